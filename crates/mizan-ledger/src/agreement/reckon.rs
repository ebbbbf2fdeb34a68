//! The arithmetic of single steps: taxes, bases, units, tiers and makers' weights.
//!
//! Everything here is exact: decimals have few enough digits for their products (`money` bounds them), and rounding
//! happens once, at the end of each step.

use rust_decimal::Decimal;

use crate::agreement::document::Agreement;
use crate::agreement::facts::{Facts, Maker, Served};
use crate::agreement::split::{CannotSplit, How, Split, subtract};
use crate::agreement::step::{Cost, Incurred, Minimum, Share, Step, Tax, To};
use crate::agreement::terms::{Among, Basis, Grade, Less, Per, PerUnit, Reach, Start, Tiers};
use crate::id::{Code, MemberId};
use crate::money::exact::Exact;
use crate::money::{self, Currency, Money, Quantity};

/// An amount and how it came about.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) amount: Money,
    pub(super) how: How,
}

/// Refuses facts in another currency, below zero, listed twice, or that no step would look at.
pub(super) fn admissible(agreement: &Agreement, facts: &Facts) -> Result<(), CannotSplit> {
    let currency = agreement.currency;
    let amounts = [
        ("the price", Some(facts.gross)),
        ("the tax", facts.tax.map(|tax| tax.amount)),
        ("the provider fees", facts.provider_fees),
        ("the materials' value", facts.materials),
        ("the resale price", facts.resale),
    ];
    let refused = |amount: Money| amount.currency() != currency || amount.is_negative();
    for (what, amount) in amounts {
        if let Some(amount) = amount.filter(|amount| refused(*amount)) {
            return Err(CannotSplit::Amount { what: what.to_owned(), amount, currency });
        }
    }
    if let Some(cost) = facts.costs.iter().find(|cost| refused(cost.amount)) {
        let (what, amount) = (format!("the cost `{}`", cost.cost), cost.amount);
        return Err(CannotSplit::Amount { what, amount, currency });
    }
    let passed = |name: Code| {
        let passes =
            |step: &Step| matches!(step, Step::Cost(Cost { cost: Incurred::Named(known), .. }) if *known == name);
        agreement.steps.iter().any(passes)
    };
    for (index, incurred) in facts.costs.iter().enumerate() {
        if facts.costs.iter().take(index).any(|earlier| earlier.cost == incurred.cost) {
            return Err(CannotSplit::Twice { what: "the cost", name: incurred.cost });
        }
        if !passed(incurred.cost) {
            return Err(CannotSplit::UnknownCost(incurred.cost));
        }
    }
    for (index, served) in facts.served.iter().enumerate() {
        let same = |earlier: &Served| (earlier.role, earlier.member) == (served.role, served.member);
        if facts.served.iter().take(index).any(same) {
            return Err(CannotSplit::Twice { what: "the service of", name: served.member.0 });
        }
        let has_part =
            |step: &Step| matches!(step, Step::Share(Share { to: To::Role(role), .. }) if *role == served.role);
        if !agreement.steps.iter().any(has_part) {
            return Err(CannotSplit::UnknownRole(served.role));
        }
    }
    for (index, carried) in facts.carried.iter().enumerate() {
        if facts.carried.iter().take(index).any(|earlier| earlier.member == carried.member) {
            return Err(CannotSplit::Twice { what: "what is carried for", name: carried.member.0 });
        }
        if carried.amount.currency() != currency {
            return Err(CannotSplit::Carried { member: carried.member, amount: carried.amount, currency });
        }
    }
    let mut members: Vec<_> = facts.makers.iter().map(|maker| maker.member).collect();
    members.sort_unstable();
    match members.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| pair.first()) {
        Some(member) => Err(CannotSplit::Twice { what: "the maker", name: member.0 }),
        None => Ok(()),
    }
}

/// The taxes in the price: each tax step's part of it, and what is left without them.
pub(super) struct Taxes {
    pub(super) parts: Vec<Money>,
    pub(super) net: Money,
}

/// What of the price each tax is.
///
/// The price contains the taxes, so it is divided by the weights rate : rate : … : 1. For a single tax this is
/// gross × rate / (1 + rate), rounded half up.
pub(super) fn taxes(agreement: &Agreement, facts: &Facts) -> Result<Taxes, CannotSplit> {
    let steps = agreement.steps.iter();
    let steps: Vec<&Tax> = steps.filter_map(|step| if let Step::Tax(tax) = step { Some(tax) } else { None }).collect();
    if steps.is_empty() && facts.tax.is_none() {
        return Ok(Taxes { parts: Vec::new(), net: facts.gross });
    }
    let rates: Vec<Decimal> = steps.iter().map(|tax| tax.rate.decimal()).collect();
    let first = steps.first().map_or(agreement.agreement.0, |tax| tax.name);
    let divide =
        |whole, weights: &[Decimal]| money::split(whole, weights, 0).map_err(|_| CannotSplit::TooLarge { step: first });
    let mut weights = rates.clone();
    weights.push(Decimal::ONE);
    let mut parts = divide(facts.gross, &weights)?;
    let mut net = parts.pop().unwrap_or(facts.gross);
    if let Some(stated) = facts.tax {
        let reckoned = subtract(facts.gross, net);
        let difference = subtract(stated.amount, reckoned).minor().unsigned_abs();
        // Each line's tax is off by half a minor unit at most, and so is the whole price's; no tax has no remainder.
        let allowed = if reckoned.is_zero() { 0 } else { u128::from(stated.lines) + 1 };
        if difference * 2 > allowed {
            return Err(CannotSplit::TaxDiffers { stated: stated.amount, reckoned });
        }
        net = subtract(facts.gross, stated.amount);
        parts = divide(stated.amount, &rates)?;
    }
    Ok(Taxes { parts, net })
}

/// An amount for each unit, times the units of the sale, not rounded.
pub(super) fn exact(step: Code, fixed: &PerUnit, facts: &Facts, currency: Currency) -> Result<Exact, CannotSplit> {
    let too_large = || CannotSplit::TooLarge { step };
    let times = quantity(step, fixed.per, facts)?;
    let exact = fixed.amount.decimal().checked_mul(times.decimal()).ok_or_else(too_large)?;
    Exact::new(exact, currency).map_err(|_| too_large())
}

/// An amount for each unit, times the units of the sale, rounded half up.
pub(super) fn fixed(step: Code, fixed: &PerUnit, facts: &Facts, currency: Currency) -> Result<Part, CannotSplit> {
    let too_large = || CannotSplit::TooLarge { step };
    let times = quantity(step, fixed.per, facts)?;
    let exact = fixed.amount.decimal().checked_mul(times.decimal()).ok_or_else(too_large)?;
    let amount = Money::rounded(exact, currency).map_err(|_| too_large())?;
    Ok(Part { amount, how: How::Fixed { amount: fixed.amount, per: fixed.per, times } })
}

/// What the makers must reach: the minimum or the market's price, whichever is higher, with what comes on top of either,
/// for each unit of the sale.
pub(super) fn required(minimum: &Minimum, facts: &Facts, currency: Currency) -> Result<Money, CannotSplit> {
    let step = minimum.name;
    let too_large = || CannotSplit::TooLarge { step };
    let missing = || CannotSplit::Missing { step, fact: "market price".to_owned() };
    let floor = match (minimum.or_market, facts.market) {
        (false, _) => minimum.amount,
        (true, market) => minimum.amount.max(market.ok_or_else(missing)?),
    };
    let mut each = floor.decimal();
    for more in &minimum.plus {
        each = each.checked_add(more.amount.decimal()).ok_or_else(too_large)?;
    }
    let exact = each.checked_mul(quantity(step, minimum.per, facts)?.decimal()).ok_or_else(too_large)?;
    Money::rounded(exact, currency).map_err(|_| too_large())
}

/// What selling on at so many times the cost adds to it, rounded half up: of a price of `times`, all but one.
pub(super) fn marked_up(step: Code, times: Quantity, of: Money) -> Result<Money, CannotSplit> {
    let too_large = || CannotSplit::TooLarge { step };
    let added = times.decimal().checked_sub(Decimal::ONE).ok_or_else(too_large)?;
    let parts = money::split(of, &[added, Decimal::ONE], 0).map_err(|_| too_large())?;
    parts.first().copied().ok_or_else(too_large)
}

/// How many units were sold. Hours are those of the sale, or else of its makers together.
fn quantity(step: Code, per: Per, facts: &Facts) -> Result<Quantity, CannotSplit> {
    let missing = |fact: &str| CannotSplit::Missing { step, fact: fact.to_owned() };
    match per {
        Per::Order => Ok(Quantity::ONE),
        Per::Piece => facts.sold.pieces.ok_or_else(|| missing("pieces")),
        Per::Kilogram => facts.sold.kilograms.ok_or_else(|| missing("kilograms")),
        Per::SquareMetre => facts.sold.square_metres.ok_or_else(|| missing("square metres")),
        Per::Hour => match facts.sold.hours {
            Some(hours) => Ok(hours),
            None => {
                let hours = |maker: &Maker| maker.did.hours.map(Quantity::decimal);
                let together: Option<Decimal> = facts.makers.iter().map(hours).sum();
                let together = together.filter(|_| !facts.makers.is_empty()).ok_or_else(|| missing("hours"))?;
                Quantity::new(together).map_err(|_| CannotSplit::TooLarge { step })
            }
        },
    }
}

/// The amounts a percentage can begin with, as the steps above leave them.
#[derive(Clone, Copy)]
pub(super) struct Ground {
    /// The price with tax, less premiums on top.
    pub(super) gross: Money,
    /// The price without tax, less premiums on top.
    pub(super) without_tax: Money,
    /// What no step has taken yet.
    pub(super) left: Money,
}

/// What a percentage is of.
pub(super) fn basis(
    step: Code,
    basis: &Basis,
    agreement: &Agreement,
    facts: &Facts,
    ground: Ground,
    split: &Split,
) -> Result<Money, CannotSplit> {
    let missing = |fact: &str| CannotSplit::Missing { step, fact: fact.to_owned() };
    let taken_by = |named| {
        let above = agreement.steps.iter().take_while(|known| known.name() != step);
        if above.map(Step::name).any(|known| known == named) {
            Ok(split.taken_by(named))
        } else {
            Err(CannotSplit::NoSuchStep { step, named })
        }
    };
    let mut amount = match basis.from {
        Start::Gross => ground.gross,
        Start::WithoutTax => ground.without_tax,
        Start::Left => ground.left,
        Start::Step(named) => taken_by(named)?,
        Start::Resale => facts.resale.ok_or_else(|| missing("resale price"))?,
    };
    for less in &basis.less {
        let less = match less {
            Less::Step(named) => taken_by(*named)?,
            Less::ProviderFees => facts.provider_fees.ok_or_else(|| missing("provider fees"))?,
            Less::Materials => facts.materials.ok_or_else(|| missing("materials' value"))?,
        };
        amount = subtract(amount, less);
    }
    if amount.is_negative() {
        return Err(CannotSplit::BasisBelowZero { step, basis: amount });
    }
    Ok(amount)
}

/// A tiered percentage, rounded half up once.
pub(super) fn tiered(step: Code, tiers: &Tiers, of: Money) -> Result<Money, CannotSplit> {
    let too_large = || CannotSplit::TooLarge { step };
    let basis = of.decimal();
    let reached = tiers.bands.iter().take_while(|band| band.from.decimal() <= basis);
    let exact = match tiers.reach {
        Reach::Whole => reached.last().map_or(Some(Decimal::ZERO), |band| basis.checked_mul(band.rate.decimal())),
        Reach::Marginal => {
            let ends = tiers.bands.iter().skip(1).map(|next| next.from.decimal().min(basis)).chain([basis]);
            let parts = reached.zip(ends).map(|(band, end)| {
                let within = end.checked_sub(band.from.decimal())?;
                within.checked_mul(band.rate.decimal())
            });
            parts.sum()
        }
    };
    Money::rounded(exact.ok_or_else(too_large)?, of.currency()).map_err(|_| too_large())
}

/// Who divides a makers' part, and what counts for each.
pub(super) fn weights(
    step: Code,
    among: &Among,
    makers: &[Maker],
) -> Result<(Vec<MemberId>, Vec<Decimal>), CannotSplit> {
    let by = |fact: &'static str, measure: fn(&Maker) -> Option<Quantity>| {
        let weight = |maker: &Maker| {
            let known = measure(maker).map(Quantity::decimal);
            known.map(|weight| (maker.member, weight)).ok_or(CannotSplit::MissingWork {
                step,
                member: maker.member,
                fact,
            })
        };
        makers.iter().map(weight).collect::<Result<Vec<_>, _>>().map(|pairs| pairs.into_iter().unzip())
    };
    match among {
        Among::Equal => by("equal part", |_| Some(Quantity::ONE)),
        Among::Pieces => by("pieces", |maker| maker.did.pieces),
        Among::Kilograms => by("kilograms", |maker| maker.did.kilograms),
        Among::SquareMetres => by("square metres", |maker| maker.did.square_metres),
        Among::Hours => by("hours", |maker| maker.did.hours),
        Among::Graded(grades) => makers.iter().map(|maker| graded(step, grades, maker)).collect(),
        Among::Named(named) => {
            let has_part = |maker: &&Maker| !named.iter().any(|part| part.member == maker.member);
            match makers.iter().find(has_part) {
                Some(maker) => Err(CannotSplit::NotNamed { step, member: maker.member }),
                None => Ok(named.iter().map(|part| (part.member, part.rate.decimal())).unzip()),
            }
        }
    }
}

/// Who divides the part of a role, and what each service counts.
pub(super) fn services(role: Code, served: &[Served]) -> (Vec<MemberId>, Vec<Decimal>) {
    let in_role = served.iter().filter(|served| served.role == role);
    in_role.map(|served| (served.member, served.weight.unwrap_or(Quantity::ONE).decimal())).unzip()
}

fn graded(step: Code, grades: &[Grade], maker: &Maker) -> Result<(MemberId, Decimal), CannotSplit> {
    let mut weight = Decimal::ZERO;
    for made in &maker.graded {
        let grade = grades.iter().find(|grade| grade.grade == made.grade);
        let grade = grade.ok_or(CannotSplit::UnknownGrade { step, grade: made.grade })?;
        let counted = made.pieces.decimal().checked_mul(grade.coefficient.decimal());
        let counted = counted.and_then(|counted| weight.checked_add(counted));
        weight = counted.ok_or(CannotSplit::TooLarge { step })?;
    }
    if maker.graded.is_empty() {
        return Err(CannotSplit::MissingWork { step, member: maker.member, fact: "graded pieces" });
    }
    Ok((maker.member, weight))
}
