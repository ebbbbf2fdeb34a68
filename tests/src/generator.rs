//! Books of any size from a seed: cooperatives that found themselves, sell, are paid, pay their members, and err.
//!
//! The generator keeps the book it talks to, so that what it says next makes sense; the same plan says the same
//! commands, byte for byte, for ever. Names are numbered, prices invented. It speaks the language of commands as any
//! caller does, in JSON.

mod deliveries;
mod disputes;
mod founding;
mod goods;
mod between;
mod grants;
mod lending;
mod mistakes;
mod orders;
mod payees;
mod payouts;
mod periods;
mod people;
mod purposes;
mod capital;
mod chains;
mod shops;
mod statements;
mod taxes;
pub mod terms;
mod tour;
mod trade;
mod treasury;

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use mizan::service::chance::Chance;
use mizan::service::clerk::{Clerk, NotWritten, Written};
use mizan::service::environment::Rehearsal;
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::command::Submission;
use mizan_ledger::event::Kind;
use mizan_ledger::id::{ConsentId, CooperativeId, MemberId, OrderId, PartyId, PaymentId, PieceId, SaleId};
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::record::Record;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::generator::terms::Channel;

/// The day the first book of every seed is opened.
const FIRST_DAY: Date = date(2025, 1, 6);

/// The refusals of a day on which a thing was not there yet.
const OUT_OF_ORDER: [&str; 6] = [
    "before_it_began",
    "not_in_till_by_then",
    "not_there_by_then",
    "not_paid_by_then",
    "not_owed_back_by_then",
    "details_later",
];

/// How large a book, and which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Which of all books of this size.
    pub seed: u64,
    /// How many cooperatives.
    pub cooperatives: usize,
    /// How many members each of them has.
    pub members: usize,
    /// After how many sales it ends.
    pub sales: usize,
    /// What happens beside sales.
    pub life: Life,
}

/// What happens in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Everything: orders, advances, payments, payouts, credit notes, corrections.
    Whole,
    /// After the founding nothing but sales, to measure with.
    OnlySales,
    /// The same, and all of them through one channel.
    OnlyThrough(Channel),
    /// Everything, and what is rare as soon as it can be: a short book that knows the whole catalogue.
    Tour,
}

impl Life {
    /// Whether nothing happens but sales.
    fn is_only_sales(self) -> bool {
        match self {
            Life::OnlySales | Life::OnlyThrough(_) => true,
            Life::Whole | Life::Tour => false,
        }
    }
}

/// A command, and the records it led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The command.
    pub submission: Submission,
    /// Its records.
    pub written: Vec<Written>,
}

/// A payment nobody could assign, and the sale it was meant for.
#[derive(Debug, Clone, Copy)]
struct Unidentified {
    payment: PaymentId,
    sale: SaleId,
}

/// What the generator remembers of one cooperative, beside its book.
#[derive(Debug, Clone)]
struct Shop {
    id: CooperativeId,
    currency: Currency,
    members: Vec<MemberId>,
    resting: Vec<MemberId>,
    suspended: Vec<MemberId>,
    gone: Vec<MemberId>,
    pieces: Vec<PieceId>,
    consents: Vec<ConsentId>,
    orders: Vec<(OrderId, Channel)>,
    sized: Vec<(OrderId, Channel)>,
    unaccepted: Vec<SaleId>,
    unpaid: Vec<SaleId>,
    paid: VecDeque<SaleId>,
    unidentified: Vec<Unidentified>,
    versions: [u32; Channel::ALL.len()],
}

/// Says one command after the other, until the plan's sales are recorded. Each has been accepted by its own book.
#[derive(Debug, Clone)]
pub struct Generator {
    plan: Plan,
    chance: Chance,
    clerk: Clerk<Rehearsal>,
    buyers: Vec<PartyId>,
    shops: Vec<Shop>,
    today: Date,
    now: Timestamp,
    acts_left_today: u64,
    said: VecDeque<Said>,
    named: u64,
    sales: usize,
    refusals: BTreeMap<&'static str, usize>,
    met: BTreeMap<Kind, u64>,
}

impl Generator {
    /// The book of a plan, before its first command.
    #[must_use]
    pub fn new(plan: Plan) -> Generator {
        Generator {
            plan,
            chance: Chance::new(plan.seed),
            clerk: Clerk::new(Rehearsal::new(morning(FIRST_DAY), !plan.seed)),
            buyers: Vec::new(),
            shops: Vec::new(),
            today: FIRST_DAY,
            now: morning(FIRST_DAY),
            acts_left_today: 0,
            said: VecDeque::new(),
            named: 0,
            sales: 0,
            refusals: BTreeMap::new(),
            met: BTreeMap::new(),
        }
    }

    /// What the log says so far, the commands already thought of included.
    #[must_use]
    pub fn book(&self) -> &Book {
        self.clerk.book()
    }

    /// How many commands the ledger refused, by code; they are not said.
    #[must_use]
    pub fn refusals(&self) -> &BTreeMap<&'static str, usize> {
        &self.refusals
    }

    /// How many sales have been recorded.
    #[must_use]
    pub fn sales(&self) -> usize {
        self.sales
    }

    /// Lets one cooperative do one thing.
    fn act(&mut self) {
        self.pass_time();
        let at = self.chance.place_in(self.shops.len());
        if self.plan.life.is_only_sales() {
            return self.sell(at, 3);
        }
        if self.plan.life == Life::Tour && self.chance.percent(60) {
            return self.meet_the_rarest(at);
        }
        match self.chance.below(100) {
            0..3 => return self.tend_the_register(at),
            3..8 => return self.tend_the_goods(at),
            8..10 => return self.tend_the_shares(at),
            10..12 => return self.tend_the_payees(at),
            12..14 => return self.tend_the_taxes(at),
            _ => {}
        }
        if self.chance.percent(5) {
            return self.manage(at);
        }
        match self.chance.below(1_000) {
            0..333 => self.sell(at, 5),
            333..343 => self.read_a_statement(at),
            343..350 => self.dispute(at),
            350..395 => self.take_an_order(at),
            395..420 => self.take_an_order_by_size(at),
            420..510 => self.deliver(at),
            510..540 => self.have_goods_accepted(at),
            540..560 => self.trade_through_others(at),
            560..590 => self.deliver_by_size(at),
            590..790 => self.be_paid(at),
            790..820 => self.identify_a_payment(at),
            820..850 => self.convert(at),
            850..880 => self.settle_a_payable(at),
            880..900 => self.bring_cash(at),
            900..930 => self.pay_out(at),
            930..950 => self.give_back(at),
            950..953 => self.release_what_was_kept_back(at),
            953..960 => self.dispute(at),
            960..970 => self.err(at),
            970..980 => self.tend_an_order(at),
            980..987 => self.repay_a_loan(at),
            987..990 => self.keep_house(at),
            990..996 => self.change_a_consent(at),
            _ => self.renew_an_agreement(at),
        }
    }

    /// Whether something happens that does so a few times of a hundred; on a tour, more often.
    fn seldom(&mut self, times: u64) -> bool {
        let more = if self.plan.life == Life::Tour { 3 } else { 1 };
        self.chance.percent(times * more)
    }

    /// Some acts a day, more in a large book, so that no book outlasts a few years.
    fn pass_time(&mut self) {
        if self.acts_left_today == 0 {
            self.today = self.today.tomorrow().unwrap_or(self.today);
            self.now = self.now.max(morning(self.today));
            let usual = self.plan.cooperatives as u64 * 2 + self.plan.sales.min(1_000_000) as u64 / 500;
            self.acts_left_today = self.chance.between(1, 2 * usual);
        }
        self.acts_left_today -= 1;
    }

    /// A code nobody has used: the word and a number.
    fn code(&mut self, word: &str) -> String {
        self.named += 1;
        format!("{word}-{}", self.named)
    }

    /// What a cooperative's book says.
    fn books_of(&self, at: usize) -> &Cooperative {
        let id = &self.shops[at].id;
        self.clerk.book().cooperatives.get(id).expect("every shop was registered as a cooperative")
    }

    /// An amount between two numbers of dirhams, or as much in another currency of accounts.
    fn amount(&mut self, currency: Currency, low: u64, high: u64) -> Money {
        let unit = terms::scale(currency) * 10_u64.pow(currency.exponent());
        Money::new(i128::from(self.chance.between(low * unit, high * unit)), currency)
    }

    /// A part of an amount, never nothing.
    fn part_of(&mut self, amount: Money, low_percent: u64, high_percent: u64) -> Money {
        let percent = self.chance.between(low_percent, high_percent);
        let minor = amount.minor() * i128::from(percent) / 100;
        Money::new(minor.max(1), amount.currency())
    }

    /// Says something for a cooperative, in the person of one of its offices.
    fn say(&mut self, at: usize, role: &str, command: &str, data: Value) -> Option<Vec<Record>> {
        let actor = format!("{}-{role}", self.shops[at].id);
        self.speak(Some(at), json!({"id": actor, "role": role}), command, data, Value::Null, &[])
    }

    /// The same in the person of a member.
    fn say_herself(&mut self, at: usize, member: MemberId, command: &str, data: Value) -> Option<Vec<Record>> {
        self.speak(Some(at), json!({"id": member, "role": "member"}), command, data, Value::Null, &[])
    }

    /// Puts a command to the book. What is refused is counted and not said.
    fn speak(
        &mut self,
        at: Option<usize>,
        actor: Value,
        command: &str,
        data: Value,
        sealed: Value,
        past: &[Record],
    ) -> Option<Vec<Record>> {
        // Now and then somebody writes something down a few days late; a step of a payout is not dated before the last.
        let of_payout = data.get("payout").is_some();
        let of_statement = matches!(command, "record_statement_line" | "confirm_match");
        let late = if self.chance.percent(8) && !of_payout && !of_statement { self.chance.between(1, 3) } else { 0 };
        let days = i64::try_from(late).unwrap_or(0).days();
        let day = self.today.checked_sub(days).unwrap_or(self.today).max(FIRST_DAY);
        let mut words = json!({
            "key": self.code(command), "occurred_on": day, "actor": actor, "type": command, "data": data,
        });
        if let Some(at) = at {
            words["cooperative"] = json!(self.shops[at].id);
        }
        if !sealed.is_null() {
            words["sealed"] = sealed;
        }
        self.now += i64::try_from(self.chance.between(1, 40)).unwrap_or(1).milliseconds();
        self.clerk.environment.set_clock(self.now);
        loop {
            let submission = Submission::parse(&words.to_string())
                .unwrap_or_else(|error| panic!("the generator speaks the language of commands: {error} in {words}"));
            let late = submission.occurred_on < self.today;
            match self.clerk.submit(&submission, past) {
                Ok(written) => {
                    let records: Vec<Record> = written.iter().map(|written| written.record.clone()).collect();
                    for record in &records {
                        *self.met.entry(record.event.kind()).or_default() += 1;
                    }
                    self.said.push_back(Said { submission, written });
                    return Some(records);
                }
                // Whoever is told that the day cannot be right looks at it again.
                Err(NotWritten::Refused(refusal)) if late && OUT_OF_ORDER.contains(&refusal.code()) => {
                    words["occurred_on"] = json!(self.today);
                }
                Err(NotWritten::Refused(refusal)) => {
                    *self.refusals.entry(refusal.code()).or_default() += 1;
                    return None;
                }
                Err(error) => panic!("what the ledger decides can be written down: {error}"),
            }
        }
    }
}

impl Iterator for Generator {
    type Item = Said;

    fn next(&mut self) -> Option<Said> {
        if self.shops.is_empty() {
            self.found();
        }
        while self.said.is_empty() && self.sales < self.plan.sales {
            self.act();
        }
        self.said.pop_front()
    }
}

fn morning(day: Date) -> Timestamp {
    let utc = day.at(8, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    utc.map_or(Timestamp::UNIX_EPOCH, |morning| morning.timestamp())
}

/// Units of the accounts' currency for one of a foreign one, about as they stood in 2025.
fn usual_rate(own: Currency, foreign: &str) -> Decimal {
    let (number, decimals) = match (own.code(), foreign) {
        ("TND", "EUR") => (335, 2),
        ("TND", "USD") => (310, 2),
        ("TND", _) => (207, 4),
        ("XOF", "EUR") => (655_957, 3),
        ("XOF", "USD") => (60_700, 2),
        ("XOF", _) => (406, 2),
        (_, "EUR") => (1_075, 2),
        (_, "USD") => (995, 2),
        (_, _) => (665, 4),
    };
    Decimal::new(number, decimals)
}
