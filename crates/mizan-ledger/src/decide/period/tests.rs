//! Closing the books of four weavers month by month: in order, by one officer, opened again by another.

use proptest::prelude::*;
use serde_json::json;

use crate::book::state::Cooperative;
use crate::decide::stories::{Said, earned, given, say, sold, the_cooperative};
use crate::money::MAD;

fn close(who: &str, period: &str, until: &str) -> Said {
    say(who, "close_period", json!({"period": period, "until": until})).on("2026-04-02")
}

fn reopen(who: &str, period: &str) -> Said {
    let words = json!({"period": period, "reason": "The invoice of the wool came late", "minutes": "PV 12"});
    say(who, "reopen_period", words).on("2026-04-03")
}

#[test]
fn a_closed_month_says_what_the_books_held_in_sum_and_moves_nothing() {
    let story = given(the_cooperative()).and(earned("rug-1", &[("weaver-1", "500.00 MAD"), ("weaver-2", "40.50 MAD")]));
    let before = story.balances();
    let story = story.when(close("treasurer", "2026-03", "2026-03-31")).then(&["period_closed"]);
    // The bank, the cash box and the wallet; what the opening was, and what is available to two weavers.
    let story = story
        .with("/0/rows", json!(6))
        .with("/0/totals", json!([{"debits": "10540.50 MAD", "credits": "10540.50 MAD"}]))
        .with("/0/until", json!("2026-03-31"));
    assert_eq!(story.balances(), before, "closing moves nothing");
}

#[test]
fn the_books_of_nobody_who_has_traded_are_closed_with_no_rows() {
    let founding = the_cooperative().into_iter().take(3);
    let story = given(founding).when(close("president", "2026-03", "2026-03-31")).then(&["period_closed"]);
    story.with("/0/rows", json!(0)).with("/0/totals", json!([]));
}

#[test]
fn a_month_is_closed_when_it_has_ended_by_the_president_or_the_treasurer() {
    let story = given(the_cooperative());
    let story = story
        .when(close("treasurer", "2026-04", "2026-04-30"))
        .refused_because("period_runs", "runs until 2026-04-30, and this happened on 2026-04-02");
    let story = story
        .when(close("secretary", "2026-03", "2026-03-31"))
        .refused_because("closes_nothing", "its president or treasurer does");
    let story = story
        .when(close("president", "2026-03", "2026-03-31").sealing(json!({"note": "all is well"})))
        .refused_because("seals_a_secret_only", "leave `sealed` out");
    story.when(close("president", "2026-03", "2026-03-31")).then(&["period_closed"]);
}

#[test]
fn months_are_closed_one_after_the_other_each_once() {
    let story = given(the_cooperative()).and([close("treasurer", "2026-02", "2026-02-28")]);
    let story = story.when(close("treasurer", "2026-02", "2026-03-31")).refused("already_exists");
    let story = story
        .when(close("treasurer", "2026-01", "2026-01-31"))
        .refused_because("periods_overlap", "`2026-02` is closed until 2026-02-28 already");
    let story = story.when(close("treasurer", "feb", "2026-02-28")).refused("periods_overlap");
    let story = story.when(close("president", "2026-03", "2026-03-01").on("2026-04-01")).refused("before_it_began");
    story.when(close("president", "2026-03", "2026-03-31")).then(&["period_closed"]);
}

#[test]
fn what_is_recorded_late_of_a_closed_month_is_taken_and_counts_in_the_next_closing() {
    let story = given(the_cooperative()).and([close("treasurer", "2026-03", "2026-03-31")]);
    let story = story.with("/0/rows", json!(3));
    // Written down in April, happened on 2 March.
    let story = story.when(sold("rug-1", &[("weaver-1", "500.00 MAD")])).then(&["sale_recorded", "proceeds_allocated"]);
    let april = say("president", "close_period", json!({"period": "2026-04", "until": "2026-04-30"})).on("2026-05-02");
    story.when(april).then(&["period_closed"]).with("/0/rows", json!(5));
}

#[test]
fn another_officer_opens_the_last_closed_month_again_and_it_is_closed_once_more() {
    let closed = [close("treasurer", "2026-02", "2026-02-28"), close("treasurer", "2026-03", "2026-03-31")];
    let story = given(the_cooperative()).and(closed);
    let story = story
        .when(reopen("treasurer", "2026-03"))
        .refused_because("same_hand", "`treasurer` closed the period and cannot open it again as well");
    let story =
        story.when(reopen("leader", "2026-03")).refused_because("reopens_nothing", "president, treasurer or secretary");
    let story = story
        .when(reopen("president", "2026-02"))
        .refused_because("closed_over", "`2026-02` is closed over by `2026-03`: open that one again first");
    let story = story.when(reopen("president", "2026-01")).refused_because("not_closed", "`2026-01` is not closed");
    let story = story.when(reopen("president", "2026-03").on("2026-04-01")).refused("before_it_began");
    let story = story.when(reopen("president", "2026-03")).then(&["period_reopened"]);
    let story = story.with("/0/reason", json!("The invoice of the wool came late"));
    let story = story.when(close("president", "2026-03", "2026-03-30")).then(&["period_closed"]);
    let until = story.cooperative().last_closed().map(|closing| closing.until.to_string());
    assert_eq!(until.as_deref(), Some("2026-03-30"));
}

#[test]
fn a_closing_is_not_corrected_but_opened_again() {
    let story = given(the_cooperative()).and([close("treasurer", "2026-03", "2026-03-31").under("march")]);
    let words = json!({
        "correction": "correction-1", "targets": [story.position_under("march")], "reason": "duplicate",
        "approved_by": "president",
    });
    story
        .when(say("treasurer", "declare_correction", words).on("2026-04-03"))
        .refused_because("not_correctable", "open the period again, which takes a second person");
}

/// The balances of a cooperative as a closing counts them, reckoned another way.
fn counted(own: &Cooperative) -> (u64, i128, i128) {
    let all: Vec<i128> =
        own.balances.all().iter().map(|(_, balance)| balance.minor()).filter(|minor| *minor != 0).collect();
    let debits = all.iter().filter(|minor| **minor > 0).sum();
    let credits: i128 = all.iter().filter(|minor| **minor < 0).sum();
    (all.len() as u64, debits, -credits)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_sold_a_closing_counts_every_balance_once_and_both_sides_alike(
        sales in prop::collection::vec((1_u32..4_000, 1_u32..4_000, any::<bool>()), 0..6),
    ) {
        let mut story = given(the_cooperative());
        for (at, (one, other, paid)) in sales.into_iter().enumerate() {
            let id = format!("rug-{at}");
            let shares = [("weaver-1", format!("{one}.00 MAD")), ("weaver-2", format!("{other}.00 MAD"))];
            let shares: Vec<(&str, &str)> = shares.iter().map(|(who, amount)| (*who, amount.as_str())).collect();
            story = if paid { story.and(earned(&id, &shares)) } else { story.and([sold(&id, &shares)]) };
        }
        let story = story.when(close("treasurer", "2026-03", "2026-03-31")).then(&["period_closed"]);
        let (rows, debits, credits) = counted(story.cooperative());
        prop_assert_eq!(debits, credits);
        let sum = crate::money::Money::new(debits, MAD).to_string();
        story.with("/0/rows", json!(rows)).with("/0/totals", json!([{"debits": sum, "credits": sum}]));
    }
}
