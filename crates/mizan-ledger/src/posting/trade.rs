//! What a sale moves, from the materials handed out to the credit note.

use crate::account::Account;
use crate::event::trade::{
    AdvanceOffset, CommissionCharged, CreditNoteIssued, DeductionApplied, EarningsReleased, GoodsAccepted,
    MaterialsAdvanced, OrderPlaced, PayableSettled, ProceedsAllocated, Receiver, Recovered, SaleRecorded, WorkRecorded,
};
use crate::event::{Share, Source};
use crate::id::SaleId;
use crate::money::Money;
use crate::posting::{Book, Moves};

impl Moves for OrderPlaced {}
impl Moves for WorkRecorded {}
impl Moves for GoodsAccepted {}

impl Moves for MaterialsAdvanced {
    fn moves(&self, book: &mut Book<'_>) {
        for Share { member, amount } in &self.shares {
            book.move_money(Account::MemberAdvance(*member), Account::Stock, *amount);
        }
    }
}

impl Moves for SaleRecorded {
    fn moves(&self, book: &mut Book<'_>) {
        book.post(Account::Receivable(self.buyer), self.gross, None);
        book.post(Account::Tax, self.tax.negated(), None);
        book.post(Account::SaleClearing(self.sale), self.tax, None);
        book.post(Account::SaleClearing(self.sale), self.gross.negated(), None);
    }
}

impl Moves for AdvanceOffset {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::BuyerAdvance(self.buyer), Account::Receivable(self.buyer), self.booked);
    }
}

impl Moves for CommissionCharged {
    fn moves(&self, book: &mut Book<'_>) {
        slice(book, self.sale, self.to, self.amount);
    }
}

impl Moves for ProceedsAllocated {
    fn moves(&self, book: &mut Book<'_>) {
        for part in &self.slices {
            slice(book, self.sale, part.to, part.amount);
        }
        for Share { member, amount } in &self.makers {
            book.post(Account::SaleClearing(self.sale), *amount, None);
            book.post(Account::MemberPending(*member), amount.negated(), Some(self.sale));
        }
    }
}

impl Moves for DeductionApplied {
    fn moves(&self, book: &mut Book<'_>) {
        book.post(Account::MemberPending(self.member), self.amount, Some(self.sale));
        let recovered = match self.recovers {
            Recovered::Materials => Account::MemberAdvance(self.member),
            Recovered::Loan(loan) => Account::MemberLoan(self.member, loan),
            Recovered::Debt => Account::MemberDebt(self.member),
            Recovered::Fund(fund) => Account::Fund(fund),
        };
        book.post(recovered, self.amount.negated(), None);
    }
}

impl Moves for EarningsReleased {
    fn moves(&self, book: &mut Book<'_>) {
        for Share { member, amount } in &self.shares {
            let source = [Source { sale: self.sale, amount: *amount }];
            book.move_lots(Account::MemberPending(*member), Account::MemberAvailable(*member), &source);
        }
    }
}

impl Moves for CreditNoteIssued {
    fn moves(&self, book: &mut Book<'_>) {
        let sale = Some(self.sale);
        book.post(Account::Tax, self.tax, None);
        for part in &self.slices {
            let account = account_of(part.to);
            book.post(account, part.amount, account.is_lot().then_some(self.sale));
        }
        for maker in &self.makers {
            let member = maker.member;
            let mut part = |account: Account, amount: Option<Money>, sale: Option<SaleId>| {
                if let Some(amount) = amount {
                    book.post(account, amount, sale.filter(|_| account.is_lot()));
                }
            };
            part(Account::MemberPending(member), maker.pending, sale);
            part(Account::MemberAvailable(member), maker.available, sale);
            part(Account::MemberDebt(member), maker.debt, None);
            match self.borne_by {
                Some(Receiver::Cooperative) => part(Account::Losses, maker.borne, None),
                Some(other) => part(account_of(other), maker.borne, sale),
                None => {}
            }
        }
        book.post(Account::Receivable(self.buyer), self.booked.negated(), None);
    }
}

impl Moves for PayableSettled {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_lots(Account::Payable(self.party), Account::Till(self.till), &self.sources);
    }
}

/// Whose account a slice lies on.
#[must_use]
pub fn account_of(receiver: Receiver) -> Account {
    match receiver {
        Receiver::Party(party) => Account::Payable(party),
        Receiver::Cooperative => Account::Commission,
        Receiver::Recovered => Account::RecoveredCosts,
        Receiver::Fund(fund) => Account::Fund(fund),
    }
}

/// A slice leaves the sale's clearing account for its receiver.
fn slice(book: &mut Book<'_>, sale: SaleId, to: Receiver, amount: Money) {
    let account = account_of(to);
    book.post(Account::SaleClearing(sale), amount, None);
    book.post(account, amount.negated(), account.is_lot().then_some(sale));
}
