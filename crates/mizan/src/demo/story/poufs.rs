//! The pouf and button cooperative: a micro-credit, a grant and a training fund, each kept apart.

use crate::demo::library::Library;
use crate::demo::story::{Story, trade};

pub(super) fn story(library: &Library) -> Option<Story> {
    let mut story = Story::new("poufs", "A pouf and button cooperative (modelled on Berberb)");
    let (poufs, _) = library.cooperative("demo-poufs")?;
    trade::trade(&mut story, library, &[library.statement(poufs)?]);
    Some(story)
}
