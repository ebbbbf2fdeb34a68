//! The world outside: where the repository is, and the tools others wrote that judge our books.
//!
//! A tool that is not installed is a skip, said aloud. Where `tests/run` has installed the tools
//! itself it sets `MIZAN_GATE=1`, and then a missing tool is a failure: a gate that skips its
//! oracles has not looked.

pub mod bank;
pub mod chromium;
pub mod generator;
pub mod postgres;
pub mod program;
pub mod recorded;
pub mod schemas;
pub mod watching;

use std::{
    env,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder of the repository this run is about.
pub fn repository() -> PathBuf {
    // Asked when running, not when building: two checkouts may share a target folder, and this program with it.
    let package = env::var_os("CARGO_MANIFEST_DIR").expect("cargo tells a test where its package lies");
    Path::new(&package).parent().expect("the tests lie in a folder of the repository").to_owned()
}

/// The folder cargo builds into, wherever that was set to be.
pub fn target_folder() -> PathBuf {
    let test = env::current_exe().expect("a running test knows its own file");
    // A test is built as TARGET/debug/deps/NAME.
    test.ancestors().nth(3).expect("a test lies three folders below the target folder").to_owned()
}

/// hledger, ready for its arguments; `None`, said aloud, where it is not installed.
pub fn hledger() -> Option<Command> {
    let found = runs(Command::new("hledger").arg("--version"));
    found_or_skipped(found, "hledger is not installed (apt-get install hledger)")?;
    Some(Command::new("hledger"))
}

/// ledger, ready for its arguments; `None`, said aloud, where it is not installed. It is only measured: its balances are
/// those of hledger's journal.
pub fn ledger() -> Option<Command> {
    let found = runs(Command::new("ledger").arg("--version"));
    found_or_skipped(found, "ledger is not installed (apt-get install ledger)")?;
    Some(Command::new("ledger"))
}

/// The Python that has beancount, for `tests/oracles/balances.py` and its kind; `None`, said aloud,
/// where it is not installed.
pub fn beancount_python() -> Option<PathBuf> {
    let python = target_folder().join("beancount/bin/python");
    let found = runs(Command::new(&python).args(["-c", "import beancount"]));
    found_or_skipped(found, "beancount is not installed (tests/run puts it under the target folder)")?;
    Some(python)
}

fn runs(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Nothing, said aloud, where what a test needs is not there; in the gate that is a failure.
pub fn found_or_skipped(found: bool, why_not: &str) -> Option<()> {
    if found {
        return Some(());
    }
    assert!(env::var_os("MIZAN_GATE").is_none(), "the gate cannot pass without its oracles: {why_not}");
    // Straight to standard error, because the test harness keeps what a passing test prints.
    writeln!(io::stderr(), "skipped: {why_not}").expect("standard error takes a line");
    None
}
