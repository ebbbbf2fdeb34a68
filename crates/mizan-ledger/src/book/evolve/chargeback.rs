//! What chargebacks change in the book: what is left of a sale, and who had given how much.

use crate::book::evolve::{Changes, Unknown, add, known, take};
use crate::book::state::Cooperative;
use crate::book::state::chargeback::Chargeback;
use crate::book::state::trade::Sale;
use crate::event::chargeback::{ChargebackReceived, ChargebackReversed, GivenBack, GoodsReturned};
use crate::event::trade::Receiver;
use crate::id::{ChargebackId, MemberId};
use crate::record::Envelope;

impl Changes for ChargebackReceived {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let sale = own.sale_mut(self.sale)?;
        sale.built_on = true;
        match &self.given_back {
            Some(part) => sale.give_back(&part.of_sale(self.chargeback, self.sale, self.amount, false))?,
            None => add(&mut sale.charged_back, self.amount),
        }
        let chargeback = Chargeback { on: at.occurred_on, received: self.clone(), reversed: None };
        own.chargebacks.insert(self.chargeback, chargeback);
        Ok(())
    }
}

impl Changes for ChargebackReversed {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let sale = own.sale_mut(self.sale)?;
        match &self.given_back {
            Some(part) => sale.give_back(&part.of_sale(self.chargeback, self.sale, self.amount, true))?,
            None => take(&mut sale.charged_back, self.amount),
        }
        let chargeback = own.chargebacks.get_mut(&self.chargeback);
        known(chargeback, "chargeback", self.chargeback)?.reversed = Some(self.clone());
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
        let sale = self.sale_mut(undone.sale)?;
        match &undone.given_back {
            Some(part) => sale.give_back(&part.of_sale(id, undone.sale, undone.amount, true)),
            None => {
                take(&mut sale.charged_back, undone.amount);
                Ok(())
            }
        }
    }

    /// The reversal of a chargeback is taken back: it still stands.
    pub(in crate::book) fn undo_reversal(&mut self, id: ChargebackId) -> Result<(), Unknown> {
        let undone = known(self.chargebacks.get_mut(&id), "chargeback", id)?.reversed.take();
        let undone = undone.ok_or_else(|| Unknown("reversal of chargeback", id.to_string()))?;
        let sale = self.sale_mut(undone.sale)?;
        match &undone.given_back {
            Some(part) => sale.give_back(&part.of_sale(id, undone.sale, undone.amount, false)),
            None => {
                add(&mut sale.charged_back, undone.amount);
                Ok(())
            }
        }
    }
}

impl Sale {
    /// A maker owes so much more, or less, for what was given back of it after she had it. What is won after it was set off
    /// pays another debt of hers, and she owes nothing less for this sale by it.
    pub(in crate::book) fn owe(&mut self, member: MemberId, minor: i128) {
        let before = self.owed_back.iter().find(|(known, _)| *known == member).map_or(0, |(_, owed)| *owed);
        self.owed_back.retain(|(known, _)| *known != member);
        if before + minor > 0 {
            self.owed_back.push((member, before + minor));
        }
    }

    /// Its slices give back a part of its price, or have it again.
    pub(in crate::book) fn give_back(&mut self, e: &GivenBack<'_>) -> Result<(), Unknown> {
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
            if let Some(debt) = part.debt {
                self.owe(part.member, e.minor(debt));
            }
            let lost = self.lost_to_rates.iter_mut().find(|(member, _)| *member == part.member);
            if let (Some((_, lost)), Some(rates)) = (lost, part.rates) {
                *lost -= e.minor(rates);
            }
        }
        Ok(())
    }
}
