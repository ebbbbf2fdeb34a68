//! Stories of corrections: what is mirrored, by whom, and what a refusal names instead.

mod payouts;
mod sales;

use serde_json::json;

use crate::decide::stories::{Said, Story, earned, given, say, sold, the_cooperative};

/// The treasurer takes records back, and the president approves.
fn correct(correction: &str, targets: &[u64]) -> Said {
    let data = json!({
        "correction": correction, "targets": targets, "reason": "did_not_happen", "approved_by": "president"
    });
    say("treasurer", "declare_correction", data).sealing(json!({"note": "counted again"}))
}

/// Somebody says something in error, and it is taken back: the accounts are as they were.
fn taken_back(story: Story, said: Said) -> Story {
    let before = story.balances();
    let first = story.position();
    let story = story.and([said]);
    let targets: Vec<u64> = (first..story.position()).collect();
    let story = story.when(correct(&format!("correction-{first}"), &targets)).then(&["correction_declared"]);
    assert_eq!(story.balances(), before, "the mirror leaves the accounts as they were");
    story
}

fn move_money(movement: &str, from: &str, to: &str, amount: &str) -> Said {
    say("treasurer", "transfer_funds", json!({"movement": movement, "from": from, "to": to, "amount": amount}))
}

fn buy(movement: &str, amount: &str) -> Said {
    let data = json!({"movement": movement, "item": "wool", "amount": amount, "till": "cash:office"});
    say("treasurer", "buy_materials", data)
}

fn receive(payment: &str, buyer: Option<&str>, amount: &str) -> Said {
    let data = json!({"payment": payment, "buyer": buyer, "amount": amount, "till": "bank:main"});
    say("treasurer", "receive_payment", data)
}

#[test]
fn a_correction_is_the_exact_mirror_of_its_target() {
    let story = given(the_cooperative()).and([move_money("float", "cash:office", "bank:main", "400.00 MAD")]);
    let target = story.position_of("funds_transferred");
    story
        .when(correct("correction-1", &[target]))
        .then(&["correction_declared"])
        .with("/0/corrects", json!([{"position": target, "kind": "funds_transferred", "of": "float"}]))
        .with(
            "/0/mirror",
            json!([
                {"account": "assets:bank:main", "credit": "400.00 MAD"},
                {"account": "assets:cash:office", "debit": "400.00 MAD"}
            ]),
        )
        .holds("assets:cash:office", "5000.00 MAD")
        .holds("assets:bank:main", "0.00 MAD");
}

#[test]
fn money_that_moved_in_error_is_moved_back() {
    let opening = json!({"movement": "opening-2", "till": "bank:main", "amount": "700.00 MAD"});
    let stock = json!({"movement": "opening-3", "amount": "80.00 MAD"});
    let fee = json!({"fee": "fee-1", "kind": "bank", "till": "cash:office", "amount": "25.00 MAD"});
    let lent = json!({"loan": "loan-1", "member": "weaver-1", "principal": "300.00 MAD", "till": "cash:office"});
    let borrowed = json!({"loan": "loan-2", "lender": "demo-bank", "principal": "900.00 MAD", "till": "cash:office"});
    let repaid = |loan: &str, amount: &str| {
        let data = json!({
            "movement": format!("repaid-{loan}"), "loan": loan, "amount": amount, "interest": "5.00 MAD", "till": "cash:office"
        });
        say("treasurer", "repay_loan", data)
    };
    let mut story = given(the_cooperative()).and([
        say("operator", "register_party", json!({"party": "demo-bank", "name": "Demo bank", "roles": ["lender"]})),
        say("treasurer", "disburse_loan", lent),
        say("treasurer", "disburse_loan", borrowed),
        buy("wool-1", "200.00 MAD"),
    ]);
    let wool = json!({
        "materials": "wool", "item": "wool", "value": "100.00 MAD",
        "members": [{"member": "weaver-1", "weight": "2"}, {"member": "weaver-2", "weight": "1"}]
    });
    for said in [
        say("treasurer", "record_opening_balance", opening),
        say("treasurer", "record_opening_balance", stock),
        say("treasurer", "charge_provider_fee", fee),
        say("storekeeper", "advance_materials", wool),
        move_money("float", "cash:office", "wallet:main", "150.00 MAD"),
        buy("wool-2", "90.00 MAD"),
        repaid("loan-1", "105.00 MAD"),
        repaid("loan-2", "205.00 MAD"),
        receive("payment-1", Some("demo-shop"), "60.00 MAD"),
        receive("payment-2", None, "60.00 MAD"),
        receive("payment-3", Some("demo-shop"), "60.00 EUR").saying(json!({"rate": "10.85"})),
    ] {
        story = taken_back(story, said);
    }
}

#[test]
fn one_correction_takes_back_several_records() {
    let story = given(the_cooperative());
    let before = story.balances();
    let story = story.and([buy("wool-1", "20.00 MAD")]);
    let first = story.position_of("materials_bought");
    let story = story.and([buy("wool-2", "30.00 MAD")]);
    let second = story.position_of("materials_bought");
    let story = story.when(correct("correction-1", &[second, first])).then(&["correction_declared"]);
    assert_eq!(story.balances(), before, "both purchases are taken back");
}

#[test]
fn a_correction_needs_a_second_person() {
    let story = given(the_cooperative()).and([buy("wool", "20.00 MAD")]);
    let target = story.position_of("materials_bought");
    story
        .when(correct("correction-1", &[target]).saying(json!({"approved_by": "treasurer"})))
        .refused_because("second_person_missing", "`treasurer` declares the correction and cannot approve it");
}

#[test]
fn a_correction_names_records_of_its_cooperative_each_once() {
    let twin = |command: &str, data| say("operator", command, data).about("demo-growers");
    let story = given(the_cooperative()).and([
        buy("wool", "20.00 MAD"),
        twin("register_cooperative", json!({"name": "Demo growers"})),
        twin("open_till", json!({"till": "cash:box"})),
        twin("record_opening_balance", json!({"movement": "opening", "till": "cash:box", "amount": "9.00 MAD"})),
    ]);
    let (ours, theirs) = (story.position_of("materials_bought"), story.position_of("opening_balance_recorded"));
    story
        .when(correct("correction-1", &[]))
        .refused("empty")
        .when(correct("correction-1", &[ours, ours]))
        .refused_because("target_twice", &format!("record {ours} is named twice"))
        .when(correct("correction-1", &[theirs]))
        .refused_because("no_such_record", &format!("there is no record {theirs} of this cooperative"))
        .when(correct("correction-1", &[0]))
        .refused("no_such_record")
        .when(correct("correction-1", &[4_000]))
        .refused("no_such_record")
        .when(correct("correction-1", &[ours]))
        .then(&["correction_declared"])
        .when(correct("correction-2", &[ours]))
        .refused_because("corrected_already", &format!("record {ours} has been corrected already"))
        .and([buy("wool-again", "21.00 MAD")])
        .when(correct("correction-1", &[ours]))
        .refused("already_exists");
}

#[test]
fn money_that_has_left_a_till_is_not_taken_back_out_of_it() {
    let story = given(the_cooperative()).and([
        move_money("float", "cash:office", "bank:main", "400.00 MAD"),
        move_money("float-2", "bank:main", "wallet:main", "1.00 MAD"),
    ]);
    let (first, second) = (story.position_of("funds_transferred") - 1, story.position_of("funds_transferred"));
    story
        .when(correct("correction-1", &[first]))
        .refused_because("built_on", "its money has left the till since")
        // Both together leave nothing below zero.
        .when(correct("correction-1", &[first, second]))
        .then(&["correction_declared"])
        .holds("assets:bank:main", "0.00 MAD");
}

#[test]
fn materials_that_have_left_the_store_or_were_paid_back_stay() {
    let wool = |value: &str| {
        let data = json!({
            "materials": "wool", "item": "wool", "value": value, "members": [{"member": "weaver-1", "weight": "1"}]
        });
        say("storekeeper", "advance_materials", data)
    };
    let story = given(the_cooperative()).and([buy("wool", "20.00 MAD"), wool("15.00 MAD")]);
    let bought = story.position_of("materials_bought");
    story.when(correct("correction-1", &[bought])).refused_because("built_on", "its materials have left the store");
}

/// A payment nobody knew, and who said whose it is.
fn identified(buyer: &str) -> [Said; 2] {
    let identify = say("treasurer", "identify_payment", json!({"payment": "payment-2", "buyer": buyer}));
    [receive("payment-2", None, "60.00 MAD"), identify]
}

#[test]
fn a_payment_that_pays_a_sale_stays_and_so_does_its_identification() {
    let pays = json!([{"sale": "rug-2", "amount": "10.00 MAD"}]);
    let story = given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "100.00 MAD")]))
        .and([sold("rug-2", &[("weaver-1", "60.00 MAD")])]);
    let paid = story.position_of("payment_received");
    let story = story.and(identified("demo-shop")).and([say(
        "treasurer",
        "allocate_payment",
        json!({"payment": "payment-2", "pays": pays}),
    )]);
    let (identified, allocated) = (story.position_of("payment_identified"), story.position_of("payment_allocated"));
    story
        .when(correct("correction-1", &[paid]))
        .refused_because("built_on", "it pays sales: credit those sales and refund")
        .when(correct("correction-1", &[identified]))
        .refused_because("built_on", "it pays sales: credit those sales and refund")
        .when(correct("correction-1", &[allocated]))
        .refused_because("not_correctable", "credit the sale it pays and refund what the credit note gives back");
}

#[test]
fn a_payment_identified_for_the_wrong_buyer_waits_in_suspense_for_the_right_one() {
    let other = json!({"party": "demo-bazaar", "name": "Demo bazaar", "roles": ["buyer"]});
    let story = given(the_cooperative())
        .and([say("operator", "register_party", other)])
        .and([sold("rug-1", &[("weaver-1", "60.00 MAD")])])
        .and(identified("demo-bazaar"));
    let (received, identified) = (story.position_of("payment_received"), story.position_of("payment_identified"));
    let pays = json!({"payment": "payment-2", "pays": [{"sale": "rug-1", "amount": "60.00 MAD"}]});
    let story = story
        .when(say("treasurer", "allocate_payment", pays.clone()))
        .refused("other_buyer")
        .when(correct("correction-1", &[received]))
        .refused_because("built_on", "take the identification back first")
        .when(correct("correction-1", &[identified]))
        .then(&["correction_declared"])
        .with("/0/corrects/0/of", json!("payment-2"))
        .holds("assets:receivable:demo-bazaar", "0.00 MAD")
        .holds("liabilities:suspense", "60.00 MAD")
        .when(correct("correction-2", &[identified]))
        .refused("corrected_already");
    let rightly = say("treasurer", "identify_payment", json!({"payment": "payment-2", "buyer": "demo-shop"}));
    story
        .when(say("treasurer", "allocate_payment", pays.clone()))
        .refused("buyer_missing")
        .and([rightly])
        .when(say("treasurer", "allocate_payment", pays))
        .then(&["payment_allocated", "earnings_released"])
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("liabilities:suspense", "0.00 MAD");
    // A payment that never came goes after its identification.
    let story = given(the_cooperative()).and(self::identified("demo-shop"));
    let (received, identified) = (story.position_of("payment_received"), story.position_of("payment_identified"));
    story
        .and([correct("correction-1", &[identified])])
        .when(correct("correction-2", &[received]))
        .then(&["correction_declared"])
        .holds("assets:bank:main", "0.00 MAD");
}

#[test]
fn what_a_wrong_allocation_asks_for_instead_can_be_done() {
    let shares = [("weaver-1", "100.00 MAD")];
    let pays = |sale: &str| json!([{"sale": sale, "amount": "100.00 MAD"}]);
    let credit = json!({"credit_note": "note-1", "sale": "rug-1", "amount": "100.00 MAD", "reason": "pricing_error"});
    let refund = json!({"refund": "refund-1", "sale": "rug-1", "amount": "100.00 MAD", "till": "bank:main"});
    given(the_cooperative())
        .and([sold("rug-2", &shares)])
        .and(earned("rug-1", &shares))
        .and([
            say("treasurer", "issue_credit_note", credit),
            say("treasurer", "issue_refund", refund),
            receive("payment-2", Some("demo-shop"), "100.00 MAD").saying(json!({"pays": pays("rug-2")})),
            sold("rug-1-again", &shares),
        ])
        .holds("assets:receivable:demo-shop", "100.00 MAD")
        .holds("assets:bank:main", "100.00 MAD")
        .holds("liabilities:member:weaver-1:available", "100.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "100.00 MAD");
}

#[test]
fn a_payment_taken_back_can_be_recorded_rightly_under_its_id() {
    let story = given(the_cooperative()).and([receive("payment-1", Some("demo-shop"), "60.00 MAD")]);
    let target = story.position_of("payment_received");
    story
        .and([correct("correction-1", &[target])])
        .when(say("treasurer", "allocate_payment", json!({"payment": "payment-1", "pays": []})))
        .refused("unknown_payment")
        .when(receive("payment-1", Some("demo-shop"), "66.00 MAD"))
        .then(&["payment_received"])
        .holds("assets:bank:main", "66.00 MAD");
}

#[test]
fn what_is_not_mirrored_says_what_to_do_instead() {
    let lent = json!({"loan": "loan-1", "member": "weaver-1", "principal": "300.00 MAD", "till": "cash:office"});
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "loan"});
    let sold = json!({"conversion": "conversion-1", "from": "cash:office", "sold": "108.00 MAD", "to": "bank:main", "bought": "10.00 EUR", "rate": "10.80"});
    let story = given(the_cooperative()).and([
        say("treasurer", "disburse_loan", lent),
        say("weaver-1", "give_consent", consent),
        say("weaver-1", "withdraw_consent", json!({"consent": "consent-1"})),
        say("president", "place_order", json!({"order": "order-1", "buyer": "demo-shop", "total": "400.00 MAD"})),
        say("treasurer", "convert_currency", sold),
        buy("wool", "20.00 MAD"),
    ]);
    let bought = story.position_of("materials_bought");
    let mut story = story.and([correct("correction-1", &[bought])]);
    for (kind, instead) in [
        ("cooperative_registered", "record the right one under a new id"),
        ("member_admitted", "record the right one under a new id"),
        ("till_opened", "record the right one under a new id"),
        ("agreement_proposed", "propose the right terms as the next version"),
        ("agreement_accepted", "propose the right terms as the next version"),
        ("consent_given", "withdraw the consent"),
        ("consent_withdrawn", "record the consent again"),
        ("order_placed", "place the right order under a new id"),
        ("loan_disbursed", "record that the loan was repaid in full"),
        ("currency_converted", "convert the amount back at the same rate"),
        ("correction_declared", "record again what it took back"),
    ] {
        let target = story.position_of(kind);
        story = story.when(correct("correction-2", &[target])).refused_because("not_correctable", instead);
    }
}

#[test]
fn a_foreign_payment_taken_back_leaves_the_rest_carried_at_what_it_is_worth() {
    let paid = |payment: &str, rate: &str| {
        let data = json!({"payment": payment, "buyer": "demo-shop", "amount": "100.00 EUR", "rate": rate, "till": "bank:main"});
        say("treasurer", "receive_payment", data)
    };
    let convert = json!({"conversion": "conversion-1", "from": "bank:main", "sold": "100.00 EUR", "to": "bank:main", "bought": "1500.00 MAD", "rate": "15"});
    let story = given(the_cooperative()).and([
        paid("payment-1", "10"),
        paid("payment-2", "20"),
        say("treasurer", "convert_currency", convert),
    ]);
    let second = story.position_of("payment_received");
    let data =
        json!({"correction": "correction-1", "targets": [second], "reason": "duplicate", "approved_by": "president"});
    story
        .when(say("treasurer", "declare_correction", data))
        .then(&["correction_declared", "fx_difference_realised"])
        .with("/1/amount", json!("500.00 MAD"))
        .holds("equity:exchange:eur", "0.00 EUR")
        .holds("equity:exchange:eur", "0.00 MAD");
}

#[test]
fn a_sale_stands_while_a_premium_is_owed_on_it_or_a_fee_was_taken_for_it() {
    let premium = json!({"premium": "premium-1", "buyer": "demo-shop", "fund": "training", "sale": "sale-1",
        "quantity": "800", "per_unit": "0.25", "amount": "200.00 MAD"});
    let fee =
        json!({"fee": "fee-1", "kind": "provider", "till": "cash:office", "amount": "5.00 MAD", "sale": "sale-1"});
    let story = given(the_cooperative()).and([sold("sale-1", &[("weaver-1", "90.00 MAD")])]);
    let first = story.position_of("sale_recorded");
    let whole: Vec<u64> = (first..story.position()).collect();
    let story = story.and([say("treasurer", "accrue_premium", premium)]);
    let premium = story.position_of("premium_accrued");
    let story = story
        .when(correct("correction-1", &whole))
        .refused_because("built_on", "a premium is owed on the sale")
        .and([correct("correction-1", &[premium]), say("treasurer", "charge_provider_fee", fee)]);
    let fee = story.position_of("provider_fee_charged");
    story
        .when(correct("correction-2", &whole))
        .refused_because("built_on", "a fee was taken for the sale")
        .and([correct("correction-2", &[fee])])
        .when(correct("correction-3", &whole))
        .then(&["correction_declared"]);
}
