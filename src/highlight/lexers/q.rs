//! q, the language of kdb+.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const OPERATORS: &str = "and or except inter like each cross vs sv within where in asof bin binr cor cov cut ej fby div ij \
    insert lj ljf mavg mcount mdev mmax mmin mmu mod msum over prior peach pj scan scov setenv ss sublist uj union \
    upsert wavg wsum xasc xbar xcol xcols xdesc xexp xgroup xkey xlog xprev xrank";

const BUILTINS: &str = "first enlist value type get set count string key max min sum prd last flip distinct raze neg desc \
    differ dsave dev eval exit exp fills fkeys floor getenv group gtime hclose hcount hdel hopen hsym iasc \
    idesc inv keys load log lsq ltime ltrim maxs md5 med meta mins next parse plist prds prev rand rank ratios read0 \
    read1 reciprocal reverse rload rotate rsave rtrim save sdev show signum sin sqrt ssr sums svar system tables tan \
    til trim txf ungroup var view views wj wj1 ww";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table(
        Name,
        [
            ("do if while select update delete exec from by", Keyword),
            (OPERATORS, OperatorWord),
            (BUILTINS, NameBuiltin),
        ],
    )
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [rule("#!.*", CommentPreproc).push("top"), at("").push("top")],
        )
        .state(
            "top",
            [
                rule(r"[ \t\r]+.*", CommentSpecial).line_start(),
                rule(r"\n+", Text),
                at("").push("base"),
            ],
        )
        .state("base", base())
        .state("literals", literals())
        .state(
            "string",
            [
                rule(r#"\\""#, Str),
                rule("\"", Str).pop(),
                rule(r"\\(?:[\\nr]|[01][0-7]{2})", StrEscape),
                rule(r#"[^\\"\n]+"#, Str),
                rule(r"\\", Str),
            ],
        )
        .state("bottom", [rule("(?s).+", CommentMultiline)])
}

fn base() -> [Rule; 14] {
    [
        rule(r"\n+", Text),
        rule(r".\)", KeywordDeclaration).line_start(),
        call(r"(?i)\.?[a-z][a-z0-9_.]*", |cx, m| {
            let name = m.whole();
            let is_system = || {
                let name = name.strip_prefix('.').unwrap_or_default();
                name.starts_with(['z', 'Q', 'q', 'h', 'o']) && name[1..].starts_with('.')
            };
            let token = match NAMES.find(name) {
                Some(token) => token,
                None if is_system() => NameConstant,
                None => Name,
            };
            cx.token(token, name);
        }),
        rule(r"\s+/.*", CommentSingle),
        rule(r"[ \t\r]+", Whitespace),
        rule(r"(?s)/$.*?^\\$", CommentMultiline).line_start(),
        rule(r"/[^\n]*$(?:\n[^\S\n]+.*$)*", CommentMultiline).line_start(),
        rule(r"\\$", Comment).push("bottom").line_start(),
        rule(r"\\\\\s+", Keyword).push("bottom").line_start(),
        rule("\"", Str).push("string"),
        include("literals"),
        rule(r"(?:<=|>=|<>|::)|[?:$%&|@._#*^\-+~,!><=]:?", Operator),
        rule(r"[{}\[\]();]", Punctuation),
        rule(r"\\.*\n", Text),
    ]
}

fn literals() -> [Rule; 12] {
    const TIME: &str = r"[012]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?";
    [
        rule(
            format!(r"(?:\d+D|\d{{4}}\.[01]\d\.[0123]\d[DT])(?:{TIME}|(?:[012]\d)?)[zpn]?\b"),
            LiteralDate,
        ),
        rule(format!(r"{TIME}[uvtpn]?\b"), LiteralDate),
        rule(r"\d{4}\.[01]\d\.[0-3]\d[dpnzm]?\b", LiteralDate),
        rule("0[nNwW][hijefcpmdznuvt]?", KeywordConstant),
        rule(r"'|/:|\\:|':|\\|/|0:|1:|2:", Operator),
        rule(r"(?:\d+\.\d*|\.\d+)(?:e[+-]?\d+)?[ef]?", NumFloat),
        rule(r"\d+e[+-]?\d+[ef]?", NumFloat),
        rule(r"\d+[ef]", NumFloat),
        rule("(?i)0x[0-9a-f]+", NumHex),
        rule("[01]+b", NumBin),
        rule("[0-9]+[hij]?", NumInteger),
        rule(
            r"(?i)`:[:a-z0-9._/]*|`(?:[a-z0-9.][:a-z0-9._]*)?",
            StrSymbol,
        ),
    ]
}
