//! What a cooperative's book remembers so that it can decide: no more than a rule asks for.
//!
//! Amounts that postings already say are not kept twice: what is owed to a member, held in a till or left of a lot is
//! asked of `Balances`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::account::Till;
use crate::agreement::document::Agreement;
use crate::agreement::facts::Maker;
use crate::balances::{Balances, Map};
use crate::event::payout::{DisputeOutcome, Method};
use crate::event::trade::{Offset, Receiver, Terms};
use crate::event::{Share, Source};
use crate::id::{
    ActorId, AgreementId, Code, ConsentId, LoanId, MaterialsId, MemberId, OrderId, PartyId, PaymentId, PayoutId,
    SaleId, WorkId,
};
use crate::money::{Currency, Money, Rate};

/// One version of an agreement, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The document.
    pub terms: Arc<Agreement>,
    /// The parties that have accepted it.
    pub accepted: BTreeSet<PartyId>,
    /// Whether the cooperative has.
    pub by_cooperative: bool,
    /// The date from which a later version holds instead.
    pub superseded_from: Option<Date>,
}

impl Version {
    /// Whether everyone who must has accepted it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.by_cooperative && self.terms.parties.iter().all(|party| self.accepted.contains(party))
    }

    /// Whether it divides sales dated on this day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.is_accepted() && self.terms.in_force_on(day) && self.superseded_from.is_none_or(|from| day < from)
    }
}

/// A consent, from the day it was given to the day it was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Which.
    pub consent: ConsentId,
    /// From this day.
    pub from: Date,
    /// Not any more on this day.
    pub until: Option<Date>,
}

/// An order and its advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Who ordered.
    pub buyer: PartyId,
    /// When.
    pub placed_on: Date,
    /// The whole price.
    pub total: Money,
    /// The deposit agreed.
    pub deposit: Option<Rate>,
    /// How the advance is offset.
    pub offset: Offset,
    /// The channel it came through.
    pub channel: Option<Code>,
    /// The class of product.
    pub product_class: Option<Code>,
    /// What was paid in advance.
    pub advanced: Money,
    /// What is left of it, in the currency of the order.
    pub open: Money,
    /// What is left of it, in the cooperative's.
    pub open_booked: Money,
    /// What was invoiced so far.
    pub invoiced: Money,
    /// The value of the materials advanced for it and not yet counted in a sale.
    pub materials: Money,
}

/// An entry of the tally sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// For which order.
    pub order: Option<OrderId>,
    /// Who did how much.
    pub maker: Maker,
    /// The sale that paid it.
    pub paid_by: Option<SaleId>,
}

/// One slice of a sale, less what credit notes have taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceLeft {
    /// The step.
    pub step: Code,
    /// Who received it.
    pub to: Receiver,
    /// What is left of it.
    pub amount: Money,
}

/// A sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Its first record.
    pub position: u64,
    /// How many records its batch has.
    pub parts: u32,
    /// When it was invoiced.
    pub on: Date,
    /// Who bought.
    pub buyer: PartyId,
    /// The order it fulfils.
    pub order: Option<OrderId>,
    /// The terms that divided it.
    pub terms: Terms,
    /// What the buyer was invoiced, less credit notes, in the currency of the invoice.
    pub total: Money,
    /// What it brought, less credit notes, in the cooperative's.
    pub gross: Money,
    /// What the buyer still owes, in the currency of the invoice; below zero it is owed back.
    pub outstanding: Money,
    /// What that is carried at, in the cooperative's.
    pub carried: Money,
    /// The tax in it.
    pub tax: Money,
    /// Its slices.
    pub slices: Vec<SliceLeft>,
    /// Its makers' shares, before deductions.
    pub makers: Vec<Share>,
    /// Whether the buyer has accepted the goods.
    pub accepted: bool,
    /// Its turn, which decides ties.
    pub turn: u64,
    /// The part of the advance that was set against it.
    pub offset: Option<(Money, Money)>,
    /// The entries of the tally sheet it paid.
    pub work: Vec<WorkId>,
    /// The value of the order's materials it counted.
    pub materials: Money,
    /// Whether later records build on it: a payment, a credit note, an acceptance.
    pub built_on: bool,
}

/// A payment of a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Who paid; nobody known yet if none.
    pub buyer: Option<PartyId>,
    /// What is not allocated yet, in its own currency.
    pub left: Money,
    /// What that is worth, in the cooperative's.
    pub left_booked: Money,
    /// Whether a part of it has been allocated.
    pub allocated: bool,
    /// Whether it was an advance for an order.
    pub order: Option<OrderId>,
}

/// A loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loan {
    /// The member who borrowed, or the cooperative if none.
    pub member: Option<MemberId>,
    /// The currency it is in.
    pub currency: Currency,
}

/// How far one member's item of a payout has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemState {
    /// Set aside.
    Scheduled,
    /// The bank or wallet was told.
    Sent,
    /// The bank paid.
    Settled,
    /// The bank or wallet refused.
    Failed,
    /// It came back after it was paid.
    Returned,
    /// Cash was handed over.
    Handed,
    /// She did not come for it.
    Unclaimed,
    /// It was called off.
    Cancelled,
}

impl ItemState {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ItemState::Scheduled => "scheduled",
            ItemState::Sent => "sent",
            ItemState::Settled => "settled",
            ItemState::Failed => "failed",
            ItemState::Returned => "returned",
            ItemState::Handed => "handed over",
            ItemState::Unclaimed => "unclaimed",
            ItemState::Cancelled => "cancelled",
        }
    }
}

/// A dispute of a member about what she received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute {
    /// The record that raised it.
    pub position: u64,
    /// What she says she received.
    pub received: Money,
    /// How it ended, if it has.
    pub outcome: Option<DisputeOutcome>,
}

/// One member's item of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How much.
    pub amount: Money,
    /// By which way.
    pub method: Method,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
    /// How far it has come.
    pub state: ItemState,
    /// What she says she received, once she has.
    pub acknowledged: Option<Money>,
    /// Her dispute, if she raised one.
    pub dispute: Option<Dispute>,
}

/// A payout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payout {
    /// Who scheduled it.
    pub scheduled_by: Option<ActorId>,
    /// Who approved it.
    pub approved_by: Option<ActorId>,
    /// Everyone who had a hand in paying: who scheduled, approved or sent it, handed it over or left it unclaimed, or
    /// said what the bank made of it.
    pub hands: BTreeSet<ActorId>,
    /// One item a member.
    pub items: BTreeMap<MemberId, Item>,
}

/// A class of things that are named once and not looked up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Opening balances, transfers, purchases, repayments, settlements.
    Movement,
    /// Materials handed over.
    Materials,
    /// Fees.
    Fee,
    /// Conversions.
    Conversion,
    /// Credit notes.
    CreditNote,
    /// Refunds.
    Refund,
    /// Corrections.
    Correction,
}

impl Class {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Class::Movement => "movement",
            Class::Materials => "materials",
            Class::Fee => "fee",
            Class::Conversion => "conversion",
            Class::CreditNote => "credit note",
            Class::Refund => "refund",
            Class::Correction => "correction",
        }
    }
}

/// The book of one cooperative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooperative {
    /// The currency of its accounts.
    pub currency: Currency,
    /// Its members, since when.
    pub members: Map<MemberId, Date>,
    /// Its tills.
    pub tills: BTreeSet<Till>,
    /// Its agreements, by version.
    pub agreements: BTreeMap<AgreementId, BTreeMap<u32, Version>>,
    /// Whose consent to what a consent is.
    pub consents: Map<ConsentId, (MemberId, Code)>,
    /// The consents of a member to a purpose.
    pub consents_to: Map<(MemberId, Code), Vec<Consent>>,
    /// Its orders.
    pub orders: Map<OrderId, Order>,
    /// Its tally sheet.
    pub work: BTreeMap<WorkId, Work>,
    /// The entries of the tally sheet for an order that no sale has paid.
    pub unpaid_work: BTreeMap<OrderId, BTreeSet<WorkId>>,
    /// The materials handed over, for mirrors: their order and value.
    pub materials: Map<MaterialsId, (Option<OrderId>, Money)>,
    /// Its sales.
    pub sales: Map<SaleId, Sale>,
    /// Its payments.
    pub payments: Map<PaymentId, Payment>,
    /// Its loans.
    pub loans: BTreeMap<LoanId, Loan>,
    /// The loans of each member.
    pub loans_of: Map<MemberId, Vec<LoanId>>,
    /// Its payouts.
    pub payouts: BTreeMap<PayoutId, Payout>,
    /// What was named once.
    pub named: BTreeSet<(Class, Code)>,
    /// The positions of records that were taken back.
    pub corrected: BTreeSet<u64>,
    /// How many sales it has recorded.
    pub turn: u64,
    /// Its balances.
    pub balances: Balances,
}

impl Cooperative {
    pub(crate) fn new(currency: Currency) -> Cooperative {
        Cooperative {
            currency,
            members: Map::default(),
            tills: BTreeSet::new(),
            agreements: BTreeMap::new(),
            consents: Map::default(),
            consents_to: Map::default(),
            orders: Map::default(),
            work: BTreeMap::new(),
            unpaid_work: BTreeMap::new(),
            materials: Map::default(),
            sales: Map::default(),
            payments: Map::default(),
            loans: BTreeMap::new(),
            loans_of: Map::default(),
            payouts: BTreeMap::new(),
            named: BTreeSet::new(),
            corrected: BTreeSet::new(),
            turn: 0,
            balances: Balances::default(),
        }
    }

    /// The member's consent to a purpose that is live on this day.
    #[must_use]
    pub fn consent(&self, member: MemberId, purpose: Code, day: Date) -> Option<ConsentId> {
        let given = self.consents_to.get(&(member, purpose))?;
        let live = |consent: &&Consent| consent.from <= day && consent.until.is_none_or(|until| day < until);
        given.iter().find(live).map(|consent| consent.consent)
    }
}
