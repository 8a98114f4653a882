//! `new-theme`: the scaffold of a theme gem, as Jekyll lays it out (commands/new_theme.rb, theme_builder.rb).

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, anyhow};

use super::console::cyan;
use super::{Context, Failure, JEKYLL_VERSION, Outcome};
use crate::jekyll::fs::refused;
use crate::jekyll::log::Log;
use crate::value::{Clock, Value};

const FOLDERS: &[&str] = &["assets", "_data", "_layouts", "_includes", "_sass"];
const FILES: &[(&str, &str)] = &[
    (
        "_layouts/page.html",
        include_str!("scaffold/theme/_layouts/page.html"),
    ),
    (
        "_layouts/post.html",
        include_str!("scaffold/theme/_layouts/post.html"),
    ),
    (
        "_layouts/default.html",
        include_str!("scaffold/theme/_layouts/default.html"),
    ),
    ("Gemfile", include_str!("scaffold/theme/Gemfile")),
    (
        "<%= theme_name %>.gemspec",
        include_str!("scaffold/theme/theme.gemspec"),
    ),
    ("README.md", include_str!("scaffold/theme/README.md")),
    ("LICENSE.txt", include_str!("scaffold/theme/LICENSE.txt")),
];
const CODE_OF_CONDUCT: (&str, &str) = (
    "CODE_OF_CONDUCT.md",
    include_str!("scaffold/theme/CODE_OF_CONDUCT.md"),
);
const GITIGNORE: (&str, &str) = (".gitignore", include_str!("scaffold/theme/gitignore"));

pub fn run(context: &Context<'_>) -> Outcome {
    let Context {
        invocation,
        environment,
        console,
    } = *context;
    if invocation.arguments.is_empty() {
        return Err(anyhow!("You must specify a theme name.").into());
    }
    let name = squeezed(&invocation.arguments.join("_"));
    let path = environment.known(&name)?;
    let theme = Path::new(&path);
    if theme.exists() {
        console.error("Conflict:", &format!("{path} already exists."));
        return Err(Failure::Said);
    }
    let scaffold = Scaffold::new(&name, context)?;
    for folder in FOLDERS {
        let folder = theme.join(folder);
        console.info("create", &folder.to_string_lossy());
        fs::create_dir_all(folder)?;
    }
    for file in FILES {
        scaffold.put(theme, file)?;
    }
    if invocation.is_set("code_of_conduct") {
        scaffold.put(theme, &CODE_OF_CONDUCT)?;
    }
    console.info("initialize", &theme.join(".git").to_string_lossy());
    Command::new("git")
        .arg("init")
        .current_dir(theme)
        .stdout(Stdio::null())
        .status()
        .context("git init")?;
    scaffold.put(theme, &GITIGNORE)?;
    let (name, path) = (cyan(&name), &path);
    console.info(
        &format!(
            "Your new Jekyll theme, {name}, is ready for you in {}!",
            cyan(path)
        ),
        "",
    );
    console.info(
        &format!("For help getting started, read {path}/README.md."),
        "",
    );
    Ok(())
}

/// Blanks become `_`, and several `_` one.
fn squeezed(name: &str) -> String {
    let mut squeezed = String::with_capacity(name.len());
    for c in name.chars().map(|c| if c == ' ' { '_' } else { c }) {
        if c != '_' || !squeezed.ends_with('_') {
            squeezed.push(c);
        }
    }
    squeezed
}

/// What is filled into the files.
struct Scaffold<'a> {
    context: &'a Context<'a>,
    fields: Vec<(&'static str, String)>,
}

impl<'a> Scaffold<'a> {
    fn new(name: &str, context: &'a Context<'a>) -> Result<Self, Failure> {
        let (user, mail) = (git_config("user.name"), git_config("user.email"));
        let year = Clock::from_env().now().strftime("%Y")?;
        let minor = JEKYLL_VERSION
            .rsplit_once('.')
            .map_or("", |(minor, _)| minor);
        let fields = vec![
            ("<%= theme_name.inspect %>", inspected(name)),
            ("<%= theme_name %>", name.to_string()),
            ("<%= user_name.inspect %>", inspected(&user)),
            ("<%= user_email.inspect %>", inspected(&mail)),
            ("<%= user_name %>", user),
            ("<%= user_email %>", mail),
            ("<%= Time.now.year %>", year),
            ("<%= theme_directories.join(\"|\") %>", FOLDERS.join("|")),
            ("<%= jekyll_version_with_minor %>", minor.to_string()),
        ];
        Ok(Scaffold { context, fields })
    }

    fn put(&self, theme: &Path, (name, text): &(&str, &str)) -> Outcome {
        let path = theme.join(self.filled(name));
        let shown = path.to_string_lossy();
        self.context.console.info("create", &shown);
        // Jekyll makes no folder for a gemspec whose name has a slash.
        fs::write(&path, self.filled(text)).map_err(|e| refused(&e, "rb_sysopen", &shown))?;
        Ok(())
    }

    fn filled(&self, text: &str) -> String {
        let mut text = text.to_string();
        for (field, value) in &self.fields {
            text = text.replace(field, value);
        }
        text
    }
}

fn inspected(text: &str) -> String {
    format!("{:?}", Value::from(text))
}

fn git_config(key: &str) -> String {
    let output = Command::new("git").args(["config", key]).output();
    output.map_or_else(
        |_| String::new(),
        |o| {
            String::from_utf8_lossy(&o.stdout)
                .trim_end_matches('\n')
                .to_string()
        },
    )
}
