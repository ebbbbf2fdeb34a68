//! The desk: lines and items side by side while they are matched, and what of them is taken.
//!
//! Everything is read once at the door and sorted by id, so that no answer depends on the order in which it came.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::civil::Date;

use crate::money::{LARGEST, Money};
use crate::reconcile::door::{Expected, Seen, expected, one_of_each, seen, settled_on, usable};
use crate::reconcile::known::Known;
use crate::reconcile::line::Line;
use crate::reconcile::lookup::Everything;
use crate::reconcile::naming::Index;
use crate::reconcile::normal::dense;
use crate::reconcile::open::{Item, Kind};
use crate::reconcile::party::alike;
use crate::reconcile::proposal::{Agreement, Difference, Moved, Proposal, Reason, Stage, Strength, Taken, Use, Why};
use crate::reconcile::settings::Settings;
use crate::table::Map;

/// Everything that is matched, and how far it has come.
pub(super) struct Desk<'a> {
    pub(super) settings: &'a Settings,
    pub(super) on_day: Date,
    pub(super) lines: Vec<Seen<'a>>,
    pub(super) items: Vec<Expected<'a>>,
    /// The items, to be looked up.
    pub(super) everything: Rc<Everything>,
    /// How the references of the items begin.
    pub(super) beginnings: Map<String, ()>,
    /// The items of each batch, by its dense reference.
    pub(super) batches: BTreeMap<String, Vec<usize>>,
    taken: Vec<bool>,
    /// The day on which an item's money moved.
    settled: Vec<Option<Date>>,
    came_back: Vec<bool>,
    contested: Vec<bool>,
    pub(super) doubts: Vec<Option<Reason>>,
    pub(super) ranks: Vec<u32>,
    pub(super) automatic: Vec<Proposal>,
    pub(super) suggestions: Vec<(usize, Proposal)>,
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
        let beginnings = Index::beginnings(&items);
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
            beginnings,
            batches,
            // What is out of the question from the start is taken by nobody.
            taken: doubts.iter().map(Option::is_some).collect(),
            settled: items.iter().map(|expected| settled_on(expected.item)).collect(),
            came_back: vec![false; items.len()],
            contested: vec![false; items.len()],
            ranks: vec![0; lines.len()],
            doubts,
            lines,
            items,
            automatic: Vec::new(),
            suggestions: Vec::new(),
            unusable_items,
        }
    }

    /// Forgets what was only suggested, before everything is looked at again with what is left.
    pub(super) fn begin_round(&mut self) {
        self.suggestions.clear();
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
        self.open_lines().into_iter().filter(|line| self.lines[*line].line.returned.is_none()).collect()
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

    /// Whether an item came back already.
    pub(super) fn came_back(&self, item: usize) -> bool {
        self.came_back[item]
    }

    /// Whether a line of this currency, account and sign can be this item's.
    pub(super) fn can_meet(&self, line: usize, item: usize, used: Use) -> bool {
        let (line, item) = (&self.lines[line], &self.items[item]);
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
        let expected = &self.items[item];
        let by_account = match expected.item.kind {
            Kind::Payout { .. } => true,
            Kind::Invoice { .. } | Kind::ProviderPayout { .. } => false,
        };
        let seen = &self.lines[line];
        let by_name = || match seen.names.binary_search_by_key(&expected.name, |(name, _)| *name) {
            Ok(place) => seen.names[place].1,
            Err(_) => alike(seen.party.names(), expected.party.names()),
        };
        seen.party.agrees(&expected.party, by_account, by_name)
    }

    /// Whether two items are of one party, as far as the book says.
    pub(super) fn same_party(&self, one: usize, other: usize) -> bool {
        self.items[one].number == self.items[other].number
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
        let proposal = self.proposal(&draft, Strength::Automatic);
        if !free || !proposal.unexplained().is_some_and(Money::is_zero) {
            return false;
        }
        let last = draft.lines.iter().map(|line| self.lines[*line].line.booked_on).max();
        draft.lines.iter().for_each(|line| self.taken[*line] = true);
        for item in draft.items {
            match draft.used {
                Use::Settles => self.settled[*item] = last,
                Use::Returns => self.came_back[*item] = true,
            }
        }
        self.automatic.push(proposal);
        true
    }

    /// Puts lines and items beside each other for a person, below what was suggested for the first line before.
    pub(super) fn suggest(&mut self, draft: Draft<'_>) {
        let Some(first) = draft.lines.first().copied() else { return };
        let rank = self.ranks[first] + 1;
        let proposal = self.proposal(&draft, Strength::Suggestion(rank));
        if proposal.unexplained().is_some_and(Money::is_zero) {
            draft.lines.iter().for_each(|line| self.ranks[*line] += 1);
            self.suggestions.push((first, proposal));
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
        for (line, proposal) in &mut self.suggestions {
            if *line == first {
                proposal.strength = match proposal.strength {
                    Strength::Suggestion(rank) if rank < self.ranks[first] => Strength::Suggestion(rank + 1),
                    Strength::Suggestion(_) => Strength::Suggestion(1),
                    Strength::Automatic => Strength::Automatic,
                };
            }
        }
    }

    /// Takes out suggestions whose lines or items were taken after all: only the last of very many rounds leaves any.
    pub(super) fn drop_overtaken(&mut self) {
        let lines = self.automatic.iter().flat_map(|proposal| &proposal.lines);
        let lines: BTreeSet<&str> = lines.map(|moved| moved.line.as_str()).collect();
        let items = self.automatic.iter().flat_map(|proposal| &proposal.items);
        let items: BTreeSet<(&str, Use)> = items.map(|taken| (taken.item.as_str(), taken.used)).collect();
        let stands = |proposal: &Proposal| {
            !proposal.lines.iter().any(|moved| lines.contains(moved.line.as_str()))
                && !proposal.items.iter().any(|taken| items.contains(&(taken.item.as_str(), taken.used)))
        };
        let ranks = &mut self.ranks;
        self.suggestions.retain(|(line, proposal)| {
            let stands = stands(proposal);
            ranks[*line] -= u32::from(!stands);
            stands
        });
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

/// How many days from one day to another.
pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
