//! A retailer's statement as a page.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::id::CooperativeId;
use crate::money::{Currency, Money};
use crate::report::note::Note;
use crate::report::orders;
use crate::report::page::Page;
use crate::report::retailer::entry::EntryKind;
use crate::report::retailer::{Balance, BuyerAccount, DisputedInvoice, OpenInvoice, RetailerStatement};
use crate::report::shared_freight;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// Up to how many days after its due date an invoice stands in each column of the ageing; older ones in the last.
const AGES: [(Term, i64); 4] =
    [(Term::NotDue, 0), (Term::LateToThirty, 30), (Term::LateToSixty, 60), (Term::LateToNinety, 90)];

impl RetailerStatement {
    /// The statement as it is read.
    #[must_use]
    pub fn page(&self) -> Page {
        let mut page = Page::new(Term::RetailerStatement, self.position, self.days);
        page.of = Some(self.buyer.to_string());
        page.as_of = self.as_of;
        for (cooperative, account) in &self.accounts {
            page.table(account.balances_table().of(cooperative));
            page.table(account.entries_table().of(cooperative));
            page.table(account.open_table(self.as_of).of(cooperative));
            page.table(account.ageing_table(self.as_of).of(cooperative));
            if !account.disputed.is_empty() {
                page.table(account.disputed_table().of(cooperative));
            }
            page.table(account.premiums_table().of(cooperative));
            if !account.shared_freight.is_empty() {
                page.table(shared_freight::table(&account.shared_freight).of(cooperative));
            }
            page.table(account.went_table().of(cooperative));
            page.table(account.reached_table(*cooperative).of(cooperative));
            page.table(orders::table(&account.orders, self.as_of).of(cooperative));
        }
        if !self.accounts.is_empty() {
            page.note(Note::Ageing);
            if self.accounts.values().any(BuyerAccount::is_due_by_law) {
                page.note(Note::DueByLaw);
            }
            if self.accounts.values().any(|account| !account.shared_freight.is_empty()) {
                page.note(Note::SharedFreight);
            }
            page.note(Note::WhereItWent);
            page.note(Note::DaysToHand);
            page.note(Note::Corrected);
        }
        let gaps = self.accounts.values().map(|account| account.unexplained);
        page.unexplained = gaps.max_by_key(|gap| gap.0.minor());
        page
    }
}

impl BuyerAccount {
    /// Whether something is open that no day was agreed for.
    fn is_due_by_law(&self) -> bool {
        let open = self.open.iter().any(|invoice| !invoice.agreed && invoice.unpaid.is_positive());
        open || self.orders.values().any(|order| order.due_by_law)
    }

    /// From the opening to the closing balance, in each currency of its documents and as it is booked.
    fn balances_table(&self) -> Table {
        let disputes = self.entries.iter().any(|entry| entry.kind == EntryKind::Chargeback);
        let disputed = [Term::Chargeback, Term::ChargebackBorne].into_iter().filter(|_| disputes);
        let heads = [
            Term::Currency,
            Term::Opening,
            Term::PutRight,
            Term::Invoices,
            Term::CreditNotes,
            Term::Advances,
            Term::PaymentsIn,
            Term::Refunds,
        ];
        let ends = [Term::Exchange, Term::Closing, Term::Unpaid, Term::AdvanceLeft, Term::Unmatched];
        let heads = heads.into_iter().chain(disputed).chain(ends);
        let mut table = Table::new(Term::TheAccount, heads);
        let mut row = |head: Cell, balance: &Balance| {
            let Balance { opening, corrected, invoiced, credited, advances, payments, refunds, .. } = *balance;
            let changes = [opening, corrected, invoiced, credited, advances, payments, refunds].into_iter();
            let disputed = [balance.charged_back, balance.borne].into_iter().filter(|_| disputes);
            let changes = changes.chain(disputed).chain([balance.differences]);
            let open = [balance.unpaid, balance.advances_left, balance.unmatched];
            let cells = changes.map(unless_zero).chain([Cell::Amount(balance.closing.into())]);
            table.row([head].into_iter().chain(cells).chain(open.map(unless_zero)));
        };
        self.balances.iter().for_each(|(currency, balance)| row(Cell::text(currency), balance));
        let is_same = self.balances.keys().all(|currency| *currency == self.currency);
        if !is_same || !self.booked.differences.is_zero() {
            row(Cell::named(Term::Booked, Some(self.currency)), &self.booked);
        }
        table
    }

    fn entries_table(&self) -> Table {
        let heads = [
            Head::from(Term::On),
            Term::Kind.into(),
            Term::OurReference.into(),
            Term::DocumentReference.into(),
            Term::About.into(),
            Term::Order.into(),
            Term::Amount.into(),
            Term::Balance.into(),
            Term::Booked.in_currency(self.currency),
        ];
        let mut table = Table::new(Term::Entries, heads);
        for entry in &self.entries {
            table.row([
                entry.on.into(),
                entry.kind.term().into(),
                Cell::text(entry.ours),
                entry.reference.as_ref().map(Cell::text).into(),
                entry.of.map(Cell::text).into(),
                entry.order.map(Cell::text).into(),
                entry.amount.map_or(Cell::Empty, Cell::Money),
                entry.balance.map_or(Cell::Empty, Cell::Money),
                entry.booked.into(),
            ]);
        }
        table
    }

    fn open_table(&self, as_of: Option<Date>) -> Table {
        let heads =
            [Term::Sale, Term::DocumentReference, Term::On, Term::DueOn, Term::DaysOverdue, Term::Amount, Term::Unpaid];
        let mut table = Table::new(Term::OpenInvoices, heads);
        for invoice in &self.open {
            table.row([
                Cell::text(invoice.sale),
                invoice.reference.as_ref().map(Cell::text).into(),
                invoice.on.into(),
                Some(invoice.due_on).into(),
                overdue(invoice, as_of)
                    .filter(|days| *days > 0 && invoice.unpaid.is_positive())
                    .map_or(Cell::Empty, Cell::Days),
                Cell::Money(invoice.total),
                Cell::Money(invoice.unpaid),
            ]);
        }
        table
    }

    fn ageing_table(&self, as_of: Option<Date>) -> Table {
        let heads = [Term::Currency].into_iter().chain(AGES.map(|(term, _)| term));
        let heads = heads.chain([Term::LateBeyond, Term::OwedBack, Term::Unpaid]);
        let heads = heads.chain([Term::OfThatDisputed].into_iter().filter(|_| !self.disputed.is_empty()));
        let mut table = Table::new(Term::AgeingOfInvoices, heads);
        let mut ages: BTreeMap<Currency, [Money; AGES.len() + 3]> = BTreeMap::new();
        for invoice in &self.open {
            let currency = invoice.unpaid.currency();
            let row = ages.entry(currency).or_insert([currency.zero(); AGES.len() + 3]);
            let late = overdue(invoice, as_of).unwrap_or(0);
            let place = if invoice.unpaid.is_negative() {
                AGES.len() + 1
            } else {
                AGES.iter().position(|(_, most)| late <= *most).unwrap_or(AGES.len())
            };
            for place in [place, AGES.len() + 2] {
                row[place] = Money::new(row[place].minor() + invoice.unpaid.minor(), currency);
            }
        }
        for (currency, row) in ages {
            let cells = [Cell::text(currency)].into_iter().chain(row.map(unless_zero));
            table.row(cells.chain([unless_zero(self.disputed_of(currency))]));
        }
        table
    }

    /// What is disputed of what is unpaid in a currency: it is owed and ages until it is credited.
    fn disputed_of(&self, currency: Currency) -> Money {
        let here = self.disputed.iter().filter(|disputed| disputed.unpaid.currency() == currency);
        let unpaid = |disputed: &DisputedInvoice| disputed.amount.minor().min(disputed.unpaid.minor()).max(0);
        Money::new(here.map(unpaid).sum(), currency)
    }

    fn disputed_table(&self) -> Table {
        let heads = [Term::Sale, Term::DocumentReference, Term::On, Term::Why, Term::AmountDisputed, Term::Unpaid];
        let mut table = Table::new(Term::DisputedInvoices, heads);
        for disputed in &self.disputed {
            table.row([
                Cell::text(disputed.sale),
                disputed.reference.as_ref().map(Cell::text).into(),
                disputed.on.into(),
                Term::from(disputed.reason).into(),
                Cell::Money(disputed.amount),
                Cell::Money(disputed.unpaid),
            ]);
        }
        table
    }

    fn premiums_table(&self) -> Table {
        let heads = [
            Term::On,
            Term::OurReference,
            Term::DocumentReference,
            Term::Fund,
            Term::Amount,
            Term::PaymentsIn,
            Term::Unpaid,
        ];
        let mut table = Table::new(Term::Premiums, heads);
        for (premium, line) in &self.premiums {
            let unpaid = Money::new(line.amount.minor() - line.paid.minor(), line.amount.currency());
            table.row([
                line.on.into(),
                Cell::text(premium),
                line.reference.as_ref().map(Cell::text).into(),
                Cell::text(line.fund),
                Cell::Money(line.amount),
                Cell::Money(line.paid),
                Cell::Money(unpaid),
            ]);
        }
        table
    }

    fn went_table(&self) -> Table {
        let heads = [
            Head::from(Term::To),
            Term::Step.into(),
            Term::Amount.in_currency(self.currency),
            Term::PercentOfPrice.into(),
        ];
        let mut table = Table::new(Term::WhereMyMoneyWent, heads);
        for line in &self.went {
            let step = line.step.map(Cell::text).into();
            table.row([line.to.cell(), step, line.amount.into(), Cell::Percent(line.percent)]);
        }
        if !table.rows.is_empty() {
            table.row([Term::Together.into(), Cell::Empty, self.went_of.into()]);
        }
        table
    }

    fn reached_table(&self, cooperative: CooperativeId) -> Table {
        let heads = [
            Head::from(Term::Of),
            Term::MakersWithShare.into(),
            Term::MakersReached.into(),
            Term::HalfWithin.into(),
            Term::NineTenthsWithin.into(),
            Term::AllWithin.into(),
            Term::MoneyCounted.in_currency(self.currency),
            Term::IAgreedToPayWithin.into(),
            Term::IPaidWithin.into(),
        ];
        let mut table = Table::new(Term::FromMyPaymentToHerHand, heads);
        if self.makers == 0 && self.reached == 0 {
            return table;
        }
        let days = |days: Option<i64>| days.map_or(Cell::Empty, Cell::Days);
        let to_hand = self.days_to_hand.as_ref();
        table.row([
            Cell::text(cooperative),
            Cell::Count(self.makers),
            Cell::Count(self.reached),
            days(to_hand.map(|days| days.p50)),
            days(to_hand.map(|days| days.p90)),
            days(to_hand.map(|days| days.max)),
            to_hand.map(|days| days.amount).into(),
            days(self.paying.agreed.percentile(50)),
            days(self.paying.took.percentile(50)),
        ]);
        table
    }
}

/// How many days after its due date an invoice is open; below zero it is not due.
fn overdue(invoice: &OpenInvoice, as_of: Option<Date>) -> Option<i64> {
    as_of.map(|today| i64::from((today - invoice.due_on).get_days()))
}

fn unless_zero(money: Money) -> Cell {
    Cell::unless_zero(money.into())
}
