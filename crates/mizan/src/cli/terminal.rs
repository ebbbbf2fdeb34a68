//! What a command says, and where: answers on standard output, everything else on standard error.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use crate::cli::output::Named;

/// Says something on standard error. Where even that cannot be written there is nobody left to tell.
pub(super) fn complain(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The two streams a command speaks on, and the form it was asked for.
#[derive(Debug)]
pub(super) struct Terminal {
    json: bool,
    watched: bool,
    out: RefCell<BufWriter<Named<Stdout>>>,
}

impl Terminal {
    pub(super) fn new(json: bool) -> Terminal {
        let out = RefCell::new(BufWriter::new(Named::standard_output(io::stdout())));
        Terminal { json, watched: io::stderr().is_terminal(), out }
    }

    /// Whether a program reads, not a person.
    pub(super) fn wants_json(&self) -> bool {
        self.json
    }

    /// Prints one line of the answer.
    pub(super) fn say(&self, line: impl Display) -> io::Result<()> {
        writeln!(self.out.borrow_mut(), "{line}")
    }

    /// Prints one line of JSON.
    pub(super) fn say_json(&self, value: &impl Serialize) -> io::Result<()> {
        let mut out = self.out.borrow_mut();
        serde_json::to_writer(&mut *out, value)?;
        out.write_all(b"\n")
    }

    /// Prints bytes as they are.
    pub(super) fn say_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        self.out.borrow_mut().write_all(bytes)
    }

    /// Lets whoever reads see what was said so far.
    pub(super) fn flush(&self) -> io::Result<()> {
        self.out.borrow_mut().flush()
    }

    /// Tells a watching person something that is no part of the answer. Nobody watching, nothing said.
    pub(super) fn note(&self, line: impl Display) {
        if self.watched {
            complain(line);
        }
    }

    /// A bar for long work, counted in `unit`; without a total it counts up. Drawn only where a person watches.
    pub(super) fn progress(&self, total: Option<u64>, unit: &str) -> ProgressBar {
        let target = if self.watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let shape = if total.is_some() { "{bar:30} {human_pos} of {human_len}" } else { "{spinner} {human_pos}" };
        let style = ProgressStyle::with_template(&format!(
            "{shape} {unit}, {per_sec}, {elapsed}",
            per_sec = "{per_sec}",
            elapsed = "{elapsed}"
        ));
        let bar = ProgressBar::with_draw_target(total, target);
        // A template that does not parse would be our own fault, and the plain bar does as well.
        style.into_iter().for_each(|style| bar.set_style(style));
        bar
    }
}
