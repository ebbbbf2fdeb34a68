//! Messages that fit: of the golden scenario's kind, and of the longest names and largest amounts there can be.

use jiff::civil::date;
use mizan_ledger::event::payout::Method;
use mizan_ledger::money::{Currency, LARGEST, MAD, Money};
use mizan_ledger::report::payout_item::{ItemLine, Stage};
use mizan_ledger::report::statement::owed::Owed;
use mizan_ledger::report::statement::sale_line::SaleLine;
use mizan_ledger::report::trace::maker::Open;
use proptest::prelude::*;

use super::*;

/// A statement with one sale and one payout, every figure of which is the same.
fn paid(payout: &str, minor: i128, currency: Currency, state: Stage, on: Date) -> Statement {
    let (amount, zero) = (Amount(Money::new(minor, currency)), Amount::zero(currency));
    Statement {
        member: "weaver-1".parse().expect("it is an identifier"),
        cooperative: "demo-weavers".parse().expect("it is an identifier"),
        currency,
        position: Some(70),
        from: None,
        to: None,
        opening: zero,
        earned: amount,
        served: zero,
        exchange_difference: zero,
        deducted: zero,
        deducted_by_clause: Vec::new(),
        taken: zero,
        taken_for: Vec::new(),
        credited: zero,
        credited_after_use: zero,
        borne: zero,
        carried: None,
        residues: Vec::new(),
        paid: amount,
        corrected: zero,
        closing: zero,
        open: Open { pending: zero, available: amount, in_payout: zero, sent: zero, unclaimed: zero, guarantee: zero },
        owed: Owed { advances: zero, loans: Vec::new(), debts: zero, paid_for_her: Vec::new(), total: zero },
        shares: None,
        sales: vec![SaleLine {
            sale: "rug-1".parse().expect("it is an identifier"),
            on: Some(on),
            buyer: None,
            share: amount,
            served: zero,
            deducted: zero,
            taken: zero,
            credited: zero,
            borne: zero,
            owed_back: zero,
            exchange_difference: zero,
            hers: amount,
        }],
        deductions: Vec::new(),
        payouts: vec![ItemLine {
            payout: payout.parse().expect("it is an identifier"),
            method: Method::Cash,
            state,
            since: on,
            amount,
            paid: amount,
            paid_on: Some(on),
            days: None,
            why: None,
            acknowledged: None,
            disputed: None,
            asked_back: None,
        }],
        days_to_hand: None,
        unexplained: zero,
    }
}

const STATES: [Stage; 9] = [
    Stage::Scheduled,
    Stage::Approved,
    Stage::Sent,
    Stage::Settled,
    Stage::Handed,
    Stage::Failed,
    Stage::Returned,
    Stage::Unclaimed,
    Stage::Cancelled,
];

#[test]
fn a_message_says_the_amount_and_the_code_first() {
    let hers = paid("payout-1", 121_324, MAD, Stage::Handed, date(2026, 3, 17));
    let said = Language::ALL.map(|language| statement(&hers, language));
    assert_eq!(
        said[0],
        "1,213.24 MAD payout-1 handed over 2026-03-17. Available 1,213.24. Earned 1,213.24, paid 1,213.24 since \
         2026-03-17. Last sale 2026-03-17 1,213.24"
    );
    assert_eq!(
        said[1],
        "1.213,24 MAD payout-1 remis en main propre 17/03/26. Disponible 1.213,24. Gagné 1.213,24, payé 1.213,24 depuis \
         17/03/26. Dernière vente 17/03/26 1.213,24"
    );
    assert_eq!(said[2], "1.213,24 د.م. payout-1 مسلَّمة باليد 17/03/26. متاح 1.213,24");
}

#[test]
fn a_code_that_is_too_long_is_left_out_and_never_how_far_the_money_has_come() {
    let code = "payout-of-second-half-of-march-26";
    let hers = paid(code, 121_324, MAD, Stage::Unclaimed, date(2026, 3, 17));
    let arabic = statement(&hers, Language::Ar);
    assert_eq!(arabic, "1.213,24 د.م. لم تُسحب 17/03/26. متاح 1.213,24. مدخول 1.213,24");
    assert!(statement(&hers, Language::Fr).starts_with(&format!("1.213,24 MAD {code} non retiré 17/03/26")));
}

#[test]
fn whoever_was_never_paid_reads_what_is_available() {
    let mut hers = paid("payout-1", 5, MAD, Stage::Handed, date(2026, 3, 17));
    hers.payouts.clear();
    assert!(statement(&hers, Language::En).starts_with("Available 0.05 MAD. Earned 0.05"));
    let arabic = statement(&hers, Language::Ar);
    assert!(arabic.starts_with("متاح 0,05 د.م. مدخول 0,05"), "one stop behind the dirham: {arabic}");
}

#[test]
fn letters_the_network_does_not_carry_are_written_by_the_nearest() {
    assert_eq!(in_gsm("Payé à Âït Ç’œil «ça» – 5 €"), "Payé à Ait Ç'öil \"ca\" - 5 €");
    assert_eq!(in_gsm("ⵣ"), "?");
    assert_eq!(septets("abc"), Some(3));
    assert_eq!(septets("[€]"), Some(6), "the extension table takes two places a letter");
    assert_eq!(septets("ê"), None);
    assert!(fits(&"a".repeat(160)) && !fits(&"a".repeat(161)));
    assert!(fits(&"€".repeat(80)) && !fits(&"€".repeat(81)));
    assert!(fits(&"م".repeat(70)) && !fits(&"م".repeat(71)));
}

#[test]
fn the_tables_are_those_of_the_standard() {
    assert_eq!(BASIC.chars().count(), 128 - 3, "all but line feed, carriage return and escape");
    assert_eq!(EXTENSION.chars().count(), 10 - 1, "all but the page break");
    assert!(BASIC.chars().all(|letter| !EXTENSION.contains(letter)));
}

proptest! {
    #[test]
    fn a_message_is_one_segment_whatever_it_has_to_say(
        payout in "[a-z0-9][a-z0-9-]{0,35}",
        minor in prop_oneof![0..=LARGEST, 0..=i128::MAX / 2, 0_i128..100],
        state in prop::sample::select(STATES.to_vec()),
        currency in prop::sample::select(vec!["MAD", "EUR", "XOF", "TND"]),
        never_paid in any::<bool>(),
    ) {
        let currency: Currency = currency.parse().expect("it is a currency");
        let mut hers = paid(&payout, minor, currency, state, date(2026, 12, 31));
        if never_paid {
            hers.payouts.clear();
        }
        for language in Language::ALL {
            let message = statement(&hers, language);
            prop_assert!(fits(&message), "{message}");
            prop_assert!(septets(&message).is_some() || language.is_right_to_left(), "{message}");
            let amount = Pen::for_a_message(language).amount(Money::new(minor, currency));
            prop_assert!(message.contains(&amount), "{} has no {}", message, amount);
            prop_assert!(!message.contains(".."), "{message}");
            let mut state = language.phrases().term(state.term()).to_owned();
            if !language.is_right_to_left() {
                state = in_gsm(&state);
            }
            let sums_like_hers = minor < 100_000_000_000;
            prop_assert!(never_paid || !sums_like_hers || message.contains(&state), "{} has no {}", message, state);
            // Whatever begins with a digit is the whole amount, a day or the code: nothing was cut.
            let figures = message.split([' ', '،']).map(|word| word.trim_end_matches(['.', ',']));
            let figures = figures.filter(|word| word.starts_with(|letter: char| letter.is_ascii_digit()));
            for figure in figures {
                prop_assert!(
                    figure == amount || figure == payout || ["2026-12-31", "31/12/26"].contains(&figure),
                    "{} in {}", figure, message
                );
            }
        }
    }
}
