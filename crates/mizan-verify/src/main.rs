//! `mizan-verify`: verify a log or a receipt without a database, a runtime or a server.

use std::process::ExitCode;

use clap::Parser;
use mizan_verify::command::{Question, tell};

/// Verify a log, or one receipt of it, without trusting whoever keeps it.
///
/// Every record is hashed, read and folded again: that it is the record that was signed for, that it follows the one before
/// it, and that it breaks no rule. The same log gives the same report on every machine.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 nothing found, 1 could not run, 2 a rule is broken, 3 the balances differ, 4 the log is broken, 5 it has two faces.

Examples:
  mizan-verify bundle/ --key ledger.example/atlas+0123abcd+AZ…
  mizan-verify atlas.tar --policy trust.policy --memory seen/
  mizan-verify fadma.tlog-proof --key ledger.example/atlas+0123abcd+AZ…"
)]
struct Cli {
    #[command(flatten)]
    question: Question,
    /// Print JSON instead of text for a person.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    match cli.question.run() {
        Ok(answer) => {
            // If nobody listens, the exit code still says it.
            let _ = tell(&answer, cli.json);
            ExitCode::from(answer.exit)
        }
        Err(error) => {
            eprintln!("mizan-verify: {error}");
            ExitCode::FAILURE
        }
    }
}
