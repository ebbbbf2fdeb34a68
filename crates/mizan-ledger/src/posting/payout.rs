//! What a payout moves: a member's lots, from available to her hand.

use crate::account::Account;
use crate::event::Source;
use crate::event::instruction::{
    PayoutAccepted, PayoutFileDiscarded, PayoutFiled, PayoutLimitsSet, PayoutNotReceived, PayoutReportedMissing,
    PayoutUnanswered,
};
use crate::event::payout::{
    DebtSetOff, DisputeResolved, PayoutApproved, PayoutCancelled, PayoutFailed, PayoutHanded, PayoutItem,
    PayoutReturned, PayoutScheduled, PayoutSent, PayoutSettled, PayoutUnclaimed, ReceiptAcknowledged, ReceiptDisputed,
};
use crate::event::recall::{PayoutRecallAnswered, PayoutRecallAsked};
use crate::id::MemberId;
use crate::posting::{Book, Moves};

impl Moves for PayoutApproved {}
impl Moves for PayoutLimitsSet {}
impl Moves for PayoutFiled {}
impl Moves for PayoutFileDiscarded {}
impl Moves for PayoutUnanswered {}
impl Moves for PayoutAccepted {}
impl Moves for PayoutReportedMissing {}
impl Moves for PayoutRecallAsked {}
impl Moves for PayoutRecallAnswered {}
impl Moves for ReceiptAcknowledged {}
impl Moves for ReceiptDisputed {}
impl Moves for DisputeResolved {}

impl Moves for PayoutScheduled {
    fn moves(&self, book: &mut Book<'_>) {
        for PayoutItem { member, sources, .. } in &self.items {
            book.move_lots(Account::MemberAvailable(*member), Account::MemberInPayout(*member), sources);
        }
    }
}

impl Moves for PayoutCancelled {
    fn moves(&self, book: &mut Book<'_>) {
        for PayoutItem { member, sources, .. } in &self.items {
            book.move_lots(set_aside(*member, self.unclaimed), Account::MemberAvailable(*member), sources);
        }
    }
}

impl Moves for PayoutSent {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_lots(
            Account::MemberInPayout(self.member),
            Account::PayoutSent(self.payout, self.member),
            &self.sources,
        );
    }
}

impl Moves for PayoutNotReceived {
    fn moves(&self, book: &mut Book<'_>) {
        for PayoutItem { member, sources, .. } in &self.items {
            book.move_lots(Account::PayoutSent(self.payout, *member), Account::MemberInPayout(*member), sources);
        }
    }
}

impl Moves for PayoutSettled {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_lots(Account::PayoutSent(self.payout, self.member), Account::Till(self.till), &self.sources);
    }
}

impl Moves for PayoutFailed {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_lots(
            Account::PayoutSent(self.payout, self.member),
            Account::MemberAvailable(self.member),
            &self.sources,
        );
    }
}

impl Moves for PayoutReturned {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_lots(Account::Till(self.till), Account::MemberAvailable(self.member), &self.sources);
    }
}

impl Moves for PayoutHanded {
    fn moves(&self, book: &mut Book<'_>) {
        let from = set_aside(self.member, self.unclaimed);
        book.move_lots(from, Account::Till(self.till), &self.sources);
        book.move_lots(from, Account::MemberAvailable(self.member), &self.left);
    }
}

impl Moves for PayoutUnclaimed {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_lots(Account::MemberInPayout(self.member), Account::MemberUnclaimed(self.member), &self.sources);
    }
}

impl Moves for DebtSetOff {
    fn moves(&self, book: &mut Book<'_>) {
        for Source { sale, amount } in &self.sources {
            book.post(Account::MemberAvailable(self.member), *amount, Some(*sale));
            book.post(Account::MemberDebt(self.member), amount.negated(), None);
        }
    }
}

/// Where the cash of a payout waits before it is handed over.
fn set_aside(member: MemberId, unclaimed: bool) -> Account {
    if unclaimed { Account::MemberUnclaimed(member) } else { Account::MemberInPayout(member) }
}
