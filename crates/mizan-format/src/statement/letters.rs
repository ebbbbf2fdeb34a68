//! From bytes to text: what a file says of its letters is believed if it can be; what had to be assumed is a finding.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::statement::finding::{Code, Finding, Place};

/// The text of a file, and what is odd about its letters.
pub(super) fn text<'a>(bytes: &'a [u8], said: Option<&'static Encoding>) -> (Cow<'a, str>, Vec<Finding>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(encoding) = said {
        return decoded(encoding, bytes);
    }
    if let Some(encoding) = wide(bytes) {
        let (text, mut findings) = decoded(encoding, bytes);
        findings.push(finding(Code::AssumedLetters, 1, encoding.name()));
        return (text, findings);
    }
    let declared = declared(bytes);
    if let Ok(text) = str::from_utf8(bytes) {
        let differs = declared.filter(|encoding| *encoding != UTF_8 && !bytes.is_ascii());
        return (
            Cow::Borrowed(text),
            differs.map(|other| finding(Code::EncodingDiffers, 1, other.name())).into_iter().collect(),
        );
    }
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => decoded(encoding, bytes),
        None => {
            let (text, mut findings) = decoded(WINDOWS_1252, bytes);
            findings.push(finding(Code::AssumedLetters, 1, WINDOWS_1252.name()));
            (text, findings)
        }
    }
}

/// All of a file as text, if it is one to the last letter.
pub(super) fn whole(bytes: &[u8]) -> String {
    let (text, findings) = text(bytes, None);
    let broken = findings.iter().any(|finding| finding.code == Code::WrongLetters) || text.contains('\0');
    if broken { String::new() } else { text.into_owned() }
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, Vec<Finding>) {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let found = broken.then(|| {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        finding(Code::WrongLetters, u32::try_from(line).unwrap_or(u32::MAX), encoding.name())
    });
    (text, found.into_iter().collect())
}

fn finding(code: Code, line: u32, value: &str) -> Finding {
    Finding::new(code, Place::new(line, "the file"), value)
}

/// Two bytes a letter, told by the empty half of each.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let empty = |first: usize| bytes.iter().take(1_024).skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let letters = bytes.len().min(1_024) / 2;
    match (empty(0), empty(1)) {
        (high, low) if letters > 2 && high == 0 && low * 2 > letters => Some(UTF_16LE),
        (high, low) if letters > 2 && low == 0 && high * 2 > letters => Some(UTF_16BE),
        (_, _) => None,
    }
}

/// What the first line of an XML says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..200.min(bytes.len()))?.trim_ascii_start();
    let head = head.strip_prefix(b"<?xml")?;
    let end = head.iter().position(|byte| *byte == b'>')?;
    let head = str::from_utf8(head.get(..end)?).ok()?;
    let (_, after) = head.split_once("encoding")?;
    let label = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = label.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let (label, _) = label.get(1..)?.split_once(quote)?;
    // UTF-16 in letters of one byte is a mistake of whoever saved the file again.
    Encoding::for_label(label.as_bytes()).filter(|encoding| ![UTF_16LE, UTF_16BE].contains(encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<Code>) {
        let (text, findings) = text(bytes, None);
        (text.into_owned(), findings.iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn letters_are_read_as_the_file_says_and_what_is_assumed_is_told() {
        assert_eq!(read("Fès".as_bytes()), ("Fès".to_owned(), vec![]));
        assert_eq!(read(b"F\xe8s"), ("Fès".to_owned(), vec![Code::AssumedLetters]));
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>F\xe8s</a>";
        assert_eq!(read(latin).1, vec![]);
        assert!(read(latin).0.contains("Fès"));
        let said_wrongly = "<?xml version='1.0' encoding='ISO-8859-1'?><a>Fès</a>";
        assert_eq!(read(said_wrongly.as_bytes()), (said_wrongly.to_owned(), vec![Code::EncodingDiffers]));
        let utf16: Vec<u8> = "Date;Montant".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16), ("Date;Montant".to_owned(), vec![Code::AssumedLetters]));
        let marked: Vec<u8> = [0xfe, 0xff].into_iter().chain("Fès".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(read(&marked), ("Fès".to_owned(), vec![]));
        let cut = [&marked[..], &[0xd8]].concat();
        assert_eq!(read(&cut).1, vec![Code::WrongLetters]);
    }
}
