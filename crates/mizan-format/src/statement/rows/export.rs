//! The rows of an export with gross, fee and net: read alike for every provider, by columns each calls its own way.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};

use crate::statement::finding::{Code, Finding};
use crate::statement::identity::{By, Known, telling};
use crate::statement::model::{Reading, Unread};
use crate::statement::payout::{PayoutExport, PayoutRow};
use crate::statement::rows::grid::Row;
use crate::statement::rows::sheet::{Column, Sheet};

/// The columns of an export.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) currency: Column,
    pub(super) gross: Column,
    pub(super) fee: Column,
    pub(super) net: Column,
    /// Whether a fee that is kept stands below zero.
    pub(super) fee_is_negative: bool,
    pub(super) kind: Option<Column>,
    pub(super) on: Option<Column>,
    pub(super) available_on: Option<Column>,
    /// The row's own reference, if the provider gives one.
    pub(super) reference: Option<Column>,
    pub(super) about: Option<Column>,
    pub(super) payout: Option<Column>,
    pub(super) payout_on: Option<Column>,
    pub(super) status: Option<Column>,
    pub(super) text: Option<Column>,
}

/// Reads the rows of an export.
pub(super) fn export(
    sheet: &mut Sheet<'_>,
    head: &Row,
    rows: &[Row],
    cut: bool,
    provider: &str,
    columns: fn(&mut Sheet<'_>) -> Option<Columns>,
    reading: &mut Reading,
) {
    let mut read = Vec::new();
    let columns = columns(sheet);
    if let Some(columns) = &columns {
        let days = [columns.on.as_ref(), columns.available_on.as_ref(), columns.payout_on.as_ref()];
        let order = sheet.order(rows, &days, None);
        let mut known = Known::default();
        for row in rows {
            match payout_row(sheet, columns, order, row, provider, &mut known) {
                Some(row) => read.push(row),
                None => reading.unread.push(Unread { place: sheet.place(row, ""), text: row.raw.clone() }),
            }
        }
    }
    finish(sheet, head, provider, read, cut, reading);
}

/// Adds an export and what was found in it.
pub(super) fn finish(
    sheet: &mut Sheet<'_>,
    head: &Row,
    provider: &str,
    rows: Vec<PayoutRow>,
    cut: bool,
    reading: &mut Reading,
) {
    let quarantined = cut || sheet.findings.iter().any(Finding::quarantines);
    reading.findings.append(&mut sheet.findings);
    reading.payouts.push(PayoutExport {
        place: sheet.place(head, ""),
        provider: provider.to_owned(),
        quarantined,
        rows,
    });
}

fn payout_row(
    sheet: &mut Sheet<'_>,
    columns: &Columns,
    order: Option<crate::import::day::DayOrder>,
    row: &Row,
    provider: &str,
    known: &mut Known,
) -> Option<PayoutRow> {
    if !sheet.is_whole(row) {
        return None;
    }
    let currency = sheet.currency(row, &columns.currency)?;
    let gross = sheet.amount(row, Some(&columns.gross), currency);
    let fee = sheet.amount(row, Some(&columns.fee), currency);
    let net = sheet.amount(row, Some(&columns.net), currency);
    let (Ok(gross), Ok(fee), Ok(net)) = (gross, fee, net) else { return None };
    let fee = fee.map(|fee| if columns.fee_is_negative { fee.negated() } else { fee });
    adds_up(sheet, columns, row, [gross, fee, net], currency);
    let on = sheet.day(row, columns.on.as_ref(), order);
    if on.is_none() && columns.on.is_some() {
        let name = columns.on.as_ref().map_or("", |column| column.name.as_str());
        sheet.find(Code::NoDay, row, name, &sheet.said(row, columns.on.as_ref()).unwrap_or_default());
    }
    let said = |column: &Option<Column>| sheet.said(row, column.as_ref());
    let reference = said(&columns.reference).and_then(|reference| telling(&reference));
    let (kind, about) = (said(&columns.kind).unwrap_or_default(), said(&columns.about));
    let (payout, status, text) =
        (said(&columns.payout), said(&columns.status), said(&columns.text).unwrap_or_default());
    let shown = |amount: Option<Money>| amount.map_or_else(String::new, |amount| amount.to_string());
    let words = [shown(gross), shown(fee), shown(net), day(on), kind.clone(), about.clone().unwrap_or_default()];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let by = reference.as_deref().map_or(By::Words, By::Reference);
    let identity = known.identity(provider, by, &words);
    if identity.again {
        sheet.find(Code::SameReference, row, "", reference.as_deref().unwrap_or(&row.raw));
    }
    Some(PayoutRow {
        id: identity.id,
        place: sheet.place(row, ""),
        kind,
        on,
        available_on: sheet.day(row, columns.available_on.as_ref(), order),
        currency,
        gross,
        fee,
        net,
        reference,
        about,
        payout,
        payout_on: sheet.day(row, columns.payout_on.as_ref(), order),
        status,
        text,
        parts: Vec::new(),
        raw: row.raw.clone(),
    })
}

/// A blank is neither nothing nor a repetition: where gross or net is missing, that is found.
fn adds_up(sheet: &mut Sheet<'_>, columns: &Columns, row: &Row, amounts: [Option<Money>; 3], currency: Currency) {
    let [gross, fee, net] = amounts;
    let (Some(gross), Some(net)) = (gross, net) else {
        let name = if gross.is_none() { &columns.gross.name } else { &columns.net.name };
        return sheet.find(Code::MissingValue, row, &name.clone(), &row.raw);
    };
    let fee = fee.unwrap_or(currency.zero());
    let left = gross.minor() - fee.minor();
    if left != net.minor() {
        let left = Money::new(left, currency);
        sheet.find(
            Code::FalseRow,
            row,
            &columns.net.name,
            &format!("{gross} less {fee} is {left}, the row says {net}"),
        );
    }
}

/// A day as one of the words of a row.
pub(super) fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
