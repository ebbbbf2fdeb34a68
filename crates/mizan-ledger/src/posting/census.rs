//! What a census moves: nothing.

use crate::event::census::{ActivityDefined, CensusCorrected, CensusTaken};
use crate::posting::Moves;

impl Moves for ActivityDefined {}
impl Moves for CensusTaken {}
impl Moves for CensusCorrected {}
