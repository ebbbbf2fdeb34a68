//! Stories of what an hour brings: rugs whose hours are known, held against the minimum of their year.

use serde_json::{Value, json};

use crate::report::indicator::tests::{page, sells, workshop};
use crate::report::told::Told;

/// A member sells a piece of 100.00, of which 90.00 are hers, after so many hours.
fn after(told: Told, maker: usize, hours: &str, on: &str) -> Told {
    let did = json!({"pieces": "1", "hours": hours});
    let makers = json!({"makers": [{"member": format!("maker-{maker}"), "did": did}]});
    sells(told, &format!("sale-{maker}-{on}"), maker, on, &makers)
}

/// The first so many women have five hours for it, the others ten; the men five.
fn workers(women: usize, of_five_hours: usize, men: usize) -> Told {
    let hours = |maker: usize| if maker <= of_five_hours || maker > women { "5" } else { "10" };
    (1..=women + men).fold(workshop(women, men, 0), |told, maker| after(told, maker, hours(maker), "2026-03-10"))
}

fn tables(told: &Told) -> Value {
    let page = serde_json::to_value(page(told, "sdg8.hourly-earnings", None, None)).expect("a page is JSON");
    page["tables"].clone()
}

/// Each row in a few words.
fn said(told: &Told) -> Vec<String> {
    let word = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    let columns = ["of", "persons", "median_of_an_hour_mad", "percent_beneath_minimum"];
    let row = |row: &Value| columns.map(|column| word(&row[column])).join(" ");
    tables(told)[0]["rows"].as_array().into_iter().flatten().map(row).collect()
}

#[test]
fn an_hour_is_what_she_has_for_her_hours_and_nine_dirhams_are_beneath_the_minimum() {
    let expected = ["women 11 9.00 54.55", "men 5 18.00 0.00", "not_said 0 null null", "together 16 18.00 37.50"];
    assert_eq!(said(&workers(11, 5, 5)), expected);
    let minimum = &tables(&workers(11, 5, 5))[1]["rows"][0];
    assert_eq!((&minimum["minimum_of_an_hour_mad"], &minimum["since"]), (&json!("17.92"), &json!("2026-01-01")));
}

#[test]
fn two_women_beneath_it_would_be_recognised_so_no_share_is_told_of_anyone() {
    let told = workers(9, 7, 5);
    let expected =
        ["women 9 18.00 withheld", "men 5 18.00 withheld", "not_said 0 null null", "together 14 18.00 withheld"];
    assert_eq!(said(&told), expected);
}

#[test]
fn four_men_are_withheld_and_the_women_beside_them() {
    let rows = said(&workers(12, 6, 4));
    assert_eq!(rows[..2], ["women withheld withheld withheld", "men withheld withheld withheld"]);
    assert_eq!(rows[3], "together 16 18.00 37.50");
}

#[test]
fn sales_without_hours_count_for_nobody_and_a_year_without_a_known_minimum_is_not_held_against_one() {
    let told = (1..=5).fold(workshop(6, 0, 0), |told, maker| after(told, maker, "10", "2027-02-10"));
    let told = sells(told, "without", 6, "2027-02-11", &json!({}));
    assert_eq!(said(&told)[0], "women 5 9.00 null");
}

#[test]
fn what_a_credit_note_took_back_is_not_earned_and_the_hours_were_worked_all_the_same() {
    let told = (1..=5).fold(workshop(5, 0, 0), |told, maker| after(told, maker, "5", "2026-03-10"));
    let told = (1..=5).fold(told, |told, maker| {
        let note = json!({
            "credit_note": format!("credit-{maker}"), "sale": format!("sale-{maker}-2026-03-10"), "amount": "50.00 MAD",
            "reason": "quality"
        });
        told.and("treasurer-1", "issue_credit_note", Some("workshop"), "2026-03-20", note)
    });
    assert_eq!(said(&told)[0], "women 5 9.00 100.00");
}
