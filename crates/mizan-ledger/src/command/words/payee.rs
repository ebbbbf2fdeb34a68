//! The words of payee details. The number goes into `sealed.account_number`.

use serde::{Deserialize, Serialize};

use crate::id::{DetailsId, MemberId};
use crate::payee::Scheme;
use crate::text::Label;

words! {
    /// A member is to be paid under a number, which is sealed.
    SetPayeeDetails {
        /// These details.
        details: DetailsId,
        /// Whose.
        member: MemberId,
        /// What kind of number it is.
        scheme: Scheme,
    }

    /// A second person has held the details against something.
    VerifyPayeeDetails {
        /// Which details.
        details: DetailsId,
        /// Against what.
        #[serde(default)]
        against: Option<Label>,
        /// The level of identification of a wallet.
        #[serde(default)]
        level: Option<u8>,
    }

    /// The member says the details are hers.
    ConfirmPayeeDetails {
        /// Which details.
        details: DetailsId,
        /// The number of the paper form, where there is one.
        #[serde(default)]
        form: Option<Label>,
    }
}
