//! Jekyll's filters for the parser of the crate `liquid`.

use std::fmt;
use std::sync::Arc;

use ::liquid::ParserBuilder;
use ::liquid::model::{ScalarCow, Value as Liquid, ValueView};
use liquid_core::parser::{
    Filter as LiquidFilter, FilterArguments, FilterReflection, ParameterReflection, ParseFilter,
};
use liquid_core::partials::PartialCompiler;
use liquid_core::{Expression, Runtime};

use super::from_view;
use crate::engine::Engine;
use crate::liquid::{Filter, Registry};
use crate::value::{Map, Value};

/// With the feature `liquid`.
impl Engine {
    /// Adds Jekyll's filters, and those of this engine's own, to a parser of the crate `liquid`: `slugify`, `where_exp`,
    /// `group_by_exp`, `date_to_xmlschema`, `markdownify`, `jsonify`, `number_of_words`, … all that Jekyll 4.4.1 has.
    /// Filters of the same name are replaced: `sort` and `where` are Jekyll's from here on.
    ///
    /// ```
    /// let engine = rekyll::Engine::builder()
    ///     .config_str("url: https://example.com\nbaseurl: /blog\ntimezone: Asia/Seoul")?
    ///     .build()?;
    /// let parser = engine.register_filters(liquid::ParserBuilder::with_stdlib()).build()?;
    /// let template = parser.parse(
    ///     r#"{{ page.title | slugify }} {{ "/a.css" | absolute_url }}
    /// {{ page.date | date_to_xmlschema }} {{ "*hi*" | markdownify | strip }}
    /// {% assign long = posts | where_exp: "post", "post.words > page.least" | map: "title" %}{{ long | jsonify }}"#,
    /// )?;
    /// let output = template.render(&liquid::object!({
    ///     "page": { "title": "Hello, World!", "date": "2024-01-02", "least": 100 },
    ///     "posts": [{ "title": "a", "words": 99 }, { "title": "b", "words": 250 }],
    /// }))?;
    /// assert_eq!(
    ///     output,
    ///     "hello-world https://example.com/blog/a.css\n\
    ///      2024-01-02T00:00:00+09:00 <p><em>hi</em></p>\n\
    ///      [\"b\"]"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A filter sees its input, its arguments and, in the expressions of `where_exp` and its like, the variables of the
    /// template, as [`interop::liquid`](crate::interop::liquid) says that they come in, and its result goes out in the
    /// same way: the keys of objects come sorted, numbers beyond 64 bits become floats. What a filter refuses is an error
    /// of the template with Jekyll's words.
    #[must_use]
    pub fn register_filters<P: PartialCompiler>(
        &self,
        parser: ParserBuilder<P>,
    ) -> ParserBuilder<P> {
        let (liquid, jekyll) = (Registry::standard(), jekylls());
        self.add_filters(parser, |name| {
            jekyll.find_filter(name).is_some() || liquid.find_filter(name).is_none()
        })
    }

    /// As [`Engine::register_filters`], and Liquid 4.0.4's own filters too, in place of the crate's: `divided_by`,
    /// `truncatewords`, `date`, `split`, … print what Ruby prints.
    ///
    /// ```
    /// let engine = rekyll::Engine::builder().build()?;
    /// let parser = engine.register_all_filters(liquid::ParserBuilder::with_stdlib()).build()?;
    /// let template = parser.parse("{{ 2 | divided_by: 3.0 }} {{ 'March 14, 2016' | date: '%b %-d, %y' }}")?;
    /// assert_eq!(template.render(&liquid::object!({}))?, "0.6666666666666666 Mar 14, 16");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn register_all_filters<P: PartialCompiler>(
        &self,
        parser: ParserBuilder<P>,
    ) -> ParserBuilder<P> {
        self.add_filters(parser, |_| true)
    }

    fn add_filters<P: PartialCompiler>(
        &self,
        parser: ParserBuilder<P>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> ParserBuilder<P> {
        let registry = self.registry();
        let names = registry.filter_names().filter(|name| is_wanted(name));
        names.fold(parser, |parser, name| {
            let Some(filter) = registry.find_filter(name) else {
                return parser;
            };
            parser.filter(JekyllFilter {
                name: name.into(),
                filter: filter.clone(),
                engine: self.clone(),
            })
        })
    }
}

/// The filters that Jekyll adds to Liquid's.
fn jekylls() -> Registry {
    let mut registry = Registry::new();
    crate::jekyll::filters::register(&mut registry);
    registry
}

/// One filter, as the crate's parser finds it.
#[derive(Clone)]
struct JekyllFilter {
    name: Arc<str>,
    filter: Filter,
    engine: Engine,
}

impl FilterReflection for JekyllFilter {
    fn name(&self) -> &str {
        &self.name
    }

    fn description(&self) -> &str {
        "as Jekyll has it"
    }

    fn positional_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }

    fn keyword_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }
}

impl ParseFilter for JekyllFilter {
    fn parse(&self, arguments: FilterArguments<'_>) -> liquid_core::Result<Box<dyn LiquidFilter>> {
        let named = arguments.keyword;
        Ok(Box::new(FilterCall {
            filter: self.clone(),
            arguments: arguments.positional.collect(),
            named: named
                .map(|(name, value)| (name.to_string(), value))
                .collect(),
        }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self
    }
}

/// A filter in a template, with its arguments.
struct FilterCall {
    filter: JekyllFilter,
    arguments: Vec<Expression>,
    named: Vec<(String, Expression)>,
}

impl FilterCall {
    /// The arguments; those with names are one hash behind the others. What does not exist is nil.
    fn evaluate_arguments(&self, runtime: &dyn Runtime) -> Vec<Value> {
        let value = |argument: &Expression| match argument.try_evaluate(runtime) {
            Some(value) => from_view(value.as_view()),
            None => Value::Nil,
        };
        let mut arguments: Vec<Value> = self.arguments.iter().map(value).collect();
        if !self.named.is_empty() {
            let named = self.named.iter();
            let named = named.map(|(name, argument)| (Value::from(name.as_str()), value(argument)));
            arguments.push(Value::from(named.collect::<Map>()));
        }
        arguments
    }
}

impl LiquidFilter for FilterCall {
    fn evaluate(
        &self,
        input: &dyn ValueView,
        runtime: &dyn Runtime,
    ) -> liquid_core::Result<Liquid> {
        let JekyllFilter { filter, engine, .. } = &self.filter;
        let arguments = self.evaluate_arguments(runtime);
        let variables = match filter.is_shared() {
            true => Map::default(),
            false => variables(&arguments, runtime),
        };
        engine
            .apply_filter(filter, &from_view(input), &arguments, variables)
            .and_then(|result| Liquid::try_from(&result))
            .map_err(|error| liquid_core::Error::with_msg(error.to_string()))
    }
}

impl fmt::Debug for FilterCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for FilterCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.filter.name)?;
        let mut separator = ": ";
        for argument in &self.arguments {
            write!(f, "{separator}{argument}")?;
            separator = ", ";
        }
        for (name, argument) in &self.named {
            write!(f, "{separator}{name}: {argument}")?;
            separator = ", ";
        }
        Ok(())
    }
}

/// The variables of a running template that expressions among the arguments may look up: converting all of them for
/// every filter would cost more than the filter.
fn variables(arguments: &[Value], runtime: &dyn Runtime) -> Map {
    let texts: Vec<&str> = arguments.iter().filter_map(Value::as_str).collect();
    let takes_all = texts.iter().any(|text| has_computed_name(text));
    let mut variables = Map::default();
    for name in runtime.roots() {
        let is_named = takes_all || texts.iter().any(|text| text.contains(name.as_str()));
        if is_named && let Some(value) = runtime.try_get(&[ScalarCow::new(name.as_str())]) {
            variables.insert(Value::from(name.as_str()), from_view(value.as_view()));
        }
    }
    variables
}

/// Whether an expression may begin with a `[name]`, which can be any variable.
fn has_computed_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'[', bytes).any(|at| {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        !before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'?' | b']'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;

    fn rendered(template: &str, data: &::liquid::Object) -> Result<String, String> {
        let engine = Engine::builder()
            .filter("shout", |input, _| Ok(input.to_s()?.to_uppercase().into()))
            .build()
            .map_err(|e| e.to_string())?;
        let parser = engine.register_filters(ParserBuilder::with_stdlib());
        let parser = parser.build().map_err(|e| e.to_string())?;
        let template = parser.parse(template).map_err(|e| e.to_string())?;
        template.render(data).map_err(|e| e.to_string())
    }

    #[test]
    fn all_of_jekylls_filters_are_there() -> Result<()> {
        let engine = Engine::builder().build()?;
        let parser = engine.register_filters(ParserBuilder::new());
        let mut names: Vec<_> = jekylls().filter_names().map(str::to_string).collect();
        names.sort();
        assert_eq!(names.len(), 33);
        let mut registered: Vec<_> = ::liquid::reflection::ParserReflection::filters(&parser)
            .map(|filter| filter.name().to_string())
            .collect();
        registered.sort();
        assert_eq!(registered, names);
        Ok(())
    }

    #[test]
    fn expressions_see_the_templates_variables() {
        let data = ::liquid::object!({
            "least": 2,
            "items": [{ "n": 1, "k": "a" }, { "n": 2, "k": "b" }, { "n": 3, "k": "a" }],
        });
        for (template, output) in [
            ("{{ items | where_exp: 'i', 'i.n >= least' | size }}", "2"),
            (
                "{{ items | find_exp: 'i', 'i.n == least' | jsonify }}",
                r#"{"k":"b","n":2}"#,
            ),
            (
                "{% assign g = items | group_by_exp: 'i', \"i.k | upcase\" %}{{ g[0].name }}{{ g[0].size }}",
                "A2",
            ),
            (
                "{% for least in (3..3) %}{{ items | where_exp: 'i', 'i.n >= least' | size }}{% endfor %}",
                "1",
            ),
            (
                "{{ items | where: 'k', 'a' | map: 'n' | join: '+' }}",
                "1+3",
            ),
            ("{{ 'loud' | shout }}", "LOUD"),
            ("{{ items | where: nothing, 'a' | size }}", "3"),
        ] {
            assert_eq!(
                rendered(template, &data).as_deref(),
                Ok(output),
                "{template}"
            );
        }
    }

    #[test]
    fn what_a_filter_refuses_has_jekylls_words() {
        let data = ::liquid::object!({});
        let error = |template| rendered(template, &data).unwrap_err();
        assert!(
            error("{{ 'x' | date_to_string }}")
                .contains("Invalid Date: '\"x\"' is not a valid datetime.")
        );
        assert!(
            error("{{ 'x' | where: 'a' }}")
                .contains("wrong number of arguments (given 2, expected 3)")
        );
        assert!(
            error("{{ 'a' | split: '' | where_exp: 'i', '' }}")
                .contains("is not a valid expression")
        );
    }
}
