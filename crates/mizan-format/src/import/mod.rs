//! Other people's files of sales become commands, the same that `mizan record` takes.
//!
//! `text` and `table` make rows of bytes, `number` and `day` read their cells. Each kind of file is one page that
//! makes orders of rows: `plain` (columns mapped once), `shopify`, `etsy`. `plan` makes commands of an order with what
//! the `profile` says: a sale for each group of makers, a payment, a fee, what was given back. `resume` compares them
//! with what the book has already, so that a file can be read again at any time and nothing is doubled.
//!
//! Nothing is guessed: what a file does not say and the profile does not either is a `problem` of its row. Names,
//! addresses and remarks of a shop's customers are never read out of their cells.

pub mod problem;
pub mod field;
pub mod profile;
pub mod text;
pub mod table;
pub mod number;
pub mod day;
pub mod order;
mod plain;
mod shopify;
mod etsy;
mod etsy_orders;
mod say;
mod invoice;
pub mod plan;
mod share;
pub mod resume;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::import::order::{Found, What};
use crate::import::problem::Problem;
use crate::import::profile::{Form, Profile};
use crate::import::table::{MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Table};

/// Why nothing of a file can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// More than fits the memory it is read in.
    #[error("the file has more than {MOST_BYTES} bytes: take the export in parts, by month or year")]
    TooLong,
    /// More rows than are looked at.
    #[error("the file has more than {MOST_ROWS} rows: take the export in parts, by month or year")]
    TooManyRows,
    /// More columns than are looked at.
    #[error("the file has {0} columns, {MOST_COLUMNS} are the most: is it a table of sales?")]
    TooManyColumns(usize),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A header and nothing below.
    #[error("the file has no rows below its header; its columns are {found}")]
    NoRows {
        /// The columns.
        found: String,
    },
    /// Not the letters that were expected.
    #[error(
        "byte {byte} is not UTF-8: say in which letters the file is written, such as `\"encoding\": \"windows-1252\"` under \
         `reading` in the profile, or save it as UTF-8"
    )]
    NotUtf8 {
        /// Where, counted from 1.
        byte: usize,
    },
    /// The other way round.
    #[error("the profile says windows-1252, and the file is UTF-8: take `encoding` out of `reading`")]
    IsUtf8,
    /// Two bytes a letter and no mark that says so.
    #[error(
        "the file has empty bytes, as UTF-16 has: say `\"encoding\": \"utf-16le\"` under `reading` in the profile, or save \
         it as UTF-8"
    )]
    Wide,
    /// Not what its mark or the profile says.
    #[error("the file is not {encoding} throughout: save it as UTF-8")]
    Undecodable {
        /// What it should have been.
        encoding: &'static str,
    },
    /// Cells cannot be told apart.
    #[error(
        "nothing shows what stands between the cells of the header: say it as `\"delimiter\": \";\"` under `reading` in the \
         profile"
    )]
    NoDelimiter,
    /// A separator that is none.
    #[error("`{0}` cannot stand between cells: use a comma, a semicolon, a tab or another letter of ASCII")]
    Delimiter(char),
    /// Not a delimited file.
    #[error("the file is no table: {0}")]
    NotATable(String),
    /// A column that is not there.
    #[error("there is no column `{column}`: the columns of the file are {found}")]
    MissingColumn {
        /// Which.
        column: String,
        /// Those that are.
        found: String,
    },
    /// A column that is there twice.
    #[error("there are two columns `{column}`: give one of them another name")]
    ColumnTwice {
        /// Which.
        column: String,
    },
    /// A field nobody mapped.
    #[error("nothing says which column is the `{field}`: use --column {field}=NAME, one of {found}")]
    Unmapped {
        /// Which.
        field: &'static str,
        /// The columns there are.
        found: String,
    },
    /// The other of Etsy's two files.
    #[error("this is Etsy's file of sold orders: import the sold order items, and give this one with --orders")]
    SoldOrders,
    /// A file beside the first that this kind of import has no use for.
    #[error("--orders is for Etsy's sold orders: leave it out for {0}")]
    OrdersUnwanted(&'static str),
    /// What is wrong is in the file of the orders.
    #[error("the file of --orders: {0}")]
    Orders(Box<Unusable>),
}

/// The bytes of an import.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// The file of sales.
    pub sales: &'a [u8],
    /// Etsy's sold orders, if they are given beside it.
    pub orders: Option<&'a [u8]>,
}

/// Reads the orders of a file. Every row below the header belongs to exactly one of them.
pub fn read(files: Files<'_>, profile: &Profile) -> Result<Vec<Found>, Unusable> {
    let sales = table(files.sales, profile)?;
    let orders = match files.orders {
        Some(_) if profile.form != Form::Etsy => return Err(Unusable::OrdersUnwanted(profile.form.word())),
        Some(bytes) => Some(table(bytes, profile).map_err(|error| Unusable::Orders(Box::new(error)))?),
        None => None,
    };
    let mut found = match profile.form {
        Form::Csv => plain::read(&sales, profile),
        Form::Shopify => shopify::read(&sales, profile),
        Form::Etsy => etsy::read(&sales, orders.as_ref(), profile),
    }?;
    one_identifier_each(&mut found, profile);
    Ok(found)
}

fn table(bytes: &[u8], profile: &Profile) -> Result<Table, Unusable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unusable::TooLong);
    }
    let text: Cow<'_, str> = text::text(bytes, profile.reading.encoding)?;
    Table::read(&text, profile.reading.delimiter)
}

/// Refuses orders whose numbers differ and make the same identifier: one would be taken for the other.
fn one_identifier_each(found: &mut [Found], profile: &Profile) {
    let mut first: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for one in found {
        let (What::Order(order), Some(row)) = (&one.what, one.rows.first()) else { continue };
        let Ok(slug) = plan::slug(&order.reference, profile) else { continue };
        match first.get(&slug) {
            Some((other, row)) if *other != order.reference => {
                let (reference, other, row) = (order.reference.clone(), other.clone(), *row);
                one.what = What::Refused(Problem::SameReference { reference, other, row });
            }
            Some(_) => {}
            None => {
                first.insert(slug, (order.reference.clone(), *row));
            }
        }
    }
}
