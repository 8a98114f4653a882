//! What holds of every build: a second one touches no file, one that fails leaves what was there, whatever is handed
//! over in memory comes out as it does on disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::conformance::{copy, rekyll};
use crate::fixtures::{cases, root, tree};

fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    tree(folder)
        .into_keys()
        .map(|name| {
            let time = fs::metadata(folder.join(&name))
                .unwrap()
                .modified()
                .unwrap();
            (name, time)
        })
        .collect()
}

#[test]
fn a_second_build_touches_nothing() {
    for (name, case) in cases("sites") {
        let work = tempfile::tempdir().unwrap();
        let dest = work.path().join("out");
        assert!(rekyll(&case.join("site"), &dest, &[]).status.success());
        let (files, before) = (tree(&dest), times(&dest));
        assert!(rekyll(&case.join("site"), &dest, &[]).status.success());
        assert_eq!(
            files,
            tree(&dest),
            "{name}: the second build writes something else"
        );
        assert_eq!(
            before,
            times(&dest),
            "{name}: a file was touched whose bytes did not change"
        );
    }
}

/// A build that fails while it renders has not begun to write.
#[test]
fn a_build_that_fails_leaves_the_old_site() {
    let work = tempfile::tempdir().unwrap();
    let (site, dest) = (work.path().join("site"), work.path().join("out"));
    copy(&root().join("fixtures/sites/korean-blog/site"), &site);
    assert!(rekyll(&site, &dest, &[]).status.success());
    let before = tree(&dest);
    fs::write(site.join("new.md"), "---\n---\nnew\n").unwrap();
    fs::write(
        site.join("zz.html"),
        "---\n---\n{% include nowhere.html %}\n",
    )
    .unwrap();
    assert_eq!(rekyll(&site, &dest, &[]).status.code(), Some(1));
    assert_eq!(before, tree(&dest));
}

/// What is no longer part of the site goes; what `keep_files` names stays.
#[test]
fn what_is_obsolete_goes() {
    let work = tempfile::tempdir().unwrap();
    let dest = work.path().join("out");
    let site = root().join("fixtures/sites/data-and-defaults/site");
    for old in ["old/page.html", "kept/page.html", ".git/config"] {
        fs::create_dir_all(dest.join(old).parent().unwrap()).unwrap();
        fs::write(dest.join(old), "old").unwrap();
    }
    assert!(rekyll(&site, &dest, &[]).status.success());
    assert!(!dest.join("old").exists());
    assert!(dest.join("kept/page.html").exists());
    // `keep_files` in the configuration takes the place of Jekyll's own list.
    assert!(!dest.join(".git").exists());
}

/// The library in memory, the library on disk and the program agree.
#[test]
fn memory_and_disk_agree() {
    for (name, case) in cases("sites") {
        let files: BTreeMap<String, String> = tree(&case.join("site"))
            .into_iter()
            .filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?)))
            .collect();
        let request = serde_json::json!({ "op": "site", "files": files, "timezone": "UTC" });
        let answer = eval(&request);
        let built = answer["files"]
            .as_object()
            .unwrap_or_else(|| panic!("{name}: {answer}"));
        let work = tempfile::tempdir().unwrap();
        let dest = work.path().join("out");
        assert!(rekyll(&case.join("site"), &dest, &[]).status.success());
        let on_disk = tree(&dest);
        for file in built.keys() {
            assert!(on_disk.contains_key(file), "{name}: {file} in memory alone");
        }
        for (file, bytes) in on_disk {
            // Bytes that are no text do not go through JSON.
            if let Ok(text) = String::from_utf8(bytes) {
                assert_eq!(
                    built.get(&file).and_then(|v| v.as_str()),
                    Some(text.as_str()),
                    "{name}: {file}"
                );
            }
        }
    }
}

fn eval(request: &serde_json::Value) -> serde_json::Value {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_rekyll"))
        .arg("eval")
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{request}").unwrap();
    let output = child.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Excerpts that list the excerpts of all pages, their own too, end in Ruby's full stack. They are not tried in every order.
#[test]
fn excerpts_that_go_round_end() {
    let work = tempfile::tempdir().unwrap();
    let (site, dest) = (work.path().join("site"), work.path().join("out"));
    fs::create_dir(&site).unwrap();
    fs::write(site.join("_config.yml"), "page_excerpts: true\n").unwrap();
    for page in 0..30 {
        let text = "---\n---\n{% assign all = site.pages | sort_natural %}{{ all[0].name }}\n";
        fs::write(site.join(format!("{page}.md")), text).unwrap();
    }
    let output = rekyll(&site, &dest, &[]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("stack level too deep"), "{told}");
}
