//! What is still to be said of a part of an order, beside what the book has already.
//!
//! The sale is said in the same words as ever: if the book has it in others, that is told and nothing more is said of
//! it. Payments, credit notes and refunds are brought up to what the file says, whoever recorded the ones before.

use jiff::civil::Date;
use mizan_ledger::book::Span;
use mizan_ledger::command::Submission;
use mizan_ledger::event::treasury::Allocation;
use mizan_ledger::id::{Code, CreditNoteId, PaymentId, RefundId};
use mizan_ledger::money::Money;
use mizan_ledger::record::Record;
use mizan_ledger::text::Key;
use serde_json::Value;

use crate::import::plan::{Back, Part, Planner};
use crate::import::problem::Problem;
use crate::import::say::{Credit, Payment, Refund};

/// The most payments, credit notes or refunds of one sale that come from imports.
pub const MOST_STEPS: usize = 99;

/// A kind of command that may follow a sale several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// What the buyer paid.
    Payment,
    /// What was taken off the price afterwards.
    Credit,
    /// What was paid back.
    Refund,
}

impl Repeated {
    fn word(self) -> &'static str {
        match self {
            Repeated::Payment => "payment",
            Repeated::Credit => "credit",
            Repeated::Refund => "refund",
        }
    }
}

/// What the book has of a part.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// The sale's own command: where it is, and its first record.
    pub sale: Option<(Span, Record)>,
    /// What stands of the sale now; nothing if it was taken back by a correction.
    pub now: Option<Now>,
    /// The payments that came from imports.
    pub payments: Vec<(Span, Money)>,
    /// The credit notes that did.
    pub credits: Vec<(Span, Money)>,
    /// The refunds that did.
    pub refunds: Vec<(Span, Money)>,
    /// Where the fee is.
    pub fee: Option<Span>,
}

/// What stands of a sale now, whoever recorded what changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// What the buyer was invoiced, less credit notes.
    pub total: Money,
    /// What the buyer still owes; below zero it is owed back.
    pub outstanding: Money,
}

/// One step of a part.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "steps are held one part at a time")]
pub enum Step {
    /// The book has it.
    Known(&'static str, Span),
    /// It is to be said.
    Say(Submission),
    /// It cannot be said.
    Refused(&'static str, Problem),
}

const SALE: &str = "record_sale";
const PAYMENT: &str = "receive_payment";
const FEE: &str = "charge_provider_fee";
const CREDIT: &str = "issue_credit_note";
const REFUND: &str = "issue_refund";

impl Part {
    /// The key of the sale's command.
    #[must_use]
    pub fn sale_key(&self) -> &Key {
        &self.record.key
    }

    /// The key of the n-th command of a kind, counted from 1.
    #[must_use]
    pub fn key(&self, kind: Repeated, number: usize) -> Option<Key> {
        self.voice.key_of(&format!("{}-{number}", kind.word())).parse().ok()
    }
}

/// What is known and what is still to be said of a part, in the order in which it must be said.
#[must_use]
pub fn steps(part: &Part, standing: &Standing, planner: &Planner<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    match &standing.sale {
        None => steps.push(Step::Say(part.record.clone())),
        Some((span, first)) if part.record.says_the_same_as(first) => steps.push(Step::Known(SALE, *span)),
        Some((_, first)) => {
            let what = differences(&part.record, first);
            return vec![Step::Refused(SALE, Problem::Differs { what })];
        }
    }
    steps.extend(known(PAYMENT, &standing.payments));
    if let Some(payment) = after(PAYMENT, payment(part, standing, planner)) {
        steps.push(payment);
    }
    match (&part.fee, standing.fee) {
        (_, Some(span)) => steps.push(Step::Known(FEE, span)),
        (Some(fee), None) => steps.push(Step::Say(fee.clone())),
        (None, None) => {}
    }
    steps.extend(known(CREDIT, &standing.credits));
    steps.extend(known(REFUND, &standing.refunds));
    match &part.back {
        Err(problem) => steps.push(Step::Refused(CREDIT, problem.clone())),
        Ok(back) => {
            let credit = after(CREDIT, credit(part, back, standing));
            let stopped = matches!(credit, Some(Step::Refused(..)));
            steps.extend(credit);
            if !stopped {
                steps.extend(after(REFUND, refund(part, back, standing, planner)));
            }
        }
    }
    steps
}

fn known(what: &'static str, steps: &[(Span, Money)]) -> impl Iterator<Item = Step> {
    steps.iter().map(move |(span, _)| Step::Known(what, *span))
}

fn after(what: &'static str, said: Result<Option<Submission>, Problem>) -> Option<Step> {
    match said {
        Ok(said) => said.map(Step::Say),
        Err(problem) => Some(Step::Refused(what, problem)),
    }
}

/// What others than imports have paid (above zero) or paid back (below).
fn by_hand(part: &Part, standing: &Standing) -> Result<Money, Problem> {
    let currency = part.total.currency();
    let sum = |steps: &[(Span, Money)]| Money::sum(currency, steps.iter().map(|(_, amount)| *amount));
    let Some(now) = standing.now else { return Ok(currency.zero()) };
    let net = now.total.minus(now.outstanding)?;
    Ok(net.minus(sum(&standing.payments)?.minus(sum(&standing.refunds)?)?)?)
}

/// How much more is to be said of something: what the file says less what the book has.
fn missing(file: Money, book: Money, what: &'static str) -> Result<Option<Money>, Problem> {
    let more = file.minus(book)?;
    if more.is_negative() {
        return Err(Problem::BookHasMore { what, book, file });
    }
    Ok(more.is_positive().then_some(more))
}

fn payment(part: &Part, standing: &Standing, planner: &Planner<'_>) -> Result<Option<Submission>, Problem> {
    let nothing = part.total.currency().zero();
    let by_hand = by_hand(part, standing)?;
    let others = if by_hand.is_positive() { by_hand } else { nothing };
    let ours = Money::sum(nothing.currency(), standing.payments.iter().map(|(_, amount)| *amount))?;
    let Some(amount) = missing(part.paid, ours.plus(others)?, "paid")? else { return Ok(None) };
    let Some(day) = part.paid_on else { return Ok(None) };
    if let Some(method) = part.gift_card.clone() {
        return Err(Problem::GiftCard { method, amount });
    }
    let rate = planner.rate(amount.currency(), part.rate, day)?;
    let (step, identifier) = next(part, Repeated::Payment, standing.payments.len())?;
    let words = Payment {
        payment: PaymentId(identifier),
        buyer: part.buyer,
        amount,
        rate,
        till: part.till,
        reference: part.reference.clone(),
        pays: vec![Allocation { sale: part.sale, amount }],
    };
    part.voice.say(&step, day, PAYMENT, words).map(Some)
}

fn credit(part: &Part, back: &Back, standing: &Standing) -> Result<Option<Submission>, Problem> {
    let credited = match standing.now {
        Some(now) => part.total.minus(now.total)?,
        None => part.total.currency().zero(),
    };
    let Some(amount) = missing(back.credited, credited, "credited")? else { return Ok(None) };
    let day = day(back, amount)?;
    let reason = back.reason.ok_or(Problem::ReasonMissing { amount })?;
    let (step, identifier) = next(part, Repeated::Credit, standing.credits.len())?;
    let words = Credit { credit_note: CreditNoteId(identifier), sale: part.sale, amount, reason };
    part.voice.say(&step, day, CREDIT, words).map(Some)
}

fn refund(part: &Part, back: &Back, standing: &Standing, planner: &Planner<'_>) -> Result<Option<Submission>, Problem> {
    let nothing = part.total.currency().zero();
    let by_hand = by_hand(part, standing)?;
    let others = if by_hand.is_negative() { by_hand.negated() } else { nothing };
    let ours = Money::sum(nothing.currency(), standing.refunds.iter().map(|(_, amount)| *amount))?;
    let Some(amount) = missing(back.refunded, ours.plus(others)?, "refunded")? else { return Ok(None) };
    let day = day(back, amount)?;
    let rate = planner.rate(amount.currency(), part.rate, day)?;
    let (step, identifier) = next(part, Repeated::Refund, standing.refunds.len())?;
    let words = Refund {
        refund: RefundId(identifier),
        sale: part.sale,
        amount,
        rate,
        till: part.refund_till,
        reference: part.reference.clone(),
    };
    part.voice.say(&step, day, REFUND, words).map(Some)
}

fn day(back: &Back, amount: Money) -> Result<Date, Problem> {
    back.on.ok_or(Problem::RefundUndated { amount })
}

/// The name of the next step of a kind, and the identifier of what it records.
fn next(part: &Part, kind: Repeated, before: usize) -> Result<(String, Code), Problem> {
    if before >= MOST_STEPS {
        return Err(Problem::TooManySteps { most: MOST_STEPS });
    }
    let number = before + 1;
    let identifier = format!("{}-{number}", part.sale);
    let code =
        identifier.parse().map_err(|_| Problem::NotACommand { why: format!("`{identifier}` is no identifier") })?;
    Ok((format!("{}-{number}", kind.word()), code))
}

/// Where the words of a sale are others than those that were recorded.
fn differences(said: &Submission, first: &Record) -> String {
    let mut found = Vec::new();
    let mut compare = |name: &str, book: Option<&Value>, file: Option<&Value>| {
        let nothing =
            |value: Option<&Value>| value.is_none_or(|value| value.is_null() || *value == Value::Array(Vec::new()));
        if book != file && !(nothing(book) && nothing(file)) {
            found.push(format!("`{name}` is {} in the book and {} in the file", short(book), short(file)));
        }
    };
    let day = |day: Date| Value::String(day.to_string());
    compare("occurred_on", Some(&day(first.envelope.occurred_on)), Some(&day(said.occurred_on)));
    let scope = |scope| serde_json::to_value(scope).ok();
    compare("cooperative", scope(first.envelope.scope).as_ref(), scope(said.cooperative).as_ref());
    if let (Ok(Value::Object(words)), Ok(Value::Object(book))) =
        (serde_json::to_value(&said.command), serde_json::to_value(&first.event))
    {
        for (name, file) in &words {
            compare(name, book.get(name), Some(file));
        }
    }
    match found.len() {
        0 => "who said it, or with what".to_owned(),
        1..=3 => found.join(", "),
        more => format!("{}, and {} more", found.iter().take(3).cloned().collect::<Vec<_>>().join(", "), more - 3),
    }
}

fn short(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(text)) => text.chars().take(80).collect(),
        Some(other) => other.to_string().chars().take(160).collect(),
    }
}
