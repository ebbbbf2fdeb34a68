//! What the book remembers of chargebacks.

use jiff::civil::Date;

use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, PriceGivenBack};
use crate::event::trade::{Reversal, Slice};
use crate::money::Money;

/// A payment that a buyer's bank took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chargeback {
    /// When.
    pub on: Date,
    /// What it took, and of whom.
    pub received: ChargebackReceived,
    /// What came back, part by part, each with its record.
    pub reversed: Vec<(u64, ChargebackReversed)>,
}

packed!(struct Chargeback { on, received, reversed });

impl Chargeback {
    /// How much has not come back, in the currency of the invoice.
    #[must_use]
    pub fn left(&self) -> Money {
        less(self.received.amount, self.reversed.iter().map(|(_, part)| part.amount))
    }

    /// What of that left the till and was borne by one for all, in the cooperative's currency.
    #[must_use]
    pub fn left_booked(&self) -> Money {
        less(self.received.booked, self.reversed.iter().map(|(_, part)| part.taken))
    }

    /// What each slice of the price gave back and has not again. What a maker gave is told as what she owes first, then what
    /// waits, then what is available.
    #[must_use]
    pub fn left_of_price(&self) -> Option<PriceGivenBack> {
        let mut left = self.received.given_back.clone()?;
        for again in self.reversed.iter().filter_map(|(_, part)| part.given_back.as_ref()) {
            left.booked = less(left.booked, [again.booked]);
            left.tax = less(left.tax, [again.tax]);
            for slice in &again.slices {
                let same = |left: &&mut Slice| left.step == slice.step && left.to == slice.to;
                if let Some(left) = left.slices.iter_mut().find(same) {
                    left.amount = less(left.amount, [slice.amount]);
                    left.lost = left.lost.map(|lost| less(lost, slice.lost));
                }
            }
            for maker in &again.makers {
                let same = |left: &&mut Reversal| left.member == maker.member && left.step == maker.step;
                if let Some(left) = left.makers.iter_mut().find(same) {
                    left.less(maker);
                }
            }
        }
        Some(left)
    }
}

impl Reversal {
    /// What is left of it once a part is hers again. What she owed and paid back meanwhile came back as available.
    fn less(&mut self, again: &Reversal) {
        let nothing = self.amount.currency().zero();
        let part = |all: Option<Money>, again: Option<Money>| less(all.unwrap_or(nothing), again);
        let [borne, lost, rates] = [(self.borne, again.borne), (self.lost, again.lost), (self.rates, again.rates)]
            .map(|(all, again)| part(all, again));
        let (debt, pending) = (part(self.debt, again.debt), part(self.pending, again.pending));
        self.amount = less(self.amount, [again.amount]);
        let hers = less(self.amount, [borne, lost, rates]);
        let least = |one: Money, other: Money| if one.minor() < other.minor() { one } else { other };
        let debt = least(debt, hers);
        let pending = least(pending, less(hers, [debt]));
        let some = |part: Money| part.is_positive().then_some(part);
        (self.borne, self.lost, self.rates) = (some(borne), some(lost), some(rates));
        (self.debt, self.pending, self.available) = (some(debt), some(pending), some(less(hers, [debt, pending])));
    }
}

/// An amount less others, all in one currency by construction.
fn less(amount: Money, others: impl IntoIterator<Item = Money>) -> Money {
    Money::new(amount.minor() - others.into_iter().map(Money::minor).sum::<i128>(), amount.currency())
}
