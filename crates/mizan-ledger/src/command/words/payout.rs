//! The words of payouts.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::payout::{Method, PayoutRequest, SignedBy, Warning};
use crate::id::{ActorId, Code, MemberId, PayoutId};
use crate::money::{Money, positive};
use crate::text::{Label, some_day};

words! {
    /// Members' available money is set aside for a payout.
    SchedulePayout {
        /// The payout.
        payout: PayoutId,
        /// When it should be paid.
        #[serde(default, deserialize_with = "some_day")]
        pay_on: Option<Date>,
        /// Whom, how much, by which way.
        pay: Vec<PayoutRequest>,
    }

    /// A second person approves a payout as it was scheduled.
    ApprovePayout {
        /// The payout.
        payout: PayoutId,
        /// The sum she approves.
        #[serde(deserialize_with = "positive")]
        total: Money,
        /// The SHA-256 of the list she was shown.
        #[serde(default)]
        seen: Option<Label>,
        /// What she was warned of and goes past: each kind of warning there is, and no other.
        #[serde(default)]
        despite: Vec<Warning>,
    }

    /// What is not yet paid of a payout goes back.
    CancelPayout {
        /// The payout.
        payout: PayoutId,
        /// Why.
        #[serde(default)]
        reason: Option<Label>,
    }

    /// The bank or the wallet items of an approved payout go into a file, which is not sent by that. What its bytes are
    /// known by, their SHA-256, goes into `sealed.note`.
    FilePayout {
        /// The payout.
        payout: PayoutId,
        /// Which of its files: the first is 1.
        file: u32,
        /// By which way it pays.
        method: Method,
        /// The bank's profile it is written by.
        profile: Code,
        /// When its bytes say that they were made.
        created_at: Timestamp,
        /// On which day it is to be paid.
        pay_on: Date,
        /// What it comes to, so that another list cannot pass for the one whose bytes were made.
        #[serde(deserialize_with = "positive")]
        total: Money,
    }

    /// A second person has read that a file was never received, and what else was reported of it.
    ConfirmNotReceived {
        /// The payout.
        payout: PayoutId,
        /// Which of its files.
        file: u32,
        /// Whether she has read too that the bank will pay nothing of it, should it still arrive.
        #[serde(default)]
        withdrawn: bool,
    }

    /// The bank and wallet items of an approved payout are sent: those of a file, or all that stand in none.
    SendPayout {
        /// The payout.
        payout: PayoutId,
        /// Which of its files; none if it is sent without one.
        #[serde(default)]
        file: Option<u32>,
        /// The file or batch they go out in.
        #[serde(default)]
        reference: Option<Label>,
    }

    /// The bank's statement shows one item as paid.
    SettlePayout {
        /// The payout.
        payout: PayoutId,
        /// The member.
        member: MemberId,
        /// Out of which till.
        till: Till,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
        /// The bank's value date.
        #[serde(default, deserialize_with = "some_day")]
        value_date: Option<Date>,
    }

    /// The bank or wallet refuses one item.
    FailPayout {
        /// The payout.
        payout: PayoutId,
        /// The member.
        member: MemberId,
        /// Why, in its words or code.
        reason: Label,
    }

    /// A settled item comes back.
    ReturnPayout {
        /// The payout.
        payout: PayoutId,
        /// The member.
        member: MemberId,
        /// Why, in the bank's words or code.
        reason: Label,
        /// Into which till.
        till: Till,
    }

    /// Cash is put into a member's hand. The actor is the cashier.
    HandOverPayout {
        /// The payout.
        payout: PayoutId,
        /// The member.
        member: MemberId,
        /// How much of what was set aside for her.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Out of which cash box.
        till: Till,
        /// Who sees it.
        witness: ActorId,
        /// How she signs.
        signed_by: SignedBy,
        /// The number of the paper form.
        form: Label,
    }

    /// A member does not come for her cash.
    LeaveUnclaimed {
        /// The payout.
        payout: PayoutId,
        /// The member.
        member: MemberId,
    }
}
