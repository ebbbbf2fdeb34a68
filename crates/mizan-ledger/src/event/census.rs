//! A census: who takes part, by a definition that is stored, on one day.
//!
//! What a census found is published and stays as it is; who was counted wrongly is counted again beside it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{CensusId, DefinitionId, MemberId};
use crate::text::Label;

/// In which time something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A week.
    Week,
    /// A month.
    Month,
    /// A season of the trade.
    Season,
    /// A year.
    Year,
}

impl Period {
    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Period::Week => "week",
            Period::Month => "month",
            Period::Season => "season",
            Period::Year => "year",
        }
    }
}

/// What a network calls active: so many times of something in a while. It holds for all its cooperatives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityDefined {
    /// The definition.
    pub definition: DefinitionId,
    /// What is counted, in words: "worked with the group".
    pub words: Label,
    /// How many times at the least.
    pub times: u32,
    /// In which time.
    pub per: Period,
}

/// The members of one cooperative were counted. A long list is several records of one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CensusTaken {
    /// The census; every cooperative counted in it gives it the same name, and its figures are their sum.
    pub census: CensusId,
    /// What it calls active.
    pub definition: DefinitionId,
    /// The day it speaks of.
    pub as_of: Date,
    /// How many members the cooperative had on that day, all records of the batch together.
    pub members: u32,
    /// Who of them was active; the first record of the batch names them all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub active: Vec<MemberId>,
    /// Who of them was not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inactive: Vec<MemberId>,
}

/// How somebody is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// As an active member.
    Active,
    /// As a member who is not active.
    Inactive,
    /// Not at all: she was no member on that day.
    NotAMember,
}

impl Counted {
    /// The words a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Counted::Active => "active",
            Counted::Inactive => "inactive",
            Counted::NotAMember => "not a member",
        }
    }
}

/// One member was counted wrongly. What was published stays; the corrected census stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CensusCorrected {
    /// The census.
    pub census: CensusId,
    /// Who.
    pub member: MemberId,
    /// How she is counted from now on.
    pub counted: Counted,
    /// Why, in words that say nothing private.
    pub reason: Label,
}

packed_json!(Counted, Period);
