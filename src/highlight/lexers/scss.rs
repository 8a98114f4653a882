//! SCSS, and the states that it shares with Sass.

use super::css::{PROPERTIES, VALUES};
use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

pub(super) const ID: &str = r"[\w-]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    shared()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
                rule(r"@import\b", Keyword).push("value"),
                include("rules"),
                at("(?=[^;{}][;}])").push("declaration"),
                at(r"(?=[^;{}:\[]+:[^a-z])").push("declaration"),
                at("").push("selector"),
            ],
        )
        .state(
            "section_end",
            [rule(r"\n", Text), rule("[;{}]", Punctuation).reset()],
        )
}

/// The states of both syntaxes. Each has its own `root`, and `section_end` for where a value or selector ends.
pub(super) fn shared() -> Grammar {
    let properties = table(NameAttribute, [(PROPERTIES, NameLabel)]);
    let grammar = Grammar::new()
        .state("rules", at_rules())
        .state("value", value())
        .state(
            "interpolation_begin",
            [rule(r"#\{", StrInterpol).push("interpolation")],
        )
        .state(
            "interpolation",
            [rule(r"\}", StrInterpol).pop(), include("value")],
        )
        .state(
            "quotes",
            [
                rule("\"", StrDouble).push("double"),
                rule("'", StrSingle).push("single"),
            ],
        )
        .state("double", string("\"", StrDouble))
        .state("single", string("'", StrSingle))
        .state("url", string(r"\)", StrOther))
        .state(
            "loop",
            [rule("from|to|through", OperatorWord), include("value")],
        )
        .state(
            "property",
            [include("interpolation_begin"), words(ID, &properties)],
        )
        .state(
            "declaration",
            [
                include("property"),
                groups(r"([ \t]*)(:)", [Text, Punctuation]).push("value"),
            ],
        )
        .state(
            "comment_in_value",
            [
                rule(r"(?:\\#|[^\n#*])+", CommentMultiline),
                rule(r"#(?=[^\n{])", CommentMultiline),
                rule(r"\*(?=[^\n/])", CommentMultiline),
                include("interpolation_begin"),
                rule(r"\*/", CommentMultiline).pop(),
            ],
        );
    selectors(grammar)
}

fn at_rules() -> Vec<Rule> {
    vec![
        rule(r"@for\b", Keyword).push("loop"),
        rule("@(?:debug|warn|if|each|while|else|return|media)", Keyword).push("value"),
        groups(
            format!(r"(@mixin|@function)(\s+)({ID})"),
            [Keyword, Text, NameFunction],
        )
        .push("value"),
        rule(r"@extend\b", Keyword).push("selector"),
        groups(
            format!(r"(@include)(\s+)({ID})"),
            [Keyword, Text, NameDecorator],
        )
        .push("value"),
        rule(format!("@{ID}|&"), Keyword).push("selector"),
        groups(
            format!(r"(\${ID})([ \t]*)(:)"),
            [NameVariable, Text, Punctuation],
        )
        .push("value"),
    ]
}

fn value() -> Vec<Rule> {
    vec![
        include("section_end"),
        rule(r"[ \t]+", Text),
        rule(format!(r"\${ID}"), NameVariable),
        rule(r"url\(", StrOther).push("url"),
        rule(format!(r"{ID}(?=\s*\()"), NameFunction),
        rule(format!("%{ID}"), NameDecorator),
        rule(r"(?:true|false)\b", NameBuiltinPseudo),
        rule(r"(?:and|or|not)\b", OperatorWord),
        rule("(?i)#[a-z0-9]{1,6}", NumHex),
        rule(r"-?\d+(?:%|[a-z]+)?", Num),
        rule(r"-?\d*\.\d+(?:%|[a-z]+)?", NumInteger),
        include("quotes"),
        include("interpolation_begin"),
        rule(r"[~^*!&%<>|+=@:,./?-]+", Operator),
        rule(r"[\[\]()]+", Punctuation),
        rule(r"/\*", CommentMultiline).push("comment_in_value"),
        rule(r"//[^\n]*", CommentSingle),
        words(ID, &table(Name, [(VALUES, NameBuiltin)])),
    ]
}

fn string(end: &str, token: Token) -> [Rule; 4] {
    [
        rule(end.to_string(), token).pop(),
        include("interpolation_begin"),
        rule(format!(r"(?:\\.|[^\n{end}#])+"), token),
        rule(r"#(?!\{)", token),
    ]
}

fn selectors(grammar: Grammar) -> Grammar {
    let name = |token: Token| {
        [
            rule(ID, token),
            include("interpolation_begin"),
            at("").pop(),
        ]
    };
    grammar
        .state(
            "selector",
            [
                include("section_end"),
                include("quotes"),
                include("interpolation_begin"),
                rule(r"[ \t]+", Text),
                rule(":", NameDecorator).push("pseudo_class"),
                rule(r"\.", NameClass).push("class"),
                rule("#", NameNamespace).push("id"),
                rule("%", NameVariable).push("placeholder"),
                rule(ID, NameTag),
                rule("&", Keyword),
                rule(r"[~^*!\[\]()<>|+=@;,/?-]", Operator),
            ],
        )
        .state("pseudo_class", name(NameDecorator))
        .state("class", name(NameClass))
        .state("id", name(NameNamespace))
        .state("placeholder", name(NameVariable))
}
