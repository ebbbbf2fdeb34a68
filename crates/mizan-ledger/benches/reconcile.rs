//! How long it takes to match statement lines against open items: a usual month, one of groups, and one of lines that all look alike.
//!
//! As `cargo bench` runs it, each world of 100,000 lines against 100,000 items is also held to its limit of five seconds.
//! The worlds are for the clock alone: how often the matcher is right is measured elsewhere, by another hand.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a bench measures time and prints it; the crate it measures does neither"
)]

use std::fs;
use std::time::{Duration, Instant};

use divan::Bencher;
use jiff::civil::{Date, date};
use mizan_ledger::event::matching::Side;
use mizan_ledger::money::{MAD, Money};
use mizan_ledger::reconcile::line::{Counterparty, Line, References};
use mizan_ledger::reconcile::open::{Item, Kind, Party, Standing};
use mizan_ledger::reconcile::propose;
use mizan_ledger::reconcile::settings::Settings;

/// How many lines, and how many items, must be matched in how long.
const LINES: u32 = 100_000;
const LIMIT: Duration = Duration::from_secs(5);
const TODAY: Date = date(2026, 6, 1);

fn main() {
    divan::main();
    if std::env::args().any(|argument| argument == "--bench") {
        [World::Usual, World::Groups, World::Alike].into_iter().for_each(hold_to_the_limit);
    }
}

#[derive(Debug, Clone, Copy)]
enum World {
    /// References in three of five lines, names in most, eight thousand buyers and payees, prices of a catalogue.
    Usual,
    /// Sixty lines and items of each buyer, all of one price on different days: the dearest there is to assign.
    Groups,
    /// One buyer, one price, one month, no reference.
    Alike,
}

/// The limit is held against the processor's time where the system tells it, so that a neighbour's work does not count.
fn hold_to_the_limit(world: World) {
    let (lines, items) = made(world, LINES);
    let (begun, worked) = (Instant::now(), processor_time());
    let proposals = propose(&lines, &items, &Settings::default(), TODAY);
    let elapsed = begun.elapsed();
    let taken = worked.zip(processor_time()).map_or(elapsed, |(before, after)| after.saturating_sub(before));
    let (automatic, suggested) = (proposals.automatic.len(), proposals.suggestions.len());
    println!("{world:?}: {LINES} lines in {taken:.2?} of the processor, {elapsed:.2?} by the clock");
    println!("  {automatic} automatic, {suggested} suggestions, {} exceptions", proposals.exceptions.len());
    assert!(taken <= LIMIT, "{world:?}: {LINES} lines took {taken:.2?}, and {LIMIT:.2?} is the limit");
}

/// How long this one thread has worked; none where the system does not say.
fn processor_time() -> Option<Duration> {
    let status = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(status.split(' ').next()?.parse().ok()?))
}

#[divan::bench(args = [1_000, 10_000], max_time = 5)]
fn usual(bencher: Bencher<'_, '_>, lines: u32) {
    let (lines, items) = made(World::Usual, lines);
    bencher.bench_local(|| propose(divan::black_box(&lines), &items, &Settings::default(), TODAY));
}

#[divan::bench(args = [1_000, 10_000], max_time = 5)]
fn groups(bencher: Bencher<'_, '_>, lines: u32) {
    let (lines, items) = made(World::Groups, lines);
    bencher.bench_local(|| propose(divan::black_box(&lines), &items, &Settings::default(), TODAY));
}

#[divan::bench(args = [1_000, 10_000], max_time = 5)]
fn alike(bencher: Bencher<'_, '_>, lines: u32) {
    let (lines, items) = made(World::Alike, lines);
    bencher.bench_local(|| propose(divan::black_box(&lines), &items, &Settings::default(), TODAY));
}

fn made(world: World, count: u32) -> (Vec<Line>, Vec<Item>) {
    match world {
        World::Usual => (0..count).map(usual_pair).unzip(),
        World::Groups => (0..count).map(group_pair).unzip(),
        World::Alike => (0..count).map(alike_pair).unzip(),
    }
}

fn day(number: u32) -> Date {
    date(2026, 3, 1).saturating_add(jiff::Span::new().days(i64::from(number % 60)))
}

/// A payment goes out for every fourth, a buyer pays for the others.
fn usual_pair(number: u32) -> (Line, Item) {
    let who = format!("{} {}", word(number % 97), word(100 + number / 97 % 89));
    let amount = Money::new(i128::from(50 + number % 13 * 85) * 100, MAD);
    let from = day(number * 13);
    let booked_on = from.saturating_add(jiff::Span::new().days(i64::from(number % 5)));
    let named = number % 5 < 3;
    let name = (!number.is_multiple_of(7)).then(|| who.to_uppercase());
    let mut line = line(number, amount, booked_on, name);
    let kind = if number.is_multiple_of(4) {
        let reference = format!("MZ{:010}", number * 37);
        line.side = Side::Debit;
        line.references.end_to_end = named.then(|| reference.clone());
        Kind::Payout { reference, instruction: None, payment_information: None, amount }
    } else {
        let reference = format!("INV-2026-{number:06}");
        if named {
            line.text = format!("Virement recu, facture {reference}, tel 0600 {number:06}, merci beaucoup");
        }
        Kind::Invoice { references: vec![reference], open: amount, priced_in: None }
    };
    (line, item(number, from, who, kind))
}

fn alike_pair(number: u32) -> (Line, Item) {
    let (amount, who) = (Money::new(120_000, MAD), "Galerie Exemple".to_owned());
    let kind = Kind::Invoice { references: vec![format!("INV-{number:06}")], open: amount, priced_in: None };
    (line(number, amount, day(number), Some(who.clone())), item(number, day(number), who, kind))
}

fn group_pair(number: u32) -> (Line, Item) {
    let (mut line, mut item) = alike_pair(number);
    let who = format!("{} {}", word(number / 60 % 97), word(100 + number / 60 % 397));
    line.counterparty.name = Some(who.clone());
    line.booked_on = day(number * 7 + number % 3);
    item.party.names = vec![who];
    (line, item)
}

fn line(number: u32, amount: Money, booked_on: Date, name: Option<String>) -> Line {
    Line {
        id: format!("line-{number}"),
        account: "bank".to_owned(),
        amount,
        side: Side::Credit,
        booked_on,
        value_on: None,
        references: References::default(),
        counterparty: Counterparty { name, account: None },
        text: "Virement recu".to_owned(),
        batch: None,
        returned: None,
        exchanged: false,
    }
}

fn item(number: u32, from: Date, who: String, kind: Kind) -> Item {
    let party = Party { names: vec![who], accounts: Vec::new() };
    let id = format!("item-{number}");
    Item { id, account: Some("bank".to_owned()), from, due: from, party, standing: Standing::Open, kind }
}

/// A word that is not another number's.
fn word(number: u32) -> String {
    let syllables = ["ba", "do", "fi", "gu", "le", "mo", "ni", "ra"];
    let syllable = |place: u32| syllables[usize::try_from(number / 8_u32.pow(place) % 8).unwrap_or(0)];
    format!("{}{}{}n", syllable(0), syllable(1), syllable(2))
}
