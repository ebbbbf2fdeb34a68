//! The federation watches the Atlas cooperatives' log: the log, told in two ways, and the real witness on a free port.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use mizan::service::witness::ask::{NotCosigned, ask};
use mizan_proof::checkpoint::{Checkpoint, SignedCheckpoint};
use mizan_proof::hash::leaf_hash;
use mizan_proof::note::{SignatureLine, SignerKey, Signs, VerifierKey};
use mizan_proof::tree::nodes::Tree;
use mizan_proof::witness::Request;
use serde_json::Value;

use crate::program::mizan;

/// The origin of the log.
pub const ATLAS: &str = "ledger.example/atlas";

/// Where its two histories part.
pub const SHARED: u64 = 3;

/// One of the two ways in which the log can be told.
pub struct Log {
    tree: Tree,
    key: SignerKey,
}

impl Log {
    /// The log as it is told to one of the two.
    pub fn told(to: &str) -> Log {
        let record = |index| if index < SHARED { format!("record {index}") } else { format!("record {index} {to}") };
        let tree = (0..200).map(|index| leaf_hash(record(index).as_bytes())).collect();
        Log { tree, key: SignerKey::new(ATLAS, &[7; 32]).expect("a name") }
    }

    /// The key that verifies it.
    pub fn vkey(&self) -> VerifierKey {
        self.key.verifier(Signs::Text)
    }

    /// Its checkpoint at a size.
    pub fn signed(&self, size: u64) -> SignedCheckpoint {
        let root = self.tree.root_at(size).expect("it is that large");
        let checkpoint = Checkpoint { origin: ATLAS.to_owned(), size, root };
        checkpoint.signed(vec![self.key.signature_of(&checkpoint.to_string())])
    }

    /// What it asks of a witness that has cosigned an older size.
    pub fn request(&self, old: u64, size: u64) -> Request {
        Request { old, path: self.tree.consistency(old, size).expect("it is that large"), signed: self.signed(size) }
    }

    /// Asks the witness at an address.
    pub fn ask(&self, url: &str, old: u64, size: u64) -> Result<Vec<SignatureLine>, NotCosigned> {
        let Request { old, path, signed } = self.request(old, size);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(ask(url, old, path, &signed))
    }
}

/// The federation's witness, as its files lie.
pub struct Federation {
    /// The file of the witness.
    pub file: PathBuf,
    /// The folder of evidence.
    pub evidence: PathBuf,
    /// The key it is known by.
    pub vkey: VerifierKey,
}

impl Federation {
    /// A new witness that watches the log.
    pub fn watching(folder: &Path) -> Federation {
        let (file, evidence) = (folder.join("federation.witness"), folder.join("evidence"));
        let made = run(&file, &["init", "--name", "federation.example/witness", "--json"]);
        let made: Value = serde_json::from_slice(&made.stdout).expect("JSON");
        let vkey = made["vkey"].as_str().expect("a key").parse().expect("a key");
        run(&file, &["trust", &Log::told("all").vkey().to_string()]);
        Federation { file, evidence, vkey }
    }

    /// Starts it on a free port.
    pub fn serve(&self) -> AtWork {
        let mut command = mizan();
        command.arg("witness").arg(&self.file).args(["serve", "--listen", "127.0.0.1:0", "--json", "--evidence"]);
        let mut child = command
            .arg(&self.evidence)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be run");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        out.read_line(&mut line).expect("it says where it listens");
        let said: Value = serde_json::from_str(&line).expect("JSON");
        let url = said["listening"].as_str().expect("an address").to_owned();
        AtWork { child, url }
    }

    /// What `mizan witness FILE show` says of the log.
    pub fn cosigned(&self) -> Value {
        let shown = run(&self.file, &["show", "--json"]);
        let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
        shown["logs"][0]["cosigned"].clone()
    }

    /// The evidence it has written out: the names of the files, and what stands in them.
    pub fn evidence(&self) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = fs::read_dir(&self.evidence)
            .expect("the folder was made")
            .map(|entry| entry.expect("it can be listed"))
            .map(|entry| {
                let mut text = String::new();
                fs::File::open(entry.path()).and_then(|mut file| file.read_to_string(&mut text)).expect("a text");
                (entry.file_name().to_string_lossy().into_owned(), text)
            })
            .collect();
        found.sort();
        found
    }
}

/// Runs `mizan witness` on a file, which must go well.
pub fn run(file: &Path, arguments: &[&str]) -> Output {
    let output = mizan().arg("witness").arg(file).args(arguments).output().expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A witness that is being served. It is killed when it is dropped.
pub struct AtWork {
    child: Child,
    /// Where it listens.
    pub url: String,
}

impl AtWork {
    /// Its host and port.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// Kills it, as the system kills a program that uses too much.
    pub fn kill(mut self) {
        self.child.kill().expect("it is still there");
        self.child.wait().expect("it ends");
    }

    /// Asks it to end, and tells whether it ended well.
    pub fn end(mut self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("there is a kill").success());
        self.child.wait().expect("it ends").success()
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        // It has ended already, or it must not outlive the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
