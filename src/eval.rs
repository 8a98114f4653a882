//! The JSON-lines face of the library (`rekyll eval`): one request a line in, one answer a line out, in the same order.
//! It is how a program in any language calls the engine.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::sync::Arc;

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::error::{Error, ErrorKind, Result};
use crate::highlight;
use crate::jekyll::environment::Environment;
use crate::liquid::{Context, ParseOptions, PartialFiles, Registry, Template, TemplateState, register_include};
use crate::value::{Clock, Map, Value, Zone, from_json};
use crate::yaml;

/// Answers requests until the input ends.
///
/// # Errors
/// Where the input cannot be read or the output not written.
pub fn run(input: impl BufRead, mut output: impl Write, environment: &Environment) -> io::Result<()> {
    for line in input.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = answer(&line, environment);
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// The answer to one request.
pub fn answer(line: &[u8], environment: &Environment) -> Json {
    let request = match serde_json::from_slice::<Json>(line) {
        Ok(Json::Object(request)) => Request(request),
        Ok(_) => return error_json(&refused("a request is a JSON object")),
        Err(error) => return error_json(&refused(format!("not JSON: {error}"))),
    };
    let mut answer = match request.answer(environment) {
        Ok(answer) => answer,
        Err(error) => error_json(&error),
    };
    if let (Some(id), Json::Object(fields)) = (request.0.get("id"), &mut answer) {
        fields.shift_insert(0, "id".into(), id.clone());
    }
    answer
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, message)
}

fn error_json(error: &Error) -> Json {
    let mut fields = JsonMap::new();
    fields.insert("message".into(), error.to_string().into());
    fields.insert("kind".into(), kind_name(error.kind()).into());
    let place = [("file", error.file().map(Json::from)), ("line", error.line().map(Json::from)), ("column", error.column().map(Json::from))];
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
    fn answer(&self, environment: &Environment) -> Result<Json> {
        match self.text("op")? {
            "liquid" => self.liquid(environment),
            "yaml" => self.yaml(),
            "highlight" => self.highlight(),
            op @ ("markdown" | "page" | "site" | "sass") => Err(refused(format!("op {op:?} is not there yet"))),
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
        for (name, value) in self.object("values")?.into_iter().flatten() {
            variables.insert(Value::from(name.as_str()), yaml::from_typed(value)?);
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
                let now = now.as_i64().ok_or_else(|| refused("\"now\" has to be seconds since the epoch"))?;
                clock = Clock::fixed(now, clock.zone);
            }
        }
        Ok(clock)
    }

    fn liquid(&self, _environment: &Environment) -> Result<Json> {
        match self.optional_text("dialect")?.unwrap_or("jekyll") {
            "liquid" => self.plain_liquid(),
            "jekyll" => Err(refused("dialect \"jekyll\" is not there yet")),
            other => Err(refused(format!("there is no dialect {other:?}"))),
        }
    }

    /// Liquid 4.0.4 by itself.
    fn plain_liquid(&self) -> Result<Json> {
        let mut registry = Registry::standard();
        register_include(&mut registry, Partials(self.sources("includes")?));
        let template = Template::parse(self.text("template")?, &ParseOptions::new(Arc::new(registry)))?;
        let (mut variables, mut state, clock) = (self.variables()?, TemplateState::new(), self.clock()?);
        let mut output = String::new();
        template.render(&mut Context::new(&mut variables, &mut state, &clock), &mut output)?;
        let warnings: Vec<String> = template.warnings().iter().map(ToString::to_string).collect();
        Ok(with_warnings(json!({ "output": output }), warnings))
    }

    fn yaml(&self) -> Result<Json> {
        let value = yaml::load(self.text("text")?, self.optional_text("file")?)?;
        Ok(json!({ "value": yaml::typed(&value) }))
    }

    fn highlight(&self) -> Result<Json> {
        let (language, text) = (self.text("language")?, self.text("text")?);
        let failed = |failure: highlight::Failure| Error::ruby("RuntimeError", failure.0);
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
