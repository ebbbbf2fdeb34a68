//! What a movement did beside its postings, kept so that its mirror can undo it.

use jiff::civil::Date;

use crate::account::Till;
use crate::id::{AssetId, Code, FeeId, GrantId, LoanId, MemberId, PremiumId, ResolutionId, SaleId};
use crate::money::Money;

/// One thing a movement changed in the book, beside the balances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A part of a premium was received.
    PremiumPaid {
        /// Which.
        premium: PremiumId,
        /// How much, in its own currency.
        amount: Money,
        /// What that was carried at.
        carried: Money,
    },
    /// A member has so many shares more.
    SharesTaken {
        /// Who.
        member: MemberId,
        /// How many; below zero what she gave back.
        shares: i64,
        /// What they are worth, on the same side.
        value: Money,
    },
    /// A part of what a resolution allows was used.
    ResolutionUsed {
        /// Which.
        resolution: ResolutionId,
        /// How much.
        amount: Money,
    },
    /// A tranche of a grant was received.
    GrantReceived {
        /// Of which grant.
        grant: GrantId,
        /// How much.
        amount: Money,
        /// When.
        on: Date,
    },
    /// A grant's money came into a till, or left it.
    GrantLies {
        /// Of which grant.
        grant: GrantId,
        /// Which till.
        till: Till,
        /// How much; below zero it left.
        amount: Money,
    },
    /// A line of a grant was charged.
    LineCharged {
        /// Of which grant.
        grant: GrantId,
        /// Which line.
        line: Code,
        /// How much.
        amount: Money,
    },
    /// The cooperative added something of its own to a grant.
    OwnShareAdded {
        /// To which grant.
        grant: GrantId,
        /// How much.
        amount: Money,
    },
    /// Months of an asset's life were counted.
    Served {
        /// Which asset.
        asset: AssetId,
        /// How many.
        months: u32,
    },
    /// An instalment of a loan fell due.
    FellDue {
        /// Of which loan.
        loan: LoanId,
        /// By which of its schedules.
        version: u32,
        /// Its interest.
        interest: Money,
        /// Its fees.
        fees: Money,
        /// What of the loan is to be paid back.
        principal: Money,
    },
    /// A part of what a member owed of a sale was kept of a later one.
    DebtKept {
        /// Who owed it.
        member: MemberId,
        /// Of which sale.
        sale: SaleId,
        /// How much.
        amount: Money,
    },
    /// A fee was given back, or a part of it.
    FeeReturned {
        /// Which.
        fee: FeeId,
        /// How much.
        amount: Money,
        /// What it was booked at.
        booked: Money,
    },
    /// A part of a loan was paid.
    LoanPaid {
        /// Of which loan.
        loan: LoanId,
        /// While which of its schedules was in force.
        version: u32,
        /// What it paid of fees that had fallen due.
        fees: Money,
        /// What it paid of interest that had fallen due.
        interest: Money,
        /// All it paid.
        amount: Money,
    },
}

packed!(enum Effect {
    0 = PremiumPaid { premium, amount, carried }, 1 = SharesTaken { member, shares, value },
    2 = ResolutionUsed { resolution, amount }, 3 = GrantReceived { grant, amount, on },
    4 = GrantLies { grant, till, amount }, 5 = LineCharged { grant, line, amount },
    6 = OwnShareAdded { grant, amount }, 7 = Served { asset, months },
    8 = FellDue { loan, version, interest, fees, principal },
    9 = LoanPaid { loan, version, fees, interest, amount }, 10 = FeeReturned { fee, amount, booked },
    11 = DebtKept { member, sale, amount },
});
