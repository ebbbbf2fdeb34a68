//! What the tree costs an append: a commit of 100 records with its leaves hashed and its root known, and one without.
//!
//! `cargo bench -p mizan-tests --bench tree` measures; `-- --short`, or being run as a test, only shows in a moment that it
//! still runs. Both write the same records into a book of their own, by turns, since the disk of a moment is not that of the
//! next, and the ratio is taken turn by turn: 1.15 is the most it may be.

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use mizan_proof::hash::leaf_hash;
use mizan_proof::tree::Frontier;
use mizan_store::log::EventLog;
use mizan_store::sqlite::SqliteLog;

/// How many records a commit has.
const RECORDS: usize = 100;

/// How long a record is, which is what a sale weighs.
const RECORD_BYTES: usize = 630;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let (turns, commits) = if asked("--bench") && !asked("--short") { (15, 300) } else { (3, 5) };
    // Not the folder for temporary files, which may be memory and would make each commit cost nothing.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tree-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let mut ratios = Vec::new();
    let mut costs = [Vec::new(), Vec::new()];
    for turn in 0..turns {
        let mut cost = [0.0; 2];
        // Whoever comes second finds the disk as the first one left it: they take turns at that, too.
        for tree in if turn % 2 == 0 { [false, true] } else { [true, false] } {
            cost[usize::from(tree)] = append(&folder, commits, tree).await?;
        }
        ratios.push(cost[1] / cost[0]);
        costs.iter_mut().zip(cost).for_each(|(costs, cost)| costs.push(cost));
    }
    fs::remove_dir_all(&folder)?;
    let [plain, tree] = costs.map(median);
    println!("appending commits of {RECORDS} records of {RECORD_BYTES} bytes, µs a record, median of {turns} turns");
    println!("without the tree {plain:7.2}   with it {tree:7.2}   ratio {:.3} (at most 1.15)", median(ratios));
    Ok(())
}

/// Appends commits to a new book, and tells what a record costs, in microseconds.
async fn append(folder: &Path, commits: usize, tree: bool) -> Result<f64, Box<dyn Error>> {
    let path = folder.join("book.mizan");
    for beside in ["book.mizan", "book.mizan-wal", "book.mizan-shm"] {
        if folder.join(beside).exists() {
            fs::remove_file(folder.join(beside))?;
        }
    }
    let batch: Vec<Vec<u8>> = (0..RECORDS).map(record).collect();
    let log = SqliteLog::create(&path).await?;
    log.append(0, &batch).await?;
    let mut frontier = Frontier::new();
    let begun = Instant::now();
    for commit in 1..=commits {
        if tree {
            batch.iter().for_each(|record| frontier.push(leaf_hash(record)));
            std::hint::black_box(frontier.root());
        }
        log.append((commit * RECORDS) as u64, &batch).await?;
    }
    let elapsed = begun.elapsed();
    assert!(!tree || frontier.size() == (commits * RECORDS) as u64, "every record is in the tree");
    log.close().await?;
    Ok(elapsed.as_secs_f64() * 1e6 / (commits * RECORDS) as f64)
}

fn record(number: usize) -> Vec<u8> {
    let mut record = format!(r#"{{"v":1,"position":{number},"type":"sale_recorded","data":{{"note":""#);
    while record.len() < RECORD_BYTES - 3 {
        record.push(char::from(b'a' + (record.len() * 7 % 26) as u8));
    }
    record.push_str("\"}}");
    record.into_bytes()
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}
