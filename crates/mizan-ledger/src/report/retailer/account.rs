//! Following one cooperative's records about a retailer: the account, the invoices, and what became of the money.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::account::Account;
use crate::balances::Balances;
use crate::book::state::trade::pay_by;
use crate::event::Event;
use crate::event::dispute::InvoiceDisputed;
use crate::id::{OrderId, PartyId, PaymentId, PremiumId, SaleId};
use crate::money::{Currency, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::Counts;
use crate::report::day_paid::day_paid;
use crate::report::orders::Orders;
use crate::report::retailer::entry::{Entry, Unidentified, charged_back, entry};
use crate::report::retailer::went::Slices;
use crate::report::retailer::{Balance, BuyerAccount, DisputedInvoice, OpenInvoice, Paying, PremiumLine};
use crate::report::shared_freight::SharedFreight;
use crate::report::statement::Days;
use crate::report::to_hand::ToHand;
use crate::table::Map;

/// What is folded of one cooperative.
#[derive(Debug)]
pub(super) struct Following {
    buyer: PartyId,
    currency: Currency,
    entries: Vec<Entry>,
    balances: BTreeMap<Currency, Balance>,
    booked: Balance,
    bought: BTreeSet<SaleId>,
    invoices: BTreeMap<SaleId, Invoice>,
    /// The open dispute of each invoice that has one.
    disputes: BTreeMap<SaleId, (Date, InvoiceDisputed)>,
    advances: Map<OrderId, Money>,
    unmatched: Map<PaymentId, Money>,
    /// What was said of invoices and payments that, on the last day, are still to come: what is said of a thing may be
    /// dated before it.
    early: BTreeMap<Currency, Money>,
    paid_on: Map<PaymentId, Date>,
    unidentified: Unidentified,
    slices: Slices,
    orders: Orders,
    to_hand: ToHand,
    paying: Paying,
    premiums: BTreeMap<PremiumId, PremiumLine>,
    /// Parts of shared freights by their sale, which is recorded after.
    travels: Map<SaleId, SharedFreight>,
    shared_freight: Vec<SharedFreight>,
    posted: i128,
    posted_premiums: i128,
    scratch: Vec<Posting>,
}

/// One of the retailer's invoices.
#[derive(Debug)]
struct Invoice {
    open: OpenInvoice,
    within: bool,
}

/// A sum of amounts in one currency by construction.
fn add(to: &mut Money, amount: Money) {
    *to = Money::new(to.minor() + amount.minor(), to.currency());
}

impl Following {
    pub(super) fn new(buyer: PartyId, currency: Currency) -> Following {
        Following {
            buyer,
            currency,
            entries: Vec::new(),
            balances: BTreeMap::new(),
            booked: Balance::none(currency),
            bought: BTreeSet::new(),
            invoices: BTreeMap::new(),
            disputes: BTreeMap::new(),
            advances: Map::default(),
            travels: Map::default(),
            shared_freight: Vec::new(),
            unmatched: Map::default(),
            early: BTreeMap::new(),
            paid_on: Map::default(),
            unidentified: Unidentified::default(),
            slices: Slices::default(),
            orders: Orders::default(),
            to_hand: ToHand::default(),
            paying: Paying::default(),
            premiums: BTreeMap::new(),
            posted: 0,
            posted_premiums: 0,
            scratch: Vec::new(),
        }
    }

    /// Whether the cooperative ever dealt with the retailer.
    pub(super) fn is_used(&self) -> bool {
        !self.balances.is_empty()
            || !self.premiums.is_empty()
            || self.orders.lines().values().any(|order| order.buyer == self.buyer)
    }

    pub(super) fn take(&mut self, counts: Counts, record: &Record) {
        if let Event::PaymentReceived(e) = &record.event
            && e.buyer.is_none()
        {
            self.unidentified.insert(e.payment, e.clone());
        }
        if let Some(entry) = entry(record, self.buyer, &self.unidentified) {
            self.enter(counts, entry);
        }
        if let Event::SaleRecorded(e) = &record.event
            && e.buyer == self.buyer
        {
            self.bought.insert(e.sale);
        }
        for entry in charged_back(record, |sale| self.bought.contains(&sale)).into_iter().flatten() {
            self.enter(counts, entry);
        }
        if counts.at_the_end() {
            self.follow(counts, record);
            self.follow_premiums(record);
            self.orders.take(record);
            self.to_hand.take(record);
            self.post(record);
        }
    }

    /// Adds an entry to both ends, and to the lines if it is of these days.
    fn enter(&mut self, counts: Counts, entry: Entry) {
        let booked = (&mut self.booked, entry.booked.0);
        let own = entry.amount.map(|amount| {
            let currency = amount.currency();
            (self.balances.entry(currency).or_insert_with(|| Balance::none(currency)), amount)
        });
        for (balance, amount) in own.into_iter().chain([booked]) {
            if counts.on_the_eve() {
                add(&mut balance.opening, amount);
            }
            match counts {
                Counts::Before => {}
                Counts::BeforeOnly => add(&mut balance.corrected, amount.negated()),
                Counts::Within => add(entry.kind.of(balance), amount),
            }
            if counts.at_the_end() {
                add(&mut balance.closing, amount);
            }
        }
        if counts == Counts::Within {
            self.entries.push(entry);
        }
    }

    /// Follows invoices, advances and payments to what is open of them.
    fn follow(&mut self, counts: Counts, record: &Record) {
        let on = record.envelope.occurred_on;
        let event = &record.event;
        if let Event::SaleRecorded(e) = event
            && e.buyer == self.buyer
        {
            let (reference, agreed) = (e.reference.clone(), e.falls_due());
            let (due_on, total) = (pay_by(agreed, on), e.total);
            let open =
                OpenInvoice { sale: e.sale, reference, on, due_on, agreed: agreed.is_some(), total, unpaid: total };
            let within = counts == Counts::Within;
            if let Some(shared) = self.travels.remove(&e.sale).filter(|_| within) {
                self.shared_freight.push(shared);
            }
            if within && let Some(due) = agreed {
                self.paying.agreed.add(i64::from((due - on).get_days()), e.gross.minor());
            }
            self.invoices.insert(e.sale, Invoice { open, within });
        } else if let Event::FreightShared(_) = event {
            self.travels.extend(SharedFreight::of(record).map(|line| (line.sale, line)));
        } else if let Event::AdvanceReceived(e) = event
            && e.buyer == self.buyer
        {
            add(self.advances.entry(e.order).or_insert_with(|| e.amount.currency().zero()), e.amount);
        } else if let Event::AdvanceOffset(e) = event
            && e.buyer == self.buyer
        {
            self.advances.entry(e.order).and_modify(|left| add(left, e.amount.negated()));
            self.pay(e.sale, e.amount);
        } else if let Event::AdvanceRefunded(e) = event
            && e.buyer == self.buyer
        {
            self.advances.entry(e.order).and_modify(|left| add(left, e.amount.negated()));
        } else if let Event::PaymentReceived(e) = event {
            self.paid_on.insert(e.payment, day_paid(record));
            if e.buyer == Some(self.buyer) {
                self.unmatched.insert(e.payment, e.amount);
            }
        } else if let Event::PaymentIdentified(e) = event
            && e.buyer == self.buyer
        {
            let amount = self.unidentified.get(&e.payment).map(|payment| payment.amount);
            self.unmatched.extend(amount.map(|amount| (e.payment, amount)));
        } else if let Event::PaymentAllocated(e) = event
            && e.buyer == self.buyer
        {
            let paid_on = self.paid_on.get(&e.payment).copied().unwrap_or(on);
            for settled in &e.settles {
                let currency = settled.amount.currency();
                match self.unmatched.get_mut(&e.payment) {
                    Some(left) => add(left, settled.amount.negated()),
                    None => add(self.early.entry(currency).or_insert_with(|| currency.zero()), settled.amount),
                }
                self.pay(settled.sale, settled.amount);
                let invoice = self.invoices.get(&settled.sale).filter(|_| counts == Counts::Within);
                let took = invoice.map(|invoice| i64::from((paid_on - invoice.open.on).get_days()));
                took.into_iter().for_each(|days| self.paying.took.add(days, settled.carried.minor()));
            }
        } else if let Event::CreditNoteIssued(e) = event
            && e.buyer == self.buyer
        {
            self.pay(e.sale, e.amount);
        } else if let Event::RefundIssued(e) = event
            && e.buyer == self.buyer
        {
            self.pay(e.sale, e.amount.negated());
        } else if let Event::InvoiceDisputed(e) = event
            && e.buyer == self.buyer
        {
            self.disputes.insert(e.sale, (on, e.clone()));
        } else if let Event::InvoiceDisputeSettled(e) = event {
            self.disputes.remove(&e.sale);
        }
        let invoices = &self.invoices;
        self.slices.take(record, |sale| invoices.get(&sale).is_some_and(|invoice| invoice.within));
    }

    fn follow_premiums(&mut self, record: &Record) {
        if let Event::PremiumAccrued(e) = &record.event
            && e.buyer == self.buyer
        {
            let line = PremiumLine {
                on: record.envelope.occurred_on,
                fund: e.fund,
                reference: e.reference.clone(),
                amount: e.amount,
                paid: e.amount.currency().zero(),
                left_booked: Amount(e.booked),
            };
            self.premiums.insert(e.premium, line);
        } else if let Event::PremiumReceived(e) = &record.event
            && let Some(line) = self.premiums.get_mut(&e.premium)
        {
            add(&mut line.paid, e.amount);
            line.left_booked = line.left_booked.minus(Amount(e.carried));
        }
    }

    fn pay(&mut self, sale: SaleId, amount: Money) {
        let currency = amount.currency();
        let open = match self.invoices.get_mut(&sale) {
            Some(invoice) => &mut invoice.open.unpaid,
            None => self.early.entry(currency).or_insert_with(|| currency.zero()),
        };
        add(open, amount.negated());
    }

    /// Sums what postings moved on the cooperative's accounts for the retailer.
    fn post(&mut self, record: &Record) {
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        let accounts = accounts(self.buyer);
        let hers = self.scratch.iter().filter(|posting| accounts.contains(&posting.account));
        self.posted += hers.map(|posting| posting.amount.minor()).sum::<i128>();
        let premiums = Account::PremiumReceivable(self.buyer);
        let theirs = self.scratch.iter().filter(|posting| posting.account == premiums);
        self.posted_premiums += theirs.map(|posting| posting.amount.minor()).sum::<i128>();
    }

    /// The account; held against the cooperative's balances, if they are of the same end.
    pub(super) fn made(mut self, days: Days, known: Option<&Balances>) -> BuyerAccount {
        let currency = self.currency;
        self.fill_open_parts();
        self.run_balances();
        let posted = Amount(Money::new(self.posted, currency));
        let same = |minor: i128| Amount(Money::new(minor, currency));
        let parts = self.balances.values().map(|balance| {
            let parts = [balance.unpaid, balance.advances_left, balance.unmatched];
            same(balance.closing.minor() - parts.iter().map(|part| part.minor()).sum::<i128>()).size()
        });
        let held = known.map(|known| accounts(self.buyer).map(|account| known.of(account, currency).minor()));
        let astray = held.map_or(Amount::zero(currency), |held| posted.minus(same(held.iter().sum())).size());
        let premiums = Amount::sum(currency, self.premiums.values().map(|line| line.left_booked));
        let unexplained = Amount::sum(currency, parts)
            .plus(posted.minus(Amount(self.booked.closing)).size())
            .plus(self.slices.undivided(currency).size())
            .plus(same(self.posted_premiums).minus(premiums).size())
            .plus(astray);
        let wanted = |on: Date| days.from.is_none_or(|first| first <= on);
        let reached: BTreeSet<_> = self
            .to_hand
            .arrivals(currency)
            .filter(|arrival| wanted(arrival.on) && self.invoices.contains_key(&arrival.sale))
            .map(|arrival| arrival.member)
            .collect();
        let days_to_hand =
            self.to_hand.days(currency, |arrival| wanted(arrival.on) && self.invoices.contains_key(&arrival.sale));
        let mut orders = self.orders.lines();
        orders.retain(|_, order| order.buyer == self.buyer);
        let disputed = self.disputed();
        let open = self.invoices.into_values().map(|invoice| invoice.open);
        BuyerAccount {
            currency,
            went: self.slices.lines(currency),
            went_of: self.slices.total(currency),
            makers: self.slices.makers(),
            reached: reached.len() as u64,
            days_to_hand,
            shared_freight: self.shared_freight,
            entries: self.entries,
            balances: self.balances,
            booked: self.booked,
            open: open.filter(|invoice| !invoice.unpaid.is_zero()).collect(),
            disputed,
            paying: self.paying,
            premiums: self.premiums,
            orders,
            unexplained,
        }
    }

    /// What is disputed, with what is open of it.
    fn disputed(&self) -> Vec<DisputedInvoice> {
        let line = |(sale, (on, dispute)): (&SaleId, &(Date, InvoiceDisputed))| {
            let OpenInvoice { reference, unpaid, .. } = &self.invoices.get(sale)?.open;
            let (reason, amount) = (dispute.reason, dispute.amount);
            Some(DisputedInvoice {
                sale: *sale,
                reference: reference.clone(),
                on: *on,
                reason,
                amount,
                unpaid: *unpaid,
            })
        };
        self.disputes.iter().filter_map(line).collect()
    }

    /// What the closing balances are made of.
    fn fill_open_parts(&mut self) {
        let balances = &mut self.balances;
        let mut note = |amount: Money, part: fn(&mut Balance) -> &mut Money| {
            let balance = balances.entry(amount.currency()).or_insert_with(|| Balance::none(amount.currency()));
            add(part(balance), amount);
        };
        self.invoices.values().for_each(|invoice| note(invoice.open.unpaid, |balance| &mut balance.unpaid));
        self.advances.values().for_each(|left| note(left.negated(), |balance| &mut balance.advances_left));
        let unmatched = self.unmatched.values().map(|left| left.negated()).chain(self.early.values().copied());
        unmatched.for_each(|left| note(left, |balance| &mut balance.unmatched));
    }

    /// Sorts the entries by day and says what is owed after each.
    fn run_balances(&mut self) {
        self.entries.sort_by_key(|entry| (entry.on, entry.position));
        let mut running: BTreeMap<Currency, Money> = BTreeMap::new();
        for (currency, balance) in &self.balances {
            let mut before = balance.opening;
            add(&mut before, balance.corrected);
            running.insert(*currency, before);
        }
        for entry in &mut self.entries {
            let Some(amount) = entry.amount else { continue };
            let Some(owed) = running.get_mut(&amount.currency()) else { continue };
            add(owed, amount);
            entry.balance = Some(*owed);
        }
    }
}

/// The cooperative's accounts for a retailer.
fn accounts(buyer: PartyId) -> [Account; 3] {
    [Account::Receivable(buyer), Account::Retained(buyer), Account::BuyerAdvance(buyer)]
}
