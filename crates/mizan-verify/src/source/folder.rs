//! A bundle in a folder.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::source::{Files, SourceError};

/// A folder.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

/// All of a file, or an error if it is larger than `most`.
pub(crate) fn whole(place: &str, input: impl Read, most: u64) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    let read = input.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| SourceError::Unreadable { place: place.to_owned(), source })?;
    if bytes.len() as u64 > most { Err(SourceError::TooLarge { place: place.to_owned(), most }) } else { Ok(bytes) }
}

impl Files for Folder {
    fn name(&self) -> String {
        self.0.display().to_string()
    }

    fn is_live(&self) -> bool {
        false
    }

    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, SourceError> {
        let file = self.0.join(path);
        // A link could lead anywhere on the verifier's own machine, and whatever is no file may never end.
        let inside = |file: &PathBuf| {
            let (real, folder) = (file.canonicalize()?, self.0.canonicalize()?);
            let regular = real.metadata()?.is_file() && real.starts_with(folder);
            if regular { Ok(real) } else { Err(io::Error::other("it is no file of this folder")) }
        };
        match inside(&file).and_then(File::open) {
            Ok(open) => whole(&file.display().to_string(), open, most).map(Some),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(source) => Err(SourceError::Unreadable { place: file.display().to_string(), source }),
        }
    }
}
