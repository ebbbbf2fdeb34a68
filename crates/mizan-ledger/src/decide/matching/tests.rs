//! Stories of statements' lines: each is matched once, with what comes to what it says, and what was matched wrongly waits again.

mod laws;

use serde_json::{Value, json};

use crate::decide::payout::tests::{approved, pocket, settle};
use crate::decide::sale::tests::{a_tenth_for_the_cooperative, rug, terms};
use crate::decide::stories::{Said, Story, given, say, the_cooperative};

/// A sale of 400.00 MAD to the shop that nobody has paid.
fn a_sale() -> Story {
    let mut said = [the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat();
    said.push(rug("sale-1", "400.00 MAD", &[("weaver-1", "2"), ("weaver-2", "1")]));
    given(said)
}

/// A line of the bank's statement.
fn line(id: &str, amount: &str, side: &str) -> Said {
    let data = json!({"line": id, "till": "bank:main", "amount": amount, "side": side, "reference": "BK 1"});
    say("treasurer", "record_statement_line", data)
}

fn matched(id: &str, lines: &[&str], books: Value) -> Said {
    let data = json!({"match": id, "lines": lines, "found_by": "person", "books": books});
    say("treasurer", "confirm_match", data)
}

fn payment(amount: &str) -> Value {
    json!({"as": "payment", "payment": "payment-1", "buyer": "demo-shop", "amount": amount,
        "pays": [{"sale": "sale-1", "amount": amount}]})
}

fn undo(id: &str) -> Said {
    say("treasurer", "undo_match", json!({"match": id, "reason": "it was another shop's"}))
}

#[test]
fn a_shop_pays_and_its_bank_keeps_a_charge_of_which_every_centime_has_a_name() {
    let charge = json!({"as": "fee", "fee": "fee-1", "kind": "bank", "amount": "12.50 MAD"});
    a_sale()
        .when(line("line-1", "387.50 MAD", "credit"))
        .then(&["statement_line_recorded"])
        .holds("assets:bank:main", "0.00 MAD")
        .when(matched("match-1", &["line-1"], json!([payment("400.00 MAD")])))
        .refused_because("match_differs", "the lines say 387.50 MAD, what they are matched with comes to 400.00 MAD")
        .when(matched("match-1", &["line-1"], json!([payment("400.00 MAD"), charge])))
        .then(&[
            "match_confirmed",
            "payment_received",
            "payment_allocated",
            "earnings_released",
            "provider_fee_charged",
        ])
        .holds("assets:bank:main", "387.50 MAD")
        .holds("assets:receivable:demo-shop", "0.00 MAD")
        .holds("expenses:bank-charges", "12.50 MAD");
}

#[test]
fn a_providers_payout_books_what_was_paid_and_kept_on_its_own_till_and_brings_the_rest() {
    let through = |till: &str, kept: &str| {
        let mut paid = payment("400.00 MAD");
        paid["till"] = json!(till);
        json!([paid, {"as": "fee", "fee": "fee-1", "kind": "provider", "amount": kept, "sale": "sale-1", "till": till}])
    };
    let with_the_rest = |mut books: Value, from: &str| {
        let rest =
            json!({"as": "transfer", "movement": "rest-1", "from": from, "to": "bank:main", "amount": "387.50 MAD"});
        books.as_array_mut().expect("a list").push(rest);
        matched("match-1", &["line-1"], books)
    };
    a_sale()
        .and(["provider:pay", "cash:box"].map(|till| say("treasurer", "open_till", json!({"till": till}))))
        .and([line("line-1", "387.50 MAD", "credit")])
        .when(matched("match-1", &["line-1"], through("provider:pay", "12.50 MAD")))
        .refused("booked_elsewhere")
        .when(with_the_rest(through("cash:box", "12.50 MAD"), "cash:box"))
        .refused_because("booked_elsewhere", "the payment moves nothing on `bank:main`")
        .when(with_the_rest(through("provider:pay", "20.00 MAD"), "provider:pay"))
        .refused("not_enough_in_till")
        .when(with_the_rest(through("provider:pay", "12.50 MAD"), "provider:pay"))
        .then(&[
            "match_confirmed",
            "payment_received",
            "payment_allocated",
            "earnings_released",
            "provider_fee_charged",
            "funds_transferred",
        ])
        .holds("assets:bank:main", "387.50 MAD")
        .holds("assets:provider:pay", "0.00 MAD")
        .holds("expenses:provider-fees", "12.50 MAD");
}

#[test]
fn a_line_is_matched_once() {
    let books = || json!([payment("400.00 MAD")]);
    a_sale()
        .and([line("line-1", "400.00 MAD", "credit"), matched("match-1", &["line-1"], books())])
        .when(matched("match-2", &["line-1"], books()))
        .refused_because("line_matched", "matched already, by `match-1`")
        .when(matched("match-1", &["line-1"], books()))
        .refused("already_exists")
        .when(line("line-1", "400.00 MAD", "credit"))
        .refused("already_exists")
        .when(line("line-2", "0.00 MAD", "credit"))
        .unreadable("moves nothing")
        .when(matched("match-3", &["line-7"], books()))
        .refused("no_such_line")
        .when(matched("match-3", &["line-1", "line-1"], books()))
        .refused("line_matched");
}

#[test]
fn two_lines_that_say_the_same_are_two_payments() {
    let half = |payment: &str| {
        json!([{"as": "payment", "payment": payment, "buyer": "demo-shop", "amount": "200.00 MAD",
            "pays": [{"sale": "sale-1", "amount": "200.00 MAD"}]}])
    };
    a_sale()
        .and([line("line-1", "200.00 MAD", "credit"), line("line-2", "200.00 MAD", "credit")])
        .when(matched("match-1", &["line-1"], half("payment-1")))
        .then(&["match_confirmed", "payment_received", "payment_allocated"])
        .when(matched("match-2", &["line-2"], half("payment-2")))
        .then(&["match_confirmed", "payment_received", "payment_allocated", "earnings_released"])
        .holds("assets:receivable:demo-shop", "0.00 MAD");
}

#[test]
fn what_was_booked_by_hand_before_is_found_and_not_booked_again() {
    let by_hand = json!({"payment": "payment-1", "buyer": "demo-shop", "amount": "400.00 MAD", "till": "bank:main"});
    let story = a_sale().and([say("treasurer", "receive_payment", by_hand), line("line-1", "400.00 MAD", "credit")]);
    let position = story.position_of("payment_received");
    let finds = |id: &str, position: u64| {
        let data = json!({"match": id, "lines": ["line-1"], "found_by": "person", "booked": [position]});
        say("treasurer", "confirm_match", data)
    };
    story
        .when(finds("match-1", position - 1))
        .refused_because("moves_nothing_here", "moves nothing on `bank:main`")
        .when(finds("match-1", position))
        .then(&["match_confirmed"])
        .holds("assets:bank:main", "400.00 MAD")
        .and([line("line-2", "400.00 MAD", "credit")])
        .when(finds("match-2", position).saying(json!({"lines": ["line-2"]})))
        .refused_because("explained_already", "by `match-1`");
}

#[test]
fn a_match_that_was_wrong_is_taken_back_and_its_line_waits_again() {
    let books = || json!([payment("400.00 MAD")]);
    let story = a_sale().and([line("line-1", "400.00 MAD", "credit"), matched("match-1", &["line-1"], books())]);
    let booked = story.position_of("payment_received");
    let correction = |id: &str| {
        let data = json!({"correction": id, "targets": [booked], "reason": "wrong_party", "approved_by": "president"});
        say("treasurer", "declare_correction", data)
    };
    story
        .when(correction("correction-1"))
        .refused_because("built_on", "undo the match first")
        .when(undo("match-1"))
        .then(&["match_undone"])
        .when(undo("match-1"))
        .refused("undone_already")
        .holds("assets:bank:main", "400.00 MAD")
        .when(
            matched("match-2", &["line-1"], json!([]))
                .saying(json!({"booked": [booked], "reason": "it was right after all"})),
        )
        .then(&["match_confirmed"]);
}

#[test]
fn a_line_recorded_in_error_is_corrected_unless_it_is_matched() {
    let story = a_sale().and([line("line-1", "400.00 MAD", "credit")]);
    let position = story.position_of("statement_line_recorded");
    let correction = |id: &str| {
        let data = json!({"correction": id, "targets": [position], "reason": "duplicate", "approved_by": "president"});
        say("treasurer", "declare_correction", data)
    };
    story
        .and([matched("match-1", &["line-1"], json!([payment("400.00 MAD")]))])
        .when(correction("correction-1"))
        .refused_because("built_on", "undo the match first")
        .and([undo("match-1")])
        .when(correction("correction-1"))
        .then(&["correction_declared"])
        .when(matched("match-2", &["line-1"], json!([payment("400.00 MAD")])))
        .refused("no_such_line");
}

#[test]
fn above_the_limit_two_persons_have_looked() {
    let limit = say("president", "set_match_limit", json!({"one_confirms": "300.00 MAD"}));
    let books = || json!([payment("400.00 MAD")]);
    a_sale()
        .and([limit, line("line-1", "400.00 MAD", "credit")])
        .when(matched("match-1", &["line-1"], books()))
        .refused_because("match_over_limit", "above 300.00 MAD")
        .when(matched("match-1", &["line-1"], books()).saying(json!({"approved_by": "treasurer"})))
        .refused("own_match")
        .when(matched("match-1", &["line-1"], books()).saying(json!({"approved_by": "president"})))
        .then(&["match_confirmed", "payment_received", "payment_allocated", "earnings_released"]);
}

#[test]
fn one_debit_for_a_whole_file_pays_everyone_in_it_and_a_return_gives_back() {
    let file = json!({"payout": "march", "file": 1, "method": "bank", "profile": "plain",
        "created_at": "2026-03-02T09:00:00Z", "pay_on": "2026-03-03", "total": "860.49 MAD"});
    let file = say("treasurer", "file_payout", file).sealing(json!({"note": format!("sha256:{:064}", 7)}));
    let send = say("treasurer", "send_payout", json!({"payout": "march", "file": 1}));
    let books = || json!([{"as": "file", "payout": "march", "file": 1}]);
    let back = json!([{"as": "return", "payout": "march", "member": "weaver-1", "reason": "AC04"}]);
    approved()
        .and([file, send, line("line-1", "860.49 MAD", "debit"), line("line-2", "860.49 MAD", "credit")])
        .when(matched("match-1", &["line-2"], books()))
        .refused_because("match_differs", "the lines say 860.49 MAD, what they are matched with comes to -860.49 MAD")
        .when(matched("match-1", &["line-1"], books()))
        .then(&["match_confirmed", "payout_settled"])
        .when(matched("match-2", &["line-1"], books()))
        .refused("line_matched")
        .when(settle("weaver-1", "bank:main"))
        .refused("wrong_state")
        .when(matched("match-2", &["line-2"], back))
        .then(&["match_confirmed", "payout_returned"])
        .holds(&pocket("weaver-1", "available"), "860.49 MAD");
}

#[test]
fn what_came_in_foreign_money_and_was_changed_by_the_bank_leaves_dirhams() {
    let mut said = [the_cooperative(), terms(json!({}), a_tenth_for_the_cooperative())].concat();
    said.push(rug("sale-1", "100.00 EUR", &[("weaver-1", "1")]).saying(json!({"rate": "10.75"})));
    let paid = json!({"as": "payment", "payment": "payment-1", "buyer": "demo-shop", "amount": "100.00 EUR", "rate": "10.75",
        "pays": [{"sale": "sale-1", "amount": "100.00 EUR"}]});
    let changed = json!({"as": "conversion", "conversion": "conversion-1", "from": "bank:main", "sold": "100.00 EUR",
        "to": "bank:main", "bought": "1070.00 MAD", "rate": "10.70"});
    given(said)
        .and([line("line-1", "1070.00 MAD", "credit")])
        .when(matched("match-1", &["line-1"], json!([paid, changed])))
        .then(&[
            "match_confirmed",
            "payment_received",
            "payment_allocated",
            "earnings_released",
            "currency_converted",
            "fx_difference_realised",
        ])
        .holds("assets:bank:main", "1070.00 MAD")
        .holds("expenses:exchange-difference", "5.00 MAD");
}

#[test]
fn a_centime_that_was_rounded_is_named_and_a_dirham_is_no_rounding() {
    let rounded = |amount: &str| json!({"as": "rounding", "movement": "rounding-1", "amount": amount, "side": "loss"});
    a_sale()
        .and([line("line-1", "399.99 MAD", "credit"), line("line-2", "399.00 MAD", "credit")])
        .when(matched("match-1", &["line-2"], json!([payment("400.00 MAD"), rounded("1.00 MAD")])))
        .refused_because("no_rounding", "less than one unit")
        .when(matched("match-1", &["line-1"], json!([payment("400.00 MAD"), rounded("0.01 MAD")])))
        .then(&["match_confirmed", "payment_received", "payment_allocated", "earnings_released", "rounding_booked"])
        .holds("expenses:rounding", "0.01 MAD");
}

#[test]
fn nothing_is_booked_twice_nor_elsewhere_nor_on_another_day_by_one_match() {
    let mut second = payment("200.00 MAD");
    second["payment"] = json!("payment-2");
    let twice = json!([payment("200.00 MAD"), second]);
    let elsewhere = json!([payment("400.00 MAD"),
        {"as": "transfer", "movement": "move-1", "from": "cash:other", "to": "cash:third", "amount": "1.00 MAD"}]);
    a_sale()
        .and([
            line("line-1", "400.00 MAD", "credit"),
            say("treasurer", "open_till", json!({"till": "cash:other"})),
            say("treasurer", "open_till", json!({"till": "cash:third"})),
            say(
                "treasurer",
                "record_opening_balance",
                json!({"movement": "open-1", "till": "cash:other", "amount": "9.00 MAD"}),
            ),
        ])
        .when(matched("match-1", &["line-1"], twice))
        .refused_because("booked_twice", "two payments of one sale")
        .when(matched("match-1", &["line-1"], elsewhere))
        .refused_because("booked_elsewhere", "moves nothing on `bank:main`")
        .when(matched("match-1", &["line-1"], json!([payment("400.00 MAD")])).on("2026-03-05"))
        .refused_because("match_day", "on 2026-03-02, not on 2026-03-05")
        .when(matched("match-1", &["line-1"], json!([])))
        .refused("empty");
}

#[test]
fn a_statement_has_its_days_and_one_currency() {
    let statement = |from: &str, closing: &str| {
        let balance = |amount: &str| json!({"amount": amount, "side": "credit"});
        let data = json!({"statement": "march", "till": "bank:main", "from": from, "to": "2026-03-02", "lines": 1,
            "opening": balance("0.00 MAD"), "closing": balance(closing), "file": format!("sha256:{:064}", 7)});
        say("treasurer", "record_statement", data)
    };
    a_sale()
        .when(statement("2026-03-05", "400.00 MAD"))
        .refused("statement_days")
        .when(statement("2026-03-01", "400.00 EUR"))
        .refused("wrong_currency")
        .when(statement("2026-03-01", "400.00 MAD"))
        .then(&["statement_recorded"])
        .when(statement("2026-03-01", "400.00 MAD"))
        .refused("already_exists");
}
