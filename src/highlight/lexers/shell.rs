//! The shells: sh, bash, zsh, ksh.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const KEYWORDS: &str =
    "if|fi|else|while|do|done|for|then|return|function|select|continue|until|esac|elif|in";

/// Commands of the shells themselves, then those of the GNU core utilities and a few that everyone has.
const COMMANDS: &str = "alias|bg|bind|break|builtin|caller|cd|command|compgen|complete|declare|dirs|disown|enable|\
    eval|exec|exit|export|false|fc|fg|getopts|hash|help|history|jobs|let|local|logout|mapfile|popd|pushd|pwd|read|\
    readonly|set|shift|shopt|source|suspend|test|time|times|trap|true|type|typeset|ulimit|umask|unalias|unset|wait|\
    cat|tac|nl|od|base32|base64|fmt|pr|fold|head|tail|split|csplit|wc|sum|cksum|b2sum|md5sum|sha1sum|sha224sum|\
    sha256sum|sha384sum|sha512sum|sort|shuf|uniq|comm|ptx|tsort|cut|paste|join|tr|expand|unexpand|ls|dir|vdir|\
    dircolors|cp|dd|install|mv|rm|shred|link|ln|mkdir|mkfifo|mknod|readlink|rmdir|unlink|chown|chgrp|chmod|touch|\
    df|du|stat|sync|truncate|echo|printf|yes|expr|tee|basename|dirname|pathchk|mktemp|realpath|stty|printenv|tty|\
    id|logname|whoami|groups|users|who|date|arch|nproc|uname|hostname|hostid|uptime|chcon|runcon|chroot|env|nice|\
    nohup|stdbuf|timeout|kill|sleep|factor|numfmt|seq|tar|grep|sudo|awk|sed|gzip|gunzip";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", [include("command"), include("word")])
        .state("command", commands())
        .state("word", words_of_a_line())
        .state("expansion", expansions())
        .state("here_document", here_document())
        .state(
            "here_document_line",
            [call(r"\s*(\w+)\s*\n", here_document_line), at("").pop()],
        )
        .state(
            "double",
            [
                rule(r#"(?:\$#?)?""#, StrDouble).pop(),
                include("expansion"),
                rule(r#"[^"`\\$]+"#, StrDouble),
            ],
        )
        .state(
            "single",
            [rule("[^']+", StrSingle), rule("'", StrSingle).pop()],
        )
        .state(
            "ansi",
            [
                rule(r"\\.", StrEscape),
                rule(r"[^\\']+", StrSingle),
                include("single"),
            ],
        )
        .state(
            "parameter",
            [
                rule(r"\}", Keyword).pop(),
                rule(":-", Keyword),
                rule(r"\w+", NameVariable),
                rule(r#"[^}:"`'$]+"#, Punctuation),
                include("root"),
            ],
        )
        .state(
            "substitution",
            [
                rule(r"\)", StrInterpol).pop(),
                rule(r"\(", Operator).push("parens"),
                include("root"),
            ],
        )
        .state(
            "parens",
            [
                rule(r"\(", Operator).push_same(),
                rule(r"\)", Operator).pop(),
                include("root"),
            ],
        )
        .state(
            "arithmetic",
            [
                rule(r"\)\)", Keyword).pop(),
                rule(r"[-+*/%^|&!]", Operator),
                rule(r"\d+(?:#\w+)?", Num),
                include("root"),
            ],
        )
        .state(
            "case",
            [
                rule(r"esac\b", Keyword).pop(),
                rule(r"\|", Punctuation),
                rule(r"\)", Punctuation).push("case_branch"),
                include("root"),
            ],
        )
        .state(
            "case_branch",
            [rule(";;", Punctuation).pop(), include("root")],
        )
        .state("backticks", [rule("`", StrBacktick).pop(), include("root")])
}

fn commands() -> [Rule; 11] {
    [
        rule("#.*", Comment),
        // The white space before the next word is the keyword's too.
        rule(format!(r"(?:{KEYWORDS})\s+(?=\p{{Word}})"), Keyword),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(r"case\b", Keyword).push("case"),
        rule(format!(r"(?:{COMMANDS})\s+(?=\p{{Word}})"), NameBuiltin),
        rule(format!(r"(?:{COMMANDS})(?![\p{{Word}}.-])"), NameBuiltin),
        rule(r"\.(?=\s)", NameBuiltin),
        groups(r"(\w+)(=)", [NameVariable, Operator]),
        rule(r"[\[\]{}()!=>]|&&|\|\|", Operator),
        rule("<<<", Operator),
        call(
            r#"(<<-?)(\s*)(?:(')(\\?)(\w+)(')|(")(\\?)(\w+)(")|(\\?)(\w+))"#,
            begin_here_document,
        ),
    ]
}

fn words_of_a_line() -> [Rule; 11] {
    [
        rule(r"\s+", Text),
        rule(r"\\.", StrEscape),
        rule(r#"\$?""#, StrDouble).push("double"),
        rule(r"\$'", StrSingle).push("ansi"),
        rule("'", StrSingle).push("single"),
        rule(r"\*", Keyword),
        rule(";", Punctuation),
        rule(r"--?[\w-]+", NameTag),
        rule(r#"[^=*\s{}()$"'`;\\<]+"#, Text),
        rule("<", Text),
        include("expansion"),
    ]
}

fn expansions() -> [Rule; 6] {
    [
        rule(r"\\$|\\.", StrEscape),
        rule(r"\$\(\(", Keyword).push("arithmetic"),
        rule(r"\$\(", StrInterpol).push("substitution"),
        rule(r"\$\{#?", Keyword).push("parameter"),
        rule("`", StrBacktick).push("backticks"),
        rule(r"\$#?(?:\w+|.)", NameVariable),
    ]
}

fn here_document() -> [Rule; 4] {
    [
        rule(r"\n", StrHeredoc).push("here_document_line"),
        rule(r"[^$\n\\]+", StrHeredoc),
        include("expansion"),
        rule(r"\$", StrHeredoc),
    ]
}

/// The word that ends the here-document at hand.
#[derive(Default)]
struct EndWord(String);

fn begin_here_document(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Operator, m.group(1));
    cx.token(Text, m.group(2));
    let first = [3, 7].into_iter().find(|group| m.get(*group).is_some());
    let (open, slash, word, close) = match first {
        Some(group) => (
            m.group(group),
            m.group(group + 1),
            m.group(group + 2),
            m.group(group + 3),
        ),
        None => ("", m.group(11), m.group(12), ""),
    };
    cx.token(StrHeredoc, open);
    cx.token(StrHeredoc, slash);
    cx.token(NameConstant, word);
    cx.token(StrHeredoc, close);
    cx.vars::<EndWord>().0 = word.to_string();
    cx.push("here_document");
}

fn here_document_line(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    if cx.vars::<EndWord>().0 == m.group(1) {
        cx.token(NameConstant, m.whole());
        cx.pop(2);
    } else {
        cx.token(StrHeredoc, m.whole());
    }
}
