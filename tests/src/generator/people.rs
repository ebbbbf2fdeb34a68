//! Who belongs to a cooperative: members who rest, are suspended, leave and come back, and the boards they elect.

use mizan_ledger::id::MemberId;
use serde_json::{Value, json};

use crate::generator::Generator;

/// Fewer members than this take part in no cooperative.
const FEWEST: usize = 3;

impl Generator {
    /// Somebody new or known comes, rests, is suspended, returns or leaves, has a new number or is erased; now and then
    /// a board is elected.
    pub(super) fn tend_the_register(&mut self, at: usize) {
        match self.chance.below(12) {
            0..2 => self.elect_a_board(at),
            2..4 => self.rest(at),
            4..6 => self.suspend(at),
            6..8 => self.leave(at),
            8 => self.take_a_census(at),
            9 => self.come(at),
            10 => self.have_a_new_number(at),
            _ => self.be_erased(at),
        }
    }

    pub(super) fn admit(&mut self, at: usize, member: MemberId) -> bool {
        let secretary = json!({"id": format!("{}-secretary", self.shops[at].id), "role": "secretary"});
        let sealed = json!({"name": format!("Nobody {member}"), "phone": "+212 5 00 00 00 00"});
        let sex = if self.chance.percent(85) { "woman" } else { "man" };
        let words = json!({"member": member, "sex": sex});
        self.speak(Some(at), secretary, "admit_member", words, sealed, &[]).is_some()
    }

    pub(super) fn elect_a_board(&mut self, at: usize) {
        let board = self.chance.between(3, 7);
        let women = self.chance.between(1, board);
        let led_by = if women == board || self.chance.percent(85) { "woman" } else { "man" };
        let words = json!({"board": board, "women": women, "led_by": led_by, "minutes": "General assembly"});
        self.say(at, "secretary", "elect_board", words);
    }

    /// Who rests is still given work and shares when she takes part after all.
    fn rest(&mut self, at: usize) {
        let Some(member) = self.chance.one_of(&self.shops[at].members).copied() else { return };
        let resting = self.shops[at].resting.iter().position(|known| *known == member);
        let words = json!({"member": member, "status": if resting.is_some() { "active" } else { "inactive" }});
        if self.say(at, "secretary", "change_member_status", words).is_none() {
            return;
        }
        match resting {
            Some(place) => {
                self.shops[at].resting.swap_remove(place);
            }
            None => self.shops[at].resting.push(member),
        }
    }

    /// Somebody is suspended, or who was takes part again.
    pub(super) fn suspend(&mut self, at: usize) {
        if let Some(member) = self.shops[at].suspended.pop() {
            let words = json!({"member": member, "status": "active", "reason": "The board has heard her"});
            if self.say(at, "secretary", "change_member_status", words).is_some() {
                self.shops[at].members.push(member);
            } else {
                self.shops[at].suspended.push(member);
            }
        } else if let Some(member) = self.one_to_spare(at) {
            let words = json!({"member": member, "status": "suspended", "minutes": "Board"});
            if self.say(at, "secretary", "change_member_status", words).is_some() {
                self.forget(at, member);
                self.shops[at].suspended.push(member);
            }
        }
    }

    pub(super) fn leave(&mut self, at: usize) {
        if let Some(member) = self.one_to_spare(at) {
            self.see_off(at, member);
        }
    }

    pub(super) fn see_off(&mut self, at: usize, member: MemberId) {
        if self.say(at, "secretary", "record_exit", json!({"member": member, "reason": "Moved away"})).is_some() {
            self.forget(at, member);
            self.shops[at].gone.push(member);
        }
    }

    /// Who has left comes back, or somebody new is admitted in her place.
    pub(super) fn come(&mut self, at: usize) {
        if self.shops[at].gone.is_empty() {
            return;
        }
        if self.chance.percent(50) {
            let member = self.shops[at].gone.remove(0);
            if self.admit(at, member) {
                self.shops[at].members.push(member);
            } else {
                self.shops[at].gone.push(member);
            }
        } else {
            let code = self.code(&format!("c{}-w", at + 1));
            let Ok(member) = code.parse() else { return };
            if self.admit(at, member) {
                self.shops[at].members.push(member);
            }
        }
    }

    /// The members are counted as they are today, and now and then one of them is counted again.
    pub(super) fn take_a_census(&mut self, at: usize) {
        let as_of = self.today.yesterday().unwrap_or(self.today);
        let members = self.books_of(at).members_on(as_of);
        if members.is_empty() {
            return;
        }
        let active: Vec<MemberId> =
            members.iter().map(|(member, _)| *member).filter(|_| self.chance.percent(60)).collect();
        let census = self.code("census");
        let words = json!({"census": census, "definition": "weekly", "as_of": as_of, "members": members.len(),
            "active": active});
        if self.say(at, "leader", "take_census", words).is_none() {
            return;
        }
        if let Some(member) = active.first().filter(|_| self.chance.percent(50)) {
            let words = json!({"census": census, "member": member, "counted": "inactive", "reason": "Counted twice"});
            self.say(at, "secretary", "correct_census", words);
        }
    }

    /// Somebody has a new number, or a buyer whom every cooperative sells to.
    pub(super) fn have_a_new_number(&mut self, at: usize) {
        let number = format!("+212 6 {:08}", self.chance.between(0, 99_999_999));
        self.say_of_a_person(at, "seal_personal_data", json!({}), json!({"phone": number}));
    }

    /// The operator changes the key of the log, usually so that both sign for a while.
    pub(super) fn change_the_log_key(&mut self) {
        let until = self.clerk.book().log_key.as_ref().map_or("atlas+0+A".to_owned(), ToString::to_string);
        let mut words = json!({"from": until, "to": format!("atlas+{}+A", self.code("log-key"))});
        if self.chance.percent(70) {
            words["both_until"] = json!(self.today.checked_add(jiff::Span::new().days(30)).unwrap_or(self.today));
        }
        let operator = json!({"id": "operator-1", "role": "operator"});
        self.speak(None, operator, "rotate_log_key", words, Value::Null, &[]);
    }

    /// Somebody asks that what was sealed of her be erased, whether or not anything was. Now and then it is the log's key
    /// that is changed instead.
    pub(super) fn be_erased(&mut self, at: usize) {
        if self.chance.percent(15) {
            return self.change_the_log_key();
        }
        let ground = self.chance.one_of(&["person_asked", "no_longer_needed", "law_demands"]).copied();
        self.say_of_a_person(at, "erase_personal_data", json!({"ground": ground, "reference": "Letter"}), Value::Null);
    }

    fn say_of_a_person(&mut self, at: usize, command: &str, mut words: Value, sealed: Value) {
        let secretary = json!({"id": format!("{}-secretary", self.shops[at].id), "role": "secretary"});
        let everyone = self.everyone(at);
        let place = if self.chance.percent(20) { None } else { Some(at) };
        words["subject"] = match place {
            None => json!({"party": self.chance.one_of(&self.buyers)}),
            Some(_) if self.chance.percent(10) => json!("cooperative"),
            Some(_) => json!({"member": self.chance.one_of(&everyone)}),
        };
        self.speak(place, secretary, command, words, sealed, &[]);
    }

    /// One of those who take part, if enough do.
    pub(super) fn one_to_spare(&mut self, at: usize) -> Option<MemberId> {
        if self.shops[at].members.len() <= FEWEST {
            return None;
        }
        self.chance.one_of(&self.shops[at].members).copied()
    }

    fn forget(&mut self, at: usize, member: MemberId) {
        let shop = &mut self.shops[at];
        shop.members.retain(|known| *known != member);
        shop.resting.retain(|known| *known != member);
    }

    /// Everyone who ever belonged to it: whoever has left is still paid what is hers.
    pub(super) fn everyone(&self, at: usize) -> Vec<MemberId> {
        let shop = &self.shops[at];
        [&shop.members, &shop.suspended, &shop.gone].into_iter().flatten().copied().collect()
    }
}
