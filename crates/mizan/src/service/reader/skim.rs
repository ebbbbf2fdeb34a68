//! Opening a log by what surrounds its records: every byte hashed and every record chained, but what a cooperative has of its
//! own is read only when somebody asks for it.
//!
//! Folding all of a large book takes minutes, and mostly one cooperative is asked for. Here the log is read once, for its
//! tree, its chains, its keys, and where the records of each cooperative stand; then those of one are fetched and folded
//! by themselves. What is in the log and cannot be is found when it is read, and by `mizan replay` at any time.

pub(crate) mod named;

use std::collections::BTreeMap;
use std::sync::Arc;

use mizan_ledger::book::BrokenLog;
use mizan_ledger::book::unread::Reading;
use mizan_ledger::decide::reach::Reach;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::skim::Skimmed;
use mizan_ledger::record::{Envelope, Record};
use mizan_ledger::view::index::Index;
use mizan_store::log::EventLog;
use mizan_verify::guard::Guard;

use crate::service::lookup::fetch;
use crate::service::reader::{Folded, ReadError, Seen, Until, walk};

/// When a cooperative is read of a log that has no snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cooperatives<'a> {
    /// With all others, before the book is opened.
    AtOnce,
    /// When somebody asks for it.
    WhenAsked,
    /// The same, and before the book is opened if its records name this: `march`, `demo-weavers/march`.
    Named(&'a str),
}

/// How many records are fetched at once.
const FETCHED: usize = 4_096;

/// One in so many records is fetched by itself before it is quicker to read the whole log: whoever wants one record takes up
/// the row it lies in, with all its neighbours.
const FEW: u64 = 8;

/// The keys of so small a part of a log, its beginning, say how many all of it has.
const BEGINNING: u64 = 16;

/// Folds a log from nothing, and leaves unread what cooperatives have of their own. What it is given is empty, and says under
/// which guard and whether it is noted where everything stands.
pub async fn skim<E: From<ReadError>>(
    folded: Folded,
    log: &Arc<dyn EventLog>,
    until: Until,
    mut visit: impl FnMut(Seen<'_, Skimmed>) -> Result<(), E>,
) -> Result<Folded, E> {
    let Folded { mut book, guard, mut whereabouts } = folded;
    let beginning = log.head().await.map_err(ReadError::Store)? / BEGINNING;
    let guard = walk(guard, log, until, |seen: Seen<'_, Skimmed>| {
        if seen.standing.position == beginning {
            book.expect_keys(BEGINNING as usize);
        }
        book.skim(seen.record, &seen.standing).map_err(ReadError::Broken)?;
        if let (Some(whereabouts), Some(record)) = (&mut whereabouts, seen.record.whole()) {
            whereabouts.taken_back.note(record);
        }
        visit(seen)
    })
    .await?;
    Ok(Folded { book, guard, whereabouts })
}

/// A cooperative that is being read.
struct Open {
    reading: Reading,
    /// Where everything stands in it, if that is noted.
    index: Option<Index>,
}

impl Open {
    fn of(folded: &Folded, cooperative: CooperativeId) -> Option<Open> {
        let reading = Reading::of(&folded.book, cooperative)?;
        Some(Open { reading, index: folded.whereabouts.is_some().then(Index::default) })
    }

    fn take(&mut self, cooperative: CooperativeId, record: &Record) -> Result<(), BrokenLog> {
        self.reading.take(record)?;
        if let Some(index) = &mut self.index {
            index.note(record, cooperative, &self.reading.own);
        }
        Ok(())
    }

    fn end(self, folded: &mut Folded, cooperative: CooperativeId) {
        self.reading.end(&mut folded.book, cooperative);
        if let (Some(whereabouts), Some(index)) = (&mut folded.whereabouts, self.index) {
            whereabouts.index.take_over(index);
        }
    }
}

impl Folded {
    /// Reads what is unread of these cooperatives, as far as there is something. One that cannot be read stays unread.
    pub async fn read_up(&mut self, log: &Arc<dyn EventLog>, reach: Reach) -> Result<(), ReadError> {
        let Reach::These(cooperatives) = reach else { return self.read_all(log).await };
        for cooperative in cooperatives.into_iter().flatten() {
            if self.book.has_unread(Some(cooperative)) {
                self.read_one(log, cooperative).await?;
            }
        }
        Ok(())
    }

    /// Reads what is unread of one, and with it all there is, if that is quicker.
    pub(crate) async fn read_one(
        &mut self,
        log: &Arc<dyn EventLog>,
        cooperative: CooperativeId,
    ) -> Result<(), ReadError> {
        let (mut others, mut own) = (0, 0);
        for (id, records) in self.book.unread() {
            *if id == cooperative { &mut own } else { &mut others } += records;
        }
        // What was read is what was fetched.
        let is_much = self.book.head - others > self.book.head / FEW;
        if own > 0 && is_much { self.read_all(log).await } else { self.fetch_one(log, cooperative).await }
    }

    /// Fetches what is unread of one.
    async fn fetch_one(&mut self, log: &Arc<dyn EventLog>, cooperative: CooperativeId) -> Result<(), ReadError> {
        let Some(mut open) = Open::of(self, cooperative) else { return Ok(()) };
        let mut unread = self.book.unread_of(cooperative);
        loop {
            let positions: Vec<u64> = unread.by_ref().take(FETCHED).collect();
            if positions.is_empty() {
                break;
            }
            let records = fetch(log.as_ref(), &positions).await?;
            for (&expected, record) in positions.iter().zip(&records) {
                let Envelope { position: found, scope, .. } = record.envelope;
                if found != expected || scope != Some(cooperative) {
                    return Err(BrokenLog::Position { expected, found }.into());
                }
                open.take(cooperative, record)?;
            }
        }
        drop(unread);
        open.end(self, cooperative);
        Ok(())
    }

    /// Reads all that is unread, in the order of the log. If that fails, nothing has changed.
    pub(crate) async fn read_all(&mut self, log: &Arc<dyn EventLog>) -> Result<(), ReadError> {
        let ids: Vec<CooperativeId> = self.book.unread().map(|(id, _)| id).collect();
        let Some(last) = ids.iter().filter_map(|id| self.book.unread_of(*id).last()).max() else { return Ok(()) };
        let mut open: BTreeMap<CooperativeId, Open> =
            ids.into_iter().filter_map(|id| Some((id, Open::of(self, id)?))).collect();
        // What is behind the last of them is nobody's concern here, nor is the rest of its batch.
        let walked = walk(Guard::default(), log, Until::Position(last), |Seen { record, .. }: Seen<'_>| {
            let reading = record.envelope.scope.and_then(|scope| Some((scope, open.get_mut(&scope)?)));
            reading.map_or(Ok(()), |(scope, reading)| reading.take(scope, record).map_err(ReadError::Broken))
        });
        match walked.await {
            Ok(_) | Err(ReadError::InsideBatch { .. }) => {}
            Err(error) => return Err(error),
        }
        open.into_iter().for_each(|(id, reading)| reading.end(self, id));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
