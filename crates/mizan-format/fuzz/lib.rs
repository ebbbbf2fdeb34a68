//! What must hold of every file, whoever wrote it: it is answered, nothing of it is lost, and no sum is a lie.

use mizan_format::statement::finding::Finding;
use mizan_format::statement::mapping::Mapping;
use mizan_format::statement::model::{Entry, Status};
use mizan_format::statement::{Asked, Form, read, text};

/// Reads a file as one format, or as what it is, and holds what was understood against itself.
pub fn answered(bytes: &[u8], form: Option<Form>, mapping: Option<&Mapping>) {
    let reading = read(bytes, &Asked { form, mapping, ..Asked::default() });
    assert_eq!(reading, read(bytes, &Asked { form, mapping, ..Asked::default() }), "the same bytes, the same answer");
    for statement in &reading.statements {
        assert!(statement.entries.iter().all(|entry| !entry.amount.is_negative()));
        let booked = |entry: &&Entry| entry.status == Status::Booked;
        let moved: i128 = statement.entries.iter().filter(booked).map(|entry| entry.moved().minor()).sum();
        if statement.balanced == Some(true) {
            let both = statement.opening.zip(statement.closing).expect("they are what agrees");
            assert_eq!(both.0.minor() + moved, both.1.minor());
        }
        assert!(statement.balanced != Some(false) || statement.quarantined);
    }
    let nothing = reading.statements.is_empty() && reading.reports.is_empty() && reading.payouts.is_empty();
    let told = reading.findings.iter().any(Finding::quarantines);
    assert!(!nothing || (told && !reading.unread.is_empty()));
    assert!(!text::reading(&reading).is_empty());
    assert!(serde_json::to_vec(&reading).is_ok());
}
