//! Statements, reports and notifications of accounts in ISO 20022: camt.053, camt.052 and camt.054, of any version.
//!
//! Parts are found by their name, wherever a version has moved them: a status that is a word or holds a code, a party
//! that has a name or holds somebody who has.

mod balance;
mod entry;
mod part;

use mizan_ledger::money::Money;
use roxmltree::Node;

use crate::statement::Asked;
use crate::statement::amount::{iso_day, with_point};
use crate::statement::check::Draft;
use crate::statement::finding::Code;
use crate::statement::identity::Known;
use crate::statement::model::{Entry, Kind, Reading, Side, Status, Unread};
use crate::statement::xml::{Lines, Reader, at, count, elements, kids, said, word};

/// What is told of a file with more than can be read.
const TOO_MANY: &str = "statements, entries and payments together";

/// Reads the statements of a message.
pub(super) fn read(message: Node<'_, '_>, kind: Kind, lines: &Lines<'_>, asked: &Asked<'_>, reading: &mut Reading) {
    let mut found = 0;
    for (node, number) in elements(message) {
        let name = node.tag_name().name();
        match (name, kind) {
            ("GrpHdr", _) => {}
            ("Stmt", Kind::Statement) | ("Rpt", Kind::Report) | ("Ntfctn", Kind::Notification) => {
                found += 1;
                if !lines.room_for(1) {
                    return reading.find(Code::TooMuch, lines.place(node, name), TOO_MANY);
                }
                statement(node, kind, &format!("{name}[{number}]"), lines, asked, reading);
            }
            (_, _) => reading.keep(lines.place(node, name), lines.raw(node)),
        }
    }
    if found == 0 {
        reading.find(Code::NoStatement, lines.place(message, message.tag_name().name()), "");
    }
}

fn statement(node: Node<'_, '_>, kind: Kind, path: &str, lines: &Lines<'_>, asked: &Asked<'_>, reading: &mut Reading) {
    let mut draft = Draft::new(lines.place(node, path), kind);
    let mut reader = Reader { lines, draft: &mut draft };
    reader.head(node, path);
    let mut known = Known::default();
    let mut announced = None;
    let mut dropped = 0;
    for (part, number) in elements(node) {
        let name = part.tag_name().name();
        let inner = || format!("{path}/{name}[{number}]");
        match name {
            "Id" | "ElctrncSeqNb" | "LglSeqNb" | "CreDtTm" | "FrToDt" | "Acct" | "RptgSrc" | "CpyDplctInd" => {}
            "Bal" => balance::balance(&mut reader, part, &inner()),
            "AddtlStmtInf" | "AddtlRptInf" | "AddtlNtfctnInf" => {
                if let Some(text) = said(part) {
                    reader.draft.say(&text);
                }
            }
            "TxsSummry" => announced = Some((part, inner())),
            "Ntry" if !lines.room_for(1 + payments(part)) => {
                reader.find(Code::TooMuch, part, &inner(), TOO_MANY);
                break;
            }
            "Ntry" => match entry::entry(&mut reader, part, &inner(), &mut known) {
                Some(entry) => reader.draft.statement.entries.push(entry),
                None => {
                    dropped += 1;
                    reading.unread.push(Unread { place: lines.place(part, inner()), text: lines.raw(part).to_owned() });
                }
            },
            _ if said(part).is_some() => reading.keep(lines.place(part, inner()), lines.raw(part)),
            _ => {}
        }
    }
    if let Some((summary, path)) = announced {
        reader.summary(summary, &path, dropped);
    }
    draft.close(reading, asked);
}

impl Reader<'_> {
    /// Whose statement it is, and of which days.
    fn head(&mut self, node: Node<'_, '_>, path: &str) {
        let days = at(node, &["FrToDt"]);
        let from = days.and_then(|days| word(days, &["FrDtTm"]).or_else(|| word(days, &["FrDt"])));
        let to = days.and_then(|days| word(days, &["ToDtTm"]).or_else(|| word(days, &["ToDt"])));
        let currency = word(node, &["Acct", "Ccy"]);
        let statement = &mut self.draft.statement;
        statement.id = word(node, &["Id"]);
        statement.page = word(node, &["LglSeqNb"]).or_else(|| word(node, &["ElctrncSeqNb"]));
        statement.account = word(node, &["Acct", "Id", "IBAN"]).or_else(|| word(node, &["Acct", "Id", "Othr", "Id"]));
        // The oldest versions have the number of an account one step less deep.
        statement.account = statement.account.take().or_else(|| word(node, &["Acct", "Id", "PrtryAcct", "Id"]));
        statement.holder = word(node, &["Acct", "Ownr", "Nm"]);
        let servicer = at(node, &["Acct", "Svcr", "FinInstnId"]);
        statement.bank = servicer
            .and_then(|bank| word(bank, &["BICFI"]).or_else(|| word(bank, &["BIC"])).or_else(|| word(bank, &["Nm"])));
        statement.from = from.as_deref().and_then(iso_day);
        statement.to = to.as_deref().and_then(iso_day);
        if let Some(code) = currency {
            match code.parse() {
                Ok(currency) => self.draft.statement.currency = Some(currency),
                Err(_) => self.find(Code::UnknownCurrency, node, &format!("{path}/Acct/Ccy"), &code),
            }
        }
    }

    /// How many entries are announced, and what they come to, against those that are there.
    fn summary(&mut self, node: Node<'_, '_>, path: &str, dropped: usize) {
        let entries = &self.draft.statement.entries;
        let there = entries.len() + dropped;
        let told = |path: &[&'static str]| count(node, path);
        let mut differ = Vec::new();
        if let Some(announced) = told(&["TtlNtries", "NbOfNtries"]).filter(|count| *count != there as u64) {
            differ.push((Code::CountDiffers, format!("{announced} announced, {there} there")));
        }
        let sides = [("TtlCdtNtries", Side::Credit), ("TtlDbtNtries", Side::Debit)];
        for (name, side) in sides {
            let of_side: Vec<&Entry> = entries.iter().filter(|entry| entry.side == side).collect();
            let booked = of_side
                .iter()
                .filter(|entry| entry.status == Status::Booked)
                .map(|entry| entry.amount.minor())
                .sum::<i128>();
            let all = of_side.iter().map(|entry| entry.amount.minor()).sum::<i128>();
            let sum = at(node, &[name, "Sum"]);
            let currency = self.draft.statement.currency.or_else(|| of_side.first().map(|entry| entry.currency));
            let (Some(text), Some(currency)) = (sum.and_then(said), currency) else { continue };
            if let Ok(announced) = with_point(&text, currency)
                && ![booked, all].contains(&announced.minor())
            {
                let there = Money::new(all, currency);
                differ.push((Code::SumDiffers, format!("{name}: {announced} announced, {there} there")));
            }
        }
        for (code, value) in differ {
            self.find(code, node, path, &value);
        }
    }
}

/// The place of a part that an entry has.
pub(super) fn below(path: &str, name: &str) -> String {
    format!("{path}/{name}")
}

/// How many payments an entry names.
fn payments(entry: Node<'_, '_>) -> usize {
    kids(entry, "NtryDtls").map(|details| kids(details, "TxDtls").count()).sum()
}
