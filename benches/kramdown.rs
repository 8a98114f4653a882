//! Markdown without highlighting on one core: rekyll's kramdown beside Ruby's and beside pulldown-cmark, which writes other
//! HTML. `cargo bench --bench kramdown -- FOLDER` reads every `.md` and `.markdown` below FOLDER; without one it reads the
//! fixtures. Ruby's kramdown is found by `ruby` with the gems kramdown and kramdown-parser-gfm, or by RUBYLIB.

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rekyll::kramdown::{self, OptionValue, Options};
use sha2::{Digest, Sha256};

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::args()
        .skip(1)
        .find(|arg| !arg.starts_with("--"))
        .map_or(root.join("fixtures/sites"), PathBuf::from);
    let mut texts = Vec::new();
    collect(&folder, &mut texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} texts, {:.2} MB", texts.len(), bytes as f64 / 1e6);

    // No Rouge: Jekyll would put it in, kramdown alone does not.
    let mut options = Options::kramdown();
    for (name, value) in [
        ("input", OptionValue::Str("GFM".into())),
        ("hard_wrap", OptionValue::Bool(false)),
        ("syntax_highlighter", OptionValue::Nil),
    ] {
        options.set(name, value).unwrap();
    }
    let convert = |text: &str| kramdown::to_html(text, &options, None).map(|html| html.html);
    let rekyll = fastest(|| {
        for text in &texts {
            drop(black_box(convert(black_box(text))));
        }
    });
    let pulldown = fastest(|| {
        for text in &texts {
            let parser =
                pulldown_cmark::Parser::new_ext(black_box(text), pulldown_cmark::Options::all());
            let mut html = String::with_capacity(text.len() * 3 / 2);
            pulldown_cmark::html::push_html(&mut html, parser);
            black_box(html);
        }
    });
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("rekyll         {:8.1} MB/s", speed(rekyll));
    println!(
        "pulldown-cmark {:8.1} MB/s, {:.2} times rekyll",
        speed(pulldown),
        rekyll.as_secs_f64() / pulldown.as_secs_f64()
    );
    match ruby(root, &texts) {
        Ok(ruby) => {
            let mut digest = Sha256::new();
            for text in &texts {
                digest.update(convert(text).unwrap_or_default());
            }
            let time = Duration::from_secs_f64(ruby["seconds"].as_f64().unwrap_or(f64::NAN));
            println!(
                "kramdown {}  {:6.2} MB/s (Ruby {}); rekyll is {:.0} times as fast; the HTML is {}",
                ruby["kramdown"].as_str().unwrap_or_default(),
                speed(time),
                ruby["ruby"].as_str().unwrap_or_default(),
                time.as_secs_f64() / rekyll.as_secs_f64(),
                if ruby["digest"] == format!("{:x}", digest.finalize()) {
                    "the same"
                } else {
                    "NOT the same"
                }
            );
        }
        Err(why) => println!("kramdown: {why}"),
    }
}

/// The bodies of all Markdown files below a folder, in the order of their names.
fn collect(folder: &Path, texts: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, texts);
        } else if path
            .extension()
            .is_some_and(|e| e == "md" || e == "markdown")
            && let Ok(text) = fs::read_to_string(&path)
        {
            texts.push(body(&text).to_string());
        }
    }
}

/// What is behind the front matter.
fn body(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.strip_prefix("---")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(text, |(_, body)| body)
}

/// The fastest of five passes.
fn fastest(pass: impl Fn()) -> Duration {
    let time = || {
        let start = Instant::now();
        pass();
        start.elapsed()
    };
    (0..5).map(|_| time()).min().unwrap_or_default()
}

/// What benches/kramdown.rb says of the same texts.
fn ruby(root: &Path, texts: &[String]) -> Result<serde_json::Value, String> {
    let mut child = Command::new("ruby")
        .arg(root.join("benches/kramdown.rb"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("no ruby: {error}"))?;
    let input: String = texts
        .iter()
        .map(|text| format!("{}\n", serde_json::json!(text)))
        .collect();
    if let Some(mut stdin) = child.stdin.take() {
        stdin
            .write_all(input.as_bytes())
            .map_err(|error| error.to_string())?;
    }
    let output = child
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    serde_json::from_slice(&output.stdout).map_err(|_| "no answer from Ruby".to_string())
}
