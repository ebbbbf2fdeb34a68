//! Stories of chargebacks: a bank takes back what the shop had paid for a rug, somebody bears it, and it may be won.

mod house;
mod limits;
mod parts;

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, Story, given, paid, say, the_cooperative};

const BOTH: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];

/// A platform takes a tenth and the cooperative another; what was refunded after makers were paid is theirs to owe.
fn with_a_platform() -> Value {
    let tenth = json!({"percent": {"rate": "0.10", "of": {"from": "gross"}}});
    json!([
        {"kind": "share", "name": "platform", "to": {"party": "demo-platform"}, "take": tenth},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": tenth},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt", "take": "in_full"},
    ])
}

fn bearing(bearer: Value) -> Value {
    json!({"fx": "cooperative", "chargeback": bearer, "breakage": "makers", "late_payment": "makers"})
}

/// Weavers whose agreement says who bears a chargeback, before anything is sold.
fn the_weavers(bearer: Value, changes: Value) -> Vec<Said> {
    let platform = json!({"party": "demo-platform", "name": "Demo platform", "roles": ["intermediary"]});
    let accepted = json!({"agreement": "terms", "version": 1, "party": "demo-platform"});
    let mut all = json!({"bears": bearing(bearer), "parties": ["demo-platform"], "claw_back": "from_future_sales"});
    for (field, value) in changes.as_object().into_iter().flatten() {
        all[field] = value.clone();
    }
    [
        the_cooperative(),
        vec![say("operator", "register_party", platform).on("2026-01-01")],
        terms(all, with_a_platform()),
        vec![say("operator", "accept_agreement", accepted).on("2026-01-01")],
    ]
    .concat()
}

/// A rug of 100.00 that the shop has paid: 10.00 for the platform, 10.00 for the cooperative, 53.33 and 26.67 for the weavers.
fn sold_and_paid(bearer: Value) -> Story {
    given(the_weavers(bearer, json!({}))).and([rug("sale-1", "100.00 MAD", BOTH), paid("sale-1", "100.00 MAD")])
}

/// Both weavers have their shares in their hands.
fn paid_out(story: Story) -> Story {
    paid_out_on(story, "2026-03-02")
}

fn paid_out_on(story: Story, day: &str) -> Story {
    let hand = |member: &str, amount: &str| {
        let data = json!({"payout": "payout-1", "member": member, "amount": amount, "till": "cash:office",
                          "witness": "leader", "signed_by": "signature", "form": "form 1"});
        say("cashier", "hand_over_payout", data)
    };
    let pay = json!([{"member": "weaver-1", "method": "cash"}, {"member": "weaver-2", "method": "cash"}]);
    let steps = [
        say("treasurer", "schedule_payout", json!({"payout": "payout-1", "pay": pay})),
        say("president", "approve_payout", json!({"payout": "payout-1", "total": "80.00 MAD"})),
        hand("weaver-1", "53.33 MAD"),
        hand("weaver-2", "26.67 MAD"),
    ];
    story.and(steps.map(|said| said.on(day)))
}

fn charged_back(id: &str, amount: &str) -> Said {
    let data = json!({"chargeback": id, "sale": "sale-1", "amount": amount, "till": "bank:main",
        "reason": "product not received", "reference": "dp_1042", "disputed_on": "2026-03-05"});
    say("treasurer", "receive_chargeback", data).on("2026-03-10")
}

fn won(id: &str) -> Said {
    let data = json!({"chargeback": id, "till": "bank:main"});
    say("treasurer", "reverse_chargeback", data).on("2026-04-02")
}

#[test]
fn the_cooperative_bears_it_and_the_weavers_keep_their_shares() {
    let before = sold_and_paid(json!("cooperative"));
    let untouched = before.balances();
    let story = before
        .when(charged_back("chargeback-1", "60.00 MAD"))
        .then(&["chargeback_received"])
        .with("/0/borne_by", json!("cooperative"))
        .with("/0/given_back", Value::Null)
        .holds("expenses:losses", "60.00 MAD")
        .holds("assets:bank:main", "40.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "53.33 MAD")
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"])
        .with("/0/taken", json!("60.00 MAD"));
    assert_eq!(story.balances(), untouched, "what was won is where it had been");
}

#[test]
fn its_fee_is_a_row_of_its_own() {
    let fee = json!({"fee": "fee-1", "kind": "provider", "till": "bank:main", "amount": "15.00 MAD", "sale": "sale-1",
        "reference": "dp_1042"});
    sold_and_paid(json!("cooperative"))
        .and([charged_back("chargeback-1", "60.00 MAD")])
        .when(say("treasurer", "charge_provider_fee", fee).on("2026-03-10"))
        .then(&["provider_fee_charged"])
        .holds("expenses:losses", "60.00 MAD")
        .holds("expenses:provider-fees", "15.00 MAD")
        .holds("assets:bank:main", "25.00 MAD");
}

#[test]
fn a_platform_bears_it_out_of_what_it_is_owed_and_owes_the_rest() {
    sold_and_paid(json!({"party": "demo-platform"}))
        .holds("liabilities:payable:demo-platform", "10.00 MAD")
        .when(charged_back("chargeback-1", "60.00 MAD"))
        .then(&["chargeback_received"])
        .holds("liabilities:payable:demo-platform", "-50.00 MAD")
        .holds("expenses:losses", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "53.33 MAD")
        // Its part of the next rug, 100.00, is held against it: 50.00 are left to be paid.
        .and([rug("sale-2", "1000.00 MAD", BOTH), paid("sale-2", "1000.00 MAD")])
        .when(settled("51.00 MAD"))
        .refused_because("not_owed", "50.00 MAD")
        .when(settled("50.00 MAD"))
        .then(&["payable_settled"])
        .holds("liabilities:payable:demo-platform", "0.00 MAD")
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"])
        .holds("liabilities:payable:demo-platform", "60.00 MAD");
}

fn settled(amount: &str) -> Said {
    let data = json!({"movement": "settled-1", "party": "demo-platform", "amount": amount, "till": "bank:main"});
    say("treasurer", "settle_payable", data).on("2026-03-12")
}

#[test]
fn where_makers_bear_it_each_slice_gives_back_its_own_part_as_under_a_credit_note() {
    let before = sold_and_paid(json!("makers"));
    let untouched = before.balances();
    let story = before
        .when(charged_back("chargeback-1", "60.00 MAD"))
        .then(&["chargeback_received"])
        .with("/0/given_back/booked", json!("60.00 MAD"))
        .with("/0/given_back/slices/0/amount", json!("6.00 MAD"))
        .with("/0/given_back/slices/1/amount", json!("6.00 MAD"))
        .with("/0/given_back/makers/0/available", json!("32.00 MAD"))
        .with("/0/given_back/makers/1/available", json!("16.00 MAD"))
        .holds("liabilities:payable:demo-platform", "4.00 MAD")
        .holds("income:commission", "4.00 MAD")
        .holds("liabilities:member:weaver-1:available", "21.33 MAD")
        .holds("liabilities:member:weaver-2:available", "10.67 MAD")
        .holds("expenses:losses", "0.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"]);
    assert_eq!(story.balances(), untouched, "each has again what it gave");
}

#[test]
fn what_weavers_had_in_their_hands_is_a_debt_until_it_is_won() {
    paid_out(sold_and_paid(json!("makers")))
        .when(charged_back("chargeback-1", "60.00 MAD"))
        .then(&["chargeback_received"])
        .holds("assets:member:weaver-1:debt", "32.00 MAD")
        .holds("assets:member:weaver-2:debt", "16.00 MAD")
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"])
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "0.00 MAD");
}

#[test]
fn what_she_has_paid_back_meanwhile_is_hers_once_it_is_won() {
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "refunds"});
    paid_out(sold_and_paid(json!("makers")))
        .and([say("weaver-1", "give_consent", consent), charged_back("chargeback-1", "60.00 MAD")])
        // Of her 16.00 of the next rug all pays her debt of 32.00 back, and 16.00 of that are left.
        .and([rug("sale-2", "20.00 MAD", &[("weaver-1", "1")]).on("2026-03-11")])
        .holds("assets:member:weaver-1:debt", "16.00 MAD")
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"])
        .with("/0/given_back/makers/0/debt", json!("16.00 MAD"))
        .with("/0/given_back/makers/0/available", json!("16.00 MAD"))
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "16.00 MAD");
}

#[test]
fn a_fund_that_bears_for_makers_who_were_paid_has_it_again() {
    let changes = json!({"claw_back": {"fund": "quality"}});
    let a_fifth = json!({"kind": "share", "name": "quality", "to": {"fund": "quality"},
        "take": {"percent": {"rate": "0.20", "of": {"from": "gross"}}}});
    let rest = json!({"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"});
    let fund = terms(json!({"agreement": "quality", "channel": "other"}), json!([a_fifth, rest]));
    let filled = rug("sale-2", "200.00 MAD", &[("weaver-3", "1")]).saying(json!({"agreement": "quality"}));
    let before =
        given(the_weavers(json!("makers"), changes)).and(fund).and([filled.saying(json!({"channel": "other"}))]);
    paid_out(before.and([rug("sale-1", "100.00 MAD", BOTH), paid("sale-1", "100.00 MAD")]))
        .holds("liabilities:fund:quality", "40.00 MAD")
        .when(charged_back("chargeback-1", "60.00 MAD"))
        .then(&["chargeback_received"])
        .with("/0/given_back/makers/0/borne", json!("32.00 MAD"))
        .with("/0/given_back/makers/1/borne", json!("8.00 MAD"))
        .with("/0/given_back/makers/1/lost", json!("8.00 MAD"))
        .holds("liabilities:fund:quality", "0.00 MAD")
        .holds("expenses:losses", "8.00 MAD")
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .when(won("chargeback-1"))
        .then(&["chargeback_reversed"])
        .holds("liabilities:fund:quality", "40.00 MAD")
        .holds("expenses:losses", "0.00 MAD");
}

#[test]
fn shares_that_still_waited_wait_again_unless_the_rest_was_paid() {
    let half = |id: &str| {
        let pays = json!([{"sale": "sale-1", "amount": "50.00 MAD"}]);
        let data =
            json!({"payment": id, "buyer": "demo-shop", "amount": "50.00 MAD", "till": "bank:main", "pays": pays});
        say("treasurer", "receive_payment", data)
    };
    let story = || {
        given(the_weavers(json!("makers"), json!({})))
            .and([rug("sale-1", "100.00 MAD", BOTH), half("payment-1"), charged_back("chargeback-1", "50.00 MAD")])
            .holds("liabilities:member:weaver-1:pending", "26.66 MAD")
    };
    story().and([won("chargeback-1")]).holds("liabilities:member:weaver-1:pending", "53.33 MAD");
    story()
        .and([half("payment-2")])
        .holds("liabilities:member:weaver-1:available", "26.66 MAD")
        .and([won("chargeback-1")])
        .holds("liabilities:member:weaver-1:pending", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "53.33 MAD");
}

#[test]
fn abroad_the_bearer_bears_what_left_and_the_rate_of_the_way_back_is_the_cooperatives() {
    let abroad = rug("sale-1", "100.00 EUR", BOTH).saying(json!({"rate": "10.00"}));
    let pays = json!([{"sale": "sale-1", "amount": "100.00 EUR"}]);
    let payment = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "100.00 EUR", "rate": "10.00",
        "till": "bank:main", "pays": pays});
    let story = |bearer: Value| {
        given(the_weavers(bearer, json!({})))
            .and([abroad.clone(), say("treasurer", "receive_payment", payment.clone())])
    };
    let dearer = charged_back("chargeback-1", "50.00 EUR").saying(json!({"rate": "10.20"}));
    let cheaper = won("chargeback-1").saying(json!({"rate": "10.10"}));
    story(json!("cooperative"))
        .when(charged_back("chargeback-1", "50.00 EUR"))
        .refused("rate_missing")
        .when(dearer.clone())
        .then(&["chargeback_received", "fx_difference_realised"])
        .with("/0/booked", json!("510.00 MAD"))
        .holds("expenses:losses", "510.00 MAD")
        .holds("income:exchange-difference", "10.00 MAD")
        .holds("assets:bank:main", "50.00 EUR")
        .when(cheaper.clone())
        .then(&["chargeback_reversed"])
        .holds("expenses:losses", "0.00 MAD")
        .holds("expenses:exchange-difference", "5.00 MAD")
        .holds("assets:bank:main", "100.00 EUR")
        .holds("equity:exchange:eur", "-1005.00 MAD");
    // Each slice gives back its part of the price as it was booked; what the rate adds is the cooperative's.
    story(json!("makers"))
        .and([dearer])
        .holds("liabilities:member:weaver-1:available", "266.66 MAD")
        .holds("expenses:exchange-difference", "10.00 MAD")
        .holds("income:exchange-difference", "10.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .and([cheaper])
        .holds("liabilities:member:weaver-1:available", "533.33 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}

#[test]
fn goods_the_cooperative_had_sold_for_itself_give_back_their_price_and_its_expense() {
    let changes = json!({"booking": "principal"});
    let before = given(the_weavers(json!("makers"), changes))
        .and([rug("sale-1", "100.00 MAD", BOTH), paid("sale-1", "100.00 MAD")]);
    let untouched = before.balances();
    let story = before
        .and([charged_back("chargeback-1", "60.00 MAD")])
        .holds("income:returns", "-60.00 MAD")
        .holds("expenses:member-work", "32.00 MAD")
        .holds("expenses:services", "4.00 MAD")
        .and([won("chargeback-1")]);
    assert_eq!(story.balances(), untouched);
}

#[test]
fn a_tenth_borne_by_nobody_else_is_the_cooperatives_too() {
    // An agreement without a platform: makers bear, so the cooperative's tenth gives back a tenth of it.
    let bears = json!({"bears": bearing(json!("makers"))});
    given([the_cooperative(), terms(bears, a_tenth_for_the_cooperative())].concat())
        .and([
            rug("sale-1", "100.00 MAD", BOTH),
            paid("sale-1", "100.00 MAD"),
            charged_back("chargeback-1", "100.00 MAD"),
        ])
        .holds("income:commission", "0.00 MAD")
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .holds("assets:bank:main", "0.00 MAD")
        .and([won("chargeback-1")])
        .holds("income:commission", "10.00 MAD")
        .holds("liabilities:member:weaver-2:available", "30.00 MAD");
}

#[test]
fn makers_who_bear_rates_do_not_give_what_the_rate_of_the_payment_took_of_them() {
    let bears = json!({"fx": "makers", "chargeback": "makers", "breakage": "makers", "late_payment": "makers"});
    let pays = json!([{"sale": "sale-1", "amount": "100.00 EUR"}]);
    let payment = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "100.00 EUR", "rate": "9.50",
        "till": "bank:main", "pays": pays});
    let before = given(the_weavers(json!("makers"), json!({"bears": bears}))).and([
        rug("sale-1", "100.00 EUR", BOTH).saying(json!({"rate": "10.00"})),
        say("treasurer", "receive_payment", payment),
    ]);
    let untouched = before.balances();
    let back = |amount: &str, rate: &str| charged_back("chargeback-1", amount).saying(json!({"rate": rate}));
    let story = before
        .holds("liabilities:member:weaver-1:available", "500.00 MAD")
        .when(back("100.00 EUR", "9.50"))
        .then(&["chargeback_received"])
        .with("/0/given_back/makers/0/amount", json!("533.33 MAD"))
        .with("/0/given_back/makers/0/rates", json!("33.33 MAD"))
        .holds("liabilities:member:weaver-1:available", "0.00 MAD")
        .holds("assets:member:weaver-1:debt", "0.00 MAD")
        .holds("income:exchange-difference", "0.00 MAD")
        .when(won("chargeback-1").saying(json!({"rate": "9.50"})))
        .then(&["chargeback_reversed"])
        .with("/0/taken", json!("950.00 MAD"));
    assert_eq!(story.balances(), untouched, "what was won is where it had been");
}

#[test]
fn where_shares_are_earned_as_the_buyer_pays_what_it_has_not_paid_keeps_waiting() {
    let pay = |id: &str| {
        let pays = json!([{"sale": "sale-1", "amount": "50.00 MAD"}]);
        let data =
            json!({"payment": id, "buyer": "demo-shop", "amount": "50.00 MAD", "till": "bank:main", "pays": pays});
        say("treasurer", "receive_payment", data)
    };
    given(the_weavers(json!("makers"), json!({"earned": "as_paid"})))
        .and([rug("sale-1", "100.00 MAD", BOTH), pay("payment-1")])
        .holds("liabilities:member:weaver-2:available", "13.33 MAD")
        .holds("liabilities:member:weaver-2:pending", "13.34 MAD")
        .and([charged_back("chargeback-1", "50.00 MAD")])
        .holds("liabilities:member:weaver-2:available", "0.00 MAD")
        .holds("liabilities:member:weaver-2:pending", "13.34 MAD")
        .and([pay("payment-2")])
        .holds("liabilities:member:weaver-2:available", "13.34 MAD");
}
