//! References are read back as what they were made of, and a wrong sign in one is told.

use proptest::prelude::*;

use crate::reference::{LENGTH, MOST, Named, found_in, read, reference};

fn named() -> impl Strategy<Value = Named> {
    prop_oneof![Just(Named::Payment), Just(Named::Message), Just(Named::List)]
}

#[test]
fn a_reference_fits_where_banks_take_it() {
    let text = reference(Named::Payment, u128::MAX, MOST);
    insta::assert_snapshot!(text, @"MZE7ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZY");
    assert_eq!(text.len(), LENGTH);
    assert!(text.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'.'));
}

#[test]
fn a_bank_that_wraps_a_line_and_writes_small_does_not_hide_it() {
    let text = reference(Named::Payment, 0x0190_0000_0000_7000_8000_0000_0000_0001, 17);
    let told = format!("VIREMENT REF {} {}\n{} COOP", &text[..9].to_lowercase(), &text[9..20], &text[20..]);
    let found: Vec<_> = found_in(&told).collect();
    assert_eq!(found, [(Named::Payment, 0x0190_0000_0000_7000_8000_0000_0000_0001, 17)]);
    assert_eq!(found_in("VIREMENT MZ 17 SANS REFERENCE").next(), None);
}

proptest! {
    #[test]
    fn what_was_written_is_read(named in named(), seed: u128, number in 0..=MOST) {
        prop_assert_eq!(read(&reference(named, seed, number)), Some((named, seed, number)));
    }

    #[test]
    fn one_wrong_sign_or_two_that_changed_places_are_told(seed: u128, number in 0..=MOST, at in 0..LENGTH, sign in "[0-9A-Z]") {
        let right = reference(Named::Payment, seed, number);
        let mut wrong = right.clone();
        wrong.replace_range(at..=at, &sign);
        prop_assert!(wrong == right || read(&wrong).is_none());
        let mut turned = right.clone().into_bytes();
        let next = (at + 1) % LENGTH;
        turned.swap(at, next);
        let turned = String::from_utf8(turned).expect("ASCII");
        prop_assert!(turned == right || read(&turned).is_none() || next == 0, "{} {}", right, turned);
    }
}
