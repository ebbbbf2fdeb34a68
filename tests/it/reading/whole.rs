//! What is folded from a whole book: statements of cooperatives, buyers and intermediaries, indicators, reports by name.
//!
//! Through the program they are snapshots of text and CSV; in generated books they end at the balances of the ledger, and
//! begin where the days before them ended.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_format::phrases::Language;
use mizan_format::text_page;
use mizan_ledger::account::Account;
use mizan_ledger::id::PartyId;
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::cooperative::{CooperativeFold, CooperativeStatement};
use mizan_ledger::report::counted::{Counts, Fold, TakenBack};
use mizan_ledger::report::intermediary::IntermediaryFold;
use mizan_ledger::report::page::Page;
use mizan_ledger::report::query::{Asking, QUERIES};
use mizan_ledger::report::retailer::{RetailerFold, RetailerStatement};
use mizan_ledger::report::statement::Days;
use serde_json::Value;

use super::laws::{Library, libraries};
use super::{answer, answer_json, complaint, golden, mizan};

#[test]
fn the_weavers_read_what_they_sold_and_where_it_went() {
    insta::assert_snapshot!(answer(&["statement", &golden(), "demo-weavers"]));
}

#[test]
fn the_gallery_reads_its_account_and_whose_hands_its_money_reached() {
    insta::assert_snapshot!(answer(&["statement", &golden(), "demo-gallery", "--to", "2026-11-22"]));
}

#[test]
fn the_gallery_takes_its_account_into_a_spreadsheet() {
    insta::assert_snapshot!(answer(&["statement", &golden(), "buyer/demo-gallery", "--as", "csv"]));
}

#[test]
fn a_rug_and_a_payout_are_opened_up_for_a_spreadsheet() {
    let [rug, payout] = ["sale-1", "payout-1"].map(|of| answer(&["trace", &golden(), of, "--as", "csv"]));
    insta::assert_snapshot!(format!("{rug}\n{payout}"));
}

#[test]
fn the_platform_reads_what_it_kept_for_which_service_in_march() {
    let march = ["statement", &golden(), "demo-platform", "--from", "2026-03-01", "--to", "2026-04-30"];
    insta::assert_snapshot!(answer(&march));
}

#[test]
fn the_indicators_of_three_weavers_are_withheld() {
    insta::assert_snapshot!(answer(&["indicators", &golden(), "--to", "2026-11-22"]));
}

#[test]
fn a_report_is_asked_for_by_its_name_and_its_version() {
    let book = golden();
    let funds = answer_json(&["report", &book, "funds@1"]);
    assert_eq!(funds["query"], "funds@1");
    assert_eq!(funds["tables"][0]["rows"][0]["fund"], "training");
    let all = answer_json(&["report", &book]);
    assert_eq!(all["reports"].as_array().map(Vec::len), Some(QUERIES.len()));
    let output = mizan(&["report", &book, "funds@2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`funds@2` is no report: write one of sdg5"));
}

#[test]
fn what_is_folded_is_of_the_day_or_position_asked_for() {
    let book = golden();
    let then = answer_json(&["statement", &book, "demo-gallery", "--at", "2026-03-01"]);
    assert_eq!((&then["to"], &then["as_of"]), (&Value::from("2026-03-01"), &Value::from("2026-03-01")));
    assert_eq!(then["tables"][0]["rows"][0]["closing"], "200.00", "the second half is not paid");
    let last = answer_json(&["balances", &book])["position"].as_u64().expect("a position is a number");
    let before = answer_json(&["statement", &book, "demo-gallery", "--at", &(last - 1).to_string()]);
    assert_eq!(before["position"], last - 1);
    assert_eq!(before["tables"][0]["rows"][0]["closing"], "0.00", "nothing was given back yet");
    let inside = complaint(&["indicators", &book, "--at", "43"]);
    assert!(inside.contains("lies inside the batch of `record-sale:sale-1`"), "{inside}");
}

impl Library {
    /// A report folded from all records that count in some days.
    fn folded<F: Fold>(&self, days: Days, mut fold: F) -> F {
        let mut taken_back = TakenBack::default();
        self.log.iter().for_each(|record| taken_back.note(record));
        for record in &self.log {
            Counts::of(record, &taken_back, days).into_iter().for_each(|counts| fold.take(counts, record));
        }
        fold
    }

    fn of_retailer(&self, buyer: PartyId, days: Days) -> RetailerStatement {
        self.folded(days, RetailerFold::new(&self.book, buyer, None, days)).made(&self.book)
    }

    /// The days between some days of the book, one after the other, from the first to the last.
    fn spans(&self) -> Vec<Days> {
        let mut from = None;
        let span = |last: Date| {
            let days = Days::new(from, Some(last)).expect("the days are in order");
            from = last.tomorrow().ok();
            days
        };
        self.days().into_iter().map(span).collect()
    }
}

fn english(page: &Page) -> String {
    text_page::page(page, Language::En)
}

#[test]
fn a_cooperatives_statements_follow_on_each_other_and_end_at_the_balances_of_the_book() {
    for library in libraries() {
        for (id, own) in library.cooperatives() {
            let statement = |days: Days| -> CooperativeStatement {
                let fold = CooperativeFold::new(&library.book, id, days).expect("the book knows it");
                library.folded(days, fold).made(&library.book)
            };
            let mut due = Amount::zero(own.currency);
            let mut held: BTreeMap<(Account, Currency), Amount> = BTreeMap::new();
            for days in library.spans() {
                let made = statement(days);
                assert!(made.unexplained.is_zero(), "seed {}: {}", library.seed, english(&made.page()));
                assert_eq!(made.dues.opening, due, "seed {}: {}", library.seed, english(&made.page()));
                for line in &made.accounts {
                    let before = held.get(&(line.account, line.closing.0.currency())).copied();
                    let before = before.unwrap_or(Amount::zero(line.opening.0.currency()));
                    assert_eq!(line.opening, before, "{} of {id} in seed {}", line.account, library.seed);
                }
                due = made.dues.open.total();
                held = made
                    .accounts
                    .iter()
                    .map(|line| ((line.account, line.closing.0.currency()), line.closing))
                    .collect();
            }
            let whole = statement(Days::default());
            assert_eq!(whole.dues.open.total(), due, "{id} of seed {}", library.seed);
            assert!(whole.unexplained.is_zero(), "seed {}: {}", library.seed, english(&whole.page()));
            let members: i128 = own
                .balances
                .all()
                .iter()
                .filter(|(account, _)| account.is_lot() && account.member().is_some())
                .map(|(_, balance)| -balance.minor())
                .sum();
            assert_eq!(due.0.minor(), members, "{id} of seed {}", library.seed);
        }
    }
}

#[test]
fn a_retailers_statements_follow_on_each_other_and_end_at_what_the_book_says_is_open() {
    let mut accounts = 0;
    for library in libraries() {
        for &buyer in library.book.parties.keys() {
            let mut owed: BTreeMap<(_, Currency), Money> = BTreeMap::new();
            for days in library.spans() {
                let made = library.of_retailer(buyer, days);
                assert!(made.is_whole(), "seed {}: {}", library.seed, english(&made.page()));
                for (id, account) in &made.accounts {
                    for (currency, balance) in &account.balances {
                        let before = owed.get(&(*id, *currency)).copied().unwrap_or(currency.zero());
                        assert_eq!(balance.opening, before, "{id} and {buyer} of seed {}", library.seed);
                        owed.insert((*id, *currency), balance.closing);
                    }
                }
            }
            let whole = library.of_retailer(buyer, Days::default());
            assert!(whole.is_whole(), "seed {}: {}", library.seed, english(&whole.page()));
            for (id, account) in &whole.accounts {
                let own = &library.book.cooperatives[id];
                for (currency, balance) in &account.balances {
                    let of_it = |money: Money| if money.currency() == *currency { money.minor() } else { 0 };
                    let sales = own.sales.values().filter(|sale| sale.buyer == buyer);
                    let unpaid: i128 = sales.map(|sale| of_it(sale.outstanding)).sum();
                    assert_eq!(balance.unpaid.minor(), unpaid, "{id} and {buyer} of seed {}", library.seed);
                    let orders = own.orders.values().filter(|order| order.buyer == buyer);
                    let advances: i128 = orders.map(|order| of_it(order.open)).sum();
                    assert_eq!(balance.advances_left.minor(), -advances, "{id} and {buyer} of seed {}", library.seed);
                }
                accounts += 1;
            }
        }
    }
    assert!(accounts > 10, "only {accounts} accounts were looked at");
}

#[test]
fn what_a_party_is_owed_is_what_it_took_less_what_it_gave_back_and_was_paid() {
    let mut accounts = 0;
    for library in libraries() {
        for &party in library.book.parties.keys() {
            let statement = |days| {
                library.folded(days, IntermediaryFold::new(&library.book, party, None, days)).made(&library.book)
            };
            let mut owed = BTreeMap::new();
            for days in library.spans() {
                let made = statement(days);
                assert!(made.is_whole(), "seed {}: {}", library.seed, english(&made.page()));
                for (id, account) in &made.accounts {
                    let before = owed.insert(*id, account.closing).unwrap_or(Amount::zero(account.currency));
                    assert_eq!(account.opening, before, "{id} and {party} of seed {}", library.seed);
                }
            }
            for (id, account) in &statement(Days::default()).accounts {
                let known = library.book.cooperatives[id].balances.owed(Account::Payable(party), account.currency);
                assert_eq!(account.closing, Amount(known), "{id} and {party} of seed {}", library.seed);
                accounts += 1;
            }
        }
    }
    assert!(accounts > 3, "only {accounts} accounts were looked at");
}

#[test]
fn the_days_of_every_member_together_are_those_of_her_cooperative() {
    for library in libraries() {
        for (id, own) in library.cooperatives() {
            let fold = CooperativeFold::new(&library.book, id, Days::default()).expect("the book knows it");
            let whole = library.folded(Days::default(), fold).made(&library.book).days_to_hand;
            let hers = own.members.keys().filter_map(|member| library.statement(id, *member, None, None).days_to_hand);
            let hers: Vec<_> = hers.collect();
            assert_eq!(hers.is_empty(), whole.is_none());
            let Some(whole) = whole else { continue };
            let amounts = Amount::sum(own.currency, hers.iter().map(|days| days.amount));
            assert_eq!(amounts, whole.amount, "{id} of seed {}", library.seed);
            assert_eq!(hers.iter().map(|days| days.max).max(), Some(whole.max), "{id} of seed {}", library.seed);
            assert!(whole.p50 <= whole.p90 && whole.p90 <= whole.max);
        }
    }
}

#[test]
fn no_indicator_of_any_book_shows_a_figure_about_one_to_four_persons_or_lets_one_be_computed() {
    for library in libraries() {
        for days in library.spans().into_iter().chain([Days::default()]) {
            let indicators = QUERIES.iter().filter(|query| query.is_indicator);
            let pages = library.folded(days, Asking::new(&library.book, days, indicators)).made(&library.book);
            for page in pages {
                let page = serde_json::to_value(&page).expect("a page is JSON");
                for table in page["tables"].as_array().expect("tables are a list") {
                    judge(&page["query"], table);
                }
            }
        }
    }
}

/// Looks for groups of few in a table of groups and their total.
fn judge(query: &Value, table: &Value) {
    let rows = table["rows"].as_array().expect("rows are a list");
    let persons: Vec<&Value> = rows.iter().filter_map(|row| row.get("persons")).collect();
    let Some((total, groups)) = persons.split_last() else { return };
    for count in groups.iter().filter_map(|count| count.as_u64()) {
        assert!(count == 0 || count >= 5, "{query}: a group of {count} is shown in {table:#}");
    }
    let Some(total) = total.as_u64() else { return };
    let shown: u64 = groups.iter().filter_map(|count| count.as_u64()).sum();
    let withheld = groups.iter().filter(|count| count.is_string()).count();
    assert!(withheld != 1, "{query}: one withheld group is the total less the others in {table:#}");
    assert!(withheld == 0 || total - shown >= 5, "{query}: {} persons are withheld in {table:#}", total - shown);
    for row in rows.iter().filter(|row| row["persons"].is_string()) {
        let hidden = row.as_object().expect("a row is an object").iter().filter(|(column, _)| *column != "of");
        assert!(hidden.clone().all(|(_, cell)| cell == "withheld"), "{query}: {row} shows something of few");
    }
}
