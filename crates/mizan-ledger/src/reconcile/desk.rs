//! The desk: lines and items side by side while they are matched, and what of them is taken.
//!
//! Everything is read once at the door and sorted by id, so that no answer depends on the order in which it came.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;

use crate::money::{LARGEST, Money};
use crate::reconcile::door::{Brief, Expected, Seen, expected, one_of_each, seen, settled_on, usable};
use crate::reconcile::known::Known;
use crate::reconcile::line::Line;
use crate::reconcile::lookup::Everything;
use crate::reconcile::naming::Index;
use crate::reconcile::normal::dense;
use crate::reconcile::open::{Item, Kind};
use crate::reconcile::party::{agrees, alike};
use crate::reconcile::proposal::{Agreement, Difference, Moved, Proposal, Reason, Stage, Strength, Taken, Use, Why};
use crate::reconcile::settings::Settings;

/// What has a line's amount and party, open or not.
pub(super) type Fitting = Box<[(usize, Agreement)]>;

/// Everything that is matched, and how far it has come.
pub(super) struct Desk<'a> {
    pub(super) settings: &'a Settings,
    pub(super) on_day: Date,
    pub(super) lines: Vec<Seen<'a>>,
    pub(super) items: Vec<Expected<'a>>,
    briefs: Vec<Brief>,
    /// The items, to be looked up.
    pub(super) everything: Rc<Everything>,
    /// The items of each batch, by its dense reference.
    pub(super) batches: BTreeMap<String, Vec<usize>>,
    taken: Vec<bool>,
    /// The day on which an item's money moved.
    settled: Vec<Option<Date>>,
    came_back: Vec<bool>,
    contested: Vec<bool>,
    /// For each line, what has its amount and party, open or not, once somebody asked; none where that is too much.
    fitting: Vec<OnceCell<Option<Fitting>>>,
    pub(super) doubts: Vec<Option<Reason>>,
    pub(super) ranks: Vec<u32>,
    /// By their first lines, which stand in the order of their ids.
    pub(super) automatic: Vec<(usize, Proposal)>,
    suggestions: Vec<Shown>,
    /// Which of them are each line's, those that follow another of its line first.
    shown_of: Vec<Vec<usize>>,
    /// The lines, and the uses of items, that are in something automatic.
    matched: Vec<bool>,
    used: [Vec<bool>; 2],
    pub(super) unusable_items: Vec<String>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(lines: &'a [Line], items: &'a [Item], settings: &'a Settings, on_day: Date) -> Desk<'a> {
        let mut known = Known::default();
        let (items, mut unusable_items) = one_of_each(items, |item| &item.id);
        unusable_items.extend(items.iter().filter(|item| usable(item).is_none()).map(|item| item.id.clone()));
        unusable_items.sort();
        unusable_items.dedup();
        let out = |item: &&Item| unusable_items.binary_search(&item.id).is_err();
        let items: Vec<&Item> = items.into_iter().filter(out).collect();
        let index = Index::new(&items);
        let items: Vec<Expected<'_>> = items.into_iter().filter_map(|item| expected(item, &mut known)).collect();
        let (lines, torn) = one_of_each(lines, |line| &line.id);
        let lines: Vec<Seen<'_>> = lines.into_iter().map(|line| seen(line, &index, &mut known)).collect();
        let doubt = |seen: &Seen<'_>| {
            if torn.binary_search(&seen.line.id).is_ok() {
                Some(Reason::SameIdOtherWords)
            } else if !seen.line.amount.is_positive() || seen.line.amount.minor() > LARGEST {
                Some(Reason::OutOfBounds)
            } else {
                (seen.line.booked_on > on_day).then_some(Reason::InFuture)
            }
        };
        let doubts: Vec<Option<Reason>> = lines.iter().map(doubt).collect();
        let mut batches: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, expected) in items.iter().enumerate() {
            if let Kind::Payout { payment_information: Some(batch), .. } = &expected.item.kind {
                batches.entry(dense(batch)).or_default().push(number);
            }
        }
        Desk {
            settings,
            on_day,
            everything: Rc::new(Everything::of(&items)),
            batches,
            // What is out of the question from the start is taken by nobody.
            taken: doubts.iter().map(Option::is_some).collect(),
            settled: items.iter().map(|expected| settled_on(expected.item)).collect(),
            came_back: vec![false; items.len()],
            contested: vec![false; items.len()],
            fitting: vec![OnceCell::new(); lines.len()],
            ranks: vec![0; lines.len()],
            shown_of: vec![Vec::new(); lines.len()],
            matched: vec![false; lines.len()],
            used: [vec![false; items.len()], vec![false; items.len()]],
            doubts,
            lines,
            briefs: items.iter().map(Expected::brief).collect(),
            items,
            automatic: Vec::new(),
            suggestions: Vec::new(),
            unusable_items,
        }
    }

    /// Forgets what was only suggested, before everything is looked at again with what is left.
    pub(super) fn begin_round(&mut self) {
        self.suggestions.clear();
        self.shown_of.iter_mut().for_each(Vec::clear);
        self.ranks.fill(0);
        self.contested.fill(false);
        for (doubt, taken) in self.doubts.iter_mut().zip(&self.taken) {
            if !taken {
                *doubt = None;
            }
        }
    }

    /// The lines nothing is booked for yet.
    pub(super) fn open_lines(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|line| !self.taken[*line]).collect()
    }

    /// Whether nothing is booked for a line yet.
    pub(super) fn is_line_open(&self, line: usize) -> bool {
        !self.taken[line]
    }

    /// Those of them that are no payment which came back.
    pub(super) fn open_payments(&self) -> Vec<usize> {
        let open = (0..self.lines.len()).filter(|line| !self.taken[*line]);
        open.filter(|line| self.lines[*line].line.returned.is_none()).collect()
    }

    /// Whether an item still waits for its money.
    pub(super) fn is_open(&self, item: usize) -> bool {
        self.settled[item].is_none()
    }

    /// Whether an item can come back on this line: its money has moved, not later, and has not come back.
    pub(super) fn can_come_back(&self, line: usize, item: usize) -> bool {
        let moved = self.settled[item].is_some_and(|day| day <= self.lines[line].line.booked_on);
        moved && !self.came_back[item]
    }

    /// Whether a line of this currency, account and sign can be this item's.
    pub(super) fn can_meet(&self, line: usize, item: usize, used: Use) -> bool {
        let (line, item) = (&self.lines[line], &self.briefs[item]);
        let sign = match used {
            Use::Settles => item.minor.signum(),
            Use::Returns => -item.minor.signum(),
        };
        line.currency == item.currency
            && sign != 0
            && line.minor.signum() == sign
            && item.account.is_none_or(|account| account == line.account)
    }

    /// Whether a line was booked before its item can have happened.
    pub(super) fn too_early(&self, line: usize, item: usize) -> bool {
        days(self.lines[line].line.booked_on, self.items[item].item.from) > self.settings.days_before
    }

    /// Whether a line was booked in the days in which an item is met by amount and day.
    pub(super) fn in_window(&self, line: usize, item: usize) -> bool {
        let late = days(self.items[item].item.due, self.lines[line].line.booked_on) > self.settings.days_after;
        !self.too_early(line, item) && !late
    }

    /// How the parties stand.
    pub(super) fn agreement(&self, line: usize, item: usize) -> Agreement {
        let (seen, brief) = (&self.lines[line], &self.briefs[item]);
        let by_name = || match seen.names.binary_search_by_key(&brief.name, |(name, _)| *name) {
            Ok(place) => seen.names[place].1,
            Err(_) => alike(seen.party.names(), self.items[item].party.names()),
        };
        let accounts = if brief.more { &self.items[item].accounts } else { brief.first.as_slice() };
        agrees(&seen.accounts, accounts, brief.is_ours, by_name)
    }

    /// Whether two items are of one party, as far as the book says.
    pub(super) fn same_party(&self, one: usize, other: usize) -> bool {
        self.briefs[one].number == self.briefs[other].number
    }

    /// Whether a line has the name of this item's party to the letter, legal form and all.
    pub(super) fn is_exact_name(&self, line: usize, item: usize) -> bool {
        self.lines[line].exact_name.is_some_and(|name| self.items[item].exact_names.contains(&name))
    }

    /// Whether a line has, to the letter, the name of somebody the book knows, and that is nobody's of these items. An equal
    /// account says more than a name.
    pub(super) fn has_anothers_name(&self, line: usize, items: &[usize]) -> bool {
        self.lines[line].exact_name.is_some()
            && items
                .iter()
                .any(|item| !self.is_exact_name(line, *item) && self.agreement(line, *item) != Agreement::Account)
    }

    /// What has a line's amount and party, open or not, where that is known or can be found.
    pub(super) fn fitting(&self, line: usize, find: impl FnOnce() -> Option<Fitting>) -> Option<&[(usize, Agreement)]> {
        self.fitting[line].get_or_init(find).as_deref()
    }

    /// Says why a line is left to a person; the first reason stands.
    pub(super) fn doubt(&mut self, line: usize, reason: Reason) {
        self.doubts[line].get_or_insert(reason);
    }

    /// Says that a line names an item, so that no other line takes it by amount and day.
    pub(super) fn contest(&mut self, item: usize) {
        self.contested[item] = true;
    }

    pub(super) fn is_contested(&self, item: usize) -> bool {
        self.contested[item]
    }

    /// Takes lines and items for each other. Nothing happens where they do not sum to nothing, or are taken.
    pub(super) fn take(&mut self, draft: Draft<'_>) -> bool {
        let free = draft.lines.iter().all(|line| !self.taken[*line])
            && draft.items.iter().all(|item| match draft.used {
                Use::Settles => self.is_open(*item),
                Use::Returns => !self.came_back[*item],
            });
        if !free || !self.sums_to_nothing(&draft) {
            return false;
        }
        let last = draft.lines.iter().map(|line| self.lines[*line].line.booked_on).max();
        for line in draft.lines {
            (self.taken[*line], self.matched[*line]) = (true, true);
        }
        for item in draft.items {
            match draft.used {
                Use::Settles => self.settled[*item] = last,
                Use::Returns => self.came_back[*item] = true,
            }
            self.used[place(draft.used)][*item] = true;
        }
        let proposal = self.proposal(&draft, Strength::Automatic);
        self.automatic.extend(draft.lines.first().map(|first| (*first, proposal)));
        true
    }

    /// Whether lines are items and the difference between them, to the minor unit and in one currency.
    fn sums_to_nothing(&self, draft: &Draft<'_>) -> bool {
        let Some(currency) = draft.lines.first().map(|line| self.lines[*line].currency) else { return false };
        let one_currency = draft.lines.iter().all(|line| self.lines[*line].currency == currency)
            && draft.items.iter().all(|item| self.items[*item].currency == currency)
            && draft.difference.is_none_or(|difference| difference.amount.currency() == currency);
        let lines: i128 = draft.lines.iter().map(|line| self.lines[*line].minor).sum();
        let items: i128 = draft.items.iter().map(|item| self.items[*item].minor).sum();
        let expected = match draft.used {
            Use::Settles => items,
            Use::Returns => -items,
        };
        one_currency && lines == expected + draft.difference.map_or(0, |difference| difference.amount.minor())
    }

    /// Puts lines and items beside each other for a person, below what was suggested for the first line before.
    pub(super) fn suggest(&mut self, draft: Draft<'_>) {
        let Some(first) = draft.lines.first().copied() else { return };
        if self.sums_to_nothing(&draft) {
            self.shown_of[first].push(self.suggestions.len());
            self.suggestions.push(Shown::of(&draft, self.ranks[first] + 1));
            draft.lines.iter().for_each(|line| self.ranks[*line] += 1);
        }
    }

    /// Puts lines and items beside each other above whatever was suggested for the first line before.
    pub(super) fn suggest_first(&mut self, draft: Draft<'_>) {
        let Some(first) = draft.lines.first().copied() else { return };
        let before = self.suggestions.len();
        self.suggest(draft);
        if self.suggestions.len() == before {
            return;
        }
        for shown in &self.shown_of[first] {
            let shown = &mut self.suggestions[*shown];
            shown.rank = if shown.rank < self.ranks[first] { shown.rank + 1 } else { 1 };
        }
    }

    /// What is suggested, line by line and the best first; save what was overtaken: lines or items were taken after all,
    /// which only the last of very many rounds leaves.
    pub(super) fn shown(&mut self) -> Vec<Proposal> {
        let mut all = std::mem::take(&mut self.suggestions);
        let overtaken = |shown: &Shown| {
            shown.lines.iter().any(|line| self.matched[*line])
                || shown.items.iter().any(|item| self.used[place(shown.used)][*item])
        };
        for shown in all.extract_if(.., |shown| overtaken(shown)) {
            self.ranks[shown.lines[0]] -= 1;
        }
        all.sort_by_key(|shown| (shown.lines[0], shown.rank));
        all.iter().map(|shown| self.proposal(&shown.draft(), Strength::Suggestion(shown.rank))).collect()
    }

    /// The lines in no automatic proposal: open ones, and those that were out of the question from the start.
    pub(super) fn left(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|line| !self.matched[*line]).collect()
    }

    fn proposal(&self, draft: &Draft<'_>, strength: Strength) -> Proposal {
        let moved =
            |line: &usize| Moved { line: self.lines[*line].line.id.clone(), amount: self.lines[*line].line.moved() };
        let taken = |item: &usize| {
            let expected = &self.items[*item];
            let money = Money::new(expected.minor, expected.currency);
            let (expected_money, parts) = match draft.used {
                Use::Settles => (money, expected.item.parts().unwrap_or_default()),
                Use::Returns => (money.negated(), BTreeMap::new()),
            };
            Taken { item: expected.item.id.clone(), used: draft.used, expected: expected_money, parts }
        };
        Proposal {
            stage: draft.stage,
            strength,
            lines: draft.lines.iter().map(moved).collect(),
            items: draft.items.iter().map(taken).collect(),
            differences: draft.difference.into_iter().collect(),
            why: draft.why.clone(),
        }
    }
}

/// What a stage would put together.
pub(super) struct Draft<'d> {
    pub(super) stage: Stage,
    pub(super) lines: &'d [usize],
    pub(super) items: &'d [usize],
    pub(super) used: Use,
    pub(super) difference: Option<Difference>,
    pub(super) why: Why,
}

/// What is suggested, kept as numbers until it is known to stand.
struct Shown {
    stage: Stage,
    rank: u32,
    lines: Vec<usize>,
    items: Vec<usize>,
    used: Use,
    difference: Option<Difference>,
    why: Why,
}

impl Shown {
    fn of(draft: &Draft<'_>, rank: u32) -> Shown {
        let Draft { stage, lines, items, used, difference, why } = draft;
        Shown {
            stage: *stage,
            rank,
            lines: lines.to_vec(),
            items: items.to_vec(),
            used: *used,
            difference: *difference,
            why: why.clone(),
        }
    }

    fn draft(&self) -> Draft<'_> {
        let Shown { stage, rank: _, lines, items, used, difference, why } = self;
        Draft { stage: *stage, lines, items, used: *used, difference: *difference, why: why.clone() }
    }
}

/// Where the items of a use are noted.
fn place(used: Use) -> usize {
    match used {
        Use::Settles => 0,
        Use::Returns => 1,
    }
}

/// How many days from one day to another.
pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
