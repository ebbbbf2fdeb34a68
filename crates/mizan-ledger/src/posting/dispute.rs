//! What a dispute of an invoice moves: nothing. What is given back of it has a credit note.

use crate::event::dispute::{InvoiceDisputeSettled, InvoiceDisputed};
use crate::posting::Moves;

impl Moves for InvoiceDisputed {}
impl Moves for InvoiceDisputeSettled {}
