//! Following one cooperative's records about a party: its slices, what it was paid, and the sales behind them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::account::Account;
use crate::agreement::document::{Agreement, Bearer};
use crate::agreement::step::Step;
use crate::agreement::terms::PerUnit;
use crate::book::state::Cooperative;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::tax::Earner;
use crate::event::trade::{Receiver, SaleRecorded, Terms};
use crate::id::{AgreementId, Code, PartyId, SaleId};
use crate::money::{Currency, Money, Rate};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::Counts;
use crate::report::intermediary::{ChargedLine, PaidLine, PartyAccount, ServiceLine, TakenLine, TaxLine};
use crate::report::statement::Days;
use crate::report::taken::Reckoned;
use crate::report::to_hand::ToHand;
use crate::report::trace::slice::percent;

/// What is folded of one cooperative.
#[derive(Debug)]
pub(super) struct Following {
    party: PartyId,
    currency: Currency,
    /// The sale of the batch that is being read.
    current: Option<SaleOf>,
    sales: BTreeMap<SaleId, SaleOf>,
    opening: i128,
    corrected: i128,
    closing: i128,
    taken: i128,
    credited: i128,
    withheld: i128,
    taxes: Vec<TaxLine>,
    charged_back: i128,
    chargebacks: Vec<ChargedLine>,
    paid: i128,
    posted: i128,
    lines: Vec<TakenLine>,
    payments: Vec<PaidLine>,
    to_hand: ToHand,
    scratch: Vec<Posting>,
}

/// A sale the party took a part of.
#[derive(Debug, Clone)]
struct SaleOf {
    sale: SaleId,
    on: Date,
    buyer: PartyId,
    terms: Terms,
    gross: Money,
    /// What of the price is left after credit notes.
    left: i128,
    /// What the party kept under each step, and the rate of it.
    kept: BTreeMap<Code, (i128, Option<Rate>)>,
    within: bool,
}

impl Following {
    pub(super) fn new(party: PartyId, currency: Currency) -> Following {
        Following {
            party,
            currency,
            current: None,
            sales: BTreeMap::new(),
            opening: 0,
            corrected: 0,
            closing: 0,
            taken: 0,
            credited: 0,
            withheld: 0,
            taxes: Vec::new(),
            charged_back: 0,
            chargebacks: Vec::new(),
            paid: 0,
            posted: 0,
            lines: Vec::new(),
            payments: Vec::new(),
            to_hand: ToHand::default(),
            scratch: Vec::new(),
        }
    }

    /// Whether it ever took a part of a sale, or was paid.
    pub(super) fn is_used(&self) -> bool {
        let moved = !self.payments.is_empty() || !self.chargebacks.is_empty();
        !self.sales.is_empty() || moved || self.closing != 0 || self.opening != 0
    }

    pub(super) fn take(&mut self, counts: Counts, record: &Record) {
        let on = record.envelope.occurred_on;
        let event = &record.event;
        if let Event::SaleRecorded(e) = event {
            self.current = Some(SaleOf::new(on, e, counts == Counts::Within));
        } else if let Event::CommissionCharged(e) = event
            && e.to == Receiver::Party(self.party)
        {
            self.slice(counts, e.step, e.basis.map(Amount), e.rate, e.amount);
        } else if let Event::ProceedsAllocated(e) = event {
            let party = Receiver::Party(self.party);
            for slice in e.slices.iter().filter(|slice| slice.to == party) {
                self.slice(counts, slice.step, None, None, slice.amount);
            }
        } else if let Some(e) = GivenBack::of(event) {
            self.credit(
                counts,
                on,
                e.sale,
                e.signed(e.booked),
                e.slices.iter().map(|slice| (slice.step, slice.to, e.signed(slice.amount))),
            );
        } else if let Event::ChargebackReceived(e) = event
            && e.borne_by == Bearer::Party(self.party)
        {
            self.charge_back(
                counts,
                ChargedLine { on, sale: e.sale, chargeback: e.chargeback, amount: Amount(e.booked) },
            );
        } else if let Event::ChargebackReversed(e) = event
            && e.borne_by == Bearer::Party(self.party)
        {
            let amount = Amount(e.taken.negated());
            self.charge_back(counts, ChargedLine { on, sale: e.sale, chargeback: e.chargeback, amount });
        } else if let Event::TaxWithheld(e) = event
            && e.of == Earner::Party(self.party)
        {
            self.change(counts, -e.amount.minor());
            if counts == Counts::Within {
                self.withheld += e.amount.minor();
                let (movement, tax, reckoned) = (e.movement, e.tax, Reckoned::of(e));
                self.taxes.push(TaxLine { on, movement, tax, reckoned, amount: Amount(e.amount) });
            }
        } else if let Event::PayableSettled(e) = event
            && e.party == self.party
        {
            self.change(counts, -e.amount.minor());
            if counts == Counts::Within {
                self.paid += e.amount.minor();
                let (movement, reference) = (e.movement, e.reference.clone());
                self.payments.push(PaidLine { on, movement, reference, amount: Amount(e.amount) });
            }
        }
        if counts.at_the_end() {
            self.to_hand.take(record);
            self.scratch.clear();
            postings(event, &mut self.scratch);
            let own = self.scratch.iter().filter(|posting| posting.account == Account::Payable(self.party));
            self.posted -= own.map(|posting| posting.amount.minor()).sum::<i128>();
        }
    }

    /// Adds a change of what is owed to it to both ends.
    fn change(&mut self, counts: Counts, minor: i128) {
        if counts.on_the_eve() {
            self.opening += minor;
        }
        if counts == Counts::BeforeOnly {
            self.corrected -= minor;
        }
        if counts.at_the_end() {
            self.closing += minor;
        }
    }

    /// It bears a chargeback, or has it again.
    fn charge_back(&mut self, counts: Counts, line: ChargedLine) {
        let minor = line.amount.0.minor();
        self.change(counts, -minor);
        if counts == Counts::Within {
            self.charged_back += minor;
            self.chargebacks.push(line);
        }
    }

    /// It takes a slice of the sale of this batch.
    fn slice(&mut self, counts: Counts, step: Code, basis: Option<Amount>, rate: Option<Rate>, amount: Money) {
        self.change(counts, amount.minor());
        let Some(current) = self.current.clone().filter(|_| counts.at_the_end()) else { return };
        let SaleOf { sale, on, buyer, terms, gross, .. } = current;
        let kept = &mut self.sales.entry(sale).or_insert(current).kept;
        let known = kept.entry(step).or_insert((0, rate));
        known.0 += amount.minor();
        if counts == Counts::Within {
            self.taken += amount.minor();
            self.lines.push(TakenLine { on, sale, buyer, gross, terms, step, basis, rate, amount: Amount(amount) });
        }
    }

    /// A credit note takes its part of the slices back.
    fn credit(
        &mut self,
        counts: Counts,
        on: Date,
        sale: SaleId,
        booked: Money,
        slices: impl Iterator<Item = (Code, Receiver, Money)>,
    ) {
        if let Some(known) = self.sales.get_mut(&sale).filter(|_| counts.at_the_end()) {
            known.left -= booked.minor();
        }
        let party = Receiver::Party(self.party);
        for (step, _, amount) in slices.filter(|(_, to, _)| *to == party) {
            self.change(counts, -amount.minor());
            let Some(known) = self.sales.get_mut(&sale).filter(|_| counts.at_the_end()) else { continue };
            known.kept.entry(step).and_modify(|(kept, _)| *kept -= amount.minor());
            if counts == Counts::Within {
                let SaleOf { buyer, terms, gross, .. } = *known;
                self.credited += amount.minor();
                let amount = Amount(amount.negated());
                let line = TakenLine { on, sale, buyer, gross, terms, step, basis: None, rate: None, amount };
                self.lines.push(line);
            }
        }
    }

    /// The account; held against the cooperative's balances, if it is of the same end.
    pub(super) fn made(mut self, days: Days, own: &Cooperative) -> PartyAccount {
        let currency = self.currency;
        let amount = |minor: i128| Amount(Money::new(minor, currency));
        self.lines.sort_by_key(|line| line.on);
        self.payments.sort_by_key(|line| line.on);
        let closing = amount(self.closing);
        let held = Amount(own.balances.owed(Account::Payable(self.party), currency));
        let astray = if days.to.is_none() { closing.minus(held).size() } else { Amount::zero(currency) };
        let services = self.services(own);
        let within: BTreeSet<SaleId> = self.sales.values().filter(|sale| sale.within).map(|sale| sale.sale).collect();
        let of_sales = amount(self.sales.values().filter(|sale| sale.within).map(|sale| sale.left).sum());
        let kept = Amount::sum(currency, services.iter().map(|line| line.amount));
        let days_to_hand = self.to_hand.days(currency, |arrival| within.contains(&arrival.sale));
        PartyAccount {
            currency,
            opening: amount(self.opening),
            corrected: amount(self.corrected),
            taken: amount(self.taken),
            credited: amount(self.credited),
            withheld: amount(self.withheld),
            taxes: self.taxes,
            charged_back: amount(self.charged_back),
            chargebacks: self.chargebacks,
            paid: amount(self.paid),
            closing,
            services,
            of_sales,
            percent: (!of_sales.is_zero()).then(|| percent(kept, of_sales)),
            days_to_hand,
            unexplained: closing.minus(amount(self.posted)).size().plus(astray),
            lines: self.lines,
            payments: self.payments,
        }
    }

    /// What it kept of the sales of these days, by step of each agreement version.
    fn services(&self, own: &Cooperative) -> Vec<ServiceLine> {
        let mut services: BTreeMap<(AgreementId, u32, Code), ServiceLine> = BTreeMap::new();
        let amount = |minor: i128| Amount(Money::new(minor, self.currency));
        for sale in self.sales.values().filter(|sale| sale.within) {
            for (step, (kept, rate)) in &sale.kept {
                let terms = sale.terms;
                let line = services.entry((terms.agreement, terms.version, *step)).or_insert_with(|| {
                    let document = own.agreements.get(&terms.agreement).and_then(|known| known.get(&terms.version));
                    let document = document.map(|version| version.terms.as_ref());
                    let (title, at_most) = (document.map(|terms| terms.title.clone()), cap(document, *step));
                    let nothing = Amount::zero(self.currency);
                    let (step, rate) = (*step, *rate);
                    let (sales, of_sales, amount, percent) = (0, nothing, nothing, Default::default());
                    ServiceLine { terms, title, step, rate, at_most, sales, of_sales, amount, percent }
                });
                line.rate = line.rate.filter(|known| Some(*known) == *rate);
                line.sales += 1;
                line.of_sales = line.of_sales.plus(amount(sale.left));
                line.amount = line.amount.plus(amount(*kept));
            }
        }
        let mut services: Vec<ServiceLine> = services.into_values().collect();
        services.iter_mut().for_each(|line| line.percent = percent(line.amount, line.of_sales));
        services
    }
}

impl SaleOf {
    fn new(on: Date, e: &SaleRecorded, within: bool) -> SaleOf {
        SaleOf {
            sale: e.sale,
            on,
            buyer: e.buyer,
            terms: e.terms,
            gross: e.gross,
            left: e.gross.minor(),
            kept: BTreeMap::new(),
            within,
        }
    }
}

/// The most a step may take, where the agreement has a cap.
fn cap(document: Option<&Agreement>, step: Code) -> Option<PerUnit> {
    let found = document?.steps.iter().find(|known| known.name() == step)?;
    if let Step::Share(share) = found { share.at_most } else { None }
}
