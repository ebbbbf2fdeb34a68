//! What a movement did beside its postings, kept so that its mirror can undo it.

use crate::id::{PremiumId, ResolutionId};
use crate::money::Money;

/// One thing a movement changed in the book, beside the balances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A part of a premium was received.
    PremiumPaid {
        /// Which.
        premium: PremiumId,
        /// How much, in its own currency.
        amount: Money,
        /// What that was carried at.
        carried: Money,
    },
    /// A part of what a resolution allows was used.
    ResolutionUsed {
        /// Which.
        resolution: ResolutionId,
        /// How much.
        amount: Money,
    },
}
