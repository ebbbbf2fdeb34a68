//! What the book remembers of deliveries: how many pieces are where, who made them, and who of them was paid.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::facts::Maker;
use crate::event::delivery::InspectedLine;
use crate::id::{Code, ConsignmentId, DeliveryId, MemberId, OrderId};

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The order.
    pub order: OrderId,
    /// When it was delivered.
    pub on: Date,
    /// Its pieces, line by line.
    pub lines: BTreeMap<Code, Pieces>,
    /// The tally sheet of those who made it.
    pub tally: BTreeMap<MemberId, Tally>,
    /// What its inspections said, by their positions.
    pub inspections: BTreeMap<u64, Vec<InspectedLine>>,
}

packed!(struct Delivery { order, on, lines, tally, inspections });

/// How many pieces of one line of a delivery are where. Together they are what was delivered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Not inspected, or not again since they were mended.
    pub waiting: Decimal,
    /// Accepted by the buyer.
    pub accepted: Decimal,
    /// Rejected by the buyer, and not mended since.
    pub rejected: Decimal,
    /// Of those accepted, how many were invoiced.
    pub invoiced: Decimal,
}

packed!(struct Pieces { waiting, accepted, rejected, invoiced });

/// Something work is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Pieces.
    Pieces,
    /// Kilograms.
    Kilograms,
    /// Square metres.
    SquareMetres,
    /// Hours.
    Hours,
    /// Pieces of one grade.
    Grade(Code),
}

packed!(enum Measure { 0 = Pieces, 1 = Kilograms, 2 = SquareMetres, 3 = Hours, 4 = Grade(a) });

/// What one member has done for a delivery, and how much of it sales have paid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Done, without rework.
    pub done: BTreeMap<Measure, Decimal>,
    /// Paid.
    pub paid: BTreeMap<Measure, Decimal>,
}

packed!(struct Tally { done, paid });

/// What a sale drew from its order, a delivery or a consignment, so that it can be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The order.
    pub order: Option<OrderId>,
    /// The delivery.
    pub delivery: Option<DeliveryId>,
    /// The consignment.
    pub consignment: Option<ConsignmentId>,
    /// How many pieces of each line.
    pub pieces: BTreeMap<Code, Decimal>,
    /// Whose work on the delivery it paid.
    pub made_by: Vec<Maker>,
}

packed!(struct Drawn { order, delivery, consignment, pieces, made_by });

impl Delivery {
    /// All its pieces.
    #[must_use]
    pub fn pieces(&self) -> Decimal {
        self.lines.values().map(Pieces::delivered).sum()
    }

    /// Those that were invoiced.
    #[must_use]
    pub fn invoiced(&self) -> Decimal {
        self.lines.values().map(|pieces| pieces.invoiced).sum()
    }
}

impl Pieces {
    /// All of them.
    #[must_use]
    pub fn delivered(&self) -> Decimal {
        self.waiting + self.accepted + self.rejected
    }
}

impl Tally {
    /// What is done and not paid, in the measures it was done in.
    #[must_use]
    pub fn left(&self) -> BTreeMap<Measure, Decimal> {
        let paid = |measure| self.paid.get(measure).copied().unwrap_or_default();
        let left = self.done.iter().map(|(measure, done)| (*measure, (*done - paid(measure)).max(Decimal::ZERO)));
        left.collect()
    }
}

/// Everything a maker did, measure by measure.
pub fn measures(maker: &Maker) -> impl Iterator<Item = (Measure, Decimal)> + '_ {
    let did = &maker.did;
    let plain = [
        (Measure::Pieces, did.pieces),
        (Measure::Kilograms, did.kilograms),
        (Measure::SquareMetres, did.square_metres),
        (Measure::Hours, did.hours),
    ];
    let plain = plain.into_iter().filter_map(|(measure, quantity)| Some((measure, quantity?.decimal())));
    plain.chain(maker.graded.iter().map(|graded| (Measure::Grade(graded.grade), graded.pieces.decimal())))
}

/// The pieces among measures: those that were counted, or those of all grades together.
#[must_use]
pub fn pieces_in(measures: &BTreeMap<Measure, Decimal>) -> Option<Decimal> {
    let graded = measures.iter().filter(|(measure, _)| matches!(measure, Measure::Grade(_))).map(|(_, pieces)| *pieces);
    measures.get(&Measure::Pieces).copied().or_else(|| graded.reduce(|sum, pieces| sum + pieces))
}
