//! `mizan person add`: more of somebody is sealed, in a record of its own.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use base64::Engine;
use clap::Args;
use mizan_ledger::command::{Command, Sealed};
use mizan_ledger::event::Digests;
use mizan_ledger::event::person::PersonalDataSealed;
use mizan_store::log::EventLog;
use serde_json::json;
use std::sync::Arc;

use crate::cli::person::{SaidArgs, recorded, say, who};
use crate::cli::place::{book_and, fold_with_notary, open_to_write};
use crate::cli::terminal::Terminal;
use crate::cli::vault::{VaultArgs, tell_if_new};
use crate::cli::{Finding, Outcome};
use crate::service::environment::{Environment, Machine};
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::Begun;

/// Seal more of a person, in a record of its own
///
/// What was sealed before stays: a new number stands beside the old one, with its day. What stands on a command line is
/// seen by others on the machine: write `-` for a value, and it is read from standard input, one line for each `-`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan person add network.mizan weaver-3 --name \"Itto Exemple\" --phone -")]
pub(super) struct Add {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// Of whom.
    #[arg(value_name = "WHO")]
    second: Option<String>,
    /// Her name.
    #[arg(long)]
    name: Option<String>,
    /// Her telephone number.
    #[arg(long)]
    phone: Option<String>,
    /// Where she lives.
    #[arg(long)]
    address: Option<String>,
    /// The number of her identity card.
    #[arg(long)]
    national_id: Option<String>,
    /// The number of an account.
    #[arg(long)]
    account_number: Option<String>,
    /// The name of a witness.
    #[arg(long)]
    witness: Option<String>,
    /// Where a scan or a photograph is.
    #[arg(long)]
    scan: Option<String>,
    /// A remark.
    #[arg(long)]
    note: Option<String>,
    /// A small photograph of her, JPEG, PNG or WebP, of up to 64 KiB: it is sealed itself, as the scan.
    #[arg(long, value_name = "FILE", conflicts_with = "scan")]
    photo: Option<PathBuf>,
    #[command(flatten)]
    said: SaidArgs,
    #[command(flatten)]
    vault: VaultArgs,
}

impl Add {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let Add {
            first,
            second,
            name,
            phone,
            address,
            national_id,
            account_number,
            witness,
            scan,
            note,
            photo,
            said,
            vault,
        } = self;
        let scan = match photo {
            Some(file) => Some(photograph(&file)?),
            None => scan,
        };
        let (place, who) = book_and(first, second)?;
        let who = who.context("nobody is named: give a member, a party or a cooperative after the book")?;
        let sealed = Sealed {
            name: given(name)?,
            phone: given(phone)?,
            address: given(address)?,
            national_id: given(national_id)?,
            account_number: given(account_number)?,
            witness: given(witness)?,
            scan: given(scan)?,
            note: given(note)?,
        };
        for (field, value) in sealed.fields() {
            let bytes = value.map_or(0, str::len);
            let most = Sealed::longest(field);
            if bytes > most {
                bail!(Finding(format!("the {field} has {bytes} bytes, {most} are the most")));
            }
        }
        let vault = vault.need(&place)?;
        let was_there = vault.is_there();
        let log = open_to_write(&place).await?;
        let shared = Arc::clone(&log) as Arc<dyn EventLog>;
        let (Begun { folded, .. }, notary) = fold_with_notary(&place, &shared, Cooperatives::AtOnce).await?;
        vault.obey(&folded.book).await?;
        let whose = who::find(&folded.book, &who)?;
        let (_, subject) = whose.said();
        let command = Command::from(PersonalDataSealed { subject, sealed: Digests::default() });
        let mut chance = [0; 16];
        Machine::new().random(&mut chance)?;
        let key = format!("seal:{}", base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(chance)).parse()?;
        let fields: Vec<&str> = sealed.fields().into_iter().filter_map(|(field, value)| value.map(|_| field)).collect();
        let (answer, _) = say(&log, (folded, notary), &vault, said, (whose, key, command, sealed.clone())).await?;
        vault.close().await;
        log.close().await?;
        let position = recorded(&answer)?;
        tell_if_new(terminal, &vault, was_there);
        if terminal.wants_json() {
            terminal.say_json(&json!({"who": whose.to_string(), "record": position, "fields": fields}))?;
        } else {
            terminal.say(format_args!("sealed {} of {whose} in record {position}", fields.join(", ")))?;
        }
        Ok(Outcome::Fine)
    }
}

/// A value, or a line of standard input in its place.
fn given(value: Option<String>) -> anyhow::Result<Option<String>> {
    if value.as_deref() != Some("-") {
        return Ok(value);
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line).context("cannot read standard input")?;
    let line = line.trim_end_matches(['\n', '\r']);
    if line.is_empty() {
        bail!("standard input has no line for a value written as `-`");
    }
    Ok(Some(line.to_owned()))
}

/// The largest photograph, in bytes.
const LARGEST_PHOTO: u64 = 64 << 10;

/// A photograph as a text that holds it whole.
fn photograph(file: &Path) -> anyhow::Result<String> {
    let cannot = || format!("cannot read {}", file.display());
    let mut bytes = Vec::new();
    let open = File::open(file).with_context(cannot)?;
    open.take(LARGEST_PHOTO + 1).read_to_end(&mut bytes).with_context(cannot)?;
    if bytes.len() as u64 > LARGEST_PHOTO {
        bail!(Finding(format!("{} has more than {LARGEST_PHOTO} bytes: make it smaller", file.display())));
    }
    let kinds: [(&str, &[u8], usize); 3] =
        [("jpeg", b"\xff\xd8\xff", 0), ("png", b"\x89PNG\r\n\x1a\n", 0), ("webp", b"WEBP", 8)];
    let kind = kinds.iter().find(|(_, magic, at)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    let Some((kind, _, _)) = kind else {
        bail!(Finding(format!("{} is no photograph this knows: JPEG, PNG and WebP are", file.display())));
    };
    Ok(format!("data:image/{kind};base64,{}", base64::prelude::BASE64_STANDARD.encode(bytes)))
}
