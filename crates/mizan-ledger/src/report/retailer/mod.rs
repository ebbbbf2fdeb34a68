//! A retailer's statement of account with each cooperative: what was invoiced, credited and paid, what is open and since
//! when, where the money went, and how many makers it reached after how many days.
//!
//! Every entry stands in the currency of its document and at what it is booked at. What is booked is held against the
//! cooperative's own accounts for the buyer; `unexplained` is the sum of all differences, none set off against another.

mod account;
mod entry;
pub mod went;
pub mod tables;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::event::dispute::DisputeReason;
use crate::id::{CooperativeId, FundId, OrderId, PartyId, PremiumId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::orders::OrderLine;
use crate::report::rank::Ranked;
use crate::report::retailer::account::Following;
use crate::report::retailer::entry::Entry;
use crate::report::retailer::went::WentLine;
use crate::report::shared_freight::SharedFreight;
use crate::report::statement::Days;
use crate::report::to_hand::DaysToHand;
use crate::text::Label;

/// A retailer's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetailerStatement {
    /// The retailer.
    pub buyer: PartyId,
    /// The last position read.
    pub position: Option<u64>,
    /// The days it is about.
    pub days: Days,
    /// The day as of which what is open is counted.
    pub as_of: Option<Date>,
    /// Its account with each cooperative it dealt with.
    pub accounts: BTreeMap<CooperativeId, BuyerAccount>,
}

/// A retailer's account with one cooperative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerAccount {
    /// The currency the cooperative's books are kept in.
    pub currency: Currency,
    /// What happened in these days, by day.
    pub entries: Vec<Entry>,
    /// From the opening to the closing balance, in each currency of its documents.
    pub balances: BTreeMap<Currency, Balance>,
    /// The same as it is booked, where differences between rates stand beside the rest.
    pub booked: Balance,
    /// The invoices that are not paid.
    pub open: Vec<OpenInvoice>,
    /// The invoices it disputes, paid or not.
    pub disputed: Vec<DisputedInvoice>,
    /// Where the price of the invoices of these days went.
    pub went: Vec<WentLine>,
    /// What that is together.
    pub went_of: Amount,
    /// How many makers have a share of them.
    pub makers: u64,
    /// How many makers' hands money of this retailer reached in these days.
    pub reached: u64,
    /// How many days it took.
    pub days_to_hand: Option<DaysToHand>,
    /// How many days the retailer took to pay, beside what was agreed.
    pub paying: Paying,
    /// What its sales of these days pay of freights they share with others.
    pub shared_freight: Vec<SharedFreight>,
    /// The premiums it owes or has paid, each a row of its own, never netted with a price.
    pub premiums: BTreeMap<PremiumId, PremiumLine>,
    /// The retailer's orders.
    pub orders: BTreeMap<OrderId, OrderLine>,
    /// What the accounts have that is not explained.
    pub unexplained: Amount,
}

/// An account from its opening to its closing balance. Above zero the retailer owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Before the first day.
    pub opening: Money,
    /// What corrections changed of that since.
    pub corrected: Money,
    /// Invoices.
    pub invoiced: Money,
    /// Credit notes.
    pub credited: Money,
    /// Advances.
    pub advances: Money,
    /// Payments.
    pub payments: Money,
    /// Refunds.
    pub refunds: Money,
    /// What its bank took back of payments, less what it gave again.
    pub charged_back: Money,
    /// What of that somebody bears, so that it does not owe it again.
    pub borne: Money,
    /// Differences between the rate of an invoice and that of its payment.
    pub differences: Money,
    /// On the last day.
    pub closing: Money,
    /// What of that are invoices not paid.
    pub unpaid: Money,
    /// What of that are advances not set against an invoice.
    pub advances_left: Money,
    /// What of that are payments not matched with an invoice.
    pub unmatched: Money,
}

/// An invoice that is not paid, or paid too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvoice {
    /// The sale.
    pub sale: SaleId,
    /// The number of the invoice.
    pub reference: Option<Label>,
    /// When it was invoiced.
    pub on: Date,
    /// When it is due: the day that was agreed, else the law's.
    pub due_on: Date,
    /// Whether that day was agreed.
    pub agreed: bool,
    /// What it was about.
    pub total: Money,
    /// What is open of it; below zero it is owed back.
    pub unpaid: Money,
}

/// An invoice that the retailer disputes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputedInvoice {
    /// The sale.
    pub sale: SaleId,
    /// The number of the invoice.
    pub reference: Option<Label>,
    /// Since when.
    pub on: Date,
    /// Why.
    pub reason: DisputeReason,
    /// How much.
    pub amount: Money,
    /// What is open of the invoice.
    pub unpaid: Money,
}

/// A premium on top of a price. It is for a fund, and apart from the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PremiumLine {
    /// When it was agreed.
    pub on: Date,
    /// The fund it is for.
    pub fund: FundId,
    /// The number the buyer or the standard gave it.
    pub reference: Option<Label>,
    /// How much.
    pub amount: Money,
    /// What of it is paid.
    pub paid: Money,
    /// What is left of it, as it is booked.
    pub left_booked: Amount,
}

/// How many days a retailer takes to pay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paying {
    /// Days from the invoice to the payment, by money.
    pub took: Ranked<i64>,
    /// Days from the invoice to the day it was due, by money.
    pub agreed: Ranked<i64>,
}

/// Folds a retailer's statement.
#[derive(Debug)]
pub struct RetailerFold {
    buyer: PartyId,
    days: Days,
    last_day: Option<Date>,
    only: Option<CooperativeId>,
    accounts: BTreeMap<CooperativeId, Following>,
}

impl RetailerFold {
    /// Begins a statement about some days, with all cooperatives or with one.
    #[must_use]
    pub fn new(book: &Book, buyer: PartyId, only: Option<CooperativeId>, days: Days) -> RetailerFold {
        let wanted = book.cooperatives.iter().filter(|(id, _)| only.is_none_or(|only| only == **id));
        let accounts = wanted.map(|(id, own)| (*id, Following::new(buyer, own.currency))).collect();
        RetailerFold { buyer, days, last_day: None, only, accounts }
    }

    /// The statement. Cooperatives it never dealt with are left out.
    #[must_use]
    pub fn made(self, book: &Book) -> RetailerStatement {
        let RetailerFold { buyer, days, last_day, only, accounts } = self;
        let known = |id: &CooperativeId| book.cooperatives.get(id).filter(|_| days.to.is_none());
        let accounts = accounts
            .into_iter()
            .filter(|(id, account)| account.is_used() || only == Some(*id))
            .map(|(id, account)| (id, account.made(days, known(&id).map(|own| &own.balances))))
            .collect();
        RetailerStatement { buyer, position: book.head.checked_sub(1), days, as_of: days.to.or(last_day), accounts }
    }
}

impl Fold for RetailerFold {
    fn take(&mut self, counts: Counts, record: &Record) {
        if counts.at_the_end() {
            self.last_day = self.last_day.max(Some(record.envelope.occurred_on));
        }
        let account = record.envelope.scope.and_then(|scope| self.accounts.get_mut(&scope));
        account.into_iter().for_each(|account| account.take(counts, record));
    }
}

impl RetailerStatement {
    /// What the accounts of all cooperatives have that is not explained. Of several currencies there is no sum; that
    /// there is something is what matters.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.accounts.values().all(|account| account.unexplained.is_zero())
    }
}

impl Balance {
    /// Nothing yet.
    fn none(currency: Currency) -> Balance {
        let nothing = currency.zero();
        Balance {
            opening: nothing,
            corrected: nothing,
            invoiced: nothing,
            credited: nothing,
            advances: nothing,
            payments: nothing,
            refunds: nothing,
            charged_back: nothing,
            borne: nothing,
            differences: nothing,
            closing: nothing,
            unpaid: nothing,
            advances_left: nothing,
            unmatched: nothing,
        }
    }
}

#[cfg(test)]
mod tests;
