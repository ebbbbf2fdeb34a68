//! The profile: what a file of sales does not say, said once and kept as a JSON document.
//!
//! Who made what, in which cooperative, which till the money is in, at which rates, and how the file's columns, days
//! and numbers are read. Every field is explained in `fixtures/import/README.md`, for those who write one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_ledger::account::Till;
use mizan_ledger::agreement::facts::{Maker, OrderKind};
use mizan_ledger::event::trade::CreditReason;
use mizan_ledger::id::{ActorId, Code, CooperativeId, MemberId, PartyId, PieceId, ProductId};
use mizan_ledger::money::{Currency, ExchangeRate, Quantity};
use mizan_ledger::text::Label;
use serde::{Deserialize, Serialize};

use crate::import::day::DayOrder;
use crate::import::field::Field;
use crate::import::number::DecimalMark;
use crate::import::text::Encoding;

/// The longest name of a shop: it begins every identifier of its sales.
pub const LONGEST_SHOP: usize = 12;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A table of somebody's own, whose columns are mapped.
    Csv,
    /// Shopify's orders export.
    Shopify,
    /// Etsy's sold order items, with the sold orders beside them if they are given.
    Etsy,
}

impl Form {
    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::Shopify => "shopify",
            Form::Etsy => "etsy",
        }
    }
}

/// Who pays the tax of a sale on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxGoes {
    /// The cooperative does: it is in the price of the sale.
    Ours,
    /// The shop keeps it and pays it on: it is no part of the sale.
    KeptByTheShop,
}

/// Who bears what a provider keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeGoes {
    /// The cooperative: an expense of its own.
    Expense,
    /// The agreement divides it with the price, by a step for provider fees; the provider is then owed it.
    InThePrice,
}

/// What a discount column stands for, where each row of an order has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discounts {
    /// Each row's own.
    Row,
    /// The order's, said again in each row.
    Order,
}

/// A rate that holds from one day to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedRate {
    /// The foreign currency.
    pub currency: Currency,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Units of the accounts' currency for one of it.
    pub rate: ExchangeRate,
}

/// Who made a product, and under which terms it is sold. It has one of three names: a code, a name or a vendor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its code in the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Its name in the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The vendor all of whose products it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// What it is called in the book, where its name in the shop should not stand there: that of a customer, say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<Label>,
    /// The product of the book it is, where that is defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ProductId>,
    /// The very piece, where it is listed in the book and there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<PieceId>,
    /// Whose sale it is; the profile's cooperative if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooperative: Option<CooperativeId>,
    /// The class of product, which picks the agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Code>,
    /// The trade channel; the profile's if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// Who made one piece, and what each did for it. One maker alone with nothing said made one piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<Maker>,
    /// What one piece weighs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kilograms: Option<Quantity>,
    /// How large one piece is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub square_metres: Option<Quantity>,
}

/// How the text of a file is read, where it does not show by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Between cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The letters it is written in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Before decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// The order of day, month and year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DayOrder>,
    /// Signs that stand for currencies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub symbols: BTreeMap<String, Currency>,
}

impl Reading {
    fn is_nothing(&self) -> bool {
        *self == Reading::default()
    }
}

/// All that is said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Which kind of file.
    pub form: Form,
    /// A short name of the shop, with which every identifier of its sales begins.
    pub shop: Code,
    /// The party that stands for its customers, who are people and never named.
    pub buyer: PartyId,
    /// Who says the commands, in the role of an import; the shop's name if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorId>,
    /// The currency of the cooperatives' accounts.
    pub currency: Currency,
    /// The currency of amounts beside which none is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sold_in: Option<Currency>,
    /// Whose sales they are, unless a product or a row says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooperative: Option<CooperativeId>,
    /// The trade channel, which picks the agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// Where orders come from.
    #[serde(default, skip_serializing_if = "is_first_order")]
    pub order_kind: OrderKind,
    /// Where the buyers' money is until it is paid out to the cooperative.
    pub till: Till,
    /// Where it is for some ways of paying, as the file calls them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tills: BTreeMap<String, Till>,
    /// Where money is given back from, if not from where it was paid: a provider keeps its fee of what it gives back, and
    /// takes what is missing from the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunds_from: Option<Till>,
    /// Whether everything was paid when it was sold, as over a counter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paid_at_once: bool,
    /// Who pays tax on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxGoes>,
    /// The cost of the agreements that shipping charged to the buyer pays, at what was charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_cost: Option<Code>,
    /// Who bears fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<FeeGoes>,
    /// What a discount column stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discounts: Option<Discounts>,
    /// Why money is given back, of which exports say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_reason: Option<CreditReason>,
    /// Which product was given back, by its SKU or name, for orders of several makers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refunded: BTreeMap<String, String>,
    /// Exchange rates by day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<DatedRate>,
    /// Who made what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Product>,
    /// Members by the names a `maker` column has for them. They stay in this document.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, MemberId>,
    /// What the columns of a table of somebody's own are called.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<Field, String>,
    /// How its text is read.
    #[serde(default, skip_serializing_if = "Reading::is_nothing")]
    pub reading: Reading,
}

fn is_first_order(kind: &OrderKind) -> bool {
    *kind == OrderKind::default()
}

/// Why a text is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct NotAProfile {
    /// Where in the document.
    pub place: String,
    /// What is wrong and what would be right.
    pub why: String,
}

impl Profile {
    /// Reads a profile and checks what no type can.
    pub fn parse(text: &str) -> Result<Profile, NotAProfile> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let profile: Profile = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let place = error.path().to_string();
            let place = if matches!(place.as_str(), "." | "?") { "the profile".to_owned() } else { place };
            // The place says where; what is read may have been put together from a file and a command line.
            let why = error.into_inner().to_string();
            NotAProfile { place, why: why.rsplit_once(" at line ").map_or(why.clone(), |(why, _)| why.to_owned()) }
        })?;
        reader.end().map_err(|error| not("the profile", error))?;
        profile.check()?;
        Ok(profile)
    }

    /// Checks what no type can: names that are too long, entries that contradict each other.
    pub fn check(&self) -> Result<(), NotAProfile> {
        if self.shop.as_str().len() > LONGEST_SHOP {
            let why = format!(
                "`{}` is too long: {LONGEST_SHOP} letters are the most, every sale begins with them",
                self.shop
            );
            return Err(not("shop", why));
        }
        if self.form != Form::Csv && !self.columns.is_empty() {
            let why = format!("the columns of {} are known: leave `columns` out", self.form.word());
            return Err(not("columns", why));
        }
        for (index, product) in self.products.iter().enumerate() {
            let place = || format!("products[{index}]");
            let named = [&product.sku, &product.product, &product.vendor];
            if named.iter().filter(|name| name.is_some()).count() != 1 {
                return Err(not(&place(), "give it one name: either `sku`, or `product`, or `vendor`"));
            }
            let same = |other: &Product| named == [&other.sku, &other.product, &other.vendor];
            if let Some(earlier) = self.products.iter().take(index).position(same) {
                return Err(not(&place(), format!("it has the name of products[{earlier}]: keep one of them")));
            }
            let mut members: Vec<MemberId> = product.makers.iter().map(|maker| maker.member).collect();
            members.sort_unstable();
            if let Some(pair) = members.windows(2).find(|pair| pair.first() == pair.last()) {
                let twice = pair.first().map_or_else(String::new, MemberId::to_string);
                return Err(not(&place(), format!("`{twice}` is named twice: give her one line with the sum")));
            }
        }
        for (index, rate) in self.rates.iter().enumerate() {
            let place = || format!("rates[{index}]");
            if rate.to < rate.from {
                return Err(not(&place(), format!("it ends on {} before it begins on {}", rate.to, rate.from)));
            }
            if rate.currency == self.currency {
                return Err(not(
                    &place(),
                    format!("{} is the currency of the accounts and needs no rate", rate.currency),
                ));
            }
            let meets =
                |other: &DatedRate| other.currency == rate.currency && other.from <= rate.to && rate.from <= other.to;
            if let Some(earlier) = self.rates.iter().take(index).position(meets) {
                let why = format!(
                    "rates[{earlier}] is for the same currency and some of the same days: let each day have one"
                );
                return Err(not(&place(), why));
            }
        }
        Ok(())
    }

    /// The rate of a day; one in the accounts' own currency has none.
    pub(super) fn rate(&self, currency: Currency, day: Date) -> Option<ExchangeRate> {
        let holds = |rate: &&DatedRate| rate.currency == currency && rate.from <= day && day <= rate.to;
        self.rates.iter().find(holds).map(|dated| dated.rate)
    }

    /// The way of paying, if it is a gift card of which nobody says where its money is: that came in when the card was sold.
    pub(super) fn gift_card<'m>(&self, method: Option<&'m str>) -> Option<&'m str> {
        method.filter(|method| !self.tills.contains_key(*method) && method.to_lowercase().contains("gift"))
    }

    /// Where money paid in this way is.
    pub(super) fn till(&self, method: Option<&str>) -> Till {
        method.and_then(|method| self.tills.get(method)).copied().unwrap_or(self.till)
    }
}

/// The products of a profile by their names, so that a long list is not walked for each row.
#[derive(Debug)]
pub(super) struct Catalogue<'a> {
    skus: BTreeMap<&'a str, &'a Product>,
    names: BTreeMap<&'a str, &'a Product>,
    vendors: BTreeMap<&'a str, &'a Product>,
}

impl<'a> Catalogue<'a> {
    pub(super) fn new(profile: &'a Profile) -> Catalogue<'a> {
        let by = |name: fn(&Product) -> Option<&String>| {
            profile.products.iter().filter_map(|product| Some((name(product)?.trim(), product))).collect()
        };
        Catalogue {
            skus: by(|product| product.sku.as_ref()),
            names: by(|product| product.product.as_ref()),
            vendors: by(|product| product.vendor.as_ref()),
        }
    }

    /// The entry for a product: by its code, else by its name, else by its vendor.
    pub(super) fn find(&self, sku: &str, name: &str, vendor: &str) -> Option<&'a Product> {
        self.skus.get(sku).or_else(|| self.names.get(name)).or_else(|| self.vendors.get(vendor)).copied()
    }
}

fn not(place: &str, why: impl ToString) -> NotAProfile {
    NotAProfile { place: place.to_owned(), why: why.to_string() }
}
