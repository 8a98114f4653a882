//! The one table of commands and flags: what is parsed and what `--help` prints both come from it.
//! Names, order and words are Jekyll's (exe/jekyll, command.rb, commands/*.rb), so that its users find what they know.

use super::compose;

/// A flag as its user sees it.
#[derive(Debug)]
pub struct Flag {
    /// The configuration key that the flag sets.
    pub key: &'static str,
    /// The one-letter form.
    pub short: Option<char>,
    /// The long form as help shows it, with its argument: `--source [DIR]`, `--[no-]watch`.
    pub long: &'static str,
    /// What becomes of the argument.
    pub kind: Kind,
    /// What it does.
    pub help: &'static str,
}

/// What becomes of a flag's argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text as it stands; for a flag without an argument, `true`.
    Plain,
    /// Text that may not be empty.
    Text,
    /// Names between commas.
    List,
    /// A whole number.
    Integer,
}

/// Whether a flag takes an argument; [`Flag::long`] says so in its own notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `--safe`
    Nothing,
    /// `--[no-]watch`
    Switch,
    /// `--layouts DIR`
    Required,
    /// `--source [DIR]`: the next word, unless it looks like a flag.
    Optional,
}

impl Flag {
    /// The long name as it is typed, with `-` for `_`, in which it is looked up too.
    pub fn name(&self) -> String {
        let bare = self.long.trim_start_matches("--");
        let bare = bare.strip_prefix("[no-]").unwrap_or(bare);
        bare.split(' ').next().unwrap_or(bare).replace('_', "-")
    }

    /// Whether it takes an argument.
    pub fn takes(&self) -> Takes {
        if self.long.starts_with("--[no-]") {
            return Takes::Switch;
        }
        match self.long.split_once(' ') {
            None => Takes::Nothing,
            Some((_, argument)) if argument.starts_with('[') => Takes::Optional,
            Some(_) => Takes::Required,
        }
    }
}

/// A subcommand.
#[derive(Debug)]
pub struct Command {
    /// Which one it is.
    pub action: Action,
    /// What is typed for it.
    pub name: &'static str,
    /// Other words for it.
    pub aliases: &'static [&'static str],
    /// What follows the program's name in its usage line.
    pub syntax: &'static str,
    /// What it does; Jekyll says nothing of the commands that a gem would bring.
    pub description: Option<&'static str>,
    /// Its own flags, beside those of every command.
    pub flags: &'static [&'static [Flag]],
}

/// What a subcommand does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `compose`, `docs`, `import`: a gem's, which rekyll has not; the gem and its version follow.
    Gem(&'static str, &'static str),
    /// Builds the site.
    Build,
    /// Removes what a build left.
    Clean,
    /// Looks for what may go wrong.
    Doctor,
    /// Prints help.
    Help,
    /// Makes a new site.
    New,
    /// Makes a new theme.
    NewTheme,
    /// Serves the site.
    Serve,
    /// Makes or moves a file of the site (jekyll-compose).
    Compose(compose::Kind),
    /// Answers JSON requests.
    Eval,
}

const fn flag(
    key: &'static str,
    short: Option<char>,
    long: &'static str,
    kind: Kind,
    help: &'static str,
) -> Flag {
    Flag {
        key,
        short,
        long,
        kind,
        help,
    }
}

/// What the program says of itself.
pub const DESCRIPTION: &str = "Jekyll is a blog-aware, static site generator in Ruby";

/// The program's own usage line, after its name.
pub const SYNTAX: &str = "<subcommand> [options]";

/// Flags of every command.
#[rustfmt::skip]
pub const GLOBAL: &[Flag] = &[
    flag("source", Some('s'), "--source [DIR]", Kind::Plain, "Source directory (defaults to ./)"),
    flag("destination", Some('d'), "--destination [DIR]", Kind::Plain, "Destination directory (defaults to ./_site)"),
    flag("safe", None, "--safe", Kind::Plain, "Safe mode (defaults to false)"),
    flag("plugins_dir", Some('p'), "--plugins PLUGINS_DIR1[,PLUGINS_DIR2[,...]]", Kind::List, "Plugins directory (defaults to ./_plugins)"),
    flag("layouts_dir", None, "--layouts DIR", Kind::Text, "Layouts directory (defaults to ./_layouts)"),
    flag("profile", None, "--profile", Kind::Plain, "Generate a Liquid rendering profile"),
];

/// Flags of every command that end with it or are about errors; help lists them last.
#[rustfmt::skip]
pub const META: &[Flag] = &[
    flag("show_help", Some('h'), "--help", Kind::Plain, "Show this message"),
    flag("show_version", Some('v'), "--version", Kind::Plain, "Print the name and version"),
    flag("show_backtrace", Some('t'), "--trace", Kind::Plain, "Show the full backtrace when an error occurs"),
];

#[rustfmt::skip]
const BUILD: &[Flag] = &[
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
    flag("destination", Some('d'), "--destination DESTINATION", Kind::Plain, "The current folder will be generated into DESTINATION"),
    flag("source", Some('s'), "--source SOURCE", Kind::Plain, "Custom source directory"),
    flag("future", None, "--future", Kind::Plain, "Publishes posts with a future date"),
    flag("limit_posts", None, "--limit_posts MAX_POSTS", Kind::Integer, "Limits the number of posts to parse and publish"),
    flag("watch", Some('w'), "--[no-]watch", Kind::Plain, "Watch for changes and rebuild"),
    flag("baseurl", Some('b'), "--baseurl URL", Kind::Plain, "Serve the website from the given base URL"),
    flag("force_polling", None, "--force_polling", Kind::Plain, "Force watch to use polling"),
    flag("lsi", None, "--lsi", Kind::Plain, "Use LSI for improved related posts"),
    flag("show_drafts", Some('D'), "--drafts", Kind::Plain, "Render posts in the _drafts folder"),
    flag("unpublished", None, "--unpublished", Kind::Plain, "Render posts that were marked as unpublished"),
    flag("disable_disk_cache", None, "--disable-disk-cache", Kind::Plain, "Disable caching to disk in non-safe mode"),
    flag("quiet", Some('q'), "--quiet", Kind::Plain, "Silence output."),
    flag("verbose", Some('V'), "--verbose", Kind::Plain, "Print verbose output."),
    flag("incremental", Some('I'), "--incremental", Kind::Plain, "Enable incremental rebuild."),
    flag("strict_front_matter", None, "--strict_front_matter", Kind::Plain, "Fail if errors are present in front matter"),
];

#[rustfmt::skip]
const SERVE: &[Flag] = &[
    flag("ssl_cert", None, "--ssl-cert [CERT]", Kind::Plain, "X.509 (SSL) certificate."),
    flag("host", Some('H'), "--host [HOST]", Kind::Plain, "Host to bind to"),
    flag("open_url", Some('o'), "--open-url", Kind::Plain, "Launch your site in a browser"),
    flag("detach", Some('B'), "--detach", Kind::Plain, "Run the server in the background"),
    flag("ssl_key", None, "--ssl-key [KEY]", Kind::Plain, "X.509 (SSL) Private Key."),
    flag("port", Some('P'), "--port [PORT]", Kind::Plain, "Port to listen on"),
    flag("show_dir_listing", None, "--show-dir-listing", Kind::Plain, "Show a directory listing instead of loading your index file."),
    flag("skip_initial_build", None, "--skip-initial-build", Kind::Plain, "Skips the initial site build which occurs before the server is started."),
    flag("livereload", Some('l'), "--livereload", Kind::Plain, "Use LiveReload to automatically refresh browsers"),
    flag("livereload_ignore", None, "--livereload-ignore GLOB1[,GLOB2[,...]]", Kind::List, "Files for LiveReload to ignore. Remember to quote the values so your shell won't expand them"),
    flag("livereload_min_delay", None, "--livereload-min-delay [SECONDS]", Kind::Plain, "Minimum reload delay"),
    flag("livereload_max_delay", None, "--livereload-max-delay [SECONDS]", Kind::Plain, "Maximum reload delay"),
    flag("livereload_port", None, "--livereload-port [PORT]", Kind::Integer, "Port for LiveReload to listen on"),
];

#[rustfmt::skip]
const DOCTOR: &[Flag] = &[
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
];

#[rustfmt::skip]
const NEW: &[Flag] = &[
    flag("force", None, "--force", Kind::Plain, "Force creation even if PATH already exists"),
    flag("blank", None, "--blank", Kind::Plain, "Creates scaffolding but with empty files"),
    flag("skip-bundle", None, "--skip-bundle", Kind::Plain, "Skip 'bundle install'"),
];

#[rustfmt::skip]
const NEW_THEME: &[Flag] = &[
    flag("code_of_conduct", Some('c'), "--code-of-conduct", Kind::Plain, "Include a Code of Conduct. (defaults to false)"),
];

#[rustfmt::skip]
const DATED: &[Flag] = &[
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
    flag("timestamp_format", None, "--timestamp-format FORMAT", Kind::Plain, "Custom timestamp format"),
];

#[rustfmt::skip]
const DRAFT: &[Flag] = &[
    flag("extension", Some('x'), "--extension EXTENSION", Kind::Plain, "Specify the file extension"),
    flag("layout", Some('l'), "--layout LAYOUT", Kind::Plain, "Specify the draft layout"),
    flag("force", Some('f'), "--force", Kind::Plain, "Overwrite a draft if it already exists"),
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
];

#[rustfmt::skip]
const POST: &[Flag] = &[
    flag("extension", Some('x'), "--extension EXTENSION", Kind::Plain, "Specify the file extension"),
    flag("layout", Some('l'), "--layout LAYOUT", Kind::Plain, "Specify the post layout"),
    flag("force", Some('f'), "--force", Kind::Plain, "Overwrite a post if it already exists"),
    flag("date", Some('d'), "--date DATE", Kind::Plain, "Specify the post date"),
];

#[rustfmt::skip]
const PAGE: &[Flag] = &[
    flag("extension", Some('x'), "--extension EXTENSION", Kind::Plain, "Specify the file extension"),
    flag("layout", Some('l'), "--layout LAYOUT", Kind::Plain, "Specify the page layout"),
    flag("force", Some('f'), "--force", Kind::Plain, "Overwrite a page if it already exists"),
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
];

#[rustfmt::skip]
const PUBLISH: &[Flag] = &[
    flag("date", Some('d'), "--date DATE", Kind::Plain, "Specify the post date"),
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
    flag("force", Some('f'), "--force", Kind::Plain, "Overwrite a post if it already exists"),
    flag("timestamp_format", None, "--timestamp-format FORMAT", Kind::Plain, "Custom timestamp format"),
];

#[rustfmt::skip]
const UNPUBLISH: &[Flag] = &[
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
    flag("force", Some('f'), "--force", Kind::Plain, "Overwrite a draft if it already exists"),
];

#[rustfmt::skip]
const RENAME: &[Flag] = &[
    flag("force", Some('f'), "--force", Kind::Plain, "Overwrite a post if it already exists"),
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
    flag("date", Some('d'), "--date DATE", Kind::Plain, "Specify the date"),
    flag("now", None, "--now", Kind::Plain, "Specify the date as now"),
];

#[rustfmt::skip]
const COMPOSE: &[Flag] = &[
    flag("extension", Some('x'), "--extension EXTENSION", Kind::Plain, "Specify the file extension"),
    flag("layout", Some('l'), "--layout LAYOUT", Kind::Plain, "Specify the document layout"),
    flag("force", Some('f'), "--force", Kind::Plain, "Overwrite a document if it already exists"),
    flag("date", Some('d'), "--date DATE", Kind::Plain, "Specify the document date"),
    flag("collection", Some('c'), "--collection COLLECTION", Kind::Plain, "Specify the document collection"),
    flag("post", None, "--post", Kind::Plain, "Create a new post (default)"),
    flag("draft", None, "--draft", Kind::Plain, "Create a new draft"),
    flag("config", None, "--config CONFIG_FILE[,CONFIG_FILE2,...]", Kind::List, "Custom configuration file"),
];

const fn command(
    action: Action,
    name: &'static str,
    aliases: &'static [&'static str],
    syntax: &'static str,
    description: &'static str,
    flags: &'static [&'static [Flag]],
) -> Command {
    Command {
        action,
        name,
        aliases,
        syntax,
        description: Some(description),
        flags,
    }
}

const fn gem(name: &'static str, gem: &'static str, version: &'static str) -> Command {
    Command {
        action: Action::Gem(gem, version),
        name,
        aliases: &[],
        syntax: name,
        description: None,
        flags: &[],
    }
}

/// Jekyll's subcommands, in the order in which its help lists them.
#[rustfmt::skip]
pub const COMMANDS: &[Command] = &[
    gem("compose", "jekyll-compose", "> 0"),
    gem("docs", "jekyll-docs", "= 4.4.1"),
    gem("import", "jekyll-import", "> 0"),
    command(Action::Build, "build", &["b"], "build [options]", "Build your site", &[BUILD]),
    command(Action::Clean, "clean", &[], "clean [subcommand]", "Clean the site (removes site output and metadata file) without building.", &[BUILD]),
    command(Action::Doctor, "doctor", &["hyde"], "doctor", "Search site and print specific deprecation warnings", &[DOCTOR]),
    command(Action::Help, "help", &[], "help [subcommand]", "Show the help message, optionally for a given subcommand.", &[]),
    command(Action::New, "new", &[], "new PATH", "Creates a new Jekyll site scaffold in PATH", &[NEW]),
    command(Action::NewTheme, "new-theme", &[], "new-theme NAME", "Creates a new Jekyll theme scaffold", &[NEW_THEME]),
    command(Action::Serve, "serve", &["server", "s"], "serve [options]", "Serve your site locally", &[BUILD, SERVE]),
];

/// The commands of jekyll-compose. They can always be used; help lists them, in place of what stands for the gem, where
/// the site names it.
#[rustfmt::skip]
pub const COMPOSING: &[Command] = &[
    command(Action::Compose(compose::Kind::Draft), "draft", &[], "draft NAME", "Creates a new draft post with the given NAME", &[DRAFT]),
    command(Action::Compose(compose::Kind::Post), "post", &[], "post NAME", "Creates a new post with the given NAME", &[POST, DATED]),
    command(Action::Compose(compose::Kind::Publish), "publish", &[], "publish DRAFT_PATH", "Moves a draft into the _posts directory and sets the date", &[PUBLISH]),
    command(Action::Compose(compose::Kind::Unpublish), "unpublish", &[], "unpublish POST_PATH", "Moves a post back into the _drafts directory", &[UNPUBLISH]),
    command(Action::Compose(compose::Kind::Page), "page", &[], "page NAME", "Creates a new page with the given NAME", &[PAGE]),
    command(Action::Compose(compose::Kind::Rename), "rename", &[], "rename PATH NAME", "Moves a file to a given NAME and sets the title and date", &[RENAME]),
    command(Action::Compose(compose::Kind::Compose), "compose", &[], "compose NAME", "Creates a new document with the given NAME", &[COMPOSE]),
];

/// The commands that help lists, with or without those of jekyll-compose.
pub fn listed(with_compose: bool) -> Vec<&'static Command> {
    let (jekyll, composing) = match with_compose {
        true => (COMMANDS, COMPOSING),
        false => (COMMANDS, &[] as &[Command]),
    };
    let stands_for_it = |c: &&Command| with_compose && c.name == "compose";
    let own = jekyll.iter().filter(|c| !stands_for_it(c));
    own.chain(composing).collect()
}

/// What rekyll has beside Jekyll's commands; help lists it only when it is asked for by name.
pub const OWN: &[Command] = &[command(
    Action::Eval,
    "eval",
    &[],
    "eval",
    "Answers one JSON request a line on standard input with one JSON line on standard output.",
    &[],
)];

/// The command of this name or alias.
pub fn find(name: &str) -> Option<&'static Command> {
    COMPOSING
        .iter()
        .chain(COMMANDS)
        .chain(OWN)
        .find(|c| c.name == name || c.aliases.contains(&name))
}

/// Every flag that a command (or, with none, the program) takes, those that win over others of the same name last.
pub fn flags_of(command: Option<&'static Command>) -> impl Iterator<Item = &'static Flag> {
    let own = command.map_or(&[] as &[_], |c| c.flags);
    GLOBAL
        .iter()
        .chain(own.iter().copied().flatten())
        .chain(META)
}
