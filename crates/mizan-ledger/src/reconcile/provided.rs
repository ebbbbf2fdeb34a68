//! What a provider's payout books: each sale's payment it settles, what the provider kept by its name, and the rest into the till.
//!
//! The money of buyers comes onto the provider's own till first and leaves it as one sum. A rule books a payout once, for the
//! way of its money is named after it, and only where all of it is new to the book. Where the book has a payment of the sale
//! already, a fee of it or a refund, nobody but a person can say whether that is this one.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::{Till, TillKind};
use crate::book::state::{Class, Cooperative};
use crate::event::matching::Booking;
use crate::event::treasury::{Allocation, FeeKind};
use crate::id::{MovementId, PartyId, SaleId};
use crate::money::{Currency, Money};
use crate::reconcile::booking::{Names, NotBooked};
use crate::reconcile::normal::{dense, is_telling};
use crate::reconcile::of_book::Subject;
use crate::reconcile::open::{Item, Kind, RowKind};

/// What a shop calls an order or its bill before the number.
const ORDER: [&str; 8] = ["ORDER", "INVOICE", "COMMANDE", "FACTURE", "PEDIDO", "FACTURA", "NO", "N"];

/// A row of a provider's payout, as it booked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Before the fee; below zero for what left.
    pub gross: Money,
    /// What the provider kept; below zero for what it gave back.
    pub fee: Money,
    /// The order or invoice it is about.
    pub about: Option<String>,
    /// What is said of it.
    pub text: String,
}

/// A payout, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// The provider, as its till is called.
    pub provider: String,
    /// What its way to our bank is called in a book: the same whichever line brings it.
    pub movement: MovementId,
    /// What it is made of.
    pub rows: Vec<Row>,
}

/// The payouts that providers announced, and the invoices that their rows may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provided {
    payouts: BTreeMap<String, Payout>,
    invoices: BTreeMap<String, BTreeSet<SaleId>>,
}

impl Provided {
    /// The payouts by the ids of their items, and the invoices among these items.
    #[must_use]
    pub fn new(payouts: BTreeMap<String, Payout>, items: &[Item]) -> Provided {
        let mut invoices: BTreeMap<String, BTreeSet<SaleId>> = BTreeMap::new();
        for item in items {
            if let (Kind::Invoice { references, .. }, Ok(Subject::Invoice(sale))) = (&item.kind, item.id.parse()) {
                for reference in references.iter().map(|reference| dense(reference)).filter(|dense| !dense.is_empty()) {
                    invoices.entry(reference).or_default().insert(sale);
                }
            }
        }
        Provided { payouts, invoices }
    }

    /// The payout of an item, if it is one.
    pub(super) fn payout(&self, item: &str) -> Option<&Payout> {
        self.payouts.get(item)
    }

    /// The sales a row is about: by what it names in a field of its own, or else by a number in its text.
    fn sales(&self, row: &Row) -> Result<BTreeSet<SaleId>, NotBooked> {
        let of = |text: &str| self.invoices.get(&dense(text)).cloned();
        let apart = |letter: char| letter.is_whitespace() || letter == ',' || letter == ';';
        let words: Vec<&str> = row.text.split(apart).filter(|word| !word.is_empty()).collect();
        // A number of few signs stands in many a text: it is an order's where the word before says so.
        let is_said = |before: Option<&&str>| before.is_some_and(|word| ORDER.contains(&dense(word).as_str()));
        let is_number = |at: usize| {
            is_telling(&dense(words[at]))
                || words[at].starts_with('#')
                || is_said(at.checked_sub(1).and_then(|at| words.get(at)))
        };
        let numbers = (0..words.len()).filter(|at| is_number(*at)).map(|at| words[at]);
        let mut found: BTreeSet<BTreeSet<SaleId>> = row.about.as_deref().and_then(of).into_iter().collect();
        if found.is_empty() {
            found.extend(numbers.filter_map(of));
        }
        let about = || row.about.clone().unwrap_or_else(|| row.text.clone());
        match (found.pop_first(), found.is_empty()) {
            (Some(sales), true) => Ok(sales),
            (Some(_), false) => Err(NotBooked::Provider(format!("its row of `{}` names several orders", about()))),
            (None, _) => Err(NotBooked::Provider(format!("no sale has the number of its row of `{}`", about()))),
        }
    }

    /// What a payout books of which so much comes into a till.
    pub(super) fn bookings(
        &self,
        own: &Cooperative,
        till: Till,
        payout: &Payout,
        net: Money,
        names: &Names,
    ) -> Result<Vec<Booking>, NotBooked> {
        let is_theirs = |till: &&Till| till.kind == TillKind::Provider && till.id.to_string() == payout.provider;
        let there = own.tills.keys().find(is_theirs).copied().ok_or_else(|| {
            NotBooked::Provider(format!("open the till it comes from, `provider:{}`", payout.provider))
        })?;
        let sums = self.sums(payout, net.currency())?;
        let movement = payout.movement;
        if own.named.contains_key(&(Class::Movement, movement.0)) {
            return Err(NotBooked::Provider(format!("it was booked before, as `{movement}`")));
        }
        let (mut books, mut number) = (Vec::new(), 0);
        for (sales, Sum { gross, fee }) in &sums.charged {
            let booked = Settled::of(own, sales)?;
            let names = names.of_part(number);
            number += 1;
            let (buyer, pays) = booked.pays(own, *gross)?;
            let (payment, buyer, till) = (names.payment()?, Some(buyer), Some(there));
            books.push(Booking::Payment { payment, buyer, amount: *gross, rate: None, pays, till });
            if booked.charges(*fee)? {
                let (fee_id, kind) = (names.fee()?, FeeKind::Provider);
                let sale = sales.first().copied().filter(|_| sales.len() == 1);
                books.push(Booking::Fee { fee: fee_id, kind, amount: *fee, sale, till });
            }
        }
        let names = names.of_part(number);
        match sums.others {
            none if none.is_zero() => {}
            fees if fees.is_positive() => {
                let (fee, kind, till) = (names.fee()?, FeeKind::Provider, Some(there));
                books.push(Booking::Fee { fee, kind, amount: fees, sale: None, till });
            }
            back => return Err(NotBooked::Provider(format!("it gives {} of its fees back", back.negated()))),
        }
        let (from, to) = if net.is_negative() { (till, there) } else { (there, till) };
        let amount = if net.is_negative() { net.negated() } else { net };
        books.push(Booking::Transfer { movement, from, to, amount });
        Ok(books)
    }

    /// What the rows come to, for the sales they are about.
    fn sums(&self, payout: &Payout, currency: Currency) -> Result<Sums, NotBooked> {
        let zero = currency.zero();
        let mut sums = Sums { charged: BTreeMap::new(), others: zero };
        for row in &payout.rows {
            match row.kind {
                RowKind::Charge => {
                    let sum = sums.charged.entry(self.sales(row)?).or_insert(Sum { gross: zero, fee: zero });
                    (sum.gross, sum.fee) = (sum.gross.plus(row.gross)?, sum.fee.plus(row.fee)?);
                }
                RowKind::Refund => {
                    let about = row.about.as_ref().unwrap_or(&row.text);
                    let back = row.gross.negated();
                    return Err(NotBooked::Provider(format!("it gave {back} back for `{about}`")));
                }
                RowKind::Fee => sums.others = sums.others.plus(row.fee)?.minus(row.gross)?,
                // What is held back stays on the provider's till.
                RowKind::Reserve => sums.others = sums.others.plus(row.fee)?,
                RowKind::Dispute => {
                    let what = format!("its row of {} is a dispute: record that first", row.gross);
                    return Err(NotBooked::Provider(what));
                }
                RowKind::Adjustment => {
                    return Err(NotBooked::Provider(format!(
                        "its row `{}` of {} has no known meaning",
                        row.text, row.gross
                    )));
                }
            }
        }
        Ok(sums)
    }
}

/// What the rows of a payout come to.
struct Sums {
    charged: BTreeMap<BTreeSet<SaleId>, Sum>,
    /// Fees that are no sale's.
    others: Money,
}

/// What buyers paid, and what the provider kept of it.
struct Sum {
    gross: Money,
    fee: Money,
}

/// How far the book has settled some sales of one buyer.
struct Settled {
    sales: Vec<(SaleId, Money)>,
    buyer: PartyId,
    due: Money,
    paid: Money,
    /// The fees of a provider that were taken of them.
    fees: Money,
}

impl Settled {
    fn of(own: &Cooperative, named: &BTreeSet<SaleId>) -> Result<Settled, NotBooked> {
        let known = named.iter().filter_map(|id| Some((*id, own.sales.get(id)?)));
        let known: Vec<_> = known.collect();
        let [(_, first), ..] = &known[..] else {
            return Err(NotBooked::Provider("its sales are in no book".to_owned()));
        };
        let (buyer, zero) = (first.buyer, first.total.currency().zero());
        if known.iter().any(|(_, sale)| sale.buyer != buyer) {
            return Err(NotBooked::TwoBuyers);
        }
        let mut settled = Settled { sales: Vec::new(), buyer, due: zero, paid: zero, fees: zero };
        for (id, sale) in &known {
            let paid = sale.met.iter().filter(|met| met.paid).map(|met| met.amount);
            let paid = Money::sum(zero.currency(), paid)?;
            settled.sales.push((*id, sale.due()));
            settled.due = settled.due.plus(sale.due())?;
            settled.paid = settled.paid.plus(paid)?;
        }
        let is_theirs = |sale: Option<SaleId>| sale.is_some_and(|sale| named.contains(&sale));
        for (_, fee) in own.fees.iter().filter(|(_, fee)| fee.kind == FeeKind::Provider && is_theirs(fee.sale)) {
            settled.fees = settled.fees.plus(fee.left)?;
        }
        Ok(settled)
    }

    /// Whom a charge is a payment of and what it pays.
    fn pays(&self, own: &Cooperative, gross: Money) -> Result<(PartyId, Vec<Allocation>), NotBooked> {
        let pays = match &self.sales[..] {
            [(sale, due)] if !gross.exceeds(*due)? => vec![Allocation { sale: *sale, amount: gross }],
            several if gross == self.due && several.iter().all(|(_, due)| due.is_positive()) => {
                several.iter().map(|(sale, due)| Allocation { sale: *sale, amount: *due }).collect()
            }
            [(sale, _), ..] => {
                let (owed, paid) = (self.due, self.paid);
                return Err(NotBooked::Provider(format!(
                    "{gross} is charged for `{sale}`, of which {paid} is paid and {owed} owed"
                )));
            }
            [] => return Err(NotBooked::Provider("its sales are in no book".to_owned())),
        };
        if gross.currency() != own.currency {
            return Err(NotBooked::Rate);
        }
        Ok((self.buyer, pays))
    }

    /// Whether something was kept of it. A fee that the book has of what nobody has paid is perhaps this one.
    fn charges(&self, fee: Money) -> Result<bool, NotBooked> {
        if self.fees.is_positive() && self.paid.is_zero() {
            return Err(NotBooked::Provider(format!("it keeps {fee}, and the book has {} of its fees", self.fees)));
        }
        if fee.is_negative() {
            return Err(NotBooked::Provider(format!("it gives {} of its fees back", fee.negated())));
        }
        Ok(fee.is_positive())
    }
}
