//! The rows of a period that is closed: what each account holds, salted, and the root that its record carries.
//!
//! The balances are those of all records before the closing. So whoever has the log up to there and the secret that the
//! answer hands back makes the same rows, and the same root.

use mizan_ledger::account::Account;
use mizan_ledger::book::Book;
use mizan_ledger::event::period::{PeriodClosed, Root};
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::Money;
use mizan_proof::disclosure::Disclosure;
use mizan_proof::projection::{Balance, Projection, Secret};

use crate::service::environment::{Environment, NoChance};

/// Gives a closing its root, and the secret of its salts to be sealed and handed back.
pub(crate) fn project(
    environment: &mut dyn Environment,
    book: &Book,
    scope: Option<CooperativeId>,
    closed: &mut PeriodClosed,
) -> Result<Disclosure, NoChance> {
    let mut bytes = [0; 32];
    environment.random(&mut bytes)?;
    let secret = Secret::new(bytes);
    let own = scope.and_then(|scope| book.cooperatives.get(&scope));
    let balances = own.map_or(Vec::new(), |own| own.balances.all());
    let root = rows_of(balances, &secret).root();
    closed.projection_root = Root::new(&root.to_string()).unwrap_or_default();
    let mut salt = [0; 16];
    environment.random(&mut salt)?;
    Ok(Disclosure::new(salt, Secret::NAME, &secret.to_string()))
}

/// The rows of balances, those that are zero left out.
#[must_use]
pub fn rows_of(balances: impl IntoIterator<Item = (Account, Money)>, secret: &Secret) -> Projection {
    let of = |(account, balance): (Account, Money)| Balance {
        account: account.to_string(),
        balance: balance.number().to_string(),
        currency: balance.currency().to_string(),
    };
    Projection::new(balances.into_iter().filter(|(_, balance)| !balance.is_zero()).map(of), secret)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use mizan_ledger::command::Submission;
    use mizan_ledger::event::Event;
    use serde_json::{Value, json};

    use super::*;
    use crate::service::assembly::Assembled;
    use crate::service::clerk::{Clerk, made_of};
    use crate::service::environment::Rehearsal;

    fn said(key: &str, cooperative: Option<&str>, command: &str, data: Value) -> Submission {
        let actor = json!({"id": "treasurer-1", "role": "treasurer"});
        let line = json!({"key": key, "occurred_on": "2026-02-01", "actor": actor, "cooperative": cooperative,
            "type": command, "data": data});
        Submission::parse(&line.to_string()).expect("a story says what can be read")
    }

    /// The weavers with 860.49 MAD in the bank, as they are before they close January.
    fn weavers() -> Clerk<Rehearsal> {
        let begins: Timestamp = "2026-02-02T08:00:00Z".parse().expect("a moment");
        let mut clerk = Clerk::new(Rehearsal::new(begins, 5));
        let weavers = Some("demo-weavers");
        for said in [
            said("open", None, "open_book", json!({"name": "Demo network", "currency": "MAD"})),
            said("register", weavers, "register_cooperative", json!({"name": "Demo weavers"})),
            said("till", weavers, "open_till", json!({"till": "bank:main"})),
            said(
                "opening",
                weavers,
                "record_opening_balance",
                json!({"movement": "opening", "till": "bank:main", "amount": "860.49 MAD"}),
            ),
        ] {
            clerk.submit(&said, &[]).expect("the beginning of the story is taken");
        }
        clerk
    }

    fn close() -> Submission {
        said("close", Some("demo-weavers"), "close_period", json!({"period": "2026-01", "until": "2026-01-31"}))
    }

    #[test]
    fn a_closing_carries_the_root_of_its_rows_and_hands_back_what_opens_them() {
        let mut clerk = weavers();
        let folded = clerk.folded().clone();
        let made = made_of(&mut clerk.environment, &folded, &close(), &[]);
        let Assembled { records, disclosures } = made.expect("the books can be closed");
        let [made] = &records[..] else { panic!("one record: {records:?}") };
        let Event::PeriodClosed(closed) = &made.record.event else { panic!("a closing: {made:?}") };

        let [opening] = &disclosures[..] else { panic!("one opening: {disclosures:?}") };
        assert_eq!(opening.name(), Secret::NAME);
        assert!(closed.sealed.0.iter().any(|digest| **digest == opening.digest()), "it opens a digest of the record");
        let text = String::from_utf8(made.line.clone()).expect("a record is text");
        assert!(!text.contains(opening.value()), "the secret itself stands nowhere");

        // An auditor with the log up to here and the opening.
        let secret: Secret = opening.value().parse().expect("a secret");
        let own = &folded.book.cooperatives[&"demo-weavers".parse().expect("an id")];
        let rows = rows_of(own.balances.all(), &secret);
        assert_eq!(rows.root().to_string(), closed.projection_root.as_str());
        assert_eq!(rows.rows().len() as u64, closed.rows);
        let lines: Vec<&str> = rows.rows().iter().map(|row| row.line()).collect();
        assert!(lines[0].starts_with(r#"{"account":"assets:bank:main","balance":"860.49","currency":"MAD","salt":""#));
        assert!(lines[1].starts_with(r#"{"account":"equity:opening","balance":"-860.49","currency":"MAD","salt":""#));
    }

    #[test]
    fn the_same_books_closed_by_other_chance_have_another_root() {
        let root = |seed| {
            let mut clerk = weavers();
            let folded = clerk.folded().clone();
            clerk.environment = Rehearsal::new("2026-02-02T09:00:00Z".parse().expect("a moment"), seed);
            let made = made_of(&mut clerk.environment, &folded, &close(), &[]).expect("the books can be closed");
            let Event::PeriodClosed(closed) = &made.records[0].record.event else { panic!("a closing") };
            closed.projection_root.clone()
        };
        assert_eq!(root(1), root(1));
        assert_ne!(root(1), root(2));
    }
}
