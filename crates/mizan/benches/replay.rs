//! What it costs to fold a book from nothing: a million records of sales from a SQLite file to all balances and the root.
//!
//! `cargo bench -p mizan --bench replay` measures; `-- --short`, or being run as a test, only shows in a moment that it
//! still runs. The first row reads the file and does nothing with it, and the others are told as ratios to it: how much
//! of a replay is the disk's and the database's, and how much is ours. Each row is the best of several turns, since
//! whatever disturbs only ever makes it slower. The time of the processor, where Linux tells it, is that of all threads
//! together, and says the same without the neighbours.

use std::env;
use std::fs;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::time::Instant;

use mimalloc::MiMalloc;
use mizan::service::lookup::balances;
use mizan::service::reader::{At, ReadError, Until, fold, visit};
use mizan::service::snapshot::Kept;
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_verify::digest::digest_of;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How many records a commit of the file has, at least.
const COMMIT: usize = 1_000;

/// How much is read at once.
const PAGE_BYTES: usize = 512 << 10;

#[tokio::main]
async fn main() -> Outcome<()> {
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let (records, turns) = match (asked("--bench"), asked("--short")) {
        (true, false) => (1_000_000, 5),
        (true, true) => (20_000, 1),
        (false, _) => (4_000, 1), // As a test, and so without optimisation.
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("replay-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let outcome = measure(&folder.join("book.mizan"), records, turns).await;
    fs::remove_dir_all(&folder)?;
    outcome
}

async fn measure(path: &Path, records: usize, turns: usize) -> Outcome<()> {
    let (records, bytes) = write(path, records).await?;
    println!("{records} records of {} bytes each\n", bytes / records);
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(path).await?);
    let mut best = [Cost { elapsed: f64::INFINITY, processor: f64::INFINITY }; 4];
    for _ in 0..turns {
        let watch = Watch::start();
        read(log.as_ref(), bytes).await?;
        best[0] = best[0].or(watch.stop());

        let watch = Watch::start();
        let guard = visit(&log, At::End, |_| Ok::<(), ReadError>(())).await?;
        let root = guard.root();
        best[1] = best[1].or(watch.stop());

        let watch = Watch::start();
        let balances = balances(&log, &Kept::nowhere(), At::End, |_| ()).await?.books;
        let books = digest_of(balances.iter().map(|(id, balances)| (*id, balances)));
        best[2] = best[2].or(watch.stop());

        let watch = Watch::start();
        let folded = fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await?;
        let all = folded.book.cooperatives.iter().map(|(id, cooperative)| (*id, cooperative.balances.totals()));
        let same = (folded.guard.root(), digest_of(all)) == (root, books);
        best[3] = best[3].or(watch.stop());
        assert!(same, "every way of reading comes to the same");
    }
    println!("replay                                   seconds  records a second  ratio    processor  ratio");
    let rows = [
        "the file is read, nothing more",
        "decoded, hashed, chained: the root",
        "and postings summed: balances, the root",
        "and all that decides: the book, the root",
    ];
    for (row, Cost { elapsed, processor }) in rows.iter().zip(best) {
        let (a_second, ratio) = (records as f64 / elapsed, elapsed / best[0].elapsed);
        let (each, of_processor) = (processor * 1e6 / records as f64, processor / best[0].processor);
        println!("{row:40} {elapsed:7.3} {a_second:17.0} {ratio:6.2} {each:9.2} µs {of_processor:6.2}");
    }
    println!("The processor's time is for one record.");
    Ok(())
}

/// What something took, in seconds.
#[derive(Clone, Copy)]
struct Cost {
    elapsed: f64,
    processor: f64,
}

impl Cost {
    fn or(self, other: Cost) -> Cost {
        Cost { elapsed: self.elapsed.min(other.elapsed), processor: self.processor.min(other.processor) }
    }
}

struct Watch {
    begun: Instant,
    processor: f64,
}

impl Watch {
    fn start() -> Watch {
        Watch { processor: processor_seconds(), begun: Instant::now() }
    }

    fn stop(self) -> Cost {
        Cost { elapsed: self.begun.elapsed().as_secs_f64(), processor: processor_seconds() - self.processor }
    }
}

/// What all threads of this process have worked so far, those that have ended too; not a number where nobody tells.
fn processor_seconds() -> f64 {
    let worked = || -> Option<f64> {
        let told = fs::read_to_string("/proc/self/stat").ok()?;
        // Behind the name of the program, which may hold anything: hundredths of a second in it, and in the system for it.
        let mut fields = told.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut hundredths = || -> Option<f64> { fields.next()?.parse().ok() };
        Some((hundredths()? + hundredths()?) / 100.0)
    };
    worked().unwrap_or(f64::NAN)
}

/// Writes a book of so many records or a few more, and tells how many they are and their bytes.
async fn write(path: &Path, wanted: usize) -> Outcome<(usize, usize)> {
    let log = SqliteLog::create(path).await?;
    let plan = Plan { seed: 1, cooperatives: 20, members: 40, sales: usize::MAX, life: Life::OnlySales };
    let (mut records, mut bytes) = (0, 0);
    let mut commit = Vec::new();
    for said in Generator::new(plan) {
        commit.extend(said.written.into_iter().map(|written| written.line));
        let enough = records + commit.len() >= wanted;
        if commit.len() >= COMMIT || enough {
            log.append(records as u64, &commit).await?;
            records += commit.len();
            bytes += commit.iter().map(Vec::len).sum::<usize>();
            commit.clear();
        }
        if enough {
            break;
        }
    }
    log.close().await?;
    Ok((records, bytes))
}

/// Reads every page, and sees that nothing is missing.
async fn read(log: &dyn EventLog, bytes: usize) -> Outcome<()> {
    let (mut position, mut met) = (0, 0);
    loop {
        let page = log.read(position, PAGE_BYTES).await?;
        if page.is_empty() {
            break;
        }
        met += page.records().map(<[u8]>::len).sum::<usize>();
        position = page.next();
    }
    assert_eq!(met, bytes, "all that was written is read");
    Ok(())
}
