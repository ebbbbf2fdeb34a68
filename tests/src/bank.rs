//! A bank that can misbehave: instructions in, reports and statements out, each in the forms that banks really use.
//!
//! What it does wrong is its habits, which follow from a seed: it loses a file or its answer, answers twice or late, refuses
//! part, names only what it refuses, books a file as one sum, on another day, gives back what it paid, and notices a second
//! file of one name or does not. It keeps its own count of what it has paid, by nobody's word but its own.

mod paper;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use mizan::service::chance::Chance;
use mizan_ledger::money::{Currency, MAD, Money};
use roxmltree::{Document, Node};

use crate::bank::paper::{Answered, Line, Status};

/// What a bank does that it should not, or need not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habits {
    /// The first file it is sent never arrives.
    pub loses_the_first_file: bool,
    /// How many answers in a hundred are lost for ever.
    pub loses_answers: u64,
    /// How many come days later.
    pub delays_answers: u64,
    /// It says everything twice.
    pub answers_twice: bool,
    /// It answers a file with one status for all where it can, and names nothing but what it refuses.
    pub names_only_what_it_refuses: bool,
    /// How many payments in a hundred it refuses.
    pub refuses: u64,
    /// How many it gives back after it has paid.
    pub gives_back: u64,
    /// It books a file as one sum.
    pub books_as_one: bool,
    /// It names the payments of such a sum.
    pub names_the_parts: bool,
    /// How many days after the one asked for it books.
    pub books_late: i64,
    /// It tells of each booking on the day itself too.
    pub notifies: bool,
    /// It says that it will pay once more when it has paid.
    pub accepts_late: bool,
    /// It knows a file it has had before, by its reference.
    pub knows_what_it_had: bool,
}

impl Habits {
    /// A bank as banks should be.
    #[must_use]
    pub fn good() -> Habits {
        Habits {
            loses_the_first_file: false,
            loses_answers: 0,
            delays_answers: 0,
            answers_twice: false,
            names_only_what_it_refuses: false,
            refuses: 0,
            gives_back: 0,
            books_as_one: false,
            names_the_parts: false,
            books_late: 0,
            notifies: false,
            accepts_late: false,
            knows_what_it_had: true,
        }
    }

    /// The habits of a seed: each of them in some banks, and all together in a few.
    #[must_use]
    pub fn of(seed: u64) -> Habits {
        let mut chance = Chance::new(seed ^ 0x6261_6e6b);
        Habits {
            loses_the_first_file: chance.percent(20),
            loses_answers: if chance.percent(40) { chance.between(10, 100) } else { 0 },
            delays_answers: if chance.percent(40) { chance.between(10, 100) } else { 0 },
            answers_twice: chance.percent(30),
            names_only_what_it_refuses: chance.percent(50),
            refuses: if chance.percent(50) { chance.between(10, 100) } else { 0 },
            gives_back: if chance.percent(40) { chance.between(10, 100) } else { 0 },
            books_as_one: chance.percent(40),
            names_the_parts: chance.percent(50),
            books_late: i64::try_from(chance.below(4)).unwrap_or(0),
            notifies: chance.percent(30),
            accepts_late: chance.percent(30),
            knows_what_it_had: chance.percent(50),
        }
    }
}

/// How far one payment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Waits(Date),
    Refused(&'static str),
    Booked(Date),
    Back,
}

/// One payment it was asked for.
#[derive(Debug, Clone)]
struct Asked {
    message: String,
    block: String,
    end_to_end: String,
    amount: Money,
    state: State,
}

/// The bank.
#[derive(Debug, Clone)]
pub struct Bank {
    habits: Habits,
    chance: Chance,
    account: String,
    currency: Currency,
    balance: i128,
    messages: BTreeSet<String>,
    lost_one: bool,
    asked: Vec<Asked>,
    lines: Vec<Line>,
    late: Vec<(Date, Vec<u8>)>,
    papers: u32,
    paid: BTreeMap<String, u32>,
}

/// Why it refuses.
const REFUSALS: [&str; 4] = ["AC01", "AC04", "AC06", "NARR"];

/// After how many days it gives back what nobody took.
const GIVES_BACK_AFTER: i64 = 4;

impl Bank {
    /// A bank of these habits, with this much on the account.
    #[must_use]
    pub fn new(seed: u64, habits: Habits, account: &str, balance: Money) -> Bank {
        Bank {
            habits,
            chance: Chance::new(seed),
            account: account.to_owned(),
            currency: balance.currency(),
            balance: balance.minor(),
            messages: BTreeSet::new(),
            lost_one: false,
            asked: Vec::new(),
            lines: Vec::new(),
            late: Vec::new(),
            papers: 0,
            paid: BTreeMap::new(),
        }
    }

    /// What it does that it should not, or need not.
    #[must_use]
    pub fn habits(&self) -> Habits {
        self.habits
    }

    /// How often it has paid each payment, by its reference from end to end.
    #[must_use]
    pub fn paid(&self) -> &BTreeMap<String, u32> {
        &self.paid
    }

    /// What of a payment has left and not come back.
    #[must_use]
    pub fn stays_paid(&self, end_to_end: &str) -> bool {
        self.asked.iter().any(|asked| asked.end_to_end == end_to_end && matches!(asked.state, State::Booked(_)))
    }

    /// What is on the account.
    #[must_use]
    pub fn balance(&self) -> Money {
        Money::new(self.balance, self.currency)
    }

    /// Whether it has had a file: what it writes to whoever asks.
    #[must_use]
    pub fn has(&self, message: &str) -> bool {
        self.messages.contains(message)
    }

    /// Its answer to a file once more, for whoever asks at the counter; none if it never had the file.
    pub fn repeats(&mut self, message: &str, on: Date) -> Option<Vec<u8>> {
        let of_it: Vec<Asked> = self.asked.iter().filter(|asked| asked.message == message).cloned().collect();
        let block = of_it.first()?.block.clone();
        let status = |asked: Asked| {
            let code = if let State::Refused(code) = asked.state { Some(code) } else { None };
            Status { end_to_end: asked.end_to_end, amount: asked.amount, code }
        };
        let statuses: Vec<Status> = of_it.into_iter().map(status).collect();
        Some(self.report(message, Answered::Each { block: &block, statuses: &statuses, named: true }, on))
    }

    /// Whether anything is still to happen by itself.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.late.is_empty() && !self.asked.iter().any(|asked| matches!(asked.state, State::Waits(_)))
    }

    /// Takes a file, and answers at once with no report, one or two.
    pub fn take(&mut self, file: &[u8], on: Date) -> Vec<Vec<u8>> {
        let text = std::str::from_utf8(file).expect("a file of payments is UTF-8");
        let document = Document::parse(text).expect("a file of payments is XML");
        if self.habits.loses_the_first_file && !self.lost_one {
            self.lost_one = true;
            return Vec::new();
        }
        let all = |name: &'static str| document.descendants().filter(move |node| node.tag_name().name() == name);
        let one = |name: &'static str| all(name).find_map(|node| node.text()).unwrap_or_default().to_owned();
        let (message, block) = (one("MsgId"), one("PmtInfId"));
        if !self.messages.insert(message.clone()) && self.habits.knows_what_it_had {
            let report = self.report(&message, Answered::Had, on);
            return self.send(report, on);
        }
        let wished = all("ReqdExctnDt").flat_map(|node| node.descendants()).find_map(|node| node.text()?.parse().ok());
        let due = wished.unwrap_or(on).max(on).saturating_add(self.habits.books_late.days());
        let mut statuses = Vec::new();
        for transfer in all("CdtTrfTxInf") {
            let asked = self.judge(transfer, &message, &block, due);
            let code = if let State::Refused(code) = asked.state { Some(code) } else { None };
            statuses.push(Status { end_to_end: asked.end_to_end.clone(), amount: asked.amount, code });
            self.asked.push(asked);
        }
        let named = !self.habits.names_only_what_it_refuses;
        let report = self.report(&message, Answered::Each { block: &block, statuses: &statuses, named }, on);
        self.send(report, on)
    }

    fn judge(&mut self, transfer: Node<'_, '_>, message: &str, block: &str, due: Date) -> Asked {
        let inside = |name: &str| transfer.descendants().find(|node| node.tag_name().name() == name);
        let text = |name: &str| inside(name).and_then(|node| node.text()).unwrap_or_default();
        let currency = inside("InstdAmt").and_then(|node| node.attribute("Ccy")).unwrap_or(MAD.code());
        let amount =
            format!("{} {currency}", text("InstdAmt")).parse().expect("an amount is written with its currency");
        let refused = self.chance.percent(self.habits.refuses);
        let state = match self.chance.one_of(&REFUSALS).filter(|_| refused) {
            Some(code) => State::Refused(code),
            None => State::Waits(due),
        };
        let (message, block, end_to_end) = (message.to_owned(), block.to_owned(), text("EndToEndId").to_owned());
        Asked { message, block, end_to_end, amount, state }
    }

    /// What becomes of a report on its way: lost, late, once or twice.
    fn send(&mut self, report: Vec<u8>, on: Date) -> Vec<Vec<u8>> {
        if self.chance.percent(self.habits.loses_answers) {
            return Vec::new();
        }
        if self.chance.percent(self.habits.delays_answers) {
            let days = i64::try_from(self.chance.between(1, 8)).unwrap_or(1);
            self.late.push((on.saturating_add(Span::new().days(days)), report));
            return Vec::new();
        }
        if self.habits.answers_twice { vec![report.clone(), report] } else { vec![report] }
    }

    /// A day passes: what is due is booked, what nobody took comes back. What the bank writes on that day, its statement last;
    /// of a day on which nothing moved there is none.
    pub fn day(&mut self, on: Date) -> Vec<Vec<u8>> {
        let before = self.lines.len();
        let opening = self.balance();
        self.book(on);
        self.give_back(on);
        let mut written: Vec<Vec<u8>> = Vec::new();
        let late = std::mem::take(&mut self.late);
        for (due, report) in late {
            if due <= on {
                written.push(report);
            } else {
                self.late.push((due, report));
            }
        }
        let lines = self.lines.split_off(before);
        if self.habits.accepts_late {
            let messages: BTreeSet<String> = lines.iter().filter_map(|line| line.message.clone()).collect();
            written.extend(messages.iter().filter_map(|message| self.repeats(message, on)).collect::<Vec<_>>());
        }
        if self.habits.notifies && !lines.is_empty() {
            let id = self.number();
            written.push(paper::notification(&id, &self.account, on, &lines));
        }
        if !lines.is_empty() {
            let id = self.number();
            written.push(paper::statement(&id, &self.account, on, opening, self.balance(), &lines));
        }
        self.lines.extend(lines);
        written
    }

    fn book(&mut self, on: Date) {
        let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, asked) in self.asked.iter().enumerate() {
            if matches!(asked.state, State::Waits(due) if due <= on) {
                blocks.entry(asked.block.clone()).or_default().push(place);
            }
        }
        for (block, places) in blocks {
            for place in &places {
                self.asked[*place].state = State::Booked(on);
                *self.paid.entry(self.asked[*place].end_to_end.clone()).or_default() += 1;
            }
            let parts: Vec<(String, Money)> =
                places.iter().map(|place| (self.asked[*place].end_to_end.clone(), self.asked[*place].amount)).collect();
            let message = places.first().map(|place| self.asked[*place].message.clone());
            let sums: Vec<Vec<(String, Money)>> =
                if self.habits.books_as_one { vec![parts] } else { parts.into_iter().map(|part| vec![part]).collect() };
            for parts in sums {
                let minor: i128 = parts.iter().map(|(_, amount)| amount.minor()).sum();
                self.balance -= minor;
                let (as_one, named) =
                    (self.habits.books_as_one, self.habits.names_the_parts || !self.habits.books_as_one);
                let line = Line {
                    number: self.number(),
                    on,
                    credit: false,
                    amount: Money::new(minor, self.currency),
                    block: Some(block.clone()).filter(|_| as_one),
                    parts,
                    named,
                    code: None,
                    message: message.clone(),
                };
                self.lines.push(line);
            }
        }
    }

    fn give_back(&mut self, on: Date) {
        for place in 0..self.asked.len() {
            let State::Booked(booked) = self.asked[place].state else { continue };
            let days = (on - booked).get_days();
            if i64::from(days) != GIVES_BACK_AFTER || !self.chance.percent(self.habits.gives_back) {
                continue;
            }
            let Asked { end_to_end, amount, .. } = self.asked[place].clone();
            self.asked[place].state = State::Back;
            self.balance += amount.minor();
            let line = Line {
                number: self.number(),
                on,
                credit: true,
                amount,
                block: None,
                parts: vec![(end_to_end, amount)],
                named: true,
                code: Some("AC04"),
                message: None,
            };
            self.lines.push(line);
        }
    }

    fn report(&mut self, message: &str, answered: Answered<'_>, on: Date) -> Vec<u8> {
        let id = self.number();
        paper::report(&id, message, answered, on)
    }

    fn number(&mut self) -> String {
        self.papers += 1;
        format!("BANK-{:06}", self.papers)
    }
}
