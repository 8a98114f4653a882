//! Cost, not crashes: a text repeated twice as often may take twice as long, or three times, but not six.
#![no_main]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use rekyll::Engine;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

/// Shorter than this, the clock says nothing.
const LEAST: Duration = Duration::from_millis(50);

fn fastest(run: impl Fn()) -> Duration {
    let time = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..3).map(|_| time()).min().unwrap_or_default()
}

fn check(what: &str, piece: &str, run: impl Fn(&str)) {
    let mut times = 64;
    loop {
        let once = piece.repeat(times);
        if once.len() > 1 << 20 {
            return;
        }
        let time = fastest(|| run(&once));
        if time >= LEAST {
            let twice = fastest(|| run(&once.repeat(2)));
            assert!(
                twice < time * 6,
                "{what}: {} bytes take {time:?}, twice as many {twice:?}: {piece:?} over and over",
                once.len()
            );
            return;
        }
        times *= 2;
    }
}

fuzz_target!(|text: &str| {
    if text.is_empty() || text.len() > 64 {
        return;
    }
    check("Markdown", text, |text| drop(ENGINE.markdown(text)));
    check("Liquid", text, |text| drop(ENGINE.parse(text)));
    check("YAML", text, |text| drop(rekyll::yaml::load(text, None)));
});
