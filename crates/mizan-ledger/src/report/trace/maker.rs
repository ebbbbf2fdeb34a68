//! A maker's part of a sale: what was kept of it, what reached her hand, what is still open.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::account::Account;
use crate::agreement::split::Residue;
use crate::event::Event;
use crate::event::chargeback::{Because, GivenBack};
use crate::event::trade::{Receiver, Recovered};
use crate::event::treasury::ExchangeSide;
use crate::id::{ChargebackId, ClauseId, Code, CreditNoteId, MemberId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::payout_item::{ItemLine, Items};
use crate::report::taken::{TakenLine, taken};
use crate::report::term::Term;
use crate::report::trace::moved::Moved;

/// One maker's part of a sale. What she had at first less what was credited, plus her part of exchange differences,
/// is what was deducted, paid to her and is open, less what she owes back and what a fund bore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MakerTrace {
    /// The maker.
    pub member: MemberId,
    /// Her share when the sale was divided, before deductions.
    pub share: Amount,
    /// What she has beside it for serving the sale.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub served: Amount,
    /// What her rates make of it exactly, and what is carried below the minor unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residue: Option<Residue>,
    /// What credit notes and chargebacks took off it.
    pub credited: Amount,
    /// Her part of exchange differences, where makers bear them; below zero for a loss.
    pub exchange_difference: Amount,
    /// What was deducted, and under which clause.
    pub deductions: Vec<DeductionLine>,
    /// The payouts that carried a part of it, with how far each has come.
    pub payouts: Vec<ItemLine>,
    /// How her part of the credit notes and chargebacks was met.
    pub credit_notes: Vec<ReversalLine>,
    /// What was taken of it after it was available, payouts apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<TakenLine>,
    /// What reached her hand.
    pub paid: Amount,
    /// What is still open, by state.
    pub open: Open,
    /// What she had already used and owes back.
    pub owed_back: Amount,
    /// What she had already used and a fund bore.
    pub borne: Amount,
    /// Days from the buyer's last payment to the last money in her hand; below zero if she was paid first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// What of it cannot be found.
    pub unexplained: Amount,
}

/// A part of her share that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeductionLine {
    /// The sale it was kept from.
    pub sale: SaleId,
    /// The clause of the agreement.
    pub clause: ClauseId,
    /// What it pays back.
    pub recovers: RecoveredKind,
    /// Which loan or fund.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Code>,
    /// How much.
    pub amount: Amount,
    /// When.
    pub on: Date,
}

/// What a deduction pays back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveredKind {
    /// Materials she had received.
    Materials,
    /// A loan.
    Loan,
    /// A debt left by a refund.
    Debt,
    /// A fund she pays into.
    Fund,
}

impl RecoveredKind {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            RecoveredKind::Materials => Term::Materials,
            RecoveredKind::Loan => Term::Loan,
            RecoveredKind::Debt => Term::Debt,
            RecoveredKind::Fund => Term::Fund,
        }
    }

    /// What an event recovers, and which.
    pub(crate) fn of(recovered: Recovered) -> (RecoveredKind, Option<Code>) {
        match recovered {
            Recovered::Materials => (RecoveredKind::Materials, None),
            Recovered::Loan(loan) => (RecoveredKind::Loan, Some(loan.0)),
            Recovered::Debt => (RecoveredKind::Debt, None),
            Recovered::Fund(fund) => (RecoveredKind::Fund, Some(fund.0)),
        }
    }
}

/// How her part of a credit note or a chargeback was met; below zero what she has again of one that was reversed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReversalLine {
    /// The credit note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<CreditNoteId>,
    /// The chargeback, if it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chargeback: Option<ChargebackId>,
    /// When.
    pub on: Date,
    /// The step of her service, if it is not her part as a maker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Code>,
    /// Her part.
    pub amount: Amount,
    /// Taken from what she had not received yet.
    pub from_open: Amount,
    /// She owes it.
    pub owed_back: Amount,
    /// A fund bore it, or the cooperative.
    pub borne: Amount,
}

/// What is open of a member's money, by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Open {
    /// Earned; the buyer has not paid yet, or something else must come first.
    pub pending: Amount,
    /// Payable now.
    pub available: Amount,
    /// Set aside in a payout.
    pub in_payout: Amount,
    /// Sent, not yet confirmed.
    pub sent: Amount,
    /// In cash, not collected.
    pub unclaimed: Amount,
    /// Paid for another of her group, who has not paid it back yet.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub guarantee: Amount,
}

impl Open {
    /// Nothing open.
    pub(crate) fn none(currency: Currency) -> Open {
        let zero = Amount::zero(currency);
        Open { pending: zero, available: zero, in_payout: zero, sent: zero, unclaimed: zero, guarantee: zero }
    }

    /// All of it.
    #[must_use]
    pub fn total(self) -> Amount {
        self.pending.plus(self.available).plus(self.in_payout).plus(self.sent).plus(self.unclaimed).plus(self.guarantee)
    }
}

/// Every maker of a sale, in the order of the division, then who else served it.
pub(super) fn makers(
    sale: SaleId,
    records: &[&Record],
    items: &Items,
    moved: &Moved,
    last_paid_on: Option<Date>,
    currency: Currency,
) -> Vec<MakerTrace> {
    let mut makers: Vec<MakerTrace> = Vec::new();
    for record in records {
        if let Event::ProceedsAllocated(e) = &record.event
            && e.sale == sale
        {
            for share in &e.makers {
                match makers.iter_mut().find(|maker| maker.member == share.member) {
                    Some(maker) => maker.share = maker.share.plus(Amount(share.amount)),
                    None => makers.push(MakerTrace::new(share.member, Amount(share.amount))),
                }
            }
        }
    }
    for record in records {
        if let Event::CommissionCharged(e) = &record.event
            && e.sale == sale
            && let Receiver::Member(member) = e.to
        {
            let index = makers.iter().position(|maker| maker.member == member).unwrap_or(makers.len());
            if index == makers.len() {
                makers.push(MakerTrace::new(member, Amount::zero(currency)));
            }
            makers[index].served = makers[index].served.plus(Amount(e.amount));
        }
    }
    let by_member: BTreeMap<MemberId, usize> =
        makers.iter().enumerate().map(|(index, maker)| (maker.member, index)).collect();
    for record in records {
        gather(&mut makers, &by_member, sale, record);
    }
    for ((payout, member), item) in items.iter().filter(|(_, item)| item.is_from(sale)) {
        if let Some(maker) = by_member.get(member).and_then(|index| makers.get_mut(*index)) {
            maker.payouts.push(item.line(*payout, Some(sale), currency, last_paid_on));
        }
    }
    makers.iter_mut().for_each(|maker| maker.close(moved, currency));
    makers
}

fn gather(makers: &mut [MakerTrace], by_member: &BTreeMap<MemberId, usize>, sale: SaleId, record: &Record) {
    let on = record.envelope.occurred_on;
    let of = |member: &MemberId| by_member.get(member).copied();
    if let Event::ResiduesCarried(e) = &record.event
        && e.sale == sale
    {
        for residue in &e.residues {
            let Some(index) = of(&residue.member) else { continue };
            // What is said of a sale again takes back what it carried.
            makers[index].residue = if makers[index].residue.is_none() { Some(*residue) } else { None };
        }
    } else if let Event::DeductionApplied(e) = &record.event
        && e.sale == sale
        && let Some(index) = of(&e.member)
    {
        let (recovers, of) = RecoveredKind::of(e.recovers);
        let amount = Amount(e.amount);
        makers[index].deductions.push(DeductionLine { sale, clause: e.clause, recovers, of, amount, on });
    } else if let Some(taken) = taken(record)
        && let Some(index) = of(&taken.member)
    {
        makers[index].taken.extend(taken.line(Some(sale), makers[index].share.0.currency()));
    } else if let Event::FxDifferenceRealised(e) = &record.event
        && e.sale == Some(sale)
    {
        for share in &e.makers {
            let Some(index) = of(&share.member) else { continue };
            let signed = match e.side {
                ExchangeSide::Gain => Amount(share.amount),
                ExchangeSide::Loss => Amount(share.amount.negated()),
            };
            makers[index].exchange_difference = makers[index].exchange_difference.plus(signed);
        }
    } else if let Some(e) = GivenBack::of(&record.event)
        && e.sale == sale
    {
        let (credit_note, chargeback) = match e.because {
            Because::CreditNote(id, _) => (Some(id), None),
            Because::Chargeback(id) => (None, Some(id)),
        };
        for part in e.makers {
            let Some(index) = of(&part.member) else { continue };
            let amount = |amount: Money| Amount(e.signed(amount));
            let or_nothing = |part: Option<Money>| part.map_or(Amount::zero(e.booked.currency()), amount);
            makers[index].credit_notes.push(ReversalLine {
                credit_note,
                chargeback,
                on,
                step: part.step,
                amount: amount(part.amount),
                from_open: or_nothing(part.pending).plus(or_nothing(part.available)),
                owed_back: or_nothing(part.debt),
                borne: or_nothing(part.borne).plus(or_nothing(part.lost)).plus(or_nothing(part.rates)),
            });
        }
    }
}

impl MakerTrace {
    fn new(member: MemberId, share: Amount) -> MakerTrace {
        let currency = share.0.currency();
        let zero = Amount::zero(currency);
        MakerTrace {
            member,
            share,
            served: zero,
            residue: None,
            credited: zero,
            exchange_difference: zero,
            deductions: Vec::new(),
            taken: Vec::new(),
            payouts: Vec::new(),
            credit_notes: Vec::new(),
            paid: zero,
            open: Open::none(currency),
            owed_back: zero,
            borne: zero,
            days: None,
            unexplained: zero,
        }
    }

    /// What was kept of her share, under all clauses.
    #[must_use]
    pub fn deducted(&self) -> Amount {
        Amount::sum(self.share.0.currency(), self.deductions.iter().map(|line| line.amount))
    }

    /// What was kept of her share before it was available, and taken of it after.
    #[must_use]
    pub fn kept(&self) -> Amount {
        let taken = Amount::sum(self.share.0.currency(), self.taken.iter().map(|line| line.amount));
        self.deducted().plus(taken)
    }

    /// What credit notes took of her share as a maker.
    pub(super) fn credited_of_share(&self) -> Amount {
        let of_share = self.credit_notes.iter().filter(|line| line.step.is_none());
        Amount::sum(self.share.0.currency(), of_share.map(|line| line.amount))
    }

    fn close(&mut self, moved: &Moved, currency: Currency) {
        let sum = |part: fn(&ReversalLine) -> Amount| Amount::sum(currency, self.credit_notes.iter().map(part));
        let (credited, owed_back) = (sum(|line| line.amount), sum(|line| line.owed_back));
        let borne = sum(|line| line.borne);
        let member = self.member;
        self.credited = credited;
        self.owed_back = owed_back;
        self.borne = borne;
        self.paid = Amount::sum(currency, self.payouts.iter().map(|line| line.paid));
        self.days = self.payouts.iter().filter_map(|line| line.paid_on.zip(line.days)).max().map(|(_, days)| days);
        self.open = Open {
            pending: moved.lot(Account::MemberPending(member)),
            available: moved.lot(Account::MemberAvailable(member)),
            in_payout: moved.lot(Account::MemberInPayout(member)),
            sent: moved.sent_to(member),
            unclaimed: moved.lot(Account::MemberUnclaimed(member)),
            guarantee: moved.lot(Account::MemberGuarantee(member)),
        };
        let hers = self.share.plus(self.served).minus(self.credited).plus(self.exchange_difference);
        let found = self.kept().plus(self.paid).plus(self.open.total()).minus(owed_back).minus(borne);
        self.unexplained = hers.minus(found);
    }
}
