//! What is said of the bank's days and hours: nothing moves.

use crate::event::calendar::{BusinessDaySet, CutOffsSet};
use crate::posting::Moves;

impl Moves for BusinessDaySet {}
impl Moves for CutOffsSet {}
