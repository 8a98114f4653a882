//! PromQL, the queries of Prometheus.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const FUNCTIONS: &str = "abs absent ceil changes clamp_max clamp_min count_scalar day_of_month day_of_week days_in_month \
    delta deriv drop_common_labels exp floor histogram_quantile holt_winters hour idelta increase irate label_replace ln \
    log2 log10 month predict_linear rate resets round scalar sort sort_desc sqrt time vector year avg_over_time \
    min_over_time max_over_time sum_over_time count_over_time quantile_over_time stddev_over_time stdvar_over_time";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "strings",
            [
                rule("\"", StrDouble).push("double"),
                rule("'", StrSingle).push("single"),
                rule("`.*`", StrBacktick),
            ],
        )
        .state(
            "double",
            [
                rule(r#"\\[\\abfnrtv"]"#, StrEscape),
                rule(r#"[^\\"]+"#, StrDouble),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "single",
            [
                rule(r"\\[\\abfnrtv']", StrEscape),
                rule(r"[^\\']+", StrSingle),
                rule("'", StrSingle).pop(),
            ],
        )
        .state(
            "filters",
            [
                rule(r"[ \t\r]+", Text),
                rule(",", Punctuation),
                rule("[a-zA-Z0-9_:-]+", NameAttribute),
                rule("![=~]|=~?", Operator),
                include("strings"),
                rule(r"\}", Punctuation).pop(),
            ],
        )
        .state(
            "label_list",
            [
                rule(r"\(", Punctuation),
                rule("[a-zA-Z0-9_:-]+", NameAttribute),
                rule(",", Punctuation),
                include("whitespace"),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "whitespace",
            [
                rule(r"[ \t\r]+", Text),
                rule(r"\n\s*", Text),
                rule("#.*", Comment),
            ],
        )
}

fn root() -> [Rule; 17] {
    let names = table(Name, [(FUNCTIONS, NameBuiltin)]);
    [
        include("strings"),
        include("whitespace"),
        rule(r"-?\d+\.\d+", NumFloat),
        rule(r"-?\d+[smhdwy]?", NumInteger),
        rule(r"[+\-*/%^]", Operator),
        rule("=|==|!=|<|>|<=|>=", Operator),
        rule("and|or|unless", Operator),
        rule(
            r"(?:sum|min|max|avg|stddev|stdvar|count|count_values|bottomk|topk)\b",
            NameFunction,
        ),
        groups(r"(ignoring|on)(\()", [KeywordPseudo, Punctuation]).push("label_list"),
        groups(r"(group_left|group_right)(\()", [KeywordType, Punctuation]),
        rule(r"(?:bool|offset)\b", Keyword),
        rule(r"(?:without|by)\b", Keyword).push("label_list"),
        words(r"[\w:]+", &names),
        rule("[a-zA-Z0-9_-]+", Name),
        rule(r"[()\]:.,]", Punctuation),
        rule(r"\{", Punctuation).push("filters"),
        rule(r"\[", Punctuation),
    ]
}
