//! What events about people and what they make speak of by name.

use crate::event::capital::{ShareTermsSet, SharesPaid, SharesRefunded, SharesSubscribed};
use crate::event::census::{ActivityDefined, CensusCorrected, CensusTaken};
use crate::event::payee::{
    PayeeDetailsConfirmed, PayeeDetailsSet, PayeeDetailsVerified, PayeeFrozen, PayeeReleased, PayeeTermsSet,
};
use crate::event::period::{PeriodClosed, PeriodReopened};
use crate::event::person::{PersonalDataErased, PersonalDataSealed, Subject};
use crate::event::product::{PieceListed, PriceSet, ProductDefined};
use crate::event::register::{BoardElected, MemberExited, MemberStatusChanged};
use crate::view::refs::{Names, Ref};

impl Names for ActivityDefined {}
impl Names for BoardElected {}
impl Names for ProductDefined {}
impl Names for PayeeTermsSet {}
impl Names for ShareTermsSet {}
impl Names for PeriodClosed {}
impl Names for PeriodReopened {}

macro_rules! names_her {
    ($($kind:ident)+) => {$(
        impl Names for $kind {
            fn names(&self, name: &mut dyn FnMut(Ref)) {
                name(Ref::Member(self.member));
            }
        }
    )+};
}

names_her! { MemberStatusChanged MemberExited CensusCorrected SharesSubscribed SharesPaid SharesRefunded PayeeDetailsSet PayeeDetailsVerified PayeeDetailsConfirmed PayeeFrozen PayeeReleased }

macro_rules! names_subject {
    ($($kind:ident)+) => {$(
        impl Names for $kind {
            fn names(&self, name: &mut dyn FnMut(Ref)) {
                if let Subject::Member(member) = self.subject {
                    name(Ref::Member(member));
                }
            }
        }
    )+};
}

names_subject! { PersonalDataSealed PersonalDataErased }

impl Names for CensusTaken {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.active.iter().chain(&self.inactive).for_each(|member| name(Ref::Member(*member)));
    }
}

impl Names for PriceSet {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.member.into_iter().for_each(|member| name(Ref::Member(member)));
    }
}

impl Names for PieceListed {
    fn names(&self, name: &mut dyn FnMut(Ref)) {
        self.makers.iter().for_each(|maker| name(Ref::Member(maker.member)));
    }
}
