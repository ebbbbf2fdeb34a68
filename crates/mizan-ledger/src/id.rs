//! Identifiers: short codes the caller chooses, one type for each kind of thing.
//!
//! A code is 1 to 36 lowercase letters, digits and hyphens, so a UUID fits, and so does `order-2026-014`.
//! It travels unchanged into account names, journals and file names. It is written in clear and for ever: use a random
//! code or a pseudonym for a person, never a name or a number someone else gave her.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::pack::{Pack, take};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest code, in bytes: a UUID with its hyphens.
pub const LONGEST: usize = 36;

/// A text that is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an identifier: write 1 to 36 lowercase letters, digits and hyphens, beginning with a letter or digit"
)]
pub struct NotAnId(pub String);

/// The code behind every typed identifier. Copied freely: 37 bytes, no allocation.
///
/// Behind its end stand zeros, which no code contains: so codes are compared and ordered as a whole, without a look at
/// their lengths, and come to the order of their texts.
#[derive(Clone, Copy, Eq)]
pub struct Code {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Code {
    /// The code of letters that were looked at, if there are not too many.
    pub(crate) fn of(letters: &[u8]) -> Option<Code> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..letters.len())?.copy_from_slice(letters);
        Some(Code { bytes, length: letters.len() as u8 })
    }

    /// The code of bytes that nobody looked at, if they may be letters.
    pub(crate) fn of_any(bytes: &[u8]) -> Option<Code> {
        Code::of(bytes).filter(|code| code.bytes.is_ascii())
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // A code is ASCII, so it is always text.
        std::str::from_utf8(self.letters()).unwrap_or_default()
    }

    /// The letters of the code, for whoever keeps or compares them and need not know that they are text.
    pub(crate) fn letters(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

impl PartialEq for Code {
    /// All bytes at once, a few numbers of eight, where comparing them as a list would be a call.
    fn eq(&self, other: &Code) -> bool {
        let (ours, our_end) = self.bytes.as_chunks::<8>();
        let (theirs, their_end) = other.bytes.as_chunks::<8>();
        let unlike = |(one, other): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        let differing = ours.iter().zip(theirs).map(unlike).fold(0, |all, one| all | one);
        let last = our_end.iter().zip(their_end).map(|(one, other)| one ^ other).fold(0, |all, one| all | one);
        differing | u64::from(last) == 0
    }
}

impl Ord for Code {
    /// Eight bytes at a time, and most differ in the first: cooperatives and members are found by it in their trees.
    fn cmp(&self, other: &Code) -> Ordering {
        let (ours, our_end) = self.bytes.as_chunks::<8>();
        let (theirs, their_end) = other.bytes.as_chunks::<8>();
        for (one, other) in ours.iter().zip(theirs) {
            let (one, other) = (u64::from_be_bytes(*one), u64::from_be_bytes(*other));
            if one != other {
                return one.cmp(&other);
            }
        }
        our_end.cmp(their_end)
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Code) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Code {
    /// Eight bytes at a time, as far as the code goes: balances are found by it, millions of times.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (words, end) = self.bytes.as_chunks::<8>();
        let used = usize::from(self.length).div_ceil(8);
        words.iter().take(used).for_each(|word| state.write_u64(u64::from_le_bytes(*word)));
        if used > words.len() {
            end.iter().for_each(|byte| state.write_u8(*byte));
        }
    }
}

impl FromStr for Code {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Code, NotAnId> {
        let refused = || NotAnId(text.chars().take(80).collect());
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let given = text.as_bytes();
        if !given.first().copied().is_some_and(allowed) || !given.iter().all(|&byte| allowed(byte) || byte == b'-') {
            return Err(refused());
        }
        Code::of(given).ok_or_else(refused)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Writes letters of ASCII, among which none is to be escaped: as text, or as they are for a writer that is known to take them
/// for text.
pub(crate) fn letters<S: Serializer>(letters: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        serializer.serialize_str(str::from_utf8(letters).unwrap_or_default())
    } else {
        serializer.serialize_bytes(letters)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        letters(self.letters(), serializer)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Code;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier in quotes, such as \"rug-0142\"")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Code, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

impl Pack for Code {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(self.length);
        out.extend_from_slice(self.letters());
    }

    fn unpack(from: &mut &[u8]) -> Option<Code> {
        let length = usize::from(u8::unpack(from)?);
        Code::of_any(take(from, length)?)
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        let length = usize::from(u8::unpack(from)?);
        let letters = take(from, length)?;
        (length <= LONGEST && letters.is_ascii()).then_some(())
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Code);

        impl $name {
            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl Pack for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                self.0.pack(out);
            }

            fn unpack(from: &mut &[u8]) -> Option<$name> {
                Code::unpack(from).map($name)
            }

            fn pass(from: &mut &[u8]) -> Option<()> {
                Code::pass(from)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<$name, NotAnId> {
                text.parse().map($name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    )*};
}

ids! {
    /// Who said it: the person or program behind a command, by pseudonym.
    ActorId;
    /// A cooperative: the owner of a set of accounts, and the scope of its records.
    CooperativeId;
    /// A member of a cooperative, by pseudonym.
    MemberId;
    /// An organisation that trades with cooperatives: buyer, intermediary, carrier, lender, provider.
    PartyId;
    /// An intermediation agreement, through all its versions.
    AgreementId;
    /// A member's consent to one purpose.
    ConsentId;
    /// A buyer's order.
    OrderId;
    /// Goods left with a shop to sell.
    ConsignmentId;
    /// Several sales that travel together.
    ShipmentId;
    /// A delivery of an order's goods.
    DeliveryId;
    /// A quantity of work recorded for a member.
    WorkId;
    /// Materials handed to members against later earnings.
    MaterialsId;
    /// A sale (an invoice).
    SaleId;
    /// A payment received from a buyer, advance or not.
    PaymentId;
    /// A currency conversion.
    ConversionId;
    /// A fee taken by a bank or a payment provider.
    FeeId;
    /// A loan, to a cooperative or by it to a member.
    LoanId;
    /// A payout batch.
    PayoutId;
    /// A credit note.
    CreditNoteId;
    /// A refund paid back to a buyer.
    RefundId;
    /// A payment a buyer's bank took back.
    ChargebackId;
    /// A correction of earlier records.
    CorrectionId;
    /// A stored definition of who is active.
    DefinitionId;
    /// A census, of one cooperative or of many under one name.
    CensusId;
    /// A period of the books, such as `2026-10`.
    PeriodId;
    /// Where a member is paid: one bank account or wallet of hers.
    DetailsId;
    /// A product, through all its versions.
    ProductId;
    /// One piece: a thing that was made once, by somebody.
    PieceId;
    /// A movement of the cooperative's own money: opening balance, transfer, purchase, settlement.
    MovementId;
    /// A restricted fund of a cooperative: training, premium, quality.
    FundId;
    /// A premium a buyer owes on top of the price.
    PremiumId;
    /// A resolution of the assembly about a fund.
    ResolutionId;
    /// A resale of what a cooperative sold, by its buyer or a later hand.
    ResaleId;
    /// A grant.
    GrantId;
    /// Equipment that serves for years.
    AssetId;
    /// Money between two organisations of the book, under the name by which both know it.
    TransferId;
    /// Members who stand in for each other's loans.
    GroupId;
    /// A tax that is withheld.
    TaxId;
    /// A statement of a bank or provider.
    StatementId;
    /// A line of such a statement, the same in every file it stands in.
    LineId;
    /// The dispute of an invoice.
    DisputeId;
    /// Lines of statements with what they mean.
    MatchId;
    /// A clause of an agreement, cited by each deduction made under it.
    ClauseId;
    /// A bank account, cash box or provider balance of a cooperative.
    TillId;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_uuid_and_a_plain_code_are_identifiers() {
        for text in ["a", "7", "rug-0142", "018f4e7c-6b6a-7d1e-9c51-2f0c6d1b2a3c"] {
            assert_eq!(text.parse::<SaleId>().map(|id| id.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_name_with_spaces_capitals_or_too_many_letters_is_not() {
        for text in ["", "-a", "Fatima", "a b", "a_b", "a:b", "é", "0123456789012345678901234567890123456"] {
            assert!(text.parse::<SaleId>().is_err(), "{text} should be refused");
        }
    }

    proptest! {
        #[test]
        fn codes_are_equal_and_ordered_as_their_texts_are(one in "[a-c0][a-c0-]{0,35}", other in "[a-c0][a-c0-]{0,9}") {
            let (left, right): (Code, Code) = (one.parse().expect("a code"), other.parse().expect("a code"));
            prop_assert_eq!(left.as_str(), one.as_str());
            prop_assert_eq!(left.cmp(&right), one.cmp(&other));
            prop_assert_eq!(left == right, one == other);
        }
    }
}
