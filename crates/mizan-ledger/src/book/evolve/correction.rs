//! What a correction changes in the book: see `undo`.

use crate::book::evolve::{Changes, Unknown};
use crate::book::state::Cooperative;
use crate::event::correction::CorrectionDeclared;
use crate::record::Envelope;

impl Changes for CorrectionDeclared {
    fn changes(&self, own: &mut Cooperative, _: &Envelope) -> Result<(), Unknown> {
        own.correct(self)?;
        Ok(())
    }
}
