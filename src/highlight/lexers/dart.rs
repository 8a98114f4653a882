//! Dart.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "as|assert|await|break|case|catch|continue|default|do|else|finally|for|if|in|is|new|rethrow|\
    return|super|switch|this|throw|try|while|when|with|yield";

const DECLARATIONS: &str = "abstract|base|async|dynamic|const|covariant|external|extends|factory|final|get|implements|\
    interface|late|native|on|operator|required|sealed|set|static|sync|typedef|var";

const TYPES: &str = "bool|Comparable|double|Dynamic|enum|Function|int|List|Map|Never|Null|num|Object|Pattern|Record|\
    Set|String|Symbol|Type|Uri|void";

const IMPORTS: &str = r"import|deferred|export|library|part\s*of|part|source";

const ID: &str = r"[a-zA-Z_]\w*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let string = |quote: char| {
        [
            rule(quote.to_string(), Str).pop(),
            rule(format!(r"[^\\${quote}]+"), Str),
            rule(format!(r"\${ID}|\$\{{[^}}]+\}}"), StrInterpol),
            rule(r#"\\[nrt"'\\]"#, StrEscape),
        ]
    };
    Grammar::new()
        .state("root", root())
        .state(
            "class_name",
            [rule(r"\s+", Text), rule(ID, NameClass).pop()],
        )
        .state(
            "import",
            [
                rule(";", Operator).pop(),
                rule(r"(?:show|hide)\b", KeywordDeclaration),
                include("root"),
            ],
        )
        .state("double", string('"'))
        .state("single", string('\''))
}

fn root() -> Vec<Rule> {
    vec![
        groups(
            format!(r"(\s*(?:[a-zA-Z_][a-zA-Z\d_.\[\]]*\s+)+?)({ID})(\s*)(\()"),
            [
                Part::Fresh("dart"),
                NameFunction.into(),
                Text.into(),
                Punctuation.into(),
            ],
        )
        .line_start(),
        rule(r"\s+", Text),
        rule("//.*", CommentSingle),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
        rule("\"", Str).push("double"),
        rule("'", Str).push("single"),
        rule("r\"[^\"]*\"|r'[^']*'", StrOther),
        rule(format!("#(?:{ID})?"), StrSymbol),
        rule(format!("@{ID}"), NameDecorator),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(format!(r"(?:{DECLARATIONS})\b"), KeywordDeclaration),
        rule(format!(r"(?:{TYPES})\b"), KeywordType),
        rule(r"(?:true|false|null)\b", KeywordConstant),
        rule(r"(?:class|mixin)\b", KeywordDeclaration).push("class_name"),
        rule(format!(r"(?:{IMPORTS})\b"), KeywordNamespace).push("import"),
        groups(format!(r"(\.)({ID})"), [Operator, NameAttribute]),
        rule(format!("{ID}:"), NameLabel),
        rule(format!(r"\$?{ID}"), Name),
        rule(r"[~^*!%&|+=:/?-]", Operator),
        rule(r"[\[\](){}<>.,;]", Punctuation),
        rule(r"\d*\.\d+(?:[eE]-?\d+)?", NumFloat),
        rule(r"0x[\da-fA-F]+", NumHex),
        rule(r"\d+L?", NumInteger),
    ]
}
