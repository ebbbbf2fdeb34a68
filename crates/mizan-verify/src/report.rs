//! What came of a verification: a line a step, what was found, and one word with an exit code.

use std::fmt;

use mizan_proof::hash::Hash;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The most findings of one step that are told; how many more there are is said.
pub const MOST_FINDINGS: usize = 50;

/// Which step found something. What is graver stands further down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grave {
    /// A rule of the trade is broken.
    Rules,
    /// What the records come to is not what was said.
    Projection,
    /// The log is not what was signed, or not whole.
    Log,
    /// The log has shown another face to somebody.
    Split,
}

impl Grave {
    /// How a program tells.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Grave::Rules => 2,
            Grave::Projection => 3,
            Grave::Log => 4,
            Grave::Split => 5,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Grave::Rules => "rules",
            Grave::Projection => "projection",
            Grave::Log => "log",
            Grave::Split => "split",
        }
    }
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub grave: Grave,
    /// In which line of the report it stands.
    pub step: Step,
    /// The record it is about, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// What is wrong.
    pub what: String,
}

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Step {
    /// The checkpoint and whose word it has.
    Log,
    /// The records and the root.
    Tree,
    /// Each record, and that it follows the one before.
    Form,
    /// What they come to.
    Projection,
    /// The rules of the trade.
    Rules,
    /// What is sealed.
    Sealed,
}

impl Step {
    const ALL: [Step; 6] = [Step::Log, Step::Tree, Step::Form, Step::Projection, Step::Rules, Step::Sealed];

    fn word(self) -> &'static str {
        match self {
            Step::Log => "LOG",
            Step::Tree => "TREE",
            Step::Form => "FORM",
            Step::Projection => "PROJECTION",
            Step::Rules => "RULES",
            Step::Sealed => "SEALED",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// A line for each step that was taken.
    pub lines: Vec<(Step, String)>,
    /// What was found, in the order of the steps.
    pub findings: Vec<Finding>,
    /// How many further findings are not told.
    pub untold: u64,
    /// What is worth knowing and no fault.
    pub notes: Vec<String>,
    /// What is signed, and by whom.
    pub checkpoint: Option<Named>,
}

/// A checkpoint, for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Of which log.
    pub origin: String,
    /// How large.
    pub size: u64,
    /// The root.
    pub root: String,
}

/// A report for programs.
#[derive(Serialize)]
struct Told<'a> {
    result: &'a str,
    exit: u8,
    checkpoint: &'a Option<Named>,
    steps: Vec<(&'a str, &'a str)>,
    findings: &'a [Finding],
    more: u64,
    notes: &'a [String],
    report_sha256: String,
}

impl Report {
    /// Adds a line.
    pub(crate) fn line(&mut self, step: Step, line: impl Into<String>) {
        self.lines.push((step, line.into()));
    }

    /// Adds a finding, up to a bound for each step.
    pub(crate) fn found(&mut self, grave: Grave, step: Step, position: Option<u64>, what: impl Into<String>) {
        if self.findings.iter().filter(|finding| finding.step == step).count() < MOST_FINDINGS {
            self.findings.push(Finding { grave, step, position, what: what.into() });
        } else {
            self.untold += 1;
        }
    }

    /// The gravest thing found.
    #[must_use]
    pub fn gravest(&self) -> Option<Grave> {
        self.findings.iter().map(|finding| finding.grave).max()
    }

    /// How a program tells: 0 for nothing.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        self.gravest().map_or(0, Grave::exit_code)
    }

    /// The report as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let told = Told {
            result: if self.findings.is_empty() { "ok" } else { "fail" },
            exit: self.exit_code(),
            checkpoint: &self.checkpoint,
            steps: self.lines.iter().map(|(step, line)| (step.word(), line.as_str())).collect(),
            findings: &self.findings,
            more: self.untold,
            notes: &self.notes,
            report_sha256: self.fingerprint(),
        };
        serde_json::to_value(told).unwrap_or_default()
    }

    /// The hash of everything above the result, so that two people can compare what they saw over the telephone.
    fn fingerprint(&self) -> String {
        let hash: [u8; 32] = Sha256::digest(self.body()).into();
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn body(&self) -> String {
        let mut body = String::new();
        for step in Step::ALL {
            for (_, line) in self.lines.iter().filter(|(of, _)| *of == step) {
                body += &format!("{:<10} {line}\n", step.word());
            }
            for finding in self.findings.iter().filter(|finding| finding.step == step) {
                let place = finding.position.map(|position| format!("record {position}: ")).unwrap_or_default();
                body += &format!("  {place}{}\n", finding.what);
            }
        }
        if self.untold > 0 {
            body += &format!("  and {} findings more\n", self.untold);
        }
        for note in &self.notes {
            body += &format!("note       {note}\n");
        }
        body
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.body())?;
        let result = match self.gravest() {
            None => "OK".to_owned(),
            Some(_) => {
                let graves = [Grave::Rules, Grave::Projection, Grave::Log, Grave::Split];
                let count = |grave| self.findings.iter().filter(|finding| finding.grave == grave).count();
                let counts = graves.into_iter().map(|grave| (grave, count(grave))).filter(|(_, count)| *count > 0);
                let counts: Vec<String> = counts.map(|(grave, count)| format!("{}={count}", grave.word())).collect();
                format!("FAIL {}", counts.join(" "))
            }
        };
        write!(f, "{:<10} {result}   exit {}   report sha256 {}", "RESULT", self.exit_code(), &self.fingerprint()[..16])
    }
}

/// The first letters of a root, as a person compares them.
pub(crate) fn short(root: Hash) -> String {
    root.to_base64().chars().take(12).collect()
}
