//! A sale, followed from what the buyer paid to where each part of the price is.

use jiff::civil::Date;
use serde::Serialize;

use crate::account::Account;
use crate::agreement::document::Agreement;
use crate::agreement::resale::Resale;
use crate::book::state::Cooperative;
use crate::event::Event;
use crate::event::trade::{Minimum, SaleRecorded, Terms};
use crate::id::{CooperativeId, OrderId, PartyId, SaleId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::Counted;
use crate::report::payout_item::items;
use crate::report::resold::{Resold, last_price};
use crate::report::shared_freight::SharedFreight;
use crate::report::trace::chain::{Chain, Hand, hops};
use crate::report::trace::finding::{self, Finding};
use crate::report::trace::maker::{MakerTrace, makers};
use crate::report::trace::moved::Moved;
use crate::report::trace::paid::{Paid, paid};
use crate::report::trace::slice::{ReceiverKind, SliceTrace, code, percent, slices};
use crate::report::trace::{Asked, CorrectionLine, Untraceable, corrections, missing};
use crate::text::Label;

/// A sale, followed both ways.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SaleTrace {
    /// The sale.
    #[serde(rename = "ref")]
    pub reference: SaleId,
    /// `sale`.
    pub kind: &'static str,
    /// Whose.
    pub cooperative: CooperativeId,
    /// The last position read; what happened later is not in it.
    pub position: Option<u64>,
    /// The day at whose end it stood so, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Who bought.
    pub buyer: PartyId,
    /// When it was invoiced.
    pub sold_on: Date,
    /// The number of the invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Label>,
    /// The order it fulfils.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The agreement that divided it.
    pub terms: Terms,
    /// The currency of all amounts but those of the invoice.
    pub currency: Currency,
    /// What the buyer pays.
    pub paid: Paid,
    /// What it is sold on for, where the buyer says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale: Option<ResaleTrace>,
    /// Who exports it in its own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter: Option<PartyId>,
    /// What it pays of a freight that it shares with other sales.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_freight: Option<SharedFreight>,
    /// How its goods were sold on, where somebody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<Chain>,
    /// Who received which part of the price.
    pub slices: Vec<SliceTrace>,
    /// The corrections that took back records of it.
    pub corrections: Vec<CorrectionLine>,
    /// What is open and must be answered.
    pub findings: Vec<Finding>,
    /// The gaps between what is said and what was moved, none set off against another.
    pub unexplained: Amount,
}

/// What a sale brought beside the price it is sold on for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ResaleTrace {
    /// The price the buyer sells it on for.
    pub price: Amount,
    /// What the buyer paid, beside it.
    pub paid: Resale,
    /// What the makers have of it when the sale was divided, beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub makers: Option<Resale>,
}

/// What the buyer and the makers have of the resale price, where it is known.
fn resale(recorded: &SaleRecorded, resales: &[Resold], makers: &[MakerTrace], own: Currency) -> Option<ResaleTrace> {
    let price = last_price(recorded.resale, resales, own)?;
    let made = Amount::sum(price.currency(), makers.iter().map(|maker| maker.share));
    let paid = Resale::of(recorded.gross, price)?;
    Some(ResaleTrace { price: Amount(price), paid, makers: Resale::of(made.0, price) })
}

/// Traces a sale from the records that count.
pub(super) fn trace(asked: &Asked<'_>, sale: SaleId, counted: &Counted<'_>) -> Result<SaleTrace, Untraceable> {
    let records = counted.records.as_slice();
    let recorded = records.iter().find_map(|record| sale_in(record, sale));
    let (sold_on, recorded) = recorded.ok_or_else(|| missing("sale", sale.0, asked.day, counted))?;
    let currency = asked.own.currency;
    let terms = terms(asked.own, recorded.terms);
    let moved = Moved::of(sale, records, currency);
    let items = items(None, records.iter().copied());
    let paid = paid(recorded, records, currency, asked.carried(sale));
    let mut slices = slices(recorded, records, terms, &moved, currency);
    let makers = makers(sale, records, &items, &moved, paid.last_paid_on, currency);
    let resales: Vec<Resold> = records.iter().filter_map(|record| resold_in(record, sale)).collect();
    let resale = resale(recorded, &resales, &makers, currency);
    let made = Amount::sum(currency, makers.iter().map(|maker| maker.share));
    let others = slices.iter().map(|slice| Hand { step: Some(slice.step), name: slice.name, part: slice.amount });
    let chain = Chain::of(recorded.gross, made, others.collect(), hops(sale, records, currency));
    let astray = match asked.day {
        None => moved.astray(sale, &asked.own.balances, makers.iter().map(|maker| maker.member)),
        Some(_) => Amount::zero(currency),
    };
    if let Some(step) = code("makers").filter(|_| !makers.is_empty()) {
        let sum = |part: fn(&MakerTrace) -> Amount| Amount::sum(currency, makers.iter().map(part));
        let (amount, credited) = (sum(|maker| maker.share), sum(MakerTrace::credited_of_share));
        let unexplained = sum(|maker| maker.unexplained.size());
        slices.push(SliceTrace {
            step,
            receiver: ReceiverKind::Makers,
            name: None,
            basis: None,
            rate: None,
            amount,
            percent: percent(amount, Amount(recorded.gross)),
            credited,
            ends: Vec::new(),
            makers,
            unexplained,
        });
    }
    let minimums = records.iter().filter_map(|record| minimums_in(record, sale));
    let about_items = finding::about_items(&items, |_, _, item| item.is_from(sale), currency);
    let findings = about_items.chain(minimums.flat_map(finding::about_minimums)).collect();
    let divided = Amount::sum(currency, slices.iter().map(|slice| slice.amount.minus(slice.credited)));
    let price = paid.gross.minus(paid.gross_credited);
    let gaps = slices.iter().map(|slice| slice.unexplained.size());
    // What the cooperative has of a sale of its own is held against its slices; where it has none, nothing may be left.
    let keeps =
        slices.iter().any(|slice| matches!(slice.receiver, ReceiverKind::Cooperative | ReceiverKind::Recovered));
    let kept = if keeps { Amount::zero(currency) } else { moved.kept(Account::Sales) };
    let unexplained = Amount::sum(currency, gaps)
        .plus(price.minus(divided).size())
        .plus(moved.undivided().size())
        .plus(kept.size())
        .plus(astray)
        .plus(paid.unexplained);
    Ok(SaleTrace {
        reference: sale,
        kind: "sale",
        cooperative: asked.cooperative,
        position: asked.position,
        day: asked.day,
        buyer: recorded.buyer,
        sold_on,
        invoice: recorded.reference.clone(),
        order: recorded.order,
        terms: recorded.terms,
        currency,
        paid,
        resale,
        exporter: recorded.exporter,
        shared_freight: records.iter().rev().find_map(|record| SharedFreight::of_sale(record, sale)),
        chain,
        slices,
        corrections: corrections(counted),
        findings,
        unexplained,
    })
}

/// The sale of a record, with its day.
fn sale_in(record: &Record, sale: SaleId) -> Option<(Date, &SaleRecorded)> {
    let Event::SaleRecorded(e) = &record.event else { return None };
    (e.sale == sale).then_some((record.envelope.occurred_on, e))
}

/// The resale of the sale's goods in a record.
fn resold_in(record: &Record, sale: SaleId) -> Option<Resold> {
    let Event::ResaleRecorded(e) = &record.event else { return None };
    (e.sale == sale).then(|| Resold::of(e))
}

/// The minimum prices a record of the sale holds its division against.
fn minimums_in(record: &Record, sale: SaleId) -> Option<&[Minimum]> {
    let Event::ProceedsAllocated(e) = &record.event else { return None };
    (e.sale == sale).then_some(e.minimums.as_slice())
}

fn terms(own: &Cooperative, terms: Terms) -> Option<&Agreement> {
    own.agreements.get(&terms.agreement)?.get(&terms.version).map(|version| version.terms.as_ref())
}
