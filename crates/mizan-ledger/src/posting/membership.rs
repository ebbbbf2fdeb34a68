//! What taking part moves: nothing yet but words.

use crate::event::log_key::LogKeyRotated;
use crate::event::membership::{
    AgreementAccepted, AgreementEnded, AgreementProposed, AgreementSuperseded, BookOpened, ConsentGiven,
    ConsentWithdrawn, CooperativeRegistered, MemberAdmitted, PartyRegistered,
};
use crate::posting::Moves;

impl Moves for BookOpened {}
impl Moves for LogKeyRotated {}
impl Moves for PartyRegistered {}
impl Moves for CooperativeRegistered {}
impl Moves for MemberAdmitted {}
impl Moves for AgreementProposed {}
impl Moves for AgreementAccepted {}
impl Moves for AgreementSuperseded {}
impl Moves for AgreementEnded {}
impl Moves for ConsentGiven {}
impl Moves for ConsentWithdrawn {}
