//! What a cooperative's book remembers so that it can decide: no more than a rule asks for.
//!
//! Amounts that postings already say are not kept twice: what is owed to a member, held in a till or left of a lot is
//! asked of `Balances`.

pub mod between;
pub mod calendar;
pub mod capital;
pub mod census;
pub mod chargeback;
pub mod dispute;
pub mod effect;
pub mod fund;
pub mod delivery;
pub mod grant;
pub mod loan;
pub mod matching;
pub mod membership;
pub mod order;
pub mod payee;
pub mod payout;
pub mod period;
pub mod product;
pub mod register;
pub mod shop;
pub mod tax;
pub mod trade;
pub mod treasury;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::account::Till;
use crate::balances::Balances;
use crate::book::state::between::Between;
use crate::book::state::calendar::Calendar;
use crate::book::state::capital::Capital;
use crate::book::state::census::Census;
use crate::book::state::chargeback::Chargeback;
use crate::book::state::delivery::{Delivery, Drawn};
use crate::book::state::dispute::Dispute;
use crate::book::state::effect::Effect;
use crate::book::state::fund::Funds;
use crate::book::state::grant::Grants;
use crate::book::state::loan::{Group, Loan};
use crate::book::state::matching::{Match, StatementLine, Stretch};
use crate::book::state::membership::{Consent, Version};
use crate::book::state::order::Order;
use crate::book::state::payee::Payee;
use crate::book::state::payout::{Limits, Payout};
use crate::book::state::period::Closing;
use crate::book::state::product::{Piece, Product};
use crate::book::state::register::{Board, Member};
use crate::book::state::shop::{Consignment, Shipment};
use crate::book::state::tax::TaxRate;
use crate::book::state::trade::{Sale, Work};
use crate::book::state::treasury::{AccountDays, Fee, Payment};
use crate::event::membership::Form;
use crate::event::register::Status;
use crate::id::{
    ActorId, AgreementId, CensusId, ChargebackId, Code, ConsentId, ConsignmentId, DeliveryId, DetailsId, DisputeId,
    FeeId, GroupId, LineId, LoanId, MatchId, MaterialsId, MemberId, MovementId, OrderId, PaymentId, PayoutId, PieceId,
    ProductId, RefundId, ResaleId, SaleId, ShipmentId, TaxId, WorkId,
};
use crate::money::exact::Exact;
use crate::money::{Currency, Money};
use crate::table::{Map, Table};

/// A class of things that are named once and not looked up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Opening balances, transfers, purchases, repayments, settlements.
    Movement,
    /// Materials handed over.
    Materials,
    /// Fees.
    Fee,
    /// Conversions.
    Conversion,
    /// Credit notes.
    CreditNote,
    /// Refunds.
    Refund,
    /// Corrections.
    Correction,
    /// Assets.
    Asset,
    /// What is deducted from a sale.
    Deduction,
    /// Statements of a bank or provider.
    Statement,
}

packed!(enum Class {
    0 = Movement, 1 = Materials, 2 = Fee, 3 = Conversion, 4 = CreditNote, 5 = Refund, 6 = Correction, 7 = Asset,
    8 = Deduction, 9 = Statement,
});

impl Class {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Class::Movement => "movement",
            Class::Materials => "materials",
            Class::Fee => "fee",
            Class::Conversion => "conversion",
            Class::CreditNote => "credit note",
            Class::Refund => "refund",
            Class::Correction => "correction",
            Class::Asset => "asset",
            Class::Deduction => "deduction",
            Class::Statement => "statement",
        }
    }
}

/// The book of one cooperative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooperative {
    /// The currency of its accounts.
    pub currency: Currency,
    /// Which legal person it is.
    pub form: Form,
    /// Its members, those of the past included.
    pub members: Map<MemberId, Member>,
    /// Its boards, oldest first.
    pub boards: Vec<Board>,
    /// Its censuses.
    pub censuses: BTreeMap<CensusId, Census>,
    /// Its capital, divided into shares.
    pub capital: Capital,
    /// Its tills, and since when each is open.
    pub tills: BTreeMap<Till, Date>,
    /// Who alone carries a cash box and pays out of it.
    pub floats: BTreeMap<Till, ActorId>,
    /// The opening balance of each of them, and that of the store under none.
    pub openings: BTreeMap<Option<Till>, MovementId>,
    /// The day of its first sale.
    pub sells_since: Option<Date>,
    /// What was in them and on other accounts that nothing leaves before its day, day by day.
    pub days: AccountDays,
    /// The sale each fee was taken for, if it was for one.
    pub fees: Table<FeeId, Fee>,
    /// Its agreements, by version.
    pub agreements: BTreeMap<AgreementId, BTreeMap<u32, Version>>,
    /// Whose consent to what a consent is.
    pub consents: Table<ConsentId, (MemberId, Code)>,
    /// The consents of a member to a purpose.
    pub consents_to: Table<(MemberId, Code), Vec<Consent>>,
    /// Its orders.
    pub orders: Table<OrderId, Order>,
    /// Its deliveries.
    pub deliveries: Table<DeliveryId, Delivery>,
    /// The goods it left with shops.
    pub consignments: BTreeMap<ConsignmentId, Consignment>,
    /// Its shared shipments.
    pub shipments: BTreeMap<ShipmentId, Shipment>,
    /// In which of them a sale travels.
    pub travels: BTreeMap<SaleId, ShipmentId>,
    /// What sales drew from orders, deliveries and consignments.
    pub drawn: Table<SaleId, Drawn>,
    /// Its tally sheet.
    pub work: Table<WorkId, Work>,
    /// The entries of the tally sheet for an order that no sale has paid.
    pub unpaid_work: Table<OrderId, BTreeSet<WorkId>>,
    /// The materials handed over, for mirrors: their order and value.
    pub materials: Table<MaterialsId, (Option<OrderId>, Money)>,
    /// Its products.
    pub products: BTreeMap<ProductId, Product>,
    /// The pieces that were listed.
    pub pieces: Table<PieceId, Piece>,
    /// Its sales.
    pub sales: Table<SaleId, Sale>,
    /// What each release of a retention made due, by its position: the amount, and what it was carried at.
    pub releases: BTreeMap<u64, (Money, Money)>,
    /// The sale whose goods each resale sold on.
    pub resales: BTreeMap<ResaleId, SaleId>,
    /// The payments that buyers' banks took back.
    pub chargebacks: Table<ChargebackId, Chargeback>,
    /// The disputes of its invoices.
    pub disputes: BTreeMap<DisputeId, Dispute>,
    /// The open one of each sale that has one.
    pub disputed: BTreeMap<SaleId, DisputeId>,
    /// What its members owe of which sales, since those were given back after they had their shares. What later sales keep for
    /// it pays them in the order of their ids.
    pub debts: BTreeMap<MemberId, BTreeMap<SaleId, Money>>,
    /// Its payments.
    pub payments: Table<PaymentId, Payment>,
    /// The orders whose advance each of these refunds gave back.
    pub advance_refunds: BTreeMap<RefundId, OrderId>,
    /// Its loans.
    pub loans: BTreeMap<LoanId, Loan>,
    /// The loans of each member.
    pub loans_of: Map<MemberId, Vec<LoanId>>,
    /// Where its members are paid.
    pub payees: BTreeMap<MemberId, Payee>,
    /// Whose details are whose.
    pub details_of: BTreeMap<DetailsId, MemberId>,
    /// How many days changed details wait, from which day on.
    pub cooling_days: Vec<(Date, u32)>,
    /// When its bank pays.
    pub calendar: Calendar,
    /// How much is paid at once, from which day on.
    pub limits: Vec<Limits>,
    /// Its payouts.
    pub payouts: Table<PayoutId, Payout>,
    /// The rates of the taxes it withholds, version by version.
    pub taxes: BTreeMap<TaxId, Vec<TaxRate>>,
    /// Its premiums and the resolutions about its funds.
    pub funds: Funds,
    /// The groups of members that stand in for each other's loans.
    pub groups: BTreeMap<GroupId, Group>,
    /// Its grants and its assets.
    pub grants: Grants,
    /// Its transfers to and from other organisations of the book.
    pub between: Between,
    /// The lines of statements.
    pub statement_lines: Table<LineId, StatementLine>,
    /// Which days of which tills statements have spoken of.
    pub stretches: BTreeMap<Till, Vec<Stretch>>,
    /// What they were matched with.
    pub matches: Table<MatchId, Match>,
    /// The positions of the records that say what a line means, with the match that says so.
    pub explained: BTreeMap<u64, MatchId>,
    /// What one person matches alone, from which day on.
    pub match_limits: Vec<(Date, Money)>,
    /// What movements did beside their postings, for mirrors.
    pub effects: Table<(Class, Code), Vec<Effect>>,
    /// What was named once.
    pub named: Table<(Class, Code), ()>,
    /// The positions of records that were taken back.
    pub corrected: BTreeSet<u64>,
    /// What its members are still due of sales below the minor unit.
    pub carried: Map<MemberId, Exact>,
    /// The periods that are closed, in the order of their days.
    pub closed: Vec<Closing>,
    /// How many sales it has recorded.
    pub turn: u64,
    /// Its balances.
    pub balances: Balances,
}

packed!(struct Cooperative {
    currency, form, members, boards, censuses, capital, tills, floats, openings, sells_since, days, fees, agreements,
    consents, consents_to, orders, deliveries, consignments, shipments, travels, drawn, work, unpaid_work,
    materials, products, pieces, sales, releases, resales, chargebacks, disputes, disputed, debts, payments, advance_refunds, loans, loans_of,
    payees, details_of, cooling_days, calendar, limits, payouts, taxes, funds, groups, grants, between, effects, named, corrected,
    carried, closed, turn, balances, statement_lines, stretches, matches, explained, match_limits,
});

impl Cooperative {
    /// Work for an order is paid, or is not done after all.
    pub(in crate::book) fn no_more_unpaid(&mut self, order: OrderId, work: WorkId) {
        if let Some(unpaid) = self.unpaid_work.get_mut(&order) {
            unpaid.remove(&work);
            if unpaid.is_empty() {
                self.unpaid_work.remove(&order);
            }
        }
    }

    pub(crate) fn new(currency: Currency, form: Form) -> Cooperative {
        Cooperative {
            currency,
            form,
            members: Map::default(),
            boards: Vec::new(),
            censuses: BTreeMap::new(),
            capital: Capital::default(),
            tills: BTreeMap::new(),
            floats: BTreeMap::new(),
            openings: BTreeMap::new(),
            sells_since: None,
            days: AccountDays::default(),
            fees: Table::default(),
            agreements: BTreeMap::new(),
            consents: Table::default(),
            consents_to: Table::default(),
            orders: Table::default(),
            deliveries: Table::default(),
            consignments: BTreeMap::new(),
            shipments: BTreeMap::new(),
            travels: BTreeMap::new(),
            drawn: Table::default(),
            work: Table::default(),
            unpaid_work: Table::default(),
            materials: Table::default(),
            products: BTreeMap::new(),
            pieces: Table::default(),
            sales: Table::default(),
            releases: BTreeMap::new(),
            resales: BTreeMap::new(),
            chargebacks: Table::default(),
            disputes: BTreeMap::new(),
            disputed: BTreeMap::new(),
            debts: BTreeMap::new(),
            payments: Table::default(),
            advance_refunds: BTreeMap::new(),
            loans: BTreeMap::new(),
            loans_of: Map::default(),
            payees: BTreeMap::new(),
            details_of: BTreeMap::new(),
            cooling_days: Vec::new(),
            calendar: Calendar::default(),
            limits: Vec::new(),
            payouts: Table::default(),
            taxes: BTreeMap::new(),
            funds: Funds::default(),
            groups: BTreeMap::new(),
            grants: Grants::default(),
            between: Between::default(),
            statement_lines: Table::default(),
            stretches: BTreeMap::new(),
            matches: Table::default(),
            explained: BTreeMap::new(),
            match_limits: Vec::new(),
            effects: Table::default(),
            named: Table::default(),
            corrected: BTreeSet::new(),
            carried: Map::default(),
            closed: Vec::new(),
            turn: 0,
            balances: Balances::default(),
        }
    }

    /// Who is a member on a day and how each of them stands, in the order of their ids.
    #[must_use]
    pub fn members_on(&self, day: Date) -> Vec<(MemberId, Status)> {
        let standing = self.members.iter().filter_map(|(id, member)| Some((*id, member.status_on(day)?)));
        let mut members: Vec<_> = standing.collect();
        members.sort_unstable();
        members
    }

    /// The board in office on a day.
    #[must_use]
    pub fn board_on(&self, day: Date) -> Option<&Board> {
        self.boards.iter().rev().find(|board| board.from <= day)
    }

    /// The member's consent to a purpose that is live on this day.
    #[must_use]
    pub fn consent(&self, member: MemberId, purpose: Code, day: Date) -> Option<ConsentId> {
        let given = self.consents_to.get(&(member, purpose))?;
        let live = |consent: &&Consent| consent.from <= day && consent.until.is_none_or(|until| day < until);
        given.iter().find(live).map(|consent| consent.consent)
    }
}
