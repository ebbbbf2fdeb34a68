//! A closed period: its rows made again from the records before it, and held against what its record says.

use std::collections::BTreeMap;

use mizan_ledger::account::Account;
use mizan_ledger::event::period::{Control, PeriodClosed};
use mizan_ledger::money::{Currency, Money};
use mizan_proof::disclosure::Disclosure;
use mizan_proof::projection::{Balance, Projection, Secret};

/// The rows of balances, those that are zero left out.
#[must_use]
pub fn rows_of(balances: impl IntoIterator<Item = (Account, Money)>, secret: &Secret) -> Projection {
    let of = |(account, balance): (Account, Money)| Balance {
        account: account.to_string(),
        balance: balance.number().to_string(),
        currency: balance.currency().to_string(),
    };
    Projection::new(balances.into_iter().filter(|(_, balance)| !balance.is_zero()).map(of), secret)
}

/// A closing as it stands in a log, with the balances that the records before it come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The position of its record.
    pub position: u64,
    /// What it says.
    pub closed: PeriodClosed,
    /// What the records before it come to.
    pub balances: Vec<(Account, Money)>,
    /// Where the period was opened again, if it was.
    pub reopened_at: Option<u64>,
}

impl Found {
    /// The secret that one of these openings opens, if any is this closing's.
    #[must_use]
    pub fn secret_of(&self, openings: &[Disclosure]) -> Option<Secret> {
        let digests = &self.closed.sealed.0;
        let ours = |opening: &&Disclosure| {
            opening.name() == Secret::NAME && digests.iter().any(|digest| **digest == opening.digest())
        };
        openings.iter().find(ours)?.value().parse().ok()
    }

    /// What the closing says otherwise than the records before it, as far as no secret is needed to see it.
    #[must_use]
    pub fn differs(&self) -> Vec<String> {
        let mut differs = Vec::new();
        let (said, found) =
            (self.closed.rows, self.balances.iter().filter(|(_, balance)| !balance.is_zero()).count() as u64);
        if said != found {
            differs.push(format!("it counts {said} rows, the records before it come to {found}"));
        }
        let found = controls(&self.balances);
        if self.closed.totals != found {
            differs.push(format!(
                "its sums are {}, the records before it come to {}",
                told(&self.closed.totals),
                told(&found)
            ));
        }
        differs
    }

    /// The rows made again, and what the closing says otherwise than they do.
    #[must_use]
    pub fn made_again(&self, secret: &Secret) -> (Projection, Vec<String>) {
        let rows = rows_of(self.balances.iter().copied(), secret);
        let mut differs = Vec::new();
        let (said, found) = (self.closed.projection_root.as_str(), rows.root().to_string());
        if said != found {
            differs.push(format!("its root is {said}, the records before it come to {found}"));
        }
        differs.extend(self.differs());
        (rows, differs)
    }
}

/// The sums of both sides in each currency, reckoned apart from the rule that closes a period.
fn controls(balances: &[(Account, Money)]) -> Vec<Control> {
    let mut sums: BTreeMap<Currency, (i128, i128)> = BTreeMap::new();
    for (_, balance) in balances.iter().filter(|(_, balance)| !balance.is_zero()) {
        let (debits, credits) = sums.entry(balance.currency()).or_default();
        *debits += balance.minor().max(0);
        *credits -= balance.minor().min(0);
    }
    let control = |(currency, (debits, credits))| Control {
        debits: Money::new(debits, currency),
        credits: Money::new(credits, currency),
    };
    sums.into_iter().map(control).collect()
}

fn told(controls: &[Control]) -> String {
    let one = |control: &Control| format!("{} and {}", control.debits, control.credits);
    if controls.is_empty() { "none".to_owned() } else { controls.iter().map(one).collect::<Vec<_>>().join(", ") }
}
