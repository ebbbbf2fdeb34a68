//! What the register moves: nothing, it says who stands how.

use crate::event::register::{BoardElected, MemberExited, MemberStatusChanged};
use crate::posting::Moves;

impl Moves for MemberStatusChanged {}
impl Moves for MemberExited {}
impl Moves for BoardElected {}
