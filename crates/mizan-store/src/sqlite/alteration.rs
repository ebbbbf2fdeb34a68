//! What in the file of a book is not as it was made: a guard that is gone, or one that guards no more.
//!
//! It proves nothing about the records, and it is a reason to ask what does: the tree of the log.

use crate::sqlite::schema::THINGS;

/// One thing in the file that is not as it was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Alteration {
    /// What every book has is not there.
    #[error("`{thing}`, which every book has, is missing")]
    Missing {
        /// The table, trigger or view.
        thing: String,
    },
    /// What every book has was made anew with other words.
    #[error("`{thing}` is not as it was made")]
    Changed {
        /// The table, trigger or view.
        thing: String,
    },
    /// Something runs when records are added, and nobody knows to what end.
    #[error("the trigger `{thing}` is none that a book has")]
    Foreign {
        /// The trigger.
        thing: String,
    },
}

impl Alteration {
    /// The name of the table, trigger or view.
    pub fn thing(&self) -> &str {
        match self {
            Alteration::Missing { thing } | Alteration::Changed { thing } | Alteration::Foreign { thing } => thing,
        }
    }
}

/// Asks for all that stands in a file: kind, name, and the words that made it.
pub(super) const INVENTORY: &str = "SELECT type, name, sql FROM sqlite_schema";

/// One answer to [`INVENTORY`].
pub(super) type Found = (String, String, Option<String>);

/// Compares what stands in a file with what was made.
pub(super) fn alterations(found: &[Found]) -> Vec<Alteration> {
    let made = THINGS.into_iter().filter_map(|(name, made)| {
        let thing = name.to_owned();
        match found.iter().find(|(_, found, _)| found == name) {
            Some((_, _, sql)) if sql.as_deref() == Some(made) => None,
            Some(_) => Some(Alteration::Changed { thing }),
            None => Some(Alteration::Missing { thing }),
        }
    });
    let foreign = found
        .iter()
        .filter(|(kind, name, _)| kind == "trigger" && !THINGS.iter().any(|(made, _)| made == name))
        .map(|(_, name, _)| Alteration::Foreign { thing: name.clone() });
    made.chain(foreign).collect()
}
