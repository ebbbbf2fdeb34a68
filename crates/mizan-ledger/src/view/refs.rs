//! What an event speaks of by name. Postings say it for the money an event moves; this says it for the rest.

mod people;
mod treasury;

use crate::event::Event;
use crate::event::calendar::{BusinessDaySet, CutOffsSet};
use crate::event::chain::ResaleRecorded;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, GoodsReturned};
use crate::event::correction::CorrectionDeclared;
use crate::event::count::CashCounted;
use crate::event::delivery::{DeliveryInspected, GoodsDelivered, GoodsReworked};
use crate::event::dispute::{InvoiceDisputeSettled, InvoiceDisputed};
use crate::event::fee::ProviderFeeReturned;
use crate::event::instruction::{
    PayoutAccepted, PayoutFileDiscarded, PayoutFiled, PayoutLimitsSet, PayoutNotReceived, PayoutReportedMissing,
    PayoutUnanswered,
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
use crate::event::payout::{
    DebtSetOff, DisputeResolved, PayoutApproved, PayoutCancelled, PayoutFailed, PayoutHanded, PayoutReturned,
    PayoutScheduled, PayoutSent, PayoutSettled, PayoutUnclaimed, ReceiptAcknowledged, ReceiptDisputed,
};
use crate::event::recall::{PayoutRecallAnswered, PayoutRecallAsked};
use crate::event::refund::AdvanceRefunded;
use crate::event::retention::{RetentionHeld, RetentionReleased};
use crate::event::shop::{ConsignmentDelivered, ConsignmentReturned, FreightShared};
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
use crate::id::{Code, MemberId, OrderId, PaymentId, PayoutId, SaleId, ShipmentId};

/// Something an event names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ref {
    /// A sale.
    Sale(SaleId),
    /// A payout as a whole.
    Payout(PayoutId),
    /// One member's item of a payout.
    Item(PayoutId, MemberId),
    /// A payment of a buyer.
    Payment(PaymentId),
    /// An order, as far as its advance concerns the sales that fulfil it.
    Order(OrderId),
    /// A shipment, whose freight concerns the sales that travel in it.
    Shipment(ShipmentId),
    /// A member.
    Member(MemberId),
    /// What is taken back by a code of its own and concerns a sale: a chargeback, a resale, a fee.
    Beside(Code),
    /// An earlier record, and the code of what that was about.
    Record(u64, Code),
}

/// What one kind of event speaks of beside its postings. A kind that names nothing more says so with an empty `impl`.
trait Names {
    /// Tells `name` each thing.
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        let _ = name;
    }
}

macro_rules! dispatch {
    ($($kind:ident $name:literal $(($sealed:ident))?;)*) => {
        /// Tells `name` everything the event speaks of beside the members and sales of its postings.
        pub fn refs(event: &Event, mut name: impl FnMut(Ref)) {
            match event {
                $(Event::$kind(event) => event.names(&mut name),)*
            }
        }
    };
}

every_event!(dispatch);

impl Names for BookOpened {}
impl Names for LogKeyRotated {}
impl Names for PartyRegistered {}
impl Names for CooperativeRegistered {}
impl Names for AgreementProposed {}
impl Names for AgreementAccepted {}
impl Names for AgreementSuperseded {}
impl Names for AgreementEnded {}
impl Names for ConsentWithdrawn {}
impl Names for TillOpened {}
impl Names for DeliveryInspected {}
impl Names for ConsignmentDelivered {}
impl Names for ConsignmentReturned {}
impl Names for GoodsReworked {}
impl Names for OpeningBalanceRecorded {}
impl Names for BusinessDaySet {}
impl Names for CutOffsSet {}
impl Names for PayoutLimitsSet {}
impl Names for StatementRecorded {}
impl Names for StatementLineRecorded {}
impl Names for MatchLimitSet {}
impl Names for MatchConfirmed {}
impl Names for MatchUndone {}
impl Names for RoundingBooked {}
impl Names for FundsTransferred {}
impl Names for CashCounted {}
impl Names for MaterialsBought {}
impl Names for ExpensePaid {}
impl Names for MaterialsAdvanced {}
impl Names for MaterialsReturned {}
impl Names for CurrencyConverted {}
impl Names for LoanDisbursed {}
impl Names for LoanRepaid {}
impl Names for PayableSettled {}

macro_rules! names_one {
    ($(|$event:ident| $one:expr => $($kind:ident)+;)*) => {$($(
        impl Names for $kind {
            fn names(&self, name: &mut dyn FnMut(Ref)) {
                let $event = self;
                name($one);
            }
        }
    )+)*};
}

names_one! {
    |event| Ref::Member(event.member) => MemberAdmitted ConsentGiven WorkRecorded;
    |event| Ref::Order(event.order) => OrderPlaced OrderConfirmed OrderChanged OrderCancelled AdvanceRefunded GoodsDelivered;
    |event| Ref::Sale(event.sale) => CommissionCharged ProceedsAllocated DeductionApplied EarningsReleased GoodsAccepted GoodsReturned CreditNoteIssued RefundIssued InvoiceDisputed InvoiceDisputeSettled RetentionHeld RetentionReleased;
    |event| Ref::Shipment(event.shipment) => FreightShared;
    |event| Ref::Payment(event.payment) => PaymentReceived PaymentIdentified;
    |event| Ref::Payout(event.payout) => PayoutScheduled PayoutApproved PayoutCancelled PayoutFiled PayoutFileDiscarded PayoutUnanswered PayoutReportedMissing PayoutNotReceived;
    |event| Ref::Item(event.payout, event.member) => PayoutSent PayoutAccepted PayoutRecallAsked PayoutRecallAnswered PayoutSettled PayoutFailed PayoutReturned PayoutHanded PayoutUnclaimed ReceiptAcknowledged ReceiptDisputed DisputeResolved;
}

macro_rules! names_beside {
    ($($kind:ident $of:ident)+) => {$(
        impl Names for $kind {
            fn names(&self, name: &mut dyn FnMut(Ref)) {
                name(Ref::Sale(self.sale));
                name(Ref::Beside(self.$of.0));
            }
        }
    )+};
}

names_beside! {
    ChargebackReceived chargeback
    ChargebackReversed chargeback
    ResaleRecorded resale
}

impl Names for AdvanceReceived {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        name(Ref::Order(self.order));
        name(Ref::Payment(self.payment));
    }
}

impl Names for SaleRecorded {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        name(Ref::Sale(self.sale));
        self.order.into_iter().for_each(|order| name(Ref::Order(order)));
        self.shipment.into_iter().for_each(|shipment| name(Ref::Shipment(shipment)));
    }
}

impl Names for ResiduesCarried {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        name(Ref::Sale(self.sale));
        self.residues.iter().for_each(|residue| name(Ref::Member(residue.member)));
    }
}

impl Names for AdvanceOffset {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        name(Ref::Sale(self.sale));
        name(Ref::Order(self.order));
    }
}

impl Names for PaymentAllocated {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        name(Ref::Payment(self.payment));
        self.settles.iter().for_each(|settled| name(Ref::Sale(settled.sale)));
    }
}

impl Names for FxDifferenceRealised {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.sale.into_iter().for_each(|sale| name(Ref::Sale(sale)));
    }
}

impl Names for ProviderFeeCharged {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.sale.into_iter().for_each(|sale| name(Ref::Sale(sale)));
        self.sale.into_iter().for_each(|_| name(Ref::Beside(self.fee.0)));
    }
}

impl Names for ProviderFeeReturned {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.sale.into_iter().for_each(|sale| name(Ref::Sale(sale)));
        self.sale.into_iter().for_each(|_| name(Ref::Beside(self.movement.0)));
    }
}

impl Names for DebtSetOff {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.payout.into_iter().for_each(|payout| name(Ref::Item(payout, self.member)));
    }
}

impl Names for CorrectionDeclared {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        for target in &self.corrects {
            name(Ref::Record(target.position, target.of));
            target.member.into_iter().for_each(|member| name(Ref::Member(member)));
        }
    }
}
