//! Stories of products: what a pouf costs and brings, what its maker asks for it, and who is paid when it is sold.

use serde_json::{Value, json};

use crate::decide::sale::tests::terms;
use crate::decide::stories::{Said, given, paid, say, the_cooperative};

/// A pouf whose parts add up to 260.00; these fields are otherwise.
fn pouf(version: u32, changes: Value) -> Said {
    let mut worksheet = json!({
        "currency": "MAD", "materials": [{"item": "Leather", "amount": "62.50"}, {"item": "Thread", "amount": "4.25"}],
        "hours": "6", "hourly": "20", "overhead": "13.25", "margin": "60", "price": "260.00",
    });
    changes.as_object().into_iter().flatten().for_each(|(name, value)| worksheet[name] = value.clone());
    let data = json!({"product": "pouf", "version": version, "name": "Pouf", "class": "poufs", "worksheet": worksheet});
    say("leader", "define_product", data)
}

fn asks(actor: &str, member: &str, price: &str) -> Said {
    let data = json!({"product": "pouf", "member": member, "price": price, "currency": "MAD", "reason": "leather"});
    say(actor, "set_price", data)
}

fn all_ask(actor: &str, price: &str, minutes: Option<&str>) -> Said {
    let data = json!({"product": "pouf", "price": price, "currency": "MAD", "minutes": minutes});
    say(actor, "set_price", data)
}

fn listed(piece: &str, product: Option<&str>, makers: &[(&str, &str)]) -> Said {
    let maker = |(member, hours): &(&str, &str)| json!({"member": member, "did": {"hours": hours}});
    let makers: Vec<Value> = makers.iter().map(maker).collect();
    say("leader", "list_piece", json!({"piece": piece, "product": product, "makers": makers}))
}

/// A sale of lines that each cost as much as they say; nobody is named as maker.
fn sale(sale: &str, total: &str, lines: &[Value]) -> Said {
    say("treasurer", "record_sale", json!({"sale": sale, "buyer": "demo-shop", "total": total, "lines": lines}))
}

fn piece(piece: &str, price: &str) -> Value {
    json!({"product": "Pouf", "piece": piece, "quantity": "1", "unit_price": price})
}

/// Two poufs of the product, made by these.
fn two_poufs(unit_price: &str, total: &str, makers: &[&str]) -> Said {
    let maker = |member: &&str| json!({"member": member, "did": {"hours": "1"}});
    let makers: Vec<Value> = makers.iter().map(maker).collect();
    let lines = [json!({"product": "Pouf", "item": "pouf", "quantity": "2", "unit_price": unit_price})];
    sale("sale-1", total, &lines).saying(json!({"makers": makers}))
}

#[test]
fn a_worksheet_adds_up_to_its_price_and_a_wrong_one_says_by_how_much_not() {
    given(the_cooperative())
        .when(pouf(1, json!({"price": "270.00"})))
        .refused_because("worksheet_differs", "come to 260, its price says 270: 10 is not accounted for")
        .when(pouf(1, json!({"currency": "EUR"})))
        .refused_because("wrong_currency", "write them in MAD")
        .when(pouf(2, json!({})))
        .refused_because("version_order", "the next one is 1")
        .and([pouf(1, json!({}))])
        .when(pouf(1, json!({})))
        .refused_because("version_order", "the next one is 2")
        // A button: a third of a minute's work, to the sixth decimal.
        .when(pouf(
            2,
            json!({
                "materials": [], "hours": "0.005556", "hourly": "17.92", "overhead": "0", "margin": "0.1",
                "price": "0.199564",
            }),
        ))
        .then(&["product_defined"]);
}

#[test]
fn her_price_is_raised_for_her_and_lowered_by_herself_alone() {
    let story = given(the_cooperative())
        .when(asks("weaver-1", "weaver-1", "180"))
        .refused("unknown_product")
        .and([pouf(1, json!({}))])
        .when(asks("treasurer", "weaver-1", "180"))
        .refused_because("not_her_price", "`treasurer` is neither")
        .when(asks("weaver-2", "weaver-1", "180"))
        .refused("not_her_price")
        .and([asks("leader", "weaver-1", "180"), asks("leader", "weaver-1", "190.50")])
        .when(asks("leader", "weaver-1", "190.49"))
        .refused_because("price_lowered", "asks 190.5 and 190.49 is less: only she herself lowers her price")
        .when(asks("weaver-1", "weaver-1", "170"))
        .then(&["price_set"]);
    let product = story.cooperative().products.values().next().expect("the pouf is defined");
    let asked = |member: &str, day: &str| {
        let asked = product.asked([member.parse().expect("an id")], day.parse().expect("a day"));
        asked.map(|price| price.to_string())
    };
    assert_eq!(asked("weaver-1", "2026-03-02").as_deref(), Some("170"));
    assert_eq!(asked("weaver-1", "2026-03-01"), None);
    assert_eq!(asked("weaver-2", "2026-03-02"), None);
}

#[test]
fn a_price_for_all_is_lowered_by_the_assembly_and_for_no_one_who_set_her_own() {
    given(the_cooperative())
        .and([pouf(1, json!({}))])
        .when(all_ask("treasurer", "150", None))
        .refused("nobodys_price")
        .and([all_ask("leader", "150", None)])
        .when(all_ask("leader", "140", None))
        .refused_because("price_lowered", "only the assembly lowers it")
        // Below what is asked for all, on her behalf: that lowers her price too.
        .when(asks("leader", "weaver-1", "140"))
        .refused("price_lowered")
        .and([asks("leader", "weaver-2", "160"), all_ask("president", "140", Some("Assembly 4"))])
        .when(two_poufs("145", "290.00 MAD", &["weaver-2"]))
        .refused_because(
            "below_makers_price",
            "ask 320.00 MAD for what the sale `sale-1` sells and would receive 290.00 MAD",
        )
        .when(two_poufs("145", "290.00 MAD", &["weaver-1", "weaver-2"]))
        .refused("below_makers_price")
        .when(two_poufs("145", "290.00 MAD", &["weaver-1"]))
        .then(&["sale_recorded", "proceeds_allocated"]);
}

#[test]
fn what_others_take_of_the_price_never_takes_from_what_she_asks() {
    // Under these terms the cooperative takes a tenth before the makers.
    let a_tenth = json!([
        {"kind": "share", "name": "cooperative", "to": "cooperative",
         "take": {"percent": {"rate": "0.1", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "makers", "to": {"makers": "equal"}, "take": "rest"},
    ]);
    let under = |said: Said| said.saying(json!({"channel": "story"}));
    given(the_cooperative())
        .and(terms(json!({}), a_tenth))
        .and([pouf(1, json!({})), asks("weaver-1", "weaver-1", "180")])
        .when(under(two_poufs("199.99", "399.98 MAD", &["weaver-1"])))
        .refused_because(
            "below_makers_price",
            "ask 360.00 MAD for what the sale `sale-1` sells and would receive 359.98 MAD",
        )
        .when(under(two_poufs("200", "400.00 MAD", &["weaver-1"])))
        .then(&["sale_recorded", "commission_charged", "proceeds_allocated"])
        .holds("liabilities:member:weaver-1:pending", "360.00 MAD");
}

#[test]
fn an_order_is_sold_at_what_was_asked_when_it_was_placed() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "360.00 MAD"});
    let sold = two_poufs("180", "360.00 MAD", &["weaver-1"]);
    given(the_cooperative())
        .and([
            pouf(1, json!({})).on("2026-01-10"),
            asks("weaver-1", "weaver-1", "180").on("2026-01-10"),
            say("treasurer", "place_order", order).on("2026-01-20"),
            asks("weaver-1", "weaver-1", "200").on("2026-02-01"),
        ])
        .when(sold.clone())
        .refused("below_makers_price")
        .when(sold.saying(json!({"order": "order-1"})))
        .then(&["sale_recorded", "proceeds_allocated"]);
}

#[test]
fn no_price_stands_below_the_minimum_an_agreement_promises() {
    let promised = json!([
        {"kind": "minimum", "name": "floor", "amount": "120", "per": "piece",
         "plus": [{"name": "organic", "amount": "30"}]},
        {"kind": "share", "name": "makers", "to": {"makers": "equal"}, "take": "rest"},
    ]);
    given(the_cooperative())
        .and(terms(json!({"product_class": "poufs"}), promised))
        .and([pouf(1, json!({}))])
        .when(asks("weaver-1", "weaver-1", "149.99"))
        .refused_because(
            "below_floor",
            "149.99 for the product `pouf` is below 150, the minimum of the agreement `terms`",
        )
        .when(asks("weaver-1", "weaver-1", "150"))
        .then(&["price_set"]);
}

#[test]
fn a_rug_by_three_weavers_pays_three_people() {
    let rug = listed("rug-7", None, &[("weaver-1", "120"), ("weaver-2", "100"), ("weaver-3", "60")]);
    given(the_cooperative())
        .and([rug])
        .when(sale("sale-1", "2800.00 MAD", &[piece("rug-7", "2800")]))
        .then(&["sale_recorded", "proceeds_allocated"])
        .with("/0/made_by/2/did/hours", json!("60"))
        .holds("liabilities:member:weaver-1:pending", "1200.00 MAD")
        .holds("liabilities:member:weaver-2:pending", "1000.00 MAD")
        .holds("liabilities:member:weaver-3:pending", "600.00 MAD");
}

#[test]
fn a_piece_is_listed_once_by_members_and_sold_once() {
    given(the_cooperative())
        .when(listed("pouf-1", Some("pouf"), &[("weaver-1", "1")]))
        .refused("unknown_product")
        .when(listed("pouf-1", None, &[]))
        .refused("empty")
        .when(listed("pouf-1", None, &[("weaver-1", "1"), ("weaver-1", "2")]))
        .refused("member_twice")
        .when(listed("pouf-1", None, &[("waever-1", "1")]))
        .refused("unknown_member")
        .and([listed("pouf-1", None, &[("weaver-1", "1")]), listed("pouf-2", None, &[("weaver-2", "3")])])
        .when(listed("pouf-1", None, &[("weaver-2", "1")]))
        .refused("already_exists")
        .when(sale("sale-1", "90.00 MAD", &[piece("pouf-9", "90")]))
        .refused("unknown_piece")
        .when(sale("sale-1", "180.00 MAD", &[piece("pouf-1", "90"), piece("pouf-1", "90")]))
        .refused("piece_twice")
        .and([sale("sale-1", "360.00 MAD", &[piece("pouf-1", "90"), piece("pouf-2", "270")])])
        .when(sale("sale-2", "270.00 MAD", &[piece("pouf-2", "270")]))
        .refused_because("piece_sold", "the piece `pouf-2` was sold by the sale `sale-1` already")
        .holds("liabilities:member:weaver-1:pending", "90.00 MAD")
        .holds("liabilities:member:weaver-2:pending", "270.00 MAD");
}

#[test]
fn a_line_says_of_a_piece_what_it_is() {
    let two = json!({"product": "Pouf", "piece": "pouf-1", "quantity": "2", "unit_price": "90"});
    let other = json!({"product": "Pouf", "piece": "pouf-1", "item": "bag", "quantity": "1", "unit_price": "90"});
    let way = json!({"product": "Post", "kind": "shipping", "piece": "pouf-1", "quantity": "1", "unit_price": "90"});
    let bag = json!({"product": "bag", "version": 1, "name": "Bag"});
    given(the_cooperative())
        .and([pouf(1, json!({})), say("leader", "define_product", bag), all_ask("leader", "80", None)])
        .and([listed("pouf-1", Some("pouf"), &[("weaver-1", "1")])])
        .when(sale("sale-1", "180.00 MAD", &[two]))
        .refused_because("one_piece", "its line says 2")
        .when(sale("sale-1", "90.00 MAD", &[other]))
        .refused_because("piece_of_other", "listed as one of the product `pouf`")
        .when(sale("sale-1", "90.00 MAD", &[way]))
        .refused_because("no_goods", "the line `Post` is not of goods")
        .when(sale("sale-1", "79.99 MAD", &[piece("pouf-1", "79.99")]))
        .refused("below_makers_price")
        .when(sale("sale-1", "80.00 MAD", &[piece("pouf-1", "80")]))
        .then(&["sale_recorded", "proceeds_allocated"]);
}

#[test]
fn nobody_who_made_a_piece_is_left_out_of_its_sale_even_after_she_has_left() {
    let makers = |members: &[&str]| {
        let maker = |member: &&str| json!({"member": member, "did": {"hours": "1"}});
        json!({"makers": members.iter().map(maker).collect::<Vec<_>>()})
    };
    let sold = sale(
        "sale-1",
        "180.00 MAD",
        &[
            piece("pouf-1", "90"),
            json!(
                {"product": "Cushion", "quantity": "1", "unit_price": "90"}
            ),
        ],
    );
    given(the_cooperative())
        .and([listed("pouf-1", None, &[("weaver-1", "1")]).on("2026-02-01")])
        .and([say("secretary", "record_exit", json!({"member": "weaver-1"})).on("2026-03-01")])
        .when(sold.clone())
        .refused("no_makers")
        .when(sold.clone().saying(makers(&["weaver-2"])))
        .refused_because("maker_left_out", "`weaver-1` made the piece `pouf-1`")
        .when(sold.saying(makers(&["weaver-2", "weaver-1"])))
        .then(&["sale_recorded", "proceeds_allocated"])
        .holds("liabilities:member:weaver-1:pending", "90.00 MAD");
}

#[test]
fn a_piece_that_comes_back_or_never_went_lies_ready_again() {
    let note = |reason: &str, note: &str, amount: &str| {
        let data = json!({"credit_note": note, "sale": "sale-1", "amount": amount, "reason": reason});
        say("treasurer", "issue_credit_note", data)
    };
    let sold = || sale("sale-1", "90.00 MAD", &[piece("pouf-1", "90")]).under("sold");
    let again = sale("sale-2", "90.00 MAD", &[piece("pouf-1", "90")]);
    let beginning = || given(the_cooperative()).and([listed("pouf-1", None, &[("weaver-1", "1")]), sold()]);
    beginning()
        .and([note("returned", "credit-1", "30.00 MAD")])
        .when(again.clone())
        .refused("piece_sold")
        .and([note("returned", "credit-2", "60.00 MAD")])
        .when(again.clone())
        .then(&["sale_recorded", "proceeds_allocated"]);
    beginning().and([note("breakage", "credit-1", "90.00 MAD")]).when(again.clone()).refused("piece_sold");
    let story = beginning();
    let first = story.position_under("sold");
    let undone = json!({"correction": "correction-1", "targets": [first, first + 1], "reason": "did_not_happen",
        "approved_by": "president"});
    story
        .and([say("treasurer", "declare_correction", undone)])
        .when(again)
        .then(&["sale_recorded", "proceeds_allocated"]);
}

#[test]
fn a_priced_piece_is_paid_for_as_any_sale() {
    given(the_cooperative())
        .and([pouf(1, json!({})), asks("weaver-1", "weaver-1", "180.005")])
        .and([listed("pouf-1", Some("pouf"), &[("weaver-1", "6")])])
        // Half a centime more than 180.00 is asked, so 180.01 is.
        .when(sale("sale-1", "180.00 MAD", &[piece("pouf-1", "180")]))
        .refused_because("below_makers_price", "ask 180.01 MAD")
        .and([sale("sale-1", "180.01 MAD", &[piece("pouf-1", "180.01")]), paid("sale-1", "180.01 MAD")])
        .holds("liabilities:member:weaver-1:available", "180.01 MAD");
}
