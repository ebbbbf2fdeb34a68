//! What the pen writes, held against what serde_json writes of the same fields.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::event::Event;
use crate::event::Kind;
use crate::id::CooperativeId;
use crate::record::{Actor, LONGEST, NotARecord, Unlinked};
use crate::text::Key;

/// A log of each shape that was ever shipped.
const LOGS: &[&str] = &[
    include_str!("../../../../../fixtures/logs/2026-11.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-catalogue.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-disputes.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-files.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-keys.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-periods.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-persons.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-providers.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-recalls.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-returns.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-statements.ndjson"),
    include_str!("../../../../../fixtures/logs/2026-11-wins.ndjson"),
];

/// The fields of a record in the order they are written.
#[derive(Serialize)]
struct Written<'a> {
    v: u8,
    position: u64,
    id: Uuid,
    recorded_at: String,
    occurred_on: Date,
    actor: Actor,
    key: &'a Key,
    part: (u32, u32),
    scope: Option<CooperativeId>,
    scope_seq: u64,
    scope_prev: Option<&'a str>,
    nonce: &'a str,
    r#type: Kind,
    data: &'a Event,
}

fn by_serde_json(record: &Record) -> String {
    let Envelope { position, id, recorded_at, occurred_on, actor, key, part, scope, scope_seq, scope_prev, nonce } =
        &record.envelope;
    let written = Written {
        v: VERSION,
        position: *position,
        id: *id,
        recorded_at: format!("{recorded_at:.3}"),
        occurred_on: *occurred_on,
        actor: *actor,
        key,
        part: *part,
        scope: *scope,
        scope_seq: *scope_seq,
        scope_prev: scope_prev.as_ref().map(Brief::as_str),
        nonce: nonce.as_str(),
        r#type: record.event.kind(),
        data: &record.event,
    };
    serde_json::to_string(&written).expect("a record is JSON")
}

fn by_pen(record: &Record) -> String {
    let mut text = Vec::new();
    line(record, None, &mut text).expect("a record can be written");
    text_of(text)
}

fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("JSON is text")
}

fn lines() -> impl Iterator<Item = &'static str> {
    LOGS.iter().flat_map(|log| log.lines())
}

fn record(line: &str) -> Record {
    Record::from_bytes(line.as_bytes()).expect("a line of a log is a record")
}

/// Some value of any type, by the pen and by serde_json.
fn both<T: ?Sized + Serialize>(value: &T) -> (Option<String>, Option<String>) {
    let mut pen = Pen(Vec::new());
    let written = value.serialize(&mut pen).ok().map(|()| text_of(pen.0));
    (written, serde_json::to_string(value).ok())
}

#[test]
fn every_record_ever_shipped_is_written_as_serde_json_writes_it() {
    for line in lines() {
        let record = record(line);
        assert_eq!(by_pen(&record), line);
        assert_eq!(by_serde_json(&record), line);
    }
}

/// The same, which does not say what its link is.
fn before_its_link(record: &Record) -> Record {
    let mut before = record.clone();
    before.envelope.scope_prev = record.envelope.scope_prev.as_ref().map(|_| "".into());
    before
}

#[test]
fn a_line_with_its_link_put_in_is_the_line_of_the_record_whatever_was_written_before_it() {
    let mut text = Vec::new();
    let mut written: Vec<(Record, Unlinked)> = Vec::new();
    for line in lines() {
        let record = before_its_link(&record(line));
        let before = written.last().map(|(record, line)| (record, line));
        let unlinked = record.write_unlinked(before, &mut text).expect("a record can be written");
        written.push((record, unlinked));
    }
    for (line, (before_its_link, unlinked)) in lines().zip(written) {
        let record = record(line);
        assert_eq!(unlinked.bytes(), line.len());
        assert_eq!(unlinked.with(&text, record.envelope.scope_prev.as_ref().map(Brief::as_str)).concat(), line);
        assert_eq!(unlinked.read(&text).expect("it says that its link is empty"), before_its_link);
    }
}

#[test]
fn whatever_of_an_envelope_differs_from_the_one_before_is_written_anew() {
    let first = before_its_link(&record(lines().next().expect("there are lines")));
    let other = lines().map(record).map(|other| other.envelope).find(|other| {
        let Envelope { recorded_at, occurred_on, actor, key, .. } = &first.envelope;
        other.recorded_at != *recorded_at
            && other.occurred_on != *occurred_on
            && other.actor != *actor
            && other.key != *key
    });
    let other = other.expect("a record of the logs is of another day, person and command");
    let changes: [fn(&mut Envelope, &Envelope); 4] = [
        |own, other| own.recorded_at = other.recorded_at,
        |own, other| own.occurred_on = other.occurred_on,
        |own, other| own.actor = other.actor,
        |own, other| own.key = other.key.clone(),
    ];
    for change in changes {
        let mut second = first.clone();
        change(&mut second.envelope, &other);
        let mut text = Vec::new();
        let line = first.write_unlinked(None, &mut text).expect("it can be written");
        let start = text.len();
        second.write_unlinked(Some((&first, &line)), &mut text).expect("it can be written");
        assert_eq!(text_of(text.split_off(start)), by_pen(&second));
        assert_ne!(by_pen(&second), by_pen(&first));
    }
}

#[test]
fn a_record_that_would_be_too_long_with_its_link_is_refused_before_that_is_known() {
    let mut record =
        lines().map(record).find(|record| record.envelope.scope_prev.is_some()).expect("one follows another");
    let more = LONGEST - record.to_bytes().expect("it can be written").len();
    let nonce = record.envelope.nonce.as_str().to_owned();
    for (by, fits) in [(more, true), (more + 1, false)] {
        record.envelope.nonce = format!("{nonce}{}", "n".repeat(by)).as_str().into();
        let mut text = b"before it".to_vec();
        let (whole, before) =
            (record.to_bytes().map(|line| line.len()), before_its_link(&record).write_unlinked(None, &mut text));
        assert_eq!(text.len() > "before it".len(), fits, "what is refused leaves the text as it was");
        let told = [whole, before.map(|unlinked| unlinked.bytes())].map(|told| told.map_err(|error| error.to_string()));
        let expected = if fits { Ok(LONGEST) } else { Err(NotARecord::TooLong(LONGEST + 1).to_string()) };
        assert_eq!(told, [expected.clone(), expected]);
    }
}

#[test]
fn whatever_an_event_may_hold_one_day_is_written_as_serde_json_writes_it() {
    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct Pair(i8, &'static str);
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        Word,
        One(Option<u8>),
        Two(u16, i64),
        Named { first: Unit, second: Vec<()> },
        Empty {},
    }
    #[derive(Serialize)]
    #[serde(tag = "as", rename_all = "snake_case")]
    enum Tagged {
        Word,
        Named { text: &'static str },
    }
    #[derive(Serialize)]
    struct All {
        choices: Vec<Choice>,
        tagged: (Tagged, Tagged),
        pairs: [Pair; 2],
        map: BTreeMap<String, i64>,
        nothing: BTreeMap<String, u8>,
        empty: Vec<u8>,
        #[serde(flatten)]
        flat: BTreeMap<char, bool>,
        numbers: (u64, i64, i32, u32, i16, u128, i128, char),
    }
    let all = All {
        choices: vec![
            Choice::Word,
            Choice::One(None),
            Choice::One(Some(7)),
            Choice::Two(u16::MAX, i64::MIN),
            Choice::Named { first: Unit, second: vec![(), ()] },
            Choice::Empty {},
        ],
        tagged: (Tagged::Word, Tagged::Named { text: "a \"b\"" }),
        pairs: [Pair(-1, ""), Pair(i8::MIN, "\u{1}")],
        map: BTreeMap::from([("a".to_owned(), 1), ("\"".to_owned(), -1)]),
        nothing: BTreeMap::new(),
        empty: Vec::new(),
        flat: BTreeMap::from([('é', true), ('\\', false)]),
        numbers: (u64::MAX, 0, i32::MIN, 10, -9, u128::MAX, i128::MIN, '"'),
    };
    let (pen, serde_json) = both(&all);
    assert!(pen.is_some());
    assert_eq!(pen, serde_json);
}

#[test]
fn an_amount_that_could_not_be_read_again_is_refused_in_the_same_words() {
    use crate::money::{LARGEST, MAD, Money};
    for minor in [-1, LARGEST + 1] {
        let money = Money::new(minor, MAD);
        let error = money.serialize(&mut Pen(Vec::new())).map_err(|error| error.to_string());
        assert_eq!(error, serde_json::to_string(&money).map(drop).map_err(|error| error.to_string()));
        assert!(error.is_err());
    }
}

/// Texts with what is to be escaped, at any distance from their ends.
fn any_text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        8 => prop::char::range(' ', '~'),
        1 => Just('"'),
        1 => Just('\\'),
        1 => prop::char::range('\0', '\u{1f}'),
        2 => prop::char::range('\u{7f}', '\u{7ff}'),
        1 => any::<char>(),
    ];
    prop_oneof![prop::collection::vec(letter, 0..40).prop_map(String::from_iter), "[ -~é]{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_text_is_written_as_serde_json_writes_it(text in any_text(), other in any_text()) {
        let (pen, serde_json) = both(&(&text, &other));
        prop_assert_eq!(pen, serde_json);
        // A text may come in pieces, and with others around it.
        let pieces = format_args!("{text}{other}").to_string();
        let mut pen = Pen(b"[".to_vec());
        serde::Serializer::collect_str(&mut pen, &format_args!("{text}{other}")).expect("it can be written");
        prop_assert_eq!(Some(text_of(pen.0)), serde_json::to_string(&pieces).ok().map(|json| format!("[{json}")));
    }

    #[test]
    fn every_moment_and_day_are_written_as_they_write_themselves(
        second in prop_oneof![-377_705_023_201_i64..=253_402_207_199, -3_i64..3, 1_700_000_000_i64..1_900_000_000],
        nanosecond in prop_oneof![-999_999_999..=999_999_999_i32, Just(0), Just(999_999_999), Just(-999_999_999)],
    ) {
        let Ok(moment) = Timestamp::new(second, nanosecond) else { return Ok(()) };
        let mut pen = Pen(Vec::new());
        pen.moment(moment);
        prop_assert_eq!(text_of(pen.0), format!("{moment:.3}"));
        let day = Offset::UTC.to_datetime(moment).date();
        let mut pen = Pen(Vec::new());
        pen.day(day);
        prop_assert_eq!(text_of(pen.0), day.to_string());
    }

    #[test]
    fn an_envelope_of_any_numbers_and_texts_is_written_as_serde_json_writes_it(
        which in 0..lines().count(), numbers in any::<(u64, u64, u32, u32, u128)>(), texts in (any_text(), any_text()), first in any::<bool>(),
    ) {
        let (position, scope_seq, part, parts, id) = numbers;
        let mut record = lines().nth(which).map(record).expect("there are as many");
        let envelope = &mut record.envelope;
        (envelope.position, envelope.scope_seq, envelope.part) = (position, scope_seq, (part, parts));
        (envelope.id, envelope.nonce) = (Uuid::from_u128(id), texts.0.as_str().into());
        envelope.scope_prev = (!first).then(|| texts.1.as_str().into());
        envelope.occurred_on = date((id % 10_000) as i16, 1 + (id % 12) as i8, 1 + (id % 28) as i8);
        if first { envelope.scope = None; }
        prop_assert_eq!(by_pen(&record), by_serde_json(&record));
    }
}
