//! What a member owes: for materials, of loans, after refunds, and to others of her group.

use serde::Serialize;

use crate::id::{LoanId, MemberId};
use crate::report::amount::Amount;

/// What a member owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// Materials she received and has not paid back.
    pub advances: Amount,
    /// Loans, one by one.
    pub loans: Vec<LoanLine>,
    /// What refunds of sales left her owing.
    pub debts: Amount,
    /// What others of her group have paid for her.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paid_for_her: Vec<PaidForHer>,
    /// All of it.
    pub total: Amount,
}

/// What is left of a loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoanLine {
    /// The loan.
    pub loan: LoanId,
    /// How much.
    pub amount: Amount,
}

/// What another of her group has paid for her and she has not paid back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaidForHer {
    /// Who has paid.
    pub by: MemberId,
    /// How much.
    pub amount: Amount,
}
