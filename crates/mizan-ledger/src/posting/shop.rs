//! What goods in other hands move: nothing. They are a memorandum until they are sold.

use crate::event::shop::{ConsignmentDelivered, ConsignmentReturned, FreightShared};
use crate::posting::Moves;

impl Moves for ConsignmentDelivered {}
impl Moves for ConsignmentReturned {}
impl Moves for FreightShared {}
