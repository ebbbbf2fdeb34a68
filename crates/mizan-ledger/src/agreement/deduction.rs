//! Deductions: what a maker's part repays, with her consent, before it is hers to spend.
//!
//! The clauses are taken in the agreement's order, each from what the ones before have left. A protected clause never
//! leaves her less than its minimum; a clause without her live consent takes nothing.

use serde::{Deserialize, Serialize};

use crate::agreement::document::Agreement;
use crate::agreement::step::{Deduction, Recovers, Recovery, Step};
use crate::id::{ClauseId, Code};
use crate::money::{Currency, Money};

/// Something a maker owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// What kind of debt.
    pub what: Recovers,
    /// Which one: the materials, the loan, the refunded sale.
    pub reference: Code,
    /// How much is still open.
    pub outstanding: Money,
}

/// What one clause takes out of a maker's part for one debt or fund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deducted {
    /// The clause it cites.
    pub clause: ClauseId,
    /// The purpose she consented to.
    pub consent: Code,
    /// What it repays or fills.
    pub recovers: Recovers,
    /// Which debt; none for a fund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Code>,
    /// How much; always above zero.
    pub amount: Money,
}

/// Why nothing can be deducted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotDeduct {
    /// An amount in another currency, or below zero.
    #[error("{what} is {amount}: write an amount in {currency} that is not below zero")]
    Amount {
        /// Which amount.
        what: String,
        /// What it says.
        amount: Money,
        /// The agreement's currency.
        currency: Currency,
    },
    /// Arithmetic would not be exact.
    #[error("clause `{clause}` takes a part of {of}, which goes beyond exact arithmetic")]
    TooLarge {
        /// The clause.
        clause: ClauseId,
        /// What it is a part of.
        of: Money,
    },
}

impl Agreement {
    /// What a maker's part repays: the debts in the order given, the clauses in the agreement's order. `consented`
    /// says whether her consent to a purpose is live on that day.
    pub fn deductions(
        &self,
        part: Money,
        owed: &[Owed],
        consented: impl Fn(Code) -> bool,
    ) -> Result<Vec<Deducted>, CannotDeduct> {
        let amounts = owed.iter().map(|owed| (Some(owed.reference), owed.outstanding)).chain([(None, part)]);
        for (reference, amount) in amounts {
            if amount.currency() != self.currency || amount.is_negative() {
                let what = reference.map_or("the maker's part".to_owned(), |debt| format!("the debt `{debt}`"));
                return Err(CannotDeduct::Amount { what, amount, currency: self.currency });
            }
        }
        let mut owed = owed.to_vec();
        let mut remains = part.minor();
        let mut all = Vec::new();
        for step in &self.steps {
            if let Step::Deduction(clause) = step
                && consented(clause.consent)
            {
                remains -= self.by_clause(clause, remains, &mut owed, &mut all)?;
            }
        }
        Ok(all)
    }

    /// Adds what one clause takes, and answers how much that is in minor units.
    fn by_clause(
        &self,
        clause: &Deduction,
        remains: i128,
        owed: &mut [Owed],
        all: &mut Vec<Deducted>,
    ) -> Result<i128, CannotDeduct> {
        let of = Money::new(remains, self.currency);
        let too_large = |_| CannotDeduct::TooLarge { clause: clause.clause, of };
        let by_rate = match clause.take {
            Recovery::InFull => remains,
            Recovery::OfWhatRemains(rate) => of.times(rate.decimal()).map_err(too_large)?.minor(),
        };
        let kept = match clause.protected_minimum {
            Some(minimum) => Money::rounded_up(minimum.decimal(), self.currency).map_err(too_large)?.minor(),
            None => 0,
        };
        let most = by_rate.min(remains - kept).max(0);
        let Deduction { clause, consent, recovers, .. } = *clause;
        if let Recovers::Fund(_) = recovers {
            // A fund is never full: only the rate and her minimum bound it.
            let amount = Money::new(most, self.currency);
            all.extend(amount.is_positive().then_some(Deducted { clause, consent, recovers, reference: None, amount }));
            return Ok(most);
        }
        let mut open = most;
        for debt in owed.iter_mut().filter(|debt| debt.what == recovers) {
            let amount = Money::new(debt.outstanding.minor().min(open), self.currency);
            if amount.is_positive() {
                debt.outstanding = Money::new(debt.outstanding.minor() - amount.minor(), self.currency);
                open -= amount.minor();
                all.push(Deducted { clause, consent, recovers, reference: Some(debt.reference), amount });
            }
        }
        Ok(most - open)
    }
}
