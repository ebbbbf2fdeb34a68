//! What figures mean: a definition for each that needs one, printed beside it in the reader's language.

use std::fmt;

use serde::{Serialize, Serializer};

/// The notes with their words, and the list of all of them.
macro_rules! notes {
    ($($(#[doc = $meaning:literal])+ $note:ident = $word:literal,)+) => {
        /// A definition that stands beside figures.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Note {
            $($(#[doc = $meaning])+ $note,)+
        }

        impl Note {
            /// Every note.
            pub const ALL: &[Note] = &[$(Note::$note),+];

            /// Its word for programs, which is the same in every language and never changes.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Note::$note => $word,)+
                }
            }
        }
    };
}

notes! {
    /// From which day to which day the days to her hand are counted, and how their median weighs.
    DaysToHand = "days_to_hand",
    /// What was taken back by a correction counts nowhere, also not in its month.
    Corrected = "corrected",
    /// Open invoices are counted in days after their due date, as of the day the report names.
    Ageing = "ageing",
    /// Where no day was agreed by which an invoice is to be paid, the law's is counted.
    DueByLaw = "due_by_law",
    /// Where the price of the invoices of these days went, less what credit notes took back of them.
    WhereItWent = "where_it_went",
    /// What a party kept, of which price, under which rate and cap.
    KeptByParty = "kept_by_party",
    /// What is about fewer than five persons is not shown, nor what it could be computed from.
    Withheld = "withheld",
    /// What stands on a card: sales of nothing else, pseudonyms, what each condition compares.
    Card = "card",
    /// The formula of the share of earnings to women.
    EarningsToWomen = "earnings_to_women",
    /// The formula of the women-led cooperatives.
    WomenLedCooperatives = "women_led_cooperatives",
    /// The formula of the persons with earnings.
    PersonsWithEarnings = "persons_with_earnings",
    /// The formula of the median monthly earning.
    MedianMonthlyEarning = "median_monthly_earning",
    /// The formula of equal pay for equal work.
    EqualPay = "equal_pay",
    /// What the rates a piece compare.
    RatesPerPiece = "rates_per_piece",
    /// The formula of what an hour brings.
    HourlyEarnings = "hourly_earnings",
    /// The formula of the members over time.
    MembersOverTime = "members_over_time",
    /// The formula of the members by cooperative.
    MembersByCooperative = "members_by_cooperative",
    /// The formula of the returns by cooperative.
    ReturnsByCooperative = "returns_by_cooperative",
    /// The formula of the returns by cause.
    ReturnsByCause = "returns_by_cause",
    /// The formula of the returns by bearer.
    ReturnsByBearer = "returns_by_bearer",
    /// The formula of the makers' share of the price.
    MakersShareOfPrice = "makers_share_of_price",
    /// The formula of the makers' share of the resale price.
    MakersShareOfResale = "makers_share_of_resale",
    /// What the pipeline of orders counts.
    Orders = "orders",
    /// What the lines of orders count.
    OrderLines = "order_lines",
    /// What the report of funds counts.
    Funds = "funds",
    /// The formula of the large orders.
    LargeOrders = "large_orders",
    /// What the report of grants counts.
    Grants = "grants",
    /// What the report of assets counts.
    Assets = "assets",
    /// The formula of the equipment in use.
    EquipmentInUse = "equipment_in_use",
    /// What help in kind is.
    HelpInKind = "help_in_kind",
    /// What a census counts.
    Censuses = "censuses",
    /// What the report of loans counts.
    Loans = "loans",
    /// What sharing a freight saves.
    SharedFreight = "shared_freight",
    /// What transfers between organisations are.
    Transfers = "transfers",
    /// What the report of withheld taxes counts.
    Taxes = "taxes",
    /// What a trial balance shows, and what is late in it.
    TrialBalance = "trial_balance",
    /// What the general journal lists.
    GeneralJournal = "general_journal",
    /// What the general ledger lists.
    GeneralLedger = "general_ledger",
    /// What money that waits is.
    Waiting = "waiting",
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
