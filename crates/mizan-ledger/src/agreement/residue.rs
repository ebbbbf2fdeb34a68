//! Residues: what a rate for each unit leaves below the minor unit, and how it is carried.
//!
//! Each maker is paid the whole minor units of what her rate makes and what was carried to her; the rest is carried on.
//! So what she was paid over all her sales and what her rates made of them never differ by a whole centime, as long as
//! the price has it. Whoever takes the rest of the price stands on the other side.

use crate::agreement::document::{Agreement, Residues};
use crate::agreement::step::{Share, To};
use crate::agreement::terms::{Among, PerUnit, Take};
use crate::money::exact::Exact;
use crate::money::{Currency, CurrencyMismatch, Money};

impl Agreement {
    /// The rate of a share whose residues are carried: an amount for each unit, for the makers, without bounds.
    pub(super) fn carries<'a>(&self, share: &'a Share) -> Option<(&'a PerUnit, &'a Among)> {
        let bounded = share.at_least.is_some() || share.at_most.is_some();
        if let (Some(Residues::Carried), Take::Fixed(rate), To::Makers(among)) = (self.residues, &share.take, &share.to)
            && !bounded
        {
            return Some((rate, among));
        }
        None
    }
}

/// What one rate makes for each maker, and what of it is paid.
pub(super) struct ByRate {
    parts: Vec<Part>,
}

struct Part {
    /// What was carried here and what her rate makes.
    due: Exact,
    /// What of it is paid.
    paid: i128,
    /// What she would be paid if nothing had been carried here.
    without: i128,
}

impl ByRate {
    pub(super) fn new(before: &[Exact], shares: &[Exact]) -> Result<ByRate, CurrencyMismatch> {
        let part = |(before, share): (&Exact, &Exact)| {
            let due = before.plus(*share)?;
            Ok(Part { due, paid: due.payable().minor(), without: share.payable().minor() })
        };
        Ok(ByRate { parts: before.iter().zip(shares).map(part).collect::<Result<_, _>>()? })
    }

    /// What is paid of it in all.
    pub(super) fn total(&self, currency: Currency) -> Money {
        Money::new(self.parts.iter().map(|part| part.paid).sum(), currency)
    }

    /// The same, if what is left of the price has it. Whoever has least left over waits first for a centime that was
    /// carried here; what the rate itself makes of this sale must fit.
    pub(super) fn within(&self, left: Money) -> Option<ByRate> {
        let mut parts: Vec<Part> = self.parts.iter().map(|part| Part { ..*part }).collect();
        let mut over = self.total(left.currency()).minor() - left.minor();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|index| parts.get(*index).map(Part::after));
        while over > 0 {
            let before = over;
            for index in &order {
                if let Some(part) = parts.get_mut(*index).filter(|part| over > 0 && part.paid > part.without) {
                    part.paid -= 1;
                    over -= 1;
                }
            }
            if over == before {
                return None;
            }
        }
        Some(ByRate { parts })
    }

    /// What each is paid, and what is carried on for her.
    pub(super) fn paid(self) -> impl Iterator<Item = (Money, Exact)> {
        self.parts.into_iter().map(|part| {
            let currency = part.due.currency();
            (Money::new(part.paid, currency), part.carried())
        })
    }
}

impl Part {
    fn after(&self) -> rust_decimal::Decimal {
        self.due.decimal() - Money::new(self.paid, self.due.currency()).decimal()
    }

    fn carried(&self) -> Exact {
        let paid = Exact::from(Money::new(self.paid, self.due.currency()));
        self.due.minus(paid).unwrap_or(self.due)
    }
}
