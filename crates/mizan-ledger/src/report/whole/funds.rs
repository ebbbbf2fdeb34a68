//! Funds kept for a purpose: what came into each from sales, from members and as premiums, what was spent under which
//! resolution and for how many people, and what is left.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Account;
use crate::book::Book;
use crate::event::Event;
use crate::event::chargeback::GivenBack;
use crate::event::fund::{FundSpent, ResolutionAdopted};
use crate::event::trade::Receiver;
use crate::id::{CooperativeId, FundId, ResolutionId};
use crate::money::{Currency, Money};
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// Funds and what was spent of them.
pub(crate) const FUNDS: Query =
    Query::report("funds", Term::Funds, Term::Amount, Note::Funds, |_| Box::new(Funds::default()));

#[derive(Default)]
struct Funds {
    cooperatives: BTreeMap<CooperativeId, OfOne>,
    scratch: Vec<Posting>,
}

#[derive(Default)]
struct OfOne {
    funds: BTreeMap<FundId, Moves>,
    resolutions: BTreeMap<(FundId, ResolutionId), Resolution>,
    premiums_accrued: i128,
    premiums_received: i128,
    /// What its money in tills is worth, by currency; the own one counts.
    in_tills: BTreeMap<Currency, i128>,
    /// What of that is unspent money of grants.
    of_grants: BTreeMap<Currency, i128>,
    /// What buyers owe for sales.
    owed: BTreeMap<Currency, i128>,
}

/// What moved a fund, in minor units; in above zero.
#[derive(Debug, Clone, Copy, Default)]
struct Moves {
    opening: i128,
    corrected: i128,
    from_sales: i128,
    from_members: i128,
    premiums: i128,
    spent: i128,
    borne: i128,
    other: i128,
    closing: i128,
}

/// What the assembly resolved, and what was spent under it.
#[derive(Debug, Clone)]
struct Resolution {
    adopted: ResolutionAdopted,
    on: Date,
    spent: i128,
    spendings: u64,
    members: u64,
    others: u64,
}

impl Fold for Funds {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope else { return };
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        let event = &record.event;
        let mut moved: BTreeMap<FundId, i128> = BTreeMap::new();
        for posting in &self.scratch {
            let Account::Fund(fund) = posting.account else { continue };
            *moved.entry(fund).or_default() -= posting.amount.minor();
        }
        for (fund, minor) in moved {
            let funds = &mut self.cooperatives.entry(scope).or_default().funds;
            funds.entry(fund).or_default().add(counts, fund, event, minor);
        }
        if counts.at_the_end() {
            let own = self.cooperatives.entry(scope).or_default();
            self.scratch.iter().for_each(|posting| own.count_money(posting));
            self.follow(scope, record);
        }
    }
}

impl Funds {
    fn follow(&mut self, scope: CooperativeId, record: &Record) {
        if let Event::ResolutionAdopted(e) = &record.event {
            let on = record.envelope.occurred_on;
            let resolution = Resolution { adopted: e.clone(), on, spent: 0, spendings: 0, members: 0, others: 0 };
            let own = self.cooperatives.entry(scope).or_default();
            own.resolutions.insert((e.fund, e.resolution), resolution);
        } else if let Event::FundSpent(e) = &record.event {
            let own = self.cooperatives.entry(scope).or_default();
            own.resolutions.entry((e.fund, e.resolution)).and_modify(|resolution| resolution.spend(e));
        } else if let Event::PremiumAccrued(e) = &record.event {
            self.cooperatives.entry(scope).or_default().premiums_accrued += e.booked.minor();
        } else if let Event::PremiumReceived(e) = &record.event {
            self.cooperatives.entry(scope).or_default().premiums_received += e.carried.minor();
        }
    }
}

impl Resolution {
    fn spend(&mut self, e: &FundSpent) {
        self.spent += e.amount.minor();
        self.spendings += 1;
        self.members += u64::from(e.beneficiaries.members);
        self.others += u64::from(e.beneficiaries.others);
    }
}

impl Moves {
    fn add(&mut self, counts: Counts, fund: FundId, event: &Event, minor: i128) {
        if counts.on_the_eve() {
            self.opening += minor;
        }
        if counts.at_the_end() {
            self.closing += minor;
        }
        match counts {
            Counts::Before => {}
            Counts::BeforeOnly => self.corrected -= minor,
            Counts::Within => self.change(fund, event, minor),
        }
    }

    fn change(&mut self, fund: FundId, event: &Event, minor: i128) {
        if let Event::CommissionCharged(_) | Event::ProceedsAllocated(_) = event {
            self.from_sales += minor;
        } else if let Some(e) = GivenBack::of(event) {
            // A fund gives back its slices, and takes over for makers what it bears.
            let bears = e.borne_by == Some(Receiver::Fund(fund));
            let borne = e.makers.iter().filter(|_| bears).filter_map(|part| part.borne);
            let borne: i128 = borne.map(|borne| e.minor(borne)).sum();
            self.borne -= borne;
            self.from_sales += minor + borne;
        } else if let Event::DeductionApplied(_) = event {
            self.from_members += minor;
        } else if let Event::PremiumAccrued(_) = event {
            self.premiums += minor;
        } else if let Event::FundSpent(_) = event {
            self.spent += minor;
        } else {
            self.other += minor;
        }
    }
}

impl Reckon for Funds {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        for (id, own) in &self.cooperatives {
            let Some(currency) = book.cooperatives.get(id).map(|own| own.currency) else { continue };
            if own.funds.is_empty() && own.resolutions.is_empty() {
                continue;
            }
            page.table(own.funds_table(currency).of(id));
            page.table(own.covered_table(currency).of(id));
            page.table(own.resolutions_table(currency).of(id));
        }
    }
}

impl OfOne {
    /// Money in tills, foreign money at what it is carried at, and what grants and buyers have to do with it.
    fn count_money(&mut self, posting: &Posting) {
        let (sum, minor) = if let Account::Till(_) | Account::Exchange(_) = posting.account {
            (&mut self.in_tills, posting.amount.minor())
        } else if let Account::Grant(_) = posting.account {
            (&mut self.of_grants, -posting.amount.minor())
        } else if let Account::Receivable(_) | Account::Retained(_) = posting.account {
            (&mut self.owed, posting.amount.minor())
        } else {
            return;
        };
        *sum.entry(posting.amount.currency()).or_default() += minor;
    }

    /// Whether the money is there that the funds hold.
    fn covered_table(&self, currency: Currency) -> Table {
        let heads = [Term::HeldInFunds, Term::MoneyInTills, Term::OwedByBuyers, Term::NotCovered];
        let mut table = Table::new(Term::FundsAndMoney, heads.map(|head| head.in_currency(currency)));
        let amount = |minor| Amount(Money::new(minor, currency));
        let of = |sums: &BTreeMap<Currency, i128>| sums.get(&currency).copied().unwrap_or_default();
        let promised = self.premiums_accrued - self.premiums_received;
        let held = self.funds.values().map(|moves| moves.closing).sum::<i128>() - promised;
        let there = of(&self.in_tills) - of(&self.of_grants);
        table.row([
            amount(held).into(),
            amount(there).into(),
            Cell::unless_zero(amount(of(&self.owed))),
            Cell::unless_zero(amount((held - there).max(0))),
        ]);
        table
    }

    fn funds_table(&self, currency: Currency) -> Table {
        let heads = [
            Term::Fund,
            Term::Opening,
            Term::PutRight,
            Term::FromSales,
            Term::FromMembers,
            Term::Premiums,
            Term::Spent,
            Term::BorneForMakers,
            Term::OtherMoves,
            Term::Closing,
        ];
        let heads = heads.map(|head| if head == Term::Fund { head.into() } else { head.in_currency(currency) });
        let mut table = Table::new(Term::Funds, heads);
        let amount = |minor| Amount(Money::new(minor, currency));
        for (fund, moves) in &self.funds {
            let Moves { opening, corrected, from_sales, from_members, premiums, spent, borne, other, closing } = *moves;
            let changes = [opening, corrected, from_sales, from_members, premiums, spent, borne, other];
            let cells = changes.map(|minor| Cell::unless_zero(amount(minor)));
            table.row([Cell::text(fund)].into_iter().chain(cells).chain([amount(closing).into()]));
        }
        let promised = self.premiums_accrued - self.premiums_received;
        if promised != 0 {
            let mut row = vec![Cell::Empty; table.heads.len()];
            row[0] = Term::PromisedNotPaid.into();
            row[table.heads.len() - 1] = amount(promised).into();
            table.row(row);
        }
        table
    }

    fn resolutions_table(&self, currency: Currency) -> Table {
        let heads: [Head; 9] = [
            Term::Fund.into(),
            Term::Resolution.into(),
            Term::On.into(),
            Term::Purpose.into(),
            Term::AtMost.in_currency(currency),
            Term::Spent.in_currency(currency),
            Term::LeftToSpend.in_currency(currency),
            Term::ForMembersCount.into(),
            Term::ForOthersCount.into(),
        ];
        let mut table = Table::new(Term::Resolutions, heads);
        let amount = |minor| Amount(Money::new(minor, currency));
        for ((fund, resolution), known) in &self.resolutions {
            let ceiling = known.adopted.amount.minor();
            table.row([
                Cell::text(fund),
                Cell::text(resolution),
                known.on.into(),
                Cell::text(&known.adopted.purpose),
                amount(ceiling).into(),
                amount(known.spent).into(),
                amount(ceiling - known.spent).into(),
                Cell::Count(known.members),
                Cell::Count(known.others),
            ]);
        }
        table
    }
}
