//! What a correction takes back in the book, beside the balances, which its mirror takes back.

use rust_decimal::Decimal;

use crate::account::Account;
use crate::book::evolve::{Unknown, add, known, take};
use crate::book::state::payout::ItemState;
use crate::book::state::trade::Work;
use crate::book::state::{Class, Cooperative};
use crate::event::correction::{CorrectionDeclared, Mirror, Target};
use crate::event::{Kind, Source};
use crate::id::{
    AssetId, ChargebackId, ConsignmentId, DeliveryId, FeeId, LineId, MaterialsId, PaymentId, PayoutId, PremiumId,
    RefundId, ResaleId, SaleId, ShipmentId, WorkId,
};
use crate::money::Money;

impl Cooperative {
    /// Takes back what the targets changed beside the balances.
    pub(super) fn correct(&mut self, e: &CorrectionDeclared) -> Result<(), Unknown> {
        self.name(Class::Correction, e.correction.0);
        for target in &e.corrects {
            self.corrected.insert(target.position);
            self.undo(target, &e.mirror)?;
        }
        Ok(())
    }

    fn undo(&mut self, target: &Target, mirror: &[Mirror]) -> Result<(), Unknown> {
        let Target { kind, of, member, .. } = target;
        match (kind, member) {
            (Kind::SaleRecorded, _) => self.undo_sale(SaleId(*of))?,
            (Kind::PaymentReceived, _) => {
                self.payments.remove(&PaymentId(*of));
            }
            (Kind::PaymentIdentified, _) => {
                known(self.payments.get_mut(&PaymentId(*of)), "payment", of)?.buyer = None;
            }
            (Kind::AdvanceReceived, _) => self.undo_advance(PaymentId(*of), mirror)?,
            (Kind::AdvanceRefunded, _) => self.undo_advance_refund(RefundId(*of), mirror)?,
            (Kind::WorkRecorded, _) => {
                let undone = self.work.remove(&WorkId(*of));
                if let Some(order) = undone.as_ref().and_then(|work| work.order) {
                    self.no_more_unpaid(order, WorkId(*of));
                }
                if let Some(Work { delivery: Some(delivery), rework: false, maker, .. }) = undone {
                    self.tally(delivery, &maker, Decimal::NEGATIVE_ONE)?;
                }
            }
            (Kind::RetentionReleased, _) => self.undo_release(SaleId(*of), target.position)?,
            (Kind::ConsignmentDelivered, _) => {
                self.consignments.remove(&ConsignmentId(*of));
            }
            (Kind::FreightShared, _) => {
                self.shipments.remove(&ShipmentId(*of));
                self.travels.retain(|_, shipment| shipment.0 != *of);
            }
            (Kind::ProviderFeeCharged, _) => {
                self.fees.remove(&FeeId(*of));
            }
            (Kind::GoodsDelivered, _) => self.undo_delivery(DeliveryId(*of))?,
            (Kind::DeliveryInspected, _) => self.undo_inspection(DeliveryId(*of), target.position)?,
            (Kind::MaterialsAdvanced, _) => {
                if let Some((Some(order), value)) = self.materials.remove(&MaterialsId(*of)) {
                    take(&mut self.order_mut(order)?.materials, value);
                }
            }
            (Kind::PayoutHanded, Some(member)) => {
                let scheduled_on = self.payouts.get(&PayoutId(*of)).and_then(|payout| payout.scheduled_on);
                let waits = [Account::MemberInPayout(*member), Account::MemberUnclaimed(*member)];
                let item = self.item_mut(PayoutId(*of), *member)?;
                item.sources = set_aside_again(mirror, waits);
                item.amount =
                    Money::new(item.sources.iter().map(|part| part.amount.minor()).sum(), item.amount.currency());
                let unclaimed = mirror.iter().any(|posting| posting.account == waits[1]);
                item.state = if unclaimed { ItemState::Unclaimed } else { ItemState::Scheduled };
                item.since = scheduled_on.unwrap_or(item.since);
                item.acknowledged = None;
            }
            (Kind::PayoutSettled, Some(member)) => {
                let scheduled_on = self.payouts.get(&PayoutId(*of)).and_then(|payout| payout.scheduled_on);
                let item = self.item_mut(PayoutId(*of), *member)?;
                item.state = ItemState::Sent;
                item.since = scheduled_on.unwrap_or(item.since);
                item.acknowledged = None;
            }
            (Kind::StatementLineRecorded, _) => {
                self.statement_lines.remove(&LineId(*of));
            }
            (Kind::OpeningBalanceRecorded, _) => self.openings.retain(|_, movement| movement.0 != *of),
            (Kind::ResaleRecorded, _) => self.undo_resale(ResaleId(*of))?,
            (Kind::ChargebackReceived, _) => self.undo_chargeback(ChargebackId(*of))?,
            (Kind::ChargebackReversed, _) => self.undo_reversal(ChargebackId(*of), target.position)?,
            (Kind::PremiumAccrued, _) => self.undo_premium(PremiumId(*of))?,
            (Kind::AssetCommissioned, _) => {
                self.grants.assets.remove(&AssetId(*of));
                self.undoes(Class::Asset, *of)?;
            }
            (
                Kind::FundsTransferred
                | Kind::PremiumReceived
                | Kind::SharesSubscribed
                | Kind::SharesRefunded
                | Kind::FundSpent
                | Kind::GrantReceived
                | Kind::GrantSpent
                | Kind::GrantReturned
                | Kind::AssetDepreciated
                | Kind::LoanRepaid
                | Kind::LoanWrittenOff
                | Kind::InstalmentDue
                | Kind::GuaranteeCalled
                | Kind::ProviderFeeReturned,
                _,
            ) => self.undoes(Class::Movement, *of)?,
            _ => {}
        }
        Ok(())
    }

    /// The correction of an advance has no other target, so its mirror says how much leaves the till and the order.
    fn undo_advance(&mut self, payment: PaymentId, mirror: &[Mirror]) -> Result<(), Unknown> {
        let undone = self.payments.remove(&payment).and_then(|payment| payment.order);
        let order = self.order_mut(undone.ok_or_else(|| Unknown("advance", payment.to_string()))?)?;
        for posting in mirror {
            if let (Account::Till(_), Some(amount)) = (posting.account, posting.credit) {
                take(&mut order.advanced, amount);
                take(&mut order.open, amount);
            }
            if let (Account::BuyerAdvance(_), Some(booked)) = (posting.account, posting.debit) {
                take(&mut order.open_booked, booked);
            }
        }
        Ok(())
    }

    fn undo_premium(&mut self, premium: PremiumId) -> Result<(), Unknown> {
        let gone = self.funds.premiums.remove(&premium);
        let gone = gone.ok_or_else(|| Unknown("premium", premium.to_string()))?;
        take(known(self.funds.unreceived.get_mut(&gone.fund), "fund", gone.fund)?, gone.carried);
        Ok(())
    }

    /// The refund of an advance is taken back alone as well: its mirror says how much is an advance again.
    fn undo_advance_refund(&mut self, refund: RefundId, mirror: &[Mirror]) -> Result<(), Unknown> {
        let undone = self.advance_refunds.remove(&refund);
        let order = self.order_mut(undone.ok_or_else(|| Unknown("refund", refund.to_string()))?)?;
        for posting in mirror {
            if let (Account::Till(_), Some(amount)) = (posting.account, posting.debit) {
                add(&mut order.advanced, amount);
                add(&mut order.open, amount);
                take(&mut order.refunded, amount);
            }
            if let (Account::BuyerAdvance(_), Some(booked)) = (posting.account, posting.credit) {
                add(&mut order.open_booked, booked);
            }
        }
        Ok(())
    }

    /// A delivery is taken back before anybody has inspected it.
    fn undo_delivery(&mut self, id: DeliveryId) -> Result<(), Unknown> {
        let undone = self.deliveries.remove(&id).ok_or_else(|| Unknown("delivery", id.to_string()))?;
        self.order_mut(undone.order)?.deliveries.remove(&id);
        for (line, pieces) in undone.lines {
            self.ordered_mut(undone.order, line)?.delivered -= pieces.delivered();
        }
        Ok(())
    }

    fn undo_inspection(&mut self, id: DeliveryId, position: u64) -> Result<(), Unknown> {
        let said = self.delivery_mut(id)?.inspections.remove(&position);
        for part in said.into_iter().flatten() {
            self.inspect(id, &part, Decimal::NEGATIVE_ONE)?;
        }
        Ok(())
    }

    fn undo_sale(&mut self, sale: SaleId) -> Result<(), Unknown> {
        self.undoes(Class::Deduction, sale.0)?;
        let undone = self.sales.remove(&sale).ok_or_else(|| Unknown("sale", sale.to_string()))?;
        self.take_pieces_back(sale);
        self.give_back_drawn(sale)?;
        for residue in &undone.residues {
            let known = known(self.carried.get_mut(&residue.member), "residue of", residue.member)?;
            let change = residue.after.minus(residue.before).ok();
            *known = change.and_then(|change| known.minus(change).ok()).unwrap_or(*known);
        }
        for work in &undone.work {
            let entry = known(self.work.get_mut(work), "work", work)?;
            entry.paid_by = None;
            if let Some(order) = entry.order {
                self.unpaid_work.get_or_default(&order).insert(*work);
            }
        }
        if let Some(order) = undone.order {
            let order = self.order_mut(order)?;
            take(&mut order.invoiced, undone.total);
            add(&mut order.materials, undone.materials);
            if let Some((amount, booked)) = undone.offset {
                add(&mut order.open, amount);
                add(&mut order.open_booked, booked);
            }
        }
        Ok(())
    }
}

/// What a mirror sets aside again: its credits on the accounts where a payout waits, per sale.
fn set_aside_again(mirror: &[Mirror], waits: [Account; 2]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for posting in mirror.iter().filter(|posting| waits.contains(&posting.account)) {
        let (Some(sale), Some(amount)) = (posting.sale, posting.credit) else { continue };
        match sources.iter_mut().find(|part| part.sale == sale) {
            Some(part) => add(&mut part.amount, amount),
            None => sources.push(Source { sale, amount }),
        }
    }
    sources
}
