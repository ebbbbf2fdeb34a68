//! Payments that come back: they look like income and are none.

use std::slice::from_ref;

use super::world::{invoice, payout, proposed, received, sent, told};
use crate::reconcile::proposal::{Use, Why};

#[test]
fn a_return_is_attached_to_its_payment_and_keeps_its_reason() {
    let lines = [received("bank-2", "860.49 MAD", 15).end_to_end("MZ4K7Q0001").returned("AC04")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11).settled()];
    assert_eq!(told(&lines, &items), ["bank-2 is mz4k7q0001 by return"]);
    let proposal = &proposed(&lines, &items).automatic[0];
    assert_eq!(proposal.why, Why::CameBack { reason: Some("AC04".to_owned()), named: true });
    assert_eq!(proposal.items[0].used, Use::Returns);
}

#[test]
fn our_reference_that_comes_back_is_a_return_though_the_bank_does_not_say_so() {
    let lines = [received("bank-2", "860.49 MAD", 15).end_to_end("MZ4K7Q0001").party("GALERIE LUMIERE")];
    let items = [
        payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11).settled(),
        invoice("INV-2026-0142", "Galerie Lumière", "860.49 MAD", 1),
    ];
    assert_eq!(told(&lines, &items), ["bank-2 is mz4k7q0001 by return"]);
}

#[test]
fn a_payment_leaves_and_comes_back_in_one_statement() {
    let lines = [
        sent("bank-1", "860.49 MAD", 12).end_to_end("MZ4K7Q0001"),
        received("bank-2", "860.49 MAD", 15).end_to_end("MZ4K7Q0001").returned("AC04"),
    ];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11)];
    assert_eq!(told(&lines, &items), ["bank-1 is mz4k7q0001 by own_reference", "bank-2 is mz4k7q0001 by return"]);
}

#[test]
fn what_has_not_left_cannot_come_back_without_being_asked_about() {
    let lines = [received("bank-2", "860.49 MAD", 15).end_to_end("MZ4K7Q0001").returned("AC04")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11)];
    let expected = ["bank-2 may (1) be mz4k7q0001 by return", "bank-2 is left: needs_confirmation"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_return_that_names_nothing_is_shown_with_the_one_payment_it_can_be() {
    let line = received("bank-2", "860.49 MAD", 15).party("FATIMA EXEMPLE").returned("AC04");
    let mut items = vec![
        payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11).settled(),
        payout("MZ4K7Q0002", "Aicha Exemple", "860.49 MAD", 11).settled(),
    ];
    let asked = ["bank-2 may (1) be mz4k7q0001 by return", "bank-2 is left: needs_confirmation"];
    assert_eq!(told(from_ref(&line), &items), asked);
    items.push(payout("MZ4K7Q0003", "Fatima Exemple", "860.49 MAD", 9).settled());
    assert_eq!(told(from_ref(&line), &items), ["bank-2 is left: several_fit"]);
    assert_eq!(told(&[line], &[]), ["bank-2 is left: return_of_unknown"]);
}

#[test]
fn a_return_is_never_a_buyers_payment() {
    let line = received("bank-2", "1200.00 MAD", 12).party("GALERIE LUMIERE").says("INV-2026-0142").returned("AC04");
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    assert_eq!(told(&[line], &items), ["bank-2 is left: return_of_unknown"]);
}

#[test]
fn a_return_less_a_fee_is_asked_about_with_the_fee_named() {
    let lines = [received("bank-2", "850.49 MAD", 15).end_to_end("MZ4K7Q0001").returned("AC04")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11).settled()];
    let expected = ["bank-2 may (1) be mz4k7q0001, bank_charge -10.00 MAD by return", "bank-2 is left: amount_differs"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_buyer_who_quotes_a_payout_in_her_text_has_not_returned_it() {
    let lines = [received("bank-2", "860.49 MAD", 15).says("re MZ4K7Q0001").party("GALERIE LUMIERE")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11).settled()];
    assert_eq!(told(&lines, &items), ["bank-2 is left: nothing_fits"]);
}
