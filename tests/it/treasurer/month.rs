//! The whole month on the command line, as the treasurer sees it, with a bank in a process of its own.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use mizan_tests::program::mizan;
use mizan_tests::recorded::{Answer, init, records};

use crate::treasurer::world::ACCOUNT;

/// The golden scenario, up to what is available before its first payout.
const GOLDEN: &str = include_str!("../../../fixtures/stories/golden.ndjson");

/// The last command in it before the first payout.
const BEFORE: &str = r#""key":"transfer-funds:float-1""#;

/// A bank in a process of its own.
struct FakeBank {
    child: Child,
    words: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl FakeBank {
    fn start(folder: &Path, habits: &[&str]) -> FakeBank {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fake-bank"));
        command.arg(folder).args(["3", ACCOUNT, "12295.00 MAD"]).args(habits);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the bank opens");
        let words = child.stdin.take().expect("the bank listens");
        let answers = BufReader::new(child.stdout.take().expect("the bank speaks"));
        FakeBank { child, words, answers }
    }

    fn told(&mut self, line: &str) -> Vec<PathBuf> {
        writeln!(self.words, "{line}").expect("the bank listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("the bank speaks");
        answer.split_whitespace().map(PathBuf::from).collect()
    }
}

impl Drop for FakeBank {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The treasurer at her desk: what she says and what she reads, written down.
struct Desk {
    folder: tempfile::TempDir,
    seen: String,
}

impl Desk {
    /// A book with three weavers to be paid, each under a number that was set, verified and confirmed by three persons.
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("there is room"), seen: String::new() };
        init(&desk.path("g.mizan"));
        let last = GOLDEN.lines().position(|line| line.contains(BEFORE)).expect("the scenario has this key");
        let mut lines: Vec<String> = GOLDEN.lines().take(last + 1).map(str::to_owned).collect();
        for (number, member) in (1..).zip(["weaver-1", "weaver-2"]) {
            let digits = format!("0077800000000000000{number:03}");
            let rib = format!("{digits}{:02}", mizan_ledger::payee::key_of(&digits));
            let said = [
                (
                    "secretary-1",
                    "secretary",
                    "set_payee_details",
                    format!(
                        r#"{{"details":"rib-{number}","member":"{member}","scheme":"rib"}},"sealed":{{"account_number":"{rib}"}}"#
                    ),
                ),
                ("president-1", "president", "verify_payee_details", format!(r#"{{"details":"rib-{number}"}}"#)),
                (member, "member", "confirm_payee_details", format!(r#"{{"details":"rib-{number}"}}"#)),
            ];
            for (who, role, command, data) in said {
                lines.push(format!(
                    r#"{{"key":"{command}:{number}","occurred_on":"2026-03-13","actor":{{"id":"{who}","role":"{role}"}},"cooperative":"demo-weavers","type":"{command}","data":{data}}}"#
                ));
            }
        }
        let answers = Answer::to(&desk.path("g.mizan"), &lines.join("\n"));
        assert!(answers.iter().all(|answer| answer.status == "recorded"), "{answers:#?}");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `mizan payout` and writes down what she saw.
    fn says(&mut self, words: &str) -> String {
        let folder = self.folder.path().display().to_string();
        let (verb, rest) = words.split_once(' ').expect("a verb and more");
        let mut command = mizan();
        command.args(["payout", verb]).arg(self.path("g.mizan")).args(rest.split('|')).current_dir(self.folder.path());
        let output = command.output().expect("the program can be run");
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let text = text.replace(&format!("{folder}/"), "");
        let code = output.status.code().unwrap_or(-1);
        let shown = words.replace('|', " ").replace(&format!("{folder}/"), "");
        let code = if code == 0 { String::new() } else { format!("(exit code {code})\n") };
        self.seen.push_str(&format!("$ mizan payout {shown}\n{text}{code}\n"));
        text
    }

    fn list(&mut self, payout: &str) -> String {
        let output = mizan().args(["payout", "show"]).arg(self.path("g.mizan")).args([payout, "--json"]).output();
        let shown: serde_json::Value =
            serde_json::from_slice(&output.expect("the program can be run").stdout).expect("it is JSON");
        shown["list"].as_str().expect("it has a list")[..12].to_owned()
    }
}

/// The text without what is made of chance in a new book: references and digests.
fn without_chance(text: &str) -> String {
    let ends = [' ', '"', '\n', ',', ':', ')', '\u{2068}', '\u{2069}'];
    let mut shown = String::new();
    for word in text.split_inclusive(ends) {
        let core = word.trim_end_matches(ends);
        let is_digest = core.bytes().all(|sign| sign.is_ascii_hexdigit());
        match core.len() {
            34 if core.starts_with("MZ") => shown.push_str(&format!("{}…", &core[..3])),
            64 if is_digest => shown.push_str("<sha256>"),
            12 if is_digest => shown.push_str("<list>"),
            _ => shown.push_str(core),
        }
        shown.push_str(&word[core.len()..]);
    }
    shown
}

#[test]
fn the_treasurers_month_from_what_is_available_to_what_they_say_they_have() {
    let mut desk = Desk::new();
    let mut bank = FakeBank::start(desk.folder.path(), &["refuses", "accepts-late"]);
    let by = "--by|treasurer-1:treasurer";
    desk.says("propose march|--at-least|500.00 MAD|--on|2026-03-16");
    desk.says(&format!("propose march|--on|2026-03-16|--pay-on|2026-03-17|--record|{by}"));
    let list = desk.list("march");
    desk.says("show march");
    desk.says("approve march|--seen|00000000|--by|president-1:president|--on|2026-03-16");
    desk.says(&format!("approve march|--seen|{list}|{by}|--on|2026-03-16"));
    desk.says(&format!("approve march|--seen|{list}|--by|president-1:president|--on|2026-03-16"));
    let file = format!(
        "file march|--profile|unproven|--till|bank:main|--from|{ACCOUNT}|--pay-on|2026-03-17|--created-at|\
         2026-03-16T09:00:00Z|-o|march.xml|{by}|--on|2026-03-16"
    );
    desk.says(&file);
    let bytes = fs::read(desk.path("march.xml")).expect("the file is there");
    // Killed after it was recorded and before it had its name: said again it is the same.
    fs::remove_file(desk.path("march.xml")).expect("the file is there");
    let recorded = records(&desk.path("g.mizan")).len();
    desk.says(&file);
    assert_eq!(fs::read(desk.path("march.xml")).ok(), Some(bytes), "the same bytes");
    assert_eq!(records(&desk.path("g.mizan")).len(), recorded, "and nothing more is recorded");
    let other = "0077800000000000000009";
    let other = format!("{other}{:02}", mizan_ledger::payee::key_of(other));
    desk.says(&file.replace(ACCOUNT, &other));
    desk.says(&format!("sent march|{by}|--on|2026-03-16"));
    desk.says(&format!("sent march|{by}|--on|2026-03-16"));

    let mut letters = bank.told(&format!("take {} 2026-03-16", desk.path("march.xml").display()));
    letters.extend(bank.told("day 2026-03-17"));
    let files: Vec<String> = letters.iter().map(|path| path.display().to_string()).collect();
    let answers = format!("answers {}|--till|bank:main|{by}", files.join("|"));
    desk.says(&answers);
    let recorded = records(&desk.path("g.mizan")).len();
    desk.says(&answers);
    assert_eq!(records(&desk.path("g.mizan")).len(), recorded, "a file that is read twice adds nothing");
    desk.says("show march");
    desk.says("show march|--lang|fr");
    desk.says("show march|--lang|ar");
    desk.says(&format!("re-route march|--method|cash|--as|march-2|{by}|--on|2026-03-18"));
    let list = desk.list("march-2");
    desk.says(&format!("approve march-2|--seen|{list}|--by|president-1:president|--on|2026-03-18"));
    desk.says("cash-sheet march|--form|CASH 014|--cashier|Omar|--on|2026-03-18|-o|march.txt");
    desk.says(
        "hand-over march|--member|weaver-3|--till|cash:box|--witness|leader-1|--signed-by|thumbprint|--form|CASH 014|--by|\
         cashier-1:cashier|--on|2026-03-18",
    );
    desk.says("acknowledge march|--member|weaver-3|--by|weaver-3:member|--on|2026-03-19");
    desk.says("show march");
    desk.says("show march|--json");
    insta::assert_snapshot!(without_chance(&desk.seen));
}

#[test]
fn what_is_lost_on_the_way_is_sent_again_only_when_two_have_read_that_the_bank_never_had_it() {
    let mut desk = Desk::new();
    let mut bank = FakeBank::start(desk.folder.path(), &["loses-the-first-file", "books-as-one", "answers-twice"]);
    let by = "--by|treasurer-1:treasurer";
    desk.says(&format!("propose march|--method|bank|--on|2026-03-16|--record|{by}"));
    let list = desk.list("march");
    desk.says(&format!("approve march|--seen|{list}|--by|president-1:president|--on|2026-03-16"));
    let file = format!(
        "file march|--profile|unproven|--from|{ACCOUNT}|--pay-on|2026-03-17|--created-at|2026-03-16T09:00:00Z|-o|march.xml|\
         {by}|--on|2026-03-16"
    );
    desk.says(&file);
    desk.says(&format!("sent march|{by}|--on|2026-03-16"));
    let sent = format!("take {} 2026-03-16", desk.path("march.xml").display());
    assert_eq!(bank.told(&sent), Vec::<PathBuf>::new(), "it never arrived");
    assert_eq!(bank.told("day 2026-03-17"), Vec::<PathBuf>::new());
    desk.says(&format!("unanswered march|{by}|--on|2026-03-18"));
    desk.says(&format!("sent march|{by}|--on|2026-03-18"));
    desk.says("missing march|--statement|The bank's letter of 19 March|--by|secretary-1:secretary|--on|2026-03-19");
    desk.says("not-received march|--by|secretary-1:secretary|--on|2026-03-19");
    desk.says("not-received march|--by|president-1:president|--on|2026-03-19");
    desk.says(&format!("sent march|{by}|--on|2026-03-19"));
    let mut letters = bank.told(&sent.replace("03-16", "03-19"));
    letters.extend(bank.told("day 2026-03-19"));
    letters.reverse();
    let files: Vec<String> = letters.iter().map(|path| path.display().to_string()).collect();
    desk.says(&format!("answers {}|--till|bank:main|{by}", files.join("|")));
    desk.says("show march");
    insta::assert_snapshot!(without_chance(&desk.seen));
}
