//! A report as it is read: its parts one after the other, when it was reckoned, and what its figures mean.
//!
//! Whoever shows it (text, CSV, a page) needs nothing else. Serialised it is for programs: every word in it is a term's
//! and never changes.

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::money::Currency;
use crate::report::amount::Amount;
use crate::report::note::Note;
use crate::report::statement::Days;
use crate::report::summary::Summary;
use crate::report::table::Table;
use crate::report::term::Term;

/// The query a report answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its name and version.
    pub query: String,
    /// What its main figure counts.
    pub unit: Term,
}

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The query it answers, if it is one that stays.
    pub query: Option<Asked>,
    /// What it is.
    pub title: Term,
    /// Of whom or what.
    pub of: Option<String>,
    /// The currency of all amounts that name no other, if there is one.
    pub currency: Option<Currency>,
    /// The last position read.
    pub position: Option<u64>,
    /// The days it is about.
    pub days: Days,
    /// The day as of which what is open is counted: the last day asked for, or the last on which anything happened.
    pub as_of: Option<Date>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What its figures mean.
    pub notes: Vec<Note>,
    /// What the accounts have that its figures do not explain, where it is held against accounts.
    pub unexplained: Option<Amount>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Lines that add up.
    Summary(Summary),
    /// Rows under a head.
    Table(Table),
}

impl Page {
    /// A report without parts yet.
    #[must_use]
    pub fn new(title: Term, position: Option<u64>, days: Days) -> Page {
        Page {
            query: None,
            title,
            of: None,
            currency: None,
            position,
            days,
            as_of: days.to,
            parts: Vec::new(),
            notes: Vec::new(),
            unexplained: None,
        }
    }

    /// Adds lines that add up.
    pub fn summary(&mut self, summary: Summary) {
        self.parts.push(Part::Summary(summary));
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.parts.push(Part::Table(table));
        }
    }

    /// Adds what figures mean, once.
    pub fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Whether the accounts have nothing that is not explained.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.unexplained.is_none_or(Amount::is_zero)
    }

    /// Its tables.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.parts.iter().filter_map(|part| match part {
            Part::Table(table) => Some(table),
            Part::Summary(_) => None,
        })
    }

    /// Its summaries.
    pub fn summaries(&self) -> impl Iterator<Item = &Summary> {
        self.parts.iter().filter_map(|part| match part {
            Part::Summary(summary) => Some(summary),
            Part::Table(_) => None,
        })
    }
}

impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_map(None)?;
        if let Some(Asked { query, unit }) = &self.query {
            page.serialize_entry("query", query)?;
            page.serialize_entry("unit", unit)?;
        }
        page.serialize_entry("report", &self.title)?;
        page.serialize_entry("of", &self.of)?;
        page.serialize_entry("currency", &self.currency)?;
        page.serialize_entry("position", &self.position)?;
        page.serialize_entry("from", &self.days.from)?;
        page.serialize_entry("to", &self.days.to)?;
        page.serialize_entry("as_of", &self.as_of)?;
        page.serialize_entry("summaries", &self.summaries().collect::<Vec<_>>())?;
        page.serialize_entry("tables", &self.tables().collect::<Vec<_>>())?;
        page.serialize_entry("notes", &self.notes)?;
        if let Some(unexplained) = self.unexplained {
            page.serialize_entry("unexplained", &unexplained)?;
        }
        page.end()
    }
}
