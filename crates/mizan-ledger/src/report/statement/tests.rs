//! Stories of statements: a weaver's money month by month, and what a correction changes of earlier days.

use serde_json::json;

use crate::report::statement::{Days, Statement, statement};
use crate::report::told::{Told, date};
use crate::report::trace::Trace;
use crate::view::find::NotFound;

fn hers(told: &Told, member: &str, from: Option<&str>, to: Option<&str>) -> Statement {
    told.statement(member, from, to).expect("she is a member")
}

#[test]
fn a_statement_says_what_she_earned_what_was_kept_and_what_is_in_her_hand() {
    let told = Told::golden("hand-over-payout:payout-1:weaver-3:again");
    let first = hers(&told, "weaver-1", None, None);
    assert_eq!(first.earned.to_string(), "1213.24");
    assert_eq!(first.deducted.to_string(), "352.75");
    let clauses: Vec<_> =
        first.deducted_by_clause.iter().map(|line| (line.clause.to_string(), line.amount.to_string())).collect();
    assert_eq!(clauses, [("wool".to_owned(), "257.14".to_owned()), ("loan".to_owned(), "95.61".to_owned())]);
    assert_eq!(first.paid.to_string(), "860.49");
    assert_eq!(first.closing.to_string(), "0.00");
    assert_eq!(first.owed.loans[0].amount.to_string(), "1404.39");
    assert_eq!(first.owed.total.to_string(), "1404.39");
    assert_eq!(first.unexplained.to_string(), "0.00");
}

#[test]
fn each_month_begins_with_what_the_month_before_left_due() {
    let told = Told::golden_to_its_end();
    let months = [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31")];
    for member in ["weaver-1", "weaver-2", "weaver-3"] {
        let mut due = "0.00".to_owned();
        for (from, to) in months {
            let month = hers(&told, member, Some(from), Some(to));
            assert_eq!(month.opening.to_string(), due, "{member} from {from}");
            assert_eq!(month.unexplained.to_string(), "0.00", "{member} from {from}");
            due = month.closing.to_string();
        }
    }
}

#[test]
fn a_correction_changes_earlier_days_in_the_statement_of_the_day_it_was_made() {
    let told = Told::golden_to_its_end();
    let before = hers(&told, "weaver-3", None, Some("2026-03-20"));
    assert_eq!((before.paid.to_string(), before.closing.to_string()), ("478.05".to_owned(), "0.00".to_owned()));
    let on_the_day = hers(&told, "weaver-3", Some("2026-03-21"), Some("2026-03-21"));
    assert_eq!(on_the_day.opening.to_string(), "0.00");
    assert_eq!(on_the_day.corrected.to_string(), "478.05");
    assert_eq!(on_the_day.paid.to_string(), "450.00");
    assert_eq!(on_the_day.closing.to_string(), "28.05");
    assert_eq!(on_the_day.unexplained.to_string(), "0.00");
}

#[test]
fn a_credit_note_takes_what_is_left_and_the_rest_is_owed() {
    let third = hers(&Told::golden_to_its_end(), "weaver-3", Some("2026-04-01"), None);
    assert_eq!(third.opening.to_string(), "28.05");
    assert_eq!(third.credited.to_string(), "151.65");
    assert_eq!(third.credited_after_use.to_string(), "123.60");
    assert_eq!(third.closing.to_string(), "0.00");
    assert_eq!(third.owed.debts.to_string(), "123.60");
    assert_eq!(third.unexplained.to_string(), "0.00");
}

#[test]
fn a_member_without_any_sale_has_an_empty_statement() {
    let told = Told::golden("admit-member:weaver-1");
    let empty = hers(&told, "weaver-1", None, None);
    assert_eq!(empty.earned.to_string(), "0.00");
    assert!(empty.sales.is_empty() && empty.payouts.is_empty());
}

#[test]
fn a_stranger_has_no_statement() {
    let told = Told::golden_to_its_end();
    let unknown = told.statement("weaver-9", None, None);
    assert!(matches!(unknown, Err(NotFound::Unknown { .. })), "{unknown:?}");
}

#[test]
fn a_statement_needs_at_least_one_day() {
    let none = Days::new(Some(date("2026-03-02")), Some(date("2026-03-01"))).map_err(|error| error.to_string());
    let words = "a statement from 2026-03-02 to 2026-03-01 has no days: the first must not come after the last";
    assert_eq!(none, Err(words.to_owned()));
}

#[test]
fn the_json_of_a_statement_keeps_its_form() {
    let third = hers(&Told::golden_to_its_end(), "weaver-3", None, None);
    insta::assert_snapshot!(serde_json::to_string_pretty(&third).expect("a statement is JSON"));
}

/// The weavers sell a rug that weaver-3 led, and weaver-1 both wove and led a little.
fn led() -> Told {
    let part = |member: &str, amount: &str| json!({"member": member, "amount": amount});
    let steps = json!([
        {"kind": "share", "name": "leading", "to": {"role": "leader"},
         "take": {"percent": {"rate": "0.10", "of": {"from": "gross"}}}},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]);
    let example = json!({
        "facts": {"gross": "100.00 MAD", "served": [{"role": "leader", "member": "weaver-3"}],
                  "makers": [{"member": "weaver-1", "did": {"hours": "1"}}]},
        "split": {"gross": "100.00 MAD", "slices": [
            {"step": "leading", "kind": "service", "receiver": {"role": "leader"},
             "how": {"percent": {"rate": "0.1", "of": "100.00 MAD"}}, "amount": "10.00 MAD", "makers": [part("weaver-3", "10.00 MAD")]},
            {"step": "makers", "kind": "makers", "receiver": "makers", "how": "rest", "amount": "90.00 MAD",
             "makers": [part("weaver-1", "90.00 MAD")]},
        ]},
    });
    let terms = json!({"agreement": "led", "version": 1, "title": "Led", "cooperative": "demo-weavers", "channel": "led",
        "parties": [], "currency": "MAD", "valid_from": "2026-01-01", "dated_by": "sale", "booking": "mandate",
        "earned": "when_paid", "claw_back": {"fund": "quality"}, "tie_break": "rotating", "steps": steps, "example": example,
        "bears": {"fx": "cooperative", "chargeback": "cooperative", "breakage": "cooperative", "late_payment": "cooperative"}});
    let served = json!([{"role": "leader", "member": "weaver-3", "weight": "3"}, {"role": "leader", "member": "weaver-1", "weight": "1"}]);
    let makers = json!([{"member": "weaver-1", "did": {"hours": "2"}}, {"member": "weaver-2", "did": {"hours": "1"}}]);
    let sale = json!({"sale": "led-1", "buyer": "demo-gallery", "channel": "led", "total": "1000.00 MAD", "served": served,
        "makers": makers, "lines": [{"product": "rug", "quantity": "1", "unit_price": "1000"}]});
    let pays = json!([{"sale": "led-1", "amount": "1000.00 MAD"}]);
    let payment = json!({"payment": "led-payment", "buyer": "demo-gallery", "amount": "1000.00 MAD", "till": "bank:main", "pays": pays});
    let credit = json!({"credit_note": "led-credit", "sale": "led-1", "amount": "100.00 MAD", "reason": "quality"});
    Told::golden_to_its_end()
        .then("president-1", "propose_agreement", "2026-04-20", json!({"terms": terms}))
        .then("president-1", "accept_agreement", "2026-04-20", json!({"agreement": "led", "version": 1}))
        .then("treasurer-1", "record_sale", "2026-05-02", sale)
        .then("treasurer-1", "receive_payment", "2026-05-03", payment)
        .then("treasurer-1", "issue_credit_note", "2026-05-04", credit)
}

#[test]
fn a_leader_has_a_statement_of_what_she_has_for_leading() {
    let told = led();
    let leader = hers(&told, "weaver-3", Some("2026-05-01"), None);
    assert_eq!((leader.earned.to_string(), leader.served.to_string()), ("0.00".to_owned(), "75.00".to_owned()));
    assert_eq!(leader.sales.len(), 1);
    assert_eq!(leader.sales[0].on, Some(date("2026-05-02")));
    assert_eq!(leader.sales[0].served.to_string(), "75.00");
    assert_eq!(leader.credited.to_string(), "7.50");
    assert_eq!(leader.sales[0].hers.to_string(), "67.50");
    assert_eq!(leader.closing.minus(leader.opening).to_string(), "67.50");
    assert_eq!(leader.unexplained.to_string(), "0.00");
    let both = hers(&told, "weaver-1", Some("2026-05-01"), None);
    assert_eq!((both.earned.to_string(), both.served.to_string()), ("600.00".to_owned(), "25.00".to_owned()));
    assert_eq!((both.credited.to_string(), both.open.available.to_string()), ("62.50".to_owned(), "562.50".to_owned()));
    assert_eq!(both.unexplained.to_string(), "0.00");
}

#[test]
fn a_trace_shows_a_service_beside_the_makers_and_follows_her_money_once() {
    let told = led();
    let Ok(Trace::Sale(trace)) = told.trace("led-1", None) else { panic!("the sale is in the book") };
    let slices: Vec<_> = trace
        .slices
        .iter()
        .map(|slice| {
            let name = slice.name.map_or(String::new(), |name| name.to_string());
            (slice.step.to_string(), name, slice.amount.to_string(), slice.credited.to_string())
        })
        .collect();
    let row = |step: &str, name: &str, amount: &str, credited: &str| {
        (step.to_owned(), name.to_owned(), amount.to_owned(), credited.to_owned())
    };
    assert_eq!(
        slices,
        [
            row("leading", "weaver-3", "75.00", "7.50"),
            row("leading", "weaver-1", "25.00", "2.50"),
            row("makers", "", "900.00", "90.00"),
        ]
    );
    let members: Vec<_> = trace
        .slices
        .iter()
        .flat_map(|slice| &slice.makers)
        .map(|hers| {
            (hers.member.to_string(), hers.share.to_string(), hers.served.to_string(), hers.open.available.to_string())
        })
        .collect();
    assert_eq!(
        members,
        [
            row("weaver-1", "600.00", "25.00", "562.50"),
            row("weaver-2", "300.00", "0.00", "270.00"),
            row("weaver-3", "0.00", "75.00", "67.50"),
        ]
    );
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn her_shares_stand_apart_from_what_she_earns() {
    let terms = json!({"value": "100.00 MAD", "paid_at_least": "0.25", "within_months": 36});
    let taken = json!({"movement": "shares-1", "member": "weaver-1", "shares": 5, "paid": "125.00 MAD",
        "till": "bank:main"});
    let paid = json!({"movement": "shares-2", "member": "weaver-1", "amount": "75.00 MAD", "till": "bank:main"});
    let told = Told::golden_to_its_end()
        .then("secretary-1", "set_share_terms", "2026-04-01", terms)
        .then("treasurer-1", "subscribe_shares", "2026-05-02", taken)
        .then("treasurer-1", "pay_shares", "2026-06-02", paid);
    let shares = |to| hers(&told, "weaver-1", None, to).shares;
    assert_eq!(shares(Some("2026-05-01")), None);
    let may = shares(Some("2026-05-31")).expect("she has taken five");
    assert_eq!(
        (may.shares, may.value.to_string(), may.still_to_pay.to_string()),
        (5, "500.00".into(), "375.00".into())
    );
    let now = hers(&told, "weaver-1", None, None);
    assert_eq!(now.shares.map(|now| now.still_to_pay.to_string()).as_deref(), Some("300.00"));
    assert_eq!((now.closing.to_string(), now.unexplained.to_string()), ("0.00".to_owned(), "0.00".to_owned()));
    let lines = now.capital().expect("she has shares").lines;
    let amounts: Vec<_> = lines.iter().map(|line| line.amount.to_string()).collect();
    assert_eq!(amounts, ["500.00", "-200.00", "300.00"]);
    assert_eq!(hers(&told, "weaver-2", None, None).shares, None);
}

#[test]
fn her_statement_shows_what_is_carried_below_the_centime() {
    let part = |member: &str, amount: &str| json!({"member": member, "amount": amount});
    let zero = "0.00 MAD";
    let example = json!({
        "facts": {"gross": "10.00 MAD", "sold": {"pieces": "1"}, "makers": [{"member": "weaver-1", "did": {"pieces": "1"}}]},
        "split": {"gross": "10.00 MAD", "slices": [
            {"step": "buttons", "kind": "makers", "receiver": "makers", "amount": "1.23 MAD",
             "how": {"fixed": {"amount": "1.2345", "per": "piece", "times": "1"}}, "makers": [part("weaver-1", "1.23 MAD")]},
            {"step": "cooperative", "kind": "cooperative", "receiver": "cooperative", "how": "rest", "amount": "8.77 MAD"},
        ], "residues": [{"member": "weaver-1", "before": zero, "exact": "1.2345 MAD", "after": "0.0045 MAD"}]},
    });
    let steps = json!([
        {"kind": "share", "name": "buttons", "to": {"makers": "pieces"}, "take": {"fixed": {"amount": "1.2345", "per": "piece"}}},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": "rest"},
    ]);
    let terms = json!({"agreement": "buttons", "version": 1, "title": "Buttons", "cooperative": "demo-weavers", "channel": "buttons",
        "parties": [], "currency": "MAD", "valid_from": "2026-01-01", "dated_by": "sale", "booking": "principal",
        "earned": "on_invoice", "claw_back": {"fund": "quality"}, "tie_break": "rotating", "residues": "carried",
        "steps": steps, "example": example,
        "bears": {"fx": "cooperative", "chargeback": "cooperative", "breakage": "cooperative", "late_payment": "cooperative"}});
    let sale = |id: &str, pieces: &str, total: &str| {
        json!({"sale": id, "buyer": "demo-gallery", "channel": "buttons", "total": total,
        "makers": [{"member": "weaver-1", "did": {"pieces": pieces}}],
        "lines": [{"product": "buttons", "quantity": pieces, "unit_price": "1.753333"}]})
    };
    let told = Told::golden_to_its_end()
        .then("president-1", "propose_agreement", "2026-04-20", json!({"terms": terms}))
        .then("president-1", "accept_agreement", "2026-04-20", json!({"agreement": "buttons", "version": 1}))
        .then("treasurer-1", "record_sale", "2026-05-02", sale("buttons-1", "1237", "2168.87 MAD"))
        .then("treasurer-1", "record_sale", "2026-06-02", sale("buttons-2", "1238", "2170.63 MAD"));
    let may = hers(&told, "weaver-1", Some("2026-05-01"), Some("2026-05-31"));
    assert_eq!(may.earned.to_string(), "1527.07");
    assert_eq!(may.carried.map(|carried| carried.to_string()), Some("0.0065 MAD".to_owned()));
    let june = hers(&told, "weaver-1", Some("2026-06-01"), None);
    // 1,238 at 1.2345 are 1,528.311; with 0.0065 from May that is 1,528.31 and 0.0075.
    assert_eq!(june.earned.to_string(), "1528.31");
    assert_eq!(june.residues[0].before.to_string(), "0.0065 MAD");
    assert_eq!(june.residues[0].exact.to_string(), "1528.311 MAD");
    assert_eq!(june.carried.map(|carried| carried.to_string()), Some("0.0075 MAD".to_owned()));
    assert_eq!(june.unexplained.to_string(), "0.00");
    assert_eq!(hers(&told, "weaver-2", None, None).carried, None);
    // The invoice is rounded once, and its trace says by how much: 1,237 at 1.753333.
    let Ok(Trace::Sale(trace)) = told.trace("buttons-1", None) else { panic!("the sale is in the book") };
    let said = [trace.paid.exactly, trace.paid.rounded_by()].map(|exact| exact.map(|exact| exact.to_string()));
    assert_eq!(said, ["2168.872921 MAD", "-0.002921 MAD"].map(|text| Some(text.to_owned())));
    let makers: Vec<_> = trace.slices.iter().flat_map(|slice| &slice.makers).map(|maker| maker.residue).collect();
    assert_eq!(
        makers.into_iter().map(|one| one.map(|one| one.after.to_string())).collect::<Vec<_>>(),
        [Some("0.0065 MAD".to_owned())]
    );
    assert_eq!(trace.unexplained.to_string(), "0.00");
}

#[test]
fn her_statement_and_the_trace_count_the_same_days_where_the_bank_names_a_value_date() {
    let bank = json!({
        "payout": "payout-1", "member": "weaver-1", "till": "bank:main", "reference": "BK 991", "value_date": "2026-03-17"
    });
    let told = Told::golden("send-payout:payout-1").then("treasurer-1", "settle_payout", "2026-03-19", bank);
    let Ok(Trace::Sale(trace)) = told.trace("sale-1", None) else { panic!("the sale can be traced") };
    let Some(slice) = trace.slices.last() else { panic!("the sale is divided") };
    assert_eq!(
        slice.makers[0].days,
        Some(7),
        "from the payment of 10 March to the value date, not to when it was read"
    );
    let days = |from| hers(&told, "weaver-1", from, None).days_to_hand.map(|days| days.max);
    assert_eq!(days(None), Some(7));
    assert_eq!(days(Some("2026-03-18")), Some(7), "what these days say she was paid has its days beside it");
}

#[test]
fn the_days_begin_on_the_value_date_of_the_buyers_payment() {
    let payment = json!({
        "payment": "payment-1", "buyer": "demo-gallery", "amount": "200.00 EUR", "rate": "10.70", "till": "bank:euro",
        "value_date": "2026-03-08", "pays": [{"sale": "sale-1", "amount": "200.00 EUR"}]
    });
    let told = Told::golden("record-sale:sale-1").then("treasurer-1", "receive_payment", "2026-03-10", payment);
    let Ok(Trace::Sale(trace)) = told.trace("sale-1", None) else { panic!("the sale can be traced") };
    assert_eq!(trace.paid.last_paid_on, Some(date("2026-03-08")));
}

#[test]
fn a_share_that_was_paid_before_its_sale_is_neither_available_nor_below_zero_between_the_two() {
    let told = Told::golden("receive-payment:payment-1");
    let found = told.index.find_member("weaver-1").expect("she is a member");
    let mut records = told.records(found);
    let of_the_sale = records.iter_mut().filter(|record| record.envelope.key.to_string() == "record-sale:sale-1");
    of_the_sale.for_each(|record| record.envelope.occurred_on = date("2026-03-20"));
    let cooperative = found.cooperative;
    let crate::view::find::Thing::Member(member) = found.thing else { panic!("a member was looked for") };
    let on = |day| {
        let days = Days::new(None, Some(date(day))).expect("the days are in order");
        let hers = statement(&told.book, cooperative, member, &records, days).expect("the book knows it");
        (hers.open.pending.to_string(), hers.open.available.to_string(), hers.unexplained.to_string())
    };
    let figures = |pending: &str, available: &str| (pending.to_owned(), available.to_owned(), "0.00".to_owned());
    assert_eq!(on("2026-03-15"), figures("0.00", "0.00"), "the gallery has paid, and nothing was sold yet");
    assert_eq!(on("2026-03-20"), figures("0.00", "860.49"));
}
