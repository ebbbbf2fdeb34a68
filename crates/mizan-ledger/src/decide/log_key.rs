//! Rules of the log's key: each follows the one before it, and a loss is of records that are not there.

use crate::book::Book;
use crate::command::Submission;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::log_key::LogKeyRotated;

/// Another key signs from now on.
pub(super) fn rotate(book: &Book, said: &Submission, words: &LogKeyRotated) -> Result<Vec<Event>, Refusal> {
    if words.from == words.to {
        return Err(Refusal::SameKey {});
    }
    if let Some(known) = book.log_key.as_ref().filter(|known| **known != words.from) {
        return Err(Refusal::AnotherKey { known: Box::new(known.clone()) });
    }
    if let Some(day) = words.both_until.filter(|day| *day < said.occurred_on) {
        return Err(Refusal::OverlapBefore { day, today: said.occurred_on });
    }
    if let Some(lost) = words.lost.as_ref().filter(|lost| lost.size <= book.head) {
        return Err(Refusal::NothingLost { size: lost.size, head: book.head });
    }
    Ok(vec![words.clone().into()])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::decide::stories::{Said, Told, given, say, the_cooperative};

    fn rotated(data: Value) -> Said {
        say("operator", "rotate_log_key", data).about_the_book()
    }

    fn heard(data: Value) -> Told {
        given(the_cooperative()).when(rotated(data))
    }

    #[test]
    fn the_operator_changes_the_key_and_the_next_change_follows_it() {
        let first = rotated(json!({"from": "atlas+1+A", "to": "atlas+2+B", "both_until": "2026-04-01"}));
        let story = given(the_cooperative()).when(first).then(&["log_key_rotated"]);
        assert_eq!(story.book().log_key.as_ref().map(ToString::to_string), Some("atlas+2+B".to_owned()));
        story
            .when(rotated(json!({"from": "atlas+1+A", "to": "atlas+3+C"})))
            .refused_because("another_key", "the log is signed with `atlas+2+B`: name that as the key until now")
            .when(rotated(json!({"from": "atlas+2+B", "to": "atlas+3+C"})))
            .then(&["log_key_rotated"]);
    }

    #[test]
    fn a_key_that_is_the_same_a_day_that_is_past_and_a_loss_of_nothing_are_refused() {
        heard(json!({"from": "atlas+1+A", "to": "atlas+1+A"}))
            .refused_because("same_key", "the key from now on is the one until now: make another");
        heard(json!({"from": "atlas+1+A", "to": "atlas+2+B", "both_until": "2026-02-28"})).refused_because(
            "overlap_before",
            "both keys cannot sign until 2026-02-28, which is before 2026-03-02, when the new one begins",
        );
        let lost = json!({"size": 1, "root": "r", "reason": "a disk"});
        heard(json!({"from": "atlas+1+A", "to": "atlas+2+B", "lost": lost})).refused("nothing_lost");
        let lost = json!({"size": 1_000, "root": "r", "reason": "a disk"});
        heard(json!({"from": "atlas+1+A", "to": "rif+2+B", "lost": lost})).then(&["log_key_rotated"]);
    }
}
