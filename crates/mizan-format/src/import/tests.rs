//! Cells and files as people and shops write them: what is read, what is ambiguous, and what is told.

use std::collections::BTreeMap;

use mizan_ledger::money::{Currency, EUR, MAD};

use crate::import::day::{DayOrder, day};
use crate::import::number::{DecimalMark, Numbers};
use crate::import::order::{label, without_entities};
use crate::import::profile::Profile;
use crate::import::table::Table;
use crate::import::text::{Encoding, text};
use crate::import::{Files, read};

fn amount(cell: &str, mark: Option<DecimalMark>, currency: Option<Currency>) -> String {
    let symbols = BTreeMap::from([("Fr.".to_owned(), "CHF".parse().expect("the franc is a currency"))]);
    match (Numbers { mark, symbols: &symbols }).amount("Total", cell, currency) {
        Ok(Some(money)) => money.to_string(),
        Ok(None) => "nothing".to_owned(),
        Err(problem) => problem.code().to_owned(),
    }
}

#[test]
fn an_amount_is_read_however_thousands_and_decimals_are_marked() {
    let same = [
        "1234.50",
        "1,234.50",
        "1.234,50",
        "1 234,50",
        "1\u{a0}234,50",
        "1\u{202f}234.50",
        "1'234.50",
        "1’234,50",
        "1234,5",
        "1234,50 MAD",
        "MAD 1234.50",
        "1 234,50 DH",
        "1.234,50 dhs",
        "درهم 1234.50",
        "+1234.50",
    ];
    for cell in same {
        assert_eq!(amount(cell, None, Some(MAD)), "1234.50 MAD", "{cell}");
    }
    assert_eq!(amount("1,23,456.78", None, Some(MAD)), "123456.78 MAD");
    assert_eq!(amount("1.234.567", None, Some(MAD)), "1234567.00 MAD");
    assert_eq!(amount("12", None, Some(MAD)), "12.00 MAD");
    assert_eq!(amount("0,500", None, Some("TND".parse().expect("the dinar is a currency"))), "0.500 TND");
    assert_eq!(amount("", None, Some(MAD)), "nothing");
}

#[test]
fn one_mark_before_three_digits_is_never_guessed() {
    for cell in ["1,234", "1.234", "12.345", "€ 1,234"] {
        assert_eq!(amount(cell, None, Some(EUR)), "ambiguous_number", "{cell}");
    }
    assert_eq!(amount("1.234", Some(DecimalMark::Comma), Some(MAD)), "1234.00 MAD");
    assert_eq!(amount("1,234", Some(DecimalMark::Point), Some(MAD)), "1234.00 MAD");
    assert_eq!(amount("1,234", Some(DecimalMark::Comma), Some(MAD)), "amount", "a dirham has two decimals");
    assert_eq!(amount("4.50", Some(DecimalMark::Comma), Some(MAD)), "not_a_number");
}

#[test]
fn the_currency_beside_an_amount_must_be_known_and_the_orders() {
    assert_eq!(amount("12,50 €", None, None), "12.50 EUR");
    assert_eq!(amount("£12.50", None, None), "12.50 GBP");
    assert_eq!(amount("Fr. 12.50", None, None), "12.50 CHF", "a sign the profile knows");
    assert_eq!(amount("12,50 €", None, Some(MAD)), "other_currency");
    assert_eq!(amount("$5.00", None, None), "no_currency", "six countries write it so");
    assert_eq!(amount("$5.00", None, Some("CAD".parse().expect("the dollar is a currency"))), "5.00 CAD");
    assert_eq!(amount("$5.00", None, Some(EUR)), "other_currency");
    assert_eq!(amount("5.00", None, None), "no_currency");
    assert_eq!(amount("5.00 XBT", None, None), "unknown_currency");
    assert_eq!(amount("5.00 ¤", None, None), "unknown_currency");
}

#[test]
fn what_looks_like_a_number_and_is_none_is_told() {
    let none = ["abc", "=45.00", "@1", "1-2", "(12", "1..2", "1,2,3", "12 34", "--5", "1e5", "5 5,0", "1 234 5"];
    for cell in none {
        assert_eq!(amount(cell, None, Some(MAD)), "not_a_number", "{cell}");
    }
    for cell in ["-5.00", "(5.00)", "5.00-", "\u{2212}5.00", "-5.00 DH"] {
        assert_eq!(amount(cell, None, Some(MAD)), "negative", "{cell}");
    }
    assert_eq!(amount("99999999999999999999", None, Some(MAD)), "amount");
    assert_eq!(amount(&"9".repeat(60), None, Some(MAD)), "not_a_number");
}

#[test]
fn a_day_is_read_in_the_order_that_is_said_or_shows() {
    let told = |cell: &str, order| match day("Date", cell, order) {
        Ok(day) => day.to_string(),
        Err(problem) => problem.code().to_owned(),
    };
    for cell in ["2026-03-18", "2026/03/18", "2026-03-18T10:00:00Z", "2026-03-18 23:59:00 -0800", "2026-3-18"] {
        assert_eq!(told(cell, None), "2026-03-18", "{cell}");
    }
    for cell in ["18/03/2026", "18.03.26", "18-3-2026", "03/18/2026", "18/03/26 10:00"] {
        assert_eq!(told(cell, None), "2026-03-18", "{cell}");
    }
    assert_eq!(told("03/04/2026", None), "ambiguous_day");
    assert_eq!(told("03/04/2026", Some(DayOrder::Dmy)), "2026-04-03");
    assert_eq!(told("03/04/2026", Some(DayOrder::Mdy)), "2026-03-04");
    assert_eq!(told("04/04/2026", None), "2026-04-04", "the same either way");
    assert_eq!(told("18/03/2026", Some(DayOrder::Mdy)), "not_a_day");
    for cell in [
        "",
        "yesterday",
        "2026-02-30",
        "18/03",
        "26-03-18",
        "46099",
        "18/03/1926",
        "18 mars 2026",
        "1/2/3/4",
        "18/03-2026",
    ] {
        assert_eq!(told(cell, Some(DayOrder::Dmy)), "not_a_day", "{cell}");
    }
}

#[test]
fn letters_are_told_by_what_can_be_seen() {
    let read = |bytes: &[u8], said| match text(bytes, said) {
        Ok(text) => text.into_owned(),
        Err(error) => error.to_string(),
    };
    assert_eq!(read("Qté".as_bytes(), None), "Qté");
    assert_eq!(read(b"\xef\xbb\xbfQt\xc3\xa9", None), "Qté");
    assert_eq!(read(b"\xff\xfeQ\0t\0\xe9\0", None), "Qté");
    assert_eq!(read(b"\xfe\xff\0Q\0t\0\xe9", None), "Qté");
    assert_eq!(read(b"Q\0t\0\xe9\0", Some(Encoding::Utf16Le)), "Qté");
    assert_eq!(read(b"Qt\xe9 \x80", Some(Encoding::Windows1252)), "Qté €");
    assert!(read(b"Qt\xe9", None).starts_with("byte 3 is not UTF-8"));
    assert!(read(b"\xef\xbb\xbfQt\xe9", None).starts_with("byte 3 is not UTF-8"));
    assert!(read("Qté".as_bytes(), Some(Encoding::Windows1252)).contains("the file is UTF-8"));
    assert!(read(b"Q\0t\0", None).contains("UTF-16"));
    assert!(read(b"\xff\xfeQ\0t", None).contains("not UTF-16LE throughout"));
}

#[test]
fn a_table_finds_its_separator_and_its_columns() {
    let header = |text: &str, delimiter| match Table::read(text, delimiter) {
        Ok(table) => table.shown(),
        Err(error) => error.to_string(),
    };
    assert_eq!(header("a;b;c,d\n1;2;3\n", None), "`a`, `b`, `c,d`");
    assert_eq!(header("\"a;b;c\",d\n1,2\n", None), "`a;b;c`, `d`");
    assert_eq!(header("a\tb\n1\t2\n", None), "`a`, `b`");
    assert_eq!(header("sep=|\na|b\n1|2\n", None), "`a`, `b`");
    assert_eq!(header("a b\n1 2\n", Some(' ')), "`a`, `b`");
    assert!(header("a,b;c\n1\n", None).contains("nothing shows what stands between"));
    assert!(header("alone\n1\n", None).contains("nothing shows what stands between"));
    assert_eq!(header(" \r\n", None), "the file is empty");
    assert_eq!(header("a,b\n\n , \n", None), "the file has no rows below its header; its columns are `a`, `b`");
    assert!(header(&format!("{}x\n1\n", "a,".repeat(400)), None).starts_with("the file has 401 columns"));
}

#[test]
fn a_name_becomes_one_line_of_letters_that_can_be_seen() {
    let told = |name: &str| label(name).map(|label| label.to_string());
    assert_eq!(told(" Pouf,\r\n\tleather  L "), Some("Pouf, leather L".to_owned()));
    assert_eq!(told("Po\u{202e}uf\u{7}"), Some("Pouf".to_owned()));
    assert_eq!(told(" \n "), None);
    let long = told(&"è".repeat(300)).expect("a long name is cut");
    assert_eq!((long.chars().count(), long.ends_with('…')), (140, true));
    assert_eq!(without_entities("Pouf &quot;L&quot; &amp;amp; &#39;M&#39;"), "Pouf \"L\" &amp; 'M'");
}

fn profile(changes: &str) -> Result<Profile, String> {
    let text =
        format!(r#"{{"form":"csv","shop":"fair","buyer":"fair-buyers","currency":"MAD","till":"cash:box"{changes}}}"#);
    Profile::parse(&text).map_err(|error| error.to_string())
}

#[test]
fn a_profile_says_where_it_is_wrong() {
    assert!(profile("").is_ok());
    let wrong = [
        (r#","colour":"red""#, "colour: unknown field `colour`"),
        (r#","till":"cash""#, "duplicate field `till`"),
        (r#","sold_in":"dirham""#, "sold_in: `dirham` is not a currency"),
        (
            r#","products":[{"sku":"A","makers":[{"member":"w1","did":{"pieces":"-1"}}]}]"#,
            "products[0].makers[0].did.pieces: `-1`",
        ),
        (r#","products":[{"class":"poufs"}]"#, "products[0]: give it one name"),
        (r#","products":[{"sku":"A","product":"B"}]"#, "products[0]: give it one name"),
        (r#","products":[{"sku":"A"},{"sku":"A"}]"#, "products[1]: it has the name of products[0]"),
        (r#","products":[{"sku":"A","makers":[{"member":"w1"},{"member":"w1"}]}]"#, "products[0]: `w1` is named twice"),
        (
            r#","rates":[{"currency":"EUR","from":"2026-03-02","to":"2026-03-01","rate":"10"}]"#,
            "rates[0]: it ends on 2026-03-01",
        ),
        (
            r#","rates":[{"currency":"MAD","from":"2026-03-01","to":"2026-03-01","rate":"1"}]"#,
            "rates[0]: MAD is the currency of the accounts",
        ),
        (
            r#","rates":[{"currency":"EUR","from":"2026-03-01","to":"2026-03-31","rate":"10"},{"currency":"EUR","from":"2026-03-31","to":"2026-04-30","rate":"11"}]"#,
            "rates[1]: rates[0] is for the same currency",
        ),
        (
            r#","rates":[{"currency":"EUR","from":"2026-03-01","to":"2026-03-31","rate":"0"}]"#,
            "rates[0].rate: `0` is not an exchange rate",
        ),
        (r#","reading":{"delimiter":";;"}"#, "reading.delimiter"),
        (r#","columns":{"when":"Date"}"#, "columns"),
    ];
    for (changes, words) in wrong {
        let told = profile(changes).expect_err("each of these is wrong");
        assert!(told.contains(words), "{changes}\n{told}");
    }
    let long = r#"{"form":"csv","shop":"a-shop-with-a-name","buyer":"b","currency":"MAD","till":"cash:box"}"#;
    assert!(Profile::parse(long).is_err_and(|error| error.to_string().contains("12 letters are the most")));
    let columns = r#"{"form":"etsy","shop":"a","buyer":"b","currency":"MAD","till":"cash:box","columns":{"date":"D"}}"#;
    assert!(Profile::parse(columns).is_err_and(|error| error.to_string().contains("leave `columns` out")));
}

#[test]
fn a_saved_profile_is_read_as_it_was() {
    let text = include_str!("../../../../fixtures/import/shopify/profile.json");
    let profile = Profile::parse(text).expect("the fixture is a profile");
    let written = serde_json::to_string_pretty(&profile).expect("a profile can be written");
    assert_eq!(Profile::parse(&written), Ok(profile));
}

#[test]
fn a_file_beyond_its_bounds_is_refused_whole() {
    let profile = profile(r#","columns":{"date":"d","reference":"r","product":"p","total":"t"}"#).expect("it is sound");
    let told = |bytes: &[u8]| read(Files { sales: bytes, orders: None }, &profile).map(|found| found.len());
    let rows = |count: usize| format!("d,r,p,t\n{}", "2026-03-05,1,Pouf,5\n".repeat(count)).into_bytes();
    assert!(told(&rows(200_001)).is_err_and(|error| error.to_string().contains("more than 200000 rows")));
    assert_eq!(told(&rows(200_000)), Ok(1), "they are one order, of too many rows");
    assert!(told(&vec![b'x'; (64 << 20) + 1]).is_err_and(|error| error.to_string().contains("67108864 bytes")));
}

mod plans;
