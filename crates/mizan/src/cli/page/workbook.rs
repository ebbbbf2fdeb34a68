//! A report as a workbook: the same rows and columns as its CSV, with amounts as numbers and days as days.
//!
//! A cell of a workbook is a float. An amount of up to fifteen digits is the same as a float, and a longer one stays a text.

use anyhow::Context;
use csv::ReaderBuilder;
use mizan_format::csv_page;
use mizan_ledger::report::page::Page;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// The digits a float holds exactly, whatever they are.
const EXACT_DIGITS: usize = 15;

/// The most rows of a sheet, its head among them.
const MOST_ROWS: usize = 1_048_576;

/// Writes reports as one sheet.
pub(super) fn of(pages: &[Page]) -> anyhow::Result<Vec<u8>> {
    let mut table = Vec::new();
    csv_page::pages(pages, &mut table)?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    let mut rows = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&table[..]);
    for (at, record) in rows.records().enumerate() {
        if at >= MOST_ROWS {
            anyhow::bail!("a sheet has at most {MOST_ROWS} rows: ask for --as csv");
        }
        let row = u32::try_from(at)?;
        for (column, cell) in record?.iter().enumerate() {
            let column = u16::try_from(column).context("a sheet has at most 16,384 columns")?;
            match (row, amount(cell), date(cell)) {
                (0, _, _) => sheet.write_with_format(row, column, cell, &bold)?,
                (_, Some((number, decimals)), _) => {
                    let shown = Format::new().set_num_format(format!("#,##0.{}", "0".repeat(decimals)));
                    sheet.write_with_format(row, column, number, &shown)?
                }
                (_, None, Some(date)) => sheet.write_with_format(row, column, &date, &day)?,
                (_, None, None) => sheet.write(row, column, cell)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    Ok(workbook.save_to_buffer()?)
}

/// An amount, as reports write it: digits, a point and decimals. Anything else that looks like a number may be a name.
fn amount(cell: &str) -> Option<(f64, usize)> {
    let (whole, decimals) = cell.strip_prefix('-').unwrap_or(cell).split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = digits(whole) && digits(decimals) && (whole == "0" || !whole.starts_with('0'));
    let exact = whole.len() + decimals.len() <= EXACT_DIGITS;
    (plain && exact).then(|| cell.parse().ok()).flatten().map(|number| (number, decimals.len()))
}

fn date(cell: &str) -> Option<ExcelDateTime> {
    let day: jiff::civil::Date = cell.parse().ok().filter(|_| cell.len() == "2026-11-30".len())?;
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_days_are_known_and_names_stay_names() {
        assert_eq!(amount("4536.00"), Some((4536.0, 2)));
        assert_eq!(amount("-0.05"), Some((-0.05, 2)));
        assert_eq!(amount("123456789012345.00"), None, "more digits than a float holds");
        for name in ["270", "0012.50", "1.2.3", "rug-1", "", ".", "1e5", "-"] {
            assert_eq!(amount(name), None, "{name}");
        }
        assert!(date("2026-02-28").is_some());
        assert!(date("2026-02-30").is_none() && date("2026").is_none());
    }
}
