//! What may be said to the ledger: every command, with the key, the day and the person that go with it.
//!
//! Where a caller only reports a fact, the command's words are the event's (`AdmitMember` carries a `MemberAdmitted`);
//! where the ledger reckons an outcome, they stand in `words`.

#[macro_use]
mod list;
mod quick;
mod read;
pub mod words;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::command::words::capital::{RefundShares, SubscribeShares};
use crate::command::words::chargeback::{ReceiveChargeback, ReverseChargeback};
use crate::command::words::correction::DeclareCorrection;
use crate::command::words::dispute::{DisputeInvoice, SettleInvoiceDispute};
use crate::command::words::fund::{AccruePremium, ReceivePremium};
use crate::command::words::grant::DepreciateAsset;
use crate::command::words::loan::{
    CallGuarantee, RecordInstalmentDue, RepayGuarantee, RepayLoan, RescheduleLoan, ScheduleLoan, WriteOffLoan,
};
use crate::command::words::payee::{ConfirmPayeeDetails, SetPayeeDetails, VerifyPayeeDetails};
use crate::command::words::payout::{
    ApprovePayout, CancelPayout, ConfirmNotReceived, FailPayout, FilePayout, HandOverPayout, LeaveUnclaimed,
    ReturnPayout, SchedulePayout, SendPayout, SettlePayout,
};
use crate::command::words::period::ClosePeriod;
use crate::command::words::refund::{RefundAdvance, ReleaseRetention};
use crate::command::words::register::TakeCensus;
use crate::command::words::shop::ShareFreight;
use crate::command::words::tax::WithholdTax;
use crate::command::words::trade::{AdvanceMaterials, IssueCreditNote, RecordSale};
use crate::command::words::treasury::{
    AllocatePayment, ChargeProviderFee, ConvertCurrency, CountCash, IdentifyPayment, IssueRefund, ReceiveAdvance,
    ReceivePayment, ReturnProviderFee, SettlePayable,
};
use crate::event::between::{TransferReceived, TransferSent};
use crate::event::calendar::{BusinessDaySet, CutOffsSet};
use crate::event::capital::{ShareTermsSet, SharesPaid};
use crate::event::census::{ActivityDefined, CensusCorrected};
use crate::event::chain::ResaleRecorded;
use crate::event::chargeback::GoodsReturned;
use crate::event::delivery::{DeliveryInspected, GoodsDelivered, GoodsReworked};
use crate::event::fund::{FundSpent, ResolutionAdopted};
use crate::event::grant::{
    AssetCommissioned, AssetUseReported, GrantAwarded, GrantReceived, GrantReturned, GrantSpent, InKindReceived,
};
use crate::event::instruction::{
    PayoutAccepted, PayoutFileDiscarded, PayoutLimitsSet, PayoutReportedMissing, PayoutUnanswered,
};
use crate::event::loan::LoanGroupFormed;
use crate::event::log_key::LogKeyRotated;
use crate::event::matching::{
    MatchConfirmed, MatchLimitSet, MatchUndone, RoundingBooked, StatementLineRecorded, StatementRecorded,
};
use crate::event::membership::{
    AgreementAccepted, AgreementEnded, AgreementProposed, BookOpened, ConsentGiven, ConsentWithdrawn,
    CooperativeRegistered, MemberAdmitted, PartyRegistered,
};
use crate::event::order::{OrderCancelled, OrderChanged, OrderConfirmed, OrderPlaced};
use crate::event::payee::{PayeeFrozen, PayeeReleased, PayeeTermsSet};
use crate::event::payout::{DisputeResolved, ReceiptAcknowledged, ReceiptDisputed};
use crate::event::period::PeriodReopened;
use crate::event::person::{PersonalDataErased, PersonalDataSealed};
use crate::event::product::{PieceListed, PriceSet, ProductDefined};
use crate::event::recall::{PayoutRecallAnswered, PayoutRecallAsked};
use crate::event::register::{BoardElected, MemberExited, MemberStatusChanged};
use crate::event::shop::{ConsignmentDelivered, ConsignmentReturned};
use crate::event::tax::{TaxRemitted, WithholdingRateSet};
use crate::event::trade::{GoodsAccepted, MaterialsReturned, WorkRecorded};
use crate::event::treasury::{
    ExpensePaid, FundsTransferred, LoanDisbursed, MaterialsBought, OpeningBalanceRecorded, TillOpened,
};
use crate::event::{Digests, Event, Kind};
use crate::id::CooperativeId;
use crate::record::{Actor, Record};
use crate::text::Key;

macro_rules! define {
    ($($command:ident($words:ident) $name:literal => $kind:ident $($fact:ident)?;)*) => {
        /// Something a caller asks for.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each command is documented at its own struct")]
        #[expect(clippy::large_enum_variant, reason = "commands are held one at a time, a box would cost more")]
        pub enum Command {
            $($command($words),)*
        }

        impl Command {
            /// The `type` of every command, in the order of this page.
            pub const NAMES: &[&str] = &[$($name,)*];

            /// The `type` it is written with.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Command::$command(_) => $name,)*
                }
            }

            /// The kind of the first event it leads to.
            #[must_use]
            pub fn leads_to(&self) -> Kind {
                match self {
                    $(Command::$command(_) => Kind::$kind,)*
                }
            }

            /// The event itself, if the command only reports a fact.
            #[must_use]
            pub fn fact(&self) -> Option<Event> {
                match self {
                    $(Command::$command(words) => define!(@fact words $($fact)?),)*
                }
            }

            /// Reads the command of this name from whatever holds its `data`.
            fn read<'de, D: Deserializer<'de>>(name: &str, data: D) -> Result<Command, D::Error> {
                match name {
                    $($name => $words::deserialize(data).map(Command::$command),)*
                    _ => Err(de::Error::custom("no command")),
                }
            }

            fn parse(name: &str, data: &str) -> Result<Command, Unreadable> {
                match name {
                    $($name => read::at("data", data).map(Command::$command),)*
                    _ => Err(Unreadable::Type(name.chars().take(60).collect())),
                }
            }
        }

        impl Serialize for Command {
            /// Writes the `data` of the command.
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Command::$command(words) => words.serialize(serializer),)*
                }
            }
        }

        $(impl From<$words> for Command {
            fn from(words: $words) -> Command {
                Command::$command(words)
            }
        })*
    };
    (@fact $words:ident) => {{ let _ = $words; None }};
    (@fact $words:ident fact) => { Some($words.clone().into()) };
}

every_command!(define);

/// Personal data that goes with a command. Only salted digests of it are recorded.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Sealed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Sealed {
    /// The longest sealed value, in bytes.
    pub const LONGEST: usize = 4_096;

    /// The longest scan, in bytes: a small photograph as a `data:` URL, of which a receipt still has room.
    pub const LONGEST_SCAN: usize = 96 << 10;

    /// The longest value of a field, in bytes.
    #[must_use]
    pub fn longest(field: &str) -> usize {
        if field == "scan" { Sealed::LONGEST_SCAN } else { Sealed::LONGEST }
    }

    /// What is said, under its names; as many fields as a record has digests.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&str>); Digests::COUNT] {
        [
            ("name", self.name.as_deref()),
            ("phone", self.phone.as_deref()),
            ("address", self.address.as_deref()),
            ("national_id", self.national_id.as_deref()),
            ("account_number", self.account_number.as_deref()),
            ("witness", self.witness.as_deref()),
            ("scan", self.scan.as_deref()),
            ("note", self.note.as_deref()),
        ]
    }
}

/// A personal datum must not reach a log line by way of `{:?}`, so only the names of the fields are shown.
impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.fields().into_iter().filter(|(_, value)| value.is_some());
        write!(f, "Sealed({})", said.map(|(name, _)| name).collect::<Vec<_>>().join(", "))
    }
}

/// A command with what goes with it: who, when, for which cooperative, under which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its idempotency key.
    pub key: Key,
    /// When it happened.
    pub occurred_on: Date,
    /// Who says it.
    pub actor: Actor,
    /// For which cooperative, unless it concerns the whole book.
    pub cooperative: Option<CooperativeId>,
    /// What is asked.
    pub command: Command,
    /// The personal data that goes with it.
    pub sealed: Sealed,
}

/// Why a text is no command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not the JSON of a command, or a field with a wrong value.
    #[error("{place}: {why}")]
    Field {
        /// The field, as a path from the top.
        place: String,
        /// What is wrong with it and what would be right.
        why: String,
    },
    /// A day no trade of ours was on.
    #[error("occurred_on: `{0}` is outside the years 1970 to 2199: check the date")]
    Day(Date),
    /// A type nobody knows.
    #[error("type: `{0}` is no command: see `mizan record --help` for the list")]
    Type(String),
    /// Digests are made from `sealed`, never given.
    #[error("data._sd: digests are made from `sealed`, they cannot be given")]
    Digests,
    /// A kind of event that may carry nothing personal.
    #[error("sealed: `{0}` carries no personal data: leave `sealed` out")]
    NothingSealed(&'static str),
    /// Not the personal data a command may carry. What was written is never repeated: it may be personal.
    #[error(
        "{place}: write `sealed` as an object of texts: name, phone, address, national_id, account_number, witness, scan, note"
    )]
    Sealed {
        /// Which field, if a known one is wrong.
        place: String,
    },
    /// A sealed text beyond its bound.
    #[error("sealed.{field}: {length} bytes, {most} are the most", most = Sealed::longest(field))]
    SealedTooLong {
        /// Which.
        field: &'static str,
        /// How long it is.
        length: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<'a> {
    key: Key,
    #[serde(deserialize_with = "crate::text::day")]
    occurred_on: Date,
    #[serde(deserialize_with = "read::object")]
    actor: Actor,
    #[serde(default)]
    cooperative: Option<CooperativeId>,
    r#type: String,
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(default, borrow)]
    sealed: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Write<'a> {
    key: &'a Key,
    occurred_on: Date,
    actor: Actor,
    #[serde(skip_serializing_if = "Option::is_none")]
    cooperative: Option<CooperativeId>,
    r#type: &'a str,
    data: &'a Command,
    #[serde(skip_serializing_if = "nothing_sealed")]
    sealed: &'a Sealed,
}

fn nothing_sealed(sealed: &Sealed) -> bool {
    *sealed == Sealed::default()
}

impl Serialize for Submission {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Submission { key, occurred_on, actor, cooperative, command, sealed } = self;
        let (r#type, data) = (command.name(), command);
        Write { key, occurred_on: *occurred_on, actor: *actor, cooperative: *cooperative, r#type, data, sealed }
            .serialize(serializer)
    }
}

impl Submission {
    /// Reads one command from its JSON.
    pub fn parse(text: &str) -> Result<Submission, Unreadable> {
        quick::submission(text).map_or_else(|| Submission::in_any_spelling(text), Ok)
    }

    /// Whether any trade of ours was on this day.
    fn may_have_been_on(day: &Date) -> bool {
        (1970..=2199).contains(&day.year())
    }

    /// Reads one command from any JSON that says it.
    fn in_any_spelling(text: &str) -> Result<Submission, Unreadable> {
        let read: Read<'_> = read::at("", text)?;
        if !Submission::may_have_been_on(&read.occurred_on) {
            return Err(Unreadable::Day(read.occurred_on));
        }
        let command = Command::parse(&read.r#type, read.data.get())?;
        let sealed = read.sealed.map_or(Ok(Sealed::default()), read::sealed)?;
        let Read { key, occurred_on, actor, cooperative, .. } = read;
        for (field, value) in sealed.fields() {
            let length = value.map_or(0, str::len);
            if length > Sealed::longest(field) {
                return Err(Unreadable::SealedTooLong { field, length });
            }
        }
        if !nothing_sealed(&sealed) && !command.leads_to().may_be_sealed() {
            return Err(Unreadable::NothingSealed(command.name()));
        }
        // A reference may be called so too; only a field of that name is refused.
        let named = read.data.get().contains(r#""_sd""#);
        if named && serde_json::to_value(&command).is_ok_and(|data| data.get("_sd").is_some()) {
            return Err(Unreadable::Digests);
        }
        Ok(Submission { key, occurred_on, actor, cooperative, command, sealed })
    }

    /// Whether a record under the same key says the same words. What the ledger reckoned is not compared, and neither
    /// are sealed values, which the record does not have.
    #[must_use]
    pub fn says_the_same_as(&self, first: &Record) -> bool {
        let envelope = &first.envelope;
        let around = self.occurred_on == envelope.occurred_on
            && self.actor == envelope.actor
            && self.cooperative == envelope.scope
            && self.command.leads_to() == first.event.kind();
        let mut recorded = first.event.clone();
        if let Some(digests) = recorded.sealed_mut() {
            *digests = Digests::default();
        }
        let same = || match self.command.fact() {
            Some(fact) => fact == recorded,
            None => match (serde_json::to_value(&self.command), serde_json::to_value(&recorded)) {
                (Ok(said), Ok(recorded)) => echoes(&said, &recorded),
                (Err(_), _) | (_, Err(_)) => false,
            },
        };
        around && same()
    }
}

/// Whether every word of a command stands in the event; what is left unsaid must be absent there too.
fn echoes(said: &Value, recorded: &Value) -> bool {
    let (Some(said), Some(recorded)) = (said.as_object(), recorded.as_object()) else { return false };
    let nothing = |value: &Value| value.is_null() || *value == Value::Bool(false) || *value == Value::Array(Vec::new());
    said.iter().all(|(name, value)| match recorded.get(name) {
        Some(found) => found == value,
        None => nothing(value),
    })
}

#[cfg(test)]
mod tests;
