//! The teller: keeps the book, the day and the agenda, and puts commands to the book before they are said aloud.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use mizan_ledger::account::{Account, Till};
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::needs;
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::record::Record;
use mizan_ledger::text::Key;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::{Agenda, Task};
use crate::demo::plan::Plan;
use crate::demo::shop::{Shop, shops};
use crate::demo::stage::Stage;
use crate::demo::storyline::command;
use crate::service::clerk::Clerk;

/// Tells the demo.
#[derive(Debug)]
pub(super) struct Teller {
    clerk: Clerk<Stage>,
    log: Vec<Record>,
    /// How many records of it the union has looked at.
    read: usize,
    said: Vec<Submission>,
    pub(super) today: Date,
    pub(super) agenda: Agenda,
    pub(super) plan: Plan,
    pub(super) shops: Vec<Shop>,
}

impl Teller {
    pub(super) fn new(plan: Plan) -> Teller {
        Teller {
            clerk: Clerk::new(Stage::new(plan.seed)),
            log: Vec::new(),
            read: 0,
            said: Vec::new(),
            today: plan.from,
            agenda: Agenda::default(),
            shops: shops(&plan),
            plan,
        }
    }

    pub(super) fn book(&self) -> &Book {
        self.clerk.book()
    }

    /// A new day begins.
    pub(super) fn wake(&mut self, today: Date) {
        self.today = today;
        self.shops.iter_mut().for_each(|shop| shop.working = None);
    }

    /// Takes what was said since the last time.
    pub(super) fn take(&mut self) -> Vec<Submission> {
        std::mem::take(&mut self.said)
    }

    /// The records nobody has looked at for the union.
    pub(super) fn unread(&self) -> &[Record] {
        &self.log[self.read..]
    }

    /// Whatever is told so far has been looked at.
    pub(super) fn mark_read(&mut self) {
        self.read = self.log.len();
    }

    /// Puts a line to the book, and says it.
    pub(super) fn say(&mut self, line: &Value) -> Result<&[Record], NotTold> {
        let submission = command(line)?;
        let needed = needs(&submission.command).iter().filter_map(|at| self.log.get(usize::try_from(*at).ok()?));
        let past: Vec<Record> = needed.cloned().collect();
        let written = self.clerk.submit(&submission, &past);
        let written = written.map_err(|source| NotTold::NotWritten { line: line.to_string(), source })?;
        let before = self.log.len();
        self.log.extend(written.into_iter().map(|written| written.record));
        self.said.push(submission);
        Ok(&self.log[before..])
    }

    /// Says something for a shop in the person of one of its offices.
    pub(super) fn speak(&mut self, at: usize, role: &str, kind: &str, data: Value) -> Result<&[Record], NotTold> {
        let actor = json!({"id": format!("{}-{role}", self.shops[at].name), "role": role});
        self.speak_as(at, actor, kind, data, Value::Null)
    }

    /// The same in anybody's person, with what is sealed.
    pub(super) fn speak_as(
        &mut self,
        at: usize,
        actor: Value,
        kind: &str,
        data: Value,
        sealed: Value,
    ) -> Result<&[Record], NotTold> {
        let shop = &mut self.shops[at];
        let number = shop.number("key");
        let key = format!("{}:{kind}:{number}", shop.cooperative);
        let mut line = json!({"key": key, "occurred_on": self.today, "actor": actor, "type": kind, "data": data,
            "cooperative": shop.cooperative});
        if !sealed.is_null() {
            line["sealed"] = sealed;
        }
        self.say(&line)
    }

    /// The position of a record by the key of its command, and its part: `cash-014#1`.
    pub(super) fn position(&self, name: &str) -> Result<u64, NotTold> {
        let (key, part) = name.rsplit_once('#').unwrap_or((name, "1"));
        let known = key.parse::<Key>().ok().and_then(|key| self.book().keys.get(&key));
        let position = known.zip(part.parse::<u64>().ok()).map(|(span, part)| span.first + part - 1);
        position.ok_or_else(|| NotTold::Unknown { what: format!("the command `{name}`") })
    }

    /// What a shop's book says.
    pub(super) fn books(&self, at: usize) -> Result<&Cooperative, NotTold> {
        let id = &self.shops[at].cooperative;
        let known = self.book().cooperatives.get(id).map(|own| &**own);
        known.ok_or_else(|| NotTold::Unknown { what: format!("the cooperative `{id}`") })
    }

    /// What a till holds for any purpose: what lies there of a grant is for its lines alone.
    pub(super) fn held(&self, at: usize, till: &str, currency: Currency) -> Result<Money, NotTold> {
        let till: Till = till.parse().map_err(|_| NotTold::Unknown { what: format!("the till `{till}`") })?;
        let books = self.books(at)?;
        let (held, granted) = (books.balances.of(Account::Till(till), currency), books.grants.lying_in(till, currency));
        Ok(Money::new(held.minor() - granted.minor(), currency))
    }

    /// The day in so many days, a Sunday put off to the Monday.
    pub(super) fn in_days(&self, days: u64) -> Date {
        let days = i64::try_from(days).unwrap_or(i64::MAX);
        let day = self.today.saturating_add(days.days());
        if day.weekday() == Weekday::Sunday { day.tomorrow().unwrap_or(day) } else { day }
    }

    /// Notes what a shop must do in so many days.
    pub(super) fn later(&mut self, at: usize, days: u64, task: Task) {
        self.agenda.note(self.in_days(days), at, task);
    }

    /// Does what is due, then what every day brings.
    pub(super) fn trade(&mut self) -> Result<(), NotTold> {
        while let Some((at, task)) = self.agenda.due(self.today) {
            self.act(at, task)?;
        }
        self.pass_down()?;
        for at in 0..self.shops.len() {
            self.welcome(at)?;
            self.count(at)?;
            self.let_fall_due(at)?;
        }
        if self.today.weekday() == Weekday::Sunday {
            return Ok(());
        }
        for at in 0..self.shops.len() {
            if self.shops[at].plan.from <= self.today {
                self.open_shop(at)?;
            }
        }
        Ok(())
    }

    fn act(&mut self, at: usize, task: Task) -> Result<(), NotTold> {
        match task {
            Task::Deposit(order) => self.receive_deposit(at, order),
            Task::HandMaterials(order) => self.hand_materials(at, order),
            Task::Deliver(order) => self.deliver(at, order),
            Task::SellPiece(piece) => self.sell_piece(at, piece),
            Task::PayShares(member) => self.pay_shares(at, member),
            Task::PayLoan(loan) => self.pay_loan(at, loan),
            Task::RepayGuarantee(debtor, payer) => self.repay_guarantee(at, debtor, payer),
            Task::Resell(sale) => self.resell(at, sale),
            Task::ReceiveFromUnion(amount) => self.receive_from_union(at, amount),
            Task::Pay(sale) => self.be_paid(at, sale),
            Task::Accept(sale) => self.accept(at, sale),
            Task::Identify(payment, sale) => self.identify(at, payment, sale),
            Task::GiveBack(sale) => self.give_back(at, sale),
            Task::Settle(payout, member) => self.settle(at, payout, member),
            Task::Miss(payout, file) => self.miss_answer(at, payout, file),
            Task::Return(payout, member) => self.return_item(at, payout, member),
            Task::HandOver(payout, member) => self.hand_over(at, payout, member),
            Task::Collect(payout, member) => self.collect(at, payout, member),
            Task::Hear(payout, member) => self.hear(at, payout, member),
            Task::Resolve(payout, member) => self.resolve(at, payout, member),
        }
    }

    /// A working day of a shop.
    fn open_shop(&mut self, at: usize) -> Result<(), NotTold> {
        for _ in 0..self.sales_today(at) {
            self.sell(at)?;
        }
        if self.today.weekday() == Weekday::Friday {
            self.convert_all(at)?;
        }
        if self.shops[at].plan.payouts.days.contains(&self.today.day()) {
            self.convert_all(at)?;
            self.pay_out(at)?;
        }
        if self.today.day() == 3 {
            self.set_prices(at)?;
        }
        if self.today.day() == 25 {
            self.settle_parties(at)?;
        }
        Ok(())
    }
}
