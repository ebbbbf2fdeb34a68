//! The tables of a trace.

use rust_decimal::Decimal;

use crate::event::payout::{DisputeOutcome, Method};
use crate::money::Currency;
use crate::report::amount::Amount;
use crate::report::payout_item::{Acknowledged, Disputed};
use crate::report::table::{Cell, Table};
use crate::report::trace::ends::End;
use crate::report::trace::maker::MakerTrace;
use crate::report::trace::paid::Paid;
use crate::report::trace::payout::PayoutTrace;
use crate::report::trace::sale::SaleTrace;
use crate::report::trace::slice::SliceTrace;

/// By which way, in words.
pub(crate) fn method(method: Method) -> &'static str {
    match method {
        Method::Bank => "bank",
        Method::Wallet => "wallet",
        Method::Cash => "cash",
    }
}

/// What the payee said, in words: her dispute if it is open, else what she acknowledged.
pub(crate) fn she_says(acknowledged: Option<Acknowledged>, disputed: Option<Disputed>) -> Cell {
    match (disputed, acknowledged) {
        (Some(Disputed { received, on, outcome: None, .. }), _) => Cell::text(format!("only {received}, on {on}")),
        (_, Some(Acknowledged { amount, on })) => Cell::text(format!("{amount}, on {on}")),
        (Some(Disputed { outcome: Some(DisputeOutcome::Upheld), .. }), None) => Cell::text("she was right"),
        (Some(Disputed { outcome: Some(DisputeOutcome::Withdrawn), .. }), None) => Cell::text("dispute withdrawn"),
        (None, None) => Cell::Empty,
    }
}

impl Paid {
    /// The money that came from the buyer.
    #[must_use]
    pub fn payments_table(&self, own: Currency) -> Table {
        let paid = self.currency.to_string();
        let (worth, booked) = (format!("{own} then"), format!("{own} booked"));
        let mut table = Table::new(&["", "payment", "on", paid.as_str(), "rate", worth.as_str(), booked.as_str()]);
        for line in &self.payments {
            let names: Vec<String> = line.payments.iter().map(ToString::to_string).collect();
            table.row([
                Cell::text(line.how.word()),
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
    /// Who received which part of the price, and where it is.
    #[must_use]
    pub fn slices_table(&self) -> Table {
        let mut table = Table::new(&["step", "to", "%", "of", "amount", "% of price", "given back", "now"]);
        let sum = |part: fn(&SliceTrace) -> Amount| Amount::sum(self.currency, self.slices.iter().map(part));
        for slice in &self.slices {
            let to = slice.name.map_or_else(|| slice.receiver.words().to_owned(), |name| name.to_string());
            let now: Vec<String> = slice.ends.iter().map(end).collect();
            table.row([
                Cell::text(slice.step),
                Cell::text(to),
                slice.rate.map(|rate| Cell::Number((rate.decimal() * Decimal::ONE_HUNDRED).normalize())).into(),
                slice.basis.into(),
                slice.amount.into(),
                Cell::Percent(slice.percent),
                Cell::unless_zero(slice.credited),
                Cell::Text(if slice.makers.is_empty() { now.join(", ") } else { "see below".to_owned() }),
            ]);
        }
        let (amount, credited) = (sum(|slice| slice.amount), sum(|slice| slice.credited));
        table.row([
            Cell::text("together"),
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
        let mut table = Table::new(&[
            "maker",
            "share",
            "exchange",
            "given back",
            "kept",
            "in her hand",
            "still to come",
            "owes back",
            "borne for her",
            "days",
        ]);
        for maker in self.makers() {
            table.row([
                Cell::text(maker.member),
                maker.share.into(),
                Cell::unless_zero(maker.exchange_difference),
                Cell::unless_zero(maker.credited),
                Cell::unless_zero(maker.deducted()),
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
        let mut table = Table::new(&["maker", "under", "pays back", "on", "amount"]);
        for maker in self.makers() {
            for line in &maker.deductions {
                let which = line.of.map_or(String::new(), |of| format!(" {of}"));
                table.row([
                    Cell::text(maker.member),
                    Cell::text(line.clause),
                    Cell::text(format!("{}{which}", line.recovers.words())),
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
        let mut table = Table::new(&[
            "maker",
            "payout",
            "by",
            "state",
            "since",
            "amount",
            "in her hand",
            "days",
            "she says",
            "why",
        ]);
        for maker in self.makers() {
            for line in &maker.payouts {
                table.row([
                    Cell::text(maker.member),
                    Cell::text(line.payout),
                    Cell::text(method(line.method)),
                    Cell::text(line.state.words()),
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

fn end(end: &End) -> String {
    let on = end.on.map_or(String::new(), |on| format!(" on {on}"));
    if end.amount.0.is_negative() {
        return format!("{} to be given back", end.amount.size());
    }
    format!("{} {}{on}", end.amount, end.end.word())
}

impl PayoutTrace {
    /// Each member's part.
    #[must_use]
    pub fn items_table(&self) -> Table {
        let mut table = Table::new(&[
            "member",
            "by",
            "state",
            "since",
            "amount",
            "in her hand",
            "on its way",
            "went back",
            "she says",
            "why",
        ]);
        for item in &self.slices {
            table.row([
                Cell::text(item.member),
                Cell::text(method(item.method)),
                Cell::text(item.state.words()),
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
        let mut table = Table::new(&["member", "sale", "buyer", "amount", "the buyer paid on", "days"]);
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
