//! The command line of a verification, the same in `mizan verify` and in `mizan-verify`.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use mizan_proof::disclosure::Disclosure;
use mizan_proof::note::{Signs, VerifierKey};
use mizan_proof::policy::Policy;
use mizan_proof::receipt::{self, Receipt};
use mizan_proof::scope::scope_chain;
use mizan_proof::witness::evidence::{Evidence, Shown};
use serde_json::json;

use crate::material::Material;
use crate::memory::Memory;
use crate::openings::openings;
use crate::source::Bundle;
use crate::source::folder::Folder;
use crate::source::http::Address;
use crate::source::tar::TarFile;
use crate::verify::{Asked, Verified, verify};

/// What is to be verified, and by what.
#[derive(Debug, Args)]
pub struct Question {
    /// A folder, a tar file, an address (`http://…`), a receipt, one cooperative's export, or evidence against a log.
    #[arg(value_name = "WHAT")]
    pub what: String,
    /// The log's key, as its operator publishes it; several, if it was changed.
    #[arg(long, value_name = "KEY")]
    pub key: Vec<VerifierKey>,
    /// A policy file (C2SP tlog-policy): whose word counts, and how many witnesses must have seen it.
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    pub policy: Option<PathBuf>,
    /// The key of a witness that must have cosigned it.
    #[arg(long, value_name = "KEY", conflicts_with = "policy")]
    pub witness: Vec<VerifierKey>,
    /// A folder that remembers what was seen, so that a log with two faces shows.
    #[arg(long, value_name = "FOLDER")]
    pub memory: Option<PathBuf>,
    /// Openings of sealed fields: the answers of `mizan record`, or one opening a line.
    #[arg(long, value_name = "FILE")]
    pub openings: Option<PathBuf>,
    /// Where the evidence is written if the log has two faces.
    #[arg(long, value_name = "FILE", default_value = "split-view.txt")]
    pub evidence: PathBuf,
}

/// What a person or a program is told, and the exit code.
#[derive(Debug)]
pub struct Answer {
    /// For a person.
    pub text: String,
    /// For a program.
    pub json: serde_json::Value,
    /// 0 nothing found, 2 rules, 3 projection, 4 log, 5 two faces.
    pub exit: u8,
}

/// Why nothing was verified.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(String);

fn failed(error: impl std::fmt::Display) -> Failed {
    Failed(error.to_string())
}

/// What a text names.
#[derive(Debug)]
pub enum Named {
    /// A receipt, read.
    Receipt(String),
    /// The file of one cooperative's records.
    Export(PathBuf),
    /// Evidence of a witness or of a verification, read.
    Evidence(String),
    /// Files of a bundle.
    Bundle(Box<dyn Material + Send>),
}

impl std::fmt::Debug for dyn Material + Send {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Material({})", self.name())
    }
}

impl Question {
    /// Verifies what it names, and says what came of it.
    pub fn run(&self) -> Result<Answer, Failed> {
        match self.named()? {
            Named::Receipt(text) => self.receipt(&text),
            Named::Export(file) => export(&file),
            Named::Evidence(text) => self.evidence(&text),
            Named::Bundle(mut material) => self.log(material.as_mut()),
        }
    }

    /// What is named: an address, a folder, a tar file, a receipt, or evidence.
    pub fn named(&self) -> Result<Named, Failed> {
        if self.what.starts_with("http://") {
            return Ok(Named::Bundle(Box::new(Bundle(Address::new(&self.what)))));
        }
        if self.what.starts_with("https://") {
            return Err(Failed("no address with TLS is read here: fetch the files with a tool of your own".to_owned()));
        }
        let path = Path::new(&self.what);
        if path.is_dir() {
            return Ok(Named::Bundle(Box::new(Bundle(Folder(path.to_owned())))));
        }
        let mut head = Vec::new();
        let file = fs::File::open(path).map_err(|error| Failed(format!("{}: {error}", path.display())))?;
        file.take(receipt::LONGEST as u64 + 1).read_to_end(&mut head).map_err(failed)?;
        let text = |what: &str| String::from_utf8(head.clone()).map_err(|_| Failed(format!("the {what} is not UTF-8")));
        if head.starts_with(b"c2sp.org/") {
            return text("receipt").map(Named::Receipt);
        }
        if head.starts_with(b"{\"v\":") {
            return Ok(Named::Export(path.to_owned()));
        }
        if head.starts_with(b"# Two checkpoints of the log ") || head.starts_with(b"old ") {
            return text("evidence").map(Named::Evidence);
        }
        Ok(Named::Bundle(Box::new(Bundle(TarFile::open(path).map_err(failed)?))))
    }

    /// What was asked, on the command line.
    fn asked(&self) -> Result<Asked, Failed> {
        let memory = self.memory.clone().map(Memory::at);
        Ok(Asked { policy: self.policy()?, memory, openings: self.openings()? })
    }

    /// Whose word counts, if anything was said about it.
    pub fn policy(&self) -> Result<Option<Policy>, Failed> {
        if let Some(file) = &self.policy {
            let text = fs::read_to_string(file).map_err(|error| Failed(format!("{}: {error}", file.display())))?;
            return text.parse().map(Some).map_err(|error| Failed(format!("{}: {error}", file.display())));
        }
        if self.key.is_empty() {
            return match self.witness.is_empty() {
                true => Ok(None),
                false => Err(Failed("give the log's own key with --key, too".to_owned())),
            };
        }
        if self.key.iter().any(|key| key.signs() != Signs::Text) {
            return Err(Failed("--key is the key of a log; a witness's goes with --witness".to_owned()));
        }
        let mut policy = Policy::of_logs(self.key.iter().cloned());
        for (number, witness) in self.witness.iter().enumerate() {
            if witness.signs() != Signs::TextSeen {
                return Err(Failed(format!("`{}` is no witness's key", witness.name())));
            }
            policy = policy.and_witness(&format!("witness-{}", number + 1), witness.clone());
        }
        Ok(Some(policy))
    }

    fn openings(&self) -> Result<Vec<Disclosure>, Failed> {
        let Some(file) = &self.openings else { return Ok(Vec::new()) };
        let text = fs::read_to_string(file).map_err(|error| Failed(format!("{}: {error}", file.display())))?;
        let wrong = |line, error| Failed(format!("{}, line {line}: {error}", file.display()));
        openings(&text).map(|(line, opening)| opening.map_err(|error| wrong(line, error))).collect()
    }

    /// Verifies a log, wherever it comes from.
    pub fn log(&self, material: &mut dyn Material) -> Result<Answer, Failed> {
        let Verified { report, evidence } = verify(material, &self.asked()?).map_err(failed)?;
        let mut json = report.json();
        let mut text = report.to_string();
        if let Some(evidence) = evidence {
            fs::write(&self.evidence, evidence).map_err(|error| {
                Failed(format!("the evidence could not be written: {}: {error}", self.evidence.display()))
            })?;
            let file = self.evidence.display().to_string();
            text +=
                &format!("\nBoth checkpoints are in {file}: whoever has the log's key can see that it signed both.");
            json["evidence"] = json!(file);
        }
        Ok(Answer { text, json, exit: report.exit_code() })
    }

    /// Verifies evidence: whether the log signed two histories, whoever says so.
    fn evidence(&self, text: &str) -> Result<Answer, Failed> {
        let Some(policy) = self.policy()? else {
            return Err(Failed("evidence is verified with the log's key: give it with --key or --policy".to_owned()));
        };
        let read = Evidence::parse(text).map_err(failed)?;
        let checkpoint = &read.shown.signed.checkpoint;
        let (origin, older, newer) = (&checkpoint.origin, read.cosigned.checkpoint.size, checkpoint.size);
        let mut told: Vec<_> = policy.logs.iter().map(|log| read.against(&log.key)).collect();
        // With one key of several it may be signed; that is enough.
        told.sort_by_key(Result::is_err);
        let (exit, said, result) = match told.into_iter().next() {
            Some(Ok(Shown::Forked)) => {
                let two = format!("it signed two histories, one of {older} records and one of {newer}");
                (5, format!("the log {origin} has two faces: {two}"), "FAIL split=1")
            }
            Some(Ok(Shown::Unproved(error))) => {
                let open = format!("{error}; an honest log can give a proof that shows it");
                (4, format!("it is not shown that {newer} records of {origin} continue {older}: {open}"), "FAIL log=1")
            }
            Some(Err(error)) => (0, format!("nothing is shown against the log: {}", chain(&error)), "OK"),
            None => return Err(Failed("the policy names no log".to_owned())),
        };
        let json = json!({
            "result": if exit == 0 { "ok" } else { "fail" }, "exit": exit, "origin": origin, "sizes": [older, newer],
            "why": said,
        });
        Ok(Answer { text: format!("EVIDENCE   {said}\nRESULT     {result}   exit {exit}"), json, exit })
    }

    /// Verifies a receipt.
    fn receipt(&self, text: &str) -> Result<Answer, Failed> {
        let Some(policy) = self.policy()? else {
            return Err(Failed("a receipt is verified with the log's key: give it with --key or --policy".to_owned()));
        };
        let judged = Receipt::parse(text).map_err(|error| chain(&error)).and_then(|receipt| {
            let judged = receipt.verify(&policy).map_err(|error| chain(&error))?;
            Ok((receipt, judged))
        });
        Ok(match judged {
            Err(why) => Answer {
                text: format!("RECEIPT    refused: {why}\nRESULT     FAIL   exit 4"),
                json: json!({ "result": "fail", "exit": 4, "why": why }),
                exit: 4,
            },
            Ok((receipt, judged)) => {
                let checkpoint = &receipt.signed.checkpoint;
                let (origin, size, index) = (&checkpoint.origin, checkpoint.size, receipt.index);
                let record = String::from_utf8_lossy(&receipt.record);
                let seen: Vec<String> = judged.seen.iter().map(|(name, _)| name.clone()).collect();
                let mut text = format!(
                    "RECEIPT    record {index} is in the log {origin}, of {size} records, signed by its key; witnesses: {}\n\
                     RECORD     {record}\n",
                    if seen.is_empty() { "none".to_owned() } else { seen.join(", ") },
                );
                for opening in &receipt.disclosures {
                    text += &format!("OPENED     {}: {}\n", opening.name(), opening.value());
                }
                text +=
                    "NOTE       it shows that this was recorded, not that it is true, nor that nothing was left out\n";
                text += "RESULT     OK   exit 0";
                let opened = receipt.disclosures.iter().map(|opening| (opening.name(), opening.value()));
                let opened: Vec<_> = opened.collect();
                Answer {
                    json: json!({
                        "result": "ok", "exit": 0, "index": index, "origin": origin, "size": size,
                        "record": serde_json::from_str::<serde_json::Value>(&record).unwrap_or_default(),
                        "witnesses": seen, "opened": opened,
                    }),
                    text,
                    exit: 0,
                }
            }
        })
    }
}

/// Verifies one cooperative's records alone, as `mizan export --as ndjson --cooperative` writes them.
fn export(file: &Path) -> Result<Answer, Failed> {
    let text = fs::read(file).map_err(|error| Failed(format!("{}: {error}", file.display())))?;
    let lines = text.strip_suffix(b"\n").unwrap_or(&text).split(|byte| *byte == b'\n');
    Ok(match scope_chain(lines) {
        Ok(chain) => {
            let whose = chain.scope.as_ref().map_or_else(|| "the whole book".to_owned(), |scope| format!("`{scope}`"));
            let last = chain.last.map(|last| last.to_string()).unwrap_or_default();
            let (records, position) = (chain.records, chain.position.unwrap_or_default());
            Answer {
                text: format!(
                    "CHAIN      {records} records of {whose}, none missing between them; the last is {position}, its hash {last}\n\
                     NOTE       that none was cut off behind them shows against a receipt, a closing or a checkpoint\n\
                     RESULT     OK   exit 0"
                ),
                json: json!({
                    "result": "ok", "exit": 0, "scope": chain.scope, "records": records, "position": chain.position,
                    "last": last,
                }),
                exit: 0,
            }
        }
        Err(error) => {
            let why = error.to_string();
            Answer {
                text: format!("CHAIN      {why}\nRESULT     FAIL log=1   exit 4"),
                json: json!({ "result": "fail", "exit": 4, "why": why }),
                exit: 4,
            }
        }
    })
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        if !told.contains(&next.to_string()) {
            told += &format!(": {next}");
        }
        cause = next.source();
    }
    told
}

/// Tells an answer on standard output.
pub fn tell(answer: &Answer, as_json: bool) -> io::Result<()> {
    use io::Write;
    let mut out = io::stdout().lock();
    if as_json { writeln!(out, "{}", answer.json) } else { writeln!(out, "{}", answer.text) }
}
