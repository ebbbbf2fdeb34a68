//! What each kind of event changes in the book, beside the balances, which postings change.

mod between;
mod calendar;
mod capital;
mod census;
mod chain;
mod chargeback;
mod correction;
mod delivery;
mod dispute;
mod effect;
mod fund;
mod grant;
mod loan;
mod matching;
mod membership;
mod order;
mod payee;
mod payout;
mod period;
mod person;
mod product;
mod register;
mod refund;
mod retention;
mod shop;
mod tax;
mod trade;
mod treasury;

use crate::book::state::census::Definition;
use crate::book::state::membership::Version;
use crate::book::state::order::Order;
use crate::book::state::payout::{Item, ItemState};
use crate::book::state::trade::Sale;
use crate::book::state::treasury::Payment;
use crate::book::state::{Class, Cooperative};
use crate::book::{Book, BrokenLog};
use crate::event::Event;
use crate::id::{AgreementId, Code, CooperativeId, MemberId, OrderId, PaymentId, PayoutId, SaleId};
use crate::money::{MAD, Money};
use crate::posting::Posting;
use crate::record::{Envelope, Record};

/// What is missing when a record speaks of something unknown.
pub(super) struct Unknown(pub(super) &'static str, pub(super) String);

impl Unknown {
    /// That the record at this position speaks of it.
    pub(super) fn at(self, position: u64) -> BrokenLog {
        let Unknown(what, id) = self;
        BrokenLog::Unknown { position, what, id }
    }
}

/// Finds something in a map, or says what is missing.
pub(super) fn known<'a, T>(
    found: Option<&'a mut T>,
    what: &'static str,
    id: impl ToString,
) -> Result<&'a mut T, Unknown> {
    found.ok_or_else(|| Unknown(what, id.to_string()))
}

/// A sum of amounts that are in one currency by construction.
pub(super) fn add(to: &mut Money, amount: Money) {
    *to = Money::new(to.minor() + amount.minor(), to.currency());
}

/// A difference of amounts that are in one currency by construction.
pub(super) fn take(from: &mut Money, amount: Money) {
    add(from, amount.negated());
}

impl Book {
    /// Changes the book as the record says.
    pub(super) fn evolve(&mut self, record: &Record, moved: &[Posting]) -> Result<(), BrokenLog> {
        let position = record.envelope.position;
        self.registers_another(record)?;
        self.change(record, moved).map_err(|unknown| unknown.at(position))
    }

    fn change(&mut self, record: &Record, moved: &[Posting]) -> Result<(), Unknown> {
        self.change_the_whole(record)?;
        record.envelope.scope.map_or(Ok(()), |scope| self.cooperative_mut(scope)?.change(record, moved))
    }

    /// Changes what is no cooperative's.
    pub(super) fn change_the_whole(&mut self, record: &Record) -> Result<(), Unknown> {
        let event = &record.event;
        match (event, record.envelope.scope) {
            (Event::BookOpened(e), None) => {
                self.name = Some(e.name.clone());
                self.currency = Some(e.currency);
            }
            (Event::PartyRegistered(e), None) => {
                self.parties.insert(e.party, e.roles.clone());
            }
            (Event::ActivityDefined(e), None) => {
                let definition = Definition { words: e.words.clone(), times: e.times, per: e.per };
                self.definitions.insert(e.definition, definition);
            }
            (Event::CooperativeRegistered(e), Some(scope)) => {
                let currency = e.currency.or(self.currency).unwrap_or(MAD);
                self.cooperatives.insert(scope, Cooperative::new(currency, e.form).into());
            }
            (Event::LogKeyRotated(e), None) => self.log_key = Some(e.to.clone()),
            (Event::PersonalDataErased(e), scope) => self.erase(e.subject.whose(scope))?,
            // It changes nothing, and a party is in no cooperative.
            (Event::PersonalDataSealed(_), None) => {}
            (_, None) => return Err(Unknown("the cooperative of a", event.kind().to_string())),
            (_, Some(_)) => {}
        }
        Ok(())
    }

    fn cooperative_mut(&mut self, scope: CooperativeId) -> Result<&mut Cooperative, Unknown> {
        known(self.cooperatives.get_mut(&scope).map(|own| &mut **own), "cooperative", scope)
    }
}

/// What one kind of event changes in its cooperative's book. A kind that changes only balances says so with an empty
/// `impl`.
trait Changes {
    /// Changes the book.
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let _ = (own, at);
        Ok(())
    }
}

macro_rules! dispatch {
    ($($kind:ident $name:literal $(($sealed:ident))?;)*) => {
        fn change(own: &mut Cooperative, event: &Event, at: &Envelope) -> Result<(), Unknown> {
            match event {
                $(Event::$kind(event) => event.changes(own, at),)*
            }
        }
    };
}

every_event!(dispatch);

impl Cooperative {
    /// Changes it as one of its records says, by which this is moved.
    pub(super) fn change(&mut self, record: &Record, moved: &[Posting]) -> Result<(), Unknown> {
        change(self, &record.event, &record.envelope)?;
        self.balances.add_all(moved);
        moved.iter().for_each(|posting| self.days.add(posting, record.envelope.occurred_on));
        Ok(())
    }

    pub(super) fn name(&mut self, class: Class, code: Code) {
        self.named.insert((class, code), ());
    }

    fn progress(&mut self, payout: PayoutId, member: MemberId, state: ItemState, at: &Envelope) -> Result<(), Unknown> {
        known(self.payouts.get_mut(&payout), "payout", payout)?.hands.insert(at.actor.id);
        let item = self.item_mut(payout, member)?;
        (item.state, item.since) = (state, at.occurred_on);
        Ok(())
    }

    fn version_mut(&mut self, agreement: AgreementId, version: u32) -> Result<&mut Version, Unknown> {
        let versions = self.agreements.get_mut(&agreement);
        known(versions.and_then(|versions| versions.get_mut(&version)), "agreement", agreement)
    }

    pub(super) fn order_mut(&mut self, order: OrderId) -> Result<&mut Order, Unknown> {
        known(self.orders.get_mut(&order), "order", order)
    }

    fn sale_mut(&mut self, sale: SaleId) -> Result<&mut Sale, Unknown> {
        known(self.sales.get_mut(&sale), "sale", sale)
    }

    fn payment_mut(&mut self, payment: PaymentId) -> Result<&mut Payment, Unknown> {
        known(self.payments.get_mut(&payment), "payment", payment)
    }

    pub(super) fn item_mut(&mut self, payout: PayoutId, member: MemberId) -> Result<&mut Item, Unknown> {
        let items = self.payouts.get_mut(&payout).map(|payout| &mut payout.items);
        known(items.and_then(|items| items.get_mut(&member)), "item of payout", payout)
    }
}
