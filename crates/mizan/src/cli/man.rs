//! `mizan man`: the manual, one page for the program and one for each command.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;
use serde_json::json;

use crate::cli::terminal::Terminal;
use crate::cli::{Cli, Outcome};

/// Print the manual page, or write the pages of all commands into a folder.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan man | man -l -
  mizan man --dir ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Write mizan.1, mizan-record.1 and so on here, instead of printing the first.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let mut cli = Cli::command();
        cli.build();
        let Some(dir) = self.dir else {
            let mut page = Vec::new();
            Page::new(cli).render(&mut page)?;
            terminal.say_bytes(&page)?;
            return Ok(Outcome::Fine);
        };
        fs::create_dir_all(&dir).with_context(|| format!("cannot make the folder {}", dir.display()))?;
        let commands = cli.get_subcommands().filter(|command| command.get_name() != "help").cloned();
        let mut written = Vec::new();
        for command in std::iter::once(cli.clone()).chain(commands) {
            let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
            let path = dir.join(format!("{name}.1"));
            let mut page = Vec::new();
            Page::new(command.disable_help_subcommand(true)).render(&mut page)?;
            fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
            written.push(path.display().to_string());
        }
        if terminal.wants_json() {
            terminal.say_json(&json!({ "written": written }))?;
        } else {
            written.iter().try_for_each(|path| terminal.say(path))?;
        }
        Ok(Outcome::Fine)
    }
}
