//! Lets go of containers one after the other where they are nested so deeply that recursion would exhaust the stack.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};

use super::{Map, Value};

/// So many containers may be dropped inside each other before the next has to wait.
const MAX_DEPTH: usize = 64;

/// What a container held. All that is ever done with it is to drop it.
#[expect(dead_code)]
enum Content {
    Array(Vec<Value>),
    Hash(Map),
}

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<Content>> = const { RefCell::new(Vec::new()) };
}

/// Drops the elements of an array that nobody else holds.
pub(super) fn array(shared: &mut Arc<OnceLock<Vec<Value>>>) {
    if let Some(values) = last_content(shared) {
        release(Content::Array(values));
    }
}

/// Drops the entries of a hash that nobody else holds.
pub(super) fn hash(shared: &mut Arc<OnceLock<Map>>) {
    if let Some(entries) = last_content(shared) {
        release(Content::Hash(entries));
    }
}

fn last_content<T>(shared: &mut Arc<OnceLock<T>>) -> Option<T> {
    // Reading the count is cheap, and most containers that are let go of are held elsewhere.
    if Arc::strong_count(shared) > 1 {
        return None;
    }
    Arc::get_mut(shared)?.take()
}

fn release(content: Content) {
    let Ok(depth) = DEPTH.try_with(Cell::get) else {
        return;
    };
    if depth >= MAX_DEPTH {
        let _ = WAITING.try_with(|waiting| waiting.borrow_mut().push(content));
        return;
    }
    let _ = DEPTH.try_with(|cell| cell.set(depth + 1));
    drop(content);
    if depth == 0 {
        while let Ok(Some(next)) = WAITING.try_with(|waiting| waiting.borrow_mut().pop()) {
            drop(next);
        }
    }
    let _ = DEPTH.try_with(|cell| cell.set(depth));
}

#[cfg(test)]
mod tests {
    use super::super::{Array, Hash, Value, from_json, from_value, to_json, to_value};

    /// Arrays and hashes in turn, so many deep.
    fn nested(depth: usize) -> Value {
        (0..depth).fold(Value::Nil, |inner, level| {
            if level % 2 == 0 {
                Value::Array(Array::new(vec![inner]))
            } else {
                Value::Hash([("k", inner)].into_iter().collect::<Hash>())
            }
        })
    }

    #[test]
    fn nesting_does_not_exhaust_the_stack() {
        let (a, b) = (nested(100_000), nested(100_000));
        assert!(a.equals(&b));
        assert!(a == b);
        assert_eq!(a.clone().compare(&b), Some(std::cmp::Ordering::Equal));
        let mut text = String::new();
        a.inspect(&mut text).unwrap();
        assert!(text.starts_with("{\"k\"=>[{\"k\"=>["));
        assert_eq!(a.to_s().unwrap(), text);
        assert_eq!(
            to_json(&a).unwrap_err().bare_message(),
            "nesting of 100 is too deep"
        );
        assert!(to_value(&a).unwrap().equals(&b));
        assert!(from_value::<Value>(&a).is_err());
        let key: super::Map = [(a, Value::Nil)].into_iter().collect();
        assert!(key.contains_key(&b));
    }

    #[test]
    fn a_value_is_three_words() {
        assert_eq!(size_of::<Value>(), 24);
    }

    #[test]
    fn json_of_any_depth_becomes_a_value() {
        let mut json = serde_json::json!(1);
        for _ in 0..1000 {
            json = serde_json::json!([json]);
        }
        let mut text = String::new();
        from_json(json).inspect(&mut text).unwrap();
        assert_eq!(text, format!("{}1{}", "[".repeat(1000), "]".repeat(1000)));
    }
}
