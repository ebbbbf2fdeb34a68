//! Published sales, divided as their sources say (`fixtures/agreements/README.md` names each source).

use super::{code, read};
use crate::agreement::document::Agreement;
use crate::agreement::facts::{Facts, OrderKind};
use crate::agreement::resale::Resale;
use crate::agreement::split::{Slice, SliceKind, Split};
use crate::agreement::step::{Share, Step};
use crate::agreement::terms::Take;
use crate::money::Money;

macro_rules! fixtures {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../../../fixtures/agreements/", $name, ".json")))),*]
    };
}

pub(super) const FIXTURES: [(&str, &str); 24] = fixtures![
    "argan-by-the-kilogram" "buttons-at-a-rate" "buttons-by-grade" "centimes-by-pieces" "cocoa-with-a-share-of-profit" "coffee-shelf-price"
    "coffee-with-premium" "coffee-with-premium-2" "consignment-fair" "crafts-half-in-advance" "dress-in-thirds"
    "garments-half-in-advance" "golden-export" "mark-up-chain" "print-sold-online" "rose-one-percent"
    "rug-forced-discount" "rug-in-equal-parts" "rug-led-and-checked" "rug-low-offer" "rug-wool-supplied" "two-centimes" "wholesale-platform"
    "world-shop-average"
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
    // Growers, processing, state, importer, shop: the page prints them as 35, 7, 15, 15 and 28.
    let split = worked("coffee-shelf-price");
    let of_price = ["growers", "processing", "state-and-certification", "importer", "retail"]
        .map(|step| Resale::of(split.taken_by(code(step)), split.gross).map(|part| part.share.to_string()));
    assert_eq!(of_price, ["34.64", "7.11", "15.17", "15.32", "27.76"].map(|percent| Some(percent.to_owned())));
}

#[test]
fn an_average_world_shop_leaves_a_quarter_to_the_makers() {
    let parts = [
        ("vat", "15.00"),
        ("freight", "10.00"),
        ("importer", "35.00"),
        ("shop", "15.00"),
        ("crafters", "25.00"),
        ("crafter-1", "12.50"),
        ("crafter-2", "12.50"),
    ];
    expect("world-shop-average", &parts);
}

#[test]
fn each_hand_of_a_chain_adds_its_mark_up_to_what_it_paid() {
    // 100 to the weavers, x 1.2 = 120 at the collector's, + 30 freight = 150, x 2 = 300 to the shop, x 2 = 600 in it.
    let chain = [
        ("freight", "30.00"),
        ("shop", "300.00"),
        ("importer", "150.00"),
        ("collector", "20.00"),
        ("weavers", "100.00"),
        ("weaver-1", "60.00"),
        ("weaver-2", "40.00"),
    ];
    expect("mark-up-chain", &chain);
    let agreement = fixture("mark-up-chain");
    let facts = agreement.example.clone().expect("every fixture has an example").facts;
    // At 1.1 to 1.3 times her price, and in a small shop that takes three times what it paid.
    for (collector, shop, price, added) in [("1.1", "2", "560.00", "10.00"), ("1.3", "3", "960.00", "30.00")] {
        let mut other = agreement.clone();
        for step in &mut other.steps {
            if let Step::Share(Share { name, take: Take::MarkUp(mark_up), .. }) = step {
                match name.as_str() {
                    "collector" => mark_up.times = collector.parse().expect("a factor"),
                    "shop" => mark_up.times = shop.parse().expect("a factor"),
                    _ => {}
                }
            }
        }
        let gross = format!("{price} USD").parse().expect("an amount");
        let split = other.split(&Facts { gross, ..facts.clone() }).expect("every chain can be divided");
        assert_eq!(split.taken_by(code("collector")).number(), added, "{collector}");
        assert_eq!(split.taken_by(code("weavers")).number(), "100.00", "{collector} and {shop}");
    }
    // All intermediaries together, not hop by hop: 470.00 of 600.00.
    let split = worked("mark-up-chain");
    let chain = Resale::of(split.of_kind(SliceKind::Commission), split.gross);
    assert_eq!(chain.map(|chain| chain.share.to_string()), Some("78.33".to_owned()));
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
    let cheap = Facts { gross: "2399.00 USD".parse().expect("an amount"), ..facts.clone() };
    let split = agreement.split(&cheap).expect("a price below the floor can be divided");
    let short: Vec<_> = split.short().map(|minimum| (minimum.reached.number(), minimum.short_by.number())).collect();
    assert_eq!(short, [("2199.00".to_owned(), "1.00".to_owned())], "flagged, and the premium is untouched");
    assert_eq!(split.taken_by(code("premium")).number(), "200.00");
    // A market above the floor is the floor: 2.10 + 0.40 + 0.20 = 2.70 a pound.
    let market = "2.10".parse().ok();
    let dear = Facts { gross: "2700.00 USD".parse().expect("an amount"), market, ..facts.clone() };
    let split = agreement.split(&dear).expect("a price above the floor can be divided");
    let asked: Vec<_> = split.minimums.iter().map(|minimum| minimum.required.number()).collect();
    assert_eq!(asked, ["2500.00"]);
    assert_eq!(split.short().count(), 0);
    let unknown = agreement.split(&Facts { market: None, ..facts }).map_err(|why| why.to_string());
    let words = "step `floor` needs the market price of the sale: write 0 if there was none";
    assert_eq!(unknown, Err(words.to_owned()));
}

#[test]
fn from_december_2026_the_floor_of_coffee_is_two_dollars() {
    let expected = [
        ("premium", "150.00"),
        ("premium/productivity", "50.00"),
        ("growers", "2550.00"),
        ("grower-1", "1405.45"),
        ("grower-2", "1144.55"),
    ];
    expect("coffee-with-premium-2", &expected);
    let agreement = fixture("coffee-with-premium-2");
    let facts = agreement.example.clone().expect("every fixture has an example").facts;
    let market = "1.75".parse().ok();
    let cheap = Facts { gross: "2600.00 USD".parse().expect("an amount"), market, ..facts };
    let split = agreement.split(&cheap).expect("a price at the floor can be divided");
    let asked: Vec<_> = split.minimums.iter().map(|minimum| minimum.required.number()).collect();
    assert_eq!(asked, ["2400.00"], "2.00 + 0.40 a pound");
    assert_eq!(split.short().count(), 0);
}

#[test]
fn chocolate_pays_the_cocoa_then_shares_the_profit_with_those_who_grew_it() {
    // 2 % of the turnover for the growers' support; of the profit of 248.00 they own 44 %.
    let expected = [
        ("chocolate", "600.00"),
        ("premium", "12.00"),
        ("producer-support", "20.00"),
        ("cocoa", "120.00"),
        ("other-owners", "138.88"),
        ("ownership", "109.12"),
        ("grower-1", "76.80"),
        ("grower-2", "43.20"),
    ];
    expect("cocoa-with-a-share-of-profit", &expected);
    let split = worked("cocoa-with-a-share-of-profit");
    let profit = split.taken_by(code("other-owners")).plus(split.taken_by(code("ownership"))).expect("one currency");
    let owned = Resale::of(split.taken_by(code("ownership")), profit).map(|part| part.share.to_string());
    assert_eq!(owned, Some("44.00".to_owned()));
}

#[test]
fn a_rug_sold_on_shows_what_was_paid_of_its_price_three_ways() {
    let figures = |name: &str| {
        let example = fixture(name).example.expect("every fixture has an example");
        let price = example.facts.resale.expect("these are sold on");
        Resale::of(example.split.gross, price)
            .map(|resale| (resale.share.to_string(), resale.times.to_string(), resale.mark_up.to_string()))
    };
    for (name, share, times, mark_up) in [
        ("rug-forced-discount", "12.30", "8.13", "713"),
        ("rug-wool-supplied", "3.75", "26.67", "2567"),
        ("rug-low-offer", "1.75", "57.14", "5614"),
    ] {
        assert_eq!(figures(name), Some((share.to_owned(), times.to_owned(), mark_up.to_owned())), "{name}");
    }
    expect("rug-forced-discount", &[("weaver", "45.00"), ("weaver-1", "45.00")]);
    expect("rug-wool-supplied", &[("weaver", "30.00"), ("weaver-1", "30.00")]);
    expect("rug-low-offer", &[("weaver", "7.00"), ("weaver-1", "7.00")]);
    expect("rose-one-percent", &[("worker", "0.50"), ("farm", "9.50"), ("worker-1", "0.50")]);
}

#[test]
fn half_an_order_is_in_the_house_before_the_work_begins() {
    let garments = [
        ("vat", "0.00"),
        ("cooperative", "5100.00"),
        ("quality", "850.00"),
        ("sewers", "36550.00"),
        ("sewer-1", "16082.00"),
        ("sewer-2", "13158.00"),
        ("sewer-3", "7310.00"),
    ];
    expect("garments-half-in-advance", &garments);
    let crafts = [("cooperative", "185.00"), ("crafters", "1665.00"), ("crafter-1", "810.00"), ("crafter-2", "855.00")];
    expect("crafts-half-in-advance", &crafts);
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
    expect("two-centimes", &[("makers", "0.02"), ("maker-1", "0.01"), ("maker-2", "0.01"), ("maker-3", "0.00")]);
}

#[test]
fn a_leader_a_checker_and_a_reserve_stand_beside_the_weavers() {
    let parts = [
        ("platform", "288.00"),
        ("leading", "180.00"),
        ("checking", "12.00"),
        ("quality", "108.00"),
        ("weavers", "3012.00"),
        ("weaver-1", "1807.20"),
        ("weaver-2", "1204.80"),
    ];
    expect("rug-led-and-checked", &parts);
    let earners: Vec<_> = worked("rug-led-and-checked").earners().iter().map(|part| part.amount.number()).collect();
    assert_eq!(earners, ["1852.20", "1204.80", "147.00"], "the first weaver led a quarter of the time");
}

#[test]
fn buttons_at_a_rate_of_four_decimals_carry_what_no_centime_can_pay() {
    let parts = [("buttons", "1529.54"), ("cooperative", "642.84"), ("maker-1", "1527.08"), ("maker-2", "2.46")];
    expect("buttons-at-a-rate", &parts);
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
