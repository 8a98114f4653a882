//! C#, by its specification.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract|add|alias|and|as|ascending|async|await|base|break|by|case|catch|checked|const|continue|\
    default|delegate|descending|do|else|enum|equals|event|explicit|extern|false|finally|fixed|for|foreach|from|get|\
    global|goto|group|if|implicit|in|init|interface|internal|into|is|join|let|lock|nameof|new|notnull|null|on|\
    operator|orderby|out|override|params|partial|private|protected|public|readonly|ref|remove|return|sealed|set|\
    sizeof|stackalloc|static|switch|this|throw|true|try|typeof|unchecked|unsafe|unmanaged|value|virtual|void|volatile|\
    when|where|while|with|yield";

const TYPES: &str = "bool|byte|char|decimal|double|dynamic|float|int|long|nint|nuint|object|sbyte|short|string|uint|\
    ulong|ushort|var";

const DIRECTIVES: &str =
    "if|endif|else|elif|define|undef|line|error|warning|region|endregion|pragma|nullable";

const ID: &str = r"@?[_\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Nl}][\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Nl}\p{Nd}\p{Pc}\p{Cf}\p{Mn}\p{Mc}]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "braces",
            [
                rule(r"\{", Punctuation).push("braces"),
                rule(r"\}", Punctuation).pop(),
                include("root"),
            ],
        )
        .state(
            "interpolated",
            [
                rule(r"\\.", Str),
                rule(r"\{", Punctuation).push("braces"),
                rule(r#""|\n"#, Str).pop(),
                rule(".", Str),
            ],
        )
        .state(
            "interpolated_verbatim",
            [
                rule("\"\"", Str),
                rule(r"\{", Punctuation).push("braces"),
                rule("\"", Str).pop(),
                rule(".", Str),
            ],
        )
        .state("class_name", [include("space"), rule(ID, NameClass).pop()])
        .state(
            "namespace",
            [
                include("space"),
                at(r"(?=\()").pop(),
                rule(format!(r"(?:{ID}|\.)+"), NameNamespace).pop(),
            ],
        )
}

fn root() -> Vec<Rule> {
    const DIGITS: &str = "[0-9](?:[_0-9]*[0-9])?";
    vec![
        include("space"),
        rule(r#"\$\s*""#, Str).push("interpolated"),
        rule(r#"\$@\s*""#, Str).push("interpolated_verbatim"),
        rule(format!(r"<\[\s*(?:{ID}:)?"), Keyword),
        rule(r"\]>", Keyword),
        rule(r"[~!%^&*()+=|\[\]{}:;,.<>/?-]", Punctuation),
        rule(r#"@"(?:""|[^"])*""#, Str),
        rule(r#""(?:\\.|.)*?["\n]"#, Str),
        rule(r"'(?:\\.|.)'", StrChar),
        rule("(?i)0b[_01]+[lu]?|0x[_0-9a-f]+[lu]?", Num),
        rule(
            format!(r"(?i){DIGITS}(?:\.{DIGITS})?(?:e[+-]?{DIGITS})?[fldum]?"),
            Num,
        ),
        rule(r"(?:class|record|struct|interface)\b", Keyword).push("class_name"),
        rule(r"(?:namespace|using)\b", Keyword).push("namespace"),
        rule(
            format!(r"#[ \t]*(?:{DIRECTIVES})(?:[^\p{{Word}}\n].*)?\n"),
            CommentPreproc,
        )
        .line_start(),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(format!(r"(?:{TYPES})\b"), KeywordType),
        rule(format!(r"{ID}(?=\s*\()"), NameFunction),
        rule(ID, Name),
    ]
}
