//! What an event moves: its postings, a function of the event alone, so that anyone can book the log without our code.
//!
//! A debit is positive and a credit negative; the postings of one event sum to zero in each currency. A posting on a
//! lot account (`Account::is_lot`) names the sale the money comes from, so every centime can be followed.

use crate::account::{Account, Till};
use crate::event::payout::PayoutItem;
use crate::event::trade::{CreditNoteIssued, Receiver, Recovered, SaleRecorded};
use crate::event::treasury::{CurrencyConverted, ExchangeOpen, ExchangeSide, FeeKind, FxDifferenceRealised};
use crate::event::{Event, Share, Source};
use crate::id::{MemberId, SaleId};
use crate::money::Money;

/// One side of a movement of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Posting {
    /// Which account of the cooperative.
    pub account: Account,
    /// Debit above zero, credit below.
    pub amount: Money,
    /// The sale this money comes from, on a lot account.
    pub sale: Option<SaleId>,
}

/// Collects postings, dropping those that move nothing.
struct Book<'a>(&'a mut Vec<Posting>);

impl Book<'_> {
    fn post(&mut self, account: Account, amount: Money, sale: Option<SaleId>) {
        if !amount.is_zero() {
            self.0.push(Posting { account, amount, sale });
        }
    }

    /// Moves an amount: debits one account and credits the other.
    fn move_money(&mut self, debit: Account, credit: Account, amount: Money) {
        self.post(debit, amount, None);
        self.post(credit, amount.negated(), None);
    }

    /// Moves the parts of a lot; the sale stays with whichever account keeps lots.
    fn move_lots(&mut self, debit: Account, credit: Account, sources: &[Source]) {
        for Source { sale, amount } in sources {
            self.post(debit, *amount, debit.is_lot().then_some(*sale));
            self.post(credit, amount.negated(), credit.is_lot().then_some(*sale));
        }
    }

    /// Money comes into a till against an account kept in the cooperative's currency, through the trading account
    /// when the till receives another one.
    fn receive(&mut self, till: Till, received: Money, booked: Money, credit: Account) {
        self.post(Account::Till(till), received, None);
        self.exchange(received.negated(), booked);
        self.post(credit, booked.negated(), None);
    }

    /// Balances each leg of an exchange in its own currency, on the trading account of the foreign one.
    fn exchange(&mut self, foreign: Money, booked: Money) {
        if foreign.currency() != booked.currency() {
            let trading = Account::Exchange(foreign.currency());
            self.post(trading, foreign, None);
            self.post(trading, booked, None);
        }
    }
}

/// The postings of an event, in the accounts of the record's cooperative. They are appended to `into`.
pub fn postings(event: &Event, into: &mut Vec<Posting>) {
    let mut book = Book(into);
    match event {
        Event::BookOpened(_)
        | Event::PartyRegistered(_)
        | Event::CooperativeRegistered(_)
        | Event::MemberAdmitted(_)
        | Event::AgreementProposed(_)
        | Event::AgreementAccepted(_)
        | Event::AgreementSuperseded(_)
        | Event::ConsentGiven(_)
        | Event::ConsentWithdrawn(_)
        | Event::TillOpened(_)
        | Event::OrderPlaced(_)
        | Event::WorkRecorded(_)
        | Event::GoodsAccepted(_)
        | Event::PaymentAllocated(_)
        | Event::PayoutApproved(_)
        | Event::ReceiptAcknowledged(_)
        | Event::ReceiptDisputed(_)
        | Event::DisputeResolved(_) => {}
        Event::OpeningBalanceRecorded(e) => {
            book.move_money(e.till.map_or(Account::Stock, Account::Till), Account::Opening, e.amount);
        }
        Event::FundsTransferred(e) => book.move_money(Account::Till(e.to), Account::Till(e.from), e.amount),
        Event::MaterialsBought(e) => book.move_money(Account::Stock, Account::Till(e.till), e.amount),
        Event::AdvanceReceived(e) => book.receive(e.till, e.amount, e.booked, Account::BuyerAdvance(e.buyer)),
        Event::MaterialsAdvanced(e) => {
            for Share { member, amount } in &e.shares {
                book.move_money(Account::MemberAdvance(*member), Account::Stock, *amount);
            }
        }
        Event::SaleRecorded(e) => sale(&mut book, e),
        Event::AdvanceOffset(e) => {
            book.move_money(Account::BuyerAdvance(e.buyer), Account::Receivable(e.buyer), e.booked);
        }
        Event::CommissionCharged(e) => slice(&mut book, e.sale, e.to, e.amount),
        Event::ProceedsAllocated(e) => {
            for part in &e.slices {
                slice(&mut book, e.sale, part.to, part.amount);
            }
            for Share { member, amount } in &e.makers {
                book.post(Account::SaleClearing(e.sale), *amount, None);
                book.post(Account::MemberPending(*member), amount.negated(), Some(e.sale));
            }
        }
        Event::DeductionApplied(e) => {
            book.post(Account::MemberPending(e.member), e.amount, Some(e.sale));
            let recovered = match e.recovers {
                Recovered::Materials => Account::MemberAdvance(e.member),
                Recovered::Loan(loan) => Account::MemberLoan(e.member, loan),
                Recovered::Debt => Account::MemberDebt(e.member),
                Recovered::Fund(fund) => Account::Fund(fund),
            };
            book.post(recovered, e.amount.negated(), None);
        }
        Event::EarningsReleased(e) => {
            for Share { member, amount } in &e.shares {
                let source = [Source { sale: e.sale, amount: *amount }];
                book.move_lots(Account::MemberPending(*member), Account::MemberAvailable(*member), &source);
            }
        }
        Event::PaymentReceived(e) => {
            book.receive(e.till, e.amount, e.booked, e.buyer.map_or(Account::Suspense, Account::Receivable));
        }
        Event::PaymentIdentified(e) => book.move_money(Account::Suspense, Account::Receivable(e.buyer), e.booked),
        Event::FxDifferenceRealised(e) => exchange_difference(&mut book, e),
        Event::ProviderFeeCharged(e) => {
            let expense = match e.kind {
                FeeKind::Bank => Account::BankCharges,
                FeeKind::Provider => Account::ProviderFees,
            };
            book.post(expense, e.booked, None);
            book.exchange(e.amount, e.booked.negated());
            book.post(Account::Till(e.till), e.amount.negated(), None);
        }
        Event::CurrencyConverted(e) => converted(&mut book, e),
        Event::LoanDisbursed(e) => match e.member {
            Some(member) => book.move_money(Account::MemberLoan(member, e.loan), Account::Till(e.till), e.principal),
            None => book.move_money(Account::Till(e.till), Account::Loan(e.loan), e.principal),
        },
        Event::LoanRepaid(e) => {
            let extra = e.interest.into_iter().chain(e.fees);
            match e.member {
                Some(member) => {
                    book.move_money(Account::Till(e.till), Account::MemberLoan(member, e.loan), e.principal);
                    extra.for_each(|part| book.move_money(Account::Till(e.till), Account::InterestReceived, part));
                }
                None => {
                    book.move_money(Account::Loan(e.loan), Account::Till(e.till), e.principal);
                    extra.for_each(|part| book.move_money(Account::InterestPaid, Account::Till(e.till), part));
                }
            }
        }
        Event::PayoutScheduled(e) => {
            for PayoutItem { member, sources, .. } in &e.items {
                book.move_lots(Account::MemberAvailable(*member), Account::MemberInPayout(*member), sources);
            }
        }
        Event::PayoutCancelled(e) => {
            for PayoutItem { member, sources, .. } in &e.items {
                book.move_lots(Account::MemberInPayout(*member), Account::MemberAvailable(*member), sources);
            }
        }
        Event::PayoutSent(e) => {
            book.move_lots(Account::MemberInPayout(e.member), Account::PayoutSent(e.payout, e.member), &e.sources);
        }
        Event::PayoutSettled(e) => {
            book.move_lots(Account::PayoutSent(e.payout, e.member), Account::Till(e.till), &e.sources);
        }
        Event::PayoutFailed(e) => {
            book.move_lots(Account::PayoutSent(e.payout, e.member), Account::MemberAvailable(e.member), &e.sources);
        }
        Event::PayoutReturned(e) => {
            book.move_lots(Account::Till(e.till), Account::MemberAvailable(e.member), &e.sources);
        }
        Event::PayoutHanded(e) => {
            let from = set_aside(e.member, e.unclaimed);
            book.move_lots(from, Account::Till(e.till), &e.sources);
            book.move_lots(from, Account::MemberAvailable(e.member), &e.left);
        }
        Event::PayoutUnclaimed(e) => {
            book.move_lots(Account::MemberInPayout(e.member), Account::MemberUnclaimed(e.member), &e.sources);
        }
        Event::CreditNoteIssued(e) => credit_note(&mut book, e),
        Event::RefundIssued(e) => {
            book.post(Account::Receivable(e.buyer), e.booked, None);
            book.exchange(e.amount, e.booked.negated());
            book.post(Account::Till(e.till), e.amount.negated(), None);
        }
        Event::PayableSettled(e) => {
            book.move_lots(Account::Payable(e.party), Account::Till(e.till), &e.sources);
        }
        Event::CorrectionDeclared(e) => {
            for mirror in &e.mirror {
                let debits = mirror.debit.into_iter();
                let credits = mirror.credit.into_iter().map(Money::negated);
                debits.chain(credits).for_each(|amount| book.post(mirror.account, amount, mirror.sale));
            }
        }
    }
}

/// Where the cash of a payout waits before it is handed over.
fn set_aside(member: MemberId, unclaimed: bool) -> Account {
    if unclaimed { Account::MemberUnclaimed(member) } else { Account::MemberInPayout(member) }
}

/// The buyer owes the price; tax apart, it waits to be divided.
fn sale(book: &mut Book<'_>, e: &SaleRecorded) {
    book.post(Account::Receivable(e.buyer), e.gross, None);
    book.post(Account::Tax, e.tax.negated(), None);
    book.post(Account::SaleClearing(e.sale), e.tax, None);
    book.post(Account::SaleClearing(e.sale), e.gross.negated(), None);
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

/// A gain or a loss leaves the account it lay on, for the cooperative or for the makers of the sale.
fn exchange_difference(book: &mut Book<'_>, e: &FxDifferenceRealised) {
    let signed = |amount: Money| match e.side {
        ExchangeSide::Loss => amount,
        ExchangeSide::Gain => amount.negated(),
    };
    let open = match e.on {
        ExchangeOpen::Receivable(buyer) => Account::Receivable(buyer),
        ExchangeOpen::Exchange(currency) => Account::Exchange(currency),
    };
    book.post(open, signed(e.amount).negated(), None);
    if e.makers.is_empty() {
        let own = match e.side {
            ExchangeSide::Loss => Account::ExchangeLoss,
            ExchangeSide::Gain => Account::ExchangeGain,
        };
        book.post(own, signed(e.amount), None);
    }
    for Share { member, amount } in &e.makers {
        book.post(Account::MemberPending(*member), signed(*amount), e.sale);
    }
}

/// One currency leaves a till and another comes in; the trading account of the foreign one stands between.
fn converted(book: &mut Book<'_>, e: &CurrencyConverted) {
    book.post(Account::Till(e.from), e.sold.negated(), None);
    book.post(Account::Till(e.to), e.bought, None);
    let trading = Account::Exchange(e.foreign);
    book.post(trading, e.sold, None);
    book.post(trading, e.bought.negated(), None);
}

/// Every slice gives back its part, and the buyer owes that much less.
fn credit_note(book: &mut Book<'_>, e: &CreditNoteIssued) {
    let sale = Some(e.sale);
    book.post(Account::Tax, e.tax, None);
    for part in &e.slices {
        let account = account_of(part.to);
        book.post(account, part.amount, account.is_lot().then_some(e.sale));
    }
    for maker in &e.makers {
        let member = maker.member;
        let mut part = |account: Account, amount: Option<Money>, sale: Option<SaleId>| {
            if let Some(amount) = amount {
                book.post(account, amount, sale.filter(|_| account.is_lot()));
            }
        };
        part(Account::MemberPending(member), maker.pending, sale);
        part(Account::MemberAvailable(member), maker.available, sale);
        part(Account::MemberDebt(member), maker.debt, None);
        match e.borne_by {
            Some(Receiver::Cooperative) => part(Account::Losses, maker.borne, None),
            Some(other) => part(account_of(other), maker.borne, sale),
            None => {}
        }
    }
    book.post(Account::Receivable(e.buyer), e.booked.negated(), None);
}
