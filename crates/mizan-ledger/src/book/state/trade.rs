//! What the book remembers of work and sales.

use jiff::Span;
use jiff::civil::Date;

use crate::agreement::document::Booking;
use crate::agreement::facts::Maker;
use crate::agreement::split::Residue;
use crate::event::Share;
use crate::event::trade::{Receiver, Terms};
use crate::id::{Code, DeliveryId, MemberId, OrderId, PartyId, ResaleId, SaleId, WorkId};
use crate::money::Money;

/// How many days after the invoice a buyer has to pay where no day was agreed: law 69-21 on payment terms.
pub const DAYS_TO_PAY: i64 = 60;

/// The day by which an invoice is to be paid: the one that was agreed, else the law's.
#[must_use]
pub fn pay_by(agreed: Option<Date>, invoiced: Date) -> Date {
    agreed.unwrap_or_else(|| invoiced.saturating_add(Span::new().days(DAYS_TO_PAY)))
}

/// An entry of the tally sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// For which order.
    pub order: Option<OrderId>,
    /// For which delivery.
    pub delivery: Option<DeliveryId>,
    /// Whether it mends what was rejected.
    pub rework: bool,
    /// Who did how much.
    pub maker: Maker,
    /// The sale that paid it.
    pub paid_by: Option<SaleId>,
}

packed!(struct Work { order, delivery, rework, maker, paid_by });

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

packed!(struct SliceLeft { step, to, amount });

/// What a buyer owed for a sale became less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// When.
    pub on: Date,
    /// By how much, in the currency of the invoice.
    pub amount: Money,
    /// Whether the buyer paid it; else it was credited.
    pub paid: bool,
}

packed!(struct Met { on, amount, paid });

/// The goods of a sale were sold on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// When.
    pub on: Date,
    /// The resale.
    pub resale: ResaleId,
    /// Who bought, if that is known.
    pub buyer: Option<PartyId>,
}

packed!(struct Hop { on, resale, buyer });

/// A sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Its first record.
    pub position: u64,
    /// How many records its batch has.
    pub parts: u32,
    /// When it was invoiced.
    pub on: Date,
    /// When it must be paid, if that was agreed.
    pub due_on: Option<Date>,
    /// Who bought.
    pub buyer: PartyId,
    /// The order it fulfils.
    pub order: Option<OrderId>,
    /// The terms that divided it.
    pub terms: Terms,
    /// As whose it is booked.
    pub booking: Booking,
    /// What the buyer was invoiced, less credit notes, in the currency of the invoice.
    pub total: Money,
    /// What it brought, less credit notes, in the cooperative's.
    pub gross: Money,
    /// What the buyer still owes, in the currency of the invoice; below zero it is owed back.
    pub outstanding: Money,
    /// What that is carried at, in the cooperative's.
    pub carried: Money,
    /// What of that the buyer keeps back, in the currency of the invoice.
    pub retained: Money,
    /// What the part kept back is carried at.
    pub retained_booked: Money,
    /// What was charged back of it and is borne by somebody for its slices, in the currency of the invoice.
    pub charged_back: Money,
    /// The tax in it.
    pub tax: Money,
    /// Its slices.
    pub slices: Vec<SliceLeft>,
    /// Its makers' shares, before deductions.
    pub makers: Vec<Share>,
    /// What its makers' rates left below the minor unit, as it was carried on.
    pub residues: Vec<Residue>,
    /// What of that is no longer carried, since nothing was left of the sale.
    pub residues_ended: Vec<Residue>,
    /// What exchange rates took of members, less what they gave.
    pub lost_to_rates: Vec<(MemberId, i128)>,
    /// Whether the buyer has accepted the goods.
    pub accepted: bool,
    /// Whether its goods are back after its price was charged back.
    pub goods_returned: bool,
    /// Its turn, which decides ties.
    pub turn: u64,
    /// The part of the advance that was set against it.
    pub offset: Option<(Money, Money)>,
    /// The entries of the tally sheet it paid.
    pub work: Vec<WorkId>,
    /// The value of the order's materials it counted.
    pub materials: Money,
    /// What its goods are sold on for, as it was said when the sale was divided.
    pub resale: Option<Money>,
    /// How its goods were sold on, as far as somebody said.
    pub hops: Vec<Hop>,
    /// What the buyer paid of it and was credited, and when.
    pub met: Vec<Met>,
    /// Whether later records build on it: a payment, a credit note, an acceptance.
    pub built_on: bool,
}

packed!(struct Sale {
    position, parts, on, due_on, buyer, order, terms, booking, total, gross, outstanding, carried, retained,
    retained_booked, charged_back, tax, slices, makers, residues, residues_ended, lost_to_rates, accepted, goods_returned, turn,
    offset, work, materials, resale, hops, met, built_on,
});

impl Sale {
    /// The day by which it is to be paid: the one that was agreed, else the law's.
    #[must_use]
    pub fn pay_by(&self) -> Date {
        pay_by(self.due_on, self.on)
    }

    /// What the buyer owes now, in the currency of the invoice: without what it keeps back.
    #[must_use]
    pub fn due(&self) -> Money {
        Money::new(self.outstanding.minor() - self.retained.minor(), self.outstanding.currency())
    }

    /// What the buyer has paid of its price and has not been given back, in the currency of the invoice.
    #[must_use]
    pub fn received(&self) -> Money {
        let owed_to_come = self.outstanding.minor().max(0);
        Money::new(self.total.minor() - owed_to_come - self.charged_back.minor(), self.total.currency())
    }

    /// What the buyer paid after a day, in the currency of the invoice.
    #[must_use]
    pub fn paid_after(&self, day: Date) -> Money {
        self.met_after(day, |met| met.paid)
    }

    /// What the buyer paid or was credited after a day, in the currency of the invoice.
    #[must_use]
    pub fn paid_or_credited_after(&self, day: Date) -> Money {
        self.met_after(day, |_| true)
    }

    fn met_after(&self, day: Date, counts: impl Fn(&Met) -> bool) -> Money {
        let later = self.met.iter().filter(|met| day < met.on && counts(met));
        Money::new(later.map(|met| met.amount.minor()).sum(), self.total.currency())
    }

    /// What that is carried at.
    #[must_use]
    pub fn due_carried(&self) -> Money {
        Money::new(self.carried.minor() - self.retained_booked.minor(), self.carried.currency())
    }
}
