//! Values from anything that is `Serialize`, and back into anything that is `Deserialize`, without JSON in between:
//! keys of any kind, big integers and the order of entries stay.

use std::cell::RefCell;
use std::fmt::Display;

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor};
use serde::ser::{self, Serialize, SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serializer};

use super::{Array, Hash, Map, Value};
use crate::error::{Error, ErrorKind, Result};

/// Nesting beyond this is refused: both directions recurse.
const MAX_DEPTH: usize = 256;

/// The name under which a [`Value`] inside other data is handed over as it is.
const HANDED_OVER: &str = "$rekyll::Value";

/// The name under which `serde_json` gives a number of arbitrary precision.
const JSON_NUMBER: &str = "$serde_json::private::Number";

thread_local! {
    static HANDED: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// Turns data into a value. Structs become hashes with String keys; a unit variant becomes its name, any other variant
/// a hash of its name and content; a [`Value`] inside stays what it is.
///
/// # Errors
/// [`ErrorKind::Usage`] with what the data's own `Serialize` says; [`ErrorKind::Limit`] for nesting beyond 256.
pub fn to_value<T: Serialize + ?Sized>(data: &T) -> Result<Value> {
    data.serialize(ToValue { depth: 0 })
}

/// Turns a value into data. Times and dates come as the text that they print as, symbols as strings, a drop as its
/// hash where it has one, an integer beyond 64 bits as a float unless 128 are asked for.
///
/// # Errors
/// [`ErrorKind::Usage`] where the value does not fit the type; [`ErrorKind::Limit`] for nesting beyond 256.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T> {
    T::deserialize(FromValue {
        value,
        depth: 0,
        is_key: false,
    })
}

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Error::new(ErrorKind::Usage, message.to_string())
    }
}

impl de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Error::new(ErrorKind::Usage, message.to_string())
    }
}

fn too_deep() -> Error {
    Error::new(ErrorKind::Limit, "data is nested too deeply")
}

/// The `Serializer` that makes a [`Value`].
#[derive(Clone, Copy)]
struct ToValue {
    depth: usize,
}

impl ToValue {
    fn deeper(self) -> Result<Self> {
        if self.depth >= MAX_DEPTH {
            return Err(too_deep());
        }
        Ok(ToValue {
            depth: self.depth + 1,
        })
    }

    fn collect(self, capacity: usize, variant: Option<&'static str>) -> Result<Collect> {
        Ok(Collect {
            inner: self.deeper()?,
            items: Vec::with_capacity(capacity.min(1024)),
            entries: Map::default(),
            key: Value::Nil,
            is_hash: false,
            is_number: false,
            variant,
        })
    }
}

/// The elements of a container, on their way.
struct Collect {
    inner: ToValue,
    items: Vec<Value>,
    entries: Map,
    key: Value,
    is_hash: bool,
    is_number: bool,
    variant: Option<&'static str>,
}

impl Collect {
    fn hash(mut self) -> Self {
        self.is_hash = true;
        self
    }

    fn push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<()> {
        self.items.push(item.serialize(self.inner)?);
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
        let value = value.serialize(self.inner)?;
        self.entries.insert(Value::from(key), value);
        Ok(())
    }

    fn finish(self) -> Result<Value> {
        let value = if self.is_number {
            match self.entries.first() {
                Some((_, Value::Str(digits))) => number(digits),
                _ => Value::Nil,
            }
        } else if self.is_hash {
            Value::from(self.entries)
        } else {
            Value::from(self.items)
        };
        Ok(match self.variant {
            Some(name) => variant(name, value),
            None => value,
        })
    }
}

fn variant(name: &'static str, content: Value) -> Value {
    Value::Hash([(name, content)].into_iter().collect())
}

fn number(digits: &str) -> Value {
    match digits.parse::<BigInt>() {
        Ok(integer) => Value::from(integer),
        Err(_) => digits.parse().map_or(Value::Nil, Value::Float),
    }
}

macro_rules! scalars {
    ($($name:ident: $from:ty => |$v:ident| $to:expr),* $(,)?) => {$(
        fn $name(self, $v: $from) -> Result<Value> {
            Ok($to)
        }
    )*};
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = Collect;
    type SerializeTuple = Collect;
    type SerializeTupleStruct = Collect;
    type SerializeTupleVariant = Collect;
    type SerializeMap = Collect;
    type SerializeStruct = Collect;
    type SerializeStructVariant = Collect;

    scalars! {
        serialize_bool: bool => |v| Value::Bool(v),
        serialize_i8: i8 => |v| Value::Int(v.into()),
        serialize_i16: i16 => |v| Value::Int(v.into()),
        serialize_i32: i32 => |v| Value::Int(v.into()),
        serialize_i64: i64 => |v| Value::Int(v),
        serialize_i128: i128 => |v| Value::from(BigInt::from(v)),
        serialize_u8: u8 => |v| Value::Int(v.into()),
        serialize_u16: u16 => |v| Value::Int(v.into()),
        serialize_u32: u32 => |v| Value::Int(v.into()),
        serialize_u64: u64 => |v| Value::from(v),
        serialize_u128: u128 => |v| Value::from(BigInt::from(v)),
        serialize_f32: f32 => |v| Value::Float(v.into()),
        serialize_f64: f64 => |v| Value::Float(v),
        serialize_char: char => |v| Value::from(v.to_string()),
        serialize_str: &str => |v| Value::from(v),
        serialize_unit_struct: &'static str => |_name| Value::Nil,
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value> {
        Ok(match std::str::from_utf8(bytes) {
            Ok(text) => Value::from(text),
            Err(_) => Value::Bytes(bytes.into()),
        })
    }

    fn serialize_none(self) -> Result<Value> {
        Ok(Value::Nil)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value> {
        Ok(Value::Nil)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<Value> {
        Ok(Value::from(name))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value> {
        if name == HANDED_OVER
            && let Some(value) = HANDED.take()
        {
            return Ok(value);
        }
        value.serialize(self.deeper()?)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<Value> {
        Ok(variant(name, value.serialize(self.deeper()?)?))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Collect> {
        self.collect(length.unwrap_or(0), None)
    }

    fn serialize_tuple(self, length: usize) -> Result<Collect> {
        self.collect(length, None)
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Collect> {
        self.collect(length, None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        length: usize,
    ) -> Result<Collect> {
        self.collect(length, Some(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Collect> {
        Ok(self.collect(0, None)?.hash())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Collect> {
        let mut collect = self.collect(0, None)?.hash();
        collect.is_number = name == JSON_NUMBER;
        Ok(collect)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Collect> {
        Ok(self.collect(0, Some(name))?.hash())
    }
}

macro_rules! sequence {
    ($($of:ident::$push:ident),*) => {$(
        impl ser::$of for Collect {
            type Ok = Value;
            type Error = Error;

            fn $push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<()> {
                self.push(item)
            }

            fn end(self) -> Result<Value> {
                self.finish()
            }
        }
    )*};
}

sequence!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

macro_rules! structure {
    ($($of:ident),*) => {$(
        impl ser::$of for Collect {
            type Ok = Value;
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
                self.field(key, value)
            }

            fn end(self) -> Result<Value> {
                self.finish()
            }
        }
    )*};
}

structure!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Collect {
    type Ok = Value;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = key.serialize(self.inner)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let value = value.serialize(self.inner)?;
        self.entries.insert(std::mem::take(&mut self.key), value);
        Ok(())
    }

    fn end(self) -> Result<Value> {
        self.finish()
    }
}

impl Serialize for Value {
    /// Any other serializer sees plain data: times and dates as they print, symbols as strings, a drop as its hash.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        HANDED.set(Some(self.clone()));
        let done = serializer.serialize_newtype_struct(
            HANDED_OVER,
            &Plain {
                value: self,
                depth: 0,
            },
        );
        HANDED.take();
        done
    }
}

/// A value as plain data.
struct Plain<'v> {
    value: &'v Value,
    depth: usize,
}

impl Plain<'_> {
    fn inner<'v>(&self, value: &'v Value) -> Plain<'v> {
        Plain {
            value,
            depth: self.depth + 1,
        }
    }

    fn array<S: Serializer>(&self, array: &Array, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(array.len()))?;
        for item in array.iter() {
            seq.serialize_element(&self.inner(item))?;
        }
        seq.end()
    }

    fn hash<S: Serializer>(&self, hash: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(hash.len()))?;
        for (key, value) in hash.iter() {
            map.serialize_entry(&self.inner(key), &self.inner(value))?;
        }
        map.end()
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        HANDED.take();
        if self.depth > MAX_DEPTH {
            return Err(ser::Error::custom(too_deep()));
        }
        match self.value {
            Value::Nil => serializer.serialize_unit(),
            Value::Bool(b) => serializer.serialize_bool(*b),
            Value::Int(i) => serializer.serialize_i64(*i),
            Value::BigInt(i) => match (i.to_u64(), i.to_f64()) {
                (Some(i), _) => serializer.serialize_u64(i),
                (None, f) => serializer.serialize_f64(f.unwrap_or(f64::NAN)),
            },
            Value::Float(f) => serializer.serialize_f64(*f),
            Value::Str(s) | Value::Symbol(s) => serializer.serialize_str(s),
            Value::Bytes(b) => serializer.serialize_bytes(b),
            Value::Array(a) => self.array(a, serializer),
            Value::Hash(h) => self.hash(h, serializer),
            Value::Drop(d) => match d.to_hash().map_err(ser::Error::custom)? {
                Some(hash) => self.hash(&hash, serializer),
                None => serializer.serialize_str(&d.to_s().map_err(ser::Error::custom)?),
            },
            Value::Time(_) | Value::Date(_) | Value::DateTime(_) | Value::Range(..) => {
                serializer.serialize_str(&self.value.to_s().map_err(ser::Error::custom)?)
            }
        }
    }
}

/// The `Deserializer` that reads a [`Value`].
#[derive(Clone, Copy)]
struct FromValue<'v> {
    value: &'v Value,
    depth: usize,
    /// A key that is no String is given as one where a string is asked for.
    is_key: bool,
}

impl<'v> FromValue<'v> {
    fn inner(self, value: &'v Value) -> Self {
        FromValue {
            value,
            depth: self.depth + 1,
            is_key: false,
        }
    }

    fn hash<'de, V: Visitor<'de>>(self, hash: &'v Hash, visitor: V) -> Result<V::Value> {
        visitor.visit_map(Entries {
            from: self,
            hash,
            index: 0,
        })
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_key {
            visitor.visit_str(&self.value.to_s()?)
        } else {
            self.deserialize_any(visitor)
        }
    }
}

impl<'de> Deserializer<'de> for FromValue<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.depth > MAX_DEPTH {
            return Err(too_deep());
        }
        match self.value {
            Value::Nil => visitor.visit_unit(),
            Value::Bool(b) => visitor.visit_bool(*b),
            Value::Int(i) => match u64::try_from(*i) {
                Ok(i) => visitor.visit_u64(i),
                Err(_) => visitor.visit_i64(*i),
            },
            Value::BigInt(i) => match (i.to_u64(), i.to_f64()) {
                (Some(i), _) => visitor.visit_u64(i),
                (None, f) => visitor.visit_f64(f.unwrap_or(f64::NAN)),
            },
            Value::Float(f) => visitor.visit_f64(*f),
            Value::Str(s) | Value::Symbol(s) => visitor.visit_str(s),
            Value::Bytes(b) => visitor.visit_bytes(b),
            Value::Array(a) => visitor.visit_seq(Items {
                from: self,
                items: a.iter(),
            }),
            Value::Hash(h) => self.hash(h, visitor),
            Value::Drop(d) => match d.to_hash()? {
                Some(hash) => FromValue {
                    value: &Value::Hash(hash),
                    ..self
                }
                .deserialize_any(visitor),
                None => visitor.visit_str(&d.to_s()?),
            },
            _ => visitor.visit_str(&self.value.to_s()?),
        }
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.value {
            Value::BigInt(i) if i.to_i128().is_some() => {
                visitor.visit_i128(i.to_i128().unwrap_or_default())
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.value {
            Value::BigInt(i) if i.to_u128().is_some() => {
                visitor.visit_u128(i.to_u128().unwrap_or_default())
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.value {
            Value::Nil => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.value {
            Value::Str(name) | Value::Symbol(name) => {
                visitor.visit_enum(name.as_str().into_deserializer())
            }
            Value::Hash(hash) if hash.len() == 1 => match hash.first() {
                Some((name, content)) => visitor.visit_enum(Variant {
                    name: self.inner(name),
                    content: self.inner(content),
                }),
                None => self.deserialize_any(visitor),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct seq tuple tuple_struct map
        struct ignored_any
    }
}

struct Items<'v> {
    from: FromValue<'v>,
    items: std::slice::Iter<'v, Value>,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>> {
        self.items
            .next()
            .map(|item| seed.deserialize(self.from.inner(item)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Entries<'v> {
    from: FromValue<'v>,
    hash: &'v Hash,
    index: usize,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((key, _)) = self.hash.get_index(self.index) else {
            return Ok(None);
        };
        let key = FromValue {
            is_key: true,
            ..self.from.inner(key)
        };
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = self
            .hash
            .get_index(self.index)
            .map_or(&Value::Nil, |(_, value)| value);
        self.index += 1;
        seed.deserialize(self.from.inner(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.hash.len().saturating_sub(self.index))
    }
}

/// An enum's variant with content: a hash of one entry.
struct Variant<'v> {
    name: FromValue<'v>,
    content: FromValue<'v>,
}

impl<'de, 'v> de::EnumAccess<'de> for Variant<'v> {
    type Error = Error;
    type Variant = FromValue<'v>;

    fn variant_seed<V: de::DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, FromValue<'v>)> {
        let name = FromValue {
            is_key: true,
            ..self.name
        };
        Ok((seed.deserialize(name)?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for FromValue<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        <()>::deserialize(self)
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_any(visitor)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

macro_rules! visits {
    ($($name:ident: $from:ty => |$v:ident| $to:expr),* $(,)?) => {$(
        fn $name<E>(self, $v: $from) -> Result<Value, E> {
            Ok($to)
        }
    )*};
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }

    visits! {
        visit_bool: bool => |v| Value::Bool(v),
        visit_i64: i64 => |v| Value::Int(v),
        visit_i128: i128 => |v| Value::from(BigInt::from(v)),
        visit_u64: u64 => |v| Value::from(v),
        visit_u128: u128 => |v| Value::from(BigInt::from(v)),
        visit_f64: f64 => |v| Value::Float(v),
        visit_str: &str => |v| Value::from(v),
        visit_string: String => |v| Value::from(v),
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Value, E> {
        ToValue { depth: 0 }
            .serialize_bytes(bytes)
            .map_err(E::custom)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        Value::deserialize(inner)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        Value::deserialize(inner)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::from(items))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Map::default();
        while let Some((key, value)) = map.next_entry::<Value, Value>()? {
            if entries.is_empty() && key.as_str() == Some(JSON_NUMBER) {
                return Ok(value.as_str().map_or(Value::Nil, number));
            }
            entries.insert(key, value);
        }
        Ok(Value::from(entries))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::*;
    use crate::value::{Clock, Zone, from_json};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Plain,
        Rich { colour: Option<String> },
        Pair(i8, f32),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Post {
        title: String,
        kinds: Vec<Kind>,
        counts: BTreeMap<i32, u64>,
        big: i128,
    }

    fn inspect(value: &Value) -> String {
        let mut text = String::new();
        value.inspect(&mut text).unwrap();
        text
    }

    #[test]
    fn data_goes_in_and_comes_out() {
        let post = Post {
            title: "Hello".into(),
            kinds: vec![
                Kind::Plain,
                Kind::Rich { colour: None },
                Kind::Pair(-1, 0.5),
            ],
            counts: [(7, u64::MAX)].into(),
            big: i128::MAX,
        };
        let value = to_value(&post).unwrap();
        assert_eq!(
            inspect(&value),
            "{\"title\"=>\"Hello\", \"kinds\"=>[\"Plain\", {\"Rich\"=>{\"colour\"=>nil}}, {\"Pair\"=>[-1, 0.5]}], \
             \"counts\"=>{7=>18446744073709551615}, \"big\"=>170141183460469231731687303715884105727}"
        );
        assert_eq!(from_value::<Post>(&value).unwrap(), post);
    }

    #[test]
    fn a_value_inside_data_stays_what_it_is() {
        let time = Value::Time(Clock::fixed(0, Zone::utc()).now());
        let data = vec![Some(time.clone()), None];
        let value = to_value(&data).unwrap();
        assert!(matches!(&value.as_array().unwrap()[0], Value::Time(_)));
        assert_eq!(
            serde_json::to_string(&data).unwrap(),
            "[\"1970-01-01 00:00:00 +0000\",null]"
        );
        // Beside it, a serializer within a serializer is not confused.
        assert!(
            to_value(&serde_json::to_string(&time).unwrap())
                .unwrap()
                .equals(&"\"1970-01-01 00:00:00 +0000\"".into())
        );
    }

    #[test]
    fn json_numbers_of_any_size_survive() {
        let json: serde_json::Value =
            serde_json::from_str("[123456789012345678901234567890, 1.5, -3]").unwrap();
        let value = to_value(&json).unwrap();
        assert!(value.equals(&from_json(json)));
        assert_eq!(inspect(&value), "[123456789012345678901234567890, 1.5, -3]");
    }

    #[test]
    fn keys_that_are_no_strings_can_be_read_as_strings() {
        let hash: Hash = [(Value::Int(1), Value::Bool(true))].into_iter().collect();
        let map: BTreeMap<String, bool> = from_value(&hash.into()).unwrap();
        assert_eq!(map, [("1".to_string(), true)].into());
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let error = from_value::<Vec<i32>>(&"x".into()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert_eq!(
            error.bare_message(),
            "invalid type: string \"x\", expected a sequence"
        );
    }
}
