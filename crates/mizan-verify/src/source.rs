//! Where the files of a bundle are: in a folder, in a tar file, behind an address.

pub mod folder;
pub mod tar;
pub mod http;

use std::io;

use mizan_proof::note;
use mizan_proof::policy;
use mizan_proof::tile::{Holds, NotABundle, Tile, WIDTH, unbundle};

use crate::bundle::{BALANCES, CHECKPOINT, POLICY};
use crate::material::{Material, Next};

/// The largest bundle of records: 256 of the longest, each after its length.
const LARGEST: u64 = WIDTH * (2 + 65_535);

/// The largest list of balances.
const LARGEST_BALANCES: u64 = 1 << 30;

/// Files by name, each read whole.
pub trait Files {
    /// What it is called in messages.
    fn name(&self) -> String;

    /// Whether it is served by the log itself.
    fn is_live(&self) -> bool;

    /// A file, if it is there; one larger than `most` bytes is an error.
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, SourceError>;
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The disk, or the connection.
    #[error("{place}: {source}")]
    Unreadable {
        /// Which file.
        place: String,
        /// What failed.
        source: io::Error,
    },
    /// Whatever else keeps it.
    #[error("{0}")]
    Elsewhere(Box<dyn std::error::Error + Send + Sync>),
    /// Where it is kept, records are missing or miscounted. It can be read, and is not what it should be.
    #[error("{what}")]
    Broken {
        /// From which record on.
        position: u64,
        /// What is wrong.
        what: String,
    },
    /// A file that must be there.
    #[error("{place} is missing: this is no bundle of a log, or not all of one")]
    Missing {
        /// Which.
        place: String,
    },
    /// Larger than it can be.
    #[error("{place} is larger than {most} bytes")]
    TooLarge {
        /// Which.
        place: String,
        /// How much is read.
        most: u64,
    },
    /// A bundle of records that is damaged.
    #[error("{place}")]
    Damaged {
        /// Which.
        place: String,
        /// What is wrong.
        #[source]
        source: NotABundle,
    },
    /// A text that is none.
    #[error("{place} is not UTF-8")]
    NotText {
        /// Which.
        place: String,
    },
}

/// A bundle of files as material.
#[derive(Debug)]
pub struct Bundle<F>(pub F);

impl<F: Files> Bundle<F> {
    fn text(&mut self, path: &str, most: u64) -> Result<Option<String>, SourceError> {
        let Some(bytes) = self.0.read(path, most)? else { return Ok(None) };
        String::from_utf8(bytes).map(Some).map_err(|_| SourceError::NotText { place: path.to_owned() })
    }
}

impl<F: Files> Material for Bundle<F> {
    fn name(&self) -> String {
        self.0.name()
    }

    fn is_live(&self) -> bool {
        self.0.is_live()
    }

    fn checkpoint(&mut self) -> Result<String, SourceError> {
        let place = || format!("{}/{CHECKPOINT}", self.0.name());
        let missing = SourceError::Missing { place: place() };
        self.text(CHECKPOINT, note::LONGEST as u64)?.ok_or(missing)
    }

    fn policy(&mut self) -> Result<Option<String>, SourceError> {
        self.text(POLICY, policy::LONGEST as u64)
    }

    fn records(&mut self, size: u64, visit: &mut dyn FnMut(&[u8]) -> Next) -> Result<(), SourceError> {
        for index in 0..size.div_ceil(WIDTH) {
            let width = (size - index * WIDTH).min(WIDTH);
            let tile = Tile { holds: Holds::Records, index, width };
            // Once a full bundle is there, the partial one before it may be gone.
            let whole = Tile { width: WIDTH, ..tile };
            let (tile, bundle) = match self.0.read(&tile.to_string(), LARGEST)? {
                Some(bundle) => (tile, bundle),
                None => match self.0.read(&whole.to_string(), LARGEST)? {
                    Some(bundle) => (whole, bundle),
                    None => return Ok(()),
                },
            };
            let records = unbundle(&bundle, tile.width);
            let records = records.map_err(|source| SourceError::Damaged { place: tile.to_string(), source })?;
            for record in records.into_iter().take(usize::try_from(width).unwrap_or(usize::MAX)) {
                if visit(record) == Next::Enough {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn tile(&mut self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        self.0.read(&tile.to_string(), WIDTH * 32)
    }

    fn balances(&mut self) -> Result<Option<Vec<u8>>, SourceError> {
        self.0.read(BALANCES, LARGEST_BALANCES)
    }
}
