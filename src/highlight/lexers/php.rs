//! PHP, in the HTML (or what `?parent=` says) that it is embedded in.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;
use std::collections::HashSet;
use std::sync::LazyLock;

pub(super) const KEYWORDS: &str = "old_function cfunction __class__ __dir__ __file__ __function__ __halt_compiler __line__ \
    __method__ __namespace__ __trait__ abstract and array as break case catch clone continue declare default die do \
    echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile eval exit extends final finally fn \
    for foreach global goto if implements include include_once instanceof insteadof isset list match new or parent \
    print private protected public readonly require require_once return self static switch throw try unset var while \
    xor yield";

/// The functions of PHP's modules; each module's after its name in brackets.
const FUNCTIONS: &str = include_str!("words/php.txt");

const ID: &str = r"[\p{L}_][\p{L}\p{N}_]*";
const NAMESPACE: &str = r"(?:[\p{L}_][\p{L}\p{N}_]*\\)+";
/// A name with or without its namespace.
const NAME: &str = r"\\?(?:[\p{L}_][\p{L}\p{N}_]*\\)*[\p{L}_][\p{L}\p{N}_]*";

static WORDS: LazyLock<Words> = LazyLock::new(|| table(Name, [(KEYWORDS, Keyword)]));

/// The functions with the modules that they are from.
static BUILTINS: LazyLock<Vec<(&str, HashSet<&str>)>> = LazyLock::new(|| {
    let modules = FUNCTIONS
        .split('[')
        .skip(1)
        .filter_map(|module| module.split_once(']'));
    modules
        .map(|(name, functions)| (name, functions.split_ascii_whitespace().collect()))
        .collect()
});

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .on_reset(|cx| {
            cx.begin_template();
            let begins = match cx.option("start_inline") {
                None => "text",
                Some("0" | "false" | "off") => return,
                Some(_) => "php",
            };
            // Rouge loads this lexer's file twice, and so it begins twice.
            cx.push(begins);
            cx.push(begins);
        })
        .state(
            "root",
            [
                rule("(?i)<\\?(?:php|=)?", CommentPreproc).push("php"),
                at(r"(?s).*?(?=<\?)").delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        // What comes first may be HTML, or PHP without its tags.
        .state(
            "text",
            [
                at(r"\s*(?=<)").delegate("parent").pop(),
                at(r"(?i)[^$]+(?=<\?(?:php|=))").delegate("parent").pop(),
                at("").goto("php"),
            ],
        )
        .state("php", php())
        .state("tag_end", [rule(r"\?>", CommentPreproc).reset()])
        .state("otherwise", [at("").pop()])
        .state("space", space())
        .state("operators", [rule(r"[~!%^&*+|:.<>/@-]+", Operator)])
        .state(
            "variables",
            [rule(format!(r"\$\{{\$+{ID}\}}|\$+{ID}"), NameVariable)],
        );
    classes(functions(values(grammar)))
}

fn php() -> Vec<Rule> {
    let named = |words: &str| format!(r"(?i)({words})(\s+)({NAME})");
    vec![
        include("tag_end"),
        include("space"),
        include("variables"),
        include("values"),
        groups(named("namespace"), [KeywordNamespace, Text, NameNamespace]),
        rule(r"#\[.*\]$", NameAttribute),
        groups(
            named("class|interface|trait|extends|implements"),
            [KeywordDeclaration, Text, NameClass],
        ),
        groups(named("enum"), [KeywordDeclaration, Text, NameClass]).push("enum"),
        include("names"),
        rule(r"[;,(){}\[\]]", Punctuation),
        include("operators"),
        rule("[=?]", Operator),
    ]
}

fn space() -> [Rule; 5] {
    [
        rule(r"\s+", Text),
        rule(r"#[^\[].*", CommentSingle),
        rule("//.*", CommentSingle),
        rule(r"(?s)/\*\*(?:\*/|[^/].*?\*/)", CommentDoc),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
    ]
}

fn values(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "values",
            [
                scan(here_document, StrHeredoc),
                rule(
                    r"(?i)(?:\d[_\d]*)?\.(?:\d[_\d]*)?(?:e[+-]?\d[_\d]*)?",
                    NumFloat,
                ),
                rule("(?i)0o?[0-7][0-7_]*", NumOct),
                rule("(?i)0b[01][01_]*", NumBin),
                rule("(?i)0x[a-f0-9][a-f0-9_]*", NumHex),
                rule(r"\d[_\d]*", NumInteger),
                rule(r"'[^'\\]*(?:\\.[^'\\]*)*'", StrSingle),
                rule(r"`[^`\\]*(?:\\.[^`\\]*)*`", StrBacktick),
                rule("\"", StrDouble).push("string"),
                rule(r"(?i)(?:function|fn)\b", Keyword)
                    .push("function_result")
                    .push("parameters")
                    .push("function_name"),
                rule(r"(?i)(?:true|false|null)\b", KeywordConstant),
                rule(r"(?i)new\b", Keyword).push("new"),
            ],
        )
        .state("names", names(called_name, name))
        .state(
            "string",
            [
                rule("\"", StrDouble).pop(),
                rule(r#"[^\\{$"]+"#, StrDouble),
                rule(
                    r#"\\(?:u\{[0-9a-fA-F]+\}|[efrntv"$\\]|[0-7]{1,3}|[xX][0-9a-fA-F]{1,2})"#,
                    StrEscape,
                ),
                rule(format!(r"\${ID}(?:\[\S+\]|->{ID})?"), NameVariable),
                rule(r"\{\$\{", StrInterpol).push("double_interpolation"),
                rule(r"\{(?=\$)", StrInterpol).push("interpolation"),
                groups(r"(\{)(\S+)(\})", [StrInterpol, NameVariable, StrInterpol]),
                rule(r"[${\\]+", StrDouble),
            ],
        )
        .state(
            "double_interpolation",
            [rule(r"\}\}", StrInterpol).pop(), include("php")],
        )
        .state(
            "interpolation",
            [rule(r"\}", StrInterpol).pop(), include("php")],
        )
        .state(
            "default_value",
            [
                rule(",", Punctuation).pop(),
                rule(r"[\[\]]", Punctuation),
                rule(r"\(", Punctuation).push("arguments"),
                include("tag_end"),
                include("space"),
                include("values"),
                include("variables"),
                include("names"),
                include("operators"),
                include("otherwise"),
            ],
        )
        .state(
            "arguments",
            [
                rule(r"\)", Punctuation).pop(),
                rule(",", Punctuation),
                include("default_value"),
            ],
        )
}

/// A here-document up to its word, which may be in another case.
fn here_document(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let after = rest.strip_prefix("<<<")?;
    let quote = after.chars().next().filter(|c| ['"', '\''].contains(c));
    let after = &after[quote.map_or(0, char::len_utf8)..];
    let is_id = |c: char| c.is_alphanumeric() || c == '_';
    let (word, mut body) = after.split_at(after.find(|c| !is_id(c))?);
    if word.is_empty() || word.starts_with(char::is_numeric) {
        return None;
    }
    if let Some(quote) = quote {
        body = body.strip_prefix(quote)?;
    }
    let lines = body.strip_prefix('\n')?;
    cx.seek(word, |rest| {
        let end = behind_line_with(word, lines).ok_or(rest.len())?;
        Ok(rest.len() - end.strip_prefix(';').unwrap_or(end).len())
    })
}

/// What stands behind the word at the beginning of a line after the first, in any case.
fn behind_line_with<'t>(word: &str, mut lines: &'t str) -> Option<&'t str> {
    loop {
        let line = &lines[lines.find('\n')? + 1..];
        lines = line.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
        let same = |text: &&str| text.to_lowercase() == word.to_lowercase();
        if lines.get(..word.len()).as_ref().is_some_and(same) {
            return Some(&lines[word.len()..]);
        }
    }
}

/// What a name is, for a language with other keywords.
pub(super) fn names(called_name: Call, name: Call) -> [Rule; 3] {
    [
        rule(r"(?i)(?:public|protected|private)\(set\)", Keyword).push("visibility"),
        call(format!(r"{NAME}(?=\s*\()"), called_name),
        call(NAME, name),
    ]
}

fn called_name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    called_name_among(cx, m, &WORDS);
}

/// A name before a parenthesis.
pub(super) fn called_name_among(cx: &mut Context<'_, '_>, m: &Match<'_>, keywords: &Words) {
    let name = m.whole().to_lowercase();
    let token = match keywords.find(&name) {
        Some(keyword) => keyword,
        None if is_builtin(cx, &name) => NameBuiltin,
        None => NameFunction,
    };
    cx.token(token, m.whole());
}

/// Whether a function is one of PHP's own, and they are to be shown.
fn is_builtin(cx: &Context<'_, '_>, name: &str) -> bool {
    if matches!(
        cx.option("funcnamehighlighting"),
        Some("0" | "false" | "off")
    ) {
        return false;
    }
    let disabled = cx.list_option("disabledmodules");
    BUILTINS.iter().any(|(module, functions)| {
        functions.contains(name) && !disabled.iter().any(|off| off == module)
    })
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    name_among(cx, m, &WORDS);
}

/// Any other name.
pub(super) fn name_among(cx: &mut Context<'_, '_>, m: &Match<'_>, keywords: &Words) {
    let name = m.whole().to_lowercase();
    let (token, state) = match name.as_str() {
        "use" => (KeywordNamespace, Some("use")),
        "const" => (Keyword, Some("constants")),
        "catch" => (Keyword, Some("catch")),
        "public" | "protected" | "private" => (Keyword, Some("visibility")),
        _ => (
            keywords
                .find(&name)
                .unwrap_or_else(|| by_spelling(m.whole())),
            None,
        ),
    };
    cx.token(token, m.whole());
    if let Some(state) = state {
        cx.push(state);
    }
}

/// What a name is by the way it is written.
fn by_spelling(name: &str) -> Token {
    if name.len() >= 4 && name.starts_with("__") && name.ends_with("__") {
        return NameBuiltin;
    }
    let parts = name
        .strip_prefix("PHP")
        .or_else(|| name.strip_prefix('E'))
        .and_then(|rest| rest.strip_prefix('_'));
    if parts.is_some_and(|parts| {
        parts
            .split('_')
            .all(|part| !part.is_empty() && part.chars().all(char::is_uppercase))
    }) {
        return KeywordConstant;
    }
    let mut last = name.rsplit('\\').next().unwrap_or(name).chars();
    if !last.next().is_some_and(char::is_uppercase) {
        return Name;
    }
    let rest = last.as_str();
    if !rest.is_empty()
        && rest
            .chars()
            .all(|c| c.is_uppercase() || c == '_' || c.is_numeric())
    {
        return NameConstant;
    }
    if rest.chars().all(char::is_alphanumeric) {
        NameClass
    } else {
        Name
    }
}

fn functions(grammar: Grammar) -> Grammar {
    let type_name = format!(r"\??{ID}");
    let end = || [include("tag_end"), include("space"), include("otherwise")];
    let end_with_variables = || {
        [
            include("tag_end"),
            include("space"),
            include("variables"),
            include("otherwise"),
        ]
    };
    grammar
        .state(
            "function_body",
            [
                rule(r"\{", Punctuation).push_same(),
                rule(r"\}", Punctuation).pop(),
                include("php"),
            ],
        )
        .state(
            "function_name",
            [
                rule("&", Operator),
                rule(ID, Name),
                rule(r"\(", Punctuation).pop(),
            ],
        )
        .append("function_name", end())
        .state(
            "parameters",
            [
                rule(r"\)", Punctuation).pop(),
                rule(r",|\.{3}", Punctuation),
                rule("=", Operator).push("default_value"),
                rule(r"(?i)(?:public|protected|private|readonly)\(set\)", Keyword),
                rule(r"(?i)(?:public|protected|private|readonly)\b", Keyword),
                rule(type_name.clone(), KeywordType).push("default_value"),
            ],
        )
        .append("parameters", end_with_variables())
        .state(
            "function_result",
            [
                rule(":", Punctuation),
                rule(r"(?i)use\b", Keyword).push("captured"),
                rule(type_name, KeywordType).push("default_value"),
                rule(r"\{", Punctuation).goto("function_body"),
            ],
        )
        .append("function_result", end())
        .state(
            "captured",
            [
                rule(r"[,(]", Punctuation),
                rule("&", Operator),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .append("captured", end_with_variables())
        .state(
            "catch",
            [
                rule(r"\(", Punctuation),
                rule(r"\|", Operator),
                rule(NAME, NameClass),
            ],
        )
        .append("catch", end())
}

fn classes(grammar: Grammar) -> Grammar {
    let end = || [include("tag_end"), include("space"), include("otherwise")];
    grammar
        .state(
            "constants",
            [
                groups(
                    format!(r"(\??{ID})(\s+)({ID})"),
                    [KeywordType, Text, NameConstant],
                ),
                rule(ID, NameConstant),
                rule("=", Operator).push("default_value"),
            ],
        )
        .append("constants", end())
        .state(
            "new",
            [
                rule(r"(?i)class\b", KeywordDeclaration).goto("new_class"),
                rule(NAME, NameClass).pop(),
            ],
        )
        .append("new", end())
        .state(
            "new_class",
            [
                rule(r"\}", Punctuation).pop(),
                rule(r"\{", Punctuation),
                include("php"),
            ],
        )
        .state(
            "use",
            [
                rule(r"[,}]", Punctuation),
                rule(r"(?i)(?:function|const)\b", Keyword),
                groups(format!(r"({NAMESPACE})(\{{)"), [NameNamespace, Punctuation]),
                rule(format!("{NAME}(?:_{ID})+"), NameFunction),
                include("tag_end"),
                include("space"),
                include("names"),
                include("otherwise"),
            ],
        )
        .state(
            "visibility",
            [
                rule(r"(?i)(?:public|protected|private)\(set\)", Keyword),
                rule(
                    r"(?i)(?:public|protected|private|readonly|static)\b",
                    Keyword,
                ),
                at(r"(?i)(?=(?:abstract|const|function)\b)").pop(),
                rule(format!(r"\??{ID}"), KeywordType).pop(),
            ],
        )
        .append("visibility", end())
        .state(
            "enum",
            [
                rule(":", Punctuation).push("enum_type"),
                rule(r"\{", Punctuation).push("enum_body"),
            ],
        )
        .append("enum", end())
        .state("enum_type", [rule(ID, KeywordType).pop()])
        .append("enum_type", end())
        .state(
            "enum_body",
            [
                rule(r"\}", Punctuation).pop(),
                groups(
                    format!(r"(?i)(case)(\s+)({ID})"),
                    [Keyword, Text, NameConstant],
                ),
                include("php"),
            ],
        )
}
