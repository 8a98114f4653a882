//! The fixtures: their files, the manifest that tells whether they are Jekyll's, and the list of known differences.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder, hidden ones too, sorted.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    files
}

/// The files under a folder by their names relative to it, with their bytes.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files_under(folder)
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_string();
            let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (name, bytes)
        })
        .collect()
}

/// The folders in fixtures/`kind`, by name.
pub fn cases(kind: &str) -> Vec<(String, PathBuf)> {
    let mut cases: Vec<_> = fs::read_dir(root().join("fixtures").join(kind))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_string(),
                path,
            )
        })
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no fixtures of kind {kind}");
    cases
}

/// What a test found: the cases that came out as Jekyll's and those that did not, held against DEVIATIONS.tsv.
#[derive(Default)]
pub struct Verdict {
    passed: BTreeSet<String>,
    failed: BTreeMap<String, String>,
}

impl Verdict {
    /// Records a case; `difference` says how it differs, or is empty.
    pub fn record(&mut self, case: String, difference: String) {
        if difference.is_empty() {
            self.passed.insert(case);
        } else {
            self.failed.insert(case, difference);
        }
    }

    /// Fails for a case that differs and is not listed, and for one that is listed and does not differ; `kind` tells
    /// which rows of the list are this test's.
    pub fn hold_against_list(self, kind: &str) {
        let listed = deviations();
        let mut report = String::new();
        for (case, difference) in &self.failed {
            if !listed.contains_key(case) {
                writeln!(report, "\n{case} differs from Jekyll:\n{difference}").unwrap();
            }
        }
        for (case, _) in listed.iter().filter(|(case, _)| case.starts_with(kind)) {
            if self.passed.contains(case) {
                writeln!(
                    report,
                    "\n{case} is Jekyll's now: take its row out of DEVIATIONS.tsv"
                )
                .unwrap();
            } else if !self.failed.contains_key(case) {
                writeln!(
                    report,
                    "\n{case} is listed in DEVIATIONS.tsv, but there is no such case"
                )
                .unwrap();
            }
        }
        println!(
            "{kind}: {} of {} as Jekyll's",
            self.passed.len(),
            self.passed.len() + self.failed.len()
        );
        assert!(report.is_empty(), "{report}");
    }
}

/// Where two files part: the line of each.
pub fn difference(expected: &[u8], found: &[u8]) -> String {
    if expected == found {
        return String::new();
    }
    let lines = |bytes: &[u8]| -> Vec<String> {
        bytes
            .split_inclusive(|b| *b == b'\n')
            .map(|line| line.escape_ascii().to_string())
            .map(|line| unescape_utf8(&line))
            .collect()
    };
    let (expected, found) = (lines(expected), lines(found));
    let at = expected
        .iter()
        .zip(&found)
        .take_while(|(a, b)| a == b)
        .count();
    let show = |lines: &[String]| lines.get(at).cloned().unwrap_or_else(|| "(the end)".into());
    format!(
        "  line {}\n    Jekyll: {}\n    rekyll: {}",
        at + 1,
        show(&expected),
        show(&found)
    )
}

/// `escape_ascii` escapes letters beyond ASCII too; here they are what one wants to read.
fn unescape_utf8(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = rest.get(2..4).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (rest.starts_with(b"\\x"), code) {
            (true, Some(byte)) if byte >= 0x80 => {
                bytes.push(byte);
                rest = &rest[4..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// DEVIATIONS.tsv: case → reason.
fn deviations() -> BTreeMap<String, String> {
    let path = root().join("fixtures/DEVIATIONS.tsv");
    let text = fs::read_to_string(path).unwrap();
    let mut rows = BTreeMap::new();
    for line in text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [case, state, reason] = fields[..] else {
            panic!("DEVIATIONS.tsv: not case, state and reason: {line}");
        };
        assert!(
            matches!(state, "pending" | "on purpose"),
            "DEVIATIONS.tsv: {state:?} is no state"
        );
        assert!(
            !reason.trim().is_empty(),
            "DEVIATIONS.tsv: {case} has no reason"
        );
        if state == "on purpose" {
            let page = fs::read_to_string(root().join("docs/DEVIATIONS.md")).unwrap();
            assert!(
                page.contains(case),
                "docs/DEVIATIONS.md does not name {case}"
            );
        }
        assert!(
            rows.insert(case.to_string(), reason.to_string()).is_none(),
            "{case} is listed twice"
        );
    }
    rows
}

#[test]
fn expected_files_are_those_that_jekyll_wrote() {
    let fixtures = root().join("fixtures");
    let manifest = fs::read_to_string(fixtures.join("MANIFEST.sha256")).unwrap();
    let listed: BTreeMap<&str, &str> = manifest
        .lines()
        .map(|line| line.split_once("  ").unwrap())
        .map(|(hash, name)| (name, hash))
        .collect();
    let mut found = BTreeMap::new();
    for (_, case) in ["sites", "failures", "commands", "requests"]
        .into_iter()
        .flat_map(cases)
    {
        for file in files_under(&case) {
            let name = file
                .strip_prefix(&fixtures)
                .unwrap()
                .to_str()
                .unwrap()
                .to_string();
            let within = file.strip_prefix(&case).unwrap();
            if within.starts_with("expected") || within.starts_with("expected.txt") {
                let hash = Sha256::digest(fs::read(&file).unwrap());
                let hash = hash
                    .iter()
                    .fold(String::new(), |hex, b| hex + &format!("{b:02x}"));
                found.insert(name, hash);
            }
        }
    }
    for (name, hash) in &found {
        assert_eq!(
            listed.get(name.as_str()).copied(),
            Some(hash.as_str()),
            "{name} is not what Jekyll wrote"
        );
    }
    for name in listed.keys() {
        assert!(found.contains_key(*name), "{name} is gone");
    }
}
