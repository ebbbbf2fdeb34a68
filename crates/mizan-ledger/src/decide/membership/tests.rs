//! Stories of taking part: who is registered, and whom an agreement may name.

use serde_json::{Value, json};

use crate::decide::sale::tests::terms;
use crate::decide::stories::{Said, given, say, the_cooperative};

/// Terms with a premium for makers by name, proposed.
fn naming(first: &Value) -> Said {
    let named = |parts: &Value| json!({"makers": {"named": parts}});
    let steps = json!([
        {"kind": "premium", "name": "premium", "placed": "included", "to": named(first),
         "take": {"fixed": {"amount": "10", "per": "order"}}},
        {"kind": "share", "name": "makers", "to": {"makers": "equal"}, "take": "rest"},
    ]);
    let proposed = terms(json!({}), steps).into_iter().next();
    proposed.expect("terms are proposed before they are accepted")
}

#[test]
fn an_agreement_shares_only_among_members() {
    let among = |other: &str| json!([{"member": "weaver-1", "rate": "0.5"}, {"member": other, "rate": "0.5"}]);
    // The worked example is made by these two, so only the name that nobody bears is in the way.
    let stranger = naming(&json!([
        {"member": "weaver-1", "rate": "0.4"}, {"member": "weaver-2", "rate": "0.4"},
        {"member": "waever-3", "rate": "0.2"},
    ]));
    given(the_cooperative())
        .when(stranger.clone())
        .refused_because("unknown_member", "`waever-3` is no member of the cooperative")
        .when(naming(&among("weaver-2")))
        .then(&["agreement_proposed"]);
    let admitted = say("secretary", "admit_member", json!({"member": "waever-3"}));
    given(the_cooperative()).and([admitted]).when(stranger).then(&["agreement_proposed"]);
}

#[test]
fn a_party_has_each_role_once() {
    let party = |roles: Value| {
        say("operator", "register_party", json!({"party": "demo-agent", "name": "Demo agent", "roles": roles}))
    };
    given(the_cooperative())
        .when(party(json!(["buyer", "carrier", "buyer"])))
        .refused_because("role_twice", "`demo-agent` is given the role `buyer` twice")
        .when(party(json!([])))
        .refused("empty")
        .when(party(json!(["buyer", "carrier"])))
        .then(&["party_registered"])
        .when(party(json!(["buyer"])))
        .refused("already_exists");
}
