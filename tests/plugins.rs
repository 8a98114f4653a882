//! Which plugins a site gets, and what is said of those that it cannot have; `site.github` and remote themes without a
//! network; the Sass compiler that is asked for.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::fixtures::root;

/// A site in a folder of its own.
struct Site(TempDir);

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let site = Site(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = site.0.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        site
    }

    fn build(&self, variables: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_rekyll"))
            .arg("build")
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .env("TZ", "UTC")
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join("_site").join(name)).unwrap()
    }

    fn has(&self, name: &str) -> bool {
        self.0.path().join("_site").join(name).exists()
    }
}

fn complaints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_gemfile_and_a_theme_bring_plugins() {
    let site = Site::new(&[
        ("_config.yml", "title: T\ntheme: ./_theme\n"),
        (
            "_theme/_theme.gemspec",
            "spec.add_runtime_dependency \"jekyll-seo-tag\", \"~> 2.1\"\n",
        ),
        (
            "Gemfile",
            "group :jekyll_plugins do\n  gem 'jekyll-feed'\n  gem 'jekyll-unheard-of'\nend\n",
        ),
        ("index.html", "---\n---\n{% feed_meta %}\n"),
    ]);
    let output = site.build(&[]);
    assert!(output.status.success(), "{}", complaints(&output));
    assert!(site.has("feed.xml"));
    assert!(complaints(&output).contains("jekyll-unheard-of has no stand-in in rekyll"));
    let output = site.build(&[("JEKYLL_NO_BUNDLER_REQUIRE", "true")]);
    assert!(complaints(&output).contains("Unknown tag 'feed_meta'"));
}

/// In Jekyll both ask a page for all that templates see of it, its address too, before anything is rendered.
#[test]
fn an_impossible_address_ends_the_build_in_the_generator() {
    for plugin in ["jekyll-redirect-from", "jekyll-default-layout"] {
        let config = format!("plugins: [{plugin}]\npermalink: /:basename\n");
        let site = Site::new(&[
            ("_config.yml", &config),
            ("a.md", "---\n---\n{% unheard_of %}\n"),
            ("making_a: b.md", "---\n---\n"),
        ]);
        let said = complaints(&site.build(&[]));
        assert!(said.contains("Invalid scheme format: 'making_a'"), "{said}");
        assert!(!said.contains("unheard_of"), "{said}");
    }
}

/// As a verbose build of Jekyll with the gem minima says it.
#[test]
fn a_theme_asks_for_its_plugins_and_its_layouts_stand_back() {
    let layout = "---\n---\n{{ content }}";
    let site = Site::new(&[
        ("_config.yml", "theme: ./_theme\nplugins: [jekyll-feed]\n"),
        (
            "_theme/_theme.gemspec",
            "spec.add_runtime_dependency \"jekyll-feed\", \"~> 0.9\"\n",
        ),
        ("_theme/_layouts/home.html", layout),
        ("_theme/_layouts/page.html", layout),
        ("_layouts/home.html", layout),
    ]);
    let output = site.build(&[("JEKYLL_LOG_LEVEL", "debug")]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said.matches("Requiring: jekyll-feed").count(), 2, "{said}");
    assert_eq!(said.matches("_layouts/home.html").count(), 1, "{said}");
    assert_eq!(said.matches("_layouts/page.html").count(), 1, "{said}");
}

// As jekyll-feed 0.17 leaves it.
#[test]
fn templates_see_what_jekyll_feed_made_of_its_configuration() {
    let index = "---\n---\n{{ site.feed.path }} {% feed_meta %} {{ site.feed.collections.posts.path }}\n\
        {% for part in site.feed %}{{ part[0] }} {% endfor %}\n\
        {% for part in site.feed.collections %}{{ part[0] }}: {% for key in part[1] %}{{ key[0] }} {% endfor %}{% endfor %}\n";
    let config = |more: &str| {
        format!(
            "plugins: [jekyll-feed]\nurl: https://feed.example\nfeed:\n  categories: [news]\n{more}"
        )
    };
    let named = "  collections: {notes: {categories: [a]}, posts: {path: /all.xml}}\ncollections: [notes]\n";
    let cases = [
        (
            config(named),
            "/all.xml <link type=\"application/atom+xml\" rel=\"alternate\" href=\"https://feed.example/all.xml\" /> \
             /all.xml\ncategories collections path \nnotes: categories posts: path categories \n",
        ),
        (
            config(""),
            " <link type=\"application/atom+xml\" rel=\"alternate\" href=\"https://feed.example/feed.xml\" /> \n\
             categories path \n\n",
        ),
    ];
    for (config, expected) in cases {
        let site = Site::new(&[("_config.yml", &config), ("index.html", index)]);
        assert!(site.build(&[]).status.success());
        assert_eq!(site.read("index.html"), expected);
    }
}

#[test]
fn safe_mode_wants_a_whitelist() {
    let site = Site::new(&[
        (
            "_config.yml",
            "safe: true\nplugins: [jekyll-feed, jekyll-sitemap]\nwhitelist: [jekyll-sitemap]\n",
        ),
        ("index.html", "---\n---\nx"),
    ]);
    assert!(site.build(&[]).status.success());
    assert!(site.has("sitemap.xml") && !site.has("feed.xml"));
}

/// Jekyll 4.4.1 prints this order: an undated draft is dated once its date or a URL with its date is asked for, and until
/// then `Document#<=>` goes by the path.
#[test]
fn a_hook_dates_no_draft() {
    let site = Site::new(&[
        (
            "_config.yml",
            "plugins: [jekyll-mentions]\nshow_drafts: true\nfuture: true\n",
        ),
        (
            "_drafts/2020-08-07-b.md",
            "---\ndate: 2027-06-14\n---\n@b\n",
        ),
        ("_drafts/p.md", "---\n---\n@p\n"),
        ("_drafts/t.md", "---\n---\n@t\n"),
        ("_posts/2021-04-01-c.md", "---\n---\n@c\n"),
        (
            "index.html",
            "---\n---\n{% for post in site.posts %}{{ post.path }} {% endfor %}",
        ),
    ]);
    let built = site.build(&[]);
    assert!(built.status.success(), "{}", complaints(&built));
    assert_eq!(
        site.read("index.html"),
        "_drafts/t.md _drafts/p.md _drafts/2020-08-07-b.md _posts/2021-04-01-c.md "
    );
}

#[test]
fn what_needs_ruby_or_coffeescript_is_said_once() {
    let site = Site::new(&[
        ("_config.yml", "plugins: [jekyll-coffeescript]\n"),
        ("_plugins/deep/own.rb", "puts 1"),
        ("a.coffee", "---\n---\nx = -> 1\n"),
        ("b.coffee", "---\n---\ny = 2\n"),
    ]);
    let output = site.build(&[]);
    assert!(output.status.success());
    let said = complaints(&output);
    assert_eq!(said.matches("_plugins/deep/own.rb").count(), 1);
    assert_eq!(said.matches("CoffeeScript:").count(), 1);
    assert!(said.contains("a.coffee, b.coffee keep their text"));
    assert_eq!(site.read("a.js"), "x = -> 1\n");
}

#[test]
fn github_metadata_comes_from_the_repository() {
    let config = "plugins: [jekyll-github-metadata]\n";
    let page = "---\n---\n{{ site.github.repository_url }} {{ site.github.build_revision }}";
    let git = "[remote \"origin\"]\n\turl = git@github.com:me/mine.git\n";
    let mut files = vec![
        ("_config.yml", config),
        ("index.html", page),
        (".git/config", git),
        (".git/HEAD", "abc\n"),
    ];
    let site = Site::new(&files);
    assert!(site.build(&[]).status.success());
    assert_eq!(site.read("index.html"), "https://github.com/me/mine abc");
    let merged = "repository: a/b\ngithub: {extra: 1}\nplugins: [jekyll-github-metadata]\n";
    files[0].1 = merged;
    files[1].1 = "---\n---\n{{ site.github.extra }}{{ site.github.owner_name }} {{ site.github.help_url }} \
                  {{ site.github.public_repositories | size }} {{ site.github.keys | first }}";
    let site = Site::new(&files);
    assert_eq!(site.build(&[]).status.code(), Some(1));
    assert!(
        site.build(&[("PAGES_DISABLE_NETWORK", "1")])
            .status
            .success()
    );
    let shown = site.read("index.html");
    assert_eq!(shown, "1a https://docs.github.com 0 api_url");
}

#[test]
fn github_metadata_of_names_that_are_no_addresses_and_of_no_commit() {
    let page = |name: &str| {
        let config = "plugins: [jekyll-github-metadata]\n";
        let text = format!("---\n---\n{{{{ site.github.{name} }}}}");
        let head = "ref: refs/heads/main\n";
        Site::new(&[
            ("_config.yml", config),
            ("index.html", &text),
            (".git/HEAD", head),
        ])
    };
    for (name, key, shown) in [
        ("a/b", "build_revision", "HEAD"),
        ("https://github.com/x/y", "url", "https://github.com/x/y"),
        ("/x", "url", "https://github.com/x"),
    ] {
        let site = page(key);
        assert!(site.build(&[("PAGES_REPO_NWO", name)]).status.success());
        assert_eq!(site.read("index.html"), shown);
    }
    for (name, key, message) in [
        (
            "",
            "is_user_page",
            "undefined method `downcase' for nil:NilClass",
        ),
        ("a/b c", "url", "bad URI(is not URI?): \"a/b c\""),
        ("a/가", "baseurl", "URI must be ascii only \"a/\\uAC00\""),
    ] {
        let built = page(key).build(&[("PAGES_REPO_NWO", name)]);
        assert!(
            complaints(&built).contains(message),
            "{}",
            complaints(&built)
        );
    }
}

/// Jekyll 4.4.1 prints this: each loop is an object of its own, wherever in memory it lies.
#[test]
fn a_cached_include_knows_one_loop_from_another() {
    let loops: String = (1..40)
        .map(|last| {
            format!(
                "{{% for i in (1..{last}) %}}{{% include_cached f.html f=forloop %}}{{% endfor %}}\n"
            )
        })
        .collect();
    let site = Site::new(&[
        ("_config.yml", "plugins: [jekyll-include-cache]\n"),
        ("_includes/f.html", "{{ include.f.length }} "),
        ("index.html", &format!("---\n---\n{loops}")),
    ]);
    assert!(site.build(&[]).status.success());
    let expected: String = (1..40)
        .map(|last| format!("{last} ").repeat(last) + "\n")
        .collect();
    assert_eq!(site.read("index.html"), expected);
}

/// Jekyll 4.4.1 prints this: what generators take from the files of a site, one after another, stays in its collection.
#[test]
fn a_collection_lists_the_files_that_were_taken_in_their_order() {
    let plugins = "plugins: [jekyll-optional-front-matter, jekyll-readme-index]\n";
    let options =
        "optional_front_matter: {remove_originals: true}\nreadme_index: {remove_originals: true}\n";
    let site = Site::new(&[
        (
            "_config.yml",
            &format!("{plugins}{options}collections: {{notes: {{output: true}}}}\n"),
        ),
        ("_notes/README.md", "hi"),
        ("_notes/a.md", "hi"),
        ("_notes/z.md", "hi"),
        (
            "index.html",
            "---\n---\n{% for file in site.collections[0].files %}{{ file.name }} {% endfor %}",
        ),
    ]);
    assert!(site.build(&[]).status.success());
    assert_eq!(site.read("index.html"), "README.md a.md z.md ");
}

/// In Jekyll it comes back from each of the excerpts that it began.
#[test]
fn an_excerpt_that_describes_itself_never_ends() {
    let site = Site::new(&[
        (
            "_config.yml",
            "plugins: [jekyll-seo-tag]\npage_excerpts: true\n",
        ),
        ("a.html", "---\n---\n{% seo %} text"),
    ]);
    let built = site.build(&[]);
    assert_eq!(built.status.code(), Some(1));
    assert!(complaints(&built).contains("stack level too deep"));
}

#[test]
fn remote_themes_are_taken_from_the_disk_or_not_at_all() {
    let theme = ("_theme/th/_layouts/l.html", "<{{ content }}>");
    let page = ("index.html", "---\nlayout: l\n---\nx");
    let config = "plugins: [jekyll-remote-theme]\nremote_theme: Someone/th@v1\n";
    let site = Site::new(&[("_config.yml", config), theme, page]);
    let output = site.build(&[]);
    assert!(output.status.success(), "{}", complaints(&output));
    assert_eq!(site.read("index.html"), "<x>");
    assert!(complaints(&output).contains("is taken for someone/th"));
    let site = Site::new(&[("_config.yml", config), page]);
    let output = site.build(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaints(&output).contains("The remote theme someone/th is not on this disk"));
}

#[test]
fn a_sheet_has_a_map_only_from_a_compiler_that_makes_one() {
    let sheet = ("a.scss", "---\n---\na { b: c }\n");
    let site = Site::new(&[("_config.yml", "title: T\n"), sheet]);
    let output = site.build(&[]);
    assert_eq!(site.read("a.css"), "a {\n  b: c;\n}");
    assert!(!site.has("a.css.map") && complaints(&output).is_empty());
    let site = Site::new(&[
        ("_config.yml", "sass: {sourcemap: always}\n"),
        sheet,
        ("b.scss", "---\n---\n"),
    ]);
    let output = site.build(&[]);
    assert_eq!(complaints(&output).matches("no source maps").count(), 1);
    let output = site.build(&[("REKYLL_SASS", "/nowhere/sass")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaints(&output).contains("Dart Sass /nowhere/sass cannot be used"));
}

/// jekyll-sass-converter raises an ArgumentError, of which Liquid's filters make an error of the template's.
#[test]
fn a_sheet_that_fails_in_a_filter_is_an_error_of_the_template() {
    let site = Site::new(&[
        ("a.html", "---\n---\n\n{% include x.html %}\n"),
        ("_includes/x.html", "\n{{ 'a{b:c' | scssify }}"),
    ]);
    let output = site.build(&[]);
    let said = complaints(&output);
    let place = "_includes/x.html line 2): expected \"}\". included in a.html";
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("Liquid Exception: Liquid error (") && said.contains(place),
        "{said}"
    );
}

/// A site with the sheet of colours in the style, what becomes of it, and what Dart Sass 1.108 makes of it.
fn colours(style: &str, expected: &str, variables: &[(&str, &str)]) -> (String, String) {
    let fixture = |name: &str| fs::read_to_string(root().join("fixtures/sass").join(name)).unwrap();
    let sheet = format!("---\n---\n{}", fixture("colours.scss"));
    let config = format!("sass: {{style: {style}, sourcemap: never}}\n");
    let site = Site::new(&[("_config.yml", &config), ("a.scss", &sheet)]);
    let output = site.build(variables);
    assert!(output.status.success(), "{}", complaints(&output));
    (site.read("a.css") + "\n", fixture(expected))
}

#[test]
fn colours_are_reckoned_as_dart_sass_reckons_them() {
    for (style, expected) in [
        ("expanded", "colours.css"),
        ("compressed", "colours.min.css"),
    ] {
        let (css, expected) = colours(style, expected, &[]);
        assert_eq!(css, expected);
    }
}

/// What is expected of colours is what a Dart Sass prints.
#[test]
#[ignore = "REKYLL_SASS has to name a Dart Sass (.ci/run gets one)"]
fn dart_sass_prints_the_colours_that_are_expected() {
    let dart = std::env::var("REKYLL_SASS").expect("REKYLL_SASS names a Dart Sass");
    for (style, expected) in [
        ("expanded", "colours.css"),
        ("compressed", "colours.min.css"),
    ] {
        let (css, expected) = colours(style, expected, &[("REKYLL_SASS", &dart)]);
        assert_eq!(css, expected);
    }
}

/// With a Dart Sass at hand, the bytes are its own and the map is placed.
#[test]
#[ignore = "REKYLL_SASS has to name a Dart Sass (.ci/run gets one)"]
fn dart_sass_gives_its_very_bytes() {
    let dart = std::env::var("REKYLL_SASS").expect("REKYLL_SASS names a Dart Sass");
    let site = Site::new(&[
        (
            "css/a.scss",
            "---\n---\n@use 'p'; a { b: \"é\"; c: p.$x * 2 }\n",
        ),
        ("_sass/_p.scss", "$x: 1px;"),
    ]);
    let output = site.build(&[("REKYLL_SASS", &dart)]);
    assert!(output.status.success(), "{}", complaints(&output));
    assert_eq!(
        site.read("css/a.css"),
        "@charset \"UTF-8\";\na {\n  b: \"é\";\n  c: 2px;\n}\n\n/*# sourceMappingURL=a.css.map */"
    );
    let map = site.read("css/a.css.map");
    assert!(map.starts_with("{\"version\":3,\"sourceRoot\":\"\",\"sources\":[\"a.scss\"]"));
    assert!(map.ends_with(",\"file\":\"a.css\"}"));
}
