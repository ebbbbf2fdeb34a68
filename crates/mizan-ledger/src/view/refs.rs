//! What an event speaks of by name. Postings say it for the money an event moves; this says it for the rest.

use crate::event::Event;
use crate::id::{Code, MemberId, OrderId, PaymentId, PayoutId, SaleId};

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
    /// A member.
    Member(MemberId),
    /// An earlier record, and the code of what that was about.
    Record(u64, Code),
}

/// Tells `name` everything the event speaks of beside the members and sales of its postings.
pub fn refs(event: &Event, mut name: impl FnMut(Ref)) {
    match event {
        Event::BookOpened(_)
        | Event::PartyRegistered(_)
        | Event::CooperativeRegistered(_)
        | Event::AgreementProposed(_)
        | Event::AgreementAccepted(_)
        | Event::AgreementSuperseded(_)
        | Event::ConsentWithdrawn(_)
        | Event::TillOpened(_)
        | Event::OpeningBalanceRecorded(_)
        | Event::FundsTransferred(_)
        | Event::MaterialsBought(_)
        | Event::MaterialsAdvanced(_)
        | Event::CurrencyConverted(_)
        | Event::LoanDisbursed(_)
        | Event::LoanRepaid(_)
        | Event::PayableSettled(_) => {}
        Event::MemberAdmitted(e) => name(Ref::Member(e.member)),
        Event::ConsentGiven(e) => name(Ref::Member(e.member)),
        Event::WorkRecorded(e) => name(Ref::Member(e.member)),
        Event::OrderPlaced(e) => name(Ref::Order(e.order)),
        Event::AdvanceReceived(e) => {
            name(Ref::Order(e.order));
            name(Ref::Payment(e.payment));
        }
        Event::SaleRecorded(e) => {
            name(Ref::Sale(e.sale));
            e.order.into_iter().for_each(|order| name(Ref::Order(order)));
        }
        Event::AdvanceOffset(e) => {
            name(Ref::Sale(e.sale));
            name(Ref::Order(e.order));
        }
        Event::CommissionCharged(e) => name(Ref::Sale(e.sale)),
        Event::ProceedsAllocated(e) => name(Ref::Sale(e.sale)),
        Event::DeductionApplied(e) => name(Ref::Sale(e.sale)),
        Event::EarningsReleased(e) => name(Ref::Sale(e.sale)),
        Event::GoodsAccepted(e) => name(Ref::Sale(e.sale)),
        Event::PaymentReceived(e) => name(Ref::Payment(e.payment)),
        Event::PaymentIdentified(e) => name(Ref::Payment(e.payment)),
        Event::PaymentAllocated(e) => {
            name(Ref::Payment(e.payment));
            e.settles.iter().for_each(|settled| name(Ref::Sale(settled.sale)));
        }
        Event::FxDifferenceRealised(e) => e.sale.into_iter().for_each(|sale| name(Ref::Sale(sale))),
        Event::ProviderFeeCharged(e) => e.sale.into_iter().for_each(|sale| name(Ref::Sale(sale))),
        Event::PayoutScheduled(e) => name(Ref::Payout(e.payout)),
        Event::PayoutApproved(e) => name(Ref::Payout(e.payout)),
        Event::PayoutCancelled(e) => name(Ref::Payout(e.payout)),
        Event::PayoutSent(e) => name(Ref::Item(e.payout, e.member)),
        Event::PayoutSettled(e) => name(Ref::Item(e.payout, e.member)),
        Event::PayoutFailed(e) => name(Ref::Item(e.payout, e.member)),
        Event::PayoutReturned(e) => name(Ref::Item(e.payout, e.member)),
        Event::PayoutHanded(e) => name(Ref::Item(e.payout, e.member)),
        Event::PayoutUnclaimed(e) => name(Ref::Item(e.payout, e.member)),
        Event::ReceiptAcknowledged(e) => name(Ref::Item(e.payout, e.member)),
        Event::ReceiptDisputed(e) => name(Ref::Item(e.payout, e.member)),
        Event::DisputeResolved(e) => name(Ref::Item(e.payout, e.member)),
        Event::CreditNoteIssued(e) => name(Ref::Sale(e.sale)),
        Event::RefundIssued(e) => name(Ref::Sale(e.sale)),
        Event::CorrectionDeclared(e) => {
            for target in &e.corrects {
                name(Ref::Record(target.position, target.of));
                target.member.into_iter().for_each(|member| name(Ref::Member(member)));
            }
        }
    }
}
