//! What payee details move: nothing.

use crate::event::payee::{
    PayeeDetailsConfirmed, PayeeDetailsSet, PayeeDetailsVerified, PayeeFrozen, PayeeReleased, PayeeTermsSet,
};
use crate::posting::Moves;

impl Moves for PayeeTermsSet {}
impl Moves for PayeeDetailsSet {}
impl Moves for PayeeDetailsVerified {}
impl Moves for PayeeDetailsConfirmed {}
impl Moves for PayeeFrozen {}
impl Moves for PayeeReleased {}
