//! XML, whatever its namespace says: a document without entities, bounded, whose parts know their line.

use std::cell::Cell;

use jiff::civil::Date;
use mizan_ledger::money::{Currency, Money};
use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::statement::amount::{iso_day, with_point};
use crate::statement::check::Draft;
use crate::statement::finding::{Code, Finding, Place};
use crate::statement::identity::telling;
use crate::statement::model::{Kind, Reading};
use crate::statement::{Asked, Form, MOST_ENTRIES, camt, pain};

/// The most elements and texts of a document; each takes some eighty bytes while it is read.
const MOST_NODES: u32 = 8_000_000;

/// The messages that are read, by the element they are in.
pub(super) const MESSAGES: [(&str, &str, Option<Kind>); 4] = [
    ("BkToCstmrAcctRpt", "camt.052", Some(Kind::Report)),
    ("BkToCstmrStmt", "camt.053", Some(Kind::Statement)),
    ("BkToCstmrDbtCdtNtfctn", "camt.054", Some(Kind::Notification)),
    ("CstmrPmtStsRpt", "pain.002", None),
];

/// The lines of a text, so that a place is found without counting from the beginning each time.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    /// How many lines stand before the text.
    above: usize,
    ends: Vec<usize>,
    /// How many statements, entries and payments may still be read.
    left: Cell<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, above: usize) -> Lines<'a> {
        Lines {
            text,
            above,
            left: Cell::new(MOST_ENTRIES),
            ends: text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect(),
        }
    }

    /// Takes room for some more statements, entries or payments, if there is any.
    pub(super) fn room_for(&self, more: usize) -> bool {
        let left = self.left.get().checked_sub(more);
        self.left.set(left.unwrap_or_default());
        left.is_some()
    }

    fn line(&self, at: usize) -> u32 {
        u32::try_from(self.above + self.ends.partition_point(|end| *end < at) + 1).unwrap_or(u32::MAX)
    }

    /// The place of an element.
    pub(super) fn place(&self, node: Node<'_, '_>, path: impl Into<String>) -> Place {
        Place::new(self.line(node.range().start), path)
    }

    /// The piece of the file an element is.
    pub(super) fn raw(&self, node: Node<'_, '_>) -> &'a str {
        self.text.get(node.range()).unwrap_or_default()
    }
}

/// Reads the messages of a document.
pub(super) fn read(text: &str, asked: &Asked<'_>, reading: &mut Reading) {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    // A declaration must stand at the very beginning; some programs leave a line above it.
    let whole = text;
    let text = whole.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let above = whole.get(..whole.len() - text.len()).unwrap_or_default().matches('\n').count();
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => return broken(&error, reading),
    };
    let lines = Lines::new(text, above);
    let mut known = false;
    for node in document.descendants().filter(Node::is_element) {
        let Some((_, family, kind)) = MESSAGES.iter().find(|(name, ..)| *name == node.tag_name().name()) else {
            continue;
        };
        let wanted = match (asked.form, kind) {
            (None, _) | (Some(Form::Camt), Some(_)) | (Some(Form::Pain002), None) => true,
            (Some(_), _) => false,
        };
        if !wanted {
            continue;
        }
        known = true;
        reading.format.get_or_insert_with(|| version(node, family));
        if node.tag_name().namespace().is_none() {
            reading.find(Code::NoNamespace, lines.place(node, node.tag_name().name()), "");
        }
        match kind {
            Some(kind) => camt::read(node, *kind, &lines, asked, reading),
            None => pain::read(node, &lines, reading),
        }
    }
    if !known {
        let root = document.root_element();
        let message = root.first_element_child().unwrap_or(root).tag_name().name();
        let code =
            if asked.form.is_none() && message == "CstmrCdtTrfInitn" { Code::OtherKind } else { Code::UnknownFormat };
        reading.find(code, lines.place(root, root.tag_name().name()), message);
        return;
    }
    for (other, _) in elements(document.root_element()) {
        if !MESSAGES.iter().any(|(name, ..)| *name == other.tag_name().name()) && !holds_a_message(other) {
            reading.keep(lines.place(other, other.tag_name().name()), lines.raw(other));
        }
    }
}

/// Whether an element is around a message, as an envelope is.
fn holds_a_message(node: Node<'_, '_>) -> bool {
    let is_message = |inner: &Node<'_, '_>| MESSAGES.iter().any(|(name, ..)| *name == inner.tag_name().name());
    node.ancestors().any(|outer| is_message(&outer)) || node.descendants().any(|inner| is_message(&inner))
}

/// The version of a message as its namespace says it.
fn version(message: Node<'_, '_>, family: &str) -> String {
    let namespace = message.tag_name().namespace().unwrap_or_default();
    let last = namespace.rsplit([':', '/']).next().unwrap_or_default().trim_end_matches(".xsd");
    if last.starts_with(family) && last.len() < 40 { last.to_owned() } else { family.to_owned() }
}

fn broken(error: &Error, reading: &mut Reading) {
    let place = Place::new(error.pos().row, "the file");
    // The library names every mistake that XML can have: three of them mean something else here.
    let code = if matches!(error, Error::DtdDetected) {
        Code::DocumentType
    } else if matches!(error, Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached)
    {
        Code::TooMuch
    } else {
        Code::NotXml
    };
    reading.find(code, place, &error.to_string());
}

/// The elements inside one, each with its number among those of its name.
pub(super) fn elements<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = (Node<'a, 'input>, usize)> {
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    node.children().filter(Node::is_element).map(move |child| {
        let count = counts.entry(child.tag_name().name().to_owned()).or_default();
        *count += 1;
        (child, *count)
    })
}

/// The elements of a name inside one.
pub(super) fn kids<'a, 'input>(node: Node<'a, 'input>, name: &'static str) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The first element down a path.
pub(super) fn at<'a, 'input>(node: Node<'a, 'input>, path: &[&'static str]) -> Option<Node<'a, 'input>> {
    path.iter().try_fold(node, |node, name| kids(node, name).next())
}

/// What an element says, without space around it; nothing if it is empty.
pub(super) fn said(node: Node<'_, '_>) -> Option<String> {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// What the first element down a path says.
pub(super) fn word(node: Node<'_, '_>, path: &[&'static str]) -> Option<String> {
    at(node, path).and_then(said)
}

/// What it says, if it tells anything.
pub(super) fn reference(node: Node<'_, '_>, path: &[&'static str]) -> Option<String> {
    word(node, path).and_then(|text| telling(&text))
}

/// A code, or the bank's own word in its place.
pub(super) fn coded(node: Node<'_, '_>) -> Option<String> {
    word(node, &["Cd"]).or_else(|| word(node, &["Prtry", "Cd"])).or_else(|| word(node, &["Prtry"]))
}

/// A number that counts something.
pub(super) fn count(node: Node<'_, '_>, path: &[&'static str]) -> Option<u64> {
    word(node, path)?.parse().ok()
}

/// Where a part of a statement is read, and what is found there.
pub(super) struct Reader<'a> {
    pub(super) lines: &'a Lines<'a>,
    pub(super) draft: &'a mut Draft,
}

impl Reader<'_> {
    pub(super) fn find(&mut self, code: Code, node: Node<'_, '_>, path: &str, value: &str) {
        let place = self.lines.place(node, path);
        self.draft.findings.push(Finding::new(code, place, value));
    }

    /// The day of an element that holds one, with or without an hour.
    pub(super) fn day(&mut self, node: Option<Node<'_, '_>>, path: &str) -> Option<Date> {
        let node = node?;
        let text = word(node, &["Dt"]).or_else(|| word(node, &["DtTm"])).or_else(|| said(node))?;
        let day = iso_day(&text);
        if day.is_none() {
            self.find(Code::BadDay, node, path, &text);
        }
        day
    }

    /// The amount of an element, in the currency it names or in the one of the account.
    pub(super) fn amount(&mut self, node: Node<'_, '_>, path: &str, currency: Option<Currency>) -> Option<Money> {
        let Some(text) = said(node) else {
            self.find(Code::NoAmount, node, path, "");
            return None;
        };
        let currency = match node.attribute("Ccy") {
            Some(code) => match code.trim().parse() {
                Ok(currency) => currency,
                Err(_) => {
                    self.find(Code::UnknownCurrency, node, path, code);
                    return None;
                }
            },
            None => match currency {
                Some(currency) => currency,
                None => {
                    self.find(Code::NoCurrency, node, path, &text);
                    return None;
                }
            },
        };
        match with_point(&text, currency) {
            Ok(money) if money.is_negative() => {
                self.find(Code::BadAmount, node, path, &text);
                None
            }
            Ok(money) => Some(money),
            Err(code) => {
                self.find(code, node, path, &format!("{text} {currency}"));
                None
            }
        }
    }
}
