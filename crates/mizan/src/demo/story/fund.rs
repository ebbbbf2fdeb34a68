//! What a fund of a cooperative received and was spent on, as the assembly resolved.

use mizan_ledger::account::Account;
use mizan_ledger::event::Event;
use mizan_ledger::id::FundId;
use mizan_ledger::report::amount::Amount;
use serde_json::json;

use crate::demo::story::Story;
use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{FundOf, Spent};

/// Tells of one fund.
pub(super) fn fund(
    story: &mut Story,
    reading: &Reading<'_>,
    cooperative: &str,
    fund: &str,
    (name, of): (&'static str, FundOf),
) -> Option<()> {
    let (id, own) = reading.cooperative(cooperative)?;
    let fund: FundId = fund.parse().ok()?;
    let left = Amount(own.balances.owed(Account::Fund(fund), own.currency));
    let (mut resolutions, mut members, mut others) = (0_usize, 0_usize, 0_usize);
    let mut spent = Amount::zero(own.currency);
    let mut items = Vec::new();
    for record in reading.library.counted(id) {
        if let Event::ResolutionAdopted(e) = &record.event {
            resolutions += usize::from(e.fund == fund);
        } else if let Event::FundSpent(e) = &record.event
            && e.fund == fund
        {
            spent = spent.plus(Amount(e.amount));
            members += usize::try_from(e.beneficiaries.members).unwrap_or(usize::MAX);
            others += usize::try_from(e.beneficiaries.others).unwrap_or(usize::MAX);
            items.push(e.item.to_string());
        }
    }
    let figures = json!({"resolutions": resolutions, "spent": spent, "on": items, "members": members,
        "others": others, "left": left});
    story.tell(
        name,
        figures,
        &reading.tongue.fund(of, &Spent { amount: spent, resolutions, items, members, others, left }),
    );
    Some(())
}
