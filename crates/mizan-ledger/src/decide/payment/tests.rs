//! Stories of buyers' payments: what comes in, whose it is, and what two rates make of it.

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, given, say, the_cooperative};

const BOTH: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];

/// A sale of 100.00 EUR at 10.75, under terms with these changes.
fn a_sale_abroad(changes: Value) -> Vec<Said> {
    let mut said = [the_cooperative(), terms(changes, a_tenth_for_the_cooperative())].concat();
    said.push(rug("sale-1", "100.00 EUR", BOTH).saying(json!({"rate": "10.75"})));
    said
}

fn paid(payment: &str, amount: &str, changes: Value) -> Said {
    let data = json!({"payment": payment, "buyer": "demo-shop", "amount": amount, "till": "bank:main"});
    say("treasurer", "receive_payment", data).saying(changes)
}

fn pays(amount: &str) -> Value {
    json!([{"sale": "sale-1", "amount": amount}])
}

#[test]
fn a_lower_rate_is_the_cooperatives_loss_and_no_maker_feels_it() {
    given(a_sale_abroad(json!({})))
        .when(paid("payment-1", "100.00 EUR", json!({"rate": "10.70", "pays": pays("100.00 EUR")})))
        .then(&["payment_received", "payment_allocated", "fx_difference_realised", "earnings_released"])
        .with("/2/amount", json!("5.00 MAD"))
        .with("/2/side", json!("loss"))
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("expenses:exchange-difference", "5.00 MAD")
        .holds("liabilities:member:weaver-1:available", "645.00 MAD");
}

#[test]
fn where_the_makers_bear_the_rate_they_share_its_loss_and_its_gain() {
    let by_makers =
        json!({"bears": {"fx": "makers", "chargeback": "makers", "breakage": "makers", "late_payment": "makers"}});
    given(a_sale_abroad(by_makers.clone()))
        .when(paid("payment-1", "100.00 EUR", json!({"rate": "10.70", "pays": pays("100.00 EUR")})))
        .then(&["payment_received", "payment_allocated", "fx_difference_realised", "earnings_released"])
        .with("/2/makers/0/amount", json!("3.33 MAD"))
        .with("/2/makers/1/amount", json!("1.67 MAD"))
        .holds("liabilities:member:weaver-1:available", "641.67 MAD");
    given(a_sale_abroad(by_makers))
        .when(paid("payment-1", "100.00 EUR", json!({"rate": "10.80", "pays": pays("100.00 EUR")})))
        .then(&["payment_received", "payment_allocated", "fx_difference_realised", "earnings_released"])
        .with("/2/side", json!("gain"))
        .holds("liabilities:member:weaver-1:available", "648.33 MAD");
}

#[test]
fn a_part_paid_sale_waits_or_releases_its_part_as_the_agreement_says() {
    let half = || paid("payment-1", "50.00 EUR", json!({"rate": "10.75", "pays": pays("50.00 EUR")}));
    let rest = || paid("payment-2", "50.00 EUR", json!({"rate": "10.75", "pays": pays("50.00 EUR")}));
    given(a_sale_abroad(json!({})))
        .when(half())
        .then(&["payment_received", "payment_allocated"])
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .when(rest())
        .then(&["payment_received", "payment_allocated", "earnings_released"])
        .holds("liabilities:member:weaver-1:pending", "0.00 MAD");
    given(a_sale_abroad(json!({"earned": "as_paid"})))
        .when(half())
        .then(&["payment_received", "payment_allocated", "earnings_released"])
        .holds("liabilities:member:weaver-1:available", "322.50 MAD")
        .when(rest())
        .then(&["payment_received", "payment_allocated", "earnings_released"])
        .holds("liabilities:member:weaver-1:available", "645.00 MAD")
        .holds("liabilities:member:weaver-2:pending", "0.00 MAD");
}

#[test]
fn money_from_nobody_known_waits_in_suspense_until_its_buyer_is_found() {
    let stranger = || paid("payment-1", "100.00 EUR", json!({"rate": "10.75", "buyer": null}));
    let allocate = || say("treasurer", "allocate_payment", json!({"payment": "payment-1", "pays": pays("100.00 EUR")}));
    let identify = || say("treasurer", "identify_payment", json!({"payment": "payment-1", "buyer": "demo-shop"}));
    given(a_sale_abroad(json!({})))
        .when(stranger())
        .then(&["payment_received"])
        .holds("liabilities:suspense", "1075.00 MAD")
        .when(allocate())
        .refused("buyer_missing")
        .when(identify())
        .then(&["payment_identified"])
        .holds("liabilities:suspense", "0.00 MAD")
        .when(identify())
        .refused("buyer_known")
        .when(allocate())
        .then(&["payment_allocated", "earnings_released"])
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}

#[test]
fn no_sale_is_overpaid_and_no_payment_spent_twice() {
    let story = given(a_sale_abroad(json!({})));
    let story = story
        .when(paid("payment-1", "120.00 EUR", json!({"rate": "10.75", "pays": pays("120.00 EUR")})))
        .refused("sale_overpaid")
        .when(paid("payment-1", "90.00 EUR", json!({"rate": "10.75", "pays": pays("100.00 EUR")})))
        .refused("payment_exceeded")
        .when(paid("payment-1", "100.00 EUR", json!({"pays": pays("100.00 EUR")})))
        .refused("rate_missing")
        .when(paid("payment-1", "1000.00 MAD", json!({"pays": pays("100.00 EUR")})))
        .refused("wrong_currency");
    let allocate =
        |amount: &str| say("treasurer", "allocate_payment", json!({"payment": "payment-1", "pays": pays(amount)}));
    story
        .and([paid("payment-1", "90.00 EUR", json!({"rate": "10.75"})), allocate("60.00 EUR")])
        .when(allocate("40.00 EUR"))
        .refused_because("payment_exceeded", "30.00 EUR")
        .when(allocate("30.00 EUR"))
        .then(&["payment_allocated"]);
}

#[test]
fn an_advance_pays_only_the_sales_of_its_order() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "100.00 MAD"});
    let advance = |payment: &str, amount: &str| {
        let data = json!({"payment": payment, "order": "order-1", "amount": amount, "till": "bank:main"});
        say("treasurer", "receive_advance", data)
    };
    let spend = json!({"payment": "advance-1", "pays": pays("10.00 EUR")});
    given(a_sale_abroad(json!({})))
        .and([say("president", "place_order", order), advance("advance-1", "40.00 MAD")])
        .when(say("treasurer", "allocate_payment", spend))
        .refused("payment_is_advance")
        .when(advance("advance-1", "1.00 MAD"))
        .refused("already_exists")
        .when(advance("advance-2", "60.01 MAD"))
        .refused_because("advance_too_large", "60.00 MAD");
}
