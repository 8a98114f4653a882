//! What a template sees while it is rendered: its variables, the caller's environment, its own memory (`Liquid::Context`).

use std::any::Any;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;

use super::expression::{Expression, to_liquid_ref, undefined_variable};
use super::parse_context::Place;
use super::scope::{Name, Scopes};
use super::state::{Limits, TemplateState, Usage};
use super::tag::Interrupt;
use super::template::ParseOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::value::{Clock, Map, Str, StrKey, Value};

/// The variables that the caller hands in, outside of all scopes. `increment` and `decrement` write here.
pub trait Environment: Send {
    /// The value of a name; `None` where the name is unknown (which `strict_variables` refuses).
    ///
    /// # Errors
    /// Whatever making the value may fail with.
    fn get(&self, name: &str) -> Result<Option<Cow<'_, Value>>>;

    /// The value of a key that is no text (`{{ [5] }}`).
    ///
    /// # Errors
    /// As [`Environment::get`].
    fn get_value(&self, _key: &Value) -> Result<Option<Cow<'_, Value>>> {
        Ok(None)
    }

    /// Whether Ruby holds the text of a name as US-ASCII; asked after [`Environment::get`].
    fn is_us_ascii(&self, _name: &str) -> bool {
        false
    }

    /// Sets a name.
    ///
    /// # Errors
    /// Where the name cannot be set.
    fn set(&mut self, name: &str, value: Value) -> Result<()>;

    /// Adds to a template's memory what earlier renderings of it left, under what this one has written already. It is
    /// called once in a rendering, before anything in the memory is looked up.
    fn recall(&mut self, _state: &mut TemplateState) {}

    /// What has to be known on another thread before a piece of the rendering may go on there.
    fn carry(&self) -> Option<Carry> {
        None
    }
}

/// Called on the thread to which a rendering moves; what it gives is dropped there behind the rendering.
pub type Carry = Box<dyn FnOnce() -> Box<dyn Any> + Send>;

impl Environment for Map {
    fn get(&self, name: &str) -> Result<Option<Cow<'_, Value>>> {
        Ok(Map::get(self, &StrKey(name)).map(Cow::Borrowed))
    }

    fn get_value(&self, key: &Value) -> Result<Option<Cow<'_, Value>>> {
        Ok(Map::get(self, key).map(Cow::Borrowed))
    }

    fn set(&mut self, name: &str, value: Value) -> Result<()> {
        self.insert(Value::from(name), value);
        Ok(())
    }
}

/// How a template is rendered.
#[derive(Debug, Clone, Copy, Default)]
pub struct RenderOptions {
    /// An unknown variable is an error.
    pub strict_variables: bool,
    /// An unknown filter is an error.
    pub strict_filters: bool,
    /// Errors are printed where they happen and collected, instead of ending the rendering (`render`, not `render!`).
    pub lenient: bool,
    /// How much the rendering may do.
    pub limits: Limits,
}

/// The state of a rendering. Tags and filters get it.
pub struct Context<'a> {
    scopes: Scopes,
    /// Whether the innermost [`Context::stack`] has pushed a scope of its own.
    stack_used: bool,
    environment: &'a mut dyn Environment,
    state: &'a mut TemplateState,
    /// Whether the memory holds what earlier renderings left.
    recalled: bool,
    user: Option<&'a mut (dyn Any + Send)>,
    clock: &'a Clock,
    options: RenderOptions,
    parse_options: Option<ParseOptions>,
    usage: Usage,
    limited: bool,
    /// The error on its way up is that of a limit.
    exhausted: bool,
    /// See [`Context::is_us_ascii`].
    us_ascii: Cell<bool>,
    /// The variables whose text is US-ASCII.
    us_ascii_names: HashSet<Str, foldhash::fast::FixedState>,
    interrupts: Vec<Interrupt>,
    template_name: Option<Str>,
    errors: Vec<Error>,
    depth: usize,
    /// Where filters write text that is not yet the output.
    pub(crate) scratch: String,
    /// The `forloop`s that are running.
    pub(crate) loops: Vec<Value>,
}

/// So many scopes may lie on one another (`Block::MAX_DEPTH`).
const MAX_SCOPES: usize = 100;

/// What Ruby says when its stack is full.
pub(crate) fn stack_too_deep() -> Error {
    Error::ruby("SystemStackError", "stack level too deep")
}

pub(crate) fn nesting_too_deep() -> Error {
    Error::liquid("Nesting too deep")
}

impl<'a> Context<'a> {
    /// A context for one rendering of one template.
    pub fn new(
        environment: &'a mut dyn Environment,
        state: &'a mut TemplateState,
        clock: &'a Clock,
    ) -> Self {
        Context {
            scopes: Scopes::default(),
            stack_used: false,
            environment,
            state,
            recalled: false,
            user: None,
            clock,
            options: RenderOptions::default(),
            parse_options: None,
            usage: Usage::default(),
            limited: false,
            exhausted: false,
            us_ascii: Cell::new(false),
            us_ascii_names: HashSet::default(),
            interrupts: Vec::new(),
            template_name: None,
            errors: Vec::new(),
            depth: 0,
            scratch: String::new(),
            loops: Vec::new(),
        }
    }

    /// With what tags and filters of the caller's own need: [`Context::user`] gives it to them.
    #[must_use]
    pub fn with_user(mut self, user: &'a mut (dyn Any + Send)) -> Self {
        self.user = Some(user);
        self
    }

    /// With other options than strictness off, errors raised, no limits.
    #[must_use]
    pub fn with_options(mut self, options: RenderOptions) -> Self {
        self.limited = options.limits.is_some();
        self.options = options;
        self
    }

    /// What the caller handed in, if it is a `T`.
    pub fn user<T: Any>(&self) -> Option<&T> {
        self.user.as_deref()?.downcast_ref()
    }

    /// As [`Context::user`], to change it.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use rekyll::liquid::{Context, ParseContext, ParseOptions, Registry, Tag, TagMarkup, Template, TemplateState};
    /// use rekyll::value::{Clock, Map};
    ///
    /// /// `{% seen NAME %}`: leaves a name to the program.
    /// struct Seen(String);
    ///
    /// impl Tag for Seen {
    ///     fn render(&self, cx: &mut Context<'_>, _out: &mut String) -> rekyll::error::Result<()> {
    ///         if let Some(names) = cx.user_mut::<Vec<String>>() {
    ///             names.push(self.0.clone());
    ///         }
    ///         Ok(())
    ///     }
    /// }
    ///
    /// let mut registry = Registry::standard();
    /// registry.tag("seen", |tag: TagMarkup<'_>, _: &mut ParseContext<'_>| {
    ///     Ok(Box::new(Seen(tag.markup.trim().to_string())) as Box<dyn Tag>)
    /// });
    /// let template = Template::parse("{% seen a %}{% seen b %}", &ParseOptions::new(Arc::new(registry)))?;
    /// let (mut variables, mut state, clock) = (Map::default(), TemplateState::new(), Clock::from_env());
    /// let mut names: Vec<String> = Vec::new();
    /// let mut context = Context::new(&mut variables, &mut state, &clock).with_user(&mut names);
    /// template.render(&mut context, &mut String::new())?;
    /// assert_eq!(names, ["a", "b"]);
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    pub fn user_mut<T: Any>(&mut self) -> Option<&mut T> {
        self.user.as_deref_mut()?.downcast_mut()
    }

    /// The memory of the outermost template.
    pub fn state(&self) -> &TemplateState {
        self.state
    }

    /// The memory of the outermost template, to write in.
    pub fn state_mut(&mut self) -> &mut TemplateState {
        self.state
    }

    /// The memory of the outermost template with all that earlier renderings left in it, for what goes on from them.
    pub fn recalled_state(&mut self) -> &mut TemplateState {
        if !self.recalled {
            self.recalled = true;
            self.environment.recall(self.state);
        }
        self.state
    }

    /// The caller's variables.
    pub fn environment(&self) -> &dyn Environment {
        self.environment
    }

    /// The caller's variables, to write in.
    pub fn environment_mut(&mut self) -> &mut dyn Environment {
        self.environment
    }

    /// The clock that `now` reads.
    pub fn clock(&self) -> &'a Clock {
        self.clock
    }

    /// How the template is rendered.
    pub fn options(&self) -> &RenderOptions {
        &self.options
    }

    /// How the template that is being rendered was parsed, for tags that parse more of it.
    pub fn parse_options(&self) -> Option<&ParseOptions> {
        self.parse_options.as_ref()
    }

    pub(crate) fn replace_parse_options(
        &mut self,
        options: Option<ParseOptions>,
    ) -> Option<ParseOptions> {
        std::mem::replace(&mut self.parse_options, options)
    }

    /// Whether an unknown variable is an error.
    pub fn strict_variables(&self) -> bool {
        self.options.strict_variables
    }

    /// The name that errors give the template, if any.
    pub fn template_name(&self) -> Option<&str> {
        self.template_name.as_deref()
    }

    /// Sets the name that errors give the template; gives the one before.
    pub fn set_template_name(&mut self, name: Option<Str>) -> Option<Str> {
        std::mem::replace(&mut self.template_name, name)
    }

    /// The errors that were printed instead of raised.
    pub fn errors(&self) -> &[Error] {
        &self.errors
    }

    /// The value of a variable, or nil.
    ///
    /// # Errors
    /// What the environment answers with; under `strict_variables` `undefined variable …`.
    #[inline]
    pub fn find(&self, name: &Name) -> Result<Cow<'_, Value>> {
        match self.scopes.get(name) {
            Some(value) => Ok(to_liquid_ref(value)),
            None => self.find_in_environment(name.as_str()).map(handed_on),
        }
    }

    /// The value that the template itself has given a name, before Liquid hands it on (`to_liquid`).
    #[inline]
    pub(crate) fn find_in_scopes(&self, name: &Name) -> Option<&Value> {
        self.scopes.get(name)
    }

    /// The value of a variable that the template has not set, before Liquid hands it on.
    pub(crate) fn find_in_environment(&self, name: &str) -> Result<Cow<'_, Value>> {
        match self.environment.get(name)? {
            Some(value) => Ok(value),
            None if self.options.strict_variables => Err(undefined_variable(name)),
            None => Ok(Cow::Owned(Value::Nil)),
        }
    }

    /// As [`Context::find`], by text.
    ///
    /// # Errors
    /// As [`Context::find`].
    pub fn find_variable(&self, name: &str) -> Result<Cow<'_, Value>> {
        match self.scopes.get_str(name) {
            Some(value) => Ok(to_liquid_ref(value)),
            None => self.find_in_environment(name).map(handed_on),
        }
    }

    /// As [`Context::find_variable`], nil also where `strict_variables` would complain.
    pub(crate) fn find_quietly(&self, name: &str) -> Result<Value> {
        if let Some(value) = self.scopes.get_str(name) {
            return Ok(to_liquid_ref(value).into_owned());
        }
        let value = self.environment.get(name)?.map(Cow::into_owned);
        Ok(super::expression::to_liquid(value.unwrap_or_default()))
    }

    /// The variable whose name is a value that is no text.
    pub(crate) fn find_value(&self, key: &Value) -> Result<Cow<'_, Value>> {
        match self.environment.get_value(key)? {
            Some(value) => Ok(handed_on(value)),
            None if self.options.strict_variables => {
                Err(undefined_variable(&super::convert::to_s(key)?))
            }
            None => Ok(Cow::Owned(Value::Nil)),
        }
    }

    /// The value of markup such as `page.title` (`context["page.title"]`).
    ///
    /// # Errors
    /// As [`Expression::parse`] and [`Expression::evaluate`].
    pub fn evaluate(&self, markup: &str) -> Result<Value> {
        Ok(Expression::parse(markup)?.evaluate(self)?.into_owned())
    }

    /// Sets a variable of the outermost scope, as `assign` and `capture` do.
    pub fn assign(&mut self, name: &Name, value: Value) {
        self.scopes.outermost_mut().set(name, value);
    }

    /// The value that `assign` has given a name, where nothing hides it.
    pub(crate) fn assigned_mut(&mut self, name: &Name) -> Option<&mut Value> {
        self.scopes.outermost_value_mut(name)
    }

    /// Sets a variable of the innermost [`Context::stack`] (`context[name] = value`).
    ///
    /// # Errors
    /// `Nesting too deep`.
    pub fn set(&mut self, name: &Name, value: Value) -> Result<()> {
        if !self.stack_used {
            self.stack_used = true;
            self.scopes.push();
            if self.scopes.len() > MAX_SCOPES {
                return Err(nesting_too_deep());
            }
        }
        self.scopes.set(name, value);
        Ok(())
    }

    /// Does something whose variables, if it sets any, are gone behind it.
    ///
    /// # Errors
    /// Those of `action`.
    pub fn stack<T>(&mut self, action: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let outer = std::mem::replace(&mut self.stack_used, false);
        let result = action(self);
        if self.stack_used {
            self.scopes.pop();
        }
        self.stack_used = outer;
        result
    }

    /// Whether a `break` or `continue` is waiting for its loop.
    pub fn is_interrupted(&self) -> bool {
        !self.interrupts.is_empty()
    }

    pub(crate) fn push_interrupt(&mut self, interrupt: Interrupt) {
        self.interrupts.push(interrupt);
    }

    /// Takes the `break` or `continue` that came last.
    pub fn pop_interrupt(&mut self) -> Option<Interrupt> {
        self.interrupts.pop()
    }

    /// What an error that a node raised leads to: it is raised again with the place, or printed.
    pub(crate) fn handle_error(
        &mut self,
        mut error: Error,
        place: Place,
        out: &mut String,
    ) -> Result<()> {
        if self.exhausted {
            return Err(error);
        }
        let line = place.line;
        if let Some(line) = line {
            error.passes(line, place.start);
        }
        let is_liquid = matches!(error.kind(), ErrorKind::Liquid | ErrorKind::LiquidSyntax);
        if is_liquid {
            if let Some(name) = &self.template_name {
                error.set_template_name(name);
            }
            if let Some(line) = line {
                error.set_template_line(line);
            }
        }
        if !self.options.lenient || never_rescued(error.kind()) {
            return Err(error);
        }
        if !is_liquid {
            error = self.internal_error(line);
        }
        if !is_undefined(&error) {
            use std::fmt::Write;
            let _ = write!(out, "{error}");
        }
        self.errors.push(error);
        Ok(())
    }

    /// What Liquid makes of an exception that is not its own.
    fn internal_error(&self, line: Option<u32>) -> Error {
        let mut error = Error::liquid("internal");
        if let Some(name) = &self.template_name {
            error.set_template_name(name);
        }
        if let Some(line) = line {
            error.set_template_line(line);
        }
        error
    }

    /// Starts counting again, as every rendering of a template does.
    pub(crate) fn reset_usage(&mut self) {
        self.usage = Usage::default();
    }

    /// Counts the nodes of a body.
    pub(crate) fn add_score(&mut self, nodes: u32) {
        self.usage.score += u64::from(nodes);
    }

    /// Whether it counts what is assigned.
    pub(crate) fn counts_assigned(&self) -> bool {
        self.limited
    }

    /// Counts what was assigned.
    pub(crate) fn add_assigned(&mut self, score: impl FnOnce() -> u64) {
        if self.limited {
            self.usage.assigned += score();
        }
    }

    /// Counts what was written from `start` on, and stops where a limit is reached.
    #[inline]
    pub(crate) fn check_resources(&mut self, text: &str, start: usize) -> Result<()> {
        if !self.limited {
            return Ok(());
        }
        self.count_written(&text[start..])
    }

    fn count_written(&mut self, written: &str) -> Result<()> {
        self.usage.length += written.chars().count() as u64;
        if self.options.limits.reached(&self.usage) {
            self.exhausted = true;
            return Err(Error::liquid("Memory limits exceeded"));
        }
        Ok(())
    }

    /// Whether the error on its way is that of a limit; asking ends its way.
    pub(crate) fn take_exhausted(&mut self) -> bool {
        std::mem::take(&mut self.exhausted)
    }

    /// The error of a limit goes on to the next template round this one.
    pub(crate) fn set_exhausted(&mut self) {
        self.exhausted = true;
    }

    /// Whether Ruby holds the text that was printed last as US-ASCII. `"5"` made of a number is, text of a template or a
    /// file is not, and joined text is what its first piece is, as long as all of it is ASCII. kramdown prints entities by
    /// their numbers then.
    pub(crate) fn is_us_ascii(&self) -> bool {
        self.us_ascii.get()
    }

    /// Says whether the text that is printed is US-ASCII.
    pub(crate) fn set_us_ascii(&self, us_ascii: bool) {
        self.us_ascii.set(us_ascii);
    }

    /// Notes whether a variable's text is US-ASCII.
    pub(crate) fn note_us_ascii(&mut self, name: &Name, us_ascii: bool) {
        if us_ascii {
            self.us_ascii_names.insert(name.text().clone());
        } else if !self.us_ascii_names.is_empty() {
            self.us_ascii_names.remove(name.as_str());
        }
    }

    /// Whether the text of a value that an expression gave is US-ASCII.
    #[inline]
    pub(crate) fn holds_us_ascii(&self, expression: &Expression, value: &Value) -> bool {
        match value {
            Value::Str(_) => match expression.as_plain_name() {
                Some(name) => {
                    let is_noted =
                        || !self.us_ascii_names.is_empty() && self.us_ascii_names.contains(name);
                    let is_handed_in = || {
                        self.environment.is_us_ascii(name) && self.scopes.get_str(name).is_none()
                    };
                    is_noted() || is_handed_in()
                }
                None => expression
                    .as_lookup()
                    .is_some_and(|lookup| lookup.is_us_ascii(self)),
            },
            _ => value.is_us_ascii(),
        }
    }

    /// One level down.
    pub(crate) fn enter(&mut self) -> usize {
        self.depth += 1;
        self.depth
    }

    /// One level up.
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }
}

/// What a value becomes where Liquid hands it on.
fn handed_on(value: Cow<'_, Value>) -> Cow<'_, Value> {
    match value {
        Cow::Borrowed(value) => to_liquid_ref(value),
        Cow::Owned(value) => Cow::Owned(super::expression::to_liquid(value)),
    }
}

/// What Ruby lets pass by every `rescue`.
fn never_rescued(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Ruby("SystemStackError" | "NoMemoryError") | ErrorKind::Limit
    )
}

/// `undefined variable`, `filter` and `method` are noted but not printed.
fn is_undefined(error: &Error) -> bool {
    let message = error.bare_message();
    [
        "undefined variable ",
        "undefined filter ",
        "undefined method ",
    ]
    .iter()
    .any(|start| message.starts_with(start))
}
