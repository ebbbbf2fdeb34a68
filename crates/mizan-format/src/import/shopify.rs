//! Shopify's orders export: many rows an order, of which only the first has what belongs to the whole order.
//!
//! What is known of its columns, and from where, is in `fixtures/import/README.md`. Prices are with tax or without;
//! the file does not say which, but its total does. It has no day for money that was given back.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};

use crate::import::Unusable;
use crate::import::day::day;
use crate::import::number::{DecimalMark, Numbers, shown};
use crate::import::order::{Found, Group, Item, Order, What, groups, sound, without_entities};
use crate::import::problem::Problem;
use crate::import::profile::Profile;
use crate::import::table::{Row, Table};

/// Where the columns stand that are read. The other seventy, with the customer's name and address, are not.
struct Columns<'a> {
    table: &'a Table,
    profile: &'a Profile,
    numbers: Numbers<'a>,
    status: usize,
    currency: usize,
    subtotal: usize,
    total: usize,
    created_at: usize,
    quantity: usize,
    name: usize,
    price: usize,
    paid_at: Option<usize>,
    shipping: Option<usize>,
    taxes: Option<usize>,
    discount: Option<usize>,
    line_discount: Option<usize>,
    sku: Option<usize>,
    vendor: Option<usize>,
    refunded: Option<usize>,
    outstanding: Option<usize>,
    cancelled_at: Option<usize>,
    method: Option<usize>,
    duties: Option<usize>,
}

/// Reads the orders of an export.
pub(super) fn read(table: &Table, profile: &Profile) -> Result<Vec<Found>, Unusable> {
    let reference = table.needed(&["Name"])?;
    let mark = profile.reading.decimal.or(Some(DecimalMark::Point));
    let columns = Columns {
        table,
        profile,
        numbers: Numbers { mark, symbols: &profile.reading.symbols },
        status: table.needed(&["Financial Status"])?,
        currency: table.needed(&["Currency"])?,
        subtotal: table.needed(&["Subtotal"])?,
        total: table.needed(&["Total"])?,
        created_at: table.needed(&["Created at"])?,
        quantity: table.needed(&["Lineitem quantity"])?,
        name: table.needed(&["Lineitem name"])?,
        price: table.needed(&["Lineitem price"])?,
        paid_at: table.column(&["Paid at"])?,
        shipping: table.column(&["Shipping"])?,
        taxes: table.column(&["Taxes"])?,
        discount: table.column(&["Discount Amount"])?,
        line_discount: table.column(&["Lineitem discount"])?,
        sku: table.column(&["Lineitem sku"])?,
        vendor: table.column(&["Vendor"])?,
        refunded: table.column(&["Refunded Amount"])?,
        outstanding: table.column(&["Outstanding Balance"])?,
        cancelled_at: table.column(&["Cancelled at", "Canceled at"])?,
        method: table.column(&["Payment Method"])?,
        duties: table.column(&["Duties"])?,
    };
    let read = |group: &Group<'_>| sound(table, group, reference).and_then(|()| columns.order(group));
    Ok(groups(table, reference).iter().map(|group| group.found(read(group))).collect())
}

/// What the financial status says of the money.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Unpaid,
    PartlyPaid,
    Paid,
    CalledOff,
}

impl Columns<'_> {
    fn order(&self, group: &Group<'_>) -> Result<What, Problem> {
        let mut heads = group.rows.iter().filter(|row| !row.cell(self.total).is_empty());
        let Some(head) = heads.next() else { return Err(Problem::NoFirstRow {}) };
        if let Some(again) = heads.next() {
            return Err(Problem::OrderTwice { row: head.number, other: again.number });
        }
        let currency = self.numbers.currency(self.table.name(self.currency), self.full(head, self.currency)?)?;
        let total = self.amount(head, Some(self.total), currency)?;
        let day = self.day(self.created_at, self.full(head, self.created_at)?)?;
        let items: Vec<Item> = group
            .rows
            .iter()
            .filter(|row| !row.cell(self.name).is_empty() || !row.cell(self.quantity).is_empty())
            .map(|row| self.item(row, currency))
            .collect::<Result<_, _>>()?;
        if items.is_empty() {
            return Err(Problem::NoItems {});
        }
        let standing = standing(self.table.name(self.status), self.full(head, self.status)?)?;
        let cancelled_on = self.some_day(head, self.cancelled_at)?;
        if total.is_zero() {
            return Ok(What::Skipped("nothing was charged for it: its total is 0".to_owned()));
        }
        let (paid, paid_on) = self.paid(head, standing, total)?;
        let refunded = self.amount(head, self.refunded, currency)?;
        if refunded.is_zero() && head.cell(self.status).ends_with("refunded") {
            return Err(Problem::Missing { column: "Refunded Amount".to_owned() });
        }
        if refunded.exceeds(paid)? {
            return Err(Problem::MoreThanPaid { refunded, paid });
        }
        let method = self.method.map(|column| head.cell(column)).filter(|cell| !cell.is_empty());
        let mut order = Order {
            reference: group.reference.clone(),
            day,
            currency,
            items,
            discount: currency.zero(),
            shipping: self.amount(head, self.shipping, currency)?,
            duties: self.amount(head, self.duties, currency)?,
            tax: self.amount(head, self.taxes, currency)?,
            tax_on_top: false,
            total,
            paid,
            paid_on,
            method: method.map(str::to_owned),
            refunded,
            refunded_on: None,
            cancelled: cancelled_on.is_some() || standing == Standing::CalledOff,
            cancelled_on,
            fee: None,
            rate: None,
            notes: Vec::new(),
        };
        self.discounts(head, &mut order)?;
        order.tax_on_top = order.adds_up().is_err() && order.tax.is_positive();
        order.adds_up()?;
        Ok(What::Order(order))
    }

    /// The discount is what the lines come to more than the subtotal; the file must name as much somewhere.
    fn discounts(&self, head: &Row, order: &mut Order) -> Result<(), Problem> {
        let currency = order.currency;
        let subtotal = self.amount(head, Some(self.subtotal), currency)?;
        let named = self.numbers.size(self.column(self.discount), self.cell(head, self.discount), Some(currency))?;
        let named = named.unwrap_or(currency.zero());
        let of_lines = Money::sum(currency, order.items.iter().map(|item| item.discount))?;
        let goods = order.goods()?;
        let taken = goods.minus(subtotal)?;
        let explained = [currency.zero(), named, of_lines, named.plus(of_lines)?].contains(&taken);
        if taken.is_negative() || !explained {
            return Err(Problem::SubtotalDiffers { said: subtotal, computed: goods });
        }
        if of_lines.exceeds(taken)? {
            // The lines' discounts are not in this subtotal, so they are in the lines' prices already.
            let nothing = currency.zero();
            order.items.iter_mut().for_each(|item| item.discount = nothing);
            order.discount = taken;
        } else {
            order.discount = taken.minus(of_lines)?;
        }
        if taken.is_zero() && named.is_positive() {
            order
                .notes
                .push(format!("the discount of {named} is not one of the goods: it is taken to be in the shipping"));
        }
        Ok(())
    }

    fn item(&self, row: &Row, currency: Currency) -> Result<Item, Problem> {
        let text = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        let discount =
            self.numbers.size(self.column(self.line_discount), self.cell(row, self.line_discount), Some(currency))?;
        Ok(Item {
            row: row.number,
            name: without_entities(self.full(row, self.name)?),
            sku: text(self.sku).to_owned(),
            vendor: without_entities(text(self.vendor)),
            quantity: self.numbers.quantity(self.table.name(self.quantity), self.full(row, self.quantity)?)?,
            price: self.numbers.price(self.table.name(self.price), self.full(row, self.price)?, currency)?,
            discount: discount.unwrap_or(currency.zero()),
            cooperative: None,
            makers: Vec::new(),
        })
    }

    /// What was paid, and when.
    fn paid(&self, head: &Row, standing: Standing, total: Money) -> Result<(Money, Option<Date>), Problem> {
        let nothing = total.currency().zero();
        let column = self.column(self.outstanding);
        let cell = self.cell(head, self.outstanding);
        let owed = self.numbers.signed(column, cell, Some(total.currency()))?;
        let paid = match standing {
            Standing::Unpaid | Standing::CalledOff => nothing,
            Standing::Paid => match owed {
                Some(owed) if owed.is_positive() => return Err(Problem::StillOwed { paid: total, owed }),
                Some(_) | None => total,
            },
            Standing::PartlyPaid => {
                let owed = owed.ok_or_else(|| Problem::Missing { column: column.to_owned() })?;
                let what = "at most the total of the order";
                if owed.exceeds(total)? || owed.is_negative() {
                    return Err(Problem::NotWhatItShould { column: column.to_owned(), value: shown(cell), what });
                }
                total.minus(owed)?
            }
        };
        if !paid.is_positive() {
            return Ok((nothing, None));
        }
        let paid_on = self.some_day(head, self.paid_at)?;
        Ok((paid, Some(paid_on.ok_or_else(|| Problem::Missing { column: "Paid at".to_owned() })?)))
    }

    fn amount(&self, row: &Row, column: Option<usize>, currency: Currency) -> Result<Money, Problem> {
        let amount = self.numbers.amount(self.column(column), self.cell(row, column), Some(currency))?;
        Ok(amount.unwrap_or(currency.zero()))
    }

    fn some_day(&self, row: &Row, column: Option<usize>) -> Result<Option<Date>, Problem> {
        let said = column.map(|column| (column, row.cell(column))).filter(|(_, cell)| !cell.is_empty());
        said.map(|(column, cell)| self.day(column, cell)).transpose()
    }

    fn day(&self, column: usize, cell: &str) -> Result<Date, Problem> {
        day(self.table.name(column), cell, self.profile.reading.dates)
    }

    fn column(&self, column: Option<usize>) -> &str {
        column.map_or("?", |column| self.table.name(column))
    }

    fn cell<'r>(&self, row: &'r Row, column: Option<usize>) -> &'r str {
        column.map_or("", |column| row.cell(column))
    }

    fn full<'r>(&self, row: &'r Row, column: usize) -> Result<&'r str, Problem> {
        match row.cell(column) {
            "" => Err(Problem::Missing { column: self.table.name(column).to_owned() }),
            cell => Ok(cell),
        }
    }
}

fn standing(column: &str, cell: &str) -> Result<Standing, Problem> {
    match cell.to_lowercase().as_str() {
        "pending" | "authorized" => Ok(Standing::Unpaid),
        "partially_paid" => Ok(Standing::PartlyPaid),
        "paid" | "partially_refunded" | "refunded" => Ok(Standing::Paid),
        "voided" | "expired" => Ok(Standing::CalledOff),
        _ => Err(Problem::UnknownStatus { column: column.to_owned(), value: shown(cell) }),
    }
}
