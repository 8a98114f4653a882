//! The program `rekyll`, which stands in for `jekyll`: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let e = rekyll::jekyll::environment::Environment::of_process();
    rekyll::eval::run(std::io::stdin().lock(), std::io::stdout().lock(), &e).unwrap();
    ExitCode::SUCCESS
}
