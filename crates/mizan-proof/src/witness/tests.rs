//! The Atlas cooperatives' log before its witness: what is found when it grows, when it is asked too late, and when it
//! tells another history.

use proptest::prelude::*;

use super::evidence::{Evidence, NotEvidence, Shown};
use super::*;
use crate::checkpoint::NotSigned;
use crate::hash::leaf_hash;
use crate::note::{SignerKey, Signs, VerifierKey};
use crate::tree::nodes::Tree;

fn atlas() -> SignerKey {
    SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name")
}

fn key() -> VerifierKey {
    atlas().verifier(Signs::Text)
}

/// A log of which the third record and all after it can be told in two ways.
fn log(told: &str) -> Tree {
    let record = |index: u64| if index < 3 { format!("record {index}") } else { format!("record {index} {told}") };
    (0..16).map(|index| leaf_hash(record(index).as_bytes())).collect()
}

fn signed(tree: &Tree, size: u64) -> SignedCheckpoint {
    let root = tree.root_at(size).expect("it is that large");
    let checkpoint = Checkpoint { origin: "ledger.example/atlas".to_owned(), size, root };
    checkpoint.signed(vec![atlas().signature_of(&checkpoint.to_string())])
}

fn request(tree: &Tree, old: u64, size: u64) -> Request {
    Request { old, path: tree.consistency(old, size).expect("it is that large"), signed: signed(tree, size) }
}

#[test]
fn a_log_that_grows_is_found_to_continue_from_nothing_on() {
    let tree = log("as it was");
    assert_eq!(request(&tree, 0, 5).against(None), Finding::Continues);
    for (old, size) in [(0, 0), (1, 1), (5, 5), (5, 8), (8, 9), (8, 16)] {
        let cosigned = signed(&tree, old);
        assert_eq!(request(&tree, old, size).against(Some(&cosigned.checkpoint)), Finding::Continues, "{old} {size}");
    }
}

#[test]
fn whoever_believes_the_witness_elsewhere_is_told_where_it_is() {
    let tree = log("as it was");
    let cosigned = signed(&tree, 8);
    for old in [0, 5] {
        let found = request(&tree, old, 9).against(Some(&cosigned.checkpoint));
        assert_eq!(found, Finding::Elsewhere { size: 8 });
    }
    assert_eq!(request(&tree, 5, 9).against(None), Finding::Elsewhere { size: 0 });
}

#[test]
fn another_history_is_found_at_the_same_size_and_at_a_larger_one() {
    let (one, other) = (log("as it was"), log("as it was not"));
    let cosigned = signed(&one, 5);
    let same_size = request(&other, 5, 5);
    assert_eq!(same_size.against(Some(&cosigned.checkpoint)), Finding::OtherRoot);
    // Whatever it says of the past, two roots of one size are two.
    assert_eq!(request(&other, 2, 5).against(Some(&cosigned.checkpoint)), Finding::OtherRoot);
    let larger = request(&other, 5, 9);
    let found = larger.against(Some(&cosigned.checkpoint));
    assert!(matches!(found, Finding::NotShown(NotProved::OtherRoot { .. })), "{found:?}");
    // What both histories share is no fork.
    let found = request(&other, 3, 9).against(Some(&signed(&one, 3).checkpoint));
    assert_eq!(found, Finding::Continues);
}

#[test]
fn nothing_may_be_sent_where_there_is_nothing_to_show() {
    let tree = log("as it was");
    let mut first = request(&tree, 0, 5);
    first.path.push(leaf_hash(b"a hash too many"));
    assert_eq!(first.against(None), Finding::NotShown(NotProved::Length { hashes: 1 }));
    let mut again = request(&tree, 5, 5);
    again.path.push(leaf_hash(b"a hash too many"));
    let found = again.against(Some(&signed(&tree, 5).checkpoint));
    assert_eq!(found, Finding::NotShown(NotProved::Length { hashes: 1 }));
    // An empty log has one root, whoever signs another.
    let mut empty = request(&tree, 0, 0);
    empty.signed.checkpoint.root = leaf_hash(b"not empty");
    assert_eq!(empty.against(None), Finding::OtherRoot);
}

#[test]
fn a_request_is_read_as_it_was_written_and_each_wrong_line_is_named() {
    let right = request(&log("as it was"), 5, 9);
    let text = right.to_string();
    assert_eq!(Request::parse(&text), Ok(right));
    let told = |from: &str, to: &str| {
        Request::parse(&text.replacen(from, to, 1)).map(|_| ()).map_err(|error| error.to_string())
    };
    let first = "line 1 of the request: write `old ` and the size of the checkpoint that was cosigned, or 0";
    for wrong in ["old 05\n", "old  5\n", "old -5\n", "new 5\n", "old 5 \n", "old 9223372036854775808\n", "old\n"] {
        assert_eq!(told("old 5\n", wrong), Err(first.to_owned()), "{wrong:?}");
    }
    let hash = Err("line 2 of the request: a hash is 44 characters of base64".to_owned());
    assert_eq!(told("old 5\n", "old 5\nnothing\n"), hash);
    let long = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64);
    let many = Err("line 65 of the request: a proof has 63 hashes at the most".to_owned());
    assert_eq!(told("old 5\n", &format!("old 5\n{long}")), many);
    let backwards = "the checkpoint is of 9 records and the old size is 10: a log only grows";
    assert_eq!(told("old 5\n", "old 10\n"), Err(backwards.to_owned()));
    assert!(told("\n\n", "\n").is_err(), "the empty line is missing");
    assert!(Request::parse("").is_err() && Request::parse(&"x".repeat(LONGEST + 1)).is_err());
}

#[test]
fn evidence_proves_itself_to_whoever_has_the_logs_key() {
    let (one, other) = (log("as it was"), log("as it was not"));
    let forked = Evidence { shown: request(&other, 5, 5), cosigned: signed(&one, 5) };
    let read = Evidence::parse(&forked.to_string()).expect("as it was written");
    assert_eq!(read, forked);
    assert_eq!(read.against(&key()), Ok(Shown::Forked));
    // The other history's own proof says what its first five records were.
    let larger = Evidence { shown: request(&other, 5, 9), cosigned: signed(&one, 5) };
    let read = Evidence::parse(&larger.to_string()).expect("as it was written");
    assert_eq!(read.against(&key()), Ok(Shown::Forked));
    // Of the first four it does not, because they are a perfect tree; whoever has the log can say it.
    let perfect = Evidence { shown: request(&other, 4, 9), cosigned: signed(&one, 4) };
    assert!(matches!(perfect.against(&key()), Ok(Shown::Unproved(_))));
    let first = other.root_at(4).expect("it is that large");
    let said = Evidence::of(signed(&one, 4), signed(&other, 9), first, other.consistency(4, 9).expect("it grew"));
    let read = Evidence::parse(&said.to_string()).expect("as it was written");
    assert_eq!(read.against(&key()), Ok(Shown::Forked));
}

#[test]
fn nobody_can_make_evidence_against_an_honest_log() {
    let (one, other) = (log("as it was"), log("as it was not"));
    // Two checkpoints that go together, and two that the proof does not speak of.
    let honest = Evidence { shown: request(&one, 5, 9), cosigned: signed(&one, 5) };
    assert_eq!(honest.against(&key()), Err(NotEvidence::Agree));
    let elsewhere = Evidence { shown: request(&one, 5, 9), cosigned: signed(&one, 8) };
    assert_eq!(elsewhere.against(&key()), Err(NotEvidence::Agree));
    // A log of a single history, and another one that somebody else signed in its name.
    let forger = SignerKey::new("ledger.example/atlas", &[8; 32]).expect("a name");
    let checkpoint = signed(&other, 5).checkpoint;
    let forged = checkpoint.signed(vec![forger.signature_of(&checkpoint.to_string())]);
    let told = Evidence { shown: Request { old: 5, path: vec![], signed: forged }, cosigned: signed(&one, 5) };
    assert!(matches!(told.against(&key()), Err(NotEvidence::NotSigned(NotSigned::Missing { .. }))));
    // Anybody can cut a good proof short: that is a question to the log, and no fork.
    let cut = Request { path: vec![], ..request(&one, 5, 9) };
    let cut = Evidence { shown: cut, cosigned: signed(&one, 5) };
    assert_eq!(cut.against(&key()), Ok(Shown::Unproved(NotProved::Length { hashes: 0 })));
}

proptest! {
    #[test]
    fn no_path_whatever_convicts_an_honest_log(older in 1_u64..16, newer in 1_u64..17, cut: u8, at: u8, put in 0_u64..16) {
        let (older, newer) = (older.min(newer), older.max(newer));
        let tree = log("as it was");
        let mut path = tree.consistency(older, newer).expect("it grew");
        let mut nodes = (0..5).flat_map(|height| tree.nodes(height).to_vec()).collect::<Vec<_>>();
        nodes.push(tree.root_at(older).expect("it is that large"));
        let other = nodes[put as usize % nodes.len()];
        path.truncate(usize::from(cut % 8));
        path.insert(usize::from(at) % (path.len() + 1), other);
        let shown = Request { old: older, path, signed: signed(&tree, newer) };
        let told = Evidence { shown, cosigned: signed(&tree, older) }.against(&key());
        prop_assert!(told != Ok(Shown::Forked), "{told:?}");
    }

    #[test]
    fn two_histories_are_convicted_at_every_size_by_whoever_has_the_second(older in 4_u64..16, more in 0_u64..16) {
        let (one, other) = (log("as it was"), log("as it was not"));
        let newer = (older + more).min(16);
        let first = other.root_at(older).expect("it is that large");
        let path = other.consistency(older, newer).expect("it grew");
        let evidence = Evidence::of(signed(&one, older), signed(&other, newer), first, path);
        prop_assert_eq!(Evidence::parse(&evidence.to_string()), Ok(evidence.clone()));
        prop_assert_eq!(evidence.against(&key()), Ok(Shown::Forked));
    }

    #[test]
    fn hostile_requests_are_answered_and_read_in_one_way_only(text in "(old [0-9]{1,3}\n)?[ -~\n\u{2014}]{0,300}") {
        if let Ok(read) = Request::parse(&text) {
            prop_assert_eq!(read.to_string(), text.as_str());
        }
        let _ = Evidence::parse(&text);
    }

    #[test]
    fn of_two_histories_one_is_cosigned(steps in proptest::collection::vec((any::<bool>(), 0_u64..17), 1..12)) {
        let logs = [log("as it was"), log("as it was not")];
        let mut cosigned: Option<SignedCheckpoint> = None;
        let mut seen: Vec<(usize, u64)> = Vec::new();
        for (which, size) in steps {
            let which = usize::from(which);
            let old = cosigned.as_ref().map_or(0, |signed| signed.checkpoint.size);
            if size < old {
                continue;
            }
            let asked = request(&logs[which], old, size);
            if asked.against(cosigned.as_ref().map(|signed| &signed.checkpoint)) == Finding::Continues {
                seen.push((which, size));
                cosigned = Some(asked.signed);
            }
        }
        // Beyond what the two share, all that was cosigned is of one of them.
        let beyond: Vec<usize> = seen.iter().filter(|(_, size)| *size > 3).map(|(which, _)| *which).collect();
        prop_assert!(beyond.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
        prop_assert!(seen.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{seen:?}");
    }
}
