//! `mizan checkpoint`: sign what the log has come to, now.

use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::place::{BookArg, files_of};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::notary::shelf::Shelf;
use crate::service::notary::{Grown, root_at};

/// Sign what the log has come to, and print the checkpoint.
///
/// A checkpoint says how many records there are and the one hash that stands for all of them, signed by the book's key. It
/// is a signed note of C2SP, which other people's tools read. Whoever writes the book signs one at most once a minute, and
/// whenever somebody is paid; this command signs at once, and needs the book for reading only. It never signs what
/// contradicts the checkpoint before it.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan checkpoint network.mizan")]
pub(super) struct Checkpoint {
    #[command(flatten)]
    book: BookArg,
}

impl Checkpoint {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let place = self.book.place()?;
        let Some(files) = files_of(&place).filter(|files| files.key.exists()) else {
            bail!(Finding(format!("{place} has no key to sign with: make one with `mizan key new`")));
        };
        let log: Arc<dyn EventLog> = Arc::new(place.open_read_only().await?);
        let size = log.head().await?;
        let Some(root) = root_at(log.as_ref(), size).await? else { bail!("the log became smaller while it was read") };
        files.notary().sign(&log, Grown { size, root, pays: false }).await?;
        let Some(signed) = Shelf::at(files.checkpoint.clone()).read()? else { bail!("the checkpoint was taken away") };
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
