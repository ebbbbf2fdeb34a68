//! What a file of payments is made of, before any bank has its say in how it is written.
//!
//! It is in one currency, because a sum over two would be none, and its time is given by whoever takes it from the
//! record. Names and numbers of accounts are personal: a batch is put together when it is sent, and kept nowhere.

use jiff::Timestamp;
use jiff::civil::Date;
use mizan_ledger::money::Money;
use mizan_ledger::payee::Scheme;
use serde::Deserialize;

/// The most payments a batch has, whatever a bank would take: files past this are cut in several.
pub const MOST_PAYMENTS: u32 = 999_999;

/// An account, by its number.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// What kind of number it is.
    pub scheme: Scheme,
    /// The number, with spaces or without.
    pub number: String,
}

impl std::fmt::Debug for Account {
    /// Without the number, which is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} …", self.scheme)
    }
}

/// Who bears the charges of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum ChargeBearer {
    /// As the rules of the payment system say.
    #[serde(rename = "SLEV")]
    ServiceLevel,
    /// Each side those of its own bank.
    #[serde(rename = "SHAR")]
    Shared,
    /// Whoever pays.
    #[serde(rename = "DEBT")]
    Debtor,
    /// Whoever is paid.
    #[serde(rename = "CRED")]
    Creditor,
}

impl ChargeBearer {
    /// The four letters banks write.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            ChargeBearer::ServiceLevel => "SLEV",
            ChargeBearer::Shared => "SHAR",
            ChargeBearer::Debtor => "DEBT",
            ChargeBearer::Creditor => "CRED",
        }
    }
}

/// One payment to one payee.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// The reference that travels with it to its end and comes back on the statement.
    pub end_to_end: String,
    /// How much, exactly.
    pub amount: Money,
    /// Whom it is for.
    pub name: String,
    /// Where she is paid.
    pub account: Account,
    /// What she reads on her statement.
    #[serde(default)]
    pub remittance: Option<String>,
    /// The level of identification of her wallet, where that is known; it bounds what the wallet can hold.
    #[serde(default)]
    pub wallet_level: Option<u8>,
}

/// What one file pays, out of one account, on one day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The reference of the file.
    pub message_id: String,
    /// The reference of the payments in it together, which the bank repeats when it books them as one.
    pub payment_information_id: String,
    /// When the file was made, as the record says it.
    pub created: Timestamp,
    /// On which day the bank should pay.
    pub execute_on: Date,
    /// Who pays.
    pub debtor_name: String,
    /// Out of which account.
    pub debtor_account: Account,
    /// Whether the bank should book all as one, or each by itself; nothing leaves it to the profile.
    #[serde(default)]
    pub book_as_one: Option<bool>,
    /// Who bears the charges; the first the bank takes if nothing is said.
    #[serde(default)]
    pub charge_bearer: Option<ChargeBearer>,
    /// The payments.
    pub payments: Vec<Payment>,
}
