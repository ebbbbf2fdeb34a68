//! A cooperative, its treasurer and a bank, all in one process: the real ledger, writers and readers around a bank of any
//! habits. The treasurer reads what comes in any order, some of it late, some twice, and is killed now and then.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use mizan::service::chance::Chance;
use mizan::service::clerk::{Clerk, NotWritten};
use mizan::service::environment::Rehearsal;
use mizan_format::payment::answers::{Means, Ours, answers};
use mizan_format::payment::batch::Account;
use mizan_format::payment::check::Instruction;
use mizan_format::payment::of_payout::{Head, Payee, batch, filed, to_be_filed};
use mizan_format::payment::pain001;
use mizan_format::payment::profile::{Profile, Version};
use mizan_format::phrases::treasurer::Next;
use mizan_format::statement::{Asked, read};
use mizan_format::text_payout::Shown;
use mizan_ledger::account::Account as Booked;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::payout::{Item, ItemState, Payout};
use mizan_ledger::command::Submission;
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::{MAD, Money};
use mizan_ledger::payee::{Scheme, key_of};
use mizan_ledger::reference::Reference;
use mizan_tests::bank::{Bank, Habits};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The golden scenario.
const GOLDEN: &str = include_str!("../../../fixtures/stories/golden.ndjson");

/// The last command in it before the first payout.
const BEFORE: &str = r#""key":"transfer-funds:float-1""#;

/// Our account at the bank, whose till is `bank:main`.
pub(super) const ACCOUNT: &str = "011780000012345678901296";

/// The cooperative.
pub(super) const WEAVERS: &str = "demo-weavers";

/// On which day the payouts are scheduled.
pub(super) const FIRST: Date = date(2026, 3, 16);

/// The book in which three weavers have 860.49, 717.07 and 478.05 available.
pub(super) fn earned() -> Clerk<Rehearsal> {
    let mut clerk = Clerk::new(Rehearsal::new("2026-06-01T08:00:00Z".parse().expect("it is a moment"), 7));
    let opening = json!({"key": "open", "occurred_on": "2026-01-01", "actor": {"id": "operator-1", "role": "operator"},
        "type": "open_book", "data": {"name": "A network of tests", "currency": "MAD"}});
    let last = GOLDEN.lines().position(|line| line.contains(BEFORE)).expect("the scenario has this key");
    let lines = std::iter::once(opening.to_string()).chain(GOLDEN.lines().take(last + 1).map(str::to_owned));
    for line in lines {
        let submission = Submission::parse(&line).expect("a line of the scenario is a command");
        clerk.submit(&submission, &[]).expect("the scenario may happen");
    }
    clerk
}

/// Everything of one scenario.
pub(super) struct World {
    pub(super) clerk: Clerk<Rehearsal>,
    pub(super) bank: Bank,
    pub(super) chance: Chance,
    pub(super) today: Date,
    /// What the bank has written and the treasurer not read, and all it ever wrote.
    mail: Vec<Vec<u8>>,
    pub(super) archive: Vec<Vec<u8>>,
    /// The bytes of each file, by what was recorded of them.
    digests: BTreeMap<(PayoutId, u32), String>,
    /// What was left to a person when all was read for the last time.
    pub(super) exceptions: BTreeSet<String>,
    said: u64,
    /// What has happened on the way, so that a test can tell that it was tried.
    pub(super) met: BTreeSet<&'static str>,
    /// What each had before.
    pub(super) earned: BTreeMap<MemberId, Money>,
}

impl World {
    pub(super) fn new(clerk: Clerk<Rehearsal>, seed: u64, habits: Habits) -> World {
        let own = own(&clerk);
        let earned =
            own.members.keys().map(|member| (*member, own.balances.owed(Booked::MemberAvailable(*member), MAD)));
        let earned = earned.filter(|(_, money)| money.is_positive()).collect();
        let balance = own.balances.of(Booked::Till("bank:main".parse().expect("it is a till")), MAD);
        let bank = Bank::new(seed, habits, ACCOUNT, balance);
        World {
            clerk,
            bank,
            chance: Chance::new(seed),
            today: FIRST,
            mail: Vec::new(),
            archive: Vec::new(),
            digests: BTreeMap::new(),
            exceptions: BTreeSet::new(),
            said: 0,
            met: BTreeSet::new(),
            earned,
        }
    }

    pub(super) fn own(&self) -> &Cooperative {
        own(&self.clerk)
    }

    pub(super) fn payout(&self, id: PayoutId) -> Payout {
        self.own().payouts.get(&id).expect("the payout was scheduled").into_owned()
    }

    /// Somebody says something; whether it was recorded.
    pub(super) fn say(&mut self, who: &str, command: &str, data: Value, sealed: Value) -> Result<(), NotWritten> {
        self.said += 1;
        let role = who.trim_end_matches(|last: char| last == '-' || last.is_ascii_digit());
        let role = if role == "weaver" { "member" } else { role };
        let line = json!({"key": format!("said-{}", self.said), "occurred_on": self.today, "cooperative": WEAVERS,
            "actor": {"id": who, "role": role}, "type": command, "data": data, "sealed": sealed});
        let submission = Submission::parse(&line.to_string()).expect("it can be read");
        self.clerk.submit(&submission, &[]).map(|_| ())
    }

    fn must(&mut self, who: &str, command: &str, data: Value) {
        let said = self.say(who, command, data.clone(), json!({}));
        said.unwrap_or_else(|refused| panic!("{command} {data} on {}: {refused}", self.today));
    }

    /// A payout of parts of what everybody has, approved by another.
    pub(super) fn schedule(&mut self, id: PayoutId, pay: &Value) {
        self.must("treasurer-1", "schedule_payout", json!({"payout": id, "pay": pay}));
        let payout = self.payout(id);
        let total = Money::sum(MAD, payout.items.values().map(|item| item.amount)).expect("all of it is in dirhams");
        let seen = payout.list_digest(id);
        self.must("president-1", "approve_payout", json!({"payout": id, "total": total, "seen": seen}));
    }

    /// The bytes of a file as they follow from the book.
    fn bytes(
        &self,
        id: PayoutId,
        file: u32,
        members: &[MemberId],
        created_at: Timestamp,
        pay_on: Date,
    ) -> (Vec<u8>, Money) {
        let payout = self.payout(id);
        let head = Head {
            id,
            file,
            created_at,
            pay_on,
            debtor_name: "Demo Weavers".to_owned(),
            debtor_account: Account { scheme: Scheme::Rib, number: ACCOUNT.to_owned() },
        };
        let batch = batch(head, &payout, members, &payees(members)).expect("everybody has a number");
        let version = if file.is_multiple_of(2) { Version::V09 } else { Version::V03 };
        let instruction = Instruction::of(&batch, &Profile { version, ..Profile::unproven() });
        let instruction = instruction.expect("the batch is right");
        let mut bytes = Vec::new();
        pain001::write(&instruction, &mut bytes).expect("a vector takes every byte");
        (bytes, instruction.sum())
    }

    /// Puts what can be paid into the next file. Between the record and the file the program may be killed: then the file is
    /// made again, of the book alone.
    pub(super) fn file(&mut self, id: PayoutId) -> Option<u32> {
        let payout = self.payout(id);
        let members = to_be_filed(self.own(), &payout, Method::Bank, self.today);
        if members.is_empty() {
            return None;
        }
        let file = u32::try_from(payout.files.len()).expect("there are few files") + 1;
        let created_at: Timestamp = format!("{}T08:00:00Z", self.today).parse().expect("it is a moment");
        let (bytes, total) = self.bytes(id, file, &members, created_at, self.today);
        let digest = hex(&bytes);
        let words = json!({"payout": id, "file": file, "method": "bank", "profile": "unproven", "total": total,
            "created_at": created_at, "pay_on": self.today});
        let sealed = json!({"note": format!("sha256:{digest}")});
        self.say("treasurer-1", "file_payout", words, sealed).expect("it can be filed");
        self.digests.insert((id, file), digest);
        Some(file)
    }

    /// Sends a file: says so, and then hands the bank the bytes as the book has them. In between the program may be killed.
    pub(super) fn send(&mut self, id: PayoutId, file: u32) {
        self.must("treasurer-1", "send_payout", json!({"payout": id, "file": file}));
        if self.chance.percent(8) {
            self.met.insert("killed before it was sent");
            return;
        }
        let payout = self.payout(id);
        let known = payout.files[file as usize - 1].clone();
        let (bytes, _) = self.bytes(id, file, &filed(&payout, file), known.created_at, known.pay_on);
        assert_eq!(self.digests[&(id, file)], hex(&bytes), "the same bytes as were recorded, file {file} of {id}");
        for item in payout.items.values().filter(|item| item.file == Some(file)) {
            assert_eq!(item.state, ItemState::Sent, "what the bank is handed is in the log before it has it");
        }
        let mut answers = self.bank.take(&bytes, self.today);
        // Whoever uploads a file twice is told so by a bank that notices.
        if self.bank.habits().knows_what_it_had && self.chance.percent(20) {
            answers.extend(self.bank.take(&bytes, self.today));
            self.met.insert("uploaded twice");
        }
        // Killed before the answers were read: they are read another day.
        self.archive.extend(answers.iter().cloned());
        self.mail.extend(answers);
    }

    /// The bank's day ends, and the treasurer reads what she finds, in whatever order.
    pub(super) fn next_day(&mut self) {
        let written = self.bank.day(self.today);
        self.archive.extend(written.iter().cloned());
        self.mail.extend(written);
        self.today = self.today.saturating_add(1.days());
        let mut left = Vec::new();
        while !self.mail.is_empty() {
            let place = self.chance.place_in(self.mail.len());
            let letter = self.mail.remove(place);
            if self.chance.percent(15) {
                left.push(letter);
                continue;
            }
            self.read(&letter);
            if self.chance.percent(10) {
                assert_eq!(self.read(&letter), 0, "a file that is read twice adds nothing");
            }
        }
        self.mail = left;
    }

    /// Reads a file of the bank's and records what follows; how many records that were.
    pub(super) fn read(&mut self, letter: &[u8]) -> u64 {
        let is_ours = |text: &str| text.parse::<Reference>().is_ok();
        let reading = read(letter, &Asked { today: Some(self.today), is_ours: Some(&is_ours), ..Asked::default() });
        assert!(!reading.quarantines(), "{:?}", reading.findings);
        let before = self.clerk.book().head;
        let rows = {
            let keys = &self.clerk.book().keys;
            let till = Some("bank:main".parse().expect("it is a till"));
            let knows = |key: &_| keys.contains_key(key);
            answers(&reading, &Ours { own: self.own(), knows: &knows, bank: till, wallet: None, today: self.today })
        };
        for row in rows {
            match row.means {
                Means::New(step) => {
                    let submission = Submission {
                        key: step.key,
                        occurred_on: step.on,
                        actor: serde_json::from_value(json!({"id": "treasurer-1", "role": "treasurer"}))
                            .expect("it is one"),
                        cooperative: Some(WEAVERS.parse().expect("it is an identifier")),
                        command: step.command,
                        sealed: Default::default(),
                    };
                    let said = self.clerk.submit(&submission, &[]);
                    said.unwrap_or_else(|refused| panic!("{submission:?}: {refused}"));
                }
                Means::Known => {}
                Means::Open(why) => {
                    let payout = row.payout.map_or_else(String::new, |payout| payout.to_string());
                    let member = row.member.map_or_else(String::new, |member| member.to_string());
                    self.met.insert(why.code());
                    self.exceptions.insert(format!("{payout}/{member}: {}", why.code()));
                }
            }
        }
        self.clerk.book().head - before
    }

    /// What the treasurer does about files nobody has answered.
    pub(super) fn mind(&mut self, id: PayoutId) {
        let payout = self.payout(id);
        for file in (1_u32..).take(payout.files.len()) {
            // She does what `mizan payout show` tells her.
            let shown = Shown { id, payout: &payout, today: self.today, why: BTreeMap::new(), again: BTreeMap::new() };
            let inside = payout.items.iter().filter(|(_, item)| item.file == Some(file));
            let next: BTreeSet<Next> = inside.map(|(member, item)| shown.next(*member, item)).collect();
            if next.contains(&Next::NoteUnanswered) {
                self.must("treasurer-1", "note_payout_unanswered", json!({"payout": id, "file": file}));
            } else if next.contains(&Next::AskWhetherReceived) && !self.bank.has(&payout.message(file)) {
                let words = json!({"payout": id, "file": file, "statement": "The bank's letter"});
                self.must("secretary-1", "report_payout_missing", words);
                self.must("president-1", "confirm_not_received", json!({"payout": id, "file": file}));
                self.met.insert("never received and sent again");
                self.send(id, file);
            } else if next.contains(&Next::AskWhetherReceived) || next.contains(&Next::AskWhatBecame) {
                // At the counter she is told what became of it.
                let answer = self.bank.repeats(&payout.message(file), self.today);
                self.met.insert("asked what became of it");
                self.archive.extend(answer.iter().cloned());
                self.mail.extend(answer);
            } else if next.contains(&Next::Send) {
                self.send(id, file);
            }
        }
    }

    /// What failed or came back is handed over in cash, in a payout of its own.
    pub(super) fn re_route(&mut self, id: PayoutId, new: PayoutId) {
        let payout = self.payout(id);
        let came_back = |item: &Item| matches!(item.state, ItemState::Failed | ItemState::Returned);
        let pay: Vec<Value> = payout
            .items
            .iter()
            .filter(|(_, item)| came_back(item))
            .map(|(member, item)| json!({"member": member, "amount": item.amount, "method": "cash"}))
            .collect();
        if pay.is_empty() || self.own().payouts.contains_key(&new) {
            return;
        }
        self.schedule(new, &json!(pay));
        let payout = self.payout(new);
        for (member, item) in &payout.items {
            let words = json!({"payout": new, "member": member, "amount": item.amount, "till": "cash:box",
                "witness": "leader-1", "signed_by": "thumbprint", "form": "CASH 1"});
            // Whose cash is not in the box waits.
            let _ = self.say("cashier-1", "hand_over_payout", words, json!({}));
        }
    }
}

fn own(clerk: &Clerk<Rehearsal>) -> &Cooperative {
    let id = WEAVERS.parse().expect("it is an identifier");
    clerk.book().cooperatives.get(&id).expect("the scenario has it")
}

/// Invented names and numbers.
fn payees(members: &[MemberId]) -> BTreeMap<MemberId, Payee> {
    let number = |member: &MemberId| {
        let digits = format!("007780{:016}", member.as_str().bytes().map(u64::from).sum::<u64>());
        format!("{digits}{:02}", key_of(&digits))
    };
    let payee = |member: &MemberId| {
        let account = Account { scheme: Scheme::Rib, number: number(member) };
        (*member, Payee { name: format!("Exemple {member}"), account })
    };
    members.iter().map(payee).collect()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
