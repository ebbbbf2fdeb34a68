//! What a receipt costs in a log of a million records, to make one from the tree in memory and to verify it; and what a hash does.

use divan::Bencher;
use mizan_proof::checkpoint::Checkpoint;
use mizan_proof::cosignature::cosign;
use mizan_proof::disclosure::Disclosure;
use mizan_proof::hash::leaf_hash;
use mizan_proof::hash::pair::leaf_hashes;
use mizan_proof::note::{SignerKey, Signs};
use mizan_proof::policy::Policy;
use mizan_proof::receipt::Receipt;
use mizan_proof::tree::nodes::Tree;

const RECORDS: u64 = 1_000_000;
const HERS: u64 = 654_321;

fn main() {
    divan::main();
}

struct Log {
    tree: Tree,
    record: Vec<u8>,
    her_name: Disclosure,
    checkpoint: Checkpoint,
    log: SignerKey,
    witness: SignerKey,
}

impl Log {
    fn of_a_million() -> Log {
        let her_name = Disclosure::new([5; 16], "name", "Fadma Exemple");
        // Of the size of an ordinary record.
        let words = "x".repeat(400);
        let record =
            format!(r#"{{"type":"x","words":"{words}","data":{{"_sd":["{}"]}}}}"#, her_name.digest()).into_bytes();
        let leaf = |at: u64| if at == HERS { leaf_hash(&record) } else { leaf_hash(&at.to_be_bytes()) };
        let tree: Tree = (0..RECORDS).map(leaf).collect();
        let root = tree.root_at(RECORDS).expect("a million");
        let log = SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name");
        let witness = SignerKey::new("federation.example/witness", &[3; 32]).expect("a name");
        let checkpoint = Checkpoint { origin: log.name().to_owned(), size: RECORDS, root };
        Log { tree, record, her_name, checkpoint, log, witness }
    }

    fn receipt(&self) -> Receipt {
        let text = self.checkpoint.to_string();
        let lines = vec![self.log.signature_of(&text), cosign(&self.witness, 1_790_000_000, &text)];
        let path = self.tree.inclusion(HERS, RECORDS).expect("it is there");
        let (record, disclosures) = (self.record.clone(), vec![self.her_name.clone()]);
        Receipt { record, disclosures, index: HERS, path, signed: self.checkpoint.signed(lines) }
    }

    fn policy(&self) -> Policy {
        Policy::of_logs([self.log.verifier(Signs::Text)])
    }
}

/// The path and the text, under a checkpoint that is signed already.
#[divan::bench]
fn make_a_receipt(bencher: Bencher<'_, '_>) {
    let log = Log::of_a_million();
    let Receipt { record, disclosures, signed, .. } = log.receipt();
    bencher.bench_local(|| {
        let path = log.tree.inclusion(divan::black_box(HERS), RECORDS).expect("it is there");
        let (record, disclosures, signed) = (record.clone(), disclosures.clone(), signed.clone());
        Receipt { record, disclosures, index: HERS, path, signed }.to_string()
    });
}

/// From the text: read, the signature of the log verified, and the path walked.
#[divan::bench]
fn verify_a_receipt(bencher: Bencher<'_, '_>) {
    let log = Log::of_a_million();
    verify(bencher, &log.receipt().to_string(), &log.policy());
}

/// The same with the cosignature of a witness, which is one signature more.
#[divan::bench]
fn verify_a_receipt_and_its_witness(bencher: Bencher<'_, '_>) {
    let log = Log::of_a_million();
    let policy = log.policy().and_witness("federation", log.witness.verifier(Signs::TextSeen));
    verify(bencher, &log.receipt().to_string(), &policy);
}

/// Of two records of the size of an ordinary one.
#[divan::bench]
fn hash_one_record_and_another(bencher: Bencher<'_, '_>) {
    let (one, other) = ("x".repeat(650).into_bytes(), "y".repeat(650).into_bytes());
    bencher.bench_local(|| [leaf_hash(divan::black_box(&one)), leaf_hash(divan::black_box(&other))]);
}

#[divan::bench]
fn hash_both_at_once(bencher: Bencher<'_, '_>) {
    let (one, other) = ("x".repeat(650).into_bytes(), "y".repeat(650).into_bytes());
    bencher.bench_local(|| leaf_hashes(divan::black_box(&one), divan::black_box(&other)));
}

fn verify(bencher: Bencher<'_, '_>, receipt: &str, policy: &Policy) {
    bencher.bench_local(|| {
        let read = Receipt::parse(divan::black_box(receipt)).expect("a receipt");
        read.verify(policy).expect("a true one")
    });
}
