//! An export of one cooperative, and what somebody may have done to it.

use proptest::prelude::*;

use super::*;

/// The records of a cooperative among those of others: every third position is theirs.
fn export(records: u64) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for seq in 0..records {
        let prev = lines.last().map_or(String::new(), |line| format!(r#""scope_prev":"{}","#, leaf_hash(line)));
        let position = 5 + seq * 3;
        let line = format!(
            r#"{{"v":1,"position":{position},"scope":"demo-weavers","scope_seq":{seq},{prev}"type":"x","data":{{"n":"{seq}"}}}}"#
        );
        lines.push(line.into_bytes());
    }
    lines
}

fn told(lines: &[Vec<u8>]) -> Result<Chain, Unchained> {
    scope_chain(lines.iter().map(Vec::as_slice))
}

/// The same with a text replaced by another in one line.
fn altered(at: usize, from: &str, to: &str) -> Vec<Vec<u8>> {
    let mut lines = export(8);
    let text = String::from_utf8(lines[at].clone()).expect("a line is text");
    assert!(text.contains(from));
    lines[at] = text.replace(from, to).into_bytes();
    lines
}

#[test]
fn a_whole_export_says_whose_it_is_and_where_it_ends() {
    let lines = export(8);
    let chain = told(&lines).expect("nothing is wrong with it");
    assert_eq!((chain.scope.as_deref(), chain.records, chain.position), (Some("demo-weavers"), 8, Some(26)));
    assert_eq!(chain.last, lines.last().map(|line| leaf_hash(line)));
    assert_eq!(told(&[]), Ok(Chain { scope: None, records: 0, position: None, last: None }));
}

#[test]
fn a_record_that_was_taken_out_is_named_by_its_number() {
    let mut lines = export(8);
    lines.remove(3);
    assert_eq!(told(&lines), Err(Unchained::Gap { line: 4, position: 17, expected: 3, found: 4 }));
    let mut beheaded = export(8);
    beheaded.remove(0);
    assert_eq!(told(&beheaded), Err(Unchained::Gap { line: 1, position: 8, expected: 0, found: 1 }));
    assert_eq!(
        told(&lines).map_err(|error| error.to_string()),
        Err("records are missing before line 4: number 3 should follow, record 17 is number 4".to_owned())
    );
}

#[test]
fn two_records_that_changed_places_are_out_of_order_and_nothing_is_missing() {
    let mut lines = export(8);
    lines.swap(3, 4);
    assert_eq!(told(&lines), Err(Unchained::Order { line: 4, position: 17, expected: 3, found: 4 }));
    let mut doubled = export(8);
    doubled.insert(3, doubled[2].clone());
    assert_eq!(told(&doubled), Err(Unchained::Order { line: 4, position: 11, expected: 3, found: 2 }));
}

#[test]
fn a_record_that_was_changed_is_found_by_the_one_after_it() {
    assert_eq!(told(&altered(3, r#""n":"3""#, r#""n":"9""#)), Err(Unchained::Altered { line: 5, position: 17 }));
    // Also where the hash itself was changed, or left out.
    let prev = leaf_hash(&export(8)[2]).to_string();
    let other = leaf_hash(b"another").to_string();
    assert_eq!(told(&altered(3, &prev, &other)), Err(Unchained::Altered { line: 4, position: 14 }));
    let left_out = altered(3, &format!(r#""scope_prev":"{prev}","#), "");
    assert_eq!(told(&left_out), Err(Unchained::Altered { line: 4, position: 14 }));
}

#[test]
fn a_record_of_another_cooperative_or_none_at_all_is_told() {
    let foreign = altered(3, "demo-weavers", "demo-palm");
    let (expected, found) = (Some("demo-weavers".to_owned()), Some("demo-palm".to_owned()));
    assert_eq!(told(&foreign), Err(Unchained::OtherScope { line: 4, position: 14, expected, found }));
    let broken = told(&altered(3, r#""scope_seq":3,"#, "")).expect_err("it has no number");
    assert!(broken.to_string().starts_with("line 4 is no record: missing field `scope_seq`"), "{broken}");
    let twice = told(&altered(3, r#""scope_seq":3,"#, r#""scope_seq":3,"scope_seq":3,"#)).expect_err("two numbers");
    assert!(twice.to_string().contains("duplicate field `scope_seq`"), "{twice}");
}

#[test]
fn a_tail_that_was_cut_is_not_found_by_the_chain_but_by_whoever_noted_how_far_it_had_come() {
    let whole = told(&export(8)).expect("nothing is wrong with it");
    let cut = told(&export(5)).expect("the chain alone finds nothing wrong");
    assert!(cut.records < whole.records, "the number that was noted tells");
    // What was cut and grown again otherwise has the number, and another hash.
    let mut grown = altered(7, r#""n":"7""#, r#""n":"8""#);
    grown.truncate(8);
    let grown = told(&grown).expect("the chain alone finds nothing wrong");
    assert_eq!(grown.records, whole.records);
    assert_ne!(grown.last, whole.last);
}

proptest! {
    #[test]
    fn whatever_is_taken_out_put_in_or_changed_before_the_last_record_is_found(
        records in 2_u64..30, at: prop::sample::Index, byte: prop::sample::Index, how in 0..4, flip in 1_u8..=255,
    ) {
        let mut lines = export(records);
        let at = at.index(lines.len() - 1);
        match how {
            0 => drop(lines.remove(at)),
            1 => lines.swap(at, at + 1),
            2 => lines.insert(at, lines[at].clone()),
            _ => {
                let byte = byte.index(lines[at].len());
                lines[at][byte] ^= flip;
            }
        }
        prop_assert!(told(&lines).is_err());
    }
}
