//! Values written as JSON without loss: `{"t": …, "v": …}`, as `rekyll eval` takes and gives them.
//! Neither direction recurses deeper than a limit.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use serde_json::{Map as Object, Value as Json, json};

use crate::error::{Error, ErrorKind, Result};
use crate::value::{Array, Date, DateTime, Fraction, Hash, Time, Value};

/// How deep typed values may nest on the way in and out.
const MAX_DEPTH: usize = 2000;

/// More digits of a second's fraction are not written.
const MAX_FRACTION: usize = 1000;

/// A value in its typed form. A collection that lies in itself is `{"t":"recursive"}` there.
pub fn typed(value: &Value) -> Json {
    write(value, &mut Vec::new())
}

/// The identity of an open collection.
enum Seen<'v> {
    Array(&'v Array),
    Hash(&'v Hash),
}

fn write<'v>(value: &'v Value, seen: &mut Vec<Seen<'v>>) -> Json {
    match value {
        Value::Nil => json!({"t": "nil"}),
        Value::Bool(b) => json!({"t": "bool", "v": b}),
        Value::Int(i) => json!({"t": "int", "v": i.to_string()}),
        Value::BigInt(i) => json!({"t": "int", "v": i.to_string()}),
        Value::Float(f) => float(*f),
        Value::Str(s) => json!({"t": "str", "v": s.as_str(), "enc": "UTF-8"}),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
            json!({"t": "str_bytes", "hex": hex})
        }
        Value::Symbol(s) => json!({"t": "symbol", "v": s.as_str()}),
        Value::Time(time) => write_time(time),
        Value::Date(date) => json!({"t": "date", "v": date.to_string()}),
        Value::DateTime(moment) => {
            let text = moment
                .strftime("%Y-%m-%dT%H:%M:%S.%9N%:z")
                .unwrap_or_default();
            json!({"t": "datetime", "v": text})
        }
        Value::Array(array) => {
            let open = |s: &Seen| matches!(s, Seen::Array(a) if a.same(array));
            if seen.iter().any(open) || seen.len() > MAX_DEPTH {
                return json!({"t": "recursive"});
            }
            seen.push(Seen::Array(array));
            let items: Vec<Json> = array.iter().map(|item| write(item, seen)).collect();
            seen.pop();
            json!({"t": "array", "v": items})
        }
        Value::Hash(hash) => {
            let open = |s: &Seen| matches!(s, Seen::Hash(h) if h.same(hash));
            if seen.iter().any(open) || seen.len() > MAX_DEPTH {
                return json!({"t": "recursive"});
            }
            seen.push(Seen::Hash(hash));
            let pairs: Vec<Json> = hash
                .iter()
                .map(|(key, item)| Json::Array(vec![write(key, seen), write(item, seen)]))
                .collect();
            seen.pop();
            json!({"t": "hash", "v": pairs})
        }
        Value::Range(first, last) => json!({"t": "Range", "v": format!("{first}..{last}")}),
        Value::Drop(_) => {
            let text = value.to_s().map(|s| s.to_string()).unwrap_or_default();
            json!({"t": value.class_name(), "v": text})
        }
    }
}

fn float(f: f64) -> Json {
    let text = Value::Float(f)
        .to_s()
        .map(|s| s.to_string())
        .unwrap_or_default();
    if f.is_finite() {
        json!({"t": "float", "v": text, "bits": format!("{:016x}", f.to_bits())})
    } else {
        json!({"t": "float", "v": text})
    }
}

fn write_time(time: &Time) -> Json {
    json!({
        "t": "time",
        "epoch": time.epoch().to_string(),
        "subsec": subsec(time),
        "nsec": time.fraction().nanos(),
        "offset": time.offset(),
        "utc": time.is_utc(),
    })
}

/// The fraction of the second in lowest terms, as `Time#subsec.to_s` prints it.
fn subsec(time: &Time) -> String {
    let digits = fraction_digits(time);
    let numerator: BigUint = digits.parse().unwrap_or_default();
    let denominator = BigUint::from(10u8).pow(u32::try_from(digits.len()).unwrap_or(u32::MAX));
    let common = numerator.gcd(&denominator);
    match (numerator / &common, denominator / &common) {
        (numerator, _) if numerator == BigUint::ZERO => "0".to_string(),
        (numerator, denominator) => format!("{numerator}/{denominator}"),
    }
}

/// As many digits behind the point as it takes.
fn fraction_digits(time: &Time) -> String {
    let mut width = 9;
    loop {
        let digits = time.strftime(&format!("%{width}N")).unwrap_or_default();
        if width > MAX_FRACTION || Fraction::from_digits(&digits) == *time.fraction() {
            return digits;
        }
        width *= 2;
    }
}

/// The value of a typed form.
///
/// # Errors
/// [`ErrorKind::Usage`] for what is no typed value.
pub fn from_typed(json: &Json) -> Result<Value> {
    read(json, 0)
}

fn read(json: &Json, depth: usize) -> Result<Value> {
    if depth > MAX_DEPTH {
        return Err(Error::new(ErrorKind::Limit, "typed value nests too deep"));
    }
    let wrong = || Error::new(ErrorKind::Usage, format!("no typed value: {json}"));
    let object = json.as_object().ok_or_else(wrong)?;
    let text = |key| object.get(key).and_then(Json::as_str);
    let value = match text("t").ok_or_else(wrong)? {
        "nil" => Some(Value::Nil),
        "bool" => object.get("v").and_then(Json::as_bool).map(Value::Bool),
        "int" => text("v")
            .and_then(|v| v.parse::<BigInt>().ok())
            .map(Value::from),
        "float" => read_float(text("v"), text("bits")),
        "str" => text("v").map(Value::from),
        "str_bytes" => text("hex").and_then(hex).map(bytes),
        "symbol" => text("v").map(|name| Value::Symbol(name.into())),
        "time" => read_time(object).map(Value::Time),
        "date" => text("v").and_then(Date::parse).map(Value::Date),
        "datetime" => text("v").and_then(DateTime::parse).map(Value::DateTime),
        "array" => Some(Value::Array(
            list(object, wrong)?
                .iter()
                .map(|item| read(item, depth + 1))
                .collect::<Result<Array>>()?,
        )),
        "hash" => Some(Value::Hash(
            list(object, wrong)?
                .iter()
                .map(|pair| match pair.as_array().map(Vec::as_slice) {
                    Some([key, item]) => Ok((read(key, depth + 1)?, read(item, depth + 1)?)),
                    _ => Err(wrong()),
                })
                .collect::<Result<Hash>>()?,
        )),
        _ => None,
    };
    value.ok_or_else(wrong)
}

fn list(object: &Object<String, Json>, wrong: impl FnOnce() -> Error) -> Result<&Vec<Json>> {
    object.get("v").and_then(Json::as_array).ok_or_else(wrong)
}

fn read_float(text: Option<&str>, bits: Option<&str>) -> Option<Value> {
    if let Some(bits) = bits {
        let bits = u64::from_str_radix(bits, 16).ok()?;
        return Some(Value::Float(f64::from_bits(bits)));
    }
    let float = match text? {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        text => text.parse().ok()?,
    };
    Some(Value::Float(float))
}

fn hex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

fn bytes(bytes: Vec<u8>) -> Value {
    match String::from_utf8(bytes) {
        Ok(text) => Value::from(text),
        Err(error) => Value::Bytes(error.into_bytes().into()),
    }
}

fn read_time(object: &Object<String, Json>) -> Option<Time> {
    let number = |key: &str| match object.get(key)? {
        Json::String(text) => text.parse::<i128>().ok(),
        number => number.as_i64().map(i128::from),
    };
    let fraction = match object.get("subsec").and_then(Json::as_str) {
        Some(ratio) => decimal(ratio)?,
        None => Fraction::from_nanos(u32::try_from(number("nsec").unwrap_or(0)).ok()?),
    };
    let time = Time::at(number("epoch")?, fraction);
    if object.get("utc").and_then(Json::as_bool) == Some(true) {
        return Some(time);
    }
    let offset = i32::try_from(number("offset").unwrap_or(0)).ok()?;
    Some(time.with_offset(offset))
}

/// A ratio below 1 whose denominator divides a power of ten (`1/2`).
fn decimal(ratio: &str) -> Option<Fraction> {
    let (numerator, denominator) = ratio.split_once('/').unwrap_or((ratio, "1"));
    let mut rest: BigUint = numerator.parse().ok()?;
    let denominator: BigUint = denominator.parse().ok()?;
    let mut digits = String::new();
    while rest != BigUint::ZERO && denominator != BigUint::ZERO && digits.len() < 1000 {
        let (digit, left) = (rest * 10u8).div_rem(&denominator);
        digits.push_str(&digit.to_string());
        rest = left;
    }
    Some(Fraction::from_digits(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let text = "[~, yes, 1, 99999999999999999999, 1.5, .inf, x, !!binary /w==, 2024-01-02, \
                    2024-01-02 03:04:05.1234567891 +0130, {a: [b], [c]: d}]";
        let value = crate::yaml::load(text, None).unwrap();
        let json = typed(&value);
        assert_eq!(typed(&from_typed(&json).unwrap()), json);
        assert_eq!(
            json["v"][9],
            json!({"t": "time", "epoch": "1704159245", "subsec": "1234567891/10000000000",
                   "nsec": 123456789, "offset": 5400, "utc": false})
        );
    }

    #[test]
    fn what_lies_in_itself_is_named() {
        let value = crate::yaml::load("&a [*a]", None).unwrap();
        assert_eq!(
            typed(&value),
            json!({"t": "array", "v": [{"t": "recursive"}]})
        );
        assert!(from_typed(&json!({"t": "recursive"})).is_err());
        assert!(from_typed(&json!({"t": "int", "v": "x"})).is_err());
    }
}
