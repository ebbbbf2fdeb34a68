//! A provenance card: of a product or a piece, where it was made and by whom, which conditions were checked, and where
//! its price went.
//!
//! It is about the sales of nothing else: a sale of several products has one price, which nobody can divide among them.
//! A maker stands under her pseudonym. Her name is shown only where she consented to it and somebody who holds it gives
//! it; the ledger has no names.

mod page;
mod sold;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::agreement::facts::Maker;
use crate::book::Book;
use crate::event::Event;
use crate::event::product::Worksheet;
use crate::event::trade::Line;
use crate::id::{AgreementId, MemberId, OrderId, PayoutId, PieceId, ProductId, SaleId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::payout_item::other_than;
use crate::report::provenance::sold::{Sold, about};
use crate::report::statement::Days;
use crate::text::Label;
use crate::view::find::{FoundMade, Made};

/// To what a maker consents if her name may stand on a card.
pub const SHOW_NAME: &str = "show-name";

/// A card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What it is about.
    pub of: FoundMade,
    /// What it is called.
    pub called: Option<Label>,
    /// The name of its cooperative.
    pub cooperative: Option<Label>,
    /// Where it works.
    pub place: Option<Label>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The last position read.
    pub position: Option<u64>,
    /// The days it is about.
    pub days: Days,
    /// The day as of which it was reckoned.
    pub as_of: Option<Date>,
    /// The sales of it, and of nothing else.
    pub sold: BTreeMap<SaleId, Sold>,
    /// How many sales sold it together with others.
    pub with_others: u64,
    /// Who made it, and whether her name may be shown.
    pub makers: BTreeMap<MemberId, bool>,
    /// The value chain of its last version.
    pub worksheet: Option<Worksheet>,
    /// When everyone had accepted each agreement version that divided a sale of it.
    pub accepted: BTreeMap<(AgreementId, u32), Date>,
}

/// Folds a card.
#[derive(Debug)]
pub struct CardFold {
    card: Card,
    product: Option<ProductId>,
    /// The pieces of it that are listed one by one.
    pieces: BTreeSet<PieceId>,
    orders: BTreeMap<OrderId, Date>,
    reached: BTreeMap<(PayoutId, MemberId), Vec<(SaleId, i128)>>,
    accepted: BTreeMap<(AgreementId, u32), Date>,
}

impl CardFold {
    /// Begins the card of something the book knows; none, if it does not.
    #[must_use]
    pub fn new(book: &Book, of: FoundMade, days: Days) -> Option<CardFold> {
        let own = book.cooperatives.get(&of.cooperative)?;
        let product = match of.made {
            Made::Product(product) => Some(product),
            Made::Piece(piece) => own.pieces.get(&piece)?.product,
        };
        let pieces = match of.made {
            Made::Product(product) => {
                own.pieces.iter().filter(|(_, piece)| piece.product == Some(product)).map(|(id, _)| id).collect()
            }
            Made::Piece(piece) => BTreeSet::from([piece]),
        };
        let version = product.and_then(|product| own.products.get(&product)?.versions.last());
        let card = Card {
            of,
            called: version.map(|version| version.name.clone()),
            cooperative: None,
            place: None,
            currency: own.currency,
            position: None,
            days,
            as_of: days.to,
            sold: BTreeMap::new(),
            with_others: 0,
            makers: BTreeMap::new(),
            worksheet: version.and_then(|version| version.worksheet.as_deref().cloned()),
            accepted: BTreeMap::new(),
        };
        let (orders, reached, accepted) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Some(CardFold { card, product, pieces, orders, reached, accepted })
    }

    /// The card.
    #[must_use]
    pub fn made(self, book: &Book) -> Card {
        let CardFold { mut card, accepted, .. } = self;
        let Some(own) = book.cooperatives.get(&card.of.cooperative) else { return card };
        card.position = book.head.checked_sub(1);
        let mut makers: BTreeSet<MemberId> = card.sold.values().flat_map(|sold| sold.makers.keys().copied()).collect();
        if let Made::Piece(piece) = card.of.made {
            let listed = own.pieces.get(&piece);
            makers.extend(listed.iter().flat_map(|piece| &piece.makers).map(|Maker { member, .. }| *member));
        }
        let consented = |member| {
            let purpose = SHOW_NAME.parse().ok();
            purpose.zip(card.as_of).is_some_and(|(purpose, day)| own.consent(member, purpose, day).is_some())
        };
        card.makers = makers.into_iter().map(|member| (member, consented(member))).collect();
        for sold in card.sold.values_mut() {
            let product = sold.product.and_then(|product| own.products.get(&product));
            let price =
                product.and_then(|product| product.asked_of_sale(sold.makers.keys().copied(), sold.agreed_on, sold.on));
            sold.asked = price.and_then(|price| price.decimal().checked_mul(sold.pieces));
        }
        let divided_by: BTreeSet<_> = card.sold.values().map(|sold| sold.terms).collect();
        card.accepted = accepted.into_iter().filter(|(terms, _)| divided_by.contains(terms)).collect();
        card
    }
}

impl Fold for CardFold {
    fn take(&mut self, counts: Counts, record: &Record) {
        if counts.at_the_end() {
            self.card.as_of = self.card.days.to.or(self.card.as_of.max(Some(record.envelope.occurred_on)));
            if record.envelope.scope == Some(self.card.of.cooperative) {
                self.read(counts, record);
            }
        }
    }
}

impl CardFold {
    fn read(&mut self, counts: Counts, record: &Record) {
        let on = record.envelope.occurred_on;
        if let Event::CooperativeRegistered(e) = &record.event {
            self.card.cooperative = Some(e.name.clone());
            self.card.place.clone_from(&e.region);
        } else if let Event::AgreementAccepted(e) = &record.event {
            let last = self.accepted.entry((e.agreement, e.version)).or_insert(on);
            *last = on.max(*last);
        } else if let Event::OrderPlaced(e) = &record.event {
            self.orders.insert(e.order, on);
        } else if let Event::SaleRecorded(e) = &record.event {
            let goods = || e.lines.iter().filter(|line| line.kind.is_goods());
            if counts != Counts::Within || !goods().any(|line| self.is_of_it(line)) {
                return;
            }
            if goods().all(|line| self.is_of_it(line)) {
                let ordered_on = e.order.and_then(|order| self.orders.get(&order).copied());
                let agreed_on = e.contracted_on.or(ordered_on).unwrap_or(on);
                self.card.sold.insert(e.sale, Sold::new(e, on, agreed_on, self.product));
            } else {
                self.card.with_others += 1;
            }
        } else {
            self.follow(record);
        }
    }

    /// What became of the sales, and of the makers' parts of them.
    fn follow(&mut self, record: &Record) {
        if let Event::PayoutSettled(e) = &record.event {
            self.reach(e.payout, e.member, e.sources.iter().map(|source| (source.sale, source.amount.minor())));
        } else if let Event::PayoutHanded(e) = &record.event {
            self.reach(e.payout, e.member, e.sources.iter().map(|source| (source.sale, source.amount.minor())));
        } else if let Event::PayoutReturned(e) = &record.event {
            let back = e.sources.iter().map(|source| (source.sale, -source.amount.minor()));
            self.reach(e.payout, e.member, back);
        } else if let Event::ReceiptAcknowledged(e) = &record.event
            && other_than(e.member, record).is_none()
        {
            for (sale, minor) in self.reached.get(&(e.payout, e.member)).into_iter().flatten() {
                self.card.sold.get_mut(sale).into_iter().for_each(|sold| sold.acknowledged += minor);
            }
        } else {
            for sale in about(&record.event) {
                self.card.sold.get_mut(&sale).into_iter().for_each(|sold| sold.follow(sale, &record.event));
            }
        }
    }

    fn reach(&mut self, payout: PayoutId, member: MemberId, parts: impl Iterator<Item = (SaleId, i128)>) {
        for (sale, minor) in parts {
            let Some(sold) = self.card.sold.get_mut(&sale) else { continue };
            sold.reached += minor;
            self.reached.entry((payout, member)).or_default().push((sale, minor));
        }
    }

    fn is_of_it(&self, line: &Line) -> bool {
        let product = match self.card.of.made {
            Made::Product(product) => line.item == Some(product),
            Made::Piece(_) => false,
        };
        product || line.piece.is_some_and(|piece| self.pieces.contains(&piece))
    }
}

#[cfg(test)]
mod tests;
