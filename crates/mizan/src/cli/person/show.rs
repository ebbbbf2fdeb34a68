//! `mizan person show`: what the vault has of somebody, opened, and in which record each of it stands.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use mizan_ledger::event::Kind;
use mizan_ledger::event::person::Whose;
use mizan_store::log::EventLog;
use serde::Serialize;

use crate::cli::Outcome;
use crate::cli::person::who;
use crate::cli::place::{book_and, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::vault::VaultArgs;
use crate::service::reader::{Folded, ReadError, Until, fold};
use crate::service::vault::Vault;

/// Open what the vault has of a person, and tell in which record each of it stands
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan person show network.mizan demo-weavers/weaver-3 --json")]
pub(super) struct Show {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// Of whom.
    #[arg(value_name = "WHO")]
    second: Option<String>,
    #[command(flatten)]
    vault: VaultArgs,
}

/// Where a digest stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stands {
    pub(super) record: u64,
    on: Date,
    kind: Kind,
}

/// One field, opened.
#[derive(Debug, Serialize)]
struct Field<'a> {
    field: &'a str,
    value: &'a str,
    /// The record its digest stands in; none if its command was never recorded.
    record: Option<u64>,
    on: Option<Date>,
    r#type: Option<Kind>,
    digest: String,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    who: String,
    /// How often what was sealed of her was erased.
    erased: u32,
    kept: Vec<Field<'a>>,
}

impl Show {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, who) = book_and(self.first, self.second)?;
        let who = who.context("nobody is named: give a member, a party or a cooperative after the book")?;
        let vault = self.vault.need(&place)?;
        let log = open_to_read(&place).await?;
        let Known { folded: Folded { book, .. }, stand, .. } = fold_with(&log, &vault, terminal).await?;
        let whose = who::find(&book, &who)?;
        let kept = vault.opened(Some(whose)).await?;
        vault.close().await;
        let fields = kept.iter().map(|kept| {
            let digest = kept.disclosure.digest();
            let stands = stand.get(&digest);
            Field {
                field: kept.disclosure.name(),
                value: kept.disclosure.value(),
                record: stands.map(|stands| stands.record),
                on: stands.map(|stands| stands.on),
                r#type: stands.map(|stands| stands.kind),
                digest,
            }
        });
        let mut fields: Vec<Field<'_>> = fields.collect();
        fields.sort_by_key(|field| (field.record, field.field));
        let erased = book.erasures.get(&whose).copied().unwrap_or(0);
        let shown = Shown { who: whose.to_string(), erased, kept: fields };
        if terminal.wants_json() {
            terminal.say_json(&shown)?;
            return Ok(Outcome::Fine);
        }
        let Shown { who, erased, kept } = shown;
        let times = if erased == 1 { "once".to_owned() } else { format!("{erased} times") };
        match (kept.is_empty(), erased) {
            (true, 0) => terminal.say(format_args!("the vault keeps nothing of {who}"))?,
            (true, _) => terminal.say(format_args!("the vault keeps nothing of {who}; it was erased {times}"))?,
            (false, 0) => terminal.say(format_args!("{who}"))?,
            (false, _) => terminal.say(format_args!("{who}; what was sealed before was erased {times}"))?,
        }
        for Field { field, value, record, on, r#type, .. } in &kept {
            let value = told(value);
            match (record, on, r#type) {
                (Some(record), Some(on), Some(kind)) => {
                    terminal.say(format_args!("  {field}: {value}   (record {record}, {on}, {kind})"))?;
                }
                _ => terminal.say(format_args!("  {field}: {value}   (in no record: it will be swept out)"))?,
            }
        }
        Ok(Outcome::Fine)
    }
}

/// A photograph is a long text, which no person reads; `--json` has it whole.
fn told(value: &str) -> Cow<'_, str> {
    match value.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) {
        Some((kind, text)) => format!("{kind}, {} bytes", text.trim_end_matches('=').len() * 3 / 4).into(),
        None => value.into(),
    }
}

/// A book, and what there is to know of its vault.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) folded: Folded,
    /// Where each digest stands whose opening was kept.
    pub(super) stand: BTreeMap<String, Stands>,
    /// Of whom an erasure was finished that the book has and the vault had not carried out.
    pub(super) finished: Vec<Whose>,
}

/// Folds a book and finds where everything in its vault stands. After that the vault has erased what the book says was
/// erased, and swept out what never came to stand in a record.
pub(super) async fn fold_with(log: &Arc<dyn EventLog>, vault: &Vault, terminal: &Terminal) -> anyhow::Result<Known> {
    let mut lost: BTreeSet<String> = vault.digests(None).await?;
    let mut stand = BTreeMap::new();
    let bar = terminal.progress(Some(log.head().await?), "records");
    let folded = fold(log, Until::End, |seen| {
        let envelope = &seen.record.envelope;
        if envelope.position % 1024 == 0 {
            bar.set_position(envelope.position);
        }
        for digest in seen.record.event.sealed().into_iter().flat_map(|digests| &digests.0) {
            if let Some(digest) = lost.take(&**digest) {
                let (record, on, kind) = (envelope.position, envelope.occurred_on, seen.record.event.kind());
                stand.insert(digest, Stands { record, on, kind });
            }
        }
        Ok::<(), ReadError>(())
    })
    .await?;
    bar.finish_and_clear();
    let finished = vault.obey(&folded.book).await?;
    vault.sweep(&lost, Timestamp::now()).await?;
    Ok(Known { folded, stand, finished })
}
