//! The histories the laws are tried on: short books that each know the whole catalogue, and two more nobody has seen.
//!
//! They are made once and looked at by every law. The seeds are the same in every run, but for the last ones: a law that
//! fails names its seed, and a seed that failed belongs in [`SEEDS`].

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;
use std::thread;

use mizan::service::clerk::Written;
use mizan_ledger::book::Book;
use mizan_ledger::command::Command;
use mizan_ledger::event::{Event, Kind};
use mizan_ledger::posting::{Posting, postings};
use mizan_ledger::record::Record;
use mizan_tests::generator::{Generator, Life, Plan, Said};

/// The seeds every run tries.
const SEEDS: [u64; 6] = [0, 1, 2, 3, 4, 5];

/// In so many of those histories each kind of event and each command occurs at least,
const IN_AT_LEAST: usize = 4;

/// and so often in all of them together.
const TIMES_AT_LEAST: usize = 6;

/// What is said once in a book.
const ONCE: [&str; 2] = ["open_book", "book_opened"];

/// A generated book: what was said, what was recorded, and what the one who said it knows.
pub(crate) struct History {
    pub(crate) seed: u64,
    pub(crate) said: Vec<Said>,
    pub(crate) book: Book,
    refusals: usize,
}

impl History {
    fn of(seed: u64) -> History {
        let mut generator = Generator::new(plan(seed));
        let said: Vec<Said> = generator.by_ref().collect();
        let refusals = generator.refusals().values().sum();
        History { seed, said, book: generator.book().clone(), refusals }
    }

    pub(crate) fn written(&self) -> impl Iterator<Item = &Written> {
        self.said.iter().flat_map(|said| &said.written)
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.written().map(|written| &written.record)
    }

    pub(crate) fn events(&self) -> impl Iterator<Item = (&Record, &Event)> {
        self.records().map(|record| (record, &record.event))
    }
}

/// Two cooperatives of six members, and as many sales as a tour of the catalogue takes.
pub(crate) fn plan(seed: u64) -> Plan {
    Plan { seed, cooperatives: 2, members: 6, sales: 110, life: Life::Tour }
}

/// Those that are the same in every run, and then the new ones.
pub(crate) fn histories() -> &'static [History] {
    static HISTORIES: OnceLock<Vec<History>> = OnceLock::new();
    HISTORIES.get_or_init(|| {
        let new = || RandomState::new().build_hasher().finish();
        let seeds: Vec<u64> = SEEDS.into_iter().chain([new(), new()]).collect();
        thread::scope(|scope| {
            let halves = seeds.chunks(seeds.len() / 2);
            let halves: Vec<_> = halves
                .map(|seeds| scope.spawn(|| seeds.iter().map(|seed| History::of(*seed)).collect::<Vec<_>>()))
                .collect();
            halves.into_iter().flat_map(|half| half.join().expect("every seed has a book")).collect()
        })
    })
}

/// Those that are the same in every run.
pub(crate) fn known_histories() -> &'static [History] {
    &histories()[..SEEDS.len()]
}

pub(crate) fn moved(event: &Event) -> Vec<Posting> {
    let mut moved = Vec::new();
    postings(event, &mut moved);
    moved
}

/// How often something occurs in each history.
type Counted = BTreeMap<&'static str, [usize; SEEDS.len()]>;

/// What occurs too seldom, and a table of all of it.
fn too_seldom(counted: &Counted) -> Vec<String> {
    let mut seldom = Vec::new();
    for (name, times) in counted {
        let (books, all) = (times.iter().filter(|times| **times > 0).count(), times.iter().sum::<usize>());
        println!("{name:28} in {books} of {} histories, {all:5} times", times.len());
        let enough = if ONCE.contains(name) { all == SEEDS.len() } else { all >= TIMES_AT_LEAST };
        if books < IN_AT_LEAST || !enough {
            seldom.push(format!("{name}: {all} times, in {books} histories"));
        }
    }
    seldom
}

#[test]
fn the_histories_of_the_laws_meet_every_kind_of_event_and_every_command() {
    let mut kinds: Counted = Kind::ALL.iter().map(|kind| (kind.name(), Default::default())).collect();
    let mut commands: Counted = Command::NAMES.iter().map(|name| (*name, Default::default())).collect();
    for (place, history) in known_histories().iter().enumerate() {
        for (_, event) in history.events() {
            kinds.entry(event.kind().name()).or_default()[place] += 1;
        }
        for said in &history.said {
            commands.entry(said.submission.command.name()).or_default()[place] += 1;
        }
        println!("seed {}: {} commands, {} records", history.seed, history.said.len(), history.written().count());
    }
    let seldom = [too_seldom(&kinds), too_seldom(&commands)].concat();
    assert!(seldom.is_empty(), "let tests/src/generator/tour.rs seek what the laws hardly meet: {seldom:#?}");
}

#[test]
fn little_of_what_the_histories_would_say_is_refused() {
    for History { seed, said, refusals, .. } in histories() {
        assert!(refusals * 20 < said.len(), "seed {seed}: {refusals} refused, {} recorded", said.len());
    }
    let keys = |history: &History| history.said.iter().map(|said| said.submission.key.to_string()).collect();
    for history in histories() {
        let keys: BTreeSet<String> = keys(history);
        assert_eq!(keys.len(), history.said.len(), "seed {}: a key is used once", history.seed);
    }
}
