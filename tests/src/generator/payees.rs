//! Where members are paid: accounts and wallets that are set, verified and confirmed, changed, frozen and released.

use mizan_ledger::event::payout::Method;
use mizan_ledger::id::MemberId;
use mizan_ledger::payee::key_of;
use serde_json::{Value, json};

use crate::generator::Generator;

impl Generator {
    /// Somebody's details are set or changed, or she is frozen for a while.
    pub(super) fn tend_the_payees(&mut self, at: usize) {
        let Some(member) = self.chance.one_of(&self.shops[at].members).copied() else { return };
        if self.chance.percent(8) {
            self.let_changes_rest(at);
        }
        if self.chance.percent(20) {
            return self.freeze(at, member);
        }
        let details = self.code("details");
        let (scheme, number) = self.number();
        let words = json!({"details": details, "member": member, "scheme": scheme});
        let secretary = json!({"id": format!("{}-secretary", self.shops[at].id), "role": "secretary"});
        let sealed = json!({"account_number": number, "name": format!("Nobody {member}")});
        if self.speak(Some(at), secretary, "set_payee_details", words, sealed, &[]).is_none() {
            return;
        }
        // Now and then a change is left lying, and she is paid in cash meanwhile.
        if self.chance.percent(90) {
            let level = (scheme == "phone").then(|| self.chance.between(1, 3));
            let words = json!({"details": details, "against": "a letter of the bank", "level": level});
            self.say(at, "president", "verify_payee_details", words);
            self.say_herself(at, member, "confirm_payee_details", json!({"details": details}));
        }
    }

    /// How long a change rests before she is paid there.
    pub(super) fn let_changes_rest(&mut self, at: usize) {
        let days = self.chance.between(1, 5);
        self.say(at, "president", "set_payee_terms", json!({"cooling_days": days, "source": "the board"}));
    }

    /// For a while nothing is paid to her account.
    pub(super) fn freeze(&mut self, at: usize, member: MemberId) {
        let words = json!({"member": member, "reason": "Her telephone was lost"});
        if self.say(at, "treasurer", "freeze_payee", words.clone()).is_some() {
            self.say(at, "president", "release_payee", words);
        }
    }

    /// A number of a bank that does not exist, or of a telephone.
    fn number(&mut self) -> (&'static str, String) {
        let digits = format!("999{:019}", self.chance.below(10_u64.pow(18)));
        let rib = format!("{digits}{:02}", key_of(&digits));
        match self.chance.below(3) {
            0 => ("rib", rib),
            1 => ("iban", format!("MA64{rib}")),
            _ => ("phone", format!("+2126{:08}", self.chance.below(100_000_000))),
        }
    }

    /// The way a member can be paid today: the one that was meant, unless her details are not ready for it.
    pub(super) fn way_to(&self, at: usize, member: MemberId, meant: &'static str) -> &'static str {
        let method = serde_json::from_value::<Method>(Value::from(meant)).expect("it is a way of paying");
        let payee = self.books_of(at).payees.get(&member);
        if payee.is_some_and(|payee| payee.blocked(method, self.today).is_some()) { "cash" } else { meant }
    }
}
