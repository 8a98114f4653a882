//! The crate `liquid`: its values and objects in and out, and Jekyll's filters for its parser
//! ([`Engine::register_filters`](crate::Engine::register_filters)).
//!
//! | | in | out |
//! |---|---|---|
//! | keys | sorted, for a `liquid::Object` has no order of its own | text, whatever they were |
//! | integers | all | beyond 64 bits the nearest float |
//! | floats, booleans, nil | all | all |
//! | dates | all | of the years from -9999 to 9999; others are text |
//! | times | with their offset, down to the nanosecond | the same, of the years from -9999 to 9999 and offsets of whole minutes below 20 hours; others are text |
//! | text that is no UTF-8 | (there is none) | U+FFFD for what is wrong |
//! | symbols | (there are none) | text |
//! | ranges | (there are none) | arrays, up to 100,000 numbers; longer ones are text |
//! | drops | (there are none) | objects, where they can say all they hold; text otherwise |
//! | `empty`, `blank` | an empty text | (there are none) |

mod filters;

use ::liquid::model::{
    Date as LiquidDate, DateTime as LiquidDateTime, Object, ScalarCow, State, Value as Liquid,
};
use ::liquid::{ObjectView, ValueView};
use num_traits::ToPrimitive;

use super::{DEEPEST, text_of, too_deep};
use crate::error::{Error, Result};
use crate::value::{Date, Fraction, Hash, Map, Time, Value};

/// How many numbers a range may have to come out as an array; a longer one comes out as its text.
const LONGEST_RANGE: i64 = 100_000;

/// The years that the crate's dates know.
const FIRST_YEAR: i32 = -9999;
const LAST_YEAR: i32 = 9999;

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
        from_view(value.as_view())
    }
}

/// An object becomes a Hash, its keys sorted.
impl From<&Object> for Value {
    fn from(object: &Object) -> Self {
        from_object_view(object)
    }
}

/// Anything that the crate's templates can look at: a [`Value`](Liquid) of it, or a type of the caller's own.
///
/// ```
/// use liquid::{ObjectView, ValueView};
///
/// #[derive(ObjectView, ValueView, Debug)]
/// struct Author { name: String, posts: i64 }
///
/// let author = Author { name: "지수".into(), posts: 12 };
/// let value = rekyll::interop::liquid::from_view(&author);
/// assert_eq!(value.to_s()?, r#"{"name"=>"지수", "posts"=>12}"#);
/// # Ok::<(), rekyll::Error>(())
/// ```
pub fn from_view(view: &dyn ValueView) -> Value {
    if let Some(scalar) = view.as_scalar() {
        from_scalar(&scalar)
    } else if let Some(items) = view.as_array() {
        Value::Array(items.values().map(from_view).collect())
    } else if let Some(object) = view.as_object() {
        from_object_view(object)
    } else {
        match view.as_state() {
            Some(State::Truthy) => Value::Bool(true),
            Some(_) => Value::from(""),
            None => Value::Nil,
        }
    }
}

/// Whatever an object view holds, as a Hash of ours.
pub fn from_object_view(object: &dyn ObjectView) -> Value {
    let mut entries: Vec<_> = object.iter().collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let entries: Map = entries
        .into_iter()
        .map(|(key, value)| (Value::from(key.as_str()), from_view(value)))
        .collect();
    Value::Hash(Hash::new(entries))
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
            .map_or(Value::Nil, |time| Value::Time(from_date_time(&time))),
        _ => Value::from(scalar.to_kstr().as_str()),
    }
}

fn from_date_time(time: &LiquidDateTime) -> Time {
    let epoch = i128::from(time.unix_timestamp());
    let fraction = Fraction::from_nanos(time.nanosecond());
    Time::at(epoch, fraction).with_offset(time.offset().whole_seconds())
}

/// What a template of the crate's can be given.
///
/// ```
/// let front_matter = rekyll::yaml::load("title: 제목\ndate: 2024-01-02\n", None)?;
/// let page = liquid::model::Value::try_from(&front_matter)?;
/// let parser = liquid::ParserBuilder::with_stdlib().build()?;
/// let output = parser.parse("{{ page.date }} {{ page.title }}")?.render(&liquid::object!({ "page": page }))?;
/// assert_eq!(output, "2024-01-02 제목");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A container that holds itself or lies too deep; a drop that fails.
impl TryFrom<&Value> for Liquid {
    type Error = Error;

    fn try_from(value: &Value) -> Result<Self> {
        to_liquid(value, 0)
    }
}

/// ```
/// let hash = rekyll::value::Hash::from_iter([("n", rekyll::Value::from(5))]);
/// assert_eq!(liquid::Object::try_from(&hash)?, liquid::object!({ "n": 5 }));
/// # Ok::<(), rekyll::Error>(())
/// ```
///
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
            match LiquidDateTime::from_str(&time.strftime("%Y-%m-%d %H:%M:%S.%9N %z")?) {
                Some(time) => Liquid::scalar(time),
                None => Liquid::scalar(text_of(value)?),
            }
        }
        Value::Date(date) => {
            let (year, month, day) = date.civil();
            match i32::try_from(year) {
                Ok(year @ FIRST_YEAR..=LAST_YEAR) => {
                    Liquid::scalar(LiquidDate::from_ymd(year, month, day))
                }
                _ => Liquid::scalar(text_of(value)?),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(value: &Value) -> Result<String> {
        let mut shown = String::new();
        Value::from(&Liquid::try_from(value)?).inspect(&mut shown)?;
        Ok(shown)
    }

    fn loaded(yaml: &str) -> Result<Value> {
        crate::yaml::load(yaml, None)
    }

    #[test]
    fn what_both_hold_comes_back_as_it_was() -> Result<()> {
        for (yaml, shown) in [
            ("~", "nil"),
            ("[1, 2.5, true, no, a]", r#"[1, 2.5, true, false, "a"]"#),
            (
                "2024-01-02",
                "#<Date: 2024-01-02 ((2460312j,0s,0n),+0s,2299161j)>",
            ),
            (
                "2024-01-02 03:04:05.25 -03:30",
                "2024-01-02 03:04:05.25 -0330",
            ),
            ("{a: {b: [c]}}", r#"{"a"=>{"b"=>["c"]}}"#),
            ("\"2024-01-02\"", r#""2024-01-02""#),
        ] {
            assert_eq!(there_and_back(&loaded(yaml)?)?, shown);
        }
        Ok(())
    }

    #[test]
    fn what_the_crate_cannot_hold_comes_back_changed() -> Result<()> {
        let old = Value::Time(Time::at(320_000_000_000, Fraction::default()).to_utc());
        for (value, shown) in [
            (loaded("{z: 1, 5: 2}")?, r#"{"5"=>2, "z"=>1}"#),
            (loaded("36893488147419103232")?, "3.6893488147419103e+19"),
            (Value::Symbol("a".into()), r#""a""#),
            (Value::Bytes(b"a\xff".as_slice().into()), "\"a\u{FFFD}\""),
            (Value::Range(1, 3), "[1, 2, 3]"),
            (Value::Range(0, i64::MAX), r#""0..9223372036854775807""#),
            (Value::from(Date::from_jd(9_000_000)), r#""19929-01-23""#),
            (old, r#""12110-05-25 16:53:20 UTC""#),
        ] {
            assert_eq!(there_and_back(&value)?, shown);
        }
        Ok(())
    }
}
