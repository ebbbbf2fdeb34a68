//! A payout, followed from each member's part back to the sales and the buyers' payments it comes from.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::account::Account;
use crate::event::Event;
use crate::event::payout::Method;
use crate::id::{ActorId, CooperativeId, MemberId, PartyId, PayoutId, SaleId};
use crate::money::{Currency, Money};
use crate::posting::postings;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::Counted;
use crate::report::payout_item::{Acknowledged, AskedBack, Disputed, Item, Stage, items};
use crate::report::trace::finding::{self, Finding};
use crate::report::trace::paid::{Paid, paid};
use crate::report::trace::{Asked, CorrectionLine, Untraceable, corrections, missing};
use crate::text::Label;
use crate::view::refs::{Ref, refs};

/// A payout, followed both ways.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PayoutTrace {
    /// The payout.
    #[serde(rename = "ref")]
    pub reference: PayoutId,
    /// `payout`.
    pub kind: &'static str,
    /// Whose.
    pub cooperative: CooperativeId,
    /// The last position read; what happened later is not in it.
    pub position: Option<u64>,
    /// The day at whose end it stood so, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// When it was scheduled.
    pub scheduled_on: Date,
    /// Who scheduled it.
    pub scheduled_by: ActorId,
    /// When it was approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<Date>,
    /// Who approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<ActorId>,
    /// The currency of all amounts but those of invoices.
    pub currency: Currency,
    /// What it is paid from.
    pub paid: Behind,
    /// Each member's part.
    pub slices: Vec<ItemTrace>,
    /// The corrections that took back records of it or of its sales.
    pub corrections: Vec<CorrectionLine>,
    /// What is open and must be answered.
    pub findings: Vec<Finding>,
    /// The gaps between what is said and what was moved, none set off against another.
    pub unexplained: Amount,
}

/// What a payout is paid from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Behind {
    /// All that was set aside for it.
    pub amount: Amount,
    /// The sales that money comes from.
    pub sales: Vec<SaleBehind>,
}

/// A sale a payout is paid from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaleBehind {
    /// The sale.
    pub sale: SaleId,
    /// Who bought.
    pub buyer: PartyId,
    /// When it was invoiced.
    pub sold_on: Date,
    /// How much of the payout comes from it.
    pub amount: Amount,
    /// What its buyer paid.
    pub paid: Paid,
}

/// One member's part of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemTrace {
    /// The member.
    pub member: MemberId,
    /// By which way.
    pub method: Method,
    /// How far it has come.
    pub state: Stage,
    /// Since when.
    pub since: Date,
    /// How much was set aside for her.
    pub amount: Amount,
    /// The sales that comes from.
    pub sources: Vec<SourceLine>,
    /// How much reached her and stayed with her.
    pub paid: Amount,
    /// When it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<Date>,
    /// How much is on its way.
    pub waiting: Amount,
    /// How much went back to what she has available.
    pub given_back: Amount,
    /// Why it failed or came back, in the bank's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Label>,
    /// What she acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledged>,
    /// Her dispute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Disputed>,
    /// That it was asked back from the bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_back: Option<AskedBack>,
    /// What of it cannot be found.
    pub unexplained: Amount,
}

/// The part of an item that comes from one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// The sale.
    pub sale: SaleId,
    /// Its buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PartyId>,
    /// How much of the item comes from it.
    pub amount: Amount,
    /// When the buyer last paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer_paid_on: Option<Date>,
    /// Days from that to her hand; below zero if she was paid first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
}

/// Traces a payout from the records that count.
pub(super) fn trace(asked: &Asked<'_>, payout: PayoutId, counted: &Counted<'_>) -> Result<PayoutTrace, Untraceable> {
    let records = counted.records.as_slice();
    let scheduled =
        records.iter().find(|record| matches!(&record.event, Event::PayoutScheduled(e) if e.payout == payout));
    let scheduled = scheduled.ok_or_else(|| missing("payout", payout.0, asked.day, counted))?;
    let approved =
        records.iter().find(|record| matches!(&record.event, Event::PayoutApproved(e) if e.payout == payout));
    let all = items(None, records.iter().copied());
    let currency = asked.own.currency;
    let own: BTreeMap<MemberId, &Item> =
        all.iter().filter(|((of, _), _)| *of == payout).map(|((_, member), item)| (*member, item)).collect();
    let sales = behind(asked, &own, records);
    let on_its_way = on_its_way(payout, records);
    let slices: Vec<ItemTrace> = own
        .iter()
        .map(|(member, item)| {
            let waiting = on_its_way.get(member).copied().unwrap_or_default();
            item_trace(payout, *member, item, &sales, Amount(Money::new(waiting, currency)), currency)
        })
        .collect();
    let amount = Amount::sum(currency, slices.iter().map(|item| item.amount));
    let from_sales = Amount::sum(currency, sales.iter().map(|behind| behind.amount));
    let findings = finding::about_items(&all, |of, _, _| of == payout, currency).collect();
    let gaps = slices.iter().map(|item| item.unexplained.size()).chain(sales.iter().map(|sale| sale.paid.unexplained));
    let astray = if asked.day.is_none() { astray(asked, payout, &slices) } else { Amount::zero(currency) };
    let unexplained = Amount::sum(currency, gaps).plus(amount.minus(from_sales).size()).plus(astray);
    Ok(PayoutTrace {
        reference: payout,
        kind: "payout",
        cooperative: asked.cooperative,
        position: asked.position,
        day: asked.day,
        scheduled_on: scheduled.envelope.occurred_on,
        scheduled_by: scheduled.envelope.actor.id,
        approved_on: approved.map(|record| record.envelope.occurred_on),
        approved_by: approved.map(|record| record.envelope.actor.id),
        currency,
        paid: Behind { amount, sales },
        slices,
        corrections: corrections(counted),
        findings,
        unexplained,
    })
}

/// How far what was sent and not confirmed is from what the book itself holds on the payout's accounts: a record that
/// was not found shows here.
fn astray(asked: &Asked<'_>, payout: PayoutId, items: &[ItemTrace]) -> Amount {
    let currency = asked.own.currency;
    let gap = |item: &ItemTrace| {
        let held = Amount(asked.own.balances.owed(Account::PayoutSent(payout, item.member), currency));
        let sent = if item.state.is_under_way() { item.waiting } else { Amount::zero(currency) };
        sent.minus(held).size()
    };
    Amount::sum(currency, items.iter().map(gap))
}

/// The sales behind the items, each with what its buyer paid, in the order they were recorded.
fn behind(asked: &Asked<'_>, items: &BTreeMap<MemberId, &Item>, records: &[&Record]) -> Vec<SaleBehind> {
    let currency = asked.own.currency;
    let mut amounts: BTreeMap<SaleId, Amount> = BTreeMap::new();
    for source in items.values().flat_map(|item| &item.sources) {
        let amount = amounts.entry(source.sale).or_insert(Amount::zero(currency));
        *amount = amount.plus(Amount(source.amount));
    }
    let line = |record: &&Record| {
        let Event::SaleRecorded(e) = &record.event else { return None };
        let amount = *amounts.get(&e.sale)?;
        let (sale, buyer, sold_on) = (e.sale, e.buyer, record.envelope.occurred_on);
        Some(SaleBehind { sale, buyer, sold_on, amount, paid: paid(e, records, currency, asked.carried(sale)) })
    };
    records.iter().filter_map(line).collect()
}

/// What the payout's own records have set aside and not yet paid or given back, by member, from their postings.
fn on_its_way(payout: PayoutId, records: &[&Record]) -> BTreeMap<MemberId, i128> {
    let mut waiting: BTreeMap<MemberId, i128> = BTreeMap::new();
    let mut moved = Vec::new();
    for record in records {
        let mut of_it = false;
        refs(&record.event, |name| {
            of_it |= matches!(name, Ref::Payout(of) | Ref::Item(of, _) if of == payout);
        });
        if !of_it {
            continue;
        }
        moved.clear();
        postings(&record.event, &mut moved);
        for posting in &moved {
            let account = posting.account;
            let waits =
                matches!(account, Account::MemberInPayout(_) | Account::MemberUnclaimed(_) | Account::PayoutSent(..));
            if let Some(member) = account.member().filter(|_| waits) {
                *waiting.entry(member).or_default() -= posting.amount.minor();
            }
        }
    }
    waiting
}

fn item_trace(
    payout: PayoutId,
    member: MemberId,
    item: &Item,
    sales: &[SaleBehind],
    waiting: Amount,
    currency: Currency,
) -> ItemTrace {
    let line = item.line(payout, None, currency, None);
    let given_back = item.given_back(currency);
    let sources = item.sources.iter().map(|source| {
        let behind = sales.iter().find(|behind| behind.sale == source.sale);
        let buyer_paid_on = behind.and_then(|behind| behind.paid.last_paid_on);
        let from_it = item.line(payout, Some(source.sale), currency, buyer_paid_on);
        let (sale, amount) = (source.sale, Amount(source.amount));
        SourceLine { sale, buyer: behind.map(|behind| behind.buyer), amount, buyer_paid_on, days: from_it.days }
    });
    ItemTrace {
        member,
        method: line.method,
        state: line.state,
        since: line.since,
        amount: line.amount,
        sources: sources.collect(),
        paid: line.paid,
        paid_on: line.paid_on,
        waiting,
        given_back,
        why: line.why,
        acknowledged: line.acknowledged,
        disputed: line.disputed,
        asked_back: line.asked_back,
        unexplained: line.amount.minus(line.paid).minus(waiting).minus(given_back),
    }
}
