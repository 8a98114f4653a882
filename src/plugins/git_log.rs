//! When many files were last committed: what `git log -n 1 -- file` says of each, read from one walk through the history.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

/// One commit for each step back, and one more for each further parent of a merge, with the names of all files that differ:
/// `ESC [33m commit parent… (from parent) ESC [m subject NUL name NUL …`.
const HISTORY: &[&str] = &[
    "-c",
    "log.showRoot=true",
    "-c",
    "color.diff.commit=yellow",
    "log",
    "-m",
    "--name-only",
    "-z",
    "--pretty=oneline",
    "--parents",
    "--color=always",
    "--no-abbrev-commit",
    "--no-decorate",
    "--no-notes",
    "--no-relative",
    "--no-renames",
    "--no-show-signature",
];
const HEADER: &[u8] = b"\x1b[33m";
const HEADER_END: &str = "\x1b[m";

/// When each of these files, named from the top of the repository, was last committed, in seconds; none for one that never
/// was. A file that is not among the answers has to be asked for by itself. `git` makes the command that is to be given its
/// arguments.
pub(super) fn last_commits(
    git: &dyn Fn() -> Command,
    files: Vec<String>,
) -> HashMap<String, Option<i128>> {
    let walk = walk(git, &files).unwrap_or_default();
    let commits: HashSet<&str> = walk.found.values().flatten().map(String::as_str).collect();
    let times = times(git, &commits).unwrap_or_default();
    let mut answers = HashMap::with_capacity(files.len());
    for (place, file) in files.into_iter().enumerate() {
        match walk.found.get(&place) {
            Some(None) => answers.insert(file, None),
            Some(Some(commit)) => match times.get(commit) {
                Some(time) => answers.insert(file, Some(*time)),
                None => continue,
            },
            None => continue,
        };
    }
    answers
}

/// Follows the history until every file has its answer.
fn walk(git: &dyn Fn() -> Command, files: &[String]) -> Option<Walk> {
    let mut places = HashMap::with_capacity(files.len());
    for (place, file) in files.iter().enumerate() {
        if is_plain(file) {
            places.insert(file.as_bytes(), place);
        }
    }
    let mut walk = Walk::default();
    let mut child = started(git().args(HISTORY).stdin(Stdio::null()))?;
    let mut log = BufReader::new(child.stdout.take()?);
    let mut step: Option<Step> = None;
    let mut part = Vec::new();
    loop {
        part.clear();
        let has_ended = log.read_until(0, &mut part).ok()? == 0;
        if part.last() == Some(&0) {
            part.pop();
        }
        let header = part.strip_prefix(HEADER).and_then(Header::read);
        if has_ended || header.is_some() {
            let goes_on = |header: &Header| step.as_ref().is_some_and(|it| it.is_of(header));
            if !header.as_ref().is_some_and(goes_on)
                && let Some(step) = step.take()
            {
                walk.take(step);
                if walk.is_done() {
                    break;
                }
            }
            let Some(header) = header else {
                break;
            };
            if walk.is_new() {
                let all = places.values().copied().collect();
                walk.waiting.insert(header.commit.clone(), all);
            }
            step.get_or_insert_with(|| Step::of(&header))
                .from(header.from);
        } else if let (Some(step), Some(place)) = (&mut step, places.get(&*part)) {
            step.differs(*place);
        }
    }
    ended(child, log);
    Some(walk)
}

/// Whether git takes the name for that of one file, and for nothing else.
fn is_plain(file: &str) -> bool {
    !file.starts_with(':') && !file.starts_with("../") && !file.contains(['*', '?', '[', '\\'])
}

/// What stands before the names of files.
struct Header {
    commit: String,
    parents: Vec<String>,
    /// The parent that it was compared with, where it has several.
    from: Option<String>,
}

impl Header {
    fn read(text: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(text);
        let (ids, _) = text.split_once(HEADER_END)?;
        let (ids, from) = match ids.split_once(" (from ") {
            Some((ids, from)) => (ids, Some(from.trim_end_matches(')').to_string())),
            None => (ids, None),
        };
        let mut ids = ids.split(' ').map(str::to_string);
        Some(Header {
            commit: ids.next()?,
            parents: ids.collect(),
            from,
        })
    }
}

/// A commit, and what is not the same in its parents.
struct Step {
    commit: String,
    parents: Vec<String>,
    /// Files that differ from a parent; of a commit with one parent or none, the parent is not named.
    differing: Vec<(Option<String>, HashSet<usize>)>,
}

impl Step {
    fn of(header: &Header) -> Self {
        Step {
            commit: header.commit.clone(),
            parents: header.parents.clone(),
            differing: Vec::new(),
        }
    }

    fn is_of(&self, header: &Header) -> bool {
        self.commit == header.commit
    }

    /// The files that follow differ from this parent.
    fn from(&mut self, parent: Option<String>) {
        self.differing.push((parent, HashSet::new()));
    }

    fn differs(&mut self, file: usize) {
        if let Some((_, files)) = self.differing.last_mut() {
            files.insert(file);
        }
    }

    fn is_same_in(&self, parent: &str, file: usize) -> bool {
        let is_of = |from: &Option<String>| from.as_deref().is_none_or(|from| from == parent);
        let mut of = self.differing.iter().filter(|(from, _)| is_of(from));
        !of.any(|(_, files)| files.contains(&file))
    }
}

/// Where the files are in the history: a file goes on to the first parent in which it is the same, and has come to its last
/// commit where there is none (what git does to the history of a path).
#[derive(Default)]
struct Walk {
    /// The files that come to a commit which has not been told of yet.
    waiting: HashMap<String, Vec<usize>>,
    passed: HashSet<String>,
    /// The last commits of files; none for a file that came to the beginning and was never there.
    found: HashMap<usize, Option<String>>,
}

impl Walk {
    fn is_new(&self) -> bool {
        self.passed.is_empty() && self.waiting.is_empty()
    }

    fn is_done(&self) -> bool {
        self.waiting.is_empty()
    }

    fn take(&mut self, step: Step) {
        for file in self.waiting.remove(&step.commit).unwrap_or_default() {
            let mut parents = step.parents.iter();
            if let Some(parent) = parents.find(|parent| step.is_same_in(parent, file)) {
                // Where clocks were wrong, git tells of a parent before its child: that file stays without an answer.
                if !self.passed.contains(parent) {
                    self.waiting.entry(parent.clone()).or_default().push(file);
                }
            } else if step.parents.is_empty() && step.is_same_in("", file) {
                self.found.insert(file, None);
            } else {
                self.found.insert(file, Some(step.commit.clone()));
            }
        }
        self.passed.insert(step.commit);
    }
}

/// When commits were made.
fn times(git: &dyn Fn() -> Command, commits: &HashSet<&str>) -> Option<HashMap<String, i128>> {
    let arguments = ["log", "--no-walk=unsorted", "--format=%H %ct", "--stdin"];
    let mut child = started(git().args(arguments).stdin(Stdio::piped()))?;
    // git reads all names before it prints the first answer.
    let mut names = child.stdin.take()?;
    for commit in commits {
        writeln!(names, "{commit}").ok()?;
    }
    drop(names);
    let mut printed = String::new();
    let mut log = child.stdout.take()?;
    log.read_to_string(&mut printed).ok()?;
    ended(child, log);
    let times = printed.lines().filter_map(|line| {
        let (commit, time) = line.split_once(' ')?;
        Some((commit.to_string(), time.parse().ok()?))
    });
    Some(times.collect())
}

fn started(command: &mut Command) -> Option<Child> {
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::null());
    piped.spawn().ok()
}

/// Nothing more is read of what the program prints; it ends, if it has not.
fn ended(mut child: Child, out: impl Read) {
    drop(out);
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A history with side branches, a merge that takes one side, one that takes neither, three parents at once, a file that
    /// came again, and subjects that look like something else.
    const IMPORTED: &str = "\
commit refs/heads/main\nmark :1\ncommitter n <n@n> 1000 +0000\ndata 40\n0123456789012345678901234567890123456789\n\
M 100644 inline a.md\ndata 1\n1\nM 100644 inline b.md\ndata 1\n1\nM 100644 inline c.md\ndata 1\n1\n\
M 100644 inline \"\u{fc} d.md\"\ndata 1\n1\nM 100644 inline [e].md\ndata 1\n1\nM 100644 inline again.md\ndata 1\n1\n\
commit refs/heads/side\nmark :2\ncommitter n <n@n> 1100 +0000\ndata 11\nx (from :1)\nfrom :1\n\
M 100644 inline a.md\ndata 1\n2\nM 100644 inline b.md\ndata 1\n2\nD again.md\n\
commit refs/heads/main\nmark :3\ncommitter n <n@n> 1200 +0000\ndata 1\nx\nfrom :1\n\
M 100644 inline b.md\ndata 1\n3\nM 100644 inline c.md\ndata 1\n3\n\
commit refs/heads/main\nmark :4\ncommitter n <n@n> 1300 +0000\ndata 1\nm\nfrom :3\nmerge :2\n\
M 100644 inline a.md\ndata 1\n2\nM 100644 inline b.md\ndata 1\n4\nD again.md\n\
commit refs/heads/other\nmark :5\ncommitter n <n@n> 5000 +0000\ndata 1\nx\nfrom :2\n\
M 100644 inline c.md\ndata 1\n5\n\
commit refs/heads/main\nmark :6\ncommitter n <n@n> 1400 +0000\ndata 1\nx\nfrom :4\nM 100644 inline again.md\ndata 1\n1\n\
commit refs/heads/main\nmark :7\ncommitter n <n@n> 1500 +0000\ndata 1\nm\nfrom :6\nmerge :5\nmerge :2\n\
M 100644 inline c.md\ndata 1\n5\n";

    /// What the walk says of files, and what git says of each.
    fn asked(history: &str) -> Vec<(String, Option<Option<i128>>, Option<i128>)> {
        let folder = tempfile::tempdir().unwrap();
        let git = || {
            let mut git = Command::new("git");
            git.current_dir(folder.path());
            git
        };
        let run = |arguments: &[&str], input: &str| {
            let command = &mut git();
            let mut child = command
                .args(arguments)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stdin = child.stdin.take().unwrap();
            stdin.write_all(input.as_bytes()).unwrap();
            drop(stdin);
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{arguments:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        run(&["init", "-q"], "");
        run(&["fast-import", "--quiet"], history);
        run(&["symbolic-ref", "HEAD", "refs/heads/main"], "");
        let names = [
            "a.md",
            "b.md",
            "c.md",
            "again.md",
            "never.md",
            "\u{fc} d.md",
            "[e].md",
        ];
        let files = names.map(String::from);
        let said = last_commits(&git, files.to_vec());
        let compared = files.into_iter().map(|file| {
            let alone = run(&["log", "-n", "1", "--format=%ct", "--", &file], "");
            let walked = said.get(&file).copied();
            (file, walked, alone.trim().parse().ok())
        });
        compared.collect()
    }

    #[test]
    fn one_walk_says_what_git_says_of_each_file() {
        let compared = asked(IMPORTED);
        let distinct: HashSet<_> = compared.iter().map(|(_, _, alone)| alone).collect();
        assert_eq!(distinct.len(), 6, "{compared:?}");
        for (file, walked, alone) in compared {
            match file.as_str() {
                // a pattern to git
                "[e].md" => assert_eq!(walked, None),
                _ => assert_eq!(walked, Some(alone), "{file}"),
            }
        }
    }

    #[test]
    fn a_clock_that_went_back_leaves_files_without_an_answer() {
        let compared = asked(&IMPORTED.replace("1400", "900"));
        let unclear = compared.iter().filter(|(_, walked, _)| walked.is_none());
        assert!(unclear.count() > 1, "{compared:?}");
        for (file, walked, alone) in compared {
            assert!(walked.is_none_or(|walked| walked == alone), "{file}");
        }
    }
}
