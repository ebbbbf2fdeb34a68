//! Published ways of trading, lived through: half in advance, deliveries that use it up, floors picked by a contract's
//! day. `fixtures/agreements/README.md` names each source.

use serde_json::{Value, json};

use crate::decide::stories::{COOPERATIVE, Said, given, say};

const GARMENTS: &str = include_str!("../../../../../../fixtures/agreements/garments-half-in-advance.json");
const CRAFTS: &str = include_str!("../../../../../../fixtures/agreements/crafts-half-in-advance.json");
const COFFEE: [&str; 2] = [
    include_str!("../../../../../../fixtures/agreements/coffee-with-premium.json"),
    include_str!("../../../../../../fixtures/agreements/coffee-with-premium-2.json"),
];

/// A cooperative that keeps its accounts in the currency of these terms and has accepted them, with the makers of
/// their example, a bank account and a buyer.
fn the_house_of(documents: &[&str]) -> Vec<Said> {
    let read = |text: &&str| serde_json::from_str::<Value>(text).expect("a worked agreement is JSON");
    let documents: Vec<Value> = documents.iter().map(read).collect();
    let first = &documents[0];
    let party = |id: &str, role: &str| json!({"party": id, "name": format!("{id} (invented)"), "roles": [role]});
    let mut said = vec![
        say("operator", "open_book", json!({"name": "Demo network", "currency": "MAD"})),
        say("operator", "register_party", party("demo-shop", "buyer")),
        say("operator", "register_cooperative", json!({"name": "Demo (invented)", "currency": first["currency"]})),
        say("treasurer", "open_till", json!({"till": "bank:main"})),
    ];
    let parties: Vec<&str> = first["parties"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    said.extend(parties.iter().map(|id| say("operator", "register_party", party(id, "intermediary"))));
    for maker in first["example"]["facts"]["makers"].as_array().into_iter().flatten() {
        said.push(say("secretary", "admit_member", json!({"member": maker["member"]})));
    }
    for document in &documents {
        let mut terms = document.clone();
        terms["cooperative"] = json!(COOPERATIVE);
        let (id, version) = (terms["agreement"].clone(), terms["version"].clone());
        said.push(say("president", "propose_agreement", json!({"terms": terms})));
        said.push(say("president", "accept_agreement", json!({"agreement": id, "version": version})));
        for party in &parties {
            let accepts = json!({"agreement": id, "version": version, "party": party});
            said.push(say("treasurer", "accept_agreement", accepts));
        }
    }
    said.into_iter().map(|said| said.on("2023-08-01")).collect()
}

#[test]
fn fourteen_hundred_garments_are_half_paid_before_the_first_is_cut() {
    // F13: deposit 59,500; invoices 42,500, 42,500 and 34,000; offsets 21,250, 21,250 and 17,000; then nothing is left.
    let order = json!({"order": "order-1", "buyer": "demo-shop", "channel": "industry", "total": "119000.00 MAD", "deposit": "0.5"});
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "59500.00 MAD", "till": "bank:main"});
    let too_much = json!({"payment": "advance-2", "order": "order-1", "amount": "59500.01 MAD", "till": "bank:main"});
    let delivery = |number: u32, pieces: [u32; 3], total: &str| {
        let makers: Vec<Value> = (1..)
            .zip(pieces)
            .map(|(sewer, pieces)| json!({"member": format!("sewer-{sewer}"), "did": {"pieces": pieces.to_string()}}))
            .collect();
        let quantity: u32 = pieces.iter().sum();
        let lines = json!([{"product": "garment", "quantity": quantity.to_string(), "unit_price": "85.00"}]);
        let (sale, order) = (format!("invoice-{number}"), "order-1");
        say(
            "treasurer",
            "record_sale",
            json!({"sale": sale, "buyer": "demo-shop", "order": order, "lines": lines, "total": total, "makers": makers}),
        )
    };
    let pays = |number: u32, amount: &str| {
        let pays = json!([{"sale": format!("invoice-{number}"), "amount": amount}]);
        say(
            "treasurer",
            "receive_payment",
            json!({"payment": format!("payment-{number}"), "buyer": "demo-shop", "amount": amount, "till": "bank:main", "pays": pays}),
        )
    };
    let kinds = ["sale_recorded", "advance_offset", "commission_charged", "proceeds_allocated", "earnings_released"];
    let advance_left = "liabilities:buyer-advance:demo-shop";
    let owes = "assets:receivable:demo-shop";
    given(the_house_of(&[GARMENTS]))
        .and([say("president", "place_order", order), say("treasurer", "receive_advance", advance)])
        .holds(advance_left, "59500.00 MAD")
        .holds("assets:bank:main", "59500.00 MAD")
        .when(say("treasurer", "receive_advance", too_much))
        .refused("advance_too_large")
        .when(delivery(1, [220, 180, 100], "42500.00 MAD"))
        .then(&kinds)
        .with("/1/amount", json!("21250.00 MAD"))
        .with("/3/makers/0/amount", json!("16082.00 MAD"))
        .holds(advance_left, "38250.00 MAD")
        .holds(owes, "21250.00 MAD")
        // Half of the price is in the house, so half of what they earned is theirs to have.
        .holds("liabilities:member:sewer-1:available", "8041.00 MAD")
        .holds("liabilities:member:sewer-1:pending", "8041.00 MAD")
        .when(delivery(2, [250, 150, 100], "42500.00 MAD"))
        .then(&kinds)
        .with("/1/amount", json!("21250.00 MAD"))
        .holds(advance_left, "17000.00 MAD")
        .holds(owes, "42500.00 MAD")
        .when(delivery(3, [150, 150, 100], "34000.00 MAD"))
        .then(&kinds)
        .with("/1/amount", json!("17000.00 MAD"))
        .holds(advance_left, "0.00 MAD")
        .holds(owes, "59500.00 MAD")
        .when(delivery(4, [1, 0, 0], "85.00 MAD"))
        .refused("order_exceeded")
        .and([pays(1, "21250.00 MAD"), pays(2, "21250.00 MAD"), pays(3, "17000.00 MAD")])
        .holds(owes, "0.00 MAD")
        .holds("assets:bank:main", "119000.00 MAD")
        // 12 % and 2 % of 119,000.00; the sewers have the rest, by 620, 480 and 300 pieces at 73.10.
        .holds("income:commission", "14280.00 MAD")
        .holds("liabilities:fund:quality", "2380.00 MAD")
        .holds("liabilities:member:sewer-1:available", "45322.00 MAD")
        .holds("liabilities:member:sewer-2:available", "35088.00 MAD")
        .holds("liabilities:member:sewer-3:available", "21930.00 MAD");
}

#[test]
fn half_of_the_crafts_is_paid_at_the_order_and_the_balance_before_they_leave() {
    // F16: no interest, so the advance is worth what was paid and nothing more.
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "1850.00 USD", "deposit": "0.5"});
    let advance = json!({"payment": "advance-1", "order": "order-1", "amount": "925.00 USD", "till": "bank:main"});
    let lines = json!([{"product": "basket", "quantity": "50", "unit_price": "37"}]);
    let makers =
        json!([{"member": "crafter-1", "did": {"hours": "90"}}, {"member": "crafter-2", "did": {"hours": "95"}}]);
    let invoice = json!({"sale": "invoice-1", "buyer": "demo-shop", "order": "order-1", "lines": lines, "total": "1850.00 USD", "makers": makers});
    let pays = json!([{"sale": "invoice-1", "amount": "925.00 USD"}]);
    let balance = json!({"payment": "balance-1", "buyer": "demo-shop", "amount": "925.00 USD", "till": "bank:main", "pays": pays});
    given(the_house_of(&[CRAFTS]))
        .and([say("president", "place_order", order).on("2026-01-10")])
        .and([say("treasurer", "receive_advance", advance).on("2026-01-12")])
        .when(say("treasurer", "record_sale", invoice).on("2026-03-01"))
        .then(&["sale_recorded", "advance_offset", "commission_charged", "proceeds_allocated", "earnings_released"])
        .with("/1/amount", json!("925.00 USD"))
        .holds("liabilities:buyer-advance:demo-shop", "0.00 USD")
        .holds("liabilities:member:crafter-1:available", "405.00 USD")
        .when(say("treasurer", "receive_payment", balance).on("2026-03-05"))
        .then(&["payment_received", "payment_allocated", "earnings_released"])
        .holds("assets:receivable:demo-shop", "0.00 USD")
        .holds("liabilities:member:crafter-1:available", "810.00 USD")
        .holds("liabilities:member:crafter-2:available", "855.00 USD")
        .holds("income:commission", "185.00 USD");
}

#[test]
fn the_day_a_coffee_contract_was_signed_picks_its_floor() {
    let sold = |sale: &str, price: &str, total: &str, market: &str, contracted_on: &str| {
        let lines = json!([{"product": "washed arabica, pound", "quantity": "1000", "unit_price": price}]);
        let makers = json!([{"member": "grower-1", "did": {"kilograms": "453.592"}}]);
        let data = json!({"sale": sale, "buyer": "demo-shop", "lines": lines, "total": total, "market": market,
            "contracted_on": contracted_on, "makers": makers});
        say("treasurer", "record_sale", data).on("2027-01-15")
    };
    let minimum = "/1/minimums/0";
    let said = |required: &str, reached: &str| json!({"step": "floor", "required": required, "reached": reached});
    given(the_house_of(&COFFEE))
        .when(sold("lot-1", "2.40", "2400.00 USD", "1.75", "2026-11-30"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/terms/version", json!(1))
        .with(minimum, said("2200.00 USD", "2200.00 USD"))
        .when(sold("lot-2", "2.40", "2400.00 USD", "1.75", "2026-12-01"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/terms/version", json!(2))
        // 2.00 + 0.40 a pound: the sale is told to be 200.00 short, and nobody's part is scaled down for it.
        .with(minimum, said("2400.00 USD", "2200.00 USD"))
        .when(sold("lot-3", "2.70", "2700.00 USD", "2.10", "2026-11-30"))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with(minimum, said("2500.00 USD", "2500.00 USD"))
        .holds("liabilities:fund:premium", "450.00 USD")
        .holds("liabilities:fund:productivity", "150.00 USD");
}
