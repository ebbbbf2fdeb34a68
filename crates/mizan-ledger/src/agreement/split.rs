//! The split: one buyer's price, divided, every slice named with its step, its receiver and how it was reckoned.
//!
//! This is the outcome, and the reasons why there is none; `divide` reckons it.

use serde::{Deserialize, Serialize};

use crate::agreement::terms::Per;
use crate::id::{Code, MemberId, PartyId};
use crate::money::exact::Exact;
use crate::money::{self, Money, Quantity, Rate, UnitPrice};

/// One price, divided. The slices sum to it exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The price.
    pub gross: Money,
    /// Its slices, in the order of the agreement's steps; some may be zero.
    pub slices: Vec<Slice>,
    /// What became of each minimum price.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minimums: Vec<MinimumReached>,
    /// What makers' rates leave below the minor unit, where the agreement carries it to their next sales.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub residues: Vec<Residue>,
}

/// What one maker's rates make of a sale exactly. What was carried to it and this, less what is carried on, are the whole
/// minor units she has for her rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residue {
    /// Who.
    pub member: MemberId,
    /// What was carried to this sale.
    pub before: Exact,
    /// What her rates make of it.
    pub exact: Exact,
    /// What is carried on to her next sale.
    pub after: Exact,
}

packed!(struct Residue { member, before, exact, after });

/// One slice of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// The step that took it.
    pub step: Code,
    /// The earmark, if it is a part of a premium with a narrower purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Code>,
    /// What it is.
    pub kind: SliceKind,
    /// Who receives it.
    pub receiver: Receiver,
    /// How it was reckoned.
    pub how: How,
    /// How much it is.
    pub amount: Money,
    /// How the makers divide it, or those who served in its role; empty for other receivers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<MakerPart>,
}

impl Slice {
    /// The basis of its percentage, if it is one.
    #[must_use]
    pub fn basis(&self) -> Option<Money> {
        match self.how {
            How::Percent { of, .. } | How::Tiers { of } | How::MarkUp { of, .. } => Some(of),
            How::Fixed { .. } | How::AtCost | How::Rest | How::Coins { .. } => None,
        }
    }

    /// The rate of its percentage, if it is a single one.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        match self.how {
            How::Percent { rate, .. } => Some(rate),
            How::Tiers { .. }
            | How::MarkUp { .. }
            | How::Fixed { .. }
            | How::AtCost
            | How::Rest
            | How::Coins { .. } => None,
        }
    }
}

/// What a slice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SliceKind {
    /// Tax.
    Tax,
    /// A cost passed through.
    Cost,
    /// A premium, or an earmarked part of one.
    Premium,
    /// A third party's part.
    Commission,
    /// The cooperative's part.
    Cooperative,
    /// A fund's part.
    Fund,
    /// The makers' part.
    Makers,
    /// The part of those who served in a role.
    Service,
    /// What rounding to coins has left.
    Rounding,
}

/// Who receives a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Receiver {
    /// The tax office.
    TaxOffice,
    /// A third party.
    Party(PartyId),
    /// The cooperative.
    Cooperative,
    /// A fund.
    Fund(Code),
    /// The makers, each her part.
    Makers,
    /// The members who served in this role, each her part.
    Role(Code),
}

/// How a slice was reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum How {
    /// A percentage of a basis.
    Percent {
        /// The rate.
        rate: Rate,
        /// The basis.
        of: Money,
    },
    /// A tiered percentage of a basis.
    Tiers {
        /// The basis.
        of: Money,
    },
    /// What is added by buying and selling on.
    MarkUp {
        /// At how many times the cost.
        times: Quantity,
        /// What it is sold for.
        of: Money,
    },
    /// An amount for each unit.
    Fixed {
        /// How much for each.
        amount: UnitPrice,
        /// Of what.
        per: Per,
        /// How many.
        times: Quantity,
    },
    /// What it really cost.
    AtCost,
    /// All that was left.
    Rest,
    /// What rounding down to multiples of a coin has left.
    Coins {
        /// The coin.
        of: UnitPrice,
    },
}

/// What one maker has of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakerPart {
    /// Who.
    pub member: MemberId,
    /// How much.
    pub amount: Money,
}

/// What became of a minimum price. It is never met by scaling anyone down: it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinimumReached {
    /// The step.
    pub step: Code,
    /// What the makers must reach.
    pub required: Money,
    /// What they reach, premiums not counted.
    pub reached: Money,
    /// What is missing; zero when it is met.
    pub short_by: Money,
}

impl Split {
    /// What each maker has of all slices together, in the order in which makers first appear.
    #[must_use]
    pub fn makers(&self) -> Vec<MakerPart> {
        self.members(|slice| slice.receiver == Receiver::Makers)
    }

    /// What each member has, as a maker and for services, makers first.
    #[must_use]
    pub fn earners(&self) -> Vec<MakerPart> {
        let mut all = self.makers();
        let served = self.members(|slice| slice.receiver != Receiver::Makers);
        for part in served {
            join(&mut all, part);
        }
        all
    }

    fn members(&self, wanted: impl Fn(&Slice) -> bool) -> Vec<MakerPart> {
        let mut together = Vec::new();
        let parts = self.slices.iter().filter(|slice| wanted(slice)).flat_map(|slice| &slice.makers);
        parts.for_each(|part| join(&mut together, *part));
        together
    }

    /// What one step took, its earmarks included; nothing if it took no part in this sale.
    #[must_use]
    pub fn taken_by(&self, step: Code) -> Money {
        self.total(|slice| slice.step == step)
    }

    /// What all slices of one kind sum to.
    #[must_use]
    pub fn of_kind(&self, kind: SliceKind) -> Money {
        self.total(|slice| slice.kind == kind)
    }

    /// The minimum prices this sale does not reach.
    pub fn short(&self) -> impl Iterator<Item = &MinimumReached> {
        self.minimums.iter().filter(|minimum| minimum.short_by.is_positive())
    }

    fn total(&self, wanted: impl Fn(&Slice) -> bool) -> Money {
        let zero = self.gross.currency().zero();
        self.slices.iter().filter(|slice| wanted(slice)).fold(zero, |sum, slice| add(sum, slice.amount))
    }
}

/// Adds a part to what its member has already.
fn join(together: &mut Vec<MakerPart>, part: MakerPart) {
    match together.iter_mut().find(|known| known.member == part.member) {
        Some(known) => known.amount = add(known.amount, part.amount),
        None => together.push(part),
    }
}

/// The sum of two amounts of one split: `reckon::admissible` has made sure that they are in one currency.
pub(super) fn add(left: Money, right: Money) -> Money {
    Money::new(left.minor() + right.minor(), left.currency())
}

/// The difference of two amounts of one split.
pub(super) fn subtract(left: Money, right: Money) -> Money {
    add(left, right.negated())
}

/// Why a price cannot be divided.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSplit {
    /// A fact in another currency, or below zero.
    #[error("{what} is {amount}: write an amount in {currency} that is not below zero")]
    Amount {
        /// Which fact.
        what: String,
        /// What it says.
        amount: Money,
        /// The agreement's currency.
        currency: money::Currency,
    },
    /// A residue in another currency.
    #[error("what is carried for `{member}` is {amount}: write it in {currency}")]
    Carried {
        /// Whose.
        member: MemberId,
        /// How much.
        amount: Exact,
        /// The agreement's currency.
        currency: money::Currency,
    },
    /// The steps take more than the price.
    #[error("step `{step}` takes {asked}, but the steps before it have left {left}: the price is over-allocated")]
    OverAllocated {
        /// The step that no longer fits.
        step: Code,
        /// What it takes.
        asked: Money,
        /// What was left.
        left: Money,
    },
    /// More is taken off a basis than it holds.
    #[error("step `{step}` is a percentage of {basis}: what its basis leaves out is more than the basis")]
    BasisBelowZero {
        /// The step.
        step: Code,
        /// Its basis.
        basis: Money,
    },
    /// A fact a step needs.
    #[error("step `{step}` needs the {fact} of the sale: write 0 if there was none")]
    Missing {
        /// The step.
        step: Code,
        /// The fact.
        fact: String,
    },
    /// What a maker did, which a step needs.
    #[error("step `{step}` needs the {fact} of maker `{member}`: write 0 if there was none")]
    MissingWork {
        /// The step.
        step: Code,
        /// Whose.
        member: MemberId,
        /// The fact.
        fact: &'static str,
    },
    /// Nobody to divide a maker's part among, or nothing to divide it by.
    #[error("step `{step}` cannot divide {amount} among the makers: nobody is listed, or all of them with zero")]
    NoMakers {
        /// The step.
        step: Code,
        /// What should be divided.
        amount: Money,
    },
    /// Nobody who served in a role that has a part.
    #[error("the agreement has {amount} for who served as `{role}`: say in `served` who did")]
    NobodyServed {
        /// The role.
        role: Code,
        /// What should be divided.
        amount: Money,
    },
    /// A role no step has a part for.
    #[error(
        "no step of the agreement has a part for who served as `{0}`: leave it out, or propose a version that does"
    )]
    UnknownRole(Code),
    /// A grade the agreement does not know.
    #[error("step `{step}` has no coefficient for grade `{grade}`: leave it out, or propose a version that does")]
    UnknownGrade {
        /// The step.
        step: Code,
        /// The grade.
        grade: Code,
    },
    /// A maker the agreement gives no percentage.
    #[error("step `{step}` names no percentage for maker `{member}`")]
    NotNamed {
        /// The step.
        step: Code,
        /// Who.
        member: MemberId,
    },
    /// A cost no step passes through.
    #[error("no step of the agreement passes on the cost `{0}`: leave it out, or propose a version that does")]
    UnknownCost(Code),
    /// A cost or a maker listed twice.
    #[error("{what} `{name}` is listed twice: write the sum once")]
    Twice {
        /// A cost or a maker.
        what: &'static str,
        /// Which.
        name: Code,
    },
    /// A basis that names no step above it.
    #[error("step `{step}` refers to `{named}`, which is no step above it")]
    NoSuchStep {
        /// The step.
        step: Code,
        /// What it names.
        named: Code,
    },
    /// The invoice's tax is not the agreement's.
    #[error("the invoice states {stated} of tax, but the agreement's rates make {reckoned}")]
    TaxDiffers {
        /// What the invoice says.
        stated: Money,
        /// What the agreement says.
        reckoned: Money,
    },
    /// Something is left, and no step takes the rest.
    #[error("{0} is left, and no step takes the rest")]
    NobodyTakesTheRest(Money),
    /// Arithmetic would not be exact.
    #[error("step `{step}` goes beyond exact arithmetic: its quantities or amounts are too large")]
    TooLarge {
        /// The step.
        step: Code,
    },
}
