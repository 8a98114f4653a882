//! Any text as a style sheet: the first byte says its syntax and the style of the CSS.
#![no_main]

use std::io;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use rekyll::sass::{Compiler, Deprecations, Embedded, Loader, Request, Style, Syntax};

/// One file beside the sheet: `@use "a"` and `@import "a"` find it.
struct OneFile;

impl Loader for OneFile {
    fn is_dir(&self, _: &Path) -> bool {
        false
    }

    fn is_file(&self, path: &Path) -> bool {
        path == Path::new("/sass/_a.scss")
    }

    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(b"$x: 1px !default;\n// s\n@mixin m { /* c */ a { b: $x; @content; } }\n".to_vec())
    }
}

fuzz_target!(|input: (u8, &str)| {
    let (how, text) = input;
    let request = Request {
        text,
        path: Some(Path::new("/sass/main.scss")),
        syntax: match how & 1 {
            0 => Syntax::Scss,
            _ => Syntax::Indented,
        },
        style: match how & 2 {
            0 => Style::Expanded,
            _ => Style::Compressed,
        },
        source_map: false,
        load_paths: &[],
        deprecations: &Deprecations::default(),
        loader: &OneFile,
    };
    if let Err(failure) = Embedded.compile(&request) {
        let _ = failure.to_css();
    }
});
