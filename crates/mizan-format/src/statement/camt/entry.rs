//! One entry of a statement, with the payments it is made of.

use jiff::civil::Date;
use mizan_ledger::money::Money;
use roxmltree::Node;

use crate::statement::camt::balance::side;
use crate::statement::camt::below;
use crate::statement::camt::part::{part, returned};
use crate::statement::finding::Code;
use crate::statement::identity::{By, Known};
use crate::statement::model::{Batch, Entry, Kind, Part, References, Side, Status};
use crate::statement::xml::{Reader, at, coded, count, kids, reference, said, word};

/// The room for free text in one piece, in letters.
const LONGEST_TEXT: usize = 140;

/// Reads an entry; none if its amount or its side is not there, which is found.
pub(super) fn entry(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str, known: &mut Known) -> Option<Entry> {
    let of_account = reader.draft.statement.currency;
    let Some(amount) = at(node, &["Amt"]) else {
        reader.find(Code::NoAmount, node, path, "");
        return None;
    };
    let amount = reader.amount(amount, &below(path, "Amt"), of_account)?;
    let side = side(reader, node, path)?;
    let status = status(reader, node, path);
    let booked_on = reader.day(at(node, &["BookgDt"]), &below(path, "BookgDt"));
    let value_on = reader.day(at(node, &["ValDt"]), &below(path, "ValDt"));
    let code = movement(node);
    let mut parts = Vec::new();
    for details in kids(node, "NtryDtls").flat_map(|details| kids(details, "TxDtls")) {
        let place = below(path, &format!("TxDtls[{}]", parts.len() + 1));
        parts.push((part(reader, details, &place, amount.currency(), side), movement(details)));
    }
    // The first versions have them without a cover.
    let batch = kids(node, "NtryDtls").find_map(|details| at(details, &["Btch"])).or_else(|| at(node, &["Btch"]));
    let batch = batch.map(|batch| Batch {
        payment_information: reference(batch, &["PmtInfId"]),
        count: count(batch, &["NbOfTxs"]),
        total: at(batch, &["TtlAmt"]).and_then(|total| reader.amount(total, &below(path, "Btch/TtlAmt"), of_account)),
    });
    let more = word(node, &["AddtlNtryInf"]).or_else(|| word(node, &["AddtlNtryInf", "Inf"]));
    long_texts(reader, node, path);
    together(reader, node, path, amount, &parts, batch.as_ref());
    let code = code.or_else(|| parts.iter().find_map(|(_, code)| code.clone()));
    let mut parts: Vec<Part> = parts.into_iter().map(|(part, _)| part).collect();
    let mut entry = Entry {
        id: String::new(),
        place: reader.lines.place(node, path),
        amount,
        currency: amount.currency(),
        side,
        status,
        reversal: word(node, &["RvslInd"]).is_some_and(|said| matches!(said.as_str(), "true" | "1")),
        booked_on,
        value_on,
        returned: returned(node, code.as_deref()),
        code,
        references: References::default(),
        counterparty: None,
        text: String::new(),
        batch,
        parts: Vec::new(),
        raw: reader.lines.raw(node).to_owned(),
    };
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        entry.references = only.references;
        entry.counterparty = only.counterparty;
        entry.text = only.text;
        entry.returned = only.returned.or(entry.returned);
    }
    entry.parts = parts;
    if entry.references.payment_information.is_none() {
        entry.references.payment_information = entry.batch.as_ref().and_then(|batch| batch.payment_information.clone());
    }
    let own = reference(node, &["AcctSvcrRef"]);
    let bank = own.or_else(|| entry.references.servicer.take());
    entry.references.servicer = bank;
    for more in more.into_iter().filter(|more| !entry.text.contains(more.as_str())).collect::<Vec<_>>() {
        entry.text = if entry.text.is_empty() { more } else { format!("{} {more}", entry.text) };
    }
    name(reader, node, path, &mut entry, known);
    Some(entry)
}

/// Gives the entry its id.
fn name(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str, entry: &mut Entry, known: &mut Known) {
    let statement = &reader.draft.statement;
    let account = statement.account.clone().unwrap_or_default();
    let page = statement.id.clone().or_else(|| statement.page.clone()).unwrap_or_default();
    let position = statement.entries.len();
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let (booked, value, amount) = (day(entry.booked_on), day(entry.value_on), entry.amount.to_string());
    let words = [booked.as_str(), value.as_str(), amount.as_str(), entry.side.word()];
    let identity = match &entry.references.servicer {
        Some(reference) => known.identity(&account, By::Reference(reference), &words),
        None => known.identity(&account, By::Page(&page, position), &words),
    };
    entry.id = identity.id;
    if identity.again {
        let reference = entry.references.servicer.clone().unwrap_or_default();
        reader.find(Code::SameReference, node, path, &reference);
    }
}

fn status(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str) -> Status {
    let said = at(node, &["Sts"]).and_then(|status| coded(status).or_else(|| said(status)));
    match said.as_deref() {
        Some("BOOK") => Status::Booked,
        Some("PDNG" | "FUTR") => Status::Pending,
        Some("INFO") => Status::Information,
        None if reader.draft.statement.kind == Kind::Report => Status::Pending,
        None => {
            reader.find(Code::AssumedBooked, node, &below(path, "Sts"), "");
            Status::Booked
        }
        Some(other) => {
            reader.find(Code::UnknownStatus, node, &below(path, "Sts"), other);
            Status::Pending
        }
    }
}

/// What kind of movement it is: domain, family and sub-family, or the bank's own code.
fn movement(node: Node<'_, '_>) -> Option<String> {
    let codes = at(node, &["BkTxCd"])?;
    let domain = at(codes, &["Domn"]).map(|domain| {
        let parts = [word(domain, &["Cd"]), word(domain, &["Fmly", "Cd"]), word(domain, &["Fmly", "SubFmlyCd"])];
        parts.into_iter().flatten().collect::<Vec<_>>().join("/")
    });
    domain.filter(|code| !code.is_empty()).or_else(|| word(codes, &["Prtry", "Cd"]))
}

/// Whether the payments come to the entry, and are as many as the batch says.
fn together(
    reader: &mut Reader<'_>,
    node: Node<'_, '_>,
    path: &str,
    amount: Money,
    parts: &[(Part, Option<String>)],
    batch: Option<&Batch>,
) {
    let count = batch.and_then(|batch| batch.count).filter(|count| !parts.is_empty() && *count != parts.len() as u64);
    if let Some(count) = count {
        reader.find(Code::PartsDiffer, node, path, &format!("{count} payments announced, {} named", parts.len()));
    }
    let moved: Option<i128> = parts
        .iter()
        .map(|(part, _)| part.amount.filter(|part| part.currency() == amount.currency()).map(|amount| (part, amount)))
        .map(|part| part.map(|(part, amount)| (part.side, amount.minor())))
        .try_fold(0, |sum, part| {
            part.map(|(side, minor)| if side == Side::Credit { sum + minor } else { sum - minor })
        });
    if let Some(moved) = moved.filter(|moved| !parts.is_empty() && moved.abs() != amount.minor()) {
        let sum = Money::new(moved.abs(), amount.currency());
        reader.find(Code::PartsDiffer, node, path, &format!("payments come to {sum}, the entry is {amount}"));
    }
}

fn long_texts(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str) {
    let texts = node.descendants().filter(|inner| inner.is_element() && inner.tag_name().name() == "Ustrd");
    let long: Vec<_> = texts
        .filter_map(|text| said(text).filter(|said| said.chars().count() > LONGEST_TEXT).map(|said| (text, said)))
        .collect();
    for (text, said) in long {
        reader.find(Code::LongText, text, &below(path, "Ustrd"), &format!("{} letters: {said}", said.chars().count()));
    }
}
