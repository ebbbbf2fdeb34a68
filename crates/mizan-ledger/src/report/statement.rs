//! One member's statement: what she earned, what was kept of it and why, what reached her hand, what is still to come.
//!
//! It says what was due to her on the first day, what changed it, and what is due on the last; the changes are read from
//! what the records say, both ends from what their postings moved, and `unexplained` is the difference.

pub mod owed;
pub mod residues;
pub mod sale_line;
pub mod shares;
pub(super) mod sums;
pub mod tables;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::account::Account;
use crate::book::Book;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::treasury::ExchangeSide;
use crate::id::{ClauseId, Code, CooperativeId, MemberId};
use crate::money::exact::Exact;
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::Counted;
use crate::report::payout_item::{ItemLine, items};
use crate::report::statement::owed::Owed;
use crate::report::statement::residues::{ResidueLine, carried};
use crate::report::statement::sale_line::{SaleLine, SaleLines};
use crate::report::statement::shares::{SharesLine, shares};
use crate::report::statement::sums::Sums;
use crate::report::taken::{TakenLine, taken};
use crate::report::to_hand::{DaysToHand, ToHand};
use crate::report::trace::maker::{DeductionLine, Open, RecoveredKind};

/// One member's statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The member.
    pub member: MemberId,
    /// Her cooperative.
    pub cooperative: CooperativeId,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The last position read.
    pub position: Option<u64>,
    /// The first day; from the beginning if absent.
    pub from: Option<Date>,
    /// The last day; to the end if absent.
    pub to: Option<Date>,
    /// What was due to her before the first day.
    pub opening: Amount,
    /// Her shares of sales, before deductions.
    pub earned: Amount,
    /// What she has beside them for serving sales: leading, checking the quality, teaching.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub served: Amount,
    /// Her part of exchange differences, where makers bear them; below zero for a loss.
    pub exchange_difference: Amount,
    /// What was kept of her shares.
    pub deducted: Amount,
    /// The same, clause by clause.
    pub deducted_by_clause: Vec<ClauseLine>,
    /// What was taken of what she had available, payouts apart.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub taken: Amount,
    /// The same, one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_for: Vec<TakenLine>,
    /// What credit notes and chargebacks took back of her shares.
    pub credited: Amount,
    /// What of that she had used already: she owes it, or somebody bore it for her.
    pub credited_after_use: Amount,
    /// What of that a fund or the cooperative bore for her.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub borne: Amount,
    /// What is carried to her next sale of what her rates made and no centime could pay; below zero she has had it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried: Option<Exact>,
    /// What her rates made of sales and what was carried below the minor unit, sale by sale.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub residues: Vec<ResidueLine>,
    /// What reached her hand and stayed there.
    pub paid: Amount,
    /// What corrections changed of earlier days.
    pub corrected: Amount,
    /// What is due to her on the last day.
    pub closing: Amount,
    /// The same, by state.
    pub open: Open,
    /// What she owes on the last day.
    pub owed: Owed,
    /// Her shares in the capital on the last day, if she ever had any. They are no part of what is due to her.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<SharesLine>,
    /// The sales her shares come from.
    pub sales: Vec<SaleLine>,
    /// The deductions, one by one.
    pub deductions: Vec<DeductionLine>,
    /// Her payouts.
    pub payouts: Vec<ItemLine>,
    /// How many days the money that reached her hand in these days took since her buyers paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_to_hand: Option<DaysToHand>,
    /// What the changes do not explain of what is due.
    pub unexplained: Amount,
}

/// What was kept under one clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseLine {
    /// The clause.
    pub clause: ClauseId,
    /// What it pays back.
    pub recovers: RecoveredKind,
    /// Which loan or fund.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Code>,
    /// How much.
    pub amount: Amount,
}

/// The days a statement is about, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first; from the beginning if absent.
    pub from: Option<Date>,
    /// The last; to the end if absent.
    pub to: Option<Date>,
}

/// Days that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a statement from {from} to {to} has no days: the first must not come after the last")]
pub struct NoDays {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Days {
    /// From a first to a last day.
    pub fn new(from: Option<Date>, to: Option<Date>) -> Result<Days, NoDays> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(NoDays { from, to }),
            (from, to) => Ok(Days { from, to }),
        }
    }
}

/// Reckons a member's statement from the records that concern her.
#[must_use]
pub fn statement(
    book: &Book,
    cooperative: CooperativeId,
    member: MemberId,
    records: &[Record],
    days: Days,
) -> Option<Statement> {
    let own = book.cooperatives.get(&cooperative)?;
    let currency = own.currency;
    let zero = Amount::zero(currency);
    let counted = Counted::until(records, days.to);
    let sums = Sums::of(member, counted.records.iter().copied());
    let open = sums.open(currency);
    let (opening, corrected) = before(member, records, days, &counted, currency);
    let items = items(Some(member), counted.records.iter().copied());
    let lines = items.iter().map(|((payout, _), item)| item.line(*payout, None, currency, None));
    let mut made = Statement {
        member,
        cooperative,
        currency,
        position: book.head.checked_sub(1),
        from: days.from,
        to: days.to,
        opening,
        earned: zero,
        served: zero,
        exchange_difference: zero,
        deducted: zero,
        deducted_by_clause: Vec::new(),
        taken: zero,
        taken_for: Vec::new(),
        credited: zero,
        credited_after_use: zero,
        borne: zero,
        carried: carried(member, &counted, currency),
        residues: Vec::new(),
        paid: zero,
        corrected,
        closing: open.total(),
        open,
        owed: sums.owed(currency),
        shares: shares(member, counted.records.iter().copied(), currency),
        sales: Vec::new(),
        deductions: Vec::new(),
        payouts: lines.filter(|line| within(line, days)).collect(),
        days_to_hand: days_to_hand(member, &counted, days, currency),
        unexplained: zero,
    };
    let in_days = |record: &&&Record| days.from.is_none_or(|from| from <= record.envelope.occurred_on);
    let mut lines = SaleLines::none(currency);
    counted.records.iter().filter(in_days).for_each(|record| made.gather(&mut lines, record));
    made.sales = lines.told(own, records, &counted);
    let from_open = made.credited.minus(made.credited_after_use);
    let earned = made.earned.plus(made.served);
    let changes = earned.plus(made.exchange_difference).minus(made.deducted).minus(from_open);
    let changes = changes.minus(made.taken).minus(made.paid);
    made.unexplained = made.closing.minus(made.opening).minus(made.corrected).minus(changes).size();
    if days.to.is_none() {
        // At the end of the log the book itself knows what is due: a record that was not found shows here.
        let accounts = [
            Account::MemberPending(member),
            Account::MemberAvailable(member),
            Account::MemberInPayout(member),
            Account::MemberUnclaimed(member),
            Account::MemberGuarantee(member),
        ];
        let held = accounts.into_iter().map(|account| Amount(own.balances.owed(account, currency)));
        let astray = made.closing.minus(made.open.sent).minus(Amount::sum(currency, held));
        made.unexplained = made.unexplained.plus(astray.size());
    }
    Some(made)
}

/// What was due before the first day, and what corrections have changed of that since.
fn before(member: MemberId, records: &[Record], days: Days, now: &Counted<'_>, currency: Currency) -> (Amount, Amount) {
    let Some(eve) = days.from.and_then(|from| from.yesterday().ok()) else {
        return (Amount::zero(currency), Amount::zero(currency));
    };
    let still: BTreeSet<u64> = now.records.iter().map(|record| record.envelope.position).collect();
    let counted = Counted::until(records, Some(eve)).records;
    let then = Sums::of(member, counted.iter().copied());
    let gone = counted.into_iter().filter(|record| !still.contains(&record.envelope.position));
    let gone = Sums::of(member, gone);
    let nothing = Amount::zero(currency);
    (then.open(currency).total(), nothing.minus(gone.open(currency).total()))
}

/// How many days the money that reached her hand took.
fn days_to_hand(member: MemberId, counted: &Counted<'_>, days: Days, currency: Currency) -> Option<DaysToHand> {
    let mut to_hand = ToHand::default();
    counted.records.iter().for_each(|record| to_hand.take(record));
    to_hand.days(currency, |arrival| arrival.member == member && days.from.is_none_or(|from| from <= arrival.on))
}

/// Whether something happened to an item in the days of the statement.
fn within(line: &ItemLine, days: Days) -> bool {
    let said = [line.acknowledged.map(|said| said.on), line.disputed.map(|said| said.on)];
    let last = said.into_iter().flatten().chain([line.since]).max();
    days.from.is_none_or(|from| last.is_some_and(|last| from <= last))
}

impl Statement {
    /// Adds what one record says happened to her.
    fn gather(&mut self, lines: &mut SaleLines, record: &Record) {
        let (member, on) = (self.member, record.envelope.occurred_on);
        if let Event::ProceedsAllocated(e) = &record.event {
            for share in e.makers.iter().filter(|share| share.member == member) {
                let amount = Amount(share.amount);
                self.earned = self.earned.plus(amount);
                let line = lines.of(e.sale);
                line.share = line.share.plus(amount);
            }
        } else if let Event::ResiduesCarried(e) = &record.event {
            self.residues.extend(ResidueLine::of(member, on, e));
        } else if let Event::CommissionCharged(e) = &record.event
            && e.to.member() == Some(member)
        {
            let amount = Amount(e.amount);
            self.served = self.served.plus(amount);
            let line = lines.of(e.sale);
            line.served = line.served.plus(amount);
        } else if let Event::DeductionApplied(e) = &record.event
            && e.member == member
        {
            let amount = Amount(e.amount);
            let (recovers, of) = RecoveredKind::of(e.recovers);
            self.deducted = self.deducted.plus(amount);
            self.deductions.push(DeductionLine { sale: e.sale, clause: e.clause, recovers, of, amount, on });
            let known = self.deducted_by_clause.iter_mut();
            match { known }.find(|line| (line.clause, line.recovers, line.of) == (e.clause, recovers, of)) {
                Some(line) => line.amount = line.amount.plus(amount),
                None => self.deducted_by_clause.push(ClauseLine { clause: e.clause, recovers, of, amount }),
            }
            let line = lines.of(e.sale);
            line.deducted = line.deducted.plus(amount);
        } else if let Some(line) =
            taken(record).filter(|taken| taken.member == member).and_then(|taken| taken.line(None, self.currency))
        {
            self.taken = self.taken.plus(line.amount);
            self.taken_for.push(line);
            for source in taken(record).into_iter().flat_map(|taken| taken.sources) {
                let line = lines.of(source.sale);
                line.taken = line.taken.plus(Amount(source.amount));
            }
        } else if let Event::FxDifferenceRealised(e) = &record.event {
            for share in e.makers.iter().filter(|share| share.member == member) {
                let signed = match e.side {
                    ExchangeSide::Gain => Amount(share.amount),
                    ExchangeSide::Loss => Amount(share.amount.negated()),
                };
                self.exchange_difference = self.exchange_difference.plus(signed);
                if let Some(sale) = e.sale {
                    let line = lines.of(sale);
                    line.exchange_difference = line.exchange_difference.plus(signed);
                }
            }
        } else if let Some(e) = GivenBack::of(&record.event) {
            for part in e.makers.iter().filter(|part| part.member == member) {
                let amount = |amount: Money| Amount(e.signed(amount));
                let used = part.used().map(amount);
                let borne = part.borne_for_her().map(amount).fold(Amount::zero(self.currency), Amount::plus);
                self.credited = self.credited.plus(amount(part.amount));
                self.credited_after_use = used.fold(self.credited_after_use, Amount::plus);
                self.borne = self.borne.plus(borne);
                let line = lines.of(e.sale);
                line.credited = line.credited.plus(amount(part.amount));
                line.borne = line.borne.plus(borne);
                line.owed_back = part.debt.map(amount).into_iter().fold(line.owed_back, Amount::plus);
            }
        } else {
            self.gather_payment(record);
        }
    }

    fn gather_payment(&mut self, record: &Record) {
        let member = self.member;
        if let Event::PayoutSettled(e) = &record.event
            && e.member == member
        {
            self.paid = self.paid.plus(Amount(e.amount));
        } else if let Event::PayoutHanded(e) = &record.event
            && e.member == member
        {
            self.paid = self.paid.plus(Amount(e.amount));
        } else if let Event::PayoutReturned(e) = &record.event
            && e.member == member
        {
            self.paid = self.paid.minus(Amount(e.amount));
        }
    }
}

#[cfg(test)]
mod tests;
