//! When two values are the same: Ruby's `==`, `eql?` with `hash`, `<=>`, and the operators `<`, `<=`, `>`, `>=`
//! as a Liquid condition applies them. None of them recurses, so no nesting is too deep.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::hash::{Hash as StdHash, Hasher};

use indexmap::Equivalent;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive};

use super::{Array, Drop, Hash, Value};
use crate::error::{Error, Result};

/// A String key of a [`Map`](super::Map), looked up without being made a [`Value`] first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrKey<'a>(
    /// The key's text.
    pub &'a str,
);

/// One more than the largest Integer that Ruby holds in a machine word.
const FIXNUM: i64 = 1 << 62;

/// One of the operators that order two values in a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Relation {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Relation::Less => order.is_lt(),
            Relation::LessOrEqual => order.is_le(),
            Relation::Greater => order.is_gt(),
            Relation::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl StdHash for StrKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Equivalent<Value> for StrKey<'_> {
    fn equivalent(&self, key: &Value) -> bool {
        matches!(key, Value::Str(s) if s.as_str() == self.0)
    }
}

/// `eql?`: as [`Value::equals`], but 1 and 1.0 differ. This is what tells keys apart.
impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            _ => same(self, other, Sameness::Eql),
        }
    }
}

impl Eq for Value {}

/// How much of a container its hash looks at: enough to tell data apart, little enough that sharing cannot multiply.
const HASH_BUDGET: usize = 1024;
const HASH_DEPTH: usize = 32;

impl StdHash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Value::Str(s) => s.as_str().hash(state),
            Value::Array(_) | Value::Hash(_) => {
                let mut flat = Digest::default();
                flat.value(self, HASH_BUDGET, 0);
                state.write_u64(flat.0);
            }
            _ => {
                let mut flat = Digest::default();
                flat.value(self, 1, 0);
                state.write_u64(flat.0);
            }
        }
    }
}

/// A 64-bit digest that is the same for values that are `eql?`.
#[derive(Clone, Copy, Default)]
struct Digest(u64);

impl Digest {
    fn word(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    /// Of a long text within a list or a hash the length and a part: pages hold their whole content.
    fn text(&mut self, text: &[u8], depth: usize) {
        const PART: usize = 128;
        if depth == 0 || text.len() <= 4 * PART {
            return self.bytes(text);
        }
        let middle = text.len() / 2;
        self.word(text.len() as u64);
        self.bytes(&text[..PART]);
        self.bytes(&text[middle..middle + PART]);
        self.bytes(&text[text.len() - PART..]);
    }

    fn value(&mut self, value: &Value, budget: usize, depth: usize) {
        self.word(match value {
            Value::Nil => 1,
            Value::Bool(false) => 2,
            Value::Bool(true) => 3,
            Value::Int(_) | Value::BigInt(_) => 4,
            Value::Float(_) => 5,
            Value::Str(_) | Value::Bytes(_) => 6,
            Value::Symbol(_) => 7,
            Value::Time(_) => 8,
            Value::Date(_) | Value::DateTime(_) => 9,
            Value::Array(_) => 10,
            Value::Hash(_) => 11,
            Value::Range(..) => 12,
            Value::Drop(_) => 13,
        });
        match value {
            Value::Nil | Value::Bool(_) => {}
            Value::Int(i) => self.word(*i as u64),
            Value::BigInt(i) => self.bytes(&i.to_signed_bytes_le()),
            Value::Float(f) => self.word(if *f == 0.0 { 0 } else { f.to_bits() }),
            Value::Str(s) | Value::Symbol(s) => self.text(s.as_bytes(), depth),
            Value::Bytes(b) => self.text(b, depth),
            Value::Time(t) => self.word(t.epoch() as u64),
            // A Date and the DateTime of its midnight are one key.
            Value::Date(d) => self.word(d.jd() as u64),
            Value::DateTime(d) => self.word(d.utc_jd() as u64),
            Value::Range(a, b) => {
                self.word(*a as u64);
                self.word(*b as u64);
            }
            Value::Drop(d) => self.word(std::sync::Arc::as_ptr(d) as *const u8 as u64),
            Value::Array(a) => self.array(a, budget, depth),
            Value::Hash(h) => self.hash(h, budget, depth),
        }
    }

    fn array(&mut self, array: &Array, budget: usize, depth: usize) {
        self.word(array.len() as u64);
        let seen = array.len().min(budget);
        if seen > 0 && depth < HASH_DEPTH {
            for item in &array[..seen] {
                self.value(item, budget.saturating_sub(1) / seen, depth + 1);
            }
        }
    }

    /// The entries' order does not count, so their digests are added up.
    fn hash(&mut self, hash: &Hash, budget: usize, depth: usize) {
        self.word(hash.len() as u64);
        if hash.len() <= budget && depth < HASH_DEPTH {
            let share = budget.saturating_sub(1) / hash.len().max(1);
            let sum = hash.iter().fold(0u64, |sum, (key, value)| {
                let mut entry = Digest::default();
                entry.value(key, share, depth + 1);
                entry.value(value, share, depth + 1);
                sum.wrapping_add(entry.0)
            });
            self.word(sum);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sameness {
    Equal,
    Eql,
}

thread_local! {
    /// How many lookups of keys that are hashes themselves lie on the stack.
    static KEY_DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Keys that nest deeper than this are taken to differ.
const MAX_KEY_DEPTH: usize = 64;

fn same(a: &Value, b: &Value, sameness: Sameness) -> bool {
    match scalars_same(a, b, sameness) {
        Some(answer) => answer,
        None => containers_same(a, b, sameness),
    }
}

/// The answer where not both are arrays or both hashes.
fn scalars_same(a: &Value, b: &Value, sameness: Sameness) -> Option<bool> {
    Some(match (a, b) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::BigInt(a), Value::BigInt(b)) => a == b,
        (Value::Str(a), Value::Str(b)) | (Value::Symbol(a), Value::Symbol(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Range(a, b), Value::Range(c, d)) => a == c && b == d,
        (Value::Time(a), Value::Time(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => {
            a == b || (sameness == Sameness::Eql && a.to_bits() == b.to_bits())
        }
        (Value::Date(_) | Value::DateTime(_), Value::Date(_) | Value::DateTime(_)) => {
            compare_scalars(a, b) == Some(Ordering::Equal)
        }
        (Value::Drop(a), Value::Drop(b)) => {
            std::sync::Arc::ptr_eq(a, b)
                || (sameness == Sameness::Equal && Drop::equals(&**a, &**b))
        }
        (Value::Array(a), Value::Array(b)) if a.same(b) => true,
        (Value::Array(a), Value::Array(b)) if a.len() != b.len() => false,
        (Value::Hash(a), Value::Hash(b)) if a.same(b) => true,
        (Value::Hash(a), Value::Hash(b)) if a.len() != b.len() => false,
        (Value::Array(_), Value::Array(_)) | (Value::Hash(_), Value::Hash(_)) => return None,
        _ => sameness == Sameness::Equal && numbers_equal(a, b),
    })
}

/// `==` of numbers of different kinds. A number asks a Date in its turn, though it has no order with one.
fn numbers_equal(a: &Value, b: &Value) -> bool {
    let (a, b) = match b {
        Value::Date(_) | Value::DateTime(_) => (b, a),
        _ => (a, b),
    };
    is_number_like(a) && b.is_numeric() && compare_scalars(a, b) == Some(Ordering::Equal)
}

fn is_number_like(value: &Value) -> bool {
    matches!(
        value,
        Value::Int(_) | Value::BigInt(_) | Value::Float(_) | Value::Date(_) | Value::DateTime(_)
    )
}

/// Walks both sides at once. A pair that was met before is taken as the same: were it not, the walk would have ended.
fn containers_same(a: &Value, b: &Value, sameness: Sameness) -> bool {
    let mut met = HashSet::new();
    let mut open = vec![(a, b)];
    while let Some((a, b)) = open.pop() {
        if let Some(answer) = scalars_same(a, b, sameness) {
            if !answer {
                return false;
            }
            continue;
        }
        if !met.insert((address(a), address(b))) {
            continue;
        }
        match (a, b) {
            (Value::Array(a), Value::Array(b)) => open.extend(a.iter().zip(b.iter()).rev()),
            (Value::Hash(a), Value::Hash(b)) => {
                if !push_entries(a, b, &mut open) {
                    return false;
                }
            }
            _ => return false,
        }
    }
    true
}

/// Pairs the values of equal keys; false where a key has no equal.
fn push_entries<'v>(a: &'v Hash, b: &'v Hash, open: &mut Vec<(&'v Value, &'v Value)>) -> bool {
    let depth = KEY_DEPTH.get();
    if depth >= MAX_KEY_DEPTH {
        return false;
    }
    KEY_DEPTH.set(depth + 1);
    let all = a
        .iter()
        .all(|(key, value)| b.get(key).map(|other| open.push((value, other))).is_some());
    KEY_DEPTH.set(depth);
    all
}

/// What tells one container object from another.
fn address(value: &Value) -> usize {
    match value {
        Value::Array(a) => a.address(),
        Value::Hash(h) => h.address(),
        _ => 0,
    }
}

/// `<=>` of two values that are not both arrays; `None` where Ruby says nil.
fn compare_scalars(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::BigInt(a), Value::BigInt(b)) => Some(a.cmp(b)),
        (Value::Int(_), Value::BigInt(b)) => Some(sign_order(b).reverse()),
        (Value::BigInt(a), Value::Int(_)) => Some(sign_order(a)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(_) | Value::BigInt(_), Value::Float(f)) => compare_to_float(a, *f),
        (Value::Float(f), Value::Int(_) | Value::BigInt(_)) => {
            compare_to_float(b, *f).map(Ordering::reverse)
        }
        (Value::Str(a), Value::Str(b)) | (Value::Symbol(a), Value::Symbol(b)) => {
            Some(a.as_bytes().cmp(b.as_bytes()))
        }
        (Value::Bytes(a), Value::Bytes(b)) => Some(a.cmp(b)),
        (Value::Str(a), Value::Bytes(b)) => Some(a.as_bytes().cmp(b)),
        (Value::Bytes(a), Value::Str(b)) => Some((**a).cmp(b.as_bytes())),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::DateTime(b)) => Some(a.to_datetime().cmp(b)),
        (Value::DateTime(a), Value::Date(b)) => Some(a.cmp(&b.to_datetime())),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.cmp(b)),
        (
            Value::Int(_) | Value::BigInt(_) | Value::Float(_),
            Value::Date(_) | Value::DateTime(_),
        ) => None,
        (Value::Date(a), _) => compare_day(a.to_datetime().astronomical(), b),
        (Value::DateTime(a), _) => compare_day(a.astronomical(), b),
        (Value::Drop(a), Value::Drop(b)) => Drop::compare(&**a, &**b),
        _ => same(a, b, Sameness::Equal).then_some(Ordering::Equal),
    }
}

/// A Date beside a number: its astronomical Julian day counts.
fn compare_day(day: f64, number: &Value) -> Option<Ordering> {
    match number {
        Value::Int(_) | Value::BigInt(_) => compare_to_float(number, day).map(Ordering::reverse),
        Value::Float(f) => day.partial_cmp(f),
        _ => None,
    }
}

fn sign_order(big: &BigInt) -> Ordering {
    if big.is_negative() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// Exact, also where the integer has more digits than a Float can hold.
fn compare_to_float(integer: &Value, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return 0.0.partial_cmp(&float);
    }
    let whole = float.trunc();
    let order = match (integer, whole.to_i64()) {
        (Value::Int(i), Some(w)) => i.cmp(&w),
        (Value::Int(_), None) => 0.0.partial_cmp(&float)?,
        (Value::BigInt(big), _) => (**big).cmp(&BigInt::from_f64(whole)?),
        _ => return None,
    };
    Some(order.then(0.0.partial_cmp(&float.fract())?))
}

/// `<=>` of arrays: the first pair that differs decides, then the length.
fn compare_arrays(a: &Array, b: &Array) -> Option<Ordering> {
    let mut met = HashSet::new();
    let mut open = vec![(a, b, 0)];
    while let Some((a, b, index)) = open.pop() {
        if index == 0 && (a.same(b) || !met.insert((a.address(), b.address()))) {
            continue;
        }
        match (a.get(index), b.get(index)) {
            (Some(Value::Array(x)), Some(Value::Array(y))) => {
                open.push((a, b, index + 1));
                open.push((x, y, 0));
            }
            (Some(x), Some(y)) => match compare_scalars(x, y)? {
                Ordering::Equal => open.push((a, b, index + 1)),
                decided => return Some(decided),
            },
            _ => match a.len().cmp(&b.len()) {
                Ordering::Equal => {}
                decided => return Some(decided),
            },
        }
    }
    Some(Ordering::Equal)
}

impl Value {
    /// Ruby's `==`: 1 equals 1.0, a Symbol never equals a String, arrays and hashes are equal by what they hold.
    pub fn equals(&self, other: &Value) -> bool {
        same(self, other, Sameness::Equal)
    }

    /// Ruby's `<=>`; `None` where it gives nil, because the two have no order.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Array(a), Value::Array(b)) => compare_arrays(a, b),
            _ => compare_scalars(self, other),
        }
    }

    /// What an operator of a Liquid condition gives: false where a side has no such operator (nil, arrays, hashes),
    /// otherwise Ruby's answer (`Liquid::Condition#interpret_condition`).
    ///
    /// # Errors
    /// `comparison of Integer with String failed`, where Ruby raises ArgumentError.
    pub fn relational(relation: Relation, left: &Value, right: &Value) -> Result<bool> {
        if !left.is_ordered() || !right.is_ordered() {
            return Ok(false);
        }
        match left.compare(right) {
            Some(order) => Ok(relation.holds(order)),
            None if left.is_numeric() && right.is_numeric() => Ok(false),
            None => Err(Error::liquid(left.comparison_failed(right))),
        }
    }

    /// Ruby's message for two values without an order: `comparison of String with 5 failed`.
    pub fn comparison_failed(&self, other: &Value) -> String {
        let mut message = format!("comparison of {} with ", self.class_name());
        match other {
            // Ruby shows what fits a machine word; of integers that is 63 bits.
            Value::Int(i) if !(-FIXNUM..FIXNUM).contains(i) => {
                message.push_str(other.class_name());
            }
            Value::Nil | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Symbol(_) => {
                if other.inspect(&mut message).is_err() {
                    message.push_str(other.class_name());
                }
            }
            _ => message.push_str(other.class_name()),
        }
        message.push_str(" failed");
        message
    }

    /// Whether this is an Integer or a Float.
    pub fn is_numeric(&self) -> bool {
        matches!(self, Value::Int(_) | Value::BigInt(_) | Value::Float(_))
    }

    /// Whether it answers to `<`.
    fn is_ordered(&self) -> bool {
        self.is_numeric()
            || matches!(
                self,
                Value::Str(_)
                    | Value::Bytes(_)
                    | Value::Symbol(_)
                    | Value::Time(_)
                    | Value::Date(_)
                    | Value::DateTime(_)
            )
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Clock, Date, Map, Time, Zone};
    use super::*;

    fn hash(entries: &[(Value, Value)]) -> Value {
        Value::from(entries.iter().cloned().collect::<Map>())
    }

    fn day(text: &str) -> Value {
        Value::Date(Date::parse(text).unwrap())
    }

    #[test]
    fn equality_is_wider_than_that_of_keys() {
        let one = hash(&[(1.into(), 2.into())]);
        let other = hash(&[(1.into(), 2.0.into())]);
        assert!(one.equals(&other));
        assert!(one != other);
        assert!(!one.equals(&hash(&[(1.0.into(), 2.into())])));
        assert!(!Value::from("a").equals(&Value::Symbol("a".into())));
        let big = Value::from(BigInt::from(1u8) << 70);
        assert!(big.equals(&Value::Float(2f64.powi(70))));
        assert!(!Value::Float(f64::NAN).equals(&Value::Float(f64::NAN)));
        assert!(Value::Float(2_458_849.5).equals(&day("2020-01-01")));
        assert!(!Value::from("2020-01-01").equals(&day("2020-01-01")));
    }

    #[test]
    fn keys_are_told_apart_and_found_by_text() {
        let mut map = Map::default();
        for (at, key) in [
            1.into(),
            1.0.into(),
            "1".into(),
            Value::Symbol("1".into()),
            vec![Value::Nil].into(),
        ]
        .into_iter()
        .enumerate()
        {
            map.insert(key, at.into());
        }
        assert_eq!(map.len(), 5);
        assert_eq!(map.get(&StrKey("1")), Some(&Value::Int(2)));
        assert_eq!(
            map.get(&Value::from(vec![Value::Nil])),
            Some(&Value::Int(4))
        );
    }

    #[test]
    fn what_holds_itself_can_be_compared() {
        let ring = || {
            let array = Array::hole();
            array.fill(vec![1.into(), array.clone().into()]);
            Value::Array(array)
        };
        let (a, b) = (ring(), ring());
        assert!(a.equals(&b));
        assert_eq!(a.compare(&b), Some(Ordering::Equal));
        assert_eq!([(a, Value::Nil)].into_iter().collect::<Map>().len(), 1);
    }

    #[test]
    fn sharing_does_not_multiply_the_work() {
        let tower = || {
            (0..64).fold(Value::from("x"), |inner, _| {
                vec![inner.clone(), inner].into()
            })
        };
        let (a, b) = (tower(), tower());
        assert!(a.equals(&b));
        assert!(
            [(a, Value::Nil)]
                .into_iter()
                .collect::<Map>()
                .contains_key(&b)
        );
    }

    #[test]
    fn order_is_rubys() {
        let order = |a: Value, b: Value| a.compare(&b);
        assert_eq!(
            order(vec![1.into()].into(), vec![1.0.into()].into()),
            Some(Ordering::Equal)
        );
        assert_eq!(
            order(vec![1.into(), 2.into()].into(), vec![1.into()].into()),
            Some(Ordering::Greater)
        );
        assert_eq!(order(vec![1.into()].into(), vec!["a".into()].into()), None);
        assert_eq!(
            order(
                Value::Int(i64::MAX),
                Value::Float(9_223_372_036_854_775_808.0)
            ),
            Some(Ordering::Less)
        );
        assert_eq!(
            order(day("2020-01-01"), Value::Float(2_458_849.5)),
            Some(Ordering::Equal)
        );
        assert_eq!(order("B".into(), "a".into()), Some(Ordering::Less));
        assert_eq!(order(Value::Nil, Value::Nil), Some(Ordering::Equal));
    }

    #[test]
    fn operators_fail_with_rubys_words() {
        let clock = Clock::fixed(0, Zone::utc());
        let time = Value::Time(Time::parse("2024-01-02", &clock).unwrap());
        let less = |a: &Value, b: &Value| match Value::relational(Relation::Less, a, b) {
            Ok(answer) => answer.to_string(),
            Err(e) => e.bare_message().to_string(),
        };
        assert_eq!(less(&1.into(), &1.5.into()), "true");
        assert_eq!(less(&1.into(), &f64::NAN.into()), "false");
        assert_eq!(less(&Value::Nil, &1.into()), "false");
        assert_eq!(less(&hash(&[]), &"a".into()), "false");
        assert_eq!(
            less(&1.into(), &"a".into()),
            "comparison of Integer with String failed"
        );
        assert_eq!(
            less(&"a".into(), &5.into()),
            "comparison of String with 5 failed"
        );
        assert_eq!(
            less(&time, &100.0.into()),
            "comparison of Time with 100.0 failed"
        );
        assert_eq!(less(&day("2024-01-02"), &5.into()), "false");
        assert_eq!(
            less(&5.into(), &day("2024-01-02")),
            "comparison of Integer with Date failed"
        );
        assert_eq!(
            less(&day("2024-01-02"), &time),
            "comparison of Date with Time failed"
        );
    }
}
