//! What happened to a cooperative's money in some days, by what it was for.

use serde::Serialize;

use crate::account::Nature;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::trade::Receiver;
use crate::event::treasury::ExchangeSide;
use crate::id::MemberId;
use crate::money::{Currency, Money};
use crate::posting::Posting;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::taken::taken;

/// What happened to money in some days. All but the last three lines divide the price of what was sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flows {
    /// What was invoiced, tax included.
    pub sold: Amount,
    /// What credit notes and chargebacks gave back to buyers.
    pub credited: Amount,
    /// The tax in both.
    pub tax: Amount,
    /// What intermediaries, carriers and other parties have of it.
    pub to_parties: Amount,
    /// What the cooperative has of it: its own slices, and costs it had paid.
    pub own: Amount,
    /// What funds have of it.
    pub to_funds: Amount,
    /// The makers' shares and what members have for services, before deductions.
    pub earned: Amount,
    /// What credit notes and chargebacks took back of makers' shares.
    pub credited_to_makers: Amount,
    /// What of that they had used already: they owe it, or somebody bore it for them.
    pub credited_after_use: Amount,
    /// What of that funds or the cooperative bore for them.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub borne: Amount,
    /// What exchange rates won or lost the makers, where they bear it.
    pub exchange_difference: Amount,
    /// What was kept of makers' shares under clauses.
    pub deducted: Amount,
    /// What was taken of what members had available, payouts apart.
    #[serde(skip_serializing_if = "Amount::is_zero_ref")]
    pub taken: Amount,
    /// What reached members' hands and stayed there.
    pub paid: Amount,
    /// What buyers paid, advances included, less what their banks took back.
    pub received: Amount,
    /// The cooperative's own costs: bank charges, fees, interest, losses.
    pub costs: Amount,
    /// What it earned beside its slices.
    pub other_income: Amount,
}

/// One line of the flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Sold,
    Credited,
    Tax,
    ToParties,
    Own,
    ToFunds,
    Earned,
    CreditedToMakers,
    CreditedAfterUse,
    Borne,
    ExchangeDifference,
    Deducted,
    Taken,
    Paid,
    Received,
    Costs,
    OtherIncome,
}

impl Flows {
    pub(super) fn none(currency: Currency) -> Flows {
        let zero = Amount::zero(currency);
        Flows {
            sold: zero,
            credited: zero,
            tax: zero,
            to_parties: zero,
            own: zero,
            to_funds: zero,
            earned: zero,
            credited_to_makers: zero,
            credited_after_use: zero,
            borne: zero,
            exchange_difference: zero,
            deducted: zero,
            taken: zero,
            paid: zero,
            received: zero,
            costs: zero,
            other_income: zero,
        }
    }

    /// Adds an amount to a line.
    pub(super) fn add(&mut self, flow: Flow, amount: Amount) {
        let line = match flow {
            Flow::Sold => &mut self.sold,
            Flow::Credited => &mut self.credited,
            Flow::Tax => &mut self.tax,
            Flow::ToParties => &mut self.to_parties,
            Flow::Own => &mut self.own,
            Flow::ToFunds => &mut self.to_funds,
            Flow::Earned => &mut self.earned,
            Flow::CreditedToMakers => &mut self.credited_to_makers,
            Flow::CreditedAfterUse => &mut self.credited_after_use,
            Flow::Borne => &mut self.borne,
            Flow::ExchangeDifference => &mut self.exchange_difference,
            Flow::Deducted => &mut self.deducted,
            Flow::Taken => &mut self.taken,
            Flow::Paid => &mut self.paid,
            Flow::Received => &mut self.received,
            Flow::Costs => &mut self.costs,
            Flow::OtherIncome => &mut self.other_income,
        };
        *line = line.plus(amount);
    }

    /// What makers had used already of what was credited, and owe: it is theirs of that sale, and is kept of a later one.
    #[must_use]
    pub fn became_debt(&self) -> Amount {
        self.credited_after_use.minus(self.borne)
    }

    /// By how much what members are due has changed.
    #[must_use]
    pub fn change_of_dues(&self) -> Amount {
        let from_dues = self.credited_to_makers.minus(self.credited_after_use);
        let kept = self.deducted.plus(self.taken);
        self.earned.plus(self.exchange_difference).minus(kept).minus(from_dues).minus(self.paid)
    }

    /// What the price of what was sold, less what was given back, has that no slice of it says.
    #[must_use]
    pub fn undivided(&self) -> Amount {
        let makers = self.earned.minus(self.credited_to_makers);
        let slices = self.tax.plus(self.to_parties).plus(self.own).plus(self.to_funds).plus(makers);
        self.sold.minus(self.credited).minus(slices)
    }
}

/// Tells every change a record says: which line, whose it is if it is a member's, and how much.
pub(super) fn flows(record: &Record, currency: Currency, mut tell: impl FnMut(Flow, Option<MemberId>, Amount)) {
    let event = &record.event;
    if let Event::ChargebackReceived(e) = event {
        tell(Flow::Received, None, Amount(e.booked.negated()));
    } else if let Event::ChargebackReversed(e) = event {
        tell(Flow::Received, None, Amount(e.booked));
    }
    if let Event::SaleRecorded(e) = event {
        tell(Flow::Sold, None, Amount(e.gross));
        tell(Flow::Tax, None, Amount(e.tax));
    } else if let Event::CommissionCharged(e) = event {
        tell(of(e.to), e.to.member(), Amount(e.amount));
    } else if let Event::ProceedsAllocated(e) = event {
        e.slices.iter().for_each(|slice| tell(of(slice.to), None, Amount(slice.amount)));
        e.makers.iter().for_each(|share| tell(Flow::Earned, Some(share.member), Amount(share.amount)));
    } else if let Event::DeductionApplied(e) = event {
        tell(Flow::Deducted, Some(e.member), Amount(e.amount));
    } else if let Some(taken) = taken(record) {
        let line = taken.line(None, currency);
        line.into_iter().for_each(|line| tell(Flow::Taken, Some(taken.member), line.amount));
    } else if let Event::FxDifferenceRealised(e) = event {
        let signed = |amount: Money| match e.side {
            ExchangeSide::Gain => Amount(amount),
            ExchangeSide::Loss => Amount(amount.negated()),
        };
        e.makers.iter().for_each(|share| tell(Flow::ExchangeDifference, Some(share.member), signed(share.amount)));
    } else if let Some(e) = GivenBack::of(event) {
        credited(&e, &mut tell);
    } else if let Event::PayoutSettled(e) = event {
        tell(Flow::Paid, Some(e.member), Amount(e.amount));
    } else if let Event::PayoutHanded(e) = event {
        tell(Flow::Paid, Some(e.member), Amount(e.amount));
    } else if let Event::PayoutReturned(e) = event {
        tell(Flow::Paid, Some(e.member), Amount(e.amount.negated()));
    } else if let Event::AdvanceReceived(e) = event {
        tell(Flow::Received, None, Amount(e.booked));
    } else if let Event::PaymentReceived(e) = event {
        tell(Flow::Received, None, Amount(e.booked));
    }
}

fn credited(e: &GivenBack<'_>, tell: &mut impl FnMut(Flow, Option<MemberId>, Amount)) {
    let amount = |amount: Money| Amount(e.signed(amount));
    tell(Flow::Credited, None, amount(e.booked));
    tell(Flow::Tax, None, amount(e.tax.negated()));
    e.slices.iter().for_each(|slice| tell(of(slice.to), None, amount(slice.amount.negated())));
    for part in e.makers {
        tell(Flow::CreditedToMakers, Some(part.member), amount(part.amount));
        part.used().for_each(|used| tell(Flow::CreditedAfterUse, Some(part.member), amount(used)));
        part.borne_for_her().for_each(|borne| tell(Flow::Borne, Some(part.member), amount(borne)));
    }
}

/// Tells what a posting adds to the cooperative's own costs and its income beside sales.
pub(super) fn own(posting: &Posting, mut tell: impl FnMut(Flow, Amount)) {
    match posting.account.nature() {
        Nature::Expenses | Nature::Income if posting.account.is_of_sales() => {}
        Nature::Expenses => tell(Flow::Costs, Amount(posting.amount)),
        Nature::Income => tell(Flow::OtherIncome, Amount(posting.amount.negated())),
        Nature::Assets | Nature::Liabilities | Nature::Equity => {}
    }
}

fn of(receiver: Receiver) -> Flow {
    match receiver {
        Receiver::Party(_) => Flow::ToParties,
        Receiver::Cooperative | Receiver::Recovered => Flow::Own,
        Receiver::Fund(_) => Flow::ToFunds,
        Receiver::Member(_) => Flow::Earned,
    }
}
