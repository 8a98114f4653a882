//! Elixir.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Failure, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "case|cond|end|bc|lc|if|unless|try|loop|receive|fn|defmodule|defp?|defprotocol|defimpl|\
    defrecord|defmacrop?|defdelegate|defexception|defguardp?|defstruct|exit|raise|throw|after|rescue|catch|else";

/// What may not follow a word that stands alone.
const ALONE: &str = r"(?![\p{Word}?!])";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state("symbols", symbols())
        .state("numbers", numbers())
        .state(
            "interpolation",
            [rule(r"#\{", StrInterpol).push("interpolated")],
        )
        .state(
            "interpolated",
            [rule(r"\}", StrInterpol).pop(), include("root")],
        )
        .state(
            "escapes",
            [rule(
                r#"\\(?:x\h{2}|u\{?\d+\}?|[\\abdefnrstv0"'])"#,
                StrEscape,
            )],
        )
        .state("double", string('"', StrDouble))
        .state("single", string('\'', StrSingle))
        .state(
            "quoted_symbol",
            [
                rule("\"", StrSymbol).pop(),
                include("interpolation"),
                rule("[^#\"]+", StrSymbol),
            ],
        );
    sigils(grammar)
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\s+", Text),
        rule("#.*", CommentSingle),
        rule(format!("(?:{KEYWORDS}){ALONE}"), Keyword),
        rule(r"do\b", Keyword),
        rule(
            format!("(?:import|require|use|recur|quote|unquote|super|refer){ALONE}"),
            KeywordNamespace,
        ),
        rule(r"(?:and|not|or|when|xor|in)\b", OperatorWord),
        rule(
            r"%=|\*=|\*\*=|\+=|-=|\^=|\|\|=|<=>|<=|<<|<|===|==|=~|!=|!~|>=|>>|&&&?|~~~|[*^+/|=.-]",
            Operator,
        ),
        rule(">(?![<=>])", Operator),
        rule(r"&(?!\d)", Operator),
        include("symbols"),
        rule(format!("(?:nil|true|false){ALONE}"), NameConstant),
        rule(r"[A-Z]\w*\b", NameConstant),
        rule(
            format!("__(?:FILE|LINE|MODULE|MAIN|FUNCTION)__{ALONE}"),
            NameBuiltinPseudo,
        ),
        rule(r"[a-zA-Z_!]\w*[!?]?", Name),
        rule(r"::|[%(){};,/|:\\\[\]]", Punctuation),
        rule(r"@[a-zA-Z_]\w*|&\d", NameVariable),
        include("numbers"),
        rule(r#"(?s)""".*?"""|'''.*?'''"#, StrDoc),
        rule("\"", StrDouble).push("double"),
        rule("'", StrSingle).push("single"),
        // A character's code.
        rule(
            r"\?(?:\\(?:x\d{1,2}|\h{1,2}(?!\h)\b|0[0-7]{0,2}(?![0-7])\b[^x0MC])|(?:\\[MC]-)+\w|[^\s\\])",
            StrOther,
        ),
        call(r#"~([A-Za-z])?([{\[(<|/'"])"#, begin_sigil),
    ]
}

fn symbols() -> [Rule; 7] {
    const NAME: &str = r"[a-zA-Z_]\w*";
    [
        rule(format!(":{NAME}[?!]"), StrSymbol),
        rule(format!(":{NAME}=(?![>=])"), StrSymbol),
        rule(format!(":{NAME}"), StrSymbol),
        rule(
            r":(?:<>|===?|>=?|<=?|&&?|%\(\)|%\[\]|%\{\}|\+\+?|--?|\|\|?|!|//|[%&`/|]|=?~)",
            StrSymbol,
        ),
        // Rouge's pattern goes on over two more lines, whose indentation counts.
        rule(r":\n {13}(?:<=>|\*\*?)", StrSymbol),
        rule(format!("{NAME}[?!]?:(?!:)"), StrSymbol),
        rule(":\"", StrSymbol).push("quoted_symbol"),
    ]
}

fn numbers() -> [Rule; 5] {
    [
        rule(
            r"\d(?:_?\d)*\.\d(?:_?\d)*(?:[eE][-+]?\d(?:_?\d)*)?\b",
            NumFloat,
        ),
        rule(r"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*\b", NumHex),
        rule(r"0o[0-7](?:_?[0-7])*\b", NumOct),
        rule(r"0b[01](?:_?[01])*\b", NumBin),
        rule(r"\d(?:_?\d)*\b", NumInteger),
    ]
}

fn string(quote: char, token: Token) -> [Rule; 5] {
    [
        include("escapes"),
        include("interpolation"),
        rule(format!(r"[^#{quote}\\]+"), token),
        rule(quote.to_string(), token).pop(),
        rule(r"[#\\]", token),
    ]
}

/// A sigil that is open.
#[derive(Clone, Copy)]
struct Sigil {
    open: char,
    close: char,
    token: Token,
}

#[derive(Default)]
struct Sigils(Vec<Sigil>);

fn sigils(grammar: Grammar) -> Grammar {
    grammar
        .state("regex_flags", [rule("[fgimrsux]*", StrRegex).pop()])
        .state("list_flags", [rule("[csa]?", StrOther).pop()])
        .state(
            "sigil",
            [
                scan_call(sigil_end, end_sigil),
                call(r"[\\#]", sigil_text),
                scan_call(sigil_rest, sigil_text),
            ],
        )
        .state(
            "interpolated_sigil",
            [
                scan_call(sigil_end, end_sigil),
                include("interpolation"),
                call("#", sigil_text),
                scan_call(sigil_rest, sigil_text),
            ],
        )
}

fn begin_sigil(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let Some(kind) = m.get(1) else {
        return cx.fail(Failure::new(
            "TypeError",
            "no implicit conversion of nil into String",
        ));
    };
    let open = m.group(2).chars().next().unwrap_or('(');
    let close = match open {
        '{' => '}',
        '[' => ']',
        '(' => ')',
        '<' => '>',
        other => other,
    };
    let token = if matches!(kind, "R" | "r") {
        StrRegex
    } else {
        StrOther
    };
    if token == StrRegex {
        cx.push("regex_flags");
    }
    if matches!(kind, "W" | "w") {
        cx.push("list_flags");
    }
    cx.token(token, m.whole());
    cx.vars::<Sigils>().0.push(Sigil { open, close, token });
    let interpolated = matches!(kind, "S" | "R" | "C" | "W");
    cx.push(if interpolated {
        "interpolated_sigil"
    } else {
        "sigil"
    });
}

fn sigil_end(cx: &mut Context<'_, '_>) -> Option<usize> {
    let close = cx.vars::<Sigils>().0.last()?.close;
    cx.rest().starts_with(close).then(|| close.len_utf8())
}

fn end_sigil(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    sigil_text(cx, m);
    cx.vars::<Sigils>().0.pop();
    cx.pop(1);
}

fn sigil_rest(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let sigil = *cx.vars::<Sigils>().0.last()?;
    let len = rest
        .find(['#', '\\', sigil.open, sigil.close])
        .unwrap_or(rest.len());
    (len > 0).then_some(len)
}

fn sigil_text(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = cx
        .vars::<Sigils>()
        .0
        .last()
        .map_or(StrOther, |sigil| sigil.token);
    cx.token(token, m.whole());
}
