//! Stories of the lines of an order: 1,400 overalls in two sizes, what became of each, and what is still to come.

use serde_json::{Value, json};

use crate::report::indicator::tests::{rows, workshop};
use crate::report::told::Told;

fn says(told: Told, who: &str, what: &str, on: &str, data: Value) -> Told {
    told.and(who, what, Some("workshop"), on, data)
}

/// Each row in a few words: the size, and its pieces from ordered to still to come.
fn lines(told: &Told) -> Vec<String> {
    const COLUMNS: [&str; 8] = [
        "pieces_ordered",
        "pieces_delivered",
        "pieces_waiting",
        "pieces_accepted",
        "pieces_rejected",
        "pieces_reworked",
        "pieces_invoiced",
        "pieces_to_come",
    ];
    let word = |cell: &Value| cell.as_str().unwrap_or("-").to_owned();
    let said = |row: &Value| {
        let size = if row["size"].is_null() { word(&row["order_line"]) } else { word(&row["size"]) };
        let pieces = COLUMNS.map(|column| word(&row[column])).join(" ");
        format!("{size}: {pieces}")
    };
    rows(told, "order-lines").iter().map(said).collect()
}

/// Nine hundred of M and five hundred of L were ordered.
fn ordered() -> Told {
    let lines = json!([
        {"line": "m", "product": "Overall", "size": "M", "quantity": "900", "unit_price": "85"},
        {"line": "l", "product": "Overall", "size": "L", "quantity": "500", "unit_price": "85"}
    ]);
    let order = json!({"order": "order-1", "buyer": "shop", "total": "119000.00 MAD", "lines": lines});
    let told = says(workshop(1, 0, 0), "president-1", "place_order", "2026-01-10", order);
    says(told, "president-1", "confirm_order", "2026-01-12", json!({"order": "order-1"}))
}

fn delivered(told: Told, delivery: &str, on: &str, pieces: &[(&str, &str)]) -> Told {
    let lines: Vec<Value> = pieces.iter().map(|(line, quantity)| json!({"line": line, "quantity": quantity})).collect();
    says(told, "leader-1", "deliver_goods", on, json!({"delivery": delivery, "order": "order-1", "lines": lines}))
}

/// A first delivery of both sizes, of which twenty of M were rejected and fifteen of those mended.
fn first_delivery() -> Told {
    let seen = json!([
        {"line": "m", "accepted": "480", "rejected": "20", "cause": "seam"}, {"line": "l", "accepted": "100", "rejected": "0"}
    ]);
    let mended = json!({"delivery": "delivery-1", "lines": [{"line": "m", "quantity": "15"}]});
    let told = delivered(ordered(), "delivery-1", "2026-02-10", &[("m", "500"), ("l", "100")]);
    let told =
        says(told, "leader-1", "inspect_delivery", "2026-02-12", json!({"delivery": "delivery-1", "lines": seen}));
    says(told, "leader-1", "rework_goods", "2026-02-20", mended)
}

/// An invoice of 100 of L out of the first delivery.
fn invoiced() -> Told {
    let sale = json!({
        "sale": "sale-1", "buyer": "shop", "order": "order-1", "delivery": "delivery-1", "total": "8500.00 MAD",
        "lines": [{"line": "l", "product": "Overall", "quantity": "100", "unit_price": "85"}],
        "makers": [{"member": "maker-1", "did": {"pieces": "100"}}]
    });
    says(first_delivery(), "treasurer-1", "record_sale", "2026-03-01", sale)
}

#[test]
fn an_order_that_was_just_placed_is_all_still_to_come_size_by_size() {
    assert_eq!(
        lines(&ordered()),
        ["M: 900 - - - - - - 900", "L: 500 - - - - - - 500", "together: 1400 - - - - - - 1400"]
    );
}

#[test]
fn each_size_shows_what_waits_what_was_accepted_and_what_stays_rejected() {
    assert_eq!(
        lines(&invoiced()),
        ["M: 900 500 15 480 5 15 - 405", "L: 500 100 - 100 - - 100 400", "together: 1400 600 15 580 5 15 100 805"]
    );
}

#[test]
fn what_replaces_rejected_pieces_is_delivered_once_more_and_nothing_more_is_to_come_than_was_ordered() {
    let told = delivered(first_delivery(), "delivery-2", "2026-03-10", &[("m", "405")]);
    assert_eq!(lines(&told)[0], "M: 900 905 420 480 5 15 - -", "five stay rejected, and five others came for them");
}

#[test]
fn an_invoice_that_is_undone_gives_its_pieces_back_and_a_credit_for_quality_does_not() {
    let credit = |reason: &str| {
        let note = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "8500.00 MAD", "reason": reason});
        says(invoiced(), "treasurer-1", "issue_credit_note", "2026-03-05", note)
    };
    assert_eq!(lines(&credit("cancelled"))[1], "L: 500 100 - 100 - - - 400");
    assert_eq!(lines(&credit("quality"))[1], "L: 500 100 - 100 - - 100 400");
}

#[test]
fn an_order_that_was_changed_has_its_new_lines_and_one_that_was_cancelled_brings_nothing_more() {
    let fewer = json!([
        {"line": "m", "product": "Overall", "size": "M", "quantity": "600", "unit_price": "85"},
        {"line": "l", "product": "Overall", "size": "L", "quantity": "500", "unit_price": "85"},
        {"line": "xl", "product": "Overall", "size": "XL", "quantity": "10", "unit_price": "85"}
    ]);
    let change = json!({"order": "order-1", "total": "94350.00 MAD", "lines": fewer});
    let told = says(first_delivery(), "president-1", "change_order", "2026-03-10", change);
    let told = says(told, "president-1", "confirm_order", "2026-03-11", json!({"order": "order-1"}));
    let changed = [
        "M: 600 500 15 480 5 15 - 105",
        "L: 500 100 - 100 - - - 400",
        "XL: 10 - - - - - - 10",
        "together: 1110 600 15 580 5 15 - 515",
    ];
    assert_eq!(lines(&told), changed);
    let told = says(ordered(), "president-1", "cancel_order", "2026-03-12", json!({"order": "order-1"}));
    assert_eq!(lines(&told)[2], "together: 1400 - - - - - - -");
}
