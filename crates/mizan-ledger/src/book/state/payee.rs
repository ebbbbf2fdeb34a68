//! What the book remembers of where members are paid: who set, verified and confirmed it, never the number.

use jiff::civil::Date;

use crate::event::payout::Method;
use crate::id::{ActorId, DetailsId};
use crate::payee::Scheme;

/// One bank account or wallet of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Which.
    pub details: DetailsId,
    /// What kind of number it is.
    pub scheme: Scheme,
    /// Who set it.
    pub set_by: ActorId,
    /// When.
    pub set_on: Date,
    /// The first day on which it can be paid under, if it took the place of another.
    pub not_before: Option<Date>,
    /// The level of identification of a wallet, if somebody has said it.
    pub level: Option<u8>,
    /// The second person who verified it.
    pub verified_by: Option<ActorId>,
    /// Who said that it is hers.
    pub confirmed_by: Option<ActorId>,
}

packed!(struct Details { details, scheme, set_by, set_on, not_before, level, verified_by, confirmed_by });

/// Where a member is paid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payee {
    /// All details she ever had, oldest first; of each way of paying the last one counts.
    pub details: Vec<Details>,
    /// Since when she is frozen, and by whom.
    pub frozen: Option<(Date, ActorId)>,
}

packed!(struct Payee { details, frozen });

/// Why a member is not paid by some way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// She is frozen.
    Frozen {
        /// Since when.
        since: Date,
    },
    /// Nobody has verified her details.
    Unverified {
        /// Which.
        details: DetailsId,
    },
    /// She has not confirmed them.
    Unconfirmed {
        /// Which.
        details: DetailsId,
    },
    /// They took the place of others not long ago.
    Cooling {
        /// Which.
        details: DetailsId,
        /// The first day on which they can be paid under.
        until: Date,
    },
}

packed!(enum Blocked {
    0 = Frozen { since }, 1 = Unverified { details }, 2 = Unconfirmed { details }, 3 = Cooling { details, until },
});

impl Payee {
    /// The details that count for a way of paying.
    #[must_use]
    pub fn details_for(&self, method: Method) -> Option<&Details> {
        self.details.iter().rev().find(|details| details.scheme.method() == method)
    }

    /// Why she is not paid by this way on a day, if she is not. Cash goes from hand to hand before a witness and needs no
    /// details, and whoever never had any is paid as her treasurer knows how.
    #[must_use]
    pub fn blocked(&self, method: Method, day: Date) -> Option<Blocked> {
        if method == Method::Cash {
            return None;
        }
        if let Some((since, _)) = self.frozen {
            return Some(Blocked::Frozen { since });
        }
        let Details { details, not_before, verified_by, confirmed_by, .. } = *self.details_for(method)?;
        match (verified_by, confirmed_by, not_before) {
            (None, _, _) => Some(Blocked::Unverified { details }),
            (_, None, _) => Some(Blocked::Unconfirmed { details }),
            (_, _, Some(until)) if day < until => Some(Blocked::Cooling { details, until }),
            (Some(_), Some(_), _) => None,
        }
    }
}
