//! Why a row does not become commands: each problem with a code for programs and words for people.
//!
//! A problem names the place and the value, and says what would be right. Nothing about a shop's customers is ever
//! repeated: only cells of dates, amounts, products and order numbers are quoted.

use jiff::civil::Date;
use mizan_ledger::money::{Currency, CurrencyMismatch, Money, NotMoney};

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? } $code:literal $text:literal;)*) => {
        /// Why a row, with the order it belongs to, does not become commands.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[expect(missing_docs, reason = "each text says what its fields are")]
        pub enum Problem {
            $($(#[$doc])* #[error($text)] $name { $($field: $type),* },)*
        }

        impl Problem {
            /// The code a program can rely on.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Problem::$name { .. } => $code,)*
                }
            }
        }
    };
}

problems! {
    /// Rows that are no rows.
    WrongCells { cells: usize, columns: usize } "wrong_cells"
        "the row has {cells} cells, the header {columns}: a separator inside a text needs quotes around the text";
    BrokenOff { cells: usize, columns: usize } "broken_off"
        "the file breaks off in this row, which has {cells} cells of {columns}: take the export again";
    CellTooLong { column: String, bytes: usize, most: usize } "cell_too_long"
        "`{column}` has {bytes} bytes, {most} are the most: a quote before it may never be closed";
    OtherRow { row: u32, why: String } "other_row"
        "row {row} of the same order cannot be read: {why}";
    TooManyRows { rows: usize, most: usize } "too_many_rows"
        "the order has {rows} rows, {most} are the most: record it by hand, in several sales";

    /// Cells that say something else than they should.
    Missing { column: String } "missing_value"
        "`{column}` is empty: fill it in";
    NotANumber { column: String, value: String } "not_a_number"
        "`{column}`: `{value}` is not a number";
    AmbiguousNumber { column: String, value: String } "ambiguous_number"
        "`{column}`: `{value}` may have thousands or decimals: say `\"decimal\": \"point\"` or `\"comma\"` under `reading` in the profile";
    Negative { column: String, value: String } "negative"
        "`{column}`: `{value}` is below zero: what is given back is said as a refund of the order it was sold in";
    NothingSold { column: String } "nothing_sold"
        "`{column}` is 0: write how many were sold";
    NotADay { column: String, value: String } "not_a_day"
        "`{column}`: `{value}` is no day: write it as 2026-03-18, or say its order under `reading.dates` in the profile";
    AmbiguousDay { column: String, value: String, one: Date, other: Date } "ambiguous_day"
        "`{column}`: `{value}` may be {one} or {other}: say `\"dates\": \"dmy\"` or `\"mdy\"` under `reading` in the profile";
    UnknownCurrency { column: String, value: String } "unknown_currency"
        "`{column}`: `{value}` is no currency: write an ISO 4217 code such as MAD, or name the sign under `reading.symbols` in the profile";
    NoCurrency { column: String, value: String } "no_currency"
        "`{column}`: `{value}` says no currency: map a column to `currency`, or give the `sold_in` of the profile";
    OtherCurrency { column: String, value: String, currency: Currency } "other_currency"
        "`{column}`: `{value}` is not in {currency}, the currency of the order: one order has one currency";
    NotMoney { column: String, why: NotMoney } "amount"
        "`{column}`: {why}";
    NotWhatItShould { column: String, value: String, what: &'static str } "wrong_value"
        "`{column}`: `{value}` is not {what}";
    NotAReference { column: String, value: String, most: usize } "not_a_reference"
        "`{column}`: `{value}` makes no identifier: write 1 to {most} letters, digits and marks between them";
    SameReference { reference: String, other: String, row: u32 } "same_reference"
        "`{reference}` and `{other}` of row {row} make the same identifier: give one of them another number";

    /// Orders that do not hold together.
    TwiceTheSame { row: u32 } "row_twice"
        "the row is the same as row {row}, to the last cell: if two were sold, say so by the quantity of one row; if it was copied, take it out";
    OrderTwice { row: u32, other: u32 } "order_twice"
        "the order begins in row {row} and again in row {other}: leave one of the two in the file";
    ItemTwice { transaction: String, row: u32 } "item_twice"
        "the transaction `{transaction}` stands in row {row} already: leave one of the two in the file";
    RowsDiffer { column: String, row: u32, one: String, other: String } "rows_differ"
        "`{column}` is `{one}` in the first row of the order and `{other}` in row {row}: it must be one and the same";
    NoItems {} "no_items"
        "the order names nothing that was sold: give its lines";
    NoFirstRow {} "no_first_row"
        "the first row of the order, with its totals, is not in the file: take the export again";
    ItemTotalDiffers { said: Money, computed: Money } "item_total_differs"
        "quantity times price comes to {computed}, the row's own total says {said}";
    SubtotalDiffers { said: Money, computed: Money } "subtotal_differs"
        "the lines come to {computed}, the subtotal says {said}, and no discount of the file makes up for it";
    TotalDiffers { said: Money, computed: Money } "total_differs"
        "lines, discount, shipping and tax come to {computed}, the total says {said}";
    DiscountUnclear { amount: Money } "discount_unclear"
        "every row of the order has the same discount of {amount}, which may be one of the order or one of each row: say `\"discounts\": \"row\"` or `\"order\"` in the profile, or give the Sold Orders file with --orders";
    ShippingUnclear { amount: Money } "shipping_unclear"
        "the order has a discount of {amount} on shipping, and nothing says whether the shipping is before or after it: give the Sold Orders file with --orders";
    UnknownStatus { column: String, value: String } "unknown_status"
        "`{column}`: `{value}` is no state this program knows: pending, authorized, partially_paid, paid, partially_refunded, refunded, voided or expired";
    StillOwed { paid: Money, owed: Money } "still_owed"
        "the order is said to be paid, and {owed} of it to be outstanding: settle it in the shop and take the export again";
    MoreThanPaid { refunded: Money, paid: Money } "more_than_paid"
        "{refunded} is said to be given back, of {paid} that was paid";
    NotInOrders {} "not_in_orders"
        "the order is not in the file of --orders: take both exports for the same time";

    /// What the profile does not say yet.
    UnmappedProduct { product: String, entry: String } "unmapped_product"
        "nobody knows who made `{product}`: add it to `products` in the profile, such as {entry}";
    UnknownMaker { name: String } "unknown_maker"
        "`{name}` is no member's identifier: say whose name it is under `members` in the profile";
    NoMakers { product: String } "no_makers"
        "nobody is named who made `{product}`: give `makers` to its entry in the profile, or map a column to `maker`";
    NoCooperative { product: String } "no_cooperative"
        "`{product}` belongs to no cooperative: give its entry or the profile a `cooperative`, or use --cooperative";
    RateMissing { currency: Currency, day: Date } "rate_missing"
        "no rate for {currency} on {day}: add {{\"currency\": \"{currency}\", \"from\": \"{day}\", \"to\": \"{day}\", \"rate\": …}} to `rates` in the profile, or map a column to `rate`";
    RateUnwanted { currency: Currency } "rate_unwanted"
        "the order is in {currency}, the currency of the accounts: leave its `rate` empty";
    TaxUnplaced { amount: Money } "tax_unplaced"
        "the order has {amount} of tax: say in the profile who pays it on, `\"tax\": \"ours\"` or `\"tax\": \"kept_by_the_shop\"`";
    KeptTaxInPrice { amount: Money } "kept_tax_in_price"
        "{amount} of tax is in the prices, and the profile says the shop keeps it: no line of the sale shows what is ours, record it by hand";
    FeeUnplaced { amount: Money } "fee_unplaced"
        "the provider keeps a fee of {amount}: say in the profile who bears it, `\"fees\": \"expense\"` or `\"fees\": \"in_the_price\"`";
    GiftCard { method: String, amount: Money } "gift_card"
        "the sale is recorded, the {amount} paid for it by `{method}` are not: the money of a gift card came in when the card was sold, and the file does not say how much another way of paying brought. Say under `tills` in the profile where the money is, such as {{\"{method}\": \"bank:main\"}}, or record the payment by hand";
    FeeTooEarly {} "fee_too_early"
        "the provider's fee is to be in the price, and is not known before the order is paid: take the export again then";
    KeptTaxUnclear { amount: Money } "kept_tax_unclear"
        "{amount} is a part of the price with the tax the shop keeps, nobody says how much of it is ours: record it by hand";
    NotOneMaker { amount: Money, sales: String } "refund_unclear"
        "{amount} was given back of an order of several makers ({sales}): say of which product, by its SKU or name, under `refunded` in the profile";
    NotInOrder { product: String } "not_in_order"
        "the profile says that `{product}` was given back, which is not in this order: correct `refunded`";
    RefundUndated { amount: Money } "refund_undated"
        "the file does not say on which day {amount} was given back: give the day of the export with --exported-on";
    ReasonMissing { amount: Money } "reason_missing"
        "{amount} was given back and nobody says why: give `refund_reason` in the profile (returned, quality, breakage, short_delivery, pricing_error or cancelled)";

    /// What the book says already.
    Differs { what: String } "differs"
        "the book has this sale in other words: {what}. What is recorded stays: correct it with `declare_correction`, or record the difference by hand";
    BookHasMore { what: &'static str, book: Money, file: Money } "book_has_more"
        "the book has {book} {what}, the file only {file}: find out which is right";

    /// Bounds.
    TooManyParts { parts: usize, most: usize } "too_many_parts"
        "the order falls into {parts} sales, by cooperative, class of product and makers; {most} are the most";
    TooManySteps { most: usize } "too_many_steps"
        "the book has {most} records of this kind for the order already: record the next one by hand";
    NotACommand { why: String } "not_a_command"
        "the row makes no command: {why}";
}

impl From<CurrencyMismatch> for Problem {
    fn from(error: CurrencyMismatch) -> Problem {
        Problem::NotACommand { why: error.to_string() }
    }
}

impl From<NotMoney> for Problem {
    fn from(error: NotMoney) -> Problem {
        Problem::NotACommand { why: error.to_string() }
    }
}
