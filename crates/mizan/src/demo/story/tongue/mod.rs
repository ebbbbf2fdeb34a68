//! What the stories say, in each language: one file a language, and a line that is missing does not compile.
//!
//! Figures arrive as they were reckoned; how an amount or a day is written is the pen's.

mod en;
mod fr;
mod ar;

use jiff::civil::Date;
use mizan_format::phrases::Language;
use mizan_format::phrases::pen::Pen;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::month::Month;
use rust_decimal::Decimal;

use crate::demo::story::tongue::ar::Arabic;
use crate::demo::story::tongue::en::English;
use crate::demo::story::tongue::fr::French;

/// A line: what it is about, and what is said of it.
pub(super) struct Said {
    pub(super) head: String,
    pub(super) words: String,
}

impl Said {
    fn of(head: impl Into<String>, words: String) -> Said {
        Said { head: head.into(), words }
    }
}

/// Writes figures as a language has them.
#[derive(Clone, Copy)]
pub(super) struct Ink(Pen);

impl Ink {
    fn money(self, amount: Amount) -> String {
        self.0.money(amount.0)
    }

    fn amount(self, amount: Amount) -> String {
        self.0.amount(amount)
    }

    fn count(self, count: usize) -> String {
        self.0.count(count)
    }

    fn number(self, number: Decimal) -> String {
        self.0.number(number)
    }

    fn days(self, days: i64) -> String {
        self.0.count(days)
    }

    fn day(self, day: Date) -> String {
        self.0.day(day)
    }

    fn name(self, name: &str) -> String {
        self.0.name(name)
    }

    fn list(self, all: impl IntoIterator<Item = String>) -> String {
        all.into_iter().collect::<Vec<_>>().join(self.0.marks().comma)
    }
}

/// The story of which organisation.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Market,
    Bridge,
    Textile,
    Poufs,
    Certifier,
}

/// Which fund.
#[derive(Clone, Copy)]
pub(super) enum FundOf {
    Premium,
    Training,
}

/// A census, as it was published and as it was corrected.
pub(super) struct Census {
    pub(super) as_of: Date,
    pub(super) active: usize,
    pub(super) members: usize,
    pub(super) corrected_active: usize,
    pub(super) corrected_members: usize,
}

/// Who set the makers' prices, how often.
pub(super) struct Prices {
    pub(super) herself: usize,
    pub(super) by_a_leader: usize,
    pub(super) by_the_assembly: usize,
}

/// What makers earned; in half of the months in which she earns a woman has at least the median of her cooperative.
pub(super) struct Earned {
    pub(super) makers: usize,
    pub(super) amount: Amount,
    pub(super) share: Decimal,
    pub(super) women: Decimal,
    /// The least and the largest median of a cooperative.
    pub(super) medians: Option<(Decimal, Decimal)>,
}

/// By which way money reached hands.
pub(super) struct PaidOut {
    pub(super) bank: Amount,
    pub(super) wallet: Amount,
    pub(super) cash: Amount,
    pub(super) refused: usize,
    pub(super) came_back: usize,
}

/// What payees say, and after how many days half and nine tenths of the money are in their hands.
pub(super) struct SheSays {
    pub(super) payments: usize,
    pub(super) acknowledged: usize,
    pub(super) disputed: usize,
    pub(super) days: Option<(i64, i64)>,
}

/// What an intermediary keeps.
pub(super) struct Keeps {
    pub(super) amount: Amount,
    pub(super) sales: usize,
    pub(super) of: Amount,
    pub(super) percent: Decimal,
    pub(super) paid: Amount,
}

/// One chain of hands, to its end.
pub(super) struct Hands {
    pub(super) sale: String,
    pub(super) makers: Amount,
    pub(super) hands: Vec<(String, Amount)>,
    pub(super) price: Amount,
    pub(super) percent: Decimal,
}

/// What a card of provenance says.
pub(super) struct Card {
    pub(super) product: String,
    pub(super) place: String,
    pub(super) makers: usize,
    pub(super) named: usize,
    pub(super) met: usize,
    pub(super) conditions: usize,
    pub(super) percent: Decimal,
    pub(super) sales: usize,
    pub(super) position: u64,
}

/// What a fund was spent on.
pub(super) struct Spent {
    pub(super) amount: Amount,
    pub(super) resolutions: usize,
    pub(super) items: Vec<String>,
    pub(super) members: usize,
    pub(super) others: usize,
    pub(super) left: Amount,
}

/// What became of a grant: of each line what was spent and what was promised.
pub(super) struct Grant {
    pub(super) received: Amount,
    pub(super) lines: Vec<(String, Amount, Amount)>,
    pub(super) returned: Amount,
    pub(super) left: Amount,
    pub(super) own: Amount,
    pub(super) in_payouts: Amount,
}

/// An order as a whole.
pub(super) struct Order {
    pub(super) pieces: Decimal,
    pub(super) total: Amount,
    pub(super) makers: usize,
    pub(super) deposit: Amount,
    pub(super) left: Amount,
    pub(super) unpaid: Amount,
}

/// One delivery of it.
pub(super) struct Delivery {
    pub(super) on: Date,
    pub(super) pieces: Decimal,
    pub(super) mended: Decimal,
    pub(super) invoiced: Amount,
    pub(super) of_deposit: Amount,
    pub(super) paid_on: Option<Date>,
    /// By how many days too late.
    pub(super) late: Option<i64>,
}

/// What a cooperative borrowed.
pub(super) struct Borrowed {
    pub(super) amount: Amount,
    pub(super) paid_back: Amount,
    pub(super) instalments: usize,
    pub(super) interest: Amount,
    pub(super) left: Amount,
}

/// What it lent on, and how that came back.
pub(super) struct LentOn {
    pub(super) amount: Amount,
    pub(super) loans: usize,
    pub(super) out_of_sales: Amount,
    pub(super) at_the_till: Amount,
    pub(super) by_the_group: Amount,
    pub(super) forgiven: Amount,
    pub(super) left: Amount,
    pub(super) overdue: Amount,
}

/// What a certifier adds up.
pub(super) struct TrialBalance {
    pub(super) balances: usize,
    pub(super) organisations: usize,
    pub(super) currencies: usize,
    pub(super) sums: usize,
    pub(super) uneven: usize,
}

/// Who acts alone where two must.
pub(super) struct TwoPersons {
    pub(super) payouts: usize,
    pub(super) by_one: usize,
    pub(super) corrections: usize,
    pub(super) corrections_by_one: usize,
}

/// Everything the stories say in one language.
pub(super) trait Tongue {
    /// Who it is, and on what it is modelled.
    fn title(&self, of: Of) -> &'static str;

    /// How many members there were on each of some days.
    fn weavers(&self, days: &[(usize, Date)]) -> Said;

    /// What a census counted.
    fn census(&self, census: &Census) -> Said;

    /// Who set prices.
    fn prices(&self, prices: &Prices) -> Said;

    /// How many of a hundred sales came back, in most months and in some; what a fund bore of it.
    fn came_back(&self, usual: Decimal, high: Decimal, months: &[Month], borne: Option<Amount>) -> Said;

    /// What some members have for leading.
    fn leaders(&self, members: usize, amount: Amount) -> Said;

    /// What was sold.
    fn sold(&self, sales: usize, buyers: usize, amount: Amount, given_back: Amount) -> Said;

    /// What makers earned.
    fn earned(&self, earned: &Earned) -> Said;

    /// How they were paid.
    fn paid_out(&self, paid: &PaidOut) -> Said;

    /// What they say.
    fn she_says(&self, says: &SheSays) -> Said;

    /// When an agreement was accepted and first used, its percentage and the most it takes.
    fn agreement(&self, accepted: Date, first: Date, percent: Decimal, most: Amount) -> Said;

    /// What an intermediary keeps.
    fn keeps(&self, keeps: &Keeps) -> Said;

    /// A chain of hands.
    fn hands(&self, hands: &Hands) -> Said;

    /// All chains: how many sales, what was paid at their ends, what the makers have of it.
    fn chains(&self, sales: usize, paid: Amount, makers: Amount, percent: Decimal) -> Said;

    /// A card of provenance.
    fn card(&self, card: &Card) -> Said;

    /// What a fund was spent on.
    fn fund(&self, of: FundOf, spent: &Spent) -> Said;

    /// What became of a grant.
    fn grant(&self, grant: &Grant) -> Said;

    /// What was bought with it.
    fn looms(&self, looms: usize, in_use: usize, hours: Decimal) -> Said;

    /// How many cooperatives, how many led by women, how many members.
    fn cooperatives(&self, cooperatives: usize, led_by_women: usize, members: usize) -> Said;

    /// An order.
    fn order(&self, order: &Order) -> Said;

    /// A delivery.
    fn delivery(&self, delivery: &Delivery) -> Said;

    /// What the buyer kept back of some invoices until a day, and whether it has paid that since.
    fn kept_back(&self, amount: Amount, invoices: usize, released: Date, paid: bool) -> Said;

    /// How many members there were on each of some days, where they grew.
    fn members(&self, days: &[(usize, Date)]) -> Said;

    /// What a cooperative borrowed.
    fn borrowed(&self, borrowed: &Borrowed) -> Said;

    /// What it lent on.
    fn lent_on(&self, lent: &LentOn) -> Said;

    /// How often a loan took its part of a share, how often a minimum kept some of it, and how much.
    fn protected(&self, taken: usize, kept: usize, amount: Amount) -> Said;

    /// What a certifier tried to write, how often that was refused because she only reads, and the code of that refusal.
    fn refused(&self, tried: &[&str], times: usize, code: &str) -> Said;

    /// How many records she folded again, whether the book is the same, and its root.
    fn replayed(&self, records: usize, agrees: bool, root: &str) -> Said;

    /// What she adds up.
    fn trial_balance(&self, sums: &TrialBalance) -> Said;

    /// How many she followed of how many, and how many leave something unexplained.
    fn sample(&self, drawn: usize, of: usize, unexplained: usize) -> Said;

    /// Who acted alone.
    fn two_persons(&self, two: &TwoPersons) -> Said;

    /// Why goods came back and who bore it, each in hundredths.
    fn returns(&self, causes: &[(String, Decimal)], bearers: &[(String, Decimal)]) -> Said;
}

/// What is said in a language.
pub(super) fn tongue(language: Language) -> Box<dyn Tongue> {
    let ink = Ink(Pen::for_a_page(language));
    match language {
        Language::En => Box::new(English(ink)),
        Language::Fr => Box::new(French(ink)),
        Language::Ar => Box::new(Arabic(ink)),
    }
}
