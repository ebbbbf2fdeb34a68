//! The words of corrections.

use serde::{Deserialize, Serialize};

use crate::event::correction::CorrectionReason;
use crate::id::{ActorId, CorrectionId};

words! {
    /// Earlier records are wrong.
    DeclareCorrection {
        /// The correction.
        correction: CorrectionId,
        /// Their positions.
        targets: Vec<u64>,
        /// Why.
        reason: CorrectionReason,
        /// The second person.
        approved_by: ActorId,
    }
}
