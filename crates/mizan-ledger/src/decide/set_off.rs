//! What becomes available to makers of a sale of which they owe a part is set off at once, whatever made it so.
//!
//! A payment may release the rest of a sale, a chargeback may be won, a correction may take back what was kept: then money and
//! debt of the same sale would stand side by side. What comes back of a payout is set off by its own rule: `payout/debt`.

use std::collections::BTreeMap;

use crate::account::Account;
use crate::book::state::Class;
use crate::book::state::effect::Effect;
use crate::decide::Case;
use crate::event::chargeback::GivenBack;
use crate::event::payout::DebtSetOff;
use crate::event::{Event, Source};
use crate::id::{MemberId, SaleId};
use crate::money::Money;
use crate::posting::postings;
use crate::record::Record;

/// What one command changes for a member, of one sale.
#[derive(Debug, Clone, Copy, Default)]
struct Change {
    available: i128,
    owed: i128,
}

/// What is to be set off after these events. `past` has the records that they take back, if they do.
pub(super) fn set_off(case: &Case<'_>, events: &[Event], past: &[Record]) -> Vec<Event> {
    let takes_back = matches!(events.first(), Some(Event::CorrectionDeclared(_)));
    if case.cooperative.debts.is_empty() && !takes_back {
        return Vec::new();
    }
    let undone = if takes_back { past } else { &[] };
    let currency = case.cooperative.currency;
    let mut set_off = Vec::new();
    for ((member, sale), change) in changes(case, events, undone) {
        let owed = case.cooperative.owed_of(member, sale).minor() + change.owed;
        let lot = case.cooperative.balances.lot(Account::MemberAvailable(member), sale, currency).minor();
        let minor = owed.min(lot + change.available);
        if minor > 0 {
            let sources = vec![Source { sale, amount: Money::new(minor, currency) }];
            set_off.push(DebtSetOff { payout: None, member, sources }.into());
        }
    }
    set_off
}

/// What events, and the records they take back, change of what is available and owed, where either becomes more.
fn changes(case: &Case<'_>, events: &[Event], undone: &[Record]) -> BTreeMap<(MemberId, SaleId), Change> {
    let mut changes: BTreeMap<(MemberId, SaleId), Change> = BTreeMap::new();
    let mut moved = Vec::new();
    events.iter().for_each(|event| postings(event, &mut moved));
    for posting in &moved {
        if let (Account::MemberAvailable(member), Some(sale)) = (posting.account, posting.sale) {
            changes.entry((member, sale)).or_default().available -= posting.amount.minor();
        }
    }
    let mut owes = |member, sale, more: i128| changes.entry((member, sale)).or_default().owed += more;
    for event in events {
        each_debt(case, event, &mut owes);
    }
    for record in undone {
        each_debt(case, &record.event, &mut |member, sale, more| owes(member, sale, -more));
    }
    changes.retain(|_, change| change.available > 0 || change.owed > 0);
    changes
}

/// By how much more an event makes members owe of which sales.
fn each_debt(case: &Case<'_>, event: &Event, owes: &mut dyn FnMut(MemberId, SaleId, i128)) {
    if let Some(e) = GivenBack::of(event) {
        e.makers.iter().for_each(|part| owes(part.member, e.sale, part.debt.map_or(0, |debt| e.minor(debt))));
    } else if let Event::DebtSetOff(e) = event {
        e.sources.iter().for_each(|source| owes(e.member, source.sale, -source.amount.minor()));
    } else if let Event::SaleRecorded(e) = event {
        let kept = case.cooperative.effects.get(&(Class::Deduction, e.sale.0));
        for effect in kept.iter().flat_map(|effects| effects.iter()) {
            if let Effect::DebtKept { member, sale, amount } = *effect {
                owes(member, sale, -amount.minor());
            }
        }
    }
}
