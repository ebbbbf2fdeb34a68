//! Orders and how far each has come: what was paid in advance, what was invoiced, what is still to be paid.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::balances::Map;
use crate::event::Event;
use crate::id::{OrderId, PartyId, SaleId};
use crate::money::Money;
use crate::record::Record;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// One order. Its amounts are in its own currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// Who ordered.
    pub buyer: PartyId,
    /// When.
    pub placed_on: Date,
    /// The whole price.
    pub total: Money,
    /// What was paid in advance.
    pub advanced: Money,
    /// What of that is not set against a sale yet.
    pub advance_left: Money,
    /// What was invoiced, less credit notes.
    pub invoiced: Money,
    /// What of that is not paid.
    pub unpaid: Money,
    /// The first day on which something unpaid is due.
    pub due_on: Option<Date>,
}

/// An invoice of an order.
#[derive(Debug, Clone)]
struct Invoice {
    order: OrderId,
    due_on: Option<Date>,
    unpaid: Money,
}

/// Follows one cooperative's orders.
#[derive(Debug, Clone, Default)]
pub(crate) struct Orders {
    orders: BTreeMap<OrderId, OrderLine>,
    invoices: Map<SaleId, Invoice>,
}

/// A sum of amounts in one currency by construction.
fn add(to: &mut Money, amount: Money) {
    *to = Money::new(to.minor() + amount.minor(), to.currency());
}

impl Orders {
    /// Folds the next record in, if it counts at the end.
    pub(crate) fn take(&mut self, record: &Record) {
        let event = &record.event;
        if let Event::OrderPlaced(e) = event {
            let nothing = e.total.currency().zero();
            let line = OrderLine {
                buyer: e.buyer,
                placed_on: record.envelope.occurred_on,
                total: e.total,
                advanced: nothing,
                advance_left: nothing,
                invoiced: nothing,
                unpaid: nothing,
                due_on: None,
            };
            self.orders.insert(e.order, line);
        } else if let Event::AdvanceReceived(e) = event {
            if let Some(order) = self.orders.get_mut(&e.order) {
                add(&mut order.advanced, e.amount);
                add(&mut order.advance_left, e.amount);
            }
        } else if let Event::SaleRecorded(e) = event {
            if let Some((id, order)) = e.order.and_then(|id| Some((id, self.orders.get_mut(&id)?))) {
                add(&mut order.invoiced, e.total);
                self.invoices.insert(e.sale, Invoice { order: id, due_on: e.due_on, unpaid: e.total });
            }
        } else if let Event::AdvanceOffset(e) = event {
            if let Some(order) = self.orders.get_mut(&e.order) {
                add(&mut order.advance_left, e.amount.negated());
            }
            self.pay(e.sale, e.amount);
        } else if let Event::PaymentAllocated(e) = event {
            e.settles.iter().for_each(|settled| self.pay(settled.sale, settled.amount));
        } else if let Event::RefundIssued(e) = event {
            self.pay(e.sale, e.amount.negated());
        } else if let Event::CreditNoteIssued(e) = event {
            self.pay(e.sale, e.amount);
            let order = self.invoices.get(&e.sale).and_then(|invoice| self.orders.get_mut(&invoice.order));
            order.into_iter().for_each(|order| add(&mut order.invoiced, e.amount.negated()));
        }
    }

    fn pay(&mut self, sale: SaleId, amount: Money) {
        if let Some(invoice) = self.invoices.get_mut(&sale) {
            add(&mut invoice.unpaid, amount.negated());
        }
    }

    /// Every order, with what of its invoices is not paid.
    pub(crate) fn lines(&self) -> BTreeMap<OrderId, OrderLine> {
        let mut lines = self.orders.clone();
        for invoice in self.invoices.values() {
            let Some(line) = lines.get_mut(&invoice.order) else { continue };
            add(&mut line.unpaid, invoice.unpaid);
            if invoice.unpaid.is_positive() {
                line.due_on = line.due_on.into_iter().chain(invoice.due_on).min();
            }
        }
        lines
    }
}

/// The orders as a table, each in its own currency, with the days since something unpaid was due.
pub(crate) fn table(lines: &BTreeMap<OrderId, OrderLine>, as_of: Option<Date>) -> Table {
    let heads = [
        Term::Order,
        Term::Buyer,
        Term::On,
        Term::OrderTotal,
        Term::AdvanceIn,
        Term::AdvanceLeft,
        Term::Invoiced,
        Term::Unpaid,
        Term::DueOn,
        Term::DaysOverdue,
    ];
    let mut table = Table::new(Term::Orders, heads);
    let unless_zero = |money: Money| if money.is_zero() { Cell::Empty } else { Cell::Money(money) };
    for (order, line) in lines {
        let overdue = line.due_on.zip(as_of).map(|(due, today)| i64::from((today - due).get_days()));
        table.row([
            Cell::text(order),
            Cell::text(line.buyer),
            line.placed_on.into(),
            Cell::Money(line.total),
            unless_zero(line.advanced),
            unless_zero(line.advance_left),
            unless_zero(line.invoiced),
            unless_zero(line.unpaid),
            line.due_on.into(),
            overdue.filter(|days| *days > 0).map_or(Cell::Empty, Cell::Days),
        ]);
    }
    table
}
