//! The house rules a machine can check: who may import whom, what the core never mentions, what every file says first.
//!
//! Each failure says what to do. A rule that is in the way is changed here, with the reason in the commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use mizan_tests::repository;

/// The crates from the ground up, each with the crates of ours it may import.
const FLOORS: [(&str, &[&str]); 6] = [
    ("mizan-ledger", &[]),
    ("mizan-proof", &[]),
    ("mizan-format", &["mizan-ledger"]),
    ("mizan-store", &["mizan-ledger"]),
    ("mizan-verify", &["mizan-ledger", "mizan-proof"]),
    ("mizan", &["mizan-ledger", "mizan-proof", "mizan-format", "mizan-store", "mizan-verify"]),
];

/// The crates that do no I/O, so that an auditor's verifier needs no database, runtime or server.
const PURE: [&str; 3] = ["mizan-ledger", "mizan-proof", "mizan-format"];

/// What a pure crate may not reach, by any number of steps: runtimes, databases, servers, logs, chance.
const IMPURE: [&str; 11] = [
    "tokio",
    "mio",
    "sqlx",
    "sqlx-core",
    "libsqlite3-sys",
    "axum",
    "hyper",
    "tracing",
    "rand",
    "rand_core",
    "getrandom",
];

/// The modules of `mizan-ledger` from the ground up: a module imports from itself and from those before it.
const LEDGER_MODULES: [&str; 23] = [
    "pack",
    "table",
    "id",
    "later",
    "names",
    "sums",
    "money",
    "agreement",
    "text",
    "payee",
    "reference",
    "calendar",
    "account",
    "event",
    "record",
    "posting",
    "balances",
    "command",
    "book",
    "reconcile",
    "view",
    "decide",
    "report",
];

/// Words that have no business in the core outside a comment, and what to write instead.
const NOT_IN_THE_LEDGER: [(&str, &str); 6] = [
    ("f32", "money is exact: `Decimal` or `Money`"),
    ("f64", "money is exact: `Decimal` or `Money`"),
    ("HashMap", "its order is nobody's: `BTreeMap`, or `table::Map` where nothing is read out in order"),
    ("HashSet", "its order is nobody's: `BTreeSet`"),
    ("Instant", "time arrives as data"),
    ("SystemTime", "time arrives as data"),
];

/// The one file that may say `HashMap`, to give the map without a seed its name.
const NAMES_THE_MAP: &str = "crates/mizan-ledger/src/table.rs";

/// The files that may name floats, to refuse them: whoever writes serde's trait has to.
const REFUSE_FLOATS: [&str; 2] =
    ["crates/mizan-ledger/src/record/pen/data.rs", "crates/mizan-ledger/src/decide/writable.rs"];

/// A file is read in one sitting; past this many lines it is two files, or has its reason in [`LONG_FILES`].
const LONG: usize = 400;

/// The files longer than that, each with the reason why it is still one file.
const LONG_FILES: [(&str, &str); 9] = [
    ("crates/mizan-ledger/src/decide/refusal.rs", "one shape repeated: a refusal, its code and its words"),
    ("crates/mizan-ledger/src/event/trade.rs", "one shape repeated: the events of a sale, field by field"),
    ("crates/mizan-ledger/src/report/term.rs", "one shape repeated: the vocabulary of reports, a line a term"),
    ("crates/mizan-format/src/phrases/en.rs", "one shape repeated: a language, a line a phrase"),
    ("crates/mizan-format/src/phrases/fr.rs", "one shape repeated: a language, a line a phrase"),
    ("crates/mizan-format/src/phrases/ar.rs", "one shape repeated: a language, a line a phrase"),
    ("crates/mizan/src/demo/story/tongue/en.rs", "one shape repeated: a language, a line a phrase"),
    ("crates/mizan/src/demo/story/tongue/fr.rs", "one shape repeated: a language, a line a phrase"),
    ("crates/mizan/src/demo/story/tongue/ar.rs", "one shape repeated: a language, a line a phrase"),
];

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent: Vec<String> = rust_files()
        .into_iter()
        .filter(|(_, text)| !text.lines().next().is_some_and(|line| line.starts_with("//! ")))
        .map(|(path, _)| path)
        .collect();
    demand(silent, "Open each of these files with a line `//! …` that says what the file is for");
}

#[test]
fn no_file_grows_past_one_sitting_without_a_reason() {
    let lengths: BTreeMap<String, usize> =
        rust_files().into_iter().map(|(path, text)| (path, text.lines().count())).collect();
    let reasons = BTreeMap::from(LONG_FILES);
    let unexplained = lengths
        .iter()
        .filter(|(path, lines)| **lines > LONG && !reasons.contains_key(path.as_str()))
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    demand(
        unexplained,
        "Divide each of these files by what it speaks of, or give its reason in LONG_FILES of tests/it/tidy.rs",
    );
    let outlived = reasons
        .into_keys()
        .filter(|path| lengths.get(*path).is_none_or(|lines| *lines <= LONG))
        .map(str::to_owned)
        .collect();
    demand(outlived, "Take these out of LONG_FILES of tests/it/tidy.rs: they are short, or gone");
}

#[test]
fn every_crate_has_a_floor_and_a_line_on_the_map() {
    let floors: BTreeSet<String> = FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        crates(),
        floors,
        "Give each crate its floor in FLOORS of tests/it/tidy.rs, and no floor to what is gone"
    );
    let map = read("crates/README.md");
    let unmentioned = floors.into_iter().filter(|name| !has_word(&map, name)).collect();
    demand(unmentioned, "Say in crates/README.md what each of these crates is for");
}

#[test]
fn no_crate_imports_from_a_floor_it_may_not() {
    let ours = crates();
    let mut upward = Vec::new();
    for (name, may_import) in FLOORS {
        for imported in dependencies(name, &["--edges", "normal,build,dev", "--depth", "1"]) {
            if ours.contains(&imported) && imported != name && !may_import.contains(&imported.as_str()) {
                upward.push(format!("{name} imports {imported}"));
            }
        }
    }
    demand(upward, "Move the code down to the floor that needs it, or change FLOORS in tests/it/tidy.rs and say why");
}

#[test]
fn the_pure_crates_reach_no_runtime_database_log_or_chance() {
    let mut reached = Vec::new();
    // The verifier reads files and addresses, and has nothing else of the kind under it.
    for name in PURE.into_iter().chain(["mizan-verify"]) {
        for dependency in dependencies(name, &["--edges", "normal"]) {
            if IMPURE.contains(&dependency.as_str()) {
                reached.push(format!("{name} reaches {dependency} (cargo tree -p {name} -i {dependency})"));
            }
        }
    }
    demand(reached, "Drop the dependency, or switch off its feature: a pure crate takes and gives bytes");
}

#[test]
fn the_pure_crates_forbid_the_same_things() {
    let lists: BTreeSet<String> = PURE.iter().map(|name| read(&format!("crates/{name}/clippy.toml"))).collect();
    assert_eq!(lists.len(), 1, "Make the clippy.toml of {PURE:?} the same, word for word");
}

#[test]
fn every_package_takes_the_lints_of_the_workspace() {
    let manifests =
        crates().into_iter().map(|name| format!("crates/{name}/Cargo.toml")).chain(["tests/Cargo.toml".to_owned()]);
    let without = manifests.filter(|path| !read(path).contains("[lints]\nworkspace = true")).collect();
    demand(without, "Add `[lints]` with `workspace = true` to each of these");
}

#[test]
fn inside_the_ledger_no_module_imports_upward() {
    let root = code_of(&read("crates/mizan-ledger/src/lib.rs"));
    let in_reading_order: Vec<&str> = root
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(in_reading_order, LEDGER_MODULES, "Keep lib.rs and LEDGER_MODULES of tests/it/tidy.rs in one order");

    let floor = |module: &str| LEDGER_MODULES.iter().position(|known| *known == module);
    let mut upward = Vec::new();
    for (path, text) in ledger_files() {
        let Some(module) = module_of(&path) else { continue };
        let own_floor = floor(module);
        for imported in imported_modules(&code_of(&text)) {
            if floor(&imported).is_none_or(|floor| Some(floor) > own_floor) {
                upward.push(format!("{path}: `{module}` stands below `{imported}`"));
            }
        }
    }
    demand(upward, "Move what is shared down, or change the order in LEDGER_MODULES of tests/it/tidy.rs and say why");
}

#[test]
fn the_ledger_mentions_no_float_clock_or_random_order() {
    let mut mentions = Vec::new();
    for (path, text) in ledger_files() {
        for (number, line) in code_of(&text).lines().enumerate() {
            for (word, instead) in NOT_IN_THE_LEDGER {
                let excepted = match word {
                    "HashMap" => path == NAMES_THE_MAP,
                    "f32" | "f64" => REFUSE_FLOATS.contains(&path.as_str()),
                    _ => false,
                };
                if has_word(line, word) && !excepted {
                    mentions.push(format!("{path}:{}: `{word}`: {instead}", number + 1));
                }
            }
        }
    }
    demand(mentions, "Write each of these lines without the word");
}

#[test]
fn a_thing_is_imported_from_where_it_lives() {
    let mut hubs = Vec::new();
    for (path, text) in rust_files() {
        for (number, line) in code_of(&text).lines().enumerate() {
            let line = line.trim();
            let public = line.strip_prefix("pub").map(|rest| rest.split_once(") ").map_or(rest, |(_, rest)| rest));
            if public.is_some_and(|rest| rest.trim_start().starts_with("use ")) {
                hubs.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    demand(hubs, "Take out each `pub use` and import the thing from where it lives");
}

#[test]
fn every_fixture_says_where_it_comes_from() {
    let files = files_below("fixtures", |path| path != "fixtures/README.md");
    if files.is_empty() {
        return;
    }
    let origins = read("fixtures/README.md");
    let unexplained = files
        .into_iter()
        .filter(|path| {
            let inside = path.trim_start_matches("fixtures/");
            let named_folder = Path::new(inside).ancestors().skip(1).filter(|folder| *folder != Path::new(""));
            !origins.contains(inside)
                && !named_folder.map(|folder| format!("{}/", folder.display())).any(|folder| origins.contains(&folder))
        })
        .collect();
    demand(
        unexplained,
        "Name each of these files, or its folder with a `/` behind it, in fixtures/README.md with its source",
    );
}

#[test]
fn imports_are_found_however_they_are_written() {
    let code = "use crate::id::Uuid;\nuse crate::{\n    book::{Book, view::Deep},\n    money,\n};\nlet x = crate::lots::first();";
    let expected = ["id", "book", "money", "lots"].map(str::to_owned);
    assert_eq!(imported_modules(code), BTreeSet::from(expected));
    assert_eq!(code_of("f(); // crate::report\n/// crate::view\ng(\"a//b\");"), "f(); \n\ng(\"a");
}

/// Fails with all offenders at once, and with what to do about them.
fn demand(offenders: Vec<String>, what_to_do: &str) {
    assert!(offenders.is_empty(), "{what_to_do}:\n  {}\n", offenders.join("\n  "));
}

/// The names of the folders in `crates/`, which are the names of the crates.
fn crates() -> BTreeSet<String> {
    entries(&repository().join("crates"))
        .into_iter()
        .filter(|entry| entry.is_dir())
        .map(|folder| folder.file_name().expect("a folder below another has a name").to_string_lossy().into_owned())
        .collect()
}

/// The names of what a crate depends on, itself included, as cargo resolves them.
fn dependencies(name: &str, which: &[&str]) -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--prefix", "none", "--format", "{p}", "--package", name])
        .args(which)
        .current_dir(repository())
        .output()
        .expect("cargo runs this test, so cargo can be run");
    assert!(tree.status.success(), "cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
    String::from_utf8_lossy(&tree.stdout).lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}

fn rust_files() -> Vec<(String, String)> {
    let rust = |path: &str| path.ends_with(".rs");
    let paths = files_below("crates", rust).into_iter().chain(files_below("tests", rust));
    paths.map(|path| (path.clone(), read(&path))).collect()
}

fn ledger_files() -> impl Iterator<Item = (String, String)> {
    rust_files().into_iter().filter(|(path, _)| path.starts_with("crates/mizan-ledger/src/"))
}

/// The module of the ledger a file belongs to; `None` for the root, which names them all.
fn module_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("crates/mizan-ledger/src/")?;
    let module = inside.split(['/', '.']).next()?;
    (module != "lib").then_some(module)
}

/// A source file without its comments. What follows `//` in a text goes too, which is no loss here.
fn code_of(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or(line)).collect();
    lines.join("\n")
}

/// The modules of its own crate that a piece of code names: `crate::x` and `crate::{x, y::z}`.
fn imported_modules(code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let Some(group) = after.strip_prefix('{') else {
            modules.insert(first_name(after));
            continue;
        };
        let mut depth = 0;
        let mut starts_a_path = true;
        for (at, character) in group.char_indices() {
            match character {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => starts_a_path = true,
                _ if starts_a_path && is_of_a_name(character) => {
                    modules.insert(first_name(&group[at..]));
                    starts_a_path = false;
                }
                _ => (),
            }
        }
    }
    modules
}

fn first_name(text: &str) -> String {
    text.chars().take_while(|character| is_of_a_name(*character)).collect()
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether a word stands in a text by itself: `mizan` is not in `mizan-store`.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |character: char| is_of_a_name(character) || character == '-';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(joins) && !text[at + word.len()..].chars().next().is_some_and(joins)
    })
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path} cannot be read: {error}"))
}

/// The files below a folder of the repository for which `wanted` holds, by their path from the repository, in order.
fn files_below(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut files = Vec::new();
    let mut unread = vec![repository().join(folder)];
    while let Some(folder) = unread.pop() {
        for entry in entries(&folder) {
            if entry.is_dir() {
                unread.push(entry);
                continue;
            }
            let path = entry.strip_prefix(repository()).expect("found below the repository").display().to_string();
            if wanted(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()))
        .map(|entry| entry.expect("a folder that can be read can be listed").path())
        .collect()
}
