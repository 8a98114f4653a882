//! Parsed templates, kept for a whole build by the name that Jekyll gives them (liquid_renderer.rb).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::survey::Included;
use crate::error::Result;
use crate::jekyll::path;
use crate::jekyll::setup::Setup;
use crate::liquid::{ParseOptions, Template};

/// The templates of a build.
pub(crate) struct Templates {
    options: ParseOptions,
    kept: Kept,
    /// Those of files that stay as they are from one site to the next.
    lasting: Option<Arc<Lasting>>,
}

/// Templates by their names.
#[derive(Default)]
struct Kept(RwLock<HashMap<String, Template>>);

/// Layouts and includes that several sites are made of, and what has been found out about them.
pub(crate) struct Lasting {
    /// The names of their templates.
    names: HashSet<String>,
    templates: Kept,
    /// What the survey of a site says of the files that may be included.
    pub(super) included: OnceLock<Included>,
}

impl Lasting {
    /// These files, none of which a page may stand for.
    pub(crate) fn new(files: impl Iterator<Item = String>, setup: &Setup) -> Self {
        Lasting {
            names: files.map(|it| name_of(&it, setup).into_owned()).collect(),
            templates: Kept::default(),
            included: OnceLock::new(),
        }
    }
}

impl Kept {
    fn find(&self, name: &str) -> Option<Template> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(name).cloned()
    }

    /// Keeps a template, unless one is kept already.
    fn add(&self, name: &str, template: Template) -> Template {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.entry(name.to_string()).or_insert(template).clone()
    }
}

impl Templates {
    /// No template yet, but those that last.
    pub(crate) fn new(options: ParseOptions, lasting: Option<Arc<Lasting>>) -> Self {
        Templates {
            options,
            kept: Kept::default(),
            lasting,
        }
    }

    /// The files that stay as they are.
    pub(super) fn lasting(&self) -> Option<&Arc<Lasting>> {
        self.lasting.as_ref()
    }

    fn kept_as(&self, name: &str) -> &Kept {
        match &self.lasting {
            Some(lasting) if lasting.names.contains(name) => &lasting.templates,
            _ => &self.kept,
        }
    }

    /// How templates are parsed.
    pub(crate) fn options(&self) -> &ParseOptions {
        &self.options
    }

    /// The template of `source`, which is not kept.
    ///
    /// # Errors
    /// Those of parsing it.
    pub(crate) fn parse(&self, source: &str) -> Result<Template> {
        Template::parse(source, &self.options)
    }

    /// The template that is kept under a name.
    pub(crate) fn find(&self, name: &str) -> Option<Template> {
        self.kept_as(name).find(name)
    }

    /// The template that is kept under a name, or that of `source`, which is kept from then on.
    ///
    /// # Errors
    /// Those of parsing it.
    pub(crate) fn get(&self, name: &str, source: &str) -> Result<Template> {
        let kept = self.kept_as(name);
        match kept.find(name) {
            Some(template) => Ok(template),
            None => Ok(kept.add(name, self.parse(source)?)),
        }
    }
}

/// The name under which the template of a file is kept (`LiquidRenderer#normalize_path`).
pub(crate) fn name_of<'a>(file: &'a str, setup: &Setup) -> Cow<'a, str> {
    let source = setup.source.as_str();
    if let Some(start) = file.get(..source.len())
        && start.eq_ignore_ascii_case(source)
        && let Some(rest) = file[source.len()..].strip_prefix('/')
    {
        return Cow::Borrowed(rest);
    }
    if let Some(name) = in_gems(file).or_else(|| in_lib(file)) {
        return Cow::Borrowed(name);
    }
    if let Some(theme) = &setup.theme
        && let Some(rest) = file
            .strip_prefix(theme.root.as_str())
            .and_then(|rest| rest.strip_prefix('/'))
    {
        return Cow::Owned(path::join(path::basename(&theme.root), rest));
    }
    Cow::Borrowed(file.strip_prefix('/').unwrap_or(file))
}

/// What follows the last `/gems/`, if a folder does.
fn in_gems(file: &str) -> Option<&str> {
    let at = file.rfind("/gems/")?;
    let rest = &file[at + "/gems/".len()..];
    (!rest.is_empty() && !rest.starts_with('/')).then_some(rest)
}

/// What starts with the first folder that `/lib` follows: `x/lib/y` of `a/x/lib/y`.
fn in_lib(file: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(at) = file[from..].find("/lib") {
        let slash = from + at;
        let start = file[..slash].rfind('/').map_or(0, |before| before + 1);
        if start < slash {
            return Some(&file[start..]);
        }
        from = slash + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_behind_gems_and_at_lib() {
        assert_eq!(
            in_gems("/x/gems/t-1.0/_layouts/a.html"),
            Some("t-1.0/_layouts/a.html")
        );
        assert_eq!(in_lib("en/docs/lib/use.html"), Some("docs/lib/use.html"));
        assert_eq!(in_lib("lib/use.html"), None);
        assert_eq!(in_lib("a/library.html"), Some("a/library.html"));
    }
}
