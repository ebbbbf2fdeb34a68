//! What money changes in the book: tills, advances, payments.

use crate::book::evolve::{Changes, Unknown, add, take};
use crate::book::state::effect::Effect;
use crate::book::state::trade::Met;
use crate::book::state::treasury::{Fee, Payment};
use crate::book::state::{Class, Cooperative};
use crate::event::count::CashCounted;
use crate::event::fee::ProviderFeeReturned;
use crate::event::treasury::{
    AdvanceReceived, CurrencyConverted, ExchangeSide, ExpensePaid, FundsTransferred, FxDifferenceRealised,
    MaterialsBought, OpeningBalanceRecorded, PaymentAllocated, PaymentIdentified, PaymentReceived, ProviderFeeCharged,
    RefundIssued, TillOpened,
};
use crate::record::Envelope;

impl Changes for FxDifferenceRealised {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let Some(sale) = self.sale.filter(|_| !self.makers.is_empty()) else { return Ok(()) };
        let lost = &mut own.sale_mut(sale)?.lost_to_rates;
        for share in &self.makers {
            let minor = match self.side {
                ExchangeSide::Loss => share.amount.minor(),
                ExchangeSide::Gain => -share.amount.minor(),
            };
            match lost.iter_mut().find(|(member, _)| *member == share.member) {
                Some((_, known)) => *known += minor,
                None => lost.push((share.member, minor)),
            }
        }
        Ok(())
    }
}

impl Changes for TillOpened {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.tills.insert(self.till, at.occurred_on);
        if let Some(holder) = self.held_by {
            own.floats.insert(self.till, holder);
        }
        Ok(())
    }
}

impl Changes for OpeningBalanceRecorded {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        own.openings.insert(self.till, self.movement);
        Ok(())
    }
}

impl Changes for CashCounted {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.count.0);
        Ok(())
    }
}

impl Changes for FundsTransferred {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let FundsTransferred { movement, from, to, amount, grant } = *self;
        own.name(Class::Movement, movement.0);
        if let Some(grant) = grant {
            own.moves(movement, Effect::GrantLies { grant, till: from, amount: amount.negated() })?;
            own.moves(movement, Effect::GrantLies { grant, till: to, amount })?;
        }
        Ok(())
    }
}

impl Changes for MaterialsBought {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}

impl Changes for ExpensePaid {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Movement, self.movement.0);
        Ok(())
    }
}

impl Changes for AdvanceReceived {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let nothing = self.amount.currency().zero();
        let (left, left_booked) = (nothing, own.currency.zero());
        let on = at.occurred_on;
        let payment =
            Payment { on, buyer: Some(self.buyer), left, left_booked, allocated: false, order: Some(self.order) };
        own.payments.insert(self.payment, payment);
        let order = own.order_mut(self.order)?;
        add(&mut order.advanced, self.amount);
        add(&mut order.open, self.amount);
        add(&mut order.open_booked, self.booked);
        Ok(())
    }
}

impl Changes for PaymentReceived {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let (left, left_booked) = (self.amount, self.booked);
        let on = at.occurred_on;
        let payment = Payment { on, buyer: self.buyer, left, left_booked, allocated: false, order: None };
        own.payments.insert(self.payment, payment);
        Ok(())
    }
}

impl Changes for PaymentIdentified {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.payment_mut(self.payment)?.buyer = Some(self.buyer);
        Ok(())
    }
}

impl Changes for PaymentAllocated {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        for settlement in &self.settles {
            let payment = own.payment_mut(self.payment)?;
            payment.allocated = true;
            take(&mut payment.left, settlement.amount);
            take(&mut payment.left_booked, settlement.booked);
            let sale = own.sale_mut(settlement.sale)?;
            sale.built_on = true;
            take(&mut sale.outstanding, settlement.amount);
            sale.met.push(Met { on: at.occurred_on, amount: settlement.amount, paid: true });
            take(&mut sale.carried, settlement.carried);
        }
        Ok(())
    }
}

impl Changes for ProviderFeeCharged {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Fee, self.fee.0);
        let ProviderFeeCharged { kind, sale, amount, booked, .. } = *self;
        let fee = Fee { on: at.occurred_on, kind, sale, amount, left: amount, left_booked: booked };
        own.fees.insert(self.fee, fee);
        Ok(())
    }
}

impl Changes for ProviderFeeReturned {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        let ProviderFeeReturned { movement, fee, amount, booked, .. } = *self;
        own.moves(movement, Effect::FeeReturned { fee, amount, booked })
    }
}

impl Changes for CurrencyConverted {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Conversion, self.conversion.0);
        Ok(())
    }
}

impl Changes for RefundIssued {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.name(Class::Refund, self.refund.0);
        let sale = own.sale_mut(self.sale)?;
        add(&mut sale.outstanding, self.amount);
        add(&mut sale.carried, self.carried);
        Ok(())
    }
}
