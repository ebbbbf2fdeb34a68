//! What an office may say. So far one thing: whoever judges a book writes nothing in it.
//!
//! An auditor or certifier reads: the file itself, a replay, an export. What they find will be events of their own.

use crate::command::Command;
use crate::decide::refusal::Refusal;
use crate::record::{Actor, Role};

/// Refuses what an office may not say.
pub(super) fn may(actor: Actor, command: &Command) -> Result<(), Refusal> {
    let role = match actor.role {
        Role::Auditor => "auditor",
        Role::Certifier => "certifier",
        Role::Operator
        | Role::President
        | Role::Secretary
        | Role::Treasurer
        | Role::Cashier
        | Role::Storekeeper
        | Role::Leader
        | Role::Member
        | Role::Buyer
        | Role::Intermediary
        | Role::Import => return Ok(()),
    };
    Err(Refusal::OnlyReads { actor: actor.id, role, command: command.name() })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::book::Book;
    use crate::command::Submission;
    use crate::decide::decide;

    /// Every command of the golden story, said by somebody else.
    fn said_by(actor: &Value) -> Vec<Submission> {
        let story = include_str!("../../../../fixtures/stories/golden.ndjson");
        let line = |line: &str| {
            let mut line: Value = serde_json::from_str(line).expect("each line of a story is JSON");
            line["actor"] = actor.clone();
            Submission::parse(&line.to_string()).expect("each line of a story is a command")
        };
        story.lines().map(line).collect()
    }

    #[test]
    fn a_certifier_reads_the_rug_and_can_say_nothing_of_it() {
        for role in ["certifier", "auditor"] {
            for submission in said_by(&json!({"id": "demo-label-1", "role": role})) {
                let refusal = decide(&Book::default(), &submission, &[]).expect_err("whoever judges does not write");
                let name = submission.command.name();
                assert_eq!(refusal.code(), "only_reads");
                assert_eq!(
                    refusal.to_string(),
                    format!(
                        "`demo-label-1` speaks as a {role}, who reads and changes nothing: `{name}` is for those whose \
                         book it is to say"
                    )
                );
            }
        }
    }
}
