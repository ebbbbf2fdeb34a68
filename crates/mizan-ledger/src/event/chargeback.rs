//! What a buyer had paid for a sale is taken back by its bank or a provider, which may give it back again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Till;
use crate::agreement::document::{Bearer, Booking};
use crate::event::Event;
use crate::event::trade::{CreditNoteIssued, CreditReason, Receiver, Reversal, Slice};
use crate::id::{ChargebackId, CreditNoteId, PartyId, SaleId};
use crate::money::{ExchangeRate, Money, positive};
use crate::text::Label;

/// The buyer disputed what it had paid for a sale, and the bank or provider took it back out of a till. The buyer owes
/// nothing again: who the agreement says bears it does, for as long as it is not reversed. A fee is a row of its own,
/// `ProviderFeeCharged`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargebackReceived {
    /// The chargeback.
    pub chargeback: ChargebackId,
    /// Of which sale.
    pub sale: SaleId,
    /// How much, in the currency of the invoice.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// Units of the cooperative's currency for one of the invoice's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Out of which till.
    pub till: Till,
    /// Why, in the words or the code of the bank or provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Label>,
    /// The reference of the bank or provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// When the buyer disputed the payment, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disputed_on: Option<Date>,
    /// Until when the bank or provider takes an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Date>,
    /// Who had paid.
    pub buyer: PartyId,
    /// How much left the till, in the cooperative's currency.
    pub booked: Money,
    /// Who bears it, by the agreement that divided the sale: the cooperative, a party, or makers, that is each slice its own
    /// part.
    pub borne_by: Bearer,
    /// What each slice of the price gives back, where no one bears it for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_back: Option<PriceGivenBack>,
}

/// The bank or provider decided for the cooperative, and what a chargeback had taken came back, or a part of it, for those who
/// had borne it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargebackReversed {
    /// The chargeback.
    pub chargeback: ChargebackId,
    /// Units of the cooperative's currency for one of the invoice's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Into which till.
    pub till: Till,
    /// The reference of the bank or provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
    /// Of which sale.
    pub sale: SaleId,
    /// How much came back, in the currency of the invoice.
    pub amount: Money,
    /// How much came into the till, in the cooperative's currency.
    pub booked: Money,
    /// What those who had borne it had given, in the same.
    pub taken: Money,
    /// Who had borne it.
    pub borne_by: Bearer,
    /// What each slice of the price has again, where they had given it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_back: Option<PriceGivenBack>,
}

/// The goods of a sale are back whose price a bank took back: they can be sold again. Nothing is moved by it, since the
/// buyer has its money already. Where a credit note gives the price back, that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsReturned {
    /// The sale.
    pub sale: SaleId,
    /// Under which reference they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// A part of a price that its slices give back, each its own share of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceGivenBack {
    /// How much of the price it is, as that was booked.
    pub booked: Money,
    /// The tax in it.
    pub tax: Money,
    /// Each slice's part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slices: Vec<Slice>,
    /// Each maker's part, and out of what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<Reversal>,
    /// Who bears what makers had used already, if the agreement says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borne_by: Option<Receiver>,
    /// As whose the sale is booked.
    #[serde(default, skip_serializing_if = "Booking::is_mandate")]
    pub booking: Booking,
}

/// Why a part of a price was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// By a credit note.
    CreditNote(CreditNoteId, CreditReason),
    /// By a chargeback.
    Chargeback(ChargebackId),
}

/// What an event says of a part of a price that its slices give back, or have again once a chargeback was reversed.
#[derive(Debug, Clone, Copy)]
pub struct GivenBack<'a> {
    /// Why.
    pub because: Because,
    /// Of which sale.
    pub sale: SaleId,
    /// How much, in the currency of the invoice.
    pub amount: Money,
    /// How much of the price it is, as that was booked.
    pub booked: Money,
    /// The tax in it.
    pub tax: Money,
    /// Each slice's part.
    pub slices: &'a [Slice],
    /// Each maker's part, and out of what.
    pub makers: &'a [Reversal],
    /// Who bears what makers had used already.
    pub borne_by: Option<Receiver>,
    /// As whose the sale is booked.
    pub booking: Booking,
    /// Whether the slices have it again.
    pub again: bool,
}

impl<'a> GivenBack<'a> {
    /// What an event says of it, if it says so.
    #[must_use]
    pub fn of(event: &'a Event) -> Option<GivenBack<'a>> {
        if let Event::CreditNoteIssued(e) = event {
            Some(e.given_back())
        } else if let Event::ChargebackReceived(e) = event {
            e.given_back.as_ref().map(|part| part.of_sale(e.chargeback, e.sale, e.amount, false))
        } else if let Event::ChargebackReversed(e) = event {
            e.given_back.as_ref().map(|part| part.of_sale(e.chargeback, e.sale, e.amount, true))
        } else {
            None
        }
    }

    /// An amount as the slices give it back: below zero, if they have it again.
    #[must_use]
    pub fn signed(&self, amount: Money) -> Money {
        if self.again { amount.negated() } else { amount }
    }

    /// The same in minor units.
    #[must_use]
    pub fn minor(&self, amount: Money) -> i128 {
        self.signed(amount).minor()
    }
}

impl CreditNoteIssued {
    /// What it says of the part of the price that its slices give back.
    #[must_use]
    pub fn given_back(&self) -> GivenBack<'_> {
        GivenBack {
            because: Because::CreditNote(self.credit_note, self.reason),
            sale: self.sale,
            amount: self.amount,
            booked: self.booked,
            tax: self.tax,
            slices: &self.slices,
            makers: &self.makers,
            borne_by: self.borne_by,
            booking: self.booking,
            again: false,
        }
    }
}

impl PriceGivenBack {
    /// What those who bear it give: the price, less what rates had taken of makers already.
    #[must_use]
    pub fn given(&self) -> Money {
        let rates: i128 = self.makers.iter().filter_map(|maker| maker.rates).map(Money::minor).sum();
        Money::new(self.booked.minor() - rates, self.booked.currency())
    }

    /// What a chargeback says of it.
    #[must_use]
    pub fn of_sale(&self, chargeback: ChargebackId, sale: SaleId, amount: Money, again: bool) -> GivenBack<'_> {
        let PriceGivenBack { booked, tax, ref slices, ref makers, borne_by, booking } = *self;
        let because = Because::Chargeback(chargeback);
        GivenBack { because, sale, amount, booked, tax, slices, makers, borne_by, booking, again }
    }
}

packed_json!(ChargebackReceived, ChargebackReversed);
