//! Stories of personal data: a new number is sealed, a name is erased, and every balance stays as it was.

use serde_json::{Value, json};

use crate::command::{Sealed, Submission};
use crate::decide::stories::{COOPERATIVE, Said, earned, given, say, the_cooperative};
use crate::event::person::{PersonalDataSealed, Subject, Whose};
use crate::event::{Digests, Event};
use crate::pack::Pack;

fn weaver() -> Value {
    json!({"member": "weaver-1"})
}

fn erased(subject: &Value) -> Said {
    say(
        "secretary",
        "erase_personal_data",
        json!({"subject": subject, "ground": "person_asked", "reference": "Letter 7"}),
    )
}

fn words(subject: Subject) -> Event {
    PersonalDataSealed { subject, sealed: Digests::default() }.into()
}

fn whose(text: &str) -> Whose {
    text.parse().expect("somebody of the book")
}

#[test]
fn a_new_number_is_sealed_and_the_record_names_only_whose_it_is() {
    let story = given(the_cooperative())
        .when(
            say("secretary", "seal_personal_data", json!({"subject": weaver()})).sealing(json!({"phone": "+212 600"})),
        )
        .then(&["personal_data_sealed"])
        .with("/0/subject", weaver());
    let event = &story.last().event;
    assert_eq!(event.sealed_of(), Some(Subject::Member("weaver-1".parse().expect("a member"))));
    assert!(!format!("{event:?}").contains("212"), "{event:?}");
}

#[test]
fn sealing_nothing_is_refused() {
    given(the_cooperative())
        .when(say("secretary", "seal_personal_data", json!({"subject": weaver()})))
        .refused_because("empty", "`sealed` is empty: name at least one");
}

#[test]
fn a_member_who_left_has_her_data_erased_and_what_she_earned_stays_to_the_centime() {
    let left = say("secretary", "record_exit", json!({"member": "weaver-1", "reason": "moved away"}));
    let story = given(the_cooperative()).and(earned("rug-1", &[("weaver-1", "500.00 MAD")])).and([left]);
    let story = story
        .when(erased(&weaver()))
        .then(&["personal_data_erased"])
        .with("/0/ground", json!("person_asked"))
        .holds("liabilities:member:weaver-1:available", "500.00 MAD");
    let hers = whose("member:demo-weavers/weaver-1");
    assert_eq!(story.book().erasures.get(&hers), Some(&1));
    // What is sealed of her after that is another matter, and may be erased in its turn.
    let again = story.when(erased(&weaver())).then(&["personal_data_erased"]);
    assert_eq!(again.book().erasures.get(&hers), Some(&2));
}

#[test]
fn a_party_is_the_whole_books_and_a_cooperative_is_asked_for_where_one_is_needed() {
    let party = json!({"party": "demo-shop"});
    let told = |said: Said| given(the_cooperative()).when(said);
    let refusal = "`demo-shop` is a party of the whole book: leave `cooperative` out";
    told(erased(&party)).refused_because("cooperative_unwanted", refusal);
    let story = told(erased(&party).about_the_book()).then(&["personal_data_erased"]);
    assert_eq!(story.book().erasures.get(&whose("party:demo-shop")), Some(&1));
    let refusal = "`nobody` is no party of this book: register it first";
    told(erased(&json!({"party": "nobody"})).about_the_book()).refused_because("unknown_party", refusal);
    let refusal = "`erase_personal_data` belongs to a cooperative: name it in `cooperative`";
    told(erased(&weaver()).about_the_book()).refused_because("cooperative_missing", refusal);
    told(erased(&weaver()).about("nowhere"))
        .refused_because("unknown_cooperative", "`nowhere` is no cooperative of this book: register it first");
    told(erased(&json!({"member": "weaver-9"})))
        .refused_because("unknown_member", "`weaver-9` is no member of the cooperative: admit her first");
    let story = told(erased(&json!("cooperative"))).then(&["personal_data_erased"]);
    assert_eq!(story.book().erasures.get(&whose(&format!("cooperative:{COOPERATIVE}"))), Some(&1));
}

#[test]
fn an_erasure_lists_digests_and_never_a_value() {
    let with = |digests: Value| {
        let said = erased(&weaver()).saying(json!({"digests": digests}));
        given(the_cooperative()).when(said)
    };
    let digest = |letter: &str| letter.repeat(43);
    with(json!([digest("a"), digest("b")])).then(&["personal_data_erased"]);
    let refusal =
        "`digests` holds digests as they stand in `_sd`, sorted, each once: what was sealed is never written here";
    for wrong in [json!(["Fatima"]), json!([digest("b"), digest("a")]), json!([digest("a"), digest("a")])] {
        with(wrong).refused_because("no_digests", refusal);
    }
}

#[test]
fn the_ground_is_one_of_a_closed_list() {
    let line = json!({"key": "k", "occurred_on": "2026-03-02", "actor": {"id": "secretary", "role": "secretary"},
        "cooperative": COOPERATIVE, "type": "erase_personal_data",
        "data": {"subject": weaver(), "ground": "because", "reference": "Letter 7"}});
    let refusal = Submission::parse(&line.to_string()).expect_err("`because` is no ground");
    assert!(refusal.to_string().starts_with("data.ground"), "{refusal}");
}

#[test]
fn whose_it_is_reads_back_as_it_is_written_and_is_packed_as_itself() {
    for text in ["member:demo-weavers/weaver-1", "party:demo-shop", "cooperative:demo-weavers"] {
        let known = whose(text);
        assert_eq!(known.to_string(), text);
        let mut packed = Vec::new();
        known.pack(&mut packed);
        assert_eq!(Whose::unpack(&mut packed.as_slice()), Some(known));
        let (scope, subject) = known.said();
        assert_eq!(subject.whose(scope), Some(known));
    }
    for wrong in ["weaver-1", "member:weaver-1", "party:Demo", "somebody:x"] {
        assert!(wrong.parse::<Whose>().is_err(), "{wrong}");
    }
}

#[test]
fn printing_what_is_sealed_for_a_log_shows_the_fields_and_no_person() {
    let sealed = Sealed { name: Some("Fatima Exemple".to_owned()), ..Sealed::default() };
    assert_eq!(format!("{sealed:?}"), "Sealed(name)");
    let Ok(submission) = Submission::parse(
        &json!({"key": "k", "occurred_on": "2026-03-02", "actor": {"id": "secretary", "role": "secretary"},
        "cooperative": COOPERATIVE, "type": "seal_personal_data", "data": {"subject": weaver()},
        "sealed": {"name": "Fatima Exemple", "phone": "+212 600"}})
        .to_string(),
    ) else {
        panic!("this is a command");
    };
    let shown = format!("{submission:?}");
    assert!(shown.contains("Sealed(name, phone)") && !shown.contains("Fatima") && !shown.contains("212"), "{shown}");
    assert_eq!(submission.command.fact(), Some(words(Subject::Member("weaver-1".parse().expect("a member")))));
}
