//! What the process brings along: its environment variables and the folder it was started in.
//! Handed in once, so that a build in memory depends on nothing outside.

use std::collections::BTreeMap;

use crate::error::{Error, Result};

/// Environment variables and the working folder.
#[derive(Debug, Clone)]
pub struct Environment {
    variables: BTreeMap<String, String>,
    folder: String,
    /// The home of a user.
    home_of: fn(&str) -> Option<String>,
}

impl Default for Environment {
    /// No variables, and `/` as the working folder.
    fn default() -> Self {
        Self::new("/", BTreeMap::new())
    }
}

impl Environment {
    /// An environment with this working folder and these variables.
    pub fn new(folder: impl Into<String>, variables: BTreeMap<String, String>) -> Self {
        Environment {
            variables,
            folder: folder.into(),
            home_of: |_| None,
        }
    }

    /// The environment of this process; names and values that are no UTF-8 are left out.
    pub fn of_process() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
            .collect();
        let folder = std::env::current_dir().map_or_else(
            |_| "/".to_string(),
            |dir| dir.to_string_lossy().into_owned(),
        );
        Environment {
            home_of,
            ..Self::new(folder, variables)
        }
    }

    /// A variable's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Sets a variable for the rest of this build.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.insert(name.to_string(), value.into());
    }

    /// The working folder (`Dir.pwd`).
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// `Jekyll.env`: JEKYLL_ENV, or `development`.
    pub fn jekyll_env(&self) -> &str {
        self.get("JEKYLL_ENV").unwrap_or("development")
    }

    /// As [`Environment::known`], where a user that there is not is a name like any other.
    pub fn expand(&self, path: &str) -> String {
        self.known(path)
            .unwrap_or_else(|_| super::path::expand(path, &self.folder))
    }

    /// `File.expand_path(path)`: as [`Environment::known_from`] the working folder.
    ///
    /// # Errors
    /// `user NAME doesn't exist`
    pub fn known(&self, path: &str) -> Result<String> {
        self.known_from(path, &self.folder)
    }

    /// `File.expand_path(path, folder)`: against the folder, `~` being HOME and `~user` the home of a user.
    ///
    /// # Errors
    /// `user NAME doesn't exist`
    pub fn known_from(&self, path: &str, folder: &str) -> Result<String> {
        let Some(rest) = path.strip_prefix('~') else {
            return Ok(super::path::expand(path, folder));
        };
        let (user, below) = rest.split_once('/').unwrap_or((rest, ""));
        let home = match user {
            "" => self.get("HOME").map(str::to_string),
            user => Some((self.home_of)(user).ok_or_else(|| {
                Error::ruby("ArgumentError", format!("user {user} doesn't exist"))
            })?),
        };
        Ok(match home {
            Some(home) => super::path::expand(below.trim_start_matches('/'), &home),
            None => super::path::expand(path, folder),
        })
    }
}

/// What `/etc/passwd` says of a user.
fn home_of(user: &str) -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut of_user = users
        .lines()
        .filter(|line| line.split(':').next() == Some(user));
    of_user.next()?.split(':').nth(5).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_against_folder_and_home() {
        let mut environment = Environment::new("/work", BTreeMap::new());
        environment.set("HOME", "/home/me");
        assert_eq!(environment.expand("../a"), "/a");
        assert_eq!(environment.expand("~/a"), "/home/me/a");
        assert_eq!(environment.expand("~"), "/home/me");
        assert_eq!(environment.jekyll_env(), "development");
    }
}
