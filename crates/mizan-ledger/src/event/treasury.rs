//! Money that comes in, changes currency or is borrowed: tills, buyers' payments, fees, conversions, loans.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::fund::FromFund;
use crate::event::{Digests, Share};
use crate::id::{
    ActorId, Code, ConversionId, FeeId, GrantId, GroupId, LoanId, MemberId, MovementId, OrderId, PartyId, PaymentId,
    RefundId, SaleId,
};
use crate::money::{Currency, ExchangeRate, Money, positive};
use crate::text::Label;

/// The cooperative has a bank account, cash box, wallet or provider balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TillOpened {
    /// Which.
    pub till: Till,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Label>,
    /// Who alone carries it and pays out of it, if it is the float of one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<ActorId>,
    /// Digests of what is sealed: the account number, the holder.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// The cooperative had this before its book was opened. Without a till it is materials in store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningBalanceRecorded {
    /// This entry.
    pub movement: MovementId,
    /// Where it lies; materials in store if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub till: Option<Till>,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
}

/// The cooperative moves its own money from one till to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundsTransferred {
    /// This transfer.
    pub movement: MovementId,
    /// Out of.
    pub from: Till,
    /// Into.
    pub to: Till,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// The grant whose money it is, if it is a grant's: it stays that grant's in the other till.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<GrantId>,
}

/// An organisation pays a running cost of its own, so that what it keeps of sales can be seen beside what it spends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpensePaid {
    /// This payment.
    pub movement: MovementId,
    /// What kind of cost it is, as its accounts name it: rent, wages, travel.
    pub cost: Code,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// Who was paid, if that is a party of the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartyId>,
    /// The receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// The cooperative bought materials for its store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaterialsBought {
    /// This purchase.
    pub movement: MovementId,
    /// What was bought.
    pub item: Label,
    /// What it cost.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
}

/// A buyer paid for an order before any sale: the cooperative owes it goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvanceReceived {
    /// The payment.
    pub payment: PaymentId,
    /// For which order.
    pub order: OrderId,
    /// How much, in the currency of the order.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Units of the cooperative's currency for one of the order's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Into which till.
    pub till: Till,
    /// The bank's value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Date>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Who paid.
    pub buyer: PartyId,
    /// How much, in the cooperative's currency.
    pub booked: Money,
}

/// A part of a payment for one sale, in the currency of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// The sale.
    pub sale: SaleId,
    /// How much of it is paid.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
}

/// A buyer paid. Which sales it pays is said by `PaymentAllocated`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentReceived {
    /// The payment.
    pub payment: PaymentId,
    /// Who paid; nobody known if absent, and the money waits in suspense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PartyId>,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Units of the cooperative's currency for one of the payment's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Into which till.
    pub till: Till,
    /// The bank's value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Date>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// The sales it pays, if known at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pays: Vec<Allocation>,
    /// How much, in the cooperative's currency.
    pub booked: Money,
}

/// Whose money an unidentified payment was is known now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentIdentified {
    /// The payment.
    pub payment: PaymentId,
    /// Who had paid.
    pub buyer: PartyId,
    /// How much leaves suspense, in the cooperative's currency.
    pub booked: Money,
}

/// One sale's part of an allocation, with what it is worth on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// The sale.
    pub sale: SaleId,
    /// How much of it is paid, in the currency of the invoice.
    pub amount: Money,
    /// What this part of the payment is worth at the payment's rate, in the cooperative's currency.
    pub booked: Money,
    /// What this part of the invoice is carried at.
    pub carried: Money,
}

/// A payment pays sales. It moves no money: the buyer's account already has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentAllocated {
    /// The payment.
    pub payment: PaymentId,
    /// Whose.
    pub buyer: PartyId,
    /// Which sales, as said.
    pub pays: Vec<Allocation>,
    /// Which sales, with their worth.
    pub settles: Vec<Settlement>,
}

/// Lost or won between two rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExchangeSide {
    /// The payment is worth less than what was booked.
    Loss,
    /// It is worth more.
    Gain,
}

/// Where an exchange difference lay open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExchangeOpen {
    /// On a buyer's account.
    Receivable(PartyId),
    /// On the trading account of a currency.
    Exchange(Currency),
}

/// A difference of rates has become real, and somebody bears it, as the agreement says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FxDifferenceRealised {
    /// Of which sale, if of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// How much.
    pub amount: Money,
    /// Lost or won.
    pub side: ExchangeSide,
    /// Where it lay.
    pub on: ExchangeOpen,
    /// The part of each maker, if the makers bear it; the cooperative bears it all if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<Share>,
}

/// Who takes a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// A bank.
    Bank,
    /// A payment provider.
    Provider,
}

packed!(enum FeeKind { 0 = Bank, 1 = Provider });

/// A bank or provider took a fee. Always a row of its own, never netted into another amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderFeeCharged {
    /// The fee.
    pub fee: FeeId,
    /// Who took it.
    pub kind: FeeKind,
    /// Out of which till.
    pub till: Till,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// For which sale, if for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// How much, in the cooperative's currency: foreign money at what it is carried at.
    pub booked: Money,
}

/// Money changed currency. Each leg stays in its own; no posting mixes two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrencyConverted {
    /// The conversion.
    pub conversion: ConversionId,
    /// Out of which till.
    pub from: Till,
    /// What was given.
    #[serde(deserialize_with = "positive")]
    pub sold: Money,
    /// Into which till.
    pub to: Till,
    /// What was received.
    #[serde(deserialize_with = "positive")]
    pub bought: Money,
    /// Units of the cooperative's currency for one of the foreign one.
    pub rate: ExchangeRate,
    /// Whose rate: the bank, a provider, the central bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
    /// Which of the two is the foreign one.
    pub foreign: Currency,
}

/// Money was lent: by a lender to the cooperative, or by the cooperative to a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanDisbursed {
    /// The loan.
    pub loan: LoanId,
    /// The lender, if the cooperative borrows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lender: Option<PartyId>,
    /// The member, if the cooperative lends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// How much was lent.
    #[serde(deserialize_with = "positive")]
    pub principal: Money,
    /// Into which till it came, or out of which it went.
    pub till: Till,
    /// The contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// The group that stands in for the member, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
}

/// A part of a loan was paid back from or into a till. Paid in the order: fees, interest, principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanRepaid {
    /// This repayment.
    pub movement: MovementId,
    /// The loan.
    pub loan: LoanId,
    /// How much was paid in all.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// How much of it is interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<Money>,
    /// How much of it is fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<Money>,
    /// Out of or into which till.
    pub till: Till,
    /// The member, if it is hers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// How much is principal: what is left after fees and interest.
    pub principal: Money,
    /// How much of it pays fees that had fallen due by the loan's schedule, and are on its account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_due: Option<Money>,
    /// How much of it pays interest that had fallen due by the loan's schedule, and is on its account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_due: Option<Money>,
    /// The fund that had set the money aside, if one had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of: Option<FromFund>,
}

/// A buyer was paid back what a credit note gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundIssued {
    /// The refund.
    pub refund: RefundId,
    /// Of which sale.
    pub sale: SaleId,
    /// How much, in the currency of the invoice.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Units of the cooperative's currency for one of the invoice's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Out of which till.
    pub till: Till,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Who was paid back.
    pub buyer: PartyId,
    /// How much, in the cooperative's currency, at the rate of the refund.
    pub booked: Money,
    /// What this part of the credit is carried at.
    pub carried: Money,
}
