//! What is no command, and the words that say so: the field, the value, what would be right.

use crate::command::Submission;

/// The error for a line whose fields are changed by `change`.
fn complaint(from: &str, to: &str) -> String {
    let good = r#"{"key":"k1","occurred_on":"2026-03-02","actor":{"id":"treasurer-1","role":"treasurer"},"cooperative":"demo","type":"transfer_funds","data":{"movement":"m1","from":"cash:box","to":"bank:main","amount":"10.00 MAD"}}"#;
    assert!(Submission::parse(good).is_ok(), "the line is right before it is changed");
    assert!(good.contains(from), "{from} stands in the line");
    let error = Submission::parse(&good.replacen(from, to, 1)).expect_err("the changed line is no command");
    error.to_string()
}

#[test]
fn an_amount_is_text_with_its_currency_and_no_more_decimals_than_it_has() {
    insta::assert_snapshot!(complaint(r#""10.00 MAD""#, "10.00"), @r#"data.amount: invalid type: floating point `10.0`, expected an amount in quotes, such as "860.49 MAD""#);
    insta::assert_snapshot!(complaint("10.00 MAD", "10.00"), @r#"data.amount: `10.00` is not an amount of money: write a number and a currency, such as "860.49 MAD""#);
    insta::assert_snapshot!(complaint("10.00 MAD", "10.005 MAD"), @"data.amount: `10.005 MAD` has more decimals than MAD has: at most 2");
    insta::assert_snapshot!(complaint("10.00 MAD", "-10.00 MAD"), @"data.amount: `-10.00 MAD` is negative: amounts are written without a sign, the kind of the event says the direction");
    insta::assert_snapshot!(complaint("10.00 MAD", "0.00 MAD"), @"data.amount: `0.00 MAD` moves nothing: write an amount above zero");
    insta::assert_snapshot!(complaint("10.00 MAD", "10.00 DIRHAM"), @"data.amount: `DIRHAM` is not a currency: write an ISO 4217 code in capitals, such as MAD or EUR");
    insta::assert_snapshot!(complaint("10.00 MAD", "99999999999999.00 MAD"), @"data.amount: `99999999999999.00 MAD` is too large: the bound is 10^15 minor units");
}

#[test]
fn a_field_nobody_knows_or_said_twice_is_named() {
    insta::assert_snapshot!(complaint(r#""movement""#, r#""mouvement""#), @"data.mouvement: unknown field `mouvement`, expected one of `movement`, `from`, `to`, `amount`, `grant`");
    insta::assert_snapshot!(complaint(r#""movement":"m1""#, r#""movement":"m1","movement":"m2""#), @"data: duplicate field `movement`");
    insta::assert_snapshot!(complaint(r#""key":"k1""#, r#""key":"k1","key":"k2""#), @"the line: duplicate field `key`");
    insta::assert_snapshot!(complaint(r#","amount":"10.00 MAD""#, ""), @"data: missing field `amount`");
}

#[test]
fn a_till_an_id_a_day_and_a_type_say_what_they_should_be() {
    insta::assert_snapshot!(complaint("cash:box", "drawer"), @r#"data.from: `drawer` is not a till: write bank, cash, wallet or provider, a colon and an identifier, such as "bank:main""#);
    insta::assert_snapshot!(complaint(r#""m1""#, r#""Mouvement 1""#), @"data.movement: `Mouvement 1` is not an identifier: write 1 to 36 lowercase letters, digits and hyphens, beginning with a letter or digit");
    insta::assert_snapshot!(complaint("2026-03-02", "2026-02-30"), @r#"occurred_on: `2026-02-30` is not a day: write the year, month and day, such as "2026-03-18""#);
    insta::assert_snapshot!(complaint("2026-03-02", "1026-03-02"), @"occurred_on: `1026-03-02` is outside the years 1970 to 2199: check the date");
    insta::assert_snapshot!(complaint("transfer_funds", "steal_funds"), @"type: `steal_funds` is no command: see `mizan record --help` for the list");
}

#[test]
fn a_choice_is_one_word_or_one_field() {
    let told = |of: &str| {
        let line = r#"{"key":"k1","occurred_on":"2026-03-02","actor":{"id":"t1","role":"treasurer"},"cooperative":"demo","type":"withhold_tax","data":{"movement":"m1","tax":"ras","of":OF,"base":"10.00 MAD","from":"2026-03-01","to":"2026-03-31"}}"#;
        Submission::parse(&line.replace("OF", of)).map(|_| "read".to_owned()).unwrap_or_else(|error| error.to_string())
    };
    assert_eq!(told(r#"{"member":"m1"}"#), "read");
    assert_eq!(told("{}"), "data.of: expected one word, or an object with one field");
    assert_eq!(told(r#"{"member":"m1","party":"p1"}"#), "data.of: expected one word, or an object with one field");
}

#[test]
fn what_was_pasted_by_mistake_is_not_said_back_whole() {
    let pasted = |to: &str| complaint(r#""role":"treasurer""#, to);
    let long = "a".repeat(10_000);
    let told = pasted(&format!(r#""role":"{long}""#));
    assert!(told.starts_with("actor.role: unknown variant `aaa") && told.contains("expected one of"), "{told}");
    assert!(told.len() < 400, "{} bytes are said of it", told.len());
    let told = pasted(&format!(r#""role":"{}""#, "every day ".repeat(1_000)));
    assert!(told.starts_with("actor.role: unknown variant `every day") && told.ends_with("`import`"), "{told}");
    assert!(told.len() < 1_500, "{} bytes are said of it", told.len());
    let told = pasted(&format!(r#""role":"treasurer","{long}":1"#));
    assert!(told.contains("unknown field `aaa") && told.len() < 400, "{told}");
}

#[test]
fn what_is_personal_goes_only_where_it_is_sealed() {
    let sealed = r#","sealed":{"phone":"+212 0"}}"#;
    insta::assert_snapshot!(complaint(r#""10.00 MAD"}}"#, &format!(r#""10.00 MAD"}}{sealed}"#)), @"sealed: `transfer_funds` carries no personal data: leave `sealed` out");
    insta::assert_snapshot!(complaint(r#""10.00 MAD"}}"#, r#""10.00 MAD"},"sealed":{"shoe_size":"38"}}"#), @"sealed: write `sealed` as an object of texts: name, phone, address, national_id, account_number, witness, scan, note");
}

#[test]
fn what_is_no_json_or_goes_on_after_it_is_refused() {
    insta::assert_snapshot!(complaint("{\"key\"", "\"key\""), @r#"the line: invalid type: string "key", expected an object with named fields"#);
    insta::assert_snapshot!(complaint(r#""10.00 MAD"}}"#, r#""10.00 MAD"}}{}"#), @"the line: trailing characters");
    insta::assert_snapshot!(complaint(r#""10.00 MAD"}}"#, r#""10.00 MAD"}"#), @"the line: EOF while parsing an object");
}

#[test]
fn a_wrong_seal_is_refused_without_repeating_it() {
    let admit = |sealed: &str| {
        let line = format!(
            r#"{{"key":"k1","occurred_on":"2026-03-02","actor":{{"id":"s1","role":"secretary"}},"cooperative":"demo","type":"admit_member","data":{{"member":"m1"}},"sealed":{sealed}}}"#
        );
        Submission::parse(&line).map(|_| "read".to_owned()).unwrap_or_else(|error| error.to_string())
    };
    assert_eq!(admit(r#"{"phone":"+212 0"}"#), "read");
    for sealed in [r#"{"phone":212661234567}"#, r#""Fatima 212661234567""#, r#"["Fatima"]"#, r#"{"Fatima":"1"}"#] {
        let said = admit(sealed);
        assert!(said.starts_with("sealed") && said.contains("object of texts"), "{said}");
        assert!(!said.contains("Fatima") && !said.contains("2126"), "what may be personal is not repeated: {said}");
    }
}

#[test]
fn a_day_is_a_day_and_an_object_has_names() {
    insta::assert_snapshot!(complaint("2026-03-02", "2026-03-02T23:59:59+05:00"), @r#"occurred_on: `2026-03-02T23:59:59+05:00` is not a day: write the year, month and day, such as "2026-03-18""#);
    insta::assert_snapshot!(complaint("2026-03-02", "20260302"), @r#"occurred_on: `20260302` is not a day: write the year, month and day, such as "2026-03-18""#);
    insta::assert_snapshot!(complaint(r#"{"id":"treasurer-1","role":"treasurer"}"#, r#"["treasurer-1","treasurer"]"#), @"actor: invalid type: sequence, expected an object with named fields");
    insta::assert_snapshot!(complaint(r#"{"movement":"m1","from":"cash:box","to":"bank:main","amount":"10.00 MAD"}"#, r#"["m1","cash:box","bank:main","10.00 MAD"]"#), @"data: invalid type: sequence, expected an object with named fields");
}
