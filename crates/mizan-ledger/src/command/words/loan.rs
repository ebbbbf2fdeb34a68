//! The words of loans by schedule and of the groups that stand in for them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::fund::FromFund;
use crate::id::{GroupId, LoanId, MemberId, MovementId};
use crate::money::{Money, Rate, positive};
use crate::text::{Label, day};

words! {
    /// A part of a loan is paid back.
    RepayLoan {
        /// This repayment.
        movement: MovementId,
        /// The loan.
        loan: LoanId,
        /// How much in all.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// How much of it is interest, if no schedule says it.
        #[serde(default)]
        interest: Option<Money>,
        /// How much of it is fees, if no schedule says it.
        #[serde(default)]
        fees: Option<Money>,
        /// Out of or into which till.
        till: Till,
        /// The fund that has set the money aside, if one has.
        #[serde(default)]
        out_of: Option<FromFund>,
    }

    /// What is owed of a loan is to be paid back in equal instalments.
    ScheduleLoan {
        /// The loan.
        loan: LoanId,
        /// The interest of a month on what is owed.
        rate_per_month: Rate,
        /// How many instalments, one a month.
        instalments: u32,
        /// When the first falls due.
        #[serde(deserialize_with = "day")]
        first_due: Date,
        /// How many of the first ones pay interest alone.
        #[serde(default)]
        grace: Option<u32>,
    }

    /// The next instalment of a loan has fallen due.
    RecordInstalmentDue {
        /// This entry.
        movement: MovementId,
        /// The loan.
        loan: LoanId,
        /// Which instalment.
        number: u32,
        /// What the lender asks on top of it.
        #[serde(default)]
        fees: Option<Money>,
    }

    /// What is left of a loan is to be paid back by another schedule.
    RescheduleLoan {
        /// The loan.
        loan: LoanId,
        /// The interest of a month on what is owed.
        rate_per_month: Rate,
        /// How many instalments, one a month.
        instalments: u32,
        /// When the first falls due.
        #[serde(deserialize_with = "day")]
        first_due: Date,
        /// How many of the first ones pay interest alone.
        #[serde(default)]
        grace: Option<u32>,
        /// Why.
        reason: Label,
        /// The minutes, or the lender's letter.
        #[serde(default)]
        minutes: Option<Label>,
    }

    /// A part of a loan will not be paid back.
    WriteOffLoan {
        /// This entry.
        movement: MovementId,
        /// The loan.
        loan: LoanId,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// The minutes of the assembly, or the lender's letter.
        minutes: Label,
    }

    /// Another member of the group pays what is overdue of a loan.
    CallGuarantee {
        /// This payment.
        movement: MovementId,
        /// The group.
        group: GroupId,
        /// The loan.
        loan: LoanId,
        /// Who pays.
        payer: MemberId,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
    }

    /// A member pays back what another of her group has paid for her.
    RepayGuarantee {
        /// This payment.
        movement: MovementId,
        /// Who pays back.
        debtor: MemberId,
        /// Who had paid for her.
        payer: MemberId,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Into which till; out of what she has available if absent.
        #[serde(default)]
        till: Option<Till>,
    }
}
