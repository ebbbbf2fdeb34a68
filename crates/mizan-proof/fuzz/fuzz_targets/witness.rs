//! What a stranger asks a witness, and what is handed over as evidence against a log.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizan_proof::note::{SignerKey, Signs};
use mizan_proof::witness::Request;
use mizan_proof::witness::evidence::Evidence;

fuzz_target!(|text: &str| {
    if let Ok(request) = Request::parse(text) {
        assert_eq!(request.to_string(), text);
        let _ = request.against(None);
        let _ = request.against(Some(&request.signed.checkpoint));
    }
    if let Ok(evidence) = Evidence::parse(text) {
        assert_eq!(Evidence::parse(&evidence.to_string()), Ok(evidence.clone()));
        let key = SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name").verifier(Signs::Text);
        assert!(evidence.against(&key).is_err(), "nobody who lacks the key makes evidence");
    }
});
