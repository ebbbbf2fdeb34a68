//! Stories of tax as readers find it: in her statement, in the trace of the rug, in the platform's account, in the report.

use serde_json::{Value, json};

use crate::report::intermediary::IntermediaryFold;
use crate::report::query::{Asking, Query};
use crate::report::told::Told;
use crate::report::trace::Trace;

/// The rug is paid; ten in a hundred are withheld of what the first weaver and the platform are about to be paid of it.
fn withheld() -> Told {
    let rate = json!({"tax": "ras", "version": 1, "rate": "0.10", "from": "2026-01-01", "source": "the accountant"});
    let of = |movement: &str, of: Value, base: &str| json!({"movement": movement, "tax": "ras", "of": of, "base": base, "from": "2026-03-01", "to": "2026-03-31"});
    Told::golden("receive-payment:payment-1")
        .then("treasurer-1", "set_withholding_rate", "2026-03-25", rate)
        .then("treasurer-1", "withhold_tax", "2026-03-25", of("tax-1", json!({"member": "weaver-1"}), "860.49 MAD"))
        .then("treasurer-1", "withhold_tax", "2026-03-25", of("tax-2", json!({"party": "demo-platform"}), "431.00 MAD"))
}

#[test]
fn her_statement_shows_what_was_withheld_at_which_rate_and_adds_up() {
    let made = withheld().statement("weaver-1", None, None).expect("she is a member");
    assert_eq!((made.taken.to_string(), made.open.available.to_string()), ("86.05".into(), "774.44".into()));
    let line = serde_json::to_value(&made.taken_for[0]).expect("a line is JSON");
    assert_eq!((&line["what"], &line["of"], &line["amount"]), (&json!("tax"), &json!("ras"), &json!("86.05")));
    let reckoned = json!({"base": "860.49", "rate": "0.1", "version": 1, "from": "2026-03-01", "to": "2026-03-31"});
    assert_eq!(line["reckoned"], reckoned);
    assert_eq!(made.sales[0].hers.to_string(), "774.44");
    assert_eq!(made.unexplained.to_string(), "0.00");
}

#[test]
fn the_trace_of_the_rug_says_what_of_it_went_to_the_tax_office() {
    let Ok(Trace::Sale(trace)) = withheld().trace("sale-1", None) else { panic!("the sale is in the book") };
    let json = serde_json::to_value(&trace.slices).expect("slices are JSON");
    let platform = json.as_array().into_iter().flatten().find(|slice| slice["step"] == "platform");
    let ends: Vec<_> = platform.map(|slice| slice["ends"].clone()).into_iter().collect();
    assert_eq!(
        ends,
        [json!([
            {"end": "withheld", "amount": "43.10", "on": "2026-03-25", "movement": "tax-2"},
            {"end": "owed", "amount": "387.90"},
        ])]
    );
    let hers = trace.slices.iter().flat_map(|slice| &slice.makers).find(|maker| maker.member.to_string() == "weaver-1");
    assert_eq!(hers.map(|hers| hers.taken[0].amount.to_string()).as_deref(), Some("86.05"));
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn the_platform_reads_what_was_withheld_of_it() {
    let told = withheld();
    let party = "demo-platform".parse().expect("a party has an identifier");
    let made = told.folded(None, None, |book, days| IntermediaryFold::new(book, party, None, days)).made(&told.book);
    let account = made.accounts.values().next().expect("the weavers sell through the platform");
    let figures = [account.taken, account.withheld, account.closing, account.unexplained];
    assert_eq!(figures.map(|amount| amount.to_string()), ["431.00", "43.10", "387.90", "0.00"]);
    assert_eq!(account.taxes[0].reckoned.version, 1);
}

#[test]
fn the_report_of_taxes_says_what_the_office_has_and_is_still_owed() {
    let paid = json!({"movement": "remitted-1", "tax": "ras", "amount": "100.00 MAD", "till": "bank:main",
        "from": "2026-03-01", "to": "2026-03-31"});
    let told = withheld().then("treasurer-1", "remit_tax", "2026-04-20", paid);
    let query = Query::named("taxes").expect("the registry has it");
    let made = told.folded(None, None, |book, days| Asking::new(book, days, [query])).made(&told.book);
    let page = serde_json::to_value(&made[0]).expect("a page is JSON");
    let rows = page["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
    let last = rows.last().expect("the tax has a row");
    let columns = ["which_tax", "basis_mad", "tax_withheld_mad", "remitted_mad", "still_to_remit_mad"];
    let cells: Vec<&str> = columns.iter().map(|column| last[column].as_str().unwrap_or("missing")).collect();
    assert_eq!(cells, ["ras", "1291.49", "129.15", "100.00", "29.15"]);
    assert_eq!(rows[0]["version"], json!(1));
}
