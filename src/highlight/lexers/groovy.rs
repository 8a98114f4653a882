//! Groovy.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

pub(super) const KEYWORDS: &str = "assert break case catch continue default do else finally for if goto instanceof new \
    return switch this throw try while in as";

pub(super) const DECLARATIONS: &str = "abstract const extends final implements native private protected public static \
    strictfp super synchronized throws transient volatile";

pub(super) const TYPES: &str = "def var boolean byte char double float int long short void";

pub(in crate::highlight) fn grammar() -> Grammar {
    with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            (DECLARATIONS, KeywordDeclaration),
            (TYPES, KeywordType),
            ("true false null", KeywordConstant),
        ],
    ))
}

/// The grammar, for a language with other words.
pub(super) fn with_words(names: &Words) -> Grammar {
    Grammar::new()
        .state("root", root(names))
        .state(
            "class_name",
            [rule(r"\s+", Text), rule(r"\w+", NameClass).pop()],
        )
        .state(
            "package_name",
            [rule(r"\s+", Text), rule(r"[\w.]+\*?", NameNamespace).pop()],
        )
}

fn root(names: &Words) -> Vec<Rule> {
    vec![
        call(r"(\s*(?:\w[\w.\[\]]*\s+)+?)(\w+)(\s*)(\()", method_head).line_start(),
        rule(r"[^\S\n]+", Text),
        rule("//.*", CommentSingle),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
        rule(r"@\w[\w.]*", NameDecorator),
        rule(
            r"(?:class|interface|trait|enum|record)\b",
            KeywordDeclaration,
        )
        .push("class_name"),
        rule(r"(?:package|import)\b", KeywordNamespace).push("package_name"),
        rule(r#"(?s)""".*?""""#, StrDouble),
        rule("(?s)'''.*?'''", StrSingle),
        rule(r#""(?:\\.|\\\n|.)*?""#, StrDouble),
        rule(r"'(?:\\.|\\\n|.)*?'", StrSingle),
        rule(r"(?s)\$/(?:\$.|.)*?/\$", Str),
        rule(r"/(?:\\.|\\\n|.)*?/", Str),
        rule(r"'[^\\]'", StrChar),
        groups(r"(\.)([a-zA-Z_][a-zA-Z0-9_]*)", [Operator, NameAttribute]),
        rule("[a-zA-Z_][a-zA-Z0-9_]*:", NameLabel),
        words("[a-zA-Z_$][a-zA-Z0-9_]*", names),
        rule(r"[~^*!%&\[\](){}<>|+=:;,./?-]", Operator),
        rule(r"\d+\.\d+(?:[eE]\d+)?[fd]?", NumFloat),
        rule("0x[0-9a-f]+", NumHex),
        rule("[0-9]+L?", NumInteger),
        rule(r"\n", Text),
    ]
}

/// A method's modifiers and type, its name, and the parenthesis after it.
fn method_head(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.read_inside(m.group(1));
    cx.token(NameFunction, m.group(2));
    cx.token(Text, m.group(3));
    cx.token(Operator, m.group(4));
}
