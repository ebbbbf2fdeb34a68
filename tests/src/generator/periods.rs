//! What the books are closed over: a treasurer closes them up to some days ago, a president now and then opens them again.

use jiff::ToSpan;
use serde_json::json;

use crate::generator::Generator;

impl Generator {
    /// The books are closed up to some days ago; now and then they are opened again, and closed rightly.
    pub(super) fn tend_the_periods(&mut self, at: usize) {
        self.close_the_books(at);
        if self.chance.percent(40) {
            let Some(period) = self.books_of(at).last_closed().map(|closing| closing.period) else { return };
            let words = json!({"period": period, "reason": "An invoice came late"});
            if self.say(at, "president", "reopen_period", words).is_some() && self.chance.percent(70) {
                self.close_the_books(at);
            }
        }
    }

    fn close_the_books(&mut self, at: usize) {
        // Whoever writes it down late says it of a day that is later than the end of the period all the same.
        let days = i64::try_from(self.chance.between(4, 20)).unwrap_or(4).days();
        let until = self.today.checked_sub(days).unwrap_or(self.today);
        let words = json!({"period": self.code("period"), "until": until});
        self.say(at, "treasurer", "close_period", words);
    }
}
