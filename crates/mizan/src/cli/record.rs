//! `mizan record`: commands in, one a line; answers out, one a line, in the same order.
//!
//! Lines are read and parsed in a thread of their own, decided by the writer, and answered here. What is under way is
//! bounded in number and in bytes, so a file of any size passes through the same memory.

mod lines;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use mizan_ledger::book::Span;
use mizan_ledger::command::{Command, Sealed};
use mizan_proof::disclosure::Disclosure;
use mizan_store::log::EventLog;
use serde::Serialize;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::cli::Outcome;
use crate::cli::place::{book_and, close, fold_with_notary, open_to_write};
use crate::cli::record::lines::{Line, Lines, Unfit, read};
use crate::cli::terminal::Terminal;
use crate::cli::vault::{VaultArgs, tell_if_new};
use crate::service::environment::Machine;
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::Begun;
use crate::service::vault::Vault;
use crate::service::writer::{Answer, Pending, Writer};

/// The most answers that are waited for.
const WAITING: usize = 16_384;

/// The most kilobytes of lines whose answers are waited for.
const WAITING_KILOBYTES: usize = 32 << 10;

/// Record commands, one JSON object a line; answer each with one JSON object.
///
/// A command is
///   {"key":…,"occurred_on":"2026-01-04","actor":{"id":…,"role":…},
///    "cooperative":…,"type":…,"data":{…},"sealed":{…}}
/// on one line. The key makes it safe to send a line again: the same words under
/// the same key are recorded once, for ever; other words under a used key are
/// refused. `sealed` is for personal data, of which only digests are recorded.
///
/// The answers come in the order of the lines:
///   {"line":1,"status":"recorded","positions":[3,6]}
///   {"line":2,"status":"already_recorded","positions":[0,0]}
///   {"line":3,"status":"refused","code":"unknown_member","reason":"…"}
/// An answer is given when its records are safely on the disk. `positions` are
/// the first and the last record of the command. Where personal data was sealed,
/// `disclosures` hold what opens it; the vault kept it before the record was
/// written (see `mizan person --help`), and is made if there is none. A line that
/// is refused never stops the others, and leaves nothing behind. Empty lines are
/// passed over. If nobody reads the answers, the lines are recorded all the same.
///
/// Exit code 2 if a line was refused, or the vault is none; 1 if the book could
/// not be written: then send the file again, nothing is doubled.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = after_help())]
pub(super) struct Record {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The file of commands; `-` or nothing is standard input.
    #[arg(value_name = "FILE")]
    second: Option<String>,
    #[command(flatten)]
    vault: VaultArgs,
}

fn after_help() -> String {
    format!(
        "Commands: {}.\n\nExamples:\n  mizan record network.mizan january.ndjson\n  \
         MIZAN_BOOK=network.mizan mizan record - < january.ndjson > answers.ndjson",
        Command::NAMES.join(", ")
    )
}

/// What is said where the vault could not be asked at the end. Whoever opens it next erases first.
const NOT_ERASED: &str = "the commands are recorded, but what they erased may still be in the vault";

const RECORDED: &str = "recorded";
const ALREADY: &str = "already_recorded";
const REFUSED: &str = "refused";

/// One answer, as it is printed.
#[derive(Debug, Serialize)]
pub(super) struct Said<'a> {
    line: u64,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    positions: Option<(u64, u64)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disclosures: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A line on its way to its answer.
struct Sent {
    line: u64,
    outcome: Result<Pending, Unfit>,
    /// Given back when the answer is printed.
    _room: OwnedSemaphorePermit,
}

/// How many lines met which end.
#[derive(Default)]
struct Tally {
    recorded: u64,
    already: u64,
    refused: u64,
}

impl Record {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (path, file) = book_and(self.first, self.second)?;
        let file = file.filter(|file| file != "-");
        let cannot = format!("cannot read {}", file.as_deref().unwrap_or("standard input"));
        let input: Box<dyn Read + Send> = match file {
            None => Box::new(io::stdin()),
            Some(file) => Box::new(File::open(file).with_context(|| cannot.clone())?),
        };
        let log = open_to_write(&path).await?;
        let vault = self.vault.of(&path);
        let was_there = vault.as_deref().is_some_and(Vault::is_there);
        let shared = Arc::clone(&log) as Arc<dyn EventLog>;
        let (Begun { folded, from }, notary) = fold_with_notary(&path, &shared, Cooperatives::WhenAsked).await?;
        if let Some(vault) = &vault {
            vault.obey(&folded.book).await?;
        }
        let taken = Arc::clone(&shared);
        let writer = Arc::new(Writer::take_up(taken, Machine::new(), folded, notary, vault.clone()));
        let may_seal = vault.is_some();
        let (sent, mut on_their_way) = mpsc::channel(WAITING);
        let (here, hands) = (Handle::current(), Arc::clone(&writer));
        // Not a task: if the book fails, a thread that waits for a line nobody will type must not keep us from ending.
        let reading = thread::spawn(move || {
            let input = BufReader::with_capacity(1 << 16, input);
            here.block_on(send_all((input, cannot), &hands, &sent, may_seal))
        });
        let tally = match answer_all(terminal, &mut on_their_way).await {
            Ok(tally) => tally,
            Err(error) => {
                // The book is closed next, and what waits for it would fail line by line.
                writer.stop().await;
                if let Some(vault) = &vault {
                    vault.close().await;
                }
                return Err(error);
            }
        };
        let read = reading.join().unwrap_or_else(|_| Err(anyhow!("not all commands were read: send the file again")));
        let folded = match Arc::into_inner(writer) {
            Some(writer) => writer.finish().await,
            None => None,
        };
        let mut erased = Ok(());
        if let Some(vault) = &vault {
            // What these commands erased is erased now.
            erased = match &folded {
                Some(folded) => vault.obey(&folded.book).await.map(drop).context(NOT_ERASED),
                None => Err(anyhow!("the book cannot be read, and `mizan replay` says why: {NOT_ERASED}")),
            };
            vault.close().await;
            tell_if_new(terminal, vault, was_there);
        }
        let closed = close(&path, &log, from, folded).await;
        first_of([read, erased, closed])?;
        let Tally { recorded, already, refused } = tally;
        terminal.note(format_args!("recorded {recorded}, already recorded {already}, refused {refused}"));
        Ok(if refused > 0 { Outcome::Found } else { Outcome::Fine })
    }
}

/// The first of several errors; the others are told as well.
fn first_of(outcomes: [anyhow::Result<()>; 3]) -> anyhow::Result<()> {
    let mut errors = outcomes.into_iter().filter_map(Result::err);
    let first = errors.next().map_or(Ok(()), Err);
    errors.for_each(|error| tracing::error!("{error:#}"));
    first
}

/// Reads lines and hands them to the writer, until there are none or nobody wants the answers.
async fn send_all(
    (input, cannot): (impl io::BufRead, String),
    writer: &Writer,
    sent: &mpsc::Sender<Sent>,
    may_seal: bool,
) -> anyhow::Result<()> {
    let room = Arc::new(Semaphore::new(WAITING_KILOBYTES));
    let mut lines = Lines::new(input);
    while let Some(Line { number, bytes, text }) = lines.next().with_context(|| cannot.clone())? {
        let kilobytes = u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX);
        let Ok(permit) = Arc::clone(&room).acquire_many_owned(kilobytes).await else { break };
        let outcome = match text.and_then(read) {
            Ok(submission) if !may_seal && submission.sealed != Sealed::default() => Err(Unfit::NoVault),
            Ok(submission) => match writer.hand_in(submission).await {
                Ok(pending) => Ok(pending),
                Err(_ended) => bail!("line {number} and those after it are not recorded: send the file again"),
            },
            Err(unfit) => Err(unfit),
        };
        if sent.send(Sent { line: number, outcome, _room: permit }).await.is_err() {
            break;
        }
    }
    Ok(())
}

/// Prints the answers in the order of the lines, and lets them be seen whenever there is none to print.
///
/// If whoever reads them leaves, the commands are recorded all the same: half a file would be worse than no answers.
async fn answer_all(terminal: &Terminal, on_their_way: &mut mpsc::Receiver<Sent>) -> anyhow::Result<Tally> {
    let bar = terminal.progress(None, "lines");
    let mut tally = Tally::default();
    let mut reader = Reader { terminal, has_left: false, unseen: None };
    loop {
        let next = match on_their_way.try_recv() {
            Ok(sent) => Some(sent),
            Err(_) => {
                reader.see()?;
                on_their_way.recv().await
            }
        };
        let Some(Sent { line, outcome, _room }) = next else { break };
        let answer = match outcome {
            Ok(mut pending) => match pending.if_ready() {
                Some(answer) => Ok(answer),
                None => {
                    reader.see()?;
                    Ok(pending.answer().await)
                }
            },
            Err(unfit) => Err(unfit),
        };
        let kept;
        let said = match answer {
            Ok(answer) => {
                kept = answer.with_context(|| not_answered(line))?;
                Said::answer(line, &kept)
            }
            Err(unfit) => Said::unfit(line, &unfit),
        };
        tally.count(&said);
        reader.hear(&said)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    reader.see()?;
    Ok(tally)
}

/// What is said of lines that have no answer.
fn not_answered(line: u64) -> String {
    format!("line {line} and those after it are not answered: send the file again")
}

/// Whoever reads the answers.
struct Reader<'a> {
    terminal: &'a Terminal,
    has_left: bool,
    /// The first line whose answer may not have been seen.
    unseen: Option<u64>,
}

impl Reader<'_> {
    /// Says an answer.
    fn hear(&mut self, said: &Said<'_>) -> anyhow::Result<()> {
        self.unseen.get_or_insert(said.line);
        self.told(|terminal| terminal.say_json(said))
    }

    /// Lets what was said be seen.
    fn see(&mut self) -> anyhow::Result<()> {
        self.told(Terminal::flush)?;
        self.unseen = None;
        Ok(())
    }

    /// Tells something, if anybody is there. If it cannot be told, it is said from which line on to send again.
    fn told(&mut self, tell: impl FnOnce(&Terminal) -> io::Result<()>) -> anyhow::Result<()> {
        if self.has_left {
            return Ok(());
        }
        match tell(self.terminal) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.has_left = true;
                Ok(())
            }
            told => told.with_context(|| not_answered(self.unseen.unwrap_or(1))),
        }
    }
}

impl<'a> Said<'a> {
    pub(super) fn answer(line: u64, answer: &'a Answer) -> Said<'a> {
        let nothing =
            Said { line, status: REFUSED, positions: None, disclosures: Vec::new(), code: None, reason: None };
        let positions = |span: &Span| Some((span.first, span.first + u64::from(span.count) - 1));
        match answer {
            Answer::Recorded { span, disclosures } => {
                let disclosures = disclosures.iter().map(Disclosure::encoded).collect();
                Said { status: RECORDED, positions: positions(span), disclosures, ..nothing }
            }
            Answer::AlreadyRecorded { span } => Said { status: ALREADY, positions: positions(span), ..nothing },
            Answer::Refused(refusal) => {
                Said { code: Some(refusal.code()), reason: Some(refusal.to_string()), ..nothing }
            }
        }
    }

    fn unfit(line: u64, unfit: &Unfit) -> Said<'a> {
        let (code, reason) = (Some(unfit.code()), Some(unfit.to_string()));
        Said { line, status: REFUSED, positions: None, disclosures: Vec::new(), code, reason }
    }
}

impl Tally {
    fn count(&mut self, said: &Said<'_>) {
        let counter = match said.status {
            RECORDED => &mut self.recorded,
            ALREADY => &mut self.already,
            _ => &mut self.refused,
        };
        *counter += 1;
    }
}
