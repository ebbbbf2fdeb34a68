//! Checkpoints: what we read, others read alike.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizan_proof::checkpoint::{Checkpoint, SignedCheckpoint};

fuzz_target!(|text: &str| {
    if let Ok(checkpoint) = Checkpoint::of_text(text) {
        assert_eq!(checkpoint.to_string(), text);
        let theirs = tlog_tiles::checkpoint::Checkpoint::from_bytes(text.as_bytes()).expect("others read it");
        assert_eq!((theirs.size(), theirs.hash().0), (checkpoint.size, checkpoint.root.0));
    }
    if let Ok(signed) = SignedCheckpoint::parse(text) {
        assert_eq!(signed.to_string(), text);
    }
});
