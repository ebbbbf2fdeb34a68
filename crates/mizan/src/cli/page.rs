//! Reports as they are asked for and answered: about which days, as of when, in which form and language.

mod workbook;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use mizan_format::phrases::Language;
use mizan_format::{csv_page, text_page};
use mizan_ledger::report::page::Page;
use mizan_ledger::report::statement::Days;
use serde::Serialize;

use crate::cli::Outcome;
use crate::cli::language::LanguageArg;
use crate::cli::terminal::Terminal;
use crate::service::reader::At;

/// About which days, and as of when.
#[derive(Debug, Args)]
pub(super) struct WhenArgs {
    /// The first day.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// As it stood at a position (1042), or with all that had happened by the end of a day (2026-03-31).
    #[arg(long, value_name = "POSITION|DATE")]
    at: Option<At>,
}

impl WhenArgs {
    /// The place the log is read to.
    pub(super) fn at(&self) -> At {
        self.at.unwrap_or(At::End)
    }

    /// The days it is about; none after the day it is asked for.
    pub(super) fn days(&self) -> anyhow::Result<Days> {
        let to = match self.at() {
            At::Day(day) => Some(self.to.map_or(day, |to| to.min(day))),
            At::End | At::Position(_) => self.to,
        };
        Ok(Days::new(self.from, to)?)
    }
}

/// In which form and language.
#[derive(Debug, Args)]
pub(super) struct ShownArgs {
    /// In which form.
    #[arg(long = "as", value_enum, default_value_t = Form::Text, value_name = "FORM")]
    form: Form,
    #[command(flatten)]
    pub(super) language: LanguageArg,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Text for a person.
    Text,
    /// JSON, as `--json`.
    Json,
    /// A row for each line, for a spreadsheet.
    Csv,
    /// The same as a workbook: send it to a file.
    Xlsx,
}

impl ShownArgs {
    /// The form that was asked for.
    pub(super) fn form(&self, terminal: &Terminal) -> Form {
        if terminal.wants_json() { Form::Json } else { self.form }
    }

    /// Prints pages as they were asked for.
    pub(super) fn say(&self, terminal: &Terminal, pages: &[Page], json: &impl Serialize) -> anyhow::Result<Outcome> {
        say(terminal, pages, json, self.form(terminal), self.language.language()?)
    }
}

/// Prints pages in a form; in JSON, what they are a part of. Pages that do not add up are something found.
pub(super) fn say(
    terminal: &Terminal,
    pages: &[Page],
    json: &impl Serialize,
    form: Form,
    language: Language,
) -> anyhow::Result<Outcome> {
    match form {
        Form::Json => terminal.say_json(json)?,
        Form::Csv => {
            let mut bytes = Vec::new();
            csv_page::pages(pages, &mut bytes)?;
            terminal.say_bytes(&bytes)?;
        }
        Form::Xlsx => terminal.say_bytes(&workbook::of(pages)?)?,
        Form::Text => {
            let texts: Vec<String> = pages.iter().map(|page| text_page::page(page, language)).collect();
            terminal.say(texts.join("\n\n").trim_end())?;
        }
    }
    Ok(if pages.iter().all(Page::is_whole) { Outcome::Fine } else { Outcome::Found })
}
