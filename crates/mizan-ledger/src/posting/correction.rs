//! What a correction moves: the mirror it carries.

use crate::event::correction::CorrectionDeclared;
use crate::money::Money;
use crate::posting::{Book, Moves};

impl Moves for CorrectionDeclared {
    fn moves(&self, book: &mut Book<'_>) {
        for mirror in &self.mirror {
            let debits = mirror.debit.into_iter();
            let credits = mirror.credit.into_iter().map(Money::negated);
            debits.chain(credits).for_each(|amount| book.post(mirror.account, amount, mirror.sale));
        }
    }
}
