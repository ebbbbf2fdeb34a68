//! Laws of the split, held for agreements and sales nobody thought of.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{GOLDEN, code};
use crate::agreement::document::{Agreement, Example};
use crate::agreement::facts::Facts;
use crate::agreement::split::{CannotSplit, Split};
use crate::money::Money;

/// A rate of so many in ten thousand.
fn rate(parts: u32) -> String {
    format!("0.{parts:04}")
}

fn basis() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({"from": "gross"}),
        json!({"from": "without_tax"}),
        json!({"from": "left"}),
        json!({"from": "resale"}),
        json!({"from": {"step": "freight"}}),
        json!({"from": "gross", "less": [{"step": "freight"}]}),
        json!({"from": "without_tax", "less": [{"step": "freight"}, "provider_fees"]}),
        json!({"from": "without_tax", "less": ["materials"]}),
    ])
}

/// At most a tenth of the price, whatever its basis.
fn take() -> impl Strategy<Value = Value> {
    let percent = (0..=1_000_u32, basis()).prop_map(|(parts, of)| json!({"percent": {"rate": rate(parts), "of": of}}));
    let units = prop::sample::select(vec!["order", "piece", "kilogram", "square_metre", "hour"]);
    let fixed = (0..=90_000_u32, units)
        .prop_map(|(millionths, per)| json!({"fixed": {"amount": format!("0.{millionths:06}"), "per": per}}));
    let reach = prop::sample::select(vec!["marginal", "whole"]);
    let tiers =
        (0..=1_000_u32, 0..=1_000_u32, 1..=9_000_u32, basis(), reach).prop_map(|(low, high, from, of, reach)| {
            let bands =
                [json!({"from": "0", "rate": rate(low)}), json!({"from": from.to_string(), "rate": rate(high)})];
            json!({"tiers": {"of": of, "reach": reach, "bands": bands}})
        });
    let mark_up = (1..=100_000_u32, basis())
        .prop_map(|(millionths, of)| json!({"mark_up": {"times": format!("1.{millionths:06}"), "of": of}}));
    prop_oneof![percent, fixed, tiers, mark_up]
}

fn among() -> impl Strategy<Value = Value> {
    let graded = json!({"graded": [{"grade": "a", "coefficient": "1.25"}, {"grade": "b", "coefficient": "0.8"}]});
    let mut rules = ["equal", "pieces", "kilograms", "square_metres", "hours"].map(Value::from).to_vec();
    rules.push(graded);
    prop::sample::select(rules)
}

/// An agreement with every kind of step, each of them reckoned by chance.
fn agreement() -> impl Strategy<Value = Agreement> {
    let bounds = (any::<bool>(), any::<bool>(), prop::sample::select(vec!["rotating", "listed"]));
    let premium = (0..=50_000_u32, 0..=9_999_u32, prop::sample::select(vec!["included", "on_top"]));
    let shares = prop::collection::vec(take(), 4);
    let rest = prop::sample::select(vec!["makers", "cooperative", "fund"]);
    (0..=2_500_u32, premium, shares, bounds, among(), among(), rest, any::<bool>()).prop_map(
        |(vat, (premium, earmark, placed), takes, (floor, cap, tie_break), piecework, rule, rest, coins)| {
            let to = [json!({"party": "demo-platform"}), json!("cooperative"), json!({"fund": "training"})];
            let mut steps = vec![
                json!({"kind": "tax", "name": "vat", "rate": rate(vat)}),
                json!({"kind": "tax", "name": "levy", "rate": "0.01"}),
                json!({"kind": "cost", "name": "freight", "cost": {"named": "freight"}, "to": {"party": "carrier"}}),
                json!({"kind": "cost", "name": "fees", "cost": "provider_fees", "to": "cooperative"}),
                json!({"kind": "minimum", "name": "floor", "amount": "0.5", "per": "piece",
                    "or_market": true, "plus": [{"name": "organic", "amount": "0.125"}]}),
                json!({"kind": "premium", "name": "premium", "to": {"fund": "premium"}, "placed": placed,
                    "take": {"fixed": {"amount": format!("0.{premium:06}"), "per": "kilogram"}},
                    "of_which": [{"name": "school", "fund": "school", "rate": rate(earmark)}]}),
            ];
            let mut takes = takes.into_iter();
            for (index, (to, take)) in to.into_iter().zip(&mut takes).enumerate() {
                let mut share = json!({"kind": "share", "name": format!("share-{index}"), "to": to, "take": take});
                if floor {
                    share["at_least"] = json!({"amount": "0.02", "per": "order"});
                }
                if cap {
                    share["at_most"] = json!({"amount": "0.05", "per": "kilogram"});
                }
                steps.push(share);
            }
            let piecework_take = takes.next();
            steps.push(
                json!({"kind": "share", "name": "piecework", "to": {"makers": piecework}, "take": piecework_take}),
            );
            let to = match rest {
                "makers" => json!({"makers": rule}),
                "fund" => json!({"fund": "solidarity"}),
                other => json!(other),
            };
            steps.push(json!({"kind": "share", "name": "rest", "to": to, "take": "rest"}));
            if coins {
                steps.push(json!({"kind": "rounding", "name": "coins", "coin": "0.05", "to": {"fund": "solidarity"}}));
            }
            let mut document: Value = serde_json::from_str(GOLDEN).expect("the golden agreement is JSON");
            document["steps"] = json!(steps);
            document["tie_break"] = json!(tie_break);
            document["claw_back"] = json!({"fund": "quality"});
            document["example"] = Value::Null;
            serde_json::from_value(document).expect("what a strategy makes is readable")
        },
    )
}

/// A sale of 100.00 to ten million, of whose price costs and units leave enough.
fn sale() -> impl Strategy<Value = Facts> {
    let maker = (0..=300_u32, 0..=3_000_u32, 1..=400_u32);
    let costs = (0..=100_u32, 0..=100_u32, 0..=300_u32);
    (10_000..=1_000_000_000_i128, costs, prop::collection::vec(maker, 1..9), any::<u16>()).prop_map(
        |(gross, (freight, fees, materials), makers, turn)| {
            let part = |thousandths: u32| Money::new(gross * i128::from(thousandths) / 1_000, crate::money::MAD);
            // As many units as the price has dirhams, so that no fixed amount for each exceeds a tenth of it.
            let units = (gross / 100).to_string();
            let makers: Vec<_> = makers.into_iter().enumerate().map(|(index, (pieces, grams, hours))| json!({
                "member": format!("maker-{index}"),
                "did": {"pieces": (pieces + 1).to_string(), "kilograms": format!("{}.{:03}", 1 + grams / 1_000, grams % 1_000),
                    "square_metres": (pieces + hours).to_string(), "hours": hours.to_string()},
                "graded": [{"grade": "a", "pieces": pieces.to_string()}, {"grade": "b", "pieces": hours.to_string()}],
            })).collect();
            serde_json::from_value(json!({
                "gross": part(1_000), "costs": [{"cost": "freight", "amount": part(freight)}], "provider_fees": part(fees),
                "materials": part(materials), "resale": part(1_000), "turn": turn, "makers": makers, "market": "0.75",
                "sold": {"pieces": units, "kilograms": units, "square_metres": units, "hours": units},
            })).expect("what a strategy makes is readable")
        },
    )
}

fn total(amounts: impl Iterator<Item = Money>) -> i128 {
    amounts.map(Money::minor).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn slices_sum_to_the_price_and_none_is_below_zero(agreement in agreement(), sale in sale()) {
        let split = agreement.split(&sale)?;
        prop_assert_eq!(total(split.slices.iter().map(|slice| slice.amount)), sale.gross.minor());
        for slice in &split.slices {
            prop_assert!(!slice.amount.is_negative(), "{:?}", slice);
            if !slice.makers.is_empty() {
                prop_assert_eq!(total(slice.makers.iter().map(|part| part.amount)), slice.amount.minor());
                prop_assert!(slice.makers.iter().all(|part| !part.amount.is_negative()));
            }
        }
        for minimum in &split.minimums {
            prop_assert_eq!(minimum.short_by.minor(), (minimum.required.minor() - minimum.reached.minor()).max(0));
        }
        let coin = if split.slices.iter().any(|slice| slice.step == code("coins")) { 5 } else { 1 };
        prop_assert!(split.makers().iter().all(|part| part.amount.minor() % coin == 0));
    }

    #[test]
    fn the_same_sale_is_divided_the_same_way_and_reads_back(agreement in agreement(), sale in sale()) {
        let split = agreement.split(&sale)?;
        prop_assert_eq!(&agreement.split(&sale)?, &split);
        let written = serde_json::to_string(&split)?;
        prop_assert_eq!(serde_json::from_str::<Split>(&written)?, split);
    }

    #[test]
    fn what_the_engine_prints_is_an_example_the_check_accepts(mut agreement in agreement(), sale in sale()) {
        let split = agreement.split(&sale)?;
        agreement.example = Some(Example { facts: sale, split });
        let problems: Vec<_> = agreement.check().iter().map(ToString::to_string).collect();
        prop_assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn the_turn_moves_centimes_among_the_makers_and_nothing_else(agreement in agreement(), mut sale in sale(), turn: u64) {
        let split = agreement.split(&sale)?;
        sale.turn = turn;
        let other = agreement.split(&sale)?;
        for (one, another) in split.slices.iter().zip(&other.slices) {
            // Rounding down to coins may leave a little more or less of the makers' part.
            let coins = i128::try_from(sale.makers.len() * 5)?;
            prop_assert!((one.amount.minor() - another.amount.minor()).abs() <= coins);
            let rounded = split.slices.iter().any(|slice| slice.step == code("coins"));
            prop_assert!(rounded || one.amount == another.amount);
        }
    }

    #[test]
    fn a_price_too_small_is_refused_by_the_step_that_does_not_fit(agreement in agreement(), sale in sale()) {
        let sale = Facts { gross: Money::new(sale.gross.minor() / 20, sale.gross.currency()), ..sale };
        match agreement.split(&sale) {
            Ok(split) => prop_assert_eq!(total(split.slices.iter().map(|slice| slice.amount)), sale.gross.minor()),
            Err(CannotSplit::OverAllocated { step, asked, left }) => {
                prop_assert!(agreement.steps.iter().any(|known| known.name() == step));
                prop_assert!(asked.minor() > left.minor());
            }
            Err(CannotSplit::BasisBelowZero { basis, .. }) => prop_assert!(basis.is_negative()),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn deductions_never_exceed_the_part_nor_touch_the_protected_minimum(
        part in 0..=1_000_000_i128, wool in 0..=300_000_i128, loan in 0..=1_000_000_i128,
    ) {
        use crate::agreement::deduction::Owed;
        use crate::agreement::step::Recovers;
        let golden = super::read(GOLDEN);
        let mad = |minor| Money::new(minor, crate::money::MAD);
        let owed = [
            Owed { what: Recovers::Materials, reference: code("wool"), outstanding: mad(wool) },
            Owed { what: Recovers::Loan, reference: code("loan"), outstanding: mad(loan) },
        ];
        let taken = golden.deductions(mad(part), &owed, |_| true)?;
        let by = |clause: &str| total(taken.iter().filter(|row| row.clause.as_str() == clause).map(|row| row.amount));
        prop_assert_eq!(by("wool"), wool.min(part), "materials come first and in full");
        let remains = part - by("wool");
        prop_assert_eq!(by("loan"), ((remains + 5) / 10).min(loan).min(remains - 50_000).max(0));
        prop_assert!(by("loan") == 0 || remains - by("loan") >= 50_000);
    }
}
