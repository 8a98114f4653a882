//! Makefiles, with the shell commands in them.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const FUNCTIONS: &str = "abspath|addprefix|addsuffix|and|basename|call|dir|error|eval|file|filter|filter-out|\
    findstring|firstword|flavor|foreach|if|join|lastword|notdir|or|origin|patsubst|realpath|shell|sort|strip|subst|\
    suffix|value|warning|wildcard|word|wordlist|words";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "exported_names",
            [
                rule(r"[\w${}()-]", NameVariable),
                rule(r"\n", Text).pop(),
                rule(r"[\t ]+", Text),
            ],
        )
        .state(
            "prerequisites",
            [
                rule(r"[^,\\\n#]+", NameFunction),
                rule(",", Punctuation),
                rule("#", Comment),
                rule(r"\\\n|\\.", Text),
                rule(r"\n", Text).goto("recipe"),
            ],
        )
        .state(
            "recipe",
            [
                groups(
                    r"(ifn?def|ifn?eq)([\t ]+)([^#\n]+)(#.*)?(\n)",
                    [Keyword, Text, NameVariable, Comment, Text],
                ),
                groups(
                    r"(else|endif)([\t ]*)(#.*)?(\n)",
                    [Keyword, Text, Comment, Text],
                ),
                groups(r"(\t[\t ]*)([@-]?)", [Text, Punctuation]).push("shell_line"),
                at("").then(|cx, _| cx.reset_part("shell")).pop(),
            ],
        )
        .state(
            "shell",
            [
                rule(r"\$\$?[({]", Punctuation).push("variable"),
                at(r"(?s)\\.").delegate("shell"),
                at(r"(?s).+?(?=\$\$?[({]|[()}\\]|$)").delegate("shell"),
                at(r"[()}\\]|$").delegate("shell"),
            ],
        )
        .state(
            "variable",
            [
                rule("[)}]", Punctuation).pop(),
                rule(r"\n", Text).pop(),
                include("shell"),
            ],
        )
        .state(
            "shell_arguments",
            [
                at(r"[({]").delegate("shell").push_same(),
                rule("[)}]", Punctuation).pop(),
                include("shell"),
            ],
        )
        .state("shell_line", [rule(r"\n", Text).pop(), include("shell")])
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\s+", Text),
        rule(r"#.*\n", Comment),
        groups(
            r"([-s]?include)((?:[\t ]+[^\t\n #]+)+)",
            [Keyword, StrOther],
        ),
        groups(
            r"(ifn?def\b|ifn?eq\b|unexport\b)([\t ]+)([^#\n]+)",
            [Keyword, Text, NameVariable],
        ),
        groups(
            r"(else)\b([\t ]+)(ifn?def\b|ifn?eq\b)([\t ]+)([^#\n]+)",
            [Keyword, Text, Keyword, Text, NameVariable],
        ),
        rule(r"(?:else|endif|endef|endfor)[\t ]*(?=[#\n])", Keyword),
        groups(r"(export)([\t ]+)(?=[\w${}()\t -]+\n)", [Keyword, Text]).push("exported_names"),
        rule(r"export[\t ]+", Keyword),
        groups(
            r"(override\b)*([\t ]*)([\w${}().-]+)([\t ]*)([!?:+]?=)",
            [NameBuiltin, Text, NameVariable, Text, Operator],
        )
        .push("shell_line"),
        rule(r#""(?:\\\\|\\.|[^"\\])*""#, StrDouble),
        rule(r"'(?:\\\\|\\.|[^'\\])*'", StrSingle),
        groups(r"([^\n:]+)(:+)([ \t]*)", [NameLabel, Operator, Text]).push("prerequisites"),
        groups(
            r"(override\b)*([\t ])*(define)([\t ]+)([^#\n]+)",
            [NameBuiltin, Text, Keyword, Text, NameVariable],
        ),
        groups(
            format!(r"(\$[({{])([\t ]*)({FUNCTIONS})([\t ]+)"),
            [NameFunction, Text, NameBuiltin, Text],
        )
        .push("shell_arguments"),
    ]
}
