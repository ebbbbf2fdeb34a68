//! The stories in Arabic.

use jiff::civil::Date;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::month::Month;
use rust_decimal::Decimal;

use crate::demo::story::tongue::{
    Borrowed, Card, Census, Delivery, Earned, FundOf, Grant, Hands, Ink, Keeps, LentOn, Of, Order, PaidOut, Prices,
    Said, SheSays, Spent, Tongue, TrialBalance, TwoPersons,
};

/// What is said in Arabic.
pub(super) struct Arabic(pub(super) Ink);

impl Arabic {
    fn parts(&self, parts: &[(String, Decimal)]) -> String {
        self.0.list(parts.iter().map(|(name, percent)| format!("{name} {}%", self.0.number(*percent))))
    }
}

impl Tongue for Arabic {
    fn title(&self, of: Of) -> &'static str {
        match of {
            Of::Market => "سوق يملكه صانعوه، وإحدى تعاونياته (على مثال أنو)",
            Of::Bridge => "وسيط بين صانعات السلال والمتاجر (على مثال مرتيزانا)",
            Of::Textile => "عشرون تعاونية نسيج واتحادها (على مثال تعاونيات العيون)",
            Of::Poufs => "تعاونية للبوفات والأزرار (على مثال بربرب)",
            Of::Certifier => "جهة تصديق تقرأ كل شيء (على مثال كوماسيك)",
        }
    }

    fn weavers(&self, days: &[(usize, Date)]) -> Said {
        let days = days.iter().map(|(members, day)| format!("{} في {}", self.0.count(*members), self.0.day(*day)));
        Said::of("النساجات", format!("{} من الأعضاء، من الوقائع وحدها", days.collect::<Vec<_>>().join(" ← ")))
    }

    fn census(&self, census: &Census) -> Said {
        let Census { as_of, active, members, corrected_active, corrected_members } = *census;
        Said::of(
            "الإحصاء",
            format!(
                "النشيطون {} من {} في {} كما نُشر؛ {} من {} بعد إعادة عد شخص",
                self.0.count(active),
                self.0.count(members),
                self.0.day(as_of),
                self.0.count(corrected_active),
                self.0.count(corrected_members)
            ),
        )
    }

    fn prices(&self, prices: &Prices) -> Said {
        let Prices { herself, by_a_leader, by_the_assembly } = *prices;
        Said::of(
            "ثمنها",
            format!(
                "تحديد الثمن من الصانعة نفسها: {} مرة، من مسؤولة نيابة عنها: {}، من الجمع العام: {}؛ والتخفيض لها \
                 وحدها",
                self.0.count(herself),
                self.0.count(by_a_leader),
                self.0.count(by_the_assembly)
            ),
        )
    }

    fn came_back(&self, usual: Decimal, high: Decimal, months: &[Month], borne: Option<Amount>) -> Said {
        let months = self.0.list(months.iter().map(ToString::to_string));
        let borne =
            borne.map_or(String::new(), |borne| format!("؛ تحمل صندوق الجودة {} عن الصانعات", self.0.money(borne)));
        let (usual, high) = (self.0.number(usual), self.0.number(high));
        Said::of("المرتجعات", format!("{usual}% من المبيعات، لكن {high}% من مبيعات {months}{borne}"))
    }

    fn leaders(&self, members: usize, amount: Amount) -> Said {
        let (members, amount) = (self.0.count(members), self.0.money(amount));
        Said::of("المسؤولات", format!("{amount} مقابل القيادة والمراقبة، حصة خاصة؛ عدد الأعضاء: {members}"))
    }

    fn sold(&self, sales: usize, buyers: usize, amount: Amount, given_back: Amount) -> Said {
        Said::of(
            "المبيع",
            format!(
                "عدد المبيعات {}، عدد المشترين {}، الثمن {}؛ وأُرجع إليهم {}",
                self.0.count(sales),
                self.0.count(buyers),
                self.0.money(amount),
                self.0.money(given_back)
            ),
        )
    }

    fn earned(&self, earned: &Earned) -> Said {
        let Earned { makers, amount, share, women, medians } = *earned;
        let month = match medians {
            None => String::new(),
            Some((least, most)) if least == most => {
                format!("؛ نصف الأشهر التي لها فيها دخل تأتيها بـ {} أو أكثر", self.0.number(least))
            }
            Some((least, most)) => format!(
                "؛ نصف الأشهر التي لها فيها دخل تأتيها بـ {} أو أكثر، وفي غيرها {}",
                self.0.number(least),
                self.0.number(most)
            ),
        };
        Said::of(
            "المكسب",
            format!(
                "عدد الصانعين {}، لهم {}، أي {}% من الثمن، منها {}% للنساء{month}",
                self.0.count(makers),
                self.0.money(amount),
                self.0.number(share),
                self.0.number(women)
            ),
        )
    }

    fn paid_out(&self, paid: &PaidOut) -> Said {
        let PaidOut { bank, wallet, cash, refused, came_back } = *paid;
        Said::of(
            "المؤدى",
            format!(
                "{} عبر البنك، {} عبر المحفظة، {} نقدًا؛ المرفوض {} والمرتجع {}، ثم أُدي من جديد",
                self.0.money(bank),
                self.0.money(wallet),
                self.0.money(cash),
                self.0.count(refused),
                self.0.count(came_back)
            ),
        )
    }

    fn she_says(&self, says: &SheSays) -> Said {
        let SheSays { payments, acknowledged, disputed, days } = *says;
        let days = days.map_or(String::new(), |(half, most)| {
            format!(
                "؛ نصف المال في يدها بعد أداء المشتري بأيام عددها {}، وتسعة أعشاره {}",
                self.0.days(half),
                self.0.days(most)
            )
        });
        Said::of(
            "تصريحها",
            format!(
                "عدد الدفعات {}: «توصلت» {}، «أقل» {}{days}",
                self.0.count(payments),
                self.0.count(acknowledged),
                self.0.count(disputed)
            ),
        )
    }

    fn agreement(&self, accepted: Date, first: Date, percent: Decimal, most: Amount) -> Said {
        Said::of(
            "الاتفاق",
            format!(
                "قبله الطرفان في {}، قبل أول بيع به في {}: {}% من الثمن، وأقصاه {} للطلبية",
                self.0.day(accepted),
                self.0.day(first),
                self.0.number(percent),
                self.0.money(most)
            ),
        )
    }

    fn keeps(&self, keeps: &Keeps) -> Said {
        let Keeps { amount, sales, of, percent, paid } = *keeps;
        Said::of(
            "يحتفظ بـ",
            format!(
                "{}؛ عدد المبيعات {} وثمنها {} بعد ما أُرجع، أي {}%؛ وأُدي له {}",
                self.0.money(amount),
                self.0.count(sales),
                self.0.money(of),
                self.0.number(percent),
                self.0.money(paid)
            ),
        )
    }

    fn hands(&self, hands: &Hands) -> Said {
        let of_each = hands.hands.iter().map(|(name, part)| format!("{} {}", self.0.name(name), self.0.amount(*part)));
        Said::of(
            "الأيدي",
            format!(
                "{}: الصانعات {} ← {} = {} أداها آخر مشترٍ؛ {}% بين الصانعات وبينه",
                self.0.name(&hands.sale),
                self.0.amount(hands.makers),
                of_each.collect::<Vec<_>>().join(" ← "),
                self.0.money(hands.price),
                self.0.number(hands.percent)
            ),
        )
    }

    fn chains(&self, sales: usize, paid: Amount, makers: Amount, percent: Decimal) -> Said {
        Said::of(
            "كل السلاسل",
            format!(
                "المبيعات المتتبعة إلى آخر يد: {}؛ من {} للصانعات {}، و{}% بينهما",
                self.0.count(sales),
                self.0.money(paid),
                self.0.money(makers),
                self.0.number(percent)
            ),
        )
    }

    fn card(&self, card: &Card) -> Said {
        Said::of(
            "البطاقة",
            format!(
                "{}، {}: عدد الصانعين {}، بالاسم {}؛ الشروط المستوفاة إلى اليوم {} من {}؛ للصانعات {}% من ثمنه في \
                 مبيعات عددها {}؛ حُسبت عند القيد {}",
                self.0.name(&card.product),
                self.0.name(&card.place),
                self.0.count(card.makers),
                self.0.count(card.named),
                self.0.count(card.met),
                self.0.count(card.conditions),
                self.0.number(card.percent),
                self.0.count(card.sales),
                card.position
            ),
        )
    }

    fn fund(&self, of: FundOf, spent: &Spent) -> Said {
        let head = match of {
            FundOf::Premium => "العلاوة",
            FundOf::Training => "التكوين",
        };
        Said::of(
            head,
            format!(
                "صُرف {} بقرارات الجمع العام وعددها {} ({})؛ استفاد من الأعضاء {} ومن غيرهم {}؛ الباقي {}",
                self.0.money(spent.amount),
                self.0.count(spent.resolutions),
                self.0.list(spent.items.iter().map(|item| self.0.name(item))),
                self.0.count(spent.members),
                self.0.count(spent.others),
                self.0.money(spent.left)
            ),
        )
    }

    fn grant(&self, grant: &Grant) -> Said {
        let line = |(line, spent, of): &(String, Amount, Amount)| {
            format!("{} {} من {}", self.0.name(line), self.0.amount(*spent), self.0.amount(*of))
        };
        Said::of(
            "المنحة",
            format!(
                "الوارد {}، المصروف: {}؛ أُرجع {}، الباقي {}؛ أضافت التعاونية {}؛ في دفعات الأعضاء {}",
                self.0.money(grant.received),
                self.0.list(grant.lines.iter().map(line)),
                self.0.amount(grant.returned),
                self.0.amount(grant.left),
                self.0.money(grant.own),
                self.0.amount(grant.in_payouts)
            ),
        )
    }

    fn looms(&self, looms: usize, in_use: usize, hours: Decimal) -> Said {
        Said::of(
            "الأنوال",
            format!(
                "المشتراة بها {}، المستعملة عند آخر زيارة {}، الساعات المصرح بها {}",
                self.0.count(looms),
                self.0.count(in_use),
                self.0.number(hours)
            ),
        )
    }

    fn cooperatives(&self, cooperatives: usize, led_by_women: usize, members: usize) -> Said {
        Said::of(
            "من",
            format!(
                "عدد التعاونيات {}، تقودها نساء {}، عدد الأعضاء {}",
                self.0.count(cooperatives),
                self.0.count(led_by_women),
                self.0.count(members)
            ),
        )
    }

    fn order(&self, order: &Order) -> Said {
        Said::of(
            "أول طلبية",
            format!(
                "عدد القطع {}، الثمن {}، عدد التعاونيات {}؛ التسبيق {}، الباقي منه {}؛ غير المؤدى {}",
                self.0.number(order.pieces),
                self.0.money(order.total),
                self.0.count(order.makers),
                self.0.money(order.deposit),
                self.0.money(order.left),
                self.0.money(order.unpaid)
            ),
        )
    }

    fn delivery(&self, delivery: &Delivery) -> Said {
        let Delivery { on, pieces, mended, invoiced, of_deposit, paid_on, late } = *delivery;
        let mended =
            if mended.is_zero() { String::new() } else { format!(" (أُصلحت {})", self.0.number(mended)) };
        let paid = paid_on.map_or("غير مؤدى".to_owned(), |paid| format!("أُدي في {}", self.0.day(paid)));
        let late = late.map_or(String::new(), |late| format!("، أيام التأخر {}", self.0.days(late)));
        Said::of(
            self.0.day(on),
            format!(
                "عدد القطع {}{mended}: الفاتورة {}، من التسبيق {}، والباقي {paid}{late}",
                self.0.number(pieces),
                self.0.money(invoiced),
                self.0.money(of_deposit)
            ),
        )
    }

    fn kept_back(&self, amount: Amount, invoices: usize, released: Date, paid: bool) -> Said {
        let (amount, released) = (self.0.money(amount), self.0.day(released));
        let paid = if paid { "ثم أُدي" } else { "ولم يُؤد بعد" };
        Said::of("المحتجز", format!("{amount} من الفواتير وعددها {} إلى {released}، {paid}", self.0.count(invoices)))
    }

    fn members(&self, days: &[(usize, Date)]) -> Said {
        let days = days.iter().map(|(members, day)| format!("{} في {}", self.0.count(*members), self.0.day(*day)));
        Said::of("الأعضاء", self.0.list(days))
    }

    fn borrowed(&self, borrowed: &Borrowed) -> Said {
        Said::of(
            "القرض الصغير",
            format!(
                "المقترض {}؛ المسدد {} في أقساط عددها {}، منها فوائد {}؛ الباقي {}",
                self.0.money(borrowed.amount),
                self.0.money(borrowed.paid_back),
                self.0.count(borrowed.instalments),
                self.0.money(borrowed.interest),
                self.0.money(borrowed.left)
            ),
        )
    }

    fn lent_on(&self, lent: &LentOn) -> Said {
        Said::of(
            "القروض",
            format!(
                "{} للأعضاء، عدد القروض {}؛ عاد مع الفوائد من مبيعاتهن {}، في الصندوق {}، من عضوات المجموعة {}؛ \
                 المعفى منه {}؛ الباقي {}، منه متأخر {}",
                self.0.money(lent.amount),
                self.0.count(lent.loans),
                self.0.money(lent.out_of_sales),
                self.0.money(lent.at_the_till),
                self.0.money(lent.by_the_group),
                self.0.money(lent.forgiven),
                self.0.money(lent.left),
                self.0.money(lent.overdue)
            ),
        )
    }

    fn protected(&self, taken: usize, kept: usize, amount: Amount) -> Said {
        Said::of(
            "المحمي",
            format!(
                "أخذ القرض قسطه من حصتها {} مرة؛ وأخذ أقل أو لا شيء {} مرة لأن حدًا أدنى يبقى لها: المجموع {}",
                self.0.count(taken),
                self.0.count(kept),
                self.0.money(amount)
            ),
        )
    }

    fn refused(&self, tried: &[&str], times: usize, code: &str) -> Said {
        let tried = self.0.list(tried.iter().map(|command| self.0.name(command)));
        let (times, code) = (self.0.count(times), self.0.name(code));
        Said::of("تكتب", format!("لا شيء: رُفض {tried}، منها {times} برمز {code}: جهة التصديق تقرأ ولا تغير شيئًا"))
    }

    fn replayed(&self, records: usize, agrees: bool, root: &str) -> Said {
        let book = if agrees { "السجل نفسه" } else { "سجل آخر" };
        let (records, root) = (self.0.count(records), self.0.name(root));
        Said::of("تعيد", format!("قيود عددها {records} من الصفر إلى {book}؛ جذرها {root}"))
    }

    fn trial_balance(&self, sums: &TrialBalance) -> Said {
        Said::of(
            "تجمع",
            format!(
                "عدد الأرصدة {}، المنظمات {}، العملات {}؛ المجاميع {}، غير الصفر منها {}",
                self.0.count(sums.balances),
                self.0.count(sums.organisations),
                self.0.count(sums.currencies),
                self.0.count(sums.sums),
                self.0.count(sums.uneven)
            ),
        )
    }

    fn sample(&self, drawn: usize, of: usize, unexplained: usize) -> Said {
        Said::of(
            "تتتبع",
            format!(
                "{} من {} من المبيعات والدفعات، مسحوبة بحيث يسحب غيرها مثلها: ما بقي فيه سنتيم بلا تفسير {}",
                self.0.count(drawn),
                self.0.count(of),
                self.0.count(unexplained)
            ),
        )
    }

    fn two_persons(&self, two: &TwoPersons) -> Said {
        Said::of(
            "شخصان",
            format!(
                "الدفعات المصادق عليها {}، منها ممن هيأها {}؛ التصحيحات {}، منها من شخص وحده {}",
                self.0.count(two.payouts),
                self.0.count(two.by_one),
                self.0.count(two.corrections),
                self.0.count(two.corrections_by_one)
            ),
        )
    }

    fn returns(&self, causes: &[(String, Decimal)], bearers: &[(String, Decimal)]) -> Said {
        Said::of("المرتجعات", format!("السبب: {}؛ التحمل على: {}", self.parts(causes), self.parts(bearers)))
    }
}
