//! Reading a command as programs write it: the fields in our order, no space between them, no escape in a text.
//!
//! This is done once, where reading any JSON reads the data twice, and its kind decides before the data is read. Whatever
//! is not exactly so, or is no command, is left to the reader that takes any spelling and finds the words for what is
//! wrong; so are personal data, which are rare and read with care.

use crate::command::{Command, Sealed, Submission};
use crate::record::quick::Rest;
use crate::text::parse_day;

/// The command in this line, if it is written so.
pub(super) fn submission(line: &str) -> Option<Submission> {
    let mut rest = Rest::of(line);
    rest.word("{\"key\":")?;
    let key = rest.text()?.parse().ok()?;
    rest.word(",\"occurred_on\":")?;
    let occurred_on = parse_day(rest.text()?).filter(Submission::may_have_been_on)?;
    rest.word(",\"actor\":")?;
    let actor = rest.actor()?;
    let cooperative = match rest.word(",\"cooperative\":") {
        Some(()) => rest.text_or_null()?.map(str::parse).transpose().ok()?,
        None => None,
    };
    rest.word(",\"type\":")?;
    let name = rest.text()?;
    rest.word(",\"data\":")?;
    // Digests are never given.
    if !rest.left().starts_with('{') || rest.left().contains("\"_sd\"") {
        return None;
    }
    let command = Command::read(name, &mut rest).ok()?;
    let sealed = Sealed::default();
    (rest.left() == "}").then_some(Submission { key, occurred_on, actor, cooperative, command, sealed })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Commands of many kinds, as they are told.
    const STORY: &str = include_str!("../../../../fixtures/stories/golden.ndjson");

    /// The same as a program writes them.
    fn lines() -> Vec<String> {
        let told =
            STORY.lines().map(|line| Submission::in_any_spelling(line).expect("a line of the story is a command"));
        told.map(|said| serde_json::to_string(&said).expect("a command is JSON")).collect()
    }

    #[test]
    fn every_command_a_program_writes_is_read_quickly_and_as_the_other_reader_reads_it() {
        for line in lines() {
            let said = Submission::in_any_spelling(&line).expect("what was written can be read");
            let quick = submission(&line);
            assert_eq!(quick.is_some(), said.sealed == Sealed::default(), "{line}");
            assert!(quick.is_none_or(|quick| quick == said), "{line}");
        }
    }

    #[test]
    fn another_spelling_and_what_is_no_command_are_left_to_the_other_reader() {
        let line = r#"{"key":"k1","occurred_on":"2026-03-02","actor":{"id":"t1","role":"treasurer"},"cooperative":"demo","type":"transfer_funds","data":{"movement":"m1","from":"cash:box","to":"bank:main","amount":"10.00 MAD"}}"#;
        assert!(submission(line).is_some());
        for (from, to) in [
            (":", ": "),
            ("\"key\"", "\"\\u006bey\""),
            ("2026-03-02", "1969-12-31"),
            ("2026-03-02", "2200-01-01"),
            ("transfer_funds", "steal_funds"),
            ("10.00", "-10.00"),
            (
                r#"{"movement":"m1","from":"cash:box","to":"bank:main","amount":"10.00 MAD"}"#,
                r#"["m1","cash:box","bank:main","10.00 MAD"]"#,
            ),
            (r#""data":{"#, r#""data":{"_sd":[],"#),
            ("}}", r#"},"sealed":{}}"#),
            ("}}", "}}{}"),
            ("}}", "}"),
        ] {
            let other = line.replacen(from, to, 1);
            assert_ne!(other, line);
            assert_eq!(submission(&other), None, "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6_000))]

        #[test]
        fn whatever_becomes_of_a_line_the_quick_reader_never_says_anything_else(
            which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
            byte in prop_oneof![0x20_u8..0x7f, Just(b'"'), Just(b'0')], cut in any::<bool>(),
        ) {
            thread_local!(static LINES: Vec<String> = lines());
            let mut bytes = LINES.with(|lines| which.get(lines).as_bytes().to_vec());
            let place = at.index(bytes.len());
            if cut { bytes.remove(place); } else { bytes[place] = byte; }
            if let Ok(text) = std::str::from_utf8(&bytes) && let Some(quick) = submission(text) {
                prop_assert_eq!(Some(quick), Submission::in_any_spelling(text).ok());
            }
        }
    }
}
