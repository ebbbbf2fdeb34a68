//! The key a log signs with, as it lies on disk: encrypted under a passphrase, readable by its owner alone.
//!
//! Argon2id makes a key of the passphrase, XChaCha20-Poly1305 encrypts the 32 secret bytes under it, and the head of the
//! file, which says who signs, is bound to them. An age file would do the same; age brings a hundred and ninety crates of
//! an older generation for it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use mizan_proof::note::{NotAKey, SignerKey, Signs, VerifierKey};
use zeroize::Zeroizing;

use crate::service::environment::NoChance;

pub(crate) const FIRST_LINE: &str = "mizan key file v1";

/// What Argon2id is asked for: 19 MiB, twice, as OWASP recommends (Password Storage Cheat Sheet).
const KIBIBYTES: u32 = 19 << 10;
const TURNS: u32 = 2;

/// The longest file that is read.
const LONGEST: u64 = 4 << 10;

/// Why a key could not be kept or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The disk.
    #[error("the key in {}", file.display())]
    Disk {
        /// Where.
        file: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// Others than the owner can read it.
    #[error("{} can be read by others than its owner (mode {mode:o}): `chmod 600` it, and think of changing the key", file.display())]
    Open {
        /// Where.
        file: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Something else lies there.
    #[error("{} is no key file of Mizan: it was damaged, take it from a copy", file.display())]
    NotAKeyFile {
        /// Where.
        file: PathBuf,
    },
    /// The passphrase does not open it.
    #[error("the passphrase does not open {}, or the file was altered", file.display())]
    Locked {
        /// Where.
        file: PathBuf,
    },
    /// The name cannot be a key's.
    #[error(transparent)]
    Name(#[from] NotAKey),
    /// No random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

fn disk(file: &Path) -> impl Fn(io::Error) -> KeyFileError + '_ {
    move |source| KeyFileError::Disk { file: file.to_owned(), source }
}

/// Random bytes of the operating system.
fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoChance> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut())?;
    Ok(bytes)
}

/// A passphrase nobody can guess, for a file of its own.
pub fn passphrase() -> Result<Zeroizing<String>, NoChance> {
    Ok(Zeroizing::new(BASE64_STANDARD.encode(random::<24>()?.as_slice())))
}

/// Makes a key and keeps it in a file that is not there yet.
pub fn make(file: &Path, name: &str, passphrase: &str) -> Result<SignerKey, KeyFileError> {
    let secret = random::<32>()?;
    let key = SignerKey::new(name, &secret)?;
    let (salt, nonce) = (random::<16>()?, random::<24>()?);
    let head = format!("{FIRST_LINE}\nkey {}\n", key.verifier(Signs::Text));
    let cipher = cipher(passphrase, &salt).ok_or_else(|| KeyFileError::NotAKeyFile { file: file.to_owned() })?;
    let payload = Payload { msg: secret.as_slice(), aad: head.as_bytes() };
    let sealed = cipher.encrypt(&XNonce::from(*nonce), payload);
    let sealed = sealed.map_err(|_| KeyFileError::Locked { file: file.to_owned() })?;
    let [salt, nonce, sealed] = [salt.as_slice(), nonce.as_slice(), &sealed].map(|bytes| BASE64_STANDARD.encode(bytes));
    let text =
        format!("{head}argon2id {KIBIBYTES} KiB, {TURNS} turns, salt {salt}\nxchacha20poly1305 {nonce} {sealed}\n");
    write_secret(file, &text)?;
    Ok(key)
}

/// Writes a file that its owner alone can read, and that was not there.
pub fn write_secret(file: &Path, text: &str) -> Result<(), KeyFileError> {
    let mut new = OpenOptions::new().create_new(true).write(true).mode(0o600).open(file).map_err(disk(file))?;
    new.write_all(text.as_bytes()).and_then(|()| new.sync_all()).map_err(disk(file))
}

/// Reads a file that its owner alone should be able to read.
pub fn read_secret(file: &Path) -> Result<Zeroizing<String>, KeyFileError> {
    let found = fs::metadata(file).map_err(disk(file))?;
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Open { file: file.to_owned(), mode });
    }
    if found.len() > LONGEST {
        return Err(KeyFileError::NotAKeyFile { file: file.to_owned() });
    }
    Ok(Zeroizing::new(fs::read_to_string(file).map_err(disk(file))?))
}

/// The parts of a key file.
struct Parts<'a> {
    head: &'a str,
    key: VerifierKey,
    salt: [u8; 16],
    nonce: [u8; 24],
    sealed: Vec<u8>,
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let body = text.strip_prefix(FIRST_LINE)?.strip_prefix("\nkey ")?;
    let (key, rest) = body.split_once('\n')?;
    let head = &text[..text.len() - rest.len()];
    let salt = rest.strip_prefix(&format!("argon2id {KIBIBYTES} KiB, {TURNS} turns, salt "))?;
    let (salt, rest) = salt.split_once('\n')?;
    let (nonce, sealed) = rest.strip_prefix("xchacha20poly1305 ")?.strip_suffix('\n')?.split_once(' ')?;
    let decode = |text: &str| BASE64_STANDARD.decode(text).ok();
    Some(Parts {
        head,
        key: key.parse().ok()?,
        salt: decode(salt)?.try_into().ok()?,
        nonce: decode(nonce)?.try_into().ok()?,
        sealed: decode(sealed)?,
    })
}

/// Whose key a file holds; for this it need not be opened.
pub fn whose(file: &Path) -> Result<VerifierKey, KeyFileError> {
    let text = read_secret(file)?;
    parts(&text).map(|parts| parts.key).ok_or_else(|| KeyFileError::NotAKeyFile { file: file.to_owned() })
}

/// Opens a key file.
pub fn open(file: &Path, passphrase: &str) -> Result<SignerKey, KeyFileError> {
    let text = read_secret(file)?;
    let locked = || KeyFileError::Locked { file: file.to_owned() };
    let parts = parts(&text).ok_or_else(|| KeyFileError::NotAKeyFile { file: file.to_owned() })?;
    let cipher = cipher(passphrase, &parts.salt).ok_or_else(locked)?;
    let payload = Payload { msg: parts.sealed.as_slice(), aad: parts.head.as_bytes() };
    let secret = Zeroizing::new(cipher.decrypt(&XNonce::from(parts.nonce), payload).map_err(|_| locked())?);
    let secret = secret.as_slice().try_into().map_err(|_| locked())?;
    let key = SignerKey::new(parts.key.name(), secret)?;
    if key.verifier(Signs::Text) == parts.key { Ok(key) } else { Err(locked()) }
}

/// What a passphrase makes. Its parameters are ours, and sound.
fn cipher(passphrase: &str, salt: &[u8; 16]) -> Option<XChaCha20Poly1305> {
    let params = Params::new(KIBIBYTES, TURNS, 1, Some(32)).ok()?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut())
        .ok()?;
    XChaCha20Poly1305::new_from_slice(key.as_slice()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_opened_by_its_passphrase_alone_and_never_lies_open() -> Result<(), KeyFileError> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("atlas.key");
        let made = make(&file, "ledger.example/atlas", "seven goats")?;
        assert_eq!(whose(&file)?, made.verifier(Signs::Text));
        assert_eq!(open(&file, "seven goats")?.sign(b"a text"), made.sign(b"a text"));
        assert!(matches!(open(&file, "eight goats"), Err(KeyFileError::Locked { .. })));
        assert!(matches!(make(&file, "ledger.example/atlas", "seven goats"), Err(KeyFileError::Disk { .. })));
        let text = fs::read_to_string(&file).expect("it can be read");
        // Another name under the same secret: the head is bound to what is encrypted.
        let another = SignerKey::new("ledger.example/rif", &[1; 32])?.verifier(Signs::Text).to_string();
        fs::write(&file, text.replace(&made.verifier(Signs::Text).to_string(), &another)).expect("written");
        assert!(matches!(open(&file, "seven goats"), Err(KeyFileError::Locked { .. })));
        fs::write(&file, text.replace("v1", "v2")).expect("written");
        assert!(matches!(open(&file, "seven goats"), Err(KeyFileError::NotAKeyFile { .. })));
        fs::write(&file, text).expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("changed");
        let told = open(&file, "seven goats").map(|_| ()).map_err(|error| error.to_string());
        assert!(told.is_err_and(|told| told.contains("mode 644")));
        Ok(())
    }

    #[test]
    fn two_passphrases_are_never_the_same() -> Result<(), NoChance> {
        assert_ne!(*passphrase()?, *passphrase()?);
        Ok(())
    }
}
