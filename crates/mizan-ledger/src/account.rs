//! The chart of accounts of one cooperative, and how an account is written.
//!
//! An account is written from its root down, `liabilities:member:w1:available`; the root says its nature. The
//! cooperative that owns it stands beside it, never in it. `fixtures/README.md` maps the chart to the Moroccan plan.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::id::{FundId, LoanId, MemberId, PartyId, PayoutId, SaleId, TillId};
use crate::money::Currency;

/// Where a cooperative keeps its own money.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TillKind {
    /// A bank account.
    Bank,
    /// A cash box.
    Cash,
    /// A mobile wallet account.
    Wallet,
    /// A balance held by a payment provider.
    Provider,
}

/// A bank account, cash box, wallet or provider balance, written `bank:main`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Till {
    /// What it is.
    pub kind: TillKind,
    /// Which one.
    pub id: TillId,
}

/// The five natures of an account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Nature {
    /// What the cooperative has or is owed.
    Assets,
    /// What it owes.
    Liabilities,
    /// What is its own.
    Equity,
    /// What it earns.
    Income,
    /// What it spends.
    Expenses,
}

/// One account of one cooperative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Money the cooperative holds.
    Till(Till),
    /// What a buyer owes.
    Receivable(PartyId),
    /// Materials or cash a member received before earning.
    MemberAdvance(MemberId),
    /// What a member still owes of a loan.
    MemberLoan(MemberId, LoanId),
    /// What a member owes back after a refund.
    MemberDebt(MemberId),
    /// Materials in store.
    Stock,
    /// Currency trading: holds one foreign currency against the book's own.
    Exchange(Currency),
    /// Balances brought in at the opening of the book.
    Opening,
    /// Earned, the buyer has not paid yet.
    MemberPending(MemberId),
    /// Earned and payable now.
    MemberAvailable(MemberId),
    /// Set aside in a scheduled payout.
    MemberInPayout(MemberId),
    /// Cash a member did not collect.
    MemberUnclaimed(MemberId),
    /// Sent by bank or wallet, not yet confirmed.
    PayoutSent(PayoutId, MemberId),
    /// A deposit a buyer paid before any sale.
    BuyerAdvance(PartyId),
    /// The slice of an intermediary, carrier or other party.
    Payable(PartyId),
    /// What the cooperative owes a lender.
    Loan(LoanId),
    /// Tax collected.
    Tax,
    /// A sale invoiced and not yet divided; zero again at the end of its batch.
    SaleClearing(SaleId),
    /// Money received from nobody known.
    Suspense,
    /// A restricted fund.
    Fund(FundId),
    /// The cooperative's slice of sales.
    Commission,
    /// Costs of the cooperative's own that a buyer paid back.
    RecoveredCosts,
    /// Gains between the rate of an invoice and the rate of its payment.
    ExchangeGain,
    /// Interest received.
    InterestReceived,
    /// Bank charges.
    BankCharges,
    /// Payment providers' fees.
    ProviderFees,
    /// Losses between the rate of an invoice and the rate of its payment.
    ExchangeLoss,
    /// Interest and fees paid to lenders.
    InterestPaid,
    /// Makers' parts of credit notes that the cooperative bears.
    Losses,
}

impl Account {
    /// Whether a credit on it is owed for one sale and consumed first-in first-out: its postings name the sale.
    #[must_use]
    pub fn is_lot(self) -> bool {
        matches!(
            self,
            Account::MemberPending(_)
                | Account::MemberAvailable(_)
                | Account::MemberInPayout(_)
                | Account::MemberUnclaimed(_)
                | Account::PayoutSent(..)
                | Account::Payable(_)
        )
    }

    /// The member an account belongs to.
    #[must_use]
    pub fn member(self) -> Option<MemberId> {
        match self {
            Account::MemberAdvance(member)
            | Account::MemberLoan(member, _)
            | Account::MemberDebt(member)
            | Account::MemberPending(member)
            | Account::MemberAvailable(member)
            | Account::MemberInPayout(member)
            | Account::MemberUnclaimed(member)
            | Account::PayoutSent(_, member) => Some(member),
            Account::Till(_)
            | Account::Receivable(_)
            | Account::Stock
            | Account::Exchange(_)
            | Account::Opening
            | Account::BuyerAdvance(_)
            | Account::Payable(_)
            | Account::Loan(_)
            | Account::Tax
            | Account::SaleClearing(_)
            | Account::Suspense
            | Account::Fund(_)
            | Account::Commission
            | Account::RecoveredCosts
            | Account::ExchangeGain
            | Account::InterestReceived
            | Account::BankCharges
            | Account::ProviderFees
            | Account::ExchangeLoss
            | Account::InterestPaid
            | Account::Losses => None,
        }
    }

    /// What kind of account it is.
    #[must_use]
    pub fn nature(self) -> Nature {
        match self {
            Account::Till(_)
            | Account::Receivable(_)
            | Account::MemberAdvance(_)
            | Account::MemberLoan(..)
            | Account::MemberDebt(_)
            | Account::Stock => Nature::Assets,
            Account::Exchange(_) | Account::Opening => Nature::Equity,
            Account::MemberPending(_)
            | Account::MemberAvailable(_)
            | Account::MemberInPayout(_)
            | Account::MemberUnclaimed(_)
            | Account::PayoutSent(..)
            | Account::BuyerAdvance(_)
            | Account::Payable(_)
            | Account::Loan(_)
            | Account::Tax
            | Account::SaleClearing(_)
            | Account::Suspense
            | Account::Fund(_) => Nature::Liabilities,
            Account::Commission | Account::RecoveredCosts | Account::ExchangeGain | Account::InterestReceived => {
                Nature::Income
            }
            Account::BankCharges
            | Account::ProviderFees
            | Account::ExchangeLoss
            | Account::InterestPaid
            | Account::Losses => Nature::Expenses,
        }
    }

    /// The parts of the name below its nature, from the root down.
    #[must_use]
    pub fn path(self) -> Vec<String> {
        let parts = |parts: &[&str]| parts.iter().map(|&part| part.to_owned()).collect();
        match self {
            Account::Till(till) => vec![till.kind.word().to_owned(), till.id.to_string()],
            Account::Receivable(buyer) => parts(&["receivable", buyer.as_str()]),
            Account::MemberAdvance(member) => parts(&["member", member.as_str(), "advance"]),
            Account::MemberLoan(member, loan) => parts(&["member", member.as_str(), "loan", loan.as_str()]),
            Account::MemberDebt(member) => parts(&["member", member.as_str(), "debt"]),
            Account::Stock => parts(&["stock"]),
            Account::Exchange(currency) => vec!["exchange".to_owned(), currency.code().to_ascii_lowercase()],
            Account::Opening => parts(&["opening"]),
            Account::MemberPending(member) => parts(&["member", member.as_str(), "pending"]),
            Account::MemberAvailable(member) => parts(&["member", member.as_str(), "available"]),
            Account::MemberInPayout(member) => parts(&["member", member.as_str(), "in-payout"]),
            Account::MemberUnclaimed(member) => parts(&["member", member.as_str(), "unclaimed"]),
            Account::PayoutSent(payout, member) => parts(&["payout", payout.as_str(), member.as_str()]),
            Account::BuyerAdvance(buyer) => parts(&["buyer-advance", buyer.as_str()]),
            Account::Payable(party) => parts(&["payable", party.as_str()]),
            Account::Loan(loan) => parts(&["loan", loan.as_str()]),
            Account::Tax => parts(&["tax"]),
            Account::SaleClearing(sale) => parts(&["sale", sale.as_str()]),
            Account::Suspense => parts(&["suspense"]),
            Account::Fund(fund) => parts(&["fund", fund.as_str()]),
            Account::Commission => parts(&["commission"]),
            Account::RecoveredCosts => parts(&["recovered-costs"]),
            Account::ExchangeGain | Account::ExchangeLoss => parts(&["exchange-difference"]),
            Account::InterestReceived | Account::InterestPaid => parts(&["interest"]),
            Account::BankCharges => parts(&["bank-charges"]),
            Account::ProviderFees => parts(&["provider-fees"]),
            Account::Losses => parts(&["losses"]),
        }
    }
}

impl Nature {
    /// The root of the account's name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Nature::Assets => "assets",
            Nature::Liabilities => "liabilities",
            Nature::Equity => "equity",
            Nature::Income => "income",
            Nature::Expenses => "expenses",
        }
    }
}

impl TillKind {
    /// Every kind, in the order they are listed to a reader.
    pub const ALL: [TillKind; 4] = [TillKind::Bank, TillKind::Cash, TillKind::Wallet, TillKind::Provider];

    /// The word before the colon.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TillKind::Bank => "bank",
            TillKind::Cash => "cash",
            TillKind::Wallet => "wallet",
            TillKind::Provider => "provider",
        }
    }
}

impl fmt::Display for Till {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.id)
    }
}

/// A text that names no till.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a till: write bank, cash, wallet or provider, a colon and an identifier, such as \"bank:main\"")]
pub struct NotATill(String);

impl FromStr for Till {
    type Err = NotATill;

    fn from_str(text: &str) -> Result<Till, NotATill> {
        let refused = || NotATill(text.chars().take(60).collect());
        let (word, id) = text.split_once(':').ok_or_else(refused)?;
        let kind = TillKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(refused)?;
        Ok(Till { kind, id: id.parse().map_err(|_| refused())? })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.nature().word())?;
        self.path().iter().try_for_each(|part| write!(f, ":{part}"))
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that names no account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an account: write it as balances print it, such as \"liabilities:member:w1:available\"")]
pub struct NotAnAccount(String);

impl FromStr for Account {
    type Err = NotAnAccount;

    fn from_str(text: &str) -> Result<Account, NotAnAccount> {
        parse(text).ok_or_else(|| NotAnAccount(text.chars().take(120).collect()))
    }
}

fn parse(text: &str) -> Option<Account> {
    let parts: Vec<&str> = text.split(':').collect();
    let account = match *parts.as_slice() {
        ["assets", kind @ ("bank" | "cash" | "wallet" | "provider"), id] => {
            Account::Till(format!("{kind}:{id}").parse().ok()?)
        }
        ["assets", "receivable", buyer] => Account::Receivable(buyer.parse().ok()?),
        ["assets", "member", member, "advance"] => Account::MemberAdvance(member.parse().ok()?),
        ["assets", "member", member, "loan", loan] => Account::MemberLoan(member.parse().ok()?, loan.parse().ok()?),
        ["assets", "member", member, "debt"] => Account::MemberDebt(member.parse().ok()?),
        ["assets", "stock"] => Account::Stock,
        ["equity", "exchange", code] => Account::Exchange(code.to_ascii_uppercase().parse().ok()?),
        ["equity", "opening"] => Account::Opening,
        ["liabilities", "member", member, "pending"] => Account::MemberPending(member.parse().ok()?),
        ["liabilities", "member", member, "available"] => Account::MemberAvailable(member.parse().ok()?),
        ["liabilities", "member", member, "in-payout"] => Account::MemberInPayout(member.parse().ok()?),
        ["liabilities", "member", member, "unclaimed"] => Account::MemberUnclaimed(member.parse().ok()?),
        ["liabilities", "payout", payout, member] => Account::PayoutSent(payout.parse().ok()?, member.parse().ok()?),
        ["liabilities", "buyer-advance", buyer] => Account::BuyerAdvance(buyer.parse().ok()?),
        ["liabilities", "payable", party] => Account::Payable(party.parse().ok()?),
        ["liabilities", "loan", loan] => Account::Loan(loan.parse().ok()?),
        ["liabilities", "tax"] => Account::Tax,
        ["liabilities", "sale", sale] => Account::SaleClearing(sale.parse().ok()?),
        ["liabilities", "suspense"] => Account::Suspense,
        ["liabilities", "fund", fund] => Account::Fund(fund.parse().ok()?),
        ["income", "commission"] => Account::Commission,
        ["income", "recovered-costs"] => Account::RecoveredCosts,
        ["income", "exchange-difference"] => Account::ExchangeGain,
        ["income", "interest"] => Account::InterestReceived,
        ["expenses", "bank-charges"] => Account::BankCharges,
        ["expenses", "provider-fees"] => Account::ProviderFees,
        ["expenses", "exchange-difference"] => Account::ExchangeLoss,
        ["expenses", "interest"] => Account::InterestPaid,
        ["expenses", "losses"] => Account::Losses,
        _ => return None,
    };
    Some(account)
}

macro_rules! as_text {
    ($($name:ident: $what:literal;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                struct Visitor;
                impl de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    )*};
}

as_text! {
    Till: "a till in quotes, such as \"bank:main\"";
    Account: "an account in quotes, such as \"assets:bank:main\"";
}
