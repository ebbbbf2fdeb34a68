//! `mizan export`: the book in an open form, for whoever wants to reckon with something else.
//!
//! Records pass through one by one, so a log of any length needs no more memory than its accounts.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use clap::{Args, ValueEnum};
use mizan_format::csv::Csv;
use mizan_format::export::{Entry, Export as Exporter};
use mizan_format::journal_beancount::Beancount;
use mizan_format::journal_hledger::Hledger;
use mizan_format::ndjson::Ndjson;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::posting::postings;
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::bundle;
use crate::cli::output::{Named, Output};
use crate::cli::place::{BookArg, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::reader::{At, visit};

/// Write the book out in an open form.
///
/// ndjson: the records as they are stored, byte for byte, one a line.
/// hledger, beancount: a journal with one transaction for each record that moves money. Accounts
/// are named with the cooperative behind the root, and both programs come to our balances.
/// csv: a table with one row for each posting.
/// bundle: the whole log signed, as a folder that any web server can hand out, or as a file NAME.tar
/// (C2SP tlog-tiles; `mizan verify`). A folder that holds an earlier bundle of the log is brought up
/// to date.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  mizan export network.mizan --as hledger | hledger -f - balance --flat
  mizan export network.mizan --as csv --cooperative demo-weavers -o demo-weavers.csv
  mizan export network.mizan --as beancount --at 2026-03-31 -o march.beancount"
)]
pub(super) struct Export {
    #[command(flatten)]
    book: BookArg,
    /// In which form.
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Form,
    /// Only the records of this cooperative.
    #[arg(long, value_name = "COOPERATIVE")]
    cooperative: Option<CooperativeId>,
    /// Only the records up to this position, or of what happened up to this day.
    #[arg(long, value_name = "POSITION|DAY")]
    at: Option<At>,
    /// Write into this file, which appears only when it is whole; without it, to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A form the book can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// The stored records.
    Ndjson,
    /// A journal for hledger.
    Hledger,
    /// A journal for beancount.
    Beancount,
    /// A table of postings.
    Csv,
    /// The whole log, signed.
    Bundle,
}

impl Form {
    fn writer<'a>(self, out: impl Write + 'a) -> Option<Box<dyn Exporter + 'a>> {
        match self {
            Form::Ndjson => Some(Box::new(Ndjson::new(out))),
            Form::Hledger => Some(Box::new(Hledger::new(out))),
            Form::Beancount => Some(Box::new(Beancount::new(out))),
            Form::Csv => Some(Box::new(Csv::new(out))),
            // It is many files, which `bundle` writes.
            Form::Bundle => None,
        }
    }
}

impl Export {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let book = self.book.place()?;
        let log = open_to_read(&book).await?;
        let (form, cooperative, at) = (self.form, self.cooperative, self.at.unwrap_or(At::End));
        if form == Form::Bundle {
            let Some(target) = self.output else {
                bail!("a bundle is a folder or a file NAME.tar: name it with --output")
            };
            if cooperative.is_some() || self.at.is_some() {
                bail!("a bundle is the whole log: leave --cooperative and --at out");
            }
            let bar = terminal.progress(Some(log.head().await?), "records");
            let records = bundle::write(&book, &log, &target, |position| bar.set_position(position)).await?;
            bar.finish_and_clear();
            return say_written(terminal, &target, records);
        }
        let Some(file) = self.output.filter(|file| file.as_os_str() != "-") else {
            let out = BufWriter::new(Named::standard_output(io::stdout().lock()));
            export(&log, form, cooperative, at, out, |_| ()).await?;
            return Ok(Outcome::Fine);
        };
        let output = Output::open(&file, Some(&book))?;
        let bar = terminal.progress(Some(log.head().await?), "records");
        let out = BufWriter::new(output.writer()?);
        let records = export(&log, form, cooperative, at, out, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        output.finish()?;
        say_written(terminal, &file, records)
    }
}

fn say_written(terminal: &Terminal, file: &Path, records: u64) -> anyhow::Result<Outcome> {
    if terminal.wants_json() {
        terminal.say_json(&json!({ "written": file.display().to_string(), "records": records }))?;
    } else {
        terminal.say(format_args!("{} holds {records} records.", file.display()))?;
    }
    Ok(Outcome::Fine)
}

/// Writes the records that are wanted, and tells how many there were.
async fn export(
    log: &Arc<dyn EventLog>,
    form: Form,
    cooperative: Option<CooperativeId>,
    at: At,
    out: impl Write,
    mut reached: impl FnMut(u64),
) -> anyhow::Result<u64> {
    let Some(mut writer) = form.writer(out) else { bail!("a bundle is written by itself") };
    let (mut begun, mut records) = (false, 0);
    let mut moved = Vec::new();
    visit(log, at, |seen| {
        let envelope = &seen.record.envelope;
        reached(envelope.position);
        let ours = cooperative.is_none_or(|wanted| envelope.scope == Some(wanted));
        // One cooperative's journal for beancount still takes its title from the records of the whole book.
        if !ours && (envelope.scope.is_some() || form != Form::Beancount) {
            return anyhow::Ok(());
        }
        if !std::mem::replace(&mut begun, true) {
            writer.begin()?;
        }
        records += u64::from(ours);
        moved.clear();
        postings(&seen.record.event, &mut moved);
        writer.record(&Entry { line: seen.line, record: seen.record, postings: &moved })?;
        Ok(())
    })
    .await?;
    if let (Some(cooperative), 0) = (cooperative, records) {
        bail!(Finding(format!("`{cooperative}` is no cooperative of this book, up to where it was asked for")));
    }
    if !begun {
        writer.begin()?;
    }
    writer.end()?;
    Ok(records)
}

#[cfg(test)]
mod tests {
    use mizan_store::memory::MemoryLog;
    use mizan_tests::generator::{Generator, Life, Plan};

    use super::*;
    use crate::cli::is_finding;

    /// A small book, and its lines with the cooperative each belongs to.
    async fn book() -> anyhow::Result<(Arc<dyn EventLog>, Vec<(Option<CooperativeId>, String)>)> {
        let plan = Plan { seed: 11, cooperatives: 2, members: 3, sales: 10, life: Life::Whole };
        let log = MemoryLog::new();
        let mut lines = Vec::new();
        for said in Generator::new(plan) {
            let commit: Vec<Vec<u8>> = said.written.iter().map(|written| written.line.clone()).collect();
            log.append(lines.len() as u64, &commit).await?;
            for line in commit {
                lines.push((said.submission.cooperative, String::from_utf8(line)?));
            }
        }
        Ok((Arc::new(log), lines))
    }

    async fn exported(
        log: &Arc<dyn EventLog>,
        form: Form,
        cooperative: Option<CooperativeId>,
        at: At,
    ) -> anyhow::Result<(u64, String)> {
        let mut out = Vec::new();
        let records = export(log, form, cooperative, at, &mut out, |_| ()).await?;
        Ok((records, String::from_utf8(out)?))
    }

    #[tokio::test]
    async fn the_stored_records_come_out_byte_for_byte_all_or_one_cooperatives() -> anyhow::Result<()> {
        let (log, lines) = book().await?;
        let all: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
        assert_eq!(exported(&log, Form::Ndjson, None, At::End).await?, (lines.len() as u64, all));
        let one = Some("coop-2".parse()?);
        let its: Vec<_> = lines.iter().filter(|(scope, _)| *scope == one).map(|(_, line)| line.as_str()).collect();
        let (records, text) = exported(&log, Form::Ndjson, one, At::End).await?;
        assert_eq!(records, its.len() as u64);
        assert_eq!(text.lines().collect::<Vec<_>>(), its);
        Ok(())
    }

    #[tokio::test]
    async fn a_past_position_knows_nothing_of_what_came_later() -> anyhow::Result<()> {
        let (log, lines) = book().await?;
        let (records, text) = exported(&log, Form::Ndjson, None, At::Position(7)).await?;
        assert_eq!(records, 8);
        let first: Vec<_> = lines.iter().take(8).map(|(_, line)| line.as_str()).collect();
        assert_eq!(text.lines().collect::<Vec<_>>(), first);
        let (records, text) = exported(&log, Form::Csv, None, At::Position(0)).await?;
        assert_eq!((records, text.lines().count()), (1, 1), "a table in which nothing moved has its head alone");
        Ok(())
    }

    #[tokio::test]
    async fn a_journal_of_one_cooperative_is_titled_after_the_book() -> anyhow::Result<()> {
        let (log, lines) = book().await?;
        let one: CooperativeId = "coop-1".parse()?;
        let (records, text) = exported(&log, Form::Beancount, Some(one), At::End).await?;
        assert_eq!(records, lines.iter().filter(|(scope, _)| *scope == Some(one)).count() as u64);
        assert!(text.contains("option \"title\" \"The network of seed 11\""), "{text}");
        assert!(text.contains(":Coop-1:") && !text.contains(":Coop-2:"), "only its own accounts");
        Ok(())
    }

    #[tokio::test]
    async fn a_cooperative_nobody_knows_is_said_and_nothing_is_written() -> anyhow::Result<()> {
        let (log, _) = book().await?;
        for form in [Form::Ndjson, Form::Csv, Form::Hledger] {
            let mut out = Vec::new();
            let told = export(&log, form, Some("nobody".parse()?), At::End, &mut out, |_| ()).await;
            assert!(told.is_err_and(|error| is_finding(&error)));
            assert!(out.is_empty(), "{form:?}: {}", String::from_utf8_lossy(&out));
        }
        Ok(())
    }
}
