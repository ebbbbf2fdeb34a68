//! What a book of any size takes: memory for each record, seconds until it answers, and the time of an answer.
//!
//! `cargo bench -p mizan --bench size` measures books of 10,000 to 1,000,000 records and `-- --all` one of 10,000,000 too,
//! which takes some 6 GB on disk while it runs; `-- --short`, or being run as a test, only shows in a moment that it still
//! runs. `-- --sales` has nothing happen in them after their founding but sales; otherwise they live a whole life, with
//! orders, deliveries, payments, payouts, credit notes and corrections. A larger book is one of more cooperatives, of forty
//! members and some ten thousand records each: a member does not get older with her network.
//!
//! Each book is a file, and read by a program of its own, so that nothing but the book is in its memory: once folded as the
//! writer does (the book and what guards it), and once as whoever answers questions does (the index beside it). What is
//! told is the anonymous memory that Linux says is resident, the buffers of reading included, less what there was before
//! the first record; in a small book that is mostly those buffers. Then statements and traces are made, of members and of
//! sales that lie evenly over the book, from the question to the finished page: looked up, fetched from the file and put
//! together. Cold, without a snapshot, a program opens the book by what surrounds its records, as `mizan record` does, and
//! then reads one cooperative; and another makes a statement from nothing, as `mizan statement` does. Then a snapshot is left,
//! and the book opened from it; what its first statement takes, for which a cooperative is unpacked, is told beside that.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{self, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use mimalloc::MiMalloc;
use mizan::service::lookup::{Lookup, fetch, look_for, lookup};
use mizan::service::reader::skim::skim;
use mizan::service::reader::{At, Folded, ReadError, Until, fold};
use mizan::service::renewal::renew;
use mizan::service::snapshot::Kept;
use mizan_ledger::book::Book;
use mizan_ledger::decide::reach::Reach;
use mizan_ledger::report::statement::{Days, statement};
use mizan_ledger::report::trace::trace;
use mizan_ledger::view::find::{Found, Thing};
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;
use mizan_tests::generator::{Generator, Life, Plan};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How many records a commit of the file has, at least.
const COMMIT: usize = 100;

/// How many records there are to a cooperative.
const OF_A_COOPERATIVE: usize = 10_000;

/// How many members and how many sales are asked about.
const ASKED: usize = 60;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().collect();
    let asked = |word: &str| arguments.iter().any(|argument| argument == word);
    if let Some([_, path]) = arguments.windows(2).find(|pair| pair[0] == "--fold") {
        return folded(Path::new(path)).await;
    }
    if let Some([_, path]) = arguments.windows(2).find(|pair| pair[0] == "--cold") {
        return cold(Path::new(path)).await;
    }
    if let Some([_, path]) = arguments.windows(2).find(|pair| pair[0] == "--answer") {
        return answered(Path::new(path)).await;
    }
    if let Some([_, path]) = arguments.windows(2).find(|pair| pair[0] == "--snapshot") {
        return taken_up(Path::new(path)).await;
    }
    let mut sizes = match (asked("--bench"), asked("--short")) {
        (true, false) => vec![10_000, 100_000, 1_000_000],
        (true, true) => vec![10_000],
        (false, _) => vec![1_000], // As a test, and so without optimisation.
    };
    if asked("--all") {
        sizes.push(10_000_000);
    }
    let life = if asked("--sales") { Life::OnlySales } else { Life::Whole };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("size-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let outcome = measure(&folder.join("book.mizan"), &sizes, life).await;
    fs::remove_dir_all(&folder)?;
    outcome
}

async fn measure(path: &Path, sizes: &[usize], life: Life) -> Outcome<()> {
    println!(
        "            bytes a record                folded    opened  cold                            from a snapshot     a statement, ms    a trace, ms"
    );
    println!(
        "   records  in the file  book  and index  seconds  seconds  seconds  first, ms  statement, s  seconds  first, ms  median    worst  median   worst"
    );
    for &size in sizes {
        let (records, bytes) = write(path, size, life).await?;
        let [book, folded] = said_by("--fold", path)?;
        let [index, opened, statement, worst_statement, trace, worst_trace] = said_by("--answer", path)?;
        let [cold, first_cold, statement_cold] = said_by("--cold", path)?;
        let [snapshot, first] = from_a_snapshot(path).await?;
        let each = |bytes: f64| bytes / records as f64;
        println!(
            "{records:10} {:12.0} {:5.0} {:10.0} {folded:8.2} {opened:8.2} {cold:8.2} {first_cold:10.1} {statement_cold:13.2} {snapshot:8.2} {first:10.2} {statement:7.2} {worst_statement:8.2} {trace:7.2} {worst_trace:7.2}",
            bytes as f64 / records as f64,
            each(book),
            each(index),
        );
        fs::remove_file(path)?;
        fs::remove_file(path.with_extension("snapshot"))?;
    }
    Ok(())
}

/// Opens a book without a snapshot, and says how many seconds that took, in how many milliseconds one cooperative was read,
/// and in how many seconds a member of it has her statement from nothing.
async fn cold(path: &Path) -> Outcome<()> {
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(path).await?);
    let begun = Instant::now();
    let mut folded = skim(Folded::default(), &log, Until::End, |_| Ok::<(), ReadError>(())).await?;
    let opened = begun.elapsed().as_secs_f64();
    let asked = folded.book.cooperatives.keys().nth(folded.book.cooperatives.len() / 2).copied();
    let begun = Instant::now();
    folded.read_up(&log, Reach::These([asked, None])).await?;
    let first = begun.elapsed().as_secs_f64() * 1e3;
    let own = asked.and_then(|asked| Some((asked, folded.book.cooperatives.get(&asked)?)));
    let (asked, own) = own.ok_or("there is a cooperative in the book")?;
    let member = *own.members.keys().min().ok_or("it has members")?;
    drop(folded);
    let begun = Instant::now();
    let named = format!("{asked}/{member}");
    let known = look_for(&log, &Kept::nowhere(), At::End, &named, |_| ()).await?;
    answer(&log, &known, known.index.find_member(&named)?).await?;
    println!("{opened} {first} {}", begun.elapsed().as_secs_f64());
    Ok(())
}

/// Leaves a snapshot of a book, and says in how many seconds a program of its own is open from it, and in how many
/// milliseconds it has its first statement.
async fn from_a_snapshot(path: &Path) -> Outcome<[f64; 2]> {
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(path).await?);
    renew(&log, &Kept::beside(path), None, |_| ()).await?;
    said_by("--snapshot", path)
}

/// Opens a book from its snapshot, and says how many seconds that took, and how many milliseconds a statement then does.
async fn taken_up(path: &Path) -> Outcome<()> {
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(path).await?);
    let begun = Instant::now();
    let known = lookup(&log, &Kept::beside(path), At::End, |_| ()).await?;
    let opened = begun.elapsed().as_secs_f64();
    let asked = known.book.cooperatives.keys().nth(known.book.cooperatives.len() / 2);
    let asked = asked.ok_or("there is a cooperative in the book")?;
    let begun = Instant::now();
    let own = known.book.cooperatives.get(asked).ok_or("it is in the book")?;
    let member = own.members.keys().min().ok_or("it has members")?;
    answer(&log, &known, Found { cooperative: *asked, thing: Thing::Member(*member) }).await?;
    println!("{opened} {}", begun.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

/// What a program of its own says about a book: so many numbers.
fn said_by<const N: usize>(what: &str, path: &Path) -> Outcome<[f64; N]> {
    let output = Command::new(env::current_exe()?).arg(what).arg(path).stderr(Stdio::inherit()).output()?;
    let said = String::from_utf8(output.stdout)?;
    let numbers: Result<Vec<f64>, _> = said.split_whitespace().map(str::parse).collect();
    numbers?.try_into().map_err(|_| format!("`size {what}` of {} said: {said}", path.display()).into())
}

/// Folds a book, and says how many bytes and seconds that took.
async fn folded(path: &Path) -> Outcome<()> {
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(path).await?);
    let (before, begun) = (resident(), Instant::now());
    let folded = fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await?;
    println!("{} {}", resident() - before, begun.elapsed().as_secs_f64());
    assert!(folded.book.head > 0, "there is something in the book");
    Ok(())
}

/// Opens a book to answer questions, and says how many bytes and seconds that took, and how many milliseconds answers do.
async fn answered(path: &Path) -> Outcome<()> {
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open_read_only(path).await?);
    let (before, begun) = (resident(), Instant::now());
    let known = lookup(&log, &Kept::beside(path), At::End, |_| ()).await?;
    println!("{} {}", resident() - before, begun.elapsed().as_secs_f64());
    for asked in [members(&known.book), sales(&known.book)] {
        let mut took = Vec::new();
        for found in asked {
            let begun = Instant::now();
            answer(&log, &known, found).await?;
            took.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        println!("{} {}", took[took.len() / 2], took[took.len() - 1]);
    }
    Ok(())
}

/// Makes the page that somebody asks for.
async fn answer(log: &Arc<dyn EventLog>, known: &Lookup, found: Found) -> Outcome<()> {
    let records = fetch(log.as_ref(), &known.index.positions(found)).await?;
    let page = match found.thing {
        Thing::Member(member) => {
            let hers = statement(&known.book, found.cooperative, member, &records, Days::default());
            hers.ok_or("her cooperative is in the book")?.page()
        }
        Thing::Sale(_) | Thing::Payout(_) => trace(&known.book, found, &records, None)?.page(),
    };
    assert!(page.tables().next().is_some(), "there is something on the page");
    Ok(())
}

/// Some members, from all over the book.
fn members(book: &Book) -> Vec<Found> {
    let all = book.cooperatives.iter().flat_map(|(cooperative, own)| {
        let mut members: Vec<_> = own.members.keys().copied().collect();
        members.sort_unstable();
        members.into_iter().map(|member| Found { cooperative: *cooperative, thing: Thing::Member(member) })
    });
    evenly(all.collect())
}

/// Some sales, from all over the book.
fn sales(book: &Book) -> Vec<Found> {
    let all = book.cooperatives.iter().flat_map(|(cooperative, own)| {
        let mut sales: Vec<_> = own.sales.keys().collect();
        sales.sort_unstable();
        sales.into_iter().map(|sale| Found { cooperative: *cooperative, thing: Thing::Sale(sale) })
    });
    evenly(all.collect())
}

fn evenly(all: Vec<Found>) -> Vec<Found> {
    (0..ASKED.min(all.len())).map(|number| all[number * all.len() / ASKED.min(all.len())]).collect()
}

/// How many bytes of this program's own are in memory, without those of files; not a number where nobody tells.
fn resident() -> f64 {
    let told = || -> Option<f64> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
        let kilobytes: f64 = line.strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024.0)
    };
    told().unwrap_or(f64::NAN)
}

/// Writes a book of so many records or a few more, and tells how many they are and their bytes.
async fn write(path: &Path, wanted: usize, life: Life) -> Outcome<(usize, usize)> {
    let log = SqliteLog::create(path).await?;
    let cooperatives = (wanted / OF_A_COOPERATIVE).max(1);
    let plan = Plan { seed: 1, cooperatives, members: 40, sales: usize::MAX, life };
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
