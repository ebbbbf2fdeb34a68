//! The words of the register: who was active when it was counted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{CensusId, DefinitionId, MemberId};
use crate::text::day;

words! {
    /// The members of a cooperative are counted.
    TakeCensus {
        /// The census, under the name every cooperative counted in it gives it.
        census: CensusId,
        /// What it calls active.
        definition: DefinitionId,
        /// The day it speaks of.
        #[serde(deserialize_with = "day")]
        as_of: Date,
        /// How many members were counted, active or not.
        members: u32,
        /// Who of them was active; all other members of that day were not.
        active: Vec<MemberId>,
    }
}
