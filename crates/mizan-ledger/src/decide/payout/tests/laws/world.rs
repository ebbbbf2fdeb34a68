//! A cooperative and what can go wrong on the way of its payouts, as a property test plays it. People say what is true of the bank, at any time, more than once, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::book::state::payout::{Item, Payout};
use crate::decide::payout::tests::laws::bank::{At, Order};
use crate::decide::stories::{Said, Story, earned, given, money, say, the_cooperative};
use crate::event::Event;
use crate::event::payout::Method;
use crate::id::{MemberId, PayoutId, SaleId};

/// The members, who are paid.
pub(super) const MEMBERS: [&str; 4] = ["weaver-1", "weaver-2", "weaver-3", "weaver-4"];

/// Those who have offices, and one member, who tries what others may.
pub(super) const PEOPLE: [&str; 6] = ["treasurer", "president", "secretary", "leader", "cashier", "weaver-4"];

/// What each of them has earned of which sale.
const EARNED: [(&str, &[(&str, &str)]); 2] = [
    (
        "rug-1",
        &[("weaver-1", "60.00 MAD"), ("weaver-2", "30.01 MAD"), ("weaver-3", "20.00 MAD"), ("weaver-4", "9.99 MAD")],
    ),
    ("rug-2", &[("weaver-1", "40.00 MAD"), ("weaver-2", "50.00 MAD")]),
];

/// What somebody does, or the bank.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// Some members are to be paid, by ways that turn with the number; with `part` not all of it.
    Schedule { who: u8, ways: u8, part: bool },
    /// A payout is approved.
    Approve { payout: u8, by: u8 },
    /// A payout is called off.
    Cancel { payout: u8 },
    /// What can be paid goes into a file.
    File { payout: u8, wallet: bool },
    /// A file is thrown away.
    Discard { payout: u8, file: u8 },
    /// A file is sent, and arrives or does not.
    Send { payout: u8, file: u8, arrives: bool },
    /// What stands in no file is sent.
    SendLoose { payout: u8 },
    /// A file that was lost on its way turns up.
    TurnUp { payout: u8, file: u8 },
    /// No answer came.
    Unanswered { payout: u8, file: u8 },
    /// Somebody reads, and somebody confirms, that the bank never had a file.
    Missing { payout: u8, file: u8, by: u8, confirms: u8, withdrawn: bool },
    /// The bank makes something of a payment.
    Decide { payout: u8, member: u8, fate: u8 },
    /// The treasurer writes down what the bank says of a payment.
    Tell { payout: u8, member: u8 },
    /// A payment is asked back; the bank can stop it or not.
    AskBack { payout: u8, member: u8, stops: bool },
    /// Cash is handed over.
    Hand { payout: u8, member: u8, by: u8, witness: u8 },
    /// She does not come for it.
    Leave { payout: u8, member: u8 },
    /// Somebody says that she has it.
    Acknowledge { payout: u8, member: u8, by: u8, on_paper: bool },
    /// A payee is frozen, or released.
    Freeze { member: u8, release: bool },
}

/// The story, and the bank.
pub(super) struct World {
    story: Option<Story>,
    pub(super) payouts: Vec<PayoutId>,
    /// What the bank has, by the reference that comes back.
    pub(super) orders: BTreeMap<String, Order>,
    received: BTreeSet<(PayoutId, u32)>,
    /// Files of which it has written that it will pay nothing.
    barred: BTreeSet<(PayoutId, u32)>,
    /// Files that were sent and are lost, and what stands in them.
    lost: BTreeMap<(PayoutId, u32), Vec<(String, Order)>>,
}

impl World {
    pub(super) fn new() -> World {
        let limits = say("president", "set_payout_limits", json!({"one_approves": "75.00 MAD"}));
        let story = given(the_cooperative()).and(EARNED.iter().flat_map(|(sale, shares)| earned(sale, shares)));
        World {
            story: Some(story.and([limits])),
            payouts: Vec::new(),
            orders: BTreeMap::new(),
            received: BTreeSet::new(),
            barred: BTreeSet::new(),
            lost: BTreeMap::new(),
        }
    }

    pub(super) fn story(&self) -> &Story {
        self.story.as_ref().expect("there is a story between two acts")
    }

    /// What each member has earned of each sale.
    pub(super) fn earned() -> BTreeMap<(MemberId, SaleId), i128> {
        let of = |(sale, shares): &(&str, &'static [(&'static str, &'static str)])| {
            let sale: SaleId = sale.parse().expect("a sale has an id");
            shares.iter().map(move |(member, amount)| ((self::member(member), sale), money(amount).minor()))
        };
        EARNED.iter().flat_map(of).collect()
    }

    pub(super) fn payout(&self, number: u8) -> Option<PayoutId> {
        let place = usize::from(number).checked_rem(self.payouts.len())?;
        self.payouts.get(place).copied()
    }

    pub(super) fn known(&self, payout: PayoutId) -> Payout {
        self.story().cooperative().payouts.get(&payout).expect("it was scheduled").into_owned()
    }

    pub(super) fn item(&self, payout: PayoutId, member: MemberId) -> Option<Item> {
        self.known(payout).items.get(&member).cloned()
    }

    /// Somebody says something: whether it was recorded.
    pub(super) fn say(&mut self, said: Said) -> bool {
        let story = self.story.take().expect("there is a story between two acts");
        let (story, recorded) = story.when(said).whatever();
        self.story = Some(story);
        recorded
    }

    /// Somebody does something, if it makes sense and is allowed.
    pub(super) fn act(&mut self, act: Act) {
        if let Act::Schedule { who, ways, part } = act {
            return self.schedule(who, ways, part);
        }
        if let Act::Freeze { member, release } = act {
            let command = if release { "release_payee" } else { "freeze_payee" };
            let words = json!({"member": of(&MEMBERS, member), "reason": "her telephone was stolen"});
            self.say(say(if release { "president" } else { "secretary" }, command, words));
            return;
        }
        let number = match act {
            Act::Schedule { .. } | Act::Freeze { .. } => return,
            Act::Approve { payout, .. }
            | Act::Cancel { payout }
            | Act::File { payout, .. }
            | Act::Discard { payout, .. }
            | Act::Send { payout, .. }
            | Act::SendLoose { payout }
            | Act::TurnUp { payout, .. }
            | Act::Unanswered { payout, .. }
            | Act::Missing { payout, .. }
            | Act::Decide { payout, .. }
            | Act::Tell { payout, .. }
            | Act::AskBack { payout, .. }
            | Act::Hand { payout, .. }
            | Act::Leave { payout, .. }
            | Act::Acknowledge { payout, .. } => payout,
        };
        if let Some(payout) = self.payout(number) {
            self.act_on(payout, act);
        }
    }

    /// A file of a payout, counted from the last one back; the first where there is none.
    fn file_of(&self, id: PayoutId, back: u8) -> u32 {
        let files = self.known(id).files.len();
        let back = usize::from(back).checked_rem(files).unwrap_or(0);
        u32::try_from(files.saturating_sub(back)).unwrap_or(1).max(1)
    }

    /// A member who is paid by a payout, by her place in it.
    fn payee(&self, id: PayoutId, place: u8) -> MemberId {
        let known = self.known(id);
        let members: Vec<MemberId> = known.items.keys().copied().collect();
        members[usize::from(place) % members.len()]
    }

    fn act_on(&mut self, id: PayoutId, act: Act) {
        match act {
            Act::Schedule { .. } | Act::Freeze { .. } => {}
            Act::Approve { by, .. } => {
                let known = self.known(id);
                let total = known.items.values().map(|item| item.amount.minor()).sum::<i128>();
                let total = format!("{}.{:02} MAD", total / 100, total % 100);
                let words = json!({"payout": id, "total": total, "seen": known.list_digest(id)});
                self.say(say(of(&PEOPLE, by), "approve_payout", words));
            }
            Act::Cancel { .. } => {
                self.say(say("treasurer", "cancel_payout", json!({"payout": id, "reason": "wrong list"})));
            }
            Act::File { wallet, .. } => self.file(id, if wallet { Method::Wallet } else { Method::Bank }),
            Act::Discard { file, .. } => {
                let words = json!({"payout": id, "file": self.file_of(id, file), "reason": "another day"});
                self.say(say("treasurer", "discard_payout_file", words));
            }
            Act::Send { file, arrives, .. } => self.send(id, Some(self.file_of(id, file)), arrives),
            Act::SendLoose { .. } => self.send(id, None, true),
            Act::TurnUp { file, .. } => {
                let file = (id, self.file_of(id, file));
                if !self.barred.contains(&file)
                    && let Some(orders) = self.lost.remove(&file)
                {
                    self.received.insert(file);
                    self.take_in(orders);
                }
            }
            Act::Unanswered { file, .. } => {
                let words = json!({"payout": id, "file": self.file_of(id, file)});
                self.say(say("treasurer", "note_payout_unanswered", words));
            }
            Act::Missing { file, by, confirms, withdrawn, .. } => {
                self.miss(id, self.file_of(id, file), by, confirms, withdrawn);
            }
            Act::Decide { member, fate, .. } => self.decide(id, self.payee(id, member), fate),
            Act::Tell { member, .. } => self.tell(id, self.payee(id, member)),
            Act::AskBack { member, stops, .. } => self.ask_back(id, self.payee(id, member), stops),
            Act::Hand { member, by, witness, .. } => {
                let member = self.payee(id, member);
                let Some(item) = self.item(id, member) else { return };
                let words = json!({"payout": id, "member": member, "amount": item.amount, "till": "cash:office",
                    "witness": of(&PEOPLE, witness), "signed_by": "thumbprint", "form": "CASH 1"});
                self.say(say(of(&PEOPLE, by), "hand_over_payout", words));
            }
            Act::Leave { member, .. } => {
                let words = json!({"payout": id, "member": self.payee(id, member)});
                self.say(say("cashier", "leave_unclaimed", words));
            }
            Act::Acknowledge { member, by, on_paper, .. } => {
                self.acknowledge(id, self.payee(id, member), by, on_paper);
            }
        }
    }

    fn schedule(&mut self, who: u8, ways: u8, part: bool) {
        let mut pay = Vec::new();
        for (place, member) in MEMBERS.iter().enumerate().filter(|(place, _)| (who >> place) & 1 == 1) {
            let method = ["bank", "bank", "wallet", "cash"][(usize::from(ways) + place) % 4];
            let mut request = json!({"member": member, "method": method});
            if part {
                request["amount"] = json!("9.99 MAD");
            }
            pay.push(request);
        }
        let id: PayoutId = format!("payout-{}", self.payouts.len()).parse().expect("a payout has an id");
        if self.say(say("treasurer", "schedule_payout", json!({"payout": id, "pay": pay}))) {
            self.payouts.push(id);
        }
    }

    /// What can be paid by a method; who is frozen is left out, as by the rule.
    fn file(&mut self, id: PayoutId, method: Method) {
        let known = self.known(id);
        let goes = |(member, item): &(&MemberId, &Item)| {
            let frozen = self.story().cooperative().payees.get(member).is_some_and(|payee| payee.frozen.is_some());
            item.method == method && item.state.word() == "scheduled" && !frozen
        };
        let total: i128 = known.items.iter().filter(goes).map(|(_, item)| item.amount.minor()).sum();
        let words = json!({
            "payout": id, "file": known.files.len() + 1, "method": method, "profile": "plain",
            "created_at": "2026-03-02T09:00:00Z", "pay_on": "2026-03-02",
            "total": format!("{}.{:02} MAD", total / 100, total % 100),
        });
        self.say(say("treasurer", "file_payout", words).sealing(json!({"note": format!("sha256:{:064}", 7)})));
    }

    fn send(&mut self, id: PayoutId, file: Option<u32>, arrives: bool) {
        let mut words = json!({"payout": id});
        if let Some(file) = file {
            words["file"] = json!(file);
        }
        if !self.say(say("treasurer", "send_payout", words)) {
            return;
        }
        let known = self.known(id);
        let sent = self
            .story()
            .latest()
            .iter()
            .filter_map(|event| if let Event::PayoutSent(e) = event { Some(e) } else { None });
        let orders: Vec<(String, Order)> = sent
            .map(|e| {
                let order = Order { payout: id, member: e.member, sources: e.sources.clone(), at: At::Held };
                (known.end_to_end(&known.items[&e.member]), order)
            })
            .collect();
        match file {
            // It has written that it pays nothing of it.
            Some(file) if self.barred.contains(&(id, file)) => {}
            Some(file) if !arrives && !self.received.contains(&(id, file)) => {
                self.lost.insert((id, file), orders);
            }
            Some(file) => {
                self.received.insert((id, file));
                self.take_in(orders);
            }
            None => self.take_in(orders),
        }
    }

    /// Two persons read the bank's letter, which it writes only if it is true.
    fn miss(&mut self, id: PayoutId, file: u32, by: u8, confirms: u8, withdrawn: bool) {
        let of_it = (id, file);
        if self.received.contains(&of_it) {
            return;
        }
        let mut words = json!({"payout": id, "file": file, "withdrawn": withdrawn});
        let confirm = say(of(&PEOPLE, confirms), "confirm_not_received", words.clone());
        words["statement"] = json!("letter 88 of the bank");
        if withdrawn {
            self.barred.insert(of_it);
        }
        self.say(say(of(&PEOPLE, by), "report_payout_missing", words));
        self.say(confirm);
    }

    fn acknowledge(&mut self, id: PayoutId, member: MemberId, by: u8, on_paper: bool) {
        let Some(item) = self.item(id, member) else { return };
        let mut words = json!({"payout": id, "member": member, "amount": item.amount});
        let by = if on_paper { of(&PEOPLE, by) } else { member.as_str() };
        if on_paper {
            words["for_her"] = json!({"form": "Form 3", "witness": "neighbour"});
        }
        self.say(say(by, "acknowledge_receipt", words));
    }

    /// At last everything is heard of: nobody is frozen any more, files are sent again where the bank may have them, the bank
    /// pays what it has, and all it says is written down.
    pub(super) fn end(&mut self) {
        for member in MEMBERS {
            let words = json!({"member": member, "reason": "her telephone was found"});
            self.say(say("president", "release_payee", words));
        }
        for id in self.payouts.clone() {
            for file in 1..=u32::try_from(self.known(id).files.len()).unwrap_or(0) {
                if self.received.contains(&(id, file)) {
                    self.send(id, Some(file), true);
                }
            }
        }
        for order in self.orders.values_mut() {
            if matches!(order.at, At::Held | At::Accepted) {
                order.at = At::Paid;
            }
        }
        for Order { payout, member, .. } in self.orders.values().cloned().collect::<Vec<_>>() {
            self.tell(payout, member);
        }
    }
}

pub(super) fn member(id: &str) -> MemberId {
    id.parse().expect("a member has an id")
}

pub(super) fn of<'a>(list: &[&'a str], number: u8) -> &'a str {
    list[usize::from(number) % list.len()]
}
