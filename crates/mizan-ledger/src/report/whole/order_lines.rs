//! The lines of orders, a product in one size each: how many pieces were ordered, where they are, and what is still to come.
//!
//! Deliveries, inspections and invoices name the line, so every figure is of one size. Of each line, what waits, what was
//! accepted and what stays rejected are together what was delivered. An order that says no lines is not here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::book::Book;
use crate::event::Event;
use crate::event::order::OrderLine;
use crate::event::trade::SaleRecorded;
use crate::id::{Code, CooperativeId, DeliveryId, OrderId, SaleId};
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::orders::OrderState;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::table::Map;
use crate::text::Label;

/// The lines of orders.
pub(crate) const ORDER_LINES: Query =
    Query::report("order-lines", Term::OrderLines, Term::Pieces, Note::OrderLines, |_| Box::new(Lines::default()));

#[derive(Default)]
struct Lines(BTreeMap<CooperativeId, OfOne>);

/// One cooperative's orders.
#[derive(Default)]
struct OfOne {
    orders: BTreeMap<OrderId, Order>,
    deliveries: Map<DeliveryId, OrderId>,
    invoices: Map<SaleId, Invoice>,
}

/// One order: its lines in its own sequence.
struct Order {
    state: OrderState,
    lines: Vec<Line>,
}

/// One line of an order.
struct Line {
    line: Code,
    product: Label,
    size: Option<Label>,
    pieces: Pieces,
}

/// The pieces of a line, or of a whole order.
#[derive(Clone, Copy, Default)]
struct Pieces {
    ordered: Decimal,
    delivered: Decimal,
    waiting: Decimal,
    accepted: Decimal,
    rejected: Decimal,
    reworked: Decimal,
    invoiced: Decimal,
    to_come: Decimal,
}

/// An invoice of an order's pieces, and what of it is not credited.
struct Invoice {
    order: OrderId,
    pieces: Vec<(Code, Decimal)>,
    left: i128,
}

impl Fold for Lines {
    fn take(&mut self, counts: Counts, record: &Record) {
        let scope = record.envelope.scope.filter(|_| counts.at_the_end());
        scope.into_iter().for_each(|scope| self.0.entry(scope).or_default().take(&record.event));
    }
}

impl Reckon for Lines {
    fn write(self: Box<Self>, _: &Book, _: Option<Date>, page: &mut Page) {
        for (cooperative, of_one) in &self.0 {
            page.table(table(&of_one.orders).of(cooperative));
        }
    }
}

impl OfOne {
    fn take(&mut self, event: &Event) {
        if let Event::OrderPlaced(e) = event {
            self.orders.entry(e.order).or_insert_with(Order::new).says(OrderState::Placed, &e.lines);
        } else if let Event::OrderConfirmed(e) = event {
            self.change(e.order, |order| order.state = OrderState::Confirmed);
        } else if let Event::OrderChanged(e) = event {
            self.change(e.order, |order| order.says(OrderState::Changed, &e.lines));
        } else if let Event::OrderCancelled(e) = event {
            self.change(e.order, |order| order.state = OrderState::Cancelled);
        } else if let Event::GoodsDelivered(e) = event {
            self.deliveries.insert(e.delivery, e.order);
            for part in &e.lines {
                self.count(e.order, part.line, |pieces| {
                    pieces.delivered += part.quantity.decimal();
                    pieces.waiting += part.quantity.decimal();
                });
            }
        } else if let Event::SaleRecorded(e) = event {
            self.invoice(e);
        } else if let Event::CreditNoteIssued(e) = event {
            let again = e.reason.can_be_invoiced_again();
            let undone = self.invoices.get_mut(&e.sale).and_then(|invoice| {
                invoice.left -= e.amount.minor();
                (invoice.left <= 0 && again).then(|| (invoice.order, std::mem::take(&mut invoice.pieces)))
            });
            for (order, line, quantity) in undone.into_iter().flat_map(each) {
                self.count(order, line, |pieces| pieces.invoiced -= quantity);
            }
        } else {
            self.inspect(event);
        }
    }

    fn inspect(&mut self, event: &Event) {
        if let Event::DeliveryInspected(e) = event
            && let Some(&order) = self.deliveries.get(&e.delivery)
        {
            for part in &e.lines {
                let (accepted, rejected) = (part.accepted.decimal(), part.rejected.decimal());
                self.count(order, part.line, |pieces| {
                    pieces.waiting -= accepted + rejected;
                    pieces.accepted += accepted;
                    pieces.rejected += rejected;
                });
            }
        } else if let Event::GoodsReworked(e) = event
            && let Some(&order) = self.deliveries.get(&e.delivery)
        {
            for part in &e.lines {
                self.count(order, part.line, |pieces| {
                    pieces.rejected -= part.quantity.decimal();
                    pieces.reworked += part.quantity.decimal();
                    pieces.waiting += part.quantity.decimal();
                });
            }
        }
    }

    fn invoice(&mut self, e: &SaleRecorded) {
        let Some(order) = e.order else { return };
        let pieces: Vec<_> = e.lines.iter().filter_map(|line| Some((line.line?, line.quantity.decimal()))).collect();
        for (line, quantity) in &pieces {
            self.count(order, *line, |pieces| pieces.invoiced += quantity);
        }
        self.invoices.insert(e.sale, Invoice { order, pieces, left: e.total.minor() });
    }

    fn change(&mut self, order: OrderId, change: impl FnOnce(&mut Order)) {
        if let Some(order) = self.orders.get_mut(&order) {
            change(order);
        }
    }

    fn count(&mut self, order: OrderId, line: Code, count: impl FnOnce(&mut Pieces)) {
        let lines = self.orders.get_mut(&order).map(|order| &mut order.lines);
        if let Some(known) = lines.into_iter().flatten().find(|known| known.line == line) {
            count(&mut known.pieces);
        }
    }
}

/// The pieces of an invoice, each with its order.
fn each((order, pieces): (OrderId, Vec<(Code, Decimal)>)) -> impl Iterator<Item = (OrderId, Code, Decimal)> {
    pieces.into_iter().map(move |(line, quantity)| (order, line, quantity))
}

impl Order {
    fn new() -> Order {
        Order { state: OrderState::Placed, lines: Vec::new() }
    }

    /// All its lines from now on. What was delivered and rejected of a line that is gone did happen, and stays.
    fn says(&mut self, state: OrderState, lines: &[OrderLine]) {
        self.state = state;
        for known in &mut self.lines {
            known.pieces.ordered = Decimal::ZERO;
        }
        for said in lines {
            let place = self.lines.iter().position(|known| known.line == said.line);
            let pieces = place.map(|place| self.lines.remove(place).pieces).unwrap_or_default();
            let pieces = Pieces { ordered: said.quantity.decimal(), ..pieces };
            self.lines.push(Line { line: said.line, product: said.product.clone(), size: said.size.clone(), pieces });
        }
        self.lines.retain(|line| !line.pieces.ordered.is_zero() || !line.pieces.delivered.is_zero());
    }

    /// Its lines, with what is still to come of each: nothing more of an order that was cancelled.
    fn open(&self) -> impl Iterator<Item = (&Line, Pieces)> {
        self.lines.iter().map(|line| {
            let pieces = line.pieces;
            let bound = (pieces.waiting + pieces.accepted).max(pieces.invoiced);
            let left = if self.state == OrderState::Cancelled {
                Decimal::ZERO
            } else {
                (pieces.ordered - bound).max(Decimal::ZERO)
            };
            (line, Pieces { to_come: left, ..pieces })
        })
    }
}

impl Pieces {
    fn plus(self, other: Pieces) -> Pieces {
        Pieces {
            ordered: self.ordered + other.ordered,
            delivered: self.delivered + other.delivered,
            waiting: self.waiting + other.waiting,
            accepted: self.accepted + other.accepted,
            rejected: self.rejected + other.rejected,
            reworked: self.reworked + other.reworked,
            invoiced: self.invoiced + other.invoiced,
            to_come: self.to_come + other.to_come,
        }
    }

    fn cells(self) -> [Cell; 8] {
        let Pieces { ordered, delivered, waiting, accepted, rejected, reworked, invoiced, to_come } = self;
        let all = [ordered, delivered, waiting, accepted, rejected, reworked, invoiced, to_come];
        all.map(|number| if number.is_zero() { Cell::Empty } else { Cell::Number(number.normalize()) })
    }
}

/// A row for each line, and one for all of an order that has several.
fn table(orders: &BTreeMap<OrderId, Order>) -> Table {
    let heads = [
        Term::Order,
        Term::State,
        Term::OrderLine,
        Term::Product,
        Term::Size,
        Term::PiecesOrdered,
        Term::PiecesDelivered,
        Term::PiecesWaiting,
        Term::PiecesAccepted,
        Term::PiecesRejected,
        Term::PiecesReworked,
        Term::PiecesInvoiced,
        Term::PiecesToCome,
    ];
    let mut table = Table::new(Term::OrderLines, heads);
    for (id, order) in orders {
        let state: Cell = order.state.term().into();
        for (line, pieces) in order.open() {
            let size = line.size.as_ref().map(Cell::text).into();
            let head = [Cell::text(id), state.clone(), Cell::text(line.line), Cell::text(&line.product), size];
            table.row(head.into_iter().chain(pieces.cells()));
        }
        if order.lines.len() > 1 {
            let all = order.open().fold(Pieces::default(), |all, (_, pieces)| all.plus(pieces));
            let head = [Cell::text(id), state, Term::Together.into(), Cell::Empty, Cell::Empty];
            table.row(head.into_iter().chain(all.cells()));
        }
    }
    table
}

#[cfg(test)]
mod tests;
