//! Whether the party of a line is the party of an item: by account, else by the words of the name.
//!
//! The rule: an equal account is agreement. Names are cut into words, in capitals and without accents; titles, legal
//! forms and small words count for nothing, and neither does the order. (Two parties whose names differ by a legal form
//! only are two; a line with the exact name of one is not the other's. That is looked at where it matters.) All words equal: the same name. Every word of
//! one of the two in the other, at least two of them and one in full, where a word may be an initial or be cut: the same
//! name in part. No word in common: different. Anything else is unclear. Where both accounts are known and none is equal,
//! a payment of ours went to somebody else, and a buyer's name counts in part only.

use crate::reconcile::line::Counterparty;
use crate::reconcile::normal::{account, folded};
use crate::reconcile::open::Party;
use crate::reconcile::proposal::Agreement;

/// Titles and small words, which say nothing of who somebody is.
const SILENT: [&str; 22] = [
    "M", "MR", "MME", "MLLE", "MRS", "MS", "DR", "MONSIEUR", "MADAME", "STE", "SOCIETE", "ETS", "AU", "DE", "DU",
    "DES", "LA", "LE", "LES", "ET", "AND", "THE",
];

/// Legal forms: they say what somebody is, and who only where two have one name but for them.
const FORMS: [&str; 26] = [
    "SARL", "SARLAU", "SA", "SAS", "SASU", "EURL", "SNC", "SCI", "GMBH", "AG", "KG", "UG", "LTD", "LIMITED", "LLC",
    "INC", "CO", "CORP", "BV", "NV", "SPA", "SRL", "SL", "PLC", "OY", "AB",
];

/// The shortest beginning of a word that counts as the word, cut.
const SHORTEST_CUT: usize = 3;
/// A name of one word says who it is from so many letters on.
const SHORTEST_NAME: usize = 4;
/// The most words of a name that are read.
const MOST_WORDS: usize = 8;

/// The names of one side, each in words.
pub(super) type Names = Vec<Vec<String>>;

/// One side, read once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Read {
    accounts: Vec<String>,
    names: Names,
    /// The names once more, each with its legal form; none where no name has one.
    with_forms: Option<Names>,
}

impl Read {
    /// The party of a line.
    pub(super) fn of_line(counterparty: &Counterparty) -> Read {
        Read::of(counterparty.name.iter(), counterparty.account.iter())
    }

    /// The party of an item.
    pub(super) fn of_item(party: &Party) -> Read {
        Read::of(party.names.iter(), party.accounts.iter())
    }

    fn of<'t>(names: impl Iterator<Item = &'t String>, accounts: impl Iterator<Item = &'t String>) -> Read {
        let accounts = accounts.map(|number| account(number)).collect();
        let without = |name: &Vec<String>| name.iter().any(|word| !is_form(word));
        let with_forms: Names = names.map(|name| words(name)).filter(without).collect();
        if !with_forms.iter().flatten().any(|word| is_form(word)) {
            return Read { accounts, names: with_forms, with_forms: None };
        }
        let name = |name: &Vec<String>| name.iter().filter(|word| !is_form(word)).cloned().collect();
        Read { accounts, names: with_forms.iter().map(name).collect(), with_forms: Some(with_forms) }
    }

    /// Its names.
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// Its names, each with its legal form.
    pub(super) fn with_forms(&self) -> &Names {
        self.with_forms.as_ref().unwrap_or(&self.names)
    }

    /// Its accounts.
    pub(super) fn accounts(&self) -> &[String] {
        &self.accounts
    }
}

/// How a line's party stands to an item's, by the accounts of the two. `by_account`: the account was ours to choose, so
/// another is another. `by_name`: how the names stand, which is asked only where the accounts do not say.
pub(super) fn agrees<A: PartialEq>(
    accounts: &[A],
    others: &[A],
    by_account: bool,
    by_name: impl FnOnce() -> Agreement,
) -> Agreement {
    let both = !accounts.is_empty() && !others.is_empty();
    if both && accounts.iter().any(|number| others.contains(number)) {
        return Agreement::Account;
    }
    if both && by_account {
        return Agreement::Different;
    }
    if both { by_name().min(Agreement::NameInPart) } else { by_name() }
}

/// How names stand: the two that agree most say it.
pub(super) fn alike(names: &Names, others: &Names) -> Agreement {
    let pairs = names.iter().flat_map(|one| others.iter().map(move |other| compare(one, other)));
    pairs.max().unwrap_or(Agreement::Unknown)
}

/// The first letters of a name's words, a bit for each: of two names that agree, those of one are all among the other's.
/// Of several names, nothing is said.
pub(super) fn letters(names: &Names) -> Option<u64> {
    let [name] = &names[..] else { return None };
    let bit = |word: &String| word.chars().next().map_or(0, |letter| 1_u64 << (u32::from(letter) % u64::BITS));
    Some(name.iter().map(bit).fold(0, |all, bit| all | bit))
}

/// By what names may be found. Names that agree have one of these in common: the one word, or a word and the first letter
/// of another, since of two words that agree one is there in full and the other at least begins so.
pub(super) fn keys(names: &Names) -> Vec<String> {
    let mut keys = Vec::new();
    for name in names {
        if let [word] = &name[..] {
            keys.push(word.clone());
        }
        for (place, word) in name.iter().enumerate() {
            let others = name.iter().enumerate().filter(|(other, _)| *other != place);
            let letters = others.filter_map(|(_, other)| other.chars().next());
            keys.extend(letters.map(|letter| format!("{word} {letter}")));
        }
    }
    keys
}

fn words(name: &str) -> Vec<String> {
    let folded = folded(name);
    let all = folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> =
        all.filter(|word| !SILENT.contains(word)).take(MOST_WORDS).map(str::to_owned).collect();
    words.sort();
    words
}

fn is_form(word: &str) -> bool {
    FORMS.contains(&word)
}

fn compare(one: &[String], other: &[String]) -> Agreement {
    if one == other {
        let letters: usize = one.iter().map(|word| word.chars().count()).sum();
        return if letters >= SHORTEST_NAME { Agreement::Name } else { Agreement::Unclear };
    }
    // Which words of the other have found theirs; no memory is taken, since this is done very often.
    let mut met = [false; MOST_WORDS];
    let mut pair = |word: &str, alike: fn(&str, &str) -> bool| {
        let found = other.iter().zip(&mut met).find(|(known, met)| !**met && alike(word, known));
        found.map(|(_, met)| *met = true).is_some()
    };
    let mut in_full = [false; MOST_WORDS];
    for (word, in_full) in one.iter().zip(&mut in_full) {
        *in_full = pair(word, |word, known| word == known);
    }
    let full = in_full.iter().filter(|in_full| **in_full).count();
    let rest = one.iter().zip(in_full).filter(|(_, in_full)| !in_full);
    let cut = rest
        .filter(|(word, _)| pair(word, |word, known| is_short_for(word, known) || is_short_for(known, word)))
        .count();
    let whole = full + cut == one.len() || full + cut == other.len();
    match (full, full + cut) {
        (0, 0) => Agreement::Different,
        (1.., 2..) if whole => Agreement::NameInPart,
        (_, _) => Agreement::Unclear,
    }
}

fn is_short_for(short: &str, long: &str) -> bool {
    let length = short.chars().count();
    (length == 1 || length >= SHORTEST_CUT) && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agree(line: &str, item: &str) -> Agreement {
        let line = Read::of_line(&Counterparty { name: Some(line.to_owned()), account: None });
        let item = Read::of_item(&Party { names: vec![item.to_owned()], accounts: Vec::new() });
        agrees(line.accounts(), item.accounts(), false, || alike(line.names(), item.names()))
    }

    #[test]
    fn the_same_name_in_capitals_turned_round_and_with_a_title_is_the_same() {
        for line in ["GALERIE LUMIERE", "Lumière, Galerie", "STE GALERIE LUMIERE SARL"] {
            assert_eq!(agree(line, "Galerie Lumière"), Agreement::Name, "{line}");
        }
    }

    #[test]
    fn a_cut_name_and_one_with_an_initial_are_the_same_in_part() {
        assert_eq!(agree("GALERIE LUMI", "Galerie Lumière"), Agreement::NameInPart);
        assert_eq!(agree("F. EXEMPLE", "Fatima Exemple"), Agreement::NameInPart);
        assert_eq!(agree("GALERIE LUMIERE PARIS", "Galerie Lumière"), Agreement::NameInPart);
    }

    #[test]
    fn one_word_in_common_tells_nobody_apart() {
        assert_eq!(agree("GALERIE ATLAS", "Galerie Lumière"), Agreement::Unclear);
        assert_eq!(agree("FATIMA", "Fatima Exemple"), Agreement::Unclear);
    }

    #[test]
    fn names_without_a_word_in_common_are_different() {
        assert_eq!(agree("MAISON ATLAS", "Galerie Lumière"), Agreement::Different);
        assert_eq!(agree("", "Galerie Lumière"), Agreement::Unknown);
        assert_eq!(agree("STE SARL", "Galerie Lumière"), Agreement::Unknown, "titles alone say nobody");
    }

    proptest! {
        #[test]
        fn whoever_agrees_is_found(line in "([AB][AB]{0,4} ?){1,4}", item in "([AB][AB]{0,4} ?){1,4}") {
            if agree(&line, &item) >= Agreement::NameInPart {
                let item = Read::of_item(&Party { names: vec![item], accounts: Vec::new() });
                let line = Read::of_line(&Counterparty { name: Some(line), account: None });
                let (known, seen) = (keys(item.names()), keys(line.names()));
                prop_assert!(seen.iter().any(|key| known.contains(key)), "{seen:?} {known:?}");
                let (one, other) = (letters(line.names()), letters(item.names()));
                let both = one.zip(other).is_none_or(|(one, other)| one & other == one || one & other == other);
                prop_assert!(both, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn another_account_is_another_payee_and_a_weaker_buyer() {
        let line = Counterparty { name: Some("Zahra Exemple".to_owned()), account: Some("111".to_owned()) };
        let known = Party { names: vec!["Zahra Exemple".to_owned()], accounts: vec!["222".to_owned()] };
        let (line, known) = (Read::of_line(&line), Read::of_item(&known));
        let by_name = || alike(line.names(), known.names());
        assert_eq!(agrees(line.accounts(), known.accounts(), true, by_name), Agreement::Different);
        assert_eq!(agrees(line.accounts(), known.accounts(), false, by_name), Agreement::NameInPart);
    }
}
