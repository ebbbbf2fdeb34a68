//! A signed note (C2SP signed-note): a text, and lines of signatures under it.
//!
//! A key is known by its name and by four bytes of a hash of it. Signatures of keys that nobody asked for say nothing and
//! are passed over, so that a log can change its key and witnesses can sign beside it; one of a known key that is false
//! spoils the whole note.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};

use crate::hash::sha256;

/// The longest note that is read, in bytes.
pub const LONGEST: usize = 64 << 10;

/// The most signatures that are read; the specification asks for sixteen at least.
pub const MOST_SIGNATURES: usize = 64;

/// What begins each line of a signature: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signs {
    /// The text itself, as a log does (0x01).
    Text,
    /// The text and the time it was seen, as a witness does (0x04).
    TextSeen,
}

impl Signs {
    fn byte(self) -> u8 {
        match self {
            Signs::Text => 0x01,
            Signs::TextSeen => 0x04,
        }
    }

    fn of(byte: u8) -> Option<Signs> {
        [Signs::Text, Signs::TextSeen].into_iter().find(|signs| signs.byte() == byte)
    }
}

/// A public key, with the name it signs under.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    signs: Signs,
    key: VerifyingKey,
}

/// A secret key. It is never printed but where it is asked for by name.
pub struct SignerKey {
    name: String,
    key: SigningKey,
}

/// A text that was to be a key and is not. The text is not repeated: it may be a secret one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// Not of the form.
    #[error("a key is written `NAME+8 hex digits+base64`, as a log or a witness publishes it")]
    Form,
    /// A name with a space or a plus, or none.
    #[error("the name of a key has no space, no plus and no control character, and at least one letter")]
    Name,
    /// Of an algorithm that is not read here.
    #[error("a key of type {0:#04x}, this program knows 0x01 (Ed25519) and 0x04 (a witness's Ed25519)")]
    Type(u8),
    /// The hex digits are of another key.
    #[error("the 8 hex digits of the key are those of another key or name: it was mistyped")]
    Id,
    /// No point of the curve, or one for which anybody can sign.
    #[error("no Ed25519 public key, or a weak one: it was mistyped or made to deceive")]
    Point,
}

/// Whether a text can be the name of a key.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|letter| letter.is_whitespace() || letter == '+' || letter.is_control())
}

impl VerifierKey {
    /// The name it signs under.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    #[must_use]
    pub fn signs(&self) -> Signs {
        self.signs
    }

    /// The four bytes it is known by beside its name.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        id_of(&self.name, self.signs, self.key.as_bytes())
    }

    /// The key itself, whatever its name: two keys of different names may be the same.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Whether a signature over these bytes is this key's.
    #[must_use]
    pub fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        // Not `verify_strict`: what one program accepts and another refuses is a log in two minds. Weak keys, for which
        // the two differ, are refused when they are read.
        self.key.verify(message, &Signature::from_bytes(signature)).is_ok()
    }
}

fn id_of(name: &str, signs: Signs, key: &[u8; 32]) -> [u8; 4] {
    let hash = sha256(&[name.as_bytes(), b"\n", &[signs.byte()], key].concat());
    [hash.0[0], hash.0[1], hash.0[2], hash.0[3]]
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.signs.byte()], self.bytes().as_slice()].concat();
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), BASE64_STANDARD.encode(key))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<VerifierKey, NotAKey> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAKey::Form);
        };
        if !is_name(name) {
            return Err(NotAKey::Name);
        }
        let key = BASE64_STANDARD.decode(key).map_err(|_| NotAKey::Form)?;
        let (kind, key) = key.split_first().ok_or(NotAKey::Form)?;
        let signs = Signs::of(*kind).ok_or(NotAKey::Type(*kind))?;
        let key: &[u8; 32] = key.try_into().map_err(|_| NotAKey::Form)?;
        let hex = id.len() == 8 && id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        if !hex {
            return Err(NotAKey::Form);
        }
        if format!("{:08x}", u32::from_be_bytes(id_of(name, signs, key))) != id {
            return Err(NotAKey::Id);
        }
        let key = VerifyingKey::from_bytes(key).map_err(|_| NotAKey::Point)?;
        if key.is_weak() {
            return Err(NotAKey::Point);
        }
        Ok(VerifierKey { name: name.to_owned(), signs, key })
    }
}

impl SignerKey {
    /// The key that a secret makes, under a name.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<SignerKey, NotAKey> {
        if !is_name(name) {
            return Err(NotAKey::Name);
        }
        Ok(SignerKey { name: name.to_owned(), key: SigningKey::from_bytes(secret) })
    }

    /// The name it signs under.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What verifies its signatures.
    #[must_use]
    pub fn verifier(&self, signs: Signs) -> VerifierKey {
        VerifierKey { name: self.name.clone(), signs, key: self.key.verifying_key() }
    }

    /// Signs bytes.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// The line that stands under a text this key signs.
    #[must_use]
    pub fn signature_of(&self, text: &str) -> SignatureLine {
        let key = self.verifier(Signs::Text);
        SignatureLine { name: self.name.clone(), id: key.id(), signature: self.sign(text.as_bytes()).to_vec() }
    }
}

/// Its name alone: a secret key must not reach a log line by way of `{:?}`.
impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.name)
    }
}

/// A line under a note: who signed, and the bytes. That it is there says nothing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: String,
    /// The four bytes the key is known by.
    pub id: [u8; 4],
    /// What the key made of the text.
    pub signature: Vec<u8>,
}

impl SignatureLine {
    /// Whether it says it is of this key. Whether it is must still be verified.
    #[must_use]
    pub fn names(&self, key: &VerifierKey) -> bool {
        self.name == key.name && self.id == key.id()
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.as_slice(), &self.signature].concat();
        write!(f, "{DASH}{} {}", self.name, BASE64_STANDARD.encode(bytes))
    }
}

impl FromStr for SignatureLine {
    type Err = NotANote;

    fn from_str(line: &str) -> Result<SignatureLine, NotANote> {
        let (name, bytes) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(NotANote::Signature)?;
        let bytes = BASE64_STANDARD.decode(bytes).map_err(|_| NotANote::Signature)?;
        let (id, signature) = bytes.split_first_chunk::<4>().ok_or(NotANote::Signature)?;
        if !is_name(name) || signature.is_empty() {
            return Err(NotANote::Signature);
        }
        Ok(SignatureLine { name: name.to_owned(), id: *id, signature: signature.to_vec() })
    }
}

/// A text with signatures under it. None of them is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with its last line end.
    pub text: String,
    /// The signatures, in their order.
    pub signatures: Vec<SignatureLine>,
}

/// Why bytes are no signed note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotANote {
    /// Too large.
    #[error("a note of {0} bytes, {LONGEST} are the most")]
    TooLong(usize),
    /// Control characters.
    #[error("a note has no control character but line ends")]
    Control,
    /// No blank line, or nothing above it.
    #[error("a note is a text, an empty line, and lines of signatures")]
    Form,
    /// A line that is no signature.
    #[error("under a note stand lines of an em dash, a name and a signature in base64")]
    Signature,
    /// Too many signatures.
    #[error("a note with {0} signatures, {MOST_SIGNATURES} are the most")]
    TooMany(usize),
}

impl Note {
    /// Reads a note, in the one way each can be written.
    pub fn parse(note: &str) -> Result<Note, NotANote> {
        if note.len() > LONGEST {
            return Err(NotANote::TooLong(note.len()));
        }
        if note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(NotANote::Control);
        }
        let split = note.rfind("\n\n").ok_or(NotANote::Form)?;
        let (text, signatures) = (&note[..=split], &note[split + 2..]);
        let signatures = signatures.strip_suffix('\n').ok_or(NotANote::Form)?;
        let count = signatures.split('\n').count();
        if count > MOST_SIGNATURES {
            return Err(NotANote::TooMany(count));
        }
        let signatures = signatures.split('\n').map(str::parse).collect::<Result<_, _>>()?;
        Ok(Note { text: text.to_owned(), signatures })
    }

    /// The signatures of this key under the text: true ones alone, or that one is false.
    pub fn signed_by(&self, key: &VerifierKey) -> Result<bool, FalseSignature> {
        let mut signed = false;
        for line in self.signatures.iter().filter(|line| line.names(key)) {
            let signature = <&[u8; 64]>::try_from(line.signature.as_slice());
            if !signature.is_ok_and(|signature| key.has_signed(self.text.as_bytes(), signature)) {
                return Err(FalseSignature { name: line.name.clone() });
            }
            signed = true;
        }
        Ok(signed)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A line says it is of a known key, and is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the signature of `{name}` is false: the text was altered, or somebody else signed it")]
pub struct FalseSignature {
    /// Whose it says it is.
    pub name: String,
}

#[cfg(test)]
mod tests;
