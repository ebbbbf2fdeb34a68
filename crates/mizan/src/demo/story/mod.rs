//! The stories: what the demo shows of each organisation on one screen, every figure of it reckoned from the book.
//!
//! A line says its figures twice, in words and under names for programs, from the same values.

mod reading;
mod tongue;
mod trade;
mod fund;
mod grant;
mod market;
mod bridge;
mod chain;
mod textile;
mod poufs;
mod credit;
mod certifier;

use mizan_format::phrases::Language;
use mizan_format::phrases::pen::{Pen, width};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::demo::library::Library;
use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{Of, Said};

/// The widest a line may be, in characters.
pub const WIDEST: usize = 100;

/// After how many columns the words of a line begin.
const INDENT: usize = 16;

/// The most lines of a story.
pub const LONGEST: usize = 24;

/// What is shown of one organisation.
#[derive(Debug, Clone, Serialize)]
pub struct Story {
    /// Its name for programs and for `--story`.
    pub name: &'static str,
    /// Who it is, and on what it is modelled.
    pub title: String,
    /// Its figures.
    pub figures: Map<String, Value>,
    /// The same in words.
    pub lines: Vec<String>,
    #[serde(skip)]
    pen: Pen,
}

impl Story {
    fn new(name: &'static str, reading: &Reading<'_>, of: Of) -> Story {
        let pen = Pen::for_a_page(reading.language);
        let title = pen.line(reading.tongue.title(of)).trim_end().to_owned();
        Story { name, title, figures: Map::new(), lines: Vec::new(), pen }
    }

    /// Adds a line with its figures, wrapped where it is too long.
    fn tell(&mut self, name: &'static str, figures: Value, said: &Said) {
        self.figures.insert(name.to_owned(), figures);
        self.line(said);
    }

    /// Adds a line whose figures stand elsewhere.
    fn line(&mut self, said: &Said) {
        let head = format!("  {}", said.head);
        let indent = INDENT.saturating_sub(width(&head)).max(1);
        let mut line = format!("{head}{}", " ".repeat(indent));
        for word in words(&said.words) {
            if width(&line) + 1 + width(word) > WIDEST {
                self.push(&line);
                line = " ".repeat(INDENT);
            }
            line.push(' ');
            line.push_str(word);
        }
        self.push(&line);
    }

    fn push(&mut self, line: &str) {
        self.lines.push(self.pen.line(line.trim_end()).trim_end().to_owned());
    }

    /// The story as it is read.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.title.clone();
        for line in &self.lines {
            text.push('\n');
            text.push_str(line);
        }
        text
    }
}

/// The words of a text; a mark that stands apart, as in French, stays with the word before it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let ends = rest.match_indices(' ').map(|(at, _)| at);
        let mut ends = ends.filter(|at| !rest[at + 1..].starts_with([';', ':', '%', '»', '?', '!']));
        let (word, left) = ends.next().map_or((rest, ""), |at| (&rest[..at], &rest[at + 1..]));
        rest = left;
        Some(word)
    })
}

/// The stories of all organisations, in the order in which they are shown.
#[must_use]
pub fn stories(library: &Library, language: Language) -> Vec<Story> {
    let reading = Reading::of(library, language);
    let all = [market::story, bridge::story, textile::story, poufs::story, certifier::story];
    all.into_iter().filter_map(|story| story(&reading)).collect()
}
