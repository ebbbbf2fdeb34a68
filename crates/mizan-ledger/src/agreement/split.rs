//! The split: one buyer's price, divided by an agreement, every slice named.
//!
//! Pure: the same agreement and the same facts give the same split on every machine and in every year. A single
//! percentage rounds half up to the minor unit; makers divide by the largest remainder; whoever takes the rest takes
//! what is left, so that the slices always sum to the price.

use serde::{Deserialize, Serialize};

use crate::agreement::document::{Agreement, Among, Cost, Minimum, Placed, Premium, Rounding, Share, Step, Take};
use crate::agreement::document::{Incurred, PerUnit, TieBreak, To};
use crate::agreement::facts::Facts;
use crate::agreement::reckon::{self, Ground, Part};
use crate::id::{Code, MemberId, PartyId};
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
}

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
    /// How the makers divide it; empty for other receivers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<MakerPart>,
}

impl Slice {
    /// The basis of its percentage, if it is one.
    #[must_use]
    pub fn basis(&self) -> Option<Money> {
        match self.how {
            How::Percent { of, .. } | How::Tiers { of } => Some(of),
            How::Fixed { .. } | How::AtCost | How::Rest | How::Coins { .. } => None,
        }
    }

    /// The rate of its percentage, if it is a single one.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        match self.how {
            How::Percent { rate, .. } => Some(rate),
            How::Tiers { .. } | How::Fixed { .. } | How::AtCost | How::Rest | How::Coins { .. } => None,
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
    /// An amount for each unit.
    Fixed {
        /// How much for each.
        amount: UnitPrice,
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
        let mut together: Vec<MakerPart> = Vec::new();
        for part in self.slices.iter().flat_map(|slice| &slice.makers) {
            match together.iter_mut().find(|known| known.member == part.member) {
                Some(known) => known.amount = reckon::add(known.amount, part.amount),
                None => together.push(*part),
            }
        }
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
        self.slices.iter().filter(|slice| wanted(slice)).fold(zero, |sum, slice| reckon::add(sum, slice.amount))
    }
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
    /// A maker who works in a grade the agreement does not know.
    #[error("step `{step}` has no coefficient for grade `{grade}` of maker `{member}`")]
    UnknownGrade {
        /// The step.
        step: Code,
        /// Whose.
        member: MemberId,
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

impl Agreement {
    /// Divides a sale's price. Slices are never below zero and sum to the price exactly; a minimum price that is not
    /// reached is flagged in the answer, never met by taking from others.
    pub fn split(&self, facts: &Facts) -> Result<Split, CannotSplit> {
        reckon::admissible(self, facts)?;
        let taxes = reckon::taxes(self, facts)?;
        let mut tax_parts = taxes.parts.into_iter();
        let mut work = Work {
            agreement: self,
            facts,
            ground: Ground { gross: facts.gross, without_tax: taxes.net, left: facts.gross },
            split: Split { gross: facts.gross, slices: Vec::with_capacity(self.steps.len()), minimums: Vec::new() },
        };
        for step in &self.steps {
            match step {
                Step::Tax(tax) => {
                    let amount = tax_parts.next().unwrap_or(self.currency.zero());
                    let how = How::Percent { rate: tax.rate, of: taxes.net };
                    work.give(tax.name, None, SliceKind::Tax, &Part { amount, how }, None)?;
                }
                Step::Cost(cost) => work.cost(cost)?,
                Step::Premium(premium) => work.premium(premium)?,
                Step::Share(share) => work.share(share)?,
                Step::Rounding(rounding) => work.rounding(rounding)?,
                Step::Minimum(_) | Step::Deduction(_) => (), // The minimum is judged at the end; each maker repays later.
            }
        }
        if !work.ground.left.is_zero() {
            return Err(CannotSplit::NobodyTakesTheRest(work.ground.left));
        }
        for step in &self.steps {
            if let Step::Minimum(minimum) = step {
                work.minimum(minimum)?;
            }
        }
        Ok(work.split)
    }
}

/// A split in the making.
struct Work<'a> {
    agreement: &'a Agreement,
    facts: &'a Facts,
    ground: Ground,
    split: Split,
}

impl Work<'_> {
    fn cost(&mut self, cost: &Cost) -> Result<(), CannotSplit> {
        let missing = |fact: String| CannotSplit::Missing { step: cost.name, fact };
        let amount = match cost.cost {
            Incurred::Named(name) => {
                let incurred = self.facts.costs.iter().find(|incurred| incurred.cost == name);
                incurred.map(|incurred| incurred.amount).ok_or_else(|| missing(format!("cost `{name}`")))?
            }
            Incurred::ProviderFees => self.facts.provider_fees.ok_or_else(|| missing("provider fees".to_owned()))?,
            Incurred::Materials => self.facts.materials.ok_or_else(|| missing("materials' value".to_owned()))?,
        };
        self.give(cost.name, None, SliceKind::Cost, &Part { amount, how: How::AtCost }, Some(&cost.to))
    }

    fn premium(&mut self, premium: &Premium) -> Result<(), CannotSplit> {
        let part = self.part(premium.name, &premium.take)?;
        let mut weights: Vec<_> = premium.of_which.iter().map(|earmark| earmark.rate.decimal()).collect();
        let earmarked = weights.iter().fold(rust_decimal::Decimal::ZERO, |sum, rate| sum + rate);
        weights.push((rust_decimal::Decimal::ONE - earmarked).max(rust_decimal::Decimal::ZERO));
        let too_large = |_| CannotSplit::TooLarge { step: premium.name };
        let parts = money::split(part.amount, &weights, 0).map_err(too_large)?;
        if premium.placed == Placed::OnTop {
            self.ground.gross = reckon::subtract(self.ground.gross, part.amount);
            self.ground.without_tax = reckon::subtract(self.ground.without_tax, part.amount);
        }
        let (open, earmarks) = parts.split_last().unwrap_or((&part.amount, &[]));
        self.give(premium.name, None, SliceKind::Premium, &Part { amount: *open, ..part }, Some(&premium.to))?;
        for (earmark, amount) in premium.of_which.iter().zip(earmarks) {
            let how = How::Percent { rate: earmark.rate, of: part.amount };
            let to = To::Fund(earmark.fund);
            self.give(premium.name, Some(earmark.name), SliceKind::Premium, &Part { amount: *amount, how }, Some(&to))?;
        }
        Ok(())
    }

    fn share(&mut self, share: &Share) -> Result<(), CannotSplit> {
        if !share.only.is_empty() && !share.only.contains(&self.facts.order) {
            return Ok(());
        }
        let mut part = self.part(share.name, &share.take)?;
        if let Some(floor) = &share.at_least {
            let floor = self.fixed(share.name, floor)?;
            if floor.amount.minor() > part.amount.minor() {
                part = floor;
            }
        }
        if let Some(cap) = &share.at_most {
            let cap = self.fixed(share.name, cap)?;
            if cap.amount.minor() < part.amount.minor() {
                part = cap;
            }
        }
        let kind = match share.to {
            To::Party(_) => SliceKind::Commission,
            To::Cooperative => SliceKind::Cooperative,
            To::Fund(_) => SliceKind::Fund,
            To::Makers(_) => SliceKind::Makers,
        };
        self.give(share.name, None, kind, &part, Some(&share.to))
    }

    /// Rounds each maker's whole part down to a multiple of the coin, taking from the last slices first.
    fn rounding(&mut self, rounding: &Rounding) -> Result<(), CannotSplit> {
        let too_large = || CannotSplit::TooLarge { step: rounding.name };
        let currency = self.agreement.currency;
        let coin = Money::rounded(rounding.coin.decimal(), currency).map_err(|_| too_large())?;
        let mut residue = 0;
        for whole in self.split.makers() {
            let mut over = whole.amount.minor().checked_rem(coin.minor()).unwrap_or(0);
            residue += over;
            for slice in self.split.slices.iter_mut().rev() {
                for part in slice.makers.iter_mut().filter(|part| part.member == whole.member) {
                    let taken = Money::new(over.min(part.amount.minor()), currency);
                    part.amount = reckon::subtract(part.amount, taken);
                    slice.amount = reckon::subtract(slice.amount, taken);
                    over -= taken.minor();
                }
            }
        }
        let amount = Money::new(residue, currency);
        self.ground.left = reckon::add(self.ground.left, amount);
        self.give(
            rounding.name,
            None,
            SliceKind::Rounding,
            &Part { amount, how: How::Coins { of: rounding.coin } },
            Some(&rounding.to),
        )
    }

    fn minimum(&mut self, minimum: &Minimum) -> Result<(), CannotSplit> {
        let asked = PerUnit { amount: minimum.amount, per: minimum.per };
        let required = self.fixed(minimum.name, &asked)?.amount;
        let reached = self.split.of_kind(SliceKind::Makers);
        let short_by = Money::new((required.minor() - reached.minor()).max(0), self.agreement.currency);
        self.split.minimums.push(MinimumReached { step: minimum.name, required, reached, short_by });
        Ok(())
    }

    fn part(&self, step: Code, take: &Take) -> Result<Part, CannotSplit> {
        match take {
            Take::Percent(percent) => {
                let of = reckon::basis(step, &percent.of, self.agreement, self.facts, self.ground, &self.split)?;
                let amount = of.times(percent.rate.decimal()).map_err(|_| CannotSplit::TooLarge { step })?;
                Ok(Part { amount, how: How::Percent { rate: percent.rate, of } })
            }
            Take::Fixed(fixed) => self.fixed(step, fixed),
            Take::Tiers(tiers) => {
                let of = reckon::basis(step, &tiers.of, self.agreement, self.facts, self.ground, &self.split)?;
                Ok(Part { amount: reckon::tiered(step, tiers, of)?, how: How::Tiers { of } })
            }
            Take::Rest => Ok(Part { amount: self.ground.left, how: How::Rest }),
        }
    }

    fn fixed(&self, step: Code, fixed: &PerUnit) -> Result<Part, CannotSplit> {
        reckon::fixed(step, fixed, self.facts, self.agreement.currency)
    }

    /// Takes an amount off what is left and writes the slice down. Nobody named means the tax office.
    fn give(
        &mut self,
        step: Code,
        part: Option<Code>,
        kind: SliceKind,
        reckoned: &Part,
        to: Option<&To>,
    ) -> Result<(), CannotSplit> {
        let Part { amount, how } = *reckoned;
        if amount.minor() > self.ground.left.minor() {
            return Err(CannotSplit::OverAllocated { step, asked: amount, left: self.ground.left });
        }
        let (receiver, makers) = match to {
            None => (Receiver::TaxOffice, Vec::new()),
            Some(To::Party(party)) => (Receiver::Party(*party), Vec::new()),
            Some(To::Cooperative) => (Receiver::Cooperative, Vec::new()),
            Some(To::Fund(fund)) => (Receiver::Fund(*fund), Vec::new()),
            Some(To::Makers(among)) => (Receiver::Makers, self.divide(step, amount, among)?),
        };
        self.ground.left = reckon::subtract(self.ground.left, amount);
        self.split.slices.push(Slice { step, part, kind, receiver, how, amount, makers });
        Ok(())
    }

    fn divide(&self, step: Code, amount: Money, among: &Among) -> Result<Vec<MakerPart>, CannotSplit> {
        let (members, weights) = reckon::weights(step, among, &self.facts.makers)?;
        let turn = match self.agreement.tie_break {
            TieBreak::Rotating => self.facts.turn,
            TieBreak::Listed => 0,
        };
        let parts = money::split(amount, &weights, turn).map_err(|reason| match reason {
            money::CannotSplit::NoWeights(_) => CannotSplit::NoMakers { step, amount },
            money::CannotSplit::Negative(_) | money::CannotSplit::TooLarge(_) => CannotSplit::TooLarge { step },
        })?;
        Ok(members.into_iter().zip(parts).map(|(member, amount)| MakerPart { member, amount }).collect())
    }
}
