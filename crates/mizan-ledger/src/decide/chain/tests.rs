//! Stories of what happens after a sale: a rug is sold on from hand to hand, and exported in somebody's own name.

use serde_json::{Value, json};

use crate::decide::stories::{Said, Story, given, say, sold, the_cooperative};

fn party(id: &str, role: &str) -> Said {
    say("operator", "register_party", json!({"party": id, "name": format!("{id}, invented"), "roles": [role]}))
}

/// A rug sold for 45 dirhams, and who may have it next.
fn a_rug_is_sold() -> Story {
    let others = [party("demo-gallery", "buyer"), party("demo-exporter", "exporter")];
    given(the_cooperative()).and(others).and([sold("rug-1", &[("weaver-1", "45.00 MAD")])])
}

fn resold(resale: &str, seller: &str, buyer: Option<&str>, price: &str) -> Said {
    let data = json!({"resale": resale, "sale": "rug-1", "seller": seller, "buyer": buyer, "price": price});
    say("treasurer", "record_resale", data)
}

fn correct(correction: &str, targets: &[u64]) -> Said {
    let data = json!({
        "correction": correction, "targets": targets, "reason": "did_not_happen", "approved_by": "president"
    });
    say("treasurer", "declare_correction", data)
}

#[test]
fn each_hand_sells_on_what_the_one_before_sold_to_it() {
    a_rug_is_sold()
        .when(resold("hop-1", "demo-gallery", None, "366.00 MAD"))
        .refused_because("not_the_holder", "`demo-shop` bought it last")
        .when(resold("hop-1", "demo-shop", Some("demo-gallery"), "120.00 MAD"))
        .then(&["resale_recorded"])
        .holds("assets:receivable:demo-shop", "45.00 MAD")
        .when(resold("hop-2", "demo-shop", None, "366.00 MAD"))
        .refused_because("not_the_holder", "`demo-gallery`")
        .when(resold("hop-1", "demo-gallery", None, "366.00 MAD"))
        .refused("already_exists")
        .when(resold("hop-2", "demo-gallery", None, "366.00 MAD"))
        .then(&["resale_recorded"])
        .when(resold("hop-3", "demo-shop", None, "400.00 MAD"))
        .refused_because("holder_unknown", "hop-2");
}

#[test]
fn nobody_sells_to_a_stranger_to_itself_or_what_was_never_sold() {
    a_rug_is_sold()
        .when(resold("hop-1", "demo-shop", Some("a-stranger"), "120.00 MAD"))
        .refused("unknown_party")
        .when(resold("hop-1", "demo-shop", Some("demo-shop"), "120.00 MAD"))
        .refused("sold_to_itself")
        .when(resold("hop-1", "demo-shop", None, "120.00 MAD").saying(json!({"rate": "1"})))
        .refused("rate_unwanted")
        .when(resold("hop-1", "demo-shop", None, "120.00 MAD").saying(json!({"sale": "rug-9"})))
        .refused("unknown_sale")
        .when(resold("hop-1", "demo-shop", None, "120.00 EUR"))
        .then(&["resale_recorded"]);
}

#[test]
fn goods_are_followed_through_twenty_hands() {
    let mut story = a_rug_is_sold();
    let hands = ["demo-shop", "demo-gallery"];
    for hop in 0..20 {
        let (seller, buyer) = (hands[hop % 2], hands[(hop + 1) % 2]);
        story = story.and([resold(&format!("hop-{hop}"), seller, Some(buyer), "50.00 MAD")]);
    }
    story.when(resold("hop-20", "demo-shop", None, "50.00 MAD")).refused_because("too_many_hops", "20");
}

#[test]
fn a_resale_that_did_not_happen_is_taken_back_the_last_one_first() {
    let first = resold("hop-1", "demo-shop", Some("demo-gallery"), "120.00 MAD").under("first");
    let story = a_rug_is_sold().and([first, resold("hop-2", "demo-gallery", None, "366.00 MAD").under("second")]);
    let (first, second) = (story.position_under("first"), story.position_under("second"));
    let sale = story.position_of("sale_recorded");
    story
        .when(correct("c-1", &[first]))
        .refused_because("built_on", "sold on since")
        .when(correct("c-1", &[sale, sale + 1]))
        .refused_because("built_on", "sold on")
        .when(correct("c-1", &[second]))
        .then(&["correction_declared"])
        .when(correct("c-2", &[first]))
        .then(&["correction_declared"])
        .when(correct("c-3", &[sale, sale + 1]))
        .then(&["correction_declared"]);
}

#[test]
fn who_exports_in_its_own_name_is_an_exporter() {
    let by = |exporter: &str| -> Value { json!({"sale": "rug-2", "exporter": exporter}) };
    let rug = sold("rug-2", &[("weaver-1", "45.00 MAD")]);
    a_rug_is_sold()
        .when(rug.clone().saying(by("demo-shop")))
        .refused_because("wrong_role", "exporter")
        .when(rug.clone().saying(by("a-stranger")))
        .refused("unknown_party")
        .when(rug.saying(by("demo-exporter")))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/exporter", json!("demo-exporter"));
}

#[test]
fn a_sale_divided_by_a_resale_price_is_not_sold_on_for_another() {
    let divided = sold("rug-2", &[("weaver-1", "45.00 MAD")]).saying(json!({"resale": "366.00 MAD"}));
    let hop = |resale: &str, price: &str| {
        resold(resale, "demo-shop", Some("demo-gallery"), price).saying(json!({"sale": "rug-2"}))
    };
    a_rug_is_sold()
        .and([divided])
        .when(hop("hop-1", "400.00 MAD"))
        .refused_because("resale_differs", "was divided by a resale price of 366.00 MAD, this one is 400.00 MAD")
        .when(hop("hop-1", "36.60 EUR"))
        .refused("rate_missing")
        .and([hop("hop-1", "36.60 EUR").saying(json!({"rate": "10"}))])
        // What later hands ask is another price.
        .and([resold("hop-2", "demo-gallery", None, "900.00 MAD").saying(json!({"sale": "rug-2"}))]);
}
