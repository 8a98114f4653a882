//! Filters that calculate.

use crate::error::{Error, ErrorKind, Result};
use crate::liquid::registry::Registry;
use crate::value::{Number, Value};

use super::argument;

pub(super) fn register(registry: &mut Registry) {
    registry
        .filter("abs", 0, |input, _, _| match input {
            Value::Int(i) if *i != i64::MIN => Ok(Value::Int(i.abs())),
            _ => Ok(Number::from_value(input).abs().into_value()),
        })
        .filter("plus", 1, |input, args, _| {
            calculate(input, &args[0], i64::checked_add, Number::plus)
        })
        .filter("minus", 1, |input, args, _| {
            calculate(input, &args[0], i64::checked_sub, Number::minus)
        })
        .filter("times", 1, |input, args, _| {
            calculate(input, &args[0], i64::checked_mul, Number::times)
        })
        .filter("divided_by", 1, |input, args, _| {
            calculate(input, &args[0], divide, Number::divided_by)
        })
        .filter("modulo", 1, |input, args, _| {
            calculate(input, &args[0], modulo, Number::modulo)
        })
        .filter("at_least", 1, |input, args, _| {
            limit(input, &args[0], Number::at_least)
        })
        .filter("at_most", 1, |input, args, _| {
            limit(input, &args[0], Number::at_most)
        })
        .filter("round", 0..=1, |input, args, _| {
            round(input, argument(args, 0))
        })
        .filter("ceil", 0, |input, _, _| whole(input, Number::ceil))
        .filter("floor", 0, |input, _, _| whole(input, Number::floor));
}

/// Small integers without a detour, everything else by way of [`Number`].
fn calculate(
    input: &Value,
    operand: &Value,
    small: fn(i64, i64) -> Option<i64>,
    any: fn(&Number, &Number) -> Result<Number>,
) -> Result<Value> {
    if let (Value::Int(a), Value::Int(b)) = (input, operand)
        && let Some(result) = small(*a, *b)
    {
        return Ok(Value::Int(result));
    }
    let result = any(&Number::from_value(input), &Number::from_value(operand));
    result.map(Number::into_value).map_err(own)
}

/// Rounds down, as Ruby does.
fn divide(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    Some(quotient - i64::from(a % b != 0 && (a < 0) != (b < 0)))
}

/// Has the sign of the divisor, as in Ruby.
fn modulo(a: i64, b: i64) -> Option<i64> {
    let rest = a.checked_rem(b)?;
    Some(if rest != 0 && (rest < 0) != (b < 0) {
        rest + b
    } else {
        rest
    })
}

fn limit(input: &Value, bound: &Value, choose: fn(&Number, &Number) -> Number) -> Result<Value> {
    Ok(choose(&Number::from_value(input), &Number::from_value(bound)).into_value())
}

fn round(input: &Value, digits: &Value) -> Result<Value> {
    let result = Number::from_value(input).round(&Number::from_value(digits));
    result.map(Number::into_value).map_err(own)
}

fn whole(input: &Value, to_whole: fn(&Number) -> Result<Number>) -> Result<Value> {
    to_whole(&Number::from_value(input))
        .map(Number::into_value)
        .map_err(own)
}

/// `ZeroDivisionError` and `FloatDomainError` become errors of Liquid's.
fn own(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Ruby("ZeroDivisionError" | "FloatDomainError") => {
            let message = error.bare_message().to_string();
            error.reworded(ErrorKind::Liquid, message)
        }
        _ => error,
    }
}
