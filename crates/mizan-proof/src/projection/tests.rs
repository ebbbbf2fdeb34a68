//! The rows of a small cooperative, made by hand and made again.

use proptest::prelude::*;

use super::*;
use crate::tree::root_of;

fn balance(account: &str, balance: &str, currency: &str) -> Balance {
    Balance { account: account.to_owned(), balance: balance.to_owned(), currency: currency.to_owned() }
}

fn weavers() -> Vec<Balance> {
    vec![
        balance("liabilities:member:weaver-1:available", "-860.49", "MAD"),
        balance("assets:bank:main", "1210.49", "MAD"),
        balance("liabilities:member:weaver-2:available", "-350.00", "MAD"),
    ]
}

#[test]
fn a_salt_is_the_hmac_anyone_can_make() {
    // Made with another program: printf 'assets:bank:main\nMAD' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707…07
    let rows = Projection::new(weavers(), &Secret::new([7; 32]));
    assert_eq!(
        rows.rows()[0].line(),
        r#"{"account":"assets:bank:main","balance":"1210.49","currency":"MAD","salt":"HE-h_PQs5mIjyncPF3mf0w"}"#
    );
}

#[test]
fn the_root_is_that_of_the_rows_sorted_by_their_bytes_in_whatever_order_they_come() {
    let secret = Secret::new([7; 32]);
    let rows = Projection::new(weavers(), &secret);
    let names: Vec<&str> = rows.rows().iter().map(|row| row.of.account.as_str()).collect();
    assert_eq!(
        names,
        ["assets:bank:main", "liabilities:member:weaver-1:available", "liabilities:member:weaver-2:available"]
    );
    assert_eq!(rows.root(), root_of(&rows.leaves()));
    let mut turned = weavers();
    turned.rotate_left(1);
    assert_eq!(Projection::new(turned, &secret), rows);
}

#[test]
fn another_secret_another_centime_or_a_row_less_is_another_root() {
    let root = |balances: Vec<Balance>, key: u8| Projection::new(balances, &Secret::new([key; 32])).root();
    let right = root(weavers(), 7);
    assert_ne!(root(weavers(), 8), right);
    let mut dearer = weavers();
    dearer[0].balance = "-860.48".to_owned();
    assert_ne!(root(dearer, 7), right);
    assert_ne!(root(weavers()[1..].to_vec(), 7), right);
}

#[test]
fn the_same_balance_of_two_women_has_two_salts() {
    let same = [
        balance("liabilities:member:a:available", "-1.00", "MAD"),
        balance("liabilities:member:b:available", "-1.00", "MAD"),
    ];
    let rows = Projection::new(same, &Secret::new([7; 32]));
    let salt = |row: &Row| row.line().split(r#""salt":"#).nth(1).map(str::to_owned);
    assert_ne!(salt(&rows.rows()[0]), salt(&rows.rows()[1]));
}

#[test]
fn a_secret_is_read_as_it_was_written_and_never_shown_in_a_log() {
    let secret = Secret::new([9; 32]);
    assert_eq!(secret.to_string().len(), 43);
    assert_eq!(secret.to_string().parse(), Ok(secret.clone()));
    assert_eq!(format!("{secret:?}"), "Secret");
    for wrong in ["", "abc", &format!("{secret}="), &secret.to_string()[..42]] {
        assert_eq!(wrong.parse::<Secret>(), Err(NotASecret), "{wrong}");
    }
}

proptest! {
    #[test]
    fn any_rows_come_to_the_root_by_the_words_of_the_rfc(
        accounts in prop::collection::btree_set("[a-z]{1,6}:[a-z0-9-]{1,8}", 0..40), key: [u8; 32],
    ) {
        let balances = accounts.iter().enumerate().map(|(at, account)| balance(account, &format!("{at}.00"), "MAD"));
        let rows = Projection::new(balances, &Secret::new(key));
        prop_assert!(rows.rows().is_sorted_by(|one, next| one.line() < next.line()), "sorted, and none twice");
        prop_assert_eq!(rows.root(), root_of(&rows.leaves()));
    }
}
