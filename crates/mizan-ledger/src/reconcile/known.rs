//! Whom the book knows: every name of an item once, and which of them a line's name may be.
//!
//! Many items are of one party, and many parties of one name. So names are compared once for each line, and not again for
//! each item, in each stage and each round; the items are then found by amount and by the number of their party's name.

use std::rc::Rc;

use crate::reconcile::lookup::TooMany;
use crate::reconcile::party::{Names, Read, alike, keys, letters};
use crate::reconcile::proposal::Agreement;
use crate::table::Map;

/// How many names one line's name is compared with. Whoever shares a word and a letter with more is found by nobody.
const MOST_NAMES: usize = 1_024;

/// The names a line's name agrees with, by their numbers, in order.
pub(super) type Agreeing = Rc<[(u32, Agreement)]>;

/// Names, accounts and parties, numbered as they come: names even, accounts odd, so that either may be a key.
#[derive(Default)]
pub(super) struct Known {
    names: Vec<(Names, Option<u64>)>,
    number_of_name: Map<Names, u32>,
    /// The names that may be found by a word.
    by_word: Map<String, Vec<u32>>,
    accounts: Map<String, u32>,
    /// The names with their legal forms, each apart for those who are paid and for those who pay.
    exact: [Map<Vec<String>, u32>; 2],
    parties: Map<(Vec<u32>, Vec<u32>), u32>,
    lines: Map<Names, Result<Agreeing, TooMany>>,
}

impl Known {
    /// The number of an account, which is no name's.
    pub(super) fn account(&mut self, account: &str) -> u32 {
        if let Some(number) = self.accounts.get(account) {
            return *number;
        }
        let number = numbered(2 * self.accounts.len() + 1);
        self.accounts.insert(account.to_owned(), number);
        number
    }

    /// The number of an item's name.
    pub(super) fn name(&mut self, party: &Read) -> u32 {
        if let Some(number) = self.number_of_name.get(party.names()) {
            return *number;
        }
        let number = numbered(2 * self.names.len());
        let mut words = keys(party.names());
        words.sort_unstable();
        words.dedup();
        words.into_iter().for_each(|word| self.by_word.entry(word).or_default().push(number));
        self.names.push((party.names().clone(), letters(party.names())));
        self.number_of_name.insert(party.names().clone(), number);
        number
    }

    /// The numbers of an item's names as they are, with their legal forms.
    pub(super) fn exact_names(&mut self, party: &Read, pays: bool) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(1);
        for name in party.with_forms() {
            let next = numbered(self.exact.iter().map(Map::len).sum());
            let known = &mut self.exact[usize::from(pays)];
            let number = known.get(name).copied();
            numbers.push(number.unwrap_or_else(|| *known.entry(name.clone()).or_insert(next)));
        }
        each_once(numbers.into_iter())
    }

    /// The number of the one known name that a line's is to the letter, once all items have been numbered.
    pub(super) fn exact_name(&self, party: &Read, pays: bool) -> Option<u32> {
        self.exact[usize::from(pays)].get(party.with_forms().first()?).copied()
    }

    /// The number of an item's party: all its names and all its accounts.
    pub(super) fn party(&mut self, exact_names: &[u32], accounts: &[u32]) -> u32 {
        let next = numbered(self.parties.len());
        *self.parties.entry((exact_names.to_vec(), accounts.to_vec())).or_insert(next)
    }

    /// The names that agree with a line's, once all items have been numbered.
    pub(super) fn agreeing(&mut self, party: &Read) -> Result<Agreeing, TooMany> {
        if let Some(agreeing) = self.lines.get(party.names()) {
            return agreeing.clone();
        }
        let agreeing = self.compared(party.names());
        self.lines.insert(party.names().clone(), agreeing.clone());
        agreeing
    }

    fn compared(&self, names: &Names) -> Result<Agreeing, TooMany> {
        let mut found: Vec<u32> = Vec::new();
        for list in keys(names).iter().filter_map(|word| self.by_word.get(word)) {
            found.extend(list);
            if found.len() > MOST_NAMES {
                found.sort_unstable();
                found.dedup();
            }
            if found.len() > MOST_NAMES {
                return Err(TooMany);
            }
        }
        found.sort_unstable();
        found.dedup();
        let known = |number: u32| usize::try_from(number / 2).ok().and_then(|place| self.names.get(place));
        let own = letters(names);
        // Most share a word and no more: their letters say so without a look at the words.
        let may =
            |theirs: Option<u64>| own.zip(theirs).is_none_or(|(own, theirs)| [own, theirs].contains(&(own & theirs)));
        let compared = found.into_iter().filter_map(|number| {
            let (known, theirs) = known(number)?;
            may(*theirs).then(|| (number, alike(names, known)))
        });
        Ok(compared.filter(|(_, agreement)| *agreement >= Agreement::NameInPart).collect())
    }
}

fn numbered(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Keys in order, each once.
pub(super) fn each_once(keys: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut keys: Vec<u32> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
