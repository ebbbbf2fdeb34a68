//! What a file is, by what stands in it: its name and its ending say nothing.

use std::borrow::Cow;

use crate::statement::finding::{Code, Place};
use crate::statement::letters;
use crate::statement::mapping::letters as letters_of;
use crate::statement::model::Reading;
use crate::statement::mt940::fields::is_one;
#[cfg(feature = "xlsx")]
use crate::statement::rows::grid::Grid;
#[cfg(feature = "xlsx")]
use crate::statement::rows::known::header;
use crate::statement::rows::known::{Found, Table, table};
#[cfg(feature = "xlsx")]
use crate::statement::rows::xlsx;
use crate::statement::{Asked, Form};

/// What there is to read.
pub(super) enum Content<'a> {
    /// A document of elements.
    Xml(Cow<'a, str>),
    /// Fields with tags, line by line.
    Fields(Cow<'a, str>),
    /// A table whose header is known.
    Rows(Found),
    /// Nothing that is known.
    Nothing,
}

/// Files of other kinds, by how they begin, and what to ask for in their place.
const OTHERS: [(&[u8], &str); 2] = [
    (b"%PDF", "a PDF, which is for the eye: ask the bank for camt.053, MT940 or CSV"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (.xls): save it as .xlsx or as CSV"),
];

/// Tells what a file is.
pub(super) fn content<'a>(bytes: &'a [u8], asked: &Asked<'_>, reading: &mut Reading) -> Content<'a> {
    let start = || Place::new(1, "the file");
    if let Some((_, what)) = OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        reading.find(Code::OtherKind, start(), what);
        return Content::Nothing;
    }
    #[cfg(feature = "xlsx")]
    if xlsx::is_archive(bytes) {
        let wanted = asked.mapping.and_then(|mapping| mapping.sheet.as_deref());
        return xlsx::grid(bytes, wanted, reading).map_or(Content::Nothing, |grid| of_sheet(grid, asked, reading));
    }
    let said = asked.mapping.and_then(|mapping| mapping.encoding).map(letters_of);
    let (text, mut found) = letters::text(bytes, said);
    reading.findings.append(&mut found);
    if is_ofx(&text) {
        reading.find(Code::OtherKind, start(), "OFX: ask the bank for camt.053, MT940 or CSV");
        return Content::Nothing;
    }
    if text.trim_start_matches(['\u{feff}', '\0']).trim_start().starts_with('<') {
        return Content::Xml(text);
    }
    if asked.mapping.is_none() && asked.form.is_none_or(|form| form == Form::Mt940) && is_one(&text) {
        return Content::Fields(text);
    }
    let first = text.trim().lines().next().unwrap_or_default();
    match table(&text, asked) {
        Table::Known(found) => return Content::Rows(found),
        Table::Nameless(header) if asked.mapping.is_some() => {
            reading.find(Code::BadMapping, start(), &header);
        }
        Table::Nameless(header) => reading.find(Code::NeedsMapping, start(), &header),
        Table::No => reading.find(Code::UnknownFormat, start(), first),
    }
    Content::Nothing
}

/// What a sheet is, as a table.
#[cfg(feature = "xlsx")]
fn of_sheet<'a>(grid: Grid, asked: &Asked<'_>, reading: &mut Reading) -> Content<'a> {
    match header(grid, asked) {
        Ok(found) => Content::Rows(found),
        Err(mut grid) => {
            let first = grid.rows.first().map(|row| row.raw.clone()).unwrap_or_default();
            let code = if asked.mapping.is_some() { Code::BadMapping } else { Code::NeedsMapping };
            reading.findings.append(&mut grid.findings);
            reading.find(code, Place::new(1, "the first sheet"), &first);
            Content::Nothing
        }
    }
}

/// Whether a text is in the format of older programs for the household.
fn is_ofx(text: &str) -> bool {
    let head: String = text.chars().take(1_000).collect();
    head.contains("OFXHEADER") || head.contains("<OFX>")
}
