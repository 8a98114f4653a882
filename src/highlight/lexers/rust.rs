//! Rust, by its reference.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "as|async|await|break|const|continue|crate|dyn|else|enum|extern|false|fn|for|if|impl|in|let|log|\
    loop|match|mod|move|mut|pub|ref|return|self|Self|static|struct|super|trait|true|type|unsafe|use|where|while|\
    abstract|become|box|do|final|macro|override|priv|typeof|unsized|virtual|yield|try|union";

const BUILTINS: &str = "Add BitAnd BitOr BitXor bool c_char c_double c_float char c_int clock_t c_long c_longlong Copy \
    c_schar c_short c_uchar c_uint c_ulong c_ulonglong c_ushort c_void dev_t DIR dirent Div Eq Err f32 f64 FILE float \
    fpos_t i16 i32 i64 i8 isize Index ino_t int intptr_t mode_t Mul Neg None off_t Ok Option Ord Owned pid_t \
    ptrdiff_t Send Shl Shr size_t Some ssize_t str Sub time_t u16 u32 u64 u8 usize uint uintptr_t Box Vec String Rc \
    Arc u128 i128 Result Sync Pin Unpin Sized Drop drop Fn FnMut FnOnce Clone PartialEq PartialOrd AsMut AsRef From \
    Into Default DoubleEndedIterator ExactSizeIterator Extend IntoIterator Iterator FromIterator ToOwned ToString \
    TryFrom TryInto";

const ID: &str = r"[\p{XID_Start}_]\p{XID_Continue}*";
const ESCAPE: &str = r#"\\(?:[nrt'"\\0]|x[0-9a-fA-F]{2}|u\{(?:[0-9a-fA-F]_*){1,6}\})"#;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.push("line_begin"))
        .state("root", root())
        // A line that begins with `# ` is one that rustdoc does not show.
        .state(
            "line_begin",
            [
                include("space"),
                rule(r"#\s[^\n]*", CommentSpecial),
                at("").pop(),
            ],
        )
        .state("space", space())
        .state(
            "block_comment",
            nested_comment("block_comment", CommentMultiline),
        )
        .state("doc_comment", nested_comment("doc_comment", CommentDoc))
        .state(
            "attribute",
            [
                include("space"),
                include("literals"),
                rule("[(,)=:]", NameDecorator),
                rule(r"\]", NameDecorator).pop(),
                rule(ID, NameDecorator),
            ],
        )
        .state("literals", literals())
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(ESCAPE, StrEscape),
                rule(r#"[^"\\]+"#, Str),
            ],
        )
        .state(
            "macro",
            [
                include("literals"),
                rule(r"[\[{(]", Punctuation).then(open_delimiter),
                rule(r"[\]})]", Punctuation).then(close_delimiter),
                rule(format!("{ID}!"), NameDecorator),
                include("root"),
                rule(".", Text),
            ],
        )
        .state(
            "macro_rules",
            [
                rule(format!(r"\$(?:{ID}(?::{ID})?)?"), NameVariable),
                include("macro"),
            ],
        )
}

fn space() -> [Rule; 8] {
    [
        rule(r"\s+", Text),
        rule(r"////+[^\n]*", CommentSingle),
        rule(r"//[/!][^\n]*", CommentDoc),
        rule(r"//[^\n]*", CommentSingle),
        rule(r"/\*\*\*?/", CommentMultiline),
        rule(r"/\*\*\*+", CommentMultiline).push("block_comment"),
        rule(r"/\*[*!]", CommentDoc).push("doc_comment"),
        rule(r"/\*", CommentMultiline).push("block_comment"),
    ]
}

fn nested_comment(state: &'static str, token: Token) -> [Rule; 3] {
    [
        rule(r"\*/", token).pop(),
        rule(r"/\*", token).push(state),
        rule(r"[^*/]+|[*/]", token),
    ]
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\n", Text).push("line_begin"),
        include("space"),
        rule(r"#!?\[", NameDecorator).push("attribute"),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        include("literals"),
        rule("[=-]>|<->", Keyword),
        rule(r"[()\[\]{}|,:;]", Punctuation),
        rule(r"[*/!@~&+%^<>=?-]|\.{2,3}", Operator),
        rule(format!(r"(?:\.\s*)?{ID}(?=\s*\()"), NameFunction),
        rule(r"\.\s*await\b", Keyword),
        rule(format!(r"\.\s*{ID}"), NameProperty),
        rule(r"\.\s*\d+", NameAttribute),
        groups(format!("({ID})(::)"), [NameNamespace, Punctuation]),
        rule("macro_rules!", NameDecorator).push("macro_rules"),
        rule(format!("{ID}!"), NameDecorator).push("macro"),
        rule(r"'static\b", Keyword),
        rule(format!("'{ID}"), NameVariable),
        words(ID, &table(Name, [(BUILTINS, NameBuiltin)])),
    ]
}

fn literals() -> [Rule; 7] {
    const DIGITS: &str = "[0-9][0-9_]*";
    const FRACTION: &str = r"\.[0-9][0-9_]*";
    const EXPONENT: &str = "[eE][-+]?[0-9_]+";
    const SIZE: &str = "(?:8|16|32|64|128|size)";
    [
        rule(r"(?:true|false)\b", KeywordConstant),
        rule(format!(r"b?'(?:{ESCAPE}|[^\\])'"), StrChar),
        rule("b?\"", Str).push("string"),
        scan(raw_string, Str),
        rule(
            format!(
                "{DIGITS}(?:{FRACTION}(?:{EXPONENT})?(?:f32|f64)?|(?:{FRACTION})?{EXPONENT}(?:f32|f64)?|\
                 (?:{FRACTION})?(?:{EXPONENT})?(?:f32|f64))"
            ),
            NumFloat,
        ),
        rule(format!(r"{DIGITS}\.(?![._\p{{XID_Start}}])"), NumFloat),
        rule(
            format!("(?:0b[10_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|{DIGITS})(?:u{SIZE}?|i{SIZE})?"),
            NumInteger,
        ),
    ]
}

fn raw_string(cx: &mut Context<'_, '_>) -> Option<usize> {
    hashed_string(cx, "br").or_else(|| hashed_string(cx, "r"))
}

/// A string that ends with as many hashes as it began with, behind what it begins with.
pub(super) fn hashed_string(cx: &mut Context<'_, '_>, before: &str) -> Option<usize> {
    let rest = cx.rest();
    let after = rest.strip_prefix(before)?;
    let body = after.trim_start_matches('#').strip_prefix('"')?;
    let hashes = &after[..after.len() - body.len() - 1];
    let end = format!("\"{hashes}");
    let text = cx.after_up_to(rest.len() - body.len(), &end)?;
    Some(text.len() + end.len())
}

/// How many brackets, parentheses and braces are open in a macro's call.
#[derive(Default)]
struct Delimiters([i64; 3]);

impl Delimiters {
    fn of(&mut self, delimiter: &str) -> &mut i64 {
        match delimiter {
            "[" | "]" => &mut self.0[0],
            "(" | ")" => &mut self.0[1],
            _ => &mut self.0[2],
        }
    }
}

fn open_delimiter(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    *cx.vars::<Delimiters>().of(m.whole()) += 1;
}

fn close_delimiter(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let open = cx.vars::<Delimiters>();
    *open.of(m.whole()) -= 1;
    if open.0 == [0; 3] {
        cx.pop(1);
    }
}
