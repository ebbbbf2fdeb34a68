//! A book of which only what concerns all is folded: what cooperatives have of their own stays unread until somebody asks.
//!
//! Every record of a cooperative changes that one alone, and what all have in common: the keys of commands, the clock, who
//! there is. So a book can be opened by what surrounds its records, and a cooperative be folded by itself, from its own
//! records in their order, with the same result as if all were folded in turn.

use crate::book::state::Cooperative;
use crate::book::{Book, BrokenLog, moved_by};
use crate::event::Event;
use crate::id::CooperativeId;
use crate::posting::Posting;
use crate::record::Record;
use crate::record::skim::{Skimmed, Standing};

impl Book {
    /// An empty book whose keys stay unread, for whoever will not ask whether a command was said before.
    #[must_use]
    pub fn without_keys() -> Book {
        let mut book = Book::default();
        book.keys.leave_unread(0..0);
        book
    }

    /// Makes room for so many times as many keys as there are, where it is known how much of a log they are of.
    pub fn expect_keys(&mut self, times: usize) {
        if self.keys.unread().is_none() {
            let more = self.keys.len().saturating_mul(times.saturating_sub(1));
            self.keys.reserve(more);
        }
    }

    /// Takes the next record, which stands there, and leaves unread what it says of its cooperative.
    pub fn skim(&mut self, record: &Skimmed, standing: &Standing<'_>) -> Result<(), BrokenLog> {
        self.follows(standing)?;
        self.change_or_leave(standing, record.whole())?;
        self.note(standing);
        Ok(())
    }

    /// Whether something of this scope is unread.
    #[must_use]
    pub fn has_unread(&self, scope: Option<CooperativeId>) -> bool {
        scope.and_then(|scope| self.cooperatives.get(&scope)).is_some_and(|own| own.unread().is_some())
    }

    /// The cooperatives of which something is unread, with how many records of each.
    pub fn unread(&self) -> impl Iterator<Item = (CooperativeId, u64)> {
        self.cooperatives.iter().filter_map(|(id, own)| own.unread().map(|unread| (*id, unread.count)))
    }

    /// Where the records of a cooperative stand that are unread, ascending.
    pub fn unread_of(&self, cooperative: CooperativeId) -> impl Iterator<Item = u64> {
        let unread = self.cooperatives.get(&cooperative).and_then(|own| own.unread());
        unread.into_iter().flat_map(|unread| unread.positions())
    }

    pub(super) fn change_or_leave(&mut self, standing: &Standing<'_>, whole: Option<&Record>) -> Result<(), BrokenLog> {
        let position = standing.position;
        if let Some(record) = whole {
            self.registers_another(record)?;
            self.change_the_whole(record).map_err(|unknown| unknown.at(position))?;
        }
        standing.scope.map_or(Ok(()), |scope| self.leave(scope, position))
    }

    /// Leaves the record at the head unread. Those of one batch are mostly of one cooperative, which is looked up once.
    fn leave(&mut self, cooperative: CooperativeId, position: u64) -> Result<(), BrokenLog> {
        if let Some((same, positions)) = &mut self.leaving
            && *same == cooperative
            && positions.end == position
        {
            positions.end = position + 1;
            return Ok(());
        }
        self.leave_those();
        if !self.cooperatives.contains_key(&cooperative) {
            return Err(BrokenLog::Unknown { position, what: "cooperative", id: cooperative.to_string() });
        }
        self.leaving = Some((cooperative, position..position + 1));
        Ok(())
    }

    /// Notes with their cooperative which records are left unread.
    pub(super) fn leave_those(&mut self) {
        if let Some((cooperative, positions)) = self.leaving.take()
            && let Some(own) = self.cooperatives.get_mut(&cooperative)
        {
            own.leave_unread(positions);
        }
    }

    /// That a record registers no cooperative that is known.
    pub(super) fn registers_another(&self, record: &Record) -> Result<(), BrokenLog> {
        let Record { envelope, event } = record;
        if let (Event::CooperativeRegistered(_), Some(cooperative)) = (event, envelope.scope)
            && self.cooperatives.contains_key(&cooperative)
        {
            return Err(BrokenLog::Again { position: envelope.position, cooperative });
        }
        Ok(())
    }
}

/// A cooperative whose unread records are read, beside the book.
#[derive(Debug)]
pub struct Reading {
    /// As far as it was read.
    pub own: Cooperative,
    scratch: Vec<Posting>,
}

impl Reading {
    /// Begins with the first unread record of a cooperative; nothing, if none is unread.
    #[must_use]
    pub fn of(book: &Book, cooperative: CooperativeId) -> Option<Reading> {
        let own = book.cooperatives.get(&cooperative).filter(|own| own.unread().is_some())?;
        Some(Reading { own: own.before_unread().clone(), scratch: Vec::new() })
    }

    /// Reads the next one.
    pub fn take(&mut self, record: &Record) -> Result<(), BrokenLog> {
        moved_by(record, &mut self.scratch)?;
        let position = record.envelope.position;
        self.own.change(record, &self.scratch).map_err(|unknown| unknown.at(position))
    }

    /// Puts what all of them come to into the book.
    pub fn end(self, book: &mut Book, cooperative: CooperativeId) {
        book.cooperatives.insert(cooperative, self.own.into());
    }
}
