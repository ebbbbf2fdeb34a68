//! What happens to goods once the cooperative has sold them: they are sold on, from hand to hand.

use serde::{Deserialize, Serialize};

use crate::id::{PartyId, ResaleId, SaleId};
use crate::money::{ExchangeRate, Money, positive};

/// The goods of a sale were sold on: one hop, in the order in which they went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResaleRecorded {
    /// This hop.
    pub resale: ResaleId,
    /// The sale whose goods they are.
    pub sale: SaleId,
    /// Who sold them on: the buyer of the sale, or of the hop before.
    pub seller: PartyId,
    /// Who bought them, if that is known; a chain goes on only from a buyer it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PartyId>,
    /// For how much, all goods of the sale together.
    #[serde(deserialize_with = "positive")]
    pub price: Money,
    /// Units of the cooperative's currency for one of the price's, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
}
