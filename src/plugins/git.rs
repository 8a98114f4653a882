//! What plugins ask of a git repository, read from its files: no program is started.

use crate::jekyll::fs::Files;
use crate::jekyll::path;

/// The repository that a folder lies in.
pub(super) struct Repository<'a> {
    files: &'a dyn Files,
    /// Where `HEAD` lies.
    folder: String,
    /// Where what all work trees share lies: `config`, `refs`.
    shared: String,
}

impl<'a> Repository<'a> {
    /// Looks for `.git` in a folder and in those above it.
    pub(super) fn around(folder: &str, files: &'a dyn Files) -> Option<Self> {
        let mut at = folder;
        loop {
            let git = path::join(at, ".git");
            if files.is_folder(&git) {
                return Some(Self::at(git, files));
            }
            if let Some(text) = text(files, &git) {
                let named = text.trim().strip_prefix("gitdir:")?.trim();
                return Some(Self::at(path::expand(named, at), files));
            }
            if at == "/" {
                return None;
            }
            at = path::dirname(at);
        }
    }

    fn at(folder: String, files: &'a dyn Files) -> Self {
        let shared = match text(files, &path::join(&folder, "commondir")) {
            Some(named) => path::expand(named.trim(), &folder),
            None => folder.clone(),
        };
        Repository {
            files,
            folder,
            shared,
        }
    }

    /// The address of a remote, as git would ask for it: its beginning may be short for another (`insteadOf`), which this
    /// repository's configuration says or the user's, the file at `users`.
    pub(super) fn remote_url(&self, remote: &str, users: &str) -> Option<String> {
        let own = text(self.files, &path::join(&self.shared, "config"))?;
        let header = format!("[remote \"{remote}\"]");
        let url = entries(&own)
            .find(|(section, key, _)| *section == header && key.eq_ignore_ascii_case("url"))?
            .2;
        let users = text(self.files, users).unwrap_or_default();
        let base = |section: &'_ str| -> Option<String> {
            let base = section.strip_prefix("[url \"")?.strip_suffix("\"]")?;
            Some(base.to_string())
        };
        let mut longest: Option<(usize, String)> = None;
        for (section, key, short) in entries(&own).chain(entries(&users)) {
            if key.eq_ignore_ascii_case("insteadof")
                && url.starts_with(short)
                && longest
                    .as_ref()
                    .is_none_or(|(length, _)| short.len() > *length)
                && let Some(base) = base(section)
            {
                longest = Some((short.len(), base));
            }
        }
        Some(match longest {
            Some((length, base)) => base + &url[length..],
            None => url.to_string(),
        })
    }

    /// What `git rev-parse HEAD` prints: the commit that is checked out, or the word where there is none.
    pub(super) fn head(&self) -> String {
        self.commit().unwrap_or_else(|| "HEAD".to_string())
    }

    fn commit(&self) -> Option<String> {
        let head = text(self.files, &path::join(&self.folder, "HEAD"))?;
        let Some(name) = head.trim().strip_prefix("ref:") else {
            return Some(head.trim().to_string());
        };
        let name = name.trim();
        if let Some(commit) = text(self.files, &path::join(&self.shared, name)) {
            return Some(commit.trim().to_string());
        }
        let packed = text(self.files, &path::join(&self.shared, "packed-refs"))?;
        packed.lines().find_map(|line| {
            let (commit, of) = line.split_once(' ')?;
            (of == name).then(|| commit.to_string())
        })
    }
}

/// The entries of a file of git's configuration: the header that they stand under, key, value.
fn entries(config: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut section = "";
    config.lines().map(str::trim).filter_map(move |line| {
        if line.starts_with('[') {
            section = line;
            return None;
        }
        let (key, value) = line.split_once('=')?;
        Some((section, key.trim(), value.trim().trim_matches('"')))
    })
}

fn text(files: &dyn Files, path: &str) -> Option<String> {
    String::from_utf8(files.read(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jekyll::fs::MemoryFiles;

    #[test]
    fn remotes_and_commits_of_a_repository_and_its_work_trees() {
        let files = MemoryFiles::default();
        files.insert(
            "/r/.git/config",
            *b"[core]\n\tbare = false\n[remote \"up\"]\n\turl = x\n[remote \"origin\"]\n\turl = git@github.com:a/b.git\n[remote \"short\"]\n\turl = gh:a/b\n",
        );
        files.insert(
            "/home/.gitconfig",
            *b"[url \"x:\"]\n\tinsteadOf = g\n[url \"https://github.com/\"]\n\tinsteadOf = gh:\n",
        );
        files.insert("/r/.git/HEAD", *b"ref: refs/heads/main\n");
        files.insert("/r/.git/packed-refs", *b"# pack\nabc123 refs/heads/main\n");
        files.insert("/r/site/index.md", *b"");
        files.insert("/w/.git", *b"gitdir: /r/.git/worktrees/w\n");
        files.insert("/r/.git/worktrees/w/commondir", *b"../..\n");
        files.insert("/r/.git/worktrees/w/HEAD", *b"def456\n");
        for (folder, commit) in [("/r/site", "abc123"), ("/w", "def456")] {
            let repository = Repository::around(folder, &files).unwrap();
            let url = repository.remote_url("origin", "/none");
            assert_eq!(url.as_deref(), Some("git@github.com:a/b.git"));
            let url = repository.remote_url("short", "/home/.gitconfig");
            assert_eq!(url.as_deref(), Some("https://github.com/a/b"));
            assert_eq!(repository.head(), commit);
        }
        assert!(Repository::around("/elsewhere", &files).is_none());
    }
}
