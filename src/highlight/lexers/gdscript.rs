//! GDScript, the language of Godot.

use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "and|in|not|or|as|breakpoint|class|class_name|extends|is|func|setget|signal|tool|const|enum|\
    export|onready|static|var|break|continue|if|elif|else|for|pass|return|match|while|remote|master|puppet|remotesync|\
    mastersync|puppetsync";

const BUILTINS: &str = "Color8|ColorN|abs|acos|asin|assert|atan|atan2|bytes2var|ceil|char|clamp|convert|cos|cosh|\
    db2linear|decimals|dectime|deg2rad|dict2inst|ease|exp|floor|fmod|fposmod|funcref|hash|inst2dict|\
    instance_from_id|is_inf|is_nan|lerp|linear2db|load|log|max|min|nearest_po2|pow|preload|print|print_stack|printerr|\
    printraw|prints|printt|rad2deg|rand_range|rand_seed|randf|randi|randomize|range|round|seed|sign|sin|sinh|sqrt|\
    stepify|str|str2var|tan|tanh|type_exist|typeof|var2bytes|var2str|weakref|yield";

const TYPES: &str = "bool|int|float|String|Vector2|Rect2|Transform2D|Vector3|AABB|Plane|Quat|Basis|Transform|Color|RID|\
    Object|NodePath|Dictionary|Array|PoolByteArray|PoolIntArray|PoolRealArray|PoolStringArray|PoolVector2Array|\
    PoolVector3Array|PoolColorArray|null";

pub(in crate::highlight) fn grammar() -> Grammar {
    const NAME: &str = r"[a-zA-Z_]\w*";
    Grammar::new()
        .state("root", root())
        .state("function_name", [rule(NAME, NameFunction).pop()])
        .state("class_name", [rule(NAME, NameClass).pop()])
        .state("double", string('"', StrDouble))
        .state("single", string('\'', StrSingle))
        .state("long_double", long_string('"', StrDouble))
        .state("long_single", long_string('\'', StrSingle))
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\s+", Text),
        rule("#.*", CommentSingle),
        rule(r"[\[\]{}:(),;]", Punctuation),
        rule(r"\\\n", Text),
        rule(r"(?:in|and|or|not)\b", OperatorWord),
        rule(r"[-~+/*%=<>&^.!|$]", Operator),
        groups(r"(func)((?:\s|\\)+)", [Keyword, Text]).push("function_name"),
        groups(r"(class)((?:\s|\\)+)", [Keyword, Text]).push("class_name"),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(r"(?:do|switch|case)\b", KeywordReserved),
        rule(format!(r"(?:{BUILTINS})\b"), NameBuiltin),
        rule(r"(?:self|false|true|PI|TAU|NAN|INF)\b", NameBuiltinPseudo),
        rule(format!(r"(?:{TYPES})\b"), KeywordType),
        rule("\"\"\"", StrDouble).push("long_double"),
        rule("'''", StrDouble).push("long_single"),
        rule("\"", StrDouble).push("double"),
        rule("'", StrDouble).push("single"),
        rule(r"[a-zA-Z_]\w*", Name),
        rule(
            r"(?:\d+\.\d*|\d*\.\d+)(?:[eE][+-]?[0-9]+)?j?|\d+[eE][+-]?[0-9]+j?",
            NumFloat,
        ),
        rule("0[xX][a-fA-F0-9]+", NumHex),
        rule(r"\d+j?", NumInteger),
    ]
}

const ESCAPE: &str =
    r#"\\(?:[\\abfnrtv"']|\n|N\{.*?\}|u[a-fA-F0-9]{4}|U[a-fA-F0-9]{8}|x[a-fA-F0-9]{2}|[0-7]{1,3})"#;

/// What stands between quotes, of either length.
fn text(quote: char, token: Token) -> [Rule; 3] {
    let other = if quote == '"' { '\'' } else { '"' };
    [
        rule(
            r"%(?:\(\w+\))?[-#0 +]*(?:[0-9]+|\*)?(?:\.(?:[0-9]+|\*))?[hlL]?[E-GXc-giorsux%]",
            StrInterpol,
        ),
        rule(format!(r"[^\\{quote}%\n]+"), token),
        rule(format!(r"[{other}\\%]"), token),
    ]
}

fn string(quote: char, token: Token) -> Vec<Rule> {
    let mut rules = vec![
        rule(ESCAPE, StrEscape),
        rule(quote.to_string(), token).pop(),
    ];
    rules.extend(text(quote, token));
    rules
}

fn long_string(quote: char, token: Token) -> Vec<Rule> {
    let mut rules = vec![
        rule(ESCAPE, StrEscape),
        rule(quote.to_string().repeat(3), token).pop(),
    ];
    rules.extend(text(quote, token));
    rules.push(rule(r"\n", token));
    rules
}
