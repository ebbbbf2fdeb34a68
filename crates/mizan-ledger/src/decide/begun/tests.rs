//! Stories of dates out of order: nothing is done to an order, a sale, a till or a promise before its day.

use serde_json::{Value, json};

use crate::decide::begun::in_its_time;
use crate::decide::grant::tests::{awarded, tranche};
use crate::decide::stories::{Said, Story, earned, given, paid, say, sold, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

/// Ten bags are ordered on the second of March and delivered on the fifth.
fn ten_bags() -> Story {
    let lines = json!([{"line": "bag", "product": "Bag", "quantity": "10", "unit_price": "10"}]);
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "100.00 MAD", "lines": lines});
    given(the_cooperative()).and([say("president", "place_order", order), delivered().on("2026-03-05")])
}

fn delivered() -> Said {
    let lines = json!([{"line": "bag", "quantity": "10"}]);
    treasurer("deliver_goods", json!({"delivery": "delivery-1", "order": "order-1", "lines": lines}))
}

#[test]
fn nothing_comes_of_an_order_before_it_is_placed() {
    let other = delivered().saying(json!({"delivery": "delivery-2"}));
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "10.00 MAD", "till": "bank:main"});
    let inspected = json!({"delivery": "delivery-1", "lines": [{"line": "bag", "accepted": "10", "rejected": "0"}]});
    let work = json!({"work": "work-1", "member": "weaver-1", "delivery": "delivery-1", "did": {"pieces": "1"}});
    ten_bags()
        .when(other.on("2026-03-01"))
        .refused_because(
            "before_it_began",
            "the order `order-1` is there since 2026-03-02, this happened on 2026-03-01",
        )
        .when(say("president", "confirm_order", json!({"order": "order-1"})).on("2026-03-01"))
        .refused("before_it_began")
        .when(treasurer("receive_advance", advance).on("2026-03-01"))
        .refused("before_it_began")
        .when(say("buyer", "inspect_delivery", inspected.clone()).on("2026-03-04"))
        .refused_because("before_it_began", "the delivery `delivery-1`")
        // What a delivery brings is made before it.
        .and([say("leader", "record_work", work).on("2026-03-03")])
        .when(say("buyer", "inspect_delivery", inspected).on("2026-03-05"))
        .then(&["delivery_inspected"]);
}

#[test]
fn nothing_comes_of_a_sale_before_it_is_invoiced() {
    let note = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "10.00 MAD", "reason": "quality"});
    let before = "2026-03-01";
    given(the_cooperative())
        .and([sold("sale-1", &[("weaver-1", "90.00 MAD")])])
        .when(treasurer("issue_credit_note", note).on(before))
        .refused_because("before_it_began", "the sale `sale-1` is there since 2026-03-02")
        .when(say("buyer", "accept_goods", json!({"sale": "sale-1"})).on(before))
        .refused("before_it_began")
        .when(paid("sale-1", "90.00 MAD").on(before))
        .refused("before_it_began")
        // What a buyer pays before the invoice waits and is set against it on its day.
        .and([paid("sale-1", "90.00 MAD").saying(json!({"pays": []})).on(before)])
        .when(treasurer(
            "allocate_payment",
            json!({"payment": "payment-sale-1", "pays": [{"sale": "sale-1", "amount": "90.00 MAD"}]}),
        ))
        .then(&["payment_allocated", "earnings_released"]);
}

#[test]
fn no_money_is_used_before_it_is_there() {
    let moved = json!({"movement": "move-1", "from": "cash:office", "to": "wallet:main", "amount": "1.00 MAD"});
    let premium = json!({"premium": "premium-1", "buyer": "demo-shop", "fund": "training", "quantity": "800",
        "per_unit": "0.25", "amount": "200.00 MAD"});
    let received = json!({"movement": "in-1", "premium": "premium-1", "amount": "200.00 MAD", "till": "bank:main"});
    let spent = json!({"movement": "out-1", "grant": "looms", "line": "training", "amount": "5.00 MAD",
        "till": "bank:main", "item": "A teacher"});
    given(the_cooperative())
        .when(treasurer("transfer_funds", moved).on("2025-12-31"))
        .refused_because("before_it_began", "is there since 2026-01-01")
        .and([treasurer("accrue_premium", premium)])
        .when(treasurer("receive_premium", received).on("2026-03-01"))
        .refused_because("before_it_began", "the premium `premium-1`")
        .and(awarded())
        .when(tranche("tranche-1", "100.00 MAD").on("2026-03-01"))
        .refused_because("before_it_began", "the grant `looms`")
        .and([tranche("tranche-1", "100.00 MAD").on("2026-03-10")])
        .when(treasurer("spend_grant", spent.clone()).on("2026-03-09"))
        .refused_because("before_it_began", "the money of the grant `looms` is there since 2026-03-10")
        .when(treasurer("spend_grant", spent).on("2026-03-10"))
        .then(&["grant_spent"]);
}

#[test]
fn no_money_leaves_a_till_before_the_day_it_came_in() {
    let bought = |movement: &str, till: &str, amount: &str| {
        treasurer("buy_materials", json!({"movement": movement, "item": "Wool", "amount": amount, "till": till}))
    };
    let brought = |movement: &str, amount: &str| {
        let data = json!({"movement": movement, "from": "cash:office", "to": "bank:main", "amount": amount});
        treasurer("transfer_funds", data)
    };
    given(the_cooperative())
        .and([brought("move-1", "300.00 MAD").on("2026-03-10")])
        .when(bought("wool-1", "bank:main", "100.00 MAD").on("2026-03-09"))
        .refused_because(
            "not_in_till_by_then",
            "`bank:main` held 0.00 MAD on 2026-03-09, so 100.00 MAD cannot have left it on 2026-03-09",
        )
        .and([bought("wool-1", "bank:main", "100.00 MAD").on("2026-03-10")])
        .and([
            brought("move-2", "400.00 MAD").on("2026-03-20"),
            bought("wool-2", "bank:main", "50.00 MAD").on("2026-03-15"),
        ])
        // 150.00 were left on the fifteenth: more on an earlier day would have been missing then.
        .when(bought("wool-3", "bank:main", "200.00 MAD").on("2026-03-12"))
        .refused_because("not_in_till_by_then", "held 150.00 MAD on 2026-03-19")
        .and([bought("wool-3", "bank:main", "150.00 MAD").on("2026-03-12")])
        // What is written down late of what came in earlier makes room.
        .when(bought("wool-4", "bank:main", "1.00 MAD").on("2026-03-19"))
        .refused("not_in_till_by_then")
        .and([
            brought("move-3", "1.00 MAD").on("2026-03-11"),
            bought("wool-4", "bank:main", "1.00 MAD").on("2026-03-19"),
        ]);
}

#[test]
fn a_bank_takes_back_no_money_before_its_buyer_paid_it() {
    let taken = |amount: &str| {
        let data = json!({"chargeback": "chargeback-1", "sale": "sale-1", "amount": amount, "till": "bank:main",
            "reason": "product not received"});
        treasurer("receive_chargeback", data)
    };
    let part = |payment: &str, amount: &str| {
        let pays = json!([{"sale": "sale-1", "amount": amount}]);
        paid("sale-1", amount).saying(json!({"payment": payment, "pays": pays}))
    };
    given(the_cooperative())
        .and([
            sold("sale-1", &[("weaver-1", "90.00 MAD")]),
            part("payment-1", "30.00 MAD").on("2026-03-03"),
            part("payment-2", "60.00 MAD").on("2026-03-10"),
        ])
        .when(taken("90.00 MAD").on("2026-03-09"))
        .refused_because("not_paid_by_then", "30.00 MAD was there on 2026-03-09, 90.00 MAD cannot be charged back")
        .when(taken("1.00 MAD").on("2026-03-02"))
        .refused("not_paid_by_then")
        .when(taken("30.00 MAD").on("2026-03-03"))
        .then(&["chargeback_received"]);
}

#[test]
fn nobody_is_paid_before_the_buyers_money_is_hers() {
    let schedule = |amount: Value| {
        let mut one = json!({"member": "weaver-1", "method": "cash"});
        if !amount.is_null() {
            one["amount"] = amount;
        }
        treasurer("schedule_payout", json!({"payout": "payout-1", "pay": [one]}))
    };
    given(the_cooperative())
        .and(earned("sale-1", &[("weaver-1", "90.00 MAD")]))
        .and([sold("sale-2", &[("weaver-1", "60.00 MAD")]), paid("sale-2", "60.00 MAD").on("2026-03-10")])
        .when(schedule(json!("90.01 MAD")).on("2026-03-09"))
        .refused_because("not_there_by_then", "`liabilities:member:weaver-1:available` held 90.00 MAD on 2026-03-09")
        // All she has is what she had then.
        .when(schedule(Value::Null).on("2026-03-09"))
        .then(&["payout_scheduled"])
        .with("/0/items/0/amount", json!("90.00 MAD"))
        .holds("liabilities:member:weaver-1:available", "60.00 MAD");
}

#[test]
fn no_fund_is_spent_and_no_materials_leave_the_store_before_they_are_there() {
    let premium = json!({"premium": "premium-1", "buyer": "demo-shop", "fund": "training", "quantity": "800",
        "per_unit": "0.25", "amount": "200.00 MAD"});
    let received = json!({"movement": "in-1", "premium": "premium-1", "amount": "200.00 MAD", "till": "bank:main"});
    let resolved = json!({"resolution": "resolution-1", "fund": "training", "amount": "150.00 MAD",
        "purpose": "A course in natural dyes", "minutes": "Assembly of 1 March 2026, point 4"});
    let spent = json!({"movement": "out-1", "fund": "training", "resolution": "resolution-1", "amount": "150.00 MAD",
        "till": "cash:office", "item": "A teacher", "beneficiaries": {"members": 12, "others": 3}});
    let bought = json!({"movement": "wool-1", "item": "Wool", "amount": "100.00 MAD", "till": "cash:office"});
    let handed = json!({"materials": "wool", "item": "Wool", "value": "100.00 MAD",
        "members": [{"member": "weaver-1", "weight": "1"}]});
    given(the_cooperative())
        .and([
            say("president", "adopt_resolution", resolved),
            treasurer("accrue_premium", premium).on("2026-03-10"),
            treasurer("receive_premium", received).on("2026-03-10"),
            treasurer("buy_materials", bought).on("2026-03-10"),
        ])
        .when(treasurer("spend_fund", spent.clone()).on("2026-03-09"))
        .refused_because("not_there_by_then", "`liabilities:fund:training` held 0.00 MAD on 2026-03-09")
        .when(say("storekeeper", "advance_materials", handed.clone()).on("2026-03-09"))
        .refused_because("not_there_by_then", "held 0.00 MAD on 2026-03-09")
        .and([
            treasurer("spend_fund", spent).on("2026-03-10"),
            say("storekeeper", "advance_materials", handed).on("2026-03-10"),
        ]);
}

#[test]
fn nothing_goes_back_to_a_buyer_or_on_to_a_party_before_it_is_owed() {
    let note = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "10.00 MAD", "reason": "quality"});
    let refund = json!({"refund": "refund-1", "sale": "sale-1", "amount": "10.00 MAD", "till": "bank:main"});
    given(the_cooperative())
        .and(earned("sale-1", &[("weaver-1", "90.00 MAD")]))
        .and([treasurer("issue_credit_note", note).on("2026-03-10")])
        .when(treasurer("issue_refund", refund.clone()).on("2026-03-09"))
        .refused_because("not_owed_back_by_then", "was not owed 10.00 MAD back on 2026-03-09")
        .and([treasurer("issue_refund", refund).on("2026-03-10")]);
}

#[test]
fn a_payment_is_valued_while_its_account_was_open_and_not_weeks_later() {
    let received = |value_date: &str| paid("sale-1", "90.00 MAD").saying(json!({"pays": [], "value_date": value_date}));
    given(the_cooperative())
        .when(received("2025-12-31"))
        .refused_because("valued_before", "valued on 2025-12-31, the till `bank:main` is there since 2026-01-01")
        .when(received("2026-03-13"))
        .refused_because("valued_ahead", "more than 10 days after 2026-03-02")
        .when(received("2026-03-12"))
        .then(&["payment_received"]);
}

#[test]
fn goods_come_back_from_a_shop_and_are_sold_on_no_day_before_they_came_there() {
    let lines = json!([{"line": "bag", "product": "Bag", "quantity": "10", "unit_price": "10"}]);
    let left = json!({"consignment": "stall", "shop": "demo-shop", "lines": lines});
    let back = json!({"consignment": "stall", "lines": [{"line": "bag", "quantity": "1"}]});
    let sale = sold("sale-1", &[("weaver-1", "10.00 MAD")]).saying(json!({"consignment": "stall",
        "lines": [{"line": "bag", "product": "Bag", "quantity": "1", "unit_price": "10"}]}));
    given(the_cooperative())
        .and([treasurer("deliver_consignment", left)])
        .when(treasurer("return_consignment", back.clone()).on("2026-03-01"))
        .refused_because("before_it_began", "the consignment `stall` is there since 2026-03-02")
        .when(sale.clone().on("2026-03-01"))
        .refused("before_it_began")
        .and([sale, treasurer("return_consignment", back)]);
}

#[test]
fn goods_are_sold_on_by_one_hand_after_the_other() {
    let sold_on = |resale: &str, seller: &str, buyer: &str, price: &str| {
        let data = json!({"resale": resale, "sale": "sale-1", "seller": seller, "buyer": buyer, "price": price});
        say("operator", "record_resale", data)
    };
    let other = json!({"party": "demo-importer", "name": "Demo importer", "roles": ["buyer"]});
    given(the_cooperative())
        .and([say("operator", "register_party", other), sold("sale-1", &[("weaver-1", "90.00 MAD")])])
        .when(sold_on("resale-1", "demo-shop", "demo-importer", "120.00 MAD").on("2026-03-01"))
        .refused_because("before_it_began", "the sale `sale-1`")
        .and([sold_on("resale-1", "demo-shop", "demo-importer", "120.00 MAD").on("2026-03-20")])
        .when(sold_on("resale-2", "demo-importer", "demo-shop", "150.00 MAD").on("2026-03-19"))
        .refused_because("before_it_began", "the resale `resale-1` is there since 2026-03-20");
}

#[test]
fn a_loan_is_repaid_and_put_in_schedule_on_no_day_before_it_is_lent() {
    let lender = json!({"party": "demo-lender", "name": "Demo lender", "roles": ["lender"]});
    let lent = json!({"loan": "loan-1", "lender": "demo-lender", "principal": "900.00 MAD", "till": "bank:main"});
    let plan = json!({"loan": "loan-1", "rate_per_month": "0.01", "instalments": 6, "first_due": "2026-03-05"});
    let repaid = json!({"movement": "repaid-1", "loan": "loan-1", "amount": "10.00 MAD", "till": "cash:office"});
    let due = json!({"movement": "due-1", "loan": "loan-1", "number": 1});
    given(the_cooperative())
        .and([say("operator", "register_party", lender), treasurer("disburse_loan", lent)])
        .when(treasurer("repay_loan", repaid).on("2026-03-01"))
        .refused_because("before_it_began", "the loan `loan-1` is there since 2026-03-02")
        .when(treasurer("schedule_loan", plan.clone()).on("2026-03-01"))
        .refused("before_it_began")
        .and([treasurer("schedule_loan", plan).on("2026-03-10")])
        .when(treasurer("record_instalment_due", due.clone()).on("2026-03-05"))
        .refused_because("before_it_began", "the schedule of the loan `loan-1` is there since 2026-03-10")
        .when(treasurer("record_instalment_due", due).on("2026-03-10"))
        .then(&["instalment_due"]);
}

#[test]
fn a_consent_is_withdrawn_and_a_contract_signed_in_their_order() {
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "loan"});
    let later = sold("sale-1", &[("weaver-1", "90.00 MAD")]).saying(json!({"contracted_on": "2026-03-03"}));
    given(the_cooperative())
        .and([say("weaver-1", "give_consent", consent)])
        .when(say("weaver-1", "withdraw_consent", json!({"consent": "consent-1"})).on("2026-03-01"))
        .refused_because("before_it_began", "the consent `consent-1` is there since 2026-03-02")
        .when(later)
        .refused_because("before_it_began", "the contract of the sale `sale-1` is there since 2026-03-03");
}

#[test]
fn a_record_is_taken_back_on_no_day_before_its_own() {
    let story = given(the_cooperative()).and(earned("sale-1", &[("weaver-1", "90.00 MAD")]));
    let target = story.position_of("payment_received");
    let correction = json!({"correction": "correction-1", "targets": [target], "reason": "wrong_amount",
        "approved_by": "president"});
    story
        .when(treasurer("declare_correction", correction).on("2026-03-01"))
        .refused_because("before_it_began", "is there since 2026-03-02");
}

#[test]
fn a_writer_refuses_what_is_still_to_come_and_takes_what_is_tomorrow_elsewhere() {
    // A story is written on the second of March.
    let on = |day: &str| given(the_cooperative()).and([sold("sale-1", &[("weaver-1", "90.00 MAD")]).on(day)]);
    assert_eq!(in_its_time(&on("2026-03-03").last().envelope), Ok(()));
    let ahead = in_its_time(&on("2026-03-04").last().envelope).map_err(|refusal| (refusal.code(), refusal.to_string()));
    let words = "this is said to happen on 2026-03-04, and it is 2026-03-02: record it once it has happened";
    assert_eq!(ahead, Err(("ahead", words.to_owned())));
}
