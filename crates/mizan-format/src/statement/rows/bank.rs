//! A bank's own table, by a mapping that names its columns: one statement for each account in it.
//!
//! Where there is a running balance it must run, from the oldest row down or from the newest; opening and closing balance follow
//! from it. A row without day and amount, such as a line of totals in words, is kept and is no entry.

use std::collections::BTreeMap;

use mizan_ledger::money::{Currency, Money};

use crate::import::day::DayOrder;
use crate::statement::Asked;
use crate::statement::check::Draft;
use crate::statement::finding::{Code, Finding};
use crate::statement::identity::{By, Known, telling};
use crate::statement::mapping::{Mapping, SideColumn};
use crate::statement::model::{Counterparty, Entry, Kind, Reading, References, Side, Status, Unread};
use crate::statement::rows::export::day;
use crate::statement::rows::grid::Row;
use crate::statement::rows::sheet::{Column, Sheet};

/// The columns that the mapping names, as they were found.
struct Found {
    booked_on: Column,
    value_on: Option<Column>,
    amounts: Amounts,
    balance: Option<Column>,
    text: Vec<Column>,
    reference: Option<Column>,
    end_to_end: Option<Column>,
    counterparty: Option<Column>,
    counterparty_account: Option<Column>,
    account: Option<Column>,
    currency: Option<Column>,
}

/// Where an amount stands.
enum Amounts {
    Signed(Column),
    Sided(Column, Column, SideColumn),
    Apart { debit: Column, credit: Column },
}

/// An entry, and what was on the account after it.
struct Read {
    account: String,
    entry: Entry,
    after: Option<Money>,
}

/// Reads the table.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    head: &Row,
    rows: &[Row],
    cut: bool,
    asked: &Asked<'_>,
    reading: &mut Reading,
) {
    let Some(mapping) = asked.mapping else {
        return reading.find(Code::NeedsMapping, sheet.place(head, ""), &head.raw);
    };
    sheet.decimal = mapping.decimal;
    let Some(columns) = found(sheet, mapping) else {
        return reading.findings.append(&mut sheet.findings);
    };
    let order = sheet.order(rows, &[Some(&columns.booked_on), columns.value_on.as_ref()], mapping.dates);
    let mut accounts: BTreeMap<String, Vec<Read>> = BTreeMap::new();
    let mut in_order: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    for row in rows {
        if sheet.said(row, Some(&columns.booked_on)).is_none() && columns.amounts.is_empty(sheet, row) {
            reading.keep(sheet.place(row, ""), &row.raw);
            continue;
        }
        match entry(sheet, &columns, mapping, order, row, &mut known) {
            Some(read) => {
                if !accounts.contains_key(&read.account) {
                    in_order.push(read.account.clone());
                }
                accounts.entry(read.account.clone()).or_default().push(read);
            }
            None => reading.unread.push(Unread { place: sheet.place(row, ""), text: row.raw.clone() }),
        }
    }
    // A row that could not be read may be of any of the accounts.
    let spoiled = cut || sheet.findings.iter().any(Finding::quarantines);
    if in_order.is_empty() {
        sheet.find(Code::NoStatement, head, "", "");
    }
    reading.findings.append(&mut sheet.findings);
    for account in in_order {
        let mut draft = Draft::new(sheet.place(head, ""), Kind::Statement);
        let read = accounts.remove(&account).unwrap_or_default();
        draft.statement.account = Some(account).filter(|account| !account.is_empty());
        running(&mut draft, &read);
        draft.statement.entries = read.into_iter().map(|read| read.entry).collect();
        let days = draft.statement.entries.iter().filter_map(|entry| entry.booked_on);
        (draft.statement.from, draft.statement.to) = (days.clone().min(), days.max());
        draft.close(reading, asked);
        if spoiled && let Some(statement) = reading.statements.last_mut() {
            statement.quarantined = true;
            // Its balances are those of the rows that could be read: they would agree with them whatever is missing.
            statement.balanced = statement.balanced.filter(|balanced| !balanced);
        }
    }
}

fn found(sheet: &mut Sheet<'_>, mapping: &Mapping) -> Option<Found> {
    let columns = &mapping.columns;
    let mut one = |name: &Option<String>| name.as_deref().and_then(|name| sheet.needed(&[name]));
    let (amount, side) = (one(&columns.amount), columns.side.clone());
    let (debit, credit) = (one(&columns.debit), one(&columns.credit));
    let (value_on, balance, reference) = (one(&columns.value_on), one(&columns.balance), one(&columns.reference));
    let (end_to_end, account, currency) = (one(&columns.end_to_end), one(&columns.account), one(&columns.currency));
    let (counterparty, counterparty_account) = (one(&columns.counterparty), one(&columns.counterparty_account));
    let amounts = match (amount, side, debit, credit) {
        (Some(amount), Some(side), _, _) => Amounts::Sided(amount, sheet.needed(&[&side.column])?, side),
        (Some(amount), None, _, _) => Amounts::Signed(amount),
        (None, _, Some(debit), Some(credit)) => Amounts::Apart { debit, credit },
        (None, _, _, _) => return None,
    };
    Some(Found {
        booked_on: sheet.needed(&[&columns.booked_on])?,
        value_on,
        amounts,
        balance,
        text: columns.text.iter().filter_map(|name| sheet.needed(&[name])).collect(),
        reference,
        end_to_end,
        counterparty,
        counterparty_account,
        account,
        currency,
    })
}

impl Amounts {
    fn is_empty(&self, sheet: &Sheet<'_>, row: &Row) -> bool {
        match self {
            Amounts::Signed(amount) | Amounts::Sided(amount, _, _) => sheet.said(row, Some(amount)).is_none(),
            Amounts::Apart { debit, credit } => {
                sheet.said(row, Some(debit)).is_none() && sheet.said(row, Some(credit)).is_none()
            }
        }
    }

    /// How much moved, below zero for what went.
    fn moved(&self, sheet: &mut Sheet<'_>, row: &Row, currency: Currency) -> Option<Money> {
        let missing = |sheet: &mut Sheet<'_>, column: &Column| {
            sheet.find(Code::NoAmount, row, &column.name, &row.raw);
            None
        };
        match self {
            Amounts::Signed(column) => match sheet.amount(row, Some(column), currency).ok()? {
                Some(amount) => Some(amount),
                None => missing(sheet, column),
            },
            Amounts::Sided(column, side, words) => {
                let Some(amount) = sheet.amount(row, Some(column), currency).ok()? else {
                    return missing(sheet, column);
                };
                let said = sheet.said(row, Some(side)).unwrap_or_default();
                let one_of = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(&said));
                match (one_of(&words.credit), one_of(&words.debit)) {
                    (true, false) => Some(amount),
                    (false, true) => Some(amount.negated()),
                    (true, true) | (false, false) => {
                        sheet.find(Code::NoSide, row, &side.name, &said);
                        None
                    }
                }
            }
            Amounts::Apart { debit, credit } => {
                let went = sheet.amount(row, Some(debit), currency).ok()?.filter(|amount| !amount.is_zero());
                let came = sheet.amount(row, Some(credit), currency).ok()?.filter(|amount| !amount.is_zero());
                match (went, came) {
                    // Some banks put a minus before a debit that has its own column, and some do not.
                    (Some(went), None) => Some(if went.is_negative() { went } else { went.negated() }),
                    (None, Some(came)) => Some(came),
                    (None, None) => Some(currency.zero()),
                    (Some(_), Some(_)) => {
                        sheet.find(Code::NoSide, row, &debit.name, &row.raw);
                        None
                    }
                }
            }
        }
    }
}

fn entry(
    sheet: &mut Sheet<'_>,
    columns: &Found,
    mapping: &Mapping,
    order: Option<DayOrder>,
    row: &Row,
    known: &mut BTreeMap<String, Known>,
) -> Option<Read> {
    if !sheet.is_whole(row) {
        return None;
    }
    let currency = match &columns.currency {
        Some(column) => sheet.currency(row, column)?,
        None => match mapping.currency {
            Some(currency) => currency,
            None => {
                sheet.find(Code::NoCurrency, row, "", &row.raw);
                return None;
            }
        },
    };
    let moved = columns.amounts.moved(sheet, row, currency)?;
    let after = sheet.amount(row, columns.balance.as_ref(), currency).ok()?;
    let booked_on = sheet.day(row, Some(&columns.booked_on), order);
    if booked_on.is_none() {
        let cell = sheet.said(row, Some(&columns.booked_on)).unwrap_or_default();
        sheet.find(Code::NoDay, row, &columns.booked_on.name, &cell);
        return None;
    }
    let value_on = sheet.day(row, columns.value_on.as_ref(), order);
    let text: Vec<String> = columns.text.iter().filter_map(|column| sheet.said(row, Some(column))).collect();
    let text = text.join(" ");
    let told = |column: &Option<Column>| sheet.said(row, column.as_ref()).and_then(|said| telling(&said));
    let account = told(&columns.account).or_else(|| mapping.account.clone()).unwrap_or_default();
    let references = References {
        servicer: told(&columns.reference),
        end_to_end: told(&columns.end_to_end),
        ..References::default()
    };
    let counterparty = Counterparty { name: told(&columns.counterparty), account: told(&columns.counterparty_account) };
    let (side, amount) = if moved.is_negative() { (Side::Debit, moved.negated()) } else { (Side::Credit, moved) };
    let words = [day(booked_on), day(value_on), amount.to_string(), side.word().to_owned(), text.clone()];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let by = references.servicer.as_deref().map_or(By::Words, By::Reference);
    let identity = known.entry(account.clone()).or_default().identity(&account, by, &words);
    if identity.again {
        sheet.find(Code::SameReference, row, "", references.servicer.as_deref().unwrap_or(&row.raw));
    }
    let entry = Entry {
        id: identity.id,
        place: sheet.place(row, ""),
        amount,
        currency,
        side,
        status: Status::Booked,
        reversal: false,
        booked_on,
        value_on,
        code: None,
        references,
        counterparty: Some(counterparty).filter(|counterparty| *counterparty != Counterparty::default()),
        text,
        batch: None,
        returned: None,
        parts: Vec::new(),
        raw: row.raw.clone(),
    };
    Some(Read { account, entry, after })
}

/// Runs along the balances, from the oldest row down or from the newest, whichever holds for more of them.
fn running(draft: &mut Draft, rows: &[Read]) {
    let false_ones = |newest_first: bool| -> Vec<usize> {
        let pairs = rows.windows(2).enumerate().filter(|(_, pair)| !follows(pair, newest_first));
        pairs.map(|(at, _)| at + usize::from(!newest_first)).collect()
    };
    let (down, up) = (false_ones(false), false_ones(true));
    let newest_first = up.len() < down.len();
    for at in if newest_first { up } else { down } {
        let Some(Read { entry, after, .. }) = rows.get(at) else { continue };
        let after = after.map_or_else(|| "none".to_owned(), |after| after.to_string());
        draft.find(
            Code::FalseRunning,
            entry.place.clone(),
            &format!("{} {}, then {after}", entry.side.word(), entry.amount),
        );
    }
    let (oldest, newest) = if newest_first { (rows.last(), rows.first()) } else { (rows.first(), rows.last()) };
    let before = oldest.and_then(|oldest| Some(oldest.after?.minus(oldest.entry.moved()).ok()).flatten());
    draft.statement.opening = before;
    draft.statement.closing = newest.and_then(|newest| newest.after);
}

/// Whether of two rows the balance of the later one follows; of a row without a balance nothing can be said.
fn follows(pair: &[Read], newest_first: bool) -> bool {
    let [first, second] = pair else { return true };
    let (earlier, later) = if newest_first { (second, first) } else { (first, second) };
    match (earlier.after, later.after) {
        (Some(before), Some(after)) => before.plus(later.entry.moved()).is_ok_and(|reckoned| reckoned == after),
        (_, _) => true,
    }
}
