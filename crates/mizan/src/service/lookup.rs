//! Looking things up in a log: the book and the index folded from it, and the records behind an answer, by position.

use std::sync::Arc;

use mizan_ledger::book::Book;
use mizan_ledger::record::Record;
use mizan_ledger::report::counted::{Counts, Fold, TakenBack};
use mizan_ledger::report::statement::Days;
use mizan_ledger::view::index::Index;
use mizan_store::log::EventLog;

use crate::service::reader::{At, ReadError, visit};

/// How much is read around a position at once: the records of one sale mostly lie together.
const PAGE_BYTES: usize = 64 << 10;

/// A book, and where in its log everything stands.
#[derive(Debug, Default)]
pub struct Lookup {
    /// What the log says.
    pub book: Book,
    /// Which records concern what.
    pub index: Index,
    /// Which records corrections took back.
    pub taken_back: TakenBack,
}

/// Folds a log into a book and an index, telling `progress` the position now and then.
///
/// Where a day is asked for everything is folded all the same, since days need not run in the order of positions: the
/// reports leave out what happened later.
pub async fn lookup(log: &Arc<dyn EventLog>, at: At, progress: impl Fn(u64)) -> Result<Lookup, ReadError> {
    let mut folded = Lookup::default();
    let until = match at {
        At::End | At::Day(_) => At::End,
        At::Position(position) => At::Position(position),
    };
    visit(log, until, |seen| {
        let position = seen.record.envelope.position;
        if position % 1024 == 0 {
            progress(position);
        }
        folded.book.apply(seen.record).map_err(ReadError::Broken)?;
        folded.index.apply(seen.record, &folded.book);
        folded.taken_back.note(seen.record);
        Ok::<(), ReadError>(())
    })
    .await?;
    Ok(folded)
}

/// Folds a report from every record that counts in some days, up to the place the lookup was folded to. The log is read
/// once more; no record of it is kept.
pub async fn fold_report(
    log: &Arc<dyn EventLog>,
    at: At,
    known: &Lookup,
    days: Days,
    report: &mut impl Fold,
    progress: impl Fn(u64),
) -> Result<(), ReadError> {
    // Others may have appended since: what was looked up and what is folded is one and the same book.
    let until = match at {
        At::Position(position) => At::Position(position),
        At::End | At::Day(_) => known.book.head.checked_sub(1).map_or(At::End, At::Position),
    };
    visit(log, until, |seen| {
        let position = seen.record.envelope.position;
        if position % 1024 == 0 {
            progress(position);
        }
        report.see(seen.record, days);
        Counts::of(seen.record, &known.taken_back, days)
            .into_iter()
            .for_each(|counts| report.take(counts, seen.record));
        Ok::<(), ReadError>(())
    })
    .await?;
    Ok(())
}

/// The records at these positions, which ascend.
pub async fn fetch(log: &dyn EventLog, positions: &[u64]) -> Result<Vec<Record>, ReadError> {
    let mut records = Vec::with_capacity(positions.len());
    let mut wanted = positions.iter().copied().peekable();
    while let Some(&asked) = wanted.peek() {
        let page = log.read(asked, PAGE_BYTES).await?;
        if page.is_empty() {
            return Err(ReadError::BeyondEnd { asked, head: log.head().await? });
        }
        for (position, line) in (page.first..).zip(page.records()) {
            if wanted.next_if_eq(&position).is_some() {
                records.push(Record::from_bytes(line).map_err(|source| ReadError::NotARecord { position, source })?);
            }
        }
        // Positions that do not ascend would be looked for for ever.
        if wanted.peek().is_some_and(|next| *next < page.next()) {
            return Err(ReadError::BeyondEnd { asked, head: page.next() });
        }
    }
    Ok(records)
}
