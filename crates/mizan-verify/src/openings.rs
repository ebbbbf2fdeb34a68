//! Openings of sealed fields, as people hand them over: the answers of `mizan record`, or an opening a line.

use mizan_proof::disclosure::{Disclosure, NotADisclosure};
use serde::Deserialize;

/// A line of answers, of which only what opens something is read.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    disclosures: Vec<String>,
}

/// Every opening of a text, with its line counted from 1; what is none says so, and never what was written: it may name a
/// person.
pub fn openings(text: &str) -> impl Iterator<Item = (usize, Result<Disclosure, NotADisclosure>)> {
    let lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty());
    lines.flat_map(|(number, line)| {
        let said = match serde_json::from_str::<Answer>(line) {
            Ok(answer) => answer.disclosures,
            Err(_) => vec![line.to_owned()],
        };
        said.into_iter().map(move |one| (number, Disclosure::parse(&one)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_lines_are_read_and_what_is_neither_is_told_by_its_line() {
        let hers = Disclosure::new([7; 16], "name", "Fadma Exemple");
        let text = format!(
            "{{\"line\":1,\"status\":\"recorded\",\"disclosures\":[\"{0}\",\"{0}\"]}}\n\n{0}\n{{\"line\":2}}\nFadma\n",
            hers.encoded()
        );
        let read: Vec<(usize, bool)> =
            openings(&text).map(|(line, opening)| (line, opening.is_ok_and(|opening| opening == hers))).collect();
        assert_eq!(read, [(1, true), (1, true), (3, true), (5, false)]);
    }
}
