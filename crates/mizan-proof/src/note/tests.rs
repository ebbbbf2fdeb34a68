//! What is a note and a key, held to the specification's examples, to a program of others, and to damage.

use proptest::prelude::*;

use super::*;

/// The example of C2SP signed-note.
const POEM: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned \u{e8} subito sera.\n\n\
                    \u{2014} quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU\
                    0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

fn atlas() -> SignerKey {
    SignerKey::new("ledger.example/atlas", &[7; 32]).expect("a name")
}

fn note_of(text: &str) -> Note {
    Note { text: text.to_owned(), signatures: vec![atlas().signature_of(text)] }
}

#[test]
fn the_example_of_the_specification_is_read_and_written_again() {
    let note = Note::parse(POEM).expect("the specification's example");
    assert_eq!(note.text.lines().count(), 4, "a text may have empty lines of its own");
    assert_eq!((note.signatures.len(), note.signatures[0].name.as_str()), (1, "quasimodo.example/salvatore"));
    assert_eq!(note.signatures[0].signature.len(), 64);
    assert_eq!(note.to_string(), POEM);
}

#[test]
fn a_key_is_written_as_go_writes_it() {
    // The key of Go's checksum database, as Go's own source has it.
    let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    let key: VerifierKey = text.parse().expect("Go's key");
    assert_eq!((key.name(), key.signs(), key.to_string().as_str()), ("sum.golang.org", Signs::Text, text));
}

#[test]
fn a_mistyped_a_weak_and_a_foreign_key_are_told_apart_and_not_repeated() {
    let ours = atlas().verifier(Signs::Text).to_string();
    let told = |text: &str| {
        let error = text.parse::<VerifierKey>().map_err(|error| error.to_string());
        error.map(|key| key.to_string())
    };
    assert_eq!(told(&ours).as_ref(), Ok(&ours));
    let [name, id, key]: [&str; 3] = ours.splitn(3, '+').collect::<Vec<_>>().try_into().expect("three parts");
    let id_error = Err("the 8 hex digits of the key are those of another key or name: it was mistyped".to_owned());
    assert_eq!(told(&format!("{name}x+{id}+{key}")), id_error);
    let upper = id.to_uppercase();
    let form = Err("a key is written `NAME+8 hex digits+base64`, as a log or a witness publishes it".to_owned());
    for wrong in ["", "name", "name+id", &format!("{name}+{upper}+{key}"), &format!("{name}+{id}+{key}=")] {
        assert_eq!(told(wrong), form, "{wrong}");
    }
    assert!(told(&format!("two words+{id}+{key}")).is_err_and(|error| error.contains("no space")));
    // The neutral point, for which everything is signed; and a type of key that is not read here.
    let mut point = [0; 32];
    point[0] = 1;
    let weak = |signs: Signs, kind: u8| {
        let bytes = [&[kind], point.as_slice()].concat();
        let id = u32::from_be_bytes(id_of("a", signs, &point));
        format!("a+{id:08x}+{}", BASE64_STANDARD.encode(bytes))
    };
    assert_eq!(weak(Signs::Text, 1).parse::<VerifierKey>(), Err(NotAKey::Point));
    assert_eq!(weak(Signs::Text, 6).parse::<VerifierKey>(), Err(NotAKey::Type(6)));
}

#[test]
fn a_secret_key_is_never_printed_for_a_log() {
    assert_eq!(format!("{:?}", atlas()), "SignerKey(ledger.example/atlas)");
}

#[test]
fn signatures_of_strangers_are_passed_over_and_a_false_one_spoils_the_note() {
    let mut note = note_of("the text\n");
    let key = atlas().verifier(Signs::Text);
    assert_eq!(note.signed_by(&key), Ok(true));
    note.signatures.insert(0, SignerKey::new("stranger", &[9; 32]).expect("a name").signature_of("another text\n"));
    assert_eq!(note.signed_by(&key), Ok(true));
    // A stranger who takes the name, but not the number, of the key is a stranger.
    note.signatures.push(SignatureLine { id: [0; 4], ..note.signatures[1].clone() });
    assert_eq!(note.signed_by(&key), Ok(true));
    note.signatures.push(SignatureLine { signature: vec![0; 64], ..note.signatures[1].clone() });
    assert_eq!(note.signed_by(&key), Err(FalseSignature { name: "ledger.example/atlas".to_owned() }));
    assert_eq!(Note { signatures: Vec::new(), ..note }.signed_by(&key), Ok(false));
}

#[test]
fn what_is_no_note_says_why() {
    let told = |text: &str| Note::parse(text).map_err(|error| error.to_string());
    let form = Err("a note is a text, an empty line, and lines of signatures".to_owned());
    for wrong in ["", "text", "text\n", "\u{2014} a AAAAAAA=\n", "text\n\n\u{2014} a AAAAAAA="] {
        assert_eq!(told(wrong), form, "{wrong:?}");
    }
    let line = Err("under a note stand lines of an em dash, a name and a signature in base64".to_owned());
    for wrong in
        ["text\n\nmore\n", "text\n\n- a AAAAAAA=\n", "text\n\n\u{2014} a AAAA\n", "text\n\n\u{2014} a+b AAAAAAA=\n"]
    {
        assert_eq!(told(wrong), line, "{wrong:?}");
    }
    assert_eq!(
        told("te\txt\n\n\u{2014} a AAAAAAA=\n"),
        Err("a note has no control character but line ends".to_owned())
    );
    let many = format!("text\n\n{}", "\u{2014} a AAAAAAA=\n".repeat(65));
    assert_eq!(told(&many), Err("a note with 65 signatures, 64 are the most".to_owned()));
    assert!(told(&"x".repeat(LONGEST + 1)).is_err_and(|error| error.ends_with("65536 are the most")));
}

proptest! {
    #[test]
    fn a_note_is_read_in_one_way_only_and_hostile_ones_are_answered(text in "[ -~\n\u{2014}\u{e9}\t]{0,200}") {
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(&note.to_string(), &text);
        }
        let _ = (text.parse::<VerifierKey>(), text.parse::<SignatureLine>());
    }

    #[test]
    fn a_text_that_was_touched_is_not_signed(text in "[a-z\n]{1,80}", place: prop::sample::Index) {
        let note = note_of(&format!("{text}\n"));
        let mut bytes = note.text.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = if bytes[place] == b'z' { b'a' } else { b'z' };
        let touched = Note { text: String::from_utf8(bytes).expect("letters"), ..note };
        prop_assert!(touched.signed_by(&atlas().verifier(Signs::Text)).is_err());
    }
}
