//! What holds of every language.

use std::collections::BTreeMap;

use jiff::civil::date;
use mizan_ledger::event::Kind;
use mizan_ledger::money::{EUR, MAD, Money};
use mizan_ledger::report::note::Note;
use mizan_ledger::report::term::Term;
use proptest::prelude::*;

use crate::phrases::Language;
use crate::phrases::pen::{Pen, width};

#[test]
fn every_term_and_every_kind_of_event_is_said_in_every_language() {
    for language in Language::ALL {
        let phrases = language.phrases();
        let terms = Term::ALL.iter().map(|term| (term.word(), phrases.term(*term)));
        let notes = Note::ALL.iter().map(|note| (note.word(), phrases.note(*note)));
        let kinds = Kind::ALL.iter().map(|kind| (kind.name(), phrases.kind(*kind)));
        for (word, said) in terms.chain(kinds).chain(notes) {
            assert!(!said.is_empty() && said.trim() == said, "{word} in {language}: `{said}`");
            let arabic = said.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter));
            assert!(arabic == language.is_right_to_left() || word == "percent", "{word} in {language}: `{said}`");
            assert!(!said.contains('_'), "{word} in {language} is a word for programs: `{said}`");
        }
    }
}

#[test]
fn terms_and_kinds_are_in_small_letters_so_that_they_can_stand_anywhere() {
    for language in Language::ALL {
        let terms = Term::ALL.iter().map(|term| language.phrases().term(*term));
        for said in terms.chain(Kind::ALL.iter().map(|kind| language.phrases().kind(*kind))) {
            let first = said.chars().next().filter(|_| !said.starts_with("I "));
            assert!(!first.is_some_and(char::is_uppercase), "in {language}: `{said}`");
        }
    }
}

#[test]
fn no_two_kinds_of_event_are_called_the_same() {
    for language in Language::ALL {
        let mut called: BTreeMap<&str, Kind> = BTreeMap::new();
        for kind in Kind::ALL {
            if let Some(other) = called.insert(language.phrases().kind(*kind), *kind) {
                panic!("in {language}, {kind} and {other} are both called `{}`", language.phrases().kind(*kind));
            }
        }
    }
}

#[test]
fn an_amount_is_written_as_morocco_writes_it() {
    let amounts = [(123_456_750, MAD), (-25_714, MAD), (9, MAD), (0, MAD), (100_000, EUR)];
    let written = |language| {
        let pen = Pen::for_a_message(language);
        amounts.map(|(minor, currency)| pen.money(Money::new(minor, currency))).join(" | ")
    };
    assert_eq!(written(Language::En), "1,234,567.50 MAD | -257.14 MAD | 0.09 MAD | 0.00 MAD | 1,000.00 EUR");
    assert_eq!(written(Language::Fr), "1.234.567,50 MAD | -257,14 MAD | 0,09 MAD | 0,00 MAD | 1.000,00 EUR");
    assert_eq!(written(Language::Ar), "1.234.567,50 د.م. | -257,14 د.م. | 0,09 د.م. | 0,00 د.م. | 1.000,00 EUR");
}

#[test]
fn a_currency_without_decimals_or_with_three_is_written_whole() {
    let pen = Pen::for_a_message(Language::Fr);
    let currency = |code: &str| code.parse().expect("it is a currency");
    assert_eq!(pen.money(Money::new(1_234_567, currency("XOF"))), "1.234.567 XOF");
    assert_eq!(pen.money(Money::new(1_234_567, currency("TND"))), "1.234,567 TND");
    let most = Money::new(i128::MIN + 1, MAD);
    assert_eq!(pen.amount(most).chars().filter(char::is_ascii_digit).count(), most.number().len() - 2);
}

proptest! {
    #[test]
    fn an_amount_is_written_exactly_in_every_language(minor in any::<i64>(), code in prop::sample::select(vec!["MAD", "XOF", "TND"])) {
        let money = Money::new(minor.into(), code.parse().expect("it is a currency"));
        for language in Language::ALL {
            let pen = Pen::for_a_message(language);
            let marks = pen.marks();
            let written = pen.amount(money);
            let plain = written.replace(marks.thousands, "").replace(marks.decimals, ".");
            prop_assert_eq!(plain, money.number());
            let whole = written.trim_start_matches('-').split(marks.decimals).next().unwrap_or_default();
            prop_assert!(whole.rsplit(marks.thousands).skip(1).all(|group| !group.is_empty()), "{}", written);
            prop_assert!(whole.split(marks.thousands).skip(1).all(|group| group.len() == 3), "{}", written);
        }
    }
}

#[test]
fn days_are_written_with_western_digits() {
    let day = date(2026, 3, 7);
    let written = Language::ALL.map(|language| Pen::for_a_page(language).day(day));
    assert_eq!(written, ["2026-03-07", "07/03/2026", "07/03/2026"]);
}

#[test]
fn on_a_page_from_right_to_left_a_latin_run_stays_in_its_place_and_takes_no_room() {
    let (page, message) = (Pen::for_a_page(Language::Ar), Pen::for_a_message(Language::Ar));
    assert_eq!(page.name("weaver-1"), "\u{2068}weaver-1\u{2069}");
    assert_eq!(page.amount(Money::new(-5, MAD)), "\u{2066}-0,05\u{2069}");
    assert_eq!(page.amount(Money::new(5, MAD)), "0,05", "figures alone run the right way");
    assert_eq!(page.money(Money::new(5, EUR)), "\u{2066}0,05 EUR\u{2069}");
    assert_eq!(page.line("0,05"), "\u{200f}0,05\n");
    assert_eq!(page.line(""), "\n");
    assert_eq!(width(&page.name("weaver-1")), 8);
    assert_eq!(width(page.line("0,05").trim_end()), 4);
    assert_eq!(message.name("weaver-1"), "weaver-1");
    assert_eq!(Pen::for_a_page(Language::Fr).name("weaver-1"), "weaver-1");
}

#[test]
fn a_language_is_named_by_its_code_and_no_other_way() {
    for language in Language::ALL {
        assert_eq!(language.code().parse(), Ok(language));
    }
    for unknown in ["", "EN", "french", "zgh", &"x".repeat(1000)] {
        let error = unknown.parse::<Language>().expect_err("no language has this code").to_string();
        assert!(error.contains("write en, fr or ar") && error.len() < 100, "{error}");
    }
}
