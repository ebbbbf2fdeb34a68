//! What the matcher is given of a file: a line for each entry, or for each payment of an entry that names them with amounts,
//! and a provider's payouts with the rows they are made of.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_ledger::account::Till;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::matching::Stretch;
use mizan_ledger::event::matching::Side;
use mizan_ledger::id::LineId;
use mizan_ledger::money::Money;
use mizan_ledger::reconcile::line::{Batch, Counterparty, Line, References, Returned};
use mizan_ledger::reconcile::open::{Item, Kind, Party, Row, RowKind, Standing};
use mizan_ledger::reconcile::overlap::{self, Day, Overlap, Recorded};
use mizan_ledger::reconcile::provided;

use crate::statement::identity::sha256;
use crate::statement::model::{self, Entry, Reading, Return, Statement, Status};
use crate::statement::payout::PayoutRow;

/// How many letters of an entry's id name its line in a book: 128 bits of its hash.
const OF_THE_ID: usize = 32;

/// An entry, and what the matcher is given of it.
#[derive(Debug)]
pub struct Told<'a> {
    /// Its statement.
    pub statement: &'a Statement,
    /// The entry.
    pub entry: &'a Entry,
    /// What it is called in a book.
    pub line: LineId,
    /// Its day: booked, or else valued, or else the statement's last.
    pub on: Option<Date>,
    /// One line, or one for each of its payments.
    pub lines: Vec<Line>,
    /// What another statement has recorded of it under another name, if somebody has looked.
    pub recorded: Option<Recorded>,
}

impl Told<'_> {
    /// Whether a match may book it: its bank has booked it, its statement is right, it moves something, and it is not perhaps
    /// what another statement has said.
    #[must_use]
    pub fn may_be_booked(&self) -> bool {
        let moves = self.entry.amount.is_positive();
        let is_itself = matches!(self.recorded, None | Some(Recorded::As(_)));
        self.entry.status == Status::Booked && !self.statement.quarantined && self.on.is_some() && moves && is_itself
    }

    /// Whether it moves nothing: there is nothing in it to book.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entry.amount.is_zero()
    }
}

/// Holds what is told against what the book has of the till under other names: what is the same takes the name it has in the
/// book. The days that were recorded and are missing in the file are given back.
pub fn hold_against(own: &Cooperative, till: Till, reading: &Reading, told: &mut [Told<'_>]) -> Vec<Day> {
    let booked = told.iter().filter(|told| told.may_be_booked());
    let entries: Vec<overlap::Entry<'_>> = booked.filter_map(as_of_the_till).collect();
    let is_whole = |statement: &&Statement| {
        let Statement { kind, balanced, quarantined, from, to, .. } = statement;
        *kind == model::Kind::Statement && *balanced == Some(true) && !quarantined && from.is_some() && to.is_some()
    };
    let whole: Vec<Stretch> = reading.statements.iter().filter(is_whole).map(Statement::stretch).collect();
    let Overlap { entries, missing } = overlap::overlap(own, till, &entries, &whole);
    for told in told.iter_mut() {
        told.recorded = entries.get(&told.line).cloned();
        if let Some(Recorded::As(line)) = told.recorded {
            let (before, now) = (told.line.to_string(), line.to_string());
            told.lines.iter_mut().for_each(|line| line.id = line.id.replacen(&before, &now, 1));
            told.line = line;
        }
    }
    missing
}

fn as_of_the_till<'t>(told: &'t Told<'_>) -> Option<overlap::Entry<'t>> {
    let reference = told.entry.references.servicer.as_deref();
    let (line, moved, stretch) = (told.line, told.entry.moved(), told.statement.stretch());
    let so_far = told.statement.kind == model::Kind::Report;
    Some(overlap::Entry { line, on: told.on?, moved, reference, stretch, so_far })
}

/// What is told of each entry of a file, in the order of the file, for the account that is called so.
#[must_use]
pub fn told<'a>(reading: &'a Reading, account: &str) -> Vec<Told<'a>> {
    let entries =
        reading.statements.iter().flat_map(|statement| statement.entries.iter().map(move |entry| (statement, entry)));
    entries.filter_map(|(statement, entry)| of_entry(statement, entry, account)).collect()
}

/// What an entry is called in a book.
#[must_use]
pub fn line_of(entry: &Entry) -> Option<LineId> {
    entry.id.get(..OF_THE_ID)?.parse().ok()
}

fn of_entry<'a>(statement: &'a Statement, entry: &'a Entry, account: &str) -> Option<Told<'a>> {
    let line = line_of(entry)?;
    let on = entry.booked_on.or(entry.value_on).or(statement.to);
    let whole = Line {
        id: line.to_string(),
        account: account.to_owned(),
        amount: entry.amount,
        side: side(entry.side),
        booked_on: on.unwrap_or(Date::MIN),
        value_on: entry.value_on,
        references: references(&entry.references),
        counterparty: counterparty(entry.counterparty.as_ref()),
        text: entry.text.clone(),
        batch: entry.batch.as_ref().map(batch),
        returned: entry.returned.as_ref().map(returned),
        exchanged: entry.parts.iter().any(|part| part.currency.is_some_and(|currency| currency != entry.currency)),
    };
    let lines = parts(entry, &whole).unwrap_or_else(|| vec![whole]);
    Some(Told { statement, entry, line, on, lines, recorded: None })
}

/// Its payments one by one, where each has an amount and all of them come to the entry.
fn parts(entry: &Entry, whole: &Line) -> Option<Vec<Line>> {
    if entry.parts.len() < 2 {
        return None;
    }
    let signed = |part: &model::Part| {
        let amount = part.amount?;
        Some(if part.side == entry.side { amount } else { amount.negated() })
    };
    let amounts: Option<Vec<Money>> = entry.parts.iter().map(signed).collect();
    if Money::sum(entry.amount.currency(), amounts?).ok()? != entry.amount {
        return None;
    }
    let line = |(number, part): (usize, &model::Part)| {
        Some(Line {
            id: format!("{}-{}", whole.id, number + 1),
            amount: part.amount?,
            side: side(part.side),
            references: references(&part.references),
            counterparty: counterparty(part.counterparty.as_ref()),
            text: part.text.clone(),
            batch: None,
            returned: part.returned.as_ref().or(entry.returned.as_ref()).map(returned),
            ..whole.clone()
        })
    };
    entry.parts.iter().enumerate().map(line).collect()
}

/// A side, as the book has it.
#[must_use]
pub fn side(side: model::Side) -> Side {
    match side {
        model::Side::Credit => Side::Credit,
        model::Side::Debit => Side::Debit,
    }
}

fn references(of: &model::References) -> References {
    References {
        end_to_end: of.end_to_end.clone(),
        instruction: of.instruction.clone(),
        payment_information: of.payment_information.clone(),
        servicer: of.servicer.clone(),
        // Providers write the id of their payout where others write a reference.
        provider_payout: of.end_to_end.clone().or_else(|| of.structured.first().cloned()),
        structured: of.structured.first().cloned(),
    }
}

fn counterparty(of: Option<&model::Counterparty>) -> Counterparty {
    of.map(|of| Counterparty { name: of.name.clone(), account: of.account.clone() }).unwrap_or_default()
}

fn batch(of: &model::Batch) -> Batch {
    Batch {
        payment_information: of.payment_information.clone(),
        count: of.count.and_then(|count| u32::try_from(count).ok()),
        total: of.total,
    }
}

fn returned(of: &Return) -> Returned {
    Returned { reason: of.code.clone().or_else(|| of.prose.clone()) }
}

/// What providers announced: each payout with its rows, where they say which payout they went into.
#[must_use]
pub fn provider_payouts(reading: &Reading) -> Vec<Item> {
    payouts(reading).into_iter().filter_map(|(id, (_, rows))| of_payout(id, &rows)).collect()
}

/// The same payouts by the ids of their items, as they are booked: gross and fee, and what each row is about.
#[must_use]
pub fn announced(reading: &Reading) -> BTreeMap<String, provided::Payout> {
    let row = |row: &&PayoutRow| {
        let fee = row.fee.unwrap_or(row.currency.zero());
        let gross = row.gross.or_else(|| row.net?.plus(fee).ok())?;
        Some(provided::Row { kind: kind(&row.kind), gross, fee, about: row.about.clone(), text: row.text.clone() })
    };
    let payout = |(id, (provider, rows)): (&str, (&str, Vec<&PayoutRow>))| {
        let rows = rows.iter().filter(|row| !is_the_payout(row)).map(row).collect::<Option<_>>()?;
        // Its own name may have signs that ours have not, and be longer.
        let hash = sha256(format!("{provider}:{id}").as_bytes());
        let movement = format!("po-{}", hash.get(..OF_THE_ID)?).parse().ok()?;
        Some((item_of(id), provided::Payout { provider: provider.to_owned(), movement, rows }))
    };
    payouts(reading).into_iter().filter_map(payout).collect()
}

/// The rows of each payout, with whose they are.
fn payouts(reading: &Reading) -> BTreeMap<&str, (&str, Vec<&PayoutRow>)> {
    let mut payouts: BTreeMap<&str, (&str, Vec<&PayoutRow>)> = BTreeMap::new();
    for export in reading.payouts.iter().filter(|export| !export.quarantined) {
        for row in &export.rows {
            if let Some(payout) = row.payout.as_deref() {
                payouts.entry(payout).or_insert((&export.provider, Vec::new())).1.push(row);
            }
        }
    }
    payouts
}

fn item_of(payout: &str) -> String {
    format!("provider:{payout}")
}

fn of_payout(id: &str, rows: &[&PayoutRow]) -> Option<Item> {
    let made_of = rows.iter().filter(|row| !is_the_payout(row));
    let parts: Vec<Row> = made_of.flat_map(|row| parts_of_row(row)).collect();
    let day = rows.iter().filter_map(|row| row.payout_on.or(row.available_on).or(row.on)).max()?;
    (!parts.is_empty()).then(|| Item {
        id: item_of(id),
        account: None,
        from: day,
        due: day,
        party: Party::default(),
        standing: Standing::Open,
        kind: Kind::ProviderPayout { ids: vec![id.to_owned()], rows: parts },
    })
}

/// What a row adds to its payout: what it is before the fee, and the fee by its own name.
fn parts_of_row(row: &PayoutRow) -> Vec<Row> {
    let whole = |net: Money| vec![Row { kind: kind(&row.kind), net }];
    match (row.gross, row.fee.filter(|fee| !fee.is_zero()), row.net) {
        (Some(gross), Some(fee), Some(_)) if kind(&row.kind) != RowKind::Fee => {
            [whole(gross), vec![Row { kind: RowKind::Fee, net: fee.negated() }]].concat()
        }
        (_, _, Some(net)) => whole(net),
        (_, _, None) => Vec::new(),
    }
}

/// Whether a row is the payout itself and not a part of it.
fn is_the_payout(row: &PayoutRow) -> bool {
    row.kind.eq_ignore_ascii_case("payout")
}

fn kind(word: &str) -> RowKind {
    let word = word.to_ascii_lowercase();
    let is = |part: &str| word.contains(part);
    if is("refund") {
        RowKind::Refund
    } else if is("dispute") || is("chargeback") {
        RowKind::Dispute
    } else if is("reserve") {
        RowKind::Reserve
    } else if is("fee") {
        RowKind::Fee
    } else if is("charge") || is("payment") {
        RowKind::Charge
    } else {
        RowKind::Adjustment
    }
}
