//! A member's statement as text: her money in one glance, how it adds up, each sale, deduction and payout, what she owes.
//!
//! It is laid out the same way in every language and every month, so that whoever has read one can read the next.

use mizan_ledger::money::Money;
use mizan_ledger::money::cash::in_hand;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::statement::Statement;
use mizan_ledger::report::summary::SummaryLine;
use mizan_ledger::report::term::Term;

use crate::phrases::Language;
use crate::phrases::pen::Pen;
use crate::text_page::{ending, parts};
use crate::text_table::summary;

/// A member's statement.
#[must_use]
pub fn statement(statement: &Statement, language: Language) -> String {
    let pen = Pen::for_a_page(language);
    let phrases = pen.phrases();
    let (from, to) = (statement.from.map(|day| pen.day(day)), statement.to.map(|day| pen.day(day)));
    let (days, comma) = (phrases.days(from.as_deref(), to.as_deref()), pen.marks().comma);
    let mut text = pen.line(&phrases.statement_of(&pen.name(statement.member), &pen.name(statement.cooperative)));
    text.push_str(&pen.line(&format!("{days}{comma}{}", phrases.amounts_in(&pen.currency(statement.currency)))));
    text.push('\n');
    text.push_str(&summary(&statement.glance(), pen, |line| notes(line, statement, pen)));
    let page = statement.page();
    // The glance is the first part, and has no title: it is what the statement is.
    text.push_str(&parts(page.parts.get(1..).unwrap_or_default(), pen));
    text.push_str(&ending(&page, pen));
    text
}

/// The notes and coins of what she can have in her hand.
fn notes(line: &SummaryLine, statement: &Statement, pen: Pen) -> Option<String> {
    let hers = matches!(line.what, Term::Available | Term::InMyHand | Term::Unclaimed);
    let Amount(money) = line.amount;
    let hand = in_hand(money, statement.to).filter(|_| hers && !money.is_zero())?;
    let unit = 10_i128.pow(money.currency().exponent());
    let worth = |of: Money| if of.minor() % unit == 0 { pen.count(of.minor() / unit) } else { pen.amount(of) };
    let pieces = hand.pieces.iter().map(|of| format!("{} × {}", pen.count(of.count), worth(of.worth)));
    let rest = Some(hand.rest).filter(|rest| !rest.is_zero());
    let rest = rest.map(|rest| pen.phrases().too_little_for_a_coin(&pen.amount(rest)));
    Some(pieces.chain(rest).collect::<Vec<_>>().join(" · "))
}
