//! Every fixture site is built, and every file must be Jekyll's to the byte; fixtures/DEVIATIONS.tsv names those that are
//! not yet. Failing sites must fail with Jekyll's words and exit status.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rekyll::{ErrorKind, Site};

use crate::fixtures::{Verdict, cases, difference, tree};

/// The program on one site, with the environment under which the expected files were made.
pub fn rekyll(site: &Path, dest: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rekyll"))
        .arg("build")
        .arg("-s")
        .arg(site)
        .arg("-d")
        .arg(dest)
        .arg("--disable-disk-cache")
        .args(args)
        .current_dir(site)
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("JEKYLL_ENV")
        .env_remove("JEKYLL_LOG_LEVEL")
        .env("TZ", "UTC")
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap()
}

#[test]
fn sites() {
    let mut verdict = Verdict::default();
    for (name, case) in cases("sites") {
        let work = tempfile::tempdir().unwrap();
        let dest = work.path().join("out");
        let done = rekyll(&case.join("site"), &dest, &[]);
        assert!(
            done.status.success(),
            "{name}:\n{}",
            String::from_utf8_lossy(&done.stderr)
        );
        let (expected, mut found) = (tree(&case.join("expected")), tree(&dest));
        for (file, bytes) in &expected {
            let difference = match found.remove(file) {
                Some(found) => difference(bytes, &found),
                None => "  is missing".into(),
            };
            verdict.record(format!("sites/{name}/{file}"), difference);
        }
        for file in found.keys() {
            verdict.record(
                format!("sites/{name}/{file}"),
                "  Jekyll does not write it".into(),
            );
        }
    }
    verdict.hold_against_list("sites/");
}

#[test]
fn failures() {
    let mut verdict = Verdict::default();
    for (name, case) in cases("failures") {
        let work = tempfile::tempdir().unwrap();
        // The names are written into messages: links in the temporary folder's own path must not differ there.
        let work = work.path().canonicalize().unwrap();
        let (site, dest) = (work.join("site"), work.join("out"));
        copy(&case.join("site"), &site);
        if case.join("destination").exists() {
            fs::copy(case.join("destination"), &dest).unwrap();
        }
        let args = fs::read_to_string(case.join("args")).unwrap_or_default();
        let args: Vec<&str> = args.split_whitespace().collect();
        let done = rekyll(&site, &dest, &args);
        let said = words(&done, &site, &dest);
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        verdict.record(
            format!("failures/{name}"),
            difference(without_class(&expected).as_bytes(), said.as_bytes()),
        );
    }
    verdict.hold_against_list("failures/");
}

/// The library tells of what class an exception is, which the program does not print.
#[test]
fn failures_are_of_jekylls_classes() {
    let mut wrong = Vec::new();
    for (name, case) in cases("failures") {
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        let Some((_, exception)) = expected.split_once("-- exception\n") else {
            continue;
        };
        let class = exception.split(": ").next().unwrap();
        if class == "SystemExit" || case.join("args").exists() {
            continue;
        }
        let work = tempfile::tempdir().unwrap();
        let (site, dest) = (work.path().join("site"), work.path().join("out"));
        copy(&case.join("site"), &site);
        if case.join("destination").exists() {
            fs::copy(case.join("destination"), &dest).unwrap();
        }
        let kind = Site::load(&site).unwrap().build(&dest).unwrap_err().kind();
        let is_class = match kind {
            ErrorKind::Ruby(named) => named == class,
            ErrorKind::LiquidSyntax => class == "Liquid::SyntaxError",
            ErrorKind::Liquid => class.starts_with("Liquid::"),
            ErrorKind::Yaml => class == "Psych::SyntaxError",
            ErrorKind::MissingDependency => class == "Jekyll::Errors::MissingDependencyException",
            ErrorKind::Io => class.starts_with("Errno::"),
            ErrorKind::Limit => class == "SystemStackError",
            _ => false,
        };
        if !is_class {
            wrong.push(format!("{name}: {class} in Jekyll, {kind:?} here"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the program said, in the form of the expected files.
pub fn words(done: &Output, site: &Path, dest: &Path) -> String {
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes)
            .replace(dest.to_str().unwrap(), "<DEST>")
            .replace(site.to_str().unwrap(), "<SITE>");
        masked_seconds(&text)
    };
    let stderr = text(&done.stderr);
    // What would be Ruby's trace is one paragraph that begins with the program's name.
    let stderr = match stderr
        .find("\nrekyll: ")
        .map(|at| at + 1)
        .or(stderr.starts_with("rekyll: ").then_some(0))
    {
        Some(at) => {
            let message = stderr[at..].strip_prefix("rekyll: ").unwrap();
            let message = message.split("\n  --> ").next().unwrap().trim_end();
            format!("{}-- exception\n{message}\n", &stderr[..at])
        }
        None => stderr,
    };
    let code = done.status.code().unwrap();
    format!(
        "exit {code}\n-- stdout\n{}-- stderr\n{stderr}",
        text(&done.stdout)
    )
}

/// The expected text without the class of Ruby's exception, and without the exception where it is only the exit itself.
pub fn without_class(expected: &str) -> String {
    let Some((before, exception)) = expected.split_once("-- exception\n") else {
        return expected.to_string();
    };
    let (class, message) = exception.split_once(": ").unwrap();
    if class == "SystemExit" {
        return before.to_string();
    }
    format!("{before}-- exception\n{}\n", message.trim_end())
}

fn masked_seconds(text: &str) -> String {
    let mut masked = String::new();
    for line in text.split_inclusive('\n') {
        match line
            .trim_end()
            .strip_suffix(" seconds.")
            .and_then(|l| l.rsplit_once(' '))
        {
            Some((before, number)) if number.parse::<f64>().is_ok() => {
                masked.push_str(&format!("{before} <SECONDS> seconds.\n"));
            }
            _ => masked.push_str(line),
        }
    }
    masked
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(from.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = folder.join(entry.file_name());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                fs::create_dir_all(to.join(&name)).unwrap();
                folders.push(name);
            } else if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                std::os::unix::fs::symlink(target, to.join(&name)).unwrap();
            } else {
                fs::copy(entry.path(), to.join(&name)).unwrap();
            }
        }
    }
}
