//! Stories of the cooperative's own money: no till below zero, no currency made up.

use serde_json::{Value, json};

use crate::decide::sale::tests::{rug, terms};
use crate::decide::stories::{Said, given, say, sold, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

#[test]
fn no_till_gives_more_than_it_holds() {
    let transfer = |amount: &str| {
        treasurer(
            "transfer_funds",
            json!({"movement": "move-1", "from": "cash:office", "to": "bank:main", "amount": amount}),
        )
    };
    let unknown = json!({"movement": "move-1", "from": "cash:office", "to": "bank:other", "amount": "1.00 MAD"});
    let fee = json!({"fee": "fee-1", "kind": "bank", "till": "bank:main", "amount": "0.01 MAD"});
    given(the_cooperative())
        .when(transfer("5000.01 MAD"))
        .refused_because("not_enough_in_till", "5000.00 MAD")
        .when(treasurer("transfer_funds", unknown))
        .refused("unknown_till")
        .when(treasurer("charge_provider_fee", fee))
        .refused("not_enough_in_till")
        .when(transfer("5000.00 MAD"))
        .then(&["funds_transferred"])
        .holds("assets:cash:office", "0.00 MAD")
        .when(transfer("1.00 MAD"))
        .refused("already_exists");
}

#[test]
fn a_conversion_keeps_both_currencies_apart_and_makes_the_difference_real() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 EUR"});
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "200.00 EUR", "rate": "10.80", "till": "bank:main"});
    let convert = |sold: &str, bought: &str, rate: &str| {
        let data = json!({"conversion": "conversion-1", "from": "bank:main", "sold": sold, "to": "bank:main", "bought": bought, "rate": rate});
        treasurer("convert_currency", data)
    };
    given(the_cooperative())
        .and([say("president", "place_order", order), treasurer("receive_advance", advance)])
        .when(convert("200.00 EUR", "2150.00 MAD", "10.70"))
        .refused_because("conversion_differs", "2140.00 MAD")
        .when(convert("200.00 EUR", "200.00 EUR", "1"))
        .refused("conversion_currencies")
        .when(convert("300.00 EUR", "3210.00 MAD", "10.70"))
        .refused("not_enough_in_till")
        .when(convert("50.00 EUR", "535.00 MAD", "10.70"))
        .then(&["currency_converted", "fx_difference_realised"])
        .with("/1/amount", json!("5.00 MAD"))
        .with("/1/side", json!("loss"))
        .holds("assets:bank:main", "150.00 EUR")
        .holds("assets:bank:main", "535.00 MAD")
        .holds("equity:exchange:eur", "150.00 EUR");
}

#[test]
fn a_party_is_paid_what_it_is_owed_oldest_sale_first() {
    let carrier = json!({"party": "demo-carrier", "name": "Demo carrier", "roles": ["carrier"]});
    let steps = json!([
        {"kind": "cost", "name": "freight", "cost": {"named": "freight"}, "to": {"party": "demo-carrier"}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let freight = json!({"costs": [{"cost": "freight", "amount": "30.00 MAD"}]});
    let sale = |id: &str| rug(id, "100.00 MAD", &[("weaver-1", "1")]).saying(freight.clone());
    let pay = |amount: &str| {
        treasurer(
            "settle_payable",
            json!({"movement": "paid-1", "party": "demo-carrier", "amount": amount, "till": "cash:office"}),
        )
    };
    let mut said = the_cooperative();
    said.push(say("operator", "register_party", carrier));
    said.extend(terms(json!({}), steps));
    given(said)
        .and([sale("sale-1"), sale("sale-2")])
        .when(pay("60.01 MAD"))
        .refused_because("not_owed", "60.00 MAD")
        .when(pay("45.00 MAD").on("2026-03-01"))
        .refused_because("not_there_by_then", "`liabilities:payable:demo-carrier` held 0.00 MAD on 2026-03-01")
        .when(pay("45.00 MAD"))
        .then(&["payable_settled"])
        .with(
            "/0/sources",
            json!([{"sale": "sale-1", "amount": "30.00 MAD"}, {"sale": "sale-2", "amount": "15.00 MAD"}]),
        )
        .holds("liabilities:payable:demo-carrier", "15.00 MAD");
}

#[test]
fn materials_leave_the_store_only_while_it_has_them() {
    let wool = |value: &str| {
        let members = json!([{"member": "weaver-1", "weight": "120"}, {"member": "weaver-2", "weight": "100"}, {"member": "weaver-3", "weight": "60"}]);
        say(
            "storekeeper",
            "advance_materials",
            json!({"materials": "wool-1", "item": "wool", "value": value, "members": members}),
        )
    };
    given(the_cooperative())
        .and([treasurer(
            "buy_materials",
            json!({"movement": "bought-1", "item": "wool", "amount": "600.00 MAD", "till": "cash:office"}),
        )])
        .when(wool("600.01 MAD"))
        .refused("not_enough_stock")
        .when(wool("600.00 MAD"))
        .then(&["materials_advanced"])
        .with("/0/shares/0/amount", json!("257.14 MAD"))
        .with("/0/shares/1/amount", json!("214.29 MAD"))
        .with("/0/shares/2/amount", json!("128.57 MAD"))
        .holds("assets:stock", "0.00 MAD");
}

#[test]
fn wool_that_comes_back_lowers_what_she_owes_and_no_more_comes_back_than_that() {
    let bought = json!({"movement": "bought-1", "item": "wool", "amount": "600.00 MAD", "till": "cash:office"});
    let wool = json!({"materials": "wool-1", "item": "wool", "value": "300.00 MAD",
        "members": [{"member": "weaver-1", "weight": "2"}, {"member": "weaver-2", "weight": "1"}]});
    let back = |materials: &str, member: &str, value: &str| {
        let movement = format!("back-{member}");
        say(
            "storekeeper",
            "return_materials",
            json!({"movement": movement, "materials": materials, "member": member, "value": value}),
        )
    };
    let story = given(the_cooperative())
        .and([treasurer("buy_materials", bought), say("storekeeper", "advance_materials", wool)])
        .when(back("wool-2", "weaver-1", "10.00 MAD"))
        .refused("unknown_materials")
        .when(back("wool-1", "weaver-1", "200.01 MAD"))
        .refused_because("more_than_owed", "200.00 MAD")
        .when(back("wool-1", "weaver-3", "10.00 MAD"))
        .refused_because("more_than_owed", "0.00 MAD")
        .when(back("wool-1", "weaver-1", "50.00 MAD"))
        .then(&["materials_returned"])
        .holds("assets:stock", "350.00 MAD")
        .holds("assets:member:weaver-1:advance", "150.00 MAD");
    let at = story.position_of("materials_returned");
    let taken_back =
        json!({"correction": "correction-1", "targets": [at], "reason": "did_not_happen", "approved_by": "president"});
    story
        .when(say("treasurer", "declare_correction", taken_back))
        .then(&["correction_declared"])
        .holds("assets:stock", "300.00 MAD")
        .holds("assets:member:weaver-1:advance", "200.00 MAD");
}

#[test]
fn what_the_house_costs_is_paid_out_of_a_till_that_has_it_and_shown_by_kind() {
    let rent = |amount: &str| {
        treasurer(
            "pay_expense",
            json!({"movement": "rent-1", "cost": "rent", "amount": amount, "till": "cash:office", "reference": "March"}),
        )
    };
    given(the_cooperative())
        .when(rent("99999999.00 MAD"))
        .refused("not_enough_in_till")
        .when(rent("10.00 EUR"))
        .refused("wrong_currency")
        .when(rent("150.00 MAD"))
        .then(&["expense_paid"])
        .holds("expenses:operating:rent", "150.00 MAD");
}

#[test]
fn work_that_says_nothing_is_no_work() {
    let work = |did: Value| say("leader", "record_work", json!({"work": "work-1", "member": "weaver-1", "did": did}));
    given(the_cooperative())
        .when(work(json!({"hours": "0"})))
        .refused("nothing_done")
        .when(work(json!({"pieces": "2"})))
        .then(&["work_recorded"]);
}

#[test]
fn a_fee_in_foreign_money_leaves_at_what_the_money_is_carried_at() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 EUR"});
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "110.00 EUR", "rate": "12.00", "till": "bank:main"});
    let fee = json!({"fee": "fee-1", "kind": "bank", "till": "bank:main", "amount": "10.00 EUR"});
    let convert = json!({"conversion": "conversion-1", "from": "bank:main", "sold": "100.00 EUR", "to": "bank:main", "bought": "1200.00 MAD", "rate": "12.00"});
    given(the_cooperative())
        .and([say("president", "place_order", order), treasurer("receive_advance", advance)])
        .when(treasurer("charge_provider_fee", fee))
        .then(&["provider_fee_charged"])
        .holds("expenses:bank-charges", "120.00 MAD")
        .when(treasurer("convert_currency", convert))
        .then(&["currency_converted"])
        .holds("equity:exchange:eur", "0.00 EUR")
        .holds("equity:exchange:eur", "0.00 MAD");
}

#[test]
fn an_opening_balance_is_said_once_of_a_till_and_before_anything_was_sold() {
    let opening = |movement: &str, till: &str| {
        let data = json!({"movement": movement, "till": till, "amount": "100.00 MAD"});
        say("treasurer", "record_opening_balance", data)
    };
    let of_the_store = json!({"movement": "wool", "amount": "100.00 MAD"});
    let story = given(the_cooperative())
        .when(opening("opening-more", "cash:office"))
        .refused_because("opened_already", "the opening balance of `cash:office` is the movement `opening-cash`")
        .and([sold("sale-1", &[("weaver-1", "90.00 MAD")])])
        .when(opening("opening-bank", "bank:main").on("2026-03-03"))
        .refused_because("opening_too_late", "the cooperative sells since 2026-03-02")
        // Written down late, it is still of the time before.
        .and([opening("opening-bank", "bank:main").on("2026-03-01")])
        .and([say("treasurer", "record_opening_balance", of_the_store.clone()).on("2026-03-01")])
        .when(
            say("treasurer", "record_opening_balance", of_the_store)
                .saying(json!({"movement": "wool-2"}))
                .on("2026-03-01"),
        )
        .refused_because("opened_already", "the opening balance of the store is");
    let target = story.position_of("opening_balance_recorded") - 1;
    let correction = json!({"correction": "correction-1", "targets": [target], "reason": "wrong_amount",
        "approved_by": "president"});
    story.and([
        say("treasurer", "declare_correction", correction),
        opening("opening-bank-2", "bank:main").on("2026-03-01"),
    ]);
}
