//! A whole price given back through a provider that has kept its fee: what is told, and the two ways on.

use std::fs;

use serde_json::{Value, json};

use mizan_tests::recorded::Answer;

use super::{Shelf, answers, fixture, summary, text, told};

const SALES: &str = "Date;Facture;Article;Qté;Prix unitaire;Montant TTC;Payé le;Frais;Artisane;Remboursé;Remboursé le\r\n\
                     05/03/2026;F-1;Pouf;1;120,00;120,00;05/03/2026;3,50;maker-1;120,00;20/03/2026\r\n";

/// A profile of sales whose money a provider has, which keeps a fee.
fn profile(shelf: &Shelf) -> String {
    let known = fs::read_to_string(fixture("csv/profile.json")).expect("the profile is there");
    let mut profile: Value = serde_json::from_str(&known).expect("it is JSON");
    profile["till"] = json!("provider:shopify");
    profile["fees"] = json!("expense");
    profile["reading"]["encoding"] = json!("utf-8");
    for unused in ["shipping", "method"] {
        profile["columns"].as_object_mut().expect("it maps columns").remove(unused);
    }
    profile["columns"]["fee"] = json!("Frais");
    let file = shelf.file("profile.json");
    fs::write(&file, profile.to_string()).expect("there is room for a profile");
    fs::write(shelf.file("sales.csv"), SALES).expect("there is room for a file");
    text(&file).to_owned()
}

/// Money the bank had before.
fn say(shelf: &Shelf, key: &str, kind: &str, data: &Value) {
    let line = json!({
        "key": key, "occurred_on": "2026-03-19", "actor": {"id": "treasurer-1", "role": "treasurer"},
        "cooperative": "demo-atlas", "type": kind, "data": data
    });
    let told = Answer::to(&shelf.book(), &format!("{line}\n"));
    assert_eq!(told.first().map(|answer| answer.status.as_str()), Some("recorded"), "{told:?}");
}

#[test]
fn more_is_given_back_than_the_provider_holds_and_somebody_says_where_the_rest_came_from() {
    let shelf = Shelf::new();
    let profile = profile(&shelf);
    let file = shelf.file("sales.csv");
    let import = |more: &[&str]| shelf.run(&file, "csv", &[&["--profile", &profile, "--json"], more].concat());
    let opening = json!({"movement": "opening-1", "till": "bank:main", "amount": "500.00 MAD"});
    say(&shelf, "opening", "record_opening_balance", &opening);

    let short = import(&[]);
    assert_eq!(short.status.code(), Some(2));
    let reason = answers(&short)[0]["reason"].as_str().unwrap_or_default().to_owned();
    assert!(reason.contains("116.50 MAD") && reason.contains("refunds_from"), "{reason}");
    assert!(reason.contains("transfer_funds"), "{reason}");

    // One way: what was missing is brought to the provider by hand.
    let moved = json!({"movement": "top-up", "from": "bank:main", "to": "provider:shopify", "amount": "3.50 MAD"});
    say(&shelf, "top-up", "transfer_funds", &moved);
    let whole = import(&[]);
    assert_eq!((whole.status.code(), &summary(&whole)["recorded"]), (Some(0), &json!(1)), "{}", told(&whole));
    let key = ("assets:provider:shopify".to_owned(), "MAD".to_owned());
    assert_eq!(shelf.balances("demo-atlas").get(&key).map_or("0.00", String::as_str), "0.00");
}

#[test]
fn what_is_given_back_from_the_bank_leaves_the_bank() {
    let shelf = Shelf::new();
    let profile = profile(&shelf);
    let opening = json!({"movement": "opening-1", "till": "bank:main", "amount": "500.00 MAD"});
    say(&shelf, "opening", "record_opening_balance", &opening);
    let more = ["--profile", &profile, "--refunds-from", "bank:main", "--json"];
    let whole = shelf.run(&shelf.file("sales.csv"), "csv", &more);
    assert_eq!((whole.status.code(), &summary(&whole)["recorded"]), (Some(0), &json!(1)), "{}", told(&whole));
    let balances = shelf.balances("demo-atlas");
    let held = |till: &str| balances.get(&(till.to_owned(), "MAD".to_owned())).map(String::as_str);
    assert_eq!((held("assets:bank:main"), held("assets:provider:shopify")), (Some("380.00"), Some("116.50")));
}
