//! A bundle in a tar file, which is read in place: nothing is unpacked, so no name in it can lead anywhere.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Component, Path};

use tar::{Archive, EntryType};

use crate::source::folder::whole;
use crate::source::{Files, SourceError};

/// The most files of a bundle: of a log of some hundred million records.
const MOST_FILES: usize = 2_000_000;

/// A tar file, and where in it each file lies.
#[derive(Debug)]
pub struct TarFile {
    name: String,
    file: File,
    places: BTreeMap<String, (u64, u64)>,
}

impl TarFile {
    /// Opens a tar file and looks what is in it.
    pub fn open(path: &Path) -> Result<TarFile, SourceError> {
        let name = path.display().to_string();
        let failed = |source| SourceError::Unreadable { place: name.clone(), source };
        let file = File::open(path).map_err(failed)?;
        let mut places = BTreeMap::new();
        let mut archive = Archive::new(file.try_clone().map_err(failed)?);
        for entry in archive.entries_with_seek().map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.header().entry_type() != EntryType::Regular {
                continue;
            }
            let path = entry.path().map_err(failed)?;
            let steps = path.components().filter(|step| *step != Component::CurDir);
            let steps: Vec<String> = steps.map(|step| step.as_os_str().to_string_lossy().into_owned()).collect();
            let most = SourceError::TooLarge { place: format!("the list of files of {name}"), most: MOST_FILES as u64 };
            if places.len() == MOST_FILES {
                return Err(most);
            }
            places.insert(steps.join("/"), (entry.raw_file_position(), entry.size()));
        }
        Ok(TarFile { name, file, places: beneath_one_folder(places) })
    }
}

/// A bundle that was packed with its folder is the bundle.
fn beneath_one_folder(places: BTreeMap<String, (u64, u64)>) -> BTreeMap<String, (u64, u64)> {
    let first = places.keys().next().and_then(|path| path.split_once('/')).map(|(folder, _)| format!("{folder}/"));
    match first {
        Some(folder) if places.keys().all(|path| path.starts_with(&folder)) => {
            places.into_iter().map(|(path, place)| (path[folder.len()..].to_owned(), place)).collect()
        }
        Some(_) | None => places,
    }
}

impl Files for TarFile {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn is_live(&self) -> bool {
        false
    }

    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, SourceError> {
        let Some((start, length)) = self.places.get(path).copied() else { return Ok(None) };
        let place = format!("{}:{path}", self.name);
        self.file
            .seek(SeekFrom::Start(start))
            .map_err(|source| SourceError::Unreadable { place: place.clone(), source })?;
        if length > most {
            return Err(SourceError::TooLarge { place, most });
        }
        whole(&place, (&self.file).take(length), most).map(Some)
    }
}
