//! Orders and how far each has come: what was agreed, paid in advance, delivered, accepted, invoiced, and still to be paid.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::book::state::trade::pay_by;
use crate::event::Event;
use crate::event::order::OrderLine as Ordered;
use crate::id::{DeliveryId, OrderId, PartyId, SaleId};
use crate::money::{Money, Rate};
use crate::record::Record;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::table::Map;

/// One order. Its amounts are in its own currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// Who ordered.
    pub buyer: PartyId,
    /// When.
    pub placed_on: Date,
    /// How far it has come.
    pub state: OrderState,
    /// The whole price.
    pub total: Money,
    /// The part of it that was agreed to be paid before work begins.
    pub deposit: Option<Rate>,
    /// What was paid in advance, less what was given back of it.
    pub advanced: Money,
    /// What of that is not set against a sale yet.
    pub advance_left: Money,
    /// What was invoiced, less credit notes.
    pub invoiced: Money,
    /// What of that is not paid.
    pub unpaid: Money,
    /// The first day on which something unpaid is due: where none was agreed, the law's.
    pub due_on: Option<Date>,
    /// Whether something unpaid of it is due on the law's day.
    pub due_by_law: bool,
    /// Its pieces, where it says them.
    pub pieces: Option<Pieces>,
}

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// It was placed.
    Placed,
    /// The cooperative has said yes to it as it stands.
    Confirmed,
    /// It was changed since, and waits to be confirmed again.
    Changed,
    /// It was cancelled.
    Cancelled,
}

/// The pieces of an order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Ordered.
    pub ordered: Decimal,
    /// Delivered, each counted once.
    pub delivered: Decimal,
    /// Accepted by the buyer.
    pub accepted: Decimal,
    /// Rejected, and not presented again.
    pub rejected: Decimal,
}

/// An invoice of an order.
#[derive(Debug, Clone)]
struct Invoice {
    order: OrderId,
    due_on: Date,
    agreed: bool,
    unpaid: Money,
}

/// Follows one cooperative's orders.
#[derive(Debug, Clone, Default)]
pub(crate) struct Orders {
    orders: BTreeMap<OrderId, OrderLine>,
    deliveries: Map<DeliveryId, OrderId>,
    invoices: Map<SaleId, Invoice>,
}

/// A sum of amounts in one currency by construction.
fn add(to: &mut Money, amount: Money) {
    *to = Money::new(to.minor() + amount.minor(), to.currency());
}

impl OrderState {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            OrderState::Placed => Term::OrderIsPlaced,
            OrderState::Confirmed => Term::OrderIsConfirmed,
            OrderState::Changed => Term::OrderIsChanged,
            OrderState::Cancelled => Term::OrderIsCancelled,
        }
    }
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
                state: OrderState::Placed,
                total: e.total,
                deposit: e.deposit,
                advanced: nothing,
                advance_left: nothing,
                invoiced: nothing,
                unpaid: nothing,
                due_on: None,
                due_by_law: false,
                pieces: ordered(&e.lines),
            };
            self.orders.insert(e.order, line);
        } else if let Event::OrderConfirmed(e) = event {
            self.change(e.order, |order| order.state = OrderState::Confirmed);
        } else if let Event::OrderChanged(e) = event {
            self.change(e.order, |order| {
                order.state = OrderState::Changed;
                order.total = e.total;
                let now = ordered(&e.lines).map(|pieces| pieces.ordered);
                order.pieces = now.map(|ordered| Pieces { ordered, ..order.pieces.unwrap_or_default() });
            });
        } else if let Event::OrderCancelled(e) = event {
            self.change(e.order, |order| order.state = OrderState::Cancelled);
        } else if let Event::AdvanceReceived(e) = event {
            self.advance(e.order, e.amount, e.amount);
        } else if let Event::AdvanceRefunded(e) = event {
            self.advance(e.order, e.amount.negated(), e.amount.negated());
        } else if let Event::AdvanceOffset(e) = event {
            self.advance(e.order, e.amount.currency().zero(), e.amount.negated());
            self.pay(e.sale, e.amount);
        } else {
            self.deliver(event);
            self.invoice(event, record.envelope.occurred_on);
        }
    }

    fn deliver(&mut self, event: &Event) {
        if let Event::GoodsDelivered(e) = event {
            self.deliveries.insert(e.delivery, e.order);
            let delivered: Decimal = e.lines.iter().map(|line| line.quantity.decimal()).sum();
            self.count(e.delivery, |pieces| pieces.delivered += delivered);
        } else if let Event::DeliveryInspected(e) = event {
            let accepted: Decimal = e.lines.iter().map(|line| line.accepted.decimal()).sum();
            let rejected: Decimal = e.lines.iter().map(|line| line.rejected.decimal()).sum();
            self.count(e.delivery, |pieces| {
                pieces.accepted += accepted;
                pieces.rejected += rejected;
            });
        } else if let Event::GoodsReworked(e) = event {
            let again: Decimal = e.lines.iter().map(|line| line.quantity.decimal()).sum();
            self.count(e.delivery, |pieces| pieces.rejected -= again);
        }
    }

    fn invoice(&mut self, event: &Event, on: Date) {
        if let Event::SaleRecorded(e) = event
            && let Some(order) = e.order.filter(|order| self.orders.contains_key(order))
        {
            self.change(order, |line| add(&mut line.invoiced, e.total));
            let agreed = e.falls_due();
            let (due_on, agreed) = (pay_by(agreed, on), agreed.is_some());
            self.invoices.insert(e.sale, Invoice { order, due_on, agreed, unpaid: e.total });
        } else if let Event::PaymentAllocated(e) = event {
            e.settles.iter().for_each(|settled| self.pay(settled.sale, settled.amount));
        } else if let Event::RefundIssued(e) = event {
            self.pay(e.sale, e.amount.negated());
        } else if let Event::CreditNoteIssued(e) = event {
            self.pay(e.sale, e.amount);
            if let Some(order) = self.invoices.get(&e.sale).map(|invoice| invoice.order) {
                self.change(order, |line| add(&mut line.invoiced, e.amount.negated()));
            }
        }
    }

    fn change(&mut self, order: OrderId, change: impl FnOnce(&mut OrderLine)) {
        if let Some(order) = self.orders.get_mut(&order) {
            change(order);
        }
    }

    fn advance(&mut self, order: OrderId, paid: Money, left: Money) {
        self.change(order, |order| {
            add(&mut order.advanced, paid);
            add(&mut order.advance_left, left);
        });
    }

    fn count(&mut self, delivery: DeliveryId, count: impl FnOnce(&mut Pieces)) {
        if let Some(order) = self.deliveries.get(&delivery).copied() {
            self.change(order, |order| count(order.pieces.get_or_insert_default()));
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
                line.due_on = line.due_on.into_iter().chain([invoice.due_on]).min();
                line.due_by_law |= !invoice.agreed;
            }
        }
        lines
    }
}

/// The pieces of the lines of an order; none, if it does not say them.
fn ordered(lines: &[Ordered]) -> Option<Pieces> {
    let ordered = lines.iter().map(|line| line.quantity.decimal()).sum();
    (!lines.is_empty()).then(|| Pieces { ordered, ..Pieces::default() })
}

/// The orders as a table, each in its own currency, with the days since something unpaid was due.
pub(crate) fn table(lines: &BTreeMap<OrderId, OrderLine>, as_of: Option<Date>) -> Table {
    let heads = [
        Term::Order,
        Term::Buyer,
        Term::On,
        Term::State,
        Term::OrderTotal,
        Term::DepositAgreed,
        Term::AdvanceIn,
        Term::AdvanceLeft,
        Term::PiecesOrdered,
        Term::PiecesDelivered,
        Term::PiecesAccepted,
        Term::PiecesRejected,
        Term::Invoiced,
        Term::Unpaid,
        Term::DueOn,
        Term::DaysOverdue,
    ];
    let mut table = Table::new(Term::Orders, heads);
    let unless_zero = |money: Money| if money.is_zero() { Cell::Empty } else { Cell::Money(money) };
    for (order, line) in lines {
        let overdue = line.due_on.zip(as_of).map(|(due, today)| i64::from((today - due).get_days()));
        let pieces = |part: fn(Pieces) -> Decimal| line.pieces.map_or(Cell::Empty, |pieces| Cell::Number(part(pieces)));
        let deposit = line.deposit.map(|rate| (rate.decimal() * Decimal::ONE_HUNDRED).normalize());
        table.row([
            Cell::text(order),
            Cell::text(line.buyer),
            line.placed_on.into(),
            line.state.term().into(),
            Cell::Money(line.total),
            deposit.map_or(Cell::Empty, Cell::Percent),
            unless_zero(line.advanced),
            unless_zero(line.advance_left),
            pieces(|pieces| pieces.ordered),
            pieces(|pieces| pieces.delivered),
            pieces(|pieces| pieces.accepted),
            pieces(|pieces| pieces.rejected),
            unless_zero(line.invoiced),
            unless_zero(line.unpaid),
            line.due_on.into(),
            overdue.filter(|days| *days > 0).map_or(Cell::Empty, Cell::Days),
        ]);
    }
    table
}
