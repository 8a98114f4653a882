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
