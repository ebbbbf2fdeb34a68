//! Where the official schemas of ISO 20022 are, and the two programs of others that hold a file against them.
//!
//! The schemas are not ours to hand on. They are looked for beside the repository, in `../shared/iso20022`, and then in a
//! package of Python's that carries them, which `tests/run` puts under the target folder; where neither is, a test that
//! needs them is skipped, said aloud, and in the gate it fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use uppsala::XsdValidator;

use crate::{found_or_skipped, repository, runs, target_folder};

/// The folder under the target folder into which `tests/run` installs the package.
const PACKAGE: &str = "iso20022/pain001/templates";

/// A schema, and both programs ready to hold a file against it.
pub struct Judges {
    schema: PathBuf,
    own: XsdValidator,
}

/// What each of the two finds wrong with a file.
#[derive(Debug)]
pub struct Verdicts {
    /// What `uppsala` finds.
    pub uppsala: Vec<String>,
    /// What `xmllint` finds.
    pub xmllint: Vec<String>,
}

impl Verdicts {
    /// Both find nothing wrong.
    #[must_use]
    pub fn both_accept(&self) -> bool {
        self.uppsala.is_empty() && self.xmllint.is_empty()
    }

    /// Each finds something wrong.
    #[must_use]
    pub fn both_refuse(&self) -> bool {
        !self.uppsala.is_empty() && !self.xmllint.is_empty()
    }
}

/// The file of a schema, such as `pain.001.001.09`; `None`, said aloud, where it is nowhere.
pub fn schema(name: &str) -> Option<PathBuf> {
    let file = format!("{name}.xsd");
    let beside = repository().parent().map(|folder| folder.join("shared/iso20022").join(&file));
    let packaged = target_folder().join(PACKAGE).join(name).join(&file);
    let found = beside.into_iter().chain([packaged]).find(|path| path.is_file());
    let why = format!("{file} is neither in ../shared/iso20022 nor in the package that tests/run installs");
    found_or_skipped(found.is_some(), &why)?;
    found
}

/// Both judges of a kind of message; `None`, said aloud, where the schema or `xmllint` is not there.
pub fn judges(name: &str) -> Option<Judges> {
    let schema = schema(name)?;
    let there = runs(Command::new("xmllint").arg("--version"));
    found_or_skipped(there, "xmllint is not installed (apt-get install libxml2-utils)")?;
    let text = fs::read_to_string(&schema).expect("the schema was just found");
    let document = uppsala::parse(&text).expect("the official schema is XML");
    let own = XsdValidator::from_schema(&document).expect("the official schema is one");
    Some(Judges { schema, own })
}

impl Judges {
    /// What both find wrong with a file.
    #[must_use]
    pub fn of(&self, file: &Path) -> Verdicts {
        let text = fs::read_to_string(file).expect("the file was written for them");
        let uppsala = match uppsala::parse(&text) {
            Ok(document) => self.own.validate(&document).into_iter().map(|error| error.message).collect(),
            Err(error) => vec![error.to_string()],
        };
        let mut command = Command::new("xmllint");
        let said = command.args(["--noout", "--nonet", "--schema"]).arg(&self.schema).arg(file).output();
        let said = said.expect("xmllint was just found");
        let lines = String::from_utf8_lossy(&said.stderr).lines().map(str::to_owned).collect();
        Verdicts { uppsala, xmllint: if said.status.success() { vec![] } else { lines } }
    }
}
