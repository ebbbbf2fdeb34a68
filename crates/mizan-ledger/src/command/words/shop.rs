//! The words of goods in other hands.

use serde::{Deserialize, Serialize};

use crate::event::shop::{FreightBy, Parcel};
use crate::id::{PartyId, ShipmentId};
use crate::money::{Money, positive};
use crate::text::Label;

words! {
    /// Several sales share one freight.
    ShareFreight {
        /// The shipment.
        shipment: ShipmentId,
        /// Who carries it.
        carrier: PartyId,
        /// What the way of all of it costs.
        #[serde(deserialize_with = "positive")]
        freight: Money,
        /// By what it is divided.
        by: FreightBy,
        /// What travels.
        parcels: Vec<Parcel>,
        /// The number of the waybill.
        #[serde(default)]
        reference: Option<Label>,
    }
}
