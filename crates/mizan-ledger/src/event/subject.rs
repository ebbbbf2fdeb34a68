//! Whom the sealed fields of each kind of event speak of. A kind that may be sealed must say it here.

use crate::event::Event;
use crate::event::correction::CorrectionDeclared;
use crate::event::dispute::InvoiceDisputed;
use crate::event::fund::FundSpent;
use crate::event::instruction::PayoutFiled;
use crate::event::matching::StatementLineRecorded;
use crate::event::membership::{ConsentGiven, CooperativeRegistered, MemberAdmitted, PartyRegistered};
use crate::event::payee::PayeeDetailsSet;
use crate::event::payout::{PayoutHanded, ReceiptDisputed};
use crate::event::period::PeriodClosed;
use crate::event::person::{PersonalDataSealed, Subject};
use crate::event::trade::CreditNoteIssued;
use crate::event::treasury::TillOpened;

/// Names whom its sealed fields speak of.
trait About {
    fn subject(&self) -> Subject;
}

macro_rules! dispatch {
    ($($kind:ident $name:literal $(($sealed:ident))?;)*) => {
        impl Event {
            /// Whom its sealed fields speak of, if it may have any. A witness's name is kept with whom she bears witness for.
            #[must_use]
            pub fn sealed_of(&self) -> Option<Subject> {
                match self {
                    $(Event::$kind(event) => dispatch!(@of event $($sealed)?),)*
                }
            }
        }
    };
    (@of $event:ident) => {{ let _ = $event; None }};
    (@of $event:ident $sealed:ident) => { Some($event.subject()) };
}

every_event!(dispatch);

macro_rules! about {
    ($(|$event:ident| $subject:expr => $($kind:ident)+;)*) => {$($(
        impl About for $kind {
            fn subject(&self) -> Subject {
                let $event = self;
                $subject
            }
        }
    )+)*};
}

about! {
    |event| Subject::Member(event.member) => MemberAdmitted PayeeDetailsSet ConsentGiven PayoutHanded ReceiptDisputed;
    |event| Subject::Party(event.party) => PartyRegistered;
    |event| Subject::Party(event.buyer) => CreditNoteIssued InvoiceDisputed;
    |event| event.subject => PersonalDataSealed;
    |_event| Subject::Cooperative => CooperativeRegistered TillOpened FundSpent PeriodClosed PayoutFiled StatementLineRecorded;
}

impl About for CorrectionDeclared {
    /// A remark on the records of one member is hers.
    fn subject(&self) -> Subject {
        let mut members = self.corrects.iter().map(|target| target.member);
        match members.next().flatten() {
            Some(first) if members.all(|member| member == Some(first)) => Subject::Member(first),
            Some(_) | None => Subject::Cooperative,
        }
    }
}
