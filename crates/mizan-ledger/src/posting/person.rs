//! What personal data moves: nothing.

use crate::event::person::{PersonalDataErased, PersonalDataSealed};
use crate::posting::Moves;

impl Moves for PersonalDataSealed {}
impl Moves for PersonalDataErased {}
