//! A report for a spreadsheet: one row for each line of each of its parts, under words that are the same in every
//! language.
//!
//! Every row says which report and part it is of, so that parts can be filtered and several reports laid in one sheet. A
//! column that a part does not have is empty in its rows. Amounts have a point, no thousands mark and no currency.

use std::io;

use csv::Writer;
use mizan_ledger::report::page::{Page, Part};
use mizan_ledger::report::summary::SummaryLine;
use mizan_ledger::report::table::Cell;
use mizan_ledger::report::term::Term;

use crate::csv::{failed, harmless};

/// What every row has: the report and of whom, the part and of which.
const ABOUT: [&str; 4] = ["report", "report_of", "part", "part_of"];

/// A column of summaries and tables alike: the currency of the amounts of a row.
const CURRENCY: &str = "currency";

/// The columns of a summary.
const OF_A_SUMMARY: [&str; 5] = ["what", "name", "under", "amount", "is_part"];

/// One row: the words of its columns, and what stands in them.
type Row = Vec<(String, String)>;

/// Writes reports as one table.
pub fn pages<W: io::Write>(pages: &[Page], out: W) -> io::Result<()> {
    let rows: Vec<Row> = pages.iter().flat_map(rows).collect();
    let mut columns: Vec<&str> = ABOUT.into_iter().chain([CURRENCY]).collect();
    for (column, _) in rows.iter().flatten() {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let mut writer = Writer::from_writer(out);
    writer.write_record(&columns).map_err(failed)?;
    for row in &rows {
        // The last of the same name: what a row says of itself goes before what its report says.
        let cell = |column: &&str| row.iter().rfind(|(name, _)| name == column).map_or("", |(_, cell)| cell.as_str());
        writer.write_record(columns.iter().map(cell)).map_err(failed)?;
    }
    writer.flush()
}

fn rows(page: &Page) -> Vec<Row> {
    let mut rows = Vec::new();
    let about = |part: Term, of: Option<&str>, cells: Row| -> Row {
        let of_page = [page.title.word(), page.of.as_deref().unwrap_or_default(), part.word(), of.unwrap_or_default()];
        let of_page = ABOUT.into_iter().zip(of_page).map(|(column, cell)| (column.to_owned(), harmless(cell).into()));
        let currency = page.currency.map(|currency| (CURRENCY.to_owned(), currency.to_string()));
        of_page.chain(currency).chain(cells).collect()
    };
    for part in &page.parts {
        match part {
            Part::Summary(summary) => {
                let lines = summary.lines.iter();
                rows.extend(lines.map(|line| about(summary.title, summary.of.as_deref(), of_a_summary(line))));
            }
            Part::Table(table) => {
                let columns: Vec<String> = table.heads.iter().map(|head| head.word()).collect();
                for row in &table.rows {
                    let cells = columns.iter().zip(row).flat_map(|(column, cell)| named(column, cell));
                    let said = cells.filter(|(_, cell)| !cell.is_empty()).collect();
                    rows.push(about(table.title, table.of.as_deref(), said));
                }
            }
        }
    }
    if let Some(unexplained) = page.unexplained {
        let cells = vec![("amount".to_owned(), unexplained.to_string())];
        rows.push(about(Term::Unexplained, None, cells));
    }
    rows
}

fn of_a_summary(line: &SummaryLine) -> Row {
    let text = |text: &Option<String>| text.as_deref().map_or(String::new(), |text| harmless(text).into_owned());
    let cells =
        [line.what.to_string(), text(&line.name), text(&line.under), line.amount.to_string(), line.part.to_string()];
    OF_A_SUMMARY.into_iter().map(str::to_owned).zip(cells).collect()
}

/// A cell under the word of its column; an amount with its own currency is two, so that it can be added up.
fn named(column: &str, cell: &Cell) -> Row {
    if let Cell::Money(money) = cell {
        let currency = (format!("{column}_{CURRENCY}"), money.currency().to_string());
        return vec![(column.to_owned(), money.number()), currency];
    }
    vec![(column.to_owned(), shown(cell))]
}

/// A cell as programs read it. Only somebody's own words can be taken for a formula; a figure with a sign is a figure.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Term(term) => term.to_string(),
        Cell::Event(kind) => kind.to_string(),
        Cell::Text(words) => harmless(words).into_owned(),
        Cell::Named(term, name) => format!("{term} {name}"),
        Cell::Fact(term, amount, on) => {
            let on = on.map_or(String::new(), |on| format!(" {on}"));
            format!("{term} {amount}{on}")
        }
        Cell::Amount(amount) => amount.to_string(),
        Cell::Money(money) => money.to_string(),
        Cell::Percent(number) | Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Days(days) => days.to_string(),
        Cell::List(cells) => cells.iter().map(shown).collect::<Vec<_>>().join("; "),
        Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use mizan_ledger::money::{MAD, Money};
    use mizan_ledger::report::amount::Amount;
    use mizan_ledger::report::statement::Days;
    use mizan_ledger::report::summary::Summary;
    use mizan_ledger::report::table::Table;

    use super::*;

    fn mad(minor: i128) -> Amount {
        Amount(Money::new(minor, MAD))
    }

    #[test]
    fn each_line_is_a_row_and_no_words_of_others_start_a_formula() {
        let mut page = Page::new(Term::MemberStatement, Some(70), Days::default());
        page.of = Some("weaver-1".to_owned());
        page.currency = Some(MAD);
        page.unexplained = Some(mad(0));
        let mut money = Summary::new(Term::HowItAddsUp);
        money.sum(Term::EarnedBefore, mad(121_324));
        money.named_part(Term::Loan, Some("loan-1"), Some("loan"), mad(-9_561));
        page.summary(money);
        let mut payouts = Table::new(Term::Payouts, [Term::Payout, Term::Amount, Term::ISaid, Term::Why]);
        let on = jiff::civil::date(2026, 3, 18);
        let said = Cell::Fact(Term::Received, mad(86_049), Some(on));
        payouts.row([Cell::text("payout-1"), mad(86_049).into(), said, Cell::text("=HYPERLINK(\"x\"), said the bank")]);
        page.table(payouts);
        let mut bytes = Vec::new();
        pages(&[page], &mut bytes).expect("a vector takes every byte");
        insta::assert_snapshot!(String::from_utf8(bytes).expect("a report is UTF-8"), @r#"
        report,report_of,part,part_of,currency,what,name,under,amount,is_part,payout,i_said,why
        member_statement,weaver-1,how_it_adds_up,,MAD,earned_before_deductions,,,1213.24,false,,,
        member_statement,weaver-1,how_it_adds_up,,MAD,loan,loan-1,loan,-95.61,true,,,
        member_statement,weaver-1,payouts,,MAD,,,,860.49,,payout-1,received 860.49 2026-03-18,"'=HYPERLINK(""x""), said the bank"
        member_statement,weaver-1,unexplained,,MAD,,,,0.00,,,,
        "#);
    }
}
