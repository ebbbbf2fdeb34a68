//! A tour of the catalogue: what was met least so far is sought first, so that a short book knows every kind of event.

use std::borrow::Cow;

use mizan_ledger::event::Kind;
use mizan_ledger::id::SaleId;
use mizan_ledger::money::Money;
use serde_json::json;

use crate::generator::Generator;
use crate::generator::terms::Channel;

/// What a cooperative does so that an event of some kind may follow.
type Act = fn(&mut Generator, usize);

impl Generator {
    /// Does what leads to the kind that was met least, and sought in vain least.
    pub(super) fn meet_the_rarest(&mut self, at: usize) {
        let met = |kind: &Kind| self.met.get(kind).copied().unwrap_or(0);
        let Some(rarest) = Kind::ALL.iter().map(met).min() else { return };
        let rare: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| met(kind) == rarest).collect();
        // What stands first in the catalogue is often what the rest needs.
        let place = self.chance.place_in(rare.len().min(4));
        let Some(kind) = rare.get(place).copied() else { return };
        // Whether or not it leads to anything: next time it is another one's turn.
        *self.met.entry(kind).or_default() += 1;
        act_for(kind)(self, at);
    }

    fn freeze_somebody(&mut self, at: usize) {
        if let Some(member) = self.chance.one_of(&self.shops[at].members).copied() {
            self.freeze(at, member);
        }
    }

    fn agree_again(&mut self, at: usize) {
        let place = self.chance.place_in(Channel::ALL.len());
        if self.shops[at].versions[place] < 4 {
            self.agree(at, Channel::ALL[place]);
        }
    }

    fn end_one_agreement(&mut self, at: usize) {
        let place = self.chance.place_in(Channel::ALL.len());
        self.end_an_agreement(at, Channel::ALL[place]);
    }

    /// Somebody takes wool, and brings some of it back at once.
    fn take_too_much_wool(&mut self, at: usize) {
        let before = self.said.len();
        self.take_an_order(at);
        let taken = self.said.iter().skip(before).find(|said| said.submission.command.name() == "advance_materials");
        let materials = taken.and_then(|said| serde_json::to_value(&said.submission.command).ok());
        if let Some(materials) = materials {
            self.bring_wool_back(at, &materials["materials"]);
        }
    }

    fn confirm_one_order(&mut self, at: usize) {
        self.take_an_order_by_size(at);
        if let Some((order, _)) = self.shops[at].sized.last().copied() {
            self.say(at, "president", "confirm_order", json!({"order": order, "reference": "OC"}));
        }
    }

    fn change_one_order(&mut self, at: usize) {
        let place = self.chance.place_in(self.shops[at].sized.len());
        let Some((id, _)) = self.shops[at].sized.get(place).copied() else { return };
        if let Some(order) = self.books_of(at).orders.get(&id).map(Cow::into_owned) {
            self.enlarge(at, id, &order);
        }
    }

    /// What was ordered is no longer wanted, usually after an advance.
    fn cancel_one_order(&mut self, at: usize) {
        let before = self.shops[at].sized.len();
        self.take_an_order_by_size(at);
        if let Some((order, _)) = self.shops[at].sized.get(before).copied() {
            self.cancel(at, order, before);
        }
    }

    /// A buyer pays without saying who it is, and is found out.
    fn find_out_who_paid(&mut self, at: usize) {
        let Some(sale) = self.shops[at].unpaid.last().copied() else { return };
        if let Some((_, lacking)) = self.lacking(at, sale) {
            self.receive_unidentified(at, sale, lacking);
            self.identify_a_payment(at);
        }
    }

    /// A sale that was paid is credited, and what the buyer paid too much goes back.
    fn credit_and_refund(&mut self, at: usize) {
        let paid: Vec<SaleId> = self.shops[at].paid.iter().copied().collect();
        let Some(id) = self.chance.one_of(&paid).copied() else { return };
        let Some(total) = self.sale(at, id).map(|sale| sale.total).filter(|total| total.is_positive()) else { return };
        let amount = self.part_of(total, 5, 60);
        let words = json!({"credit_note": self.code("credit"), "sale": id, "amount": amount, "reason": "quality"});
        if self.say(at, "treasurer", "issue_credit_note", words).is_some() {
            self.refund(at, id);
        }
    }

    /// Where there is no loom yet, one is bought with a grant.
    fn have_a_loom(&mut self, at: usize) {
        if self.books_of(at).grants.assets.is_empty() {
            self.be_promised_a_grant(at);
            self.receive_a_grant(at);
            self.buy_a_loom(at);
        }
    }

    /// A payout is called off after a part of a sale it pays was credited.
    fn credit_while_it_is_set_aside(&mut self, at: usize) {
        let Some(payout) = self.schedule(at) else { return };
        self.credit_what_is_set_aside(at, payout);
        self.say(at, "treasurer", "cancel_payout", json!({"payout": payout, "reason": "A buyer complained"}));
    }

    /// A bank takes back the whole price of some sale, and its goods come back.
    fn have_goods_come_back(&mut self, at: usize) {
        let paid: Vec<SaleId> = self.shops[at].paid.iter().copied().collect();
        let whole = paid.into_iter().filter_map(|id| {
            let sale = self.sale(at, id)?;
            let whole = sale.total.is_positive() && sale.received() == sale.total;
            whole.then_some((id, sale.total))
        });
        let whole: Vec<(SaleId, Money)> = whole.collect();
        let Some((sale, total)) = self.chance.one_of(&whole).copied() else { return };
        let mut words = self.moved(at, total);
        if !self.holds(at, words["till"].as_str().unwrap_or_default(), total) {
            return;
        }
        words["chargeback"] = json!(self.code("chargeback"));
        words["sale"] = json!(sale);
        words["amount"] = json!(total);
        if self.say(at, "treasurer", "receive_chargeback", words).is_some() {
            self.say(at, "storekeeper", "take_goods_back", json!({"sale": sale}));
        }
    }

    /// Sends a transfer, and the one it was for receives it.
    fn pass_on_and_receive(&mut self, at: usize) {
        self.send_transfer(at);
        for other in 0..self.shops.len() {
            self.receive_transfer(other);
        }
    }
}

/// What leads to an event of a kind. Of what only a founding leads to there is no more; anything may be sold meanwhile.
fn act_for(kind: Kind) -> Act {
    match kind {
        Kind::BookOpened
        | Kind::CooperativeRegistered
        | Kind::TillOpened
        | Kind::OpeningBalanceRecorded
        | Kind::ActivityDefined
        | Kind::SaleRecorded
        | Kind::CommissionCharged
        | Kind::ProceedsAllocated
        | Kind::ResiduesCarried
        | Kind::DeductionApplied => |it, at| it.sell(at, 5),
        Kind::PartyRegistered | Kind::InKindReceived => Generator::receive_help,
        Kind::MemberAdmitted => Generator::come,
        Kind::MemberStatusChanged => Generator::suspend,
        Kind::MemberExited => Generator::leave,
        Kind::LogKeyRotated => |it, _| it.change_the_log_key(),
        Kind::PersonalDataSealed => Generator::have_a_new_number,
        Kind::PersonalDataErased => Generator::be_erased,
        Kind::BoardElected => Generator::elect_a_board,
        Kind::CensusTaken | Kind::CensusCorrected => Generator::take_a_census,
        Kind::ShareTermsSet => Generator::found_capital,
        Kind::SharesSubscribed | Kind::SharesPaid => Generator::tend_the_shares,
        Kind::SharesRefunded => Generator::see_a_shareholder_off,
        Kind::StatementRecorded
        | Kind::StatementLineRecorded
        | Kind::MatchLimitSet
        | Kind::MatchConfirmed
        | Kind::MatchUndone
        | Kind::RoundingBooked => Generator::read_a_statement,
        Kind::CashCounted => Generator::carry_cash,
        Kind::BusinessDaySet | Kind::CutOffsSet => Generator::hear_from_the_bank,
        Kind::PayoutLimitsSet => Generator::limit_payouts,
        Kind::PayeeTermsSet => Generator::let_changes_rest,
        Kind::PayeeDetailsSet | Kind::PayeeDetailsVerified | Kind::PayeeDetailsConfirmed => Generator::tend_the_payees,
        Kind::PayeeFrozen | Kind::PayeeReleased => Generator::freeze_somebody,
        Kind::ProductDefined => Generator::define_a_product,
        Kind::PriceSet => Generator::set_a_price,
        Kind::PieceListed => Generator::list_a_piece,
        Kind::AgreementProposed | Kind::AgreementAccepted | Kind::AgreementSuperseded => Generator::agree_again,
        Kind::AgreementEnded => Generator::end_one_agreement,
        Kind::ConsentGiven | Kind::ConsentWithdrawn => Generator::change_a_consent,
        Kind::FundsTransferred => Generator::bring_cash,
        Kind::ExpensePaid => Generator::keep_house,
        Kind::MaterialsBought | Kind::MaterialsAdvanced | Kind::MaterialsReturned => Generator::take_too_much_wool,
        Kind::OrderPlaced | Kind::AdvanceReceived => Generator::take_an_order,
        Kind::OrderConfirmed => Generator::confirm_one_order,
        Kind::OrderChanged => Generator::change_one_order,
        Kind::OrderCancelled | Kind::AdvanceRefunded => Generator::cancel_one_order,
        Kind::GoodsDelivered | Kind::DeliveryInspected | Kind::GoodsReworked | Kind::RetentionHeld => {
            Generator::deliver_by_size
        }
        Kind::WorkRecorded | Kind::AdvanceOffset => Generator::deliver,
        Kind::ConsignmentDelivered => Generator::leave_with_a_shop,
        Kind::ConsignmentReturned => Generator::come_back_from_a_shop,
        Kind::FreightShared => Generator::travel_together,
        Kind::RetentionReleased => Generator::release_what_was_kept_back,
        Kind::GoodsAccepted => Generator::have_goods_accepted,
        Kind::PaymentReceived | Kind::EarningsReleased | Kind::FxDifferenceRealised | Kind::ProviderFeeCharged => {
            Generator::be_paid
        }
        Kind::PaymentIdentified | Kind::PaymentAllocated => Generator::find_out_who_paid,
        Kind::CurrencyConverted => Generator::convert,
        Kind::LoanRepaid => Generator::repay_a_loan,
        Kind::PayoutScheduled
        | Kind::PayoutApproved
        | Kind::PayoutCancelled
        | Kind::PayoutSent
        | Kind::PayoutSettled
        | Kind::PayoutFailed
        | Kind::PayoutFiled
        | Kind::PayoutAccepted
        | Kind::PayoutReturned
        | Kind::PayoutHanded
        | Kind::PayoutUnclaimed
        | Kind::ReceiptAcknowledged
        | Kind::ReceiptDisputed
        | Kind::DisputeResolved => Generator::pay_out,
        Kind::PayoutFileDiscarded | Kind::PayoutUnanswered | Kind::PayoutReportedMissing | Kind::PayoutNotReceived => {
            Generator::lose_an_answer
        }
        Kind::PayoutRecallAsked | Kind::PayoutRecallAnswered => Generator::ask_back,
        Kind::CreditNoteIssued => Generator::give_back,
        Kind::RefundIssued => Generator::credit_and_refund,
        Kind::GoodsReturned => Generator::have_goods_come_back,
        Kind::DebtSetOff => Generator::credit_while_it_is_set_aside,
        Kind::InvoiceDisputed | Kind::InvoiceDisputeSettled => Generator::dispute_an_invoice,
        Kind::ChargebackReceived => Generator::be_charged_back,
        Kind::ChargebackReversed => Generator::win_a_dispute,
        Kind::ProviderFeeReturned => Generator::have_a_fee_back,
        Kind::PayableSettled => Generator::settle_a_payable,
        Kind::WithholdingRateSet => Generator::set_a_tax_rate,
        Kind::TaxWithheld => Generator::withhold_tax,
        Kind::TaxRemitted => Generator::remit_tax,
        Kind::TransferSent | Kind::TransferReceived => Generator::pass_on_and_receive,
        Kind::CorrectionDeclared => Generator::err,
        Kind::PremiumAccrued => Generator::promise_a_premium,
        Kind::PremiumReceived => Generator::receive_a_premium,
        Kind::ResolutionAdopted => Generator::resolve,
        Kind::FundSpent => Generator::spend_a_fund,
        Kind::GrantAwarded => Generator::be_promised_a_grant,
        Kind::GrantReceived => Generator::receive_a_grant,
        Kind::GrantSpent => Generator::spend_a_grant,
        Kind::GrantReturned => Generator::return_a_grant,
        Kind::AssetCommissioned => Generator::buy_a_loom,
        Kind::AssetDepreciated => |it, at| {
            it.have_a_loom(at);
            it.wear_a_loom(at);
        },
        Kind::AssetUseReported => |it, at| {
            it.have_a_loom(at);
            it.look_at_a_loom(at);
        },
        Kind::ResaleRecorded => Generator::sell_on,
        Kind::LoanScheduled => Generator::schedule_a_loan,
        Kind::InstalmentDue => Generator::let_an_instalment_fall_due,
        Kind::LoanRescheduled => Generator::put_a_loan_off,
        Kind::LoanWrittenOff => Generator::write_a_loan_off,
        Kind::LoanDisbursed | Kind::LoanGroupFormed => Generator::lend_to_a_group,
        Kind::GuaranteeCalled => Generator::call_a_guarantee,
        Kind::GuaranteeRepaid => Generator::repay_a_guarantee,
        Kind::PeriodClosed | Kind::PeriodReopened => Generator::tend_the_periods,
    }
}
