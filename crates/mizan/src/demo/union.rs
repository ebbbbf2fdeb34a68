//! The union: it sells for its cooperatives, and what it passes down to them is a sale of theirs.
//!
//! A union's members are cooperatives. When it divides an invoice each of them invoices its part to the union, made by
//! its own sewers; when it pays one of them, that one receives the money.

use mizan_ledger::event::Event;
use mizan_ledger::id::{MemberId, SaleId};
use mizan_ledger::money::Money;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::agenda::Task;
use crate::demo::plan::UnionPlan;
use crate::demo::sale::makers;
use crate::demo::shop::Hands;
use crate::demo::teller::Teller;

/// What a cooperative made of an invoice of the union, and what it has of it.
struct Part {
    member: MemberId,
    pieces: Decimal,
    amount: Money,
}

impl Teller {
    /// What the union has divided since the last time is invoiced to it by each of its cooperatives.
    pub(super) fn pass_down(&mut self) -> Result<(), NotTold> {
        let UnionPlan { cooperative, .. } = self.plan.union.clone();
        let mut parts: Vec<Part> = Vec::new();
        let mut made = Vec::new();
        for record in self.unread().iter().filter(|record| record.envelope.scope == Some(cooperative)) {
            if let Event::SaleRecorded(e) = &record.event {
                made.clone_from(&e.made_by);
            } else if let Event::ProceedsAllocated(e) = &record.event {
                for share in &e.makers {
                    let did = made.iter().find(|maker| maker.member == share.member).and_then(|maker| maker.did.pieces);
                    let pieces = did.map_or(Decimal::ZERO, |pieces| pieces.decimal());
                    parts.push(Part { member: share.member, pieces, amount: share.amount });
                }
            }
        }
        self.mark_read();
        parts.into_iter().try_for_each(|part| self.invoice_the_union(&part))
    }

    /// The shop of a cooperative that is a member of the union.
    fn member_shop(&self, member: MemberId) -> Result<usize, NotTold> {
        let found = self.shops.iter().position(|shop| shop.name == member.as_str());
        found.ok_or_else(|| NotTold::Unknown { what: format!("the cooperative `{member}` of the union") })
    }

    /// A cooperative invoices its part to the union; its sewers made it, each some pieces.
    fn invoice_the_union(&mut self, part: &Part) -> Result<(), NotTold> {
        let at = self.member_shop(part.member)?;
        let UnionPlan { office, product, channel, .. } = self.plan.union.clone();
        let working = self.working(at)?;
        let pieces = u64::try_from(part.pieces.normalize().mantissa()).unwrap_or(0);
        let count = working.len() as u64;
        let hands: Vec<Hands> = (0..)
            .zip(&working)
            .map(|(place, member)| Hands {
                member: *member,
                pieces: pieces / count + u64::from(place < pieces % count),
                hours: None,
            })
            .filter(|hands| hands.pieces > 0)
            .collect();
        let price = part.amount.decimal().checked_div(part.pieces).unwrap_or_default();
        let sale = self.shops[at].code("sale");
        let words = json!({"sale": sale, "buyer": office, "channel": channel, "total": part.amount,
            "reference": format!("INV {sale}"), "due_on": self.in_days(60), "makers": makers(&hands),
            "lines": [{"product": product, "quantity": part.pieces.to_string(),
                "unit_price": price.normalize().to_string()}]});
        self.speak(at, "treasurer", "record_sale", words)?;
        Ok(())
    }

    /// What the union has paid one of its cooperatives comes in there the day after.
    pub(super) fn pass_on(&mut self, at: usize, member: MemberId, amount: Money) -> Result<(), NotTold> {
        if self.shops[at].cooperative == self.plan.union.cooperative {
            let shop = self.member_shop(member)?;
            self.later(shop, 1, Task::ReceiveFromUnion(amount));
        }
        Ok(())
    }

    /// A payment of the union pays the oldest invoices of the cooperative to it.
    pub(super) fn receive_from_union(&mut self, at: usize, amount: Money) -> Result<(), NotTold> {
        let office = self.plan.union.office;
        let sales = self.books(at)?.sales.iter();
        let open = sales.filter(|(_, sale)| sale.buyer == office && sale.outstanding.is_positive());
        let mut open: Vec<(u64, SaleId, Money)> =
            open.map(|(id, sale)| (sale.position, id, sale.outstanding)).collect();
        open.sort_unstable_by_key(|(position, _, _)| *position);
        let mut left = amount.minor();
        let mut pays: Vec<Value> = Vec::new();
        for (_, sale, outstanding) in open {
            let part = outstanding.minor().min(left);
            left -= part;
            if part > 0 {
                pays.push(json!({"sale": sale, "amount": Money::new(part, amount.currency())}));
            }
        }
        let payment = self.shops[at].code("payment");
        let words = json!({"payment": payment, "buyer": office, "amount": amount, "till": "bank:main", "pays": pays,
            "value_date": self.today, "reference": format!("Union {payment}")});
        self.speak(at, "treasurer", "receive_payment", words)?;
        Ok(())
    }
}
