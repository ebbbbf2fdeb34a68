//! The words of what is bought with grants.

use serde::{Deserialize, Serialize};

use crate::id::{AssetId, MovementId};

words! {
    /// Some months of an asset's life are over.
    DepreciateAsset {
        /// This entry.
        movement: MovementId,
        /// The asset.
        asset: AssetId,
        /// How many months.
        months: u32,
    }
}
