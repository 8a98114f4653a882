//! `{% include %}` and `{% include_relative %}` (`Jekyll::Tags::OptimizedIncludeTag`, `IncludeRelativeTag`).

use std::borrow::Cow;
use std::sync::{Arc, OnceLock, Weak};

use super::include_markup::{IncludeMarkup, Param, ParamValue, validate_file_name};
use super::markup::render_markup;
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::render::{Inclusion, Registers, Rendering};
use crate::liquid::{Context, Expression, Name, ParseContext, Tag, TagMarkup, Template, Visitor};
use crate::value::{Hash, Map, Value};

/// An include tag.
pub(crate) struct IncludeTag {
    name: &'static str,
    file: String,
    /// The file's name as a template, where it is one; parsed when it is first rendered, as its errors come then.
    file_template: Option<OnceLock<Template>>,
    /// Where the file lies, once it was looked for.
    found: OnceLock<Found>,
    params: Option<Vec<(String, ParamSource)>>,
}

/// A file that was found for a site.
struct Found {
    rendering: Weak<Rendering>,
    inclusion: Arc<Inclusion>,
}

/// Where the value of a parameter comes from.
enum ParamSource {
    Text(Value),
    Variable(Expression),
}

/// Parses `{% include %}`.
pub(super) fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(IncludeTag::parse("include", tag.markup)?))
}

/// Parses `{% include_relative %}`.
pub(super) fn parse_relative(
    tag: TagMarkup<'_>,
    _cx: &mut ParseContext<'_>,
) -> Result<Box<dyn Tag>> {
    Ok(Box::new(IncludeTag::parse("include_relative", tag.markup)?))
}

impl IncludeTag {
    /// The tag of this name, from what stands behind the name.
    ///
    /// # Errors
    /// Parameters that cannot be read.
    pub(crate) fn parse(name: &'static str, markup: &str) -> Result<Self> {
        let markup = IncludeMarkup::parse(name, markup)?;
        let source = |Param { key, value }| {
            let source = match value {
                ParamValue::Text(text) => ParamSource::Text(Value::from(text)),
                ParamValue::Variable(name) => ParamSource::Variable(Expression::parse(&name)?),
            };
            Ok((key, source))
        };
        Ok(IncludeTag {
            name,
            file: markup.file,
            file_template: markup.is_template.then(OnceLock::new),
            found: OnceLock::new(),
            params: markup
                .params
                .map(|params| params.into_iter().map(source).collect::<Result<_>>())
                .transpose()?,
        })
    }

    /// Whether the file lies beside the page.
    pub(crate) fn is_relative(&self) -> bool {
        self.name == "include_relative"
    }

    /// The file that is asked for.
    ///
    /// # Errors
    /// Those of the template that names it.
    pub(crate) fn file_name(&self, cx: &mut Context<'_>) -> Result<Cow<'_, str>> {
        let Some(slot) = &self.file_template else {
            return Ok(Cow::Borrowed(&self.file));
        };
        let mut out = String::new();
        render_markup(&self.file, slot, cx, &mut out)?;
        Ok(Cow::Owned(out))
    }

    /// The file, which the tag remembers where it always names the same one: threads that look it up among all files
    /// wait for one another.
    ///
    /// # Errors
    /// As [`Registers::inclusion`].
    pub(crate) fn inclusion(
        &self,
        file: &str,
        registers: &Registers,
    ) -> Result<Cow<'_, Arc<Inclusion>>> {
        if self.file_template.is_some() {
            return registers.inclusion(file).map(Cow::Owned);
        }
        if let Some(found) = self.found.get()
            && registers.is_of(&found.rendering)
        {
            registers.note_inclusion(&found.inclusion);
            return Ok(Cow::Borrowed(&found.inclusion));
        }
        let inclusion = registers.inclusion(file)?;
        self.found.get_or_init(|| Found {
            rendering: registers.site(),
            inclusion: Arc::clone(&inclusion),
        });
        Ok(Cow::Owned(inclusion))
    }

    /// The values of the parameters, if there are any.
    ///
    /// # Errors
    /// Those of looking a variable up.
    pub(crate) fn params(&self, cx: &Context<'_>) -> Result<Option<Hash>> {
        let Some(params) = &self.params else {
            return Ok(None);
        };
        let mut map = Map::default();
        for (key, source) in params {
            let value = match source {
                ParamSource::Text(text) => text.clone(),
                ParamSource::Variable(expression) => expression.evaluate(cx)?.into_owned(),
            };
            map.insert(Value::from(key.as_str()), value);
        }
        Ok(Some(Hash::new(map)))
    }

    fn render_file(&self, file: &str, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let registers = Registers::of(cx)?;
        let inclusion = if self.is_relative() {
            let inclusion = registers.relative_inclusion(file)?;
            // a file beside the page is parsed before its parameters are looked up
            inclusion
                .template(registers)
                .map_err(|error| included(error, inclusion.path(), true))?;
            Cow::Owned(inclusion)
        } else {
            self.inclusion(file, registers)?
        };
        cx.stack(|cx| {
            if let Some(params) = self.params(cx)? {
                cx.set(include_name(), Value::Hash(params))?;
            }
            let template = Registers::of(cx)
                .and_then(|registers| inclusion.template(registers))
                .map_err(|error| included(error, inclusion.path(), true))?;
            let result = match Registers::of(cx)?.measuring() {
                None => template.render(cx, out),
                Some(site) => site.measured(inclusion.path(), out, |out| template.render(cx, out)),
            };
            result.map_err(|error| included(error, inclusion.path(), false))
        })
    }
}

impl Tag for IncludeTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let file = self.file_name(cx)?;
        validate_file_name(self.name, &file)?;
        self.render_file(&file, cx, out)
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        for (_, source) in self.params.iter().flatten() {
            if let ParamSource::Variable(expression) = source {
                expression.visit(visitor);
            }
        }
    }
}

fn include_name() -> &'static Name {
    static NAME: OnceLock<Name> = OnceLock::new();
    NAME.get_or_init(|| Name::new("include"))
}

/// An error of Liquid's that passes an include is said to lie in its file, whichever include it came from. `is_whole`: the
/// file as a whole cannot be read or parsed.
fn included(error: Error, path: &str, is_whole: bool) -> Error {
    let line = error.template_line();
    let error = match error.file() {
        None => error.in_template(path, 1),
        // What cannot be read or parsed lies there already.
        Some(_) if is_whole => error,
        Some(_) => error.through_template(path, 1),
    };
    if !matches!(error.kind(), ErrorKind::Liquid | ErrorKind::LiquidSyntax) {
        return error;
    }
    let context = error.markup_context().unwrap_or("included ").to_string();
    let message = error.bare_message().to_string();
    let kind = error.kind();
    let mut error = error.reworded(kind, message);
    error.set_template_name(path);
    if let Some(line) = line {
        error.set_template_line(line);
    }
    error.set_markup_context(&context);
    error
}
