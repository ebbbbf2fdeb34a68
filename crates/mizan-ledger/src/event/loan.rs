//! Loans by schedule and the groups that stand in for each other: what falls due, is put off, forgiven or paid by another.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::Source;
use crate::id::{ConsentId, GroupId, LoanId, MemberId, MovementId};
use crate::money::{Money, Rate, positive};
use crate::text::Label;

/// One instalment of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instalment {
    /// Its number, from 1.
    pub number: u32,
    /// When it falls due.
    pub due_on: Date,
    /// The interest in it.
    pub interest: Money,
    /// What of the loan it pays back.
    pub principal: Money,
    /// Both together.
    pub total: Money,
}

/// What is owed of a loan is to be paid back in equal instalments. From now on interest falls due by the schedule alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanScheduled {
    /// The loan.
    pub loan: LoanId,
    /// The interest of a month on what is owed.
    pub rate_per_month: Rate,
    /// How many instalments, one a month.
    pub instalments: u32,
    /// When the first falls due.
    pub first_due: Date,
    /// How many of the first ones pay interest alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace: Option<u32>,
    /// The member, if it is hers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// What is owed and to be paid back.
    pub principal: Money,
    /// The instalments, to the centime; the last takes the difference.
    pub schedule: Vec<Instalment>,
}

/// An instalment has fallen due: its interest is owed from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstalmentDue {
    /// This entry.
    pub movement: MovementId,
    /// The loan.
    pub loan: LoanId,
    /// Which instalment.
    pub number: u32,
    /// What the lender asks on top of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<Money>,
    /// The member, if the loan is hers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// When it fell due, by the schedule.
    pub due_on: Date,
    /// The interest, by the schedule.
    pub interest: Money,
    /// What of the loan is to be paid back with it.
    pub principal: Money,
}

/// What is left of a loan is to be paid back by another schedule. Interest and fees that are due stay due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanRescheduled {
    /// The loan.
    pub loan: LoanId,
    /// The interest of a month on what is owed.
    pub rate_per_month: Rate,
    /// How many instalments, one a month.
    pub instalments: u32,
    /// When the first falls due.
    pub first_due: Date,
    /// How many of the first ones pay interest alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace: Option<u32>,
    /// Why.
    pub reason: Label,
    /// The minutes, or the lender's letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Label>,
    /// The member, if it is hers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// What is left to be paid back.
    pub principal: Money,
    /// The instalments, to the centime; the last takes the difference.
    pub schedule: Vec<Instalment>,
}

/// A part of a loan will not be paid back: the cooperative forgives a member, or a lender the cooperative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanWrittenOff {
    /// This entry.
    pub movement: MovementId,
    /// The loan.
    pub loan: LoanId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// The minutes of the assembly, or the lender's letter.
    pub minutes: Label,
    /// The member, if it is hers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// How much of it is fees that had fallen due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_due: Option<Money>,
    /// How much of it is interest that had fallen due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_due: Option<Money>,
}

/// Some members stand in for each other's loans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanGroupFormed {
    /// The group.
    pub group: GroupId,
    /// Its members.
    pub members: Vec<MemberId>,
    /// How few a group may have.
    pub least: u32,
    /// How many it may have.
    pub most: u32,
    /// Where these bounds come from: the lender's rules, a decision of the assembly.
    pub source: Label,
}

/// Another member of the group pays what is overdue of a loan, out of what she has available and with her consent.
///
/// Nothing of it is lost to her: her money changes its state from available to a guarantee, sale by sale, and the member
/// who should have paid owes her that amount from now on. The lender's side is as if the debtor had paid. It is hers to
/// be paid out again as the debtor pays it back (`GuaranteeRepaid`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuaranteeCalled {
    /// This payment.
    pub movement: MovementId,
    /// The group.
    pub group: GroupId,
    /// The loan.
    pub loan: LoanId,
    /// Who pays.
    pub payer: MemberId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Who should have paid.
    pub debtor: MemberId,
    /// The payer's consent.
    pub consent: ConsentId,
    /// How much of it pays fees that had fallen due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_due: Option<Money>,
    /// How much of it pays interest that had fallen due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_due: Option<Money>,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
}

/// A member paid back what another of her group had paid for her: into a till, or out of what she has available.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuaranteeRepaid {
    /// This payment.
    pub movement: MovementId,
    /// Who pays back.
    pub debtor: MemberId,
    /// Who had paid for her.
    pub payer: MemberId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Into which till; out of what she has available if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub till: Option<Till>,
    /// Her consent, if it was taken out of what she has available.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentId>,
    /// Out of her share of which sales.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// What is available again to the one who had paid, of her share of which sales.
    pub frees: Vec<Source>,
}

packed_json!(Instalment);
