//! Etsy's sold order items: a row for each thing sold, and some columns that belong to the whole order.
//!
//! Alone this file has no total of an order, no refund and no fee; those stand in Etsy's other export, the sold
//! orders, which is read beside it (`etsy_orders`). Where a column can be read in two ways the order's total decides,
//! and without it the order is refused. What is known of the columns, and from where, is in
//! `fixtures/import/README.md`.

use mizan_ledger::money::{Currency, Money};

use crate::import::Unusable;
use crate::import::day::{DayOrder, day};
use crate::import::etsy_orders::{SoldOrder, SoldOrders};
use crate::import::number::{DecimalMark, Numbers, shown};
use crate::import::order::{Found, Group, Item, Order, What, groups, sound, without_entities};
use crate::import::problem::Problem;
use crate::import::profile::{Discounts, Profile};
use crate::import::table::{Row, Table};

/// Where the columns stand that are read. Buyer, names, addresses and what a buyer had written on a piece are not.
struct Columns<'a> {
    table: &'a Table,
    profile: &'a Profile,
    numbers: Numbers<'a>,
    sold_on: usize,
    name: usize,
    quantity: usize,
    price: usize,
    item_total: usize,
    currency: usize,
    transaction: usize,
    paid_on: usize,
    sku: Option<usize>,
    discount: Option<usize>,
    in_person_discount: Option<usize>,
    shipping: Option<usize>,
    shipping_discount: Option<usize>,
    tax: Option<usize>,
    vat: Option<usize>,
}

/// Reads the orders of an export, with the sold orders beside it if they are given.
pub(super) fn read(table: &Table, orders: Option<&Table>, profile: &Profile) -> Result<Vec<Found>, Unusable> {
    if table.column(&["Item Name"])?.is_none() && table.column(&["Order Value"])?.is_some() {
        return Err(Unusable::SoldOrders);
    }
    let reference = table.needed(&["Order ID"])?;
    let mark = profile.reading.decimal.or(Some(DecimalMark::Point));
    let numbers = Numbers { mark, symbols: &profile.reading.symbols };
    let columns = Columns {
        table,
        profile,
        numbers,
        sold_on: table.needed(&["Sale Date"])?,
        name: table.needed(&["Item Name"])?,
        quantity: table.needed(&["Quantity"])?,
        price: table.needed(&["Price"])?,
        item_total: table.needed(&["Item Total"])?,
        currency: table.needed(&["Currency"])?,
        transaction: table.needed(&["Transaction ID"])?,
        paid_on: table.needed(&["Date Paid"])?,
        sku: table.column(&["SKU"])?,
        discount: table.column(&["Discount Amount"])?,
        in_person_discount: table.column(&["InPerson Discount"])?,
        // A shop that speaks British English has "Delivery" where others have "Shipping".
        shipping: table.column(&["Order Shipping", "Order Delivery"])?,
        shipping_discount: table.column(&["Shipping Discount", "Delivery Discount"])?,
        tax: table.column(&["Order Sales Tax"])?,
        vat: table.column(&["VAT Paid by Buyer"])?,
    };
    let beside = orders.map(|orders| SoldOrders::read(orders, numbers)).transpose()?;
    let read = |group: &Group<'_>| {
        sound(table, group, reference)?;
        let number = group.reference.trim_start_matches('#');
        let beside = match &beside {
            None => None,
            Some(orders) => Some(orders.order(number)?.ok_or(Problem::NotInOrders {})?),
        };
        columns.order(group, number, beside.as_ref())
    };
    Ok(groups(table, reference).iter().map(|group| group.found(read(group))).collect())
}

/// One way to read the columns that can be read in several.
#[derive(Clone, Copy)]
struct Reading {
    discount: Money,
    shipping: Money,
    per_row: bool,
}

impl Columns<'_> {
    fn order(&self, group: &Group<'_>, number: &str, beside: Option<&SoldOrder>) -> Result<What, Problem> {
        for (index, row) in group.rows.iter().enumerate() {
            let transaction = row.cell(self.transaction);
            let same = |first: &&&Row| !transaction.is_empty() && first.cell(self.transaction) == transaction;
            if let Some(first) = group.rows.iter().take(index).find(same) {
                return Err(Problem::ItemTwice { transaction: shown(transaction), row: first.number });
            }
        }
        let (Some(first), currency) = (group.rows.first(), self.currency_of(group)?) else {
            return Err(Problem::NoItems {});
        };
        let order = self.profile.reading.dates.or(Some(DayOrder::Mdy));
        let day = |column: usize, cell: &str| day(self.table.name(column), cell, order);
        let sold_on = day(self.sold_on, self.full(first, self.sold_on)?)?;
        let paid_on = self.one(group, Some(self.paid_on))?.map(|cell| day(self.paid_on, cell)).transpose()?;
        let mut items: Vec<Item> = group.rows.iter().map(|row| self.item(row, currency)).collect::<Result<_, _>>()?;
        let tax = self.of_order(group, self.tax, currency)?;
        let zero = currency.zero();
        let mut order = Order {
            reference: number.to_owned(),
            day: sold_on,
            currency,
            items: Vec::new(),
            discount: zero,
            shipping: zero,
            duties: zero,
            tax,
            tax_on_top: tax.is_positive(),
            total: zero,
            paid: zero,
            paid_on,
            method: None,
            refunded: zero,
            refunded_on: None,
            cancelled: false,
            cancelled_on: None,
            fee: None,
            rate: None,
            notes: Vec::new(),
        };
        let of_rows: Vec<Money> = items.iter().map(|item| item.discount).collect();
        items.iter_mut().for_each(|item| item.discount = zero);
        order.items = items;
        let readings = self.readings(group, &of_rows, currency)?;
        let reading = match beside {
            Some(beside) => beside.settle(&mut order, &readings, |reading| (reading.discount, reading.shipping))?,
            None => self.only(&readings, &of_rows, group, currency)?,
        };
        (order.discount, order.shipping) = (reading.discount, reading.shipping);
        if reading.per_row {
            order.discount = zero;
            for (item, discount) in order.items.iter_mut().zip(of_rows) {
                item.discount = discount;
            }
        }
        order.total = order.computed()?;
        if order.total.is_negative() || order.total.is_zero() {
            return Ok(What::Skipped("nothing was charged for it: it comes to 0".to_owned()));
        }
        if order.paid_on.is_some() {
            order.paid = order.total;
        }
        if let Some(beside) = beside {
            beside.given_back(&mut order)?;
        }
        let vat = self.of_order(group, self.vat, currency)?;
        if vat.is_positive() {
            order.notes.push(format!("the buyer paid {vat} of VAT to the shop, which is no part of the sale"));
        }
        Ok(What::Order(order))
    }

    /// Every way in which discounts and shipping can be read.
    fn readings(&self, group: &Group<'_>, of_rows: &[Money], currency: Currency) -> Result<Vec<Reading>, Problem> {
        let each = Money::sum(currency, of_rows.iter().copied())?;
        let mut discounts = vec![(each, true)];
        if let [first, _, ..] = of_rows
            && first.is_positive()
            && of_rows.iter().all(|other| other == first)
        {
            discounts.push((*first, false));
        }
        let shipping = self.of_order(group, self.shipping, currency)?;
        let off = self.of_order(group, self.shipping_discount, currency)?;
        let mut ways = vec![shipping];
        if off.is_positive() && !off.exceeds(shipping)? {
            ways.push(shipping.minus(off)?);
        }
        let readings = discounts.iter().flat_map(|(discount, per_row)| {
            ways.iter().map(|shipping| Reading { discount: *discount, shipping: *shipping, per_row: *per_row })
        });
        Ok(readings.collect())
    }

    /// The one reading, where no total says which of several.
    fn only(
        &self,
        readings: &[Reading],
        of_rows: &[Money],
        group: &Group<'_>,
        currency: Currency,
    ) -> Result<Reading, Problem> {
        let off = self.of_order(group, self.shipping_discount, currency)?;
        let mut shippings = readings.iter().map(|reading| reading.shipping);
        let first = shippings.next();
        if shippings.any(|other| Some(other) != first) {
            return Err(Problem::ShippingUnclear { amount: off });
        }
        let per_row = match self.profile.discounts {
            Some(Discounts::Row) => true,
            Some(Discounts::Order) => readings.len() == 1,
            None if readings.len() > 1 => {
                let amount = of_rows.first().copied().unwrap_or(currency.zero());
                return Err(Problem::DiscountUnclear { amount });
            }
            None => true,
        };
        readings.iter().find(|reading| reading.per_row == per_row).copied().ok_or(Problem::NoItems {})
    }

    fn item(&self, row: &Row, currency: Currency) -> Result<Item, Problem> {
        let size = |column: Option<usize>| {
            let cell = column.map_or("", |column| row.cell(column));
            let size = self.numbers.size(self.column(column), cell, Some(currency))?;
            Ok::<Money, Problem>(size.unwrap_or(currency.zero()))
        };
        let item = Item {
            row: row.number,
            name: without_entities(self.full(row, self.name)?),
            sku: self.sku.map_or("", |column| row.cell(column)).to_owned(),
            vendor: String::new(),
            quantity: self.numbers.quantity(self.table.name(self.quantity), self.full(row, self.quantity)?)?,
            price: self.numbers.price(self.table.name(self.price), self.full(row, self.price)?, currency)?,
            discount: size(self.discount)?.plus(size(self.in_person_discount)?)?,
            cooperative: None,
            makers: Vec::new(),
        };
        let computed = Money::rounded(item.gross(), currency)?;
        let said =
            self.numbers.amount(self.table.name(self.item_total), self.full(row, self.item_total)?, Some(currency))?;
        match said {
            Some(said) if said != computed => Err(Problem::ItemTotalDiffers { said, computed }),
            Some(_) | None => Ok(item),
        }
    }

    /// An amount of the whole order: the same in each row, or in one of them and nothing in the others.
    fn of_order(&self, group: &Group<'_>, column: Option<usize>, currency: Currency) -> Result<Money, Problem> {
        let mut found: Option<(Money, &str)> = None;
        for row in &group.rows {
            let cell = column.map_or("", |column| row.cell(column));
            let amount = self.numbers.size(self.column(column), cell, Some(currency))?.unwrap_or(currency.zero());
            match found {
                _ if amount.is_zero() => {}
                None => found = Some((amount, cell)),
                Some((first, _)) if first == amount => {}
                Some((_, one)) => {
                    return Err(Problem::RowsDiffer {
                        column: self.column(column).to_owned(),
                        row: row.number,
                        one: shown(one),
                        other: shown(cell),
                    });
                }
            }
        }
        Ok(found.map_or(currency.zero(), |(amount, _)| amount))
    }

    fn currency_of(&self, group: &Group<'_>) -> Result<Currency, Problem> {
        let column = self.table.name(self.currency);
        let cell = self.one(group, Some(self.currency))?;
        self.numbers.currency(column, cell.ok_or_else(|| Problem::Missing { column: column.to_owned() })?)
    }

    /// The one thing all rows of an order say in a column; empty cells say nothing.
    fn one<'g>(&self, group: &'g Group<'_>, column: Option<usize>) -> Result<Option<&'g str>, Problem> {
        let cells = group.rows.iter().map(|row| (row.number, column.map_or("", |column| row.cell(column))));
        let mut said = cells.filter(|(_, cell)| !cell.is_empty());
        let Some((_, first)) = said.next() else { return Ok(None) };
        match said.find(|(_, cell)| *cell != first) {
            None => Ok(Some(first)),
            Some((row, other)) => {
                let (one, other) = (shown(first), shown(other));
                Err(Problem::RowsDiffer { column: self.column(column).to_owned(), row, one, other })
            }
        }
    }

    fn column(&self, column: Option<usize>) -> &str {
        column.map_or("?", |column| self.table.name(column))
    }

    fn full<'r>(&self, row: &'r Row, column: usize) -> Result<&'r str, Problem> {
        match row.cell(column) {
            "" => Err(Problem::Missing { column: self.table.name(column).to_owned() }),
            cell => Ok(cell),
        }
    }
}
