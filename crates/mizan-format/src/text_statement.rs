//! A member's statement as text, in her own words: before deductions, loan part, in my hand.

use mizan_ledger::report::statement::Statement;

use crate::text_table::{section, summary};

/// A member's statement.
#[must_use]
pub fn statement(statement: &Statement) -> String {
    let Statement { member, cooperative, currency, .. } = statement;
    let mut text = format!("Statement of {member}, {cooperative}\n{}, amounts in {currency}\n\n", days(statement));
    text.push_str(&summary(&statement.summary()));
    text.push_str(&section(&statement.sales_table()));
    text.push_str(&section(&statement.deductions_table()));
    text.push_str(&section(&statement.payouts_table()));
    if !statement.unexplained.is_zero() {
        text.push_str(&format!("\nUnexplained: {}. The book does not add up here.\n", statement.unexplained));
    }
    text
}

fn days(statement: &Statement) -> String {
    match (statement.from, statement.to) {
        (None, None) => "From the beginning until now".to_owned(),
        (Some(from), None) => format!("From {from} until now"),
        (None, Some(to)) => format!("From the beginning to {to}"),
        (Some(from), Some(to)) => format!("From {from} to {to}"),
    }
}
