//! Rules of what a buyer keeps back: it is no part of what is due until it is released, and no payment reaches it before.

use crate::book::state::trade::Sale;
use crate::command::words::refund::ReleaseRetention;
use crate::command::words::trade::RecordSale;
use crate::decide::refusal::Refusal;
use crate::decide::{Case, proportion};
use crate::event::Event;
use crate::event::retention::{RetentionHeld, RetentionReleased};
use crate::event::trade::AdvanceOffset;
use crate::id::SaleId;
use crate::money::{Money, Rate};

/// The part of an invoice that is kept back: at most what the advance leaves to pay.
pub(super) fn held(
    words: &RecordSale,
    agreed: Option<Rate>,
    gross: Money,
    offset: Option<&AdvanceOffset>,
) -> Result<Option<RetentionHeld>, Refusal> {
    let Some(rate) = words.retention.or(agreed) else { return Ok(None) };
    let (mut left, mut left_booked) = (words.total, gross);
    if let Some(offset) = offset {
        left = left.minus(offset.amount)?;
        left_booked = left_booked.minus(offset.booked)?;
    }
    let amount = words.total.times(rate.decimal())?.lesser(left)?;
    if !amount.is_positive() {
        return Ok(None);
    }
    let booked = proportion(left_booked, amount, left)?;
    let (sale, buyer, until) = (words.sale, words.buyer, words.retained_until);
    Ok(Some(RetentionHeld { sale, buyer, amount, booked, until }))
}

/// What was kept back is due, all of it or a part.
pub(super) fn release(case: &Case<'_>, words: &ReleaseRetention) -> Result<Vec<Event>, Refusal> {
    let ReleaseRetention { sale: id, amount } = *words;
    let sale = case.sale(id)?;
    if amount.exceeds(sale.retained)? {
        return Err(Refusal::NotRetained { sale: id, retained: sale.retained, asked: amount });
    }
    Ok(vec![released(id, &sale, amount)?.into()])
}

/// A credit note of more than is due makes due what it takes of the part kept back.
pub(super) fn released_by_credit(
    id: SaleId,
    sale: &Sale,
    credited: Money,
) -> Result<Option<RetentionReleased>, Refusal> {
    let due = sale.due();
    let beyond = if due.is_positive() { credited.minus(due)? } else { credited };
    let amount = beyond.lesser(sale.retained)?;
    if amount.is_positive() { released(id, sale, amount).map(Some) } else { Ok(None) }
}

fn released(id: SaleId, sale: &Sale, amount: Money) -> Result<RetentionReleased, Refusal> {
    let booked = proportion(sale.retained_booked, amount, sale.retained)?;
    Ok(RetentionReleased { sale: id, amount, buyer: sale.buyer, booked })
}

#[cfg(test)]
mod tests;
