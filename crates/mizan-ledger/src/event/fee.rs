//! A fee of a bank or provider that is given back.

use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::treasury::FeeKind;
use crate::id::{FeeId, MovementId, SaleId};
use crate::money::{Money, positive};
use crate::text::Label;

/// A bank or provider gave a fee back, or a part of it: whoever bore it bears so much less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderFeeReturned {
    /// This movement.
    pub movement: MovementId,
    /// Which fee.
    pub fee: FeeId,
    /// Into which till.
    pub till: Till,
    /// How much, in the currency it was taken in.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Who had taken it.
    pub kind: FeeKind,
    /// For which sale, if for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// How much, in the cooperative's currency: at what the fee was booked at.
    pub booked: Money,
}
