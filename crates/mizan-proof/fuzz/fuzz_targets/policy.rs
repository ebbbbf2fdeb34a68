//! Policies: one that is read can be written, and says the same when it is read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizan_proof::policy::Policy;

fuzz_target!(|text: &str| {
    if let Ok(policy) = text.parse::<Policy>() {
        let written = policy.to_string();
        let again: Policy = written.parse().expect("what is written can be read");
        assert_eq!(again, policy);
        assert_eq!(again.to_string(), written);
    }
});
