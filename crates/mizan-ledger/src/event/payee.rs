//! Where members are paid: details set by one person, verified by another, confirmed by the member; frozen and released.
//!
//! The number itself is never here: it is sealed, and only its digest stands in the record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::Digests;
use crate::event::payout::Method;
use crate::id::{DetailsId, MemberId};
use crate::payee::Scheme;
use crate::text::Label;

impl Scheme {
    /// By which way somebody is paid under such a number.
    #[must_use]
    pub fn method(self) -> Method {
        match self {
            Scheme::Rib | Scheme::Iban => Method::Bank,
            Scheme::Phone => Method::Wallet,
        }
    }
}

/// How long nobody is paid by a way whose details were changed, from this day on; three days where it was never set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayeeTermsSet {
    /// How many days.
    pub cooling_days: u32,
    /// Where that is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
}

/// A member is to be paid under this number from now on. Until it is verified and confirmed, she is not paid this way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayeeDetailsSet {
    /// These details.
    pub details: DetailsId,
    /// Whose.
    pub member: MemberId,
    /// What kind of number it is.
    pub scheme: Scheme,
    /// The first day on which they can be paid under, if they take the place of others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Date>,
    /// Digests of what is sealed: the number, the name of whoever holds the account.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// A second person has held the details against a paper of the bank, or a payment of one dirham.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayeeDetailsVerified {
    /// Which details.
    pub details: DetailsId,
    /// Against what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Label>,
    /// The level of identification of a wallet, from 1 up: what it may hold depends on that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Whose they are.
    pub member: MemberId,
}

/// The member says the details are hers. Whoever says it for her has neither set nor verified them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayeeDetailsConfirmed {
    /// Which details.
    pub details: DetailsId,
    /// The number of the paper form, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Label>,
    /// Whose they are.
    pub member: MemberId,
}

/// A member is paid neither by bank nor by wallet until she is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayeeFrozen {
    /// Who.
    pub member: MemberId,
    /// Why, in words that say nothing private.
    pub reason: Label,
}

/// A member who was frozen can be paid again, as far as her details allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayeeReleased {
    /// Who.
    pub member: MemberId,
    /// Why, in words that say nothing private.
    pub reason: Label,
}
