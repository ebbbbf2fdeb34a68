//! Stories of a card: a vase from the wheel to the gallery, as somebody far away reads it.

use serde_json::{Value, json};

use crate::report::page::Page;
use crate::report::provenance::{Card, CardFold};
use crate::report::told::Told;
use crate::view::find::find_made;

fn worksheet() -> Value {
    json!({"currency": "MAD", "materials": [{"item": "wool, 2 kg", "amount": "100"}], "hours": "20", "hourly": "18",
        "overhead": "20", "margin": "40", "price": "520"})
}

/// A small rug is defined, priced by its weaver, and sold once by the weavers of the golden scenario.
fn told() -> Told {
    let define = json!({"product": "small-rug", "version": 1, "name": "rug 80 x 120", "worksheet": worksheet()});
    let lines = json!([{"product": "rug 80 x 120", "item": "small-rug", "quantity": "2", "unit_price": "520.00"}]);
    let sale = json!({
        "sale": "rug-2", "buyer": "demo-gallery", "channel": "export", "lines": lines, "total": "1040.00 MAD",
        "costs": [{"cost": "freight", "amount": "40.00 MAD"}],
        "makers": [{"member": "weaver-1", "did": {"hours": "30"}}, {"member": "weaver-3", "did": {"hours": "10"}}],
    });
    Told::golden("charge-provider-fee:fee-1")
        .then("leader-1", "define_product", "2026-02-01", define)
        .then(
            "weaver-1",
            "set_price",
            "2026-02-01",
            json!({"product": "small-rug", "member": "weaver-1", "price": "300", "currency": "MAD"}),
        )
        .then(
            "weaver-1",
            "give_consent",
            "2026-02-01",
            json!({"consent": "name-1", "member": "weaver-1", "purpose": "show-name"}),
        )
        .then("treasurer-1", "record_sale", "2026-02-02", sale)
}

fn card(told: &Told, reference: &str) -> Card {
    let found = find_made(&told.book, reference).expect("the book knows it");
    let fold = told.folded(None, None, |book, days| CardFold::new(book, found, days).expect("the book knows it"));
    fold.made(&told.book)
}

fn read(card: &Card) -> Page {
    card.page(|member| Some(format!("name of {member}")))
}

/// A table of a page as an array of objects.
fn table(page: &Page, title: &str) -> Vec<Value> {
    let page = serde_json::to_value(page).expect("a page is JSON");
    let tables = page["tables"].as_array().expect("a page has tables");
    let found = tables.iter().find(|table| table["title"] == title).expect("the page has this table");
    found["rows"].as_array().expect("a table has rows").clone()
}

fn state(page: &Page, condition: &str) -> Value {
    let rows = table(page, "conditions_checked");
    rows.iter().find(|row| row["condition"] == condition).expect("this was checked")["state"].clone()
}

#[test]
fn a_card_says_where_the_price_went_to_the_last_centime() {
    let page = read(&card(&told(), "small-rug"));
    let slices = table(&page, "where_the_price_went");
    let amounts: Vec<&str> = slices.iter().filter_map(|row| row["amount"].as_str()).collect();
    // Freight, platform, cooperative, training, makers, together: 10 % of 1,040; 15 and 2 % of 1,000.
    assert_eq!(amounts, ["40.00", "104.00", "150.00", "20.00", "726.00", "1040.00"]);
    assert_eq!(page.unexplained.map(|gap| gap.to_string()).as_deref(), Some("0.00"));
    let about = &table(&page, "about_it")[0];
    assert_eq!((&about["product"], &about["place"]), (&json!("rug 80 x 120"), &json!("Souss-Massa")));
    assert_eq!((&about["sale_count"], &about["pieces"]), (&json!(1), &json!("2")));
    let sheet = table(&page, "worksheet");
    let [reckoned, reached] = [&sheet[sheet.len() - 2], &sheet[sheet.len() - 1]];
    assert_eq!((&reckoned["amount"], &reached["amount"]), (&json!("520"), &json!("520.00")));
}

#[test]
fn only_who_consented_is_called_by_her_name() {
    let told = told();
    let makers = table(&read(&card(&told, "small-rug")), "makers");
    let named: Vec<&Value> = makers.iter().map(|row| &row["name"]).collect();
    assert_eq!(named, [&json!("name of weaver-1"), &Value::Null]);
    assert_eq!(makers[1]["maker"], "weaver-3");
    let told = told.then("weaver-1", "withdraw_consent", "2026-03-01", json!({"consent": "name-1"}));
    let makers = table(&read(&card(&told, "small-rug")), "makers");
    assert_eq!(makers[0]["name"], Value::Null, "she has taken it back");
}

#[test]
fn conditions_are_checked_and_not_yet_is_not_yes() {
    let told = told();
    let page = read(&card(&told, "small-rug"));
    // The floor of the agreement is 2,400 an order; the weavers ask 300 a piece.
    assert_eq!(state(&page, "minimum_price"), "not_met");
    assert_eq!(state(&page, "makers_own_price"), "met");
    assert_eq!(state(&page, "buyer_has_paid"), "not_yet");
    assert_eq!(state(&page, "makers_were_paid"), "not_yet");
    assert_eq!(state(&page, "every_centime_named"), "met");
    let pay = json!({"payment": "pay-2", "buyer": "demo-gallery", "amount": "1040.00 MAD", "till": "bank:main",
        "pays": [{"sale": "rug-2", "amount": "1040.00 MAD"}]});
    let out = json!({"payout": "out-2", "pay": [{"member": "weaver-1", "method": "bank"}, {"member": "weaver-3", "method": "bank"}]});
    let of = |member: &str| json!({"payout": "out-2", "member": member, "till": "bank:main"});
    let told = told.then("treasurer-1", "receive_payment", "2026-02-20", pay).then(
        "treasurer-1",
        "schedule_payout",
        "2026-02-21",
        out,
    );
    let total: i128 = told.book.cooperatives[&"demo-weavers".parse().expect("an id")]
        .payouts
        .get(&"out-2".parse().expect("an id"))
        .expect("the payout is known")
        .items
        .values()
        .map(|item| item.amount.minor())
        .sum();
    let total = crate::money::Money::new(total, crate::money::MAD);
    let told = told
        .then("president-1", "approve_payout", "2026-02-21", json!({"payout": "out-2", "total": total}))
        .then("treasurer-1", "send_payout", "2026-02-21", json!({"payout": "out-2"}))
        .then("treasurer-1", "settle_payout", "2026-02-22", of("weaver-1"))
        .then("treasurer-1", "settle_payout", "2026-02-22", of("weaver-3"));
    let page = read(&card(&told, "small-rug"));
    assert_eq!(state(&page, "buyer_has_paid"), "met");
    assert_eq!(state(&page, "makers_were_paid"), "met");
    assert_eq!(state(&page, "makers_say_so"), "not_yet", "that the bank paid is not that she has it");
}

#[test]
fn what_is_given_back_later_does_not_undo_that_her_price_was_reached() {
    let note = json!({"credit_note": "back-2", "sale": "rug-2", "amount": "1040.00 MAD", "reason": "returned"});
    let told = told().then("treasurer-1", "issue_credit_note", "2026-03-01", note);
    let page = read(&card(&told, "small-rug"));
    assert_eq!(state(&page, "makers_own_price"), "met");
    assert_eq!(table(&page, "where_the_price_went").last().map(|row| row["amount"].clone()), Some(json!("0.00")));
}

#[test]
fn a_piece_that_was_not_sold_has_makers_and_no_price() {
    let listed = json!({"piece": "rug-0142", "product": "small-rug",
        "makers": [{"member": "weaver-3", "did": {"hours": "20"}}]});
    let told = told().then("leader-1", "list_piece", "2026-02-10", listed);
    let card = card(&told, "demo-weavers/piece/rug-0142");
    let page = read(&card);
    assert_eq!(table(&page, "makers")[0]["maker"], "weaver-3");
    assert_eq!(table(&page, "makers")[0]["share"], Value::Null);
    assert_eq!(page.unexplained, None);
    assert!(page.tables().all(|table| table.title != crate::report::term::Term::WhereThePriceWent));
}

#[test]
fn what_nobody_made_has_no_card() {
    let told = told();
    let said = |text: &str| find_made(&told.book, text).map_err(|error| error.to_string());
    assert_eq!(said("pot-1"), Err("`pot-1` is no product or piece of this book".to_owned()));
    assert_eq!(
        said("demo-weavers/sale/rug-2"),
        Err("`sale` in `demo-weavers/sale/rug-2` is not product or piece".to_owned())
    );
}

#[test]
fn what_the_buyers_bank_took_back_is_not_paid() {
    let pay = json!({"payment": "pay-2", "buyer": "demo-gallery", "amount": "1040.00 MAD", "till": "bank:main",
        "pays": [{"sale": "rug-2", "amount": "1040.00 MAD"}]});
    let taken = json!({"chargeback": "taken-2", "sale": "rug-2", "amount": "1040.00 MAD", "till": "bank:main"});
    let told = told().then("treasurer-1", "receive_payment", "2026-02-20", pay).then(
        "treasurer-1",
        "receive_chargeback",
        "2026-02-24",
        taken,
    );
    assert_eq!(state(&read(&card(&told, "small-rug")), "buyer_has_paid"), "chargeback");
    let back = json!({"chargeback": "taken-2", "till": "cash:box"});
    let told = told.then("treasurer-1", "reverse_chargeback", "2026-03-05", back);
    assert_eq!(state(&read(&card(&told, "small-rug")), "buyer_has_paid"), "met", "it has paid after all");
}
