//! What the matcher says: proposals with their reasons, and a named exception for every line nothing may be booked for.
//!
//! Everything here is ids, codes, days and amounts, and no name or account number: a proposal can be recorded. One thing is
//! a bank's own words: the reason of a return, where it gave no code. Whoever records a proposal looks at that one.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::money::{Currency, Money};
use crate::reconcile::open::RowKind;

/// Which rule found it, in the order of how much it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Our own reference, with an equal amount.
    OwnReference,
    /// A payment of ours that came back.
    Return,
    /// A provider's payout by its own id.
    ProviderPayout,
    /// The buyer's reference to our invoice.
    TheirReference,
    /// Amount, day and party, unique on both sides.
    AmountDayParty,
    /// The best assignment of a few lines to a few items.
    Assignment,
    /// The one sum that fits.
    SubsetSum,
}

/// How far it goes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// A rule may confirm it.
    Automatic,
    /// A person must: the first, second, … best for its line.
    Suggestion(u32),
}

/// What an item is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Its money moved.
    Settles,
    /// Its money came back.
    Returns,
}

/// An item and what its line should have said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The item.
    pub item: String,
    /// What for.
    pub used: Use,
    /// What was expected, with its sign.
    #[serde(serialize_with = "signed")]
    pub expected: Money,
    /// What a provider's payout is made of; empty for anything else. The parts sum to what was expected.
    #[serde(serialize_with = "signed_each")]
    pub parts: BTreeMap<RowKind, Money>,
}

/// A line and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The line.
    pub line: String,
    /// What it says, with its sign.
    #[serde(serialize_with = "signed")]
    pub amount: Money,
}

/// The name of a difference, which becomes a posting of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// What banks on the way kept.
    BankCharge,
    /// What the exchange gave or took.
    Exchange,
    /// What was rounded.
    Rounding,
    /// What is still owed.
    ShortPayment,
    /// What was paid too much, and is owed back.
    OverPayment,
}

/// One named difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is.
    pub kind: DifferenceKind,
    /// What it adds to what was expected, with its sign.
    #[serde(serialize_with = "signed")]
    pub amount: Money,
}

/// By which reference of ours a line was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The end-to-end reference, or the one to our bank, in its own field.
    Reference,
    /// The reference of the batch.
    PaymentInformation,
    /// In the free text.
    Text,
}

/// How the party of a line stands to the party of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Nothing in common.
    Different,
    /// One of the two says nothing.
    Unknown,
    /// A word in common, and too little to tell.
    Unclear,
    /// The same name as far as it goes: cut, or with initials.
    NameInPart,
    /// The same name.
    Name,
    /// The same account.
    Account,
}

/// Why it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "because")]
pub enum Why {
    /// The line names our own payment.
    OwnReference {
        /// Where.
        field: Field,
        /// How the parties stand.
        party: Agreement,
    },
    /// The line stands for a whole batch of ours.
    Batch {
        /// How many payments.
        payments: u32,
    },
    /// Our own payment came back.
    CameBack {
        /// The bank's reason.
        reason: Option<String>,
        /// Whether it names the payment; otherwise only amount, day and party say so.
        named: bool,
    },
    /// The provider's own id.
    ProviderId,
    /// The references that were found.
    References {
        /// How many items they name.
        named: u32,
        /// How the parties stand, where they agree least.
        party: Agreement,
    },
    /// References that were found, and others that were cut: with the only choice of open items whose they may be, they come
    /// to the line.
    CutReferences {
        /// How many items they name rightly.
        named: u32,
        /// How many in part.
        cut: u32,
        /// How the parties stand, where they agree least.
        party: Agreement,
    },
    /// References that were found, and with them the only open items of the payer's that come to the rest of the line.
    Completed {
        /// How many items they name.
        named: u32,
        /// How the parties stand, where they agree least.
        party: Agreement,
    },
    /// Only this line and only this item.
    AmountDayParty {
        /// How many days after the item's first day the line was booked.
        days: i32,
        /// How the parties stand.
        party: Agreement,
    },
    /// The cheapest assignment.
    Assignment {
        /// How much dearer the best one without this pair is, in days.
        margin_days: i64,
    },
    /// The only sum of a few items of this party.
    OnlySum {
        /// Among how many items.
        among: u32,
    },
}

/// Lines and items that belong together. Lines equal items and differences, to the minor unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Which rule found it.
    pub stage: Stage,
    /// How far it goes by itself.
    pub strength: Strength,
    /// The lines, by id.
    pub lines: Vec<Moved>,
    /// The items, by id.
    pub items: Vec<Taken>,
    /// What stands between them.
    pub differences: Vec<Difference>,
    /// Why.
    pub why: Why,
}

impl Proposal {
    /// The currency of its first line.
    fn currency(&self) -> Option<Currency> {
        self.lines.first().map(|line| line.amount.currency())
    }

    /// Lines less items less differences: nothing, in every proposal. None where currencies are mixed.
    #[must_use]
    pub fn unexplained(&self) -> Option<Money> {
        let currency = self.currency()?;
        let lines = Money::sum(currency, self.lines.iter().map(|line| line.amount)).ok()?;
        let items = Money::sum(currency, self.items.iter().map(|item| item.expected)).ok()?;
        let named = Money::sum(currency, self.differences.iter().map(|difference| difference.amount)).ok()?;
        lines.minus(items).and_then(|rest| rest.minus(named)).ok()
    }

    /// Whether it is one line for one item with nothing between them.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.lines.len() == 1 && self.items.len() == 1 && self.differences.is_empty()
    }
}

/// Why a line is left to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Two lines have its id and say different things.
    SameIdOtherWords,
    /// It moves nothing, or more than an amount may be.
    OutOfBounds,
    /// It is booked after the day on which it is looked at.
    InFuture,
    /// It names a payment of ours or an invoice, with another amount.
    AmountDiffers,
    /// It stands for a batch, and the batch comes to something else.
    BatchDiffers,
    /// What it names belongs to somebody else, by name or account.
    PartyDiffers,
    /// What it names was paid already: perhaps paid twice.
    PaidAlready,
    /// Several lines name the same item, and nothing says which is right.
    NamedTwice,
    /// What it names is not expected before a later day.
    TooEarly,
    /// It came back, and nothing says what it was.
    ReturnOfUnknown,
    /// More than one item fits, or more than one line fits the item.
    SeveralFit,
    /// One item fits, on evidence a person should look at.
    NeedsConfirmation,
    /// Nothing fits.
    NothingFits,
}

/// How long a line has waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// Up to 2 days.
    UpTo2Days,
    /// 3 to 7 days.
    Days3To7,
    /// 8 to 30 days.
    Days8To30,
    /// More than 30 days.
    Over30Days,
}

impl Age {
    /// The age of what was booked so many days ago.
    #[must_use]
    pub fn of(days: i32) -> Age {
        match days {
            ..=2 => Age::UpTo2Days,
            3..=7 => Age::Days3To7,
            8..=30 => Age::Days8To30,
            _ => Age::Over30Days,
        }
    }
}

/// Who looks into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Whoever sends payouts.
    Payouts,
    /// Whoever keeps the buyers' accounts.
    Buyers,
    /// The treasurer.
    Treasurer,
}

/// A line nothing may be booked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// The line.
    pub line: String,
    /// Why.
    pub reason: Reason,
    /// Who looks into it.
    pub owner: Owner,
    /// How long it has waited.
    pub age: Age,
    /// How many suggestions there are for it.
    pub suggestions: u32,
}

/// What became of a line: each line is in exactly one of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One line for one item, equal.
    Matched,
    /// Part of an automatic proposal with several lines or items, or with a named difference.
    Split,
    /// Left to a person.
    Exception,
}

/// Everything that is proposed, in an order of its own: the same input gives the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Proposals {
    /// What a rule may confirm; no line and no use of an item is in two of them.
    pub automatic: Vec<Proposal>,
    /// What only a person may confirm, the best for a line first; none of it touches what is automatic.
    pub suggestions: Vec<Proposal>,
    /// One for every line that is in no automatic proposal.
    pub exceptions: Vec<Exception>,
    /// Items that were not looked at: two have the id and differ, or their amounts are no amounts.
    pub unusable_items: Vec<String>,
}

impl Proposals {
    /// What became of each line.
    #[must_use]
    pub fn verdicts(&self) -> BTreeMap<&str, Verdict> {
        let of = |proposal: &Proposal| if proposal.is_plain() { Verdict::Matched } else { Verdict::Split };
        let taken = self.automatic.iter().flat_map(|proposal| {
            let verdict = of(proposal);
            proposal.lines.iter().map(move |moved| (moved.line.as_str(), verdict))
        });
        let left = self.exceptions.iter().map(|exception| (exception.line.as_str(), Verdict::Exception));
        taken.chain(left).collect()
    }
}

fn signed<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(money)
}

fn signed_each<S: Serializer>(parts: &BTreeMap<RowKind, Money>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(parts.iter().map(|(kind, money)| (kind, money.to_string())))
}
