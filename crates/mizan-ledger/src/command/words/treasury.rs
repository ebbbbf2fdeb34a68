//! The words of money that comes in, changes or goes back: payments, fees, conversions, refunds.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::event::treasury::{Allocation, FeeKind};
use crate::id::{ActorId, ConversionId, FeeId, MovementId, OrderId, PartyId, PaymentId, RefundId, SaleId};
use crate::money::{ExchangeRate, Money, positive};
use crate::text::{Label, some_day};

words! {
    /// Two persons count a cash box.
    CountCash {
        /// This count.
        count: MovementId,
        /// Which box.
        till: Till,
        /// What lies in it.
        counted: Money,
        /// Who counts with the actor.
        with: ActorId,
    }

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

    /// A bank or provider gives a fee back, or a part of it.
    ReturnProviderFee {
        /// This movement.
        movement: MovementId,
        /// Which fee.
        fee: FeeId,
        /// Into which till.
        till: Till,
        /// How much, in the currency it was taken in.
        #[serde(deserialize_with = "positive")]
        amount: Money,
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
}
