//! The slices of a sale: who received which part of the price, under which step, and where that part is now.

use std::collections::{BTreeMap, VecDeque};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::account::Account;
use crate::agreement::document::{Agreement, Booking};
use crate::agreement::step::Step;
use crate::agreement::terms::Take;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::trade::{Receiver, SaleRecorded};
use crate::id::Code;
use crate::money::{Currency, Money, Rate};
use crate::posting::trade::account_of;
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::term::Term;
use crate::report::trace::ends::{End, ends};
use crate::report::trace::maker::MakerTrace;
use crate::report::trace::moved::Moved;

/// One slice of the price.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SliceTrace {
    /// The step of the agreement; `tax` and `makers` are the sums of theirs.
    pub step: Code,
    /// What kind of receiver has it.
    pub receiver: ReceiverKind,
    /// Which, where there are several of the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Code>,
    /// Of which amount it is a percentage, where the record says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Amount>,
    /// Which fraction, where it is a single one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// How much it was when the sale was divided.
    pub amount: Amount,
    /// How much that is of the price, in hundredths, rounded half up.
    pub percent: Decimal,
    /// What credit notes took back of it.
    pub credited: Amount,
    /// Where the rest is. Empty for the makers, who are listed one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<End>,
    /// The makers of the sale.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<MakerTrace>,
    /// What of it cannot be found.
    pub unexplained: Amount,
}

/// Who has a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiverKind {
    /// The tax office.
    TaxOffice,
    /// An intermediary, carrier or other party.
    Party,
    /// The cooperative, for its running.
    Cooperative,
    /// The cooperative, for a cost it had paid.
    Recovered,
    /// A restricted fund.
    Fund,
    /// The makers.
    Makers,
    /// A member who served the sale in a role.
    Service,
}

impl ReceiverKind {
    /// Its term for readers.
    #[must_use]
    pub fn term(self) -> Term {
        match self {
            ReceiverKind::TaxOffice => Term::TaxOffice,
            ReceiverKind::Party => Term::Party,
            ReceiverKind::Cooperative => Term::Cooperative,
            ReceiverKind::Recovered => Term::Recovered,
            ReceiverKind::Fund => Term::Fund,
            ReceiverKind::Makers => Term::TheMakers,
            ReceiverKind::Service => Term::Service,
        }
    }
}

/// A slice as the records gave it.
struct Given {
    step: Code,
    to: Option<Receiver>,
    basis: Option<Amount>,
    rate: Option<Rate>,
    amount: Amount,
    credited: Amount,
}

/// The slices that share an account, each with its first amount and what is left of it.
struct Sharing {
    to: Option<Receiver>,
    slices: Vec<(Amount, Amount)>,
}

/// Every slice but the makers', in the order of the agreement's steps.
pub(super) fn slices(
    sale: &SaleRecorded,
    records: &[&Record],
    terms: Option<&Agreement>,
    moved: &Moved,
    currency: Currency,
) -> Vec<SliceTrace> {
    let mut given = given(sale, records, terms, currency);
    given.sort_by_key(|slice| terms.and_then(|terms| place(terms, slice.step)).unwrap_or(usize::MAX));
    let account = |to: Option<Receiver>| match (sale.booking, to) {
        (_, None) => Account::Tax,
        (Booking::Principal, Some(Receiver::Cooperative | Receiver::Recovered)) => Account::Sales,
        (Booking::Principal | Booking::Mandate, Some(to)) => account_of(to),
    };
    let mut accounts: BTreeMap<Account, Sharing> = BTreeMap::new();
    // What a member has for a service is followed with all she has of the sale.
    let hers = |to: Option<Receiver>| to.is_some_and(|to| to.member().is_some());
    for Given { to, amount, credited, .. } in given.iter().filter(|slice| !hers(slice.to)) {
        let sharing = accounts.entry(account(*to)).or_insert(Sharing { to: *to, slices: Vec::new() });
        sharing.slices.push((*amount, amount.minus(*credited)));
    }
    let divided = accounts
        .into_iter()
        .map(|(account, Sharing { to, slices })| (account, ends(to, account, sale.sale, records, moved, &slices)));
    let mut divided: BTreeMap<Account, VecDeque<Vec<End>>> = divided.collect();
    let traced = given.into_iter().map(|slice| {
        let Given { step, to, basis, rate, amount, credited } = slice;
        let left = amount.minus(credited);
        let ends = divided.get_mut(&account(to)).and_then(VecDeque::pop_front).unwrap_or_default();
        let found = Amount::sum(currency, ends.iter().map(|end| end.amount));
        let (receiver, name) = receiver(to);
        let percent = percent(amount, Amount(sale.gross));
        let unexplained = if hers(to) { Amount::zero(currency) } else { left.minus(found) };
        SliceTrace {
            step,
            receiver,
            name,
            basis,
            rate,
            amount,
            percent,
            credited,
            ends,
            makers: Vec::new(),
            unexplained,
        }
    });
    traced.collect()
}

/// A part of a whole in hundredths, rounded half up to two decimals; of nothing, nothing.
pub(in crate::report) fn percent(part: Amount, whole: Amount) -> Decimal {
    percent_of(part.0.decimal(), whole.0.decimal())
}

/// The same of two numbers.
pub(in crate::report) fn percent_of(part: Decimal, whole: Decimal) -> Decimal {
    let hundredths = part.checked_mul(Decimal::ONE_HUNDRED);
    let percent = hundredths.and_then(|part| part.checked_div(whole)).unwrap_or_default();
    let mut rounded = percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    rounded
}

/// A code of this page; both are letters.
pub(super) fn code(word: &str) -> Option<Code> {
    word.parse().ok()
}

fn receiver(to: Option<Receiver>) -> (ReceiverKind, Option<Code>) {
    match to {
        None => (ReceiverKind::TaxOffice, None),
        Some(Receiver::Party(party)) => (ReceiverKind::Party, Some(party.0)),
        Some(Receiver::Cooperative) => (ReceiverKind::Cooperative, None),
        Some(Receiver::Recovered) => (ReceiverKind::Recovered, None),
        Some(Receiver::Fund(fund)) => (ReceiverKind::Fund, Some(fund.0)),
        Some(Receiver::Member(member)) => (ReceiverKind::Service, Some(member.0)),
    }
}

fn given(sale: &SaleRecorded, records: &[&Record], terms: Option<&Agreement>, currency: Currency) -> Vec<Given> {
    let nothing = Amount::zero(currency);
    let mut all: Vec<Given> = Vec::new();
    if let Some(step) = code("tax").filter(|_| !sale.tax.is_zero()) {
        let amount = Amount(sale.tax);
        all.push(Given { step, to: None, basis: None, rate: None, amount, credited: nothing });
    }
    for record in records {
        if let Event::CommissionCharged(e) = &record.event
            && e.sale == sale.sale
        {
            let (step, to, basis, rate) = (e.step, Some(e.to), e.basis.map(Amount), e.rate);
            all.push(Given { step, to, basis, rate, amount: Amount(e.amount), credited: nothing });
        } else if let Event::ProceedsAllocated(e) = &record.event
            && e.sale == sale.sale
        {
            all.extend(e.slices.iter().map(|slice| {
                let rate = terms.and_then(|terms| rate_of(terms, slice.step));
                let (step, to, amount) = (slice.step, Some(slice.to), Amount(slice.amount));
                Given { step, to, basis: None, rate, amount, credited: nothing }
            }));
        } else if let Some(e) = GivenBack::of(&record.event)
            && e.sale == sale.sale
        {
            credit(&mut all, &e);
        }
    }
    all
}

fn credit(all: &mut [Given], note: &GivenBack<'_>) {
    let credited = |amount: Money| Amount(note.signed(amount));
    let tax = all.iter_mut().find(|slice| slice.to.is_none());
    tax.into_iter().for_each(|slice| slice.credited = slice.credited.plus(credited(note.tax)));
    for part in note.makers {
        let to = Some(Receiver::Member(part.member));
        let slice = all.iter_mut().find(|slice| Some(slice.step) == part.step && slice.to == to);
        slice.into_iter().for_each(|slice| slice.credited = slice.credited.plus(credited(part.amount)));
    }
    for part in note.slices {
        let slice = all.iter_mut().find(|slice| slice.step == part.step && slice.to == Some(part.to));
        slice.into_iter().for_each(|slice| slice.credited = slice.credited.plus(credited(part.amount)));
    }
}

/// Where a step stands in the agreement; a part of a premium stands where the premium does.
fn place(terms: &Agreement, name: Code) -> Option<usize> {
    terms.steps.iter().position(|step| {
        let part =
            |step: &Step| matches!(step, Step::Premium(step) if step.of_which.iter().any(|part| part.name == name));
        step.name() == name || part(step)
    })
}

/// The rate an agreement gives a step that is a plain percentage.
fn rate_of(terms: &Agreement, name: Code) -> Option<Rate> {
    terms.steps.iter().filter(|step| step.name() == name).find_map(|step| {
        let take = match step {
            Step::Share(step) => &step.take,
            Step::Premium(step) => &step.take,
            Step::Tax(_) | Step::Cost(_) | Step::Minimum(_) | Step::Deduction(_) | Step::Rounding(_) => return None,
        };
        match take {
            Take::Percent(percent) => Some(percent.rate),
            Take::Fixed(_) | Take::Tiers(_) | Take::MarkUp(_) | Take::Rest => None,
        }
    })
}
