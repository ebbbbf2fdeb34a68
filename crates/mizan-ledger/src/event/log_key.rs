//! The key a log is signed with: that it was changed, and that a log whose end was lost goes on under another name.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::{Label, some_day};

/// From here on another key signs what the log has come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogKeyRotated {
    /// The key that signed until now, as verifiers know it.
    pub from: Label,
    /// The key that signs from now on.
    pub to: Label,
    /// Up to which day both sign, so that whoever verifies has time to take the new one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some_day")]
    pub both_until: Option<Date>,
    /// What was signed for and is lost, if that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<LostTail>,
}

/// The last checkpoint of a log whose end is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LostTail {
    /// How many records it counted. Those from this one's own position on are lost.
    pub size: u64,
    /// The root it was signed for, base64url.
    pub root: Label,
    /// What became of them.
    pub reason: Label,
}
