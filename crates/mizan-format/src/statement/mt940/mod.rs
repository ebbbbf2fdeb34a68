//! Statements in SWIFT's MT940, and what happened so far today in MT942: fields line by line, as banks really write them.
//!
//! Envelopes, several messages in one file, wrapped lines, amounts without decimals and days that no month has are all met in
//! files of real banks. What stands outside of any field is kept.

mod details;
pub(super) mod fields;
mod line;

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};

use crate::statement::amount::{short_day, with_comma};
use crate::statement::check::Draft;
use crate::statement::finding::{Code, Place};
use crate::statement::identity::{By, Known};
use crate::statement::model::{Balance, Counterparty, Entry, Ground, Kind, Reading, Return, Statement, Unread};
use crate::statement::mt940::details::details;
use crate::statement::mt940::fields::{Field, Piece, pieces};
use crate::statement::mt940::line::line;
use crate::statement::{Asked, MOST_ENTRIES};

/// The code of a movement that is a return.
const RETURNED_ITEM: &str = "NRTI";

/// Reads the messages of a text.
pub(super) fn read(text: &str, asked: &Asked<'_>, reading: &mut Reading) {
    let pieces = pieces(text);
    let intraday =
        pieces.iter().any(|piece| matches!(piece, Piece::Field(field) if matches!(field.tag, "34F" | "90C" | "90D")))
            && !pieces.iter().any(|piece| matches!(piece, Piece::Field(field) if field.tag == "60F"));
    reading.format = Some(if intraday { "mt942" } else { "mt940" }.to_owned());
    let kind = if intraday { Kind::Report } else { Kind::Statement };
    let mut open: Option<Message> = None;
    let mut left = MOST_ENTRIES;
    for piece in pieces {
        let field = match piece {
            Piece::Field(field) => field,
            Piece::End => {
                close(open.take(), asked, reading);
                continue;
            }
            Piece::TooMany(line) => {
                let place = Place::new(line, "the file");
                reading.find(Code::TooMuch, place.clone(), &format!("{MOST_ENTRIES} entries are the most"));
                if let Some(message) = &mut open {
                    message.draft.find(Code::TooMuch, place, "the statement goes on");
                }
                break;
            }
        };
        if field.tag.is_empty() {
            reading.keep(Place::new(field.line, "outside of any field"), &field.raw());
            continue;
        }
        let begins = field.tag == "20" || (field.tag == "25" && open.as_ref().is_some_and(Message::has_account));
        if begins {
            close(open.take(), asked, reading);
        }
        let message = open.get_or_insert_with(|| Message::new(&field, kind));
        if begins || field.tag == "61" {
            if left == 0 {
                let place = message.place(&field);
                message.draft.find(
                    Code::TooMuch,
                    place,
                    &format!("{MOST_ENTRIES} statements and entries are the most"),
                );
                break;
            }
            left -= 1;
        }
        message.take(field, reading);
    }
    close(open, asked, reading);
    if reading.statements.is_empty() {
        reading.find(Code::NoStatement, Place::new(1, "the file"), "");
    }
}

fn close(message: Option<Message>, asked: &Asked<'_>, reading: &mut Reading) {
    if let Some(mut message) = message {
        message.finish_entry(reading);
        message.draft.close(reading, asked);
    }
}

/// One message while it is read.
struct Message {
    draft: Draft,
    known: Known,
    /// The entry whose details may still follow.
    open: Option<Open>,
    counted: usize,
}

/// An entry and what was said of it so far.
struct Open {
    place: Place,
    line: String,
    more: Vec<String>,
    details: Vec<String>,
    raw: Vec<String>,
}

impl Message {
    fn new(field: &Field<'_>, kind: Kind) -> Message {
        let place = Place::new(field.line, format!(":{}:", field.tag));
        Message { draft: Draft::new(place, kind), known: Known::default(), open: None, counted: 0 }
    }

    fn has_account(&self) -> bool {
        self.draft.statement.account.is_some()
    }

    fn place(&self, field: &Field<'_>) -> Place {
        Place::new(field.line, format!(":{}:", field.tag))
    }

    fn take(&mut self, field: Field<'_>, reading: &mut Reading) {
        let place = self.place(&field);
        let first = field.first().to_owned();
        match field.tag {
            "86" | "NS" if self.open.is_some() => {
                if let Some(open) = &mut self.open {
                    open.raw.push(field.raw());
                    open.details.extend(field.lines.iter().map(|line| (*line).to_owned()));
                }
                return;
            }
            _ => self.finish_entry(reading),
        }
        let statement = &mut self.draft.statement;
        match field.tag {
            "20" => statement.id = Some(first).filter(|id| !id.is_empty()),
            "25" | "25P" => self.account(&field),
            "28" | "28C" => statement.page = Some(first).filter(|page| !page.is_empty()),
            "61" => {
                let more = field.lines.iter().skip(1).map(|line| (*line).to_owned()).collect();
                self.open = Some(Open { place, line: first, more, details: Vec::new(), raw: vec![field.raw()] });
            }
            "60F" | "60M" | "62F" | "62M" | "64" | "65" => self.balance(&field, &first, place),
            "13" | "13D" => {
                let day = first.get(..6).and_then(short_day);
                statement.to = statement.to.or(day);
                statement.from = statement.from.or(day);
            }
            "34F" => {
                statement.currency = statement.currency.or_else(|| first.get(..3).and_then(|code| code.parse().ok()));
            }
            "90C" | "90D" => self.sum(field.tag, &first, place),
            "86" => {
                for line in field.lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
                    self.draft.say(line);
                }
            }
            _ => reading.keep(place, &field.raw()),
        }
    }

    /// The account, behind which a bank may put the currency.
    fn account(&mut self, field: &Field<'_>) {
        let first = field.first();
        let currency =
            first.len().checked_sub(3).and_then(|at| first.split_at_checked(at)).and_then(|(number, code)| {
                let behind_digits = number.ends_with(|letter: char| letter.is_ascii_digit());
                let currency: Option<Currency> = code.parse().ok().filter(|_| behind_digits);
                currency.map(|currency| (number, currency))
            });
        let statement = &mut self.draft.statement;
        match currency {
            Some((number, currency)) => {
                statement.account = Some(number.to_owned());
                statement.currency = statement.currency.or(Some(currency));
            }
            None => statement.account = Some(first.to_owned()).filter(|account| !account.is_empty()),
        }
        statement.bank = field.lines.get(1).map(|bank| bank.trim().to_owned()).filter(|bank| !bank.is_empty());
    }

    fn balance(&mut self, field: &Field<'_>, text: &str, place: Place) {
        let (amount, on) = match balance(text) {
            Ok(balance) => balance,
            Err((code, value)) => return self.draft.find(code, place, &value),
        };
        if on.is_none() {
            self.draft.find(Code::BadDay, place.clone(), text);
        }
        let statement = &mut self.draft.statement;
        match field.tag {
            "60F" | "60M" => {
                statement.currency = statement.currency.or(Some(amount.currency()));
                statement.from = statement.from.or(on);
                self.draft.balance(|statement| &mut statement.opening, amount, place);
            }
            "62F" | "62M" => {
                statement.to = on.or(statement.to);
                self.draft.balance(|statement| &mut statement.closing, amount, place);
            }
            other => statement.other_balances.push(Balance { kind: other.to_owned(), amount, on }),
        }
    }

    /// How many debits or credits there are so far, and what they come to.
    fn sum(&mut self, tag: &str, text: &str, place: Place) {
        use crate::statement::model::Side;
        let side = if tag == "90C" { Side::Credit } else { Side::Debit };
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let (count, rest) = text.split_at_checked(digits).unwrap_or((text, ""));
        let (Ok(count), Some((code, amount))) = (count.parse::<usize>(), rest.split_at_checked(3)) else {
            return self.draft.find(Code::BadAmount, place, text);
        };
        let Ok(currency) = code.parse::<Currency>() else {
            return self.draft.find(Code::UnknownCurrency, place, code);
        };
        let of_side: Vec<&Entry> = self.draft.statement.entries.iter().filter(|entry| entry.side == side).collect();
        let (there, sum) = (of_side.len(), of_side.iter().map(|entry| entry.amount.minor()).sum::<i128>());
        if there != count {
            self.draft.find(Code::CountDiffers, place, &format!("{count} announced, {there} there"));
        } else if with_comma(amount, currency).ok().is_some_and(|announced| announced.minor() != sum) {
            let there = Money::new(sum, currency);
            self.draft.find(Code::SumDiffers, place, &format!("{amount} announced, {there} there"));
        }
    }

    /// Turns the line that is open, and what was said of it, into an entry.
    fn finish_entry(&mut self, reading: &mut Reading) {
        let Some(open) = self.open.take() else { return };
        self.counted += 1;
        let raw = open.raw.join("\n");
        let read = match self.draft.statement.currency {
            Some(currency) => line(&open.line, currency),
            None => Err((Code::NoCurrency, open.line.clone())),
        };
        let read = match read {
            Ok(read) => read,
            Err((code, value)) => {
                self.draft.find(code, open.place.clone(), &value);
                reading.unread.push(Unread { place: open.place, text: raw });
                return;
            }
        };
        for day in &read.odd_days {
            self.draft.find(Code::BadDay, open.place.clone(), day);
        }
        let said: Vec<&str> = open.details.iter().map(String::as_str).collect();
        let said = details(&said);
        let more =
            open.more.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        let mut references = said.references;
        references.servicer = read.servicer.clone();
        references.instruction = references.instruction.or(read.own);
        let returned_item =
            (read.code == RETURNED_ITEM).then_some(Return { ground: Ground::Code, code: None, prose: None });
        let code = said.number.map_or_else(|| read.code.clone(), |number| format!("{}/{number}", read.code));
        let identity = self.identity(
            read.servicer.as_deref(),
            [&shown(read.booked_on), &shown(read.value_on), &read.amount.to_string(), read.side.word()],
        );
        if identity.again {
            self.draft.find(Code::SameReference, open.place.clone(), read.servicer.as_deref().unwrap_or_default());
        }
        let text = [said.text, more].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        self.draft.statement.entries.push(Entry {
            id: identity.id,
            place: open.place,
            amount: read.amount,
            currency: read.amount.currency(),
            side: read.side,
            status: read.status,
            reversal: read.reversal,
            booked_on: read.booked_on,
            value_on: read.value_on,
            code: Some(code).filter(|code| !code.is_empty()),
            references,
            counterparty: Some(said.counterparty).filter(|counterparty| *counterparty != Counterparty::default()),
            text,
            batch: None,
            returned: said.returned.or(returned_item),
            parts: Vec::new(),
            raw,
        });
    }

    fn identity(&mut self, servicer: Option<&str>, words: [&str; 4]) -> crate::statement::identity::Identity {
        let Statement { account, page, from, entries, .. } = &self.draft.statement;
        let account = account.clone().unwrap_or_default();
        // The numbers of statements begin again each year.
        let page = format!("{} {}", page.as_deref().unwrap_or_default(), shown(*from));
        match servicer {
            Some(reference) => self.known.identity(&account, By::Reference(reference), &words),
            None => self.known.identity(&account, By::Page(&page, entries.len()), &words),
        }
    }
}

fn shown(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// `C260331EUR1234,56`: which side, which day, which currency, how much.
fn balance(text: &str) -> Result<(Money, Option<Date>), (Code, String)> {
    let is_debit = match text.chars().next() {
        Some('C') => false,
        Some('D') => true,
        Some(_) | None => return Err((Code::NoSide, text.to_owned())),
    };
    let (day, rest) =
        text.get(1..).and_then(|rest| rest.split_at_checked(6)).ok_or((Code::BadAmount, text.to_owned()))?;
    let (code, amount) = rest.split_at_checked(3).ok_or((Code::NoCurrency, text.to_owned()))?;
    let currency: Currency = code.parse().map_err(|_| (Code::UnknownCurrency, code.to_owned()))?;
    let amount = with_comma(amount.trim(), currency).map_err(|code| (code, text.to_owned()))?;
    Ok((if is_debit { amount.negated() } else { amount }, short_day(day)))
}
