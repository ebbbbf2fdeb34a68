//! The log as it is stored: one record a line, byte for byte, so that every hash can be computed again.

use std::io;

use crate::export::{Entry, Export};

/// Writes the stored lines.
#[derive(Debug)]
pub struct Ndjson<W>(W);

impl<W: io::Write> Ndjson<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Ndjson<W> {
        Ndjson(out)
    }
}

impl<W: io::Write> Export for Ndjson<W> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn record(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        self.0.write_all(entry.line)?;
        self.0.write_all(b"\n")
    }

    fn end(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
