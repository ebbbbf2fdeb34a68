//! What the stories read from: the library, a statement of each cooperative, and the indicators of the whole book.

use std::collections::BTreeMap;

use mizan_format::phrases::Language;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::report::cooperative::CooperativeStatement;
use mizan_ledger::report::page::{Page, Part};
use mizan_ledger::report::query::{Asking, QUERIES};
use mizan_ledger::report::statement::Days;
use mizan_ledger::report::table::{Cell, Table};
use mizan_ledger::report::term::Term;

use crate::demo::library::Library;
use crate::demo::story::tongue::{Tongue, tongue};

/// Everything a story may ask.
pub(super) struct Reading<'a> {
    pub(super) library: &'a Library,
    /// The language it is told in.
    pub(super) language: Language,
    /// What is said in it.
    pub(super) tongue: Box<dyn Tongue>,
    statements: BTreeMap<CooperativeId, CooperativeStatement>,
    indicators: Vec<Page>,
}

impl<'a> Reading<'a> {
    /// Reads a library.
    pub(super) fn of(library: &'a Library, language: Language) -> Reading<'a> {
        let asking = Asking::new(&library.book, Days::default(), QUERIES.iter().filter(|query| query.is_indicator));
        Reading {
            library,
            language,
            tongue: tongue(language),
            statements: library.statements(),
            indicators: library.fold(asking, Days::default()).made(&library.book),
        }
    }

    /// A cooperative of the book.
    pub(super) fn cooperative(&self, cooperative: &str) -> Option<(CooperativeId, &'a Cooperative)> {
        self.library.book.cooperatives.get_key_value(&cooperative.parse().ok()?).map(|(id, own)| (*id, &**own))
    }

    /// The statements of some cooperatives.
    pub(super) fn statements(&self, wanted: impl Fn(CooperativeId) -> bool) -> Vec<&CooperativeStatement> {
        self.statements.values().filter(|statement| wanted(statement.cooperative)).collect()
    }

    /// The first table of an indicator.
    pub(super) fn table(&self, query: &str) -> Option<&Table> {
        let is_asked = |page: &&Page| page.query.as_ref().is_some_and(|asked| asked.query.starts_with(query));
        let mut parts = self.indicators.iter().find(is_asked)?.parts.iter();
        parts.find_map(|part| if let Part::Table(table) = part { Some(table) } else { None })
    }

    /// A figure of an indicator: in the row that begins with this name, under this term.
    pub(super) fn figure(&self, query: &str, of: &str, column: Term) -> Option<&Cell> {
        let table = self.table(query)?;
        let place = table.heads.iter().position(|head| head.term == column)?;
        let row = table.rows.iter().find(|row| row.first() == Some(&Cell::text(of)))?;
        row.get(place)
    }
}
