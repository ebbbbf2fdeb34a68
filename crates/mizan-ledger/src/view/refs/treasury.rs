//! What events about the cooperative's own money speak of by name.

use crate::event::between::{TransferReceived, TransferSent};
use crate::event::fund::{FundSpent, PremiumAccrued, PremiumReceived, ResolutionAdopted};
use crate::event::grant::{
    AssetCommissioned, AssetDepreciated, AssetUseReported, GrantAwarded, GrantReceived, GrantReturned, GrantSpent,
    InKindReceived,
};
use crate::event::loan::{
    GuaranteeCalled, GuaranteeRepaid, InstalmentDue, LoanGroupFormed, LoanRescheduled, LoanScheduled, LoanWrittenOff,
};
use crate::event::tax::{TaxRemitted, TaxWithheld, WithholdingRateSet};
use crate::view::refs::{Names, Ref};

impl Names for WithholdingRateSet {}
impl Names for TaxWithheld {}
impl Names for TaxRemitted {}
impl Names for ResolutionAdopted {}
impl Names for FundSpent {}
impl Names for GrantAwarded {}
impl Names for GrantReceived {}
impl Names for GrantSpent {}
impl Names for GrantReturned {}
impl Names for AssetCommissioned {}
impl Names for AssetDepreciated {}
impl Names for AssetUseReported {}
impl Names for InKindReceived {}
impl Names for TransferSent {}
impl Names for TransferReceived {}

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

impl Names for GuaranteeCalled {}
impl Names for GuaranteeRepaid {}
impl Names for LoanWrittenOff {}

impl Names for LoanScheduled {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.member.into_iter().for_each(|member| name(Ref::Member(member)));
    }
}

impl Names for LoanRescheduled {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.member.into_iter().for_each(|member| name(Ref::Member(member)));
    }
}

impl Names for InstalmentDue {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.member.into_iter().for_each(|member| name(Ref::Member(member)));
    }
}

impl Names for LoanGroupFormed {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.members.iter().for_each(|member| name(Ref::Member(*member)));
    }
}
