//! What was read, as lines for a person: each statement with its entries, each report and export, and what is odd about them.

use jiff::civil::Date;
use mizan_ledger::money::Money;
use unicode_width::UnicodeWidthStr;

use crate::statement::finding::Finding;
use crate::statement::model::{Entry, Reading, Statement, Status};
use crate::statement::payout::PayoutExport;
use crate::statement::status::{PaymentStatus, Reason, StatusReport};

/// The most entries of one statement that are listed; `--json` has all.
const MOST_LISTED: usize = 200;

/// The longest cell of text, in letters.
const LONGEST: usize = 48;

/// The reading as text.
#[must_use]
pub fn reading(reading: &Reading) -> String {
    let mut text = format!("{}\n", head(reading));
    for statement in &reading.statements {
        text.push_str(&of_statement(statement));
    }
    for report in &reading.reports {
        text.push_str(&of_report(report));
    }
    for export in &reading.payouts {
        text.push_str(&of_export(export));
    }
    if !reading.findings.is_empty() {
        text.push_str("\nfindings\n");
    }
    for finding in &reading.findings {
        text.push_str(&of_finding(finding));
    }
    if !reading.unread.is_empty() {
        text.push_str("\nnot read, and kept\n");
    }
    for unread in &reading.unread {
        text.push_str(&format!("  line {}, {}: {}\n", unread.place.line, unread.place.path, short(&unread.text)));
    }
    text
}

fn head(reading: &Reading) -> String {
    let format = reading.format.as_deref().unwrap_or("nothing that is known");
    let counts = [
        (reading.statements.len(), "statement", "statements"),
        (reading.reports.len(), "status report", "status reports"),
        (reading.payouts.len(), "payout export", "payout exports"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, more)| counted(count, one, more))
        .collect();
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    format!("{format}{counts}")
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

fn of_statement(statement: &Statement) -> String {
    let Statement { account, currency, from, to, opening, closing, balanced, quarantined, entries, .. } = statement;
    let currency = currency.map_or_else(|| "no currency".to_owned(), |currency| currency.to_string());
    let mut text = format!(
        "\naccount {}, {currency}, {} to {}, {}\n",
        account.as_deref().unwrap_or("unknown"),
        day(*from),
        day(*to),
        counted(entries.len(), "entry", "entries"),
    );
    let sums = match balanced {
        Some(true) => "entries and balances agree",
        Some(false) => "entries and balances do not agree",
        None => "nothing to hold the entries against",
    };
    text.push_str(&format!("  opening {}, closing {}: {sums}\n", amount(*opening), amount(*closing)));
    if *quarantined {
        text.push_str("  quarantined: nothing of it may be booked\n");
    }
    text.push_str(&table(entries.iter().take(MOST_LISTED).map(row).collect()));
    if entries.len() > MOST_LISTED {
        text.push_str(&format!("  and {} more: --json has all\n", entries.len() - MOST_LISTED));
    }
    text
}

fn row(entry: &Entry) -> Vec<String> {
    let reference = entry.references.end_to_end.as_ref().or(entry.references.payment_information.as_ref());
    let name = entry.counterparty.as_ref().and_then(|counterparty| counterparty.name.clone());
    let what = match (&entry.returned, entry.status) {
        (Some(returned), _) => format!("returned {}", returned.code.as_deref().unwrap_or("")),
        (None, Status::Booked) => String::new(),
        (None, Status::Pending) => "pending".to_owned(),
        (None, Status::Information) => "information".to_owned(),
    };
    let parts = if entry.parts.is_empty() { String::new() } else { counted(entry.parts.len(), "payment", "payments") };
    let cells = [
        day(entry.booked_on.or(entry.value_on)),
        format!("{:>14}", entry.moved().number()),
        [what, parts].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "),
        name.unwrap_or_default(),
        reference.or(entry.references.servicer.as_ref()).cloned().unwrap_or_default(),
        entry.text.clone(),
    ];
    cells.iter().enumerate().map(|(at, cell)| if at == 1 { cell.clone() } else { short(cell) }).collect()
}

fn of_report(report: &StatusReport) -> String {
    let of = report.original.message.as_deref().unwrap_or("an unnamed order");
    let status = report.status.as_deref().unwrap_or("no status of its own");
    let mut text = format!("\nanswer to {of}: {status}{}\n", reasons(&report.reasons));
    for batch in &report.batches {
        let status = batch.status.as_deref().unwrap_or("no status of its own");
        let name = batch.payment_information.as_deref().unwrap_or("payments");
        let unnamed = batch.of_the_unnamed.as_deref().unwrap_or("nothing");
        text.push_str(&format!("  {name}: {status}{}; of payments not named: {unnamed}\n", reasons(&batch.reasons)));
        text.push_str(&table(batch.payments.iter().map(payment).collect()));
    }
    text
}

fn payment(payment: &PaymentStatus) -> Vec<String> {
    let name = payment.end_to_end.as_ref().or(payment.instruction.as_ref()).cloned().unwrap_or_default();
    let status = payment.status.clone().unwrap_or_else(|| "no status".to_owned());
    vec![short(&name), format!("{:>14}", amount(payment.amount)), status, short(reasons(&payment.reasons).trim_start())]
}

fn reasons(reasons: &[Reason]) -> String {
    let one = |reason: &Reason| {
        let words = reason.code.iter().chain(&reason.prose).map(|word| short(word)).collect::<Vec<_>>();
        format!(" {}", words.join(" "))
    };
    reasons.iter().map(one).collect()
}

fn of_export(export: &PayoutExport) -> String {
    let mut text = format!("\n{}, {}\n", export.provider, counted(export.rows.len(), "row", "rows"));
    if export.quarantined {
        text.push_str("  quarantined: nothing of it may be booked\n");
    }
    let rows = export.rows.iter().take(MOST_LISTED).map(|row| {
        let about = row.about.as_ref().or(row.reference.as_ref()).cloned().unwrap_or_default();
        let gross = row.gross.map_or_else(String::new, Money::number);
        let fee = row.fee.map_or_else(String::new, Money::number);
        vec![
            day(row.on),
            short(&row.kind),
            format!("{gross:>12}"),
            format!("{fee:>10}"),
            format!("{:>14}", amount(row.net)),
            short(&about),
            short(row.payout.as_deref().unwrap_or_default()),
        ]
    });
    text.push_str(&table(rows.collect()));
    if export.rows.len() > MOST_LISTED {
        text.push_str(&format!("  and {} more: --json has all\n", export.rows.len() - MOST_LISTED));
    }
    text
}

fn of_finding(finding: &Finding) -> String {
    let mark = if finding.quarantines() { "quarantine" } else { "notice    " };
    format!("  {mark}  {finding}\n")
}

/// Rows of cells under each other.
fn table(rows: Vec<Vec<String>>) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let cells = cells.map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "?".to_owned(), |day| day.to_string())
}

fn amount(amount: Option<Money>) -> String {
    amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string())
}

/// As much of a text as fits a cell, on one line; what a terminal would obey is left out.
fn short(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut cell: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        cell.push('…');
    }
    cell.trim_end().to_owned()
}
