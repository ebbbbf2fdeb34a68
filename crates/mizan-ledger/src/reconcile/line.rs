//! A line of a statement: what a bank or a provider says moved, as plain data that anyone can fill in.
//!
//! Names and account numbers are people's: they are compared here, and nothing the matcher proposes repeats them.

use jiff::civil::Date;

use crate::event::matching::Side;
use crate::money::Money;

/// What a line says it belongs to. What is left out is left out: a bank's `NOTPROVIDED` counts as nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// The end-to-end reference, which travels with a payment and comes back with its return.
    pub end_to_end: Option<String>,
    /// The reference between whoever instructs and her bank.
    pub instruction: Option<String>,
    /// The reference of the batch a payment was sent in.
    pub payment_information: Option<String>,
    /// What the bank that keeps the account calls it.
    pub servicer: Option<String>,
    /// A provider's own id of its payout, or the id under which a bank can trace it.
    pub provider_payout: Option<String>,
    /// The creditor's reference, where the payer gave it in a field of its own.
    pub structured: Option<String>,
}

/// Who is at the other end, as far as the line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counterparty {
    /// The name, as the bank writes it: often in capitals, cut or turned round.
    pub name: Option<String>,
    /// The number of the account.
    pub account: Option<String>,
}

/// That a line stands for many payments at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// The reference of the batch.
    pub payment_information: Option<String>,
    /// How many payments it stands for.
    pub count: Option<u32>,
    /// What they come to, by the bank's own account.
    pub total: Option<Money>,
}

/// That a line is a payment which came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// The code of the reason, or the bank's prose where it gave no code.
    pub reason: Option<String>,
}

/// One line of one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What makes it this line and no other: a hash of the account and the bank's reference, or of page and place.
    /// Two lines of one id are one fact, however often they are read.
    pub id: String,
    /// The account the statement is of.
    pub account: String,
    /// How much, above zero.
    pub amount: Money,
    /// In or out.
    pub side: Side,
    /// The day it was booked.
    pub booked_on: Date,
    /// The day from which it counts, where the bank says one.
    pub value_on: Option<Date>,
    /// What it says it belongs to.
    pub references: References,
    /// Who is at the other end.
    pub counterparty: Counterparty,
    /// The free text.
    pub text: String,
    /// Whether it stands for a batch.
    pub batch: Option<Batch>,
    /// Whether it is a payment that came back.
    pub returned: Option<Returned>,
    /// Whether the statement says that it was changed from another currency.
    pub exchanged: bool,
}

impl Line {
    /// The amount with its sign: above zero what came in.
    #[must_use]
    pub fn moved(&self) -> Money {
        self.side.signed(self.amount)
    }
}
