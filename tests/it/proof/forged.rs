//! What an operator can do who has the key: another history with sound chains and true signatures. Whoever has seen the
//! first one finds it.

use std::fs;

use jiff::ToSpan;
use mizan_ledger::event::Event;

use super::Ledger;

#[tokio::test]
async fn a_clock_set_back_is_told_even_where_everything_else_fits() {
    let whole = Ledger::new();
    let mut records = whole.records();
    let place = records.len() / 2;
    for record in records.iter_mut().skip(place).take(2) {
        record.envelope.recorded_at = record.envelope.recorded_at.checked_sub(2.hours()).expect("a moment");
    }
    let forged = whole.rewritten(records).await;
    forged.verify("atlas.mizan", &[]).finds(4, &format!("record {place}: it says it was recorded at"));
}

#[tokio::test]
async fn a_log_with_two_faces_is_shown_both() {
    let whole = Ledger::new();
    let memory = whole.path("seen").display().to_string();
    whole.verify("atlas.mizan", &["--memory", &memory]).finds(0, "RESULT     OK");
    // She was handed a hundred less, in every record that speaks of it.
    let mut records = whole.records();
    let nonce = records[3].envelope.nonce.clone();
    records[3].envelope.nonce = records[4].envelope.nonce.clone();
    records[4].envelope.nonce = nonce;
    let forged = whole.rewritten(records).await;
    forged.verify("atlas.mizan", &[]).finds(0, "RESULT     OK");
    let said = forged.verify("atlas.mizan", &["--memory", &memory, "--evidence", "evidence.txt"]);
    said.finds(5, "two faces");
    let evidence = fs::read_to_string(forged.path("evidence.txt")).expect("the evidence was written");
    let signatures = evidence.lines().filter(|line| line.starts_with("\u{2014} mizan.invalid/atlas-")).count();
    assert_eq!(signatures, 2, "{evidence}");
    // Whoever it is sent to needs the log's key, and nothing of ours but the program.
    forged.verify("evidence.txt", &[]).finds(5, "has two faces: it signed two histories");
    // The false one is not remembered: the true one passes still.
    whole.verify("atlas.mizan", &["--memory", &memory]).finds(0, "1 of 1 remembered checkpoints consistent");
}

#[tokio::test]
async fn a_log_that_grew_after_its_fork_is_no_continuation() {
    let whole = Ledger::new();
    let memory = whole.path("seen").display().to_string();
    whole.verify("atlas.mizan", &["--memory", &memory]).finds(0, "RESULT     OK");
    let mut records = whole.records();
    records[3].envelope.nonce = records[4].envelope.nonce.clone();
    let forged = whole.rewritten(records).await;
    let more = r#"{"key":"more","occurred_on":"2026-01-02","actor":{"id":"operator-1","role":"operator"},"type":"register_party","data":{"party":"more","name":"More","roles":["buyer"]}}"#;
    mizan_tests::recorded::record(&forged.book, format!("{more}\n").as_bytes());
    forged.sign();
    forged
        .verify("atlas.mizan", &["--memory", &memory, "--evidence", "evidence.txt"])
        .finds(5, "the same records have the root");
    forged.verify("evidence.txt", &[]).finds(5, "has two faces: it signed two histories");
}

#[tokio::test]
async fn a_book_that_lost_its_tail_is_no_export_of_long_ago() {
    let whole = Ledger::new();
    let memory = whole.path("seen").display().to_string();
    whole.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "old"]);
    let mut records = whole.records();
    let whole_size = records.len();
    whole.verify("atlas.mizan", &["--memory", &memory]).finds(0, "RESULT     OK");
    // The last batches are gone, and what is left is signed anew.
    let mut end = whole_size - 5;
    while records[end].envelope.part.0 != 1 {
        end -= 1;
    }
    records.truncate(end);
    let forged = whole.rewritten(records).await;
    let what = format!("record {end}: it had {whole_size} records when it was last seen, and has {end} now");
    forged.verify("atlas.mizan", &["--memory", &memory]).finds(4, &what);
    // As a bundle it might be an old one; that is said, and no fault.
    forged.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "short"]);
    let short = forged.path("short").display().to_string();
    whole.verify(&short, &["--memory", &memory]).finds(0, "older than what was seen before");
}

#[tokio::test]
async fn a_restored_backup_is_not_written_to() {
    let whole = Ledger::new();
    fs::copy(&whole.book, whole.path("backup")).expect("a copy");
    let more = r#"{"key":"more","occurred_on":"2026-01-02","actor":{"id":"operator-1","role":"operator"},"type":"register_party","data":{"party":"more","name":"More","roles":["buyer"]}}"#;
    mizan_tests::recorded::record(&whole.book, format!("{more}\n").as_bytes());
    whole.sign();
    let count = whole.lines().len();
    fs::copy(whole.path("backup"), &whole.book).expect("the backup is put back");
    let refused = mizan_tests::recorded::record(&whole.book, format!("{}\n", more.replace("more", "other")).as_bytes());
    let told = String::from_utf8(refused.stderr).expect("UTF-8");
    assert!(!refused.status.success() && told.contains("1 are missing, as after a backup was put back"), "{told}");
    assert_eq!(whole.lines().len(), count - 1, "nothing was written");
}

#[tokio::test]
async fn rules_that_a_forged_history_breaks_are_named() {
    let whole = Ledger::new();
    let mut records = whole.records();
    let mut dearer = None;
    let mut alone = None;
    for (place, record) in records.iter_mut().enumerate() {
        if let Event::CommissionCharged(charged) = &mut record.event
            && dearer.is_none()
        {
            charged.rate = Some("0.05".parse().expect("a rate"));
            dearer = Some(place);
        }
        if let Event::PayoutScheduled(_) = &record.event {
            alone = Some(record.envelope.actor);
        }
        if let (Event::PayoutApproved(_), Some(actor)) = (&record.event, alone) {
            record.envelope.actor = actor;
        }
    }
    let dearer = dearer.expect("the story has a commission");
    let forged = whole.rewritten(records).await;
    let said = forged.verify("atlas.mizan", &[]);
    said.finds(2, &format!("record {dearer}: R-05 a commission of"));
    said.finds(2, "which its agreement does not say");
    said.finds(2, "R-06 ");
}

#[tokio::test]
async fn a_closing_that_says_otherwise_than_the_records_before_it_is_found() {
    let whole = Ledger::new();
    let close = r#"{"key":"close","occurred_on":"2026-06-01","actor":{"id":"treasurer-1","role":"treasurer"},"cooperative":"demo-weavers","type":"close_period","data":{"period":"2026-05","until":"2026-05-31"}}"#;
    mizan_tests::recorded::record(&whole.book, format!("{close}\n").as_bytes());
    let mut records = whole.records();
    let place = records.len() - 1;
    if let Event::PeriodClosed(closed) = &mut records[place].event {
        closed.rows += 1;
    }
    let forged = whole.rewritten(records).await;
    forged
        .verify("atlas.mizan", &[])
        .finds(3, &format!("record {place}: the closing of 2026-05 of demo-weavers: it counts"));
}
