//! What is read of equal pay and of what an hour brings: eleven people who made the same bag, in every language and for a
//! spreadsheet.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{Shelf, answer};

/// What somebody of the workshop says.
fn says(key: &str, who: &str, kind: &str, on: &str, data: &Value) -> String {
    let role = who.trim_end_matches("-1");
    let of_the_book = kind == "register_party";
    let line = json!({
        "key": format!("{kind}:{key}"), "occurred_on": on, "actor": {"id": who, "role": role},
        "cooperative": (!of_the_book).then_some("workshop"), "type": kind, "data": data
    });
    format!("{line}\n")
}

/// Everything of a price to those who made it, by their pieces.
fn terms() -> Value {
    json!({
        "agreement": "by-the-piece", "version": 1, "title": "All to those who made it", "cooperative": "workshop", "parties": [],
        "currency": "MAD", "valid_from": "2026-01-01", "dated_by": "sale", "booking": "mandate", "earned": "when_paid",
        "bears": {"fx": "cooperative", "chargeback": "cooperative", "breakage": "cooperative", "late_payment": "cooperative"},
        "claw_back": {"fund": "quality"}, "tie_break": "rotating",
        "steps": [{"kind": "share", "name": "makers", "to": {"makers": "pieces"}, "take": "rest"}],
        "example": {
            "facts": {"gross": "100.00 MAD", "makers": [{"member": "maker-1", "did": {"pieces": "1"}}]},
            "split": {"gross": "100.00 MAD", "slices": [
                {"step": "makers", "kind": "makers", "receiver": "makers", "how": "rest", "amount": "100.00 MAD",
                 "makers": [{"member": "maker-1", "amount": "100.00 MAD"}]}
            ]}
        }
    })
}

/// Six women have 90.00 for a bag, five men 100.00. The women after ten hours, the men after five.
fn the_same_bag() -> String {
    static BOOK: OnceLock<Shelf> = OnceLock::new();
    let shelf = BOOK.get_or_init(|| {
        let shelf = Shelf::new();
        let day = "2026-01-02";
        let shop = json!({"party": "shop", "name": "Shop", "roles": ["buyer"]});
        let accepts = json!({"agreement": "by-the-piece", "version": 1});
        let mut commands = vec![
            says("shop", "operator-1", "register_party", day, &shop),
            says("workshop", "operator-1", "register_cooperative", day, &json!({"name": "Workshop"})),
            says("terms", "president-1", "propose_agreement", day, &json!({"terms": terms()})),
            says("terms", "president-1", "accept_agreement", day, &accepts),
        ];
        for number in 1..=11 {
            let (sex, price) = if number <= 6 { ("woman", "90") } else { ("man", "100") };
            let member = format!("maker-{number}");
            let hours = if number <= 6 { "10" } else { "5" };
            let sale = json!({
                "sale": format!("bag-{number}"), "buyer": "shop", "total": format!("{price}.00 MAD"),
                "lines": [{"product": "Bag", "quantity": "1", "unit_price": price}],
                "makers": [{"member": member, "did": {"pieces": "1", "hours": hours}}]
            });
            commands.push(says(&member, "secretary-1", "admit_member", day, &json!({"member": member, "sex": sex})));
            commands.push(says(&member, "treasurer-1", "record_sale", "2026-01-10", &sale));
        }
        shelf.record(&commands.concat());
        shelf
    });
    shelf.book()
}

fn in_every_form(report: &str) -> String {
    let book = the_same_bag();
    let forms = [["--lang", "en"], ["--lang", "fr"], ["--lang", "ar"], ["--as", "csv"]];
    forms.map(|form| answer(&[&["report", &book, report, "--to", "2026-11-22"], &form[..]].concat())).join("\n")
}

#[test]
fn women_and_men_who_made_the_same_bag_are_compared() {
    insta::assert_snapshot!(in_every_form("sdg5.equal-pay"));
}

#[test]
fn what_they_had_for_a_bag_stands_beside_one_another() {
    insta::assert_snapshot!(in_every_form("rates-per-piece"));
}

#[test]
fn what_an_hour_brought_is_held_against_the_minimum_of_its_year() {
    insta::assert_snapshot!(in_every_form("sdg8.hourly-earnings"));
}
