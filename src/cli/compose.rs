//! jekyll-compose 0.12.0: `draft`, `post`, `publish`, `unpublish`, `page`, `rename` and `compose`, which make and move
//! the files of a site (jekyll/commands/*.rb of that gem).

use std::fs;
use std::path::Path;
use std::process;

use super::parse::Given;
use super::{Context, Outcome, config};
use crate::error::{Error, ErrorKind, Result};
use crate::front_matter;
use crate::jekyll::config::Config;
use crate::jekyll::document::dated_name;
use crate::jekyll::environment::Environment;
use crate::jekyll::log::Log;
use crate::jekyll::merge::set;
use crate::jekyll::path;
use crate::jekyll::slug::slugify;
use crate::value::{Clock, Date, Map, StrKey, Time, Value, no_method};
use crate::yaml;

/// Which of the commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `compose`
    Compose,
    /// `draft`
    Draft,
    /// `page`
    Page,
    /// `post`
    Post,
    /// `publish`
    Publish,
    /// `rename`
    Rename,
    /// `unpublish`
    Unpublish,
}

const DAY: &str = "%Y-%m-%d";
const MINUTE: &str = "%Y-%m-%d %H:%M %z";

/// Whether the site in the working folder names the gem, in its Gemfile or its configuration.
pub fn is_named(environment: &Environment) -> bool {
    let read = |name: &str| fs::read_to_string(environment.expand(name)).unwrap_or_default();
    let in_gemfile = read("Gemfile").lines().any(|line| {
        let line = line.split('#').next().unwrap_or_default();
        line.contains("\"jekyll-compose\"") || line.contains("'jekyll-compose'")
    });
    if in_gemfile {
        return true;
    }
    let Ok(Value::Hash(config)) = yaml::load(&read("_config.yml"), None) else {
        return false;
    };
    ["plugins", "gems"].iter().any(|key| {
        let names = config.get_str(key).and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|n| n.as_str() == Some("jekyll-compose")))
    })
}

/// Runs one of the commands.
pub fn run(context: &Context<'_>, kind: Kind) -> Outcome {
    let config = config::load(context, &config::overrides(context))?;
    let request = Request {
        context,
        clock: config.clock(&Clock::from_env()),
        config,
        kind,
    };
    request.refuse()?;
    match kind {
        Kind::Publish | Kind::Unpublish | Kind::Rename => request.relocate(),
        _ => request.create(),
    }
}

/// The day and the time that a command works with.
enum Moment {
    Date(Date),
    Now(Time),
}

impl Moment {
    fn strftime(&self, format: &str) -> Result<String> {
        match self {
            Moment::Date(date) => date.strftime(format),
            Moment::Now(time) => time.strftime(format),
        }
    }
}

/// What is asked for, and of which site.
struct Request<'a> {
    context: &'a Context<'a>,
    config: Config,
    clock: Clock,
    kind: Kind,
}

impl Request<'_> {
    fn words(&self) -> &[String] {
        &self.context.invocation.arguments
    }

    fn log(&self) -> &dyn Log {
        self.context.console.as_ref()
    }

    fn option(&self, key: &str) -> Option<&str> {
        match self.context.invocation.value(key) {
            Some(Given::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn is_set(&self, key: &str) -> bool {
        self.context.invocation.is_set(key)
    }

    /// `validate!`
    fn refuse(&self) -> Result<()> {
        let asked = |key: &str| self.context.invocation.value(key).is_some();
        let count = |keys: &[&str]| keys.iter().filter(|key| asked(key)).count();
        let message = match self.kind {
            Kind::Compose if count(&["post", "draft", "collection"]) > 1 => {
                "You can only specify one of --post, --draft, or --collection COLLECTION."
            }
            Kind::Rename if self.words().len() < 2 => {
                "You must specify current path and the new title."
            }
            Kind::Rename if count(&["date", "now"]) > 1 => {
                "You can only specify one of --date DATE or --now."
            }
            _ if !self.words().is_empty() => return Ok(()),
            Kind::Publish => "You must specify a draft path.",
            Kind::Unpublish => "You must specify a post path.",
            _ => "You must specify a name.",
        };
        Err(Error::ruby("ArgumentError", message))
    }

    /// `--date`, or now.
    fn moment(&self) -> Result<Moment> {
        match self.option("date") {
            Some(text) => Ok(Moment::Date(date(text)?)),
            None => Ok(Moment::Now(self.clock.now())),
        }
    }

    /// The folder of all collections, relative to the working folder where it lies in it.
    fn source(&self) -> Result<String> {
        let text = |key: &str| crate::jekyll::merge::ruby_to_s(self.config.get(key));
        let folder = path::join(&text("source")?, &text("collections_dir")?);
        let here = self.context.environment.folder();
        Ok(match folder.strip_prefix(here) {
            Some(below) => below.trim_start_matches('/').to_string(),
            None => folder,
        })
    }

    fn below(&self, source: &str, file: &str) -> String {
        if source.is_empty() {
            file.to_string()
        } else {
            path::join(source, file)
        }
    }

    fn file_name(&self, title: &str) -> String {
        let slug = slugify(title, None, false, self.log());
        let extension = self.option("extension").unwrap_or("md");
        format!("{slug}.{extension}")
    }

    /// What kind of file it becomes, and where (`FileInfo`).
    fn destination(&self, title: &str, moment: &Moment) -> Result<(&'static str, String, String)> {
        let collection = match self.kind {
            Kind::Page => return Ok(("page", String::new(), self.file_name(title))),
            Kind::Draft => "drafts".to_string(),
            Kind::Post => "posts".to_string(),
            _ => match self.option("collection") {
                Some(collection) => collection.to_string(),
                None if self.is_set("draft") => "drafts".to_string(),
                None => "posts".to_string(),
            },
        };
        let name = self.file_name(title);
        let (kind, name) = match collection.as_str() {
            "posts" => ("post", format!("{}-{name}", moment.strftime(DAY)?)),
            "drafts" => ("draft", name),
            _ => ("file", name),
        };
        let file = path::join(&format!("_{collection}"), &name);
        Ok((kind, collection, file))
    }

    /// Makes a file (`FileCreator#create!`), and opens it in an editor where that is asked for.
    fn create(&self) -> Outcome {
        let title = self.words().join(" ");
        let moment = self.moment()?;
        let (kind, collection, file) = self.destination(&title, &moment)?;
        let file = self.below(&self.source()?, &file);
        let place = self.context.environment.expand(&file);
        if Path::new(&place).exists() && !self.is_set("force") {
            let message = format!("A {kind} already exists at {file}");
            self.log().warn(&message, "");
        } else {
            let text = self.content(&title, &collection, &moment)?;
            if let Some(folder) = Path::new(&place).parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&place, text)?;
            let message = format!("New {kind} created at \x1b[36m{file}\x1b[0m");
            self.log().info(&message, "");
        }
        if self.kind != Kind::Page {
            self.open_editor(&place)?;
        }
        Ok(())
    }

    fn content(&self, title: &str, collection: &str, moment: &Moment) -> Result<String> {
        let default_layout = if self.kind == Kind::Page {
            "page"
        } else {
            "post"
        };
        let mut entries = Map::default();
        set(
            &mut entries,
            "layout",
            self.option("layout").unwrap_or(default_layout),
        );
        set(&mut entries, "title", title);
        if matches!(self.kind, Kind::Post | Kind::Compose) {
            let format = match self.kind {
                Kind::Post => self.option("timestamp_format").unwrap_or(MINUTE),
                _ => MINUTE,
            };
            set(&mut entries, "date", moment.strftime(format)?);
        }
        if let Value::Hash(compose) = self.config.get("jekyll_compose")
            && let Some(Value::Hash(defaults)) = compose.get_str("default_front_matter")
            && let Some(Value::Hash(defaults)) = defaults.get_str(collection)
        {
            for (key, value) in defaults.iter() {
                entries.insert(key.clone(), value.clone());
            }
        }
        Ok(yaml::dump(&Value::from(entries))? + "---\n")
    }

    fn open_editor(&self, file: &str) -> Outcome {
        if !self.config.below("jekyll_compose", "auto_open").is_truthy() {
            return Ok(());
        }
        let variable = |name| self.context.environment.get(name);
        let editor = variable("JEKYLL_EDITOR")
            .or_else(|| variable("VISUAL"))
            .or_else(|| variable("EDITOR"));
        if let Some(editor) = editor {
            // what the variable holds is a command with its flags, for a shell
            process::Command::new("sh")
                .args(["-c", &format!("{editor} {file}")])
                .status()?;
        }
        Ok(())
    }

    /// Moves a file (`FileMover#move`).
    fn relocate(&self) -> Outcome {
        let source = self.source()?;
        let given = match self.kind {
            Kind::Rename => self.words()[0].clone(),
            _ => self.words().join(" "),
        };
        let from = path::join(&source, &given);
        let from = from.strip_prefix('/').unwrap_or(&from).to_string();
        let (kind, new_kind, to) = self.new_place(&given, &from)?;
        let to = self.below(&source, &to);
        let environment = self.context.environment;
        let (old, new) = (environment.expand(&from), environment.expand(&to));
        if !Path::new(&old).exists() {
            let message = format!("There was no {kind} found at '{from}'.");
            self.log().warn(&message, "");
            return Ok(());
        }
        if Path::new(&new).exists() && !self.is_set("force") {
            let message = format!("A {new_kind} already exists at {to}");
            self.log().warn(&message, "");
            return Ok(());
        }
        if let Some(folder) = Path::new(&new).parent()
            && !folder.exists()
        {
            fs::create_dir(folder)?;
        }
        if let Err(error) = self.update_front_matter(&old) {
            self.log().warn(&error.to_string(), "");
        }
        fs::rename(&old, &new)?;
        let mut kind = kind.to_string();
        kind[..1].make_ascii_uppercase();
        let message = format!("{kind} {from} was moved to {to}");
        self.log().info(&message, "");
        Ok(())
    }

    /// What the file is, what it becomes, and where it goes.
    fn new_place(&self, given: &str, from: &str) -> Result<(&'static str, &'static str, String)> {
        let name = path::basename(from);
        Ok(match self.kind {
            Kind::Publish => {
                let day = self.moment()?.strftime(DAY)?;
                ("draft", "post", format!("_posts/{day}-{name}"))
            }
            Kind::Unpublish => ("post", "draft", format!("_drafts/{}", without_day(name))),
            _ => {
                let folder = path::dirname(given);
                let mut file = self.file_name(&self.words()[1..].join(" "));
                let kind = match folder {
                    "_posts" => "post",
                    "_drafts" => "draft",
                    _ => "file",
                };
                if kind == "post" {
                    let day = match self.touched()? {
                        Some(moment) => moment.strftime(DAY)?,
                        None => day_of_name(path::basename(given))?.strftime(DAY)?,
                    };
                    file = format!("{day}-{file}");
                }
                (kind, kind, path::join(folder, &file))
            }
        })
    }

    /// The new date of a file that is renamed, where it gets one.
    fn touched(&self) -> Result<Option<Moment>> {
        if self.is_set("now") {
            return Ok(Some(Moment::Now(self.clock.now())));
        }
        match self.option("date") {
            Some(text) => Ok(Some(Moment::Date(date(text)?))),
            None => Ok(None),
        }
    }

    fn update_front_matter(&self, file: &str) -> Result<()> {
        let unreadable = |e: std::io::Error| Error::new(ErrorKind::Io, e.to_string());
        let text = fs::read_to_string(file).map_err(unreadable)?;
        let Some((front_matter, body)) = front_matter::split(&text) else {
            return Ok(());
        };
        let data = match yaml::load(front_matter, None)? {
            Value::Hash(data) => data,
            other => {
                let method = if self.kind == Kind::Unpublish {
                    "reject"
                } else {
                    "[]"
                };
                return Err(no_method(&other, method));
            }
        };
        if let Some(class) = data.values().find_map(refused_class) {
            let message = format!("Tried to load unspecified class: {class}");
            return Err(Error::ruby("Psych::DisallowedClass", message));
        }
        let mut entries = data.as_map().clone();
        match self.kind {
            Kind::Publish => {
                if !entries.get(&StrKey("date")).is_some_and(Value::is_truthy) {
                    let format = self.option("timestamp_format").unwrap_or(MINUTE);
                    set(&mut entries, "date", self.moment()?.strftime(format)?);
                }
            }
            Kind::Unpublish => {
                entries.shift_remove(&StrKey("date"));
            }
            _ => {
                set(&mut entries, "title", self.words()[1..].join(" "));
                if let Some(moment) = self.touched()? {
                    set(&mut entries, "date", moment.strftime(MINUTE)?);
                }
            }
        }
        let text = format!("{}---\n{body}", yaml::dump(&Value::from(entries))?);
        fs::write(file, text).map_err(unreadable)
    }
}

/// What `Psych.safe_load` does not make.
fn refused_class(value: &Value) -> Option<&'static str> {
    match value {
        Value::Time(_) | Value::DateTime(_) => Some("Time"),
        Value::Date(_) => Some("Date"),
        Value::Symbol(_) => Some("Symbol"),
        _ => None,
    }
}

fn date(text: &str) -> Result<Date> {
    Date::parse(text).ok_or_else(|| Error::ruby("Date::Error", "invalid date"))
}

fn day_of_name(name: &str) -> Result<Date> {
    match dated_name(name) {
        Some((day, _, _)) => date(day),
        None => Err(no_method(&Value::Nil, "strftime")),
    }
}

/// The name of a post's file without its first date.
fn without_day(name: &str) -> String {
    let bytes = name.as_bytes();
    let is_day = |at: usize| {
        bytes.get(at..at + 11).is_some_and(|part| {
            part.iter().enumerate().all(|(i, b)| match i {
                4 | 7 | 10 => *b == b'-',
                _ => b.is_ascii_digit(),
            })
        })
    };
    match (0..bytes.len()).find(|&at| is_day(at)) {
        Some(at) => format!("{}{}", &name[..at], &name[at + 11..]),
        None => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_day;

    #[test]
    fn a_draft_has_no_day() {
        assert_eq!(without_day("2024-01-02-a.md"), "a.md");
        assert_eq!(without_day("a-2024-1-02-b.md"), "a-2024-1-02-b.md");
    }
}
