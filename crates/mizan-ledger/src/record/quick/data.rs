//! Reading the data of a record as it is written: JSON without a space or an escape, whose numbers are whole.
//!
//! Most of the time of reading any JSON goes into what might be there and is not: spaces, escapes, fractions, the place
//! of an error. Here whatever is not as we write it is one error without a word, and the other reader is asked.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::record::quick::{DEEPEST, Rest};

/// Not as we write it, or not what it should be. The other reader has the words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotQuick;

impl fmt::Display for NotQuick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not written as we write it")
    }
}

impl std::error::Error for NotQuick {}

impl de::Error for NotQuick {
    fn custom<T: fmt::Display>(_: T) -> NotQuick {
        NotQuick
    }
}

impl<'de> Deserializer<'de> for &mut Rest<'de> {
    type Error = NotQuick;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotQuick> {
        match self.left.as_bytes().first() {
            Some(b'"') => visitor.visit_borrowed_str(self.text().ok_or(NotQuick)?),
            Some(b'0'..=b'9') => visitor.visit_u64(self.number().ok_or(NotQuick)?),
            Some(b'{') => self.inside(("{", "}"), |fields| visitor.visit_map(fields)),
            Some(b'[') => self.inside(("[", "]"), |items| visitor.visit_seq(items)),
            Some(b't') => self.word("true").ok_or(NotQuick).and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.word("false").ok_or(NotQuick).and_then(|()| visitor.visit_bool(false)),
            Some(b'n') => self.word("null").ok_or(NotQuick).and_then(|()| visitor.visit_unit()),
            Some(_) | None => Err(NotQuick),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotQuick> {
        visitor.visit_borrowed_str(self.text().ok_or(NotQuick)?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotQuick> {
        self.inside(("{", "}"), |fields| visitor.visit_map(fields))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotQuick> {
        if self.word("null").is_some() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NotQuick> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotQuick> {
        if self.word("{").is_none() {
            return visitor.visit_enum(StrDeserializer::new(self.text().ok_or(NotQuick)?));
        }
        let value = visitor.visit_enum(Variant(self))?;
        self.word("}").ok_or(NotQuick)?;
        Ok(value)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotQuick> {
        Err(NotQuick)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotQuick> {
        Err(NotQuick)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 char string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl<'de> Rest<'de> {
    /// Takes a list or an object: its brackets, and what is made of what stands between them.
    fn inside<T>(
        &mut self,
        (opening, closing): (&str, &str),
        take: impl FnOnce(&mut Inside<'_, 'de>) -> Result<T, NotQuick>,
    ) -> Result<T, NotQuick> {
        self.word(opening).ok_or(NotQuick)?;
        self.deep = Some(self.deep + 1).filter(|deep| *deep <= DEEPEST).ok_or(NotQuick)?;
        let taken = take(&mut Inside { rest: self, closing, begun: false })?;
        self.deep -= 1;
        self.word(closing).ok_or(NotQuick)?;
        Ok(taken)
    }
}

/// The items of a list, or the fields of an object.
struct Inside<'a, 'de> {
    rest: &'a mut Rest<'de>,
    closing: &'a str,
    begun: bool,
}

impl Inside<'_, '_> {
    /// Whether another one follows; the comma before it is taken.
    fn follows(&mut self) -> Result<bool, NotQuick> {
        if self.rest.left.starts_with(self.closing) {
            return Ok(false);
        }
        if self.begun {
            self.rest.word(",").ok_or(NotQuick)?;
        }
        self.begun = true;
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for &mut Inside<'_, 'de> {
    type Error = NotQuick;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotQuick> {
        if self.follows()? { seed.deserialize(&mut *self.rest).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for &mut Inside<'_, 'de> {
    type Error = NotQuick;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NotQuick> {
        if !self.follows()? {
            return Ok(None);
        }
        let key = self.rest.text().ok_or(NotQuick)?;
        self.rest.word(":").ok_or(NotQuick)?;
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotQuick> {
        seed.deserialize(&mut *self.rest)
    }
}

/// A variant that carries something, `{"member":"weaver-1"}`, from behind the bracket.
struct Variant<'a, 'de>(&'a mut Rest<'de>);

impl<'a, 'de> EnumAccess<'de> for Variant<'a, 'de> {
    type Error = NotQuick;
    type Variant = Variant<'a, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Variant<'a, 'de>), NotQuick> {
        let name = self.0.text().ok_or(NotQuick)?;
        self.0.word(":").ok_or(NotQuick)?;
        Ok((seed.deserialize(BorrowedStrDeserializer::new(name))?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = NotQuick;

    fn unit_variant(self) -> Result<(), NotQuick> {
        Err(NotQuick)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, NotQuick> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NotQuick> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, NotQuick> {
        self.0.deserialize_any(visitor)
    }
}
