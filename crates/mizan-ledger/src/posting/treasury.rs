//! What the cooperative's own money moves: tills, buyers' payments, fees, currencies, loans.

use crate::account::Account;
use crate::event::Share;
use crate::event::fee::ProviderFeeReturned;
use crate::event::treasury::{
    AdvanceReceived, CurrencyConverted, ExchangeOpen, ExchangeSide, ExpensePaid, FeeKind, FundsTransferred,
    FxDifferenceRealised, LoanDisbursed, LoanRepaid, MaterialsBought, OpeningBalanceRecorded, PaymentAllocated,
    PaymentIdentified, PaymentReceived, ProviderFeeCharged, RefundIssued, TillOpened,
};
use crate::money::Money;
use crate::posting::{Book, Moves};

impl Moves for TillOpened {}
impl Moves for PaymentAllocated {}

impl Moves for OpeningBalanceRecorded {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(self.till.map_or(Account::Stock, Account::Till), Account::Opening, self.amount);
    }
}

impl Moves for FundsTransferred {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Till(self.to), Account::Till(self.from), self.amount);
    }
}

impl Moves for MaterialsBought {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Stock, Account::Till(self.till), self.amount);
    }
}

impl Moves for ExpensePaid {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Operating(self.cost), Account::Till(self.till), self.amount);
    }
}

impl Moves for AdvanceReceived {
    fn moves(&self, book: &mut Book<'_>) {
        book.receive(self.till, self.amount, self.booked, Account::BuyerAdvance(self.buyer));
    }
}

impl Moves for PaymentReceived {
    fn moves(&self, book: &mut Book<'_>) {
        book.receive(self.till, self.amount, self.booked, self.buyer.map_or(Account::Suspense, Account::Receivable));
    }
}

impl Moves for PaymentIdentified {
    fn moves(&self, book: &mut Book<'_>) {
        book.move_money(Account::Suspense, Account::Receivable(self.buyer), self.booked);
    }
}

impl Moves for FxDifferenceRealised {
    fn moves(&self, book: &mut Book<'_>) {
        let signed = |amount: Money| match self.side {
            ExchangeSide::Loss => amount,
            ExchangeSide::Gain => amount.negated(),
        };
        let open = match self.on {
            ExchangeOpen::Receivable(buyer) => Account::Receivable(buyer),
            ExchangeOpen::Exchange(currency) => Account::Exchange(currency),
        };
        book.post(open, signed(self.amount).negated(), None);
        if self.makers.is_empty() {
            let own = match self.side {
                ExchangeSide::Loss => Account::ExchangeLoss,
                ExchangeSide::Gain => Account::ExchangeGain,
            };
            book.post(own, signed(self.amount), None);
        }
        for Share { member, amount } in &self.makers {
            book.post(Account::MemberPending(*member), signed(*amount), self.sale);
        }
    }
}

impl Moves for ProviderFeeCharged {
    fn moves(&self, book: &mut Book<'_>) {
        book.post(expense_of(self.kind), self.booked, None);
        book.exchange(self.amount, self.booked.negated());
        book.post(Account::Till(self.till), self.amount.negated(), None);
    }
}

impl Moves for ProviderFeeReturned {
    fn moves(&self, book: &mut Book<'_>) {
        book.receive(self.till, self.amount, self.booked, expense_of(self.kind));
    }
}

impl Moves for CurrencyConverted {
    fn moves(&self, book: &mut Book<'_>) {
        book.post(Account::Till(self.from), self.sold.negated(), None);
        book.post(Account::Till(self.to), self.bought, None);
        let trading = Account::Exchange(self.foreign);
        book.post(trading, self.sold, None);
        book.post(trading, self.bought.negated(), None);
    }
}

impl Moves for LoanDisbursed {
    fn moves(&self, book: &mut Book<'_>) {
        match self.member {
            Some(member) => {
                book.move_money(Account::MemberLoan(member, self.loan), Account::Till(self.till), self.principal)
            }
            None => book.move_money(Account::Till(self.till), Account::Loan(self.loan), self.principal),
        };
    }
}

impl Moves for LoanRepaid {
    fn moves(&self, book: &mut Book<'_>) {
        let extra = self.interest.into_iter().chain(self.fees);
        if let Some(from) = self.out_of {
            book.move_money(Account::Fund(from.fund), Account::FundsReleased, self.amount);
        }
        for due in self.fees_due.into_iter().chain(self.interest_due) {
            match self.member {
                Some(member) => book.move_money(Account::Till(self.till), Account::MemberLoan(member, self.loan), due),
                None => book.move_money(Account::Loan(self.loan), Account::Till(self.till), due),
            }
        }
        match self.member {
            Some(member) => {
                book.move_money(Account::Till(self.till), Account::MemberLoan(member, self.loan), self.principal);
                extra.for_each(|part| book.move_money(Account::Till(self.till), Account::InterestReceived, part));
            }
            None => {
                book.move_money(Account::Loan(self.loan), Account::Till(self.till), self.principal);
                extra.for_each(|part| book.move_money(Account::InterestPaid, Account::Till(self.till), part));
            }
        }
    }
}

impl Moves for RefundIssued {
    fn moves(&self, book: &mut Book<'_>) {
        book.give_back(Account::Receivable(self.buyer), self.booked, self.amount, self.till);
    }
}

/// Whose expense a fee is.
fn expense_of(kind: FeeKind) -> Account {
    match kind {
        FeeKind::Bank => Account::BankCharges,
        FeeKind::Provider => Account::ProviderFees,
    }
}
