//! Stories of chains: whose the last price is, and that no hand's part is lost on the way.

use proptest::prelude::*;

use super::{Chain, Hand, HopLine};
use crate::money::{Currency, MAD, Money};
use crate::report::amount::Amount;
use crate::report::told::date;

fn amount(minor: i128) -> Amount {
    Amount(Money::new(minor, MAD))
}

fn hop(number: usize, price: Money, worth: Option<Amount>) -> HopLine {
    let resale = format!("hop-{number}").parse().expect("a word and a number are an identifier");
    let seller = format!("hand-{number}").parse().expect("a word and a number are an identifier");
    HopLine { resale, on: date("2026-03-02"), seller, buyer: None, price, worth }
}

fn slice(part: i128) -> Hand {
    Hand { step: None, name: None, part: amount(part) }
}

#[test]
fn forty_five_sold_on_at_three_hundred_and_sixty_six_leaves_the_first_price_an_eighth() {
    // Anou, "Making Anou's Expenses Publicly Accessible", 2015; that it went through two hands is invented.
    let hops = vec![
        hop(1, Money::new(12_000, MAD), Some(amount(12_000))),
        hop(2, Money::new(36_600, MAD), Some(amount(36_600))),
    ];
    let chain = Chain::of(Money::new(4_500, MAD), amount(4_050), vec![slice(450)], hops).expect("it was sold on");
    let known = chain.assessed.expect("all of it is in one currency");
    let paid = known.paid.expect("both prices are above nothing");
    assert_eq!(
        (paid.share.to_string(), paid.times.to_string(), paid.mark_up.to_string()),
        ("12.30".into(), "8.13".into(), "713".into())
    );
    let parts: Vec<String> = known.hands.iter().map(|hand| hand.part.to_string()).collect();
    assert_eq!(parts, ["4.50", "75.00", "246.00"]);
    assert_eq!((known.intermediation.to_string(), known.percent.to_string()), ("325.50".into(), "88.93".into()));
}

#[test]
fn a_price_in_another_currency_without_a_rate_is_not_assessed() {
    let euro: Currency = "EUR".parse().expect("the euro is a currency");
    let hops = vec![hop(1, Money::new(3_660, euro), None), hop(2, Money::new(50_000, MAD), Some(amount(50_000)))];
    let chain = Chain::of(Money::new(4_500, MAD), amount(4_500), Vec::new(), hops).expect("it was sold on");
    assert_eq!(chain.assessed, None);
    assert_eq!(chain.table(MAD).rows.len(), 2, "each price is shown all the same");
}

proptest! {
    #[test]
    fn the_last_price_is_the_makers_and_every_hands_part_exactly(
        makers in 0..1_000_000_i128,
        slices in prop::collection::vec(0..1_000_000_i128, 0..6),
        prices in prop::collection::vec(1..100_000_000_i128, 1..20),
    ) {
        let price = makers + slices.iter().sum::<i128>();
        let hops = prices.iter().enumerate();
        let hops = hops.map(|(number, price)| hop(number, Money::new(*price, MAD), Some(amount(*price)))).collect();
        let slices = slices.into_iter().map(slice).collect();
        let chain = Chain::of(Money::new(price, MAD), amount(makers), slices, hops).expect("it was sold on");
        let known = chain.assessed.expect("all of it is in one currency");
        let hands = Amount::sum(MAD, known.hands.iter().map(|hand| hand.part));
        prop_assert_eq!(known.makers.plus(hands), known.price);
        prop_assert_eq!(hands, known.intermediation);
        prop_assert_eq!(Some(known.price.0.minor()), prices.last().copied());
    }
}
