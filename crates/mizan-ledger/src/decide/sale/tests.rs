//! Stories of sales: whose terms hold, who made what, and how one price becomes many slices.

mod half_in_advance;
mod principal;
mod residues;
mod services;
mod ways_round;

use serde_json::{Value, json};

use crate::agreement::document::Agreement;
use crate::agreement::facts::Facts;
use crate::decide::stories::{COOPERATIVE, Said, given, say, the_cooperative};

/// Terms with these steps, proposed and accepted by the cooperative; the worked example, unless they bring one, is
/// reckoned from one sale.
pub(in crate::decide) fn terms(changes: Value, steps: Value) -> Vec<Said> {
    let mut document = json!({
        "agreement": "terms", "version": 1, "title": "Terms of a story", "cooperative": COOPERATIVE, "parties": [],
        "channel": "story", "currency": "MAD", "valid_from": "2026-01-01", "dated_by": "sale", "booking": "mandate",
        "earned": "when_paid", "claw_back": {"fund": "quality"}, "tie_break": "rotating", "steps": steps,
        "bears": {"fx": "cooperative", "chargeback": "makers", "breakage": "makers", "late_payment": "makers"},
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        document[name] = value.clone();
    }
    let mut facts = json!({
        "gross": "1000.00 MAD", "sold": {"pieces": "2"}, "provider_fees": "0.00 MAD", "materials": "0.00 MAD",
        "makers": [{"member": "weaver-1", "did": {"hours": "1", "pieces": "1"}},
                   {"member": "weaver-2", "did": {"hours": "1", "pieces": "1"}}],
    });
    if document["steps"][0]["kind"] == "cost" {
        facts["costs"] = json!([{"cost": "freight", "amount": "0.00 MAD"}]);
    }
    if document.get("example").is_none() {
        let agreement: Agreement = serde_json::from_value(document.clone()).expect("a story writes sound terms");
        let known: Facts = serde_json::from_value(facts.clone()).expect("a story writes sound facts");
        let split = agreement.split(&known).expect("the terms of a story divide its example");
        document["example"] = json!({"facts": facts, "split": split});
    }
    let (id, version) = (&document["agreement"], &document["version"]);
    let accepted = json!({"agreement": id, "version": version});
    vec![
        say("president", "propose_agreement", json!({"terms": document})).on("2026-01-01"),
        say("president", "accept_agreement", accepted).on("2026-01-01"),
    ]
}

/// Everything to the makers by their hours, after a tenth for the cooperative.
pub(in crate::decide) fn a_tenth_for_the_cooperative() -> Value {
    json!([
        {"kind": "share", "name": "cooperative", "to": "cooperative",
         "take": {"percent": {"rate": "0.10", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ])
}

/// A sale of one rug in the channel of these stories, made by these weavers in these hours.
pub(in crate::decide) fn rug(sale: &str, total: &str, makers: &[(&str, &str)]) -> Said {
    let (number, _) = total.split_once(' ').expect("a story writes amounts with their currency");
    let maker = |(member, hours): &(&str, &str)| json!({"member": member, "did": {"hours": hours}});
    let makers: Vec<Value> = makers.iter().map(maker).collect();
    let lines = json!([{"product": "rug", "quantity": "1", "unit_price": number}]);
    let data = json!({"sale": sale, "buyer": "demo-shop", "channel": "story", "lines": lines, "total": total, "makers": makers});
    say("treasurer", "record_sale", data)
}

fn the_house() -> Vec<Said> {
    [the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat()
}

const BOTH: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];

#[test]
fn an_agreement_that_was_ended_divides_nothing_from_that_day_on() {
    let makers: &[(&str, &str)] = &[("weaver-1", "1")];
    let end = |from: &str| {
        let data = json!({"agreement": "terms", "version": 1, "from": from, "document": "Letter of the platform"});
        say("president", "end_agreement", data)
    };
    let story = given([the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat());
    story
        .when(end("2026-03-01"))
        .refused("ended_in_the_past")
        .when(end("2026-03-03"))
        .then(&["agreement_ended"])
        .when(end("2026-03-03"))
        .refused("ended_already")
        .when(rug("sale-1", "100.00 MAD", makers))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .when(rug("sale-2", "100.00 MAD", makers).saying(json!({"agreement": "terms"})).on("2026-03-03"))
        .refused("no_agreement_in_force");
}

#[test]
fn a_price_is_divided_to_the_last_centime_in_one_batch() {
    given(the_house())
        .when(rug("sale-1", "1000.00 MAD", BOTH))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/1/amount", json!("100.00 MAD"))
        .with("/2/makers/0/amount", json!("600.00 MAD"))
        .with("/2/makers/1/amount", json!("300.00 MAD"))
        .holds("assets:receivable:demo-shop", "1000.00 MAD")
        .holds("liabilities:sale:sale-1", "0.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "600.00 MAD");
}

#[test]
fn a_sale_no_agreement_is_for_is_refused_never_defaulted() {
    let elsewhere = rug("sale-1", "10.00 MAD", BOTH).saying(json!({"agreement": "golden-export"}));
    given(the_house()).when(elsewhere).refused_because("no_agreement_in_force", "golden-export");
    let too_early = rug("sale-1", "10.00 MAD", BOTH).on("2025-12-31");
    let story = [the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat();
    given(story).when(too_early).refused_because("no_agreement_in_force", "2025-12-31");
}

#[test]
fn an_agreement_holds_only_once_every_party_has_accepted() {
    let mut said = the_cooperative();
    let platform = json!({"party": "demo-platform", "name": "Demo platform", "roles": ["intermediary"]});
    said.push(say("operator", "register_party", platform));
    let only = json!({"parties": ["demo-platform"], "agreement": "with-platform"});
    said.extend(terms(only, a_tenth_for_the_cooperative()));
    let named = rug("sale-1", "1000.00 MAD", BOTH).saying(json!({"agreement": "with-platform"}));
    let accepts = json!({"agreement": "with-platform", "version": 1, "party": "demo-platform"});
    given(said)
        .when(named.clone())
        .refused("no_agreement_in_force")
        .when(say("president", "accept_agreement", json!({"agreement": "with-platform", "version": 1})))
        .refused("accepted_already")
        .when(say(
            "treasurer",
            "accept_agreement",
            json!({"agreement": "with-platform", "version": 1, "party": "demo-shop"}),
        ))
        .refused("not_named_in_agreement")
        .and([say("treasurer", "accept_agreement", accepts)])
        .when(named)
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"]);
}

#[test]
fn a_later_version_takes_over_on_its_first_day_and_not_before() {
    let mut said = the_house();
    let fifth = json!([
        {"kind": "share", "name": "cooperative", "to": "cooperative",
         "take": {"percent": {"rate": "0.20", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    said.extend(terms(json!({"version": 2, "valid_from": "2026-03-01"}), fifth));
    given(said)
        .when(rug("sale-1", "100.00 MAD", BOTH).on("2026-02-28"))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/terms/version", json!(1))
        .with("/1/amount", json!("10.00 MAD"))
        .when(rug("sale-2", "100.00 MAD", BOTH).on("2026-03-01"))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/terms/version", json!(2))
        .with("/1/amount", json!("20.00 MAD"));
}

#[test]
fn two_agreements_for_one_sale_ask_the_caller_to_name_one() {
    let mut said = the_house();
    said.extend(terms(json!({"agreement": "other"}), a_tenth_for_the_cooperative()));
    let named = rug("sale-1", "100.00 MAD", BOTH).saying(json!({"agreement": "other"}));
    given(said)
        .when(rug("sale-1", "100.00 MAD", BOTH))
        .refused_because("several_agreements", "`other`, `terms`")
        .when(named)
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/terms/agreement", json!("other"));
}

#[test]
fn what_the_lines_come_to_is_what_the_buyer_owes() {
    let off = rug("sale-1", "100.00 MAD", BOTH).saying(json!({"total": "99.99 MAD"}));
    let buttons = json!([{"product": "buttons", "quantity": "3001", "unit_price": "0.012345"}]);
    let small = json!({"lines": buttons, "total": "37.05 MAD"});
    given(the_house())
        .when(off)
        .refused_because("total_differs", "100.00 MAD")
        .when(rug("sale-1", "1.00 MAD", BOTH).saying(json!({"lines": []})))
        .refused("empty")
        .when(rug("sale-1", "1.00 MAD", BOTH).saying(small))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"]);
}

#[test]
fn a_sale_needs_a_known_buyer_its_makers_and_a_bearer_for_each_cost() {
    let nobody = json!({"makers": null});
    let stranger = json!({"makers": [{"member": "weaver-9", "did": {"hours": "1"}}]});
    let twice = json!({"makers": [{"member": "weaver-1", "did": {"hours": "1"}}, {"member": "weaver-1", "did": {"hours": "2"}}]});
    let cost = json!({"costs": [{"cost": "freight", "amount": "3.00 MAD"}]});
    let sale = || rug("sale-1", "100.00 MAD", BOTH);
    given(the_house())
        .when(sale().saying(json!({"buyer": "nobody"})))
        .refused("unknown_party")
        .when(sale().saying(nobody))
        .refused("no_makers")
        .when(sale().saying(stranger))
        .refused("unknown_member")
        .when(sale().saying(twice))
        .refused("member_twice")
        .when(sale().saying(cost))
        .refused_because("cannot_divide", "freight")
        .when(sale().saying(json!({"rate": "10.5"})))
        .refused("rate_unwanted")
        .when(sale().saying(json!({"total": "100.00 EUR"})))
        .refused("rate_missing");
}

#[test]
fn steps_that_take_more_than_the_price_are_refused_and_nothing_is_recorded() {
    let costly = json!([
        {"kind": "cost", "name": "freight", "cost": {"named": "freight"}, "to": "cooperative"},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let freight = json!({"costs": [{"cost": "freight", "amount": "100.01 MAD"}]});
    let story = given([the_cooperative(), terms(json!({}), costly)].concat());
    let before = story.position();
    let story =
        story.when(rug("sale-1", "100.00 MAD", BOTH).saying(freight)).refused_because("cannot_divide", "freight");
    assert_eq!(story.position(), before, "a refused sale leaves no record");
}

#[test]
fn the_tally_sheet_pays_each_entry_once() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "300.00 MAD", "channel": "story"});
    let work = |id: &str, member: &str, hours: &str| {
        say("leader", "record_work", json!({"work": id, "member": member, "order": "order-1", "did": {"hours": hours}}))
    };
    let part =
        |sale: &str| rug(sale, "150.00 MAD", BOTH).saying(json!({"order": "order-1", "makers": null, "channel": null}));
    given(the_house())
        .and([say("president", "place_order", order), work("work-1", "weaver-1", "3"), work("work-2", "weaver-1", "3")])
        .when(part("sale-1"))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/work", json!(["work-1", "work-2"]))
        .with("/0/made_by/0/did/hours", json!("6"))
        .when(part("sale-2"))
        .refused("no_makers")
        .and([work("work-3", "weaver-2", "1")])
        .when(part("sale-2"))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/work", json!(["work-3"]))
        .when(part("sale-3"))
        .refused("order_exceeded");
}

#[test]
fn nothing_is_deducted_without_her_live_consent() {
    let steps = json!([
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "loan", "consent": "loan", "recovers": "loan",
         "take": {"of_what_remains": "0.10"}, "protected_minimum": "50"},
    ]);
    let lent = json!({"loan": "loan-1", "member": "weaver-1", "principal": "500.00 MAD", "till": "cash:office"});
    let consents = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "loan"});
    let alone: &[(&str, &str)] = &[("weaver-1", "1")];
    given([the_cooperative(), terms(json!({}), steps)].concat())
        .and([say("treasurer", "disburse_loan", lent)])
        .when(rug("sale-1", "100.00 MAD", alone))
        .then(&["sale_recorded", "proceeds_allocated"])
        .and([say("weaver-1", "give_consent", consents)])
        .when(rug("sale-2", "100.00 MAD", alone))
        .then(&["sale_recorded", "proceeds_allocated", "deduction_applied"])
        .with("/2/consent", json!("consent-1"))
        .with("/2/amount", json!("10.00 MAD"))
        .holds("assets:member:weaver-1:loan:loan-1", "490.00 MAD")
        .when(rug("sale-3", "55.00 MAD", alone))
        .then(&["sale_recorded", "proceeds_allocated", "deduction_applied"])
        .with("/2/amount", json!("5.00 MAD"))
        .and([say("weaver-1", "withdraw_consent", json!({"consent": "consent-1"}))])
        .when(rug("sale-4", "100.00 MAD", alone))
        .then(&["sale_recorded", "proceeds_allocated"]);
}

#[test]
fn shares_become_available_when_the_agreement_says() {
    let earned =
        |when: &str| [the_cooperative(), terms(json!({"earned": when}), a_tenth_for_the_cooperative())].concat();
    let kinds = ["sale_recorded", "commission_charged", "proceeds_allocated", "earnings_released"];
    given(earned("on_invoice")).when(rug("sale-1", "100.00 MAD", BOTH)).then(&kinds);
    given(earned("on_acceptance"))
        .and([rug("sale-1", "100.00 MAD", BOTH)])
        .when(say("buyer", "accept_goods", json!({"sale": "sale-1"})))
        .then(&["goods_accepted", "earnings_released"])
        .holds("liabilities:member:weaver-1:available", "60.00 MAD")
        .when(say("buyer", "accept_goods", json!({"sale": "sale-1"})))
        .refused("accepted_already");
}

#[test]
fn the_same_key_with_other_words_is_refused_and_with_the_same_words_records_nothing() {
    let said = rug("sale-1", "100.00 MAD", BOTH).under("till-4-receipt-17");
    let other = rug("sale-1", "110.00 MAD", BOTH).under("till-4-receipt-17");
    let without = said.clone().saying(json!({"reference": "INV 1"}));
    given(the_house())
        .when(said.clone())
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .when(said)
        .recorded_already()
        .holds("liabilities:member:weaver-1:pending", "60.00 MAD")
        .when(other)
        .refused("key_used")
        .when(without)
        .refused("key_used");
}

#[test]
fn terms_whose_date_was_not_given_are_not_passed_over_for_broader_ones() {
    let by_contract = json!({"agreement": "export", "product_class": "rugs", "dated_by": "contract"});
    let mut said = the_house();
    said.extend(terms(by_contract, a_tenth_for_the_cooperative()));
    let sale = rug("sale-1", "100.00 MAD", BOTH).saying(json!({"product_class": "rugs"}));
    given(said)
        .when(sale.clone())
        .refused_because("date_missing", "contracted_on")
        .when(sale.saying(json!({"contracted_on": "2026-02-01"})))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/terms/agreement", json!("export"));
}

#[test]
fn a_sale_has_no_more_makers_than_every_record_about_it_can_name() {
    let members: Vec<String> = (0..251).map(|index| format!("maker-{index}")).collect();
    let admitted = members.iter().map(|member| say("secretary", "admit_member", json!({"member": member})));
    let makers: Vec<(&str, &str)> = members.iter().map(|member| (member.as_str(), "1")).collect();
    given(the_house())
        .and(admitted)
        .when(rug("sale-1", "1000.00 MAD", &makers))
        .refused_because("too_many_makers", "250 are the most")
        .when(rug("sale-1", "1000.00 MAD", makers.split_at(250).0))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .when(say(
            "treasurer",
            "issue_credit_note",
            json!({"credit_note": "c-1", "sale": "sale-1", "amount": "999.00 MAD", "reason": "quality"}),
        ))
        .then(&["credit_note_issued"]);
}

#[test]
fn what_is_charged_for_the_way_is_in_the_price_and_no_piece() {
    let by_piece = json!([
        {"kind": "share", "name": "packing", "to": "cooperative", "take": {"fixed": {"amount": "5", "per": "piece"}}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let shipped = json!({"total": "125.00 MAD", "lines": [
        {"product": "rug", "quantity": "2", "unit_price": "50"},
        {"kind": "shipping", "product": "Shipping", "quantity": "1", "unit_price": "25"},
    ]});
    given([the_cooperative(), terms(json!({}), by_piece)].concat())
        .when(rug("sale-1", "125.00 MAD", BOTH).saying(shipped))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/1/amount", json!("10.00 MAD"));
}

#[test]
fn the_tax_of_the_invoice_must_be_the_agreements() {
    let taxed = |tax: &str| {
        let tax = json!({"invoiced_tax": {"amount": tax, "lines": 1}});
        rug("sale-1", "120.00 MAD", BOTH).saying(tax)
    };
    given(the_house()).when(taxed("20.00 MAD")).refused_because("cannot_divide", "states 20.00 MAD of tax");
    let mut steps = a_tenth_for_the_cooperative();
    let vat = json!({"kind": "tax", "name": "vat", "rate": "0.20"});
    steps.as_array_mut().expect("steps are a list").insert(0, vat);
    given([the_cooperative(), terms(json!({}), steps)].concat())
        .when(taxed("12.00 MAD"))
        .refused_because("cannot_divide", "rates make 20.00 MAD")
        .when(taxed("20.01 MAD"))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .with("/0/tax", json!("20.01 MAD"))
        .with("/0/invoiced_tax/amount", json!("20.01 MAD"));
}

#[test]
fn the_tax_of_a_foreign_invoice_is_compared_at_the_rate_of_the_sale() {
    let vat = json!([
        {"kind": "tax", "name": "vat", "rate": "0.20"},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let abroad = |tax: &str| {
        let words = json!({"rate": "10.8", "invoiced_tax": {"amount": tax, "lines": 1}});
        rug("sale-1", "35.99 EUR", BOTH).saying(words)
    };
    // A sixth of 35.99 is 5.9983 euros: the invoice says 6.00, and 64.80 dirhams are not 64.78.
    given([the_cooperative(), terms(json!({}), vat)].concat())
        .when(abroad("6.50 EUR"))
        .refused_because("cannot_divide", "rates make 64.78 MAD")
        .when(abroad("6.00 EUR"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/tax", json!("64.80 MAD"));
}
