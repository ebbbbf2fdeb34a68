//! Tables and summaries as aligned text in a language: words to one side, figures to the other, and columns without
//! any content left out.
//!
//! The same lines serve both directions: a page that runs from right to left shows the first column on the right. Figures
//! stand under each other at their decimals, which is at the right on either page: where a line begins, if it begins there.

use mizan_ledger::report::summary::{Summary, SummaryLine};
use mizan_ledger::report::table::{Cell, Head, Table};
use mizan_ledger::report::term::Term;

use crate::phrases::pen::{Pen, capitalised, width};

/// What separates two columns.
const GAP: &str = "  ";

/// A table as lines, each set in by `indent` and with a line end.
#[must_use]
pub fn table(table: &Table, pen: Pen, indent: &str) -> String {
    let used: Vec<usize> = (0..table.heads.len())
        .filter(|&column| table.rows.iter().any(|row| row.get(column).is_some_and(says_something)))
        .collect();
    let figures = |column: usize| table.rows.iter().filter_map(|row| row.get(column)).any(Cell::is_figure);
    let mut lines: Vec<Vec<String>> = vec![used.iter().map(|&column| head(table.heads[column], pen)).collect()];
    for row in &table.rows {
        lines.push(used.iter().map(|&column| row.get(column).map_or(String::new(), |cell| shown(cell, pen))).collect());
    }
    let widths: Vec<usize> =
        (0..used.len()).map(|place| lines.iter().map(|line| width(&line[place])).max().unwrap_or_default()).collect();
    let mut text = String::new();
    let at_the_end = !pen.language().is_right_to_left();
    for line in &lines {
        let cells = line.iter().zip(&used).zip(&widths);
        let cells = cells.map(|((words, &column), &room)| padded(words, room, figures(column) && at_the_end));
        text.push_str(&pen.line(format!("{indent}{}", cells.collect::<Vec<_>>().join(GAP)).trim_end()));
    }
    text
}

/// The same, under its title and set in below it; nothing at all if the table has no rows.
#[must_use]
pub fn section(of: &Table, pen: Pen) -> String {
    under(&named_title(of.title, of.of.as_deref(), pen), of, pen)
}

/// The same, under a heading of its own.
#[must_use]
pub fn under(heading: &str, of: &Table, pen: Pen) -> String {
    if of.rows.is_empty() {
        return String::new();
    }
    format!("\n{}{}", pen.line(heading), table(of, pen, "  "))
}

/// A title, as it stands above something.
#[must_use]
pub fn title(title: Term, pen: Pen) -> String {
    capitalised(pen.phrases().term(title))
}

/// A title with the name of what it is about.
#[must_use]
pub fn named_title(of: Term, name: Option<&str>, pen: Pen) -> String {
    let title = title(of, pen);
    name.map_or_else(|| title.clone(), |name| format!("{title}{}{}", pen.marks().colon, pen.name(name)))
}

/// A summary as lines: what they say to one side, the amounts under each other to the other, parts set in. `beside` may
/// add something to a line.
#[must_use]
pub fn summary(summary: &Summary, pen: Pen, beside: impl Fn(&SummaryLine) -> Option<String>) -> String {
    let lines: Vec<(String, String, Option<String>)> =
        summary.lines.iter().map(|line| (words(line, pen), pen.amount(line.amount), beside(line))).collect();
    let said = lines.iter().map(|(said, ..)| width(said)).max().unwrap_or_default();
    let amounts = lines.iter().map(|(_, amount, _)| width(amount)).max().unwrap_or_default();
    let at_the_end = !pen.language().is_right_to_left();
    let line = |(words, amount, more): &(String, String, Option<String>)| {
        let more = more.as_ref().map_or(String::new(), |more| format!("{GAP}{GAP}{more}"));
        pen.line(&format!("{}{GAP}{}{more}", padded(words, said, false), padded(amount, amounts, at_the_end)))
    };
    lines.iter().map(line).collect()
}

/// The same, under its title.
#[must_use]
pub fn summary_section(of: &Summary, pen: Pen) -> String {
    let lines = summary(of, pen, |_| None);
    format!("\n{}{lines}", pen.line(&named_title(of.title, of.of.as_deref(), pen)))
}

fn words(line: &SummaryLine, pen: Pen) -> String {
    let said = pen.phrases().term(line.what);
    let said = if line.part { format!("  {said}") } else { capitalised(said) };
    let name = line.name.as_ref().map_or(String::new(), |name| format!(" {}", pen.name(name)));
    let under = line.under.as_ref().map_or(String::new(), |clause| format!(" ({})", pen.name(clause)));
    format!("{said}{name}{under}")
}

fn head(head: Head, pen: Pen) -> String {
    let currency = head.currency.map_or(String::new(), |currency| format!(" {}", pen.currency(currency)));
    format!("{}{currency}", pen.phrases().term(head.term))
}

fn shown(cell: &Cell, pen: Pen) -> String {
    match cell {
        Cell::Term(term) => pen.phrases().term(*term).to_owned(),
        Cell::Event(kind) => pen.phrases().kind(*kind).to_owned(),
        Cell::Text(words) => pen.name(words),
        Cell::Named(term, name) => format!("{} {}", pen.phrases().term(*term), pen.name(name)),
        Cell::Fact(term, amount, on) => {
            let on = on.map(|on| pen.day(on));
            pen.phrases().fact(*term, &pen.amount(*amount), on.as_deref())
        }
        Cell::Amount(amount) => pen.amount(*amount),
        Cell::Money(money) => pen.money(*money),
        Cell::Percent(number) | Cell::Number(number) => pen.number(*number),
        Cell::Count(count) => pen.count(count),
        Cell::Day(day) => pen.day(*day),
        Cell::Days(days) => pen.number((*days).into()),
        Cell::List(cells) => cells.iter().map(|cell| shown(cell, pen)).collect::<Vec<_>>().join(pen.marks().comma),
        Cell::Empty => String::new(),
    }
}

fn says_something(cell: &Cell) -> bool {
    *cell != Cell::Empty
}

/// Words in a column of some room, at its beginning or at its end.
fn padded(words: &str, room: usize, at_the_end: bool) -> String {
    let space = " ".repeat(room.saturating_sub(width(words)));
    if at_the_end { format!("{space}{words}") } else { format!("{words}{space}") }
}

#[cfg(test)]
mod tests {
    use mizan_ledger::money::{MAD, Money};
    use mizan_ledger::report::amount::Amount;

    use super::*;
    use crate::phrases::Language;

    const ENGLISH: Pen = Pen::for_a_page(Language::En);

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
        insta::assert_snapshot!(table(&payouts, ENGLISH, ""), @r"
        member    amount MAD  state
        weaver-1      860.49  paid
        w2             -0.05  é
        w3
        ");
    }

    #[test]
    fn on_a_page_from_right_to_left_figures_begin_at_the_right_edge_of_their_column() {
        let mut payouts = Table::new(Term::Payouts, [Term::Member, Term::Amount, Term::State]);
        let amounts = ["1.213,24", "-0,05", "860,49"];
        payouts.row([Cell::text("weaver-1"), mad(121_324).into(), Term::Settled.into()]);
        payouts.row([Cell::text("w2"), mad(-5).into(), Term::Failed.into()]);
        payouts.row([Cell::text("w3"), mad(86_049).into(), Term::Handed.into()]);
        let text = table(&payouts, Pen::for_a_page(Language::Ar), "");
        let before = |(line, amount): (&str, &str)| line.split(amount).next().map(width);
        let edges: Vec<Option<usize>> = text.lines().skip(1).zip(amounts).map(before).collect();
        assert_eq!(edges, [Some(10); 3], "{text}");
    }

    #[test]
    fn a_table_without_rows_has_no_heading_either() {
        assert_eq!(section(&Table::new(Term::Payouts, [Term::Payout]), ENGLISH), "");
    }

    #[test]
    fn a_summary_sets_its_amounts_under_each_other_and_its_parts_in() {
        let mut money = Summary::new(Term::MyMoney);
        money.sum(Term::EarnedBefore, mad(121_324));
        money.named_part(Term::Loan, Some("loan-1"), Some("loan"), mad(-25_714));
        insta::assert_snapshot!(summary(&money, ENGLISH, |_| None), @r"
        Earned, before deductions  1,213.24
          loan loan-1 (loan)        -257.14
        ");
    }
}
