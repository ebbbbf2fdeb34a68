//! From the materials to the division of the price: materials, work, sales, credit notes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::agreement::document::Booking;
use crate::agreement::facts::{CostIncurred, GradedPieces, InvoicedTax, Maker, Measures, OrderKind, Served};
use crate::agreement::split::Residue;
use crate::event::{Digests, Share, Source};
use crate::id::{
    AgreementId, ClauseId, Code, ConsentId, ConsignmentId, CreditNoteId, DeliveryId, FundId, LoanId, MaterialsId,
    MemberId, MovementId, OrderId, PartyId, PieceId, ProductId, SaleId, ShipmentId, WorkId,
};
use crate::money::{ExchangeRate, Money, Quantity, Rate, UnitPrice, positive};
use crate::text::Label;

/// A part of an order's advance is set against a sale, at the rate it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvanceOffset {
    /// The sale that is paid by it.
    pub sale: SaleId,
    /// The order it was paid for.
    pub order: OrderId,
    /// Who paid it.
    pub buyer: PartyId,
    /// How much, in the currency of the invoice.
    pub amount: Money,
    /// How much, in the cooperative's currency, at the historic rate.
    pub booked: Money,
}

/// One member's weight in a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The member.
    pub member: MemberId,
    /// Her weight: hours, pieces, metres.
    pub weight: Quantity,
}

/// Materials were handed to members against their later earnings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaterialsAdvanced {
    /// This hand-over.
    pub materials: MaterialsId,
    /// What was handed over.
    pub item: Label,
    /// Its value.
    #[serde(deserialize_with = "positive")]
    pub value: Money,
    /// The order it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Between whom, by which weights.
    pub members: Vec<Weight>,
    /// What each member owes for it.
    pub shares: Vec<Share>,
}

/// Materials that a member had received came back to the store unused; she owes that much less for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaterialsReturned {
    /// This return.
    pub movement: MovementId,
    /// The hand-over they come from.
    pub materials: MaterialsId,
    /// Who brings them back.
    pub member: MemberId,
    /// Their value, reckoned as at the hand-over.
    #[serde(deserialize_with = "positive")]
    pub value: Money,
}

/// A member's work on an order or a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkRecorded {
    /// This entry of the tally sheet.
    pub work: WorkId,
    /// Who worked.
    pub member: MemberId,
    /// For which order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// For which delivery: a sale of its pieces pays it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryId>,
    /// Whether it mends pieces that were rejected: its hours are known, but it is not paid once more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rework: bool,
    /// On what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Label>,
    /// How much she did.
    #[serde(default)]
    pub did: Measures,
    /// Her pieces by grade, where grades are counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub graded: Vec<GradedPieces>,
}

/// What a line of an invoice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Pieces that were made.
    #[default]
    Goods,
    /// What the buyer is charged for the way.
    Shipping,
    /// Import duties the buyer pays in advance.
    Duties,
    /// Tax that is charged on top of the other lines.
    Tax,
}

impl LineKind {
    /// Whether somebody made what the line speaks of.
    #[must_use]
    pub fn is_goods(&self) -> bool {
        *self == LineKind::Goods
    }
}

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is for; only goods count as pieces.
    #[serde(default, skip_serializing_if = "LineKind::is_goods")]
    pub kind: LineKind,
    /// The line of the order whose pieces they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Code>,
    /// What is sold.
    pub product: Label,
    /// The product it is one of, where that is defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ProductId>,
    /// The piece itself, where it is listed; its quantity is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<PieceId>,
    /// How many pieces.
    pub quantity: Quantity,
    /// The price of one, tax included, in the currency of the invoice.
    pub unit_price: UnitPrice,
    /// The weight of the whole line in kilograms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kilograms: Option<Quantity>,
    /// The area of the whole line in square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub square_metres: Option<Quantity>,
}

/// The agreement version a sale is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version.
    pub version: u32,
}

packed!(struct Terms { agreement, version });

/// A sale was invoiced. The records of the same batch divide it to the last centime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaleRecorded {
    /// The sale.
    pub sale: SaleId,
    /// Who bought.
    pub buyer: PartyId,
    /// The order it fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The delivery whose accepted pieces it invoices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryId>,
    /// The consignment its goods were left in, of the shop that sold them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignment: Option<ConsignmentId>,
    /// Why the shop pays less than what was asked for them, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below_agreed: Option<Label>,
    /// The shipment it travels in, which says its freight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment: Option<ShipmentId>,
    /// The agreement the caller named, if she named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementId>,
    /// The trade channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// The class of product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_class: Option<Code>,
    /// Who exports it in its own name, if it is exported: who may is seldom who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exporter: Option<PartyId>,
    /// When the contract was signed, if that date picks the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contracted_on: Option<Date>,
    /// When the goods were delivered, if that date picks the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<Date>,
    /// What was sold.
    pub lines: Vec<Line>,
    /// Taken off the sum of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What the buyer owes, tax included: the sum of the lines less the discount.
    #[serde(deserialize_with = "positive")]
    pub total: Money,
    /// Units of the cooperative's currency for one of the invoice's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Costs passed on at cost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostIncurred>,
    /// Fees a provider takes of this sale, known at its time, in the cooperative's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_fees: Option<Money>,
    /// The tax in it as the invoice states it, in the currency of the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoiced_tax: Option<InvoicedTax>,
    /// The price the buyer sold it on for, when known, in the cooperative's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resale: Option<Money>,
    /// What a unit costs on the market, in the cooperative's currency, on the day the price was fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub market: Option<UnitPrice>,
    /// Where the buyer's order came from, which may pick another rate.
    #[serde(default)]
    pub order_kind: OrderKind,
    /// The number of the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// When the buyer must pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// Who served it beside making it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub served: Vec<Served>,
    /// The part of it that the buyer keeps back, as the caller said; the order's if she did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<Rate>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retained_until: Option<Date>,
    /// Who made it, as the caller said; the work recorded for the order if she did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub makers: Option<Vec<Maker>>,
    /// The terms in force that divide it.
    pub terms: Terms,
    /// What it brings in the cooperative's currency: the advance at its historic rate, the rest at the sale's.
    pub gross: Money,
    /// The tax in it.
    pub tax: Money,
    /// The value of the materials its makers were advanced for the order.
    pub materials: Money,
    /// How many sales the cooperative recorded before: who is served first when centimes tie.
    pub turn: u64,
    /// The entries of the tally sheet it pays, if the caller named no makers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<WorkId>,
    /// What each maker did, summed from those entries or from the pieces sold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_by: Vec<Maker>,
    /// As whose the sale is booked.
    #[serde(default, skip_serializing_if = "Booking::is_mandate")]
    pub booking: Booking,
    /// When the buyer must pay by what was agreed on the order, if the caller did not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub falls_due_on: Option<Date>,
    /// Its part of the freight of its shipment: a cost of it, as if the caller had said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freight: Option<Money>,
}

impl SaleRecorded {
    /// When the buyer must pay: as the caller said, else by what was agreed on the order.
    #[must_use]
    pub fn falls_due(&self) -> Option<Date> {
        self.due_on.or(self.falls_due_on)
    }
}

/// Who a slice of a price goes to, when it is not a maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// An intermediary, carrier or other party.
    Party(PartyId),
    /// The cooperative, for its running.
    Cooperative,
    /// The cooperative, for a cost it had paid.
    Recovered,
    /// A restricted fund.
    Fund(FundId),
    /// A member who served the sale in a role.
    Member(MemberId),
}

packed!(enum Receiver { 0 = Party(a), 1 = Cooperative, 2 = Recovered, 3 = Fund(a), 4 = Member(a) });

impl Receiver {
    /// The member, if it is one.
    #[must_use]
    pub fn member(self) -> Option<MemberId> {
        match self {
            Receiver::Member(member) => Some(member),
            Receiver::Party(_) | Receiver::Cooperative | Receiver::Recovered | Receiver::Fund(_) => None,
        }
    }
}

/// An intermediary, the cooperative or a member who served takes the agreed slice of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommissionCharged {
    /// Of which sale.
    pub sale: SaleId,
    /// Under which step of the agreement.
    pub step: Code,
    /// Who takes it.
    pub to: Receiver,
    /// Of which amount, where it is a percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Money>,
    /// The rate, where the step has a single one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// How much.
    pub amount: Money,
    /// As whose the sale is booked.
    #[serde(default, skip_serializing_if = "Booking::is_mandate")]
    pub booking: Booking,
}

/// A slice of a price under one step of the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// The step.
    pub step: Code,
    /// Who receives it.
    pub to: Receiver,
    /// How much.
    pub amount: Money,
    /// What of a fund's part that is given back the fund had no more: the cooperative bears it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<Money>,
}

/// The minimum the makers should reach, and what the price gave them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// The step.
    pub step: Code,
    /// What the agreement asks for.
    pub required: Money,
    /// What the makers receive.
    pub reached: Money,
}

/// What remains of a sale after commissions goes to costs, funds and makers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProceedsAllocated {
    /// Of which sale.
    pub sale: SaleId,
    /// Costs, premiums and funds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slices: Vec<Slice>,
    /// Makers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<Share>,
    /// The minimum prices of the agreement; a price that cannot meet one is flagged here, never scaled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minimums: Vec<Minimum>,
    /// As whose the sale is booked.
    #[serde(default, skip_serializing_if = "Booking::is_mandate")]
    pub booking: Booking,
}

/// What makers' rates leave of a sale below the minor unit is carried to their next sales; a credit note of all that was
/// left of the sale takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResiduesCarried {
    /// Of which sale.
    pub sale: SaleId,
    /// Each maker's.
    pub residues: Vec<Residue>,
}

/// What a deduction pays back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovered {
    /// Materials advanced.
    Materials,
    /// A loan of the cooperative to the member.
    Loan(LoanId),
    /// A debt left by a refund.
    Debt,
    /// A fund she pays into.
    Fund(FundId),
}

/// A part of a member's share is kept, under a clause and with her consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeductionApplied {
    /// From her share of which sale.
    pub sale: SaleId,
    /// Whose.
    pub member: MemberId,
    /// The clause of the agreement.
    pub clause: ClauseId,
    /// Her consent.
    pub consent: ConsentId,
    /// What it pays back.
    pub recovers: Recovered,
    /// How much.
    pub amount: Money,
}

/// Why shares became available.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Released {
    /// The sale was invoiced.
    Invoiced,
    /// The buyer accepted the goods.
    Accepted,
    /// The buyer paid.
    Paid,
    /// The cooperative advances a part before the buyer has paid.
    Advanced,
    /// A refund gave back what an exchange rate had taken of them.
    Refunded,
}

/// Members' shares of a sale can now be paid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarningsReleased {
    /// Of which sale.
    pub sale: SaleId,
    /// Why now.
    pub because: Released,
    /// How much of each member's.
    pub shares: Vec<Share>,
}

/// The buyer has accepted the goods of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsAccepted {
    /// The sale.
    pub sale: SaleId,
    /// The buyer's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Why a credit note was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditReason {
    /// Not as agreed.
    Quality,
    /// Broken or lost on the way.
    Breakage,
    /// Fewer pieces than invoiced.
    ShortDelivery,
    /// Sent back by the buyer.
    Returned,
    /// The invoice was wrong.
    PricingError,
    /// The whole sale is undone.
    Cancelled,
}

impl CreditReason {
    /// Whether what is credited was never owed or never delivered, so that its pieces can be invoiced again.
    #[must_use]
    pub fn can_be_invoiced_again(self) -> bool {
        matches!(self, CreditReason::Cancelled | CreditReason::PricingError | CreditReason::ShortDelivery)
    }
}

/// How one maker's part of a credit note is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reversal {
    /// The maker.
    pub member: MemberId,
    /// Her part.
    pub amount: Money,
    /// Taken from her share while the buyer had not paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Money>,
    /// Taken from her share that was payable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<Money>,
    /// Already used: she owes it, from future sales, under the protected minimum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debt: Option<Money>,
    /// Borne for her, by a fund or by the cooperative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borne: Option<Money>,
    /// Borne for her by the cooperative, since the fund that bears had no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<Money>,
    /// What of it an exchange rate had taken of her already, and the rate of the way back leaves: she need not give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rates: Option<Money>,
    /// The step of her service, if it is not her part as a maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Code>,
}

impl Reversal {
    /// What of it somebody, or the rate of the way back, bore for her.
    pub fn borne_for_her(&self) -> impl Iterator<Item = Money> {
        self.borne.into_iter().chain(self.lost).chain(self.rates)
    }

    /// What of it she had used already: she owes it, or somebody bore it for her.
    pub fn used(&self) -> impl Iterator<Item = Money> {
        self.debt.into_iter().chain(self.borne_for_her())
    }
}

/// A part of a sale is given back to the buyer; every slice gives back its own share of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditNoteIssued {
    /// The credit note.
    pub credit_note: CreditNoteId,
    /// Of which sale.
    pub sale: SaleId,
    /// How much, in the currency of the invoice.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Why.
    pub reason: CreditReason,
    /// Whose invoice is credited.
    pub buyer: PartyId,
    /// How much, in the cooperative's currency.
    pub booked: Money,
    /// By how much less the buyer's account is carried; the rest of what is booked is a difference of rates.
    pub carried: Money,
    /// The tax in it.
    pub tax: Money,
    /// What each slice gives back.
    pub slices: Vec<Slice>,
    /// What each maker gives back, and out of what.
    pub makers: Vec<Reversal>,
    /// Who bears parts of the makers, if the agreement says so: a fund what they had used, the cooperative what broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borne_by: Option<Receiver>,
    /// Who is served first when centimes tie: the turn of the sale.
    pub turn: u64,
    /// As whose the sale is booked.
    #[serde(default, skip_serializing_if = "Booking::is_mandate")]
    pub booking: Booking,
    /// Digests of what is sealed: a remark.
    #[serde(default, rename = "_sd", skip_serializing_if = "Digests::is_empty")]
    pub sealed: Digests,
}

/// What a cooperative paid a party of its slices, first in first out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayableSettled {
    /// This payment.
    pub movement: MovementId,
    /// Who was paid.
    pub party: PartyId,
    /// How much.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Out of which till.
    pub till: Till,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Of which sales.
    pub sources: Vec<Source>,
}
