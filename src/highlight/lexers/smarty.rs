//! Smarty templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const BUILTINS: &str = "append assign block call capture config_load debug extends for foreach foreachelse break continue \
    function if elseif else include include_php insert ldelim rdelim literal nocache php section sectionelse setfilter \
    strip while counter cycle eval fetch html_checkboxes html_image html_options html_radios html_select_date \
    html_select_time html_table mailto math textformat capitalize cat count_characters count_paragraphs count_sentences \
    count_words date_format default escape from_charset indent lower nl2br regex_replace replace spacify string_format \
    strip_tags to_charset truncate unescape upper wordwrap";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(NameAttribute, [(BUILTINS, NameBuiltin)]);
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                at(r"\{\s+").delegate("parent"),
                rule(r"(?s)\{\*.*?\*\}", Comment),
                rule(r"\{/?(?![\s*])", Keyword).push("smarty"),
                at(r#"(?s).+?(?=\{[/a-zA-Z0-9$#*"'])"#).delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "smarty",
            [
                rule(r"\{/?(?![\s*])", Keyword).push("smarty"),
                rule(r"\}", Keyword).pop(),
                rule(r"\s+", Text),
                rule(r"[~!%^&*()+=|\[\]:;,.<>/@?-]", Operator),
                rule(r"#[a-zA-Z_]\w*#", NameVariable),
                rule(r"\$[a-zA-Z_]\w*(?:\.\w+)*", NameVariable),
                rule(r"(?:true|false|null)\b", KeywordConstant),
                rule(
                    r"[0-9](?:\.[0-9]*)?(?:eE[+-][0-9])?[flFLdD]?|0[xX][0-9a-fA-F]+[Ll]?",
                    Num,
                ),
                rule(r#""(?:\\.|.)*?""#, StrDouble),
                rule(r"'(?:\\.|.)*?'", StrSingle),
                words(r"[a-zA-Z_]\w*", &names),
            ],
        )
}
