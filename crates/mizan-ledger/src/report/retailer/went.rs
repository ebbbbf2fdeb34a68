//! Where the price of sales went, by who received each slice, less what credit notes took back.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::trade::Receiver;
use crate::id::{Code, MemberId, PartyId, SaleId};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::table::Cell;
use crate::report::term::Term;
use crate::report::trace::slice::percent;

/// Who received a part of prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Went {
    /// Those who made it.
    Makers,
    /// The cooperative, for its running.
    Cooperative,
    /// An intermediary, for its services.
    Intermediary(PartyId),
    /// A carrier or another party, for what it cost.
    Cost(PartyId),
    /// The cooperative, for a cost it had paid.
    Recovered,
    /// A restricted fund.
    Fund(Code),
    /// Members who served: who led, checked the quality, taught.
    Service,
    /// The tax office.
    Tax,
}

/// What one receiver has under one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WentLine {
    /// Who.
    pub to: Went,
    /// Under which step of the agreements; none for tax and makers, who may have several.
    pub step: Option<Code>,
    /// How much.
    pub amount: Amount,
    /// How much of all of it, in hundredths.
    pub percent: Decimal,
}

/// Sums slices of sales.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slices {
    lines: BTreeMap<(Went, Option<Code>), i128>,
    total: i128,
    makers: BTreeSet<MemberId>,
}

impl Went {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            Went::Makers => Term::TheMakers,
            Went::Cooperative => Term::Cooperative,
            Went::Intermediary(_) => Term::Intermediary,
            Went::Cost(_) => Term::CostsPassedOn,
            Went::Recovered => Term::Recovered,
            Went::Fund(_) => Term::Fund,
            Went::Service => Term::Service,
            Went::Tax => Term::TaxOffice,
        }
    }

    /// Its cell: the term, and which of its kind.
    #[must_use]
    pub fn cell(self) -> Cell {
        let name = match self {
            Went::Intermediary(party) | Went::Cost(party) => Some(party.0),
            Went::Fund(fund) => Some(fund),
            Went::Makers | Went::Cooperative | Went::Recovered | Went::Service | Went::Tax => None,
        };
        Cell::named(self.term(), name)
    }

    /// Who has a slice: a commission, or one of what remains after commissions.
    fn of(to: Receiver, commission: bool) -> Went {
        match to {
            Receiver::Party(party) if commission => Went::Intermediary(party),
            Receiver::Party(party) => Went::Cost(party),
            Receiver::Cooperative => Went::Cooperative,
            Receiver::Recovered => Went::Recovered,
            Receiver::Fund(fund) => Went::Fund(fund.0),
            Receiver::Member(_) => Went::Service,
        }
    }
}

impl Slices {
    /// Folds in what a record gives to receivers of one of the sales that are wanted, or takes back from them.
    pub(crate) fn take(&mut self, record: &Record, wanted: impl Fn(SaleId) -> bool) {
        let event = &record.event;
        if let Event::SaleRecorded(e) = event
            && wanted(e.sale)
        {
            self.total += e.gross.minor();
            self.add(Went::Tax, None, e.tax.minor());
        } else if let Event::CommissionCharged(e) = event
            && wanted(e.sale)
        {
            self.add(Went::of(e.to, true), Some(e.step), e.amount.minor());
        } else if let Event::ProceedsAllocated(e) = event
            && wanted(e.sale)
        {
            e.slices
                .iter()
                .for_each(|slice| self.add(Went::of(slice.to, false), Some(slice.step), slice.amount.minor()));
            for share in &e.makers {
                self.makers.insert(share.member);
                self.add(Went::Makers, None, share.amount.minor());
            }
        } else if let Some(e) = GivenBack::of(event)
            && wanted(e.sale)
        {
            self.total -= e.minor(e.booked);
            self.add(Went::Tax, None, -e.minor(e.tax));
            for slice in e.slices {
                // A credit note does not say what kind of slice it takes back; the line of that step knows.
                let known = |commission| (Went::of(slice.to, commission), Some(slice.step));
                let commission = self.lines.contains_key(&known(true));
                self.add(Went::of(slice.to, commission), Some(slice.step), -e.minor(slice.amount));
            }
            for part in e.makers {
                let to = if part.step.is_some() { Went::Service } else { Went::Makers };
                self.add(to, part.step, -e.minor(part.amount));
            }
        }
    }

    fn add(&mut self, to: Went, step: Option<Code>, minor: i128) {
        if minor != 0 {
            *self.lines.entry((to, step)).or_default() += minor;
        }
    }

    /// What was divided.
    pub(crate) fn total(&self, currency: Currency) -> Amount {
        Amount(Money::new(self.total, currency))
    }

    /// How many makers have a share.
    pub(crate) fn makers(&self) -> u64 {
        self.makers.len() as u64
    }

    /// What no line says of it.
    pub(crate) fn undivided(&self, currency: Currency) -> Amount {
        Amount(Money::new(self.total - self.lines.values().sum::<i128>(), currency))
    }

    /// The lines, makers first.
    pub(crate) fn lines(&self, currency: Currency) -> Vec<WentLine> {
        let total = self.total(currency);
        let line = |(&(to, step), &minor): (&(Went, Option<Code>), &i128)| {
            let amount = Amount(Money::new(minor, currency));
            WentLine { to, step, amount, percent: percent(amount, total) }
        };
        self.lines.iter().filter(|(_, minor)| **minor != 0).map(line).collect()
    }
}
