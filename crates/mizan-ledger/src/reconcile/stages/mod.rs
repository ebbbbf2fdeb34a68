//! The stages, in the order of how much they can be trusted; each is a file and looks only at what is still open.
//!
//! To add one: a file here, its line in `certain` or `uncertain`, a variant of `Stage` and of `Why`, its story.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::reconcile::desk::Desk;
use crate::reconcile::proposal::Agreement;

mod own;
mod batches;
mod returns;
mod provider;
mod theirs;
mod cut;
mod completed;
mod unique;
mod components;
pub(super) mod subset;
pub(super) mod rest;

/// The stages that may find something automatic.
pub(super) fn certain(desk: &mut Desk<'_>) {
    own::run(desk);
    batches::run(desk);
    returns::run(desk);
    provider::run(desk);
    theirs::run(desk);
    cut::run(desk);
    completed::run(desk);
    unique::run(desk);
}

/// The stages that only ever suggest.
pub(super) fn uncertain(desk: &mut Desk<'_>) {
    components::run(desk);
    subset::run(desk);
}

/// Lines that name items, with amounts that are equal.
struct Claim {
    lines: Vec<usize>,
    items: Vec<usize>,
    party: Agreement,
    day: Date,
}

/// How a claim stands to the others on its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nobody else claims them, or the others are weaker.
    Wins,
    /// Another wins.
    Loses,
    /// Another is as strong.
    Tied,
}

/// Which claims win: on each of its items a claim stands before every other by its party or, where that says nothing, by
/// an earlier day. What was paid twice is paid by the first; two of one day are nobody's.
fn judge(claims: &[Claim]) -> Vec<Standing> {
    let strength = |claim: usize| (claims[claim].party < Agreement::NameInPart, claims[claim].day);
    let mut on_item: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, claim) in claims.iter().enumerate() {
        claim.items.iter().for_each(|item| on_item.entry(*item).or_default().push(number));
    }
    let mut standings = vec![Standing::Wins; claims.len()];
    for rivals in on_item.values().filter(|rivals| rivals.len() > 1) {
        let best = rivals.iter().copied().map(strength).min();
        let leaders = rivals.iter().filter(|claim| Some(strength(**claim)) == best).count();
        for claim in rivals {
            if Some(strength(*claim)) != best {
                standings[*claim] = Standing::Loses;
            } else if leaders > 1 && standings[*claim] == Standing::Wins {
                standings[*claim] = Standing::Tied;
            }
        }
    }
    standings
}
