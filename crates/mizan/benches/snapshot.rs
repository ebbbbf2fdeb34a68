//! What a snapshot saves: a book folded from nothing, and the same book taken up from its snapshot.
//!
//! `cargo bench -p mizan --bench snapshot` measures on a million records, once of sales alone and once of a whole life;
//! `-- --short`, or being run as a test, only shows in a moment that it still runs. `-- --records N` takes another size. The
//! file of the snapshot was just written, so it comes from memory, as that of a service that is started again does.

use std::env;
use std::fs;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::time::Instant;

use mizan::service::lookup::{Lookup, lookup};
use mizan::service::reader::{At, Until};
use mizan::service::renewal::{Written, renew};
use mizan::service::snapshot::{Begun, Kept, fold};
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use mizan_tests::generator::{Generator, Life, Plan};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How many records a commit of the file has, at least.
const COMMIT: usize = 1_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let words: Vec<String> = env::args().collect();
    let asked = |word: &str| words.iter().any(|argument| argument == word);
    let after = |word: &str| words.iter().position(|argument| argument == word).and_then(|at| words.get(at + 1));
    let (mut records, turns) = match (asked("--bench"), asked("--short")) {
        (true, false) => (1_000_000, 5),
        (true, true) => (20_000, 1),
        (false, _) => (4_000, 1), // As a test, and so without optimisation.
    };
    if let Some(wanted) = after("--records") {
        records = wanted.parse()?;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("snapshot-{}", process::id()));
    for (life, name) in [(Life::OnlySales, "sales alone"), (Life::Whole, "a whole life")] {
        fs::create_dir_all(&folder)?;
        let outcome = measure(&folder.join("book.mizan"), life, name, records, turns).await;
        fs::remove_dir_all(&folder)?;
        outcome?;
    }
    Ok(())
}

async fn measure(path: &Path, life: Life, name: &str, wanted: usize, turns: usize) -> Outcome<()> {
    write(path, life, wanted).await?;
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(path).await?);
    let (kept, nowhere) = (Kept::beside(path), Kept::nowhere());
    let begun = Instant::now();
    let Written { records, bytes, .. } = renew(&log, &kept, None, |_| ()).await?;
    let folded_and_written = begun.elapsed().as_secs_f64();
    println!("{records} records of {name}: a snapshot of {bytes} bytes, {} a record", bytes / records);
    let mut best = [f64::INFINITY; 5];
    for _ in 0..turns {
        for (at, kept) in [&nowhere, &kept].into_iter().enumerate() {
            let begun = Instant::now();
            let Begun { folded, from } = fold(&log, kept, None, Until::End).await?;
            best[at] = best[at].min(begun.elapsed().as_secs_f64());
            assert_eq!((folded.guard.head(), from), (records, if at == 0 { 0 } else { records }));

            drop(folded);
            let begun = Instant::now();
            let Lookup { book, .. } = lookup(&log, kept, At::End, |_| ()).await?;
            best[2 + at] = best[2 + at].min(begun.elapsed().as_secs_f64());
            assert_eq!(book.head, records);
        }
        let begun = Instant::now();
        renew(&log, &kept, None, |_| ()).await?;
        best[4] = best[4].min(begun.elapsed().as_secs_f64());
    }
    let [book, taken_up, index, index_taken_up, written] = best;
    let row = |what: &str, seconds: f64, of: f64| println!("{what:52} {seconds:8.3} s {:6.1} %", 100.0 * seconds / of);
    row("the book, folded from nothing", book, book);
    row("the book, from its snapshot", taken_up, book);
    row("with the index, folded from nothing", index, index);
    row("with the index, from the snapshot", index_taken_up, index);
    row("a snapshot from nothing to the disk", folded_and_written, index);
    row("a snapshot taken up, and written again", written, index);
    println!();
    Ok(())
}

/// Writes a book of so many records or a few more.
async fn write(path: &Path, life: Life, wanted: usize) -> Outcome<()> {
    let log = SqliteLog::create(path).await?;
    let plan = Plan { seed: 1, cooperatives: 20, members: 40, sales: usize::MAX, life };
    let (mut records, mut commit) = (0, Vec::new());
    for said in Generator::new(plan) {
        commit.extend(said.written.into_iter().map(|written| written.line));
        let enough = records + commit.len() >= wanted;
        if commit.len() >= COMMIT || enough {
            log.append(records as u64, &commit).await?;
            records += commit.len();
            commit.clear();
        }
        if enough {
            break;
        }
    }
    log.close().await?;
    Ok(())
}
