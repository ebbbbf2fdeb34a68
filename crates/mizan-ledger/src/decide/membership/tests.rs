//! Stories of taking part: who is registered, what is proposed in its turn, and what nobody may say out of place.

use serde_json::{Value, json};

use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
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

/// The proposal of terms with these changes; the acceptance that goes with it is left out.
fn proposal(changes: Value) -> Said {
    terms(changes, a_tenth_for_the_cooperative()).swap_remove(0)
}

fn accept(agreement: &str, version: u32) -> Said {
    say("president", "accept_agreement", json!({"agreement": agreement, "version": version}))
}

#[test]
fn versions_are_proposed_in_their_turn_for_their_own_cooperative() {
    given(the_cooperative())
        .when(proposal(json!({"version": 2})))
        .refused_because("version_order", "the next one is 1")
        .when(proposal(json!({"cooperative": "another"})))
        .refused_because("agreement_elsewhere", "`another`")
        .when(accept("terms", 1))
        .refused("unknown_agreement")
        .when(proposal(json!({})))
        .then(&["agreement_proposed"])
        .when(proposal(json!({})))
        .refused_because("version_order", "the next one is 2");
}

#[test]
fn an_unsound_agreement_is_not_even_proposed() {
    given(the_cooperative())
        .when(proposal(json!({"title": " ", "claw_back": "from_future_sales"})))
        .refused_because("unsound_agreement", "the title is empty")
        .when(proposal(json!({"title": "a".repeat(141)})))
        .refused_because("unsound_agreement", "is not a label: write 1 to 140 printable characters")
        .when(proposal(json!({"title": "Rugs\nand what is hidden below"})))
        .refused_because("unsound_agreement", "on one line")
        .when(proposal(json!({"parties": vec!["demo-shop"; 300]})))
        .refused_because("unsound_agreement", "more: mend these first")
        .when(proposal(json!({"parties": ["nobody"]})))
        .refused("unknown_party");
}

#[test]
fn everything_is_registered_and_admitted_once() {
    let shop = json!({"party": "demo-shop", "name": "Demo shop", "roles": ["buyer"]});
    given(the_cooperative())
        .when(say("operator", "register_party", shop))
        .refused("already_exists")
        .when(say("operator", "register_party", json!({"party": "idle", "name": "Idle", "roles": []})))
        .refused("empty")
        .when(say("operator", "register_cooperative", json!({"name": "Demo weavers"})))
        .refused("already_exists")
        .when(say("secretary", "admit_member", json!({"member": "weaver-1"})))
        .refused("already_exists");
}

#[test]
fn a_member_works_and_consents_from_the_day_she_is_admitted() {
    let work = json!({"work": "work-1", "member": "weaver-9", "did": {"hours": "1"}});
    let consent = json!({"consent": "consent-1", "member": "weaver-9", "purpose": "loan"});
    given(the_cooperative())
        .and([say("secretary", "admit_member", json!({"member": "weaver-9"})).on("2026-03-01")])
        .when(say("leader", "record_work", work).on("2026-02-28"))
        .refused_because("not_yet_member", "since 2026-03-01")
        .when(say("weaver-9", "give_consent", consent.clone()).on("2026-02-28"))
        .refused("not_yet_member")
        .and([say("weaver-9", "give_consent", consent.clone()).on("2026-03-01")])
        .when(say("weaver-9", "give_consent", consent).on("2026-03-02"))
        .refused("already_exists")
        .and([say("weaver-9", "withdraw_consent", json!({"consent": "consent-1"}))])
        .when(say("weaver-9", "withdraw_consent", json!({"consent": "consent-1"})))
        .refused("consent_withdrawn")
        .when(say("weaver-9", "withdraw_consent", json!({"consent": "consent-2"})))
        .refused("unknown_consent");
}

#[test]
fn what_concerns_the_book_names_no_cooperative_and_the_rest_names_a_known_one() {
    let bank = json!({"party": "demo-bank", "name": "Demo bank", "roles": ["provider"]});
    given(the_cooperative())
        .when(say("operator", "register_party", bank).about("demo-weavers"))
        .refused("cooperative_unwanted")
        .when(rug("sale-1", "10.00 MAD", &[("weaver-1", "1")]).about("nobody"))
        .refused("unknown_cooperative")
        .when(say("operator", "open_book", json!({"name": "Again", "currency": "MAD"})))
        .refused("book_open");
}

#[test]
fn a_loan_has_one_borrower() {
    let loan = |who: Value| {
        let mut data = json!({"loan": "loan-1", "principal": "10.00 MAD", "till": "cash:office"});
        who.as_object().into_iter().flatten().for_each(|(name, value)| data[name] = value.clone());
        say("treasurer", "disburse_loan", data)
    };
    given(the_cooperative())
        .when(loan(json!({})))
        .refused("borrower_missing")
        .when(loan(json!({"member": "weaver-1", "lender": "demo-shop"})))
        .refused("borrower_missing");
}
