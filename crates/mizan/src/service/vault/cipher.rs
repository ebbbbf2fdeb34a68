//! Keys and what they encrypt: XChaCha20-Poly1305, a fresh random nonce each time, bound to what it is about.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::service::environment::NoChance;

/// How long a nonce is: so long that random ones never meet.
pub(super) const NONCE: usize = 24;

/// A key, wiped from memory when it is let go of.
pub(super) struct Key(Zeroizing<[u8; 32]>);

/// A ciphertext was changed, belongs elsewhere, or the key is another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotOpened;

/// A key must not reach a log line.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// The key of these bytes.
    pub(super) fn of(bytes: &[u8; 32]) -> Key {
        Key(Zeroizing::new(*bytes))
    }

    /// A new key, of the operating system's chance.
    pub(super) fn fresh() -> Result<Key, NoChance> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Key(bytes))
    }

    /// Its bytes, for the file it is kept in.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// This key, encrypted under another.
    pub(super) fn wrapped(&self, under: &Key, about: &[u8]) -> Result<Vec<u8>, NoChance> {
        under.seal(about, self.0.as_slice())
    }

    /// The key that was encrypted under another.
    pub(super) fn unwrapped(under: &Key, about: &[u8], wrapped: &[u8]) -> Result<Key, NotOpened> {
        let bytes = under.open(about, wrapped)?;
        bytes.as_slice().try_into().map(Key::of).map_err(|_| NotOpened)
    }

    /// Encrypts: the nonce, and behind it the ciphertext with its tag.
    pub(super) fn seal(&self, about: &[u8], text: &[u8]) -> Result<Vec<u8>, NoChance> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce)?;
        let cipher = XChaCha20Poly1305::new((&*self.0).into());
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: text, aad: about });
        // It fails for texts of 256 gigabytes alone; ours have some kilobytes.
        let sealed = sealed.unwrap_or_default();
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was encrypted under this key about the same thing.
    pub(super) fn open(&self, about: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE>().ok_or(NotOpened)?;
        let cipher = XChaCha20Poly1305::new((&*self.0).into());
        let opened = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: about });
        opened.map(Zeroizing::new).map_err(|_| NotOpened)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_opened_by_its_key_about_the_same_thing_and_by_nothing_else(
            key: [u8; 32], other: [u8; 32], text: Vec<u8>, about: Vec<u8>, else_about: Vec<u8>, at: prop::sample::Index,
        ) {
            prop_assume!(key != other && about != else_about);
            let sealed = Key::of(&key).seal(&about, &text).expect("there is chance");
            prop_assert_eq!(Key::of(&key).open(&about, &sealed).map(|text| text.to_vec()), Ok(text));
            prop_assert_eq!(Key::of(&other).open(&about, &sealed), Err(NotOpened));
            prop_assert_eq!(Key::of(&key).open(&else_about, &sealed), Err(NotOpened));
            let mut altered = sealed.clone();
            let place = at.index(altered.len());
            altered[place] ^= 1;
            prop_assert_eq!(Key::of(&key).open(&about, &altered), Err(NotOpened));
            prop_assert_eq!(Key::of(&key).open(&about, &sealed[..place]), Err(NotOpened));
        }
    }

    #[test]
    fn no_nonce_is_ever_used_twice() {
        let key = Key::fresh().expect("there is chance");
        let nonces: BTreeSet<Vec<u8>> = (0..1 << 16)
            .map(|_| key.seal(b"the same", b"the same").expect("there is chance")[..NONCE].to_vec())
            .collect();
        assert_eq!(nonces.len(), 1 << 16);
    }

    /// draft-irtf-cfrg-xchacha-03, A.3.1.
    #[test]
    fn we_open_what_the_published_vector_sealed() {
        let key: Vec<u8> = (0x80..0xa0).collect();
        let nonce: Vec<u8> = (0x40..0x58).collect();
        let about = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
                    sunscreen would be it.";
        let key = Key::of(key.as_slice().try_into().expect("32 bytes"));
        let tag = [0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49];
        let cipher = XChaCha20Poly1305::new((&*key.0).into());
        let nonce: [u8; NONCE] = nonce.try_into().expect("24 bytes");
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: text.as_bytes(), aad: &about });
        let sealed = sealed.expect("a short text");
        assert_eq!(&sealed[..8], [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]);
        assert_eq!(&sealed[text.len()..], tag);
        let whole = [nonce.as_slice(), &sealed].concat();
        assert_eq!(key.open(&about, &whole).map(|opened| opened.to_vec()), Ok(text.as_bytes().to_vec()));
    }
}
