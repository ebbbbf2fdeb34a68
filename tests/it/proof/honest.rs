//! An honest log: verified where it is kept, from a folder, a tar file, an address and one receipt, by both programs.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use mizan_tests::program::mizan_verify;

use super::{Ledger, Said, files, json};

fn verify(program: &mut Command, words: &[&str]) -> Said {
    Said::of(program.args(words).output().expect("the program can be run"))
}

/// Hands out the files of a folder, as any web server does, until the test ends. Its address.
fn served(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let folder = folder.to_owned();
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| hand_out(&folder, stream)));
    format!("http://{address}/log")
}

fn hand_out(folder: &Path, stream: TcpStream) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut asked = String::new();
        if reader.read_line(&mut asked).is_err() || asked.is_empty() {
            return;
        }
        let mut header = String::new();
        while reader.read_line(&mut header).is_ok_and(|read| read > 2) {
            header.clear();
        }
        let path = asked.split(' ').nth(1).unwrap_or_default().trim_start_matches("/log/");
        let (status, body) = match fs::read(folder.join(path)) {
            Ok(body) => ("200 OK", body),
            Err(_) => ("404 Not Found", Vec::new()),
        };
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
        let stream = reader.get_mut();
        if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).is_err() {
            return;
        }
    }
}

#[test]
fn a_book_is_verified_where_it_is_kept() {
    let ledger = Ledger::new();
    let said = ledger.verify("atlas.mizan", &[]);
    let lines = ledger.lines().len();
    said.finds(0, &format!("TREE       {lines} records hashed, root equal"));
    assert!(said.text.contains("RULES      8 rules") && said.text.contains("RESULT     OK   exit 0"), "{}", said.text);
    // Without a key it is held against its own, and that is said.
    ledger.run(&["verify", "atlas.mizan"]).finds(0, "the key is the one the log itself names");
    assert_eq!(json(&ledger.run(&["verify", "atlas.mizan", "--json"]).text)["exit"], 0);
}

#[test]
fn a_folder_a_tar_file_and_an_address_give_the_same_report_by_both_programs() {
    let ledger = Ledger::new();
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle"]);
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle.tar"]);
    let key = ledger.key();
    let address = served(&ledger.path("bundle"));
    let mut reports = Vec::new();
    for what in [ledger.path("bundle").display().to_string(), ledger.path("bundle.tar").display().to_string(), address]
    {
        for said in [ledger.verify(&what, &[]), verify(&mut mizan_verify(), &[&what, "--key", &key])] {
            said.finds(0, "equal to those handed over");
            reports.push(said.text);
        }
    }
    assert!(reports.iter().all(|report| *report == reports[0]), "{reports:#?}");
    // A tar file that was packed by hand, with its folder, is the same.
    let packed = Command::new("tar").current_dir(ledger.path("")).args(["cf", "by-hand.tar", "bundle"]).status();
    assert!(packed.expect("tar can be run").success());
    assert_eq!(ledger.verify("by-hand.tar", &[]).text, reports[0]);
}

#[test]
fn a_bundle_is_brought_up_to_date_and_written_over_nothing_else() {
    let ledger = Ledger::new();
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle", "--json"]);
    let before = files(&ledger.path("bundle"));
    let more = r#"{"key":"one-more","occurred_on":"2026-01-02","actor":{"id":"operator-1","role":"operator"},"type":"register_party","data":{"party":"one-more","name":"One more","roles":["buyer"]}}"#;
    mizan_tests::recorded::record(&ledger.book, format!("{more}\n").as_bytes());
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle"]);
    ledger.verify("bundle", &[]).finds(0, "root equal");
    assert!(files(&ledger.path("bundle")).len() > before.len(), "the partial tiles of before may be asked for still");
    fs::create_dir(ledger.path("photos")).expect("a folder");
    fs::write(ledger.path("photos/rug.jpg"), "a rug").expect("a file");
    ledger.run(&["export", "atlas.mizan", "--as", "bundle", "-o", "photos"]).finds(2, "is there and is no bundle");
    let other = Ledger::new();
    let others = ledger.path("bundle").display().to_string();
    other
        .run(&["export", "atlas.mizan", "--as", "bundle", "-o", &others])
        .finds(2, "is a bundle of mizan.invalid/atlas-");
}

#[test]
fn a_weaver_a_gallery_and_a_treasurer_each_have_a_receipt() {
    let ledger = Ledger::new();
    let key = ledger.key();
    for (name, words) in [
        ("weaver", &["payout-1", "--member", "weaver-1"][..]),
        ("share", &["sale-1", "--member", "weaver-2"]),
        ("gallery", &["sale-1"]),
        ("treasurer", &["payout-1"]),
        ("position", &["7"]),
    ] {
        let file = format!("{name}.tlog-proof");
        ledger.said(&[&["receipt", "atlas.mizan"], words, &["-o", &file]].concat());
        ledger.verify(&file, &[]).finds(0, "signed by its key");
        let file = ledger.path(&file).display().to_string();
        verify(&mut mizan_verify(), &[&file, "--key", &key]).finds(0, "RESULT     OK   exit 0");
        let stranger = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        verify(&mut mizan_verify(), &[&file, "--key", stranger]).finds(4, "the key is for `sum.golang.org`");
    }
    ledger.run(&["receipt", "atlas.mizan", "sale-1", "--member", "nobody"]).finds(2, "speaks of `nobody`");
    ledger.run(&["receipt", "atlas.mizan", "no-such-sale"]).finds(2, "no-such-sale");
    ledger.run(&["receipt", "atlas.mizan", "100000"]).finds(2, "there is no position 100000");
}

#[test]
fn what_cannot_be_verified_says_what_is_missing() {
    let ledger = Ledger::new();
    ledger.run(&["verify", "nothing.mizan"]).finds(2, "nothing was signed");
    ledger.run(&["verify", "nothing"]).finds(1, "No such file");
    ledger.run(&["verify", "https://ledger.example/log"]).finds(1, "fetch the files with a tool of your own");
    fs::create_dir(ledger.path("empty")).expect("a folder");
    ledger.run(&["verify", "empty"]).finds(1, "checkpoint is missing: this is no bundle");
    fs::write(ledger.path("note.txt"), "hello").expect("a file");
    assert_eq!(ledger.run(&["verify", "note.txt"]).code, 1);
    ledger.run(&["verify", "atlas.mizan", "--key", "no-key"]).finds(1, "a key is written `NAME+8 hex digits+base64`");
    ledger.said(&["receipt", "atlas.mizan", "7", "-o", "seven.tlog-proof"]);
    ledger.run(&["verify", "seven.tlog-proof"]).finds(1, "give it with --key or --policy");
}

#[test]
fn openings_are_held_against_what_is_sealed() {
    let ledger = Ledger::new();
    let line = r#"{"key":"fadma","occurred_on":"2026-01-02","actor":{"id":"operator-1","role":"operator"},"type":"register_party","data":{"party":"fadma","name":"F","roles":["buyer"]},"sealed":{"phone":"+212600000000"}}"#;
    let said = mizan_tests::recorded::record(&ledger.book, format!("{line}\n").as_bytes());
    fs::write(ledger.path("answers.ndjson"), &said.stdout).expect("a file");
    ledger.sign();
    ledger.verify("atlas.mizan", &["--openings", "answers.ndjson"]).finds(0, "1 of 1 openings fit");
    let other = mizan_proof::disclosure::Disclosure::new([9; 16], "phone", "+212600000000");
    fs::write(ledger.path("other"), other.encoded()).expect("a file");
    ledger.verify("atlas.mizan", &["--openings", "other"]).finds(2, "opens no digest of this log");
}

#[test]
fn a_file_of_this_many_names_is_read_where_it_lies_and_leads_nowhere() {
    let ledger = Ledger::new();
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle"]);
    let outside: PathBuf = ledger.path("bundle/checkpoint");
    fs::rename(&outside, ledger.path("checkpoint")).expect("it can be moved");
    std::os::unix::fs::symlink("../checkpoint", &outside).expect("a link can be made");
    let packed = Command::new("tar").current_dir(ledger.path("bundle")).args(["cf", "../linked.tar", "."]).status();
    assert!(packed.expect("tar can be run").success());
    ledger.run(&["verify", "linked.tar"]).finds(1, "checkpoint is missing");
}

#[test]
fn one_cooperatives_export_is_verified_alone() {
    let ledger = Ledger::new();
    ledger.said(&["export", "atlas.mizan", "--as", "ndjson", "--cooperative", "demo-weavers", "-o", "weavers.ndjson"]);
    ledger.run(&["verify", "weavers.ndjson"]).finds(0, "records of `demo-weavers`, none missing between them");
    let text = fs::read_to_string(ledger.path("weavers.ndjson")).expect("it was written");
    let without: Vec<&str> = text.lines().enumerate().filter(|(at, _)| *at != 9).map(|(_, line)| line).collect();
    fs::write(ledger.path("gap.ndjson"), without.join("\n") + "\n").expect("a file");
    ledger.run(&["verify", "gap.ndjson"]).finds(4, "records are missing before line 10");
}

#[test]
fn a_closed_period_is_reckoned_again_and_its_root_with_its_opening() {
    let ledger = Ledger::new();
    let close = r#"{"key":"close","occurred_on":"2026-06-01","actor":{"id":"treasurer-1","role":"treasurer"},"cooperative":"demo-weavers","type":"close_period","data":{"period":"2026-05","until":"2026-05-31"}}"#;
    let said = mizan_tests::recorded::record(&ledger.book, format!("{close}\n").as_bytes());
    fs::write(ledger.path("opening.ndjson"), &said.stdout).expect("a file");
    ledger.sign();
    ledger.verify("atlas.mizan", &[]).finds(0, "1 closed periods: 0 roots equal, 1 without their opening");
    ledger
        .verify("atlas.mizan", &["--openings", "opening.ndjson"])
        .finds(0, "1 closed periods: 1 roots equal, 0 without their opening");
}
