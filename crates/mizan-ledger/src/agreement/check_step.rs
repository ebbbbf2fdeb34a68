//! Checks of single steps: bounds above zero, percentages that make a whole, bands that ascend.

use rust_decimal::Decimal;

use crate::agreement::document::Agreement;
use crate::agreement::problem::Problem;
use crate::agreement::step::{
    Cost, Deduction, Minimum, Placed, Premium, Recovers, Recovery, Rounding, Share, Step, To,
};
use crate::agreement::terms::{Among, Take, Tiers};
use crate::id::Code;
use crate::money::{Money, Quantity};

impl Agreement {
    /// What is wrong with one step, looked at mostly by itself.
    pub(super) fn check_step(&self, step: &Step, found: &mut Vec<Problem>) {
        match step {
            Step::Tax(_) => (),
            Step::Cost(cost) => self.check_cost(cost, found),
            Step::Minimum(minimum) => self.check_minimum(minimum, found),
            Step::Premium(premium) => check_premium(premium, found),
            Step::Share(share) => self.check_share(share, found),
            Step::Deduction(clause) => check_deduction(clause, found),
            Step::Rounding(rounding) => self.check_rounding(rounding, found),
        }
    }

    fn check_cost(&self, cost: &Cost, found: &mut Vec<Problem>) {
        let earlier = self.steps.iter().take_while(|step| step.name() != cost.name);
        let same = |step: &&Step| matches!(step, Step::Cost(other) if other.cost == cost.cost);
        found.extend(
            earlier.into_iter().find(same).map(|step| Problem::CostTwice { first: step.name(), second: cost.name }),
        );
        if let To::Role(_) = cost.to {
            found.push(Problem::NotForRole { step: cost.name, what: "a cost" });
        }
        check_among(cost.name, &cost.to, found);
    }

    fn check_minimum(&self, minimum: &Minimum, found: &mut Vec<Problem>) {
        let step = minimum.name;
        if minimum.amount.decimal().is_zero() {
            found.push(Problem::Zero { step, what: "the minimum" });
        }
        let for_makers = |step: &Step| matches!(step, Step::Share(share) if matches!(share.to, To::Makers(_)));
        if !self.steps.iter().any(for_makers) {
            found.push(Problem::MinimumForNobody(step));
        }
        check_listed(step, minimum.plus.iter().map(|more| more.name), found);
        let more: Decimal = minimum.plus.iter().map(|more| more.amount.decimal()).sum();
        let least = minimum.amount.decimal() + more;
        for listed in self.list_prices.iter().filter(|listed| listed.per == minimum.per) {
            if listed.price.decimal() < least {
                let (minimum, product, price) = (least.normalize(), listed.product, listed.price);
                found.push(Problem::MinimumAboveListPrice { step, minimum, product, price });
            }
        }
    }

    fn check_share(&self, share: &Share, found: &mut Vec<Problem>) {
        let step = share.name;
        let bounded = share.at_least.is_some() || share.at_most.is_some() || !share.only.is_empty();
        match (&share.take, &share.to) {
            (Take::Rest, To::Party(_)) => found.push(Problem::RestForParty(step)),
            (Take::Rest, To::Role(_)) => found.push(Problem::NotForRole { step, what: "the rest" }),
            (Take::Rest, To::Cooperative | To::Fund(_) | To::Makers(_)) if bounded => {
                found.push(Problem::RestBounded(step));
            }
            (Take::Tiers(tiers), _) => check_tiers(step, tiers, found),
            (Take::MarkUp(mark_up), _) if mark_up.times <= Quantity::ONE => {
                found.push(Problem::NoMarkUp { step, times: mark_up.times });
            }
            (Take::Rest | Take::Percent(_) | Take::Fixed(_) | Take::MarkUp(_), _) => (),
        }
        for (bound, what) in [(share.at_least, "at_least"), (share.at_most, "at_most")] {
            if bound.is_some_and(|bound| bound.amount.decimal().is_zero()) {
                found.push(Problem::Zero { step, what });
            }
        }
        if let (Some(floor), Some(cap)) = (share.at_least, share.at_most)
            && floor.per == cap.per
            && floor.amount > cap.amount
        {
            found.push(Problem::FloorAboveCap { step, floor: floor.amount, cap: cap.amount });
        }
        if let To::Party(party) = share.to {
            self.check_asked(step.as_str(), party, found);
        }
        check_among(step, &share.to, found);
    }

    fn check_rounding(&self, rounding: &Rounding, found: &mut Vec<Problem>) {
        let step = rounding.name;
        let coin = rounding.coin;
        let exact = Money::rounded(coin.decimal(), self.currency).is_ok_and(|money| money.decimal() == coin.decimal());
        if coin.decimal().is_zero() {
            found.push(Problem::Zero { step, what: "the coin" });
        } else if !exact {
            found.push(Problem::NoSuchCoin { step, coin, currency: self.currency });
        }
        match rounding.to {
            To::Role(_) => found.push(Problem::NotForRole { step, what: "the rounding" }),
            To::Makers(_) => found.push(Problem::RoundingForMakers(step)),
            To::Party(party) => self.check_asked(step.as_str(), party, found),
            To::Cooperative | To::Fund(_) => (),
        }
    }
}

fn check_premium(premium: &Premium, found: &mut Vec<Problem>) {
    let step = premium.name;
    match (&premium.take, premium.placed) {
        (Take::Rest, _) => found.push(Problem::PremiumTakesTheRest(step)),
        (Take::Percent(_) | Take::Tiers(_) | Take::MarkUp(_), Placed::OnTop) => {
            found.push(Problem::PercentageOnTop(step))
        }
        (Take::Tiers(tiers), Placed::Included) => check_tiers(step, tiers, found),
        (Take::MarkUp(_), Placed::Included) => found.push(Problem::PremiumMarkedUp(step)),
        (Take::Fixed(_), _) | (Take::Percent(_), Placed::Included) => (),
    }
    match premium.to {
        To::Party(_) => found.push(Problem::PremiumForParty(step)),
        To::Role(_) => found.push(Problem::NotForRole { step, what: "a premium" }),
        To::Cooperative | To::Fund(_) | To::Makers(_) => (),
    }
    let total: Decimal = premium.of_which.iter().map(|earmark| earmark.rate.decimal()).sum();
    if total > Decimal::ONE {
        found.push(Problem::EarmarksOverTheWhole { step, total: percent(total) });
    }
    check_listed(step, premium.of_which.iter().map(|earmark| earmark.name), found);
    check_among(step, &premium.to, found);
}

fn check_tiers(step: Code, tiers: &Tiers, found: &mut Vec<Problem>) {
    match tiers.bands.first() {
        None => found.push(Problem::NoBands(step)),
        Some(band) if !band.from.decimal().is_zero() => found.push(Problem::Bands { step, from: band.from }),
        Some(_) => (),
    }
    for (lower, higher) in tiers.bands.iter().zip(tiers.bands.iter().skip(1)) {
        if higher.from <= lower.from {
            found.push(Problem::Bands { step, from: higher.from });
        }
    }
}

fn check_among(step: Code, to: &To, found: &mut Vec<Problem>) {
    let To::Makers(among) = to else { return };
    match among {
        Among::Equal | Among::Pieces | Among::Kilograms | Among::SquareMetres | Among::Hours => (),
        Among::Graded(grades) => {
            if grades.is_empty() {
                found.push(Problem::NoGrades(step));
            }
            check_listed(step, grades.iter().map(|grade| grade.grade), found);
        }
        Among::Named(named) => {
            let total: Decimal = named.iter().map(|part| part.rate.decimal()).sum();
            if total != Decimal::ONE {
                found.push(Problem::NotTheWhole { step, total: percent(total) });
            }
            check_listed(step, named.iter().map(|part| part.member.0), found);
        }
    }
}

fn check_listed(step: Code, names: impl Iterator<Item = Code>, found: &mut Vec<Problem>) {
    let mut seen = Vec::new();
    for name in names {
        if seen.contains(&name) {
            found.push(Problem::ListedTwice { step, name });
        }
        seen.push(name);
    }
}

fn check_deduction(clause: &Deduction, found: &mut Vec<Problem>) {
    let name = clause.clause.0;
    match (clause.take, clause.recovers) {
        (Recovery::OfWhatRemains(rate), _) if rate.decimal().is_zero() => found.push(Problem::TakesNoPart(name)),
        (Recovery::InFull, Recovers::Fund(_)) => found.push(Problem::FundInFull(name)),
        (Recovery::OfWhatRemains(_), _) | (Recovery::InFull, Recovers::Materials | Recovers::Loan | Recovers::Debt) => {
        }
    }
}

/// A fraction as a percentage, without idle zeros.
pub(super) fn percent(fraction: Decimal) -> Decimal {
    (fraction * Decimal::ONE_HUNDRED).normalize()
}
