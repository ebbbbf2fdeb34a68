//! A table: what a report lays out in rows, with cells that still know what they are.
//!
//! Whoever shows it (text, a page, a spreadsheet) decides how money or a day looks; the table decides what stands where.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::report::amount::Amount;

/// Rows under one head.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What each column holds. A column of amounts names their currency where the report has more than one.
    pub heads: Vec<String>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// An amount, in the currency its column or report names.
    Amount(Amount),
    /// A part of a whole, in hundredths.
    Percent(Decimal),
    /// A bare number, such as a rate.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// A number of days.
    Days(i64),
    /// Nothing to say.
    Empty,
}

impl Table {
    /// A table without rows yet.
    #[must_use]
    pub fn new(heads: &[&str]) -> Table {
        Table { heads: heads.iter().map(|&head| head.to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row. Cells that are missing at its end are empty.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row: Vec<Cell> = cells.into_iter().collect();
        row.resize(self.heads.len(), Cell::Empty);
        self.rows.push(row);
    }
}

impl Cell {
    /// Words, from anything that can be shown.
    #[must_use]
    pub fn text(text: impl ToString) -> Cell {
        Cell::Text(text.to_string())
    }

    /// An amount, or nothing where it is zero: a column of zeros hides the figures that matter.
    #[must_use]
    pub fn unless_zero(amount: Amount) -> Cell {
        if amount.is_zero() { Cell::Empty } else { Cell::Amount(amount) }
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::Empty, Into::into)
    }
}

impl From<Amount> for Cell {
    fn from(amount: Amount) -> Cell {
        Cell::Amount(amount)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Cell {
        Cell::Day(day)
    }
}
