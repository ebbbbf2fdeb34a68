//! The same figures in every language: what a treasurer and a member read, snapshot by snapshot.

use std::process::{Command, Output};

use mizan_format::sms;
use serde_json::json;

use super::{answer, answer_json, golden, mizan, program};

#[test]
fn a_weaver_reads_her_statement_in_french() {
    insta::assert_snapshot!(answer(&["statement", &golden(), "weaver-3", "--lang", "fr"]));
}

#[test]
fn a_weaver_reads_her_statement_in_arabic() {
    insta::assert_snapshot!(answer(&["statement", &golden(), "weaver-3", "--lang", "ar"]));
}

#[test]
fn money_on_its_way_stands_in_the_glance_in_every_language() {
    for (language, on_its_way) in [("en", "on its way"), ("fr", "en route"), ("ar", "في الطريق")] {
        let text = answer(&["statement", &golden(), "weaver-1", "--at", "2026-03-16", "--lang", language]);
        let line = text.lines().find(|line| line.contains(on_its_way)).expect("it is on its way");
        assert!(line.replace(',', ".").contains("860.49"), "{line}");
    }
}

#[test]
fn the_rug_is_opened_up_in_french() {
    insta::assert_snapshot!(answer(&["trace", &golden(), "sale-1", "--lang", "fr"]));
}

#[test]
fn the_rug_is_opened_up_in_arabic() {
    insta::assert_snapshot!(answer(&["trace", &golden(), "sale-1", "--lang", "ar"]));
}

#[test]
fn a_payout_is_followed_back_in_french_and_arabic() {
    let [french, arabic] = ["fr", "ar"].map(|language| answer(&["trace", &golden(), "payout-1", "--lang", language]));
    insta::assert_snapshot!(format!("{french}\n{arabic}"));
}

#[test]
fn balances_are_listed_in_french_and_arabic() {
    let [french, arabic] = ["fr", "ar"].map(|language| answer(&["balances", &golden(), "--lang", language]));
    insta::assert_snapshot!(format!("{french}\n{arabic}"));
}

/// One form of a statement in the three languages, one under the other.
fn in_each_language(member: &str, form: &[&str]) -> String {
    let book = golden();
    let said = ["en", "fr", "ar"].map(|language| {
        let asked: Vec<&str> =
            ["statement", &book, member, "--lang", language].into_iter().chain(form.iter().copied()).collect();
        answer(&asked)
    });
    said.join("\n")
}

#[test]
fn a_weaver_hears_her_statement() {
    insta::assert_snapshot!(in_each_language("weaver-3", &["--as", "voice"]));
}

#[test]
fn a_weaver_hears_a_month_of_her_statement_in_ryal_where_amounts_are_whole_in_them() {
    let month = ["--as", "voice", "--ryal", "--from", "2026-03-01", "--to", "2026-03-31"];
    insta::assert_snapshot!(in_each_language("weaver-3", &month));
}

#[test]
fn a_weaver_is_told_by_one_message_to_her_telephone() {
    let messages = in_each_language("weaver-3", &["--as", "sms"]);
    for message in messages.lines().filter(|line| !line.is_empty()) {
        assert!(sms::fits(message), "{message}");
    }
    insta::assert_snapshot!(messages);
}

#[test]
fn a_statement_for_a_spreadsheet_is_the_same_in_every_language() {
    let english = answer(&["statement", &golden(), "weaver-3", "--as", "csv"]);
    assert_eq!(answer(&["statement", &golden(), "weaver-3", "--as", "csv", "--lang", "ar"]), english);
    insta::assert_snapshot!(english);
}

#[test]
fn json_has_notes_and_coins_when_they_are_asked_for() {
    let plain = answer_json(&["statement", &golden(), "weaver-1"]);
    let with_cash = answer_json(&["statement", &golden(), "weaver-1", "--cash"]);
    let paid = json!({
        "pieces": [
            {"count": 4, "worth": "200.00", "kind": "note"},
            {"count": 1, "worth": "50.00", "kind": "note"},
            {"count": 1, "worth": "10.00", "kind": "coin"},
            {"count": 2, "worth": "0.20", "kind": "coin"}
        ],
        "rest": "0.09"
    });
    assert_eq!(with_cash["cash"], json!({"available": {"pieces": [], "rest": "0.00"}, "paid": paid}));
    let mut without = with_cash;
    without.as_object_mut().expect("a statement is an object").remove("cash");
    assert_eq!(without, plain);
}

#[test]
fn an_option_that_would_change_nothing_is_told_so() {
    let complaint = |more: &[&str]| {
        let book = golden();
        let asked: Vec<&str> = ["statement", &book, "weaver-3"].into_iter().chain(more.iter().copied()).collect();
        let Output { status, stderr, .. } = mizan(&asked);
        assert_eq!(status.code(), Some(1));
        String::from_utf8_lossy(&stderr).into_owned()
    };
    assert!(complaint(&["--ryal"]).contains("--ryal is for --as voice"));
    assert!(complaint(&["--cash"]).contains("--cash is for --json"));
    assert!(complaint(&["--json", "--as", "sms"]).contains("--json and --as sms ask for two forms"));
    assert!(complaint(&["--as", "fax"]).contains("possible values: text, json, csv, xlsx, sms, voice"));
}

#[test]
fn the_language_changes_no_json() {
    for question in [vec!["statement", "weaver-3"], vec!["trace", "sale-1"], vec!["balances"]] {
        let book = golden();
        let mut asked = vec![question[0], book.as_str()];
        asked.extend(&question[1..]);
        let english = answer_json(&asked);
        asked.extend(["--lang", "ar"]);
        assert_eq!(answer_json(&asked), english, "{question:?}");
    }
}

#[test]
fn every_line_of_an_arabic_page_runs_from_right_to_left_and_keeps_latin_runs_together() {
    let page = answer(&["trace", &golden(), "sale-1", "--lang", "ar"]);
    for line in page.lines().filter(|line| !line.is_empty()) {
        assert!(line.starts_with('\u{200f}'), "{line}");
        let opened = line.matches(['\u{2066}', '\u{2067}', '\u{2068}']).count();
        assert_eq!(opened, line.matches('\u{2069}').count(), "each run that is opened is closed: {line}");
        let outside = line.split('\u{2069}').map(|run| run.split(['\u{2066}', '\u{2068}']).next().unwrap_or_default());
        let latin: String = outside.flat_map(str::chars).filter(char::is_ascii_alphabetic).collect();
        assert_eq!(latin, "", "no Latin letter stands outside of a run: {line}");
    }
}

#[test]
fn a_language_we_do_not_speak_is_refused_with_those_we_do() {
    let Output { status, stderr, .. } = mizan(&["statement", &golden(), "weaver-3", "--lang", "darija"]);
    assert_eq!(status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&stderr).into_owned();
    assert!(complaint.contains("`darija` is no language of Mizan: write en, fr or ar"), "{complaint}");
}

#[test]
fn the_language_can_be_set_once_for_all_commands() {
    let asked = |language: &str, more: &[&str]| {
        let mut program = Command::new(program());
        let program = program.env("MIZAN_LANG", language).args(["balances", &golden()]).args(more);
        program.output().expect("the program can be run")
    };
    let french = String::from_utf8_lossy(&asked("fr", &[]).stdout).into_owned();
    assert!(french.starts_with("Soldes à la position 70"), "{french}");
    let english = String::from_utf8_lossy(&asked("fr", &["--lang", "en"]).stdout).into_owned();
    assert!(english.starts_with("Balances at position 70"), "{english}");
    let unknown = asked("darija", &[]);
    assert_eq!(unknown.status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert_eq!(complaint, "mizan: MIZAN_LANG: `darija` is no language of Mizan: write en, fr or ar\n");
}
