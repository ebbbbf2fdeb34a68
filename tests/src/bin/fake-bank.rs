//! The bank of the tests as a process of its own: files in, answers and statements out, in a folder.
//!
//! ```text
//! fake-bank FOLDER SEED ACCOUNT BALANCE [HABIT…]
//! ```
//!
//! It hears lines on its standard input and answers each with one line: `take FILE DAY` and `day DAY` with the names of what
//! it has written into the folder, `has REFERENCE` with `yes` or `no`. It ends when nobody speaks to it any more. A habit is
//! one of `loses-the-first-file`, `loses-answers`, `answers-twice`, `refuses`, `gives-back`, `books-as-one`, `notifies`,
//! `accepts-late`; without any it is a good bank.

use std::env;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use mizan_tests::bank::{Bank, Habits};

fn main() {
    let given: Vec<String> = env::args().skip(1).collect();
    let [folder, seed, account, balance, habits @ ..] = given.as_slice() else {
        panic!("say a folder, a seed, an account and what is on it, and then habits")
    };
    let seed: u64 = seed.parse().expect("a seed is a number");
    let balance = balance.parse().expect("what is on the account is an amount with its currency");
    let habits = habits.iter().map(String::as_str).fold(Habits::good(), with);
    let mut bank = Bank::new(seed, habits, account, balance);
    let mut written = 0;
    for line in io::stdin().lock().lines() {
        let line = line.expect("a line can be heard");
        let words: Vec<&str> = line.split(' ').collect();
        let answer = match words.as_slice() {
            ["take", file, day] => {
                let bytes = fs::read(file).expect("the file that is sent is there");
                let answers = bank.take(&bytes, day.parse().expect("a day is written as 2026-03-18"));
                put(Path::new(folder), &mut written, &answers)
            }
            ["day", day] => {
                let answers = bank.day(day.parse().expect("a day is written as 2026-03-18"));
                put(Path::new(folder), &mut written, &answers)
            }
            ["has", reference] => (if bank.has(reference) { "yes" } else { "no" }).to_owned(),
            _ => panic!("`{line}` is nothing a bank is told"),
        };
        let mut out = io::stdout().lock();
        writeln!(out, "{answer}").and_then(|()| out.flush()).expect("whoever speaks to the bank listens");
    }
}

fn with(habits: Habits, habit: &str) -> Habits {
    match habit {
        "loses-the-first-file" => Habits { loses_the_first_file: true, ..habits },
        "loses-answers" => Habits { loses_answers: 100, ..habits },
        "answers-twice" => Habits { answers_twice: true, ..habits },
        "refuses" => Habits { refuses: 40, names_only_what_it_refuses: true, ..habits },
        "gives-back" => Habits { gives_back: 100, ..habits },
        "books-as-one" => Habits { books_as_one: true, ..habits },
        "notifies" => Habits { notifies: true, ..habits },
        "accepts-late" => Habits { accepts_late: true, ..habits },
        other => panic!("`{other}` is no habit of this bank"),
    }
}

/// Writes what the bank has to say into its folder, and gives the names.
fn put(folder: &Path, written: &mut u32, answers: &[Vec<u8>]) -> String {
    let mut names: Vec<String> = Vec::new();
    for answer in answers {
        *written += 1;
        let path: PathBuf = folder.join(format!("bank-{written:03}.xml"));
        fs::write(&path, answer).expect("there is room for what a bank writes");
        names.push(path.display().to_string());
    }
    names.join(" ")
}
