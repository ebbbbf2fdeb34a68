//! A story for each stage: what it takes, and what it leaves to a person.

use std::slice::from_ref;

use super::world::{invoice, march, money, payout, proposed, provider_payout, received, sent, told};
use crate::reconcile::open::RowKind;
use crate::reconcile::proposal::{Age, Owner, Reason};

#[test]
fn a_payment_of_ours_is_known_by_its_reference() {
    let lines = [sent("bank-1", "860.49 MAD", 12).end_to_end("MZ4K7Q0001")];
    let items = [
        payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11),
        payout("MZ4K7Q0002", "Aicha Exemple", "717.07 MAD", 11),
    ];
    assert_eq!(told(&lines, &items), ["bank-1 is mz4k7q0001 by own_reference"]);
}

#[test]
fn a_payment_of_ours_with_another_amount_is_asked_about() {
    let lines = [sent("bank-1", "865.49 MAD", 12).end_to_end("MZ4K7Q0001")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11)];
    let expected =
        ["bank-1 may (1) be mz4k7q0001, bank_charge -5.00 MAD by own_reference", "bank-1 is left: amount_differs"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_payment_of_ours_that_went_to_another_account_is_asked_about() {
    let lines = [sent("bank-1", "860.49 MAD", 12).end_to_end("MZ4K7Q0001").number("011519000001205000534921")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11).paid_to("007780000000123456789012")];
    let expected = ["bank-1 may (1) be mz4k7q0001 by own_reference", "bank-1 is left: party_differs"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_debit_that_says_it_came_back_is_asked_about() {
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11)];
    for text in ["RETOUR VIREMENT N 324362", "Virement rejeté", "RETURNED PAYMENT"] {
        let lines = [sent("bank-1", "860.49 MAD", 12).end_to_end("MZ4K7Q0001").says(text)];
        let expected = ["bank-1 may (1) be mz4k7q0001 by own_reference", "bank-1 is left: needs_confirmation"];
        assert_eq!(told(&lines, &items), expected, "{text}");
    }
    let lines = [sent("bank-1", "860.49 MAD", 12).end_to_end("MZ4K7Q0001").says("VIREMENT EMIS FATIMA EXEMPLE")];
    assert_eq!(told(&lines, &items), ["bank-1 is mz4k7q0001 by own_reference"]);
}

#[test]
fn one_debit_for_a_whole_batch_is_all_its_payments() {
    let lines = [sent("bank-1", "1577.56 MAD", 12).of_batch("PI-MARCH-7", Some(2))];
    let items = [
        payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11),
        payout("MZ4K7Q0002", "Aicha Exemple", "717.07 MAD", 11),
    ];
    assert_eq!(told(&lines, &items), ["bank-1 is mz4k7q0001 + mz4k7q0002 by own_reference"]);
}

#[test]
fn a_batch_of_another_total_or_count_is_left() {
    let items = [
        payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11),
        payout("MZ4K7Q0002", "Aicha Exemple", "717.07 MAD", 11),
    ];
    let short = [sent("bank-1", "1500.00 MAD", 12).of_batch("PI-MARCH-7", Some(2))];
    assert_eq!(told(&short, &items), ["bank-1 is left: batch_differs"]);
    let three = [sent("bank-1", "1577.56 MAD", 12).of_batch("PI-MARCH-7", Some(3))];
    assert_eq!(told(&three, &items), ["bank-1 is left: batch_differs"]);
}

#[test]
fn debits_one_by_one_that_name_only_their_batch_are_told_apart_by_amount() {
    let lines = [
        sent("bank-1", "860.49 MAD", 12).of_batch("PI-MARCH-7", None),
        sent("bank-2", "717.07 MAD", 12).of_batch("PI-MARCH-7", None),
    ];
    let items = [
        payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11),
        payout("MZ4K7Q0002", "Aicha Exemple", "717.07 MAD", 11),
    ];
    let expected = ["bank-1 is mz4k7q0001 by own_reference", "bank-2 is mz4k7q0002 by own_reference"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn a_providers_payout_is_its_rows_and_each_kind_is_named() {
    let lines = [received("bank-1", "912.40 EUR", 12).provider("po_1Exemple77")];
    let items = [provider_payout("po_1Exemple77", "1000.00 EUR", "32.60 EUR", "55.00 EUR", 11)];
    assert_eq!(told(&lines, &items), ["bank-1 is po_1exemple77 by provider_payout"]);
    let parts = &proposed(&lines, &items).automatic[0].items[0].parts;
    assert_eq!(parts.get(&RowKind::Fee), Some(&money("32.60 EUR").negated()));
    assert_eq!(parts.get(&RowKind::Refund), Some(&money("55.00 EUR").negated()));
}

#[test]
fn what_a_providers_rows_do_not_come_to_is_named_and_not_absorbed() {
    let lines = [received("bank-1", "907.40 EUR", 12).provider("po_1Exemple77")];
    let items = [provider_payout("po_1Exemple77", "1000.00 EUR", "32.60 EUR", "55.00 EUR", 11)];
    let expected =
        ["bank-1 may (1) be po_1exemple77, bank_charge -5.00 EUR by provider_payout", "bank-1 is left: amount_differs"];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn an_invoice_is_known_by_the_buyers_reference() {
    let lines = [received("bank-1", "4310.00 MAD", 12).says("FACTURE inv 2026/0142 MERCI")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "4310.00 MAD", 1)];
    assert_eq!(told(&lines, &items), ["bank-1 is inv-2026-0142 by their_reference"]);
}

#[test]
fn a_charge_on_the_way_is_named_where_the_party_agrees() {
    let line = received("bank-1", "4290.00 MAD", 12).says("INV-2026-0142");
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "4310.00 MAD", 1)];
    assert_eq!(
        told(&[line.clone().party("GALERIE LUMIERE")], &items),
        ["bank-1 is inv-2026-0142, bank_charge -20.00 MAD by their_reference"]
    );
    let asked = [
        "bank-1 may (1) be inv-2026-0142, bank_charge -20.00 MAD by their_reference",
        "bank-1 is left: amount_differs",
    ];
    assert_eq!(told(from_ref(&line), &items), asked, "nobody says who paid");
    assert_eq!(told(&[line.party("MAISON ATLAS")], &items), asked, "somebody else paid");
}

#[test]
fn an_exchange_is_named_where_the_statement_says_that_there_was_one() {
    let mut line = received("bank-1", "4325.00 MAD", 12).says("INV-2026-0142").party("Galerie Lumiere");
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "4310.00 MAD", 1)];
    let over = "bank-1 may (1) be inv-2026-0142, over_payment 15.00 MAD by their_reference";
    assert_eq!(told(from_ref(&line), &items), [over, "bank-1 is left: amount_differs"]);
    line.exchanged = true;
    assert_eq!(told(&[line], &items), ["bank-1 is inv-2026-0142, exchange 15.00 MAD by their_reference"]);
}

#[test]
fn a_part_payment_leaves_the_rest_owed_by_name() {
    let lines = [received("bank-1", "2000.00 MAD", 12).says("INV-2026-0142 acompte").party("Galerie Lumiere")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "4310.00 MAD", 1)];
    assert_eq!(told(&lines, &items), ["bank-1 is inv-2026-0142, short_payment -2310.00 MAD by their_reference"]);
}

#[test]
fn amount_day_and_party_are_enough_at_low_value_where_nothing_else_fits() {
    let lines = [received("bank-1", "1200.00 MAD", 12).party("GALERIE LUMIERE").says("merci")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    assert_eq!(told(&lines, &items), ["bank-1 is inv-2026-0142 by amount_day_party"]);
    let dear = [received("bank-1", "12000.00 MAD", 12).party("GALERIE LUMIERE").says("merci")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "12000.00 MAD", 1)];
    let asked = ["bank-1 may (1) be inv-2026-0142 by amount_day_party", "bank-1 is left: needs_confirmation"];
    assert_eq!(told(&dear, &items), asked);
}

#[test]
fn a_small_group_is_assigned_to_the_nearest_days_and_shown_with_its_margin() {
    let lines = [
        received("bank-1", "1200.00 MAD", 15).party("Galerie Lumiere"),
        received("bank-2", "1200.00 MAD", 19).party("Galerie Lumiere"),
    ];
    let items = [
        invoice("INV-2026-0001", "Galerie Lumière", "1200.00 MAD", 1),
        invoice("INV-2026-0005", "Galerie Lumière", "1200.00 MAD", 5),
    ];
    let expected = [
        "bank-1 may (1) be inv-2026-0001 by assignment",
        "bank-2 may (1) be inv-2026-0005 by assignment",
        "bank-1 is left: several_fit",
        "bank-2 is left: several_fit",
    ];
    assert_eq!(told(&lines, &items), expected);
}

#[test]
fn the_one_sum_that_fits_is_shown_and_two_are_not() {
    let lines = [received("bank-1", "1450.00 MAD", 12).party("Galerie Lumiere")];
    let mut items = vec![
        invoice("INV-2026-0001", "Galerie Lumière", "1200.00 MAD", 1),
        invoice("INV-2026-0002", "Galerie Lumière", "900.00 MAD", 1),
        invoice("INV-2026-0003", "Galerie Lumière", "250.00 MAD", 1),
    ];
    let shown = ["bank-1 may (1) be inv-2026-0001 + inv-2026-0003 by subset_sum", "bank-1 is left: needs_confirmation"];
    assert_eq!(told(&lines, &items), shown);
    items.push(invoice("INV-2026-0004", "Galerie Lumière", "250.00 MAD", 1));
    assert_eq!(told(&lines, &items), ["bank-1 is left: several_fit"]);
}

#[test]
fn what_is_left_has_a_reason_an_owner_and_an_age() {
    let lines = [
        received("bank-1", "77.00 MAD", 19).says("loyer"),
        sent("bank-2", "77.00 MAD", 14),
        received("bank-3", "77.00 MAD", 5),
        received("bank-4", "77.00 MAD", 20),
    ];
    let mut lines = lines.to_vec();
    lines[3].booked_on = march(1).saturating_sub(jiff::Span::new().days(40));
    let left = proposed(&lines, &[]).exceptions;
    let told: Vec<_> = left.iter().map(|left| (left.reason, left.owner, left.age)).collect();
    let expected = [
        (Reason::NothingFits, Owner::Buyers, Age::UpTo2Days),
        (Reason::NothingFits, Owner::Payouts, Age::Days3To7),
        (Reason::NothingFits, Owner::Buyers, Age::Days8To30),
        (Reason::NothingFits, Owner::Buyers, Age::Over30Days),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_line_of_the_future_and_one_that_moves_nothing_are_left_to_the_treasurer() {
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    let lines = [received("bank-1", "1200.00 MAD", 25).says("INV-2026-0142"), received("bank-2", "1200.00 MAD", 12)];
    let mut lines = lines.to_vec();
    lines[1].amount = lines[1].amount.currency().zero();
    assert_eq!(told(&lines, &items), ["bank-1 is left: in_future", "bank-2 is left: out_of_bounds"]);
}
