//! Liquid's own `{% include 'name' with value a: 1 %}` (`Liquid::Include`); Jekyll has another of this name.

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::liquid::context::Context;
use crate::liquid::expression::Expression;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::registry::Registry;
use crate::liquid::scan::{TagAttributes, find_run, run, skip_space};
use crate::liquid::scope::Name;
use crate::liquid::tag::{Tag, TagMarkup, Visitor};
use crate::liquid::template::{ParseOptions, Template};
use crate::text::is_space;
use crate::value::{Str, Value, no_method};

/// Where `include` finds its templates (`Liquid::Template.file_system`).
pub trait PartialFiles: Send + Sync {
    /// The source of a template.
    ///
    /// # Errors
    /// `No such template '…'` and the like.
    fn read(&self, name: &str) -> Result<Cow<'_, str>>;
}

/// No templates at all.
pub struct BlankFiles;

impl PartialFiles for BlankFiles {
    fn read(&self, _name: &str) -> Result<Cow<'_, str>> {
        Err(Error::liquid(
            "This liquid context does not allow includes.",
        ))
    }
}

/// Adds Liquid's `include`, which takes its templates from `files`.
pub fn register_include(registry: &mut Registry, files: impl PartialFiles + 'static) {
    let files: Arc<dyn PartialFiles> = Arc::new(files);
    registry.tag(
        "include",
        move |tag: TagMarkup<'_>, cx: &mut ParseContext<'_>| {
            let include = Include::parse(tag.markup, cx.options(), files.clone())?;
            Ok(Box::new(include) as Box<dyn Tag>)
        },
    );
}

struct Include {
    template: Expression,
    variable: Option<Expression>,
    attributes: Vec<(Name, Expression)>,
    options: ParseOptions,
    files: Arc<dyn PartialFiles>,
}

impl Include {
    /// `(QuotedFragment+)(\s+(?:with|for)\s+(QuotedFragment+))?`, and attributes anywhere.
    fn parse(markup: &str, options: &ParseOptions, files: Arc<dyn PartialFiles>) -> Result<Self> {
        let bytes = markup.as_bytes();
        let (start, end) = find_run(bytes, 0).ok_or_else(|| {
            Error::syntax(
                "Error in tag 'include' - Valid syntax: include '[template]' (with|for) [object|collection]",
            )
        })?;
        let variable = match with_clause(bytes, end) {
            Some((start, end)) => Some(Expression::parse(&markup[start..end])?),
            None => None,
        };
        let mut attributes: Vec<(Name, Expression)> = Vec::new();
        for (name, value) in TagAttributes::new(markup) {
            let value = Expression::parse(value)?;
            match attributes
                .iter_mut()
                .find(|(other, _)| other.as_str() == name)
            {
                Some((_, other)) => *other = value,
                None => attributes.push((Name::new(name), value)),
            }
        }
        Ok(Include {
            template: Expression::parse(&markup[start..end])?,
            variable,
            attributes,
            options: options.clone(),
            files,
        })
    }

    /// The template of that name, parsed when first asked for.
    fn load(&self, name: &str, cx: &mut Context<'_>) -> Result<Template> {
        if let Some(template) = cx.state().partials.get(name) {
            return Ok(template.clone());
        }
        let source = self.files.read(name)?;
        let trim = cx.state().trim.unwrap_or(false);
        let template = Template::parse_trimmed(source.as_ref().into(), &self.options, trim)?;
        let state = cx.state_mut();
        state.trim = Some(template.trims());
        state.partials.insert(name.into(), template.clone());
        Ok(template)
    }

    fn render_partial(
        &self,
        partial: &Template,
        name: &Name,
        variable: &Value,
        cx: &mut Context<'_>,
        out: &mut String,
    ) -> Result<()> {
        cx.stack(|cx| {
            for (key, value) in &self.attributes {
                let value = value.evaluate(cx)?.into_owned();
                cx.set(key, value)?;
            }
            let Value::Array(items) = variable else {
                cx.set(name, variable.clone())?;
                return partial.render(cx, out);
            };
            for item in items.iter() {
                cx.set(name, item.clone())?;
                partial.render(cx, out)?;
            }
            Ok(())
        })
    }
}

fn with_clause(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let word = skip_space(bytes, at);
    let behind = match &bytes[word..] {
        [b'w', b'i', b't', b'h', space, ..] if is_space(*space) => word + 4,
        [b'f', b'o', b'r', space, ..] if is_space(*space) => word + 3,
        _ => return None,
    };
    let start = skip_space(bytes, behind);
    let end = run(bytes, start);
    (word > at && end > start).then_some((start, end))
}

impl Tag for Include {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let template = self.template.evaluate(cx)?.into_owned();
        let name: Str = match template {
            Value::Str(name) => name,
            Value::Nil | Value::Bool(false) => {
                return Err(Error::liquid(
                    "Argument error in tag 'include' - Illegal template name",
                ));
            }
            other => {
                self.load(&other.to_s()?, cx)?;
                return Err(no_method(&other, "split"));
            }
        };
        let partial = self.load(&name, cx)?;
        let variable = match &self.variable {
            Some(variable) => variable.evaluate(cx)?.into_owned(),
            None => cx.find_quietly(&name)?,
        };
        let base = name.trim_end_matches('/').rsplit('/').next();
        let base = Name::new(base.unwrap_or_default());
        let outer = cx.set_template_name(Some(name));
        let result = self.render_partial(&partial, &base, &variable, cx, out);
        cx.set_template_name(outer);
        result
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.template.visit(visitor);
        if let Some(variable) = &self.variable {
            variable.visit(visitor);
        }
        for (_, value) in &self.attributes {
            value.visit(visitor);
        }
    }
}
