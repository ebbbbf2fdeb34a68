//! From an order to commands: a sale for each group of makers, and what the file says of its money ever since.
//!
//! Identifiers and keys come from the shop's name and the order's number alone, so the same order makes the same
//! commands for ever. What a file can say more of at a later time, payments and refunds, is kept as a sum that the
//! book is brought up to (`resume`), not as commands.

use jiff::civil::Date;
use mizan_ledger::account::Till;
use mizan_ledger::agreement::facts::CostIncurred;
use mizan_ledger::command::Submission;
use mizan_ledger::event::trade::CreditReason;
use mizan_ledger::event::treasury::FeeKind;
use mizan_ledger::id::{ActorId, Code, CooperativeId, FeeId, LONGEST, PartyId, SaleId};
use mizan_ledger::money::{Currency, ExchangeRate, Money, NotMoney};
use mizan_ledger::record::{Actor, Role};
use mizan_ledger::text::Label;
use rust_decimal::Decimal;

use crate::import::invoice::{Invoice, divided, invoices};
use crate::import::number::shown;
use crate::import::order::{Order, label};
use crate::import::problem::Problem;
use crate::import::profile::{Catalogue, FeeGoes, Profile, TaxGoes};
use crate::import::say::{Fee, Sale, Voice};
use crate::import::share::shares;

/// The most sales one order falls into.
const MOST_PARTS: usize = 99;

/// What becomes of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its sales.
    pub parts: Vec<Part>,
    /// Whether it was called off and nothing of it was kept: if the book does not have it, it never will.
    pub undone: bool,
    /// What a reader of the report should know.
    pub notes: Vec<String>,
}

/// One sale of an order, and what the file says of its money.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Whose sale it is.
    pub cooperative: CooperativeId,
    /// The sale.
    pub sale: SaleId,
    /// The sale as a command.
    pub record: Submission,
    /// The fee as a command, if the cooperative bears one.
    pub fee: Option<Submission>,
    pub(super) voice: Voice,
    pub(super) total: Money,
    pub(super) buyer: PartyId,
    pub(super) till: Till,
    /// Where what is given back is taken from.
    pub(super) refund_till: Till,
    /// The gift card it was paid with, if the profile does not say where its money is.
    pub(super) gift_card: Option<String>,
    pub(super) reference: Option<Label>,
    /// The file's own exchange rate, if it has one.
    pub(super) rate: Option<ExchangeRate>,
    /// What was paid of it so far, and on which day.
    pub(super) paid: Money,
    pub(super) paid_on: Option<Date>,
    /// What was given back of it so far, or why nobody can say.
    pub(super) back: Result<Back, Problem>,
}

/// What of a sale was taken back so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Back {
    /// By how much its price is lower now.
    pub(super) credited: Money,
    /// How much was paid back to the buyer.
    pub(super) refunded: Money,
    /// On which day, if anybody says.
    pub(super) on: Option<Date>,
    /// Why, if anybody says.
    pub(super) reason: Option<CreditReason>,
}

/// Makes the commands of orders, with one profile.
#[derive(Debug)]
pub struct Planner<'a> {
    profile: &'a Profile,
    catalogue: Catalogue<'a>,
    exported_on: Option<Date>,
}

/// What of an order's total is the cooperatives'.
struct Ours {
    total: Money,
    /// A tax that the shop keeps.
    kept: Money,
    /// A tax that is ours to pay on.
    tax: Money,
}

/// The identifier an order's number makes: small letters, digits and hyphens.
pub(super) fn slug(reference: &str, profile: &Profile) -> Result<String, Problem> {
    // Behind it come the number of the sale and that of a payment, of two digits each.
    let most = LONGEST.saturating_sub(profile.shop.as_str().len() + 7);
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let slug: String = reference.trim().chars().map(plain).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() || slug.len() > most {
        let (column, value) = ("the order's number".to_owned(), reference.chars().take(60).collect());
        return Err(Problem::NotAReference { column, value, most });
    }
    Ok(slug.to_owned())
}

/// What an amount is worth in the currency of the accounts.
fn booked(amount: Money, rate: Option<ExchangeRate>, own: Currency) -> Result<Money, Problem> {
    let Some(rate) = rate else { return Ok(amount) };
    let product = amount.decimal().checked_mul(rate.decimal());
    Ok(Money::rounded(product.ok_or_else(|| NotMoney::TooLarge(amount.to_string()))?, own)?)
}

impl<'a> Planner<'a> {
    /// For orders of one profile. Refunds that a file does not date are booked on the day it was exported on.
    #[must_use]
    pub fn new(profile: &'a Profile, exported_on: Option<Date>) -> Planner<'a> {
        Planner { profile, catalogue: Catalogue::new(profile), exported_on }
    }

    /// Makes the commands of one order.
    pub fn plan(&self, order: &Order) -> Result<Plan, Problem> {
        let slug = slug(&order.reference, self.profile)?;
        let ours = self.ours(order)?;
        let shares = shares(order, self.profile, &self.catalogue)?;
        if shares.len() > MOST_PARTS {
            return Err(Problem::TooManyParts { parts: shares.len(), most: MOST_PARTS });
        }
        let invoices = invoices(order, &shares, ours.tax)?;
        let totals: Vec<Money> = invoices.iter().map(Invoice::total).collect::<Result<_, _>>()?;
        let computed = Money::sum(order.currency, totals.iter().copied())?;
        if computed != ours.total {
            return Err(Problem::TotalDiffers { said: ours.total, computed });
        }
        let paid = paid(order, &ours, &totals)?;
        let refunded = self.refunded(order, &ours, &slug, &invoices, &totals);
        let mut notes = order.notes.clone();
        let mut parts = Vec::new();
        for (index, (invoice, total)) in invoices.iter().zip(totals).enumerate() {
            if total.is_zero() {
                let product = invoice.share.items.first().map(|placed| placed.item.shown()).unwrap_or_default();
                notes.push(format!("nothing was charged for `{product}`: it is no sale"));
                continue;
            }
            let at = |amounts: &[Money]| amounts.get(index).copied().unwrap_or(order.currency.zero());
            let paid = at(&paid);
            let back = refunded.clone().and_then(|refunded| self.back(order, total, paid, at(&refunded)));
            parts.push(self.part(order, invoice, total, &slug, paid, back)?);
        }
        let kept = order.paid.minus(order.refunded)?;
        Ok(Plan { parts, undone: order.cancelled && kept.is_zero(), notes })
    }

    /// What of the order's total is ours: without a tax that the shop keeps.
    fn ours(&self, order: &Order) -> Result<Ours, Problem> {
        let nothing = order.currency.zero();
        let amount = order.tax;
        match self.profile.tax {
            _ if !amount.is_positive() => Ok(Ours { total: order.total, kept: nothing, tax: nothing }),
            None => Err(Problem::TaxUnplaced { amount }),
            Some(TaxGoes::Ours) => Ok(Ours { total: order.total, kept: nothing, tax: amount }),
            Some(TaxGoes::KeptByTheShop) if !order.tax_on_top => Err(Problem::KeptTaxInPrice { amount }),
            Some(TaxGoes::KeptByTheShop) => Ok(Ours { total: order.total.minus(amount)?, kept: amount, tax: nothing }),
        }
    }

    /// What of each part was given back; of an order of several makers the profile must say whose it was.
    fn refunded(
        &self,
        order: &Order,
        ours: &Ours,
        slug: &str,
        invoices: &[Invoice<'_>],
        totals: &[Money],
    ) -> Result<Vec<Money>, Problem> {
        let amount = order.refunded;
        let mut parts = vec![order.currency.zero(); totals.len()];
        if amount.is_zero() {
            return Ok(parts);
        }
        if amount == order.total {
            return Ok(totals.to_vec());
        }
        if ours.kept.is_positive() {
            return Err(Problem::KeptTaxUnclear { amount });
        }
        let which = match self.profile.refunded.get(&order.reference) {
            None if invoices.len() == 1 => 0,
            None => {
                let sales = invoices.iter().map(|invoice| format!("`{}`", self.identifier(slug, invoice.number)));
                return Err(Problem::NotOneMaker { amount, sales: sales.collect::<Vec<_>>().join(", ") });
            }
            Some(product) => {
                let has = |invoice: &Invoice<'_>| {
                    let mut items = invoice.share.items.iter().map(|placed| placed.item);
                    items.any(|item| item.sku == *product || item.name == *product)
                };
                let found = invoices.iter().position(has);
                found.ok_or_else(|| Problem::NotInOrder { product: product.chars().take(80).collect() })?
            }
        };
        if let Some(part) = parts.get_mut(which) {
            *part = amount;
        }
        Ok(parts)
    }

    /// What of a part was taken back: of one that was called off, all that was not kept.
    fn back(&self, order: &Order, total: Money, paid: Money, refunded: Money) -> Result<Back, Problem> {
        if refunded.exceeds(paid)? {
            return Err(Problem::MoreThanPaid { refunded, paid });
        }
        let credited = if order.cancelled { total.minus(paid.minus(refunded)?)? } else { refunded };
        let on = order.refunded_on.or(order.cancelled_on).or(self.exported_on);
        let reason = if order.cancelled { Some(CreditReason::Cancelled) } else { self.profile.refund_reason };
        Ok(Back { credited, refunded, on, reason })
    }

    fn part(
        &self,
        order: &Order,
        invoice: &Invoice<'_>,
        total: Money,
        slug: &str,
        paid: Money,
        back: Result<Back, Problem>,
    ) -> Result<Part, Problem> {
        let profile = self.profile;
        let identifier = self.identifier(slug, invoice.number);
        let identifier: Code =
            identifier.parse().map_err(|_| Problem::NotACommand { why: format!("`{identifier}` is no identifier") })?;
        let key = match invoice.number {
            1 => format!("import:{}:{slug}", profile.shop),
            number => format!("import:{}:{slug}.{number}", profile.shop),
        };
        let (terms, sale) = (&invoice.share.terms, SaleId(identifier));
        let actor = Actor { id: profile.actor.unwrap_or(ActorId(profile.shop)), role: Role::Import };
        let voice = Voice { key, actor, cooperative: terms.cooperative };
        let rate = self.rate(order.currency, order.rate, order.day)?;
        let reference = label(&order.reference);
        let till = profile.till(order.method.as_deref());
        let worth = |amount: Money| booked(amount, rate, profile.currency);
        let shipping_cost = |cost| worth(invoice.shipping).map(|amount| CostIncurred { cost, amount });
        let fee = invoice.fee.filter(|fee| fee.is_positive());
        let provider_fees = match (profile.fees, fee) {
            (None, Some(amount)) => return Err(Problem::FeeUnplaced { amount }),
            (Some(FeeGoes::InThePrice), _) if paid.is_zero() => return Err(Problem::FeeTooEarly {}),
            (Some(FeeGoes::InThePrice), fee) => Some(worth(fee.unwrap_or(order.currency.zero()))?),
            (None, None) | (Some(FeeGoes::Expense), _) => None,
        };
        let words = Sale {
            sale,
            buyer: profile.buyer,
            channel: terms.channel,
            product_class: terms.class,
            lines: invoice.lines()?,
            discount: Some(invoice.discounts()?).filter(|discount| discount.is_positive()),
            total,
            rate,
            costs: profile.shipping_cost.map(shipping_cost).transpose()?.into_iter().collect(),
            provider_fees,
            invoiced_tax: invoice.tax(),
            order_kind: profile.order_kind,
            reference: reference.clone(),
            makers: invoice.share.makers()?,
        };
        let record = voice.say("sale", order.day, "record_sale", words)?;
        let fee = match (profile.fees, fee, order.paid_on) {
            (Some(FeeGoes::Expense), Some(amount), Some(day)) => {
                let (fee, reference) = (FeeId(identifier), reference.clone());
                let words = Fee { fee, kind: FeeKind::Provider, till, amount, sale, reference };
                Some(voice.say("fee", day, "charge_provider_fee", words)?)
            }
            (None | Some(FeeGoes::Expense | FeeGoes::InThePrice), _, _) => None,
        };
        Ok(Part {
            cooperative: terms.cooperative,
            sale,
            record,
            fee,
            voice,
            total,
            buyer: profile.buyer,
            till,
            refund_till: profile.refunds_from.unwrap_or(till),
            gift_card: profile.gift_card(order.method.as_deref()).map(shown),
            reference,
            rate: order.rate,
            paid,
            paid_on: order.paid_on,
            back,
        })
    }

    fn identifier(&self, slug: &str, number: usize) -> String {
        match number {
            1 => format!("{}-{slug}", self.profile.shop),
            number => format!("{}-{slug}-{number}", self.profile.shop),
        }
    }

    /// The exchange rate of a day: the file's own, else the profile's.
    pub(super) fn rate(
        &self,
        currency: Currency,
        said: Option<ExchangeRate>,
        day: Date,
    ) -> Result<Option<ExchangeRate>, Problem> {
        match (currency == self.profile.currency, said) {
            (true, None) => Ok(None),
            (true, Some(_)) => Err(Problem::RateUnwanted { currency }),
            (false, Some(rate)) => Ok(Some(rate)),
            (false, None) => {
                let rate = self.profile.rate(currency, day);
                rate.map(Some).ok_or(Problem::RateMissing { currency, day })
            }
        }
    }
}

/// What of each part was paid: all of it, or a share of what was.
fn paid(order: &Order, ours: &Ours, totals: &[Money]) -> Result<Vec<Money>, Problem> {
    if order.paid.is_zero() {
        return Ok(vec![order.currency.zero(); totals.len()]);
    }
    if order.paid == order.total {
        return Ok(totals.to_vec());
    }
    if ours.kept.is_positive() {
        return Err(Problem::KeptTaxUnclear { amount: order.paid });
    }
    let weights: Vec<Decimal> = totals.iter().map(|total| total.decimal()).collect();
    divided(order.paid, &weights)
}
