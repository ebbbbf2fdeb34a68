//! What an intermediary, a carrier or another party kept of sales: for which service, under which agreement, of which
//! price, what of it was paid and what is owed.
//!
//! The entries are read from what the records say, and held against the cooperatives' own accounts for the party;
//! `unexplained` is the sum of all differences.

mod following;
pub mod tables;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::terms::PerUnit;
use crate::book::Book;
use crate::event::trade::Terms;
use crate::id::{ChargebackId, Code, CooperativeId, MovementId, PartyId, SaleId, TaxId};
use crate::money::{Currency, Money, Rate};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::intermediary::following::Following;
use crate::report::statement::Days;
use crate::report::taken::Reckoned;
use crate::report::to_hand::DaysToHand;
use crate::text::Label;

/// A party's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntermediaryStatement {
    /// The party.
    pub party: PartyId,
    /// The last position read.
    pub position: Option<u64>,
    /// The days it is about.
    pub days: Days,
    /// The day as of which what is open is counted.
    pub as_of: Option<Date>,
    /// Its account with each cooperative it has a part of sales of.
    pub accounts: BTreeMap<CooperativeId, PartyAccount>,
}

/// A party's account with one cooperative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyAccount {
    /// The currency of the cooperative's books.
    pub currency: Currency,
    /// What was owed to it before the first day.
    pub opening: Amount,
    /// What corrections changed of that since.
    pub corrected: Amount,
    /// What it took of sales in these days.
    pub taken: Amount,
    /// What credit notes took back.
    pub credited: Amount,
    /// What it bears of chargebacks, less what came back.
    pub charged_back: Amount,
    /// What was withheld of it as tax.
    pub withheld: Amount,
    /// What it was paid.
    pub paid: Amount,
    /// What is owed to it on the last day; below zero it owes.
    pub closing: Amount,
    /// The sales it took a part of, slice by slice.
    pub lines: Vec<TakenLine>,
    /// What it was paid, one by one.
    pub payments: Vec<PaidLine>,
    /// The tax that was withheld of it, one by one.
    pub taxes: Vec<TaxLine>,
    /// The chargebacks it bears, one by one.
    pub chargebacks: Vec<ChargedLine>,
    /// The services it kept money for, step by step of each agreement version.
    pub services: Vec<ServiceLine>,
    /// The price of the sales it took a part of in these days.
    pub of_sales: Amount,
    /// What it kept of it, in hundredths.
    pub percent: Option<Decimal>,
    /// How many days the money of those sales took to the makers' hands.
    pub days_to_hand: Option<DaysToHand>,
    /// What the accounts have that is not explained.
    pub unexplained: Amount,
}

/// One slice it took, or gave back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenLine {
    /// When.
    pub on: Date,
    /// Of which sale.
    pub sale: SaleId,
    /// Who bought.
    pub buyer: PartyId,
    /// The price of the sale, in the cooperative's currency.
    pub gross: Money,
    /// The agreement version.
    pub terms: Terms,
    /// The step of it.
    pub step: Code,
    /// Of which amount, where it is a percentage.
    pub basis: Option<Amount>,
    /// The rate, where it is a single one.
    pub rate: Option<Rate>,
    /// How much; below zero it gave it back.
    pub amount: Amount,
}

/// One payment to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidLine {
    /// When.
    pub on: Date,
    /// The movement.
    pub movement: MovementId,
    /// The bank's reference.
    pub reference: Option<Label>,
    /// How much.
    pub amount: Amount,
}

/// Tax that was withheld of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxLine {
    /// When.
    pub on: Date,
    /// The movement.
    pub movement: MovementId,
    /// Which tax.
    pub tax: TaxId,
    /// Of what and at which rate.
    pub reckoned: Reckoned,
    /// How much.
    pub amount: Amount,
}

/// A chargeback it bears, or one it has again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargedLine {
    /// When.
    pub on: Date,
    /// Of which sale.
    pub sale: SaleId,
    /// The chargeback.
    pub chargeback: ChargebackId,
    /// How much; below zero it came back.
    pub amount: Amount,
}

/// What it kept for one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// The agreement version.
    pub terms: Terms,
    /// What the agreement is called.
    pub title: Option<String>,
    /// The step.
    pub step: Code,
    /// The rate, where every sale had the same one.
    pub rate: Option<Rate>,
    /// The most the agreement allows.
    pub at_most: Option<PerUnit>,
    /// Of how many sales.
    pub sales: u64,
    /// The price of those sales.
    pub of_sales: Amount,
    /// How much it kept.
    pub amount: Amount,
    /// How much that is of the price, in hundredths.
    pub percent: Decimal,
}

/// Folds a party's statement.
#[derive(Debug)]
pub struct IntermediaryFold {
    party: PartyId,
    days: Days,
    last_day: Option<Date>,
    only: Option<CooperativeId>,
    accounts: BTreeMap<CooperativeId, Following>,
}

impl IntermediaryFold {
    /// Begins a statement about some days, with all cooperatives or with one.
    #[must_use]
    pub fn new(book: &Book, party: PartyId, only: Option<CooperativeId>, days: Days) -> IntermediaryFold {
        let wanted = book.cooperatives.iter().filter(|(id, _)| only.is_none_or(|only| only == **id));
        let accounts = wanted.map(|(id, own)| (*id, Following::new(party, own.currency))).collect();
        IntermediaryFold { party, days, last_day: None, only, accounts }
    }

    /// The statement. Cooperatives it took nothing of are left out.
    #[must_use]
    pub fn made(self, book: &Book) -> IntermediaryStatement {
        let IntermediaryFold { party, days, last_day, only, accounts } = self;
        let accounts = accounts
            .into_iter()
            .filter(|(id, account)| account.is_used() || only == Some(*id))
            .filter_map(|(id, account)| Some((id, account.made(days, book.cooperatives.get(&id)?))))
            .collect();
        let position = book.head.checked_sub(1);
        IntermediaryStatement { party, position, days, as_of: days.to.or(last_day), accounts }
    }
}

impl Fold for IntermediaryFold {
    fn take(&mut self, counts: Counts, record: &Record) {
        if counts.at_the_end() {
            self.last_day = self.last_day.max(Some(record.envelope.occurred_on));
        }
        let account = record.envelope.scope.and_then(|scope| self.accounts.get_mut(&scope));
        account.into_iter().for_each(|account| account.take(counts, record));
    }
}

impl IntermediaryStatement {
    /// Whether no account has anything that is not explained.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.accounts.values().all(|account| account.unexplained.is_zero())
    }
}

#[cfg(test)]
mod tests;
