//! What statements' lines and matches change in the book.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::matching::{Match, StatementLine, Stretch, sign};
use crate::book::state::register::insert_by_day;
use crate::book::state::{Class, Cooperative};
use crate::event::matching::{
    Balance, MatchConfirmed, MatchLimitSet, MatchUndone, RoundingBooked, StatementLineRecorded, StatementRecorded,
};
use crate::record::Envelope;

impl Changes for StatementRecorded {
    fn changes(&self, own: &mut Cooperative, _at: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Statement, self.statement.0);
        let balance = |balance: &Balance| balance.side.signed(balance.amount);
        let stretch = Stretch {
            // A statement that does not say when it begins speaks of its last day at least.
            from: Some(self.from.unwrap_or(self.to)),
            to: Some(self.to),
            opening: self.opening.as_ref().map(balance),
            closing: self.closing.as_ref().map(balance),
        };
        own.stretches.entry(self.till).or_default().push(stretch);
        Ok(())
    }
}

impl Changes for StatementLineRecorded {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let StatementLineRecorded { line, till, amount, side, value_date, .. } = *self;
        let known = StatementLine {
            till,
            moved: side.signed(amount),
            on: at.occurred_on,
            value_date,
            sign: self.reference.as_ref().map(|reference| sign(reference.as_str())),
            matched: None,
            taken_back: false,
        };
        own.statement_lines.insert(line, known);
        Ok(())
    }
}

impl Changes for MatchLimitSet {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        insert_by_day(&mut own.match_limits, (at.occurred_on, self.one_confirms), |(from, _)| *from);
        Ok(())
    }
}

impl Changes for MatchConfirmed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        for line in &self.lines {
            known(own.statement_lines.get_mut(line), "line of a statement", line)?.matched = Some(self.matched);
        }
        // What it books stands in the records of its batch, right behind it.
        let (part, parts) = at.part;
        let booked = (1..=u64::from(parts.saturating_sub(part))).map(|behind| at.position + behind);
        let records: Vec<u64> = booked.chain(self.booked.iter().copied()).collect();
        for position in &records {
            own.explained.insert(*position, self.matched);
        }
        let confirmed = Match { on: at.occurred_on, lines: self.lines.clone(), records, undone: false };
        own.matches.insert(self.matched, confirmed);
        Ok(())
    }
}

impl Changes for MatchUndone {
    fn changes(&self, own: &mut Cooperative, _at: &Envelope) -> Result<(), Unknown> {
        let undone = known(own.matches.get_mut(&self.matched), "match", self.matched)?;
        undone.undone = true;
        let lines = std::mem::take(&mut undone.lines);
        let records = std::mem::take(&mut undone.records);
        for line in lines {
            let line = known(own.statement_lines.get_mut(&line), "line of a statement", line)?;
            (line.matched, line.taken_back) = (None, true);
        }
        for position in records {
            own.explained.remove(&position);
        }
        Ok(())
    }
}

impl Changes for RoundingBooked {
    fn changes(&self, own: &mut Cooperative, _at: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}
