//! `mizan payout cash-sheet`: the form a cashier counts out by and members sign on.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use mizan_format::payment::cash_sheet::{CashHead, CashLine, CashSheet};
use mizan_ledger::book::state::payout::ItemState;
use mizan_ledger::event::payout::Method;

use crate::cli::language::LanguageArg;
use crate::cli::payout::file::{lay, name_it};
use crate::cli::payout::said::{Meant, PayoutArg, meant};
use crate::cli::payout::sealed::open;
use crate::cli::place::{kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::vault::VaultArgs;
use crate::cli::{Finding, Outcome};
use crate::service::environment::today;
use crate::service::reader::Until;
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::begin;

/// Write the sheet by which a payout's cash is counted out and signed for
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout cash-sheet network.mizan march --form \"CASH 014\" --cashier Omar -o march.txt --lang fr")]
pub(super) struct Sheet {
    #[command(flatten)]
    payout: PayoutArg,
    /// The number of the form.
    #[arg(long, value_name = "FORM")]
    form: String,
    /// Who counts the money out, as she should be called on the sheet.
    #[arg(long, value_name = "NAME")]
    cashier: String,
    /// On which day; today, if it is not said.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// As pages to be printed, or as a table.
    #[arg(long = "as", value_enum, default_value_t = Form::Text, value_name = "FORM")]
    shape: Form,
    /// Where the sheet goes.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    language: LanguageArg,
    #[command(flatten)]
    vault: VaultArgs,
}

/// The forms of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Pages.
    Text,
    /// A table.
    Csv,
}

impl Sheet {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        let (place, name) = self.payout.both()?;
        let vault = self.vault.need(&place)?;
        let log = open_to_read(&place).await?;
        let begun = begin(&log, &kept_of(&place), None, Until::End, Cooperatives::Named(&name)).await?;
        let book = &begun.folded.book;
        let Meant { cooperative, id, payout, .. } = meant(book, &name)?;
        if payout.approved_on.is_none() {
            bail!(Finding(format!("payout `{id}` is not approved: nothing is counted out of it yet")));
        }
        let opened = open(&log, &vault, book, cooperative).await?;
        vault.close().await;
        let waits = |state| matches!(state, ItemState::Scheduled | ItemState::Unclaimed);
        let (mut lines, mut nameless) = (Vec::new(), Vec::new());
        for (member, item) in payout.items.iter().filter(|(_, item)| item.method == Method::Cash && waits(item.state)) {
            match opened.name_of(*member, u64::MAX) {
                Some(name) => lines.push(CashLine { member: *member, name: name.to_owned(), amount: item.amount }),
                None => nameless.push(member.as_str()),
            }
        }
        if !nameless.is_empty() {
            let nameless = nameless.join(", ");
            bail!(Finding(format!("the vault has no name of {nameless}: add it with `mizan person add`")));
        }
        let head = CashHead {
            form: self.form,
            payout: id,
            cooperative: opened.name,
            cashier: self.cashier,
            on: self.on.unwrap_or_else(today),
        };
        let sheet = CashSheet::of(head, lines).map_err(|refused| Finding(refused.to_string()))?;
        let bytes = match self.shape {
            Form::Text => sheet.text(language).into_bytes(),
            Form::Csv => {
                let mut bytes = Vec::new();
                sheet.csv(&mut bytes)?;
                bytes
            }
        };
        name_it(lay(&self.output, &bytes)?, &self.output)?;
        let (total, path) = (sheet.total(), self.output.display().to_string());
        if terminal.wants_json() {
            terminal.say_json(&serde_json::json!({"payout": id, "total": total, "output": path}))?;
        } else {
            terminal.say(format_args!("{path}: {total} to hand over"))?;
        }
        Ok(Outcome::Fine)
    }
}
