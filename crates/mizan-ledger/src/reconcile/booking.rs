//! What a proposal books, if it is confirmed: each item and each named difference becomes a booking of its own.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::account::Till;
use crate::book::state::Cooperative;
use crate::event::matching::{Booking, FoundBy};
use crate::event::treasury::{Allocation, ExchangeSide, FeeKind};
use crate::id::{ConversionId, FeeId, LineId, MatchId, MovementId, NotAnId, PartyId, PaymentId};
use crate::money::{CurrencyMismatch, ExchangeRate, Money};
use crate::reconcile::of_book::Subject;
use crate::reconcile::proposal::{DifferenceKind, Proposal, Stage, Use, Why};
use crate::reconcile::provided::Provided;
use crate::text::Label;

/// Why a proposal books nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotBooked {
    /// It is a person's to say so.
    #[error("a person must say so")]
    Suggestion,
    /// It speaks of something that is in no book.
    #[error("`{0}` is not in the book")]
    Unknown(String),
    /// A provider's payout of which something is a person's to say.
    #[error("the provider's payout is not booked by itself: {0}")]
    Provider(String),
    /// Its invoices are of two buyers.
    #[error("its invoices are of two buyers: divide it by hand")]
    TwoBuyers,
    /// It would book in two ways at once.
    #[error("it names payments of ours and invoices: divide it by hand")]
    Mixed,
    /// An exchange over several invoices.
    #[error("several invoices in foreign money are paid by one line: divide it by hand")]
    Exchanges,
    /// A till in foreign money.
    #[error("a payment in foreign money has a rate, which a person must say")]
    Rate,
    /// Its amounts do not come together.
    #[error(transparent)]
    Mismatch(#[from] CurrencyMismatch),
    /// What it would be called is no identifier.
    #[error(transparent)]
    Name(#[from] NotAnId),
}

/// By which rule a proposal was found, if that may confirm it.
pub fn rule(stage: Stage) -> Result<FoundBy, NotBooked> {
    match stage {
        Stage::OwnReference => Ok(FoundBy::OwnReference),
        Stage::Return => Ok(FoundBy::Return),
        Stage::ProviderPayout => Ok(FoundBy::ProviderPayout),
        Stage::TheirReference => Ok(FoundBy::TheirReference),
        Stage::AmountDayParty => Ok(FoundBy::AmountDayParty),
        Stage::Assignment | Stage::SubsetSum => Err(NotBooked::Suggestion),
    }
}

/// What is booked with a line is named after it, and after how often it was matched before.
pub struct Names {
    line: LineId,
    turn: u32,
    part: u8,
}

impl Names {
    /// The names for the next match of a line.
    #[must_use]
    pub fn of(own: &Cooperative, line: LineId) -> Names {
        let mut names = Names { line, turn: 1, part: 0 };
        while names.matched().is_ok_and(|matched| own.matches.contains_key(&matched)) && names.turn < 99 {
            names.turn += 1;
        }
        names
    }

    /// The names for another payment of the same line.
    #[must_use]
    pub fn of_part(&self, part: usize) -> Names {
        Names { line: self.line, turn: self.turn, part: u8::try_from(part).unwrap_or(u8::MAX) }
    }

    fn name<T: std::str::FromStr<Err = NotAnId>>(&self, word: char) -> Result<T, NotAnId> {
        let turn = if self.turn == 1 { String::new() } else { self.turn.to_string() };
        // The first part has no letter, the others have one.
        let part = match self.part {
            0 => String::new(),
            part @ 1..26 => char::from(b'a' + part).to_string(),
            part => [b'a' + part / 26, b'a' + part % 26].map(char::from).iter().collect(),
        };
        format!("{word}{part}{turn}-{}", self.line).parse()
    }

    /// The match.
    pub fn matched(&self) -> Result<MatchId, NotAnId> {
        self.name('m')
    }

    pub(super) fn payment(&self) -> Result<PaymentId, NotAnId> {
        self.name('p')
    }

    pub(super) fn fee(&self) -> Result<FeeId, NotAnId> {
        self.name('f')
    }

    fn rounding(&self) -> Result<MovementId, NotAnId> {
        self.name('r')
    }

    fn conversion(&self) -> Result<ConversionId, NotAnId> {
        self.name('c')
    }
}

/// What is booked for a proposal.
pub fn bookings(
    own: &Cooperative,
    till: Till,
    proposal: &Proposal,
    provided: &Provided,
    names: &Names,
) -> Result<Vec<Booking>, NotBooked> {
    if let [taken] = &proposal.items[..]
        && let Some(payout) = provided.payout(&taken.item)
    {
        let is_alone = names.part == 0 && proposal.differences.is_empty();
        return if is_alone {
            provided.bookings(own, till, payout, taken.expected, names)
        } else {
            Err(NotBooked::Mixed)
        };
    }
    let mut books = Vec::new();
    let mut invoices = Vec::new();
    for taken in &proposal.items {
        let subject: Subject = taken.item.parse().map_err(|_| NotBooked::Unknown(taken.item.clone()))?;
        match (subject, taken.used) {
            (Subject::Payment(payout, member), Use::Settles) => books.push(Booking::Settlement { payout, member }),
            (Subject::Payment(payout, member), Use::Returns) => {
                books.push(Booking::Return { payout, member, reason: why(proposal) });
            }
            (Subject::Invoice(sale), Use::Settles) => invoices.push((sale, taken.expected)),
            (Subject::Invoice(_), Use::Returns) => return Err(NotBooked::Mixed),
        }
    }
    if invoices.is_empty() {
        return if proposal.differences.is_empty() { Ok(books) } else { Err(NotBooked::Mixed) };
    }
    if !books.is_empty() {
        return Err(NotBooked::Mixed);
    }
    let sales: Vec<_> = invoices
        .iter()
        .map(|(id, expected)| {
            let sale = own.sales.get(id).ok_or_else(|| NotBooked::Unknown(id.to_string()))?;
            Ok((*id, *expected, sale))
        })
        .collect::<Result<_, NotBooked>>()?;
    let buyer: PartyId = sales[0].2.buyer;
    if sales.iter().any(|(_, _, sale)| sale.buyer != buyer) {
        return Err(NotBooked::TwoBuyers);
    }
    let currency = invoices[0].1.currency();
    if let [(sale, _, known)] = &sales[..]
        && known.total.currency() != currency
    {
        let paid = Allocation { sale: *sale, amount: known.due() };
        return in_foreign_money(proposal, names, till, buyer, paid);
    }
    if sales.iter().any(|(_, _, known)| known.total.currency() != currency) {
        return Err(NotBooked::Exchanges);
    }
    if currency != own.currency {
        return Err(NotBooked::Rate);
    }
    let (mut pays, mut after) = (Vec::new(), Vec::new());
    let mut short = currency.zero();
    let mut over = currency.zero();
    for difference in &proposal.differences {
        let amount = if difference.amount.is_negative() { difference.amount.negated() } else { difference.amount };
        let side = if difference.amount.is_negative() { ExchangeSide::Loss } else { ExchangeSide::Gain };
        match difference.kind {
            DifferenceKind::BankCharge => {
                let (fee, kind) = (names.fee()?, FeeKind::Bank);
                after.push(Booking::Fee { fee, kind, amount, sale: None, till: None });
            }
            DifferenceKind::Rounding => {
                after.push(Booking::Rounding { movement: names.rounding()?, amount, side });
            }
            DifferenceKind::ShortPayment => short = short.plus(amount)?,
            DifferenceKind::OverPayment => over = over.plus(amount)?,
            DifferenceKind::Exchange => return Err(NotBooked::Exchanges),
        }
    }
    let expected = Money::sum(currency, invoices.iter().map(|(_, expected)| *expected))?;
    let amount = expected.minus(short)?.plus(over)?;
    // What is missing is still owed of the last one named.
    let mut left = expected.minus(short)?;
    for (sale, expected, _) in sales {
        let part = if expected.exceeds(left)? { left } else { expected };
        left = left.minus(part)?;
        if part.is_positive() {
            pays.push(Allocation { sale, amount: part });
        }
    }
    let payment = names.payment()?;
    books.push(Booking::Payment { payment, buyer: Some(buyer), amount, rate: None, pays, till: None });
    books.extend(after);
    Ok(books)
}

/// An invoice in foreign money whose payment the bank has changed: it is paid in its own currency and changed at the rate
/// that both amounts make, so that what the rates differ becomes a gain or a loss by itself.
fn in_foreign_money(
    proposal: &Proposal,
    names: &Names,
    till: Till,
    buyer: PartyId,
    paid: Allocation,
) -> Result<Vec<Booking>, NotBooked> {
    if proposal.differences.iter().any(|difference| difference.kind != DifferenceKind::Exchange) {
        return Err(NotBooked::Exchanges);
    }
    let [first, rest @ ..] = &proposal.lines[..] else { return Err(NotBooked::Exchanges) };
    let came = rest.iter().try_fold(first.amount, |sum, line| sum.plus(line.amount))?;
    let amount = paid.amount;
    let rate = rate(came, amount).ok_or(NotBooked::Exchanges)?;
    Ok(vec![
        Booking::Payment {
            payment: names.payment()?,
            buyer: Some(buyer),
            amount,
            rate: Some(rate),
            pays: vec![paid],
            till: None,
        },
        Booking::Conversion { conversion: names.conversion()?, from: till, sold: amount, to: till, bought: came, rate },
    ])
}

/// The rate that makes one amount of another, if there is one to as many decimals as a rate has.
fn rate(came: Money, due: Money) -> Option<ExchangeRate> {
    let exact = came.decimal().checked_div(due.decimal())?;
    let rounded: Decimal = exact.round_dp_with_strategy(10, RoundingStrategy::MidpointAwayFromZero).normalize();
    rounded.to_string().parse().ok()
}

/// The bank's reason of a return, in few words.
fn why(proposal: &Proposal) -> Label {
    let reason = match &proposal.why {
        Why::CameBack { reason: Some(reason), .. } => reason.chars().take(80).collect(),
        Why::CameBack { reason: None, .. }
        | Why::OwnReference { .. }
        | Why::Batch { .. }
        | Why::ProviderId
        | Why::References { .. }
        | Why::AmountDayParty { .. }
        | Why::Assignment { .. }
        | Why::CutReferences { .. }
        | Why::Completed { .. }
        | Why::OnlySum { .. } => String::new(),
    };
    reason.parse().unwrap_or_else(|_| Label::ours("came back, the bank gives no reason".to_owned()))
}
