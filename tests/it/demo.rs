//! The demo book, as the program makes it: what must be alive in it, figure by figure, and that it is the same everywhere.
//!
//! It is made twice, in two folders, which every test here looks at.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Output;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::civil::{Date, date};
use mizan_ledger::account::Account;
use mizan_ledger::agreement::step::Step;
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::event::Event;
use mizan_ledger::event::register::{Sex, Status};
use mizan_ledger::id::{CooperativeId, NotAnId, OrderId, PartyId};
use mizan_ledger::money::Money;
use mizan_ledger::posting::postings;
use mizan_ledger::record::Record;
use mizan_tests::program::mizan;
use mizan_tests::recorded::records;
use serde_json::Value;
use tempfile::TempDir;

/// The demo, made in a folder of its own.
pub(crate) struct Demo {
    folder: TempDir,
    pub(crate) records: Vec<Record>,
    pub(crate) book: Book,
    /// What it says to a person.
    text: String,
}

impl Demo {
    /// Where its book lies.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("demo.mizan")
    }
}

fn made(more: &[&str]) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let output = mizan().arg("demo").arg("--dir").arg(folder.path()).args(more).output();
    let Output { status, stdout, stderr } = output.expect("the program can be run");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    (folder, String::from_utf8(stdout).expect("the demo speaks UTF-8"))
}

/// The demo for people.
pub(crate) fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let (folder, text) = made(&[]);
        let records = records(&folder.path().join("demo.mizan"));
        let mut book = Book::default();
        records.iter().for_each(|record| book.apply(record).expect("a log follows from itself"));
        Demo { folder, records, book, text }
    })
}

/// What the demo says to programs, from another folder.
fn figures() -> &'static Value {
    static FIGURES: OnceLock<Value> = OnceLock::new();
    FIGURES.get_or_init(|| {
        let (_folder, said) = made(&["--json"]);
        serde_json::from_str(&said).expect("--json answers with JSON")
    })
}

pub(crate) fn story(name: &str) -> &'static Value {
    let stories = figures()["stories"].as_array().expect("the demo tells stories");
    let found = stories.iter().find(|story| story["name"] == name);
    &found.unwrap_or_else(|| panic!("the demo tells the story {name}"))["figures"]
}

/// An identifier from its text.
pub(crate) fn id<T: FromStr<Err = NotAnId>>(text: &str) -> T {
    text.parse().expect("an id")
}

pub(crate) fn cooperative(name: &str) -> &'static Cooperative {
    demo().book.cooperatives.get(&id::<CooperativeId>(name)).expect("the demo knows this cooperative")
}

pub(crate) fn of(name: &str) -> impl Iterator<Item = &'static Record> {
    let scope: CooperativeId = id(name);
    demo().records.iter().filter(move |record| record.envelope.scope == Some(scope))
}

#[test]
fn the_demo_is_the_same_book_wherever_it_is_made_and_of_the_size_of_two_years() {
    let replayed = mizan_tests::recorded::replay(&demo().path());
    assert_eq!(replayed["root"], figures()["root"], "two books of the demo are the same to the byte");
    assert_eq!(replayed["agrees_with_live"], true);
    let size = demo().records.len();
    assert!((48_000..=55_000).contains(&size), "{size} records");
    insta::assert_snapshot!("demo_root", format!("{size} records, root {}", figures()["root"]));
}

#[test]
fn the_demo_is_told_on_screens() {
    let text = demo().text.replace(&demo().folder.path().display().to_string(), "FOLDER");
    for (number, line) in text.lines().enumerate() {
        let is_story = number < text.lines().position(|line| line.starts_with("Sale ")).unwrap_or(0);
        assert!(!is_story || line.chars().count() <= 100, "line {number} is wide: {line}");
    }
    let stories = text.split("\n\n").take(5);
    for story in stories {
        assert!(story.lines().count() <= 24, "a story fits a screen:\n{story}");
    }
    insta::assert_snapshot!("demo_text", text);
}

#[test]
fn every_centime_of_the_demo_is_explained() {
    assert_eq!(figures()["unexplained"], "0.00");
    assert!(figures()["traced"].as_u64().is_some_and(|traced| traced > 2_500));
    assert_eq!(figures()["trace"]["unexplained"], "0.00");
}

#[test]
fn the_weavers_are_twenty_six_then_seven_then_nineteen_by_events_alone() {
    let weavers = cooperative("demo-tilila");
    let on = |day: Date| weavers.members_on(day).len();
    assert_eq!([on(date(2024, 10, 31)), on(date(2025, 6, 30)), on(date(2026, 9, 30))], [26, 7, 19]);
    let told: Vec<u64> = story("market")["cooperative"]
        .as_array()
        .expect("three days")
        .iter()
        .filter_map(|day| day["members"].as_u64())
        .collect();
    assert_eq!(told, [26, 7, 19]);
}

#[test]
fn the_census_counts_391_active_of_883_and_its_correction_stands_beside_it() {
    let census = demo().book.census(id("census-2026")).expect("the census was taken");
    assert_eq!((census.published.active, census.published.members), (391, 883));
    assert_eq!((census.corrected.active, census.corrected.members), (390, 883));
    assert_eq!(story("market")["census"]["active"], 391);
    let market = cooperative("demo-market");
    let active = market.members_on(date(2026, 3, 31)).iter().filter(|(_, status)| *status == Status::Active).count();
    assert_eq!(active, 391, "the register says the same");
}

#[test]
fn the_first_order_ends_with_nothing_left_of_its_advance() {
    let order = cooperative("demo-union").orders.get(&id::<OrderId>("first-order")).expect("the first order");
    assert_eq!((order.total.to_string(), order.open.to_string()), ("119000.00 MAD".into(), "0.00 MAD".into()));
    let (mut invoiced, mut offset) = (Vec::new(), Vec::new());
    for record in of("demo-union") {
        if let Event::SaleRecorded(e) = &record.event {
            invoiced.push(e.total.number());
        } else if let Event::AdvanceOffset(e) = &record.event {
            offset.push(e.amount.number());
        }
    }
    assert_eq!(invoiced, ["42500.00", "42500.00", "34000.00"]);
    assert_eq!(offset, ["21250.00", "21250.00", "17000.00"]);
    let told = &story("textile")["order"];
    assert_eq!(
        (&told["pieces"], &told["advance_left"], &told["unpaid"]),
        (&"1400".into(), &"0.00".into(), &"0.00".into())
    );
    let pieces: Vec<&str> = story("textile")["deliveries"]
        .as_array()
        .expect("three deliveries")
        .iter()
        .filter_map(|delivery| delivery["pieces"].as_str())
        .collect();
    assert_eq!(pieces, ["500", "500", "400"]);
}

#[test]
fn what_the_union_divides_is_what_its_cooperatives_invoice_to_it() {
    let mut divided = 0;
    for record in of("demo-union") {
        if let Event::ProceedsAllocated(e) = &record.event {
            divided += e.makers.iter().map(|share| share.amount.minor()).sum::<i128>();
        }
    }
    let office: PartyId = id("demo-union-office");
    let textile = demo().book.cooperatives.iter().filter(|(id, _)| id.as_str().starts_with("demo-textile-"));
    let mut invoiced = 0;
    for (_, own) in textile {
        let to_union = own.sales.values().filter(|sale| sale.buyer == office);
        for sale in to_union {
            invoiced += sale.gross.minor();
            assert!(sale.outstanding.is_zero(), "the union has paid all of it");
        }
    }
    assert_eq!((divided, invoiced), (11_186_000, 11_186_000), "94 % of 119,000.00");
}

#[test]
fn seventeen_of_twenty_textile_cooperatives_are_led_by_women() {
    let day = date(2026, 9, 30);
    let textile: Vec<&Cooperative> = demo()
        .book
        .cooperatives
        .iter()
        .filter(|(id, _)| id.as_str().starts_with("demo-textile-"))
        .map(|(_, own)| &**own)
        .collect();
    let women = textile.iter().filter(|own| own.board_on(day).is_some_and(|board| board.led_by == Sex::Woman)).count();
    assert_eq!((textile.len(), women), (20, 17));
}

#[test]
fn no_money_of_a_grant_is_in_a_payout_and_none_of_it_pays_for_anything_else() {
    let mut book = Book::default();
    let mut seen = 0;
    for record in &demo().records {
        book.apply(record).expect("a log follows from itself");
        if record.envelope.scope.is_none_or(|scope| scope.as_str() != "demo-poufs") {
            continue;
        }
        let mut moved = Vec::new();
        postings(&record.event, &mut moved);
        let of_grant = moved.iter().any(|posting| matches!(posting.account, Account::Grant(_)));
        let of_member = moved.iter().any(|posting| posting.account.member().is_some());
        assert!(!(of_grant && of_member), "record {} moves a grant to a member", record.envelope.position);
        seen += u32::from(of_grant);
        let own = &book.cooperatives[&id::<CooperativeId>("demo-poufs")];
        for till in own.tills.keys() {
            let held = own.balances.of(Account::Till(*till), own.currency);
            let lies = own.grants.lying_in(*till, own.currency);
            assert!(
                lies.minor() <= held.minor(),
                "after record {} {till} holds {held} where {lies} of a grant lie",
                record.envelope.position
            );
        }
    }
    assert!(seen >= 8, "the grant came in, bought looms, taught and went back: {seen}");
    assert_eq!(story("poufs")["grant"]["in_payouts"], "0.00");
    assert_eq!(story("poufs")["grant"]["left"], "0.00");
}

#[test]
fn what_a_deduction_leaves_her_is_never_below_what_the_agreement_protects() {
    // The protected minimum binds a deduction, not a share that is small from the start.
    let mut checked = 0;
    let mut left: BTreeMap<(String, String), i128> = BTreeMap::new();
    for record in &demo().records {
        let Some(scope) = record.envelope.scope else { continue };
        let own = &demo().book.cooperatives[&scope];
        if let Event::ProceedsAllocated(e) = &record.event {
            for share in &e.makers {
                let key = (format!("{scope}/{}", e.sale), share.member.to_string());
                *left.entry(key).or_default() += share.amount.minor();
            }
        } else if let Event::CommissionCharged(e) = &record.event
            && let Some(member) = e.to.member()
        {
            *left.entry((format!("{scope}/{}", e.sale), member.to_string())).or_default() += e.amount.minor();
        } else if let Event::DeductionApplied(e) = &record.event {
            let hers = left.entry((format!("{scope}/{}", e.sale), e.member.to_string())).or_default();
            *hers -= e.amount.minor();
            let terms = own.sales.get(&e.sale).expect("a sale of the book").terms;
            let document = &own.agreements[&terms.agreement][&terms.version].terms;
            let minimum = document.steps.iter().find_map(|step| match step {
                Step::Deduction(deduction) if deduction.clause == e.clause => deduction.protected_minimum,
                Step::Tax(_)
                | Step::Cost(_)
                | Step::Minimum(_)
                | Step::Premium(_)
                | Step::Share(_)
                | Step::Deduction(_)
                | Step::Rounding(_) => None,
            });
            if let Some(minimum) = minimum {
                let minimum = Money::rounded(minimum.decimal(), own.currency).expect("a minimum is money").minor();
                assert!(*hers >= minimum, "{} of {} keeps {hers} under {}", e.member, e.sale, e.clause);
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "only {checked} deductions have a protected minimum");
}

#[test]
fn earnings_are_those_of_people_who_live_from_craft_beside_other_things() {
    // Ajddigue pays about 1,000 MAD a month (Bladi); the least wage in the fields was 97.44 MAD a day in 2026 (Le360).
    let mut months: BTreeMap<(String, String), i128> = BTreeMap::new();
    for record in &demo().records {
        let (Some(scope), Event::ProceedsAllocated(e)) = (record.envelope.scope, &record.event) else { continue };
        if scope.as_str() == "demo-union" {
            continue;
        }
        let day = record.envelope.occurred_on;
        for share in &e.makers {
            let key = (format!("{scope}/{}", share.member), format!("{}-{:02}", day.year(), day.month()));
            *months.entry(key).or_default() += share.amount.minor();
        }
    }
    let mut earned: Vec<i128> = months.into_values().collect();
    earned.sort_unstable();
    let at = |percent: usize| earned[(earned.len() - 1) * percent / 100] / 100;
    assert!((200..=1_500).contains(&at(50)), "half of the months bring {} or less", at(50));
    assert!(at(95) <= 4_000, "nineteen of twenty months bring {} or less", at(95));
}

#[test]
fn a_basket_has_a_card_that_names_only_who_consented() {
    let folder = demo().folder.path();
    let mut card = mizan();
    card.arg("card").arg(demo().path()).args(["palm-basket-large", "--json", "--openings"]);
    let output = card.arg(folder.join("openings.ndjson")).output().expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let card: Value = serde_json::from_slice(&output.stdout).expect("--json answers with JSON");
    let table = |title: &str| {
        let tables = card["tables"].as_array().expect("a card has tables").iter();
        tables.clone().find(|table| table["title"] == title).expect("the card has it")["rows"].clone()
    };
    let palm = cooperative("demo-palm");
    let day = date(2026, 10, 31);
    for maker in table("makers").as_array().expect("makers") {
        let member = id(maker["maker"].as_str().expect("a pseudonym"));
        let consented = palm.consent(member, id("show-name"), day).is_some();
        assert_eq!(maker["name"].is_string(), consented, "{maker}");
    }
    assert_eq!((&card["unexplained"], &card["as_of"]), (&"0.00".into(), &"2026-10-31".into()));
    assert_eq!(card["position"], demo().records.len() - 1);
    let kept = |condition: &str| {
        let rows = table("conditions_checked");
        let rows = rows.as_array().expect("conditions").clone();
        rows.into_iter().find(|row| row["condition"] == condition).expect("this was checked")["state"].clone()
    };
    assert_eq!(kept("minimum_price"), "met");
    assert_eq!(kept("makers_own_price"), "met");
    assert_eq!(kept("every_centime_named"), "met");
}
