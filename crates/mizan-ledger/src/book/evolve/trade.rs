//! What trade changes in the book: work, sales and what is left of them.

use rust_decimal::Decimal;

use crate::agreement::facts::Maker;
use crate::book::evolve::{Changes, Unknown, add, known, take};
use crate::book::state::effect::Effect;
use crate::book::state::trade::{Met, Sale, SliceLeft, Work};
use crate::book::state::{Class, Cooperative};
use crate::event::trade::{
    AdvanceOffset, CommissionCharged, CreditNoteIssued, CreditReason, DeductionApplied, EarningsReleased,
    GoodsAccepted, MaterialsAdvanced, MaterialsReturned, PayableSettled, ProceedsAllocated, Recovered, ResiduesCarried,
    SaleRecorded, WorkRecorded,
};
use crate::money::Money;
use crate::record::Envelope;

impl Changes for EarningsReleased {}

impl Changes for DeductionApplied {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        if let Recovered::Loan(loan) = self.recovers {
            let effect = own.loan_deducted(loan, self.amount)?;
            own.keeps(Class::Deduction, self.sale.0, effect)?;
        } else if self.recovers == Recovered::Debt {
            let mut left = self.amount.minor();
            for (sale, owed) in own.debts.get(&self.member).cloned().unwrap_or_default() {
                let part = owed.minor().clamp(0, left);
                left -= part;
                let (member, amount) = (self.member, Money::new(part, owed.currency()));
                if part > 0 {
                    own.keeps(Class::Deduction, self.sale.0, Effect::DebtKept { member, sale, amount })?;
                }
            }
        }
        Ok(())
    }
}

impl Changes for CommissionCharged {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let slice = SliceLeft { step: self.step, to: self.to, amount: self.amount };
        own.sale_mut(self.sale)?.slices.push(slice);
        Ok(())
    }
}

impl Changes for ProceedsAllocated {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let sale = own.sale_mut(self.sale)?;
        let slices = self.slices.iter();
        sale.slices.extend(slices.map(|part| SliceLeft { step: part.step, to: part.to, amount: part.amount }));
        sale.makers.extend(self.makers.iter().cloned());
        Ok(())
    }
}

impl Changes for AdvanceOffset {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let order = own.order_mut(self.order)?;
        take(&mut order.open, self.amount);
        take(&mut order.open_booked, self.booked);
        let sale = own.sale_mut(self.sale)?;
        sale.offset = Some((self.amount, self.booked));
        take(&mut sale.outstanding, self.amount);
        take(&mut sale.carried, self.booked);
        Ok(())
    }
}

impl Changes for ResiduesCarried {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        for residue in &self.residues {
            own.carried.insert(residue.member, residue.after);
        }
        // A sale carries once; what is said of it again takes that back.
        let sale = own.sale_mut(self.sale)?;
        let before = std::mem::take(&mut sale.residues);
        if before.is_empty() {
            sale.residues.clone_from(&self.residues);
        }
        sale.residues_ended = before;
        Ok(())
    }
}

impl Changes for MaterialsAdvanced {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Materials, self.materials.0);
        own.materials.insert(self.materials, (self.order, self.value));
        if let Some(order) = self.order {
            add(&mut own.order_mut(order)?.materials, self.value);
        }
        Ok(())
    }
}

impl Changes for MaterialsReturned {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}

impl Changes for WorkRecorded {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let maker = Maker { member: self.member, did: self.did, graded: self.graded.clone() };
        let order = own.order_of_work(self);
        // What mends rejected pieces is known and never paid: the pieces are, once they are accepted.
        if let Some(order) = order.filter(|_| !self.rework) {
            own.unpaid_work.get_or_default(&order).insert(self.work);
        }
        if let Some(delivery) = self.delivery.filter(|_| !self.rework) {
            own.tally(delivery, &maker, Decimal::ONE)?;
        }
        let (delivery, rework) = (self.delivery, self.rework);
        own.work.insert(self.work, Work { order, delivery, rework, maker, paid_by: None });
        Ok(())
    }
}

impl Changes for SaleRecorded {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        for work in &self.work {
            let entry = known(own.work.get_mut(work), "work", work)?;
            entry.paid_by = Some(self.sale);
            if let Some(order) = entry.order {
                own.no_more_unpaid(order, *work);
            }
        }
        own.sells_since = Some(own.sells_since.map_or(at.occurred_on, |first| first.min(at.occurred_on)));
        own.sell_pieces(self)?;
        own.draw(self)?;
        if let Some(order) = self.order {
            let order = own.order_mut(order)?;
            add(&mut order.invoiced, self.total);
            take(&mut order.materials, self.materials);
        }
        let sale = Sale {
            position: at.position,
            parts: at.part.1,
            on: at.occurred_on,
            due_on: self.falls_due(),
            buyer: self.buyer,
            order: self.order,
            terms: self.terms,
            booking: self.booking,
            total: self.total,
            gross: self.gross,
            outstanding: self.total,
            carried: self.gross,
            retained: self.total.currency().zero(),
            retained_booked: own.currency.zero(),
            charged_back: self.total.currency().zero(),
            tax: self.tax,
            slices: Vec::new(),
            makers: Vec::new(),
            met: Vec::new(),
            lost_to_rates: Vec::new(),
            residues: Vec::new(),
            residues_ended: Vec::new(),
            accepted: false,
            goods_returned: false,
            turn: self.turn,
            offset: None,
            work: self.work.clone(),
            materials: self.materials,
            resale: self.resale,
            hops: Vec::new(),
            built_on: false,
        };
        own.sales.insert(self.sale, sale);
        own.turn += 1;
        Ok(())
    }
}

impl Changes for GoodsAccepted {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let sale = own.sale_mut(self.sale)?;
        sale.accepted = true;
        sale.built_on = true;
        Ok(())
    }
}

impl Changes for CreditNoteIssued {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.name(Class::CreditNote, self.credit_note.0);
        let order = own.sale_mut(self.sale)?.order;
        // What was never owed, or never delivered, can be invoiced again.
        let again = self.reason.can_be_invoiced_again();
        if let Some(order) = order.filter(|_| again) {
            take(&mut own.order_mut(order)?.invoiced, self.amount);
        }
        own.give_back(&self.given_back())?;
        let sale = own.sale_mut(self.sale)?;
        sale.built_on = true;
        take(&mut sale.outstanding, self.amount);
        sale.met.push(Met { on: at.occurred_on, amount: self.amount, paid: false });
        take(&mut sale.carried, self.carried);
        // What is credited to the last centime has come back or never went, unless it broke.
        let settled = sale.total.is_zero();
        if settled && self.reason != CreditReason::Breakage {
            own.take_pieces_back(self.sale);
        }
        if settled && again {
            own.give_back_drawn(self.sale)?;
        }
        Ok(())
    }
}

impl Changes for PayableSettled {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}
