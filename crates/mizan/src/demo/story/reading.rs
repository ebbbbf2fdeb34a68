//! What the stories read from: the library, a statement of each cooperative, and the indicators of the whole book.

use std::collections::BTreeMap;

use mizan_ledger::book::state::Cooperative;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::report::cooperative::CooperativeStatement;
use mizan_ledger::report::query::{Asking, QUERIES};
use mizan_ledger::report::statement::Days;
use serde_json::Value;

use crate::demo::library::Library;

/// Everything a story may ask.
pub(super) struct Reading<'a> {
    pub(super) library: &'a Library,
    statements: BTreeMap<CooperativeId, CooperativeStatement>,
    /// The pages of the indicators, for programs.
    indicators: Vec<Value>,
}

impl<'a> Reading<'a> {
    /// Reads a library.
    pub(super) fn of(library: &'a Library) -> Reading<'a> {
        let asking = Asking::new(&library.book, Days::default(), QUERIES.iter().filter(|query| query.is_indicator));
        let pages = library.fold(asking, Days::default()).made(&library.book);
        Reading {
            library,
            statements: library.statements(),
            indicators: pages.iter().filter_map(|page| serde_json::to_value(page).ok()).collect(),
        }
    }

    /// A cooperative of the book.
    pub(super) fn cooperative(&self, cooperative: &str) -> Option<(CooperativeId, &'a Cooperative)> {
        self.library.book.cooperatives.get_key_value(&cooperative.parse().ok()?).map(|(id, own)| (*id, own))
    }

    /// The statements of some cooperatives.
    pub(super) fn statements(&self, wanted: impl Fn(CooperativeId) -> bool) -> Vec<&CooperativeStatement> {
        self.statements.values().filter(|statement| wanted(statement.cooperative)).collect()
    }

    /// The rows of the first table of an indicator.
    pub(super) fn rows(&self, query: &str) -> &[Value] {
        let is_asked = |page: &&Value| page["query"].as_str().is_some_and(|asked| asked.starts_with(query));
        let table = self.indicators.iter().find(is_asked).and_then(|page| page["tables"].as_array()?.first());
        table.and_then(|table| table["rows"].as_array()).map_or(&[], Vec::as_slice)
    }

    /// A figure of an indicator: of the cooperative or group of this name, in the column of this name.
    pub(super) fn indicator(&self, query: &str, of: &str, column: &str) -> Option<&Value> {
        let is_asked = |page: &&Value| page["query"].as_str().is_some_and(|asked| asked.starts_with(query));
        let tables = self.indicators.iter().find(is_asked)?["tables"].as_array()?;
        let mut rows = tables.iter().filter_map(|table| table["rows"].as_array()).flatten();
        rows.find(|row| row["of"] == of)?.get(column)
    }
}
