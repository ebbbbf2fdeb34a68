//! Open items of a cooperative, folded from its book: the payments of its payouts that are under way, and what buyers owe.
//!
//! What is settled is given as well, as far back as a payment can come back or be paid a second time. Names and account
//! numbers are not in the book: whoever asks may add them, from where they are kept.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;

use crate::book::state::Cooperative;
use crate::book::state::payout::{Item as OfPayout, ItemState, Payout};
use crate::book::state::trade::Sale;
use crate::event::payout::Method;
use crate::id::{MemberId, PartyId, PayoutId, SaleId};
use crate::money::{Currency, Money};
use crate::reconcile::open::{Item, Kind, Party, Standing};

/// How many days after it settled an item is still looked at.
const LOOKED_BACK: i64 = 120;

/// What an item of the book stands for; written, it is the item's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A member's payment of a payout.
    Payment(PayoutId, MemberId),
    /// A sale that its buyer pays.
    Invoice(SaleId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Payment(payout, member) => write!(f, "payout:{payout}:{member}"),
            Subject::Invoice(sale) => write!(f, "sale:{sale}"),
        }
    }
}

/// A text that is the id of no item of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSubject;

impl FromStr for Subject {
    type Err = NoSubject;

    fn from_str(text: &str) -> Result<Subject, NoSubject> {
        let mut steps = text.split(':');
        let subject = match (steps.next(), steps.next(), steps.next()) {
            (Some("payout"), Some(payout), Some(member)) => {
                Subject::Payment(payout.parse().map_err(|_| NoSubject)?, member.parse().map_err(|_| NoSubject)?)
            }
            (Some("sale"), Some(sale), None) => Subject::Invoice(sale.parse().map_err(|_| NoSubject)?),
            (_, _, _) => return Err(NoSubject),
        };
        Ok(subject)
    }
}

/// Whose name and account number may be known elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A member who is paid.
    Member(MemberId),
    /// A buyer.
    Buyer(PartyId),
}

/// What may be met on an account in a currency by lines of this day and later.
#[must_use]
pub fn items(own: &Cooperative, currency: Currency, first_day: Date, known: &dyn Fn(Who) -> Party) -> Vec<Item> {
    let since = first_day.saturating_sub(Span::new().days(LOOKED_BACK));
    let mut all = Vec::new();
    for (id, payout) in own.payouts.iter() {
        payments(&mut all, id, &payout, currency, since, known);
    }
    for (id, sale) in own.sales.iter() {
        all.extend(invoice(id, &sale, currency, own.currency, since, known));
    }
    all
}

fn payments(
    all: &mut Vec<Item>,
    id: PayoutId,
    payout: &Payout,
    currency: Currency,
    since: Date,
    known: &dyn Fn(Who) -> Party,
) {
    for (&member, item) in &payout.items {
        let standing = match item.state {
            ItemState::Sent | ItemState::Unknown | ItemState::Accepted => Standing::Open,
            ItemState::Settled if since <= item.since => Standing::Settled { on: item.since },
            ItemState::Settled
            | ItemState::Scheduled
            | ItemState::Filed
            | ItemState::Failed
            | ItemState::Returned
            | ItemState::Handed
            | ItemState::Unclaimed
            | ItemState::Cancelled => continue,
        };
        if item.method == Method::Cash || item.amount.currency() != currency {
            continue;
        }
        all.push(payment(id, member, payout, item, standing, known(Who::Member(member))));
    }
}

fn payment(id: PayoutId, member: MemberId, payout: &Payout, item: &OfPayout, standing: Standing, party: Party) -> Item {
    let file =
        item.file.and_then(|file| payout.files.get(usize::try_from(file).ok()?.checked_sub(1)?).map(|of| (file, of)));
    // It can be met from the day on which it was to be paid, or else from the approval on.
    let from = payout.approved_on.unwrap_or(item.since);
    Item {
        id: Subject::Payment(id, member).to_string(),
        account: None,
        from,
        due: file.map_or(item.since, |(_, file)| file.pay_on),
        party,
        standing,
        kind: Kind::Payout {
            reference: payout.end_to_end(item),
            instruction: None,
            payment_information: file.map(|(number, _)| payout.payment_information(number)),
            amount: item.amount,
        },
    }
}

/// What a buyer owes of a sale, in the currency of the account: where it was invoiced in another, at what it is carried at.
fn invoice(
    id: SaleId,
    sale: &Sale,
    currency: Currency,
    own: Currency,
    since: Date,
    known: &dyn Fn(Who) -> Party,
) -> Option<Item> {
    let (due, priced_in) = match (sale.total.currency() == currency, currency == own) {
        (true, _) => (sale.due(), None),
        (false, true) => (sale.due_carried(), Some(sale.total.currency())),
        (false, false) => return None,
    };
    let paid = sale.met.iter().filter(|met| met.paid);
    let (open, standing) = match (due.is_positive(), paid.clone().map(|met| met.on).max()) {
        (true, _) => (due, Standing::Open),
        // Paid: what it came to may be paid a second time by mistake.
        (false, Some(on)) if since <= on && sale.total.currency() == currency => {
            let came = Money::new(paid.map(|met| met.amount.minor()).sum(), currency);
            (came, Standing::Settled { on })
        }
        (false, _) => return None,
    };
    let references: BTreeSet<String> =
        [Some(id.to_string()), sale.order.map(|order| order.to_string())].into_iter().flatten().collect();
    Some(Item {
        id: Subject::Invoice(id).to_string(),
        account: None,
        from: sale.on,
        due: sale.pay_by(),
        party: known(Who::Buyer(sale.buyer)),
        standing,
        kind: Kind::Invoice { references: references.into_iter().collect(), open, priced_in },
    })
}
