//! A report as text: what it is and of when, its parts, what its figures mean.

use mizan_ledger::report::page::{Page, Part};
use mizan_ledger::report::term::Term;

use crate::phrases::Language;
use crate::phrases::pen::{Pen, width};
use crate::text_table::{named_title, section, summary_section, title};

/// How wide a definition is set.
const WIDTH: usize = 100;

/// A report in a language.
#[must_use]
pub fn page(page: &Page, language: Language) -> String {
    let pen = Pen::for_a_page(language);
    let mut text = pen.line(&named_title(page.title, page.of.as_deref(), pen));
    text.push_str(&pen.line(&when(page, pen)));
    text.push_str(&parts(&page.parts, pen));
    if page.parts.is_empty() {
        text.push('\n');
        text.push_str(&pen.line(&title(Term::NothingToShow, pen)));
    }
    text.push_str(&ending(page, pen));
    text
}

/// Parts of a report, one under the other.
pub(crate) fn parts(parts: &[Part], pen: Pen) -> String {
    let said = |part: &Part| match part {
        Part::Summary(summary) => summary_section(summary, pen),
        Part::Table(table) => section(table, pen),
    };
    parts.iter().map(said).collect()
}

/// What the figures mean, and what of them nobody can explain.
pub(crate) fn ending(page: &Page, pen: Pen) -> String {
    let mut text = String::new();
    if !page.notes.is_empty() {
        text.push('\n');
        text.push_str(&pen.line(&title(Term::Notes, pen)));
        let lines = page.notes.iter().flat_map(|note| set_in(pen.phrases().note(*note)));
        lines.for_each(|line| text.push_str(&pen.line(&line)));
    }
    if let Some(unexplained) = page.unexplained {
        text.push('\n');
        text.push_str(&pen.line(&pen.phrases().unexplained(&pen.amount(unexplained))));
    }
    text
}

/// The second line: the days, the currency, as of when, at which position, and the name of the query.
fn when(page: &Page, pen: Pen) -> String {
    let phrases = pen.phrases();
    let (from, to) = (page.days.from.map(|day| pen.day(day)), page.days.to.map(|day| pen.day(day)));
    let query = page.query.as_ref().map(|asked| {
        let unit = phrases.term(asked.unit);
        format!("{} ({unit})", pen.name(&asked.query))
    });
    let said = [
        Some(phrases.days(from.as_deref(), to.as_deref())),
        page.currency.map(|currency| phrases.amounts_in(&pen.currency(currency))),
        page.as_of.map(|day| phrases.open_as_of(&pen.day(day))),
        page.position.map(|position| phrases.at_position(&position.to_string())),
        query,
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(pen.marks().semicolon)
}

/// A definition as lines of a width, set in, with a mark before the first.
fn set_in(definition: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::from("  ·");
    for word in definition.split(' ') {
        if width(&line) + width(word) >= WIDTH {
            lines.push(std::mem::replace(&mut line, String::from("   ")));
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push(line);
    lines
}
