//! What programs of others say of our log: Go's own, and a page of Python.

use std::path::{Path, PathBuf};
use std::process::Command;

use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_proof::receipt::Receipt;
use mizan_tests::{found_or_skipped, repository, target_folder};

use super::Ledger;

/// The folder in which Debian keeps Go's packages as source.
const PACKAGES: &str = "/usr/share/gocode";

fn ours(name: &str) -> PathBuf {
    repository().join("tests/others").join(name)
}

fn run(command: &mut Command) -> (bool, String) {
    let output = command.output().expect("it can be run");
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), text.concat())
}

/// The log of the golden story with sales enough for several tiles, as a bundle, and what it was signed for before.
fn grown(ledger: &Ledger) -> SignedCheckpoint {
    let checkpoint = std::fs::read_to_string(ledger.book.with_extension("checkpoint")).expect("it was signed");
    let parties = (0..700).map(|number| {
        format!(
            r#"{{"key":"gallery-{number}","occurred_on":"2026-01-02","actor":{{"id":"operator-1","role":"operator"}},"type":"register_party","data":{{"party":"gallery-{number}","name":"A gallery","roles":["buyer"]}}}}"#
        ) + "\n"
    });
    mizan_tests::recorded::record(&ledger.book, parties.collect::<String>().as_bytes());
    ledger.said(&["export", "atlas.mizan", "--as", "bundle", "-o", "bundle"]);
    SignedCheckpoint::parse(&checkpoint).expect("a checkpoint")
}

#[test]
fn go_opens_the_checkpoint_proves_a_record_by_our_tiles_and_sees_that_the_log_only_grew() {
    let known = Path::new(PACKAGES).join("src/golang.org/x/mod/sumdb/tlog").exists() && which("go");
    let what = "Go and golang.org/x/mod are not installed (apt-get install golang-go golang-golang-x-mod-dev)";
    let Some(()) = found_or_skipped(known, what) else { return };
    let ledger = Ledger::new();
    let before = grown(&ledger).checkpoint;
    let built = ledger.path("log");
    let go = |words: &[&str]| {
        let mut command = Command::new("go");
        command
            .args(words)
            .env("GO111MODULE", "off")
            .env("GOPATH", PACKAGES)
            .env("GOCACHE", target_folder().join("go-cache"));
        run(command.env("GOFLAGS", "").env("GOTOOLCHAIN", "local").env("CGO_ENABLED", "0"))
    };
    let (done, told) = go(&["build", "-o", &built.display().to_string(), &ours("log.go").display().to_string()]);
    assert!(done, "{told}");
    let (bundle, key) = (ledger.path("bundle").display().to_string(), ledger.key());
    for index in ["0", "69", "300", "700"] {
        ledger.said(&["receipt", "atlas.mizan", index, "-o", "one.tlog-proof"]);
        let receipt = std::fs::read_to_string(ledger.path("one.tlog-proof")).expect("it was written");
        let receipt = Receipt::parse(&receipt).expect("a receipt");
        let log = |old_root: &str| {
            let size = before.size.to_string();
            run(Command::new(&built).args([&bundle, &key, index, &size, old_root]))
        };
        let (accepted, told) = log(&before.root.to_base64());
        assert!(accepted && told.contains(&format!("tlog.CheckTree: continues {}", before.size)), "{told}");
        let theirs: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("hash ")).collect();
        let ours: Vec<String> = receipt.path.iter().map(|hash| hash.to_base64()).collect();
        assert_eq!(theirs, ours, "their proof from our tiles is the one of our receipt");
        let (accepted, told) = log(&receipt.path[0].to_base64());
        assert!(!accepted && told.contains("refused: invalid transparency proof"), "{told}");
    }
    // Another key, and a tile of another record.
    let stranger = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    let root = before.root.to_base64();
    let (accepted, told) = run(Command::new(&built).args([&bundle, stranger, "0", &before.size.to_string(), &root]));
    assert!(!accepted && told.contains("refused: note has no verifiable signatures"), "{told}");
    let tile = ledger.path("bundle/tile/0/000");
    let mut bytes = std::fs::read(&tile).expect("a full tile");
    bytes[40] ^= 1;
    std::fs::write(&tile, bytes).expect("it can be written");
    let (accepted, told) = run(Command::new(&built).args([&bundle, &key, "0", &before.size.to_string(), &root]));
    assert!(!accepted && told.contains("refused: "), "{told}");
}

#[test]
fn a_page_of_python_verifies_a_receipt_and_refuses_a_changed_one() {
    let python = "/usr/bin/python3";
    let known = run(Command::new(python).args(["-c", "import cryptography"])).0;
    let Some(()) = found_or_skipped(known, "cryptography is not installed (apt-get install python3-cryptography)")
    else {
        return;
    };
    let ledger = Ledger::new();
    grown(&ledger);
    let key = ledger.key();
    let verified = |file: &str, key: &str| {
        run(Command::new(python).arg(ours("receipt.py")).args([&ledger.path(file).display().to_string(), key]))
    };
    for index in ["0", "40", "256", "700"] {
        ledger.said(&["receipt", "atlas.mizan", index, "-o", "one.tlog-proof"]);
        let (accepted, told) = verified("one.tlog-proof", &key);
        assert!(accepted && told.starts_with(&format!("record {index} is in mizan.invalid/atlas-")), "{told}");
        if index != "40" {
            continue;
        }
        let good = std::fs::read_to_string(ledger.path("one.tlog-proof")).expect("it was written");
        let lines: Vec<&str> = good.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(at, line)| *at > 2 && line.len() > 8) {
            let flipped = if line.as_bytes()[5] == b'A' { "B" } else { "A" };
            let bad = format!("{}{flipped}{}", &line[..5], &line[6..]);
            let bad = lines.iter().enumerate().map(|(this, line)| if this == at { bad.as_str() } else { line });
            std::fs::write(ledger.path("bad.tlog-proof"), bad.collect::<Vec<_>>().join("\n") + "\n").expect("written");
            assert!(!verified("bad.tlog-proof", &key).0, "line {} was changed", at + 1);
        }
    }
}

fn which(program: &str) -> bool {
    run(Command::new("sh").args(["-c", &format!("command -v {program}")])).0
}
