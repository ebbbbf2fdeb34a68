//! The vocabulary of reports: titles, heads of columns and rows, and the states and reasons that stand in cells.
//!
//! A term is no text: programs read its word, which never changes, and people read a phrase in their language
//! (`phrases` in mizan-format). To add one: a line here, and a line in each language, where the compiler asks for it.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::event::correction::CorrectionReason;
use crate::event::dispute::DisputeReason;
use crate::event::membership::PartyRole;
use crate::event::payout::Method;
use crate::event::trade::CreditReason;
use crate::event::treasury::FeeKind;
use crate::record::Role;

/// The terms with their words, and the list of all of them.
macro_rules! terms {
    ($($(#[doc = $meaning:literal])+ $term:ident = $word:literal,)+) => {
        /// A title, a head, a state or a reason, whatever the language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Term {
            $($(#[doc = $meaning])+ $term,)+
        }

        impl Term {
            /// Every term.
            pub const ALL: &[Term] = &[$(Term::$term),+];

            /// Its word for programs, which is the same in every language and never changes.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Term::$term => $word,)+
                }
            }
        }
    };
}

terms! {
    // Titles.
    /// The balances of a cooperative's accounts.
    Balances = "balances",
    /// A member's money in one glance.
    MyMoney = "my_money",
    /// The same from top to bottom, each sum with its parts.
    HowItAddsUp = "how_it_adds_up",
    /// What a member owes.
    MyDebts = "my_debts",
    /// A member's shares in the capital of her cooperative.
    MyShares = "my_shares",
    /// Sales.
    Sales = "sales",
    /// What was kept of shares, one by one.
    Deductions = "deductions",
    /// Payouts.
    Payouts = "payouts",
    /// What a buyer paid.
    Payments = "payments",
    /// Where the price of a sale went.
    Slices = "slices",
    /// The makers of a sale.
    Makers = "makers",
    /// Each member's part of a payout.
    Items = "items",
    /// The sales a payout is paid from.
    Sources = "sources",
    /// The members of a cooperative, each with her money.
    Members = "members",
    /// What was taken back, and why.
    Corrections = "corrections",
    /// What somebody must answer.
    OpenMatters = "open_matters",
    /// What figures mean.
    Notes = "notes",
    /// The statement of a member.
    MemberStatement = "member_statement",
    /// What the accounts have that nothing explains.
    Unexplained = "unexplained",

    // Heads: who, what, when.
    /// An account of the chart.
    Account = "account",
    /// A member, as others speak of her.
    Member = "member",
    /// Who made it.
    Maker = "maker",
    /// Who buys.
    Buyer = "buyer",
    /// A sale.
    Sale = "sale",
    /// A payout.
    Payout = "payout",
    /// A payment, or several.
    Payment = "payment",
    /// The day.
    On = "on",
    /// The day since which it is so.
    Since = "since",
    /// By which way money goes.
    By = "by",
    /// How far it has come.
    State = "state",
    /// Why.
    Why = "why",
    /// What kind it is.
    Kind = "kind",
    /// A step of an agreement.
    Step = "step",
    /// Who receives.
    To = "to",
    /// Under which clause.
    Under = "under",
    /// What is paid back by it.
    PaysBack = "pays_back",
    /// The day the buyer paid.
    BuyerPaidOn = "buyer_paid_on",
    /// What the payee says.
    SheSays = "she_says",
    /// Somebody else said it in her place.
    SaidForHerBy = "said_for_her_by",
    /// What the reader herself said.
    ISaid = "i_said",
    /// Where a part of the price is now.
    Now = "now",

    // Heads: figures.
    /// A balance.
    Balance = "balance",
    /// An amount.
    Amount = "amount",
    /// A rate of exchange.
    Rate = "rate",
    /// What it was worth on its day, in the currency named beside it.
    WorthThen = "worth_then",
    /// What it is booked at, in the currency named beside it.
    Booked = "booked",
    /// A rate in hundredths.
    Percent = "percent",
    /// Of which amount a rate is taken.
    Basis = "basis",
    /// The part of the price, in hundredths.
    PercentOfPrice = "percent_of_price",
    /// A share of a sale before deductions.
    Share = "share",
    /// What was earned.
    Earned = "earned",
    /// What was kept of it.
    Kept = "kept",
    /// All that was kept of what a member earned.
    Deducted = "deducted",
    /// What was given back to buyers.
    GivenBack = "given_back",
    /// What exchange rates won or lost.
    Exchange = "exchange",
    /// What is the reader's of it.
    Mine = "mine",
    /// What is in the reader's hand.
    InMyHand = "in_my_hand",
    /// What is in the payee's hand.
    InHerHand = "in_her_hand",
    /// What is still to come to her.
    StillToCome = "still_to_come",
    /// What she has to give back.
    OwesBack = "owes_back",
    /// What others bore for her.
    BorneForHer = "borne_for_her",
    /// Days from the buyer's payment to her hand.
    DaysToHand = "days_to_hand",
    /// What of it she had used already and owes.
    BecameADebt = "became_a_debt",
    /// Whose money a line is about.
    WhoseMoney = "whose_money",
    /// What is on its way to her.
    OnItsWay = "on_its_way",
    /// What went back into what is available to her.
    WentBack = "went_back",
    /// All of them added up.
    Together = "together",

    // The lines of a member's money.
    /// What was due to her before the first day.
    DueBefore = "due_before",
    /// What she earned, before deductions.
    EarnedBefore = "earned_before_deductions",
    /// What exchange rates won or lost her.
    ExchangeDifference = "exchange_difference",
    /// What was given back to buyers of what was due to her.
    GivenBackToBuyers = "given_back_to_buyers",
    /// What others bore of that for the reader.
    BorneForMe = "borne_for_me",
    /// What of that the reader had used already and owes.
    BecameMyDebt = "became_my_debt",
    /// What corrections changed of earlier days.
    PutRight = "put_right",
    /// What is hers after deductions.
    ForMe = "for_me",
    /// What was paid into her hand.
    PaidToMe = "paid_to_me",
    /// What is still due to her.
    DueToMe = "due_to_me",
    /// It comes when the buyer has paid.
    Pending = "pending",
    /// It is available now.
    Available = "available",
    /// It is set aside in a payout.
    InPayout = "in_payout",
    /// It was sent and not yet confirmed.
    SentOut = "sent_out",
    /// It waits for her in cash.
    Unclaimed = "unclaimed_cash",
    /// Paid for another of the group, who has not paid it back yet.
    StandingIn = "standing_in",
    /// Paid back to another of the group.
    PaidBackToGroup = "paid_back_to_group",
    /// What another of the group has paid for her.
    PaidForMe = "paid_for_me",
    /// What was taken of available money, payouts apart.
    TakenOtherwise = "taken_otherwise",
    /// What she owes of a loan.
    OfTheLoan = "of_the_loan",
    /// What she owes for materials.
    ForMaterials = "for_materials",
    /// What so many shares are worth.
    Shares = "shares",
    /// What she has paid of them.
    PaidOfShares = "paid_of_shares",
    /// What she is still to pay of them.
    StillToPay = "still_to_pay",
    /// What she owes after refunds.
    AfterRefunds = "after_refunds",

    // Ways of paying.
    /// To a bank account.
    Bank = "bank",
    /// To a wallet on a telephone.
    Wallet = "wallet",
    /// In cash.
    Cash = "cash",
    /// Before the sale, for its order.
    Advance = "advance",
    /// For the sale.
    OnInvoice = "payment_of_sale",

    // How far an item of a payout has come.
    /// Set aside for her.
    Scheduled = "scheduled",
    /// A second person has agreed.
    Approved = "approved",
    /// The bank or wallet was told.
    Sent = "sent",
    /// Standing in a file that is to be sent.
    Filed = "filed",
    /// Sent, and not answered.
    Unanswered = "unanswered",
    /// Accepted by the bank or wallet.
    Accepted = "accepted",
    /// Asked back from the bank, which has not decided.
    AskedBack = "asked_back",
    /// The bank gives it back, and it is not there yet.
    ComingBack = "coming_back",
    /// The bank has paid.
    Settled = "settled",
    /// Cash was put into her hand.
    Handed = "handed",
    /// The bank or wallet refused.
    Failed = "failed",
    /// It came back after it was paid.
    Returned = "returned",
    /// She did not come for her cash.
    NotCollected = "unclaimed",
    /// It was called off.
    Cancelled = "cancelled",

    // What is said of a receipt.
    /// She received it.
    Received = "received",
    /// She says she received less, and it is open.
    ReceivedOnly = "received_only",
    /// Her dispute was settled in her favour.
    SheWasRight = "she_was_right",
    /// She withdrew her dispute.
    DisputeWithdrawn = "dispute_withdrawn",

    // What a deduction pays back.
    /// Materials she received.
    Materials = "materials",
    /// A loan.
    Loan = "loan",
    /// What a refund left her owing.
    Debt = "debt",
    /// A fund she gives to.
    Fund = "fund",

    // Who has a slice of a price, and what became of it.
    /// The tax office.
    TaxOffice = "tax_office",
    /// An intermediary, carrier or other party.
    Party = "party",
    /// The cooperative, for its running.
    Cooperative = "cooperative",
    /// The cooperative, for a cost it had paid.
    Recovered = "recovered",
    /// The makers.
    TheMakers = "the_makers",
    /// A member, for a service.
    Service = "service",
    /// What is left below the minor unit, and carried.
    Residues = "residues",
    /// What rates make exactly.
    Exactly = "exactly",
    /// What was carried to a sale.
    BroughtOver = "brought_over",
    /// What is carried on to the next sale.
    CarriedOn = "carried_on",
    /// What members have for services: leading, checking the quality, teaching.
    ForServices = "for_services",
    /// It was paid to its receiver.
    EndPaid = "paid",
    /// It is still owed to its receiver.
    EndOwed = "owed",
    /// The cooperative keeps it.
    EndKept = "kept_by_cooperative",
    /// It is held in its fund.
    EndHeld = "held",
    /// It has to be given back by its receiver.
    ToBeGivenBack = "to_be_given_back",
    /// It stands in the next table.
    SeeBelow = "see_below",

    // Why a part of a price was given back.
    /// The goods were not as agreed.
    NotAsAgreed = "quality",
    /// They were broken or lost on the way.
    BrokenOrLost = "breakage",
    /// Fewer pieces came than were invoiced.
    FewerPieces = "short_delivery",
    /// The buyer sent them back.
    SentBack = "sent_back",
    /// The invoice was wrong.
    InvoiceWasWrong = "pricing_error",
    /// The sale was undone.
    SaleUndone = "sale_undone",

    // Why something was corrected.
    /// The amount was wrong.
    WrongAmount = "wrong_amount",
    /// It was another person, party or account.
    WrongParty = "wrong_party",
    /// It was recorded twice.
    RecordedTwice = "duplicate",
    /// It did not happen.
    DidNotHappen = "did_not_happen",

    // In which capacity somebody acts or trades.
    /// Keeps the book of the network.
    Operator = "operator",
    /// Presides a cooperative.
    President = "president",
    /// Keeps its register of members.
    Secretary = "secretary",
    /// Keeps its money.
    Treasurer = "treasurer",
    /// Hands cash over.
    Cashier = "cashier",
    /// Keeps its store.
    Storekeeper = "storekeeper",
    /// Leads the work of artisans.
    Leader = "leader",
    /// Audits the books.
    Auditor = "auditor",
    /// A program that reads other people's files.
    Import = "import",
    /// Carries goods.
    Carrier = "carrier",
    /// Lends money.
    Lender = "lender",
    /// Moves money.
    Provider = "provider",
    /// Gives a label after an audit.
    Certifier = "certifier",
    // Provenance cards.
    /// What is known of a product or a piece.
    ProvenanceCard = "provenance_card",
    /// What it is.
    AboutIt = "about_it",
    /// What is made and sold.
    Product = "product",
    /// Where somebody works.
    Place = "place",
    /// How many pieces.
    Pieces = "pieces",
    /// In how many sales it stood beside other things.
    SoldWithOthers = "sold_with_others",
    /// A name that may be shown.
    Name = "name",
    /// What a piece costs and brings.
    Worksheet = "worksheet",
    /// Somebody's work.
    Work = "work",
    /// A part of rent, tools, electricity.
    Overhead = "overhead",
    /// What is left for the cooperative and its members.
    Margin = "margin",
    /// The price the makers reckon with.
    PriceReckoned = "price_reckoned",
    /// The price that was reached.
    PriceReached = "price_reached",
    /// What was checked.
    ConditionsChecked = "conditions_checked",
    /// One thing that was checked.
    Condition = "condition",
    /// What is asked.
    Asked = "asked",
    /// What was reached.
    Reached = "reached",
    /// An agreement was accepted by all before the first sale under it.
    AgreementAccepted = "agreement_accepted",
    /// The minimum of the agreement.
    MinimumPrice = "minimum_price",
    /// The price the makers ask.
    MakersOwnPrice = "makers_own_price",
    /// The buyer has paid.
    BuyerHasPaid = "buyer_has_paid",
    /// The makers were paid.
    MakersWerePaid = "makers_were_paid",
    /// The makers say that they have it.
    MakersSaySo = "makers_say_so",
    /// Every centime of the price has a receiver.
    EveryCentimeNamed = "every_centime_named",
    /// It is so.
    Met = "met",
    /// It is not so.
    NotMet = "not_met",
    /// Nobody has agreed on it.
    NotAgreed = "not_agreed",
    /// It is not so yet.
    NotYet = "not_yet",
    /// Gives money or help for a purpose.
    Funder = "funder",
    /// Exports goods in its own name.
    Exporter = "exporter",
    /// What was sold, sold on from hand to hand.
    SoldOn = "sold_on",
    /// Somebody through whose hands it goes.
    Hand = "hand",
    /// All that hands other than the makers' have of the last price.
    Intermediation = "intermediation",
    /// It cannot be said from what is known.
    NotAssessable = "not_assessable",
    // Statements of cooperatives, retailers and intermediaries.
    /// The statement of a cooperative.
    CooperativeStatement = "cooperative_statement",
    /// What was sold, and who has which part of it.
    WhereThePriceWent = "where_the_price_went",
    /// Members' money from top to bottom.
    MembersMoney = "members_money",
    /// The same figures for each month.
    MonthByMonth = "month_by_month",
    /// Payouts that have not ended.
    OpenPayouts = "open_payouts",
    /// Orders.
    Orders = "orders",
    /// Days from the buyers' payments to the makers' hands.
    DaysToTheHand = "days_to_the_hand",
    /// A month of the calendar.
    Month = "month",
    /// What a line is about.
    Of = "of",
    /// What was invoiced, tax included.
    Sold = "sold",
    /// What is left of it.
    LeftOfIt = "left_of_it",
    /// The tax in it.
    TaxInIt = "tax",
    /// What intermediaries, carriers and other parties have of it.
    ToParties = "to_parties",
    /// What the cooperative has of it.
    ForCooperative = "for_cooperative",
    /// What funds have of it.
    ToFunds = "to_funds",
    /// What is the makers'.
    ForTheMakers = "for_the_makers",
    /// What buyers paid.
    FromBuyers = "from_buyers",
    /// The cooperative's own costs.
    OwnCosts = "own_costs",
    /// What it earned beside its slices of sales.
    OtherIncome = "other_income",
    /// What was due to members before the first day.
    MembersDueBefore = "members_due_before",
    /// What was kept of members' shares under clauses.
    KeptUnderClauses = "kept_under_clauses",
    /// What is members' after deductions.
    ForMembers = "for_members",
    /// What was paid into members' hands.
    PaidToMembers = "paid_to_members",
    /// The same, as the head of a column.
    PaidToHands = "paid_to_hands",
    /// What is still due to members.
    DueToMembers = "due_to_members",
    /// What members owe.
    MembersOwe = "members_owe",
    /// What stood there before the first day.
    Opening = "opening",
    /// What stands there on the last day.
    Closing = "closing",
    /// An order.
    Order = "order",
    /// The whole price of an order.
    OrderTotal = "order_total",
    /// What was paid in advance.
    AdvanceIn = "advance_in",
    /// What of an advance is not set against a sale.
    AdvanceLeft = "advance_left",
    /// What was invoiced.
    Invoiced = "invoiced",
    /// What of that is not paid.
    Unpaid = "unpaid",
    /// The day on which it is due.
    DueOn = "due_on",
    /// Days since it was due.
    DaysOverdue = "days_overdue",
    /// Half of the money was there within so many days.
    HalfWithin = "half_within",
    /// Nine tenths of the money were there within so many days.
    NineTenthsWithin = "nine_tenths_within",
    /// All of the money was there within so many days.
    AllWithin = "all_within",
    /// How much money that is.
    MoneyCounted = "money_counted",
    /// How many members.
    HowManyMembers = "member_count",
    /// The statement of a retailer.
    RetailerStatement = "retailer_statement",
    /// The statement of an intermediary or another party.
    IntermediaryStatement = "intermediary_statement",
    /// What happened on an account, one by one.
    Entries = "entries",
    /// Invoices that are not paid.
    OpenInvoices = "open_invoices",
    /// How long open invoices have been due.
    AgeingOfInvoices = "ageing_of_invoices",
    /// Invoices that their buyer disputes.
    DisputedInvoices = "disputed_invoices",
    /// How much is disputed.
    AmountDisputed = "amount_disputed",
    /// How much of what is unpaid is disputed.
    OfThatDisputed = "of_that_disputed",
    /// Nothing came of what was invoiced.
    NothingCame = "not_delivered",
    /// The price is not the one agreed.
    AnotherPrice = "wrong_price",
    /// The same goods were invoiced twice.
    InvoicedTwice = "invoiced_twice",
    /// A reason that has no word of its own.
    AnotherReason = "another_reason",
    /// Who received which part of the invoices.
    WhereMyMoneyWent = "where_my_money_went",
    /// How many makers a retailer's money reached, and after how many days.
    FromMyPaymentToHerHand = "from_my_payment_to_her_hand",
    /// What was kept for each service.
    KeptForWhich = "kept_for_which_service",
    /// What a party was paid, one by one.
    PaymentsToIt = "payments_to_it",
    /// A currency.
    Currency = "currency",
    /// Invoices.
    Invoices = "invoices",
    /// Credit notes.
    CreditNotes = "credit_notes",
    /// Advances.
    Advances = "advances",
    /// What was paid in.
    PaymentsIn = "payments_in",
    /// What was paid back.
    Refunds = "refunds",
    /// Payments not matched with an invoice.
    Unmatched = "unmatched",
    /// An invoice.
    Invoice = "invoice",
    /// A credit note.
    CreditNote = "credit_note",
    /// A refund.
    Refund = "refund",
    /// Tax that is withheld of what somebody has earned.
    TaxWithheld = "tax_withheld",
    /// Shipments whose freight is shared.
    Shipments = "shipments",
    /// A shipment.
    Shipment = "shipment",
    /// A freight that several sales share.
    SharedFreight = "shared_freight",
    /// By what something is divided.
    DividedBy = "divided_by",
    /// By kilograms.
    ByWeight = "by_weight",
    /// By what it is worth.
    ByValue = "by_value",
    /// By the number of pieces.
    ByPiece = "by_piece",
    /// How much of what it is divided by.
    Measure = "measure",
    /// What the way costs.
    Freight = "freight",
    /// What the way would have cost alone.
    FreightAlone = "freight_alone",
    /// By how much less something costs.
    Saved = "saved",
    /// The same in hundredths.
    SavedPercent = "saved_percent",
    /// What of a payout that came back is set off against a debt for the same sale.
    SetOffAgainstDebt = "set_off_against_debt",
    /// What was set off of money of a sale against what she owed of it.
    SetOffOfSale = "set_off_of_sale",
    /// A tax.
    TheTax = "which_tax",
    /// A version of something.
    Version = "version",
    /// What was brought to the tax office.
    Remitted = "remitted",
    /// What is still to be brought to the tax office.
    StillToRemit = "still_to_remit",
    /// A payment that a buyer's bank took back.
    Chargeback = "chargeback",
    /// What a buyer's bank took back and somebody bears, so that the buyer does not owe it again.
    ChargebackBorne = "chargeback_borne",
    /// What buyers' banks took back and the reader of the page bears.
    ChargedBack = "charged_back",
    /// Each slice of a price its own part.
    EachItsOwn = "each_its_own",
    /// What the cooperative calls it.
    OurReference = "our_reference",
    /// The number on the document, or the payer's reference.
    DocumentReference = "document_reference",
    /// What it is about.
    About = "about",
    /// Not due yet.
    NotDue = "not_due",
    /// Due for at most thirty days.
    LateToThirty = "late_to_thirty",
    /// Due for at most sixty days.
    LateToSixty = "late_to_sixty",
    /// Due for at most ninety days.
    LateToNinety = "late_to_ninety",
    /// Due for longer.
    LateBeyond = "late_beyond",
    /// An intermediary, for its services.
    Intermediary = "intermediary",
    /// A cost passed on at what it was.
    CostsPassedOn = "costs_passed_on",
    /// How many makers have a share.
    MakersWithShare = "makers_with_a_share",
    /// How many makers' hands money reached.
    MakersReached = "makers_reached",
    /// Within so many days half of the invoiced money was due.
    IAgreedToPayWithin = "i_agreed_to_pay_within",
    /// Within so many days half of the paid money was paid.
    IPaidWithin = "i_paid_within",
    /// What was owed before the first day.
    OwedBefore = "owed_before",
    /// What it took of sales.
    TakenOfSales = "taken_of_sales",
    /// What it was paid.
    PaidOut = "paid_out",
    /// What is owed to it at the end.
    OwedAtTheEnd = "owed_at_the_end",
    /// The price of the sales it took a part of.
    PriceOfThoseSales = "price_of_those_sales",
    /// An agreement and its version.
    Agreement = "agreement",
    /// What it is called.
    Title = "title",
    /// Never more than this.
    AtMost = "at_most",
    /// How many sales.
    HowManySales = "sale_count",
    /// The price of sales.
    PriceOfSales = "price_of_sales",
    /// What was kept of sales.
    KeptOfSales = "kept_of_sales",
    /// For each sale.
    PerSale = "per_sale",
    /// For each piece.
    PerPiece = "per_piece",
    /// For each kilogram.
    PerKilogram = "per_kilogram",
    /// For each square metre.
    PerSquareMetre = "per_square_metre",
    /// For each hour.
    PerHour = "per_hour",
    /// An account from its opening to its closing balance.
    TheAccount = "the_account",
    /// What is owed back.
    OwedBack = "owed_back",

    // Indicators.
    /// Not shown, because it is about few persons.
    Withheld = "withheld",
    /// The share of earnings that goes to women.
    EarningsToWomen = "earnings_to_women",
    /// Cooperatives in which a woman presides.
    WomenLedCooperatives = "women_led_cooperatives",
    /// How many persons have earnings.
    PersonsWithEarnings = "persons_with_earnings",
    /// The median of what a member earns in a month.
    MedianMonthlyEarning = "median_monthly_earning",
    /// Equal pay for equal work.
    EqualPay = "equal_pay",
    /// A rate a piece in hundredths of the median for the same work.
    PercentOfMedian = "percent_of_median",
    /// Groups in which women and men did the same work.
    SameWork = "same_work",
    /// How many groups.
    Groups = "groups",
    /// Women's median is 98 hundredths of men's or more.
    WomenReachMen = "women_reach_men",
    /// Women's median is less than 98 hundredths of men's.
    WomenBeneathMen = "women_beneath_men",
    /// What women and men have for a piece.
    RatesPerPiece = "rates_per_piece",
    /// A grade of quality.
    Grade = "grade",
    /// The median of what women have for a piece.
    WomensRate = "womens_rate",
    /// The same of men.
    MensRate = "mens_rate",
    /// Women's in hundredths of men's.
    WomenPercentOfMen = "women_percent_of_men",
    /// What an hour of work brings.
    HourlyEarnings = "hourly_earnings",
    /// An amount for an hour.
    AmountAnHour = "amount_an_hour",
    /// What an hour brings half of them at most.
    MedianOfAnHour = "median_of_an_hour",
    /// How many of them have less for their hours than the minimum wage, in hundredths.
    PercentBeneathMinimum = "percent_beneath_minimum",
    /// Minimum wages an hour is held against.
    MinimumWages = "minimum_wages",
    /// The least an employee must have for an hour by law.
    MinimumOfAnHour = "minimum_of_an_hour",
    /// The last day of something.
    Until = "until",
    /// Who says so.
    SaidBy = "said_by",
    /// How members stood at the end of each month.
    MembersOverTime = "members_over_time",
    /// How many members each cooperative has.
    MembersByCooperative = "members_by_cooperative",
    /// What was given back to buyers, by cooperative.
    ReturnsByCooperative = "returns_by_cooperative",
    /// What was given back to buyers, by cause.
    ReturnsByCause = "returns_by_cause",
    /// What was given back to buyers, by who bore it.
    ReturnsByBearer = "returns_by_bearer",
    /// What of prices is the makers'.
    MakersShareOfPrice = "makers_share_of_price",
    /// What of resale prices is the makers'.
    MakersShareOfResale = "makers_share_of_resale",
    /// How many persons.
    Persons = "persons",
    /// How many cooperatives.
    Cooperatives = "cooperatives",
    /// A part of earnings, in hundredths.
    PercentOfEarnings = "percent_of_earnings",
    /// An amount a month.
    AmountAMonth = "amount_a_month",
    /// Days.
    DaysCounted = "days",
    /// A part of the number of sales, in hundredths.
    PercentOfSales = "percent_of_sales",
    /// A part of what was sold, in hundredths.
    PercentOfSold = "percent_of_sold",
    /// A part of what was given back, in hundredths.
    PercentOfReturns = "percent_of_returns",
    /// The makers' part of the resale price, in hundredths.
    PercentOfResale = "percent_of_resale",
    /// The price in hundredths of the resale price.
    PricePercentOfResale = "price_percent_of_resale",
    /// Women.
    Women = "women",
    /// Men.
    Men = "men",
    /// It was not said.
    NotSaid = "not_said",
    /// A woman presides.
    LedByAWoman = "led_by_a_woman",
    /// A man presides.
    LedByAMan = "led_by_a_man",
    /// How many months of members with earnings.
    MonthsCounted = "months_counted",
    /// Half of the months bring at most this.
    MedianOfAMonth = "median_of_a_month",
    /// Nine tenths of the months bring at most this.
    NineTenthsOfAMonth = "nine_tenths_of_a_month",
    /// Members that take part.
    Active = "active",
    /// Members that do not take part at present.
    Inactive = "inactive",
    /// Members to whom work and sales are closed for a time.
    Suspended = "suspended",
    /// How many sales something was given back of.
    SalesWithReturns = "sales_with_returns",
    /// Who bore it.
    BorneBy = "borne_by",
    /// The least of the percentages of single sales.
    LeastShare = "least_share",
    /// The median of the percentages of single sales.
    MedianShare = "median_share",
    /// The price it is sold on for.
    ResalePrice = "resale_price",
    /// How many times the price the resale price is.
    TimesThePrice = "times_the_price",
    /// What is added to the price, in hundredths of it.
    MarkUp = "mark_up",

    // Reports about a whole book.
    /// It waits for at most seven days.
    WaitsToSeven = "waits_to_seven",
    /// It waits for at most thirty days.
    WaitsToThirty = "waits_to_thirty",
    /// It waits for at most sixty days.
    WaitsToSixty = "waits_to_sixty",
    /// It waits for longer.
    WaitsLonger = "waits_longer",
    /// It can be paid out though the buyer has not paid.
    BuyerHasNotPaid = "buyer_has_not_paid",
    /// Money that could be paid out and has not reached a hand.
    MoneyThatWaits = "money_that_waits",
    /// Funds kept for a purpose.
    Funds = "funds",
    /// What funds hold beside the money that is there.
    FundsAndMoney = "funds_and_money",
    /// What funds hold of what was paid to them or for them.
    HeldInFunds = "held_in_funds",
    /// Money in tills that is no grant's.
    MoneyInTills = "money_in_tills",
    /// What buyers owe for sales.
    OwedByBuyers = "owed_by_buyers",
    /// What funds hold beyond the money that is there.
    NotCovered = "not_covered",
    /// What came from sales.
    FromSales = "from_sales",
    /// What came from members.
    FromMembers = "from_members",
    /// Premiums on top of prices.
    Premiums = "premiums",
    /// What was spent.
    Spent = "spent",
    /// What it took over for makers.
    BorneForMakers = "borne_for_makers",
    /// What else moved it.
    OtherMoves = "other_moves",
    /// Premiums that buyers owe, which cannot be spent yet.
    PromisedNotPaid = "promised_not_paid",
    /// What the assembly resolved to spend.
    Resolutions = "resolutions",
    /// A resolution.
    Resolution = "resolution",
    /// What it is for.
    Purpose = "purpose",
    /// What may still be spent under it.
    LeftToSpend = "left_to_spend",
    /// How many members it was for.
    ForMembersCount = "for_members_count",
    /// How many others it was for.
    ForOthersCount = "for_others_count",
    /// There is nothing in it.
    NothingToShow = "nothing_to_show",
    /// An order was placed.
    OrderIsPlaced = "order_placed",
    /// The cooperative has said yes to an order.
    OrderIsConfirmed = "order_confirmed",
    /// An order was changed and waits to be confirmed again.
    OrderIsChanged = "order_changed",
    /// An order was cancelled.
    OrderIsCancelled = "order_cancelled",
    /// The part of an order to be paid before work begins, in hundredths.
    DepositAgreed = "deposit_agreed",
    /// How many pieces were ordered.
    PiecesOrdered = "pieces_ordered",
    /// How many pieces were delivered.
    PiecesDelivered = "pieces_delivered",
    /// How many pieces were accepted.
    PiecesAccepted = "pieces_accepted",
    /// How many pieces were rejected and not presented again.
    PiecesRejected = "pieces_rejected",
    /// The lines of orders, a product in one size each.
    OrderLines = "order_lines",
    /// A line of an order.
    OrderLine = "order_line",
    /// The size of a product.
    Size = "size",
    /// How many pieces were delivered and not inspected since.
    PiecesWaiting = "pieces_waiting",
    /// How many rejected pieces were mended and presented again.
    PiecesReworked = "pieces_reworked",
    /// How many pieces were invoiced.
    PiecesInvoiced = "pieces_invoiced",
    /// How many pieces are still to come.
    PiecesToCome = "pieces_to_come",
    /// Of those of which it is known what they would have cost alone.
    WhereAloneIsKnown = "where_alone_is_known",
    /// Orders of more than so many pieces.
    LargeOrders = "large_orders",
    /// Of more than so many pieces.
    MoreThanPieces = "more_than_pieces",
    /// Grants.
    Grants = "grants",
    /// The lines of their budgets.
    BudgetLines = "budget_lines",
    /// A line of a budget.
    BudgetLine = "budget_line",
    /// A grant.
    Grant = "grant",
    /// What was promised.
    Promised = "promised",
    /// What came in of it.
    CameIn = "came_in",
    /// What was charged to it.
    Charged = "charged",
    /// What went back to its funder.
    WentBackToFunder = "went_back_to_funder",
    /// What lies unspent.
    InTheTill = "in_the_till",
    /// What the cooperative has to add.
    OwnShareAsked = "own_share_asked",
    /// What the cooperative has added.
    OwnSharePut = "own_share_put",
    /// What it still has to add.
    OwnShareLacking = "own_share_lacking",
    /// Equipment that serves for years.
    Assets = "assets",
    /// One piece of it.
    Asset = "asset",
    /// What it cost.
    Cost = "cost",
    /// What grants paid of it.
    FromGrants = "from_grants",
    /// What it is worth now.
    WorthNow = "worth_now",
    /// Whether it is used.
    Use = "use",
    /// People work with it.
    InUse = "in_use",
    /// It stands there.
    Idle = "idle",
    /// It does not work.
    BrokenDown = "broken_down",
    /// How many hours it was used since the last report.
    HoursUsed = "hours_used",
    /// Equipment that grants paid for, and its use.
    EquipmentInUse = "equipment_in_use",
    /// How many assets.
    AssetsCounted = "assets_counted",
    /// A grant paid for it, or for a part of it.
    PaidByGrants = "paid_by_grants",
    /// No grant paid for it.
    PaidByThemselves = "paid_by_themselves",
    /// Help that was no money.
    HelpInKind = "help_in_kind",
    /// Who gave it.
    From = "from_whom",
    /// How much of it: days, pieces.
    HowMuch = "how_much",
    /// What its giver says it is worth.
    StatedValue = "stated_value",
    /// Days of training.
    Training = "training",
    /// Machines and tools.
    Equipment = "equipment",
    /// Censuses.
    Censuses = "censuses",
    /// What it calls active.
    WhatIsActive = "what_is_active",
    /// Active members, as it was published.
    ActivePublished = "active_published",
    /// All members, as it was published.
    MembersPublished = "members_published",
    /// Active members, as it is known since.
    ActiveCorrected = "active_corrected",
    /// All members, as it is known since.
    MembersCorrected = "members_corrected",
    /// A week.
    AWeek = "a_week",
    /// A season of the trade.
    ASeason = "a_season",
    /// A year.
    AYear = "a_year",
    /// What members have paid of their shares in the capital.
    SharesPaidIn = "shares_paid_in",
    /// Pieces that buyers rejected at inspection.
    RejectedPieces = "rejected_pieces",
    /// Money between two organisations of the book.
    Transfers = "transfers",
    /// A transfer.
    Transfer = "transfer",
    /// The day it came in.
    CameOn = "came_on",
    /// With whom.
    With = "with",
    /// What was sent to it, less what came from it.
    SentAndNotBack = "sent_and_not_back",
    /// What each has on its account with the other.
    AccountsBetween = "accounts_between",
    /// Loans.
    Loans = "loans",
    /// Who borrowed.
    Borrower = "borrower",
    /// What was lent.
    Lent = "lent",
    /// What was paid back from or into a till.
    PaidBack = "paid_back",
    /// What was paid back out of sales.
    OutOfSales = "out_of_sales",
    /// What another of the group paid.
    ByTheGroup = "by_the_group",
    /// What was forgiven.
    WrittenOff = "written_off",
    /// What interest and fees it cost.
    InterestAndFees = "interest_and_fees",
    /// What is due and not paid.
    DueByNow = "due_by_now",
    /// When the next instalment is due.
    NextDueOn = "next_due_on",
    /// How much it is.
    NextAmount = "next_amount",
    // Books of account.
    /// What each account had, moved and has.
    TrialBalance = "trial_balance",
    /// Every posting in the order of the log.
    GeneralJournal = "general_journal",
    /// Every posting account by account.
    GeneralLedger = "general_ledger",
    /// The periods that are closed.
    ClosedPeriods = "closed_periods",
    /// What was recorded of the days of a period once it was closed.
    LateEntries = "late_entries",
    /// A period of the books.
    Period = "period",
    /// The day on which a period was closed.
    ClosedOn = "closed_on",
    /// The day on which something was written down.
    RecordedOn = "recorded_on",
    /// The place of a record in the book.
    Position = "position",
    /// How many balances a closing counts.
    Rows = "rows",
    /// A posting above zero.
    Debit = "debit",
    /// A posting below zero.
    Credit = "credit",
    /// What debits had outweighed before the first day.
    OpeningDebit = "opening_debit",
    /// What credits had outweighed before the first day.
    OpeningCredit = "opening_credit",
    /// What debits outweigh at the end.
    ClosingDebit = "closing_debit",
    /// What credits outweigh at the end.
    ClosingCredit = "closing_credit",
    /// What an account had before the first day.
    BroughtForward = "brought_forward",
    /// How much of a long page is shown.
    Extent = "extent",
    /// How many lines are shown.
    LinesShown = "lines_shown",
    /// How many there are.
    LinesInAll = "lines_in_all",
    // Statements of banks and providers.
    /// What a statement says, line by line, and what it is taken for.
    Reconciliation = "reconciliation",
    /// A line of a file, by its place in it.
    StatementLine = "line",
    /// What became of a line.
    Verdict = "verdict",
    /// What of a line is explained.
    Explained = "explained",
    /// By whom it was decided.
    DecidedBy = "decided_by",
    /// One line for one thing, equal.
    IsMatched = "is_matched",
    /// Several things, or a named difference.
    IsSplit = "is_split",
    /// Left to a person.
    IsException = "is_exception",
    /// It was matched before.
    IsKnown = "is_known",
    /// It moves nothing.
    IsNothing = "is_nothing",
    /// Its bank has not booked it.
    IsPending = "is_pending",
    /// The book refuses what it would say.
    IsRefused = "is_refused",
    /// Its statement does not add up, or is another's.
    IsQuarantined = "is_quarantined",
    /// Our own reference.
    ByOwnReference = "by_own_reference",
    /// A payment of ours that came back.
    ByReturn = "by_return",
    /// A provider's own id.
    ByProviderPayout = "by_provider_payout",
    /// The buyer's reference to an invoice.
    ByTheirReference = "by_their_reference",
    /// Amount, day and party, unique.
    ByAmountDayParty = "by_amount_day_party",
    /// A person has looked.
    ByAPerson = "by_a_person",
    /// Nobody yet.
    ByNobody = "by_nobody",
    /// Two lines have one id and say different things.
    SameIdOtherWords = "same_id_other_words",
    /// It moves nothing, or more than an amount may be.
    OutOfBounds = "out_of_bounds",
    /// It is booked later than today.
    InFuture = "in_future",
    /// It names something with another amount.
    AmountDiffers = "amount_differs",
    /// A batch comes to something else.
    BatchDiffers = "batch_differs",
    /// What it names is somebody else's.
    PartyDiffers = "party_differs",
    /// What it names was paid already.
    PaidAlready = "paid_already",
    /// Several lines name the same.
    NamedTwice = "named_twice",
    /// What it names is not expected yet.
    TooEarly = "too_early",
    /// It came back and nothing says what it was.
    ReturnOfUnknown = "return_of_unknown",
    /// More than one thing fits.
    SeveralFit = "several_fit",
    /// One thing fits, a person should look.
    NeedsConfirmation = "needs_confirmation",
    /// Nothing fits.
    NothingFits = "nothing_fits",
    /// It was matched, and that was taken back.
    TakenBack = "taken_back",
    /// It is recorded already, as one of several that say the same.
    OneOfSeveral = "one_of_several",
    /// Another statement has told its day otherwise.
    DayRecordedOtherwise = "day_recorded_otherwise",
    /// What the book has recorded.
    IsRecorded = "is_recorded",
    /// What the file says.
    FileSays = "file_says",
    /// What banks on the way kept.
    BankCharge = "bank_charge",
    /// What was rounded.
    Rounding = "rounding",
    /// What is still owed.
    ShortPayment = "short_payment",
    /// What was paid too much.
    OverPayment = "over_payment",
    /// What a line is taken for.
    TakenFor = "taken_for",
    /// What it may be, if a person says so.
    MayBe = "may_be",
    /// Who looks into it.
    LooksIntoIt = "looks_into_it",
    /// Whoever keeps the buyers' accounts.
    Buyers = "buyers",
    /// Up to two days old.
    AgeToTwo = "age_to_two",
    /// Three to seven days old.
    AgeToSeven = "age_to_seven",
    /// Eight to thirty days old.
    AgeToThirty = "age_to_thirty",
    /// More than thirty days old.
    AgeOver = "age_over",
    /// How long it has waited.
    Age = "age",
    /// How it stands in the book.
    StandsAs = "stands_as",
    /// The book has it as paid.
    IsPaid = "is_paid",
    /// The book has it as open.
    IsOpen = "is_open",
    /// Its buyer disputes it.
    IsDisputed = "is_disputed",
}

impl From<Method> for Term {
    fn from(method: Method) -> Term {
        match method {
            Method::Bank => Term::Bank,
            Method::Wallet => Term::Wallet,
            Method::Cash => Term::Cash,
        }
    }
}

impl From<CreditReason> for Term {
    fn from(reason: CreditReason) -> Term {
        match reason {
            CreditReason::Quality => Term::NotAsAgreed,
            CreditReason::Breakage => Term::BrokenOrLost,
            CreditReason::ShortDelivery => Term::FewerPieces,
            CreditReason::Returned => Term::SentBack,
            CreditReason::PricingError => Term::InvoiceWasWrong,
            CreditReason::Cancelled => Term::SaleUndone,
        }
    }
}

impl From<DisputeReason> for Term {
    fn from(reason: DisputeReason) -> Term {
        match reason {
            DisputeReason::NotDelivered => Term::NothingCame,
            DisputeReason::ShortDelivery => Term::FewerPieces,
            DisputeReason::Quality => Term::NotAsAgreed,
            DisputeReason::Price => Term::AnotherPrice,
            DisputeReason::Duplicate => Term::InvoicedTwice,
            DisputeReason::Other => Term::AnotherReason,
        }
    }
}

impl From<CorrectionReason> for Term {
    fn from(reason: CorrectionReason) -> Term {
        match reason {
            CorrectionReason::WrongAmount => Term::WrongAmount,
            CorrectionReason::WrongParty => Term::WrongParty,
            CorrectionReason::Duplicate => Term::RecordedTwice,
            CorrectionReason::DidNotHappen => Term::DidNotHappen,
        }
    }
}

impl From<FeeKind> for Term {
    fn from(kind: FeeKind) -> Term {
        match kind {
            FeeKind::Bank => Term::Bank,
            FeeKind::Provider => Term::Provider,
        }
    }
}

impl From<Role> for Term {
    fn from(role: Role) -> Term {
        match role {
            Role::Operator => Term::Operator,
            Role::President => Term::President,
            Role::Secretary => Term::Secretary,
            Role::Treasurer => Term::Treasurer,
            Role::Cashier => Term::Cashier,
            Role::Storekeeper => Term::Storekeeper,
            Role::Leader => Term::Leader,
            Role::Member => Term::Member,
            Role::Buyer => Term::Buyer,
            Role::Intermediary => Term::Intermediary,
            Role::Auditor => Term::Auditor,
            Role::Certifier => Term::Certifier,
            Role::Import => Term::Import,
        }
    }
}

impl From<PartyRole> for Term {
    fn from(role: PartyRole) -> Term {
        match role {
            PartyRole::Buyer => Term::Buyer,
            PartyRole::Intermediary => Term::Intermediary,
            PartyRole::Carrier => Term::Carrier,
            PartyRole::Lender => Term::Lender,
            PartyRole::Provider => Term::Provider,
            PartyRole::Certifier => Term::Certifier,
            PartyRole::Funder => Term::Funder,
            PartyRole::Exporter => Term::Exporter,
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_term_has_a_word_of_its_own_that_a_program_can_use_as_a_name() {
        let words: BTreeSet<&str> = Term::ALL.iter().map(|term| term.word()).collect();
        assert_eq!(words.len(), Term::ALL.len(), "two terms share a word");
        for word in words {
            let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
            assert!(word.chars().all(plain) && !word.starts_with('_') && !word.ends_with('_'), "{word}");
        }
    }
}
