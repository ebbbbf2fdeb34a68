//! Published sales, divided as their sources say (`fixtures/agreements/README.md` names each source).

use super::{code, read};
use crate::agreement::document::Agreement;
use crate::agreement::facts::{Facts, OrderKind};
use crate::agreement::split::{Slice, Split};
use crate::money::Money;

macro_rules! fixtures {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../../../fixtures/agreements/", $name, ".json")))),*]
    };
}

pub(super) const FIXTURES: [(&str, &str); 11] = fixtures![
    "argan-by-the-kilogram" "buttons-by-grade" "centimes-by-pieces" "coffee-shelf-price" "coffee-with-premium"
    "consignment-fair" "dress-in-thirds" "golden-export" "print-sold-online" "rug-in-equal-parts" "wholesale-platform"
];
fn fixture(name: &str) -> Agreement {
    let (_, text) = FIXTURES.iter().find(|(known, _)| *known == name).expect("a fixture of this name");
    read(text)
}

fn worked(name: &str) -> Split {
    let agreement = fixture(name);
    let example = agreement.example.clone().expect("every fixture has an example");
    agreement.split(&example.facts).expect("every example can be divided")
}

/// Each step's amount and each maker's, as plain numbers.
fn figures(split: &Split) -> Vec<(String, String)> {
    let step = |slice: &Slice| match slice.part {
        Some(part) => (format!("{}/{part}", slice.step), slice.amount.number()),
        None => (slice.step.to_string(), slice.amount.number()),
    };
    let makers = split.makers().into_iter().map(|part| (part.member.to_string(), part.amount.number()));
    split.slices.iter().map(step).chain(makers).collect()
}

fn expect(name: &str, expected: &[(&str, &str)]) {
    let split = worked(name);
    let owned: Vec<_> = expected.iter().map(|(what, amount)| ((*what).to_owned(), (*amount).to_owned())).collect();
    assert_eq!(figures(&split), owned, "{name}");
    let sum = Money::sum(split.gross.currency(), split.slices.iter().map(|slice| slice.amount));
    assert_eq!(sum, Ok(split.gross), "the slices of {name} sum to its price");
}

#[test]
fn every_fixture_is_accepted_as_it_stands() {
    for (name, text) in FIXTURES {
        let problems: Vec<_> = read(text).check().iter().map(ToString::to_string).collect();
        assert_eq!(problems, [""; 0], "{name}");
    }
}

#[test]
fn every_fixture_is_written_back_as_it_was_read() {
    for (name, text) in FIXTURES {
        let agreement = read(text);
        let written = serde_json::to_string(&agreement).expect("an agreement can be written");
        assert_eq!(read(&written), agreement, "{name}");
    }
}

#[test]
fn a_pound_of_coffee_on_the_shelf() {
    expect(
        "coffee-shelf-price",
        &[
            ("state-and-certification", "1.94"),
            ("processing", "0.91"),
            ("importer", "1.96"),
            ("retail", "3.55"),
            ("growers", "4.43"),
            ("grower-1", "4.43"),
        ],
    );
}

#[test]
fn a_dress_in_thirds_with_a_piece_rate_and_a_share_of_the_profit() {
    expect(
        "dress-in-thirds",
        &[
            ("materials", "4.00"),
            ("seller", "4.00"),
            ("piece-rate", "2.60"),
            ("profit", "1.40"),
            ("sewer-1", "3.65"),
            ("sewer-2", "0.35"),
        ],
    );
}

#[test]
fn a_print_sold_online_shows_every_fee_in_its_own_row() {
    expect(
        "print-sold-online",
        &[
            ("payment", "1.14"),
            ("print", "8.08"),
            ("listing", "0.20"),
            ("transaction", "0.88"),
            ("maker", "18.70"),
            ("printer-1", "18.70"),
        ],
    );
}

#[test]
fn the_platform_takes_twenty_then_ten_then_nothing_of_the_order_without_tax() {
    let agreement = fixture("wholesale-platform");
    let facts = agreement.example.clone().expect("every fixture has an example").facts;
    for (order, commission, tax_on_it, potters) in [
        (OrderKind::FirstOrder, "200.00", "40.00", "760.00"),
        (OrderKind::Reorder, "100.00", "20.00", "880.00"),
        (OrderKind::OwnClient, "0.00", "0.00", "1000.00"),
    ] {
        let split = agreement.split(&Facts { order, ..facts.clone() }).expect("every order can be divided");
        let together = |first: &str, again: &str| {
            split.taken_by(code(first)).plus(split.taken_by(code(again))).map(Money::number).expect("one currency")
        };
        assert_eq!(split.taken_by(code("vat")).number(), "206.00");
        assert_eq!(together("first-order", "reorder"), commission, "{order:?}");
        assert_eq!(together("vat-on-first-order", "vat-on-reorder"), tax_on_it, "{order:?}");
        assert_eq!(split.taken_by(code("potters")).number(), potters, "{order:?}");
    }
}

#[test]
fn a_premium_on_top_goes_to_its_funds_and_never_counts_towards_the_floor() {
    let expected = [
        ("premium", "150.00"),
        ("premium/productivity", "50.00"),
        ("growers", "2200.00"),
        ("grower-1", "1212.54"),
        ("grower-2", "987.46"),
    ];
    expect("coffee-with-premium", &expected);
    let agreement = fixture("coffee-with-premium");
    let facts = agreement.example.clone().expect("every fixture has an example").facts;
    let cheap = Facts { gross: "2399.00 USD".parse().expect("an amount"), ..facts };
    let split = agreement.split(&cheap).expect("a price below the floor can be divided");
    let short: Vec<_> = split.short().map(|minimum| (minimum.reached.number(), minimum.short_by.number())).collect();
    assert_eq!(short, [("2199.00".to_owned(), "1.00".to_owned())], "flagged, and the premium is untouched");
    assert_eq!(split.taken_by(code("premium")).number(), "200.00");
}

#[test]
fn argan_is_cracked_at_forty_dirhams_the_kilogram() {
    expect(
        "argan-by-the-kilogram",
        &[
            ("cracking", "1000.00"),
            ("cooperative", "1000.00"),
            ("cracker-1", "500.00"),
            ("cracker-2", "370.00"),
            ("cracker-3", "130.00"),
        ],
    );
}

#[test]
fn fifty_dollars_among_three_weavers_and_another_one_has_a_cent_less_each_time() {
    expect(
        "rug-in-equal-parts",
        &[("wool", "33.00"), ("weavers", "50.00"), ("weaver-1", "16.67"), ("weaver-2", "16.67"), ("weaver-3", "16.66")],
    );
    let agreement = fixture("rug-in-equal-parts");
    let facts = agreement.example.clone().expect("every fixture has an example").facts;
    let less = [0, 1, 2, 3].map(|turn| {
        let split = agreement.split(&Facts { turn, ..facts.clone() }).expect("every turn can be divided");
        split.makers().iter().position(|part| part.amount.number() == "16.66")
    });
    assert_eq!(less, [Some(2), Some(0), Some(1), Some(2)]);
}

#[test]
fn a_consignment_without_commission_pays_freight_and_the_makers() {
    expect(
        "consignment-fair",
        &[
            ("freight", "60.00"),
            ("market", "0.00"),
            ("makers", "1440.00"),
            ("maker-1", "1028.57"),
            ("maker-2", "411.43"),
        ],
    );
}

#[test]
fn a_thousand_by_pieces_three_three_one_in_listed_order() {
    expect(
        "centimes-by-pieces",
        &[("makers", "1000.00"), ("maker-1", "428.57"), ("maker-2", "428.57"), ("maker-3", "142.86")],
    );
}

#[test]
fn buttons_by_grade_leave_their_odd_centimes_to_the_solidarity_fund() {
    // 10 % to 5,000 and 8 % above: 500 + 440. By 5,100 : 4,000 : 3,100 counted pieces, rounded down to ten centimes.
    expect(
        "buttons-by-grade",
        &[
            ("wholesaler", "940.00"),
            ("cooperative", "956.00"),
            ("makers", "8603.80"),
            ("coins", "0.20"),
            ("maker-1", "3596.70"),
            ("maker-2", "2820.90"),
            ("maker-3", "2186.20"),
        ],
    );
}
