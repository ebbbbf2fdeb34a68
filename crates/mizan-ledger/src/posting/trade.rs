//! What a sale moves, from the materials handed out to the credit note.

use crate::account::Account;
use crate::agreement::document::Booking;
use crate::event::chargeback::GivenBack;
use crate::event::trade::{
    AdvanceOffset, CommissionCharged, CreditNoteIssued, DeductionApplied, EarningsReleased, GoodsAccepted,
    MaterialsAdvanced, MaterialsReturned, PayableSettled, ProceedsAllocated, Receiver, Recovered, ResiduesCarried,
    SaleRecorded, Slice, WorkRecorded,
};
use crate::event::{Share, Source};
use crate::id::SaleId;
use crate::money::Money;
use crate::posting::{Book, Moves};

impl Moves for WorkRecorded {}
impl Moves for ResiduesCarried {}
impl Moves for GoodsAccepted {}

impl Moves for MaterialsAdvanced {
    fn moves(&self, book: &mut Book<'_>) {
        for Share { member, amount } in &self.shares {
            book.move_money(Account::MemberAdvance(*member), Account::Stock, *amount);
        }
    }
}

impl Moves for MaterialsReturned {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Stock, Account::MemberAdvance(self.member), self.value);
    }
}

impl Moves for SaleRecorded {
    fn moves(&self, book: &mut Book<'_>) {
        let income = match self.booking {
            Booking::Mandate => Account::SaleClearing(self.sale),
            Booking::Principal => Account::Sales,
        };
        book.post(Account::Receivable(self.buyer), self.gross, None);
        book.post(Account::Tax, self.tax.negated(), None);
        book.post(income, self.tax, None);
        book.post(income, self.gross.negated(), None);
    }
}

impl Moves for AdvanceOffset {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::BuyerAdvance(self.buyer), Account::Receivable(self.buyer), self.booked);
    }
}

impl Moves for CommissionCharged {
    fn moves(&self, book: &mut Book<'_>) {
        book.slice(self.sale, self.booking, self.to, self.amount);
    }
}

impl Moves for ProceedsAllocated {
    fn moves(&self, book: &mut Book<'_>) {
        for part in &self.slices {
            book.slice(self.sale, self.booking, part.to, part.amount);
        }
        let work = match self.booking {
            Booking::Mandate => Account::SaleClearing(self.sale),
            Booking::Principal => Account::MemberWork,
        };
        for Share { member, amount } in &self.makers {
            book.post(work, *amount, None);
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
        book.price_given_back(&self.given_back());
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
        Receiver::Member(member) => Account::MemberPending(member),
    }
}

/// Where a receiver's slice comes from when the cooperative sells for itself; nowhere for its own, which stays in its
/// income.
fn expense_of(receiver: Receiver) -> Option<Account> {
    match receiver {
        Receiver::Party(_) => Some(Account::Services),
        Receiver::Fund(_) => Some(Account::Contributions),
        Receiver::Member(_) => Some(Account::MemberWork),
        Receiver::Cooperative | Receiver::Recovered => None,
    }
}

impl Book<'_> {
    /// A slice goes to its receiver: out of the sale's clearing account, or as an expense.
    fn slice(&mut self, sale: SaleId, booking: Booking, to: Receiver, amount: Money) {
        let from = match booking {
            Booking::Mandate => Some(Account::SaleClearing(sale)),
            Booking::Principal => expense_of(to),
        };
        if let Some(from) = from {
            let account = account_of(to);
            self.post(from, amount, None);
            self.post(account, amount.negated(), account.is_lot().then_some(sale));
        }
    }

    /// The slices of a sale give a part of its price back, each its own.
    pub(super) fn price_given_back(&mut self, e: &GivenBack<'_>) {
        let sale = Some(e.sale);
        self.post(Account::Tax, e.tax, None);
        if e.booking == Booking::Principal {
            self.post(Account::Returns, e.booked, None);
            self.post(Account::Returns, e.tax.negated(), None);
        }
        for part in e.slices {
            self.given_back(e.sale, e.booking, part);
        }
        for maker in e.makers {
            let member = maker.member;
            let mut part = |account: Account, amount: Option<Money>, sale: Option<SaleId>| {
                if let Some(amount) = amount {
                    self.post(account, amount, sale.filter(|_| account.is_lot()));
                }
            };
            part(Account::MemberPending(member), maker.pending, sale);
            part(Account::MemberAvailable(member), maker.available, sale);
            part(Account::MemberDebt(member), maker.debt, None);
            part(Account::Losses, maker.lost, None);
            match e.borne_by {
                Some(Receiver::Cooperative) => part(Account::Losses, maker.borne, None),
                Some(other) => part(account_of(other), maker.borne, sale),
                None => {}
            }
            if e.booking == Booking::Principal {
                self.post(Account::MemberWork, maker.amount.negated(), None);
            }
        }
    }

    /// A receiver gives a part of its slice back; the buyer's account stands on the other side, or the expense. What a
    /// fund has no more of it is a loss.
    fn given_back(&mut self, sale: SaleId, booking: Booking, part: &Slice) {
        let expense = match booking {
            Booking::Mandate => None,
            Booking::Principal => match expense_of(part.to) {
                None => return,
                expense @ Some(_) => expense,
            },
        };
        let account = account_of(part.to);
        let lost = part.lost.unwrap_or(part.amount.currency().zero());
        self.post(account, part.amount, account.is_lot().then_some(sale));
        self.post(account, lost.negated(), account.is_lot().then_some(sale));
        self.post(Account::Losses, lost, None);
        if let Some(expense) = expense {
            self.post(expense, part.amount.negated(), None);
        }
    }
}
