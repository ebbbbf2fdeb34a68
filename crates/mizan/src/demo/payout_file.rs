//! Files of payouts: one for the bank and one for the wallets, now and then thrown away, unanswered, or never received.

use std::fmt::Write;

use mizan_ledger::account::{Account, Till};
use mizan_ledger::book::state::payout::ItemState;
use mizan_ledger::calendar::{Closed, Holiday};
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::Money;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::teller::Teller;
use crate::service::chance::Chance;

/// A feast is announced at the most this many days before.
const FEAST_SEEN: u32 = 10;

/// On the day after a file was sent its payments are answered.
const USUAL_ANSWER: u64 = 1;

/// Where an answer is missed it is heard of on this day.
const LATE_ANSWER: u64 = 5;

impl Teller {
    /// Sends what is paid by bank and by wallet, and says after how many days it is heard of.
    pub(super) fn send_in_files(&mut self, at: usize, payout: PayoutId) -> Result<u64, NotTold> {
        let mut answered_after = USUAL_ANSWER;
        for method in [Method::Bank, Method::Wallet] {
            let Some(mut file) = self.write_file(at, payout, method)? else { continue };
            // Of the payout alone, so that all else in the story stays as it is.
            let fate = Chance::of(&format!("{payout} {file}")).below(100);
            if fate < 4 {
                let words =
                    json!({"payout": payout, "file": file, "reason": "the bank's test desk found a letter missing"});
                self.speak(at, "treasurer", "discard_payout_file", words)?;
                file = self.write_file(at, payout, method)?.unwrap_or(file);
            }
            self.speak(at, "treasurer", "send_payout", json!({"payout": payout, "file": file}))?;
            if (4..14).contains(&fate) {
                answered_after = LATE_ANSWER;
                self.later(at, 2, Task::Miss(payout, file));
            }
        }
        Ok(answered_after)
    }

    /// The bank says until when it takes files, and the ministry on which days a feast is that had been reckoned.
    pub(super) fn hear_of_feasts(&mut self, at: usize) -> Result<(), NotTold> {
        if self.books(at)?.calendar.cut_offs.is_empty() {
            let words = json!({"bank": "14:30:00", "source": "the bank's price list"});
            self.speak(at, "secretary", "set_cut_offs", words)?;
        }
        let mut day = self.today;
        for _ in 0..FEAST_SEEN {
            day = day.tomorrow().unwrap_or(day);
            let books = self.books(at)?;
            let reckoned = matches!(books.bank_closed(day), Some(Closed::Holiday(Holiday { estimated: true, .. })));
            if reckoned && !books.calendar.days.contains_key(&day) {
                let words = json!({"day": day, "open": false, "source": "the ministry's announcement"});
                self.speak(at, "secretary", "set_business_day", words)?;
            }
        }
        Ok(())
    }

    /// The cashier and the treasurer count the box, and find what the books say.
    pub(super) fn count_cash(&mut self, at: usize) -> Result<(), NotTold> {
        let till: Till = "cash:box".parse().map_err(|_| NotTold::Unknown { what: "the till `cash:box`".to_owned() })?;
        let books = self.books(at)?;
        let counted = books.balances.of(Account::Till(till), books.currency);
        let name = self.shops[at].name.clone();
        let count = format!("{name}-count-{}", self.today.strftime("%y-%m-%d"));
        let words = json!({"count": count, "till": till, "counted": counted, "with": format!("{name}-treasurer")});
        self.speak(at, "cashier", "count_cash", words)?;
        Ok(())
    }

    /// Somebody thinks that a payment is wrong and asks it back; the bank has it on its way already.
    pub(super) fn ask_back(&mut self, at: usize, payout: PayoutId, member: MemberId) -> Result<(), NotTold> {
        let mut words = json!({"payout": payout, "member": member, "reason": "CUST: asked for by her cooperative"});
        self.speak(at, "president", "ask_payout_back", words.clone())?;
        words["answer"] = json!("refused");
        words["reason"] = json!("ARDT: it is on its way");
        self.speak(at, "treasurer", "answer_recall", words)?;
        Ok(())
    }

    /// Writes what can be paid by a method into the payout's next file, if there is any.
    fn write_file(&mut self, at: usize, payout: PayoutId, method: Method) -> Result<Option<u32>, NotTold> {
        let known = self.books(at)?.payouts.get(&payout);
        let Some(known) = known else { return Ok(None) };
        let file = u32::try_from(known.files.len()).unwrap_or(u32::MAX).saturating_add(1);
        let mut list = known.message(file);
        let mut minor = 0;
        for (member, item) in &known.items {
            if item.method == method && item.state == ItemState::Scheduled {
                minor += item.amount.minor();
                let _ = write!(list, "\n{} {} {member}", known.end_to_end(item), item.amount);
            }
        }
        if minor == 0 {
            return Ok(None);
        }
        let books = self.books(at)?;
        let pay_on = if method == Method::Bank { books.business_day_from(self.today) } else { self.today };
        let total = Money::new(minor, books.currency);
        let words = json!({"payout": payout, "file": file, "method": method, "profile": "plain",
            "created_at": format!("{}T08:00:00Z", self.today), "pay_on": pay_on, "total": total});
        let treasurer = json!({"id": format!("{}-treasurer", self.shops[at].name), "role": "treasurer"});
        let digest: String = Sha256::digest(list).iter().map(|byte| format!("{byte:02x}")).collect();
        self.speak_as(at, treasurer, "file_payout", words, json!({"note": format!("sha256:{digest}")}))?;
        Ok(Some(file))
    }

    /// A file has no answer in two days: the bank has it after all, or has written that it never had it, and it goes again.
    pub(super) fn miss_answer(&mut self, at: usize, payout: PayoutId, file: u32) -> Result<(), NotTold> {
        let of_it = json!({"payout": payout, "file": file});
        self.speak(at, "treasurer", "note_payout_unanswered", of_it.clone())?;
        if Chance::of(&format!("{payout} {file} lost")).percent(40) {
            let words = json!({"payout": payout, "file": file, "statement": "The bank's message: no such file"});
            // Not the secretary: she looks into what payees say of it, and so has no hand in it.
            self.speak(at, "treasurer", "report_payout_missing", words)?;
            self.speak(at, "president", "confirm_not_received", of_it.clone())?;
            self.speak(at, "treasurer", "send_payout", of_it)?;
            return Ok(());
        }
        let items = self.books(at)?.payouts.get(&payout).map(|payout| payout.items.clone()).unwrap_or_default();
        for (member, _) in items.iter().filter(|(_, item)| item.file == Some(file)) {
            let words = json!({"payout": payout, "member": member, "status": "ACSP"});
            self.speak(at, "treasurer", "accept_payout", words)?;
        }
        Ok(())
    }
}
