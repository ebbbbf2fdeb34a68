//! The list of every kind of event. A kind stands here once; what each does stands with its family.
//!
//! `every_event!(define)` hands the list to the macro `define`. Adding a line makes the compiler ask for what the kind
//! moves (`posting`), what it changes (`book`), what it speaks of by name (`view`) and how it is called in each language.

/// Hands the list to a macro: each kind with its name in the record, `(sealed)` where it may carry personal data.
macro_rules! every_event {
    ($with:ident) => {
        $with! {
            BookOpened "book_opened";
            PartyRegistered "party_registered" (sealed);
            CooperativeRegistered "cooperative_registered" (sealed);
            MemberAdmitted "member_admitted" (sealed);
            MemberStatusChanged "member_status_changed";
            MemberExited "member_exited";
            BoardElected "board_elected";
            ActivityDefined "activity_defined";
            CensusTaken "census_taken";
            CensusCorrected "census_corrected";
            ShareTermsSet "share_terms_set";
            SharesSubscribed "shares_subscribed";
            SharesPaid "shares_paid";
            SharesRefunded "shares_refunded";
            PayeeTermsSet "payee_terms_set";
            PayeeDetailsSet "payee_details_set" (sealed);
            PayeeDetailsVerified "payee_details_verified";
            PayeeDetailsConfirmed "payee_details_confirmed";
            PayeeFrozen "payee_frozen";
            PayeeReleased "payee_released";
            ProductDefined "product_defined";
            PriceSet "price_set";
            PieceListed "piece_listed";
            AgreementProposed "agreement_proposed";
            AgreementAccepted "agreement_accepted";
            AgreementSuperseded "agreement_superseded";
            ConsentGiven "consent_given" (sealed);
            ConsentWithdrawn "consent_withdrawn";
            TillOpened "till_opened" (sealed);
            OpeningBalanceRecorded "opening_balance_recorded";
            FundsTransferred "funds_transferred";
            MaterialsBought "materials_bought";
            OrderPlaced "order_placed";
            OrderConfirmed "order_confirmed";
            OrderChanged "order_changed";
            OrderCancelled "order_cancelled";
            AdvanceReceived "advance_received";
            AdvanceRefunded "advance_refunded";
            GoodsDelivered "goods_delivered";
            DeliveryInspected "delivery_inspected";
            GoodsReworked "goods_reworked";
            ConsignmentDelivered "consignment_delivered";
            ConsignmentReturned "consignment_returned";
            FreightShared "freight_shared";
            MaterialsAdvanced "materials_advanced";
            WorkRecorded "work_recorded";
            SaleRecorded "sale_recorded";
            RetentionHeld "retention_held";
            RetentionReleased "retention_released";
            AdvanceOffset "advance_offset";
            CommissionCharged "commission_charged";
            ProceedsAllocated "proceeds_allocated";
            ResiduesCarried "residues_carried";
            DeductionApplied "deduction_applied";
            EarningsReleased "earnings_released";
            GoodsAccepted "goods_accepted";
            PaymentReceived "payment_received";
            PaymentIdentified "payment_identified";
            PaymentAllocated "payment_allocated";
            FxDifferenceRealised "fx_difference_realised";
            ProviderFeeCharged "provider_fee_charged";
            CurrencyConverted "currency_converted";
            LoanDisbursed "loan_disbursed";
            LoanRepaid "loan_repaid";
            PayoutScheduled "payout_scheduled";
            PayoutApproved "payout_approved";
            PayoutCancelled "payout_cancelled";
            PayoutSent "payout_sent";
            PayoutSettled "payout_settled";
            PayoutFailed "payout_failed";
            PayoutReturned "payout_returned";
            PayoutHanded "payout_handed" (sealed);
            PayoutUnclaimed "payout_unclaimed";
            ReceiptAcknowledged "receipt_acknowledged";
            ReceiptDisputed "receipt_disputed" (sealed);
            DisputeResolved "dispute_resolved";
            CreditNoteIssued "credit_note_issued" (sealed);
            RefundIssued "refund_issued";
            ChargebackReceived "chargeback_received";
            ChargebackReversed "chargeback_reversed";
            PayableSettled "payable_settled";
            WithholdingRateSet "withholding_rate_set";
            TaxWithheld "tax_withheld";
            TaxRemitted "tax_remitted";
            TransferSent "transfer_sent";
            TransferReceived "transfer_received";
            CorrectionDeclared "correction_declared" (sealed);
            PremiumAccrued "premium_accrued";
            PremiumReceived "premium_received";
            ResolutionAdopted "resolution_adopted";
            FundSpent "fund_spent" (sealed);
            GrantAwarded "grant_awarded";
            GrantReceived "grant_received";
            GrantSpent "grant_spent";
            GrantReturned "grant_returned";
            AssetCommissioned "asset_commissioned";
            AssetDepreciated "asset_depreciated";
            AssetUseReported "asset_use_reported";
            InKindReceived "in_kind_received";
            ResaleRecorded "resale_recorded";
            LoanScheduled "loan_scheduled";
            InstalmentDue "instalment_due";
            LoanRescheduled "loan_rescheduled";
            LoanWrittenOff "loan_written_off";
            LoanGroupFormed "loan_group_formed";
            GuaranteeCalled "guarantee_called";
            GuaranteeRepaid "guarantee_repaid";
        }
    };
}
