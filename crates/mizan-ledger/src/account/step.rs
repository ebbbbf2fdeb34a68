//! The steps of an account's name that are no fixed words: ids, currencies, tills.

use std::fmt;

use crate::account::Till;
use crate::id::{AssetId, Code, CooperativeId, FundId, GrantId, LoanId, MemberId, PartyId, PayoutId, SaleId, TaxId};
use crate::money::Currency;

/// A step of an account's name that is not a fixed word.
pub(super) trait Step: Sized {
    fn member(&self) -> Option<MemberId> {
        None
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn read<'a>(steps: &mut impl Iterator<Item = &'a str>) -> Option<Self>;
}

macro_rules! steps {
    ($($id:ident)*) => {$(
        impl Step for $id {
            fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
            fn read<'a>(steps: &mut impl Iterator<Item = &'a str>) -> Option<$id> {
                steps.next()?.parse().ok()
            }
        }
    )*};
}

steps! { AssetId Code CooperativeId FundId GrantId LoanId PartyId PayoutId SaleId TaxId }

impl Step for MemberId {
    fn member(&self) -> Option<MemberId> {
        Some(*self)
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
    fn read<'a>(steps: &mut impl Iterator<Item = &'a str>) -> Option<MemberId> {
        steps.next()?.parse().ok()
    }
}

impl Step for Currency {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code().to_ascii_lowercase())
    }
    fn read<'a>(steps: &mut impl Iterator<Item = &'a str>) -> Option<Currency> {
        steps.next()?.to_ascii_uppercase().parse().ok()
    }
}

impl Step for Till {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
    fn read<'a>(steps: &mut impl Iterator<Item = &'a str>) -> Option<Till> {
        let (kind, id) = (steps.next()?, steps.next()?);
        format!("{kind}:{id}").parse().ok()
    }
}
