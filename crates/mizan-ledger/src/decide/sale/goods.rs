//! What a sale sells of what the book knows: pieces that are sold once, and products for which makers ask a price.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::facts::Maker;
use crate::agreement::split::MakerPart;
use crate::book::state::product::{Piece, Product};
use crate::command::words::trade::RecordSale;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::decide::sale::facts::gather;
use crate::event::trade::Line;
use crate::id::{MemberId, PieceId};
use crate::money::{Money, NotMoney, Quantity, UnitPrice};

/// The lines of a sale that somebody made, each with what the book knows of it.
pub(super) struct Goods<'a>(Vec<Known<'a>>);

struct Known<'a> {
    line: &'a Line,
    product: Option<&'a Product>,
    piece: Option<(PieceId, Cow<'a, Piece>)>,
}

impl<'a> Goods<'a> {
    /// Finds what the lines name: products that are defined, pieces that are listed and lie unsold.
    pub(super) fn of(case: &Case<'a>, words: &'a RecordSale) -> Result<Goods<'a>, Refusal> {
        let mut named = BTreeSet::new();
        let mut goods = Vec::with_capacity(words.lines.len());
        for line in &words.lines {
            if line.kind.is_goods() {
                let known = known(case, line)?;
                match line.piece.filter(|piece| !named.insert(*piece)) {
                    Some(piece) => return Err(Refusal::PieceTwice { piece }),
                    None => goods.push(known),
                }
            } else if line.item.is_some() || line.piece.is_some() {
                return Err(Refusal::NoGoods { product: line.product.clone() });
            }
        }
        Ok(Goods(goods))
    }

    /// Who made the pieces, all their work together, if there is nothing but pieces.
    pub(super) fn makers(&self) -> Result<Option<Vec<Maker>>, Refusal> {
        let pieces: Option<Vec<&Piece>> =
            self.0.iter().map(|known| known.piece.as_ref().map(|(_, piece)| &**piece)).collect();
        let Some(pieces) = pieces.filter(|pieces| !pieces.is_empty()) else { return Ok(None) };
        gather(pieces.into_iter().flat_map(|piece| &piece.makers)).map(Some)
    }

    /// Whether a member made one of the pieces: it was said when she could, and is hers to share in whenever it is sold.
    pub(super) fn are_by(&self, member: MemberId) -> bool {
        self.0.iter().filter_map(|known| known.piece.as_ref()).any(|(_, piece)| by(piece, member))
    }

    /// Refuses a sale that leaves out who made one of its pieces.
    pub(super) fn name_everyone(&self, makers: &[Maker]) -> Result<(), Refusal> {
        for (piece, listed) in self.0.iter().filter_map(|known| known.piece.as_ref()) {
            let left_out = listed.makers.iter().find(|maker| !makers.iter().any(|named| named.member == maker.member));
            if let Some(maker) = left_out {
                return Err(Refusal::MakerLeftOut { piece: *piece, member: maker.member });
            }
        }
        Ok(())
    }

    /// Refuses a sale by which its makers would receive less than they asked on the day the price was agreed, or since if
    /// they asked nothing yet.
    pub(super) fn reach_their_price(
        &self,
        case: &Case<'_>,
        words: &RecordSale,
        agreed_on: Date,
        makers: &[Maker],
        parts: &[MakerPart],
    ) -> Result<(), Refusal> {
        let reached = Money::sum(case.cooperative.currency, parts.iter().map(|part| part.amount))?;
        let too_large = || NotMoney::TooLarge(words.total.to_string());
        let mut asked = Decimal::ZERO;
        for known in &self.0 {
            let Some(product) = known.product else { continue };
            let makers = known.piece.as_ref().map_or(makers, |(_, piece)| &piece.makers);
            let Some(price) = product.asked_of_sale(makers.iter().map(|maker| maker.member), agreed_on, case.day)
            else {
                continue;
            };
            let line = price.decimal().checked_mul(known.line.quantity.decimal()).ok_or_else(too_large)?;
            asked = asked.checked_add(line).ok_or_else(too_large)?;
        }
        let asked = Money::rounded(asked, case.cooperative.currency)?;
        if asked.exceeds(reached)? {
            return Err(Refusal::BelowMakersPrice { sale: words.sale, asked, reached });
        }
        self.reach_hers(case, words, agreed_on, parts)
    }

    /// Refuses a sale by which those who made a piece would receive less than they asked for what is theirs alone, even
    /// where others receive more than they asked.
    fn reach_hers(
        &self,
        case: &Case<'_>,
        words: &RecordSale,
        agreed_on: Date,
        parts: &[MakerPart],
    ) -> Result<(), Refusal> {
        let currency = case.cooperative.currency;
        let too_large = || NotMoney::TooLarge(words.total.to_string());
        let priced = self.0.iter().filter_map(|known| Some((known.piece.as_ref()?, known.product?)));
        let mut theirs = BTreeMap::new();
        for ((piece, listed), product) in priced {
            let makers: BTreeSet<MemberId> = listed.makers.iter().map(|maker| maker.member).collect();
            let asked = product.asked_of_sale(makers.iter().copied(), agreed_on, case.day);
            let (_, sum) = theirs.entry(makers).or_insert((piece, Decimal::ZERO));
            *sum = sum.checked_add(asked.map_or(Decimal::ZERO, UnitPrice::decimal)).ok_or_else(too_large)?;
        }
        for (makers, (piece, asked)) in theirs {
            let reached = parts.iter().filter(|part| makers.contains(&part.member)).map(|part| part.amount);
            let (asked, reached) = (Money::rounded(asked, currency)?, Money::sum(currency, reached)?);
            if asked.exceeds(reached)? {
                return Err(Refusal::BelowHerPrice { piece: *piece, asked, reached });
            }
        }
        Ok(())
    }
}

fn known<'a>(case: &Case<'a>, line: &'a Line) -> Result<Known<'a>, Refusal> {
    let item = line.item.map(|item| case.product(item)).transpose()?;
    let Some(piece) = line.piece else { return Ok(Known { line, product: item, piece: None }) };
    let listed = case.cooperative.pieces.get(&piece).ok_or(Refusal::UnknownPiece { piece })?;
    case.begun("piece", piece, listed.on)?;
    if let Some(sale) = listed.sold_by {
        return Err(Refusal::PieceSold { piece, sale });
    }
    if line.quantity != Quantity::ONE {
        return Err(Refusal::OnePiece { piece, quantity: line.quantity });
    }
    match (line.item, listed.product) {
        (Some(said), Some(product)) if said != product => Err(Refusal::PieceOfOther { piece, product }),
        (_, Some(product)) => Ok(Known { line, product: Some(case.product(product)?), piece: Some((piece, listed)) }),
        (_, None) => Ok(Known { line, product: item, piece: Some((piece, listed)) }),
    }
}

fn by(piece: &Piece, member: MemberId) -> bool {
    piece.makers.iter().any(|maker| maker.member == member)
}
