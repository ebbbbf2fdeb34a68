//! Where each part of a slice is now: paid, owed, kept or held, and by which payment.
//!
//! Payments and balances belong to accounts, and several slices may share one; this divides them among the slices.

use std::collections::VecDeque;

use jiff::civil::Date;
use serde::Serialize;

use crate::account::Account;
use crate::agreement::document::Bearer;
use crate::event::chargeback::GivenBack;
use crate::event::tax::Earner;
use crate::event::trade::Receiver;
use crate::event::{Event, Source};
use crate::id::{FundId, MovementId, PartyId, SaleId};
use crate::money::Currency;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::term::Term;
use crate::report::trace::moved::Moved;

/// Where a part of a slice is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    /// What became of it.
    pub end: EndKind,
    /// How much; below zero it is owed back.
    pub amount: Amount,
    /// When, if it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// By which payment, if it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub movement: Option<MovementId>,
}

/// What became of a part of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndKind {
    /// It was paid to its receiver.
    Settled,
    /// It was withheld as its receiver's tax.
    Withheld,
    /// It is still owed to its receiver.
    Owed,
    /// It is kept by the cooperative.
    Kept,
    /// It is held in its fund.
    Held,
}

impl EndKind {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            EndKind::Settled => Term::EndPaid,
            EndKind::Withheld => Term::TaxWithheld,
            EndKind::Owed => Term::EndOwed,
            EndKind::Kept => Term::EndKept,
            EndKind::Held => Term::EndHeld,
        }
    }
}

/// What an account has of the sale: what was paid out of it, and what is there.
struct Pot {
    settled: VecDeque<(EndKind, Date, MovementId, Amount)>,
    rest: Amount,
    rest_is: EndKind,
}

/// The ends of the slices that share an account, each given with its first amount and what is left of it.
pub(super) fn ends(
    to: Option<Receiver>,
    account: Account,
    sale: SaleId,
    records: &[&Record],
    moved: &Moved,
    slices: &[(Amount, Amount)],
) -> VecDeque<Vec<End>> {
    pot(to, account, sale, records, moved).divide(slices)
}

fn pot(to: Option<Receiver>, account: Account, sale: SaleId, records: &[&Record], moved: &Moved) -> Pot {
    let currency = moved.currency();
    let settled = records.iter().filter_map(|record| settled(record, account, sale, currency)).collect();
    let (rest, rest_is) = match to {
        None => (moved.kept(account), EndKind::Owed),
        // What a member has is followed with all she has of the sale.
        Some(Receiver::Member(_)) => (Amount::zero(currency), EndKind::Owed),
        Some(Receiver::Party(party)) => {
            // What it bears of a chargeback is told with the chargeback; it is no part of its slice.
            let borne = records.iter().filter_map(|record| charged_to(record, party, sale));
            (moved.lot(account).plus(Amount::sum(currency, borne)), EndKind::Owed)
        }
        Some(Receiver::Cooperative | Receiver::Recovered) => (moved.kept(account), EndKind::Kept),
        Some(Receiver::Fund(fund)) => {
            // What a fund paid for makers is their end of the sale, not the fund's slice.
            let borne = records.iter().flat_map(|record| borne_by(record, fund, sale));
            let lost = Amount::sum(currency, records.iter().flat_map(|record| lost_by(record, fund, sale)));
            (moved.kept(account).plus(Amount::sum(currency, borne)).minus(lost), EndKind::Held)
        }
    };
    Pot { settled, rest, rest_is }
}

/// What a fund paid for the makers of the sale under one credit note or chargeback.
fn borne_by(record: &Record, fund: FundId, sale: SaleId) -> Vec<Amount> {
    let Some(e) = GivenBack::of(&record.event) else { return Vec::new() };
    let bears = e.sale == sale && e.borne_by == Some(Receiver::Fund(fund));
    let borne = e.makers.iter().filter(|_| bears).filter_map(|maker| maker.borne);
    borne.map(|borne| Amount(e.signed(borne))).collect()
}

/// What a party bears of a chargeback of the sale, or has again.
fn charged_to(record: &Record, party: PartyId, sale: SaleId) -> Option<Amount> {
    let by = Bearer::Party(party);
    if let Event::ChargebackReceived(e) = &record.event {
        (e.sale == sale && e.borne_by == by).then_some(Amount(e.booked))
    } else if let Event::ChargebackReversed(e) = &record.event {
        (e.sale == sale && e.borne_by == by).then_some(Amount(e.taken.negated()))
    } else {
        None
    }
}

/// What a fund should have given back of its slice under one credit note, and had no more.
fn lost_by(record: &Record, fund: FundId, sale: SaleId) -> Vec<Amount> {
    let Some(e) = GivenBack::of(&record.event) else { return Vec::new() };
    let of_fund = e.slices.iter().filter(|slice| e.sale == sale && slice.to == Receiver::Fund(fund));
    of_fund.filter_map(|slice| slice.lost).map(|lost| Amount(e.signed(lost))).collect()
}

/// What a party was paid of the sale by one record, or what was withheld of it as its tax.
fn settled(
    record: &Record,
    account: Account,
    sale: SaleId,
    currency: Currency,
) -> Option<(EndKind, Date, MovementId, Amount)> {
    let (end, party, movement, sources) = if let Event::PayableSettled(e) = &record.event {
        (EndKind::Settled, e.party, e.movement, &e.sources)
    } else if let Event::TaxWithheld(e) = &record.event
        && let Earner::Party(party) = e.of
    {
        (EndKind::Withheld, party, e.movement, &e.sources)
    } else {
        return None;
    };
    let of_it = sources.iter().filter(|Source { sale: of, .. }| *of == sale);
    let amount = Amount::sum(currency, of_it.map(|source| Amount(source.amount)));
    let concerns = account == Account::Payable(party) && !amount.is_zero();
    concerns.then_some((end, record.envelope.occurred_on, movement, amount))
}

impl Pot {
    /// Divides what was paid and what is there among the slices of the account, each with its first amount and what is
    /// left of it. What was paid fills what is left, then what was credited after it had been paid. The last slice
    /// takes all that remains, so that nothing stays unseen.
    fn divide(mut self, slices: &[(Amount, Amount)]) -> VecDeque<Vec<End>> {
        let mut unshared = Amount::sum(self.rest.0.currency(), self.settled.iter().map(|(_, _, _, paid)| *paid));
        let mut shares: Vec<Amount> = Vec::new();
        for (_, left) in slices {
            let share = left.at_most(unshared);
            unshared = unshared.minus(share);
            shares.push(share);
        }
        for (share, (amount, left)) in shares.iter_mut().zip(slices) {
            let more = amount.minus(*left).at_most(unshared);
            unshared = unshared.minus(more);
            *share = share.plus(more);
        }
        if let Some(last) = shares.last_mut() {
            *last = last.plus(unshared);
        }
        let mut divided = VecDeque::new();
        for (place, (share, (_, left))) in shares.into_iter().zip(slices).enumerate() {
            let rest = if place + 1 == slices.len() { self.rest } else { left.minus(share) };
            self.rest = self.rest.minus(rest);
            let mut ends = self.paid(share);
            if !rest.is_zero() {
                ends.push(End { end: self.rest_is, amount: rest, on: None, movement: None });
            }
            divided.push_back(ends);
        }
        divided
    }

    /// The next payments that make up an amount.
    fn paid(&mut self, mut wanted: Amount) -> Vec<End> {
        let mut ends = Vec::new();
        while let Some((end, on, movement, paid)) = self.settled.pop_front() {
            let part = paid.at_most(wanted);
            wanted = wanted.minus(part);
            if part != paid {
                self.settled.push_front((end, on, movement, paid.minus(part)));
            }
            if part.is_zero() {
                break;
            }
            ends.push(End { end, amount: part, on: Some(on), movement: Some(movement) });
        }
        ends
    }
}
