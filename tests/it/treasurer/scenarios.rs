//! Thousands of months with banks of every habit: no lot is paid twice, nobody is silently unpaid, and the books agree.

use std::collections::BTreeSet;
use std::env;
use std::thread;

use mizan_ledger::account::Account;
use mizan_ledger::book::state::payout::ItemState;
use mizan_ledger::id::PayoutId;
use mizan_ledger::money::{MAD, Money};
use mizan_tests::bank::Habits;
use serde_json::json;

use crate::treasurer::world::{World, earned};

/// How many seeds are tried, unless `MIZAN_SEEDS` says otherwise.
const SEEDS: u64 = 2_000;

/// After how many days everything a bank does by itself has happened.
const DAYS: u32 = 26;

fn id(name: &str) -> PayoutId {
    name.parse().map(PayoutId).expect("it is an identifier")
}

/// A month: two payouts under way at once, files, answers, what is not answered, what comes back.
fn month(seed: u64, clerk: mizan::service::clerk::Clerk<mizan::service::environment::Rehearsal>) -> World {
    let mut world = World::new(clerk, seed, Habits::of(seed));
    let payouts = [(id("march"), id("march-cash")), (id("april"), id("april-cash"))];
    for (payout, _) in payouts {
        let mut pay = Vec::new();
        for (member, all) in world.earned.clone() {
            let part = i128::from(world.chance.between(1, 100));
            let minor = (all.minor() * part / 200).max(1);
            pay.push(json!({"member": member, "amount": Money::new(minor, MAD), "method": "bank"}));
        }
        world.schedule(payout, &json!(pay));
    }
    for day in 0..DAYS {
        for (turn, (payout, new)) in (0..).zip(payouts) {
            if day == turn
                && let Some(file) = world.file(payout)
            {
                // Killed before it is sent: it is sent on another day, as `mind` finds it.
                if !world.chance.percent(15) {
                    world.send(payout, file);
                }
            }
            world.mind(payout);
            if world.chance.percent(20) {
                world.re_route(payout, new);
            }
        }
        world.next_day();
    }
    world
}

/// Holds a month against what the bank did; what happened in it.
fn hold(seed: u64, mut world: World) -> BTreeSet<&'static str> {
    let habits = Habits::of(seed);
    let told = |what: &str| format!("seed {seed}: {what} ({habits:?})");
    assert!(world.bank.is_at_rest(), "{}", told("the bank has something left to do"));
    // Everything once more, backwards: what was left because something else was read later is understood now.
    let archive = world.archive.clone();
    archive.iter().rev().chain(&archive).for_each(|letter| {
        world.read(letter);
    });
    // And once more, which adds nothing.
    world.exceptions.clear();
    let again: u64 = archive.iter().map(|letter| world.read(letter)).sum();
    assert_eq!(again, 0, "{}", told("everything was read"));

    for name in ["march", "april"] {
        let (payout, id) = (world.payout(id(name)), id(name));
        for (member, item) in &payout.items {
            let reference = payout.end_to_end(item);
            let times = world.bank.paid().get(&reference).copied().unwrap_or(0);
            assert!(times <= 1, "{}", told(&format!("{member} of {id} was paid {times} times")));
            let open = world.exceptions.iter().any(|open| open.starts_with(&format!("{id}/")));
            world.met.insert(item.state.word());
            match item.state {
                ItemState::Settled => {
                    assert!(world.bank.stays_paid(&reference), "{}", told(&format!("{member} of {id} has it")));
                }
                ItemState::Failed => {
                    assert_eq!(times, 0, "{}", told(&format!("{member} of {id} was refused and is not paid")));
                }
                ItemState::Returned => {
                    assert!(times == 1 && !world.bank.stays_paid(&reference), "{}", told("what came back had gone"));
                }
                ItemState::Scheduled
                | ItemState::Filed
                | ItemState::Sent
                | ItemState::Unknown
                | ItemState::Accepted
                | ItemState::Handed
                | ItemState::Unclaimed
                | ItemState::Cancelled => assert!(
                    open,
                    "{}",
                    told(&format!(
                        "{member} of {id} is {} and nobody knows why: {:?}",
                        item.state.word(),
                        world.exceptions
                    ))
                ),
            }
        }
    }
    world.met.insert(if world.exceptions.is_empty() { "nothing is left open" } else { "something is left open" });
    if world.exceptions.is_empty() {
        let till = Account::Till("bank:main".parse().expect("it is a till"));
        assert_eq!(world.own().balances.of(till, MAD), world.bank.balance(), "{}", told("the books agree"));
    }
    for (member, all) in &world.earned {
        let cash = ["march-cash", "april-cash"].into_iter().filter_map(|name| {
            let payout = world.own().payouts.get(&id(name))?.into_owned();
            payout.items.get(member).filter(|item| item.state == ItemState::Handed).map(|item| item.amount.minor())
        });
        let by_bank = ["march", "april"].into_iter().filter_map(|name| {
            let payout = world.payout(id(name));
            let item = payout.items.get(member)?;
            world.bank.stays_paid(&payout.end_to_end(item)).then_some(item.amount.minor())
        });
        let had: i128 = cash.chain(by_bank).sum();
        let left = world.own().balances.owed(Account::MemberAvailable(*member), MAD).minor();
        assert!(had + left <= all.minor(), "{}", told(&format!("{member} has {had} and {left} of {}", all.minor())));
    }
    world.met
}

#[test]
fn with_whatever_bank_no_lot_is_paid_twice_and_nobody_is_silently_unpaid() {
    let seeds = env::var("MIZAN_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    let begun = earned();
    let hands = thread::available_parallelism().map_or(1, usize::from) as u64;
    let met = thread::scope(|scope| {
        let hand = |hand: u64| {
            let begun = begun.clone();
            scope.spawn(move || {
                let seeds = (hand..seeds).step_by(usize::try_from(hands).unwrap_or(1));
                seeds.flat_map(|seed| hold(seed, month(seed, begun.clone()))).collect::<BTreeSet<&'static str>>()
            })
        };
        let at_work: Vec<_> = (0..hands).map(hand).collect();
        at_work.into_iter().flat_map(|hand| hand.join().expect("no month went wrong")).collect::<BTreeSet<_>>()
    });
    for wanted in [
        "settled",
        "failed",
        "returned",
        "nothing is left open",
        "uploaded twice",
        "killed before it was sent",
        "never received and sent again",
        "asked what became of it",
        "silent",
        "back_before_paid",
        "other_total",
    ] {
        assert!(met.contains(wanted), "among {seeds} months nobody met `{wanted}`: {met:?}");
    }
}
