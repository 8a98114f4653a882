//! Command lines, with what Jekyll says to them, how it ends and which files it leaves (fixtures/commands).

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use rekyll::value::{Fraction, Time};
use sha2::{Digest, Sha256};

use crate::conformance::{copy, without_class, words};
use crate::fixtures::{Verdict, cases, difference, files_under};

#[test]
fn commands() {
    let mut verdict = Verdict::default();
    // The day may not end while the test runs.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let noon = now.as_secs() / DAY * DAY + DAY / 2;
    let day = Time::at(i128::from(noon), Fraction::default()).to_utc();
    let day = day.strftime("%Y-%m-%d").unwrap();
    for (name, case) in cases("commands") {
        let work = tempfile::tempdir().unwrap();
        let work = work.path().canonicalize().unwrap();
        let site = work.join("site");
        fs::create_dir(&site).unwrap();
        if case.join("site").exists() {
            copy(&case.join("site"), &site);
        }
        let before: BTreeSet<_> = files_under(&site).into_iter().collect();
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        let (dialogue, files) = expected.split_once("-- files\n").unwrap();
        for (at, expected) in dialogue.split("\n$ ").enumerate() {
            let expected = if at == 0 {
                expected.strip_prefix("$ ").unwrap()
            } else {
                expected
            };
            let (line, expected) = expected.split_once('\n').unwrap();
            let said = words(&run(line, &site, &work, noon), &site, &work.join("out"));
            let said = without_day(&said, &day);
            verdict.record(
                format!("commands/{name} {}: {line}", at + 1),
                difference(
                    without_class(expected).trim_end().as_bytes(),
                    said.trim_end().as_bytes(),
                ),
            );
        }
        let left = left(&site, &before, &day);
        verdict.record(
            format!("commands/{name} (files)"),
            difference(files.as_bytes(), left.as_bytes()),
        );
    }
    verdict.hold_against_list("commands/");
}

const DAY: u64 = 24 * 60 * 60;

fn run(line: &str, site: &Path, home: &Path, now: u64) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rekyll"));
    command
        .current_dir(site)
        .env("SOURCE_DATE_EPOCH", now.to_string())
        .env_remove("JEKYLL_ENV")
        .env_remove("JEKYLL_LOG_LEVEL")
        .env("TZ", "UTC")
        .env("LANG", "C.UTF-8")
        .env("HOME", home)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "init.defaultBranch")
        .env("GIT_CONFIG_VALUE_0", "main");
    let mut words = line.split_whitespace().peekable();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        if name.starts_with('-') {
            break;
        }
        command.env(name, value);
        words.next();
    }
    command.args(words).output().unwrap()
}

/// A text without today's date, as it stands in the names of posts and in their URLs.
fn without_day(text: &str, day: &str) -> String {
    let text = text.replace(day, "<DAY>");
    text.replace(&day.replace('-', "/"), "<DAY>")
}

/// The files that a case left, by hash; those that hold today's date by name alone.
fn left(site: &Path, before: &BTreeSet<std::path::PathBuf>, day: &str) -> String {
    let mut rows = Vec::new();
    for file in files_under(site)
        .into_iter()
        .filter(|file| !before.contains(file))
    {
        let name = file.strip_prefix(site).unwrap();
        if name
            .components()
            .any(|part| part.as_os_str() == ".git" || part.as_os_str() == ".jekyll-cache")
        {
            continue;
        }
        let dated = name.ends_with("LICENSE.txt") || name.to_str().unwrap().contains(day);
        let hash = if dated {
            "-".to_string()
        } else {
            Sha256::digest(fs::read(&file).unwrap())
                .iter()
                .fold(String::new(), |hex, b| hex + &format!("{b:02x}"))
        };
        // Python sorts paths by their parts.
        let parts: Vec<_> = name
            .components()
            .map(|part| part.as_os_str().to_owned())
            .collect();
        rows.push((parts, hash, without_day(name.to_str().unwrap(), day)));
    }
    rows.sort();
    rows.iter()
        .fold(String::new(), |mut text, (_, hash, name)| {
            writeln!(text, "{hash} {name}").unwrap();
            text
        })
}

/// `clean` takes names as the system does, where `~` is no home and no name is no folder, and never removes the source.
#[test]
fn clean_removes_neither_home_nor_source() {
    let work = tempfile::tempdir().unwrap();
    let (home, site) = (work.path().join("home"), work.path().join("site"));
    for file in [
        home.join("kept"),
        site.join("page.md"),
        site.join("_site/a.html"),
    ] {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "").unwrap();
    }
    let clean = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_rekyll"))
            .current_dir(&site)
            .env("HOME", &home)
            .arg("clean")
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            home.join("kept").exists() && site.join("page.md").exists(),
            "{arguments:?}"
        );
        (
            String::from_utf8(output.stdout).unwrap(),
            output.status.success(),
        )
    };
    for name in ["~", "~/"] {
        let (said, ended_well) = clean(&["-d", name]);
        assert!(
            ended_well && said.contains(&format!("Nothing to do for {name}.")),
            "{said}"
        );
    }
    for name in [".", "..", "../site"] {
        let (said, ended_well) = clean(&["-d", name]);
        assert!(!ended_well && !said.contains("Removing"), "{said}");
    }
    fs::write(site.join("_config.yml"), "cache_dir: ''\n").unwrap();
    assert!(!clean(&[]).1);
    assert!(site.join("_site/a.html").exists());
    fs::write(site.join("_config.yml"), "destination: ''\n").unwrap();
    clean(&[]);
    fs::remove_file(site.join("_config.yml")).unwrap();
    assert!(clean(&[]).1);
    assert!(!site.join("_site").exists());
}

/// The program says its own name where it is called by it, and Jekyll's where it is called `jekyll`.
#[test]
fn answers_to_both_names() {
    let own = Command::new(env!("CARGO_BIN_EXE_rekyll"))
        .arg("--version")
        .output()
        .unwrap();
    let expected = format!("rekyll {} (jekyll 4.4.1)\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8(own.stdout).unwrap(), expected);

    let work = tempfile::tempdir().unwrap();
    let link = work.path().join("jekyll");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_rekyll"), &link).unwrap();
    let linked = Command::new(&link).arg("-v").output().unwrap();
    assert_eq!(String::from_utf8(linked.stdout).unwrap(), "jekyll 4.4.1\n");
}

/// `doctor` names what a site asks for in vain, and where.
#[test]
fn doctor_names_what_is_lacking() {
    let site = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = site.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "_config.yml",
        "url: https://a.example\nlsi: true\nkramdown:\n  # template: y\n  auto_ids: true\n  \
         template: x\nplugins:\n  - jekyll-feed\n",
    );
    write(
        "a.md",
        "---\n---\n{% feed_meta %}{% if true %}{{ 'a | no' | upcase }}{% endif %}\n{% foo %}\n\n{{ 1 | bar }}\n",
    );
    write(
        "_includes/b.html",
        "{% raw %}{% no %}{% endraw %}\n{% zoo %}\n",
    );
    let done = Command::new(env!("CARGO_BIN_EXE_rekyll"))
        .args(["doctor", "-s"])
        .arg(site.path())
        .current_dir(site.path())
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    let lacking: Vec<&str> = said
        .lines()
        .filter_map(|line| line.split_once("rekyll does not have "))
        .map(|(_, what)| what.trim_end_matches("\u{1b}[0m"))
        .collect();
    assert_eq!(
        lacking,
        [
            "the key lsi, _config.yml, line 2",
            "kramdown's option template, _config.yml, line 6",
            "the tag foo, a.md, line 4",
            "the filter bar, a.md, line 6",
            "the tag zoo, _includes/b.html, line 2",
        ]
    );
    assert_eq!(done.status.code(), Some(1));

    write(
        "_config.yml",
        "url: https://a.example\nplugins: [jekyll-feed, jekyll-foo]\n",
    );
    let done = Command::new(env!("CARGO_BIN_EXE_rekyll"))
        .arg("doctor")
        .current_dir(site.path())
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(
        said.contains("the plugin jekyll-foo, _config.yml, line 2"),
        "{said}"
    );
}

/// With `--strict_front_matter` the report names the file whose front matter cannot be read.
#[test]
fn broken_front_matter_is_reported_with_its_file() {
    for name in ["a.md", "_posts/2020-01-01-a.md", "_layouts/a.html"] {
        let site = tempfile::tempdir().unwrap();
        let file = site.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "---\na: b\ntitle: c: d\n---\n").unwrap();
        fs::write(site.path().join("b.md"), "---\nlayout: a\n---\n").unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_rekyll"))
            .args(["build", "--strict_front_matter"])
            .current_dir(site.path())
            .output()
            .unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        let place = format!("{name}:3:9\n");
        let named = said.lines().find(|line| line.starts_with("  --> "));
        assert!(
            named.is_some_and(|named| format!("{named}\n").ends_with(&place)),
            "{said}"
        );
    }
}
