//! Importing through the program: what each file of `fixtures/import` is told, what it leaves in the book, and that
//! nothing is ever doubled.

mod given_back;
mod interrupted;
mod mapped;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use mizan_format::{journal_beancount, journal_hledger};
use mizan_ledger::account::{Account, Nature};
use mizan_ledger::event::Event;
use mizan_ledger::id::CooperativeId;
use mizan_tests::program::mizan;
use mizan_tests::recorded::{Answer, init, record, records, replay};
use mizan_tests::{beancount_python, hledger, repository};
use rust_decimal::Decimal;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::oracles::{beancount_balances, hledger_balances};

fn fixture(name: &str) -> PathBuf {
    repository().join("fixtures/import").join(name)
}

/// A book with the cooperatives, members, tills and agreements the files are about.
struct Shelf {
    folder: TempDir,
}

impl Shelf {
    fn new() -> Shelf {
        let shelf = Shelf { folder: tempdir().expect("a test has room for its files") };
        init(&shelf.book());
        let founding = fs::read_to_string(fixture("founding.ndjson")).expect("the founding is there");
        for answer in Answer::to(&shelf.book(), &founding) {
            assert_eq!(answer.status, "recorded", "{answer:?}");
        }
        shelf
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn book(&self) -> PathBuf {
        self.file("network.mizan")
    }

    /// Imports a fixture with the profile of its folder.
    fn import(&self, kind: &str, file: &str, more: &[&str]) -> Output {
        let profile = fixture(kind).join("profile.json");
        self.run(&fixture(kind).join(file), kind, &[&["--profile", text(&profile)], more].concat())
    }

    fn run(&self, file: &Path, kind: &str, more: &[&str]) -> Output {
        let mut command = mizan();
        command.arg("import").arg(self.book()).arg(file).args(["--as", kind]).args(more);
        // What is told names the file as it was given; so it is given as any reader has it.
        command.current_dir(repository()).output().expect("the program can be run")
    }

    /// What stands on every account of a cooperative, by account and currency.
    fn balances(&self, cooperative: &str) -> BTreeMap<(String, String), String> {
        let mut command = mizan();
        command.arg("balances").arg(self.book()).args(["--cooperative", cooperative, "--json"]);
        let output = command.output().expect("the program can be run");
        let balances: Value = serde_json::from_slice(&output.stdout).expect("balances are JSON");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let lines = balances["accounts"].as_array().expect("there are accounts").iter();
        lines.map(|line| ((text(&line["account"]), text(&line["currency"])), text(&line["balance"]))).collect()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the folder has a plain name")
}

/// The answers, with the exit code and what was complained of.
fn told(output: &Output) -> String {
    let answers = String::from_utf8(output.stdout.clone()).expect("answers are text");
    let complaints = String::from_utf8(output.stderr.clone()).expect("complaints are text");
    let repository = format!("{}/", repository().display());
    format!("exit {:?}\n{answers}{}", output.status.code(), complaints.replace(&repository, ""))
}

fn answers(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("answers are text");
    text.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect()
}

fn summary(output: &Output) -> Value {
    answers(output).pop().unwrap_or_default()["summary"].clone()
}

const EXPORTED: [&str; 2] = ["--exported-on", "2026-04-01"];

#[test]
fn every_file_is_told_row_by_row_what_became_of_it() {
    let orders = |name: &str| text(&fixture("etsy").join(name)).to_owned();
    let (good, broken) = (orders("good-orders.csv"), orders("broken-orders.csv"));
    let files: [(&str, &str, &str, &[&str]); 16] = [
        ("shopify", "good", "good.csv", &EXPORTED),
        ("shopify", "broken", "broken.csv", &EXPORTED),
        ("shopify", "undated_refunds", "good.csv", &[]),
        ("shopify", "missing_column", "missing-column.csv", &[]),
        ("shopify", "wrong_encoding", "wrong-encoding.csv", &[]),
        ("etsy", "good", "good.csv", &["--orders", &good, EXPORTED[0], EXPORTED[1]]),
        ("etsy", "items_alone", "good.csv", &[]),
        ("etsy", "broken", "broken.csv", &[]),
        ("etsy", "disputed", "disputed.csv", &["--orders", &broken]),
        ("etsy", "missing_column", "missing-column.csv", &[]),
        ("etsy", "orders_for_items", "good-orders.csv", &[]),
        ("csv", "good", "good.csv", &[]),
        ("csv", "utf16", "good-utf16.csv", &[]),
        ("csv", "broken", "broken.csv", &[]),
        ("csv", "unseparated", "unseparated.csv", &[]),
        ("csv", "other_columns", "ambiguous.csv", &[]),
    ];
    let founded = Shelf::new();
    for (kind, name, file, more) in files {
        let shelf = Shelf { folder: tempdir().expect("a test has room for its files") };
        fs::copy(founded.book(), shelf.book()).expect("a book is one file");
        let as_json = shelf.import(kind, file, &[more, &["--json"]].concat());
        let as_text = shelf.import(kind, file, more);
        // Read again as a person would, all that could be recorded is recorded already.
        insta::assert_snapshot!(format!("{kind}_{name}"), format!("{}\nagain: {}", told(&as_json), told(&as_text)));
    }
}

#[test]
fn what_a_shop_sold_is_in_the_book_to_the_centime() {
    let shelf = Shelf::new();
    let first = shelf.import("shopify", "good.csv", &[&EXPORTED[..], &["--json"]].concat());
    assert_eq!(first.status.code(), Some(0), "{}", told(&first));
    let length = records(&shelf.book()).len();
    let again = shelf.import("shopify", "good.csv", &[&EXPORTED[..], &["--json"]].concat());
    assert_eq!(
        (summary(&again)["recorded"].clone(), summary(&again)["already_recorded"].clone()),
        (0.into(), 6.into())
    );
    assert_eq!(records(&shelf.book()).len(), length);

    // By hand, at 10.80 dirhams a euro until 15 March and 10.75 after it, 9.90 a dollar:
    // #1001  90 of 120 euros are Atlas's, so are 6.75 of the 9.00 for the way: 96.75 euros are 1,044.90. Less 72.90 for
    //        the post 972.00, of which 97.20 to the cooperative and 874.80 to maker-1. The valley has 32.25, or 348.30.
    // #1002  50 dollars are 495.00: 49.50 and 445.50 to maker-2.       #1003  all given back.
    // #1005  54 euros are 580.50, not paid yet: 96.75 to the post, 48.38, and 435.37 to come to maker-1.
    // #1006  490 euros less 49, shipped for 18: 40.00 and 14.69 fall on the rug, 9.00 and 3.31 on the poufs.
    //        374.69 are 4,027.92: post 157.92, of 3,870.00 15 % 580.50 and 2 % 77.40, and 3,212.10 by hours 120, 100, 60.
    //        84.31 are 906.33: post 35.58, of 870.75 10 % 87.08, maker-1 783.67. Of 40.50 given back, 435.37, each gives
    //        its part: 17.09, 41.83, 376.45.
    // #1007  72 euros are 774.00: tax 129.00, post 107.50, 10 % of 537.50 is 53.75, and 483.75 to maker-2.
    let balances = shelf.balances("demo-atlas");
    let mad = |account: &str| balances.get(&(account.to_owned(), "MAD".to_owned())).map(String::as_str);
    for (account, amount) in [
        ("liabilities:member:maker-1:available", "1282.02"),
        ("liabilities:member:maker-1:pending", "435.37"),
        ("liabilities:member:maker-2:available", "929.25"),
        ("liabilities:member:weaver-1:available", "1376.61"),
        ("liabilities:member:weaver-2:available", "1147.18"),
        ("liabilities:member:weaver-3:available", "688.31"),
        ("liabilities:payable:demo-post", "453.56"),
        ("liabilities:tax", "129.00"),
        ("liabilities:fund:training", "77.40"),
        ("income:commission", "874.58"),
        ("assets:receivable:shop-buyers", "580.50"),
    ] {
        assert_eq!(mad(account), Some(amount), "{account}");
    }
    // 96.75 + 374.69 + 84.31 + 72.00 came in; of the 54.00 that came and went again nothing is left, nor of the 40.50.
    let euros = balances.get(&("assets:provider:shopify".to_owned(), "EUR".to_owned()));
    assert_eq!(euros.map(String::as_str), Some("587.25"));
    let valley = shelf.balances("demo-valley");
    let weaver = ("liabilities:member:weaver-7:available".to_owned(), "MAD".to_owned());
    assert_eq!(valley.get(&weaver).map(String::as_str), Some("285.12"), "348.30 less 24.30 for the post, less 12 %");
    assert_eq!(replay(&shelf.book())["agrees_with_live"], true);
    others_agree(&shelf);
}

#[test]
fn items_fees_and_refunds_of_etsy_are_in_the_book_to_the_centime() {
    let shelf = Shelf::new();
    let orders = fixture("etsy").join("good-orders.csv");
    let more = ["--orders", text(&orders), EXPORTED[0], EXPORTED[1]];
    let output = shelf.import("etsy", "good.csv", &more);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let balances = shelf.balances("demo-atlas");
    let stands = |account: &str, currency: &str| {
        balances.get(&(account.to_owned(), currency.to_owned())).cloned().unwrap_or_default()
    };
    // Dollars: 72.00 + 540.00 + 82.00 + 72.00 came in, without the tax Etsy keeps; 3.10 + 18.00 + 3.60 + 3.10 are fees
    // and 12.00 went back. Euros: 102.00 came in and 102.00 came and went back, and both fees of 4.30 stay with Etsy.
    assert_eq!(stands("assets:provider:etsy", "USD"), "726.20");
    assert_eq!(stands("assets:provider:etsy", "EUR"), "93.40");
    // Fees as they left: dollars at 9.90, euros at what they were carried at.
    // maker-1: 72.00 dollars are 712.80, less 118.80 for the post 594.00, less a tenth 534.60, twice; of the one of 5
    // March 12.00 of 72.00 went back, 89.10. Her 102.00 euros are 1,096.50: post 129.00, of 967.50 nine tenths 870.75.
    assert_eq!(stands("liabilities:member:maker-1:available", "MAD"), "1850.85");
    // maker-2: 82.00 dollars are 811.80, post 99.00, of 712.80 nine tenths.
    assert_eq!(stands("liabilities:member:maker-2:available", "MAD"), "641.52");
    // The rug: 540.00 dollars are 5,346.00, post 396.00, of 4,950.00 15 % and 2 %, and 4,108.50 by 120, 100 and 60 hours.
    assert_eq!(stands("liabilities:fund:training", "MAD"), "99.00");
    assert_eq!(stands("liabilities:member:weaver-1:available", "MAD"), "1760.79");
    assert_eq!(stands("liabilities:member:weaver-2:available", "MAD"), "1467.32");
    assert_eq!(stands("liabilities:member:weaver-3:available", "MAD"), "880.39");
    assert_eq!(replay(&shelf.book())["agrees_with_live"], true);
    others_agree(&shelf);
}

/// That hledger and beancount come to the balances of the book, if they are here.
fn others_agree(shelf: &Shelf) {
    type Name = fn(CooperativeId, Account) -> String;
    let ours = |name: Name| {
        let of = |cooperative: &'static str| {
            let id: CooperativeId = cooperative.parse().expect("a cooperative's identifier");
            shelf.balances(cooperative).into_iter().map(move |((account, currency), balance)| {
                let account: Account = account.parse().expect("an account");
                let balance: Decimal = balance.parse().expect("a number");
                // A person reads what is owed without a sign; in a journal it is on the other side.
                let debit = matches!(account.nature(), Nature::Assets | Nature::Expenses);
                ((name(id, account), currency), if debit { balance } else { -balance })
            })
        };
        let all = ["demo-atlas", "demo-valley"].into_iter().flat_map(of);
        all.filter(|(_, balance)| !balance.is_zero()).collect::<BTreeMap<_, _>>()
    };
    let export = |form: &str| {
        let output = mizan().arg("export").arg(shelf.book()).args(["--as", form]).output();
        let path = shelf.file(form);
        fs::write(&path, output.expect("the program can be run").stdout).expect("there is room for a file");
        path
    };
    if let Some(hledger) = hledger() {
        assert_eq!(hledger_balances(hledger, &export("hledger")), ours(journal_hledger::name));
    }
    if let Some(python) = beancount_python() {
        assert_eq!(beancount_balances(&python, &export("beancount")), ours(journal_beancount::name));
    }
}

#[test]
fn a_later_export_adds_what_is_new_and_says_what_differs() {
    let shelf = Shelf::new();
    assert_eq!(shelf.import("shopify", "good.csv", &EXPORTED).status.code(), Some(0));
    let later = shelf.import("shopify", "later.csv", &["--exported-on", "2026-04-05", "--json"]);
    let told = answers(&later);
    // #1006: the 40.50 of before are known, 40.50 more go back.
    let did = told[0]["did"].as_array().expect("its commands are listed");
    let refunds: Vec<&Value> =
        did.iter().filter(|did| did["command"] == "issue_refund").map(|did| &did["status"]).collect();
    assert_eq!(refunds, ["already_recorded", "recorded"]);
    // #1005 was paid, into another till than the provider's.
    assert_eq!((&told[2]["order"], &told[2]["status"]), (&"#1005".into(), &"recorded".into()));
    let atlas = shelf.balances("demo-atlas");
    assert_eq!(atlas.get(&("assets:bank:main".to_owned(), "EUR".to_owned())).map(String::as_str), Some("54.00"));
    assert_eq!(atlas.get(&("liabilities:member:maker-1:pending".to_owned(), "MAD".to_owned())), None);
    // #1002 is 55.00 dollars now.
    assert_eq!((&told[3]["status"], &told[3]["code"]), (&"refused".into(), &"differs".into()));
    let reason = told[3]["reason"].as_str().expect("a refusal says why");
    assert!(reason.contains("`total` is 50.00 USD in the book and 55.00 USD in the file"), "{reason}");
    assert_eq!(later.status.code(), Some(2));
    // The first file again is behind what the book has, and says so.
    let behind = shelf.import("shopify", "good.csv", &[&EXPORTED[..], &["--json"]].concat());
    let codes: Vec<&str> = answers(&behind).iter().filter_map(|told| told["code"].as_str()).map(|_| "told").collect();
    assert_eq!(codes, ["told", "told"], "an order paid since, and one of which more was given back since");
    assert_eq!(summary(&behind)["records_added"], 0);
}

#[test]
fn an_order_is_followed_through_its_turns() {
    let shelf = Shelf::new();
    assert_eq!(shelf.import("shopify", "turns.csv", &[]).status.code(), Some(0));
    let half = shelf.balances("demo-atlas");
    let euros = ("assets:provider:shopify".to_owned(), "EUR".to_owned());
    // Half of 445.00, 90 of 120 of 129.00, and 54.00.
    assert_eq!(half.get(&euros).map(String::as_str), Some("373.25"));
    let later = shelf.import("shopify", "turns-later.csv", &["--json"]);
    assert_eq!(later.status.code(), Some(0), "{}", told(&later));
    // The days of what was called off are in the file, so no day of the export was needed; and the reason is its own.
    let credits: Vec<(String, String)> = records(&shelf.book())
        .iter()
        .filter_map(|record| {
            let Event::CreditNoteIssued(event) = &record.event else { return None };
            Some((record.envelope.occurred_on, event))
        })
        .map(|(day, event)| (format!("{day} {} {}", event.sale, event.amount), format!("{:?}", event.reason)))
        .collect();
    let cancelled = |what: &str| (what.to_owned(), "Cancelled".to_owned());
    let expected = [
        cancelled("2026-03-21 atlas-3002 96.75 EUR"),
        cancelled("2026-03-21 atlas-3002-2 32.25 EUR"),
        cancelled("2026-03-22 atlas-3003 54.00 EUR"),
        cancelled("2026-03-23 atlas-3004 45.00 EUR"),
    ];
    assert_eq!(credits, expected);
    let atlas = shelf.balances("demo-atlas");
    assert_eq!(atlas.get(&euros).map(String::as_str), Some("454.00"), "445.00, and the 9.00 kept for the way");
    assert_eq!(atlas.keys().find(|(account, _)| account.contains("receivable")), None, "nobody owes anything");
    // 45.00 at 10.80 are 486.00, and 437.40 hers; and of the 437.40 of #3004 the sixth that was kept, 72.90.
    let maker = ("liabilities:member:maker-1:available".to_owned(), "MAD".to_owned());
    assert_eq!(atlas.get(&maker).map(String::as_str), Some("510.30"));
    let again = shelf.import("shopify", "turns-later.csv", &["--json"]);
    assert_eq!(summary(&again)["already_recorded"], 4);
    others_agree(&shelf);
}

#[test]
fn what_a_person_recorded_by_hand_is_not_said_again() {
    let shelf = Shelf::new();
    assert_eq!(shelf.import("shopify", "good.csv", &EXPORTED).status.code(), Some(0));
    let by_hand = r#"{"key":"hand-1","occurred_on":"2026-04-02","actor":{"id":"treasurer-1","role":"treasurer"},"cooperative":"demo-atlas","type":"receive_payment","data":{"payment":"hand-1","buyer":"shop-buyers","amount":"54.00 EUR","rate":"10.75","till":"bank:main","pays":[{"sale":"atlas-1005","amount":"54.00 EUR"}]}}
{"key":"hand-2","occurred_on":"2026-04-03","actor":{"id":"treasurer-1","role":"treasurer"},"cooperative":"demo-atlas","type":"issue_credit_note","data":{"credit_note":"hand-2","sale":"atlas-1006-2","amount":"40.50 EUR","reason":"returned"}}
{"key":"hand-3","occurred_on":"2026-04-03","actor":{"id":"treasurer-1","role":"treasurer"},"cooperative":"demo-atlas","type":"issue_refund","data":{"refund":"hand-3","sale":"atlas-1006-2","amount":"40.50 EUR","rate":"10.75","till":"provider:shopify"}}
"#;
    assert_eq!(record(&shelf.book(), by_hand.as_bytes()).status.code(), Some(0));
    let later = shelf.import("shopify", "later.csv", &["--exported-on", "2026-04-05", "--json"]);
    assert_eq!(summary(&later)["records_added"], 0, "{}", told(&later));
    assert_eq!(summary(&later)["already_recorded"], 2);
}

#[test]
fn a_dry_run_shows_the_commands_and_they_are_the_import() {
    let (shown, done) = (Shelf::new(), Shelf::new());
    let before = fs::read(shown.book()).expect("a book is one file");
    let dry = shown.import("shopify", "good.csv", &[&EXPORTED[..], &["--dry-run"]].concat());
    assert_eq!(dry.status.code(), Some(0));
    assert!(fs::read(shown.book()).expect("a book is one file") == before, "nothing is decided");
    let complaints = String::from_utf8(dry.stderr).expect("complaints are text");
    assert!(complaints.starts_with("row 6, #1004: skipped: "), "{complaints}");
    // One after the other they need the order of an import's steps, which the file has within each order.
    for answer in Answer::to(&shown.book(), &String::from_utf8(dry.stdout).expect("commands are text")) {
        assert_eq!(answer.status, "recorded", "{answer:?}");
    }
    assert_eq!(done.import("shopify", "good.csv", &EXPORTED).status.code(), Some(0));
    for cooperative in ["demo-atlas", "demo-valley"] {
        let exchange = |((account, _), _): &((String, String), String)| !account.contains("exchange");
        let without = |shelf: &Shelf| shelf.balances(cooperative).into_iter().filter(exchange).collect::<Vec<_>>();
        // Euros leave at what they are carried at when they leave, so only that differs with the order of the steps.
        assert_eq!(without(&shown), without(&done));
    }
    let again = shown.import("shopify", "good.csv", &[&EXPORTED[..], &["--json"]].concat());
    assert_eq!(summary(&again)["already_recorded"], 6);
    let broken = shown.import("shopify", "broken.csv", &["--dry-run"]);
    assert_eq!(broken.status.code(), Some(2));
}

#[test]
fn no_customer_is_in_the_book() {
    let shelf = Shelf::new();
    let orders = fixture("etsy").join("good-orders.csv");
    assert_eq!(shelf.import("shopify", "good.csv", &EXPORTED).status.code(), Some(0));
    let more = ["--orders", text(&orders), EXPORTED[0], EXPORTED[1]];
    assert_eq!(shelf.import("etsy", "good.csv", &more).status.code(), Some(0));
    assert_eq!(shelf.import("csv", "good.csv", &[]).status.code(), Some(0));
    let exported = mizan().arg("export").arg(shelf.book()).args(["--as", "ndjson"]).output();
    let log = String::from_utf8(exported.expect("the program can be run").stdout).expect("a log is text");
    for word in ["Paula", "Exemple", "example.invalid", "Testville", "Invented Way", "Aïcha", "please ring"] {
        let before = fs::read_to_string(fixture("founding.ndjson")).expect("the founding is there").contains(word);
        assert!(!before && !log.contains(word), "{word}");
    }
    assert!(log.contains("\"reference\":\"#1001\"") && log.contains("\"reference\":\"3312000001\""));
}
