//! A division written down: slices become events, and what each maker's part repays is taken from it.

use crate::account::Account;
use crate::agreement::deduction::Owed;
use crate::agreement::document::{Agreement, Booking};
use crate::agreement::split::{self, MakerPart, Split};
use crate::agreement::step::{Recovers, Step};
use crate::command::words::trade::RecordSale;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::trade::{
    CommissionCharged, DeductionApplied, Minimum, ProceedsAllocated, Receiver, Recovered, Slice,
};
use crate::event::{Event, Share};
use crate::id::{Code, FundId, LoanId, MemberId};
use crate::money::Money;

/// Adds the slices of a split as events: commissions one by one, then all the rest.
pub(super) fn divided(
    words: &RecordSale,
    booking: Booking,
    split: &Split,
    makers: &[MakerPart],
    events: &mut Vec<Event>,
) {
    let sale = words.sale;
    let mut rest: Vec<Slice> = Vec::new();
    for slice in split.slices.iter().filter(|slice| slice.amount.is_positive()) {
        let step = slice.part.unwrap_or(slice.step);
        let (basis, rate) = (slice.basis(), slice.rate());
        let to = match (slice.receiver, slice.kind) {
            (split::Receiver::TaxOffice | split::Receiver::Makers, _) => continue,
            (split::Receiver::Role(_), _) => {
                for part in slice.makers.iter().filter(|part| part.amount.is_positive()) {
                    let (to, amount) = (Receiver::Member(part.member), part.amount);
                    events.push(CommissionCharged { sale, step, to, basis, rate, amount, booking }.into());
                }
                continue;
            }
            (split::Receiver::Cooperative, split::SliceKind::Cost) => Receiver::Recovered,
            (split::Receiver::Cooperative, _) => Receiver::Cooperative,
            (split::Receiver::Party(party), _) => Receiver::Party(party),
            (split::Receiver::Fund(fund), _) => Receiver::Fund(FundId(fund)),
        };
        if matches!(slice.kind, split::SliceKind::Commission | split::SliceKind::Cooperative) {
            let amount = slice.amount;
            events.push(CommissionCharged { sale, step, to, basis, rate, amount, booking }.into());
        } else {
            rest.push(Slice { step, to, amount: slice.amount, lost: None });
        }
    }
    let minimums = split.minimums.iter();
    let minimums: Vec<Minimum> =
        minimums.map(|m| Minimum { step: m.step, required: m.required, reached: m.reached }).collect();
    let makers = makers.iter().map(|m| Share { member: m.member, amount: m.amount }).collect();
    events.push(ProceedsAllocated { sale, slices: rest, makers, minimums, booking }.into());
}

/// Makes a member's deductions and answers what is left of what she has of the sale.
pub(super) fn deductions(
    case: &Case<'_>,
    words: &RecordSale,
    terms: &Agreement,
    member: MemberId,
    share: Money,
    events: &mut Vec<Event>,
) -> Result<Money, Refusal> {
    if !terms.steps.iter().any(|step| matches!(step, Step::Deduction(_))) {
        return Ok(share);
    }
    let owed = owed(case, member);
    let consent = |purpose: Code| case.cooperative.consent(member, purpose, case.day);
    let taken = terms.deductions(share, &owed, |purpose| consent(purpose).is_some());
    let mut left = share;
    for part in taken.map_err(|why| Refusal::CannotDeduct { member, why: Box::new(why) })? {
        let Some(consent) = consent(part.consent) else { continue };
        let recovers = match (part.recovers, part.reference) {
            (Recovers::Materials, _) => Recovered::Materials,
            (Recovers::Debt, _) => Recovered::Debt,
            (Recovers::Fund(fund), _) => Recovered::Fund(FundId(fund)),
            (Recovers::Loan, Some(loan)) => Recovered::Loan(LoanId(loan)),
            (Recovers::Loan, None) => continue,
        };
        left = left.minus(part.amount)?;
        let (sale, clause, amount) = (words.sale, part.clause, part.amount);
        events.push(DeductionApplied { sale, member, clause, consent, recovers, amount }.into());
    }
    Ok(left)
}

/// What a member owes the cooperative: materials, loans in the order of their ids, debts.
fn owed(case: &Case<'_>, member: MemberId) -> Vec<Owed> {
    let balance = |account| case.cooperative.balances.of(account, case.cooperative.currency);
    let loans = case.cooperative.loans_of.get(&member).into_iter().flatten();
    let loans = loans.map(|loan| (Recovers::Loan, loan.0, balance(Account::MemberLoan(member, *loan))));
    [(Recovers::Materials, member.0, balance(Account::MemberAdvance(member)))]
        .into_iter()
        .chain(loans)
        .chain([(Recovers::Debt, member.0, balance(Account::MemberDebt(member)))])
        .filter(|(_, _, outstanding)| outstanding.is_positive())
        .map(|(what, reference, outstanding)| Owed { what, reference, outstanding })
        .collect()
}
