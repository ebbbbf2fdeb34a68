//! Stories of goods in other hands: what a shop has, sells and gives back, and what parcels pay of one freight.

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, Story, given, say, the_cooperative};

const BOTH: &[(&str, &str)] = &[("weaver-1", "2"), ("weaver-2", "1")];
const DIVIDED: [&str; 3] = ["sale_recorded", "commission_charged", "proceeds_allocated"];

/// Ten cushions at 120.00 MAD and four rugs at 900.00 MAD lie in a museum's shop.
fn in_the_museum() -> Story {
    let museum = json!({"party": "museum", "name": "Museum shop", "roles": ["buyer"]});
    let house = [the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat();
    given(house).and([say("operator", "register_party", museum), left_there("left-1")])
}

fn left_there(consignment: &str) -> Said {
    let lines = json!([
        {"line": "cushion", "product": "Cushion", "quantity": "10", "unit_price": "120"},
        {"line": "rug", "product": "Rug", "quantity": "4", "unit_price": "900"},
    ]);
    let data = json!({"consignment": consignment, "shop": "museum", "lines": lines, "reference": "BL 12"});
    say("treasurer", "deliver_consignment", data)
}

fn come_back(line: &str, quantity: &str) -> Said {
    let data = json!({"consignment": "left-1", "lines": [{"line": line, "quantity": quantity}]});
    say("treasurer", "return_consignment", data)
}

/// The museum has sold so many pieces of a line, and pays so much for each.
fn sold(sale: &str, line: &str, quantity: &str, price: &str, total: &str) -> Said {
    let lines = json!([{"line": line, "product": line, "quantity": quantity, "unit_price": price}]);
    rug(sale, total, BOTH).saying(json!({"buyer": "museum", "consignment": "left-1", "lines": lines}))
}

fn correct(targets: &[u64]) -> Said {
    let data = json!({"correction": format!("correction-{}", targets[0]), "targets": targets,
        "reason": "did_not_happen", "approved_by": "president"});
    say("treasurer", "declare_correction", data)
}

#[test]
fn what_is_left_with_a_shop_is_a_memorandum_until_it_is_sold() {
    let story = in_the_museum();
    let before = story.balances();
    let story = story
        .when(left_there("left-1"))
        .refused("already_exists")
        .when(left_there("left-2").saying(json!({"shop": "nobody"})))
        .refused("unknown_party")
        .when(left_there("left-2").saying(json!({"lines": []})))
        .refused("empty")
        .and([come_back("cushion", "3")]);
    assert_eq!(story.balances(), before, "nothing is owed for goods that lie in a shop");
    story
        .when(sold("sale-1", "cushion", "7", "120", "840.00 MAD"))
        .then(&DIVIDED)
        .holds("assets:receivable:museum", "840.00 MAD");
}

#[test]
fn no_more_is_sold_or_comes_back_than_lies_in_the_shop() {
    in_the_museum()
        .when(come_back("rug", "5"))
        .refused_because("not_in_shop", "4 pieces of the line `rug`")
        .when(come_back("lamp", "1"))
        .refused_because("unknown_line", "`lamp`")
        .when(come_back("rug", "1").saying(json!({"consignment": "left-2"})))
        .refused("unknown_consignment")
        .and([come_back("rug", "1"), sold("sale-1", "rug", "2", "900", "1800.00 MAD")])
        .when(sold("sale-2", "rug", "2", "900", "1800.00 MAD"))
        .refused_because("not_in_shop", "1 pieces of the line `rug`")
        .when(come_back("rug", "2"))
        .refused("not_in_shop")
        .when(sold("sale-2", "rug", "1", "950", "950.00 MAD"))
        .then(&DIVIDED);
}

#[test]
fn a_shop_pays_what_was_asked_unless_it_is_said_why_not() {
    let less = || sold("sale-1", "cushion", "2", "100", "200.00 MAD");
    let discount = sold("sale-1", "cushion", "2", "125", "230.00 MAD").saying(json!({"discount": "20.00 MAD"}));
    in_the_museum()
        .when(less())
        .refused_because("below_agreed", "240.00 MAD was asked for these goods of the consignment `left-1`")
        .when(discount)
        .refused_because("below_agreed", "the shop pays 230.00 MAD")
        .when(less().saying(json!({"below_agreed": "faded in the window"})))
        .then(&DIVIDED)
        .with("/0/below_agreed", json!("faded in the window"));
}

#[test]
fn what_is_sold_out_of_a_consignment_is_sold_by_its_shop_line_by_line() {
    let order = json!({"order": "order-1", "buyer": "museum", "total": "120.00 MAD", "channel": "story"});
    let one = || sold("sale-1", "cushion", "1", "120", "120.00 MAD");
    in_the_museum()
        .and([say("president", "place_order", order)])
        .when(one().saying(json!({"buyer": "demo-shop"})))
        .refused_because("other_buyer", "`museum`")
        .when(one().saying(json!({"order": "order-1"})))
        .refused("consignment_for_order")
        .when(one().saying(json!({"lines": [{"product": "Cushion", "quantity": "1", "unit_price": "120"}]})))
        .refused_because("line_missing", "`Cushion`")
        .when(one().saying(json!({"total": "120.00 EUR", "rate": "10.75"})))
        .refused("wrong_currency")
        .when(one().saying(json!({"consignment": null})))
        .refused_because("line_of_nothing", "`cushion`");
}

#[test]
fn a_consignment_is_taken_back_until_something_of_it_is_sold() {
    let story = in_the_museum();
    let left = story.position_of("consignment_delivered");
    let story = story.and([correct(&[left]), left_there("left-1"), sold("sale-1", "rug", "1", "900", "900.00 MAD")]);
    let (left, sale) = (story.position_of("consignment_delivered"), story.position_of("sale_recorded"));
    let whole: Vec<u64> = (sale..story.position()).collect();
    let story = story
        .when(correct(&[left]))
        .refused_because("built_on", "sold or has come back")
        .and([correct(&whole), come_back("rug", "4")]);
    let returned = story.position_of("consignment_returned");
    story.when(correct(&[returned])).refused_because("not_correctable", "another consignment");
}

/// Terms under which the freight is passed on at cost to who carries it.
fn with_freight() -> Vec<Said> {
    let steps = json!([
        {"kind": "cost", "name": "freight", "cost": {"named": "freight"}, "to": {"party": "lorry"}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let lorry = json!({"party": "lorry", "name": "A lorry", "roles": ["carrier"]});
    let parties = [say("operator", "register_party", lorry)];
    [the_cooperative(), parties.to_vec(), terms(json!({}), steps)].concat()
}

fn shared(by: &str, parcels: Value) -> Said {
    let data =
        json!({"shipment": "shipment-1", "carrier": "lorry", "freight": "500.00 MAD", "by": by, "parcels": parcels});
    say("treasurer", "share_freight", data)
}

fn by_weight() -> Said {
    shared(
        "weight",
        json!([
            {"sale": "sale-1", "kilograms": "30", "alone": "260.00 MAD"},
            {"sale": "sale-2", "kilograms": "15", "alone": "150.00 MAD"},
            {"sale": "sale-3", "kilograms": "15"},
        ]),
    )
}

#[test]
fn parcels_share_one_freight_and_see_what_they_save() {
    given(with_freight())
        .when(by_weight())
        .then(&["freight_shared"])
        .with("/0/parts/0", json!({"sale": "sale-1", "amount": "250.00 MAD", "saved": "10.00 MAD"}))
        .with("/0/parts/1", json!({"sale": "sale-2", "amount": "125.00 MAD", "saved": "25.00 MAD"}))
        .with("/0/parts/2", json!({"sale": "sale-3", "amount": "125.00 MAD"}));
    let by_value = json!([{"sale": "sale-1", "value": "999.00 MAD"}, {"sale": "sale-2", "value": "2001.00 MAD"}]);
    given(with_freight())
        .when(shared("value", by_value))
        .then(&["freight_shared"])
        .with("/0/parts/0/amount", json!("166.50 MAD"))
        .with("/0/parts/1/amount", json!("333.50 MAD"));
    let by_piece = json!([{"sale": "sale-1", "pieces": "1"}, {"sale": "sale-2", "pieces": "1"}, {"sale": "sale-3", "pieces": "1"}]);
    given(with_freight())
        .when(shared("piece", by_piece))
        .then(&["freight_shared"])
        .with("/0/parts/0/amount", json!("166.67 MAD"))
        .with("/0/parts/1/amount", json!("166.67 MAD"))
        .with("/0/parts/2/amount", json!("166.66 MAD"));
}

#[test]
fn a_shipment_says_what_its_parcels_hold_and_each_sale_travels_once() {
    let twice = json!([{"sale": "sale-1", "pieces": "1"}, {"sale": "sale-1", "pieces": "2"}]);
    let light = json!([{"sale": "sale-1", "pieces": "1"}]);
    given(with_freight())
        .when(shared("piece", twice))
        .refused_because("parcel_twice", "`sale-1`")
        .when(shared("weight", light.clone()))
        .refused_because("measure_missing", "`kilograms`")
        .when(shared("piece", json!([])))
        .refused("empty")
        .when(shared("piece", json!([{"sale": "sale-1", "pieces": "0"}])))
        .refused("cannot_split")
        .when(shared("piece", light.clone()).saying(json!({"carrier": "demo-shop"})))
        .refused_because("wrong_role", "carrier")
        .when(shared("piece", light.clone()).saying(json!({"freight": "50.00 EUR"})))
        .refused("wrong_currency")
        .and([shared("piece", light.clone())])
        .when(shared("piece", light.clone()))
        .refused("already_exists")
        .when(shared("piece", light).saying(json!({"shipment": "shipment-2"})))
        .refused_because("in_other_shipment", "`shipment-1`");
}

#[test]
fn a_sale_takes_its_freight_from_its_parcel_and_no_other_figure() {
    let travels = |sale: &str, total: &str| rug(sale, total, BOTH).saying(json!({"shipment": "shipment-1"}));
    let written = |amount: &str| json!({"costs": [{"cost": "freight", "amount": amount}]});
    let story = given(with_freight())
        .when(travels("sale-1", "2000.00 MAD"))
        .refused_because("unknown_shipment", "`shipment-1`")
        .and([by_weight()])
        .when(travels("sale-9", "2000.00 MAD"))
        .refused_because("not_in_shipment", "`sale-9`")
        .when(travels("sale-1", "2000.00 MAD").saying(written("200.00 MAD")))
        .refused_because(
            "freight_differs",
            "250.00 MAD is its part of the freight of the shipment `shipment-1`, not 200.00 MAD",
        )
        .when(travels("sale-1", "2000.00 MAD"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/freight", json!("250.00 MAD"))
        .with("/0/costs", Value::Null)
        .with("/1/slices/0/amount", json!("250.00 MAD"))
        .holds("liabilities:payable:lorry", "250.00 MAD")
        .when(travels("sale-2", "1000.00 MAD").saying(written("125.00 MAD")))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/1/slices/0/amount", json!("125.00 MAD"))
        .when(shared("piece", json!([{"sale": "sale-1", "pieces": "1"}])).saying(json!({"shipment": "shipment-2"})))
        .refused_because("freight_too_late", "`sale-1`");
    let freight = story.position_of("freight_shared");
    story.when(correct(&[freight])).refused_because("built_on", "recorded since");
}

#[test]
fn a_freight_that_no_sale_has_used_is_divided_again() {
    let story = given(with_freight()).and([by_weight()]);
    let freight = story.position_of("freight_shared");
    story.and([correct(&[freight])]).when(by_weight()).then(&["freight_shared"]);
}

#[test]
fn the_freight_of_a_shipment_is_owed_to_its_carrier_and_no_parcel_travels_unsaid() {
    let mule = json!({"party": "mule", "name": "A mule", "roles": ["carrier"]});
    let parcel = json!([{"sale": "sale-1", "pieces": "1"}]);
    let freight = json!({"costs": [{"cost": "freight", "amount": "5.00 MAD"}]});
    let story = given(with_freight())
        .and([
            say("operator", "register_party", mule),
            shared("piece", parcel.clone()).saying(json!({"carrier": "mule"})),
        ])
        .when(rug("sale-1", "2000.00 MAD", BOTH).saying(json!({"shipment": "shipment-1"})))
        .refused_because(
            "other_carrier",
            "`mule` carries the shipment `shipment-1`, and the agreement pays the freight to `lorry`",
        )
        .when(rug("sale-1", "2000.00 MAD", BOTH).saying(freight.clone()))
        .refused_because("shipment_not_named", "travels in the shipment `shipment-1`");
    let mistaken = story.position_of("freight_shared");
    story
        .and([correct(&[mistaken])])
        .when(rug("sale-1", "2000.00 MAD", BOTH).saying(freight))
        .then(&["sale_recorded", "proceeds_allocated"])
        .holds("liabilities:payable:lorry", "5.00 MAD");
}
