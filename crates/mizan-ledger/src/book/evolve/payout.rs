//! What a payout changes in the book: how far each member's item has come.

use crate::book::evolve::{Changes, Unknown, add, known};
use crate::book::state::Cooperative;
use crate::book::state::payout::{Dispute, Item, ItemState};
use crate::event::payout::{
    DebtSetOff, DisputeResolved, PayoutApproved, PayoutCancelled, PayoutFailed, PayoutHanded, PayoutReturned,
    PayoutScheduled, PayoutSent, PayoutSettled, PayoutUnclaimed, ReceiptAcknowledged, ReceiptDisputed,
};
use crate::record::Envelope;

impl Changes for PayoutScheduled {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let payout = own.payouts.get_or_default(&self.payout);
        payout.scheduled_on = Some(at.occurred_on);
        payout.scheduled_by = Some(at.actor.id);
        payout.hands.insert(at.actor.id);
        for item in &self.items {
            let (amount, method) = (item.amount, item.method);
            let (acknowledged, dispute) = (None, None);
            let sources = item.sources.clone();
            let state = ItemState::Scheduled;
            match payout.items.get_mut(&item.member) {
                Some(known) => {
                    add(&mut known.amount, amount);
                    known.sources.extend(sources);
                }
                None => {
                    let item_state =
                        Item { amount, method, sources, state, since: at.occurred_on, acknowledged, dispute };
                    payout.items.insert(item.member, item_state);
                }
            }
        }
        Ok(())
    }
}

impl Changes for PayoutApproved {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let payout = known(own.payouts.get_mut(&self.payout), "payout", self.payout)?;
        payout.approved = Some((at.actor.id, at.occurred_on));
        payout.hands.insert(at.actor.id);
        Ok(())
    }
}

impl Changes for PayoutCancelled {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        for item in &self.items {
            own.item_mut(self.payout, item.member)?.state = ItemState::Cancelled;
        }
        Ok(())
    }
}

impl Changes for DebtSetOff {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        for source in &self.sources {
            own.owes(self.member, source.sale, source.amount.negated());
        }
        Ok(())
    }
}

impl Changes for PayoutSent {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Sent, at)?;
        Ok(())
    }
}

impl Changes for PayoutSettled {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Settled, at)?;
        Ok(())
    }
}

impl Changes for PayoutFailed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Failed, at)?;
        Ok(())
    }
}

impl Changes for PayoutReturned {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Returned, at)?;
        Ok(())
    }
}

impl Changes for PayoutHanded {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Handed, at)?;
        let item = own.item_mut(self.payout, self.member)?;
        item.amount = self.amount;
        item.sources.clone_from(&self.sources);
        Ok(())
    }
}

impl Changes for PayoutUnclaimed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Unclaimed, at)?;
        Ok(())
    }
}

impl Changes for ReceiptAcknowledged {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.item_mut(self.payout, self.member)?.acknowledged = Some(self.amount);
        Ok(())
    }
}

impl Changes for ReceiptDisputed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let dispute = Dispute { on: at.occurred_on, position: at.position, received: self.received, outcome: None };
        own.item_mut(self.payout, self.member)?.dispute = Some(dispute);
        Ok(())
    }
}

impl Changes for DisputeResolved {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let item = own.item_mut(self.payout, self.member)?;
        known(item.dispute.as_mut(), "dispute about payout", self.payout)?.outcome = Some(self.outcome);
        Ok(())
    }
}
