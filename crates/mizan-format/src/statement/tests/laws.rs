//! Laws that hold for every file, also for those that are no files of anybody's.

use mizan_ledger::money::{MAD, Money};
use proptest::prelude::*;

use crate::statement::finding::Code;
use crate::statement::model::{Entry, Reading, Side, Status};
use crate::statement::tests::{BANK, MARCH, MT940, OUT_OF_ORDER, PART, mapping};
use crate::statement::{Asked, Form, read, text};

const STRIPE: &[u8] = include_bytes!("../../../../../fixtures/statements/stripe/itemised.csv");
const SETTLEMENT: &[u8] = include_bytes!("../../../../../fixtures/statements/paypal/settlement.csv");
const ACTIVITY: &[u8] = include_bytes!("../../../../../fixtures/statements/paypal/activity-fr.csv");
const PAYOUTS: &[u8] = include_bytes!("../../../../../fixtures/statements/shopify/payouts.csv");
const TRANSACTIONS: &[u8] = include_bytes!("../../../../../fixtures/statements/shopify/transactions.csv");

const TRUE_ONES: [&[u8]; 10] =
    [MARCH, OUT_OF_ORDER, PART, MT940, BANK, STRIPE, SETTLEMENT, ACTIVITY, PAYOUTS, TRANSACTIONS];

/// What must be true of whatever was read.
fn holds_together(reading: &Reading) {
    for statement in &reading.statements {
        let booked = |entry: &&Entry| entry.status == Status::Booked;
        assert!(statement.entries.iter().all(|entry| !entry.amount.is_negative() && entry.id.len() == 64));
        if statement.balanced == Some(true) {
            let moved = Money::sum(
                statement.currency.expect("balances have a currency"),
                statement.entries.iter().filter(booked).map(Entry::moved),
            );
            let both = statement.opening.zip(statement.closing).expect("they are what agrees");
            assert_eq!(both.0.plus(moved.expect("one currency")), Ok(both.1));
        } else if statement.balanced == Some(false) {
            assert!(statement.quarantined);
        }
    }
    let nothing = reading.statements.is_empty() && reading.reports.is_empty() && reading.payouts.is_empty();
    assert!(!nothing || (!reading.unread.is_empty() && reading.quarantines()), "what is not read is kept, and told");
    assert!(serde_json::to_string(reading).is_ok() && !text::reading(reading).is_empty());
}

/// Days of a month and amounts that came or went.
fn moves() -> impl Strategy<Value = Vec<(u8, i64)>> {
    prop::collection::vec((1_u8..=28, -1_000_000_i64..1_000_000), 1..12)
}

fn number(minor: i64) -> String {
    Money::new(i128::from(minor.abs()), MAD).number()
}

fn as_camt(opening: i64, moves: &[(u8, i64)], closing: i64) -> String {
    let way = |minor: i64| if minor < 0 { "DBIT" } else { "CRDT" };
    let balance = |code: &str, minor: i64| {
        let (amount, way) = (number(minor), way(minor));
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"MAD\">{amount}</Amt>\
             <CdtDbtInd>{way}</CdtDbtInd></Bal>"
        )
    };
    let entry = |(day, minor): &(u8, i64)| {
        let (amount, way) = (number(*minor), way(*minor));
        format!(
            "<Ntry><Amt Ccy=\"MAD\">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
             <BookgDt><Dt>2026-03-{day:02}</Dt></BookgDt></Ntry>"
        )
    };
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S</Id>\
         <Acct><Id><Othr><Id>0117</Id></Othr></Id></Acct>{}{}{}</Stmt></BkToCstmrStmt></Document>",
        balance("OPBD", opening),
        balance("CLBD", closing),
        moves.iter().map(entry).collect::<String>(),
    )
}

fn as_mt940(opening: i64, moves: &[(u8, i64)], closing: i64) -> String {
    let way = |minor: i64| if minor < 0 { "D" } else { "C" };
    let comma = |minor: i64| number(minor).replace('.', ",");
    let balance = |tag: &str, minor: i64| format!(":{tag}:{}260301MAD{}\n", way(minor), comma(minor));
    let entry = |(day, minor): &(u8, i64)| format!(":61:2603{day:02}{}{}NMSC\n", way(*minor), comma(*minor));
    let entries = moves.iter().map(entry).collect::<String>();
    format!(":20:S\n:25:0117\n:28C:1\n{}{entries}{}-\n", balance("60F", opening), balance("62F", closing))
}

fn moved(reading: &Reading) -> Vec<i128> {
    let entries = reading.statements.iter().flat_map(|statement| &statement.entries);
    entries.map(|entry| if entry.side == Side::Credit { entry.amount.minor() } else { -entry.amount.minor() }).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_answered_as_any_format(bytes in prop::collection::vec(any::<u8>(), 0..400), form in 0..10_usize) {
        let form = Form::ALL.get(form).copied();
        let mapping = mapping();
        let mapping = (form == Some(Form::Csv)).then_some(&mapping);
        holds_together(&read(&bytes, &Asked { form, mapping, ..Asked::default() }));
    }

    #[test]
    fn a_file_that_is_cut_and_mixed_is_answered(
        which in 0..TRUE_ONES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, prop::collection::vec(any::<u8>(), 0..4)), 1..6),
        cut in any::<prop::sample::Index>(),
        shorten in any::<bool>(),
    ) {
        let mut bytes = TRUE_ONES[which].to_vec();
        for (at, gone, come) in cuts {
            let at = at.index(bytes.len());
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, come);
            prop_assume!(!bytes.is_empty());
        }
        if shorten {
            bytes.truncate(cut.index(bytes.len()));
        }
        let mapping = mapping();
        let mapping = (which == 4).then_some(&mapping);
        holds_together(&read(&bytes, &Asked { mapping, ..Asked::default() }));
    }

    #[test]
    fn what_a_bank_says_in_either_format_is_the_same_and_agrees(opening in -1_000_000_i64..1_000_000, moves in moves()) {
        let closing = opening + moves.iter().map(|(_, minor)| minor).sum::<i64>();
        let expected: Vec<i128> = moves.iter().map(|(_, minor)| i128::from(*minor)).collect();
        for text in [as_camt(opening, &moves, closing), as_mt940(opening, &moves, closing)] {
            let reading = read(text.as_bytes(), &Asked::default());
            prop_assert_eq!(reading.statements[0].balanced, Some(true), "{}", text);
            prop_assert!(!reading.quarantines());
            prop_assert_eq!(moved(&reading), expected.clone());
        }
    }

    #[test]
    fn an_entry_that_is_left_out_is_missed(opening in -1_000_000_i64..1_000_000, moves in moves(), at in any::<prop::sample::Index>()) {
        let closing = opening + moves.iter().map(|(_, minor)| minor).sum::<i64>();
        let mut fewer = moves.clone();
        let (_, missing) = fewer.remove(at.index(moves.len()));
        prop_assume!(missing != 0);
        for text in [as_camt(opening, &fewer, closing), as_mt940(opening, &fewer, closing)] {
            let reading = read(text.as_bytes(), &Asked::default());
            prop_assert_eq!(reading.statements[0].balanced, Some(false));
            prop_assert!(reading.statements[0].quarantined);
            prop_assert!(reading.findings.iter().any(|finding| finding.code == Code::FalseBalance));
        }
    }

    #[test]
    fn two_exports_that_overlap_by_whole_days_name_each_entry_alike(
        days in prop::collection::vec((1_u8..=9, 1_u8..=3), 1..20),
        from in 1_u8..=9,
        to in 1_u8..=9,
    ) {
        let mapping = mapping();
        let asked = Asked { mapping: Some(&mapping), ..Asked::default() };
        let mut days = days;
        days.sort_unstable();
        let table = |within: &dyn Fn(u8) -> bool| {
            let rows = days.iter().filter(|(day, _)| within(*day));
            let rows = rows.map(|(day, price)| format!("{day:02}/03/2026;;Pouf;;;{price},00;\n")).collect::<String>();
            format!("Date opération;Date valeur;Libellé;Référence;Débit;Crédit;Solde\n{rows}")
        };
        let ids = |text: String| {
            let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
            let entries = read(&bytes, &asked).statements.into_iter().flat_map(|statement| statement.entries);
            entries.map(|entry| entry.id).collect::<std::collections::BTreeSet<String>>()
        };
        let all = ids(table(&|_| true));
        prop_assert_eq!(all.len(), days.len(), "nothing is lost");
        let parts: std::collections::BTreeSet<String> =
            ids(table(&|day| day <= from)).into_iter().chain(ids(table(&|day| day > from || day >= to))).collect();
        prop_assert_eq!(parts, all, "and nothing is doubled");
    }
}
