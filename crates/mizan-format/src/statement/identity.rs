//! What makes an entry the same in every file it stands in.
//!
//! An entry is known by its account, the bank's reference, and what it says; two that agree in all of it within one statement are
//! two, told apart by which of them comes first. Without a reference it is known by its statement and its place in it, and in
//! a table, which has no pages, by what it says. So overlapping statements cost nothing, and equal payments are not lost.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is known by.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// The bank's reference.
    Reference(&'a str),
    /// The statement and the place in it.
    Page(&'a str, usize),
    /// What the line says alone.
    Words,
}

/// The entries of one statement so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    seen: BTreeMap<[u8; 32], u64>,
}

/// An entry's id, and whether another of the statement has the same reference and says the same.
pub(super) struct Identity {
    pub(super) id: String,
    pub(super) again: bool,
}

impl Known {
    /// The id of an entry that says these words.
    pub(super) fn identity(&mut self, account: &str, by: By<'_>, words: &[&str]) -> Identity {
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update(text.len().to_be_bytes());
            hash.update(text.as_bytes());
        };
        add(&plain(account));
        match by {
            By::Reference(reference) => ["reference", reference].iter().for_each(|text| add(text)),
            By::Page(page, position) => ["page", page, &position.to_string()].iter().for_each(|text| add(text)),
            By::Words => add("words"),
        }
        words.iter().for_each(|word| add(word));
        let key: [u8; 32] = hash.clone().finalize().into();
        let before = self.seen.entry(key).or_default();
        let again = *before > 0;
        hash.update(before.to_be_bytes());
        *before += 1;
        Identity { id: hex(&hash.finalize()), again }
    }
}

/// An account's number without what is only there to be read by people.
pub(super) fn plain(account: &str) -> String {
    account.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// A reference that says something.
pub(super) fn telling(reference: &str) -> Option<String> {
    let reference = reference.trim();
    let upper = reference.to_ascii_uppercase();
    let says_nothing = ["", "NONREF", "NOTPROVIDED", "NOT PROVIDED", "NOREF", "NONE", "N/A"].contains(&upper.as_str())
        || reference.chars().all(|letter| matches!(letter, '0' | '-' | '.' | ' '));
    (!says_nothing).then(|| reference.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_line_is_one_fact_in_two_files_and_two_equal_lines_are_two() {
        let line = ["2026-03-18", "12.50 EUR", "credit", "Merci"];
        let (mut monday, mut tuesday) = (Known::default(), Known::default());
        let first = monday.identity("MA64 0011", By::Words, &line);
        let second = monday.identity("MA640011", By::Words, &line);
        assert!(!first.again && second.again);
        assert_ne!(first.id, second.id);
        assert_eq!(tuesday.identity("ma640011", By::Words, &line).id, first.id);
        assert_eq!(tuesday.identity("MA640011", By::Words, &line).id, second.id);
        assert_ne!(Known::default().identity("MA640011", By::Reference("A1"), &line).id, first.id);
    }

    #[test]
    fn a_reference_that_says_nothing_is_none() {
        assert_eq!(["NOTPROVIDED", " nonref ", "000000", "-", ""].map(telling), [const { None }; 5]);
        assert_eq!(telling(" MZ7 ").as_deref(), Some("MZ7"));
    }
}
