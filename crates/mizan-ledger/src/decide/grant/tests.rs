//! Stories of a loom grant: by line, by till, never into a payout; and of help that was no money.
//!
//! The grant is like those of the INDH, which pays at most 60 % of a project and 300,000 MAD to a cooperative
//! (INDH Tiznit, PFJM); its lines are invented.

use serde_json::{Value, json};

use crate::decide::stories::{Said, earned, given, say, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

/// The funder is known and has promised 60,000 dirhams: 45,000 for looms and 15,000 for training.
pub(in crate::decide) fn awarded() -> [Said; 2] {
    let funder = json!({"party": "demo-indh", "name": "A programme for human development", "roles": ["funder"]});
    [say("operator", "register_party", funder), award()]
}

fn award() -> Said {
    treasurer(
        "award_grant",
        json!({
            "grant": "looms", "funder": "demo-indh", "own_share": "40000.00 MAD", "reference": "Contract 12/2026",
            "lines": [
                {"line": "equipment", "purpose": "Six looms", "ceiling": "45000.00 MAD"},
                {"line": "training", "purpose": "Two weeks at the looms", "ceiling": "15000.00 MAD"},
            ]
        }),
    )
}

pub(in crate::decide) fn tranche(movement: &str, amount: &str) -> Said {
    let data = json!({"movement": movement, "grant": "looms", "amount": amount, "till": "bank:main"});
    treasurer("receive_grant", data)
}

fn spent(movement: &str, line: &str, amount: &str) -> Said {
    let data = json!({
        "movement": movement, "grant": "looms", "line": line, "amount": amount, "till": "bank:main", "item": "A teacher"
    });
    treasurer("spend_grant", data)
}

fn moved(movement: &str, from: &str, to: &str, amount: &str) -> Said {
    treasurer("transfer_funds", json!({"movement": movement, "from": from, "to": to, "amount": amount}))
}

fn correct(correction: &str, targets: &[u64]) -> Said {
    let data = json!({
        "correction": correction, "targets": targets, "reason": "did_not_happen", "approved_by": "president"
    });
    treasurer("declare_correction", data)
}

#[test]
fn a_grant_is_promised_by_a_funder_line_by_line_in_the_currency_of_the_accounts() {
    let [funder, award] = awarded();
    let lines = |lines: Value| award.clone().saying(json!({"lines": lines}));
    let line = |line: &str, ceiling: &str| json!({"line": line, "purpose": "Looms", "ceiling": ceiling});
    let many: Vec<Value> = (0..101).map(|number| line(&format!("line-{number}"), "1.00 MAD")).collect();
    given(the_cooperative())
        .when(award.clone())
        .refused("unknown_party")
        .and([funder])
        .when(award.clone().saying(json!({"funder": "demo-shop"})))
        .refused_because("wrong_role", "funder")
        .when(lines(json!([])))
        .refused("empty")
        .when(lines(json!(many)))
        .refused_because("too_many_lines", "101 lines, 100 are the most")
        .when(lines(json!([line("looms", "1.00 MAD"), line("looms", "2.00 MAD")])))
        .refused("line_twice")
        .when(lines(json!([line("looms", "10.00 EUR")])))
        .refused("wrong_currency")
        .when(award.clone())
        .then(&["grant_awarded"])
        .holds("liabilities:grant:looms", "0.00 MAD")
        .when(award)
        .refused("already_exists");
}

#[test]
fn no_tranche_goes_beyond_the_grant() {
    given(the_cooperative())
        .and(awarded())
        .when(tranche("tranche-1", "100.00 MAD").saying(json!({"grant": "kettles"})))
        .refused("unknown_grant")
        .when(tranche("tranche-1", "60000.01 MAD"))
        .refused_because("grant_exceeded", "60000.00 MAD of the grant `looms` is still to come")
        .when(tranche("tranche-1", "40000.00 MAD"))
        .then(&["grant_received"])
        .holds("liabilities:grant:looms", "40000.00 MAD")
        .when(tranche("tranche-1", "20000.00 MAD"))
        .refused("already_exists")
        .when(tranche("tranche-2", "20000.01 MAD"))
        .refused("grant_exceeded")
        .and([tranche("tranche-2", "20000.00 MAD")])
        .holds("assets:bank:main", "60000.00 MAD");
}

#[test]
fn each_line_has_its_ceiling_and_only_what_was_received_is_spent() {
    given(the_cooperative())
        .and(awarded())
        .when(spent("spent-1", "training", "100.00 MAD"))
        .refused_because("grant_not_in_till", "0.00 MAD of the grant `looms` lies unspent in `bank:main`")
        .and([tranche("tranche-1", "20000.00 MAD")])
        .when(spent("spent-1", "travel", "100.00 MAD"))
        .refused_because("unknown_budget_line", "has no line `travel`")
        .when(spent("spent-1", "training", "15000.01 MAD"))
        .refused_because("budget_line_exceeded", "allows 15000.00 MAD more")
        .when(spent("spent-1", "training", "9000.00 MAD"))
        .then(&["grant_spent"])
        .when(spent("spent-1", "training", "1.00 MAD"))
        .refused("already_exists")
        .when(spent("spent-2", "training", "6000.01 MAD"))
        .refused_because("budget_line_exceeded", "6000.00 MAD more")
        .when(spent("spent-2", "equipment", "11000.01 MAD"))
        .refused_because("grant_not_in_till", "11000.00 MAD")
        .when(spent("spent-2", "equipment", "11000.00 MAD").saying(json!({"till": "cash:office"})))
        .refused_because("grant_not_in_till", "0.00 MAD")
        .holds("liabilities:grant:looms", "11000.00 MAD");
}

#[test]
fn no_grant_money_reaches_a_payout_or_pays_for_anything_but_its_lines() {
    let payout = json!({"payout": "payout-1", "pay": [{"member": "weaver-1", "method": "bank"}]});
    let settled = json!({"payout": "payout-1", "member": "weaver-1", "till": "bank:main"});
    let fee = json!({"fee": "fee-1", "kind": "bank", "till": "bank:main", "amount": "300.00 MAD"});
    let wool = json!({"movement": "wool-1", "item": "wool", "amount": "200.01 MAD", "till": "bank:main"});
    let lent = json!({"loan": "loan-1", "member": "weaver-2", "principal": "201.00 MAD", "till": "bank:main"});
    // The buyer's 500.00 is in the bank with 60,000.00 of the grant, and 300.00 of it goes to the bank itself.
    given(the_cooperative())
        .and(awarded())
        .and(earned("rug-1", &[("weaver-1", "500.00 MAD")]))
        .and([tranche("tranche-1", "60000.00 MAD")])
        .and([treasurer("schedule_payout", payout)])
        .and([say("president", "approve_payout", json!({"payout": "payout-1", "total": "500.00 MAD"}))])
        .and([treasurer("send_payout", json!({"payout": "payout-1"})), treasurer("charge_provider_fee", fee)])
        .when(treasurer("settle_payout", settled.clone()))
        .refused_because(
            "reserved_for_grants",
            "`bank:main` holds 60200.00 MAD, of which 60000.00 MAD is grants' money and only for their lines: \
             200.00 MAD is free, 500.00 MAD cannot leave it",
        )
        .when(treasurer("buy_materials", wool))
        .refused("reserved_for_grants")
        .when(treasurer("disburse_loan", lent))
        .refused("reserved_for_grants")
        .when(moved("move-1", "bank:main", "cash:office", "200.01 MAD"))
        .refused("reserved_for_grants")
        .and([moved("move-2", "cash:office", "bank:main", "300.00 MAD")])
        .when(treasurer("settle_payout", settled))
        .then(&["payout_settled"])
        .holds("assets:bank:main", "60000.00 MAD");
}

#[test]
fn a_grants_money_stays_its_own_in_another_till() {
    let brought = moved("move-1", "bank:main", "cash:office", "2000.00 MAD").saying(json!({"grant": "looms"}));
    let in_cash =
        |movement: &str, amount: &str| spent(movement, "training", amount).saying(json!({"till": "cash:office"}));
    let story = given(the_cooperative()).and(awarded()).and([tranche("tranche-1", "2000.00 MAD")]);
    let story = story
        .when(brought.clone().saying(json!({"amount": "2000.01 MAD"})))
        .refused_because("grant_not_in_till", "2000.00 MAD")
        .when(brought)
        .then(&["funds_transferred"])
        .holds("assets:cash:office", "7000.00 MAD")
        .when(moved("move-2", "cash:office", "bank:main", "5000.01 MAD"))
        .refused_because("reserved_for_grants", "5000.00 MAD is free");
    let carried = story.position_of("funds_transferred");
    story
        .and([in_cash("spent-1", "1500.00 MAD")])
        .when(correct("correction-1", &[carried]))
        .refused_because("built_on", "spent or brought to another till since")
        .and([moved("move-3", "cash:office", "bank:main", "5000.00 MAD")])
        .when(in_cash("spent-2", "500.01 MAD"))
        .refused("grant_not_in_till")
        .and([in_cash("spent-2", "500.00 MAD")])
        .holds("assets:cash:office", "0.00 MAD");
}

#[test]
fn the_cooperative_adds_its_own_share_out_of_money_that_is_no_grants() {
    let with_own = |own: &str| spent("spent-1", "training", "3000.00 MAD").saying(json!({"own": own}));
    given(the_cooperative())
        .and(awarded())
        .and([tranche("tranche-1", "3000.00 MAD"), moved("move-1", "cash:office", "bank:main", "2000.00 MAD")])
        .when(with_own("2000.01 MAD"))
        .refused("reserved_for_grants")
        .when(with_own("2000.00 EUR"))
        .refused("wrong_currency")
        .when(with_own("2000.00 MAD"))
        .then(&["grant_spent"])
        .holds("expenses:own-share:looms", "2000.00 MAD")
        .holds("assets:bank:main", "0.00 MAD")
        .holds("liabilities:grant:looms", "0.00 MAD");
}

#[test]
fn what_is_left_of_a_grant_goes_back_to_its_funder() {
    let returned = |amount: &str| {
        let data = json!({"movement": "returned-1", "grant": "looms", "amount": amount, "till": "bank:main"});
        treasurer("return_grant", data)
    };
    given(the_cooperative())
        .and(awarded())
        .and([tranche("tranche-1", "15000.00 MAD"), spent("spent-1", "training", "14100.00 MAD")])
        .when(returned("900.01 MAD"))
        .refused_because("grant_not_in_till", "900.00 MAD")
        .when(returned("900.00 MAD"))
        .then(&["grant_returned"])
        .holds("liabilities:grant:looms", "0.00 MAD")
        .when(returned("1.00 MAD"))
        .refused("already_exists");
}

#[test]
fn what_was_recorded_of_a_grant_in_error_is_taken_back() {
    let story = given(the_cooperative()).and(awarded()).and([tranche("tranche-1", "5000.00 MAD")]);
    let (promise, came) = (story.position_of("grant_awarded"), story.position_of("grant_received"));
    let story = story.and([spent("spent-1", "training", "5000.00 MAD")]);
    let went = story.position_of("grant_spent");
    let returned = json!({"movement": "returned-1", "grant": "looms", "amount": "5000.00 MAD", "till": "bank:main"});
    let story = story
        .when(correct("correction-1", &[promise]))
        .refused_because("not_correctable", "under a new id")
        .when(correct("correction-1", &[came]))
        .refused_because("built_on", "its money has")
        .and([correct("correction-2", &[went])])
        .holds("liabilities:grant:looms", "5000.00 MAD")
        .when(moved("move-1", "bank:main", "cash:office", "1.00 MAD"))
        .refused("reserved_for_grants")
        .and([treasurer("return_grant", returned)]);
    let back = story.position_of("grant_returned");
    story
        .and([correct("correction-3", &[back]), correct("correction-4", &[came])])
        .holds("assets:bank:main", "0.00 MAD")
        .and([tranche("tranche-2", "60000.00 MAD"), spent("spent-2", "training", "15000.00 MAD")])
        .holds("liabilities:grant:looms", "45000.00 MAD");
}

#[test]
fn money_that_a_correction_takes_away_is_never_a_grants() {
    let paid = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "700.00 MAD", "till": "bank:main"});
    let story = given(the_cooperative()).and([treasurer("receive_payment", paid)]);
    let payment = story.position_of("payment_received");
    story
        .and(awarded())
        .and([tranche("tranche-1", "5000.00 MAD"), moved("move-1", "bank:main", "cash:office", "100.00 MAD")])
        .when(correct("correction-1", &[payment]))
        .refused_because("built_on", "its money has left the till since")
        .and([moved("move-2", "cash:office", "bank:main", "100.00 MAD"), correct("correction-1", &[payment])])
        .holds("assets:bank:main", "5000.00 MAD");
}

#[test]
fn help_in_kind_stands_at_its_stated_value_and_moves_nothing() {
    let help = treasurer(
        "receive_in_kind",
        json!({
            "movement": "help-1", "from": "demo-indh", "kind": "training", "what": "A course in natural dyes",
            "quantity": "5", "stated_value": "7500.00 MAD", "beneficiaries": {"members": 14, "others": 2}
        }),
    );
    let story = given(the_cooperative()).when(help.clone()).refused("unknown_party").and(awarded());
    let before = story.balances();
    let story = story.when(help.clone()).then(&["in_kind_received"]).when(help).refused("already_exists");
    assert_eq!(story.balances(), before, "no account holds a value that is no money");
    let position = story.position_of("in_kind_received");
    let story = story.when(correct("correction-1", &[position])).then(&["correction_declared"]);
    assert_eq!(story.balances(), before, "and none does after it was taken back");
}

#[test]
fn a_funder_that_wants_the_own_share_each_time_has_it_put_in_proportion() {
    // 40,000 of its own beside 60,000: two dirhams for each three of the grant.
    let each_time = || award().saying(json!({"own_share_each_time": true}));
    let [funder, _] = awarded();
    given(the_cooperative())
        .and([funder, each_time(), tranche("tranche-1", "900.00 MAD")])
        .and([treasurer(
            "transfer_funds",
            json!({"movement": "own-1", "from": "cash:office", "to": "bank:main",
            "amount": "1000.00 MAD"}),
        )])
        .when(spent("out-1", "training", "300.00 MAD"))
        .refused_because(
            "own_share_lacking",
            "must have put 200.00 MAD of its own into what the grant `looms` pays for, and it is 0.00 MAD",
        )
        .when(spent("out-1", "training", "300.00 MAD").saying(json!({"own": "199.99 MAD"})))
        .refused("own_share_lacking")
        .and([spent("out-1", "training", "300.00 MAD").saying(json!({"own": "350.00 MAD"}))])
        // What was put beyond its part counts for what is spent next.
        .and([spent("out-2", "training", "225.00 MAD")])
        .when(spent("out-3", "training", "3.00 MAD"))
        .refused_because("own_share_lacking", "must have put 352.00 MAD");
}

#[test]
fn a_tranche_that_was_taken_back_did_not_come_in() {
    let story = given(the_cooperative()).and(awarded()).and([tranche("tranche-1", "100.00 MAD").on("2026-03-05")]);
    let target = story.position_of("grant_received");
    let correction = json!({"correction": "correction-1", "targets": [target], "reason": "did_not_happen",
        "approved_by": "president"});
    story
        .and([
            treasurer("declare_correction", correction).on("2026-03-06"),
            tranche("tranche-2", "100.00 MAD").on("2026-03-20"),
        ])
        .when(spent("out-1", "training", "50.00 MAD").on("2026-03-10"))
        .refused_because("before_it_began", "the money of the grant `looms` is there since 2026-03-20");
}
