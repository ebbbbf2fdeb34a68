//! Stories of indicators: the same figures from the same position for ever, and nobody recognised by them.

use serde_json::{Value, json};

use crate::report::page::Page;
use crate::report::query::{Asking, QUERIES, Query};
use crate::report::told::Told;

/// The page of one query.
pub(in crate::report) fn page(told: &Told, name: &str, from: Option<&str>, to: Option<&str>) -> Page {
    let query = Query::named(name).expect("the registry has it");
    let made = told.folded(from, to, |book, days| Asking::new(book, days, [query])).made(&told.book);
    made.into_iter().next().expect("one query has one page")
}

/// The rows of its first table, as programs read them.
pub(in crate::report) fn rows(told: &Told, name: &str) -> Vec<Value> {
    let page = serde_json::to_value(page(told, name, None, None)).expect("a page is JSON");
    page["tables"][0]["rows"].as_array().cloned().unwrap_or_default()
}

/// A workshop whose agreement gives a tenth of each price to the platform and the rest to the makers by their pieces, with
/// so many women, men, and members of whom it was not said.
pub(in crate::report) fn workshop(women: usize, men: usize, unsaid: usize) -> Told {
    let terms = json!({
        "agreement": "by-the-piece", "version": 1, "title": "Nine tenths to those who made it",
        "cooperative": "workshop", "parties": ["intermediary-1"], "currency": "MAD", "valid_from": "2026-01-01",
        "dated_by": "sale", "booking": "mandate", "earned": "when_paid",
        "bears": {"fx": "cooperative", "chargeback": "cooperative", "breakage": "cooperative", "late_payment": "cooperative"},
        "claw_back": {"fund": "quality"}, "tie_break": "rotating",
        "steps": [
            {"kind": "share", "name": "platform", "to": {"party": "intermediary-1"},
             "take": {"percent": {"rate": "0.10", "of": {"from": "gross"}}}},
            {"kind": "share", "name": "makers", "to": {"makers": "pieces"}, "take": "rest"}
        ],
        "example": {
            "facts": {"gross": "100.00 MAD", "makers": [{"member": "weaver-1", "did": {"pieces": "1"}}]},
            "split": {"gross": "100.00 MAD", "slices": [
                {"step": "platform", "kind": "commission", "receiver": {"party": "intermediary-1"},
                 "how": {"percent": {"rate": "0.1", "of": "100.00 MAD"}}, "amount": "10.00 MAD"},
                {"step": "makers", "kind": "makers", "receiver": "makers", "how": "rest", "amount": "90.00 MAD",
                 "makers": [{"member": "weaver-1", "amount": "90.00 MAD"}]}
            ]}
        }
    });
    let own = Some("workshop");
    let platform = json!({"party": "intermediary-1", "name": "Platform", "roles": ["intermediary"]});
    let told = Told::opened()
        .and(
            "operator-1",
            "register_party",
            None,
            "2026-01-01",
            json!({"party": "shop", "name": "Shop", "roles": ["buyer"]}),
        )
        .and("operator-1", "register_party", None, "2026-01-01", platform)
        .and("operator-1", "register_cooperative", own, "2026-01-01", json!({"name": "Workshop"}))
        .and("treasurer-1", "open_till", own, "2026-01-01", json!({"till": "bank:main"}))
        .and("president-1", "propose_agreement", own, "2026-01-01", json!({"terms": terms}))
        .and("president-1", "accept_agreement", own, "2026-01-01", json!({"agreement": "by-the-piece", "version": 1}))
        .and(
            "intermediary-1",
            "accept_agreement",
            own,
            "2026-01-01",
            json!({"agreement": "by-the-piece", "version": 1, "party": "intermediary-1"}),
        );
    let sexes = [(women, Some("woman")), (men, Some("man")), (unsaid, None)];
    let sexes = sexes.into_iter().flat_map(|(count, sex)| std::iter::repeat_n(sex, count));
    (1..).zip(sexes).fold(told, |told, (number, sex)| {
        let mut words = json!({"member": format!("maker-{number}")});
        sex.into_iter().for_each(|sex| words["sex"] = json!(sex));
        told.and("secretary-1", "admit_member", own, "2026-01-02", words)
    })
}

/// A sale of 100.00 by one of its members.
pub(in crate::report) fn sells(told: Told, sale: &str, maker: usize, on: &str, more: &Value) -> Told {
    let mut words = json!({
        "sale": sale, "buyer": "shop", "total": "100.00 MAD",
        "lines": [{"product": "Rug", "quantity": "1", "unit_price": "100"}],
        "makers": [{"member": format!("maker-{maker}"), "did": {"pieces": "1"}}],
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        words[field] = value.clone();
    }
    told.and("treasurer-1", "record_sale", Some("workshop"), on, words)
}

/// Each of so many members sells one piece of 100.00.
fn all_sell(told: Told, members: usize) -> Told {
    (1..=members).fold(told, |told, maker| sells(told, &format!("sale-{maker}"), maker, "2026-01-10", &json!({})))
}

#[test]
fn every_query_has_a_name_that_stays_and_can_be_asked_for_with_its_version() {
    let names: Vec<String> = QUERIES.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(names.join("\n"));
    for query in QUERIES {
        let named = Query::named(query.name).expect("it is found by its name");
        assert_eq!(named.to_string(), query.to_string());
        assert!(Query::named(&query.to_string()).is_some());
    }
    assert!(Query::named("sdg5.earnings-to-women@1").is_none(), "no version is guessed");
}

#[test]
fn the_share_of_women_is_a_part_of_what_all_makers_earned() {
    let rows = rows(&all_sell(workshop(6, 5, 5), 16), "sdg5.earnings-to-women");
    let women = json!({"of": "women", "persons": 6, "earned_mad": "540.00", "percent_of_earnings": "37.50"});
    let all = json!({"of": "together", "persons": 16, "earned_mad": "1440.00", "percent_of_earnings": "100.00"});
    assert_eq!((&rows[0], rows.last()), (&women, Some(&all)));
}

#[test]
fn two_men_among_many_women_are_withheld_and_so_is_whoever_would_give_them_away() {
    let rows = rows(&all_sell(workshop(9, 2, 0), 11), "sdg5.earnings-to-women");
    let of = |place: usize| (rows[place]["persons"].clone(), rows[place]["earned_mad"].clone());
    assert_eq!(of(0), (json!("withheld"), json!("withheld")), "the women, or the men were the rest");
    assert_eq!(of(1), (json!("withheld"), json!("withheld")));
    assert_eq!(of(2), (json!(0), json!("0.00")), "nobody has nothing");
    assert_eq!(of(3), (json!(11), json!("990.00")));
}

#[test]
fn four_persons_are_withheld_altogether_and_never_shown_as_none() {
    for query in ["sdg8.persons-with-earnings", "sdg8.median-monthly-earning", "members.by-cooperative"] {
        for row in rows(&all_sell(workshop(4, 0, 0), 4), query) {
            assert_eq!(row["persons"], "withheld", "{query}: {row}");
        }
    }
}

#[test]
fn a_member_whose_sales_were_all_undone_still_counts_among_those_the_figures_rest_on() {
    let undone = json!({"credit_note": "credit-1", "sale": "sale-1", "amount": "100.00 MAD", "reason": "cancelled"});
    let told =
        all_sell(workshop(7, 0, 0), 7).and("treasurer-1", "issue_credit_note", Some("workshop"), "2026-01-20", undone);
    let rows = rows(&told, "sdg8.persons-with-earnings");
    assert_eq!(rows.last(), Some(&json!({"of": "together", "persons": 7})));
}

#[test]
fn the_median_month_is_one_that_somebody_had() {
    let mut told = all_sell(workshop(5, 0, 0), 5);
    told = sells(told, "sale-6", 1, "2026-01-15", &json!({}));
    told = sells(told, "sale-7", 1, "2026-02-15", &json!({}));
    let rows = rows(&told, "sdg8.median-monthly-earning");
    let expected = json!({
        "of": "workshop", "persons": 5, "months_counted": 6, "median_of_a_month_mad": "90.00",
        "nine_tenths_of_a_month_mad": "withheld"
    });
    assert_eq!(rows[0], expected, "one alone had a month of 180.00");
}

#[test]
fn a_cooperative_is_led_by_a_woman_from_the_day_its_assembly_elected_her() {
    let elected = json!({"board": 5, "women": 4, "led_by": "woman"});
    let told = workshop(1, 0, 0).and("secretary-1", "elect_board", Some("workshop"), "2026-03-01", elected);
    let count = |to: &str| {
        let page = serde_json::to_value(page(&told, "sdg5.women-led-cooperatives", None, Some(to)));
        let page = page.expect("a page is JSON");
        page["tables"][0]["rows"].as_array().map(|rows| rows.iter().map(|row| row["cooperatives"].clone()).collect())
    };
    assert_eq!(count("2026-02-28"), Some(vec![json!(0), json!(0), json!(1), json!(1)]));
    assert_eq!(count("2026-03-01"), Some(vec![json!(1), json!(0), json!(0), json!(1)]));
}

#[test]
fn members_over_time_are_those_of_the_last_day_of_each_month() {
    let mut told = workshop(12, 0, 0);
    for member in 1..=5 {
        let left = json!({"member": format!("maker-{member}")});
        told = told.and("secretary-1", "record_exit", Some("workshop"), "2026-02-10", left);
    }
    let together: Vec<Value> =
        rows(&told, "members.active-over-time").iter().map(|row| row["together"].clone()).collect();
    assert_eq!(together, [json!(12), json!(7)]);
}

/// A credit note of the workshop.
fn credited(told: Told, sale: &str, amount: &str, reason: &str) -> Told {
    let note = json!({"credit_note": format!("credit-{sale}"), "sale": sale, "amount": amount, "reason": reason});
    told.and("treasurer-1", "issue_credit_note", Some("workshop"), "2026-01-20", note)
}

#[test]
fn returns_are_told_by_cooperative_by_cause_and_by_who_bore_them() {
    let mut told = all_sell(workshop(12, 0, 0), 12);
    for sale in 1..=5 {
        told = credited(told, &format!("sale-{sale}"), "8.00 MAD", "quality");
        told = credited(told, &format!("sale-{}", sale + 5), "12.00 MAD", "breakage");
    }
    let by_cooperative = json!({
        "of": "together", "sale_count": 12, "sales_with_returns": 10, "percent_of_sales": "83.33", "sold_mad": "1200.00",
        "given_back_mad": "100.00", "percent_of_sold": "8.33"
    });
    assert_eq!(rows(&told, "returns.by-cooperative").last(), Some(&by_cooperative));
    let by_cause = rows(&told, "returns.by-cause");
    assert_eq!(by_cause[0]["why"], "quality");
    assert_eq!(by_cause[0]["percent_of_returns"], "40.00");
    // What broke the cooperative bears for the makers: 54.00 of the 60.00; the platform gives its tenth back of both.
    assert_eq!(borne(&told), ["the_makers 36.00", "cooperative 54.00", "party 10.00", "together 100.00"]);
}

/// Who bore what was given back.
fn borne(told: &Told) -> Vec<String> {
    let said = |row: &Value| {
        let word = |column: &str| row[column].as_str().unwrap_or_default().to_owned();
        format!("{} {}", word("borne_by"), word("given_back_mad"))
    };
    rows(told, "returns.by-bearer").iter().map(said).collect()
}

#[test]
fn what_one_maker_had_to_give_back_is_told_in_no_table_and_by_no_difference() {
    let mut told = all_sell(workshop(12, 0, 0), 12);
    for sale in 1..=6 {
        told = credited(told, &format!("sale-{sale}"), "12.00 MAD", "breakage");
    }
    told = credited(told, "sale-12", "40.00 MAD", "quality");
    let hidden = ["the_makers withheld", "cooperative withheld", "party 11.20", "together 112.00"];
    assert_eq!(
        borne(&told),
        hidden,
        "the makers bore what is hers alone, and the cooperative what is left of the others"
    );
    let by_cause: Vec<Value> =
        rows(&told, "returns.by-cause").iter().map(|row| row["given_back_mad"].clone()).collect();
    assert_eq!(by_cause, [json!("withheld"), json!("withheld"), json!("112.00")]);
    let one = credited(all_sell(workshop(12, 0, 0), 12), "sale-12", "40.00 MAD", "quality");
    for query in ["returns.by-cooperative", "returns.by-cause", "returns.by-bearer"] {
        assert!(rows(&one, query).iter().all(|row| row["given_back_mad"] == "withheld"), "{query}");
    }
}

#[test]
fn who_was_credited_all_she_earned_is_not_shown_as_nobody() {
    let mut told = all_sell(workshop(9, 1, 0), 10);
    told = credited(told, "sale-10", "100.00 MAD", "cancelled");
    let rows = rows(&told, "sdg5.earnings-to-women");
    assert_eq!(rows[1]["persons"], "withheld", "the one man has nothing left, and is no group of nobody");
    assert_eq!(rows[0]["earned_mad"], "withheld", "or his would be the total less theirs");
    assert_eq!(
        rows[3],
        json!({"of": "together", "persons": 10, "earned_mad": "810.00", "percent_of_earnings": "100.00"})
    );
}

#[test]
fn the_least_share_of_a_price_is_shown_only_where_five_have_it() {
    let told = all_sell(workshop(6, 0, 0), 6);
    assert_eq!(rows(&told, "price.makers-share")[0]["least_share"], "90.00", "all six have it");
    let low = json!({"total": "0.05 MAD", "lines": [{"product": "Bead", "quantity": "1", "unit_price": "0.05"}]});
    let told = sells(told, "sale-7", 1, "2026-01-11", &low);
    assert_eq!(rows(&told, "price.makers-share")[0]["least_share"], "withheld", "one alone has less");
}

#[test]
fn a_sale_without_known_resale_is_not_given_away_by_those_that_have_one() {
    let resold = json!({"resale": "300.00 MAD"});
    let all = |told: Told, makers: std::ops::RangeInclusive<usize>| {
        makers.fold(told, |told, maker| sells(told, &format!("resold-{maker}"), maker, "2026-01-12", &resold))
    };
    let shown = rows(&all(workshop(8, 0, 0), 1..=8), "price.resale");
    assert_eq!(shown[0]["percent_of_resale"], "30.00");
    let one_more = sells(all(workshop(8, 0, 0), 1..=7), "sale-8", 8, "2026-01-12", &json!({}));
    assert_eq!(rows(&one_more, "price.makers-share")[0]["for_the_makers_mad"], "720.00");
    assert_eq!(rows(&one_more, "price.resale")[0]["for_the_makers_mad"], "withheld", "720.00 less it is hers alone");
}

#[test]
fn forty_five_sold_on_at_three_hundred_and_sixty_six_is_printed_with_what_each_figure_means() {
    // Anou, "Making Anou's Expenses Publicly Accessible", 2015: a rug of 50 USD less a tenth, sold on at 366 USD.
    let rug = json!({
        "total": "45.00 MAD", "resale": "366.00 MAD", "lines": [{"product": "Rug", "quantity": "1", "unit_price": "45"}]
    });
    let told = sells(workshop(1, 0, 0), "sale-1", 1, "2026-01-10", &rug);
    let by_sale = rows(&told, "resale");
    assert_eq!(by_sale[0]["price_percent_of_resale"], "12.30");
    assert_eq!(by_sale[0]["times_the_price"], "8.13");
    assert_eq!(by_sale[0]["mark_up"], "713");
    assert_eq!(by_sale[0]["percent_of_resale"], "11.07", "of the 45.00 the makers have 40.50");
    assert_eq!(rows(&told, "price.resale")[0]["percent_of_resale"], "withheld", "one maker would be recognised");
}

#[test]
fn a_rug_that_was_sold_on_later_counts_as_one_whose_resale_was_known_at_once() {
    let rug = json!({"total": "45.00 MAD", "lines": [{"product": "Rug", "quantity": "1", "unit_price": "45"}]});
    let told = sells(workshop(1, 0, 0), "sale-1", 1, "2026-01-10", &rug);
    assert!(rows(&told, "resale").is_empty(), "nobody knows yet what it is sold on for");
    let seller = told.book.cooperatives.values().flat_map(|own| own.sales.values()).map(|sale| sale.buyer).next();
    let hop = json!({"resale": "hop-1", "sale": "sale-1", "seller": seller, "price": "36.60 EUR", "rate": "10"});
    let by_sale = rows(&told.and("treasurer-1", "record_resale", Some("workshop"), "2026-01-20", hop), "resale");
    assert_eq!(by_sale[0]["price_percent_of_resale"], "12.30");
    assert_eq!(by_sale[0]["percent_of_resale"], "11.07");
}

#[test]
fn the_makers_share_of_prices_is_shown_where_five_of_them_made_what_was_sold() {
    let many = rows(&all_sell(workshop(5, 0, 0), 5), "price.makers-share");
    assert_eq!((&many[0]["percent_of_price"], &many[0]["persons"]), (&json!("90.00"), &json!(5)));
    let few = rows(&all_sell(workshop(4, 0, 0), 4), "price.makers-share");
    assert_eq!((&few[0]["percent_of_price"], &few[0]["persons"]), (&json!("withheld"), &json!("withheld")));
}

#[test]
fn an_indicator_of_some_days_says_so_and_at_which_position_it_was_reckoned() {
    let told = all_sell(workshop(6, 0, 0), 6);
    let page = page(&told, "sdg8.persons-with-earnings", Some("2026-02-01"), Some("2026-02-28"));
    let page = serde_json::to_value(page).expect("a page is JSON");
    assert_eq!(page["query"], "sdg8.persons-with-earnings@2");
    assert_eq!(page["unit"], "persons");
    assert_eq!(page["position"], json!(told.book.head - 1));
    assert_eq!(
        (&page["from"], &page["to"], &page["as_of"]),
        (&json!("2026-02-01"), &json!("2026-02-28"), &json!("2026-02-28"))
    );
    assert_eq!(page["tables"], json!([]), "nobody earned in February, and nobody is withheld");
}

#[test]
fn the_json_of_all_indicators_keeps_its_form() {
    let told = Told::both_stories();
    // The books of account list every posting there is: what they look like is told of two days, beside their own stories.
    let asked = || QUERIES.iter().filter(|query| !query.of_one);
    let pages = told.folded(None, None, |book, days| Asking::new(book, days, asked())).made(&told.book);
    insta::assert_snapshot!(serde_json::to_string_pretty(&pages).expect("pages are JSON"));
}
