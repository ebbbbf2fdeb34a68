//! The golden scenario: one rug, three weavers, from the deposit to the credit note, every figure to the centime.
//!
//! The commands are `fixtures/stories/golden.ndjson`; the figures were worked out by hand before the engine was written.

use serde_json::json;

use crate::decide::stories::{Story, given, lines, say};

const COMMANDS: &str = include_str!("../../../../fixtures/stories/golden.ndjson");

/// The story up to and with the command under this key.
fn golden(last: &str) -> Story {
    let book = say("operator", "open_book", json!({"name": "Demo network", "currency": "MAD"})).under("open");
    let key = format!(r#""key":"{last}""#);
    let before = COMMANDS.lines().position(|line| line.contains(&key)).expect("the story has this key");
    given(std::iter::once(book).chain(lines(COMMANDS).into_iter().take(before + 1)))
}

#[test]
fn step_1_the_deposit_comes_in_and_its_bank_fee_is_a_row_of_its_own() {
    golden("charge-provider-fee:fee-1")
        .holds("liabilities:buyer-advance:demo-gallery", "2160.00 MAD")
        .holds("assets:bank:euro", "0.00 EUR")
        .holds("equity:exchange:eur", "0.00 EUR")
        .holds("expenses:bank-charges", "25.00 MAD")
        .holds("assets:bank:main", "12135.00 MAD");
}

#[test]
fn step_2_the_wool_is_advanced_by_hours() {
    golden("advance-materials:wool-1")
        .holds("assets:member:weaver-1:advance", "257.14 MAD")
        .holds("assets:member:weaver-2:advance", "214.29 MAD")
        .holds("assets:member:weaver-3:advance", "128.57 MAD")
        .holds("assets:stock", "0.00 MAD");
}

#[test]
fn steps_3_to_6_the_sale_is_divided_and_the_deductions_are_made() {
    golden("record-sale:sale-1")
        .with("/0/gross", json!("4310.00 MAD"))
        .with("/1/booked", json!("2160.00 MAD"))
        .with("/2/amount", json!("431.00 MAD"))
        .with("/3/basis", json!("3930.00 MAD"))
        .with("/3/amount", json!("589.50 MAD"))
        .with("/4/slices/0/amount", json!("380.00 MAD"))
        .with("/4/slices/1/amount", json!("78.60 MAD"))
        .with("/4/makers/0/amount", json!("1213.24 MAD"))
        .with("/4/makers/1/amount", json!("1011.04 MAD"))
        .with("/4/makers/2/amount", json!("606.62 MAD"))
        .with("/4/minimums/0/reached", json!("2830.90 MAD"))
        .with("/6/amount", json!("95.61 MAD"))
        .with("/8/amount", json!("79.68 MAD"))
        .holds("assets:receivable:demo-gallery", "2150.00 MAD")
        .holds("liabilities:buyer-advance:demo-gallery", "0.00 MAD")
        .holds("assets:member:weaver-1:loan:loan-1", "1404.39 MAD")
        .holds("assets:member:weaver-2:loan:loan-2", "920.32 MAD")
        .holds("assets:member:weaver-3:loan:loan-3", "800.00 MAD")
        .holds("liabilities:member:weaver-1:pending", "860.49 MAD")
        .holds("liabilities:member:weaver-2:pending", "717.07 MAD")
        .holds("liabilities:member:weaver-3:pending", "478.05 MAD");
}

#[test]
fn step_7_the_buyer_pays_at_a_lower_rate_and_the_cooperative_bears_it() {
    golden("receive-payment:payment-1")
        .holds("assets:receivable:demo-gallery", "0.00 MAD")
        .holds("expenses:exchange-difference", "10.00 MAD")
        .holds("liabilities:member:weaver-1:available", "860.49 MAD")
        .holds("liabilities:member:weaver-2:available", "717.07 MAD")
        .holds("liabilities:member:weaver-3:available", "478.05 MAD");
}

#[test]
fn step_8_every_payout_ends_somewhere_and_one_finding_stays_open() {
    let story = golden("hand-over-payout:payout-1:weaver-3:again")
        .holds("liabilities:payout:payout-1:weaver-1", "0.00 MAD")
        .holds("liabilities:payout:payout-1:weaver-2", "0.00 MAD")
        .holds("liabilities:member:weaver-1:in-payout", "0.00 MAD")
        .holds("liabilities:member:weaver-2:in-payout", "0.00 MAD")
        .holds("liabilities:member:weaver-3:in-payout", "0.00 MAD")
        .holds("liabilities:member:weaver-2:available", "0.00 MAD")
        .holds("liabilities:member:weaver-3:available", "28.05 MAD");
    let items = story.cooperative().payouts.values().flat_map(|payout| payout.into_owned().items.into_values());
    let open = items.filter_map(|item| item.dispute).filter(|dispute| dispute.outcome.is_none());
    assert_eq!(open.count(), 1, "the third weaver's dispute is the one open finding");
}

#[test]
fn step_9_the_credit_note_mirrors_the_split_by_the_same_largest_remainder() {
    golden("issue-credit-note:credit-1")
        .with("/0/booked", json!("1077.50 MAD"))
        .with("/0/makers/0/amount", json!("303.31 MAD"))
        .with("/0/makers/1/amount", json!("252.76 MAD"))
        .with("/0/makers/2/amount", json!("151.65 MAD"))
        .with("/0/makers/2/available", json!("28.05 MAD"))
        .holds("assets:member:weaver-1:debt", "303.31 MAD")
        .holds("assets:member:weaver-2:debt", "252.76 MAD")
        .holds("assets:member:weaver-3:debt", "123.60 MAD")
        .holds("assets:receivable:demo-gallery", "-1077.50 MAD")
        .holds("income:commission", "442.12 MAD")
        .holds("liabilities:payable:demo-platform", "323.25 MAD")
        .holds("liabilities:fund:training", "58.95 MAD");
}
