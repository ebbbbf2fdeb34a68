//! Stories: how the rules are tried out, in the words callers use.
//!
//! A story keeps a book the way the writer of a log does: it reads each command from its JSON, decides it, records and
//! applies what it leads to. After every recorded command it says the same words again under the same key, which must
//! record nothing; it reads the records back from their bytes into a second book, which must equal the first; and it
//! checks the laws that hold in every book.
//!
//! ```text
//! given(the_cooperative())
//!     .and(earned("rug-1", &[("weaver-1", "500.00 MAD")]))
//!     .when(say("treasurer", "schedule_payout", json!({"payout": "may", "pay": [{"member": "weaver-1", "method": "cash"}]})))
//!     .then(&["payout_scheduled"])
//!     .with("/0/items/0/amount", json!("500.00 MAD"))
//!     .holds("liabilities:member:weaver-1:in-payout", "500.00 MAD");
//! ```

mod writer;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::account::Account;
use crate::book::Book;
use crate::book::state::Cooperative;
use crate::command::{Submission, Unreadable};
use crate::decide::refusal::Refusal;
use crate::decide::stories::writer::natural;
use crate::event::Event;
use crate::id::CooperativeId;
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::text::Key;

/// The cooperative of most stories.
pub(super) const COOPERATIVE: &str = "demo-weavers";

/// The day on which things happen unless a story says another.
const DAY: &str = "2026-03-02";

/// Something somebody says to the ledger.
#[derive(Debug, Clone)]
pub(super) struct Said {
    line: Value,
}

/// `actor` says this command about the cooperative of most stories. An actor is named after her role; a member is not.
pub(super) fn say(actor: &str, command: &str, data: Value) -> Said {
    let roles = ["operator", "president", "secretary", "treasurer", "cashier", "storekeeper", "leader", "buyer"];
    let role = if roles.contains(&actor) { actor } else { "member" };
    let actor = json!({"id": actor, "role": role});
    let said = Said { line: json!({"occurred_on": DAY, "actor": actor, "type": command, "data": data}) };
    if matches!(command, "open_book" | "register_party" | "define_activity" | "rotate_log_key") {
        said
    } else {
        said.about(COOPERATIVE)
    }
}

/// Commands as they are written in a file, one a line, with their keys.
pub(super) fn lines(text: &str) -> Vec<Said> {
    let read = |line| Said { line: serde_json::from_str(line).expect("each line of a story is JSON") };
    text.lines().map(read).collect()
}

impl Said {
    /// The same on another day.
    pub(super) fn on(self, day: &str) -> Said {
        self.with("occurred_on", json!(day))
    }

    /// The same under a key of its own; without one, a story gives every command a new key.
    pub(super) fn under(self, key: &str) -> Said {
        self.with("key", json!(key))
    }

    /// The same about another cooperative.
    pub(super) fn about(self, cooperative: &str) -> Said {
        self.with("cooperative", json!(cooperative))
    }

    /// The same about the whole book.
    pub(super) fn about_the_book(self) -> Said {
        self.with("cooperative", Value::Null)
    }

    /// The same in the person of a buyer.
    pub(super) fn of_a_buyer(mut self) -> Said {
        self.line["actor"]["role"] = json!("buyer");
        self
    }

    /// The same with personal data.
    pub(super) fn sealing(self, sealed: Value) -> Said {
        self.with("sealed", sealed)
    }

    /// The same with other words: each of these fields takes the place of the one of its name.
    pub(super) fn saying(mut self, changes: Value) -> Said {
        for (field, value) in changes.as_object().into_iter().flatten() {
            self.line["data"][field] = value.clone();
        }
        self
    }

    fn with(mut self, field: &str, value: Value) -> Said {
        self.line[field] = value;
        self
    }
}

/// What became of a command.
#[derive(Debug)]
enum Answer {
    Recorded,
    RecordedAlready,
    Refused(Refusal),
    Unreadable(Unreadable),
}

/// A log, the book folded from it, and the book folded from its bytes.
#[derive(Debug, Default)]
pub(super) struct Story {
    live: Book,
    replayed: Book,
    log: Vec<Record>,
    latest: Vec<Event>,
    scopes: BTreeMap<CooperativeId, u64>,
    commands: u64,
}

/// A story and what became of the last command in it.
#[must_use]
#[derive(Debug)]
pub(super) struct Told {
    story: Story,
    answer: Answer,
}

/// Begins a story with what has happened so far.
#[track_caller]
pub(super) fn given(before: impl IntoIterator<Item = Said>) -> Story {
    Story::default().and(before)
}

impl Story {
    /// What else has happened before.
    #[track_caller]
    pub(super) fn and(mut self, before: impl IntoIterator<Item = Said>) -> Story {
        for said in before {
            let what = format!("{said:?}");
            let answer = self.hear(said);
            assert!(matches!(answer, Answer::Recorded), "{what} belongs to the beginning of a story, but: {answer:?}");
        }
        self
    }

    /// Somebody says something.
    #[track_caller]
    pub(super) fn when(mut self, said: Said) -> Told {
        let answer = self.hear(said);
        Told { story: self, answer }
    }

    /// What stands at a JSON pointer in the list of the events recorded last; null for what is left out.
    #[track_caller]
    pub(super) fn with(self, pointer: &str, expected: Value) -> Story {
        let events = serde_json::to_value(&self.latest).expect("events are written as JSON");
        assert_eq!(events.pointer(pointer).unwrap_or(&Value::Null), &expected, "{pointer} in {events:#}");
        self
    }

    /// An account holds this much on the side where such accounts are: what is held of assets, owed of liabilities.
    #[track_caller]
    pub(super) fn holds(self, account: &str, amount: &str) -> Story {
        let account: Account = account.parse().expect("a story names accounts as balances print them");
        let (_, code) = amount.rsplit_once(' ').expect("a story writes amounts with their currency");
        let currency: Currency = code.parse().expect("a story writes amounts in a known currency");
        let held = natural(account, self.cooperative().balances.of(account, currency));
        assert_eq!(held.to_string(), amount, "{account} holds {held}, not {amount}");
        self
    }

    /// The cooperative of most stories.
    #[track_caller]
    pub(super) fn cooperative(&self) -> &Cooperative {
        let id: CooperativeId = COOPERATIVE.parse().expect("the cooperative of the stories has an identifier");
        self.live.cooperatives.get(&id).expect("a story begins by registering its cooperative")
    }

    /// The whole book.
    pub(super) fn book(&self) -> &Book {
        &self.live
    }

    /// The position the next record will have.
    pub(super) fn position(&self) -> u64 {
        self.live.head
    }

    /// The position of the first record of the command under a key.
    #[track_caller]
    pub(super) fn position_under(&self, key: &str) -> u64 {
        let key: Key = key.parse().expect("a story writes keys as callers do");
        self.live.keys.get(&key).expect("a story asks for a key it has used").first
    }

    /// What is on the accounts of the cooperative of most stories, empty ones left out.
    pub(super) fn balances(&self) -> Vec<(Account, Money)> {
        let mut all = self.cooperative().balances.all();
        all.retain(|(_, money)| !money.is_zero());
        all
    }

    /// All records, in their order.
    pub(super) fn log(&self) -> &[Record] {
        &self.log
    }

    /// The events of the command recorded last.
    pub(super) fn latest(&self) -> &[Event] {
        &self.latest
    }

    /// The last record.
    #[track_caller]
    pub(super) fn last(&self) -> &Record {
        self.log.last().expect("a story asks for its last record once it has one")
    }

    /// The position of the last record of a kind.
    #[track_caller]
    pub(super) fn position_of(&self, kind: &str) -> u64 {
        let found = self.log.iter().rev().find(|record| record.event.kind().name() == kind);
        found.expect("a story asks for a kind of record it has").envelope.position
    }

    fn hear(&mut self, said: Said) -> Answer {
        self.commands += 1;
        let said = if said.line.get("key").is_some() { said } else { said.under(&format!("said-{}", self.commands)) };
        let submission = match Submission::parse(&said.line.to_string()) {
            Ok(submission) => submission,
            Err(error) => return Answer::Unreadable(error),
        };
        let written = serde_json::to_string(&submission).expect("a submission is written as JSON");
        assert_eq!(Submission::parse(&written).as_ref(), Ok(&submission), "a command says the same once written");
        let answer = self.answer(&submission);
        if matches!(answer, Answer::Recorded) {
            let repeated = self.answer(&submission);
            assert!(matches!(repeated, Answer::RecordedAlready), "the same words under the same key: {repeated:?}");
            self.check_laws();
        }
        assert_eq!(self.live, self.replayed, "the book read back from its bytes is the live book");
        answer
    }
}

impl Told {
    /// It was recorded, as events of these kinds.
    #[track_caller]
    pub(super) fn then(self, kinds: &[&str]) -> Story {
        assert!(matches!(self.answer, Answer::Recorded), "it should be recorded: {:?}", self.answer);
        let found: Vec<&str> = self.story.latest.iter().map(|event| event.kind().name()).collect();
        assert_eq!(found, kinds, "it should lead to these events");
        self.story
    }

    /// It was refused, with this code; nothing has changed.
    #[track_caller]
    pub(super) fn refused(self, code: &str) -> Story {
        self.refused_because(code, "")
    }

    /// It was refused, with this code and these words among others.
    #[track_caller]
    pub(super) fn refused_because(self, code: &str, words: &str) -> Story {
        let Answer::Refused(refusal) = &self.answer else {
            panic!("it should be refused as `{code}`: {:?}", self.answer);
        };
        assert_eq!(refusal.code(), code, "{refusal}");
        assert!(refusal.to_string().contains(words), "`{refusal}` should say `{words}`");
        self.story
    }

    /// It is no command, and these words among others say why.
    #[track_caller]
    pub(super) fn unreadable(self, words: &str) -> Story {
        let Answer::Unreadable(error) = &self.answer else {
            panic!("it should be unreadable: {:?}", self.answer);
        };
        assert!(error.to_string().contains(words), "`{error}` should say `{words}`");
        self.story
    }

    /// It was recorded or refused: the story, and which of them.
    pub(super) fn whatever(self) -> (Story, bool) {
        (self.story, matches!(self.answer, Answer::Recorded))
    }

    /// It had been recorded before; nothing was recorded now.
    #[track_caller]
    pub(super) fn recorded_already(self) -> Story {
        assert!(matches!(self.answer, Answer::RecordedAlready), "it was said before: {:?}", self.answer);
        self.story
    }
}

/// A cooperative of four weavers that shares every price among its makers by their hours. It has a bank account with
/// nothing in it, a cash box with 5,000.00 MAD, and a wallet with 5,000.00 MAD.
pub(super) fn the_cooperative() -> Vec<Said> {
    let by_the_hour = json!({
        "agreement": "by-the-hour",
        "version": 1,
        "title": "All of the price to those who made it",
        "cooperative": COOPERATIVE,
        "parties": [],
        "currency": "MAD",
        "valid_from": "2026-01-01",
        "dated_by": "sale",
        "booking": "mandate",
        "earned": "when_paid",
        "bears": {
            "fx": "cooperative", "chargeback": "cooperative", "breakage": "cooperative", "late_payment": "cooperative"
        },
        "claw_back": {"fund": "quality"},
        "tie_break": "rotating",
        "steps": [{"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"}],
        "example": {
            "facts": {"gross": "90.00 MAD", "makers": [
                {"member": "weaver-1", "did": {"hours": "2"}}, {"member": "weaver-2", "did": {"hours": "1"}}
            ]},
            "split": {"gross": "90.00 MAD", "slices": [{
                "step": "makers", "kind": "makers", "receiver": "makers", "how": "rest", "amount": "90.00 MAD",
                "makers": [
                    {"member": "weaver-1", "amount": "60.00 MAD"}, {"member": "weaver-2", "amount": "30.00 MAD"}
                ]
            }]}
        }
    });
    let mut said = vec![
        say("operator", "open_book", json!({"name": "Demo network", "currency": "MAD"})),
        say("operator", "register_party", json!({"party": "demo-shop", "name": "Demo shop", "roles": ["buyer"]})),
        say("operator", "register_cooperative", json!({"name": "Demo weavers"})),
        say("secretary", "propose_agreement", json!({"terms": by_the_hour})),
        say("president", "accept_agreement", json!({"agreement": "by-the-hour", "version": 1})),
    ];
    for till in ["bank:main", "cash:office", "wallet:main"] {
        said.push(say("treasurer", "open_till", json!({"till": till})));
    }
    for (movement, till) in [("opening-cash", "cash:office"), ("opening-wallet", "wallet:main")] {
        let data = json!({"movement": movement, "till": till, "amount": "5000.00 MAD"});
        said.push(say("treasurer", "record_opening_balance", data));
    }
    for member in ["weaver-1", "weaver-2", "weaver-3", "weaver-4"] {
        said.push(say("secretary", "admit_member", json!({"member": member})));
    }
    said.into_iter().map(|said| said.on("2026-01-01")).collect()
}

/// A sale of which each of these members has this share, not yet paid by its buyer.
pub(super) fn sold(sale: &str, shares: &[(&str, &str)]) -> Said {
    let total: i128 = shares.iter().map(|(_, amount)| money(amount).minor()).sum();
    let total = Money::new(total, money("0.00 MAD").currency());
    let maker = |(member, amount): &(&str, &str)| json!({"member": member, "did": {"hours": money(amount).number()}});
    let makers: Vec<Value> = shares.iter().map(maker).collect();
    let line = json!({"product": "Rug", "quantity": "1", "unit_price": total.number()});
    let lines = [line];
    say(
        "treasurer",
        "record_sale",
        json!({"sale": sale, "buyer": "demo-shop", "lines": lines, "total": total, "makers": makers}),
    )
}

/// The buyer pays a sale into the bank account.
pub(super) fn paid(sale: &str, amount: &str) -> Said {
    let pays = [json!({"sale": sale, "amount": amount})];
    let payment = format!("payment-{sale}");
    let data = json!({"payment": payment, "buyer": "demo-shop", "amount": amount, "till": "bank:main", "pays": pays});
    say("treasurer", "receive_payment", data)
}

/// A sale that its buyer has paid: each of these members has this much more available.
pub(super) fn earned(sale: &str, shares: &[(&str, &str)]) -> [Said; 2] {
    let total: i128 = shares.iter().map(|(_, amount)| money(amount).minor()).sum();
    let total = Money::new(total, money("0.00 MAD").currency()).to_string();
    [sold(sale, shares), paid(sale, &total)]
}

/// An amount as it is written.
#[track_caller]
pub(super) fn money(text: &str) -> Money {
    text.parse().expect("a story writes amounts as callers do")
}
