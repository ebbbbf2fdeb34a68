//! What the assembly hears before it accepts.

use super::{GOLDEN, mad, read};
use crate::agreement::facts::Facts;

#[test]
fn the_dry_run_tells_three_prices_and_what_is_repaid() {
    let golden = read(GOLDEN);
    let example = golden.example.clone().expect("the golden agreement has an example");
    insta::assert_snapshot!(golden.dry_run(&example.facts).join("\n"), @r#"
    Of 4,310.00 MAD:
    - the tax office gets 0.00 (vat: 0 % of 4,310.00)
    - demo-carrier gets 380.00 (freight: what it really cost)
    - demo-platform gets 431.00 (platform: 10 % of 4,310.00)
    - the cooperative keeps 589.50 (cooperative: 15 % of 3,930.00)
    - the training fund gets 78.60 (training: 2 % of 3,930.00)
    - the makers get 2,830.90 (makers: all that is left): weaver-1 1,213.24, weaver-2 1,011.04, weaver-3 606.62
    Together: 0.00 + 380.00 + 431.00 + 589.50 + 78.60 + 2,830.90 = 4,310.00 MAD.
    The makers' minimum of 2,400.00 (floor) is reached: they have 2,830.90.
    Of 3,232.50 MAD:
    - the tax office gets 0.00 (vat: 0 % of 3,232.50)
    - demo-carrier gets 380.00 (freight: what it really cost)
    - demo-platform gets 323.25 (platform: 10 % of 3,232.50)
    - the cooperative keeps 427.88 (cooperative: 15 % of 2,852.50)
    - the training fund gets 57.05 (training: 2 % of 2,852.50)
    - the makers get 2,044.32 (makers: all that is left): weaver-1 876.14, weaver-2 730.11, weaver-3 438.07
    Together: 0.00 + 380.00 + 323.25 + 427.88 + 57.05 + 2,044.32 = 3,232.50 MAD.
    The makers' minimum of 2,400.00 (floor) is not reached: they have 2,044.32, 355.68 too little.
    Of 5,387.50 MAD:
    - the tax office gets 0.00 (vat: 0 % of 5,387.50)
    - demo-carrier gets 380.00 (freight: what it really cost)
    - demo-platform gets 538.75 (platform: 10 % of 5,387.50)
    - the cooperative keeps 751.13 (cooperative: 15 % of 5,007.50)
    - the training fund gets 100.15 (training: 2 % of 5,007.50)
    - the makers get 3,617.47 (makers: all that is left): weaver-1 1,550.35, weaver-2 1,291.95, weaver-3 775.17
    Together: 0.00 + 380.00 + 538.75 + 751.13 + 100.15 + 3,617.47 = 5,387.50 MAD.
    The makers' minimum of 2,400.00 (floor) is reached: they have 3,617.47.
    From each maker's part, if she has consented to `materials`: all she owes for the materials she was given (clause wool); it protects no minimum.
    From each maker's part, if she has consented to `loan`: up to 10 % of what remains for her loan (clause loan); it leaves her at least 500.00 MAD.
    From each maker's part, if she has consented to `refunds`: all she owes for what she was paid for sales refunded later (clause refunds); it leaves her at least 500.00 MAD.
    A difference between two exchange rates is borne by the cooperative.
    What a buyer's bank takes back is borne by every part of the price, each for itself.
    What breaks or is lost on the way is borne by the cooperative.
    What it costs that a buyer pays late is borne by the cooperative; the book charges nothing for it.
    "#);
}

#[test]
fn an_impossible_price_is_said_to_be_impossible() {
    let golden = read(GOLDEN);
    let example = golden.example.clone().expect("the golden agreement has an example");
    let cheap = Facts { gross: mad("300"), ..example.facts };
    insta::assert_snapshot!(golden.in_words(&cheap).join("\n"), @"300.00 MAD cannot be divided: step `freight` takes 380.00 MAD, but the steps before it have left 300.00 MAD: the price is over-allocated.");
}

#[test]
fn bands_units_earmarks_and_coins_have_words() {
    for (name, text) in super::fixtures::FIXTURES {
        let agreement = read(text);
        let example = agreement.example.clone().expect("every fixture has an example");
        let said = example.split.in_words().join("\n");
        match name {
            "buttons-by-grade" => insta::assert_snapshot!(said, @r#"
            Of 10,500.00 MAD:
            - demo-wholesaler gets 940.00 (wholesaler: by bands of 10,500.00)
            - the cooperative keeps 956.00 (cooperative: 10 % of 9,560.00)
            - the makers get 8,603.80 (makers: all that is left): maker-1 3,596.70, maker-2 2,820.90, maker-3 2,186.20
            - the solidarity fund gets 0.20 (coins: what rounding down to 0.10 leaves)
            Together: 940.00 + 956.00 + 8,603.80 + 0.20 = 10,500.00 MAD.
            The makers' minimum of 5,100.00 (button) is reached: they have 8,603.80.
            "#),
            "coffee-with-premium" => insta::assert_snapshot!(said, @r#"
            Of 2,400.00 USD:
            - the premium fund gets 150.00 (premium: 0.20 a piece for 1000)
            - the productivity fund gets 50.00 (premium, for productivity: 25 % of 200.00)
            - the makers get 2,200.00 (growers: all that is left): grower-1 1,212.54, grower-2 987.46
            Together: 150.00 + 50.00 + 2,200.00 = 2,400.00 USD.
            The makers' minimum of 2,200.00 (floor) is reached: they have 2,200.00.
            "#),
            "argan-by-the-kilogram" => insta::assert_snapshot!(agreement.dry_run(&example.facts).join("\n"), @r#"
            Of 2,000.00 MAD:
            - the makers get 1,000.00 (cracking: 40.00 a kilogram for 25): cracker-1 500.00, cracker-2 370.00, cracker-3 130.00
            - the cooperative keeps 1,000.00 (cooperative: all that is left)
            Together: 1,000.00 + 1,000.00 = 2,000.00 MAD.
            Of 1,500.00 MAD:
            - the makers get 1,000.00 (cracking: 40.00 a kilogram for 25): cracker-1 500.00, cracker-2 370.00, cracker-3 130.00
            - the cooperative keeps 500.00 (cooperative: all that is left)
            Together: 1,000.00 + 500.00 = 1,500.00 MAD.
            Of 2,500.00 MAD:
            - the makers get 1,000.00 (cracking: 40.00 a kilogram for 25): cracker-1 500.00, cracker-2 370.00, cracker-3 130.00
            - the cooperative keeps 1,500.00 (cooperative: all that is left)
            Together: 1,000.00 + 1,500.00 = 2,500.00 MAD.
            From each maker's part, if she has consented to `dues`: up to 5 % of what remains for the dues fund (clause dues); it leaves her at least 100.00 MAD.
            A difference between two exchange rates is borne by the cooperative.
            What a buyer's bank takes back is borne by the cooperative.
            What breaks or is lost on the way is borne by the cooperative.
            What it costs that a buyer pays late is borne by the cooperative; the book charges nothing for it.
            "#),
            _ => assert!(said.starts_with("Of "), "{name}"),
        }
    }
}
