//! Bugs that users of other programs reported, each with the story that keeps it out.

use super::world::{invoice, money, payout, proposed, received, sent, told};

/// ERPNext, frappe/erpnext#46725: matched to any entry of the amount, though the reference is another.
#[test]
fn an_equal_amount_does_not_stand_in_for_the_reference_that_was_given() {
    let lines = [sent("bank-1", "860.49 MAD", 12).end_to_end("MZ4K7Q0009").party("Fatima Exemple")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11)];
    let expected = ["bank-1 may (1) be mz4k7q0001 by amount_day_party", "bank-1 is left: needs_confirmation"];
    assert_eq!(told(&lines, &items), expected);
}

/// ERPNext, frappe/erpnext#54823: one line for several invoices, or an invoice in several parts, makes wrong entries.
#[test]
fn one_line_for_two_invoices_and_two_lines_for_one_come_to_the_centime() {
    let items = [
        invoice("INV-2026-0142", "Galerie Lumière", "4310.00 MAD", 1),
        invoice("INV-2026-0143", "Galerie Lumière", "690.00 MAD", 1),
    ];
    let one = [received("bank-1", "5000.00 MAD", 12).says("INV-2026-0142 et INV-2026-0143").party("Galerie Lumiere")];
    assert_eq!(told(&one, &items), ["bank-1 is inv-2026-0142 + inv-2026-0143 by their_reference"]);
    let parts = [
        received("bank-1", "2000.00 MAD", 12).says("INV-2026-0142 1/2").party("Galerie Lumiere"),
        received("bank-2", "2310.00 MAD", 14).says("INV-2026-0142 2/2").party("Galerie Lumiere"),
    ];
    assert_eq!(told(&parts, &items[..1]), ["bank-1 + bank-2 is inv-2026-0142 by their_reference"]);
}

/// ERPNext, frappe/erpnext#49744, #41069: an exact match that exists is not offered.
#[test]
fn whatever_fits_exactly_is_at_least_offered() {
    let lines = [received("bank-1", "77000.00 MAD", 12).says("merci").party("G. LUMIERE")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "77000.00 MAD", 1)];
    let expected = ["bank-1 may (1) be inv-2026-0142 by amount_day_party", "bank-1 is left: needs_confirmation"];
    assert_eq!(told(&lines, &items), expected);
}

/// Odoo, odoo/odoo#9177: of two equal invoices the wrong one is proposed.
#[test]
fn of_two_equal_invoices_neither_is_chosen() {
    let lines = [received("bank-1", "1200.00 MAD", 12).party("GALERIE LUMIERE")];
    let items = [
        invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1),
        invoice("INV-2026-0143", "Galerie Lumière", "1200.00 MAD", 1),
    ];
    assert_eq!(told(&lines, &items), ["bank-1 is left: several_fit"]);
}

/// Odoo, odoo/odoo#61584: without a partner the amount is not matched any more.
#[test]
fn without_a_party_the_only_item_of_the_amount_is_still_shown() {
    let lines = [received("bank-1", "1234.56 MAD", 12)];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1234.56 MAD", 1)];
    let expected = ["bank-1 may (1) be inv-2026-0142 by amount_day_party", "bank-1 is left: needs_confirmation"];
    assert_eq!(told(&lines, &items), expected);
}

/// Odoo, odoo/odoo#6624: 100 paid for 80 and 20 becomes two payments, and the real one vanishes.
#[test]
fn a_hundred_for_eighty_and_twenty_stays_one_line_of_a_hundred() {
    let lines = [received("bank-1", "100.00 MAD", 12).says("INV-2026-0080, INV-2026-0020").party("Galerie Lumiere")];
    let items = [
        invoice("INV-2026-0080", "Galerie Lumière", "80.00 MAD", 1),
        invoice("INV-2026-0020", "Galerie Lumière", "20.00 MAD", 1),
    ];
    let proposals = proposed(&lines, &items);
    assert_eq!(proposals.automatic.len(), 1);
    let moved: Vec<_> = proposals.automatic[0].lines.iter().map(|moved| moved.amount).collect();
    assert_eq!(moved, [money("100.00 MAD")]);
    assert_eq!(proposals.automatic[0].items.len(), 2);
}

/// OCA, OCA/account-reconcile#119, #124: a payment order's single debit against hundreds of items is done by hand, and the
/// bank alters references.
#[test]
fn one_debit_for_three_hundred_payments_is_one_proposal_however_the_bank_writes_the_reference() {
    let items: Vec<_> =
        (0..300).map(|number| payout(&format!("MZ{number:08}"), "Fatima Exemple", "10.01 MAD", 11)).collect();
    let lines = [sent("bank-1", "3003.00 MAD", 12).of_batch("pi march 7", Some(300))];
    let proposals = proposed(&lines, &items);
    assert_eq!((proposals.automatic.len(), proposals.automatic[0].items.len()), (1, 300));
    assert_eq!(proposals.exceptions, []);
}

/// OCA, OCA/bank-payment#779: the items of an order that was sent are not offered any more.
#[test]
fn a_payment_that_was_sent_is_met_without_its_reference_too() {
    let lines = [sent("bank-1", "860.49 MAD", 12).number("MA64 0115 1900 0001 2050 0053 4921")];
    let items = [payout("MZ4K7Q0001", "Fatima Exemple", "860.49 MAD", 11).paid_to("011519000001205000534921")];
    assert_eq!(told(&lines, &items), ["bank-1 is mz4k7q0001 by amount_day_party"]);
}

/// Actual, actualbudget/actual#8221, #5354: the second of two identical purchases is dropped.
#[test]
fn two_equal_lines_with_ids_of_their_own_are_two_facts() {
    let lines = [sent("bank-1", "40.00 MAD", 12).says("CAFE"), sent("bank-2", "40.00 MAD", 12).says("CAFE")];
    assert_eq!(told(&lines, &[]), ["bank-1 is left: nothing_fits", "bank-2 is left: nothing_fits"]);
}

/// Actual, actualbudget/actual#2668: lines that have nothing to do with each other are merged.
#[test]
fn one_line_read_twice_is_one_fact_and_one_id_with_two_contents_is_none() {
    let line = received("bank-1", "1200.00 MAD", 12).says("INV-2026-0142");
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    assert_eq!(told(&[line.clone(), line.clone()], &items), ["bank-1 is inv-2026-0142 by their_reference"]);
    let other = received("bank-1", "900.00 MAD", 12);
    assert_eq!(told(&[line, other], &items), ["bank-1 is left: same_id_other_words"]);
}

/// Actual, actualbudget/actual#6737: a part of a split is matched by itself.
#[test]
fn an_invoice_that_is_part_of_a_sum_is_not_matched_by_itself_as_well() {
    let lines = [
        received("bank-1", "100.00 MAD", 12).says("INV-2026-0080, INV-2026-0020").party("Galerie Lumiere"),
        received("bank-2", "20.00 MAD", 13).party("Galerie Lumiere"),
    ];
    let items = [
        invoice("INV-2026-0080", "Galerie Lumière", "80.00 MAD", 1),
        invoice("INV-2026-0020", "Galerie Lumière", "20.00 MAD", 1),
    ];
    let expected = ["bank-1 is inv-2026-0080 + inv-2026-0020 by their_reference", "bank-2 is left: nothing_fits"];
    let told = told(&lines, &items);
    assert_eq!(told.len(), expected.len(), "{told:?}");
    assert_eq!(told.last().map(String::as_str), expected.last().copied());
}

/// hledger, simonmichael/hledger#1943, #1837: lines that are posted late are skipped by their date.
#[test]
fn a_line_that_comes_late_is_matched_as_it_would_have_been() {
    let late = received("bank-1", "1200.00 MAD", 2).says("INV-2026-0142");
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    let newer = received("bank-2", "10.00 MAD", 19);
    let told = told(&[newer, late], &items);
    assert_eq!(told, ["bank-1 is inv-2026-0142 by their_reference", "bank-2 is left: nothing_fits"]);
}

/// GnuCash, Gnucash/gnucash#717, and Blnk's pairs that are not consumed: one entry satisfies several lines.
#[test]
fn an_item_is_used_once_however_many_lines_fit_it() {
    let line = |id: &str| received(id, "1200.00 MAD", 12).party("GALERIE LUMIERE");
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    let proposals = proposed(&[line("bank-1"), line("bank-2"), line("bank-3")], &items);
    assert_eq!(proposals.automatic, [], "three lines for one invoice are left to a person");
    let named = received("bank-2", "1200.00 MAD", 12).says("INV-2026-0142");
    let proposals = proposed(&[line("bank-1"), named], &items);
    assert_eq!(proposals.automatic.len(), 1);
}

/// moiz-lakkadkutta/Fabric-Inventory#201: a cash voucher is reconciled to a bank account.
#[test]
fn what_was_paid_in_cash_is_not_found_on_the_bank() {
    let lines = [received("bank-1", "1200.00 MAD", 12).says("INV-2026-0142").party("GALERIE LUMIERE")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1).only_on("cash:box")];
    assert_eq!(told(&lines, &items), ["bank-1 is left: amount_differs"]);
}

/// Formance's drift: a surplus counts as fine.
#[test]
fn a_surplus_is_not_fine() {
    let lines = [received("bank-1", "5310.00 MAD", 12).says("INV-2026-0142").party("Galerie Lumiere")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "4310.00 MAD", 1)];
    let expected = [
        "bank-1 may (1) be inv-2026-0142, over_payment 1000.00 MAD by their_reference",
        "bank-1 is left: amount_differs",
    ];
    assert_eq!(told(&lines, &items), expected);
}

/// Amounts in two currencies are never compared, whatever their numbers say.
#[test]
fn twelve_hundred_euros_are_no_twelve_hundred_dirhams() {
    let lines = [received("bank-1", "1200.00 EUR", 12).party("GALERIE LUMIERE")];
    let items = [invoice("INV-2026-0142", "Galerie Lumière", "1200.00 MAD", 1)];
    assert_eq!(told(&lines, &items), ["bank-1 is left: nothing_fits"]);
}
