//! Text in which `<!` and `!>` stand around what is HTML already: `escape?lang=ruby`.
//! Jekyll never lets such HTML through, so that it prints as an error.

use super::super::machine::{Machine, Options, Sink};
use super::super::token::Token;

pub(super) fn run(machine: &mut Machine, text: &str, sink: &mut dyn Sink) {
    let start = machine.option("start").unwrap_or("<!").to_string();
    let end = machine.option("end").unwrap_or("!>").to_string();
    let lang = machine.option("lang").and_then(super::super::find);
    let lang = lang.unwrap_or(&super::LEXERS[super::PLAIN_TEXT]);
    machine.set_part("lang", lang, Options::default());
    let mut rest = text;
    loop {
        let (code, escaped) = match rest.split_once(&start) {
            Some((code, after)) => (code, Some(after)),
            None => (rest, None),
        };
        if let Some(inner) = machine.part("lang") {
            inner.run(code, sink);
        }
        let Some(escaped) = escaped else { return };
        let (inside, after) = escaped.split_once(&end).unwrap_or((escaped, ""));
        if !inside.is_empty() {
            sink.token(Token::Escape, inside);
        }
        rest = after;
    }
}
