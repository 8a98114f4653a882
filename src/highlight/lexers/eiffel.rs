//! Eiffel.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "across|agent|alias|all|and|attached|as|assign|attribute|check|class|convert|create|debug|\
    deferred|detachable|do|else|elseif|end|ensure|expanded|export|external|feature|from|frozen|if|implies|inherit|\
    inspect|invariant|like|local|loop|not|note|obsolete|old|once|or|Precursor|redefine|rename|require|rescue|retry|\
    select|separate|some|then|undefine|until|variant|Void|when|xor";

const HEX: &str = r"0[xX][\da-fA-F](?:_*[\da-fA-F])*";
const OCTAL: &str = "0[cC][0-7](?:_*[0-7])*";
const BINARY: &str = "0[bB][01](?:_*[01])*";
const DIGITS: &str = r"\d(?:_*\d)*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let escape = format!(r#"%[A-DFHLNQR-V%'"()<>]|%/(?:{HEX}|{OCTAL}|{BINARY}|{DIGITS})/"#);
    let verbatim = |end: &'static str| {
        [
            rule(end, StrOther).pop(),
            rule(format!(r#"[^"%\x08\f\v]|{escape}"#), StrOther),
        ]
    };
    Grammar::new()
        .state("root", root(&escape))
        .state("aligned", verbatim("\\]\""))
        .state("verbatim", verbatim("\\}\""))
}

fn root(escape: &str) -> Vec<Rule> {
    vec![
        rule(r#""\["#, StrOther).push("aligned"),
        rule(r#""\{"#, StrOther).push("verbatim"),
        rule(format!(r#""(?:[^%\x08\f\n\r\v]|{escape})*?""#), StrDouble),
        rule("--.*", CommentSingle),
        rule(format!(r"'(?:[^%\x08\f\n\r\t\v]|{escape})'"), StrChar),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(r"(?:Current|Result)\b", KeywordVariable),
        rule(r"(?:True|False)\b", KeywordConstant),
        rule(format!("{HEX}b"), NumHex),
        rule(format!(r"{OCTAL}\b"), NumOct),
        rule(format!(r"{BINARY}\b"), NumBin),
        rule(DIGITS, NumInteger),
        rule(
            format!(r"(?:{DIGITS})?\.(?:(?:{DIGITS})?[eE][+-]?)?{DIGITS}"),
            NumFloat,
        ),
        rule(
            r":=|<<|>>|\(\||\|\)|->|\.|[{}\[\];(),:?]",
            PunctuationIndicator,
        ),
        rule(
            r"\\\\|\|\.\.\||\.\.|/[~/]?|[></]=?|[-+*^=~≤≥−∀∃¦⟳⟲]",
            Operator,
        ),
        rule(r"[A-Z][\dA-Z_]*", NameClass),
        rule(r"[A-Za-z][\dA-Za-z_]*", Name),
        rule(r"\s+", Text),
    ]
}
