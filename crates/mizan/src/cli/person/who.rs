//! Who is meant: a member, a party or a cooperative of the book, by as much of the name as tells them apart.

use anyhow::bail;
use mizan_ledger::book::Book;
use mizan_ledger::event::person::Whose;

use crate::cli::Finding;

/// Finds whom a text names.
pub(super) fn find(book: &Book, text: &str) -> anyhow::Result<Whose> {
    let members = book
        .cooperatives
        .iter()
        .flat_map(|(cooperative, own)| own.members.iter().map(|(member, _)| Whose::Member(*cooperative, *member)));
    let parties = book.parties.keys().map(|party| Whose::Party(*party));
    let cooperatives = book.cooperatives.keys().map(|cooperative| Whose::Cooperative(*cooperative));
    let meant = |whose: &Whose| {
        let full = whose.to_string();
        let (_, name) = full.split_once(':').unwrap_or_default();
        full == text || name == text || name.rsplit_once('/').is_some_and(|(_, member)| member == text)
    };
    let found: Vec<Whose> = members.chain(parties).chain(cooperatives).filter(meant).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => bail!(Finding(format!("`{text}` is no member, party or cooperative of this book: check the name"))),
        several => {
            let all: Vec<String> = several.iter().map(ToString::to_string).collect();
            bail!(Finding(format!("`{text}` is the name of several, write one of them: {}", all.join(", "))))
        }
    }
}
