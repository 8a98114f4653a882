//! ECL, the language of HPCC Systems.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const STANDARD: &str = "file date str math metaphone metaphone3 uni audit blas system";
const STANDARD_MODULES: &str = "debug email job log thorlib util workunit";

const FUNCTIONS: &str = "abs acos aggregate allnodes apply ascii asin asstring atan _token ave case catch choose choosen \
    choosesets clustersize combine correlation cos cosh count covariance cron dataset dedup define denormalize \
    dictionary distribute distributed distribution ebcdic enth error evaluate event eventextra eventname exists exp \
    failcode failmessage fetch fromunicode fromxml getenv getisvalid global graph group hash hashcrc having httpcall \
    httpheader if iff index intformat isvalid iterate join keyunicode length library limit ln local log loop map \
    matched matchlength matchposition matchtext matchunicode max merge mergejoin min nofold nolocal nonempty normalize \
    parse pipe power preload process project pull random range rank ranked realformat recordof regexfind regexreplace \
    regroup rejected rollup round roundup row rowdiff sample set sin sinh sizeof soapcall sort sorted sqrt stepped \
    stored sum table tan tanh thisnode topn tounicode toxml transfer transform trim truncate typeof ungroup \
    unicodeorder variance which workunit xmldecode xmlencode xmltext xmlunicode assert build buildindex fail keydiff \
    keypatch loadxml nothor notify output parallel sequential wait";

const KEYWORDS: &str = "and or in not all any as from atmost before best between case const counter csv descend encrypt \
    end endmacro enum except exclusive expire export extend fail few first flat full function functionmacro group \
    heading hole ifblock import joined keep keyed last left limit load local locale lookup many maxcount maxlength \
    _token module interface named nocase noroot noscan nosort of only opt outer overwrite packed partition penalty \
    physicallength pipe quote record repeat return right rows scan self separator service shared skew skip sql store \
    terminator thor threshold token transform trim type unicodeorder unsorted validate virtual whole wild within xml \
    xpath after cluster compressed compression default encoding escape fileposition forward grouped inner internal \
    linkcounted literal lzw mofn multiple namespace wnotrim noxpath onfail prefetch retry rowset scope smart soapaction \
    stable timelimit timeout unordered unstable update use width";

/// What a number sign begins.
const TEMPLATE: &str = "append apply break constant debug declare demangle else elseif end endregion error expand \
    export exportxml for forall getdatatype if ifdefined inmodule isdefined isvalid line link loop mangle onwarning \
    option region set stored text trace uniquename warning webservice workunit loadxml";

const TYPES: &str = "ascii big_endian boolean data decimal ebcdic grouped integer linkcounted pattern qstring real \
    record rule set of streamed string token udecimal unicode utf8 unsigned varstring varunicode";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            (TYPES, KeywordType),
            (KEYWORDS, Keyword),
            (FUNCTIONS, NameFunction),
        ],
    )
});

static TEMPLATES: LazyLock<Words> = LazyLock::new(|| table(Error, [(TEMPLATE, KeywordType)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\n+", Text),
                rule("//.*", CommentSingle),
                rule(r"[ \t\r]+", Text),
                rule(r"\\\n", Text),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
                rule(r"[xDQUV]?'[^'\\]*(?:\\.[^'\\]*)*'", StrSingle),
                rule(
                    r"\\(?:x\\h{2}|[0-2][0-7]{0,2}|3[0-6][0-7]?|37[0-7]?|[4-7][0-7]?|.|$)",
                    Text,
                ),
                include("words"),
            ],
        )
        .state("words", names())
}

fn names() -> [Rule; 14] {
    [
        rule(r"(?i:and|not|or|in)\b", OperatorWord),
        rule(r":=|>|<|<>|/|\\|\+|-|=", Operator),
        rule(r"[\[\]{}();,&.%]", Punctuation),
        rule(r"(?is)beginc\+\+.*?endc\+\+", StrSingle),
        rule("(?is)embed.*?endembed", StrSingle),
        call(r"\b(\w+)\.(\w+)\.(\w+)", dotted),
        rule(r"\b(?i:u?decimal)\d+(?:_\d+)?\b", KeywordType),
        rule(r"(?i)\d+\.\d+(?:e[+-]?\d+)?", NumFloat),
        rule("(?i)x[0-9a-f]+", NumHex),
        rule("(?i)0x[0-9a-f]+|0[0-9a-f]+x", NumHex),
        rule("0[bB][01]+", NumBin),
        rule("[01]+[bB]", NumBin),
        rule(r"\d+", NumInteger),
        call(r"(?i)(#?)\b([a-z_]\w*?)(\d*)\b", name),
    ]
}

/// `std.str.util` and its kin are classes.
fn dotted(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let has = |words: &str, word: &str| words.split(' ').any(|known| known == word);
    let is_standard =
        m.group(1) == "std" && has(STANDARD, m.group(2)) && has(STANDARD_MODULES, m.group(3));
    cx.token(
        if is_standard { NameClass } else { NameVariable },
        m.whole(),
    );
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let stem = m.group(2).to_lowercase();
    let name = format!("{stem}{}", m.group(3));
    let token = if m.group(1) == "#" {
        TEMPLATES.token(&name)
    } else {
        word(&stem, m.group(3), &name)
    };
    cx.token(token, m.whole());
}

/// What a word is; some types have their length behind them.
fn word(stem: &str, digits: &str, name: &str) -> Token {
    const WITH_LENGTH: [&str; 7] = [
        "data",
        "string",
        "qstring",
        "varstring",
        "varunicode",
        "unicode",
        "utf8",
    ];
    if !digits.is_empty() && WITH_LENGTH.contains(&stem) {
        return KeywordType;
    }
    if let Some(token) = WORDS.find(name) {
        return token;
    }
    let number: u64 = digits.parse().unwrap_or(0);
    match stem {
        "integer" | "unsigned" if (1..=8).contains(&number) => KeywordType,
        "real" if number == 4 || number == 8 => KeywordType,
        _ if name == "true" || name == "false" => KeywordConstant,
        _ => NameOther,
    }
}
