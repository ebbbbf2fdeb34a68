//! Stage 3: a provider's payout by its own id, whose rows come to what the bank says.
//!
//! Fees, refunds, disputes and reserves are parts of the item and become postings of their own. What the rows do not come
//! to is named and shown to a person, never absorbed.

use crate::reconcile::desk::{Desk, Draft};
use crate::reconcile::difference;
use crate::reconcile::proposal::{Agreement, Reason, Stage, Use, Why};
use crate::reconcile::stages::{Claim, Standing, judge};

pub(super) fn run(desk: &mut Desk<'_>) {
    let mut claims = Vec::new();
    for line in desk.open_payments() {
        let named: Vec<usize> = desk.lines[line].named.provider.clone();
        let [item] = named[..] else {
            if !named.is_empty() {
                desk.doubt(line, Reason::SeveralFit);
                named.iter().for_each(|item| ask(desk, line, *item, Reason::SeveralFit));
            }
            continue;
        };
        let party = desk.agreement(line, item);
        let reason = if !desk.is_open(item) {
            Some(Reason::PaidAlready)
        } else if !desk.can_meet(line, item, Use::Settles) || desk.lines[line].minor != desk.items[item].minor {
            Some(Reason::AmountDiffers)
        } else if party == Agreement::Different {
            Some(Reason::PartyDiffers)
        } else {
            desk.too_early(line, item).then_some(Reason::TooEarly)
        };
        match reason {
            Some(reason) => ask(desk, line, item, reason),
            None => {
                let day = desk.lines[line].line.booked_on;
                claims.push(Claim { lines: vec![line], items: vec![item], party, day });
            }
        }
    }
    let standings = judge(&claims);
    for (claim, _) in claims.iter().zip(&standings).filter(|(_, standing)| **standing == Standing::Wins) {
        desk.take(draft(&claim.lines, &claim.items));
    }
    for (claim, standing) in claims.iter().zip(&standings) {
        match standing {
            Standing::Wins => (),
            Standing::Loses => ask(desk, claim.lines[0], claim.items[0], Reason::PaidAlready),
            Standing::Tied => ask(desk, claim.lines[0], claim.items[0], Reason::NamedTwice),
        }
    }
}

fn draft<'d>(lines: &'d [usize], items: &'d [usize]) -> Draft<'d> {
    Draft { stage: Stage::ProviderPayout, lines, items, used: Use::Settles, difference: None, why: Why::ProviderId }
}

fn ask(desk: &mut Desk<'_>, line: usize, item: usize, reason: Reason) {
    desk.doubt(line, reason);
    desk.contest(item);
    if desk.is_open(item) && desk.can_meet(line, item, Use::Settles) {
        let (seen, expected) = (&desk.lines[line], &desk.items[item]);
        let named = difference::between(seen.minor, expected.minor, seen.currency, seen.line.exchanged, desk.settings);
        desk.suggest(Draft { difference: named, ..draft(&[line], &[item]) });
    }
}
