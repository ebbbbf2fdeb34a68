//! Overlapping statements: which entries of a file another one has told already, under another name.
//!
//! A bank that gives no reference leaves nothing to know an entry by but its statement and its place in it. So the same
//! payment has one name in the daily statement, one in the monthly, and one in another format. What is left to compare are
//! days: entries that say the same as what was recorded of that day, one for one, are those; a day that says something else
//! is held until a person has looked, for nobody can tell which of its entries are new.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;

use crate::account::Till;
use crate::book::state::Cooperative;
use crate::book::state::matching::{StatementLine, Stretch, sign};
use crate::id::LineId;
use crate::money::{Currency, Money};

/// An entry of a file that its bank has booked.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What it is called.
    pub line: LineId,
    /// The day on which it was booked.
    pub on: Date,
    /// What it says, above zero what came in.
    pub moved: Money,
    /// The bank's reference.
    pub reference: Option<&'a str>,
    /// What its statement speaks of.
    pub stretch: Stretch,
    /// Whether that tells of a day so far, and the next one of the same day may go on from it.
    pub so_far: bool,
}

/// A day of a till, as it was recorded and as a file has it: only what may be the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Of which till.
    pub till: Till,
    /// Which.
    pub on: Date,
    /// What was recorded.
    pub recorded: Vec<Money>,
    /// What the file says.
    pub said: Vec<Money>,
}

/// What was recorded of an entry under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// This line.
    As(LineId),
    /// One of several that say the same, of which some still wait: which of them is not to be told.
    Among(u32),
    /// Perhaps: its day was recorded otherwise.
    Perhaps(Rc<Day>),
}

/// What of a file is recorded under other names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlap {
    /// The entries of which something is to be said, by the names they have in the file.
    pub entries: BTreeMap<LineId, Recorded>,
    /// Days that were recorded, and of which a file that ought to have them says nothing.
    pub missing: Vec<Day>,
}

/// Holds the entries of a file against what was recorded of the till. Whole are the statements that say all of their days.
#[must_use]
pub fn overlap(own: &Cooperative, till: Till, entries: &[Entry<'_>], whole: &[Stretch]) -> Overlap {
    let mut in_file: BTreeMap<LineId, &Entry<'_>> = BTreeMap::new();
    // A till may hold several currencies, and each has statements of its own.
    let mut days: BTreeMap<(Date, Currency), Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        if in_file.insert(entry.line, entry).is_none() {
            days.entry((entry.on, entry.moved.currency())).or_default().push(entry);
        }
    }
    let mut known: BTreeMap<(Date, Currency), Vec<(LineId, StatementLine)>> = BTreeMap::new();
    for (id, line) in own.statement_lines.iter().filter(|(_, line)| line.till == till) {
        let day = (line.on, line.moved.currency());
        if days.contains_key(&day) || whole.iter().any(|by| by.covers(line.on)) {
            known.entry(day).or_default().push((id, line.into_owned()));
        }
    }
    let all: &[Stretch] = own.stretches.get(&till).map_or(&[], Vec::as_slice);
    let mut overlap = Overlap::default();
    for (&(on, currency), said) in &days {
        let recorded = known.get(&(on, currency)).map_or(&[][..], Vec::as_slice);
        let new = said.iter().copied().filter(|entry| own.statement_lines.get(&entry.line).is_none()).collect();
        let left = recorded.iter().filter(|(id, _)| !in_file.contains_key(id)).collect();
        let stretches = all.iter().filter(|stretch| stretch.covers(on) && stretch.may_be_in(currency)).collect();
        let held = Held { till, on, new, left, is_empty: recorded.is_empty(), stretches };
        held.judge(&mut overlap.entries);
    }
    for ((on, currency), recorded) in known {
        let follows = |by: &Stretch| all.iter().any(|stretch| stretch.covers(on) && stretch.goes_on(by));
        let ought_to = |by: &Stretch| by.has_all_of(on) && by.may_be_in(currency) && !follows(by);
        if !days.contains_key(&(on, currency)) && whole.iter().any(ought_to) {
            let recorded = amounts(recorded.iter().map(|(_, line)| line.moved));
            overlap.missing.push(Day { till, on, recorded, said: Vec::new() });
        }
    }
    overlap
}

/// A day that is held against what was recorded of it.
struct Held<'a> {
    till: Till,
    on: Date,
    /// The entries whose names the book does not have.
    new: Vec<&'a Entry<'a>>,
    /// The lines whose names the file does not have.
    left: Vec<&'a (LineId, StatementLine)>,
    /// Whether nothing at all was recorded of the day.
    is_empty: bool,
    /// What recorded statements have spoken of this day.
    stretches: Vec<&'a Stretch>,
}

impl Held<'_> {
    fn judge(mut self, found: &mut BTreeMap<LineId, Recorded>) {
        self.by_reference(found);
        let unnamed = |entry: &&Entry<'_>| entry.reference.is_none() || self.is_whole(&entry.stretch);
        let may_be_any = self.left.iter().any(|(_, line)| line.sign.is_none());
        let is_any = self.new.iter().any(unnamed);
        // Two references of the bank's are two payments; what has none may be any. So may they all be where two statements with
        // balances have the day, for it went only one way: then one of them calls things otherwise.
        let in_doubt = |entry: &&Entry<'_>| may_be_any || unnamed(entry);
        let new = self.new.iter().copied().filter(in_doubt).filter(|entry| self.is_covered(&entry.stretch));
        self.new = new.collect();
        self.left.retain(|(_, line)| is_any || line.sign.is_none());
        // Where the file has all that was recorded under the names it has, what it says besides is new.
        if self.new.is_empty() || (self.left.is_empty() && !self.is_empty) {
            return;
        }
        self.left.sort_by_key(|(id, _)| *id);
        if self.pairs(found).is_none() {
            let recorded = amounts(self.left.iter().map(|(_, line)| line.moved));
            let said = amounts(self.new.iter().map(|entry| entry.moved));
            let day = Rc::new(Day { till: self.till, on: self.on, recorded, said });
            found.extend(self.new.iter().map(|entry| (entry.line, Recorded::Perhaps(Rc::clone(&day)))));
        }
    }

    /// The same reference and amount on the same day are the same payment, whatever else two formats make of it.
    fn by_reference(&mut self, found: &mut BTreeMap<LineId, Recorded>) {
        let left = &mut self.left;
        self.new.retain(|entry| {
            let Some(named) = entry.reference.map(sign) else { return true };
            let same = |(_, line): &&(LineId, StatementLine)| line.sign == Some(named) && line.moved == entry.moved;
            let Some(place) = left.iter().position(same) else { return true };
            found.insert(entry.line, Recorded::As(left.remove(place).0));
            false
        });
    }

    /// Whether a recorded statement has spoken of the day, other than one that this one goes on from, or leads to.
    ///
    /// Where the day comes to nothing, balances that follow on each other tell nothing: both may have the same of it.
    fn is_covered(&self, by: &Stretch) -> bool {
        if self.is_empty {
            // That nothing happened on a day is said only by what has all of it.
            let mut others = self.stretches.iter().filter(|stretch| !stretch.goes_on(by));
            return others.any(|stretch| stretch.has_all_of(self.on) && *stretch != by);
        }
        let tells = !comes_to_nothing(self.new.iter().map(|entry| entry.moved))
            && !comes_to_nothing(self.left.iter().map(|(_, line)| line.moved));
        self.stretches.is_empty() || self.stretches.iter().any(|stretch| !(tells && stretch.goes_on(by)))
    }

    /// Whether this statement and a recorded one both have all of the day.
    fn is_whole(&self, by: &Stretch) -> bool {
        let has_all = |stretch: &&Stretch| stretch.has_balances() && !stretch.goes_on(by);
        by.has_balances() && !self.left.is_empty() && self.stretches.iter().any(has_all)
    }

    /// Puts entries and lines together one for one, if both say the same.
    fn pairs(&self, found: &mut BTreeMap<LineId, Recorded>) -> Option<()> {
        let of_a_part = |entry: &&Entry<'_>| entry.so_far && entry.reference.is_none();
        if self.new.iter().any(of_a_part) && !self.stretches.iter().any(|stretch| stretch.has_balances()) {
            // What two reports tell of a day may be its morning and its afternoon.
            return None;
        }
        type Alike<'a> = (Vec<&'a Entry<'a>>, Vec<&'a (LineId, StatementLine)>);
        let mut alike: BTreeMap<_, Alike<'_>> = BTreeMap::new();
        let key = |moved: Money| (moved.currency(), moved.minor());
        for entry in &self.new {
            alike.entry(key(entry.moved)).or_default().0.push(entry);
        }
        for line in &self.left {
            alike.entry(key(line.1.moved)).or_default().1.push(line);
        }
        let is_named = |entry: &&&Entry<'_>| entry.reference.is_some() && !self.is_whole(&entry.stretch);
        let named = |new: &[&Entry<'_>]| new.iter().filter(is_named).count();
        let unnamed = |left: &[&(LineId, StatementLine)]| left.iter().filter(|(_, line)| line.sign.is_none()).count();
        if alike.values().any(|(new, left)| new.len() != left.len() || named(new) > unnamed(left)) {
            return None;
        }
        for (new, left) in alike.into_values() {
            let waiting = left.iter().filter(|(_, line)| line.matched.is_none()).count();
            let each = new.len() == 1 || waiting == 0;
            for (entry, (line, _)) in new.iter().zip(&left) {
                let among = || Recorded::Among(u32::try_from(left.len()).unwrap_or(u32::MAX));
                found.insert(entry.line, if each { Recorded::As(*line) } else { among() });
            }
        }
        Some(())
    }
}

/// Whether amounts come to nothing in every currency.
fn comes_to_nothing(all: impl Iterator<Item = Money>) -> bool {
    let mut sums: BTreeMap<_, i128> = BTreeMap::new();
    all.for_each(|amount| *sums.entry(amount.currency()).or_default() += amount.minor());
    sums.values().all(|sum| *sum == 0)
}

/// Amounts in their order, whatever order they came in.
fn amounts(all: impl Iterator<Item = Money>) -> Vec<Money> {
    let mut all: Vec<Money> = all.collect();
    all.sort_by_key(|amount| (amount.currency(), amount.minor()));
    all
}

#[cfg(test)]
mod tests;
