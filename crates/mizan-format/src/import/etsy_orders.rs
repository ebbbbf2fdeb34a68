//! Etsy's sold orders: one row an order, with its total, what the provider kept, and what became of it.
//!
//! A refund is not named: the order's money stands again, adjusted. An order nothing happened to has no adjustment,
//! or the same figures twice.

use std::collections::BTreeMap;

use mizan_ledger::money::{Currency, Money};

use crate::import::Unusable;
use crate::import::number::Numbers;
use crate::import::order::Order;
use crate::import::problem::Problem;
use crate::import::table::{Row, Table};

/// The rows by their order's number.
pub(super) struct SoldOrders<'a> {
    table: &'a Table,
    numbers: Numbers<'a>,
    rows: BTreeMap<&'a str, Vec<&'a Row>>,
    total: usize,
    status: Option<usize>,
    currency: Option<usize>,
    fees: Option<usize>,
    net: Option<usize>,
    adjusted_total: Option<usize>,
    adjusted_fees: Option<usize>,
    adjusted_net: Option<usize>,
}

/// What is said of one order.
#[derive(Debug)]
pub(super) struct SoldOrder {
    total: Money,
    fee: Option<Money>,
    /// What the fee is after a refund, if the order was adjusted and the file says it.
    adjusted_fee: Option<Money>,
    net: Option<Money>,
    /// The adjusted total, if the order was adjusted.
    adjusted: Option<Money>,
    outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Stands,
    Refunded,
    Cancelled,
}

impl<'a> SoldOrders<'a> {
    pub(super) fn read(table: &'a Table, numbers: Numbers<'a>) -> Result<SoldOrders<'a>, Unusable> {
        let reference = table.needed(&["Order ID"])?;
        let mut rows: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in table.rows() {
            rows.entry(row.cell(reference).trim_start_matches('#')).or_default().push(row);
        }
        Ok(SoldOrders {
            table,
            numbers,
            rows,
            total: table.needed(&["Order Total"])?,
            status: table.column(&["Status"])?,
            currency: table.column(&["Currency"])?,
            fees: table.column(&["Card Processing Fees"])?,
            net: table.column(&["Order Net"])?,
            adjusted_total: table.column(&["Adjusted Order Total"])?,
            adjusted_fees: table.column(&["Adjusted Card Processing Fees"])?,
            adjusted_net: table.column(&["Adjusted Net Order Amount"])?,
        })
    }

    /// What is said of an order, if anything is.
    pub(super) fn order(&self, number: &str) -> Result<Option<SoldOrder>, Problem> {
        let row = match self.rows.get(number).map(Vec::as_slice) {
            None | Some([]) => return Ok(None),
            Some([row]) => row,
            Some([first, second, ..]) => {
                return Err(Problem::OrderTwice { row: first.number, other: second.number });
            }
        };
        if let Some(flaw) = self.table.flaw(row) {
            return Err(Problem::OtherRow { row: row.number, why: format!("{flaw} (in the file of --orders)") });
        }
        let currency = match self.currency.map(|column| (column, row.cell(column))).filter(|(_, cell)| !cell.is_empty())
        {
            Some((column, cell)) => Some(self.numbers.currency(self.table.name(column), cell)?),
            None => None,
        };
        let missing = || Problem::Missing { column: self.table.name(self.total).to_owned() };
        let total = self.signed(row, Some(self.total), currency)?.ok_or_else(missing)?;
        let currency = Some(total.currency());
        let adjusted = self.signed(row, self.adjusted_total, currency)?;
        let fee = self.signed(row, self.fees, currency)?.filter(|fee| !fee.is_zero());
        let net = self.signed(row, self.net, currency)?;
        let adjusted_fee = self.signed(row, self.adjusted_fees, currency)?;
        let adjusted_net = self.signed(row, self.adjusted_net, currency)?;
        let some = |amount: &Option<Money>| amount.is_some_and(|amount| !amount.is_zero());
        let touched = [&adjusted, &adjusted_fee, &adjusted_net].into_iter().any(some) && adjusted != Some(total);
        let adjusted = adjusted.filter(|_| touched);
        let size = |fee: Money| if fee.is_negative() { fee.negated() } else { fee };
        let fee = fee.map(size);
        let adjusted_fee = adjusted_fee.map(size).filter(|_| touched);
        let outcome = match self.status.map_or("", |column| row.cell(column)).to_lowercase().as_str() {
            "canceled" | "cancelled" => Outcome::Cancelled,
            "refunded" | "fully refunded" => Outcome::Refunded,
            // Etsy has many words for an order that stands; what was given back of it, its figures say.
            _ => Outcome::Stands,
        };
        Ok(Some(SoldOrder { total, fee, adjusted_fee, net, adjusted, outcome }))
    }

    fn signed(&self, row: &Row, column: Option<usize>, currency: Option<Currency>) -> Result<Option<Money>, Problem> {
        let Some(column) = column else { return Ok(None) };
        self.numbers.signed(self.table.name(column), row.cell(column), currency)
    }
}

impl SoldOrder {
    /// Picks the reading of an order by which it comes to the total that is said here, and takes that total.
    ///
    /// Where the platform collects a tax of its own, the total has it on top and the net amount with the fee has not.
    pub(super) fn settle<R: Copy>(
        &self,
        order: &mut Order,
        readings: &[R],
        parts: impl Fn(&R) -> (Money, Money),
    ) -> Result<R, Problem> {
        let without_platform_tax = match (self.net, self.fee) {
            (Some(net), Some(fee)) => Some(net.plus(fee)?),
            (Some(net), None) => Some(net),
            (None, _) => None,
        };
        let mut computed = order.currency.zero();
        for reading in readings {
            (order.discount, order.shipping) = parts(reading);
            computed = order.computed()?;
            if computed == self.total {
                return Ok(*reading);
            }
        }
        for reading in readings {
            (order.discount, order.shipping) = parts(reading);
            let ours = order.computed()?;
            if Some(ours) == without_platform_tax && self.total.exceeds(ours)? {
                let tax = self.total.minus(ours)?;
                order.notes.push(format!("the shop collected {tax} of tax of its own, which is no part of the sale"));
                return Ok(*reading);
            }
        }
        Err(Problem::TotalDiffers { said: self.total, computed })
    }

    /// What was given back of the order, and what the provider kept.
    pub(super) fn given_back(&self, order: &mut Order) -> Result<(), Problem> {
        order.fee = self.fee;
        if let (Some(fee), Some(left)) = (self.fee, self.adjusted_fee)
            && fee.exceeds(left)?
        {
            let back = fee.minus(left)?;
            let anew =
                if left.is_zero() { String::new() } else { format!(", and charge {left} with `charge_provider_fee`") };
            order.notes.push(format!(
                "the provider gave {back} of its fee of {fee} back with the refund, which is not recorded: take the fee back \
                 with `declare_correction`{anew}"
            ));
        }
        order.cancelled = self.outcome == Outcome::Cancelled;
        order.refunded = match (self.outcome, self.adjusted) {
            (Outcome::Refunded | Outcome::Cancelled, None) => order.paid,
            (Outcome::Stands, None) => return Ok(()),
            (_, Some(adjusted)) if adjusted.is_zero() => order.paid,
            (_, Some(adjusted)) if self.total == order.total => self.total.minus(adjusted)?,
            (_, Some(adjusted)) => return Err(Problem::KeptTaxUnclear { amount: self.total.minus(adjusted)? }),
        };
        if order.refunded.is_negative() || order.refunded.exceeds(order.paid)? {
            return Err(Problem::MoreThanPaid { refunded: order.refunded, paid: order.paid });
        }
        Ok(())
    }
}
