//! Values as `rekyll eval` writes them where JSON alone would lose something: `{"t": type, "v": content}`.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Zero};
use serde_json::Value as Json;

use crate::error::{Error, ErrorKind, Result};
use crate::value::{Array, Date, DateTime, Fraction, Hash, Map, Time, Value};

/// Reads a typed value.
///
/// # Errors
/// `Usage` where it is none.
pub fn read(json: &Json) -> Result<Value> {
    let field = |name: &str| {
        json.get(name)
            .and_then(Json::as_str)
            .ok_or_else(|| bad(json))
    };
    Ok(match field("t")? {
        "nil" => Value::Nil,
        "bool" => Value::Bool(json["v"].as_bool().ok_or_else(|| bad(json))?),
        "int" => Value::from(field("v")?.parse::<BigInt>().map_err(|_| bad(json))?),
        "float" => Value::Float(float(json).ok_or_else(|| bad(json))?),
        "str" => Value::from(field("v")?),
        "str_bytes" => text_of(unhex(field("hex")?).ok_or_else(|| bad(json))?),
        "symbol" => Value::Symbol(field("v")?.into()),
        "time" => Value::from(time(json).ok_or_else(|| bad(json))?),
        "date" => Value::from(Date::parse(field("v")?).ok_or_else(|| bad(json))?),
        "datetime" => Value::DateTime(DateTime::parse(field("v")?).ok_or_else(|| bad(json))?),
        "array" => {
            let items = json["v"].as_array().ok_or_else(|| bad(json))?;
            Value::from(items.iter().map(read).collect::<Result<Vec<_>>>()?)
        }
        "hash" => {
            let mut map = Map::default();
            for pair in json["v"].as_array().ok_or_else(|| bad(json))? {
                map.insert(read(&pair[0])?, read(&pair[1])?);
            }
            Value::from(map)
        }
        _ => return Err(bad(json)),
    })
}

fn bad(json: &Json) -> Error {
    Error::new(ErrorKind::Usage, format!("not a typed value: {json}"))
}

fn float(json: &Json) -> Option<f64> {
    if let Some(bits) = json.get("bits").and_then(Json::as_str) {
        return u64::from_str_radix(bits, 16).ok().map(f64::from_bits);
    }
    match json.get("v")?.as_str()? {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        number => number.parse().ok(),
    }
}

fn time(json: &Json) -> Option<Time> {
    let epoch = json.get("epoch")?.as_str()?.parse().ok()?;
    let fraction = match json.get("subsec").and_then(Json::as_str) {
        Some(ratio) => fraction(ratio)?,
        None => Fraction::from_nanos(json.get("nsec").and_then(Json::as_u64).unwrap_or(0) as u32),
    };
    let time = Time::at(epoch, fraction);
    if json.get("utc").and_then(Json::as_bool).unwrap_or(false) {
        return Some(time);
    }
    let offset = json.get("offset").and_then(Json::as_i64).unwrap_or(0);
    Some(time.with_offset(offset.try_into().ok()?))
}

/// A ratio less than one, as `subsec` gives it, to as many digits as its denominator needs, but no more than 100.
fn fraction(ratio: &str) -> Option<Fraction> {
    let (numerator, denominator) = ratio.split_once('/').unwrap_or((ratio, "1"));
    let numerator: BigUint = numerator.parse().ok()?;
    let denominator: BigUint = denominator.parse().ok()?;
    if denominator.is_zero() || numerator >= denominator {
        return numerator.is_zero().then(Fraction::default);
    }
    let digits = numerator * BigUint::from(10u8).pow(100) / denominator;
    Some(Fraction::from_digits(&format!("{digits:0>100}")))
}

fn text_of(bytes: Vec<u8>) -> Value {
    match String::from_utf8(bytes) {
        Ok(text) => Value::from(text),
        Err(error) => Value::Bytes(error.into_bytes().into()),
    }
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|c| c.to_digit(16).map(|d| d as u8))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect(),
    )
}

/// Writes a value as typed JSON. Neither depth nor an array that holds itself stops it.
pub fn write(value: &Value, out: &mut String) {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut next = Some(value);
    loop {
        if let Some(value) = next.take() {
            match value {
                Value::Array(array) if open.iter().any(|o| o.is_array(array)) => {
                    out.push_str(r#"{"t":"recursive"}"#);
                }
                Value::Hash(hash) if open.iter().any(|o| o.is_hash(hash)) => {
                    out.push_str(r#"{"t":"recursive"}"#);
                }
                Value::Array(array) => {
                    out.push_str(r#"{"t":"array","v":["#);
                    open.push(Open::Array(array, 0));
                }
                Value::Hash(hash) => {
                    out.push_str(r#"{"t":"hash","v":["#);
                    open.push(Open::Hash(hash, 0));
                }
                scalar => write_scalar(scalar, out),
            }
        }
        let Some(top) = open.last_mut() else {
            return;
        };
        next = top.step(out);
        if next.is_none() {
            out.push_str("]}");
            open.pop();
        }
    }
}

/// A container that is being written, and how many of its values are.
enum Open<'a> {
    Array(&'a Array, usize),
    Hash(&'a Hash, usize),
}

impl<'a> Open<'a> {
    fn is_array(&self, other: &Array) -> bool {
        matches!(self, Open::Array(array, _) if array.same(other))
    }

    fn is_hash(&self, other: &Hash) -> bool {
        matches!(self, Open::Hash(hash, _) if hash.same(other))
    }

    /// The next value, after what stands between it and the one before.
    fn step(&mut self, out: &mut String) -> Option<&'a Value> {
        match self {
            Open::Array(array, at) => {
                let value = array.as_slice().get(*at)?;
                if *at > 0 {
                    out.push(',');
                }
                *at += 1;
                Some(value)
            }
            Open::Hash(hash, at) => {
                let (is_value, index) = (*at % 2 == 1, *at / 2);
                let Some((key, value)) = hash.as_map().get_index(index) else {
                    if *at > 0 {
                        out.push(']');
                    }
                    return None;
                };
                out.push_str(match (is_value, *at) {
                    (true, _) => ",",
                    (false, 0) => "[",
                    (false, _) => "],[",
                });
                *at += 1;
                Some(if is_value { value } else { key })
            }
        }
    }
}

fn write_scalar(value: &Value, out: &mut String) {
    let json = match value {
        Value::Nil => serde_json::json!({"t": "nil"}),
        Value::Bool(b) => serde_json::json!({"t": "bool", "v": b}),
        Value::Int(i) => serde_json::json!({"t": "int", "v": i.to_string()}),
        Value::BigInt(i) => serde_json::json!({"t": "int", "v": i.to_string()}),
        Value::Float(f) => write_float(*f, value),
        Value::Str(s) => serde_json::json!({"t": "str", "v": s.as_str(), "enc": "UTF-8"}),
        Value::Bytes(bytes) => serde_json::json!({"t": "str_bytes", "hex": hex(bytes)}),
        Value::Symbol(s) => serde_json::json!({"t": "symbol", "v": s.as_str()}),
        Value::Time(time) => serde_json::json!({
            "t": "time",
            "epoch": time.epoch().to_string(),
            "subsec": ratio(time),
            "nsec": time.fraction().nanos(),
            "offset": time.offset(),
            "utc": time.is_utc(),
        }),
        Value::Date(date) => serde_json::json!({"t": "date", "v": date.to_string()}),
        Value::DateTime(datetime) => {
            let text = datetime
                .strftime("%Y-%m-%dT%H:%M:%S.%9N%:z")
                .unwrap_or_default();
            serde_json::json!({"t": "datetime", "v": text})
        }
        other => serde_json::json!({"t": other.class_name(), "v": format!("{other:?}")}),
    };
    out.push_str(&json.to_string());
}

fn write_float(f: f64, value: &Value) -> Json {
    let text = value.to_s().unwrap_or_default();
    if f.is_finite() {
        serde_json::json!({"t": "float", "v": text, "bits": format!("{:016x}", f.to_bits())})
    } else {
        serde_json::json!({"t": "float", "v": text})
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// `subsec`: 0, or a ratio in lowest terms.
fn ratio(time: &Time) -> String {
    let digits = time.strftime("%100N").unwrap_or_default();
    let digits = digits.trim_end_matches('0');
    let numerator: BigUint = digits.parse().unwrap_or_default();
    let denominator = BigUint::from(10u8).pow(digits.len() as u32);
    let common = numerator.gcd(&denominator);
    let (numerator, denominator) = (numerator / &common, denominator / &common);
    if denominator.is_one() {
        return numerator.to_string();
    }
    format!("{numerator}/{denominator}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_as_it_went() {
        let text = concat!(
            r#"{"t":"hash","v":[[{"t":"str","v":"a","enc":"UTF-8"},{"t":"array","v":[{"t":"nil"},{"t":"int","v":"5"}]}],"#,
            r#"[{"t":"symbol","v":"s"},{"t":"time","epoch":"1704157445","subsec":"339/500","nsec":678000000,"offset":7200,"utc":false}],"#,
            r#"[{"t":"nil"},{"t":"hash","v":[]}],[{"t":"bool","v":true},{"t":"str_bytes","hex":"61ff62"}]]}"#,
        );
        let value = read(&serde_json::from_str(text).unwrap()).unwrap();
        let mut out = String::new();
        write(&value, &mut out);
        assert_eq!(out, text);
    }

    #[test]
    fn an_array_that_holds_itself_ends() {
        let array = Array::hole();
        array.fill(vec![Value::from(array.clone())]);
        let mut out = String::new();
        write(&Value::from(array), &mut out);
        assert_eq!(out, r#"{"t":"array","v":[{"t":"recursive"}]}"#);
    }
}
