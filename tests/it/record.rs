//! Recording through the program: what bad input is told, what good input leaves behind, and how answers come.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::thread;

use mizan_ledger::record::Record;
use mizan_proof::disclosure::Disclosure;
use mizan_tests::generator::{Generator, Life, Plan};
use mizan_tests::program::mizan;
use mizan_tests::recorded::{Answer, init, record, records, replay};
use mizan_tests::repository;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::{TempDir, tempdir};

/// A book in a folder of its own, which goes when it does.
struct Place {
    _folder: TempDir,
    book: PathBuf,
}

fn new_book() -> Place {
    let folder = tempdir().expect("a test has room for its files");
    let book = folder.path().join("network.mizan");
    init(&book);
    Place { _folder: folder, book }
}

fn golden_story() -> String {
    fs::read_to_string(repository().join("fixtures/stories/golden.ndjson")).expect("the golden story is there")
}

/// The book of the golden story.
fn golden_book() -> Place {
    let place = new_book();
    for answer in Answer::to(&place.book, &golden_story()) {
        assert_eq!(answer.status, "recorded", "{answer:?}");
    }
    place
}

/// A command of the cooperative of the golden story.
fn command(key: &str, kind: &str, data: &Value) -> Value {
    let actor = json!({ "id": "treasurer-1", "role": "treasurer" });
    json!({ "key": key, "occurred_on": "2026-04-20", "actor": actor, "cooperative": "demo-weavers", "type": kind, "data": data })
}

fn fee(key: &str, amount: &Value) -> Value {
    command(key, "charge_provider_fee", &json!({ "fee": key, "kind": "bank", "till": "bank:main", "amount": amount }))
}

fn sale(key: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut data = json!({
        "sale": key, "buyer": "demo-gallery", "channel": "export", "total": "100.00 MAD", "makers": [{ "member": "weaver-1", "did": { "pieces": "1" } }],
        "lines": [{ "product": "pouf", "quantity": "1", "unit_price": "100.00" }],
    });
    change(&mut data);
    command(key, "record_sale", &data)
}

fn with(mut command: Value, field: &str, value: Value) -> String {
    command[field] = value;
    command.to_string()
}

/// Every kind of mistake a file of commands can have, each under what is wrong with it. Between them stand good lines.
fn mistakes() -> Vec<(&'static str, Vec<u8>)> {
    let text = |what, line: String| (what, line.into_bytes());
    let good = |number: u32| text("nothing is wrong", fee(&format!("good-{number}"), &json!("1.00 MAD")).to_string());
    let amount = |what, amount: &str| text(what, fee("bad", &json!(amount)).to_string());
    vec![
        good(1),
        text("not JSON at all", "record the sale of a rug".to_owned()),
        text("JSON that breaks off", r#"{"key":"bad","occurred_on":"2026-04-20""#.to_owned()),
        text("a comma is missing", r#"{"key":"bad" "occurred_on":"2026-04-20"}"#.to_owned()),
        text("a list, not an object", "[1,2,3]".to_owned()),
        text("more than one object", format!("{} {}", fee("bad", &json!("1.00 MAD")), fee("bad-2", &json!("1.00 MAD")))),
        ("bytes that are no text", b"{\"key\":\"bad\xff\"}".to_vec()),
        text("a line that never ends", format!("{{\"key\":\"{}\"}}", "x".repeat(1 << 20))),
        good(2),
        text("a field is missing", with(fee("bad", &json!("1.00 MAD")), "data", json!({ "fee": "bad", "kind": "bank" }))),
        text("an unknown field", with(fee("bad", &json!("1.00 MAD")), "colour", json!("red"))),
        text("an unknown field in the data", sale("bad", |data| data["colour"] = json!("red")).to_string()),
        text("a key of JSON twice", r#"{"key":"bad","key":"worse","occurred_on":"2026-04-20"}"#.to_owned()),
        text(
            "a key of JSON twice in the data",
            fee("bad", &json!("1.00 MAD")).to_string().replace(r#""kind":"bank""#, r#""kind":"bank","kind":"provider""#),
        ),
        text("an unknown command", with(fee("bad", &json!("1.00 MAD")), "type", json!("sell_rug"))),
        text("a day that is none", with(fee("bad", &json!("1.00 MAD")), "occurred_on", json!("2026-02-30"))),
        text("a day long ago", with(fee("bad", &json!("1.00 MAD")), "occurred_on", json!("1026-02-03"))),
        text("a role nobody has", with(fee("bad", &json!("1.00 MAD")), "actor", json!({ "id": "x", "role": "queen" }))),
        text("a name as an identifier", with(fee("bad", &json!("1.00 MAD")), "cooperative", json!("The Weavers"))),
        text("no key", with(fee("bad", &json!("1.00 MAD")), "key", json!(""))),
        good(3),
        text("money as a float", fee("bad", &json!(1.5)).to_string()),
        text("money as a number", fee("bad", &json!(15)).to_string()),
        amount("money without a currency", "1.50"),
        amount("a negative amount", "-1.50 MAD"),
        amount("an amount of nothing", "0.00 MAD"),
        amount("more decimals than the currency has", "1.505 MAD"),
        amount("a comma in the amount", "1,50 MAD"),
        amount("more money than there is", "9999999999999999.00 MAD"),
        amount("an unknown currency", "1.50 XYZ"),
        amount("a currency the till does not hold", "1.50 EUR"),
        good(4),
        text("an unknown cooperative", with(fee("bad", &json!("1.00 MAD")), "cooperative", json!("nobody"))),
        text("no cooperative", with(fee("bad", &json!("1.00 MAD")), "cooperative", Value::Null)),
        text("an unknown till", fee("bad", &json!("1.00 MAD")).to_string().replace("bank:main", "bank:other")),
        text("an unknown member", sale("bad", |data| data["makers"][0]["member"] = json!("weaver-9")).to_string()),
        text("an unknown buyer", sale("bad", |data| data["buyer"] = json!("nobody")).to_string()),
        text(
            "a sale with no agreement in force",
            with(sale("bad", |data| data["channel"] = json!("fair")), "occurred_on", json!("2026-01-03")),
        ),
        text("a total that is not the sum of its lines", sale("bad", |data| data["total"] = json!("99.00 MAD")).to_string()),
        text(
            "a conversion whose two sides do not meet",
            command("bad", "convert_currency", &json!({
                "conversion": "bad", "from": "bank:main", "sold": "100.00 MAD", "to": "bank:euro", "bought": "10.00 EUR",
                "rate": "10.80", "source": "bank",
            })).to_string(),
        ),
        text("more than the till holds", fee("bad", &json!("99999999.00 MAD")).to_string()),
        text("a used key with other words", fee("good-1", &json!("2.00 MAD")).to_string()),
        text("a used key with the same words", fee("good-1", &json!("1.00 MAD")).to_string()),
        text("a used key of long ago with other words", fee("fee-1", &json!("26.00 MAD")).to_string().replace(r#""key":"fee-1""#, r#""key":"charge-provider-fee:fee-1""#)),
        text("a second opening", json!({
            "key": "bad", "occurred_on": "2026-04-20", "actor": { "id": "operator-1", "role": "operator" },
            "type": "open_book", "data": { "name": "Another", "currency": "EUR" },
        }).to_string()),
        text("digests that are given", with(command("bad", "admit_member", &json!({ "member": "weaver-9", "_sd": ["x"] })), "key", json!("bad"))),
        text("something personal where nothing may be", with(fee("bad", &json!("1.00 MAD")), "sealed", json!({ "name": "x" }))),
        text("something personal that is too long", with(
            command("bad", "admit_member", &json!({ "member": "weaver-9" })), "sealed", json!({ "note": "x".repeat(5_000) }),
        )),
        text("a record that would be too long", command("bad", "record_work", &json!({
            "work": "bad", "member": "weaver-1", "did": { "pieces": "3000" },
            "graded": (0..3_000).map(|grade| json!({ "grade": format!("g{grade}"), "pieces": "1" })).collect::<Vec<_>>(),
        })).to_string()),
        text("a role twice", json!({
            "key": "bad", "occurred_on": "2026-04-20", "actor": { "id": "operator-1", "role": "operator" },
            "type": "register_party", "data": { "party": "bad", "name": "Bad", "roles": ["buyer", "buyer"] },
        }).to_string()),
        good(5),
    ]
}

#[test]
fn every_mistake_is_told_with_its_line_its_value_and_what_is_right_and_stops_nobody_else() {
    let Place { _folder, book } = golden_book();
    let before = records(&book).len();
    let mistakes = mistakes();
    let input: Vec<u8> = mistakes.iter().flat_map(|(_, line)| [line.as_slice(), b"\n"].concat()).collect();
    let output = record(&book, &input);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));

    let answers = String::from_utf8(output.stdout).expect("answers are text");
    assert_eq!(answers.lines().count(), mistakes.len());
    let told: Vec<String> =
        mistakes.iter().zip(answers.lines()).map(|((what, _), answer)| format!("{what}\n  {answer}\n")).collect();
    insta::assert_snapshot!("mistakes_and_what_they_are_told", told.concat());

    // What was refused left nothing behind: the log has the five good lines more, and is whole.
    let keys: Vec<String> = records(&book)[before..].iter().map(|record| record.envelope.key.to_string()).collect();
    assert_eq!(keys, ["good-1", "good-2", "good-3", "good-4", "good-5"]);
    assert_eq!(replay(&book)["agrees_with_live"], true);
}

#[test]
fn a_file_sent_again_is_answered_with_the_same_places_and_changes_nothing() {
    let Place { _folder, book } = new_book();
    let first = Answer::to(&book, &golden_story());
    let stored = fs::read(&book).expect("the book is one file when nobody has it open");
    let again = Answer::to(&book, &golden_story());
    let places = |answers: &[Answer]| answers.iter().map(|answer| answer.positions).collect::<Vec<_>>();
    assert_eq!(places(&first), places(&again));
    assert!(again.iter().all(|answer| answer.status == "already_recorded"));
    assert!(fs::read(&book).expect("the book is one file again") == stored, "not a byte of the book has changed");
}

#[test]
fn sealed_words_are_opened_by_the_answer_and_never_stand_in_the_book() {
    let Place { _folder, book } = new_book();
    let answers = Answer::to(&book, &golden_story());
    let records = records(&book);
    let mut names = Vec::new();
    for answer in &answers {
        let (first, _) = answer.positions.expect("the golden story is recorded");
        for opening in &answer.disclosures {
            let opened = Disclosure::parse(opening).expect("a disclosure opens");
            assert!(digests(&records[usize::try_from(first).expect("a small book")]).contains(&opened.digest()));
            names.extend((opened.name() == "name").then(|| opened.value().to_owned()));
        }
    }
    assert!(names.contains(&"Itto Exemple".to_owned()), "{names:?}");
    let stored = fs::read(&book).expect("the book is one file");
    assert!(!stored.windows(7).any(|bytes| bytes == b"Exemple"), "no name stands in the file");
}

fn digests(record: &Record) -> Vec<String> {
    let mut event = record.event.clone();
    let digests = event.sealed_mut().map(|digests| digests.0.iter().map(|digest| digest.to_string()).collect());
    digests.unwrap_or_default()
}

#[test]
fn an_answer_comes_before_the_next_command_is_given() {
    let Place { _folder, book } = new_book();
    let mut command = mizan();
    command.arg("record").arg(&book).arg("-").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    let mut input = child.stdin.take().expect("its input is a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
    for (number, line) in (1..).zip(golden_story().lines().take(12)) {
        writeln!(input, "{line}").expect("the program reads");
        let answer = output.next().expect("it answers").expect("its answer is text");
        let answer: Answer = serde_json::from_str(&answer).expect("an answer is JSON");
        assert_eq!((answer.line, answer.status.as_str()), (number, "recorded"));
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn commands_are_recorded_also_when_nobody_reads_the_answers() {
    let Place { _folder, book } = new_book();
    let mut command = mizan();
    command.arg("record").arg(&book).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("its input is a pipe");
    input.write_all(golden_story().as_bytes()).expect("the program reads");
    drop(input);
    let ended = child.wait_with_output().expect("it ends");
    // The openings of what was sealed are in the vault.
    assert!(ended.status.success(), "{:?}: {}", ended.status, String::from_utf8_lossy(&ended.stderr));
    assert_eq!(Answer::to(&book, &golden_story()).iter().filter(|answer| answer.status == "recorded").count(), 0);
}

#[test]
fn where_the_answers_find_no_room_the_book_is_one_file_all_the_same() {
    let Place { _folder, book } = new_book();
    let file = book.with_extension("ndjson");
    fs::write(&file, golden_story()).expect("there is room");
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return eprintln!("skipped: there is no /dev/full here");
    };
    // Somebody has the book open, so the database does not move the newest records into it by itself.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let other = runtime.block_on(SqliteConnection::connect(&book.display().to_string()));
    let mut other = other.expect("the book is a SQLite file");
    runtime.block_on(other.execute("SELECT count(*) FROM batch")).expect("it can be read");
    let output = mizan().arg("record").arg(&book).arg(&file).stdout(full).output().expect("the program can be run");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("No space left"), "{output:?}");
    let beside = fs::metadata(book.with_extension("mizan-wal")).map_or(0, |file| file.len());
    assert_eq!(beside, 0, "what was recorded is in the book");
    runtime.block_on(other.close()).expect("a reader can leave");
    assert!(Answer::to(&book, &golden_story()).iter().all(|answer| answer.status != "refused"), "it can be sent again");
}

#[test]
fn two_programs_write_one_book_and_both_get_on() {
    let Place { _folder, book } = new_book();
    // Both say the whole founding and half of the rest each says alone: many keys are said twice, at the same moment.
    let plan = Plan { seed: 5, cooperatives: 2, members: 4, sales: 150, life: Life::OnlySales };
    let story: Vec<(String, String)> = Generator::new(plan)
        .skip(1)
        .map(|said| {
            let line = serde_json::to_string(&said.submission).expect("a command can be written");
            (said.submission.command.name().to_owned(), line)
        })
        .collect();
    let half = |own: usize| -> String {
        let mut sales = 0;
        let mine = story.iter().filter(|(kind, _)| {
            sales += usize::from(kind == "record_sale");
            kind != "record_sale" || sales % 3 == own || sales % 3 == 2
        });
        mine.map(|(_, line)| format!("{line}\n")).collect()
    };
    let halves = [half(0), half(1)];
    let answers = thread::scope(|scope| {
        let programs: Vec<_> = halves.iter().map(|lines| scope.spawn(|| Answer::to(&book, lines))).collect();
        programs.into_iter().map(|program| program.join().expect("it answers")).collect::<Vec<_>>()
    });
    for answer in answers.iter().flatten() {
        assert_ne!(answer.status, "refused", "{answer:?}");
    }
    assert!(answers.iter().all(|own| own.iter().any(|answer| answer.status == "recorded")), "both have recorded");
    let first_parts: Vec<String> = records(&book)
        .iter()
        .filter(|record| record.envelope.part.0 == 1)
        .map(|record| record.envelope.key.to_string())
        .collect();
    let mut once = first_parts.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((once.len(), first_parts.len()), (story.len() + 1, story.len() + 1), "each key is there, and once");
    assert_eq!(replay(&book)["agrees_with_live"], true);
}

#[test]
fn what_is_no_book_or_not_all_of_one_is_told_apart() {
    let Place { _folder, book } = golden_book();
    let folder = book.parent().expect("a book lies in a folder");
    let whole = fs::read(&book).expect("the book is one file");
    let cut = folder.join("cut.mizan");
    fs::write(&cut, &whole[..20_000]).expect("there is room");
    let foreign = folder.join("foreign.mizan");
    fs::write(&foreign, "sale;amount\nrug;860,49\n").expect("there is room");
    let empty = folder.join("empty.mizan");
    fs::write(&empty, "").expect("there is room");
    let told: Vec<String> = [&cut, &foreign, &empty, &folder.join("none.mizan"), &folder.to_owned()]
        .into_iter()
        .flat_map(|path| [record(path, b""), run(&["replay"], path)])
        .map(|output| {
            assert!(output.stdout.is_empty(), "an error leaves no half an answer");
            let told = String::from_utf8_lossy(&output.stderr).replace(&folder.display().to_string(), "FOLDER");
            format!("{} {told}", output.status.code().expect("it ends by itself"))
        })
        .collect();
    insta::assert_snapshot!("what_is_no_book", told.concat());
}

fn run(arguments: &[&str], book: &Path) -> Output {
    mizan().args(arguments).arg(book).output().expect("the program can be run")
}

#[test]
fn the_book_may_be_named_by_the_environment() {
    let Place { _folder, book } = new_book();
    let file = book.with_extension("ndjson");
    fs::write(&file, golden_story()).expect("there is room");
    let output = mizan().arg("record").arg(&file).env("MIZAN_BOOK", &book).output().expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = mizan().args(["replay", "--json"]).env("MIZAN_BOOK", &book).output().expect("the program can be run");
    let found: Value = serde_json::from_slice(&output.stdout).expect("a replay is JSON");
    assert_eq!(found["records"], replay(&book)["records"]);
    let output = mizan().arg("replay").output().expect("the program can be run");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told, "mizan: no book is named: give its file NAME.mizan or its address, or set MIZAN_BOOK\n");
}
