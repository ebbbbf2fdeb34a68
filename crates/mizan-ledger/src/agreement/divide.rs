//! The engine: `Agreement::split` divides one buyer's price by the steps of an agreement.
//!
//! Pure: the same agreement and the same facts give the same split on every machine and in every year. A single
//! percentage rounds half up to the minor unit; makers divide by the largest remainder; whoever takes the rest takes
//! what is left, so that the slices always sum to the price.

use rust_decimal::Decimal;

use crate::agreement::document::{Agreement, TieBreak};
use crate::agreement::facts::Facts;
use crate::agreement::reckon::{self, Ground, Part};
use crate::agreement::residue;
use crate::agreement::split::{
    self, CannotSplit, How, MakerPart, MinimumReached, Receiver, Residue, Slice, SliceKind, Split,
};
use crate::agreement::step::{Cost, Incurred, Minimum, Placed, Premium, Rounding, Share, Step, To};
use crate::agreement::terms::{Among, PerUnit, Take};
use crate::id::{Code, MemberId};
use crate::money::exact::Exact;
use crate::money::{self, Money};

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
            split: Split {
                gross: facts.gross,
                slices: Vec::with_capacity(self.steps.len()),
                minimums: Vec::new(),
                residues: Vec::new(),
            },
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
        // Where nothing is carried before or after there is nothing to tell.
        work.split.residues.retain(|residue| !(residue.before.is_zero() && residue.after.is_zero()));
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
        let earmarked = weights.iter().fold(Decimal::ZERO, |sum, rate| sum + rate);
        weights.push((Decimal::ONE - earmarked).max(Decimal::ZERO));
        let too_large = |_| CannotSplit::TooLarge { step: premium.name };
        let parts = money::split(part.amount, &weights, 0).map_err(too_large)?;
        if premium.placed == Placed::OnTop {
            self.ground.gross = split::subtract(self.ground.gross, part.amount);
            self.ground.without_tax = split::subtract(self.ground.without_tax, part.amount);
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
        if let Some((rate, among)) = self.agreement.carries(share) {
            return self.by_rate(share.name, rate, among);
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
            To::Role(_) => SliceKind::Service,
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
            let theirs = self.split.slices.iter_mut().filter(|slice| slice.receiver == Receiver::Makers);
            for slice in theirs.rev() {
                for part in slice.makers.iter_mut().filter(|part| part.member == whole.member) {
                    let taken = Money::new(over.min(part.amount.minor()), currency);
                    part.amount = split::subtract(part.amount, taken);
                    slice.amount = split::subtract(slice.amount, taken);
                    over -= taken.minor();
                }
            }
        }
        let amount = Money::new(residue, currency);
        self.ground.left = split::add(self.ground.left, amount);
        self.give(
            rounding.name,
            None,
            SliceKind::Rounding,
            &Part { amount, how: How::Coins { of: rounding.coin } },
            Some(&rounding.to),
        )
    }

    fn minimum(&mut self, minimum: &Minimum) -> Result<(), CannotSplit> {
        let required = reckon::required(minimum, self.facts, self.agreement.currency)?;
        let reached = self.split.of_kind(SliceKind::Makers);
        let short_by = Money::new((required.minor() - reached.minor()).max(0), self.agreement.currency);
        self.split.minimums.push(MinimumReached { step: minimum.name, required, reached, short_by });
        Ok(())
    }

    /// Gives makers an amount for each unit and carries what is left below the minor unit. The price pays no more than it
    /// has: a centime that was carried here and does not fit is carried on.
    fn by_rate(&mut self, step: Code, rate: &PerUnit, among: &Among) -> Result<(), CannotSplit> {
        let (currency, facts) = (self.agreement.currency, self.facts);
        let (members, weights) = reckon::weights(step, among, &facts.makers)?;
        let Part { amount, how } = self.fixed(step, rate)?;
        let exact = reckon::exact(step, rate, facts, currency)?;
        let turn = self.turn();
        let shares = exact.split(&weights, turn).map_err(|reason| match reason {
            money::CannotSplit::NoWeights(_) => CannotSplit::NoMakers { step, amount },
            money::CannotSplit::Negative(_) | money::CannotSplit::TooLarge(_) => CannotSplit::TooLarge { step },
        })?;
        let before: Vec<Exact> = members.iter().map(|member| self.carried(*member)).collect();
        let rates = residue::ByRate::new(&before, &shares).map_err(|_| CannotSplit::TooLarge { step })?;
        let rates = rates.within(self.ground.left).ok_or_else(|| CannotSplit::OverAllocated {
            step,
            asked: rates.total(currency),
            left: self.ground.left,
        })?;
        let amount = rates.total(currency);
        let mut makers = Vec::with_capacity(members.len());
        for (member, (share, (paid, after))) in members.into_iter().zip(shares.into_iter().zip(rates.paid())) {
            makers.push(MakerPart { member, amount: paid });
            self.carry(member, share, after).map_err(|_| CannotSplit::TooLarge { step })?;
        }
        self.ground.left = split::subtract(self.ground.left, amount);
        let (kind, receiver) = (SliceKind::Makers, Receiver::Makers);
        self.split.slices.push(Slice { step, part: None, kind, receiver, how, amount, makers });
        Ok(())
    }

    /// What is carried to a maker's next rate.
    fn carried(&self, member: MemberId) -> Exact {
        let here = self.split.residues.iter().find(|residue| residue.member == member).map(|residue| residue.after);
        let brought = || self.facts.carried.iter().find(|carried| carried.member == member);
        here.or_else(|| brought().map(|carried| carried.amount)).unwrap_or(Exact::zero(self.agreement.currency))
    }

    fn carry(&mut self, member: MemberId, share: Exact, after: Exact) -> Result<(), money::CurrencyMismatch> {
        let before = self.carried(member);
        match self.split.residues.iter_mut().find(|residue| residue.member == member) {
            Some(known) => {
                known.exact = known.exact.plus(share)?;
                known.after = after;
            }
            None => self.split.residues.push(Residue { member, before, exact: share, after }),
        }
        Ok(())
    }

    fn turn(&self) -> u64 {
        match self.agreement.tie_break {
            TieBreak::Rotating => self.facts.turn,
            TieBreak::Listed => 0,
        }
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
            Take::MarkUp(mark_up) => {
                let of = reckon::basis(step, &mark_up.of, self.agreement, self.facts, self.ground, &self.split)?;
                let amount = reckon::marked_up(step, mark_up.times, of)?;
                Ok(Part { amount, how: How::MarkUp { times: mark_up.times, of } })
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
            Some(To::Makers(among)) => {
                let (members, weights) = reckon::weights(step, among, &self.facts.makers)?;
                let parts = self.divide(step, amount, members, &weights)?;
                (Receiver::Makers, parts.ok_or(CannotSplit::NoMakers { step, amount })?)
            }
            Some(To::Role(role)) => {
                let (members, weights) = reckon::services(*role, &self.facts.served);
                let parts = self.divide(step, amount, members, &weights)?;
                (Receiver::Role(*role), parts.ok_or(CannotSplit::NobodyServed { role: *role, amount })?)
            }
        };
        self.ground.left = split::subtract(self.ground.left, amount);
        self.split.slices.push(Slice { step, part, kind, receiver, how, amount, makers });
        Ok(())
    }

    /// Divides an amount by weights; nothing, if nobody weighs anything.
    fn divide(
        &self,
        step: Code,
        amount: Money,
        members: Vec<MemberId>,
        weights: &[Decimal],
    ) -> Result<Option<Vec<MakerPart>>, CannotSplit> {
        match money::split(amount, weights, self.turn()) {
            Ok(parts) => {
                let parts = members.into_iter().zip(parts);
                Ok(Some(parts.map(|(member, amount)| MakerPart { member, amount }).collect()))
            }
            Err(money::CannotSplit::NoWeights(_)) => Ok(None),
            Err(money::CannotSplit::Negative(_) | money::CannotSplit::TooLarge(_)) => {
                Err(CannotSplit::TooLarge { step })
            }
        }
    }
}
