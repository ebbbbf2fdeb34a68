//! Stories of a cooperative's statement: where prices went, month by month, member by member.

use crate::report::cooperative::{CooperativeFold, CooperativeStatement};
use crate::report::told::Told;

fn statement(told: &Told, cooperative: &str, from: Option<&str>, to: Option<&str>) -> CooperativeStatement {
    let cooperative = cooperative.parse().expect("a cooperative has an identifier");
    let begin = |book: &_, days| CooperativeFold::new(book, cooperative, days).expect("the book knows it");
    told.folded(from, to, begin).made(&told.book)
}

#[test]
fn the_price_of_the_rug_is_divided_to_the_last_centime() {
    let weavers = statement(&Told::golden("record-sale:sale-1"), "demo-weavers", None, None);
    let flows = &weavers.flows;
    let figures = [flows.sold, flows.to_parties, flows.own, flows.to_funds, flows.earned, flows.deducted];
    let figures = figures.map(|amount| amount.to_string());
    assert_eq!(figures, ["4310.00", "811.00", "589.50", "78.60", "2830.90", "775.29"]);
    assert_eq!(flows.undivided().to_string(), "0.00");
    assert_eq!(weavers.dues.open.pending.to_string(), "2055.61");
    assert_eq!(weavers.unexplained.to_string(), "0.00");
}

#[test]
fn each_month_begins_where_the_month_before_ended_and_nothing_is_unexplained() {
    let told = Told::both_stories();
    for cooperative in told.book.cooperatives.keys() {
        let whole = statement(&told, cooperative.as_str(), None, None);
        assert_eq!(whole.unexplained.to_string(), "0.00", "{cooperative}");
        let mut due = "0.00".to_owned();
        for (month, flows) in &whole.months {
            let (from, to) = (format!("{month}-01"), month.last_day().to_string());
            let part = statement(&told, cooperative.as_str(), Some(&from), Some(&to));
            assert_eq!(part.unexplained.to_string(), "0.00", "{cooperative} in {month}");
            assert_eq!(part.dues.opening.to_string(), due, "{cooperative} in {month}");
            if part.dues.corrected.is_zero() {
                assert_eq!(part.flows.earned, flows.earned, "{cooperative} in {month}");
            }
            due = part.dues.open.total().to_string();
        }
    }
}

#[test]
fn a_correction_takes_a_payment_out_of_its_month_and_out_of_the_opening_of_the_next() {
    let told = Told::golden_to_its_end();
    let then = statement(&told, "demo-weavers", None, Some("2026-03-20"));
    let after = statement(&told, "demo-weavers", Some("2026-03-21"), Some("2026-03-31"));
    assert_eq!(then.flows.paid.to_string(), "2055.61");
    assert_eq!(after.dues.opening.to_string(), "0.00");
    assert_eq!(after.dues.corrected.to_string(), "478.05");
    assert_eq!(after.flows.paid.to_string(), "450.00");
    assert_eq!(after.unexplained.to_string(), "0.00");
}

#[test]
fn money_is_in_her_hand_days_after_the_gallery_paid() {
    let told = Told::golden("hand-over-payout:payout-1:weaver-3:again");
    let days = statement(&told, "demo-weavers", None, None).days_to_hand.expect("three weavers were paid");
    assert_eq!(days.amount.to_string(), "2027.56");
    assert!(days.p50 <= days.p90 && days.p90 <= days.max, "{days:?}");
}

#[test]
fn a_cooperative_nobody_knows_has_no_statement() {
    let told = Told::golden_to_its_end();
    let nobody = "demo-dyers".parse().expect("a cooperative has an identifier");
    assert!(CooperativeFold::new(&told.book, nobody, crate::report::statement::Days::default()).is_none());
}

#[test]
fn the_json_of_a_cooperatives_statement_keeps_its_form() {
    let page = statement(&Told::golden_to_its_end(), "demo-weavers", None, None).page();
    insta::assert_snapshot!(serde_json::to_string_pretty(&page).expect("a page is JSON"));
}

#[test]
fn the_cooperatives_members_are_what_each_of_them_reads_and_every_row_adds_up() {
    let told = Told::both_stories();
    for (id, own) in &told.book.cooperatives {
        for from in [None, Some("2026-03-15")] {
            let page = statement(&told, id.as_str(), from, None).page();
            let page = serde_json::to_value(page).expect("a page is JSON");
            let tables = page["tables"].as_array().expect("a page has tables");
            let rows = |title: &str| {
                let table = tables.iter().find(|table| table["title"] == title);
                table.and_then(|table| table["rows"].as_array()).cloned().unwrap_or_default()
            };
            let minor = |row: &serde_json::Value, columns: &[&str]| -> i64 {
                let said = columns.iter().filter_map(|column| row[*column].as_str());
                said.map(|amount| amount.replace('.', "").parse::<i64>().expect("it is an amount")).sum()
            };
            for row in rows("members") {
                let given = ["opening", "earned", "borne_for_her", "became_a_debt", "exchange", "put_right"];
                let ends = ["in_her_hand", "still_to_come", "available", "on_its_way", "unclaimed", "standing_in"];
                let due = minor(&row, &given) - minor(&row, &["kept", "given_back"]);
                assert_eq!(due, minor(&row, &ends), "{id} from {from:?}: {row}");
                let Some(member) = row["member"].as_str().filter(|member| *member != "together") else { continue };
                assert!(own.members.keys().any(|known| known.as_str() == member), "{member} is a member");
                let hers = told.statement(&format!("{id}/{member}"), from, None).expect("she is a member");
                let amount = |column: &str| row[column].as_str().unwrap_or("0.00").to_owned();
                assert_eq!(amount("opening"), hers.opening.to_string(), "{id}/{member}");
                assert_eq!(amount("earned"), hers.earned.plus(hers.served).to_string(), "{id}/{member}");
                assert_eq!(amount("in_her_hand"), hers.paid.to_string(), "{id}/{member}");
                assert_eq!(amount("available"), hers.open.available.to_string(), "{id}/{member}");
                assert_eq!(amount("still_to_come"), hers.open.pending.to_string(), "{id}/{member}");
                assert_eq!(amount("owes_back"), hers.owed.total.to_string(), "{id}/{member}");
            }
            for row in rows("month_by_month") {
                let to = ["tax", "to_parties", "for_cooperative", "to_funds", "for_the_makers"];
                assert_eq!(minor(&row, &["sold"]) - minor(&row, &["given_back"]), minor(&row, &to), "{id}: {row}");
            }
        }
    }
}
