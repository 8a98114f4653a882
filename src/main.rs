//! The program `rekyll`, which stands in for `jekyll`: arguments in, exit code out.

use std::process::ExitCode;

/// A site is a great many texts of every length, most of them kept to the end; the system's allocator searches longer
/// the more there are.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    ExitCode::from(rekyll::cli::run(words))
}
