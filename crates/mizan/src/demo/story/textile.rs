//! Twenty textile cooperatives, and their first order.

use jiff::civil::date;
use mizan_ledger::event::register::Sex;
use serde_json::json;

use crate::demo::library::Library;
use crate::demo::story::{Story, trade};

pub(super) fn story(library: &Library) -> Option<Story> {
    let mut story = Story::new("textile", "Twenty textile cooperatives (modelled on those of Laâyoune)");
    let textile = || library.book.cooperatives.iter().filter(|(id, _)| id.as_str().starts_with("demo-textile-"));
    let day = date(2026, 9, 30);
    let boards = || textile().filter_map(|(_, own)| own.board_on(day));
    let led_by_women = boards().filter(|board| board.led_by == Sex::Woman).count();
    let members: usize = textile().map(|(_, own)| own.members_on(day).len()).sum();
    let cooperatives = textile().count();
    story.tell(
        "cooperatives",
        json!({"cooperatives": cooperatives, "led_by_women": led_by_women, "members": members}),
        "who",
        format!("{cooperatives} cooperatives, {led_by_women} of them led by women, {members} members"),
    );
    let statements: Vec<_> = textile().filter_map(|(id, _)| library.statement(*id)).collect();
    trade::trade(&mut story, library, &statements);
    Some(story)
}
