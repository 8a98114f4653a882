//! An expression with its filters: what stands in `{{ … }}`, and right of `assign`'s `=` (`Liquid::Variable`).

use std::borrow::Cow;

use smallvec::SmallVec;

use super::bytes::OnBytes;
use super::context::Context;
use super::encoding::TextEncoding;
use super::expression::{Expression, to_liquid};
use super::lexer::Kind;
use super::parse_context::{ParseContext, Place};
use super::parser::Parser;
use super::registry::Filter;
use super::scan::{
    attribute_name, find_fragment, fragment, fragment_to_end, is_word, quoted_string, skip_space,
    skip_while,
};
use super::scope::Name;
use super::tag::Visitor;
use super::template::{ErrorMode, ParseOptions};
use crate::error::{Error, Result};
use crate::text::is_space;
use crate::value::{Map, Str, Value, no_method};

/// A parsed variable.
pub struct Variable {
    expression: Expression,
    filters: Vec<FilterCall>,
    pub(crate) place: Place,
}

/// One filter of a variable.
struct FilterCall {
    name: Str,
    /// What the registry knew under that name.
    filter: Option<Filter>,
    arguments: Vec<Expression>,
    named: Vec<(Str, Expression)>,
    /// The arguments, where all of them are literals without names.
    constants: Option<Box<[Value]>>,
}

/// Applies the filter to text that is no UTF-8.
fn apply_to_bytes(
    filter: &Filter,
    input: &Value,
    arguments: &[Value],
    apply: impl FnOnce(&Value, &[Value]) -> Result<Value>,
) -> Result<Value> {
    match input {
        Value::Bytes(bytes) => filter
            .on_bytes()
            .apply(bytes, arguments, apply)
            .unwrap_or(Ok(Value::Nil)),
        _ => apply(input, arguments),
    }
}

/// Whether a value that a filter made is US-ASCII, if its text would be.
fn encoded(filter: &Filter, value: &Value, text: bool) -> bool {
    match value {
        Value::Str(_) => text,
        Value::Array(parts) if filter.encoding() == TextEncoding::Parts => text || parts.is_empty(),
        _ => value.is_us_ascii(),
    }
}

type Parts = (Expression, Vec<FilterCall>);

impl Variable {
    pub(crate) fn parse(markup: &str, cx: &mut ParseContext<'_>) -> Result<Self> {
        let place = cx.place();
        let options = cx.options();
        if options.error_mode == ErrorMode::Unknown {
            return Ok(Self::unread(place));
        }
        let (expression, filters) = cx.switch(
            markup,
            place.line,
            || format!("in \"{{{{{markup}}}}}\""),
            |parser| parse_strictly(parser, options),
            || parse_laxly(markup, options),
        )?;
        Ok(Variable {
            expression,
            filters,
            place,
        })
    }

    /// One that no parser took up: it has no list of filters to go over once it is rendered.
    fn unread(place: Place) -> Self {
        let refusal = Filter::new(|_, _, _| Err(no_method(&Value::Nil, "inject")));
        let call = FilterCall {
            name: Str::default(),
            filter: Some(refusal),
            arguments: Vec::new(),
            named: Vec::new(),
            constants: None,
        };
        Variable {
            expression: Expression::NIL,
            filters: vec![call],
            place,
        }
    }

    /// Reads markup such as `post.title | upcase` by itself, for filters that take one as an argument.
    ///
    /// # Errors
    /// In strict mode those of the markup; otherwise as [`Expression::parse`].
    pub fn parse_alone(markup: &str, options: &ParseOptions) -> Result<Self> {
        let options = ParseOptions {
            line_numbers: false,
            ..options.clone()
        };
        let mut cx = ParseContext::new("", &options, false);
        Self::parse(markup, &mut cx)
    }

    /// What stands before the filters.
    pub fn expression(&self) -> &Expression {
        &self.expression
    }

    /// Appends what the value prints.
    ///
    /// # Errors
    /// Those of the lookups and the filters.
    pub fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let Some((last, before)) = self.filters.split_last() else {
            let value = self.expression.evaluate(cx)?;
            cx.set_us_ascii(cx.holds_us_ascii(&self.expression, &value));
            return value.write_to_s(out);
        };
        if before.is_empty() {
            return last.write(None, &self.expression, cx, out);
        }
        let mut value = Value::Nil;
        self.apply(before, cx, &mut value)?;
        last.write(Some(&value), &self.expression, cx, out)
    }

    /// The value that comes out of the last filter.
    ///
    /// # Errors
    /// Those of the lookups and the filters.
    pub fn evaluate(&self, cx: &mut Context<'_>) -> Result<Value> {
        let mut value = Value::Nil;
        self.evaluate_into(cx, &mut value)?;
        Ok(value)
    }

    /// As [`Variable::evaluate`], put in the place of a value: a value that is handed on by result is copied each time.
    pub(crate) fn evaluate_into(&self, cx: &mut Context<'_>, value: &mut Value) -> Result<()> {
        if !self.filters.is_empty() {
            return self.apply(&self.filters, cx, value);
        }
        let found = self.expression.evaluate(cx)?;
        cx.set_us_ascii(cx.holds_us_ascii(&self.expression, &found));
        *value = found.into_owned();
        Ok(())
    }

    /// Puts what comes out of some filters in the place of a value.
    fn apply(&self, filters: &[FilterCall], cx: &mut Context<'_>, value: &mut Value) -> Result<()> {
        let mut first = Some(&self.expression);
        for call in filters {
            call.apply(first.take(), cx, value)?;
            if matches!(value, Value::Symbol(_) | Value::Drop(_)) {
                *value = to_liquid(std::mem::take(value));
            }
        }
        Ok(())
    }

    /// Whether this is the variable of that name with one change to it, as in `list = list | push: item`.
    pub(crate) fn changes(&self, name: &Name) -> bool {
        self.expression.as_plain_name() == Some(name.as_str())
            && matches!(&*self.filters, [call] if call.filter.as_ref().is_some_and(Filter::is_changing))
    }

    /// Makes the change that [`Variable::changes`] tells of to an array that `assign` has set, in its place; false where
    /// there is none.
    ///
    /// # Errors
    /// Those of the lookups and the filter; the array is as it was then.
    pub(crate) fn change_assigned(&self, cx: &mut Context<'_>, name: &Name) -> Result<bool> {
        let [call] = &*self.filters else {
            return Ok(false);
        };
        let (Some(filter), Some(Value::Array(_))) = (&call.filter, cx.assigned_mut(name)) else {
            return Ok(false);
        };
        let arguments = call.evaluate_arguments(cx)?;
        let mut value = cx
            .assigned_mut(name)
            .map(std::mem::take)
            .unwrap_or_default();
        let result = filter.change(&mut value, &arguments, cx);
        cx.assign(name, value);
        result.map(|()| true)
    }

    /// Shows the lookups and filters to a visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        self.expression.visit(visitor);
        for call in &self.filters {
            visitor.filter(&call.name, &call.arguments, &call.named);
            for argument in &call.arguments {
                argument.visit(visitor);
            }
            for (_, argument) in &call.named {
                argument.visit(visitor);
            }
        }
    }
}

impl FilterCall {
    /// Applies the filter to the value, or to `expression` where it is the first, and puts what comes out in the value's
    /// place.
    fn apply(
        &self,
        expression: Option<&Expression>,
        cx: &mut Context<'_>,
        value: &mut Value,
    ) -> Result<()> {
        let mut scratch = std::mem::take(&mut cx.scratch);
        let shared = &*cx;
        let input = match expression {
            Some(expression) => Self::input(expression, shared)?,
            None => Cow::Borrowed(&*value),
        };
        let evaluated;
        let arguments = match &self.constants {
            Some(constants) => &**constants,
            None => {
                evaluated = self.evaluate_arguments(shared)?;
                &evaluated
            }
        };
        let Some(filter) = &self.filter else {
            self.unknown(shared)?;
            if expression.is_some() {
                *value = input.into_owned();
            }
            cx.scratch = scratch;
            return Ok(());
        };
        let text = filter.encoding().of_text(&input, arguments, shared);
        if expression.is_none() && filter.is_changing() {
            drop(input);
            filter.change(value, arguments, shared)?;
            cx.scratch = scratch;
            cx.set_us_ascii(encoded(filter, value, text));
            return Ok(());
        }
        let result = if matches!(*input, Value::Bytes(_)) && filter.on_bytes() != OnBytes::Knows {
            let apply = |input: &Value, arguments: &[Value]| {
                filter.apply_shared(input, arguments, shared, &mut scratch)
            };
            filter
                .check_arity(arguments.len())
                .and_then(|()| apply_to_bytes(filter, &input, arguments, apply))
        } else if filter.is_shared() {
            filter.apply_shared(&input, arguments, shared, &mut scratch)
        } else {
            let input = input.into_owned();
            filter.apply(&input, arguments, cx)
        };
        cx.scratch = scratch;
        *value = result?;
        cx.set_us_ascii(encoded(filter, value, text));
        Ok(())
    }

    /// Applies the filter and appends what its result prints.
    fn write(
        &self,
        input: Option<&Value>,
        expression: &Expression,
        cx: &mut Context<'_>,
        out: &mut String,
    ) -> Result<()> {
        let filter = self.filter.as_ref().filter(|filter| filter.is_shared());
        let shared = &*cx;
        let found = match input {
            Some(value) => Cow::Borrowed(value),
            None => Self::input(expression, shared)?,
        };
        let is_for_bytes = |filter: &Filter| {
            matches!(*found, Value::Bytes(_)) && filter.on_bytes() != OnBytes::Knows
        };
        let Some(filter) = filter.filter(|filter| !is_for_bytes(filter)) else {
            let mut value = input.cloned().unwrap_or_default();
            drop(found);
            let expression = input.is_none().then_some(expression);
            self.apply(expression, cx, &mut value)?;
            return to_liquid(value).write_to_s(out);
        };
        let evaluated;
        let arguments = match &self.constants {
            Some(constants) => &**constants,
            None => {
                evaluated = self.evaluate_arguments(shared)?;
                &evaluated
            }
        };
        let text = filter.encoding().of_text(&found, arguments, shared);
        match filter.write_shared(&found, arguments, shared, out)? {
            Some(value) => {
                let value = to_liquid(value);
                shared.set_us_ascii(encoded(filter, &value, text));
                value.write_to_s(out)
            }
            None => {
                shared.set_us_ascii(text);
                Ok(())
            }
        }
    }

    fn input<'v>(expression: &'v Expression, cx: &'v Context<'_>) -> Result<Cow<'v, Value>> {
        let value = expression.evaluate(cx)?;
        cx.set_us_ascii(cx.holds_us_ascii(expression, &value));
        Ok(value)
    }

    fn unknown(&self, cx: &Context<'_>) -> Result<()> {
        if cx.options().strict_filters {
            return Err(Error::liquid(format!("undefined filter {}", self.name)));
        }
        Ok(())
    }

    fn evaluate_arguments(&self, cx: &Context<'_>) -> Result<SmallVec<[Value; 2]>> {
        let mut arguments = SmallVec::new();
        for argument in &self.arguments {
            arguments.push(argument.evaluate(cx)?.into_owned());
        }
        if !self.named.is_empty() {
            let mut named = Map::default();
            for (name, argument) in &self.named {
                named.insert(
                    Value::Str(name.clone()),
                    argument.evaluate(cx)?.into_owned(),
                );
            }
            arguments.push(Value::from(named));
        }
        Ok(arguments)
    }

    fn new(name: &str, options: &ParseOptions) -> Self {
        FilterCall {
            name: name.into(),
            filter: options.registry.find_filter(name).cloned(),
            arguments: Vec::new(),
            named: Vec::new(),
            constants: None,
        }
    }

    /// Behind the last argument.
    fn finish(mut self) -> Self {
        let literals = self
            .arguments
            .iter()
            .map(|argument| argument.as_literal().cloned());
        if self.named.is_empty() {
            self.constants = literals.collect();
        }
        self
    }

    /// Adds an argument with a name; the last of equal names counts, in the place of the first.
    fn push_named(&mut self, name: &str, argument: Expression) {
        match self.named.iter_mut().find(|(other, _)| other == name) {
            Some((_, value)) => *value = argument,
            None => self.named.push((name.into(), argument)),
        }
    }

    /// Adds an argument that the lax scanner found: `name: value` has a name.
    fn push_lax(&mut self, argument: &str) -> Result<()> {
        let bytes = argument.as_bytes();
        match attribute_name(bytes, 0) {
            Some((name_end, value)) if fragment_to_end(bytes, value) => {
                let value = Expression::parse(&argument[value..])?;
                self.push_named(&argument[..name_end], value);
            }
            _ => self.arguments.push(Expression::parse(argument)?),
        }
        Ok(())
    }
}

fn parse_strictly(parser: &mut Parser<'_>, options: &ParseOptions) -> Result<Parts> {
    let expression = Expression::parse(&parser.expression()?)?;
    let mut filters = Vec::new();
    while parser.accept(Kind::Pipe).is_some() {
        let mut call = FilterCall::new(parser.consume(Kind::Id)?, options);
        if parser.accept(Kind::Colon).is_some() {
            loop {
                let (name, argument) = parser.argument()?;
                match name {
                    None => call.arguments.push(Expression::parse(&argument)?),
                    Some(name) if name.bytes().all(is_word) => {
                        call.push_named(name, Expression::parse(&argument)?);
                    }
                    // A name with a `-` or `?` is a word to the lexer, but not to the scanner of named arguments.
                    Some(name) => {
                        let whole = format!("{name}: {argument}");
                        call.arguments.push(Expression::parse(&whole)?);
                    }
                }
                if parser.accept(Kind::Comma).is_none() {
                    break;
                }
            }
        }
        filters.push(call.finish());
    }
    parser.consume(Kind::EndOfString)?;
    Ok((expression, filters))
}

/// Takes what the scanners find in any markup.
fn parse_laxly(markup: &str, options: &ParseOptions) -> Result<Parts> {
    let bytes = markup.as_bytes();
    let Some((start, end)) = find_fragment(bytes, 0) else {
        return Ok((Expression::NIL, Vec::new()));
    };
    let expression = Expression::parse(&markup[start..end])?;
    let mut filters = Vec::new();
    if let Some(pipe) = memchr::memchr(b'|', &bytes[end..]) {
        let rest = &markup[skip_space(bytes, end + pipe + 1)..];
        let mut at = 0;
        while let Some((start, end)) = find_filter(rest.as_bytes(), at) {
            if let Some(call) = parse_lax_filter(&rest[start..end], options)? {
                filters.push(call);
            }
            at = end;
        }
    }
    Ok((expression, filters))
}

/// `FilterParser`: the next run of anything but `|` and quotes that stay open.
fn find_filter(text: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let part_end = |at: usize| match text[at] {
        b'|' => None,
        b'"' | b'\'' => quoted_string(text, at),
        _ => Some(at + 1),
    };
    while at < text.len() && part_end(at).is_none() {
        at += 1;
    }
    let start = at;
    while at < text.len()
        && let Some(end) = part_end(at)
    {
        at = end;
    }
    (at > start).then_some((start, at))
}

/// A filter's name is its first word; its arguments are what stands behind colons and commas.
fn parse_lax_filter(text: &str, options: &ParseOptions) -> Result<Option<FilterCall>> {
    let bytes = text.as_bytes();
    let start = skip_while(bytes, 0, |byte| !is_word(byte));
    let end = skip_while(bytes, start, is_word);
    if start == end {
        return Ok(None);
    }
    let mut call = FilterCall::new(&text[start..end], options);
    let mut at = 0;
    while let Some(separator) = bytes[at..].iter().position(|&b| b == b':' || b == b',') {
        at += separator + 1;
        if let Some((start, end)) = lax_argument(bytes, at) {
            call.push_lax(&text[start..end])?;
            at = end;
        }
    }
    Ok(Some(call.finish()))
}

/// `\s*((?:\w+\s*\:\s*)?QuotedFragment)`
fn lax_argument(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let start = skip_space(text, at);
    debug_assert!(text.get(start).is_none_or(|&byte| !is_space(byte)));
    if let Some((_, value)) = attribute_name(text, start)
        && let Some(end) = fragment(text, value)
    {
        return Some((start, end));
    }
    fragment(text, start).map(|end| (start, end))
}
