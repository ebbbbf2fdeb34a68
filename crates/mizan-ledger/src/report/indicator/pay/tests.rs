//! Stories of equal pay: who made the same bag in the same month, and what each had for it.

use serde_json::{Value, json};

use crate::report::indicator::tests::{page, rows, sells, workshop};
use crate::report::told::Told;

/// A member sells two bags of a price on a day.
fn bags(told: Told, maker: usize, price: u32, on: &str) -> Told {
    let total = format!("{}.00 MAD", price * 2);
    let two = json!({
        "total": total, "lines": [{"product": "Bag", "quantity": "2", "unit_price": price.to_string()}],
        "makers": [{"member": format!("maker-{maker}"), "did": {"pieces": "2"}}]
    });
    sells(told, &format!("bag-{maker}-{on}"), maker, on, &two)
}

/// Everyone of a workshop sells bags: the women at one price, the men at another.
fn all_sell_bags(women: usize, men: usize, prices: (u32, u32), on: &str) -> Told {
    let price = |maker: usize| if maker <= women { prices.0 } else { prices.1 };
    (1..=women + men).fold(workshop(women, men, 0), |told, maker| bags(told, maker, price(maker), on))
}

/// The rows of one of its tables, in a few words.
fn said(told: &Told, title: &str, figure: &str) -> Vec<String> {
    let page = serde_json::to_value(page(told, "sdg5.equal-pay", None, None)).expect("a page is JSON");
    let tables = page["tables"].as_array().cloned().unwrap_or_default();
    let found = tables.into_iter().find(|table| table["title"] == title).unwrap_or_default();
    let word = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    let row = |row: &Value| format!("{} {} {}", word(&row["of"]), word(&row["persons"]), word(&row[figure]));
    found["rows"].as_array().into_iter().flatten().map(row).collect()
}

#[test]
fn women_who_have_a_tenth_less_for_the_same_bag_are_beneath() {
    let told = all_sell_bags(6, 5, (90, 100), "2026-01-10");
    let sexes = ["women 6 100.00", "men 5 111.11", "together 11 100.00"];
    assert_eq!(said(&told, "equal_pay", "percent_of_median"), sexes);
    let groups = ["women_reach_men 0 0", "women_beneath_men 11 1", "together 11 1"];
    assert_eq!(said(&told, "same_work", "groups"), groups);
}

#[test]
fn ninety_eight_hundredths_is_equal_and_less_is_not() {
    let equal = all_sell_bags(5, 5, (98, 100), "2026-01-10");
    assert_eq!(said(&equal, "same_work", "groups")[1], "women_beneath_men 0 0");
    let less = all_sell_bags(5, 5, (97, 100), "2026-01-10");
    assert_eq!(said(&less, "same_work", "groups")[1], "women_beneath_men 10 1");
}

#[test]
fn four_men_are_recognised_and_so_withheld_with_the_women_beside_them() {
    let told = all_sell_bags(8, 4, (90, 100), "2026-01-10");
    let sexes = ["women withheld withheld", "men withheld withheld", "together 12 100.00"];
    assert_eq!(said(&told, "equal_pay", "percent_of_median"), sexes);
    assert_eq!(said(&told, "same_work", "groups")[1], "women_beneath_men withheld withheld");
}

#[test]
fn bags_of_another_month_or_grade_and_sales_of_several_products_are_other_work() {
    let groups = |told: &Told| -> Vec<Value> { rows(told, "rates-per-piece") };
    let january = all_sell_bags(1, 0, (90, 0), "2026-01-10");
    assert!(groups(&january).is_empty(), "no man made it");
    let told = all_sell_bags(1, 1, (90, 100), "2026-01-10");
    let row = json!({
        "product": "Bag", "grade": null, "month": "2026-01", "women": 1, "men": 1, "womens_rate_mad": "81.00",
        "mens_rate_mad": "90.00", "women_percent_of_men": "90.00"
    });
    assert_eq!(groups(&told), std::slice::from_ref(&row));
    let told = bags(told, 1, 40, "2026-02-10");
    assert_eq!(groups(&told), std::slice::from_ref(&row), "in February she made it alone");
    let mixed = json!({"total": "100.00 MAD", "lines": [
        {"product": "Bag", "quantity": "1", "unit_price": "50"}, {"product": "Belt", "quantity": "1", "unit_price": "50"}
    ]});
    assert_eq!(
        groups(&sells(told, "mixed", 1, "2026-01-11", &mixed)),
        [row],
        "what of it was for the bag nobody knows"
    );
}

#[test]
fn a_correction_takes_a_rate_out_of_its_group() {
    let told = all_sell_bags(1, 1, (90, 100), "2026-01-10");
    let last = told.position_of("sale_recorded");
    let whole: Vec<u64> = (last..told.book.head).collect();
    let undone = json!({
        "correction": "correction-1", "targets": whole, "reason": "did_not_happen", "approved_by": "president-1"
    });
    let told = told.and("treasurer-1", "declare_correction", Some("workshop"), "2026-01-12", undone);
    assert!(rows(&told, "rates-per-piece").is_empty(), "the man's sale did not happen");
}
