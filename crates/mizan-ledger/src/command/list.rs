//! The list of every command. A command stands here once: its words, its `type`, the first event it leads to.
//!
//! `fact` says that the words are the event's own: the caller only reports. Adding a line makes the compiler ask for the
//! rule that decides it (`decide`).

/// Hands the list to a macro.
macro_rules! every_command {
    ($with:ident) => {
        $with! {
            OpenBook(BookOpened) "open_book" => BookOpened fact;
            RegisterParty(PartyRegistered) "register_party" => PartyRegistered fact;
            RegisterCooperative(CooperativeRegistered) "register_cooperative" => CooperativeRegistered fact;
            AdmitMember(MemberAdmitted) "admit_member" => MemberAdmitted fact;
            ChangeMemberStatus(MemberStatusChanged) "change_member_status" => MemberStatusChanged fact;
            RecordExit(MemberExited) "record_exit" => MemberExited fact;
            SealPersonalData(PersonalDataSealed) "seal_personal_data" => PersonalDataSealed fact;
            ErasePersonalData(PersonalDataErased) "erase_personal_data" => PersonalDataErased fact;
            ElectBoard(BoardElected) "elect_board" => BoardElected fact;
            DefineActivity(ActivityDefined) "define_activity" => ActivityDefined fact;
            TakeCensus(TakeCensus) "take_census" => CensusTaken;
            CorrectCensus(CensusCorrected) "correct_census" => CensusCorrected fact;
            SetShareTerms(ShareTermsSet) "set_share_terms" => ShareTermsSet fact;
            SubscribeShares(SubscribeShares) "subscribe_shares" => SharesSubscribed;
            PayShares(SharesPaid) "pay_shares" => SharesPaid fact;
            RefundShares(RefundShares) "refund_shares" => SharesRefunded;
            SetPayeeTerms(PayeeTermsSet) "set_payee_terms" => PayeeTermsSet fact;
            SetPayeeDetails(SetPayeeDetails) "set_payee_details" => PayeeDetailsSet;
            VerifyPayeeDetails(VerifyPayeeDetails) "verify_payee_details" => PayeeDetailsVerified;
            ConfirmPayeeDetails(ConfirmPayeeDetails) "confirm_payee_details" => PayeeDetailsConfirmed;
            FreezePayee(PayeeFrozen) "freeze_payee" => PayeeFrozen fact;
            ReleasePayee(PayeeReleased) "release_payee" => PayeeReleased fact;
            DefineProduct(ProductDefined) "define_product" => ProductDefined fact;
            SetPrice(PriceSet) "set_price" => PriceSet fact;
            ListPiece(PieceListed) "list_piece" => PieceListed fact;
            ProposeAgreement(AgreementProposed) "propose_agreement" => AgreementProposed fact;
            AcceptAgreement(AgreementAccepted) "accept_agreement" => AgreementAccepted fact;
            EndAgreement(AgreementEnded) "end_agreement" => AgreementEnded fact;
            GiveConsent(ConsentGiven) "give_consent" => ConsentGiven fact;
            WithdrawConsent(ConsentWithdrawn) "withdraw_consent" => ConsentWithdrawn fact;
            OpenTill(TillOpened) "open_till" => TillOpened fact;
            RecordOpeningBalance(OpeningBalanceRecorded) "record_opening_balance" => OpeningBalanceRecorded fact;
            TransferFunds(FundsTransferred) "transfer_funds" => FundsTransferred fact;
            BuyMaterials(MaterialsBought) "buy_materials" => MaterialsBought fact;
            PayExpense(ExpensePaid) "pay_expense" => ExpensePaid fact;
            PlaceOrder(OrderPlaced) "place_order" => OrderPlaced fact;
            ConfirmOrder(OrderConfirmed) "confirm_order" => OrderConfirmed fact;
            ChangeOrder(OrderChanged) "change_order" => OrderChanged fact;
            CancelOrder(OrderCancelled) "cancel_order" => OrderCancelled fact;
            ReceiveAdvance(ReceiveAdvance) "receive_advance" => AdvanceReceived;
            RefundAdvance(RefundAdvance) "refund_advance" => AdvanceRefunded;
            DeliverGoods(GoodsDelivered) "deliver_goods" => GoodsDelivered fact;
            InspectDelivery(DeliveryInspected) "inspect_delivery" => DeliveryInspected fact;
            ReworkGoods(GoodsReworked) "rework_goods" => GoodsReworked fact;
            DeliverConsignment(ConsignmentDelivered) "deliver_consignment" => ConsignmentDelivered fact;
            ReturnConsignment(ConsignmentReturned) "return_consignment" => ConsignmentReturned fact;
            ShareFreight(ShareFreight) "share_freight" => FreightShared;
            AdvanceMaterials(AdvanceMaterials) "advance_materials" => MaterialsAdvanced;
            ReturnMaterials(MaterialsReturned) "return_materials" => MaterialsReturned fact;
            RecordWork(WorkRecorded) "record_work" => WorkRecorded fact;
            RecordSale(RecordSale) "record_sale" => SaleRecorded;
            ReleaseRetention(ReleaseRetention) "release_retention" => RetentionReleased;
            AcceptGoods(GoodsAccepted) "accept_goods" => GoodsAccepted fact;
            TakeGoodsBack(GoodsReturned) "take_goods_back" => GoodsReturned fact;
            ReceivePayment(ReceivePayment) "receive_payment" => PaymentReceived;
            IdentifyPayment(IdentifyPayment) "identify_payment" => PaymentIdentified;
            AllocatePayment(AllocatePayment) "allocate_payment" => PaymentAllocated;
            ChargeProviderFee(ChargeProviderFee) "charge_provider_fee" => ProviderFeeCharged;
            ReturnProviderFee(ReturnProviderFee) "return_provider_fee" => ProviderFeeReturned;
            ConvertCurrency(ConvertCurrency) "convert_currency" => CurrencyConverted;
            DisburseLoan(LoanDisbursed) "disburse_loan" => LoanDisbursed fact;
            RepayLoan(RepayLoan) "repay_loan" => LoanRepaid;
            SchedulePayout(SchedulePayout) "schedule_payout" => PayoutScheduled;
            ApprovePayout(PayoutApproved) "approve_payout" => PayoutApproved fact;
            CancelPayout(CancelPayout) "cancel_payout" => PayoutCancelled;
            SendPayout(SendPayout) "send_payout" => PayoutSent;
            SettlePayout(SettlePayout) "settle_payout" => PayoutSettled;
            FailPayout(FailPayout) "fail_payout" => PayoutFailed;
            ReturnPayout(ReturnPayout) "return_payout" => PayoutReturned;
            HandOverPayout(HandOverPayout) "hand_over_payout" => PayoutHanded;
            LeaveUnclaimed(LeaveUnclaimed) "leave_unclaimed" => PayoutUnclaimed;
            AcknowledgeReceipt(ReceiptAcknowledged) "acknowledge_receipt" => ReceiptAcknowledged fact;
            DisputeReceipt(ReceiptDisputed) "dispute_receipt" => ReceiptDisputed fact;
            ResolveDispute(DisputeResolved) "resolve_dispute" => DisputeResolved fact;
            IssueCreditNote(IssueCreditNote) "issue_credit_note" => CreditNoteIssued;
            IssueRefund(IssueRefund) "issue_refund" => RefundIssued;
            ReceiveChargeback(ReceiveChargeback) "receive_chargeback" => ChargebackReceived;
            ReverseChargeback(ReverseChargeback) "reverse_chargeback" => ChargebackReversed;
            SettlePayable(SettlePayable) "settle_payable" => PayableSettled;
            SetWithholdingRate(WithholdingRateSet) "set_withholding_rate" => WithholdingRateSet fact;
            WithholdTax(WithholdTax) "withhold_tax" => TaxWithheld;
            RemitTax(TaxRemitted) "remit_tax" => TaxRemitted fact;
            AccruePremium(AccruePremium) "accrue_premium" => PremiumAccrued;
            ReceivePremium(ReceivePremium) "receive_premium" => PremiumReceived;
            AdoptResolution(ResolutionAdopted) "adopt_resolution" => ResolutionAdopted fact;
            SpendFund(FundSpent) "spend_fund" => FundSpent fact;
            AwardGrant(GrantAwarded) "award_grant" => GrantAwarded fact;
            ReceiveGrant(GrantReceived) "receive_grant" => GrantReceived fact;
            SpendGrant(GrantSpent) "spend_grant" => GrantSpent fact;
            ReturnGrant(GrantReturned) "return_grant" => GrantReturned fact;
            CommissionAsset(AssetCommissioned) "commission_asset" => AssetCommissioned fact;
            DepreciateAsset(DepreciateAsset) "depreciate_asset" => AssetDepreciated;
            ReportAssetUse(AssetUseReported) "report_asset_use" => AssetUseReported fact;
            ReceiveInKind(InKindReceived) "receive_in_kind" => InKindReceived fact;
            SendTransfer(TransferSent) "send_transfer" => TransferSent fact;
            ReceiveTransfer(TransferReceived) "receive_transfer" => TransferReceived fact;
            RecordResale(ResaleRecorded) "record_resale" => ResaleRecorded fact;
            ScheduleLoan(ScheduleLoan) "schedule_loan" => LoanScheduled;
            RecordInstalmentDue(RecordInstalmentDue) "record_instalment_due" => InstalmentDue;
            RescheduleLoan(RescheduleLoan) "reschedule_loan" => LoanRescheduled;
            WriteOffLoan(WriteOffLoan) "write_off_loan" => LoanWrittenOff;
            FormLoanGroup(LoanGroupFormed) "form_loan_group" => LoanGroupFormed fact;
            CallGuarantee(CallGuarantee) "call_guarantee" => GuaranteeCalled;
            RepayGuarantee(RepayGuarantee) "repay_guarantee" => GuaranteeRepaid;
            DeclareCorrection(DeclareCorrection) "declare_correction" => CorrectionDeclared;
        }
    };
}
