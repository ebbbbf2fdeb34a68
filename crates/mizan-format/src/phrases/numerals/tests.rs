//! Numbers that are heard: examples a speaker knows, and small listeners who write down what they hear.
//!
//! The listeners share nothing with what speaks: they add up words one by one. If what they write down is always the
//! number that was said, no two amounts sound alike and none is said wrong.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const LANGUAGES: [Language; 3] = Language::ALL;

/// What a listener makes of words: `units` are added, a hundred multiplies what stands before it, a scale what is open.
struct Listener {
    done: u128,
    open: u128,
}

impl Listener {
    fn add(&mut self, value: u128) {
        self.open += value;
    }

    fn times(&mut self, scale: u128) {
        self.done += self.open.max(1) * scale;
        self.open = 0;
    }

    fn heard(self) -> u128 {
        self.done + self.open
    }
}

fn english(words: &str) -> u128 {
    let mut listener = Listener { done: 0, open: 0 };
    for word in words.split([' ', '-']) {
        match word {
            "zero" => listener.add(0),
            "one" => listener.add(1),
            "two" => listener.add(2),
            "three" => listener.add(3),
            "four" => listener.add(4),
            "five" => listener.add(5),
            "six" => listener.add(6),
            "seven" => listener.add(7),
            "eight" => listener.add(8),
            "nine" => listener.add(9),
            "ten" => listener.add(10),
            "eleven" => listener.add(11),
            "twelve" => listener.add(12),
            "thirteen" => listener.add(13),
            "fourteen" => listener.add(14),
            "fifteen" => listener.add(15),
            "sixteen" => listener.add(16),
            "seventeen" => listener.add(17),
            "eighteen" => listener.add(18),
            "nineteen" => listener.add(19),
            "twenty" => listener.add(20),
            "thirty" => listener.add(30),
            "forty" => listener.add(40),
            "fifty" => listener.add(50),
            "sixty" => listener.add(60),
            "seventy" => listener.add(70),
            "eighty" => listener.add(80),
            "ninety" => listener.add(90),
            "hundred" => listener.open *= 100,
            "thousand" => listener.times(1_000),
            "million" => listener.times(1_000_000),
            "billion" => listener.times(1_000_000_000),
            "trillion" => listener.times(1_000_000_000_000),
            "quadrillion" => listener.times(1_000_000_000_000_000),
            "dirham" | "dirhams" | "centime" | "centimes" | "ryal" | "ryals" | "sale" | "sales" => {}
            other => panic!("nobody knows `{other}` of `{words}`"),
        }
    }
    listener.heard()
}

fn french(words: &str) -> u128 {
    let mut listener = Listener { done: 0, open: 0 };
    let mut before = "";
    for word in words.split([' ', '-']) {
        match word {
            "zéro" | "et" | "de" => {}
            "un" | "une" => listener.add(1),
            "deux" => listener.add(2),
            "trois" => listener.add(3),
            "quatre" => listener.add(4),
            "cinq" => listener.add(5),
            "six" => listener.add(6),
            "sept" => listener.add(7),
            "huit" => listener.add(8),
            "neuf" => listener.add(9),
            "dix" => listener.add(10),
            "onze" => listener.add(11),
            "douze" => listener.add(12),
            "treize" => listener.add(13),
            "quatorze" => listener.add(14),
            "quinze" => listener.add(15),
            "seize" => listener.add(16),
            "vingt" | "vingts" if before == "quatre" => listener.add(76),
            "vingt" => listener.add(20),
            "trente" => listener.add(30),
            "quarante" => listener.add(40),
            "cinquante" => listener.add(50),
            "soixante" => listener.add(60),
            "cent" | "cents" => listener.open = listener.open.max(1) * 100,
            "mille" => listener.times(1_000),
            "million" | "millions" => listener.times(1_000_000),
            "milliard" | "milliards" => listener.times(1_000_000_000),
            "billion" | "billions" => listener.times(1_000_000_000_000),
            "billiard" | "billiards" => listener.times(1_000_000_000_000_000),
            "dirham" | "dirhams" | "centime" | "centimes" | "ryal" | "ryals" | "vente" | "ventes" => {}
            other => panic!("nobody knows `{other}` of `{words}`"),
        }
        before = word;
    }
    listener.heard()
}

fn arabic(words: &str) -> u128 {
    let mut listener = Listener { done: 0, open: 0 };
    for word in words.split(' ') {
        let told = hear(&mut listener, word) || word.strip_prefix('و').is_some_and(|word| hear(&mut listener, word));
        assert!(told, "nobody knows `{word}` of `{words}`");
    }
    listener.heard()
}

fn hear(listener: &mut Listener, word: &str) -> bool {
    match word {
        "صفر" | "درهم" | "درهماً" | "دراهم" | "سنتيم" | "سنتيماً" | "سنتيمات" | "ريال" | "ريالاً" | "ريالات" | "عملية"
        | "عمليات" | "بيع" => {}
        "درهمان" | "سنتيمان" | "ريالان" | "عمليتا" | "اثنان" | "اثنتان" | "اثنا" | "اثنتا" => {
            listener.add(2)
        }
        "واحد" | "واحدة" | "أحد" | "إحدى" => listener.add(1),
        "ثلاثة" | "ثلاث" => listener.add(3),
        "أربعة" | "أربع" => listener.add(4),
        "خمسة" | "خمس" => listener.add(5),
        "ستة" | "ست" => listener.add(6),
        "سبعة" | "سبع" => listener.add(7),
        "ثمانية" | "ثماني" | "ثمان" => listener.add(8),
        "تسعة" | "تسع" => listener.add(9),
        "عشرة" | "عشر" => listener.add(10),
        "عشرون" => listener.add(20),
        "ثلاثون" => listener.add(30),
        "أربعون" => listener.add(40),
        "خمسون" => listener.add(50),
        "ستون" => listener.add(60),
        "سبعون" => listener.add(70),
        "ثمانون" => listener.add(80),
        "تسعون" => listener.add(90),
        "مائة" => listener.add(100),
        "مائتان" | "مائتا" => listener.add(200),
        "ثلاثمائة" => listener.add(300),
        "أربعمائة" => listener.add(400),
        "خمسمائة" => listener.add(500),
        "ستمائة" => listener.add(600),
        "سبعمائة" => listener.add(700),
        "ثمانمائة" => listener.add(800),
        "تسعمائة" => listener.add(900),
        "ألف" | "ألفاً" | "آلاف" => listener.times(1_000),
        "ألفان" | "ألفا" => listener.done += 2_000,
        "مليون" | "مليوناً" | "ملايين" => listener.times(1_000_000),
        "مليونان" | "مليونا" => listener.done += 2_000_000,
        "مليار" | "ملياراً" | "مليارات" => listener.times(1_000_000_000),
        "ملياران" | "مليارا" => listener.done += 2_000_000_000,
        "تريليون" | "تريليوناً" | "تريليونات" => listener.times(1_000_000_000_000),
        "تريليونان" | "تريليونا" => listener.done += 2_000_000_000_000,
        "كوادريليون" | "كوادريليوناً" | "كوادريليونات" => {
            listener.times(1_000_000_000_000_000)
        }
        "كوادريليونان" | "كوادريليونا" => listener.done += 2_000_000_000_000_000,
        _ => return false,
    }
    true
}

fn heard(words: &str, language: Language) -> u128 {
    match language {
        Language::En => english(words),
        Language::Fr => french(words),
        Language::Ar => arabic(words),
    }
}

/// Where the dirhams of an amount end and its centimes begin.
fn halves(words: &str, language: Language) -> (String, String) {
    let tokens: Vec<&str> = words.split(' ').collect();
    let is_dirham = |token: &&str| token.contains("dirham") || token.contains("درهم") || token.contains("دراهم");
    let Some(last) = tokens.iter().rposition(is_dirham) else { return (String::new(), words.to_owned()) };
    let end = last + 1 + usize::from(tokens.get(last + 1) == Some(&"واحد"));
    let (dirhams, centimes) = tokens.split_at(end);
    let centimes = centimes.join(" ");
    let centimes = match language {
        Language::En => centimes.trim_start_matches("and "),
        Language::Fr => centimes.trim_start_matches("et "),
        Language::Ar if centimes.starts_with("واحد ") => &centimes,
        Language::Ar => centimes.strip_prefix('و').unwrap_or(&centimes),
    };
    (dirhams.join(" "), centimes.to_owned())
}

fn said(minor: i128, language: Language) -> String {
    money(Money::new(minor, MAD), language, Counting::Dirhams)
}

#[test]
fn amounts_are_said_in_english() {
    let said = |minor| said(minor, Language::En);
    assert_eq!(said(121_324), "one thousand two hundred thirteen dirhams and twenty-four centimes");
    assert_eq!(said(100), "one dirham");
    assert_eq!(said(1), "one centime");
    assert_eq!(said(0), "zero dirhams");
    assert_eq!(said(-20_000), "minus two hundred dirhams");
    assert_eq!(said(100_000_000_000_000), "one trillion dirhams");
}

#[test]
fn amounts_are_said_in_french_with_every_s_where_it_belongs() {
    let said = |dirhams: i128| said(dirhams * 100, Language::Fr);
    let cases = [
        (0, "zéro dirham"),
        (1, "un dirham"),
        (17, "dix-sept dirhams"),
        (21, "vingt et un dirhams"),
        (70, "soixante-dix dirhams"),
        (71, "soixante et onze dirhams"),
        (77, "soixante-dix-sept dirhams"),
        (80, "quatre-vingts dirhams"),
        (81, "quatre-vingt-un dirhams"),
        (91, "quatre-vingt-onze dirhams"),
        (99, "quatre-vingt-dix-neuf dirhams"),
        (200, "deux cents dirhams"),
        (280, "deux cent quatre-vingts dirhams"),
        (1_000, "mille dirhams"),
        (80_000, "quatre-vingt mille dirhams"),
        (200_000, "deux cent mille dirhams"),
        (1_000_000, "un million de dirhams"),
        (2_000_200, "deux millions deux cents dirhams"),
        (80_000_000, "quatre-vingts millions de dirhams"),
        (200_000_000_000, "deux cents milliards de dirhams"),
    ];
    for (dirhams, words) in cases {
        assert_eq!(said(dirhams), words);
    }
    let mixed = money(Money::new(121_324, MAD), Language::Fr, Counting::Dirhams);
    assert_eq!(mixed, "mille deux cent treize dirhams et vingt-quatre centimes");
    assert_eq!(money(Money::new(100_000_000, EUR), Language::Fr, Counting::Dirhams), "un million d'euros");
    assert_eq!(money(Money::new(205, EUR), Language::Fr, Counting::Dirhams), "deux euros et cinq centimes");
    assert_eq!(money(Money::new(200, EUR), Language::Ar, Counting::Dirhams), "يوروان");
    assert_eq!(counted(21, Thing::Sale, Language::Fr), "vingt et une ventes");
}

#[test]
fn amounts_are_said_in_arabic_with_every_noun_in_its_form() {
    let cases = [
        (0, "صفر درهم"),
        (1, "درهم واحد"),
        (2, "درهمان"),
        (3, "ثلاثة دراهم"),
        (10, "عشرة دراهم"),
        (11, "أحد عشر درهماً"),
        (12, "اثنا عشر درهماً"),
        (20, "عشرون درهماً"),
        (22, "اثنان وعشرون درهماً"),
        (100, "مائة درهم"),
        (101, "مائة درهم ودرهم واحد"),
        (102, "مائة درهم ودرهمان"),
        (103, "مائة وثلاثة دراهم"),
        (200, "مائتا درهم"),
        (860, "ثمانمائة وستون درهماً"),
        (1_000, "ألف درهم"),
        (1_213, "ألف ومائتان وثلاثة عشر درهماً"),
        (2_000, "ألفا درهم"),
        (2_200, "ألفان ومائتا درهم"),
        (3_000, "ثلاثة آلاف درهم"),
        (11_000, "أحد عشر ألف درهم"),
        (11_500, "أحد عشر ألفاً وخمسمائة درهم"),
        (101_000, "مائة ألف وألف درهم"),
        (200_000, "مائتا ألف درهم"),
        (2_000_000, "مليونا درهم"),
        (3_500_000, "ثلاثة ملايين وخمسمائة ألف درهم"),
    ];
    for (dirhams, words) in cases {
        assert_eq!(said(dirhams * 100, Language::Ar), words);
    }
    assert_eq!(said(121_324, Language::Ar), "ألف ومائتان وثلاثة عشر درهماً وأربعة وعشرون سنتيماً");
    assert_eq!(counted(1, Thing::Sale, Language::Ar), "عملية بيع واحدة");
    assert_eq!(counted(2, Thing::Sale, Language::Ar), "عمليتا بيع");
    assert_eq!(counted(8, Thing::Sale, Language::Ar), "ثماني عمليات بيع");
    assert_eq!(counted(12, Thing::Sale, Language::Ar), "اثنتا عشرة عملية بيع");
    assert_eq!(counted(28, Thing::Sale, Language::Ar), "ثمان وعشرون عملية بيع");
}

#[test]
fn twenty_ryal_are_a_dirham_and_what_is_not_whole_in_them_stays_in_dirhams() {
    let ryal = |minor, language| money(Money::new(minor, MAD), language, Counting::Ryal);
    assert_eq!(ryal(5_000, Language::Fr), "mille ryals");
    assert_eq!(ryal(5, Language::En), "one ryal");
    assert_eq!(ryal(86_045, Language::Ar), "سبعة عشر ألفاً ومائتان وتسعة ريالات");
    assert_eq!(ryal(121_324, Language::En), said(121_324, Language::En));
    let euros = money(Money::new(500, EUR), Language::Fr, Counting::Ryal);
    assert_eq!(euros, "cinq euros", "nobody counts euros in ryal");
}

#[test]
fn money_whose_words_we_do_not_know_is_left_in_figures_and_so_is_a_number_past_all_scales() {
    let dinars = Money::new(1_234_567, "TND".parse().expect("it is a currency"));
    assert_eq!(money(dinars, Language::Fr, Counting::Dirhams), "1.234,567 TND");
    let most = Money::new(i128::from(u64::MAX) * 1_000, MAD);
    for language in LANGUAGES {
        let words = money(most, language, Counting::Dirhams);
        let digits: String = words.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(digits, "184467440737095516150", "{words}");
    }
}

#[test]
fn days_are_said_with_the_months_of_the_country() {
    let said = |day| LANGUAGES.map(|language| super::day(day, language));
    assert_eq!(
        said(date(2026, 3, 17)),
        [
            "the seventeenth of March two thousand twenty-six",
            "dix-sept mars deux mille vingt-six",
            "السابع عشر من مارس سنة ألفين وست وعشرين"
        ]
    );
    assert_eq!(
        said(date(2012, 8, 1)),
        [
            "the first of August two thousand twelve",
            "premier août deux mille douze",
            "الأول من غشت سنة ألفين واثنتي عشرة"
        ]
    );
}

#[test]
fn every_amount_up_to_ten_thousand_dirhams_is_heard_as_it_was_said() {
    for language in LANGUAGES {
        for dirhams in 0..10_000 {
            let words = counted(dirhams, Thing::Dirham, language);
            assert_eq!(heard(&words, language), dirhams, "{words}");
        }
    }
}

proptest! {
    #[test]
    fn every_amount_is_heard_as_it_was_said(
        minor in prop_oneof![0_i128..10_000_000, 0_i128..100_000_000_000_000, 0_i128..10_i128.pow(19)],
    ) {
        for language in LANGUAGES {
            let words = said(minor, language);
            let (dirhams, centimes) = halves(&words, language);
            let part = |words: &str| if words.is_empty() { 0 } else { heard(words, language) };
            let back = part(&dirhams) * 100 + part(&centimes);
            prop_assert_eq!(back, minor.unsigned_abs(), "{} in {}", words, language);
        }
    }

    #[test]
    fn every_ryal_is_heard_as_it_was_said(ryal in prop_oneof![0_i128..100_000, 0_i128..10_i128.pow(17)]) {
        for language in LANGUAGES {
            let words = money(Money::new(ryal * 5, MAD), language, Counting::Ryal);
            prop_assert_eq!(heard(&words, language), ryal.unsigned_abs(), "{} in {}", words, language);
        }
    }

    #[test]
    fn every_count_of_a_feminine_thing_is_heard_as_it_was_said(sales in 0_u128..1_000_000_000) {
        for language in LANGUAGES {
            let words = counted(sales, Thing::Sale, language);
            prop_assert_eq!(heard(&words, language), sales, "{} in {}", words, language);
        }
    }
}
