//! A table as aligned text: words to the left, figures to the right, columns without any content left out.

use mizan_ledger::report::table::{Cell, Table};

/// What separates two columns.
const GAP: &str = "  ";

/// A table as lines, each with a line end and none with spaces before it.
#[must_use]
pub fn table(table: &Table) -> String {
    let used: Vec<usize> = (0..table.heads.len())
        .filter(|&column| table.rows.iter().any(|row| row.get(column).is_some_and(|cell| *cell != Cell::Empty)))
        .collect();
    let right = |column: usize| table.rows.iter().filter_map(|row| row.get(column)).any(is_figure);
    let mut lines: Vec<Vec<String>> = vec![used.iter().map(|&column| table.heads[column].clone()).collect()];
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

/// The same, under a heading and set in below it; nothing at all if the table has no rows.
#[must_use]
pub fn section(heading: &str, table_of_it: &Table) -> String {
    if table_of_it.rows.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = table(table_of_it).lines().map(|line| format!("  {line}\n")).collect();
    format!("\n{heading}\n{}", lines.concat())
}

/// Words with amounts: what they say to the left, the amounts under each other to the right.
#[derive(Debug, Default)]
pub struct Account {
    lines: Vec<(String, String)>,
}

impl Account {
    /// Adds a line.
    pub fn line(&mut self, words: impl Into<String>, amount: impl ToString) {
        self.lines.push((words.into(), amount.to_string()));
    }

    /// The lines, aligned.
    #[must_use]
    pub fn text(&self) -> String {
        let wide = |part: fn(&(String, String)) -> &String| {
            self.lines.iter().map(|line| part(line).chars().count()).max().unwrap_or_default()
        };
        let (words, amounts) = (wide(|(words, _)| words), wide(|(_, amount)| amount));
        let line = |(said, amount): &(String, String)| format!("{said:<words$}{GAP}{amount:>amounts$}\n");
        self.lines.iter().map(line).collect()
    }
}

fn is_figure(cell: &Cell) -> bool {
    match cell {
        Cell::Amount(_) | Cell::Percent(_) | Cell::Number(_) | Cell::Days(_) => true,
        Cell::Text(_) | Cell::Day(_) | Cell::Empty => false,
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => words.clone(),
        Cell::Amount(amount) => amount.to_string(),
        Cell::Percent(number) | Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Days(days) => days.to_string(),
        Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use mizan_ledger::money::{MAD, Money};
    use mizan_ledger::report::amount::Amount;

    use super::*;

    fn mad(minor: i128) -> Cell {
        Cell::Amount(Amount(Money::new(minor, MAD)))
    }

    #[test]
    fn words_stand_to_the_left_and_figures_to_the_right() {
        let mut payouts = Table::new(&["member", "MAD", "never filled", "state"]);
        payouts.row([Cell::text("weaver-1"), mad(86_049), Cell::Empty, Cell::text("paid")]);
        payouts.row([Cell::text("w2"), mad(-5), Cell::Empty, Cell::text("é")]);
        payouts.row([Cell::text("w3")]);
        insta::assert_snapshot!(table(&payouts), @r"
        member       MAD  state
        weaver-1  860.49  paid
        w2         -0.05  é
        w3
        ");
    }

    #[test]
    fn a_table_without_rows_has_no_heading_either() {
        assert_eq!(section("Payouts", &Table::new(&["payout"])), "");
    }

    #[test]
    fn an_account_sets_its_amounts_under_each_other() {
        let mut account = Account::default();
        account.line("earned", "1213.24");
        account.line("  wool", "-257.14");
        insta::assert_snapshot!(account.text(), @r"
        earned  1213.24
          wool  -257.14
        ");
    }
}
