//! A receipt for Fadma's share: what it shows, and that no single changed character is accepted.

use super::*;
use crate::checkpoint::Checkpoint;
use crate::disclosure::decoy;
use crate::note::{SignerKey, Signs};
use crate::tree::nodes::Tree;

fn log() -> SignerKey {
    SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name")
}

fn policy() -> Policy {
    Policy::of_logs([log().verifier(Signs::Text)])
}

fn her_name() -> Disclosure {
    Disclosure::new([5; 16], "name", "Fadma Exemple")
}

fn record() -> Vec<u8> {
    let mut digests = [her_name().digest(), decoy([1; 32])];
    digests.sort();
    format!(r#"{{"v":1,"position":3,"type":"member_admitted","data":{{"member":"fadma","_sd":{}}}}}"#, json!(digests))
        .into_bytes()
}

/// A log of seven records, of which the fourth is hers.
fn receipt() -> Receipt {
    let others = |index: u64| leaf_hash(&index.to_be_bytes());
    let tree: Tree = (0..7).map(|index| if index == 3 { leaf_hash(&record()) } else { others(index) }).collect();
    let root = tree.root_at(7).expect("seven");
    let checkpoint = Checkpoint { origin: "ledger.example/atlas".to_owned(), size: 7, root };
    let line = log().signature_of(&checkpoint.to_string());
    let path = tree.inclusion(3, 7).expect("it is there");
    Receipt { record: record(), disclosures: vec![her_name()], index: 3, path, signed: checkpoint.signed(vec![line]) }
}

#[test]
fn she_shows_her_record_and_her_name() {
    let text = receipt().to_string();
    let read = Receipt::parse(&text).expect("as it was written");
    assert_eq!(read, receipt());
    assert!(read.verify(&policy()).is_ok());
}

#[test]
fn no_single_changed_character_is_accepted() {
    let text = receipt().to_string();
    let letters: Vec<char> = text.chars().collect();
    let accepted = |text: &str| Receipt::parse(text).is_ok_and(|receipt| receipt.verify(&policy()).is_ok());
    assert!(accepted(&text));
    for place in 0..letters.len() {
        for other in ['A', 'b', '0', '+', '/', '=', ' ', '\n', '\u{2014}'] {
            let mut changed = letters.clone();
            if changed[place] != other {
                changed[place] = other;
                let changed: String = changed.into_iter().collect();
                assert!(!accepted(&changed), "{:?} at {place} as {other:?}", letters[place]);
            }
        }
        let without: String = letters[..place].iter().chain(&letters[place + 1..]).collect();
        assert!(!accepted(&without), "without {:?} at {place}", letters[place]);
    }
    assert!(!accepted(&format!("{text}\n")));
}

#[test]
fn extra_data_with_another_word_or_a_name_that_is_not_sealed_here_are_refused() {
    let with = |extra: &str| {
        let text = receipt().to_string();
        let old = text.lines().nth(1).expect("the extra data").to_owned();
        let new = format!("extra {}", BASE64_STANDARD.encode(extra));
        Receipt::parse(&text.replace(&old, &new)).map_err(|error| error.to_string())
    };
    let entry = BASE64_STANDARD.encode(record());
    assert!(with(&format!(r#"{{"entry":"{entry}","disclosures":[]}}"#)).is_ok());
    for wrong in [
        format!(r#"{{"entry":"{entry}"}}"#),
        format!(r#"{{"entry":"{entry}","disclosures":[],"more":1}}"#),
        format!(r#"{{"entry":"{entry}","entry":"{entry}","disclosures":[]}}"#),
        format!(r#"{{"disclosures":[],"entry":"{entry}"}}"#),
        format!(r#"{{ "entry":"{entry}","disclosures":[]}}"#),
        "no JSON".to_owned(),
    ] {
        let told =
            Err("the extra data of the receipt are not the record and its disclosures, each once and nothing else");
        assert_eq!(with(&wrong), told.map_err(str::to_owned), "{wrong}");
    }
    let another = Receipt { disclosures: vec![Disclosure::new([6; 16], "name", "Fadma Exemple")], ..receipt() };
    let told = another.verify(&policy()).map_err(|error| error.to_string());
    assert_eq!(told.err().as_deref(), Some("a disclosure of the field `name` opens no digest of this record"));
}

#[test]
fn each_line_that_is_wrong_is_named() {
    let text = receipt().to_string();
    let told = |from: &str, to: &str| {
        Receipt::parse(&text.replacen(from, to, 1)).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(
        told("tlog-proof@v1", "tlog-proof@v2"),
        Err("line 1 of the receipt: a receipt begins with `c2sp.org/tlog-proof@v1`".to_owned())
    );
    assert_eq!(
        told("index 3", "index 03"),
        Err("line 3 of the receipt: write `index ` and the record's position in the log".to_owned())
    );
    assert_eq!(
        told("index 3\n", "index 3\nnothing\n"),
        Err("line 4 of the receipt: a hash is 44 characters of base64".to_owned())
    );
    let long = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64);
    assert_eq!(
        told("index 3\n", &format!("index 3\n{long}")),
        Err("line 67 of the receipt: a path has 63 hashes at the most".to_owned())
    );
    assert!(Receipt::parse(&"x".repeat(LONGEST + 1)).is_err());
}
