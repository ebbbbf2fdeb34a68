//! Stories of reports about a whole book: orders, funds, grants, equipment, help in kind, censuses, money that waits.

use serde_json::{Value, json};

use crate::report::indicator::tests::{page, rows, sells, workshop};
use crate::report::told::Told;

/// Somebody of the workshop says something.
fn says(told: Told, who: &str, what: &str, on: &str, data: Value) -> Told {
    told.and(who, what, Some("workshop"), on, data)
}

/// The rows of all tables of a report.
fn tables(told: &Told, name: &str, to: Option<&str>) -> Vec<Value> {
    let page = serde_json::to_value(page(told, name, None, to)).expect("a page is JSON");
    page["tables"].as_array().cloned().unwrap_or_default()
}

/// Some columns of a row, as words.
fn cells(row: &Value, columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| row[column].as_str().map_or_else(|| row[column].to_string(), str::to_owned)).collect()
}

fn funded() -> Told {
    let funder = json!({"party": "funder", "name": "Programme", "roles": ["funder"]});
    let award = json!({
        "grant": "looms", "funder": "funder", "own_share": "4000.00 MAD",
        "lines": [
            {"line": "equipment", "purpose": "Looms", "ceiling": "9000.00 MAD"},
            {"line": "training", "purpose": "Two weeks at the looms", "ceiling": "1000.00 MAD"}
        ]
    });
    let told = workshop(6, 0, 0).and("operator-1", "register_party", None, "2026-01-02", funder);
    let told = says(told, "treasurer-1", "award_grant", "2026-01-03", award);
    let own = json!({"movement": "own", "till": "bank:main", "amount": "5000.00 MAD"});
    let told = says(told, "treasurer-1", "record_opening_balance", "2026-01-03", own);
    let tranche = json!({"movement": "tranche-1", "grant": "looms", "amount": "8000.00 MAD", "till": "bank:main"});
    says(told, "treasurer-1", "receive_grant", "2026-01-05", tranche)
}

fn with_a_loom() -> Told {
    let loom = json!({
        "asset": "loom-1", "name": "A loom", "cost": "7500.00 MAD", "till": "bank:main", "life_months": 60,
        "grant": {"grant": "looms", "line": "equipment", "amount": "5000.00 MAD"}
    });
    let own =
        json!({"asset": "kettle-1", "name": "A kettle", "cost": "300.00 MAD", "till": "bank:main", "life_months": 12});
    let told = says(funded(), "treasurer-1", "commission_asset", "2026-02-01", loom);
    let told = says(told, "treasurer-1", "commission_asset", "2026-02-02", own);
    let months = json!({"movement": "months-1", "asset": "loom-1", "months": 6});
    says(told, "treasurer-1", "depreciate_asset", "2026-08-01", months)
}

#[test]
fn a_grant_shows_what_each_line_may_still_be_charged_and_what_lies_unspent() {
    let spent = json!({
        "movement": "spent-1", "grant": "looms", "line": "training", "amount": "600.00 MAD", "till": "bank:main",
        "item": "A teacher"
    });
    let told = says(with_a_loom(), "treasurer-1", "spend_grant", "2026-03-01", spent);
    let found = tables(&told, "grants", None);
    let columns = ["promised_mad", "came_in_mad", "charged_mad", "in_the_till_mad", "own_share_put_mad"];
    let expected = ["10000.00", "8000.00", "5600.00", "2400.00", "2500.00"];
    assert_eq!(cells(&found[0]["rows"][0], &columns), expected);
    let lines: Vec<Vec<String>> = found[1]["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| cells(row, &["budget_line", "charged_mad", "left_to_spend_mad"]))
        .collect();
    assert_eq!(lines, [["equipment", "5000.00", "4000.00"], ["training", "600.00", "400.00"]]);
}

#[test]
fn a_loom_is_worth_less_each_month_and_is_in_use_when_somebody_has_seen_it() {
    let idle = json!({"asset": "loom-1", "found": "idle"});
    let used = json!({"asset": "loom-1", "found": "in_use", "hours": "120", "members": 4});
    let told = says(with_a_loom(), "leader-1", "report_asset_use", "2026-03-01", idle);
    let told = says(told, "leader-1", "report_asset_use", "2026-06-01", used);
    let assets = tables(&told, "assets", None);
    let loom = &assets[0]["rows"][1];
    let columns = ["cost_mad", "from_grants_mad", "worth_now_mad", "use", "since", "hours_used"];
    assert_eq!(cells(loom, &columns), ["7500.00", "5000.00", "6750.00", "in_use", "2026-06-01", "120"]);
    let found = |row: &Value| cells(row, &["use", "paid_by_grants", "paid_by_themselves"]);
    let use_of_it: Vec<_> = rows(&told, "sdg9.equipment-in-use").iter().map(found).collect();
    let expected = [["in_use", "1", "0"], ["idle", "0", "0"], ["broken_down", "0", "0"], ["not_said", "0", "1"]];
    assert_eq!(use_of_it, expected);
    let in_spring = tables(&told, "assets", Some("2026-03-31"));
    assert_eq!(cells(&in_spring[0]["rows"][1], &["use", "worth_now_mad"]), ["idle", "7500.00"]);
}

#[test]
fn help_in_kind_is_listed_at_its_stated_value_and_nowhere_else() {
    let help = json!({
        "movement": "help-1", "from": "funder", "kind": "training", "what": "A course in natural dyes",
        "quantity": "5", "stated_value": "7500.00 MAD", "beneficiaries": {"members": 14, "others": 2}
    });
    let told = says(funded(), "treasurer-1", "receive_in_kind", "2026-02-01", help);
    let found = tables(&told, "in-kind", None);
    let columns = ["kind", "how_much", "stated_value", "for_members_count", "for_others_count"];
    assert_eq!(cells(&found[0]["rows"][0], &columns), ["training", "5", "7500.00 MAD", "14", "2"]);
    assert_eq!(tables(&told, "funds", None), Vec::<Value>::new());
}

#[test]
fn a_fund_shows_what_was_promised_to_it_and_what_it_spent_for_how_many() {
    let accrued = json!({
        "premium": "premium-1", "buyer": "shop", "fund": "training", "quantity": "800", "per_unit": "0.25",
        "amount": "200.00 MAD"
    });
    let received =
        json!({"movement": "premium-in", "premium": "premium-1", "amount": "150.00 MAD", "till": "bank:main"});
    let resolved = json!({
        "resolution": "resolution-1", "fund": "training", "amount": "120.00 MAD", "purpose": "A course",
        "minutes": "Assembly of 1 March 2026"
    });
    let spent = json!({
        "movement": "spent-1", "fund": "training", "resolution": "resolution-1", "amount": "100.00 MAD",
        "till": "bank:main", "item": "A teacher", "beneficiaries": {"members": 12, "others": 3}
    });
    let told = says(workshop(1, 0, 0), "treasurer-1", "accrue_premium", "2026-02-01", accrued);
    let told = says(told, "treasurer-1", "receive_premium", "2026-02-10", received);
    let told = says(told, "president-1", "adopt_resolution", "2026-03-01", resolved);
    let told = says(told, "treasurer-1", "spend_fund", "2026-03-05", spent);
    let found = tables(&told, "funds", None);
    assert_eq!(
        cells(&found[0]["rows"][0], &["fund", "premiums_mad", "spent_mad", "closing_mad"]),
        ["training", "200.00", "-100.00", "100.00"]
    );
    assert_eq!(cells(&found[0]["rows"][1], &["fund", "closing_mad"]), ["promised_not_paid", "50.00"]);
    let columns = ["held_in_funds_mad", "money_in_tills_mad", "not_covered_mad"];
    assert_eq!(cells(&found[1]["rows"][0], &columns), ["50.00", "50.00", "null"]);
    let columns = ["resolution", "spent_mad", "left_to_spend_mad", "for_members_count", "for_others_count"];
    assert_eq!(cells(&found[2]["rows"][0], &columns), ["resolution-1", "100.00", "20.00", "12", "3"]);
}

#[test]
fn what_a_fund_holds_and_is_not_in_any_till_is_shown() {
    let accrued = json!({"premium": "premium-1", "buyer": "shop", "fund": "training", "quantity": "800",
        "per_unit": "0.25", "amount": "200.00 MAD"});
    let received =
        json!({"movement": "premium-in", "premium": "premium-1", "amount": "200.00 MAD", "till": "bank:main"});
    let wool = json!({"movement": "wool-1", "item": "Wool", "amount": "80.00 MAD", "till": "bank:main"});
    let told = says(workshop(1, 0, 0), "treasurer-1", "accrue_premium", "2026-02-01", accrued);
    let told = says(told, "treasurer-1", "receive_premium", "2026-02-10", received);
    let told = says(told, "treasurer-1", "buy_materials", "2026-02-12", wool);
    let columns = ["held_in_funds_mad", "money_in_tills_mad", "owed_by_buyers_mad", "not_covered_mad"];
    let found = tables(&told, "funds", None);
    assert_eq!(cells(&found[1]["rows"][0], &columns), ["200.00", "120.00", "null", "80.00"]);
    // A sale gives no fund more than its buyer owes: what is owed stands beside it.
    let told = sells(told, "sale-1", 1, "2026-02-15", &json!({}));
    let found = tables(&told, "funds", None);
    assert_eq!(cells(&found[1]["rows"][0], &columns), ["200.00", "120.00", "100.00", "80.00"]);
}

#[test]
fn an_order_of_1400_pieces_is_followed_through_its_deliveries() {
    let lines = json!([
        {"line": "m", "product": "Overall", "size": "M", "quantity": "900", "unit_price": "85"},
        {"line": "l", "product": "Overall", "size": "L", "quantity": "500", "unit_price": "85"}
    ]);
    let order =
        json!({"order": "order-1", "buyer": "shop", "total": "119000.00 MAD", "deposit": "0.5", "lines": lines});
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "59500.00 MAD", "till": "bank:main"});
    let first = json!({"delivery": "delivery-1", "order": "order-1", "lines": [{"line": "m", "quantity": "500"}]});
    let seen = json!({"delivery": "delivery-1", "lines": [{"line": "m", "accepted": "480", "rejected": "20", "cause": "seam"}]});
    let mended = json!({"delivery": "delivery-1", "lines": [{"line": "m", "quantity": "15"}]});
    let told = says(workshop(1, 0, 0), "president-1", "place_order", "2026-01-10", order);
    let told = says(told, "president-1", "confirm_order", "2026-01-12", json!({"order": "order-1"}));
    let told = says(told, "treasurer-1", "receive_advance", "2026-01-15", advance);
    let told = says(told, "leader-1", "deliver_goods", "2026-02-10", first);
    let told = says(told, "leader-1", "inspect_delivery", "2026-02-12", seen);
    let told = says(told, "leader-1", "rework_goods", "2026-02-20", mended);
    let found = tables(&told, "orders", None);
    let columns = [
        "state",
        "deposit_agreed",
        "advance_left",
        "pieces_ordered",
        "pieces_delivered",
        "pieces_accepted",
        "pieces_rejected",
    ];
    let expected = ["order_confirmed", "50", "59500.00 MAD", "1400", "500", "480", "5"];
    assert_eq!(cells(&found[0]["rows"][0], &columns), expected);
    let large: Vec<_> =
        rows(&told, "sdg9.large-orders").iter().map(|row| cells(row, &["orders", "cooperatives"])).collect();
    assert_eq!(large, [["1", "1"], ["1", "1"], ["1", "1"], ["0", "null"]]);
    let rejected = tables(&told, "returns.by-cause", None);
    let found = rejected.iter().find(|table| table["title"] == "rejected_pieces").expect("pieces were rejected");
    assert_eq!(cells(&found["rows"][0], &["why", "pieces_rejected"]), ["seam", "20"]);
}

#[test]
fn a_census_stays_as_it_was_published_and_is_corrected_beside_it() {
    let weekly = json!({"definition": "weekly", "words": "worked with the group", "times": 3, "per": "week"});
    let taken = json!({
        "census": "census-1", "definition": "weekly", "as_of": "2026-02-01", "members": 6, "active": ["maker-1", "maker-2"]
    });
    let wrong =
        json!({"census": "census-1", "member": "maker-3", "counted": "active", "reason": "the list was of March"});
    let told = workshop(6, 0, 0).and("operator-1", "define_activity", None, "2026-01-05", weekly);
    let told = says(told, "leader-1", "take_census", "2026-02-02", taken);
    let told = says(told, "secretary-1", "correct_census", "2026-03-02", wrong);
    let columns = ["active_published", "members_published", "active_corrected", "members_corrected"];
    let then = tables(&told, "census", Some("2026-03-01"));
    assert_eq!(cells(&then[0]["rows"][0], &columns), ["2", "6", "2", "6"]);
    let now = tables(&told, "census", None);
    assert_eq!(cells(&now[0]["rows"][0], &columns), ["2", "6", "3", "6"]);
    assert_eq!(now[0]["rows"][0]["what_is_active"], json!(["worked with the group", 3, "a_week"]));
}

#[test]
fn money_that_could_be_paid_waits_by_the_days_since_its_buyer_paid() {
    let told = sells(workshop(1, 0, 0), "sale-1", 1, "2026-01-10", &json!({}));
    let told = sells(told, "sale-2", 1, "2026-01-11", &json!({}));
    let pay = |told, sale: &str, on: &str| {
        let pays = json!([{"sale": sale, "amount": "100.00 MAD"}]);
        let payment = format!("payment-{sale}");
        let data =
            json!({"payment": payment, "buyer": "shop", "amount": "100.00 MAD", "till": "bank:main", "pays": pays});
        says(told, "treasurer-1", "receive_payment", on, data)
    };
    let told = pay(pay(told, "sale-1", "2026-01-20"), "sale-2", "2026-03-15");
    let found = tables(&told, "to-hand", Some("2026-03-20"));
    let waiting = found.iter().find(|table| table["title"] == "money_that_waits").expect("money waits");
    let columns = ["waits_to_seven", "waits_to_thirty", "waits_to_sixty", "together_mad"];
    assert_eq!(cells(&waiting["rows"][0], &columns), ["90.00", "null", "90.00", "180.00"]);
}

#[test]
fn a_transfer_has_two_sides_and_is_on_its_way_between_them() {
    let sister = Some("association");
    let own = json!({"movement": "opening", "till": "bank:ours", "amount": "5000.00 MAD"});
    let sent = json!({
        "transfer": "help-1", "to": "workshop", "amount": "1200.00 MAD", "till": "bank:ours", "purpose": "Wool"
    });
    let came = json!({"transfer": "help-1", "from": "association", "amount": "1200.00 MAD", "till": "bank:main"});
    let form = json!({"name": "Association", "form": "association"});
    let told = workshop(1, 0, 0)
        .and("operator-1", "register_cooperative", sister, "2026-01-02", form)
        .and("treasurer-2", "open_till", sister, "2026-01-02", json!({"till": "bank:ours"}))
        .and("treasurer-2", "record_opening_balance", sister, "2026-01-02", own)
        .and("treasurer-2", "send_transfer", sister, "2026-02-01", sent);
    let told = says(told, "treasurer-1", "receive_transfer", "2026-02-04", came);
    let on_its_way = tables(&told, "transfers", Some("2026-02-03"));
    let columns = ["from_whom", "to", "amount", "came_on", "on_its_way"];
    let expected = ["association", "workshop", "1200.00 MAD", "null", "1200.00 MAD"];
    assert_eq!(cells(&on_its_way[0]["rows"][0], &columns), expected);
    let there = tables(&told, "transfers", None);
    let expected = ["association", "workshop", "1200.00 MAD", "2026-02-04", "null"];
    assert_eq!(cells(&there[0]["rows"][0], &columns), expected);
    let both: Vec<_> =
        there[1]["rows"].as_array().into_iter().flatten().map(|row| cells(row, &["of", "sent_and_not_back"])).collect();
    assert_eq!(both, [["association", "1200.00 MAD"], ["workshop", "-1200.00 MAD"]]);
    assert_eq!(rows(&told, "sdg5.women-led-cooperatives").last(), Some(&json!({"of": "together", "cooperatives": 1})));
    // An id is the sender's to give: the other may give the same.
    let back = json!({"transfer": "help-1", "to": "association", "amount": "200.00 MAD", "till": "bank:main", "purpose": "Rest"});
    let crossed = tables(&says(told, "treasurer-1", "send_transfer", "2026-02-05", back), "transfers", None);
    let crossed: Vec<_> = crossed[0]["rows"].as_array().into_iter().flatten().map(|row| cells(row, &columns)).collect();
    assert_eq!(crossed[0], expected);
    assert_eq!(crossed[1], ["workshop", "association", "200.00 MAD", "null", "200.00 MAD"]);
}

#[test]
fn a_loan_shows_what_is_due_by_its_schedule_and_what_is_owed() {
    let lender = json!({"party": "lender", "name": "Lender", "roles": ["lender"]});
    let lent = json!({"loan": "loan-1", "lender": "lender", "principal": "30000.00 MAD", "till": "bank:main"});
    let plan = json!({"loan": "loan-1", "rate_per_month": "0.015", "instalments": 18, "first_due": "2026-03-31"});
    let due = json!({"movement": "due-1", "loan": "loan-1", "number": 1});
    let paid = json!({"movement": "paid-1", "loan": "loan-1", "amount": "1000.00 MAD", "till": "bank:main"});
    let told = workshop(1, 0, 0).and("operator-1", "register_party", None, "2026-01-02", lender);
    let told = says(told, "treasurer-1", "disburse_loan", "2026-02-28", lent);
    let told = says(told, "treasurer-1", "schedule_loan", "2026-02-28", plan);
    let told = says(told, "treasurer-1", "record_instalment_due", "2026-03-31", due);
    let told = says(told, "treasurer-1", "repay_loan", "2026-04-02", paid);
    let columns = [
        "lent_mad",
        "paid_back_mad",
        "interest_and_fees_mad",
        "owed_mad",
        "due_by_now_mad",
        "next_due_on",
        "next_amount_mad",
    ];
    let then = tables(&told, "loans", Some("2026-04-15"));
    let expected = ["30000.00", "1000.00", "450.00", "29450.00", "914.17", "2026-04-30", "1914.17"];
    assert_eq!(cells(&then[0]["rows"][0], &columns), expected);
    let later = tables(&told, "loans", Some("2026-05-05"));
    let due_by_then = cells(&later[0]["rows"][0], &["due_by_now_mad", "next_due_on"]);
    assert_eq!(
        due_by_then,
        ["2828.34", "2026-05-31"],
        "the second instalment is due whether or not somebody wrote it down"
    );
}

#[test]
fn of_a_loan_that_is_paid_back_before_its_time_nothing_falls_due() {
    let lender = json!({"party": "lender", "name": "Lender", "roles": ["lender"]});
    let lent = json!({"loan": "loan-1", "lender": "lender", "principal": "3000.00 MAD", "till": "bank:main"});
    let plan = json!({"loan": "loan-1", "rate_per_month": "0.015", "instalments": 6, "first_due": "2026-03-31"});
    let paid = json!({"movement": "paid-1", "loan": "loan-1", "amount": "3000.00 MAD", "till": "bank:main"});
    let told = workshop(1, 0, 0).and("operator-1", "register_party", None, "2026-01-02", lender);
    let told = says(told, "treasurer-1", "disburse_loan", "2026-02-28", lent);
    let told = says(told, "treasurer-1", "schedule_loan", "2026-02-28", plan);
    let told = says(told, "treasurer-1", "repay_loan", "2026-03-20", paid);
    let tables = tables(&told, "loans", Some("2026-05-05"));
    let row = &tables[0]["rows"][0];
    assert_eq!(row["owed_mad"], "0.00");
    assert_eq!((&row["due_by_now_mad"], &row["next_due_on"]), (&Value::Null, &Value::Null));
}
