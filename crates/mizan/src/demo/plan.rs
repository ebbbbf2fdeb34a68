//! The plan: how much is traded each week, at which prices, who buys and how late they pay. Numbers only.
//!
//! It is `fixtures/morocco/plan.json`. Prices are in whole dirhams, shares of a hundred in percent, spans include both
//! ends.

use jiff::civil::Date;
use mizan_ledger::id::{CensusId, Code, CooperativeId, DefinitionId, PartyId, ProductId};
use mizan_ledger::money::Currency;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::demo::NotTold;
use crate::service::chance::Chance;

/// All of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// From which all chance follows.
    pub(super) seed: u64,
    /// The first day.
    pub(super) from: Date,
    /// The last.
    pub(super) until: Date,
    /// How much is sold in each month, January first, in percent of the usual.
    pub(super) season: [u64; 12],
    /// What foreign money is usually worth, in dirhams, from a day on.
    pub(super) rates: Vec<Rate>,
    /// The union of some of the cooperatives.
    pub(super) union: UnionPlan,
    /// The everyday of each cooperative.
    pub(super) shops: Vec<ShopPlan>,
}

/// A union, and how its cooperatives invoice it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnionPlan {
    pub(super) cooperative: CooperativeId,
    /// The union as its cooperatives' buyer.
    pub(super) office: PartyId,
    pub(super) channel: Code,
    pub(super) product: String,
}

/// When the members of a cooperative are counted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CensusPlan {
    pub(super) census: CensusId,
    pub(super) definition: DefinitionId,
    pub(super) as_of: Date,
    pub(super) taken_on: Date,
    pub(super) corrected_on: Date,
}

/// What a currency is worth from a day on.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rate {
    pub(super) currency: Currency,
    pub(super) from: Date,
    pub(super) rate: Decimal,
}

/// From how much to how much.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(from = "(u64, u64)")]
pub(super) struct Span {
    low: u64,
    high: u64,
}

impl From<(u64, u64)> for Span {
    fn from((low, high): (u64, u64)) -> Span {
        Span { low, high }
    }
}

impl Span {
    /// One of the numbers it spans.
    pub(super) fn draw(self, chance: &mut Chance) -> u64 {
        chance.between(self.low, self.high)
    }
}

/// The everyday of one cooperative, or of several that trade alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShopPlan {
    pub(super) cooperatives: Vec<CooperativeId>,
    /// Who joins by the dozen, beside those a storyline admits by name.
    #[serde(default)]
    pub(super) joins: Vec<Joining>,
    #[serde(default)]
    pub(super) census: Option<CensusPlan>,
    /// From which day it sells.
    pub(super) from: Date,
    /// How many sales in a usual week, in hundredths.
    pub(super) sales_in_100_weeks: u64,
    pub(super) wares: Vec<Ware>,
    /// In which roles members serve each sale beside making it.
    #[serde(default)]
    pub(super) served: Vec<Code>,
    /// How many members set a price of their own each month.
    #[serde(default)]
    pub(super) own_prices: u64,
    pub(super) buyers: Vec<BuyerPlan>,
    /// How many of a hundred sales come back, from a day on.
    pub(super) returns: Vec<ReturnRate>,
    pub(super) payouts: PayoutPlan,
}

/// Members who join together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Joining {
    pub(super) on: Date,
    pub(super) members: u64,
    /// The word their pseudonyms begin with.
    pub(super) word: String,
    pub(super) women_percent: u64,
    /// How many of them do not work with the group at present.
    #[serde(default)]
    pub(super) inactive: usize,
    /// To what each of them consents.
    #[serde(default)]
    pub(super) consents: Vec<Code>,
    /// How many shares each of them takes, a quarter of them paid at once.
    #[serde(default)]
    pub(super) shares: u32,
    /// How many of a hundred consent to their name being shown.
    #[serde(default)]
    pub(super) named_percent: u64,
}

/// Something that is made and sold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ware {
    pub(super) product: String,
    /// The same as the cooperative has defined it.
    #[serde(default)]
    pub(super) item: Option<ProductId>,
    /// Whether each piece is listed before it is sold.
    #[serde(default)]
    pub(super) listed: bool,
    /// How often it is sold beside the others.
    pub(super) weight: u64,
    /// Through which channel, which picks the buyers and the agreement.
    pub(super) channel: Code,
    #[serde(default)]
    pub(super) class: Option<Code>,
    pub(super) pieces: Span,
    /// The price of one, in dirhams.
    pub(super) price: Span,
    /// The same in ten-thousandths of a dirham, for the smallest things.
    #[serde(default)]
    pub(super) small_price: Option<Span>,
    pub(super) makers: Span,
    /// How long each maker works on it, where hours divide the makers' part.
    #[serde(default)]
    pub(super) hours: Option<Span>,
    /// What carrying it costs, in percent of its price.
    #[serde(default)]
    pub(super) freight: Option<Span>,
    /// What the provider takes, in thousandths of the price.
    #[serde(default)]
    pub(super) provider_fees: Option<Span>,
    /// How many days it is made to order before it is delivered.
    #[serde(default)]
    pub(super) to_order: Option<ToOrder>,
}

/// How something is made to order.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ToOrder {
    /// How many days it takes.
    pub(super) days: Span,
    /// How much of it is paid before, in percent; nothing if absent.
    #[serde(default)]
    pub(super) deposit: Option<u64>,
    /// The wool or leather in it, in percent of its price, advanced to the makers.
    #[serde(default)]
    pub(super) materials: Option<Span>,
}

/// Who buys, and how they pay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BuyerPlan {
    pub(super) party: PartyId,
    pub(super) channel: Code,
    pub(super) weight: u64,
    #[serde(default)]
    pub(super) currency: Option<Currency>,
    /// After how many days it says that it accepts the goods, if it says so.
    #[serde(default)]
    pub(super) accepts_after: Option<Span>,
    /// Into what it pays.
    pub(super) pays_into: PaysInto,
    /// After how many days it must pay, and does if it is not late.
    pub(super) terms: u64,
    #[serde(default)]
    pub(super) late_percent: u64,
    #[serde(default = "no_days")]
    pub(super) late_days: Span,
    /// How many of a hundred payments come in two parts.
    #[serde(default)]
    pub(super) parts_percent: u64,
    /// How many of a hundred payments come without a name.
    #[serde(default)]
    pub(super) nameless_percent: u64,
    /// Who exports to it in its own name.
    #[serde(default)]
    pub(super) exporter: Option<PartyId>,
    /// From hand to hand, how it sells on what it buys.
    #[serde(default)]
    pub(super) sells_on: Vec<Hop>,
}

/// One hand that sells on what it has bought.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hop {
    /// To whom; nobody by name if absent.
    #[serde(default)]
    pub(super) to: Option<PartyId>,
    /// After how many days.
    pub(super) after: Span,
    /// For how much, in percent of what the cooperative's buyer paid.
    pub(super) percent: Span,
}

fn no_days() -> Span {
    Span { low: 0, high: 0 }
}

/// Into which till a buyer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PaysInto {
    Bank,
    Provider,
    Cash,
}

/// How many of a hundred sales come back, from a day on.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReturnRate {
    pub(super) from: Date,
    pub(super) percent: u64,
}

/// When and how members are paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PayoutPlan {
    /// On which days of the month.
    pub(super) days: Vec<i8>,
    /// Whoever has less available waits for the next time, in dirhams.
    pub(super) at_least: i128,
    /// How many of a hundred members are paid by bank, and how many by wallet; the others in cash.
    pub(super) bank_percent: u64,
    pub(super) wallet_percent: u64,
    /// How many of a hundred wallets are of the lowest level, which holds 200 dirhams.
    pub(super) small_wallet_percent: u64,
    /// How many of a hundred payouts are called off and scheduled again.
    #[serde(default)]
    pub(super) cancelled_percent: u64,
    /// How many of a hundred transfers are refused, and how many come back later.
    pub(super) refused_percent: u64,
    pub(super) returned_percent: u64,
    /// How many of a hundred do not come for their cash on the day.
    pub(super) unclaimed_percent: u64,
    /// How many of a hundred say it was less, and how many say nothing.
    pub(super) disputed_percent: u64,
    pub(super) silent_percent: u64,
    /// How many of a thousand hand-overs are written down wrongly, and corrected.
    pub(super) corrected_permille: u64,
}

impl Plan {
    /// The plan that is part of this program.
    pub(super) fn embedded() -> Result<Plan, NotTold> {
        serde_json::from_str(include_str!("../../../../fixtures/morocco/plan.json")).map_err(NotTold::Plan)
    }

    /// What a unit of foreign money is usually worth on a day.
    pub(super) fn rate(&self, currency: Currency, day: Date) -> Option<Decimal> {
        let known = self.rates.iter().filter(|rate| rate.currency == currency && rate.from <= day);
        known.max_by_key(|rate| rate.from).map(|rate| rate.rate)
    }
}

impl ShopPlan {
    /// How many of a hundred sales of a day come back.
    pub(super) fn returned(&self, day: Date) -> u64 {
        let known = self.returns.iter().filter(|rate| rate.from <= day);
        known.max_by_key(|rate| rate.from).map_or(0, |rate| rate.percent)
    }
}
