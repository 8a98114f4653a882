//! C++, by its standard: C with more words, literals and templates.

use super::c::{self, ID, KEYWORDS, RESERVED, TYPES};
use crate::highlight::grammar::*;
use crate::highlight::machine::Context;
use crate::highlight::token::Token::*;

pub(super) const MORE_KEYWORDS: &str = "asm auto catch char8_t concept consteval constexpr constinit const_cast \
    co_await co_return co_yield delete dynamic_cast explicit export friend mutable namespace new operator private \
    protected public reinterpret_cast requires restrict size_of static_cast this throw throws typeid typename using \
    virtual final override import module alignas alignof decltype noexcept static_assert thread_local try";

pub(super) const MORE_RESERVED: &str = "__virtual_inheritance __uuidof __super __single_inheritance \
    __multiple_inheritance __interface __event";

pub(in crate::highlight) fn grammar() -> Grammar {
    with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            (MORE_KEYWORDS, Keyword),
            (TYPES, KeywordType),
            ("bool", KeywordType),
            (RESERVED, KeywordReserved),
            (MORE_RESERVED, KeywordReserved),
        ],
    ))
}

/// The grammar, for a language with other words.
pub(super) fn with_words(names: &Words) -> Grammar {
    over(c::with_words(names))
}

/// What C++ adds to the states of C or a language over it.
pub(super) fn over(grammar: Grammar) -> Grammar {
    grammar
        .prepend(
            "root",
            [rule(
                r"(?:__offload|__blockingoffload|__outer)\b",
                KeywordPseudo,
            )],
        )
        .prepend("statements", statements())
        .state(
            "class_name",
            [
                rule(ID, NameClass).pop(),
                include("space"),
                rule(r"\.{3}", Operator),
                rule(",", Punctuation).pop(),
                at("").pop(),
            ],
        )
        .state(
            "template",
            [
                rule("[>;]", Punctuation).pop(),
                rule(r"typename\b", Keyword).push("class_name"),
                include("statements"),
            ],
        )
        .state(
            "case",
            [rule(":(?!:)", Punctuation).pop(), include("statements")],
        )
}

/// `R"mark(…)mark"`, where the mark may be empty.
fn raw_string(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let is_prefix = |prefix: &&str| rest[prefix.len()..].starts_with("R\"");
    let prefixes = ["u8", "u", "U", "L", ""];
    let prefix = prefixes
        .iter()
        .find(|prefix| rest.starts_with(**prefix) && is_prefix(prefix))?;
    let marked = &rest[prefix.len() + 2..];
    let is_mark =
        |c: &char| c.is_ascii_alphanumeric() || "_{}[]#<>%:;.?*+-/^&|~!=,\"'".contains(*c);
    let mark = &marked[..marked.chars().take(16).take_while(is_mark).count()];
    let inside = marked[mark.len()..].strip_prefix('(')?;
    let end = format!("){mark}\"");
    let text = cx.after_up_to(rest.len() - inside.len(), &end)?;
    Some(text.len() + end.len())
}

fn statements() -> Vec<Rule> {
    // Digits may have quotes between them.
    const DIGITS: &str = r"\d(?:'?\d)*";
    let exponent = format!("[ep][+-]?{DIGITS}");
    vec![
        scan(raw_string, Str),
        rule(r"(?:class|struct)\b", Keyword).push("class_name"),
        rule(r"template\b", Keyword).push("template"),
        rule(
            format!(r"{DIGITS}(?:\.{DIGITS})?(?:y|d|h|min|s|ms|us|ns|i|if|il)\b"),
            NumOther,
        ),
        rule(
            format!(
                r"(?i)(?:{DIGITS}\.(?:{DIGITS})?|\.{DIGITS})(?:{exponent})?[luf]*|{DIGITS}{exponent}[luf]*"
            ),
            NumFloat,
        ),
        rule(format!(r"(?i)0x\h(?:'?\h)*(?:{exponent})?[lu]*"), NumHex),
        rule("0b[01]+(?:'[01]+)*", NumBin),
        rule("(?i)0[0-7](?:'?[0-7])*[lu]*", NumOct),
        rule(format!("(?i){DIGITS}[lu]*"), NumInteger),
        rule(r"nullptr\b", NameBuiltin),
        rule("::|<=>", Operator),
        rule(r"\{", Punctuation),
        call(r"\}", |cx, m| {
            cx.token(Punctuation, m.whole());
            if cx.in_state("function") {
                cx.pop(1);
            }
        }),
    ]
}
