//! When the bank pays: on which days, and until which hour it takes files.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::text::{Label, day};

/// The bank pays on a day, or does not, whatever the table of public holidays says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessDaySet {
    /// The day.
    #[serde(deserialize_with = "day")]
    pub day: Date,
    /// Whether the bank pays on it.
    pub open: bool,
    /// Where that is written.
    pub source: Label,
}

/// Until when the bank takes what it is to pay on the same day, from this day on. Wallets pay at any hour, and cash goes
/// from hand to hand: neither has such an hour.
///
/// The hour is that of UTC, so that nobody who reads the log later needs a table of what Moroccan clocks showed: it is one
/// hour behind them, and in Ramadan, when they are put back, it is the same. Banks keep other hours then in any case, and say
/// so: it is set anew for Ramadan and once more after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutOffsSet {
    /// The last moment for a file to the bank, in UTC.
    pub bank: Time,
    /// Where that is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
}
