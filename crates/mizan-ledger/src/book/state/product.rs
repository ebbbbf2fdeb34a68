//! What the book remembers of products: their versions, what their makers ask, and which piece was sold.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::agreement::facts::Maker;
use crate::event::product::Worksheet;
use crate::id::{Code, MemberId, ProductId, SaleId};
use crate::money::UnitPrice;
use crate::text::Label;

/// One version of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Since when.
    pub from: Date,
    /// What it is called.
    pub name: Label,
    /// Its class.
    pub class: Option<Code>,
    /// What it costs and brings.
    pub worksheet: Option<Box<Worksheet>>,
}

packed!(struct Version { from, name, class, worksheet });

/// A product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    /// Its versions, the first being number 1.
    pub versions: Vec<Version>,
    /// What its makers ask for one piece, from which day on: each her own price, or nobody's in particular.
    pub prices: BTreeMap<Option<MemberId>, Vec<(Date, UnitPrice)>>,
}

packed!(struct Product { versions, prices });

impl Product {
    /// The price of a member, or the one that is nobody's in particular, as it was set on a day.
    #[must_use]
    pub fn price_of(&self, whose: Option<MemberId>, day: Date) -> Option<UnitPrice> {
        let set = self.prices.get(&whose)?;
        set.iter().rev().find(|(from, _)| *from <= day).map(|(_, price)| *price)
    }

    /// What these makers ask for one piece on a day: the highest price among theirs; who set none asks the common one.
    #[must_use]
    pub fn asked(&self, makers: impl IntoIterator<Item = MemberId>, day: Date) -> Option<UnitPrice> {
        self.asked_of_sale(makers, day, day)
    }

    /// What these makers ask for one piece that was agreed on a day and is sold on another: where no price stood yet
    /// when it was agreed, that of the day of the sale holds.
    #[must_use]
    pub fn asked_of_sale(
        &self,
        makers: impl IntoIterator<Item = MemberId>,
        agreed_on: Date,
        sold_on: Date,
    ) -> Option<UnitPrice> {
        let on = |maker, day| self.price_of(Some(maker), day).or(self.price_of(None, day));
        makers.into_iter().filter_map(|maker| on(maker, agreed_on).or(on(maker, sold_on))).max()
    }

    /// The class of its last version.
    #[must_use]
    pub fn class(&self) -> Option<Code> {
        self.versions.last()?.class
    }
}

/// A piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Since when it is listed.
    pub on: Date,
    /// What it is one of.
    pub product: Option<ProductId>,
    /// Who made it.
    pub makers: Vec<Maker>,
    /// The sale it went with.
    pub sold_by: Option<SaleId>,
}

packed!(struct Piece { on, product, makers, sold_by });
