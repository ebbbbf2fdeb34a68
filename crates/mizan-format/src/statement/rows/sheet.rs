//! A table whose header is known: columns by name, cells as amounts and days, and what is wrong with a row.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};

use crate::import::day::{DayOrder, day};
use crate::import::number::{DecimalMark, Numbers};
use crate::import::problem::Problem;
use crate::statement::amount::with_point;
use crate::statement::finding::{Code, Finding, Place};
use crate::statement::rows::grid::{Grid, Row};
use crate::statement::rows::known::same;

/// A column and what it is called.
#[derive(Debug, Clone)]
pub(super) struct Column {
    at: usize,
    pub(super) name: String,
}

/// A table and what was found in it.
pub(super) struct Sheet<'a> {
    grid: &'a Grid,
    header: &'a Row,
    symbols: BTreeMap<String, Currency>,
    pub(super) decimal: Option<DecimalMark>,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(grid: &'a Grid, header: &'a Row) -> Sheet<'a> {
        Sheet { grid, header, symbols: BTreeMap::new(), decimal: None, findings: Vec::new() }
    }

    pub(super) fn place(&self, row: &Row, column: &str) -> Place {
        self.grid.place(row, column)
    }

    pub(super) fn find(&mut self, code: Code, row: &Row, column: &str, value: &str) {
        let place = self.place(row, column);
        self.findings.push(Finding::new(code, place, value));
    }

    /// The column that may be called by any of these names.
    pub(super) fn column(&mut self, names: &[&str]) -> Option<Column> {
        let called = |(_, cell): &(usize, &String)| names.iter().any(|name| same(cell, name));
        let mut found = self.header.cells.iter().enumerate().filter(called);
        let (at, name) = found.next()?;
        if found.next().is_some() {
            let place = self.grid.place(self.header, name);
            self.findings.push(Finding::new(Code::ColumnTwice, place, name));
        }
        Some(Column { at, name: name.trim().to_owned() })
    }

    /// The same for one without which nothing can be read.
    pub(super) fn needed(&mut self, names: &[&str]) -> Option<Column> {
        let column = self.column(names);
        if column.is_none() {
            let header = self.header;
            self.find(Code::MissingColumn, header, "", names.first().unwrap_or(&""));
        }
        column
    }

    /// What a row says in a column; nothing where there is none.
    pub(super) fn said(&self, row: &Row, column: Option<&Column>) -> Option<String> {
        let cell = row.cell(column?.at);
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    /// Whether a row has as many cells as the header, apart from empty ones at its end.
    pub(super) fn is_whole(&mut self, row: &Row) -> bool {
        let (columns, cells) = (self.header.cells.len(), row.cells.len());
        let whole =
            cells == columns || (cells > columns && row.cells.iter().skip(columns).all(|cell| cell.trim().is_empty()));
        if !whole {
            self.find(Code::BrokenRow, row, "", &format!("{cells} cells, the header has {columns}: {}", row.raw));
        }
        whole
    }

    /// A currency, in whatever capitals.
    pub(super) fn currency(&mut self, row: &Row, column: &Column) -> Option<Currency> {
        let Some(code) = self.said(row, Some(column)) else {
            self.find(Code::NoCurrency, row, &column.name, "");
            return None;
        };
        let currency = code.to_uppercase().parse().ok();
        if currency.is_none() {
            self.find(Code::UnknownCurrency, row, &column.name, &code);
        }
        currency
    }

    /// An amount, signed as it stands; none where the cell is empty.
    pub(super) fn amount(
        &mut self,
        row: &Row,
        column: Option<&Column>,
        currency: Currency,
    ) -> Result<Option<Money>, ()> {
        let Some((column, cell)) = column.and_then(|column| Some((column, self.said(row, Some(column))?))) else {
            return Ok(None);
        };
        if row.numbers.contains(&column.at) {
            return match with_point(&cell, currency) {
                Ok(amount) => Ok(Some(amount)),
                Err(code) => {
                    self.find(code, row, &column.name, &cell);
                    Err(())
                }
            };
        }
        let numbers = Numbers { mark: self.decimal, symbols: &self.symbols };
        match numbers.signed(&column.name, &cell, Some(currency)) {
            Ok(amount) => Ok(amount),
            Err(problem) => {
                self.find(code_of(&problem), row, &column.name, &cell);
                Err(())
            }
        }
    }

    /// The order of day and month in some columns: as it is said, or as every day shows it that can be read in one way only.
    pub(super) fn order(
        &mut self,
        rows: &[Row],
        columns: &[Option<&Column>],
        said: Option<DayOrder>,
    ) -> Option<DayOrder> {
        if said.is_some() {
            return said;
        }
        let mut shown: BTreeMap<bool, (u32, String)> = BTreeMap::new();
        let mut open = false;
        for row in rows {
            for cell in columns.iter().flatten().filter_map(|column| self.said(row, Some(column))) {
                let (dmy, mdy) = (day("", &cell, Some(DayOrder::Dmy)), day("", &cell, Some(DayOrder::Mdy)));
                match (dmy, mdy) {
                    (Ok(one), Ok(other)) => open |= one != other,
                    (Ok(_), Err(_)) => {
                        shown.entry(true).or_insert((row.number, cell));
                    }
                    (Err(_), Ok(_)) => {
                        shown.entry(false).or_insert((row.number, cell));
                    }
                    (Err(_), Err(_)) => {}
                }
            }
        }
        let (dmy, mdy) = (shown.remove(&true), shown.remove(&false));
        let (order, (line, cell)) = match (dmy, mdy) {
            (Some(evidence), None) => (DayOrder::Dmy, evidence),
            (None, Some(evidence)) => (DayOrder::Mdy, evidence),
            (None, None) | (Some(_), Some(_)) => return None,
        };
        if open {
            self.findings.push(Finding::new(Code::AssumedDayOrder, Place::new(line, "the table"), &cell));
        }
        Some(order)
    }

    /// A day; none where the cell is empty or no day.
    pub(super) fn day(&mut self, row: &Row, column: Option<&Column>, order: Option<DayOrder>) -> Option<Date> {
        let column = column?;
        let cell = self.said(row, Some(column))?;
        match day(&column.name, &cell, order) {
            Ok(day) => Some(day),
            Err(Problem::AmbiguousDay { .. }) => {
                self.find(Code::AmbiguousDay, row, &column.name, &cell);
                None
            }
            Err(_) => {
                self.find(Code::BadDay, row, &column.name, &cell);
                None
            }
        }
    }
}

/// What an import calls a problem of a cell, as a finding.
fn code_of(problem: &Problem) -> Code {
    if matches!(problem, Problem::AmbiguousNumber { .. }) {
        Code::AmbiguousAmount
    } else if matches!(problem, Problem::NotMoney { why: mizan_ledger::money::NotMoney::TooPrecise { .. }, .. }) {
        Code::TooPrecise
    } else if matches!(problem, Problem::OtherCurrency { .. }) {
        Code::OtherCurrency
    } else if matches!(problem, Problem::UnknownCurrency { .. }) {
        Code::UnknownCurrency
    } else {
        Code::BadAmount
    }
}
