//! What Ruby says of a value that cannot do what is asked of it.

use super::Value;
use crate::error::Error;

impl Value {
    /// The value as messages show it: as Ruby inspects it, by its class alone where it cannot be inspected.
    pub fn shown(&self) -> String {
        let mut text = String::new();
        match self.inspect(&mut text) {
            Ok(()) => text,
            Err(_) => format!("#<{}>", self.class_name()),
        }
    }

    /// The value as a message shows what a method was called on, with its class unless it shows that itself.
    pub fn described(&self) -> String {
        let shown = self.shown();
        match shown.starts_with('#') {
            true => shown,
            false => format!("{shown}:{}", self.class_name()),
        }
    }
}

/// Ruby's answer to a method that an object does not have.
pub fn no_method(value: &Value, method: &str) -> Error {
    no_method_of(&value.described(), method)
}

/// The same, where it is known how the object is described.
pub fn no_method_of(described: &str, method: &str) -> Error {
    let message = format!("undefined method `{method}' for {described}");
    Error::ruby("NoMethodError", message)
}

/// Ruby's answer where a value is of another class than the one that is wanted.
pub fn no_conversion(value: &Value, into: &str) -> Error {
    no_conversion_of(conversion_name(value), into)
}

/// The same, where the class is known.
pub fn no_conversion_of(class: &str, into: &str) -> Error {
    Error::ruby(
        "TypeError",
        format!("no implicit conversion of {class} into {into}"),
    )
}

/// Ruby's answer to a number or so that is to reckon with a value of a class that is none.
pub fn no_coercion(class: &str, into: &Value) -> Error {
    Error::ruby(
        "TypeError",
        format!("{class} can't be coerced into {}", into.class_name()),
    )
}

/// Ruby's answer where a value that has no keys is to give or to take something under one.
pub fn without_keys(value: &Value) -> Error {
    match value {
        Value::Str(_) => Error::ruby("IndexError", "string not matched"),
        Value::Int(_) | Value::Array(_) => no_conversion_of("String", "Integer"),
        other => no_method(other, "[]"),
    }
}

/// What Ruby calls a value that it cannot convert.
fn conversion_name(value: &Value) -> &str {
    match value {
        Value::Nil => "nil",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        value => value.class_name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_named_as_ruby_names_them() {
        assert_eq!(
            no_method(&Value::Nil, "[]").to_string(),
            "undefined method `[]' for nil:NilClass"
        );
        assert_eq!(
            no_conversion(&Value::Bool(true), "Hash").to_string(),
            "no implicit conversion of true into Hash"
        );
        assert_eq!(
            no_conversion(&Value::Int(1), "String").to_string(),
            "no implicit conversion of Integer into String"
        );
    }
}
