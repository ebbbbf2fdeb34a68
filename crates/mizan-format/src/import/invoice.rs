//! The invoice of one part of an order: its lines, and what of the order's amounts falls on it.

use mizan_ledger::agreement::facts::InvoicedTax;
use mizan_ledger::event::trade::LineKind;
use mizan_ledger::money::{Money, Quantity, UnitPrice, split};
use mizan_ledger::text::Label;
use rust_decimal::Decimal;

use crate::import::order::{Order, label};
use crate::import::problem::Problem;
use crate::import::say::Line;
use crate::import::share::Share;

/// One part of an order: what one group of makers made, with its share of what belongs to the whole order.
pub(super) struct Invoice<'a> {
    pub(super) share: &'a Share<'a>,
    /// Its number in the order, from 1.
    pub(super) number: usize,
    discount: Money,
    pub(super) shipping: Money,
    duties: Money,
    tax: Money,
    tax_on_top: bool,
    pub(super) fee: Option<Money>,
}

/// Divides an order's amounts among its parts by what their items come to. `tax` is what of it is ours.
pub(super) fn invoices<'a>(order: &Order, shares: &'a [Share<'a>], tax: Money) -> Result<Vec<Invoice<'a>>, Problem> {
    let mut weights: Vec<Decimal> = shares.iter().map(Share::weight).collect();
    if weights.iter().all(Decimal::is_zero) {
        weights = vec![Decimal::ONE; shares.len()];
    }
    let mut discounts = divided(order.discount, &weights)?.into_iter();
    let mut shippings = divided(order.shipping, &weights)?.into_iter();
    let mut duties = divided(order.duties, &weights)?.into_iter();
    let mut taxes = divided(tax, &weights)?.into_iter();
    let mut fees = order.fee.map(|fee| divided(fee, &weights)).transpose()?.unwrap_or_default().into_iter();
    let nothing = order.currency.zero();
    let invoices = (1..).zip(shares).map(|(number, share)| Invoice {
        share,
        number,
        discount: discounts.next().unwrap_or(nothing),
        shipping: shippings.next().unwrap_or(nothing),
        duties: duties.next().unwrap_or(nothing),
        tax: taxes.next().unwrap_or(nothing),
        tax_on_top: order.tax_on_top,
        fee: fees.next(),
    });
    Ok(invoices.collect())
}

/// An amount in parts that sum to it.
pub(super) fn divided(whole: Money, weights: &[Decimal]) -> Result<Vec<Money>, Problem> {
    split(whole, weights, 0).map_err(|error| Problem::NotACommand { why: error.to_string() })
}

impl Invoice<'_> {
    /// What the buyer owes for it.
    pub(super) fn total(&self) -> Result<Money, Problem> {
        let goods = self.share.items.iter().fold(Decimal::ZERO, |sum, placed| sum.saturating_add(placed.item.gross()));
        let goods = Money::rounded(goods, self.discount.currency())?;
        Ok(goods.minus(self.discounts()?)?.plus(self.shipping)?.plus(self.duties)?.plus(self.tax_on_top())?)
    }

    /// What is taken off: the items' own discounts and its part of the order's.
    pub(super) fn discounts(&self) -> Result<Money, Problem> {
        let own = self.share.items.iter().map(|placed| placed.item.discount);
        Ok(Money::sum(self.discount.currency(), own)?.plus(self.discount)?)
    }

    fn tax_on_top(&self) -> Money {
        if self.tax_on_top { self.tax } else { self.tax.currency().zero() }
    }

    /// The tax in it, as the file states it for the whole order: rounded in as many places as it has lines.
    pub(super) fn tax(&self) -> Option<InvoicedTax> {
        let lines = u32::try_from(self.share.items.len() + 1).unwrap_or(u32::MAX);
        self.tax.is_positive().then_some(InvoicedTax { amount: self.tax, lines })
    }

    /// Its lines: goods, then what is charged beside them.
    pub(super) fn lines(&self) -> Result<Vec<Line>, Problem> {
        let mut lines = Vec::new();
        for placed in &self.share.items {
            let (item, entry) = (placed.item, placed.entry);
            let nameless = || Problem::NotACommand { why: format!("the product in row {} has no name", item.row) };
            lines.push(Line {
                kind: LineKind::Goods,
                product: entry
                    .and_then(|entry| entry.called.clone())
                    .or_else(|| label(&item.name))
                    .ok_or_else(nameless)?,
                item: entry.and_then(|entry| entry.item),
                piece: entry.and_then(|entry| entry.piece),
                quantity: item.quantity,
                unit_price: item.price,
                kilograms: placed.kilograms,
                square_metres: placed.square_metres,
            });
        }
        let beside = [
            (LineKind::Shipping, "Shipping", self.shipping),
            (LineKind::Duties, "Duties", self.duties),
            (LineKind::Tax, "Tax", self.tax_on_top()),
        ];
        for (kind, name, amount) in beside.into_iter().filter(|(_, _, amount)| amount.is_positive()) {
            let not = |error: String| Problem::NotACommand { why: error };
            let product: Label = name.parse().map_err(|error: mizan_ledger::text::NotALabel| not(error.to_string()))?;
            let unit_price = UnitPrice::new(amount.decimal()).map_err(|error| not(error.to_string()))?;
            let (quantity, item, piece, kilograms, square_metres) = (Quantity::ONE, None, None, None, None);
            lines.push(Line { kind, product, item, piece, quantity, unit_price, kilograms, square_metres });
        }
        Ok(lines)
    }
}
