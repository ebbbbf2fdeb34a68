//! Two other rules, built anew from their description and tuned to nothing: what matching was before.
//!
//! Where the description leaves something open, it is read in the rule's favour: references and names are compared
//! without regard to separators, letters and the order of words, and days from the nearer of two.

use std::collections::BTreeSet;

use jiff::civil::Date;
use mizan_ledger::reconcile::line::Line;
use mizan_ledger::reconcile::open::{Item, Kind, Standing};
use mizan_ledger::reconcile::proposal::Use;

use crate::measure::Pair;
use crate::world::{World, minor};

/// ERPNext's: of all items of the amount, ranked by reference and party, the best first, and each used once.
pub(crate) fn by_rank(world: &World) -> Vec<(Pair, i64)> {
    let lines = each_once(&world.lines);
    let mut ranked = Vec::new();
    for line in &lines {
        for item in world.items.iter().filter(|item| is_open(item) && is_equal(line, item)) {
            let rank = u32::from(is_named(line, item)) + u32::from(is_party(line, item));
            ranked.push((3 - rank, days_apart(line.booked_on, item), &line.id, item));
        }
    }
    ranked.sort_by_key(|(rank, days, line, item)| (*rank, *days, (*line).clone(), item.id.clone()));
    let (mut lines_used, mut items_used) = (BTreeSet::new(), BTreeSet::new());
    let mut said = Vec::new();
    for (_, _, line, item) in ranked {
        if !lines_used.contains(line) && !items_used.contains(&item.id) {
            lines_used.insert(line.clone());
            items_used.insert(item.id.clone());
            said.push(pair(line, item));
        }
    }
    said
}

/// Blnk's: the first item of the amount within three days, which stays there for the next line.
pub(crate) fn by_first_hit(world: &World) -> Vec<(Pair, i64)> {
    let fits =
        |line: &Line, item: &Item| is_open(item) && is_equal(line, item) && days_apart(line.booked_on, item) <= 3;
    each_once(&world.lines)
        .into_iter()
        .filter_map(|line| world.items.iter().find(|item| fits(line, item)).map(|item| pair(&line.id, item)))
        .collect()
}

fn each_once(lines: &[Line]) -> Vec<&Line> {
    let mut seen = BTreeSet::new();
    lines.iter().filter(|line| seen.insert(&line.id)).collect()
}

fn pair(line: &str, item: &Item) -> (Pair, i64) {
    let expected = item.expected().map(minor).unwrap_or_default();
    (Pair { line: line.to_owned(), claim: (item.id.clone(), Use::Settles) }, expected.abs())
}

fn is_open(item: &Item) -> bool {
    match item.standing {
        Standing::Open => true,
        Standing::Settled { .. } => false,
    }
}

fn is_equal(line: &Line, item: &Item) -> bool {
    item.expected().is_ok_and(|expected| expected == line.moved())
        && item.account.as_ref().is_none_or(|account| *account == line.account)
}

fn days_apart(booked: Date, item: &Item) -> i32 {
    let apart = |day: Date| (booked - day).get_days().abs();
    apart(item.from).min(apart(item.due))
}

/// Whether a reference of the item stands on the line, separators and letters apart.
fn is_named(line: &Line, item: &Item) -> bool {
    let bare = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_uppercase();
    let of_line = &line.references;
    let fields = [&of_line.end_to_end, &of_line.structured, &of_line.provider_payout];
    let said = fields.into_iter().flatten().chain([&line.text]).map(|text| bare(text)).collect::<Vec<_>>();
    let names: Vec<&String> = match &item.kind {
        Kind::Payout { reference, .. } => vec![reference],
        Kind::Invoice { references, .. } => references.iter().collect(),
        Kind::ProviderPayout { ids, .. } => ids.iter().collect(),
    };
    names.iter().any(|name| said.iter().any(|text| text.contains(&bare(name))))
}

/// Whether the account is known, or the words of the name are the same in any order.
fn is_party(line: &Line, item: &Item) -> bool {
    let account = line.counterparty.account.as_ref();
    if account.is_some_and(|account| item.party.accounts.contains(account)) {
        return true;
    }
    let words = |name: &str| name.to_uppercase().split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
    let name = line.counterparty.name.as_deref().map(words);
    name.is_some_and(|name| item.party.names.iter().any(|known| words(known) == name))
}
