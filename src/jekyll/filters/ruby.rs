//! What Jekyll's filters ask of any Ruby object, where Liquid's own conversions are not enough.

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use crate::error::{Error, Result};
pub(crate) use crate::liquid::to_s;
use crate::value::{Value, no_method, string_to_i};

/// `to_i`, where the object has one.
pub(crate) fn to_i(value: &Value) -> Result<Value> {
    match value {
        Value::Nil => Ok(Value::Int(0)),
        Value::Int(_) | Value::BigInt(_) => Ok(value.clone()),
        Value::Float(f) => match BigInt::from_f64(f.trunc()) {
            Some(i) => Ok(Value::from(i)),
            None => {
                let mut name = String::new();
                crate::value::write_float(*f, &mut name);
                Err(Error::ruby("FloatDomainError", name))
            }
        },
        Value::Str(s) => Ok(Value::from(string_to_i(s))),
        Value::Bytes(b) => Ok(Value::from(string_to_i(&String::from_utf8_lossy(b)))),
        Value::Time(t) => match BigInt::from_i128(t.epoch()) {
            Some(i) => Ok(Value::from(i)),
            None => Ok(Value::Nil),
        },
        _ => Err(no_method(value, "to_i")),
    }
}
