//! The words of shares: what is taken, what is given back.

use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::id::{MemberId, MovementId};
use crate::money::{Money, positive};

words! {
    /// A member takes shares.
    SubscribeShares {
        /// This subscription.
        movement: MovementId,
        /// Who.
        member: MemberId,
        /// How many.
        shares: u32,
        /// What she pays of them now.
        paid: Money,
        /// Into which till.
        till: Till,
    }

    /// Shares are given back.
    RefundShares {
        /// This refund.
        movement: MovementId,
        /// To whom.
        member: MemberId,
        /// How many.
        shares: u32,
        /// How much is paid out.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Out of which till.
        till: Till,
    }
}
