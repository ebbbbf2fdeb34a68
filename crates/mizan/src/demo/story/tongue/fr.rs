//! The stories in French.

use jiff::civil::Date;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::month::Month;
use rust_decimal::Decimal;

use crate::demo::story::tongue::{
    Borrowed, Card, Census, Delivery, Earned, FundOf, Grant, Hands, Ink, Keeps, LentOn, Of, Order, PaidOut, Prices,
    Said, SheSays, Spent, Tongue, TrialBalance, TwoPersons,
};

/// What is said in French.
pub(super) struct French(pub(super) Ink);

impl French {
    fn parts(&self, parts: &[(String, Decimal)]) -> String {
        self.0.list(parts.iter().map(|(name, percent)| format!("{name} {} %", self.0.number(*percent))))
    }
}

impl Tongue for French {
    fn title(&self, of: Of) -> &'static str {
        match of {
            Of::Market => "Un marché qui appartient à ses artisans, et une de ses coopératives (sur le modèle d'Anou)",
            Of::Bridge => "Un intermédiaire entre vannières et boutiques (sur le modèle de Martizana)",
            Of::Textile => "Vingt coopératives textiles et leur union (sur le modèle de celles de Laâyoune)",
            Of::Poufs => "Une coopérative de poufs et de boutons (sur le modèle de Berberb)",
            Of::Certifier => "Une certificatrice, qui peut tout lire (sur le modèle de CoMaSec)",
        }
    }

    fn weavers(&self, days: &[(usize, Date)]) -> Said {
        let days = days.iter().map(|(members, day)| format!("{} le {}", self.0.count(*members), self.0.day(*day)));
        Said::of("tisseuses", format!("{}, d'après les seuls événements", days.collect::<Vec<_>>().join(" → ")))
    }

    fn census(&self, census: &Census) -> Said {
        let Census { as_of, active, members, corrected_active, corrected_members } = *census;
        Said::of(
            "recensement",
            format!(
                "{} actives sur {} le {}, comme publié ; {} sur {} depuis qu'une personne a été recomptée",
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
            "son prix",
            format!(
                "fixé {} fois par l'artisane elle-même, {} fois par une responsable pour elle, {} fois par \
                 l'assemblée ; elle seule peut le baisser",
                self.0.count(herself),
                self.0.count(by_a_leader),
                self.0.count(by_the_assembly)
            ),
        )
    }

    fn came_back(&self, usual: Decimal, high: Decimal, months: &[Month], borne: Option<Amount>) -> Said {
        let months = self.0.list(months.iter().map(ToString::to_string));
        let borne = borne.map_or(String::new(), |borne| {
            format!(" ; le fonds qualité a supporté {} pour les artisans", self.0.money(borne))
        });
        let (usual, high) = (self.0.number(usual), self.0.number(high));
        Said::of("retours", format!("{usual} % des ventes, mais {high} % de celles de {months}{borne}"))
    }

    fn leaders(&self, members: usize, amount: Amount) -> Said {
        let (members, amount) = (self.0.count(members), self.0.money(amount));
        Said::of("responsables", format!("{members} membres ont {amount} pour diriger et contrôler, une part à elles"))
    }

    fn sold(&self, sales: usize, buyers: usize, amount: Amount, given_back: Amount) -> Said {
        Said::of(
            "vendu",
            format!(
                "{} ventes à {} acheteurs pour {} ; {} leur ont été rendus",
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
                format!(" ; la moitié de ses mois de gain lui rapportent {} ou plus", self.0.number(least))
            }
            Some((least, most)) => format!(
                " ; la moitié de ses mois de gain lui rapportent {} ou plus, ailleurs {}",
                self.0.number(least),
                self.0.number(most)
            ),
        };
        Said::of(
            "gagné",
            format!(
                "{} artisan(e)s ont {}, {} % du prix, dont {} % pour des femmes{month}",
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
            "versé",
            format!(
                "{} par banque, {} par portefeuille, {} en espèces ; refus : {}, renvois : {}, payés de nouveau \
                 ensuite",
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
                " ; la moitié de l'argent est dans sa main {} jours après le paiement de l'acheteur, neuf dixièmes {}",
                self.0.days(half),
                self.0.days(most)
            )
        });
        Said::of(
            "elle dit",
            format!(
                "sur {} versements, {} fois « je l'ai », {} fois « moins »{days}",
                self.0.count(payments),
                self.0.count(acknowledged),
                self.0.count(disputed)
            ),
        )
    }

    fn agreement(&self, accepted: Date, first: Date, percent: Decimal, most: Amount) -> Said {
        Said::of(
            "accord",
            format!(
                "accepté par les deux le {}, avant sa première vente le {} : {} % du prix, au plus {} par commande",
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
            "il garde",
            format!(
                "{} de {} ventes qui ont rapporté {} une fois déduit ce qui a été rendu, {} % ; {} lui sont payés",
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
            "mains",
            format!(
                "{} : artisanes {} → {} = {}, payés par la dernière main ; {} % entre les artisanes et elle",
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
            "les chaînes",
            format!(
                "{} ventes suivies jusqu'à la dernière main : sur {} les artisanes ont {}, {} % sont entre les deux",
                self.0.count(sales),
                self.0.money(paid),
                self.0.money(makers),
                self.0.number(percent)
            ),
        )
    }

    fn card(&self, card: &Card) -> Said {
        Said::of(
            "fiche",
            format!(
                "{}, {} : {} artisan(e)s, dont {} nommé(e)s ; {} conditions sur {} remplies à ce jour ; aux \
                 artisanes {} % de son prix sur {} ventes ; calculée à l'écriture {}",
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
            FundOf::Premium => "prime",
            FundOf::Training => "formation",
        };
        Said::of(
            head,
            format!(
                "{} dépensés comme l'assemblée l'a décidé, décisions : {} ({}), pour {} membres et {} autres ; reste \
                 {}",
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
            format!("{} {} sur {}", self.0.name(line), self.0.amount(*spent), self.0.amount(*of))
        };
        Said::of(
            "subvention",
            format!(
                "{} reçus, dépensés : {} ; rendus {}, restants {} ; la coopérative a ajouté {} ; dans les versements \
                 {}",
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
            "métiers",
            format!(
                "{} achetés avec elle, {} en usage à la dernière visite, {} heures déclarées",
                self.0.count(looms),
                self.0.count(in_use),
                self.0.number(hours)
            ),
        )
    }

    fn cooperatives(&self, cooperatives: usize, led_by_women: usize, members: usize) -> Said {
        Said::of(
            "qui",
            format!(
                "{} coopératives, dont {} dirigées par des femmes, {} membres",
                self.0.count(cooperatives),
                self.0.count(led_by_women),
                self.0.count(members)
            ),
        )
    }

    fn order(&self, order: &Order) -> Said {
        Said::of(
            "1re commande",
            format!(
                "{} pièces pour {}, faites par {} coopératives ; acompte {}, dont il reste {} ; impayé {}",
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
        let mended =
            if mended.is_zero() { String::new() } else { format!(" (dont {} réparées)", self.0.number(mended)) };
        let paid = paid_on.map_or("non payé".to_owned(), |paid| format!("payé le {}", self.0.day(paid)));
        let late = late.map_or(String::new(), |late| format!(", {} jours de retard", self.0.days(late)));
        Said::of(
            self.0.day(on),
            format!(
                "{} pièces{mended} : facturé {}, sur l'acompte {}, le reste {paid}{late}",
                self.0.number(pieces),
                self.0.money(invoiced),
                self.0.money(of_deposit)
            ),
        )
    }

    fn kept_back(&self, amount: Amount, invoices: usize, released: Date, paid: bool) -> Said {
        let (amount, released) = (self.0.money(amount), self.0.day(released));
        let paid = if paid { "payés depuis" } else { "pas encore payés" };
        Said::of("retenu", format!("{amount} de {} factures jusqu'au {released}, {paid}", self.0.count(invoices)))
    }

    fn members(&self, days: &[(usize, Date)]) -> Said {
        let days = days.iter().map(|(members, day)| format!("{} le {}", self.0.count(*members), self.0.day(*day)));
        Said::of("membres", self.0.list(days))
    }

    fn borrowed(&self, borrowed: &Borrowed) -> Said {
        Said::of(
            "microcrédit",
            format!(
                "{} empruntés ; {} remboursés en {} échéances, dont {} d'intérêts ; reste {}",
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
            "reprêté",
            format!(
                "{} en {} prêts aux membres ; intérêts compris, {} sont revenus de leurs ventes, {} à la caisse, {} \
                 d'autres de leur groupe ; {} remis ; reste {}, dont {} en retard",
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
            "protégé",
            format!(
                "{} fois un prêt a pris sa part d'une vente ; {} fois il a pris moins ou rien, car un minimum lui \
                 reste : {} en tout",
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
            "elle écrit",
            format!("rien : {tried} sont refusés, {times} fois par {code} : une certificatrice lit et ne change rien"),
        )
    }

    fn replayed(&self, records: usize, agrees: bool, root: &str) -> Said {
        let book = if agrees { "le même livre" } else { "un autre livre" };
        let (records, root) = (self.0.count(records), self.0.name(root));
        Said::of("elle refait", format!("{records} écritures depuis rien, et retrouve {book} ; leur racine est {root}"))
    }

    fn trial_balance(&self, sums: &TrialBalance) -> Said {
        Said::of(
            "elle somme",
            format!(
                "{} soldes de {} organisations en {} monnaies : {} sommes, dont {} non nulles",
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
            "elle suit",
            format!(
                "{} ventes et versements sur {}, tirés de sorte que chacun tire les mêmes : {} laissent un centime \
                 inexpliqué",
                self.0.count(drawn),
                self.0.count(of),
                self.0.count(unexplained)
            ),
        )
    }

    fn two_persons(&self, two: &TwoPersons) -> Said {
        Said::of(
            "à deux",
            format!(
                "{} versements approuvés, dont {} par qui les avait préparés ; {} corrections, dont {} par une \
                 personne seule",
                self.0.count(two.payouts),
                self.0.count(two.by_one),
                self.0.count(two.corrections),
                self.0.count(two.corrections_by_one)
            ),
        )
    }

    fn returns(&self, causes: &[(String, Decimal)], bearers: &[(String, Decimal)]) -> Said {
        Said::of("retours", format!("pourquoi : {} ; supporté par : {}", self.parts(causes), self.parts(bearers)))
    }
}
