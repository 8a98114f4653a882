//! Meson's build files.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "continue break elif else endif if true false foreach endforeach";

const FUNCTIONS: &str = "add_global_arguments add_project_arguments add_global_link_arguments add_project_link_arguments \
    add_test_setup add_languages alias_target assert benchmark both_libraries build_target configuration_data \
    configure_file custom_target declare_dependency dependency disabler environment error executable generator gettext \
    get_option get_variable files find_library find_program include_directories import install_data install_headers \
    install_man install_subdir is_disabler is_variable jar join_paths library message option project run_target \
    run_command set_variable subdir subdir_done subproject summary shared_library shared_module static_library test \
    vcs_tag warning";

const ID: &str = "[[:alpha:]_][[:alnum:]_]*";

/// The prefixes and quotes of the strings that are open.
#[derive(Default)]
struct Strings(Vec<(String, String)>);

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "generic_string",
            [
                rule(r"[^'\\@]+", Str),
                call("'''|'", end_string),
                at(r"(?=\\)").push("generic_escape"),
                call("@", |cx, m| {
                    let open = cx.vars::<Strings>().0.last();
                    if open.is_some_and(|open| open.0 == "f") {
                        cx.token(StrInterpol, m.whole());
                        cx.push("generic_interpol");
                    } else {
                        cx.token(Str, m.whole());
                    }
                }),
            ],
        )
        .state(
            "generic_escape",
            [
                rule(
                    r"\\(?:[\\abfnrtv']|N\{[a-zA-Z][a-zA-Z ]+[a-zA-Z]\}|u[a-fA-F0-9]{4}|U[a-fA-F0-9]{8}|x[a-fA-F0-9]{2}|[0-7]{1,3})",
                    StrEscape,
                )
                .pop(),
                rule(r"\\.", Str).pop(),
            ],
        )
        .state(
            "generic_interpol",
            [at("[^@]+").recurse(), rule("@", StrInterpol).pop()],
        )
}

fn root() -> [Rule; 16] {
    let called = table(Name, [(FUNCTIONS, NameBuiltin)]);
    let names = table(
        Name,
        [
            (
                "meson host_machine build_machine target_machine",
                NameBuiltin,
            ),
            (KEYWORDS, Keyword),
        ],
    );
    [
        rule(r"\n+", Text),
        rule(r"[^\S\n]+", Text),
        rule(r"#.*\n?", CommentSingle),
        rule(r"[\[\]{}:(),;.]", Punctuation),
        rule(r"\\\n?", Text),
        rule(r"(?:in|and|or|not)\b", OperatorWord),
        rule("[-+/*%=<>]=?|!=", Operator),
        call("(?i)(f?)('''|')", begin_string),
        words(format!(r"{ID}\b\s*(?=\()"), &called),
        words(format!(r"{ID}(?!\s*?:)"), &names),
        rule(ID, Name),
        rule("(?i)0b(?:_?[0-1])+", NumBin),
        rule("(?i)0o(?:_?[0-7])+", NumOct),
        rule("(?i)0x(?:_?[a-f0-9])+", NumHex),
        rule("[1-9](?:_?[0-9])*", NumInteger),
        rule("0(?:_?0)*", NumInteger),
    ]
}

fn begin_string(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(StrAffix, m.group(1));
    cx.token(Str, m.group(2));
    let open = (m.group(1).to_lowercase(), m.group(2).to_string());
    cx.vars::<Strings>().0.push(open);
    cx.push("generic_string");
}

fn end_string(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Str, m.whole());
    let open = &mut cx.vars::<Strings>().0;
    if open.last().is_some_and(|open| open.1 == m.whole()) {
        open.pop();
        cx.pop(1);
    }
}
