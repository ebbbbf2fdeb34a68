//! The index: which records concern a sale, a payout or a member. Positions only, a few dozen bytes an entry.
//!
//! A sale's records are its batch, the payments and advances that paid it, and every record up to the payee's word about
//! the payouts that carried a part of it. Which those are is asked of postings and of `refs`; what links a payout or a
//! payment to sales recorded elsewhere is remembered here. What a sale is about, its makers are, as far as they are named
//! in it: her statement asks when her buyers paid.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::account::Account;
use crate::book::Book;
use crate::book::state::Cooperative;
use crate::book::state::trade::Sale;
use crate::event::Event;
use crate::id::{Code, CooperativeId, MemberId, OrderId, PaymentId, PayoutId, SaleId, ShipmentId};
use crate::later::{Later, by_id, pack_ids};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::table::{Map, Table};
use crate::view::positions::Positions;
use crate::view::refs::{Ref, refs};

/// Which records concern what, for every cooperative of a book.
#[derive(Debug, Clone, Default)]
pub struct Index {
    cooperatives: BTreeMap<CooperativeId, Later<Shelf>>,
    /// Reused for each record.
    scratch: Scratch,
}

impl PartialEq for Index {
    fn eq(&self, other: &Index) -> bool {
        self.cooperatives == other.cooperatives
    }
}

/// An index is packed in parts, so that each can be unpacked when it is asked for: of which cooperatives it is, and the
/// shelf of every one.
impl Index {
    /// Appends which cooperatives there are.
    pub fn pack_frame(&self, out: &mut Vec<u8>) {
        pack_ids(&self.cooperatives, out);
    }

    /// The other parts, in the order of the cooperatives.
    pub fn parts(&self) -> impl Iterator<Item = &Later<Shelf>> {
        self.cooperatives.values()
    }

    /// Takes the ids of the cooperatives off the front of the bytes and puts their shelves there.
    pub fn of_parts(frame: &mut &[u8], shelves: Vec<Later<Shelf>>) -> Option<Index> {
        Some(Index { cooperatives: by_id(frame, shelves)?, scratch: Scratch::default() })
    }
}

/// The positions of one cooperative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    pub(super) sales: Table<SaleId, Positions>,
    pub(super) payouts: Table<PayoutId, Linked>,
    pub(super) members: Map<MemberId, Positions>,
    payments: Table<PaymentId, Linked>,
    orders: Table<OrderId, Positions>,
    shipments: Table<ShipmentId, Linked>,
    beside: Table<Code, Linked>,
}

packed!(struct Shelf { sales, payouts, members, payments, orders, shipments, beside });

/// Positions of something that concerns sales, and those sales.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Linked {
    positions: Positions,
    sales: BTreeSet<SaleId>,
}

packed!(struct Linked { positions, sales });

/// What one record speaks of.
#[derive(Debug, Clone, Default)]
struct Scratch {
    postings: Vec<Posting>,
    refs: Vec<Ref>,
    sales: Vec<SaleId>,
    members: Vec<MemberId>,
    /// Whether it gives members what they have of a sale.
    divides: bool,
}

impl Index {
    /// Folds the next record in. The book has it already; what is unread in it is not here either.
    pub fn apply(&mut self, record: &Record, book: &Book) {
        let scope = record.envelope.scope;
        if let Some(scope) = scope.filter(|_| !book.has_unread(scope))
            && let Some(cooperative) = book.cooperatives.get(&scope)
        {
            self.note(record, scope, cooperative);
        }
    }

    /// Notes a record of a cooperative, which has it already.
    pub fn note(&mut self, record: &Record, scope: CooperativeId, cooperative: &Cooperative) {
        let shelf = self.cooperatives.entry(scope).or_default();
        self.scratch.read(&record.event);
        shelf.note(record.envelope.position, &self.scratch, cooperative);
    }

    /// Takes over all that another has, of other cooperatives.
    pub fn take_over(&mut self, other: Index) {
        self.cooperatives.extend(other.cooperatives);
    }

    /// The records of a sale: its batch, what paid it, and what became of each part of it.
    #[must_use]
    pub fn sale(&self, cooperative: CooperativeId, sale: SaleId) -> Option<Vec<u64>> {
        self.shelf(cooperative)?.sales.get(&sale).map(|positions| positions.iter().collect())
    }

    /// The records of a payout, and of the sales its money comes from.
    #[must_use]
    pub fn payout(&self, cooperative: CooperativeId, payout: PayoutId) -> Option<Vec<u64>> {
        let shelf = self.shelf(cooperative)?;
        let linked = shelf.payouts.get(&payout)?;
        let mut all: BTreeSet<u64> = linked.positions.iter().collect();
        for sale in linked.sales.iter().filter_map(|sale| shelf.sales.get(sale)) {
            all.extend(sale.iter());
        }
        Some(all.into_iter().collect())
    }

    /// The records that concern a member.
    #[must_use]
    pub fn member(&self, cooperative: CooperativeId, member: MemberId) -> Option<Vec<u64>> {
        self.shelf(cooperative)?.members.get(&member).map(|positions| positions.iter().collect())
    }

    pub(super) fn shelves(&self) -> impl Iterator<Item = (CooperativeId, &Shelf)> {
        self.cooperatives.iter().map(|(id, shelf)| (*id, &**shelf))
    }

    fn shelf(&self, cooperative: CooperativeId) -> Option<&Shelf> {
        self.cooperatives.get(&cooperative).map(|shelf| &**shelf)
    }
}

impl Scratch {
    fn read(&mut self, event: &Event) {
        let serves = matches!(event, Event::CommissionCharged(e) if e.to.member().is_some());
        self.divides = serves || matches!(event, Event::ProceedsAllocated(_));
        let Scratch { postings: moved, refs: named, sales, members, .. } = self;
        moved.clear();
        named.clear();
        sales.clear();
        members.clear();
        postings(event, moved);
        refs(event, |name| named.push(name));
        for posting in moved.iter() {
            sales.extend(posting.sale);
            members.extend(posting.account.member());
            if let Account::PayoutSent(payout, member) = posting.account {
                named.push(Ref::Item(payout, member));
            }
        }
        for name in named.iter() {
            match *name {
                Ref::Sale(sale) => sales.push(sale),
                Ref::Member(member) | Ref::Item(_, member) => members.push(member),
                Ref::Payout(_)
                | Ref::Payment(_)
                | Ref::Order(_)
                | Ref::Shipment(_)
                | Ref::Beside(_)
                | Ref::Record(..) => {}
            }
        }
        sales.dedup();
        members.dedup();
    }
}

impl Shelf {
    fn note(&mut self, position: u64, record: &Scratch, book: &Cooperative) {
        for sale in &record.sales {
            self.sales.get_or_default(sale).note(position);
        }
        let divided = record.sales.iter().filter(|_| record.divides).filter_map(|sale| self.sales.get(sale));
        let divided: Vec<Cow<'_, Positions>> = divided.collect();
        for member in &record.members {
            let known = self.members.entry(*member).or_default();
            divided.iter().for_each(|positions| known.note_all(positions));
            known.note(position);
        }
        for name in &record.refs {
            match *name {
                Ref::Member(_) => {}
                Ref::Sale(sale) => self.note_makers(position, sale, &record.members, book),
                Ref::Payout(payout) => self.note_payout(position, payout, None, record, book),
                Ref::Item(payout, member) => self.note_payout(position, payout, Some(member), record, book),
                Ref::Payment(payment) => self.note_payment(position, payment, record, book),
                Ref::Order(order) => self.note_order(position, order, record),
                Ref::Shipment(shipment) => self.note_shipment(position, shipment, record),
                Ref::Beside(code) => self.note_beside(position, code, record),
                Ref::Record(target, of) => self.note_correction(position, target, of, book),
            }
        }
    }

    /// A record that names a payout and moves nothing, such as an approval, concerns the members and sales behind it.
    fn note_payout(
        &mut self,
        position: u64,
        payout: PayoutId,
        member: Option<MemberId>,
        record: &Scratch,
        book: &Cooperative,
    ) {
        let linked = self.payouts.get_or_default(&payout);
        linked.positions.note(position);
        linked.sales.extend(&record.sales);
        if !record.sales.is_empty() {
            return;
        }
        let Some(payout) = book.payouts.get(&payout) else { return };
        let items = payout.items.iter();
        for (payee, item) in items.filter(|(payee, _)| member.is_none_or(|member| member == **payee)) {
            self.members.entry(*payee).or_default().note(position);
            for source in &item.sources {
                self.sales.get_or_default(&source.sale).note(position);
            }
        }
    }

    /// What was known of a payment before concerns the sales it pays now; what comes after does as well.
    fn note_payment(&mut self, position: u64, payment: PaymentId, record: &Scratch, book: &Cooperative) {
        let linked = self.payments.get_or_default(&payment);
        linked.positions.note(position);
        linked.sales.extend(&record.sales);
        for sale in &linked.sales {
            self.sales.get_or_default(sale).note_all(&linked.positions);
            let Some(sale) = book.sales.get(sale) else { continue };
            for member in makers(&sale) {
                self.members.entry(member).or_default().note_all(&linked.positions);
            }
        }
    }

    /// What concerns a sale concerns those who made and served it. Most records that divide it name them in the same order,
    /// and who was noted by it is not looked up again.
    fn note_makers(&mut self, position: u64, sale: SaleId, noted: &[MemberId], book: &Cooperative) {
        let Some(sale) = book.sales.get(&sale) else { return };
        let mut noted = noted.iter();
        for member in makers(&sale) {
            if noted.as_slice().first() == Some(&member) {
                noted.next();
            } else {
                self.members.entry(member).or_default().note(position);
            }
        }
    }

    /// An order and its advances concern the sales that fulfil it.
    fn note_order(&mut self, position: u64, order: OrderId, record: &Scratch) {
        let known = self.orders.get_or_default(&order);
        if record.sales.is_empty() {
            known.note(position);
        }
        for sale in &record.sales {
            self.sales.get_or_default(sale).note_all(known);
        }
    }

    /// The freight of a shipment was divided before its sales are recorded, and concerns each of them.
    fn note_shipment(&mut self, position: u64, shipment: ShipmentId, record: &Scratch) {
        let linked = self.shipments.get_or_default(&shipment);
        if record.sales.is_empty() {
            linked.positions.note(position);
        }
        linked.sales.extend(&record.sales);
        for sale in &record.sales {
            self.sales.get_or_default(sale).note_all(&linked.positions);
        }
    }

    /// What is taken back by a code of its own leads a correction to its sale.
    fn note_beside(&mut self, position: u64, code: Code, record: &Scratch) {
        let linked = self.beside.get_or_default(&code);
        linked.positions.note(position);
        linked.sales.extend(&record.sales);
    }

    /// A correction concerns whatever its target concerned. The target's code says where to look for that record.
    fn note_correction(&mut self, position: u64, target: u64, of: Code, book: &Cooperative) {
        let mut sales: Vec<SaleId> = vec![SaleId(of)];
        let payout = self.payouts.get_mut(&PayoutId(of));
        let shipment = self.shipments.get_mut(&ShipmentId(of));
        for linked in [payout, self.payments.get_mut(&PaymentId(of)), shipment, self.beside.get_mut(&of)] {
            if let Some(linked) = linked.filter(|linked| linked.positions.has(target)) {
                linked.positions.note(position);
                sales.extend(&linked.sales);
            }
        }
        for sale in sales {
            if let Some(known) = self.sales.get_mut(&sale).filter(|known| known.has(target)) {
                known.note(position);
                self.note_makers(position, sale, &[], book);
            }
        }
    }
}

/// The makers of a sale, once it has been divided, and who served it.
fn makers(sale: &Sale) -> impl Iterator<Item = MemberId> {
    let served = sale.slices.iter().filter_map(|slice| slice.to.member());
    sale.makers.iter().map(|share| share.member).chain(served)
}
