//! How long it takes to divide one price: by the golden agreement, among three makers and among a hundred.

use divan::Bencher;
use mizan_ledger::agreement::document::Agreement;
use mizan_ledger::agreement::facts::{Facts, Maker, Measures};

const GOLDEN: &str = include_str!("../../../fixtures/agreements/golden-export.json");

fn main() {
    divan::main();
}

/// The golden sale, made by so many hands.
fn golden(makers: u32) -> (Agreement, Facts) {
    let agreement: Agreement = serde_json::from_str(GOLDEN).expect("the golden agreement is readable");
    let facts = agreement.example.clone().expect("the golden agreement has an example").facts;
    let maker = |number: u32| {
        let hours = (40 + number % 37).to_string().parse().expect("hours are a quantity");
        let member = format!("weaver-{number}").parse().expect("a pseudonym is a code");
        Maker { member, did: Measures { hours: Some(hours), ..Measures::default() }, graded: Vec::new() }
    };
    let makers = (1..=makers).map(maker).collect();
    (agreement, Facts { makers, ..facts })
}

#[divan::bench(args = [3, 100])]
fn split(bencher: Bencher<'_, '_>, makers: u32) {
    let (agreement, mut facts) = golden(makers);
    bencher.bench_local(|| {
        facts.turn += 1;
        agreement.split(divan::black_box(&facts))
    });
}

#[divan::bench]
fn read_the_document(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| serde_json::from_str::<Agreement>(divan::black_box(GOLDEN)));
}
