//! What orders move: nothing. Money moves with their advances and their sales.

use crate::event::order::{OrderCancelled, OrderChanged, OrderConfirmed, OrderPlaced};
use crate::posting::Moves;

impl Moves for OrderPlaced {}
impl Moves for OrderConfirmed {}
impl Moves for OrderChanged {}
impl Moves for OrderCancelled {}
