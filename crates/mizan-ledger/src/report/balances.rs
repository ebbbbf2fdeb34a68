//! All balances of a book, as a reader expects them: what is there or owed stands above zero.
//!
//! Assets and expenses are debits less credits; liabilities, equity and income are credits less debits. So what a
//! cooperative owes its member prints as `860.49`, and what it holds in its bank account prints as `860.49` too.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::account::{Account, Nature};
use crate::balances::Totals;
use crate::id::{CooperativeId, MemberId};
use crate::money::{Currency, Money};
use crate::report::amount::Amount;
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// The balances of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BalancesReport {
    /// The last position read.
    pub position: Option<u64>,
    /// The day at whose end they stood so, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// The accounts, by cooperative and in the order of the chart.
    pub accounts: Vec<AccountLine>,
}

/// One account in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountLine {
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// The account.
    pub account: Account,
    /// The currency.
    pub currency: Currency,
    /// Its balance, above zero on the side its nature has.
    pub balance: Amount,
}

/// Which balances are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Only this cooperative's.
    pub cooperative: Option<CooperativeId>,
    /// Only this member's.
    pub member: Option<MemberId>,
    /// Also accounts that have come back to zero.
    pub zero: bool,
}

/// The balance as a reader expects it.
#[must_use]
pub fn natural(account: Account, balance: Money) -> Amount {
    Amount(match account.nature() {
        Nature::Assets | Nature::Expenses => balance,
        Nature::Liabilities | Nature::Equity | Nature::Income => balance.negated(),
    })
}

/// Lists the balances that are wanted.
pub fn balances<'a>(
    books: impl IntoIterator<Item = (CooperativeId, &'a Totals)>,
    wanted: Wanted,
    position: Option<u64>,
    day: Option<Date>,
) -> BalancesReport {
    let mut accounts = Vec::new();
    for (cooperative, balances) in books {
        if wanted.cooperative.is_some_and(|named| named != cooperative) {
            continue;
        }
        for (account, balance) in balances.all() {
            let hers = wanted.member.is_none_or(|member| account.member() == Some(member));
            if hers && (wanted.zero || !balance.is_zero()) {
                let (currency, balance) = (balance.currency(), natural(account, balance));
                accounts.push(AccountLine { cooperative, account, currency, balance });
            }
        }
    }
    BalancesReport { position, day, accounts }
}

impl BalancesReport {
    /// A table for each cooperative: its accounts, with a column for each currency that is found in them.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let mut tables = Vec::new();
        for lines in self.accounts.chunk_by(|one, next| one.cooperative == next.cooperative) {
            let currencies: BTreeSet<Currency> = lines.iter().map(|line| line.currency).collect();
            let heads = currencies.iter().map(|currency| Term::Balance.in_currency(*currency));
            let mut table = Table::new(Term::Balances, std::iter::once(Head::from(Term::Account)).chain(heads));
            table.of = lines.first().map(|line| line.cooperative.to_string());
            for of_one in lines.chunk_by(|one, next| one.account == next.account) {
                let cell = |currency: &Currency| of_one.iter().find(|line| line.currency == *currency);
                let amounts = currencies.iter().map(|currency| cell(currency).map(|line| line.balance).into());
                table.row(of_one.iter().take(1).map(|line| Cell::text(line.account)).chain(amounts));
            }
            tables.push(table);
        }
        tables
    }
}
