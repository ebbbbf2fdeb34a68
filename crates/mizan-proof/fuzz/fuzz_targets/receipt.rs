//! Receipts: any text is answered, and of a true receipt no changed copy is accepted.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mizan_proof::checkpoint::Checkpoint;
use mizan_proof::disclosure::Disclosure;
use mizan_proof::hash::leaf_hash;
use mizan_proof::note::{SignerKey, Signs};
use mizan_proof::policy::Policy;
use mizan_proof::receipt::Receipt;
use mizan_proof::tree::nodes::Tree;

static TRUE_ONE: LazyLock<(String, Policy)> = LazyLock::new(|| {
    let her_name = Disclosure::new([5; 16], "name", "Fadma Exemple");
    let record = format!(r#"{{"type":"member_admitted","data":{{"_sd":["{}"]}}}}"#, her_name.digest()).into_bytes();
    let tree: Tree = (0..7_u64).map(|at| leaf_hash(if at == 3 { &record } else { b"another" })).collect();
    let key = SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name");
    let root = tree.root_at(7).expect("seven");
    let checkpoint = Checkpoint { origin: key.name().to_owned(), size: 7, root };
    let signed = checkpoint.signed(vec![key.signature_of(&checkpoint.to_string())]);
    let path = tree.inclusion(3, 7).expect("it is there");
    let receipt = Receipt { record, disclosures: vec![her_name], index: 3, path, signed };
    (receipt.to_string(), Policy::of_logs([key.verifier(Signs::Text)]))
});

/// Accepted or not; whatever is read is written again in the same way.
fn accepted(text: &str, policy: &Policy) -> bool {
    let Ok(receipt) = Receipt::parse(text) else { return false };
    assert_eq!(receipt.to_string(), text);
    receipt.verify(policy).is_ok()
}

fuzz_target!(|data: &[u8]| {
    let (true_one, policy) = &*TRUE_ONE;
    if let Ok(text) = str::from_utf8(data) {
        assert!(text == true_one || !accepted(text, policy));
    }
    // The same bytes as changes to the true one: where, how many go, and what comes.
    let mut changed = true_one.clone().into_bytes();
    for change in data.chunks_exact(4) {
        let at = usize::from(u16::from_be_bytes([change[0], change[1]])) % changed.len();
        let gone = usize::from(change[2] % 3).min(changed.len() - at);
        let come: &[u8] = if change[2] & 0x80 == 0 { &change[3..] } else { &[] };
        changed.splice(at..at + gone, come.iter().copied());
        if changed.is_empty() {
            return;
        }
    }
    if let Ok(text) = str::from_utf8(&changed) {
        assert_eq!(accepted(text, policy), text == true_one);
    }
});
