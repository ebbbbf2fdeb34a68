//! Cash is counted: what lies in a box, beside what the books say.

use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{ActorId, MovementId};
use crate::money::Money;

/// Two persons have counted a cash box, and the books follow what they found. What was over or short has an account of its
/// own, so that it is seen and nobody makes it up out of her pocket in silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashCounted {
    /// This count.
    pub count: MovementId,
    /// Which box.
    pub till: Till,
    /// What lay in it.
    pub counted: Money,
    /// Who counted with whoever writes it down.
    pub with: ActorId,
    /// By how much it was more than the books said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Money>,
    /// By how much it was less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Money>,
}
