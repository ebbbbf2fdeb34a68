//! A table of somebody's own: columns mapped once, a row for each thing sold, rows of one number together one order.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_ledger::money::{Currency, ExchangeRate, Money, Quantity, UnitPrice};
use rust_decimal::Decimal;

use crate::import::Unusable;
use crate::import::day::day;
use crate::import::field::Field;
use crate::import::number::{Numbers, shown};
use crate::import::order::{Found, Group, Item, Order, What, groups, sound, without_entities};
use crate::import::problem::Problem;
use crate::import::profile::Profile;
use crate::import::table::{Row, Table};

/// Where the mapped columns stand.
struct Columns<'a> {
    table: &'a Table,
    profile: &'a Profile,
    numbers: Numbers<'a>,
    at: BTreeMap<Field, usize>,
}

/// Reads the orders of a table.
pub(super) fn read(table: &Table, profile: &Profile) -> Result<Vec<Found>, Unusable> {
    let mut at = BTreeMap::new();
    for (field, name) in &profile.columns {
        at.insert(*field, table.needed(&[name])?);
    }
    for needed in [Field::Date, Field::Reference, Field::Total] {
        if !at.contains_key(&needed) {
            return Err(Unusable::Unmapped { field: needed.word(), found: table.shown() });
        }
    }
    if !at.contains_key(&Field::Product) && !at.contains_key(&Field::Sku) {
        return Err(Unusable::Unmapped { field: "product", found: table.shown() });
    }
    let numbers = Numbers { mark: profile.reading.decimal, symbols: &profile.reading.symbols };
    let columns = Columns { table, profile, numbers, at };
    let reference = table.needed(&[profile.columns.get(&Field::Reference).map_or("", String::as_str)])?;
    let read = |group: &Group<'_>| sound(table, group, reference).and_then(|()| columns.order(group));
    Ok(groups(table, reference).iter().map(|group| group.found(read(group))).collect())
}

/// What one row says.
struct Said {
    item: Item,
    day: Date,
    shipping: Money,
    tax: Money,
    total: Money,
    paid: Money,
    refunded: Money,
    fee: Option<Money>,
}

impl Columns<'_> {
    fn name(&self, field: Field) -> &str {
        self.at.get(&field).map_or(field.word(), |column| self.table.name(*column))
    }

    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        self.at.get(&field).map_or("", |column| row.cell(*column))
    }

    fn order(&self, group: &Group<'_>) -> Result<What, Problem> {
        for (index, row) in group.rows.iter().enumerate() {
            if let Some(first) = group.rows.iter().take(index).find(|first| first.same_as(row)) {
                return Err(Problem::TwiceTheSame { row: first.number });
            }
        }
        let currency = self.currency(group)?;
        let rows: Vec<Said> = group.rows.iter().map(|row| self.said(row, currency)).collect::<Result<_, _>>()?;
        let sum = |part: fn(&Said) -> Money| Money::sum(currency, rows.iter().map(part));
        let day = |cell: &str, field| day(self.name(field), cell, self.profile.reading.dates);
        let some_day = |field| self.one(group, field)?.map(|cell| day(cell, field)).transpose();
        let Some(first) = rows.first() else { return Err(Problem::NoItems {}) };
        let total = sum(|said| said.total)?;
        if let Some(cell) = self.one(group, Field::OrderTotal)? {
            let column = self.name(Field::OrderTotal);
            let said = self.numbers.amount(column, cell, Some(currency))?.unwrap_or(total);
            if said != total {
                return Err(Problem::TotalDiffers { said, computed: total });
            }
        }
        if total.is_zero() {
            return Ok(What::Skipped("nothing was charged for it: its total is 0".to_owned()));
        }
        let paid = sum(|said| said.paid)?;
        let refunded = sum(|said| said.refunded)?;
        if refunded.exceeds(paid)? {
            return Err(Problem::MoreThanPaid { refunded, paid });
        }
        // The days of all rows are one; where they differ the column is named.
        self.one(group, Field::Date)?;
        let fees: Vec<Money> = rows.iter().filter_map(|said| said.fee).collect();
        let paid_on = some_day(Field::PaidOn)?.or(self.profile.paid_at_once.then_some(first.day));
        let mut order = Order {
            reference: group.reference.clone(),
            day: first.day,
            currency,
            discount: currency.zero(),
            shipping: sum(|said| said.shipping)?,
            duties: currency.zero(),
            tax: sum(|said| said.tax)?,
            tax_on_top: false,
            total,
            paid,
            paid_on,
            method: self.one(group, Field::Method)?.map(str::to_owned),
            refunded,
            refunded_on: some_day(Field::RefundedOn)?,
            cancelled: false,
            cancelled_on: None,
            fee: if fees.is_empty() { None } else { Some(Money::sum(currency, fees)?) },
            rate: self.one(group, Field::Rate)?.map(|cell| self.rate(cell)).transpose()?,
            notes: Vec::new(),
            items: rows.into_iter().map(|said| said.item).collect(),
        };
        // Prices are with tax or without: the total shows which.
        order.tax_on_top = order.adds_up().is_err() && order.tax.is_positive();
        order.adds_up()?;
        Ok(What::Order(order))
    }

    /// The one thing all rows of an order say in a column; empty cells say nothing.
    fn one<'g>(&self, group: &'g Group<'_>, field: Field) -> Result<Option<&'g str>, Problem> {
        let mut said =
            group.rows.iter().map(|row| (row.number, self.cell(row, field))).filter(|(_, cell)| !cell.is_empty());
        let Some((_, first)) = said.next() else { return Ok(None) };
        match said.find(|(_, cell)| *cell != first) {
            None => Ok(Some(first)),
            Some((row, other)) => Err(Problem::RowsDiffer {
                column: self.name(field).to_owned(),
                row,
                one: shown(first),
                other: shown(other),
            }),
        }
    }

    /// The currency of an order: from its column, else beside its total, else from the profile.
    fn currency(&self, group: &Group<'_>) -> Result<Currency, Problem> {
        if let Some(cell) = self.one(group, Field::Currency)? {
            return self.numbers.currency(self.name(Field::Currency), cell);
        }
        let cell = group.rows.first().map_or("", |row| self.cell(row, Field::Total));
        let beside = self.numbers.beside(cell).or(self.profile.sold_in);
        beside.ok_or_else(|| Problem::NoCurrency { column: self.name(Field::Total).to_owned(), value: shown(cell) })
    }

    fn rate(&self, cell: &str) -> Result<ExchangeRate, Problem> {
        let column = self.name(Field::Rate);
        let what = "an exchange rate above 0 with at most 10 decimals";
        let unfit = |_| Problem::NotWhatItShould { column: column.to_owned(), value: shown(cell), what };
        ExchangeRate::new(self.numbers.plain(column, cell)?).map_err(unfit)
    }

    fn said(&self, row: &Row, currency: Currency) -> Result<Said, Problem> {
        let cell = |field| self.cell(row, field);
        let missing = |field| Problem::Missing { column: self.name(field).to_owned() };
        let amount = |field| {
            let amount = self.numbers.amount(self.name(field), cell(field), Some(currency))?;
            Ok::<Money, Problem>(amount.unwrap_or(currency.zero()))
        };
        let size = |field| self.numbers.size(self.name(field), cell(field), Some(currency));
        if cell(Field::Date).is_empty() {
            return Err(missing(Field::Date));
        }
        if cell(Field::Total).is_empty() {
            return Err(missing(Field::Total));
        }
        let sold_on = day(self.name(Field::Date), cell(Field::Date), self.profile.reading.dates)?;
        let total = amount(Field::Total)?;
        let (shipping, tax) = (amount(Field::Shipping)?, amount(Field::Tax)?);
        let discount = size(Field::Discount)?.unwrap_or(currency.zero());
        let quantity = match cell(Field::Quantity) {
            "" => Quantity::ONE,
            said => self.numbers.quantity(self.name(Field::Quantity), said)?,
        };
        let price = match cell(Field::Price) {
            "" => each(total.minus(shipping)?.plus(discount)?, quantity, self.name(Field::Total))?,
            said => self.numbers.price(self.name(Field::Price), said, currency)?,
        };
        let name = without_entities(cell(Field::Product));
        let sku = cell(Field::Sku).to_owned();
        if name.is_empty() && sku.is_empty() {
            let field = if self.at.contains_key(&Field::Product) { Field::Product } else { Field::Sku };
            return Err(missing(field));
        }
        let cooperative = match cell(Field::Cooperative) {
            "" => None,
            said => Some(said.parse().map_err(|_| Problem::NotWhatItShould {
                column: self.name(Field::Cooperative).to_owned(),
                value: shown(said),
                what: "the identifier of a cooperative, such as demo-weavers",
            })?),
        };
        let makers = cell(Field::Maker).split([';', '+']).map(str::trim).filter(|name| !name.is_empty());
        let item = Item {
            row: row.number,
            name: if name.is_empty() { sku.clone() } else { name },
            sku,
            vendor: cell(Field::Vendor).to_owned(),
            quantity,
            price,
            discount,
            cooperative,
            makers: makers.map(str::to_owned).collect(),
        };
        Ok(Said {
            item,
            day: sold_on,
            shipping,
            tax,
            total,
            paid: self.paid(row, currency, total)?,
            refunded: amount(Field::Refunded)?,
            fee: size(Field::Fee)?,
        })
    }

    /// What of a row was paid: nothing without a day, and all of it with one, unless an amount is said.
    fn paid(&self, row: &Row, currency: Currency, total: Money) -> Result<Money, Problem> {
        let said = self.numbers.amount(self.name(Field::Paid), self.cell(row, Field::Paid), Some(currency))?;
        let dated = !self.cell(row, Field::PaidOn).is_empty() || self.profile.paid_at_once;
        match said {
            Some(paid) if paid.is_positive() && !dated => {
                Err(Problem::Missing { column: self.name(Field::PaidOn).to_owned() })
            }
            Some(paid) if paid.exceeds(total)? => {
                let column = self.name(Field::Paid).to_owned();
                Err(Problem::NotWhatItShould { column, value: paid.to_string(), what: "at most the total of its row" })
            }
            Some(paid) => Ok(paid),
            None if dated => Ok(total),
            None => Ok(currency.zero()),
        }
    }
}

/// The price of one, where only what all of them come to is known.
fn each(all: Money, quantity: Quantity, column: &str) -> Result<UnitPrice, Problem> {
    let one = all.decimal().checked_div(quantity.decimal()).map(|one| one.round_dp(6));
    let price = one.filter(|one| *one >= Decimal::ZERO).and_then(|one| UnitPrice::new(one).ok());
    let what = "an amount that shipping and quantity leave a price of";
    price.ok_or_else(|| Problem::NotWhatItShould { column: column.to_owned(), value: all.to_string(), what })
}
