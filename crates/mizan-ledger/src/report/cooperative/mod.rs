//! A cooperative's statement: what it sold and where that went, month by month and member by member, what it holds,
//! owes and is owed, its payouts on the way and its orders.
//!
//! What happened is read from what the records say, what is there from what their postings moved; `unexplained` is the
//! sum of all differences, none set off against another.

pub mod flows;
pub mod tables;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Account;
use crate::balances::Balances;
use crate::book::Book;
use crate::id::{CooperativeId, MemberId, OrderId, PayoutId};
use crate::money::{Currency, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::balances::natural;
use crate::report::cooperative::flows::Flows;
use crate::report::counted::{Counts, Fold};
use crate::report::month::Month;
use crate::report::orders::{OrderLine, Orders};
use crate::report::payout_item::{Items, Stage, follow};
use crate::report::statement::Days;
use crate::report::statement::sums::Sums;
use crate::report::to_hand::{DaysToHand, ToHand};
use crate::report::trace::maker::Open;
use crate::table::Map;

/// A cooperative's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CooperativeStatement {
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// The currency of its accounts.
    pub currency: Currency,
    /// The last position read.
    pub position: Option<u64>,
    /// The days it is about.
    pub days: Days,
    /// The day as of which what is open is counted.
    pub as_of: Option<Date>,
    /// What happened in these days.
    pub flows: Flows,
    /// The same, month by month.
    pub months: BTreeMap<Month, Flows>,
    /// What was due to members before the first day, what corrections changed of it, and what is due on the last.
    pub dues: Dues,
    /// What members have paid of their shares, on the last day.
    pub capital: Amount,
    /// The same, member by member.
    pub members: BTreeMap<MemberId, MemberLine>,
    /// Every account but the members', at both ends.
    pub accounts: Vec<AccountLine>,
    /// Payouts that have not ended.
    pub payouts: Vec<PayoutLine>,
    /// Its orders.
    pub orders: BTreeMap<OrderId, OrderLine>,
    /// From the buyers' payments to the makers' hands.
    pub days_to_hand: Option<DaysToHand>,
    /// What the accounts have that is not explained.
    pub unexplained: Amount,
}

/// What is due to members, or to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dues {
    /// Before the first day.
    pub opening: Amount,
    /// What corrections changed of that since.
    pub corrected: Amount,
    /// On the last day, by state.
    pub open: Open,
    /// What they owe on the last day.
    pub owed: Amount,
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLine {
    /// What happened to her money in these days.
    pub flows: Flows,
    /// What is due to her.
    pub dues: Dues,
}

/// One account at both ends, as a reader expects it: what is there or owed stands above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountLine {
    /// The account.
    pub account: Account,
    /// On the eve of the first day.
    pub opening: Amount,
    /// On the last day.
    pub closing: Amount,
}

/// What of one payout is in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoutLine {
    /// The payout.
    pub payout: PayoutId,
    /// How far it has come.
    pub state: Stage,
    /// Since when, for the longest.
    pub since: Date,
    /// How many members wait for it.
    pub members: u64,
    /// How much it is.
    pub amount: Amount,
}

/// Folds a cooperative's statement.
#[derive(Debug)]
pub struct CooperativeFold {
    cooperative: CooperativeId,
    currency: Currency,
    days: Days,
    last_day: Option<Date>,
    flows: Flows,
    months: BTreeMap<Month, Flows>,
    members: Map<MemberId, Hers>,
    eve: Balances,
    end: Balances,
    items: Items,
    orders: Orders,
    to_hand: ToHand,
    scratch: Vec<Posting>,
}

/// What is folded of one member.
#[derive(Debug, Clone)]
struct Hers {
    flows: Flows,
    eve: Sums,
    gone: Sums,
    end: Sums,
}

impl CooperativeFold {
    /// Begins a statement about some days; none, if the book does not know the cooperative.
    #[must_use]
    pub fn new(book: &Book, cooperative: CooperativeId, days: Days) -> Option<CooperativeFold> {
        let currency = book.cooperatives.get(&cooperative)?.currency;
        Some(CooperativeFold {
            cooperative,
            currency,
            days,
            last_day: None,
            flows: Flows::none(currency),
            months: BTreeMap::new(),
            members: Map::default(),
            eve: Balances::default(),
            end: Balances::default(),
            items: Items::new(),
            orders: Orders::default(),
            to_hand: ToHand::default(),
            scratch: Vec::new(),
        })
    }
}

impl Fold for CooperativeFold {
    fn take(&mut self, counts: Counts, record: &Record) {
        if record.envelope.scope != Some(self.cooperative) {
            return;
        }
        self.post(counts, record);
        if counts.at_the_end() {
            self.last_day = self.last_day.max(Some(record.envelope.occurred_on));
            follow(&mut self.items, None, record);
            self.orders.take(record);
            self.to_hand.take(record);
        }
        if counts == Counts::Within {
            let own = self.currency;
            let CooperativeFold { currency, flows: all, months, members, .. } = self;
            let month = Month::of(record.envelope.occurred_on);
            let mut add = |flow, member: Option<MemberId>, amount| {
                all.add(flow, amount);
                months.entry(month).or_insert_with(|| Flows::none(*currency)).add(flow, amount);
                let hers = member.map(|member| members.entry(member).or_insert_with(|| Hers::none(*currency)));
                hers.into_iter().for_each(|hers| hers.flows.add(flow, amount));
            };
            flows::flows(record, own, &mut add);
            for posting in &self.scratch {
                flows::own(posting, |flow, amount| add(flow, None, amount));
            }
        }
    }
}

impl CooperativeFold {
    /// Adds what a record moves to both ends.
    fn post(&mut self, counts: Counts, record: &Record) {
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        for posting in &self.scratch {
            if let Some(member) = posting.account.member() {
                let hers = self.members.entry(member).or_insert_with(|| Hers::none(self.currency));
                match counts {
                    Counts::Before => [&mut hers.eve, &mut hers.end].map(|sums| sums.post(posting)),
                    Counts::BeforeOnly => [&mut hers.eve, &mut hers.gone].map(|sums| sums.post(posting)),
                    Counts::Within => {
                        hers.end.post(posting);
                        [(), ()]
                    }
                };
            }
            if counts.on_the_eve() {
                self.eve.add(posting);
            }
            if counts.at_the_end() {
                self.end.add(posting);
            }
        }
    }

    /// The statement. At the end of a log the book itself knows every balance: a record that was not found shows there.
    #[must_use]
    pub fn made(self, book: &Book) -> CooperativeStatement {
        let CooperativeFold { cooperative, currency, days, .. } = self;
        let members: BTreeMap<MemberId, MemberLine> =
            self.members.iter().map(|(member, hers)| (*member, hers.line(currency))).collect();
        let accounts = accounts(&self.eve, &self.end);
        let first = days.from;
        let wanted = |on: Date| first.is_none_or(|first| first <= on);
        let gaps = members.values().map(MemberLine::unexplained);
        let mut unexplained = Amount::sum(currency, gaps).plus(self.flows.undivided().size());
        let known = book.cooperatives.get(&cooperative).filter(|_| days.to.is_none());
        if let Some(known) = known {
            let astray = known.balances.all().into_iter().map(|(account, balance)| {
                let folded = self.end.of(account, balance.currency());
                Amount(folded).minus(Amount(balance)).size()
            });
            // Differences in several currencies have no sum; that there is one is what matters.
            let found = astray.map(|gap| Amount(Money::new(gap.0.minor(), currency)));
            unexplained = unexplained.plus(Amount::sum(currency, found));
        }
        CooperativeStatement {
            cooperative,
            currency,
            position: book.head.checked_sub(1),
            days,
            as_of: days.to.or(self.last_day),
            dues: Dues::sum(currency, members.values().map(|line| line.dues)),
            capital: capital(&self.end, currency),
            accounts,
            payouts: payouts(&self.items, currency),
            orders: self.orders.lines(),
            days_to_hand: self.to_hand.days(currency, |arrival| wanted(arrival.on)),
            flows: self.flows,
            months: self.months,
            members,
            unexplained,
        }
    }
}

impl Hers {
    fn none(currency: Currency) -> Hers {
        Hers { flows: Flows::none(currency), eve: Sums::default(), gone: Sums::default(), end: Sums::default() }
    }

    fn line(&self, currency: Currency) -> MemberLine {
        let nothing = Amount::zero(currency);
        let dues = Dues {
            opening: self.eve.open(currency).total(),
            corrected: nothing.minus(self.gone.open(currency).total()),
            open: self.end.open(currency),
            owed: self.end.owed(currency).total,
        };
        MemberLine { flows: self.flows.clone(), dues }
    }
}

impl MemberLine {
    /// What the changes do not explain of what is due to her.
    fn unexplained(&self) -> Amount {
        let before = self.dues.opening.plus(self.dues.corrected);
        self.dues.open.total().minus(before).minus(self.flows.change_of_dues()).size()
    }
}

impl Dues {
    fn sum(currency: Currency, all: impl Iterator<Item = Dues> + Clone) -> Dues {
        let sum = |part: fn(&Dues) -> Amount| Amount::sum(currency, all.clone().map(|dues| part(&dues)));
        Dues {
            opening: sum(|dues| dues.opening),
            corrected: sum(|dues| dues.corrected),
            open: Open {
                pending: sum(|dues| dues.open.pending),
                available: sum(|dues| dues.open.available),
                in_payout: sum(|dues| dues.open.in_payout),
                sent: sum(|dues| dues.open.sent),
                unclaimed: sum(|dues| dues.open.unclaimed),
                guarantee: sum(|dues| dues.open.guarantee),
            },
            owed: sum(|dues| dues.owed),
        }
    }
}

/// What members have paid of their shares.
fn capital(end: &Balances, currency: Currency) -> Amount {
    let shares = end.all().into_iter().filter(|(account, _)| matches!(account, Account::Capital(_)));
    Amount::sum(currency, shares.map(|(account, balance)| natural(account, balance)))
}

/// The accounts that are no member's, where something is or was there.
fn accounts(eve: &Balances, end: &Balances) -> Vec<AccountLine> {
    let mut ends: BTreeMap<(Account, Currency), [Money; 2]> = BTreeMap::new();
    for (place, balances) in [eve, end].into_iter().enumerate() {
        for (account, balance) in balances.all() {
            let currency = balance.currency();
            ends.entry((account, currency)).or_insert([currency.zero(); 2])[place] = balance;
        }
    }
    ends.retain(|(account, _), ends| account.member().is_none() && ends.iter().any(|balance| !balance.is_zero()));
    let line = |((account, _), [opening, closing]): (_, [Money; 2])| AccountLine {
        account,
        opening: natural(account, opening),
        closing: natural(account, closing),
    };
    ends.into_iter().map(line).collect()
}

/// The payouts that have not ended, by state.
fn payouts(items: &Items, currency: Currency) -> Vec<PayoutLine> {
    let mut lines: Vec<PayoutLine> = Vec::new();
    for ((payout, _), item) in items {
        let (state, since) = (item.stage, item.since);
        if state.has_ended() {
            continue;
        }
        let amount = item.amount(None, currency);
        let of_it = lines.iter_mut().rev().take_while(|line| line.payout == *payout);
        match { of_it }.find(|line| line.state == state) {
            Some(line) => {
                line.members += 1;
                line.since = line.since.min(since);
                line.amount = line.amount.plus(amount);
            }
            None => lines.push(PayoutLine { payout: *payout, state, since, members: 1, amount }),
        }
    }
    lines
}

#[cfg(test)]
mod tests;
