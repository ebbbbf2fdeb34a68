//! The agenda: what somebody will do on a later day because of what was done on an earlier one.

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::Date;
use mizan_ledger::id::{LoanId, MemberId, OrderId, PaymentId, PayoutId, PieceId, SaleId};
use mizan_ledger::money::Money;

/// What is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Task {
    /// A buyer pays the deposit of an order.
    Deposit(OrderId),
    /// Materials for an order are handed to its makers.
    HandMaterials(OrderId),
    /// What was made to order is delivered and invoiced.
    Deliver(OrderId),
    /// A piece that was listed finds its buyer.
    SellPiece(PieceId),
    /// A member pays the rest of her shares.
    PayShares(MemberId),
    /// What is overdue of a loan is paid.
    PayLoan(LoanId),
    /// A member pays back what another of her group has paid for her.
    RepayGuarantee(MemberId, MemberId),
    /// Whoever holds the goods of a sale sells them on.
    Resell(SaleId),
    /// Money of the union comes in.
    ReceiveFromUnion(Money),
    /// A buyer pays what it owes of a sale.
    Pay(SaleId),
    /// A buyer says that it accepts the goods.
    Accept(SaleId),
    /// It becomes known whose a payment was.
    Identify(PaymentId, SaleId),
    /// Goods come back, or something is wrong with them.
    GiveBack(SaleId),
    /// The bank says what became of an item of a payout.
    Settle(PayoutId, MemberId),
    /// A file that was sent has no answer.
    Miss(PayoutId, u32),
    /// A settled item comes back.
    Return(PayoutId, MemberId),
    /// A member is handed her cash.
    HandOver(PayoutId, MemberId),
    /// A member who did not come for her cash comes.
    Collect(PayoutId, MemberId),
    /// The payee says what she received.
    Hear(PayoutId, MemberId),
    /// A dispute is resolved.
    Resolve(PayoutId, MemberId),
}

/// The tasks of all shops, by day and in the order they were thought of.
#[derive(Debug, Clone, Default)]
pub(super) struct Agenda {
    days: BTreeMap<Date, VecDeque<(usize, Task)>>,
}

impl Agenda {
    /// Notes what a shop must do on a day.
    pub(super) fn note(&mut self, day: Date, shop: usize, task: Task) {
        self.days.entry(day).or_default().push_back((shop, task));
    }

    /// Takes the next thing to do up to this day.
    pub(super) fn due(&mut self, today: Date) -> Option<(usize, Task)> {
        let mut first = self.days.first_entry().filter(|entry| *entry.key() <= today)?;
        let task = first.get_mut().pop_front();
        if first.get().is_empty() {
            first.remove();
        }
        task
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_due_is_done_in_the_order_of_days_and_not_before() {
        let [one, two]: [SaleId; 2] = ["one", "two"].map(|id| id.parse().expect("an id"));
        let mut agenda = Agenda::default();
        agenda.note(date(2025, 3, 2), 0, Task::Pay(two));
        agenda.note(date(2025, 3, 1), 1, Task::Pay(one));
        assert_eq!(agenda.due(date(2025, 2, 28)), None);
        assert_eq!(agenda.due(date(2025, 3, 2)), Some((1, Task::Pay(one))));
        assert_eq!(agenda.due(date(2025, 3, 2)), Some((0, Task::Pay(two))));
        assert_eq!(agenda.due(date(2025, 3, 2)), None);
    }
}
