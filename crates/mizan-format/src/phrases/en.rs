//! English.

use jiff::civil::Date;
use mizan_ledger::event::Kind;
use mizan_ledger::money::Currency;
use mizan_ledger::report::note::Note;
use mizan_ledger::report::term::Term;

use crate::phrases::paper::CashSheetWords;
use crate::phrases::pen::Marks;
use crate::phrases::{ChargebackSaid, Message, Phrases, SaleHead, Spoken, and};

/// What is said in English.
pub(super) struct English;

impl Phrases for English {
    fn term(&self, term: Term) -> &'static str {
        match term {
            // Titles.
            Term::Balances => "balances",
            Term::MyMoney => "my money",
            Term::HowItAddsUp => "how it adds up",
            Term::MyDebts => "what I owe",
            Term::MyShares => "my shares in the cooperative",
            Term::Sales => "sales",
            Term::Deductions => "what was kept",
            Term::Payouts => "payouts",
            Term::Payments => "what the buyer paid",
            Term::Slices => "where the price went",
            Term::Makers => "the makers",
            Term::Items => "each member's part",
            Term::Sources => "where it comes from",
            Term::Members => "the members",
            Term::Corrections => "corrections",
            Term::OpenMatters => "open",
            Term::Notes => "what the figures mean",
            Term::MemberStatement => "statement of a member",
            Term::Unexplained => "unexplained",
            // Heads: who, what, when.
            Term::Account => "account",
            Term::Member => "member",
            Term::Maker => "maker",
            Term::Buyer => "buyer",
            Term::Sale => "sale",
            Term::Payout => "payout",
            Term::Payment => "payment",
            Term::On => "on",
            Term::Since => "since",
            Term::By => "by",
            Term::State => "state",
            Term::Why => "why",
            Term::Kind => "kind",
            Term::Step => "step",
            Term::To => "to",
            Term::Under => "under",
            Term::PaysBack => "pays back",
            Term::BuyerPaidOn => "the buyer paid on",
            Term::SheSays => "she says",
            Term::SaidForHerBy => "said for her by",
            Term::ISaid => "I said",
            Term::Now => "now",
            // Heads: figures.
            Term::Balance => "balance",
            Term::Amount => "amount",
            Term::Rate => "rate",
            Term::WorthThen => "worth then",
            Term::Booked => "booked",
            Term::Percent => "%",
            Term::Basis => "of",
            Term::PercentOfPrice => "% of price",
            Term::Share => "share",
            Term::Earned => "earned",
            Term::Kept => "kept",
            Term::Deducted => "deducted",
            Term::GivenBack => "given back",
            Term::Exchange => "exchange",
            Term::Mine => "mine",
            Term::InMyHand => "in my hand",
            Term::InHerHand => "in her hand",
            Term::StillToCome => "still to come",
            Term::OwesBack => "owes back",
            Term::BorneForHer => "borne for her",
            Term::BecameADebt => "now a debt",
            Term::DaysToHand => "days",
            Term::OnItsWay => "on its way",
            Term::WentBack => "went back",
            Term::Together => "together",
            // The lines of a member's money.
            Term::DueBefore => "due to me before",
            Term::EarnedBefore => "earned, before deductions",
            Term::ExchangeDifference => "exchange difference",
            Term::GivenBackToBuyers => "given back to buyers",
            Term::BorneForMe => "borne for me",
            Term::BecameMyDebt => "now my debt",
            Term::PutRight => "put right by corrections",
            Term::ForMe => "for me, after deductions",
            Term::PaidToMe => "paid into my hand",
            Term::DueToMe => "still due to me",
            Term::Pending => "to come when the buyer has paid",
            Term::Available => "available now",
            Term::InPayout => "set aside in a payout",
            Term::SentOut => "sent, not yet confirmed",
            Term::Unclaimed => "waiting for me in cash",
            Term::StandingIn => "standing in for another of my group",
            Term::PaidBackToGroup => "paid back to",
            Term::PaidForMe => "paid for me by",
            Term::TakenOtherwise => "taken for tax, the group or a debt",
            Term::OfTheLoan => "of the loan",
            Term::ForMaterials => "for materials",
            Term::Shares => "shares",
            Term::PaidOfShares => "paid of them",
            Term::StillToPay => "still to pay",
            Term::AfterRefunds => "after refunds",
            // Ways of paying.
            Term::Bank => "bank",
            Term::Wallet => "wallet",
            Term::Cash => "cash",
            Term::Advance => "advance",
            Term::OnInvoice => "payment",
            // How far an item of a payout has come.
            Term::Scheduled => "scheduled",
            Term::Approved => "approved",
            Term::Sent => "sent",
            Term::Filed => "in a file",
            Term::AskedBack => "asked back from the bank",
            Term::ComingBack => "coming back",
            Term::Unanswered => "not answered",
            Term::Accepted => "accepted by the bank",
            Term::Settled => "paid",
            Term::Handed => "handed over",
            Term::Failed => "refused",
            Term::Returned => "came back",
            Term::NotCollected => "not collected",
            Term::Cancelled => "called off",
            // What is said of a receipt.
            Term::Received => "received",
            Term::ReceivedOnly => "received only",
            Term::SheWasRight => "she was right",
            Term::DisputeWithdrawn => "dispute withdrawn",
            // What a deduction pays back.
            Term::Materials => "materials",
            Term::Loan => "loan",
            Term::Debt => "debt of a refund",
            Term::Fund => "fund",
            // Who has a slice of a price, and what became of it.
            Term::TaxOffice => "tax office",
            Term::Party => "party",
            Term::Cooperative => "cooperative",
            Term::Recovered => "cooperative, for its costs",
            Term::TheMakers => "makers",
            Term::Service => "service",
            Term::Residues => "what is carried below the centime",
            Term::Exactly => "exactly",
            Term::BroughtOver => "brought over",
            Term::CarriedOn => "carried on",
            Term::ForServices => "for services",
            Term::EndPaid => "paid",
            Term::EndOwed => "owed",
            Term::EndKept => "kept",
            Term::EndHeld => "held",
            Term::ToBeGivenBack => "to be given back",
            Term::SeeBelow => "see below",
            // Why a part of a price was given back.
            Term::NotAsAgreed => "not as agreed",
            Term::BrokenOrLost => "broken or lost on the way",
            Term::FewerPieces => "fewer pieces than invoiced",
            Term::SentBack => "sent back",
            Term::InvoiceWasWrong => "the invoice was wrong",
            Term::SaleUndone => "the sale was undone",
            // Why something was corrected.
            Term::WrongAmount => "wrong amount",
            Term::WrongParty => "wrong person or account",
            Term::RecordedTwice => "recorded twice",
            Term::DidNotHappen => "it did not happen",
            // In which capacity somebody acts or trades.
            Term::Operator => "operator",
            Term::President => "president",
            Term::Secretary => "secretary",
            Term::Treasurer => "treasurer",
            Term::Cashier => "cashier",
            Term::Storekeeper => "storekeeper",
            Term::Leader => "leader",
            Term::Auditor => "auditor",
            Term::Import => "import",
            Term::Carrier => "carrier",
            Term::Lender => "lender",
            Term::Provider => "payment provider",
            Term::Certifier => "certifier",
            Term::ProvenanceCard => "provenance card",
            Term::AboutIt => "what it is",
            Term::Product => "product",
            Term::Place => "place",
            Term::Pieces => "pieces",
            Term::SoldWithOthers => "sold with others",
            Term::Name => "name",
            Term::Worksheet => "what one piece costs and brings",
            Term::Work => "work",
            Term::Overhead => "rent, tools, electricity",
            Term::Margin => "margin",
            Term::PriceReckoned => "price reckoned with",
            Term::PriceReached => "price reached, on average",
            Term::ConditionsChecked => "what was checked",
            Term::Condition => "condition",
            Term::Asked => "asked",
            Term::Reached => "reached",
            Term::AgreementAccepted => "agreement accepted by all before",
            Term::MinimumPrice => "minimum price of the agreement",
            Term::MakersOwnPrice => "price the makers ask",
            Term::BuyerHasPaid => "the buyer has paid",
            Term::MakersWerePaid => "the makers were paid",
            Term::MakersSaySo => "they say they have it",
            Term::EveryCentimeNamed => "every centime has a receiver",
            Term::Met => "yes",
            Term::NotMet => "no",
            Term::NotAgreed => "nothing agreed",
            Term::NotYet => "not yet",
            Term::Funder => "funder",
            Term::Exporter => "exporter",
            Term::SoldOn => "sold on, hand by hand",
            Term::Hand => "hand",
            Term::Intermediation => "between makers and the last price",
            Term::NotAssessable => "not assessable",
            // Statements of cooperatives, retailers and intermediaries.
            Term::CooperativeStatement => "statement of the cooperative",
            Term::WhereThePriceWent => "what was sold, and where it went",
            Term::MembersMoney => "the members' money",
            Term::MonthByMonth => "month by month",
            Term::OpenPayouts => "payouts on their way",
            Term::Orders => "orders",
            Term::DaysToTheHand => "days from the buyer's payment to her hand",
            Term::Month => "month",
            Term::WhoseMoney => "whose money",
            Term::Of => "of",
            Term::Sold => "sold",
            Term::LeftOfIt => "left of it",
            Term::TaxInIt => "tax",
            Term::ToParties => "to others",
            Term::ForCooperative => "for the cooperative",
            Term::ToFunds => "to funds",
            Term::ForTheMakers => "for the makers",
            Term::FromBuyers => "paid by buyers",
            Term::OwnCosts => "own costs",
            Term::OtherIncome => "other income",
            Term::MembersDueBefore => "due to members before",
            Term::KeptUnderClauses => "kept under clauses",
            Term::ForMembers => "for the members, after deductions",
            Term::PaidToMembers => "paid into their hands",
            Term::PaidToHands => "paid to members",
            Term::DueToMembers => "still due to members",
            Term::MembersOwe => "members owe",
            Term::Opening => "before",
            Term::Closing => "balance at the end",
            Term::Order => "order",
            Term::OrderTotal => "price",
            Term::AdvanceIn => "paid in advance",
            Term::AdvanceLeft => "advance left",
            Term::Invoiced => "invoiced",
            Term::Unpaid => "unpaid",
            Term::DueOn => "due on",
            Term::DaysOverdue => "days overdue",
            Term::HalfWithin => "half within (days)",
            Term::NineTenthsWithin => "nine tenths within (days)",
            Term::AllWithin => "all within (days)",
            Term::MoneyCounted => "money counted",
            Term::HowManyMembers => "members",
            Term::RetailerStatement => "statement of account",
            Term::IntermediaryStatement => "what the party kept of sales",
            Term::Entries => "entries",
            Term::OpenInvoices => "open invoices",
            Term::AgeingOfInvoices => "how long they have been due",
            Term::DisputedInvoices => "disputed invoices",
            Term::AmountDisputed => "disputed",
            Term::OfThatDisputed => "of that disputed",
            Term::NothingCame => "nothing came",
            Term::AnotherPrice => "another price than agreed",
            Term::InvoicedTwice => "invoiced twice",
            Term::AnotherReason => "another reason",
            Term::WhereMyMoneyWent => "where my money went",
            Term::FromMyPaymentToHerHand => "from my payment to the makers' hands",
            Term::KeptForWhich => "what was kept, for which service",
            Term::PaymentsToIt => "what it was paid",
            Term::Currency => "currency",
            Term::Invoices => "invoices",
            Term::CreditNotes => "credit notes",
            Term::Advances => "advances",
            Term::PaymentsIn => "paid",
            Term::Refunds => "refunds",
            Term::Unmatched => "not matched",
            Term::Invoice => "invoice",
            Term::CreditNote => "credit note",
            Term::Refund => "refund",
            Term::TaxWithheld => "tax withheld",
            Term::SetOffAgainstDebt => "set off against what I owed, from payout",
            Term::SetOffOfSale => "set off against what I owed, of sale",
            Term::Shipments => "shipments that share a freight",
            Term::Shipment => "shipment",
            Term::SharedFreight => "shared freight",
            Term::DividedBy => "divided by",
            Term::ByWeight => "weight (kg)",
            Term::ByValue => "value",
            Term::ByPiece => "pieces",
            Term::Measure => "of this sale",
            Term::Freight => "freight",
            Term::FreightAlone => "alone it would cost",
            Term::Saved => "saved",
            Term::SavedPercent => "saved %",
            Term::TheTax => "tax",
            Term::Version => "version",
            Term::Remitted => "paid to the tax office",
            Term::StillToRemit => "still to be paid to it",
            Term::Chargeback => "chargeback",
            Term::ChargebackBorne => "not asked of the buyer again",
            Term::ChargedBack => "charged back by buyers' banks",
            Term::EachItsOwn => "each part of the price for itself",
            Term::OurReference => "our reference",
            Term::DocumentReference => "document",
            Term::About => "about",
            Term::NotDue => "not due yet",
            Term::LateToThirty => "1-30 days late",
            Term::LateToSixty => "31-60 days late",
            Term::LateToNinety => "61-90 days late",
            Term::LateBeyond => "over 90 days late",
            Term::Intermediary => "intermediary",
            Term::CostsPassedOn => "cost passed on",
            Term::MakersWithShare => "makers with a share",
            Term::MakersReached => "makers reached",
            Term::IAgreedToPayWithin => "agreed to pay within",
            Term::IPaidWithin => "paid within",
            Term::OwedBefore => "owed before",
            Term::TakenOfSales => "taken of sales",
            Term::PaidOut => "paid to it",
            Term::OwedAtTheEnd => "owed to it",
            Term::PriceOfThoseSales => "the price of the sales it took a part of",
            Term::Agreement => "agreement",
            Term::Title => "title",
            Term::AtMost => "at most",
            Term::HowManySales => "sales",
            Term::PriceOfSales => "price",
            Term::KeptOfSales => "kept",
            Term::PerSale => "per sale",
            Term::PerPiece => "per piece",
            Term::PerKilogram => "per kilogram",
            Term::PerSquareMetre => "per square metre",
            Term::PerHour => "per hour",
            Term::TheAccount => "the account",
            Term::OwedBack => "to be given back",
            // Indicators.
            Term::Withheld => "withheld",
            Term::EarningsToWomen => "earnings that go to women",
            Term::WomenLedCooperatives => "cooperatives led by women",
            Term::PersonsWithEarnings => "persons with earnings",
            Term::MedianMonthlyEarning => "median monthly earning",
            Term::EqualPay => "equal pay for equal work",
            Term::PercentOfMedian => "% of the median for the same work",
            Term::SameWork => "groups in which women and men did the same work",
            Term::Groups => "groups",
            Term::WomenReachMen => "women have 98 % of men's or more",
            Term::WomenBeneathMen => "women have less than 98 % of men's",
            Term::RatesPerPiece => "what women and men have for a piece",
            Term::Grade => "grade",
            Term::WomensRate => "women's median for a piece",
            Term::MensRate => "men's median for a piece",
            Term::WomenPercentOfMen => "women's in % of men's",
            Term::HourlyEarnings => "what an hour of work brings",
            Term::AmountAnHour => "amount an hour",
            Term::MedianOfAnHour => "median of an hour",
            Term::PercentBeneathMinimum => "% of them beneath the minimum",
            Term::MinimumWages => "minimum wages for comparison",
            Term::MinimumOfAnHour => "minimum an hour",
            Term::Until => "until",
            Term::SaidBy => "source",
            Term::MembersOverTime => "members over time",
            Term::MembersByCooperative => "members of each cooperative",
            Term::ReturnsByCooperative => "returns by cooperative",
            Term::ReturnsByCause => "returns by cause",
            Term::ReturnsByBearer => "returns by who bore them",
            Term::MakersShareOfPrice => "the makers' share of the price",
            Term::MakersShareOfResale => "the makers' share of the resale price",
            Term::Persons => "persons",
            Term::Cooperatives => "cooperatives",
            Term::PercentOfEarnings => "% of earnings",
            Term::AmountAMonth => "amount a month",
            Term::DaysCounted => "days",
            Term::PercentOfSales => "% of sales",
            Term::PercentOfSold => "% of what was sold",
            Term::PercentOfReturns => "% of returns",
            Term::PercentOfResale => "makers' % of resale",
            Term::PricePercentOfResale => "price in % of resale",
            Term::Women => "women",
            Term::Men => "men",
            Term::NotSaid => "not said",
            Term::LedByAWoman => "led by a woman",
            Term::LedByAMan => "led by a man",
            Term::MonthsCounted => "months counted",
            Term::MedianOfAMonth => "median of a month",
            Term::NineTenthsOfAMonth => "nine tenths at most",
            Term::Active => "active",
            Term::Inactive => "inactive",
            Term::Suspended => "suspended",
            Term::SalesWithReturns => "with returns",
            Term::BorneBy => "borne by",
            Term::LeastShare => "least of a sale",
            Term::MedianShare => "median of a sale",
            Term::ResalePrice => "resale price",
            Term::TimesThePrice => "times the price",
            Term::MarkUp => "mark-up %",
            Term::WaitsToSeven => "0-7 days",
            Term::WaitsToThirty => "8-30 days",
            Term::WaitsToSixty => "31-60 days",
            Term::WaitsLonger => "over 60 days",
            Term::BuyerHasNotPaid => "buyer has not paid",
            Term::MoneyThatWaits => "money that waits for its maker",
            Term::Funds => "funds",
            Term::FundsAndMoney => "funds and the money there is",
            Term::HeldInFunds => "held in funds",
            Term::MoneyInTills => "in the tills, grants apart",
            Term::OwedByBuyers => "owed by buyers",
            Term::NotCovered => "not covered",
            Term::FromSales => "from sales",
            Term::FromMembers => "from members",
            Term::Premiums => "premiums",
            Term::Spent => "spent",
            Term::BorneForMakers => "borne for makers",
            Term::OtherMoves => "other",
            Term::PromisedNotPaid => "of which buyers still owe",
            Term::Resolutions => "resolutions of the assembly",
            Term::Resolution => "resolution",
            Term::Purpose => "for",
            Term::LeftToSpend => "left",
            Term::ForMembersCount => "members reached",
            Term::ForOthersCount => "others reached",
            Term::NothingToShow => "nothing to show",
            Term::OrderIsPlaced => "placed",
            Term::OrderIsConfirmed => "confirmed",
            Term::OrderIsChanged => "changed, to be confirmed",
            Term::OrderIsCancelled => "cancelled",
            Term::DepositAgreed => "deposit agreed %",
            Term::PiecesOrdered => "pieces ordered",
            Term::PiecesDelivered => "delivered",
            Term::PiecesAccepted => "accepted",
            Term::PiecesRejected => "rejected",
            Term::OrderLines => "lines of orders",
            Term::OrderLine => "line",
            Term::Size => "size",
            Term::PiecesWaiting => "to be inspected",
            Term::PiecesReworked => "mended, presented again",
            Term::PiecesInvoiced => "pieces invoiced",
            Term::PiecesToCome => "still to come",
            Term::WhereAloneIsKnown => "of which known alone",
            Term::LargeOrders => "large orders",
            Term::MoreThanPieces => "of more than so many pieces",
            Term::Grants => "grants",
            Term::BudgetLines => "lines of the budget",
            Term::BudgetLine => "line",
            Term::Grant => "grant",
            Term::Promised => "promised",
            Term::CameIn => "came in",
            Term::Charged => "charged",
            Term::WentBackToFunder => "went back",
            Term::InTheTill => "unspent",
            Term::OwnShareAsked => "own share asked",
            Term::OwnSharePut => "own share put",
            Term::OwnShareLacking => "own share still to put",
            Term::Assets => "equipment",
            Term::Asset => "asset",
            Term::Cost => "cost",
            Term::FromGrants => "paid by grants",
            Term::WorthNow => "worth now",
            Term::Use => "use",
            Term::InUse => "in use",
            Term::Idle => "idle",
            Term::BrokenDown => "broken down",
            Term::HoursUsed => "hours",
            Term::EquipmentInUse => "grant-funded equipment in use",
            Term::AssetsCounted => "assets",
            Term::PaidByGrants => "paid by grants, wholly or in part",
            Term::PaidByThemselves => "paid by themselves",
            Term::HelpInKind => "help in kind",
            Term::From => "from",
            Term::HowMuch => "how much",
            Term::StatedValue => "stated value",
            Term::Training => "training",
            Term::Equipment => "equipment",
            Term::Censuses => "census",
            Term::WhatIsActive => "what is active",
            Term::ActivePublished => "active, published",
            Term::MembersPublished => "all, published",
            Term::ActiveCorrected => "active, corrected",
            Term::MembersCorrected => "all, corrected",
            Term::AWeek => "week",
            Term::ASeason => "season",
            Term::AYear => "year",
            Term::SharesPaidIn => "shares paid in",
            Term::RejectedPieces => "pieces rejected at inspection",
            Term::Transfers => "transfers between organisations",
            Term::Transfer => "transfer",
            Term::CameOn => "came on",
            Term::With => "with",
            Term::SentAndNotBack => "sent, less what came",
            Term::AccountsBetween => "accounts with each other",
            Term::Loans => "loans",
            Term::Borrower => "borrower",
            Term::Lent => "lent",
            Term::PaidBack => "paid back",
            Term::OutOfSales => "out of sales",
            Term::ByTheGroup => "by the group",
            Term::WrittenOff => "written off",
            Term::InterestAndFees => "interest and fees",
            Term::DueByNow => "due now",
            Term::NextDueOn => "next on",
            Term::NextAmount => "next",
            Term::TrialBalance => "trial balance",
            Term::GeneralJournal => "general journal",
            Term::GeneralLedger => "general ledger",
            Term::ClosedPeriods => "closed periods",
            Term::LateEntries => "late entries",
            Term::Period => "period",
            Term::ClosedOn => "closed on",
            Term::RecordedOn => "recorded on",
            Term::Position => "record",
            Term::Rows => "balances counted",
            Term::Debit => "debit",
            Term::Credit => "credit",
            Term::OpeningDebit => "opening debit",
            Term::OpeningCredit => "opening credit",
            Term::ClosingDebit => "closing debit",
            Term::ClosingCredit => "closing credit",
            Term::BroughtForward => "brought forward",
            Term::Extent => "a part of a longer list",
            Term::LinesShown => "lines shown",
            Term::LinesInAll => "lines in all",
            Term::Reconciliation => "statement reconciled",
            Term::StatementLine => "line",
            Term::Verdict => "verdict",
            Term::Explained => "explained",
            Term::DecidedBy => "decided by",
            Term::IsMatched => "matched",
            Term::IsSplit => "matched in parts",
            Term::IsException => "to be looked at",
            Term::IsKnown => "known already",
            Term::IsNothing => "moves nothing",
            Term::IsPending => "not booked by the bank",
            Term::IsRefused => "refused",
            Term::IsQuarantined => "quarantined",
            Term::ByOwnReference => "our reference",
            Term::ByReturn => "a return",
            Term::ByProviderPayout => "the provider's id",
            Term::ByTheirReference => "the buyer's reference",
            Term::ByAmountDayParty => "amount, day and party",
            Term::ByAPerson => "a person",
            Term::ByNobody => "nobody yet",
            Term::SameIdOtherWords => "one id, two contents",
            Term::OutOfBounds => "amount out of bounds",
            Term::InFuture => "of a day to come",
            Term::AmountDiffers => "another amount",
            Term::BatchDiffers => "the batch comes to something else",
            Term::PartyDiffers => "somebody else's",
            Term::PaidAlready => "paid already",
            Term::NamedTwice => "named by several lines",
            Term::TooEarly => "too early",
            Term::ReturnOfUnknown => "came back, of what is unknown",
            Term::SeveralFit => "several fit",
            Term::NeedsConfirmation => "fits, a person confirms",
            Term::NothingFits => "nothing fits",
            Term::TakenBack => "was matched and taken back, a person decides",
            Term::OneOfSeveral => "recorded already, one of several alike",
            Term::DayRecordedOtherwise => "this day is recorded otherwise",
            Term::IsRecorded => "recorded",
            Term::FileSays => "the file says",
            Term::BankCharge => "bank charge",
            Term::Rounding => "rounding",
            Term::ShortPayment => "still owed",
            Term::OverPayment => "paid too much",
            Term::TakenFor => "taken for",
            Term::MayBe => "may be",
            Term::LooksIntoIt => "who looks into it",
            Term::Buyers => "buyers' accounts",
            Term::AgeToTwo => "to 2 days",
            Term::AgeToSeven => "3 to 7 days",
            Term::AgeToThirty => "8 to 30 days",
            Term::AgeOver => "over 30 days",
            Term::Age => "age",
            Term::StandsAs => "in the book",
            Term::IsPaid => "paid",
            Term::IsOpen => "open",
            Term::IsDisputed => "disputed",
        }
    }

    fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::BookOpened => "book opened",
            Kind::PartyRegistered => "party registered",
            Kind::CooperativeRegistered => "cooperative registered",
            Kind::MemberAdmitted => "member admitted",
            Kind::MemberStatusChanged => "member's status",
            Kind::MemberExited => "member left",
            Kind::LogKeyRotated => "log key changed",
            Kind::PersonalDataSealed => "personal data sealed",
            Kind::PersonalDataErased => "personal data erased",
            Kind::BoardElected => "board elected",
            Kind::ActivityDefined => "who counts as active",
            Kind::CensusTaken => "census taken",
            Kind::CensusCorrected => "census corrected",
            Kind::ShareTermsSet => "terms of shares",
            Kind::SharesSubscribed => "shares taken",
            Kind::SharesPaid => "shares paid",
            Kind::SharesRefunded => "shares given back",
            Kind::PayeeTermsSet => "wait after a change of account",
            Kind::PayeeDetailsSet => "account for payouts set",
            Kind::PayeeDetailsVerified => "account verified",
            Kind::PayeeDetailsConfirmed => "account confirmed by the member",
            Kind::PayeeFrozen => "payouts to a member frozen",
            Kind::PayeeReleased => "payouts to a member released",
            Kind::ProductDefined => "product defined",
            Kind::PriceSet => "price set",
            Kind::PieceListed => "piece listed",
            Kind::AgreementProposed => "agreement proposed",
            Kind::AgreementAccepted => "agreement accepted",
            Kind::AgreementSuperseded => "agreement replaced",
            Kind::AgreementEnded => "agreement ended",
            Kind::ConsentGiven => "consent given",
            Kind::ConsentWithdrawn => "consent withdrawn",
            Kind::TillOpened => "till opened",
            Kind::OpeningBalanceRecorded => "opening balance",
            Kind::CashCounted => "cash counted",
            Kind::FundsTransferred => "transfer between tills",
            Kind::MaterialsBought => "materials bought",
            Kind::ExpensePaid => "expense paid",
            Kind::OrderPlaced => "order placed",
            Kind::OrderConfirmed => "order confirmed",
            Kind::OrderChanged => "order changed",
            Kind::OrderCancelled => "order cancelled",
            Kind::AdvanceReceived => "advance received",
            Kind::AdvanceRefunded => "advance given back",
            Kind::GoodsDelivered => "goods delivered",
            Kind::DeliveryInspected => "delivery inspected",
            Kind::GoodsReworked => "goods reworked",
            Kind::ConsignmentDelivered => "left with a shop to sell",
            Kind::ConsignmentReturned => "taken back from a shop",
            Kind::FreightShared => "freight shared",
            Kind::MaterialsAdvanced => "materials advanced",
            Kind::MaterialsReturned => "materials returned",
            Kind::WorkRecorded => "work recorded",
            Kind::SaleRecorded => "sale",
            Kind::RetentionHeld => "part kept back by the buyer",
            Kind::RetentionReleased => "kept part released",
            Kind::AdvanceOffset => "advance set against a sale",
            Kind::CommissionCharged => "commission",
            Kind::ProceedsAllocated => "price divided",
            Kind::ResiduesCarried => "residues carried",
            Kind::DeductionApplied => "deduction",
            Kind::EarningsReleased => "earnings made available",
            Kind::GoodsAccepted => "goods accepted",
            Kind::GoodsReturned => "goods back",
            Kind::PaymentReceived => "payment received",
            Kind::PaymentIdentified => "payment identified",
            Kind::PaymentAllocated => "payment allocated",
            Kind::FxDifferenceRealised => "exchange difference",
            Kind::ProviderFeeCharged => "fee of a bank or provider",
            Kind::ProviderFeeReturned => "fee given back",
            Kind::CurrencyConverted => "currency converted",
            Kind::LoanDisbursed => "loan paid out",
            Kind::LoanRepaid => "loan repaid",
            Kind::InvoiceDisputed => "invoice disputed",
            Kind::InvoiceDisputeSettled => "dispute of an invoice settled",
            Kind::StatementRecorded => "bank statement recorded",
            Kind::StatementLineRecorded => "bank statement line recorded",
            Kind::MatchLimitSet => "limit of matching set",
            Kind::MatchConfirmed => "statement line matched",
            Kind::MatchUndone => "match taken back",
            Kind::RoundingBooked => "rounding booked",
            Kind::BusinessDaySet => "bank day set",
            Kind::CutOffsSet => "bank hours set",
            Kind::PayoutLimitsSet => "payout limits set",
            Kind::PayoutScheduled => "payout scheduled",
            Kind::PayoutApproved => "payout approved",
            Kind::PayoutCancelled => "payout called off",
            Kind::PayoutFiled => "payout written into a file",
            Kind::PayoutFileDiscarded => "payout file thrown away",
            Kind::PayoutSent => "payout sent",
            Kind::PayoutUnanswered => "payout not answered",
            Kind::PayoutAccepted => "payout accepted by the bank",
            Kind::PayoutReportedMissing => "payout file reported missing",
            Kind::PayoutNotReceived => "payout file not received",
            Kind::PayoutRecallAsked => "payout asked back",
            Kind::PayoutRecallAnswered => "answer to a payout asked back",
            Kind::PayoutSettled => "payout paid",
            Kind::PayoutFailed => "payout refused",
            Kind::PayoutReturned => "payout came back",
            Kind::PayoutHanded => "payout handed over",
            Kind::PayoutUnclaimed => "payout not collected",
            Kind::DebtSetOff => "debt set off",
            Kind::ReceiptAcknowledged => "receipt acknowledged",
            Kind::ReceiptDisputed => "receipt disputed",
            Kind::DisputeResolved => "dispute settled",
            Kind::CreditNoteIssued => "credit note",
            Kind::RefundIssued => "refund",
            Kind::ChargebackReceived => "chargeback",
            Kind::ChargebackReversed => "chargeback reversed",
            Kind::PayableSettled => "party paid",
            Kind::WithholdingRateSet => "withholding rate",
            Kind::TaxWithheld => "tax withheld",
            Kind::TaxRemitted => "withheld tax paid",
            Kind::TransferSent => "transfer sent to another organisation",
            Kind::TransferReceived => "transfer received from another organisation",
            Kind::CorrectionDeclared => "correction",
            Kind::PremiumAccrued => "premium accrued",
            Kind::PremiumReceived => "premium received",
            Kind::ResolutionAdopted => "assembly's resolution",
            Kind::FundSpent => "fund spent",
            Kind::GrantAwarded => "grant awarded",
            Kind::GrantReceived => "grant received",
            Kind::GrantSpent => "grant spent",
            Kind::GrantReturned => "grant returned",
            Kind::AssetCommissioned => "equipment bought",
            Kind::AssetDepreciated => "equipment written down",
            Kind::AssetUseReported => "use of equipment seen",
            Kind::InKindReceived => "help in kind",
            Kind::ResaleRecorded => "resale",
            Kind::LoanScheduled => "loan put in a schedule",
            Kind::InstalmentDue => "instalment due",
            Kind::LoanRescheduled => "loan rescheduled",
            Kind::LoanWrittenOff => "loan written off",
            Kind::LoanGroupFormed => "loan group formed",
            Kind::GuaranteeCalled => "guarantee called",
            Kind::PeriodClosed => "period closed",
            Kind::PeriodReopened => "period opened again",
            Kind::GuaranteeRepaid => "guarantee paid back",
        }
    }

    fn note(&self, note: Note) -> &'static str {
        match note {
            Note::DaysToHand => {
                "Days to her hand run from the day the buyer's money for her share had come in (the bank's value \
                date where it is known, else the day it was received; of an advance, its own day) to the day the \
                bank paid her or cash was put into her hand. Of a share that was payable before the buyer paid, \
                they run from the day the buyer had paid in full, and are below zero if she was paid first; \
                while the buyer has not paid, it is not counted. What came back did not reach her. Money is \
                counted, not payments: half of what reached a hand had reached it within the first figure \
                (nearest rank)."
            }
            Note::Corrected => "What a correction took back counts nowhere, not in its month either.",
            Note::Ageing => "Days overdue are counted from the due date to the day named above.",
            Note::DueByLaw => "Where no day was agreed, an invoice is due 60 days after its date, as law 69-21 says.",
            Note::WhereItWent => {
                "Where the price of the invoices of these days went, less what credit notes took back of it."
            }
            Note::KeptByParty => {
                "What was kept is what each step of an agreement gave of the price of a sale, under the rate and \
                 the limit beside it, less what credit notes took back."
            }
            Note::Withheld => {
                "What rests on fewer than five persons is not shown, nor any figure from which it could be \
                computed. A median or a largest value rests on those who have as much or less, and on those who \
                have as much or more: it is shown where they are five on either side."
            }
            Note::Card => {
                "A card counts the sales of this and of nothing else, less what was given back. Makers stand under pseudonyms; a name is shown only with her consent. \
             What the makers were paid is compared with their parts less what was kept under clauses."
            }
            Note::EarningsToWomen => {
                "What women earned, in hundredths of what all members earned. Earned: shares of sales before \
                 deductions, less what credit notes took back."
            }
            Note::WomenLedCooperatives => {
                "Cooperatives in which a woman presides the board that is in office on the day named above, of \
                 all cooperatives."
            }
            Note::PersonsWithEarnings => {
                "Members to whom sales gave something in these days, or of whom credit notes took something back, \
                also if nothing is left. Whoever is a member of two cooperatives counts in each."
            }
            Note::MedianMonthlyEarning => {
                "All months of these days in which a member earned more than nothing, each counted once for each \
                member, ranked by what she earned in it before deductions and less credit notes of that month: \
                the median is the least amount that at least half of them do not exceed (nearest rank). Months \
                without earnings are not counted."
            }
            Note::EqualPay => {
                "A group is what women and men of one cooperative made of one product and grade in one month, for sales of nothing \
                else. What her shares come to for each of her pieces, before deductions and credit notes, is put in % of \
                the median of her group; shown is the median over women and over men, a person counting once in each of \
                her groups. Below, a group's women have less where their median rate is under 98 % of the men's; a line \
                is shown only where it rests on five women and five men."
            }
            Note::RatesPerPiece => {
                "The median of what women and men had for a piece of the same product and grade in the same month, before \
                deductions and credit notes, where both made it and the sale was of nothing else. The number of each is \
                beside it: of few persons these are rates of recognisable people, and not for publication."
            }
            Note::HourlyEarnings => {
                "What makers have of sales for which their hours are known, before deductions and less what credit notes took \
                back, for each of those hours and of the hours in which they mended rejected pieces; the median over \
                persons. Beneath is who has less, for all hours of months in which a minimum is known, than the minimum \
                comes to for them. Members are no employees: it is a warning. The share beneath is shown for women and men \
                only where neither those beneath nor the others are one to four of any of them."
            }
            Note::MembersOverTime => {
                "Members by how they stood at the end of each month; the last month ends on the day named above."
            }
            Note::MembersByCooperative => "Members of each cooperative on the day named above, however they stand.",
            Note::ReturnsByCooperative => {
                "Sales of which something was given back, in hundredths of the number of sales; what was given \
                 back, in hundredths of what was sold. A credit note or chargeback counts on its own day."
            }
            Note::ReturnsByCause => {
                "What credit notes and chargebacks gave back for each cause, in hundredths of all that was given back."
            }
            Note::ReturnsByBearer => {
                "Who bore what was given back: each slice bore its own part, and what a fund or the cooperative \
                 took over for the makers is borne by them."
            }
            Note::MakersShareOfPrice => {
                "What the makers have of prices, in hundredths, with tax in the price and less what credit notes \
                 took back; least and median are of single sales."
            }
            Note::MakersShareOfResale => {
                "Sales of these days of which the resale price is known. The makers' share is what they have of \
                the price, in hundredths of the resale price. The price stands beside it in three ways: in \
                hundredths of the resale price (share), how many times it the resale price is (ratio), and what \
                is added to it, in hundredths of it (mark-up): 45 sold on at 366 is 12.30 %, 8.13 times, and a \
                mark-up of 713 %."
            }
            Note::Orders => {
                "Orders that were placed by the day named, each in its own currency: what was paid in advance and \
                what of it is not set against an invoice, what was invoiced less credit notes, what of that is \
                unpaid, and how many days ago the oldest unpaid part was due."
            }
            Note::OrderLines => {
                "Pieces of orders that were placed by the day named, line by line as they stand now. To be inspected, \
                accepted and rejected are together what was delivered; a rejected piece that was mended waits again, and \
                one that was replaced stays rejected. Invoiced pieces come back only when a whole invoice is credited as \
                wrong, undone or short. Still to come is what was ordered less what waits or was accepted, or less what \
                was invoiced if that is more; of a cancelled order nothing more comes. Orders without lines are not here."
            }
            Note::Funds => {
                "What moved the accounts of funds in these days: parts of sales less credit notes, what members \
                gave under a clause, premiums buyers owe or paid, spending under resolutions, and what a fund \
                took over for makers. Figures beside a resolution are all that was spent under it until the day \
                named, and the people each spending counted, added up. What is not covered is what funds hold \
                beyond the money in the tills that is no grant's: a part of it may be owed by buyers still, the \
                rest was used for something else."
            }
            Note::Waiting => {
                "Money that waits is what could be paid out by the day named and has not reached a hand, by the \
                days since the buyer's payment."
            }
            Note::LargeOrders => {
                "Orders placed in these days and not cancelled, by the pieces of their lines as they stand now: \
                each counts in every line whose number of pieces it exceeds. Orders whose lines were not said \
                are counted apart."
            }
            Note::Grants => {
                "Grants as they stood on the day named: promised is the sum of the lines' ceilings; charged is \
                what was spent on a line or paid of an asset out of it; unspent is what lies in tills for the \
                grant alone. No grant money reaches a payout."
            }
            Note::Assets => {
                "Equipment as it stood on the day named: what it cost less what was written off for the months of \
                its life that are over, and what the last report found of its use."
            }
            Note::EquipmentInUse => {
                "Equipment bought by the day named, by what the last report of its use had found; where nobody \
                has reported it is not said. A piece counts as paid by grants if a grant paid any of it."
            }
            Note::HelpInKind => {
                "Help of these days that was no money, each at the value its giver states. It moves nothing and \
                is never added to cash."
            }
            Note::Censuses => {
                "What each census published stays; beside it stands what is known since, with everybody who was \
                counted wrongly counted as corrected by the day named. Active is what the definition of that \
                census calls so."
            }
            Note::Taxes => {
                "Tax withheld in these days of what members and parties earned, by the version of its rate, which \
                 says where the rate is written; what was paid to the tax office, and what it is still owed."
            }
            Note::SharedFreight => {
                "What travels together shares one freight, divided by weight, value or pieces as the row says. Saved is by \
                how much less a sale pays than its freight would have been alone, where the sender said what that is; below \
                zero it pays more. Sums compare only sales of which both are known."
            }
            Note::TrialBalance => {
                "What was recorded of these days, cooperative by cooperative and currency by currency: corrections and \
                what they take back both stand here, since nothing that was written is left out. Each pair of sums is \
                the same on both sides. What was recorded of the days of a closed period once it was closed is a late \
                entry: it is in none of the closings before it, and will be in the next one."
            }
            Note::GeneralJournal => {
                "Every posting of these days in the order in which it was recorded, corrections and what they take back \
                included. A long journal is shown as far as the page goes, and its sums are those of all lines: ask for \
                fewer days or for one cooperative, or export the book as a table of postings."
            }
            Note::GeneralLedger => {
                "Every account with what it had before these days, each posting and what the account then has, debits \
                above zero, and its sums. Of a long ledger the postings recorded first are shown; the sums and the last \
                balance are those of all. Clearing accounts of sales, and what is on its way of payouts, stand under one \
                heading each."
            }
            Note::Transfers => {
                "Transfers sent by the day named, and when the other side recorded that they came; until then \
                they are on their way. Each side's account with the other is what it sent less what came: the \
                two are each other's negative when nothing is on its way."
            }
            Note::Loans => {
                "Loans disbursed by the day named. What is owed is what their account holds, interest that has \
                fallen due included. Due now is what fell due by the schedule in force until that day and is not \
                paid, whether or not somebody recorded that it fell due; a payment pays fees first, then \
                interest, then principal."
            }
        }
    }

    fn marks(&self) -> Marks {
        Marks { thousands: ',', decimals: '.', comma: ", ", semicolon: "; ", colon: ": " }
    }

    fn currency(&self, currency: Currency) -> String {
        currency.to_string()
    }

    fn day(&self, day: Date) -> String {
        day.to_string()
    }

    fn short_day(&self, day: Date) -> String {
        day.to_string()
    }

    fn fact(&self, what: Term, amount: &str, on: Option<&str>) -> String {
        let what = self.term(what);
        format!("{what} {amount}{}", and(" on ", on))
    }

    fn too_little_for_a_coin(&self, amount: &str) -> String {
        format!("rest {amount}")
    }

    fn statement_of(&self, member: &str, cooperative: &str) -> String {
        format!("Statement of {member}, {cooperative}")
    }

    fn days(&self, from: Option<&str>, to: Option<&str>) -> String {
        match (from, to) {
            (None, None) => "From the beginning until now".to_owned(),
            (Some(from), None) => format!("From {from} until now"),
            (None, Some(to)) => format!("From the beginning to {to}"),
            (Some(from), Some(to)) => format!("From {from} to {to}"),
        }
    }

    fn amounts_in(&self, currency: &str) -> String {
        format!("amounts in {currency}")
    }

    fn exported_by(&self, exporter: &str) -> String {
        format!("Exported by {exporter} in its own name")
    }

    fn open_as_of(&self, day: &str) -> String {
        format!("open as of {day}")
    }

    fn at_position(&self, position: &str) -> String {
        format!("at position {position}")
    }

    fn balances_at(&self, position: Option<&str>, day: Option<&str>) -> String {
        let position = position.map_or("an empty book".to_owned(), |position| format!("position {position}"));
        format!("Balances at {position}{}", and(", all that happened up to ", day))
    }

    fn nothing_held(&self) -> &'static str {
        "Nothing is held and nothing is owed."
    }

    fn up_to(&self, day: &str) -> String {
        format!("all that happened up to {day}")
    }

    fn sale_head(&self, head: &SaleHead<'_>) -> String {
        let SaleHead { sale, cooperative, buyer, on, .. } = head;
        let (invoice, order) = (and(", invoice ", head.invoice), and(", order ", head.order));
        format!("Sale {sale} of {cooperative} to {buyer}, {on}{invoice}{order}")
    }

    fn divided_by(&self, agreement: &str, version: &str) -> String {
        format!("Divided by {agreement}, version {version}")
    }

    fn payout_head(&self, payout: &str, cooperative: &str, on: &str, by: &str) -> String {
        format!("Payout {payout} of {cooperative}, scheduled on {on} by {by}")
    }

    fn approved(&self, on_and_by: Option<(&str, &str)>) -> String {
        on_and_by.map_or("not yet approved".to_owned(), |(on, by)| format!("approved on {on} by {by}"))
    }

    fn set_aside(&self, amount: &str) -> String {
        format!("{amount} set aside in all")
    }

    fn buyer_pays(&self, amount: &str, rate: Option<&str>, booked: Option<&str>) -> String {
        format!("The buyer pays {amount}{}{}", and(" at ", rate), and(", booked at ", booked))
    }

    fn sale_behind(&self, sale: &str, buyer: &str, on: &str, amount: &str) -> String {
        format!("Sale {sale} to {buyer}, {on}: {amount} of this payout")
    }

    fn credit_note(&self, note: &str, on: &str, amount: &str, booked: Option<&str>, why: &str) -> String {
        format!("credit note {note} on {on}: {amount}{} ({why})", and(", ", booked))
    }

    fn refund(&self, refund: &str, on: &str, amount: &str) -> String {
        format!("refund {refund} on {on}: {amount}")
    }

    fn chargeback(&self, said: &ChargebackSaid<'_>) -> String {
        let ChargebackSaid { chargeback, on, amount, booked, borne_by, why, part, reversed_on } = said;
        let why = why.map_or(String::new(), |why| format!(" ({why})"));
        let back = reversed_on.map_or(String::new(), |on| match part {
            Some(part) => format!("; {part} of it came back, last on {on}"),
            None => format!("; it came back on {on}"),
        });
        let booked = and(", ", *booked);
        let took = format!("the buyer's bank took back {amount}{booked}{why}");
        format!("chargeback {chargeback} on {on}: {took}; borne by {borne_by}{back}")
    }

    fn fee(&self, fee: &str, taken_by: &str, on: &str, amount: &str, returned: Option<&str>) -> String {
        format!("fee {fee} ({taken_by}) on {on}: {amount}{}", and("; given back: ", returned))
    }

    fn rounded(&self, exactly: &str, by: &str) -> String {
        format!("its lines come to {exactly}: rounded by {by}")
    }

    fn exchange(&self, amount: &str, won: bool) -> String {
        format!("{} by exchange rates: {amount}", if won { "won" } else { "lost" })
    }

    fn paid_in_full(&self) -> &'static str {
        "paid in full"
    }

    fn charged_back_still(&self, amount: &str) -> String {
        format!("charged back and not paid again: {amount}")
    }

    fn owed_back(&self, amount: &str) -> String {
        format!("owed back to the buyer: {amount}")
    }

    fn still_to_be_paid(&self, amount: &str) -> String {
        format!("still to be paid: {amount}")
    }

    fn kept_back(&self, amount: &str) -> String {
        format!("of that kept back until it is released: {amount}")
    }

    fn sold_on(&self, price: &str, share: &str, times: &str, mark_up: &str, makers: Option<&str>) -> String {
        let makers = makers.map_or(String::new(), |share| format!("; the makers have {share} % of it"));
        format!(
            "sold on for {price}: {share} % of that was paid, it is {times} times as much, {mark_up} % added{makers}"
        )
    }

    fn correction(&self, correction: &str, on: &str, why: &str, took_back: &str) -> String {
        format!("{correction} on {on} ({why}): {took_back} taken back")
    }

    fn record_at(&self, kind: &str, position: &str) -> String {
        format!("{kind} at {position}")
    }

    fn disputed(&self, member: &str, payout: &str, received: &str, paid: &str, since: &str) -> String {
        format!(
            "{member} says since {since} that she received {received} in {payout}, where {paid} is booked as paid: the \
             dispute is open"
        )
    }

    fn acknowledged_other(&self, member: &str, payout: &str, acknowledged: &str, paid: &str) -> String {
        format!("{member} acknowledged {acknowledged} in {payout}, where {paid} is booked as paid")
    }

    fn minimum_not_met(&self, step: &str, required: &str, reached: &str) -> String {
        format!("the minimum {step} asks for {required} to the makers, the price gave them {reached}")
    }

    fn unexplained(&self, amount: &str) -> String {
        format!("unexplained {amount}")
    }

    fn spoken(&self) -> Spoken {
        Spoken {
            opening: "This is your statement",
            on: "on ",
            earned: "You earned",
            available: "Available to you now",
            on_its_way: "On its way to you",
            in_cash: "Waiting for you in cash",
            paid: "Paid to you",
            deducted: "Kept from you",
            for_materials: "Of this, for materials",
            for_a_loan: "Of this, for a loan",
            for_a_refund: "Of this, for a refund to a buyer",
            for_a_fund: "Of this, for a fund",
            to_come: "Still to come, when buyers have paid",
            sales: "Your share comes from",
            last_sale: "Your last sale",
            your_share: "Your share of it",
            last_payout: "Your last payout",
            its_amount: "Its amount",
            you_received: "You said that you received less. You said",
            owed: "You owe",
            owes_nothing: "You owe nothing",
            nothing: "nothing",
            closing: "This was your statement",
        }
    }

    fn message(&self) -> Message {
        Message { available: "Available", since: "since", earned: "Earned", paid: "paid", last_sale: "Last sale" }
    }

    fn cash_sheet(&self) -> CashSheetWords {
        CashSheetWords {
            title: "Cash sheet",
            cashier: "Cashier",
            page: "Page",
            signature: "Signature or thumbprint",
            witness: "Witness",
            total: "Total",
            to_bring: "Notes and coins to bring",
        }
    }

    fn season(&self, cooperative: &str, sales: u64, sold: &str, earned: &str) -> String {
        let sales = if sales == 1 { "1 sale".to_owned() } else { format!("{sales} sales") };
        format!("{cooperative}: {sales} of {sold}, of which its makers earned {earned}")
    }

    fn traced_both_ways(&self, traced: &str, unexplained: &str) -> String {
        format!("All {traced} sales and payouts of the book traced both ways: unexplained {unexplained}")
    }

    fn look_further(&self, book: &str, records: &str, added: &str) -> String {
        format!("The book is {book}, {records} records, {added} of them new. Look further:")
    }
}
