//! What a statement says of payments: each of them, or a whole file, went; or one came back.

use jiff::civil::Date;
use mizan_ledger::book::state::payout::ItemState;
use mizan_ledger::command::Command;
use mizan_ledger::command::words::payout::{ReturnPayout, SettlePayout};
use mizan_ledger::money::Money;
use mizan_ledger::reference::{Kind, Reference, find_in};
use mizan_ledger::text::{Key, Label};

use crate::payment::answers::why::Why;
use crate::payment::answers::{Desk, Means, Paid, is_under_way, key};
use crate::statement::finding::Place;
use crate::statement::model::{Entry, Kind as Of, References, Return, Side, Statement, Status};

/// Why money came back where the bank gives no code.
const NO_REASON: &str = "NARR";

/// One mention of a payment in an entry.
struct Mention<'a> {
    place: &'a Place,
    reference: Reference,
    side: Side,
    /// How much of the entry it is, if that is said.
    amount: Option<Money>,
    returned: Option<&'a Return>,
}

/// What an entry is, apart from whose.
#[derive(Clone, Copy)]
struct Line<'a> {
    entry: &'a Entry,
    on: Date,
    number: Option<&'a str>,
}

impl Desk<'_> {
    /// Goes through statements: all that went before all that came back, whatever their order.
    pub(super) fn statements(&mut self, statements: &[Statement]) {
        for side in [Side::Debit, Side::Credit] {
            for statement in statements {
                self.keys.clear();
                for entry in statement.entries.iter().filter(|entry| entry.side == side) {
                    self.entry(statement, entry);
                }
            }
        }
    }

    fn entry(&mut self, statement: &Statement, entry: &Entry) {
        let mentions = mentions(entry);
        if mentions.is_empty() {
            return;
        }
        let said = if entry.side == Side::Debit { "debit" } else { "credit" };
        let line = Line {
            entry,
            on: entry.booked_on.or(entry.value_on).unwrap_or(self.ours.today),
            number: entry.references.servicer.as_deref(),
        };
        let whole = if statement.quarantined {
            Some(Why::Quarantined)
        } else if entry.status != Status::Booked || statement.kind == Of::Report {
            Some(Why::Pending)
        } else if !self.adds_up(entry, &mentions) {
            Some(Why::PartsDiffer)
        } else {
            None
        };
        for Mention { place, reference, side, amount, returned } in mentions {
            let known = self.paid(reference);
            let means = match (&whole, reference.kind(), side, &known) {
                (Some(why), ..) => Means::Open(why.clone()),
                (None, Kind::EndToEnd, Side::Debit, Some(paid)) => self.went(line, paid, amount),
                (None, Kind::EndToEnd, Side::Credit, Some(paid)) => self.came_back(line, paid, amount, returned),
                (None, Kind::EndToEnd, _, None) => Means::Open(Why::NoSuch(reference.to_string())),
                (None, Kind::PaymentInformation | Kind::Message, Side::Debit, _) => {
                    self.file_went(line, place, reference);
                    continue;
                }
                (None, Kind::PaymentInformation | Kind::Message, Side::Credit, _) => Means::Open(Why::FileBack),
            };
            let prose = returned.and_then(|returned| returned.prose.clone());
            self.row(place, known.as_ref(), said, prose, means);
        }
    }

    /// Whether the payments of an entry come to it, each at least at what was instructed where the bank does not say.
    fn adds_up(&self, entry: &Entry, mentions: &[Mention<'_>]) -> bool {
        if entry.parts.is_empty() {
            return true;
        }
        let minor = |amount: Money| (amount.currency() == entry.currency).then_some(amount.minor());
        let signed = |side: Side, minor: i128| if side == entry.side { minor } else { -minor };
        let others = entry.parts.iter().filter(|part| !mentions.iter().any(|of_us| *of_us.place == part.place));
        let theirs = others.map(|part| part.amount.and_then(minor).map(|minor| signed(part.side, minor)));
        let of_us = mentions.iter().map(|mention| {
            let amount = mention.amount.or_else(|| self.paid(mention.reference).map(|paid| paid.amount));
            amount.and_then(minor).map(|minor| signed(mention.side, minor))
        });
        let sum = theirs.chain(of_us).try_fold(0_i128, |sum, part| part.map(|part| sum + part));
        sum == Some(entry.amount.minor())
    }

    /// One payment left the account.
    fn went(&mut self, line: Line<'_>, paid: &Paid, amount: Option<Money>) -> Means {
        let key = self.key("settled", line, paid);
        let twice = key.as_ref().is_some_and(|key| !self.keys.insert(key.clone()));
        if !twice && key.as_ref().is_some_and(|key| (self.ours.knows)(key)) {
            return Means::Known;
        }
        match amount.filter(|said| *said != paid.amount) {
            Some(said) => return Means::Open(Why::OtherAmount { said, ours: paid.amount }),
            None if twice && paid.state != ItemState::Returned => return Means::Open(Why::PaidTwice(paid.since)),
            None => {}
        }
        match paid.state {
            ItemState::Sent | ItemState::Unknown | ItemState::Accepted => self.settled(line, paid, key),
            ItemState::Filed => Means::Open(Why::NotSent),
            ItemState::Settled => Means::Open(Why::PaidTwice(paid.since)),
            ItemState::Returned => Means::Open(Why::BackAndPaid(paid.since)),
            ItemState::Failed => Means::Open(Why::RefusedAndPaid(paid.since)),
            ItemState::Scheduled | ItemState::Handed | ItemState::Unclaimed | ItemState::Cancelled => {
                Means::Open(Why::NotInstructed(paid.state.word()))
            }
        }
    }

    fn settled(&mut self, line: Line<'_>, paid: &Paid, key: Option<Key>) -> Means {
        let Some(till) = self.till(paid.method) else { return Means::Open(Why::NoTill) };
        let Paid { payout, member, since, .. } = *paid;
        let reference = line.number.and_then(label);
        // A bank that was heard of late may have paid before that was noted.
        let value_date = line.entry.value_on.filter(|value| *value >= since);
        let command = Command::from(SettlePayout { payout, member, till, reference, value_date });
        self.step(paid, ItemState::Settled, key, line.on.max(since), command)
    }

    /// The payments of a file left the account as one sum.
    fn file_went(&mut self, line: Line<'_>, place: &Place, reference: Reference) {
        let seed = u128::from_be_bytes(reference.id());
        let all = self.in_file(seed, reference.number());
        let (mut counted, mut rows) = (Vec::new(), Vec::new());
        for paid in all {
            let key = self.key("settled", line, &paid);
            let known = key.as_ref().is_some_and(|key| (self.ours.knows)(key));
            if known || is_under_way(paid.state) || paid.state == ItemState::Filed {
                counted.push((paid, key, known));
            } else {
                rows.push(paid);
            }
        }
        let minor = counted.iter().map(|(paid, ..)| paid.amount.minor()).sum();
        let comes_to = Money::new(minor, self.ours.own.currency);
        let batch = line.entry.batch.as_ref().and_then(|batch| batch.count);
        let why = if !self.payouts.contains_key(&seed) {
            Some(Why::NoSuch(reference.to_string()))
        } else if counted.is_empty() {
            Some(rows.first().map_or(Why::InNoFile, |paid| {
                if paid.state == ItemState::Failed {
                    Why::RefusedAndPaid(paid.since)
                } else if paid.state == ItemState::Settled {
                    Why::PaidTwice(paid.since)
                } else if paid.state == ItemState::Returned {
                    Why::BackAndPaid(paid.since)
                } else {
                    Why::NotInstructed(paid.state.word())
                }
            }))
        } else if comes_to != line.entry.amount {
            Some(Why::OtherTotal { entry: line.entry.amount, comes_to })
        } else {
            let other = batch.filter(|said| *said != counted.len() as u64);
            other.map(|said| Why::OtherCount { said, ours: counted.len() })
        };
        if let Some(why) = why {
            let payout = self.payouts.get(&seed).map(|(id, _)| *id);
            self.row(place, None, "debit", None, Means::Open(why));
            self.rows.iter_mut().next_back().into_iter().for_each(|row| row.payout = payout);
            return;
        }
        for (paid, key, known) in counted {
            let means = match (known, paid.state) {
                (true, _) => Means::Known,
                (false, ItemState::Filed) => Means::Open(Why::NotSent),
                (false, _) => self.settled(line, &paid, key),
            };
            self.row(place, Some(&paid), "debit", None, means);
        }
    }

    /// One payment is on the account again.
    fn came_back(&mut self, line: Line<'_>, paid: &Paid, amount: Option<Money>, returned: Option<&Return>) -> Means {
        let key = self.key("returned", line, paid);
        let twice = key.as_ref().is_some_and(|key| !self.keys.insert(key.clone()));
        if !twice && key.as_ref().is_some_and(|key| (self.ours.knows)(key)) {
            return Means::Known;
        }
        if let Some(said) = amount.filter(|said| *said != paid.amount) {
            return Means::Open(Why::OtherAmount { said, ours: paid.amount });
        }
        match paid.state {
            ItemState::Settled => {
                let Some(till) = self.till(paid.method) else { return Means::Open(Why::NoTill) };
                let code = returned.and_then(|returned| returned.code.as_deref()).and_then(label);
                let Some(reason) = code.or_else(|| label(NO_REASON)) else { return Means::Open(Why::NoKey) };
                let Paid { payout, member, since, .. } = *paid;
                let command = Command::from(ReturnPayout { payout, member, reason, till });
                self.step(paid, ItemState::Returned, key, line.on.max(since), command)
            }
            ItemState::Returned => Means::Open(Why::BackTwice(paid.since)),
            ItemState::Sent | ItemState::Unknown | ItemState::Accepted | ItemState::Filed => {
                Means::Open(Why::BackBeforePaid)
            }
            ItemState::Failed => Means::Open(Why::RefusedAndPaid(paid.since)),
            ItemState::Scheduled | ItemState::Handed | ItemState::Unclaimed | ItemState::Cancelled => {
                Means::Open(Why::NotInstructed(paid.state.word()))
            }
        }
    }

    /// The same in every file that tells of this movement of this payment.
    fn key(&self, verb: &str, line: Line<'_>, paid: &Paid) -> Option<Key> {
        let (on, amount) = (line.on.to_string(), line.entry.amount.to_string());
        key(verb, &paid.reference, &[&on, &amount, line.number.unwrap_or_default()])
    }
}

/// What of an entry is ours: each payment it names, or else the file that it stands for.
fn mentions(entry: &Entry) -> Vec<Mention<'_>> {
    if entry.parts.is_empty() {
        let named = named(&entry.references, &entry.text).into_iter().next();
        let Some(reference) = named else { return Vec::new() };
        let (place, side, returned) = (&entry.place, entry.side, entry.returned.as_ref());
        return vec![Mention { place, reference, side, amount: Some(entry.amount), returned }];
    }
    let of_part = entry.parts.iter().filter_map(|part| {
        let reference = named(&part.references, &part.text);
        let reference = reference.into_iter().find(|reference| reference.kind() == Kind::EndToEnd)?;
        let returned = part.returned.as_ref().or(entry.returned.as_ref());
        Some(Mention { place: &part.place, reference, side: part.side, amount: part.amount, returned })
    });
    let of_parts: Vec<Mention<'_>> = of_part.collect();
    if !of_parts.is_empty() {
        return of_parts;
    }
    let blocks = entry.parts.iter().filter_map(|part| part.references.payment_information.as_deref());
    let blocks = entry.references.payment_information.as_deref().into_iter().chain(blocks);
    let block = blocks.filter_map(|said| said.parse::<Reference>().ok()).next();
    let (place, side, amount) = (&entry.place, entry.side, Some(entry.amount));
    block.map(|reference| Mention { place, reference, side, amount, returned: None }).into_iter().collect()
}

/// The references of ours something is known by, those of single payments first. A text that names two is no name.
fn named(references: &References, text: &str) -> Vec<Reference> {
    let said = [&references.end_to_end, &references.instruction, &references.payment_information];
    let mut found: Vec<Reference> = said.into_iter().flatten().filter_map(|said| said.parse().ok()).collect();
    if found.is_empty() {
        found = find_in(text);
        found.dedup();
        if found.len() > 1 {
            found.clear();
        }
    }
    found.sort_by_key(|reference| reference.kind() != Kind::EndToEnd);
    found
}

fn label(text: &str) -> Option<Label> {
    text.parse().ok()
}
