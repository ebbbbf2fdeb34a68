//! What the buyer of a sale pays: invoice, advance, payments, credit notes and refunds, in both currencies.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::trade::{CreditReason, SaleRecorded};
use crate::event::treasury::{ExchangeOpen, ExchangeSide, FeeKind};
use crate::id::{CreditNoteId, FeeId, OrderId, PaymentId, RefundId, SaleId};
use crate::money::exact::Exact;
use crate::money::{Currency, ExchangeRate, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::chargebacks::{self, ChargebackLine};
use crate::report::day_paid::day_paid;
use crate::report::term::Term;

/// What the buyer of a sale pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paid {
    /// The currency of the invoice.
    pub currency: Currency,
    /// What was invoiced, in the currency of the invoice.
    pub invoiced: Amount,
    /// What its lines come to exactly, where that is no whole number of minor units: the invoice is rounded once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exactly: Option<Exact>,
    /// What credit notes took off it.
    pub credited: Amount,
    /// What the buyer still has to pay; below zero it is owed back.
    pub outstanding: Amount,
    /// What of that is kept back until it is released.
    #[serde(skip_serializing_if = "Amount::is_nothing")]
    pub retained: Amount,
    /// Units of the cooperative's currency for one of the invoice's, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// What the invoice was booked at, in the cooperative's currency: the price that is divided.
    pub gross: Amount,
    /// What of that credit notes took off, and chargebacks that its slices bear.
    pub gross_credited: Amount,
    /// What of that chargebacks took off.
    #[serde(skip)]
    charged_back: Amount,
    /// The advance that was set against it, and the payments.
    pub payments: Vec<PaymentLine>,
    /// What was paid back.
    pub refunds: Vec<RefundLine>,
    /// The credit notes.
    pub credit_notes: Vec<CreditNoteLine>,
    /// What the buyer's bank took back, and who bears it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chargebacks: Vec<ChargebackLine>,
    /// Fees that were taken of this sale, borne by the cooperative.
    pub fees: Vec<FeeLine>,
    /// Won, or lost below zero, between the rate of the invoice and those of payments, credit notes and refunds.
    pub exchange_difference: Amount,
    /// When the buyer last paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_paid_on: Option<Date>,
    /// What the payments do not explain of the booked price.
    pub unexplained: Amount,
}

/// How money of a buyer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Before the sale, for its order.
    Advance,
    /// For the sale.
    Payment,
}

impl How {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            How::Advance => Term::Advance,
            How::Payment => Term::OnInvoice,
        }
    }
}

/// Money of the buyer that pays the sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentLine {
    /// How it came.
    pub how: How,
    /// The payments; several if an order had several advances.
    pub payments: Vec<PaymentId>,
    /// When it came, the last of them if several.
    pub on: Date,
    /// How much of the sale it pays, in the currency of the invoice.
    pub amount: Amount,
    /// The rate it came at, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// What it was worth when it came.
    pub booked: Amount,
    /// What the part of the invoice it pays was booked at.
    pub carried: Amount,
}

/// Money paid back to the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefundLine {
    /// The refund.
    pub refund: RefundId,
    /// When.
    pub on: Date,
    /// How much, in the currency of the invoice.
    pub amount: Amount,
    /// What it was worth when it was paid.
    pub booked: Amount,
    /// What that part of the credit was booked at.
    pub carried: Amount,
}

/// A part of the price given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditNoteLine {
    /// The credit note.
    pub credit_note: CreditNoteId,
    /// When.
    pub on: Date,
    /// How much, in the currency of the invoice.
    pub amount: Amount,
    /// What that was booked at.
    pub booked: Amount,
    /// Why.
    pub reason: CreditReason,
}

/// A fee of a bank or provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeeLine {
    /// The fee.
    pub fee: FeeId,
    /// Who took it.
    pub kind: FeeKind,
    /// When.
    pub on: Date,
    /// How much, in the currency it was taken in.
    pub amount: Money,
    /// How much of it was given back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<Money>,
}

/// Where money came from: a payment, when, at which rate.
struct Origin {
    payment: PaymentId,
    on: Date,
    rate: Option<ExchangeRate>,
}

/// Gathers what was paid for a sale from the records that count. `carried` is what the book itself still carries of it,
/// where the records reach to its end.
pub(super) fn paid(sale: &SaleRecorded, records: &[&Record], own: Currency, carried: Option<Money>) -> Paid {
    let currency = sale.total.currency();
    let mut paid = Paid {
        currency,
        invoiced: Amount(sale.total),
        exactly: exactly(sale),
        credited: Amount::zero(currency),
        outstanding: Amount::zero(currency),
        retained: Amount::zero(currency),
        rate: sale.rate,
        gross: Amount(sale.gross),
        gross_credited: Amount::zero(own),
        charged_back: Amount::zero(own),
        payments: Vec::new(),
        refunds: Vec::new(),
        credit_notes: Vec::new(),
        chargebacks: Vec::new(),
        fees: Vec::new(),
        exchange_difference: Amount::zero(own),
        last_paid_on: None,
        unexplained: Amount::zero(own),
    };
    for record in records {
        paid.gather(sale.sale, record, records);
        chargebacks::note(&mut paid.chargebacks, sale.sale, record);
    }
    paid.close(own, carried);
    paid
}

/// What the lines of an invoice less its discount come to, if they are not what was invoiced.
fn exactly(sale: &SaleRecorded) -> Option<Exact> {
    let mut sum = Decimal::ZERO;
    for line in &sale.lines {
        sum = sum.checked_add(line.quantity.decimal().checked_mul(line.unit_price.decimal())?)?;
    }
    let exact = Exact::new(sum, sale.total.currency()).ok()?;
    let exact = exact.minus(sale.discount.unwrap_or(sale.total.currency().zero()).into()).ok()?;
    (exact != Exact::from(sale.total)).then_some(exact)
}

impl Paid {
    /// What rounding the invoice added to its lines; below zero it took that off.
    #[must_use]
    pub fn rounded_by(&self) -> Option<Exact> {
        self.exactly.and_then(|exactly| Exact::from(self.invoiced.0).minus(exactly).ok())
    }

    /// What the buyer's bank took back and has not given again, in the currency of the invoice.
    #[must_use]
    pub fn charged_back(&self) -> Amount {
        Amount::sum(self.currency, self.chargebacks.iter().map(|line| line.amount.minus(line.came_back)))
    }

    fn gather(&mut self, sale: SaleId, record: &Record, records: &[&Record]) {
        let on = record.envelope.occurred_on;
        let event = &record.event;
        if let Event::AdvanceOffset(e) = event
            && e.sale == sale
        {
            let before = records.iter().filter(|earlier| earlier.envelope.position < record.envelope.position);
            let advances: Vec<Origin> = before.filter_map(|earlier| advance_for(earlier, e.order)).collect();
            let booked = Amount(e.booked);
            self.payments.push(PaymentLine {
                how: How::Advance,
                payments: advances.iter().map(|origin| origin.payment).collect(),
                on: advances.iter().map(|origin| origin.on).max().unwrap_or(on),
                amount: Amount(e.amount),
                rate: if let [one] = advances.as_slice() { one.rate } else { None },
                booked,
                carried: booked,
            });
        } else if let Event::PaymentAllocated(e) = event {
            let origin = records.iter().find_map(|record| received(record, e.payment));
            for settled in e.settles.iter().filter(|settled| settled.sale == sale) {
                self.payments.push(PaymentLine {
                    how: How::Payment,
                    payments: vec![e.payment],
                    on: origin.as_ref().map_or(on, |origin| origin.on),
                    amount: Amount(settled.amount),
                    rate: origin.as_ref().and_then(|origin| origin.rate),
                    booked: Amount(settled.booked),
                    carried: Amount(settled.carried),
                });
            }
        } else if let Event::FxDifferenceRealised(e) = event
            && e.sale == Some(sale)
            && matches!(e.on, ExchangeOpen::Receivable(_))
        {
            let won = match e.side {
                ExchangeSide::Gain => Amount(e.amount),
                ExchangeSide::Loss => Amount(e.amount.negated()),
            };
            self.exchange_difference = self.exchange_difference.plus(won);
        } else if let Event::CreditNoteIssued(e) = event
            && e.sale == sale
        {
            let (amount, booked) = (Amount(e.amount), Amount(e.booked));
            self.credited = self.credited.plus(amount);
            self.gross_credited = self.gross_credited.plus(booked);
            self.credit_notes.push(CreditNoteLine { credit_note: e.credit_note, on, amount, booked, reason: e.reason });
        } else if let Event::RefundIssued(e) = event
            && e.sale == sale
        {
            let (amount, booked, carried) = (Amount(e.amount), Amount(e.booked), Amount(e.carried));
            self.refunds.push(RefundLine { refund: e.refund, on, amount, booked, carried });
        } else if let Some(e) = GivenBack::of(event).filter(|e| e.sale == sale) {
            // The buyer has it back from its bank: of the price it is gone, and nothing more is to be paid for that.
            let price = Amount(e.signed(e.booked));
            self.gross_credited = self.gross_credited.plus(price);
            self.charged_back = self.charged_back.plus(price);
        } else if let Event::RetentionHeld(e) = event
            && e.sale == sale
        {
            self.retained = self.retained.plus(Amount(e.amount));
        } else if let Event::RetentionReleased(e) = event
            && e.sale == sale
        {
            self.retained = self.retained.minus(Amount(e.amount));
        } else if let Event::ProviderFeeCharged(e) = event
            && e.sale == Some(sale)
        {
            self.fees.push(FeeLine { fee: e.fee, kind: e.kind, on, amount: e.amount, returned: None });
        } else if let Event::ProviderFeeReturned(e) = event
            && let Some(line) = self.fees.iter_mut().find(|line| line.fee == e.fee)
        {
            let before = line.returned.map_or(0, |returned| returned.minor());
            line.returned = Some(Money::new(before + e.amount.minor(), e.amount.currency()));
        }
    }

    /// What is left to pay, and whether what came for the booked price explains what is carried of it.
    fn close(&mut self, own: Currency, carried: Option<Money>) {
        let currency = self.currency;
        let in_invoice = Amount::sum(currency, self.payments.iter().map(|line| line.amount));
        let back = Amount::sum(currency, self.refunds.iter().map(|line| line.amount));
        self.outstanding = self.invoiced.minus(self.credited).minus(in_invoice).plus(back);
        self.last_paid_on = self.payments.iter().map(|line| line.on).max();
        // What the invoice was booked at, less all that came for it, is what is still carried on the buyer's account:
        // nothing once nothing is to be paid, and at the end of the log what the book itself carries.
        let booked = Amount::sum(own, self.payments.iter().map(|line| line.booked));
        let booked_back = Amount::sum(own, self.refunds.iter().map(|line| line.booked));
        let invoiced = self.gross.minus(self.gross_credited).plus(self.charged_back);
        let open = invoiced.minus(booked).plus(booked_back).plus(self.exchange_difference);
        let expected = if self.outstanding.is_zero() { Some(Amount::zero(own)) } else { carried.map(Amount) };
        self.unexplained = expected.map_or(Amount::zero(own), |expected| open.minus(expected).size());
    }
}

fn advance_for(record: &Record, order: OrderId) -> Option<Origin> {
    let Event::AdvanceReceived(e) = &record.event else { return None };
    (e.order == order).then_some(Origin { payment: e.payment, on: day_paid(record), rate: e.rate })
}

fn received(record: &Record, payment: PaymentId) -> Option<Origin> {
    let Event::PaymentReceived(e) = &record.event else { return None };
    (e.payment == payment).then_some(Origin { payment, on: day_paid(record), rate: e.rate })
}
