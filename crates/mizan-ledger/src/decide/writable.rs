//! Whether an event can be written: it is walked through as a writer would, and nothing is written.
//!
//! What can be refused is refused by the value itself, such as an amount below zero; letters, which take most of the time
//! that writing takes, refuse nothing.

use std::fmt;

use serde::ser::{self, Serialize, Serializer};

/// Refuses what could not be written, in the words of whatever refuses.
pub(super) fn writable(value: &impl Serialize) -> Result<(), Unwritable> {
    value.serialize(Nowhere)
}

/// Why something cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unwritable(String);

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Unwritable {
        Unwritable(message.to_string())
    }
}

/// A writer that keeps nothing.
#[derive(Clone, Copy)]
struct Nowhere;

macro_rules! passes {
    ($($method:ident($($value:ty),*);)*) => {$(
        fn $method(self $(, _: $value)*) -> Result<(), Unwritable> {
            Ok(())
        }
    )*};
}

macro_rules! opens {
    ($($method:ident($($value:ty),*);)*) => {$(
        fn $method(self $(, _: $value)*) -> Result<Nowhere, Unwritable> {
            Ok(self)
        }
    )*};
}

impl Serializer for Nowhere {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Nowhere;
    type SerializeTuple = Nowhere;
    type SerializeTupleStruct = Nowhere;
    type SerializeTupleVariant = Nowhere;
    type SerializeMap = Nowhere;
    type SerializeStruct = Nowhere;
    type SerializeStructVariant = Nowhere;

    passes! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    opens! {
        serialize_seq(Option<usize>);
        serialize_tuple(usize);
        serialize_tuple_struct(&'static str, usize);
        serialize_tuple_variant(&'static str, u32, &'static str, usize);
        serialize_map(Option<usize>);
        serialize_struct(&'static str, usize);
        serialize_struct_variant(&'static str, u32, &'static str, usize);
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    #[expect(clippy::disallowed_types, reason = "the trait asks for it, and it is refused")]
    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        Err(ser::Error::custom("a float is nothing to record"))
    }

    #[expect(clippy::disallowed_types, reason = "the trait asks for it, and it is refused")]
    fn serialize_f64(self, _: f64) -> Result<(), Unwritable> {
        Err(ser::Error::custom("a float is nothing to record"))
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<(), Unwritable> {
        Ok(())
    }
}

macro_rules! parts {
    ($($of:ident: $method:ident($($name:ty)?);)*) => {$(
        impl ser::$of for Nowhere {
            type Ok = ();
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self $(, _: $name)?, value: &T) -> Result<(), Unwritable> {
                value.serialize(Nowhere)
            }

            fn end(self) -> Result<(), Unwritable> {
                Ok(())
            }
        }
    )*};
}

parts! {
    SerializeSeq: serialize_element();
    SerializeTuple: serialize_element();
    SerializeTupleStruct: serialize_field();
    SerializeTupleVariant: serialize_field();
    SerializeStruct: serialize_field(&'static str);
    SerializeStructVariant: serialize_field(&'static str);
}

impl ser::SerializeMap for Nowhere {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        key.serialize(Nowhere)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(Nowhere)
    }

    fn end(self) -> Result<(), Unwritable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::writable;
    use crate::event::trade::{EarningsReleased, Released};
    use crate::event::{Event, Share};
    use crate::money::{LARGEST, MAD, Money};

    #[test]
    fn what_json_refuses_is_refused_in_the_same_words_and_nothing_else() {
        for (minor, fits) in [(0, true), (LARGEST, true), (LARGEST + 1, false), (-1, false)] {
            let share = |member: &str, minor| Share {
                member: member.parse().expect("a test names members"),
                amount: Money::new(minor, MAD),
            };
            let sale = "sale-1".parse().expect("a test names a sale");
            let shares = vec![share("w1", 5), share("w2", minor)];
            let event = Event::from(EarningsReleased { sale, because: Released::Paid, shares });
            let by_json = serde_json::to_string(&event).map(drop).map_err(|error| error.to_string());
            assert_eq!(by_json.is_ok(), fits);
            assert_eq!(writable(&event).map_err(|error| error.to_string()), by_json);
        }
    }
}
