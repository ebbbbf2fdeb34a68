//! The tables of a trace.

use rust_decimal::Decimal;

use crate::event::payout::DisputeOutcome;
use crate::id::ActorId;
use crate::money::Currency;
use crate::report::amount::Amount;
use crate::report::payout_item::{Acknowledged, Disputed, shown};
use crate::report::shared_freight;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;
use crate::report::trace::ends::End;
use crate::report::trace::maker::MakerTrace;
use crate::report::trace::paid::Paid;
use crate::report::trace::payout::PayoutTrace;
use crate::report::trace::sale::SaleTrace;
use crate::report::trace::slice::{ReceiverKind, SliceTrace};

/// What the payee said: her dispute if it is open, else what she acknowledged.
pub(crate) fn she_says(acknowledged: Option<Acknowledged>, disputed: Option<Disputed>) -> Cell {
    match (disputed, acknowledged) {
        (Some(Disputed { received, on, said_by, outcome: None, .. }), _) => {
            said(Cell::Fact(Term::ReceivedOnly, received, Some(on)), said_by)
        }
        (_, Some(Acknowledged { amount, on, said_by })) => said(Cell::Fact(Term::Received, amount, Some(on)), said_by),
        (Some(Disputed { outcome: Some(DisputeOutcome::Upheld), .. }), None) => Term::SheWasRight.into(),
        (Some(Disputed { outcome: Some(DisputeOutcome::Withdrawn), .. }), None) => Term::DisputeWithdrawn.into(),
        (None, None) => Cell::Empty,
    }
}

/// What she said, and who said it for her if she did not herself.
fn said(what: Cell, by: Option<ActorId>) -> Cell {
    match by {
        None => what,
        Some(by) => Cell::List(vec![what, Cell::Named(Term::SaidForHerBy, by.to_string())]),
    }
}

impl Paid {
    /// The money that came from the buyer.
    #[must_use]
    pub fn payments_table(&self, own: Currency) -> Table {
        let heads: [Head; 7] = [
            Term::Kind.into(),
            Term::Payment.into(),
            Term::On.into(),
            Term::Amount.in_currency(self.currency),
            Term::Rate.into(),
            Term::WorthThen.in_currency(own),
            Term::Booked.in_currency(own),
        ];
        let mut table = Table::new(Term::Payments, heads);
        for line in &self.payments {
            let names: Vec<String> = line.payments.iter().map(ToString::to_string).collect();
            table.row([
                line.how.term().into(),
                Cell::text(names.join(" ")),
                line.on.into(),
                line.amount.into(),
                line.rate.map(|rate| Cell::Number(rate.decimal())).into(),
                line.booked.into(),
                line.carried.into(),
            ]);
        }
        table
    }
}

impl SaleTrace {
    /// Who exports what was sold, where that is said.
    #[must_use]
    pub fn exporter_table(&self) -> Option<Table> {
        let exporter = self.exporter?;
        let mut table = Table::new(Term::Sale, [Term::Sale, Term::Buyer, Term::On, Term::Exporter]);
        table.row([Cell::text(self.reference), Cell::text(self.buyer), self.sold_on.into(), Cell::text(exporter)]);
        Some(table)
    }

    /// What it pays of a freight that it shares with other sales.
    #[must_use]
    pub fn shared_freight_table(&self) -> Option<Table> {
        self.shared_freight.as_ref().map(|line| shared_freight::table(std::slice::from_ref(line)))
    }

    /// Who received which part of the price, and where it is.
    #[must_use]
    pub fn slices_table(&self) -> Table {
        let heads = [
            Term::Step,
            Term::To,
            Term::Percent,
            Term::Basis,
            Term::Amount,
            Term::PercentOfPrice,
            Term::GivenBack,
            Term::Now,
        ];
        let mut table = Table::new(Term::Slices, heads);
        let sum = |part: fn(&SliceTrace) -> Amount| Amount::sum(self.currency, self.slices.iter().map(part));
        for slice in &self.slices {
            let now = slice.ends.iter().map(end).collect();
            table.row([
                step(slice),
                slice.name.map_or(Cell::Term(slice.receiver.term()), Cell::text),
                slice.rate.map(|rate| Cell::Number((rate.decimal() * Decimal::ONE_HUNDRED).normalize())).into(),
                slice.basis.into(),
                slice.amount.into(),
                Cell::Percent(slice.percent),
                Cell::unless_zero(slice.credited),
                if below(slice) { Term::SeeBelow.into() } else { Cell::List(now) },
            ]);
        }
        let (amount, credited) = (sum(|slice| slice.amount), sum(|slice| slice.credited));
        table.row([
            Term::Together.into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            amount.into(),
            Cell::Empty,
            Cell::unless_zero(credited),
        ]);
        table
    }

    /// What became of each maker's share.
    #[must_use]
    pub fn makers_table(&self) -> Table {
        let heads = [
            Term::Maker,
            Term::Share,
            Term::Exactly,
            Term::CarriedOn,
            Term::ForServices,
            Term::Exchange,
            Term::GivenBack,
            Term::Kept,
            Term::InHerHand,
            Term::StillToCome,
            Term::OwesBack,
            Term::BorneForHer,
            Term::DaysToHand,
        ];
        let mut table = Table::new(Term::Makers, heads);
        for maker in self.makers() {
            table.row([
                Cell::text(maker.member),
                maker.share.into(),
                maker.residue.map(|residue| Cell::Number(residue.exact.decimal())).into(),
                maker.residue.map(|residue| Cell::Number(residue.after.decimal())).into(),
                Cell::unless_zero(maker.served),
                Cell::unless_zero(maker.exchange_difference),
                Cell::unless_zero(maker.credited),
                Cell::unless_zero(maker.kept()),
                Cell::unless_zero(maker.paid),
                Cell::unless_zero(maker.open.total()),
                Cell::unless_zero(maker.owed_back),
                Cell::unless_zero(maker.borne),
                maker.days.map(Cell::Days).into(),
            ]);
        }
        table
    }

    /// What was kept of the shares, and under which clause.
    #[must_use]
    pub fn deductions_table(&self) -> Table {
        let heads = [Term::Maker, Term::Under, Term::PaysBack, Term::On, Term::Amount];
        let mut table = Table::new(Term::Deductions, heads);
        for maker in self.makers() {
            for line in &maker.deductions {
                table.row([
                    Cell::text(maker.member),
                    Cell::text(line.clause),
                    Cell::named(line.recovers.term(), line.of),
                    line.on.into(),
                    line.amount.into(),
                ]);
            }
            for line in &maker.taken {
                table.row([
                    Cell::text(maker.member),
                    line.under(),
                    Cell::named(line.what.term(), Some(line.of)),
                    line.on.into(),
                    line.amount.into(),
                ]);
            }
        }
        table
    }

    /// The payouts that carried parts of the shares.
    #[must_use]
    pub fn payouts_table(&self) -> Table {
        let heads = [
            Term::Maker,
            Term::Payout,
            Term::By,
            Term::State,
            Term::Since,
            Term::Amount,
            Term::InHerHand,
            Term::DaysToHand,
            Term::SheSays,
            Term::Why,
        ];
        let mut table = Table::new(Term::Payouts, heads);
        for maker in self.makers() {
            for line in &maker.payouts {
                table.row([
                    Cell::text(maker.member),
                    Cell::text(line.payout),
                    Term::from(line.method).into(),
                    shown(line.state, line.asked_back.as_ref()).into(),
                    line.since.into(),
                    line.amount.into(),
                    Cell::unless_zero(line.paid),
                    line.days.map(Cell::Days).into(),
                    she_says(line.acknowledged, line.disputed),
                    line.why.as_ref().map(Cell::text).into(),
                ]);
            }
        }
        table
    }

    /// The makers of the sale.
    fn makers(&self) -> impl Iterator<Item = &MakerTrace> {
        self.slices.iter().flat_map(|slice| &slice.makers)
    }
}

/// The step of the agreement, or what is no step of it.
fn step(slice: &SliceTrace) -> Cell {
    match slice.receiver {
        ReceiverKind::TaxOffice => Term::TaxInIt.into(),
        ReceiverKind::Makers => Term::TheMakers.into(),
        ReceiverKind::Party
        | ReceiverKind::Cooperative
        | ReceiverKind::Recovered
        | ReceiverKind::Fund
        | ReceiverKind::Service => Cell::text(slice.step),
    }
}

/// Whether a slice is a member's or the makers', who are listed one by one.
fn below(slice: &SliceTrace) -> bool {
    slice.receiver == ReceiverKind::Service || !slice.makers.is_empty()
}

fn end(end: &End) -> Cell {
    if end.amount.0.is_negative() {
        return Cell::Fact(Term::ToBeGivenBack, end.amount.size(), None);
    }
    Cell::Fact(end.end.term(), end.amount, end.on)
}

impl PayoutTrace {
    /// Each member's part.
    #[must_use]
    pub fn items_table(&self) -> Table {
        let heads = [
            Term::Member,
            Term::By,
            Term::State,
            Term::Since,
            Term::Amount,
            Term::InHerHand,
            Term::OnItsWay,
            Term::WentBack,
            Term::SheSays,
            Term::Why,
        ];
        let mut table = Table::new(Term::Items, heads);
        for item in &self.slices {
            table.row([
                Cell::text(item.member),
                Term::from(item.method).into(),
                shown(item.state, item.asked_back.as_ref()).into(),
                item.since.into(),
                item.amount.into(),
                Cell::unless_zero(item.paid),
                Cell::unless_zero(item.waiting),
                Cell::unless_zero(item.given_back),
                she_says(item.acknowledged, item.disputed),
                item.why.as_ref().map(Cell::text).into(),
            ]);
        }
        table
    }

    /// The sales each member's part comes from.
    #[must_use]
    pub fn sources_table(&self) -> Table {
        let heads = [Term::Member, Term::Sale, Term::Buyer, Term::Amount, Term::BuyerPaidOn, Term::DaysToHand];
        let mut table = Table::new(Term::Sources, heads);
        for item in &self.slices {
            for source in &item.sources {
                table.row([
                    Cell::text(item.member),
                    Cell::text(source.sale),
                    source.buyer.map(Cell::text).into(),
                    source.amount.into(),
                    source.buyer_paid_on.into(),
                    source.days.map(Cell::Days).into(),
                ]);
            }
        }
        table
    }
}
