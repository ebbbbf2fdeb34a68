//! The intermediary: what it keeps, for what, under which agreement, and the hands a basket goes through.

use mizan_ledger::report::intermediary::IntermediaryFold;
use mizan_ledger::report::statement::Days;
use serde_json::json;

use crate::demo::library::Library;
use crate::demo::story::{Story, grouped, trade};

pub(super) fn story(library: &Library) -> Option<Story> {
    let mut story = Story::new("bridge", "An intermediary between basket makers and shops (modelled on Martizana)");
    let (palm, _) = library.cooperative("demo-palm")?;
    trade::trade(&mut story, library, &[library.statement(palm)?]);
    let fold = IntermediaryFold::new(&library.book, "demo-bridge".parse().ok()?, Some(palm), Days::default());
    let statement = library.fold(fold, Days::default()).made(&library.book);
    let account = statement.accounts.get(&palm)?;
    story.tell(
        "kept",
        json!({"sales": account.lines.len(), "of": account.of_sales, "taken": account.taken, "percent": account.percent,
            "paid": account.paid, "owed": account.closing}),
        "it keeps",
        format!(
            "{} of {}, {} %, at most 1,200 an order; paid {}",
            grouped(account.taken),
            grouped(account.of_sales),
            account.percent.unwrap_or_default(),
            grouped(account.paid)
        ),
    );
    Some(story)
}
