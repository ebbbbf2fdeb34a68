//! A cooperative's statement as a page.

use crate::report::cooperative::flows::Flows;
use crate::report::cooperative::{CooperativeStatement, Dues};
use crate::report::note::Note;
use crate::report::orders;
use crate::report::page::Page;
use crate::report::summary::Summary;
use crate::report::table::{Cell, Table};
use crate::report::term::Term;
use crate::report::to_hand;

impl CooperativeStatement {
    /// The statement as it is read.
    #[must_use]
    pub fn page(&self) -> Page {
        let mut page = Page::new(Term::CooperativeStatement, self.position, self.days);
        page.of = Some(self.cooperative.to_string());
        page.currency = Some(self.currency);
        page.as_of = self.as_of;
        page.unexplained = Some(self.unexplained);
        page.summary(sold(&self.flows));
        page.summary(self.dues_summary());
        page.table(self.months_table());
        page.table(self.members_table());
        page.table(self.accounts_table());
        page.table(self.payouts_table());
        page.table(orders::table(&self.orders, self.as_of));
        if self.orders.values().any(|order| order.due_by_law) {
            page.note(Note::DueByLaw);
        }
        page.note(Note::Corrected);
        if let Some(days) = &self.days_to_hand {
            page.table(to_hand::table([(Cell::text(self.cooperative), days)]));
            page.note(Note::DaysToHand);
        }
        page
    }

    fn dues_summary(&self) -> Summary {
        let Flows { earned, exchange_difference, deducted, taken, paid, .. } = self.flows;
        let nothing = self.unexplained.minus(self.unexplained);
        let closing = self.dues.open.total();
        let mut summary = Summary::new(Term::MembersMoney);
        if self.days.from.is_some() {
            summary.sum(Term::MembersDueBefore, self.dues.opening);
        }
        summary.sum(Term::EarnedBefore, earned);
        summary.part_unless_zero(Term::KeptUnderClauses, nothing.minus(deducted));
        summary.part_unless_zero(Term::TakenOtherwise, nothing.minus(taken));
        summary.part_unless_zero(Term::ExchangeDifference, exchange_difference);
        summary.part_unless_zero(Term::GivenBackToBuyers, nothing.minus(self.flows.credited_to_makers));
        summary.part_unless_zero(Term::BorneForMakers, self.flows.borne);
        summary.part_unless_zero(Term::BecameADebt, self.flows.became_debt());
        summary.part_unless_zero(Term::PutRight, self.dues.corrected);
        summary.sum(Term::ForMembers, closing.plus(paid));
        summary.part(Term::PaidToMembers, nothing.minus(paid));
        summary.sum(Term::DueToMembers, closing);
        let open = self.dues.open;
        summary.part_unless_zero(Term::Pending, open.pending);
        summary.part_unless_zero(Term::Available, open.available);
        summary.part_unless_zero(Term::InPayout, open.in_payout);
        summary.part_unless_zero(Term::SentOut, open.sent);
        summary.part_unless_zero(Term::NotCollected, open.unclaimed);
        summary.part_unless_zero(Term::StandingIn, open.guarantee);
        summary.sum(Term::MembersOwe, self.dues.owed);
        if !self.capital.is_zero() {
            summary.sum(Term::SharesPaidIn, self.capital);
        }
        summary
    }

    /// Each row divides what was sold, less what was given back, among those it is for.
    fn months_table(&self) -> Table {
        let heads = [
            Term::Month,
            Term::Sold,
            Term::GivenBack,
            Term::TaxInIt,
            Term::ToParties,
            Term::ForCooperative,
            Term::ToFunds,
            Term::ForTheMakers,
            Term::Kept,
            Term::PaidToHands,
            Term::FromBuyers,
            Term::OwnCosts,
            Term::OtherIncome,
        ];
        let mut table = Table::new(Term::MonthByMonth, heads);
        let mut row = |head: Cell, flows: &Flows| {
            let figures = [
                flows.credited,
                flows.tax,
                flows.to_parties,
                flows.own,
                flows.to_funds,
                flows.earned.minus(flows.credited_to_makers),
                flows.deducted.plus(flows.taken),
                flows.paid,
                flows.received,
                flows.costs,
                flows.other_income,
            ];
            table.row([head, flows.sold.into()].into_iter().chain(figures.map(Cell::unless_zero)));
        };
        self.months.iter().for_each(|(month, flows)| row(Cell::text(month), flows));
        if self.months.len() > 1 {
            row(Term::Together.into(), &self.flows);
        }
        table
    }

    /// Each row says what was due to a member and what changed it, and then where all of that is; last all of them together.
    fn members_table(&self) -> Table {
        let heads = [
            Term::Member,
            Term::Opening,
            Term::Earned,
            Term::Kept,
            Term::GivenBack,
            Term::BorneForHer,
            Term::BecameADebt,
            Term::Exchange,
            Term::PutRight,
            Term::InHerHand,
            Term::StillToCome,
            Term::Available,
            Term::OnItsWay,
            Term::NotCollected,
            Term::StandingIn,
            Term::OwesBack,
        ];
        let mut table = Table::new(Term::Members, heads);
        let mut row = |head: Cell, flows: &Flows, dues: &Dues| {
            let changes = [
                flows.deducted.plus(flows.taken),
                flows.credited_to_makers,
                flows.borne,
                flows.became_debt(),
                flows.exchange_difference,
                dues.corrected,
            ];
            let ends = [
                flows.paid,
                dues.open.pending,
                dues.open.available,
                dues.open.in_payout.plus(dues.open.sent),
                dues.open.unclaimed,
                dues.open.guarantee,
                dues.owed,
            ];
            let before = [head, Cell::unless_zero(dues.opening), flows.earned.into()];
            table.row(before.into_iter().chain(changes.map(Cell::unless_zero)).chain(ends.map(Cell::unless_zero)));
        };
        self.members.iter().for_each(|(member, line)| row(Cell::text(member), &line.flows, &line.dues));
        if self.members.len() > 1 {
            row(Term::Together.into(), &self.flows, &self.dues);
        }
        table
    }

    fn accounts_table(&self) -> Table {
        let opening = self.days.from.is_some();
        let heads: &[Term] = match opening {
            true => &[Term::Account, Term::Opening, Term::Closing],
            false => &[Term::Account, Term::Closing],
        };
        let mut table = Table::new(Term::Balances, heads.iter().copied());
        for line in &self.accounts {
            let opening = opening.then_some(Cell::Money(line.opening.0));
            table.row([Cell::text(line.account)].into_iter().chain(opening).chain([Cell::Money(line.closing.0)]));
        }
        table
    }

    fn payouts_table(&self) -> Table {
        let heads = [Term::Payout, Term::State, Term::Since, Term::HowManyMembers, Term::Amount];
        let mut table = Table::new(Term::OpenPayouts, heads);
        for line in &self.payouts {
            table.row([
                Cell::text(line.payout),
                line.state.term().into(),
                line.since.into(),
                Cell::Count(line.members),
                line.amount.into(),
            ]);
        }
        table
    }
}

/// What was sold, and where it went: each line that is no part is the sum of what stands above it.
fn sold(flows: &Flows) -> Summary {
    let nothing = flows.sold.minus(flows.sold);
    let left = flows.sold.minus(flows.credited);
    let mut summary = Summary::new(Term::WhereThePriceWent);
    summary.sum(Term::Sold, flows.sold);
    if !flows.credited.is_zero() {
        summary.part(Term::GivenBackToBuyers, nothing.minus(flows.credited));
        summary.sum(Term::LeftOfIt, left);
    }
    summary.part_unless_zero(Term::TaxInIt, nothing.minus(flows.tax));
    summary.part_unless_zero(Term::ToParties, nothing.minus(flows.to_parties));
    summary.part_unless_zero(Term::ForCooperative, nothing.minus(flows.own));
    summary.part_unless_zero(Term::ToFunds, nothing.minus(flows.to_funds));
    summary.sum(Term::ForTheMakers, flows.earned.minus(flows.credited_to_makers));
    summary.sum(Term::FromBuyers, flows.received);
    if !flows.costs.is_zero() || !flows.other_income.is_zero() {
        summary.sum(Term::OwnCosts, flows.costs);
        summary.part_unless_zero(Term::OtherIncome, flows.other_income);
    }
    summary
}
