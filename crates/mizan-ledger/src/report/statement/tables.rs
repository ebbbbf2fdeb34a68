//! The summary and the tables of a statement.

use crate::money::exact::Exact;
use crate::report::amount::Amount;
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::payout_item::{ItemLine, shown};
use crate::report::statement::sale_line::SaleLine;
use crate::report::statement::{Days, Statement};
use crate::report::summary::Summary;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::to_hand;
use crate::report::trace::tables::she_says;

impl Statement {
    /// Her money in one glance, in the order she looks for it.
    #[must_use]
    pub fn glance(&self) -> Summary {
        let mut lines = Summary::new(Term::MyMoney);
        lines.sum(Term::Earned, self.earned.plus(self.served));
        lines.sum(Term::Available, self.open.available);
        lines.part_unless_zero(Term::OnItsWay, self.open.in_payout.plus(self.open.sent));
        lines.part_unless_zero(Term::Unclaimed, self.open.unclaimed);
        lines.sum(Term::InMyHand, self.paid);
        lines.sum(Term::Deducted, self.deducted.plus(self.taken));
        lines.part_unless_zero(Term::StandingIn, self.open.guarantee);
        lines.sum(Term::StillToCome, self.open.pending);
        lines
    }

    /// The statement as it is read.
    #[must_use]
    pub fn page(&self) -> Page {
        let mut page = Page::new(Term::MemberStatement, self.position, Days { from: self.from, to: self.to });
        page.of = Some(self.member.to_string());
        page.currency = Some(self.currency);
        page.unexplained = Some(self.unexplained);
        page.summary(self.glance());
        page.summary(self.account());
        page.table(self.sales_table());
        page.table(self.deductions_table());
        page.table(self.payouts_table());
        if !self.residues.is_empty() || self.carried.is_some() {
            page.table(self.residues_table());
        }
        if let Some(days) = &self.days_to_hand {
            page.table(to_hand::table([(Cell::text(self.member), days)]));
            page.note(Note::DaysToHand);
        }
        page.summary(self.debts());
        self.capital().into_iter().for_each(|shares| page.summary(shares));
        page
    }

    /// The same from top to bottom: each sum is what stands above it added up, or is made of the parts below it.
    #[must_use]
    pub fn account(&self) -> Summary {
        let mut lines = Summary::new(Term::HowItAddsUp);
        let less = |amount: Amount| Amount::zero(self.currency).minus(amount);
        if self.from.is_some() {
            lines.sum(Term::DueBefore, self.opening);
        }
        lines.sum(Term::EarnedBefore, self.earned);
        lines.part_unless_zero(Term::ForServices, self.served);
        for line in &self.deducted_by_clause {
            lines.named_part(line.recovers.term(), line.of, Some(line.clause), less(line.amount));
        }
        for line in &self.taken_for {
            lines.named_part(line.what.term(), Some(line.of), None::<&str>, less(line.amount));
        }
        lines.part_unless_zero(Term::ExchangeDifference, self.exchange_difference);
        lines.part_unless_zero(Term::GivenBackToBuyers, less(self.credited));
        lines.part_unless_zero(Term::BorneForMe, self.borne);
        lines.part_unless_zero(Term::BecameMyDebt, self.credited_after_use.minus(self.borne));
        lines.part_unless_zero(Term::PutRight, self.corrected);
        lines.sum(Term::ForMe, self.closing.plus(self.paid));
        lines.part(Term::PaidToMe, less(self.paid));
        lines.sum(Term::DueToMe, self.closing);
        lines.part_unless_zero(Term::Pending, self.open.pending);
        lines.part_unless_zero(Term::Available, self.open.available);
        lines.part_unless_zero(Term::InPayout, self.open.in_payout);
        lines.part_unless_zero(Term::SentOut, self.open.sent);
        lines.part_unless_zero(Term::Unclaimed, self.open.unclaimed);
        lines.part_unless_zero(Term::StandingIn, self.open.guarantee);
        lines
    }

    /// Her shares in the cooperative, if she ever had any.
    #[must_use]
    pub fn capital(&self) -> Option<Summary> {
        let shares = self.shares?;
        let mut lines = Summary::new(Term::MyShares);
        lines.named_part(Term::Shares, Some(shares.shares), None::<&str>, shares.value);
        lines.part(Term::PaidOfShares, Amount::zero(self.currency).minus(shares.paid));
        lines.sum(Term::StillToPay, shares.still_to_pay);
        Some(lines)
    }

    /// What she owes, and for what.
    #[must_use]
    pub fn debts(&self) -> Summary {
        let mut lines = Summary::new(Term::MyDebts);
        lines.sum(Term::Together, self.owed.total);
        for line in self.owed.loans.iter().filter(|line| !line.amount.is_zero()) {
            lines.named_part(Term::OfTheLoan, Some(line.loan), None::<&str>, line.amount);
        }
        lines.part_unless_zero(Term::ForMaterials, self.owed.advances);
        lines.part_unless_zero(Term::AfterRefunds, self.owed.debts);
        for line in self.owed.paid_for_her.iter().filter(|line| !line.amount.is_zero()) {
            lines.named_part(Term::PaidForMe, Some(line.by), None::<&str>, line.amount);
        }
        lines
    }

    /// The sales her shares come from, each row adding up, and last all of them together.
    #[must_use]
    pub fn sales_table(&self) -> Table {
        let heads = [
            Term::Sale,
            Term::On,
            Term::Buyer,
            Term::Share,
            Term::ForServices,
            Term::Kept,
            Term::GivenBack,
            Term::BorneForMe,
            Term::BecameMyDebt,
            Term::Exchange,
            Term::Mine,
        ];
        let mut table = Table::new(Term::Sales, heads);
        let figures = |line: &SaleLine| {
            [
                line.share.into(),
                Cell::unless_zero(line.served),
                Cell::unless_zero(line.deducted.plus(line.taken)),
                Cell::unless_zero(line.credited),
                Cell::unless_zero(line.borne),
                Cell::unless_zero(line.owed_back),
                Cell::unless_zero(line.exchange_difference),
                line.hers.into(),
            ]
        };
        for line in &self.sales {
            let of = [Cell::text(line.sale), line.on.into(), line.buyer.map(Cell::text).into()];
            table.row(of.into_iter().chain(figures(line)));
        }
        if let Some(all) = self.sales.iter().cloned().reduce(SaleLine::plus) {
            let of = [Cell::Term(Term::Together), Cell::Empty, Cell::Empty];
            table.row(of.into_iter().chain(figures(&all)));
        }
        table
    }

    /// What was kept of her shares, one by one, and what was taken of them after they were available.
    #[must_use]
    pub fn deductions_table(&self) -> Table {
        let heads = [Term::On, Term::Sale, Term::Under, Term::PaysBack, Term::Amount];
        let mut table = Table::new(Term::Deductions, heads);
        for line in &self.deductions {
            table.row([
                line.on.into(),
                Cell::text(line.sale),
                Cell::text(line.clause),
                Cell::named(line.recovers.term(), line.of),
                line.amount.into(),
            ]);
        }
        for line in &self.taken_for {
            table.row([
                line.on.into(),
                Cell::Empty,
                line.under(),
                Cell::named(line.what.term(), Some(line.of)),
                line.amount.into(),
            ]);
        }
        table
    }

    /// What her rates made exactly and what is carried below the minor unit, sale by sale; last what is carried on.
    #[must_use]
    pub fn residues_table(&self) -> Table {
        let heads = [Term::Sale, Term::On, Term::BroughtOver, Term::Exactly, Term::CarriedOn];
        let mut table = Table::new(Term::Residues, heads);
        for line in &self.residues {
            let number = |amount: Exact| Cell::Number(amount.decimal());
            table.row([
                Cell::text(line.sale),
                line.on.into(),
                number(line.before),
                number(line.exact),
                number(line.after),
            ]);
        }
        let carried = self.carried.map(|carried| Cell::Number(carried.decimal()));
        table.row([Term::Together.into(), Cell::Empty, Cell::Empty, Cell::Empty, carried.into()]);
        table
    }

    /// Her payouts.
    #[must_use]
    pub fn payouts_table(&self) -> Table {
        let heads = [Term::Payout, Term::By, Term::State, Term::Since, Term::Amount, Term::InMyHand, Term::ISaid];
        let mut table = Table::new(Term::Payouts, heads);
        for line in &self.payouts {
            let ItemLine { payout, state, since, amount, paid, .. } = line;
            table.row([
                Cell::text(payout),
                Term::from(line.method).into(),
                shown(*state, line.asked_back.as_ref()).into(),
                (*since).into(),
                (*amount).into(),
                Cell::unless_zero(*paid),
                she_says(line.acknowledged, line.disputed),
            ]);
        }
        table
    }
}
