//! Modern Standard Arabic, with the words Moroccan offices use (تسبيق, شكاية, التوصل) and the digits Morocco writes.
//! Nouns of action stand where a verb would show whether a man or a woman is meant; functions carry both endings.

use jiff::civil::Date;
use mizan_ledger::event::Kind;
use mizan_ledger::money::{Currency, MAD};
use mizan_ledger::report::note::Note;
use mizan_ledger::report::term::Term;

use crate::phrases::numerals::plural::Plural;
use crate::phrases::paper::CashSheetWords;
use crate::phrases::pen::Marks;
use crate::phrases::{ChargebackSaid, Message, Phrases, SaleHead, Spoken, and};

/// What is said in Arabic.
pub(super) struct Arabic;

impl Phrases for Arabic {
    fn term(&self, term: Term) -> &'static str {
        match term {
            // Titles.
            Term::Balances => "الأرصدة",
            Term::MyMoney => "مالي",
            Term::HowItAddsUp => "تفصيل الحساب",
            Term::MyDebts => "ما عليّ من ديون",
            Term::MyShares => "حصصي في التعاونية",
            Term::Sales => "المبيعات",
            Term::Deductions => "الاقتطاعات",
            Term::Payouts => "الدفعات",
            Term::Payments => "ما أداه المشتري",
            Term::Slices => "أين ذهب الثمن",
            Term::Makers => "الصانعات والصناع",
            Term::Items => "نصيب كل عضو(ة)",
            Term::Sources => "مصدر المال",
            Term::Members => "الأعضاء",
            Term::Corrections => "التصحيحات",
            Term::OpenMatters => "أمور معلقة",
            Term::Notes => "كيف تُقرأ هذه الأرقام",
            Term::MemberStatement => "بيان حساب العضو(ة)",
            Term::Unexplained => "مبلغ غير مفسَّر",
            // Heads: who, what, when.
            Term::Account => "الحساب",
            Term::Member => "العضو(ة)",
            Term::Maker => "الصانع(ة)",
            Term::Buyer => "المشتري",
            Term::Sale => "البيع",
            Term::Payout => "الدفعة",
            Term::Payment => "الأداء",
            Term::On => "التاريخ",
            Term::Since => "منذ",
            Term::By => "الوسيلة",
            Term::State => "الحالة",
            Term::Why => "السبب",
            Term::Kind => "النوع",
            Term::Step => "المرحلة",
            Term::To => "لمن",
            Term::Under => "البند",
            Term::PaysBack => "مقابل",
            Term::BuyerPaidOn => "تاريخ أداء المشتري",
            Term::SheSays => "تصريح المستفيد(ة)",
            Term::SaidForHerBy => "بالنيابة عن المستفيد(ة) من طرف",
            Term::ISaid => "ما صرحتُ به",
            Term::Now => "الآن",
            // Heads: figures.
            Term::Balance => "الرصيد",
            Term::Amount => "المبلغ",
            Term::Rate => "سعر الصرف",
            Term::WorthThen => "القيمة يومها",
            Term::Booked => "القيمة المسجلة",
            Term::Percent => "%",
            Term::Basis => "من أصل",
            Term::PercentOfPrice => "% من الثمن",
            Term::Share => "النصيب",
            Term::Earned => "المدخول",
            Term::Kept => "المقتطع",
            Term::Deducted => "المقتطع",
            Term::GivenBack => "المُرجع",
            Term::Exchange => "فرق الصرف",
            Term::Mine => "الصافي لي",
            Term::InMyHand => "ما وصل إلى يدي",
            Term::InHerHand => "ما وصل إلى اليد",
            Term::StillToCome => "ما زال منتظراً",
            Term::OwesBack => "واجب الإرجاع",
            Term::BorneForHer => "ما تُحمِّل عنه",
            Term::BecameADebt => "صار ديناً",
            Term::DaysToHand => "الأيام",
            Term::OnItsWay => "في الطريق",
            Term::WentBack => "عاد إلى المتاح",
            Term::Together => "المجموع",
            // The lines of a member's money.
            Term::DueBefore => "المستحق قبل هذه المدة",
            Term::EarnedBefore => "المدخول قبل الاقتطاعات",
            Term::ExchangeDifference => "فرق الصرف",
            Term::GivenBackToBuyers => "المُرجع للمشترين",
            Term::BorneForMe => "ما تُحمِّل عني",
            Term::BecameMyDebt => "صار ديناً عليّ",
            Term::PutRight => "ما صُحِّح",
            Term::ForMe => "الصافي لي بعد الاقتطاعات",
            Term::PaidToMe => "ما دُفع لي",
            Term::DueToMe => "ما زال مستحقاً لي",
            Term::Pending => "منتظر إلى أن يؤدي المشتري",
            Term::Available => "متاح الآن",
            Term::InPayout => "مخصص لدفعة",
            Term::SentOut => "مُرسَل ولم يؤكد بعد",
            Term::Unclaimed => "نقداً في انتظار السحب",
            Term::StandingIn => "ضمان مؤدى عن أخرى من المجموعة",
            Term::PaidBackToGroup => "مرجع إلى",
            Term::PaidForMe => "أدته عني",
            Term::TakenOtherwise => "مقتطع للضريبة أو للمجموعة أو لدين",
            Term::OfTheLoan => "من السلف",
            Term::ForMaterials => "مقابل المواد الأولية",
            Term::Shares => "حصص",
            Term::PaidOfShares => "ما دفعته منها",
            Term::StillToPay => "ما بقي للدفع",
            Term::AfterRefunds => "بعد إرجاع مبالغ للمشترين",
            // Ways of paying.
            Term::Bank => "البنك",
            Term::Wallet => "المحفظة الإلكترونية",
            Term::Cash => "نقداً",
            Term::Advance => "تسبيق",
            Term::OnInvoice => "أداء",
            // How far an item of a payout has come.
            Term::Scheduled => "مبرمجة",
            Term::Approved => "مصادق عليها",
            Term::Sent => "مُرسَلة",
            Term::Filed => "في ملف",
            Term::AskedBack => "مطلوب استرجاعها من البنك",
            Term::ComingBack => "في طريق الرجوع",
            Term::Unanswered => "بلا جواب",
            Term::Accepted => "قبلها البنك",
            Term::Settled => "مؤداة",
            Term::Handed => "مسلَّمة باليد",
            Term::Failed => "مرفوضة",
            Term::Returned => "مُرجعة",
            Term::NotCollected => "لم تُسحب",
            Term::Cancelled => "ملغاة",
            // What is said of a receipt.
            Term::Received => "التوصل بمبلغ",
            Term::ReceivedOnly => "التوصل بمبلغ",
            Term::SheWasRight => "شكاية مقبولة",
            Term::DisputeWithdrawn => "شكاية مسحوبة",
            // What a deduction pays back.
            Term::Materials => "المواد الأولية",
            Term::Loan => "السلف",
            Term::Debt => "دين بعد إرجاع",
            Term::Fund => "الصندوق",
            // Who has a slice of a price, and what became of it.
            Term::TaxOffice => "إدارة الضرائب",
            Term::Party => "شريك",
            Term::Cooperative => "التعاونية",
            Term::Recovered => "التعاونية مقابل مصاريفها",
            Term::TheMakers => "الصانعات والصناع",
            Term::Service => "خدمة",
            Term::Residues => "ما يُرحَّل دون السنتيم",
            Term::Exactly => "بالضبط",
            Term::BroughtOver => "مرحَّل من قبل",
            Term::CarriedOn => "يُرحَّل",
            Term::ForServices => "مقابل الخدمات",
            Term::EndPaid => "مؤدى",
            Term::EndOwed => "مستحق",
            Term::EndKept => "محتفظ به",
            Term::EndHeld => "محفوظ في الصندوق",
            Term::ToBeGivenBack => "واجب الإرجاع",
            Term::SeeBelow => "انظر أسفله",
            // Why a part of a price was given back.
            Term::NotAsAgreed => "جودة غير مطابقة",
            Term::BrokenOrLost => "كسر أو ضياع في الطريق",
            Term::FewerPieces => "قطع أقل من المفوتر",
            Term::SentBack => "بضاعة معادة",
            Term::InvoiceWasWrong => "خطأ في الفاتورة",
            Term::SaleUndone => "إلغاء البيع",
            // Why something was corrected.
            Term::WrongAmount => "مبلغ خاطئ",
            Term::WrongParty => "شخص أو حساب خاطئ",
            Term::RecordedTwice => "سُجل مرتين",
            Term::DidNotHappen => "لم يقع",
            // In which capacity somebody acts or trades.
            Term::Operator => "المشغّل",
            Term::President => "الرئيس(ة)",
            Term::Secretary => "الكاتب(ة)",
            Term::Treasurer => "أمين(ة) المال",
            Term::Cashier => "أمين(ة) الصندوق",
            Term::Storekeeper => "أمين(ة) المخزن",
            Term::Leader => "مسؤول(ة) الورشة",
            Term::Auditor => "المدقق(ة)",
            Term::Import => "استيراد الملفات",
            Term::Carrier => "الناقل",
            Term::Lender => "المُقرض",
            Term::Provider => "مقدم خدمات الأداء",
            Term::Certifier => "هيئة الإشهاد",
            Term::ProvenanceCard => "بطاقة المصدر",
            Term::AboutIt => "ما هو",
            Term::Product => "المنتوج",
            Term::Place => "المكان",
            Term::Pieces => "القطع",
            Term::SoldWithOthers => "بيع مع غيره",
            Term::Name => "الاسم",
            Term::Worksheet => "كلفة القطعة وما تدره",
            Term::Work => "العمل",
            Term::Overhead => "كراء وأدوات وكهرباء",
            Term::Margin => "الهامش",
            Term::PriceReckoned => "الثمن المحسوب",
            Term::PriceReached => "الثمن المحقق في المتوسط",
            Term::ConditionsChecked => "ما تم التحقق منه",
            Term::Condition => "الشرط",
            Term::Asked => "المطلوب",
            Term::Reached => "المحقق",
            Term::AgreementAccepted => "اتفاق قبله الجميع من قبل",
            Term::MinimumPrice => "الثمن الأدنى في الاتفاق",
            Term::MakersOwnPrice => "الثمن الذي تطلبه الصانعات",
            Term::BuyerHasPaid => "أدى المشتري",
            Term::MakersWerePaid => "أديت مستحقات الصانعات",
            Term::MakersSaySo => "يقلن إنهن توصلن به",
            Term::EveryCentimeNamed => "لكل سنتيم مستفيد",
            Term::Met => "نعم",
            Term::NotMet => "لا",
            Term::NotAgreed => "لم يتفق على شيء",
            Term::NotYet => "ليس بعد",
            Term::Funder => "جهة مانحة",
            Term::Exporter => "المصدِّر",
            Term::SoldOn => "البيع من يد إلى يد",
            Term::Hand => "يد",
            Term::Intermediation => "ما بين الصانعات والثمن الأخير",
            Term::NotAssessable => "لا يمكن تقديره",
            // Statements of cooperatives, retailers and intermediaries.
            Term::CooperativeStatement => "بيان التعاونية",
            Term::WhereThePriceWent => "ما بيع وأين ذهب ثمنه",
            Term::MembersMoney => "أموال الأعضاء",
            Term::MonthByMonth => "شهراً بشهر",
            Term::OpenPayouts => "دفعات في الطريق",
            Term::Orders => "الطلبيات",
            Term::DaysToTheHand => "المدة حتى التسليم",
            Term::Month => "الشهر",
            Term::Of => "البيان",
            Term::WhoseMoney => "صاحبة المبلغ",
            Term::Sold => "قيمة المبيعات",
            Term::LeftOfIt => "الباقي منه",
            Term::TaxInIt => "الضريبة",
            Term::ToParties => "لشركاء آخرين",
            Term::ForCooperative => "للتعاونية",
            Term::ToFunds => "للصناديق",
            Term::ForTheMakers => "للصانعات والصناع",
            Term::FromBuyers => "ما أداه المشترون",
            Term::OwnCosts => "مصاريف التعاونية",
            Term::OtherIncome => "مداخيل أخرى",
            Term::MembersDueBefore => "المستحق للأعضاء قبل هذه المدة",
            Term::KeptUnderClauses => "المقتطع حسب البنود",
            Term::ForMembers => "الصافي للأعضاء بعد الاقتطاعات",
            Term::PaidToMembers => "ما وصل إلى أيديهم",
            Term::PaidToHands => "المدفوع للأعضاء",
            Term::DueToMembers => "ما زال مستحقاً للأعضاء",
            Term::MembersOwe => "ديون الأعضاء",
            Term::Opening => "الرصيد السابق",
            Term::Closing => "الرصيد النهائي",
            Term::Order => "الطلبية",
            Term::OrderTotal => "الثمن",
            Term::AdvanceIn => "المؤدى مسبقاً",
            Term::AdvanceLeft => "الباقي من التسبيق",
            Term::Invoiced => "المفوتر",
            Term::Unpaid => "غير المؤدى",
            Term::DueOn => "تاريخ الاستحقاق",
            Term::DaysOverdue => "أيام التأخير",
            Term::HalfWithin => "المدة الوسيطة (أيام)",
            Term::NineTenthsWithin => "تسعة أعشار خلال (أيام)",
            Term::AllWithin => "أقصى مدة (أيام)",
            Term::MoneyCounted => "المبلغ المعني",
            Term::HowManyMembers => "عدد الأعضاء",
            Term::RetailerStatement => "كشف الحساب",
            Term::IntermediaryStatement => "ما احتفظ به الشريك من المبيعات",
            Term::Entries => "الحركات",
            Term::OpenInvoices => "الفواتير غير المؤداة",
            Term::AgeingOfInvoices => "أقدمية الفواتير",
            Term::DisputedInvoices => "فواتير متنازع عليها",
            Term::AmountDisputed => "المتنازع عليه",
            Term::OfThatDisputed => "منه متنازع عليه",
            Term::NothingCame => "لم يصل شيء",
            Term::AnotherPrice => "ثمن غير المتفق عليه",
            Term::InvoicedTwice => "مفوتر مرتين",
            Term::AnotherReason => "سبب آخر",
            Term::WhereMyMoneyWent => "أين ذهبت أموالي",
            Term::FromMyPaymentToHerHand => "من أدائي إلى أيدي الصانعات والصناع",
            Term::KeptForWhich => "ما احتُفظ به ومقابل أي خدمة",
            Term::PaymentsToIt => "ما أُدي له",
            Term::Currency => "العملة",
            Term::Invoices => "الفواتير",
            Term::CreditNotes => "الإشعارات الدائنة",
            Term::Advances => "التسبيقات",
            Term::PaymentsIn => "المؤدى",
            Term::Refunds => "المبالغ المُرجعة",
            Term::Unmatched => "غير مطابَق",
            Term::Invoice => "الفاتورة",
            Term::CreditNote => "إشعار دائن",
            Term::Refund => "إرجاع مبلغ",
            Term::TaxWithheld => "ضريبة محجوزة عند المصدر",
            Term::SetOffAgainstDebt => "مقاصة مع ما كان عليّ، من دفعة",
            Term::SetOffOfSale => "مقاصة مع ما كان علي، من البيع",
            Term::Shipments => "شحنات تتقاسم أجرة النقل",
            Term::Shipment => "شحنة",
            Term::SharedFreight => "أجرة نقل مشتركة",
            Term::DividedBy => "تقسم حسب",
            Term::ByWeight => "الوزن (كغ)",
            Term::ByValue => "القيمة",
            Term::ByPiece => "عدد القطع",
            Term::Measure => "لهذا البيع",
            Term::Freight => "أجرة النقل",
            Term::FreightAlone => "كلفتها منفردة",
            Term::Saved => "التوفير",
            Term::SavedPercent => "التوفير ٪",
            Term::TheTax => "الضريبة",
            Term::Version => "الصيغة",
            Term::Remitted => "ما أُدي لإدارة الضرائب",
            Term::StillToRemit => "ما بقي أداؤه لها",
            Term::Chargeback => "استرداد بنكي",
            Term::ChargebackBorne => "لا يطلب من المشتري من جديد",
            Term::ChargedBack => "ما استردته بنوك المشترين",
            Term::EachItsOwn => "كل حصة من الثمن بقدر نصيبها",
            Term::OurReference => "مرجعنا",
            Term::DocumentReference => "رقم الوثيقة",
            Term::About => "يخص",
            Term::NotDue => "لم يحل أجله",
            Term::LateToThirty => "تأخير من 1 إلى 30 يوماً",
            Term::LateToSixty => "تأخير من 31 إلى 60 يوماً",
            Term::LateToNinety => "تأخير من 61 إلى 90 يوماً",
            Term::LateBeyond => "تأخير يفوق 90 يوماً",
            Term::Intermediary => "الوسيط",
            Term::CostsPassedOn => "مصاريف محمَّلة",
            Term::MakersWithShare => "عدد أصحاب الأنصبة",
            Term::MakersReached => "عدد من وصلهم المال",
            Term::IAgreedToPayWithin => "الأجل المتفق عليه (أيام)",
            Term::IPaidWithin => "تم الأداء خلال (أيام)",
            Term::OwedBefore => "المستحق قبل هذه المدة",
            Term::TakenOfSales => "المأخوذ من المبيعات",
            Term::PaidOut => "المؤدى له",
            Term::OwedAtTheEnd => "ما زال مستحقاً له",
            Term::PriceOfThoseSales => "ثمن المبيعات المعنية",
            Term::Agreement => "الاتفاق",
            Term::Title => "العنوان",
            Term::AtMost => "في حدود",
            Term::HowManySales => "عدد المبيعات",
            Term::PriceOfSales => "الثمن",
            Term::KeptOfSales => "المحتفظ به",
            Term::PerSale => "عن كل بيع",
            Term::PerPiece => "عن كل قطعة",
            Term::PerKilogram => "عن كل كيلوغرام",
            Term::PerSquareMetre => "عن كل متر مربع",
            Term::PerHour => "عن كل ساعة",
            Term::TheAccount => "الحساب",
            Term::OwedBack => "واجب الإرجاع",
            // Indicators.
            Term::Withheld => "محجوب",
            Term::EarningsToWomen => "المداخيل العائدة للنساء",
            Term::WomenLedCooperatives => "التعاونيات التي ترأسها نساء",
            Term::PersonsWithEarnings => "الأشخاص ذوو المداخيل",
            Term::MedianMonthlyEarning => "المدخول الشهري الوسيط",
            Term::EqualPay => "أجر متساوٍ عن عمل متساوٍ",
            Term::PercentOfMedian => "% من الوسيط لنفس العمل",
            Term::SameWork => "المجموعات التي قام فيها نساء ورجال بنفس العمل",
            Term::Groups => "عدد المجموعات",
            Term::WomenReachMen => "للنساء 98 % مما للرجال أو أكثر",
            Term::WomenBeneathMen => "للنساء أقل من 98 % مما للرجال",
            Term::RatesPerPiece => "ما للنساء وما للرجال عن القطعة",
            Term::Grade => "الجودة",
            Term::WomensRate => "وسيط النساء عن القطعة",
            Term::MensRate => "وسيط الرجال عن القطعة",
            Term::WomenPercentOfMen => "النساء كنسبة % من الرجال",
            Term::HourlyEarnings => "ما تدره ساعة عمل",
            Term::AmountAnHour => "المبلغ في الساعة",
            Term::MedianOfAnHour => "وسيط الساعة",
            Term::PercentBeneathMinimum => "% ممن هم دون الحد الأدنى",
            Term::MinimumWages => "الحد الأدنى للأجور للمقارنة",
            Term::MinimumOfAnHour => "الحد الأدنى في الساعة",
            Term::Until => "إلى",
            Term::SaidBy => "المرجع",
            Term::MembersOverTime => "الأعضاء عبر الزمن",
            Term::MembersByCooperative => "أعضاء كل تعاونية",
            Term::ReturnsByCooperative => "المرجوعات حسب التعاونية",
            Term::ReturnsByCause => "المرجوعات حسب السبب",
            Term::ReturnsByBearer => "المرجوعات حسب من تحملها",
            Term::MakersShareOfPrice => "نصيب الصانعات والصناع من الثمن",
            Term::MakersShareOfResale => "نصيب الصانعات والصناع من ثمن إعادة البيع",
            Term::Persons => "الأشخاص",
            Term::Cooperatives => "التعاونيات",
            Term::PercentOfEarnings => "% من المداخيل",
            Term::AmountAMonth => "المبلغ في الشهر",
            Term::DaysCounted => "الأيام",
            Term::PercentOfSales => "% من عدد المبيعات",
            Term::PercentOfSold => "% من قيمة المبيعات",
            Term::PercentOfReturns => "% من المرجوعات",
            Term::PercentOfResale => "% الصناع من إعادة البيع",
            Term::PricePercentOfResale => "الثمن كنسبة % من إعادة البيع",
            Term::Women => "النساء",
            Term::Men => "الرجال",
            Term::NotSaid => "غير مصرح به",
            Term::LedByAWoman => "ترأسها امرأة",
            Term::LedByAMan => "يرأسها رجل",
            Term::MonthsCounted => "الأشهر المحسوبة",
            Term::MedianOfAMonth => "وسيط الشهر",
            Term::NineTenthsOfAMonth => "تسعة أعشار في حدود",
            Term::Active => "نشيطون",
            Term::Inactive => "غير نشيطين",
            Term::Suspended => "موقوفون",
            Term::SalesWithReturns => "مع مرجوعات",
            Term::BorneBy => "تحمله",
            Term::LeastShare => "أدنى نسبة في بيع",
            Term::MedianShare => "وسيط النسب",
            Term::ResalePrice => "ثمن إعادة البيع",
            Term::TimesThePrice => "عدد المرات من الثمن",
            Term::MarkUp => "نسبة الزيادة %",
            Term::WaitsToSeven => "0-7 أيام",
            Term::WaitsToThirty => "8-30 يومًا",
            Term::WaitsToSixty => "31-60 يومًا",
            Term::WaitsLonger => "أكثر من 60 يومًا",
            Term::BuyerHasNotPaid => "المشتري لم يدفع",
            Term::MoneyThatWaits => "مال ينتظر أن يصل",
            Term::Funds => "الصناديق",
            Term::FundsAndMoney => "الصناديق والنقود الموجودة",
            Term::HeldInFunds => "رصيد الصناديق",
            Term::MoneyInTills => "النقود الموجودة دون المنح",
            Term::OwedByBuyers => "ديون على المشترين",
            Term::NotCovered => "غير مغطى",
            Term::FromSales => "من المبيعات",
            Term::FromMembers => "من الأعضاء",
            Term::Premiums => "العلاوات",
            Term::Spent => "المصروف",
            Term::BorneForMakers => "تحمّله عن الصانعات والصناع",
            Term::OtherMoves => "غير ذلك",
            Term::PromisedNotPaid => "منها ما زال على المشترين",
            Term::Resolutions => "قرارات الجمع العام",
            Term::Resolution => "القرار",
            Term::Purpose => "الغرض",
            Term::LeftToSpend => "الباقي",
            Term::ForMembersCount => "الأعضاء المستفيدون",
            Term::ForOthersCount => "مستفيدون آخرون",
            Term::NothingToShow => "لا شيء للعرض",
            Term::OrderIsPlaced => "مسجلة",
            Term::OrderIsConfirmed => "مؤكدة",
            Term::OrderIsChanged => "معدلة وتنتظر التأكيد",
            Term::OrderIsCancelled => "ملغاة",
            Term::DepositAgreed => "العربون المتفق عليه ٪",
            Term::PiecesOrdered => "القطع المطلوبة",
            Term::PiecesDelivered => "المسلّمة",
            Term::PiecesAccepted => "المقبولة",
            Term::PiecesRejected => "المرفوضة",
            Term::OrderLines => "أسطر الطلبيات",
            Term::OrderLine => "السطر",
            Term::Size => "المقاس",
            Term::PiecesWaiting => "تنتظر الفحص",
            Term::PiecesReworked => "أُصلحت وقُدمت من جديد",
            Term::PiecesInvoiced => "القطع المفوترة",
            Term::PiecesToCome => "باقية للتسليم",
            Term::WhereAloneIsKnown => "منها ما عُرفت كلفته وحده",
            Term::LargeOrders => "طلبيات كبيرة",
            Term::MoreThanPieces => "أكثر من كذا قطعة",
            Term::Grants => "المنح",
            Term::BudgetLines => "بنود الميزانية",
            Term::BudgetLine => "البند",
            Term::Grant => "المنحة",
            Term::Promised => "الموعود به",
            Term::CameIn => "الوارد",
            Term::Charged => "المحمّل",
            Term::WentBackToFunder => "المردود",
            Term::InTheTill => "غير المصروف",
            Term::OwnShareAsked => "المساهمة المطلوبة",
            Term::OwnSharePut => "المساهمة المدفوعة",
            Term::OwnShareLacking => "المساهمة المتبقية",
            Term::Assets => "التجهيزات",
            Term::Asset => "التجهيز",
            Term::Cost => "الكلفة",
            Term::FromGrants => "مؤدى من المنح",
            Term::WorthNow => "القيمة الآن",
            Term::Use => "الاستعمال",
            Term::InUse => "مستعمل",
            Term::Idle => "متوقف",
            Term::BrokenDown => "معطل",
            Term::HoursUsed => "الساعات",
            Term::EquipmentInUse => "تجهيزات ممولة بالمنح قيد الاستعمال",
            Term::AssetsCounted => "تجهيزات",
            Term::PaidByGrants => "مؤداة من المنح كليًا أو جزئيًا",
            Term::PaidByThemselves => "مؤداة من مالها",
            Term::HelpInKind => "مساعدات عينية",
            Term::From => "من",
            Term::HowMuch => "المقدار",
            Term::StatedValue => "القيمة المصرح بها",
            Term::Training => "تكوين",
            Term::Equipment => "معدات",
            Term::Censuses => "الإحصاء",
            Term::WhatIsActive => "تعريف النشيط",
            Term::ActivePublished => "النشيطون، كما نُشر",
            Term::MembersPublished => "الكل، كما نُشر",
            Term::ActiveCorrected => "النشيطون، بعد التصحيح",
            Term::MembersCorrected => "الكل، بعد التصحيح",
            Term::AWeek => "أسبوع",
            Term::ASeason => "موسم",
            Term::AYear => "سنة",
            Term::SharesPaidIn => "الحصص المؤداة",
            Term::RejectedPieces => "قطع رُفضت عند الفحص",
            Term::Transfers => "تحويلات بين المنظمات",
            Term::Transfer => "التحويل",
            Term::CameOn => "تاريخ الوصول",
            Term::With => "مع",
            Term::SentAndNotBack => "المرسل ناقص الوارد",
            Term::AccountsBetween => "حسابات بعضها مع بعض",
            Term::Loans => "القروض",
            Term::Borrower => "المقترض",
            Term::Lent => "المقرَض",
            Term::PaidBack => "المسدد",
            Term::OutOfSales => "من المبيعات",
            Term::ByTheGroup => "من طرف المجموعة",
            Term::WrittenOff => "المشطوب",
            Term::InterestAndFees => "الفوائد والمصاريف",
            Term::DueByNow => "المستحق الآن",
            Term::NextDueOn => "القسط المقبل في",
            Term::NextAmount => "القسط المقبل",
            Term::TrialBalance => "ميزان المراجعة",
            Term::GeneralJournal => "دفتر اليومية العام",
            Term::GeneralLedger => "دفتر الأستاذ العام",
            Term::ClosedPeriods => "الفترات المقفلة",
            Term::LateEntries => "قيود متأخرة",
            Term::Period => "الفترة",
            Term::ClosedOn => "أُقفلت في",
            Term::RecordedOn => "سُجّل في",
            Term::Position => "القيد",
            Term::Rows => "عدد الأرصدة",
            Term::Debit => "مدين",
            Term::Credit => "دائن",
            Term::OpeningDebit => "مدين افتتاحي",
            Term::OpeningCredit => "دائن افتتاحي",
            Term::ClosingDebit => "رصيد مدين",
            Term::ClosingCredit => "رصيد دائن",
            Term::BroughtForward => "رصيد مرحّل",
            Term::Extent => "جزء من قائمة أطول",
            Term::LinesShown => "الأسطر المعروضة",
            Term::LinesInAll => "مجموع الأسطر",
            Term::Reconciliation => "مطابقة كشف الحساب",
            Term::StatementLine => "السطر",
            Term::Verdict => "النتيجة",
            Term::Explained => "المفسَّر",
            Term::DecidedBy => "من قرّر",
            Term::IsMatched => "متطابق",
            Term::IsSplit => "متطابق بأجزاء",
            Term::IsException => "للمراجعة",
            Term::IsKnown => "معروف سابقا",
            Term::IsNothing => "لا يحرك شيئا",
            Term::IsPending => "لم يقيده البنك بعد",
            Term::IsRefused => "مرفوض",
            Term::IsQuarantined => "محجور",
            Term::ByOwnReference => "مرجعنا",
            Term::ByReturn => "مرتجع",
            Term::ByProviderPayout => "معرّف مزود الدفع",
            Term::ByTheirReference => "مرجع المشتري",
            Term::ByAmountDayParty => "المبلغ واليوم والطرف",
            Term::ByAPerson => "شخص",
            Term::ByNobody => "لا أحد بعد",
            Term::SameIdOtherWords => "معرّف واحد بمحتويين",
            Term::OutOfBounds => "مبلغ خارج الحدود",
            Term::InFuture => "بتاريخ قادم",
            Term::AmountDiffers => "مبلغ آخر",
            Term::BatchDiffers => "مجموع الدفعة مختلف",
            Term::PartyDiffers => "لطرف آخر",
            Term::PaidAlready => "مدفوع سابقا",
            Term::NamedTwice => "مذكور في عدة أسطر",
            Term::TooEarly => "قبل الأوان",
            Term::ReturnOfUnknown => "مرتجع مجهول الأصل",
            Term::SeveralFit => "أكثر من احتمال",
            Term::NeedsConfirmation => "مناسب، يلزم تأكيد",
            Term::NothingFits => "لا شيء مناسب",
            Term::TakenBack => "طوبق ثم أُلغيت مطابقته، يقرر شخص",
            Term::OneOfSeveral => "مسجل سابقا ضمن عدة متشابهة",
            Term::DayRecordedOtherwise => "هذا اليوم مسجل بشكل مختلف",
            Term::IsRecorded => "المسجل",
            Term::FileSays => "الملف يقول",
            Term::BankCharge => "رسوم بنكية",
            Term::Rounding => "تقريب",
            Term::ShortPayment => "باق مستحق",
            Term::OverPayment => "مدفوع زائد",
            Term::TakenFor => "مأخوذ على أنه",
            Term::MayBe => "قد يكون",
            Term::LooksIntoIt => "من يتابع",
            Term::Buyers => "حسابات المشترين",
            Term::AgeToTwo => "حتى يومين",
            Term::AgeToSeven => "من 3 إلى 7 أيام",
            Term::AgeToThirty => "من 8 إلى 30 يوما",
            Term::AgeOver => "أكثر من 30 يوما",
            Term::Age => "المدة",
            Term::StandsAs => "في الدفتر",
            Term::IsPaid => "مدفوعة",
            Term::IsOpen => "مفتوحة",
            Term::IsDisputed => "متنازع عليها",
        }
    }

    fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::BookOpened => "فتح السجل",
            Kind::PartyRegistered => "تسجيل شريك",
            Kind::CooperativeRegistered => "تسجيل تعاونية",
            Kind::MemberAdmitted => "قبول العضو(ة)",
            Kind::MemberStatusChanged => "وضعية العضو(ة)",
            Kind::MemberExited => "مغادرة العضو(ة)",
            Kind::LogKeyRotated => "تغيير مفتاح السجل",
            Kind::PersonalDataSealed => "ختم بيانات شخصية",
            Kind::PersonalDataErased => "محو بيانات شخصية",
            Kind::BoardElected => "انتخاب المكتب",
            Kind::ActivityDefined => "تعريف العضوية النشيطة",
            Kind::CensusTaken => "إحصاء الأعضاء",
            Kind::CensusCorrected => "تصحيح الإحصاء",
            Kind::ShareTermsSet => "شروط الحصص",
            Kind::SharesSubscribed => "اكتتاب في الحصص",
            Kind::SharesPaid => "دفع من ثمن الحصص",
            Kind::SharesRefunded => "إرجاع ثمن الحصص",
            Kind::PayeeTermsSet => "مدة الانتظار بعد تغيير الحساب",
            Kind::PayeeDetailsSet => "تسجيل حساب الأداء",
            Kind::PayeeDetailsVerified => "التحقق من الحساب",
            Kind::PayeeDetailsConfirmed => "تأكيد الحساب من العضو(ة)",
            Kind::PayeeFrozen => "تجميد الأداء للعضو(ة)",
            Kind::PayeeReleased => "رفع تجميد الأداء للعضو(ة)",
            Kind::ProductDefined => "تعريف منتوج",
            Kind::PriceSet => "تحديد الثمن",
            Kind::PieceListed => "عرض قطعة للبيع",
            Kind::AgreementProposed => "اقتراح اتفاق",
            Kind::AgreementAccepted => "قبول اتفاق",
            Kind::AgreementSuperseded => "تعويض اتفاق",
            Kind::AgreementEnded => "إنهاء اتفاق",
            Kind::ConsentGiven => "إعطاء الموافقة",
            Kind::ConsentWithdrawn => "سحب الموافقة",
            Kind::TillOpened => "فتح صندوق أو حساب",
            Kind::OpeningBalanceRecorded => "رصيد افتتاحي",
            Kind::CashCounted => "عد الصندوق",
            Kind::FundsTransferred => "تحويل داخلي",
            Kind::MaterialsBought => "شراء المواد الأولية",
            Kind::ExpensePaid => "أداء مصروف",
            Kind::OrderPlaced => "طلبية",
            Kind::OrderConfirmed => "تأكيد الطلبية",
            Kind::OrderChanged => "تعديل الطلبية",
            Kind::OrderCancelled => "إلغاء الطلبية",
            Kind::AdvanceReceived => "استلام تسبيق",
            Kind::AdvanceRefunded => "إرجاع التسبيق",
            Kind::GoodsDelivered => "تسليم البضاعة",
            Kind::DeliveryInspected => "فحص التسليم",
            Kind::GoodsReworked => "إصلاح البضاعة",
            Kind::ConsignmentDelivered => "إيداع للبيع",
            Kind::ConsignmentReturned => "استرجاع من الإيداع",
            Kind::FreightShared => "تقاسم كلفة النقل",
            Kind::MaterialsAdvanced => "تسليم المواد الأولية",
            Kind::MaterialsReturned => "إرجاع المواد الأولية",
            Kind::WorkRecorded => "تسجيل العمل",
            Kind::SaleRecorded => "بيع",
            Kind::RetentionHeld => "مبلغ محجوز كضمان",
            Kind::RetentionReleased => "رفع الحجز عن الضمان",
            Kind::AdvanceOffset => "خصم التسبيق",
            Kind::CommissionCharged => "عمولة",
            Kind::ProceedsAllocated => "توزيع الثمن",
            Kind::ResiduesCarried => "بقايا مرحّلة",
            Kind::DeductionApplied => "اقتطاع",
            Kind::EarningsReleased => "إتاحة المداخيل",
            Kind::GoodsAccepted => "قبول البضاعة",
            Kind::GoodsReturned => "رجوع البضاعة",
            Kind::PaymentReceived => "استلام أداء",
            Kind::PaymentIdentified => "تحديد مصدر أداء",
            Kind::PaymentAllocated => "تخصيص أداء",
            Kind::FxDifferenceRealised => "فرق الصرف",
            Kind::ProviderFeeCharged => "مصاريف بنكية",
            Kind::ProviderFeeReturned => "إعادة مصاريف",
            Kind::CurrencyConverted => "صرف العملات",
            Kind::LoanDisbursed => "صرف سلف",
            Kind::LoanRepaid => "سداد سلف",
            Kind::InvoiceDisputed => "اعتراض على فاتورة",
            Kind::InvoiceDisputeSettled => "تسوية الاعتراض على فاتورة",
            Kind::StatementRecorded => "تسجيل كشف حساب",
            Kind::StatementLineRecorded => "تسجيل سطر من كشف الحساب",
            Kind::MatchLimitSet => "تحديد سقف المطابقة",
            Kind::MatchConfirmed => "مطابقة سطر من الكشف",
            Kind::MatchUndone => "إلغاء مطابقة",
            Kind::RoundingBooked => "تقييد فرق التقريب",
            Kind::BusinessDaySet => "تحديد يوم عمل البنك",
            Kind::CutOffsSet => "تحديد آخر ساعة لدى البنك",
            Kind::PayoutLimitsSet => "تحديد سقوف الدفعات",
            Kind::PayoutScheduled => "برمجة دفعة",
            Kind::PayoutApproved => "المصادقة على دفعة",
            Kind::PayoutCancelled => "إلغاء دفعة",
            Kind::PayoutFiled => "كتابة دفعة في ملف",
            Kind::PayoutFileDiscarded => "إلغاء ملف دفعات",
            Kind::PayoutSent => "إرسال دفعة",
            Kind::PayoutUnanswered => "دفعة بلا جواب",
            Kind::PayoutAccepted => "قبول البنك لدفعة",
            Kind::PayoutReportedMissing => "التبليغ عن ملف دفعات لم يصل",
            Kind::PayoutNotReceived => "ملف دفعات لم يصل",
            Kind::PayoutRecallAsked => "طلب استرجاع دفعة",
            Kind::PayoutRecallAnswered => "جواب على طلب استرجاع دفعة",
            Kind::PayoutSettled => "أداء دفعة",
            Kind::PayoutFailed => "رفض دفعة",
            Kind::PayoutReturned => "رجوع دفعة",
            Kind::PayoutHanded => "تسليم دفعة باليد",
            Kind::PayoutUnclaimed => "دفعة لم تُسحب",
            Kind::DebtSetOff => "مقاصة دين",
            Kind::ReceiptAcknowledged => "تأكيد التوصل",
            Kind::ReceiptDisputed => "منازعة في التوصل",
            Kind::DisputeResolved => "تسوية شكاية",
            Kind::CreditNoteIssued => "إشعار دائن",
            Kind::RefundIssued => "إرجاع مبلغ",
            Kind::ChargebackReceived => "استرداد بنكي",
            Kind::ChargebackReversed => "إلغاء استرداد بنكي",
            Kind::PayableSettled => "أداء مستحقات شريك",
            Kind::WithholdingRateSet => "نسبة الحجز عند المصدر",
            Kind::TaxWithheld => "حجز الضريبة عند المصدر",
            Kind::TaxRemitted => "أداء الضريبة المحجوزة",
            Kind::TransferSent => "تحويل إلى هيئة أخرى",
            Kind::TransferReceived => "تحويل من هيئة أخرى",
            Kind::CorrectionDeclared => "تصحيح",
            Kind::PremiumAccrued => "استحقاق علاوة",
            Kind::PremiumReceived => "استلام علاوة",
            Kind::ResolutionAdopted => "قرار الجمع العام",
            Kind::FundSpent => "صرف من صندوق",
            Kind::GrantAwarded => "إقرار دعم",
            Kind::GrantReceived => "التوصل بدعم",
            Kind::GrantSpent => "صرف من دعم",
            Kind::GrantReturned => "إرجاع دعم",
            Kind::AssetCommissioned => "اقتناء تجهيز",
            Kind::AssetDepreciated => "اهتلاك تجهيز",
            Kind::AssetUseReported => "معاينة استعمال تجهيز",
            Kind::InKindReceived => "مساعدة عينية",
            Kind::ResaleRecorded => "إعادة بيع",
            Kind::LoanScheduled => "جدولة سلف",
            Kind::InstalmentDue => "حلول قسط",
            Kind::LoanRescheduled => "إعادة جدولة سلف",
            Kind::LoanWrittenOff => "إعفاء من سلف",
            Kind::LoanGroupFormed => "تكوين مجموعة تضامنية",
            Kind::GuaranteeCalled => "تفعيل ضمان",
            Kind::PeriodClosed => "إقفال فترة",
            Kind::PeriodReopened => "إعادة فتح فترة",
            Kind::GuaranteeRepaid => "إرجاع ضمان",
        }
    }

    fn note(&self, note: Note) -> &'static str {
        match note {
            Note::DaysToHand => {
                "تُحسب الأيام من يوم وصول مال المشتري الخاص بنصيبها (تاريخ القيمة لدى البنك إن عُرف، وإلا يوم \
                الاستلام؛ وللتسبيق يومه) إلى يوم دفع البنك لها أو وضع النقد في يدها. وما كان مستحقًا قبل دفع \
                المشتري يُحسب من يوم دفعه كاملًا، ويكون أقل من الصفر إن دُفع لها قبله؛ وما دام المشتري لم يدفع \
                فلا يُحسب. وما رجع لم يصل إليها. يُحسب المال لا عدد الدفعات: نصف ما وصل كان قد وصل خلال الرقم \
                الأول (أقرب رتبة)."
            }
            Note::Corrected => "ما ألغاه تصحيح لا يُحسب في أي موضع، ولا في شهره.",
            Note::Ageing => "تُحسب أيام التأخير من تاريخ الاستحقاق إلى اليوم المذكور أعلاه.",
            Note::DueByLaw => "إذا لم يُتفق على أجل، تُستحق الفاتورة بعد 60 يوما من تاريخها، كما ينص القانون 69-21.",
            Note::WhereItWent => "أين ذهب ثمن فواتير هذه المدة، ناقصاً ما أرجعته الإشعارات الدائنة.",
            Note::KeptByParty => {
                "المحتفظ به هو ما منحته كل مرحلة من الاتفاق من ثمن البيع، بالنسبة والحد المبينين بجانبه، ناقصاً \
                 ما أرجعته الإشعارات الدائنة."
            }
            Note::Withheld => {
                "لا يُعرض ما يخص أقل من خمسة أشخاص، ولا أي رقم يمكن استنتاجه منه. ولا يُعرض وسيط ولا حد أقصى إلا \
                إذا كان لخمسة أشخاص مثله أو أقل، ولخمسة مثله أو أكثر."
            }
            Note::Card => {
                "تحسب البطاقة مبيعات هذا وحده دون غيره، ناقص ما أعيد. تظهر الصانعات بأسماء مستعارة، ولا يظهر اسم إلا برضا صاحبته. \
             يقارن ما أدي للصانعات بحصصهن ناقص ما اقتطع بموجب البنود."
            }
            Note::EarningsToWomen => {
                "مدخول النساء كنسبة مئوية من مدخول جميع الأعضاء. المدخول: الأنصبة من المبيعات قبل الاقتطاعات، \
                 ناقصاً ما أرجعته الإشعارات الدائنة."
            }
            Note::WomenLedCooperatives => {
                "التعاونيات التي ترأس امرأة مكتبها المزاول في اليوم المذكور أعلاه، من بين كل التعاونيات."
            }
            Note::PersonsWithEarnings => {
                "الأعضاء الذين أعطتهم المبيعات شيئاً في هذه المدة أو استرجعت منهم الإشعارات الدائنة شيئاً، ولو لم \
                يبق لهم شيء. من كان عضواً في تعاونيتين يُحسب في كل منهما."
            }
            Note::MedianMonthlyEarning => {
                "كل أشهر هذه الأيام التي كسب فيها عضو أكثر من لا شيء، مرة لكل عضو، مرتبة حسب ما كسبه قبل الاقتطاع \
                وناقص إشعارات الدائن في ذلك الشهر: الوسيط هو أقل مبلغ لا يتجاوزه نصفها على الأقل (أقرب رتبة). \
                ولا تُحسب الأشهر بلا دخل."
            }
            Note::EqualPay => {
                "المجموعة هي ما صنعه نساء ورجال تعاونية واحدة من منتوج واحد وجودة واحدة في شهر واحد، لمبيعات لا تضم غيره. يُحوَّل نصيب \
                كل واحد(ة) عن القطعة، قبل الاقتطاعات والإشعارات الدائنة، إلى نسبة % من وسيط المجموعة؛ والمعروض وسيط النساء \
                ووسيط الرجال، ويُحسب الشخص مرة في كل مجموعة من مجموعاته. وفي الأسفل: للنساء أقل إذا كان وسيطهن دون 98 % من وسيط \
                الرجال؛ ولا يُعرض سطر إلا إذا قام على خمس نساء وخمسة رجال."
            }
            Note::RatesPerPiece => {
                "وسيط ما ناله النساء والرجال عن قطعة من نفس المنتوج والجودة في نفس الشهر، قبل الاقتطاعات والإشعارات الدائنة، حيث صنعه \
                الطرفان ولم يضم البيع غيره. عدد كل طرف بجانبه: وحين يكون قليلاً فهي أجور أشخاص يمكن التعرف عليهم، وليست للنشر."
            }
            Note::HourlyEarnings => {
                "نصيب الصانعات والصناع من المبيعات المعروفة ساعاتها، قبل الاقتطاعات وناقص الإشعارات الدائنة، عن كل ساعة منها ومن \
                ساعات إصلاح القطع المرفوضة؛ والوسيط على الأشخاص. دون الحد الأدنى: من له، عن كل ساعات الأشهر المعروف فيها حد \
                أدنى، أقل مما يبلغه ذلك الحد لتلك الساعات. الأعضاء ليسوا أجراء: فهو تنبيه. لا تُعرض نسبة من هم دونه للنساء \
                والرجال إلا إذا لم يكن هؤلاء ولا الباقون بين واحد وأربعة."
            }
            Note::MembersOverTime => "الأعضاء حسب وضعيتهم في نهاية كل شهر؛ ينتهي الشهر الأخير في اليوم المذكور أعلاه.",
            Note::MembersByCooperative => "أعضاء كل تعاونية في اليوم المذكور أعلاه، أياً كانت وضعيتهم.",
            Note::ReturnsByCooperative => {
                "المبيعات التي أُرجع جزء منها كنسبة مئوية من عدد المبيعات؛ والمُرجع كنسبة مئوية من المبيع. يُحسب \
                 الإشعار الدائن في يومه."
            }
            Note::ReturnsByCause => {
                "ما أرجعته الإشعارات الدائنة والاستردادات البنكية لكل سبب كنسبة مئوية من مجموع المُرجع."
            }
            Note::ReturnsByBearer => {
                "من تحمل المُرجع: تحمل كل نصيب من الثمن جزءه، وما تحمله صندوق أو التعاونية عن الصانعات والصناع \
                 يُحسب عليهما."
            }
            Note::MakersShareOfPrice => {
                "نصيب الصانعات والصناع من الأثمان كنسبة مئوية، والضريبة داخلة في الثمن، ناقصاً ما أرجعته \
                 الإشعارات الدائنة؛ الأدنى والوسيط محسوبان على كل بيع."
            }
            Note::MakersShareOfResale => {
                "مبيعات هذه الأيام المعروف ثمن إعادة بيعها. نصيب الصانعات والصناع هو ما لهم من الثمن بالمئة من \
                ثمن إعادة البيع. ويُقارن الثمن بثلاث طرق: بالمئة من ثمن إعادة البيع، وكم مرة يساويه ثمن إعادة \
                البيع، وما أُضيف إليه بالمئة منه: 45 بيعت بـ 366 تعني 12.30٪ و8.13 مرة وزيادة 713٪."
            }
            Note::Orders => {
                "الطلبيات حتى اليوم المذكور، كل واحدة بعملتها: المدفوع مسبقًا وما لم يُحتسب منه بعد، والمفوتر \
                ناقص إشعارات الدائن، وغير المدفوع منه، ومنذ كم يومًا استحق أقدم جزء منه."
            }
            Note::OrderLines => {
                "قطع الطلبيات حتى اليوم المذكور، سطرًا بسطر كما هي الآن. ما ينتظر الفحص والمقبول والمرفوض هو معًا كل ما سُلّم؛ \
                القطعة المرفوضة التي أُصلحت تنتظر من جديد، والتي عُوّضت تبقى مرفوضة. لا ترجع القطع المفوترة إلا إذا أُلغيت \
                الفاتورة كلها لخطأ أو إلغاء أو نقص. الباقي للتسليم هو المطلوب ناقص ما ينتظر الفحص أو قُبل، أو ناقص المفوتر \
                إن كان أكثر؛ والطلبية الملغاة لا يأتي منها شيء. الطلبيات بلا أسطر ليست هنا."
            }
            Note::Funds => {
                "ما حرّك حسابات الصناديق في هذه الأيام: أجزاء من المبيعات ناقص إشعارات الدائن، وما أعطاه الأعضاء \
                حسب بند، وعلاوات على المشترين أو مدفوعة، ومصاريف حسب القرارات، وما تحمله صندوق عن الصانعات \
                والصناع. وأرقام كل قرار هي كل ما صُرف بموجبه حتى اليوم المذكور، ومجموع الأشخاص المحسوبين في كل \
                مرة. وغير المغطى هو رصيد الصناديق الزائد على النقود الموجودة دون أموال المنح: قد يكون جزء منه ديونا \
                على المشترين، واستُعمل الباقي في غرض آخر."
            }
            Note::Waiting => {
                "المال المنتظر هو ما كان يمكن دفعه حتى اليوم المذكور ولم يصل إلى أي يد، حسب الأيام منذ دفع \
                المشتري."
            }
            Note::LargeOrders => {
                "الطلبيات المسجلة في هذه الأيام وغير الملغاة حسب قطع سطورها كما هي الآن: تُحسب كل واحدة في كل سطر \
                تتجاوز عدد قطعه. والتي لم تُذكر سطورها تُحسب وحدها."
            }
            Note::Grants => {
                "المنح كما هي في اليوم المذكور: الموعود به مجموع سقوف البنود؛ والمحمّل ما صُرف على بند أو أُدي \
                منه ثمن تجهيز؛ وغير المصروف ما بقي في الصناديق للمنحة وحدها. ولا يدخل مال المنح في أي دفعة."
            }
            Note::Assets => {
                "التجهيزات كما هي في اليوم المذكور: كلفتها ناقص استهلاك الأشهر المنقضية، وما وجده آخر تقرير عن \
                استعمالها."
            }
            Note::EquipmentInUse => {
                "التجهيزات المشتراة حتى اليوم المذكور حسب آخر تقرير عن استعمالها؛ وما لا تقرير عنه غير مذكور. \
                ويُعد التجهيز مؤدى من المنح إن أدت منحة جزءًا منه."
            }
            Note::HelpInKind => {
                "مساعدات هذه الأيام التي لم تكن مالاً، كل واحدة بالقيمة التي يصرح بها مانحها. لا تحرك شيئًا ولا \
                تُضاف أبدًا إلى النقد."
            }
            Note::Censuses => {
                "ما نشره كل إحصاء يبقى؛ وإلى جانبه ما عُرف بعده مع تصحيح من أُحصي خطأً حتى اليوم المذكور. والنشيط \
                من يسميه تعريف ذلك الإحصاء كذلك."
            }
            Note::Taxes => {
                "الضرائب المحجوزة عند المصدر في هذه الأيام مما كسبته العضوات والأطراف، حسب صيغة النسبة التي تذكر \
                مصدرها؛ وما أُدي منها لإدارة الضرائب، وما بقي لها."
            }
            Note::SharedFreight => {
                "ما يُشحن معا يتقاسم أجرة نقل واحدة حسب الوزن أو القيمة أو عدد القطع كما في السطر. التوفير هو ما نقص عن أجرة \
                نقل البيع منفردا، حيث ذكرها المرسل؛ وتحت الصفر يؤدي البيع أكثر. لا تقارن المجاميع إلا المبيعات المعروف فيها \
                الرقمان."
            }
            Note::TrialBalance => {
                "ما سُجّل من هذه الأيام، لكل تعاونية ولكل عملة: يظهر التصحيح وما يلغيه معا، فلا يُترك شيء مما كُتب. \
                ومجموعا كل زوج متساويان. وما سُجّل من أيام فترة بعد إقفالها قيد متأخر: ليس في أي إقفال سابق، وسيكون في \
                الإقفال المقبل."
            }
            Note::GeneralJournal => {
                "كل قيد من هذه الأيام حسب ترتيب تسجيله، ومنها التصحيحات وما تلغيه. والدفتر الطويل يُعرض إلى آخر الصفحة \
                ومجاميعه مجاميع الأسطر كلها: اطلب أياما أقل أو تعاونية واحدة، أو أخرج الدفتر جدولا للقيود."
            }
            Note::GeneralLedger => {
                "كل حساب بما كان فيه قبل هذه الأيام، وكل قيد والرصيد بعده والمدين فوق الصفر، ومجاميعه. ومن الدفتر الطويل \
                تُعرض القيود المسجلة أولا، أما المجاميع والرصيد الأخير فلكل القيود. والحسابات الوسيطة للمبيعات، وما هو \
                في الطريق من الأداءات، كل منها تحت عنوان واحد."
            }
            Note::Transfers => {
                "التحويلات المرسلة حتى اليوم المذكور، ومتى سجل الطرف الآخر وصولها؛ وحتى ذلك الحين فهي في الطريق. \
                وحساب كل طرف مع الآخر هو ما أرسله ناقص ما جاءه: وهما متعاكسان حين لا يكون شيء في الطريق."
            }
            Note::Loans => {
                "القروض الممنوحة حتى اليوم المذكور. والدين ما في حسابها، ومنه الفوائد المستحقة. والمستحق الآن ما \
                حلّ حسب الجدول الساري حتى ذلك اليوم ولم يُسدد، سواء سُجل حلوله أم لا؛ وكل دفعة تسدد المصاريف \
                أولاً ثم الفوائد ثم الأصل."
            }
        }
    }

    // The first two as CLDR has them for ar-MA: `1.234.567,50 د.م.`, in Western digits.
    fn marks(&self) -> Marks {
        Marks { thousands: '.', decimals: ',', comma: "، ", semicolon: "؛ ", colon: ": " }
    }

    fn currency(&self, currency: Currency) -> String {
        if currency == MAD { "د.م.".to_owned() } else { currency.to_string() }
    }

    fn day(&self, day: Date) -> String {
        format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
    }

    fn short_day(&self, day: Date) -> String {
        format!("{:02}/{:02}/{:02}", day.day(), day.month(), day.year().rem_euclid(100))
    }

    fn fact(&self, what: Term, amount: &str, on: Option<&str>) -> String {
        let (on, said) = (and(" في ", on), self.term(what));
        if what == Term::ReceivedOnly { format!("{said} {amount} فقط{on}") } else { format!("{said} {amount}{on}") }
    }

    fn too_little_for_a_coin(&self, amount: &str) -> String {
        format!("الباقي {amount}")
    }

    fn statement_of(&self, member: &str, cooperative: &str) -> String {
        format!("بيان حساب {member}، {cooperative}")
    }

    fn days(&self, from: Option<&str>, to: Option<&str>) -> String {
        match (from, to) {
            (None, None) => "منذ البداية إلى الآن".to_owned(),
            (Some(from), None) => format!("من {from} إلى الآن"),
            (None, Some(to)) => format!("منذ البداية إلى {to}"),
            (Some(from), Some(to)) => format!("من {from} إلى {to}"),
        }
    }

    fn amounts_in(&self, currency: &str) -> String {
        format!("العملة: {currency}")
    }

    fn exported_by(&self, exporter: &str) -> String {
        format!("يصدره {exporter} باسمه")
    }

    fn open_as_of(&self, day: &str) -> String {
        format!("الوضع في {day}")
    }

    fn at_position(&self, position: &str) -> String {
        format!("عند الموضع {position}")
    }

    fn balances_at(&self, position: Option<&str>, day: Option<&str>) -> String {
        let at = position
            .map_or("أرصدة سجل فارغ".to_owned(), |position| format!("الأرصدة عند الموضع {position}"));
        format!("{at}{}", and("، كل ما وقع إلى غاية ", day))
    }

    fn nothing_held(&self) -> &'static str {
        "لا رصيد ولا دين."
    }

    fn up_to(&self, day: &str) -> String {
        format!("كل ما وقع إلى غاية {day}")
    }

    fn sale_head(&self, head: &SaleHead<'_>) -> String {
        let SaleHead { sale, cooperative, buyer, on, .. } = head;
        let (invoice, order) = (and("، الفاتورة ", head.invoice), and("، الطلبية ", head.order));
        format!("البيع {sale} من {cooperative} إلى {buyer}، في {on}{invoice}{order}")
    }

    fn divided_by(&self, agreement: &str, version: &str) -> String {
        format!("وُزّع الثمن حسب {agreement}، النسخة {version}")
    }

    fn payout_head(&self, payout: &str, cooperative: &str, on: &str, by: &str) -> String {
        format!("الدفعة {payout} من {cooperative}، بُرمجت في {on} من طرف {by}")
    }

    fn approved(&self, on_and_by: Option<(&str, &str)>) -> String {
        on_and_by.map_or("لم يصادَق عليها بعد".to_owned(), |(on, by)| {
            format!("صودق عليها في {on} من طرف {by}")
        })
    }

    fn set_aside(&self, amount: &str) -> String {
        format!("المخصص في المجموع: {amount}")
    }

    fn buyer_pays(&self, amount: &str, rate: Option<&str>, booked: Option<&str>) -> String {
        format!("يؤدي المشتري {amount}{}{}", and(" بسعر صرف ", rate), and("، مسجلة بقيمة ", booked))
    }

    fn sale_behind(&self, sale: &str, buyer: &str, on: &str, amount: &str) -> String {
        format!("البيع {sale} إلى {buyer}، في {on}: {amount} من هذه الدفعة")
    }

    fn credit_note(&self, note: &str, on: &str, amount: &str, booked: Option<&str>, why: &str) -> String {
        format!("إشعار دائن {note} في {on}: {amount}{} ({why})", and("، ", booked))
    }

    fn refund(&self, refund: &str, on: &str, amount: &str) -> String {
        format!("إرجاع مبلغ {refund} في {on}: {amount}")
    }

    fn chargeback(&self, said: &ChargebackSaid<'_>) -> String {
        let ChargebackSaid { chargeback, on, amount, booked, borne_by, why, part, reversed_on } = said;
        let why = why.map_or(String::new(), |why| format!(" ({why})"));
        let back = reversed_on.map_or(String::new(), |on| match part {
            Some(part) => format!("؛ عاد منه {part}، آخرها في {on}"),
            None => format!("؛ عاد في {on}"),
        });
        let booked = and("، ", *booked);
        format!("استرداد بنكي {chargeback} في {on}: استرد بنك المشتري {amount}{booked}{why}، تحمله: {borne_by}{back}")
    }

    fn fee(&self, fee: &str, taken_by: &str, on: &str, amount: &str, returned: Option<&str>) -> String {
        format!("مصاريف {fee} ({taken_by}) في {on}: {amount}{}", and("؛ أعيد منها: ", returned))
    }

    fn rounded(&self, exactly: &str, by: &str) -> String {
        format!("مجموع بنوده {exactly}: قُرّب بـ {by}")
    }

    fn exchange(&self, amount: &str, won: bool) -> String {
        format!("{} في الصرف: {amount}", if won { "ربح" } else { "خسارة" })
    }

    fn paid_in_full(&self) -> &'static str {
        "تم أداء الثمن كاملاً"
    }

    fn charged_back_still(&self, amount: &str) -> String {
        format!("استرده البنك ولم يؤد من جديد: {amount}")
    }

    fn owed_back(&self, amount: &str) -> String {
        format!("واجب الإرجاع للمشتري: {amount}")
    }

    fn still_to_be_paid(&self, amount: &str) -> String {
        format!("ما زال على المشتري: {amount}")
    }

    fn kept_back(&self, amount: &str) -> String {
        format!("منه محجوز إلى أن يُرفع عنه الحجز: {amount}")
    }

    fn sold_on(&self, price: &str, share: &str, times: &str, mark_up: &str, makers: Option<&str>) -> String {
        let makers = makers.map_or(String::new(), |share| format!("؛ نصيب الصانعات والصناع منه {share} %"));
        format!("أُعيد بيعه بثمن {price}: أُدي منه {share} %، أي {times} مرة، بزيادة {mark_up} %{makers}")
    }

    fn correction(&self, correction: &str, on: &str, why: &str, took_back: &str) -> String {
        format!("{correction} في {on} ({why})؛ أُلغي: {took_back}")
    }

    fn record_at(&self, kind: &str, position: &str) -> String {
        format!("{kind} عند الموضع {position}")
    }

    fn disputed(&self, member: &str, payout: &str, received: &str, paid: &str, since: &str) -> String {
        format!(
            "تصريح {member} منذ {since}: التوصل بمبلغ {received} ضمن {payout}، بينما المسجل كمؤدى {paid}؛ الشكاية ما \
             زالت مفتوحة"
        )
    }

    fn acknowledged_other(&self, member: &str, payout: &str, acknowledged: &str, paid: &str) -> String {
        format!("تصريح {member}: التوصل بمبلغ {acknowledged} ضمن {payout}، بينما المسجل كمؤدى {paid}")
    }

    fn minimum_not_met(&self, step: &str, required: &str, reached: &str) -> String {
        format!("الحد الأدنى {step} يقتضي {required} للصانعات والصناع، والثمن أعطاهم {reached}")
    }

    fn unexplained(&self, amount: &str) -> String {
        format!("مبلغ غير مفسَّر: {amount}")
    }

    fn spoken(&self) -> Spoken {
        Spoken {
            opening: "هذا بيان حسابك",
            on: "في ",
            earned: "مدخولك",
            available: "المتاح لك الآن",
            on_its_way: "ما هو في الطريق إليك",
            in_cash: "ما ينتظرك نقداً",
            paid: "ما وصل إلى يدك",
            deducted: "ما اقتُطع من مدخولك",
            for_materials: "منه مقابل المواد الأولية",
            for_a_loan: "منه لسداد سلف",
            for_a_refund: "منه مقابل إرجاع مبلغ لمشتر",
            for_a_fund: "منه لصندوق",
            to_come: "ما زال منتظراً إلى أن يؤدي المشترون",
            sales: "مصدر نصيبك",
            last_sale: "آخر بيع لك",
            your_share: "نصيبك منه",
            last_payout: "آخر دفعة لك",
            its_amount: "مبلغها",
            you_received: "صرحت بأنك توصلت بأقل. المبلغ الذي صرحت به",
            owed: "ما عليك من دين",
            owes_nothing: "لا دين عليك",
            nothing: "لا شيء",
            closing: "انتهى بيان حسابك",
        }
    }

    fn message(&self) -> Message {
        Message {
            available: "متاح", since: "منذ", earned: "مدخول", paid: "مدفوع", last_sale: "آخر بيع"
        }
    }

    fn cash_sheet(&self) -> CashSheetWords {
        CashSheetWords {
            title: "ورقة الأداء نقدا",
            cashier: "أمين(ة) الصندوق",
            page: "صفحة",
            signature: "التوقيع أو البصمة",
            witness: "الشاهد(ة)",
            total: "المجموع",
            to_bring: "الأوراق والقطع النقدية اللازمة",
        }
    }

    fn season(&self, cooperative: &str, sales: u64, sold: &str, earned: &str) -> String {
        let sales = match Plural::of(sales) {
            Plural::Zero => "لا بيع".to_owned(),
            Plural::One => "عملية بيع واحدة".to_owned(),
            Plural::Two => "عمليتا بيع".to_owned(),
            Plural::Few => format!("{sales} عمليات بيع"),
            Plural::Many | Plural::Other => format!("{sales} عملية بيع"),
        };
        format!("{cooperative}: {sales} بقيمة {sold}، منها {earned} للصانعات والصناع")
    }

    fn traced_both_ways(&self, traced: &str, unexplained: &str) -> String {
        format!("عدد المبيعات والدفعات المتتبَّعة في الاتجاهين: {traced}؛ مبلغ غير مفسَّر: {unexplained}")
    }

    fn look_further(&self, book: &str, records: &str, added: &str) -> String {
        format!("السجل هو {book}، عدد القيود {records}، الجديد منها {added}. للمزيد:")
    }
}
