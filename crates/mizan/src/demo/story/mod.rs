//! The stories: what the demo shows of each organisation on one screen, every figure of it reckoned from the book.
//!
//! A line says its figures twice, in words and under names for programs, from the same values.

mod reading;
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
use mizan_format::phrases::pen::Pen;
use mizan_ledger::report::amount::Amount;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::demo::library::Library;
use crate::demo::story::reading::Reading;

/// The widest a line may be, in characters.
pub const WIDEST: usize = 100;

/// The most lines of a story.
pub const LONGEST: usize = 24;

/// What is shown of one organisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    /// Its name for programs and for `--story`.
    pub name: &'static str,
    /// Who it is, and on what it is modelled.
    pub title: String,
    /// Its figures.
    pub figures: Map<String, Value>,
    /// The same in words.
    pub lines: Vec<String>,
}

impl Story {
    fn new(name: &'static str, title: impl Into<String>) -> Story {
        Story { name, title: title.into(), figures: Map::new(), lines: Vec::new() }
    }

    /// Adds a line with its figures, wrapped where it is too long.
    fn tell(&mut self, name: &'static str, figures: Value, head: &str, words: impl AsRef<str>) {
        self.figures.insert(name.to_owned(), figures);
        self.line(head, words);
    }

    /// Adds a line whose figures stand elsewhere.
    fn line(&mut self, head: &str, words: impl AsRef<str>) {
        let mut line = format!("  {head:<14}");
        let indent = line.chars().count();
        for word in words.as_ref().split(' ') {
            let length = line.chars().count();
            if length + 1 + word.chars().count() > WIDEST {
                self.lines.push(line.trim_end().to_owned());
                line = " ".repeat(indent);
            }
            line.push(' ');
            line.push_str(word);
        }
        self.lines.push(line.trim_end().to_owned());
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

/// The stories of all organisations, in the order in which they are shown.
#[must_use]
pub fn stories(library: &Library) -> Vec<Story> {
    let reading = Reading::of(library);
    let all = [market::story, bridge::story, textile::story, poufs::story, certifier::story];
    all.into_iter().filter_map(|story| story(&reading)).collect()
}

/// An amount with its thousands apart and its currency: `1,234,567.80 MAD`.
fn grouped(amount: Amount) -> String {
    Pen::for_a_page(Language::En).money(amount.0)
}
