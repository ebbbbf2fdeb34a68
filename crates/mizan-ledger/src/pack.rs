//! Packing: a value of the book as few bytes, and back, for the tables that keep millions of them and for snapshots.
//!
//! This is no format of record: what is packed is thrown away whenever a type changes, and folded again from the log. So it
//! has no names, no versions and no room for other spellings; bytes that say something else are `None`, never a panic. One
//! number, [`FORM`], stands for how everything is packed.
//!
//! A type lists its fields or variants once more under it with `packed!`, and the compiler points at one that is missing.
//! What has a form in JSON already and is rare (an agreement, an event that a rule looks at again) uses that: `packed_json!`.

mod of_others;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// How everything is packed, as a number. A snapshot that was packed under another one is thrown away.
///
/// It is raised by one whenever the same log is packed as other bytes or bytes are to be read as something else: a field or
/// variant more, fewer or elsewhere, another number, another way to write a type, another hash in a table, and also another
/// fold, which comes to other values in the same types. The tests of `mizan::service::snapshot` say when that was forgotten.
pub const FORM: u32 = 7;

/// What can be written as bytes and read again by the same version of this program.
pub trait Pack: Sized {
    /// Appends the bytes.
    fn pack(&self, out: &mut Vec<u8>);

    /// Takes the value off the front of the bytes.
    fn unpack(from: &mut &[u8]) -> Option<Self>;

    /// Takes it off without making it, where that is less work. What can be passed can be unpacked, and the other way round.
    fn pass(from: &mut &[u8]) -> Option<()> {
        Self::unpack(from).map(drop)
    }
}

/// Takes a field of a struct off without making it: the type is that of the field.
pub(crate) fn pass_field<S, T: Pack>(_: impl Fn(&S) -> &T, from: &mut &[u8]) -> Option<()> {
    T::pass(from)
}

/// Takes so many bytes off the front.
pub(crate) fn take<'a>(from: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = from.split_at_checked(count)?;
    *from = rest;
    Some(taken)
}

/// Packs a struct by its fields, or an enum by its variants, each under a number.
macro_rules! packed {
    (struct $name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::pack::Pack for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($crate::pack::Pack::pack($field, out);)*
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::pack::Pack::unpack(from)?;)*
                Some($name { $($field),* })
            }

            fn pass(from: &mut &[u8]) -> Option<()> {
                $($crate::pack::pass_field(|whole: &$name| &whole.$field, from)?;)*
                Some(())
            }
        }
    };
    (enum $name:ident {
        $($number:literal = $variant:ident $(($($value:ident),*))? $({ $($field:ident),* $(,)? })?),* $(,)?
    }) => {
        impl $crate::pack::Pack for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                match self {
                    $($name::$variant $(($($value),*))? $({ $($field),* })? => {
                        out.push($number);
                        $($($crate::pack::Pack::pack($value, out);)*)?
                        $($($crate::pack::Pack::pack($field, out);)*)?
                    })*
                }
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                let number: u8 = $crate::pack::Pack::unpack(from)?;
                match number {
                    $($number => {
                        $($(let $value = $crate::pack::Pack::unpack(from)?;)*)?
                        $($(let $field = $crate::pack::Pack::unpack(from)?;)*)?
                        Some($name::$variant $(($($value),*))? $({ $($field),* })?)
                    })*
                    _ => None,
                }
            }
        }
    };
}

/// Packs values in the JSON they have.
macro_rules! packed_json {
    ($($name:ty),* $(,)?) => {$(
        impl $crate::pack::Pack for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                $crate::pack::pack_json(self, out);
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                $crate::pack::unpack_json(from)
            }
        }
    )*};
}

/// Appends the JSON of a value behind its length. A value that has none is left empty, and is not read again.
pub(crate) fn pack_json(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    serde_json::to_vec(value).unwrap_or_default().pack(out);
}

/// Takes a value in JSON off the front.
pub(crate) fn unpack_json<T: serde::de::DeserializeOwned>(from: &mut &[u8]) -> Option<T> {
    let length = usize::unpack(from)?;
    serde_json::from_slice(take(from, length)?).ok()
}

impl Pack for u8 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn unpack(from: &mut &[u8]) -> Option<u8> {
        let (first, rest) = from.split_first()?;
        *from = rest;
        Some(*first)
    }
}

/// As they are.
impl<const N: usize> Pack for [u8; N] {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn unpack(from: &mut &[u8]) -> Option<[u8; N]> {
        take(from, N)?.first_chunk().copied()
    }
}

impl Pack for bool {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn unpack(from: &mut &[u8]) -> Option<bool> {
        match u8::unpack(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// Seven bits a byte, the smallest first; all but the last have the eighth set.
impl Pack for u128 {
    fn pack(&self, out: &mut Vec<u8>) {
        // Most numbers are a byte or two; others are half the work as u64, and each push by itself would look for room.
        if *self < 0x80 {
            return out.push(*self as u8);
        }
        if *self < 0x4000 {
            return out.extend_from_slice(&[*self as u8 | 0x80, (*self >> 7) as u8]);
        }
        if let Ok(mut left) = u64::try_from(*self) {
            let (mut bytes, mut last) = ([0; 10], 0);
            while left >= 0x80 {
                bytes[last] = left as u8 | 0x80;
                (left, last) = (left >> 7, last + 1);
            }
            bytes[last] = left as u8;
            return out.extend_from_slice(&bytes[..=last]);
        }
        let mut left = *self;
        while left >= 0x80 {
            out.push(left as u8 | 0x80);
            left >>= 7;
        }
        out.push(left as u8);
    }

    fn unpack(from: &mut &[u8]) -> Option<u128> {
        // Nine bytes have 63 bits: as far as that, and few numbers go further, half the work as u64.
        let mut few: u64 = 0;
        for (place, &byte) in from.iter().take(9).enumerate() {
            few |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                *from = from.get(place + 1..)?;
                return Some(u128::from(few));
            }
        }
        let mut value: u128 = 0;
        for place in 0..19 {
            let byte = u8::unpack(from)?;
            value |= u128::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

macro_rules! packed_numbers {
    ($($number:ty),*) => {$(
        impl Pack for $number {
            fn pack(&self, out: &mut Vec<u8>) {
                (*self as u128).pack(out);
            }

            fn unpack(from: &mut &[u8]) -> Option<$number> {
                u128::unpack(from)?.try_into().ok()
            }
        }
    )*};
}

packed_numbers!(u16, u32, u64, usize);

/// Zigzag: what is near zero on either side is short.
impl Pack for i128 {
    fn pack(&self, out: &mut Vec<u8>) {
        (((self << 1) ^ (self >> 127)) as u128).pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<i128> {
        let folded = u128::unpack(from)?;
        Some((folded >> 1) as i128 ^ -((folded & 1) as i128))
    }
}

macro_rules! packed_signed {
    ($($number:ty),*) => {$(
        impl Pack for $number {
            fn pack(&self, out: &mut Vec<u8>) {
                i128::from(*self).pack(out);
            }

            fn unpack(from: &mut &[u8]) -> Option<$number> {
                i128::unpack(from)?.try_into().ok()
            }
        }
    )*};
}

packed_signed!(i8, i16, i32, i64);

/// Four bytes, which is as short as a count of days and quicker.
impl Pack for Date {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.year().to_le_bytes());
        out.extend_from_slice(&self.month().to_le_bytes());
        out.extend_from_slice(&self.day().to_le_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<Date> {
        let [year, more, month, day] = *take(from, 4)?.first_chunk()?;
        Date::new(i16::from_le_bytes([year, more]), i8::from_le_bytes([month]), i8::from_le_bytes([day])).ok()
    }
}

impl Pack for Timestamp {
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_nanosecond().pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Timestamp> {
        Timestamp::from_nanosecond(i128::unpack(from)?).ok()
    }
}

impl Pack for Decimal {
    fn pack(&self, out: &mut Vec<u8>) {
        self.mantissa().pack(out);
        self.scale().pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(i128::unpack(from)?, u32::unpack(from)?).ok()
    }
}

impl Pack for String {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<String> {
        let length = usize::unpack(from)?;
        std::str::from_utf8(take(from, length)?).ok().map(str::to_owned)
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        let length = usize::unpack(from)?;
        std::str::from_utf8(take(from, length)?).ok().map(|_| ())
    }
}

impl Pack for Box<str> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<Box<str>> {
        String::unpack(from).map(String::into_boxed_str)
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        String::pass(from)
    }
}

/// A length, of things that have at least a byte each: a false one is found before memory is taken for it.
pub(crate) fn length(from: &mut &[u8]) -> Option<usize> {
    usize::unpack(from).filter(|length| *length <= from.len())
}

#[cfg(test)]
mod tests;
