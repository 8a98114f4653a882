//! A file that is copied as it is (static_file.rb).

use std::sync::{Arc, OnceLock};

use crate::error::{Error, Result};
use crate::value::{Map, StrKey, Time, Value};

use super::collection::CollectionInfo;
use super::document::local_time;
use super::fs::refused;
use super::path;
use super::permalink;
use super::setup::Setup;

/// A file without front matter.
pub struct StaticFile {
    /// What is settled about its site.
    pub setup: Arc<Setup>,
    /// The folder that `dir` counts from: the source, or a theme's folder.
    pub base: String,
    /// Its folder, relative to the base.
    pub dir: String,
    /// The name of the file.
    pub name: String,
    /// The collection in whose folder it lies.
    pub collection: Option<Arc<CollectionInfo>>,
    /// Its path as a template sees it: `/assets/a.png`, `_notes/a.png`.
    pub relative_path: String,
    /// Its extension, with the dot.
    pub extname: String,
    /// The file, absolute.
    pub path: String,
    modified_time: OnceLock<Result<Time>>,
    data: OnceLock<Result<Map>>,
    defaults: OnceLock<Result<Map>>,
    url: OnceLock<Result<String>>,
}

impl StaticFile {
    /// A file in `dir` below `base`.
    pub fn new(
        setup: Arc<Setup>,
        base: &str,
        dir: &str,
        name: &str,
        collection: Option<Arc<CollectionInfo>>,
    ) -> Self {
        let in_collections = collection.is_some() && !setup.collections_dir.is_empty();
        let start = if in_collections {
            path::join(base, &setup.collections_dir)
        } else {
            base.to_string()
        };
        StaticFile {
            base: base.to_string(),
            dir: dir.to_string(),
            name: name.to_string(),
            collection,
            relative_path: path::join(dir, name),
            extname: path::extname(name).to_string(),
            path: path::join(&path::join(&start, dir), name),
            setup,
            modified_time: OnceLock::new(),
            data: OnceLock::new(),
            defaults: OnceLock::new(),
            url: OnceLock::new(),
        }
    }

    /// The type that front matter defaults know it by: its collection's label, if it has one.
    pub fn kind(&self) -> Option<&str> {
        self.collection.as_ref().map(|c| c.label.as_str())
    }

    /// `modified_time`
    ///
    /// # Errors
    /// A file that is gone.
    pub fn modified_time(&self) -> Result<&Time> {
        let time = self.modified_time.get_or_init(|| {
            let found = self.setup.files.metadata(&self.path);
            let found = found.map_err(|e| refused(&e, "rb_file_s_stat", &self.path))?;
            Ok(local_time(found.modified, &self.setup.clock))
        });
        time.as_ref().map_err(Error::clone)
    }

    /// `File.basename` without the extension and without dots at its end.
    pub fn basename(&self) -> &str {
        let name = path::basename(&self.name);
        path::without_trailing_dots(name.strip_suffix(self.extname.as_str()).unwrap_or(name))
    }

    /// The front matter defaults for its path, which a template sees.
    ///
    /// # Errors
    /// Those of front matter defaults.
    pub fn data(&self) -> Result<&Map> {
        let data = self
            .data
            .get_or_init(|| self.defaults_for(&self.relative_path));
        data.as_ref().map_err(Error::clone)
    }

    /// The front matter defaults for its URL, which decide whether it is written.
    ///
    /// # Errors
    /// Those of front matter defaults and of [`StaticFile::url`].
    pub fn defaults(&self) -> Result<&Map> {
        if self.url()? == self.relative_path {
            return self.data();
        }
        let defaults = self.defaults.get_or_init(|| self.defaults_for(self.url()?));
        defaults.as_ref().map_err(Error::clone)
    }

    fn defaults_for(&self, path: &str) -> Result<Map> {
        let reading = self.setup.reading(self.setup.log.as_ref());
        let defaults = &self.setup.defaults;
        defaults.tell(&reading);
        let matching = defaults.matching(path, self.kind(), &reading)?;
        defaults.all(&matching)
    }

    /// `write?`: whether it becomes a file of the site.
    ///
    /// # Errors
    /// As [`StaticFile::defaults`].
    pub fn is_written(&self) -> Result<bool> {
        let published = self.defaults()?.get(&StrKey("published"));
        if !published.is_none_or(Value::is_truthy) {
            return Ok(false);
        }
        self.collection
            .as_ref()
            .map_or(Ok(true), |c| c.is_written())
    }

    fn cleaned_relative_path(&self) -> String {
        let end = self.relative_path.len() - self.extname.len();
        let cleaned = path::without_trailing_dots(&self.relative_path[..end]);
        match &self.collection {
            Some(collection) => path::without_first(cleaned, &collection.relative_directory),
            None => cleaned.to_string(),
        }
    }

    /// `StaticFile#url`: its path, or what the collection's permalink template makes of it.
    ///
    /// # Errors
    /// Text that cannot be made part of a URL.
    pub fn url(&self) -> Result<&str> {
        let url = self.url.get_or_init(|| {
            let path = self.cleaned_relative_path();
            let base = match &self.collection {
                None => path,
                Some(collection) => {
                    let values = [
                        ("collection", collection.label.as_str()),
                        ("path", path.as_str()),
                        ("output_ext", ""),
                        ("name", self.basename()),
                        ("title", ""),
                    ];
                    let template = collection.url_template(&self.setup)?;
                    permalink::sanitize(&permalink::fill(&template, &values)?)
                }
            };
            let base = base.strip_suffix('/').unwrap_or(&base);
            Ok(format!("{base}{}", self.extname))
        });
        url.as_deref().map_err(Error::clone)
    }

    /// The file that it becomes, absolute.
    ///
    /// # Errors
    /// As [`StaticFile::url`], and a URL that is no path once it is unescaped.
    pub fn destination(&self) -> Result<String> {
        let path = permalink::unescape_for_path(self.url()?)?;
        Ok(self.setup.in_dest_dir(&path))
    }
}
