//! What loans move after they are disbursed: interest that falls due, what is forgiven, what another pays.

use crate::account::Account;
use crate::event::loan::{
    GuaranteeCalled, GuaranteeRepaid, InstalmentDue, LoanGroupFormed, LoanRescheduled, LoanScheduled, LoanWrittenOff,
};
use crate::posting::{Book, Moves};

impl Moves for LoanScheduled {}
impl Moves for LoanRescheduled {}
impl Moves for LoanGroupFormed {}

impl Moves for InstalmentDue {
    fn moves(&self, book: &mut Book<'_>) {
        for part in self.fees.into_iter().chain([self.interest]) {
            match self.member {
                Some(member) => {
                    book.move_money(Account::MemberLoan(member, self.loan), Account::InterestReceived, part)
                }
                None => book.move_money(Account::InterestPaid, Account::Loan(self.loan), part),
            }
        }
    }
}

impl Moves for LoanWrittenOff {
    fn moves(&self, book: &mut Book<'_>) {
        match self.member {
            Some(member) => book.move_money(Account::Losses, Account::MemberLoan(member, self.loan), self.amount),
            None => book.move_money(Account::Loan(self.loan), Account::LoansForgiven, self.amount),
        }
    }
}

impl Moves for GuaranteeCalled {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_lots(Account::MemberAvailable(self.payer), Account::MemberGuarantee(self.payer), &self.sources);
        book.move_money(
            Account::GuaranteeDebt(self.debtor, self.payer),
            Account::MemberLoan(self.debtor, self.loan),
            self.amount,
        );
    }
}

impl Moves for GuaranteeRepaid {
    fn moves(&self, book: &mut Book<'_>) {
        let debt = Account::GuaranteeDebt(self.debtor, self.payer);
        match self.till {
            Some(till) => book.move_money(Account::Till(till), debt, self.amount),
            None => book.move_lots(Account::MemberAvailable(self.debtor), debt, &self.sources),
        }
        book.move_lots(Account::MemberGuarantee(self.payer), Account::MemberAvailable(self.payer), &self.frees);
    }
}
