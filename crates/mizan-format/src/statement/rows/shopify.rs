//! What Shopify's own payments export: transactions, and the payouts they went into.
//!
//! A transaction has no number of its own: two that say the same are two. It has no payout while it is pending, and in older files
//! never. Labels for the way are taken from a payout and stand in neither file.

use mizan_ledger::money::Money;

use crate::statement::finding::Code;
use crate::statement::identity::{By, Known};
use crate::statement::model::{Reading, Unread};
use crate::statement::payout::{PayoutPart, PayoutRow};
use crate::statement::rows::export::{Columns, day, finish};
use crate::statement::rows::grid::Row;
use crate::statement::rows::sheet::{Column, Sheet};

/// The parts a payout is made of, by their columns. A fee stands with a sign or without: both are met.
const PARTS: [&str; 7] =
    ["Charges", "Refunds", "Adjustments", "Marketplace Sales Tax", "Advances", "Reserved Funds", "Retried Amount"];

/// Which column of the transactions is what.
pub(super) fn transactions(sheet: &mut Sheet<'_>) -> Option<Columns> {
    Some(Columns {
        currency: sheet.needed(&["Currency"])?,
        gross: sheet.needed(&["Amount"])?,
        fee: sheet.needed(&["Fee"])?,
        net: sheet.needed(&["Net"])?,
        fee_is_negative: false,
        kind: sheet.column(&["Type"]),
        on: sheet.column(&["Transaction Date"]),
        available_on: sheet.column(&["Available On"]),
        reference: None,
        about: sheet.column(&["Order"]),
        payout: sheet.column(&["Payout ID"]),
        payout_on: sheet.column(&["Payout Date"]),
        status: sheet.column(&["Payout Status"]),
        text: sheet.column(&["Payment Method Name"]),
    })
}

/// The columns of the payouts.
struct Payouts {
    on: Column,
    total: Column,
    currency: Column,
    status: Option<Column>,
    reference: Option<Column>,
    fees: Option<Column>,
    parts: Vec<Column>,
}

/// Reads the payouts.
pub(super) fn payouts(sheet: &mut Sheet<'_>, head: &Row, rows: &[Row], cut: bool, reading: &mut Reading) {
    let mut read = Vec::new();
    if let Some(columns) = columns_of_payouts(sheet) {
        let order = sheet.order(rows, &[Some(&columns.on)], None);
        let mut known = Known::default();
        for row in rows {
            match payout(sheet, &columns, order, row, &mut known) {
                Some(row) => read.push(row),
                None => reading.unread.push(Unread { place: sheet.place(row, ""), text: row.raw.clone() }),
            }
        }
    }
    finish(sheet, head, "shopify", read, cut, reading);
}

fn columns_of_payouts(sheet: &mut Sheet<'_>) -> Option<Payouts> {
    Some(Payouts {
        on: sheet.needed(&["Payout Date"])?,
        total: sheet.needed(&["Total"])?,
        currency: sheet.needed(&["Currency"])?,
        status: sheet.column(&["Status"]),
        reference: sheet.column(&["Bank Reference"]),
        fees: sheet.column(&["Fees"]),
        parts: PARTS.iter().filter_map(|part| sheet.column(&[part])).collect(),
    })
}

fn payout(
    sheet: &mut Sheet<'_>,
    columns: &Payouts,
    order: Option<crate::import::day::DayOrder>,
    row: &Row,
    known: &mut Known,
) -> Option<PayoutRow> {
    if !sheet.is_whole(row) {
        return None;
    }
    let currency = sheet.currency(row, &columns.currency)?;
    let Ok(Some(total)) = sheet.amount(row, Some(&columns.total), currency) else {
        if sheet.said(row, Some(&columns.total)).is_none() {
            sheet.find(Code::MissingValue, row, &columns.total.name, &row.raw);
        }
        return None;
    };
    let on = sheet.day(row, Some(&columns.on), order);
    if on.is_none() {
        sheet.find(Code::NoDay, row, &columns.on.name, "");
    }
    let mut parts = Vec::new();
    let mut sum = 0;
    for column in &columns.parts {
        let amount = sheet.amount(row, Some(column), currency).ok()?;
        sum += amount.map_or(0, Money::minor);
        parts.push(PayoutPart { name: column.name.clone(), amount });
    }
    let fees = sheet.amount(row, columns.fees.as_ref(), currency).ok()?;
    let fee = fees.map_or(0, Money::minor);
    if total.minor() != sum - fee && total.minor() != sum + fee {
        let sum = Money::new(sum, currency);
        let fee = Money::new(fee, currency);
        sheet.find(
            Code::PartsDiffer,
            row,
            &columns.total.name,
            &format!("parts of {sum} and fees of {fee}, {total} in all"),
        );
    }
    if let Some(column) = &columns.fees {
        parts.push(PayoutPart { name: column.name.clone(), amount: fees });
    }
    let (status, reference) = (sheet.said(row, columns.status.as_ref()), sheet.said(row, columns.reference.as_ref()));
    let by = reference.as_deref().map_or(By::Words, By::Reference);
    // How far a payout is changes from file to file, and it is the same payout.
    let identity = known.identity("shopify payouts", by, &[&day(on), &total.to_string()]);
    if identity.again {
        sheet.find(Code::SameReference, row, "", reference.as_deref().unwrap_or(&row.raw));
    }
    Some(PayoutRow {
        id: identity.id,
        place: sheet.place(row, ""),
        kind: "payout".to_owned(),
        on,
        available_on: None,
        currency,
        gross: None,
        fee: None,
        net: Some(total),
        reference,
        about: None,
        payout: None,
        payout_on: on,
        status,
        text: String::new(),
        parts,
        raw: row.raw.clone(),
    })
}
