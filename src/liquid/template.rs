//! A parsed template: parsed once, rendered often, from any thread (`Liquid::Template`).

use std::sync::Arc;

use super::body::Body;
use super::context::Context;
use super::parse_context::{ParseContext, Place, spot_of};
use super::registry::Registry;
use super::tag::Visitor;
use crate::error::{Error, ErrorKind, Result};

/// What is done about markup that is not strictly right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ErrorMode {
    /// It is read as well as it goes.
    Lax,
    /// As lax, with a warning: Jekyll's default.
    #[default]
    Warn,
    /// It is an error.
    Strict,
    /// A mode that Liquid does not know: nothing reads what stands in variables and conditions, which fail.
    Unknown,
}

/// How a template is parsed. Cheap to clone.
#[derive(Clone)]
pub struct ParseOptions {
    /// The tags and filters.
    pub registry: Arc<Registry>,
    /// What is done about markup that is not strictly right.
    pub error_mode: ErrorMode,
    /// Whether errors name lines.
    pub line_numbers: bool,
}

impl ParseOptions {
    /// With line numbers, in mode `warn`.
    pub fn new(registry: Arc<Registry>) -> Self {
        ParseOptions {
            registry,
            error_mode: ErrorMode::Warn,
            line_numbers: true,
        }
    }

    fn are(&self, other: &ParseOptions) -> bool {
        Arc::ptr_eq(&self.registry, &other.registry)
            && self.error_mode == other.error_mode
            && self.line_numbers == other.line_numbers
    }
}

/// A parsed template. A clone is the same template.
#[derive(Clone)]
pub struct Template(Arc<Parsed>);

struct Parsed {
    source: Arc<str>,
    body: Body,
    warnings: Vec<Error>,
    options: ParseOptions,
    /// Whether the source ends in a tag that would trim what follows.
    trims: bool,
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// `Liquid syntax error (line …): …`, and [`ErrorKind::Limit`] for a source of 4 GiB and more.
    pub fn parse(source: impl Into<Arc<str>>, options: &ParseOptions) -> Result<Self> {
        Self::parse_trimmed(source.into(), options, false)
    }

    pub(crate) fn parse_trimmed(
        source: Arc<str>,
        options: &ParseOptions,
        trim: bool,
    ) -> Result<Self> {
        if u32::try_from(source.len()).is_err() {
            return Err(Error::new(ErrorKind::Limit, "template is too large"));
        }
        let mut cx = ParseContext::new(&source, options, trim);
        let body = cx
            .parse_document()
            .map_err(|error| with_source_line(error, &source))?;
        let (warnings, trims) = cx.finish();
        Ok(Template(Arc::new(Parsed {
            body,
            warnings,
            options: options.clone(),
            trims,
            source,
        })))
    }

    /// What the strict parser had to say in mode `warn`.
    pub fn warnings(&self) -> &[Error] {
        &self.0.warnings
    }

    /// What was parsed.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// How it was parsed.
    pub fn options(&self) -> &ParseOptions {
        &self.0.options
    }

    pub(crate) fn trims(&self) -> bool {
        self.0.trims
    }

    /// Appends what the template prints in this context. Inside a rendering it is a partial: it sees and sets the
    /// variables of the template around it.
    ///
    /// # Errors
    /// The first error, with its line; with [`lenient`](super::RenderOptions::lenient) only what nobody may rescue.
    pub fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        cx.reset_usage();
        let start = out.len();
        let options = &self.0.options;
        let is_outermost = cx.parse_options().is_none();
        let is_like_outer = cx.parse_options().is_some_and(|outer| outer.are(options));
        // Counting one more user of what all threads share makes them wait for one another.
        let outer = (!is_like_outer).then(|| cx.replace_parse_options(Some(options.clone())));
        if is_outermost {
            // Liquid's own include parses on where the outermost template stopped, so that a `-%}` there trims it.
            cx.state_mut().trim.get_or_insert(self.0.trims);
        }
        let mut result = self.0.body.render(cx, out);
        if let Some(outer) = outer {
            cx.replace_parse_options(outer);
        }
        if cx.take_exhausted()
            && let Err(error) = result
        {
            out.truncate(start);
            result = cx.handle_error(error, Place::default(), out);
            if result.is_err() && !is_outermost {
                cx.set_exhausted();
            }
        }
        result.map_err(|error| with_source_line(error, &self.0.source))
    }

    /// Shows all that the template holds to a visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        self.0.body.visit(visitor);
    }
}

/// Keeps the line that failed, and where in it; of an error from another file they are kept already.
fn with_source_line(mut error: Error, source: &str) -> Error {
    if error.file().is_some() {
        return error;
    }
    error.find_column(|start, line| spot_of(source, start, line));
    let spot = error.spot();
    let line = spot.and_then(|spot| {
        let index = usize::try_from(spot.line).ok()?.checked_sub(1)?;
        source.lines().nth(index)
    });
    match line {
        Some(text) => error.with_source_line(text),
        None => error,
    }
}
