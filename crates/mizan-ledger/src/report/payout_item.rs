//! How far one member's item of a payout has come, and what she says of it, as its records tell.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::event::payout::{DisputeOutcome, Method};
use crate::event::recall::RecallAnswer;
use crate::event::{Event, Source};
use crate::id::{ActorId, MemberId, PayoutId, SaleId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::day_paid::day_paid;
use crate::report::term::Term;
use crate::text::Label;

/// How far an item has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Set aside for her.
    Scheduled,
    /// A second person has agreed.
    Approved,
    /// It stands in a file that is to be sent.
    Filed,
    /// The bank or wallet was told.
    Sent,
    /// It was told and does not answer: nobody knows whether it will pay.
    Unanswered,
    /// It says that it will pay.
    Accepted,
    /// The bank has paid. Not final: it can come back.
    Settled,
    /// Cash was put into her hand.
    Handed,
    /// The bank or wallet refused; it is available again.
    Failed,
    /// It came back after it was paid; it is available again.
    Returned,
    /// She did not come for her cash.
    Unclaimed,
    /// It was called off; it is available again.
    Cancelled,
}

impl Stage {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            Stage::Scheduled => Term::Scheduled,
            Stage::Approved => Term::Approved,
            Stage::Filed => Term::Filed,
            Stage::Sent => Term::Sent,
            Stage::Unanswered => Term::Unanswered,
            Stage::Accepted => Term::Accepted,
            Stage::Settled => Term::Settled,
            Stage::Handed => Term::Handed,
            Stage::Failed => Term::Failed,
            Stage::Returned => Term::Returned,
            Stage::Unclaimed => Term::NotCollected,
            Stage::Cancelled => Term::Cancelled,
        }
    }

    /// Whether nothing more will come of it: it reached her, or is available to her again.
    #[must_use]
    pub fn has_ended(self) -> bool {
        match self {
            Stage::Scheduled
            | Stage::Approved
            | Stage::Filed
            | Stage::Sent
            | Stage::Unanswered
            | Stage::Accepted
            | Stage::Unclaimed => false,
            Stage::Settled | Stage::Handed | Stage::Failed | Stage::Returned | Stage::Cancelled => true,
        }
    }

    /// Whether the bank or wallet was told, and what became of it is not known.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        matches!(self, Stage::Sent | Stage::Unanswered | Stage::Accepted)
    }
}

/// What she says she has received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Acknowledged {
    /// How much.
    pub amount: Amount,
    /// When she said so.
    pub on: Date,
    /// Who said it for her, if she did not herself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_by: Option<ActorId>,
}

/// That she says she received less than was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Disputed {
    /// What she says she received.
    pub received: Amount,
    /// When she said so.
    pub on: Date,
    /// Who said it for her, if she did not herself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_by: Option<ActorId>,
    /// The record that says it.
    pub position: u64,
    /// How it ended; open if it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<DisputeOutcome>,
}

/// That it was asked back from the bank, and what became of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedBack {
    /// Since when that is so.
    pub since: Date,
    /// What the bank answers; nothing yet if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<RecallAnswer>,
    /// Why it was asked back, or what the bank says beside its answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Label>,
}

/// The term for how far an item has come, where it was asked back and that is not over.
#[must_use]
pub fn shown(stage: Stage, asked_back: Option<&AskedBack>) -> Term {
    let open = !stage.has_ended() || stage == Stage::Settled;
    match asked_back.map(|asked_back| asked_back.answer).filter(|_| open) {
        Some(None | Some(RecallAnswer::Pending)) => Term::AskedBack,
        Some(Some(RecallAnswer::ComesBack)) => Term::ComingBack,
        Some(Some(RecallAnswer::NeverLeft | RecallAnswer::Refused)) | None => stage.term(),
    }
}

/// One item of a payout for a reader: as a whole, or as far as it comes from one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemLine {
    /// The payout.
    pub payout: PayoutId,
    /// By which way.
    pub method: Method,
    /// How far it has come.
    pub state: Stage,
    /// Since when.
    pub since: Date,
    /// How much was set aside.
    pub amount: Amount,
    /// How much of it reached her and stayed with her.
    pub paid: Amount,
    /// When it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<Date>,
    /// Days from the buyer's last payment to her hand; below zero if she was paid first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// Why it failed or came back, in the bank's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Label>,
    /// What she acknowledged of the whole item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledged>,
    /// Her dispute about the whole item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Disputed>,
    /// That it was asked back from the bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_back: Option<AskedBack>,
}

/// One member's item of a payout.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) method: Method,
    /// What was set aside, by sale.
    pub(crate) sources: Vec<Source>,
    /// In which of the payout's files it stands, if in one.
    file: Option<u32>,
    pub(crate) stage: Stage,
    pub(crate) since: Date,
    /// What was paid, by sale; below zero what came back.
    pub(crate) paid: Vec<(Date, Source)>,
    /// What is available to her again.
    pub(crate) given_back: Vec<Source>,
    pub(crate) why: Option<Label>,
    pub(crate) acknowledged: Option<Acknowledged>,
    pub(crate) disputed: Option<Disputed>,
    asked_back: Option<AskedBack>,
}

/// The items of the payouts some records are about, in the order of payouts and members.
pub(crate) type Items = BTreeMap<(PayoutId, MemberId), Item>;

/// Follows every item, or those of one member, through the records that count.
pub(crate) fn items<'a>(whose: Option<MemberId>, records: impl IntoIterator<Item = &'a Record>) -> Items {
    let mut items = Items::new();
    records.into_iter().for_each(|record| follow(&mut items, whose, record));
    items
}

impl Item {
    /// What was set aside: of one sale, or in all.
    pub(crate) fn amount(&self, of: Option<SaleId>, currency: Currency) -> Amount {
        sum(self.sources.iter(), of, currency)
    }

    /// What reached her and stayed: of one sale, or in all.
    pub(crate) fn paid(&self, of: Option<SaleId>, currency: Currency) -> Amount {
        sum(self.paid.iter().map(|(_, source)| source), of, currency)
    }

    /// What is available to her again.
    pub(crate) fn given_back(&self, currency: Currency) -> Amount {
        sum(self.given_back.iter(), None, currency)
    }

    /// Whether a part of it comes from a sale.
    pub(crate) fn is_from(&self, sale: SaleId) -> bool {
        self.sources.iter().any(|source| source.sale == sale)
    }

    /// The line for a reader: of one sale, or of the whole item.
    pub(crate) fn line(
        &self,
        payout: PayoutId,
        of: Option<SaleId>,
        currency: Currency,
        last_paid_on: Option<Date>,
    ) -> ItemLine {
        let paid = self.paid(of, currency);
        let reached =
            |(_, source): &&(Date, Source)| source.amount.is_positive() && of.is_none_or(|of| of == source.sale);
        let paid_on = self.paid.iter().rfind(reached).map(|(on, _)| *on).filter(|_| !paid.is_zero());
        ItemLine {
            payout,
            method: self.method,
            state: self.stage,
            since: self.since,
            amount: self.amount(of, currency),
            paid,
            paid_on,
            days: last_paid_on.zip(paid_on).map(|(from, to)| i64::from((to - from).get_days())),
            why: self.why.clone(),
            acknowledged: self.acknowledged,
            disputed: self.disputed,
            asked_back: self.asked_back.clone(),
        }
    }

    fn reach(&mut self, stage: Stage, since: Date, why: Option<&Label>) {
        (self.stage, self.since, self.why) = (stage, since, why.cloned());
    }
}

/// The parts that come from one sale, or all of them.
fn sum<'a>(sources: impl Iterator<Item = &'a Source>, of: Option<SaleId>, currency: Currency) -> Amount {
    let those = sources.filter(|source| of.is_none_or(|of| of == source.sale));
    Amount::sum(currency, those.map(|source| Amount(source.amount)))
}

/// Follows the items, or those of one member, through the next record that counts.
pub(crate) fn follow(items: &mut Items, whose: Option<MemberId>, record: &Record) {
    let on = record.envelope.occurred_on;
    let event = &record.event;
    if let Event::PayoutScheduled(e) = event {
        for part in e.items.iter().filter(|part| whose.is_none_or(|member| member == part.member)) {
            let item = items.entry((e.payout, part.member)).or_insert_with(|| Item {
                method: part.method,
                sources: Vec::new(),
                stage: Stage::Scheduled,
                file: None,
                since: on,
                paid: Vec::new(),
                given_back: Vec::new(),
                why: None,
                acknowledged: None,
                disputed: None,
                asked_back: None,
            });
            item.sources.extend(part.sources.iter().cloned());
        }
    } else if let Event::PayoutApproved(e) = event {
        let of_it = items.iter_mut().filter(|((payout, _), _)| *payout == e.payout);
        let waiting = of_it.filter(|(_, item)| item.stage == Stage::Scheduled);
        waiting.for_each(|(_, item)| item.reach(Stage::Approved, on, None));
    } else if let Event::PayoutCancelled(e) = event {
        for part in &e.items {
            if let Some(item) = items.get_mut(&(e.payout, part.member)) {
                item.given_back.extend(part.sources.iter().cloned());
                item.reach(Stage::Cancelled, on, e.reason.as_ref());
            }
        }
    } else if let Event::PayoutFiled(e) = event {
        for filed in &e.items {
            if let Some(item) = items.get_mut(&(e.payout, filed.member)) {
                item.file = Some(e.file);
                item.reach(Stage::Filed, on, None);
            }
        }
    } else if let Event::PayoutFileDiscarded(e) = event {
        of_file(items, e.payout, e.file).for_each(|item| {
            item.file = None;
            item.reach(Stage::Approved, on, None);
        });
    } else if let Event::PayoutUnanswered(e) = event {
        let sent = of_file(items, e.payout, e.file).filter(|item| item.stage == Stage::Sent);
        sent.for_each(|item| item.reach(Stage::Unanswered, on, None));
    } else if let Event::PayoutNotReceived(e) = event
        && e.withdrawn
    {
        of_file(items, e.payout, e.file).for_each(|item| {
            item.file = None;
            item.reach(Stage::Approved, on, None);
        });
    } else if let Event::PayoutNotReceived(e) = event {
        for part in &e.items {
            if let Some(item) = items.get_mut(&(e.payout, part.member)) {
                item.reach(Stage::Filed, on, None);
            }
        }
    } else {
        follow_one(items, record);
    }
}

/// The items that stand in a file of a payout.
fn of_file(items: &mut Items, payout: PayoutId, file: u32) -> impl Iterator<Item = &mut Item> {
    let of_it = items.iter_mut().filter(move |((of, _), item)| *of == payout && item.file == Some(file));
    of_it.map(|(_, item)| item)
}

/// Who said something of a member's, if she did not herself.
pub(crate) fn other_than(member: MemberId, record: &Record) -> Option<ActorId> {
    let actor = record.envelope.actor.id;
    (actor.0 != member.0).then_some(actor)
}

/// The records that are about one item.
fn follow_one(items: &mut Items, record: &Record) -> Option<()> {
    let on = record.envelope.occurred_on;
    let event = &record.event;
    if let Event::PayoutSent(e) = event {
        items.get_mut(&(e.payout, e.member))?.reach(Stage::Sent, on, None);
    } else if let Event::PayoutAccepted(e) = event {
        items.get_mut(&(e.payout, e.member))?.reach(Stage::Accepted, on, e.words.as_ref());
    } else if let Event::PayoutRecallAsked(e) = event {
        items.get_mut(&(e.payout, e.member))?.asked_back =
            Some(AskedBack { since: on, answer: None, why: Some(e.reason.clone()) });
    } else if let Event::PayoutRecallAnswered(e) = event {
        items.get_mut(&(e.payout, e.member))?.asked_back =
            Some(AskedBack { since: on, answer: Some(e.answer), why: e.reason.clone() });
    } else if let Event::PayoutSettled(e) = event {
        let item = items.get_mut(&(e.payout, e.member))?;
        item.reach(Stage::Settled, on, None);
        item.paid.extend(e.sources.iter().map(|source| (day_paid(record), source.clone())));
    } else if let Event::PayoutFailed(e) = event {
        let item = items.get_mut(&(e.payout, e.member))?;
        item.reach(Stage::Failed, on, Some(&e.reason));
        item.given_back.extend(e.sources.iter().cloned());
    } else if let Event::PayoutReturned(e) = event {
        let item = items.get_mut(&(e.payout, e.member))?;
        item.reach(Stage::Returned, on, Some(&e.reason));
        let back = |source: &Source| Source { sale: source.sale, amount: source.amount.negated() };
        item.paid.extend(e.sources.iter().map(|source| (on, back(source))));
        item.given_back.extend(e.sources.iter().cloned());
    } else if let Event::PayoutHanded(e) = event {
        let item = items.get_mut(&(e.payout, e.member))?;
        item.reach(Stage::Handed, on, None);
        item.paid.extend(e.sources.iter().map(|source| (on, source.clone())));
        item.given_back.extend(e.left.iter().cloned());
    } else if let Event::PayoutUnclaimed(e) = event {
        items.get_mut(&(e.payout, e.member))?.reach(Stage::Unclaimed, on, None);
    } else if let Event::ReceiptAcknowledged(e) = event {
        items.get_mut(&(e.payout, e.member))?.acknowledged =
            Some(Acknowledged { amount: Amount(e.amount), on, said_by: other_than(e.member, record) });
    } else if let Event::ReceiptDisputed(e) = event {
        let (received, position) = (Amount(e.received), record.envelope.position);
        let said_by = other_than(e.member, record);
        items.get_mut(&(e.payout, e.member))?.disputed =
            Some(Disputed { received, on, said_by, position, outcome: None });
    } else if let Event::DisputeResolved(e) = event {
        items.get_mut(&(e.payout, e.member))?.disputed.as_mut()?.outcome = Some(e.outcome);
    }
    Some(())
}
