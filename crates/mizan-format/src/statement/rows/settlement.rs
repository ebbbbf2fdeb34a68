//! PayPal's settlement report: rows that say in their first cell what they are, amounts in minor units without a sign, and beside
//! each a column that says debit or credit.

use mizan_ledger::money::{Currency, Money};

use crate::statement::Asked;
use crate::statement::amount::minor_units;
use crate::statement::finding::{Code, Finding};
use crate::statement::identity::{By, Known, telling};
use crate::statement::model::{Reading, Unread};
use crate::statement::payout::PayoutRow;
use crate::statement::rows::export::{day, finish};
use crate::statement::rows::grid::{Grid, Row};
use crate::statement::rows::sheet::{Column, Sheet};

/// The columns of a section.
struct Columns {
    number: Column,
    code: Option<Column>,
    invoice: Option<Column>,
    completed: Option<Column>,
    side: Column,
    gross: Column,
    currency: Column,
    fee_side: Option<Column>,
    fee: Option<Column>,
    fee_currency: Option<Column>,
    bank: Option<Column>,
    text: Option<Column>,
}

/// Reads the sections of a report: each has a header of its own.
pub(super) fn read(grid: &Grid, _asked: &Asked<'_>, reading: &mut Reading) {
    let cut = grid.findings.iter().any(Finding::quarantines);
    let mut known = Known::default();
    let mut section: Option<Section<'_>> = None;
    for row in &grid.rows {
        match (row.cell(0), section.as_mut()) {
            ("CH", _) => {
                Section::close(section.take(), cut, reading);
                let mut sheet = Sheet::new(grid, row);
                let columns = columns(&mut sheet);
                section = Some(Section { head: row, sheet, columns, rows: Vec::new(), unread: 0 });
            }
            ("SB", Some(section)) => match section.row(row, &mut known) {
                Some(read) => section.rows.push(read),
                None => {
                    section.unread += 1;
                    reading.unread.push(Unread { place: grid.place(row, ""), text: row.raw.clone() });
                }
            },
            ("SC", Some(section)) => section.count(row),
            // What frames the report and its sections: when and for whom it was made, and the counts over all of them.
            ("RH" | "FH" | "SH" | "RC" | "FF", _) => {}
            (_, _) => reading.keep(grid.place(row, ""), &row.raw),
        }
    }
    Section::close(section, cut, reading);
}

struct Section<'a> {
    head: &'a Row,
    sheet: Sheet<'a>,
    columns: Option<Columns>,
    rows: Vec<PayoutRow>,
    unread: usize,
}

impl Section<'_> {
    fn close(section: Option<Section<'_>>, cut: bool, reading: &mut Reading) {
        if let Some(Section { head, mut sheet, rows, .. }) = section {
            finish(&mut sheet, head, "paypal", rows, cut, reading);
        }
    }

    /// How many rows the section says it has.
    fn count(&mut self, row: &Row) {
        let there = self.rows.len() + self.unread;
        if row.cell(1).parse() != Ok(there) {
            let value = format!("{} announced, {there} there", row.cell(1));
            self.sheet.find(Code::CountDiffers, row, "", &value);
        }
    }

    fn row(&mut self, row: &Row, known: &mut Known) -> Option<PayoutRow> {
        let sheet = &mut self.sheet;
        let columns = self.columns.as_ref()?;
        if !sheet.is_whole(row) {
            return None;
        }
        let currency = sheet.currency(row, &columns.currency)?;
        let gross = signed(sheet, row, &columns.side, &columns.gross, currency)?;
        let fee = match (&columns.fee_side, &columns.fee) {
            (Some(side), Some(fee)) if sheet.said(row, Some(fee)).is_some() => {
                let of_fee = sheet.said(row, columns.fee_currency.as_ref());
                if let Some(other) = of_fee.filter(|code| code != currency.code()) {
                    sheet.find(Code::OtherCurrency, row, &fee.name, &other);
                    return None;
                }
                // What is debited is kept.
                Some(signed(sheet, row, side, fee, currency)?.negated())
            }
            (_, _) => None,
        };
        let net = Money::new(gross.minor() - fee.map_or(0, Money::minor), currency);
        let on = sheet.day(row, columns.completed.as_ref(), None);
        if on.is_none() {
            sheet.find(Code::NoDay, row, "", "");
        }
        let said = |column: &Option<Column>| sheet.said(row, column.as_ref());
        let reference = sheet.said(row, Some(&columns.number)).and_then(|number| telling(&number));
        let (kind, about) = (said(&columns.code).unwrap_or_default(), said(&columns.invoice));
        let (payout, text) = (said(&columns.bank), said(&columns.text).unwrap_or_default());
        let words = [kind.clone(), gross.to_string(), net.to_string(), day(on)];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let identity = known.identity("paypal", reference.as_deref().map_or(By::Words, By::Reference), &words);
        if identity.again {
            sheet.find(Code::SameReference, row, "", reference.as_deref().unwrap_or(&row.raw));
        }
        Some(PayoutRow {
            id: identity.id,
            place: sheet.place(row, ""),
            kind,
            on,
            available_on: None,
            currency,
            gross: Some(gross),
            fee,
            net: Some(net),
            reference,
            about,
            payout,
            payout_on: None,
            status: None,
            text,
            parts: Vec::new(),
            raw: row.raw.clone(),
        })
    }
}

/// An amount by its column and the one that says which way it goes.
fn signed(sheet: &mut Sheet<'_>, row: &Row, side: &Column, amount: &Column, currency: Currency) -> Option<Money> {
    let text = sheet.said(row, Some(amount)).unwrap_or_default();
    let value = match minor_units(&text, currency) {
        Ok(value) => value,
        Err(code) => {
            sheet.find(code, row, &amount.name, &text);
            return None;
        }
    };
    let way = sheet.said(row, Some(side)).unwrap_or_default();
    match way.to_uppercase().as_str() {
        "CR" => Some(value),
        "DR" => Some(value.negated()),
        _ if value.is_zero() => Some(value),
        _ => {
            sheet.find(Code::NoSide, row, &side.name, &way);
            None
        }
    }
}

fn columns(sheet: &mut Sheet<'_>) -> Option<Columns> {
    Some(Columns {
        number: sheet.needed(&["Transaction ID"])?,
        code: sheet.column(&["Transaction Event Code"]),
        invoice: sheet.column(&["Invoice ID"]),
        completed: sheet.column(&["Transaction Completion Date"]),
        side: sheet.needed(&["Transaction Debit or Credit"])?,
        gross: sheet.needed(&["Gross Transaction Amount"])?,
        currency: sheet.needed(&["Gross Transaction Currency"])?,
        fee_side: sheet.column(&["Fee Debit or Credit"]),
        fee: sheet.column(&["Fee Amount"]),
        fee_currency: sheet.column(&["Fee Currency"]),
        bank: sheet.column(&["Bank Reference ID"]),
        text: sheet.column(&["Custom Field"]),
    })
}
