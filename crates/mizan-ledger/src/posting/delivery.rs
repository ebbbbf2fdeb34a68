//! What deliveries move: nothing. The invoice moves the money.

use crate::event::delivery::{DeliveryInspected, GoodsDelivered, GoodsReworked};
use crate::posting::Moves;

impl Moves for GoodsDelivered {}
impl Moves for DeliveryInspected {}
impl Moves for GoodsReworked {}
