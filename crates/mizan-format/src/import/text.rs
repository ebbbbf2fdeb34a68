//! From bytes to text: the encodings that spreadsheets save in, told apart by what can be seen and never by chance.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use crate::import::Unusable;

/// In which letters a file is written, where nothing in it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// What shops and newer programs write.
    #[serde(rename = "utf-8")]
    Utf8,
    /// What spreadsheets save as "Unicode text".
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// The same the other way round.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// What spreadsheets of Western Europe save as plain CSV.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// The text of a file: by its byte order mark, as UTF-8 if it is that, and else as the profile says.
pub(super) fn text(bytes: &[u8], said: Option<Encoding>) -> Result<Cow<'_, str>, Unusable> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return decoded(encoding, rest);
    }
    let wide = bytes.iter().take(4_096).any(|byte| *byte == 0);
    match (std::str::from_utf8(bytes), said) {
        (Ok(_), Some(Encoding::Windows1252)) if !bytes.is_ascii() => Err(Unusable::IsUtf8),
        (Ok(_), Some(Encoding::Utf8) | None) if wide => Err(Unusable::Wide),
        (Ok(text), Some(Encoding::Utf8 | Encoding::Windows1252) | None) => Ok(Cow::Borrowed(text)),
        (_, Some(Encoding::Utf16Le)) => decoded(UTF_16LE, bytes),
        (_, Some(Encoding::Utf16Be)) => decoded(UTF_16BE, bytes),
        (Err(_), Some(Encoding::Windows1252)) => decoded(WINDOWS_1252, bytes),
        (Err(_), Some(Encoding::Utf8) | None) if wide => Err(Unusable::Wide),
        (Err(error), Some(Encoding::Utf8) | None) => Err(Unusable::NotUtf8 { byte: error.valid_up_to() + 1 }),
    }
}

fn decoded<'a>(encoding: &'static encoding_rs::Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Unusable> {
    if encoding == UTF_8
        && let Err(error) = std::str::from_utf8(bytes)
    {
        return Err(Unusable::NotUtf8 { byte: error.valid_up_to() + 1 });
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or(Unusable::Undecodable { encoding: encoding.name() })
}
