//! The stories in English.

use jiff::civil::Date;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::month::Month;
use rust_decimal::Decimal;

use crate::demo::story::tongue::{
    Borrowed, Card, Census, Delivery, Earned, FundOf, Grant, Hands, Ink, Keeps, LentOn, Of, Order, PaidOut, Prices,
    Said, SheSays, Spent, Tongue, TrialBalance, TwoPersons,
};

/// What is said in English.
pub(super) struct English(pub(super) Ink);

impl English {
    fn parts(&self, parts: &[(String, Decimal)]) -> String {
        self.0.list(parts.iter().map(|(name, percent)| format!("{name} {} %", self.0.number(*percent))))
    }
}

impl Tongue for English {
    fn title(&self, of: Of) -> &'static str {
        match of {
            Of::Market => "A market its makers own, and one of its cooperatives (modelled on Anou)",
            Of::Bridge => "An intermediary between basket makers and shops (modelled on Martizana)",
            Of::Textile => "Twenty textile cooperatives and their union (modelled on those of Laâyoune)",
            Of::Poufs => "A pouf and button cooperative (modelled on Berberb)",
            Of::Certifier => "A certifier, who may read all of it (modelled on CoMaSec)",
        }
    }

    fn weavers(&self, days: &[(usize, Date)]) -> Said {
        let days = days.iter().map(|(members, day)| format!("{} on {}", self.0.count(*members), self.0.day(*day)));
        Said::of("its weavers", format!("{} members, by events alone", days.collect::<Vec<_>>().join(" → ")))
    }

    fn census(&self, census: &Census) -> Said {
        let Census { as_of, active, members, corrected_active, corrected_members } = *census;
        Said::of(
            "census",
            format!(
                "{} active of {} on {}, as published; {} of {} since one was counted again",
                self.0.count(active),
                self.0.count(members),
                self.0.day(as_of),
                self.0.count(corrected_active),
                self.0.count(corrected_members)
            ),
        )
    }

    fn prices(&self, prices: &Prices) -> Said {
        let Prices { herself, by_a_leader, by_the_assembly } = *prices;
        Said::of(
            "her price",
            format!(
                "set {} times by the maker herself, {} times by a leader for her, {} times by the assembly; only she \
                 may lower it",
                self.0.count(herself),
                self.0.count(by_a_leader),
                self.0.count(by_the_assembly)
            ),
        )
    }

    fn came_back(&self, usual: Decimal, high: Decimal, months: &[Month], borne: Option<Amount>) -> Said {
        let months = self.0.list(months.iter().map(ToString::to_string));
        let borne =
            borne.map_or(String::new(), |borne| format!("; the quality fund bore {} for makers", self.0.money(borne)));
        let (usual, high) = (self.0.number(usual), self.0.number(high));
        Said::of("came back", format!("{usual} % of sales, but {high} % of those of {months}{borne}"))
    }

    fn leaders(&self, members: usize, amount: Amount) -> Said {
        let (members, amount) = (self.0.count(members), self.0.money(amount));
        Said::of("leaders", format!("{members} members have {amount} for leading and checking, a slice of their own"))
    }

    fn sold(&self, sales: usize, buyers: usize, amount: Amount, given_back: Amount) -> Said {
        Said::of(
            "sold",
            format!(
                "{} sales to {} buyers for {}; {} was given back to them",
                self.0.count(sales),
                self.0.count(buyers),
                self.0.money(amount),
                self.0.money(given_back)
            ),
        )
    }

    fn earned(&self, earned: &Earned) -> Said {
        let Earned { makers, amount, share, women, medians } = *earned;
        let month = match medians {
            None => String::new(),
            Some((least, most)) if least == most => {
                format!("; half of the months she earns in bring her {} or more", self.0.number(least))
            }
            Some((least, most)) => format!(
                "; half of the months she earns in bring her {} or more, elsewhere {}",
                self.0.number(least),
                self.0.number(most)
            ),
        };
        Said::of(
            "earned",
            format!(
                "{} makers have {}, {} % of the price, {} % of it women{month}",
                self.0.count(makers),
                self.0.money(amount),
                self.0.number(share),
                self.0.number(women)
            ),
        )
    }

    fn paid_out(&self, paid: &PaidOut) -> Said {
        let PaidOut { bank, wallet, cash, refused, came_back } = *paid;
        Said::of(
            "paid out",
            format!(
                "{} by bank, {} by wallet, {} in cash; {} refused and {} sent back, then paid again",
                self.0.money(bank),
                self.0.money(wallet),
                self.0.money(cash),
                self.0.count(refused),
                self.0.count(came_back)
            ),
        )
    }

    fn she_says(&self, says: &SheSays) -> Said {
        let SheSays { payments, acknowledged, disputed, days } = *says;
        let days = days.map_or(String::new(), |(half, most)| {
            format!(
                "; half of the money is in her hand {} days after the buyer paid, nine tenths {}",
                self.0.days(half),
                self.0.days(most)
            )
        });
        Said::of(
            "she says",
            format!(
                "of {} payments {} times “I have it”, {} times “less”{days}",
                self.0.count(payments),
                self.0.count(acknowledged),
                self.0.count(disputed)
            ),
        )
    }

    fn agreement(&self, accepted: Date, first: Date, percent: Decimal, most: Amount) -> Said {
        Said::of(
            "agreement",
            format!(
                "accepted by both on {}, before the first sale under it on {}: {} % of the price, at most {} an order",
                self.0.day(accepted),
                self.0.day(first),
                self.0.number(percent),
                self.0.money(most)
            ),
        )
    }

    fn keeps(&self, keeps: &Keeps) -> Said {
        let Keeps { amount, sales, of, percent, paid } = *keeps;
        Said::of(
            "it keeps",
            format!(
                "{} of {} sales that brought {} after what was given back, {} %; {} is paid to it",
                self.0.money(amount),
                self.0.count(sales),
                self.0.money(of),
                self.0.number(percent),
                self.0.money(paid)
            ),
        )
    }

    fn hands(&self, hands: &Hands) -> Said {
        let of_each = hands.hands.iter().map(|(name, part)| format!("{} {}", self.0.name(name), self.0.amount(*part)));
        Said::of(
            "hands",
            format!(
                "{}: makers {} → {} = {}, which its last buyer paid; {} % between the makers and her",
                self.0.name(&hands.sale),
                self.0.amount(hands.makers),
                of_each.collect::<Vec<_>>().join(" → "),
                self.0.money(hands.price),
                self.0.number(hands.percent)
            ),
        )
    }

    fn chains(&self, sales: usize, paid: Amount, makers: Amount, percent: Decimal) -> Said {
        Said::of(
            "all chains",
            format!(
                "{} sales followed to the last hand: of {} the makers have {}, {} % is between",
                self.0.count(sales),
                self.0.money(paid),
                self.0.money(makers),
                self.0.number(percent)
            ),
        )
    }

    fn card(&self, card: &Card) -> Said {
        Said::of(
            "card",
            format!(
                "{} from {}: {} makers, {} of them by name; {} of {} conditions met so far; makers {} % of its price over {} \
                 sales; reckoned at record {}",
                self.0.name(&card.product),
                self.0.name(&card.place),
                self.0.count(card.makers),
                self.0.count(card.named),
                self.0.count(card.met),
                self.0.count(card.conditions),
                self.0.number(card.percent),
                self.0.count(card.sales),
                card.position
            ),
        )
    }

    fn fund(&self, of: FundOf, spent: &Spent) -> Said {
        let head = match of {
            FundOf::Premium => "premium",
            FundOf::Training => "training",
        };
        Said::of(
            head,
            format!(
                "{} spent as the assembly resolved, resolutions: {} ({}) for {} members and {} others; {} left",
                self.0.money(spent.amount),
                self.0.count(spent.resolutions),
                self.0.list(spent.items.iter().map(|item| self.0.name(item))),
                self.0.count(spent.members),
                self.0.count(spent.others),
                self.0.money(spent.left)
            ),
        )
    }

    fn grant(&self, grant: &Grant) -> Said {
        let line = |(line, spent, of): &(String, Amount, Amount)| {
            format!("{} {} of {}", self.0.name(line), self.0.amount(*spent), self.0.amount(*of))
        };
        Said::of(
            "grant",
            format!(
                "{} received, spent: {}; {} went back, {} is left; the cooperative added {}; in payouts {}",
                self.0.money(grant.received),
                self.0.list(grant.lines.iter().map(line)),
                self.0.amount(grant.returned),
                self.0.amount(grant.left),
                self.0.money(grant.own),
                self.0.amount(grant.in_payouts)
            ),
        )
    }

    fn looms(&self, looms: usize, in_use: usize, hours: Decimal) -> Said {
        Said::of(
            "looms",
            format!(
                "{} bought with it, {} in use when last looked at, {} hours reported",
                self.0.count(looms),
                self.0.count(in_use),
                self.0.number(hours)
            ),
        )
    }

    fn cooperatives(&self, cooperatives: usize, led_by_women: usize, members: usize) -> Said {
        Said::of(
            "who",
            format!(
                "{} cooperatives, {} of them led by women, {} members",
                self.0.count(cooperatives),
                self.0.count(led_by_women),
                self.0.count(members)
            ),
        )
    }

    fn order(&self, order: &Order) -> Said {
        Said::of(
            "first order",
            format!(
                "{} pieces for {}, made by {} cooperatives; deposit {}, of which {} is left; unpaid {}",
                self.0.number(order.pieces),
                self.0.money(order.total),
                self.0.count(order.makers),
                self.0.money(order.deposit),
                self.0.money(order.left),
                self.0.money(order.unpaid)
            ),
        )
    }

    fn delivery(&self, delivery: &Delivery) -> Said {
        let Delivery { on, pieces, mended, invoiced, of_deposit, paid_on, late } = *delivery;
        let mended = if mended.is_zero() { String::new() } else { format!(" ({} mended)", self.0.number(mended)) };
        let paid = paid_on.map_or("not paid".to_owned(), |paid| format!("paid on {}", self.0.day(paid)));
        let late = late.map_or(String::new(), |late| format!(", {} days late", self.0.days(late)));
        Said::of(
            self.0.day(on),
            format!(
                "{} pieces{mended}: invoiced {}, of the deposit {}, the rest {paid}{late}",
                self.0.number(pieces),
                self.0.money(invoiced),
                self.0.money(of_deposit)
            ),
        )
    }

    fn kept_back(&self, amount: Amount, invoices: usize, released: Date, paid: bool) -> Said {
        let (amount, released) = (self.0.money(amount), self.0.day(released));
        let paid = if paid { "paid since" } else { "not paid yet" };
        Said::of("kept back", format!("{amount} of {} invoices until {released}, {paid}", self.0.count(invoices)))
    }

    fn members(&self, days: &[(usize, Date)]) -> Said {
        let days = days.iter().map(|(members, day)| format!("{} on {}", self.0.count(*members), self.0.day(*day)));
        Said::of("members", self.0.list(days))
    }

    fn borrowed(&self, borrowed: &Borrowed) -> Said {
        Said::of(
            "micro-credit",
            format!(
                "{} borrowed; {} paid back in {} instalments, {} of it interest; {} left",
                self.0.money(borrowed.amount),
                self.0.money(borrowed.paid_back),
                self.0.count(borrowed.instalments),
                self.0.money(borrowed.interest),
                self.0.money(borrowed.left)
            ),
        )
    }

    fn lent_on(&self, lent: &LentOn) -> Said {
        Said::of(
            "lent on",
            format!(
                "{} in {} loans to members; with interest {} came back out of their sales, {} at the till, {} from \
                 others of their group; {} forgiven; {} left, {} of it overdue",
                self.0.money(lent.amount),
                self.0.count(lent.loans),
                self.0.money(lent.out_of_sales),
                self.0.money(lent.at_the_till),
                self.0.money(lent.by_the_group),
                self.0.money(lent.forgiven),
                self.0.money(lent.left),
                self.0.money(lent.overdue)
            ),
        )
    }

    fn protected(&self, taken: usize, kept: usize, amount: Amount) -> Said {
        Said::of(
            "protected",
            format!(
                "{} times a loan took its part of her share of a sale; {} times it took less or nothing, because a \
                 minimum stays hers: {} in all",
                self.0.count(taken),
                self.0.count(kept),
                self.0.money(amount)
            ),
        )
    }

    fn refused(&self, tried: &[&str], times: usize, code: &str) -> Said {
        let tried = self.0.list(tried.iter().map(|command| self.0.name(command)));
        let (times, code) = (self.0.count(times), self.0.name(code));
        Said::of(
            "she writes",
            format!("nothing: {tried} are refused, {times} times as {code}: a certifier reads and changes nothing"),
        )
    }

    fn replayed(&self, records: usize, agrees: bool, root: &str) -> Said {
        let book = if agrees { "the same book" } else { "another book" };
        let (records, root) = (self.0.count(records), self.0.name(root));
        Said::of("she replays", format!("{records} records from nothing, to {book}; their root is {root}"))
    }

    fn trial_balance(&self, sums: &TrialBalance) -> Said {
        Said::of(
            "she adds up",
            format!(
                "{} balances of {} organisations in {} currencies: {} sums, {} of them not zero",
                self.0.count(sums.balances),
                self.0.count(sums.organisations),
                self.0.count(sums.currencies),
                self.0.count(sums.sums),
                self.0.count(sums.uneven)
            ),
        )
    }

    fn sample(&self, drawn: usize, of: usize, unexplained: usize) -> Said {
        Said::of(
            "she follows",
            format!(
                "{} of {} sales and payouts, drawn so that anybody draws the same: {} leave a centime unexplained",
                self.0.count(drawn),
                self.0.count(of),
                self.0.count(unexplained)
            ),
        )
    }

    fn two_persons(&self, two: &TwoPersons) -> Said {
        Said::of(
            "two persons",
            format!(
                "{} payouts approved, {} of them by who had set them up; {} corrections, {} of them by one person alone",
                self.0.count(two.payouts),
                self.0.count(two.by_one),
                self.0.count(two.corrections),
                self.0.count(two.corrections_by_one)
            ),
        )
    }

    fn returns(&self, causes: &[(String, Decimal)], bearers: &[(String, Decimal)]) -> Said {
        Said::of("came back", format!("why: {}; borne by: {}", self.parts(causes), self.parts(bearers)))
    }
}
