//! `mizan receipt`: one record with all that shows that it is in the log, for whoever it concerns.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use mizan_ledger::book::Book;
use mizan_ledger::event::Event;
use mizan_ledger::id::MemberId;
use mizan_ledger::posting::postings;
use mizan_ledger::record::Record;
use mizan_ledger::view::index::Index;
use mizan_ledger::view::refs::{Ref, refs};
use mizan_proof::disclosure::Disclosure;
use mizan_proof::receipt;
use mizan_proof::tree::nodes::Tree;
use mizan_verify::openings::openings;
use serde_json::json;

use crate::cli::bundle::sign;
use crate::cli::output::Output;
use crate::cli::place::{book_and, files_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::reader::{At, ReadError, visit};
use crate::service::verify_page::VERIFY_PAGE;

/// Write a receipt: one record, and all that shows that it is in the log.
///
/// REF is a sale, a payout or the position of a record. Of a sale it is the record that says what was sold; of a payout the
/// one that set the money aside. With `--member` it is the one that says what she has of it: of a sale how it was divided,
/// of a payout the last that speaks of her, as when she was handed her money.
///
/// A receipt is a proof of C2SP (tlog-proof). It can be verified by anybody who has the log's key, without asking anyone:
/// with `mizan verify`, with `mizan-verify`, or with the page `verify.html`. It shows that something was recorded, not that
/// it is true, nor that nothing was left out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan receipt network.mizan sale-1 -o sale-1.tlog-proof
  mizan receipt network.mizan demo-weavers/payout-1 --member weaver-3
  mizan receipt network.mizan 1042 --openings answers.ndjson
  mizan receipt --page verify.html")]
pub(super) struct Receipt {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The sale, payout or position.
    #[arg(value_name = "REF")]
    second: Option<String>,
    /// What this member has of it.
    #[arg(long, value_name = "MEMBER")]
    member: Option<MemberId>,
    /// Openings of what is sealed in the record, to be handed over with it: answers of `mizan record`.
    #[arg(long, value_name = "FILE")]
    openings: Option<PathBuf>,
    /// Write the page that verifies receipts into this file: it opens from a disk, in a browser, and needs no network.
    #[arg(long, value_name = "FILE", exclusive = true)]
    page: Option<PathBuf>,
    /// Write into this file; without it, to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The log as far as a receipt needs it.
#[derive(Default)]
struct Known {
    book: Book,
    index: Index,
    tree: Tree,
}

impl Receipt {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        if let Some(file) = &self.page {
            Output::open(file, None)?.write(VERIFY_PAGE.as_bytes())?;
            terminal.say(format_args!("{} verifies receipts, offline.", file.display()))?;
            return Ok(Outcome::Fine);
        }
        let (place, reference) = book_and(self.first, self.second)?;
        let reference = reference.context("nothing is named: give a sale, a payout or a position after the book")?;
        let Some(files) = files_of(&place).filter(|files| files.key.exists()) else {
            bail!(Finding(format!("{place} has no key, and a receipt must be signed: make one with `mizan key new`")));
        };
        let output = self.output.as_deref().map(|file| Output::open(file, Some(&place))).transpose()?;
        let log = open_to_read(&place).await?;
        let signed = sign(&files, &log).await?;
        let size = signed.checkpoint.size;
        let Some(last) = size.checked_sub(1) else { bail!(Finding(format!("{place} has no record yet"))) };
        let bar = terminal.progress(Some(size), "records");
        let mut known = Known::default();
        visit(&log, At::Position(last), |seen| {
            known.book.apply(seen.record).map_err(ReadError::Broken)?;
            known.index.apply(seen.record, &known.book);
            known.tree.push(seen.leaf);
            bar.inc(1);
            Ok::<(), ReadError>(())
        })
        .await?;
        bar.finish_and_clear();
        let candidates = match reference.parse::<u64>() {
            Ok(position) if position < size => vec![position],
            Ok(position) => bail!(Finding(format!("there is no position {position}: the log has {size} records"))),
            Err(_) => {
                let found = known.index.find_trace(&reference).map_err(|error| Finding(error.to_string()))?;
                known.index.positions(found)
            }
        };
        let mut chosen = None;
        for position in candidates {
            let page = log.read(position, 1).await?;
            let Some(line) = page.records().next() else { bail!("the log became smaller while it was read") };
            let record = Record::from_bytes(line)?;
            let concerns = self.member.is_none_or(|member| speaks_of(&record.event, member));
            if concerns {
                chosen = Some((position, line.to_vec()));
            }
            // Of what is not a member's, the first record says it; of hers, the last.
            if concerns && self.member.is_none() {
                break;
            }
        }
        let Some((index, record)) = chosen else {
            let member = self.member.map(|member| member.to_string()).unwrap_or_default();
            bail!(Finding(format!("no record of `{reference}` speaks of `{member}`")));
        };
        let path = known.tree.inclusion(index, size)?;
        let disclosures = match &self.openings {
            Some(file) => fitting(file, &record)?,
            None => Vec::new(),
        };
        let receipt = receipt::Receipt { record, disclosures, index, path, signed };
        let text = receipt.to_string();
        if let (Some(file), Some(output)) = (&self.output, output) {
            output.write(text.as_bytes())?;
            let file = file.display().to_string();
            if terminal.wants_json() {
                terminal.say_json(&json!({ "written": file, "index": index, "size": size }))?;
            } else {
                terminal.say(format_args!("{file} shows that record {index} is in the log of {size} records."))?;
            }
        } else if terminal.wants_json() {
            terminal.say_json(&json!({ "receipt": text, "index": index, "size": size }))?;
        } else {
            terminal.say(text.trim_end())?;
        }
        Ok(Outcome::Fine)
    }
}

/// Whether an event names a member or moves money of hers.
fn speaks_of(event: &Event, member: MemberId) -> bool {
    let mut moved = Vec::new();
    postings(event, &mut moved);
    let mut named = moved.iter().any(|posting| posting.account.member() == Some(member));
    refs(event, |reference| {
        named |= matches!(reference, Ref::Member(other) | Ref::Item(_, other) if other == member);
    });
    named
}

/// The openings in a file that open something of this record.
fn fitting(file: &Path, record: &[u8]) -> anyhow::Result<Vec<Disclosure>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let record: serde_json::Value = serde_json::from_slice(record)?;
    let sealed = record.pointer("/data/_sd").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    let mut fitting = Vec::new();
    for (line, opening) in openings(&text) {
        let opening = opening.with_context(|| format!("{}, line {line}", file.display()))?;
        if sealed.iter().any(|digest| digest.as_str() == Some(&opening.digest())) {
            fitting.push(opening);
        }
    }
    Ok(fitting)
}
