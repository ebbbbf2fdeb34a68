//! What a retailer reads of the way its goods take: which sizes are still to come, what sharing a freight saved, and who
//! exports in its own name. In text in every language, and for a spreadsheet.

use std::fs;
use std::sync::OnceLock;

use mizan_tests::repository;
use serde_json::{Value, json};

use super::{Shelf, answer};

/// What somebody of the weavers says on a day in May.
fn says(key: &str, who: &str, kind: &str, day: u8, data: &Value) -> String {
    let role = who.trim_end_matches("-1");
    let cooperative = (kind != "register_party").then_some("demo-weavers");
    let line = json!({
        "key": format!("{kind}:{key}"), "occurred_on": format!("2026-05-{day:02}"), "actor": {"id": who, "role": role},
        "cooperative": cooperative, "type": kind, "data": data
    });
    format!("{line}\n")
}

/// The golden scenario, and then two small rugs on one lorry, one of them exported by a house that may, and an order in
/// two sizes.
fn under_way() -> String {
    static BOOK: OnceLock<Shelf> = OnceLock::new();
    let shelf = BOOK.get_or_init(|| {
        let shelf = Shelf::new();
        let golden = repository().join("fixtures/stories/golden.ndjson");
        shelf.record(&fs::read_to_string(golden).expect("the scenario lies in fixtures/stories"));
        let house = json!({"party": "demo-exporter", "name": "Demo Export House (invented)", "roles": ["exporter"]});
        let product = json!({"product": "small-rug", "version": 1, "name": "rug 80 x 120"});
        let freight = json!({
            "shipment": "lorry-1", "carrier": "demo-carrier", "freight": "600.00 MAD", "by": "weight",
            "parcels": [
                {"sale": "rug-1", "kilograms": "8", "alone": "290.00 MAD"},
                {"sale": "rug-2", "kilograms": "16", "alone": "500.00 MAD"}
            ],
            "reference": "Waybill 12"
        });
        let rug = |sale: &str, exporter: Option<&str>| {
            let lines = json!([{"product": "rug 80 x 120", "item": "small-rug", "quantity": "1", "unit_price": "300"}]);
            let makers = json!([{"member": "weaver-1", "did": {"hours": "60"}}]);
            json!({
                "sale": sale, "shipment": "lorry-1", "buyer": "demo-gallery", "channel": "export", "lines": lines,
                "total": "300.00 EUR", "rate": "10.75", "makers": makers, "exporter": exporter,
                "reference": format!("INV {sale}")
            })
        };
        let order = json!({
            "order": "order-2", "buyer": "demo-gallery", "total": "1500.00 EUR", "channel": "export",
            "lines": [
                {"line": "s", "product": "cushion", "size": "40 x 40", "quantity": "30", "unit_price": "20"},
                {"line": "l", "product": "cushion", "size": "60 x 60", "quantity": "30", "unit_price": "30"}
            ]
        });
        let pieces = json!([{"line": "s", "quantity": "30"}, {"line": "l", "quantity": "10"}]);
        let seen = json!([
            {"line": "s", "accepted": "20", "rejected": "4", "cause": "seam"}, {"line": "l", "accepted": "10", "rejected": "0"}
        ]);
        let mended = json!([{"line": "s", "quantity": "3"}]);
        let commands = [
            says("way-1", "operator-1", "register_party", 1, &house),
            says("way-2", "leader-1", "define_product", 1, &product),
            says("way-3", "storekeeper-1", "share_freight", 4, &freight),
            says("way-4", "treasurer-1", "record_sale", 5, &rug("rug-1", Some("demo-exporter"))),
            says("way-5", "treasurer-1", "record_sale", 5, &rug("rug-2", None)),
            says("way-6", "president-1", "place_order", 6, &order),
            says("way-7", "president-1", "confirm_order", 7, &json!({"order": "order-2"})),
            says("way-8", "leader-1", "deliver_goods", 20, &json!({"delivery": "cart-1", "order": "order-2", "lines": pieces})),
            says("way-9", "leader-1", "inspect_delivery", 21, &json!({"delivery": "cart-1", "lines": seen})),
            says("way-10", "leader-1", "rework_goods", 25, &json!({"delivery": "cart-1", "lines": mended})),
        ];
        shelf.record(&commands.concat());
        shelf
    });
    shelf.book()
}

/// An answer in the three languages, and for a spreadsheet, one under the other.
fn in_every_form(asked: &[&str]) -> String {
    let forms = [["--lang", "en"], ["--lang", "fr"], ["--lang", "ar"], ["--as", "csv"]];
    forms.map(|form| answer(&[asked, &form].concat())).join("\n")
}

#[test]
fn a_rug_that_shared_a_lorry_says_who_exports_it_and_what_it_saved() {
    insta::assert_snapshot!(in_every_form(&["trace", &under_way(), "rug-1"]));
}

#[test]
fn a_rug_that_nobody_exports_names_no_exporter() {
    assert!(!answer(&["trace", &under_way(), "rug-2"]).contains("xported"));
}

#[test]
fn the_gallery_reads_in_its_statement_what_sharing_saved() {
    insta::assert_snapshot!(in_every_form(&[
        "statement",
        &under_way(),
        "demo-gallery",
        "--from",
        "2026-05-01",
        "--to",
        "2026-11-22"
    ]));
}

#[test]
fn shipments_are_listed_with_what_each_sale_pays_and_saves() {
    insta::assert_snapshot!(in_every_form(&["report", &under_way(), "shipments", "--to", "2026-11-22"]));
}

#[test]
fn orders_are_listed_size_by_size() {
    insta::assert_snapshot!(in_every_form(&["report", &under_way(), "order-lines", "--to", "2026-11-22"]));
}

#[test]
fn a_card_names_who_exports_what_it_is_about() {
    insta::assert_snapshot!(in_every_form(&["card", &under_way(), "demo-weavers/small-rug", "--to", "2026-11-22"]));
}
