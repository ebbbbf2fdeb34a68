//! Looking things up in a log: the book and the index folded from it, and the records behind an answer, by position.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use mizan_ledger::balances::Totals;
use mizan_ledger::book::Book;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::posting::postings;
use mizan_ledger::record::Record;
use mizan_ledger::record::alike::Alike;
use mizan_ledger::report::counted::{Counts, Fold, TakenBack};
use mizan_ledger::report::statement::Days;
use mizan_ledger::view::index::Index;
use mizan_store::log::{EventLog, StoreError};
use mizan_store::pick::Picked;
use mizan_verify::guard::Guard;
use tokio::join;

use crate::service::reader::skim::named::skim_for;
use crate::service::reader::{At, Folded, Met, ReadError, Seen, Until, Whereabouts, visit, walk};
use crate::service::snapshot::file::NotUsed;
use crate::service::snapshot::{self, Begun, Kept, Signed, Wanted, guard_of, take_up};

/// A book, and where in its log everything stands.
#[derive(Debug, Default)]
pub struct Lookup {
    /// What the log says.
    pub book: Book,
    /// That it is whole and unaltered.
    pub guard: Guard,
    /// Which records concern what.
    pub index: Index,
    /// Which records corrections took back.
    pub taken_back: TakenBack,
}

/// What is looked up in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought<'a> {
    /// Anything.
    All,
    /// What this reference means: `rug-1`, `demo-weavers/rug-1`, `demo-weavers/sale/rug-1`. Of no other cooperative than those
    /// whose records name it is anything needed.
    Named(&'a str),
}

/// Folds a log into a book and an index, from its snapshot on if that is of use, telling `progress` the position now and
/// then.
///
/// Where a day is asked for everything is folded all the same, since days need not run in the order of positions: the
/// reports leave out what happened later.
pub async fn lookup(log: &Arc<dyn EventLog>, kept: &Kept, at: At, progress: impl Fn(u64)) -> Result<Lookup, ReadError> {
    look_up(log, kept, None, at, Sought::All, progress).await
}

/// The same for whoever asks for one thing: where there is no snapshot, cooperatives that have nothing to do with it stay
/// unread.
pub async fn look_for(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    at: At,
    named: &str,
    progress: impl Fn(u64),
) -> Result<Lookup, ReadError> {
    look_up(log, kept, None, at, Sought::Named(named), progress).await
}

/// The same under a checkpoint that was signed.
pub(crate) async fn look_up(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    signed: Option<Signed>,
    at: At,
    sought: Sought<'_>,
    progress: impl Fn(u64),
) -> Result<Lookup, ReadError> {
    let until = match at {
        At::End | At::Day(_) => Until::End,
        At::Position(position) => Until::Position(position),
    };
    if let Some(folded) = take_up(log, kept, signed, until, Wanted::Everything).await? {
        match fold_on(Lookup::of(folded), log, until, &progress).await {
            // Whether the log or the snapshot is to blame, only the log from its beginning can tell.
            Err(error) if error.does_not_follow() => kept.warn(&NotUsed::DoesNotFollow(error.to_string())),
            known => return known,
        }
    }
    let guard = guard_of(signed);
    match sought {
        Sought::All => fold_on(Lookup { guard, ..Lookup::default() }, log, until, &progress).await,
        Sought::Named(text) => {
            let nothing = Folded { book: Book::without_keys(), guard, whereabouts: Some(Box::default()) };
            skim_for(nothing, log, until, text, &progress).await.map(Lookup::of)
        }
    }
}

impl Lookup {
    fn of(folded: Folded) -> Lookup {
        let Folded { book, guard, whereabouts } = folded;
        let Whereabouts { index, taken_back } = *whereabouts.unwrap_or_default();
        Lookup { book, guard, index, taken_back }
    }

    /// Reads whatever is unread, for whoever asks for more than was looked for.
    pub async fn read_all(&mut self, log: &Arc<dyn EventLog>) -> Result<(), ReadError> {
        let Lookup { book, guard, index, taken_back } = mem::take(self);
        let whereabouts = Some(Box::new(Whereabouts { index, taken_back }));
        let mut folded = Folded { book, guard, whereabouts };
        folded.read_all(log).await?;
        *self = Lookup::of(folded);
        Ok(())
    }
}

async fn fold_on(
    known: Lookup,
    log: &Arc<dyn EventLog>,
    until: Until,
    progress: impl Fn(u64),
) -> Result<Lookup, ReadError> {
    let Lookup { mut book, guard, mut index, mut taken_back } = known;
    let guard = walk(guard, log, until, |seen: Seen<'_>| {
        let position = seen.record.envelope.position;
        if position.is_multiple_of(1024) {
            progress(position);
        }
        book.apply(seen.record).map_err(ReadError::Broken)?;
        index.apply(seen.record, &book);
        taken_back.note(seen.record);
        Ok::<(), ReadError>(())
    })
    .await?;
    Ok(Lookup { book, guard, index, taken_back })
}

/// The balances of every cooperative, and of how many records.
#[derive(Debug, Default)]
pub struct Summed {
    /// The balances.
    pub books: BTreeMap<CooperativeId, Totals>,
    /// How many records there were.
    pub records: u64,
}

/// The balances of every cooperative: those of the book where a snapshot saves folding it, and otherwise the postings alone
/// are summed, which is quicker. A day takes its sums from every record.
pub async fn balances(
    log: &Arc<dyn EventLog>,
    kept: &Kept,
    at: At,
    progress: impl Fn(u64),
) -> Result<Summed, ReadError> {
    let until = match at {
        At::End => Some(Until::End),
        At::Position(position) => Some(Until::Position(position)),
        At::Day(_) => None,
    };
    if let Some(until) = until
        && let Some(Begun { folded, .. }) = snapshot::fold_the_rest(log, kept, None, until).await?
    {
        let books = folded.book.cooperatives.iter().map(|(id, own)| (*id, own.balances.totals().clone())).collect();
        return Ok(Summed { books, records: folded.guard.head() });
    }
    let (mut summed, mut moved) = (Summed::default(), Vec::new());
    let guard = visit(log, at, |seen| {
        let envelope = &seen.record.envelope;
        if envelope.position % 1024 == 0 {
            progress(envelope.position);
        }
        if let Some(cooperative) = envelope.scope {
            postings(&seen.record.event, &mut moved);
            let sums = summed.books.entry(cooperative).or_default();
            moved.drain(..).for_each(|posting| sums.add(&posting));
        }
        Ok::<(), ReadError>(())
    })
    .await?;
    summed.records = guard.head();
    Ok(summed)
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

/// The fewest records that are asked for in a row of questions, one behind the other. There are up to four rows at once, as many
/// as a log answers at one time: while some look for the log's pages, and may wait for the disk, the records of another are
/// read.
const FEW: usize = 32;

/// The records at these positions, which ascend.
pub async fn fetch(log: &dyn EventLog, positions: &[u64]) -> Result<Vec<Record>, ReadError> {
    let mut rows = positions.chunks(positions.len().div_ceil(4).max(FEW));
    let mut row = || fetch_in_turn(log, rows.next().unwrap_or_default());
    let (first, second, third, fourth) = join!(row(), row(), row(), row());
    // The first that is missing is the one that is told.
    let mut records = first?;
    for later in [second, third, fourth] {
        records.append(&mut later?);
    }
    Ok(records)
}

async fn fetch_in_turn(log: &dyn EventLog, positions: &[u64]) -> Result<Vec<Record>, ReadError> {
    let mut records = Vec::with_capacity(positions.len());
    let mut picked = next_of(log, positions).await?;
    while let Some(&asked) = positions.get(records.len()) {
        if picked.is_empty() {
            return Err(ReadError::BeyondEnd { asked, head: log.head().await? });
        }
        let (here, rest) = positions[records.len()..].split_at(picked.len());
        // While these are read the log looks for the next ones.
        let (next, read) = join!(next_of(log, rest), async { read(here, &picked, &mut records) });
        read?;
        picked = next?;
    }
    Ok(records)
}

/// The first records at these positions, as many as come at once.
async fn next_of(log: &dyn EventLog, positions: &[u64]) -> Result<Picked, StoreError> {
    if positions.is_empty() { Ok(Picked::default()) } else { log.fetch(positions).await }
}

/// Reads the records at these positions.
fn read(positions: &[u64], picked: &Picked, records: &mut Vec<Record>) -> Result<(), ReadError> {
    let mut alike = Alike::default();
    for (&position, line) in positions.iter().zip(picked.records()) {
        records.push(Record::decode(position, line, &mut alike)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use mizan_ledger::command::Submission;
    use mizan_ledger::view::find::Whose;

    use super::*;
    use crate::service::story::{golden_log, lines, log_of, records, rehearsal};
    use crate::service::writer::{Answer, Writer};

    const ODD_NAME: &str = r#"{"key":"odd-name","occurred_on":"2026-04-01","actor":{"id":"operator-1","role":"operator"},"cooperative":"cooperative","type":"register_cooperative","data":{"form":"cooperative","name":"A cooperative of an odd name"}}"#;

    #[tokio::test]
    async fn a_cooperative_may_be_called_as_a_kind_is() {
        let log = golden_log().await;
        let writer = Writer::start(Arc::clone(&log), rehearsal()).await.expect("the story is whole");
        let answer =
            writer.submit(Submission::parse(ODD_NAME).expect("a command")).await.expect("memory does not fail");
        assert!(matches!(answer, Answer::Recorded { .. }), "{answer:?}");
        let known = look_for(&log, &Kept::nowhere(), At::End, "cooperative/demo-weavers", |_| ()).await;
        let known = known.expect("the story is whole");
        let weavers = "demo-weavers".parse().expect("an id");
        assert_eq!(known.index.find_whose(&known.book, "cooperative/demo-weavers"), Ok(Whose::Cooperative(weavers)));
        assert!(!known.book.cooperatives[&weavers].members.is_empty());
    }

    #[tokio::test]
    async fn what_stands_behind_a_place_in_the_log_is_not_looked_at() {
        let all = lines(golden_log().await.as_ref()).await;
        let head = all.len() as u64;
        let whole = lookup(&log_of(&all).await, &Kept::nowhere(), At::End, |_| ()).await.expect("the story is whole");
        let ends = whole.book.keys.values().map(|span| span.first + u64::from(span.count)).filter(|end| *end < head);
        let place = ends.max().expect("there is a command before the last") - 1;
        let mut damaged = all.clone();
        *damaged.last_mut().expect("there are records") = b"{}".to_vec();
        let log = log_of(&damaged).await;
        let known = look_for(&log, &Kept::nowhere(), At::Position(place), "weaver-1", |_| ()).await;
        let known = known.expect("all is whole up to there");
        assert!(known.index.find_member("weaver-1").is_ok());
        assert!(look_for(&log, &Kept::nowhere(), At::End, "weaver-1", |_| ()).await.is_err());
    }

    #[tokio::test]
    async fn many_records_come_in_their_order_however_they_are_fetched() {
        let log = golden_log().await;
        let all = records(log.as_ref()).await;
        let every = |nth: usize| (0..all.len() as u64).step_by(nth).collect::<Vec<_>>();
        for positions in [every(1), every(2), every(7), every(all.len()), Vec::new()] {
            let fetched = fetch(log.as_ref(), &positions).await.expect("they are all there");
            let wanted: Vec<_> = positions.iter().map(|&position| all[position as usize].clone()).collect();
            assert_eq!(fetched, wanted);
        }
    }

    #[tokio::test]
    async fn of_many_records_the_first_that_is_missing_is_told() {
        let log = golden_log().await;
        let head = log.head().await.expect("memory does not fail");
        for first in [head, head - 20, head - 60] {
            let positions: Vec<u64> = (first..head + 40).collect();
            let missing = fetch(log.as_ref(), &positions).await.expect_err("some are not there");
            assert!(matches!(missing, ReadError::BeyondEnd { asked, .. } if asked == head), "{first}: {missing}");
        }
    }
}
