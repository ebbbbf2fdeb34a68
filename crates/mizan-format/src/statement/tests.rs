//! What becomes of files: by stories with named people here, by laws over generated and broken files in `tests/laws`.

mod laws;
mod strange;
#[cfg(feature = "xlsx")]
mod sheets;

use std::collections::BTreeSet;

use mizan_ledger::money::{MAD, Money};

use crate::statement::finding::Code;
use crate::statement::mapping::Mapping;
use crate::statement::model::{Ground, Reading, Side, Status};
use crate::statement::status::Said;
use crate::statement::{Asked, MOST_BYTES, read};

const MARCH: &[u8] = include_bytes!("../../../../fixtures/statements/camt053/march.xml");
const RETURNED: &[u8] = include_bytes!("../../../../fixtures/statements/camt054/returned.xml");
const PART: &[u8] = include_bytes!("../../../../fixtures/statements/pain002/part.xml");
const OUT_OF_ORDER: &[u8] = include_bytes!("../../../../fixtures/statements/camt053/out-of-order.xml");
const BANK: &[u8] = include_bytes!("../../../../fixtures/statements/bank/march.csv");
const MAPPING: &[u8] = include_bytes!("../../../../fixtures/statements/bank/mapping.json");
const MT940: &[u8] = include_bytes!("../../../../fixtures/statements/mt940/march.sta");

fn codes(reading: &Reading) -> Vec<Code> {
    reading.findings.iter().map(|finding| finding.code).collect()
}

fn mapping() -> Mapping {
    Mapping::from_json(MAPPING).expect("the mapping of the fixtures can be used")
}

#[test]
fn of_the_banks_march_every_centime_is_there_and_what_is_only_expected_does_not_count() {
    let reading = read(MARCH, &Asked::default());
    let [statement] = &reading.statements[..] else { panic!("one statement: {reading:?}") };
    assert_eq!((statement.balanced, statement.quarantined), (Some(true), false));
    let pending = statement.entries.iter().filter(|entry| entry.status == Status::Pending);
    assert_eq!(pending.map(|entry| entry.amount).collect::<Vec<_>>(), [Money::new(50_000, MAD)]);
    let batch = statement.entries[1].batch.as_ref().expect("the payout is one debit");
    assert_eq!((batch.payment_information.as_deref(), batch.count), (Some("MZPAYOUT1"), Some(3)));
    assert!(statement.entries.iter().all(|entry| entry.raw.starts_with("<Ntry>") && entry.raw.ends_with("</Ntry>")));
    assert_eq!(reading.findings, []);
}

#[test]
fn fadmas_payout_that_comes_back_is_a_return_and_no_income() {
    let march = read(MARCH, &Asked::default());
    let back = &march.statements[0].entries[2];
    assert_eq!((back.side, back.reversal), (Side::Credit, false), "the bank does not call it a reversal");
    let returned = back.returned.as_ref().expect("it is a return");
    assert_eq!((returned.ground, returned.code.as_deref()), (Ground::Reason, Some("AC04")));

    let grounds = |asked: &Asked<'_>| {
        let reading = read(RETURNED, asked);
        let entries = reading.statements.into_iter().flat_map(|statement| statement.entries);
        entries.map(|entry| entry.returned.map(|returned| returned.ground)).collect::<Vec<_>>()
    };
    assert_eq!(grounds(&Asked::default()), [Some(Ground::Code), None], "the second bears no code of a return");
    let ours = |reference: &str| reference.starts_with("MZ");
    let told = Asked { is_ours: Some(&ours), ..Asked::default() };
    assert_eq!(grounds(&told), [Some(Ground::Code), Some(Ground::Echo)], "and brings back a reference of ours");
}

#[test]
fn of_a_payment_that_a_part_acceptance_does_not_name_nothing_is_known() {
    let reading = read(PART, &Asked::default());
    let report = &reading.reports[0];
    assert_eq!(report.said_of("MZPAYOUT1", "MZ9Q4WEAVER3"), Said::OfIt("RJCT"));
    assert_eq!(report.said_of("MZPAYOUT1", "MZ7K2WEAVER1"), Said::Nothing);
    assert_eq!(report.said_of("MZPAYOUT2", "MZ7K2WEAVER1"), Said::Nothing);
    assert_eq!(codes(&reading), [Code::NothingSaid]);
}

#[test]
fn an_acceptance_of_the_whole_holds_for_those_it_does_not_name_and_not_for_the_one_it_refuses() {
    let accepted = include_bytes!("../../../../fixtures/statements/pain002/accepted.xml");
    let reading = read(accepted, &Asked::default());
    assert_eq!(reading.reports[0].said_of("MZPAYOUT1", "MZ7K2WEAVER1"), Said::OfAll("ACCP"));
    assert_eq!(reading.reports[0].said_of("MZPAYOUT1", "MZ9Q4WEAVER3"), Said::OfIt("RJCT"));
}

#[test]
fn two_poufs_sold_for_the_same_price_on_one_day_are_two_and_the_statement_said_twice_is_one() {
    let reading = read(OUT_OF_ORDER, &Asked::default());
    let ids = |at: usize| reading.statements[at].entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
    assert_ne!(ids(0)[0], ids(0)[1], "two payments that say the same");
    assert_eq!(ids(0), ids(3), "the same statement again");
    let all: BTreeSet<String> = (0..4).flat_map(ids).collect();
    assert_eq!(all.len(), 4);
    let told: BTreeSet<Code> = codes(&reading).into_iter().collect();
    assert_eq!(told, BTreeSet::from([Code::Overlapping, Code::WrongOrder, Code::SaidTwice]));
}

#[test]
fn a_statement_of_another_account_or_of_a_day_to_come_is_not_booked() {
    let asked = Asked { account: Some("FR76 3000 6000 0112 3456 7890 189"), ..Asked::default() };
    let reading = read(MARCH, &asked);
    assert_eq!(codes(&reading), [Code::OtherAccount]);
    assert!(reading.statements[0].quarantined);
    let spaced = Asked { account: Some("011 780 0000123456789012 96"), ..Asked::default() };
    assert!(!read(MARCH, &spaced).quarantines(), "space between its digits makes no other account");
    let asked = Asked { today: Some(jiff::civil::date(2026, 3, 20)), ..Asked::default() };
    let early = read(MARCH, &asked);
    assert!(codes(&early).iter().all(|code| *code == Code::InTheFuture) && early.statements[0].quarantined);
}

#[test]
fn one_bank_says_the_same_in_its_table_whatever_comes_first() {
    let mapping = mapping();
    let asked = Asked { mapping: Some(&mapping), ..Asked::default() };
    let newest_first = include_bytes!("../../../../fixtures/statements/bank/newest-first.csv");
    let ids = |bytes: &[u8]| {
        let reading = read(bytes, &asked);
        assert_eq!(reading.statements[0].balanced, Some(true));
        reading.statements[0].entries.iter().map(|entry| entry.id.clone()).collect::<BTreeSet<_>>()
    };
    assert_eq!(ids(BANK), ids(newest_first));
    assert_eq!(ids(BANK).len(), 4);
}

#[test]
fn a_document_that_declares_entities_expands_none() {
    let bomb = include_bytes!("../../../../fixtures/statements/camt053/entities.xml");
    let reading = read(bomb, &Asked::default());
    assert_eq!(codes(&reading), [Code::DocumentType]);
    assert_eq!(reading.unread[0].text.as_bytes(), bomb, "it is kept whole");
}

#[test]
fn elements_within_elements_without_end_and_a_file_beyond_the_bound_are_answered() {
    let deep = format!("<Document>{}{}</Document>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(read(deep.as_bytes(), &Asked::default()).quarantines());
    let long = vec![b'<'; MOST_BYTES + 1];
    assert_eq!(codes(&read(&long, &Asked::default())), [Code::TooMuch]);
}
