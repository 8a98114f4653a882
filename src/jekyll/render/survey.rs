//! What the templates of a site could do to each other, read off their text before anything is rendered: which names
//! they count, and which files two of them would both give a template to.

use std::collections::{HashMap, HashSet};

use super::registers::folder_of;
use super::renderer::has_liquid;
use super::{Rendering, templates};
use crate::jekyll::encoding::Body;
use crate::jekyll::fs::Kind;
use crate::jekyll::path;
use crate::jekyll::setup::Setup;
use crate::jekyll::tags::include_markup::IncludeMarkup;
use crate::liquid::to_s;
use crate::text::is_strippable;
use crate::value::Value;

/// What was found.
#[derive(Default)]
pub(super) struct Survey {
    /// The names that `increment` and `decrement` count anywhere.
    counters: HashSet<String>,
    /// The names of templates that hang on who asks for them first.
    contended: HashSet<String>,
    /// The names of templates that several pages share, or a page and a document or layout.
    repeated: HashSet<String>,
    /// Whether a template names a file beside the page by what it computes: that may be any file.
    is_open: bool,
}

impl Survey {
    /// Looks through all templates of a site.
    pub(super) fn of(rendering: &Rendering) -> Self {
        let mut survey = Survey::default();
        let own;
        let included = match rendering.templates.lasting() {
            Some(lasting) => lasting
                .included
                .get_or_init(|| Included::of(&rendering.setup)),
            None => {
                own = Included::of(&rendering.setup);
                &own
            }
        };
        let names = Sources::read(rendering, included, &mut survey);
        survey.find_contended(rendering, &names);
        survey
    }

    /// Whether a template of the site counts under this name.
    pub(super) fn counts(&self, name: &str) -> bool {
        self.counters.contains(name)
    }

    /// Whether it matters who asks for this template first.
    pub(super) fn is_contended(&self, template: &str) -> bool {
        self.is_open || self.contended.contains(template)
    }

    /// Whether several pages or documents are rendered with this template.
    pub(super) fn is_repeated(&self, template: &str) -> bool {
        self.is_open || self.repeated.contains(template)
    }

    /// Whether nothing can be said of the site beforehand.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Finds the names under which two would each keep a template of their own.
    fn find_contended(&mut self, rendering: &Rendering, included: &IncludedNames<'_>) {
        let setup = &rendering.setup;
        let mut pages: HashMap<String, &Body> = HashMap::new();
        for node in &rendering.pages {
            let page = &node.page;
            let Body::Text(text) = &page.content else {
                continue;
            };
            let shown = page.shown_path();
            if !has_liquid(text.as_bytes()) {
                continue;
            }
            let Ok(shown) = to_s(&shown) else { continue };
            let name = templates::name_of(&shown, setup);
            if included.contains(&name) {
                self.contended.insert(name.to_string());
            }
            match pages.get(&*name) {
                None => {
                    pages.insert(name.into_owned(), &page.content);
                }
                Some(first) => {
                    if **first != page.content {
                        self.contended.insert(name.to_string());
                    }
                    self.repeated.insert(name.into_owned());
                }
            }
        }
        let documents = rendering.documents.iter().map(|n| &n.document.path);
        let layouts = rendering.layouts.values().map(|node| &node.layout.path);
        for path in documents.chain(layouts) {
            let name = templates::name_of(path, setup);
            let is_page = pages.contains_key(&*name);
            if is_page {
                self.repeated.insert(name.to_string());
            }
            if is_page || included.contains(&name) {
                self.contended.insert(name.into_owned());
            }
        }
    }
}

/// A document or page that may have tags in it.
struct Tagged<'t> {
    folder: String,
    /// Those of its tags that reach beyond it.
    far: Vec<(&'t str, &'t str)>,
}

impl Tagged<'_> {
    fn of(content: &Body, folder: impl FnOnce() -> String) -> Option<Tagged<'_>> {
        let text = content.as_str();
        memchr::memmem::find(text.as_bytes(), b"{%")?;
        Some(Tagged {
            folder: folder(),
            far: far_tags(text).collect(),
        })
    }
}

fn tagged_items(rendering: &Rendering) -> Vec<Tagged<'_>> {
    let setup = &rendering.setup;
    let documents = setup
        .threads
        .map(rendering.documents.iter().collect(), |node| {
            let document = &node.document;
            let path = &document.relative_path;
            Tagged::of(&document.content, || folder_of(setup, path, true))
        });
    let pages = setup.threads.map(rendering.pages.iter().collect(), |node| {
        let page = &node.page;
        Tagged::of(&page.content, || match page.shown_path() {
            Value::Str(path) => {
                let in_collection = page.may_have("collection")
                    && page.get("collection").is_ok_and(|it| it.is_truthy());
                folder_of(setup, &path, in_collection)
            }
            _ => String::new(),
        })
    });
    documents.into_iter().chain(pages).flatten().collect()
}

/// Where the files beside a page are looked for that a template includes.
#[derive(Clone, Copy)]
enum Beside<'a> {
    Folder(&'a str),
    /// The template belongs to no page: any folder.
    Any,
}

/// What is in the folders of includes.
#[derive(Default)]
pub(super) struct Included {
    /// The names of the templates.
    names: HashSet<String>,
    /// The tags that reach beyond their template.
    far: Vec<(String, String)>,
    is_too_deep: bool,
}

/// A folder of includes that lies deeper than this is not looked into; links may go round in a circle.
const DEEPEST: usize = 64;

impl Included {
    fn of(setup: &Setup) -> Self {
        let mut included = Included::default();
        for folder in &setup.includes_load_paths {
            included.look_into(folder, setup, 0);
        }
        included
    }

    /// Looks at all files below a folder.
    fn look_into(&mut self, folder: &str, setup: &Setup, depth: usize) {
        if depth == DEEPEST {
            self.is_too_deep = true;
            return;
        }
        let files = &setup.files;
        let Ok(entries) = files.list(folder) else {
            return;
        };
        for entry in entries {
            let path = path::join(folder, &entry.name);
            let kind = match entry.kind {
                Kind::Link => files.metadata(&path).map_or(Kind::Other, |m| m.kind),
                kind => kind,
            };
            match kind {
                Kind::Folder => self.look_into(&path, setup, depth + 1),
                Kind::File => {
                    self.names
                        .insert(templates::name_of(&path, setup).into_owned());
                    if let Ok(bytes) = files.read(&path) {
                        let owned = |(name, markup): (&str, &str)| (name.into(), markup.into());
                        let text = String::from_utf8_lossy(&bytes);
                        self.far.extend(far_tags(&text).map(owned));
                    }
                }
                Kind::Link | Kind::Other => {}
            }
        }
    }
}

/// The names of the templates of all files that may be included.
struct IncludedNames<'i> {
    included: &'i Included,
    /// Those of files beside pages.
    beside: HashSet<String>,
}

impl IncludedNames<'_> {
    fn contains(&self, name: &str) -> bool {
        self.included.names.contains(name) || self.beside.contains(name)
    }
}

/// The texts of templates that have been read, and those still to be.
struct Sources<'s> {
    setup: &'s Setup,
    survey: &'s mut Survey,
    /// The folders of all documents and pages.
    folders: Vec<String>,
    /// The files beside pages that may be included, with the folder of the page, in the order in which they were found.
    relative: indexmap::IndexSet<(String, String)>,
}

impl Sources<'_> {
    /// Reads all templates. The names of those that may be included.
    fn read<'i>(
        rendering: &Rendering,
        included: &'i Included,
        survey: &mut Survey,
    ) -> IncludedNames<'i> {
        let setup = &rendering.setup;
        let mut sources = Sources {
            setup,
            survey,
            folders: Vec::new(),
            relative: indexmap::IndexSet::new(),
        };
        let tagged = tagged_items(rendering);
        let mut folders: Vec<String> = tagged.iter().map(|it| it.folder.clone()).collect();
        folders.sort_unstable();
        folders.dedup();
        sources.folders = folders;
        for Tagged { folder, far } in &tagged {
            sources.take_in(far.iter().copied(), Beside::Folder(folder));
        }
        for node in rendering.layouts.values() {
            sources.take_in(far_tags(node.layout.content.as_str()), Beside::Any);
        }
        sources.survey.is_open |= included.is_too_deep;
        let far = included
            .far
            .iter()
            .map(|(name, markup)| (name.as_str(), markup.as_str()));
        sources.take_in(far, Beside::Any);
        let mut beside = HashSet::new();
        let mut done = 0;
        while let Some((file, folder)) = sources.relative.get_index(done).cloned() {
            beside.insert(templates::name_of(&file, setup).into_owned());
            if let Ok(bytes) = setup.files.read(&file) {
                let text = String::from_utf8_lossy(&bytes);
                sources.take_in(far_tags(&text), Beside::Folder(&folder));
            }
            done += 1;
        }
        IncludedNames { included, beside }
    }

    fn take_in<'t>(&mut self, far: impl Iterator<Item = (&'t str, &'t str)>, beside: Beside<'_>) {
        for (name, markup) in far {
            if name == "include_relative" {
                self.look_beside(markup, beside);
            } else {
                self.survey.counters.insert(markup.to_string());
            }
        }
    }

    fn look_beside(&mut self, markup: &str, beside: Beside<'_>) {
        let Ok(markup) = IncludeMarkup::parse("include_relative", markup) else {
            return;
        };
        if markup.is_template {
            self.survey.is_open = true;
            return;
        }
        let one;
        let folders = match beside {
            Beside::Any => self.folders.as_slice(),
            Beside::Folder(folder) => {
                one = [folder.to_string()];
                &one
            }
        };
        for folder in folders {
            let file = path::join(folder, &markup.file);
            if self.setup.files.is_file(&file) {
                self.relative.insert((file, folder.clone()));
            }
        }
    }
}

/// The tags of a text that reach beyond their template.
fn far_tags(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_far = |name: &str| matches!(name, "increment" | "decrement" | "include_relative");
    tags(text, is_far)
}

/// Whatever may be a tag of such a name in a text: its name and its markup, white space and a `-` before its end left out.
fn tags(text: &str, is_wanted: fn(&str) -> bool) -> impl Iterator<Item = (&str, &str)> {
    memchr::memmem::find_iter(text.as_bytes(), b"{%").filter_map(move |at| {
        let tag = &text[at + 2..];
        let tag = tag.strip_prefix('-').unwrap_or(tag);
        let tag = tag.trim_start_matches(is_strippable);
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let end = tag.bytes().position(|byte| !is_word(byte))?;
        let (name, rest) = tag.split_at(end);
        if !is_wanted(name) {
            return None;
        }
        let markup = &rest[..memchr::memmem::find(rest.as_bytes(), b"%}")?];
        let markup = markup.strip_suffix('-').unwrap_or(markup);
        Some((name, markup.trim_matches(is_strippable)))
    })
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn tags_wherever_they_stand() {
        let text = "{% raw %}{%- increment a.b -%}{% endraw %}{%include_relative x.md a=\"{% b %}\"%} {% c";
        let found: Vec<_> = tags(text, |_| true).collect();
        assert_eq!(
            found,
            [
                ("raw", ""),
                ("increment", "a.b"),
                ("endraw", ""),
                ("include_relative", "x.md a=\"{% b"),
                ("b", ""),
            ]
        );
    }
}
