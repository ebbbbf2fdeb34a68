//! Rules of giving back: a credit note mirrors the division of the sale, a refund pays the buyer what it is owed.

use std::collections::BTreeMap;

use crate::account::Account;
use crate::agreement::document::{Agreement, Bearer, ClawBack, Earned};
use crate::agreement::split::Residue;
use crate::book::state::Class;
use crate::book::state::trade::Sale;
use crate::command::words::trade::IssueCreditNote;
use crate::command::words::treasury::IssueRefund;
use crate::decide::refusal::Refusal;
use crate::decide::retention::released_by_credit;
use crate::decide::treasury::{difference_event, realised_by};
use crate::decide::{Case, proportion};
use crate::event::chargeback::PriceGivenBack;
use crate::event::retention::RetentionReleased;
use crate::event::trade::{
    CreditNoteIssued, CreditReason, EarningsReleased, Receiver, Released, ResiduesCarried, Reversal, Slice,
};
use crate::event::treasury::{ExchangeOpen, ExchangeSide, FxDifferenceRealised, RefundIssued};
use crate::event::{Digests, Event, Share};
use crate::id::{Code, FundId, MemberId, SaleId};
use crate::money::{Money, split};

/// Every slice of the sale gives back its own part, by the same largest remainder that divided it.
pub(super) fn issue(case: &Case<'_>, words: &IssueCreditNote) -> Result<Vec<Event>, Refusal> {
    let IssueCreditNote { credit_note, sale: id, amount, reason } = words.clone();
    case.unused(Class::CreditNote, credit_note.0)?;
    let sale = case.sale(id)?;
    let left = sale.total.minus(sale.charged_back)?;
    if amount.exceeds(left)? {
        return Err(Refusal::CreditTooLarge { sale: id, left, asked: amount });
    }
    let bearer = case.terms_of(&sale).map_or(Bears::Makers, |terms| bearer(terms, reason));
    let PriceGivenBack { booked, tax, slices, makers, borne_by, booking } =
        divided(case, id, &sale, amount, bearer, Back::Credited)?;
    let kept_back = released_by_credit(id, &sale, amount)?;
    let carried = carried_less(&sale, amount, kept_back.as_ref())?;
    let (buyer, turn, sealed) = (sale.buyer, sale.turn, Digests::default());
    let event = CreditNoteIssued {
        credit_note,
        sale: id,
        amount,
        reason,
        buyer,
        booked,
        carried,
        tax,
        slices,
        makers,
        borne_by,
        turn,
        booking,
        sealed,
    };
    let released = released(case, id, &sale, amount, &event.makers)?;
    let undone = if amount == sale.total { no_longer_carried(case, id, &sale)? } else { None };
    let mut events = vec![event.into()];
    events.extend(kept_back.map(Event::from));
    // An advance that came in at another rate makes the price's average rate another than the receivable's.
    events.extend(difference_event(booked.minus(carried)?, ExchangeOpen::Receivable(buyer), Some(id)));
    events.extend(released);
    events.extend(undone);
    Ok(events)
}

/// What each slice gives back of a part of the price, by the same largest remainder that divided it.
fn divided(
    case: &Case<'_>,
    id: SaleId,
    sale: &Sale,
    amount: Money,
    bearer: Bears,
    back: Back,
) -> Result<PriceGivenBack, Refusal> {
    let booked = proportion(sale.gross, amount, sale.total)?;
    let rates = match back {
        Back::ChargedBack { moved } => won_again(case, sale, booked.minus(moved)?)?,
        Back::Credited => Vec::new(),
    };
    let as_paid = matches!(back, Back::ChargedBack { .. }) && case.earned(sale) == Some(Earned::AsPaid);
    let released = if as_paid { Some(released_so_far(case, id, sale)?) } else { None };
    let weights: Vec<_> = std::iter::once(sale.tax)
        .chain(sale.slices.iter().map(|slice| slice.amount))
        .chain(sale.makers.iter().map(|share| share.amount))
        .map(Money::decimal)
        .collect();
    let mut parts = split(booked, &weights, sale.turn)?.into_iter();
    let tax = parts.next().unwrap_or(booked.currency().zero());
    let given_back: Vec<Money> = parts.by_ref().take(sale.slices.len()).collect();
    let slices = sale.slices.iter().zip(given_back.iter().copied()).filter(|(_, part)| part.is_positive());
    let slices = slices.map(|(slice, amount)| (slice, Slice { step: slice.step, to: slice.to, amount, lost: None }));
    let (services, mut slices): (Vec<_>, Vec<_>) = slices.partition(|(slice, _)| slice.to.member().is_some());
    let mut funds = Funds::default();
    for (_, part) in &mut slices {
        part.lost = funds.less(case, part.to, part.amount)?;
    }
    let slices: Vec<Slice> = slices.into_iter().map(|(_, part)| part).collect();
    let mut taking = Taking { case, sale: id, bearer, funds, rates, released, taken: BTreeMap::new() };
    let mut makers: Vec<Reversal> = Vec::new();
    for (share, part) in sale.makers.iter().zip(parts).filter(|(_, part)| part.is_positive()) {
        makers.push(taking.reversal(share.member, part, None)?);
    }
    for (slice, part) in services {
        if let Some(member) = slice.to.member() {
            makers.push(taking.reversal(member, part.amount, Some(slice.step))?);
        }
    }
    let borne_by = match bearer {
        Bears::Makers => None,
        Bears::Cooperative => Some(Receiver::Cooperative),
        Bears::Fund(fund) => Some(Receiver::Fund(fund)),
    };
    Ok(PriceGivenBack { booked, tax, slices, makers, borne_by, booking: sale.booking })
}

/// What each slice gives back of a part of the price that was charged back: makers what they have of it, and what they have
/// used as the agreement says of all that is given back after they were paid.
pub(super) fn charged_back(
    case: &Case<'_>,
    id: SaleId,
    sale: &Sale,
    amount: Money,
    moved: Money,
    terms: &Agreement,
) -> Result<PriceGivenBack, Refusal> {
    let bearer = match terms.claw_back {
        ClawBack::Fund(fund) => Bears::Fund(FundId(fund)),
        ClawBack::FromFutureSales => Bears::Makers,
    };
    divided(case, id, sale, amount, bearer, Back::ChargedBack { moved })
}

/// What takes a part of a price back.
#[derive(Clone, Copy)]
enum Back {
    /// A credit note.
    Credited,
    /// A bank or provider took back what had been paid; so much left the till.
    ChargedBack { moved: Money },
}

/// What payments have released of each maker's share.
fn released_so_far(case: &Case<'_>, id: SaleId, sale: &Sale) -> Result<BTreeMap<MemberId, Money>, Refusal> {
    let mut released: BTreeMap<MemberId, Money> = BTreeMap::new();
    let services = sale.slices.iter().filter_map(|slice| slice.to.member().map(|member| (member, slice.amount)));
    for (member, amount) in sale.makers.iter().map(|share| (share.member, share.amount)).chain(services) {
        let hers = released.entry(member).or_insert(amount.currency().zero());
        *hers = hers.plus(amount)?;
    }
    for (member, hers) in &mut released {
        *hers = hers.minus(case.cooperative.balances.lot(Account::MemberPending(*member), id, hers.currency()))?;
    }
    Ok(released)
}

/// A sale of which nothing is left carries nothing on either.
pub(super) fn no_longer_carried(case: &Case<'_>, id: SaleId, sale: &Sale) -> Result<Option<Event>, Refusal> {
    let mut residues = Vec::with_capacity(sale.residues.len());
    for Residue { member, before, exact, after } in sale.residues.iter().copied() {
        let now = case.cooperative.carried.get(&member).copied().unwrap_or(after);
        let without = now.minus(after.minus(before)?)?;
        residues.push(Residue { member, before: now, exact: exact.negated(), after: without });
    }
    Ok((!residues.is_empty()).then(|| ResiduesCarried { sale: id, residues }.into()))
}

/// A sale of which nothing was left, and that has a part of its price again, carries again what it had carried.
pub(super) fn carried_again(case: &Case<'_>, id: SaleId, sale: &Sale) -> Result<Option<Event>, Refusal> {
    let mut residues = Vec::with_capacity(sale.residues_ended.len());
    for Residue { member, before, exact, after } in sale.residues_ended.iter().copied() {
        let change = after.minus(before)?;
        let now = case.cooperative.carried.get(&member).copied().unwrap_or(before);
        residues.push(Residue { member, before: now, exact, after: now.plus(change)? });
    }
    Ok((!residues.is_empty()).then(|| ResiduesCarried { sale: id, residues }.into()))
}

/// Who bears the makers' part of a credit note.
#[derive(Clone, Copy)]
enum Bears {
    /// They do: out of what they have of the sale, and what they have used is a debt.
    Makers,
    /// A fund bears what they have used, as far as it reaches; the cooperative bears the rest.
    Fund(FundId),
    /// The cooperative bears all of it.
    Cooperative,
}

/// The agreement says who bears what broke, and who pays when makers have already been paid.
fn bearer(terms: &Agreement, reason: CreditReason) -> Bears {
    match (reason, terms.bears.breakage, terms.claw_back) {
        (CreditReason::Breakage, Bearer::Cooperative, _) => Bears::Cooperative,
        (_, _, ClawBack::Fund(fund)) => Bears::Fund(FundId(fund)),
        (_, _, ClawBack::FromFutureSales) => Bears::Makers,
    }
}

/// By how much less the buyer's account is carried: what it still owes at the rate it is carried at, the rest at the
/// average rate of the price. So what is carried never has another sign than what is outstanding.
fn carried_less(sale: &Sale, amount: Money, kept_back: Option<&RetentionReleased>) -> Result<Money, Refusal> {
    let due = sale.due();
    let owed = if due.is_positive() { due.lesser(amount)? } else { amount.currency().zero() };
    let mut carried = sale.carried.currency().zero();
    if !owed.is_zero() {
        carried = proportion(sale.due_carried(), owed, due)?;
    }
    let mut rest = amount.minus(owed)?;
    if let Some(part) = kept_back {
        carried = carried.plus(part.booked)?;
        rest = rest.minus(part.amount)?;
    }
    let of_rest = if rest.is_zero() { carried.currency().zero() } else { proportion(sale.gross, rest, sale.total)? };
    Ok(carried.plus(of_rest)?)
}

/// What funds still have while one credit note takes from them. None is ever taken below nothing.
#[derive(Default)]
struct Funds(BTreeMap<FundId, Money>);

impl Funds {
    /// Takes a part out of a fund and answers what of it the fund has no more.
    fn less(&mut self, case: &Case<'_>, from: Receiver, part: Money) -> Result<Option<Money>, Refusal> {
        let Receiver::Fund(fund) = from else { return Ok(None) };
        let held = case.cooperative.balances.owed(Account::Fund(fund), part.currency());
        let left = self.0.entry(fund).or_insert(held);
        let taken = if left.is_positive() { part.lesser(*left)? } else { part.currency().zero() };
        *left = left.minus(taken)?;
        Ok(some(part.minus(taken)?))
    }
}

/// What one credit note has already taken of each member's share of the sale.
struct Taking<'a> {
    case: &'a Case<'a>,
    sale: SaleId,
    bearer: Bears,
    funds: Funds,
    /// What the rate of the way back leaves of each maker's part.
    rates: Vec<Share>,
    /// What payments have released of each share, where money that was released is taken back: that is taken first.
    released: Option<BTreeMap<MemberId, Money>>,
    taken: BTreeMap<MemberId, (Money, Money)>,
}

impl Taking<'_> {
    /// A member's part comes out of what she still has of this sale; what she has used is a debt, or borne for her.
    fn reversal(&mut self, member: MemberId, amount: Money, step: Option<Code>) -> Result<Reversal, Refusal> {
        let nothing = amount.currency().zero();
        let mut part = Reversal {
            member,
            amount,
            pending: None,
            available: None,
            debt: None,
            borne: None,
            lost: None,
            rates: None,
            step,
        };
        if let Bears::Cooperative = self.bearer {
            part.borne = some(amount);
            return Ok(part);
        }
        let mut asked = amount;
        if let Some(left) = self.rates.iter_mut().find(|left| left.member == member && left.amount.is_positive()) {
            let rates = left.amount.lesser(amount)?;
            (left.amount, asked) = (left.amount.minus(rates)?, asked.minus(rates)?);
            part.rates = some(rates);
        }
        let mut waiting = asked;
        if let Some(released) = self.released.as_mut().and_then(|all| all.get_mut(&member)) {
            let first = if released.is_positive() { released.lesser(amount)? } else { nothing };
            *released = released.minus(first)?;
            waiting = asked.minus(first.lesser(asked)?)?;
        }
        let lot = |account| self.case.cooperative.balances.lot(account, self.sale, amount.currency());
        let taken = self.taken.entry(member).or_insert((nothing, nothing));
        let pending = lot(Account::MemberPending(member)).minus(taken.0)?.lesser(waiting)?;
        let available = lot(Account::MemberAvailable(member)).minus(taken.1)?.lesser(asked.minus(pending)?)?;
        *taken = (taken.0.plus(pending)?, taken.1.plus(available)?);
        let used = asked.minus(pending)?.minus(available)?;
        (part.pending, part.available) = (some(pending), some(available));
        match self.bearer {
            Bears::Fund(fund) => {
                part.lost = self.funds.less(self.case, Receiver::Fund(fund), used)?;
                part.borne = some(used.minus(part.lost.unwrap_or(nothing))?);
            }
            Bears::Makers | Bears::Cooperative => part.debt = some(used),
        }
        Ok(part)
    }
}

fn some(part: Money) -> Option<Money> {
    part.is_positive().then_some(part)
}

/// A credit note can settle what a buyer still owed: then the rest of the shares is available, as after a payment.
fn released(
    case: &Case<'_>,
    id: SaleId,
    sale: &Sale,
    credited: Money,
    makers: &[Reversal],
) -> Result<Option<Event>, Refusal> {
    if credited.minor() < sale.outstanding.minor() {
        return Ok(None);
    }
    let mut pending = case.pending(id, sale);
    for one in &mut pending {
        for taken in makers.iter().filter(|part| part.member == one.member).filter_map(|part| part.pending) {
            one.left = one.left.minus(taken)?;
        }
    }
    case.released_by_payment(id, sale, credited, credited, &pending)
}

/// The buyer is paid back at most what it is owed back; the rate of the day may differ from the one it is carried at.
pub(super) fn refund(case: &Case<'_>, words: &IssueRefund) -> Result<Vec<Event>, Refusal> {
    let IssueRefund { refund, sale: id, amount, rate, till, reference } = words.clone();
    case.unused(Class::Refund, refund.0)?;
    let sale = case.sale(id)?;
    let credit = sale.outstanding.negated();
    if !credit.is_positive() || amount.exceeds(credit)? {
        let nothing = credit.currency().zero();
        let credit = if credit.is_positive() { credit } else { nothing };
        return Err(Refusal::NothingToRefund { sale: id, credit, asked: amount });
    }
    let by_then = credit.minus(sale.paid_or_credited_after(case.day))?;
    if amount.exceeds(by_then)? {
        return Err(Refusal::NotOwedBackByThen { sale: id, asked: amount, day: case.day });
    }
    case.holds(till, amount)?;
    let booked = case.booked(amount, rate)?;
    let carried = proportion(sale.carried.negated(), amount, credit)?;
    let buyer = sale.buyer;
    let event = RefundIssued { refund, sale: id, amount, rate, till, reference, buyer, booked, carried };
    let mut difference = carried.minus(booked)?;
    let mut events = vec![event.into()];
    if let Some((given_back, back)) = lost_to_rates(case, id, &sale, difference)? {
        difference = difference.minus(back)?;
        events.extend(given_back);
    }
    events.extend(difference_event(difference, ExchangeOpen::Receivable(buyer), Some(id)));
    let realised = if amount.currency() == booked.currency() { None } else { realised_by(case, amount, booked)? };
    events.extend(realised);
    Ok(events)
}

/// Where makers bear exchange differences, what a refund wins goes first to those from whom the payment took it: to each
/// in proportion to what she lost, and at once available. Answers what they have back, and how much.
fn lost_to_rates(case: &Case<'_>, id: SaleId, sale: &Sale, won: Money) -> Result<Option<(Vec<Event>, Money)>, Refusal> {
    let makers = won_again(case, sale, won)?;
    if makers.is_empty() {
        return Ok(None);
    }
    let back = Money::sum(won.currency(), makers.iter().map(|share| share.amount))?;
    let on = ExchangeOpen::Receivable(sale.buyer);
    let (side, shares) = (ExchangeSide::Gain, makers.clone());
    let won = FxDifferenceRealised { sale: Some(id), amount: back, side, on, makers };
    let released = EarningsReleased { sale: id, because: Released::Refunded, shares };
    Ok(Some((vec![won.into(), released.into()], back)))
}

/// What is won of a difference goes first to the makers of whom a payment's rate took it, if they bear rates: to each in
/// proportion to what she lost, and no more than that.
fn won_again(case: &Case<'_>, sale: &Sale, won: Money) -> Result<Vec<Share>, Refusal> {
    let lost: Vec<(MemberId, i128)> = sale.lost_to_rates.iter().copied().filter(|(_, minor)| *minor > 0).collect();
    let whole = Money::new(lost.iter().map(|(_, minor)| minor).sum(), won.currency());
    let by_makers = case.terms_of(sale).is_some_and(|terms| terms.bears.fx == Bearer::Makers);
    if !by_makers || !won.is_positive() || !whole.is_positive() {
        return Ok(Vec::new());
    }
    let back = won.lesser(whole)?;
    let weights: Vec<_> = lost.iter().map(|(_, minor)| Money::new(*minor, won.currency()).decimal()).collect();
    let parts = lost.iter().zip(split(back, &weights, sale.turn)?).filter(|(_, part)| part.is_positive());
    Ok(parts.map(|((member, _), amount)| Share { member: *member, amount }).collect())
}

#[cfg(test)]
mod tests;
