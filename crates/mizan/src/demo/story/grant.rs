//! A grant: what was promised, what each line has used, what is left, and that none of it is in anybody's payout.

use std::collections::BTreeMap;

use mizan_ledger::account::Account;
use mizan_ledger::event::Event;
use mizan_ledger::event::grant::AssetUse;
use mizan_ledger::id::{AssetId, GrantId};
use mizan_ledger::money::Money;
use mizan_ledger::posting::postings;
use mizan_ledger::report::amount::Amount;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::demo::story::Story;
use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::Grant;

/// Tells of one grant and of what was bought with it.
pub(super) fn grant(story: &mut Story, reading: &Reading<'_>, cooperative: &str, grant: &str) -> Option<()> {
    let (id, own) = reading.cooperative(cooperative)?;
    let grant: GrantId = grant.parse().ok()?;
    let known = own.grants.grants.get(&grant)?;
    let zero = own.currency.zero();
    let plus = |to: &mut Money, amount: Money| *to = Money::new(to.minor() + amount.minor(), to.currency());
    let (mut received, mut returned, mut to_members) = (zero, zero, zero);
    let mut lines: Vec<(String, Money, Money)> = Vec::new();
    let mut uses: BTreeMap<AssetId, (Option<AssetUse>, Decimal)> = BTreeMap::new();
    let mut moved = Vec::new();
    for record in reading.library.counted(id) {
        if let Event::GrantAwarded(e) = &record.event
            && e.grant == grant
        {
            let used = |line| known.lines.get(line).map_or(zero, |left| *left);
            lines = e.lines.iter().map(|one| (one.line.to_string(), one.ceiling, used(&one.line))).collect();
        } else if let Event::GrantReceived(e) = &record.event {
            plus(&mut received, e.amount);
        } else if let Event::GrantReturned(e) = &record.event {
            plus(&mut returned, e.amount);
        } else if let Event::AssetCommissioned(e) = &record.event {
            uses.entry(e.asset).or_default();
        } else if let Event::AssetUseReported(e) = &record.event {
            let used = uses.entry(e.asset).or_default();
            used.0 = Some(e.found);
            used.1 += e.hours.map_or(Decimal::ZERO, |hours| hours.decimal());
        }
        moved.clear();
        postings(&record.event, &mut moved);
        if moved.iter().any(|posting| matches!(posting.account, Account::Grant(_))) {
            let hers = moved.iter().filter(|posting| posting.account.member().is_some());
            hers.for_each(|posting| plus(&mut to_members, posting.amount));
        }
    }
    let spent: Vec<Value> = lines
        .iter()
        .map(|(line, ceiling, left)| {
            json!({"line": line, "ceiling": Amount(*ceiling), "spent": Amount(less(*ceiling, *left))})
        })
        .collect();
    let lies = known.lies.values().fold(zero, |sum, amount| Money::new(sum.minor() + amount.minor(), sum.currency()));
    let in_words =
        lines.iter().map(|(line, ceiling, left)| (line.clone(), Amount(less(*ceiling, *left)), Amount(*ceiling)));
    story.tell(
        "grant",
        json!({"received": Amount(received), "lines": spent, "own": Amount(known.own), "returned": Amount(returned),
            "left": Amount(lies), "in_payouts": Amount(to_members)}),
        &reading.tongue.grant(&Grant {
            received: Amount(received),
            lines: in_words.collect(),
            returned: Amount(returned),
            left: Amount(lies),
            own: Amount(known.own),
            in_payouts: Amount(to_members),
        }),
    );
    let in_use = uses.values().filter(|(found, _)| *found == Some(AssetUse::InUse)).count();
    let hours: Decimal = uses.values().map(|(_, hours)| *hours).sum();
    story.tell(
        "looms",
        json!({"looms": uses.len(), "in_use": in_use, "hours": hours}),
        &reading.tongue.looms(uses.len(), in_use, hours),
    );
    Some(())
}

fn less(from: Money, amount: Money) -> Money {
    Money::new(from.minor() - amount.minor(), from.currency())
}
