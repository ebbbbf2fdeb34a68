//! One order as every kind of file tells it, before the profile says who made it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::{Currency, ExchangeRate, Money, Quantity, UnitPrice};
use mizan_ledger::text::{LONGEST, Label};
use rust_decimal::Decimal;

use crate::import::problem::Problem;
use crate::import::table::{Row, Table};

/// The most rows of one order.
pub(super) const MOST_ROWS: usize = 500;

/// What became of one order's rows.
#[derive(Debug)]
pub struct Found {
    /// The number of the order, as the file writes it; none if a row has none.
    pub reference: Option<String>,
    /// Its rows, numbered as a spreadsheet shows them.
    pub rows: Vec<u32>,
    /// What they are.
    pub what: What,
}

/// What rows are.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all are orders")]
pub enum What {
    /// An order.
    Order(Order),
    /// Nothing to record, and why.
    Skipped(String),
    /// Nothing that can be recorded, and why.
    Refused(Problem),
}

/// One order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Its number.
    pub reference: String,
    /// When it was sold.
    pub day: Date,
    /// Its currency.
    pub currency: Currency,
    /// What was sold.
    pub items: Vec<Item>,
    /// Taken off the whole order, beside what items have of their own.
    pub discount: Money,
    /// Charged for the way.
    pub shipping: Money,
    /// Import duties paid in advance.
    pub duties: Money,
    /// Its tax.
    pub tax: Money,
    /// Whether the tax comes on top of the prices, or is in them.
    pub tax_on_top: bool,
    /// What the buyer owes or paid in all, with the tax.
    pub total: Money,
    /// What was paid so far.
    pub paid: Money,
    /// On which day, if anything was.
    pub paid_on: Option<Date>,
    /// How it was paid, in the file's words.
    pub method: Option<String>,
    /// What was given back so far.
    pub refunded: Money,
    /// On which day, if the file says so.
    pub refunded_on: Option<Date>,
    /// Whether it was called off, so that only what was kept of it is a sale.
    pub cancelled: bool,
    /// On which day, if the file says so.
    pub cancelled_on: Option<Date>,
    /// What a provider kept of it.
    pub fee: Option<Money>,
    /// The exchange rate, if the file has one.
    pub rate: Option<ExchangeRate>,
    /// What a reader of the report should know.
    pub notes: Vec<String>,
}

/// One thing sold.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The row it stands in.
    pub row: u32,
    /// What it is called.
    pub name: String,
    /// Its code, or nothing.
    pub sku: String,
    /// Whose product it is, or nothing.
    pub vendor: String,
    /// How many.
    pub quantity: Quantity,
    /// The price of one.
    pub price: UnitPrice,
    /// Taken off this one.
    pub discount: Money,
    /// Whose sale it is, if the row says so.
    pub cooperative: Option<CooperativeId>,
    /// Who made it, if the row says so.
    pub makers: Vec<String>,
}

impl Item {
    /// What it comes to before discounts, exactly.
    pub(super) fn gross(&self) -> Decimal {
        self.quantity.decimal().saturating_mul(self.price.decimal())
    }

    /// What it is called in a message: its code, or its name.
    pub(super) fn shown(&self) -> String {
        if self.sku.is_empty() { self.name.chars().take(80).collect() } else { self.sku.chars().take(80).collect() }
    }
}

impl Order {
    /// What the items come to before discounts.
    pub(super) fn goods(&self) -> Result<Money, Problem> {
        let sum = self.items.iter().fold(Decimal::ZERO, |sum, item| sum.saturating_add(item.gross()));
        Ok(Money::rounded(sum, self.currency)?)
    }

    /// What all its parts come to, for comparison with what the file says it comes to.
    pub(super) fn computed(&self) -> Result<Money, Problem> {
        let discounts = Money::sum(self.currency, self.items.iter().map(|item| item.discount))?.plus(self.discount)?;
        let sum = self.goods()?.minus(discounts)?.plus(self.shipping)?.plus(self.duties)?;
        Ok(if self.tax_on_top { sum.plus(self.tax)? } else { sum })
    }

    /// Refuses an order whose total is not what its parts come to, to the last minor unit.
    pub(super) fn adds_up(&self) -> Result<(), Problem> {
        let computed = self.computed()?;
        if computed == self.total { Ok(()) } else { Err(Problem::TotalDiffers { said: self.total, computed }) }
    }
}

/// The rows of one order, or of none.
pub(super) struct Group<'a> {
    pub(super) reference: String,
    pub(super) rows: Vec<&'a Row>,
}

impl Group<'_> {
    /// The group as it is reported.
    pub(super) fn found(&self, read: Result<What, Problem>) -> Found {
        let reference = (!self.reference.is_empty()).then(|| self.reference.chars().take(LONGEST).collect());
        let rows = self.rows.iter().map(|row| row.number).collect();
        Found { reference, rows, what: read.unwrap_or_else(What::Refused) }
    }
}

/// Puts the rows with the same number together, in the order in which the numbers first stand in the file. Rows
/// without a number stay alone.
pub(super) fn groups(table: &Table, reference: usize) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for row in table.rows() {
        let said = row.cell(reference);
        match known.get(said).and_then(|index| groups.get_mut(*index)) {
            Some(group) if !said.is_empty() => group.rows.push(row),
            Some(_) | None => {
                known.insert(said, groups.len());
                groups.push(Group { reference: said.to_owned(), rows: vec![row] });
            }
        }
    }
    groups
}

/// Refuses an order that has a row which is none, too many rows, or no number.
pub(super) fn sound(table: &Table, group: &Group<'_>, reference: usize) -> Result<(), Problem> {
    for row in &group.rows {
        if let Some(flaw) = table.flaw(row) {
            let alone = group.rows.len() == 1;
            return Err(if alone { flaw } else { Problem::OtherRow { row: row.number, why: flaw.to_string() } });
        }
    }
    if group.reference.is_empty() {
        return Err(Problem::Missing { column: table.name(reference).to_owned() });
    }
    if group.rows.len() > MOST_ROWS {
        return Err(Problem::TooManyRows { rows: group.rows.len(), most: MOST_ROWS });
    }
    Ok(())
}

/// The name of a product as a record may carry it: one line, no hidden letters, at most 140 of them.
pub(super) fn label(name: &str) -> Option<Label> {
    let words: Vec<&str> = name.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
    let line = words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let seen: String = line.chars().filter(|letter| !turns(*letter)).collect();
    let seen = seen.trim();
    if seen.chars().count() <= LONGEST {
        return seen.parse().ok();
    }
    let cut: String = seen.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end()).parse().ok()
}

/// Letters that turn the direction of those after them, which no label may have.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text in which a shop wrote some letters as HTML does.
pub(super) fn without_entities(text: &str) -> String {
    const ENTITIES: [(&str, &str); 7] = [
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        // Last, so that what it frees is not read again.
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return text.to_owned();
    }
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
