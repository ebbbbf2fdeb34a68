//! One account told by several files without a reference of the bank: by day and by month, by the hour, in two formats.
//!
//! Nothing is booked twice and nothing is lost, in whichever order they come; and a day that two files tell differently is
//! held, with what was recorded and what the file says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use mizan_tests::program::mizan;
use mizan_tests::recorded::replay;
use serde_json::{Value, json};

use crate::reconcile::{Poufs, text};

/// A payment as the bank has it: its day of 2026, what it moves in minor units, and what is said of it.
type Moved = (&'static str, i64, &'static str);

const OPENS: Moved = ("2026-01-30", 354_000, "VIREMENT RECU INV POUF-1");
const PART: Moved = ("2026-01-31", 225_000, "VIREMENT RECU INV BUTTONS-1");
const CHARGE: Moved = ("2026-02-01", -3_600, "FRAIS TENUE DE COMPTE");
const DEPOSIT: Moved = ("2026-02-02", 10_000, "VERSEMENT ESPECES");
const LAST: Moved = ("2026-02-03", 5_000, "VERSEMENT");

/// All that happened. Two deposits of one day and amount are two.
const ALL: [Moved; 6] = [OPENS, PART, CHARGE, DEPOSIT, DEPOSIT, LAST];

/// How a bank tells what moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// The end of the day or month, with balances.
    Camt053,
    /// What happened so far.
    Camt052,
    /// The older form of the end of the day.
    Mt940,
}

fn figure(minor: i64, mark: char) -> String {
    let minor = minor.abs();
    format!("{}{mark}{:02}", minor / 100, minor % 100)
}

/// A statement of some days. The account had 10,000.00 MAD before `ALL`, of which it says what went before.
fn statement(form: Form, id: &str, (from, to): (&str, &str), moved: &[Moved]) -> String {
    let before: i64 = ALL.iter().filter(|(day, ..)| *day < from).map(|(_, minor, _)| minor).sum();
    let opening = 1_000_000 + before;
    let closing = opening + moved.iter().map(|(_, minor, _)| minor).sum::<i64>();
    if form == Form::Mt940 {
        let short = |day: &str| day.replace('-', "")[2..].to_owned();
        let mut text = format!(
            ":20:{id}\n:25:011780000012345678901296\n:28C:00001/001\n:60F:C{}MAD{}\n",
            short(from),
            figure(opening, ',')
        );
        for (day, minor, words) in moved {
            let (side, day) = (if *minor < 0 { 'D' } else { 'C' }, short(day));
            writeln!(text, ":61:{day}{}{side}{}NTRFNONREF\n:86:{words}", &day[2..], figure(*minor, ',')).expect("room");
        }
        return format!("{text}:62F:C{}MAD{}\n-\n", short(to), figure(closing, ','));
    }
    let (root, one, version) = match form {
        Form::Camt052 => ("BkToCstmrAcctRpt", "Rpt", "052"),
        Form::Camt053 | Form::Mt940 => ("BkToCstmrStmt", "Stmt", "053"),
    };
    let balance = |code: &str, minor: i64, day: &str| {
        format!(
            r#"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="MAD">{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"#,
            figure(minor, '.')
        )
    };
    let balances = match form {
        Form::Camt052 => String::new(),
        Form::Camt053 | Form::Mt940 => balance("OPBD", opening, from) + &balance("CLBD", closing, to),
    };
    let entries: String = moved
        .iter()
        .map(|(day, minor, words)| {
            let side = if *minor < 0 { "DBIT" } else { "CRDT" };
            format!(
                r#"<Ntry><Amt Ccy="MAD">{}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><NtryDtls><TxDtls><RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"#,
                figure(*minor, '.')
            )
        })
        .collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}.001.08"><{root}><GrpHdr><MsgId>{id}</MsgId><CreDtTm>2026-02-04T06:00:00+01:00</CreDtTm></GrpHdr>
<{one}><Id>{id}</Id><FrToDt><FrDtTm>{from}T00:00:00</FrDtTm><ToDtTm>{to}T23:59:59</ToDtTm></FrToDt><Acct><Id><Othr><Id>011780000012345678901296</Id></Othr></Id><Ccy>MAD</Ccy></Acct>{balances}{entries}</{one}></{root}></Document>"#
    )
}

/// One file for each day.
fn daily(form: Form) -> Vec<String> {
    let mut days: Vec<&str> = ALL.iter().map(|(day, ..)| *day).collect();
    days.dedup();
    let of = |day: &&str| ALL.iter().copied().filter(|(on, ..)| on == day).collect::<Vec<Moved>>();
    days.iter().map(|day| statement(form, &format!("{form:?}-{day}"), (day, day), &of(day))).collect()
}

fn monthly(form: Form) -> Vec<String> {
    vec![statement(form, &format!("{form:?}-M"), ("2026-01-30", "2026-02-03"), &ALL)]
}

impl Poufs {
    fn saves(&self, name: &str, content: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        fs::write(&file, content).expect("the folder can be written");
        file
    }

    /// Books files one after the other.
    fn books_all(&self, name: &str, contents: &[String]) {
        for (number, content) in contents.iter().enumerate() {
            let told = self.books(&self.saves(&format!("{name}-{number}"), content));
            assert!(told.status.code().is_some_and(|code| code != 1), "{}", text(&told));
        }
    }

    /// The rows that are shown of a file: verdict and why.
    fn rows_of(&self, content: &str) -> Vec<(String, Value)> {
        let told = self.reconcile(&self.saves("shown", content), &["--till", "bank:main", "--json"]);
        let page: Value =
            serde_json::from_slice(&told.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&told)));
        let rows = page["tables"][0]["rows"].as_array().expect("there are rows");
        rows.iter().map(|row| (row["verdict"].as_str().unwrap_or_default().to_owned(), row["why"].clone())).collect()
    }

    /// How often each amount of each day was recorded as a line.
    fn lines(&self) -> BTreeMap<(String, String), u32> {
        let exported = mizan().arg("export").arg(&self.book).args(["--as", "ndjson"]).output().expect("it is exported");
        let mut lines = BTreeMap::new();
        for record in String::from_utf8(exported.stdout).expect("records are text").lines() {
            let record: Value = serde_json::from_str(record).expect("a record is JSON");
            if record["type"] == "statement_line_recorded" {
                let sign = if record["data"]["side"] == "debit" { "-" } else { "" };
                let amount = format!("{sign}{}", record["data"]["amount"].as_str().unwrap_or_default());
                let day = record["occurred_on"].as_str().unwrap_or_default().to_owned();
                *lines.entry((day, amount)).or_default() += 1;
            }
        }
        lines
    }
}

fn truth() -> BTreeMap<(String, String), u32> {
    let mut lines = BTreeMap::new();
    for (day, minor, _) in ALL {
        let sign = if minor < 0 { "-" } else { "" };
        *lines.entry((day.to_owned(), format!("{sign}{} MAD", figure(minor, '.')))).or_default() += 1;
    }
    lines
}

#[test]
fn what_two_files_say_is_recorded_once_in_whichever_order_and_form_they_come() {
    use Form::{Camt052, Camt053, Mt940};
    let pairs = [
        (daily(Camt053), monthly(Camt053)),
        (daily(Camt052), daily(Camt053)),
        (daily(Mt940), monthly(Camt053)),
        (monthly(Mt940), monthly(Camt053)),
    ];
    for (number, (one, other)) in pairs.iter().enumerate() {
        for (first, second) in [(one, other), (other, one)] {
            let poufs = Poufs::given();
            poufs.books_all("first", first);
            assert_eq!(poufs.lines(), truth(), "{number}");
            let (before, held) = (poufs.head(), poufs.holds("assets:bank:main"));
            poufs.books_all("second", second);
            assert_eq!(poufs.lines(), truth(), "{number}: nothing is doubled");
            assert_eq!(poufs.head() - before, second.len() as u64, "{number}: the statements alone are new");
            assert_eq!(poufs.holds("assets:bank:main"), held, "{number}");
            let rows: Vec<(String, Value)> = second.iter().flat_map(|content| poufs.rows_of(content)).collect();
            let one_of = json!(["one_of_several", 2]);
            let word = |verdict: &str, why: Value| (verdict.to_owned(), why);
            assert_eq!(rows[0], word("is_known", Value::Null), "{number}");
            assert_eq!(rows[1], word("is_exception", json!("amount_differs")), "{number}: it waits, under one name");
            assert_eq!(rows[3..5], [word("is_exception", one_of.clone()), word("is_exception", one_of)], "{number}");
            assert_eq!(replay(&poufs.book)["agrees_with_live"], true);
        }
    }
}

#[test]
fn a_day_that_two_files_tell_differently_is_held_and_everything_else_is_recorded() {
    let poufs = Poufs::given();
    poufs.books_all("day", &daily(Form::Camt053)[3..4]);
    let more = statement(Form::Camt053, "M-1", ("2026-01-30", "2026-02-03"), &[&ALL[..], &[DEPOSIT]].concat());
    let why = |said: &str| {
        json!(["day_recorded_otherwise", "bank:main", "2026-02-02",
            {"what": "is_recorded", "name": "100.00 MAD + 100.00 MAD"}, {"what": "file_says", "name": said}])
    };
    let held = ("is_quarantined".to_owned(), why("100.00 MAD + 100.00 MAD + 100.00 MAD"));
    assert_eq!(
        poufs.rows_of(&more)[3..],
        [held.clone(), held.clone(), ("is_exception".to_owned(), json!("nothing_fits")), held]
    );
    poufs.books_all("month", std::slice::from_ref(&more));
    assert_eq!(poufs.lines(), truth(), "the other days are recorded, and of this one nothing more");

    let fewer = statement(Form::Mt940, "F-1", ("2026-02-02", "2026-02-02"), &[DEPOSIT]);
    assert_eq!(poufs.rows_of(&fewer), [("is_quarantined".to_owned(), why("100.00 MAD"))]);
    let other = statement(Form::Camt052, "O-1", ("2026-02-02", "2026-02-02"), &[DEPOSIT, ("2026-02-02", -10_000, "")]);
    assert_eq!(poufs.rows_of(&other)[0].1, why("-100.00 MAD + 100.00 MAD"));

    // The bank says that the third deposit is true: a person records it, and the day is known.
    let third = json!({"key": "third-1", "occurred_on": "2026-02-02", "actor": {"id": "treasurer-1", "role": "treasurer"},
        "cooperative": "demo-poufs", "type": "record_statement_line",
        "data": {"line": "third-deposit", "till": "bank:main", "amount": "100.00 MAD", "side": "credit"}});
    assert_eq!(poufs.says(third)["status"], "recorded");
    assert_eq!(poufs.rows_of(&more)[3], ("is_exception".to_owned(), json!(["one_of_several", 3])));
}

#[test]
fn a_day_that_was_recorded_and_is_missing_in_a_whole_statement_is_told() {
    let poufs = Poufs::given();
    poufs.books_all("day", &daily(Form::Camt053));
    let without: Vec<Moved> = ALL.into_iter().filter(|moved| *moved != CHARGE).collect();
    let file = poufs.saves("month", &statement(Form::Camt053, "M-1", ("2026-01-30", "2026-02-03"), &without));
    let told = text(&poufs.reconcile(&file, &["--till", "bank:main"]));
    assert!(told.contains("bank:main, 2026-02-01: -36.00 MAD recorded of another statement"), "{told}");
}

#[test]
fn a_day_without_movements_is_recorded_as_such_and_pages_go_on() {
    let poufs = Poufs::given();
    let quiet = statement(Form::Camt053, "Q-1", ("2026-02-02", "2026-02-02"), &[]);
    poufs.books_all("quiet", &[statement(Form::Camt053, "Q-0", ("2026-01-30", "2026-02-03"), &[OPENS, PART]), quiet]);
    let (verdict, why) =
        poufs.rows_of(&statement(Form::Mt940, "L-1", ("2026-02-02", "2026-02-02"), &[DEPOSIT])).remove(0);
    assert_eq!((verdict.as_str(), &why[3]["name"]), ("is_quarantined", &json!("0")));

    let poufs = Poufs::given();
    // The second page of a day opens with what the first has closed with: its deposit is another.
    let first = statement(Form::Camt053, "P-1", ("2026-02-02", "2026-02-02"), &[DEPOSIT]);
    let page = statement(Form::Camt053, "P-2", ("2026-02-02", "2026-02-02"), &[DEPOSIT])
        .replace("15854.00", "15954.00")
        .replace("15754.00", "15854.00");
    assert!(page.contains("15854.00") && page.contains("15954.00"), "{page}");
    poufs.books_all("page", &[first, page]);
    assert_eq!(poufs.lines().values().sum::<u32>(), 2);
}

#[test]
fn a_statement_without_movements_is_recorded_by_itself() {
    let poufs = Poufs::given();
    let file = poufs.folder.path().join("quiet.xml");
    fs::write(&file, statement(Form::Camt053, "Q-1", ("2026-02-02", "2026-02-02"), &[])).expect("there is room");
    let told = poufs.books(&file);
    assert!(told.status.success(), "{}", text(&told));
    let (verdict, why) =
        poufs.rows_of(&statement(Form::Mt940, "L-1", ("2026-02-02", "2026-02-02"), &[DEPOSIT])).remove(0);
    assert_eq!((verdict.as_str(), &why[3]["name"]), ("is_quarantined", &json!("0")));
}

#[test]
fn a_second_program_waits_until_the_first_has_recorded_its_file() {
    let poufs = Poufs::given();
    let file = poufs.folder.path().join("day.xml");
    fs::write(&file, statement(Form::Camt053, "D-1", ("2026-02-02", "2026-02-02"), &[DEPOSIT])).expect("there is room");
    let first = fs::File::create(poufs.folder.path().join("poufs.reconcile-lock")).expect("there is room");
    first.lock().expect("nobody else is there");
    let books = ["--till", "bank:main", "--book", "--by", "treasurer-1:treasurer"];
    let second = mizan().arg("reconcile").arg(&poufs.book).arg(&file).args(books).stdout(Stdio::null()).spawn();
    let mut second = second.expect("the program can be run");
    // A reader does not wait, and needs as long as the second would have.
    assert!(poufs.reconcile(&file, &["--till", "bank:main"]).status.code().is_some());
    assert_eq!(poufs.lines().values().sum::<u32>(), 0, "nothing is recorded meanwhile");
    assert!(second.try_wait().expect("it is ours").is_none(), "it waits");
    drop(first);
    second.wait().expect("it ends now");
    assert_eq!(poufs.lines().values().sum::<u32>(), 1);
}
