//! A member's shares in the capital of her cooperative, apart from what she earns.

use serde::Serialize;

use crate::event::Event;
use crate::id::MemberId;
use crate::money::Currency;
use crate::record::Record;
use crate::report::amount::Amount;

/// Her shares on the last day of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SharesLine {
    /// How many.
    pub shares: i64,
    /// What they are worth, paid or not.
    pub value: Amount,
    /// What she has paid of them.
    pub paid: Amount,
    /// What is left to pay.
    pub still_to_pay: Amount,
}

/// Her shares after these records; nothing if she never had any.
pub(super) fn shares<'a>(
    member: MemberId,
    records: impl IntoIterator<Item = &'a Record>,
    currency: Currency,
) -> Option<SharesLine> {
    let (mut taken, mut held) = (false, 0);
    let (mut value, mut paid) = (Amount::zero(currency), Amount::zero(currency));
    for record in records {
        if let Event::SharesSubscribed(e) = &record.event
            && e.member == member
        {
            (taken, held) = (true, held + i64::from(e.shares));
            (value, paid) = (value.plus(Amount(e.value)), paid.plus(Amount(e.paid)));
        } else if let Event::SharesPaid(e) = &record.event
            && e.member == member
        {
            paid = paid.plus(Amount(e.amount));
        } else if let Event::SharesRefunded(e) = &record.event
            && e.member == member
        {
            held -= i64::from(e.shares);
            (value, paid) = (value.minus(Amount(e.value)), paid.minus(Amount(e.amount)));
        }
    }
    taken.then_some(SharesLine { shares: held, value, paid, still_to_pay: value.minus(paid) })
}
