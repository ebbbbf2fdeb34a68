//! What chargebacks change in the book: what is left of a sale, and who had given how much.

use crate::book::evolve::{Changes, Unknown, add, known, take};
use crate::book::state::Cooperative;
use crate::book::state::chargeback::Chargeback;
use crate::book::state::trade::Sale;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, GivenBack, GoodsReturned};
use crate::event::trade::Receiver;
use crate::id::{ChargebackId, MemberId, SaleId};
use crate::money::Money;
use crate::record::Envelope;

impl Changes for ChargebackReceived {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.sale_mut(self.sale)?.built_on = true;
        match &self.given_back {
            Some(part) => own.give_back(&part.of_sale(self.chargeback, self.sale, self.amount, false))?,
            None => add(&mut own.sale_mut(self.sale)?.charged_back, self.amount),
        }
        let chargeback = Chargeback { on: at.occurred_on, received: self.clone(), reversed: Vec::new() };
        own.chargebacks.insert(self.chargeback, chargeback);
        Ok(())
    }
}

impl Changes for ChargebackReversed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        match &self.given_back {
            Some(part) => own.give_back(&part.of_sale(self.chargeback, self.sale, self.amount, true))?,
            None => take(&mut own.sale_mut(self.sale)?.charged_back, self.amount),
        }
        let chargeback = own.chargebacks.get_mut(&self.chargeback);
        known(chargeback, "chargeback", self.chargeback)?.reversed.push((at.position, self.clone()));
        Ok(())
    }
}

impl Changes for GoodsReturned {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let sale = own.sale_mut(self.sale)?;
        sale.goods_returned = true;
        sale.built_on = true;
        own.take_pieces_back(self.sale);
        Ok(())
    }
}

impl Cooperative {
    /// A chargeback is taken back: it never was.
    pub(in crate::book) fn undo_chargeback(&mut self, id: ChargebackId) -> Result<(), Unknown> {
        let undone = self.chargebacks.remove(&id).ok_or_else(|| Unknown("chargeback", id.to_string()))?.received;
        match &undone.given_back {
            Some(part) => self.give_back(&part.of_sale(id, undone.sale, undone.amount, true)),
            None => {
                take(&mut self.sale_mut(undone.sale)?.charged_back, undone.amount);
                Ok(())
            }
        }
    }

    /// A reversal of a chargeback is taken back: what it gave still stands.
    pub(in crate::book) fn undo_reversal(&mut self, id: ChargebackId, position: u64) -> Result<(), Unknown> {
        let reversed = &mut known(self.chargebacks.get_mut(&id), "chargeback", id)?.reversed;
        let at = reversed.iter().position(|(at, _)| *at == position);
        let at = at.ok_or_else(|| Unknown("reversal of chargeback", id.to_string()))?;
        let (_, undone) = reversed.remove(at);
        match &undone.given_back {
            Some(part) => self.give_back(&part.of_sale(id, undone.sale, undone.amount, false)),
            None => {
                add(&mut self.sale_mut(undone.sale)?.charged_back, undone.amount);
                Ok(())
            }
        }
    }
}

impl Cooperative {
    /// The slices of a sale give back a part of its price, or have it again, and what makers had used of it they owe.
    pub(in crate::book) fn give_back(&mut self, e: &GivenBack<'_>) -> Result<(), Unknown> {
        for part in e.makers {
            if let Some(debt) = part.debt {
                self.owes(part.member, e.sale, e.signed(debt));
            }
        }
        self.sale_mut(e.sale)?.give_back(e)
    }

    /// A member owes so much more of a sale, or less if it is below zero: what that sale does not owe pays others, in the order
    /// of their ids.
    pub(in crate::book) fn owes(&mut self, member: MemberId, sale: SaleId, more: Money) {
        let debts = self.debts.entry(member).or_default();
        if more.is_negative() {
            let mut left = more.negated().minor();
            let first = debts.get_mut(&sale).map(|owed| pay(owed, left)).unwrap_or_default();
            left -= first;
            debts.values_mut().for_each(|owed| left -= pay(owed, left));
            debts.retain(|_, owed| !owed.is_zero());
        } else {
            add(debts.entry(sale).or_insert(more.currency().zero()), more);
        }
        if debts.is_empty() {
            self.debts.remove(&member);
        }
    }
}

/// Pays so much of what is owed, or what there is of it. Answers how much.
fn pay(owed: &mut Money, minor: i128) -> i128 {
    let part = owed.minor().min(minor).max(0);
    take(owed, Money::new(part, owed.currency()));
    part
}

impl Sale {
    /// Its slices give back a part of its price, or have it again.
    fn give_back(&mut self, e: &GivenBack<'_>) -> Result<(), Unknown> {
        take(&mut self.total, e.signed(e.amount));
        take(&mut self.gross, e.signed(e.booked));
        take(&mut self.tax, e.signed(e.tax));
        for part in e.slices {
            let left = self.slices.iter_mut().find(|left| left.step == part.step && left.to == part.to);
            take(&mut known(left, "slice", part.step)?.amount, e.signed(part.amount));
        }
        for part in e.makers {
            let amount = if let Some(step) = part.step {
                let to = Receiver::Member(part.member);
                let left = self.slices.iter_mut().find(|left| left.step == step && left.to == to);
                &mut known(left, "service", step)?.amount
            } else {
                let left = self.makers.iter_mut().find(|left| left.member == part.member);
                &mut known(left, "maker", part.member)?.amount
            };
            take(amount, e.signed(part.amount));
            let lost = self.lost_to_rates.iter_mut().find(|(member, _)| *member == part.member);
            if let (Some((_, lost)), Some(rates)) = (lost, part.rates) {
                *lost -= e.minor(rates);
            }
        }
        Ok(())
    }
}
