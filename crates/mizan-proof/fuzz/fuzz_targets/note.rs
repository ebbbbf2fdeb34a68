//! Notes, keys and lines of signatures: each is read in the one way it can be written, and nobody's signature is found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizan_proof::note::{Note, SignatureLine, SignerKey, Signs, VerifierKey};

fuzz_target!(|text: &str| {
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.to_string(), text);
        let key = SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name").verifier(Signs::Text);
        assert!(!note.signed_by(&key).unwrap_or(false), "nobody who lacks the key signs");
        // Whatever we read, the library of others reads too.
        assert!(signed_note::Note::from_bytes(text.as_bytes()).is_ok());
    }
    if let Ok(line) = text.parse::<SignatureLine>() {
        assert_eq!(line.to_string(), text);
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
});
