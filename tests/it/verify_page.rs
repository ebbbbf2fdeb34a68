//! A member opens the page from a disk, without a network, in a real browser: what it verifies, what it refuses, and that
//! it tells nobody.

mod hostile;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mizan::service::verify_page::VERIFY_PAGE;
use mizan_proof::checkpoint::Checkpoint;
use mizan_proof::cosignature::cosign;
use mizan_proof::disclosure::{Disclosure, decoy};
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::note::{SignerKey, Signs};
use mizan_proof::receipt::Receipt;
use mizan_proof::tree::nodes::Tree;
use mizan_tests::chromium::{Page, chromium};
use mizan_tests::program::mizan;
use mizan_tests::recorded::init;
use mizan_tests::target_folder;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

const ATLAS: &str = "ledger.example/atlas";
const FEDERATION: &str = "federation.example/witness";

fn key(name: &str, secret: u8) -> SignerKey {
    SignerKey::new(name, &[secret; 32]).expect("a name")
}

fn log_key() -> String {
    key(ATLAS, 7).verifier(Signs::Text).to_string()
}

fn witness_key() -> String {
    key(FEDERATION, 3).verifier(Signs::TextSeen).to_string()
}

fn her_name() -> Disclosure {
    Disclosure::new([5; 16], "name", "Fadma Exemple")
}

fn record() -> Vec<u8> {
    let mut digests = [her_name().digest(), decoy([1; 32])];
    digests.sort();
    let record =
        r#"{"v":1,"position":3,"occurred_on":"2026-03-18","key":"cash-014","type":"payout_handed_over","data":{"#;
    format!(r#"{record}"member":"weaver-3","amount":"478.05 MAD","_sd":{}}}}}"#, json!(digests)).into_bytes()
}

/// A log of some records in which hers is at a place, signed and cosigned.
fn receipt_in(size: u64, index: u64) -> Receipt {
    let leaf = |at: u64| if at == index { leaf_hash(&record()) } else { leaf_hash(&at.to_be_bytes()) };
    let tree: Tree = (0..size).map(leaf).collect();
    let root = tree.root_at(size).expect("it is that large");
    signed(root, size, index, tree.inclusion(index, size).expect("it is there"))
}

fn signed(root: Hash, size: u64, index: u64, path: Vec<Hash>) -> Receipt {
    let checkpoint = Checkpoint { origin: ATLAS.to_owned(), size, root };
    let text = checkpoint.to_string();
    let lines = vec![key(ATLAS, 7).signature_of(&text), cosign(&key(FEDERATION, 3), 1_790_000_000, &text)];
    Receipt { record: record(), disclosures: vec![her_name()], index, path, signed: checkpoint.signed(lines) }
}

fn receipt() -> String {
    receipt_in(7, 3).to_string()
}

/// The page, written out as a person gets it.
fn written() -> (TempDir, PathBuf) {
    let folder = tempdir().expect("a test has room for its files");
    let path = folder.path().join("verify.html");
    fs::write(&path, VERIFY_PAGE).expect("written");
    (folder, path)
}

fn address(page: &Path, after: &str) -> String {
    format!("file://{}#{after}", page.display())
}

/// With the log's key and the witness's, as on a printed card.
fn with_keys(page: &Path, language: &str) -> String {
    address(page, &format!("key={}&witness={}&lang={language}", log_key(), witness_key()))
}

/// Gives the page a receipt and tells the state it ends in, and what it says then.
fn told(page: &mut Page<'_>, receipt: &str) -> (String, String) {
    page.evaluate(&format!("take({})", Value::from(receipt)));
    outcome(page)
}

fn outcome(page: &mut Page<'_>) -> (String, String) {
    let outcome = page.evaluate("[place('outcome').dataset.state, place('outcome').innerText]");
    let said = |at: usize| outcome[at].as_str().expect("a text").to_owned();
    (said(0), said(1))
}

/// Waits until a look that the page began by itself has ended.
fn outcome_later(page: &mut Page<'_>) -> (String, String) {
    for _ in 0..200 {
        let (state, said) = outcome(page);
        if state != "waiting" {
            return (state, said);
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("the page is still waiting");
}

#[test]
fn a_receipt_is_verified_without_a_network_in_three_languages_and_on_a_phone() {
    let Some(mut browser) = chromium() else { return };
    let (_folder, path) = written();
    let mut said = String::new();
    for language in ["en", "fr", "ar"] {
        let mut page = browser.open(&with_keys(&path, language), "");
        page.call("Network.enable", json!({}));
        let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        page.call("Network.emulateNetworkConditions", offline);
        let phone = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
        page.call("Emulation.setDeviceMetricsOverride", phone);
        let (state, words) = told(&mut page, &receipt());
        assert_eq!(state, "verified", "{words}");
        assert_eq!(page.evaluate("document.documentElement.dir"), if language == "ar" { "rtl" } else { "ltr" });
        assert_eq!(page.evaluate("document.documentElement.scrollWidth <= 360"), true, "it fits the phone");
        let picture = BASE64_STANDARD.decode(page.picture()).expect("base64");
        fs::write(target_folder().join(format!("verify-page-{language}.png")), picture).expect("written");
        said += &format!("── {language} ──\n{words}\n\n");
    }
    // The marks that keep left-to-right words apart in right-to-left lines are not seen.
    insta::assert_snapshot!(said.replace(['\u{2068}', '\u{2069}'], ""));
}

#[test]
fn a_receipt_that_the_program_wrote_is_verified_by_the_page() {
    let Some(mut browser) = chromium() else { return };
    let (folder, path) = written();
    init(&folder.path().join("atlas.mizan"));
    let run = |arguments: &[&str]| {
        let output = mizan().current_dir(folder.path()).args(arguments).output().expect("the program can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it speaks UTF-8")
    };
    run(&["receipt", "atlas.mizan", "0", "--output", "first.tlog-proof"]);
    let key = run(&["key", "show", "atlas.mizan"]);
    let mut page = browser.open(&address(&path, &format!("key={}&lang=en", key.trim())), "");
    page.choose_file("#file", &folder.path().join("first.tlog-proof"));
    let (state, words) = outcome_later(&mut page);
    assert_eq!(state, "verified", "{words}");
    assert!(words.contains("at position \u{2068}0\u{2069} of \u{2068}1\u{2069} records"), "{words}");
    assert!(words.contains("data.name\tA network of tests"), "{words}");
    let another = log_key();
    page.evaluate(&format!("place('key').value = {}; look()", Value::from(another)));
    assert_eq!(outcome_later(&mut page).0, "refused", "it is another log's");
}

#[test]
fn the_page_finds_every_record_of_every_log() {
    let Some(mut browser) = chromium() else { return };
    let (_folder, path) = written();
    let mut page = browser.open(&with_keys(&path, "en"), "");
    let all: Vec<String> =
        (1..=17).flat_map(|size| (0..size).map(move |index| receipt_in(size, index).to_string())).collect();
    let states = page.evaluate(&format!(
        "(async all => {{ const states = []; for (const one of all) {{ await take(one); states.push(place('outcome').dataset.state); }} return states; }})({})",
        json!(all)
    ));
    assert_eq!(states, json!(vec!["verified"; all.len()]));
}

#[test]
fn each_refusal_says_what_is_wrong() {
    let Some(mut browser) = chromium() else { return };
    let (_folder, path) = written();
    let elsewhere = Receipt { index: 4, ..receipt_in(7, 3) };
    let another_name =
        Receipt { disclosures: vec![Disclosure::new([6; 16], "name", "Zahra Exemple")], ..receipt_in(7, 3) };
    let mut unsigned = receipt_in(7, 3);
    unsigned.signed.note.signatures.remove(0);
    let mut uncosigned = receipt_in(7, 3);
    uncosigned.signed.note.signatures.remove(1);
    let larger = receipt().replace("\n7\n", "\n8\n");
    let endless = "x".repeat((512 << 10) + 1);
    let mut said = String::new();
    for language in ["en", "fr", "ar"] {
        let mut page = browser.open(&with_keys(&path, language), "");
        for wrong in [
            "a letter\n",
            receipt().trim_end(),
            &endless,
            &receipt().replace("extra eyJ", "extra eyK"),
            &elsewhere.to_string(),
            &another_name.to_string(),
            &unsigned.to_string(),
            &uncosigned.to_string(),
            &larger,
        ] {
            let (state, words) = told(&mut page, wrong);
            assert_eq!(state, "refused", "{words}");
            said += &format!("{words}\n");
        }
        for (log, witness) in [
            ("ledger.example/atlas+00000000+AXq3", String::new()),
            (&log_key(), log_key()),
            (&key("ledger.example/rif", 7).verifier(Signs::Text).to_string(), String::new()),
            (&key(ATLAS, 8).verifier(Signs::Text).to_string(), String::new()),
        ] {
            page.evaluate(&format!(
                "[place('key').value, place('witnesses').value] = [{}, {}]; take({})",
                Value::from(log),
                Value::from(witness),
                Value::from(receipt())
            ));
            let (state, words) = outcome_later(&mut page);
            assert_eq!(state, "refused", "{words}");
            said += &format!("{words}\n");
        }
        said += "\n";
    }
    insta::assert_snapshot!(said.replace(['\u{2068}', '\u{2069}'], ""));
}

#[test]
fn a_receipt_is_taken_from_a_file_from_a_drop_and_from_a_paste_and_a_change_takes_the_mark_away() {
    let Some(mut browser) = chromium() else { return };
    let (folder, path) = written();
    let file = folder.path().join("receipt.tlog-proof");
    fs::write(&file, receipt()).expect("written");
    let by_mail = folder.path().join("by-mail.tlog-proof");
    fs::write(&by_mail, receipt().replace('\n', "\r\n")).expect("written");

    let mut page = browser.open(&address(&path, &format!("key={}&lang=en", log_key())), "");
    assert_eq!(outcome(&mut page).0, "waiting", "without a receipt there is nothing to say");
    page.choose_file("#file", &file);
    let (state, words) = outcome_later(&mut page);
    assert_eq!(state, "verified");
    assert!(words.contains("No witness was asked"), "{words}");
    page.evaluate("place('outcome').dataset.state = 'waiting'");
    page.choose_file("#file", &by_mail);
    assert_eq!(outcome_later(&mut page).0, "refused", "other line ends are other letters");

    let dropped = "(receipt => {
        const carried = new DataTransfer();
        carried.items.add(new File([receipt], 'receipt.tlog-proof'));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, cancelable: true }));
    })";
    page.evaluate(&format!("place('outcome').dataset.state = 'waiting'; {dropped}({})", Value::from(receipt())));
    assert_eq!(outcome_later(&mut page).0, "verified");

    let typed = |page: &mut Page<'_>, text: &str| {
        let field = "const field = place('receipt'); field.value =";
        let typed = format!("{{ {field} {}; field.dispatchEvent(new Event('input')); }}", Value::from(text));
        // The mark is gone before anything is looked at.
        assert_eq!(page.evaluate(&format!("{typed} place('outcome').dataset.state")), "waiting");
        outcome_later(page).0
    };
    assert_eq!(typed(&mut page, &receipt()), "verified");
    assert_eq!(typed(&mut page, &receipt().replace("index 3", "index 2")), "refused");
    assert_eq!(page.evaluate("place('key').value = ''; look(); place('outcome').dataset.state"), "waiting");
}

#[test]
fn the_page_says_the_same_things_in_each_language() {
    let Some(mut browser) = chromium() else { return };
    let (_folder, path) = written();
    let mut page = browser.open(&address(&path, "lang=xx"), "");
    assert_eq!(page.evaluate("document.documentElement.lang"), "en", "a language it does not speak");
    let words = page.evaluate("WORDS");
    let words = words.as_object().expect("languages");
    let places = |phrase: &Value| {
        let phrase = phrase.as_str().expect("a phrase");
        assert!(!phrase.is_empty());
        ["{0}", "{1}", "{2}"].map(|place| phrase.matches(place).count())
    };
    let shape = |language: &Value| {
        let phrases = language.as_object().expect("phrases").iter();
        phrases.map(|(word, phrase)| (word.clone(), places(phrase))).collect::<Vec<_>>()
    };
    assert_eq!(words.keys().collect::<Vec<_>>(), ["ar", "en", "fr"]);
    for (language, phrases) in words {
        assert_eq!(shape(phrases), shape(&words["en"]), "{language}");
    }
    let arabic = words["ar"].as_object().expect("phrases").values();
    for phrase in arabic.filter_map(Value::as_str) {
        assert!(phrase.chars().any(|letter| ('\u{600}'..'\u{700}').contains(&letter)), "{phrase}");
    }
}
