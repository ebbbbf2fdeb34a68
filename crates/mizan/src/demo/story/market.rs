//! The market its makers own, and its cooperative that lost most of its members and found others.

use jiff::civil::date;
use mizan_ledger::event::register::Status;
use serde_json::json;

use crate::demo::library::Library;
use crate::demo::story::{Story, trade};

/// The days on which the members of the cooperative are counted: as it was founded, at its lowest, and at last.
const DAYS: [jiff::civil::Date; 3] = [date(2024, 10, 31), date(2025, 6, 30), date(2026, 9, 30)];

pub(super) fn story(library: &Library) -> Option<Story> {
    let mut story = Story::new("market", "A market its makers own, and one of its cooperatives (modelled on Anou)");
    let (market, own) = library.cooperative("demo-market")?;
    let (tilila, cooperative) = library.cooperative("demo-tilila")?;
    let members = DAYS.map(|day| cooperative.members_on(day).len());
    let told: Vec<_> = DAYS.iter().zip(members).map(|(day, members)| json!({"on": day, "members": members})).collect();
    let words: Vec<String> = DAYS.iter().zip(members).map(|(day, members)| format!("{members} on {day}")).collect();
    story.tell("cooperative", json!(told), "its members", format!("the weavers' cooperative: {}", words.join(" → ")));
    let register = own.members_on(DAYS[2]);
    let active = register.iter().filter(|(_, status)| *status == Status::Active).count();
    story.tell(
        "register",
        json!({"members": register.len(), "active": active}),
        "the market",
        format!("{active} active of {} in its register", register.len()),
    );
    let statements = [market, tilila].map(|id| library.statement(id));
    trade::trade(&mut story, library, &statements.into_iter().flatten().collect::<Vec<_>>());
    Some(story)
}
