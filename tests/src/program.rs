//! The program itself, as a person or a script runs it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{repository, target_folder};

/// `mizan`, ready for its arguments, built from what lies in the repository now.
///
/// Nothing of the caller's own settings reaches it, so a test says the same on every machine.
pub fn mizan() -> Command {
    let mut command = Command::new(program());
    for variable in [
        "MIZAN_BOOK",
        "MIZAN_LOG",
        "MIZAN_KEY",
        "MIZAN_PASSPHRASE_FILE",
        "MIZAN_SNAPSHOT",
        "MIZAN_VAULT",
        "MIZAN_VAULT_KEY",
    ] {
        command.env_remove(variable);
    }
    command.env("NO_COLOR", "1");
    command
}

/// `mizan-verify`, ready for its arguments, as `mizan` is.
pub fn mizan_verify() -> Command {
    Command::new(program().with_file_name("mizan-verify"))
}

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        // Cargo gives a test the programs of its own package only, and `mizan` is another.
        let cargo = env::var_os("CARGO").expect("cargo tells a test where it is");
        let test = env::current_exe().expect("a running test knows its own file");
        // A test is built as TARGET/PROFILE/deps/NAME, and the program beside it must be of the same profile.
        let built = test.ancestors().nth(2).expect("a test lies two folders below its profile").to_owned();
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--package", "mizan", "--package", "mizan-verify", "--bins"]);
        build.arg("--target-dir").arg(target_folder()).current_dir(repository());
        if built.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo can be run").success(), "the program can be built");
        built.join("mizan")
    })
}
