//! A member's statement as text, in her own words: before deductions, loan part, in my hand.

use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::statement::{ClauseLine, Statement};

use crate::text_table::{Account, section};

/// A member's statement.
#[must_use]
pub fn statement(statement: &Statement) -> String {
    let Statement { member, cooperative, currency, .. } = statement;
    let mut text = format!("Statement of {member}, {cooperative}\n{}, amounts in {currency}\n\n", days(statement));
    text.push_str(&account(statement).text());
    text.push_str(&section("Sales", &statement.sales_table()));
    text.push_str(&section("What was kept", &statement.deductions_table()));
    text.push_str(&section("Payouts", &statement.payouts_table()));
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

/// Her money from top to bottom: each line that is not indented is the sum of what stands above it.
fn account(statement: &Statement) -> Account {
    let mut account = Account::default();
    let less = |amount: Amount| Amount::zero(statement.currency).minus(amount);
    if statement.from.is_some() {
        account.line("Due to me before", statement.opening);
    }
    account.line("Earned, before deductions", statement.earned);
    for line in &statement.deducted_by_clause {
        account.line(format!("  {}", kept(line)), less(line.amount));
    }
    let mut unless_zero = |words: &str, amount: Amount| {
        if !amount.is_zero() {
            account.line(words, amount);
        }
    };
    unless_zero("  exchange difference", statement.exchange_difference);
    unless_zero("  given back to buyers", less(statement.credited.minus(statement.credited_after_use)));
    unless_zero("  put right by corrections", statement.corrected);
    let left = statement.closing.plus(statement.paid);
    account.line("For me, after deductions", left);
    account.line("  paid into my hand", less(statement.paid));
    account.line("Still due to me", statement.closing);
    let open = statement.open;
    for (words, amount) in [
        ("  to come when the buyer has paid", open.pending),
        ("  available now", open.available),
        ("  set aside in a payout", open.in_payout),
        ("  sent, not yet confirmed", open.sent),
        ("  waiting for me in cash", open.unclaimed),
    ] {
        if !amount.is_zero() {
            account.line(words, amount);
        }
    }
    account.line("I owe", statement.owed.total);
    let owed = &statement.owed;
    let loans = owed.loans.iter().map(|line| (format!("  of the loan {}", line.loan), line.amount));
    let all = [("  for materials".to_owned(), owed.advances), ("  after refunds".to_owned(), owed.debts)];
    for (words, amount) in loans.chain(all).filter(|(_, amount)| !amount.is_zero()) {
        account.line(words, amount);
    }
    account
}

/// What a clause kept, in words.
fn kept(line: &ClauseLine) -> String {
    let which = line.of.map_or(String::new(), |of| format!(" {of}"));
    format!("{} ({}{which})", line.clause, line.recovers.words())
}
