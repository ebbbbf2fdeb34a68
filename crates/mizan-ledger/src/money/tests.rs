//! Laws of money: parts sum to the whole, ties go round, texts come back as they were written.

use crate::pack::Pack;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::text::USUAL;
use super::*;

fn minor(parts: &[Money]) -> Vec<i128> {
    parts.iter().map(|part| part.minor()).collect()
}

fn divided(whole: i128, weights: &[i64], turn: u64) -> Vec<i128> {
    let weights: Vec<_> = weights.iter().copied().map(Decimal::from).collect();
    minor(&split(Money::new(whole, MAD), &weights, turn).expect("weights above zero divide any amount"))
}

#[test]
fn a_thousand_dirhams_by_pieces_three_three_one() {
    assert_eq!(divided(100_000, &[3, 3, 1], 0), [42_857, 42_857, 14_286]);
}

#[test]
fn two_centimes_among_three_leave_another_one_out_each_time() {
    assert_eq!(divided(2, &[1, 1, 1], 0), [1, 1, 0]);
    assert_eq!(divided(2, &[1, 1, 1], 1), [0, 1, 1]);
    assert_eq!(divided(2, &[1, 1, 1], 2), [1, 0, 1]);
    assert_eq!(divided(2, &[1, 1, 1], 3), [1, 1, 0]);
}

#[test]
fn a_tie_between_two_of_three_alternates_between_these_two() {
    // 0.05 by 1, 1 and 2 is 1.25, 1.25 and 2.50 centimes: the last remainder is the largest, nothing is tied.
    assert_eq!([0, 1, 2].map(|turn| divided(5, &[1, 1, 2], turn)), [[1, 1, 3], [1, 1, 3], [1, 1, 3]]);
    // 0.01 by 2, 2 and 1 is 0.4, 0.4 and 0.2: the third must not take a turn from the first two.
    assert_eq!([0, 1, 2].map(|turn| divided(1, &[2, 2, 1], turn)), [[1, 0, 0], [0, 1, 0], [1, 0, 0]]);
}

#[test]
fn what_cannot_be_divided_is_refused() {
    let one = Money::new(100, MAD);
    assert_eq!(split(one, &[], 0), Err(CannotSplit::NoWeights(one)));
    assert_eq!(split(one, &[Decimal::ZERO; 3], 0), Err(CannotSplit::NoWeights(one)));
    assert_eq!(split(one.negated(), &[Decimal::ONE], 0), Err(CannotSplit::Negative(one.negated())));
    assert_eq!(split(one, &[Decimal::MAX, Decimal::MAX], 0).map(|parts| minor(&parts)), Ok(vec![50, 50]));
    let large = Money::new(LARGEST, MAD);
    assert_eq!(split(large, &[Decimal::MAX], 0), Err(CannotSplit::TooLarge(large)));
    assert_eq!(split(one, &[-Decimal::ONE], 0), Err(CannotSplit::TooLarge(one)));
    assert_eq!(split(MAD.zero(), &[], 0), Ok(vec![]));
    assert_eq!(split(MAD.zero(), &[Decimal::ZERO], 5), Ok(vec![MAD.zero()]));
}

#[test]
fn a_single_percentage_rounds_half_up() {
    let rate = |text: &str| text.parse::<Rate>().expect("a rate").decimal();
    let of = |amount: i128, text: &str| Money::new(amount, MAD).times(rate(text)).map(Money::minor);
    assert_eq!(of(79_675, "0.10"), Ok(7_968));
    assert_eq!(of(79_674, "0.10"), Ok(7_967));
    assert_eq!(of(1, "0.5"), Ok(1));
    assert_eq!(of(-1, "0.5"), Ok(-1), "away from zero, so that a mirror is exact");
    assert_eq!(of(1, "0.4999999999"), Ok(0));
    assert_eq!(of(LARGEST, "0.0000000001"), Ok(100_000));
}

#[test]
fn what_must_not_be_less_rounds_up() {
    let up = |text: &str| Money::rounded_up(text.parse().expect("a number"), MAD).map(Money::minor);
    assert_eq!(["7", "7.00", "7.0000001", "7.005", "7.009", "0"].map(up), [700, 700, 701, 701, 701, 0].map(Ok));
    assert!(matches!(up("10000000000000.001"), Err(NotMoney::TooLarge(_))));
}

#[test]
fn a_part_of_what_a_whole_is_carried_at_rounds_half_up_and_the_whole_takes_all() {
    let of = |carried, part, whole| {
        let [part, whole] = [part, whole].map(|minor| Money::new(minor, EUR));
        Money::new(carried, MAD).in_proportion(part, whole).map(Money::minor)
    };
    assert_eq!(of(1_075, 100, 100), Ok(1_075));
    assert_eq!(of(1_075, 50, 100), Ok(538));
    assert_eq!(of(1_075, 1, 3), Ok(358));
    assert_eq!(of(-1_075, 50, 100), Ok(-538), "the mirror of the same");
    assert_eq!(of(5, 0, 0), Ok(5));
    assert_eq!(of(LARGEST, LARGEST - 1, LARGEST), Ok(LARGEST - 1));
    let refused = Money::new(1, MAD).in_proportion(Money::new(1, MAD), Money::new(1, EUR));
    assert_eq!(refused, Err(CurrencyMismatch { left: MAD, right: EUR }));
}

#[test]
fn every_currency_has_its_own_decimals() {
    for (text, minor) in [("860.49 MAD", 86_049), ("860.4 MAD", 86_040), ("12.345 TND", 12_345), ("7 XOF", 7)] {
        assert_eq!(text.parse::<Money>().map(Money::minor), Ok(minor), "{text}");
    }
    assert!(matches!("7.0 XOF".parse::<Money>(), Err(NotMoney::TooPrecise { decimals: 0, .. })));
    assert!(matches!("7.005 MAD".parse::<Money>(), Err(NotMoney::TooPrecise { decimals: 2, .. })));
}

#[test]
fn what_is_no_amount_says_what_would_be_right() {
    let says = |text: &str| text.parse::<Money>().expect_err("this is no amount").to_string();
    insta::assert_snapshot!(
        [
            "", "860.49", "MAD 860.49", "860,49 MAD", "1 000 MAD", "+5 MAD", "5. MAD", ".5 MAD", "05 MAD", "1e3 MAD", "-5.00 MAD",
            "5 mad", "5 XAU", "5 EURO", "1.001 EUR", "10000000000000.01 MAD", "99999999999999999999999999999999 MAD",
        ].map(says).join("\n"),
        @r#"
        `` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `860.49` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `860.49` is not a currency: write an ISO 4217 code in capitals, such as MAD or EUR
        `860,49 MAD` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `000 MAD` is not a currency: write an ISO 4217 code in capitals, such as MAD or EUR
        `+5 MAD` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `5. MAD` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `.5 MAD` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `05 MAD` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `1e3 MAD` is not an amount of money: write a number and a currency, such as "860.49 MAD"
        `-5.00 MAD` is negative: amounts are written without a sign, the kind of the event says the direction
        `mad` is not a currency: write an ISO 4217 code in capitals, such as MAD or EUR
        `XAU` is not a currency: write an ISO 4217 code in capitals, such as MAD or EUR
        `EURO` is not a currency: write an ISO 4217 code in capitals, such as MAD or EUR
        `1.001 EUR` has more decimals than EUR has: at most 2
        `10000000000000.01 MAD` is too large: the bound is 10^15 minor units
        `99999999999999999999999999999999 MAD` is too large: the bound is 10^15 minor units
        "#
    );
}

#[test]
fn amounts_of_two_currencies_never_meet() {
    let (dirham, euro) = (Money::new(100, MAD), Money::new(100, EUR));
    let refused = CurrencyMismatch { left: MAD, right: EUR };
    assert_eq!(dirham.plus(euro), Err(refused));
    assert_eq!(dirham.minus(euro), Err(refused));
    assert_eq!(dirham.lesser(euro), Err(refused));
    assert_eq!(dirham.exceeds(euro), Err(refused));
    assert_eq!(Money::sum(MAD, [dirham, euro]), Err(refused));
}

#[test]
fn numbers_outside_their_bounds_are_refused() {
    for text in ["1.01", "-0.1", "0.12345678901", "1e-1", "ten", "", ".", "0,5"] {
        assert!(text.parse::<Rate>().is_err(), "{text} is no rate");
    }
    for text in ["-1", "0.0000001", "1000000000000.1", "1_000"] {
        assert!(text.parse::<Quantity>().is_err(), "{text} is no quantity");
    }
    assert!("0".parse::<ExchangeRate>().is_err(), "nothing is exchanged for nothing");
    assert!("1.1234567".parse::<UnitPrice>().is_err(), "a unit price has at most six decimals");
    assert_eq!("1.2500".parse::<UnitPrice>().map(|price| price.to_string()), Ok("1.25".to_owned()));
}

#[test]
fn json_takes_amounts_in_quotes_only() {
    assert_eq!(serde_json::from_str::<Money>("\"5.00 MAD\"").ok(), Some(Money::new(500, MAD)));
    let refused = serde_json::from_str::<Money>("5.00").expect_err("a float is no amount").to_string();
    assert!(refused.contains("an amount in quotes"), "{refused}");
}

fn weights() -> impl Strategy<Value = Vec<Decimal>> {
    let weight = (0_i64..=1_000_000, 0_u32..=6).prop_map(|(number, scale)| Decimal::new(number, scale));
    prop::collection::vec(weight, 1..12)
        .prop_filter("somebody weighs something", |weights| weights.iter().any(|weight| !weight.is_zero()))
}

/// A weight in millionths, so that the laws can be checked in integers.
fn unit(weight: &Decimal) -> i128 {
    weight.mantissa() * 10_i128.pow(6 - weight.scale())
}

#[test]
fn the_usual_currencies_are_those_of_the_whole_list() {
    for usual in USUAL {
        let listed = iso_currency::Currency::from_code(usual.code()).and_then(|known| known.exponent());
        assert_eq!(listed, u16::try_from(usual.exponent()).ok(), "{usual}");
    }
}

#[test]
fn an_amount_that_is_nearly_written_as_we_write_it_is_read_by_the_rules_or_refused() {
    assert_eq!("1 MAD".parse(), Ok(Money::new(100, MAD)), "decimals may be left out");
    assert_eq!("1.5 MAD".parse(), Ok(Money::new(150, MAD)));
    assert_eq!("10000000000000.00 MAD".parse(), Ok(Money::new(LARGEST, MAD)));
    assert_eq!("0.000 TND".parse::<Money>().map(Money::is_zero), Ok(true));
    assert_eq!("7 XOF".parse::<Money>().map(Money::minor), Ok(7));
    let refused =
        ["10000000000000.01 MAD", "01.00 MAD", ".00 MAD", "1,00 MAD", "1.0a MAD", "1.00  MAD", "1.0 XOF", "1.00MAD"];
    for text in refused {
        assert!(text.parse::<Money>().is_err(), "{text} is no amount");
    }
}

proptest! {
    #[test]
    fn an_amount_is_read_as_it_was_written(minor in prop_oneof![0..=LARGEST, 0..200_i128], at in 0..USUAL.len()) {
        let money = Money::new(minor, USUAL[at]);
        prop_assert_eq!(money.to_string().parse(), Ok(money));
    }

    #[test]
    fn parts_sum_to_the_whole_and_none_is_a_centime_off(whole in 0..=LARGEST, weights in weights(), turn: u64) {
        let parts = minor(&split(Money::new(whole, MAD), &weights, turn)?);
        prop_assert_eq!(parts.iter().sum::<i128>(), whole);
        // In integers: |part × total − whole × weight| < total.
        let total: i128 = weights.iter().map(unit).sum();
        for (part, weight) in parts.iter().zip(&weights) {
            prop_assert!((part * total - whole * unit(weight)).abs() < total);
            prop_assert!(!weight.is_zero() || *part == 0, "who weighs nothing gets nothing");
        }
    }

    #[test]
    fn the_order_of_the_list_changes_nothing_but_ties(whole in 0..=LARGEST, weights in weights(), turn: u64) {
        let straight = minor(&split(Money::new(whole, MAD), &weights, turn)?);
        let backwards: Vec<_> = weights.iter().rev().copied().collect();
        let mut reversed = minor(&split(Money::new(whole, MAD), &backwards, turn)?);
        reversed.reverse();
        let total: i128 = weights.iter().map(unit).sum();
        for (left, right) in (0..weights.len()).flat_map(|left| (0..left).map(move |right| (left, right))) {
            let remainder = |index: usize| whole * unit(&weights[index]) % total;
            let moved = |index: usize| straight[index] != reversed[index];
            prop_assert!((straight[left] - reversed[left]).abs() <= 1);
            prop_assert!(!(moved(left) && moved(right)) || remainder(left) == remainder(right));
        }
    }

    #[test]
    fn over_as_many_sales_as_equals_each_is_served_alike(whole in 0..=1_000_i128, count in 1_usize..9, from in 0..1_000_u64) {
        let weights = vec![Decimal::ONE; count];
        let mut sums = vec![0; count];
        for turn in from..from + count as u64 {
            for (sum, part) in sums.iter_mut().zip(split(Money::new(whole, MAD), &weights, turn)?) {
                *sum += part.minor();
            }
        }
        prop_assert!(sums.iter().all(|sum| *sum == whole), "{sums:?}");
    }

    #[test]
    fn a_printed_amount_reads_back(minor in 0..=LARGEST, currency in prop::sample::select(vec!["MAD", "EUR", "TND", "XOF"])) {
        let currency: Currency = currency.parse()?;
        let money = Money::new(minor, currency);
        prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
        prop_assert_eq!(Money::rounded(money.decimal(), currency), Ok(money));
        let json = serde_json::to_string(&money)?;
        prop_assert_eq!(serde_json::from_str::<Money>(&json)?, money);
    }

    #[test]
    fn short_numbers_are_rounded_as_decimals_are(
        number in prop_oneof![any::<i64>(), -1_000_000..1_000_000_i64], scale in 0_u32..=28, at in 0..USUAL.len(),
        factor in prop_oneof![0..=10_000_000_000_i64, any::<i64>()], places in 0_u32..=28,
    ) {
        let (value, currency) = (Decimal::new(number, scale), USUAL[at]);
        let by_decimals = |value: Decimal| {
            let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            let mut rounded = value.round_dp_with_strategy(currency.exponent(), strategy);
            rounded.rescale(currency.exponent());
            let fits = rounded.scale() == currency.exponent() && rounded.mantissa().abs() <= LARGEST;
            fits.then(|| Money::new(rounded.mantissa(), currency))
        };
        prop_assert_eq!(Money::rounded(value, currency).ok(), by_decimals(value));
        let (money, factor) = (Money::new(i128::from(number), currency), Decimal::new(factor, places));
        let product = money.decimal().checked_mul(factor);
        prop_assert_eq!(money.times(factor).ok(), product.and_then(by_decimals));
    }

    #[test]
    fn a_printed_rate_reads_back(number in 0_i64..=10_000_000_000, scale in 0_u32..=10) {
        if let Ok(rate) = Rate::new(Decimal::new(number, scale)) {
            prop_assert_eq!(rate.to_string().parse::<Rate>(), Ok(rate));
        }
    }
}

#[test]
fn money_of_every_currency_is_packed_and_read_again() {
    for currency in ["MAD", "EUR", "XOF", "TND"] {
        let money = Money::new(-86_049, currency.parse().expect("a currency"));
        let mut bytes = Vec::new();
        money.pack(&mut bytes);
        assert_eq!(Money::unpack(&mut bytes.as_slice()), Some(money));
    }
}
