//! What it costs to append to a book in PostgreSQL, against a bare table, and to fold it from nothing.
//!
//! `cargo bench -p mizan-tests --bench postgres` measures; `-- --short`, or being run as a test, only shows in a moment
//! that it still runs. The server is our own, on a socket, with the settings it comes with (fsync, synchronous_commit and
//! full_page_writes on). The bare table is the least that keeps the same bytes as safely: a row a record, the position its
//! primary key, no guards, all rows of a commit by one statement over UNNEST. Both are measured by turns, and the ratio is
//! taken turn by turn: above 1.00 the book is the faster one.

use std::env;
use std::sync::Arc;
use std::time::Instant;

use mimalloc::MiMalloc;
use mizan::service::lookup::balances;
use mizan::service::reader::{At, ReadError, Until, fold, visit};
use mizan::service::snapshot::Kept;
use mizan_store::log::EventLog;
use mizan_store::postgres::PostgresLog;
use mizan_store::postgres::migrate::Migration;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_tests::postgres::{Server, server};
use sqlx::{ConnectOptions, Connection, PgConnection, query};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How long a record is made, which is what a sale with its commission weighs.
const RECORD_BYTES: usize = 420;

/// How much is read at once.
const PAGE_BYTES: usize = 512 << 10;

/// How much is measured.
struct Measure {
    turns: usize,
    /// The commits of a turn, for commits of so many records.
    commits: [(usize, usize); 4],
    /// How many records are folded.
    folded: usize,
}

const FULL: Measure = Measure { turns: 9, commits: [(1, 300), (10, 200), (100, 100), (1000, 50)], folded: 500_000 };
const SHORT: Measure = Measure { turns: 1, commits: [(1, 10), (10, 10), (100, 5), (1000, 2)], folded: 2_000 };

#[tokio::main]
async fn main() -> Outcome<()> {
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let measure = if asked("--bench") && !asked("--short") { FULL } else { SHORT };
    let Some(server) = server() else { return Ok(()) };
    let (owner, clerk) = server.database();
    let migration = Migration { writers: vec!["clerk".to_owned()], ..Migration::default() };
    migration.run(&owner.parse()?).await?;
    appending(&server, &owner, &clerk, &measure).await?;
    folding(&server, &clerk, &measure).await
}

async fn appending(server: &Server, owner: &str, clerk: &str, measure: &Measure) -> Outcome<()> {
    let options: sqlx::postgres::PgConnectOptions = owner.parse()?;
    let mut bare = options.disable_statement_logging().connect().await?;
    query("CREATE TABLE bare (position bigint PRIMARY KEY, body text NOT NULL)").execute(&mut bare).await?;
    let mut next = 0;
    println!("appending        bare table        book  ratio (lowest, highest)");
    for (records, commits) in measure.commits {
        let batch: Vec<Vec<u8>> = (0..records).map(record).collect();
        let log = PostgresLog::create(format!("{clerk}#{}", server.book()).parse()?).await?;
        let mut turns = Vec::new();
        for turn in 0..measure.turns {
            let begun = Instant::now();
            for _ in 0..commits {
                insert_bare(&mut bare, next, &batch).await?;
                next += records as i64;
            }
            let bare = begun.elapsed().as_secs_f64();
            let begun = Instant::now();
            for commit in 0..commits {
                log.append(((turn * commits + commit) * records) as u64, &batch).await?;
            }
            let each = 1e6 / (records * commits) as f64;
            turns.push((bare * each, begun.elapsed().as_secs_f64() * each));
        }
        log.close().await;
        let of = |value: fn(&(f64, f64)) -> f64| spread(turns.iter().map(value).collect());
        let (lowest, ratio, highest) = of(|(bare, book)| bare / book);
        let (bare, book) = (of(|(bare, _)| *bare).1, of(|(_, book)| *book).1);
        println!("{records:5} a commit  {bare:9.2} µs {book:8.2} µs   {ratio:4.2} ({lowest:4.2}, {highest:4.2})");
    }
    bare.close().await?;
    println!("Times are for one record, and the median of {} turns.\n", measure.turns);
    Ok(())
}

async fn insert_bare(connection: &mut PgConnection, first: i64, batch: &[Vec<u8>]) -> Outcome<()> {
    let positions: Vec<i64> = (first..).take(batch.len()).collect();
    let bodies: Result<Vec<&str>, _> = batch.iter().map(|record| std::str::from_utf8(record)).collect();
    let insert = query("INSERT INTO bare (position, body) SELECT * FROM unnest($1::bigint[], $2::text[])");
    insert.bind(positions).bind(bodies?).execute(connection).await?;
    Ok(())
}

async fn folding(server: &Server, clerk: &str, measure: &Measure) -> Outcome<()> {
    let log = Arc::new(PostgresLog::create(format!("{clerk}#{}", server.book()).parse()?).await?);
    let plan = Plan { seed: 1, cooperatives: 20, members: 40, sales: usize::MAX, life: Life::OnlySales };
    let (mut commit, mut next) = (Vec::new(), 0);
    for said in Generator::new(plan) {
        commit.extend(said.written.into_iter().map(|written| written.line));
        if commit.len() >= 1_000 {
            log.append(next, &commit).await?;
            next += commit.len() as u64;
            commit.clear();
            if next >= measure.folded as u64 {
                break;
            }
        }
    }
    let log: Arc<dyn EventLog> = log;
    let (mut read, mut checked, mut summed, mut folded) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..measure.turns.min(3) {
        let begun = Instant::now();
        let mut position = 0;
        while position < next {
            position = log.read(position, PAGE_BYTES).await?.next();
        }
        read.push(next as f64 / begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        visit(&log, At::End, |_| Ok::<(), ReadError>(())).await?;
        checked.push(next as f64 / begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        balances(&log, &Kept::nowhere(), At::End, |_| ()).await?;
        summed.push(next as f64 / begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await?;
        folded.push(next as f64 / begun.elapsed().as_secs_f64());
    }
    println!("{next} records in commits of about 1,000, records a second");
    println!("read, nothing more                       {:9.0}", spread(read).2);
    println!("decoded, hashed, chained: the root       {:9.0}", spread(checked).2);
    println!("and postings summed: the balances        {:9.0}", spread(summed).2);
    println!("and all that decides: the book, the root {:9.0}", spread(folded).2);
    Ok(())
}

/// A record such as a sale makes: mostly ids and names of fields.
fn record(number: usize) -> Vec<u8> {
    let mut record = format!(
        r#"{{"v":1,"position":{number},"id":"0194a1b2-c3d4-7e5f-8a9b-{number:012}","type":"sale_recorded","data":{{"note":""#
    );
    while record.len() < RECORD_BYTES - 3 {
        record.push(char::from(b'a' + (record.len() * 7 % 26) as u8));
    }
    record.push_str("\"}}");
    record.into_bytes()
}

/// The lowest, the median and the highest.
fn spread(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[0], values[values.len() / 2], values[values.len() - 1])
}
