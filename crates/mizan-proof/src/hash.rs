//! A SHA-256 hash, and the two ways a log makes one.
//!
//! Leaves and nodes are hashed with different first bytes (RFC 6962, 2.1): without them a pair of
//! hashes could be passed off as a record, and a record as a pair of hashes.

pub mod pair;

use std::{fmt, str::FromStr};

use base64::{Engine, display::Base64Display, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

/// What is hashed before a record.
const LEAF: u8 = 0x00;

/// What is hashed before two neighbours in the tree.
const NODE: u8 = 0x01;

/// What SHA-256 takes at once.
type Block = [u8; 64];

/// What SHA-256 begins with (FIPS 180-4, 5.3.3).
const BEGINNING: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A SHA-256 hash, written as 43 characters of base64url without padding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// The hash of a record: the bytes exactly as stored, never written anew.
pub fn leaf_hash(record: &[u8]) -> Hash {
    hash_of(Sha256::new().chain_update([LEAF]).chain_update(record))
}

/// The hash of two neighbours in the tree, the left one first.
///
/// What is hashed is always as long, so its two blocks are laid out here: whoever does not know that looks how much there is
/// and puts it into a buffer first.
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    const MIDDLE: usize = 1 + size_of::<Hash>();
    const END: usize = MIDDLE + size_of::<Hash>();
    let mut blocks = [[0; size_of::<Block>()]; 2];
    let bytes = blocks.as_flattened_mut();
    bytes[0] = NODE;
    bytes[1..MIDDLE].copy_from_slice(&left.0);
    bytes[MIDDLE..END].copy_from_slice(&right.0);
    end(bytes, END, END);
    let mut state = BEGINNING;
    compress256(&mut state, &blocks);
    Hash::of_state(state)
}

/// Ends the last blocks of a message of so many bytes, of which the last stand before this place and zeros behind it: with a
/// bit, and how many bits there were (FIPS 180-4, 5.1.1).
fn end(blocks: &mut [u8], place: usize, message: usize) {
    blocks[place] = 0x80;
    let bits = (message as u64 * 8).to_be_bytes();
    let behind = blocks.len() - bits.len();
    blocks[behind..].copy_from_slice(&bits);
}

/// The root of a log in which nothing has happened yet: the hash of no bytes.
pub fn empty_root() -> Hash {
    sha256(b"")
}

pub(crate) fn sha256(bytes: &[u8]) -> Hash {
    hash_of(Sha256::new().chain_update(bytes))
}

impl Hash {
    /// How many characters it is written with.
    pub const CHARACTERS: usize = 43;

    /// The characters it is written with, in no more memory than they take.
    #[must_use]
    pub fn characters(&self) -> [u8; Hash::CHARACTERS] {
        let mut characters = [0; Hash::CHARACTERS];
        let written = BASE64_URL_SAFE_NO_PAD.encode_slice(self.0, &mut characters);
        assert_eq!(written, Ok(Hash::CHARACTERS), "256 bits are 43 characters of six");
        characters
    }

    /// The hash as the transparency log's formats write it: 44 characters of base64.
    #[must_use]
    pub fn to_base64(&self) -> String {
        BASE64_STANDARD.encode(self.0)
    }

    fn of_state(state: [u32; 8]) -> Hash {
        let mut hash = [0; size_of::<Hash>()];
        for (bytes, word) in hash.as_chunks_mut().0.iter_mut().zip(state) {
            *bytes = word.to_be_bytes();
        }
        Hash(hash)
    }

    /// Reads what [`Hash::to_base64`] writes, in that one spelling.
    pub fn from_base64(text: &str) -> Option<Hash> {
        BASE64_STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).map(Hash)
    }
}

fn hash_of(hasher: Sha256) -> Hash {
    Hash(hasher.finalize().into())
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &BASE64_URL_SAFE_NO_PAD).fmt(f)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = NotAHash;

    /// Takes one spelling only, so that two texts are equal exactly when their hashes are.
    fn from_str(text: &str) -> Result<Hash, NotAHash> {
        BASE64_URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Hash)
            .ok_or_else(|| NotAHash { text: text.to_owned() })
    }
}

/// A text that was to be a hash and is not.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 43 characters of base64url without padding, this is `{text}`")]
pub struct NotAHash {
    /// What was given.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_hash_of_no_bytes_is_the_one_everyone_knows() {
        // SHA-256("") = e3b0c442…7852b855 (FIPS 180-4), here in base64url.
        assert_eq!(empty_root().to_string(), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    }

    #[test]
    fn a_pair_of_hashes_cannot_pass_for_a_record() {
        let (left, right) = (leaf_hash(b"left"), leaf_hash(b"right"));
        let pair = [left.0, right.0].concat();
        assert_ne!(node_hash(left, right), leaf_hash(&pair));
        assert_ne!(node_hash(left, right), node_hash(right, left));
    }

    #[test]
    fn a_hash_has_one_spelling_only() {
        let text = empty_root().to_string();
        let padded = format!("{text}=");
        let standard_alphabet = text.replace('-', "+").replace('_', "/");
        // The last character carries two bits too many; `V` says the same byte as `U` with one of them set.
        let loose_bits = format!("{}V", &text[..42]);
        for wrong in ["", &text[..42], &padded, &standard_alphabet, &loose_bits, &format!(" {text}")] {
            assert_eq!(wrong.parse::<Hash>(), Err(NotAHash { text: wrong.to_owned() }));
        }
        assert_eq!(
            "abc".parse::<Hash>().map_err(|error| error.to_string()),
            Err("a hash is 43 characters of base64url without padding, this is `abc`".to_owned())
        );
    }

    proptest! {
        #[test]
        fn a_hash_is_read_back_as_it_was_written(bytes: [u8; 32]) {
            let hash = Hash(bytes);
            prop_assert_eq!(hash.to_string().len(), 43);
            prop_assert_eq!(hash.to_string().parse(), Ok(hash));
        }

        #[test]
        fn a_leaf_is_the_hash_of_a_zero_byte_and_the_record(record: Vec<u8>) {
            let mut marked = vec![0x00];
            marked.extend_from_slice(&record);
            prop_assert_eq!(leaf_hash(&record), sha256(&marked));
        }

        #[test]
        fn a_node_is_the_hash_of_a_one_byte_and_its_two_neighbours(left: [u8; 32], right: [u8; 32]) {
            let marked = [&[0x01][..], &left, &right].concat();
            prop_assert_eq!(node_hash(Hash(left), Hash(right)), sha256(&marked));
        }
    }
}
