//! A table as aligned text: words to the left, figures to the right, columns without any content left out.

use mizan_ledger::report::summary::{Summary, SummaryLine};
use mizan_ledger::report::table::{Cell, Head, Table};

use crate::phrases::en;

/// What separates two columns.
const GAP: &str = "  ";

/// A table as lines, each with a line end and none with spaces before it.
#[must_use]
pub fn table(table: &Table) -> String {
    let used: Vec<usize> = (0..table.heads.len())
        .filter(|&column| table.rows.iter().any(|row| row.get(column).is_some_and(|cell| *cell != Cell::Empty)))
        .collect();
    let right = |column: usize| table.rows.iter().filter_map(|row| row.get(column)).any(Cell::is_figure);
    let mut lines: Vec<Vec<String>> = vec![used.iter().map(|&column| head(table.heads[column])).collect()];
    for row in &table.rows {
        lines.push(used.iter().map(|&column| row.get(column).map_or(String::new(), shown)).collect());
    }
    let widths: Vec<usize> = (0..used.len())
        .map(|place| lines.iter().map(|line| line[place].chars().count()).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&used).zip(&widths).map(|((words, &column), &width)| {
            if right(column) { format!("{words:>width$}") } else { format!("{words:<width$}") }
        });
        text.push_str(cells.collect::<Vec<_>>().join(GAP).trim_end());
        text.push('\n');
    }
    text
}

/// The same, under its title and set in below it; nothing at all if the table has no rows.
#[must_use]
pub fn section(of: &Table) -> String {
    let title = en::term(of.title);
    let title = of.of.as_ref().map_or_else(|| title.to_owned(), |which| format!("{title}: {which}"));
    under(&title, of)
}

/// The same, under a heading of its own.
#[must_use]
pub fn under(heading: &str, of: &Table) -> String {
    if of.rows.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = table(of).lines().map(|line| format!("  {line}\n")).collect();
    format!("\n{heading}\n{}", lines.concat())
}

/// A summary as lines: what they say to the left, the amounts under each other to the right, parts set in.
#[must_use]
pub fn summary(summary: &Summary) -> String {
    let lines: Vec<(String, String)> =
        summary.lines.iter().map(|line| (words(line), line.amount.to_string())).collect();
    let wide = |part: fn(&(String, String)) -> &String| {
        lines.iter().map(|line| part(line).chars().count()).max().unwrap_or_default()
    };
    let (words, amounts) = (wide(|(words, _)| words), wide(|(_, amount)| amount));
    let line = |(said, amount): &(String, String)| format!("{said:<words$}{GAP}{amount:>amounts$}\n");
    lines.iter().map(line).collect()
}

fn words(line: &SummaryLine) -> String {
    let set_in = if line.part { "  " } else { "" };
    let name = line.name.as_ref().map_or(String::new(), |name| format!(" {name}"));
    let under = line.under.as_ref().map_or(String::new(), |clause| format!(" ({clause})"));
    format!("{set_in}{}{name}{under}", en::term(line.what))
}

fn head(head: Head) -> String {
    let currency = head.currency.map_or(String::new(), |currency| format!(" {currency}"));
    format!("{}{currency}", en::term(head.term))
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Term(term) => en::term(*term).to_owned(),
        Cell::Text(words) => words.clone(),
        Cell::Named(term, name) => format!("{} {name}", en::term(*term)),
        Cell::Fact(term, amount, on) => {
            let on = on.map_or(String::new(), |on| format!(" on {on}"));
            format!("{} {amount}{on}", en::term(*term))
        }
        Cell::Amount(amount) => amount.to_string(),
        Cell::Money(money) => money.to_string(),
        Cell::Percent(number) | Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Days(days) => days.to_string(),
        Cell::List(cells) => cells.iter().map(shown).collect::<Vec<_>>().join(", "),
        Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use mizan_ledger::money::{MAD, Money};
    use mizan_ledger::report::amount::Amount;
    use mizan_ledger::report::term::Term;

    use super::*;

    fn mad(minor: i128) -> Amount {
        Amount(Money::new(minor, MAD))
    }

    #[test]
    fn words_stand_to_the_left_and_figures_to_the_right() {
        let mut payouts = Table::new(
            Term::Payouts,
            [Term::Member.into(), Term::Amount.in_currency(MAD), Term::Why.into(), Head::from(Term::State)],
        );
        payouts.row([Cell::text("weaver-1"), mad(86_049).into(), Cell::Empty, Term::Settled.into()]);
        payouts.row([Cell::text("w2"), mad(-5).into(), Cell::Empty, Cell::text("é")]);
        payouts.row([Cell::text("w3")]);
        insta::assert_snapshot!(table(&payouts), @r"
        member    amount MAD  state
        weaver-1      860.49  paid
        w2             -0.05  é
        w3
        ");
    }

    #[test]
    fn a_table_without_rows_has_no_heading_either() {
        assert_eq!(section(&Table::new(Term::Payouts, [Term::Payout])), "");
    }

    #[test]
    fn a_summary_sets_its_amounts_under_each_other_and_its_parts_in() {
        let mut money = Summary::new(Term::MyMoney);
        money.sum(Term::EarnedBefore, mad(121_324));
        money.named_part(Term::Loan, Some("loan-1"), Some("loan"), mad(-25_714));
        insta::assert_snapshot!(summary(&money), @r"
        Earned, before deductions  1213.24
          loan loan-1 (loan)       -257.14
        ");
    }
}
