//! When makers' shares become available: with the invoice, the acceptance or the buyer's money, as the agreement says.

use crate::account::Account;
use crate::agreement::document::Earned;
use crate::book::state::trade::Sale;
use crate::decide::refusal::Refusal;
use crate::decide::{Case, proportion};
use crate::event::trade::{EarningsReleased, Released};
use crate::event::{Event, Share};
use crate::id::{MemberId, SaleId};
use crate::money::{Money, split};

/// What a maker still has pending of a sale.
pub(super) struct Pending {
    pub(super) member: MemberId,
    pub(super) left: Money,
}

/// Makes available what `part` of `whole` brings: all of it when nothing of the whole is left, else its proportion,
/// divided among the makers by the largest remainder.
pub(super) fn release(
    sale: SaleId,
    because: Released,
    pending: &[Pending],
    part: Money,
    whole: Money,
    turn: u64,
) -> Result<Option<Event>, Refusal> {
    let Some(first) = pending.first() else { return Ok(None) };
    let sum = Money::sum(first.left.currency(), pending.iter().map(|one| one.left))?;
    if !sum.is_positive() || !part.is_positive() {
        return Ok(None);
    }
    let released = proportion(sum, part, whole)?;
    let weights: Vec<_> = pending.iter().map(|one| one.left.decimal()).collect();
    let parts = split(released, &weights, turn)?;
    let shares = pending.iter().zip(parts).filter(|(_, amount)| amount.is_positive());
    let shares: Vec<Share> = shares.map(|(one, amount)| Share { member: one.member, amount }).collect();
    Ok((!shares.is_empty()).then(|| EarningsReleased { sale, because, shares }.into()))
}

impl Case<'_> {
    /// What the makers of a sale, and those who served it, still have pending of it.
    pub(super) fn pending(&self, id: SaleId, sale: &Sale) -> Vec<Pending> {
        let balances = &self.cooperative.balances;
        let left = |member| balances.lot(Account::MemberPending(member), id, self.cooperative.currency);
        let mut members: Vec<MemberId> = Vec::new();
        let served = sale.slices.iter().filter_map(|slice| slice.to.member());
        for member in sale.makers.iter().map(|share| share.member).chain(served) {
            if !members.contains(&member) {
                members.push(member);
            }
        }
        let all = members.into_iter().map(|member| Pending { member, left: left(member) });
        all.filter(|one| one.left.is_positive()).collect()
    }

    /// When shares of a sale become available, by its terms.
    pub(super) fn earned(&self, sale: &Sale) -> Option<Earned> {
        self.terms_of(sale).map(|terms| terms.earned)
    }

    /// What a payment of `paid`, of the `outstanding` before it, releases of a sale.
    pub(super) fn released_by_payment(
        &self,
        id: SaleId,
        sale: &Sale,
        paid: Money,
        outstanding: Money,
        pending: &[Pending],
    ) -> Result<Option<Event>, Refusal> {
        let settled = paid == outstanding;
        match self.earned(sale) {
            Some(Earned::AsPaid) => release(id, Released::Paid, pending, paid, outstanding, sale.turn),
            Some(Earned::WhenPaid | Earned::Advanced(_)) if settled => {
                release(id, Released::Paid, pending, paid, paid, sale.turn)
            }
            Some(Earned::WhenPaid | Earned::Advanced(_) | Earned::OnInvoice | Earned::OnAcceptance) | None => Ok(None),
        }
    }
}
