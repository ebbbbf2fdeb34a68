//! Statements that come in other letters, in another order, twice or in part: nothing is booked twice, and nothing is lost.

use std::collections::BTreeSet;

use encoding_rs::{UTF_8, WINDOWS_1252};

use crate::statement::finding::Code;
use crate::statement::model::Reading;
use crate::statement::tests::{BANK, MARCH, MT940, OUT_OF_ORDER, codes, mapping};
use crate::statement::{Asked, read};

/// What is known of the entries: their ids, and what each moves.
fn facts(reading: &Reading) -> BTreeSet<(String, String)> {
    let entries = reading.statements.iter().flat_map(|statement| &statement.entries);
    entries.map(|entry| (entry.id.clone(), entry.moved().to_string())).collect()
}

fn text(bytes: &[u8]) -> String {
    let (text, _, broken) = UTF_8.decode(bytes);
    assert!(!broken);
    text.into_owned()
}

/// Two bytes for each sign, after a mark that says in which order.
fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn the_banks_march_is_the_same_facts_in_whatever_letters_it_is_saved() {
    let right = facts(&read(MARCH, &Asked::default()));
    let march = text(MARCH);
    assert!(!march.is_ascii() && right.len() > 3);
    let declared = march.replace("encoding=\"UTF-8\"", "encoding=\"windows-1252\"");
    let narrow = |text: &str| WINDOWS_1252.encode(text).0.into_owned();
    for (bytes, told) in [
        (wide(&march, u16::to_le_bytes), vec![]),
        (wide(&march, u16::to_be_bytes), vec![]),
        (wide(&march, u16::to_le_bytes)[2..].to_vec(), vec![Code::AssumedLetters]),
        (narrow(&declared), vec![]),
        (narrow(&march), vec![Code::AssumedLetters]),
        (declared.into_bytes(), vec![Code::EncodingDiffers]),
    ] {
        let reading = read(&bytes, &Asked::default());
        assert_eq!((facts(&reading), codes(&reading)), (right.clone(), told));
    }
}

#[test]
fn statements_in_another_order_and_in_files_of_their_own_are_the_same_facts() {
    let all = text(OUT_OF_ORDER);
    let right = facts(&read(OUT_OF_ORDER, &Asked::default()));
    let (head, rest) = all.split_at(all.find("    <Stmt>").expect("a statement"));
    let (body, tail) = rest.split_at(rest.rfind("</Stmt>").expect("its end") + "</Stmt>".len());
    let each: Vec<&str> = body.split_inclusive("</Stmt>").collect();
    assert_eq!(each.len(), 4);
    let backwards: String = each.iter().rev().copied().collect();
    assert_eq!(facts(&read(format!("{head}{backwards}{tail}").as_bytes(), &Asked::default())), right);
    let alone = each.iter().flat_map(|one| facts(&read(format!("{head}{one}{tail}").as_bytes(), &Asked::default())));
    assert_eq!(alone.collect::<BTreeSet<_>>(), right);
}

#[test]
fn the_messages_of_an_mt940_in_the_wrong_order_are_the_same_facts() {
    let all = text(MT940);
    let (first, second) = all.split_at(all.rfind("{1:F01").expect("two messages"));
    assert!(!first.is_empty());
    let swapped = format!("{second}{first}");
    assert_eq!(facts(&read(swapped.as_bytes(), &Asked::default())), facts(&read(MT940, &Asked::default())));
}

#[test]
fn of_two_exports_that_overlap_what_stands_in_both_is_once_and_two_equal_poufs_are_two() {
    let mapping = mapping();
    let asked = Asked { mapping: Some(&mapping), ..Asked::default() };
    let (march, _, _) = WINDOWS_1252.decode(BANK);
    let lines: Vec<&str> = march.lines().collect();
    let export = |rows: &[usize]| {
        let kept = (0..lines.len()).filter(|at| *at < 3 || rows.contains(&(at - 2)));
        let text: String = kept.map(|at| format!("{}\r\n", lines[at])).collect();
        facts(&read(&WINDOWS_1252.encode(&text).0, &asked))
    };
    let whole = facts(&read(BANK, &asked));
    assert_eq!(whole.len(), 4);
    let (early, late) = (export(&[1, 2]), export(&[2, 3, 4]));
    assert_eq!((early.len(), late.len()), (2, 3));
    assert_eq!(early.union(&late).cloned().collect::<BTreeSet<_>>(), whole);
}

#[test]
fn what_a_daily_and_a_monthly_statement_say_without_a_reference_is_not_booked_before_somebody_looks() {
    let daily_again = text(OUT_OF_ORDER);
    let (before, last) = daily_again.rsplit_once("STM-21").expect("it stands there twice");
    let monthly = format!("{before}STM-MARCH{last}");
    let reading = read(monthly.as_bytes(), &Asked::default());
    let twice = reading.findings.iter().filter(|finding| finding.code == Code::PerhapsTwice);
    assert_eq!(twice.count(), 2, "both poufs");
    let held: Vec<bool> = reading.statements.iter().map(|statement| statement.quarantined).collect();
    assert_eq!(held, [false, false, false, true], "the daily statement is booked, the monthly waits");
    let so_far =
        monthly.replace("BkToCstmrStmt>", "BkToCstmrAcctRpt>").replace("Stmt>", "Rpt>").replace(".053.", ".052.");
    let reading = read(so_far.as_bytes(), &Asked::default());
    let held: Vec<bool> = reading.statements.iter().map(|statement| statement.quarantined).collect();
    assert_eq!(held, [false, false, false, true], "what was told at noon is told again in the evening");
}

#[test]
fn pages_that_follow_each_other_say_equal_payments_that_are_two() {
    let all = text(OUT_OF_ORDER);
    let (before, last) = all.rsplit_once("STM-21").expect("it stands there twice");
    // The second page opens with what the first has closed with.
    let page =
        last.replacen("100.00", "200.00", 1).replacen(">200.00<", ">300.00<", 2).replacen(">300.00<", ">200.00<", 1);
    let reading = read(format!("{before}STM-21-2{page}").as_bytes(), &Asked::default());
    assert!(!codes(&reading).contains(&Code::PerhapsTwice), "{:?}", reading.findings);
    assert_eq!(facts(&reading).len(), 6);
    assert!(!reading.quarantines(), "{:?}", reading.findings);
}
