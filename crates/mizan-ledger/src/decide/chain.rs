//! Rules of what happens after a sale: its goods are sold on in order, each hand by the one before.

use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::chain::ResaleRecorded;

/// Through how many hands the goods of one sale are followed.
const MOST_HOPS: usize = 20;

/// Who holds the goods sells them on. A price in another currency may have no rate: what it is worth is then not said.
pub(super) fn resell(case: &Case<'_>, words: &ResaleRecorded) -> Result<Vec<Event>, Refusal> {
    let ResaleRecorded { resale, sale: id, seller, buyer, price, rate } = *words;
    if case.cooperative.resales.contains_key(&resale) {
        return Err(Refusal::AlreadyExists { what: "resale", id: resale.0 });
    }
    let sale = case.sale(id)?;
    let holder = match sale.hops.last() {
        None => sale.buyer,
        Some(hop) => hop.buyer.ok_or(Refusal::HolderUnknown { sale: id, seller, resale: hop.resale })?,
    };
    if let Some(last) = sale.hops.last() {
        case.begun("resale", last.resale, last.on)?;
    }
    if seller != holder {
        return Err(Refusal::NotTheHolder { sale: id, seller, holder });
    }
    if let Some(buyer) = buyer {
        case.buyer(buyer)?;
    }
    if buyer == Some(seller) {
        return Err(Refusal::SoldToItself { resale, seller });
    }
    if sale.hops.len() >= MOST_HOPS {
        return Err(Refusal::TooManyHops { sale: id, most: MOST_HOPS });
    }
    let first = sale.hops.is_empty();
    match sale.resale.filter(|_| first) {
        // What a sale was divided by is what its buyer sold for, or one of the two is wrong.
        Some(said) => {
            let worth = case.booked(price, rate)?;
            if worth != said {
                return Err(Refusal::ResaleDiffers { sale: id, said, worth });
            }
        }
        None if rate.is_some() || price.currency() == case.cooperative.currency => {
            case.booked(price, rate)?;
        }
        None => {}
    }
    Ok(vec![words.clone().into()])
}

#[cfg(test)]
mod tests;
