//! What a caller says where the event says more: commands whose outcome the ledger reckons.
//!
//! Every field of a command stands again, under its own name, in the first event it leads to: that is how the same
//! words are recognised for ever, and why nothing the caller said is lost. Absent words are written as null here.

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }
    )*};
}

pub mod capital;
pub mod chargeback;
pub mod correction;
pub mod dispute;
pub mod fund;
pub mod grant;
pub mod payee;
pub mod loan;
pub mod payout;
pub mod period;
pub mod refund;
pub mod register;
pub mod shop;
pub mod tax;
pub mod trade;
pub mod treasury;
