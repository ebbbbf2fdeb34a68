//! Writing the data of a record: JSON without a space, in the order of its fields.
//!
//! The twin of `quick/data`. What no event has today, such as a number of more than eight bytes, is left to serde_json;
//! only the keys of a map must be texts, and a float is refused. Types that know of their letters that none is to be escaped
//! hand them over as bytes: nobody looks through an identifier or an amount again.

use std::fmt::{self, Write};

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Error;

use crate::record::pen::Pen;
use crate::record::quick::plain;

/// What is said of a float, which is nothing to record.
const ROUNDED: &str = "a float rounds where nobody sees it: a number with decimals is recorded as a text";

impl Pen {
    /// Begins a list or an object, which ends with these brackets.
    fn begin(&mut self, opening: &str, closing: &'static str) -> Inside<'_> {
        self.word(opening);
        Inside { pen: self, closing, begun: false }
    }

    /// Writes the name of a field, which is one of ours, and the colon behind it.
    fn name(&mut self, name: &'static str) {
        self.word("\"");
        self.word(name);
        self.word("\":");
    }
}

/// The items of a list, or the fields of an object.
pub(super) struct Inside<'a> {
    pen: &'a mut Pen,
    closing: &'static str,
    begun: bool,
}

impl Inside<'_> {
    /// Writes the comma before all but the first.
    fn next(&mut self) -> &mut Pen {
        if self.begun {
            self.pen.word(",");
        }
        self.begun = true;
        self.pen
    }

    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(self.next())
    }

    fn field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        let pen = self.next();
        pen.name(name);
        value.serialize(pen)
    }

    fn close(self) -> Result<(), Error> {
        self.pen.word(self.closing);
        Ok(())
    }
}

impl<'a> Serializer for &'a mut Pen {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Inside<'a>;
    type SerializeTupleVariant = Inside<'a>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Inside<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.word(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.number(value);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        self.usual(&value)
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        if value < 0 {
            self.word("-");
        }
        self.serialize_u64(value.unsigned_abs())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        self.usual(&value)
    }

    #[expect(clippy::disallowed_types, reason = "the trait asks for it, and it is refused")]
    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        Err(Error::custom(ROUNDED))
    }

    #[expect(clippy::disallowed_types, reason = "the trait asks for it, and it is refused")]
    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        Err(Error::custom(ROUNDED))
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.usual(&value)
    }

    /// Letters of a type of ours, among which nothing is to be escaped.
    fn serialize_bytes(self, letters: &[u8]) -> Result<(), Error> {
        debug_assert!(letters.is_ascii() && plain(letters) == letters.len());
        self.letters(letters);
        Ok(())
    }

    /// What a record says is read by everybody; this asks types of ours for their letters (`id::letters`).
    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value)
    }

    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Result<(), Error> {
        self.word("\"");
        write!(Text(self), "{value}").map_err(Error::custom)?;
        self.word("\"");
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.word("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.word("\"");
        self.word(variant);
        self.word("\"");
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut inside = self.begin("{", "}");
        inside.field(variant, value)?;
        inside.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, Error> {
        Ok(self.begin("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, Error> {
        Ok(self.begin("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Error> {
        Ok(self.begin("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Error> {
        self.word("{");
        self.name(variant);
        Ok(self.begin("[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, Error> {
        Ok(self.begin("{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Error> {
        Ok(self.begin("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Error> {
        self.word("{");
        self.name(variant);
        Ok(self.begin("{", "}}"))
    }
}

/// Something that is written piece by piece, between its quotes.
struct Text<'a>(&'a mut Pen);

impl Write for Text<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0.part(piece).map_err(|_| fmt::Error)
    }
}

macro_rules! items {
    ($($of:ident $write:ident;)*) => {$(
        impl $of for Inside<'_> {
            type Ok = ();
            type Error = Error;

            fn $write<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! fields {
    ($($of:ident;)*) => {$(
        impl $of for Inside<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}

fields! {
    SerializeStruct;
    SerializeStructVariant;
}

impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Error> {
        let pen = self.next();
        let start = pen.0.len();
        key.serialize(&mut *pen)?;
        if pen.0[start..].starts_with(b"\"") { Ok(()) } else { Err(Error::custom("key must be a string")) }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.pen.word(":");
        value.serialize(&mut *self.pen)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}
