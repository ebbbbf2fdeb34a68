//! Balances as text: one table a cooperative, one column a currency.

use mizan_ledger::report::balances::BalancesReport;

use crate::phrases::Language;
use crate::phrases::pen::Pen;
use crate::text_table::under;

/// The balances of a book.
#[must_use]
pub fn balances(report: &BalancesReport, language: Language) -> String {
    let pen = Pen::for_a_page(language);
    let (position, day) = (report.position.map(|position| position.to_string()), report.day.map(|day| pen.day(day)));
    let mut text = pen.line(&pen.phrases().balances_at(position.as_deref(), day.as_deref()));
    for table in report.tables() {
        text.push_str(&under(&pen.name(table.of.as_deref().unwrap_or_default()), &table, pen));
    }
    if report.accounts.is_empty() {
        text.push('\n');
        text.push_str(&pen.line(pen.phrases().nothing_held()));
    }
    text
}
