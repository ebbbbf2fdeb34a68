//! The golden sale: one rug for 4,310.00 MAD, three weavers (domain figures, steps 4 and 9).

use super::{GOLDEN, code, mad, read};
use crate::agreement::split::{SliceKind, Split};
use crate::money::{self, Money};

fn split() -> Split {
    let golden = read(GOLDEN);
    let example = golden.example.clone().expect("the golden agreement has an example");
    golden.split(&example.facts).expect("the golden sale can be divided")
}

#[test]
fn every_slice_of_the_rug_is_right_to_the_centime() {
    let split = split();
    for (step, amount) in [
        ("vat", "0.00"),
        ("freight", "380.00"),
        ("platform", "431.00"),
        ("cooperative", "589.50"),
        ("training", "78.60"),
        ("makers", "2830.90"),
    ] {
        assert_eq!(split.taken_by(code(step)), mad(amount), "{step}");
    }
    let makers: Vec<_> = split.makers().into_iter().map(|part| (part.member.to_string(), part.amount)).collect();
    let expected = [("weaver-1", "1213.24"), ("weaver-2", "1011.04"), ("weaver-3", "606.62")];
    assert_eq!(makers, expected.map(|(member, amount)| (member.to_owned(), mad(amount))));
    let sum = split.slices.iter().map(|slice| slice.amount);
    assert_eq!(Money::sum(money::MAD, sum), Ok(mad("4310")));
    assert_eq!(split.of_kind(SliceKind::Commission), mad("431"));
    assert_eq!(split.short().count(), 0, "the floor of 2,400.00 is met");
}

#[test]
fn cooperative_and_training_are_reckoned_on_the_price_less_freight() {
    let split = split();
    let basis = |step| split.slices.iter().find(|slice| slice.step == code(step)).and_then(|slice| slice.basis());
    assert_eq!(basis("cooperative"), Some(mad("3930")));
    assert_eq!(basis("training"), Some(mad("3930")));
    assert_eq!(basis("platform"), Some(mad("4310")));
}

#[test]
fn the_attached_example_is_reproduced_bit_for_bit() {
    let example = read(GOLDEN).example.expect("the golden agreement has an example");
    assert_eq!(serde_json::to_string(&split()).ok(), serde_json::to_string(&example.split).ok());
}

#[test]
fn a_credit_note_of_a_quarter_reverses_exactly_what_was_credited() {
    // Each slice rounded alone would reverse 1,077.51.
    let split = split();
    let makers = split.makers();
    let others = split.slices.iter().filter(|slice| slice.makers.is_empty()).map(|slice| slice.amount);
    let weights: Vec<_> = others.chain(makers.iter().map(|part| part.amount)).map(Money::decimal).collect();
    let reversed = money::split(mad("1077.50"), &weights, 0).expect("a credit note can be divided");
    assert_eq!(Money::sum(money::MAD, reversed.iter().copied()), Ok(mad("1077.50")));
    let expected = ["0", "95.00", "107.75", "147.38", "19.65", "303.31", "252.76", "151.65"];
    assert_eq!(reversed, expected.map(mad));
}
