//! Rules of statements' lines and matches: a line is matched once, with what comes to exactly what it says.

use std::collections::BTreeSet;

use crate::account::{Account, Till, TillKind};
use crate::book::state::Class;
use crate::book::state::matching::{Match, StatementLine};
use crate::command::words::payout::{ReturnPayout, SettlePayout};
use crate::command::words::treasury::{ChargeProviderFee, ConvertCurrency, ReceivePayment};
use crate::decide::refusal::Refusal;
use crate::decide::{Case, payment, payout, treasury};
use crate::event::Event;
use crate::event::matching::{
    Balance, Booking, MatchConfirmed, MatchLimitSet, MatchUndone, RoundingBooked, StatementLineRecorded,
    StatementRecorded,
};
use crate::event::treasury::{ExchangeSide, ExpensePaid, FundsTransferred};
use crate::id::{Code, LineId, MemberId, PayoutId, SaleId};
use crate::money::{Currency, Money, NotMoney};
use crate::posting::{Posting, postings};
use crate::record::Record;
use std::borrow::Cow;

/// The most lines of one match, and the most things it books or finds, so that its record is short enough for the log.
const MOST: usize = 200;

/// A statement is of a till that was open on its days.
pub(super) fn record_statement(case: &Case<'_>, words: &StatementRecorded) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Statement, words.statement.0)?;
    case.till(words.till)?;
    if words.from.is_some_and(|from| words.to < from) || case.day < words.to {
        return Err(Refusal::StatementDays { from: words.from, to: words.to, day: case.day });
    }
    let named = [words.opening, words.closing].into_iter().flatten();
    let mut currency = None;
    for Balance { amount, .. } in named {
        if *currency.get_or_insert(amount.currency()) != amount.currency() {
            return Err(Refusal::WrongCurrency { amount, currency: currency.unwrap_or(amount.currency()) });
        }
    }
    Ok(vec![words.clone().into()])
}

/// What a bank says moved is recorded once, on the day on which the bank booked it.
pub(super) fn record_line(case: &Case<'_>, words: &StatementLineRecorded) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.statement_lines.contains_key(&words.line) {
        return Err(Refusal::AlreadyExists { what: "line of a statement", id: words.line.0 });
    }
    case.till(words.till)?;
    above_zero([words.amount])?;
    Ok(vec![words.clone().into()])
}

/// Refuses an amount that moves nothing, or less.
fn above_zero(amounts: impl IntoIterator<Item = Money>) -> Result<(), Refusal> {
    match amounts.into_iter().find(|amount| !amount.is_positive()) {
        Some(amount) => Err(Refusal::Amount(NotMoney::Zero(amount.to_string()))),
        None => Ok(()),
    }
}

/// A limit is a sum in the currency of the accounts.
pub(super) fn set_limit(case: &Case<'_>, words: &MatchLimitSet) -> Result<Vec<Event>, Refusal> {
    above_zero([case.own_currency(words.one_confirms)?])?;
    Ok(vec![words.clone().into()])
}

/// What somebody rounds is less than one unit of the currency.
pub(super) fn round(case: &Case<'_>, words: &RoundingBooked) -> Result<Vec<Event>, Refusal> {
    case.unused(Class::Movement, words.movement.0)?;
    case.till(words.till)?;
    let amount = case.own_currency(words.amount)?;
    above_zero([amount])?;
    let unit = 10_i128.pow(amount.currency().exponent());
    if amount.minor() >= unit {
        return Err(Refusal::NoRounding { amount });
    }
    if words.side == ExchangeSide::Loss {
        case.holds(words.till, amount)?;
    }
    Ok(vec![words.clone().into()])
}

/// Lines are matched with what they mean; what is not in the book yet is booked with it.
pub(super) fn confirm(case: &Case<'_>, words: &MatchConfirmed, past: &[Record]) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.matches.contains_key(&words.matched) {
        return Err(Refusal::AlreadyExists { what: "match", id: words.matched.0 });
    }
    for (what, said) in [("lines", words.lines.len()), ("books", words.books.len()), ("booked", words.booked.len())] {
        if said > MOST {
            let (said, most) = (u32::try_from(said).unwrap_or(u32::MAX), MOST as u32);
            return Err(Refusal::Beyond { what, said, most });
        }
    }
    if words.books.is_empty() && words.booked.is_empty() {
        return Err(Refusal::Empty { what: "what the lines are matched with" });
    }
    let lines = Lines::of(case, words)?;
    second_person(case, words, lines.said)?;
    let mut events: Vec<Event> = vec![words.clone().into()];
    let mut moved = Vec::new();
    let mut once = Once::default();
    for booking in &words.books {
        once.admit(booking)?;
        let before = moved.len();
        above_zero(amounts(booking))?;
        for event in lines.books(case, booking, &moved)? {
            postings(&event, &mut moved);
            events.push(event);
        }
        if !lines.are_moved_by(&moved[before..]) && !comes_through(booking, words, lines.till) {
            return Err(Refusal::BookedElsewhere { what: word(booking), till: lines.till });
        }
    }
    let mut named = BTreeSet::new();
    for &position in &words.booked {
        if !named.insert(position) {
            return Err(Refusal::TargetTwice { position });
        }
        found(case, &lines, position, past, &mut moved)?;
    }
    lines.explained_by(&moved)?;
    Ok(events)
}

/// A match is taken back; what it booked is corrected as everything is.
pub(super) fn undo(case: &Case<'_>, words: &MatchUndone) -> Result<Vec<Event>, Refusal> {
    let Match { on, undone, .. } =
        &*case.cooperative.matches.get(&words.matched).ok_or(Refusal::UnknownMatch { matched: words.matched })?;
    case.begun("match", words.matched, *on)?;
    if *undone {
        return Err(Refusal::UndoneAlready { matched: words.matched });
    }
    Ok(vec![words.clone().into()])
}

/// Above the limit a second person has looked, who did not confirm it.
fn second_person(case: &Case<'_>, words: &MatchConfirmed, said: Money) -> Result<(), Refusal> {
    if words.approved_by == Some(case.actor.id) {
        return Err(Refusal::OwnMatch { actor: case.actor.id });
    }
    let limit = case.cooperative.match_limits.iter().rev().find(|(from, _)| *from <= case.day);
    let Some(&(_, limit)) = limit else { return Ok(()) };
    let amount = if said.is_negative() { said.negated() } else { said };
    // What is in another currency has no limit of its own, so it always takes two.
    let above = amount.currency() != limit.currency() || amount.exceeds(limit)?;
    if above && words.approved_by.is_none() {
        return Err(Refusal::MatchOverLimit { amount, limit });
    }
    Ok(())
}

/// The lines of a match: what they say together.
struct Lines {
    till: Till,
    said: Money,
    /// The one that was booked last: what is booked with the match has its days and its reference.
    last: StatementLine,
    ids: Vec<LineId>,
}

impl Lines {
    fn of(case: &Case<'_>, words: &MatchConfirmed) -> Result<Lines, Refusal> {
        let mut named = BTreeSet::new();
        let mut lines: Option<Lines> = None;
        for &line in &words.lines {
            if !named.insert(line) {
                return Err(Refusal::LineNamedTwice { line });
            }
            let found = case.cooperative.statement_lines.get(&line).ok_or(Refusal::NoSuchLine { line })?;
            case.begun("line of a statement", line, found.on)?;
            if let Some(matched) = found.matched {
                return Err(Refusal::LineMatched { line, matched });
            }
            lines = Some(match lines {
                None => Lines { till: found.till, said: found.moved, last: found.into_owned(), ids: vec![line] },
                Some(lines) => lines.and(line, found)?,
            });
        }
        let lines = lines.ok_or(Refusal::Empty { what: "`lines`" })?;
        if !words.books.is_empty() && case.day != lines.last.on {
            return Err(Refusal::MatchDay { line: lines.ids[0], on: lines.last.on, day: case.day });
        }
        Ok(lines)
    }

    fn and(mut self, line: LineId, found: Cow<'_, StatementLine>) -> Result<Lines, Refusal> {
        if found.till != self.till {
            return Err(Refusal::LinesApart { one: self.till, other: found.till });
        }
        self.said = self.said.plus(found.moved)?;
        self.ids.push(line);
        if self.last.on < found.on {
            self.last = found.into_owned();
        }
        Ok(self)
    }

    /// The events of one booking, as if it were said alone after those that moved this much already.
    fn books(&self, case: &Case<'_>, booking: &Booking, moved: &[Posting]) -> Result<Vec<Event>, Refusal> {
        let case = &Case { moved, ..*case };
        let (till, value_date, reference) = (self.till, self.last.value_date, None);
        match booking.clone() {
            Booking::Payment { payment, buyer, amount, rate, pays, till: through } => {
                let till = through.unwrap_or(till);
                let words = ReceivePayment { payment, buyer, amount, rate, till, value_date, reference, pays };
                payment::receive(case, &words)
            }
            Booking::Settlement { payout, member } => {
                payout::settle(case, &SettlePayout { payout, member, till, reference, value_date })
            }
            Booking::File { payout, file } => self.file(case, payout, file),
            Booking::Return { payout, member, reason } => {
                payout::give_back(case, &ReturnPayout { payout, member, reason, till })
            }
            Booking::Fee { fee, kind, amount, sale, till: through } => {
                let till = through.unwrap_or(till);
                treasury::charge_fee(case, &ChargeProviderFee { fee, kind, till, amount, sale, reference })
            }
            Booking::Transfer { movement, from, to, amount } => {
                treasury::transfer(case, &FundsTransferred { movement, from, to, amount, grant: None })
            }
            Booking::Conversion { conversion, from, sold, to, bought, rate } => {
                treasury::convert(case, &ConvertCurrency { conversion, from, sold, to, bought, rate, source: None })
            }
            Booking::Expense { movement, cost, amount, to } => {
                treasury::pay_expense(case, &ExpensePaid { movement, cost, amount, till, to, reference })
            }
            Booking::Rounding { movement, amount, side } => {
                round(case, &RoundingBooked { movement, till, amount, side })
            }
        }
    }

    /// What is under way in a file is paid, one member after the other.
    fn file(&self, case: &Case<'_>, payout: PayoutId, file: u32) -> Result<Vec<Event>, Refusal> {
        let members = payout::under_way_in(case, payout, file)?;
        let mut moved = case.moved.to_vec();
        let mut events = Vec::with_capacity(members.len());
        for member in members {
            let booking = Booking::Settlement { payout, member };
            for event in self.books(case, &booking, &moved)? {
                postings(&event, &mut moved);
                events.push(event);
            }
        }
        Ok(events)
    }

    /// Whether something of this moves on the till.
    fn are_moved_by(&self, moved: &[Posting]) -> bool {
        moved.iter().any(|posting| posting.account == Account::Till(self.till))
    }

    /// Whether what moved on the till comes to what the lines say, and to nothing else.
    fn explained_by(&self, moved: &[Posting]) -> Result<(), Refusal> {
        let here: Vec<Money> = moved
            .iter()
            .filter(|posting| posting.account == Account::Till(self.till))
            .map(|posting| posting.amount)
            .collect();
        let currencies: BTreeSet<Currency> =
            here.iter().map(|amount| amount.currency()).chain([self.said.currency()]).collect();
        for currency in currencies {
            let come_to = Money::sum(currency, here.iter().copied().filter(|amount| amount.currency() == currency))?;
            let said = if currency == self.said.currency() { self.said } else { currency.zero() };
            if come_to != said {
                return Err(Refusal::MatchDiffers { said, come_to });
            }
        }
        Ok(())
    }
}

/// Whether it is booked on a provider's till from which the match brings the rest to the till of its lines, or to which it
/// brings what is missing.
fn comes_through(booking: &Booking, words: &MatchConfirmed, here: Till) -> bool {
    let through = match booking {
        Booking::Payment { till, .. } | Booking::Fee { till, .. } => *till,
        Booking::Settlement { .. }
        | Booking::File { .. }
        | Booking::Return { .. }
        | Booking::Transfer { .. }
        | Booking::Conversion { .. }
        | Booking::Expense { .. }
        | Booking::Rounding { .. } => None,
    };
    let joins = |there: Till, booking: &Booking| match booking {
        Booking::Transfer { from, to, .. } => (*from, *to) == (there, here) || (*from, *to) == (here, there),
        Booking::Payment { .. }
        | Booking::Settlement { .. }
        | Booking::File { .. }
        | Booking::Return { .. }
        | Booking::Fee { .. }
        | Booking::Conversion { .. }
        | Booking::Expense { .. }
        | Booking::Rounding { .. } => false,
    };
    through.is_some_and(|there| {
        there.kind == TillKind::Provider && words.books.iter().any(|booking| joins(there, booking))
    })
}

/// What an earlier record moved on the till, if no other match has it.
fn found(
    case: &Case<'_>,
    lines: &Lines,
    position: u64,
    past: &[Record],
    come_to: &mut Vec<Posting>,
) -> Result<(), Refusal> {
    let ours = |record: &&Record| record.envelope.position == position && record.envelope.scope == Some(case.id);
    let record = past.iter().find(ours).ok_or(Refusal::NoSuchRecord { position })?;
    if case.cooperative.corrected.contains(&position) {
        return Err(Refusal::CorrectedAlready { position });
    }
    if let Some(&matched) = case.cooperative.explained.get(&position) {
        return Err(Refusal::ExplainedAlready { position, matched });
    }
    case.begun("record", position, record.envelope.occurred_on)?;
    let before = come_to.len();
    postings(&record.event, come_to);
    let here = lines.are_moved_by(&come_to[before..]);
    if here { Ok(()) } else { Err(Refusal::MovesNothingHere { position, till: lines.till }) }
}

/// Sees to it that nothing is booked twice in one match: each booking is weighed against the book before the match.
#[derive(Default)]
struct Once {
    named: BTreeSet<(&'static str, Code)>,
    paid: BTreeSet<(PayoutId, MemberId)>,
    files: BTreeSet<PayoutId>,
    sales: BTreeSet<SaleId>,
}

impl Once {
    fn admit(&mut self, booking: &Booking) -> Result<(), Refusal> {
        let new = match booking {
            // Two payments must not pay the same sale, each as if it were alone.
            Booking::Payment { payment, pays, .. } => {
                let fresh = pays.iter().all(|part| self.sales.insert(part.sale));
                self.named.insert(("payment", payment.0)) && fresh
            }
            Booking::Settlement { payout, member } | Booking::Return { payout, member, .. } => {
                self.paid.insert((*payout, *member)) && !self.files.contains(payout)
            }
            Booking::File { payout, .. } => {
                self.files.insert(*payout) && !self.paid.iter().any(|(paid, _)| paid == payout)
            }
            Booking::Fee { fee, .. } => self.named.insert(("fee", fee.0)),
            Booking::Conversion { conversion, .. } => self.named.insert(("conversion", conversion.0)),
            Booking::Transfer { movement, .. }
            | Booking::Expense { movement, .. }
            | Booking::Rounding { movement, .. } => self.named.insert(("movement", movement.0)),
        };
        if new { Ok(()) } else { Err(Refusal::BookedTwice { what: word(booking) }) }
    }
}

/// The amounts a booking names.
fn amounts(booking: &Booking) -> Vec<Money> {
    match booking {
        Booking::Payment { amount, pays, .. } => {
            std::iter::once(*amount).chain(pays.iter().map(|part| part.amount)).collect()
        }
        Booking::Settlement { .. } | Booking::File { .. } | Booking::Return { .. } => Vec::new(),
        Booking::Fee { amount, .. }
        | Booking::Transfer { amount, .. }
        | Booking::Expense { amount, .. }
        | Booking::Rounding { amount, .. } => vec![*amount],
        Booking::Conversion { sold, bought, .. } => vec![*sold, *bought],
    }
}

/// How a booking is written.
fn word(booking: &Booking) -> &'static str {
    match booking {
        Booking::Payment { .. } => "payment",
        Booking::Settlement { .. } => "settlement",
        Booking::File { .. } => "file",
        Booking::Return { .. } => "return",
        Booking::Fee { .. } => "fee",
        Booking::Transfer { .. } => "transfer",
        Booking::Conversion { .. } => "conversion",
        Booking::Expense { .. } => "expense",
        Booking::Rounding { .. } => "rounding",
    }
}

#[cfg(test)]
mod tests;
