//! A bank's profile: what one bank wants of a file of payments, as data. Every field is explained in
//! `fixtures/payments/README.md`, for those who write one.
//!
//! A standard leaves much to each bank, and a bank says it in a guide for its customers or at its test desk. So a profile
//! names who has proven it; one that nobody has is used with a warning, and the one built in is such.

use mizan_ledger::money::{Currency, EUR, MAD};
use serde::Deserialize;

use crate::payment::batch::{ChargeBearer, MOST_PAYMENTS};
use crate::payment::letters::is_restricted;

/// The longest a code or name of a profile may be.
const LONGEST: usize = 35;

/// The furthest day ahead any profile allows, in days.
pub(crate) const FURTHEST: u16 = 366;

/// Which version of the message a bank reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Version {
    /// The version of 2009, which most banks read.
    #[serde(rename = "pain.001.001.03")]
    V03,
    /// The version of 2019.
    #[serde(rename = "pain.001.001.09")]
    V09,
}

impl Version {
    /// Both.
    pub const ALL: [Version; 2] = [Version::V03, Version::V09];

    /// The name of the message.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Version::V03 => "pain.001.001.03",
            Version::V09 => "pain.001.001.09",
        }
    }
}

/// How an account of the country is written. A foreign one is always an IBAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountForm {
    /// `MA64` and the 24 digits.
    Iban,
    /// The 24 digits alone.
    Bban,
}

/// Which signs names and texts may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharacterSet {
    /// The restricted Latin set; other Latin letters are spelt in it.
    Latin,
    /// Every script, for a bank that says so.
    Any,
}

/// How the bank that pays is named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OurBank {
    /// By its BIC.
    Bic(String),
    /// As a member of a clearing system.
    ClearingMember {
        /// The name of the system, if the bank wants one.
        #[serde(default)]
        system: Option<String>,
        /// The code of the member.
        member: String,
    },
    /// Not at all: `NOTPROVIDED`.
    NotProvided,
}

/// How the payee's bank is named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HerBank {
    /// Left out: the account says it.
    LeftOut,
    /// `NOTPROVIDED`.
    NotProvided,
    /// As a member of a clearing system, by the first three digits of the RIB.
    ClearingMember {
        /// The name of the system, if the bank wants one.
        #[serde(default)]
        system: Option<String>,
    },
}

/// What one bank wants.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What the profile is called.
    pub name: String,
    /// Who has answered that files made by it are accepted, and on which day; nothing until somebody has.
    #[serde(default)]
    pub proven: Option<String>,
    /// The version of the message.
    pub version: Version,
    /// How accounts of the country are written.
    pub accounts: AccountForm,
    /// Which signs are taken.
    pub letters: CharacterSet,
    /// Whether the bank books a file as one, or each payment by itself; nothing where it does as it is asked.
    #[serde(default)]
    pub book_as_one: Option<bool>,
    /// The charge bearers it takes; the first is written where nothing else is asked.
    pub charge_bearers: Vec<ChargeBearer>,
    /// How the bank itself is named.
    pub our_bank: OurBank,
    /// How the payees' banks are named.
    pub her_bank: HerBank,
    /// The most payments it takes in one file.
    pub most_payments: u32,
    /// The currencies it takes.
    pub currencies: Vec<Currency>,
    /// How many days ahead a payment may be asked for.
    pub days_ahead: u16,
}

/// Why a text is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct NotAProfile {
    /// Where in the document.
    pub place: String,
    /// What is wrong and what would be right.
    pub why: String,
}

/// Reads a document of JSON and nothing behind it, and says where it is wrong.
pub(crate) fn document<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, NotAProfile> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = error.path().to_string();
        let place = if matches!(place.as_str(), "." | "?") { "the document".to_owned() } else { place };
        NotAProfile { place, why: error.into_inner().to_string() }
    })?;
    reader.end().map_err(|error| NotAProfile::new("the document", error.to_string()))?;
    Ok(read)
}

impl NotAProfile {
    pub(crate) fn new(place: &str, why: impl Into<String>) -> NotAProfile {
        NotAProfile { place: place.to_owned(), why: why.into() }
    }
}

impl Profile {
    /// What is sent to a bank of which nothing is known: the older version, the whole number as an IBAN, Latin letters, no
    /// bank named. It is unproven until a bank's test desk has answered.
    #[must_use]
    pub fn unproven() -> Profile {
        Profile {
            name: "unproven".to_owned(),
            proven: None,
            version: Version::V03,
            accounts: AccountForm::Iban,
            letters: CharacterSet::Latin,
            book_as_one: None,
            charge_bearers: vec![ChargeBearer::ServiceLevel, ChargeBearer::Shared, ChargeBearer::Debtor],
            our_bank: OurBank::NotProvided,
            her_bank: HerBank::LeftOut,
            most_payments: 1_000,
            currencies: vec![MAD, EUR],
            days_ahead: 60,
        }
    }

    /// Reads a profile and checks what no type can.
    pub fn parse(text: &str) -> Result<Profile, NotAProfile> {
        let profile: Profile = document(text)?;
        profile.check()?;
        Ok(profile)
    }

    /// What to tell whoever uses a profile nobody has proven.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let unproven = || {
            format!(
                "the profile `{}` is unproven: send a small file to the bank's test desk, and write who answered, and \
                 when, under `proven`",
                self.name
            )
        };
        self.proven.is_none().then(unproven)
    }

    /// Checks what no type can: codes, bounds, lists without anything on them.
    pub fn check(&self) -> Result<(), NotAProfile> {
        let wrong = |place: &str, why: String| Err(NotAProfile::new(place, why));
        if self.name.is_empty() {
            return wrong("name", "it is empty: give the bank's name".to_owned());
        }
        if self.charge_bearers.is_empty() {
            return wrong(
                "charge_bearers",
                "it is empty: name one of SLEV, SHAR, DEBT and CRED, or several".to_owned(),
            );
        }
        if self.currencies.is_empty() {
            return wrong("currencies", "it is empty: name one, such as MAD, or several".to_owned());
        }
        if !(1..=MOST_PAYMENTS).contains(&self.most_payments) {
            let why = format!("{} is not between 1 and {MOST_PAYMENTS}", self.most_payments);
            return wrong("most_payments", why);
        }
        if self.days_ahead > FURTHEST {
            return wrong("days_ahead", format!("{} is more than {FURTHEST}", self.days_ahead));
        }
        match &self.our_bank {
            OurBank::Bic(bic) if !is_bic(bic, self.version) => {
                let why = format!("`{bic}` is no BIC: write 8 or 11 capital letters and digits, such as BCMAMAMC");
                return wrong("our_bank.bic", why);
            }
            OurBank::ClearingMember { system, member } => {
                code("our_bank.clearing_member.member", member)?;
                system.iter().try_for_each(|system| code("our_bank.clearing_member.system", system))?;
            }
            OurBank::Bic(_) | OurBank::NotProvided => {}
        }
        if let HerBank::ClearingMember { system: Some(system) } = &self.her_bank {
            code("her_bank.clearing_member.system", system)?;
        }
        Ok(())
    }
}

fn code(place: &str, code: &str) -> Result<(), NotAProfile> {
    let right = (1..=LONGEST).contains(&code.len()) && code.trim() == code && code.chars().all(is_restricted);
    let why = || format!("`{code}` is no code: write 1 to {LONGEST} letters without accents, digits and marks");
    if right { Ok(()) } else { Err(NotAProfile::new(place, why())) }
}

/// A BIC has the letters of the bank, a country and a place, and perhaps a branch. The older version allows no digit among
/// the first four, no 0 or 1 in the first sign of the place and no O in the second.
fn is_bic(bic: &str, version: Version) -> bool {
    let signs = bic.as_bytes();
    let capital = |sign: &u8| sign.is_ascii_uppercase();
    let either = |sign: &u8| capital(sign) || sign.is_ascii_digit();
    let (Some(bank), Some(country), Some(place)) = (signs.get(..4), signs.get(4..6), signs.get(6..8)) else {
        return false;
    };
    let as_before =
        version == Version::V09 || bank.iter().all(capital) && !matches!(place[0], b'0' | b'1') && place[1] != b'O';
    matches!(signs.len(), 8 | 11) && signs.iter().all(either) && country.iter().all(capital) && as_before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_profile_is_the_one_in_the_fixtures_and_says_it_is_unproven() {
        let text = include_str!("../../../../fixtures/payments/profiles/unproven.json");
        let profile = Profile::unproven();
        assert_eq!(Profile::parse(text), Ok(profile.clone()));
        insta::assert_snapshot!(profile.warning().unwrap_or_default(), @"the profile `unproven` is unproven: send a small file to the bank's test desk, and write who answered, and when, under `proven`");
        assert_eq!(
            Profile { proven: Some("the test desk of a bank, 2027-01-05".to_owned()), ..profile }.warning(),
            None
        );
    }

    #[test]
    fn a_wrong_profile_is_told_where_and_what_would_be_right() {
        let text = include_str!("../../../../fixtures/payments/profiles/unproven.json");
        let told = |from: &str, to: &str| {
            assert!(text.contains(from), "{from} stands in the profile");
            Profile::parse(&text.replace(from, to)).expect_err("the profile is wrong").to_string()
        };
        let all = [
            told("pain.001.001.03", "pain.001.001.02"),
            told(r#""not_provided""#, r#"{"bic": "BCMA1"}"#),
            told(r#""not_provided""#, r#"{"clearing_member": {"member": ""}}"#),
            told(r#""left_out""#, r#"{"clearing_member": {"system": "SIMT\u00e9"}}"#),
            told("1000", "0"),
            told("60", "5000"),
            told(r#"["MAD", "EUR"]"#, "[]"),
            told(r#"["SLEV", "SHAR", "DEBT"]"#, "[]"),
            told(r#""unproven""#, r#""""#),
            told(r#""days_ahead""#, r#""days""#),
        ];
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn a_bic_follows_the_version_of_the_message() {
        for bic in ["BCMAMAMC", "BCMAMAMCXXX"] {
            assert!(Version::ALL.iter().all(|version| is_bic(bic, *version)), "{bic}");
        }
        assert!(is_bic("1CMAMAMC", Version::V09) && !is_bic("1CMAMAMC", Version::V03));
        for bic in ["", "BCMAMAM", "BCMAMAMCX", "bcmamamc", "BCMA11MC", "BCMAMÀMC", "BCMAMAMCXXXX"] {
            assert!(!Version::ALL.iter().any(|version| is_bic(bic, *version)), "{bic}");
        }
    }
}
