//! Stories of premiums and funds: paid in full, spent by resolution, with the people counted for whom it was.

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, given, say, the_cooperative};

fn treasurer(command: &str, data: Value) -> Said {
    say("treasurer", command, data)
}

/// The shop owes 200 dirhams for the training fund: 0.25 on each of 800 buttons.
fn accrued() -> Said {
    treasurer(
        "accrue_premium",
        json!({
            "premium": "premium-1", "buyer": "demo-shop", "fund": "training", "quantity": "800",
            "per_unit": "0.25", "amount": "200.00 MAD"
        }),
    )
}

fn received(movement: &str, amount: &str) -> Said {
    let data = json!({"movement": movement, "premium": "premium-1", "amount": amount, "till": "bank:main"});
    treasurer("receive_premium", data)
}

/// The assembly lets the training fund give 150 dirhams for a course.
fn resolved() -> Said {
    say(
        "president",
        "adopt_resolution",
        json!({
            "resolution": "resolution-1", "fund": "training", "amount": "150.00 MAD",
            "purpose": "A course in natural dyes", "minutes": "Assembly of 1 March 2026, point 4"
        }),
    )
}

fn spent(movement: &str, amount: &str) -> Said {
    let data = json!({
        "movement": movement, "fund": "training", "resolution": "resolution-1", "amount": amount,
        "till": "bank:main", "item": "A teacher for two days", "beneficiaries": {"members": 12, "others": 3}
    });
    treasurer("spend_fund", data)
}

#[test]
fn a_premium_is_a_row_of_its_own_beside_what_the_buyer_owes_for_goods() {
    given(the_cooperative())
        .when(accrued().saying(json!({"amount": "200.01 MAD"})))
        .refused_because("premium_differs", "comes to 200.00 MAD")
        .when(accrued())
        .then(&["premium_accrued"])
        .holds("assets:premium-receivable:demo-shop", "200.00 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("liabilities:fund:training", "200.00 MAD")
        .when(accrued())
        .refused_because("already_exists", "the premium `premium-1`");
}

#[test]
fn a_premium_is_received_in_full_and_never_more() {
    given(the_cooperative())
        .and([accrued()])
        .when(received("received-1", "200.01 MAD"))
        .refused_because("premium_exceeded", "200.00 MAD of the premium")
        .and([received("received-1", "120.00 MAD")])
        .when(received("received-2", "80.01 MAD"))
        .refused_because("premium_exceeded", "80.00 MAD of the premium")
        .when(received("received-1", "80.00 MAD"))
        .refused("already_exists")
        .when(received("received-2", "80.00 MAD"))
        .then(&["premium_received"])
        .holds("assets:premium-receivable:demo-shop", "0.00 MAD")
        .holds("assets:bank:main", "200.00 MAD")
        .when(received("received-3", "1.00 MAD").saying(json!({"premium": "premium-2"})))
        .refused("unknown_premium");
}

#[test]
fn a_premium_on_a_sale_is_owed_by_the_buyer_of_that_sale() {
    let other = json!({"party": "demo-gallery", "name": "Demo gallery", "roles": ["buyer"]});
    let on_the_sale = accrued().saying(json!({"sale": "sale-1"}));
    given(the_cooperative())
        .and(terms(json!({}), a_tenth_for_the_cooperative()))
        .and([say("operator", "register_party", other), rug("sale-1", "1000.00 MAD", &[("weaver-1", "2")])])
        .when(on_the_sale.clone().saying(json!({"buyer": "demo-gallery"})))
        .refused_because("other_buyer", "demo-shop")
        .when(on_the_sale.clone().saying(json!({"buyer": "demo-lender"})))
        .refused("unknown_party")
        .when(on_the_sale)
        .then(&["premium_accrued"])
        .and([received("received-1", "200.00 MAD")])
        .with("/0/sale", json!("sale-1"));
}

#[test]
fn a_premium_in_dollars_gains_or_loses_for_the_cooperative_never_for_the_fund() {
    // 0.20 USD on a pound of coffee is Fairtrade's premium (fixtures/agreements, F9); the rates are invented.
    let accrued = accrued().saying(json!({
        "quantity": "5000", "per_unit": "0.20", "amount": "1000.00 USD", "rate": "9.95"
    }));
    let received = |movement: &str, amount: &str, rate: &str| received(movement, amount).saying(json!({"rate": rate}));
    given(the_cooperative())
        .when(accrued.clone().saying(json!({"rate": null})))
        .refused("rate_missing")
        .and([accrued])
        .holds("liabilities:fund:training", "9950.00 MAD")
        .when(received("received-1", "400.00 USD", "9.90"))
        .then(&["premium_received"])
        .with("/0/booked", json!("3960.00 MAD"))
        .with("/0/carried", json!("3980.00 MAD"))
        .holds("expenses:exchange-difference", "20.00 MAD")
        .when(received("received-2", "600.00 USD", "10.00"))
        .then(&["premium_received"])
        .holds("income:exchange-difference", "30.00 MAD")
        .holds("assets:premium-receivable:demo-shop", "0.00 MAD")
        .holds("assets:bank:main", "1000.00 USD")
        .holds("liabilities:fund:training", "9950.00 MAD");
}

#[test]
fn a_fund_is_spent_by_resolution_and_the_people_are_counted() {
    given(the_cooperative())
        .and([accrued(), received("received-1", "200.00 MAD")])
        .when(spent("spent-1", "100.00 MAD"))
        .refused_because("unknown_resolution", "record what the assembly decided first")
        .and([resolved()])
        .when(resolved())
        .refused("already_exists")
        .when(spent("spent-1", "100.00 MAD").saying(json!({"fund": "solidarity"})))
        .refused_because("resolution_elsewhere", "is about the fund `training`")
        .when(spent("spent-1", "100.00 MAD").on("2026-03-01"))
        .refused_because("resolution_later", "was adopted on 2026-03-02")
        .when(spent("spent-1", "100.00 MAD"))
        .then(&["fund_spent"])
        .with("/0/beneficiaries", json!({"members": 12, "others": 3}))
        .holds("liabilities:fund:training", "100.00 MAD")
        .holds("assets:bank:main", "100.00 MAD")
        .when(spent("spent-2", "50.01 MAD"))
        .refused_because("resolution_exceeded", "still allows 50.00 MAD")
        .when(spent("spent-1", "50.00 MAD"))
        .refused("already_exists");
}

#[test]
fn a_fund_cannot_spend_a_premium_the_buyer_has_not_paid() {
    given(the_cooperative())
        .and([accrued(), received("received-1", "90.00 MAD"), resolved()])
        .when(spent("spent-1", "90.01 MAD"))
        .refused_because("fund_too_small", "has 200.00 MAD, of which 110.00 MAD of premiums has not been received")
        .when(spent("spent-1", "90.00 MAD").saying(json!({"till": "bank:other"})))
        .refused("unknown_till")
        .when(spent("spent-1", "90.00 MAD"))
        .then(&["fund_spent"]);
}

#[test]
fn a_fund_that_sales_have_filled_is_spent_like_any_other() {
    let steps = json!([
        {"kind": "share", "name": "training", "to": {"fund": "training"},
         "take": {"percent": {"rate": "0.02", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    given(the_cooperative())
        .and(terms(json!({}), steps))
        .and([rug("sale-1", "4000.00 MAD", &[("weaver-1", "2")]), resolved()])
        .when(spent("spent-1", "80.01 MAD").saying(json!({"till": "cash:office"})))
        .refused_because("fund_too_small", "80.00 MAD")
        .when(spent("spent-1", "80.00 MAD").saying(json!({"till": "cash:office"})))
        .then(&["fund_spent"])
        .holds("liabilities:fund:training", "0.00 MAD");
}

#[test]
fn what_was_recorded_of_a_premium_in_error_is_taken_back() {
    let correct = |correction: &str, target: u64| {
        treasurer(
            "declare_correction",
            json!({
                "correction": correction, "targets": [target], "reason": "wrong_amount", "approved_by": "president"
            }),
        )
    };
    let story = given(the_cooperative()).and([accrued(), received("received-1", "150.00 MAD")]);
    let (premium, payment) = (story.position_of("premium_accrued"), story.position_of("premium_received"));
    let story = story.and([resolved(), spent("spent-1", "150.00 MAD")]);
    let spending = story.position_of("fund_spent");
    story
        .when(correct("correction-1", payment))
        .refused_because("built_on", "its fund has spent it since")
        .and([correct("correction-2", spending)])
        .holds("assets:bank:main", "150.00 MAD")
        .and([spent("spent-2", "150.00 MAD")]) // The resolution allows it again.
        .and([received("received-2", "50.00 MAD")])
        .when(correct("correction-3", premium))
        .refused_because("built_on", "has been received since")
        .holds("liabilities:fund:training", "50.00 MAD");
    let story = given(the_cooperative()).and([accrued(), received("received-1", "150.00 MAD")]);
    let (premium, payment) = (story.position_of("premium_accrued"), story.position_of("premium_received"));
    let story = story
        .when(correct("correction-1", premium))
        .refused("built_on")
        .and([correct("correction-2", payment)])
        .holds("assets:premium-receivable:demo-shop", "200.00 MAD")
        .and([correct("correction-3", premium)])
        .holds("liabilities:fund:training", "0.00 MAD");
    let story = story.and([accrued(), received("received-2", "200.00 MAD"), resolved()]);
    let resolution = story.position_of("resolution_adopted");
    story
        .when(correct("correction-4", resolution))
        .refused_because("not_correctable", "under a new id")
        .and([spent("spent-1", "150.00 MAD")])
        .holds("liabilities:fund:training", "50.00 MAD");
}

#[test]
fn a_sale_owes_a_fund_its_premium_once() {
    let of_the_sale =
        |premium: &str, fund: &str| accrued().saying(json!({"premium": premium, "fund": fund, "sale": "sale-1"}));
    let story = given(the_cooperative())
        .and([crate::decide::stories::sold("sale-1", &[("weaver-1", "90.00 MAD")])])
        .and([of_the_sale("premium-1", "training")])
        .when(of_the_sale("premium-2", "training"))
        .refused_because("premium_twice", "the premium `premium-1` of the sale `sale-1` for the fund `training`")
        .and([of_the_sale("premium-2", "premium")]);
    let target = story.position_of("premium_accrued") - 1;
    let correction = json!({"correction": "correction-1", "targets": [target], "reason": "wrong_amount",
        "approved_by": "president"});
    story.and([treasurer("declare_correction", correction), of_the_sale("premium-3", "training")]);
}
