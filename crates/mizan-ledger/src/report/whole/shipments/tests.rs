//! Stories of shared freights: two rugs on one lorry, what each pays, and what the gallery saves.

use serde_json::{Value, json};

use crate::report::indicator::tests::page;
use crate::report::retailer::RetailerFold;
use crate::report::told::Told;
use crate::report::trace::Trace;

/// Three parcels share 900.00 MAD by weight; of the third nobody asked what its way would cost alone.
pub(in crate::report) fn on_one_lorry() -> Told {
    let parcels = json!([
        {"sale": "rug-1", "kilograms": "20", "alone": "400.00 MAD"},
        {"sale": "rug-2", "kilograms": "30", "alone": "440.00 MAD"},
        {"sale": "rug-3", "kilograms": "10"}
    ]);
    let freight = json!({
        "shipment": "lorry-1", "carrier": "demo-carrier", "freight": "900.00 MAD", "by": "weight", "parcels": parcels
    });
    let told = Told::golden_to_its_end().then("storekeeper-1", "share_freight", "2026-05-04", freight);
    ["rug-1", "rug-2"].into_iter().fold(told, |told, sale| {
        let rug = json!({
            "sale": sale, "shipment": "lorry-1", "buyer": "demo-gallery", "channel": "export", "total": "400.00 EUR",
            "rate": "10.75", "lines": [{"product": "rug 200 x 300", "quantity": "1", "unit_price": "400.00"}],
            "makers": [{"member": "weaver-1", "did": {"hours": "100"}}]
        });
        told.then("treasurer-1", "record_sale", "2026-05-05", rug)
    })
}

fn rows(table: &Value) -> Vec<String> {
    let word = |cell: &Value| cell.as_str().map_or("-", |text| text.trim_end_matches(" MAD")).to_owned();
    let columns = ["freight", "freight_alone", "saved", "saved_percent"];
    let said = |row: &Value| {
        let figures = columns.map(|column| word(&row[column])).join(" ");
        format!("{}: {figures}", word(&row["sale"]))
    };
    table["rows"].as_array().into_iter().flatten().map(said).collect()
}

#[test]
fn a_shipment_shows_each_part_of_its_freight_and_compares_only_what_can_be_compared() {
    let page = serde_json::to_value(page(&on_one_lorry(), "shipments", None, None)).expect("a page is JSON");
    let table = &page["tables"][0];
    let expected = [
        "rug-1: 300.00 400.00 100.00 25.00",
        "rug-2: 450.00 440.00 -10.00 -2.27",
        "rug-3: 150.00 - - -",
        "together: 900.00 - - -",
        "where_alone_is_known: 750.00 840.00 90.00 10.71",
    ];
    assert_eq!(rows(table), expected);
    assert_eq!(table["rows"][3]["measure"], "60");
    let buyer = |place: usize| table["rows"][place]["buyer"].as_str();
    let gallery = Some("demo-gallery");
    assert_eq!([buyer(0), buyer(1), buyer(2)], [gallery, gallery, None], "the third is not invoiced yet");
}

#[test]
fn shipments_of_other_days_are_not_in_it() {
    let page = page(&on_one_lorry(), "shipments", Some("2026-06-01"), None);
    assert_eq!(page.tables().count(), 0);
}

#[test]
fn the_gallery_sees_on_its_statement_what_sharing_the_way_saved() {
    let told = on_one_lorry();
    let buyer = "demo-gallery".parse().expect("a buyer has an identifier");
    let made = told.folded(None, None, |book, days| RetailerFold::new(book, buyer, None, days)).made(&told.book);
    let page = serde_json::to_value(made.page()).expect("a page is JSON");
    let shared = page["tables"].as_array().into_iter().flatten().find(|table| table["title"] == "shared_freight");
    let expected = [
        "rug-1: 300.00 400.00 100.00 25.00",
        "rug-2: 450.00 440.00 -10.00 -2.27",
        "together: 750.00 840.00 90.00 10.71",
    ];
    assert_eq!(rows(shared.expect("the gallery's rugs shared a lorry")), expected);
    assert!(made.is_whole());
}

#[test]
fn a_trace_says_what_its_sale_pays_of_a_freight_and_what_that_saved() {
    let Ok(Trace::Sale(trace)) = on_one_lorry().trace("rug-1", None) else { panic!("the rug can be traced") };
    let shipped = serde_json::to_value(trace.shared_freight).expect("it is JSON");
    let expected = json!({
        "shipment": "lorry-1", "on": "2026-05-04", "carrier": "demo-carrier", "sales": 3, "by": "weight", "measure": "20",
        "freight": "300.00", "alone": "400.00", "saved": "100.00"
    });
    assert_eq!(shipped, expected);
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn a_freight_that_was_corrected_and_shared_anew_is_traced_as_it_was_shared_last() {
    let wrong = json!({
        "shipment": "lorry-1", "carrier": "demo-carrier", "freight": "100.00 MAD", "by": "piece",
        "parcels": [{"sale": "rug-1", "pieces": "1"}]
    });
    let told = Told::golden_to_its_end().then("storekeeper-1", "share_freight", "2026-05-04", wrong);
    let correction = json!({
        "correction": "correction-lorry", "targets": [told.position_of("freight_shared")], "reason": "wrong_amount",
        "approved_by": "president-1"
    });
    let right = json!({
        "shipment": "lorry-1", "carrier": "demo-carrier", "freight": "120.00 MAD", "by": "piece",
        "parcels": [{"sale": "rug-1", "pieces": "1", "alone": "150.00 MAD"}]
    });
    let rug = json!({
        "sale": "rug-1", "shipment": "lorry-1", "buyer": "demo-gallery", "channel": "export", "total": "400.00 EUR",
        "rate": "10.75", "lines": [{"product": "rug 200 x 300", "quantity": "1", "unit_price": "400.00"}],
        "makers": [{"member": "weaver-1", "did": {"hours": "100"}}]
    });
    let told = told
        .then("treasurer-1", "declare_correction", "2026-05-04", correction)
        .then("storekeeper-1", "share_freight", "2026-05-04", right)
        .then("treasurer-1", "record_sale", "2026-05-05", rug);
    let Ok(Trace::Sale(trace)) = told.trace("rug-1", None) else { panic!("the rug can be traced") };
    let shipped = trace.shared_freight.expect("it travels in a shipment");
    assert_eq!(
        (shipped.freight.to_string(), shipped.saved.map(|saved| saved.to_string())),
        ("120.00".to_owned(), Some("30.00".to_owned()))
    );
}
