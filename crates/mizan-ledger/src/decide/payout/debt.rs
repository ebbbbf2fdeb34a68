//! What a maker owes for a sale while her money of that very sale is still in the house.
//!
//! A credit note or a chargeback takes what she has available; what is set aside for her in a payout counts as used, and she
//! owes it. As long as it has not left, it does not leave: the item waits, and once it comes back (called off, refused by a
//! bank, returned, not taken) it is set off against what she owes for the same sale, all of it, as available money would
//! have been. What she owes for money that reached her is taken from later sales, down to her protected minimum.

use crate::book::state::payout::Item;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::payout::DebtSetOff;
use crate::event::{Event, Source};
use crate::id::{MemberId, PayoutId};
use crate::money::Money;

/// What of these sources is hers, and what she owes back for the sales they come from.
pub(super) fn apart(case: &Case<'_>, member: MemberId, sources: &[Source]) -> (Vec<Source>, Vec<Source>) {
    let mut owed = case.cooperative.owed_back(member, sources);
    let mut hers: Vec<Source> = Vec::with_capacity(sources.len());
    let mut back: Vec<Source> = Vec::new();
    for &Source { sale, amount } in sources {
        let of_sale = owed.iter_mut().find(|owed| owed.sale == sale && owed.amount.is_positive());
        let minor = of_sale.as_ref().map_or(0, |owed| owed.amount.minor().min(amount.minor()));
        if let Some(owed) = of_sale {
            owed.amount = Money::new(owed.amount.minor() - minor, amount.currency());
        }
        for (list, minor) in [(&mut back, minor), (&mut hers, amount.minor() - minor)] {
            if minor > 0 {
                list.push(Source { sale, amount: Money::new(minor, amount.currency()) });
            }
        }
    }
    (hers, back)
}

/// What comes back to her out of a payout is set off.
pub(super) fn set_off(
    case: &Case<'_>,
    payout: PayoutId,
    member: MemberId,
    back: &[Source],
) -> Result<Option<Event>, Refusal> {
    let sources = case.cooperative.owed_back(member, back);
    Ok((!sources.is_empty()).then(|| DebtSetOff { payout: Some(payout), member, sources }.into()))
}

/// Refuses to let money leave that she owes back for the sale it comes from.
pub(super) fn owes_nothing(case: &Case<'_>, member: MemberId, item: &Item) -> Result<(), Refusal> {
    match case.cooperative.owed_back(member, &item.sources).first() {
        Some(Source { sale, amount }) => Err(Refusal::OwedBackForSale { member, sale: *sale, owed: *amount }),
        None => Ok(()),
    }
}
