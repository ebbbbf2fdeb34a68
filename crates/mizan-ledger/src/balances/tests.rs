//! Balances are the sums of what was posted, whichever came first, and are read as they were packed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::id::{MemberId, PayoutId};

const MAD: &str = "MAD";
const EUR: &str = "EUR";

/// A posting by numbers: on one of a few accounts, in one of two currencies.
fn posting((which, of, euros, minor): (u8, u8, bool, i128)) -> Posting {
    let code = |letter| -> Code { format!("{letter}{of}").parse().expect("an identifier") };
    let member = MemberId(code('w'));
    let account: Account = match which {
        0 => Account::Commission,
        1 => Account::MemberAvailable(member),
        2 => Account::MemberPending(member),
        3 => Account::PayoutSent(PayoutId(code('p')), member),
        _ => Account::SaleClearing(SaleId(code('s'))),
    };
    let currency = if euros { EUR } else { MAD }.parse().expect("a currency");
    Posting { account, amount: Money::new(minor, currency), sale: None }
}

fn postings() -> impl Strategy<Value = Vec<Posting>> {
    let one = (0..5_u8, 0..4_u8, any::<bool>(), -2..3_i128).prop_map(posting);
    prop::collection::vec(one, 0..80)
}

fn totals(postings: &[Posting]) -> Totals {
    let mut totals = Totals::default();
    postings.iter().for_each(|posting| totals.add(posting));
    totals
}

proptest! {
    #[test]
    fn what_stands_on_an_account_is_the_sum_of_its_postings(postings in postings()) {
        let totals = totals(&postings);
        let mut sums: BTreeMap<(Account, Currency), i128> = BTreeMap::new();
        for Posting { account, amount, .. } in &postings {
            *sums.entry((*account, amount.currency())).or_default() += amount.minor();
        }
        for ((account, currency), sum) in &sums {
            prop_assert_eq!(totals.of(*account, *currency), Money::new(*sum, *currency));
        }
        // A balance that came back to zero stays known, but for the clearing account of a sale.
        sums.retain(|(account, _), sum| *sum != 0 || !matches!(account, Account::SaleClearing(_)));
        let all: Vec<_> = sums.iter().map(|((account, currency), sum)| (*account, Money::new(*sum, *currency))).collect();
        prop_assert_eq!(totals.all(), all);
    }

    #[test]
    fn balances_that_come_to_the_same_are_equal_whichever_came_first(postings in postings(), other in postings()) {
        let mut backwards = postings.clone();
        backwards.reverse();
        prop_assert_eq!(totals(&postings), totals(&backwards));
        let (one, another) = (totals(&postings), totals(&other));
        prop_assert_eq!(one == another, one.all() == another.all());
    }

    #[test]
    fn balances_are_read_as_they_were_packed(postings in postings()) {
        let totals = totals(&postings);
        let mut bytes = Vec::new();
        totals.pack(&mut bytes);
        let mut rest = bytes.as_slice();
        prop_assert_eq!(Totals::unpack(&mut rest), Some(totals));
        prop_assert!(rest.is_empty());
    }
}

#[test]
fn an_account_that_cannot_be_is_not_read() {
    let mut accounts = Names::default();
    accounts.number_or_next(b"\xffno account");
    let mut bytes = Vec::new();
    (accounts, (0_i128, Map::<(SaleId, Currency), i128>::default())).pack(&mut bytes);
    assert_eq!(Totals::unpack(&mut bytes.as_slice()), None);
}

#[test]
fn whoever_holds_what_is_owed_to_another_does_not_have_the_same_balances() {
    let owed = |member: &str, sale: &str| Posting {
        account: Account::MemberAvailable(member.parse().expect("an identifier")),
        amount: Money::new(-500, MAD.parse().expect("a currency")),
        sale: Some(sale.parse().expect("an identifier")),
    };
    let (mut hers, mut exchanged) = (Balances::default(), Balances::default());
    hers.add_all(&[owed("aicha", "rug-1"), owed("fatima", "rug-2")]);
    exchanged.add_all(&[owed("fatima", "rug-1"), owed("aicha", "rug-2")]);
    assert_eq!(hers.all(), exchanged.all());
    assert_ne!(hers, exchanged);
}
