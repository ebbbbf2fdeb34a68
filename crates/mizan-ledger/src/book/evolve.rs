//! What each kind of event changes in the book, beside the balances, which postings change.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::agreement::facts::Maker;
use crate::book::state::{Class, Consent, Cooperative, Dispute, Item, ItemState, Loan, Order, Payment, Sale};
use crate::book::state::{SliceLeft, Version, Work};
use crate::book::{Book, BrokenLog};
use crate::event::Event;
use crate::event::trade::{CreditNoteIssued, CreditReason, SaleRecorded};
use crate::id::{ActorId, AgreementId, Code, CooperativeId, MemberId, OrderId, PaymentId, PayoutId, SaleId};
use crate::money::{MAD, Money};
use crate::posting::Posting;
use crate::record::Record;

/// What is missing when a record speaks of something unknown.
pub(super) struct Unknown(pub(super) &'static str, pub(super) String);

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
        self.change(record, moved).map_err(|Unknown(what, id)| BrokenLog::Unknown { position, what, id })
    }

    fn change(&mut self, record: &Record, moved: &[Posting]) -> Result<(), Unknown> {
        let event = &record.event;
        match (&record.event, record.envelope.scope) {
            (Event::BookOpened(e), None) => {
                self.name = Some(e.name.clone());
                self.currency = Some(e.currency);
            }
            (Event::PartyRegistered(e), None) => {
                self.parties.insert(e.party, e.roles.clone());
            }
            (Event::CooperativeRegistered(e), Some(scope)) => {
                let currency = e.currency.or(self.currency).unwrap_or(MAD);
                self.cooperatives.insert(scope, Cooperative::new(currency));
            }
            (_, None) => return Err(Unknown("the cooperative of a", event.kind().to_string())),
            (_, Some(scope)) => {
                let cooperative = self.cooperative_mut(scope)?;
                cooperative.change(record)?;
                moved.iter().for_each(|posting| cooperative.balances.add(posting));
            }
        }
        Ok(())
    }

    fn cooperative_mut(&mut self, scope: CooperativeId) -> Result<&mut Cooperative, Unknown> {
        known(self.cooperatives.get_mut(&scope), "cooperative", scope)
    }
}

impl Cooperative {
    fn change(&mut self, record: &Record) -> Result<(), Unknown> {
        let day = record.envelope.occurred_on;
        let actor = record.envelope.actor.id;
        match &record.event {
            Event::BookOpened(_)
            | Event::PartyRegistered(_)
            | Event::CooperativeRegistered(_)
            | Event::CommissionCharged(_)
            | Event::ProceedsAllocated(_)
            | Event::DeductionApplied(_)
            | Event::EarningsReleased(_)
            | Event::FxDifferenceRealised(_) => self.divide(&record.event)?,
            Event::MemberAdmitted(e) => {
                self.members.insert(e.member, day);
            }
            Event::AgreementProposed(e) => {
                let terms = Arc::new((*e.terms).clone());
                let (agreement, number) = (terms.agreement, terms.version);
                let version =
                    Version { terms, accepted: BTreeSet::new(), by_cooperative: false, superseded_from: None };
                self.agreements.entry(agreement).or_default().insert(number, version);
            }
            Event::AgreementAccepted(e) => {
                let version = self.version_mut(e.agreement, e.version)?;
                match e.party {
                    Some(party) => {
                        version.accepted.insert(party);
                    }
                    None => version.by_cooperative = true,
                }
            }
            Event::AgreementSuperseded(e) => {
                self.version_mut(e.agreement, e.version)?.superseded_from = Some(e.from);
            }
            Event::ConsentGiven(e) => {
                self.consents.insert(e.consent, (e.member, e.purpose));
                let consent = Consent { consent: e.consent, from: day, until: None };
                self.consents_to.entry((e.member, e.purpose)).or_default().push(consent);
            }
            Event::ConsentWithdrawn(e) => {
                let of = *known(self.consents.get_mut(&e.consent), "consent", e.consent)?;
                let given = known(self.consents_to.get_mut(&of), "consent", e.consent)?;
                let given = given.iter_mut().find(|consent| consent.consent == e.consent);
                known(given, "consent", e.consent)?.until = Some(day);
            }
            Event::TillOpened(e) => {
                self.tills.insert(e.till);
            }
            Event::OpeningBalanceRecorded(e) => self.name(Class::Movement, e.movement.0),
            Event::FundsTransferred(e) => self.name(Class::Movement, e.movement.0),
            Event::MaterialsBought(e) => self.name(Class::Movement, e.movement.0),
            Event::OrderPlaced(e) => {
                let order = Order {
                    buyer: e.buyer,
                    placed_on: day,
                    total: e.total,
                    deposit: e.deposit,
                    offset: e.offset,
                    channel: e.channel,
                    product_class: e.product_class,
                    advanced: e.total.currency().zero(),
                    open: e.total.currency().zero(),
                    open_booked: self.currency.zero(),
                    invoiced: e.total.currency().zero(),
                    materials: self.currency.zero(),
                };
                self.orders.insert(e.order, order);
            }
            Event::AdvanceReceived(e) => {
                let nothing = e.amount.currency().zero();
                let (left, left_booked) = (nothing, self.currency.zero());
                let payment =
                    Payment { buyer: Some(e.buyer), left, left_booked, allocated: false, order: Some(e.order) };
                self.payments.insert(e.payment, payment);
                let order = self.order_mut(e.order)?;
                add(&mut order.advanced, e.amount);
                add(&mut order.open, e.amount);
                add(&mut order.open_booked, e.booked);
            }
            Event::AdvanceOffset(e) => {
                let order = self.order_mut(e.order)?;
                take(&mut order.open, e.amount);
                take(&mut order.open_booked, e.booked);
                let sale = self.sale_mut(e.sale)?;
                sale.offset = Some((e.amount, e.booked));
                take(&mut sale.outstanding, e.amount);
                take(&mut sale.carried, e.booked);
            }
            Event::MaterialsAdvanced(e) => {
                self.name(Class::Materials, e.materials.0);
                self.materials.insert(e.materials, (e.order, e.value));
                if let Some(order) = e.order {
                    add(&mut self.order_mut(order)?.materials, e.value);
                }
            }
            Event::WorkRecorded(e) => {
                let maker = Maker { member: e.member, did: e.did, graded: e.graded.clone() };
                self.work.insert(e.work, Work { order: e.order, maker, paid_by: None });
                if let Some(order) = e.order {
                    self.unpaid_work.entry(order).or_default().insert(e.work);
                }
            }
            Event::SaleRecorded(e) => self.sell(record, e)?,
            Event::GoodsAccepted(e) => {
                let sale = self.sale_mut(e.sale)?;
                sale.accepted = true;
                sale.built_on = true;
            }
            Event::PaymentReceived(e) => {
                let (left, left_booked) = (e.amount, e.booked);
                let payment = Payment { buyer: e.buyer, left, left_booked, allocated: false, order: None };
                self.payments.insert(e.payment, payment);
            }
            Event::PaymentIdentified(e) => self.payment_mut(e.payment)?.buyer = Some(e.buyer),
            Event::PaymentAllocated(e) => {
                for settlement in &e.settles {
                    let payment = self.payment_mut(e.payment)?;
                    payment.allocated = true;
                    take(&mut payment.left, settlement.amount);
                    take(&mut payment.left_booked, settlement.booked);
                    let sale = self.sale_mut(settlement.sale)?;
                    sale.built_on = true;
                    take(&mut sale.outstanding, settlement.amount);
                    take(&mut sale.carried, settlement.carried);
                }
            }
            Event::ProviderFeeCharged(e) => self.name(Class::Fee, e.fee.0),
            Event::CurrencyConverted(e) => self.name(Class::Conversion, e.conversion.0),
            Event::LoanDisbursed(e) => {
                if let Some(member) = e.member {
                    self.loans_of.entry(member).or_default().push(e.loan);
                }
                self.loans.insert(e.loan, Loan { member: e.member, currency: e.principal.currency() });
            }
            Event::LoanRepaid(e) => self.name(Class::Movement, e.movement.0),
            Event::PayoutScheduled(e) => {
                let payout = self.payouts.entry(e.payout).or_default();
                payout.scheduled_by = Some(actor);
                payout.hands.insert(actor);
                for item in &e.items {
                    let (amount, method) = (item.amount, item.method);
                    let (acknowledged, dispute) = (None, None);
                    let sources = item.sources.clone();
                    let state = ItemState::Scheduled;
                    match payout.items.get_mut(&item.member) {
                        Some(known) => {
                            add(&mut known.amount, amount);
                            known.sources.extend(sources);
                        }
                        None => {
                            let item_state = Item { amount, method, sources, state, acknowledged, dispute };
                            payout.items.insert(item.member, item_state);
                        }
                    }
                }
            }
            Event::PayoutApproved(e) => {
                let payout = known(self.payouts.get_mut(&e.payout), "payout", e.payout)?;
                payout.approved_by = Some(actor);
                payout.hands.insert(actor);
            }
            Event::PayoutCancelled(e) => {
                for item in &e.items {
                    self.item_mut(e.payout, item.member)?.state = ItemState::Cancelled;
                }
            }
            Event::PayoutSent(e) => self.progress(e.payout, e.member, ItemState::Sent, Some(actor))?,
            Event::PayoutSettled(e) => self.progress(e.payout, e.member, ItemState::Settled, Some(actor))?,
            Event::PayoutFailed(e) => self.progress(e.payout, e.member, ItemState::Failed, Some(actor))?,
            Event::PayoutReturned(e) => self.progress(e.payout, e.member, ItemState::Returned, Some(actor))?,
            Event::PayoutHanded(e) => {
                self.progress(e.payout, e.member, ItemState::Handed, Some(actor))?;
                let item = self.item_mut(e.payout, e.member)?;
                item.amount = e.amount;
                item.sources.clone_from(&e.sources);
            }
            Event::PayoutUnclaimed(e) => self.progress(e.payout, e.member, ItemState::Unclaimed, Some(actor))?,
            Event::ReceiptAcknowledged(e) => {
                self.item_mut(e.payout, e.member)?.acknowledged = Some(e.amount);
            }
            Event::ReceiptDisputed(e) => {
                let dispute = Dispute { position: record.envelope.position, received: e.received, outcome: None };
                self.item_mut(e.payout, e.member)?.dispute = Some(dispute);
            }
            Event::DisputeResolved(e) => {
                let item = self.item_mut(e.payout, e.member)?;
                known(item.dispute.as_mut(), "dispute about payout", e.payout)?.outcome = Some(e.outcome);
            }
            Event::CreditNoteIssued(e) => self.credit(e)?,
            Event::RefundIssued(e) => {
                self.name(Class::Refund, e.refund.0);
                let sale = self.sale_mut(e.sale)?;
                add(&mut sale.outstanding, e.amount);
                add(&mut sale.carried, e.carried);
            }
            Event::PayableSettled(e) => self.name(Class::Movement, e.movement.0),
            Event::CorrectionDeclared(e) => self.correct(e)?,
        }
        Ok(())
    }

    /// Keeps the slices of a sale, so that a credit note can give them back.
    fn divide(&mut self, event: &Event) -> Result<(), Unknown> {
        if let Event::CommissionCharged(e) = event {
            let slice = SliceLeft { step: e.step, to: e.to, amount: e.amount };
            self.sale_mut(e.sale)?.slices.push(slice);
        }
        if let Event::ProceedsAllocated(e) = event {
            let sale = self.sale_mut(e.sale)?;
            let slices = e.slices.iter();
            sale.slices.extend(slices.map(|part| SliceLeft { step: part.step, to: part.to, amount: part.amount }));
            sale.makers.extend(e.makers.iter().cloned());
        }
        Ok(())
    }

    fn sell(&mut self, record: &Record, e: &SaleRecorded) -> Result<(), Unknown> {
        for work in &e.work {
            let entry = known(self.work.get_mut(work), "work", work)?;
            entry.paid_by = Some(e.sale);
            if let Some(unpaid) = entry.order.and_then(|order| self.unpaid_work.get_mut(&order)) {
                unpaid.remove(work);
            }
        }
        if let Some(order) = e.order {
            let order = self.order_mut(order)?;
            add(&mut order.invoiced, e.total);
            take(&mut order.materials, e.materials);
        }
        let sale = Sale {
            position: record.envelope.position,
            parts: record.envelope.part.1,
            on: record.envelope.occurred_on,
            buyer: e.buyer,
            order: e.order,
            terms: e.terms,
            total: e.total,
            gross: e.gross,
            outstanding: e.total,
            carried: e.gross,
            tax: e.tax,
            slices: Vec::new(),
            makers: Vec::new(),
            accepted: false,
            turn: e.turn,
            offset: None,
            work: e.work.clone(),
            materials: e.materials,
            built_on: false,
        };
        self.sales.insert(e.sale, sale);
        self.turn += 1;
        Ok(())
    }

    fn credit(&mut self, e: &CreditNoteIssued) -> Result<(), Unknown> {
        self.name(Class::CreditNote, e.credit_note.0);
        let order = self.sale_mut(e.sale)?.order;
        // What was never owed, or never delivered, can be invoiced again.
        let again =
            matches!(e.reason, CreditReason::Cancelled | CreditReason::PricingError | CreditReason::ShortDelivery);
        if let Some(order) = order.filter(|_| again) {
            take(&mut self.order_mut(order)?.invoiced, e.amount);
        }
        let sale = self.sale_mut(e.sale)?;
        sale.built_on = true;
        take(&mut sale.total, e.amount);
        take(&mut sale.gross, e.booked);
        take(&mut sale.outstanding, e.amount);
        take(&mut sale.carried, e.carried);
        take(&mut sale.tax, e.tax);
        for part in &e.slices {
            let left = sale.slices.iter_mut().find(|left| left.step == part.step && left.to == part.to);
            take(&mut known(left, "slice", part.step)?.amount, part.amount);
        }
        for part in &e.makers {
            let left = sale.makers.iter_mut().find(|left| left.member == part.member);
            take(&mut known(left, "maker", part.member)?.amount, part.amount);
        }
        Ok(())
    }

    pub(super) fn name(&mut self, class: Class, code: Code) {
        self.named.insert((class, code));
    }

    fn progress(
        &mut self,
        payout: PayoutId,
        member: MemberId,
        state: ItemState,
        hand: Option<ActorId>,
    ) -> Result<(), Unknown> {
        known(self.payouts.get_mut(&payout), "payout", payout)?.hands.extend(hand);
        self.item_mut(payout, member)?.state = state;
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
