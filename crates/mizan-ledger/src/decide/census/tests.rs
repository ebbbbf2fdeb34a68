//! Stories of a census: what the word active means, who was counted, and what is counted otherwise since.

use jiff::civil::date;
use serde_json::{Value, json};

use crate::book::state::census::{Figures, Sum};
use crate::decide::census::{MOST_NAMED, sheets};
use crate::decide::stories::{COOPERATIVE, Said, Story, given, say, the_cooperative};
use crate::id::MemberId;

fn active_is(definition: &str, times: u32, per: &str) -> Said {
    let data = json!({"definition": definition, "words": "worked with the group", "times": times, "per": per});
    say("operator", "define_activity", data)
}

fn census(members: u32, active: &[&str]) -> Said {
    let data = json!({"census": "census-1", "definition": "weekly", "as_of": "2026-02-01", "members": members,
        "active": active});
    say("leader", "take_census", data)
}

fn corrected(member: &str, counted: &str) -> Said {
    let data = json!({"census": "census-1", "member": member, "counted": counted, "reason": "the list was of March"});
    say("secretary", "correct_census", data)
}

fn counted(story: &Story) -> Sum {
    story.book().census("census-1".parse().expect("an id")).expect("it was taken")
}

#[test]
fn three_hundred_and_ninety_one_active_of_eight_hundred_and_eighty_three_by_what_was_said_of_each() {
    // The figures of the background's census. Seven cooperatives share them here; how they really do is not published.
    let sizes: [(usize, usize); 7] = [(200, 91), (200, 83), (150, 77), (133, 60), (100, 43), (60, 27), (40, 10)];
    let mut said = vec![
        say("operator", "open_book", json!({"name": "Demo network", "currency": "MAD"})),
        active_is("weekly", 3, "week"),
    ];
    for (number, (members, active)) in sizes.into_iter().enumerate() {
        let cooperative = format!("coop-{number}");
        said.push(say("operator", "register_cooperative", json!({"name": cooperative})).about(&cooperative));
        let names: Vec<String> = (0..members).map(|member| format!("c{number}-w{member}")).collect();
        let admit = |name: &String| say("secretary", "admit_member", json!({"member": name})).about(&cooperative);
        said.extend(names.iter().map(admit).map(|said| said.on("2026-01-01")));
        let active = json!({"members": members, "active": names[..active]});
        said.push(census(0, &[]).saying(active).about(&cooperative));
    }
    let story = given(said);
    let published = Figures { active: 391, members: 883 };
    assert_eq!(counted(&story), Sum { cooperatives: 7, published, corrected: published });
    // One of them had moved from the active to the others: what was published stays as it was.
    let story = story.and([corrected("c0-w0", "inactive").about("coop-0")]);
    let since = Figures { active: 390, members: 883 };
    assert_eq!(counted(&story), Sum { cooperatives: 7, published, corrected: since });
}

fn the_register() -> Vec<Said> {
    [the_cooperative(), vec![active_is("weekly", 3, "week"), active_is("yearly", 10, "year")]].concat()
}

#[test]
fn a_definition_is_given_once_and_counts_something() {
    given(the_cooperative())
        .when(active_is("weekly", 0, "week"))
        .refused_because("never_active", "write at least 1")
        .when(active_is("weekly", 3, "day"))
        .unreadable("per")
        .when(active_is("weekly", 3, "week").about(COOPERATIVE))
        .refused("cooperative_unwanted")
        .and([active_is("weekly", 3, "week")])
        .when(active_is("weekly", 4, "week"))
        .refused("already_exists");
}

#[test]
fn everyone_the_register_has_on_that_day_is_counted_once() {
    let gone = say("secretary", "record_exit", json!({"member": "weaver-4"})).on("2026-01-20");
    let later = say("secretary", "admit_member", json!({"member": "weaver-5"})).on("2026-02-20");
    given(the_register())
        .and([gone, later])
        .when(census(3, &["weaver-1"]).saying(json!({"definition": "monthly"})))
        .refused("unknown_definition")
        .when(census(3, &["weaver-1"]).on("2026-01-31"))
        .refused_because("census_ahead", "speaks of 2026-02-01, but was taken on 2026-01-31")
        .when(census(3, &["weaver-1", "weaver-1"]))
        .refused("member_twice")
        .when(census(3, &["weaver-1", "weaver-4"]))
        .refused_because("not_counted", "`weaver-4` was no member on 2026-02-01")
        .when(census(4, &["weaver-1"]))
        .refused_because("census_miscounted", "counts 4 members on 2026-02-01, the register has 3")
        .when(census(3, &["weaver-1"]))
        .then(&["census_taken"])
        .with("/0/active", json!(["weaver-1"]))
        .with("/0/inactive", json!(["weaver-2", "weaver-3"]))
        .when(census(3, &["weaver-1"]))
        .refused("already_exists");
}

#[test]
fn what_is_counted_wrongly_is_counted_again_beside_what_was_published() {
    let story = given(the_register())
        .when(corrected("weaver-1", "inactive"))
        .refused("unknown_census")
        .and([census(4, &["weaver-1", "weaver-2"])])
        .when(corrected("weaver-1", "active"))
        .refused_because("counted_so", "counts `weaver-1` as active already")
        .when(corrected("weaver-9", "active"))
        .refused("unknown_member")
        .and([say("secretary", "admit_member", json!({"member": "weaver-5"})).on("2026-02-20")])
        .when(corrected("weaver-5", "active"))
        .refused("not_counted")
        .when(corrected("weaver-5", "not_a_member"))
        .refused("counted_so")
        // Admitted in January, written down in March.
        .and([say("secretary", "admit_member", json!({"member": "weaver-6"})).on("2026-01-15")])
        .and([
            corrected("weaver-6", "active"),
            corrected("weaver-2", "not_a_member"),
            corrected("weaver-1", "inactive"),
        ]);
    let published = Figures { active: 2, members: 4 };
    let since = Figures { active: 1, members: 4 };
    assert_eq!(counted(&story), Sum { cooperatives: 1, published, corrected: since });
    assert_eq!(story.cooperative().members_on(date(2026, 2, 1)).len(), 5, "the register does not follow the census");
}

#[test]
fn cooperatives_counted_under_one_name_are_counted_alike() {
    let other = |said: Said| said.about("coop-2");
    let taken = |changes: Value| other(census(1, &["knitter-1"]).saying(changes));
    let story = given(the_register())
        .and([
            other(say("operator", "register_cooperative", json!({"name": "Demo knitters"}))),
            other(say("secretary", "admit_member", json!({"member": "knitter-1"})).on("2026-01-01")),
            census(4, &["weaver-1"]),
        ])
        .when(taken(json!({"definition": "yearly"})))
        .refused_because("census_otherwise", "took the census `census-1` by the definition `weekly` as of 2026-02-01")
        .when(taken(json!({"as_of": "2026-01-31"})))
        .refused("census_otherwise")
        .and([taken(json!({}))]);
    let all = Figures { active: 2, members: 5 };
    assert_eq!(counted(&story), Sum { cooperatives: 2, published: all, corrected: all });
}

#[test]
fn a_long_list_is_several_records_and_the_active_stand_in_the_first() {
    let members = |numbers: std::ops::Range<u32>| -> Vec<MemberId> {
        numbers.map(|number| format!("w{number}").parse().expect("an id")).collect()
    };
    let one = sheets(members(0..2), members(2..4), 4);
    assert_eq!(one, [(members(0..2), members(2..4))]);
    let three = sheets(members(0..2), members(2..9), 4);
    assert_eq!(three, [(members(0..2), members(2..4)), (vec![], members(4..8)), (vec![], members(8..9))]);
    let full = sheets(members(0..4), members(4..5), 4);
    assert_eq!(full, [(members(0..4), vec![]), (vec![], members(4..5))]);
}

#[test]
fn more_active_members_than_a_record_can_name_are_refused() {
    let names: Vec<String> = (0..1_501).map(|number| format!("weaver-{number}")).collect();
    given(the_register())
        .when(census(4, &[]).saying(json!({"active": names})))
        .refused_because("census_too_long", "names 1501 active members of one cooperative, 1500 are the most");
    let longest = "w".repeat(crate::id::LONGEST).len() + r#""","#.len();
    assert!(longest * MOST_NAMED < 60_000, "so many of the longest names fit into a record");
}
