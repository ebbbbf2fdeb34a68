//! What it costs to append: a book against a bare table, for commits of 1, 10, 100 and 1,000 records.
//!
//! `cargo bench -p mizan-store` measures; `-- --short`, or being run as a test, only shows in a moment that it still
//! runs. The bare table is the least that keeps the same bytes as safely: a row a record, the position its primary
//! key, no guards, all rows of a commit in one prepared statement, and the same library, page size and settings
//! (WAL, synchronous FULL). Both are measured by turns, since the disk of a moment is not that of the next, and the
//! ratio is taken turn by turn: above 1.00 the book is the faster one. The time of the processor, where Linux tells
//! it, says the same without the disk and the neighbours.
//!
//! A second table says what it costs to read a book back.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    time::Instant,
};

use mizan_store::{log::EventLog, sqlite::SqliteLog};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, SqliteConnection, query,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How long a record is made, which is what a sale with its commission weighs.
const RECORD_BYTES: usize = 420;

/// What a record costs, in microseconds.
struct Cost {
    elapsed: f64,
    processor: f64,
}

/// How much is measured.
struct Measure {
    turns: usize,
    /// The commits of a turn, for commits of so many records.
    commits: [(usize, usize); 4],
    /// The books that are read back: how many commits of how many records.
    books: [(usize, usize); 3],
}

const FULL: Measure = Measure {
    turns: 15,
    commits: [(1, 400), (10, 300), (100, 200), (1000, 100)],
    books: [(1, 20_000), (10, 20_000), (1000, 400)],
};
const SHORT: Measure =
    Measure { turns: 3, commits: [(1, 20), (10, 20), (100, 10), (1000, 5)], books: [(1, 200), (10, 100), (1000, 5)] };

#[tokio::main]
async fn main() -> Outcome<()> {
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let measure = if asked("--bench") && !asked("--short") { FULL } else { SHORT };
    // Not the folder for temporary files, which may be memory and would make each commit cost nothing.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("append-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = async {
        measure_appending(&folder, &measure).await?;
        measure_reading(&folder, &measure).await
    };
    let outcome = measured.await;
    fs::remove_dir_all(&folder)?;
    outcome
}

async fn measure_appending(folder: &Path, measure: &Measure) -> Outcome<()> {
    println!("appending        bare table        book  ratio (lowest, highest)    processor: bare    book  ratio");
    for (records, commits) in measure.commits {
        let batch: Vec<Vec<u8>> = (0..records).map(record).collect();
        let mut turns = Vec::new();
        for _ in 0..measure.turns {
            let bare = append_to_bare_table(folder, &batch, commits).await?;
            turns.push((bare, append_to_book(folder, &batch, commits).await?));
        }
        let of = |value: fn(&(Cost, Cost)) -> f64| spread(turns.iter().map(value).collect());
        let (lowest, ratio, highest) = of(|(bare, book)| bare.elapsed / book.elapsed);
        let (bare, book) = (of(|(bare, _)| bare.elapsed).1, of(|(_, book)| book.elapsed).1);
        print!("{records:5} a commit  {bare:9.2} µs {book:8.2} µs   {ratio:4.2} ({lowest:4.2}, {highest:4.2})");
        let (bare, book) = (of(|(bare, _)| bare.processor).1, of(|(_, book)| book.processor).1);
        let ratio = of(|(bare, book)| bare.processor / book.processor).1;
        println!("        {bare:9.2} µs {book:7.2}   {ratio:4.2}");
    }
    println!("Times are for one record, and the median of {} turns.\n", measure.turns);
    Ok(())
}

async fn measure_reading(folder: &Path, measure: &Measure) -> Outcome<()> {
    println!("reading back    records        a second");
    for (records, commits) in measure.books {
        let batch: Vec<Vec<u8>> = (0..records).map(record).collect();
        let path = fresh(folder, "book")?;
        let log = SqliteLog::create(&path).await?;
        for commit in 0..commits {
            log.append((commit * records) as u64, &batch).await?;
        }
        log.close().await?;
        let log = SqliteLog::open_read_only(&path).await?;
        let mut speeds = Vec::new();
        for _ in 0..measure.turns {
            let begun = Instant::now();
            let (mut position, mut bytes) = (0, 0);
            loop {
                let page = log.read(position, 1 << 18).await?;
                if page.is_empty() {
                    break;
                }
                bytes += page.records().map(<[u8]>::len).sum::<usize>();
                position = page.next();
            }
            assert_eq!(bytes, batch.iter().map(Vec::len).sum::<usize>() * commits, "all that was written was read");
            speeds.push(position as f64 / begun.elapsed().as_secs_f64());
        }
        println!("{records:5} a commit  {:8}  {:14.0}", records * commits, spread(speeds).1);
    }
    Ok(())
}

async fn append_to_book(folder: &Path, batch: &[Vec<u8>], commits: usize) -> Outcome<Cost> {
    let log = SqliteLog::create(fresh(folder, "book")?).await?;
    log.append(0, batch).await?;
    let watch = Watch::start();
    for commit in 1..=commits {
        log.append((commit * batch.len()) as u64, batch).await?;
    }
    let cost = watch.stop(commits * batch.len());
    assert_eq!(log.head().await?, ((commits + 1) * batch.len()) as u64, "every record was appended");
    log.close().await?;
    Ok(cost)
}

async fn append_to_bare_table(folder: &Path, batch: &[Vec<u8>], commits: usize) -> Outcome<Cost> {
    let options = SqliteConnectOptions::new()
        .filename(fresh(folder, "bare")?)
        .create_if_missing(true)
        .page_size(16_384)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", "1024")
        .disable_statement_logging();
    let mut connection = options.connect().await?;
    connection.execute("CREATE TABLE event (position INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT").await?;
    let insert = format!("INSERT INTO event (position, body) VALUES {}", vec!["(?, ?)"; batch.len()].join(", "));
    insert_bare(&mut connection, &insert, 0, batch).await?;
    let watch = Watch::start();
    for commit in 1..=commits {
        insert_bare(&mut connection, &insert, commit * batch.len(), batch).await?;
    }
    let cost = watch.stop(commits * batch.len());
    connection.close().await?;
    Ok(cost)
}

async fn insert_bare(connection: &mut SqliteConnection, insert: &str, first: usize, batch: &[Vec<u8>]) -> Outcome<()> {
    let mut values = query(AssertSqlSafe(insert));
    for (position, record) in (first as i64..).zip(batch) {
        values = values.bind(position).bind(std::str::from_utf8(record)?);
    }
    values.execute(connection).await?;
    Ok(())
}

/// A record such as a sale makes: mostly ids and names of fields.
fn record(number: usize) -> Vec<u8> {
    let mut record = format!(
        r#"{{"v":1,"position":{number},"id":"0194a1b2-c3d4-7e5f-8a9b-{number:012}","recorded_at":"2026-01-05T10:00:00.123Z","type":"sale_recorded","data":{{"price":"1200.00","currency":"MAD","note":""#
    );
    while record.len() < RECORD_BYTES - 3 {
        record.push(char::from(b'a' + (record.len() * 7 % 26) as u8));
    }
    record.push_str("\"}}");
    record.into_bytes()
}

/// A path with nothing at it, nor beside it.
fn fresh(folder: &Path, name: &str) -> io::Result<PathBuf> {
    for ending in ["", "-wal", "-shm"] {
        match fs::remove_file(folder.join(format!("{name}{ending}"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => (),
        }
    }
    Ok(folder.join(name))
}

struct Watch {
    begun: Instant,
    processor: f64,
}

impl Watch {
    fn start() -> Watch {
        Watch { processor: processor_seconds(), begun: Instant::now() }
    }

    fn stop(self, records: usize) -> Cost {
        let micros_a_record = 1e6 / records as f64;
        Cost {
            elapsed: self.begun.elapsed().as_secs_f64() * micros_a_record,
            processor: (processor_seconds() - self.processor) * micros_a_record,
        }
    }
}

/// What all threads of this process have worked so far; not a number where nobody tells.
fn processor_seconds() -> f64 {
    let worked = |thread: PathBuf| -> Option<f64> {
        let nanoseconds = fs::read_to_string(thread.join("schedstat")).ok()?;
        nanoseconds.split(' ').next()?.parse().ok()
    };
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return f64::NAN };
    threads.filter_map(|thread| worked(thread.ok()?.path())).sum::<f64>() / 1e9
}

/// The lowest, the median and the highest.
fn spread(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[0], values[values.len() / 2], values[values.len() - 1])
}
