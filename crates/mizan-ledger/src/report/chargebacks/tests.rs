//! Stories of chargebacks as readers find them: in the trace, in her statement, in the platform's, in what came back.

use serde_json::{Value, json};

use crate::report::intermediary::IntermediaryFold;
use crate::report::query::{Asking, Query};
use crate::report::retailer::RetailerFold;
use crate::report::told::Told;
use crate::report::trace::Trace;
use crate::report::trace::sale::SaleTrace;

/// A platform takes a tenth, the cooperative another, the weavers the rest; `bearer` bears chargebacks.
fn terms(bearer: &Value) -> Value {
    let part = |member: &str, amount: &str| json!({"member": member, "amount": amount});
    let tenth = json!({"percent": {"rate": "0.10", "of": {"from": "gross"}}});
    let slice = |step: &str, kind: &str, receiver: Value| {
        json!({"step": step, "kind": kind, "receiver": receiver, "amount": "10.00 MAD",
            "how": {"percent": {"rate": "0.1", "of": "100.00 MAD"}}})
    };
    let makers = json!({"step": "makers", "kind": "makers", "receiver": "makers", "how": "rest", "amount": "80.00 MAD",
        "makers": [part("weaver-1", "80.00 MAD")]});
    let example = json!({
        "facts": {"gross": "100.00 MAD", "makers": [{"member": "weaver-1", "did": {"hours": "1"}}]},
        "split": {"gross": "100.00 MAD", "slices": [
            slice("platform", "commission", json!({"party": "demo-platform"})),
            slice("cooperative", "cooperative", json!("cooperative")),
            makers,
        ]},
    });
    json!({"agreement": "disputed", "version": 1, "title": "Disputed", "cooperative": "demo-weavers",
    "channel": "disputed", "parties": ["demo-platform"], "currency": "MAD", "valid_from": "2026-01-01",
    "dated_by": "sale", "booking": "mandate", "earned": "when_paid", "claw_back": {"fund": "quality"},
    "tie_break": "rotating", "example": example,
    "bears": {"fx": "cooperative", "chargeback": bearer, "breakage": "cooperative", "late_payment": "cooperative"},
    "steps": [
        {"kind": "share", "name": "platform", "to": {"party": "demo-platform"}, "take": tenth},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": tenth},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
    ]})
}

/// A rug of 1,000.00 that two weavers made and the gallery paid, and 400.00 of it that its bank took back.
fn disputed(bearer: Value) -> Told {
    made_by(Told::golden_to_its_end(), bearer, &[("weaver-1", "2"), ("weaver-2", "1")])
}

/// The same of a rug that five made: what it came to is nobody's alone.
fn disputed_of_five(bearer: Value) -> Told {
    let five = ["weaver-1", "weaver-2", "weaver-3", "weaver-4", "weaver-5"];
    let two = ["weaver-4", "weaver-5"];
    let admit = |told: Told, member| told.then("secretary-1", "admit_member", "2026-04-20", json!({"member": member}));
    made_by(two.into_iter().fold(Told::golden_to_its_end(), admit), bearer, &five.map(|member| (member, "1")))
}

fn made_by(told: Told, bearer: Value, makers: &[(&str, &str)]) -> Told {
    charged_back(paid_for(told, bearer, makers), "400.00 MAD")
}

fn charged_back(told: Told, amount: &str) -> Told {
    let taken = json!({"chargeback": "chargeback-1", "sale": "rug-9", "amount": amount, "till": "bank:main",
        "reason": "product not received", "reference": "dp_1042", "answer_by": "2026-05-20"});
    told.then("treasurer-1", "receive_chargeback", "2026-05-10", taken)
}

/// The same, and no bank took anything back.
fn paid_for(told: Told, bearer: Value, makers: &[(&str, &str)]) -> Told {
    let accepted = json!({"agreement": "disputed", "version": 1});
    let by_platform = json!({"agreement": "disputed", "version": 1, "party": "demo-platform"});
    let makers = makers.iter().map(|(member, hours)| json!({"member": member, "did": {"hours": hours}}));
    let makers: Vec<Value> = makers.collect();
    let sale = json!({"sale": "rug-9", "buyer": "demo-gallery", "channel": "disputed", "total": "1000.00 MAD",
        "makers": makers, "lines": [{"product": "rug", "quantity": "1", "unit_price": "1000"}]});
    let pays = json!([{"sale": "rug-9", "amount": "1000.00 MAD"}]);
    let payment = json!({"payment": "payment-9", "buyer": "demo-gallery", "amount": "1000.00 MAD", "till": "bank:main",
        "pays": pays});
    told.then("president-1", "propose_agreement", "2026-04-20", json!({"terms": terms(&bearer)}))
        .then("president-1", "accept_agreement", "2026-04-20", accepted)
        .then("president-1", "accept_agreement", "2026-04-20", by_platform)
        .then("treasurer-1", "record_sale", "2026-05-02", sale)
        .then("treasurer-1", "receive_payment", "2026-05-03", payment)
}

fn won(told: Told) -> Told {
    let back = json!({"chargeback": "chargeback-1", "till": "bank:main"});
    told.then("treasurer-1", "reverse_chargeback", "2026-06-11", back)
}

fn traced(told: &Told) -> SaleTrace {
    match told.trace("rug-9", None) {
        Ok(Trace::Sale(trace)) => trace,
        other => panic!("the sale can be traced: {other:?}"),
    }
}

fn statement_gaps(told: &Told) -> Vec<String> {
    let made = ["weaver-1", "weaver-2"].map(|member| told.statement(member, Some("2026-05-01"), None));
    made.into_iter().map(|made| made.expect("she is a member").unexplained.to_string()).collect()
}

#[test]
fn a_trace_says_who_bears_what_the_bank_took_and_explains_every_centime() {
    for bearer in [json!("cooperative"), json!("makers"), json!({"party": "demo-platform"})] {
        let told = disputed(bearer.clone());
        let trace = traced(&told);
        let line = serde_json::to_value(&trace.paid.chargebacks).expect("lines are JSON");
        assert_eq!(line[0]["borne_by"], bearer);
        assert_eq!((&line[0]["amount"], &line[0]["reference"]), (&json!("400.00"), &json!("dp_1042")));
        assert_eq!(line[0]["reversed_on"], Value::Null);
        assert_eq!((trace.paid.outstanding.to_string(), trace.unexplained.to_string()), ("0.00".into(), "0.00".into()));
        assert_eq!(statement_gaps(&told), ["0.00", "0.00"]);
        let told = won(told);
        let trace = traced(&told);
        let line = serde_json::to_value(&trace.paid.chargebacks).expect("lines are JSON");
        assert_eq!(line[0]["reversed_on"], json!("2026-06-11"));
        assert_eq!(trace.unexplained.to_string(), "0.00");
        assert!(trace.slices.iter().all(|slice| slice.credited.is_zero()), "{bearer}: what was won is nobody's loss");
        assert_eq!(statement_gaps(&told), ["0.00", "0.00"]);
    }
}

#[test]
fn her_statement_has_what_she_gave_back_and_has_it_again_once_it_is_won() {
    let told = disputed(json!("makers"));
    let hers = |told: &Told| told.statement("weaver-1", Some("2026-05-01"), None).expect("she is a member");
    let may = hers(&told);
    assert_eq!((may.earned.to_string(), may.credited.to_string()), ("533.33".into(), "213.33".into()));
    assert_eq!(may.sales[0].hers.to_string(), "320.00");
    let june = hers(&won(told));
    assert_eq!((june.credited.to_string(), june.sales[0].hers.to_string()), ("0.00".into(), "533.33".into()));
    assert_eq!(june.closing.minus(june.opening).to_string(), "533.33");
    let kept = hers(&disputed(json!("cooperative")));
    assert_eq!((kept.credited.to_string(), kept.sales[0].hers.to_string()), ("0.00".into(), "533.33".into()));
}

#[test]
fn the_platform_reads_what_it_bears_and_what_came_back() {
    let made = |told: &Told| {
        let party = "demo-platform".parse().expect("a party has an identifier");
        let from = Some("2026-05-01");
        told.folded(from, None, |book, days| IntermediaryFold::new(book, party, None, days)).made(&told.book)
    };
    let told = disputed(json!({"party": "demo-platform"}));
    let may = made(&told);
    let account = may.accounts.values().next().expect("the weavers sell through the platform");
    let figures = [account.opening, account.taken, account.charged_back, account.closing, account.unexplained];
    assert_eq!(figures.map(|amount| amount.to_string()), ["323.25", "100.00", "400.00", "23.25", "0.00"]);
    let june = made(&won(told));
    let account = june.accounts.values().next().expect("the weavers sell through the platform");
    let figures = [account.charged_back, account.closing, account.unexplained].map(|amount| amount.to_string());
    assert_eq!(figures, ["0.00", "423.25", "0.00"]);
    assert_eq!(account.chargebacks.len(), 2);
}

/// What was given back in May, by cause or by who bore it: for each of them the amount.
fn given_back(told: &Told, name: &str, what: &str) -> Vec<(String, String)> {
    let query = Query::named(name).expect("the registry has it");
    let made = told.folded(Some("2026-05-01"), Some("2026-05-31"), |book, days| Asking::new(book, days, [query]));
    let pages = made.made(&told.book);
    let page = serde_json::to_value(&pages[0]).expect("a page is JSON");
    let rows = page["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
    let word = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    rows.iter().map(|row| (word(row, what), word(row, "given_back_mad"))).collect()
}

#[test]
fn what_came_back_is_counted_by_cause_and_by_who_bears_it() {
    let row = |what: &str, amount: &str| (what.to_owned(), amount.to_owned());
    let told = disputed_of_five(json!("cooperative"));
    assert_eq!(given_back(&told, "returns.by-cause", "why"), [row("chargeback", "400.00"), row("together", "400.00")]);
    assert_eq!(given_back(&told, "returns.by-bearer", "borne_by")[0], row("cooperative", "400.00"));
    let told = disputed_of_five(json!("makers"));
    assert_eq!(
        given_back(&told, "returns.by-bearer", "borne_by"),
        [row("the_makers", "320.00"), row("cooperative", "40.00"), row("party", "40.00"), row("together", "400.00")]
    );
}

/// Takes the last record back.
fn taken_back(told: Told, kind: &str) -> Told {
    let target = told.position_of(kind);
    let data = json!({"correction": format!("correction-{target}"), "targets": [target], "reason": "did_not_happen",
        "approved_by": "president-1"});
    told.then("treasurer-1", "declare_correction", "2026-06-20", data)
}

#[test]
fn what_was_taken_back_is_gone_from_her_statement_too_where_a_fund_had_borne_it_for_her() {
    let alone = paid_for(Told::golden_to_its_end(), json!("makers"), &[("weaver-1", "1")]);
    let handed = json!({"payout": "payout-9", "member": "weaver-1", "amount": "800.00 MAD", "till": "cash:box",
        "witness": "leader-1", "signed_by": "signature", "form": "form 9"});
    let float = json!({"movement": "float-9", "from": "bank:main", "to": "cash:box", "amount": "500.00 MAD"});
    let pay = json!([{"member": "weaver-1", "method": "cash", "amount": "800.00 MAD"}]);
    let told = alone
        .then("treasurer-1", "transfer_funds", "2026-05-04", float)
        .then("treasurer-1", "schedule_payout", "2026-05-04", json!({"payout": "payout-9", "pay": pay}))
        .then("president-1", "approve_payout", "2026-05-04", json!({"payout": "payout-9", "total": "800.00 MAD"}))
        .then("cashier-1", "hand_over_payout", "2026-05-05", handed);
    let figures = |told: &Told| {
        let hers = told.statement("weaver-1", Some("2026-05-01"), None).expect("she is a member");
        let trace = traced(told);
        let credited = trace.slices.iter().flat_map(|slice| &slice.makers).map(|maker| maker.credited.to_string());
        let amounts = [hers.credited, hers.borne, hers.unexplained].map(|amount| amount.to_string());
        (amounts.join(" "), credited.collect::<String>())
    };
    let (none, borne) = ("0.00 0.00 0.00".to_owned(), "320.00 320.00 0.00".to_owned());
    let told = charged_back(told, "400.00 MAD");
    assert_eq!(figures(&told), (borne.clone(), "320.00".to_owned()));
    let told = taken_back(won(told), "chargeback_reversed");
    assert_eq!(figures(&told), (borne, "320.00".to_owned()), "the chargeback stands");
    let told = taken_back(told, "chargeback_received");
    assert_eq!(figures(&told), (none, "0.00".to_owned()), "there never was one");
}

#[test]
fn the_buyers_account_says_what_its_bank_took_and_that_nobody_asks_for_it_again() {
    let made = |told: &Told| {
        let gallery = "demo-gallery".parse().expect("a party has an identifier");
        let from = Some("2026-05-01");
        told.folded(from, None, |book, days| RetailerFold::new(book, gallery, None, days)).made(&told.book)
    };
    for bearer in [json!("cooperative"), json!("makers")] {
        let told = disputed(bearer);
        let may = made(&told);
        let account = may.accounts.values().next().expect("the gallery bought from the weavers");
        let mad = account.balances.values().find(|balance| !balance.charged_back.is_zero()).expect("it has one");
        let figures = [mad.payments, mad.charged_back, mad.borne, mad.unpaid].map(|amount| amount.to_string());
        assert_eq!(figures, ["-1000.00 MAD", "400.00 MAD", "-400.00 MAD", "0.00 MAD"]);
        assert_eq!(account.unexplained.to_string(), "0.00");
        assert_eq!(traced(&told).paid.charged_back().to_string(), "400.00");
        let told = won(told);
        let june = made(&told);
        let account = june.accounts.values().next().expect("the gallery bought from the weavers");
        assert!(account.balances.values().all(|balance| balance.charged_back.is_zero() && balance.borne.is_zero()));
        assert_eq!(traced(&told).paid.charged_back().to_string(), "0.00");
    }
}
