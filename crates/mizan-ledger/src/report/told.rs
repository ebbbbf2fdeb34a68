//! A book that was told command by command, for the tests of reports: decided, recorded and indexed as the writer of a
//! log does it, only without hashes and chance.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::book::Book;
use crate::command::Submission;
use crate::decide::refusal::Refusal;
use crate::decide::{decide, needs};
use crate::record::{Envelope, Record};
use crate::report::counted::{Counts, Fold, TakenBack};
use crate::report::statement::{Days, Statement, statement};
use crate::report::trace::{Trace, Untraceable, trace};
use crate::view::find::{Found, NotFound};
use crate::view::index::Index;

/// The golden scenario: one rug, three weavers.
const GOLDEN: &str = include_str!("../../../../fixtures/stories/golden.ndjson");

/// Poufs and buttons through a season.
const SEASON: &str = include_str!("../../../../fixtures/stories/season.ndjson");

/// What was told, and what a reader looks things up in.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) book: Book,
    pub(crate) index: Index,
    log: Vec<Record>,
}

impl Told {
    /// A book that has just been opened.
    pub(crate) fn opened() -> Told {
        let open = json!({"name": "Demo network", "currency": "MAD"});
        Told::default().and("operator-1", "open_book", None, "2026-01-01", open)
    }

    /// The golden scenario up to and with the command under this key.
    pub(crate) fn golden(last: &str) -> Told {
        let key = format!(r#""key":"{last}""#);
        let end = GOLDEN.lines().position(|line| line.contains(&key)).expect("the scenario has this key");
        let mut told = Told::opened();
        GOLDEN.lines().take(end + 1).for_each(|line| told.hear(line));
        told
    }

    /// All of the golden scenario.
    pub(crate) fn golden_to_its_end() -> Told {
        Told::golden("issue-credit-note:credit-1")
    }

    /// All of the golden scenario, and then the season of another cooperative.
    pub(crate) fn both_stories() -> Told {
        let mut told = Told::golden_to_its_end();
        SEASON.lines().for_each(|line| told.hear(line));
        told
    }

    /// Somebody says something more.
    pub(crate) fn and(mut self, who: &str, what: &str, whose: Option<&str>, on: &str, data: Value) -> Told {
        let role = who.trim_end_matches(|last: char| last == '-' || last.is_ascii_digit());
        let role = if role == "weaver" { "member" } else { role };
        let key = format!("said-{}", self.log.len());
        let actor = json!({"id": who, "role": role});
        let line =
            json!({"key": key, "occurred_on": on, "actor": actor, "cooperative": whose, "type": what, "data": data});
        self.hear(&line.to_string());
        self
    }

    /// The same about the weavers of the golden scenario.
    pub(crate) fn then(self, who: &str, what: &str, on: &str, data: Value) -> Told {
        self.and(who, what, Some("demo-weavers"), on, data)
    }

    /// Somebody tries to say something more about the weavers of the golden scenario. Answers whether it was recorded.
    pub(crate) fn tries(&mut self, who: &str, what: &str, on: Date, data: Value) -> bool {
        let role = who.trim_end_matches(|last: char| last == '-' || last.is_ascii_digit());
        let key = format!("said-{}", self.log.len());
        let actor = json!({"id": who, "role": role});
        let line = json!({"key": key, "occurred_on": on, "actor": actor, "cooperative": "demo-weavers", "type": what,
            "data": data});
        self.answer(&line.to_string()).is_ok()
    }

    fn hear(&mut self, line: &str) {
        self.answer(line).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
    }

    fn answer(&mut self, line: &str) -> Result<(), Refusal> {
        let submission = Submission::parse(line).expect("a story says what can be read");
        let past = needs(&submission.command).iter().filter_map(|position| self.log.get(*position as usize));
        let past: Vec<Record> = past.cloned().collect();
        let events = decide(&self.book, &submission, &past)?;
        let parts = u32::try_from(events.len()).expect("a batch is short");
        for (part, event) in (1..).zip(events) {
            let envelope = Envelope {
                position: self.book.head,
                id: Uuid::nil(),
                recorded_at: Timestamp::UNIX_EPOCH,
                occurred_on: submission.occurred_on,
                actor: submission.actor,
                key: submission.key.clone(),
                part: (part, parts),
                scope: submission.cooperative,
                scope_seq: 0,
                scope_prev: None,
                nonce: "".into(),
            };
            let record = Record { envelope, event };
            self.book.apply(&record).expect("what was decided can be folded");
            self.index.apply(&record, &self.book);
            self.log.push(record);
        }
        Ok(())
    }

    /// The records of a kind, in their order.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<&Record> {
        self.log.iter().filter(|record| record.event.kind().name() == kind).collect()
    }

    /// The position of the last record of a kind.
    pub(crate) fn position_of(&self, kind: &str) -> u64 {
        let found = self.log.iter().rev().find(|record| record.event.kind().name() == kind);
        found.expect("the story has a record of this kind").envelope.position
    }

    /// The records that concern what was found.
    pub(crate) fn records(&self, found: Found) -> Vec<Record> {
        let positions = self.index.positions(found);
        positions.into_iter().map(|position| self.log[position as usize].clone()).collect()
    }

    /// A report folded from all records that count in some days.
    pub(crate) fn folded<F: Fold>(
        &self,
        from: Option<&str>,
        to: Option<&str>,
        begin: impl FnOnce(&Book, Days) -> F,
    ) -> F {
        let days = Days::new(from.map(date), to.map(date)).expect("the days are in order");
        let mut taken_back = TakenBack::default();
        self.log.iter().for_each(|record| taken_back.note(record));
        let mut report = begin(&self.book, days);
        for record in &self.log {
            report.see(record, days);
            Counts::of(record, &taken_back, days).into_iter().for_each(|counts| report.take(counts, record));
        }
        report
    }

    /// The trace of a sale or payout that can be found.
    pub(crate) fn trace(&self, reference: &str, day: Option<&str>) -> Result<Trace, Untraceable> {
        let found = self.index.find_trace(reference).expect("the book has it");
        trace(&self.book, found, &self.records(found), day.map(date))
    }

    /// The statement of a member who can be found.
    pub(crate) fn statement(
        &self,
        reference: &str,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Statement, NotFound> {
        let found = self.index.find_member(reference)?;
        let crate::view::find::Thing::Member(member) = found.thing else { unreachable!("a member was looked for") };
        let days = Days::new(from.map(date), to.map(date)).expect("the days are in order");
        let made = statement(&self.book, found.cooperative, member, &self.records(found), days);
        Ok(made.expect("the book knows the cooperative"))
    }
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().expect("a story writes days as 2026-03-31")
}
