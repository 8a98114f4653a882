//! What Ruby would hold where Jekyll evaluates a template: nil, numbers, text, times, arrays, ordered hashes, drops.
//! Cheap to look at and to clone: text and containers are shared and keep their identity.

mod compare;
mod date;
mod decimal;
mod inspect;
mod iso_time;
mod json;
mod number;
mod path;
mod print;
mod printable;
mod refusal;
mod serde_bridge;
mod strftime;
mod teardown;
mod time;
mod time_parse;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock, Weak};

use indexmap::IndexMap;
use num_bigint::BigInt;

pub use compare::{Relation, StrKey};
pub use date::{Date, DateTime};
pub use decimal::Decimal;
pub use inspect::inspect_str;
pub use json::{from_json, to_json, to_json_pretty};
pub use number::{Number, string_to_f, string_to_i};
pub use print::{join, write_float};
pub use refusal::{
    no_coercion, no_conversion, no_conversion_of, no_method, no_method_of, without_keys,
};
pub use serde_bridge::{from_value, to_value};
pub use time::{Clock, Fraction, Time, Zone};

use crate::error::Result;

/// Shared text: short strings lie inside, longer ones are counted.
pub type Str = ecow::EcoString;

/// A text as shared text. (`Str::from` copies a long one byte by byte.)
pub fn shared(text: &str) -> Str {
    let mut shared = Str::with_capacity(text.len());
    shared.push_str(text);
    shared
}

/// The entries of a [`struct@Hash`], in order.
pub type Map = IndexMap<Value, Value, foldhash::fast::RandomState>;

/// Any value that a template, a data file or front matter can hold.
#[derive(Clone, Default)]
pub enum Value {
    /// `nil`
    #[default]
    Nil,
    /// `true` and `false`
    Bool(bool),
    /// An Integer that fits 64 bits.
    Int(i64),
    /// An Integer that does not; never one that would fit [`Value::Int`].
    BigInt(Arc<BigInt>),
    /// A Float.
    Float(f64),
    /// A String that is valid UTF-8.
    Str(Str),
    /// A String that is not valid UTF-8 (`!binary` in YAML).
    Bytes(Arc<[u8]>),
    /// A Symbol.
    Symbol(Str),
    /// A Time, with its own offset.
    Time(Time),
    /// A Date.
    Date(Date),
    /// A DateTime.
    DateTime(DateTime),
    /// An Array.
    Array(Array),
    /// A Hash, ordered, with keys of any kind.
    Hash(Hash),
    /// A Range of Integers, ends included (`(1..5)`).
    Range(i64, i64),
    /// An object that answers for its keys when asked: `site`, `page`, `forloop`, …
    Drop(Arc<dyn Drop>),
}

/// A shared Array; clones are the same object, as in Ruby.
#[derive(Clone, Default)]
pub struct Array(Arc<OnceLock<Vec<Value>>>);

/// A shared ordered Hash; clones are the same object, as in Ruby.
#[derive(Clone, Default)]
pub struct Hash(Arc<OnceLock<Map>>);

/// An object that answers for its keys when asked (`Liquid::Drop`, `Jekyll::Drops::Drop`).
pub trait Drop: Any + Send + Sync {
    /// The name of the Ruby class, for messages (`Jekyll::Drops::SiteDrop`).
    fn class_name(&self) -> &str;

    /// `drop[key]`: nil for what it does not know. May fail, since an answer may have to be rendered first.
    fn get(&self, key: &str) -> Result<Value>;

    /// `drop.key?(key)`: what `strict_variables` asks.
    fn has_key(&self, _key: &str) -> bool {
        true
    }

    /// Whether Ruby holds the text under a key as US-ASCII. Asked of `content`, `excerpt` and `output` alone, after
    /// [`Drop::get`].
    fn is_us_ascii(&self, _key: &str) -> bool {
        false
    }

    /// `drop.to_s`, which is what printing it gives.
    fn to_s(&self) -> Result<Str>;

    /// `drop.inspect`.
    fn inspect(&self) -> Result<Str> {
        self.to_s()
    }

    /// The entries, for a drop that can be turned into a Hash (`to_h`; what `jsonify` prints).
    fn to_hash(&self) -> Result<Option<Hash>> {
        Ok(None)
    }

    /// What JSON shows of the drop so many containers deep (`hash_for_json`); its `to_s` where this is none.
    fn to_json_hash(&self, _depth: usize) -> Result<Option<Hash>> {
        self.to_hash()
    }

    /// What `for` and array filters see of a drop that is Enumerable.
    fn to_array(&self) -> Result<Option<Array>> {
        Ok(None)
    }

    /// What Enumerable's methods see of an item of [`Drop::to_array`]: a key with its value, where it is a key.
    fn packed(&self, item: &Value) -> Result<Value> {
        Ok(item.clone())
    }

    /// What going over all of an Enumerable drop asks it for beyond the keys: values that may have to be rendered.
    fn walk(&self) -> Result<()> {
        Ok(())
    }

    /// What Liquid sees of this object where it hands it on (`to_liquid`); `None` for the object as it is.
    fn to_liquid(&self) -> Option<Value> {
        None
    }

    /// Why the object that this one stands for could not be made.
    fn failure(&self) -> Option<crate::error::Error> {
        None
    }

    /// What a template finds under a key of what [`Drop::to_liquid`] gives, borrowed where it lies there; the outer `None`
    /// where that can only be told by making it.
    fn entry(&self, _key: &str) -> Option<Result<Option<Cow<'_, Value>>>> {
        None
    }

    /// `drop == other` for another drop; the same object unless the drop knows better.
    fn equals(&self, other: &dyn Drop) -> bool {
        std::ptr::addr_eq(
            self as *const Self as *const u8,
            other as *const dyn Drop as *const u8,
        )
    }

    /// `drop <=> other` for another drop: what is equal is, all else has no order.
    fn compare(&self, other: &dyn Drop) -> Option<std::cmp::Ordering> {
        self.equals(other).then_some(std::cmp::Ordering::Equal)
    }

    /// For a caller that knows the concrete type.
    fn as_any(&self) -> &dyn Any;
}

impl Array {
    /// An array of these values.
    pub fn new(values: Vec<Value>) -> Self {
        Array(Arc::new(OnceLock::from(values)))
    }

    /// An empty array that [`Array::fill`] may fill once: how YAML makes an array that holds itself.
    pub fn hole() -> Self {
        Array(Arc::new(OnceLock::new()))
    }

    /// Fills a [`Array::hole`]; a second call changes nothing.
    pub fn fill(&self, values: Vec<Value>) {
        let _ = self.0.set(values);
    }

    /// The values.
    pub fn as_slice(&self) -> &[Value] {
        self.0.get().map_or(&[], Vec::as_slice)
    }

    /// Changes the values, or a copy of them where somebody else holds them too.
    pub fn change(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        if let Some(values) = Arc::get_mut(&mut self.0).and_then(OnceLock::get_mut) {
            return change(values);
        }
        let mut values = self.to_vec();
        change(&mut values);
        *self = Array::new(values);
    }

    /// Whether both are one object (`equal?`).
    pub fn same(&self, other: &Array) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// What tells one object from another while both live.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// A handle that keeps the address of this array from being another's, but not its values.
    pub(crate) fn downgrade(&self) -> WeakArray {
        WeakArray(Arc::downgrade(&self.0))
    }
}

/// An array that somebody else holds, or held.
pub(crate) struct WeakArray(Weak<OnceLock<Vec<Value>>>);

impl WeakArray {
    /// Whether somebody still holds the array.
    pub(crate) fn is_alive(&self) -> bool {
        self.0.strong_count() > 0
    }
}

impl std::ops::Drop for Array {
    fn drop(&mut self) {
        teardown::array(&mut self.0);
    }
}

impl Deref for Array {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        self.as_slice()
    }
}

impl FromIterator<Value> for Array {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        Array::new(values.into_iter().collect())
    }
}

static EMPTY: OnceLock<Map> = OnceLock::new();

impl Hash {
    /// A hash of these entries.
    pub fn new(entries: Map) -> Self {
        Hash(Arc::new(OnceLock::from(entries)))
    }

    /// An empty hash that [`Hash::fill`] may fill once: how YAML makes a hash that holds itself.
    pub fn hole() -> Self {
        Hash(Arc::new(OnceLock::new()))
    }

    /// Fills a [`Hash::hole`]; a second call changes nothing.
    pub fn fill(&self, entries: Map) {
        let _ = self.0.set(entries);
    }

    /// The entries.
    pub fn as_map(&self) -> &Map {
        self.0
            .get()
            .unwrap_or_else(|| EMPTY.get_or_init(Map::default))
    }

    /// The value at a String key.
    pub fn get_str(&self, key: &str) -> Option<&Value> {
        self.as_map().get(&StrKey(key))
    }

    /// Whether both are one object (`equal?`).
    pub fn same(&self, other: &Hash) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// What tells one object from another while both live.
    fn address(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }
}

impl std::ops::Drop for Hash {
    fn drop(&mut self) {
        teardown::hash(&mut self.0);
    }
}

impl Deref for Hash {
    type Target = Map;

    fn deref(&self) -> &Map {
        self.as_map()
    }
}

impl FromIterator<(Value, Value)> for Hash {
    fn from_iter<I: IntoIterator<Item = (Value, Value)>>(entries: I) -> Self {
        Hash::new(entries.into_iter().collect())
    }
}

impl<'a> FromIterator<(&'a str, Value)> for Hash {
    fn from_iter<I: IntoIterator<Item = (&'a str, Value)>>(entries: I) -> Self {
        entries
            .into_iter()
            .map(|(k, v)| (Value::from(k), v))
            .collect()
    }
}

impl Value {
    /// A drop as a value.
    pub fn drop(drop: impl Drop) -> Self {
        Value::Drop(Arc::new(drop))
    }

    /// Everything but nil and false, as Ruby has it.
    pub fn is_truthy(&self) -> bool {
        !matches!(self, Value::Nil | Value::Bool(false))
    }

    /// Whether this is nil.
    pub fn is_nil(&self) -> bool {
        matches!(self, Value::Nil)
    }

    /// The text of a String (not of a Symbol).
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }

    /// The array, if it is one.
    pub fn as_array(&self) -> Option<&Array> {
        match self {
            Value::Array(a) => Some(a),
            _ => None,
        }
    }

    /// The hash, if it is one.
    pub fn as_hash(&self) -> Option<&Hash> {
        match self {
            Value::Hash(h) => Some(h),
            _ => None,
        }
    }

    /// The integer, if it is one that fits 64 bits.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(i) => Some(*i),
            _ => None,
        }
    }

    /// The drop behind this value, if it is one of type `T`.
    pub fn downcast_drop<T: Drop>(&self) -> Option<&T> {
        match self {
            Value::Drop(d) => d.as_any().downcast_ref(),
            _ => None,
        }
    }

    /// The name of the Ruby class, for messages (`NilClass`, `TrueClass`, `Integer`, …).
    pub fn class_name(&self) -> &str {
        match self {
            Value::Nil => "NilClass",
            Value::Bool(true) => "TrueClass",
            Value::Bool(false) => "FalseClass",
            Value::Int(_) | Value::BigInt(_) => "Integer",
            Value::Float(_) => "Float",
            Value::Str(_) | Value::Bytes(_) => "String",
            Value::Symbol(_) => "Symbol",
            Value::Time(_) => "Time",
            Value::Date(_) => "Date",
            Value::DateTime(_) => "DateTime",
            Value::Array(_) => "Array",
            Value::Hash(_) => "Hash",
            Value::Range(..) => "Range",
            Value::Drop(d) => d.class_name(),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        match self.inspect(&mut text) {
            Ok(()) => f.write_str(&text),
            Err(e) => write!(f, "#<{e}>"),
        }
    }
}

macro_rules! from {
    ($($from:ty => |$v:ident| $to:expr),* $(,)?) => {$(
        impl From<$from> for Value {
            fn from($v: $from) -> Self {
                $to
            }
        }
    )*};
}

from! {
    bool => |v| Value::Bool(v),
    i64 => |v| Value::Int(v),
    i32 => |v| Value::Int(v.into()),
    u32 => |v| Value::Int(v.into()),
    usize => |v| Value::from(v as u64),
    u64 => |v| i64::try_from(v).map_or_else(|_| Value::from(BigInt::from(v)), Value::Int),
    f64 => |v| Value::Float(v),
    &str => |v| Value::Str(shared(v)),
    String => |v| Value::Str(shared(&v)),
    Str => |v| Value::Str(v),
    Time => |v| Value::Time(v),
    Date => |v| Value::Date(v),
    Array => |v| Value::Array(v),
    Hash => |v| Value::Hash(v),
    Vec<Value> => |v| Value::Array(Array::new(v)),
    Map => |v| Value::Hash(Hash::new(v)),
}

impl From<BigInt> for Value {
    fn from(v: BigInt) -> Self {
        match i64::try_from(&v) {
            Ok(small) => Value::Int(small),
            Err(_) => Value::BigInt(Arc::new(v)),
        }
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Nil, Into::into)
    }
}
