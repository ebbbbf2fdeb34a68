//! A member's statement as one message to a telephone, always within a single segment: a second one costs again, comes
//! later or not at all.
//!
//! What the network carries for English and French is the alphabet of GSM 03.38: 160 places, of which its extension table
//! takes two a letter; letters it does not have are written by the nearest it has. One Arabic letter makes it UCS-2, with 70
//! places. What matters most stands first: the amount of the last payout, its code, and how far it has come. What does not fit
//! is left out whole, the least important first, and of these three the code; an amount is never cut.

use jiff::civil::Date;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::statement::Statement;

use crate::phrases::pen::Pen;
use crate::phrases::{Language, Message};
use crate::voice::last_payout;

/// How many septets a message of the GSM alphabet has.
const SEPTETS: usize = 160;

/// How many sixteen-bit units a message in UCS-2 has.
const UNITS: usize = 70;

/// The basic table of GSM 03.38 (3GPP TS 23.038, 6.2.1), without its control characters and the escape.
const BASIC: &str = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Its extension table (6.2.1.1): each of these follows an escape, and takes two places.
const EXTENSION: &str = "^{}\\[~]|€";

/// A part of the message: how much it matters, what stands before it, what it says.
struct Part {
    matters: Matters,
    before: &'static str,
    text: String,
}

/// How much a part matters: the amount is always said, each of the others where it fits and all before it were said.
/// Only the code of a payout is left out for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Matters {
    Amount,
    State,
    Available,
    Code,
    Earned,
    Paid,
    Since,
    LastSale,
}

/// Writes a message about a statement.
#[must_use]
pub fn statement(statement: &Statement, language: Language) -> String {
    let parts = parts(statement, language);
    let mut order: Vec<Matters> = parts.iter().map(|part| part.matters).collect();
    order.sort();
    let mut said: Vec<Matters> = Vec::new();
    for matters in order {
        said.push(matters);
        if matters != Matters::Amount && !fits(&written(&parts, &said, language)) {
            said.pop();
            if matters != Matters::Code {
                break;
            }
        }
    }
    written(&parts, &said, language)
}

/// The parts that are said, in the order of the message. A stop behind an abbreviation that has one is not written twice.
fn written(parts: &[Part], said: &[Matters], language: Language) -> String {
    let mut message = String::new();
    for part in parts.iter().filter(|part| said.contains(&part.matters)) {
        let before = if message.ends_with('.') { part.before.trim_start_matches('.') } else { part.before };
        message.push_str(before);
        message.push_str(&part.text);
    }
    if language.is_right_to_left() { message } else { in_gsm(&message) }
}

/// Whether a message is one segment.
#[must_use]
pub fn fits(message: &str) -> bool {
    septets(message).map_or_else(|| message.encode_utf16().count() <= UNITS, |septets| septets <= SEPTETS)
}

/// How many septets a message takes in the GSM alphabet, unless it has letters of which that knows nothing.
fn septets(message: &str) -> Option<usize> {
    let one = |letter| match letter {
        letter if BASIC.contains(letter) => Some(1),
        letter if EXTENSION.contains(letter) => Some(2),
        _ => None,
    };
    message.chars().map(one).sum()
}

/// The same in the GSM alphabet: what it does not have is written by the nearest letter, or by a question mark.
fn in_gsm(message: &str) -> String {
    message
        .chars()
        .map(|letter| if BASIC.contains(letter) || EXTENSION.contains(letter) { letter } else { near(letter) })
        .collect()
}

/// The nearest letter the GSM alphabet has.
fn near(letter: char) -> char {
    match letter {
        'á' | 'â' | 'ã' | 'ā' => 'a',
        'À' | 'Á' | 'Â' | 'Ã' => 'A',
        'ç' | 'ć' | 'č' => 'c',
        'ê' | 'ë' => 'e',
        'È' | 'Ê' | 'Ë' => 'E',
        'í' | 'î' | 'ï' => 'i',
        'Ì' | 'Í' | 'Î' | 'Ï' => 'I',
        'ó' | 'ô' | 'õ' => 'o',
        'Ò' | 'Ó' | 'Ô' | 'Õ' => 'O',
        'ú' | 'û' => 'u',
        'Ù' | 'Ú' | 'Û' => 'U',
        'ÿ' | 'ý' => 'y',
        'œ' => 'ö',
        'Œ' => 'Ö',
        '’' | '‘' => '\'',
        '“' | '”' | '«' | '»' => '"',
        '–' | '—' | '−' | '·' => '-',
        '\u{a0}' | '\u{202f}' => ' ',
        _ => '?',
    }
}

/// What the message says, in the order it is said.
fn parts(statement: &Statement, language: Language) -> Vec<Part> {
    let pen = Pen::for_a_message(language);
    let Message { available, since, earned, paid, last_sale } = pen.phrases().message();
    let (comma, short) = (pen.marks().comma, |day| pen.phrases().short_day(day));
    let mut parts = Vec::new();
    let mut say = |matters, before, text: String| parts.push(Part { matters, before, text });
    let ready = statement.open.available;
    if let Some(line) = last_payout(statement) {
        let Amount(amount) = if line.paid.is_zero() { line.amount } else { line.paid };
        say(Matters::Amount, "", pen.money(amount));
        say(Matters::Code, " ", line.payout.to_string());
        say(Matters::State, " ", format!("{} {}", pen.phrases().term(line.state.term()), short(line.since)));
        say(Matters::Available, ". ", format!("{available} {}", pen.amount(ready)));
    } else {
        say(Matters::Amount, "", format!("{available} {}", pen.money(ready.0)));
    }
    say(Matters::Earned, ". ", format!("{earned} {}", pen.amount(statement.earned.plus(statement.served))));
    say(Matters::Paid, comma, format!("{paid} {}", pen.amount(statement.paid)));
    if let Some(first) = first_day(statement) {
        say(Matters::Since, " ", format!("{since} {}", short(first)));
    }
    let days = statement.sales.iter().filter_map(|line| line.on.map(|on| (on, line.hers)));
    if let Some((on, hers)) = days.max_by_key(|(on, _)| *on) {
        say(Matters::LastSale, ". ", format!("{last_sale} {} {}", short(on), pen.amount(hers)));
    }
    parts
}

/// The first day the message is about: that of the statement, or of her first sale.
fn first_day(statement: &Statement) -> Option<Date> {
    statement.from.or_else(|| statement.sales.iter().filter_map(|line| line.on).min())
}

#[cfg(test)]
mod tests;
