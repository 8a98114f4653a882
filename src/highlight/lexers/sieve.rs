//! Sieve, rules for mail.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const ACTIONS: &str = "keep fileinto redirect discard addheader deleteheader reject ereject notify setflag addflag \
    removeflag vacation replace enclose extracttext";

const TESTS: &str = "address allof anyof exists false header not size true body hasflag spamtest virustest date \
    currentdate valid_notify_method notify_method_capability mailboxexists metadata metadataexists servermetadata \
    servermetadataexists";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            ("if elsif else require stop", Keyword),
            (TESTS, NameVariable),
            (ACTIONS, NameFunction),
        ],
    )
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("#.*", CommentSingle),
                rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
                rule(r"[\[\](),;{}]", Punctuation),
                call(":?[a-zA-Z_][a-zA-Z0-9_]*", name),
                rule("\"", StrDouble).push("string"),
                rule("[0-9]+[KMG]", NumInteger),
            ],
        )
        .state(
            "string",
            [
                rule(r"\\.", StrEscape),
                rule("\"", StrDouble).pop(),
                rule(
                    r"\$\{(?:[0-9][.0-9]*|[a-zA-Z_][.a-zA-Z0-9_]*)\}",
                    StrInterpol,
                ),
                rule(".", StrDouble),
            ],
        )
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = if m.whole().starts_with(':') {
        Operator
    } else {
        NAMES.token(m.whole())
    };
    cx.token(token, m.whole());
}
