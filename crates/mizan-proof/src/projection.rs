//! A projection of the books: a row for each balance, salted, and one root over all rows.
//!
//! Whoever closes a period records the root. An auditor who is given the period's secret makes all rows again from the
//! records before it and comes to the same root; a person who is given her own rows with their paths sees that they are
//! under it, and learns nothing of the others: of a row she does not have, not even a guess can be checked without its
//! salt. The root is RFC 6962's over the rows in the order of their bytes; salts are HMAC-SHA256 (RFC 2104), cut to 16 bytes.

use std::fmt;
use std::str::FromStr;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::hash::{Hash, leaf_hash};
use crate::tree::Frontier;

/// What the salts of a period are made with: 32 random bytes, written as 43 characters of base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// What one account has in one currency, debits less credits, as texts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Balance {
    /// The account.
    pub account: String,
    /// Its balance: `860.49`, or `-860.49` where credits outweigh.
    pub balance: String,
    /// The currency.
    pub currency: String,
}

/// A balance with its salt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The balance.
    pub of: Balance,
    line: String,
}

/// All rows of a closing, in the order of their bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    rows: Vec<Row>,
}

impl Secret {
    /// The name of the field as which a secret is sealed.
    pub const NAME: &str = "period_secret";

    /// The secret of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Secret {
        Secret(bytes)
    }

    /// The salt of one account in one currency.
    fn salt(&self, account: &str, currency: &str) -> String {
        // A key shorter than a block of the hash is filled up with zeros (RFC 2104, 2).
        let mut key = [0; 64];
        key[..self.0.len()].copy_from_slice(&self.0);
        let mac = Hmac::<Sha256>::new(&key.into());
        let whole = mac.chain_update(account).chain_update("\n").chain_update(currency).finalize().into_bytes();
        BASE64_URL_SAFE_NO_PAD.encode(&whole[..16])
    }
}

/// As it is sealed. It is not what `{:?}` shows, which may end in a log.
impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&BASE64_URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A text that is no secret. What was given is not repeated: it may be nearly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret of a period is 43 characters of base64url without padding")]
pub struct NotASecret;

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Secret, NotASecret> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| NotASecret)?;
        bytes.try_into().map(Secret).map_err(|_| NotASecret)
    }
}

impl Row {
    fn new(of: Balance, secret: &Secret) -> Row {
        let salt = secret.salt(&of.account, &of.currency);
        let [account, balance, currency, salt] =
            [&of.account, &of.balance, &of.currency, &salt].map(|text| serde_json::Value::from(text.as_str()));
        let line = format!(r#"{{"account":{account},"balance":{balance},"currency":{currency},"salt":{salt}}}"#);
        Row { of, line }
    }

    /// The row as it is hashed: one line of JSON without a line end.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The hash of that line.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        leaf_hash(self.line.as_bytes())
    }
}

impl Projection {
    /// The rows of these balances.
    #[must_use]
    pub fn new(balances: impl IntoIterator<Item = Balance>, secret: &Secret) -> Projection {
        let mut rows: Vec<Row> = balances.into_iter().map(|of| Row::new(of, secret)).collect();
        rows.sort_unstable_by(|one, other| one.line.cmp(&other.line));
        Projection { rows }
    }

    /// The rows, in the order of their bytes.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Their hashes, in the same order.
    #[must_use]
    pub fn leaves(&self) -> Vec<Hash> {
        self.rows.iter().map(Row::leaf).collect()
    }

    /// The one hash that stands for every row.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut tree = Frontier::new();
        self.rows.iter().for_each(|row| tree.push(row.leaf()));
        tree.root()
    }
}

#[cfg(test)]
mod tests;
