//! Which records of money held for a purpose can be taken back, and what builds on the others.

use crate::account::Account;
use crate::decide::Case;
use crate::decide::fund;
use crate::decide::refusal::Refusal;
use crate::event::fund::{PremiumAccrued, PremiumReceived};
use crate::id::{Code, MemberId};

/// What a record was about, if it may be mirrored.
type About = Result<(Code, Option<MemberId>), Refusal>;

/// A premium that was accrued in error, while nothing of it has been received.
pub(super) fn premium_accrued(case: &Case<'_>, position: u64, e: &PremiumAccrued) -> About {
    let premium = fund::known(case, e.premium)?;
    if premium.left == e.amount {
        Ok((e.premium.0, None))
    } else {
        Err(Refusal::BuiltOn { position, by: "a part of the premium has been received since: take that back first" })
    }
}

/// A premium that was not received after all, while its fund has not spent it.
pub(super) fn premium_received(case: &Case<'_>, position: u64, e: &PremiumReceived) -> About {
    let fund = fund::known(case, e.premium)?.fund;
    let currency = case.cooperative.currency;
    let held = case.cooperative.balances.owed(Account::Fund(fund), currency);
    let free = held.minus(case.cooperative.funds.unreceived(fund, currency))?;
    if e.carried.exceeds(free)? {
        Err(Refusal::BuiltOn { position, by: "its fund has spent it since" })
    } else {
        Ok((e.movement.0, None))
    }
}
