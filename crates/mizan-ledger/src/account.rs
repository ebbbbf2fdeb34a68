//! The chart of accounts of one cooperative, and how an account is written.
//!
//! An account is written from its root down, `liabilities:member:w1:available`. The cooperative that owns it stands beside
//! it. `fixtures/README.md` maps the chart to the Moroccan plan.

mod step;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

use crate::account::step::Step;
use crate::id::{
    AssetId, Code, CooperativeId, FundId, GrantId, LoanId, MemberId, PartyId, PayoutId, SaleId, TaxId, TillId,
};
use crate::money::Currency;
use crate::pack::Pack;

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

packed!(enum TillKind { 0 = Bank, 1 = Cash, 2 = Wallet, 3 = Provider });

/// A bank account, cash box, wallet or provider balance, written `bank:main`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Till {
    /// What it is.
    pub kind: TillKind,
    /// Which one.
    pub id: TillId,
}

packed!(struct Till { kind, id });

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

macro_rules! chart {
    ($($(#[$doc:meta])* $name:ident $(($($field:ident: $type:ty),+))? = $nature:ident $(/ $step:tt)+ $(as $lot:ident)?;)*) => {
        /// One account of one cooperative.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Account {
            $($(#[$doc])* $name $(($($type),+))?,)*
        }

        /// The accounts by their number in the chart, as they are packed.
        enum Number {
            $($name,)*
        }

        impl Pack for Account {
            fn pack(&self, out: &mut Vec<u8>) {
                match self {
                    $(Account::$name $(($($field),+))? => {
                        out.push(Number::$name as u8);
                        $($($field.pack(out);)+)?
                    })*
                }
            }

            fn unpack(from: &mut &[u8]) -> Option<Account> {
                let number = u8::unpack(from)?;
                Account::unpack_steps(number, from)
            }
        }

        impl Account {
            /// Whether a credit on it is owed for one sale and consumed first-in first-out: its postings name the sale.
            #[must_use]
            pub fn is_lot(self) -> bool {
                match self {
                    $(Account::$name $(($(chart!(@unused $field)),+))? => chart!(@is_lot $($lot)?),)*
                }
            }

            /// The member an account belongs to.
            #[must_use]
            pub fn member(self) -> Option<MemberId> {
                match self {
                    $(Account::$name $(($($field),+))? => None$($(.or(Step::member(&$field)))+)?,)*
                }
            }

            /// What kind of account it is.
            #[must_use]
            pub fn nature(self) -> Nature {
                match self {
                    $(Account::$name $(($(chart!(@unused $field)),+))? => Nature::$nature,)*
                }
            }

            /// Writes the steps of the name below its nature, each behind a colon.
            fn write_steps(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Account::$name $(($($field),+))? => {
                        $(f.write_str(":")?; chart!(@write f $step);)+
                    })*
                }
                Ok(())
            }

            /// The account that was packed under a number.
            fn unpack_steps(number: u8, from: &mut &[u8]) -> Option<Account> {
                $(if number == Number::$name as u8 {
                    return Some(Account::$name $(($(<$type as Pack>::unpack(from)?),+))?);
                })*
                None
            }

            /// The account of this nature with these steps below it.
            fn of_steps(nature: &str, steps: &[&str]) -> Option<Account> {
                $(if nature == Nature::$nature.word() {
                    let read = || {
                        let mut left = steps.iter().copied();
                        $(let chart!(@binding $step) = chart!(@read left $step);)+
                        left.next().is_none().then_some(Account::$name $(($($field),+))?)
                    };
                    if let Some(account) = read() {
                        return Some(account);
                    }
                })*
                None
            }
        }
    };
    (@unused $field:ident) => { _ };
    (@is_lot) => { false };
    (@is_lot lot) => { true };
    (@write $f:ident $word:literal) => { $f.write_str($word)? };
    (@write $f:ident $field:ident) => { Step::write(&$field, $f)? };
    (@binding $word:literal) => { () };
    (@binding $field:ident) => { $field };
    (@read $left:ident $word:literal) => { ($left.next()? == $word).then_some(())? };
    (@read $left:ident $field:ident) => { Step::read(&mut $left)? };
}

// In the order in which balances list them. `as lot`: a credit on it is owed for one sale.
chart! {
    /// Money the cooperative holds.
    Till(till: Till) = Assets / till;
    /// What a buyer owes.
    Receivable(buyer: PartyId) = Assets / "receivable" / buyer;
    /// Premiums a buyer owes on top of prices, never netted with them.
    PremiumReceivable(buyer: PartyId) = Assets / "premium-receivable" / buyer;
    /// What a buyer keeps back of invoices until it is released.
    Retained(buyer: PartyId) = Assets / "retained" / buyer;
    /// Materials or cash a member received before earning.
    MemberAdvance(member: MemberId) = Assets / "member" / member / "advance";
    /// What a member still owes of a loan.
    MemberLoan(member: MemberId, loan: LoanId) = Assets / "member" / member / "loan" / loan;
    /// What a member owes back after a refund.
    MemberDebt(member: MemberId) = Assets / "member" / member / "debt";
    /// What a member owes another of her group, who has paid an instalment for her.
    GuaranteeDebt(debtor: MemberId, payer: MemberId) = Assets / "member" / debtor / "guarantee" / payer;
    /// Materials in store.
    Stock = Assets / "stock";
    /// Equipment, at what is left of its cost.
    Equipment(asset: AssetId) = Assets / "equipment" / asset;
    /// Sent to another organisation of the book, less what came from it: each other's negative once all was received.
    Between(other: CooperativeId) = Equity / "between" / other;
    /// Currency trading: holds one foreign currency against the book's own.
    Exchange(currency: Currency) = Equity / "exchange" / currency;
    /// What a member has paid of her shares.
    Capital(member: MemberId) = Equity / "capital" / member;
    /// Balances brought in at the opening of the book.
    Opening = Equity / "opening";
    /// What grants paid of equipment and has not become income yet.
    DeferredGrant(asset: AssetId) = Equity / "deferred-grant" / asset;
    /// Earned, the buyer has not paid yet.
    MemberPending(member: MemberId) = Liabilities / "member" / member / "pending" as lot;
    /// Earned and payable now.
    MemberAvailable(member: MemberId) = Liabilities / "member" / member / "available" as lot;
    /// Set aside in a scheduled payout.
    MemberInPayout(member: MemberId) = Liabilities / "member" / member / "in-payout" as lot;
    /// Cash a member did not collect.
    MemberUnclaimed(member: MemberId) = Liabilities / "member" / member / "unclaimed" as lot;
    /// What a member has paid for another of her group: hers again as that is paid back.
    MemberGuarantee(member: MemberId) = Liabilities / "member" / member / "guarantee" as lot;
    /// Sent by bank or wallet, not yet confirmed.
    PayoutSent(payout: PayoutId, member: MemberId) = Liabilities / "payout" / payout / member as lot;
    /// A deposit a buyer paid before any sale.
    BuyerAdvance(buyer: PartyId) = Liabilities / "buyer-advance" / buyer;
    /// The slice of an intermediary, carrier or other party.
    Payable(party: PartyId) = Liabilities / "payable" / party as lot;
    /// What the cooperative owes a lender.
    Loan(loan: LoanId) = Liabilities / "loan" / loan;
    /// Tax collected.
    Tax = Liabilities / "tax";
    /// Tax withheld of what members and parties earn, until it is brought to the tax office.
    Withheld(tax: TaxId) = Liabilities / "withheld" / tax;
    /// A sale invoiced and not yet divided; zero again at the end of its batch.
    SaleClearing(sale: SaleId) = Liabilities / "sale" / sale;
    /// Money received from nobody known.
    Suspense = Liabilities / "suspense";
    /// A restricted fund.
    Fund(fund: FundId) = Liabilities / "fund" / fund;
    /// A grant's money that was received and not spent.
    Grant(grant: GrantId) = Liabilities / "grant" / grant;
    /// The cooperative's slice of sales it makes for its members.
    Commission = Income / "commission";
    /// The price of sales it makes for itself, tax apart.
    Sales = Income / "sales";
    /// What was given back of that.
    Returns = Income / "returns";
    /// Costs of the cooperative's own that a buyer paid back.
    RecoveredCosts = Income / "recovered-costs";
    /// Gains between the rate of an invoice and the rate of its payment.
    ExchangeGain = Income / "exchange-difference";
    /// Interest received.
    InterestReceived = Income / "interest";
    /// What grants paid of equipment, over the years it serves.
    GrantsReleased = Income / "grants";
    /// What funds had set aside for a loan and was used for it.
    FundsReleased = Income / "funds-released";
    /// What lenders have forgiven.
    LoansForgiven = Income / "loans-forgiven";
    /// Bank charges.
    BankCharges = Expenses / "bank-charges";
    /// Payment providers' fees.
    ProviderFees = Expenses / "provider-fees";
    /// Losses between the rate of an invoice and the rate of its payment.
    ExchangeLoss = Expenses / "exchange-difference";
    /// What others rounded.
    Rounding = Expenses / "rounding";
    /// Running costs, by kind.
    Operating(cost: Code) = Expenses / "operating" / cost;
    /// Interest and fees paid to lenders.
    InterestPaid = Expenses / "interest";
    /// What counts of cash found short, less what they found over.
    CashDifference = Expenses / "cash-difference";
    /// Makers' parts of credit notes that the cooperative bears.
    Losses = Expenses / "losses";
    /// What members earn of sales the cooperative makes for itself.
    MemberWork = Expenses / "member-work";
    /// What intermediaries, carriers and other parties have of such sales.
    Services = Expenses / "services";
    /// What goes into restricted funds of such sales.
    Contributions = Expenses / "fund-contributions";
    /// What equipment is worth less, over the years it serves.
    Depreciation = Expenses / "depreciation";
    /// What the cooperative added of its own to what a grant paid.
    OwnShare(grant: GrantId) = Expenses / "own-share" / grant;
}

impl Account {
    /// Whether it is income or expense that is a part of the price of sales, which the slices of those sales tell.
    #[must_use]
    pub fn is_of_sales(self) -> bool {
        let of_sales = [
            Account::Commission,
            Account::RecoveredCosts,
            Account::Sales,
            Account::Returns,
            Account::MemberWork,
            Account::Services,
            Account::Contributions,
        ];
        of_sales.contains(&self)
    }

    /// The steps of the name below its nature, from the root down.
    #[must_use]
    pub fn path(self) -> Vec<String> {
        self.to_string().split(':').skip(1).map(str::to_owned).collect()
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
        self.write_steps(f)
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
        let mut steps = text.split(':');
        let nature = steps.next().unwrap_or_default();
        let steps: Vec<&str> = steps.collect();
        Account::of_steps(nature, &steps).ok_or_else(|| NotAnAccount(text.chars().take(120).collect()))
    }
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
