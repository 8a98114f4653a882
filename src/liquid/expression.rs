//! Expressions: literals, variables with their keys, ranges (`Liquid::Expression`, `VariableLookup`, `RangeLookup`).
//! Reading one never fails on odd markup, it only finds less in it; looking one up borrows where it can.

use std::any::Any;
use std::borrow::Cow;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use memchr::{memchr, memmem};

use super::big_range::{self, BigRange};
use super::context::{Context, stack_too_deep};
use super::convert::{integer_literal, leading_float, to_range_end, to_whole};
use super::scan::is_segment;
use super::scope::Name;
use super::tag::Visitor;
use crate::error::{Error, Result};
use crate::text::is_space;
use crate::value::{Drop, Hash, Str, StrKey, Value};

/// What stands in markup where a value is wanted.
#[derive(Clone)]
pub enum Expression {
    /// A value that is known: `nil`, `true`, `5`, `'text'`, `(1..3)`, and `blank` and `empty` as [`MethodLiteral`]s.
    Literal(Value),
    /// A variable: `page.title`, `list[0]`, `[key]`.
    Lookup(VariableLookup),
    /// A range with an end that has to be looked up.
    Range(Arc<(Expression, Expression)>),
}

/// A variable's name and the keys behind it.
#[derive(Clone)]
pub struct VariableLookup {
    name: LookupName,
    keys: Vec<Key>,
}

#[derive(Clone)]
enum LookupName {
    Fixed(Name),
    Dynamic(Box<Expression>),
    /// Markup in which nothing is a name: always nil.
    None,
}

/// A key of a lookup.
#[derive(Clone)]
pub enum Key {
    /// `.name`
    Name(KeyName),
    /// `.size`, `.first`, `.last`: a key, and what the value itself answers where it has no such key.
    Command(Command),
    /// `[expression]`
    Expression(Expression),
}

/// A key that the template names. It remembers where in a hash it was found last: the items of a list hold their keys
/// in the same order most of the time.
pub struct KeyName {
    text: Str,
    place: AtomicU32,
}

impl KeyName {
    fn new(text: &str) -> Self {
        KeyName {
            text: text.into(),
            place: AtomicU32::new(0),
        }
    }

    /// The key itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    #[inline]
    fn find_in<'v>(&self, hash: &'v Hash) -> Option<&'v Value> {
        let map = hash.as_map();
        let place = self.place.load(Ordering::Relaxed) as usize;
        if let Some((Value::Str(key), value)) = map.get_index(place)
            && same_name(key, &self.text)
        {
            return Some(value);
        }
        let (place, _, value) = map.get_full(&StrKey(&self.text))?;
        self.place
            .store(u32::try_from(place).unwrap_or(0), Ordering::Relaxed);
        Some(value)
    }
}

/// Whether two names are equal. Most are shorter than a call of the comparison that any text gets takes.
#[inline]
fn same_name(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let length = left.len();
    if length != right.len() {
        return false;
    }
    match (left, right) {
        ([a, ..], [b, ..]) if a != b => false,
        _ if length > 16 => left == right,
        _ if length >= 8 => {
            left.first_chunk::<8>() == right.first_chunk::<8>()
                && left.last_chunk::<8>() == right.last_chunk::<8>()
        }
        _ if length >= 4 => {
            left.first_chunk::<4>() == right.first_chunk::<4>()
                && left.last_chunk::<4>() == right.last_chunk::<4>()
        }
        _ => std::iter::zip(left, right).all(|(a, b)| a == b),
    }
}

impl Clone for KeyName {
    fn clone(&self) -> Self {
        Self::new(&self.text)
    }
}

/// What a value answers of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// `.size`
    Size,
    /// `.first`
    First,
    /// `.last`
    Last,
}

/// `blank` and `empty`: they print nothing, and a condition that compares with one asks the other side
/// (`Liquid::Expression::MethodLiteral`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodLiteral {
    /// `blank`: without ActiveSupport nothing answers to `blank?`, so nothing equals it. Some plugins bring it
    /// ([`Registry::answer_to_blank`](super::Registry::answer_to_blank)).
    Blank,
    /// `empty`
    Empty,
}

impl MethodLiteral {
    /// The literal as a value.
    pub fn value(self) -> Value {
        static BLANK: OnceLock<Value> = OnceLock::new();
        static EMPTY: OnceLock<Value> = OnceLock::new();
        let value = match self {
            MethodLiteral::Blank => &BLANK,
            MethodLiteral::Empty => &EMPTY,
        };
        value.get_or_init(|| Value::drop(self)).clone()
    }

    /// The literal that a value is, if it is one.
    pub fn of(value: &Value) -> Option<Self> {
        value.downcast_drop::<MethodLiteral>().copied()
    }
}

impl Drop for MethodLiteral {
    fn class_name(&self) -> &str {
        "Liquid::Expression::MethodLiteral"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        Ok(Value::Nil)
    }

    fn has_key(&self, _key: &str) -> bool {
        false
    }

    fn to_s(&self) -> Result<Str> {
        Ok(Str::new())
    }

    fn inspect(&self) -> Result<Str> {
        Ok("#<Liquid::Expression::MethodLiteral>".into())
    }

    fn to_liquid(&self) -> Option<Value> {
        Some(Value::Str(Str::new()))
    }

    fn equals(&self, other: &dyn Drop) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What a value becomes where Liquid hands it on (`to_liquid`): a Symbol its name, a drop what it stands for.
pub fn to_liquid(value: Value) -> Value {
    match value {
        Value::Symbol(name) => Value::Str(name),
        Value::Drop(ref drop) => drop.to_liquid().unwrap_or(value),
        _ => value,
    }
}

/// As [`to_liquid`], borrowed where nothing changes.
#[inline(always)]
pub(crate) fn to_liquid_ref(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::Symbol(_) | Value::Drop(_) => changed_ref(value),
        _ => Cow::Borrowed(value),
    }
}

fn changed_ref(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::Symbol(name) => Cow::Owned(Value::Str(name.clone())),
        Value::Drop(drop) => drop.to_liquid().map_or(Cow::Borrowed(value), Cow::Owned),
        _ => Cow::Borrowed(value),
    }
}

fn to_liquid_cow(value: Cow<'_, Value>) -> Cow<'_, Value> {
    match value {
        Cow::Borrowed(value) => to_liquid_ref(value),
        Cow::Owned(value) => Cow::Owned(to_liquid(value)),
    }
}

/// Ranges may hold ranges so deep.
const MAX_DEPTH: usize = 200;

impl Expression {
    /// nil
    pub const NIL: Expression = Expression::Literal(Value::Nil);

    /// Reads markup that is one expression.
    ///
    /// # Errors
    /// Where Ruby raises: a range whose end is a literal without an integer (`(true..3)`).
    pub fn parse(markup: &str) -> Result<Self> {
        Self::parse_nested(markup, 0)
    }

    fn parse_nested(markup: &str, depth: usize) -> Result<Self> {
        let bytes = markup.as_bytes();
        let literal = |value| Ok(Expression::Literal(value));
        match bytes {
            b"" | b"nil" | b"null" => return literal(Value::Nil),
            b"true" => return literal(Value::Bool(true)),
            b"false" => return literal(Value::Bool(false)),
            b"blank" => return literal(MethodLiteral::Blank.value()),
            b"empty" => return literal(MethodLiteral::Empty.value()),
            [b'"', .., b'"'] | [b'\'', .., b'\''] => {
                return literal(Value::from(&markup[1..markup.len() - 1]));
            }
            [b'0'..=b'9' | b'-', ..] => {
                if let Some(number) = integer_literal(markup) {
                    return literal(number);
                }
                if let Some(float) = float_literal(markup) {
                    return literal(Value::Float(float));
                }
            }
            [b'(', inner @ .., b')'] => {
                if let Some(at) = range_dots(inner) {
                    return Self::range(&markup[1..=at], &markup[at + 3..bytes.len() - 1], depth);
                }
            }
            _ => {}
        }
        VariableLookup::parse_nested(markup, depth).map(Expression::Lookup)
    }

    fn range(start: &str, end: &str, depth: usize) -> Result<Self> {
        if depth == MAX_DEPTH {
            return Err(stack_too_deep());
        }
        let start = Self::parse_nested(start, depth + 1)?;
        let end = Self::parse_nested(end, depth + 1)?;
        match (&start, &end) {
            (Expression::Literal(a), Expression::Literal(b)) => Ok(Expression::Literal(
                big_range::range(&to_whole(a)?, &to_whole(b)?),
            )),
            _ => Ok(Expression::Range(Arc::new((start, end)))),
        }
    }

    /// The value, borrowed from the template or the context where it lies there.
    ///
    /// # Errors
    /// What a drop answers with; under `strict_variables` `undefined variable …`.
    #[inline]
    pub fn evaluate<'c>(&'c self, cx: &'c Context<'_>) -> Result<Cow<'c, Value>> {
        match self {
            Expression::Literal(value) => Ok(Cow::Borrowed(value)),
            Expression::Lookup(lookup) => lookup.evaluate(cx),
            Expression::Range(ends) => evaluate_range(ends, cx),
        }
    }

    /// The value, if it is known without a context.
    pub fn as_literal(&self) -> Option<&Value> {
        match self {
            Expression::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// The name, if this is a variable without any keys.
    pub(crate) fn as_plain_name(&self) -> Option<&str> {
        match self {
            Expression::Lookup(VariableLookup {
                name: LookupName::Fixed(name),
                keys,
            }) if keys.is_empty() => Some(name.as_str()),
            _ => None,
        }
    }

    /// The variable, if it is one.
    pub fn as_lookup(&self) -> Option<&VariableLookup> {
        match self {
            Expression::Lookup(lookup) => Some(lookup),
            _ => None,
        }
    }

    /// Shows the variables in it to a visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        match self {
            Expression::Literal(_) => {}
            Expression::Lookup(lookup) => lookup.visit(visitor),
            Expression::Range(ends) => {
                ends.0.visit(visitor);
                ends.1.visit(visitor);
            }
        }
    }
}

fn evaluate_range<'c>(ends: &(Expression, Expression), cx: &Context<'_>) -> Result<Cow<'c, Value>> {
    let start = to_range_end(&*ends.0.evaluate(cx)?)?;
    let end = to_range_end(&*ends.1.evaluate(cx)?)?;
    Ok(Cow::Owned(big_range::range(&start, &end)))
}

/// `\A(-?\d[\d\.]+)\z`, read as `to_f` reads it.
fn float_literal(markup: &str) -> Option<f64> {
    let digits = markup.strip_prefix('-').unwrap_or(markup).as_bytes();
    let (first, rest) = digits.split_first()?;
    let fits = first.is_ascii_digit()
        && !rest.is_empty()
        && rest
            .iter()
            .all(|&byte| byte.is_ascii_digit() || byte == b'.');
    fits.then(|| leading_float(markup))
}

/// Where the `..` of `\A\((\S+)\.\.(\S+)\)\z` stands in what the parentheses hold.
fn range_dots(inner: &[u8]) -> Option<usize> {
    if inner.len() < 4 || inner.iter().any(|&byte| is_space(byte)) {
        return None;
    }
    // The first group takes all it can, so the last `..` with something behind it counts.
    memmem::rfind(&inner[1..inner.len() - 1], b"..").map(|at| at + 1)
}

impl VariableLookup {
    /// Reads markup as a variable: what in it looks like a name or a key counts, all else is passed over.
    ///
    /// # Errors
    /// As [`Expression::parse`], for what stands in brackets.
    pub fn parse(markup: &str) -> Result<Self> {
        Self::parse_nested(markup, 0)
    }

    fn parse_nested(markup: &str, depth: usize) -> Result<Self> {
        let mut parts = Parts {
            markup,
            at: 0,
            no_bracket: false,
        };
        let name = match parts.next() {
            None => LookupName::None,
            Some(Part::Name(name)) => LookupName::Fixed(Name::new(name)),
            Some(Part::Bracket(inner)) => match Expression::parse_nested(inner, depth)? {
                Expression::Literal(Value::Str(name)) => LookupName::Fixed(Name::new(&name)),
                name => LookupName::Dynamic(Box::new(name)),
            },
        };
        let mut keys = Vec::new();
        for part in parts {
            keys.push(match part {
                Part::Name("size") => Key::Command(Command::Size),
                Part::Name("first") => Key::Command(Command::First),
                Part::Name("last") => Key::Command(Command::Last),
                Part::Name(name) => Key::Name(KeyName::new(name)),
                Part::Bracket(inner) => Key::Expression(Expression::parse_nested(inner, depth)?),
            });
        }
        Ok(VariableLookup { name, keys })
    }

    /// The name, if the template says it.
    pub fn name(&self) -> Option<&str> {
        match &self.name {
            LookupName::Fixed(name) => Some(name.as_str()),
            _ => None,
        }
    }

    /// The keys behind the name.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The value, borrowed where it lies in the context.
    ///
    /// # Errors
    /// As [`Expression::evaluate`].
    #[inline]
    pub fn evaluate<'c>(&'c self, cx: &'c Context<'_>) -> Result<Cow<'c, Value>> {
        self.evaluate_to(&self.keys, cx)
    }

    /// Whether Ruby holds the text that this stands for as US-ASCII, as a drop says of what was rendered.
    pub(crate) fn is_us_ascii(&self, cx: &Context<'_>) -> bool {
        let Some((last, before)) = self.keys.split_last() else {
            return false;
        };
        let name = match last {
            Key::Name(name) => name.as_str(),
            Key::Expression(Expression::Literal(Value::Str(name))) => name,
            _ => return false,
        };
        matches!(name, "content" | "excerpt" | "output")
            && matches!(self.evaluate_to(before, cx).as_deref(),
                Ok(Value::Drop(drop)) if drop.is_us_ascii(name))
    }

    /// The value without the keys behind these first ones.
    #[inline]
    fn evaluate_to<'c>(
        &'c self,
        mut keys: &'c [Key],
        cx: &'c Context<'_>,
    ) -> Result<Cow<'c, Value>> {
        let name = match &self.name {
            LookupName::Fixed(name) => name,
            LookupName::Dynamic(name) => {
                return self.evaluate_keys(evaluate_named(name, cx)?, keys, cx);
            }
            LookupName::None => return self.evaluate_keys(cx.find_value(&Value::Nil)?, keys, cx),
        };
        let mut value = match cx.find_in_scopes(name) {
            Some(value) => value,
            None => match cx.find_in_environment(name.as_str())? {
                Cow::Borrowed(value) => value,
                Cow::Owned(value) => {
                    return self.evaluate_keys(Cow::Owned(to_liquid(value)), keys, cx);
                }
            },
        };
        // Names in hashes are most of what there is.
        while let [Key::Name(key), rest @ ..] = keys
            && let Value::Hash(hash) = value
            && let Some(found) = key.find_in(hash)
        {
            value = found;
            keys = rest;
        }
        if keys.is_empty() && !matches!(value, Value::Symbol(_) | Value::Drop(_)) {
            return Ok(Cow::Borrowed(value));
        }
        if let [Key::Name(key), rest @ ..] = keys
            && let Value::Drop(drop) = value
            && let Some(found) = drop.entry(key.as_str())
        {
            return match found? {
                Some(found) => self.evaluate_keys(to_liquid_cow(found), rest, cx),
                None if cx.strict_variables() => Err(undefined_variable(key.as_str())),
                None => Ok(Cow::Owned(Value::Nil)),
            };
        }
        self.evaluate_keys(to_liquid_ref(value), keys, cx)
    }

    fn evaluate_keys<'c>(
        &'c self,
        mut object: Cow<'c, Value>,
        keys: &'c [Key],
        cx: &'c Context<'_>,
    ) -> Result<Cow<'c, Value>> {
        for key in keys {
            let found = match object {
                Cow::Borrowed(object) => key.of(object, cx)?,
                Cow::Owned(object) => key.of(&object, cx)?.map(|v| Cow::Owned(v.into_owned())),
            };
            match found {
                Some(found) => object = found,
                None if cx.strict_variables() => return Err(key.undefined(cx)?),
                None => return Ok(Cow::Owned(Value::Nil)),
            }
        }
        Ok(object)
    }

    /// Shows this and the variables in its keys to a visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        visitor.lookup(self);
        if let LookupName::Dynamic(name) = &self.name {
            name.visit(visitor);
        }
        for key in &self.keys {
            if let Key::Expression(expression) = key {
                expression.visit(visitor);
            }
        }
    }
}

/// The variable whose name the data gives.
fn evaluate_named<'c>(name: &Expression, cx: &'c Context<'_>) -> Result<Cow<'c, Value>> {
    match &*name.evaluate(cx)? {
        Value::Str(name) => cx.find(&Name::new(name)),
        other => cx.find_value(other),
    }
}

impl Command {
    /// The key that the command is before it is a command.
    pub fn name(self) -> &'static str {
        match self {
            Command::Size => "size",
            Command::First => "first",
            Command::Last => "last",
        }
    }

    /// What the value answers; `None` where it does not know the question.
    pub fn of<'v>(self, object: &'v Value) -> Result<Option<Cow<'v, Value>>> {
        let borrowed = |value: Option<&'v Value>| Some(Cow::Borrowed(value.unwrap_or(&Value::Nil)));
        let owned = |value: Value| Some(Cow::Owned(value));
        if let Some(range) = object.downcast_drop::<BigRange>() {
            return Ok(owned(range.command(self)));
        }
        Ok(match (self, object) {
            (Command::Size, _) => size(object).and_then(owned),
            (Command::First, Value::Array(array)) => borrowed(array.first()),
            (Command::Last, Value::Array(array)) => borrowed(array.last()),
            (Command::First, Value::Hash(hash)) => owned(match hash.first() {
                Some((key, value)) => Value::from(vec![key.clone(), value.clone()]),
                None => Value::Nil,
            }),
            (Command::First, Value::Range(start, _)) => owned(Value::Int(*start)),
            (Command::Last, Value::Range(_, end)) => owned(Value::Int(*end)),
            (Command::First, Value::Drop(drop)) => match drop.to_array()? {
                Some(items) => owned(match items.first() {
                    Some(item) => drop.packed(item)?,
                    None => Value::Nil,
                }),
                None => None,
            },
            _ => None,
        })
    }
}

/// `object.size`, where it answers to it: an Integer its bytes.
pub(crate) fn size(object: &Value) -> Option<Value> {
    let size = match object {
        Value::Str(text) | Value::Symbol(text) => text.chars().count(),
        Value::Bytes(bytes) => super::convert::count_characters(bytes),
        Value::Array(array) => array.len(),
        Value::Hash(hash) => hash.len(),
        Value::Int(_) => 8,
        Value::BigInt(big) => big.bits().div_ceil(8) as usize,
        Value::Range(start, end) => {
            return Some(Value::Int(if end < start {
                0
            } else {
                end.saturating_sub(*start).saturating_add(1)
            }));
        }
        Value::Drop(_) => {
            let range = object.downcast_drop::<BigRange>()?;
            return Some(range.command(Command::Size));
        }
        _ => return None,
    };
    Some(Value::from(size))
}

impl Key {
    /// `object[key]`, or what the object answers to the command; `None` where there is neither.
    fn of<'v>(&self, object: &'v Value, cx: &Context<'_>) -> Result<Option<Cow<'v, Value>>> {
        match self {
            Key::Name(name) => match object {
                Value::Hash(hash) => Ok(name.find_in(hash).map(to_liquid_ref)),
                _ => of_name(object, &name.text),
            },
            Key::Command(command) => match of_name(object, command.name())? {
                Some(found) => Ok(Some(found)),
                None => command.of(object).map(|found| found.map(to_liquid_cow)),
            },
            Key::Expression(expression) => match &*expression.evaluate(cx)? {
                Value::Str(name) => of_name(object, name),
                key => of_value(object, key),
            },
        }
    }

    fn undefined(&self, cx: &Context<'_>) -> Result<Error> {
        let key = match self {
            Key::Name(name) => Cow::Borrowed(name.as_str()),
            Key::Command(command) => Cow::Borrowed(command.name()),
            Key::Expression(expression) => {
                Cow::Owned(super::convert::to_s(&*expression.evaluate(cx)?)?.into_owned())
            }
        };
        Ok(undefined_variable(&key))
    }
}

/// What `strict_variables` says.
pub(crate) fn undefined_variable(name: &str) -> Error {
    Error::liquid(format!("undefined variable {name}"))
}

fn of_name<'v>(object: &'v Value, name: &str) -> Result<Option<Cow<'v, Value>>> {
    match object {
        Value::Hash(hash) => Ok(hash.get_str(name).map(to_liquid_ref)),
        Value::Drop(drop) => match drop.entry(name) {
            Some(found) => Ok(found?.map(to_liquid_cow)),
            None if drop.has_key(name) => Ok(Some(Cow::Owned(to_liquid(drop.get(name)?)))),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// A key that is no text: an index, or anything that a hash may hold as a key.
fn of_value<'v>(object: &'v Value, key: &Value) -> Result<Option<Cow<'v, Value>>> {
    let is_integer = matches!(key, Value::Int(_) | Value::BigInt(_));
    match object {
        Value::Hash(hash) => Ok(match hash.get(key) {
            Some(value) => Some(to_liquid_ref(value)),
            None => is_integer.then_some(Cow::Borrowed(&Value::Nil)),
        }),
        Value::Array(array) if is_integer => {
            let index = super::convert::to_index(key)?;
            Ok(Some(
                super::convert::at_index(array, index)
                    .map_or(Cow::Borrowed(&Value::Nil), to_liquid_ref),
            ))
        }
        Value::Drop(drop) => of_drop(&**drop, key),
        _ => Ok(None),
    }
}

/// A Liquid drop has every key and knows none that is no name; Jekyll's asks Ruby whether it has such a method.
fn of_drop<'v>(drop: &dyn Drop, key: &Value) -> Result<Option<Cow<'v, Value>>> {
    let class = drop.class_name();
    if class.starts_with("Liquid::Expression") || key.is_nil() && class.starts_with("Jekyll::") {
        return Ok(None);
    }
    if class.starts_with("Jekyll::") {
        let mut message = String::new();
        key.inspect(&mut message)?;
        message.push_str(" is not a symbol nor a string");
        return Err(Error::ruby("TypeError", message));
    }
    Ok(Some(Cow::Owned(Value::Nil)))
}

/// A match of `VariableParser`.
enum Part<'m> {
    Name(&'m str),
    Bracket(&'m str),
}

/// Goes over markup as `markup.scan(VariableParser)` does.
struct Parts<'m> {
    markup: &'m str,
    at: usize,
    /// No `]` stands behind this position.
    no_bracket: bool,
}

impl<'m> Iterator for Parts<'m> {
    type Item = Part<'m>;

    fn next(&mut self) -> Option<Part<'m>> {
        let bytes = self.markup.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let start = self.at;
            if is_segment(byte) {
                let mut end = super::scan::skip_while(bytes, start, is_segment);
                end += usize::from(bytes.get(end) == Some(&b'?'));
                self.at = end;
                return Some(Part::Name(&self.markup[start..end]));
            }
            self.at += 1;
            if byte == b'[' && !self.no_bracket {
                match memchr(b']', &bytes[self.at..]) {
                    None => self.no_bracket = true,
                    Some(0) => {}
                    Some(length) => {
                        self.at += length + 1;
                        return Some(Part::Bracket(&self.markup[start + 1..self.at - 1]));
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(markup: &str) -> Vec<String> {
        let parts = Parts {
            markup,
            at: 0,
            no_bracket: false,
        };
        parts
            .map(|part| match part {
                Part::Name(name) => name.to_string(),
                Part::Bracket(inner) => format!("[{inner}]"),
            })
            .collect()
    }

    #[test]
    fn names_are_found_among_anything() {
        assert_eq!(names("a.b?[c].d"), ["a", "b?", "[c]", "d"]);
        assert_eq!(names("foo..bar == x"), ["foo", "bar", "x"]);
        assert_eq!(names("a[b[c]]"), ["a", "[b[c]"]);
        assert_eq!(names("a[]b[c"), ["a", "b", "c"]);
    }

    #[test]
    fn the_last_dots_part_a_range() {
        assert_eq!(range_dots(b"1..3"), Some(1));
        assert_eq!(range_dots(b"1...3"), Some(2));
        assert_eq!(range_dots(b"..3"), None);
        assert_eq!(range_dots(b"1.."), None);
        assert_eq!(range_dots(b"1 ..3"), None);
    }
}
