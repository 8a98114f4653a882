//! Ceylon.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// Where a line of Rouge's lists ended, a word counts at the beginning of a line alone that is indented as they are.
const ANNOTATIONS: &str = "shared|abstract|formal|default|actual|variable|deprecated|small|\n          \
    late|literal|doc|by|see|throws|optional|license|tagged|final|native|\n          annotation|sealed";

const KEYWORDS: &str = "break|case|catch|continue|else|finally|for|in|\n          \
    if|return|switch|this|throw|try|while|is|exists|dynamic|\n          nonempty|then|outer|assert|let";

pub(in crate::highlight) fn grammar() -> Grammar {
    const GROUPS: &str = r"\d{1,3}(?:_\d{3})+";
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                rule(format!(r"(?:{ANNOTATIONS})\b"), NameDecorator),
                rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
                rule(
                    r"(?:abstracts|extends|satisfies|super|given|of|out|assign)\b",
                    KeywordDeclaration,
                ),
                rule(r"(?:function|value|void|new)\b", KeywordType),
                groups(r"(assembly|module|package)(\s+)", [KeywordNamespace, Text]).push("import"),
                rule(r"(?:true|false|null)\b", KeywordConstant),
                groups(
                    r"(class|interface|object|alias)(\s+)",
                    [KeywordDeclaration, Text],
                )
                .push("class_name"),
                groups(r"(import)(\s+)", [KeywordNamespace, Text]).push("import"),
                rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
                rule(r"'\\.'|'[^\\]'|'\\\{#[0-9a-fA-F]{4}\}'", StrChar),
                groups(r"(\.)([a-z_]\w*)", [Operator, NameAttribute]),
                rule(r"[a-zA-Z_]\w*:", NameLabel),
                rule(r"(?:\\I[a-z]|[A-Z])\w*", NameDecorator),
                rule(r"[a-zA-Z_]\w*", Name),
                rule(r"[~^*!%&\[\](){}<>|+=:;,./?`-]", Operator),
                rule(format!(r"{GROUPS}\.{GROUPS}[kMGTPmunpf]?"), NumFloat),
                rule(
                    format!(r"{GROUPS}\.[0-9]+(?:[eE][+-]?[0-9]+)?[kMGTPmunpf]?"),
                    NumFloat,
                ),
                rule(format!(r"[0-9]+\.{GROUPS}[kMGTPmunpf]?"), NumFloat),
                rule(r"[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?[kMGTPmunpf]?", NumFloat),
                rule("#[0-9a-fA-F]{4}(?:_[0-9a-fA-F]{4})+", NumHex),
                rule("#[0-9a-fA-F]+", NumHex),
                rule(r"\$[01]{4}(?:_[01]{4})+|\$[01]+", NumBin),
                rule(format!("{GROUPS}[kMGTP]?"), NumInteger),
                rule("[0-9]+[kMGTP]?", NumInteger),
                rule(r"\n", Text),
            ],
        )
        .state(
            "space",
            [
                rule(r"[^\S\n]+", Text),
                rule(r"//.*?\n", CommentSingle),
                rule(r"/\*", CommentMultiline),
            ],
        )
        .state(
            "class_name",
            [include("space"), rule(r"[A-Za-z_]\w*", NameClass).pop()],
        )
        .state(
            "import",
            [
                rule(r"[a-z][\w.]*", NameNamespace).pop(),
                rule(r#""(?:\\\\|\\"|[^"])*""#, Str).pop(),
            ],
        )
}
