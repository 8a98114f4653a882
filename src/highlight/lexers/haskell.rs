//! Haskell, by its report.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const RESERVED: &str = "_ case class data default deriving do else if in infix infixl infixr instance let newtype of \
    then type where";

/// The names of control characters.
const CONTROLS: &str = "NUL|SOH|[SE]TX|EOT|ENQ|ACK|BEL|BS|HT|LF|VT|FF|CR|S[OI]|DLE|DC[1-4]|NAK|SYN|ETB|CAN|EM|SUB|\
    ESC|[FGRU]S|SP|DEL";

/// The characters of operators.
const SYMBOL: &str = r"[:!#$%&*+.\\/<=>?@^|~-]";
const MODULE: &str = r"([A-Z][\w.]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule(r"\{-#", CommentPreproc).push("pragma"),
                rule(r"\{-", CommentMultiline).push("comment"),
                rule(r"--\s+\|.*", CommentDoc).line_start(),
                // `-->` is an operator.
                rule(r"--(?:[^!#$%&*+./<=>?@^|_~\n].*)?$", CommentSingle),
            ],
        )
        .state("comment", comment(CommentMultiline))
        .state("pragma", comment(CommentPreproc))
        .state(
            "character",
            [
                rule(r"\\", StrEscape).goto("character_end").push("escape"),
                rule(".", StrChar).goto("character_end"),
            ],
        )
        .state(
            "character_end",
            [rule("'", StrChar).pop(), rule(".", Error).pop()],
        )
        .state(
            "quasiquotation",
            [rule(r"\|\]", Operator).pop(), rule(r"[^|]+|\|", Text)],
        )
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(r"\\", StrEscape).push("escape"),
                rule(r#"[^\\"]+"#, Str),
            ],
        )
        .state(
            "escape",
            [
                rule(
                    format!(r#"[abfnrtv"'&\\]|\^[\]\[A-Z@^_]|{CONTROLS}"#),
                    StrEscape,
                )
                .pop(),
                rule(r"[oO][0-7]+|[xX][0-9a-fA-F]+|\d+|\s+\\", StrEscape).pop(),
            ],
        );
    modules(grammar)
}

fn comment(token: Token) -> [Rule; 3] {
    [
        rule(r"-\}", token).pop(),
        rule(r"\{-", token).push("comment"),
        rule(r"[^-{}]+|[-{}]", token),
    ]
}

fn root() -> Vec<Rule> {
    vec![
        include("space"),
        rule(r"'(?=(?:.|\\\S+)')", StrChar).push("character"),
        rule("\"", Str).push("string"),
        rule(r"(?i)\d+e[+-]?\d+|\d+\.\d+(?:e[+-]?\d+)?", NumFloat),
        rule("0[oO][0-7]+", NumOct),
        rule("0[xX][0-9a-fA-F]+", NumHex),
        rule(r"\d+", NumInteger),
        call(r"[\w']+", name),
        rule(format!(r"\\(?!{SYMBOL})"), NameFunction),
        rule(format!("(?:<-|::|->|=>|=)(?!{SYMBOL})"), Operator),
        rule(format!("{SYMBOL}+"), Operator),
        rule(r"\[\s*\]", KeywordType),
        rule(r"\(\s*\)", NameBuiltin),
        groups(r"(\[)([_a-z][\w']*)(\|)", [Operator, Name, Operator]).push("quasiquotation"),
        rule(r"[\[\](),;`{}]", Punctuation),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let word = m.whole();
    let bare = word.strip_prefix('\'').unwrap_or(word);
    let token = match word {
        "import" | "module" => KeywordReserved,
        _ if RESERVED.split(' ').any(|reserved| reserved == word) => KeywordReserved,
        _ if bare.starts_with(|c: char| c.is_ascii_uppercase()) => KeywordType,
        _ => Name,
    };
    cx.token(token, word);
    if matches!(word, "import" | "module") {
        cx.push(word);
    }
}

fn modules(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "import",
            [
                rule(r"\s+", Text),
                rule("\"", Str).push("string"),
                rule(r"qualified\b", Keyword),
                groups(
                    format!(r"{MODULE}(\s+)(as)(\s+)([A-Z][a-zA-Z0-9_.]*)"),
                    [NameNamespace, Text, Keyword, Text, Name],
                )
                .pop(),
                groups(
                    format!(r"{MODULE}(\s+)(hiding)(\s+)(\()"),
                    [NameNamespace, Text, Keyword, Text, Punctuation],
                )
                .goto("names"),
                groups(
                    format!(r"{MODULE}(\s+)(\()"),
                    [NameNamespace, Text, Punctuation],
                )
                .goto("names"),
                rule(r"[\w.]+", NameNamespace).pop(),
            ],
        )
        .state(
            "module",
            [
                rule(r"\s+", Text),
                groups(
                    format!(r"{MODULE}(\s+)(\()"),
                    [NameNamespace, Text, Punctuation],
                )
                .push("names"),
                rule(r"where\b", KeywordReserved).pop(),
                rule("[A-Z][a-zA-Z0-9_.]*", NameNamespace).pop(),
            ],
        )
        .state(
            "names",
            [
                include("space"),
                rule(r"[A-Z]\w*", KeywordType),
                rule(r"_[\w']+|[a-z][\w']*", NameFunction),
                rule(",", Punctuation),
                rule(format!("{SYMBOL}+"), Operator),
                rule(r"\(", Punctuation).push("names"),
                rule(r"\)", Punctuation).pop(),
            ],
        )
}
