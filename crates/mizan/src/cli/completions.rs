//! `mizan completions`: the words of the command line, taught to a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::terminal::Terminal;
use crate::cli::{Cli, Outcome};

/// Print the completions of the command line for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan completions bash > ~/.local/share/bash-completion/completions/mizan")]
pub(super) struct Completions {
    /// For which shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "mizan", &mut script);
        terminal.say_bytes(&script)?;
        Ok(Outcome::Fine)
    }
}
