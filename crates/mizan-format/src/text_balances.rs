//! Balances as text: one table a cooperative, one column a currency.

use mizan_ledger::report::balances::BalancesReport;

use crate::text_table::under;

/// The balances of a book.
#[must_use]
pub fn balances(report: &BalancesReport) -> String {
    let position = report.position.map_or("an empty book".to_owned(), |position| format!("position {position}"));
    let day = report.day.map_or(String::new(), |day| format!(", all that happened up to {day}"));
    let mut text = format!("Balances at {position}{day}\n");
    for table in report.tables() {
        text.push_str(&under(table.of.as_deref().unwrap_or_default(), &table));
    }
    if report.accounts.is_empty() {
        text.push_str("\nNothing is held and nothing is owed.\n");
    }
    text
}
