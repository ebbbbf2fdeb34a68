//! Stories of rugs that travel together, as the gallery reads what that saved it.

use serde_json::json;

use crate::report::query::{Asking, Query};
use crate::report::retailer::RetailerFold;
use crate::report::table::Cell;
use crate::report::told::Told;
use crate::report::trace::Trace;

/// Two rugs share a lorry, by weight: the gallery's, and another that is not sold yet. The gallery's would have cost 380.00
/// alone.
fn together() -> Told {
    let parcels = json!([
        {"sale": "rug-9", "kilograms": "30", "alone": "380.00 MAD"},
        {"sale": "rug-10", "kilograms": "20"},
    ]);
    let freight = json!({"shipment": "lorry-1", "carrier": "demo-carrier", "freight": "400.00 MAD", "by": "weight",
        "parcels": parcels});
    let maker = json!([{"member": "weaver-1", "did": {"hours": "100"}}]);
    let sale = json!({"sale": "rug-9", "buyer": "demo-gallery", "channel": "export", "product_class": "rug",
        "lines": [{"product": "rug", "quantity": "1", "unit_price": "5000.00"}], "total": "5000.00 MAD",
        "shipment": "lorry-1", "makers": maker, "exporter": "demo-exporter"});
    let exporter = json!({"party": "demo-exporter", "name": "Demo Exporter", "roles": ["exporter"]});
    Told::golden_to_its_end()
        .and("operator-1", "register_party", None, "2026-05-01", exporter)
        .then("treasurer-1", "share_freight", "2026-05-02", freight)
        .then("treasurer-1", "record_sale", "2026-05-03", sale)
}

#[test]
fn the_gallery_reads_what_its_rug_paid_of_the_lorry_and_what_that_saved() {
    let told = together();
    let gallery = "demo-gallery".parse().expect("a party has an identifier");
    let may = Some("2026-05-01");
    let made = told.folded(may, None, |book, days| RetailerFold::new(book, gallery, None, days)).made(&told.book);
    let [line] = made.accounts.values().next().expect("one account").shared_freight.as_slice() else {
        panic!("one of its sales travelled with others")
    };
    assert_eq!((line.freight.to_string(), line.sales), ("240.00".to_owned(), 2));
    assert_eq!(line.alone.map(|alone| alone.to_string()), Some("380.00".to_owned()));
    assert_eq!(line.saved.map(|saved| saved.to_string()), Some("140.00".to_owned()));
    assert_eq!(line.percent().map(|percent| percent.to_string()), Some("36.84".to_owned()));
}

#[test]
fn a_trace_says_what_its_sale_paid_of_a_shared_freight_and_who_exports_it() {
    let Ok(Trace::Sale(trace)) = together().trace("rug-9", None) else { panic!("the sale is traced") };
    let shared = trace.shared_freight.as_ref().expect("it travelled with another");
    assert_eq!((shared.shipment.as_str(), shared.measure.to_string()), ("lorry-1", "30".to_owned()));
    assert_eq!(trace.exporter.map(|exporter| exporter.to_string()), Some("demo-exporter".to_owned()));
    let table = trace.exporter_table().expect("somebody exports it");
    assert_eq!(table.rows[0][3], Cell::text("demo-exporter"));
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn the_report_of_shipments_has_a_line_a_parcel_and_they_are_the_freight_together() {
    let told = together();
    let query = Query::named("shipments").expect("the registry has it");
    let made = told.folded(None, None, |book, days| Asking::new(book, days, [query])).made(&told.book);
    let page = serde_json::to_value(&made[0]).expect("a page is JSON");
    let rows = page["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
    let freights: Vec<&str> = rows.iter().filter_map(|row| row["freight"].as_str()).collect();
    // Of the other nobody said what it would cost alone, so the gallery's is compared in a line of its own.
    assert_eq!(freights, ["240.00 MAD", "160.00 MAD", "400.00 MAD", "240.00 MAD"]);
}
