//! A payment that is asked back from the bank, and what the bank makes of that (camt.055 and camt.029).

use serde::{Deserialize, Serialize};

use crate::id::{MemberId, PayoutId};
use crate::text::Label;

/// The bank or wallet was asked not to pay one member after all, or to fetch the money back. Nothing is undone by asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutRecallAsked {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// Why, in words that say nothing private, or in a code.
    pub reason: Label,
}

/// What a bank or wallet answers when a payment is asked back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecallAnswer {
    /// It does not know yet (PDCR): neither a yes nor a no.
    Pending,
    /// It has stopped the payment: no money has left or will.
    NeverLeft,
    /// The money had left and comes back. Until it stands on a statement it is not there.
    ComesBack,
    /// It does not give it back.
    Refused,
}

packed!(enum RecallAnswer { 0 = Pending, 1 = NeverLeft, 2 = ComesBack, 3 = Refused });

impl RecallAnswer {
    /// The words a reader sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            RecallAnswer::Pending => "not decided yet",
            RecallAnswer::NeverLeft => "stopped before money left",
            RecallAnswer::ComesBack => "the money comes back",
            RecallAnswer::Refused => "refused",
        }
    }
}

/// The bank or wallet has answered. What it stopped fails, in a record that follows; what comes back is returned once it is
/// there; what it refuses stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutRecallAnswered {
    /// The payout.
    pub payout: PayoutId,
    /// The member.
    pub member: MemberId,
    /// What it says.
    pub answer: RecallAnswer,
    /// What it says beside it, in its words or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
}
