//! Which vault: the options of every command that seals, opens or erases.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use mizan_store::book::Place;

use crate::cli::terminal::Terminal;
use crate::service::vault::Vault;
use crate::service::vault::place::VaultPlace;

/// The variables that say where the vault of a book is, and its key, if not beside it.
const VAULT: &str = "MIZAN_VAULT";
const VAULT_KEY: &str = "MIZAN_VAULT_KEY";

/// Which vault, and where its key is.
#[derive(Debug, Clone, Args)]
pub(super) struct VaultArgs {
    /// The vault; of a book NAME.mizan it is NAME.vault beside it.
    #[arg(long, value_name = "FILE", env = VAULT)]
    vault: Option<PathBuf>,
    /// The key of the vault; without it, the vault's name with `.key` behind it.
    #[arg(long, value_name = "FILE", env = VAULT_KEY)]
    vault_key: Option<PathBuf>,
}

impl VaultArgs {
    /// The vault of a book; none is known of a book in a database unless it is named.
    pub(super) fn of(self, book: &Place) -> Option<Arc<Vault>> {
        self.place(book).map(|place| Arc::new(Vault::at(place)))
    }

    /// Where it is.
    fn place(self, book: &Place) -> Option<VaultPlace> {
        let VaultArgs { vault, vault_key } = self;
        let vault = vault.filter(|path| !path.as_os_str().is_empty());
        let key = vault_key.filter(|path| !path.as_os_str().is_empty());
        match (vault, book) {
            (Some(vault), _) => Some(VaultPlace::of(vault, key)),
            (None, Place::File(path)) => Some(VaultPlace::beside(path, key)),
            (None, Place::Database(_)) => None,
        }
    }

    /// The vault of a book, which must be known.
    pub(super) fn need(self, book: &Place) -> anyhow::Result<Arc<Vault>> {
        self.of(book).context(NO_VAULT)
    }
}

/// Where the vault of a book is, by what is said to every command: beside it, or where the variables say.
pub(super) fn vault_of(book: &Place) -> Option<VaultPlace> {
    let named = |variable: &str| env::var_os(variable).map(PathBuf::from);
    VaultArgs { vault: named(VAULT), vault_key: named(VAULT_KEY) }.place(book)
}

/// What is said where no vault is known.
pub(super) const NO_VAULT: &str =
    "a book in a database has its vault elsewhere: name it with --vault FILE, or in MIZAN_VAULT";

/// Tells a watching person that a vault was made, and what to do with its key.
pub(super) fn tell_if_new(terminal: &Terminal, vault: &Vault, was_there: bool) {
    if !was_there && vault.is_there() {
        let VaultPlace { vault, key } = vault.place();
        let (vault, key) = (vault.display(), key.display());
        terminal.note(format_args!(
            "made the vault {vault}; {key} opens it: copy the two to different places, and keep no copy of the vault \
             for more than 30 days"
        ));
    }
}
