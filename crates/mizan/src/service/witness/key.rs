//! A witness's secret key: 32 bytes in a file of their own, which nobody else may read.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    /// A new key would stand where one is.
    #[error("{} exists already: if no witness uses this key any more, move it away", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Others may read it.
    #[error("{} can be read by others than you (mode {mode:03o}): `chmod 600` it, and if somebody may have read it, make a new witness", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Not a key.
    #[error("{} is no key: a key is 32 bytes", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// The file could not be read or written.
    #[error("{}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// No random bytes.
    #[error("the operating system gives no random bytes")]
    NoChance(#[from] getrandom::Error),
}

/// Where the key of a witness lies: beside its file.
#[must_use]
pub fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".key");
    name.into()
}

/// Makes a new key and the file of it.
pub fn make(path: &Path) -> Result<[u8; 32], NoKey> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    for_its_owner_alone(&mut options);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(&secret)?;
        file.sync_all()
    });
    written.map_err(|source| {
        let path = path.to_owned();
        if source.kind() == io::ErrorKind::AlreadyExists {
            NoKey::Exists { path }
        } else {
            NoKey::File { path, source }
        }
    })?;
    Ok(secret)
}

/// Reads a key.
pub fn read(path: &Path) -> Result<[u8; 32], NoKey> {
    let failed = |source| NoKey::File { path: path.to_owned(), source };
    let file = fs::File::open(path).map_err(failed)?;
    expect_to_be_closed(path, &file.metadata().map_err(failed)?)?;
    let mut bytes = Vec::new();
    file.take(33).read_to_end(&mut bytes).map_err(failed)?;
    bytes.try_into().map_err(|_| NoKey::NotAKey { path: path.to_owned() })
}

#[cfg(unix)]
fn for_its_owner_alone(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

/// Elsewhere a file has the rights of its folder.
#[cfg(not(unix))]
fn for_its_owner_alone(_options: &mut OpenOptions) {}

#[cfg(unix)]
fn expect_to_be_closed(path: &Path, file: &fs::Metadata) -> Result<(), NoKey> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(NoKey::Open { path: path.to_owned(), mode }) }
}

#[cfg(not(unix))]
fn expect_to_be_closed(_path: &Path, _file: &fs::Metadata) -> Result<(), NoKey> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_made_and_never_written_over() -> Result<(), NoKey> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = beside(&folder.path().join("federation.witness"));
        assert!(path.ends_with("federation.witness.key"));
        let secret = make(&path)?;
        assert_eq!(read(&path)?, secret);
        assert!(matches!(make(&path), Err(NoKey::Exists { .. })));
        for wrong in [31, 33, 0] {
            fs::write(&path, vec![7; wrong]).expect("written");
            assert!(matches!(read(&path), Err(NoKey::NotAKey { .. })), "{wrong} bytes");
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.key");
        make(&path).expect("a key");
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640))?;
        let refused = read(&path).expect_err("others can read it").to_string();
        assert!(refused.contains("(mode 640): `chmod 600` it"), "{refused}");
        Ok(())
    }
}
