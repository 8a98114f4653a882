//! A page: a file with front matter outside of all collections, or one that a generator makes (page.rb, convertible.rb).

use std::io;
use std::sync::{Arc, OnceLock};

use crate::error::{Error, ErrorKind, Result};
use crate::front_matter;
use crate::value::{Map, StrKey, Value, inspect_str, no_method, no_method_of, shared};
use crate::yaml;

use super::document::{Rendered, line_behind};
use super::encoding::{Body, Encoding};
use super::excerpt::{self, Excerpt};
use super::front_matter_defaults::{LookUp, Matching};
use super::fs::unreadable;
use super::log::{Level, Log};
use super::merge::{ruby_to_s, set};
use super::path;
use super::permalink;
use super::setup::Setup;

/// The Ruby class of a page that leads on to another (jekyll-redirect-from). Jekyll itself knows it by this name:
/// `Doctor` lets such a page share its place.
pub const REDIRECT_PAGE: &str = "JekyllRedirectFrom::RedirectPage";

/// A page.
pub struct Page {
    /// What is settled about its site.
    pub setup: Arc<Setup>,
    /// The name of its Ruby class: `Jekyll::Page`, or that of a generator's own.
    pub class_name: &'static str,
    /// The folder that `dir` counts from: the source, or a theme's folder.
    pub base: String,
    /// Its folder, relative to the base. What a generator puts here moves the page.
    pub dir: String,
    /// The name of its file.
    pub name: String,
    /// Its name without the extension.
    pub basename: String,
    /// Its extension, with the dot.
    pub ext: String,
    /// Its file, absolute.
    pub path: String,
    /// What stands below the front matter.
    pub content: Body,
    /// The line of the file on which the content begins.
    pub body_line: u32,
    /// Its front matter. Where an excerpt is made of the content, nil stands under `excerpt`.
    pub data: Map,
    /// The excerpt that is made of the content, with `page_excerpts`.
    pub excerpt: Option<Excerpt>,
    /// The page whose excerpt it has, where a generator made it like that one.
    pub excerpt_of: Option<Arc<Page>>,
    /// Whether its excerpt is one for documents (`Excerpt`, not `PageExcerpt`), which asks the page what no page knows.
    pub has_documents_excerpt: bool,
    /// Whether a generator asked for `excerpt`, which stays what it was then.
    pub has_told_excerpt: bool,
    /// What a paginating generator attaches: `paginator`.
    pub pager: Value,
    /// What templates see of it beside front matter and defaults, where those are not the attributes of other pages.
    /// Only templates see the front matter defaults of such a page.
    pub seen: Option<Map>,
    /// Its type, as the scopes of front matter defaults name it.
    pub kind: &'static str,
    /// The key of the configuration under which templates find it in a list (`site.archives`).
    pub listed_under: Option<&'static str>,
    /// What rendering makes of it.
    pub rendered: Rendered,
    relative_path: String,
    separator: OnceLock<Result<String>>,
    /// The output extension, as it was when it was first asked for, be it before front matter defaults could answer.
    output_ext: OnceLock<Result<String>>,
    /// The file whose front matter defaults answer for keys that the front matter lacks, where it is another.
    answers_as: Option<String>,
    answering: LookUp,
    matching: LookUp,
    url: OnceLock<Result<String>>,
}

impl Page {
    /// A page that a generator makes: no file, no front matter (`PageWithoutAFile`). `base` is the source or the
    /// theme's folder.
    pub fn without_file(setup: Arc<Setup>, base: &str, dir: &str, name: &str) -> Self {
        let in_base = |path: &str| path::sanitized(base, path);
        let path = path::sanitized(&in_base(dir), name);
        let ext = path::extname(name);
        let basename = path::without_trailing_dots(&name[..name.len() - ext.len()]);
        Page {
            class_name: "Jekyll::PageWithoutAFile",
            base: base.to_string(),
            dir: dir.to_string(),
            name: name.to_string(),
            basename: basename.to_string(),
            ext: ext.to_string(),
            relative_path: relative_path(dir, name),
            path,
            setup,
            content: Body::None,
            body_line: 1,
            data: Map::default(),
            excerpt: None,
            excerpt_of: None,
            has_documents_excerpt: false,
            has_told_excerpt: false,
            pager: Value::Nil,
            seen: None,
            kind: "pages",
            listed_under: None,
            rendered: Rendered::default(),
            separator: OnceLock::new(),
            output_ext: OnceLock::new(),
            answers_as: None,
            answering: LookUp::default(),
            matching: LookUp::default(),
            url: OnceLock::new(),
        }
    }

    /// A page of the bytes of its file, with its excerpt (`Page#initialize`). What cannot be read is told to `log`.
    ///
    /// # Errors
    /// As [`Page::read_yaml`].
    pub fn read(
        setup: Arc<Setup>,
        base: &str,
        dir: &str,
        name: &str,
        bytes: io::Result<Vec<u8>>,
        log: &dyn Log,
    ) -> Result<Self> {
        if log.takes(Level::Debug) {
            log.debug("Reading:", &relative_path(dir, name));
        }
        let mut page = Page::read_yaml(setup, base, dir, name, bytes, log)?;
        page.class_name = "Jekyll::Page";
        if page.setup.config.is_set("page_excerpts") {
            page.make_excerpt(log)?;
        }
        Ok(page)
    }

    /// A page of the bytes of a file, for a generator (`Convertible#read_yaml`), which says itself that it reads. What
    /// cannot be read is told to `log`.
    ///
    /// # Errors
    /// Front matter that is no hash, an empty permalink, and with `strict_front_matter` everything that is wrong.
    pub fn read_yaml(
        setup: Arc<Setup>,
        base: &str,
        dir: &str,
        name: &str,
        bytes: io::Result<Vec<u8>>,
        log: &dyn Log,
    ) -> Result<Self> {
        let mut page = Page::without_file(setup, base, dir, name);
        let read = read_file(
            &page.path,
            bytes,
            page.setup.encoding,
            page.setup.strict_front_matter,
            log,
        )?;
        page.content = read.body;
        page.body_line = read.body_line;
        page.data = read.data;
        Ok(page)
    }

    fn make_excerpt(&mut self, log: &dyn Log) -> Result<()> {
        // front matter defaults do not answer yet
        let own = self
            .data
            .get(&StrKey("excerpt_separator"))
            .filter(|v| v.is_truthy());
        let separator = match own {
            Some(own) => ruby_to_s(own)?,
            None => ruby_to_s(self.setup.config.get("excerpt_separator"))?,
        };
        let _ = self.separator.set(Ok(separator.clone()));
        if separator.is_empty() {
            return Ok(());
        }
        let permalink = self
            .data
            .get(&StrKey("permalink"))
            .cloned()
            .unwrap_or_default();
        let ext = self.setup.output_ext(&self.ext, &permalink)?;
        let _ = self.output_ext.set(Ok(ext.clone()));
        let own = self.data.get(&StrKey("excerpt"));
        if !is_html(&ext) || own.is_some_and(Value::is_truthy) {
            return Ok(());
        }
        let told = excerpt::Told {
            relative_path: &self.relative_path,
            facts: self.setup.facts.as_ref(),
            log,
        };
        self.excerpt = Some(excerpt::extract(self.content.as_str(), &separator, &told));
        set(&mut self.data, "excerpt", Value::Nil);
        Ok(())
    }

    /// Moves the page to another folder (`dir=`): its URL follows, its `relative_path` only if nobody asked before.
    pub fn set_dir(&mut self, dir: &str) {
        self.dir = dir.to_string();
    }

    /// Gives the page a URL, whatever its name and its front matter say.
    pub fn set_url(&mut self, url: &str) {
        self.url = OnceLock::from(Ok(url.to_string()));
    }

    /// Gives the page another permalink: its URL follows, what else it was asked for stays as it was.
    pub fn set_permalink(&mut self, permalink: &str) {
        set(&mut self.data, "permalink", permalink);
        self.url = OnceLock::new();
    }

    /// Its file, relative to the source.
    pub fn relative_path(&self) -> &str {
        &self.relative_path
    }

    /// `data[key]`: the front matter, then the front matter defaults.
    ///
    /// # Errors
    /// Those of front matter defaults.
    pub fn get(&self, key: &str) -> Result<Value> {
        if let Some(value) = self.data.get(&StrKey(key)) {
            return Ok(value.clone());
        }
        if self.seen.is_some() {
            return Ok(Value::Nil);
        }
        let matching = match &self.answers_as {
            Some(path) => self.look_up(&self.answering, path)?,
            None => self.matching()?,
        };
        Ok(self
            .setup
            .defaults
            .find(matching, key)?
            .unwrap_or(Value::Nil))
    }

    /// As Ruby shows it.
    pub(crate) fn shown(&self) -> String {
        let mut shown = format!("#<{} @relative_path=", self.class_name);
        inspect_str(&self.relative_path, &mut shown);
        shown.push('>');
        shown
    }

    /// Whether its excerpt can be rendered: one for documents asks whether the page is a file of YAML.
    pub(crate) fn check_excerpt(&self) -> Result<()> {
        if self.has_documents_excerpt
            && self.excerpt.is_some()
            && !matches!(self.get("render_with_liquid")?, Value::Bool(false))
        {
            return Err(no_method_of(&self.shown(), "yaml_file?"));
        }
        Ok(())
    }

    /// Whether [`Page::get`] might find something under a key. It says nothing, where a look-up may be told of.
    pub(crate) fn may_have(&self, key: &str) -> bool {
        let reading = self.setup.reading(self.setup.log.as_ref());
        self.data.contains_key(&StrKey(key)) || self.setup.defaults.any_names(key, &reading)
    }

    /// All front matter defaults that concern the page.
    ///
    /// # Errors
    /// Those of front matter defaults.
    pub fn defaults(&self) -> Result<Map> {
        self.setup.defaults.all(self.matching()?)
    }

    fn matching(&self) -> Result<&Matching> {
        self.look_up(&self.matching, &self.relative_path)
    }

    fn look_up<'a>(&self, kept: &'a LookUp, path: &str) -> Result<&'a Matching> {
        let reading = self.setup.reading(self.setup.log.as_ref());
        kept.matching(&self.setup.defaults, path, self.kind, &reading)
    }

    /// The file whose front matter defaults answer for keys that the front matter lacks.
    pub fn answers_as(&self) -> &str {
        self.answers_as.as_deref().unwrap_or(&self.relative_path)
    }

    /// Lets the front matter defaults of another file answer.
    pub fn answer_as(&mut self, path: &str) {
        self.answers_as = Some(path.to_string());
        self.answering = LookUp::default();
    }

    /// `page.path`: `path` of the front matter, or its file.
    pub fn shown_path(&self) -> Value {
        match self.data.get(&StrKey("path")) {
            Some(path) => path.clone(),
            None => Value::from(self.relative_path.as_str()),
        }
    }

    /// `excerpt_separator`: that of the page, or of the site.
    ///
    /// # Errors
    /// Those of front matter defaults.
    pub fn excerpt_separator(&self) -> Result<&str> {
        let separator = self.separator.get_or_init(|| {
            let own = self.get("excerpt_separator")?;
            if own.is_truthy() {
                ruby_to_s(&own)
            } else {
                ruby_to_s(self.setup.config.get("excerpt_separator"))
            }
        });
        separator.as_deref().map_err(Error::clone)
    }

    /// Whether the front matter lets the page be published (`Publisher#publish?`).
    pub fn is_publishable(&self) -> bool {
        self.setup.unpublished
            || self
                .data
                .get(&StrKey("published"))
                .is_none_or(Value::is_truthy)
    }

    /// `output_ext`, as it was when it was first asked for (`Renderer#output_ext`).
    ///
    /// # Errors
    /// A permalink that is no text.
    pub fn output_ext(&self) -> Result<&str> {
        let ext = self.output_ext.get_or_init(|| {
            let permalink = self.get("permalink")?;
            self.setup.output_ext(&self.ext, &permalink)
        });
        ext.as_deref().map_err(Error::clone)
    }

    /// `html?`: whether HTML becomes of it.
    ///
    /// # Errors
    /// As [`Page::output_ext`].
    pub fn is_html(&self) -> Result<bool> {
        Ok(is_html(self.output_ext()?))
    }

    /// Whether it is Sass or CoffeeScript.
    pub fn is_asset_file(&self) -> bool {
        matches!(self.ext.as_str(), ".sass" | ".scss" | ".coffee")
    }

    /// `Page#url`
    ///
    /// # Errors
    /// Text that cannot be made part of a URL.
    pub fn url(&self) -> Result<&str> {
        let url = self.url.get_or_init(|| self.make_url());
        url.as_deref().map_err(Error::clone)
    }

    fn make_url(&self) -> Result<String> {
        let own = self.get("permalink")?;
        let ext = self.output_ext()?;
        let template = match own {
            Value::Str(own) => own.to_string(),
            Value::Nil | Value::Bool(false) => self.template(ext),
            other => return Err(no_method(&other, "index")),
        };
        let values = [
            ("path", self.dir.as_str()),
            ("basename", self.basename.as_str()),
            ("output_ext", ext),
        ];
        Ok(permalink::sanitize(&permalink::fill(&template, &values)?))
    }

    fn template(&self, output_ext: &str) -> String {
        if !is_html(output_ext) {
            "/:path/:basename:output_ext".to_string()
        } else if self.basename == "index" {
            "/:path/".to_string()
        } else {
            permalink::with_suffix("/:path/:basename", &self.setup.permalink_style)
        }
    }

    /// `Page#dir`: the folder of its URL.
    ///
    /// # Errors
    /// As [`Page::url`].
    pub fn url_dir(&self) -> Result<String> {
        let url = self.url()?;
        if url.ends_with('/') {
            return Ok(url.to_string());
        }
        let dir = path::dirname(url);
        Ok(if dir.ends_with('/') {
            dir.to_string()
        } else {
            format!("{dir}/")
        })
    }

    /// The file that it becomes, absolute.
    ///
    /// # Errors
    /// As [`Page::url`], and a URL that is no path once it is unescaped.
    pub fn destination(&self) -> Result<String> {
        let url = self.url()?;
        let mut path = self.setup.in_dest_dir(&permalink::unescape_for_path(url)?);
        if url.ends_with('/') {
            path = path::join(&path, "index");
        }
        let ext = self.output_ext()?;
        if !path.ends_with(ext) {
            path.push_str(ext);
        }
        Ok(path)
    }
}

fn relative_path(dir: &str, name: &str) -> String {
    let joined = path::join(dir, name);
    joined.strip_prefix('/').unwrap_or(&joined).to_string()
}

fn is_html(ext: &str) -> bool {
    matches!(ext, ".html" | ".xhtml" | ".htm")
}

/// What a file with front matter holds.
pub(super) struct ReadFile {
    pub data: Map,
    pub body: Body,
    pub body_line: u32,
}

/// `Convertible#read_yaml`: what is wrong is told to `log`, and the file is what had been read by then.
pub(super) fn read_file(
    path: &str,
    bytes: io::Result<Vec<u8>>,
    encoding: Encoding,
    strict: bool,
    log: &dyn Log,
) -> Result<ReadFile> {
    let mut read = ReadFile {
        data: Map::default(),
        body: Body::None,
        body_line: 1,
    };
    let data = match read_front_matter(path, bytes, encoding, &mut read) {
        Ok(data) => data,
        Err(error) => {
            let told = if error.kind() == ErrorKind::Yaml {
                format!("YAML Exception reading {path}: {error}")
            } else {
                format!("Error reading file {path}: {error}")
            };
            log.warn(&told, "");
            if strict {
                return Err(error.at(path, None, None));
            }
            Value::Nil
        }
    };
    match data {
        Value::Hash(data) => read.data = data.as_map().clone(),
        Value::Nil | Value::Bool(false) => {}
        _ => {
            let message = format!("Invalid YAML front matter in {path}");
            return Err(Error::new(ErrorKind::FrontMatter, message).at(path, Some(1), None));
        }
    }
    if matches!(read.data.get(&StrKey("permalink")), Some(Value::Str(p)) if p.is_empty()) {
        let message = format!("Invalid permalink in {path}");
        return Err(Error::new(ErrorKind::FrontMatter, message).at(path, None, None));
    }
    Ok(read)
}

fn read_front_matter(
    path: &str,
    bytes: io::Result<Vec<u8>>,
    encoding: Encoding,
    read: &mut ReadFile,
) -> Result<Value> {
    let bytes = bytes.map_err(|e| unreadable(&e, path))?;
    let text = match encoding.decode(bytes) {
        Ok(text) => text,
        Err(undecoded) => {
            let refusal = encoding.refusal(&undecoded);
            read.body = undecoded.into();
            return Err(refusal);
        }
    };
    let Some((front_matter, body)) = front_matter::split(&text) else {
        read.body = Body::Text(shared(&text));
        return Ok(Value::Nil);
    };
    read.body = Body::Text(shared(body));
    read.body_line = line_behind(&text, body);
    yaml::load(front_matter, None)
}
