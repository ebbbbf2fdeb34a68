//! What happened: every kind of event, the contract with every log ever written.
//!
//! A stored event is never rewritten: a new fact is a new optional field with a default, or a new kind. Events carry
//! their outcome in money, so that an old log never meets a new formula. Nothing here computes.

#[macro_use]
mod list;

pub mod capital;
pub mod census;
pub mod between;
pub mod calendar;
pub mod chain;
pub mod chargeback;
pub mod correction;
pub mod count;
pub mod delivery;
pub mod dispute;
pub mod fee;
pub mod fund;
pub mod grant;
pub mod instruction;
pub mod loan;
pub mod log_key;
pub mod matching;
pub mod membership;
pub mod order;
pub mod payee;
pub mod payout;
pub mod period;
pub mod person;
pub mod product;
pub mod recall;
pub mod register;
pub mod refund;
pub mod retention;
pub mod shop;
mod subject;
pub mod tax;
pub mod trade;
pub mod treasury;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::event::between::{TransferReceived, TransferSent};
use crate::event::calendar::{BusinessDaySet, CutOffsSet};
use crate::event::capital::{ShareTermsSet, SharesPaid, SharesRefunded, SharesSubscribed};
use crate::event::census::{ActivityDefined, CensusCorrected, CensusTaken};
use crate::event::chain::ResaleRecorded;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, GoodsReturned};
use crate::event::correction::CorrectionDeclared;
use crate::event::count::CashCounted;
use crate::event::delivery::{DeliveryInspected, GoodsDelivered, GoodsReworked};
use crate::event::dispute::{InvoiceDisputeSettled, InvoiceDisputed};
use crate::event::fee::ProviderFeeReturned;
use crate::event::fund::{FundSpent, PremiumAccrued, PremiumReceived, ResolutionAdopted};
use crate::event::grant::{
    AssetCommissioned, AssetDepreciated, AssetUseReported, GrantAwarded, GrantReceived, GrantReturned, GrantSpent,
    InKindReceived,
};
use crate::event::instruction::{
    PayoutAccepted, PayoutFileDiscarded, PayoutFiled, PayoutLimitsSet, PayoutNotReceived, PayoutReportedMissing,
    PayoutUnanswered,
};
use crate::event::loan::{
    GuaranteeCalled, GuaranteeRepaid, InstalmentDue, LoanGroupFormed, LoanRescheduled, LoanScheduled, LoanWrittenOff,
};
use crate::event::log_key::LogKeyRotated;
use crate::event::matching::{
    MatchConfirmed, MatchLimitSet, MatchUndone, RoundingBooked, StatementLineRecorded, StatementRecorded,
};
use crate::event::membership::{
    AgreementAccepted, AgreementEnded, AgreementProposed, AgreementSuperseded, BookOpened, ConsentGiven,
    ConsentWithdrawn, CooperativeRegistered, MemberAdmitted, PartyRegistered,
};
use crate::event::order::{OrderCancelled, OrderChanged, OrderConfirmed, OrderPlaced};
use crate::event::payee::{
    PayeeDetailsConfirmed, PayeeDetailsSet, PayeeDetailsVerified, PayeeFrozen, PayeeReleased, PayeeTermsSet,
};
use crate::event::payout::{
    DebtSetOff, DisputeResolved, PayoutApproved, PayoutCancelled, PayoutFailed, PayoutHanded, PayoutReturned,
    PayoutScheduled, PayoutSent, PayoutSettled, PayoutUnclaimed, ReceiptAcknowledged, ReceiptDisputed,
};
use crate::event::period::{PeriodClosed, PeriodReopened};
use crate::event::person::{PersonalDataErased, PersonalDataSealed};
use crate::event::product::{PieceListed, PriceSet, ProductDefined};
use crate::event::recall::{PayoutRecallAnswered, PayoutRecallAsked};
use crate::event::refund::AdvanceRefunded;
use crate::event::register::{BoardElected, MemberExited, MemberStatusChanged};
use crate::event::retention::{RetentionHeld, RetentionReleased};
use crate::event::shop::{ConsignmentDelivered, ConsignmentReturned, FreightShared};
use crate::event::tax::{TaxRemitted, TaxWithheld, WithholdingRateSet};
use crate::event::trade::{
    AdvanceOffset, CommissionCharged, CreditNoteIssued, DeductionApplied, EarningsReleased, GoodsAccepted,
    MaterialsAdvanced, MaterialsReturned, PayableSettled, ProceedsAllocated, ResiduesCarried, SaleRecorded,
    WorkRecorded,
};
use crate::event::treasury::{
    AdvanceReceived, CurrencyConverted, ExpensePaid, FundsTransferred, FxDifferenceRealised, LoanDisbursed, LoanRepaid,
    MaterialsBought, OpeningBalanceRecorded, PaymentAllocated, PaymentIdentified, PaymentReceived, ProviderFeeCharged,
    RefundIssued, TillOpened,
};
use crate::id::{ActorId, MemberId, SaleId};
use crate::money::Money;
use crate::text::Label;

/// What a member says, written down by somebody else: on which paper she put her mark, and who saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForHer {
    /// The number of the paper form.
    pub form: Label,
    /// Who saw her put her mark on it: neither she nor who writes it down.
    pub witness: ActorId,
}

/// One member's part of an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The member.
    pub member: MemberId,
    /// Her part.
    pub amount: Money,
}

packed!(struct Share { member, amount });

/// The part of an amount that comes from one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The sale.
    pub sale: SaleId,
    /// The part.
    pub amount: Money,
}

packed!(struct Source { sale, amount });

/// Salted digests of personal data (RFC 9901), sorted, always as many, so that not even their number tells anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digests(pub Vec<Box<str>>);

impl Digests {
    /// How many digests a record that may carry personal data has; what is not said is a decoy.
    pub const COUNT: usize = 8;

    /// Whether there are none: the event has not been sealed yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

macro_rules! define {
    ($($kind:ident $name:literal $(($sealed:ident))?;)*) => {
        /// Something that happened.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each kind is documented at its own struct")]
        pub enum Event {
            $($kind(define!(@held $kind)),)*
        }

        /// The kind of an event, written in snake case as the `type` of its record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each kind is documented at its own struct")]
        pub enum Kind {
            $($kind,)*
        }

        impl Kind {
            /// Every kind, in the order of this page.
            pub const ALL: &[Kind] = &[$(Kind::$kind,)*];

            /// The name in the record.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Kind::$kind => $name,)*
                }
            }

            /// Whether an event of this kind may carry personal data, sealed.
            #[must_use]
            pub fn may_be_sealed(self) -> bool {
                match self {
                    $(Kind::$kind => define!(@may $($sealed)?),)*
                }
            }

            /// The kind with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Kind> {
                match name {
                    $($name => Some(Kind::$kind),)*
                    _ => None,
                }
            }
        }

        impl Event {
            /// Its kind.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self {
                    $(Event::$kind(_) => Kind::$kind,)*
                }
            }

            /// Reads the `data` of a record of this kind. The kind decides first; the body is decoded once.
            pub fn decode(kind: Kind, data: &str) -> Result<Event, serde_json::Error> {
                match kind {
                    $(Kind::$kind => serde_json::from_str::<$kind>(data).map(Event::from),)*
                }
            }

            /// Reads an event of this kind from whatever holds its `data`.
            pub(crate) fn read<'de, D: Deserializer<'de>>(kind: Kind, data: D) -> Result<Event, D::Error> {
                match kind {
                    $(Kind::$kind => $kind::deserialize(data).map(Event::from),)*
                }
            }

            /// The digests of personal data, if it may have any.
            #[must_use]
            pub fn sealed(&self) -> Option<&Digests> {
                match self {
                    $(Event::$kind(event) => define!(@digests event $($sealed)?),)*
                }
            }

            /// Where this event keeps the digests of personal data, if it may have any.
            pub fn sealed_mut(&mut self) -> Option<&mut Digests> {
                match self {
                    $(Event::$kind(event) => define!(@sealed event $($sealed)?),)*
                }
            }
        }

        impl Serialize for Event {
            /// Writes the `data` of its record.
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Event::$kind(event) => event.serialize(serializer),)*
                }
            }
        }

        $(impl From<$kind> for Event {
            fn from(event: $kind) -> Event {
                Event::$kind(define!(@hold $kind event))
            }
        })*
    };
    // Several times as large as any other, and each event would take as much room as it, in every list and record.
    (@held SaleRecorded) => { Box<SaleRecorded> };
    (@held $kind:ident) => { $kind };
    (@hold SaleRecorded $event:ident) => { Box::new($event) };
    (@hold $kind:ident $event:ident) => { $event };
    (@may) => { false };
    (@may $sealed:ident) => { true };
    (@digests $event:ident) => {{ let _ = $event; None }};
    (@digests $event:ident $sealed:ident) => { Some(&$event.$sealed) };
    (@sealed $event:ident) => {{ let _ = $event; None }};
    (@sealed $event:ident $sealed:ident) => { Some(&mut $event.$sealed) };
}

every_event!(define);

impl Kind {
    /// Whether an event of this kind concerns more than the book of its cooperative: that there is one, what was erased,
    /// which records were taken back. The others are read when somebody asks for their cooperative.
    #[must_use]
    pub fn concerns_others(self) -> bool {
        matches!(self, Kind::CooperativeRegistered | Kind::PersonalDataErased | Kind::CorrectionDeclared)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Kind::from_name(&name).ok_or_else(|| de::Error::custom(format_args!("`{name}` is no kind of event")))
    }
}
