//! What products change in the book: versions, prices, pieces, and which of them are sold.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::product::{Piece, Version};
use crate::book::state::register::insert_by_day;
use crate::event::product::{PieceListed, PriceSet, ProductDefined};
use crate::event::trade::SaleRecorded;
use crate::id::{PieceId, SaleId};
use crate::record::Envelope;

impl Changes for ProductDefined {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let ProductDefined { product, name, class, worksheet, .. } = self;
        let (name, class, worksheet) = (name.clone(), *class, worksheet.clone());
        let version = Version { from: at.occurred_on, name, class, worksheet };
        own.products.entry(*product).or_default().versions.push(version);
        Ok(())
    }
}

impl Changes for PriceSet {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let product = known(own.products.get_mut(&self.product), "product", self.product)?;
        let prices = product.prices.entry(self.member).or_default();
        insert_by_day(prices, (at.occurred_on, self.price), |(from, _)| *from);
        Ok(())
    }
}

impl Changes for PieceListed {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let piece = Piece { on: at.occurred_on, product: self.product, makers: self.makers.clone(), sold_by: None };
        own.pieces.insert(self.piece, piece);
        Ok(())
    }
}

impl Cooperative {
    /// The pieces of a sale have gone with it.
    pub(super) fn sell_pieces(&mut self, sale: &SaleRecorded) -> Result<(), Unknown> {
        for piece in sale.lines.iter().filter_map(|line| line.piece) {
            known(self.pieces.get_mut(&piece), "piece", piece)?.sold_by = Some(sale.sale);
        }
        Ok(())
    }

    /// The pieces of a sale that is undone lie ready again.
    pub(in crate::book) fn take_pieces_back(&mut self, sale: SaleId) {
        let sold = self.pieces.iter().filter(|(_, piece)| piece.sold_by == Some(sale));
        let sold: Vec<PieceId> = sold.map(|(id, _)| id).collect();
        for id in sold {
            if let Some(piece) = self.pieces.get_mut(&id) {
                piece.sold_by = None;
            }
        }
    }
}
