//! A party's statement as a page.

use rust_decimal::Decimal;

use crate::agreement::terms::{Per, PerUnit};
use crate::event::trade::Terms;
use crate::id::CooperativeId;
use crate::money::Rate;
use crate::report::amount::Amount;
use crate::report::intermediary::{IntermediaryStatement, PartyAccount};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::summary::Summary;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::to_hand;

impl IntermediaryStatement {
    /// The statement as it is read.
    #[must_use]
    pub fn page(&self) -> Page {
        let mut page = Page::new(Term::IntermediaryStatement, self.position, self.days);
        page.of = Some(self.party.to_string());
        page.as_of = self.as_of;
        for (cooperative, account) in &self.accounts {
            page.summary(account.summary(*cooperative, self.days.from.is_some()));
            page.table(account.services_table().of(cooperative));
            page.table(account.sales_table().of(cooperative));
            page.table(account.payments_table().of(cooperative));
            page.table(account.taxes_table().of(cooperative));
            if !account.chargebacks.is_empty() {
                page.table(account.chargebacks_table().of(cooperative));
            }
            if let Some(days) = &account.days_to_hand {
                page.table(to_hand::table([(Cell::text(cooperative), days)]));
                page.note(Note::DaysToHand);
            }
        }
        if !self.accounts.is_empty() {
            page.note(Note::KeptByParty);
            page.note(Note::Corrected);
        }
        let gaps = self.accounts.values().map(|account| account.unexplained);
        page.unexplained = gaps.max_by_key(|gap| gap.0.minor());
        page
    }
}

impl PartyAccount {
    fn summary(&self, cooperative: CooperativeId, from_a_day: bool) -> Summary {
        let nothing = self.paid.minus(self.paid);
        let mut summary = Summary::new(Term::TheAccount).of(format!("{cooperative}, {}", self.currency));
        if from_a_day {
            summary.sum(Term::OwedBefore, self.opening);
        }
        summary.part_unless_zero(Term::PutRight, self.corrected);
        summary.part(Term::TakenOfSales, self.taken);
        summary.part_unless_zero(Term::GivenBackToBuyers, nothing.minus(self.credited));
        summary.part_unless_zero(Term::ChargedBack, nothing.minus(self.charged_back));
        summary.part_unless_zero(Term::TaxWithheld, nothing.minus(self.withheld));
        summary.part_unless_zero(Term::PaidOut, nothing.minus(self.paid));
        summary.sum(Term::OwedAtTheEnd, self.closing);
        summary.sum(Term::PriceOfThoseSales, self.of_sales);
        summary
    }

    fn services_table(&self) -> Table {
        let heads = [
            Head::from(Term::Agreement),
            Term::Title.into(),
            Term::Step.into(),
            Term::Percent.into(),
            Term::AtMost.into(),
            Term::HowManySales.into(),
            Term::PriceOfSales.in_currency(self.currency),
            Term::KeptOfSales.in_currency(self.currency),
            Term::PercentOfPrice.into(),
        ];
        let mut table = Table::new(Term::KeptForWhich, heads);
        for line in &self.services {
            table.row([
                version(line.terms),
                line.title.as_ref().map(Cell::text).into(),
                Cell::text(line.step),
                line.rate.map(hundredths).into(),
                line.at_most.map(at_most).into(),
                Cell::Count(line.sales),
                line.of_sales.into(),
                line.amount.into(),
                Cell::Percent(line.percent),
            ]);
        }
        if self.services.len() > 1 {
            let kept = self.services.iter().map(|line| line.amount);
            let mut all = vec![Cell::Empty; heads.len()];
            all[0] = Term::Together.into();
            all[6] = self.of_sales.into();
            all[7] = Amount::sum(self.currency, kept).into();
            all[8] = self.percent.map_or(Cell::Empty, Cell::Percent);
            table.row(all);
        }
        table
    }

    fn sales_table(&self) -> Table {
        let heads = [
            Head::from(Term::On),
            Term::Sale.into(),
            Term::Buyer.into(),
            Term::PriceOfSales.in_currency(self.currency),
            Term::Agreement.into(),
            Term::Step.into(),
            Term::Basis.in_currency(self.currency),
            Term::Percent.into(),
            Term::KeptOfSales.in_currency(self.currency),
        ];
        let mut table = Table::new(Term::Sales, heads);
        for line in &self.lines {
            table.row([
                line.on.into(),
                Cell::text(line.sale),
                Cell::text(line.buyer),
                Cell::Amount(line.gross.into()),
                version(line.terms),
                Cell::text(line.step),
                line.basis.into(),
                line.rate.map(hundredths).into(),
                line.amount.into(),
            ]);
        }
        table
    }

    fn taxes_table(&self) -> Table {
        let heads = [
            Head::from(Term::On),
            Term::OurReference.into(),
            Term::TheTax.into(),
            Term::Version.into(),
            Term::Basis.in_currency(self.currency),
            Term::Percent.into(),
            Term::Amount.in_currency(self.currency),
        ];
        let mut table = Table::new(Term::TaxWithheld, heads);
        for line in &self.taxes {
            table.row([
                line.on.into(),
                Cell::text(line.movement),
                Cell::text(line.tax),
                Cell::Count(line.reckoned.version.into()),
                line.reckoned.base.into(),
                hundredths(line.reckoned.rate),
                line.amount.into(),
            ]);
        }
        table
    }

    fn chargebacks_table(&self) -> Table {
        let heads = [
            Head::from(Term::On),
            Term::Sale.into(),
            Term::OurReference.into(),
            Term::Amount.in_currency(self.currency),
        ];
        let mut table = Table::new(Term::ChargedBack, heads);
        for line in &self.chargebacks {
            table.row([line.on.into(), Cell::text(line.sale), Cell::text(line.chargeback), line.amount.into()]);
        }
        table
    }

    fn payments_table(&self) -> Table {
        let heads = [
            Head::from(Term::On),
            Term::OurReference.into(),
            Term::DocumentReference.into(),
            Term::Amount.in_currency(self.currency),
        ];
        let mut table = Table::new(Term::PaymentsToIt, heads);
        for line in &self.payments {
            let reference = line.reference.as_ref().map(Cell::text).into();
            table.row([line.on.into(), Cell::text(line.movement), reference, line.amount.into()]);
        }
        table
    }
}

fn version(terms: Terms) -> Cell {
    Cell::text(format!("{} {}", terms.agreement, terms.version))
}

fn hundredths(rate: Rate) -> Cell {
    Cell::Percent((rate.decimal() * Decimal::ONE_HUNDRED).normalize())
}

fn at_most(most: PerUnit) -> Cell {
    let per = match most.per {
        Per::Order => Term::PerSale,
        Per::Piece => Term::PerPiece,
        Per::Kilogram => Term::PerKilogram,
        Per::SquareMetre => Term::PerSquareMetre,
        Per::Hour => Term::PerHour,
    };
    Cell::Named(per, most.amount.to_string())
}
