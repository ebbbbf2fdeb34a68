//! The tables of a statement.

use crate::report::payout_item::ItemLine;
use crate::report::statement::Statement;
use crate::report::table::{Cell, Table};
use crate::report::trace::tables::{method, she_says};

impl Statement {
    /// The sales her shares come from.
    #[must_use]
    pub fn sales_table(&self) -> Table {
        let mut table =
            Table::new(&["sale", "on", "buyer", "before deductions", "kept", "given back", "exchange", "mine"]);
        for line in &self.sales {
            table.row([
                Cell::text(line.sale),
                line.on.into(),
                line.buyer.map(Cell::text).into(),
                line.share.into(),
                Cell::unless_zero(line.deducted),
                Cell::unless_zero(line.credited),
                Cell::unless_zero(line.exchange_difference),
                line.hers.into(),
            ]);
        }
        table
    }

    /// What was kept of her shares, one by one.
    #[must_use]
    pub fn deductions_table(&self) -> Table {
        let mut table = Table::new(&["on", "sale", "under", "pays back", "amount"]);
        for line in &self.deductions {
            let which = line.of.map_or(String::new(), |of| format!(" {of}"));
            table.row([
                line.on.into(),
                Cell::text(line.sale),
                Cell::text(line.clause),
                Cell::text(format!("{}{which}", line.recovers.words())),
                line.amount.into(),
            ]);
        }
        table
    }

    /// Her payouts.
    #[must_use]
    pub fn payouts_table(&self) -> Table {
        let mut table = Table::new(&["payout", "by", "state", "since", "amount", "in my hand", "I said"]);
        for line in &self.payouts {
            let ItemLine { payout, state, since, amount, paid, .. } = line;
            table.row([
                Cell::text(payout),
                Cell::text(method(line.method)),
                Cell::text(state.words()),
                (*since).into(),
                (*amount).into(),
                Cell::unless_zero(*paid),
                she_says(line.acknowledged, line.disputed),
            ]);
        }
        table
    }
}
