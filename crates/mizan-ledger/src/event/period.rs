//! Periods that are closed: what the books held at that position, under one root that anyone who is shown rows can check.
//!
//! A period is closed over all that was recorded so far. What is recorded afterwards of a day in it belongs to the next
//! closing, by its position; the trial balance lists it.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::event::Digests;
use crate::id::PeriodId;
use crate::money::Money;
use crate::text::Label;

/// The root over the salted rows of a closing: 43 characters of base64url. The ledger carries it and cannot make it, since
/// it has neither hashes nor chance; whoever writes the record down does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Root(Box<str>);

impl Root {
    /// The length of a root as text.
    pub const LENGTH: usize = 43;

    /// The root written so, if it is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Root> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (text.len() == Root::LENGTH && text.bytes().all(allowed)).then(|| Root(text.into()))
    }

    /// The root as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is none: the event has not been written down yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Root {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Root, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Root::new(&text).ok_or_else(|| {
            let text: String = text.chars().take(60).collect();
            de::Error::custom(format_args!("`{text}` is no root: it is {} characters of base64url", Root::LENGTH))
        })
    }
}

/// The sums of all balances in one currency, which are the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Of the accounts on which debits outweigh.
    pub debits: Money,
    /// Of those on which credits do.
    pub credits: Money,
}

/// A period is closed: the balances as all records before this one leave them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodClosed {
    /// The period.
    pub period: PeriodId,
    /// Its last day.
    pub until: Date,
    /// How many balances are not zero, each account and currency one.
    pub rows: u64,
    /// The sums of them, a line for each currency.
    pub totals: Vec<Control>,
    /// The root over the rows, each an account, its balance, its currency and a salt.
    #[serde(default, skip_serializing_if = "Root::is_empty")]
    pub projection_root: Root,
    /// The digest of the secret that the salts are made with, among others that seal nothing.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// The last period that was closed is open again: what is wrong in it is put right before it is closed once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodReopened {
    /// The period.
    pub period: PeriodId,
    /// Why, in words that say nothing private.
    pub reason: Label,
    /// The minutes of the assembly or board that decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_read_as_it_was_written_and_nothing_else_is_one() {
        let root = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
        let read: Result<Root, _> = serde_json::from_str(&format!("\"{root}\""));
        assert_eq!(read.ok().map(|root| root.as_str().to_owned()), Some(root.to_owned()));
        for wrong in ["", "abc", &format!("{root}="), &root.replace('-', "+")] {
            let refused = serde_json::from_str::<Root>(&format!("\"{wrong}\"")).expect_err("it is no root");
            assert!(refused.to_string().contains("43 characters of base64url"), "{refused}");
        }
    }
}
