//! The pouf and button cooperative: a micro-credit, a grant and a training fund, each kept apart.

use jiff::civil::{Date, date};
use serde_json::json;

use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{FundOf, Of};
use crate::demo::story::{Story, credit, fund, grant, trade};

/// The days on which its members are counted: as it was founded, and at last.
const DAYS: [Date; 2] = [date(2024, 10, 31), date(2026, 9, 30)];

pub(super) fn story(reading: &Reading<'_>) -> Option<Story> {
    let mut story = Story::new("poufs", reading, Of::Poufs);
    let (poufs, own) = reading.cooperative("demo-poufs")?;
    let members = DAYS.map(|day| (own.members_on(day).len(), day));
    let figures = members.map(|(members, day)| json!({"on": day, "members": members}));
    story.tell("members", json!(figures), &reading.tongue.members(&members));
    trade::trade(&mut story, reading, &reading.statements(|id| id == poufs));
    credit::micro_credit(&mut story, reading, "demo-poufs")?;
    grant::grant(&mut story, reading, "demo-poufs", "looms")?;
    fund::fund(&mut story, reading, "demo-poufs", "training", ("training", FundOf::Training))?;
    Some(story)
}
