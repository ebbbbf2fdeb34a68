//! One line of a retailer's account: what a record adds to what the retailer owes, with both sides' references.

use jiff::civil::Date;

use crate::event::Event;
use crate::event::treasury::{ExchangeOpen, ExchangeSide, PaymentReceived};
use crate::id::{Code, OrderId, PartyId, PaymentId, SaleId};
use crate::money::Money;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::retailer::Balance;
use crate::report::term::Term;
use crate::table::Map;
use crate::text::Label;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// An advance for an order.
    Advance,
    /// A payment.
    Payment,
    /// A refund to the retailer.
    Refund,
    /// What its bank took back of a payment, or gave again.
    Chargeback,
    /// What of that somebody bears, so that the retailer does not owe it again.
    Borne,
    /// A difference between two rates.
    Difference,
}

impl EntryKind {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            EntryKind::Invoice => Term::Invoice,
            EntryKind::CreditNote => Term::CreditNote,
            EntryKind::Advance => Term::Advance,
            EntryKind::Payment => Term::Payment,
            EntryKind::Refund => Term::Refund,
            EntryKind::Chargeback => Term::Chargeback,
            EntryKind::Borne => Term::ChargebackBorne,
            EntryKind::Difference => Term::ExchangeDifference,
        }
    }

    /// Its line of a balance.
    pub(super) fn of(self, balance: &mut Balance) -> &mut Money {
        match self {
            EntryKind::Invoice => &mut balance.invoiced,
            EntryKind::CreditNote => &mut balance.credited,
            EntryKind::Advance => &mut balance.advances,
            EntryKind::Payment => &mut balance.payments,
            EntryKind::Refund => &mut balance.refunds,
            EntryKind::Chargeback => &mut balance.charged_back,
            EntryKind::Borne => &mut balance.borne,
            EntryKind::Difference => &mut balance.differences,
        }
    }
}

/// One line of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it happened.
    pub on: Date,
    /// Its record.
    pub position: u64,
    /// What it is.
    pub kind: EntryKind,
    /// What the cooperative calls it.
    pub ours: Code,
    /// The number or reference on the document: the invoice's own, or the payer's.
    pub reference: Option<Label>,
    /// The sale it is about, where that is not its own name.
    pub of: Option<Code>,
    /// The order it belongs to.
    pub order: Option<OrderId>,
    /// What it adds to what the retailer owes, in the currency of the document; nothing, if it is only a difference.
    pub amount: Option<Money>,
    /// The same as it is booked.
    pub booked: Amount,
    /// What the retailer owes after it, in the currency of the document.
    pub balance: Option<Money>,
}

/// Payments nobody could assign yet.
pub(super) type Unidentified = Map<PaymentId, PaymentReceived>;

/// What its bank took back is an entry, and that it does not owe it again is another: somebody bears it.
pub(super) fn charged_back(record: &Record, of_buyer: impl Fn(SaleId) -> bool) -> [Option<Entry>; 2] {
    let (id, sale, amount, booked, reference) = if let Event::ChargebackReceived(e) = &record.event {
        (e.chargeback, e.sale, e.amount, e.booked, &e.reference)
    } else if let Event::ChargebackReversed(e) = &record.event {
        (e.chargeback, e.sale, e.amount.negated(), e.booked.negated(), &e.reference)
    } else {
        return [None, None];
    };
    if !of_buyer(sale) {
        return [None, None];
    }
    let made = |kind, amount: Money, booked: Money| Entry {
        on: record.envelope.occurred_on,
        position: record.envelope.position,
        kind,
        ours: id.0,
        reference: reference.clone(),
        of: Some(sale.0),
        order: None,
        amount: Some(amount),
        booked: Amount(booked),
        balance: None,
    };
    [
        Some(made(EntryKind::Chargeback, amount, booked)),
        Some(made(EntryKind::Borne, amount.negated(), booked.negated())),
    ]
}

/// The entry a record makes on a retailer's account, if it makes one.
pub(super) fn entry(record: &Record, buyer: PartyId, unidentified: &Unidentified) -> Option<Entry> {
    let plain = |kind, ours: Code, amount: Option<Money>, booked: Money| Entry {
        on: record.envelope.occurred_on,
        position: record.envelope.position,
        kind,
        ours,
        reference: None,
        of: None,
        order: None,
        amount,
        booked: Amount(booked),
        balance: None,
    };
    let less = |amount: Money| Some(amount.negated());
    let event = &record.event;
    if let Event::SaleRecorded(e) = event
        && e.buyer == buyer
    {
        let made = plain(EntryKind::Invoice, e.sale.0, Some(e.total), e.gross);
        Some(Entry { reference: e.reference.clone(), order: e.order, ..made })
    } else if let Event::CreditNoteIssued(e) = event
        && e.buyer == buyer
    {
        let made = plain(EntryKind::CreditNote, e.credit_note.0, less(e.amount), e.booked.negated());
        Some(Entry { of: Some(e.sale.0), ..made })
    } else if let Event::AdvanceReceived(e) = event
        && e.buyer == buyer
    {
        let made = plain(EntryKind::Advance, e.payment.0, less(e.amount), e.booked.negated());
        Some(Entry { reference: e.reference.clone(), order: Some(e.order), ..made })
    } else if let Event::PaymentReceived(e) = event
        && e.buyer == Some(buyer)
    {
        let made = plain(EntryKind::Payment, e.payment.0, less(e.amount), e.booked.negated());
        Some(Entry { reference: e.reference.clone(), ..made })
    } else if let Event::PaymentIdentified(e) = event
        && e.buyer == buyer
    {
        // It may be dated before the payment it speaks of; then how much that was is not known yet.
        let known = unidentified.get(&e.payment);
        let amount = known.and_then(|known| less(known.amount));
        let made = plain(EntryKind::Payment, e.payment.0, amount, e.booked.negated());
        Some(Entry { reference: known.and_then(|known| known.reference.clone()), ..made })
    } else if let Event::RefundIssued(e) = event
        && e.buyer == buyer
    {
        let made = plain(EntryKind::Refund, e.refund.0, Some(e.amount), e.booked);
        Some(Entry { reference: e.reference.clone(), of: Some(e.sale.0), ..made })
    } else if let Event::AdvanceRefunded(e) = event
        && e.buyer == buyer
    {
        let made = plain(EntryKind::Refund, e.refund.0, Some(e.amount), e.booked);
        Some(Entry { reference: e.reference.clone(), order: Some(e.order), ..made })
    } else if let Event::FxDifferenceRealised(e) = event
        && e.on == ExchangeOpen::Receivable(buyer)
    {
        let signed = match e.side {
            ExchangeSide::Gain => e.amount,
            ExchangeSide::Loss => e.amount.negated(),
        };
        Some(plain(EntryKind::Difference, e.sale.map_or(buyer.0, |sale| sale.0), None, signed))
    } else {
        None
    }
}
