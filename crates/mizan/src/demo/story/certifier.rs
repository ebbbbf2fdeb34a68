//! The certifier: she may read everything and write nothing, and what she reads is reckoned again before her.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::decide;
use mizan_ledger::event::Event;
use mizan_ledger::id::{ActorId, CooperativeId, PayoutId};
use mizan_ledger::money::Currency;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::table::Cell;
use mizan_ledger::report::term::Term;
use mizan_ledger::view::find::{Found, Thing};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::demo::story::Story;
use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{Of, TrialBalance, TwoPersons};
use crate::service::chance::Chance;

/// How many sales and payouts she follows, and from what they are drawn, so that another draws the same.
const SAMPLE: (usize, &str) = (120, "the demo's certifier, 2026");

/// The code of the refusal for those who only read.
const ONLY_READS: &str = "only_reads";

/// What she tries to write.
const TRIED: [(&str, &str, &str); 3] = [
    ("record_work", "work", r#"{"work":"certifier-1","member":"weaver-1","product":"rug","did":{"hours":"1"}}"#),
    ("approve_payout", "payout", r#"{"payout":"payout-1","total":"2055.60 MAD"}"#),
    ("give_consent", "consent", r#"{"consent":"certifier-1","member":"weaver-1","purpose":"loan"}"#),
];

pub(super) fn story(reading: &Reading<'_>) -> Option<Story> {
    let mut story = Story::new("certifier", reading, Of::Certifier);
    refused(&mut story, reading);
    replayed(&mut story, reading)?;
    trial_balance(&mut story, reading);
    traced(&mut story, reading);
    hands(&mut story, reading);
    came_back(&mut story, reading)?;
    Some(story)
}

/// What she says is put to the ledger's own rules.
fn refused(story: &mut Story, reading: &Reading<'_>) {
    let day = reading.library.records.last().map_or(Date::ZERO, |record| record.envelope.occurred_on);
    let mut answers = Vec::new();
    for (command, key, data) in TRIED {
        let line = format!(
            r#"{{"key":"certifier:{key}","occurred_on":"{day}","actor":{{"id":"demo-label-visitor","role":"certifier"}},"cooperative":"demo-weavers","type":"{command}","data":{data}}}"#
        );
        let Ok(submission) = Submission::parse(&line) else { continue };
        if let Err(refusal) = decide(&reading.library.book, &submission, &[]) {
            answers.push((command, refusal.code()));
        }
    }
    let told: Vec<Value> = answers.iter().map(|(command, code)| json!({"command": command, "code": code})).collect();
    let tried: Vec<&str> = answers.iter().map(|(command, _)| *command).collect();
    let by_rule = answers.iter().filter(|(_, code)| *code == ONLY_READS).count();
    story.tell("refused", json!(told), &reading.tongue.refused(&tried, by_rule, ONLY_READS));
}

/// The book folded again from its records is the same.
fn replayed(story: &mut Story, reading: &Reading<'_>) -> Option<()> {
    let mut book = Book::default();
    for record in &reading.library.records {
        book.apply(record).ok()?;
    }
    let agrees = book == reading.library.book;
    let (records, root) = (reading.library.records.len(), reading.library.root.to_string());
    story.tell(
        "replayed",
        json!({"records": records, "agrees": agrees, "root": root}),
        &reading.tongue.replayed(records, agrees, &root),
    );
    Some(())
}

/// All accounts of each cooperative, each currency for itself.
fn trial_balance(story: &mut Story, reading: &Reading<'_>) {
    let mut accounts = 0;
    let mut sums: BTreeMap<(CooperativeId, Currency), Amount> = BTreeMap::new();
    for (id, own) in &reading.library.book.cooperatives {
        for (_, balance) in own.balances.all() {
            accounts += 1;
            let sum = sums.entry((*id, balance.currency())).or_insert(Amount::zero(balance.currency()));
            *sum = sum.plus(Amount(balance));
        }
    }
    let currencies: BTreeSet<Currency> = sums.keys().map(|(_, currency)| *currency).collect();
    let cooperatives = reading.library.book.cooperatives.len();
    let uneven = sums.values().filter(|sum| !sum.is_zero()).count();
    story.tell(
        "trial_balance",
        json!({"accounts": accounts, "cooperatives": cooperatives, "currencies": currencies, "sums": sums.len(),
            "uneven": uneven}),
        &reading.tongue.trial_balance(&TrialBalance {
            balances: accounts,
            organisations: cooperatives,
            currencies: currencies.len(),
            sums: sums.len(),
            uneven,
        }),
    );
}

/// A sample that anybody else would draw too, traced both ways.
fn traced(story: &mut Story, reading: &Reading<'_>) {
    let (count, seed) = SAMPLE;
    let mut all: Vec<Found> = reading.library.traceable().collect();
    all.sort_unstable_by_key(name);
    let drawn = Chance::of(seed).so_many_of(&all, count);
    let traces = drawn.iter().filter_map(|found| reading.library.trace(*found).ok());
    let gaps: Vec<Amount> = traces.map(|trace| trace.unexplained()).collect();
    let unexplained = gaps.iter().filter(|gap| !gap.is_zero()).count();
    story.tell(
        "sample",
        json!({"of": all.len(), "drawn": gaps.len(), "seed": seed, "unexplained": unexplained}),
        &reading.tongue.sample(gaps.len(), all.len(), unexplained),
    );
}

/// A sale or payout by its name, to put all of them in an order that anybody has.
fn name(found: &Found) -> String {
    let thing = match found.thing {
        Thing::Sale(sale) => format!("sale:{sale}"),
        Thing::Payout(payout) => format!("payout:{payout}"),
        Thing::Member(member) => format!("member:{member}"),
    };
    format!("{}/{thing}", found.cooperative)
}

/// Who set a payout up and who approved it, and who asked for a correction and who approved that.
fn hands(story: &mut Story, reading: &Reading<'_>) {
    let mut scheduled: BTreeMap<(Option<CooperativeId>, PayoutId), ActorId> = BTreeMap::new();
    let (mut approved, mut same, mut corrections, mut alone) = (0, 0, 0, 0);
    for record in &reading.library.records {
        let actor = record.envelope.actor.id;
        if let Event::PayoutScheduled(e) = &record.event {
            scheduled.insert((record.envelope.scope, e.payout), actor);
        } else if let Event::PayoutApproved(e) = &record.event {
            approved += 1;
            same += usize::from(scheduled.get(&(record.envelope.scope, e.payout)) == Some(&actor));
        } else if let Event::CorrectionDeclared(e) = &record.event {
            corrections += 1;
            alone += usize::from(e.approved_by == actor);
        }
    }
    story.tell(
        "two_persons",
        json!({"payouts": approved, "by_one": same, "corrections": corrections, "corrections_by_one": alone}),
        &reading.tongue.two_persons(&TwoPersons {
            payouts: approved,
            by_one: same,
            corrections,
            corrections_by_one: alone,
        }),
    );
}

/// Why goods came back, and who bore it: the indicators, as anybody can ask for them.
fn came_back(story: &mut Story, reading: &Reading<'_>) -> Option<()> {
    let phrases = reading.language.phrases();
    let parts = |query: &str| {
        let rows = reading.table(query)?.rows.iter().filter_map(|row| {
            let Some(Cell::Term(term)) = row.first().filter(|cell| **cell != Cell::Term(Term::Together)) else {
                return None;
            };
            let percent = row.iter().find_map(|cell| if let Cell::Percent(of) = cell { Some(*of) } else { None })?;
            (!percent.is_zero()).then_some((*term, percent))
        });
        Some(rows.collect::<Vec<(Term, Decimal)>>())
    };
    let in_words = |parts: &[(Term, Decimal)]| -> Vec<(String, Decimal)> {
        parts.iter().map(|(term, percent)| (phrases.term(*term).to_owned(), *percent)).collect()
    };
    let figures = |parts: &[(Term, Decimal)]| -> Vec<Value> {
        parts.iter().map(|(term, percent)| json!({"of": term.to_string(), "percent": percent})).collect()
    };
    let (causes, bearers) = (parts("returns.by-cause")?, parts("returns.by-bearer")?);
    story.tell(
        "returns",
        json!({"by_cause": figures(&causes), "by_bearer": figures(&bearers)}),
        &reading.tongue.returns(&in_words(&causes), &in_words(&bearers)),
    );
    Some(())
}
