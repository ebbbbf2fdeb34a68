//! What every organisation's story tells: what was sold, who earned, how it reached her hand, what she says of it.

use std::collections::BTreeSet;

use mizan_ledger::book::state::payout::{Item, ItemState};
use mizan_ledger::event::payout::Method;
use mizan_ledger::event::register::Sex;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::Currency;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::cooperative::CooperativeStatement;
use mizan_ledger::report::rank::Ranked;
use mizan_ledger::report::table::Cell;
use mizan_ledger::report::term::Term;
use rust_decimal::Decimal;
use serde_json::json;

use crate::demo::story::Story;
use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{Earned, PaidOut, SheSays};

/// What was sold, how it was divided, and how the makers were paid, over some cooperatives of one currency.
pub(super) fn trade(story: &mut Story, reading: &Reading<'_>, statements: &[&CooperativeStatement]) {
    let Some(currency) = statements.first().map(|statement| statement.currency) else { return };
    sold(story, reading, statements, currency);
    earned(story, reading, statements, currency);
    let ids: BTreeSet<CooperativeId> = statements.iter().map(|statement| statement.cooperative).collect();
    let own = ids.iter().filter_map(|id| reading.library.book.cooperatives.get(id));
    let payouts: Vec<_> = own.flat_map(|own| own.payouts.values()).collect();
    let items: Vec<&Item> = payouts.iter().flat_map(|payout| payout.items.values()).collect();
    paid_out(story, reading, &items, currency);
    she_says(story, reading, &items, statements);
}

fn sold(story: &mut Story, reading: &Reading<'_>, statements: &[&CooperativeStatement], currency: Currency) {
    let own = || statements.iter().filter_map(|one| reading.library.book.cooperatives.get(&one.cooperative));
    let sum = |part: fn(&CooperativeStatement) -> Amount| Amount::sum(currency, statements.iter().map(|one| part(one)));
    let sales: usize = own().map(|own| own.sales.len()).sum();
    let buyers: BTreeSet<_> = own().flat_map(|own| own.sales.values().map(|sale| sale.buyer)).collect();
    let (sold, credited) = (sum(|one| one.flows.sold), sum(|one| one.flows.credited));
    let figures = json!({"sales": sales, "buyers": buyers.len(), "amount": sold, "currency": currency,
        "given_back": credited});
    story.tell("sold", figures, &reading.tongue.sold(sales, buyers.len(), sold, credited));
}

fn earned(story: &mut Story, reading: &Reading<'_>, statements: &[&CooperativeStatement], currency: Currency) {
    let sum = |part: fn(&CooperativeStatement) -> Amount| Amount::sum(currency, statements.iter().map(|one| part(one)));
    let price = sum(|one| one.flows.sold).minus(sum(|one| one.flows.credited));
    let earned = sum(|one| one.flows.earned).minus(sum(|one| one.flows.credited_to_makers));
    let (mut makers, mut to_women) = (0, Amount::zero(currency));
    for one in statements {
        let register = reading.library.book.cooperatives.get(&one.cooperative).map(|own| &own.members);
        for (member, line) in one.members.iter().filter(|(_, line)| !line.flows.earned.is_zero()) {
            makers += 1;
            let known = register.and_then(|register| register.get(member)).and_then(|member| member.sex);
            if known == Some(Sex::Woman) {
                to_women = to_women.plus(line.flows.earned).minus(line.flows.credited_to_makers);
            }
        }
    }
    let monthly = |one: &&CooperativeStatement| {
        let of = one.cooperative.as_str();
        let median = reading.figure("sdg8.median-monthly-earning", of, Term::MedianOfAMonth)?;
        if let Cell::Amount(median) = median { Some(median.0.decimal()) } else { None }
    };
    let mut medians: Vec<Decimal> = statements.iter().filter_map(monthly).collect();
    medians.sort_unstable();
    let (share, women) = (percent(earned, price), percent(to_women, earned));
    let figures = json!({"makers": makers, "amount": earned, "percent_of_price": share, "percent_to_women": women,
        "median_month": medians});
    let medians = medians.first().copied().zip(medians.last().copied());
    let told = Earned { makers, amount: earned, share, women, medians };
    story.tell("earned", figures, &reading.tongue.earned(&told));
}

/// By which way money reached hands, and what did not at first.
fn paid_out(story: &mut Story, reading: &Reading<'_>, items: &[&Item], currency: Currency) {
    let by = |method: Method| {
        let amounts = items.iter().filter(|item| reached(item) && item.method == method);
        Amount::sum(currency, amounts.map(|item| Amount(item.amount)))
    };
    let (bank, wallet, cash) = (by(Method::Bank), by(Method::Wallet), by(Method::Cash));
    let count = |state: ItemState| items.iter().filter(|item| item.state == state).count();
    let (refused, came_back) = (count(ItemState::Failed), count(ItemState::Returned));
    let waiting = count(ItemState::Unclaimed);
    let figures = json!({"bank": bank, "wallet": wallet, "cash": cash, "refused": refused, "came_back": came_back,
        "not_collected": waiting});
    story.tell("paid_out", figures, &reading.tongue.paid_out(&PaidOut { bank, wallet, cash, refused, came_back }));
}

/// What the payees say, and how many days the money took to their hands.
fn she_says(story: &mut Story, reading: &Reading<'_>, items: &[&Item], statements: &[&CooperativeStatement]) {
    let count = |wanted: fn(&Item) -> bool| items.iter().filter(|item| wanted(item)).count();
    let paid = count(reached);
    let acknowledged = count(|item| item.acknowledged.is_some());
    let disputed = count(|item| item.dispute.is_some());
    let open = count(|item| item.dispute.is_some_and(|dispute| dispute.outcome.is_none()));
    let mut half: Ranked<i64> = Ranked::default();
    let mut most: Ranked<i64> = Ranked::default();
    for days in statements.iter().filter_map(|one| one.days_to_hand) {
        half.add(days.p50, days.amount.0.minor());
        most.add(days.p90, days.amount.0.minor());
    }
    let (half, most) = (half.percentile(50), most.percentile(50));
    let figures = json!({"reached": paid, "acknowledged": acknowledged, "disputed": disputed, "disputes_open": open,
        "days_half": half, "days_nine_tenths": most});
    let says = SheSays { payments: paid, acknowledged, disputed, days: half.zip(most) };
    story.tell("she_says", figures, &reading.tongue.she_says(&says));
}

fn reached(item: &Item) -> bool {
    matches!(item.state, ItemState::Settled | ItemState::Handed)
}

/// A part of a whole in hundredths, to one decimal.
pub(super) fn percent(part: Amount, whole: Amount) -> Decimal {
    let whole = whole.0.decimal();
    if whole.is_zero() { Decimal::ZERO } else { (part.0.decimal() * Decimal::ONE_HUNDRED / whole).round_dp(1) }
}
