//! Stripe's itemised reports. Only automatic payouts know their transactions; of a manual one Stripe cannot tell, and neither
//! can we: its rows have no payout.

use crate::statement::rows::export::Columns;
use crate::statement::rows::sheet::Sheet;

/// Which column is what. A merchant chooses the columns, so all that can be missing may be.
pub(super) fn columns(sheet: &mut Sheet<'_>) -> Option<Columns> {
    Some(Columns {
        currency: sheet.needed(&["currency"])?,
        gross: sheet.needed(&["gross"])?,
        fee: sheet.needed(&["fee"])?,
        net: sheet.needed(&["net"])?,
        fee_is_negative: false,
        kind: sheet.column(&["reporting_category"]),
        on: sheet.column(&["created_utc"]).or_else(|| sheet.column(&["created"])),
        available_on: sheet.column(&["available_on_utc"]).or_else(|| sheet.column(&["available_on"])),
        reference: sheet.column(&["balance_transaction_id"]),
        about: sheet.column(&["source_id"]),
        payout: sheet.column(&["automatic_payout_id"]),
        payout_on: sheet
            .column(&["automatic_payout_effective_at_utc"])
            .or_else(|| sheet.column(&["automatic_payout_effective_at"])),
        status: None,
        text: sheet.column(&["description"]),
    })
}
