//! Kotlin, by its grammar.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract|annotation|as|break|by|catch|class|companion|const|constructor|continue|crossinline|\
    do|dynamic|else|enum|external|false|final|finally|for|fun|get|if|import|in|infix|inline|inner|interface|internal|\
    is|lateinit|noinline|null|object|open|operator|out|override|package|private|protected|public|reified|return|\
    sealed|set|super|suspend|tailrec|this|throw|true|try|typealias|typeof|val|var|vararg|when|where|while|yield";

const NAME_REST: &str = r"[-\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Nl}\p{Nd}\p{Pc}\p{Cf}\p{Mn}\p{Mc}]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let class = format!(r"`?\p{{Lu}}{NAME_REST}`?");
    let name = format!(r"`?[_\p{{Lu}}\p{{Ll}}\p{{Lt}}\p{{Lm}}\p{{Nl}}]{NAME_REST}`?");
    Grammar::new()
        .state("root", root(&class, &name))
        .state("numbers", numbers())
        .state("package_name", [rule(r"\S+", NameNamespace).pop()])
        .state("class_name", [rule(class.clone(), NameClass).pop()])
        .state(
            "function_name",
            [
                rule("<", Punctuation).push("type_parameters"),
                rule(r"\s+", Text),
                groups(format!(r"({class})(\.)"), [NameClass, Punctuation]),
                rule(name.clone(), NameFunction).pop(),
            ],
        )
        .state(
            "type_parameters",
            [
                rule(class, NameClass),
                rule("<", Punctuation).push("type_parameters"),
                rule("reified|out|in", Keyword),
                rule("[,:.?]", Punctuation),
                rule(r"\s+", Text),
                rule(">", Punctuation).pop(),
            ],
        )
        .state(
            "property_name",
            [
                rule("<", Punctuation).push("type_parameters"),
                rule(r"\s+", Text),
                rule(name.clone(), NameProperty).pop(),
            ],
        )
        .state(
            "destructuring",
            [
                rule(",", Punctuation),
                rule(r"\)", Punctuation).pop(),
                rule(r"\s+", Text),
                rule(name, NameProperty),
            ],
        )
        .state(
            "comment",
            [
                rule(r"/\*", CommentMultiline).push("comment"),
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^/*]+|[/*]", CommentMultiline),
            ],
        )
}

fn root(class: &str, name: &str) -> Vec<Rule> {
    vec![
        groups(r"(companion)(\s+)(object)\b", [Keyword, Text, Keyword]),
        groups(
            r"(class|data\s+class|interface|object)(\s+)",
            [KeywordDeclaration, Text],
        )
        .push("class_name"),
        groups(r"(fun)(\s+)", [Keyword, Text]).push("function_name"),
        groups(r"(package|import)(\s+)", [Keyword, Text]).push("package_name"),
        groups(
            r"(val|var)(\s+)(\()",
            [KeywordDeclaration, Text, Punctuation],
        )
        .push("destructuring"),
        groups(r"(val|var)(\s+)", [KeywordDeclaration, Text]).push("property_name"),
        groups(
            format!(r"(return|continue|break|this|super)(@{name})?\b"),
            [Keyword, NameDecorator],
        ),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(r"\s*\[.*?\]", NameAttribute).line_start(),
        rule(r"[^\S\n]+|\\\n", Text),
        rule("//.*", CommentSingle),
        rule(r"/\*.*\*/", CommentMultiline),
        rule(r"/\*.*", CommentMultiline).push("comment"),
        rule(r"\n", Text),
        groups("(::)(class)", [Operator, Keyword]),
        rule(r"::|!!|\?[:.]|\.\.", Operator),
        include("numbers"),
        rule(r"[~!%^&*()+=|\[\]:;,.<>/?{}-]", Punctuation),
        rule(r#"(?s)@"(?:""|[^"])*""#, Str),
        rule(r#"(?s)""".*?""""#, Str),
        rule(r#""(?:\\\\|\\"|[^"\n])*["\n]"#, Str),
        rule(r"'\\.'|'[^\\]'", StrChar),
        rule(format!("@{class}"), NameDecorator),
        groups(format!("({class})(<)"), [NameClass, Punctuation]).push("type_parameters"),
        rule(class.to_string(), NameClass),
        rule(format!(r"{name}(?=\s*[({{])"), NameFunction),
        rule(format!("{name}@"), NameDecorator),
        rule(name.to_string(), Name),
    ]
}

fn numbers() -> [Rule; 4] {
    const DIGITS: &str = "(?:[0-9][0-9_]*[0-9]|[0-9])";
    let exponent = format!("[eE][+-]?{DIGITS}");
    [
        rule(
            format!(r"(?:{DIGITS}?\.{DIGITS}(?:{exponent})?|{DIGITS}{exponent})[fF]?|{DIGITS}[fF]"),
            NumFloat,
        ),
        rule("0[bB](?:[01][01_]*[01]|[01])[uU]?L?", NumBin),
        rule(
            "0[xX](?:[0-9a-fA-F][0-9a-fA-F_]*[0-9a-fA-F]|[0-9a-fA-F])[uU]?L?",
            NumHex,
        ),
        rule("(?:[1-9][0-9_]*[0-9]|[0-9])[uU]?L?", NumInteger),
    ]
}
