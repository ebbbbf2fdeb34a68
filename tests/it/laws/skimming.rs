//! A book of many cooperatives that was opened by what surrounds its records: whoever asks gets the answers of one that was
//! folded whole, and what is recorded in it is the same to the byte.

use std::sync::Arc;

use mizan::service::environment::Rehearsal;
use mizan::service::lookup::{Lookup, fetch, look_for, lookup};
use mizan::service::reader::skim::skim;
use mizan::service::reader::{At, Folded, ReadError, Until, fold};
use mizan::service::snapshot::Kept;
use mizan::service::writer::{Answer, Writer};
use mizan_ledger::report::statement::{Days, statement};
use mizan_ledger::report::trace::trace;
use mizan_ledger::view::find::{Thing, Whose};
use mizan_store::log::EventLog;
use mizan_store::memory::MemoryLog;
use mizan_tests::generator::{Generator, Life, Plan, Said};

const SEED: u64 = 7;

/// More cooperatives than are fetched one by one before all are read.
const COOPERATIVES: usize = 20;

fn said() -> Vec<Said> {
    Generator::new(Plan { seed: SEED, cooperatives: COOPERATIVES, members: 4, sales: 200, life: Life::Whole }).collect()
}

/// A log of what was said.
async fn log_of(said: &[Said]) -> Arc<dyn EventLog> {
    let log = MemoryLog::new();
    let mut head = 0;
    for said in said {
        let lines: Vec<Vec<u8>> = said.written.iter().map(|written| written.line.clone()).collect();
        log.append(head, &lines).await.expect("memory does not fail");
        head += lines.len() as u64;
    }
    Arc::new(log)
}

async fn all_lines(log: &Arc<dyn EventLog>) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    fold(log, Until::End, |seen| {
        lines.push(seen.line.to_vec());
        Ok::<(), ReadError>(())
    })
    .await
    .expect("the history is whole");
    lines
}

async fn named(log: &Arc<dyn EventLog>, at: At, text: &str) -> Lookup {
    look_for(log, &Kept::nowhere(), at, text, |_| ()).await.expect("the history is whole")
}

/// What a member is told, or why not.
async fn told_of_her(log: &Arc<dyn EventLog>, known: &Lookup, text: &str, at: At) -> String {
    let days = Days { to: if let At::Day(day) = at { Some(day) } else { None }, ..Days::default() };
    match known.index.find_whose(&known.book, text) {
        Err(error) => error.to_string(),
        Ok(Whose::Member(cooperative, member)) => {
            let found = known.index.find_member(&format!("{cooperative}/{member}")).expect("she was found");
            let records = fetch(log.as_ref(), &known.index.positions(found)).await.expect("they are in the log");
            format!("{:?}", statement(&known.book, cooperative, member, &records, days).expect("she is in the book"))
        }
        Ok(other) => format!("{other:?}"),
    }
}

/// What a sale or a payout is told to be, or why not.
async fn traced(log: &Arc<dyn EventLog>, known: &Lookup, text: &str) -> String {
    match known.index.find_trace(text) {
        Err(error) => error.to_string(),
        Ok(found) => {
            let records = fetch(log.as_ref(), &known.index.positions(found)).await.expect("they are in the log");
            match trace(&known.book, found, &records, None) {
                Err(error) => error.to_string(),
                Ok(traced) => format!("{:?} {:?}", traced.page(), matches!(found.thing, Thing::Sale(_))),
            }
        }
    }
}

#[tokio::test]
async fn whoever_looks_for_one_thing_is_told_what_is_told_to_whoever_folds_all() {
    let said = said();
    let log = log_of(&said).await;
    let whole = lookup(&log, &Kept::nowhere(), At::End, |_| ()).await.expect("the history is whole");
    let own = whole.book.cooperatives.iter().step_by(3);
    let mut names: Vec<String> = Vec::new();
    for (id, own) in own {
        let mut members: Vec<String> = own.members.keys().map(ToString::to_string).collect();
        let mut things: Vec<String> = own.sales.keys().map(|id| id.to_string()).collect();
        things.extend(own.payouts.keys().map(|id| id.to_string()));
        members.sort_unstable();
        things.sort_unstable();
        names.extend(
            members
                .into_iter()
                .take(2)
                .chain(things.into_iter().step_by(4))
                .flat_map(|name| [format!("{id}/{name}"), name]),
        );
        names.push(id.to_string());
    }
    names.extend(whole.book.parties.keys().take(2).map(ToString::to_string));
    names.extend(["nobody", "nowhere/nobody", "a/b/c/d", "cooperative/coop-3"].map(str::to_owned));
    assert!(names.len() > 60);
    let mut partly = 0;
    for name in &names {
        let known = named(&log, At::End, name).await;
        partly += usize::from(known.book.unread().next().is_some());
        assert_eq!(known.guard, whole.guard, "{name}");
        assert_eq!(
            told_of_her(&log, &known, name, At::End).await,
            told_of_her(&log, &whole, name, At::End).await,
            "{name}"
        );
        assert_eq!(traced(&log, &known, name).await, traced(&log, &whole, name).await, "{name}");
    }
    assert!(partly * 2 > names.len(), "mostly something stays unread: {partly} of {}", names.len());
    let mut all = named(&log, At::End, &names[0]).await;
    all.read_all(&log).await.expect("the history is whole");
    assert!(all.index == whole.index && all.taken_back == whole.taken_back);
    assert!(all.book.cooperatives == whole.book.cooperatives);
}

#[tokio::test]
async fn a_state_of_the_past_is_the_same_however_little_of_it_is_read() {
    let said = said();
    let log = log_of(&said).await;
    let middle = &said[said.len() / 2].written;
    let last = middle.last().expect("a command has a record").record.envelope.position;
    for at in [At::Position(last), At::Day(middle[0].record.envelope.occurred_on)] {
        let whole = lookup(&log, &Kept::nowhere(), at, |_| ()).await.expect("the history is whole");
        let (id, own) = whole.book.cooperatives.iter().nth(11).expect("there are as many");
        let member = own.members.keys().min().expect("it has members");
        let name = format!("{id}/{member}");
        let known = named(&log, at, &name).await;
        assert_eq!(told_of_her(&log, &known, &name, at).await, told_of_her(&log, &whole, &name, at).await);
    }
}

/// A machine with a clock far ahead, so that nothing is said before its day.
fn machine() -> Rehearsal {
    Rehearsal::new("2199-12-31T06:00:00Z".parse().expect("a moment"), SEED)
}

#[tokio::test]
async fn what_is_recorded_in_a_book_that_is_read_when_asked_is_the_same_to_the_byte() {
    let said = said();
    let (before, after) = said.split_at(said.len() * 2 / 3);
    let mut logs = Vec::new();
    let mut answers = Vec::new();
    for when_asked in [true, false] {
        let log = log_of(before).await;
        let nothing = Folded::default();
        let folded = if when_asked {
            skim(nothing, &log, Until::End, |_| Ok::<(), ReadError>(())).await
        } else {
            fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await
        };
        let folded = folded.expect("the history is whole");
        assert_eq!(folded.book.unread().count(), if when_asked { COOPERATIVES } else { 0 });
        let writer = Writer::take_up(Arc::clone(&log), machine(), folded, None, None);
        let mut said = Vec::new();
        // One cooperative first, by itself; then whoever comes, and a few that were said before.
        let own = after[0].submission.cooperative;
        let first = after.iter().filter(|said| said.submission.cooperative == own);
        let rest = after.iter().filter(|said| said.submission.cooperative != own);
        for said_once in first.chain(rest).chain(&before[..40]) {
            said.push(writer.submit(said_once.submission.clone()).await.expect("the writer answers"));
        }
        let mut left = writer.finish().await.expect("the writer has not failed");
        left.read_up(&log, mizan_ledger::decide::reach::Reach::All).await.expect("the history is whole");
        let again = fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the history is whole");
        assert!(left == again, "what the writer leaves is what a replay comes to");
        logs.push(all_lines(&log).await);
        answers.push(said);
    }
    assert!(answers[0].iter().filter(|answer| matches!(answer, Answer::Recorded { .. })).count() > 100);
    assert_eq!(answers[0], answers[1]);
    assert!(logs[0] == logs[1], "another log");
}
