//! A payout as its treasurer sees it: what it would pay, where each payment stands, what failed and why, what to do next.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_ledger::book::state::payout::{Item, ItemState, Payout, PayoutFile};
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::Money;
use mizan_ledger::report::proposal::Proposal;
use mizan_ledger::report::table::{Cell, Table};
use mizan_ledger::report::term::Term;
use serde::Serialize;

use crate::phrases::Language;
use crate::phrases::bank_reason::{after, reason};
use crate::phrases::pen::Pen;
use crate::phrases::treasurer::{Next, Word, omitted, word};
use crate::text_table::{named_title, under};

/// Within how many days a bank answers a file.
const ANSWERS_WITHIN: i32 = 2;

/// Within how many days it pays what it has said that it would, weekends and a holiday among them.
const PAYS_WITHIN: i32 = 5;

/// A payout, and why each of its payments that failed or came back did.
pub struct Shown<'a> {
    /// Which.
    pub id: PayoutId,
    /// How it stands.
    pub payout: &'a Payout,
    /// The day it is looked at: what waits too long is asked after.
    pub today: Date,
    /// The bank's reasons.
    pub why: BTreeMap<MemberId, String>,
    /// In which later payout what failed or came back is paid again.
    pub again: BTreeMap<MemberId, PayoutId>,
}

/// One payment, for programs.
#[derive(Debug, Serialize)]
struct Line<'a> {
    member: MemberId,
    amount: Money,
    method: Method,
    state: &'static str,
    since: Date,
    file: Option<u32>,
    end_to_end: String,
    why: Option<&'a str>,
    again_in: Option<PayoutId>,
    next: &'static str,
}

/// One file, for programs.
#[derive(Debug, Serialize)]
struct FileLine {
    file: u32,
    method: Method,
    profile: String,
    created_at: String,
    pay_on: Date,
    attempts: u32,
    message: String,
    payment_information: String,
    reported_missing_by: Option<String>,
}

/// A payout, for programs.
#[derive(Debug, Serialize)]
struct Whole<'a> {
    payout: PayoutId,
    list: String,
    total: Money,
    scheduled_on: Option<Date>,
    scheduled_by: Option<String>,
    approved_by: Vec<String>,
    files: Vec<FileLine>,
    items: Vec<Line<'a>>,
}

impl Shown<'_> {
    /// What all of it comes to.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        let currency = self.payout.items.values().next()?.amount.currency();
        Money::sum(currency, self.payout.items.values().map(|item| item.amount)).ok()
    }

    /// For how many days a payment has stood as it stands.
    fn waits(&self, item: &Item) -> i32 {
        (self.today - item.since).get_days()
    }

    /// What to do about a payment.
    #[must_use]
    pub fn next(&self, member: MemberId, item: &Item) -> Next {
        match item.state {
            ItemState::Scheduled if self.payout.approved_on.is_none() => Next::Approve,
            ItemState::Scheduled if item.method == Method::Cash => Next::HandOver,
            ItemState::Scheduled => Next::File,
            ItemState::Filed => Next::Send,
            ItemState::Sent if self.waits(item) > ANSWERS_WITHIN => Next::NoteUnanswered,
            ItemState::Accepted if self.waits(item) > PAYS_WITHIN => Next::AskWhatBecame,
            ItemState::Sent | ItemState::Accepted => Next::Await,
            ItemState::Unknown => Next::AskWhetherReceived,
            ItemState::Settled | ItemState::Handed if item.acknowledged.is_none() => Next::AskHer,
            ItemState::Settled | ItemState::Handed | ItemState::Cancelled => Next::Nothing,
            ItemState::Failed | ItemState::Returned if self.again.contains_key(&member) => Next::Nothing,
            ItemState::Failed | ItemState::Returned => after(self.why.get(&member).map_or("", String::as_str)),
            ItemState::Unclaimed => Next::WaitsForHer,
        }
    }

    /// For a program: the same in every language.
    #[must_use]
    pub fn json(&self) -> impl Serialize {
        let Payout { scheduled_on, scheduled_by, approvals, files, items, .. } = self.payout;
        let file = |(file, number): (&PayoutFile, u32)| FileLine {
            file: number,
            method: file.method,
            profile: file.profile.to_string(),
            created_at: file.created_at.to_string(),
            pay_on: file.pay_on,
            attempts: file.attempts,
            message: self.payout.message(number),
            payment_information: self.payout.payment_information(number),
            reported_missing_by: file.missing.map(|missing| missing.by.to_string()),
        };
        let line = |(member, item): (&MemberId, &Item)| Line {
            member: *member,
            amount: item.amount,
            method: item.method,
            state: item.state.word(),
            since: item.since,
            file: item.file,
            end_to_end: self.payout.end_to_end(item),
            why: self.why.get(member).map(String::as_str),
            again_in: self.again.get(member).copied(),
            next: self.next(*member, item).word(),
        };
        Whole {
            payout: self.id,
            list: self.payout.list_digest(self.id),
            total: self.total().unwrap_or_else(|| mizan_ledger::money::MAD.zero()),
            scheduled_on: *scheduled_on,
            scheduled_by: scheduled_by.map(|by| by.to_string()),
            approved_by: approvals.iter().map(|(by, _)| by.to_string()).collect(),
            files: files.iter().zip(1..).map(file).collect(),
            items: items.iter().map(line).collect(),
        }
    }

    /// For a person.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let pen = Pen::for_a_page(language);
        let said = |which| word(which, language);
        let colon = pen.marks().colon;
        let mut text = pen.line(&named_title(Term::Payout, Some(self.id.as_str()), pen));
        text.push_str(&pen.line(&format!("{}{colon}{}", said(Word::List), pen.name(self.payout.list_digest(self.id)))));
        if let Some(total) = self.total() {
            text.push_str(&pen.line(&format!("{}{colon}{}", said(Word::Total), pen.money(total))));
        }
        let approvals = self.payout.approvals.iter().map(|(by, on)| format!("{} {}", pen.name(by), pen.day(*on)));
        let approvals: Vec<String> = approvals.collect();
        if !approvals.is_empty() {
            text.push_str(&pen.line(&format!(
                "{}{colon}{}",
                said(Word::ApprovedBy),
                approvals.join(pen.marks().comma)
            )));
        }
        let heads = [Term::Member, Term::Amount, Term::By, Term::State, Term::Since, Term::Why];
        let (mut items, mut to_do) = (Table::new(Term::Items, heads), BTreeMap::<Next, Vec<String>>::new());
        for (member, item) in &self.payout.items {
            let why = self.why.get(member).map(|why| {
                let means = reason(why, language);
                let again = self.again.get(member).map(|payout| format!("{} {}", said(Word::Again), pen.name(payout)));
                let parts = [Some(why.clone()), means.map(str::to_owned), again];
                parts.into_iter().flatten().collect::<Vec<_>>().join(pen.marks().comma)
            });
            items.row([
                Cell::text(member),
                Cell::Money(item.amount),
                Cell::Term(of_method(item.method)),
                Cell::Term(of_state(item.state)),
                Cell::Day(item.since),
                why.map_or(Cell::Empty, Cell::Text),
            ]);
            to_do.entry(self.next(*member, item)).or_default().push(pen.name(member));
        }
        text.push_str(&under(said(Word::Standing), &items, pen));
        if !self.payout.files.is_empty() {
            text.push_str(&format!("\n{}", pen.line(said(Word::Files))));
        }
        for (file, number) in self.payout.files.iter().zip(1_u32..) {
            let message = pen.name(self.payout.message(number));
            let parts = [
                format!("{number}{colon}{message}"),
                pen.name(file.profile),
                pen.day(file.pay_on),
                format!("{} {}", file.attempts, said(Word::Sent)),
            ];
            text.push_str(&pen.line(&format!("  {}", parts.join(pen.marks().comma))));
        }
        to_do.remove(&Next::Nothing);
        if !to_do.is_empty() {
            text.push_str(&format!("\n{}", pen.line(said(Word::ToDo))));
        }
        for (next, members) in to_do {
            let (what, who) = (next.phrase(language), members.join(pen.marks().comma));
            text.push_str(&pen.line(&format!("  {what}{colon}{who}")));
        }
        text
    }
}

/// A payout that is proposed, for a person.
#[must_use]
pub fn proposal(id: PayoutId, proposal: &Proposal, language: Language) -> String {
    let pen = Pen::for_a_page(language);
    let said = |which| word(which, language);
    let mut text = pen.line(&named_title(Term::Payout, Some(id.as_str()), pen));
    let total = pen.money(proposal.total);
    text.push_str(&pen.line(&format!("{}{}{total}", said(Word::Total), pen.marks().colon)));
    let mut pays = Table::new(Term::Items, [Term::Member, Term::Amount, Term::By, Term::StillToCome]);
    for pay in &proposal.pays {
        let left = pay.left.map_or(Cell::Empty, Cell::Money);
        pays.row([Cell::text(pay.member), Cell::Money(pay.amount), Cell::Term(of_method(pay.method)), left]);
    }
    text.push_str(&under(said(Word::WouldPay), &pays, pen));
    let mut left_out = Table::new(Term::Members, [Term::Member, Term::Available, Term::Why]);
    for left in &proposal.left_out {
        left_out.row([Cell::text(left.member), Cell::Money(left.available), Cell::Text(omitted(left.why, pen))]);
    }
    text.push_str(&under(said(Word::LeftOut), &left_out, pen));
    text
}

fn of_method(method: Method) -> Term {
    match method {
        Method::Bank => Term::Bank,
        Method::Wallet => Term::Wallet,
        Method::Cash => Term::Cash,
    }
}

fn of_state(state: ItemState) -> Term {
    match state {
        ItemState::Scheduled => Term::Scheduled,
        ItemState::Filed => Term::Filed,
        ItemState::Sent => Term::Sent,
        ItemState::Unknown => Term::Unanswered,
        ItemState::Accepted => Term::Accepted,
        ItemState::Settled => Term::Settled,
        ItemState::Failed => Term::Failed,
        ItemState::Returned => Term::Returned,
        ItemState::Handed => Term::Handed,
        ItemState::Unclaimed => Term::NotCollected,
        ItemState::Cancelled => Term::Cancelled,
    }
}
