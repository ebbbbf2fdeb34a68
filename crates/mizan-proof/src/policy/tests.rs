//! Whose word a policy asks for, in stories of a federation, a certifier and a gallery that witness the Atlas log.

use super::*;
use crate::checkpoint::Checkpoint;
use crate::cosignature::cosign;
use crate::hash::leaf_hash;
use crate::note::SignerKey;

fn key(name: &str, secret: u8) -> SignerKey {
    SignerKey::new(name, &[secret; 32]).expect("a name")
}

fn log() -> SignerKey {
    key("ledger.example/atlas", 1)
}

const WITNESSES: [(&str, u8); 3] = [("federation", 2), ("certifier", 3), ("gallery", 4)];

/// A checkpoint with the word of the log and of some witnesses.
fn seen(by: &[&str]) -> SignedCheckpoint {
    let checkpoint = Checkpoint { origin: "ledger.example/atlas".to_owned(), size: 9, root: leaf_hash(b"nine") };
    let text = checkpoint.to_string();
    let witnesses = WITNESSES.iter().filter(|(name, _)| by.contains(name));
    let lines = witnesses.map(|(name, secret)| cosign(&key(name, *secret), 1_790_000_000, &text));
    checkpoint.signed([log().signature_of(&text)].into_iter().chain(lines).collect())
}

fn written(rest: &str) -> String {
    let mut text = format!("# who we trust\nlog {} https://ledger.example/atlas\n\n", log().verifier(Signs::Text));
    for (name, secret) in WITNESSES {
        text += &format!("witness {name} {}\n", key(name, secret).verifier(Signs::TextSeen));
    }
    text + rest
}

fn policy(rest: &str) -> Policy {
    written(rest).parse().expect("a policy")
}

#[test]
fn two_of_three_witnesses_are_a_quorum_and_one_is_none() {
    let policy = policy("group some 2 federation certifier gallery\nquorum some\n");
    assert_eq!(policy.judge(&seen(&["federation", "gallery"])).map(|judged| judged.seen.len()), Ok(2));
    assert_eq!(
        policy.judge(&seen(&["gallery"])).map_err(|error| error.to_string()),
        Err("1 of 3 witnesses have cosigned it, which is not the quorum `some`".to_owned())
    );
}

#[test]
fn groups_of_groups_ask_for_both_kinds() {
    let policy = policy(
        "group buyers any gallery\ngroup others any federation certifier\ngroup both all buyers others\nquorum both\n",
    );
    assert!(policy.judge(&seen(&["gallery", "certifier"])).is_ok());
    assert!(policy.judge(&seen(&["federation", "certifier"])).is_err());
}

#[test]
fn without_a_quorum_the_log_alone_is_enough_and_without_the_log_nobody_is() {
    let policy = policy("quorum none\n");
    assert_eq!(policy.judge(&seen(&[])).map(|judged| judged.by.len()), Ok(1));
    let mut unsigned = seen(&["federation"]);
    unsigned.note.signatures.remove(0);
    assert!(matches!(policy.judge(&unsigned), Err(Unacceptable::NotSigned(NotSigned::Missing { .. }))));
    assert_eq!(Policy::of_logs([]).judge(&seen(&[])), Err(Unacceptable::NoLog));
    let asks = Policy::of_logs([log().verifier(Signs::Text)]);
    let asks = asks.and_witness("gallery", key("gallery", 4).verifier(Signs::TextSeen));
    assert!(asks.judge(&seen(&["gallery"])).is_ok());
    assert!(asks.judge(&seen(&["federation"])).is_err());
}

#[test]
fn a_policy_is_written_as_it_is_read() {
    for rest in ["quorum none\n", "group some 2 federation certifier gallery\nquorum some\n", "quorum gallery\n"] {
        let policy = policy(rest);
        assert_eq!(policy.to_string().parse(), Ok(policy));
    }
}

#[test]
fn each_mistake_names_its_line() {
    let told = |rest: &str| written(rest).parse::<Policy>().map_err(|error| error.to_string());
    let line = |rest: &str, flaw: &str| assert_eq!(told(rest), Err(format!("line 7 of the policy: {flaw}")), "{rest}");
    line("", "the line `quorum NAME` is missing; `quorum none` asks for no witness");
    line("quorum nobody\n", "no witness or group above is called `nobody`");
    line(
        "group some 4 federation certifier gallery\n",
        "`4` of 3 members: write `all`, `any`, or a number from 1 to 3",
    );
    line("group some 0 federation\n", "`0` of 1 members: write `all`, `any`, or a number from 1 to 1");
    line("group some +1 federation\n", "`+1` of 1 members: write `all`, `any`, or a number from 1 to 1");
    line("group gallery any federation\n", "the name `gallery` is taken");
    line("group none any federation\n", "the name `none` is taken");
    line("group some any gallery gallery\n", "`gallery` is in a group already, and can count once only");
    line("group some any\n", Flaw::Form.to_string().as_str());
    line("watch this\n", Flaw::Form.to_string().as_str());
    line("quorum\u{1}none\n", "a control character");
    let again = format!("witness other {}\n", key("other.name", 2).verifier(Signs::TextSeen));
    line(&again, "this key stands in the policy already");
    let of_a_log = format!("witness other {}\n", key("other", 9).verifier(Signs::Text));
    line(&of_a_log, "a witness signs with another type of key: 0x01 is a log's, 0x04 a witness's");
    assert_eq!(told("quorum none\nquorum none\n"), Err("line 8 of the policy: a second quorum".to_owned()));
}
