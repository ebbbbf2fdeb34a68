//! Stories of an association beside its cooperative: it receives help, does not trade, and what it passes on has two sides.

use serde_json::{Value, json};

use crate::decide::stories::{Said, given, say, sold, the_cooperative};

/// An association with 5,000 dirhams in its bank, beside the cooperative of every story.
fn the_association() -> Vec<Said> {
    let of = |command: &str, data: Value| say("secretary", command, data).about("demo-association");
    vec![
        of("register_cooperative", json!({"name": "Association of the quarter (invented)", "form": "association"})),
        of("open_till", json!({"till": "bank:ours"})),
        of("record_opening_balance", json!({"movement": "opening", "till": "bank:ours", "amount": "5000.00 MAD"})),
    ]
}

fn sends(amount: &str) -> Said {
    let data = json!({
        "transfer": "help-1", "to": "demo-weavers", "amount": amount, "till": "bank:ours", "purpose": "Wool for winter"
    });
    say("secretary", "send_transfer", data).about("demo-association")
}

fn receives(amount: &str) -> Said {
    let data = json!({"transfer": "help-1", "from": "demo-association", "amount": amount, "till": "bank:main"});
    say("treasurer", "receive_transfer", data)
}

#[test]
fn what_the_association_sends_is_on_its_way_until_the_cooperative_has_it_and_then_nets_to_nothing() {
    let story = given(the_cooperative().into_iter().chain(the_association()));
    let before = story.cooperative().balances.of("assets:bank:main".parse().expect("an account"), crate::money::MAD);
    let story = story.when(sends("1200.00 MAD")).then(&["transfer_sent"]);
    let between = |story: &crate::decide::stories::Story, one: &str, other: &str| {
        let account = format!("equity:between:{other}").parse().expect("an account");
        let own = story.book().cooperatives.get(&one.parse().expect("an id")).expect("it keeps accounts");
        own.balances.of(account, crate::money::MAD).minor()
    };
    assert_eq!(between(&story, "demo-association", "demo-weavers"), 120_000, "it is on its way");
    assert_eq!(between(&story, "demo-weavers", "demo-association"), 0);
    let story = story.when(receives("1200.00 MAD")).then(&["transfer_received"]);
    assert_eq!(between(&story, "demo-association", "demo-weavers"), 120_000);
    assert_eq!(
        between(&story, "demo-weavers", "demo-association"),
        -120_000,
        "the two sides are each other's negative"
    );
    let after = story.cooperative().balances.of("assets:bank:main".parse().expect("an account"), crate::money::MAD);
    assert_eq!(after.minor() - before.minor(), 120_000);
}

#[test]
fn a_transfer_is_received_once_whole_by_whom_it_was_sent_to_and_not_before() {
    let other = || say("secretary", "register_cooperative", json!({"name": "Another (invented)"})).about("demo-others");
    given(the_cooperative().into_iter().chain(the_association()).chain([other()]))
        .when(receives("1200.00 MAD"))
        .refused_because("transfer_not_sent", "`demo-association` has sent no transfer `help-1`")
        .when(sends("1200.00 MAD").on("2026-03-02"))
        .then(&["transfer_sent"])
        .when(receives("1200.00 MAD").on("2026-03-01"))
        .refused("transfer_before_sent")
        .when(receives("1199.00 MAD").on("2026-03-03"))
        .refused_because("transfer_differs", "sent with 1200.00 MAD, not 1199.00 MAD")
        .when(receives("1200.00 MAD").on("2026-03-03").saying(json!({"till": "bank:nowhere"})))
        .refused("unknown_till")
        .when(receives("1200.00 MAD").on("2026-03-03"))
        .then(&["transfer_received"])
        .when(receives("1200.00 MAD").on("2026-03-03"))
        .refused("transfer_received_already");
}

#[test]
fn a_transfer_goes_to_another_organisation_of_the_book_and_is_no_more_than_the_till_holds() {
    given(the_cooperative().into_iter().chain(the_association()))
        .when(sends("5000.01 MAD"))
        .refused("not_enough_in_till")
        .when(sends("1.00 MAD").saying(json!({"to": "nobody"})))
        .refused("unknown_cooperative")
        .when(sends("1.00 MAD").saying(json!({"to": "demo-association"})))
        .refused("transfer_to_itself")
        .when(sends("1.00 EUR"))
        .refused("wrong_currency")
        .when(sends("0.00 MAD"))
        .unreadable("above zero")
        .when(sends("1.00 MAD"))
        .then(&["transfer_sent"])
        .when(sends("1.00 MAD"))
        .refused("already_exists");
}

#[test]
fn an_association_does_not_trade() {
    given(the_cooperative().into_iter().chain(the_association()))
        .when(sold("sale-1", &[("aicha", "100.00 MAD")]).about("demo-association"))
        .refused_because("association_trades", "`demo-association` is an association and does not trade")
        .when(lies_in_a_shop())
        .refused_because("association_trades", "`deliver_consignment`")
        .when(a_shared_freight())
        .refused_because("association_trades", "`share_freight`");
}

fn lies_in_a_shop() -> Said {
    let line = json!({"line": "bag", "product": "Bag", "quantity": "10", "unit_price": "10"});
    let data = json!({"consignment": "stall", "shop": "demo-shop", "lines": [line]});
    say("treasurer", "deliver_consignment", data).about("demo-association")
}

fn a_shared_freight() -> Said {
    let parcel = json!({"sale": "sale-1", "pieces": "1"});
    let data = json!({"shipment": "shipment-1", "carrier": "demo-shop", "freight": "50.00 MAD", "by": "piece",
        "parcels": [parcel]});
    say("treasurer", "share_freight", data).about("demo-association")
}
