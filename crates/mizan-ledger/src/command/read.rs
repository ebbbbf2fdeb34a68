//! Reading a command's JSON strictly, and saying which field is wrong.
//!
//! Lists do not pass for objects, and nothing under `sealed` is ever repeated.

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use crate::command::{Sealed, Unreadable};

/// The longest word of an error, in characters.
const LONGEST_WORD: usize = 100;

/// The most words of an error.
const MOST_WORDS: usize = 150;

/// Reads JSON; where it fails it is read once more, slowly, to name the field.
pub(super) fn at<'a, T: Deserialize<'a>>(root: &str, text: &'a str) -> Result<T, Unreadable> {
    if let Ok(Object(value)) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let Object(value) = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = place(root, &shortened(&error.path().to_string()));
        Unreadable::Field { place, why: without_column(&error.into_inner()) }
    })?;
    reader.end().map_err(|error| Unreadable::Field { place: place(root, "."), why: without_column(&error) })?;
    Ok(value)
}

/// A path from the top of the line.
fn place(root: &str, path: &str) -> String {
    match (root, path) {
        ("", "." | "?") => "the line".to_owned(),
        ("", path) => path.to_owned(),
        (root, "." | "?") => root.to_owned(),
        (root, path) => format!("{root}.{path}"),
    }
}

/// Personal data, whose errors must not repeat it: neither a value nor a field nobody knows.
pub(super) fn sealed(text: &RawValue) -> Result<Sealed, Unreadable> {
    at("sealed", text.get()).map_err(|error| {
        let known = Sealed::default().fields().map(|(name, _)| format!("sealed.{name}"));
        if let Unreadable::Field { place, .. } = error
            && known.contains(&place)
        {
            return Unreadable::Sealed { place };
        }
        Unreadable::Sealed { place: "sealed".to_owned() }
    })
}

/// Something written with its field names. Read as it is, a list of values in their order would do as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<T>, D::Error> {
        object(deserializer).map(Object)
    }
}

pub(super) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Named<T>(std::marker::PhantomData<T>);
    impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Named<T> {
        type Value = T;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object with named fields")
        }
        fn visit_map<A: de::MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
            T::deserialize(de::value::MapAccessDeserializer::new(fields))
        }
    }
    deserializer.deserialize_map(Named(std::marker::PhantomData))
}

/// The message without "at line 1 column 17": a command is one line, and the column counts from a part of it.
fn without_column(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message) {
        // So it is said of a choice with no field, or with two.
        "expected value" => "expected one word, or an object with one field".to_owned(),
        message => shortened(message),
    }
}

/// A message in which no word is longer than a person reads: what somebody pasted by mistake is not said back whole.
fn shortened(text: &str) -> String {
    let short = |word: &str| match word.char_indices().nth(LONGEST_WORD) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    };
    let mut words: Vec<String> = text.split(' ').map(short).collect();
    if words.len() > MOST_WORDS {
        let left_out = words.len() - MOST_WORDS;
        // What would be right stands at the end.
        words.splice(MOST_WORDS / 2..MOST_WORDS / 2 + left_out, ["…".to_owned()]);
    }
    words.join(" ")
}
