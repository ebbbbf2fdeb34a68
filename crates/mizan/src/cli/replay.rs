//! `mizan replay`: the whole log folded from nothing, to a root and to books.

use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use mizan_store::book::Place;
use mizan_store::log::EventLog;
use serde::Serialize;

use crate::cli::Outcome;
use crate::cli::place::{BookArg, kept_of};
use crate::cli::terminal::Terminal;
use crate::service::reader::plainly::{self, Sum};
use crate::service::reader::{Until, fold};
use crate::service::renewal::{Compared, compare};
use mizan_verify::digest::digest_of;

/// Fold a book from nothing and see that it comes to the same again.
///
/// Every record is read, decoded, hashed and checked: its position, its batch, its chain. It is done twice. First as
/// every command and the writer do it, by the book that decides what may happen: this gives `records_per_second`. Then
/// in the plainest way there is, one record after the other, with postings summed in an ordinary map and the tree
/// reckoned by its definition in RFC 6962: `agrees_with_live` says that both come to the same books and the same root.
///
/// A snapshot that lies beside the book is not taken up, but compared with what the records come to, part by part; one that
/// says something else is told, and the exit code is 2.
///
/// `root` stands for every byte of the log. `books` stands for every balance: it is SHA-256 over one line for each
/// balance that is not zero, "COOPERATIVE ACCOUNT NUMBER CURRENCY", the lines sorted by their bytes. Both are base64url.
///
/// A changed or missing record is found by the chain of the records after it. The last ones of each chain have none
/// after them: note the root, and compare it with the one of a later replay up to the same position (`--at`).
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan replay network.mizan --json
  mizan replay network.mizan --at 234")]
pub(super) struct Replay {
    #[command(flatten)]
    book: BookArg,
    /// Only the records up to this position, to compare with a root noted when the book ended there.
    #[arg(long, value_name = "POSITION", value_parser = position)]
    at: Option<u64>,
}

/// Reads a position. Roots are noted of positions: on a day many records may be written.
fn position(text: &str) -> Result<u64, String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    number.ok_or_else(|| "this is no position: give the number of a record, such as 1042".to_owned())
}

/// What a replay found, as JSON.
#[derive(Serialize)]
struct Found {
    records: u64,
    position: Option<u64>,
    root: String,
    books: String,
    records_per_second: u64,
    agrees_with_live: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<Beside>,
    /// What guards the book no longer has, or has and should not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    altered: Vec<String>,
}

/// The snapshot that lies beside a book: whether it says what its records come to, or why nobody uses it.
#[derive(Serialize)]
struct Beside {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agrees: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_used: Option<String>,
}

impl Replay {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let place = self.book.place()?;
        let book = place.open_read_only().await?;
        let altered = book.altered().await.map_err(anyhow::Error::from_boxed)?;
        let log: Arc<dyn EventLog> = Arc::new(book);
        let bar = terminal.progress(Some(log.head().await?), "records");
        let begun = Instant::now();
        let folded = fold(&log, self.at.map_or(Until::End, Until::Position), |seen| {
            if seen.record.envelope.position % 1024 == 0 {
                bar.set_position(seen.record.envelope.position);
            }
            anyhow::Ok(())
        })
        .await?;
        let elapsed = begun.elapsed();
        bar.finish_and_clear();
        let records = folded.guard.head();
        let books =
            digest_of(folded.book.cooperatives.iter().map(|(id, cooperative)| (*id, cooperative.balances.totals())));
        let live = Sum { records, root: folded.guard.root(), books };
        drop(folded);
        let plain = plainly::read(log.as_ref(), records).await?;
        let snapshot = snapshot(&place, &log).await?;
        let found = Found {
            records,
            position: records.checked_sub(1),
            root: live.root.to_string(),
            books: live.books.to_string(),
            records_per_second: per_second(records, elapsed.as_nanos()),
            agrees_with_live: live == plain,
            snapshot,
            altered,
        };
        say(terminal, &found, &plain)?;
        let differs = found.snapshot.as_ref().is_some_and(|snapshot| snapshot.agrees == Some(false));
        let good = found.agrees_with_live && found.altered.is_empty() && !differs;
        Ok(if good { Outcome::Fine } else { Outcome::Found })
    }
}

/// The snapshot of a book beside what the log comes to, if there is one.
async fn snapshot(place: &Place, log: &Arc<dyn EventLog>) -> anyhow::Result<Option<Beside>> {
    let kept = kept_of(place);
    let Some(file) = kept.file().map(|file| file.display().to_string()) else { return Ok(None) };
    let none = Beside { file, records: None, agrees: None, differs: Vec::new(), not_used: None };
    let compared = compare(log, &kept, |_| ()).await?;
    Ok(compared.map(|compared| match compared {
        Compared::Agrees { records } => Beside { records: Some(records), agrees: Some(true), ..none },
        Compared::Differs { records, what } => {
            Beside { records: Some(records), agrees: Some(false), differs: what, ..none }
        }
        Compared::NotUsed { why } => Beside { not_used: Some(why), ..none },
    }))
}

fn per_second(records: u64, nanoseconds: u128) -> u64 {
    u64::try_from(u128::from(records) * 1_000_000_000 / nanoseconds.max(1)).unwrap_or(u64::MAX)
}

fn say(terminal: &Terminal, found: &Found, plain: &Sum) -> anyhow::Result<()> {
    if terminal.wants_json() {
        terminal.say_json(found)?;
        return Ok(());
    }
    let position = found.position.map_or_else(|| "none, the book is empty".to_owned(), |position| position.to_string());
    terminal.say(format_args!("records             {}", found.records))?;
    terminal.say(format_args!("last position       {position}"))?;
    terminal.say(format_args!("root                {}", found.root))?;
    terminal.say(format_args!("books               {}", found.books))?;
    terminal.say(format_args!("records per second  {}", found.records_per_second))?;
    if found.agrees_with_live {
        terminal.say("A second, plain reading comes to the same root and the same books.")?;
    } else {
        terminal.say(format_args!("A second, plain reading DISAGREES: root {}, books {}.", plain.root, plain.books))?;
    }
    if let Some(Beside { file, records, agrees, differs, not_used }) = &found.snapshot {
        let records = records.unwrap_or_default();
        match (agrees, not_used) {
            (Some(true), _) => terminal.say(format_args!("snapshot agrees: {file}, of {records} records."))?,
            (_, Some(why)) => terminal.say(format_args!("The snapshot {file} is not used: {why}."))?,
            (Some(false) | None, None) => terminal.say(format_args!(
                "The snapshot {file} DISAGREES with the {records} records it is of, in {}: delete it.",
                differs.join(", ")
            ))?,
        }
    }
    for alteration in &found.altered {
        terminal.say(format_args!("What keeps the book was ALTERED: {alteration}."))?;
    }
    Ok(())
}
