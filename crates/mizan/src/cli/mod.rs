//! The command line: one file a command, each a clap struct that can run itself.
//!
//! To add a command: a file `cli/NAME.rs` with
//!
//! ```text
//! /// One line for the list of commands.              (its help; a blank line, then the long help)
//! #[derive(Debug, Args)]
//! #[command(after_help = "Example:\n  mizan NAME network.mizan")]
//! pub struct Name { #[command(flatten)] book: BookArg, … }
//! impl Name { pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> { … } }
//! ```
//!
//! and below a `mod`, a variant of `Command` and an arm in `run`. `terminal` knows whether `--json` was asked, prints
//! to standard output and shows progress; `place` has the argument BOOK and opens what it names; reading is
//! `service::reader` (`fold` for a book, `visit` for `--at`, whose value is a `reader::At`).
//!
//! Exit codes: 0 fine, 1 could not run (bad usage, no such file, full disk), 2 refused or found something. A command
//! that finds something in what it was asked to judge returns `Outcome::Found`. Of errors, those are a 2 that are facts
//! about what we were given (no book, a log that was cut, a member nobody knows): `is_finding` lists them, and a
//! command raises one of its own as a `Finding`. Any other error is a 1.

mod terminal;
mod output;
mod place;
mod language;
mod init;
mod record;
mod import;
mod read;
mod reconcile;
mod balances;
mod page;
mod statement;
mod indicators;
mod report;
mod trace;
mod card;
mod person;
mod vault;
mod whose;
mod payout;
mod replay;
mod snapshot;
mod rows;
mod export;
mod bundle;
mod verify;
mod receipt;
mod key;
mod checkpoint;
mod copy;
mod migrate;
mod witness;
mod completions;
mod demo;
mod man;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use mizan_store::book::OpenError;
use mizan_store::log::StoreError;
use mizan_store::witness::WitnessError;

use crate::cli::balances::Balances;
use crate::cli::card::Card;
use crate::cli::checkpoint::Checkpoint;
use crate::cli::completions::Completions;
use crate::cli::copy::{Backup, Copy};
use crate::cli::demo::Demo;
use crate::cli::export::Export;
use crate::cli::import::Import;
use crate::cli::indicators::Indicators;
use crate::cli::init::Init;
use crate::cli::key::Key;
use crate::cli::man::Man;
use crate::cli::migrate::Migrate;
use crate::cli::payout::Payout;
use crate::cli::person::Person;
use crate::cli::place::close_what_is_open;
use crate::cli::read::Read;
use crate::cli::receipt::Receipt;
use crate::cli::reconcile::Reconcile;
use crate::cli::record::Record;
use crate::cli::replay::Replay;
use crate::cli::report::Report;
use crate::cli::rows::Rows;
use crate::cli::snapshot::Snapshot;
use crate::cli::statement::Statement;
use crate::cli::terminal::{Terminal, complain};
use crate::cli::trace::Trace;
use crate::cli::verify::Verify;
use crate::cli::witness::Witness;
use crate::service::reader::ReadError;
use crate::service::vault::VaultError;

/// The ledger of a cooperative network: who kept what of each price, and what reached the maker's hand.
#[derive(Debug, Parser)]
#[command(name = "mizan", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "\
BOOK is a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
Exit codes: 0 fine, 1 could not run, 2 refused or found something.")]
struct Cli {
    /// Print JSON instead of text for a person; its fields are stable.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(Demo),
    Init(Init),
    Record(Record),
    Import(Box<Import>),
    Reconcile(Box<Reconcile>),
    Read(Read),
    Balances(Balances),
    Statement(Statement),
    Trace(Trace),
    Card(Card),
    Indicators(Indicators),
    Report(Report),
    Person(Person),
    Payout(Payout),
    Replay(Replay),
    Snapshot(Snapshot),
    Rows(Rows),
    Export(Export),
    Receipt(Receipt),
    Verify(Box<Verify>),
    Checkpoint(Checkpoint),
    Key(Key),
    Backup(Box<Backup>),
    Copy(Box<Copy>),
    Migrate(Box<Migrate>),
    Witness(Witness),
    Completions(Completions),
    Man(Man),
}

impl Command {
    async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        match self {
            Command::Demo(demo) => demo.run(terminal).await,
            Command::Init(init) => init.run(terminal).await,
            Command::Record(record) => record.run(terminal).await,
            Command::Import(import) => import.run(terminal).await,
            Command::Reconcile(reconcile) => reconcile.run(terminal).await,
            Command::Read(read) => read.run(terminal),
            Command::Balances(balances) => balances.run(terminal).await,
            Command::Statement(statement) => statement.run(terminal).await,
            Command::Trace(trace) => trace.run(terminal).await,
            Command::Card(card) => card.run(terminal).await,
            Command::Indicators(indicators) => indicators.run(terminal).await,
            Command::Report(report) => report.run(terminal).await,
            Command::Person(person) => person.run(terminal).await,
            Command::Payout(payout) => payout.run(terminal).await,
            Command::Replay(replay) => replay.run(terminal).await,
            Command::Snapshot(snapshot) => snapshot.run(terminal).await,
            Command::Rows(rows) => rows.run(terminal).await,
            Command::Export(export) => export.run(terminal).await,
            Command::Receipt(receipt) => receipt.run(terminal).await,
            Command::Verify(verify) => verify.run(terminal).await,
            Command::Checkpoint(checkpoint) => checkpoint.run(terminal).await,
            Command::Key(key) => key.run(terminal).await,
            Command::Backup(backup) => backup.run(terminal).await,
            Command::Copy(copy) => copy.run(terminal).await,
            Command::Migrate(migrate) => migrate.run(terminal).await,
            Command::Witness(witness) => witness.run(terminal).await,
            Command::Completions(completions) => completions.run(terminal),
            Command::Man(man) => man.run(terminal),
        }
    }
}

/// How a command that could run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain of.
    Fine,
    /// Something was refused, or is not as it should be.
    Found,
    /// What a verification found says itself how grave it is.
    Verified(u8),
}

/// An error that is not a failure of ours to run but a fact about what we were given.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Finding(String);

/// Runs the program with the arguments of its process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Asking for help is no error; where the words cannot even be printed there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    log_to_standard_error();
    match run(cli) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(2),
        Ok(Outcome::Verified(code)) => ExitCode::from(code),
        Err(error) if reader_left(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("mizan: {error:#}"));
            ExitCode::from(if is_finding(&error) { 2 } else { 1 })
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Outcome> {
    let terminal = Terminal::new(cli.json);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let outcome = cli.command.run(&terminal).await;
        if outcome.is_err() {
            close_what_is_open().await;
        }
        outcome
    })?;
    match terminal.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(outcome),
    }
}

/// Whether an error is a fact about what we were given.
fn is_finding(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.is::<Finding>()
            || cause.downcast_ref::<ReadError>().is_some_and(ReadError::is_finding)
            || cause.downcast_ref::<StoreError>().is_some_and(StoreError::is_of_the_book)
            || cause.downcast_ref::<VaultError>().is_some_and(VaultError::is_finding)
            || cause.downcast_ref::<OpenError>().is_some_and(OpenError::is_of_the_book)
            || cause.downcast_ref::<WitnessError>().is_some_and(WitnessError::is_of_the_file)
    })
}

/// Whether whoever was reading our output has closed it, as `head` does: that is their right.
fn reader_left(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io_error = cause.downcast_ref::<io::Error>();
        io_error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Lines for an operator, on standard error: warnings unless `MIZAN_LOG` asks for more.
fn log_to_standard_error() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MIZAN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let colours = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colours);
    // A line that cannot be written would be told on the same standard error, and end the program.
    lines.without_time().log_internal_errors(false).init();
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_command_explains_itself_and_shows_an_example() {
        let mut cli = Cli::command();
        cli.build();
        for command in cli.get_subcommands().filter(|command| command.get_name() != "help") {
            let name = command.get_name().to_owned();
            assert!(command.get_about().is_some(), "`mizan {name}` says in one line what it does");
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(after.contains(&format!("  mizan {name}")), "the help of `mizan {name}` ends with an example");
        }
    }

    #[test]
    fn the_arguments_of_the_program_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }
}
