//! What events about the cooperative's own money speak of by name.

use crate::event::fund::{FundSpent, PremiumAccrued, PremiumReceived, ResolutionAdopted};
use crate::view::refs::{Names, Ref};

impl Names for ResolutionAdopted {}
impl Names for FundSpent {}

impl Names for PremiumAccrued {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.sale.into_iter().for_each(|sale| name(Ref::Sale(sale)));
    }
}

impl Names for PremiumReceived {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.sale.into_iter().for_each(|sale| name(Ref::Sale(sale)));
    }
}
