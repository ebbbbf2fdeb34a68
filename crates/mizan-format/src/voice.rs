//! A member's statement as a script for a speaker: short sentences in the order of the printed one, every figure in
//! words.
//!
//! Whoever records or synthesises it makes a pause at each line. Identifiers are not said: nobody knows a sale by its code.

use jiff::civil::Date;
use mizan_ledger::money::Money;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::payout_item::ItemLine;
use mizan_ledger::report::statement::Statement;
use mizan_ledger::report::term::Term;
use mizan_ledger::report::trace::maker::RecoveredKind;

use crate::phrases::numerals::{self, Counting, Thing};
use crate::phrases::pen::capitalised;
use crate::phrases::{Language, Spoken};

/// Says a statement, a sentence a line.
#[must_use]
pub fn statement(statement: &Statement, language: Language, counting: Counting) -> String {
    let mut voice = Voice { language, counting, said: String::new() };
    let words = language.phrases().spoken();
    voice.sentence(words.opening);
    voice.days(statement);
    voice.figures(statement, words);
    voice.sales(statement, words);
    voice.last_payout(statement, words);
    if statement.owed.total.is_zero() {
        voice.sentence(words.owes_nothing);
    } else {
        voice.amount(words.owed, statement.owed.total);
    }
    voice.sentence(words.closing);
    voice.said
}

/// What was said so far.
struct Voice {
    language: Language,
    counting: Counting,
    said: String,
}

impl Voice {
    fn sentence(&mut self, words: &str) {
        self.said.push_str(words);
        self.said.push_str(".\n");
    }

    fn about(&mut self, what: &str, words: &str) {
        let colon = self.language.phrases().marks().colon;
        self.sentence(&format!("{what}{colon}{words}"));
    }

    fn amount(&mut self, what: &str, Amount(money): Amount) {
        let words = self.money(money);
        self.about(what, &words);
    }

    fn unless_zero(&mut self, what: &str, amount: Amount) {
        if !amount.is_zero() {
            self.amount(what, amount);
        }
    }

    fn money(&self, money: Money) -> String {
        if money.is_zero() {
            return self.language.phrases().spoken().nothing.to_owned();
        }
        numerals::money(money, self.language, self.counting)
    }

    fn day(&self, day: Date) -> String {
        numerals::day(day, self.language)
    }

    fn days(&mut self, statement: &Statement) {
        let (from, to) = (statement.from.map(|day| self.day(day)), statement.to.map(|day| self.day(day)));
        self.sentence(&self.language.phrases().days(from.as_deref(), to.as_deref()));
    }

    fn figures(&mut self, statement: &Statement, words: Spoken) {
        self.amount(words.earned, statement.earned.plus(statement.served));
        self.amount(words.available, statement.open.available);
        self.unless_zero(words.on_its_way, statement.open.in_payout.plus(statement.open.sent));
        self.unless_zero(words.in_cash, statement.open.unclaimed);
        self.amount(words.paid, statement.paid);
        self.amount(words.deducted, statement.deducted.plus(statement.taken));
        let kinds = [RecoveredKind::Materials, RecoveredKind::Loan, RecoveredKind::Debt, RecoveredKind::Fund];
        for kind in kinds {
            let of_kind = statement.deducted_by_clause.iter().filter(|line| line.recovers == kind);
            let kept = Amount::sum(statement.currency, of_kind.map(|line| line.amount));
            let what = match kind {
                RecoveredKind::Materials => words.for_materials,
                RecoveredKind::Loan => words.for_a_loan,
                RecoveredKind::Debt => words.for_a_refund,
                RecoveredKind::Fund => words.for_a_fund,
            };
            self.unless_zero(what, kept);
        }
        self.amount(words.to_come, statement.open.pending);
    }

    fn sales(&mut self, statement: &Statement, words: Spoken) {
        let Some(last) = statement.sales.iter().max_by_key(|line| line.on) else { return };
        let count = numerals::counted(statement.sales.len() as u128, Thing::Sale, self.language);
        self.about(words.sales, &count);
        if let Some(day) = last.on.map(|day| self.day(day)) {
            self.about(words.last_sale, &format!("{}{day}", words.on));
            self.amount(words.your_share, last.hers);
        }
    }

    fn last_payout(&mut self, statement: &Statement, words: Spoken) {
        let Some(ItemLine { state, since, amount, paid, disputed, .. }) = last_payout(statement) else { return };
        let day = self.day(*since);
        self.about(words.last_payout, &format!("{}{day}", words.on));
        self.amount(words.its_amount, if paid.is_zero() { *amount } else { *paid });
        let phrases = self.language.phrases();
        self.about(&capitalised(phrases.term(Term::State)), phrases.term(state.term()));
        if let Some(disputed) = disputed.filter(|disputed| disputed.outcome.is_none()) {
            self.amount(words.you_received, disputed.received);
        }
    }
}

/// The payout to which something happened last.
pub(crate) fn last_payout(statement: &Statement) -> Option<&ItemLine> {
    statement.payouts.iter().max_by_key(|line| line.since)
}
