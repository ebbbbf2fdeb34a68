//! Members who join by the dozen: admitted by the secretary, consenting for themselves, some of them resting at once.
//!
//! Who joins and leaves by name stands in a storyline; the plan says how many of the others.

use mizan_ledger::account::Account;
use mizan_ledger::event::register::Status;
use mizan_ledger::id::MemberId;
use mizan_ledger::money::Money;
use mizan_ledger::report::provenance::SHOW_NAME;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::plan::Joining;
use crate::demo::shop::Shop;
use crate::demo::teller::Teller;

impl Teller {
    /// Those join whose day it is.
    pub(super) fn welcome(&mut self, at: usize) -> Result<(), NotTold> {
        let today = self.today;
        let joining: Vec<Joining> =
            self.shops[at].plan.joins.iter().filter(|joining| joining.on == today).cloned().collect();
        for group in joining {
            self.admit(at, &group)?;
        }
        Ok(())
    }

    fn admit(&mut self, at: usize, group: &Joining) -> Result<(), NotTold> {
        let mut members = Vec::new();
        for _ in 0..group.members {
            let shop = &mut self.shops[at];
            let woman = shop.chance.percent(group.women_percent);
            let number = shop.number(&group.word);
            let member = format!("{}{}-{number:02}", group.word, shop.suffix());
            let sealed =
                json!({"name": format!("Nobody {number} (invented)"), "phone": format!("+212 0 00 00 {number:04}")});
            let words = json!({"member": member, "sex": if woman { "woman" } else { "man" },
                "minutes": format!("PV of {}", group.on)});
            let secretary = json!({"id": format!("{}-secretary", shop.name), "role": "secretary"});
            self.speak_as(at, secretary, "admit_member", words, sealed)?;
            let named = self.shops[at].chance.percent(group.named_percent);
            let named = named.then(|| SHOW_NAME.to_owned());
            for purpose in group.consents.iter().map(ToString::to_string).chain(named) {
                let consent = self.shops[at].code("consent");
                let words = json!({"consent": consent, "member": member, "purpose": purpose});
                self.speak_as(at, json!({"id": member, "role": "member"}), "give_consent", words, Value::Null)?;
            }
            if group.shares > 0 {
                self.take_shares(at, &member, group.shares)?;
            }
            members.push(member);
        }
        let Shop { chance, .. } = &mut self.shops[at];
        for member in chance.so_many_of(&members, group.inactive) {
            let words = json!({"member": member, "status": "inactive",
                "reason": "does not work with the group at present"});
            self.speak(at, "secretary", "change_member_status", words)?;
        }
        self.shops[at].working = None;
        Ok(())
    }

    /// A member takes shares, pays a quarter of them, and the rest within a year.
    fn take_shares(&mut self, at: usize, member: &str, shares: u32) -> Result<(), NotTold> {
        let books = self.books(at)?;
        let Some(terms) = books.capital.terms_on(self.today) else { return Ok(()) };
        let paid = Money::new(terms.value.minor() * i128::from(shares) / 4, books.currency);
        let movement = self.shops[at].code("shares");
        let words = json!({"movement": movement, "member": member, "shares": shares, "paid": paid,
            "till": "cash:box"});
        self.speak(at, "treasurer", "subscribe_shares", words)?;
        let member: MemberId = member.parse().map_err(|_| NotTold::Unknown { what: member.to_owned() })?;
        let days = self.shops[at].chance.between(60, 330);
        self.later(at, days, Task::PayShares(member));
        Ok(())
    }

    /// What a member still owes of her shares comes in.
    pub(super) fn pay_shares(&mut self, at: usize, member: MemberId) -> Result<(), NotTold> {
        let books = self.books(at)?;
        let held = books.capital.of(member, books.currency).value;
        let paid = books.balances.owed(Account::Capital(member), books.currency);
        let amount = Money::new(held.minor() - paid.minor(), books.currency);
        if amount.is_positive() {
            let movement = self.shops[at].code("shares");
            let words = json!({"movement": movement, "member": member, "amount": amount, "till": "cash:box"});
            self.speak(at, "treasurer", "pay_shares", words)?;
        }
        Ok(())
    }

    /// Who works in a shop today, in the order of their names. Asked for many times a day, reckoned once.
    pub(super) fn working(&mut self, at: usize) -> Result<Vec<MemberId>, NotTold> {
        if let Some(members) = &self.shops[at].working {
            return Ok(members.clone());
        }
        let members = self.books(at)?.members_on(self.today).into_iter();
        let members: Vec<MemberId> =
            members.filter(|(_, status)| *status == Status::Active).map(|(member, _)| member).collect();
        self.shops[at].working = Some(members.clone());
        Ok(members)
    }
}
