//! What a file or a cashier's sheet says of people, which no record does: names and numbers, opened from the vault.
//!
//! A file that was recorded is made again of what was sealed before it was: what was sealed later changes no byte of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::bail;
use mizan_format::payment::batch::Account;
use mizan_format::payment::of_payout::Payee;
use mizan_ledger::account::Till;
use mizan_ledger::book::Book;
use mizan_ledger::event::payout::Method;
use mizan_ledger::event::person::Subject;
use mizan_ledger::event::{Digests, Event};
use mizan_ledger::id::{CooperativeId, MemberId};
use mizan_ledger::payee::Scheme;
use mizan_store::log::EventLog;

use crate::cli::Finding;
use crate::service::reader::{At, ReadError, visit};
use crate::service::vault::Vault;

/// The digests of one record.
struct Place {
    position: u64,
    digests: Vec<String>,
}

/// What a cooperative's records have sealed, and what opens it.
pub(super) struct Opened {
    /// What the cooperative is called.
    pub(super) name: String,
    names: BTreeMap<MemberId, Vec<Place>>,
    numbers: BTreeMap<(MemberId, Scheme), Vec<Place>>,
    tills: BTreeMap<Till, Place>,
    filed: BTreeMap<u64, Place>,
    values: BTreeMap<String, (String, String)>,
}

/// Reads where everything stands that is sealed of a cooperative, and opens it.
pub(super) async fn open(
    log: &Arc<dyn EventLog>,
    vault: &Vault,
    book: &Book,
    cooperative: CooperativeId,
) -> anyhow::Result<Opened> {
    if !vault.is_there() {
        bail!(Finding("there is no vault beside this book, so no names and numbers: name it with --vault".to_owned()));
    }
    vault.obey(book).await?;
    let mut opened = Opened {
        name: String::new(),
        names: BTreeMap::new(),
        numbers: BTreeMap::new(),
        tills: BTreeMap::new(),
        filed: BTreeMap::new(),
        values: BTreeMap::new(),
    };
    let until = book.head.checked_sub(1).map_or(At::End, At::Position);
    visit(log, until, |seen| {
        if seen.record.envelope.scope == Some(cooperative) {
            opened.note(seen.record.envelope.position, &seen.record.event);
        }
        Ok::<(), ReadError>(())
    })
    .await?;
    for kept in vault.opened(None).await? {
        let value = (kept.disclosure.name().to_owned(), kept.disclosure.value().to_owned());
        opened.values.insert(kept.disclosure.digest(), value);
    }
    Ok(opened)
}

impl Opened {
    fn note(&mut self, position: u64, event: &Event) {
        if let Event::CooperativeRegistered(event) = event {
            self.name = event.name.to_string();
        }
        let Some(digests) = event.sealed().filter(|digests| !digests.is_empty()) else { return };
        let place = || Place { position, digests: texts(digests) };
        if let Event::PayeeDetailsSet(event) = event {
            self.numbers.entry((event.member, event.scheme)).or_default().push(place());
        } else if let Event::TillOpened(event) = event {
            self.tills.insert(event.till, place());
        } else if let Event::PayoutFiled(_) = event {
            self.filed.insert(position, place());
        } else if let (Event::MemberAdmitted(_) | Event::PersonalDataSealed(_), Some(Subject::Member(member))) =
            (event, event.sealed_of())
        {
            self.names.entry(member).or_default().push(place());
        }
    }

    /// What a field of a record says.
    fn field(&self, place: &Place, field: &str) -> Option<&str> {
        let values = place.digests.iter().filter_map(|digest| self.values.get(digest));
        values.filter(|(name, _)| name == field).map(|(_, value)| value.as_str()).next()
    }

    /// The name that was sealed of a member last before a position.
    pub(super) fn name_of(&self, member: MemberId, before: u64) -> Option<&str> {
        let places = self.names.get(&member)?.iter().rev().filter(|place| place.position < before);
        places.filter_map(|place| self.field(place, "name")).next()
    }

    /// Whom these members are, and where they are paid by a way, as it was before a position.
    pub(super) fn payees(&self, members: &[MemberId], method: Method, before: u64) -> BTreeMap<MemberId, Payee> {
        let payee = |member: &MemberId| {
            let of_method = [Scheme::Rib, Scheme::Iban, Scheme::Phone].into_iter();
            let schemes = of_method.filter(|scheme| scheme.method() == method);
            let places = schemes.flat_map(|scheme| {
                let places = self.numbers.get(&(*member, scheme)).into_iter().flatten();
                places.filter(|place| place.position < before).map(move |place| (scheme, place))
            });
            let (scheme, place) = places.max_by_key(|(_, place)| place.position)?;
            let number = self.field(place, "account_number")?.to_owned();
            // Whoever holds the account may be called otherwise by her bank.
            let name = self.field(place, "name").or_else(|| self.name_of(*member, before))?.to_owned();
            Some((*member, Payee { name, account: Account { scheme, number } }))
        };
        members.iter().filter_map(payee).collect()
    }

    /// The number of our own account behind a till.
    pub(super) fn number_of(&self, till: Till) -> Option<&str> {
        self.field(self.tills.get(&till)?, "account_number")
    }

    /// What the bytes of a file are known by, which was first recorded at a position.
    pub(super) fn bytes_at(&self, position: u64) -> Option<&str> {
        self.field(self.filed.get(&position)?, "note")
    }
}

fn texts(digests: &Digests) -> Vec<String> {
    digests.0.iter().map(ToString::to_string).collect()
}
