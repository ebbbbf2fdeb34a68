//! The words of closing a period.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::PeriodId;
use crate::text::day;

words! {
    /// The books of a period are closed.
    ClosePeriod {
        /// The period, such as `2026-10`.
        period: PeriodId,
        /// Its last day.
        #[serde(deserialize_with = "day")]
        until: Date,
    }
}
