//! What is true of the money in every history: it sums, it is never made or lost, and every part of it has its sale.

use std::collections::{BTreeMap, BTreeSet};

use mizan_ledger::account::Account;
use mizan_ledger::book::unbalanced;
use mizan_ledger::event::Event;
use mizan_ledger::event::chargeback::GivenBack;
use mizan_ledger::id::{CooperativeId, SaleId};
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::posting::Posting;
use mizan_ledger::record::Record;

use crate::laws::histories::{histories, moved};

/// What some amounts come to, in minor units.
fn sum(amounts: impl Iterator<Item = Money>) -> i128 {
    amounts.map(Money::minor).sum()
}

#[test]
fn the_postings_of_each_event_sum_to_zero_in_each_currency() {
    for history in histories() {
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        for (record, event) in history.events() {
            let moved = moved(event);
            assert_eq!(unbalanced(&moved), None, "seed {}: record {}", history.seed, record.envelope.position);
            let mut own: BTreeMap<Currency, i128> = BTreeMap::new();
            for Posting { amount, .. } in moved {
                *own.entry(amount.currency()).or_default() += amount.minor();
                *sums.entry(amount.currency()).or_default() += amount.minor();
            }
            assert!(own.values().all(|sum| *sum == 0), "seed {}: {:?}", history.seed, event.kind());
        }
        assert!(sums.len() > 1 && sums.values().all(|sum| *sum == 0), "seed {}: {sums:?}", history.seed);
    }
}

#[test]
fn every_sale_is_divided_to_the_last_centime() {
    for history in histories() {
        let mut open: BTreeMap<(CooperativeId, SaleId), (Money, Money)> = BTreeMap::new();
        for (record, event) in history.events() {
            let Some(scope) = record.envelope.scope else { continue };
            let mut give = |sale: SaleId, amount: Money| {
                let (_, given) = open.get_mut(&(scope, sale)).expect("a sale is recorded before it is divided");
                *given = given.plus(amount).expect("a sale is divided in one currency");
            };
            if let Event::CommissionCharged(e) = event {
                give(e.sale, e.amount);
            }
            if let Event::ProceedsAllocated(e) = event {
                e.slices.iter().for_each(|slice| give(e.sale, slice.amount));
                e.makers.iter().for_each(|share| give(e.sale, share.amount));
            }
            if let Event::SaleRecorded(e) = event {
                open.insert((scope, e.sale), (e.gross, e.tax));
            }
            // The records of a sale are one batch: with its last one, nothing is undivided.
            if record.envelope.part.0 == record.envelope.part.1 {
                for ((_, sale), (gross, given)) in &open {
                    assert_eq!(gross, given, "seed {}: the slices of {sale}", history.seed);
                }
            }
        }
        assert!(open.len() > 50, "seed {} has sales", history.seed);
    }
}

#[test]
fn the_parts_of_whatever_is_divided_or_given_back_sum_to_it() {
    let mut met = [0; 5];
    for history in histories() {
        let seed = history.seed;
        for (record, event) in history.events() {
            let place = record.envelope.position;
            if let Some(back) = GivenBack::of(event) {
                let makers = back.makers.iter().map(|maker| maker.amount);
                let parts = back.tax.minor() + sum(back.slices.iter().map(|slice| slice.amount)) + sum(makers);
                assert_eq!(parts, back.booked.minor(), "seed {seed}: what record {place} gives back");
                for maker in back.makers {
                    let met_by = [maker.pending, maker.available].into_iter().flatten().chain(maker.used());
                    assert_eq!(sum(met_by), maker.amount.minor(), "seed {seed}: {} in record {place}", maker.member);
                }
                met[if matches!(event, Event::CreditNoteIssued(_)) { 0 } else { 1 }] += 1;
            }
            if let Event::FreightShared(e) = event {
                assert_eq!(sum(e.parts.iter().map(|part| part.amount)), e.freight.minor(), "seed {seed}: {place}");
                assert_eq!(e.parts.len(), e.parcels.len(), "seed {seed}: {place}");
                met[2] += 1;
            }
            if let Event::MaterialsAdvanced(e) = event {
                assert_eq!(sum(e.shares.iter().map(|share| share.amount)), e.value.minor(), "seed {seed}: {place}");
                met[3] += 1;
            }
            if let Event::PayoutScheduled(e) = event {
                for item in &e.items {
                    let lots = item.sources.iter().map(|source| source.amount);
                    assert_eq!(sum(lots), item.amount.minor(), "seed {seed}: {} in {place}", item.member);
                }
                met[4] += 1;
            }
        }
    }
    assert!(met.iter().all(|times| *times > 5), "credit notes, chargebacks, freights, materials, payouts: {met:?}");
}

#[test]
fn the_lots_of_an_account_sum_to_its_balance_and_name_sales_that_exist() {
    for history in histories() {
        let mut lots_met = 0;
        for (id, cooperative) in &history.book.cooperatives {
            let own = cooperative.currency;
            for (account, balance) in cooperative.balances.all() {
                let lots: Vec<_> = cooperative.balances.lots(account, own).collect();
                if !account.is_lot() {
                    assert!(lots.is_empty(), "seed {}: {id}'s {account} keeps no lots", history.seed);
                    continue;
                }
                let left = Money::sum(own, lots.iter().map(|lot| lot.left)).expect("lots are in one currency");
                assert_eq!(left, balance.negated(), "seed {}: {id}'s {account}", history.seed);
                for lot in lots {
                    assert!(cooperative.sales.get(&lot.sale).is_some(), "seed {}: {account} of nothing", history.seed);
                    lots_met += 1;
                }
            }
        }
        assert!(lots_met > 20, "seed {} has lots", history.seed);
    }
}

/// What a lot account was given of a sale and what left it again.
#[derive(Default)]
struct GaveAndLeft {
    gave: i128,
    left: i128,
}

#[test]
fn what_a_sale_gave_is_what_lies_in_lots_and_what_left_them() {
    for history in histories() {
        let mut lots: BTreeMap<(CooperativeId, Account, SaleId), GaveAndLeft> = BTreeMap::new();
        let mut hers = BTreeSet::new();
        for (record, event) in history.events() {
            let Some(scope) = record.envelope.scope else { continue };
            for Posting { account, amount, sale } in moved(event) {
                assert_eq!(account.is_lot(), sale.is_some(), "seed {}: {account} and its sale", history.seed);
                let Some(sale) = sale else { continue };
                let lot = lots.entry((scope, account, sale)).or_default();
                if amount.is_negative() {
                    lot.gave -= amount.minor();
                } else {
                    lot.left += amount.minor();
                }
                if account.member().is_some() {
                    hers.insert((scope, account, sale));
                }
            }
            // One event takes out of a lot what another of the same batch has put in.
            if record.envelope.part.0 == record.envelope.part.1 {
                for key in std::mem::take(&mut hers) {
                    let (GaveAndLeft { gave, left }, place) = (&lots[&key], record.envelope.position);
                    assert!(gave >= left, "seed {}: {} of {} at {place}, {:?}", history.seed, key.1, key.2, event);
                }
            }
        }
        let mut nothing_left = 0;
        for ((id, account, sale), lot) in &lots {
            let cooperative = &history.book.cooperatives[id];
            let lies = cooperative.balances.lot(*account, *sale, cooperative.currency).minor();
            assert_eq!(lot.gave, lies + lot.left, "seed {}: {id}'s {account} of {sale}", history.seed);
            nothing_left += usize::from(lies == 0);
        }
        assert!(nothing_left > 20 && nothing_left < lots.len(), "seed {}: some lots are left", history.seed);
    }
}

#[test]
fn no_till_is_ever_below_zero_no_share_overdrawn_and_no_sale_left_undivided() {
    for history in histories() {
        let mut balances: BTreeMap<(CooperativeId, Account, Currency), i128> = BTreeMap::new();
        for (record, event) in history.events() {
            let Some(scope) = record.envelope.scope else { continue };
            let moved = moved(event);
            for Posting { account, amount, .. } in &moved {
                *balances.entry((scope, *account, amount.currency())).or_default() += amount.minor();
            }
            let complete = record.envelope.part.0 == record.envelope.part.1;
            for Posting { account, amount, .. } in moved {
                let balance = balances[&(scope, account, amount.currency())];
                // What a party was paid of a sale that is credited later it owes back; a member never does, here.
                let hers = account.is_lot() && account.member().is_some();
                let is_till = matches!(account, Account::Till(_));
                let divides = matches!(account, Account::SaleClearing(_));
                let wrong = (is_till && balance < 0) || (hers && balance > 0) || (divides && complete && balance != 0);
                let place = record.envelope.position;
                assert!(!wrong, "seed {}: {account} stands at {balance} after record {place}", history.seed);
            }
        }
        // And the balances of the book are the sum of what its events moved.
        for ((id, account, currency), minor) in balances {
            let stands = history.book.cooperatives[&id].balances.of(account, currency);
            assert_eq!(stands.minor(), minor, "seed {}: {id}'s {account}", history.seed);
        }
    }
}

/// A posting that can be sorted, its side turned if asked.
fn sortable(posting: &Posting, turned: bool) -> (Account, Currency, Option<SaleId>, i128) {
    let minor = posting.amount.minor();
    (posting.account, posting.amount.currency(), posting.sale, if turned { -minor } else { minor })
}

#[test]
fn a_correction_turns_every_posting_of_its_targets_and_adds_none() {
    let mut kinds = BTreeSet::new();
    for history in histories() {
        let records: Vec<&Record> = history.records().collect();
        for (record, event) in history.events() {
            let Event::CorrectionDeclared(e) = event else { continue };
            let targets = e.targets.iter().map(|position| records[usize::try_from(*position).expect("a small log")]);
            let mut turned = Vec::new();
            for target in targets {
                kinds.insert(target.event.kind());
                turned.extend(moved(&target.event).iter().map(|posting| sortable(posting, true)));
            }
            let mut mirror: Vec<_> = moved(event).iter().map(|posting| sortable(posting, false)).collect();
            turned.sort_unstable();
            mirror.sort_unstable();
            assert_eq!(mirror, turned, "seed {}: correction at {}", history.seed, record.envelope.position);
        }
    }
    assert!(kinds.len() > 15, "only {kinds:?} are taken back");
}
