//! `mizan snapshot`: leave a snapshot beside a book, so that the next command opens it at once.

use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::place::{BookArg, kept_of, open_to_write, signed_of};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::renewal::{NotWritten, Written, renew};

/// Write down what a book comes to, so that opening it does not fold every record again.
///
/// The snapshot of NAME.mizan is NAME.snapshot beside it; that of a book in a database is where MIZAN_SNAPSHOT says. Every
/// command takes it up and reads only the records behind it. `mizan record` and `mizan import` leave a new one by themselves
/// when they end, after a hundred thousand records; smaller books open at once without one.
///
/// It is a cache: delete it whenever you like, and copy the book without it. One that is old, damaged or of another book is
/// passed over with a warning, and the answers are the same. `mizan replay` folds without it, and compares.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan snapshot network.mizan")]
pub(super) struct Snapshot {
    #[command(flatten)]
    book: BookArg,
}

impl Snapshot {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let place = self.book.place()?;
        // Only whoever may write a book leaves something beside it.
        let book = open_to_write(&place).await?;
        let log = Arc::clone(&book) as Arc<dyn EventLog>;
        let signed = signed_of(&place)?;
        let bar = terminal.progress(Some(log.head().await?), "records");
        let written = renew(&log, &kept_of(&place), signed, |position| bar.set_position(position)).await;
        bar.finish_and_clear();
        book.close().await?;
        let Written { file, records, bytes } = match written {
            Err(error @ NotWritten::NoRecord) => bail!(Finding(error.to_string())),
            written => written?,
        };
        let file = file.display().to_string();
        if terminal.wants_json() {
            terminal.say_json(&json!({"file": file, "records": records, "bytes": bytes}))?;
        } else {
            terminal.say(format_args!("{file} has what {records} records come to, in {bytes} bytes"))?;
        }
        Ok(Outcome::Fine)
    }
}
