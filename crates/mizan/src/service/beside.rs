//! The files beside a book: how each is called, wherever a link to the book leads.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// `name.ENDING` beside `name.mizan`; beside a book of another name, that name with the ending behind it.
#[must_use]
pub fn beside(book: &Path, ending: &str) -> PathBuf {
    let book = fs::canonicalize(book).unwrap_or_else(|_| book.to_owned());
    match book.extension() {
        Some(extension) if extension == OsStr::new("mizan") => book.with_extension(ending),
        Some(_) | None => with_ending(&book, &format!(".{ending}")),
    }
}

/// A name with something behind it.
#[must_use]
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
