//! What in a source is of no interest: what no build reads, and what editors and version control write beside it
//! (jekyll-watch's `listen_ignore_paths`, listen's silencer).

use std::path::{Path, PathBuf};

/// Folders of version control and of Bundler, at the top of a source.
const FOLDERS: [&str; 5] = [".git", ".svn", ".hg", ".rbx", ".bundle"];

/// Paths below the source that are not looked at.
#[derive(Debug, Default)]
pub struct Ignored {
    paths: Vec<PathBuf>,
}

impl Ignored {
    /// These paths, relative to the source, and what is ignored always.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let always = FOLDERS.iter().map(PathBuf::from);
        Ignored {
            paths: paths
                .into_iter()
                .chain(always)
                .filter(|path| !path.as_os_str().is_empty())
                .collect(),
        }
    }

    /// Whether a path, relative to the source, is not looked at.
    pub fn ignores(&self, path: &Path) -> bool {
        let is_below = self.paths.iter().any(|ignored| path.starts_with(ignored));
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        is_below || is_of_an_editor(name)
    }
}

/// Whether an editor made a file of this name, to lock or to save another one.
fn is_of_an_editor(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    name.ends_with('~')
        || name == "4913"
        || name == ".DS_Store"
        || name.starts_with(".#")
        || name.starts_with('.') && matches!(extension, "swp" | "swx" | "swo" | "swpx" | "kate-swp")
        || name.starts_with(".goutputstream-")
        || name.ends_with("___jb_bak___")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || is_of_sed(name)
}

/// `sed -i` writes to `sedXXXXXX`: six letters and digits, a capital or digit among them.
fn is_of_sed(name: &str) -> bool {
    name.strip_prefix("sed").is_some_and(|rest| {
        rest.len() == 6
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && rest.bytes().any(|byte| byte.is_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ignored() {
        let ignored = Ignored::new(["_site", "vendor/bundle", ""].map(PathBuf::from));
        let is = |path: &str| ignored.ignores(Path::new(path));
        for path in [
            "_site",
            "_site/a/b",
            "vendor/bundle/x",
            ".git/HEAD",
            "a/.b.md.swp",
            "a/b~",
            "4913",
            "a/sedAb3x9z",
        ] {
            assert!(is(path), "{path}");
        }
        for path in [
            "_sites",
            "vendor/x",
            "a/_site",
            "index.md",
            "a/.htaccess",
            "sedatives",
            "x.tmp",
            "log/a.md",
            "",
        ] {
            assert!(!is(path), "{path}");
        }
    }
}
