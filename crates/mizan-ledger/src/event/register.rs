//! The register of members through time: how they stand, who leaves, whom the assembly elects.

use serde::{Deserialize, Serialize};

use crate::id::MemberId;
use crate::text::Label;

/// Whether somebody is a woman or a man, where a statute, a label or an indicator asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// A woman.
    Woman,
    /// A man.
    Man,
}

packed!(enum Sex { 0 = Woman, 1 = Man });

impl Sex {
    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sex::Woman => "woman",
            Sex::Man => "man",
        }
    }
}

/// How a member stands in her cooperative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// She takes part; whoever is admitted does.
    Active,
    /// She does not take part at present; nothing is closed to her.
    Inactive,
    /// The assembly or the board has closed work and sales to her for a time.
    Suspended,
}

packed!(enum Status { 0 = Active, 1 = Inactive, 2 = Suspended });

impl Status {
    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Inactive => "inactive",
            Status::Suspended => "suspended",
        }
    }
}

/// From this day a member stands otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberStatusChanged {
    /// Who.
    pub member: MemberId,
    /// How she stands now.
    pub status: Status,
    /// Why, in words that say nothing private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
    /// The minutes of the assembly or board that decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
}

/// From this day somebody is no member any more. What is hers is still paid to her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberExited {
    /// Who.
    pub member: MemberId,
    /// Why, in words that say nothing private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
    /// The minutes of the assembly or board that took note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
}

/// The assembly has elected a board; it is in office from this day until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoardElected {
    /// How many sit on it.
    pub board: u32,
    /// How many of them are women.
    pub women: u32,
    /// Whether a woman or a man presides.
    pub led_by: Sex,
    /// The minutes of the assembly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
}
