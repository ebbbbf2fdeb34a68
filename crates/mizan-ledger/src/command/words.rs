//! What a caller says where the event says more: commands whose outcome the ledger reckons.
//!
//! Every field of a command stands again, under its own name, in the first event it leads to: that is how the same
//! words are recognised for ever, and why nothing the caller said is lost. Absent words are written as null here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::agreement::facts::{CostIncurred, Maker, OrderKind};
use crate::event::correction::CorrectionReason;
use crate::event::payout::{PayoutRequest, SignedBy};
use crate::event::trade::{CreditReason, Line, Weight};
use crate::event::treasury::{Allocation, FeeKind};
use crate::id::{
    ActorId, AgreementId, Code, ConversionId, CorrectionId, CreditNoteId, FeeId, LoanId, MaterialsId, MemberId,
    MovementId, OrderId, PartyId, PaymentId, PayoutId, RefundId, SaleId,
};
use crate::money::{ExchangeRate, Money, positive};
use crate::text::{Label, some_day};

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

words! {
    /// A buyer pays for an order before any sale.
    ReceiveAdvance {
        /// The payment.
        payment: PaymentId,
        /// For which order.
        order: OrderId,
        /// How much, in the currency of the order.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// The rate, if that is not the cooperative's currency.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Into which till.
        till: Till,
        /// The bank's value date.
        #[serde(default, deserialize_with = "some_day")]
        value_date: Option<Date>,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
    }

    /// Materials are handed to members against later earnings.
    AdvanceMaterials {
        /// This hand-over.
        materials: MaterialsId,
        /// What.
        item: Label,
        /// Its value.
        #[serde(deserialize_with = "positive")]
        value: Money,
        /// For which order.
        #[serde(default)]
        order: Option<OrderId>,
        /// Between whom, by which weights.
        members: Vec<Weight>,
    }

    /// A sale is invoiced.
    RecordSale {
        /// The sale.
        sale: SaleId,
        /// Who buys.
        buyer: PartyId,
        /// The order it fulfils.
        #[serde(default)]
        order: Option<OrderId>,
        /// The agreement, where channel and class of product leave a choice.
        #[serde(default)]
        agreement: Option<AgreementId>,
        /// The trade channel; the order's if absent.
        #[serde(default)]
        channel: Option<Code>,
        /// The class of product; the order's if absent.
        #[serde(default)]
        product_class: Option<Code>,
        /// When the contract was signed.
        #[serde(default, deserialize_with = "some_day")]
        contracted_on: Option<Date>,
        /// When the goods were delivered.
        #[serde(default, deserialize_with = "some_day")]
        delivered_on: Option<Date>,
        /// What is sold.
        lines: Vec<Line>,
        /// Taken off the sum of the lines.
        #[serde(default)]
        discount: Option<Money>,
        /// What the buyer owes, tax included.
        #[serde(deserialize_with = "positive")]
        total: Money,
        /// The rate, if that is not the cooperative's currency.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Costs passed on at cost.
        #[serde(default)]
        costs: Vec<CostIncurred>,
        /// Fees a provider takes of this sale.
        #[serde(default)]
        provider_fees: Option<Money>,
        /// The price the buyer sells it on for.
        #[serde(default)]
        resale: Option<Money>,
        /// Where the buyer's order came from.
        #[serde(default)]
        order_kind: OrderKind,
        /// The number of the invoice.
        #[serde(default)]
        reference: Option<Label>,
        /// When the buyer must pay.
        #[serde(default, deserialize_with = "some_day")]
        due_on: Option<Date>,
        /// Who made it; if absent, the work recorded for the order that no sale has paid yet.
        #[serde(default)]
        makers: Option<Vec<Maker>>,
    }

    /// A buyer's payment comes in, perhaps from nobody known.
    ReceivePayment {
        /// The payment.
        payment: PaymentId,
        /// Who paid.
        #[serde(default)]
        buyer: Option<PartyId>,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// The rate, if that is not the cooperative's currency.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Into which till.
        till: Till,
        /// The bank's value date.
        #[serde(default, deserialize_with = "some_day")]
        value_date: Option<Date>,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
        /// The sales it pays.
        #[serde(default)]
        pays: Vec<Allocation>,
    }

    /// An unidentified payment turns out to be a buyer's.
    IdentifyPayment {
        /// The payment.
        payment: PaymentId,
        /// Whose it is.
        buyer: PartyId,
    }

    /// What is left of a payment pays sales.
    AllocatePayment {
        /// The payment.
        payment: PaymentId,
        /// Which sales, how much of each.
        pays: Vec<Allocation>,
    }

    /// A bank or provider takes a fee.
    ChargeProviderFee {
        /// The fee.
        fee: FeeId,
        /// Who takes it.
        kind: FeeKind,
        /// Out of which till.
        till: Till,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// For which sale, if for one.
        #[serde(default)]
        sale: Option<SaleId>,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
    }

    /// Money changes currency.
    ConvertCurrency {
        /// The conversion.
        conversion: ConversionId,
        /// Out of which till.
        from: Till,
        /// What is given.
        #[serde(deserialize_with = "positive")]
        sold: Money,
        /// Into which till.
        to: Till,
        /// What is received.
        #[serde(deserialize_with = "positive")]
        bought: Money,
        /// The rate between them.
        rate: ExchangeRate,
        /// Whose rate.
        #[serde(default)]
        source: Option<Label>,
    }

    /// A part of a loan is paid back.
    RepayLoan {
        /// This repayment.
        movement: MovementId,
        /// The loan.
        loan: LoanId,
        /// How much in all.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// How much of it is interest.
        #[serde(default)]
        interest: Option<Money>,
        /// How much of it is fees.
        #[serde(default)]
        fees: Option<Money>,
        /// Out of or into which till.
        till: Till,
    }

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

    /// What is not yet paid of a payout goes back.
    CancelPayout {
        /// The payout.
        payout: PayoutId,
        /// Why.
        #[serde(default)]
        reason: Option<Label>,
    }

    /// The bank and wallet items of an approved payout are sent.
    SendPayout {
        /// The payout.
        payout: PayoutId,
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

    /// A part of a sale is given back to its buyer.
    IssueCreditNote {
        /// The credit note.
        credit_note: CreditNoteId,
        /// Of which sale.
        sale: SaleId,
        /// How much, in the currency of the invoice.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Why.
        reason: CreditReason,
    }

    /// A buyer is paid back.
    IssueRefund {
        /// The refund.
        refund: RefundId,
        /// Of which sale.
        sale: SaleId,
        /// How much, in the currency of the invoice.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// The rate, if that is not the cooperative's currency.
        #[serde(default)]
        rate: Option<ExchangeRate>,
        /// Out of which till.
        till: Till,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
    }

    /// A party is paid its slices.
    SettlePayable {
        /// This payment.
        movement: MovementId,
        /// Who is paid.
        party: PartyId,
        /// How much.
        #[serde(deserialize_with = "positive")]
        amount: Money,
        /// Out of which till.
        till: Till,
        /// The bank's reference.
        #[serde(default)]
        reference: Option<Label>,
    }

    /// Earlier records are wrong.
    DeclareCorrection {
        /// The correction.
        correction: CorrectionId,
        /// Their positions.
        targets: Vec<u64>,
        /// Why.
        reason: CorrectionReason,
        /// The second person.
        approved_by: ActorId,
    }
}
