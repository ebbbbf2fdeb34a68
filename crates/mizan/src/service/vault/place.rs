//! Where a vault and its key lie: beside the file of the book, or where somebody says.

use std::path::{Path, PathBuf};

use crate::service::beside::{beside, with_ending};

/// Where a vault and its key lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultPlace {
    /// The vault.
    pub vault: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl VaultPlace {
    /// A vault in this file, with its key beside it or elsewhere.
    #[must_use]
    pub fn of(vault: PathBuf, key: Option<PathBuf>) -> VaultPlace {
        let key = key.unwrap_or_else(|| with_ending(&vault, ".key"));
        VaultPlace { vault, key }
    }

    /// `name.vault` beside `name.mizan`, wherever a link to the book leads.
    #[must_use]
    pub fn beside(book: &Path, key: Option<PathBuf>) -> VaultPlace {
        VaultPlace::of(beside(book, "vault"), key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vault_lies_beside_the_book_and_the_key_beside_the_vault() {
        let beside = |book: &str| {
            let place = VaultPlace::beside(Path::new(book), None);
            [place.vault.display().to_string(), place.key.display().to_string()]
        };
        assert_eq!(beside("no/network.mizan"), ["no/network.vault", "no/network.vault.key"]);
        assert_eq!(beside("no/network"), ["no/network.vault", "no/network.vault.key"]);
        assert_eq!(beside("no/network.book"), ["no/network.book.vault", "no/network.book.vault.key"]);
        let elsewhere = VaultPlace::of("v".into(), Some("safe/k".into()));
        assert_eq!(elsewhere.key, Path::new("safe/k"));
    }
}
