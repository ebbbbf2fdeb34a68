//! The references a bank is given and gives back: made of a payout's first record, never of a clock or a try.
//!
//! `MZ`, a letter for what it names, the 26 letters of the record's id, four of the number within it, and one that tells a
//! wrong letter: 34 capitals and digits, of which the restricted character set of payments has each, and 35 are allowed.
//! A number is never given twice, since no two records have one id.

/// What a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// One payment (EndToEndId).
    Payment,
    /// A file (MsgId).
    Message,
    /// The list of payments in a file (PmtInfId).
    List,
}

/// How long each reference is.
pub const LENGTH: usize = 34;

/// The largest number a reference has room for.
pub const MOST: u32 = (1 << 20) - 1;

const BEGINNING: &str = "MZ";

/// Crockford's 32 signs: no I, L, O or U, which are taken for other signs.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Named {
    const ALL: [(Named, char); 3] = [(Named::Payment, 'E'), (Named::Message, 'M'), (Named::List, 'P')];

    fn letter(self) -> char {
        Named::ALL.into_iter().find(|(named, _)| *named == self).map_or('E', |(_, letter)| letter)
    }
}

/// The reference of a thing with this number under a record's id.
#[must_use]
pub fn reference(named: Named, seed: u128, number: u32) -> String {
    let mut text = String::with_capacity(LENGTH);
    text.push_str(BEGINNING);
    text.push(named.letter());
    push_signs(&mut text, seed, 26);
    push_signs(&mut text, u128::from(number & MOST), 4);
    let check = check_sign(&text);
    text.push(check);
    text
}

/// What a text names, if it is a reference of ours: small letters, spaces and hyphens that somebody put in are passed over.
#[must_use]
pub fn read(text: &str) -> Option<(Named, u128, u32)> {
    let dense: String =
        text.chars().filter(|sign| !matches!(sign, ' ' | '-')).map(|sign| sign.to_ascii_uppercase()).collect();
    let signs = dense.strip_prefix(BEGINNING).filter(|_| dense.len() == LENGTH && dense.is_ascii())?;
    let letter = signs.chars().next()?;
    let (named, _) = Named::ALL.into_iter().find(|(_, known)| *known == letter)?;
    let (body, check) = dense.split_at(LENGTH - 1);
    if !check.starts_with(check_sign(body)) {
        return None;
    }
    let seed = value(&signs[1..27])?;
    let number = u32::try_from(value(&signs[27..31])?).ok()?;
    // What was read must be what was written: the first sign of an id has three bits only.
    Some((named, seed, number)).filter(|_| reference(named, seed, number) == dense)
}

/// The references of ours in a text, in the order they stand in it.
pub fn found_in(text: &str) -> impl Iterator<Item = (Named, u128, u32)> {
    let dense: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-' | '\n' | '\r')).collect();
    let upper = dense.to_ascii_uppercase();
    let places: Vec<usize> = upper.match_indices(BEGINNING).map(|(at, _)| at).collect();
    places.into_iter().filter_map(move |at| read(upper.get(at..at + LENGTH)?))
}

fn push_signs(text: &mut String, value: u128, count: u32) {
    for place in (0..count).rev() {
        text.push(char::from(SIGNS[((value >> (5 * place)) & 31) as usize]));
    }
}

fn value(signs: &str) -> Option<u128> {
    signs.bytes().try_fold(0u128, |sum, sign| {
        let worth = SIGNS.iter().position(|known| *known == sign)?;
        Some(sum << 5 | worth as u128)
    })
}

/// Tells every single wrong sign and every two neighbours that changed places: each sign counts by its place, modulo 37,
/// a prime above the number of signs and of places.
fn check_sign(text: &str) -> char {
    /// 36 signs for 37 remainders; the last is a full stop, which payments allow too.
    const CHECKS: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.";
    let worth = |sign: u8| SIGNS.iter().position(|known| *known == sign).unwrap_or(SIGNS.len());
    let sum: usize = text.bytes().enumerate().map(|(place, sign)| (place + 1) * (worth(sign) + 1)).sum();
    char::from(CHECKS[sum % CHECKS.len()])
}

#[cfg(test)]
mod tests;
