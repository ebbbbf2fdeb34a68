//! What a bank or provider says moved, line by line, and what it is matched with: facts, matches, and matches taken back.
//!
//! A line is what somebody else says; it moves nothing. What it means is booked by a match, in the same batch of records,
//! and what is matched with it comes to what it says, to the minor unit.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::Digests;
use crate::event::treasury::{Allocation, ExchangeSide, FeeKind};
use crate::id::{
    ActorId, Code, ConversionId, FeeId, LineId, MatchId, MemberId, MovementId, PartyId, PaymentId, PayoutId, SaleId,
    StatementId,
};
use crate::money::{ExchangeRate, Money, positive};
use crate::text::Label;

/// A statement of a till was read: of which days, and from which balance to which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementRecorded {
    /// The statement.
    pub statement: StatementId,
    /// Of which till.
    pub till: Till,
    /// The first day it speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last one.
    pub to: Date,
    /// What the bank says was there before it; below zero where it is overdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Balance>,
    /// What the bank says was there after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Balance>,
    /// How many lines it has.
    pub lines: u32,
    /// The SHA-256 of the file it stood in.
    pub file: Label,
}

/// On which side of an account an amount stands, as its bank writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Money came in, or is there.
    Credit,
    /// Money went out, or is owed to the bank.
    Debit,
}

impl Side {
    /// An amount with the sign of this side: above zero what came in.
    #[must_use]
    pub fn signed(self, amount: Money) -> Money {
        match self {
            Side::Credit => amount,
            Side::Debit => amount.negated(),
        }
    }
}

/// A balance, as a bank writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// How much.
    pub amount: Money,
    /// On which side.
    pub side: Side,
}

/// A bank or provider says that so much moved on a till. What it means is said by a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementLineRecorded {
    /// The line: made of what makes it the same in every file it stands in.
    pub line: LineId,
    /// Of which till.
    pub till: Till,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// In or out.
    pub side: Side,
    /// The day from which it counts, where the bank says one. It was booked on the day of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Date>,
    /// What the bank calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// A reference of ours that it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<Label>,
    /// Digests of what is sealed: the name and the account at the other end, and the text.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// By whom a match was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// A person has looked.
    Person,
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
}

/// What a match books on the till of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "as", deny_unknown_fields)]
pub enum Booking {
    /// A buyer has paid; nobody known if none is named.
    Payment {
        /// The payment.
        payment: PaymentId,
        /// Who paid.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        buyer: Option<PartyId>,
        /// How much, before what others took of it.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Units of the cooperative's currency for one of the payment's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rate: Option<ExchangeRate>,
        /// The sales it pays.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pays: Vec<Allocation>,
        /// The provider's till it came onto first, if it comes to the till of the lines with a transfer of this match.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        till: Option<Till>,
    },
    /// A member was paid.
    Settlement {
        /// Of which payout.
        payout: PayoutId,
        /// The member.
        member: MemberId,
    },
    /// All that is under way in one file of a payout was paid.
    File {
        /// The payout.
        payout: PayoutId,
        /// Which of its files.
        file: u32,
    },
    /// A member's payment came back.
    Return {
        /// Of which payout.
        payout: PayoutId,
        /// The member.
        member: MemberId,
        /// Why, in the bank's words or code.
        reason: Label,
    },
    /// A bank or provider took a fee.
    Fee {
        /// The fee.
        fee: FeeId,
        /// Who took it.
        kind: FeeKind,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// For which sale, if for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sale: Option<SaleId>,
        /// The provider's till it was taken from, if the rest of that comes with a transfer of this match.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        till: Option<Till>,
    },
    /// Our own money came from another till, or went there.
    Transfer {
        /// The transfer.
        movement: MovementId,
        /// Out of.
        from: Till,
        /// Into.
        to: Till,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
    },
    /// Money changed currency.
    Conversion {
        /// The conversion.
        conversion: ConversionId,
        /// Out of which till.
        from: Till,
        /// What was given.
        #[serde(deserialize_with = "positive")]
        sold: Money,
        /// Into which till.
        to: Till,
        /// What was received.
        #[serde(deserialize_with = "positive")]
        bought: Money,
        /// Units of the cooperative's currency for one of the foreign one.
        rate: ExchangeRate,
    },
    /// A running cost was paid.
    Expense {
        /// This payment.
        movement: MovementId,
        /// What kind of cost it is.
        cost: Code,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Who was paid, if that is a party of the book.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<PartyId>,
    },
    /// Somebody has rounded.
    Rounding {
        /// This difference.
        movement: MovementId,
        /// How much: less than one unit of the currency.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Lost or won.
        side: ExchangeSide,
    },
}

/// Lines of statements are matched with what they mean. What `books` says follows in the same batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchConfirmed {
    /// The match.
    #[serde(rename = "match")]
    pub matched: MatchId,
    /// The lines, all of one till.
    pub lines: Vec<LineId>,
    /// Who has found it: a rule, or a person.
    pub found_by: FoundBy,
    /// What it books.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub books: Vec<Booking>,
    /// The positions of earlier records on this till that say it already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub booked: Vec<u64>,
    /// Who has looked at it besides, which a match above the limit needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<ActorId>,
    /// Why, if there is more to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
}

/// A match was wrong: its lines wait again. What it had booked stays until it is corrected or matched with another line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchUndone {
    /// The match.
    #[serde(rename = "match")]
    pub matched: MatchId,
    /// Why.
    pub reason: Label,
}

/// From this day on, what is matched above this sum needs a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchLimitSet {
    /// What one person, or a rule, matches alone.
    #[serde(deserialize_with = "positive")]
    pub one_confirms: Money,
    /// Where that is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
}

/// Less, or more, moved on a till than was due, because somebody rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundingBooked {
    /// This difference.
    pub movement: MovementId,
    /// On which till.
    pub till: Till,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Lost or won.
    pub side: ExchangeSide,
}
