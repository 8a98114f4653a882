//! The JSON-lines face of the library (`rekyll eval`): one request a line in, one answer a line out, in the same order.
//! It is how a program in any language calls the engine.
//!
#![doc = include_str!("../docs/EVAL.md")]

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::sync::Arc;

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::engine::{Build, Pages, Parts, Plugins, SOURCE, lines};
use crate::error::{Error, ErrorKind, Result};
use crate::highlight;
use crate::jekyll::config::Config;
use crate::jekyll::converters::{Colours, option_value, raised};
use crate::jekyll::environment::Environment;
use crate::jekyll::fs::MemoryFiles;
use crate::jekyll::log::{Collected, Level};
use crate::jekyll::merge::deep_merge;
use crate::jekyll::path;
use crate::jekyll::render::Rendering;
use crate::jekyll::setup::Host;
use crate::kramdown::{self, Formatter, Highlighter, Lexer, OptionError, Options, Raised};
use crate::liquid::{
    Context, Limits, ParseOptions, PartialFiles, Registry, Template, TemplateState,
    register_include,
};
use crate::value::{Clock, Map, StrKey, Time, Value, Zone, from_json};
use crate::yaml;

/// Answers requests until the input ends.
///
/// # Errors
/// Where the input cannot be read or the output not written.
pub fn run(
    input: impl BufRead,
    mut output: impl Write,
    environment: &Environment,
) -> io::Result<()> {
    let mut evaluator = Evaluator::new(environment);
    for line in input.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = evaluator.answer(&line);
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// Answers one request after another, none of which can tell what was asked before it. It is quicker where a request has
/// the configuration, includes and layouts of the one before, for what is made of them is kept.
pub struct Evaluator {
    environment: Environment,
    /// With whether it may be used again.
    liquid: Kept<(Arc<Rendering>, bool)>,
    markdown: Kept<(Arc<Rendering>, Arc<Collected>)>,
    pages: Kept<(Pages, Vec<String>)>,
}

impl Evaluator {
    /// An evaluator that lets templates and plugins see JEKYLL_ENV and HOME of this environment.
    pub fn new(environment: &Environment) -> Self {
        let variables = ["JEKYLL_ENV", "HOME"];
        let seen = variables
            .iter()
            .filter_map(|name| Some((name.to_string(), environment.get(name)?.to_string())));
        Evaluator {
            environment: Environment::new(SOURCE, seen.collect()),
            liquid: Kept::by(&["includes", "config", "timezone", "now"]),
            markdown: Kept::by(&["options", "config", "timezone", "now"]),
            pages: Kept::by(&["includes", "layouts", "data", "config", "timezone", "now"]),
        }
    }

    /// The answer to one request.
    pub fn answer(&mut self, line: &[u8]) -> Json {
        let request = match serde_json::from_slice::<Json>(line) {
            Ok(Json::Object(request)) => Request(request),
            Ok(_) => return error_json(&refused("a request is a JSON object")),
            Err(error) => return error_json(&refused(format!("not JSON: {error}"))),
        };
        let mut answer = match request.answer(self) {
            Ok(answer) => answer,
            Err(error) => error_json(&error),
        };
        if let (Some(id), Json::Object(fields)) = (request.0.get("id"), &mut answer) {
            fields.shift_insert(0, "id".into(), id.clone());
        }
        answer
    }
}

/// What was made for the last request of its kind.
struct Kept<T> {
    /// The fields of a request that it is made of.
    fields: &'static [&'static str],
    /// With those fields as text, where the order of keys counts as well.
    made: Option<(String, T)>,
}

impl<T> Kept<T> {
    fn by(fields: &'static [&'static str]) -> Self {
        Kept { fields, made: None }
    }

    /// What is kept, where it was made for a request with the same fields; else what `make` makes of this one.
    fn of(&mut self, request: &Request, make: impl FnOnce() -> Result<T>) -> Result<&T> {
        let of: Vec<_> = self.fields.iter().map(|it| request.0.get(*it)).collect();
        let of = serde_json::to_string(&of).map_err(|error| refused(error.to_string()))?;
        let kept = match self.made.take() {
            Some(kept) if kept.0 == of => kept,
            _ => (of, make()?),
        };
        Ok(&self.made.insert(kept).1)
    }

    fn forget(&mut self) {
        self.made = None;
    }
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, message)
}

fn error_json(error: &Error) -> Json {
    let error = error.clone().in_text();
    let mut fields = JsonMap::new();
    fields.insert("message".into(), error.to_string().into());
    fields.insert("kind".into(), kind_name(error.kind()).into());
    let place = [
        ("file", error.file().map(Json::from)),
        ("line", error.line().map(Json::from)),
        ("column", error.column().map(Json::from)),
    ];
    for (name, value) in place {
        if let Some(value) = value {
            fields.insert(name.into(), value);
        }
    }
    json!({ "error": fields })
}

fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::LiquidSyntax => "liquid_syntax",
        ErrorKind::Liquid => "liquid",
        ErrorKind::Ruby(class) => class,
        ErrorKind::Yaml => "yaml",
        ErrorKind::FrontMatter => "front_matter",
        ErrorKind::Fatal => "fatal",
        ErrorKind::Config => "config",
        ErrorKind::Conversion => "conversion",
        ErrorKind::MissingDependency => "missing_dependency",
        ErrorKind::Io => "io",
        ErrorKind::Limit => "limit",
        ErrorKind::Usage => "usage",
    }
}

/// One request.
struct Request(JsonMap<String, Json>);

impl Request {
    fn answer(&self, evaluator: &mut Evaluator) -> Result<Json> {
        match self.text("op")? {
            "liquid" => self.liquid(evaluator),
            "yaml" => self.yaml(),
            "highlight" => self.highlight(),
            "markdown" => self.markdown(evaluator),
            "page" => self.page(evaluator),
            "site" => self.site(&evaluator.environment),
            op => Err(refused(format!("there is no op {op:?}"))),
        }
    }

    /// A field that has to be text.
    fn text(&self, name: &str) -> Result<&str> {
        match self.0.get(name) {
            Some(Json::String(text)) => Ok(text),
            Some(_) => Err(refused(format!("{name:?} has to be text"))),
            None => Err(refused(format!("{name:?} is missing"))),
        }
    }

    fn optional_text(&self, name: &str) -> Result<Option<&str>> {
        match self.0.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(_) => self.text(name).map(Some),
        }
    }

    /// A field that has to be an object.
    fn object(&self, name: &str) -> Result<Option<&JsonMap<String, Json>>> {
        match self.0.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::Object(object)) => Ok(Some(object)),
            Some(_) => Err(refused(format!("{name:?} has to be an object"))),
        }
    }

    /// A field that has to be an object of texts.
    fn sources(&self, name: &str) -> Result<HashMap<String, String>> {
        let mut sources = HashMap::new();
        for (key, source) in self.object(name)?.into_iter().flatten() {
            let Json::String(source) = source else {
                return Err(refused(format!("{key:?} in {name:?} has to be text")));
            };
            sources.insert(key.clone(), source.clone());
        }
        Ok(sources)
    }

    /// The variables: plain ones, then typed ones.
    fn variables(&self) -> Result<Map> {
        let mut variables = match self.object("data")? {
            Some(data) => object_map(data),
            None => Map::default(),
        };
        let clock = self.clock()?;
        for (name, value) in self.object("values")?.into_iter().flatten() {
            let value = match yaml::from_typed(value)? {
                Value::Time(time) => Value::Time(local_where_it_is(time, &clock)),
                value => value,
            };
            variables.insert(Value::from(name.as_str()), value);
        }
        Ok(variables)
    }

    /// What the request says of time, over what the process says.
    fn clock(&self) -> Result<Clock> {
        let mut clock = Clock::from_env();
        if let Some(name) = self.optional_text("timezone")? {
            clock.zone = Zone::named(name);
        }
        match self.0.get("now") {
            None | Some(Json::Null) => {}
            Some(now) => {
                let now = now
                    .as_i64()
                    .ok_or_else(|| refused("\"now\" has to be seconds since the epoch"))?;
                clock = Clock::fixed(now, clock.zone);
            }
        }
        Ok(clock)
    }

    fn liquid(&self, evaluator: &mut Evaluator) -> Result<Json> {
        match self.optional_text("dialect")?.unwrap_or("jekyll") {
            "liquid" => self.plain_liquid(),
            "jekyll" => self.jekyll_liquid(evaluator),
            other => Err(refused(format!("there is no dialect {other:?}"))),
        }
    }

    /// Liquid 4.0.4 by itself.
    fn plain_liquid(&self) -> Result<Json> {
        let mut registry = Registry::standard();
        register_include(&mut registry, Partials(self.sources("includes")?));
        let template = Template::parse(
            self.text("template")?,
            &ParseOptions::new(Arc::new(registry)),
        )?;
        let (mut variables, mut state, clock) =
            (self.variables()?, TemplateState::new(), self.clock()?);
        let mut output = String::new();
        template.render(
            &mut Context::new(&mut variables, &mut state, &clock),
            &mut output,
        )?;
        let warnings: Vec<String> = template
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect();
        Ok(with_warnings(json!({ "output": output }), warnings))
    }

    /// Liquid as Jekyll runs it: its tags and filters, its `include`; variables are those of the request alone.
    fn jekyll_liquid(&self, evaluator: &mut Evaluator) -> Result<Json> {
        let Evaluator {
            environment,
            liquid,
            ..
        } = evaluator;
        let (rendering, lasts) = liquid.of(self, || {
            // `include_relative` finds them too, beside a page at the root.
            let files = self.memory(&[("includes", "_includes"), ("includes", "")])?;
            let parts = self.parts(environment, files, Map::default())?;
            let mut build =
                parts.build(parts.files.clone(), Arc::new(Collected::from(Level::Warn)))?;
            let lasts = build.for_others().is_some();
            Ok((build.freeze()?, lasts))
        })?;
        let (rendering, lasts) = (rendering.clone(), *lasts);
        // Before anything can fail.
        if !lasts {
            liquid.forget();
        }
        let template = rendering.parse(self.text("template")?)?;
        let mut variables = self.variables()?;
        let page = variables.get(&StrKey("page")).cloned().unwrap_or_default();
        let output = rendering.render_template(&template, &mut variables, page)?;
        let warnings = template
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect();
        Ok(with_warnings(json!({ "output": output }), warnings))
    }

    /// One page through the whole chain.
    fn page(&self, evaluator: &mut Evaluator) -> Result<Json> {
        let (path, source) = (self.text("path")?, self.text("source")?);
        let Evaluator {
            environment, pages, ..
        } = evaluator;
        let (pages, warnings) = pages.of(self, || {
            let files = self.memory(&[("includes", "_includes"), ("layouts", "_layouts")])?;
            let mut extra = Map::default();
            if let Some(data) = self.object("data")? {
                extra.insert(Value::from("data"), Value::from(object_map(data)));
            }
            let parts = self.parts(environment, files, extra)?;
            let log = Arc::new(Collected::from(Level::Warn));
            let (pages, _) = Pages::begin(parts, log.clone())?;
            Ok((pages, lines(&log)))
        })?;
        let page = pages.page(path, source, &Arc::new(Collected::from(Level::Warn)))?;
        let mut warnings = warnings.clone();
        warnings.extend(page.messages);
        Ok(with_warnings(
            json!({ "output": page.output, "url": page.url }),
            warnings,
        ))
    }

    /// A whole site in memory.
    fn site(&self, environment: &Environment) -> Result<Json> {
        let files = Arc::new(self.memory(&[("files", "")])?);
        let (config, dest) = (self.object("config")?, format!("{SOURCE}/_site"));
        let mut overrides = config.map_or_else(Map::default, object_map);
        overrides.insert(Value::from("source"), Value::from(SOURCE));
        overrides.insert(Value::from("destination"), Value::from(dest.as_str()));
        let log = Arc::new(Collected::from(Level::Warn));
        let config = Config::load(&overrides, files.as_ref(), environment, log.as_ref())?;
        let host = Host {
            files: files.clone(),
            clock: self.clock()?,
            environment: environment.clone(),
            log: log.clone(),
            limits: Limits::default(),
        };
        Build::new(config, host, Vec::new())?.process()?;
        let mut written = JsonMap::new();
        for (path, bytes) in files.below(&dest) {
            written.insert(path, String::from_utf8_lossy(&bytes).into());
        }
        Ok(with_warnings(json!({ "files": written }), lines(&log)))
    }

    /// The sources of these fields as files of a site.
    fn memory(&self, fields: &[(&str, &str)]) -> Result<MemoryFiles> {
        let files = MemoryFiles::new(Default::default());
        for (field, folder) in fields {
            for (name, source) in self.sources(field)? {
                let folder = path::join(SOURCE, folder);
                files.insert(path::expand(&name, &folder), source.into_bytes());
            }
        }
        Ok(files)
    }

    /// What the request says of a site, with these keys over its configuration.
    fn parts(&self, environment: &Environment, files: MemoryFiles, extra: Map) -> Result<Parts> {
        Ok(Parts {
            config: self.config(environment, &extra)?,
            files: Arc::new(files),
            clock: self.clock()?,
            environment: environment.clone(),
            limits: Limits::default(),
            plugins: Plugins::default(),
        })
    }

    fn markdown(&self, evaluator: &mut Evaluator) -> Result<Json> {
        let text = self.text("text")?;
        let options = self.object("options")?;
        let options = || options.map_or_else(Map::default, object_map);
        match self.optional_text("profile")?.unwrap_or("jekyll") {
            "jekyll" => {
                let Evaluator {
                    environment,
                    markdown,
                    ..
                } = evaluator;
                let (rendering, log) = markdown.of(self, || {
                    let files = MemoryFiles::new(Default::default());
                    let parts = self.parts(environment, files, kramdown_keys(options()))?;
                    let log = Arc::new(Collected::from(Level::Warn));
                    let mut build = parts.build(parts.files.clone(), log.clone())?;
                    Ok((build.freeze()?, log))
                })?;
                let output = rendering.markdown(text);
                let warnings = lines(log);
                // Whoever has warned once does not say the same again.
                if !warnings.is_empty() {
                    markdown.forget();
                }
                Ok(with_warnings(json!({ "output": output? }), warnings))
            }
            "kramdown" => {
                let mut set = Options::kramdown();
                for (name, value) in &options() {
                    let name = value_text(name);
                    match set.set(&name, option_value(value)) {
                        Ok(()) | Err(OptionError::Unknown(_) | OptionError::Unsupported(_)) => {}
                        Err(error @ OptionError::Invalid(_)) => {
                            return Err(refused(error.to_string()));
                        }
                    }
                }
                let html = kramdown::to_html(text, &set, Some(&KramdownTests)).map_err(raised)?;
                Ok(json!({ "output": html.html }))
            }
            other => Err(refused(format!("there is no profile {other:?}"))),
        }
    }

    /// The configuration of the request, with these keys over it.
    fn config(&self, environment: &Environment, extra: &Map) -> Result<Config> {
        let mut config = self.object("config")?.map_or_else(Map::default, object_map);
        config.insert(Value::from("source"), Value::from(SOURCE));
        config.insert(
            Value::from("destination"),
            Value::from(format!("{SOURCE}/_site")),
        );
        deep_merge(&mut config, extra)?;
        Config::with_defaults(&config, environment)
    }

    fn yaml(&self) -> Result<Json> {
        let value = yaml::load(self.text("text")?, self.optional_text("file")?)?;
        Ok(json!({ "value": yaml::typed(&value) }))
    }

    fn highlight(&self) -> Result<Json> {
        let (language, text) = (self.text("language")?, self.text("text")?);
        let failed = |failure: highlight::Failure| Error::ruby(failure.class, failure.message);
        let mut output = String::new();
        match highlight::find_fancy(language, Some(text)).map_err(failed)? {
            Some(lexer) => lexer.html(text, &mut output).map_err(failed)?,
            None => highlight::escape(text, &mut output),
        }
        Ok(json!({ "output": output }))
    }
}

fn with_warnings(mut answer: Json, warnings: Vec<String>) -> Json {
    if !warnings.is_empty() {
        answer["warnings"] = warnings.into();
    }
    answer
}

/// A time that is no UTC and has the offset of the clock's own zone is local time, which knows its zone's name.
fn local_where_it_is(time: Time, clock: &Clock) -> Time {
    let local = clock.localtime(&time);
    match !time.is_utc() && local.offset() == time.offset() {
        true => local,
        false => time,
    }
}

/// Options of kramdown as a configuration holds them.
fn kramdown_keys(options: Map) -> Map {
    Map::from_iter([(Value::from("kramdown"), Value::from(options))])
}

fn value_text(value: &Value) -> String {
    value.to_s().unwrap_or_default().into_owned()
}

fn object_map(object: &JsonMap<String, Json>) -> Map {
    object
        .iter()
        .map(|(key, value)| (Value::from(key.as_str()), from_json(value.clone())))
        .collect()
}

/// Files for Liquid's own `include`.
struct Partials(HashMap<String, String>);

impl PartialFiles for Partials {
    fn read(&self, name: &str) -> Result<Cow<'_, str>> {
        match self.0.get(name) {
            Some(source) => Ok(Cow::Borrowed(source)),
            None => Err(Error::liquid(format!("No such template '{name}'"))),
        }
    }
}

/// The profile `kramdown` is kramdown as its own tests run it: they define one formatter beside those of Rouge.
struct KramdownTests;

impl Highlighter for KramdownTests {
    fn lexer(&self, language: Option<&str>, source: &str) -> Result<Option<Lexer>, Raised> {
        Colours.lexer(language, source)
    }

    fn format(
        &self,
        lexer: &Lexer,
        source: &str,
        formatter: Formatter<'_>,
        out: &mut String,
    ) -> Result<(), Raised> {
        Colours.format(lexer, source, formatter, out)
    }

    fn formatter(&self, name: &str, html: &str) -> Option<String> {
        (name == "RougeHTMLFormatters").then(|| format!("<div class=\"custom-class\">{html}</div>"))
    }
}
