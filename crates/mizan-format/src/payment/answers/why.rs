//! Why what a bank says of a payment is left to a person.

use jiff::civil::Date;
use mizan_ledger::money::Money;

/// A reason, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Something is odd about the whole statement.
    #[error("the statement is quarantined: see `mizan read` for why, and ask the bank for another")]
    Quarantined,
    /// It is not on the account yet.
    #[error("it is not booked yet: wait for the statement that books it")]
    Pending,
    /// The reference has the form of ours and no payout has it.
    #[error("no payout of this cooperative has the reference {0}: is it another cooperative's, or another book's?")]
    NoSuch(String),
    /// It is in no file.
    #[error("it is in no file that was sent: ask the bank what it has received")]
    InNoFile,
    /// It was never said that it was sent.
    #[error("its file has not been said to be sent: say so with `mizan payout sent`, and read this file again")]
    NotSent,
    /// Silence is not success.
    #[error("the report does not speak of it, and silence is not success: ask the bank, or wait for the statement")]
    Silent,
    /// A status that says neither yes nor no.
    #[error("the status {0} says neither that it will pay nor that it will not: ask the bank")]
    OtherStatus(String),
    /// The bank calls it a second one, which may be of another payment.
    #[error("the bank takes it for a second payment of the same kind ({0}): ask it which one it has paid")]
    MaybeTwice(String),
    /// The bank repeats another amount.
    #[error("the bank says {said}, and {ours} was instructed: ask it")]
    OtherAmount {
        /// The bank's.
        said: Money,
        /// Ours.
        ours: Money,
    },
    /// A second debit.
    #[error(
        "it is paid already, on {0}, by another entry: if these are two debits, the bank has paid twice and owes one back"
    )]
    PaidTwice(Date),
    /// A debit of what came back.
    #[error(
        "it was paid and came back, on {0}, and is debited again: if these are two debits, the bank has paid twice"
    )]
    BackAndPaid(Date),
    /// A second return.
    #[error("it came back already, on {0}: if these are two credits, one of them is not ours")]
    BackTwice(Date),
    /// It was refused and paid all the same.
    #[error("the bank has refused it, on {0}, and now pays it: do not pay her again before this is clear")]
    RefusedAndPaid(Date),
    /// It was refused and then accepted.
    #[error("the bank has refused it, on {0}, and now accepts it: do not pay her again before this is clear")]
    RefusedAndAccepted(Date),
    /// It was paid and is then refused.
    #[error("it was paid, on {0}, and is now refused: wait for the money to come back, and ask the bank")]
    PaidAndRefused(Date),
    /// It comes back and was never seen to go.
    #[error("it comes back and was not seen to go: read the statement that has its debit, and this one again")]
    BackBeforePaid,
    /// It was never instructed.
    #[error("it is {0} and no bank was asked to pay it: ask the bank on whose word it did")]
    NotInstructed(&'static str),
    /// The debit of a whole file is not what is on its way in it.
    #[error(
        "the entry is {entry}, and what is on its way in the file comes to {comes_to}: read the bank's report of the file first"
    )]
    OtherTotal {
        /// The bank's.
        entry: Money,
        /// Ours.
        comes_to: Money,
    },
    /// The count of a batch is another.
    #[error(
        "the entry is of {said} payments, and {ours} are on their way in the file: read the bank's report of the file first"
    )]
    OtherCount {
        /// The bank's.
        said: u64,
        /// Ours.
        ours: usize,
    },
    /// The parts of an entry are not the whole.
    #[error("the payments of the entry do not come to it: ask the bank for the statement again")]
    PartsDiffer,
    /// A whole file came back.
    #[error("a whole file comes back in one sum: ask the bank for its payments one by one")]
    FileBack,
    /// Nobody knows which till the account is.
    #[error("it is not known which till this account is: name it with --till")]
    NoTill,
    /// No key can be made of what was said.
    #[error("no key can be made of what was said: record it by hand")]
    NoKey,
}

impl Why {
    /// The word a program knows it by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Why::Quarantined => "quarantined",
            Why::Pending => "pending",
            Why::NoSuch(_) => "no_such_payment",
            Why::InNoFile => "in_no_file",
            Why::NotSent => "not_sent",
            Why::Silent => "silent",
            Why::OtherStatus(_) => "other_status",
            Why::MaybeTwice(_) => "maybe_twice",
            Why::OtherAmount { .. } => "other_amount",
            Why::PaidTwice(_) => "paid_twice",
            Why::BackAndPaid(_) => "back_and_paid",
            Why::BackTwice(_) => "back_twice",
            Why::RefusedAndPaid(_) => "refused_and_paid",
            Why::RefusedAndAccepted(_) => "refused_and_accepted",
            Why::PaidAndRefused(_) => "paid_and_refused",
            Why::BackBeforePaid => "back_before_paid",
            Why::NotInstructed(_) => "not_instructed",
            Why::OtherTotal { .. } => "other_total",
            Why::OtherCount { .. } => "other_count",
            Why::PartsDiffer => "parts_differ",
            Why::FileBack => "file_back",
            Why::NoTill => "no_till",
            Why::NoKey => "no_key",
        }
    }
}
