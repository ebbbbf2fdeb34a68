//! Laws: what holds for every proposal over worlds that were made to collide: few names, few prices, few references, of
//! which some are wrong.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::world::{TODAY, invoice, payout, proposed, provider_payout, received, sent};
use crate::money::{EUR, Money};
use crate::reconcile::line::Line;
use crate::reconcile::open::{Item, Kind, Standing};
use crate::reconcile::proposal::{DifferenceKind, Proposals, Stage, Use, Verdict};
use crate::reconcile::propose;
use crate::reconcile::settings::Settings;

const PEOPLE: [&str; 4] = ["Galerie Lumière", "Maison Atlas", "Fatima Exemple", "Galerie Atlas"];
const PRICES: [&str; 5] = ["400.00 MAD", "385.00 MAD", "800.00 MAD", "1200.00 MAD", "400.00 EUR"];

fn item() -> impl Strategy<Value = Item> {
    (0..3_u8, 0..12_u16, 0..PEOPLE.len(), 0..PRICES.len(), 1..20_i8, any::<bool>()).prop_map(
        |(kind, number, who, price, day, settled)| {
            let (who, price) = (PEOPLE[who], PRICES[price]);
            let mut item = match kind {
                0 => invoice(&format!("INV-{number:04}"), who, price, day),
                1 => payout(&format!("MZ-{number:04}"), who, price, day),
                _ => provider_payout(&format!("po_{number:04}"), "400.00 MAD", "10.00 MAD", "5.00 MAD", day),
            };
            if settled && number % 3 == 0 {
                item.standing = Standing::Settled { on: item.from };
            }
            item
        },
    )
}

fn line() -> impl Strategy<Value = Line> {
    let text = prop_oneof![
        3 => Just(String::new()),
        4 => (0..12_u16).prop_map(|number| format!("INV-{number:04}")),
        1 => (0..12_u16, 0..12_u16).prop_map(|(one, other)| format!("INV {one:04} + INV {other:04}")),
        1 => (0..12_u16).prop_map(|number| format!("MZ-{number:04}")),
        1 => (0..12_u16).prop_map(|number| format!("po_{number:04}")),
    ];
    let people = prop::option::weighted(0.7, 0..PEOPLE.len());
    let end_to_end = prop::option::weighted(0.3, 0..12_u16);
    (0..40_u16, text, people, end_to_end, 0..PRICES.len(), 1..22_i8, 0..10_u8).prop_map(
        |(number, text, who, end_to_end, price, day, kind)| {
            let id = format!("line-{number:02}");
            let price = PRICES[price];
            let line = match kind {
                0..6 => received(&id, price, day),
                6 => received(&id, price, day).returned("AC04"),
                7 => sent(&id, price, day).of_batch("PI-MARCH-7", None),
                _ => sent(&id, price, day),
            };
            let line = who.map_or(line.clone(), |who| line.party(PEOPLE[who]));
            end_to_end.map_or(line.clone(), |number| line.end_to_end(&format!("MZ-{number:04}"))).says(&text)
        },
    )
}

type World = (Vec<Line>, Vec<Item>);

/// Items and lines, where each id stands for one thing.
fn world() -> impl Strategy<Value = World> {
    (prop::collection::vec(line(), 0..30), prop::collection::vec(item(), 0..20)).prop_map(|(lines, items)| {
        let lines: BTreeMap<String, Line> = lines.into_iter().map(|line| (line.id.clone(), line)).collect();
        let items: BTreeMap<String, Item> = items.into_iter().map(|item| (item.id.clone(), item)).collect();
        (lines.into_values().collect(), items.into_values().collect())
    })
}

/// A world and the order in which somebody else hands it over.
fn shuffled() -> impl Strategy<Value = (World, World)> {
    world().prop_flat_map(|(lines, items)| {
        let other = (Just(lines.clone()).prop_shuffle(), Just(items.clone()).prop_shuffle());
        (Just((lines, items)), other)
    })
}

fn bytes(proposals: &Proposals) -> String {
    serde_json::to_string(proposals).expect("proposals are JSON")
}

/// The lines that are in something automatic.
fn matched(proposals: &Proposals) -> BTreeSet<&str> {
    proposals.automatic.iter().flat_map(|proposal| &proposal.lines).map(|moved| moved.line.as_str()).collect()
}

/// What a book makes of the automatic proposals: their lines are known, and what they settle is settled.
fn booked(lines: &[Line], items: &[Item], proposals: &Proposals) -> (Vec<Line>, Vec<Item>) {
    let known = matched(proposals);
    let left = lines.iter().filter(|line| !known.contains(line.id.as_str())).cloned().collect();
    let mut rest: BTreeMap<&str, Item> = items.iter().map(|item| (item.id.as_str(), item.clone())).collect();
    for proposal in &proposals.automatic {
        let short = proposal.differences.iter().find(|difference| difference.kind == DifferenceKind::ShortPayment);
        let of_proposal = |line: &&Line| proposal.lines.iter().any(|moved| moved.line == line.id);
        let day = lines.iter().filter(of_proposal).map(|line| line.booked_on).max().unwrap_or(TODAY);
        for taken in &proposal.items {
            let Some(item) = rest.get_mut(taken.item.as_str()) else { continue };
            match (taken.used, short, &mut item.kind) {
                (Use::Settles, Some(short), Kind::Invoice { open, .. }) => *open = short.amount.negated(),
                (Use::Settles, _, _) => item.standing = Standing::Settled { on: day },
                // A payment that came back is not looked for any more.
                (Use::Returns, _, _) => drop(rest.remove(taken.item.as_str())),
            }
        }
    }
    (left, rest.into_values().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_order_in_which_things_come_changes_no_byte(((lines, items), (other_lines, other_items)) in shuffled()) {
        prop_assert_eq!(bytes(&proposed(&lines, &items)), bytes(&proposed(&other_lines, &other_items)));
    }

    #[test]
    fn every_line_is_matched_or_split_or_left_and_never_two_of_them((lines, items) in world()) {
        let proposals = proposed(&lines, &items);
        let automatic = proposals.automatic.iter().flat_map(|proposal| &proposal.lines).map(|moved| &moved.line);
        let mut each: Vec<&String> = automatic.chain(proposals.exceptions.iter().map(|left| &left.line)).collect();
        each.sort();
        let all: Vec<&String> = lines.iter().map(|line| &line.id).collect();
        prop_assert_eq!(each, all);
        let verdicts = proposals.verdicts();
        prop_assert_eq!(verdicts.len(), lines.len());
        let left = verdicts.values().filter(|verdict| **verdict == Verdict::Exception).count();
        prop_assert_eq!(left, proposals.exceptions.len());
    }

    #[test]
    fn every_item_is_used_once_for_each_purpose_and_no_suggestion_touches_it_again((lines, items) in world()) {
        let proposals = proposed(&lines, &items);
        let mut used = BTreeSet::new();
        for taken in proposals.automatic.iter().flat_map(|proposal| &proposal.items) {
            prop_assert!(used.insert((&taken.item, taken.used)), "{} is used twice", taken.item);
        }
        let known = matched(&proposals);
        for proposal in &proposals.suggestions {
            prop_assert!(proposal.items.iter().all(|taken| !used.contains(&(&taken.item, taken.used))));
            prop_assert!(proposal.lines.iter().all(|moved| !known.contains(moved.line.as_str())));
        }
    }

    #[test]
    fn every_proposal_sums_to_nothing_with_its_named_differences((lines, items) in world()) {
        let proposals = proposed(&lines, &items);
        for proposal in proposals.automatic.iter().chain(&proposals.suggestions) {
            prop_assert_eq!(proposal.unexplained().map(Money::minor), Some(0));
            for taken in proposal.items.iter().filter(|taken| !taken.parts.is_empty()) {
                let parts = Money::sum(taken.expected.currency(), taken.parts.values().copied());
                prop_assert_eq!(parts, Ok(taken.expected));
            }
        }
    }

    #[test]
    fn nothing_uncertain_is_automatic((lines, items) in world()) {
        for proposal in &proposed(&lines, &items).automatic {
            let plain = proposal.differences.is_empty();
            match proposal.stage {
                Stage::OwnReference | Stage::Return | Stage::ProviderPayout | Stage::AmountDayParty => prop_assert!(plain),
                Stage::TheirReference => prop_assert!(plain || (proposal.lines.len(), proposal.items.len()) == (1, 1)),
                Stage::Assignment | Stage::SubsetSum => prop_assert!(false, "{:?} only ever suggests", proposal.stage),
            }
        }
    }

    #[test]
    fn reading_a_part_of_a_statement_again_adds_nothing((lines, items) in world(), from in 0_usize..30, to in 0_usize..30) {
        let again = lines.iter().take(from).chain(lines.iter().skip(to)).cloned();
        let twice: Vec<Line> = lines.iter().cloned().chain(again).collect();
        prop_assert_eq!(bytes(&proposed(&lines, &items)), bytes(&proposed(&twice, &items)));
    }

    #[test]
    fn proposing_again_on_what_is_left_takes_nothing_that_was_taken((lines, items) in world()) {
        let first = proposed(&lines, &items);
        let (rest, open) = booked(&lines, &items, &first);
        let second = proposed(&rest, &open);
        let known = matched(&first);
        let short = |id: &str| first.automatic.iter().any(|proposal| !proposal.differences.is_empty()
            && proposal.items.iter().any(|taken| taken.item == id));
        let used: BTreeSet<(&str, Use)> = first.automatic.iter().flat_map(|proposal| &proposal.items)
            .map(|taken| (taken.item.as_str(), taken.used)).collect();
        for proposal in &second.automatic {
            prop_assert!(proposal.lines.iter().all(|moved| !known.contains(moved.line.as_str())));
            for taken in &proposal.items {
                let again = used.contains(&(taken.item.as_str(), taken.used)) && !short(&taken.item);
                prop_assert!(!again, "{} was taken before", taken.item);
            }
        }
        if first.automatic.iter().all(|proposal| proposal.differences.is_empty()) {
            let returned = first.automatic.iter().any(|proposal| proposal.stage == Stage::Return);
            prop_assert!(returned || second.automatic.is_empty(), "{:?}", second.automatic);
        }
    }

    #[test]
    fn what_is_left_alone_is_left_alone_whatever_the_limits((lines, items) in world()) {
        let none = Settings { limits: BTreeMap::new(), ..Settings::default() };
        for proposal in propose(&lines, &items, &none, TODAY).automatic {
            prop_assert!(proposal.stage != Stage::AmountDayParty, "a currency without limits is never matched by amount alone");
            let explained = |kind| matches!(kind, DifferenceKind::Rounding | DifferenceKind::BankCharge);
            prop_assert!(!proposal.differences.iter().any(|difference| explained(difference.kind)));
        }
    }

    #[test]
    fn lines_and_items_of_two_currencies_never_meet((lines, items) in world()) {
        let proposals = proposed(&lines, &items);
        let currency = |id: &str| lines.iter().find(|line| line.id == id).map(|line| line.amount.currency() == EUR);
        for proposal in proposals.automatic.iter().chain(&proposals.suggestions) {
            for taken in &proposal.items {
                let euro = taken.expected.currency() == EUR;
                prop_assert!(proposal.lines.iter().all(|moved| currency(&moved.line) == Some(euro)));
            }
        }
    }
}
