//! Eiffel.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "across agent alias all and attached as assign attribute check class convert create debug \
    deferred detachable do else elseif end ensure expanded export external feature from frozen if implies inherit \
    inspect invariant like local loop not note obsolete old once or Precursor redefine rename require rescue retry \
    select separate some then undefine until variant Void when xor";

/// What a per cent sign begins in a string.
const ESCAPE: &str = r#"%[A-DFHLNQR-V%'"()<>]|%/(?:0[xX][\da-fA-F](?:_*[\da-fA-F])*|0[cC][0-7](?:_*[0-7])*|0[bB][01](?:_*[01])*|\d(?:_*\d)*)/"#;

const DIGITS: &str = r"\d(?:_*\d)*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("aligned_verbatim_string", verbatim(r#"\]""#))
        .state("non_aligned_verbatim_string", verbatim(r#"\}""#))
}

fn verbatim(end: &'static str) -> [Rule; 2] {
    [
        rule(end, StrOther).pop(),
        rule(format!(r#"[^"%\x08\f\v]|{ESCAPE}"#), StrOther),
    ]
}

fn root() -> [Rule; 18] {
    [
        rule(r#""\["#, StrOther).push("aligned_verbatim_string"),
        rule(r#""\{"#, StrOther).push("non_aligned_verbatim_string"),
        rule(format!(r#""(?:[^%\x08\f\n\r\v]|{ESCAPE})*?""#), StrDouble),
        rule("--.*", CommentSingle),
        rule(format!(r"'(?:[^%\x08\f\n\r\t\v]|{ESCAPE})'"), StrChar),
        rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
        rule(r"(?:Current|Result)\b", KeywordVariable),
        rule(r"(?:True|False)\b", KeywordConstant),
        rule(r"0[xX][\da-fA-F](?:_*[\da-fA-F])*b", NumHex),
        rule(r"0[cC][0-7](?:_*[0-7])*\b", NumOct),
        rule(r"0[bB][01](?:_*[01])*\b", NumBin),
        rule(DIGITS, NumInteger),
        rule(
            format!(r"(?:{DIGITS})?\.(?:(?:{DIGITS})?[eE][+-]?)?{DIGITS}|{DIGITS}\.?"),
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
