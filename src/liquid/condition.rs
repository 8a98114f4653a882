//! Conditions: comparisons joined by `and` and `or`, which bind to the right (`Liquid::Condition`, `If`'s parsers).

use super::big_range::BigRange;
use super::context::Context;
use super::expression::{Expression, MethodLiteral};
use super::lexer::Kind;
use super::parser::Parser;
use super::scan::{find_fragment, fragment, skip_space, skip_while};
use super::tag::Visitor;
use crate::error::{Error, Result};
use crate::text::{is_space, strip};
use crate::value::{Relation, Value};

/// What `if`, `unless`, `elsif` and Jekyll's `where_exp` ask.
#[derive(Clone)]
pub struct Condition {
    /// In the order in which they are asked.
    comparisons: Vec<(Comparison, Option<Junction>)>,
}

/// How a comparison goes on with the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Junction {
    And,
    Or,
}

/// One side, or two with an operator between them.
#[derive(Clone)]
struct Comparison {
    left: Expression,
    operator: Option<Operator>,
    right: Expression,
}

#[derive(Clone)]
enum Operator {
    Equal,
    NotEqual,
    Relation(Relation),
    Contains,
    /// What the lax parser took for one.
    Unknown(String),
}

impl Operator {
    fn parse(text: &str) -> Self {
        match text {
            "==" => Operator::Equal,
            "!=" | "<>" => Operator::NotEqual,
            "<" => Operator::Relation(Relation::Less),
            "<=" => Operator::Relation(Relation::LessOrEqual),
            ">" => Operator::Relation(Relation::Greater),
            ">=" => Operator::Relation(Relation::GreaterOrEqual),
            "contains" => Operator::Contains,
            _ => Operator::Unknown(text.to_string()),
        }
    }
}

impl Condition {
    /// Reads a condition that must be strictly right, as `where_exp` does.
    ///
    /// # Errors
    /// `Unexpected character …`, `… is not a valid expression`, `Expected … but found …`
    pub fn parse_strict(markup: &str) -> Result<Self> {
        Self::strict(&mut Parser::new(markup)?)
    }

    pub(crate) fn strict(parser: &mut Parser<'_>) -> Result<Self> {
        let mut comparisons = Vec::new();
        loop {
            let comparison = Comparison::strict(parser)?;
            let junction = if parser.accept_id("and") {
                Junction::And
            } else if parser.accept_id("or") {
                Junction::Or
            } else {
                comparisons.push((comparison, None));
                break;
            };
            comparisons.push((comparison, Some(junction)));
        }
        parser.consume(Kind::EndOfString)?;
        Ok(Condition { comparisons })
    }

    /// Reads a condition from whatever markup, from its end backwards.
    pub(crate) fn lax(markup: &str) -> Result<Self> {
        let mut parts = split_lax(markup);
        let mut comparisons = vec![(Comparison::lax(parts.pop())?, None)];
        while let Some(operator) = parts.pop() {
            let comparison = Comparison::lax(parts.pop())?;
            let junction = match strip(operator) {
                "and" => Junction::And,
                "or" => Junction::Or,
                _ => return Err(invalid()),
            };
            comparisons.push((comparison, Some(junction)));
        }
        comparisons.reverse();
        Ok(Condition { comparisons })
    }

    /// Whether it holds.
    ///
    /// # Errors
    /// `comparison of … failed`, `Unknown operator …`, those of the lookups.
    pub fn evaluate(&self, cx: &Context<'_>) -> Result<bool> {
        let mut holds = false;
        for (comparison, junction) in &self.comparisons {
            holds = comparison.evaluate(cx)?;
            match junction {
                Some(Junction::And) if holds => {}
                Some(Junction::Or) if !holds => {}
                _ => break,
            }
        }
        Ok(holds)
    }

    /// Shows the lookups in it to a visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        for (comparison, _) in &self.comparisons {
            comparison.left.visit(visitor);
            comparison.right.visit(visitor);
        }
    }
}

impl Comparison {
    fn strict(parser: &mut Parser<'_>) -> Result<Self> {
        let left = Expression::parse(&parser.expression()?)?;
        let Some(operator) = parser.accept(Kind::Comparison) else {
            return Ok(Comparison {
                left,
                operator: None,
                right: Expression::NIL,
            });
        };
        Ok(Comparison {
            left,
            operator: Some(Operator::parse(operator)),
            right: Expression::parse(&parser.expression()?)?,
        })
    }

    /// `(QuotedFragment)\s*([=!<>a-z_]+)?\s*(QuotedFragment)?`
    fn lax(part: Option<&str>) -> Result<Self> {
        let text = part.unwrap_or_default();
        let bytes = text.as_bytes();
        let (start, end) = find_fragment(bytes, 0).ok_or_else(invalid)?;
        let operator_start = skip_space(bytes, end);
        let operator_end = skip_while(bytes, operator_start, |byte| {
            byte.is_ascii_lowercase() || matches!(byte, b'=' | b'!' | b'<' | b'>' | b'_')
        });
        let operator = (operator_end > operator_start)
            .then(|| Operator::parse(&text[operator_start..operator_end]));
        let right_start = skip_space(bytes, operator_end);
        let right = match fragment(bytes, right_start) {
            Some(right_end) => Expression::parse(&text[right_start..right_end])?,
            None => Expression::NIL,
        };
        Ok(Comparison {
            left: Expression::parse(&text[start..end])?,
            operator,
            right,
        })
    }

    fn evaluate(&self, cx: &Context<'_>) -> Result<bool> {
        let left = self.left.evaluate(cx)?;
        let Some(operator) = &self.operator else {
            return Ok(left.is_truthy());
        };
        let right = self.right.evaluate(cx)?;
        match operator {
            Operator::Equal => Ok(equal(&left, &right, cx)),
            Operator::NotEqual => Ok(!equal(&left, &right, cx)),
            Operator::Relation(relation) => match (&*left, &*right) {
                (Value::Int(left), Value::Int(right)) => Ok(match relation {
                    Relation::Less => left < right,
                    Relation::LessOrEqual => left <= right,
                    Relation::Greater => left > right,
                    Relation::GreaterOrEqual => left >= right,
                }),
                _ => Value::relational(*relation, &left, &right),
            },
            Operator::Contains => contains(&left, &right),
            Operator::Unknown(name) => Err(Error::liquid(format!("Unknown operator {name}"))),
        }
    }
}

/// What both `==` and `when` ask: `empty` is asked of the other side, and `blank` where anybody answers to it.
pub(crate) fn equal(left: &Value, right: &Value, cx: &Context<'_>) -> bool {
    if !matches!(left, Value::Drop(_)) && !matches!(right, Value::Drop(_)) {
        return same(left, right);
    }
    match (MethodLiteral::of(left), MethodLiteral::of(right)) {
        (None, None) => same(left, right),
        (Some(literal), _) => literal_holds(literal, right, cx),
        (None, Some(literal)) => literal_holds(literal, left, cx),
    }
}

/// `==`, without a detour where both are text or small integers.
#[inline]
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Str(left), Value::Str(right)) => left == right,
        (Value::Int(left), Value::Int(right)) => left == right,
        _ => left.equals(right),
    }
}

fn literal_holds(literal: MethodLiteral, value: &Value, cx: &Context<'_>) -> bool {
    match literal {
        MethodLiteral::Empty => is_empty(value),
        MethodLiteral::Blank => {
            let options = cx.parse_options();
            options.is_some_and(|options| options.registry.answers_to_blank()) && is_blank(value)
        }
    }
}

/// `value.blank?`, which is ActiveSupport's.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Nil | Value::Bool(false) => true,
        Value::Str(text) => text.chars().all(char::is_whitespace),
        _ => is_empty(value),
    }
}

/// `value.empty?`, false where there is no such method.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Str(text) | Value::Symbol(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Array(array) => array.is_empty(),
        Value::Hash(hash) => hash.is_empty(),
        _ => false,
    }
}

/// `contains`: text in text, an element, a key, a number in a range.
fn contains(left: &Value, right: &Value) -> Result<bool> {
    if !left.is_truthy() || !right.is_truthy() {
        return Ok(false);
    }
    Ok(match left {
        Value::Str(text) => {
            let wanted = super::convert::to_s(right)?;
            memchr::memmem::find(text.as_bytes(), wanted.as_bytes()).is_some()
        }
        Value::Bytes(bytes) => {
            let wanted = super::convert::to_s(right)?;
            memchr::memmem::find(bytes, wanted.as_bytes()).is_some()
        }
        Value::Array(array) => array.iter().any(|item| same(item, right)),
        Value::Hash(hash) => hash.contains_key(right),
        Value::Range(start, end) => match right {
            Value::Int(i) => start <= i && i <= end,
            Value::Float(f) => *start as f64 <= *f && *f <= *end as f64,
            _ => false,
        },
        Value::Drop(drop) => match left.downcast_drop::<BigRange>() {
            Some(range) => return Ok(range.contains(right)),
            None => {
                for item in drop.to_array()?.iter().flat_map(|items| items.iter()) {
                    if drop.packed(item)?.equals(right) {
                        return Ok(true);
                    }
                }
                false
            }
        },
        _ => false,
    })
}

fn invalid() -> Error {
    Error::syntax("Syntax Error in tag 'if' - Valid syntax: if [expression]")
}

/// `markup.scan(ExpressionsAndOperators)`: operators stand alone, what lies between them is one part.
fn split_lax(markup: &str) -> Vec<&str> {
    let bytes = markup.as_bytes();
    let mut parts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match operator(markup, at).or_else(|| operands(markup, at)) {
            Some(end) => {
                parts.push(&markup[at..end]);
                at = end;
            }
            None => at += markup[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    parts
}

/// `\b(?:\s?and\s?|\s?or\s?)\b`
fn operator(markup: &str, at: usize) -> Option<usize> {
    let bytes = markup.as_bytes();
    if !is_boundary(markup, at) {
        return None;
    }
    let starts = if bytes.get(at).copied().is_some_and(is_space) {
        [at + 1, at]
    } else {
        [at, at]
    };
    ["and", "or"].into_iter().find_map(|word| {
        let end = starts
            .into_iter()
            .find(|&start| bytes[start..].starts_with(word.as_bytes()))?
            + word.len();
        let behind = end + usize::from(bytes.get(end).copied().is_some_and(is_space));
        [behind, end]
            .into_iter()
            .find(|&end| is_boundary(markup, end))
    })
}

/// `(?:\s*(?!operator)(?:QuotedFragment|\S+)\s*)+`
fn operands(markup: &str, at: usize) -> Option<usize> {
    let bytes = markup.as_bytes();
    let mut end = at;
    loop {
        let start = skip_space(bytes, end);
        if start == bytes.len() || operator(markup, start).is_some() {
            break;
        }
        let operand_end = fragment(bytes, start)
            .unwrap_or_else(|| skip_while(bytes, start, |byte| !is_space(byte)));
        end = skip_space(bytes, operand_end);
    }
    (end > at).then_some(end)
}

/// `\b`, to which letters of all scripts are word characters.
fn is_boundary(markup: &str, at: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let before = markup[..at].chars().next_back().is_some_and(is_word);
    let behind = markup[at..].chars().next().is_some_and(is_word);
    before != behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_part_the_operands() {
        assert_eq!(split_lax("a and b"), ["a ", "and ", "b"]);
        assert_eq!(split_lax("a and \"b c\""), ["a ", "and", " \"b c\""]);
        assert_eq!(split_lax("android or  b"), ["android ", "or", "  b"]);
        assert_eq!(split_lax("a = b, c"), ["a = b, c"]);
        assert_eq!(split_lax("and-x"), ["and", "-x"]);
        assert_eq!(split_lax("\"x\"and y"), ["\"x\"", "and ", "y"]);
    }
}
