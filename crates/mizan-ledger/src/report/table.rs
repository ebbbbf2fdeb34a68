//! A table: what a report lays out in rows, with heads and cells that still know what they are.
//!
//! Whoever shows it (text, a page, a spreadsheet) decides how money, a day or a term looks; the table decides what
//! stands where. Serialised it is its words for programs: a title, the columns, and an object for each row.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use crate::event::Kind;
use crate::money::{Currency, Money};
use crate::report::amount::Amount;
use crate::report::term::Term;

/// Rows under one head.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is about.
    pub title: Term,
    /// Which of those, where a report has several: a cooperative's identifier, say.
    pub of: Option<String>,
    /// What each column holds, no two of them the same.
    pub heads: Vec<Head>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// What stands in it.
    pub term: Term,
    /// The currency of its amounts, where the report has more than one.
    pub currency: Option<Currency>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A word of the vocabulary.
    Term(Term),
    /// A kind of event.
    Event(Kind),
    /// Somebody's own words: a name, an identifier, a reason.
    Text(String),
    /// One of a kind: `loan loan-1`.
    Named(Term, String),
    /// What happened with an amount, and when: `received 450.00 on 2026-03-21`.
    Fact(Term, Amount, Option<Date>),
    /// An amount, in the currency its column or report names.
    Amount(Amount),
    /// An amount with its own currency.
    Money(Money),
    /// A part of a whole, in hundredths.
    Percent(Decimal),
    /// A bare number, such as a rate.
    Number(Decimal),
    /// How many.
    Count(u64),
    /// A day.
    Day(Date),
    /// A number of days.
    Days(i64),
    /// Several, one after the other.
    List(Vec<Cell>),
    /// Nothing to say.
    Empty,
}

impl Table {
    /// A table without rows yet.
    #[must_use]
    pub fn new<H: Into<Head>>(title: Term, heads: impl IntoIterator<Item = H>) -> Table {
        Table { title, of: None, heads: heads.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// The same about one of several.
    #[must_use]
    pub fn of(self, which: impl ToString) -> Table {
        Table { of: Some(which.to_string()), ..self }
    }

    /// Adds a row. Cells that are missing at its end are empty.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row: Vec<Cell> = cells.into_iter().collect();
        row.resize(self.heads.len(), Cell::Empty);
        self.rows.push(row);
    }
}

impl Head {
    /// Its word for programs: the term's, and the currency where one is named.
    #[must_use]
    pub fn word(self) -> String {
        let currency = self.currency.map_or(String::new(), |currency| format!("_{currency}").to_lowercase());
        format!("{}{currency}", self.term)
    }
}

impl Term {
    /// The head of a column of amounts in a currency, where the report has more than one.
    #[must_use]
    pub fn in_currency(self, currency: Currency) -> Head {
        Head { term: self, currency: Some(currency) }
    }
}

impl From<Term> for Head {
    fn from(term: Term) -> Head {
        Head { term, currency: None }
    }
}

impl Cell {
    /// Words, from anything that can be shown.
    #[must_use]
    pub fn text(text: impl ToString) -> Cell {
        Cell::Text(text.to_string())
    }

    /// One of a kind, or the kind alone.
    #[must_use]
    pub fn named(term: Term, name: Option<impl ToString>) -> Cell {
        name.map_or(Cell::Term(term), |name| Cell::Named(term, name.to_string()))
    }

    /// An amount, or nothing where it is zero: a column of zeros hides the figures that matter.
    #[must_use]
    pub fn unless_zero(amount: Amount) -> Cell {
        if amount.is_zero() { Cell::Empty } else { Cell::Amount(amount) }
    }

    /// Whether it is a figure, to be set under other figures.
    #[must_use]
    pub fn is_figure(&self) -> bool {
        match self {
            Cell::Amount(_) | Cell::Money(_) | Cell::Percent(_) | Cell::Number(_) | Cell::Count(_) | Cell::Days(_) => {
                true
            }
            Cell::Term(_)
            | Cell::Event(_)
            | Cell::Text(_)
            | Cell::Named(..)
            | Cell::Fact(..)
            | Cell::Day(_)
            | Cell::List(_)
            | Cell::Empty => false,
        }
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

impl From<Term> for Cell {
    fn from(term: Term) -> Cell {
        Cell::Term(term)
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns: Vec<String> = self.heads.iter().map(|head| head.word()).collect();
        let rows: Vec<Row<'_>> = self.rows.iter().map(|cells| Row { columns: &columns, cells }).collect();
        let mut table = serializer.serialize_struct("Table", 4)?;
        table.serialize_field("title", &self.title)?;
        table.serialize_field("of", &self.of)?;
        table.serialize_field("columns", &columns)?;
        table.serialize_field("rows", &rows)?;
        table.end()
    }
}

/// A row as an object: each cell under the word of its column.
struct Row<'a> {
    columns: &'a [String],
    cells: &'a [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().zip(self.cells))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Term(term) => term.serialize(serializer),
            Cell::Event(kind) => kind.serialize(serializer),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Named(term, name) => {
                let mut named = serializer.serialize_map(Some(2))?;
                named.serialize_entry("what", term)?;
                named.serialize_entry("name", name)?;
                named.end()
            }
            Cell::Fact(term, amount, on) => {
                let mut fact = serializer.serialize_map(Some(3))?;
                fact.serialize_entry("what", term)?;
                fact.serialize_entry("amount", amount)?;
                fact.serialize_entry("on", on)?;
                fact.end()
            }
            Cell::Amount(amount) => amount.serialize(serializer),
            Cell::Money(money) => serializer.collect_str(money),
            Cell::Percent(number) | Cell::Number(number) => serializer.collect_str(number),
            Cell::Count(count) => serializer.serialize_u64(*count),
            Cell::Day(day) => serializer.collect_str(day),
            Cell::Days(days) => serializer.serialize_i64(*days),
            Cell::List(cells) => cells.serialize(serializer),
            Cell::Empty => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::money::MAD;

    #[test]
    fn a_table_for_programs_has_an_object_a_row_under_words_that_never_change() {
        let amount = Amount(Money::new(45_000, MAD));
        let on = jiff::civil::date(2026, 3, 21);
        let heads = [Term::Payout.into(), Term::Booked.in_currency(MAD), Term::SheSays.into(), Term::PaysBack.into()];
        let mut table = Table::new::<Head>(Term::Payouts, heads).of("weaver-3");
        table.row([Cell::text("payout-1"), amount.into(), Cell::Fact(Term::ReceivedOnly, amount, Some(on))]);
        table.row([Cell::Empty, Cell::Empty, Cell::Empty, Cell::named(Term::Loan, Some("loan-3"))]);
        let expected = json!({
            "title": "payouts",
            "of": "weaver-3",
            "columns": ["payout", "booked_mad", "she_says", "pays_back"],
            "rows": [
                {
                    "payout": "payout-1",
                    "booked_mad": "450.00",
                    "she_says": {"what": "received_only", "amount": "450.00", "on": "2026-03-21"},
                    "pays_back": null
                },
                {
                    "payout": null,
                    "booked_mad": null,
                    "she_says": null,
                    "pays_back": {"what": "loan", "name": "loan-3"}
                }
            ]
        });
        assert_eq!(serde_json::to_value(table).ok(), Some(expected));
    }
}
