//! Rules of when the bank pays: on which days, and what a file is dated.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::calendar::{BusinessDaySet, CutOffsSet};
use crate::event::payout::Method;
use crate::text::Label;

/// Whoever heard it from the bank says whether it pays on a day.
pub(super) fn set_day(words: &BusinessDaySet) -> Result<Vec<Event>, Refusal> {
    Ok(vec![words.clone().into()])
}

/// The bank's hour is said to the second.
pub(super) fn set_cut_offs(words: &CutOffsSet) -> Result<Vec<Event>, Refusal> {
    let bank = words.bank;
    let whole = Time::new(bank.hour(), bank.minute(), bank.second(), 0);
    if whole.ok() != Some(bank) {
        return Err(Refusal::CutOffFraction { said: bank });
    }
    Ok(vec![words.clone().into()])
}

impl Case<'_> {
    /// Refuses to date a file to the bank on a day on which the bank pays nothing, or none that was made this late. Says by
    /// which version of the table of days, if by one. Wallets pay on any day at any hour.
    pub(super) fn dated_as_the_bank_pays(
        &self,
        method: Method,
        created_at: Timestamp,
        pay_on: Date,
    ) -> Result<Option<Label>, Refusal> {
        match method {
            Method::Bank => {}
            Method::Wallet | Method::Cash => return Ok(None),
        }
        if let Some((cut_off, first)) = self.cooperative.first_paid_on(created_at)
            && pay_on < first
        {
            return Err(Refusal::PastCutOff { pay_on, cut_off, first });
        }
        if let Some(closed) = self.cooperative.bank_closed(pay_on) {
            let next = self.cooperative.business_day_from(pay_on);
            return Err(Refusal::NoBusinessDay { pay_on, is: closed.words(), next });
        }
        Ok(self.cooperative.table_of_days().map(|version| Label::ours(version.to_owned())))
    }
}

#[cfg(test)]
mod tests;
