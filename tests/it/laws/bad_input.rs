//! Bad input for every command: its words damaged in every way we can think of are refused with the place named, or are
//! good words for another day; nothing panics, and nothing is half recorded.

use std::collections::{BTreeMap, BTreeSet};

use mizan::service::clerk::{Clerk, NotWritten};
use mizan::service::environment::Rehearsal;
use mizan_ledger::command::{Command, Submission};
use mizan_ledger::decide::{decide, needs};
use mizan_ledger::record::Record;
use serde_json::{Map, Value, json};

use crate::laws::histories::{History, known_histories};

/// A step into JSON: a field, or the first of a list.
type Path = Vec<String>;

/// What must become of damaged words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Must {
    /// They are not read, and the field is named.
    NotBeRead,
    /// They are not read or refused.
    BeRefused,
    /// They may be right on another day or of another thing.
    BeAnswered,
}

/// Words with something wrong in them.
struct Damaged {
    what: String,
    line: String,
    /// One of these must stand in the answer: the field, or what it is a field of.
    names: Vec<String>,
    must: Must,
}

/// Every place in some words, but for the texts a program may not know the meaning of.
fn places(value: &Value, at: &Path, into: &mut Vec<Path>) {
    let deeper = |step: &str| at.iter().cloned().chain([step.to_owned()]).collect::<Path>();
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            into.push(deeper(name));
            places(field, &deeper(name), into);
        }),
        Value::Array(items) => {
            if let Some(first) = items.first() {
                into.push(deeper("0"));
                places(first, &deeper("0"), into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn pointer(path: &Path) -> String {
    path.iter().map(|step| format!("/{step}")).collect()
}

/// The last field of a path that has a name, and the one it stands in, unless that is the data as a whole.
fn names(path: &Path) -> Vec<String> {
    let named: Vec<&String> = path.iter().filter(|step| step.as_str() != "0").collect();
    let whole = if named.first().is_some_and(|first| *first == "data") { 1 } else { 0 };
    let from = named.len().saturating_sub(2).max(whole.min(named.len().saturating_sub(1)));
    named[from..].iter().copied().cloned().collect()
}

fn is_money(text: &str) -> bool {
    let Some((number, currency)) = text.split_once(' ') else { return false };
    number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && currency.len() == 3
        && currency.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Everything that can be wrong with one value, and what must become of it.
fn wrong_values(value: &Value) -> Vec<(&'static str, Value, Must)> {
    let long = "a".repeat(10_000);
    let mut wrong = vec![("an object", json!({"no_such_field": 1}), Must::BeRefused)];
    match value {
        Value::String(text) => {
            wrong.push(("true", json!(true), Must::NotBeRead));
            wrong.push(("a fraction", json!(1.5), Must::NotBeRead));
            wrong.push(("a list", json!([text]), Must::NotBeRead));
            wrong.push(("no letter", json!(""), Must::BeRefused));
            wrong.push(("10,000 letters", json!(long), Must::BeRefused));
            wrong.push(("a line end", json!(format!("{text}\n{text}")), Must::BeRefused));
            if is_money(text) {
                let (number, currency) = text.split_once(' ').unwrap_or_default();
                let other = if currency == "CHF" { "GBP" } else { "CHF" };
                wrong.push(("another currency", json!(format!("{number} {other}")), Must::BeAnswered));
                wrong.push(("no currency", json!(number), Must::NotBeRead));
                wrong.push(("an unknown currency", json!(format!("{number} ZZZ")), Must::NotBeRead));
                wrong.push(("below zero", json!(format!("-{text}")), Must::BeRefused));
                wrong.push(("nothing", json!(format!("0 {currency}")), Must::BeAnswered));
                wrong.push(("a huge amount", json!(format!("9{} {currency}", "0".repeat(26))), Must::BeRefused));
                wrong.push(("the largest amount", json!(format!("90000000000000 {currency}")), Must::BeAnswered));
                wrong.push(("parts of a centime", json!(format!("1.23456789 {currency}")), Must::NotBeRead));
            } else if text.parse::<jiff::civil::Date>().is_ok() {
                wrong.push(("no day", json!("2026-02-30"), Must::NotBeRead));
                wrong.push(("a word", json!("yesterday"), Must::NotBeRead));
                wrong.push(("a day long before", json!("1971-01-01"), Must::BeAnswered));
                wrong.push(("a day long after", json!("2198-12-31"), Must::BeAnswered));
            } else if text.parse::<rust_decimal::Decimal>().is_ok() {
                wrong.push(("below zero", json!(format!("-{text}")), Must::BeAnswered));
                wrong.push(("a huge number", json!("9".repeat(28)), Must::BeAnswered));
                wrong.push(("zero", json!("0"), Must::BeAnswered));
                wrong.push(("a word", json!("many"), Must::BeAnswered));
            } else {
                wrong.push(("somebody nobody knows", json!("nobody-knows-this"), Must::BeAnswered));
            }
        }
        Value::Number(_) => {
            wrong.push(("a word", json!("many"), Must::NotBeRead));
            wrong.push(("below zero", json!(-1), Must::NotBeRead));
            wrong.push(("a fraction", json!(1.5), Must::NotBeRead));
            wrong.push(("a huge number", json!(u64::MAX), Must::BeAnswered));
            wrong.push(("zero", json!(0), Must::BeAnswered));
        }
        Value::Array(items) => {
            wrong.push(("a word", json!("many"), Must::NotBeRead));
            wrong.push(("none", json!([]), Must::BeAnswered));
            let twice: Vec<&Value> = items.iter().chain(items).collect();
            wrong.push(("each twice", json!(twice), Must::BeAnswered));
            let many: Vec<&Value> = items.iter().cycle().take(if items.is_empty() { 0 } else { 3_000 }).collect();
            wrong.push(("three thousand", json!(many), Must::BeAnswered));
        }
        Value::Null => {}
        Value::Object(_) | Value::Bool(_) => wrong.push(("a number", json!(7), Must::NotBeRead)),
    }
    wrong
}

fn with(words: &Value, path: &Path, value: Value) -> Value {
    let mut words = words.clone();
    if let Some(place) = words.pointer_mut(&pointer(path)) {
        *place = value;
    }
    words
}

/// The same words, damaged in one place each.
fn damages(words: &Value) -> Vec<Damaged> {
    let mut damaged = fields_twice(words);
    let mut add = |what: String, words: &Value, names: Vec<String>, must: Must| {
        damaged.push(Damaged { what, line: words.to_string(), names, must });
    };
    let named = |name: &str| vec![name.to_owned()];
    let mut all = Vec::new();
    places(words, &Vec::new(), &mut all);
    for path in &all {
        let Some(value) = words.pointer(&pointer(path)) else { continue };
        let (names, at) = (names(path), path.join("."));
        // What is personal is as free as people's names; nothing but its length is bounded, and it is never repeated.
        let free = path.first().is_some_and(|first| first == "sealed");
        for (what, wrong, must) in wrong_values(value) {
            let must = if free && ["no letter", "a line end"].contains(&what) { Must::BeAnswered } else { must };
            add(format!("{at} is {what}"), &with(words, path, wrong), names.clone(), must);
        }
        if let Some((last, before)) = path.split_last() {
            let mut without = words.clone();
            if let Some(fields) = without.pointer_mut(&pointer(&before.to_vec())).and_then(Value::as_object_mut) {
                fields.remove(last);
                add(format!("{at} is missing"), &without, names.clone(), Must::BeAnswered);
            }
        }
        if let Value::Object(fields) = value {
            let mut more = fields.clone();
            more.insert("no_such_field".to_owned(), json!("x"));
            let more = with(words, path, json!(more));
            let mut must_name = named(if free { "sealed" } else { "no_such_field" });
            if fields.len() == 1 {
                // It may be a choice, of which the place is named.
                must_name.extend(names.iter().map(|name| format!("{name}: expected one word")));
            }
            add(format!("{at} has a field nobody knows"), &more, must_name, Must::NotBeRead);
        }
    }
    for missing in ["key", "occurred_on", "actor", "type", "data"] {
        let mut without = words.clone();
        without.as_object_mut().map(|fields| fields.remove(missing));
        add(format!("`{missing}` is missing"), &without, named(missing), Must::NotBeRead);
    }
    let mut scope = words.clone();
    scope["cooperative"] = json!("nobody-knows-this");
    let registers = words["type"] == json!("register_cooperative");
    let must = if registers { Must::BeAnswered } else { Must::BeRefused };
    add("no such cooperative".to_owned(), &scope, named("cooperative"), must);
    scope.as_object_mut().map(|fields| fields.remove("cooperative"));
    if words.get("cooperative").is_some() {
        add("of no cooperative".to_owned(), &scope, named("cooperative"), Must::BeRefused);
    }
    let mut sealed = words.clone();
    sealed["sealed"] = json!({"nickname": "Nobody"});
    add("an unknown sealed field".to_owned(), &sealed, named("sealed"), Must::NotBeRead);
    sealed["sealed"] = json!({"name": "a".repeat(10_000)});
    add("a long sealed name".to_owned(), &sealed, named("sealed"), Must::NotBeRead);
    damaged
}

/// Each field of the data written twice.
fn fields_twice(words: &Value) -> Vec<Damaged> {
    let none = Map::new();
    let fields = words["data"].as_object().unwrap_or(&none);
    let twice = |(field, value): (&String, &Value)| {
        let data = words["data"].to_string();
        let again = format!("{{\"{field}\":{value},{}", data.trim_start_matches('{'));
        let mut envelope = words.clone();
        envelope["data"] = json!("DATA");
        let line = envelope.to_string().replace("\"DATA\"", &again);
        Damaged { what: format!("data.{field} twice"), line, names: vec![field.clone()], must: Must::NotBeRead }
    };
    fields.iter().map(twice).collect()
}

/// What became of all of it.
#[derive(Debug, Default)]
struct Tally {
    unreadable: usize,
    refused: usize,
    accepted: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Says some damaged words to a book, which must answer as it should.
    fn try_one(&mut self, clerk: &Clerk<Rehearsal>, past: &[Record], command: &str, damaged: &Damaged) {
        let Damaged { what, line, names, must } = damaged;
        let mut wrong = |why: String| self.wrong.push(format!("{command}, {what}: {why}"));
        match Submission::parse(line) {
            Err(error) => {
                let told = error.to_string();
                if told.len() > 2_000 {
                    wrong(format!("the answer has {} letters", told.len()));
                } else if !names.iter().any(|name| told.contains(name.as_str())) {
                    wrong(format!("{names:?} is not named: {told}"));
                }
                self.unreadable += 1;
            }
            Ok(_) if *must == Must::NotBeRead => wrong("it was read".to_owned()),
            Ok(submission) => match decide(clerk.book(), &submission, past) {
                Err(refusal) => {
                    let told = refusal.to_string();
                    if told.len() > 4_000 || told.len() < 20 {
                        wrong(format!("the refusal has {} letters", told.len()));
                    } else if ["unbalanced", "unwritable"].contains(&refusal.code()) {
                        wrong(format!("what is wrong is not said: {told}"));
                    }
                    self.refused += 1;
                }
                Ok(_) if *must == Must::BeRefused => wrong("it was accepted".to_owned()),
                Ok(events) => {
                    if events.is_empty() {
                        wrong("it was accepted and leads to nothing".to_owned());
                    }
                    let mut other = clerk.clone();
                    match other.submit(&submission, past) {
                        Ok(_) => {}
                        Err(NotWritten::Refused(_)) if other.book() == clerk.book() => {}
                        Err(error) => wrong(format!("{error} ({error:?})")),
                    }
                    self.accepted += 1;
                }
            },
        }
    }
}

/// Says a history once more to a book of its own, and before each command of a kind its damaged words.
fn damage_along(history: &History, seen: &mut BTreeMap<&'static str, usize>, tally: &mut Tally) {
    let mut clerk = Clerk::new(Rehearsal::new("2199-12-31T06:00:00Z".parse().expect("a moment"), 1));
    let records: Vec<Record> = history.records().cloned().collect();
    for said in &history.said {
        let submission = &said.submission;
        let command = submission.command.name();
        let needed = needs(&submission.command).iter().filter_map(|place| records.get(usize::try_from(*place).ok()?));
        let past: Vec<Record> = needed.cloned().collect();
        let times = seen.entry(command).or_default();
        if *times == 0 {
            *times += 1;
            let words = serde_json::to_value(submission).expect("a command can be written");
            let before = clerk.book().clone();
            for damaged in damages(&words) {
                tally.try_one(&clerk, &past, command, &damaged);
            }
            assert!(*clerk.book() == before, "{command}: what was refused changed the book");
        }
        let written = clerk.submit(submission, &past);
        written.unwrap_or_else(|error| panic!("seed {}: {command} is right as it is: {error}", history.seed));
        // The same key with other words is a command of its own, and refused.
        let mut other = submission.clone();
        other.occurred_on = other.occurred_on.tomorrow().expect("there is a tomorrow");
        let head = clerk.book().head;
        assert!(
            matches!(clerk.submit(&other, &past), Err(NotWritten::Refused(refusal)) if refusal.code() == "key_used")
        );
        assert_eq!(clerk.book().head, head);
    }
}

#[test]
fn every_commands_damaged_words_are_refused_with_the_place_named_and_change_nothing() {
    let (mut seen, mut tally) = (BTreeMap::new(), Tally::default());
    for history in known_histories() {
        if seen.len() < Command::NAMES.len() {
            damage_along(history, &mut seen, &mut tally);
        }
    }
    let missed: BTreeSet<&&str> = Command::NAMES.iter().filter(|name| !seen.contains_key(*name)).collect();
    assert!(missed.is_empty(), "no words to damage of {missed:?}");
    let Tally { unreadable, refused, accepted, wrong } = tally;
    println!("{unreadable} not read, {refused} refused, {accepted} accepted");
    assert!(unreadable > 5_000 && refused > 500, "{unreadable} not read, {refused} refused");
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
