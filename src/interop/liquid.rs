//! The crate `liquid`: its values and objects in and out.
//!
//! In: everything; `liquid::Object` has no order of its own, so its keys come sorted. Out: integers beyond 64 bits are
//! floats, symbols, times before the common era and drops become text, keys become text.

use ::liquid::model::{DateTime as LiquidDateTime, Object, ScalarCow, State, Value as Liquid};
use ::liquid::{ObjectView, ValueView};
use num_traits::ToPrimitive;

use super::{DEEPEST, text_of, too_deep};
use crate::error::{Error, Result};
use crate::value::{Date, DateTime, Hash, Map, Value};

/// How many numbers a range may have to come out as an array; a longer one comes out as its text.
const LONGEST_RANGE: i64 = 100_000;

/// A value that a generator built on the crate `liquid` holds.
///
/// ```
/// let page = liquid::object!({ "title": "제목", "tags": ["a", "b"] });
/// let engine = rekyll::Engine::builder().build()?;
/// assert_eq!(engine.liquid("{{ title }}: {{ tags | size }}", &rekyll::Value::from(&page))?, "제목: 2");
/// # Ok::<(), rekyll::Error>(())
/// ```
impl From<&Liquid> for Value {
    fn from(value: &Liquid) -> Self {
        match value {
            Liquid::Scalar(scalar) => from_scalar(scalar),
            Liquid::Array(items) => Value::Array(items.iter().map(Value::from).collect()),
            Liquid::Object(object) => Value::from(object),
            Liquid::State(State::Truthy) => Value::Bool(true),
            Liquid::State(_) => Value::from(""),
            Liquid::Nil => Value::Nil,
        }
    }
}

/// An object becomes a Hash, its keys sorted.
impl From<&Object> for Value {
    fn from(object: &Object) -> Self {
        let mut entries: Vec<_> = object.iter().collect();
        entries.sort_by(|a, b| a.0.cmp(b.0));
        let entries: Map = entries
            .into_iter()
            .map(|(key, value)| (Value::from(key.as_str()), Value::from(value)))
            .collect();
        Value::Hash(Hash::new(entries))
    }
}

fn from_scalar(scalar: &ScalarCow<'_>) -> Value {
    match scalar.type_name() {
        "whole number" => Value::from(scalar.to_integer()),
        "fractional number" => Value::from(scalar.to_float()),
        "boolean" => Value::from(scalar.to_bool()),
        "date" => scalar
            .to_date()
            .and_then(|d| Date::from_civil(d.year().into(), d.month(), d.day()))
            .map_or(Value::Nil, Value::Date),
        "date time" => scalar
            .to_date_time()
            .and_then(|time| from_date_time(&time))
            .map_or(Value::Nil, Value::Time),
        _ => Value::from(scalar.to_kstr().as_str()),
    }
}

fn from_date_time(time: &LiquidDateTime) -> Option<crate::value::Time> {
    let field = |format: &str| time.format(format).ok()?.parse::<i64>().ok();
    let byte = |format: &str| u8::try_from(field(format)?).ok();
    let zone = field("%z")?;
    let offset = i32::try_from(zone / 100 * 3600 + zone % 100 * 60).ok()?;
    let date = (i64::from(time.year()), time.month(), time.day());
    let clock = (byte("%H")?, byte("%M")?, byte("%S")?);
    Some(DateTime::from_civil(date, clock, 0, offset)?.to_time())
}

/// # Errors
/// A container that holds itself or lies too deep; a drop that fails.
impl TryFrom<&Value> for Liquid {
    type Error = Error;

    fn try_from(value: &Value) -> Result<Self> {
        to_liquid(value, 0)
    }
}

/// # Errors
/// As for a whole value.
impl TryFrom<&Hash> for Object {
    type Error = Error;

    fn try_from(hash: &Hash) -> Result<Self> {
        to_object(hash, 0)
    }
}

fn to_object(hash: &Hash, depth: usize) -> Result<Object> {
    hash.iter()
        .map(|(key, value)| Ok((text_of(key)?.into(), to_liquid(value, depth + 1)?)))
        .collect()
}

fn to_liquid(value: &Value, depth: usize) -> Result<Liquid> {
    if depth > DEEPEST {
        return Err(too_deep());
    }
    Ok(match value {
        Value::Nil => Liquid::Nil,
        Value::Bool(b) => Liquid::scalar(*b),
        Value::Int(i) => Liquid::scalar(*i),
        Value::BigInt(i) => Liquid::scalar(i.to_f64().unwrap_or(f64::INFINITY)),
        Value::Float(f) => Liquid::scalar(*f),
        Value::Time(time) => {
            match LiquidDateTime::from_str(&time.strftime("%Y-%m-%d %H:%M:%S %z")?) {
                Some(time) => Liquid::scalar(time),
                None => Liquid::scalar(text_of(value)?),
            }
        }
        Value::Date(date) => {
            let (year, month, day) = date.civil();
            match i32::try_from(year) {
                Ok(year) => Liquid::scalar(::liquid::model::Date::from_ymd(year, month, day)),
                Err(_) => Liquid::scalar(text_of(value)?),
            }
        }
        Value::Array(items) => Liquid::Array(
            items
                .iter()
                .map(|item| to_liquid(item, depth + 1))
                .collect::<Result<_>>()?,
        ),
        Value::Range(first, last) if last.saturating_sub(*first) < LONGEST_RANGE => {
            Liquid::array((*first..=*last).map(Liquid::scalar))
        }
        Value::Hash(hash) => Liquid::Object(to_object(hash, depth)?),
        Value::Drop(drop) => match drop.to_hash()? {
            Some(hash) => Liquid::Object(to_object(&hash, depth)?),
            None => Liquid::scalar(text_of(value)?),
        },
        other => Liquid::scalar(text_of(other)?),
    })
}

/// A view that another part of the crate `liquid` handed out, as a value of ours.
pub(crate) fn from_view(view: &dyn ValueView) -> Value {
    Value::from(&view.to_value())
}

/// Whatever an object view holds, as a Hash of ours.
pub fn from_object_view(object: &dyn ObjectView) -> Value {
    from_view(object.as_value())
}
