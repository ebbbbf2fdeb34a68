//! A sheet for whoever counts out cash: a member after the other, in figures, in words and in notes, with room to sign.
//!
//! What is to be brought is the sum of what each member is given, note by note, and not the fewest notes for the whole:
//! with those nobody could be given her own. A page is a sheet of A4 at six lines an inch, and begins with what the form is,
//! so that no page can be laid into another form.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use csv::Writer;
use jiff::civil::Date;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::money::cash::in_hand;
use mizan_ledger::money::{Currency, Money};

use crate::csv::{failed, harmless};
use crate::payment::problem::{Field, Findings, Place, Refused, Wrong};
use crate::phrases::Language;
use crate::phrases::numerals::{self, Counting};
use crate::phrases::pen::Pen;

/// The most members one cashier pays in a day.
pub const MOST_LINES: u32 = 500;

/// How many members there is room for on a page, with its head, and with what ends the last one.
const ON_A_PAGE: usize = 9;

/// Where somebody signs.
const ROOM: &str = "______________________";

/// Columns of the table, in English whatever the sheet's language.
pub const COLUMNS: [&str; 13] = [
    "form",
    "payout",
    "part",
    "line",
    "member",
    "name",
    "amount",
    "currency",
    "notes_and_coins",
    "worth",
    "count",
    "signature_or_thumbprint",
    "witness",
];

/// What one member is to be handed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashLine {
    /// The member.
    pub member: MemberId,
    /// Her name, as it should stand before her.
    pub name: String,
    /// How much.
    pub amount: Money,
}

/// Which form it is, and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashHead {
    /// The number of the form, under which the hand-over is recorded.
    pub form: String,
    /// The payout it is of.
    pub payout: PayoutId,
    /// The cooperative.
    pub cooperative: String,
    /// Who counts the money out.
    pub cashier: String,
    /// On which day.
    pub on: Date,
}

/// A sheet without a mistake in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashSheet {
    head: CashHead,
    lines: Vec<CashLine>,
    currency: Currency,
}

impl CashSheet {
    /// A sheet of these lines, in their order, or all that is wrong with them.
    pub fn of(head: CashHead, lines: Vec<CashLine>) -> Result<CashSheet, Refused> {
        let mut findings = Findings::default();
        if lines.len() > MOST_LINES as usize {
            findings.wrong(&Place::Batch, Wrong::TooManyPayments { payments: lines.len(), most: MOST_LINES });
        }
        let Some(currency) = lines.first().map(|line| line.amount.currency()) else {
            findings.wrong(&Place::Batch, Wrong::NothingToPay);
            return Err(Refused(findings.problems));
        };
        let mut members = BTreeSet::new();
        for (index, line) in lines.iter().take(MOST_LINES as usize).enumerate() {
            let (place, amount) = (Place::payment(index, line.member.as_str()), line.amount);
            if !members.insert(line.member) {
                findings.wrong(&place, Wrong::MemberTwice);
            }
            if line.name.trim().is_empty() {
                findings.wrong(&place, Wrong::Empty { field: Field::Name });
            }
            if amount.currency() != currency {
                findings.wrong(&place, Wrong::OtherCurrency { amount, currency });
            } else if !amount.is_positive() {
                findings.wrong(&place, Wrong::NothingInHand { amount });
            }
        }
        if findings.problems.is_empty() {
            Ok(CashSheet { head, lines, currency })
        } else {
            Err(Refused(findings.problems))
        }
    }

    /// What all of them are handed.
    #[must_use]
    pub fn total(&self) -> Money {
        let minor = self.lines.iter().map(|line| line.amount.minor()).sum();
        Money::new(minor, self.currency)
    }

    /// What must be brought so that each can be given her own: how many of each note and coin, the largest first, and what
    /// is too little for any. Nothing for a currency whose notes we do not know.
    #[must_use]
    pub fn to_bring(&self) -> Option<(Vec<(Money, u64)>, Money)> {
        let (mut counts, mut rest) = (BTreeMap::new(), 0);
        for line in &self.lines {
            let hand = in_hand(line.amount, Some(self.head.on))?;
            rest += hand.rest.minor();
            hand.pieces.iter().for_each(|of| *counts.entry(of.worth.minor()).or_insert(0) += of.count);
        }
        let counts = counts.into_iter().rev().map(|(worth, count)| (Money::new(worth, self.currency), count));
        Some((counts.collect(), Money::new(rest, self.currency)))
    }

    /// The sheet as pages of text, each after the first behind a form feed.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let pen = Pen::for_a_page(language);
        let of = self.lines.len().div_ceil(ON_A_PAGE);
        let mut text = String::new();
        for (page, lines) in self.lines.chunks(ON_A_PAGE).enumerate() {
            if page > 0 {
                text.push('\u{c}');
            }
            text.push_str(&self.page_head(page + 1, of, pen));
            for (index, line) in lines.iter().enumerate() {
                text.push_str(&self.member(page * ON_A_PAGE + index + 1, line, pen));
            }
        }
        text.push_str(&self.ending(pen));
        text
    }

    fn page_head(&self, page: usize, of: usize, pen: Pen) -> String {
        let (words, marks, head) = (pen.phrases().cash_sheet(), pen.marks(), &self.head);
        let form = [pen.name(&head.form), pen.name(head.payout), pen.name(&head.cooperative), pen.day(head.on)];
        let first = format!("{}{}{}", words.title, marks.colon, form.join(marks.semicolon));
        let cashier = format!("{}{}{}", words.cashier, marks.colon, pen.name(&head.cashier));
        let page = format!("{} {}", words.page, pen.name(format!("{page}/{of}")));
        format!("{}{}", pen.line(&first), pen.line(&[cashier, page].join(marks.semicolon)))
    }

    fn member(&self, number: usize, line: &CashLine, pen: Pen) -> String {
        let (words, colon) = (pen.phrases().cash_sheet(), pen.marks().colon);
        let who = format!("{}. {} · {}", pen.count(number), pen.name(line.member), pen.name(&line.name));
        let signs = format!("   {}{colon}{ROOM}  {}{colon}{ROOM}", words.signature, words.witness);
        let pieces = in_hand(line.amount, Some(self.head.on)).map(|hand| {
            let counts: Vec<(Money, u64)> = hand.pieces.iter().map(|of| (of.worth, of.count)).collect();
            pen.line(&format!("   {}", said_pieces(&counts, hand.rest, pen)))
        });
        format!(
            "\n{}{}{}{}",
            pen.line(&who),
            pen.line(&format!("   {}", in_figures_and_words(line.amount, pen))),
            pieces.unwrap_or_default(),
            pen.line(&signs)
        )
    }

    fn ending(&self, pen: Pen) -> String {
        let (words, colon) = (pen.phrases().cash_sheet(), pen.marks().colon);
        let total = format!("{}{colon}{}", words.total, in_figures_and_words(self.total(), pen));
        let mut text = format!("\n{}", pen.line(&total));
        if let Some((counts, rest)) = self.to_bring() {
            text.push_str(&pen.line(&format!("{}{colon}{}", words.to_bring, said_pieces(&counts, rest, pen))));
        }
        let signs = format!("{}{colon}{ROOM}  {}{colon}{ROOM}", words.cashier, words.witness);
        text.push_str(&format!("\n{}", pen.line(&signs)));
        text
    }

    /// The sheet as a table for a spreadsheet: a row a member, then a row a note or coin to bring, then the total.
    pub fn csv<W: io::Write>(&self, out: W) -> io::Result<()> {
        let mut writer = Writer::from_writer(out);
        writer.write_record(COLUMNS).map_err(failed)?;
        let mut row = |part: &str, cells: &[(&str, String)]| {
            let about = [("form", self.head.form.clone()), ("payout", self.head.payout.to_string())];
            let currency = [("part", part.to_owned()), ("currency", self.currency.to_string())];
            let said: BTreeMap<&str, &str> =
                about.iter().chain(&currency).chain(cells).map(|(column, cell)| (*column, cell.as_str())).collect();
            let cell = |column: &&str| harmless(said.get(column).copied().unwrap_or_default()).into_owned();
            writer.write_record(COLUMNS.iter().map(cell)).map_err(failed)
        };
        for (index, line) in self.lines.iter().enumerate() {
            let pieces = in_hand(line.amount, Some(self.head.on)).map(|hand| {
                let pieces = hand.pieces.iter().map(|of| format!("{}x{}", of.count, of.worth.number()));
                pieces.collect::<Vec<_>>().join(" ")
            });
            row(
                "member",
                &[
                    ("line", (index + 1).to_string()),
                    ("member", line.member.to_string()),
                    ("name", line.name.clone()),
                    ("amount", line.amount.number()),
                    ("notes_and_coins", pieces.unwrap_or_default()),
                ],
            )?;
        }
        if let Some((counts, rest)) = self.to_bring() {
            for (worth, count) in counts {
                row("to_bring", &[("worth", worth.number()), ("count", count.to_string())])?;
            }
            if !rest.is_zero() {
                row("too_little_for_a_coin", &[("amount", rest.number())])?;
            }
        }
        row("total", &[("amount", self.total().number())])?;
        writer.flush()
    }
}

fn in_figures_and_words(amount: Money, pen: Pen) -> String {
    let words = numerals::money(amount, pen.language(), Counting::Dirhams);
    format!("{} ({words})", pen.money(amount))
}

/// So many of each note and coin, and what is too little for any.
fn said_pieces(counts: &[(Money, u64)], rest: Money, pen: Pen) -> String {
    let unit = |worth: Money| 10_i128.pow(worth.currency().exponent());
    let worth = |worth: Money| {
        if worth.minor() % unit(worth) == 0 { pen.count(worth.minor() / unit(worth)) } else { pen.amount(worth) }
    };
    let pieces = counts.iter().map(|(of, count)| format!("{} × {}", pen.count(count), worth(*of)));
    let rest = Some(rest).filter(|rest| !rest.is_zero());
    let rest = rest.map(|rest| pen.phrases().too_little_for_a_coin(&pen.amount(rest)));
    pieces.chain(rest).collect::<Vec<_>>().join(" · ")
}
