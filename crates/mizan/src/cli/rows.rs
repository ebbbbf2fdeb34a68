//! `mizan rows`: the rows of a period that was closed, made again from the records before it, and a member's own with their
//! proofs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{ArgGroup, Args};
use mizan_ledger::account::Account;
use mizan_ledger::id::{CooperativeId, MemberId, PeriodId};
use mizan_proof::disclosure::Disclosure;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::projection::Row;
use mizan_proof::proof::verify_inclusion;
use mizan_proof::tree::nodes::Tree;
use mizan_verify::openings::openings;
use mizan_verify::period::Found;
use serde::{Deserialize, Serialize};

use crate::cli::place::{BookArg, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::closing::closings;

/// Make the rows of a closed period again, or check the ones a member holds.
///
/// With `--opening`, the answer that `close_period` was given or the opening in it, the rows are made again from the
/// records before the closing: one for each balance that is not zero, debits less credits, with its salt. Their root must
/// be the one that the closing carries. With `--member` only hers are shown, each with the hashes that lead from it to the
/// root: what is printed so is hers to keep, and shows nothing of anybody else.
///
/// With `--proof`, a file that was printed with `--member --json`, nothing is opened: each of its rows is followed to the
/// root that stands in the book.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("with").required(true).args(["opening", "proof"]),
    after_help = "\
Examples:
  mizan rows network.mizan --cooperative demo-weavers --period 2026-10 --opening answers.ndjson
  mizan rows network.mizan --cooperative demo-weavers --period 2026-10 --opening answers.ndjson --member weaver-1 --json > hers.json
  mizan rows network.mizan --cooperative demo-weavers --period 2026-10 --proof hers.json"
)]
pub(super) struct Rows {
    #[command(flatten)]
    book: BookArg,
    /// Whose period.
    #[arg(long, value_name = "ID")]
    cooperative: CooperativeId,
    /// The period.
    #[arg(long, value_name = "ID")]
    period: PeriodId,
    /// A file with the opening of its secret: the answers of `mizan record`, or openings, one a line.
    #[arg(long, value_name = "FILE")]
    opening: Option<PathBuf>,
    /// Only the rows of this member, each with its proof.
    #[arg(long, value_name = "ID", requires = "opening")]
    member: Option<MemberId>,
    /// A file with rows and their proofs, to be checked.
    #[arg(long, value_name = "FILE")]
    proof: Option<PathBuf>,
}

/// Rows as they are printed, and read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sheet {
    cooperative: CooperativeId,
    period: PeriodId,
    /// The position of the closing.
    position: u64,
    /// How many rows it has.
    rows: u64,
    /// Its root.
    root: String,
    /// Where the period was opened again since, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reopened_at: Option<u64>,
    /// What the closing says otherwise than the records before it.
    #[serde(default)]
    differs: Vec<String>,
    shown: Vec<Shown>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    /// Its place, counted from 0.
    index: u64,
    /// Its line, byte for byte as it is hashed.
    row: String,
    /// The hashes from it to the root, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    path: Vec<String>,
}

impl Rows {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let Rows { cooperative, period, .. } = self;
        let log = open_to_read(&self.book.place()?).await?;
        let bar = terminal.progress(Some(log.head().await?), "records");
        let found = closings(&log, cooperative, period, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        if found.is_empty() {
            bail!(Finding(format!("the period `{period}` of `{cooperative}` was never closed in this book")));
        }
        let sheet = match (self.opening, self.proof) {
            (_, Some(file)) => follow(&found, &file, cooperative, period)?,
            (Some(file), None) => open(&found, &file, cooperative, self.member)?,
            (None, None) => bail!("name a file with `--opening` or with `--proof`"),
        };
        if terminal.wants_json() {
            terminal.say_json(&sheet)?;
        } else {
            say(terminal, &sheet, self.member)?;
        }
        Ok(if sheet.differs.is_empty() { Outcome::Fine } else { Outcome::Found })
    }
}

/// Makes the rows again of the closing that an opening opens.
fn open(found: &[Found], file: &Path, cooperative: CooperativeId, member: Option<MemberId>) -> anyhow::Result<Sheet> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    // What is no opening opens nothing; that is told when none of them does.
    let openings: Vec<Disclosure> = openings(&text).filter_map(|(_, opening)| opening.ok()).collect();
    let opened = found.iter().rev().find_map(|closing| Some((closing, closing.secret_of(&openings)?)));
    let Some((closing, secret)) = opened else {
        let positions: Vec<String> = found.iter().map(|closing| closing.position.to_string()).collect();
        let (file, positions) = (file.display(), positions.join(" and "));
        bail!(Finding(format!(
            "nothing in {file} opens the secret of the closing at position {positions}: give the answer it was given"
        )));
    };
    let (projection, differs) = closing.made_again(&secret);
    let tree: Tree = projection.leaves().into_iter().collect();
    let size = projection.rows().len() as u64;
    let hers = |row: &Row| member.is_none_or(|member| whose(row) == Some(member));
    let mut shown = Vec::new();
    for (index, row) in (0..).zip(projection.rows()).filter(|(_, row)| hers(row)) {
        let path = if member.is_some() { tree.inclusion(index, size)? } else { Vec::new() };
        let path = path.iter().map(Hash::to_string).collect();
        shown.push(Shown { index, row: row.line().to_owned(), path });
    }
    if let (Some(member), true) = (member, shown.is_empty()) {
        let period = closing.closed.period;
        bail!(Finding(format!(
            "`{member}` has no balance that is not zero in the period `{period}`, or is no member of `{cooperative}`"
        )));
    }
    Ok(Sheet { differs, shown, ..sheet(closing, cooperative) })
}

/// A closing, with no row yet.
fn sheet(closing: &Found, cooperative: CooperativeId) -> Sheet {
    let Found { position, closed, reopened_at, .. } = closing;
    Sheet {
        cooperative,
        period: closed.period,
        position: *position,
        rows: closed.rows,
        root: closed.projection_root.as_str().to_owned(),
        reopened_at: *reopened_at,
        differs: Vec::new(),
        shown: Vec::new(),
    }
}

/// Whose balance a row is.
fn whose(row: &Row) -> Option<MemberId> {
    row.of.account.parse::<Account>().ok()?.member()
}

/// Follows rows to the root that stands in the book.
fn follow(found: &[Found], file: &Path, cooperative: CooperativeId, period: PeriodId) -> anyhow::Result<Sheet> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let given: Sheet = serde_json::from_str(&text)
        .with_context(|| format!("{} is not what `mizan rows --member --json` prints", file.display()))?;
    let of = (given.cooperative, given.period);
    if of != (cooperative, period) {
        let (others, other) = of;
        bail!(Finding(format!("{} has rows of the period `{other}` of `{others}`", file.display())));
    }
    let Some(closing) = found.iter().find(|closing| closing.position == given.position) else {
        bail!(Finding(format!("the book has no closing of `{period}` at position {}", given.position)));
    };
    let in_book = sheet(closing, cooperative);
    let mut differs = Vec::new();
    if given.shown.is_empty() {
        differs.push("it has no row".to_owned());
    }
    for row in &given.shown {
        if let Err(why) = leads(row, &in_book) {
            differs.push(format!("row {} does not lead to the root of the book: {why:#}", row.index));
        }
    }
    Ok(Sheet { differs, shown: given.shown, ..in_book })
}

/// Whether a row leads to the root of a closing.
fn leads(row: &Shown, closing: &Sheet) -> anyhow::Result<()> {
    let path = row.path.iter().map(|hash| hash.parse()).collect::<Result<Vec<Hash>, _>>()?;
    verify_inclusion(leaf_hash(row.row.as_bytes()), row.index, closing.rows, &path, closing.root.parse()?)?;
    Ok(())
}

fn say(terminal: &Terminal, sheet: &Sheet, member: Option<MemberId>) -> anyhow::Result<()> {
    let Sheet { cooperative, period, position, rows, root, .. } = sheet;
    terminal.say(format_args!("period      {period} of {cooperative}, closed at position {position}"))?;
    terminal.say(format_args!("rows        {rows}"))?;
    terminal.say(format_args!("root        {root}"))?;
    if let Some(member) = member {
        terminal.say(format_args!("member      {member}"))?;
    }
    for row in &sheet.shown {
        terminal.say(&row.row)?;
        if !row.path.is_empty() {
            terminal.say(format_args!("  is row {} by {}", row.index, row.path.join(" ")))?;
        }
    }
    if let Some(reopened) = sheet.reopened_at {
        terminal
            .say(format_args!("The period was OPENED AGAIN at position {reopened}: what is closed since counts."))?;
    }
    if sheet.differs.is_empty() {
        terminal.say("The rows come to the root that stands in the book.")?;
    }
    for difference in &sheet.differs {
        terminal.say(format_args!("The closing DIFFERS: {difference}."))?;
    }
    Ok(())
}
