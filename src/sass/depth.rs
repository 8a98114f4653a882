//! A bound for functions and mixins that call themselves. grass follows them on the stack of the thread, beyond whose end
//! there is nothing to be said any more, so that each of them begins with a question of ours.

use std::cell::Cell;

use grass::Result as Answer;
use grass::sass_value::{ArgumentResult, Value};

use super::functions::failed;

/// What a body begins with.
pub(super) const QUESTION: &str = "$rekyll-depth:rekyll-depth();";
const TOO_DEEP: &str = "Stack overflow.";
/// So many bytes of the stack may be used. Threads that render have 8 MiB.
const MOST: usize = 5 << 20;

thread_local! {
    /// Where on the stack the sheet that is being compiled begins.
    static START: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Compiles a sheet; questions are answered for it.
pub(super) fn bounded<T>(compile: impl FnOnce() -> T) -> T {
    let around = START.replace(Some(here()));
    let compiled = compile();
    START.set(around);
    compiled
}

/// The answer: nothing, as long as the stack is no fuller than it may be.
pub(super) fn depth(args: &ArgumentResult) -> Answer<Value> {
    match START.get() {
        Some(start) if start.abs_diff(here()) > MOST => failed(TOO_DEEP, args.span()),
        _ => Ok(Value::Null),
    }
}

/// About where the stack ends now.
#[inline(never)]
fn here() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here).addr()
}

/// Whether a sheet failed for its depth. It is not to be compiled without questions then.
pub(super) fn is_exceeded(error: &grass::Error) -> bool {
    match error.clone().kind() {
        grass::ErrorKind::ParseError { message, loc, .. } => {
            message == TOO_DEEP && loc.file.source_line(loc.begin.line).contains(QUESTION)
        }
        _ => false,
    }
}

/// The head of a body that begins with the question.
pub(super) fn head(line: &str) -> Option<&str> {
    line.split_once(QUESTION).map(|(head, _)| head)
}
