//! The rows of a period that is closed: what each account holds, salted, and the root that its record carries.
//!
//! The balances are those of all records before the closing. So whoever has the log up to there and the secret that the
//! answer hands back makes the same rows, and the same root.

use std::sync::Arc;

use mizan_ledger::balances::Totals;
use mizan_ledger::book::Book;
use mizan_ledger::event::Event;
use mizan_ledger::event::period::{PeriodClosed, Root};
use mizan_ledger::id::{CooperativeId, PeriodId};
use mizan_ledger::posting::postings;
use mizan_proof::disclosure::Disclosure;
use mizan_proof::projection::Secret;
use mizan_store::log::EventLog;
use mizan_verify::period::{Found, rows_of};

use crate::service::environment::{Environment, NoChance};
use crate::service::reader::{At, ReadError, visit};

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

/// Every closing of one period of one cooperative, the first one first; none, if it was never closed.
pub async fn closings(
    log: &Arc<dyn EventLog>,
    cooperative: CooperativeId,
    period: PeriodId,
    progress: impl Fn(u64),
) -> Result<Vec<Found>, ReadError> {
    let mut found: Vec<Found> = Vec::new();
    let (mut sums, mut moved) = (Totals::default(), Vec::new());
    visit(log, At::End, |seen| {
        let position = seen.record.envelope.position;
        if position % 1024 == 0 {
            progress(position);
        }
        if seen.record.envelope.scope != Some(cooperative) {
            return Ok::<(), ReadError>(());
        }
        let event = &seen.record.event;
        if let Event::PeriodClosed(closed) = event
            && closed.period == period
        {
            found.push(Found { position, closed: closed.clone(), balances: sums.all(), reopened_at: None });
        } else if let Event::PeriodReopened(reopened) = event
            && reopened.period == period
        {
            found.last_mut().into_iter().for_each(|last| last.reopened_at = Some(position));
        }
        postings(event, &mut moved);
        moved.drain(..).for_each(|posting| sums.add(&posting));
        Ok(())
    })
    .await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use mizan_ledger::command::Submission;
    use mizan_store::memory::MemoryLog;
    use serde_json::{Value, json};

    use super::*;
    use crate::service::assembly::{Assembled, NotAssembled};
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
        let mut text = Vec::new();
        let made = made_of(&mut clerk.environment, &folded.book, 4, &close(), &[], &mut text);
        let Assembled { records, lines, disclosures } = made.expect("the books can be closed");
        let ([record], [line]) = (&records[..], &lines[..]) else { panic!("one record: {records:?}") };
        let Event::PeriodClosed(closed) = &record.event else { panic!("a closing: {record:?}") };

        let [opening] = &disclosures[..] else { panic!("one opening: {disclosures:?}") };
        assert_eq!(opening.name(), Secret::NAME);
        assert!(closed.sealed.0.iter().any(|digest| **digest == opening.digest()), "it opens a digest of the record");
        let text = line.with(&text, Some("")).concat();
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
    fn a_closing_over_more_than_a_record_can_carry_is_refused_and_leaves_no_line_behind() {
        let mut clerk = weavers();
        for till in ["bank:second", "bank:third"] {
            let (opening, amount) = (till.replace(':', "-"), "10000000000000.00 MAD");
            let words = json!({"movement": opening, "till": till, "amount": amount});
            for (command, data) in [("open_till", json!({"till": till})), ("record_opening_balance", words)] {
                let told = said(&format!("{command}-{opening}"), Some("demo-weavers"), command, data);
                clerk.submit(&told, &[]).expect("the most there can be is taken");
            }
        }
        let folded = clerk.folded().clone();
        let mut text = b"the line of the command before".to_vec();
        let made = made_of(&mut clerk.environment, &folded.book, 8, &close(), &[], &mut text);
        let Err(NotAssembled::Refused(refusal)) = made else { panic!("it is refused: {made:?}") };
        assert_eq!(refusal.code(), "unwritable");
        assert_eq!(text, b"the line of the command before");
    }

    #[test]
    fn the_same_books_closed_by_other_chance_have_another_root() {
        let root = |seed| {
            let mut clerk = weavers();
            let folded = clerk.folded().clone();
            clerk.environment = Rehearsal::new("2026-02-02T09:00:00Z".parse().expect("a moment"), seed);
            let made = made_of(&mut clerk.environment, &folded.book, 4, &close(), &[], &mut Vec::new());
            let Event::PeriodClosed(closed) = &made.expect("the books can be closed").records[0].event else {
                panic!("a closing")
            };
            closed.projection_root.clone()
        };
        assert_eq!(root(1), root(1));
        assert_ne!(root(1), root(2));
    }

    /// The golden log that was shipped with closings, and the opening of the last of them.
    const SHIPPED: &str = include_str!("../../../../fixtures/logs/2026-11-periods.ndjson");
    const OPENING: &str = "WyJSa3pyOU5mRTZDQ3k4MHNUbjdaczVRIiwgInBlcmlvZF9zZWNyZXQiLCAiNXhHOXBSMmFQOWE4eW1RQWowNnhBTnRZbUR6M0doWWlXNTRmWmVuWDNidyJd";

    async fn found(lines: &[String]) -> Vec<Found> {
        let log = MemoryLog::new();
        let commit: Vec<Vec<u8>> = lines.iter().map(|line| line.clone().into_bytes()).collect();
        log.append(0, &commit).await.expect("memory has room");
        let log: Arc<dyn EventLog> = Arc::new(log);
        let (cooperative, period) = ("demo-weavers".parse(), "2026-03".parse());
        let found = closings(&log, cooperative.expect("an id"), period.expect("an id"), |_| ()).await;
        found.expect("the log is whole")
    }

    #[tokio::test]
    async fn a_closing_that_was_shipped_comes_to_its_root_for_ever() {
        let lines: Vec<String> = SHIPPED.lines().map(str::to_owned).collect();
        let found = found(&lines).await;
        let [first, last] = &found[..] else { panic!("two closings: {found:?}") };
        assert_eq!((first.position, first.reopened_at, last.position, last.reopened_at), (71, Some(72), 74, None));
        let opening = [Disclosure::parse(OPENING).expect("an opening")];
        assert_eq!(first.secret_of(&opening), None, "it is the other one's");
        let secret = last.secret_of(&opening).expect("it opens the second closing");
        let (rows, differs) = last.made_again(&secret);
        assert_eq!((rows.rows().len(), differs), (18, Vec::<String>::new()));
    }

    #[tokio::test]
    async fn a_closing_that_says_otherwise_than_the_records_before_it_is_found_out() {
        let mut lines: Vec<String> = SHIPPED.lines().map(str::to_owned).collect();
        let last = lines.pop().expect("the closing is the last record");
        let other = last
            .replace(r#""rows":18"#, r#""rows":17"#)
            .replace("16901.82 MAD", "16901.83 MAD")
            .replace("GZVAcTLbkG_inG2vBaw7onjlAU9fycjG8boW6__1ROI", "B2Zvr_Vn72gHqnHK0XMsOyCv4B-j0V5lGwZ_JhapRWg");
        lines.push(other);
        let found = found(&lines).await;
        let last = found.last().expect("it is closed");
        let secret = last.secret_of(&[Disclosure::parse(OPENING).expect("an opening")]).expect("it opens it");
        let (_, differs) = last.made_again(&secret);
        assert_eq!(
            differs,
            [
                "its root is B2Zvr_Vn72gHqnHK0XMsOyCv4B-j0V5lGwZ_JhapRWg, the records before it come to \
                 GZVAcTLbkG_inG2vBaw7onjlAU9fycjG8boW6__1ROI",
                "it counts 17 rows, the records before it come to 18",
                "its sums are 16901.83 MAD and 16901.83 MAD, the records before it come to 16901.82 MAD and 16901.82 MAD",
            ]
        );
    }
}
