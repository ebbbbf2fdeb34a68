//! Corrections: what was recorded in error is mirrored to the centime, never edited.

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::event::{Digests, Kind};
use crate::id::{ActorId, Code, CorrectionId, MemberId, SaleId};
use crate::money::Money;

/// Why something is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionReason {
    /// Wrong amount.
    WrongAmount,
    /// Wrong person, party or account.
    WrongParty,
    /// Recorded twice.
    Duplicate,
    /// It did not happen.
    DidNotHappen,
}

/// A record that is taken back, and what it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its position in the log.
    pub position: u64,
    /// Its kind.
    pub kind: Kind,
    /// The sale, payout, payment or movement it was about.
    pub of: Code,
    /// The member it was about, if about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
}

/// One posting of a target, with its side turned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mirror {
    /// The account.
    pub account: Account,
    /// Debited now, because it was credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<Money>,
    /// Credited now, because it was debited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Money>,
    /// The sale it stood for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
}

/// Earlier records are declared wrong; their postings are mirrored exactly. The right ones follow as new records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionDeclared {
    /// The correction.
    pub correction: CorrectionId,
    /// The positions of the records, as the caller said.
    pub targets: Vec<u64>,
    /// Why.
    pub reason: CorrectionReason,
    /// The second person.
    pub approved_by: ActorId,
    /// What the targets were.
    pub corrects: Vec<Target>,
    /// Their postings, turned.
    pub mirror: Vec<Mirror>,
    /// Digests of what is sealed: a remark.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}
