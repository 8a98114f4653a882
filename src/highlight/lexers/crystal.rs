//! Crystal, which reads as Ruby does.

use super::ruby::{begin_literal, here_documents, literal_states, make_endless};
use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "BEGIN|END|alias|begin|break|case|defined\\?|do|else|elsif|end|ensure|for|if|ifdef|in|next|redo|\
    rescue|raise|retry|return|super|then|undef|unless|until|when|while|yield|lib|fun|type|of|as";

/// `getter?` and `property?` lack their last letter instead of having a question mark.
const PSEUDO_KEYWORDS: &str = "initialize|new|loop|include|extend|raise|attr_reader|attr_writer|attr_accessor|\
    alias_method|attr|catch|throw|private|module_function|public|protected|true|false|nil|__FILE__|__LINE__|getter?|\
    property?|struct|record";

const BUILTINS: &str = "abort|ancestors|at_exit|caller|catch|chomp|chop|clone|constants|display|dup|eval|exec|exit|\
    extend|fail|fork|format|freeze|getc|gets|global_variables|gsub|hash|id|included_modules|inspect|instance_eval|\
    instance_method|instance_methods|lambda|loop|method|method_missing|methods|module_eval|name|object_id|open|p|\
    print|printf|proc|putc|puts|raise|rand|readline|readlines|require|scan|select|self|send|sleep|split|sprintf|\
    srand|sub|syscall|system|test|throw|to_a|to_s|trap|warn";

const NAME: &str = r"[\p{L}_]\p{Word}*";
const LOWER: &str = r"[\p{Ll}_]\p{Word}*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .on_reset(|cx| cx.push("operand"))
        .state("root", root())
        .state("line_space", [rule(r"[ \t\r]+", Text)])
        .state(
            "space",
            [
                include("line_space"),
                rule(r"\n\s*", Text).push("operand"),
                rule("#.*", CommentSingle),
                rule(r"(?s)=begin\b.*?\n=end\b", CommentMultiline),
            ],
        )
        .state("end_part", [rule("(?s).+", CommentPreproc).pop()])
        .state(
            "percent_literals",
            [call(r"%([rqswQWxiI])?([^\p{Word}\s}])", |cx, m| {
                let interpolated = m.get(1).is_some_and(|kind| "rQWxI".contains(kind));
                begin_literal(cx, m, interpolated);
                if m.group(2) == "&" {
                    // Rouge writes the delimiter twice into a set of characters, where `&&` means an intersection.
                    make_endless(cx);
                }
            })],
        )
        .state("strings", strings())
        .state("double", quoted('"', StrDouble))
        .state("symbol", quoted('"', StrSymbol))
        .state("backticks", quoted('`', StrBacktick))
        .state(
            "interpolation",
            [
                rule(r"#\{", StrInterpol).push("interpolated"),
                rule(format!(r"(?i)#(?:@@?|\$){LOWER}"), StrInterpol),
            ],
        )
        .state(
            "interpolation_or_escape",
            [
                include("interpolation"),
                rule(
                    r##"\\(?:[\\abefnrstv#"']|x[a-fA-F0-9]{1,2}|[0-7]{1,3})"##,
                    StrEscape,
                ),
                rule(r"\\u(?:[a-fA-F0-9]{4}|\{[^}]+\})", StrEscape),
                rule(r"\\.", StrEscape),
            ],
        )
        .state(
            "interpolated",
            [rule(r"\}", StrInterpol).pop(), include("root")],
        )
        .state(
            "slash_regex",
            [
                include("interpolation"),
                rule(r"\\[\\/]?|#|[^\\/#]+", StrRegex),
                rule("/", StrRegex).goto("regex_flags"),
            ],
        )
        .state("regex_flags", [rule("[mixounse]*", StrRegex).pop()]);
    definitions(operands(literal_states(here_documents(grammar))))
}

fn root() -> Vec<Rule> {
    let mut rules = vec![
        include("space"),
        rule("__END__", CommentPreproc).push("end_part"),
    ];
    rules.extend(numbers_and_variables());
    rules.extend([
        include("strings"),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword).push("operand"),
        rule(format!(r"(?:{PSEUDO_KEYWORDS})\b"), KeywordPseudo).push("operand"),
        groups(
            r"(module)(\s+)([\p{L}_][\p{L}0-9_]*(?:::[\p{L}_][\p{L}0-9_]*)*)",
            [Keyword, Text, NameNamespace],
        ),
        groups(r"(def|macro\b)(\s*)", [Keyword, Text]).push("function_name"),
        groups(r"(class\b)(\s*)", [Keyword, Text]).push("class_name"),
        rule(
            r"(?:eql|equal|include|is_a|iterator|kind_of|nil)\?|(?:chomp|chop|exit|gsub|sub)!",
            NameBuiltin,
        )
        .push("operand"),
        rule(format!(r"(?:{BUILTINS})\b"), NameBuiltin).push("after_name"),
        include("here_document_begin"),
        // Before the dot of a call.
        rule(r"\.{2,3}", Operator).push("operand"),
        rule(r"\p{Lu}[\p{L}0-9_]*", NameConstant).push("after_name"),
        groups(
            format!(r"(\.|::)(\s*)({LOWER}[!?]?|[*%&^`~+-/\[<>=])"),
            [Punctuation, Text, NameFunction],
        )
        .push("after_name"),
        rule(format!("{NAME}[?!]"), Name).push("operand"),
        rule(NAME, Name).push("after_name"),
        rule(
            r"\*\*|//|>=|<=|<=>|<<?|>>?|=~|={3}|!~|&&?|\|\||\.",
            Operator,
        )
        .push("operand"),
        rule(r"\{%|%\}", Punctuation),
        rule("[-+/*%=<>&!^|~]=?", Operator).push("operand"),
        rule(r"\?", Punctuation).push("conditional").push("operand"),
        rule(r"[\[({,:\\;/]", Punctuation).push("operand"),
        rule(r"[\])}]", Punctuation),
    ]);
    rules
}

fn numbers_and_variables() -> [Rule; 14] {
    [
        rule("0o[0-7]+(?:_[0-7]+)*", NumOct),
        rule("0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*", NumHex),
        rule("0b[01]+(?:_[01]+)*", NumBin),
        rule(r"(?i)\d+\.\d+(?:e[+-]?\d+)?(?:_f32)?", NumFloat),
        rule(r"(?i)\d+e[+-]?\d+", NumFloat),
        rule(r"(?i)\d+_f32", NumFloat),
        rule(r"\d+(?:_\d+)*(?:_[iu]\d+)?", NumInteger),
        rule(r"@\[[^\]]+\]", NameDecorator),
        rule(format!("(?i)@@{LOWER}"), NameVariableClass),
        rule(format!("(?i)@{LOWER}"), NameVariableInstance),
        rule(r"\$\p{Word}+", NameVariableGlobal),
        rule(r#"\$[!@&`'+~=/\\,;.<>_*$?:"]"#, NameVariableGlobal),
        rule(r"\$-[0adFiIlpvw]", NameVariableGlobal),
        rule("::", Operator),
    ]
}

fn strings() -> [Rule; 8] {
    [
        rule(format!("(?i):@{{0,2}}{LOWER}[!?]?"), StrSymbol),
        rule(
            r":(?:===|=?~|\[\][=?]?|\*\*=?|//=?|[=^*/+-]=?|&[&*+-]?=?|\|\|?=?|![=~]?|%=?|<=>|<<?=?|>>?=?|\.\.\.?)",
            StrSymbol,
        ),
        rule(r":'(?:\\\\|\\'|[^'])*'", StrSymbol),
        rule(":\"", StrSymbol).push("symbol"),
        rule(format!(r"{LOWER}[?!]?:\s+"), StrSymbol).push("operand"),
        rule("\"", StrDouble).push("double"),
        rule("`", StrBacktick).push("backticks"),
        // Of the text only the last character is printed.
        groups(
            r"(')(\\u[a-fA-F0-9]{4}|\\u\{[a-fA-F0-9]{1,6}\}|\\[abefnrtv])?(\\\\|\\'|[^'])*(')",
            [StrSingle, StrEscape, StrSingle, StrSingle],
        ),
    ]
}

fn quoted(quote: char, token: Token) -> [Rule; 4] {
    [
        include("interpolation_or_escape"),
        rule(format!(r"[^\\{quote}#]+"), token),
        rule(r"[\\#]", token),
        rule(quote.to_string(), token).pop(),
    ]
}

/// Where an operand is due, and where a method's name was read and its argument may be due.
fn operands(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "operand",
            [
                include("line_space"),
                rule("/", StrRegex).goto("slash_regex"),
                rule(
                    r##"\?(?:\\[MC]-)*(?:\\(?:[\\abefnrstv#"']|x[a-fA-F0-9]{1,2}|[0-7]{1,3})|\S)(?!\p{Word})"##,
                    StrChar,
                )
                .pop(),
                groups(r"(\s*)(%[rqswQWxiI]? \S* )", [Text, StrOther]).pop(),
                include("percent_literals"),
                at("").pop(),
            ],
        )
        .state(
            "after_name",
            [
                rule("/", Operator).goto("operand"),
                at(r"(?=\n)").pop(),
                at("").goto("after_name_and_space"),
            ],
        )
        .state(
            "after_name_and_space",
            [
                include("space"),
                rule("[%/]=", Operator).goto("operand"),
                rule(r"/(?=\S|\s*/)", StrRegex).goto("slash_regex"),
                include("percent_literals"),
                at(r"(?=\s*/)").pop(),
                rule(r"\s+", Text).goto("operand"),
                at("").pop(),
            ],
        )
        .state(
            "conditional",
            [rule(":(?!:)", Punctuation).goto("operand"), include("root")],
        )
}

/// What stands behind `def` and `class`.
fn definitions(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "function_name",
            [
                rule(r"\s+", Text),
                rule(r"\(", Punctuation).push("parameters"),
                groups(
                    format!(
                        r"(?:({NAME})(\.))?({NAME}[!?]?|\*\*?|[-+]@?|[/%&|^`~]|\[\]=?|<<?|>>?|<=>?|>=|===?)"
                    ),
                    [NameClass, Operator, NameFunction],
                )
                .pop(),
                at("").pop(),
            ],
        )
        .state(
            "class_name",
            [
                rule(r"\s+", Text),
                rule(r"\(", Punctuation).push("parameters").push("operand"),
                rule("<<", Operator).goto("operand"),
                rule(r"[\p{Lu}_]\p{Word}*", NameClass).pop(),
                at("").pop(),
            ],
        )
        .state(
            "parameters",
            [
                groups(r"(\))(\.|::)?", [Punctuation, Operator]).pop(),
                rule(r"\(", Punctuation).push("parameters").push("operand"),
                include("root"),
            ],
        )
}
