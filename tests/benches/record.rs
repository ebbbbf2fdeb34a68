//! What it costs to record sales in bulk: the program itself against a bare insert of the very records it made.
//!
//! `cargo bench -p mizan-tests --bench record` measures; `-- --short`, or being run as a test, only shows in a moment that
//! it still runs. A file of commands is given to `mizan record`, from its start to its end: the lines are read, decided,
//! appended and answered, and the book is closed. The bare insert is given the finished records and only keeps them: a row
//! a record, the position its primary key, 1,000 a transaction, as safely (SQLite: WAL, synchronous FULL; PostgreSQL: one
//! statement over UNNEST, with the settings a server comes with), from opening to closing. All are measured by turns and
//! the ratio is taken turn by turn: above 1.00 `mizan record` is the faster one, with all it has to think of. Into SQLite
//! there are two bare inserts: one as SQLite comes, in pages of 4 KiB of which 1,000 are written ahead, and one set as a book
//! is, in pages of 16 KiB, which is quicker.
//!
//! A bare insert waits for the disk at each commit, and `mizan record` decides meanwhile, so the ratios hold for the disk they
//! were measured on: how long that takes to have a page safe is printed first. A slower one is imitated by having each of
//! its answers come so many microseconds later, which `strace` can (Debian's package of that name):
//! `strace -f --seccomp-bpf -o /dev/null -e trace=fsync,fdatasync -e inject=fsync,fdatasync:delay_exit=2000` before the
//! command. What is printed first is late by then as well.
//!
//! Sales are of two sorts: kernels by the kilogram, which come to six postings each on average, and those of all five
//! channels, with their bands, fees, taxes and leaders, which come to some twelve. How many records and postings a sale has
//! is printed with them.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use std::{env, io};

use mizan::service::environment::Machine;
use mizan::service::writer::Writer;
use mizan_ledger::command::{Command, Submission};
use mizan_ledger::posting;
use mizan_store::log::EventLog;
use mizan_store::postgres::PostgresLog;
use mizan_store::postgres::migrate::Migration;
use mizan_store::sqlite::SqliteLog;
use mizan_tests::generator::terms::Channel;
use mizan_tests::generator::{Generator, Life, Plan, Said};
use mizan_tests::postgres::server;
use mizan_tests::program::mizan;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection, query};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How many records one bare insert takes.
const AT_ONCE: usize = 1_000;

/// How much is measured.
struct Measure {
    turns: usize,
    sales: usize,
}

const FULL: Measure = Measure { turns: 5, sales: 60_000 };
const SHORT: Measure = Measure { turns: 1, sales: 100 };

/// Which sales, and what they are called.
const SALES: [(Life, &str); 2] =
    [(Life::OnlyThrough(Channel::Kilo), "by the kilogram"), (Life::OnlySales, "of all kinds")];

/// What a turn took, in seconds.
#[derive(Clone, Copy)]
struct Cost {
    elapsed: f64,
    processor: f64,
}

/// The command that opens the book, and the file of all others.
struct Commands {
    opening: Submission,
    sales: usize,
    /// What the sales alone lead to.
    records: usize,
    postings: usize,
    file: PathBuf,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let measure = if asked("--bench") && !asked("--short") { FULL } else { SHORT };
    // Not the folder for temporary files, which may be memory and would make each commit cost nothing.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("record-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = async {
        println!("a page is safe on this disk after {:.2} ms", until_safe(&folder)? * 1e3);
        for (life, called) in SALES {
            let commands = Commands::write(&folder, measure.sales, life)?;
            println!(
                "sales {called}: {:.1} records and {:.1} postings each\n\
                 recording                 sales/s records/s      bare  ratio (lowest, highest)   processor a record: bare   mizan",
                commands.of_a_sale(commands.records),
                commands.of_a_sale(commands.postings)
            );
            into_sqlite(&folder, &commands, measure.turns).await?;
            into_postgres(&commands, measure.turns).await?;
        }
        Ok(())
    };
    let outcome = measured.await;
    fs::remove_dir_all(&folder)?;
    outcome
}

impl Commands {
    /// Writes down what founds a network and makes so many sales in it.
    fn write(folder: &Path, sales: usize, life: Life) -> Outcome<Commands> {
        let file = folder.join("commands.ndjson");
        let mut out = BufWriter::new(File::create(&file)?);
        let plan = Plan { seed: 1, cooperatives: 20, members: 40, sales, life };
        let mut story = Generator::new(plan);
        let opening = story.next().ok_or("a story begins with a book")?.submission;
        let (mut records, mut moved, mut postings) = (0, 0, Vec::new());
        for Said { submission, written } in story {
            let line = as_told(&serde_json::to_string(&submission)?);
            assert_eq!(Submission::parse(&line)?, submission, "it says the same");
            out.write_all(line.as_bytes())?;
            out.write_all(b"\n")?;
            if let Command::RecordSale(_) = submission.command {
                records += written.len();
                written.iter().for_each(|written| posting::postings(&written.record.event, &mut postings));
                moved += postings.drain(..).len();
            }
        }
        out.flush()?;
        Ok(Commands { opening, sales, records, postings: moved, file })
    }

    /// As much of it as there is for one sale.
    fn of_a_sale(&self, all: usize) -> f64 {
        all as f64 / self.sales as f64
    }

    /// Opens the book in an empty log.
    async fn open_book(&self, log: Arc<dyn EventLog>) -> Outcome<()> {
        let writer = Writer::start(log, Machine::new()).await?;
        writer.submit(self.opening.clone()).await?;
        writer.finish().await;
        Ok(())
    }
}

/// A command as people tell it: what they have nothing to say of is left out, and not said to be nothing. No text of the
/// generator looks like a field, and whatever is cut wrongly is another command.
fn as_told(line: &str) -> String {
    let mut told = String::with_capacity(line.len());
    for part in line.split_inclusive(":null") {
        let field = part.strip_suffix(":null").and_then(|part| part.rfind(",\""));
        told.push_str(field.map_or(part, |name| &part[..name]));
    }
    told
}

/// What a bare insert into SQLite is set to: bytes a page, and how many of them are written ahead.
#[derive(Clone, Copy)]
struct Pages {
    bytes: u32,
    ahead: &'static str,
}

const AS_IT_COMES: Pages = Pages { bytes: 4096, ahead: "1000" };
const AS_A_BOOK_IS: Pages = Pages { bytes: 16_384, ahead: "1024" };

async fn into_sqlite(folder: &Path, commands: &Commands, turns: usize) -> Outcome<()> {
    let (mut as_it_comes, mut as_a_book_is) = (Turns::default(), Turns::default());
    for _ in 0..turns {
        let path = fresh(folder, "book.mizan")?;
        let log = Arc::new(SqliteLog::create(&path).await?);
        commands.open_book(Arc::clone(&log) as Arc<dyn EventLog>).await?;
        log.close().await?;
        let book = record(path.as_os_str(), commands)?;
        let log = SqliteLog::open_read_only(&path).await?;
        let records = all_of(&log).await?;
        log.close().await?;
        for (pages, told) in [(AS_IT_COMES, &mut as_it_comes), (AS_A_BOOK_IS, &mut as_a_book_is)] {
            told.add(bare_sqlite(fresh(folder, "bare")?, pages, &records).await?, book, records.len());
        }
    }
    fresh(folder, "book.mizan")?;
    fresh(folder, "bare")?;
    as_it_comes.print("into SQLite, as it comes", commands.sales);
    as_a_book_is.print("      set as a book is", commands.sales);
    Ok(())
}

async fn bare_sqlite(path: PathBuf, pages: Pages, records: &[String]) -> Outcome<Cost> {
    let watch = Watch::start();
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .page_size(pages.bytes)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", pages.ahead)
        .disable_statement_logging();
    let mut connection = options.connect().await?;
    connection.execute("CREATE TABLE event (position INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT").await?;
    for (number, batch) in records.chunks(AT_ONCE).enumerate() {
        insert_into_sqlite(&mut connection, number * AT_ONCE, batch).await?;
    }
    connection.close().await?;
    Ok(watch.stop())
}

async fn insert_into_sqlite(connection: &mut SqliteConnection, first: usize, batch: &[String]) -> Outcome<()> {
    let insert = format!("INSERT INTO event (position, body) VALUES {}", vec!["(?, ?)"; batch.len()].join(", "));
    let mut values = query(AssertSqlSafe(insert));
    for (position, record) in (first as i64..).zip(batch) {
        values = values.bind(position).bind(record);
    }
    values.execute(connection).await?;
    Ok(())
}

async fn into_postgres(commands: &Commands, turns: usize) -> Outcome<()> {
    let Some(server) = server() else { return Ok(()) };
    let (owner, clerk) = server.database();
    let migration = Migration { writers: vec!["clerk".to_owned()], ..Migration::default() };
    migration.run(&owner.parse()?).await?;
    let mut told = Turns::default();
    for _ in 0..turns {
        let address = format!("{clerk}#{}", server.book());
        let log = Arc::new(PostgresLog::create(address.parse()?).await?);
        commands.open_book(Arc::clone(&log) as Arc<dyn EventLog>).await?;
        let book = record(address.as_ref(), commands)?;
        let records = all_of(log.as_ref()).await?;
        log.close().await;
        let options: PgConnectOptions = owner.parse()?;
        let watch = Watch::start();
        let mut connection = options.disable_statement_logging().connect().await?;
        query("CREATE TABLE bare (position bigint PRIMARY KEY, body text NOT NULL)").execute(&mut connection).await?;
        for (number, batch) in records.chunks(AT_ONCE).enumerate() {
            bare_postgres(&mut connection, number * AT_ONCE, batch).await?;
        }
        told.add(watch.stop(), book, records.len());
        query("DROP TABLE bare").execute(&mut connection).await?;
        connection.close().await?;
    }
    told.print("into PostgreSQL", commands.sales);
    Ok(())
}

async fn bare_postgres(connection: &mut PgConnection, first: usize, batch: &[String]) -> Outcome<()> {
    let positions: Vec<i64> = (first as i64..).take(batch.len()).collect();
    let insert = query("INSERT INTO bare (position, body) SELECT * FROM unnest($1::bigint[], $2::text[])");
    insert.bind(positions).bind(batch).execute(connection).await?;
    Ok(())
}

/// Has the program record the commands, and sees to it that it recorded all of them.
fn record(book: &std::ffi::OsStr, commands: &Commands) -> Outcome<Cost> {
    let answers = commands.file.with_extension("answers");
    // A book in a database has its vault where it is named; each turn's is a new one.
    static TURNS: AtomicU64 = AtomicU64::new(0);
    let vault = commands.file.with_extension(format!("{}.vault", TURNS.fetch_add(1, Ordering::Relaxed)));
    let mut program = mizan();
    program.env("MIZAN_VAULT", vault).arg("record").arg(book).arg(&commands.file).stdout(File::create(&answers)?);
    let watch = Watch::start();
    let ended = program.status()?;
    let cost = watch.stop();
    assert!(ended.success(), "every command is recorded: {ended}");
    Ok(cost)
}

async fn all_of(log: &dyn EventLog) -> Outcome<Vec<String>> {
    let mut records = Vec::new();
    loop {
        let page = log.read(records.len() as u64, 1 << 20).await?;
        if page.is_empty() {
            return Ok(records);
        }
        for record in page.records() {
            records.push(std::str::from_utf8(record)?.to_owned());
        }
    }
}

/// What each turn took: the bare insert, the program, and of how many records.
#[derive(Default)]
struct Turns(Vec<(Cost, Cost, f64)>);

impl Turns {
    fn add(&mut self, bare: Cost, book: Cost, records: usize) {
        self.0.push((bare, book, records as f64));
    }

    fn print(&self, what: &str, sales: usize) {
        let of = |value: &dyn Fn(&(Cost, Cost, f64)) -> f64| spread(self.0.iter().map(value).collect());
        let sales = of(&|(_, book, _)| sales as f64 / book.elapsed).1;
        let (bare, book) = (of(&|(bare, _, all)| all / bare.elapsed).1, of(&|(_, book, all)| all / book.elapsed).1);
        let (lowest, ratio, highest) = of(&|(bare, book, _)| bare.elapsed / book.elapsed);
        print!("{what:<24} {sales:8.0} {book:9.0} {bare:9.0}   {ratio:4.2} ({lowest:4.2}, {highest:4.2})");
        let micros = |of: fn(&(Cost, Cost, f64)) -> Cost| {
            spread(self.0.iter().map(|turn| of(turn).processor * 1e6 / turn.2).collect()).1
        };
        println!("          {:14.2} µs {:5.2} µs", micros(|turn| turn.0), micros(|turn| turn.1));
    }
}

/// How long the disk takes to have a page of a book safe behind those before it, in seconds: the median of a hundred.
fn until_safe(folder: &Path) -> io::Result<f64> {
    let place = folder.join("page");
    let mut file = File::create(&place)?;
    let page = vec![b'm'; AS_A_BOOK_IS.bytes as usize];
    let mut took = Vec::new();
    for _ in 0..100 {
        file.write_all(&page)?;
        let begun = Instant::now();
        file.sync_all()?;
        took.push(begun.elapsed().as_secs_f64());
    }
    fs::remove_file(place)?;
    Ok(spread(took).1)
}

/// A path in a folder where nothing is left of a turn before, such as the snapshot of a book.
fn fresh(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let place = folder.join(name);
    match fs::remove_dir_all(&place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => fs::create_dir(&place)?,
    }
    Ok(place.join(name))
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

/// What this process and those it has waited for have worked so far; not a number where nobody tells.
fn processor_seconds() -> f64 {
    let worked = || -> Option<f64> {
        let told = fs::read_to_string("/proc/self/stat").ok()?;
        // After the name in brackets, which may hold spaces: own and children's time, in hundredths.
        let ticks = told.rsplit_once(')')?.1.split_whitespace().skip(11).take(4);
        Some(ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0)
    };
    worked().unwrap_or(f64::NAN)
}

/// The lowest, the median and the highest.
fn spread(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[0], values[values.len() / 2], values[values.len() - 1])
}
