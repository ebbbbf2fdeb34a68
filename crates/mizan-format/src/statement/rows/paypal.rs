//! PayPal's activity as it is downloaded by hand, with the headers and decimals of the merchant's language.

use crate::statement::rows::export::Columns;
use crate::statement::rows::grid::Row;
use crate::statement::rows::known::same;
use crate::statement::rows::sheet::Sheet;

const DATE: [&str; 4] = ["Date", "Datum", "Fecha", "Data"];
const CURRENCY: [&str; 5] = ["Currency", "Devise", "Währung", "Divisa", "Valuta"];
const GROSS: [&str; 5] = ["Gross", "Avant commission", "Brut", "Brutto", "Bruto"];
const FEE: [&str; 6] = ["Fee", "Commission", "Gebühr", "Entgelt", "Comisión", "Tariffa"];
const NET: [&str; 4] = ["Net", "Après commission", "Netto", "Neto"];
const NUMBER: [&str; 5] =
    ["Transaction ID", "Numéro de transaction", "Transaktionscode", "Id. de transacción", "Codice transazione"];
const KIND: [&str; 6] = ["Type", "Description", "Typ", "Beschreibung", "Tipo", "Descripción"];
const STATUS: [&str; 4] = ["Status", "État", "Estado", "Stato"];
const INVOICE: [&str; 5] =
    ["Invoice Number", "Numéro de facture", "Rechnungsnummer", "Número de factura", "Numero fattura"];
const SUBJECT: [&str; 5] = ["Subject", "Item Title", "Objet", "Betreff", "Asunto"];

/// Whether a header is one of the activity, in any of its languages.
pub(super) fn is_activity(row: &Row) -> bool {
    [&DATE[..], &CURRENCY, &GROSS, &FEE, &NET, &NUMBER]
        .iter()
        .all(|names| names.iter().any(|name| row.cells.iter().any(|cell| same(cell, name))))
}

/// Which column is what.
pub(super) fn columns(sheet: &mut Sheet<'_>) -> Option<Columns> {
    Some(Columns {
        currency: sheet.needed(&CURRENCY)?,
        gross: sheet.needed(&GROSS)?,
        fee: sheet.needed(&FEE)?,
        net: sheet.needed(&NET)?,
        fee_is_negative: true,
        kind: KIND.iter().find_map(|name| sheet.column(&[name])),
        on: sheet.needed(&DATE),
        available_on: None,
        reference: sheet.needed(&NUMBER),
        about: sheet.column(&INVOICE),
        payout: None,
        payout_on: None,
        status: sheet.column(&STATUS),
        text: SUBJECT.iter().find_map(|name| sheet.column(&[name])),
    })
}
