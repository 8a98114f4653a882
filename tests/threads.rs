//! Any number of threads prints what one does: the fixtures, and made-up sites whose templates look at all that one
//! document leaves to the next. What one thread prints is held against Jekyll elsewhere.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::conformance::copy;
use crate::fixtures::{cases, tree};

type Files = std::collections::BTreeMap<String, Vec<u8>>;

/// What a build on so many threads leaves and says.
#[derive(PartialEq)]
struct Built {
    files: Files,
    said: String,
    code: Option<i32>,
}

fn build(site: &Path, threads: &str) -> Built {
    let work = tempfile::tempdir().unwrap();
    let dest = work.path().join("out");
    let done = Command::new(env!("CARGO_BIN_EXE_rekyll"))
        .args(["build", "--quiet", "--disable-disk-cache", "-s"])
        .arg(site)
        .arg("-d")
        .arg(&dest)
        .current_dir(site)
        .env("SOURCE_DATE_EPOCH", "1700000000")
        .env("REKYLL_THREADS", threads)
        .env("TZ", "UTC")
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    Built {
        files: if dest.exists() {
            tree(&dest)
        } else {
            Files::new()
        },
        said: String::from_utf8_lossy(&said).replace(&*dest.to_string_lossy(), "DEST"),
        code: done.status.code(),
    }
}

/// Builds a site on one, two and eight threads; what one did.
fn built_alike(name: &str, site: &Path) -> Built {
    let one = build(site, "1");
    for threads in ["2", "8", "8"] {
        let more = build(site, threads);
        assert_eq!(one.said, more.said, "{name}: what {threads} threads say");
        assert_eq!(one.code, more.code, "{name}: how {threads} threads end");
        for (file, bytes) in &one.files {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let found = more.files.get(file).map(|found| text(found));
            assert_eq!(
                Some(text(bytes)),
                found,
                "{name}: {file} by {threads} threads"
            );
        }
        assert_eq!(
            one.files.len(),
            more.files.len(),
            "{name}: files of {threads} threads"
        );
    }
    one
}

#[test]
fn fixtures_are_the_same_by_any_number_of_threads() {
    for kind in ["sites", "failures"] {
        for (name, case) in cases(kind) {
            let work = tempfile::tempdir().unwrap();
            let site = work.path().join("site");
            copy(&case.join("site"), &site);
            built_alike(&name, &site);
        }
    }
}

#[test]
fn made_up_sites_are_the_same_by_any_number_of_threads() {
    let (mut built, mut failed) = (0, 0);
    for seed in 0..24 {
        let work = tempfile::tempdir().unwrap();
        let mut chance = Chance(seed);
        write_site(work.path(), &mut chance);
        match built_alike(&format!("site {seed}"), work.path()).code {
            Some(0) => built += 1,
            _ => failed += 1,
        }
    }
    assert!(built > 8 && failed > 0, "{built} built, {failed} failed");
}

/// A hook of jekyll-github-metadata changes the configuration when everything has been read.
#[test]
fn lists_wait_for_long_posts_where_a_hook_has_changed_the_site() {
    let work = tempfile::tempdir().unwrap();
    let config =
        "plugins: [jekyll-github-metadata]\nrepository: a/b\nurl: https://x.org\ntitle: t\n";
    write(&work.path().join("_config.yml"), config);
    for (day, paragraphs) in [(1, 1), (2, 1), (3, 1), (4, 40_000)] {
        let text = "Some *text* and `code`.\n\n".repeat(paragraphs);
        write(
            &work.path().join(format!("_posts/2024-01-{day:02}-p.md")),
            &format!("---\n---\n{text}"),
        );
    }
    write(
        &work.path().join("sizes.txt"),
        "---\n---\n{% for p in site.posts %}{{ p.content | size }} {{ p.output | size }}\n{% endfor %}",
    );
    assert_eq!(built_alike("long posts", work.path()).code, Some(0));
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// What hangs on nothing that others do.
const PLAIN: &[&str] = &[
    "text *em* {{ page.title }} {{ page.url }}",
    "{% for p in site.posts limit:3 %}{{ p.title }}|{% endfor %}",
    "{% for p in site.pages %}{{ p.name }},{% endfor %}",
    "{{ page.excerpt | strip_html | truncate: 20 }}{{ nowhere }}",
    "{% assign s = site.posts | sort: 'title' %}{{ s[0].title }}",
    "{{ site.pages | where: 'kind', 'k1' | map: 'name' | join: ' ' }}",
    "{% include plain.html p=page.title %}",
];

/// What looks at, or adds to, what one document leaves to the next.
const LEAKS: &[&str] = &[
    "{% increment a %}{{ b }}",
    "{% decrement b %}{{ a }}",
    "{% cycle 'x', 'y', 'z' %}{% cycle 'g': 'v', page.title %}",
    "{% ifchanged %}{{ page.kind }}{% endifchanged %}",
    "{% for i in page.parts limit: 1 %}{{ i }}{% endfor %}",
    "{% for i in page.parts offset: continue %}{{ i }}{% endfor %}",
    "[{{ content | strip_html | size }}] {{ layout.tone }} {{ layout | jsonify }}",
    "{{ page.content | size }} {{ page.output | size }}",
    "{{ page.previous.content | size }}/{{ page.next.content | size }}/{{ page.previous.output | size }}",
    "{{ page.next.excerpt | strip_html | size }}",
    "{% for p in site.posts %}{{ p.content | size }} {{ p.output | size }};{% endfor %}",
    "{% for p in site.notes %}{{ p.excerpt | size }} {{ p | strip_html | size }};{% endfor %}",
    "{% for p in site.pages %}{{ p.content | size }},{% endfor %}",
    "{% assign s = site.posts | where: 'output', nil %}{{ s | size }}",
    "{% assign s = site.posts | group_by: 'content' %}{% for g in s %}{{ g.name | size }} {% endfor %}",
    "{% assign s = site.notes | sort %}{{ s | map: 'title' | join: ',' }}",
    "{{ site.notes[0].date | date: '%Y' | size }} {{ site.notes[1].url }}",
    "{% include leaky.html a=page.kind %}",
    "{% include_cached leaky.html a=page.kind %}",
    "{% include {{ page.included }} %}",
    "{% assign key = 'content' %}{{ site.posts[1][key] | size }}",
];

/// The first paragraph, which is the excerpt.
const EXCERPTS: &[&str] = &[
    "first {{ page.title }}",
    "first {{ page.previous.content | size }}",
    "x {% increment c %} y",
    "{{ page.next.excerpt | size }} text",
    "{{ page.content | size }} {% cycle 'e', 'f' %}",
];

const FAILURES: &[&str] = &[
    "{% include nowhere.html %}",
    "{{ 1 | divided_by: 0 }}",
    "{% unknown %}",
];

fn write_site(root: &Path, chance: &mut Chance) {
    let leakiness = [2, 5, 9][chance.below(3)];
    let page_excerpts = chance.below(4) == 0;
    let plugins = [
        "jekyll-include-cache",
        "jekyll-include-cache, jekyll-github-metadata",
    ][usize::from(leakiness == 5)];
    write(
        &root.join("_config.yml"),
        &format!(
            "collections: {{notes: {{output: true}}}}\nplugins: [{plugins}]\npage_excerpts: {page_excerpts}\n"
        ),
    );
    write(&root.join("_includes/plain.html"), "<i>{{ include.p }}</i>");
    write(
        &root.join("_includes/leaky.html"),
        &format!(
            "<b>{{{{ include.a }}}}{{% increment a %}}{{% cycle 'i', 'j' %}}{}</b>",
            chance.of(&LEAKS[6..16])
        ),
    );
    for (name, layout) in [("outer", ""), ("inner", "layout: outer\n"), ("alone", "")] {
        let tail = body(chance, leakiness, 2);
        write(
            &root.join(format!("_layouts/{name}.html")),
            &format!("---\n{layout}tone: {name}\n---\n<{name}>{{{{ content }}}}</{name}>\n{tail}"),
        );
    }
    let mut places = Vec::new();
    places.extend(
        (1..5 + chance.below(8)).map(|i| format!("_posts/2024-01-{:02}-p{i}.md", 30 - i * 2)),
    );
    places.extend((0..4).map(|i| format!("_notes/n{}.md", 9 - i)));
    places.extend((0..3 + chance.below(6)).map(|i| {
        format!(
            "{}g{i}.{}",
            chance.of(&["", "sub/"]),
            chance.of(&["md", "html"])
        )
    }));
    places.extend(["en/lib/use.html", "ko/lib/use.html"].map(str::to_string));
    let failing = (chance.below(4) == 0).then(|| chance.below(places.len()));
    for (i, place) in places.iter().enumerate() {
        let layout = chance.of(&["outer", "inner", "inner", "alone", "none", "missing"]);
        let kind = chance.below(3);
        let included = chance.of(&["plain.html", "leaky.html"]);
        let (excerpt, text) = (chance.of(EXCERPTS), body(chance, leakiness, 3));
        let failure = if failing.is_some_and(|first| first <= i) {
            chance.of(FAILURES)
        } else {
            ""
        };
        write(
            &root.join(place),
            &format!(
                "---\ntitle: T{i}\nkind: k{kind}\nlayout: {layout}\nparts: [1, 2, 3, 4]\nincluded: {included}\n---\n\
                 {excerpt}\n\n{text}{failure}\n"
            ),
        );
    }
}

fn body(chance: &mut Chance, leakiness: usize, paragraphs: usize) -> String {
    let mut text = String::new();
    for _ in 0..paragraphs {
        let leaks = chance.below(10) < leakiness;
        text.push_str(chance.of(if leaks { LEAKS } else { PLAIN }));
        text.push_str("\n\n");
    }
    text
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
