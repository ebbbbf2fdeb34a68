//! The one answer to when money counts as paid, for statements, traces and indicators alike.

use jiff::civil::Date;

use crate::event::Event;
use crate::record::Record;

/// The day on which the money of a record counts as paid: the bank's value date where it is known, else the day it happened.
pub(crate) fn day_paid(record: &Record) -> Date {
    let value_date = if let Event::PaymentReceived(e) = &record.event {
        e.value_date
    } else if let Event::AdvanceReceived(e) = &record.event {
        e.value_date
    } else if let Event::PayoutSettled(e) = &record.event {
        e.value_date
    } else {
        None
    };
    value_date.unwrap_or(record.envelope.occurred_on)
}
