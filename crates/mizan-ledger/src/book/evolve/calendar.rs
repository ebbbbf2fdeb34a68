//! What is said of the bank's days and hours changes in the book.

use crate::book::evolve::{Changes, Unknown};
use crate::book::state::Cooperative;
use crate::book::state::calendar::CutOff;
use crate::book::state::register::insert_by_day;
use crate::event::calendar::{BusinessDaySet, CutOffsSet};
use crate::record::Envelope;

impl Changes for BusinessDaySet {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.calendar.days.insert(self.day, self.open);
        Ok(())
    }
}

impl Changes for CutOffsSet {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let cut_off = CutOff { from: at.occurred_on, at: self.bank };
        insert_by_day(&mut own.calendar.cut_offs, cut_off, |cut_off| cut_off.from);
        Ok(())
    }
}
