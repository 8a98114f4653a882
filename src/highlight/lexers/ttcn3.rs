//! TTCN-3.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "module import group type port component signature external execute const template function \
    altstep testcase var timer if else select case for while do label goto start stop return break int2char \
    int2unichar int2bit int2enum int2hex int2oct int2str int2float float2int char2int char2oct unichar2int unichar2oct \
    bit2int bit2hex bit2oct bit2str hex2int hex2bit hex2oct hex2str oct2int oct2bit oct2hex oct2str oct2char \
    oct2unichar str2int str2hex str2oct str2float enum2int any2unistr lengthof sizeof ispresent ischosen isvalue \
    isbound istemplatekind regexp substr replace encvalue decvalue encvalue_unichar decvalue_unichar encvalue_o \
    decvalue_o get_stringencoding remove_bom rnd hostid send receive setverdict";

const RESERVED: &str = "all alt apply assert at configuration conjunct const control delta deterministic disjunct duration \
    fail finished fuzzy from history implies inconc inv lazy mod mode notinv now omit onentry onexit par pass prev \
    realtime seq setstate static stepsize stream timestamp until values wait";

const TYPES: &str = "anytype address boolean bitstring charstring hexstring octetstring component enumerated float integer \
    port record set of union universal";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"module\b", KeywordDeclaration).push("module"),
                rule(r"import\b", KeywordNamespace).push("import"),
                include("statements"),
            ],
        )
        .state("statements", statements())
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(
                    r#"\\(?:[\\abfnrtv"']|x[a-fA-F0-9]{2,4}|[0-7]{1,3})"#,
                    StrEscape,
                ),
                rule(r#"[^\\"\n]+"#, Str),
                rule(r"\\\n|\\", Str),
            ],
        )
        .state(
            "module",
            [rule(r"\s+", Text), rule(r"[a-zA-Z_]\w*", NameClass).pop()],
        )
        .state(
            "import",
            [rule(r"\s+", Text), rule(r"[\w.]+\*?", NameNamespace).pop()],
        )
}

fn statements() -> [Rule; 16] {
    const DIGIT: &str = r"(?:\d_+\d|\d)";
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (RESERVED, KeywordReserved),
        ],
    );
    [
        rule(r"\n+", Text),
        rule(r"[ \t\r]+", Text),
        rule(r"\\\n", Text),
        rule(r"//(?:\\.|.)*?$", CommentSingle),
        rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
        rule("\"", Str).push("string"),
        rule(r"'(?:\\.|[^\\]|\\u[0-9a-f]{4})'", StrChar),
        rule(
            format!(r"(?i){DIGIT}+\.{DIGIT}+(?:[eE]{DIGIT}+)?[fd]?"),
            NumFloat,
        ),
        rule("(?i)'(?:[01]_+[01]|[01])+'B", NumBin),
        rule(r"(?i)'(?:\h_+\h|\h)+'H", NumHex),
        rule("(?i)'(?:[0-7]_+[0-7]|[0-7])+'O", NumOct),
        rule(format!("{DIGIT}+"), NumInteger),
        rule("[~!%^&*+:=|?<>/-]", Operator),
        rule(r"[()\[\]{},.;:]", Punctuation),
        rule(r"(?:true|false|null)\b", NameBuiltin),
        words(r"[a-zA-Z_]\w*", &names),
    ]
}
