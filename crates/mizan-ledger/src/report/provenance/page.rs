//! A card as a page.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::event::trade::Receiver;
use crate::id::{MemberId, PartyId};
use crate::money::Money;
use crate::report::amount::Amount;
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::provenance::Card;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::trace::slice::percent;

impl Card {
    /// The card as it is read, with the names that somebody gives of makers who consented to theirs being shown.
    #[must_use]
    pub fn page(&self, names: impl Fn(MemberId) -> Option<String>) -> Page {
        let mut page = Page::new(Term::ProvenanceCard, self.position, self.days);
        page.of = Some(format!("{}/{}", self.of.cooperative, self.of.made.code()));
        page.currency = Some(self.currency);
        page.as_of = self.as_of;
        page.table(self.what());
        page.table(self.who(names));
        page.table(self.worksheet());
        if !self.sold.is_empty() {
            page.table(self.where_it_went());
            page.table(self.conditions());
            page.note(Note::Card);
            page.unexplained = Some(self.sum(|sold| sold.unexplained().abs()));
        }
        page
    }

    fn sum(&self, part: impl Fn(&super::Sold) -> i128) -> Amount {
        self.amount(self.sold.values().map(part).sum())
    }

    fn amount(&self, minor: i128) -> Amount {
        Amount(Money::new(minor, self.currency))
    }

    /// What it is, where it was made, how often it was sold.
    fn what(&self) -> Table {
        let heads = [
            Term::Product,
            Term::Cooperative,
            Term::Place,
            Term::HowManySales,
            Term::Pieces,
            Term::Since,
            Term::SoldWithOthers,
        ];
        let exporters: BTreeSet<PartyId> = self.sold.values().filter_map(|sold| sold.exporter).collect();
        let exported = (!exporters.is_empty()).then_some(Term::Exporter);
        let mut table = Table::new(Term::AboutIt, heads.into_iter().chain(exported));
        let text = |label: &Option<crate::text::Label>| label.as_ref().map_or(Cell::Empty, Cell::text);
        let pieces: Decimal = self.sold.values().map(|sold| sold.pieces).sum();
        let about = [
            text(&self.called),
            text(&self.cooperative),
            text(&self.place),
            Cell::Count(self.sold.len() as u64),
            Cell::Number(pieces.normalize()),
            self.sold.values().map(|sold| sold.on).min().into(),
            if self.with_others == 0 { Cell::Empty } else { Cell::Count(self.with_others) },
        ];
        let by = exported.map(|_| Cell::List(exporters.iter().map(Cell::text).collect()));
        table.row(about.into_iter().chain(by));
        table
    }

    /// Who made it, under her pseudonym, and what she has of the price.
    fn who(&self, names: impl Fn(MemberId) -> Option<String>) -> Table {
        let mut table = Table::new(Term::Makers, [Term::Maker, Term::Name, Term::Share, Term::PercentOfPrice]);
        let price = self.sum(|sold| sold.price);
        for (member, may_be_named) in &self.makers {
            let name = if *may_be_named { names(*member) } else { None };
            let share = self.sum(|sold| sold.makers.get(member).copied().unwrap_or_default());
            let shown = |cell: Cell| if self.sold.is_empty() { Cell::Empty } else { cell };
            table.row([
                Cell::text(member),
                name.map_or(Cell::Empty, Cell::Text),
                shown(share.into()),
                shown(Cell::Percent(percent(share, price))),
            ]);
        }
        table
    }

    /// What one piece costs and brings, as its makers reckon, beside what it brought.
    fn worksheet(&self) -> Table {
        let mut table = Table::new(Term::Worksheet, [Term::Of, Term::Amount]);
        let Some(sheet) = &self.worksheet else { return table };
        for material in &sheet.materials {
            table.row([Cell::named(Term::Materials, Some(&material.item)), Cell::Number(material.amount.decimal())]);
        }
        let work = sheet.hours.decimal().checked_mul(sheet.hourly.decimal()).unwrap_or_default();
        let hours = format!("{} × {}", sheet.hours, sheet.hourly);
        table.row([Cell::named(Term::Work, Some(hours)), Cell::Number(work.normalize())]);
        table.row([Term::Overhead.into(), Cell::Number(sheet.overhead.decimal())]);
        table.row([Term::Margin.into(), Cell::Number(sheet.margin.decimal())]);
        table.row([Term::PriceReckoned.into(), Cell::Number(sheet.price.decimal())]);
        let pieces: Decimal = self.sold.values().map(|sold| sold.pieces).sum();
        if let Some(reached) = self.sum(|sold| sold.price).0.decimal().checked_div(pieces) {
            table.row([Term::PriceReached.into(), Cell::Number(reached.round_dp(2))]);
        }
        table
    }

    /// Every slice of the price, over all its sales.
    fn where_it_went(&self) -> Table {
        let heads = [Term::To, Term::Step, Term::Amount, Term::PercentOfPrice];
        let mut table = Table::new(Term::WhereThePriceWent, heads);
        let price = self.sum(|sold| sold.price);
        let mut row = |to: Cell, step: Cell, amount: Amount| {
            table.row([to, step, amount.into(), Cell::Percent(percent(amount, price))]);
        };
        let mut steps: Vec<_> = self.sold.values().flat_map(|sold| sold.slices.keys().copied()).collect();
        steps.sort_unstable();
        steps.dedup();
        for key in steps {
            let amount = self.sum(|sold| sold.slices.get(&key).copied().unwrap_or_default());
            let (to, step) = key;
            row(receiver(to), step.map_or(Cell::Empty, Cell::text), amount);
        }
        row(Term::TheMakers.into(), Cell::Empty, self.sum(super::Sold::for_makers));
        row(Term::Together.into(), Cell::Empty, price);
        table
    }

    /// What was checked, and how it stands.
    fn conditions(&self) -> Table {
        let heads = [Term::Condition, Term::Asked, Term::Reached, Term::State];
        let mut table = Table::new(Term::ConditionsChecked, heads);
        for ((agreement, version), accepted) in &self.accepted {
            let first = self.sold.values().filter(|sold| sold.terms == (*agreement, *version)).map(|sold| sold.on);
            let kept = first.min().is_some_and(|first| *accepted <= first);
            let which = Cell::named(Term::AgreementAccepted, Some(format!("{agreement} {version}")));
            table.row([which, Cell::Empty, (*accepted).into(), state(kept, Term::NotMet)]);
        }
        let of = |wanted: &dyn Fn(&super::Sold) -> Option<(i128, i128)>| {
            let found: Vec<(i128, i128)> = self.sold.values().filter_map(wanted).collect();
            (!found.is_empty()).then(|| {
                let sum = |side: fn(&(i128, i128)) -> i128| self.amount(found.iter().map(side).sum());
                (sum(|pair| pair.0), sum(|pair| pair.1), found.iter().all(|(asked, reached)| asked <= reached))
            })
        };
        let asked = |sold: &super::Sold| {
            let asked = Money::rounded(sold.asked?, self.currency).ok()?;
            Some((asked.minor(), sold.allocated))
        };
        for (condition, found) in [(Term::MinimumPrice, of(&|sold| sold.minimum)), (Term::MakersOwnPrice, of(&asked))] {
            let row = match found {
                Some((asked, reached, kept)) => [asked.into(), reached.into(), state(kept, Term::NotMet)],
                None => [Cell::Empty, Cell::Empty, Term::NotAgreed.into()],
            };
            table.row([condition.into()].into_iter().chain(row));
        }
        let paid = self.sold.values().filter(|sold| sold.is_paid()).count();
        let taken = self.sold.values().any(|sold| sold.charged_back > 0);
        let all = self.sold.len();
        let counted = [
            Cell::Count(all as u64),
            Cell::Count(paid as u64),
            state(paid == all, if taken { Term::Chargeback } else { Term::NotYet }),
        ];
        table.row([Term::BuyerHasPaid.into()].into_iter().chain(counted));
        let (due, reached) = (self.sum(|sold| sold.due), self.sum(|sold| sold.reached));
        let acknowledged = self.sum(|sold| sold.acknowledged);
        let price = self.sum(|sold| sold.price);
        let named = price.minus(self.sum(super::Sold::unexplained));
        for (condition, asked, reached) in [
            (Term::MakersWerePaid, due, reached),
            (Term::MakersSaySo, reached, acknowledged),
            (Term::EveryCentimeNamed, price, named),
        ] {
            let kept = asked.0.minor() <= reached.0.minor();
            table.row([condition.into(), asked.into(), reached.into(), state(kept, Term::NotYet)]);
        }
        table
    }
}

fn state(kept: bool, otherwise: Term) -> Cell {
    if kept { Term::Met.into() } else { otherwise.into() }
}

fn receiver(to: Option<Receiver>) -> Cell {
    match to {
        None => Term::TaxOffice.into(),
        Some(Receiver::Party(party)) => Cell::named(Term::Party, Some(party)),
        Some(Receiver::Cooperative) => Term::Cooperative.into(),
        Some(Receiver::Recovered) => Term::Recovered.into(),
        Some(Receiver::Fund(fund)) => Cell::named(Term::Fund, Some(fund)),
        Some(Receiver::Member(_)) => Term::Service.into(),
    }
}
