//! What is still to be said of a file is the same of a book of which no more was read than the file asks for.

use mizan_format::import::order::What;
use mizan_format::import::profile::Profile;
use mizan_format::import::{Files, read};
use mizan_ledger::command::Submission;
use mizan_store::memory::MemoryLog;
use serde_json::Value;

use super::*;
use crate::service::reader::skim::skim;
use crate::service::reader::{Until, fold};
use crate::service::story::{OPENING, rehearsal};

/// The cooperatives, members, tills and agreements the files are about.
const FOUNDING: &str = include_str!("../../../../../../fixtures/import/founding.ndjson");

const FILE: &[u8] = include_bytes!("../../../../../../fixtures/import/csv/good.csv");

fn profile() -> Profile {
    let said = include_str!("../../../../../../fixtures/import/csv/profile.json");
    let mut said: Value = serde_json::from_str(said).expect("the profile is JSON");
    said["form"] = "csv".into();
    serde_json::from_value(said).expect("it is a profile")
}

fn works(planner: &Planner<'_>, profile: &Profile) -> Vec<Work> {
    let found = read(Files { sales: FILE, orders: None }, profile).expect("the file can be read");
    let orders = found.into_iter().filter_map(|one| match one.what {
        What::Order(order) => {
            let plan = planner.plan(&order).expect("a good file has good orders");
            Some(Work::planned(one.reference, one.rows, order.day, plan))
        }
        What::Skipped(_) | What::Refused(_) => None,
    });
    orders.collect()
}

fn steps_of(works: &[Work]) -> Vec<Step> {
    works.iter().flat_map(|work| &work.parts).flat_map(|doing| &doing.steps).cloned().collect()
}

#[tokio::test]
async fn a_book_of_which_the_cooperatives_of_the_file_were_read_has_the_same_left_to_say_as_all_of_it() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let writer = Writer::start(Arc::clone(&log), rehearsal()).await.expect("an empty log is a book");
    for line in std::iter::once(OPENING).chain(FOUNDING.lines()) {
        let submission = Submission::parse(line).expect("the founding is commands");
        let answer = writer.submit(submission).await.expect("memory does not fail");
        assert!(matches!(answer, Answer::Recorded { .. }), "{answer:?}");
    }
    let profile = profile();
    let planner = Planner::new(&profile, None);
    let mut left = Vec::new();
    loop {
        let mut whole = fold(&log, Until::End, |_| Ok::<(), ReadError>(())).await.expect("the log is whole");
        let skimmed = skim(Folded::default(), &log, Until::End, |_| Ok::<(), ReadError>(())).await;
        let mut skimmed = skimmed.expect("the log is whole");
        let unread = skimmed.book.unread().count();
        assert!(unread > 1, "several cooperatives are unread");
        let (mut of_all, mut of_some) = (works(&planner, &profile), works(&planner, &profile));
        standings(&log, &mut whole, &mut of_all, &planner).await.expect("the log is whole");
        standings(&log, &mut skimmed, &mut of_some, &planner).await.expect("the log is whole");
        let steps = steps_of(&of_all);
        assert_eq!(steps_of(&of_some), steps);
        assert!(skimmed.book.unread().count() < unread, "those the file speaks of are read");
        let said = steps.into_iter().filter_map(|step| if let Step::Say(said) = step { Some(said) } else { None });
        let mut said: Vec<Submission> = said.collect();
        left.push(said.len());
        // A few at a time, so that orders are met at every step.
        said.truncate(3);
        if said.is_empty() {
            break;
        }
        for submission in said {
            let answer = writer.submit(submission).await.expect("memory does not fail");
            assert!(matches!(answer, Answer::Recorded { .. }), "{answer:?}");
        }
    }
    assert!(left.len() > 3 && left.is_sorted_by(|one, next| one > next), "less is left every time: {left:?}");
}
