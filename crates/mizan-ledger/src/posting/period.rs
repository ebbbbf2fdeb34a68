//! What the closing of a period moves: nothing, it says what is there.

use crate::event::period::{PeriodClosed, PeriodReopened};
use crate::posting::Moves;

impl Moves for PeriodClosed {}
impl Moves for PeriodReopened {}
