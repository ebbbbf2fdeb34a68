//! References that are wrong, short, doubled or another's: what must not be booked because a number looks right.

use super::world::{invoice, payout, received, sent, told};

#[test]
fn a_wrong_digit_that_names_another_buyers_invoice_is_not_believed() {
    let lines = [received("bank-1", "1200.00 MAD", 12).says("INV-2026-0142").party("GALERIE LUMIERE")];
    let items = [
        invoice("INV-2026-0142", "Maison Atlas", "1200.00 MAD", 1),
        invoice("INV-2026-0143", "Galerie Lumière", "1200.00 MAD", 1),
    ];
    let expected = [
        "bank-1 may (1) be inv-2026-0142 by their_reference",
        "bank-1 may (2) be inv-2026-0143 by amount_day_party",
        "bank-1 is left: party_differs",
    ];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_wrong_digit_that_names_the_buyers_own_dearer_invoice_is_no_part_payment() {
    let lines = [received("bank-1", "385.00 MAD", 12).says("INV-2026-0142").party("GALERIE LUMIERE")];
    let other = |open: &str| {
        [
            invoice("INV-2026-0142", "Galerie Lumière", "1000.00 MAD", 1),
            invoice("INV-2026-0143", "Galerie Lumière", open, 1),
        ]
    };
    let part = "bank-1 may (1) be inv-2026-0142, short_payment -615.00 MAD by their_reference";
    let left = "bank-1 is left: amount_differs";
    let equal = "bank-1 may (2) be inv-2026-0143 by amount_day_party";
    assert_eq!(told(&lines, &other("385.00 MAD")), [part, equal, left]);
    assert_eq!(told(&lines, &other("400.00 MAD")), [part, left], "less a charge, it may be the other one");
    let short = "bank-1 is inv-2026-0142, short_payment -615.00 MAD by their_reference";
    assert_eq!(told(&lines, &other("900.00 MAD")), [short]);
}

#[test]
fn a_wrong_digit_that_names_nothing_keeps_amount_and_party_from_deciding() {
    let lines = [received("bank-1", "1200.00 MAD", 12).says("INV-2026-0198").party("GALERIE LUMIERE")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    let expected = ["bank-1 may (1) be inv-2026-0142 by amount_day_party", "bank-1 is left: needs_confirmation"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_reference_that_begins_another_is_not_found_in_it() {
    let items = [
        invoice("INV-1001", "Galerie Lumière", "1200.00 MAD", 1),
        invoice("INV-10010", "Maison Atlas", "1200.00 MAD", 1),
        invoice("INV-1001-2", "Riad Exemple", "1200.00 MAD", 1),
    ];
    let say = |text: &str| [received("bank-1", "1200.00 MAD", 12).says(text)];
    assert_eq!(told(&say("INV-10010"), &items), ["bank-1 is inv-10010 by their_reference"]);
    assert_eq!(told(&say("INV-1001-2"), &items), ["bank-1 is inv-1001-2 by their_reference"]);
    assert_eq!(told(&say("INV-1001"), &items), ["bank-1 is inv-1001 by their_reference"]);
    let goes_on = told(&say("INV-1001-3"), &items);
    assert_eq!(goes_on.last().map(String::as_str), Some("bank-1 is left: several_fit"), "{goes_on:?}");
    assert!(goes_on.iter().all(|told| !told.contains(" is inv")), "{goes_on:?}");
}

#[test]
fn a_reference_of_two_invoices_names_neither() {
    let mut items = [
        invoice("INV-1001", "Galerie Lumière", "1200.00 MAD", 1),
        invoice("INV-1001", "Maison Atlas", "900.00 MAD", 1),
    ];
    items[1].id = "other".to_owned();
    let lines = [received("bank-1", "1200.00 MAD", 12).says("INV-1001")];
    let expected = ["bank-1 may (1) be inv-1001 by their_reference", "bank-1 is left: several_fit"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_short_number_is_no_reference() {
    let lines = [received("bank-1", "1200.00 MAD", 12).says("42")];
    let mut item = invoice("42", "Galerie Lumière", "1200.00 MAD", 1);
    item.party.names.clear();
    let told = told(&lines, &[item]);
    assert_eq!(told, ["bank-1 may (1) be 42 by amount_day_party", "bank-1 is left: needs_confirmation"]);
}

#[test]
fn an_invoice_that_was_paid_before_explains_the_second_payment() {
    let lines = [received("bank-9", "1200.00 MAD", 12).says("INV-2026-0142").party("GALERIE LUMIERE")];
    let items = [
        invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1).settled(),
        invoice("INV-2026-0150", "Galerie Lumière", "1200.00 MAD", 3),
    ];
    let expected = ["bank-9 may (1) be inv-2026-0150 by amount_day_party", "bank-9 is left: paid_already"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn what_is_paid_twice_is_paid_by_the_first() {
    let twice = |first: i8, second: i8| {
        let line = |id: &str, day: i8| received(id, "1200.00 MAD", day).says("INV-2026-0142").party("Galerie Lumiere");
        told(
            &[line("bank-1", first), line("bank-2", second)],
            &[invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)],
        )
    };
    assert_eq!(twice(10, 12), ["bank-1 is inv-2026-0142 by their_reference", "bank-2 is left: paid_already"]);
    assert_eq!(twice(12, 10), ["bank-2 is inv-2026-0142 by their_reference", "bank-1 is left: paid_already"]);
    let same_day = [
        "bank-1 may (1) be inv-2026-0142 by their_reference",
        "bank-2 may (1) be inv-2026-0142 by their_reference",
        "bank-1 is left: named_twice",
        "bank-2 is left: named_twice",
    ];
    assert_eq!(twice(10, 10), same_day, "nothing says which of two equal ones of a day it is");
}

#[test]
fn the_buyer_whose_invoice_it_is_stands_before_a_stranger_who_names_it_first() {
    let lines = [
        received("bank-1", "1200.00 MAD", 10).says("INV-2026-0142"),
        received("bank-2", "1200.00 MAD", 12).says("INV-2026-0142").party("GALERIE LUMIERE"),
    ];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    assert_eq!(told(&lines, &items), ["bank-2 is inv-2026-0142 by their_reference", "bank-1 is left: paid_already"]);
}

#[test]
fn an_invoice_of_next_month_is_not_paid_today() {
    let lines = [received("bank-1", "1200.00 MAD", 2).says("INV-2026-0142").party("GALERIE LUMIERE")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 15)];
    let expected = ["bank-1 may (1) be inv-2026-0142 by their_reference", "bank-1 is left: too_early"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_cut_reference_is_this_one_as_far_as_it_goes_and_another_where_it_differs() {
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    let say = |text: &str| told(&[received("bank-1", "1200.00 MAD", 12).says(text).party("GALERIE LUMIERE")], &items);
    assert_eq!(say("INV-2026-014"), ["bank-1 is inv-2026-0142 by their_reference"]);
    let asked = ["bank-1 may (1) be inv-2026-0142 by amount_day_party", "bank-1 is left: needs_confirmation"];
    assert_eq!(say("INV-2026-019"), asked);
}

#[test]
fn an_equal_amount_is_not_believed_where_another_invoice_less_a_charge_has_it_too() {
    let lines = [received("bank-1", "1200.00 MAD", 12).party("GALERIE LUMIERE")];
    let items = [
        invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1),
        invoice("INV-2026-0143", "Galerie Lumière", "1220.00 MAD", 1),
    ];
    let asked = ["bank-1 may (1) be inv-2026-0142 by amount_day_party", "bank-1 is left: needs_confirmation"];
    assert_eq!(told(&lines, &items), asked);
}

#[test]
fn a_reference_of_ours_with_the_name_of_another_payee_of_the_same_amount_is_asked_about() {
    let lines = [sent("bank-1", "860.49 MAD", 12).end_to_end("MZ4K7Q0001").party("AICHA EXEMPLE")];
    let items = [
        payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11),
        payout("MZ4K7Q0002", "Aicha Exemple", "860.49 MAD", 11),
    ];
    assert_eq!(
        told(&lines, &items),
        ["bank-1 may (1) be mz4k7q0001 by own_reference", "bank-1 is left: party_differs"]
    );
}
