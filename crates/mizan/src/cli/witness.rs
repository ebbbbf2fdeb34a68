//! `mizan witness`: watching the logs of others, so that none of them tells two histories.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_proof::cosignature::seen_by;
use mizan_proof::note::{SignerKey, Signs, VerifierKey};
use mizan_store::witness::{Watched, WitnessFile};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::cli::place::passphrase_elsewhere;
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::notary::Files;
use crate::service::serving::{asked_to_stop, serve};
use crate::service::witness::{Witness as AtWork, http};

/// Watch the logs of others, and cosign of each one history and no second one.
///
/// A witness is a small file and a key beside it, run by somebody who does not run the log: a federation, a label, a
/// buyer. It keeps the last checkpoint of each log it watches, and cosigns another one only if that continues it. Two
/// checkpoints of a log that do not go together are written out as evidence.
///
/// Never bring back FILE from a copy: a witness that forgot what it cosigned can be shown another history. Where it is
/// lost, make a new witness, with a new key. The key is encrypted, and opened by FILE.passphrase, or by the file named in
/// MIZAN_PASSPHRASE_FILE: keep the two apart.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan witness federation.witness init --name federation.example/witness
  mizan witness federation.witness trust ledger.example/atlas+7b1c0c6e+AXq3...
  mizan witness federation.witness serve --listen 127.0.0.1:8710 --evidence evidence
  mizan witness federation.witness show")]
pub(super) struct Witness {
    /// The file of the witness. Its key lies beside it, in FILE.key.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a new witness and its key, and print the key that others know it by.
    Init {
        /// The name it signs under, as an address without http://: federation.example/witness.
        #[arg(long)]
        name: String,
    },
    /// Watch a log: from now on its checkpoints are cosigned. A log may have several keys.
    Trust {
        /// The key of the log, as the log publishes it. Its name is the log's origin.
        #[arg(value_name = "VKEY")]
        log: String,
    },
    /// Answer logs that ask for a cosignature, until ctrl-c or SIGTERM.
    Serve {
        /// Where to listen; port 0 takes a free one and prints it.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8710")]
        listen: SocketAddr,
        /// The folder for evidence against logs that told two histories.
        #[arg(long, value_name = "DIR")]
        evidence: PathBuf,
    },
    /// Print its key, the logs it watches, and what it cosigned of each.
    Show,
}

impl Witness {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let Witness { file, action } = self;
        match action {
            Action::Init { name } => init(&file, &name, terminal).await,
            Action::Trust { log } => trust(&file, &log, terminal).await,
            Action::Serve { listen, evidence } => listen_and_serve(&file, listen, evidence, terminal).await,
            Action::Show => show(&file, terminal).await,
        }
    }
}

async fn init(file: &Path, name: &str, terminal: &Terminal) -> anyhow::Result<Outcome> {
    if fs::symlink_metadata(file).is_ok() {
        bail!(Finding(format!("{} exists already: give the new witness another name", file.display())));
    }
    // Before anything is made, because of a wrong name nothing must be left.
    SignerKey::new(name, &[0; 32]).with_context(|| format!("`{name}` cannot be the name of a witness"))?;
    let files = files_beside(file);
    if files.key.exists() {
        // With the key of a witness that lost its file, another could cosign what that one would not.
        let key = files.key.display();
        bail!(Finding(format!("{key} exists already: if no witness uses this key any more, move it away")));
    }
    let vkey = files.make(name)?.verifier(Signs::TextSeen);
    let made = WitnessFile::create(file, &vkey.to_string()).await;
    let made = made.inspect_err(|_| {
        // It was made a moment ago and signed nothing; what else went wrong is more telling.
        let _ = fs::remove_file(&files.key);
    })?;
    made.close().await?;
    if terminal.wants_json() {
        let (file, key) = (file.display().to_string(), files.key.display().to_string());
        terminal.say_json(&json!({ "file": file, "key": key, "vkey": vkey.to_string() }))?;
    } else {
        terminal.say(format_args!("{} is the witness {name}. Others know it by this key:", file.display()))?;
        terminal.say(format_args!("{vkey}"))?;
    }
    Ok(Outcome::Fine)
}

/// Where the key of a witness and its passphrase are: beside its file, under its whole name.
fn files_beside(file: &Path) -> Files {
    let beside = |ending: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let passphrase = passphrase_elsewhere().unwrap_or_else(|| beside(".passphrase"));
    Files { key: beside(".key"), passphrase, checkpoint: beside(".checkpoint") }
}

async fn trust(file: &Path, log: &str, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let log: VerifierKey = log.parse().context("the key of the log")?;
    if log.signs() != Signs::Text {
        bail!(Finding("this is the key of a witness: a log's key is of type 0x01".to_owned()));
    }
    let witness = WitnessFile::open(file).await?;
    let added = witness.watch(log.name(), &log.to_string()).await?;
    witness.close().await?;
    if terminal.wants_json() {
        terminal.say_json(&json!({ "origin": log.name(), "vkey": log.to_string(), "added": added }))?;
    } else if added {
        terminal.say(format_args!("The log {} is watched.", log.name()))?;
    } else {
        terminal.say(format_args!("The log {} is watched already, by this key.", log.name()))?;
    }
    Ok(Outcome::Fine)
}

async fn listen_and_serve(
    file: &Path,
    listen: SocketAddr,
    evidence: PathBuf,
    terminal: &Terminal,
) -> anyhow::Result<Outcome> {
    let witness = WitnessFile::open(file).await?;
    let files = files_beside(file);
    let key = files.keys()?.into_iter().next();
    let key = key.with_context(|| format!("the key of this witness is missing: {}", files.key.display()))?;
    fs::create_dir_all(&evidence).with_context(|| format!("cannot make the folder {}", evidence.display()))?;
    let witness = Arc::new(AtWork::new(witness, key, evidence)?);
    let stop = asked_to_stop().await?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen at {listen}"))?;
    let address = format!("http://{}", listener.local_addr()?);
    if terminal.wants_json() {
        terminal.say_json(&json!({ "listening": address }))?;
    } else {
        terminal.say(format_args!("The witness listens at {address}"))?;
    }
    terminal.flush()?;
    serve(listener, http::app(Arc::clone(&witness)), http::BOUNDS, stop).await;
    if let Some(witness) = Arc::into_inner(witness) {
        witness.close().await?;
    }
    Ok(Outcome::Fine)
}

async fn show(file: &Path, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let witness = WitnessFile::open(file).await?;
    let own: VerifierKey = witness.vkey().parse()?;
    let logs = witness.all_watched().await?;
    witness.close().await?;
    if terminal.wants_json() {
        let logs = logs.iter().map(|log| as_json(log, &own)).collect::<anyhow::Result<Vec<Value>>>()?;
        terminal.say_json(&json!({ "name": own.name(), "vkey": own.to_string(), "logs": logs }))?;
        return Ok(Outcome::Fine);
    }
    terminal.say(format_args!("The witness {}\n  {own}", own.name()))?;
    for log in &logs {
        match &log.cosigned {
            None => terminal.say(format_args!("\n{}: nothing cosigned yet", log.origin))?,
            Some(last) => {
                let when = when_seen(&last.note, &own)?;
                let (size, root) = (last.size, &last.root);
                terminal.say(format_args!("\n{}: {size} records, root {root}, cosigned {when}", log.origin))?;
            }
        }
        log.vkeys.iter().try_for_each(|vkey| terminal.say(format_args!("  {vkey}")))?;
    }
    if logs.is_empty() {
        terminal.say("\nIt watches no log yet: `mizan witness FILE trust VKEY`")?;
    }
    Ok(Outcome::Fine)
}

fn as_json(log: &Watched, own: &VerifierKey) -> anyhow::Result<Value> {
    let cosigned = match &log.cosigned {
        None => Value::Null,
        Some(last) => json!({
            "size": last.size,
            "root": last.root,
            "at": when_seen(&last.note, own)?.to_string(),
            "checkpoint": last.note,
        }),
    };
    Ok(json!({ "origin": log.origin, "vkeys": log.vkeys, "cosigned": cosigned }))
}

/// When this witness cosigned a note of its own file.
fn when_seen(note: &str, own: &VerifierKey) -> anyhow::Result<Timestamp> {
    let signed = SignedCheckpoint::parse(note).context("a checkpoint in the file of the witness")?;
    let seconds = seen_by(own, &signed)?.context("a checkpoint in the file of the witness lacks its cosignature")?;
    Ok(Timestamp::from_second(i64::try_from(seconds)?)?)
}
