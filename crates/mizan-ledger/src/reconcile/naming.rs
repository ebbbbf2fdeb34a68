//! Which items a line names: our references, batches, providers' ids and buyers' references, looked up in one index.

use std::cell::Cell;

use crate::reconcile::line::Line;
use crate::reconcile::normal::{Stretch, dense, folded, form, is_cut, is_misread, is_solid, stretches};
use crate::reconcile::open::{Item, Kind};
use crate::reconcile::proposal::Field;
use crate::reconcile::sieve::Sieve;
use crate::table::Map;

/// What a reference is to the item it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Our own, to a payment.
    Own,
    /// Our own, to the batch of a payment.
    Batch,
    /// A provider's id of its payout.
    Provider,
    /// What a buyer writes.
    Theirs,
}

struct Entry<'a> {
    item: usize,
    role: Role,
    solid: bool,
    raw: &'a str,
}

/// The references of all items.
pub(super) struct Index<'a> {
    entries: Map<String, Vec<Entry<'a>>>,
    longest: usize,
    sieve: Sieve,
}

/// What a line names.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Our payments, each with where its reference stood.
    pub(super) own: Vec<(usize, Field)>,
    /// The batch, by its dense reference.
    pub(super) batch: Option<String>,
    /// Providers' payouts.
    pub(super) provider: Vec<usize>,
    /// Invoices, each named by a reference that is no other item's.
    pub(super) theirs: Vec<usize>,
    /// Items that are perhaps named: the reference is two items', or the text goes on where it ends.
    pub(super) perhaps: Vec<usize>,
}

impl<'a> Index<'a> {
    /// All references of the items, by their letters and digits.
    pub(super) fn new(items: &[&'a Item]) -> Index<'a> {
        let mut index = Index { entries: Map::default(), longest: 0, sieve: Sieve::default() };
        index.entries.reserve(2 * items.len());
        for (number, item) in items.iter().enumerate() {
            match &item.kind {
                Kind::Payout { reference, instruction, payment_information, .. } => {
                    let own = [Some(reference), instruction.as_ref()].into_iter().flatten();
                    own.for_each(|text| index.add(number, Role::Own, text));
                    payment_information.iter().for_each(|text| index.add(number, Role::Batch, text));
                }
                Kind::Invoice { references, .. } => {
                    references.iter().for_each(|text| index.add(number, Role::Theirs, text));
                }
                Kind::ProviderPayout { ids, .. } => {
                    ids.iter().for_each(|text| index.add(number, Role::Provider, text));
                }
            }
        }
        index
    }

    fn add(&mut self, item: usize, role: Role, text: &'a str) {
        let dense = dense(text);
        if dense.is_empty() || dense == "NOTPROVIDED" {
            return;
        }
        self.longest = self.longest.max(dense.len());
        self.sieve.add(&dense);
        let entries = self.entries.entry(dense).or_default();
        if !entries.iter().any(|entry| entry.item == item && entry.role == role) {
            entries.push(Entry { item, role, solid: is_solid(text), raw: text.trim() });
        }
    }

    /// What a line names, and whether it may name something else in part: by a reference that was cut or misread.
    pub(super) fn read(&self, line: &Line) -> (Named, bool) {
        let mut named = Named::default();
        let damaged = Cell::new(false);
        let references = &line.references;
        for field in [&references.end_to_end, &references.instruction].into_iter().flatten() {
            let found = self.exactly(field, Role::Own);
            let list = found.into_iter().map(|item| (item, Field::Reference));
            named.own.extend(list);
        }
        let batch = line.batch.as_ref().and_then(|batch| batch.payment_information.as_ref());
        let batches = [batch, references.payment_information.as_ref()].into_iter().flatten().map(|text| dense(text));
        named.batch = batches.into_iter().find(|dense| self.roles(dense, Role::Batch).next().is_some());
        for field in references.provider_payout.iter() {
            named.provider.extend(self.exactly(field, Role::Provider));
        }
        let texts = [Some(&line.text), references.structured.as_ref(), references.end_to_end.as_ref()];
        let servicers = [references.servicer.as_ref()];
        for text in texts.into_iter().chain(servicers).flatten() {
            self.read_text(&folded(text), &mut named, &damaged);
        }
        for text in references.provider_payout.iter() {
            // What it names as a whole was looked up; here only what may be a part of something is.
            stretches(&folded(text), self.longest, |dense| self.looks_at(dense, &damaged));
        }
        named.own.sort_by_key(|(item, field)| (*item, *field));
        named.own.dedup_by_key(|(item, _)| *item);
        for list in [&mut named.provider, &mut named.theirs, &mut named.perhaps] {
            list.sort_unstable();
            list.dedup();
        }
        let certain = |item: &usize| named.theirs.contains(item) || named.provider.contains(item);
        named.perhaps.retain(|item| !certain(item) && !named.own.iter().any(|(own, _)| own == item));
        (named, damaged.get())
    }

    /// Whether a text is the reference of an item; what may be a damaged one is noted.
    fn looks_at(&self, dense: &str, damaged: &Cell<bool>) -> bool {
        if !self.sieve.may_be_any(dense) {
            return false;
        }
        if !damaged.get() && self.sieve.lets_through(dense) {
            damaged.set(true);
        }
        self.entries.contains_key(dense)
    }

    fn roles(&self, dense: &str, role: Role) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.get(dense).into_iter().flatten().filter(move |entry| entry.role == role)
    }

    /// The items a field names by the whole of it; where two are written alike, those written exactly so.
    fn exactly(&self, field: &str, role: Role) -> Vec<usize> {
        let found: Vec<&Entry<'a>> = self.roles(&dense(field), role).collect();
        let exact: Vec<usize> =
            found.iter().filter(|entry| entry.raw == field.trim()).map(|entry| entry.item).collect();
        if found.len() > 1 && exact.len() == 1 { exact } else { found.iter().map(|entry| entry.item).collect() }
    }

    fn read_text(&self, text: &str, named: &mut Named, damaged: &Cell<bool>) {
        let all = stretches(text, self.longest, |dense| self.looks_at(dense, damaged));
        let longest = |stretch: &&Stretch| !all.iter().any(|other| stretch.is_within(other));
        for stretch in all.iter().filter(longest) {
            let entries: Vec<&Entry<'a>> = self.entries.get(&stretch.dense).into_iter().flatten().collect();
            let meant = |role: Role| {
                let meant = entries.iter().filter(move |entry| entry.role == role && stretch.may_be(entry.solid));
                meant.map(|entry| entry.item).collect::<Vec<usize>>()
            };
            let (own, provider, theirs) = (meant(Role::Own), meant(Role::Provider), meant(Role::Theirs));
            let alone = own.len() + provider.len() + theirs.len() == 1 && !stretch.goes_on;
            if alone {
                named.own.extend(own.into_iter().map(|item| (item, Field::Text)));
                named.provider.extend(provider);
                named.theirs.extend(theirs);
            } else {
                named.perhaps.extend(own.into_iter().chain(provider).chain(theirs));
            }
        }
    }

    /// What a line names in part: for each stretch that is a cut reference of one of these items, or one of ours or a provider's
    /// with a sign misread, those whose it may be. What is the reference of an item that is named rightly is not cut. None
    /// where there is no such stretch at all.
    pub(super) fn cut(line: &Line, rightly: &[&Item], candidates: &[(usize, &Item)]) -> Option<Vec<Vec<usize>>> {
        let all = |item: &Item| own_references(item).into_iter().map(|text| dense(text)).collect::<Vec<_>>();
        let right: Vec<String> = rightly.iter().flat_map(|item| all(item)).collect();
        let wanted: Vec<(usize, Vec<String>, bool)> =
            candidates.iter().map(|(number, item)| (*number, all(item), !is_counted_up(item))).collect();
        let longest =
            wanted.iter().flat_map(|(_, references, _)| references).map(String::len).max().unwrap_or_default();
        let is_of = |found: &str, (_, references, single): &(usize, Vec<String>, bool)| {
            references.iter().any(|text| is_cut(found, text) || *single && is_misread(found, text))
        };
        let (mut hints, mut any): (Vec<Vec<usize>>, bool) = (Vec::new(), false);
        for text in texts_of(line) {
            let near = |found: &str| wanted.iter().any(|wanted| is_of(found, wanted));
            let found = stretches(&text, longest, |found| !right.iter().any(|known| known == found) && near(found));
            any |= !found.is_empty();
            let whole = |stretch: &&Stretch| !found.iter().any(|other| stretch.is_within(other)) && !stretch.goes_on;
            hints.extend(found.iter().filter(whole).map(|stretch| {
                let meant = wanted.iter().filter(|wanted| is_of(&stretch.dense, wanted));
                meant.map(|(number, _, _)| *number).collect()
            }));
        }
        // The same said twice, in the text and in a field of its own, is said once.
        hints.sort_unstable();
        hints.dedup();
        any.then_some(hints)
    }

    /// Whether a line names another number of the series that an item's references are of, beside what it names rightly: then
    /// the item is not meant.
    pub(super) fn names_another(line: &Line, rightly: &[&Item], item: &Item) -> bool {
        let texts = texts_of(line);
        let right: Vec<String> =
            rightly.iter().flat_map(|item| own_references(item)).map(|reference| dense(reference)).collect();
        own_references(item).into_iter().any(|reference| {
            let wanted = dense(reference);
            let series: String = wanted.chars().take_while(|sign| sign.is_alphabetic()).collect();
            let another = |found: &str| {
                // Of a number that is right, a part is no other number.
                if right.iter().any(|right| right.starts_with(found)) {
                    false
                } else if series.is_empty() {
                    found.len() == wanted.len() && form(found) == form(&wanted) && found != wanted
                } else {
                    // A number of the series that is cut is still this one as far as it goes.
                    found.starts_with(&series) && !wanted.starts_with(found)
                }
            };
            let may_be = |stretch: &Stretch| stretch.may_be(is_solid(reference));
            texts.iter().any(|text| stretches(text, wanted.len(), another).iter().any(may_be))
        })
    }
}

/// What an item may be named by, one by one.
fn own_references(item: &Item) -> Vec<&String> {
    match &item.kind {
        Kind::Invoice { references, .. } => references.iter().collect(),
        Kind::ProviderPayout { ids, .. } => ids.iter().collect(),
        Kind::Payout { reference, .. } => vec![reference],
    }
}

/// Whether an item's references are counted up, so that each is a sign from the next.
fn is_counted_up(item: &Item) -> bool {
    match item.kind {
        Kind::Invoice { .. } => true,
        Kind::Payout { .. } | Kind::ProviderPayout { .. } => false,
    }
}

/// Where a line may name something in words of its own.
fn texts_of(line: &Line) -> Vec<String> {
    let fields = [&line.references.structured, &line.references.end_to_end, &line.references.provider_payout];
    let texts = [Some(&line.text)].into_iter().chain(fields.map(Option::as_ref)).flatten();
    texts.map(|text| folded(text)).collect()
}
