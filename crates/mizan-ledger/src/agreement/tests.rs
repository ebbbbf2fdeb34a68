//! Stories of agreements: published sales divided to the centime, and the divisions others got wrong.

mod chains;
mod checks;
mod deductions;
mod fixtures;
mod golden;
mod laws;
mod mistakes;
mod residues;
mod words;

use rust_decimal::Decimal;

use crate::agreement::document::Agreement;
use crate::id::Code;
use crate::money::{MAD, Money};

const GOLDEN: &str = include_str!("../../../../fixtures/agreements/golden-export.json");

fn read(text: &str) -> Agreement {
    serde_json::from_str(text).expect("a fixture is a readable agreement")
}

fn mad(number: &str) -> Money {
    let number: Decimal = number.parse().expect("a test writes numbers");
    Money::rounded(number, MAD).expect("a test writes amounts that fit")
}

fn code(text: &str) -> Code {
    text.parse().expect("a test writes codes")
}
