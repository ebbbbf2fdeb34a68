//! Stories of looms: paid by a grant and by the cooperative, worth less each month, and looked after.

use serde_json::{Value, json};

use crate::decide::grant::tests::{awarded, tranche};
use crate::decide::stories::{Said, given, say, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

/// A loom is bought out of the bank account.
fn loom(cost: &str, life_months: u32) -> Said {
    let data = json!({
        "asset": "loom-1", "name": "A loom two metres wide", "cost": cost, "till": "bank:main",
        "life_months": life_months
    });
    treasurer("commission_asset", data)
}

fn paid_by_the_grant(amount: &str) -> Value {
    json!({"grant": {"grant": "looms", "line": "equipment", "amount": amount}})
}

fn depreciated(movement: &str, months: u32, day: &str) -> Said {
    let data = json!({"movement": movement, "asset": "loom-1", "months": months});
    treasurer("depreciate_asset", data).on(day)
}

/// 20,000.00 of the grant and 2,500.00 of the cooperative's own are in the bank.
fn with_money() -> Vec<Said> {
    let own = json!({"movement": "own", "from": "cash:office", "to": "bank:main", "amount": "2500.00 MAD"});
    let mut said = the_cooperative();
    said.extend(awarded());
    said.extend([tranche("tranche-1", "20000.00 MAD"), treasurer("transfer_funds", own)]);
    said
}

#[test]
fn a_loom_is_paid_by_the_grant_and_by_the_cooperative() {
    let with = |amount: &str| loom("7500.00 MAD", 60).saying(paid_by_the_grant(amount));
    given(with_money())
        .when(loom("7500.00 MAD", 0))
        .refused_because("life_out_of_bounds", "write 1 to 1200")
        .when(loom("7500.00 EUR", 60))
        .refused("wrong_currency")
        .when(with("7500.01 MAD"))
        .refused_because("grant_beyond_cost", "costs 7500.00 MAD")
        .when(with("4999.99 MAD"))
        .refused_because("reserved_for_grants", "2500.00 MAD is free")
        .when(loom("7500.00 MAD", 60))
        .refused("reserved_for_grants")
        .when(with("5000.00 MAD").saying(json!({"grant": {"grant": "looms", "line": "kettles", "amount": "1.00 MAD"}})))
        .refused("unknown_budget_line")
        .when(with("5000.00 MAD"))
        .then(&["asset_commissioned"])
        .holds("assets:equipment:loom-1", "7500.00 MAD")
        .holds("assets:bank:main", "15000.00 MAD")
        .holds("liabilities:grant:looms", "15000.00 MAD")
        .holds("equity:deferred-grant:loom-1", "5000.00 MAD")
        .when(with("5000.00 MAD"))
        .refused("already_exists");
}

#[test]
fn a_loom_is_worth_less_each_month_and_exactly_nothing_in_the_end() {
    // 1,000.00 over 7 months is 142.857…: what is gone is right at each step, and the last step takes the rest.
    let loom = loom("1000.00 MAD", 7).saying(paid_by_the_grant("400.00 MAD"));
    given(with_money())
        .when(depreciated("worn-1", 1, "2026-03-31"))
        .refused("unknown_asset")
        .and([loom])
        .when(depreciated("worn-1", 2, "2026-03-31"))
        .refused_because("not_yet_served", "1 months of the asset `loom-1` have begun by then and 0 are counted")
        .when(depreciated("worn-1", 0, "2026-03-31"))
        .refused("life_over")
        .when(depreciated("worn-1", 1, "2026-03-31"))
        .then(&["asset_depreciated"])
        .with("/0/amount", json!("142.86 MAD"))
        .with("/0/released", json!("57.14 MAD"))
        .when(depreciated("worn-2", 2, "2026-05-31"))
        .then(&["asset_depreciated"])
        .with("/0/amount", json!("285.71 MAD"))
        .with("/0/released", json!("114.29 MAD"))
        .holds("assets:equipment:loom-1", "571.43 MAD")
        .when(depreciated("worn-2", 1, "2026-06-30"))
        .refused("already_exists")
        .when(depreciated("worn-3", 5, "2027-01-31"))
        .refused_because("life_over", "has 4 months of its life left")
        .when(depreciated("worn-3", 4, "2026-09-30"))
        .then(&["asset_depreciated"])
        .holds("assets:equipment:loom-1", "0.00 MAD")
        .holds("equity:deferred-grant:loom-1", "0.00 MAD")
        .holds("expenses:depreciation", "1000.00 MAD")
        .holds("income:grants", "400.00 MAD");
}

#[test]
fn what_the_cooperative_pays_alone_brings_no_grant_in() {
    given(with_money())
        .and([loom("1200.00 MAD", 12)])
        .when(depreciated("worn-1", 1, "2026-03-31"))
        .then(&["asset_depreciated"])
        .with("/0/amount", json!("100.00 MAD"))
        .with("/0/released", Value::Null);
}

#[test]
fn somebody_looks_whether_the_loom_is_used() {
    let looked = |found: &str| {
        let data = json!({"asset": "loom-1", "found": found, "hours": "140", "members": 3});
        say("leader", "report_asset_use", data)
    };
    let story = given(with_money())
        .when(looked("in_use"))
        .refused("unknown_asset")
        .and([loom("1200.00 MAD", 12)])
        .when(looked("sold"))
        .unreadable("unknown variant `sold`")
        .when(looked("in_use"))
        .then(&["asset_use_reported"])
        .and([looked("broken_down").on("2026-04-01")]);
    let found = story.cooperative().grants.assets.values().next().and_then(|asset| asset.found);
    let expected = (jiff::civil::date(2026, 4, 1), crate::event::grant::AssetUse::BrokenDown);
    assert_eq!(found, Some(expected));
}

#[test]
fn a_loom_that_was_never_bought_is_taken_back_while_nothing_of_it_is_worn() {
    let correct = |correction: &str, target: u64| {
        treasurer(
            "declare_correction",
            json!({
                "correction": correction, "targets": [target], "reason": "did_not_happen", "approved_by": "president"
            }),
        )
        .on("2026-03-31")
    };
    let story = given(with_money());
    let before = story.balances();
    let story = story.and([loom("7500.00 MAD", 60).saying(paid_by_the_grant("5000.00 MAD"))]);
    let bought = story.position_of("asset_commissioned");
    let story = story.and([depreciated("worn-1", 1, "2026-03-31")]);
    let worn = story.position_of("asset_depreciated");
    let story = story
        .when(correct("correction-1", bought))
        .refused_because("built_on", "it has been depreciated since")
        .and([correct("correction-2", worn), depreciated("worn-2", 1, "2026-03-31")])
        .with("/0/amount", json!("125.00 MAD"));
    let again = story.position_of("asset_depreciated");
    let story = story.and([correct("correction-3", again), correct("correction-4", bought)]);
    assert_eq!(story.balances(), before, "the mirrors leave the accounts as they were");
    let grant = story.cooperative().grants.grants.values().next();
    let left: Vec<String> =
        grant.into_iter().flat_map(|grant| &grant.lines).map(|(_, left)| left.to_string()).collect();
    assert_eq!(left, ["45000.00 MAD", "15000.00 MAD"], "the lines allow what they did");
    story.when(depreciated("worn-3", 1, "2026-03-31")).refused("unknown_asset");
}
