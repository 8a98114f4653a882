//! Igor Pro.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

/// Functions that are written in lower case: Rouge does not know the others, whatever case they are written in.
const FUNCTIONS: &str = "abs acos acosh alog area asin asinh atan atan2 atanh beta betai binomial binomialln cabs ceil cequal \
    char2num chebyshev cmplx cmpstr conj cos cosh cot coth cpowi csc csch date date2secs datetime defined deltax \
    digamma dilogarithm ei enoise erf erfc erfcw exists exp factorial fakedata faverage floor gamma gammln gammp \
    gammq gcd gnoise hcsr hermite imag interp leftx limit ln log magsqr max mean median min mod norm note \
    num2char num2istr num2str numpnts numtype p2rect pcsr pnt2x poly qcsr r2polar real rightx round sawtooth sec \
    sech sign sin sinc sinh sqrt str2num stringmatch strlen strsearch sum tan tango_close_device \
    tango_command_inout tango_compute_image_proj tango_get_dev_attr_list tango_get_dev_black_box \
    tango_get_dev_cmd_list tango_get_dev_status tango_get_dev_timeout tango_get_error_stack tango_open_device \
    tango_ping_device tango_read_attribute tango_read_attributes tango_reload_dev_interface \
    tango_resume_attr_monitor tango_set_attr_monitor_period tango_set_dev_timeout tango_start_attr_monitor \
    tango_stop_attr_monitor tango_suspend_attr_monitor tango_write_attribute tango_write_attributes tanh ticks \
    time trunc vcsr wnoise x2pnt xcsr zcsr zeromq_client_connect zeromq_client_recv zeromq_client_send \
    zeromq_handler_start zeromq_handler_stop zeromq_server_bind zeromq_server_recv zeromq_server_send zeromq_set \
    zeromq_stop zeromq_test_callfunction zeta";

/// The same of operations.
const OPERATIONS: &str = "cd dir fprintf printf pwd sprintf sscanf wfprintf";

const KEYWORDS: &str = "abortonrte break case catch continue default do else elseif end endfor endif endstructure endswitch \
    endtry for function if macro menu proc return static strswitch structure switch threadsafe try while window";

const DECLARATIONS: &str = "char constant dfref double float funcref int16 int32 int64 nvar strconstant string struct svar \
    uchar uint16 uint32 uint64 variable wave";

const DIRECTIVES: &str = "define elif else endif if ifdef ifndef include pragma undef";

/// A name, to the end of a word of any script.
const NAME: &str = r"(?i)[a-z][a-z0-9_]*\b";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        Name,
        [
            (DECLARATIONS, KeywordDeclaration),
            (KEYWORDS, Keyword),
            ("inf nan", KeywordConstant),
            (FUNCTIONS, NameBuiltin),
            (OPERATIONS, KeywordReserved),
        ],
    )
});

static PREPROCESSOR: LazyLock<Words> =
    LazyLock::new(|| table_any_case(Name, [(DIRECTIVES, CommentPreproc)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("//", Comment).push("comment"),
                call(NAME, name),
                call(format!("#({NAME})"), directive),
                groups(
                    format!(r"(?i)(/(?:wave|x|y))(\s*)(=)(\s*)({NAME})"),
                    [KeywordPseudo, Text, Punctuation, Text, NameVariable],
                ),
                rule(r"\s", Text),
                rule(r"[#$~!%^&*+=|?:<>/-]", Operator),
                rule(r"[{}()\[\],.;]", Punctuation),
                rule("\"", StrDouble).push("string"),
                include("characters"),
                rule("(?i)0x[a-f0-9]+", NumFloat),
                rule(r"\d+\.\d+(?:e[+-]?\d+)?", NumHex),
                rule(r"\d+(?:_\d+)*", NumInteger),
                include("space"),
            ],
        )
        // Space that does not end the line.
        .state("space", [rule(r"(?:[ \t]|\\\s*[\r\n])+", Text)])
        .state("characters", [rule("'[^']*'", StrSingle)])
        .state(
            "function",
            [
                rule("(?i)/[a-z]+", KeywordPseudo),
                include("space"),
                rule(NAME, NameFunction),
                rule(r"\(", Punctuation).push("variables"),
                at("").pop(),
            ],
        )
        .state(
            "variables",
            [
                include("space"),
                rule("=", Punctuation).push("assignment"),
                rule(NAME, NameVariable),
                rule(r"[\[\]]", Punctuation),
                rule(",", Punctuation).push_same(),
                rule(r"\)", Punctuation).pop(),
                rule("(?i)/[a-z]+", KeywordPseudo).push_same(),
                at("").pop(),
            ],
        )
        .state(
            "flags",
            [
                include("space"),
                rule("=", Punctuation).push("assignment"),
                rule("(?i)/[a-z]+", KeywordPseudo).push_same(),
                groups(
                    format!(r"(?i)(as)(\s+)({NAME})"),
                    [KeywordType, Text, NameLabel],
                ),
                at("").pop(),
            ],
        )
        .state(
            "assignment",
            [
                include("space"),
                rule("\"", StrDouble).push("string"),
                include("characters"),
                rule("(?i)0x[a-f0-9]+", NumFloat).pop(),
                rule(r"\d+(?:_\d+)*", NumInteger).pop(),
                scan(bracketed, Generic).pop(),
                rule(r"[^\s/(]+", Generic).pop(),
                at("").pop(),
            ],
        )
        .state(
            "string",
            [
                rule(r"%\w\b", StrOther),
                rule(r#"\\[\\"]?"#, StrEscape),
                rule(r#"[^%\\"]+|%"#, Str),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "comment",
            [
                // A word of Doxygen's.
                groups(r"(/\s*)(@\w+)\b", [Comment, CommentSpecial]),
                rule(r"[^\r\n/]+|/", Comment),
                at("").pop(),
            ],
        )
}

/// A word, and the state of what follows it.
fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    let lower = name.to_lowercase();
    if lower.contains("function") {
        cx.token(KeywordDeclaration, name);
        return cx.push("function");
    }
    let token = NAMES.find(name).unwrap_or_else(|| {
        // What an operation leaves behind, `V_flag`.
        let bytes = lower.as_bytes();
        match bytes {
            [b'v' | b's' | b'w', b'_', b'a'..=b'z', ..] => NameConstant,
            _ => Name,
        }
    });
    cx.token(token, name);
    match token {
        KeywordDeclaration => cx.push("variables"),
        KeywordReserved => cx.push("flags"),
        _ => {}
    }
}

fn directive(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.group(1);
    match PREPROCESSOR.find(name) {
        Some(token) => cx.token(token, m.whole()),
        None => {
            // A function of a module.
            cx.token(Punctuation, "#");
            cx.token(Name, name);
        }
    }
}

/// A bracket and all up to the first that closes, whatever kind that is of.
fn bracketed(cx: &mut Context<'_, '_>) -> Option<usize> {
    cx.rest().strip_prefix(['(', '[', '{'])?;
    let end = cx.seek("closing bracket", |rest| {
        rest.find([')', ']', '}']).ok_or(rest.len())
    });
    end.filter(|&end| end > 1).map(|end| end + 1)
}
