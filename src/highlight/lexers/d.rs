//! D.

use crate::highlight::grammar::*;
use crate::highlight::machine::Context;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract alias align asm assert auto body break case cast catch class const continue debug \
    default delegate delete deprecated do else enum export extern finally final foreach_reverse foreach for function \
    goto if immutable import interface invariant inout in is lazy mixin module new nothrow out override package \
    pragma private protected public pure ref return scope shared static struct super switch synchronized template \
    this throw try typedef typeid typeof union unittest version volatile while with __gshared __traits __vector \
    __parameters";

const TYPES: &str = "bool byte cdouble cent cfloat char creal dchar double float idouble ifloat int ireal long real \
    short ubyte ucent uint ulong ushort void wchar";

const PSEUDO: &str = "__FILE__ __FILE_FULL_PATH__ __MODULE__ __LINE__ __FUNCTION__ __PRETTY_FUNCTION__ __DATE__ \
    __EOF__ __TIME__ __TIMESTAMP__ __VENDOR__ __VERSION__";

/// What a backslash begins.
const ESCAPE: &str =
    r#"\\(?:['"?\\abfnrtv]|x[0-9A-Fa-f]{2}|[0-7]{1,3}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|&\w+;)"#;

const PUNCTUATION: &str = r"~=|\^=|%=|\*=|==|!>=|!<=|!<>=|!<>|!<|!>|!=|>>>=|>>>|>>=|>>|>=|<>=|<>|<<=|<<|<=|\+\+|\+=|\
--|-=|\|\||\|=|&&|&=|\.\.\.|\.\.|/=|[/.&|\-+<>!()\[\]{}?,;:$=*%^~]";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("numbers", numbers())
        .state("strings", strings())
        .state(
            "nested_comment",
            [
                rule("[^+/]+", CommentMultiline),
                rule(r"/\+", CommentMultiline).push_same(),
                rule(r"\+/", CommentMultiline).pop(),
                rule("[+/]", CommentMultiline),
            ],
        )
        .state(
            "token_string",
            [
                rule(r"\{", Punctuation).push("token_string_nest"),
                rule(r"\}", Str).pop(),
                include("root"),
            ],
        )
        .state(
            "token_string_nest",
            [
                rule(r"\{", Punctuation).push_same(),
                rule(r"\}", Punctuation).pop(),
                include("root"),
            ],
        )
        .state("bracket", outer('[', ']', "inside_bracket"))
        .state("inside_bracket", inner('[', ']'))
        .state("parenthesis", outer('(', ')', "inside_parenthesis"))
        .state("inside_parenthesis", inner('(', ')'))
        .state("angle", outer('<', '>', "inside_angle"))
        .state("inside_angle", inner('<', '>'))
        .state("curly", outer('{', '}', "inside_curly"))
        .state("inside_curly", inner('{', '}'))
}

/// A string between brackets, up to the quote.
fn outer(open: char, close: char, inside: &'static str) -> [Rule; 3] {
    [
        rule(format!(r"[^\{open}\{close}]+"), Str),
        rule(format!(r"\{open}"), Str).push(inside),
        rule(format!("\\{close}\""), Str).pop(),
    ]
}

/// The brackets inside of one.
fn inner(open: char, close: char) -> [Rule; 3] {
    [
        rule(format!(r"[^\{open}\{close}]+"), Str),
        rule(format!(r"\{open}"), Str).push_same(),
        rule(format!(r"\{close}"), Str).pop(),
    ]
}

fn root() -> [Rule; 16] {
    [
        rule(r"\s+", Text),
        rule("//.*", CommentSingle),
        rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
        rule(r"/\+", CommentMultiline).push("nested_comment"),
        rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
        rule(format!(r"{}\b", any_of(TYPES)), KeywordType),
        rule(r"(?:false|true|null)\b", KeywordConstant),
        rule(format!(r"{}\b", any_of(PSEUDO)), KeywordPseudo),
        rule(r"macro\b", KeywordReserved),
        rule(
            r"(?:string|wstring|dstring|size_t|ptrdiff_t)\b",
            NameBuiltin,
        ),
        include("numbers"),
        include("strings"),
        rule(r"@(?:[A-Za-z_]\w*)?", NameDecorator),
        rule(PUNCTUATION, Punctuation),
        rule(r"[A-Za-z_]\w*", Name),
        rule(r"#line\s.*\n", CommentSpecial),
    ]
}

fn numbers() -> [Rule; 7] {
    [
        rule(
            r"0[xX](?:[0-9A-Fa-f_]*\.[0-9A-Fa-f_]+|[0-9A-Fa-f_]+)[pP][+-]?[0-9_]+[fFL]?i?",
            NumFloat,
        ),
        rule(
            r"[0-9_]+(?:\.[0-9_]+[eE][+-]?[0-9_]+|\.[0-9_]*|[eE][+-]?[0-9_]+)[fFL]?i?",
            NumFloat,
        ),
        rule(
            r"\.(?:0|[1-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?[fFL]?i?",
            NumFloat,
        ),
        rule("0[Bb][01_]+", NumBin),
        rule("0[0-7_]+", NumOct),
        rule("0[xX][0-9A-Fa-f_]+", NumHex),
        rule("(?:0|[1-9][0-9_]*)(?:[LUu]|Lu|LU|uL|UL)?", NumInteger),
    ]
}

/// `q"!…!"`, on one line.
fn delimited_string(cx: &mut Context<'_, '_>) -> Option<usize> {
    let sign = cx
        .rest()
        .strip_prefix("q\"")?
        .chars()
        .next()
        .filter(|c| *c != '\n')?;
    let end = format!("{sign}\"");
    let begin = "q\"".len() + sign.len_utf8();
    cx.seek(&end, |rest| {
        let mut behind = '\n';
        for (at, c) in rest[begin..].char_indices() {
            match c {
                '"' if behind == sign => return Ok(begin + at + 1),
                '\n' => return Err(begin + at),
                _ => behind = c,
            }
        }
        Err(rest.len())
    })
}

fn strings() -> [Rule; 13] {
    [
        rule(format!("'(?:{ESCAPE}|.)'"), StrChar),
        rule(r#"r"[^"]*"[cwd]?"#, Str),
        rule("`[^`]*`[cwd]?", Str),
        rule(r#""(?:\\\\|\\"|[^"])*"[cwd]?"#, Str),
        rule(ESCAPE, Str),
        rule(r#"x"[0-9A-Fa-f_\s]*"[cwd]?"#, Str),
        rule(r#"q"\["#, Str).push("bracket"),
        rule(r#"q"\("#, Str).push("parenthesis"),
        rule("q\"<", Str).push("angle"),
        rule(r#"q"\{"#, Str).push("curly"),
        rule("q\"([A-Za-z_]\\w*)\\n.*?\\n\\1\"", Str),
        scan(delimited_string, Str),
        rule(r"q\{", Str).push("token_string"),
    ]
}
