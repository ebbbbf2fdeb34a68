//! Finding what a person means by an identifier: a sale, a payout, a member, of this cooperative or that; or a
//! cooperative itself, a buyer, an intermediary.
//!
//! Identifiers are chosen by each cooperative for itself, so two may share one. Then the cooperative is written before
//! it, `demo-weavers/rug-1`, and if that is still not enough the kind in between, `demo-weavers/sale/rug-1`. What belongs
//! to no cooperative has only its kind before it, `buyer/demo-gallery`; with one, only what concerns that one is meant.

use crate::book::Book;
use crate::event::membership::PartyRole;
use crate::id::{Code, CooperativeId, MemberId, PartyId, PayoutId, PieceId, ProductId, SaleId};
use crate::view::index::{Index, Shelf};

/// What can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A sale.
    Sale(SaleId),
    /// A payout.
    Payout(PayoutId),
    /// A member.
    Member(MemberId),
}

/// Something that was found, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// The sale, payout or member.
    pub thing: Thing,
}

/// Whose statement is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A member's.
    Member(CooperativeId, MemberId),
    /// A cooperative's.
    Cooperative(CooperativeId),
    /// A buyer's, with all cooperatives or with one.
    Buyer(PartyId, Option<CooperativeId>),
    /// An intermediary's, a carrier's or another party's, with all cooperatives or with one.
    Intermediary(PartyId, Option<CooperativeId>),
}

/// What a statement can be of.
const WHOSE: &str = "member, cooperative, buyer or intermediary";

/// Something that was made: a product, or a single piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// All pieces of a product.
    Product(ProductId),
    /// One piece.
    Piece(PieceId),
}

/// A product or a piece that was found, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundMade {
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// The product or piece.
    pub made: Made,
}

impl Made {
    /// The word for its kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Made::Product(_) => "product",
            Made::Piece(_) => "piece",
        }
    }

    /// Its identifier.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Made::Product(ProductId(code)) | Made::Piece(PieceId(code)) => code,
        }
    }
}

/// Why nothing, or too much, was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// Not written as a reference.
    #[error("`{0}` is no reference: write an identifier, such as rug-1, or its cooperative and it, demo-weavers/rug-1")]
    Malformed(String),
    /// A kind that cannot be looked up so.
    #[error("`{kind}` in `{text}` is not {wanted}")]
    Kind {
        /// What was written.
        text: String,
        /// The word between the slashes.
        kind: String,
        /// What would be right.
        wanted: &'static str,
    },
    /// The book has none.
    #[error("`{text}` is no {wanted} of this book")]
    Unknown {
        /// What was written.
        text: String,
        /// What was looked for.
        wanted: &'static str,
    },
    /// The book has several.
    #[error("`{text}` is not one thing but several: write {}", .candidates.join(" or "))]
    Several {
        /// What was written.
        text: String,
        /// Each of them, written in full.
        candidates: Vec<String>,
    },
}

impl Thing {
    /// The word for its kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Thing::Sale(_) => "sale",
            Thing::Payout(_) => "payout",
            Thing::Member(_) => "member",
        }
    }

    /// Its identifier.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Thing::Sale(SaleId(code)) | Thing::Payout(PayoutId(code)) | Thing::Member(MemberId(code)) => code,
        }
    }
}

/// The parts of a reference.
struct Asked<'a> {
    cooperative: Option<CooperativeId>,
    kind: Option<&'a str>,
    code: Code,
}

impl Index {
    /// The sale or payout a reference means.
    pub fn find_trace(&self, text: &str) -> Result<Found, NotFound> {
        self.find(text, "sale or payout", |shelf, code| {
            let sale = Some(SaleId(code)).filter(|id| shelf.sales.contains_key(id)).map(Thing::Sale);
            let payout = Some(PayoutId(code)).filter(|id| shelf.payouts.contains_key(id)).map(Thing::Payout);
            [sale, payout]
        })
    }

    /// The member a reference means.
    pub fn find_member(&self, text: &str) -> Result<Found, NotFound> {
        self.find(text, "member", |shelf, code| {
            [Some(MemberId(code)).filter(|id| shelf.members.contains_key(id)).map(Thing::Member), None]
        })
    }

    /// Whose statement a reference means.
    pub fn find_whose(&self, book: &Book, text: &str) -> Result<Whose, NotFound> {
        let (kind, rest) = match text.split_once('/') {
            Some((word, code)) if is_whose(word) && !code.contains('/') => (Some(word), code),
            Some(_) | None => (None, text),
        };
        let asked = asked(rest)?;
        let Asked { cooperative, code, .. } = asked;
        let kind = kind.or(asked.kind);
        if let Some(kind) = kind.filter(|kind| !is_whose(kind)) {
            return Err(NotFound::Kind { text: text.to_owned(), kind: kind.to_owned(), wanted: WHOSE });
        }
        let mut found: Vec<Whose> = Vec::new();
        let shelves = self.shelves().filter(|(owner, _)| cooperative.is_none_or(|named| named == *owner));
        let members = shelves.filter(|(_, shelf)| shelf.members.contains_key(&MemberId(code)));
        found.extend(members.map(|(owner, _)| Whose::Member(owner, MemberId(code))));
        let itself = Some(CooperativeId(code)).filter(|id| book.cooperatives.contains_key(id));
        let itself = itself.filter(|id| cooperative.is_none_or(|named| named == *id));
        found.extend(itself.map(Whose::Cooperative));
        let party = PartyId(code);
        if let Some(roles) = book.parties.get(&party).filter(|_| is_known(book, cooperative)) {
            let buys = roles.contains(&PartyRole::Buyer);
            let more = roles.iter().any(|role| *role != PartyRole::Buyer);
            found.extend(buys.then_some(Whose::Buyer(party, cooperative)));
            found.extend((more || !buys).then_some(Whose::Intermediary(party, cooperative)));
        }
        found.retain(|whose| kind.is_none_or(|kind| kind == whose.word()));
        match found.as_slice() {
            [] => Err(NotFound::Unknown { text: text.to_owned(), wanted: WHOSE }),
            [one] => Ok(*one),
            several => {
                let candidates = several.iter().map(|whose| whose.in_full()).collect();
                Err(NotFound::Several { text: text.to_owned(), candidates })
            }
        }
    }

    /// The records that concern what was found.
    #[must_use]
    pub fn positions(&self, found: Found) -> Vec<u64> {
        let Found { cooperative, thing } = found;
        match thing {
            Thing::Sale(sale) => self.sale(cooperative, sale).unwrap_or_default(),
            Thing::Payout(payout) => self.payout(cooperative, payout).unwrap_or_default(),
            Thing::Member(member) => self.member(cooperative, member).unwrap_or_default(),
        }
    }

    fn find(
        &self,
        text: &str,
        wanted: &'static str,
        look: impl Fn(&Shelf, Code) -> [Option<Thing>; 2],
    ) -> Result<Found, NotFound> {
        let Asked { cooperative, kind, code } = asked(text)?;
        if let Some(kind) = kind.filter(|kind| !wanted.split(" or ").any(|word| word == *kind)) {
            return Err(NotFound::Kind { text: text.to_owned(), kind: kind.to_owned(), wanted });
        }
        let mut found: Vec<Found> = Vec::new();
        for (owner, shelf) in self.shelves().filter(|(owner, _)| cooperative.is_none_or(|named| named == *owner)) {
            let things = look(shelf, code).into_iter().flatten();
            let things = things.filter(|thing| kind.is_none_or(|kind| kind == thing.word()));
            found.extend(things.map(|thing| Found { cooperative: owner, thing }));
        }
        match found.as_slice() {
            [] => Err(NotFound::Unknown { text: text.to_owned(), wanted }),
            [one] => Ok(*one),
            several => {
                let full = |found: &Found| format!("{}/{}/{code}", found.cooperative, found.thing.word());
                Err(NotFound::Several { text: text.to_owned(), candidates: several.iter().map(full).collect() })
            }
        }
    }
}

impl Whose {
    /// The word for its kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Whose::Member(..) => "member",
            Whose::Cooperative(_) => "cooperative",
            Whose::Buyer(..) => "buyer",
            Whose::Intermediary(..) => "intermediary",
        }
    }

    /// As it is written where nothing else can be meant.
    fn in_full(self) -> String {
        let (cooperative, code) = match self {
            Whose::Member(cooperative, member) => (Some(cooperative), member.0),
            Whose::Cooperative(cooperative) => (None, cooperative.0),
            Whose::Buyer(party, cooperative) | Whose::Intermediary(party, cooperative) => (cooperative, party.0),
        };
        let before = cooperative.map_or(String::new(), |cooperative| format!("{cooperative}/"));
        format!("{before}{}/{code}", self.word())
    }
}

fn is_whose(word: &str) -> bool {
    matches!(word, "member" | "cooperative" | "buyer" | "intermediary")
}

fn is_known(book: &Book, cooperative: Option<CooperativeId>) -> bool {
    cooperative.is_none_or(|id| book.cooperatives.contains_key(&id))
}

/// The product or piece of a book a reference means.
pub fn find_made(book: &Book, text: &str) -> Result<FoundMade, NotFound> {
    let wanted = "product or piece";
    let Asked { cooperative, kind, code } = asked(text)?;
    if let Some(kind) = kind.filter(|kind| !wanted.split(" or ").any(|word| word == *kind)) {
        return Err(NotFound::Kind { text: text.to_owned(), kind: kind.to_owned(), wanted });
    }
    let mut found: Vec<FoundMade> = Vec::new();
    for (owner, own) in book.cooperatives.iter().filter(|(owner, _)| cooperative.is_none_or(|named| named == **owner)) {
        let product = Some(ProductId(code)).filter(|id| own.products.contains_key(id)).map(Made::Product);
        let piece = Some(PieceId(code)).filter(|id| own.pieces.contains_key(id)).map(Made::Piece);
        let made = [product, piece].into_iter().flatten().filter(|made| kind.is_none_or(|kind| kind == made.word()));
        found.extend(made.map(|made| FoundMade { cooperative: *owner, made }));
    }
    match found.as_slice() {
        [] => Err(NotFound::Unknown { text: text.to_owned(), wanted }),
        [one] => Ok(*one),
        several => {
            let full = |found: &FoundMade| format!("{}/{}/{code}", found.cooperative, found.made.word());
            Err(NotFound::Several { text: text.to_owned(), candidates: several.iter().map(full).collect() })
        }
    }
}

fn asked(text: &str) -> Result<Asked<'_>, NotFound> {
    let malformed = || NotFound::Malformed(text.chars().take(120).collect());
    let parts: Vec<&str> = text.split('/').collect();
    let (cooperative, kind, code) = match *parts.as_slice() {
        [code] => (None, None, code),
        [cooperative, code] => (Some(cooperative), None, code),
        [cooperative, kind, code] => (Some(cooperative), Some(kind), code),
        _ => return Err(malformed()),
    };
    let cooperative = cooperative.map(str::parse).transpose().map_err(|_| malformed())?;
    Ok(Asked { cooperative, kind, code: code.parse().map_err(|_| malformed())? })
}
