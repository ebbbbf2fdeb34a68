//! Stories of looking things up: what belongs to a sale, and what a person means by an identifier.
//! They stand here, above the index they are about, because only reports can tell a whole book.

use serde_json::json;

use crate::report::balances::{BalancesReport, Wanted, balances};
use crate::report::told::Told;
use crate::view::find::{NotFound, Thing, Whose};

#[test]
fn a_sales_records_reach_from_the_advance_to_the_payees_word() {
    let told = Told::golden_to_its_end();
    let found = told.index.find_trace("sale-1").expect("the sale is there");
    let kinds: Vec<&str> = told.records(found).iter().map(|record| record.event.kind().name()).collect();
    let expected = [
        "order_placed",
        "advance_received",
        "sale_recorded",
        "advance_offset",
        "payment_received",
        "payment_allocated",
        "payable_settled",
        "payout_scheduled",
        "payout_approved",
        "payout_sent",
        "payout_settled",
        "payout_failed",
        "payout_handed",
        "receipt_acknowledged",
        "receipt_disputed",
        "correction_declared",
        "credit_note_issued",
    ];
    for kind in expected {
        assert!(kinds.contains(&kind), "{kind} belongs to the sale: {kinds:?}");
    }
    for kind in ["member_admitted", "till_opened", "work_recorded", "loan_disbursed", "funds_transferred"] {
        assert!(!kinds.contains(&kind), "{kind} does not belong to the sale");
    }
}

#[test]
fn positions_ascend_and_none_is_named_twice() {
    let told = Told::golden_to_its_end();
    for reference in ["sale-1", "payout-1", "payout-2"] {
        let found = told.index.find_trace(reference).expect("it is there");
        let positions = told.index.positions(found);
        assert!(positions.is_sorted_by(|one, next| one < next), "{reference}: {positions:?}");
    }
}

#[test]
fn what_two_cooperatives_call_by_one_name_is_told_apart_by_theirs() {
    let told = Told::golden("open-till:bank:main")
        .and("operator-1", "register_cooperative", Some("demo-dyers"), "2026-01-02", json!({"name": "Demo Dyers"}))
        .and("secretary-1", "admit_member", Some("demo-dyers"), "2026-01-03", json!({"member": "weaver-1"}));
    let several = told.index.find_member("weaver-1");
    let Err(NotFound::Several { candidates, .. }) = several else { panic!("two cooperatives know her: {several:?}") };
    assert_eq!(candidates, ["demo-dyers/member/weaver-1", "demo-weavers/member/weaver-1"]);
    for reference in ["demo-dyers/weaver-1", "demo-dyers/member/weaver-1"] {
        let found = told.index.find_member(reference).expect("her cooperative is named");
        assert_eq!(found.cooperative.as_str(), "demo-dyers");
        assert_eq!(found.thing.word(), "member");
    }
}

#[test]
fn a_reference_that_means_nothing_says_what_would() {
    let told = Told::golden_to_its_end();
    let error = |reference: &str| told.index.find_trace(reference).expect_err("it is not there").to_string();
    assert_eq!(error("rug-9"), "`rug-9` is no sale or payout of this book");
    assert_eq!(error("weaver-1"), "`weaver-1` is no sale or payout of this book");
    assert_eq!(
        error("demo-weavers/member/weaver-1"),
        "`member` in `demo-weavers/member/weaver-1` is not sale or payout"
    );
    assert!(error("Rug 9").contains("is no reference: write an identifier"));
    assert!(error("a/b/c/d").contains("is no reference"));
}

#[test]
fn a_payout_knows_the_sales_it_is_paid_from() {
    let told = Told::golden_to_its_end();
    let found = told.index.find_trace("payout-2").expect("the payout is there");
    assert!(matches!(found.thing, Thing::Payout(_)));
    let kinds: Vec<&str> = told.records(found).iter().map(|record| record.event.kind().name()).collect();
    for kind in ["sale_recorded", "payment_received", "payout_handed"] {
        assert!(kinds.contains(&kind), "{kind} stands behind the payout: {kinds:?}");
    }
}

/// The balances of a book, as JSON lines of account and amount.
fn listed(told: &Told, wanted: Wanted) -> BalancesReport {
    let books = told.book.cooperatives.iter().map(|(id, cooperative)| (*id, cooperative.balances.totals()));
    balances(books, wanted, told.book.head.checked_sub(1), None)
}

#[test]
fn what_is_held_and_what_is_owed_both_stand_above_zero() {
    let report = listed(&Told::golden("record-sale:sale-1"), Wanted::default());
    let balance = |account: &str| {
        let line = report.accounts.iter().find(|line| line.account.to_string() == account);
        line.map(|line| format!("{} {}", line.balance, line.currency))
    };
    assert_eq!(balance("liabilities:member:weaver-1:pending").as_deref(), Some("860.49 MAD"));
    assert_eq!(balance("assets:member:weaver-1:loan:loan-1").as_deref(), Some("1404.39 MAD"));
    assert_eq!(balance("income:commission").as_deref(), Some("589.50 MAD"));
    assert_eq!(balance("expenses:bank-charges").as_deref(), Some("25.00 MAD"));
    assert_eq!(balance("equity:opening").as_deref(), Some("15000.00 MAD"));
    assert_eq!(balance("assets:bank:euro"), None, "an account that has come back to zero is left out");
}

#[test]
fn a_members_balances_are_hers_alone_and_empty_accounts_are_shown_when_asked() {
    let told = Told::golden_to_its_end();
    let member = Some("weaver-3".parse().expect("a member has an identifier"));
    let hers = listed(&told, Wanted { member, ..Wanted::default() });
    let lines: Vec<String> = hers.accounts.iter().map(|line| format!("{} {}", line.account, line.balance)).collect();
    assert_eq!(lines, ["assets:member:weaver-3:loan:loan-3 800.00", "assets:member:weaver-3:debt 123.60"]);
    let all = listed(&told, Wanted { member, zero: true, ..Wanted::default() });
    assert!(all.accounts.iter().any(|line| line.account.to_string() == "liabilities:member:weaver-3:pending"));
    let elsewhere = Some("demo-dyers".parse().expect("a cooperative has an identifier"));
    assert!(listed(&told, Wanted { cooperative: elsewhere, ..Wanted::default() }).accounts.is_empty());
}

#[test]
fn the_json_of_balances_names_position_cooperative_account_currency_and_balance() {
    let told = Told::golden("charge-provider-fee:fee-1");
    let report = serde_json::to_value(listed(&told, Wanted::default())).expect("balances are JSON");
    assert_eq!(report.pointer("/position"), Some(&json!(told.book.head - 1)));
    let owed = json!({
        "cooperative": "demo-weavers", "account": "liabilities:buyer-advance:demo-gallery", "currency": "MAD",
        "balance": "2160.00"
    });
    let accounts = report.pointer("/accounts").and_then(|accounts| accounts.as_array()).expect("accounts are a list");
    assert!(accounts.contains(&owed), "{accounts:#?}");
}

#[test]
fn a_statement_can_be_a_members_a_cooperatives_a_buyers_or_an_intermediarys() {
    let told = Told::golden_to_its_end();
    let found = |text: &str| told.index.find_whose(&told.book, text).map(Whose::word);
    for (text, word) in [
        ("weaver-1", "member"),
        ("demo-weavers/weaver-1", "member"),
        ("demo-weavers", "cooperative"),
        ("cooperative/demo-weavers", "cooperative"),
        ("demo-gallery", "buyer"),
        ("buyer/demo-gallery", "buyer"),
        ("demo-weavers/buyer/demo-gallery", "buyer"),
        ("demo-platform", "intermediary"),
        ("demo-weavers/demo-carrier", "intermediary"),
    ] {
        assert_eq!(found(text), Ok(word), "{text}");
    }
    let error = |text: &str| found(text).expect_err("it is not there").to_string();
    assert_eq!(error("rug-9"), "`rug-9` is no member, cooperative, buyer or intermediary of this book");
    assert_eq!(
        error("demo-dyers/demo-gallery"),
        "`demo-dyers/demo-gallery` is no member, cooperative, buyer or intermediary of this book"
    );
    assert_eq!(
        error("member/demo-gallery"),
        "`member/demo-gallery` is no member, cooperative, buyer or intermediary of this book"
    );
    assert_eq!(
        error("demo-weavers/sale/sale-1"),
        "`sale` in `demo-weavers/sale/sale-1` is not member, cooperative, buyer or intermediary"
    );
}

#[test]
fn an_identifier_that_is_several_things_asks_for_its_kind() {
    let both = json!({"party": "demo-trader", "name": "Demo trader", "roles": ["buyer", "intermediary"]});
    let told = Told::golden("admit-member:weaver-1").and("operator-1", "register_party", None, "2026-01-02", both).and(
        "secretary-1",
        "admit_member",
        Some("demo-weavers"),
        "2026-01-03",
        json!({"member": "demo-trader"}),
    );
    let several = told.index.find_whose(&told.book, "demo-trader").expect_err("it is three things");
    assert_eq!(
        several.to_string(),
        "`demo-trader` is not one thing but several: write demo-weavers/member/demo-trader or buyer/demo-trader or \
         intermediary/demo-trader"
    );
    for text in ["demo-weavers/member/demo-trader", "buyer/demo-trader", "intermediary/demo-trader"] {
        assert!(told.index.find_whose(&told.book, text).is_ok(), "{text}");
    }
}

#[test]
fn what_a_buyer_paid_of_a_sale_concerns_its_makers_and_so_does_a_correction_of_it() {
    let told = Told::golden_to_its_end();
    let found = told.index.find_member("weaver-2").expect("she is a member");
    let kinds: Vec<&str> = told.records(found).iter().map(|record| record.event.kind().name()).collect();
    for kind in ["advance_received", "sale_recorded", "payment_received", "payment_allocated", "credit_note_issued"] {
        assert!(kinds.contains(&kind), "{kind} concerns a maker of the sale: {kinds:?}");
    }
}
