//! What becomes of orders with one profile or another: who is owed what, and what is told where the profile is silent.

use mizan_ledger::command::Submission;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::import::order::{Found, What};
use crate::import::plan::{Plan, Planner};
use crate::import::profile::Profile;
use crate::import::resume::{Now, Standing, Step, steps};
use crate::import::{Files, read};

/// A profile for a table of every column, with changes.
fn profile(changes: Value) -> Profile {
    let mut profile = json!({
        "form": "csv", "shop": "s", "buyer": "buyers", "currency": "MAD", "sold_in": "MAD", "cooperative": "c",
        "reading": {"decimal": "point"}, "till": "cash:box", "tills": {"wire": "bank:main"}, "tax": "ours",
        "products": [
            {"sku": "R", "class": "rugs", "makers": [
                {"member": "w1", "did": {"hours": "3"}}, {"member": "w2", "did": {"hours": "1.5"}},
            ]},
            {"sku": "P", "makers": [{"member": "m1"}], "kilograms": "2.5"},
            {"product": "Oil", "cooperative": "d", "channel": "fair", "makers": [
                {"member": "m9", "did": {"kilograms": "0.5"}, "graded": [{"grade": "a", "pieces": "2"}]},
            ]},
        ],
        "columns": {
            "date": "date", "reference": "no", "sku": "sku", "product": "product", "quantity": "n", "price": "price",
            "discount": "off", "shipping": "ship", "tax": "tax", "total": "total", "currency": "cur", "rate": "rate",
            "paid_on": "paid_on", "paid": "paid", "method": "how", "refunded": "back", "refunded_on": "back_on",
            "fee": "fee", "cooperative": "coop", "maker": "maker",
        },
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        profile[name] = value.clone();
    }
    Profile::parse(&profile.to_string()).expect("a test writes sound profiles")
}

const HEADER: &str =
    "date,no,sku,product,n,price,off,ship,tax,total,cur,rate,paid_on,paid,how,back,back_on,fee,coop,maker";

/// The plans of the rows, or the code of the problem of each order.
fn planned(profile: &Profile, rows: &[&str]) -> Vec<Result<Plan, String>> {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let found = read(Files { sales: text.as_bytes(), orders: None }, profile).expect("a test writes whole files");
    let planner = Planner::new(profile, None);
    let plan = |found: Found| match found.what {
        What::Order(order) => planner.plan(&order).map_err(|problem| problem.code().to_owned()),
        What::Skipped(reason) => Err(reason),
        What::Refused(problem) => Err(problem.code().to_owned()),
    };
    found.into_iter().map(plan).collect()
}

fn one(profile: &Profile, rows: &[&str]) -> Plan {
    let mut plans = planned(profile, rows);
    assert_eq!(plans.len(), 1);
    plans.pop().expect("there is one").expect("it is planned")
}

fn words(submission: &Submission) -> Value {
    serde_json::to_value(&submission.command).expect("a command can be written")
}

/// What is said of a part that the book does not have yet.
fn said(plan: &Plan, part: usize, profile: &Profile) -> Vec<Value> {
    let steps = steps(&plan.parts[part], &Standing::default(), &Planner::new(profile, None));
    steps.iter().map(|step| if let Step::Say(said) = step { words(said) } else { json!(format!("{step:?}")) }).collect()
}

#[test]
fn an_order_of_two_groups_of_makers_is_two_sales_that_sum_to_it() {
    let profile = profile(json!({"shipping_cost": "freight"}));
    let plan = one(
        &profile,
        &["2026-03-05,A/7,R,Rug,1,100,,10,,110,,,,,,,,,,", "2026-03-05,A/7,P,Pouf,2,25.005,15,,,35.01,,,,,,,,,,"],
    );
    let (rug, pouf) = (words(&plan.parts[0].record), words(&plan.parts[1].record));
    assert_eq!((&rug["sale"], &pouf["sale"]), (&json!("s-a-7"), &json!("s-a-7-2")));
    assert_eq!(plan.parts[1].record.key.as_str(), "import:s:a-7.2:sale");
    assert_eq!((&rug["product_class"], &pouf["product_class"]), (&json!("rugs"), &Value::Null));
    let hours = json!([{"member": "w1", "did": {"hours": "3"}}, {"member": "w2", "did": {"hours": "1.5"}}]);
    assert_eq!((&rug["makers"], &pouf["makers"]), (&hours, &json!([{"member": "m1", "did": {"pieces": "2"}}])));
    assert_eq!(pouf["lines"][0]["kilograms"], "5");
    assert_eq!((&pouf["discount"], &rug["discount"]), (&json!("15.00 MAD"), &Value::Null), "each row's own");
    // The 10.00 for the way, by 100.00 and by 35.01.
    assert_eq!((&rug["costs"][0]["amount"], &pouf["costs"][0]["amount"]), (&json!("7.41 MAD"), &json!("2.59 MAD")));
    assert_eq!((&rug["total"], &pouf["total"]), (&json!("107.41 MAD"), &json!("37.60 MAD")));
    assert_eq!((&rug["lines"][1]["kind"], &rug["lines"][1]["unit_price"]), (&json!("shipping"), &json!("7.41")));
}

#[test]
fn makers_and_cooperatives_of_a_row_come_before_those_of_its_product() {
    let profile = profile(json!({"members": {"Aicha": "m7"}}));
    let plan = one(
        &profile,
        &[
            "2026-03-05,1,,Oil,2,10,,,,20,,,,,,,,,,",
            "2026-03-05,1,,Oil,1,10,,,,10,,,,,,,,,e,Aicha; m8",
            "2026-03-05,1,P,,1,5,,,,5,,,,,,,,,,Aicha",
        ],
    );
    let of = |part: usize| {
        let words = words(&plan.parts[part].record);
        (plan.parts[part].cooperative.to_string(), words["channel"].clone(), words["makers"].clone())
    };
    let oil = json!([{"member": "m9", "did": {"kilograms": "1"}, "graded": [{"grade": "a", "pieces": "4"}]}]);
    assert_eq!(of(0), ("d".to_owned(), json!("fair"), oil));
    assert_eq!(
        of(1),
        ("e".to_owned(), json!("fair"), json!([{"member": "m7", "did": {}}, {"member": "m8", "did": {}}]))
    );
    assert_eq!(of(2), ("c".to_owned(), Value::Null, json!([{"member": "m7", "did": {"pieces": "1"}}])));
}

#[test]
fn a_payment_goes_where_its_way_of_paying_says_at_the_rate_of_its_day() {
    let rates = json!([
        {"currency": "EUR", "from": "2026-03-01", "to": "2026-03-09", "rate": "10.8"},
        {"currency": "EUR", "from": "2026-03-10", "to": "2026-03-31", "rate": "10.7"},
    ]);
    let profile = profile(json!({"rates": rates, "refund_reason": "quality", "fees": "expense"}));
    let row = "2026-03-05,1,P,,1,50,,,,50,EUR,,2026-03-12,30,wire,10,2026-03-20,0.90,,";
    let said = said(&one(&profile, &[row]), 0, &profile);
    assert_eq!(said.len(), 5, "a sale, a payment, a fee, a credit note, a refund: {said:?}");
    assert_eq!((&said[0]["total"], &said[0]["rate"]), (&json!("50.00 EUR"), &json!("10.8")));
    assert_eq!(
        (&said[1]["amount"], &said[1]["rate"], &said[1]["till"]),
        (&json!("30.00 EUR"), &json!("10.7"), &json!("bank:main"))
    );
    assert_eq!((&said[2]["amount"], &said[2]["sale"]), (&json!("0.90 EUR"), &json!("s-1")));
    assert_eq!((&said[3]["amount"], &said[3]["reason"]), (&json!("10.00 EUR"), &json!("quality")));
    assert_eq!((&said[4]["refund"], &said[4]["till"]), (&json!("s-1-1"), &json!("bank:main")));
    // A rate of the file's own is that of all its days.
    let row = "2026-03-05,1,P,,1,50,,,,50,EUR,11.05,2026-04-12,,,,,,,";
    let said = self::said(&one(&profile, &[row]), 0, &profile);
    assert_eq!((&said[0]["rate"], &said[1]["rate"]), (&json!("11.05"), &json!("11.05")));
}

#[test]
fn where_the_profile_is_silent_the_row_is_told_what_to_say() {
    let row = |row: &str| planned(&profile(json!({})), &[row]).pop().expect("there is one").expect_err("it is refused");
    assert_eq!(row("2026-03-05,1,P,,1,50,,,,50,EUR,,,,,,,,,"), "rate_missing");
    assert_eq!(row("2026-03-05,1,P,,1,50,,,,50,,10.5,,,,,,,,"), "rate_unwanted");
    assert_eq!(row("2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,,,,,1,,"), "fee_unplaced");
    assert_eq!(row("2026-03-05,1,X,,1,50,,,,50,,,,,,,,,,"), "unmapped_product");
    assert_eq!(row("2026-03-05,1,P,,1,50,,,,50,,,,20,,,,,,"), "missing_value", "20 paid, and nobody says when");
    assert_eq!(row("2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,60,,,,,,"), "wrong_value", "60 paid of 50");
    assert_eq!(row("2026-03-05,1,P,,1,50,,,,50,,x,,,,,,,,"), "not_a_number");
    let silent = profile(json!({"tax": Value::Null}));
    assert_eq!(planned(&silent, &["2026-03-05,1,P,,1,50,,,10,60,,,,,,,,,,"]), [Err("tax_unplaced".to_owned())]);
    let nobody = profile(json!({"cooperative": Value::Null}));
    assert_eq!(planned(&nobody, &["2026-03-05,1,P,,1,50,,,,50,,,,,,,,,,"]), [Err("no_cooperative".to_owned())]);
    // What was given back needs a day and a reason; the sale and its payment do not wait for them.
    let silent = profile(json!({}));
    let plan = one(&silent, &["2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,,,5,,,,"]);
    assert!(said(&plan, 0, &silent)[2].to_string().contains("RefundUndated"));
    let plan = one(&silent, &["2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,,,5,2026-03-06,,,"]);
    assert!(said(&plan, 0, &silent)[2].to_string().contains("ReasonMissing"));
}

#[test]
fn tax_is_in_the_prices_or_on_top_as_the_total_shows() {
    let ours = profile(json!({}));
    let on_top = words(&one(&ours, &["2026-03-05,1,P,,1,50,,,10,60,,,,,,,,,,"]).parts[0].record);
    assert_eq!((&on_top["lines"][1]["kind"], &on_top["total"]), (&json!("tax"), &json!("60.00 MAD")));
    assert_eq!(on_top["invoiced_tax"], json!({"amount": "10.00 MAD", "lines": 2}));
    let within = words(&one(&ours, &["2026-03-05,1,P,,1,60,,,10,60,,,,,,,,,,"]).parts[0].record);
    assert_eq!((within["lines"].as_array().map(Vec::len), &within["total"]), (Some(1), &json!("60.00 MAD")));
    assert_eq!(within["invoiced_tax"]["amount"], "10.00 MAD");
    assert_eq!(planned(&ours, &["2026-03-05,1,P,,1,55,,,10,60,,,,,,,,,,"]), [Err("total_differs".to_owned())]);
    let theirs = profile(json!({"tax": "kept_by_the_shop", "refund_reason": "returned"}));
    let paid = one(&theirs, &["2026-03-05,1,P,,1,50,,,10,60,,,2026-03-05,,,60,2026-03-06,,,"]);
    let amounts: Vec<Value> = said(&paid, 0, &theirs).iter().map(|said| said["amount"].clone()).collect();
    assert_eq!(amounts[1..], [json!("50.00 MAD"), json!("50.00 MAD"), json!("50.00 MAD")], "paid, credited, refunded");
    assert_eq!(words(&paid.parts[0].record)["invoiced_tax"], Value::Null);
    let code = |row: &str| planned(&theirs, &[row]).pop().expect("there is one").expect_err("it is refused");
    assert_eq!(code("2026-03-05,1,P,,1,60,,,10,60,,,,,,,,,,"), "kept_tax_in_price");
    assert_eq!(code("2026-03-05,1,P,,1,50,,,10,60,,,2026-03-05,30,,,,,,"), "kept_tax_unclear");
}

#[test]
fn a_fee_in_the_price_is_a_fact_of_the_sale_once_it_is_known() {
    let profile = profile(json!({"fees": "in_the_price"}));
    let plan = one(&profile, &["2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,,,,,1.25,,"]);
    assert_eq!(words(&plan.parts[0].record)["provider_fees"], "1.25 MAD");
    assert_eq!(plan.parts[0].fee, None);
    let free = one(&profile, &["2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,,,,,,,"]);
    assert_eq!(words(&free.parts[0].record)["provider_fees"], "0.00 MAD");
    assert_eq!(planned(&profile, &["2026-03-05,1,P,,1,50,,,,50,,,,,,,,,,"]), [Err("fee_too_early".to_owned())]);
}

#[test]
fn what_was_given_for_nothing_is_no_sale() {
    let profile = profile(json!({}));
    let plan = one(&profile, &["2026-03-05,1,R,,1,50,,,,50,,,,,,,,,,", "2026-03-05,1,P,,1,0,,,,0,,,,,,,,,,"]);
    assert_eq!(plan.parts.len(), 1);
    assert_eq!(plan.notes, ["nothing was charged for `P`: it is no sale"]);
    let skipped = planned(&profile, &["2026-03-05,1,P,,1,50,50,,,0,,,,,,,,,,"]);
    assert!(matches!(&skipped[..], [Err(reason)] if reason.contains("its total is 0")), "{skipped:?}");
}

#[test]
fn a_book_that_has_more_than_the_file_is_told_and_not_touched() {
    let profile = profile(json!({"refund_reason": "returned"}));
    let plan = one(&profile, &["2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,20,,5,2026-03-06,,,"]);
    let money = |text: &str| text.parse().expect("an amount");
    let now = |total: &str, outstanding: &str| Standing {
        now: Some(Now { total: money(total), outstanding: money(outstanding) }),
        ..Standing::default()
    };
    let told = |standing: &Standing| format!("{:?}", steps(&plan.parts[0], standing, &Planner::new(&profile, None)));
    // 30 were paid by hand where the file has 20; and 45 of 50 were credited where it has 5.
    assert!(
        told(&now("50.00 MAD", "20.00 MAD"))
            .contains("BookHasMore { what: \"paid\", book: 30.00 MAD, file: 20.00 MAD }")
    );
    assert!(
        told(&now("5.00 MAD", "5.00 MAD"))
            .contains("BookHasMore { what: \"credited\", book: 45.00 MAD, file: 5.00 MAD }")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_bytes_come_every_row_is_answered_once_and_nothing_falls_over(
        which in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let files: [(&str, &[u8]); 5] = [
            (include_str!("../../../../../fixtures/import/shopify/profile.json"), include_bytes!("../../../../../fixtures/import/shopify/good.csv")),
            (include_str!("../../../../../fixtures/import/shopify/profile.json"), include_bytes!("../../../../../fixtures/import/shopify/broken.csv")),
            (include_str!("../../../../../fixtures/import/etsy/profile.json"), include_bytes!("../../../../../fixtures/import/etsy/good.csv")),
            (include_str!("../../../../../fixtures/import/csv/profile.json"), include_bytes!("../../../../../fixtures/import/csv/good.csv")),
            (include_str!("../../../../../fixtures/import/csv/profile.json"), include_bytes!("../../../../../fixtures/import/csv/broken.csv")),
        ];
        let (profile, bytes) = files[which];
        let profile = Profile::parse(profile).expect("the fixture is a profile");
        let mut bytes = bytes.to_vec();
        for (place, byte, how) in changes {
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()) + 1);
        }
        if let Ok(found) = read(Files { sales: &bytes, orders: None }, &profile) {
            let mut rows: Vec<u32> = found.iter().flat_map(|one| one.rows.clone()).collect();
            let count = rows.len();
            rows.sort_unstable();
            rows.dedup();
            prop_assert_eq!(rows.len(), count, "no row belongs to two orders");
            let planner = Planner::new(&profile, None);
            for one in found {
                let What::Order(order) = one.what else { continue };
                let Ok(plan) = planner.plan(&order) else { continue };
                let kept = if order.tax_on_top && which == 2 { order.tax.decimal() } else { rust_decimal::Decimal::ZERO };
                let sum: rust_decimal::Decimal = plan.parts.iter().map(|part| part.total.decimal()).sum();
                prop_assert_eq!(sum + kept, order.total.decimal(), "its sales sum to the order");
                for part in &plan.parts {
                    prop_assert!(!steps(part, &Standing::default(), &planner).is_empty());
                }
            }
        }
    }
}

#[test]
fn what_a_gift_card_paid_is_told_and_not_recorded_until_somebody_says_where_its_money_is() {
    let row = "2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,50,Gift Card,,,,,";
    let silent = profile(json!({}));
    let said = said(&one(&silent, &[row]), 0, &silent);
    assert_eq!(said.len(), 2, "the sale, and why there is no payment: {said:?}");
    assert!(said[1].as_str().is_some_and(|step| step.contains("GiftCard")), "{said:?}");
    let sold = profile(json!({"tills": {"Gift Card": "bank:cards"}}));
    let said = self::said(&one(&sold, &[row]), 0, &sold);
    assert_eq!((&said[1]["amount"], &said[1]["till"]), (&json!("50.00 MAD"), &json!("bank:cards")));
}

#[test]
fn what_is_given_back_leaves_the_till_the_profile_names() {
    let row = "2026-03-05,1,P,,1,50,,,,50,,,2026-03-05,50,wire,50,2026-03-20,,,";
    let profile = profile(json!({"refunds_from": "cash:refunds", "refund_reason": "returned"}));
    let said = said(&one(&profile, &[row]), 0, &profile);
    assert_eq!((&said[1]["till"], &said[3]["till"]), (&json!("bank:main"), &json!("cash:refunds")));
}
