//! `jsonify`: JSON of what Liquid sees (`Jekyll::Filters#jsonify`, `#as_liquid`).

use std::collections::HashMap;
use std::ptr;

use crate::error::Result;
use crate::liquid::to_liquid;
use crate::value::{Array, Hash, Value, to_json};

/// `jsonify`
pub(super) fn jsonify(input: &Value) -> Result<Value> {
    let mut walk = Walk::default();
    let seen = walk.as_liquid(input, 0);
    to_json(&seen).map(Value::from)
}

/// Deeper than this JSON is not written.
const MAX_NESTING: usize = 101;

/// Puts what Liquid sees in the place of objects, in lists and hashes too. What several places share is walked once.
#[derive(Default)]
struct Walk {
    /// A container, held so that no other takes its place in memory, and what became of it; by its address. While it is
    /// being walked it stands for itself.
    met: HashMap<usize, (Value, Value)>,
}

impl Walk {
    fn as_liquid(&mut self, value: &Value, depth: usize) -> Value {
        match value {
            Value::Array(array) if depth < MAX_NESTING && !array.is_empty() => {
                self.once(value, address(array), |walk| walk.array(array, depth))
            }
            Value::Hash(hash) if depth < MAX_NESTING && !hash.is_empty() => {
                let at = ptr::from_ref(hash.as_map()) as usize;
                self.once(value, at, |walk| walk.hash(hash, depth))
            }
            Value::Drop(_) => match to_liquid(value.clone()) {
                seen @ (Value::Array(_) | Value::Hash(_)) => self.as_liquid(&seen, depth + 1),
                seen => seen,
            },
            _ => value.clone(),
        }
    }

    /// The container as it is, unless something in it has to be replaced.
    fn once(
        &mut self,
        value: &Value,
        address: usize,
        walk: impl FnOnce(&mut Self) -> Option<Value>,
    ) -> Value {
        if let Some((_, done)) = self.met.get(&address) {
            return done.clone();
        }
        self.met.insert(address, (value.clone(), value.clone()));
        let Some(done) = walk(self) else {
            return value.clone();
        };
        self.met.insert(address, (value.clone(), done.clone()));
        done
    }

    fn array(&mut self, array: &Array, depth: usize) -> Option<Value> {
        let mut changed = false;
        let mut items = Vec::new();
        for (i, item) in array.iter().enumerate() {
            if !changed && is_plain(item) {
                continue;
            }
            let seen = self.as_liquid(item, depth + 1);
            if !changed && is_same(item, &seen) {
                continue;
            }
            if !changed {
                changed = true;
                items.reserve(array.len());
                items.extend_from_slice(&array[..i]);
            }
            items.push(seen);
        }
        changed.then(|| Value::from(items))
    }

    fn hash(&mut self, hash: &Hash, depth: usize) -> Option<Value> {
        let mut changed = None;
        for (i, (key, value)) in hash.iter().enumerate() {
            if is_plain(value) {
                continue;
            }
            let seen = self.as_liquid(value, depth + 1);
            if !is_same(value, &seen) {
                let map = changed.get_or_insert_with(|| hash.as_map().clone());
                if let Some((_, place)) = map.get_index_mut(i) {
                    *place = seen;
                } else {
                    map.insert(key.clone(), seen);
                }
            }
        }
        changed.map(Value::from)
    }
}

fn address(array: &Array) -> usize {
    array.as_slice().as_ptr() as usize
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Hash(_) | Value::Drop(_))
}

/// Whether both are one object.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.same(b),
        (Value::Hash(a), Value::Hash(b)) => a.same(b),
        (Value::Drop(a), Value::Drop(b)) => std::sync::Arc::ptr_eq(a, b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Drop, Str};

    /// An object that is a new list for Liquid whenever it is asked.
    struct Page(i64);

    impl Drop for Page {
        fn class_name(&self) -> &str {
            "Page"
        }

        fn get(&self, _key: &str) -> Result<Value> {
            Ok(Value::Nil)
        }

        fn to_s(&self) -> Result<Str> {
            Ok(Str::new())
        }

        fn to_liquid(&self) -> Option<Value> {
            let below = match self.0 % 2 {
                0 => Value::drop(Page(self.0 + 1)),
                _ => Value::from(self.0),
            };
            Some(Value::from(vec![below]))
        }

        fn as_any(&self) -> &dyn std::any::Any {
            self
        }
    }

    #[test]
    fn lists_that_are_made_for_it_are_told_apart() {
        let pages = (0..9).map(|number| Value::drop(Page(2 * number)));
        let shown = jsonify(&Value::from(pages.collect::<Vec<_>>())).unwrap();
        assert_eq!(
            shown.as_str(),
            Some("[[[1]],[[3]],[[5]],[[7]],[[9]],[[11]],[[13]],[[15]],[[17]]]")
        );
    }
}
