//! Candidates by amount and party: an index over what is still open, so that nobody compares everything with everything.

use std::rc::Rc;

use crate::money::Currency;
use crate::reconcile::desk::{Desk, Fitting};
use crate::reconcile::difference::{between, is_explained};
use crate::reconcile::door::Expected;
use crate::reconcile::proposal::{Agreement, Use};
use crate::reconcile::stages::subset::{Found, only_sum};
use crate::table::Map;

/// Every item by amount and by the name and accounts of its party: made once, since to make it takes longest.
#[derive(Default)]
pub(super) struct Everything {
    by_amount: Map<(Currency, i128), Vec<usize>>,
    by_amount_and_key: Map<(Currency, i128, u32), Vec<usize>>,
    /// Sorted, so that amounts near another are found.
    by_key: Map<u32, Vec<(Currency, i128, usize)>>,
}

impl Everything {
    pub(super) fn of(items: &[Expected<'_>]) -> Everything {
        let mut all = Everything::default();
        all.by_amount_and_key.reserve(items.len());
        for (number, item) in items.iter().enumerate() {
            all.by_amount.entry((item.currency, item.minor)).or_default().push(number);
            for key in &item.keys {
                all.by_amount_and_key.entry((item.currency, item.minor, *key)).or_default().push(number);
                all.by_key.entry(*key).or_default().push((item.currency, item.minor, number));
            }
        }
        all.by_key.values_mut().for_each(|list| list.sort_unstable());
        all
    }
}

/// Items that could be taken when it was made, for one use. What is taken afterwards still counts as a rival.
pub(super) struct Lookup {
    everything: Rc<Everything>,
    used: Use,
    /// Whether it is of what waits for its money.
    of_open: bool,
    wanted: Wanted,
}

/// Which items are wanted, a bit for each: so few bytes stay close to the processor.
struct Wanted(Vec<u64>);

impl Wanted {
    fn of(items: usize, wanted: impl Fn(usize) -> bool) -> Wanted {
        let mut bits = vec![0_u64; items.div_ceil(64)];
        for item in (0..items).filter(|item| wanted(*item)) {
            bits[item / 64] |= 1 << (item % 64);
        }
        Wanted(bits)
    }

    fn has(&self, item: usize) -> bool {
        self.0[item / 64] >> (item % 64) & 1 == 1
    }
}

/// The lines of what came in that nothing was booked for when it was made, by amount and by whose they may be.
pub(super) struct OpenLines {
    /// The first of each, and a second if there is one.
    by_amount_and_key: Map<(Currency, i128, u32), (usize, Option<usize>)>,
}

impl OpenLines {
    pub(super) fn of(desk: &Desk<'_>) -> OpenLines {
        let mut by_amount_and_key: Map<(Currency, i128, u32), (usize, Option<usize>)> = Map::default();
        for line in desk.open_payments().into_iter().filter(|line| desk.lines[*line].minor > 0) {
            let seen = &desk.lines[line];
            for key in seen.keys.iter().flatten() {
                let known = by_amount_and_key.entry((seen.currency, seen.minor, *key)).or_insert((line, None));
                if known.0 != line {
                    known.1 = Some(line);
                }
            }
        }
        OpenLines { by_amount_and_key }
    }

    /// Whether another line of an item's party has what this line leaves of it.
    fn has_rest(&self, desk: &Desk<'_>, line: usize, whole: usize) -> bool {
        let (seen, expected) = (&desk.lines[line], &desk.items[whole]);
        let rest = expected.minor - seen.minor;
        let of_key = |key: &u32| self.by_amount_and_key.get(&(seen.currency, rest, *key));
        rest.signum() == seen.minor.signum()
            && expected.keys.iter().filter_map(of_key).any(|(first, second)| *first != line || second.is_some())
    }
}

/// How many are looked at for each candidate that may be left: some are on another account, or are of another sign.
const LOOKED_AT: usize = 4;

/// A sum of so many items may be what a line without a reference is for; of more, nearly every amount is one.
const A_SUM_OF: usize = 3;

/// More candidates than are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

impl Lookup {
    /// The items that wait for their money.
    pub(super) fn of_open(desk: &Desk<'_>) -> Lookup {
        Lookup { of_open: true, ..Lookup::new(desk, Use::Settles, |item| desk.is_open(item)) }
    }

    /// The items whose money has moved.
    pub(super) fn of_settled(desk: &Desk<'_>) -> Lookup {
        Lookup::new(desk, Use::Returns, |item| !desk.is_open(item))
    }

    /// All items, to know whom the book knows.
    pub(super) fn of_all(desk: &Desk<'_>) -> Lookup {
        Lookup::new(desk, Use::Settles, |_| true)
    }

    fn new(desk: &Desk<'_>, used: Use, wanted: impl Fn(usize) -> bool) -> Lookup {
        let wanted = Wanted::of(desk.items.len(), wanted);
        Lookup { everything: Rc::clone(&desk.everything), used, of_open: false, wanted }
    }

    /// What an item of this use comes to, where its line says so much.
    fn amount(&self, minor: i128) -> i128 {
        match self.used {
            Use::Settles => minor,
            Use::Returns => -minor,
        }
    }

    /// Whether a line agrees with one party alone of all the book knows, and this item is that party's.
    pub(super) fn is_only_party(&self, desk: &Desk<'_>, line: usize, item: usize) -> bool {
        let of_party = self.of_party(desk, line);
        of_party.is_ok_and(|all| all.into_iter().all(|(other, _)| desk.same_party(item, other)))
    }

    /// Whether no other party of all the book knows agrees with a line as well as this item's, by the whole name. A legal form
    /// counts where the line says one.
    pub(super) fn is_only_of_the_name(&self, desk: &Desk<'_>, line: usize, item: usize) -> bool {
        let as_well = |other: usize, agreement: Agreement| {
            let behind = desk.is_exact_name(line, item) && !desk.is_exact_name(line, other);
            agreement >= Agreement::Name && !desk.same_party(item, other) && !(behind && desk.lines[line].says_form())
        };
        let of_party = self.of_party(desk, line);
        of_party.is_ok_and(|all| !all.into_iter().any(|(other, agreement)| as_well(other, agreement)))
    }

    /// Whether others of the payer's items explain a line as well as this one: two or three of them, which it could mean by its
    /// day, come to it together; or it comes to one of them together with one more line of hers, and may be a part of that.
    /// Where there are too many to say, they may.
    pub(super) fn others_fit(&self, desk: &Desk<'_>, lines: &OpenLines, line: usize, item: usize) -> bool {
        let Ok(of_party) = self.of_party(desk, line) else { return true };
        let others: Vec<usize> = of_party.into_iter().map(|(other, _)| other).filter(|other| *other != item).collect();
        let in_window = others.iter().filter(|other| desk.in_window(line, **other));
        let amounts: Vec<i128> = in_window.map(|other| desk.items[*other].minor.abs()).collect();
        only_sum(&amounts, desk.lines[line].minor.abs(), A_SUM_OF) != Found::None
            || others.iter().any(|whole| !desk.too_early(line, *whole) && lines.has_rest(desk, line, *whole))
    }

    /// The items with a line's amount whose party agrees with the line's, on any day.
    pub(super) fn agreeing(&self, desk: &Desk<'_>, line: usize) -> Result<Vec<(usize, Agreement)>, TooMany> {
        if self.of_open
            && let Some(fitting) = desk.fitting(line, || self.all_agreeing(desk, line))
        {
            let open: Vec<_> = fitting.iter().copied().filter(|(item, _)| self.wanted.has(*item)).collect();
            return if open.len() > desk.settings.candidates { Err(TooMany) } else { Ok(open) };
        }
        self.agreeing_in(desk, line, self.lists_of_amount(desk, line)?.map(|list| list.iter().copied()))
    }

    fn lists_of_amount<'l>(
        &'l self,
        desk: &'l Desk<'_>,
        line: usize,
    ) -> Result<impl Iterator<Item = &'l Vec<usize>>, TooMany> {
        let seen = &desk.lines[line];
        let keys = seen.keys.as_ref().map_err(|many| *many)?;
        let lists = keys.iter().map(|key| (seen.currency, self.amount(seen.minor), *key));
        Ok(lists.filter_map(|key| self.everything.by_amount_and_key.get(&key)))
    }

    /// What agrees with a line in amount and party, open or not: where these are few they are found once, and of them is
    /// then told what is open.
    fn all_agreeing(&self, desk: &Desk<'_>, line: usize) -> Option<Fitting> {
        let most = LOOKED_AT * desk.settings.candidates;
        let mut found: Vec<usize> = Vec::new();
        for list in self.lists_of_amount(desk, line).ok()? {
            found.extend(list.iter().take(most + 1));
            if found.len() > most {
                return None;
            }
        }
        Some(self.agreeing_of(desk, line, found).collect())
    }

    /// The items whose party agrees with a line's, and whose amount is the line's but for a charge, an exchange or rounding.
    pub(super) fn near(&self, desk: &Desk<'_>, line: usize) -> Result<Vec<(usize, Agreement)>, TooMany> {
        let seen = &desk.lines[line];
        let limits = desk.settings.limits(seen.currency);
        let margin = desk.settings.exchange_per_10_000.clamp(0, 5_000);
        let exchange = seen.minor.abs() * margin / (10_000 - margin) + 1;
        let widest = limits.bank_charge_minor.max(limits.rounding_minor).max(exchange);
        let lists = self.lists_of(desk, line)?.map(|list| {
            let from =
                list.partition_point(|(currency, minor, _)| (*currency, *minor) < (seen.currency, seen.minor - widest));
            let rest = list[from..].iter();
            rest.take_while(|(currency, minor, _)| (*currency, *minor) <= (seen.currency, seen.minor + widest))
                .map(|it| it.2)
        });
        let explained = |(item, _): &(usize, Agreement)| {
            let expected = &desk.items[*item];
            let exchanged = seen.line.exchanged || expected.item.is_foreign();
            let difference = between(seen.minor, expected.minor, seen.currency, exchanged, desk.settings);
            difference.is_none_or(|difference| is_explained(difference.kind))
        };
        Ok(self.agreeing_in(desk, line, lists)?.into_iter().filter(explained).collect())
    }

    /// The items of any amount whose party agrees with a line's.
    pub(super) fn of_party(&self, desk: &Desk<'_>, line: usize) -> Result<Vec<(usize, Agreement)>, TooMany> {
        self.agreeing_in(desk, line, self.lists_of(desk, line)?.map(|list| list.iter().map(|it| it.2)))
    }

    /// Whether an open item other than these, of the payer's own party, has the line's amount, or has it but for what lies
    /// between payer and payee. Where there are too many to say, it may.
    pub(super) fn explains_elsewhere(&self, desk: &Desk<'_>, line: usize, named: &[usize]) -> bool {
        let other = |item: usize| desk.is_open(item) && !named.contains(&item);
        self.near(desk, line).map_or(true, |near| near.into_iter().any(|(item, _)| other(item)))
    }

    fn lists_of<'l>(
        &'l self,
        desk: &'l Desk<'_>,
        line: usize,
    ) -> Result<impl Iterator<Item = &'l [(Currency, i128, usize)]>, TooMany> {
        let keys = desk.lines[line].keys.as_ref().map_err(|many| *many)?;
        Ok(keys.iter().filter_map(|key| self.everything.by_key.get(key)).map(Vec::as_slice))
    }

    /// The items with a line's amount, whoever their party is.
    pub(super) fn of_amount(&self, desk: &Desk<'_>, line: usize) -> Result<Vec<usize>, TooMany> {
        let seen = &desk.lines[line];
        let key = (seen.currency, self.amount(seen.minor));
        let list = self.everything.by_amount.get(&key).map_or(&[][..], Vec::as_slice);
        let most = desk.settings.candidates;
        let found: Vec<usize> = list.iter().copied().filter(|item| self.wanted.has(*item)).take(most + 1).collect();
        if found.len() > most {
            return Err(TooMany);
        }
        Ok(found.into_iter().filter(|item| desk.can_meet(line, *item, self.used)).collect())
    }

    fn agreeing_in(
        &self,
        desk: &Desk<'_>,
        line: usize,
        lists: impl Iterator<Item = impl Iterator<Item = usize>>,
    ) -> Result<Vec<(usize, Agreement)>, TooMany> {
        let most = LOOKED_AT * desk.settings.candidates;
        let mut found: Vec<usize> = Vec::new();
        for list in lists {
            found.extend(list.filter(|item| self.wanted.has(*item)).take(most + 1));
            if found.len() > most {
                return Err(TooMany);
            }
        }
        let agreeing: Vec<(usize, Agreement)> = self.agreeing_of(desk, line, found).collect();
        if agreeing.len() > desk.settings.candidates { Err(TooMany) } else { Ok(agreeing) }
    }

    fn agreeing_of(
        &self,
        desk: &Desk<'_>,
        line: usize,
        mut found: Vec<usize>,
    ) -> impl Iterator<Item = (usize, Agreement)> {
        found.sort_unstable();
        found.dedup();
        let met = found.into_iter().filter(move |item| desk.can_meet(line, *item, self.used));
        let agreeing = met.map(move |item| (item, desk.agreement(line, item)));
        agreeing.filter(|(_, agreement)| *agreement >= Agreement::NameInPart)
    }
}
