//! A world of which everything is known: what is expected, what the bank says, and which belongs to which.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use mizan_ledger::event::matching::Side;
use mizan_ledger::money::{MAD, Money};
use mizan_ledger::reconcile::line::{Counterparty, Line, References};
use mizan_ledger::reconcile::open::{Item, Kind, Party, Standing};
use mizan_ledger::reconcile::proposal::Use;

use crate::chance::Chance;
use crate::names;
use crate::noise::{ACCOUNT_GIVEN, Noise, Profile};
use crate::{adversarial, incoming, others, outgoing, provider};

/// The first day on which something is expected.
const BEGINS: Date = date(2026, 3, 2);
/// On how many days something becomes expected.
pub(crate) const DAYS: i64 = 60;
/// How long a buyer may wait.
pub(crate) const TERM: i64 = 14;
/// Prices of the catalogue, in dirhams.
const CATALOGUE: [i64; 14] = [50, 60, 80, 90, 120, 150, 180, 200, 250, 320, 450, 600, 850, 1_200];

/// The accounts there are.
pub(crate) const MAIN: &str = "bank:main";
pub(crate) const SECOND: &str = "bank:second";

/// An item, and what its line says of it.
pub(crate) type Claim = (String, Use);

/// Why a line says less, or other, than was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shortfall {
    Charge,
    Exchange,
    Part,
}

/// What is true of a line.
#[derive(Debug, Clone)]
pub(crate) struct Fate {
    /// What it belongs to; nothing for a line that has nothing to do with the book.
    pub(crate) claims: BTreeSet<Claim>,
    /// The line that paid the same before it. Either of the two may be taken for the payment, and one is wanted.
    pub(crate) repeats: Option<String>,
    /// Why its amount is another.
    pub(crate) shortfall: Option<Shortfall>,
    /// How it came about.
    pub(crate) story: &'static str,
}

impl Fate {
    /// Of a line that settles something.
    pub(crate) fn settles(items: impl IntoIterator<Item = String>, story: &'static str) -> Fate {
        let claims = items.into_iter().map(|item| (item, Use::Settles)).collect();
        Fate { claims, repeats: None, shortfall: None, story }
    }

    /// Of a line that has nothing to do with the book.
    pub(crate) fn nothing(story: &'static str) -> Fate {
        Fate { claims: BTreeSet::new(), repeats: None, shortfall: None, story }
    }
}

/// Everything that is known of one seed.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) lines: Vec<Line>,
    pub(crate) items: Vec<Item>,
    pub(crate) fates: BTreeMap<String, Fate>,
    pub(crate) today: Date,
}

/// Somebody money comes from or goes to.
#[derive(Debug, Clone)]
pub(crate) struct Somebody {
    pub(crate) name: String,
    pub(crate) account: String,
    /// Whether the book knows the number of the account.
    pub(crate) known: bool,
    /// Whether prices are in another currency.
    pub(crate) abroad: bool,
}

impl Somebody {
    /// As the book knows them.
    pub(crate) fn party(&self) -> Party {
        let accounts = if self.known { vec![self.account.clone()] } else { Vec::new() };
        Party { names: vec![self.name.clone()], accounts }
    }
}

/// Who makes a world.
#[derive(Debug)]
pub(crate) struct Maker {
    pub(crate) chance: Chance,
    pub(crate) noise: Noise,
    pub(crate) size: usize,
    pub(crate) world: World,
}

/// Makes the world of a seed: about 270 lines, times the size.
pub(crate) fn made(seed: u64, profile: Profile, tenths: u64, size: usize) -> World {
    let world = World { lines: Vec::new(), items: Vec::new(), fates: BTreeMap::new(), today: on_day(DAYS + TERM + 20) };
    let mut maker = Maker { chance: Chance::of(seed), noise: Noise::of(profile, tenths), size, world };
    match profile {
        Profile::Usual | Profile::BankFile => {
            incoming::invoices_and_transfers(&mut maker);
            outgoing::payouts(&mut maker);
            provider::payouts(&mut maker);
            others::foreign_lines(&mut maker);
        }
        Profile::Adversarial => adversarial::all(&mut maker),
    }
    others::damage(&mut maker);
    others::overlap(&mut maker);
    let Maker { mut chance, mut world, .. } = maker;
    chance.shuffle(&mut world.lines);
    chance.shuffle(&mut world.items);
    world
}

/// A day, counted from the first.
pub(crate) fn on_day(number: i64) -> Date {
    let days: Span = number.days();
    BEGINS.checked_add(days).expect("a day of this century")
}

/// Dirhams and centimes, from centimes.
pub(crate) fn mad(minor: i64) -> Money {
    Money::new(minor.into(), MAD)
}

/// Centimes, from money.
pub(crate) fn minor(money: Money) -> i64 {
    i64::try_from(money.minor()).expect("an amount of this world is small")
}

impl Maker {
    /// What a sale comes to, in centimes: a price of the catalogue, once or a few times.
    pub(crate) fn price(&mut self) -> i64 {
        self.chance.one(&CATALOGUE) * 100 * self.chance.one(&[1, 1, 1, 2, 3, 5])
    }

    pub(crate) fn day(&mut self) -> i64 {
        self.chance.between(0, DAYS - 1)
    }

    /// So many people of different names, as far as there are names.
    pub(crate) fn people(&mut self, count: usize, named: fn(&mut Chance) -> String) -> Vec<Somebody> {
        let mut taken = BTreeSet::new();
        (0..count)
            .map(|_| {
                let mut name = named(&mut self.chance);
                for _ in 0..20 {
                    if !taken.contains(&name) {
                        break;
                    }
                    name = named(&mut self.chance);
                }
                taken.insert(name.clone());
                let account = self.chance.digits(24);
                let (known, abroad) = (self.chance.happens(5_000), self.chance.happens(2_000));
                Somebody { name, account, known, abroad }
            })
            .collect()
    }

    /// Notes that something is expected, and says its id.
    pub(crate) fn expect(&mut self, account: Option<&str>, days: (i64, i64), party: Party, kind: Kind) -> String {
        let id = self.chance.opaque();
        let item = Item {
            id: id.clone(),
            account: account.map(str::to_owned),
            from: on_day(days.0),
            due: on_day(days.1),
            party,
            standing: Standing::Open,
            kind,
        };
        self.world.items.push(item);
        id
    }

    /// Notes that what was expected last has happened already.
    pub(crate) fn settled(&mut self, day: i64) {
        let item = self.world.items.last_mut().expect("something is expected");
        item.standing = Standing::Settled { on: on_day(day) };
    }

    /// A line as a bank begins it: in or out by the sign of the amount, with an id and a reference of its own.
    pub(crate) fn line(&mut self, amount: i64, day: i64) -> Line {
        let servicer = self.chance.happens(6_500).then(|| format!("BK{}", self.chance.digits(10)));
        Line {
            id: self.chance.opaque(),
            account: MAIN.to_owned(),
            amount: mad(amount.abs()),
            side: if amount > 0 { Side::Credit } else { Side::Debit },
            booked_on: on_day(day),
            value_on: self.chance.happens(7_000).then(|| on_day(day + self.chance.between(0, 1))),
            references: References { servicer, ..References::default() },
            counterparty: Counterparty::default(),
            text: String::new(),
            batch: None,
            returned: None,
            exchanged: false,
        }
    }

    /// Who is at the other end, as the bank writes it.
    pub(crate) fn counterparty(&mut self, who: &Somebody) -> Counterparty {
        let name = if self.chance.happens(self.noise.nameless) {
            None
        } else if self.chance.happens(self.noise.name) {
            Some(names::damaged(&mut self.chance, &who.name))
        } else {
            Some(who.name.clone())
        };
        let account = self.chance.happens(ACCOUNT_GIVEN).then(|| who.account.clone());
        Counterparty { name, account }
    }

    /// A free text of these words, among numbers that mean nothing.
    pub(crate) fn text(&mut self, mut words: Vec<String>) -> String {
        if self.chance.happens(self.noise.extra) {
            let number = match self.chance.below(5) {
                0 => format!("{:04}{:02}{:02}", 2026, self.chance.between(3, 6), self.chance.between(1, 28)),
                1 => format!("06{}", self.chance.digits(8)),
                2 => format!("CARTE {}", self.chance.digits(4)),
                3 => format!("N {}", self.chance.digits(6)),
                _ => format!("OP{}", self.chance.digits(9)),
            };
            let place = self.chance.place(words.len() + 1);
            words.insert(place, number);
        }
        words.join(" ")
    }

    /// Puts a line on the statement.
    pub(crate) fn book(&mut self, line: Line, fate: Fate) {
        self.world.fates.insert(line.id.clone(), fate);
        self.world.lines.push(line);
    }
}
