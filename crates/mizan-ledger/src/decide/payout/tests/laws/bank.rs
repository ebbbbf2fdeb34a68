//! A bank that is honest and unreliable: a file is lost on its way or turns up late, an answer does not come, payments are
//! refused, paid, returned or stopped. It refuses a reference it has had before, and keeps its word when it has written
//! that it will pay nothing of a file.

use serde_json::{Value, json};

use crate::decide::payout::tests::laws::world::World;
use crate::decide::stories::say;
use crate::event::Source;
use crate::event::payout::Method;
use crate::id::{MemberId, PayoutId};

/// How far the bank has come with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// It has it.
    Held,
    /// It will pay.
    Accepted,
    /// It has paid.
    Paid,
    /// It refuses.
    Rejected,
    /// It has paid, and the money came back.
    Returned,
    /// It was asked not to pay, and has not.
    Stopped,
}

/// What the bank was told to pay.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) payout: PayoutId,
    pub(super) member: MemberId,
    pub(super) sources: Vec<Source>,
    pub(super) at: At,
}

impl World {
    /// The bank takes in what it has not had before.
    pub(super) fn take_in(&mut self, orders: Vec<(String, Order)>) {
        for (reference, order) in orders {
            self.orders.entry(reference).or_insert(order);
        }
    }

    pub(super) fn order_of(&mut self, id: PayoutId, member: MemberId) -> Option<&mut Order> {
        let known = self.known(id);
        let reference = known.end_to_end(known.items.get(&member)?);
        self.orders.get_mut(&reference)
    }

    pub(super) fn decide(&mut self, id: PayoutId, member: MemberId, fate: u8) {
        let Some(order) = self.order_of(id, member) else { return };
        order.at = match (order.at, fate % 4) {
            (At::Held, 0) => At::Accepted,
            (At::Held | At::Accepted, 1) => At::Rejected,
            (At::Held | At::Accepted, _) => At::Paid,
            (At::Paid, 0 | 1) => At::Returned,
            (at @ (At::Paid | At::Rejected | At::Returned | At::Stopped), _) => at,
        };
    }

    /// What the bank says of a payment is written down: all of it, once more, in whichever state the item is.
    pub(super) fn tell(&mut self, id: PayoutId, member: MemberId) {
        let Some(at) = self.order_of(id, member).map(|order| order.at) else { return };
        let Some(item) = self.item(id, member) else { return };
        let words = |more: Value| {
            let mut words = json!({"payout": id, "member": member});
            for (field, value) in more.as_object().into_iter().flatten() {
                words[field] = value.clone();
            }
            words
        };
        let till = json!({"till": if item.method == Method::Bank { "bank:main" } else { "wallet:main" }});
        let mut returned = till.clone();
        returned["reason"] = json!("AC04");
        let accept = ("accept_payout", words(json!({"status": "ACSP"})));
        let settle = ("settle_payout", words(till));
        let said = match at {
            At::Held => vec![],
            At::Accepted => vec![accept],
            At::Paid => vec![accept, settle],
            At::Rejected => vec![("fail_payout", words(json!({"reason": "AC01"})))],
            At::Returned => vec![settle, ("return_payout", words(returned))],
            At::Stopped => vec![("answer_recall", words(json!({"answer": "never_left"})))],
        };
        for (command, words) in said {
            self.say(say("treasurer", command, words));
        }
    }

    pub(super) fn ask_back(&mut self, id: PayoutId, member: MemberId, stops: bool) {
        let words = json!({"payout": id, "member": member, "reason": "CUST"});
        if !self.say(say("president", "ask_payout_back", words)) {
            return;
        }
        let Some(order) = self.order_of(id, member) else { return };
        if stops && matches!(order.at, At::Held | At::Accepted) {
            order.at = At::Stopped;
        } else {
            let answer = if stops { "refused" } else { "pending" };
            self.say(say("treasurer", "answer_recall", json!({"payout": id, "member": member, "answer": answer})));
        }
    }
}
