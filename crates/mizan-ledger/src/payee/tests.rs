//! Numbers that are right, and every near miss of them that is not.

use proptest::prelude::*;

use super::*;

/// Invented accounts of a bank that does not exist, 999, and the example of the IBAN registry.
const RIBS: [&str; 5] = [
    "999780000000000000000105",
    "999780000000000000004276",
    "999001000000000000140052",
    "999270000000000000039190",
    "011519000001205000534921",
];

#[test]
fn a_rib_goes_with_its_key() {
    for rib in RIBS {
        assert_eq!(Scheme::Rib.read(rib).map(|number| number.to_string()), Ok(rib.to_owned()));
        assert_eq!(Scheme::Iban.read(&format!("MA64{rib}")).map(|number| number.len()), Ok(28));
    }
    let spaced = Scheme::Rib.read("999 780 0000000000000001 05");
    assert_eq!(spaced.as_deref().ok(), Some(RIBS[0]));
    // Two digits of the second one in each other's place.
    assert_eq!(Scheme::Rib.read("999780000000000000002476"), Err(WrongNumber::Key));
    // A key of 98 leaves the remainder of 01, and is none.
    let digits = (0..200).map(|number| format!("999780{number:016}")).find(|digits| key_of(digits) == 1);
    let digits = digits.expect("one account in 97 has the key 01");
    assert!(Scheme::Rib.read(&format!("{digits}01")).is_ok());
    assert_eq!(Scheme::Rib.read(&format!("{digits}98")), Err(WrongNumber::Key));
    assert_eq!(Scheme::Rib.read(""), Err(WrongNumber::Length { found: 0, wanted: "24" }));
    assert_eq!(Scheme::Rib.read(&RIBS[0][1..]), Err(WrongNumber::Length { found: 23, wanted: "24" }));
    assert_eq!(Scheme::Rib.read(&RIBS[0].replace('7', "٧")), Err(WrongNumber::Signs("digits and spaces")));
}

#[test]
fn every_moroccan_iban_begins_with_ma64() {
    let with = |check: u32| Scheme::Iban.read(&format!("MA{check:02}{}", RIBS[0]));
    let right: Vec<u32> = (0..100).filter(|check| with(*check).is_ok()).collect();
    assert_eq!(right, [64]);
    // Other check digits can go with another account number, which is no RIB.
    let wrong = (0..97).map(|last| format!("9997800000000000000001{last:02}"));
    let mut elsewhere = wrong
        .filter(|number| number != RIBS[0])
        .flat_map(|number| (2..=98).map(move |check| format!("MA{check:02}{number}")));
    assert!(elsewhere.all(|iban| Scheme::Iban.read(&iban).is_err()));
}

#[test]
fn an_iban_of_another_country_is_held_to_its_check_digits() {
    // The examples of the IBAN registry for Germany, France and Norway.
    for iban in ["DE89 3704 0044 0532 0130 00", "FR14 2004 1010 0505 0001 3M02 606", "no93 8601 1117 947"] {
        assert!(Scheme::Iban.read(iban).is_ok(), "{iban}");
    }
    assert_eq!(Scheme::Iban.read("DE88 3704 0044 0532 0130 00"), Err(WrongNumber::Check));
    assert_eq!(Scheme::Iban.read("DE89 3704 0044 0532 0310 00"), Err(WrongNumber::Check));
    assert_eq!(Scheme::Iban.read("8937 0400 4405 3201 3000"), Err(WrongNumber::Country));
    assert_eq!(Scheme::Iban.read("DE89"), Err(WrongNumber::Length { found: 4, wanted: "15 to 34" }));
    assert_eq!(Scheme::Iban.read("MA64 0115"), Err(WrongNumber::Length { found: 8, wanted: "28" }));
    assert_eq!(Scheme::Iban.read("DE89-3704"), Err(WrongNumber::Signs("letters, digits and spaces")));
}

#[test]
fn a_wallet_is_known_by_a_moroccan_mobile_number_however_it_is_written() {
    let written = ["+212 612-345678", "00212 6 12 34 56 78", "212612345678", "06.12.34.56.78", " 0612345678 "];
    for number in written {
        assert_eq!(Scheme::Phone.read(number).as_deref().ok(), Some("+212612345678"), "{number}");
    }
    assert_eq!(Scheme::Phone.read("0712345678").as_deref().ok(), Some("+212712345678"));
    for number in ["+33 6 12 34 56 78", "0512345678", "061234567", "06123456789", "+0612345678", "", "+"] {
        assert_eq!(Scheme::Phone.read(number), Err(WrongNumber::Mobile), "{number}");
    }
    assert!(matches!(Scheme::Phone.read("06 12 34 56 7a"), Err(WrongNumber::Signs(_))));
}

/// Any account, with its key.
fn any_rib() -> impl Strategy<Value = String> {
    "[0-9]{22}".prop_map(|digits| format!("{digits}{:02}", key_of(&digits)))
}

proptest! {
    #[test]
    fn no_wrong_digit_and_no_two_neighbours_in_each_others_place_ever_pass(rib in any_rib()) {
        prop_assert!(Scheme::Rib.read(&rib).is_ok());
        let iban = format!("MA64{rib}");
        prop_assert!(Scheme::Iban.read(&iban).is_ok());
        for place in 0..24 {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = rib.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                prop_assert_eq!(Scheme::Rib.read(&wrong).is_ok(), wrong == rib, "{}", wrong);
                let wrong = format!("MA64{wrong}");
                prop_assert_eq!(Scheme::Iban.read(&wrong).is_ok(), wrong == iban, "{}", wrong);
            }
            if place > 0 {
                let mut turned: Vec<char> = rib.chars().collect();
                turned.swap(place - 1, place);
                let turned: String = turned.into_iter().collect();
                prop_assert_eq!(Scheme::Rib.read(&turned).is_ok(), turned == rib, "{}", turned);
            }
        }
    }

    #[test]
    fn whatever_is_written_is_read_or_refused_without_being_repeated(text: String) {
        for scheme in [Scheme::Rib, Scheme::Iban, Scheme::Phone] {
            match scheme.read(&text) {
                Ok(number) => prop_assert_eq!(scheme.read(&number), Ok(number)),
                Err(why) => prop_assert!(text.len() < 6 || !why.to_string().contains(&text)),
            }
        }
    }
}
