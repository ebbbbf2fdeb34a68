//! What holds of payouts whatever happens, in any order: the invariants of a payout's way, over random acts and faults.
//!
//! Two of the ten speak of statements: that each line of one is matched, divided or left open, and that to import one again
//! adds nothing. They are laws of `decide/matching/tests/laws.rs`.

mod bank;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;

use crate::account::Account;
use crate::book::state::payout::ItemState;
use crate::decide::payout::tests::laws::bank::At;
use crate::decide::payout::tests::laws::world::{Act, MEMBERS, World, member};
use crate::decide::payout::tests::{approved, schedule, send};
use crate::decide::stories::{Said, say};
use crate::event::Event;
use crate::event::instruction::PayoutFiled;
use crate::id::{ActorId, MemberId, PayoutId, SaleId};
use crate::money::MAD;

/// Acts, those that lead further more often.
fn act() -> impl Strategy<Value = Act> {
    let (p, m, f, b) = (0_u8..3, 0_u8..4, 0_u8..3, 0_u8..6);
    prop_oneof![
        2 => (1_u8..16, 0_u8..4, any::<bool>()).prop_map(|(who, ways, part)| Act::Schedule { who, ways, part }),
        5 => (p.clone(), b.clone()).prop_map(|(payout, by)| Act::Approve { payout, by }),
        2 => p.clone().prop_map(|payout| Act::Cancel { payout }),
        5 => (p.clone(), any::<bool>()).prop_map(|(payout, wallet)| Act::File { payout, wallet }),
        1 => (p.clone(), f.clone()).prop_map(|(payout, file)| Act::Discard { payout, file }),
        7 => (p.clone(), f.clone(), any::<bool>()).prop_map(|(payout, file, arrives)| Act::Send { payout, file, arrives }),
        1 => p.clone().prop_map(|payout| Act::SendLoose { payout }),
        2 => (p.clone(), f.clone()).prop_map(|(payout, file)| Act::TurnUp { payout, file }),
        2 => (p.clone(), f.clone()).prop_map(|(payout, file)| Act::Unanswered { payout, file }),
        5 => (p.clone(), f, b.clone(), b.clone(), any::<bool>()).prop_map(|(payout, file, by, confirms, withdrawn)| {
            Act::Missing { payout, file, by, confirms, withdrawn }
        }),
        5 => (p.clone(), m.clone(), 0_u8..4).prop_map(|(payout, member, fate)| Act::Decide { payout, member, fate }),
        5 => (p.clone(), m.clone()).prop_map(|(payout, member)| Act::Tell { payout, member }),
        1 => (p.clone(), m.clone(), any::<bool>()).prop_map(|(payout, member, stops)| Act::AskBack { payout, member, stops }),
        2 => (p.clone(), m.clone(), b.clone(), b.clone())
            .prop_map(|(payout, member, by, witness)| Act::Hand { payout, member, by, witness }),
        1 => (p.clone(), m.clone()).prop_map(|(payout, member)| Act::Leave { payout, member }),
        2 => (p, m.clone(), b, any::<bool>())
            .prop_map(|(payout, member, by, on_paper)| Act::Acknowledge { payout, member, by, on_paper }),
        1 => (m, any::<bool>()).prop_map(|(member, release)| Act::Freeze { member, release }),
    ]
}

/// Every centime of each sale's share of each member is available, set aside, waiting, sent or has reached her, once: by the
/// states of the items as by the balances. So no lot is in two payouts, and nothing is made or lost.
fn check_lots(world: &World) {
    let own = world.story().cooperative();
    let mut by_items: BTreeMap<(Account, SaleId), i128> = BTreeMap::new();
    let mut available = World::earned();
    for (payout, known) in own.payouts.iter() {
        for (&member, item) in &known.items {
            let sum: i128 = item.sources.iter().map(|source| source.amount.minor()).sum();
            assert_eq!(sum, item.amount.minor(), "the parts of {member} in {payout} are her amount");
            let account = match item.state {
                ItemState::Scheduled | ItemState::Filed => Some(Account::MemberInPayout(member)),
                ItemState::Sent | ItemState::Unknown | ItemState::Accepted => Some(Account::PayoutSent(payout, member)),
                ItemState::Unclaimed => Some(Account::MemberUnclaimed(member)),
                ItemState::Settled | ItemState::Handed => None,
                ItemState::Failed | ItemState::Returned | ItemState::Cancelled => continue,
            };
            for source in &item.sources {
                *available.get_mut(&(member, source.sale)).expect("she has earned it") -= source.amount.minor();
                if let Some(account) = account {
                    *by_items.entry((account, source.sale)).or_default() += source.amount.minor();
                }
            }
        }
    }
    for ((member, sale), left) in available {
        assert!(left >= 0, "{member} is paid {} more of {sale} than she has earned", -left);
        if left > 0 {
            by_items.insert((Account::MemberAvailable(member), sale), left);
        }
    }
    let mut by_balances = BTreeMap::new();
    for (account, _) in own.balances.all() {
        if account.is_lot() && (account.member().is_some() || matches!(account, Account::PayoutSent(..))) {
            let lots = own.balances.lots(account, MAD).filter(|lot| !lot.left.is_zero());
            by_balances.extend(lots.map(|lot| ((account, lot.sale), lot.left.minor())));
        }
    }
    assert_eq!(by_balances, by_items);
}

/// What the bank may still pay, or has paid, is nowhere hers to be paid once more; and of no lot was it told to pay more
/// than there is.
fn check_bank(world: &World) {
    let mut told: BTreeMap<(MemberId, SaleId), i128> = BTreeMap::new();
    let live = world.orders.values().filter(|order| matches!(order.at, At::Held | At::Accepted | At::Paid));
    for order in live {
        let item = world.item(order.payout, order.member).expect("the bank was told of an item");
        assert!(
            !item.state.gave_back() && !matches!(item.state, ItemState::Scheduled | ItemState::Unclaimed),
            "the bank has the payment of {} in {}, which is {}",
            order.member,
            order.payout,
            item.state.word()
        );
        for source in &order.sources {
            *told.entry((order.member, source.sale)).or_default() += source.amount.minor();
        }
    }
    let earned = World::earned();
    for (lot, minor) in told {
        assert!(minor <= earned[&lot], "of {lot:?} the bank was told to pay {minor}");
    }
}

/// Who has done what, as the log tells it.
#[derive(Default)]
struct Walk {
    scheduled_by: BTreeMap<PayoutId, ActorId>,
    paid: BTreeMap<PayoutId, BTreeMap<MemberId, i128>>,
    approvals: BTreeMap<PayoutId, Vec<ActorId>>,
    hands: BTreeSet<(PayoutId, ActorId)>,
    references: BTreeMap<String, (PayoutId, MemberId)>,
    messages: BTreeMap<String, (PayoutId, u32)>,
}

impl Walk {
    /// Nothing leaves that was not approved, by as many other persons as it needs, of whom none is paid by it.
    fn may_leave(&self, payout: PayoutId) {
        let (paid, approvals) = (&self.paid[&payout], &self.approvals[&payout]);
        let persons: BTreeSet<&ActorId> = approvals.iter().collect();
        let needed = if paid.values().sum::<i128>() > 7_500 { 2 } else { 1 };
        assert_eq!(persons.len(), approvals.len(), "nobody approves {payout} twice");
        assert!(persons.len() >= needed, "{payout} left with {} approvals", persons.len());
        assert!(!persons.contains(&self.scheduled_by[&payout]), "who scheduled {payout} approved it");
        assert!(
            persons.iter().all(|person| paid.keys().all(|member| member.0 != person.0)),
            "a payee approved {payout}"
        );
    }

    /// The payout that is scheduled or approved by an event, if one is.
    fn is_prepared(&mut self, actor: ActorId, event: &Event) -> Option<PayoutId> {
        if let Event::PayoutScheduled(e) = event {
            self.scheduled_by.insert(e.payout, actor);
            let paid = self.paid.entry(e.payout).or_default();
            e.items.iter().for_each(|item| *paid.entry(item.member).or_default() += item.amount.minor());
            return Some(e.payout);
        }
        if let Event::PayoutApproved(e) = event {
            assert_eq!(e.list, e.seen, "who approves a list has seen it");
            self.approvals.entry(e.payout).or_default().push(actor);
            return Some(e.payout);
        }
        None
    }

    /// The payout that leaves, or of which is said what became of it, if an event says so.
    fn leaves(&mut self, world: &World, actor: ActorId, event: &Event) -> Option<PayoutId> {
        if let Event::PayoutFiled(e) = event {
            self.may_leave(e.payout);
            self.is_filed(world, e);
            Some(e.payout)
        } else if let Event::PayoutSent(e) = event {
            self.may_leave(e.payout);
            Some(e.payout)
        } else if let Event::PayoutHanded(e) = event {
            self.may_leave(e.payout);
            assert_ne!(actor, e.witness);
            assert!(actor.0 != e.member.0 && e.witness.0 != e.member.0, "three persons");
            Some(e.payout)
        } else if let Event::PayoutReportedMissing(e) = event {
            Some(e.payout)
        } else if let Event::PayoutNotReceived(e) = event {
            Some(e.payout)
        } else if let Event::PayoutSettled(e) = event {
            Some(e.payout)
        } else {
            None
        }
    }

    /// A file holds what was approved, under names of its own, each the same as the book would give it now.
    fn is_filed(&mut self, world: &World, e: &PayoutFiled) {
        let known = world.known(e.payout);
        assert_eq!(Some(&e.list), known.list.as_ref(), "the file holds the list that was approved");
        assert_eq!(e.items.iter().map(|item| item.amount.minor()).sum::<i128>(), e.total.minor());
        for item in &e.items {
            let of = (e.payout, item.member);
            let before = self.references.insert(item.end_to_end.as_str().to_owned(), of);
            assert!(before.is_none_or(|before| before == of), "{:?} is {before:?} and {of:?}", item.end_to_end);
            assert_eq!(item.amount.minor(), self.paid[&e.payout][&item.member], "as it was approved");
            assert_eq!(known.end_to_end(&known.items[&item.member]), item.end_to_end.as_str());
        }
        for reference in [&e.message, &e.payment_information] {
            let before = self.messages.insert(reference.as_str().to_owned(), (e.payout, e.file));
            assert_eq!(before, None, "{reference:?} is the name of one file");
        }
    }
}

/// What left was approved; what a file says is the sum of its payments, under references that no other payment or file has
/// ever had; and that somebody received something is said by nobody who had a hand in paying it.
fn check_log(world: &World) {
    let mut walk = Walk::default();
    for record in world.story().log() {
        let (actor, event) = (record.envelope.actor.id, &record.event);
        if let Some(payout) = walk.is_prepared(actor, event).or_else(|| walk.leaves(world, actor, event)) {
            walk.hands.insert((payout, actor));
        } else if let Event::ReceiptAcknowledged(e) = event {
            let herself = actor.0 == e.member.0;
            assert!(herself != e.for_her.is_some(), "somebody else says so on paper alone");
            assert!(herself || !walk.hands.contains(&(e.payout, actor)), "{actor} paid and says that it was received");
        }
    }
}

/// Once all is heard of, each payment the bank made is settled, each that it refused or stopped has failed, each that came
/// back is returned; and what the books call settled the bank has paid. What it never had is named as unanswered, or has not
/// left: nobody is silently unpaid.
fn check_end(world: &World) {
    let mut heard = BTreeSet::new();
    for (reference, order) in &world.orders {
        let item = world.item(order.payout, order.member).expect("the bank was told of an item");
        let wanted = match order.at {
            At::Held | At::Accepted | At::Paid => ItemState::Settled,
            At::Rejected | At::Stopped => ItemState::Failed,
            At::Returned => ItemState::Returned,
        };
        assert_eq!(item.state, wanted, "{reference}: {} in {}, {:?}", order.member, order.payout, order.at);
        heard.insert((order.payout, order.member));
    }
    for &payout in &world.payouts {
        for (member, item) in world.known(payout).items {
            let ends = matches!(item.state, ItemState::Settled | ItemState::Failed | ItemState::Returned);
            assert!(!ends || heard.contains(&(payout, member)), "{member} in {payout} is {}", item.state.word());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_every_centime_is_in_one_place_and_is_paid_once(acts in proptest::collection::vec(act(), 1..70)) {
        let mut world = World::new();
        for act in [Act::Schedule { who: 15, ways: 0, part: false }, Act::Approve { payout: 0, by: 1 }, Act::Approve { payout: 0, by: 2 }] {
            world.act(act);
        }
        for act in acts {
            world.act(act);
            check_lots(&world);
            check_bank(&world);
        }
        check_log(&world);
        world.end();
        check_lots(&world);
        check_bank(&world);
        check_log(&world);
        check_end(&world);
    }

    #[test]
    fn what_a_bank_says_leads_to_one_end_in_whatever_order_and_however_often_it_is_heard(
        heard in proptest::collection::vec(0_usize..5, 0..12),
        returned in any::<bool>(),
    ) {
        let words = |more: serde_json::Value| {
            let mut words = json!({"payout": "march", "member": "weaver-1"});
            more.as_object().into_iter().flatten().for_each(|(field, value)| words[field] = value.clone());
            words
        };
        let all: Vec<Said> = [
            ("accept_payout", words(json!({"status": "PDNG"}))),
            ("accept_payout", words(json!({"status": "ACSP"}))),
            ("settle_payout", words(json!({"till": "bank:main"}))),
            ("return_payout", words(json!({"till": "bank:main", "reason": "AC04"}))),
            ("accept_payout", words(json!({"status": "ACSC"}))),
        ]
        .into_iter()
        .map(|(command, words)| say("treasurer", command, words))
        .collect();
        let is_return = |place: usize| place == 3;
        let in_order = (0..all.len()).chain(0..all.len()).chain(0..all.len());
        let mut story = approved().and([send("march")]);
        for place in heard.into_iter().chain(in_order).filter(|place| returned || !is_return(*place)) {
            (story, _) = story.when(all[place].clone()).whatever();
        }
        let payout = story.cooperative().payouts.get(&"march".parse().expect("an id")).expect("it was scheduled");
        let wanted = if returned { ItemState::Returned } else { ItemState::Settled };
        prop_assert_eq!(payout.items[&member("weaver-1")].state, wanted);
        let back = if returned { "860.49 MAD" } else { "0.00 MAD" };
        story.holds("liabilities:member:weaver-1:available", back);
    }
}

#[test]
fn a_list_is_scheduled_once_so_that_an_approval_is_of_all_there_will_ever_be_of_it() {
    let other = json!([{"member": "weaver-2", "method": "cash", "amount": "1.00 MAD"}]);
    approved().when(schedule("march", other)).refused("already_exists");
}

#[test]
fn a_file_that_is_lost_withdrawn_and_made_anew_pays_each_once() {
    let mut world = World::new();
    let acts = [
        Act::Schedule { who: 3, ways: 0, part: false },
        Act::Approve { payout: 0, by: 1 },
        Act::Approve { payout: 0, by: 2 },
        Act::File { payout: 0, wallet: false },
        Act::Send { payout: 0, file: 0, arrives: false },
        Act::Unanswered { payout: 0, file: 0 },
        Act::Missing { payout: 0, file: 0, by: 2, confirms: 1, withdrawn: false },
        Act::Freeze { member: 0, release: false },
        Act::Send { payout: 0, file: 0, arrives: true },
        Act::Missing { payout: 0, file: 0, by: 2, confirms: 1, withdrawn: true },
        Act::TurnUp { payout: 0, file: 0 },
        Act::File { payout: 0, wallet: false },
        Act::Send { payout: 0, file: 0, arrives: true },
        Act::Cancel { payout: 0 },
    ];
    for act in acts {
        world.act(act);
        check_lots(&world);
        check_bank(&world);
    }
    world.end();
    check_end(&world);
    assert_eq!(world.orders.len(), 1, "the frozen one was never told of, the other once");
    let payout = world.payout(0).expect("it was scheduled");
    let state = |place: usize| world.item(payout, member(MEMBERS[place])).map(|item| item.state);
    assert_eq!((state(0), state(1)), (Some(ItemState::Cancelled), Some(ItemState::Settled)));
}
