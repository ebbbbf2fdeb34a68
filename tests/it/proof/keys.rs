//! A key that is changed, a log whose end is lost, and a witness who sees both sides: whoever verifies is never left alone.

use std::fs;

use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_tests::recorded::record;
use mizan_tests::watching::{Federation, run};

use super::Ledger;

fn party(id: &str) -> String {
    format!(
        r#"{{"key":"{id}","occurred_on":"2026-01-02","actor":{{"id":"operator-1","role":"operator"}},"type":"register_party","data":{{"party":"{id}","name":"A gallery","roles":["buyer"]}}}}"#
    ) + "\n"
}

#[test]
fn a_changed_key_is_a_record_and_both_sign_until_a_day() {
    let ledger = Ledger::new();
    let (old, count) = (ledger.key(), ledger.lines().len());
    ledger.said(&["key", "rotate", "atlas.mizan", "--both-until", "2999-01-01"]);
    let new = ledger.key();
    assert_ne!(old, new);
    let last = ledger.lines().pop().expect("records");
    assert!(last.contains("log_key_rotated") && last.contains(&old) && last.contains(&new), "{last}");
    assert_eq!(ledger.lines().len(), count + 1);
    for key in [&old, &new] {
        ledger.run(&["verify", "atlas.mizan", "--key", key]).finds(0, "RESULT     OK");
    }
    // Who writes goes on under both, and each change follows the one before it.
    record(&ledger.book, party("gallery-9").as_bytes());
    ledger.sign();
    ledger.run(&["verify", "atlas.mizan", "--key", &old]).finds(0, "RESULT     OK");
    ledger.said(&["key", "rotate", "atlas.mizan", "--both-until", "2999-01-01"]);
    ledger
        .run(&["key", "rotate", "atlas.mizan", "--both-until", "2001-01-01"])
        .finds(2, "both keys cannot sign until 2001-01-01");
    // The refused one is not half done: asked for again with another day, it is done.
    let third = ledger.key();
    ledger.said(&["key", "rotate", "atlas.mizan"]);
    assert_ne!(ledger.key(), third);
    ledger.verify("atlas.mizan", &[]).finds(0, "RESULT     OK");
}

#[test]
fn two_changes_of_one_day_keep_every_key_and_a_wrong_passphrase_begins_none() {
    let ledger = Ledger::new();
    let (first, lines) = (ledger.key(), ledger.lines());
    let passphrase = ledger.book.with_extension("passphrase");
    fs::copy(&passphrase, ledger.path("kept")).expect("it is there");
    fs::write(&passphrase, "wrong").expect("it can be written");
    ledger.run(&["key", "rotate", "atlas.mizan"]).finds(1, "the passphrase does not open");
    fs::remove_file(&passphrase).expect("it is there");
    ledger.run(&["key", "rotate", "atlas.mizan"]).finds(1, "atlas.passphrase");
    assert!(!passphrase.exists(), "none is made for keys that have one");
    fs::rename(ledger.path("kept"), &passphrase).expect("it is put back");
    assert_eq!((ledger.key(), ledger.lines()), (first.clone(), lines), "nothing was begun");
    for _ in 0..2 {
        ledger.said(&["key", "rotate", "atlas.mizan", "--both-until", "2999-01-01"]);
    }
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle"]);
    ledger.run(&["verify", "bundle", "--key", &first]).finds(0, "RESULT     OK");
}

#[test]
fn a_log_that_lost_its_end_says_so_and_goes_on_under_another_name() {
    let ledger = Ledger::new();
    fs::copy(&ledger.book, ledger.path("backup")).expect("a copy");
    record(&ledger.book, (party("one") + &party("two")).as_bytes());
    ledger.sign();
    let (old, size) = (ledger.key(), ledger.lines().len());
    ledger.run(&["key", "lost", "atlas.mizan", "--because", "A disk"]).finds(2, "nothing is lost");
    fs::copy(ledger.path("backup"), &ledger.book).expect("the backup is put back");
    let head = ledger.lines().len();
    ledger.verify("atlas.mizan", &[]).finds(4, "2 records that were signed for are missing, from here on");
    let same = old.split('+').next().expect("a name");
    ledger
        .run(&["key", "lost", "atlas.mizan", "--because", "A disk", "--origin", same])
        .finds(2, "must have another name");
    ledger.said(&[
        "key",
        "lost",
        "atlas.mizan",
        "--because",
        "The disk of 4 May",
        "--origin",
        "ledger.example/atlas-2",
    ]);
    let lines = ledger.lines();
    assert_eq!(lines.len(), head + 1);
    let last = lines.last().expect("records");
    assert!(last.contains(&format!(r#""lost":{{"size":{size},"#)) && last.contains("The disk of 4 May"), "{last}");
    ledger.verify("atlas.mizan", &[]).finds(0, "ledger.example/atlas-2");
    let written = record(&ledger.book, party("three").as_bytes());
    assert!(written.status.success(), "it is written to again");
    // What had been signed is not thrown away: it is what others will ask about.
    let kept = fs::read_to_string(ledger.path(&format!("atlas.checkpoint-lost-{size}"))).expect("it is kept");
    assert_eq!(SignedCheckpoint::parse(&kept).expect("a checkpoint").checkpoint.size, size as u64);
}

#[tokio::test]
async fn a_witness_counts_in_bundles_and_receipts_and_is_not_deceived() {
    let ledger = Ledger::new();
    let federation = Federation::watching(&ledger.path(""));
    let at_work = federation.serve();
    let ask = |ledger: &Ledger| ledger.run(&["checkpoint", "atlas.mizan", "--witness", &at_work.url]);
    ask(&ledger).finds(2, "does not watch this log");
    run(&federation.file, &["trust", &ledger.key()]);
    ask(&ledger).finds(0, "federation.example/witness");
    let witness = federation.vkey.to_string();
    ledger.verify("atlas.mizan", &["--witness", &witness]).finds(0, "witnesses 1/1");
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle"]);
    ledger.verify("bundle", &["--witness", &witness]).finds(0, "witnesses 1/1");
    ledger.said(&["receipt", "atlas.mizan", "sale-1", "-o", "sale.tlog-proof"]);
    ledger.verify("sale.tlog-proof", &["--witness", &witness]).finds(0, "witnesses: witness-1");
    // It grows; without being asked again the witness has not seen it.
    record(&ledger.book, party("one").as_bytes());
    ledger.sign();
    ledger.verify("atlas.mizan", &["--witness", &witness]).finds(4, "0 of 1 witnesses have cosigned it");
    ask(&ledger).finds(0, "federation.example/witness");
    ask(&ledger).finds(0, "federation.example/witness");
    ledger.verify("atlas.mizan", &["--witness", &witness]).finds(0, "witnesses 1/1");
    // Another history, of the same key: the witness sees it, and both its words are written out.
    let mut records = ledger.records();
    records[3].envelope.nonce = records[4].envelope.nonce.clone();
    let forged = ledger.rewritten(records).await;
    ask(&forged).finds(2, "");
    assert_eq!(federation.evidence().len(), 1, "the evidence is kept");
    forged.verify("atlas.mizan", &["--witness", &witness]).finds(4, "0 of 1 witnesses have cosigned it");
}

#[test]
fn the_page_that_verifies_receipts_is_written_out() {
    let ledger = Ledger::new();
    ledger.run(&["receipt", "--page", "verify.html"]).finds(0, "verifies receipts, offline");
    let page = fs::read_to_string(ledger.path("verify.html")).expect("it was written");
    assert_eq!(page, mizan::service::verify_page::VERIFY_PAGE);
}
