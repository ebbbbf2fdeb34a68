//! What a bank says of an entry, `:86:`: in numbered pieces (`?20…`), between slashes (`/EREF/…`), or in free words.

use crate::statement::identity::telling;
use crate::statement::model::{Counterparty, Ground, References, Return};

/// What was understood of it.
#[derive(Debug, Default)]
pub(super) struct Details {
    pub(super) references: References,
    pub(super) counterparty: Counterparty,
    pub(super) text: String,
    /// The bank's number for the kind of movement, in the German form.
    pub(super) number: Option<String>,
    pub(super) returned: Option<Return>,
}

/// A line this long was broken in the middle of a word.
const FULL_LINE: usize = 64;

/// The numbers of movements that are returns: of direct debits and of transfers.
const RETURNS: [&str; 3] = ["108", "109", "159"];

/// Words before a plus in the German form, and what they are.
const WORDS: [(&str, Role); 10] = [
    ("EREF+", Role::EndToEnd),
    ("KREF+", Role::PaymentInformation),
    ("MREF+", Role::Mandate),
    ("SVWZ+", Role::Text),
    ("CRED+", Role::Other),
    ("DEBT+", Role::Other),
    ("ABWA+", Role::Other),
    ("ABWE+", Role::Other),
    ("IBAN+", Role::Account),
    ("BIC+", Role::Other),
];

/// Words between slashes, and what they are.
const SLASHED: [(&str, Role); 21] = [
    ("/EREF/", Role::EndToEnd),
    ("/PREF/", Role::PaymentInformation),
    ("/IREF/", Role::Instruction),
    ("/MARF/", Role::Mandate),
    ("/REMI/", Role::Text),
    ("/USTD/", Role::Text),
    ("/STRD/", Role::Structured),
    ("/NAME/", Role::Name),
    ("/IBAN/", Role::Account),
    ("/ACCT/", Role::Account),
    ("/RTRN/", Role::Return),
    ("/TRTP/", Role::Text),
    ("/CSID/", Role::Other),
    ("/TRCD/", Role::Other),
    ("/BIC/", Role::Other),
    ("/ORDP/", Role::Other),
    ("/BENM/", Role::Other),
    ("/ULTB/", Role::Other),
    ("/ULTD/", Role::Other),
    ("/PURP/", Role::Other),
    ("/ISDT/", Role::Other),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    EndToEnd,
    PaymentInformation,
    Instruction,
    Mandate,
    Text,
    Structured,
    Name,
    Account,
    Return,
    Other,
}

/// Reads the lines of the fields that follow an entry.
pub(super) fn details(lines: &[&str]) -> Details {
    let broken = lines.concat();
    if let Some((number, mark)) = numbered(&broken) {
        return german(&broken, number, mark);
    }
    if SLASHED.iter().any(|(word, _)| broken.contains(word)) {
        let mut details = Details::default();
        roles(&broken, &SLASHED, &mut details);
        return details;
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        if line.chars().count() < FULL_LINE {
            text.push(' ');
        }
    }
    Details { text: spaced(&text), ..Details::default() }
}

/// The number before the first mark, and the mark: `166?00…`.
fn numbered(text: &str) -> Option<(&str, char)> {
    let (number, rest) = text.split_at_checked(3)?;
    let mark = rest.chars().next().filter(|mark| !mark.is_alphanumeric() && !mark.is_whitespace())?;
    let code = rest.get(mark.len_utf8()..).and_then(|rest| rest.get(..2))?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(number) && digits(code)).then_some((number, mark))
}

fn german(text: &str, number: &str, mark: char) -> Details {
    let mut details = Details { number: Some(number.to_owned()), ..Details::default() };
    let (mut posting, mut purpose, mut name) = (String::new(), String::new(), String::new());
    for piece in text.split(mark).skip(1) {
        let Some((code, words)) = piece.split_at_checked(2) else { continue };
        match code {
            "00" => posting.push_str(words),
            "31" => details.counterparty.account = telling(words),
            "32" | "33" => name.push_str(words),
            "10" | "30" | "34" => {}
            _ if code.bytes().all(|byte| byte.is_ascii_digit()) => purpose.push_str(words),
            // The mark was a letter of the text.
            _ => purpose.push_str(&format!("{mark}{piece}")),
        }
    }
    details.counterparty.name = telling(&spaced(&name));
    roles(&purpose, &WORDS, &mut details);
    let posting = spaced(&posting);
    if details.text.is_empty() {
        details.text.clone_from(&posting);
    }
    if RETURNS.contains(&number) {
        details.returned = Some(Return { ground: Ground::Code, code: None, prose: telling(&posting) });
    }
    details
}

/// Takes a text apart at the words it is known to have; what stands before the first of them is text.
fn roles(text: &str, words: &[(&str, Role)], details: &mut Details) {
    let mut found: Vec<(usize, usize, Role)> = words
        .iter()
        .flat_map(|(word, role)| text.match_indices(word).map(|(at, word)| (at, at + word.len(), *role)))
        .collect();
    found.sort_unstable_by_key(|(at, ..)| *at);
    // `/ORDP//NAME/…`: one word's slash may be the next one's.
    let first = found.first().map_or(text.len(), |(at, ..)| *at);
    let mut said = vec![text.get(..first).unwrap_or_default().to_owned()];
    for (index, (_, begin, role)) in found.iter().enumerate() {
        let end = found.get(index + 1).map_or(text.len(), |(at, ..)| *at);
        let value = spaced(text.get(*begin..end.max(*begin)).unwrap_or_default().trim_matches('/'));
        let references = &mut details.references;
        match role {
            Role::EndToEnd => references.end_to_end = telling(&value),
            Role::PaymentInformation => references.payment_information = telling(&value),
            Role::Instruction => references.instruction = telling(&value),
            Role::Mandate => references.mandate = telling(&value),
            Role::Structured => references.structured.extend(telling(&value)),
            Role::Text => said.push(value),
            Role::Name => details.counterparty.name = telling(&value),
            Role::Account => details.counterparty.account = telling(&value),
            Role::Return => {
                let code = value.split('/').next().and_then(telling);
                let prose = value.split_once('/').and_then(|(_, prose)| telling(prose));
                details.returned = Some(Return { ground: Ground::Reason, code, prose });
            }
            Role::Other => {}
        }
    }
    details.text = spaced(&said.join(" "));
}

/// A text with one space between its words.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbered_pieces_are_put_together_again() {
        let lines =
            ["166?00GUTSCHRIFT?20EREF+MZ7K2?21 SVWZ+Poufs, rou", "ge?30BCMAMAMC?31MA640011?32GALERIE EX?33EMPLE"];
        let read = details(&lines);
        assert_eq!(read.references.end_to_end.as_deref(), Some("MZ7K2"));
        assert_eq!(read.text, "Poufs, rouge");
        assert_eq!(read.counterparty.name.as_deref(), Some("GALERIE EXEMPLE"));
        assert_eq!(read.counterparty.account.as_deref(), Some("MA640011"));
        assert!(details(&["159?00RETOURE?20EREF+MZ7K2"]).returned.is_some());
    }

    #[test]
    fn words_between_slashes_are_told_apart() {
        let read = details(&["/TRTP/SEPA/EREF/MZ7K2/ORDP//NAME/Galerie/IBAN/MA64/REMI/Poufs/RTRN/AC04"]);
        assert_eq!(read.references.end_to_end.as_deref(), Some("MZ7K2"));
        assert_eq!(read.counterparty.name.as_deref(), Some("Galerie"));
        assert_eq!(read.returned.and_then(|returned| returned.code).as_deref(), Some("AC04"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(lines in prop::collection::vec("[0-9?/A-Z+é ]{0,80}", 0..5)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let _ = details(&lines);
        }
    }
}
