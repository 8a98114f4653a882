//! What Jekyll's tags and filters ask the site for: Liquid's registers `:site` and `:page`.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock, PoisonError, Weak};

use super::reads::Read;
use super::{Rendering, asker};
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::converters::Converters;
use crate::jekyll::drops::{DocumentDrop, DocumentObject, PageObject};
use crate::jekyll::filters::UrlBase;
use crate::jekyll::filters::where_index::Index;
use crate::jekyll::log::Log;
use crate::jekyll::path;
use crate::jekyll::plugin::Converting;
use crate::jekyll::setup::Setup;
use crate::jekyll::tags::post_name::PostName;
use crate::liquid::{Context, Template, property, to_s};
use crate::value::{Array, Value, no_method};

/// The registers of a rendering.
pub(crate) struct Registers {
    /// `:site`
    rendering: Arc<Rendering>,
    /// `:page`
    page: Value,
}

/// A file that is included: where it lies, and what it holds.
pub(crate) struct Inclusion {
    path: String,
    template: OnceLock<Template>,
}

impl Inclusion {
    /// The file, absolute.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Its template, parsed when it is first included.
    ///
    /// # Errors
    /// A file that cannot be read, and those of parsing it.
    pub(crate) fn template(&self, registers: &Registers) -> Result<Cow<'_, Template>> {
        let rendering = &registers.rendering;
        rendering.template_in(&self.template, &self.path, || {
            rendering.included_template(&self.path)
        })
    }
}

impl Registers {
    /// The registers for a page.
    pub(crate) fn new(rendering: Arc<Rendering>, page: Value) -> Self {
        Registers { rendering, page }
    }

    /// The registers of a running template.
    ///
    /// # Errors
    /// Where Jekyll's tags and filters are used without a site.
    pub(crate) fn of<'c>(cx: &'c Context<'_>) -> Result<&'c Registers> {
        cx.user::<Registers>()
            .ok_or_else(|| Error::liquid("no site is being rendered"))
    }

    /// `:page`
    pub(crate) fn page(&self) -> &Value {
        &self.page
    }

    /// What is settled about the site.
    pub(crate) fn setup(&self) -> &Setup {
        self.rendering.setup()
    }

    /// Who is told what happens.
    pub(crate) fn log(&self) -> &dyn Log {
        self.rendering.log()
    }

    /// `url` and `baseurl`.
    pub(crate) fn urls(&self) -> &UrlBase {
        &self.rendering.urls
    }

    /// `site.highlighter`
    pub(crate) fn highlighter(&self) -> Option<&str> {
        self.rendering.setup().config.get("highlighter").as_str()
    }

    /// A property of an item, kept for the build.
    ///
    /// # Errors
    /// Those of asking the item.
    pub(crate) fn item_property(&self, item: &Value, property: &Value) -> Result<Value> {
        let setup = self.rendering.setup();
        note_item(setup, item);
        self.rendering
            .properties
            .item_property(item, property, setup)
    }

    /// The site that is being rendered.
    pub(crate) fn site(&self) -> Weak<Rendering> {
        Arc::downgrade(&self.rendering)
    }

    /// Whether this is the site that is being rendered.
    pub(crate) fn is_of(&self, site: &Weak<Rendering>) -> bool {
        std::ptr::eq(Weak::as_ptr(site), Arc::as_ptr(&self.rendering))
    }

    /// The site that is being rendered, where it is measured how long templates take.
    pub(crate) fn measuring(&self) -> Option<Arc<Rendering>> {
        let rendering = &self.rendering;
        rendering.stats.is_some().then(|| Arc::clone(rendering))
    }

    /// Waits until all documents before this one are done, for a tag that makes once what others see. Whether what it
    /// makes may be kept for them.
    pub(crate) fn take_turn(&self) -> bool {
        asker::take_turn(self.rendering.setup())
    }

    /// Where in a list the values of a property stand, once the list has been asked for it before.
    ///
    /// # Errors
    /// Those of printing the property's name.
    pub(crate) fn where_index(&self, list: &Array, property: &Value) -> Result<Option<Arc<Index>>> {
        let rendering = &self.rendering;
        asker::note(rendering.setup(), Read::EveryData);
        rendering
            .where_indexes
            .of(list, property, &rendering.properties, rendering.setup())
    }

    fn converters(&self) -> &Converters {
        self.rendering.machinery.converters()
    }

    fn converting(&self) -> Converting<'_> {
        Converting::text(self.rendering.setup())
    }

    /// What stands for a line end in the output of `{% highlight %}`.
    pub(crate) fn highlighted_line_end(&self) -> Option<&str> {
        self.converters().markdown().highlighted_line_end()
    }

    /// Markdown to HTML.
    ///
    /// # Errors
    /// Those of the converter.
    pub(crate) fn markdownify(&self, text: &str, us_ascii: bool) -> Result<String> {
        let converting = Converting {
            us_ascii,
            ..self.converting()
        };
        self.converters().markdown().convert(text, &converting)
    }

    /// Typographic quotes.
    ///
    /// # Errors
    /// Those of the converter.
    pub(crate) fn smartify(&self, text: &str, us_ascii: bool) -> Result<String> {
        let converting = Converting {
            us_ascii,
            ..self.converting()
        };
        self.converters().smarty_pants().convert(text, &converting)
    }

    /// Sass or SCSS to CSS.
    ///
    /// # Errors
    /// Those of the converter, and where there is none.
    pub(crate) fn sassify(&self, text: &str, scss: bool) -> Result<String> {
        let class = if scss {
            "Jekyll::Converters::Scss"
        } else {
            "Jekyll::Converters::Sass"
        };
        let converting = Converting {
            sheets: Some(&self.rendering.sheets),
            ..self.converting()
        };
        let css = self.converters().find(class)?.convert(text, &converting);
        // The converter's SyntaxError is an ArgumentError, of which a filter makes an error of Liquid's.
        css.map_err(|error| match error.kind() {
            ErrorKind::Conversion => {
                let message = error.bare_message().to_string();
                error.reworded(ErrorKind::Ruby("ArgumentError"), message)
            }
            _ => error,
        })
    }

    /// The file that `{% include %}` names.
    ///
    /// # Errors
    /// `IOError` where it is in none of the folders.
    pub(crate) fn inclusion(&self, file: &str) -> Result<Arc<Inclusion>> {
        let known = &self.rendering.inclusions;
        if let Some(found) = known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(file)
        {
            self.note_inclusion(found);
            return Ok(Arc::clone(found));
        }
        let found = self.find_inclusion(file, &self.rendering.setup().includes_load_paths)?;
        self.note_inclusion(&found);
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(known.entry(file.to_string()).or_insert(found)))
    }

    /// The file that `{% include_relative %}` names.
    ///
    /// # Errors
    /// As [`Registers::inclusion`].
    pub(crate) fn relative_inclusion(&self, file: &str) -> Result<Arc<Inclusion>> {
        let found = self.find_inclusion(file, &[self.page_folder()?])?;
        self.note_inclusion(&found);
        match &self.page {
            // `page&.key?("path")` passes over nil alone
            no @ Value::Bool(false) => Err(no_method(no, "key?")),
            _ => Ok(found),
        }
    }

    /// Says that a file is included.
    pub(crate) fn note_inclusion(&self, found: &Inclusion) {
        asker::note(self.rendering.setup(), Read::File(&found.path));
    }

    fn find_inclusion(&self, file: &str, folders: &[String]) -> Result<Arc<Inclusion>> {
        let setup = self.rendering.setup();
        for folder in folders {
            let found = path::join(folder, file);
            let inside = || {
                setup
                    .files
                    .real_path(&found)
                    .is_ok_and(|real| real.starts_with(folder.as_str()))
            };
            if setup.files.is_file(&found) && (!setup.safe || inside()) {
                return Ok(Arc::new(Inclusion {
                    path: found,
                    template: OnceLock::new(),
                }));
            }
        }
        Err(could_not_locate(file, folders, setup.safe))
    }

    /// The folder of the page's file.
    fn page_folder(&self) -> Result<String> {
        let setup = self.rendering.setup();
        let ask = |key: &str| property(&self.page, &Value::from(key));
        if !self.page.is_truthy() {
            return Ok(setup.source.clone());
        }
        let file = ask("path")?;
        let Value::Str(file) = file else {
            return Err(no_method(&file, "delete_suffix"));
        };
        Ok(folder_of(setup, &file, ask("collection")?.is_truthy()))
    }

    /// The URL of what lies at a path, as `{% link %}` finds it.
    ///
    /// # Errors
    /// Those of URLs.
    pub(crate) fn url_of_file(&self, file: &str) -> Result<Option<String>> {
        self.rendering.paths()?.url_of_file(&self.rendering, file)
    }

    /// The URL of a post, as `{% post_url %}` finds it.
    ///
    /// # Errors
    /// Where there is no such post; those of URLs.
    pub(crate) fn url_of_post(&self, name: &PostName) -> Result<String> {
        self.rendering.paths()?.url_of_post(&self.rendering, name)
    }
}

/// Says that an item of a list is asked for what it says of itself, also where the answer is known already.
fn note_item(setup: &Setup, item: &Value) {
    let place = if let Some(object) = item.downcast_drop::<DocumentObject>() {
        object.node.order
    } else if let Some(drop) = item.downcast_drop::<DocumentDrop>() {
        drop.node.order
    } else if let Some(object) = item.downcast_drop::<PageObject>() {
        object.node.order
    } else {
        return;
    };
    asker::note(setup, Read::Data(place));
    asker::note(setup, Read::Excerpt(place));
}

/// The folder of a document or page, where `include_relative` looks.
pub(super) fn folder_of(setup: &Setup, path: &str, in_collection: bool) -> String {
    let file = if in_collection {
        path::join(&setup.collections_dir, path)
    } else {
        path.to_string()
    };
    let file = file.strip_suffix("/#excerpt").unwrap_or(&file);
    setup.in_source_dir(path::dirname(file))
}

fn could_not_locate(file: &str, folders: &[String], safe: bool) -> Error {
    let folders: Value = folders
        .iter()
        .map(|folder| Value::from(folder.as_str()))
        .collect::<crate::value::Array>()
        .into();
    let folders = to_s(&folders).unwrap_or_default();
    let reason = if safe {
        " is not a symlink as those are not allowed in safe mode."
    } else {
        ", if it is a symlink, does not point outside your site source."
    };
    Error::ruby(
        "IOError",
        format!(
            "Could not locate the included file '{file}' in any of {folders}. \
             Ensure it exists in one of those directories and{reason}"
        ),
    )
}
