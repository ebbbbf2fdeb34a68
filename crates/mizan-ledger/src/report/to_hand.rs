//! How many days money is on its way, from the buyer's payment to the maker's hand.
//!
//! From: the day on which the buyer's money that made her share payable had come in, by the bank's value date where
//! it is known; of an advance, its own day. A share that was payable before its buyer paid is counted from the day the
//! buyer had paid in full, and has days below zero if she was paid first.
//! To: the day the bank paid her, by its value date, or cash was put into her hand. What came back did not reach her.
//! A median counts money, not payments: it is the number of days within which half of what reached a hand had.

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::Date;
use serde::Serialize;

use crate::event::chargeback::{Because, GivenBack};
use crate::event::trade::Released;
use crate::event::{Event, Source};
use crate::id::{MemberId, OrderId, PaymentId, PayoutId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::day_paid::day_paid;
use crate::report::rank::Ranked;
use crate::report::table::{Cell, Table};
use crate::report::taken::taken;
use crate::report::term::Term;
use crate::table::Map;

/// The days between buyers' payments and makers' hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DaysToHand {
    /// Within so many days half of the money had reached a hand.
    pub p50: i64,
    /// Within so many days nine tenths of it had.
    pub p90: i64,
    /// The last of it took so many.
    pub max: i64,
    /// How much money that is.
    pub amount: Amount,
}

/// Money that reached a hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Whose hand.
    pub member: MemberId,
    /// The sale it comes from.
    pub sale: SaleId,
    /// When it came, by the record that says so: an arrival belongs to the days its record belongs to.
    pub on: Date,
    /// How many days it took; unknown while the buyer has not paid.
    pub days: Option<i64>,
    /// How much.
    pub amount: Amount,
}

/// What is payable to a member of a sale, part by part, and since which payment; unknown until the buyer has paid in
/// full.
#[derive(Debug, Clone, Default)]
struct Lot(VecDeque<(Option<Date>, i128)>);

/// Follows the money of one cooperative's sales.
#[derive(Debug, Clone, Default)]
pub(crate) struct ToHand {
    /// When each payment had come in.
    payments: Map<PaymentId, Date>,
    /// When the last advance of an order had.
    advances: Map<OrderId, Date>,
    sales: Map<SaleId, Paid>,
    lots: Map<(MemberId, SaleId), Lot>,
    /// What of that stands in for another's loan, and is not hers to be paid until it is freed.
    guarantees: Map<(MemberId, SaleId), Lot>,
    arrived: BTreeMap<(PayoutId, MemberId), Vec<Came>>,
}

/// What a buyer paid of a sale.
#[derive(Debug, Clone, Copy, Default)]
struct Paid {
    outstanding: i128,
    last_on: Option<Date>,
}

/// A part of a lot that came.
#[derive(Debug, Clone, Copy)]
struct Came {
    sale: SaleId,
    from: Option<Date>,
    /// The day of its record.
    on: Date,
    /// The day it counts as paid.
    paid_on: Date,
    minor: i128,
}

impl ToHand {
    /// Folds the next record in, if it counts at the end.
    pub(crate) fn take(&mut self, record: &Record) {
        let on = record.envelope.occurred_on;
        let event = &record.event;
        if let Event::AdvanceReceived(e) = event {
            let day = day_paid(record);
            let last = self.advances.entry(e.order).or_insert(day);
            *last = day.max(*last);
        } else if let Event::PaymentReceived(e) = event {
            self.payments.insert(e.payment, day_paid(record));
        } else if let Event::SaleRecorded(e) = event {
            self.sales.insert(e.sale, Paid { outstanding: e.total.minor(), last_on: None });
        } else if let Event::AdvanceOffset(e) = event {
            let day = self.advances.get(&e.order).copied().unwrap_or(on);
            self.pay(e.sale, e.amount, Some(day));
        } else if let Event::PaymentAllocated(e) = event {
            let day = self.payments.get(&e.payment).copied().unwrap_or(on);
            e.settles.iter().for_each(|settled| self.pay(settled.sale, settled.amount, Some(day)));
        } else if let Event::RefundIssued(e) = event {
            self.pay(e.sale, e.amount.negated(), None);
        } else if let Event::EarningsReleased(e) = event {
            let paid = self.sales.get(&e.sale).and_then(|paid| paid.last_on);
            let since = match e.because {
                Released::Paid => paid.or(Some(on)),
                Released::Invoiced | Released::Accepted | Released::Advanced | Released::Refunded => None,
            };
            for share in &e.shares {
                let lot = self.lots.entry((share.member, e.sale)).or_default();
                lot.0.push_back((since, share.amount.minor()));
            }
        } else {
            self.follow(record);
        }
    }

    fn follow(&mut self, record: &Record) {
        let event = &record.event;
        if let Event::PayoutSettled(e) = event {
            self.arrive(e.payout, e.member, record, &e.sources);
        } else if let Event::PayoutHanded(e) = event {
            self.arrive(e.payout, e.member, record, &e.sources);
        } else if let Event::PayoutReturned(e) = event {
            self.come_back(e.payout, e.member, &e.sources);
        } else if let Some(e) = GivenBack::of(event) {
            if let Because::CreditNote(..) = e.because {
                self.pay(e.sale, e.amount, None);
            }
            let since = self.sales.get(&e.sale).and_then(|paid| paid.last_on);
            for part in e.makers {
                let lot = self.lots.entry((part.member, e.sale)).or_default();
                let available = part.available.map_or(0, Money::minor);
                if e.again {
                    lot.0.extend((available > 0).then_some((since, available)));
                } else {
                    lot.take_last(available);
                }
            }
        } else if let Event::GuaranteeCalled(e) = event {
            for Source { sale, amount } in &e.sources {
                let parts = self.lots.entry((e.payer, *sale)).or_default().take_first(amount.minor());
                self.guarantees.entry((e.payer, *sale)).or_default().0.extend(parts);
            }
        } else if let Event::GuaranteeRepaid(e) = event {
            for Source { sale, amount } in &e.frees {
                let parts = self.guarantees.entry((e.payer, *sale)).or_default().take_first(amount.minor());
                self.lots.entry((e.payer, *sale)).or_default().0.extend(parts);
            }
        }
        // What is taken of what she has available does not reach her hand.
        if let Some(taken) = taken(record) {
            for Source { sale, amount } in taken.sources {
                self.lots.entry((taken.member, *sale)).or_default().take_first(amount.minor());
            }
        }
    }

    /// What reached hands, in the order of payouts and members.
    pub(crate) fn arrivals(&self, currency: Currency) -> impl Iterator<Item = Arrival> + '_ {
        let came = self.arrived.iter().flat_map(|((_, member), came)| came.iter().map(move |came| (*member, *came)));
        came.map(move |(member, Came { sale, from, on, paid_on, minor })| {
            let from = from.or_else(|| self.paid_in_full(sale));
            let days = from.map(|from| i64::from((paid_on - from).get_days()));
            Arrival { member, sale, on, days, amount: Amount(Money::new(minor, currency)) }
        })
    }

    /// The days of those that are wanted; none if none of them reached a hand, or no buyer has paid for it.
    pub(crate) fn days(&self, currency: Currency, wanted: impl Fn(&Arrival) -> bool) -> Option<DaysToHand> {
        let mut ranked = Ranked::default();
        for arrival in self.arrivals(currency).filter(wanted) {
            arrival.days.into_iter().for_each(|days| ranked.add(days, arrival.amount.0.minor()));
        }
        days(&ranked, currency)
    }

    /// What could be paid out and has not reached a hand, and since which payment; without one while the buyer of a share
    /// that was payable before has not paid.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = (Option<Date>, i128)> + '_ {
        let parts = self.lots.iter().flat_map(|((_, sale), lot)| lot.0.iter().map(move |part| (*sale, *part)));
        parts.map(|(sale, (since, minor))| (since.or_else(|| self.paid_in_full(sale)), minor))
    }

    fn paid_in_full(&self, sale: SaleId) -> Option<Date> {
        self.sales.get(&sale).filter(|paid| paid.outstanding <= 0).and_then(|paid| paid.last_on)
    }

    /// A buyer pays a part of a sale, or is credited it, which has no day of its own.
    fn pay(&mut self, sale: SaleId, amount: Money, on: Option<Date>) {
        let paid = self.sales.entry(sale).or_default();
        paid.outstanding -= amount.minor();
        paid.last_on = paid.last_on.max(on);
    }

    fn arrive(&mut self, payout: PayoutId, member: MemberId, record: &Record, sources: &[Source]) {
        let (on, paid_on) = (record.envelope.occurred_on, day_paid(record));
        let came = self.arrived.entry((payout, member)).or_default();
        for Source { sale, amount } in sources {
            let parts = self.lots.entry((member, *sale)).or_default().take_first(amount.minor());
            came.extend(parts.into_iter().map(|(from, minor)| Came { sale: *sale, from, on, paid_on, minor }));
        }
    }

    /// What came back is payable again, as if it had never left.
    fn come_back(&mut self, payout: PayoutId, member: MemberId, sources: &[Source]) {
        let came = self.arrived.entry((payout, member)).or_default();
        for Source { sale, amount } in sources {
            let lot = self.lots.entry((member, *sale)).or_default();
            let mut left = amount.minor();
            while let Some(at) = came.iter().rposition(|one| one.sale == *sale).filter(|_| left > 0) {
                let Came { from, minor, .. } = came[at];
                let part = minor.min(left);
                left -= part;
                lot.0.push_front((from, part));
                if minor > part {
                    came[at].minor -= part;
                } else {
                    came.remove(at);
                }
            }
        }
    }
}

impl Lot {
    /// Takes the parts that have waited longest. A lot is never taken beyond what was released; whatever were, would have no
    /// known beginning.
    fn take_first(&mut self, minor: i128) -> Vec<(Option<Date>, i128)> {
        let mut parts = Vec::new();
        let mut left = minor;
        while left > 0 {
            let (since, there) = self.0.pop_front().unwrap_or((None, left));
            let part = there.min(left);
            left -= part;
            if there > part {
                self.0.push_front((since, there - part));
            }
            parts.push((since, part));
        }
        parts
    }

    /// Takes what would have reached her last.
    fn take_last(&mut self, minor: i128) {
        let mut left = minor;
        while left > 0 {
            let Some((since, there)) = self.0.pop_back() else { return };
            let part = there.min(left);
            left -= part;
            if there > part {
                self.0.push_back((since, there - part));
            }
        }
    }
}

/// The days of money that was ranked by them.
pub(crate) fn days(ranked: &Ranked<i64>, currency: Currency) -> Option<DaysToHand> {
    Some(DaysToHand {
        p50: ranked.percentile(50)?,
        p90: ranked.percentile(90)?,
        max: ranked.max()?,
        amount: Amount(Money::new(ranked.weight(), currency)),
    })
}

/// A table of days, each line with what it is about.
pub(crate) fn table<'a>(lines: impl IntoIterator<Item = (Cell, &'a DaysToHand)>) -> Table {
    let heads = [Term::WhoseMoney, Term::HalfWithin, Term::NineTenthsWithin, Term::AllWithin, Term::MoneyCounted];
    let mut table = Table::new(Term::DaysToTheHand, heads);
    for (of, days) in lines {
        table.row([of, Cell::Days(days.p50), Cell::Days(days.p90), Cell::Days(days.max), days.amount.into()]);
    }
    table
}
