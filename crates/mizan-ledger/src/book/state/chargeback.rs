//! What the book remembers of chargebacks.

use jiff::civil::Date;

use crate::event::chargeback::{ChargebackReceived, ChargebackReversed};

/// A payment that a buyer's bank took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chargeback {
    /// When.
    pub on: Date,
    /// What it took, and of whom.
    pub received: ChargebackReceived,
    /// What came back, if it was reversed.
    pub reversed: Option<ChargebackReversed>,
}

packed!(struct Chargeback { on, received, reversed });
