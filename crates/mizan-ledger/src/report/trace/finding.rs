//! What a trace finds that somebody must answer: it is shown, never settled here.

use jiff::civil::Date;
use serde::Serialize;

use crate::event::trade::Minimum;
use crate::id::{Code, MemberId, PayoutId};
use crate::money::Currency;
use crate::report::amount::Amount;
use crate::report::payout_item::{Item, Items};

/// Something open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// She says she received less, and nobody has settled it.
    ReceiptDisputed {
        /// The member.
        member: MemberId,
        /// The payout.
        payout: PayoutId,
        /// What she says she received.
        received: Amount,
        /// What the book says she was paid.
        paid: Amount,
        /// Since when.
        since: Date,
    },
    /// What she acknowledged is not what the book says she was paid.
    AcknowledgedOther {
        /// The member.
        member: MemberId,
        /// The payout.
        payout: PayoutId,
        /// What she acknowledged.
        acknowledged: Amount,
        /// What the book says she was paid.
        paid: Amount,
    },
    /// The price did not bring the makers what the agreement asks for.
    MinimumNotMet {
        /// The step of the agreement.
        step: Code,
        /// What it asks for.
        required: Amount,
        /// What the makers received.
        reached: Amount,
    },
}

/// What is open about the items of payouts.
pub(super) fn about_items<'a>(
    items: &'a Items,
    concerned: impl Fn(PayoutId, MemberId, &Item) -> bool + 'a,
    currency: Currency,
) -> impl Iterator<Item = Finding> + 'a {
    let those = items.iter().filter(move |((payout, member), item)| concerned(*payout, *member, item));
    those.flat_map(move |((payout, member), item)| about_item(*payout, *member, item, currency))
}

fn about_item(payout: PayoutId, member: MemberId, item: &Item, currency: Currency) -> Vec<Finding> {
    let paid = item.paid(None, currency);
    let open = item.disputed.filter(|disputed| disputed.outcome.is_none());
    let disputed = open.map(|disputed| Finding::ReceiptDisputed {
        member,
        payout,
        received: disputed.received,
        paid,
        since: disputed.on,
    });
    let other = item.acknowledged.filter(|said| said.amount != paid);
    let other = other.map(|said| Finding::AcknowledgedOther { member, payout, acknowledged: said.amount, paid });
    disputed.into_iter().chain(other).collect()
}

/// The minimum prices a sale did not meet.
pub(super) fn about_minimums(minimums: &[Minimum]) -> impl Iterator<Item = Finding> + '_ {
    let short = minimums.iter().filter(|minimum| minimum.reached.minor() < minimum.required.minor());
    short.map(|minimum| Finding::MinimumNotMet {
        step: minimum.step,
        required: Amount(minimum.required),
        reached: Amount(minimum.reached),
    })
}
