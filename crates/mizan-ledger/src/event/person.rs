//! Personal data that is sealed for its own sake, and what was erased: whose, on what ground, and never what it said.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::event::Digests;
use crate::id::{Code, CooperativeId, MemberId, NotAnId, PartyId};
use crate::text::Label;

/// Whom the sealed fields of a record speak of, as the record names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A member of the cooperative.
    Member(MemberId),
    /// A party of the book.
    Party(PartyId),
    /// The cooperative itself: its account numbers, its lists, remarks that are nobody's alone.
    Cooperative,
}

impl Subject {
    /// Whom that is in the whole book, in a record of this scope.
    #[must_use]
    pub fn whose(self, scope: Option<CooperativeId>) -> Option<Whose> {
        match self {
            Subject::Party(party) => Some(Whose::Party(party)),
            Subject::Member(member) => scope.map(|cooperative| Whose::Member(cooperative, member)),
            Subject::Cooperative => scope.map(Whose::Cooperative),
        }
    }
}

/// Whose personal data it is, told apart in the whole book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// A member's, of this cooperative.
    Member(CooperativeId, MemberId),
    /// A party's.
    Party(PartyId),
    /// A cooperative's own.
    Cooperative(CooperativeId),
}

packed!(enum Whose { 0 = Member(cooperative, member), 1 = Party(party), 2 = Cooperative(cooperative) });

impl Whose {
    /// How a record says it, and in which scope.
    #[must_use]
    pub fn said(self) -> (Option<CooperativeId>, Subject) {
        match self {
            Whose::Member(cooperative, member) => (Some(cooperative), Subject::Member(member)),
            Whose::Party(party) => (None, Subject::Party(party)),
            Whose::Cooperative(cooperative) => (Some(cooperative), Subject::Cooperative),
        }
    }
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Whose::Member(cooperative, member) => write!(f, "member:{cooperative}/{member}"),
            Whose::Party(party) => write!(f, "party:{party}"),
            Whose::Cooperative(cooperative) => write!(f, "cooperative:{cooperative}"),
        }
    }
}

impl FromStr for Whose {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Whose, NotAnId> {
        let code = |text: &str| text.parse::<Code>();
        match text.split_once(':') {
            Some(("party", party)) => Ok(Whose::Party(PartyId(code(party)?))),
            Some(("cooperative", cooperative)) => Ok(Whose::Cooperative(CooperativeId(code(cooperative)?))),
            Some(("member", both)) => match both.split_once('/') {
                Some((cooperative, member)) => {
                    Ok(Whose::Member(CooperativeId(code(cooperative)?), MemberId(code(member)?)))
                }
                None => Err(NotAnId(both.chars().take(80).collect())),
            },
            Some(_) | None => Err(NotAnId(text.chars().take(80).collect())),
        }
    }
}

/// Why personal data is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The person asked for it.
    PersonAsked,
    /// What it was kept under was taken back.
    ConsentWithdrawn,
    /// What it was kept for is over.
    NoLongerNeeded,
    /// It should never have been kept.
    KeptWrongly,
    /// A law or an authority demands it.
    LawDemands,
}

/// More of somebody is sealed than her other records hold: a new number, a name that was misspelt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalDataSealed {
    /// Of whom.
    pub subject: Subject,
    /// Digests of what is sealed.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// Whatever was sealed of somebody up to this record is erased where it was kept; the digests stand as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalDataErased {
    /// Of whom.
    pub subject: Subject,
    /// Why.
    pub ground: Ground,
    /// The letter, the form or the minutes that ask for it.
    pub reference: Label,
    /// Those digests of whose openings it was known that they were kept, sorted. All others are erased too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub digests: Vec<Box<str>>,
}
