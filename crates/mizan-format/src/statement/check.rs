//! Whether a statement can be true: its balances, its account, its days, and the statements before and after it.

use std::collections::{BTreeMap, BTreeSet};

use mizan_ledger::money::Money;

use crate::statement::Asked;
use crate::statement::finding::{Code, Finding, Place};
use crate::statement::identity::plain;
use crate::statement::model::{Entry, Kind, Reading, Statement, Status};

/// A statement and what was found in it, before it is judged.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) statement: Statement,
    pub(super) findings: Vec<Finding>,
}

impl Draft {
    /// A statement of which nothing is known yet but where it begins.
    pub(super) fn new(place: Place, kind: Kind) -> Draft {
        let statement = Statement {
            place,
            kind,
            id: None,
            page: None,
            account: None,
            holder: None,
            bank: None,
            currency: None,
            from: None,
            to: None,
            opening: None,
            closing: None,
            balanced: None,
            quarantined: false,
            text: String::new(),
            other_balances: Vec::new(),
            entries: Vec::new(),
        };
        Draft { statement, findings: Vec::new() }
    }

    pub(super) fn find(&mut self, code: Code, place: Place, value: &str) {
        self.findings.push(Finding::new(code, place, value));
    }

    /// Keeps an opening or closing balance; one that is given twice must be the same.
    pub(super) fn balance(&mut self, of: fn(&mut Statement) -> &mut Option<Money>, amount: Money, place: Place) {
        let known = of(&mut self.statement);
        match *known {
            Some(before) if before != amount => {
                let both = format!("{before} and {amount}");
                self.find(Code::TwoBalances, place, &both);
            }
            Some(_) | None => *known = Some(amount),
        }
    }

    /// Judges the statement and adds it to what was read.
    pub(super) fn close(mut self, reading: &mut Reading, asked: &Asked<'_>) {
        self.judge_account(asked);
        self.judge_entries(asked);
        self.judge_balances();
        self.statement.quarantined = self.findings.iter().any(Finding::quarantines);
        reading.findings.append(&mut self.findings);
        reading.statements.push(self.statement);
    }

    /// Adds to what the bank says in free words.
    pub(super) fn say(&mut self, text: &str) {
        let said = &mut self.statement.text;
        if !said.is_empty() {
            said.push('\n');
        }
        said.push_str(text);
    }

    fn judge_account(&mut self, asked: &Asked<'_>) {
        let place = self.statement.place.clone();
        match (self.statement.account.clone(), asked.account) {
            (None, _) => self.find(Code::NoAccount, place, ""),
            (Some(account), Some(wanted)) if plain(&account) != plain(wanted) => {
                self.find(Code::OtherAccount, place, &account);
            }
            (Some(_), Some(_) | None) => {}
        }
    }

    fn judge_entries(&mut self, asked: &Asked<'_>) {
        let Statement { currency, opening, closing, entries, .. } = &mut self.statement;
        let balances = [*opening, *closing].into_iter().flatten().map(Money::currency).next();
        *currency = currency.or(balances).or_else(|| entries.first().map(|entry| entry.currency));
        let mut found = Vec::new();
        for entry in entries {
            if let Some(is_ours) = asked.is_ours {
                entry.know_by(is_ours);
            }
            let mut find = |code: Code, value: &str| found.push(Finding::new(code, entry.place.clone(), value));
            if entry.amount.is_zero() {
                find(Code::NothingMoved, "");
            }
            if currency.is_some_and(|of_account| of_account != entry.currency) {
                find(Code::OtherCurrency, &entry.amount.to_string());
            }
            let booked = entry.status == Status::Booked;
            match entry.booked_on.or(entry.value_on) {
                None if booked => find(Code::NoDay, ""),
                Some(day) if booked && asked.today.is_some_and(|today| day > today && entry.booked_on.is_some()) => {
                    find(Code::InTheFuture, &day.to_string());
                }
                Some(_) | None => {}
            }
        }
        self.findings.append(&mut found);
    }

    fn judge_balances(&mut self) {
        let Statement { place, kind, currency, opening, closing, entries, .. } = &self.statement;
        let place = place.clone();
        let (Some(opening), Some(closing), Some(currency)) = (*opening, *closing, *currency) else {
            if *kind == Kind::Statement && (opening.is_none() || closing.is_none()) {
                self.find(Code::NoBalances, place, "");
            }
            return;
        };
        let booked = |entry: &&Entry| entry.status == Status::Booked;
        let moved = Money::sum(currency, entries.iter().filter(booked).map(Entry::moved));
        let (Ok(moved), true) = (moved, opening.currency() == currency && closing.currency() == currency) else {
            if opening.currency() != closing.currency() {
                let both = format!("{opening} and {closing}");
                self.find(Code::OtherCurrency, place, &both);
            }
            // What is in another currency is a finding already, and an equation across currencies is none.
            return;
        };
        let should = Money::new(opening.minor() + moved.minor(), currency);
        self.statement.balanced = Some(should == closing);
        if should != closing {
            let equation = format!("{opening} and {moved} of entries come to {should}, the statement says {closing}");
            self.find(Code::FalseBalance, place, &equation);
        }
    }
}

/// Tells how the statements of a file follow each other, and which entries stand in it twice.
pub(super) fn follow(reading: &mut Reading) {
    let mut found = Vec::new();
    let mut before: BTreeMap<String, &Statement> = BTreeMap::new();
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for statement in &reading.statements {
        for entry in &statement.entries {
            if !ids.insert(&entry.id) {
                found.push(Finding::new(Code::SaidTwice, entry.place.clone(), &entry.amount.to_string()));
            }
        }
        let (Kind::Statement, Some(account)) = (statement.kind, &statement.account) else { continue };
        if let Some(earlier) = before.insert(plain(account), statement) {
            found.extend(between(earlier, statement));
        }
    }
    let perhaps = perhaps_twice(&reading.statements);
    for (number, finding) in perhaps {
        reading.statements[number].quarantined = true;
        found.push(finding);
    }
    reading.findings.append(&mut found);
}

/// How many statements before it an entry is compared with.
const COMPARED: usize = 8;

/// The entries that another statement of the account may have said before. Whoever gives no reference is known by her place
/// in a statement, so the same payment in a daily and in a monthly statement has two ids, and only a person can tell.
fn perhaps_twice(statements: &[Statement]) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    let mut said: BTreeMap<_, Vec<(usize, &str)>> = BTreeMap::new();
    for (number, statement) in statements.iter().enumerate() {
        let (Kind::Statement | Kind::Report, Some(account)) = (statement.kind, &statement.account) else { continue };
        let unnamed = statement.entries.iter().filter(|entry| entry.references.servicer.is_none());
        for entry in unnamed.filter(|entry| entry.status == Status::Booked) {
            let Some(day) = entry.booked_on else { continue };
            let key = (plain(account), day, entry.side.word(), entry.currency, entry.amount.minor());
            let before = said.entry(key).or_default();
            let compared = || before.iter().rev().take(COMPARED);
            let again = compared().any(|(_, id)| *id == entry.id);
            let elsewhere = |earlier: &Statement| {
                let (earlier, later) = (earlier.stretch(), statement.stretch());
                earlier.covers(day) && later.covers(day) && !earlier.goes_on(&later)
            };
            if !again && compared().any(|(other, _)| *other != number && elsewhere(&statements[*other])) {
                found.push((number, Finding::new(Code::PerhapsTwice, entry.place.clone(), &entry.amount.to_string())));
            }
            before.push((number, &entry.id));
        }
    }
    found
}

fn between(earlier: &Statement, later: &Statement) -> Option<Finding> {
    let follows = match (earlier.closing, later.opening) {
        (Some(closing), Some(opening)) if closing.currency() == opening.currency() => Some(closing == opening),
        (_, _) => None,
    };
    let older = matches!((earlier.from, later.from), (Some(first), Some(second)) if second < first);
    let overlaps = matches!((earlier.to, later.from), (Some(end), Some(begin)) if begin <= end);
    let code = match (follows, older, overlaps) {
        (_, true, _) => Code::WrongOrder,
        (Some(true), false, _) | (None, false, false) => return None,
        (Some(false) | None, false, true) => Code::Overlapping,
        (Some(false), false, false) => Code::Gap,
    };
    let shown = |amount: Option<Money>| amount.map_or_else(|| "none".to_owned(), |amount| amount.to_string());
    let value = format!("closed with {}, opens with {}", shown(earlier.closing), shown(later.opening));
    Some(Finding::new(code, later.place.clone(), &value))
}
