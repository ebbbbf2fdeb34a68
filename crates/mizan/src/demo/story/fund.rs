//! What a fund of a cooperative received and was spent on, as the assembly resolved.

use mizan_ledger::account::Account;
use mizan_ledger::event::Event;
use mizan_ledger::id::FundId;
use mizan_ledger::report::amount::Amount;
use serde_json::json;

use crate::demo::story::reading::Reading;
use crate::demo::story::{Story, grouped};

/// Tells of one fund.
pub(super) fn fund(
    story: &mut Story,
    reading: &Reading<'_>,
    cooperative: &str,
    fund: &str,
    (name, head): (&'static str, &str),
) -> Option<()> {
    let (id, own) = reading.cooperative(cooperative)?;
    let fund: FundId = fund.parse().ok()?;
    let left = Amount(own.balances.owed(Account::Fund(fund), own.currency));
    let (mut resolutions, mut members, mut others) = (0, 0, 0);
    let mut spent = Amount::zero(own.currency);
    let mut items = Vec::new();
    for record in reading.library.counted(id) {
        if let Event::ResolutionAdopted(e) = &record.event {
            resolutions += u32::from(e.fund == fund);
        } else if let Event::FundSpent(e) = &record.event
            && e.fund == fund
        {
            spent = spent.plus(Amount(e.amount));
            members += e.beneficiaries.members;
            others += e.beneficiaries.others;
            items.push(e.item.to_string());
        }
    }
    let figures = json!({"resolutions": resolutions, "spent": spent, "on": items, "members": members,
        "others": others, "left": left});
    let words = format!(
        "{} spent under {resolutions} resolutions ({}) for {members} members and {others} others; {} left",
        grouped(spent),
        items.join(", "),
        grouped(left)
    );
    story.tell(name, figures, head, words);
    Some(())
}
