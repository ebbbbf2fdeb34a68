//! `mizan read`: what a statement, a status report or a payout export says, without a book.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::builder::PossibleValuesParser;
use clap::{Args, builder::TypedValueParser};
use mizan_format::statement::mapping::{self, Mapping};
use mizan_format::statement::{Asked, Form, MOST_BYTES, read, text};

use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::environment::today;

/// Read a statement, a status report or a payout export, and show what was understood.
///
/// Known by what stands in them: camt.052, camt.053, camt.054 and pain.002 of
/// any version, MT940 and MT942, Stripe's itemised reports, Shopify's
/// transactions and payouts, PayPal's settlement report and activity, and
/// with --mapping any bank's own table; tables as CSV or as XLSX.
///
/// Nothing is booked and no book is needed. Whatever is odd or had to be
/// assumed is a finding with its line, its value and what would be right.
/// What is not understood is kept whole under "unread". A statement whose
/// opening balance, entries and closing balance do not agree, or that is of
/// another account or of a day still to come, is quarantined.
///
///   {"format":"camt.053.001.08","bytes":…,"sha256":"…","statements":[
///     {"account":"…","currency":"EUR","opening":"…","closing":"…",
///      "balanced":true,"quarantined":false,"entries":[{"id":"…",
///        "amount":"12.50","currency":"EUR","side":"credit","status":"booked",
///        "booked_on":"…","value_on":"…","references":{"end_to_end":"…",…},
///        "counterparty":{…},"text":"…","return":null,"raw":"…"}]}],
///    "reports":[…],"payouts":[…],"findings":[{"code":"…","gravity":"notice",
///      "place":{"line":12,"path":"…"},"value":"…","says":"…","right":"…"}],
///    "unread":[…]}
///
/// A mapping is a JSON document that names the columns of a bank's table:
///   {"account":"…","currency":"MAD","encoding":"windows-1252","delimiter":";",
///    "decimal":"comma","dates":"dmy","columns":{"booked_on":"Date",
///    "value_on":"Valeur","text":["Libelle"],"debit":"Debit",
///    "credit":"Credit","balance":"Solde","reference":"Reference"}}
///
/// A file has at most 128 MiB, and a spreadsheet as much when it is unpacked.
/// Exit code 2 if something is quarantined or the file is longer.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  mizan read march.xml
  mizan read march.sta --as mt940 --account MA64011780000012345678901234 --json
  mizan read releve.csv --mapping bank.json"
)]
pub(super) struct Read {
    /// The file; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Its format, where it is not to be told by what stands in it.
    #[arg(long = "as", value_name = "FORMAT", value_parser = forms())]
    form: Option<Form>,
    /// What the columns of a bank's own table are called.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The account it must be of.
    #[arg(long, value_name = "NUMBER")]
    account: Option<String>,
    /// How our own references begin: money that brings one back is a return.
    #[arg(long, value_name = "PREFIX")]
    ours: Option<String>,
}

fn forms() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(Form::ALL.map(Form::word)).try_map(|word| {
        Form::ALL.into_iter().find(|form| form.word() == word).ok_or_else(|| format!("`{word}` is no format"))
    })
}

impl Read {
    pub(super) fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let mapping = self.mapping.as_deref().map(mapping_of).transpose()?;
        let bytes = bytes(&self.file, MOST_BYTES)?;
        let is_ours = |reference: &str| self.ours.as_deref().is_some_and(|ours| reference.starts_with(ours));
        let asked = Asked {
            form: self.form,
            mapping: mapping.as_ref(),
            account: self.account.as_deref(),
            // East of here it may be tomorrow already.
            today: today().tomorrow().ok(),
            is_ours: self.ours.is_some().then_some(&is_ours),
        };
        let reading = read(&bytes, &asked);
        if terminal.wants_json() {
            terminal.say_json(&reading)?;
        } else {
            terminal.say(text::reading(&reading).trim_end())?;
        }
        Ok(if reading.quarantines() { Outcome::Found } else { Outcome::Fine })
    }
}

fn mapping_of(path: &Path) -> anyhow::Result<Mapping> {
    let bytes = bytes(path, mapping::MOST_BYTES)?;
    Mapping::from_json(&bytes).with_context(|| path.display().to_string())
}

/// The bytes of a file, if it is not longer than what is read.
pub(super) fn bytes(path: &Path, most: usize) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("cannot read {}", path.display());
    let too_long = || {
        Finding(format!(
            "{} has more than the {most} bytes that are read of one file: ask for it in parts, by day or month",
            path.display()
        ))
    };
    let input: Box<dyn io::Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        let file = File::open(path).with_context(cannot)?;
        if file.metadata().with_context(cannot)?.len() > most as u64 {
            bail!(too_long());
        }
        Box::new(file)
    };
    let mut bytes = Vec::new();
    input.take(most as u64 + 1).read_to_end(&mut bytes).with_context(cannot)?;
    if bytes.len() > most {
        bail!(too_long());
    }
    Ok(bytes)
}
