//! The door: lines and items as they are read, once each, in an order of their own and with numbers for names.

use std::cell::Cell;
use std::fmt::Debug;

use jiff::civil::Date;

use crate::money::{Currency, LARGEST, Money};
use crate::reconcile::known::{Agreeing, Known, each_once};
use crate::reconcile::line::Line;
use crate::reconcile::lookup::TooMany;
use crate::reconcile::naming::{Index, Named};
use crate::reconcile::normal::account;
use crate::reconcile::open::{Item, Kind, Standing};
use crate::reconcile::party::Read;

/// A line as it was read.
pub(super) struct Seen<'a> {
    pub(super) line: &'a Line,
    /// Signed, in minor units.
    pub(super) minor: i128,
    pub(super) currency: Currency,
    /// By its number.
    pub(super) account: u32,
    pub(super) named: Named,
    /// Whether it may name something in part, by a reference that was cut or misread.
    pub(super) may_be_damaged: Cell<bool>,
    pub(super) party: Read,
    /// Its party's account, by its number.
    pub(super) accounts: Vec<u32>,
    /// The names its party's agrees with, and the one that is to the letter.
    pub(super) names: Agreeing,
    pub(super) exact_name: Option<u32>,
    /// What its items may be found by: the numbers of those names, and of its party's account.
    pub(super) keys: Result<Vec<u32>, TooMany>,
}

impl Seen<'_> {
    /// Whether its name says a legal form.
    pub(super) fn says_form(&self) -> bool {
        self.party.names() != self.party.with_forms()
    }
}

/// An item as it was read.
pub(super) struct Expected<'a> {
    pub(super) item: &'a Item,
    /// Signed, in minor units.
    pub(super) minor: i128,
    pub(super) currency: Currency,
    account: Option<u32>,
    pub(super) party: Read,
    /// Its party's accounts, by their numbers.
    pub(super) accounts: Vec<u32>,
    /// The number of its party, and of that party's name.
    number: u32,
    name: u32,
    /// Its names to the letter, legal forms with them.
    pub(super) exact_names: Vec<u32>,
    /// What it may be found by: that name, and its party's accounts.
    pub(super) keys: Vec<u32>,
}

/// What of an item is asked most often, close together in memory: very many are looked at for each line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brief {
    pub(super) minor: i128,
    pub(super) currency: Currency,
    pub(super) account: Option<u32>,
    pub(super) name: u32,
    /// The number of its party.
    pub(super) number: u32,
    /// Whether it is a payment of ours, to an account that we chose.
    pub(super) is_ours: bool,
    /// The account of its party, and whether there are more.
    pub(super) first: Option<u32>,
    pub(super) more: bool,
}

impl Expected<'_> {
    pub(super) fn brief(&self) -> Brief {
        Brief {
            minor: self.minor,
            currency: self.currency,
            account: self.account,
            name: self.name,
            number: self.number,
            is_ours: match self.item.kind {
                Kind::Payout { .. } => true,
                Kind::Invoice { .. } | Kind::ProviderPayout { .. } => false,
            },
            first: self.accounts.first().copied(),
            more: self.accounts.len() > 1,
        }
    }
}

/// Sorted by id, each once; and the ids under which two different things came.
pub(super) fn one_of_each<T: PartialEq + Debug>(all: &[T], id: impl Fn(&T) -> &String) -> (Vec<&T>, Vec<String>) {
    // The beginning of an id says most of its order, and needs no look at the id itself.
    let mut keyed: Vec<(u128, &T)> = all.iter().map(|thing| (beginning(id(thing)), thing)).collect();
    keyed.sort_by(|(one, this), (other, that)| one.cmp(other).then_with(|| id(this).cmp(id(that))));
    let sorted: Vec<&T> = keyed.into_iter().map(|(_, thing)| thing).collect();
    let mut torn = Vec::new();
    let mut each: Vec<&T> = Vec::with_capacity(sorted.len());
    for group in sorted.chunk_by(|one, other| id(one) == id(other)) {
        let (first, rest) = (group[0], &group[1..]);
        if rest.iter().all(|other| *other == first) {
            each.push(first);
            continue;
        }
        torn.push(id(first).clone());
        each.extend(group.iter().copied().min_by_key(|thing| format!("{thing:?}")));
    }
    (each, torn)
}

/// The first signs of an id, in their order.
fn beginning(id: &str) -> u128 {
    let mut first = [0; 16];
    first.iter_mut().zip(id.bytes()).for_each(|(place, byte)| *place = byte);
    u128::from_be_bytes(first)
}

/// The day on which its money moved, if it did before anything was matched.
pub(super) fn settled_on(item: &Item) -> Option<Date> {
    match item.standing {
        Standing::Open => None,
        Standing::Settled { on } => Some(on),
    }
}

/// What an item comes to, if it is an amount.
pub(super) fn usable(item: &Item) -> Option<Money> {
    item.expected().ok().filter(|money| money.minor().abs() <= LARGEST)
}

/// Reads an item; none where it is no amount.
pub(super) fn expected<'a>(item: &'a Item, known: &mut Known) -> Option<Expected<'a>> {
    let money = usable(item)?;
    let party = Read::of_item(&item.party);
    let name = known.name(&party);
    let accounts: Vec<u32> = party.accounts().iter().map(|number| known.account(number)).collect();
    let exact_names = known.exact_names(&party, money.is_positive());
    Some(Expected {
        minor: money.minor(),
        currency: money.currency(),
        account: item.account.as_deref().map(|text| known.account(&account(text))),
        number: known.party(&exact_names, &accounts),
        name,
        exact_names,
        keys: each_once(accounts.iter().copied().chain([name])),
        accounts,
        party,
        item,
    })
}

/// Reads a line, once all items were.
pub(super) fn seen<'a>(line: &'a Line, index: &Index<'_>, known: &mut Known) -> Seen<'a> {
    let party = Read::of_line(&line.counterparty);
    let agreeing = known.agreeing(&party);
    let accounts: Vec<u32> = party.accounts().iter().map(|number| known.account(number)).collect();
    let names = agreeing.clone().unwrap_or_else(|TooMany| Agreeing::from([]));
    let (named, may_be_damaged) = index.read(line);
    Seen {
        minor: line.moved().minor(),
        currency: line.amount.currency(),
        account: known.account(&account(&line.account)),
        named,
        may_be_damaged: Cell::new(may_be_damaged),
        keys: agreeing.map(|names| each_once(accounts.iter().copied().chain(names.iter().map(|(name, _)| *name)))),
        exact_name: known.exact_name(&party, line.moved().is_positive()),
        names,
        accounts,
        party,
        line,
    }
}
