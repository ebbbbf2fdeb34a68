//! What the book remembers of payouts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::book::state::Cooperative;
use crate::event::Source;
use crate::event::payout::{DisputeOutcome, Method};
use crate::event::recall::RecallAnswer;
use crate::id::{ActorId, Code, MemberId, PayoutId, SaleId};
use crate::money::Money;
use crate::reference::{Kind, Reference};
use crate::text::Label;

/// How far one member's item of a payout has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemState {
    /// Set aside.
    Scheduled,
    /// It stands in a file that is to be sent.
    Filed,
    /// The bank or wallet was told.
    Sent,
    /// It was told and does not answer: nobody knows whether it will pay.
    Unknown,
    /// It says that it will pay.
    Accepted,
    /// The bank paid.
    Settled,
    /// The bank or wallet refused.
    Failed,
    /// It came back after it was paid.
    Returned,
    /// Cash was handed over.
    Handed,
    /// She did not come for it.
    Unclaimed,
    /// It was called off.
    Cancelled,
}

packed!(enum ItemState {
    0 = Scheduled, 1 = Sent, 2 = Settled, 3 = Failed, 4 = Returned, 5 = Handed, 6 = Unclaimed, 7 = Cancelled, 8 = Filed,
    9 = Unknown, 10 = Accepted,
});

impl ItemState {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ItemState::Scheduled => "scheduled",
            ItemState::Filed => "filed",
            ItemState::Sent => "sent",
            ItemState::Unknown => "unanswered",
            ItemState::Accepted => "accepted",
            ItemState::Settled => "settled",
            ItemState::Failed => "failed",
            ItemState::Returned => "returned",
            ItemState::Handed => "handed over",
            ItemState::Unclaimed => "unclaimed",
            ItemState::Cancelled => "cancelled",
        }
    }
}

impl ItemState {
    /// Whether what was set aside is hers to be paid otherwise.
    #[must_use]
    pub fn gave_back(self) -> bool {
        match self {
            ItemState::Failed | ItemState::Returned | ItemState::Cancelled => true,
            ItemState::Scheduled
            | ItemState::Filed
            | ItemState::Sent
            | ItemState::Unknown
            | ItemState::Accepted
            | ItemState::Settled
            | ItemState::Handed
            | ItemState::Unclaimed => false,
        }
    }
}

/// A dispute of a member about what she received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute {
    /// When it was raised.
    pub on: Date,
    /// The record that raised it.
    pub position: u64,
    /// What she says she received.
    pub received: Money,
    /// How it ended, if it has.
    pub outcome: Option<DisputeOutcome>,
}

packed!(struct Dispute { on, position, received, outcome });

/// One member's item of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How much.
    pub amount: Money,
    /// By which way.
    pub method: Method,
    /// Out of her share of which sales.
    pub sources: Vec<Source>,
    /// Its number in the list as it was scheduled; the first is 0.
    pub number: u32,
    /// In which of the payout's files it stands, if in one.
    pub file: Option<u32>,
    /// How far it has come.
    pub state: ItemState,
    /// On which day it came so far.
    pub since: Date,
    /// What she says she received, once she has.
    pub acknowledged: Option<Money>,
    /// Her dispute, if she raised one.
    pub dispute: Option<Dispute>,
    /// That it was asked back from the bank, if it was.
    pub recall: Option<Recall>,
}

packed!(struct Item { amount, method, sources, number, file, state, since, acknowledged, dispute, recall });

/// That a payment was asked back from the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recall {
    /// When it was asked back, or what the bank says of it was said last.
    pub since: Date,
    /// What the bank says of it, once it does.
    pub answer: Option<RecallAnswer>,
}

packed!(struct Recall { since, answer });

/// A payout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payout {
    /// When it was scheduled.
    pub scheduled_on: Option<Date>,
    /// Who scheduled it.
    pub scheduled_by: Option<ActorId>,
    /// Who approved it, and when.
    pub approvals: Vec<(ActorId, Date)>,
    /// The last day of an approval, once enough persons have.
    pub approved_on: Option<Date>,
    /// The list that was approved, by its SHA-256.
    pub list: Option<Label>,
    /// The id of the record that scheduled it, of which all its references are made.
    pub seed: u128,
    /// Its files, the first one first.
    pub files: Vec<PayoutFile>,
    /// Everyone who had a hand in paying: who scheduled, approved or sent it, handed it over or left it unclaimed, or
    /// said what the bank made of it.
    pub hands: BTreeSet<ActorId>,
    /// One item a member.
    pub items: BTreeMap<MemberId, Item>,
}

packed!(struct Payout { scheduled_on, scheduled_by, approvals, approved_on, list, seed, files, hands, items });

/// A file of a payout, as it was or is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutFile {
    /// By which way it pays.
    pub method: Method,
    /// The bank's profile it is written by.
    pub profile: Code,
    /// When its bytes say that they were made.
    pub created_at: Timestamp,
    /// On which day it is to be paid.
    pub pay_on: Date,
    /// The first record that filed it.
    pub position: u64,
    /// How often it was sent.
    pub attempts: u32,
    /// Who has read that it was never received, and nobody else yet.
    pub missing: Option<Missing>,
}

packed!(struct PayoutFile { method, profile, created_at, pay_on, position, attempts, missing });

/// That somebody has read that a file was never received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Who.
    pub by: ActorId,
    /// When.
    pub on: Date,
    /// Whether the bank has written too that it will pay nothing of it.
    pub withdrawn: bool,
}

packed!(struct Missing { by, on, withdrawn });

/// How much is paid at once, and who must agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// From which day on.
    pub from: Date,
    /// The most one member is paid by bank at once.
    pub bank: Option<Money>,
    /// The most one member is paid into her wallet at once.
    pub wallet: Option<Money>,
    /// The most a wallet of the first level may hold, of the second, and so on.
    pub wallet_levels: Vec<Money>,
    /// The most one member is paid in cash at once.
    pub cash: Option<Money>,
    /// The most one payout comes to.
    pub payout: Option<Money>,
    /// What a payout comes to without a second approval.
    pub one_approves: Option<Money>,
    /// Whether payouts are watched.
    pub watch: bool,
    /// The most that is paid to an account the first time without a warning.
    pub new_account: Option<Money>,
}

packed!(struct Limits { from, bank, wallet, wallet_levels, cash, payout, one_approves, watch, new_account });

impl Limits {
    /// What a wallet of a level may hold; one whose level nobody has said is of the first.
    #[must_use]
    pub fn ceiling(&self, level: Option<u8>) -> Option<Money> {
        let place = usize::from(level.unwrap_or(1)).checked_sub(1)?;
        self.wallet_levels.get(place).copied()
    }

    /// The most one member is paid at once by a method.
    #[must_use]
    pub fn of(&self, method: Method) -> Option<Money> {
        match method {
            Method::Bank => self.bank,
            Method::Wallet => self.wallet,
            Method::Cash => self.cash,
        }
    }
}

impl Payout {
    /// What its list is known by: the SHA-256 of its name on a line, and a line for each member, in the order of their ids,
    /// with what she is paid and by which way. Whoever approves it approves this, and can reckon it from paper.
    #[must_use]
    pub fn list_digest(&self, payout: PayoutId) -> String {
        let mut hasher = Sha256::new();
        hasher.update(format!("{payout}\n"));
        for (member, item) in &self.items {
            let method = match item.method {
                Method::Bank => "bank",
                Method::Wallet => "wallet",
                Method::Cash => "cash",
            };
            hasher.update(format!("{member}\t{}\t{method}\n", item.amount));
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A reference of this payout. The numbers of its items and files are bounded by the rules that give them.
    fn reference(&self, kind: Kind, number: u32) -> String {
        Reference::new(kind, self.seed.to_be_bytes(), number).map(|of_it| of_it.to_string()).unwrap_or_default()
    }

    /// The reference that comes back with one member's payment.
    #[must_use]
    pub fn end_to_end(&self, item: &Item) -> String {
        self.reference(Kind::EndToEnd, item.number)
    }

    /// The reference of a file of this payout.
    #[must_use]
    pub fn message(&self, file: u32) -> String {
        self.reference(Kind::Message, file)
    }

    /// The reference of the list of payments in a file of this payout.
    #[must_use]
    pub fn payment_information(&self, file: u32) -> String {
        self.reference(Kind::PaymentInformation, file)
    }
}

impl Cooperative {
    /// How much is paid at once on a day, and who must agree, if that was said.
    #[must_use]
    pub fn limits_on(&self, day: Date) -> Option<&Limits> {
        self.limits.iter().rev().find(|limits| limits.from <= day)
    }

    /// What a member owes of a sale that was given back after she had her share.
    #[must_use]
    pub fn owed_of(&self, member: MemberId, sale: SaleId) -> Money {
        let owed = self.debts.get(&member).and_then(|debts| debts.get(&sale));
        owed.copied().unwrap_or(self.currency.zero())
    }

    /// What of these sources of an item a member owes back, for the very sales they come from.
    #[must_use]
    pub fn owed_back(&self, member: MemberId, sources: &[Source]) -> Vec<Source> {
        let mut back: Vec<Source> = Vec::new();
        for Source { sale, amount } in sources {
            let before: i128 = back.iter().filter(|known| known.sale == *sale).map(|known| known.amount.minor()).sum();
            let minor = (self.owed_of(member, *sale).minor() - before).min(amount.minor());
            if minor > 0 {
                back.push(Source { sale: *sale, amount: Money::new(minor, self.currency) });
            }
        }
        back
    }
}
