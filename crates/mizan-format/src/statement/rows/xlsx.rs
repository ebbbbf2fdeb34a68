//! A spreadsheet as a table: one sheet of it, its cells as the text a person would see.
//!
//! A spreadsheet is a zip archive. Each of its parts is unpacked once and thrown away, counting, before anything reads it: what it
//! says of its own size is not believed. Cells are taken one by one, so that a cell in the last row of the last column is one cell.

use std::io::{self, Cursor, Read};

use calamine::{CellErrorType, DataRef, Reader, Xlsx};
use rust_decimal::Decimal;

use crate::statement::MOST_ENTRIES;
use crate::statement::finding::{Code, Place};
use crate::statement::model::Reading;
use crate::statement::rows::grid::{Grid, MOST_COLUMNS, Row};

/// The most bytes a spreadsheet may unpack to.
pub(crate) const MOST_UNPACKED: u64 = 128 << 20;

/// The most parts of an archive.
const MOST_PARTS: usize = 4_096;

/// The most bytes of all cells.
const MOST_TEXT: usize = 256 << 20;

/// The digits a spreadsheet computes with.
const DIGITS: u32 = 15;

/// Whether bytes are a zip archive.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Opens one sheet; what hinders it is found.
pub(crate) fn grid(bytes: &[u8], wanted: Option<&str>, reading: &mut Reading) -> Option<Grid> {
    let whole = || Place::new(1, "the file");
    match unpacked(bytes, MOST_UNPACKED) {
        Ok(()) => {}
        Err((code, value)) => {
            reading.find(code, whole(), &value);
            return None;
        }
    }
    let mut book: Xlsx<_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => {
            reading.find(Code::NotATable, whole(), &error.to_string());
            return None;
        }
    };
    let names = book.sheet_names();
    let name = match wanted {
        Some(wanted) => names.iter().find(|name| *name == wanted),
        None => names.first(),
    };
    let Some(name) = name else {
        reading.find(
            Code::BadMapping,
            whole(),
            &format!("sheet {}: there is {}", wanted.unwrap_or("1"), names.join(", ")),
        );
        return None;
    };
    for other in names.iter().filter(|other| *other != name) {
        reading.find(Code::NotUnderstood, Place::new(1, format!("sheet `{other}`")), "another sheet");
    }
    let mut grid = Grid { sheet: Some(name.clone()), ..Grid::default() };
    if let Err(error) = fill(&mut book, name, &mut grid) {
        grid.find(Code::NotATable, 1, &error);
    }
    Some(grid)
}

/// Unpacks every part into nothing, and refuses what is more than a table.
pub(crate) fn unpacked(bytes: &[u8], most: u64) -> Result<(), (Code, String)> {
    let broken = |error: &dyn std::fmt::Display| (Code::NotATable, error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err((Code::TooMuch, format!("{} parts, {MOST_PARTS} are the most", archive.len())));
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| broken(&error))?;
        let name = part.name().map_err(|error| broken(&error))?.into_owned();
        let read = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| broken(&error))?;
        if read > left {
            return Err((Code::TooMuch, format!("{name} unpacks to more than the {most} bytes that are read")));
        }
        left -= read;
    }
    Ok(())
}

fn fill<R: Read + io::Seek>(book: &mut Xlsx<R>, name: &str, grid: &mut Grid) -> Result<(), String> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut size = 0;
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        let Seen { text, rounded, number: is_number } = seen(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (number, column) = (row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX));
        if column >= MOST_COLUMNS {
            grid.find(Code::TooMuch, number, &format!("{MOST_COLUMNS} columns are the most"));
            return Ok(());
        }
        size += text.len();
        // Rows stand in their order, or a sheet is none.
        let last = grid.rows.last().map(|row| row.number);
        if size > MOST_TEXT || grid.rows.len() > MOST_ENTRIES || last.is_some_and(|last| last > number) {
            grid.find(Code::TooMuch, number, "more than a table has, or rows out of their order");
            return Ok(());
        }
        if rounded {
            grid.find(Code::RoundedBySpreadsheet, number, &text);
        }
        if last != Some(number) {
            grid.rows.push(Row { number, cells: Vec::new(), numbers: Vec::new(), raw: String::new() });
        }
        let Some(row) = grid.rows.last_mut() else { continue };
        while row.cells.len() < column {
            row.cells.push(String::new());
        }
        row.cells.truncate(column);
        row.cells.push(text);
        if is_number {
            row.numbers.push(column);
        }
    }
    let widest = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    for row in &mut grid.rows {
        row.raw = row.cells.join("\t");
        // A spreadsheet does not keep what is empty: its rows are as wide as its widest, and none is cut.
        row.cells.resize(widest, String::new());
    }
    Ok(())
}

struct Seen {
    text: String,
    rounded: bool,
    number: bool,
}

/// A cell as text.
fn seen(value: &DataRef<'_>) -> Seen {
    let plain = |text: String| Seen { text, rounded: false, number: false };
    match value {
        DataRef::Int(whole) => digits(&whole.to_string()),
        DataRef::Float(number) => digits(&number.to_string()),
        DataRef::String(text) => plain(text.clone()),
        DataRef::SharedString(text) => plain((*text).to_owned()),
        DataRef::Bool(yes) => plain(yes.to_string()),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            plain(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTime(span) => digits(&span.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => plain(text.clone()),
        DataRef::Error(error) => plain(failed(error)),
        DataRef::Empty => plain(String::new()),
    }
}

/// The digits of a number that mean something: behind them is what a machine adds when it computes.
fn digits(text: &str) -> Seen {
    let exact = Decimal::from_str_exact(text).ok();
    match exact.and_then(|exact| Some((exact, exact.round_sf(DIGITS)?))) {
        Some((exact, rounded)) if exact != rounded => {
            Seen { text: rounded.normalize().to_string(), rounded: true, number: true }
        }
        Some(_) | None => Seen { text: text.to_owned(), rounded: false, number: true },
    }
}

fn failed(error: &CellErrorType) -> String {
    format!("{error}")
}
