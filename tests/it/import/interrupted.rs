//! An import that is killed again and again, at whatever it is doing, ends as if it had run once.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use mizan_tests::program::mizan;
use mizan_tests::recorded::{records, replay};

use super::{Shelf, answers, fixture, summary, text, told};

const ORDERS: usize = 600;
const KILLS: u64 = 5;

/// Sales of a shop, of which every third was given back in part.
fn sales() -> String {
    let rows = (0..ORDERS).map(|number| {
        let (day, back) = (number % 28 + 1, if number % 3 == 0 { "10,00;2026-03-30" } else { ";" });
        format!(
            "{day:02}/03/2026;K-{number};x;Pouf;1;120,00;;120,00;{day:02}/03/2026;espèces;maker-{};{back}\r\n",
            number % 2 + 1
        )
    });
    let header = "Date;Facture;Cliente;Article;Qté;Prix unitaire;Port;Montant TTC;Payé le;Règlement;Artisane;Remboursé;Remboursé le\r\n";
    std::iter::once(header.to_owned()).chain(rows).collect()
}

#[test]
fn an_import_killed_in_the_middle_is_finished_by_running_it_again() {
    let (killed, whole) = (Shelf::new(), Shelf::new());
    let profile = killed.file("profile.json");
    let without_encoding = fs::read_to_string(fixture("csv/profile.json")).expect("the profile is there");
    let without_encoding = without_encoding.replace("\"encoding\": \"windows-1252\",", "");
    fs::write(&profile, without_encoding).expect("there is room for a profile");
    let file = killed.file("sales.csv");
    fs::write(&file, sales()).expect("there is room for a file");
    let more = ["--profile", text(&profile), "--json"];

    let done = whole.run(&file, "csv", &more);
    assert_eq!((done.status.code(), &summary(&done)["recorded"]), (Some(0), &ORDERS.into()), "{}", told(&done));
    let all = records(&whole.book()).len();

    let mut seen = vec![records(&killed.book()).len()];
    let length = fs::metadata(whole.book()).expect("a book is a file").len();
    for kill in 1..=KILLS {
        let mut command: Command = mizan();
        command.arg("import").arg(killed.book()).arg(&file).args(["--as", "csv"]).args(more);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program can be run");
        // Killed once so much of the book is on the disk, which is at another step of the work each time.
        let enough = length * kill / (KILLS + 2);
        while written(&killed.book()) < enough && child.try_wait().expect("a child can be asked").is_none() {
            thread::sleep(Duration::from_micros(300));
        }
        child.kill().expect("the program can be killed");
        child.wait().expect("the program ends");
        let now = records(&killed.book()).len();
        assert!(now >= *seen.last().expect("it began with the founding"), "nothing that was recorded is lost");
        seen.push(now);
    }
    let between = seen.iter().filter(|count| **count > seen[0] && **count < all).count();
    assert!(between >= 2, "it was killed at work, not before or after it: {seen:?} of {all}");

    let last = killed.run(&file, "csv", &more);
    assert_eq!(last.status.code(), Some(0), "{}", told(&last));
    let ended = summary(&last);
    let count = |name: &str| ended[name].as_u64().unwrap_or_default();
    assert_eq!((count("recorded") + count("already_recorded"), count("orders")), (ORDERS as u64, ORDERS as u64));
    let did = answers(&last).into_iter().flat_map(|answer| answer["did"].as_array().cloned().unwrap_or_default());
    assert!(did.into_iter().any(|did| did["status"] == "already_recorded"), "what was there is not said again");
    assert_eq!(records(&killed.book()).len(), all, "each record is there, and once");
    assert_eq!(killed.balances("demo-atlas"), whole.balances("demo-atlas"));
    assert_eq!(replay(&killed.book())["agrees_with_live"], true);
    let again = killed.run(&file, "csv", &more);
    assert!(
        answers(&again).iter().all(|answer| answer["status"] != "recorded"),
        "and then there is nothing left to do"
    );
}

/// How many bytes of the book are on the disk: in its file, and in the one beside it that belongs to it.
fn written(book: &Path) -> u64 {
    let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    size(book) + size(&book.with_extension("mizan-wal"))
}
