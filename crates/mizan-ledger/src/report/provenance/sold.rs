//! One sale of what a card is about: its price, its slices, and how much of the makers' parts reached their hands.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::event::Event;
use crate::event::chargeback::{Because, GivenBack};
use crate::event::trade::{Receiver, SaleRecorded};
use crate::event::treasury::ExchangeSide;
use crate::id::{AgreementId, Code, MemberId, PartyId, ProductId, SaleId};

/// A sale. Amounts are in minor units of the cooperative's currency, less what credit notes gave back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    /// When it was invoiced.
    pub on: Date,
    /// When its price was agreed.
    pub agreed_on: Date,
    /// The agreement version that divided it.
    pub terms: (AgreementId, u32),
    /// Which product it was, where that is defined.
    pub product: Option<ProductId>,
    /// Who exports it in its own name, if it is exported.
    pub exporter: Option<PartyId>,
    /// How many pieces.
    pub pieces: Decimal,
    /// Its price.
    pub price: i128,
    /// What of it is neither tax nor the makers', by step and receiver; none for tax.
    pub slices: BTreeMap<(Option<Receiver>, Option<Code>), i128>,
    /// The makers' parts, before deductions.
    pub makers: BTreeMap<MemberId, i128>,
    /// What they had of it when it was divided, before anything was given back.
    pub allocated: i128,
    /// What the agreement asks for the makers at the least, and what they had of the price; none if it asks nothing.
    pub minimum: Option<(i128, i128)>,
    /// What the makers ask for these pieces themselves.
    pub asked: Option<Decimal>,
    /// What the buyer still owes, in minor units of the invoice's currency.
    pub outstanding: i128,
    /// What its bank took back of what it had paid, in the same.
    pub charged_back: i128,
    /// What is to be paid to the makers and to who served: their parts, less what was kept under clauses.
    pub due: i128,
    /// What of it reached their hands.
    pub reached: i128,
    /// What of that they say they have.
    pub acknowledged: i128,
}

impl Sold {
    pub(super) fn new(e: &SaleRecorded, on: Date, agreed_on: Date, product: Option<ProductId>) -> Sold {
        let goods = e.lines.iter().filter(|line| line.kind.is_goods());
        let mut slices = BTreeMap::new();
        if !e.tax.is_zero() {
            slices.insert((None, None), e.tax.minor());
        }
        Sold {
            on,
            agreed_on,
            terms: (e.terms.agreement, e.terms.version),
            product,
            exporter: e.exporter,
            pieces: goods.map(|line| line.quantity.decimal()).sum(),
            price: e.gross.minor(),
            slices,
            makers: BTreeMap::new(),
            allocated: 0,
            minimum: None,
            asked: None,
            outstanding: e.total.minor(),
            charged_back: 0,
            due: 0,
            reached: 0,
            acknowledged: 0,
        }
    }

    /// What a later record says of this sale.
    pub(super) fn follow(&mut self, sale: SaleId, event: &Event) {
        if let Event::ChargebackReceived(e) = event {
            self.charged_back += e.amount.minor();
        } else if let Event::ChargebackReversed(e) = event {
            self.charged_back -= e.amount.minor();
        }
        if let Event::CommissionCharged(e) = event {
            *self.slices.entry((Some(e.to), Some(e.step))).or_default() += e.amount.minor();
            self.due += e.to.member().map_or(0, |_| e.amount.minor());
        } else if let Event::ProceedsAllocated(e) = event {
            for slice in &e.slices {
                *self.slices.entry((Some(slice.to), Some(slice.step))).or_default() += slice.amount.minor();
            }
            for share in &e.makers {
                *self.makers.entry(share.member).or_default() += share.amount.minor();
                self.allocated += share.amount.minor();
                self.due += share.amount.minor();
            }
            for minimum in &e.minimums {
                let (required, reached) = self.minimum.unwrap_or_default();
                self.minimum = Some((required + minimum.required.minor(), reached + minimum.reached.minor()));
            }
        } else if let Event::DeductionApplied(e) = event {
            self.due -= e.amount.minor();
        } else if let Event::AdvanceOffset(e) = event {
            self.outstanding -= e.amount.minor();
        } else if let Event::PaymentAllocated(e) = event {
            let paid = e.settles.iter().filter(|settled| settled.sale == sale);
            self.outstanding -= paid.map(|settled| settled.amount.minor()).sum::<i128>();
        } else if let Event::RefundIssued(e) = event {
            self.outstanding += e.amount.minor();
        } else if let Event::FxDifferenceRealised(e) = event {
            let borne: i128 = e.makers.iter().map(|share| share.amount.minor()).sum();
            self.due += match e.side {
                ExchangeSide::Gain => borne,
                ExchangeSide::Loss => -borne,
            };
        } else if let Some(e) = GivenBack::of(event) {
            self.give_back(&e);
        }
    }

    fn give_back(&mut self, e: &GivenBack<'_>) {
        self.price -= e.minor(e.booked);
        if let Because::CreditNote(..) = e.because {
            self.outstanding -= e.amount.minor();
        }
        if !e.tax.is_zero() {
            *self.slices.entry((None, None)).or_default() -= e.minor(e.tax);
        }
        for slice in e.slices {
            *self.slices.entry((Some(slice.to), Some(slice.step))).or_default() -= e.minor(slice.amount);
        }
        for part in e.makers {
            let part_of = match part.step {
                Some(step) => self.slices.entry((Some(Receiver::Member(part.member)), Some(step))).or_default(),
                None => self.makers.entry(part.member).or_default(),
            };
            *part_of -= e.minor(part.amount);
            let unused = [part.pending, part.available].into_iter().flatten();
            self.due -= unused.map(|unused| e.minor(unused)).sum::<i128>();
        }
    }

    /// Whether the buyer has paid it and nothing of that was taken back.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.outstanding <= 0 && self.charged_back <= 0
    }

    /// What its makers have of it together.
    #[must_use]
    pub fn for_makers(&self) -> i128 {
        self.makers.values().sum()
    }

    /// What of the price no slice says.
    #[must_use]
    pub fn unexplained(&self) -> i128 {
        self.price - self.slices.values().sum::<i128>() - self.for_makers()
    }
}

/// The sale an event is about, if it is one that changes what is known of it.
pub(super) fn about(event: &Event) -> Vec<SaleId> {
    if let Event::CommissionCharged(e) = event {
        vec![e.sale]
    } else if let Event::ProceedsAllocated(e) = event {
        vec![e.sale]
    } else if let Event::DeductionApplied(e) = event {
        vec![e.sale]
    } else if let Event::AdvanceOffset(e) = event {
        vec![e.sale]
    } else if let Event::PaymentAllocated(e) = event {
        e.settles.iter().map(|settled| settled.sale).collect()
    } else if let Event::RefundIssued(e) = event {
        vec![e.sale]
    } else if let Event::FxDifferenceRealised(e) = event {
        e.sale.into_iter().collect()
    } else if let Event::ChargebackReceived(e) = event {
        vec![e.sale]
    } else if let Event::ChargebackReversed(e) = event {
        vec![e.sale]
    } else {
        GivenBack::of(event).into_iter().map(|e| e.sale).collect()
    }
}
