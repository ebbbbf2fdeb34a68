//! Refusals: why a command was not recorded, in words that say what would be right.
//!
//! A refusal is a value, not a fault: the log is as it was. Its code is a contract with programs; its text is for people.

use std::fmt;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use crate::account::{Account, Till};
use crate::agreement::deduction::CannotDeduct;
use crate::agreement::split::CannotSplit as CannotDivide;
use crate::decide::watch::Said;
use crate::event::Event;
use crate::id::{
    ActorId, AgreementId, AssetId, CensusId, ChargebackId, Code, ConsentId, ConsignmentId, CooperativeId, DefinitionId,
    DeliveryId, DetailsId, DisputeId, FeeId, FundId, GrantId, GroupId, LineId, LoanId, MatchId, MaterialsId, MemberId,
    MovementId, OrderId, PartyId, PaymentId, PayoutId, PeriodId, PieceId, PremiumId, ProductId, ResaleId, ResolutionId,
    SaleId, ShipmentId, TaxId, TransferId, WorkId,
};
use crate::money::{self, Currency, CurrencyMismatch, Money, NotMoney, Quantity, Rate, UnitPrice};
use crate::payee::{Scheme, WrongNumber};
use crate::text::Label;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $type:ty),* $(,)? })? $(($inner:ty))? $code:literal $text:literal;)*) => {
        /// Why a command was not recorded.
        #[derive(Debug, Clone, PartialEq, thiserror::Error)]
        #[expect(missing_docs, reason = "each text says what its fields are")]
        pub enum Refusal {
            $($(#[$doc])* #[error($text)] $name $({ $($field: $type),* })? $((#[source] $inner))?,)*
        }

        impl Refusal {
            /// The code a program can rely on.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Refusal::$name { .. } => $code,)*
                }
            }
        }
    };
}

refusals! {
    /// The same key was used with other words.
    KeyUsed { key: String, position: u64 } "key_used"
        "the key `{key}` was used at position {position} with other words: give a new command a new key";
    /// Whoever judges a book does not write it.
    OnlyReads { actor: ActorId, role: &'static str, command: &'static str } "only_reads"
        "`{actor}` speaks as a {role}, who reads and changes nothing: `{command}` is for those whose book it is to say";
    /// The book has no opening record yet, or has one already.
    BookOpen { state: &'static str } "book_open"
        "the book {state}: it is opened once, by its first record";
    /// A command about a cooperative without its name.
    CooperativeMissing { command: &'static str } "cooperative_missing"
        "`{command}` belongs to a cooperative: name it in `cooperative`";
    /// A command about the whole book with a cooperative's name.
    CooperativeUnwanted { command: &'static str } "cooperative_unwanted"
        "`{command}` concerns the whole book: leave `cooperative` out";
    PartyOfTheBook { party: PartyId } "cooperative_unwanted"
        "`{party}` is a party of the whole book: leave `cooperative` out";
    SameKey {} "same_key"
        "the key from now on is the one until now: make another";
    AnotherKey { known: Box<Label> } "another_key"
        "the log is signed with `{known}`: name that as the key until now";
    OverlapBefore { day: Date, today: Date } "overlap_before"
        "both keys cannot sign until {day}, which is before {today}, when the new one begins";
    NothingLost { size: u64, head: u64 } "nothing_lost"
        "nothing is lost: a checkpoint of {size} records was signed, and the book has {head}";
    NoDigests {} "no_digests"
        "`digests` holds digests as they stand in `_sd`, sorted, each once: what was sealed is never written here";
    UnknownCooperative { cooperative: CooperativeId } "unknown_cooperative"
        "`{cooperative}` is no cooperative of this book: register it first";
    UnknownParty { party: PartyId } "unknown_party"
        "`{party}` is no party of this book: register it first";
    WrongRole { party: PartyId, role: &'static str } "wrong_role"
        "`{party}` is not registered as a {role}: register it with that role under another id, or name another party";
    UnknownMember { member: MemberId } "unknown_member"
        "`{member}` is no member of the cooperative: admit her first";
    NotYetMember { member: MemberId, since: Date, day: Date } "not_yet_member"
        "`{member}` is a member since {since}, this happened on {day}: check the date";
    NoLongerMember { member: MemberId, on: Date, day: Date } "no_longer_member"
        "`{member}` left the cooperative on {on}, this happened on {day}: date what she did before that day, or admit her again";
    Suspended { member: MemberId, since: Date } "suspended"
        "`{member}` is suspended since {since}: she takes on no work and shares in no sale until she is active again";
    StillMember { member: MemberId, until: Date, day: Date } "still_member"
        "`{member}` was a member until {until} and cannot be admitted again on {day}: check the date";
    StandsSo { member: MemberId, status: &'static str, since: Date } "stands_so"
        "`{member}` is {status} since {since} already";
    StandsLater { member: MemberId, status: &'static str, on: Date, day: Date } "stands_later"
        "`{member}` is {status} from {on}, so she did not leave on {day}: check the date";
    LeftAlready { member: MemberId, on: Date } "left_already"
        "`{member}` left the cooperative on {on} already";
    NoSuchBoard { board: u32, women: u32, led_by: &'static str } "no_such_board"
        "there is no board of {board} with {women} women on it that a {led_by} presides: count again, whoever presides sits on it";
    MemberTwice { member: MemberId } "member_twice"
        "`{member}` is named twice: give her one line with the sum";
    UnknownTill { till: Till } "unknown_till"
        "`{till}` is no till of the cooperative: open it first";
    WrongTill { till: Till, wanted: &'static str } "wrong_till"
        "`{till}` is not {wanted}";
    /// A date is wrong, or the thing is another.
    BeforeItBegan { what: &'static str, id: String, on: Date, day: Date } "before_it_began"
        "the {what} `{id}` is there since {on}, this happened on {day}: check the date, or name another {what}";
    /// Nobody knows what will happen.
    Ahead { occurred_on: Date, written_on: Date } "ahead"
        "this is said to happen on {occurred_on}, and it is {written_on}: record it once it has happened";
    ValuedBefore { value_date: Date, what: &'static str, id: String, on: Date } "valued_before"
        "the money is valued on {value_date}, the {what} `{id}` is there since {on}: check the value date";
    ValuedAhead { value_date: Date, day: Date, most: i32 } "valued_ahead"
        "the money is valued on {value_date}, more than {most} days after {day}: check the value date";
    NotEnoughInTill { till: Till, held: Money, asked: Money } "not_enough_in_till"
        "`{till}` holds {held}, {asked} cannot leave it";
    NotInTillByThen { till: Till, on: Date, least: Box<Money>, asked: Box<Money>, day: Date } "not_in_till_by_then"
        "`{till}` held {least} on {on}, so {asked} cannot have left it on {day}: check the date, or record first what came in before it";
    NotThereByThen { account: Account, on: Date, least: Box<Money>, asked: Box<Money>, day: Date } "not_there_by_then"
        "`{account}` held {least} on {on}, so {asked} cannot have left it on {day}: check the date, or record first what came in before it";
    NotEnoughStock { held: Money, asked: Money } "not_enough_stock"
        "the store holds materials for {held}, {asked} cannot leave it: record the purchase first";
    AlreadyExists { what: &'static str, id: Code } "already_exists"
        "the {what} `{id}` exists already: give a new one a new id";
    TillExists { till: Till } "already_exists"
        "the till `{till}` is open already";
    WrongCurrency { amount: Money, currency: Currency } "wrong_currency"
        "{amount} is not in {currency}: write it in {currency}";
    RateMissing { amount: Money, currency: Currency } "rate_missing"
        "{amount} is not in {currency}, the currency of the accounts: give the exchange `rate`";
    RateUnwanted { currency: Currency } "rate_unwanted"
        "the amount is in {currency}, the currency of the accounts: leave `rate` out";
    /// Arithmetic left its bounds.
    Amount(NotMoney) "amount" "{0}";
    OpenedAlready { of: String, movement: MovementId } "opened_already"
        "the opening balance of {of} is the movement `{movement}`: take that back first, or record what came in as what it is";
    OpeningTooLate { on: Date, day: Date } "opening_too_late"
        "the cooperative sells since {on} and an opening balance says what was there before: record what came in on {day} as what it is";
    Mismatch(CurrencyMismatch) "wrong_currency" "{0}";
    Division(money::CannotSplit) "cannot_split" "{0}";
    Empty { what: &'static str } "empty" "{what} is empty: name at least one";
    RoleTwice { party: PartyId, role: &'static str } "role_twice"
        "`{party}` is given the role `{role}` twice: once is enough";

    /// Agreements.
    AgreementElsewhere { agreement: AgreementId, cooperative: CooperativeId } "agreement_elsewhere"
        "the agreement `{agreement}` names the cooperative `{cooperative}`, the command another: make them the same";
    VersionOrder { agreement: AgreementId, version: u32, next: u32 } "version_order"
        "version {version} of the agreement `{agreement}` cannot be proposed: the next one is {next}";
    NeverInForce { agreement: AgreementId, version: u32 } "never_in_force"
        "version {version} of the agreement `{agreement}` was not accepted by all: what never held is not ended";
    EndedInThePast { agreement: AgreementId, from: Date, day: Date } "ended_in_the_past"
        "the agreement `{agreement}` cannot end from {from} on: it ends from {day} on or later, since sales may have been divided by it";
    EndedAlready { agreement: AgreementId, version: u32, end: Date } "ended_already"
        "version {version} of the agreement `{agreement}` does not hold from {end} on: say an earlier day, or leave it";
    UnknownMaterials { materials: MaterialsId } "unknown_materials"
        "`{materials}` is no hand-over of materials here: name the one they were received in";
    MoreThanOwedForMaterials { member: MemberId, owed: Money, asked: Money } "more_than_owed"
        "`{member}` owes {owed} for these materials at the most, and {asked} are to come back: what is paid for is hers to keep";
    UnknownAgreement { agreement: AgreementId, version: u32 } "unknown_agreement"
        "version {version} of the agreement `{agreement}` was never proposed";
    UnsoundAgreement { problems: String } "unsound_agreement"
        "the agreement cannot be proposed: {problems}";
    NotNamedInAgreement { party: PartyId, agreement: AgreementId } "not_named_in_agreement"
        "`{party}` is not named in the agreement `{agreement}`: only its parties accept it";
    AcceptedAlready { agreement: AgreementId, version: u32 } "accepted_already"
        "version {version} of the agreement `{agreement}` has been accepted by this party already";
    NoAgreementInForce { day: Date, channel: String, product_class: String, agreement: String } "no_agreement_in_force"
        "no agreement is in force on {day} for {channel}, {product_class}{agreement}: propose one, let every party accept it, then record the sale again";
    SeveralAgreements { day: Date, agreements: String } "several_agreements"
        "several agreements are in force on {day} for this sale ({agreements}): name one in `agreement`";
    DateMissing { agreement: AgreementId, which: &'static str } "date_missing"
        "the agreement `{agreement}` is picked by the date of the {which}: give it";

    /// Consents.
    NotHerWord { member: MemberId, actor: ActorId } "not_her_word"
        "`{actor}` is not `{member}`, whose word this is: let her say it, or name in `for_her` the `form` that bears her mark and the `witness` who saw it";
    SaysItHerself { member: MemberId } "says_it_herself" "`{member}` says this herself: leave `for_her` out";
    NoWitness { witness: ActorId, is: &'static str } "no_witness"
        "`{witness}` {is} and cannot be the witness as well: name another person who saw it";
    UnknownConsent { consent: ConsentId } "unknown_consent" "the consent `{consent}` was never given";
    ConsentWithdrawn { consent: ConsentId, on: Date } "consent_withdrawn"
        "the consent `{consent}` was withdrawn on {on} already";

    /// Orders, materials, work.
    UnknownOrder { order: OrderId } "unknown_order" "the order `{order}` was never placed";
    OrderCancelled { order: OrderId, on: Date } "order_cancelled"
        "the order `{order}` was cancelled on {on}: place a new one";
    ConfirmedAlready { order: OrderId, version: u32, on: Date } "confirmed_already"
        "version {version} of the order `{order}` was confirmed on {on} already: it is confirmed again once it has changed";
    TooManyDays { days: u16, most: u16 } "too_many_days"
        "invoices would be due after {days} days, {most} are the most: check the number";
    DayNeverKnown { after: &'static str } "day_never_known"
        "invoices would be due some days after `{after}`, and no record gives an invoice that day: count from `order`, `contract`, `invoice` or `delivery`, or leave `due` out and give each sale its `due_on`";
    LineTwice { line: Code } "line_twice" "the line `{line}` is named twice: give it once, with the sum";
    NoPieces { line: Code } "no_pieces" "the line `{line}` has no pieces: give a quantity above zero, or leave it out";
    OrderTooSmall { order: OrderId, needed: Money, asked: Money } "order_too_small"
        "{needed} of the order `{order}` is invoiced or paid in advance, it cannot become {asked}: refund a part of the advance first";
    LineTooSmall { order: OrderId, line: Code, least: Decimal, asked: Decimal } "line_too_small"
        "{least} pieces of the line `{line}` of the order `{order}` are delivered or invoiced, it cannot have {asked}";
    LineBegun { order: OrderId, line: Code } "line_begun"
        "pieces of the line `{line}` of the order `{order}` are delivered or invoiced, only its quantity can change: give what is different a line of its own";
    GoodsWaiting { order: OrderId, line: Code, pieces: Decimal } "goods_waiting"
        "{pieces} pieces of the line `{line}` of the order `{order}` are delivered and neither rejected nor invoiced: settle them first";
    NoAdvanceLeft { order: OrderId, open: Money, asked: Money } "no_advance_left"
        "{open} of the advance of the order `{order}` is not used, {asked} cannot be given back";
    UnknownLine { what: &'static str, id: Code, line: Code } "unknown_line"
        "the {what} `{id}` has no line `{line}`: name one of its lines";
    LineExceeded { order: OrderId, line: Code, left: Decimal, asked: Decimal } "line_exceeded"
        "{left} pieces of the line `{line}` of the order `{order}` are left, not {asked}: change the order first";
    LineOfNothing { line: Code } "line_of_nothing"
        "the line `{line}` is a line of nothing: name the order it fulfils, and only for goods";
    LineMissing { product: Label } "line_missing"
        "`{product}` is to be invoiced of an order that has lines: say which `line` of it";
    DeliveryMissing { order: OrderId, delivery: DeliveryId } "delivery_missing"
        "the order `{order}` is delivered in parts, `{delivery}` is one: name the `delivery` whose accepted pieces are invoiced";
    PriceDiffers { line: Code, agreed: UnitPrice, said: UnitPrice } "price_differs"
        "a piece of the line `{line}` was agreed at {agreed}, not at {said}: change the order first, or give a discount";
    UnknownConsignment { consignment: ConsignmentId } "unknown_consignment"
        "the consignment `{consignment}` was never left with a shop";
    ConsignmentForOrder { consignment: ConsignmentId } "consignment_for_order"
        "what is sold out of the consignment `{consignment}` fulfils no order: leave `order` out";
    NotInShop { consignment: ConsignmentId, line: Code, left: Decimal, asked: Decimal } "not_in_shop"
        "{left} pieces of the line `{line}` of the consignment `{consignment}` lie in the shop, not {asked}";
    BelowAgreed { consignment: ConsignmentId, agreed: Money, said: Money } "below_agreed"
        "{agreed} was asked for these goods of the consignment `{consignment}`, the shop pays {said}: say why in `below_agreed`";
    UnknownShipment { shipment: ShipmentId } "unknown_shipment" "the shipment `{shipment}` was never recorded";
    NotInShipment { sale: SaleId, shipment: ShipmentId } "not_in_shipment"
        "the shipment `{shipment}` has no parcel of the sale `{sale}`";
    InOtherShipment { sale: SaleId, shipment: ShipmentId } "in_other_shipment"
        "the sale `{sale}` travels in the shipment `{shipment}` already";
    ParcelTwice { sale: SaleId } "parcel_twice" "the sale `{sale}` has two parcels: give it one, with the sum";
    FreightTooLate { sale: SaleId } "freight_too_late"
        "the sale `{sale}` is recorded already, with the freight it said: share the freight before its sales are recorded";
    MeasureMissing { sale: SaleId, field: &'static str } "measure_missing"
        "the freight is divided by `{field}`, which the parcel of the sale `{sale}` does not say";
    ShipmentNotNamed { sale: SaleId, shipment: ShipmentId } "shipment_not_named"
        "the sale `{sale}` travels in the shipment `{shipment}`: name it in `shipment`, so that the sale pays its part of the freight";
    OtherCarrier { shipment: ShipmentId, carrier: PartyId, receiver: PartyId } "other_carrier"
        "`{carrier}` carries the shipment `{shipment}`, and the agreement pays the freight to `{receiver}`: share it with that carrier, or agree on this one";
    FreightDiffers { shipment: ShipmentId, part: Money, said: Money } "freight_differs"
        "{part} is its part of the freight of the shipment `{shipment}`, not {said}: leave the cost out";
    UnknownDelivery { delivery: DeliveryId } "unknown_delivery" "the delivery `{delivery}` was never made";
    DeliveryOfOther { delivery: DeliveryId, order: OrderId } "delivery_of_other"
        "the delivery `{delivery}` is one of the order `{order}`: name that order";
    NotWaiting { delivery: DeliveryId, line: Code, left: Decimal, asked: Decimal } "not_waiting"
        "{left} pieces of the line `{line}` of the delivery `{delivery}` wait to be inspected, not {asked}";
    NotRejected { delivery: DeliveryId, line: Code, left: Decimal, asked: Decimal } "not_rejected"
        "{left} pieces of the line `{line}` of the delivery `{delivery}` are rejected and not mended, not {asked}";
    NotAccepted { delivery: DeliveryId, line: Code, left: Decimal, asked: Decimal } "not_accepted"
        "{left} pieces of the line `{line}` of the delivery `{delivery}` are accepted and not invoiced, not {asked}";
    MoreThanAccepted { delivery: DeliveryId, pieces: Decimal, asked: Decimal } "more_than_accepted"
        "{pieces} pieces of the delivery `{delivery}` are invoiced, makers of {asked} are named: nobody is paid for a piece twice, or before it is accepted";
    MoreThanOrdered { order: OrderId, left: Decimal, asked: Decimal } "more_than_ordered"
        "{left} pieces of the order `{order}` are neither invoiced nor on its tally sheet, not {asked}: check the tally sheet, or change the order";
    MoreThanDelivered { delivery: DeliveryId, left: Decimal, asked: Decimal } "more_than_delivered"
        "{left} pieces of the delivery `{delivery}` are left to say who made them, not {asked}: check the tally sheet, or say that it was `rework`";
    ReworkOfNothing { work: WorkId } "rework_of_nothing"
        "the work `{work}` mends rejected pieces: name their delivery";
    OtherBuyer { named: PartyId, buyer: PartyId } "other_buyer"
        "`{named}` is named, but it belongs to the buyer `{buyer}`";
    AdvanceTooLarge { order: OrderId, open: Money, asked: Money } "advance_too_large"
        "the order `{order}` can still take an advance of {open}, not {asked}";
    NothingDone { work: WorkId } "nothing_done"
        "the work `{work}` says neither pieces nor hours nor area: give at least one above zero";
    NoMakers { sale: SaleId } "no_makers"
        "nobody made the sale `{sale}`: name `makers`, or record their work on its order first";

    WorkUnpaid { order: OrderId, entries: usize } "work_unpaid"
        "the order `{order}` has {entries} entries of work that no sale has paid: leave `makers` out, so that this sale pays them once";
    TooManyMakers { sale: SaleId, makers: usize, most: usize } "too_many_makers"
        "{makers} makers made the sale `{sale}`, {most} are the most: divide it into several sales of the same order";

    TooManyServices { sale: SaleId, services: usize, most: usize } "too_many_services"
        "{services} services are named for the sale `{sale}`, {most} are the most: divide it into several sales of the same order";

    /// Censuses.
    NeverActive { definition: DefinitionId } "never_active"
        "the definition `{definition}` calls everybody active who did something 0 times: write at least 1";
    UnknownDefinition { definition: DefinitionId } "unknown_definition"
        "the definition `{definition}` was never given: define it first";
    CensusAhead { census: CensusId, as_of: Date, day: Date } "census_ahead"
        "the census `{census}` speaks of {as_of}, but was taken on {day}: check the date";
    CensusOtherwise { census: CensusId, cooperative: CooperativeId, definition: DefinitionId, as_of: Date } "census_otherwise"
        "`{cooperative}` took the census `{census}` by the definition `{definition}` as of {as_of}: take it so too, or under another id";
    CensusMiscounted { census: CensusId, as_of: Date, said: u32, known: usize } "census_miscounted"
        "the census `{census}` counts {said} members on {as_of}, the register has {known}: bring the register up to date or count again";
    NotCounted { census: CensusId, member: MemberId, as_of: Date } "not_counted"
        "`{member}` was no member on {as_of}, of which the census `{census}` speaks: leave her out, or record her admission first";
    CensusTooLong { census: CensusId, active: usize, most: usize } "census_too_long"
        "the census `{census}` names {active} active members of one cooperative, {most} are the most";
    UnknownCensus { census: CensusId } "unknown_census" "the census `{census}` was never taken of this cooperative";
    CountedSo { census: CensusId, member: MemberId, counted: &'static str } "counted_so"
        "the census `{census}` counts `{member}` as {counted} already";

    /// Shares.
    Beyond { what: &'static str, said: u32, most: u32 } "beyond"
        "`{what}` says {said}, {most} is the most";
    NoShareTerms { day: Date } "no_share_terms"
        "on {day} it is not known what a share is worth: set the terms of the statutes first";
    NoShares { member: MemberId } "no_shares" "`{member}` and 0 shares: name at least one";
    SharePaymentTooSmall { shares: u32, least: Money, paid: Money } "share_payment_too_small"
        "at least {least} of {shares} shares is paid when they are taken, not {paid}";
    SharePaymentTooLarge { member: MemberId, left: Money, asked: Money } "share_payment_too_large"
        "`{member}` has {left} of her shares left to pay, not {asked}";
    MoreSharesThanHeld { member: MemberId, held: i64, asked: u32 } "more_shares_than_held"
        "`{member}` has {held} shares, {asked} cannot be given back";
    ShareRefund { shares: u32, least: Money, most: Money, asked: Money } "share_refund"
        "for {shares} of her shares between {least} and {most} can be given back, not {asked}: what she paid of them, and nothing that is not covered by the shares she keeps stays behind";
    CapitalTooLow { minimum: Money, left: Money } "capital_too_low"
        "the capital would fall to {left}, the statutes keep it at {minimum} at the least";

    /// Periods.
    ClosesNothing { actor: ActorId, period: PeriodId } "closes_nothing"
        "`{actor}` cannot close the period `{period}`: its president or treasurer does";
    ReopensNothing { actor: ActorId, period: PeriodId } "reopens_nothing"
        "`{actor}` cannot open the period `{period}` again: its president, treasurer or secretary does";
    SealsASecretOnly { period: PeriodId } "seals_a_secret_only"
        "what is sealed with the period `{period}` is the secret of its rows, which is made here: leave `sealed` out";
    PeriodRuns { period: PeriodId, until: Date, day: Date } "period_runs"
        "the period `{period}` runs until {until}, and this happened on {day}: close it when it has ended";
    PeriodsOverlap { period: PeriodId, until: Date, last: PeriodId, ended: Date } "periods_overlap"
        "the period `{period}` ends on {until}, and `{last}` is closed until {ended} already: write a later day, or open `{last}` again";
    NotClosed { period: PeriodId } "not_closed"
        "the period `{period}` is not closed";
    ClosedOver { period: PeriodId, last: PeriodId } "closed_over"
        "the period `{period}` is closed over by `{last}`: open that one again first";
    /// Our own arithmetic did not add up; nothing is recorded.
    BooksDoNotBalance { cooperative: CooperativeId, currency: Currency } "books_do_not_balance"
        "the books of `{cooperative}` do not sum to zero in {currency}: nothing was recorded, this is a fault of Mizan";

    /// Payee details.
    NumberMissing { scheme: Scheme } "number_missing"
        "the {scheme} itself is missing: give it in `sealed.account_number`, where it is never written in clear";
    WrongNumber { scheme: Scheme, why: WrongNumber } "wrong_number" "`sealed.account_number` is no {scheme}: {why}";
    UnknownDetails { details: DetailsId } "unknown_details" "the details `{details}` were never set";
    DetailsReplaced { details: DetailsId, by: DetailsId } "details_replaced"
        "the details `{details}` have given way to `{by}`: those count now";
    DetailsLater { details: DetailsId, on: Date, day: Date } "details_later"
        "the details `{details}` were set on {on}, this happened on {day}: check the date";
    DetailsVerified { details: DetailsId } "details_verified" "the details `{details}` are verified already";
    DetailsConfirmed { details: DetailsId } "details_confirmed" "the details `{details}` are confirmed already";
    SamePerson { actor: ActorId, did: &'static str, now: &'static str } "same_hand"
        "`{actor}` {did} and cannot {now} as well: another person must";
    FrozenAlready { member: MemberId, since: Date } "frozen_already" "`{member}` is frozen since {since} already";
    NotFrozen { member: MemberId } "not_frozen" "`{member}` is not frozen";
    PayeeFrozen { member: MemberId, since: Date } "payee_frozen"
        "`{member}` is frozen since {since}: release her first, or hand it to her in cash";
    PayeeUnverified { member: MemberId, details: DetailsId } "payee_unverified"
        "`{member}` is not paid under the details `{details}` before a second person has verified them: let them be verified, or hand it to her in cash";
    PayeeUnconfirmed { member: MemberId, details: DetailsId } "payee_unconfirmed"
        "`{member}` is not paid under the details `{details}` before she has confirmed them: ask her, or hand it to her in cash";
    PayeeCooling { details: DetailsId, until: Date, day: Date } "payee_cooling"
        "the details `{details}` took the place of others and are paid under from {until}, not on {day}: wait, or hand it to her in cash";

    /// Products and pieces.
    ProductVersion { product: ProductId, version: u32, next: u32 } "version_order"
        "version {version} of the product `{product}` cannot be defined: the next one is {next}";
    UnknownProduct { product: ProductId } "unknown_product"
        "the product `{product}` was never defined: define it first";
    OtherCurrency { said: Currency, currency: Currency } "wrong_currency"
        "the prices are in {said}: write them in {currency}, the currency of the accounts";
    WorksheetDiffers { product: ProductId, parts: UnitPrice, price: UnitPrice, difference: Decimal } "worksheet_differs"
        "the parts of the product `{product}` come to {parts}, its price says {price}: {difference} is not accounted for";
    NotHerPrice { member: MemberId, actor: ActorId } "not_her_price"
        "the price of `{member}` is set by herself, or by an artisan leader on her behalf: `{actor}` is neither";
    PriceLowered { member: MemberId, price: UnitPrice, in_force: UnitPrice } "price_lowered"
        "`{member}` asks {in_force} and {price} is less: only she herself lowers her price";
    NobodysPrice { product: ProductId } "nobodys_price"
        "the price of the product `{product}` that is for all is set by an artisan leader, or by the assembly with its `minutes`, which an officer of the cooperative hands in";
    CommonPriceLowered { product: ProductId, price: UnitPrice, in_force: UnitPrice } "price_lowered"
        "for the product `{product}` {in_force} is asked and {price} is less: only the assembly lowers it, with its `minutes`";
    BelowFloor { product: ProductId, price: UnitPrice, floor: UnitPrice, agreement: AgreementId } "below_floor"
        "{price} for the product `{product}` is below {floor}, the minimum of the agreement `{agreement}` for one piece";
    UnknownPiece { piece: PieceId } "unknown_piece"
        "the piece `{piece}` was never listed: list it first, with who made it";
    PieceSold { piece: PieceId, sale: SaleId } "piece_sold"
        "the piece `{piece}` was sold by the sale `{sale}` already";
    PieceTwice { piece: PieceId } "piece_twice" "the piece `{piece}` is named twice: it is sold once";
    OnePiece { piece: PieceId, quantity: Quantity } "one_piece"
        "the piece `{piece}` is there once, its line says {quantity}: write the quantity 1 and give each piece a line";
    PieceOfOther { piece: PieceId, product: ProductId } "piece_of_other"
        "the piece `{piece}` was listed as one of the product `{product}`: name that one, or none";
    NoGoods { product: Label } "no_goods"
        "the line `{product}` is not of goods, so nobody made it: leave `item` and `piece` out";
    MakerLeftOut { piece: PieceId, member: MemberId } "maker_left_out"
        "`{member}` made the piece `{piece}` and is not among the makers of its sale: name her, or leave `makers` out";
    MakersOfPieces { sale: SaleId } "makers_of_pieces"
        "the sale `{sale}` sells listed pieces and names other makers or measures than they were listed with: leave `makers` out";
    BelowHerPrice { piece: PieceId, asked: Money, reached: Money } "below_makers_price"
        "who made the piece `{piece}` asks {asked} for what this sale sells of hers and would receive {reached}: sell it for more, or by a sale of its own";
    BelowMakersPrice { sale: SaleId, asked: Money, reached: Money } "below_makers_price"
        "the makers ask {asked} for what the sale `{sale}` sells and would receive {reached}: sell it for more, or let them set a lower price first";

    /// Sales.
    TotalDiffers { said: Money, computed: Money } "total_differs"
        "the lines less the discount come to {computed}, the total says {said}";
    OrderExceeded { order: OrderId, left: Money, asked: Money } "order_exceeded"
        "the order `{order}` has {left} left to invoice, not {asked}";
    UnknownSale { sale: SaleId } "unknown_sale" "the sale `{sale}` was never recorded";
    CannotDivide { sale: SaleId, why: Box<CannotDivide> } "cannot_divide" "the sale `{sale}` cannot be divided: {why}";
    CannotDeduct { member: MemberId, why: Box<CannotDeduct> } "cannot_deduct"
        "nothing can be deducted from the share of `{member}`: {why}";
    /// Our own arithmetic did not add up; nothing is recorded.
    Unbalanced { event: &'static str, currency: Currency } "unbalanced"
        "the postings of `{event}` do not sum to zero in {currency}: nothing was recorded, this is a fault of Mizan";
    NotRetained { sale: SaleId, retained: Money, asked: Money } "not_retained"
        "{retained} of the sale `{sale}` is kept back, {asked} cannot be released";
    RetainedStill { sale: SaleId, due: Money, retained: Money } "retained_still"
        "{due} of the sale `{sale}` is due and {retained} is kept back: allocate no more than is due, or release what is kept back first";
    AcceptedGoods { sale: SaleId } "accepted_already" "the goods of the sale `{sale}` have been accepted already";

    /// Payments.
    UnknownPayment { payment: PaymentId } "unknown_payment" "the payment `{payment}` was never received";
    PaymentIsAdvance { payment: PaymentId, order: OrderId } "payment_is_advance"
        "the payment `{payment}` is an advance for the order `{order}`: it is offset by that order's sales";
    BuyerMissing { payment: PaymentId } "buyer_missing"
        "nobody knows whose the payment `{payment}` is: identify it first";
    BuyerKnown { payment: PaymentId, buyer: PartyId } "buyer_known"
        "the payment `{payment}` is known to be `{buyer}`'s";
    PaymentExceeded { payment: PaymentId, left: Money, asked: Money } "payment_exceeded"
        "the payment `{payment}` has {left} left to allocate, not {asked}";
    SaleOverpaid { sale: SaleId, left: Money, asked: Money } "sale_overpaid"
        "{left} of the sale `{sale}` is still to be paid, not {asked}: allocate that much, the rest stays with the buyer";
    ConversionDiffers { sold: Money, bought: Money, computed: Money } "conversion_differs"
        "{sold} and {bought} do not meet at that rate, which gives {computed}: give the rate with all its decimals";
    ConversionCurrencies { sold: Money, bought: Money, currency: Currency } "conversion_currencies"
        "{sold} for {bought}: one of the two must be in {currency}, the currency of the accounts, and the other not";

    /// Loans.
    BorrowerMissing { loan: LoanId } "borrower_missing"
        "the loan `{loan}` needs either a `lender` (the cooperative borrows) or a `member` (it lends), not both";
    UnknownLoan { loan: LoanId } "unknown_loan" "the loan `{loan}` was never disbursed";
    RepaidTooMuch { loan: LoanId, owed: Money, asked: Money } "repaid_too_much"
        "{owed} of the loan `{loan}` is still owed, {asked} cannot be paid back";
    InterestExceeds { amount: Money, extra: Money } "interest_exceeds"
        "interest and fees of {extra} exceed the payment of {amount}";

    ScheduledAlready { loan: LoanId } "scheduled_already"
        "the loan `{loan}` has a schedule already: reschedule it";
    NotScheduled { loan: LoanId } "not_scheduled" "the loan `{loan}` has no schedule: give it one first";
    NothingOwed { loan: LoanId } "nothing_owed" "nothing is owed of the loan `{loan}` any more";
    InterestBySchedule { loan: LoanId } "interest_by_schedule"
        "interest and fees of the loan `{loan}` fall due by its schedule and are paid first: leave `interest` and `fees` out";
    InstalmentsOutOfBounds { loan: LoanId, instalments: u32, most: u32 } "instalments_out_of_bounds"
        "the loan `{loan}` cannot be paid back in {instalments} instalments: write 1 to {most}";
    InstalmentsTooSmall { loan: LoanId, instalments: u32, principal: Money } "instalments_too_small"
        "{instalments} instalments of {principal} are too small to pay the loan `{loan}` back: write fewer";
    GraceTooLong { loan: LoanId, grace: u32, instalments: u32 } "grace_too_long"
        "{grace} of the {instalments} instalments of the loan `{loan}` pay interest alone: at least the last pays it back";
    FirstDue { loan: LoanId, first_due: Date } "first_due"
        "the instalments of the loan `{loan}` cannot begin on {first_due}: check the date";
    DueBeforeLent { loan: LoanId, first_due: Date, on: Date } "due_before_lent"
        "the first instalment of the loan `{loan}` falls due on {first_due}, it was disbursed on {on}: check the date";
    InstalmentOrder { loan: LoanId, number: u32, next: u32 } "instalment_order"
        "instalment {number} of the loan `{loan}` cannot fall due now: the next one is {next}";
    NotYetDue { loan: LoanId, number: u32, due_on: Date, day: Date } "not_yet_due"
        "instalment {number} of the loan `{loan}` falls due on {due_on}, this is {day}: wait for it";
    ScheduleOver { loan: LoanId } "schedule_over"
        "every instalment of the loan `{loan}` has fallen due: reschedule what is left";
    FundForMembersLoan { loan: LoanId, fund: FundId } "fund_for_members_loan"
        "the loan `{loan}` is a member's and the fund `{fund}` cannot repay it: leave `out_of` out";

    /// Groups that stand in for loans.
    UnknownGroup { group: GroupId } "unknown_group" "the group `{group}` was never formed";
    GroupSize { group: GroupId, members: usize, least: u32, most: u32 } "group_size"
        "the group `{group}` has {members} members, its rules want {least} to {most}";
    NotInGroup { member: MemberId, group: GroupId } "not_in_group" "`{member}` is not in the group `{group}`";
    GroupOfLender { loan: LoanId, group: GroupId } "group_of_lender"
        "the loan `{loan}` is the cooperative's own and the group `{group}` cannot stand in for it: leave `group` out";
    LoanNotOfGroup { loan: LoanId, group: GroupId } "loan_not_of_group"
        "the group `{group}` does not stand in for the loan `{loan}`: name the group it was disbursed under";
    OwnLoan { payer: MemberId, loan: LoanId } "own_loan"
        "the loan `{loan}` is `{payer}`'s own: she repays it, another stands in for it";
    ConsentMissing { member: MemberId, purpose: &'static str, day: Date } "consent_missing"
        "`{member}` has no consent to `{purpose}` that is live on {day}: ask her first";
    NotOverdue { loan: LoanId, overdue: Money, asked: Money } "not_overdue"
        "{overdue} of the loan `{loan}` is overdue, not {asked}";
    ProtectedMinimum { member: MemberId, free: Box<Money>, asked: Box<Money> } "protected_minimum"
        "`{member}` has {free} available beyond what the terms of her sales protect, {asked} cannot be taken";
    NotOwedToMember { debtor: MemberId, payer: MemberId, owed: Box<Money>, asked: Box<Money> } "not_owed_to_member"
        "`{debtor}` owes `{payer}` {owed} for instalments paid for her, not {asked}";

    /// Premiums and funds.
    UnknownPremium { premium: PremiumId } "unknown_premium" "the premium `{premium}` was never accrued";
    PremiumTwice { premium: PremiumId, sale: SaleId, fund: FundId } "premium_twice"
        "the premium `{premium}` of the sale `{sale}` for the fund `{fund}` is accrued already: take that one back first if it is wrong";
    PremiumDiffers { said: Money, computed: Money } "premium_differs"
        "quantity times premium of a unit comes to {computed}, the amount says {said}";
    PremiumExceeded { premium: PremiumId, left: Money, asked: Money } "premium_exceeded"
        "{left} of the premium `{premium}` is still to be received, not {asked}: accrue what is on top of it";
    UnknownResolution { resolution: ResolutionId } "unknown_resolution"
        "the resolution `{resolution}` was never adopted: record what the assembly decided first";
    ResolutionElsewhere { resolution: ResolutionId, about: FundId, fund: FundId } "resolution_elsewhere"
        "the resolution `{resolution}` is about the fund `{about}`, not about `{fund}`: name one about that fund";
    ResolutionLater { resolution: ResolutionId, on: Date, day: Date } "resolution_later"
        "the resolution `{resolution}` was adopted on {on}, this happened on {day}: check the date";
    ResolutionExceeded { resolution: ResolutionId, left: Money, asked: Money } "resolution_exceeded"
        "the resolution `{resolution}` still allows {left}, not {asked}: the assembly decides about more";
    FundTooSmall { fund: FundId, held: Money, unreceived: Box<Money>, asked: Money } "fund_too_small"
        "the fund `{fund}` has {held}, of which {unreceived} of premiums has not been received: {asked} cannot leave it";

    /// Between two organisations of the book.
    AssociationTrades { association: CooperativeId, command: &'static str } "association_trades"
        "`{association}` is an association and does not trade: say `{command}` for the cooperative that does";
    TransferToItself { cooperative: CooperativeId } "transfer_to_itself"
        "`{cooperative}` cannot send a transfer to itself: `transfer_funds` moves money between its tills";
    TransferNotSent { transfer: TransferId, from: CooperativeId, to: CooperativeId } "transfer_not_sent"
        "`{from}` has sent no transfer `{transfer}` to `{to}`: it says so first, with `send_transfer`";
    TransferReceivedAlready { transfer: TransferId, from: CooperativeId } "transfer_received_already"
        "the transfer `{transfer}` of `{from}` has been received already";
    TransferDiffers { transfer: TransferId, sent: Money, asked: Money } "transfer_differs"
        "the transfer `{transfer}` was sent with {sent}, not {asked}: what a bank took on the way is a fee of its own";
    TransferBeforeSent { transfer: TransferId, sent: Date, day: Date } "transfer_before_sent"
        "the transfer `{transfer}` was sent on {sent} and cannot have come on {day}";

    /// Grants and assets.
    ReservedForGrants { till: Till, held: Box<Money>, reserved: Box<Money>, free: Box<Money>, asked: Money } "reserved_for_grants"
        "`{till}` holds {held}, of which {reserved} is grants' money and only for their lines: {free} is free, {asked} cannot leave it";
    UnknownGrant { grant: GrantId } "unknown_grant" "the grant `{grant}` was never awarded";
    UnknownBudgetLine { grant: GrantId, line: Code } "unknown_budget_line"
        "the grant `{grant}` has no line `{line}`: name one of its lines";
    TooManyLines { grant: GrantId, lines: usize, most: usize } "too_many_lines"
        "the grant `{grant}` has {lines} lines, {most} are the most: put some together";
    GrantExceeded { grant: GrantId, left: Money, asked: Money } "grant_exceeded"
        "{left} of the grant `{grant}` is still to come, not {asked}";
    BudgetLineExceeded { grant: GrantId, line: Code, left: Box<Money>, asked: Box<Money> } "budget_line_exceeded"
        "the line `{line}` of the grant `{grant}` allows {left} more, not {asked}";
    GrantNotInTill { grant: GrantId, till: Till, lies: Box<Money>, asked: Box<Money> } "grant_not_in_till"
        "{lies} of the grant `{grant}` lies unspent in `{till}`, {asked} of it cannot leave: receive it first, or bring it there";
    OwnShareLacking { grant: GrantId, least: Box<Money>, put: Box<Money> } "own_share_lacking"
        "with this the cooperative must have put {least} of its own into what the grant `{grant}` pays for, and it is {put}: name in `own` what it adds, or spend less";
    UnknownAsset { asset: AssetId } "unknown_asset" "the asset `{asset}` was never commissioned";
    LifeOutOfBounds { asset: AssetId, months: u32, most: u32 } "life_out_of_bounds"
        "the asset `{asset}` cannot serve {months} months: write 1 to {most}";
    GrantBeyondCost { asset: AssetId, cost: Money, granted: Money } "grant_beyond_cost"
        "the asset `{asset}` costs {cost}, a grant cannot pay {granted} of it";
    LifeOver { asset: AssetId, left: u32, asked: u32 } "life_over"
        "the asset `{asset}` has {left} months of its life left to count, not {asked}";
    NotYetServed { asset: AssetId, begun: i64, counted: u32, asked: u32 } "not_yet_served"
        "{begun} months of the asset `{asset}` have begun by then and {counted} are counted: {asked} more are too many";

    /// Payouts.
    UnknownPayout { payout: PayoutId } "unknown_payout" "the payout `{payout}` was never scheduled";
    NotInPayout { payout: PayoutId, member: MemberId } "not_in_payout"
        "`{member}` has no item in the payout `{payout}`";
    MoreThanAvailable { member: MemberId, available: Money, asked: Money } "more_than_available"
        "`{member}` has {available} available, {asked} cannot be paid out";
    NothingAvailable { member: MemberId } "nothing_available"
        "`{member}` has nothing available to be paid out";
    PaidBeforeSold { member: MemberId, sale: SaleId, on: Date, day: Date } "paid_before_sold"
        "`{member}` would be paid on {day} out of the sale `{sale}` of {on}: check the date";
    SameHand { actor: ActorId, did: &'static str, now: &'static str } "same_hand"
        "`{actor}` has {did} this payout and cannot {now} it: another person must";
    TotalNotSeen { payout: PayoutId, total: Money, seen: Money } "total_not_seen"
        "the payout `{payout}` comes to {total}, not to the {seen} that is approved: look at it again";
    ListNotSeen { payout: PayoutId } "list_not_seen"
        "the list of the payout `{payout}` is another than the one that is approved: look at it again";
    OverLimit { member: MemberId, amount: Money, limit: Money } "over_limit"
        "`{member}` would be paid {amount} at once, and the limit is {limit}: pay a part of it, or by another way";
    OverCeiling { member: MemberId, amount: Money, ceiling: Money, level: u8 } "over_ceiling"
        "`{member}` would be paid {amount} into a wallet of level {level}, which holds {ceiling} at the most: pay a part of it, or verify what level it is of";
    WalletLevels { most: u8 } "wallet_levels"
        "`wallet_levels` says what a wallet of the first level may hold, of the second, and so on: each more than the one before it, {most} at the most";
    NoLevel { scheme: Scheme, level: u8, most: u8 } "no_level"
        "a {scheme} has no level of identification {level}: only a wallet has one, from 1 to {most}";
    PayoutOverLimit { payout: PayoutId, total: Money, limit: Money } "payout_over_limit"
        "the payout `{payout}` comes to {total}, and the limit is {limit}: divide it";
    NotLookedAt { payout: PayoutId, warnings: Box<Said> } "not_looked_at"
        "the payout `{payout}` is watched: {warnings}: look at each, and name its kind in `despite` to approve nevertheless";
    NoSuchWarning { payout: PayoutId, warning: &'static str } "no_such_warning"
        "`despite` names `{warning}`, and there is no such warning about the payout `{payout}`: name those there are";
    NotApproved { payout: PayoutId } "not_approved" "the payout `{payout}` is not approved yet, or not by as many as it needs";
    CashInFile { payout: PayoutId } "cash_in_file"
        "cash goes from hand to hand: file the bank or the wallet items of the payout `{payout}`";
    NextFile { payout: PayoutId, next: u32, said: u32 } "next_file"
        "the next file of the payout `{payout}` is number {next}, not {said}: look at those it has";
    PayOn { pay_on: Date, day: Date, last: Date } "pay_on"
        "a bank pays from the day of the file on, {day}, to {last}: {pay_on} is not among them";
    NoBusinessDay { pay_on: Date, is: &'static str, next: Date } "no_business_day"
        "the bank does not pay on {pay_on}, {is}: the next day on which it does is {next}";
    PastCutOff { pay_on: Date, cut_off: Time, first: Date } "past_cut_off"
        "the bank takes files until {cut_off} UTC of the days on which it pays: it pays this one from {first} on, not on {pay_on}";
    CutOffFraction { said: Time } "cut_off_fraction"
        "an hour until which the bank takes files is said to the second, as 14:30 or 14:30:00: {said} is not";
    BytesUnknown { payout: PayoutId, file: u32 } "bytes_unknown"
        "say what the bytes of file {file} of the payout `{payout}` are known by in `sealed.note`: `sha256:` and 64 digits from 0 to f";
    FileTotal { payout: PayoutId, comes_to: Money, said: Money } "file_total"
        "what can be paid of the payout `{payout}` comes to {comes_to}, not to {said}: make the file again";
    UnknownFile { payout: PayoutId, file: u32, files: usize } "unknown_file"
        "the payout `{payout}` has {files} files, none with the number {file}";
    FileSent { payout: PayoutId, file: u32 } "file_sent"
        "file {file} of the payout `{payout}` was sent: only the bank's answer ends it, or its word, which two persons have read, that it will pay nothing of it";
    NothingInFile { payout: PayoutId, file: u32, wanted: &'static str } "nothing_in_file"
        "nothing in file {file} of the payout `{payout}` is {wanted}";
    FileAnswered { payout: PayoutId, file: u32, member: MemberId, state: &'static str } "file_answered"
        "the payment of `{member}` in file {file} of the payout `{payout}` is {state}: the bank has the file";
    MissingAlready { payout: PayoutId, file: u32, by: ActorId, on: Date } "missing_already"
        "`{by}` has reported file {file} of the payout `{payout}` missing on {on}: a second person confirms it";
    NotReportedMissing { payout: PayoutId, file: u32 } "not_reported_missing"
        "nobody has reported file {file} of the payout `{payout}` missing: one person does, another confirms it";
    WithdrawnUnlike { payout: PayoutId, file: u32, reported: bool, said: bool } "withdrawn_unlike"
        "the report about file {file} of the payout `{payout}` says `withdrawn` {reported}, this says {said}: confirm what was reported, or report anew that it is withdrawn";
    RejectedIsNotAccepted { payout: PayoutId, member: MemberId } "rejected_is_not_accepted"
        "the bank rejects the payment of `{member}` in the payout `{payout}`: record that it failed, with the reason";
    NotHerFloat { till: Till, holder: ActorId, actor: ActorId } "not_her_float"
        "`{till}` is carried by `{holder}`, not by `{actor}`: only who carries it takes out of it";
    CountedWithoutHer { till: Till, holder: ActorId } "counted_without_her"
        "`{holder}` carries `{till}`: she is one of the two who count it";
    RecallOpen { payout: PayoutId, member: MemberId, since: Date } "recall_open"
        "the payment of `{member}` in the payout `{payout}` is asked back since {since}: record what the bank answers, or that the money is back";
    NotRecalled { payout: PayoutId, member: MemberId } "not_recalled"
        "nobody has asked back the payment of `{member}` in the payout `{payout}`: record that first";
    RecallAnswered { payout: PayoutId, member: MemberId, answer: &'static str } "recall_answered"
        "the bank has answered when the payment of `{member}` in the payout `{payout}` was asked back ({answer}): ask once more before another answer";
    ApprovedAlready { payout: PayoutId } "approved_already" "the payout `{payout}` is approved already";
    WrongState { payout: PayoutId, member: MemberId, state: &'static str, wanted: &'static str } "wrong_state"
        "the item of `{member}` in the payout `{payout}` is {state}, it must be {wanted} for this";
    BeforeScheduled { payout: PayoutId, on: Date, day: Date } "before_scheduled"
        "the payout `{payout}` was scheduled on {on}, this happened on {day}: check the date";
    BeforeThat { payout: PayoutId, member: MemberId, state: &'static str, since: Date, day: Date } "before_that"
        "the item of `{member}` in the payout `{payout}` is {state} since {since}, this happened on {day}: check the date";
    WrongMethod { payout: PayoutId, member: MemberId, wanted: &'static str } "wrong_method"
        "the item of `{member}` in the payout `{payout}` is not paid by {wanted}";
    NothingToSend { payout: PayoutId } "nothing_to_send"
        "the payout `{payout}` has nothing left to send by bank or wallet";
    NothingToCancel { payout: PayoutId } "nothing_to_cancel"
        "the payout `{payout}` has nothing left to cancel: everything is sent or paid";
    MoreThanSetAside { member: MemberId, set_aside: Money, asked: Money } "more_than_set_aside"
        "{set_aside} is set aside for `{member}`, {asked} cannot be handed over";
    WitnessIsCashier { actor: ActorId } "witness_is_cashier"
        "`{actor}` hands the cash over and cannot be its witness: name another person";
    PayerSaysPaid { actor: ActorId } "payer_says_paid"
        "`{actor}` had a hand in paying and cannot say that it was received: only the payee can, or someone who had none";
    AcknowledgedAlready { payout: PayoutId, member: MemberId } "acknowledged_already"
        "`{member}` has acknowledged the payout `{payout}` already";
    AcknowledgedOther { said: Money, paid: Money } "acknowledged_other"
        "{said} is acknowledged, {paid} was paid: if she received less, record a dispute";
    DisputeOpen { payout: PayoutId, member: MemberId } "dispute_open"
        "`{member}` has an open dispute about the payout `{payout}`: resolve it first";
    NoDispute { payout: PayoutId, member: MemberId } "no_dispute"
        "`{member}` has no open dispute about the payout `{payout}`";
    NothingDisputed { received: Money, paid: Money } "nothing_disputed"
        "{received} of {paid} is not less: acknowledge the receipt instead";
    Cancelled { payout: PayoutId } "cancelled"
        "the payout `{payout}` was called off: schedule another";
    OwnHand { member: MemberId, part: &'static str } "own_hand"
        "`{member}` is paid and cannot be the {part} as well: another person must";
    TooManySales { member: MemberId, most: usize, fits: Money } "too_many_sales"
        "what is asked for `{member}` comes from more than {most} sales: pay her {fits} now and the rest by another payout";

    /// Credit notes, refunds, payables, corrections.
    CreditTooLarge { sale: SaleId, left: Money, asked: Money } "credit_too_large"
        "{left} of the sale `{sale}` can still be credited, not {asked}";
    NothingToRefund { sale: SaleId, credit: Money, asked: Money } "nothing_to_refund"
        "the buyer of the sale `{sale}` is owed {credit} back, {asked} cannot be refunded: what a credit note gives back of a paid sale can be";
    ChargebackTooLarge { sale: SaleId, left: Money, asked: Money } "chargeback_too_large"
        "{left} is left of what the buyer has paid for the sale `{sale}`, {asked} cannot be charged back: what was refunded or charged back before is gone already";
    CreditedNotRefunded { sale: SaleId, credit: Money, asked: Money } "credited_not_refunded"
        "{asked} of the sale `{sale}` cannot be charged back: credit notes gave its buyer {credit} that nobody has refunded yet, so what its bank takes of that is a refund out of this till";
    NotPaidByThen { sale: SaleId, by_then: Money, asked: Money, day: Date } "not_paid_by_then"
        "of what the buyer has paid for the sale `{sale}`, {by_then} was there on {day}, {asked} cannot be charged back on that day: check the date";
    NotOwedBackByThen { sale: SaleId, asked: Money, day: Date } "not_owed_back_by_then"
        "the buyer of the sale `{sale}` was not owed {asked} back on {day}: date the refund no earlier than the credit note and the payment";
    DisputedOtherDay { sale: SaleId, on: Date, sold: Date, day: Date } "disputed_other_day"
        "the buyer cannot have disputed the sale `{sale}` on {on}: that was between the invoice of {sold} and the chargeback of {day}";
    OwedBackForSale { member: MemberId, sale: SaleId, owed: Money } "owed_back_for_sale"
        "`{member}` owes {owed} back for the sale `{sale}`, out of which the payout would pay her: cancel what is not sent of it, then that is set off, and schedule the rest again";
    GoodsBackAlready { sale: SaleId } "goods_back_already" "the goods of the sale `{sale}` are back already";
    NotChargedBack { sale: SaleId } "not_charged_back"
        "no bank has taken the price of the sale `{sale}` back: issue a credit note for what comes back, that gives its price back as well";
    PartNotChargedBack { sale: SaleId, left: Money } "part_not_charged_back"
        "{left} of the sale `{sale}` is not charged back: issue a credit note for that, then say that the goods are back";
    UnknownChargeback { chargeback: ChargebackId } "unknown_chargeback" "the chargeback `{chargeback}` was never received";
    ReversedAlready { chargeback: ChargebackId } "reversed_already"
        "the chargeback `{chargeback}` was reversed already: what it took comes back once";
    ReversedTooMuch { chargeback: ChargebackId, left: Money, asked: Money } "reversed_too_much"
        "{asked} cannot come back of the chargeback `{chargeback}`: {left} of it has not";
    UnknownFee { fee: FeeId } "unknown_fee" "the book has no fee `{fee}`: charge it first";
    FeeReturnedTooMuch { fee: FeeId, left: Money, asked: Money } "fee_returned_too_much"
        "{asked} of the fee `{fee}` cannot be given back: {left} of it is left";
    TaxVersion { tax: TaxId, version: u32, next: u32 } "version_order"
        "version {version} of the rate of the tax `{tax}` cannot be set: the next one is {next}";
    UnknownTax { tax: TaxId } "unknown_tax" "the book has no rate of the tax `{tax}`: set it first, with its source";
    NoTaxRate { tax: TaxId, day: Date } "no_tax_rate"
        "the tax `{tax}` has no rate on {day}: set the one that held then, with its source";
    NoTaxPeriod { from: Date, to: Date, day: Date } "no_tax_period"
        "{from} to {to} is no period that has begun on {day}: its first day comes first, and not after this";
    TaxBaseTooLarge { tax: TaxId, available: Money, base: Money } "tax_base_too_large"
        "the tax `{tax}` is withheld of what is about to be paid, and that is {available}: {base} cannot be its base";
    NothingToWithhold { tax: TaxId, rate: Rate, base: Money } "nothing_to_withhold"
        "the tax `{tax}` at {rate} of {base} is nothing: there is nothing to withhold";
    NotWithheld { tax: TaxId, withheld: Money, asked: Money } "not_withheld"
        "{withheld} is withheld of the tax `{tax}` and not yet paid, {asked} is more than that";
    NotOwed { party: PartyId, owed: Money, asked: Money } "not_owed"
        "`{party}` is owed {owed}, {asked} cannot be paid to it";
    ResaleDiffers { sale: SaleId, said: Money, worth: Money } "resale_differs"
        "the sale `{sale}` was divided by a resale price of {said}, this one is {worth}: take the sale back and record it with the right one, or check this price";
    NotTheHolder { sale: SaleId, seller: PartyId, holder: PartyId } "not_the_holder"
        "`{seller}` cannot sell on what the sale `{sale}` sold: `{holder}` bought it last and is the one who sells it on";
    HolderUnknown { sale: SaleId, seller: PartyId, resale: ResaleId } "holder_unknown"
        "`{seller}` is not known to hold what the sale `{sale}` sold: its last resale `{resale}` names no buyer";
    SoldToItself { resale: ResaleId, seller: PartyId } "sold_to_itself"
        "`{seller}` sells to itself in the resale `{resale}`: name who bought, or nobody";
    TooManyHops { sale: SaleId, most: usize } "too_many_hops"
        "the goods of the sale `{sale}` are followed through {most} hands at the most";
    /// Disputes of invoices.
    NotItsInvoice { sale: SaleId, buyer: PartyId, actor: ActorId } "not_its_invoice"
        "the sale `{sale}` was invoiced to `{buyer}`: it disputes that or withdraws it, or an officer of the cooperative writes it down, not `{actor}`";
    DisputedAlready { sale: SaleId, dispute: DisputeId } "disputed_already"
        "the invoice of the sale `{sale}` is disputed already, as `{dispute}`: settle that first";
    DisputedTooMuch { sale: SaleId, left: Money, asked: Money } "disputed_too_much"
        "{left} of the sale `{sale}` is invoiced and not given back, {asked} of it cannot be disputed";
    UnknownDispute { dispute: DisputeId } "unknown_dispute" "there is no dispute `{dispute}` of an invoice";
    DisputeSettled { dispute: DisputeId, outcome: &'static str } "dispute_settled"
        "the dispute `{dispute}` was settled already, it was {outcome}: dispute the invoice again under a new id";
    RaisedIt { dispute: DisputeId, actor: ActorId } "raised_it"
        "`{actor}` raised the dispute `{dispute}` or wrote it down: whether it is right another person says";
    NotTheirsToSettle { dispute: DisputeId, actor: ActorId, outcome: &'static str } "not_theirs_to_settle"
        "whether the dispute `{dispute}` is {outcome} somebody of the cooperative says, not `{actor}`: a buyer withdraws it";
    /// Statements' lines and matches.
    StatementDays { from: Option<Date>, to: Date, day: Date } "statement_days"
        "a statement to {to} ends no earlier than it begins and is recorded on that day or later, not on {day}: check its days";
    NoRounding { amount: Money } "no_rounding"
        "{amount} is no rounding, which is less than one unit: say what it is, a fee or what is still owed";
    NoSuchLine { line: LineId } "no_such_line"
        "no line `{line}` of a statement is recorded: record it first";
    LineNamedTwice { line: LineId } "line_named_twice" "the line `{line}` is named twice: name it once";
    LineMatched { line: LineId, matched: MatchId } "line_matched"
        "the line `{line}` is matched already, by `{matched}`: undo that first if it is wrong";
    LinesApart { one: Till, other: Till } "lines_apart"
        "one line is of `{one}` and one of `{other}`: what moved between them is two matches, each with its own till";
    MatchDay { line: LineId, on: Date, day: Date } "match_day"
        "what is booked for the line `{line}` happened when the bank booked it, on {on}, not on {day}";
    MatchDiffers { said: Money, come_to: Money } "match_differs"
        "the lines say {said}, what they are matched with comes to {come_to}: name the difference as a fee, a rounding, an exchange or what is still owed";
    MatchOverLimit { amount: Money, limit: Money } "match_over_limit"
        "{amount} is matched by two persons, since it is above {limit}: name in `approved_by` who else has looked";
    BookedTwice { what: &'static str } "booked_twice"
        "`books` names a {what} twice, or two payments of one sale: book it once, or divide it into two matches";
    OwnMatch { actor: ActorId } "own_match"
        "`{actor}` confirms the match and cannot be who else has looked: name another person in `approved_by`";
    BookedElsewhere { what: &'static str, till: Till } "booked_elsewhere"
        "the {what} moves nothing on `{till}`, whose line it is to explain: record it by itself";
    MovesNothingHere { position: u64, till: Till } "moves_nothing_here"
        "record {position} moves nothing on `{till}`, whose line it is to explain: name another";
    ExplainedAlready { position: u64, matched: MatchId } "explained_already"
        "record {position} is matched with another line already, by `{matched}`";
    UnknownMatch { matched: MatchId } "unknown_match" "there is no match `{matched}`";
    UndoneAlready { matched: MatchId } "undone_already" "the match `{matched}` was taken back already";
    NothingUnderWay { payout: PayoutId, file: u32 } "nothing_under_way"
        "nothing is under way in file {file} of the payout `{payout}`: it was never sent, or all of it is answered";
    SecondPersonMissing { actor: ActorId } "second_person_missing"
        "`{actor}` declares the correction and cannot approve it: name another person";
    NoSuchRecord { position: u64 } "no_such_record" "there is no record {position} of this cooperative";
    CorrectedAlready { position: u64 } "corrected_already" "record {position} has been corrected already";
    NotCorrectable { position: u64, kind: &'static str, instead: &'static str } "not_correctable"
        "record {position} is a `{kind}`, which is not taken back by a mirror: {instead}";
    BuiltOn { position: u64, by: &'static str } "built_on"
        "record {position} cannot be taken back: {by}";
    TargetTwice { position: u64 } "target_twice" "record {position} is named twice: name it once";
    PartOfSale { position: u64, sale: SaleId, first: u64, last: u64 } "part_of_sale"
        "record {position} belongs to the sale `{sale}`, which is taken back whole: name all its records, {first} to {last}";
    /// An amount no record can carry.
    Unwritable { event: &'static str, why: String } "unwritable"
        "a `{event}` with such amounts cannot be written: {why}";
    /// A record would not fit the log.
    TooLong { bytes: usize } "too_long"
        "the record would have {bytes} bytes, 65,535 are the most: divide it into several commands";
}

impl Refusal {
    /// Of a command that leads to an event which cannot be written down.
    #[must_use]
    pub fn unwritable(event: &Event, why: &impl fmt::Display) -> Refusal {
        Refusal::Unwritable { event: event.kind().name(), why: why.to_string() }
    }
}

impl From<NotMoney> for Refusal {
    fn from(error: NotMoney) -> Refusal {
        Refusal::Amount(error)
    }
}

impl From<CurrencyMismatch> for Refusal {
    fn from(error: CurrencyMismatch) -> Refusal {
        Refusal::Mismatch(error)
    }
}

impl From<money::CannotSplit> for Refusal {
    fn from(error: money::CannotSplit) -> Refusal {
        Refusal::Division(error)
    }
}
