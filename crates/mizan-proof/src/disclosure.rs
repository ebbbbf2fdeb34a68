//! Sealed fields: what a record says of a person without saying it (RFC 9901, SD-JWT disclosures).
//!
//! The record carries only a digest; the disclosure that opens it is kept elsewhere and can be
//! erased without changing a single hash of the log. The salt is what makes that erasure: without
//! it, the digest of a telephone number is found by trying every number.
//! The digest is over the encoded text as it stands, so nobody ever has to write JSON anew in the
//! same way.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::hash::sha256;

/// Names an opened record uses for itself, which no field may have (RFC 9901, 4.2.1).
const RESERVED: [&str; 2] = ["_sd", "..."];

/// One sealed field, opened: a salt, the field's name, and what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Disclosure {
    encoded: String,
    name: String,
    value: String,
}

impl Disclosure {
    /// Seals a field. The salt is 128 random bits, fresh for each field of each record.
    pub fn new(salt: [u8; 16], name: &str, value: &str) -> Disclosure {
        assert!(!RESERVED.contains(&name), "no field is named `{name}`");
        // Spaced as the RFC's own examples are, so that its vectors hold for what is written here too.
        let [salt, quoted_name, quoted_value] =
            [&BASE64_URL_SAFE_NO_PAD.encode(salt), name, value].map(|text| serde_json::Value::from(text).to_string());
        let array = format!("[{salt}, {quoted_name}, {quoted_value}]");
        Disclosure { encoded: BASE64_URL_SAFE_NO_PAD.encode(array), name: name.to_owned(), value: value.to_owned() }
    }

    /// Reads a disclosure that someone presents, whoever wrote it.
    pub fn parse(encoded: &str) -> Result<Disclosure, NotADisclosure> {
        let array = BASE64_URL_SAFE_NO_PAD.decode(encoded)?;
        let (_salt, name, value): (String, String, String) =
            serde_json::from_slice(&array).map_err(|_| NotADisclosure::Shape)?;
        if RESERVED.contains(&name.as_str()) {
            return Err(NotADisclosure::ReservedName { name });
        }
        Ok(Disclosure { encoded: encoded.to_owned(), name, value })
    }

    /// The text that is kept and handed over: base64url of the JSON array `["salt", "name", "value"]`.
    pub fn encoded(&self) -> &str {
        &self.encoded
    }

    /// The name of the field.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the field says, in clear.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What stands in the record in place of the field.
    pub fn digest(&self) -> String {
        sha256(self.encoded.as_bytes()).to_string()
    }
}

/// A personal datum must not reach a log line by way of `{:?}`, so only the digest is shown.
impl fmt::Debug for Disclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Disclosure({})", self.digest())
    }
}

/// A digest that seals nothing, so that the number of digests does not tell the number of fields
/// (RFC 9901, 4.2.5). It is the hash of random bytes and looks like any other.
pub fn decoy(random: [u8; 32]) -> String {
    sha256(&random).to_string()
}

/// Why a text opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotADisclosure {
    /// The text is not base64url.
    #[error("a disclosure is base64url without padding")]
    Encoding(#[from] base64::DecodeError),
    /// The bytes are not an array of three texts. What they are, and the reader's own words about
    /// them, are not repeated: they may name a person.
    #[error("a disclosure is a JSON array of three texts: salt, name and value")]
    Shape,
    /// The field's name would be taken for a part of the record itself.
    #[error("`{name}` cannot be the name of a field: records use it for themselves")]
    ReservedName {
        /// The name given.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 9901, 5.1: salt, name, value, the disclosure and its digest.
    const PUBLISHED: [[&str; 5]; 5] = [
        [
            "2GLC42sKQveCfGfryNRN9w",
            "given_name",
            "John",
            "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd",
            "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4",
        ],
        [
            "eluV5Og3gSNII8EYnsxA_A",
            "family_name",
            "Doe",
            "WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgImZhbWlseV9uYW1lIiwgIkRvZSJd",
            "TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo",
        ],
        [
            "6Ij7tM-a5iVPGboS5tmvVA",
            "email",
            "johndoe@example.com",
            "WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgImVtYWlsIiwgImpvaG5kb2VAZXhhbXBsZS5jb20iXQ",
            "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE",
        ],
        [
            "eI8ZWm9QnKPpNPeNenHdhQ",
            "phone_number",
            "+1-202-555-0101",
            "WyJlSThaV205UW5LUHBOUGVOZW5IZGhRIiwgInBob25lX251bWJlciIsICIrMS0yMDItNTU1LTAxMDEiXQ",
            "PorFbpKuVu6xymJagvkFsFXAbRoc2JGlAUA2BA4o7cI",
        ],
        [
            "Pc33JM2LchcU_lHggv_ufQ",
            "birthdate",
            "1940-01-01",
            "WyJQYzMzSk0yTGNoY1VfbEhnZ3ZfdWZRIiwgImJpcnRoZGF0ZSIsICIxOTQwLTAxLTAxIl0",
            "gbOsI4Edq2x2Kw-w5wPEzakob9hV1cRD0ATN3oQL9JM",
        ],
    ];

    #[test]
    fn we_seal_as_the_rfc_does() {
        for [salt, name, value, encoded, digest] in PUBLISHED {
            let salt = BASE64_URL_SAFE_NO_PAD.decode(salt).expect("the RFC's salts are base64url");
            let salt = salt.try_into().expect("the RFC's salts are 128 bits");
            let ours = Disclosure::new(salt, name, value);
            assert_eq!((ours.encoded(), ours.digest().as_str()), (encoded, digest));
        }
    }

    #[test]
    fn we_open_what_the_rfc_sealed() {
        for [_, name, value, encoded, digest] in PUBLISHED {
            let theirs = Disclosure::parse(encoded).expect("an example of the RFC");
            assert_eq!((theirs.name(), theirs.value(), theirs.digest().as_str()), (name, value, digest));
        }
    }

    #[test]
    fn a_name_beyond_ascii_keeps_the_digest_of_the_spelling_it_came_in() {
        // RFC 9901, 4.2.1 and 4.2.3: the same three texts spelled differently have another digest each.
        let published = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
        let opened = Disclosure::parse(published).expect("the RFC's example");
        assert_eq!((opened.name(), opened.value()), ("family_name", "Möbius"));
        assert_eq!(opened.digest(), "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");

        let escaped = BASE64_URL_SAFE_NO_PAD.encode(r#"["_26bc4LT-ac6q2KI6cBW5es", "family_name", "M\u00f6bius"]"#);
        let escaped = Disclosure::parse(&escaped).expect("the same texts, spelled with an escape");
        assert_eq!(escaped.value(), opened.value());
        assert_ne!(escaped.digest(), opened.digest());
    }

    #[test]
    fn another_salt_gives_another_digest() {
        let seal = |salt| Disclosure::new([salt; 16], "phone", "+212600000000").digest();
        assert_ne!(seal(1), seal(2));
    }

    #[test]
    fn what_is_not_a_disclosure_is_told_apart_and_never_repeated() {
        let array = |json: &str| BASE64_URL_SAFE_NO_PAD.encode(json);
        let told = |text: &str| {
            Disclosure::parse(text).map_err(|error| {
                assert!(!format!("{error:?}").contains("Fatima"), "{error:?} names a person");
                error.to_string()
            })
        };

        let not_base64 = Err("a disclosure is base64url without padding".to_owned());
        assert_eq!(told("Fatima!"), not_base64);
        assert_eq!(told(&format!("{}=", PUBLISHED[0][3])), not_base64);

        let not_three_texts = Err("a disclosure is a JSON array of three texts: salt, name and value".to_owned());
        for json in [
            "",
            "Fatima",
            r#""Fatima""#,
            r#"{"name":"Fatima"}"#,
            r#"["salt", "an element of an array"]"#,
            r#"["salt", "name", 12]"#,
            r#"["salt", "name", "value", "more"]"#,
            r#"["salt", "name", "value"] and more"#,
        ] {
            assert_eq!(told(&array(json)), not_three_texts, "{json}");
        }

        for name in RESERVED {
            let refusal = format!("`{name}` cannot be the name of a field: records use it for themselves");
            assert_eq!(told(&array(&format!(r#"["salt", "{name}", "value"]"#))), Err(refusal));
        }
    }

    #[test]
    #[should_panic(expected = "no field is named `_sd`")]
    fn a_reserved_name_is_never_sealed() {
        Disclosure::new([7; 16], "_sd", "value");
    }

    #[test]
    fn printing_a_disclosure_for_a_log_shows_no_person() {
        let sealed = Disclosure::new([7; 16], "name", "Fatima");
        let shown = format!("{sealed:?}");
        assert_eq!(shown, format!("Disclosure({})", sealed.digest()));
    }

    #[test]
    fn a_decoy_looks_like_any_digest() {
        let decoy = decoy([9; 32]);
        assert_eq!(decoy.len(), Disclosure::new([7; 16], "name", "Fatima").digest().len());
        assert!(decoy.parse::<crate::hash::Hash>().is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_opened_as_it_was_sealed(salt: [u8; 16], name in "[a-z_]{1,20}x", value: String) {
            let sealed = Disclosure::new(salt, &name, &value);
            let opened = Disclosure::parse(sealed.encoded()).expect("what we seal can be opened");
            prop_assert_eq!((opened.name(), opened.value()), (name.as_str(), value.as_str()));
            prop_assert_eq!(opened.digest(), sealed.digest());
        }
    }
}
