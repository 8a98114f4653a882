//! The tags and filters that templates may use, by name.

use std::collections::HashMap;
use std::sync::Arc;

use super::bytes::OnBytes;
use super::context::Context;
use super::encoding::TextEncoding;
use super::tag::TagParser;
use crate::error::{Error, ErrorKind, Result};
use crate::value::{Str, Value};

/// How many arguments a filter takes behind its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arity {
    least: usize,
    most: Option<usize>,
}

impl Arity {
    /// No fewer, no limit above.
    pub fn at_least(least: usize) -> Self {
        Arity { least, most: None }
    }

    /// Ruby's complaint, which counts the input as well.
    #[inline]
    fn check(self, given: usize) -> Result<()> {
        if given >= self.least && self.most.is_none_or(|most| given <= most) {
            return Ok(());
        }
        self.wrong(given)
    }

    #[cold]
    fn wrong(self, given: usize) -> Result<()> {
        let least = self.least + 1;
        let expected = match self.most {
            None => format!("{least}+"),
            Some(most) if most + 1 == least => least.to_string(),
            Some(most) => format!("{least}..{}", most + 1),
        };
        Err(Error::liquid(format!(
            "wrong number of arguments (given {}, expected {expected})",
            given + 1
        )))
    }
}

impl From<usize> for Arity {
    fn from(exactly: usize) -> Self {
        Arity {
            least: exactly,
            most: Some(exactly),
        }
    }
}

impl From<std::ops::RangeInclusive<usize>> for Arity {
    fn from(range: std::ops::RangeInclusive<usize>) -> Self {
        Arity {
            least: *range.start(),
            most: Some(*range.end()),
        }
    }
}

/// What a filter that only looks is: input, arguments, context.
type Pure = dyn Fn(&Value, &[Value], &Context<'_>) -> Result<Value> + Send + Sync;
/// What a filter that sets variables is.
type Scoped = dyn Fn(&Value, &[Value], &mut Context<'_>) -> Result<Value> + Send + Sync;

/// What a filter that writes text is.
type Text =
    dyn Fn(&Value, &[Value], &Context<'_>, &mut String) -> Result<Option<Value>> + Send + Sync;

/// What a filter that changes its input is.
type Changing = dyn Fn(&mut Value, &[Value], &Context<'_>) -> Result<()> + Send + Sync;

#[derive(Clone)]
enum Function {
    Text(Arc<Text>),
    Changing(Arc<Changing>),
    Pure(Arc<Pure>),
    Scoped(Arc<Scoped>),
}

/// A filter, found by name when a template is parsed.
#[derive(Clone)]
pub struct Filter {
    arity: Arity,
    function: Function,
    encoding: TextEncoding,
    on_bytes: OnBytes,
}

impl Filter {
    /// A filter without a name and without arguments.
    pub(crate) fn new(
        function: impl Fn(&Value, &[Value], &Context<'_>) -> Result<Value> + Send + Sync + 'static,
    ) -> Self {
        Self::named("", Arity::from(0), Function::Pure(Arc::new(function)))
    }

    fn named(name: &str, arity: Arity, function: Function) -> Self {
        Filter {
            arity,
            function,
            encoding: TextEncoding::of_filter(name),
            on_bytes: OnBytes::of_filter(name),
        }
    }

    /// Applies the filter.
    ///
    /// # Errors
    /// `wrong number of arguments …`, and the filter's own. An ArgumentError becomes an error of Liquid's.
    pub fn apply(&self, input: &Value, arguments: &[Value], cx: &mut Context<'_>) -> Result<Value> {
        if let Function::Scoped(function) = &self.function {
            self.arity.check(arguments.len())?;
            return function(input, arguments, cx).map_err(argument_error);
        }
        let mut scratch = std::mem::take(&mut cx.scratch);
        let result = self.apply_shared(input, arguments, cx, &mut scratch);
        cx.scratch = scratch;
        result
    }

    /// As what Ruby holds the text that it makes.
    pub(crate) fn encoding(&self) -> TextEncoding {
        self.encoding
    }

    /// What it does with text that is no UTF-8.
    pub(crate) fn on_bytes(&self) -> OnBytes {
        self.on_bytes
    }

    /// Ruby's complaint about too few or too many arguments.
    pub(crate) fn check_arity(&self, given: usize) -> Result<()> {
        self.arity.check(given)
    }

    /// Whether the filter gets along with a context that it cannot change.
    pub(crate) fn is_shared(&self) -> bool {
        !matches!(self.function, Function::Scoped(_))
    }

    /// Whether the filter changes what it is given ([`Registry::changing_filter`]).
    pub(crate) fn is_changing(&self) -> bool {
        matches!(self.function, Function::Changing(_))
    }

    /// Applies a filter that [`Filter::is_changing`] to a value in its place.
    pub(crate) fn change(
        &self,
        value: &mut Value,
        arguments: &[Value],
        cx: &Context<'_>,
    ) -> Result<()> {
        self.arity.check(arguments.len())?;
        match &self.function {
            Function::Changing(function) => function(value, arguments, cx).map_err(argument_error),
            _ => Ok(()),
        }
    }

    /// As [`Filter::apply`], for one that [`Filter::is_shared`]; any other gives nil. `scratch` is empty before and
    /// behind it.
    pub(crate) fn apply_shared(
        &self,
        input: &Value,
        arguments: &[Value],
        cx: &Context<'_>,
        scratch: &mut String,
    ) -> Result<Value> {
        if let Function::Pure(function) = &self.function {
            // Handed on as it is: each `Option` around a value is a copy of it.
            self.arity.check(arguments.len())?;
            return function(input, arguments, cx).map_err(argument_error);
        }
        let result = self.write_shared(input, arguments, cx, scratch);
        let result = result.map(|value| value.unwrap_or_else(|| Value::from(scratch.as_str())));
        scratch.clear();
        result
    }

    /// As [`Filter::apply_shared`], but text is appended to `out` (then there is no value).
    pub(crate) fn write_shared(
        &self,
        input: &Value,
        arguments: &[Value],
        cx: &Context<'_>,
        out: &mut String,
    ) -> Result<Option<Value>> {
        self.arity.check(arguments.len())?;
        match &self.function {
            Function::Text(function) => function(input, arguments, cx, out),
            Function::Pure(function) => function(input, arguments, cx).map(Some),
            Function::Changing(function) => {
                let mut value = input.clone();
                function(&mut value, arguments, cx).map(|()| Some(value))
            }
            Function::Scoped(_) => Ok(Some(Value::Nil)),
        }
        .map_err(argument_error)
    }
}

/// `Liquid::Strainer#invoke` makes Ruby's ArgumentError its own.
#[cold]
fn argument_error(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Ruby("ArgumentError") => {
            let message = error.bare_message().to_string();
            error.reworded(ErrorKind::Liquid, message)
        }
        _ => error,
    }
}

/// Tags and filters by name, and what else plugins change of the language.
#[derive(Clone, Default)]
pub struct Registry {
    tags: HashMap<Str, Arc<dyn TagParser>, foldhash::fast::FixedState>,
    filters: HashMap<Str, Filter, foldhash::fast::FixedState>,
    answers_to_blank: bool,
}

impl Registry {
    /// No tag and no filter.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those of Liquid 4.0.4.
    pub fn standard() -> Self {
        let mut registry = Self::new();
        super::tags::register(&mut registry);
        super::filters::register(&mut registry);
        registry
    }

    /// Adds a tag, in place of one of the same name.
    pub fn tag(&mut self, name: &str, parser: impl TagParser + 'static) -> &mut Self {
        self.tags.insert(name.into(), Arc::new(parser));
        self
    }

    /// Adds a filter, in place of one of the same name. It gets its input, its arguments (those with names as one hash
    /// behind the others) and the context to look at.
    pub fn filter(
        &mut self,
        name: &str,
        arity: impl Into<Arity>,
        function: impl Fn(&Value, &[Value], &Context<'_>) -> Result<Value> + Send + Sync + 'static,
    ) -> &mut Self {
        self.add(name, arity.into(), Function::Pure(Arc::new(function)))
    }

    /// As [`Registry::filter`], for a filter whose result is text: it appends it to the buffer and gives `None`, or it
    /// appends nothing and gives a value. The buffer may be the page itself, so that nothing is copied.
    pub fn text_filter(
        &mut self,
        name: &str,
        arity: impl Into<Arity>,
        function: impl Fn(&Value, &[Value], &Context<'_>, &mut String) -> Result<Option<Value>>
        + Send
        + Sync
        + 'static,
    ) -> &mut Self {
        self.add(name, arity.into(), Function::Text(Arc::new(function)))
    }

    /// As [`Registry::filter`], for a filter whose result is its input with a change: it makes the change in place, so that a
    /// list which a template builds item by item is not copied for each. An error leaves the value as it was.
    pub fn changing_filter(
        &mut self,
        name: &str,
        arity: impl Into<Arity>,
        function: impl Fn(&mut Value, &[Value], &Context<'_>) -> Result<()> + Send + Sync + 'static,
    ) -> &mut Self {
        self.add(name, arity.into(), Function::Changing(Arc::new(function)))
    }

    /// As [`Registry::filter`], for a filter that sets variables or renders.
    pub fn scoped_filter(
        &mut self,
        name: &str,
        arity: impl Into<Arity>,
        function: impl Fn(&Value, &[Value], &mut Context<'_>) -> Result<Value> + Send + Sync + 'static,
    ) -> &mut Self {
        self.add(name, arity.into(), Function::Scoped(Arc::new(function)))
    }

    fn add(&mut self, name: &str, arity: Arity, function: Function) -> &mut Self {
        let filter = Filter::named(name, arity, function);
        self.filters.insert(name.into(), filter);
        self
    }

    /// Lets everything answer to `blank?`, as it does where a plugin brings ActiveSupport.
    pub fn answer_to_blank(&mut self) -> &mut Self {
        self.answers_to_blank = true;
        self
    }

    /// Whether anything answers to `blank?`.
    pub fn answers_to_blank(&self) -> bool {
        self.answers_to_blank
    }

    /// The parser of a tag.
    pub fn find_tag(&self, name: &str) -> Option<&Arc<dyn TagParser>> {
        self.tags.get(name)
    }

    /// A filter.
    pub fn find_filter(&self, name: &str) -> Option<&Filter> {
        self.filters.get(name)
    }

    /// The names of all filters, in no order.
    pub fn filter_names(&self) -> impl Iterator<Item = &str> {
        self.filters.keys().map(Str::as_str)
    }

    /// The names of all tags, in no order.
    pub fn tag_names(&self) -> impl Iterator<Item = &str> {
        self.tags.keys().map(Str::as_str)
    }
}
