//! Opening a log for whoever asks for one thing: of no other cooperative than those whose records name it is anything needed.

use std::collections::BTreeSet;
use std::sync::Arc;

use memchr::memchr;
use memchr::memmem::Finder;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::record::skim::Standing;
use mizan_store::log::EventLog;

use crate::service::reader::skim::skim;
use crate::service::reader::{Folded, ReadError, Seen, Until};

/// Folds a log from nothing, as `skim` does, and reads the cooperatives whose records speak of what is named, or the one that is
/// named before it.
pub(crate) async fn skim_for(
    nothing: Folded,
    log: &Arc<dyn EventLog>,
    until: Until,
    text: &str,
    progress: impl Fn(u64),
) -> Result<Folded, ReadError> {
    let (before, code) = text.rsplit_once('/').map_or((None, text), |(before, code)| (before.split('/').next(), code));
    let named = format!("\"{code}\"");
    let named = Finder::new(&named);
    let mut speaking: BTreeSet<CooperativeId> = BTreeSet::new();
    let mut folded = skim(nothing, log, until, |Seen { standing, line, .. }| {
        let Standing { position, scope, .. } = standing;
        if position.is_multiple_of(1024) {
            progress(position);
        }
        // A text with a backslash in it may mean what it does not show.
        let speaks = || named.find(line).is_some() || memchr(b'\\', line).is_some();
        if let Some(scope) = scope.filter(|scope| !speaking.contains(scope) && speaks()) {
            speaking.insert(scope);
        }
        Ok::<(), ReadError>(())
    })
    .await?;
    let before = before.and_then(|before| before.parse().ok()).filter(|id| folded.book.cooperatives.contains_key(id));
    if let Some(named) = before {
        // A word for a kind may be the name of a cooperative, too.
        if !KINDS.contains(&named.as_str()) {
            speaking.clear();
        }
        speaking.insert(named);
    }
    for cooperative in speaking {
        if folded.book.has_unread(Some(cooperative)) {
            folded.read_one(log, cooperative).await?;
        }
    }
    Ok(folded)
}

/// What may stand before an identifier, where it need not be a cooperative.
const KINDS: [&str; 6] = ["member", "cooperative", "buyer", "intermediary", "sale", "payout"];
