//! `mizan checkpoint`: sign what the log has come to, now.

use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_proof::note::SignatureLine;
use mizan_proof::tree::nodes::Tree;
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::bundle::sign;
use crate::cli::place::{BookArg, files_of};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::notary::shelf::Shelf;
use crate::service::reader::{At, ReadError, visit};
use crate::service::witness::ask::{NotCosigned, ask};

/// Sign what the log has come to, and print the checkpoint.
///
/// A checkpoint says how many records there are and the one hash that stands for all of them, signed by the book's key. It
/// is a signed note of C2SP, which other people's tools read. Whoever writes the book signs one at most once a minute, and
/// whenever somebody is paid; this command signs at once, and needs the book for reading only. It never signs what
/// contradicts the checkpoint before it.
///
/// A witness (`mizan witness`, or any other of C2SP tlog-witness) sees that the log only grew, and adds its own signature. It
/// stands in the checkpoint from then on, and in every bundle and receipt made of it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan checkpoint network.mizan
  mizan checkpoint network.mizan --witness http://federation.example:8710")]
pub(super) struct Checkpoint {
    #[command(flatten)]
    book: BookArg,
    /// Ask the witness at this address, which begins with `http://`, to cosign it; several, if there are several.
    #[arg(long, value_name = "URL")]
    witness: Vec<String>,
}

impl Checkpoint {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let place = self.book.place()?;
        let Some(files) = files_of(&place).filter(|files| files.key.exists()) else {
            bail!(Finding(format!("{place} has no key to sign with: make one with `mizan key new`")));
        };
        let log: Arc<dyn EventLog> = Arc::new(place.open_read_only().await?);
        let mut signed = sign(&files, &log).await?;
        if !self.witness.is_empty() {
            signed = cosigned(&log, signed, &self.witness).await?;
            Shelf::at(files.checkpoint.clone()).hold()?.replace_same(&signed)?;
        }
        if terminal.wants_json() {
            let checkpoint = &signed.checkpoint;
            terminal.say_json(&json!({
                "origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.to_string(),
                "note": signed.to_string(), "file": files.checkpoint.display().to_string(),
            }))?;
        } else {
            terminal.say(signed.to_string().trim_end())?;
        }
        Ok(Outcome::Fine)
    }
}

/// The checkpoint with the word of each witness that gives it. One that does not is an error, after all were asked.
async fn cosigned(
    log: &Arc<dyn EventLog>,
    mut signed: SignedCheckpoint,
    witnesses: &[String],
) -> anyhow::Result<SignedCheckpoint> {
    let size = signed.checkpoint.size;
    let mut tree = Tree::new();
    if let Some(last) = size.checked_sub(1) {
        visit(log, At::Position(last), |seen| {
            tree.push(seen.leaf);
            Ok::<(), ReadError>(())
        })
        .await?;
    }
    let mut silent = Vec::new();
    for url in witnesses {
        // It says itself how far it has seen the log, if it was not from the beginning.
        let mut answer = ask(url, 0, Vec::new(), &signed).await;
        if let Err(NotCosigned::Elsewhere { size: seen }) = answer
            && seen <= size
        {
            answer = ask(url, seen, tree.consistency(seen, size)?, &signed).await;
        }
        match answer {
            Ok(lines) => {
                // A later word of the same witness stands for its earlier one.
                let again = |old: &SignatureLine| lines.iter().any(|new| new.name == old.name && new.id == old.id);
                signed.note.signatures.retain(|old| !again(old));
                signed.note.signatures.extend(lines);
            }
            Err(error) => silent.push(format!("{url}: {error}")),
        }
    }
    if silent.is_empty() { Ok(signed) } else { bail!(Finding(silent.join("; "))) }
}
