//! Problems: what keeps an agreement from being accepted, each with its step, its value and what would be right.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::split::CannotSplit;
use crate::id::{Code, MemberId, PartyId};
use crate::money::{Currency, Money, Quantity, Rate, UnitPrice};

/// One reason why an agreement cannot be accepted as it is written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The version counts from one.
    #[error("version 0: versions are counted from 1")]
    VersionZero,
    /// Someone bears what only the cooperative or the makers can be charged with.
    #[error("{place} is borne by `{party}`: name the cooperative or the makers, whom a loss can be charged to")]
    PartyBears {
        /// Which loss.
        place: String,
        /// Who.
        party: PartyId,
    },
    /// An advance of nothing, or of all of it.
    #[error("earned: {0} of the makers' parts is advanced: write a part between, or \"when_paid\", or \"on_invoice\"")]
    NoAdvance(Rate),
    /// Nothing whose residues could be carried.
    #[error("residues are carried, but no share gives the makers an amount for each unit without bounds: leave it out")]
    NothingToCarry,
    /// Nothing to call it by.
    #[error("the title is empty: write what the parties call the agreement")]
    NoTitle,
    /// It ends before it begins.
    #[error("valid_until {until} is before valid_from {from}: write a later day, or none")]
    EndsBeforeItBegins {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// A party listed twice.
    #[error("party `{0}` is listed twice: once is enough")]
    PartyTwice(PartyId),
    /// A party with a part who is not asked.
    #[error("`{place}` names party `{party}`, who is not among the parties: add it, so that it must accept")]
    PartyNotAsked {
        /// Which step or clause.
        place: String,
        /// Who.
        party: PartyId,
    },
    /// Two steps of one name.
    #[error("two steps are called `{0}`: give each its own name")]
    NameTwice(Code),
    /// An earmark that is not told apart from another slice.
    #[error(
        "step `{step}` calls a part of its premium `{name}`, as another step or part is called: give it its own name"
    )]
    EarmarkNameTaken {
        /// The step.
        step: Code,
        /// The name of the earmark.
        name: Code,
    },
    /// A step in the wrong place.
    #[error("step `{step}` ({what}) comes after `{before}` ({earlier}): write it above")]
    OutOfOrder {
        /// The step.
        step: Code,
        /// What it is.
        what: &'static str,
        /// The step above it.
        before: Code,
        /// What that is.
        earlier: &'static str,
    },
    /// A basis that names a step that does not exist.
    #[error("step `{step}` refers to `{named}`, which is no step: name a step above it")]
    NoSuchStep {
        /// The step.
        step: Code,
        /// What it names.
        named: Code,
    },
    /// A basis that names itself or a later step.
    #[error("step `{step}` refers to `{named}`, which is reckoned later or at the same time: name a step above it")]
    Circular {
        /// The step.
        step: Code,
        /// What it names.
        named: Code,
    },
    /// A basis that names a step that takes no slice.
    #[error("step `{step}` refers to `{named}`, which takes nothing of the price: name a step that does")]
    TakesNothing {
        /// The step.
        step: Code,
        /// What it names.
        named: Code,
    },
    /// More than the whole of one basis.
    #[error("the percentages of {basis} sum to {total} % ({steps}): at most 100 %")]
    OverTheWhole {
        /// Of what.
        basis: String,
        /// Their sum, in percent.
        total: Decimal,
        /// Which steps.
        steps: String,
    },
    /// Nobody takes what is left.
    #[error("no step takes the rest: let the makers, the cooperative or a fund take \"rest\"")]
    NoRest,
    /// More than one takes what is left.
    #[error("`{first}` and `{second}` both take the rest: only one can")]
    TwoRests {
        /// The one above.
        first: Code,
        /// The one below.
        second: Code,
    },
    /// A party takes what is left.
    #[error("step `{0}` gives the rest to a party: only the makers, the cooperative or a fund can take it")]
    RestForParty(Code),
    /// Something a service is not paid by.
    #[error("step `{step}` gives {what} to a role: who serves has a share of her own, an amount or a percentage")]
    NotForRole {
        /// The step.
        step: Code,
        /// What it gives.
        what: &'static str,
    },
    /// The rest, with a bound or a condition.
    #[error("step `{0}` takes the rest, with a bound or only for some orders: the rest is whatever is left, always")]
    RestBounded(Code),
    /// A part after the rest.
    #[error("step `{step}` comes after `{rest}`, which takes the rest: nothing is left for it, write it above")]
    AfterTheRest {
        /// The step.
        step: Code,
        /// The step that takes the rest.
        rest: Code,
    },
    /// A minimum for nobody.
    #[error("step `{0}` sets a minimum for the makers, but no step gives them a part")]
    MinimumForNobody(Code),
    /// A minimum the published price cannot reach.
    #[error("step `{step}`: the minimum {minimum} is above the list price {price} of `{product}`: raise that price")]
    MinimumAboveListPrice {
        /// The step.
        step: Code,
        /// The minimum, with what comes on top of it.
        minimum: Decimal,
        /// What is sold.
        product: Code,
        /// Its published price.
        price: UnitPrice,
    },
    /// A bound or coin of nothing.
    #[error("step `{step}`: {what} is 0: write an amount above zero, or leave it out")]
    Zero {
        /// The step.
        step: Code,
        /// Which bound.
        what: &'static str,
    },
    /// A floor above the cap.
    #[error("step `{step}` takes at least {floor} and at most {cap}: the first must not exceed the second")]
    FloorAboveCap {
        /// The step.
        step: Code,
        /// At least.
        floor: UnitPrice,
        /// At most.
        cap: UnitPrice,
    },
    /// Percentages that should make a whole.
    #[error("step `{step}`: the named percentages sum to {total} %: they must sum to 100 %")]
    NotTheWhole {
        /// The step.
        step: Code,
        /// Their sum, in percent.
        total: Decimal,
    },
    /// A member or grade listed twice, or none.
    #[error("step `{step}` lists `{name}` twice: once is enough")]
    ListedTwice {
        /// The step.
        step: Code,
        /// Who or what.
        name: Code,
    },
    /// Grades nobody described.
    #[error("step `{0}` counts pieces by grade and lists no grade: list each with its coefficient")]
    NoGrades(Code),
    /// Earmarks beyond the premium.
    #[error("step `{step}`: the earmarked parts sum to {total} % of the premium: at most 100 %")]
    EarmarksOverTheWhole {
        /// The step.
        step: Code,
        /// Their sum, in percent.
        total: Decimal,
    },
    /// A premium that is no premium.
    #[error("step `{0}` is a premium and takes the rest: write an amount for each unit, or a percentage")]
    PremiumTakesTheRest(Code),
    /// A premium that is somebody's trade.
    #[error("step `{0}` is a premium and a mark-up: a mark-up is a share of whoever buys and sells on")]
    PremiumMarkedUp(Code),
    /// Something sold on at its cost, or below.
    #[error("step `{step}` sells on at {times} times the cost, which adds nothing: write more than 1")]
    NoMarkUp {
        /// The step.
        step: Code,
        /// How many times.
        times: Quantity,
    },
    /// A premium for an outsider.
    #[error("step `{0}` gives a premium to a party: a premium is for a fund, the makers or the cooperative")]
    PremiumForParty(Code),
    /// A premium on top that is a percentage.
    #[error("step `{0}` is a premium on top and not an amount for each unit: write \"fixed\"")]
    PercentageOnTop(Code),
    /// One cost passed on twice.
    #[error("`{first}` and `{second}` pass on the same cost: it is incurred once")]
    CostTwice {
        /// The one above.
        first: Code,
        /// The one below.
        second: Code,
    },
    /// Tiers that do not ascend.
    #[error("step `{step}`: the band from {from} does not ascend: the first begins at 0, each next one higher")]
    Bands {
        /// The step.
        step: Code,
        /// Where the band begins.
        from: UnitPrice,
    },
    /// Tiers without a band.
    #[error("step `{0}` has no bands: write at least one, from 0")]
    NoBands(Code),
    /// A deduction that takes nothing.
    #[error("clause `{0}` takes 0 % of what remains: write a rate above zero, or leave the clause out")]
    TakesNoPart(Code),
    /// A fund that takes all.
    #[error("clause `{0}` fills a fund in full: a fund is never full, write a rate")]
    FundInFull(Code),
    /// No clause to take refunds back by.
    #[error("refunds are clawed back from future sales, but no deduction recovers a debt: add one with its consent")]
    NoClawBack,
    /// Residues given back to those who leave them.
    #[error("step `{0}` gives the rounding to the makers, who leave it: name the cooperative, a fund or a party")]
    RoundingForMakers(Code),
    /// A coin that is no whole number of minor units.
    #[error("step `{step}`: {currency} has no coin of {coin}: write a multiple of its smallest unit")]
    NoSuchCoin {
        /// The step.
        step: Code,
        /// The coin.
        coin: UnitPrice,
        /// The currency.
        currency: Currency,
    },
    /// No worked example.
    #[error("no example is attached: attach one sale with its split, worked through")]
    NoExample,
    /// The example cannot be divided.
    #[error("the example cannot be divided: {0}")]
    ExampleFails(CannotSplit),
    /// The example's slice is another.
    #[error("the example states {stated} for `{step}`, the agreement makes it {reckoned}")]
    ExampleAmount {
        /// Which step.
        step: Code,
        /// What the example says.
        stated: Money,
        /// What the agreement says.
        reckoned: Money,
    },
    /// The example's part of one maker is another.
    #[error("the example states {stated} of `{step}` for maker `{member}`, the agreement makes it {reckoned}")]
    ExampleMaker {
        /// Which step.
        step: Code,
        /// Whose part.
        member: MemberId,
        /// What the example says.
        stated: Money,
        /// What the agreement says.
        reckoned: Money,
    },
    /// The example tells it otherwise.
    #[error("the example's {what} is not what the agreement makes it: attach the split the engine prints")]
    ExampleDiffers {
        /// What differs.
        what: String,
    },
}
