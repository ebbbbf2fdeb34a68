//! The words of tax that is withheld of what somebody has earned.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::tax::Earner;
use crate::id::{MovementId, TaxId};
use crate::money::{Money, positive};
use crate::text::Label;

words! {
    /// A tax is withheld of what somebody is about to be paid, at the rate of the day.
    WithholdTax {
        /// This withholding.
        movement: MovementId,
        /// Which tax.
        tax: TaxId,
        /// Whose earnings.
        of: Earner,
        /// Of which amount.
        #[serde(deserialize_with = "positive")]
        base: Money,
        /// The first day of the period it is declared for.
        from: Date,
        /// Its last day.
        to: Date,
        /// The number of the certificate she is given, if she is given one.
        #[serde(default)]
        reference: Option<Label>,
    }
}
