//! The vault: what opens the sealed fields of records, encrypted under a key for each person, beside the book.
//!
//! It is told what was sealed before the log is told of the record, so no record is ever acknowledged whose openings are
//! not kept; an opening whose record never came to be is swept out later. A person's key is made for one turn of hers,
//! which ends with each erasure the log has of her: so what counts as erased is known from the log alone, and a vault
//! that was taken from an old copy erases again whatever the log says was erased, before it answers anything.

mod cipher;
pub mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use mizan_ledger::book::Book;
use mizan_ledger::event::person::Whose;
use mizan_proof::disclosure::Disclosure;
use mizan_store::sqlite::vault::{Person, Sealed, VaultFault, VaultFile, draft_beside, sync_folder};
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

use crate::service::environment::NoChance;
use crate::service::vault::cipher::{Key, NotOpened};
use crate::service::vault::place::VaultPlace;

/// How long an opening may wait for its record, in seconds. No commit is a day under way.
const WAITS: i64 = 86_400;

/// What opens one sealed field, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose.
    pub whose: Whose,
    /// How often hers was erased before it was sealed.
    pub turn: u32,
    /// What opens it.
    pub disclosure: Disclosure,
}

/// Why the vault did not take or give something.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file.
    #[error(transparent)]
    File(#[from] VaultFault),
    /// There is a vault, and its key is not there.
    #[error("the vault {} is there and its key {} is not: put the key back in its place", vault.display(), key.display())]
    NoKey {
        /// The vault.
        vault: PathBuf,
        /// Where its key should be.
        key: PathBuf,
    },
    /// The key is no key.
    #[error("{} is not the key of a vault: it has {bytes} bytes and a key has 32", key.display())]
    NotAKey {
        /// The file.
        key: PathBuf,
        /// How long it is.
        bytes: usize,
    },
    /// The key is that of another vault.
    #[error("{} is not the key of {}: put the right key in its place", key.display(), vault.display())]
    OtherKey {
        /// The vault.
        vault: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// Something in the vault was changed, or put in another's place.
    #[error("what {} keeps of {whose} was changed: take the vault from a copy", vault.display())]
    Changed {
        /// The vault.
        vault: PathBuf,
        /// Of whom.
        whose: String,
    },
    /// The file of the key could not be read or written.
    #[error("the key {} cannot be read or written", key.display())]
    KeyFile {
        /// The file.
        key: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// There are no random bytes to be had.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

impl VaultError {
    /// Whether the vault or its key is to blame, and not the disk or the question.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        match self {
            VaultError::File(fault) => fault.is_of_the_vault(),
            VaultError::NoKey { .. }
            | VaultError::NotAKey { .. }
            | VaultError::OtherKey { .. }
            | VaultError::Changed { .. } => true,
            VaultError::KeyFile { .. } | VaultError::NoChance(_) => false,
        }
    }
}

/// A vault that is opened, or made, once it is needed. To erase it is opened without its key.
#[derive(Debug)]
pub struct Vault {
    place: VaultPlace,
    file: OnceCell<VaultFile>,
    key: OnceCell<Key>,
}

impl Vault {
    /// The vault at a place, whether or not there is one yet.
    #[must_use]
    pub fn at(place: VaultPlace) -> Vault {
        Vault { place, file: OnceCell::new(), key: OnceCell::new() }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &VaultPlace {
        &self.place
    }

    /// Whether there is one.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.place.vault.exists()
    }

    /// Keeps openings: they are on the disk when this returns. Makes the vault and its key if there are none.
    pub async fn keep(&self, kept: &[Kept]) -> Result<(), VaultError> {
        if kept.is_empty() {
            return Ok(());
        }
        self.make().await?;
        let (file, key) = (self.file().await?, self.key().await?);
        let mut by_person: BTreeMap<(Whose, u32), Vec<&Disclosure>> = BTreeMap::new();
        for kept in kept {
            by_person.entry((kept.whose, kept.turn)).or_default().push(&kept.disclosure);
        }
        let kept_at = Timestamp::now().as_second();
        let people: Vec<(String, i64)> =
            by_person.keys().map(|(whose, turn)| (whose.to_string(), i64::from(*turn))).collect();
        let mut change = file.change().await?;
        let known = change.keys_of(&people).await?.into_iter();
        let known: BTreeMap<_, _> = known.map(|person| ((person.whose, person.turn), person.wrapped)).collect();
        let (mut fresh, mut openings) = (Vec::new(), Vec::new());
        for (person, disclosures) in people.into_iter().zip(by_person.into_values()) {
            let about = about_key(&person.0, person.1);
            let wrapped = known.get(&person);
            let (whose, turn) = person;
            let hers = match wrapped {
                Some(wrapped) => Key::unwrapped(key, &about, wrapped).map_err(|NotOpened| self.changed(&whose))?,
                None => {
                    let hers = Key::fresh()?;
                    let wrapped = hers.wrapped(key, &about)?;
                    fresh.push(Person { whose: whose.clone(), turn, wrapped });
                    hers
                }
            };
            for disclosure in disclosures {
                let digest = disclosure.digest();
                let sealed = hers.seal(&about_opening(&whose, turn, &digest), disclosure.encoded().as_bytes())?;
                openings.push(Sealed { digest, whose: whose.clone(), turn, sealed, kept_at });
            }
        }
        change.add_people(&fresh).await?;
        change.add(&openings).await?;
        Ok(change.commit().await?)
    }

    /// What is kept of somebody, or of everyone, opened.
    pub async fn opened(&self, whose: Option<Whose>) -> Result<Vec<Kept>, VaultError> {
        let (file, key) = (self.file().await?, self.key().await?);
        let mut keys = BTreeMap::new();
        for person in file.people().await? {
            let about = about_key(&person.whose, person.turn);
            let hers = Key::unwrapped(key, &about, &person.wrapped).map_err(|NotOpened| self.changed(&person.whose))?;
            keys.insert((person.whose, person.turn), hers);
        }
        let wanted = whose.map(|whose| whose.to_string());
        let mut opened = Vec::new();
        for sealed in file.openings(wanted.as_deref()).await? {
            let changed = || self.changed(&sealed.whose);
            let about = about_opening(&sealed.whose, sealed.turn, &sealed.digest);
            let hers = keys.get(&(sealed.whose.clone(), sealed.turn)).ok_or_else(changed)?;
            let text = hers.open(&about, &sealed.sealed).map_err(|NotOpened| changed())?;
            let text = std::str::from_utf8(&text).map_err(|_| changed())?;
            let disclosure = Disclosure::parse(text).map_err(|_| changed())?;
            if disclosure.digest() != sealed.digest {
                return Err(changed());
            }
            let whose = sealed.whose.parse().map_err(|_| changed())?;
            let turn = u32::try_from(sealed.turn).map_err(|_| changed())?;
            opened.push(Kept { whose, turn, disclosure });
        }
        Ok(opened)
    }

    /// Erases whatever the log says was erased, and tells of whom something was. Nothing else is asked of a vault before.
    pub async fn obey(&self, book: &Book) -> Result<Vec<Whose>, VaultError> {
        if !self.is_there() {
            return Ok(Vec::new());
        }
        let file = self.file().await?;
        let mut erased = BTreeSet::new();
        let mut due = Vec::new();
        for person in file.people().await? {
            let whose = person.whose.parse::<Whose>().map_err(|_| self.changed(&person.whose))?;
            let turns = book.erasures.get(&whose).copied().unwrap_or(0);
            if person.turn < i64::from(turns) && erased.insert(whose) {
                due.push((person.whose, i64::from(turns)));
            }
        }
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let mut change = file.change().await?;
        for (whose, turns) in due {
            change.erase_before(&whose, turns).await?;
        }
        change.commit().await?;
        file.tidy().await?;
        Ok(erased.into_iter().collect())
    }

    /// The digests of which openings are kept.
    pub async fn digests(&self, whose: Option<Whose>) -> Result<BTreeSet<String>, VaultError> {
        let wanted = whose.map(|whose| whose.to_string());
        let sealed = self.file().await?.openings(wanted.as_deref()).await?;
        Ok(sealed.into_iter().map(|sealed| sealed.digest).collect())
    }

    /// Takes out what stands in no record and is not on its way into one any more: `lost` are digests no record has.
    pub async fn sweep(&self, lost: &BTreeSet<String>, now: Timestamp) -> Result<usize, VaultError> {
        let file = self.file().await?;
        let old = |sealed: &Sealed| lost.contains(&sealed.digest) && now.as_second() - sealed.kept_at > WAITS;
        let swept: Vec<Sealed> = file.openings(None).await?.into_iter().filter(old).collect();
        if !swept.is_empty() {
            let mut change = file.change().await?;
            for sealed in &swept {
                change.drop_opening(&sealed.digest).await?;
            }
            change.commit().await?;
            file.tidy().await?;
        }
        Ok(swept.len())
    }

    /// Lets go of the file.
    pub async fn close(&self) {
        if let Some(file) = self.file.get() {
            file.close().await;
        }
    }

    async fn file(&self) -> Result<&VaultFile, VaultError> {
        self.file.get_or_try_init(|| async { Ok(VaultFile::open(&self.place.vault).await?) }).await
    }

    /// The key, once it is known that it fits.
    async fn key(&self) -> Result<&Key, VaultError> {
        let VaultPlace { vault, key: path } = &self.place;
        let found = || async {
            let key = self.read_key()?;
            let key = key.ok_or_else(|| VaultError::NoKey { vault: vault.clone(), key: path.clone() })?;
            let fits = key.open(PROOF, &self.file().await?.proof().await?);
            fits.map_err(|NotOpened| VaultError::OtherKey { vault: vault.clone(), key: path.clone() })?;
            Ok(key)
        };
        self.key.get_or_try_init(found).await
    }

    /// The key in its file; none if there is no file.
    fn read_key(&self) -> Result<Option<Key>, VaultError> {
        let path = &self.place.key;
        match fs::read(path).map(Zeroizing::new) {
            Ok(bytes) => match bytes.as_slice().try_into() {
                Ok(whole) => Ok(Some(Key::of(whole))),
                Err(_) => Err(VaultError::NotAKey { key: path.clone(), bytes: bytes.len() }),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(VaultError::KeyFile { key: path.clone(), source }),
        }
    }

    /// Makes the vault if there is none, under the key that is there or a new one.
    async fn make(&self) -> Result<(), VaultError> {
        if self.file.initialized() || self.is_there() {
            return Ok(());
        }
        let key = match self.read_key()? {
            Some(key) => key,
            None => self.new_key()?,
        };
        VaultFile::create(&self.place.vault, &key.seal(PROOF, PROOF)?).await?.close().await;
        Ok(())
    }

    /// Makes the key of a new vault. Of several who make it at once all take the one that was first.
    fn new_key(&self) -> Result<Key, VaultError> {
        let path = &self.place.key;
        let failed = |source| VaultError::KeyFile { key: path.clone(), source };
        let fresh = Key::fresh()?;
        let draft = draft_beside(path, fresh.bytes()).map_err(failed)?;
        let linked = fs::hard_link(&draft, path);
        let linked = match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => fs::rename(&draft, path),
            linked => linked,
        };
        // Under its own name or not at all.
        let _ = fs::remove_file(&draft);
        match linked {
            Ok(()) => {
                sync_folder(path).map_err(failed)?;
                Ok(fresh)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.read_key()?.ok_or_else(|| failed(error)),
            Err(error) => Err(failed(error)),
        }
    }

    fn changed(&self, whose: &str) -> VaultError {
        VaultError::Changed { vault: self.place.vault.clone(), whose: whose.to_owned() }
    }
}

/// What is encrypted to prove a key, and what it is bound to.
const PROOF: &[u8] = b"mizan vault 1: proof";

/// What a person's key is bound to: whose it is, and in which turn.
fn about_key(whose: &str, turn: i64) -> Vec<u8> {
    format!("mizan vault 1: key\0{whose}\0{turn}").into_bytes()
}

/// What an opening is bound to: whose it is, in which turn, and the digest of its field.
fn about_opening(whose: &str, turn: i64, digest: &str) -> Vec<u8> {
    format!("mizan vault 1: opening\0{whose}\0{turn}\0{digest}").into_bytes()
}

#[cfg(test)]
mod tests;
