//! A payout of the book as a batch: which of its payments go into a file, and the file that they make.
//!
//! All of it is from the book and from what is sealed of whoever is paid, so the same position gives the same batch.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::payout::{Item, ItemState, Payout};
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{MemberId, PayoutId};

use crate::payment::batch::{Account, Batch, Payment};

/// Whoever is paid, by what is sealed of her.
#[derive(Clone, PartialEq, Eq)]
pub struct Payee {
    /// Her name, as her bank knows it.
    pub name: String,
    /// Where she is paid.
    pub account: Account,
}

/// Who pays, and how the file is told from others.
pub struct Head {
    /// Which payout.
    pub id: PayoutId,
    /// Which of its files.
    pub file: u32,
    /// When its bytes say that they were made.
    pub created_at: Timestamp,
    /// On which day it is to be paid.
    pub pay_on: Date,
    /// Who pays.
    pub debtor_name: String,
    /// Out of which account.
    pub debtor_account: Account,
}

/// The members whose payments go into the next file of a way of paying, as `file_payout` will choose them on a day.
#[must_use]
pub fn to_be_filed(own: &Cooperative, payout: &Payout, method: Method, day: Date) -> Vec<MemberId> {
    let goes = |(member, item): &(&MemberId, &Item)| {
        let blocked = own.payees.get(member).is_some_and(|payee| payee.blocked(method, day).is_some());
        item.state == ItemState::Scheduled
            && item.method == method
            && !blocked
            && own.owed_back(**member, &item.sources).is_empty()
    };
    payout.items.iter().filter(goes).map(|(member, _)| *member).collect()
}

/// The members whose payments stand in a file.
#[must_use]
pub fn filed(payout: &Payout, file: u32) -> Vec<MemberId> {
    payout.items.iter().filter(|(_, item)| item.file == Some(file)).map(|(member, _)| *member).collect()
}

/// The batch these members' payments make, or those of whom nothing is known to pay them by.
pub fn batch(
    head: Head,
    payout: &Payout,
    members: &[MemberId],
    payees: &BTreeMap<MemberId, Payee>,
) -> Result<Batch, Vec<MemberId>> {
    let Head { id, file, created_at, pay_on, debtor_name, debtor_account } = head;
    let (mut payments, mut unknown) = (Vec::new(), Vec::new());
    for member in members {
        match (payout.items.get(member), payees.get(member)) {
            (Some(item), Some(payee)) => payments.push(Payment {
                end_to_end: payout.end_to_end(item),
                amount: item.amount,
                name: payee.name.clone(),
                account: payee.account.clone(),
                remittance: Some(format!("payout {id}")),
                wallet_level: None,
            }),
            (None, _) | (_, None) => unknown.push(*member),
        }
    }
    if !unknown.is_empty() {
        return Err(unknown);
    }
    Ok(Batch {
        message_id: payout.message(file),
        payment_information_id: payout.payment_information(file),
        created: created_at,
        execute_on: pay_on,
        debtor_name,
        debtor_account,
        book_as_one: None,
        charge_bearer: None,
        payments,
    })
}
