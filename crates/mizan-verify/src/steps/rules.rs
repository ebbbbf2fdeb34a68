//! RULES: what must be true of a fair trade, asked of each record as it passes, from the agreements as they were proposed.
//!
//! The rules are few and each stands on its own: whoever does not believe the program that recorded a sale reckons here
//! what that sale may have cost.

use std::collections::BTreeMap;

use mizan_ledger::account::Account;
use mizan_ledger::event::Event;
use mizan_ledger::event::trade::Terms;
use mizan_ledger::id::{ActorId, AgreementId, CooperativeId, DetailsId, PayoutId, SaleId};
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::posting::{Posting, postings};
use mizan_ledger::record::Record;
use serde_json::Value;

use crate::report::{Grave, Report, Step};

/// Each rule, and what it asks.
pub(crate) const RULES: [(&str, &str); 8] = [
    ("R-01", "the postings of a record sum to zero in each currency"),
    ("R-02", "a sale is divided to the last centime"),
    ("R-03", "no till pays out more than is in it"),
    ("R-04", "nobody is paid more than is hers"),
    ("R-05", "a commission is no more than its agreement says"),
    ("R-06", "who schedules a payout does not approve it"),
    ("R-07", "who sets a payee's details does not verify them"),
    ("R-08", "a correction has a second person"),
];

type Key = (CooperativeId, Account, Currency);

/// What the rules remember of the records before.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    /// What stands in tills, on members' accounts and on sales that are being divided.
    balances: BTreeMap<Key, i128>,
    /// The steps of each agreement that was proposed.
    agreements: BTreeMap<(CooperativeId, AgreementId, u32), Value>,
    /// The terms of each sale.
    sales: BTreeMap<(CooperativeId, SaleId), Terms>,
    scheduled: BTreeMap<(CooperativeId, PayoutId), ActorId>,
    details: BTreeMap<(CooperativeId, DetailsId), ActorId>,
    moved: Vec<Posting>,
    broken: u64,
}

impl Rules {
    pub(crate) fn take(&mut self, record: &Record, report: &mut Report) {
        let Some(scope) = record.envelope.scope else { return };
        let mut broken = Vec::new();
        self.money(scope, record, &mut broken);
        self.agreements(scope, &record.event, &mut broken);
        self.people(scope, record, &mut broken);
        for (rule, what) in broken {
            self.broken += 1;
            let what = format!("{rule} {what} ({})", record.event.kind().name());
            report.found(Grave::Rules, Step::Rules, Some(record.envelope.position), what);
        }
    }

    pub(crate) fn end(&self, records: u64, report: &mut Report) {
        let (rules, broken) = (RULES.len(), self.broken);
        let word = if broken == 1 { "violation" } else { "violations" };
        report.line(Step::Rules, format!("{rules} rules, {records} records: {broken} {word}"));
    }

    fn money(&mut self, scope: CooperativeId, record: &Record, broken: &mut Vec<(&'static str, String)>) {
        let mut moved = std::mem::take(&mut self.moved);
        moved.clear();
        postings(&record.event, &mut moved);
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        for Posting { account, amount, .. } in &moved {
            *sums.entry(amount.currency()).or_default() += amount.minor();
            if watched(*account) {
                *self.balances.entry((scope, *account, amount.currency())).or_default() += amount.minor();
            }
        }
        for (currency, sum) in sums.into_iter().filter(|(_, sum)| *sum != 0) {
            broken.push(("R-01", format!("its postings leave {}", Money::new(sum, currency))));
        }
        let complete = record.envelope.part.0 == record.envelope.part.1;
        for Posting { account, amount, .. } in moved.iter().filter(|posting| watched(posting.account)) {
            let key = (scope, *account, amount.currency());
            let balance = self.balances.get(&key).copied().unwrap_or_default();
            let stands = Money::new(balance, amount.currency());
            if matches!(account, Account::Till(_)) {
                if balance < 0 {
                    broken.push(("R-03", format!("{account} would hold {stands}")));
                }
            } else if matches!(account, Account::SaleClearing(_)) {
                // Its batch has more records until it is divided.
                if complete && balance != 0 {
                    broken.push(("R-02", format!("{stands} of {account} are divided among nobody")));
                }
            } else if balance > 0 {
                broken.push(("R-04", format!("{account} is overdrawn by {stands}")));
            }
            // What is nothing need not be remembered, of however many sales and members.
            if balance == 0 {
                self.balances.remove(&key);
            }
        }
        self.moved = moved;
        if complete && matches!(record.event, Event::SaleRecorded(_)) {
            broken.push(("R-02", "a sale that is divided among nobody".to_owned()));
        }
    }

    /// Agreements as they are proposed, sales under them, and what commissions they let anybody charge.
    fn agreements(&mut self, scope: CooperativeId, event: &Event, broken: &mut Vec<(&'static str, String)>) {
        if let Event::AgreementProposed(proposed) = event {
            let steps = serde_json::to_value(&proposed.terms).unwrap_or_default();
            let (agreement, version) = (proposed.terms.agreement, proposed.terms.version);
            self.agreements.insert((scope, agreement, version), steps);
        }
        if let Event::SaleRecorded(sale) = event {
            self.sales.insert((scope, sale.sale), sale.terms);
        }
        let Event::CommissionCharged(charged) = event else { return };
        let (Some(rate), Some(basis)) = (charged.rate, charged.basis) else { return };
        let most = basis.times(rate.decimal()).unwrap_or(basis);
        if charged.amount.minor() > most.minor() {
            let amount = charged.amount;
            broken.push(("R-05", format!("a commission of {amount} is more than {rate} of {basis}, which is {most}")));
        }
        let terms = self.sales.get(&(scope, charged.sale));
        let document = terms.and_then(|terms| self.agreements.get(&(scope, terms.agreement, terms.version)));
        let step = document.and_then(|document| step(document, &charged.step.to_string()));
        if step.is_none() {
            broken.push(("R-05", format!("the agreement of the sale has no step `{}`", charged.step)));
        } else if step.is_some_and(|step| !says(step, &rate.to_string())) {
            broken.push(("R-05", format!("`{}` charges {rate}, which its agreement does not say", charged.step)));
        }
    }

    fn people(&mut self, scope: CooperativeId, record: &Record, broken: &mut Vec<(&'static str, String)>) {
        let actor = record.envelope.actor.id;
        if let Event::PayoutScheduled(e) = &record.event {
            self.scheduled.insert((scope, e.payout), actor);
        }
        if let Event::PayeeDetailsSet(e) = &record.event {
            self.details.insert((scope, e.details), actor);
        }
        let same = |other: Option<&ActorId>| other == Some(&actor);
        if let Event::PayoutApproved(e) = &record.event
            && same(self.scheduled.get(&(scope, e.payout)))
        {
            broken.push(("R-06", format!("`{actor}` approves the payout `{}` that she scheduled", e.payout)));
        }
        if let Event::PayeeDetailsVerified(e) = &record.event
            && same(self.details.get(&(scope, e.details)))
        {
            broken.push(("R-07", format!("`{actor}` verifies the details `{}` that she set", e.details)));
        }
        if let Event::CorrectionDeclared(e) = &record.event
            && same(Some(&e.approved_by))
        {
            broken.push(("R-08", format!("`{actor}` approves her own correction")));
        }
    }
}

/// Whether a rule asks what stands on an account.
fn watched(account: Account) -> bool {
    matches!(account, Account::Till(_) | Account::SaleClearing(_)) || (account.is_lot() && account.member().is_some())
}

/// The step of a document with a name.
fn step<'a>(document: &'a Value, name: &str) -> Option<&'a Value> {
    document["steps"].as_array()?.iter().find(|step| step["name"] == name)
}

/// Whether a document says a number anywhere.
fn says(document: &Value, number: &str) -> bool {
    match document {
        Value::String(text) => same_number(text, number),
        Value::Array(all) => all.iter().any(|one| says(one, number)),
        Value::Object(all) => all.values().any(|one| says(one, number)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// `0.10` and `0.1` are one rate.
fn same_number(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| text.parse::<rust_decimal::Decimal>().ok());
    one.is_some() && one == other
}
