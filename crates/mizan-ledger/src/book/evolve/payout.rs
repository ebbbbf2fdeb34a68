//! What a payout changes in the book: how far each member's item has come.

use crate::book::evolve::{Changes, Unknown, add, known};
use crate::book::state::Cooperative;
use crate::book::state::payout::{Dispute, Item, ItemState, Limits, Missing, PayoutFile, Recall};
use crate::book::state::register::insert_by_day;
use crate::event::instruction::{
    PayoutAccepted, PayoutFileDiscarded, PayoutFiled, PayoutLimitsSet, PayoutNotReceived, PayoutReportedMissing,
    PayoutUnanswered,
};
use crate::event::payout::{
    DebtSetOff, DisputeResolved, PayoutApproved, PayoutCancelled, PayoutFailed, PayoutHanded, PayoutReturned,
    PayoutScheduled, PayoutSent, PayoutSettled, PayoutUnclaimed, ReceiptAcknowledged, ReceiptDisputed,
};
use crate::event::recall::{PayoutRecallAnswered, PayoutRecallAsked, RecallAnswer};
use crate::id::{MemberId, PayoutId};
use crate::record::Envelope;

impl Changes for PayoutScheduled {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let payout = own.payouts.get_or_default(&self.payout);
        payout.scheduled_on = Some(at.occurred_on);
        payout.scheduled_by = Some(at.actor.id);
        payout.hands.insert(at.actor.id);
        if payout.items.is_empty() {
            payout.seed = at.id.as_u128();
        }
        for item in &self.items {
            let (amount, method) = (item.amount, item.method);
            let (acknowledged, dispute, file, recall) = (None, None, None, None);
            let number = u32::try_from(payout.items.len()).unwrap_or(u32::MAX);
            let sources = item.sources.clone();
            let state = ItemState::Scheduled;
            match payout.items.get_mut(&item.member) {
                Some(known) => {
                    add(&mut known.amount, amount);
                    known.sources.extend(sources);
                }
                None => {
                    let since = at.occurred_on;
                    let scheduled =
                        Item { amount, method, sources, number, file, state, since, acknowledged, dispute, recall };
                    payout.items.insert(item.member, scheduled);
                }
            }
        }
        Ok(())
    }
}

impl Changes for PayoutApproved {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let payout = known(own.payouts.get_mut(&self.payout), "payout", self.payout)?;
        payout.approvals.push((at.actor.id, at.occurred_on));
        payout.list.clone_from(&self.list);
        if self.more == 0 {
            payout.approved_on = payout.approvals.iter().map(|(_, on)| *on).max();
        }
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

impl Changes for PayoutLimitsSet {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let PayoutLimitsSet { bank, wallet, cash, payout, one_approves, watch, new_account, .. } = *self;
        let from = at.occurred_on;
        let wallet_levels = self.wallet_levels.clone();
        let limits = Limits { from, bank, wallet, wallet_levels, cash, payout, one_approves, watch, new_account };
        insert_by_day(&mut own.limits, limits, |limits| limits.from);
        Ok(())
    }
}

impl Changes for PayoutFiled {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let payout = known(own.payouts.get_mut(&self.payout), "payout", self.payout)?;
        if usize::try_from(self.file).is_ok_and(|file| file > payout.files.len()) {
            let (profile, created_at, pay_on) = (self.profile, self.created_at, self.pay_on);
            let (position, attempts, missing) = (at.position, 0, None);
            payout.files.push(PayoutFile {
                method: self.method,
                profile,
                created_at,
                pay_on,
                position,
                attempts,
                missing,
            });
        }
        for filed in &self.items {
            own.progress(self.payout, filed.member, ItemState::Filed, at)?;
            own.item_mut(self.payout, filed.member)?.file = Some(self.file);
        }
        Ok(())
    }
}

impl Changes for PayoutFileDiscarded {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.move_file(self.payout, self.file, &[ItemState::Filed], ItemState::Scheduled, at)?;
        own.empty_file(self.payout, self.file)
    }
}

impl Changes for PayoutSent {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Sent, at)?;
        if let (Some(file), (1, _)) = (self.file, at.part) {
            let file = own.file_mut(self.payout, file)?;
            file.attempts += 1;
            // What was read of it before does not speak of what is sent now.
            file.missing = None;
        }
        Ok(())
    }
}

impl Changes for PayoutUnanswered {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.move_file(self.payout, self.file, &[ItemState::Sent], ItemState::Unknown, at)
    }
}

impl Changes for PayoutAccepted {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.progress(self.payout, self.member, ItemState::Accepted, at)?;
        Ok(())
    }
}

impl Changes for PayoutReportedMissing {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let (by, on, withdrawn) = (at.actor.id, at.occurred_on, self.withdrawn);
        own.file_mut(self.payout, self.file)?.missing = Some(Missing { by, on, withdrawn });
        known(own.payouts.get_mut(&self.payout), "payout", self.payout)?.hands.insert(by);
        Ok(())
    }
}

impl Changes for PayoutNotReceived {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.file_mut(self.payout, self.file)?.missing = None;
        let under_way = [ItemState::Sent, ItemState::Unknown, ItemState::Filed];
        if self.withdrawn {
            own.move_file(self.payout, self.file, &under_way, ItemState::Scheduled, at)?;
            own.empty_file(self.payout, self.file)
        } else {
            own.move_file(self.payout, self.file, &under_way, ItemState::Filed, at)
        }
    }
}

impl Cooperative {
    fn file_mut(&mut self, payout: PayoutId, file: u32) -> Result<&mut PayoutFile, Unknown> {
        let files = self.payouts.get_mut(&payout).map(|payout| &mut payout.files);
        let place = usize::try_from(file).ok().and_then(|file| file.checked_sub(1));
        known(files.zip(place).and_then(|(files, place)| files.get_mut(place)), "file of payout", payout)
    }

    /// One payment is asked back, or the bank has answered that.
    fn recalled(
        &mut self,
        payout: PayoutId,
        member: MemberId,
        answer: Option<RecallAnswer>,
        at: &Envelope,
    ) -> Result<(), Unknown> {
        known(self.payouts.get_mut(&payout), "payout", payout)?.hands.insert(at.actor.id);
        self.item_mut(payout, member)?.recall = Some(Recall { since: at.occurred_on, answer });
        Ok(())
    }

    /// What is scheduled again stands in no file.
    fn empty_file(&mut self, payout: PayoutId, file: u32) -> Result<(), Unknown> {
        let payout = known(self.payouts.get_mut(&payout), "payout", payout)?;
        payout.items.values_mut().filter(|item| item.file == Some(file)).for_each(|item| item.file = None);
        Ok(())
    }

    /// What is in these states of a file goes on to another.
    fn move_file(
        &mut self,
        payout: PayoutId,
        file: u32,
        from: &[ItemState],
        to: ItemState,
        at: &Envelope,
    ) -> Result<(), Unknown> {
        let payout = known(self.payouts.get_mut(&payout), "payout", payout)?;
        payout.hands.insert(at.actor.id);
        let there = payout.items.values_mut().filter(|item| item.file == Some(file) && from.contains(&item.state));
        there.for_each(|item| (item.state, item.since) = (to, at.occurred_on));
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

impl Changes for PayoutRecallAsked {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.recalled(self.payout, self.member, None, at)
    }
}

impl Changes for PayoutRecallAnswered {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.recalled(self.payout, self.member, Some(self.answer), at)
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
