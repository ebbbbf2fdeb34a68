//! The cashier's sheet as it comes out of the printer, and as a spreadsheet reads it.

use jiff::civil::date;
use mizan_ledger::money::Money;
use proptest::prelude::*;

use crate::payment::cash_sheet::{CashHead, CashLine, CashSheet};
use crate::payment::tests::money;
use crate::phrases::Language;

fn head() -> CashHead {
    CashHead {
        form: "C-2026-014".to_owned(),
        payout: "payout-1".parse().expect("it is an identifier"),
        cooperative: "Tigmi (invented)".to_owned(),
        cashier: "Khadija".to_owned(),
        on: date(2026, 3, 18),
    }
}

fn line(member: &str, name: &str, amount: Money) -> CashLine {
    CashLine { member: member.parse().expect("it is an identifier"), name: name.to_owned(), amount }
}

fn three() -> CashSheet {
    let lines = vec![
        line("weaver-1", "Fatima Aït Ben", money("860.49 MAD")),
        line("weaver-2", "Zahra", money("478.05 MAD")),
        line("weaver-3", "=Aicha", money("61.46 MAD")),
    ];
    CashSheet::of(head(), lines).expect("the sheet is right")
}

#[test]
fn a_sheet_is_printed_in_each_language() {
    for language in Language::ALL {
        insta::assert_snapshot!(format!("a_sheet_in_{language}"), three().text(language));
    }
}

#[test]
fn a_sheet_is_a_table_that_starts_no_formula() {
    let mut bytes = Vec::new();
    three().csv(&mut bytes).expect("a vector takes every byte");
    insta::assert_snapshot!(String::from_utf8(bytes).expect("a table is UTF-8"));
}

#[test]
fn a_long_sheet_is_several_pages_and_each_says_what_it_is_of() {
    let lines = (1..=20).map(|number| line(&format!("w{number}"), "Name", money("10.00 MAD"))).collect();
    let text = CashSheet::of(head(), lines).expect("the sheet is right").text(Language::En);
    let pages: Vec<&str> = text.split('\u{c}').collect();
    assert_eq!(pages.len(), 3);
    for (page, text) in pages.iter().enumerate() {
        assert!(text.starts_with("Cash sheet: C-2026-014"), "{text}");
        assert!(text.contains(&format!("Page {}/3", page + 1)), "{text}");
        assert!(text.lines().count() <= 66, "a page of A4 has 66 lines at six an inch");
    }
    assert!(pages[2].contains("\n20. w20") && !pages[1].contains("Total:"));
}

#[test]
fn money_whose_notes_nobody_knows_is_paid_without_them() {
    let sheet = CashSheet::of(head(), vec![line("w1", "Léa", money("12.00 EUR"))]).expect("the sheet is right");
    assert_eq!(sheet.to_bring(), None);
    assert!(sheet.text(Language::Fr).contains("12,00 EUR (douze euros)"), "{}", sheet.text(Language::Fr));
}

#[test]
fn a_sheet_with_a_mistake_is_not_printed() {
    let told = |lines: Vec<CashLine>| CashSheet::of(head(), lines).expect_err("the sheet is wrong").to_string();
    let twice = vec![line("w1", "A", money("1.00 MAD")), line("w1", "A", money("2.00 MAD"))];
    let mixed = vec![line("w1", "A", money("1.00 MAD")), line("w2", " ", money("2.00 EUR"))];
    let many = (0..501).map(|number| line(&format!("w{number}"), "A", money("1.00 MAD"))).collect();
    let nothing = vec![line("w1", "A", money("0.00 MAD"))];
    let all = [told(vec![]), told(twice), told(mixed), told(many), told(nothing)];
    insta::assert_snapshot!(all.join("\n"), @r"
    the batch: it has no payments: give at least one
    payment 2 (`w1`): she stands on the sheet twice: put both amounts on one line
    payment 2 (`w2`): name: it is empty: say it in letters
    payment 2 (`w2`): 2.00 EUR is not in MAD, the currency of the first payment: make a file for each currency
    the batch: it has 501 payments, 500 are the most a file may have: make several files
    payment 1 (`w1`): 0.00 MAD is nothing to hand over: write an amount above zero, or leave the line out
    ");
}

proptest! {
    #[test]
    fn what_is_brought_pays_everybody_and_not_a_centime_more(amounts in prop::collection::vec(1..5_000_000_i128, 1..30)) {
        let mad = mizan_ledger::money::MAD;
        let lines = amounts.iter().enumerate();
        let lines = lines.map(|(number, minor)| line(&format!("w{number}"), "A", Money::new(*minor, mad))).collect();
        let sheet = CashSheet::of(head(), lines).expect("the sheet is right");
        let (counts, rest) = sheet.to_bring().expect("dirhams have notes");
        let worth: i128 = counts.iter().map(|(worth, count)| worth.minor() * i128::from(*count)).sum();
        prop_assert_eq!(worth + rest.minor(), sheet.total().minor());
        prop_assert!(rest.minor() < 10 * amounts.len() as i128, "less than the smallest coin for each");
    }
}
