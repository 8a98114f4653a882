//! A layout: a template that others are put into (layout.rb).

use std::io;

use crate::error::Result;
use crate::value::Map;

use super::encoding::Body;
use super::log::{Level, Log};
use super::page::read_file;
use super::path;
use super::setup::Setup;

/// A layout of the site or its theme.
#[derive(Clone)]
pub struct Layout {
    /// Its file, relative to the folder of layouts.
    pub name: String,
    /// Its file, absolute.
    pub path: String,
    /// Its file, relative to the source or the theme's folder, with a slash in front.
    pub relative_path: String,
    /// The extension of its file, with the dot.
    pub ext: String,
    /// Its front matter.
    pub data: Map,
    /// What stands below the front matter.
    pub content: Body,
    /// The line of the file on which the content begins.
    pub body_line: u32,
}

impl Layout {
    /// A layout of the bytes of its file. `folder` is that of the site's or the theme's layouts.
    ///
    /// # Errors
    /// Front matter that is no hash, an empty permalink, and with `strict_front_matter` everything that is wrong.
    pub fn read(
        setup: &Setup,
        folder: &str,
        name: &str,
        bytes: io::Result<Vec<u8>>,
        log: &dyn Log,
    ) -> Result<Self> {
        let path = Self::path_of(folder, name);
        let base = match &setup.theme {
            Some(theme) if theme.layouts.as_deref() == Some(folder) => &theme.root,
            _ => &setup.source,
        };
        let relative_path = path::without_first(&path, base);
        if log.takes(Level::Debug) {
            log.debug("Reading:", &relative_path);
        }
        let read = read_file(&path, bytes, setup.encoding, setup.strict_front_matter, log)?;
        Ok(Layout {
            name: name.to_string(),
            ext: path::extname(name).to_string(),
            path,
            relative_path,
            data: read.data,
            content: read.body,
            body_line: read.body_line,
        })
    }

    /// The file of the layout `name` in `folder`.
    pub fn path_of(folder: &str, name: &str) -> String {
        path::sanitized(folder, name)
    }
}
