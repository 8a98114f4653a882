//! Tcl.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Failure, Match};
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "after apply array break catch continue elseif else error eval expr for foreach global if \
    namespace proc rename return set switch then trace unset update uplevel upvar variable vwait while";

const BUILTINS: &str = "append bgerror binary cd chan clock close concat dde dict encoding eof exec exit fblocked \
    fconfigure fcopy file fileevent flush format gets glob history http incr info interp join lappend lassign lindex \
    linsert list llength load loadTk lrange lrepeat lreplace lreverse lsearch lset lsort mathfunc mathop memory msgcat \
    open package pid pkg::create pkg_mkIndex platform platform::shell puts pwd re_syntax read refchan regexp registry \
    regsub scan seek socket source split string subst tell time tm unknown unload";

/// What ends a word, and all else.
const END: &str = r"[)\]};\n\r\t\v]";
const NO_END: &str = r"[^)\]};\n\r\t\v]";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", command("params"))
        .state("word", word())
        .state(
            "params",
            [
                rule(";", Punctuation).pop(),
                rule(r"\n", Text).pop(),
                rule("else|elseif|then", Keyword),
                include("word"),
                rule(r"\s+", Text),
                rule(format!("{NO_END}+"), Text),
            ],
        )
        .state("brace", closed_by(r"\}", "command_in_brace"))
        .state("command_in_brace", command("params_in_brace"))
        .state("params_in_brace", params(r"\}", Text))
        .state("paren", closed_by(r"\)", "command_in_paren"))
        .state("command_in_paren", command("params_in_paren"))
        .state("params_in_paren", params(r"\)", Error))
        .state("bracket", closed_by(r"\]", "command_in_bracket"))
        .state("command_in_bracket", command("params_in_bracket"))
        .state("params_in_bracket", params(r"\]", Error))
        .state("interp", interpolation())
        .state(
            "comment",
            [rule(r".*[^\\]\n", Comment).pop(), rule(r".*\\\n", Comment)],
        )
        .state(
            "string",
            [
                rule("\"", StrDouble).pop(),
                include("interp"),
                rule(r#"[^\\\[$"{}]+"#, StrDouble),
                rule(r"\{", StrDouble).then(|cx, _| {
                    let open = cx.vars::<Braces>().0.unwrap_or(0);
                    cx.vars::<Braces>().0 = Some(open + 1);
                }),
                call(r"\}", brace_in_string),
            ],
        )
}

fn word() -> [Rule; 7] {
    [
        rule(r"\{\*\}", Keyword),
        call(r"\}", |cx, m| {
            if cx.in_state("brace") {
                leave_brace(cx, m);
            } else {
                cx.token(Error, m.whole());
            }
        }),
        include("interp"),
        rule(r"\{", Punctuation).push("brace"),
        rule(r"\(", Punctuation).push("paren"),
        rule("\"", StrDouble).push("string"),
        rule(format!(r#"{NO_END}+?(?=[(\[{{"\\])"#), Text),
    ]
}

/// A command, whose parameters are read in a state.
fn command(params: &'static str) -> [Rule; 5] {
    let names = table(Text, [(KEYWORDS, Keyword), (BUILTINS, NameBuiltin)]);
    [
        rule("#", Comment).push("comment"),
        include("word"),
        at(format!("(?={END})")).push(params),
        words(format!("{NO_END}+"), &names),
        rule(r"\s+", Text),
    ]
}

/// Commands up to a bracket.
fn closed_by(close: &'static str, command: &'static str) -> [Rule; 2] {
    [rule(close, Punctuation).pop(), include(command)]
}

/// Parameters of the last command before a bracket, and what another kind of bracket is there.
fn params(close: &'static str, other: crate::highlight::token::Token) -> [Rule; 3] {
    [
        rule(close, Punctuation).pop_many(2),
        rule(r"[)\]}]", other),
        include("params"),
    ]
}

fn interpolation() -> [Rule; 8] {
    [
        rule(r"\[", Punctuation).push("bracket"),
        rule(r"\$[a-z0-9.:-]+", NameVariable),
        rule(r"(?s)\$\{.*?\}", NameVariable),
        rule(r"\$", Text),
        rule(r"\\[0-7]{3}", StrEscape),
        rule(r"(?i)\\x[0-9a-f]{2}", StrEscape),
        rule(r"(?i)\\u[0-9a-f]{4}", StrEscape),
        rule(r"(?s)\\.", StrEscape),
    ]
}

/// How many braces are open in strings, once there was one.
#[derive(Default)]
struct Braces(Option<i64>);

fn brace_in_string(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let open = cx.vars::<Braces>().0;
    if cx.in_state("brace") && open.unwrap_or(0) == 0 {
        return leave_brace(cx, m);
    }
    match open {
        Some(open) => cx.vars::<Braces>().0 = Some(open - 1),
        None => {
            return cx.fail(Failure::new(
                "NoMethodError",
                "undefined method `-' for nil:NilClass",
            ));
        }
    }
    cx.token(StrDouble, m.whole());
}

/// Leaves all states up to the innermost brace.
fn leave_brace(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    while !cx.is_state("brace") {
        cx.pop(1);
    }
    cx.pop(1);
    cx.token(Punctuation, m.whole());
}
