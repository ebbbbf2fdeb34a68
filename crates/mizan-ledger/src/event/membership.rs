//! Who takes part and under which terms: parties, cooperatives, members, agreements, consents.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agreement::document::Agreement;
use crate::event::register::Sex;
use crate::event::{Digests, ForHer};
use crate::id::{AgreementId, Code, ConsentId, MemberId, PartyId};
use crate::money::Currency;
use crate::text::Label;

/// The first record of every book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookOpened {
    /// The name of the network whose book it is.
    pub name: Label,
    /// The currency new cooperatives keep their accounts in, unless they say another.
    pub currency: Currency,
}

/// What an organisation does in trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyRole {
    /// Buys from cooperatives.
    Buyer,
    /// Stands between cooperatives and buyers for an agreed slice.
    Intermediary,
    /// Carries goods.
    Carrier,
    /// Lends money.
    Lender,
    /// Moves money: a bank or a payment provider.
    Provider,
    /// Gives a label after an audit.
    Certifier,
    /// Gives money or help for a purpose.
    Funder,
    /// Exports goods in its own name, under its own export number.
    Exporter,
}

packed!(enum PartyRole {
    0 = Buyer, 1 = Intermediary, 2 = Carrier, 3 = Lender, 4 = Provider, 5 = Certifier, 6 = Funder, 7 = Exporter,
});

impl PartyRole {
    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PartyRole::Buyer => "buyer",
            PartyRole::Intermediary => "intermediary",
            PartyRole::Carrier => "carrier",
            PartyRole::Lender => "lender",
            PartyRole::Provider => "provider",
            PartyRole::Certifier => "certifier",
            PartyRole::Funder => "funder",
            PartyRole::Exporter => "exporter",
        }
    }
}

/// An organisation that trades with cooperatives is known to the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyRegistered {
    /// The party.
    pub party: PartyId,
    /// The name of the organisation (a person trading alone gives hers sealed, and a pseudonym here).
    pub name: Label,
    /// What it does.
    pub roles: Vec<PartyRole>,
    /// Where it is, ISO 3166 in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Label>,
    /// Its number in a public register (ICE in Morocco).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Label>,
    /// Digests of what is sealed: the contact person's name, phone, address.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// Which legal person keeps its accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A cooperative: its members' own, and it trades.
    #[default]
    Cooperative,
    /// An association: it receives help and spends it, and does not trade.
    Association,
}

packed!(enum Form { 0 = Cooperative, 1 = Association });

impl Form {
    fn is_usual(&self) -> bool {
        *self == Form::Cooperative
    }
}

/// A cooperative keeps its accounts in this book. The record's scope names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CooperativeRegistered {
    /// The name of the cooperative.
    pub name: Label,
    /// The currency of its accounts; the book's own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Which legal person it is: an association keeps accounts and does not trade.
    #[serde(default, skip_serializing_if = "Form::is_usual")]
    pub form: Form,
    /// Its legal form, in the words of its statutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<Label>,
    /// Its number in the local register of cooperatives (RLC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Label>,
    /// Where it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Label>,
    /// Digests of what is sealed: the president's name and phone.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// A person is a member of the cooperative from this date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberAdmitted {
    /// The member, by pseudonym.
    pub member: MemberId,
    /// Whether a woman or a man, if that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The minutes of the assembly or board that admitted her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
    /// Digests of what is sealed: her name, phone, account numbers.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// A version of an agreement lies on the table: how the price of a sale is shared, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementProposed {
    /// The whole document.
    pub terms: Box<Agreement>,
}

/// One party has accepted a version. It is in force once the cooperative and every party named in it have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementAccepted {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version.
    pub version: u32,
    /// Who accepts; the cooperative itself if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// The minutes of the assembly, or the signed paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
}

/// A version gives way to a later one, from the date the later one is valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementSuperseded {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version that gives way.
    pub version: u32,
    /// The version that takes over.
    pub by: u32,
    /// From this date.
    pub from: Date,
}

/// An agreement ends and nothing takes its place: no sale is divided by it from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementEnded {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version.
    pub version: u32,
    /// From this day on it does not hold.
    pub from: Date,
    /// The letter or the minutes that end it.
    pub document: Label,
}

/// A member consents to one purpose, until she withdraws it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentGiven {
    /// The consent.
    pub consent: ConsentId,
    /// Who consents.
    pub member: MemberId,
    /// To what: the purpose a clause of the agreement names.
    pub purpose: Code,
    /// The number of the paper form, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Label>,
    /// How it came to be said, where somebody else says it for her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_her: Option<ForHer>,
    /// Digests of what is sealed: the witness's name, a remark.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// A member takes a consent back; nothing is taken under it from this date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentWithdrawn {
    /// The consent.
    pub consent: ConsentId,
    /// How it came to be said, where somebody else says it for her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_her: Option<ForHer>,
}
