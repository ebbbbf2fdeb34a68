//! Stories of tax that is withheld: at the rate of the day, with its source, and brought to the tax office.
//!
//! The rates are of these stories. What is in force in a country is dated data of its book, set with where it is written.

use serde_json::{Value, json};

use crate::decide::sale::tests::terms;
use crate::decide::stories::{Said, Story, earned, given, paid, say, the_cooperative};

fn rate(version: u32, rate: &str, from: &str) -> Said {
    let data =
        json!({"tax": "ras", "version": version, "rate": rate, "from": from, "source": "letter of the accountant"});
    say("treasurer", "set_withholding_rate", data)
}

fn withhold(of: Value, base: &str) -> Said {
    let data = json!({"movement": "tax-1", "tax": "ras", "of": of, "base": base, "from": "2026-03-01",
        "to": "2026-03-31"});
    say("treasurer", "withhold_tax", data).on("2026-03-20")
}

fn hers(base: &str) -> Said {
    withhold(json!({"member": "weaver-1"}), base)
}

fn remit(amount: &str) -> Said {
    let data = json!({"movement": "remitted-1", "tax": "ras", "amount": amount, "till": "cash:office",
        "from": "2026-03-01", "to": "2026-03-31", "reference": "2026-03/17"});
    say("treasurer", "remit_tax", data).on("2026-04-20")
}

fn taken_back(position: u64, correction: &str) -> Said {
    let data = json!({"correction": correction, "targets": [position], "reason": "did_not_happen",
        "approved_by": "president"});
    say("treasurer", "declare_correction", data).on("2026-04-25")
}

/// She has earned 300.00 of one rug and 200.00 of another, and ten in a hundred are withheld since January.
fn a_weaver_of_two_rugs() -> Story {
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "300.00 MAD")]))
        .and(earned("rug-2", &[("weaver-1", "200.00 MAD"), ("weaver-2", "50.00 MAD")]))
        .and([rate(1, "0.10", "2026-01-01")])
}

#[test]
fn tax_is_withheld_of_what_she_has_available_oldest_sale_first() {
    a_weaver_of_two_rugs()
        .and([rate(2, "0.70", "2026-02-01")])
        .when(hers("500.00 MAD"))
        .then(&["tax_withheld"])
        .with("/0/version", json!(2))
        .with("/0/rate", json!("0.7"))
        .with("/0/amount", json!("350.00 MAD"))
        .with(
            "/0/sources",
            json!([{"sale": "rug-1", "amount": "300.00 MAD"}, {"sale": "rug-2", "amount": "50.00 MAD"}]),
        )
        .holds("liabilities:member:weaver-1:available", "150.00 MAD")
        .holds("liabilities:withheld:ras", "350.00 MAD");
}

#[test]
fn the_rate_is_the_one_that_holds_on_the_day_and_the_record_names_its_version() {
    let early = hers("100.00 MAD").on("2026-03-09");
    a_weaver_of_two_rugs()
        .and([rate(2, "0.05", "2026-03-10"), rate(3, "0.20", "2027-01-01")])
        .when(early)
        .then(&["tax_withheld"])
        .with("/0/version", json!(1))
        .with("/0/amount", json!("10.00 MAD"))
        .when(hers("100.00 MAD").saying(json!({"movement": "tax-2"})))
        .then(&["tax_withheld"])
        .with("/0/version", json!(2))
        .with("/0/amount", json!("5.00 MAD"))
        // A version of the same day takes the place of a wrong one.
        .and([rate(4, "0.06", "2026-03-10")])
        .when(hers("100.00 MAD").saying(json!({"movement": "tax-3"})))
        .then(&["tax_withheld"])
        .with("/0/version", json!(4))
        .with("/0/amount", json!("6.00 MAD"));
}

#[test]
fn an_amount_between_two_centimes_is_rounded_half_up() {
    a_weaver_of_two_rugs()
        .when(hers("33.35 MAD"))
        .then(&["tax_withheld"])
        .with("/0/amount", json!("3.34 MAD"))
        .when(hers("0.04 MAD").saying(json!({"movement": "tax-2"})))
        .refused_because("nothing_to_withhold", "0.04 MAD");
}

#[test]
fn nothing_is_withheld_without_a_rate_of_the_book() {
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "300.00 MAD")]))
        .when(hers("100.00 MAD"))
        .refused("unknown_tax")
        .and([rate(1, "0.10", "2026-03-21")])
        .when(hers("100.00 MAD"))
        .refused_because("no_tax_rate", "2026-03-20")
        .when(rate(3, "0.10", "2026-03-01"))
        .refused_because("version_order", "the next one is 2")
        .when(rate(2, "1.01", "2026-03-01"))
        .unreadable("a fraction between 0 and 1");
}

#[test]
fn it_is_withheld_of_what_is_about_to_be_paid_and_no_more() {
    a_weaver_of_two_rugs()
        .when(hers("500.01 MAD"))
        .refused_because("tax_base_too_large", "500.00 MAD")
        .when(hers("10.00 EUR"))
        .refused("wrong_currency")
        .when(withhold(json!({"member": "weaver-9"}), "10.00 MAD"))
        .refused("unknown_member")
        .when(withhold(json!({"party": "demo-nobody"}), "10.00 MAD"))
        .refused("unknown_party")
        .when(hers("10.00 MAD").saying(json!({"from": "2026-04-01"})))
        .refused_because("no_tax_period", "2026-04-01 to 2026-03-31")
        .when(hers("10.00 MAD").on("2026-02-28"))
        .refused_because("no_tax_period", "2026-02-28")
        .when(hers("10.00 MAD").saying(json!({"movement": "opening-cash"})))
        .refused("already_exists");
}

#[test]
fn a_party_that_is_owed_a_slice_is_withheld_of_too() {
    let half = json!({"percent": {"rate": "0.50", "of": {"from": "gross"}}});
    let steps = json!([
        {"kind": "share", "name": "platform", "to": {"party": "demo-platform"}, "take": half},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let platform = json!({"party": "demo-platform", "name": "Demo platform", "roles": ["intermediary"]});
    let accepted = json!({"agreement": "terms", "version": 1, "party": "demo-platform"});
    given(the_cooperative())
        .and([say("operator", "register_party", platform).on("2026-01-01")])
        .and(terms(json!({"parties": ["demo-platform"]}), steps))
        .and([say("operator", "accept_agreement", accepted).on("2026-01-01"), rate(1, "0.30", "2026-01-01")])
        .and([
            crate::decide::sale::tests::rug("rug-1", "1000.00 MAD", &[("weaver-1", "1")]),
            paid("rug-1", "1000.00 MAD"),
        ])
        .when(withhold(json!({"party": "demo-platform"}), "500.00 MAD"))
        .then(&["tax_withheld"])
        .with("/0/sources/0/amount", json!("150.00 MAD"))
        .holds("liabilities:payable:demo-platform", "350.00 MAD")
        .holds("liabilities:withheld:ras", "150.00 MAD");
}

#[test]
fn the_tax_office_is_paid_what_was_withheld_and_no_more() {
    a_weaver_of_two_rugs()
        .when(remit("0.01 MAD"))
        .refused_because("not_withheld", "0.00 MAD is withheld")
        .and([hers("500.00 MAD")])
        .when(remit("50.01 MAD"))
        .refused_because("not_withheld", "50.00 MAD is withheld")
        .when(remit("10.00 MAD").saying(json!({"tax": "other"})))
        .refused("unknown_tax")
        .when(remit("10.00 MAD").saying(json!({"till": "bank:none"})))
        .refused("unknown_till")
        .when(remit("50.00 MAD"))
        .then(&["tax_remitted"])
        .holds("liabilities:withheld:ras", "0.00 MAD")
        .holds("assets:cash:office", "4950.00 MAD");
}

#[test]
fn what_was_withheld_or_brought_to_the_office_in_error_is_taken_back() {
    let story = a_weaver_of_two_rugs();
    let (withheld, untouched) = (story.position(), story.balances());
    let story = story
        .and([hers("500.00 MAD"), remit("50.00 MAD")])
        .when(taken_back(withheld, "correction-1"))
        .refused_because("built_on", "the tax has been paid to the tax office since")
        .and([taken_back(withheld + 1, "correction-1"), taken_back(withheld, "correction-2")]);
    assert_eq!(story.balances(), untouched);
    story.when(taken_back(withheld - 1, "correction-3")).refused_because("not_correctable", "as the next version");
}
