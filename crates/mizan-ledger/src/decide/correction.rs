//! Corrections: a record that was wrong is mirrored to the centime, by two persons, as long as nothing builds on it.
//!
//! What happened afterwards cannot be taken back by mirroring what was before: money that has left a till, shares that
//! were released, a payout that has gone on. There the right way is another event, and the refusal names it.

mod after;
mod chargebacks;
mod goods;
mod purpose;
mod shares;

use std::collections::{BTreeMap, BTreeSet};

use crate::account::Account;
use crate::book::state::Class;
use crate::book::state::payout::ItemState;
use crate::command::words::correction::DeclareCorrection;
use crate::decide::Case;
use crate::decide::correction::after::After;
use crate::decide::refusal::Refusal;
use crate::decide::treasury::realised_by;
use crate::event::chain::ResaleRecorded;
use crate::event::correction::{CorrectionDeclared, Mirror, Target};
use crate::event::tax::Earner;
use crate::event::treasury::PaymentReceived;
use crate::event::{Digests, Event};
use crate::id::{Code, MemberId, OrderId, PayoutId, SaleId};
use crate::money::{Currency, CurrencyMismatch, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;

/// Mirrors the targets; `past` has their records, as far as they exist.
pub(super) fn declare(case: &Case<'_>, words: &DeclareCorrection, past: &[Record]) -> Result<Vec<Event>, Refusal> {
    let DeclareCorrection { correction, ref targets, reason, approved_by } = *words;
    if approved_by == case.actor.id {
        return Err(Refusal::SecondPersonMissing { actor: approved_by });
    }
    case.unused(Class::Correction, correction.0)?;
    if targets.is_empty() {
        return Err(Refusal::Empty { what: "`targets`" });
    }
    let ours = past.iter().filter(|record| record.envelope.scope == Some(case.id));
    let records: BTreeMap<u64, &Record> = ours.map(|record| (record.envelope.position, record)).collect();
    let mut named = BTreeSet::new();
    for &position in targets {
        if !named.insert(position) {
            return Err(Refusal::TargetTwice { position });
        }
    }
    let mut corrects = Vec::with_capacity(targets.len());
    let mut mirror = Vec::new();
    let mut after = After::default();
    for &position in targets {
        let record = records.get(&position).ok_or(Refusal::NoSuchRecord { position })?;
        if case.cooperative.corrected.contains(&position) {
            return Err(Refusal::CorrectedAlready { position });
        }
        case.begun("record", position, record.envelope.occurred_on)?;
        if case.cooperative.explained.contains_key(&position) {
            return Err(Refusal::BuiltOn {
                position,
                by: "a line of a statement is matched with it: undo the match first",
            });
        }
        let (of, member) = about(case, record, &records, &named)?;
        corrects.push(Target { position, kind: record.event.kind(), of, member });
        after.may_owe(&record.event);
        after.undo(case, record.event.kind(), of, position);
        let mut moved = Vec::new();
        postings(&record.event, &mut moved);
        for posting in moved {
            let turned = Posting { amount: posting.amount.negated(), ..posting };
            after.add(&turned, position);
            mirror.push(mirrored(&turned));
        }
    }
    after.check(case)?;
    let realised = realised(case, &mirror)?;
    let (targets, sealed) = (targets.clone(), Digests::default());
    let declared = CorrectionDeclared { correction, targets, reason, approved_by, corrects, mirror, sealed };
    Ok(std::iter::once(declared.into()).chain(realised).collect())
}

/// Foreign money that a mirror takes away leaves at what it was booked at; where other money of its currency was booked
/// at other rates, the difference to what all of it is carried at becomes real.
fn realised(case: &Case<'_>, mirror: &[Mirror]) -> Result<Vec<Event>, Refusal> {
    let own = case.cooperative.currency;
    let mut left: BTreeMap<Currency, (Money, Money)> = BTreeMap::new();
    for posting in mirror {
        let Account::Exchange(foreign) = posting.account else { continue };
        let (sold, brought) = left.entry(foreign).or_insert((foreign.zero(), own.zero()));
        for amount in posting.debit.into_iter().chain(posting.credit.map(Money::negated)) {
            let side = if amount.currency() == own { &mut *brought } else { &mut *sold };
            let signed = if amount.currency() == own { amount.negated() } else { amount };
            *side = side.plus(signed)?;
        }
    }
    let taken = left.into_values().filter(|(sold, _)| sold.is_positive());
    let differences = taken.map(|(sold, brought)| realised_by(case, sold, brought));
    Ok(differences.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// A turned posting as it is written.
fn mirrored(turned: &Posting) -> Mirror {
    let Posting { account, amount, sale } = *turned;
    let (debit, credit) = if amount.is_positive() { (Some(amount), None) } else { (None, Some(amount.negated())) };
    Mirror { account, debit, credit, sale }
}

/// What a record was about, if it may be mirrored; what to do instead, if not.
fn about(
    case: &Case<'_>,
    record: &Record,
    targets: &BTreeMap<u64, &Record>,
    named: &BTreeSet<u64>,
) -> Result<(Code, Option<MemberId>), Refusal> {
    let position = record.envelope.position;
    let instead = |instead| Err(Refusal::NotCorrectable { position, kind: record.event.kind().name(), instead });
    let built_on = |by| Err(Refusal::BuiltOn { position, by });
    let unless = |by: Option<&'static str>, of: Code| by.map_or(Ok((of, None)), built_on);
    let alone = named.len() == 1;
    match &record.event {
        Event::OpeningBalanceRecorded(e) => Ok((e.movement.0, None)),
        Event::FundsTransferred(e) => Ok((e.movement.0, None)),
        Event::MaterialsBought(e) => Ok((e.movement.0, None)),
        Event::ExpensePaid(e) => Ok((e.movement.0, None)),
        Event::MaterialsReturned(e) => Ok((e.movement.0, Some(e.member))),
        Event::ProviderFeeCharged(e) => unless(chargebacks::on_fee(case, e), e.fee.0),
        Event::ProviderFeeReturned(e) => Ok((e.movement.0, None)),
        Event::LoanRepaid(e) => purpose::loan_paid(case, position, e.movement).map(|of| (of, e.member)),
        Event::PayableSettled(e) => Ok((e.movement.0, None)),
        Event::MaterialsAdvanced(e) => {
            let left = e.order.and_then(|order| case.cooperative.orders.get(&order)).map(|order| order.materials);
            match left {
                Some(left) if materials_of(e.order, left.currency(), targets)?.exceeds(left)? => {
                    built_on("a sale of its order has counted these materials")
                }
                Some(_) | None => Ok((e.materials.0, None)),
            }
        }
        Event::AdvanceReceived(e) => {
            let order = case.order(e.order)?;
            match (alone, order.open == order.advanced, order.refunded.is_zero()) {
                (true, true, true) => Ok((e.payment.0, None)),
                (true, true, false) => built_on("a part of the advance of its order was given back since"),
                (true, false, _) => built_on("a sale has been set against the advance of its order"),
                (false, _, _) => instead("name it alone, in a correction of its own"),
            }
        }
        Event::AdvanceRefunded(e) if alone => unless(goods::on_advance_refund(case, e)?, e.refund.0),
        Event::AdvanceRefunded(_) => instead("name it alone, in a correction of its own"),
        Event::PaymentReceived(e) => match paid(case, e) {
            None => Ok((e.payment.0, None)),
            Some(by) => built_on(by),
        },
        Event::PaymentIdentified(e) => match case.cooperative.payments.get(&e.payment) {
            Some(known) if known.allocated => built_on(PAYS_SALES),
            Some(_) | None => Ok((e.payment.0, None)),
        },
        Event::WorkRecorded(e) => match goods::on_work(case, e)? {
            None => Ok((e.work.0, Some(e.member))),
            Some(by) => built_on(by),
        },
        Event::SaleRecorded(e) => whole_sale(case, position, e.sale, named).map(|()| (e.sale.0, None)),
        Event::AdvanceOffset(e) => part_of_sale(case, record, e.sale, named).map(|()| (e.sale.0, None)),
        Event::RetentionHeld(e) => part_of_sale(case, record, e.sale, named).map(|()| (e.sale.0, None)),
        Event::RetentionReleased(e) if record.envelope.part == (1, 1) => unless(goods::on_release(case, e)?, e.sale.0),
        Event::RetentionReleased(_) => instead("it follows from another record, which is the one to undo"),
        Event::CommissionCharged(e) => part_of_sale(case, record, e.sale, named).map(|()| (e.sale.0, None)),
        Event::ProceedsAllocated(e) => part_of_sale(case, record, e.sale, named).map(|()| (e.sale.0, None)),
        Event::ResiduesCarried(e) => part_of_sale(case, record, e.sale, named).map(|()| (e.sale.0, None)),
        Event::DeductionApplied(e) => part_of_sale(case, record, e.sale, named).map(|()| (e.sale.0, Some(e.member))),
        Event::EarningsReleased(e) => part_of_sale(case, record, e.sale, named).map(|()| (e.sale.0, None)),
        Event::PayoutHanded(e) => match (alone, state(case, e.payout, e.member)) {
            (true, Some(ItemState::Handed)) => Ok((e.payout.0, Some(e.member))),
            (true, _) => built_on("the item of this payout has gone on since"),
            (false, _) => instead("name it alone, in a correction of its own"),
        },
        Event::PayoutSettled(e) => match state(case, e.payout, e.member) {
            Some(ItemState::Settled) => Ok((e.payout.0, Some(e.member))),
            _ => built_on("the item of this payout has gone on since"),
        },
        Event::PremiumAccrued(e) => purpose::premium_accrued(case, position, e),
        Event::PremiumReceived(e) => purpose::premium_received(case, position, e),
        Event::FundSpent(e) => Ok((e.movement.0, None)),
        Event::GrantReceived(e) => Ok((e.movement.0, None)),
        Event::GrantSpent(e) => Ok((e.movement.0, None)),
        Event::GrantReturned(e) => Ok((e.movement.0, None)),
        Event::AssetCommissioned(e) => Ok((e.asset.0, None)),
        Event::AssetDepreciated(e) => Ok((e.movement.0, None)),
        Event::InKindReceived(e) => Ok((e.movement.0, None)),
        Event::ResaleRecorded(e) => unless(resold_since(case, e), e.resale.0),
        Event::LoanWrittenOff(e) => purpose::loan_paid(case, position, e.movement).map(|of| (of, e.member)),
        Event::GuaranteeCalled(e) => purpose::loan_paid(case, position, e.movement).map(|of| (of, Some(e.payer))),
        Event::GuaranteeRepaid(e) => Ok((e.movement.0, Some(e.payer))),
        Event::InstalmentDue(e) => purpose::instalment_due(case, position, e),
        Event::LoanScheduled(_) | Event::LoanRescheduled(_) => {
            instead("it moves no money: reschedule the loan by the right terms")
        }
        Event::LoanGroupFormed(_) => instead("it moves no money: form the right group under a new id"),
        Event::AssetUseReported(_) => instead("it moves no money: report what is found when somebody looks again"),
        Event::BookOpened(_)
        | Event::PartyRegistered(_)
        | Event::CooperativeRegistered(_)
        | Event::MemberAdmitted(_)
        | Event::TillOpened(_)
        | Event::ResolutionAdopted(_)
        | Event::GrantAwarded(_) => {
            instead("it moves no money: leave it unused and record the right one under a new id")
        }
        Event::AgreementProposed(_) | Event::AgreementAccepted(_) | Event::AgreementSuperseded(_) => {
            instead("propose the right terms as the next version")
        }
        Event::AgreementEnded(_) => {
            instead("propose it again as the next version, from the day on which it is to hold")
        }
        Event::MemberStatusChanged(_) => instead("record how she stands, from the day on which it is so"),
        Event::MemberExited(_) => instead("admit her again"),
        Event::LogKeyRotated(_) => instead("a key that was given out stays known: change it again"),
        Event::PersonalDataSealed(_) => instead("seal what is right: what was sealed in error is erased"),
        Event::PersonalDataErased(_) => instead("seal again what is to be known: what is erased does not come back"),
        Event::PeriodClosed(_) => instead("open the period again, which takes a second person"),
        Event::PeriodReopened(_) => instead("close the period again"),
        Event::BoardElected(_) => instead("record the right board under the same date"),
        Event::SharesSubscribed(e) => shares::subscribed(case, position, e, alone),
        Event::SharesPaid(e) => Ok((e.movement.0, Some(e.member))),
        Event::SharesRefunded(e) => Ok((e.movement.0, Some(e.member))),
        Event::ShareTermsSet(_) => instead("set the right terms under the same date"),
        Event::PayeeTermsSet(_) => instead("set the right terms under the same date"),
        Event::PayeeDetailsSet(_) | Event::PayeeDetailsVerified(_) | Event::PayeeDetailsConfirmed(_) => {
            instead("set the right details under a new id, and freeze her until they are verified")
        }
        Event::PayeeFrozen(_) => instead("release her"),
        Event::PayeeReleased(_) => instead("freeze her again"),
        Event::ActivityDefined(_) => instead("leave it unused and define it rightly under a new id"),
        Event::CensusTaken(_) | Event::CensusCorrected(_) => instead("correct the census where it counts wrongly"),
        Event::ProductDefined(_) => instead("define the next version of the product"),
        Event::PriceSet(_) => instead("set the right price"),
        Event::PieceListed(_) => instead("leave it unsold and list the piece under a new id"),
        Event::ConsentGiven(_) => instead("withdraw the consent"),
        Event::ConsentWithdrawn(_) => instead("record the consent again under a new id"),
        Event::GoodsDelivered(e) => unless(goods::on_delivery(case, e)?, e.delivery.0),
        Event::DeliveryInspected(e) => unless(goods::on_inspection(case, e)?, e.delivery.0),
        Event::ConsignmentDelivered(e) => unless(goods::on_consignment(case, e)?, e.consignment.0),
        Event::ConsignmentReturned(_) => instead("leave the goods with the shop once more, as another consignment"),
        Event::FreightShared(e) => unless(goods::on_freight(case, e), e.shipment.0),
        Event::GoodsReworked(_) => instead("inspect the pieces again: what is not mended is rejected"),
        Event::OrderConfirmed(_) => instead("it moves no money: change the order or cancel it"),
        Event::OrderChanged(_) => instead("change the order again to what is right"),
        Event::OrderCancelled(_) => instead("place the order again under a new id"),
        Event::OrderPlaced(_) => instead("it moves no money: place the right order under a new id"),
        Event::GoodsReturned(_) => instead("it moves no money: sell the goods under the next sale"),
        Event::GoodsAccepted(_) => instead("issue a credit note for what was not accepted"),
        Event::PaymentAllocated(_) => instead(ALLOCATED_WRONGLY),
        Event::FxDifferenceRealised(_) => instead("it follows from another record, which is the one to undo"),
        Event::DebtSetOff(_) => instead("it follows from what is available to her, and she owes so much less"),
        Event::CurrencyConverted(_) => instead("convert the amount back at the same rate"),
        Event::LoanDisbursed(_) => instead("record that the loan was repaid in full"),
        Event::PayoutScheduled(_) | Event::PayoutApproved(_) => instead("cancel the payout"),
        Event::PayoutCancelled(_) | Event::PayoutFailed(_) | Event::PayoutReturned(_) => {
            instead("the money is available: schedule another payout")
        }
        Event::CashCounted(_) => instead("count the box once more"),
        Event::BusinessDaySet(_) => instead("say of the same day what is right"),
        Event::CutOffsSet(_) => instead("set the right hour under the same date"),
        Event::PayoutLimitsSet(_) => instead("set the right limits under the same date"),
        Event::PayoutFiled(_) => instead("discard the file if it was never sent"),
        Event::PayoutFileDiscarded(_) => instead("file the payout again"),
        Event::PayoutSent(_) | Event::PayoutUnanswered(_) | Event::PayoutAccepted(_) => {
            instead("record that the payment failed")
        }
        Event::RoundingBooked(e) => Ok((e.movement.0, None)),
        Event::StatementLineRecorded(e) => {
            let known = case.cooperative.statement_lines.get(&e.line);
            let matched = known.is_some_and(|line| line.matched.is_some());
            unless(matched.then_some("it is matched: undo the match first"), e.line.0)
        }
        Event::InvoiceDisputed(_) => instead("settle the dispute as withdrawn"),
        Event::InvoiceDisputeSettled(_) => instead("dispute the invoice again under a new id"),
        Event::StatementRecorded(_) => instead("it moves no money: record the right one under a new id"),
        Event::MatchLimitSet(_) => instead("set the right limit under the same date"),
        Event::MatchConfirmed(_) => instead("undo the match"),
        Event::MatchUndone(_) => instead("confirm the match again under a new id"),
        Event::PayoutRecallAsked(_) => instead("record what the bank answers"),
        Event::PayoutRecallAnswered(_) => instead("ask it back once more, or record what became of the payment"),
        Event::PayoutReportedMissing(_) => instead("record what the bank made of it"),
        Event::PayoutNotReceived(e) if e.withdrawn => instead("file the payout again, or cancel it"),
        Event::PayoutNotReceived(_) => instead("send the file again"),
        Event::PayoutUnclaimed(_) => instead("hand the cash over when she comes"),
        Event::ReceiptAcknowledged(_) => instead("record what she says as a dispute"),
        Event::ReceiptDisputed(_) => instead("resolve the dispute"),
        Event::DisputeResolved(_) => instead("raise the dispute again"),
        Event::CreditNoteIssued(_) => instead("record what was credited too much as a new sale"),
        Event::RefundIssued(_) => instead("record what the buyer sent back as a payment"),
        Event::ChargebackReceived(e) => unless(chargebacks::on_chargeback(case, e), e.chargeback.0),
        Event::ChargebackReversed(_) if !alone => instead("name it alone, in a correction of its own"),
        Event::ChargebackReversed(e) => unless(chargebacks::on_reversal(case, e)?, e.chargeback.0),
        Event::TaxWithheld(e) => {
            Ok((e.movement.0, if let Earner::Member(member) = e.of { Some(member) } else { None }))
        }
        Event::TaxRemitted(e) => Ok((e.movement.0, None)),
        Event::WithholdingRateSet(_) => instead("set the right rate from the same day, as the next version"),
        Event::TransferSent(_) | Event::TransferReceived(_) => {
            instead("send the amount back, with a transfer of its own")
        }
        Event::CorrectionDeclared(_) => instead("record again what it took back"),
    }
}

/// What is still possible once a payment pays sales: what each of them gives back can be refunded.
const PAYS_SALES: &str = "it pays sales: credit those sales and refund what the credit notes give back instead";

/// What is still possible once a sale was paid that was not meant: the money is given back and comes in once more.
const ALLOCATED_WRONGLY: &str = "credit the sale it pays and refund what the credit note gives back, then receive \
    that amount as a payment of the right sale and record again what was credited too much";

/// What the targets take back of the materials of an order, all together.
fn materials_of(
    order: Option<OrderId>,
    currency: Currency,
    targets: &BTreeMap<u64, &Record>,
) -> Result<Money, CurrencyMismatch> {
    let handed = targets.values().filter_map(|record| {
        if let Event::MaterialsAdvanced(e) = &record.event { Some((e.order, e.value)) } else { None }
    });
    Money::sum(currency, handed.filter(|(of, _)| *of == order).map(|(_, value)| value))
}

/// What builds on a payment, if anything does.
fn paid(case: &Case<'_>, e: &PaymentReceived) -> Option<&'static str> {
    match case.cooperative.payments.get(&e.payment) {
        Some(known) if known.allocated => Some(PAYS_SALES),
        Some(known) if known.buyer != e.buyer => {
            Some("its buyer was identified later: take the identification back first")
        }
        Some(_) | None => None,
    }
}

/// What builds on a resale, if anything does.
fn resold_since(case: &Case<'_>, e: &ResaleRecorded) -> Option<&'static str> {
    let last = case.cooperative.sales.get(&e.sale).and_then(|sale| sale.hops.last().copied());
    last.filter(|hop| hop.resale != e.resale).map(|_| "the goods were sold on since: take that resale back first")
}

fn state(case: &Case<'_>, payout: PayoutId, member: MemberId) -> Option<ItemState> {
    let payout = case.cooperative.payouts.get(&payout)?;
    payout.items.get(&member).map(|item| item.state)
}

/// A sale is taken back whole, and only while nothing builds on it.
fn whole_sale(case: &Case<'_>, position: u64, id: SaleId, named: &BTreeSet<u64>) -> Result<(), Refusal> {
    let sale = case.sale(id)?;
    let mut batch = sale.position..sale.position + u64::from(sale.parts);
    let last = batch.end - 1;
    if !batch.all(|part| named.contains(&part)) {
        return Err(Refusal::PartOfSale { position, sale: id, first: sale.position, last });
    }
    if !sale.hops.is_empty() {
        return Err(Refusal::BuiltOn { position, by: "its goods were sold on: take that resale back first" });
    }
    if sale.built_on {
        let by = "a payment, an acceptance or a credit note builds on the sale: issue a credit note instead";
        return Err(Refusal::BuiltOn { position, by });
    }
    if case.cooperative.funds.premiums.values().any(|premium| premium.sale == Some(id)) {
        return Err(Refusal::BuiltOn { position, by: "a premium is owed on the sale: take that back first" });
    }
    if case.cooperative.disputes.values().any(|dispute| dispute.sale == id) {
        return Err(Refusal::BuiltOn { position, by: "its invoice was disputed: issue a credit note instead" });
    }
    if case.cooperative.fees.values().any(|fee| fee.sale == Some(id)) {
        return Err(Refusal::BuiltOn { position, by: "a fee was taken for the sale: take that back first" });
    }
    purpose::scheduled_since(case, position, Class::Deduction, id.0)
}

/// A record that divides a sale goes with that sale; one that follows from something later does not.
fn part_of_sale(case: &Case<'_>, record: &Record, id: SaleId, named: &BTreeSet<u64>) -> Result<(), Refusal> {
    let position = record.envelope.position;
    let sale = case.sale(id)?;
    let last = sale.position + u64::from(sale.parts) - 1;
    if position < sale.position || last < position {
        let (kind, instead) = (record.event.kind().name(), "it follows from another record, which is the one to undo");
        return Err(Refusal::NotCorrectable { position, kind, instead });
    }
    if named.contains(&sale.position) {
        Ok(())
    } else {
        Err(Refusal::PartOfSale { position, sale: id, first: sale.position, last })
    }
}

#[cfg(test)]
mod tests;
