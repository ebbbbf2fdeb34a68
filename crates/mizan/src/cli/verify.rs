//! `mizan verify`: a log, a bundle of one or a receipt, verified without trusting whoever keeps it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use mizan_proof::policy::Policy;
use mizan_proof::tile::Tile;
use mizan_store::book::{Book, OpenError, Place};
use mizan_store::log::{EventLog, StoreError};
use mizan_verify::command::{Answer, Question};
use mizan_verify::material::{Material, Next};
use mizan_verify::source::SourceError;
use serde_json::json;
use tokio::runtime::Handle;
use tokio::task;

use crate::cli::bundle::policy;
use crate::cli::output::spare_what_is_a_books;
use crate::cli::place::files_of;
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::notary::Files;

/// How much of a book is read at once.
const PAGE_BYTES: usize = 4 << 20;

/// Verify a log, a bundle of one or a receipt.
///
/// Every record is hashed, read and folded again, in six steps:
///   LOG         the checkpoint is signed by the log's key, and witnesses have seen it
///   TREE        the records are those that were signed for, and continue what was seen before
///   FORM        each record is whole, and follows the one before it
///   PROJECTION  the balances are those that were handed over
///   RULES       sales divided to the centime, commissions as agreed, two persons where two are asked
///   SEALED      openings open what is sealed
///
/// WHAT is a book, a folder or tar file of `mizan export --as bundle`, the address of one (`http://…`), a receipt of
/// `mizan receipt`, one cooperative's `export --as ndjson`, or evidence of a witness. Have the key from somebody else than
/// from whoever hands over the log. `mizan-verify` is the same without a database in it.
///
/// Exit codes: 0 nothing found, 2 a rule is broken, 3 the balances differ, 4 the log is broken, 5 it has two faces.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  mizan verify network.mizan
  mizan verify bundle/ --key ledger.example/atlas+0123abcd+AZ… --memory seen/
  mizan verify fadma.tlog-proof --policy trust.policy"
)]
pub(super) struct Verify {
    #[command(flatten)]
    question: Question,
}

impl Verify {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let is_web = ["http://", "https://"].iter().any(|scheme| self.question.what.starts_with(scheme));
        let place: Option<Place> = if is_web { None } else { Some(self.question.what.parse()?).filter(is_book) };
        // Before hours may have been spent on what leads to it.
        spare_what_is_a_books(&self.question.evidence, place.as_ref())?;
        let answer = match place {
            Some(place) => match Kept::open(&place).await {
                Ok(mut material) => {
                    let question = self.question;
                    task::spawn_blocking(move || question.log(&mut material)).await??
                }
                Err(error) => no_book(error)?,
            },
            None => {
                let question = self.question;
                task::spawn_blocking(move || question.run()).await??
            }
        };
        let Answer { text, json, exit } = answer;
        if terminal.wants_json() {
            terminal.say_json(&json)?;
        } else {
            terminal.say(text)?;
        }
        Ok(Outcome::Verified(exit))
    }
}

/// What is answered where a file is no whole book any more: that the log is broken.
fn no_book(error: anyhow::Error) -> anyhow::Result<Answer> {
    let is_broken = error.downcast_ref::<OpenError>().is_some_and(OpenError::is_damage);
    if !is_broken {
        return Err(error);
    }
    let why = format!("{error:#}");
    let text = format!("LOG        {why}\nRESULT     FAIL log=1   exit 4");
    Ok(Answer { text, json: json!({ "result": "fail", "exit": 4, "why": why }), exit: 4 })
}

/// Whether a text names a book, and not what was made of one.
fn is_book(place: &Place) -> bool {
    match place {
        Place::File(path) => {
            let head = std::fs::File::open(path).and_then(|mut file| {
                let mut head = [0; 16];
                std::io::Read::read_exact(&mut file, &mut head).map(|()| head)
            });
            head.is_ok_and(|head| &head == b"SQLite format 3\0") || is_named_so(path)
        }
        Place::Database(_) => true,
    }
}

fn is_named_so(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "mizan")
}

/// A book where it is kept, with the checkpoint that lies outside of it.
struct Kept {
    name: String,
    book: Arc<Book>,
    files: Files,
    runtime: Handle,
}

impl Kept {
    async fn open(place: &Place) -> anyhow::Result<Kept> {
        let files = files_of(place).with_context(|| format!("say in MIZAN_KEY in which file the key of {place} is"))?;
        if !files.checkpoint.exists() {
            bail!(Finding(format!("nothing was signed of {place} yet: `mizan checkpoint` signs what it has come to")));
        }
        let book = Arc::new(place.open_read_only().await?);
        Ok(Kept { name: place.to_string(), book, files, runtime: Handle::current() })
    }
}

fn elsewhere(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SourceError {
    SourceError::Elsewhere(error.into())
}

/// A book that is not whole is a finding; a disk that fails is none. It was read up to a position.
fn broken(error: StoreError, read: u64) -> SourceError {
    match error {
        StoreError::Damaged { .. } => {
            let what = format!("{error}: nothing can be read from here on");
            SourceError::Broken { position: read, what }
        }
        StoreError::Gap { expected: position, .. } | StoreError::Miscounted { first: position, .. } => {
            SourceError::Broken { position, what: error.to_string() }
        }
        StoreError::Busy { .. }
        | StoreError::ReadOnly { .. }
        | StoreError::Closed { .. }
        | StoreError::Moved { .. }
        | StoreError::Failed { .. } => elsewhere(error),
    }
}

impl Material for Kept {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn is_live(&self) -> bool {
        true
    }

    fn checkpoint(&mut self) -> Result<String, SourceError> {
        let place = self.files.checkpoint.display().to_string();
        std::fs::read_to_string(&self.files.checkpoint).map_err(|source| SourceError::Unreadable { place, source })
    }

    fn policy(&mut self) -> Result<Option<String>, SourceError> {
        if !self.files.key.exists() {
            return Ok(None);
        }
        let policy: Policy = policy(&self.files).map_err(|error| elsewhere(error.to_string()))?;
        Ok(Some(policy.to_string()))
    }

    /// All there are: those that are not signed for yet must follow, too.
    fn records(&mut self, _size: u64, visit: &mut dyn FnMut(&[u8]) -> Next) -> Result<(), SourceError> {
        let mut next = 0;
        loop {
            let page = self.runtime.block_on(self.book.read(next, PAGE_BYTES));
            let page = page.map_err(|error| broken(error, next))?;
            if page.is_empty() {
                return Ok(());
            }
            for record in page.records() {
                if visit(record) == Next::Enough {
                    return Ok(());
                }
            }
            next = page.next();
        }
    }

    fn tile(&mut self, _tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(None)
    }

    fn balances(&mut self) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(None)
    }

    fn altered(&mut self) -> Result<Vec<String>, SourceError> {
        self.runtime.block_on(self.book.altered()).map_err(SourceError::Elsewhere)
    }
}
