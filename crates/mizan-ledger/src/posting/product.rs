//! What products move: nothing, until a piece is sold.

use crate::event::product::{PieceListed, PriceSet, ProductDefined};
use crate::posting::Moves;

impl Moves for ProductDefined {}
impl Moves for PriceSet {}
impl Moves for PieceListed {}
