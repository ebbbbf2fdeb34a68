//! What a resale moves in the cooperative's book: nothing, it is others' money.

use crate::event::chain::ResaleRecorded;
use crate::posting::Moves;

impl Moves for ResaleRecorded {}
