//! Who speaks, and whose book is meant: what commands that say something to the ledger share.

use std::sync::Arc;

use anyhow::bail;
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::decide::reach::Reach;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::Actor;
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::Finding;
use crate::service::reader::Folded;

/// Reads who speaks: an id and an office.
pub(super) fn actor(text: &str) -> Result<Actor, String> {
    let wrong =
        || format!("`{text}` names nobody in an office: write an id and an office, such as treasurer-1:treasurer");
    let (id, role) = text.split_once(':').ok_or_else(wrong)?;
    serde_json::from_value(json!({"id": id, "role": role})).map_err(|_| wrong())
}

/// The cooperative that is meant: the one that is named, or the only one there is.
pub(super) fn cooperative(book: &Book, named: Option<CooperativeId>) -> anyhow::Result<(CooperativeId, &Cooperative)> {
    let id = which(book, named)?;
    Ok((id, &book.cooperatives[&id]))
}

/// Reads which one that is of a book, as far as it is unread.
pub(super) async fn read_which(
    folded: &mut Folded,
    log: &Arc<dyn EventLog>,
    named: Option<CooperativeId>,
) -> anyhow::Result<CooperativeId> {
    let id = which(&folded.book, named)?;
    folded.read_up(log, Reach::These([Some(id), None])).await?;
    Ok(id)
}

/// Which one that is, of which nothing need be read.
fn which(book: &Book, named: Option<CooperativeId>) -> anyhow::Result<CooperativeId> {
    let mut all = book.cooperatives.keys().filter(|id| named.is_none_or(|named| **id == named));
    match (all.next(), all.next(), named) {
        (Some(id), None, _) => Ok(*id),
        (None, _, Some(named)) => bail!(Finding(format!("`{named}` is no cooperative of this book"))),
        (None, _, None) => bail!(Finding("no cooperative is in this book yet".to_owned())),
        (Some(_), Some(_), _) => bail!("the book has several cooperatives: name one with --cooperative"),
    }
}
