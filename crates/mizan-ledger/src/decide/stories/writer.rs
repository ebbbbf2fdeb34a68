//! What the writer of a log does with a command in a story, and the laws that hold after each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::account::{Account, Nature};
use crate::book::Book;
use crate::command::Submission;
use crate::decide::reach::{Reach, reach};
use crate::decide::refusal::Refusal;
use crate::decide::stories::{Answer, Story};
use crate::decide::{decide, needs};
use crate::event::Digests;
use crate::money::{Currency, Money};
use crate::record::{Envelope, Record};

impl Story {
    /// What the writer of a log does with a command.
    pub(super) fn answer(&mut self, submission: &Submission) -> Answer {
        if let Some(first) = self.live.keys.get(&submission.key).map(|span| span.first) {
            let record = &self.log[usize::try_from(first).expect("a story is short")];
            if submission.says_the_same_as(record) {
                return Answer::RecordedAlready;
            }
            return Answer::Refused(Refusal::KeyUsed { key: submission.key.as_str().to_owned(), position: first });
        }
        let named = needs(&submission.command);
        let past: Vec<Record> =
            self.log.iter().filter(|record| named.contains(&record.envelope.position)).cloned().collect();
        let events = match decide(&self.reached(submission), submission, &past) {
            Ok(events) => events,
            Err(refusal) => return Answer::Refused(refusal),
        };
        assert!(!events.is_empty(), "a command that is not refused leads to something");
        assert_eq!(events[0].kind(), submission.command.leads_to(), "a command leads to its own kind first");
        self.latest.clone_from(&events);
        let count = u32::try_from(events.len()).expect("a batch of a story is short");
        for (part, mut event) in (1..).zip(events) {
            if let Some(digests) = event.sealed_mut() {
                *digests = Digests((0..Digests::COUNT).map(|index| format!("digest-{index}").into()).collect());
            }
            let record = Record { envelope: self.envelope(submission, (part, count)), event };
            self.live.apply(&record).expect("what was decided can be applied");
            let bytes = record.to_bytes().expect("what was decided fits a record");
            let read = Record::from_bytes(&bytes).expect("what was written can be read");
            assert_eq!(read, record, "a record reads as it was written");
            assert_eq!(read.to_bytes().ok().as_ref(), Some(&bytes), "and is written again as it was");
            self.replayed.apply(&read).expect("what was recorded can be replayed");
            self.log.push(record);
        }
        Answer::Recorded
    }

    /// The book as a writer may have it: what the command does not reach is unread.
    fn reached(&self, submission: &Submission) -> Cow<'_, Book> {
        let Reach::These(reached) = reach(submission) else { return Cow::Borrowed(&self.live) };
        if self.live.cooperatives.keys().all(|id| reached.contains(&Some(*id))) {
            return Cow::Borrowed(&self.live);
        }
        let mut book = self.live.clone();
        let others = book.cooperatives.iter_mut().filter(|(id, _)| !reached.contains(&Some(**id)));
        others.for_each(|(_, own)| own.leave_unread(0..0));
        Cow::Owned(book)
    }

    fn envelope(&mut self, submission: &Submission, part: (u32, u32)) -> Envelope {
        let position = self.live.head;
        let mut scope_seq = position;
        if let Some(scope) = submission.cooperative {
            let next = self.scopes.entry(scope).or_default();
            scope_seq = *next;
            *next += 1;
        }
        let seconds = i64::try_from(position).expect("a story is short");
        Envelope {
            position,
            id: Uuid::from_u128(u128::from(position)),
            recorded_at: Timestamp::new(1_772_442_000 + seconds, 0).expect("a story plays in our time"),
            occurred_on: submission.occurred_on,
            actor: submission.actor,
            key: submission.key.clone(),
            part,
            scope: submission.cooperative,
            scope_seq,
            scope_prev: (scope_seq > 0).then(|| format!("leaf-{scope_seq}").as_str().into()),
            nonce: format!("nonce-{position}").as_str().into(),
        }
    }

    /// What holds after every command in every book.
    pub(super) fn check_laws(&self) {
        for cooperative in self.live.cooperatives.values() {
            let balances = &cooperative.balances;
            let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
            for (account, balance) in balances.all() {
                *sums.entry(balance.currency()).or_default() += balance.minor();
                let held = natural(account, balance);
                let bounded = matches!(account, Account::Till(_) | Account::Stock) || account.member().is_some();
                assert!(!bounded || !held.is_negative(), "{account} has fallen to {held}");
                let waiting = matches!(account, Account::SaleClearing(_)) && !balance.is_zero();
                assert!(!waiting, "{account} still has {held} to divide");
                if account.is_lot() {
                    let lots: Vec<Money> = balances.lots(account, balance.currency()).map(|lot| lot.left).collect();
                    let sum = Money::sum(balance.currency(), lots.iter().copied());
                    assert_eq!(sum, Ok(held), "the lots of {account} sum to its balance");
                    let bounded = account.member().is_some();
                    assert!(
                        !bounded || lots.iter().all(|lot| lot.is_positive()),
                        "a lot of {account} is used up twice"
                    );
                }
            }
            for (account, balance) in balances.all() {
                let Account::Till(till) = account else { continue };
                let (on, least) = cooperative.days.least_from(account, Date::MIN, balance);
                assert!(!least.is_negative(), "{till} had fallen to {least} on {on}");
            }
            assert!(sums.values().all(|sum| *sum == 0), "the books do not balance: {sums:?}");
        }
    }
}

/// A balance on the side where such accounts are.
pub(super) fn natural(account: Account, balance: Money) -> Money {
    match account.nature() {
        Nature::Assets | Nature::Expenses => balance,
        Nature::Liabilities | Nature::Equity | Nature::Income => balance.negated(),
    }
}
