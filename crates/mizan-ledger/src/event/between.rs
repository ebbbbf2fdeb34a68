//! Money between two organisations of one book, such as an association and its cooperative: each has its own side.

use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{CooperativeId, TransferId};
use crate::money::{Money, positive};
use crate::text::Label;

/// Money left a till for another organisation of the book. It is on its way until that one records that it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferSent {
    /// The transfer, under the name by which both sides know it.
    pub transfer: TransferId,
    /// To whom.
    pub to: CooperativeId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// What for.
    pub purpose: Label,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Money that another organisation of the book had sent came in, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferReceived {
    /// The transfer.
    pub transfer: TransferId,
    /// From whom.
    pub from: CooperativeId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Into which till.
    pub till: Till,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}
