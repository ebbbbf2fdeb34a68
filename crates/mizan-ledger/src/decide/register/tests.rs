//! Stories of the register: who belongs to the cooperative on which day, what a suspension closes, what an exit leaves.

use jiff::civil::date;
use serde_json::{Value, json};

use crate::decide::sale::tests::rug;
use crate::decide::stories::{Said, Story, earned, given, say, the_cooperative};
use crate::event::register::Status;

fn admit(member: &str, day: &str) -> Said {
    say("secretary", "admit_member", json!({"member": member, "sex": "woman", "minutes": "Assembly 3"})).on(day)
}

fn stands(member: &str, status: &str, day: &str) -> Said {
    say("secretary", "change_member_status", json!({"member": member, "status": status})).on(day)
}

fn leaves(member: &str, day: &str) -> Said {
    say("secretary", "record_exit", json!({"member": member, "reason": "moved away"})).on(day)
}

fn work(work: &str, member: &str) -> Said {
    say("leader", "record_work", json!({"work": work, "member": member, "did": {"hours": "1"}}))
}

/// How many members there were on a day, and how many of them were active.
fn counted(story: &Story, year: i16, month: i8, day: i8) -> (usize, usize) {
    let members = story.cooperative().members_on(date(year, month, day));
    (members.len(), members.iter().filter(|(_, status)| *status == Status::Active).count())
}

#[test]
fn twenty_six_then_seven_then_nineteen_members_by_what_was_said_of_each() {
    // The members of a weavers' cooperative as the background tells them: 26, 7, and 12 more.
    let name = |number: usize| format!("chorouk-{number}");
    let mut said: Vec<Said> = (1..=26).map(|number| admit(&name(number), "2024-01-10")).collect();
    said.extend((8..=26).map(|number| leaves(&name(number), "2024-09-01")));
    said.extend((27..=36).map(|number| admit(&name(number), "2025-03-01")));
    // Two of those who had left come back.
    said.extend([8, 9].map(|number| admit(&name(number), "2025-03-01")));
    let four = the_cooperative().into_iter().filter(|said| !format!("{said:?}").contains("admit_member"));
    let story = given(four).and(said);
    assert_eq!(counted(&story, 2024, 1, 9), (0, 0));
    assert_eq!(counted(&story, 2024, 6, 1), (26, 26));
    assert_eq!(counted(&story, 2024, 8, 31), (26, 26));
    assert_eq!(counted(&story, 2024, 12, 31), (7, 7));
    assert_eq!(counted(&story, 2025, 3, 1), (19, 19));
}

#[test]
fn how_she_stands_holds_from_its_day_whenever_it_was_written_down() {
    let story = given(the_cooperative()).and([
        stands("weaver-1", "inactive", "2026-02-01"),
        stands("weaver-1", "active", "2026-02-20"),
        // Written down last, but it was so before.
        stands("weaver-1", "suspended", "2026-01-15"),
    ]);
    let on = |month, day| story.cooperative().members_on(date(2026, month, day))[0].1;
    assert_eq!(on(1, 14), Status::Active);
    assert_eq!(on(1, 15), Status::Suspended);
    assert_eq!(on(2, 19), Status::Inactive);
    assert_eq!(on(2, 20), Status::Active);
    story
        .when(stands("weaver-1", "inactive", "2026-02-10"))
        .refused_because("stands_so", "`weaver-1` is inactive since 2026-02-01 already")
        .when(stands("weaver-9", "inactive", "2026-02-10"))
        .refused("unknown_member");
}

#[test]
fn a_suspension_closes_work_and_sales_and_nothing_else() {
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "loan"});
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "500.00 MAD")]))
        .and([stands("weaver-1", "suspended", "2026-03-01"), stands("weaver-2", "inactive", "2026-03-01")])
        .when(work("work-1", "weaver-1"))
        .refused_because("suspended", "`weaver-1` is suspended since 2026-03-01")
        .when(rug("rug-2", "90.00 MAD", &[("weaver-1", "1")]))
        .refused("suspended")
        // The day before, she was not.
        .and([work("work-1", "weaver-1").on("2026-02-28")])
        .and([work("work-2", "weaver-2"), rug("rug-2", "90.00 MAD", &[("weaver-2", "1")])])
        .and([say("weaver-1", "give_consent", consent)])
        .when(pay("weaver-1"))
        .then(&["payout_scheduled"]);
}

fn pay(member: &str) -> Said {
    say("treasurer", "schedule_payout", json!({"payout": "march", "pay": [{"member": member, "method": "cash"}]}))
}

#[test]
fn whoever_has_left_begins_nothing_new_and_is_paid_what_is_hers() {
    let loan = json!({"loan": "loan-1", "member": "weaver-1", "principal": "10.00 MAD", "till": "cash:office"});
    let wool = json!({"movement": "wool", "item": "Wool", "amount": "50.00 MAD", "till": "cash:office"});
    let hands = json!({"materials": "wool-1", "item": "Wool", "value": "10.00 MAD",
        "members": [{"member": "weaver-1", "weight": "1"}]});
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "loan"});
    let gone = "`weaver-1` left the cooperative on 2026-03-01, this happened on 2026-03-02";
    given(the_cooperative())
        .and(earned("rug-1", &[("weaver-1", "500.00 MAD")]).map(|said| said.on("2026-02-20")))
        .and([say("storekeeper", "buy_materials", wool), leaves("weaver-1", "2026-03-01")])
        .when(work("work-1", "weaver-1"))
        .refused_because("no_longer_member", gone)
        .when(rug("rug-2", "90.00 MAD", &[("weaver-1", "1")]))
        .refused("no_longer_member")
        .when(say("storekeeper", "advance_materials", hands))
        .refused("no_longer_member")
        .when(say("treasurer", "disburse_loan", loan))
        .refused("no_longer_member")
        .when(say("weaver-1", "give_consent", consent))
        .refused("no_longer_member")
        .when(pay("weaver-1"))
        .then(&["payout_scheduled"])
        .holds("liabilities:member:weaver-1:in-payout", "500.00 MAD");
}

#[test]
fn work_done_before_she_left_is_paid_by_a_sale_after() {
    let order = json!({"order": "order-1", "buyer": "demo-shop", "total": "90.00 MAD"});
    let work = json!({"work": "work-1", "member": "weaver-1", "order": "order-1", "did": {"hours": "2"}});
    let sale = json!({"sale": "rug-1", "buyer": "demo-shop", "order": "order-1", "total": "90.00 MAD",
        "lines": [{"product": "Rug", "quantity": "1", "unit_price": "90.00"}]});
    given(the_cooperative())
        .and([
            say("treasurer", "place_order", order).on("2026-02-01"),
            say("leader", "record_work", work).on("2026-02-10"),
            leaves("weaver-1", "2026-03-01"),
            say("treasurer", "record_sale", sale),
        ])
        .holds("liabilities:member:weaver-1:pending", "90.00 MAD");
}

#[test]
fn she_leaves_once_and_comes_back_after_that() {
    given(the_cooperative())
        .and([stands("weaver-1", "inactive", "2026-02-10")])
        .when(leaves("weaver-1", "2026-02-09"))
        .refused_because("stands_later", "inactive from 2026-02-10")
        .when(leaves("weaver-9", "2026-02-09"))
        .refused("unknown_member")
        .and([leaves("weaver-1", "2026-02-20")])
        .when(leaves("weaver-1", "2026-02-25"))
        .refused("no_longer_member")
        .when(leaves("weaver-1", "2026-02-15"))
        .refused_because("left_already", "on 2026-02-20 already")
        .when(admit("weaver-1", "2026-02-15"))
        .refused_because("still_member", "until 2026-02-20")
        .and([admit("weaver-1", "2026-03-01")])
        .when(admit("weaver-1", "2026-03-02"))
        .refused("already_exists")
        .when(work("work-1", "weaver-1").on("2026-02-25"))
        .refused("no_longer_member")
        .when(work("work-1", "weaver-1").on("2026-03-01"))
        .then(&["work_recorded"]);
}

#[test]
fn a_board_is_counted_with_whoever_presides_it() {
    let board = |changes: Value| {
        let mut data = json!({"board": 5, "women": 4, "led_by": "woman", "minutes": "Assembly 1"});
        changes.as_object().into_iter().flatten().for_each(|(name, value)| data[name] = value.clone());
        say("secretary", "elect_board", data)
    };
    let story = given(the_cooperative())
        .when(board(json!({"women": 6})))
        .refused_because("no_such_board", "no board of 5 with 6 women")
        .when(board(json!({"women": 0})))
        .refused("no_such_board")
        .when(board(json!({"women": 5, "led_by": "man"})))
        .refused("no_such_board")
        .when(board(json!({"board": 0, "women": 0})))
        .refused("no_such_board")
        .when(board(json!({"led_by": "nobody"})))
        .unreadable("led_by")
        .and([board(json!({"women": 2, "led_by": "man"})).on("2026-02-01"), board(json!({})).on("2026-03-01")]);
    let women = |month, day| story.cooperative().board_on(date(2026, month, day)).map(|board| board.women);
    assert_eq!([women(1, 31), women(2, 28), women(3, 1)], [None, Some(2), Some(4)]);
}

#[test]
fn a_consent_to_show_her_name_is_a_consent_as_any() {
    let consent = json!({"consent": "consent-1", "member": "weaver-1", "purpose": "name-shown", "form": "Form 12"});
    let story = given(the_cooperative()).and([say("weaver-1", "give_consent", consent).on("2026-02-01")]);
    let shown = |day| {
        let (member, purpose) = ("weaver-1".parse().expect("an id"), "name-shown".parse().expect("a code"));
        story.cooperative().consent(member, purpose, day).is_some()
    };
    assert_eq!([shown(date(2026, 1, 31)), shown(date(2026, 2, 1))], [false, true]);
}
